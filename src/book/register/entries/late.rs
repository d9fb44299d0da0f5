//! Columns that cost nothing as long as nothing is in them: a register seldom has all that an entry can hold.

use std::ops::Range;

use crate::book::columns::Dictionary;

/// Values of which the last rows may be left out: there they are the type's default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Late<T>(Vec<T>);

impl<T: Copy + Default + PartialEq> Late<T> {
    /// Gives a row, which lies behind all that have one, its value.
    pub(crate) fn put(&mut self, row: u32, value: T) {
        if value != T::default() {
            self.0.resize(row as usize, T::default());
            self.0.push(value);
        }
    }

    /// The value of a row.
    #[inline]
    pub(crate) fn at(&self, row: u32) -> T {
        self.0.get(row as usize).copied().unwrap_or_default()
    }

    /// The values of the first rows; all behind them are the default.
    pub(crate) fn values(&self) -> &[T] {
        &self.0
    }

    /// Gives the rows from `row` on the values of rows of another column.
    pub(crate) fn extend(&mut self, row: u32, from: &Late<T>, rows: Range<u32>) {
        for (at, there) in (row..).zip(rows) {
            self.put(at, from.at(there));
        }
    }

    pub(crate) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    pub(crate) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<T>()
    }
}

/// ArenaTexts that repeat.
#[derive(Clone, Default)]
pub(crate) struct DictionaryTexts {
    ids: Late<u32>,
    texts: Dictionary,
}

impl DictionaryTexts {
    pub(crate) fn put(&mut self, row: u32, text: &str) {
        if !text.is_empty() {
            let id = self.texts.number(text);
            self.ids.put(row, id);
        }
    }

    pub(crate) fn get(&self, row: u32) -> &str {
        self.texts.texts().get(self.ids.at(row) as usize).map_or("", |text| text)
    }

    pub(crate) fn extend(&mut self, row: u32, from: &DictionaryTexts, rows: Range<u32>) {
        // The same text mostly comes again: its number here is looked for once.
        let mut known = vec![u32::MAX; from.texts.texts().len()];
        for (at, there) in (row..).zip(rows) {
            let id = from.ids.at(there) as usize;
            if id != 0 {
                if known[id] == u32::MAX {
                    known[id] = self.texts.number(&from.texts.texts()[id]);
                }
                self.ids.put(at, known[id]);
            }
        }
    }

    pub(crate) fn shrink(&mut self) {
        self.ids.shrink();
    }

    pub(crate) fn bytes(&self) -> usize {
        self.ids.bytes() + self.texts.bytes()
    }
}

/// ArenaTexts that hardly repeat, end to end.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArenaTexts {
    text: String,
    ends: Vec<u32>,
}

impl ArenaTexts {
    /// False, and no text, where all together would outgrow 4 GiB.
    pub(crate) fn put(&mut self, row: u32, text: &str) -> bool {
        let fits = self.text.len() + text.len() < u32::MAX as usize;
        if !text.is_empty() && fits {
            let end = self.text.len() as u32;
            self.ends.resize(row as usize, end);
            self.text.push_str(text);
            self.ends.push(self.text.len() as u32);
        }
        fits
    }

    #[inline]
    pub(crate) fn get(&self, row: u32) -> &str {
        let row = row as usize;
        let Some(&end) = self.ends.get(row) else { return "" };
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    pub(crate) fn extend(&mut self, row: u32, from: &ArenaTexts, rows: Range<u32>) {
        for (at, there) in (row..).zip(rows) {
            self.put(at, from.get(there));
        }
    }

    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub(crate) fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 4
    }
}
