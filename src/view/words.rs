//! Searching all columns for one word: what repeats is searched once in its dictionary, document numbers all at once in
//! their arena, and amounts by their leading digits.

use std::collections::HashMap;

use memchr::memmem;
use roaring::RoaringBitmap;

use super::cell;
use crate::book::columns::{ArenaColumn, TextColumn};
use crate::book::{Action, Book, Field, Filing, Form, Kind, Section, Sheet, TextId, Trait};
use crate::values::{Day, Paise};

/// Where one word is found on a sheet.
pub(super) struct Words<'a> {
    book: &'a Book,
    sheet: &'a Sheet,
    /// The word in lower case.
    word: String,
    amount: Option<LeadingDigits>,
    /// The word may be part of a day.
    day: bool,
    suppliers: Vec<bool>,
    names: Vec<bool>,
    periods: Vec<bool>,
    numbers: RoaringBitmap,
    original_numbers: RoaringBitmap,
    /// By the code of the place.
    places: Vec<bool>,
    /// Words of our own lists that contain it.
    kinds: Vec<Kind>,
    forms: Vec<Form>,
    filings: Vec<Filing>,
    actions: Vec<Action>,
    /// Remarks, notes and days looked at so far.
    texts: HashMap<TextId, bool>,
    days: HashMap<Day, bool>,
}

impl<'a> Words<'a> {
    pub(super) fn new(book: &'a Book, section: Section, word: &str) -> Words<'a> {
        let sheet = book.sheet(section);
        let records = &sheet.records;
        let word = word.to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&word);
        let dictionary = |column: &TextColumn| column.texts().iter().map(|text| has(text)).collect();
        const KINDS: [Kind; 5] =
            [Kind::Regular, Kind::DeemedExport, Kind::SezWithPayment, Kind::SezWithoutPayment, Kind::CustomsBonded];
        Words {
            book,
            sheet,
            amount: LeadingDigits::parse(&word),
            day: word.bytes().all(|b| b.is_ascii_digit() || b == b'-'),
            suppliers: dictionary(&records.suppliers),
            names: dictionary(&records.names),
            periods: records.periods.texts().iter().map(|text| has(&cell::period(text))).collect(),
            numbers: rows_with(&records.numbers, &word).into_iter().collect(),
            original_numbers: rows_with(&records.original_numbers, &word).into_iter().collect(),
            places: (0..=u8::MAX).map(|code| has(&cell::place(code))).collect(),
            kinds: KINDS.into_iter().filter(|kind| has(kind.name())).collect(),
            forms: [Form::R1, Form::R1a, Form::R5].into_iter().filter(|form| has(form.name())).collect(),
            filings: [Filing::Filed, Filing::NotFiled].into_iter().filter(|filing| has(filing.name())).collect(),
            actions: Action::CHOICES.into_iter().filter(|action| has(action.name())).collect(),
            texts: HashMap::new(),
            days: HashMap::new(),
            word,
        }
    }

    /// Whether some column of a row contains the word.
    pub(super) fn found_in(&mut self, row: u32) -> bool {
        let i = row as usize;
        let records = &self.sheet.records;
        self.suppliers[records.suppliers.ids()[i] as usize]
            || self.names[records.names.ids()[i] as usize]
            || self.numbers.contains(row)
            || self.original_numbers.contains(row)
            || self.amount.is_some_and(|digits| records.amounts.iter().any(|column| digits.begin(column[i])))
            || self.periods[records.periods.ids()[i] as usize]
            || self.places[records.places[i] as usize]
            || self.actions.contains(&self.sheet.actions[i])
            || self.kinds.contains(&records.kinds[i])
            || self.forms.contains(&records.forms[i])
            || self.filings.contains(&records.filings[i])
            || self.found_in_text(self.sheet.remarks[i])
            || self.found_in_text(self.sheet.notes[i])
            || self.found_in_day(records.days[i])
            || records.original_days.get(i).is_some_and(|&day| self.found_in_day(day))
            || self.found_in_odd(row)
    }

    fn found_in_text(&mut self, id: TextId) -> bool {
        if id == TextId::NONE {
            return false;
        }
        let look = || self.book.text(id).to_lowercase().contains(&self.word);
        *self.texts.entry(id).or_insert_with(look)
    }

    fn found_in_day(&mut self, day: Day) -> bool {
        self.day && *self.days.entry(day).or_insert_with(|| day.to_string().contains(&self.word))
    }

    /// Values outside our lists.
    fn found_in_odd(&self, row: u32) -> bool {
        let records = &self.sheet.records;
        if !records.traits[row as usize].has(Trait::Odd) {
            return false;
        }
        let fields = records.odd_fields(row).into_iter().filter(|&field| field != Field::Record);
        fields.filter_map(|field| records.odd(row, field)).any(|text| text.to_lowercase().contains(&self.word))
    }
}

/// The rows of a column of nearly unique texts that contain a word, folded as the column is; in their order.
pub(super) fn rows_with(column: &ArenaColumn, word: &str) -> Vec<u32> {
    let (text, ends) = column.folded_arena();
    let finder = memmem::Finder::new(word);
    let mut rows = Vec::new();
    let (mut from, mut row) = (0, 0);
    while let Some(at) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest)).map(|at| from + at) {
        while ends.get(row).is_some_and(|&end| end as usize <= at) {
            row += 1;
        }
        let Some(&end) = ends.get(row) else { break };
        // A find may reach over into the next row's text: then it is none.
        if at + word.len() <= end as usize {
            rows.push(row as u32);
            from = end as usize;
        } else {
            from = at + 1;
        }
    }
    rows
}

/// A word that reads as the beginning of an amount: `12`, `1,234`, `1234.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LeadingDigits {
    digits: u64,
    /// How many of the digits are decimals, once there is a point.
    decimals: Option<usize>,
}

impl LeadingDigits {
    fn parse(word: &str) -> Option<LeadingDigits> {
        let plain = word.trim_start_matches('₹').replace(',', "");
        let (whole, fraction) =
            plain.split_once('.').map_or((&*plain, None), |(whole, fraction)| (whole, Some(fraction)));
        // `007` is part of a document number, not of an amount.
        let sensible = whole == "0" || (!whole.is_empty() && !whole.starts_with('0'));
        if !sensible || fraction.is_some_and(|f| f.len() > 2) {
            return None;
        }
        let digits = format!("{whole}{}", fraction.unwrap_or(""));
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some(LeadingDigits { digits: digits.parse().ok()?, decimals: fraction.map(str::len) })
    }

    /// Whether an amount begins with these digits.
    fn begin(self, amount: Paise) -> bool {
        let paise = amount.unsigned_abs();
        match self.decimals {
            Some(0) => paise / 100 == self.digits,
            Some(1) => paise / 10 == self.digits,
            Some(_) => paise == self.digits,
            None => {
                let mut rupees = paise / 100;
                while rupees > self.digits && rupees >= 10 {
                    rupees /= 10;
                }
                rupees == self.digits
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_found_by_their_leading_digits() {
        let begins = |word: &str, paise| LeadingDigits::parse(word).is_some_and(|digits| digits.begin(paise));
        for (word, paise) in [
            ("8", 875_926),
            ("8759", 875_926),
            ("8,759", 875_926),
            ("8759.", 875_926),
            ("8759.2", 875_926),
            ("8759.26", 875_926),
            ("₹8759", 875_926),
            ("0", 50),
            ("12", -1_299),
        ] {
            assert!(begins(word, paise), "{word}");
        }
        for (word, paise) in [
            ("87592", 875_926),
            ("875.", 875_926),
            ("8759.3", 875_926),
            ("0", 875_926),
            ("759", 875_926),
            ("08", 875_926),
            ("8759.260", 875_926),
            ("", 0),
            (".", 0),
            ("a8", 8),
        ] {
            assert!(!begins(word, paise), "{word}");
        }
    }

    #[test]
    fn a_word_is_found_within_a_number_and_never_across_two() {
        let mut column = ArenaColumn::default();
        for text in ["AB", "BAB", "", "ABAB", "B"] {
            assert!(column.push(text));
        }
        let rows = |word: &str| rows_with(&column, word);
        assert_eq!(rows("ab"), [0, 1, 3]);
        assert_eq!(rows("ba"), [1, 3]);
        assert_eq!(rows("bb"), [] as [u32; 0]);
        assert_eq!(rows("b"), [0, 1, 3, 4]);
    }
}
