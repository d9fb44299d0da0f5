//! The two kinds of text column: repeated texts as ids into a dictionary, nearly unique ones in one arena.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Texts, each once, numbered in the order in which they came. Number 0 is the empty text.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct Dictionary {
    texts: Vec<Box<str>>,
    /// The number of a text, by its hash, or by the next free one behind it where two texts have the same.
    index: HashMap<u64, u32, AsItIs>,
    /// How much memory the texts themselves take.
    bytes: usize,
}

impl Default for Dictionary {
    fn default() -> Self {
        Dictionary { texts: vec!["".into()], index: HashMap::default(), bytes: 0 }
    }
}

impl Dictionary {
    /// The number of a text, which is added if it is not there.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let mut place = place(text);
        while let Some(&number) = self.index.get(&place) {
            if &*self.texts[number as usize] == text {
                return number;
            }
            place = place.wrapping_add(1);
        }
        let number = self.texts.len() as u32;
        self.bytes += text.len();
        self.texts.push(text.into());
        self.index.insert(place, number);
        number
    }

    /// The number of a text that is there.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        if text.is_empty() {
            return Some(0);
        }
        let mut place = place(text);
        loop {
            let &number = self.index.get(&place)?;
            if &*self.texts[number as usize] == text {
                return Some(number);
            }
            place = place.wrapping_add(1);
        }
    }

    /// All texts, by their numbers.
    pub(super) fn texts(&self) -> &[Box<str>] {
        &self.texts
    }

    /// About how much memory it takes.
    pub(super) fn bytes(&self) -> usize {
        const A_TEXT: usize = 64;
        self.bytes + A_TEXT * self.texts.len()
    }
}

/// Where a text belongs in an index: another place in every run, so that no file can be made of texts that all have one.
fn place(text: &str) -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    xxh3_64_with_seed(text.as_bytes(), *SEED)
}

/// Takes a number that is a hash already as it is.
type AsItIs = BuildHasherDefault<Itself>;

/// See [`AsItIs`].
#[derive(Clone, Copy, Default)]
pub(super) struct Itself(u64);

impl Hasher for Itself {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = self.0.rotate_left(8) ^ u64::from(*b));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A column of texts that repeat: numbers in the column's own dictionary.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct TextColumn {
    ids: Vec<u32>,
    texts: Dictionary,
}

/// Quick, and the same in every run.
pub(super) type QuickHasher = BuildHasherDefault<Fnv>;

/// FNV-1a: stable between runs and machines, quick on short texts.
#[derive(Clone, Copy)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let word = chunk.iter().fold(0u64, |w, b| (w << 8) | u64::from(*b));
            self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
        }
        for b in chunks.remainder() {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        // The last multiplication leaves the low bits poorer than the high ones.
        let h = self.0 ^ (self.0 >> 32);
        h.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (h >> 29)
    }
}

impl TextColumn {
    /// Adds a row.
    pub fn push(&mut self, text: &str) {
        // Neighbouring records often come from one supplier.
        let same = self.ids.last().is_some_and(|&id| &*self.texts.texts[id as usize] == text);
        let id = match self.ids.last() {
            Some(&id) if same => id,
            _ => self.texts.number(text),
        };
        self.ids.push(id);
    }

    /// Adds rows of another column behind these.
    pub fn extend_from(&mut self, from: &TextColumn, rows: std::ops::Range<usize>) {
        const UNKNOWN: u32 = u32::MAX;
        let mut known = vec![UNKNOWN; from.texts.texts.len()];
        for &there in &from.ids[rows] {
            let known = &mut known[there as usize];
            if *known == UNKNOWN {
                *known = self.texts.number(&from.texts.texts[there as usize]);
            }
            self.ids.push(*known);
        }
    }

    /// Gives back memory that was taken for rows that did not come.
    pub(super) fn shrink(&mut self) {
        self.ids.shrink_to_fit();
    }

    /// Puts a row before the one at a place.
    pub(super) fn insert(&mut self, place: usize, text: &str) {
        let id = self.texts.number(text);
        self.ids.insert(place, id);
    }

    /// Gives a row another text.
    pub(super) fn set(&mut self, place: usize, text: &str) {
        self.ids[place] = self.texts.number(text);
    }

    /// Moves the rows of another column behind these. `ids`: the ids here of the texts there, as far as they are known.
    pub(super) fn append(&mut self, from: &mut TextColumn, ids: &mut Vec<u32>) {
        const UNKNOWN: u32 = u32::MAX;
        ids.resize(from.texts.texts.len(), UNKNOWN);
        self.ids.reserve(from.ids.len());
        for there in from.ids.drain(..).map(|id| id as usize) {
            if ids[there] == UNKNOWN {
                ids[there] = self.texts.number(&from.texts.texts[there]);
            }
            self.ids.push(ids[there]);
        }
        // What is kept for the next rows must not grow with the file.
        const MOST: usize = 1 << 20;
        if from.texts.bytes() > MOST {
            *from = TextColumn::default();
            ids.clear();
        }
    }

    /// About how much memory its texts take.
    pub(super) fn bytes(&self) -> usize {
        self.texts.bytes()
    }

    /// The text of a row.
    #[inline]
    pub fn get(&self, row: u32) -> &str {
        self.ids.get(row as usize).map_or("", |&id| &self.texts.texts[id as usize])
    }

    /// The ids of all rows.
    #[inline]
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// The dictionary: the text of each id.
    pub fn texts(&self) -> &[Box<str>] {
        self.texts.texts()
    }

    /// The id of a text, if a row has it (or had it).
    pub fn find(&self, text: &str) -> Option<u32> {
        self.texts.find(text)
    }

    pub(super) fn retain(&mut self, keep: &[bool]) {
        retain(&mut self.ids, keep);
    }
}

/// A column of nearly unique texts: one arena as they came, one folded to lower case for searching and comparing.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct ArenaColumn {
    raw: Arena,
    folded: Arena,
}

#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
struct Arena {
    text: String,
    ends: Vec<u32>,
}

impl Arena {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
    }

    /// Moves the rows of another arena behind these; together they must be below 4 GiB.
    fn append(&mut self, from: &mut Arena) {
        let base = self.text.len() as u32;
        self.text.push_str(&from.text);
        self.ends.extend(from.ends.drain(..).map(|end| base + end));
        from.text.clear();
    }

    #[inline]
    fn get(&self, row: u32) -> &str {
        let row = row as usize;
        let start = if row == 0 { 0 } else { self.ends.get(row - 1).copied().unwrap_or(0) };
        let end = self.ends.get(row).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    fn retain(&mut self, keep: &[bool]) {
        let mut kept = Arena::default();
        for row in (0..self.ends.len() as u32).filter(|&row| keep[row as usize]) {
            kept.push(self.get(row));
        }
        *self = kept;
    }
}

impl ArenaColumn {
    /// Adds a row. False, and an empty row, if the arena would outgrow 4 GiB.
    pub fn push(&mut self, text: &str) -> bool {
        let fits = self.has_room(3 * text.len());
        let text = if fits { text } else { "" };
        self.raw.push(text);
        let trimmed = text.trim();
        if trimmed.is_ascii() {
            self.folded.text.extend(trimmed.bytes().map(|b| b.to_ascii_lowercase() as char));
            self.folded.ends.push(self.folded.text.len() as u32);
        } else {
            self.folded.push(&trimmed.to_lowercase());
        }
        fits
    }

    fn has_room(&self, bytes: usize) -> bool {
        self.raw.text.len().max(self.folded.text.len()) + bytes < u32::MAX as usize
    }

    /// Moves the rows of another column behind these; gives the rows that came out empty, as there was no room for them.
    pub(super) fn append(&mut self, from: &mut ArenaColumn) -> Vec<u32> {
        let mut without_room = Vec::new();
        if self.has_room(3 * from.raw.text.len()) {
            self.raw.append(&mut from.raw);
            self.folded.append(&mut from.folded);
        } else {
            let from = std::mem::take(from);
            for row in 0..from.raw.ends.len() as u32 {
                if !self.push(from.get(row)) {
                    without_room.push(self.raw.ends.len() as u32 - 1);
                }
            }
        }
        without_room
    }

    /// About how much memory its texts take.
    pub(super) fn bytes(&self) -> usize {
        self.raw.text.len() + self.folded.text.len()
    }

    /// The text of a row as it came.
    #[inline]
    pub fn get(&self, row: u32) -> &str {
        self.raw.get(row)
    }

    /// The text of a row trimmed and in lower case: equal for equal document numbers.
    #[inline]
    pub fn folded(&self, row: u32) -> &str {
        self.folded.get(row)
    }

    /// All folded texts end to end, and where each ends: for searching the whole column at once.
    pub fn folded_arena(&self) -> (&str, &[u32]) {
        (&self.folded.text, &self.folded.ends)
    }

    pub(super) fn retain(&mut self, keep: &[bool]) {
        self.raw.retain(keep);
        self.folded.retain(keep);
    }
}

/// Keeps the rows marked true.
pub(super) fn retain<T: Copy>(column: &mut Vec<T>, keep: &[bool]) {
    let mut marks = keep.iter();
    column.retain(|_| marks.next().copied().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_give_back_what_was_put_in() {
        let mut names = TextColumn::default();
        let mut numbers = ArenaColumn::default();
        for text in ["INV/1", "", "ébène", "INV/1", "0045"] {
            names.push(text);
            assert!(numbers.push(text));
        }
        assert_eq!((0..5).map(|r| names.get(r)).collect::<Vec<_>>(), ["INV/1", "", "ébène", "INV/1", "0045"]);
        assert_eq!(names.ids(), [1, 0, 2, 1, 3]);
        assert_eq!((numbers.get(0), numbers.folded(0), numbers.folded(4)), ("INV/1", "inv/1", "0045"));

        let keep = [true, false, true, false, true];
        names.retain(&keep);
        numbers.retain(&keep);
        assert_eq!(
            (0..3).map(|r| (names.get(r), numbers.get(r))).collect::<Vec<_>>(),
            [("INV/1", "INV/1"), ("ébène", "ébène"), ("0045", "0045")]
        );
    }
}
