//! Plain columns and plain loops over them: what any program with columns would take, beside what this one takes.

use std::collections::HashMap;

use ims_desk::book::columns::TextColumn;
use ims_desk::book::{Book, Section};
use memchr::memmem::Finder;

/// The columns of one sheet.
pub struct Plain {
    /// The six amounts.
    pub amounts: [Vec<i64>; 6],
    /// Days since 1970.
    pub days: Vec<i32>,
    /// Actions as bytes.
    pub actions: Vec<u8>,
    /// Suppliers' names.
    pub names: Texts,
    /// Suppliers' GSTINs.
    pub suppliers: Texts,
    /// Document numbers in lower case, end to end, and where each ends.
    pub numbers: (String, Vec<u32>),
}

/// A column of texts that repeat.
pub struct Texts {
    /// Of each row the place in the dictionary.
    pub ids: Vec<u32>,
    /// The dictionary.
    pub texts: Vec<String>,
}

impl Texts {
    fn of(column: &TextColumn, rows: u32) -> Texts {
        let (mut known, mut texts) = (HashMap::new(), Vec::new());
        let mut id = |text: &str| {
            *known.entry(text.to_owned()).or_insert_with(|| {
                texts.push(text.to_owned());
                texts.len() as u32 - 1
            })
        };
        let ids = (0..rows).map(|row| id(column.get(row))).collect();
        Texts { ids, texts }
    }

    /// Of each text whether it passes.
    pub fn judged(&self, passes: impl Fn(&str) -> bool) -> Vec<bool> {
        self.texts.iter().map(|text| passes(text)).collect()
    }

    /// Of each text its place among all in order.
    pub fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.texts.len() as u32).collect();
        order.sort_unstable_by_key(|&id| &self.texts[id as usize]);
        let mut ranks = vec![0; order.len()];
        order.iter().enumerate().for_each(|(rank, &id)| ranks[id as usize] = rank as u32);
        ranks
    }
}

impl Plain {
    /// The columns of a sheet.
    pub fn of(book: &Book, section: Section) -> Plain {
        let sheet = book.sheet(section);
        let (rows, records) = (sheet.rows(), sheet.records());
        let mut numbers = (String::new(), Vec::new());
        for row in 0..rows {
            numbers.0.push_str(&records.numbers.get(row).trim().to_lowercase());
            numbers.1.push(numbers.0.len() as u32);
        }
        Plain {
            amounts: std::array::from_fn(|column| records.amounts[column].to_vec()),
            days: (0..rows as usize).map(|row| records.days[row].0).collect(),
            actions: (0..rows as usize).map(|row| sheet.actions()[row] as u8).collect(),
            names: Texts::of(&records.names, rows),
            suppliers: Texts::of(&records.suppliers, rows),
            numbers,
        }
    }

    /// The document number of a row.
    pub fn number(&self, row: u32) -> &str {
        let start = if row == 0 { 0 } else { self.numbers.1[row as usize - 1] };
        &self.numbers.0[start as usize..self.numbers.1[row as usize] as usize]
    }

    /// The rows whose document number contains a text.
    pub fn numbers_with(&self, text: &str) -> Vec<u32> {
        let (all, ends) = &self.numbers;
        let (finder, mut rows, mut row, mut from) = (Finder::new(text), Vec::new(), 0, 0);
        while let Some(at) = finder.find(&all.as_bytes()[from..]).map(|at| at + from) {
            while ends[row] as usize <= at {
                row += 1;
            }
            let within = at + text.len() <= ends[row] as usize;
            if within {
                rows.push(row as u32);
            }
            from = if within { ends[row] as usize } else { at + 1 };
        }
        rows
    }

    /// The first sixteen bytes of a document number, as a number.
    pub fn prefix(&self, row: u32) -> u128 {
        let text = self.number(row).as_bytes();
        let mut bytes = [0; 16];
        let length = text.len().min(16);
        bytes[..length].copy_from_slice(&text[..length]);
        u128::from_be_bytes(bytes)
    }
}

/// The rows of a column that pass. Without a branch, as no one can guess which pass.
pub fn rows<T: Copy>(column: &[T], passes: impl Fn(T) -> bool) -> Vec<u32> {
    let (mut found, mut count) = (vec![0; column.len()], 0);
    for (row, &value) in column.iter().enumerate() {
        found[count] = row as u32;
        count += usize::from(passes(value));
    }
    found.truncate(count);
    found
}

/// The rows in the order of pairs.
pub fn sorted<K: Ord>(mut pairs: Vec<(K, u32)>) -> Vec<u32> {
    pairs.sort_unstable();
    pairs.into_iter().map(|pair| pair.1).collect()
}

/// The rows by a rank, then by a document number: by its prefix, and where that does not tell by the whole text.
pub fn by_prefix(plain: &Plain, mut pairs: Vec<((u32, u128), u32)>) -> Vec<u32> {
    pairs.sort_unstable();
    let longer = |pair: &((u32, u128), u32)| pair.0.1 & 0xff != 0;
    for equal in pairs.chunk_by_mut(|a, b| a.0 == b.0).filter(|equal| equal.len() > 1 && longer(&equal[0])) {
        equal.sort_unstable_by_key(|pair| (plain.number(pair.1), pair.1));
    }
    pairs.into_iter().map(|pair| pair.1).collect()
}

/// The rows in the order of small codes, by counting them.
pub fn counted(codes: &[u32], ranks: &[u32]) -> Vec<u32> {
    let mut starts = vec![0u32; ranks.len() + 1];
    codes.iter().for_each(|&code| starts[ranks[code as usize] as usize + 1] += 1);
    (1..starts.len()).for_each(|place| starts[place] += starts[place - 1]);
    let mut rows = vec![0; codes.len()];
    for (row, &code) in codes.iter().enumerate() {
        let place = &mut starts[ranks[code as usize] as usize];
        rows[*place as usize] = row as u32;
        *place += 1;
    }
    rows
}
