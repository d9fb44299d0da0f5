//! Document numbers as they are compared: split into groups of letters and of digits.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::matching::agree::slip::{Slipped, slip};
use crate::matching::agree::years::{self, Taken};

/// How well two document numbers agree, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberLevel {
    /// N0: the same text.
    Same,
    /// N1: the same groups in the same order.
    Groups,
    /// N2: written differently; financial year and letters left out.
    Written,
    /// N3: letter O for zero, or other separators between letters and digits.
    LookAlike,
    /// N3: what a spreadsheet makes of it.
    Damaged,
    /// N3: one ends with the other.
    Ending,
    /// N3: one character changed, missing or added, or two exchanged.
    Slip,
    /// N4, but next to it in a series.
    Neighbour,
    /// N4: another number, or none.
    Other,
}

impl NumberLevel {
    /// N0 or N1.
    pub fn is_same(self) -> bool {
        self <= NumberLevel::Groups
    }

    /// N0 to N2.
    pub fn agrees(self) -> bool {
        self <= NumberLevel::Written
    }

    /// N3 but for a slip.
    pub fn is_near(self) -> bool {
        matches!(self, NumberLevel::LookAlike | NumberLevel::Damaged | NumberLevel::Ending)
    }
}

/// Between the groups of a number; no text of a number holds it.
pub(in crate::matching) const BETWEEN: char = '\u{1}';

/// A document number, split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The text, trimmed and in capitals; behind it the groups in their order, zeros in front of digits dropped. One text, as there
    /// are millions of these.
    both: Box<str>,
    /// Where the groups begin.
    from: u32,
    /// See [`key`].
    key: u64,
    /// The financial years that may be written in it.
    years: Vec<Taken>,
    /// Whether a spreadsheet changed its digits.
    pub damaged: bool,
}

/// Another one in every run, so that no file can be made of numbers that all have the same hash.
pub(in crate::matching) fn hash(bytes: &[u8]) -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    xxh3_64_with_seed(bytes, *SEED)
}

/// What is equal for numbers that are N0 or N1 to each other; 0 for no number. `folded` is trimmed, in either case; `buffer`
/// is for work.
pub fn key(folded: &str, buffer: &mut Vec<u8>) -> u64 {
    buffer.clear();
    split(folded, buffer);
    if !buffer.is_empty() {
        return hash(buffer) | 1;
    }
    match folded.trim() {
        "" => 0,
        text => hash(text.to_uppercase().as_bytes()) | 1,
    }
}

/// Writes the groups of a number, with [`BETWEEN`] between them.
fn split(text: &str, groups: &mut Vec<u8>) {
    #[derive(Clone, Copy, PartialEq)]
    enum In {
        Nothing,
        Letters,
        Zeros,
        Digits,
    }
    let mut within = In::Nothing;
    let begin = |groups: &mut Vec<u8>| {
        if !groups.is_empty() {
            groups.push(BETWEEN as u8);
        }
    };
    if text.is_ascii() {
        for b in text.bytes() {
            match (b, within) {
                (b'0'..=b'9', In::Digits) => groups.push(b),
                // A zero is dropped as soon as a digit follows it.
                (b'0', In::Zeros) => {}
                (b'1'..=b'9', In::Zeros) => {
                    if let Some(last) = groups.last_mut() {
                        *last = b;
                    }
                    within = In::Digits;
                }
                (b'0'..=b'9', _) => {
                    begin(groups);
                    groups.push(b);
                    within = if b == b'0' { In::Zeros } else { In::Digits };
                }
                (b'A'..=b'Z' | b'a'..=b'z', _) => {
                    if within != In::Letters {
                        begin(groups);
                        within = In::Letters;
                    }
                    groups.push(b.to_ascii_uppercase());
                }
                _ => within = In::Nothing,
            }
        }
        return;
    }
    for c in text.chars().flat_map(char::to_uppercase) {
        match (c, within) {
            ('0'..='9', In::Digits) => groups.push(c as u8),
            ('0', In::Zeros) => {}
            ('1'..='9', In::Zeros) => {
                if let Some(last) = groups.last_mut() {
                    *last = c as u8;
                }
                within = In::Digits;
            }
            ('0'..='9', _) => {
                begin(groups);
                groups.push(c as u8);
                within = if c == '0' { In::Zeros } else { In::Digits };
            }
            (c, _) if c.is_alphanumeric() => {
                if within != In::Letters {
                    begin(groups);
                    within = In::Letters;
                }
                groups.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            _ => within = In::Nothing,
        }
    }
}

/// Whether a group is of digits.
pub(in crate::matching) fn is_digits(group: &str) -> bool {
    group.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

impl Number {
    /// Splits a number.
    pub fn new(text: &str) -> Number {
        let text = text.trim();
        let mut groups = Vec::with_capacity(2 * text.len() + 16);
        let key = key(text, &mut groups);
        // Whole characters were written, so it is a text.
        let written = std::str::from_utf8(&groups).unwrap_or_default();
        let years = years::written_in(written);
        let mut both = String::with_capacity(text.len() + written.len());
        if text.is_ascii() {
            both.extend(text.chars().map(|c| c.to_ascii_uppercase()));
        } else {
            both.push_str(&text.to_uppercase());
        }
        let from = both.len() as u32;
        both.push_str(written);
        Number { both: both.into_boxed_str(), from, key, years, damaged: false }
    }

    /// The groups with [`BETWEEN`] between them.
    fn written(&self) -> &str {
        &self.both[self.from as usize..]
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.from == 0
    }

    /// The text, in capitals.
    pub fn text(&self) -> &str {
        &self.both[..self.from as usize]
    }

    /// The groups in their order.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.written().split(BETWEEN).filter(|group| !group.is_empty())
    }

    /// The groups joined: zeros in front of digits do not count.
    pub(in crate::matching) fn plain(&self) -> String {
        self.written().chars().filter(|&c| c != BETWEEN).collect()
    }

    /// Whether a spreadsheet may have changed it, by its looks.
    pub(in crate::matching) fn looks_damaged(&self) -> bool {
        let digits = self.text().bytes().filter(u8::is_ascii_digit).count();
        self.damaged || digits > 15 || (self.text().contains('E') && digits + 3 >= self.text().len())
    }

    /// The last group of digits.
    fn serial(&self) -> Option<&str> {
        self.groups().filter(|group| is_digits(group)).last()
    }

    /// The same as [`key`] of its text.
    pub fn key(&self) -> u64 {
        self.key
    }

    /// How many letters and digits it has, zeros in front of digits left out.
    fn plain_len(&self) -> usize {
        self.written().bytes().filter(|&b| b != BETWEEN as u8).count()
    }

    /// Its groups without the financial year that would be taken off for these years.
    fn without_year(&self, years: &[i32]) -> Rest<'_> {
        Rest { groups: self.written(), taken: years::first(&self.years, years) }
    }

    /// Adds what is equal for numbers that may be N2 to each other: the digits without each financial year that may be meant.
    pub fn written_keys(&self, keys: &mut Vec<u64>) {
        let mut buffer = [0u8; 64];
        let mut add = |rest: Rest<'_>| {
            let mut end = 0;
            for group in rest.kept().filter(|group| is_digits(group)) {
                // Longer numbers are no numbers of documents: they share a key with others, which is seen later.
                let room = group.len().min(buffer.len().saturating_sub(end + 1));
                buffer[end..end + room].copy_from_slice(&group.as_bytes()[..room]);
                end += room;
                if end < buffer.len() {
                    buffer[end] = BETWEEN as u8;
                    end += 1;
                }
            }
            if end > 0 {
                keys.push(hash(&buffer[..end]) | 1);
            }
        };
        add(Rest { groups: self.written(), taken: None });
        self.years.iter().for_each(|&taken| add(Rest { groups: self.written(), taken: Some(taken) }));
    }
}

/// The groups of a number but for a financial year.
#[derive(Clone, Copy)]
struct Rest<'n> {
    groups: &'n str,
    taken: Option<Taken>,
}

impl<'n> Rest<'n> {
    fn kept(self) -> impl Iterator<Item = &'n str> + Clone {
        let left_out = self.taken.map_or(0..0, |taken| taken.groups());
        let groups = self.groups.split(BETWEEN).filter(|group| !group.is_empty()).enumerate();
        groups.filter(move |(place, _)| !left_out.contains(place)).map(|(_, group)| group)
    }

    fn digits(self) -> impl Iterator<Item = &'n str> + Clone {
        self.kept().filter(|group| is_digits(group))
    }

    fn letters(self) -> impl Iterator<Item = &'n str> + Clone {
        self.kept().filter(|group| !is_digits(group))
    }

    /// Whether all letter groups of one of the two are among those of the other.
    fn letters_fit(self, other: Rest<'_>) -> bool {
        self.letters().all(|group| other.letters().any(|o| o == group))
            || other.letters().all(|group| self.letters().any(|o| o == group))
    }
}

/// How well a record's number and an entry's agree; `years` are those whose financial year is taken off, in order.
pub fn level(record: &Number, entry: &Number, years: &[i32]) -> NumberLevel {
    use NumberLevel::*;
    if record.is_empty() || entry.is_empty() {
        return Other;
    }
    if record.text() == entry.text() {
        return Same;
    }
    if record.written() == entry.written() && !record.written().is_empty() {
        return Groups;
    }
    let made_of = || crate::matching::agree::damage::is_made_of(entry.text(), record.text(), entry.damaged);
    // The year in a cell that became a date is none that anyone wrote: nothing is taken off before that is looked at.
    if entry.damaged && made_of() {
        return Damaged;
    }
    let (a, b) = (record.without_year(years), entry.without_year(years));
    if !entry.damaged && a.digits().next().is_some() && a.digits().eq(b.digits()) && a.letters_fit(b) {
        return Written;
    }
    if looks_alike(record, entry) {
        return LookAlike;
    }
    if made_of() {
        return Damaged;
    }
    // Of most numbers that differ the lengths say already that it is by more than a slip.
    let may_be = record.plain_len().abs_diff(entry.plain_len()) <= 1 || !record.written().is_ascii();
    let slipped = if may_be { slip(&record.plain(), &entry.plain()) } else { None };
    if in_a_series(a, b) && slipped != Some(Slipped::Exchanged) {
        return Neighbour;
    }
    if ends_with(record, entry) {
        return Ending;
    }
    match slipped {
        Some(Slipped::Exchanged) => Slip,
        Some(_) if serials_are_near(record.serial(), entry.serial()) => Neighbour,
        Some(_) => Slip,
        None => Other,
    }
}

/// The same letters and digits, however they are separated, with O as 0 and I and L as 1.
fn looks_alike(a: &Number, b: &Number) -> bool {
    let of = |number: &Number| seen(number).count();
    of(a) > 0 && seen(a).eq(seen(b))
}

/// What is equal for numbers that look alike.
pub(in crate::matching) fn alike_key(number: &Number) -> u64 {
    match seen(number).collect::<String>().as_str() {
        "" => 0,
        text => hash(text.as_bytes()) | 1,
    }
}

/// Letters and digits joined, with O as 0 and I and L as 1, zeros in front dropped.
fn seen(number: &Number) -> impl Iterator<Item = char> + '_ {
    let as_seen = |c: char| match c {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    let joined = number.text().chars().filter(|c| c.is_alphanumeric()).map(as_seen);
    joined.skip_while(|&c| c == '0')
}

/// What is equal for numbers of which one ends with the other: the last digit group of one, of four digits at least …
pub(in crate::matching) fn serial_key(number: &Number) -> Option<u64> {
    number.serial().filter(|serial| serial.len() >= 4).map(|serial| hash(serial.as_bytes()) | 1)
}

/// … and each end of that of the other.
pub(in crate::matching) fn ending_keys(number: &Number, ends: &mut Vec<u64>) {
    if let Some(serial) = number.serial().filter(|serial| serial.len() >= 4) {
        ends.extend((0..=serial.len() - 4).map(|from| hash(&serial.as_bytes()[from..]) | 1));
    }
}

/// The digit groups of a number that are not a financial year; all where all may be one.
pub(in crate::matching) fn serials(number: &Number) -> impl Iterator<Item = &str> + '_ {
    let of_year = move |place: usize| number.years.iter().any(|taken| taken.groups().contains(&place));
    let digits = move || number.groups().enumerate().filter(|(_, group)| is_digits(group));
    let some = digits().any(|(place, _)| !of_year(place));
    digits().filter(move |(place, _)| !some || !of_year(*place)).map(|(_, group)| group)
}

/// The last digit group of one ends with that of the other, four digits at least.
fn ends_with(a: &Number, b: &Number) -> bool {
    let (Some(a), Some(b)) = (a.serial(), b.serial()) else { return false };
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    short.len() >= 4 && long.ends_with(short)
}

/// Whether two serial numbers are 1 to 9 apart: neighbours in a series.
fn serials_are_near(a: Option<&str>, b: Option<&str>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let (Ok(a), Ok(b)) = (a.parse::<u128>(), b.parse::<u128>()) else { return false };
    (1..=9).contains(&a.abs_diff(b))
}

/// Written as N2 allows, and all but the last digit groups are the same: 1003 and INV/26-27/1004 are neighbours too.
fn in_a_series(a: Rest<'_>, b: Rest<'_>) -> bool {
    let many = a.digits().count();
    many == b.digits().count()
        && many > 0
        && a.digits().zip(b.digits()).take(many - 1).all(|(x, y)| x == y)
        && serials_are_near(a.digits().last(), b.digits().last())
        && a.letters_fit(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::agree::number::NumberLevel::*;

    const YEARS: [i32; 3] = [2027, 2026, 2025];

    fn levels(record: &str, entry: &str) -> NumberLevel {
        let (r, e) = (Number::new(record), Number::new(entry));
        assert_eq!(r.key() == e.key() && r.key() != 0, level(&r, &e, &YEARS).is_same(), "{record} {entry}");
        level(&r, &e, &YEARS)
    }

    #[test]
    fn numbers_agree_as_the_table_says() {
        for (record, entry, wanted) in [
            ("INV/26-27/0891", " inv/26-27/0891", Same),
            ("INV/26-27/0891", "inv-26-27-891 ", Groups),
            ("0045", "45", Groups),
            ("A/000", "a-0", Groups),
            ("INV/26-27/0001", "1", Written),
            ("VD-1001", "1001", Written),
            ("INV/2026-27/12", "INV-12", Written),
            ("INV/FY26-27/12", "12", Written),
            ("12/2627", "INV/12", Written),
            ("2026/27", "27", Written),
            ("GST-123", "INV-123", Other),
            ("GO10/5", "G010/5", LookAlike),
            ("AB1-2", "AB12", LookAlike),
            ("1234567890123456", "1.23457E+15", Damaged),
            ("INV/89123", "9123", Ending),
            ("HO-12", "HO-21", Slip),
            ("HO-112", "HO-12", Slip),
            ("HO-1012", "HO-1092", Slip),
            ("1003", "1004", Neighbour),
            ("INV-999", "INV-1000", Neighbour),
            ("INV/26-27/1003", "1004", Neighbour),
            ("1012", "1021", Slip),
            ("", "", Other),
            ("12", "", Other),
            ("//", "--", Other),
        ] {
            assert_eq!(levels(record, entry), wanted, "{record} and {entry}");
        }
    }

    #[test]
    fn numbers_that_are_written_differently_share_a_key() {
        for (a, b) in [("INV/26-27/0001", "1"), ("12/2627", "INV/12"), ("2026/27", "27"), ("VD-1001", "1001")] {
            let (mut x, mut y) = (Vec::new(), Vec::new());
            Number::new(a).written_keys(&mut x);
            Number::new(b).written_keys(&mut y);
            assert!(x.iter().any(|key| y.contains(key)), "{a} and {b}");
        }
    }
}
