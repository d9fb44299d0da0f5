//! The purchase register of a book: its parts, each one sheet of one file, and the entries of all of them.

use std::ops::Range;
use std::sync::Arc;

use crate::book::register::entries::Entries;
use crate::values::Day;

/// One sheet of one file that the user brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterPart {
    /// The file's name.
    pub file: String,
    /// The sheet's name; nothing for a text file.
    pub sheet: String,
    /// SHA-256 of the file.
    pub hash: [u8; 32],
    /// The file's length in bytes.
    pub bytes: u64,
    /// How it is read: which column means what, as JSON of `register::Layout`. The book does not look into it.
    pub layout: String,
    /// A hash of its headings: equal for sheets of one layout.
    pub headings: u64,
    /// The first and the last day that it covers.
    pub covers: Option<(Day, Day)>,
    /// Whether it holds expenses, bank charges, capital goods and all branches, as the user said; none: the user said nothing.
    pub complete: Option<bool>,
    /// The file was not there when the book was opened: it has no entries until the file is.
    pub missing: bool,
    /// How many entries it has, and how many that belong to another registration of the recipient.
    pub entries: u32,
    /// See above.
    pub elsewhere: u32,
}

impl RegisterPart {
    /// Where it is, in words: `Purchase.xlsx, June`.
    pub fn name(&self) -> String {
        if self.sheet.is_empty() { self.file.clone() } else { format!("{}, {}", self.file, self.sheet) }
    }

    /// Whether a day lies in what it covers.
    pub fn covers(&self, day: Day) -> bool {
        self.covers.is_some_and(|(from, to)| from <= day && day <= to)
    }

    /// Whether another part may be meant to take its place: the same file, or the same layout and half the days of one of
    /// the two in common.
    pub fn may_replace(&self, other: &RegisterPart) -> bool {
        let same_file = self.file == other.file && self.sheet == other.sheet;
        // The files of one zip have its hash.
        let inside = |part: &RegisterPart| part.file.split_once(" › ").map(|(_, inside)| inside.to_owned());
        let same_place = self.sheet == other.sheet && inside(self) == inside(other);
        let same_bytes = self.hash == other.hash && self.bytes == other.bytes && same_place;
        same_file || same_bytes || (self.headings == other.headings && self.shares_half_of_days(other))
    }

    /// Whether either of two parts may be meant to take the other's place as they have vouchers in common: at least half of those of the
    /// smaller one. Headings and days do not count here, as another program or a new column writes others.
    pub fn is_mostly_in(already: u64, vouchers: [u64; 2]) -> bool {
        let [one, other] = vouchers;
        already > 0 && 2 * already >= one.min(other)
    }

    fn shares_half_of_days(&self, other: &RegisterPart) -> bool {
        let (Some((from, to)), Some((start, end))) = (self.covers, other.covers) else { return false };
        let days = |(from, to): (Day, Day)| (i64::from(to.0) - i64::from(from.0) + 1).max(0);
        let common = days((from.max(start), to.min(end)));
        common > 0 && 2 * common >= days((from, to)).min(days((start, end)))
    }
}

/// What a file gave: a part and its entries.
#[derive(Clone, Default)]
pub struct ReadPart {
    /// The part. How many entries it has is taken from the lists.
    pub part: RegisterPart,
    /// Its entries.
    pub entries: Arc<Entries>,
    /// Entries of other registrations of the recipient: they are only asked whether a record is booked there.
    pub elsewhere: Arc<Entries>,
}

// Entries are compared by what they were read from.
impl PartialEq for ReadPart {
    fn eq(&self, other: &Self) -> bool {
        self.part == other.part && self.entries.len() == other.entries.len()
    }
}

impl std::fmt::Debug for ReadPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} entries)", self.part.name(), self.entries.len())
    }
}

impl ReadPart {
    /// The same without its entries.
    pub fn without_entries(&self) -> ReadPart {
        ReadPart { part: self.part.clone(), ..ReadPart::default() }
    }
}

/// The purchase register: the entries of all its parts, one part behind the other.
#[derive(Clone, Default)]
pub struct Register {
    parts: Vec<RegisterPart>,
    entries: Arc<Entries>,
    elsewhere: Arc<Entries>,
}

impl Register {
    /// A register of these parts.
    pub fn of(parts: Vec<ReadPart>) -> Register {
        let mut register = Register::default();
        for (place, part) in parts.into_iter().enumerate() {
            register.insert(place, part);
        }
        register
    }

    /// Its parts, in the order in which they came.
    pub fn parts(&self) -> &[RegisterPart] {
        &self.parts
    }

    /// The entries of all parts.
    #[inline]
    pub fn entries(&self) -> &Entries {
        &self.entries
    }

    /// The same, to keep.
    pub fn shared(&self) -> Arc<Entries> {
        self.entries.clone()
    }

    /// Entries of other registrations of the recipient, of all parts.
    pub fn elsewhere(&self) -> &Entries {
        &self.elsewhere
    }

    /// Whether the book has no register.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether all its parts are complete, and there is one.
    pub fn is_complete(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(|part| part.complete == Some(true) && !part.missing)
    }

    /// The days that its parts cover, those that touch together, in order.
    pub fn covered_days(&self) -> Vec<(Day, Day)> {
        let mut parts: Vec<(Day, Day)> = self.parts.iter().filter_map(|part| part.covers).collect();
        parts.sort_unstable();
        let mut days = Vec::<(Day, Day)>::new();
        for (from, to) in parts {
            match days.last_mut().filter(|last| from.0 <= last.1.0.saturating_add(1)) {
                Some(last) => last.1 = last.1.max(to),
                None => days.push((from, to)),
            }
        }
        days
    }

    /// What the user said of that; none where nothing was said of a part, and of no other that it is not.
    pub fn said_complete(&self) -> Option<bool> {
        match self.is_complete() {
            true => Some(true),
            false => self.parts.iter().any(|part| part.complete == Some(false)).then_some(false),
        }
    }

    /// Exchanges whether its parts are complete with what was said before. With nothing said, nothing changes.
    pub fn exchange_complete(&mut self, said: &mut [Option<bool>]) {
        self.parts.iter_mut().zip(said).for_each(|(part, said)| std::mem::swap(&mut part.complete, said));
    }

    /// The part to which an entry belongs, by its place.
    pub fn part_of(&self, row: u32) -> usize {
        place_of(row, self.parts.iter().map(|part| part.entries))
    }

    /// The part to which an entry of another registration belongs.
    pub fn part_of_elsewhere(&self, row: u32) -> usize {
        place_of(row, self.parts.iter().map(|part| part.elsewhere))
    }

    /// The rows of a part's entries.
    pub fn rows(&self, place: usize) -> Range<u32> {
        rows_of(place, self.parts.iter().map(|part| part.entries))
    }

    fn rows_elsewhere(&self, place: usize) -> Range<u32> {
        rows_of(place, self.parts.iter().map(|part| part.elsewhere))
    }

    /// Puts a part in front of the one at a place.
    pub fn insert(&mut self, place: usize, read: ReadPart) {
        let place = place.min(self.parts.len());
        let (at, at_elsewhere) = (self.rows(place).start, self.rows_elsewhere(place).start);
        insert(&mut self.entries, at, &read.entries);
        insert(&mut self.elsewhere, at_elsewhere, &read.elsewhere);
        let (entries, elsewhere) = (read.entries.len(), read.elsewhere.len());
        self.parts.insert(place, RegisterPart { entries, elsewhere, ..read.part });
    }

    /// Gives parts whose file was not there their entries; how many these are.
    pub fn fill(&mut self, read: &ReadPart) -> usize {
        let same = |part: &RegisterPart| {
            let wanted = &read.part;
            part.missing
                && (part.hash, part.bytes, &part.sheet, &part.layout)
                    == (wanted.hash, wanted.bytes, &wanted.sheet, &wanted.layout)
        };
        let places: Vec<usize> = (0..self.parts.len()).filter(|&place| same(&self.parts[place])).collect();
        for &place in &places {
            if let Some(missing) = self.take(place) {
                let part = RegisterPart { missing: false, ..missing.part };
                self.insert(place, ReadPart { part, ..read.clone() });
            }
        }
        places.len()
    }

    /// The same with the words for notes the other way round in some parts, by their places.
    pub fn with_notes_swapped(mut self, places: &[usize]) -> Register {
        let mut parts = Vec::new();
        while let Some(part) = self.take(0) {
            parts.push(part);
        }
        for part in (0..).zip(&mut parts).filter(|(place, _)| places.contains(place)).map(|(_, part)| part) {
            for entries in [&mut part.entries, &mut part.elsewhere] {
                Arc::make_mut(entries).swap_notes();
            }
        }
        Register::of(parts)
    }

    /// Takes a part out; none if there is none at this place.
    pub fn take(&mut self, place: usize) -> Option<ReadPart> {
        if place >= self.parts.len() {
            return None;
        }
        let (rows, rows_elsewhere) = (self.rows(place), self.rows_elsewhere(place));
        let entries = take(&mut self.entries, rows);
        let elsewhere = take(&mut self.elsewhere, rows_elsewhere);
        Some(ReadPart { part: self.parts.remove(place), entries, elsewhere })
    }
}

fn place_of(row: u32, counts: impl Iterator<Item = u32>) -> usize {
    let mut ends = counts.scan(0u32, |end, count| {
        *end += count;
        Some(*end)
    });
    ends.position(|end| row < end).unwrap_or(0)
}

fn rows_of(place: usize, mut counts: impl Iterator<Item = u32>) -> Range<u32> {
    let start: u32 = counts.by_ref().take(place).sum();
    start..start + counts.next().unwrap_or(0)
}

fn insert(all: &mut Arc<Entries>, at: u32, new: &Arc<Entries>) {
    if all.is_empty() {
        *all = new.clone();
    } else if !new.is_empty() {
        let mut joined = Entries::default();
        joined.extend_from(all, 0..at);
        joined.extend_from(new, 0..new.len());
        joined.extend_from(all, at..all.len());
        joined.shrink();
        *all = Arc::new(joined);
    }
}

fn take(all: &mut Arc<Entries>, rows: Range<u32>) -> Arc<Entries> {
    if rows.start == 0 && rows.end == all.len() {
        return std::mem::take(all);
    }
    let (mut taken, mut left) = (Entries::default(), Entries::default());
    taken.extend_from(all, rows.clone());
    left.extend_from(all, 0..rows.start);
    left.extend_from(all, rows.end..all.len());
    taken.shrink();
    left.shrink();
    *all = Arc::new(left);
    Arc::new(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::register::entries::NewEntry;

    fn part(file: &str, numbers: &[&str]) -> ReadPart {
        let mut entries = Entries::default();
        for number in numbers {
            entries.push(&NewEntry { number, ..NewEntry::default() });
        }
        let part = RegisterPart { file: file.to_owned(), ..RegisterPart::default() };
        ReadPart { part, entries: Arc::new(entries), ..ReadPart::default() }
    }

    fn numbers(register: &Register) -> Vec<&str> {
        let entries = register.entries();
        (0..entries.len()).map(|row| entries.number(row)).collect()
    }

    #[test]
    fn parts_come_and_go_and_come_back_where_they_were() {
        let mut register =
            Register::of(vec![part("may", &["1", "2"]), part("june", &["3"]), part("july", &["4", "5"])]);
        assert_eq!(numbers(&register), ["1", "2", "3", "4", "5"]);
        assert_eq!((0..5).map(|row| register.part_of(row)).collect::<Vec<_>>(), [0, 0, 1, 2, 2]);
        let june = register.take(1).unwrap();
        assert_eq!(numbers(&register), ["1", "2", "4", "5"]);
        register.insert(1, june);
        assert_eq!((numbers(&register), register.rows(1)), (vec!["1", "2", "3", "4", "5"], 2..3));
        for _ in 0..3 {
            register.take(0).unwrap();
        }
        assert!(register.is_empty() && register.entries().is_empty() && register.take(0).is_none());
    }

    #[test]
    fn a_part_may_replace_one_of_the_same_file_or_of_the_same_layout_and_days() {
        let day = |text: &str| Day::parse(text).unwrap();
        let of = |file: &str, hash: u8, headings: u64, from: &str, to: &str| RegisterPart {
            file: file.to_owned(),
            hash: [hash; 32],
            headings,
            covers: Some((day(from), day(to))),
            ..RegisterPart::default()
        };
        let june = of("june.xlsx", 1, 7, "01-06-2026", "30-06-2026");
        for (other, may) in [
            (of("june.xlsx", 2, 8, "01-01-2020", "31-01-2020"), true),
            (of("again.xlsx", 1, 7, "01-01-2020", "31-01-2020"), true),
            (of("year.xlsx", 2, 7, "01-04-2026", "16-07-2026"), true),
            (of("half.xlsx", 2, 7, "16-06-2026", "15-07-2026"), true),
            (of("less.xlsx", 2, 7, "17-06-2026", "16-07-2026"), false),
            (of("other.xlsx", 2, 8, "01-06-2026", "30-06-2026"), false),
            (of("july.xlsx", 2, 7, "01-07-2026", "31-07-2026"), false),
        ] {
            assert_eq!((other.may_replace(&june), june.may_replace(&other)), (may, may), "{}", other.file);
        }
    }
}
