//! Searching all columns for one word: what repeats is searched once in its dictionary, document numbers all at once in
//! their arena, and amounts by their leading digits.

use std::ops::Range;

use memchr::memmem;

use super::cell;
use super::filter::Keep;
use super::matched;
use crate::book::columns::{ArenaColumn, TextColumn};
use crate::book::{Action, Book, DocumentKind, Field, Filing, Form, Section, TextId, Trait};
use crate::values::{Day, Paise};

/// What keeps those of a part of the rows of which some column contains a word. Column by column: one that has the word
/// nowhere is not looked at again.
pub(super) fn keeper<'a>(book: &'a Book, section: Section, word: &str, part: &[u32]) -> Keep<'a> {
    let mut columns = columns(book, section, &word.to_lowercase(), part);
    let mut found = Vec::new();
    Box::new(move |rows| {
        found.clear();
        found.resize(rows.len(), false);
        columns.iter_mut().for_each(|look| look(rows, &mut found));
        let mut found = found.iter();
        rows.retain(|_| found.next().copied().unwrap_or(false));
    })
}

/// Looks down a column, and marks those of the rows that have the word there.
type Look<'a> = Box<dyn FnMut(&[u32], &mut [bool]) + 'a>;

/// The columns in which a word, in lower case, may be.
fn columns<'a>(book: &'a Book, section: Section, word: &str, part: &[u32]) -> Vec<Look<'a>> {
    const KINDS: [DocumentKind; 5] = [
        DocumentKind::Regular,
        DocumentKind::DeemedExport,
        DocumentKind::SezWithPayment,
        DocumentKind::SezWithoutPayment,
        DocumentKind::CustomsBonded,
    ];
    let sheet = book.sheet(section);
    let records = sheet.records();
    let has = |text: &str| contains(text, word);
    let mut looks: Vec<Look> = Vec::new();
    looks.extend(dictionary(&records.names, has));
    looks.extend(dictionary(&records.suppliers, has));
    looks.extend(dictionary(&records.periods, |text| has(&cell::period(text))));
    looks.extend(numbers(&records.numbers, word, part));
    looks.extend(numbers(&records.original_numbers, word, part));
    let places: Vec<bool> = (0..=u8::MAX).map(|code| has(&cell::place(code))).collect();
    looks.extend(listed(&places, move |row| records.places[row as usize]));
    looks.extend(chosen(&Action::CHOICES, |action| has(action.name()), move |row| sheet.actions()[row as usize]));
    looks.extend(chosen(&KINDS, |kind| has(kind.name()), move |row| records.kinds[row as usize]));
    looks.extend(chosen(
        &[Form::R1, Form::R1a, Form::R5],
        |form| has(form.name()),
        move |row| records.forms[row as usize],
    ));
    let filings = [Filing::Filed, Filing::NotFiled];
    looks.extend(chosen(&filings, |filing| has(filing.name()), move |row| records.filings[row as usize]));
    if let Some(digits) = LeadingDigits::parse(word) {
        let ranges = digits.ranges();
        looks.extend(records.amounts.iter().map(|column| amounts(column, ranges.clone())));
        let tax = move |row| cell::known_tax(records, row).and_then(|tax| u64::try_from(tax.unsigned_abs()).ok());
        looks.push(look(move |row| tax(row).is_some_and(|tax| begins(&ranges, tax))));
    }
    looks.extend(matched::look(book, section, word).map(look));
    looks.push(texts(book, sheet.remarks(), word));
    looks.push(texts(book, sheet.notes(), word));
    if word.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        looks.extend(days(&records.days, word));
        looks.extend(days(&records.original_days, word));
    }
    let word = word.to_owned();
    // Values outside our lists.
    looks.push(look(move |row| {
        let odd = records.traits[row as usize].has(Trait::Odd);
        let fields = if odd { records.odd_fields(row) } else { Vec::new() };
        let fields = fields.into_iter().filter(|&field| field != Field::Record);
        fields.filter_map(|field| records.odd(row, field)).any(|text| contains(text, &word))
    }));
    looks
}

/// Marks the rows of which this is true.
fn look<'a>(mut has: impl FnMut(u32) -> bool + 'a) -> Look<'a> {
    Box::new(move |rows, found| {
        for (&row, found) in rows.iter().zip(found) {
            *found = *found || has(row);
        }
    })
}

/// Whether a text contains a word that is in lower case.
fn contains(text: &str, word: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(word);
    }
    let Some(&first) = word.as_bytes().first() else { return true };
    let starts = text.as_bytes().windows(word.len());
    starts.into_iter().any(|part| part[0].to_ascii_lowercase() == first && part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Where in the text of a cell a word is that is looked for, in lower case: bytes of the text. An amount is found by its
/// leading digits, and is then marked whole.
pub fn found_in(text: &str, word: &str, is_amount: bool) -> Option<Range<usize>> {
    if word.is_empty() {
        return None;
    }
    if is_amount {
        let plain = text.replace([',', '−', '-'], "");
        let typed = word.trim_start_matches('₹').replace(',', "");
        let begins = LeadingDigits::parse(word).is_some() && plain.starts_with(typed.trim_end_matches('.'));
        return begins.then_some(0..text.len());
    }
    let starts = text.char_indices().map(|(start, _)| start);
    starts.into_iter().find_map(|start| {
        let mut rest = word;
        for (at, letter) in text[start..].char_indices() {
            for lower in letter.to_lowercase() {
                rest = rest.strip_prefix(lower)?;
            }
            if rest.is_empty() {
                return Some(start..start + at + letter.len_utf8());
            }
        }
        None
    })
}

/// A column of texts that repeat; none if the word is in none of them.
fn dictionary<'a>(column: &'a TextColumn, has: impl Fn(&str) -> bool) -> Option<Look<'a>> {
    let marks: Vec<bool> = column.texts().iter().map(|text| has(text)).collect();
    let any = marks.contains(&true);
    any.then(|| look(move |row| marks[column.ids()[row as usize] as usize]))
}

/// A column of codes, each of which has the word or not.
fn listed<'a>(marks: &[bool], code: impl Fn(u32) -> u8 + 'a) -> Option<Look<'a>> {
    let marks = marks.to_vec();
    marks.contains(&true).then(|| look(move |row| marks[code(row) as usize]))
}

/// A column of values of which these have words of our own.
fn chosen<'a, T: Copy + PartialEq + 'a>(
    values: &[T],
    has: impl Fn(T) -> bool,
    of_row: impl Fn(u32) -> T + 'a,
) -> Option<Look<'a>> {
    let values: Vec<T> = values.iter().copied().filter(|&value| has(value)).collect();
    (!values.is_empty()).then(|| look(move |row| values.contains(&of_row(row))))
}

fn numbers<'a>(column: &'a ArenaColumn, word: &str, part: &[u32]) -> Option<Look<'a>> {
    let found = rows_with(column, word, stretch(part));
    (!found.is_empty()).then(|| look(walk(found)))
}

fn amounts<'a>(column: &'a [Paise], ranges: Vec<Range<u64>>) -> Look<'a> {
    look(move |row| begins(&ranges, column[row as usize].unsigned_abs()))
}

/// Whether an amount is in one of these ranges, of which the lowest comes first.
fn begins(ranges: &[Range<u64>], amount: u64) -> bool {
    ranges.iter().take_while(|range| range.start <= amount).any(|range| range.contains(&amount))
}

/// Remarks or notes, each text once.
fn texts<'a>(book: &'a Book, column: &'a [TextId], word: &str) -> Look<'a> {
    let (mut known, word) = (vec![None; book.texts().len()], word.to_owned());
    look(move |row| {
        let id = column[row as usize];
        id != TextId::NONE && *known[id.place() as usize].get_or_insert_with(|| contains(book.text(id), &word))
    })
}

/// Days, each once.
fn days<'a>(column: &'a [Day], word: &str) -> Option<Look<'a>> {
    let there = || column.iter().copied().filter(|&day| day != Day::NONE);
    let (first, last) = (there().min()?, there().max()?);
    let (mut known, word) = (vec![None; (last.0 - first.0) as usize + 1], word.to_owned());
    Some(look(move |row| {
        let day = column[row as usize];
        day != Day::NONE && *known[(day.0 - first.0) as usize].get_or_insert_with(|| day.to_string().contains(&word))
    }))
}

/// Whether the number of a row contains a text, for the rows of a part in their order; folded as the column is.
pub(super) fn number_contains(column: &ArenaColumn, text: &str, part: &[u32]) -> impl FnMut(u32) -> bool + use<> {
    walk(rows_with(column, text, stretch(part)))
}

/// Whether a row is among these, of rows in the same order: one walk down both is enough.
fn walk(rows: Vec<u32>) -> impl FnMut(u32) -> bool {
    let mut next = 0;
    move |row| {
        next += rows[next..].iter().take_while(|&&other| other < row).count();
        rows.get(next) == Some(&row)
    }
}

/// From the first to the last of some rows.
fn stretch(rows: &[u32]) -> Range<u32> {
    rows.first().copied().unwrap_or(0)..rows.last().map_or(0, |last| last + 1)
}

/// The rows of a stretch of a column of nearly unique texts that contain a word, folded as the column is; in their order.
fn rows_with(column: &ArenaColumn, word: &str, stretch: Range<u32>) -> Vec<u32> {
    let (text, ends) = column.folded_arena();
    let end_of = |row: u32| ends.get(row as usize).map_or(text.len(), |&end| end as usize);
    let finder = memmem::Finder::new(word);
    let mut rows = Vec::new();
    let mut from = stretch.start.checked_sub(1).map_or(0, end_of);
    let text = &text.as_bytes()[..stretch.end.checked_sub(1).map_or(0, end_of)];
    let mut row = stretch.start;
    while let Some(at) = text.get(from..).and_then(|rest| finder.find(rest)).map(|at| from + at) {
        while row < stretch.end && end_of(row) <= at {
            row += 1;
        }
        if row >= stretch.end {
            break;
        }
        // A find may reach over into the next row's text: then it is none.
        if at + word.len() <= end_of(row) {
            rows.push(row);
            from = end_of(row);
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

    /// The amounts that begin with these digits, in paise, the lowest first.
    fn ranges(self) -> Vec<Range<u64>> {
        let range =
            |unit: u64| Some(self.digits.checked_mul(unit)?..self.digits.saturating_add(1).saturating_mul(unit));
        match self.decimals {
            Some(decimals) => range(10u64.pow(2 - decimals as u32)).into_iter().collect(),
            // 0 is no first digit of a longer number.
            None if self.digits == 0 => range(100).into_iter().collect(),
            None => (2..20).map_while(|zeros| range(10u64.checked_pow(zeros)?)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_found_by_their_leading_digits() {
        let begins = |word: &str, paise: Paise| {
            let ranges = LeadingDigits::parse(word).map_or_else(Vec::new, LeadingDigits::ranges);
            let mut found = [false];
            amounts(&[paise], ranges)(&[0], &mut found);
            found[0]
        };
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
    fn what_was_found_in_a_cell_is_marked_where_it_is() {
        assert_eq!(found_in("Fenwara Medical Supplies", "medical", false), Some(8..15));
        assert_eq!(found_in("ÉCLAIR Ürün", "ürün", false), Some("ÉCLAIR ".len().."ÉCLAIR Ürün".len()));
        assert_eq!(found_in("Fenwara", "medical", false), None);
        assert_eq!(found_in("12,34,567.00", "1234", true), Some(0..12));
        assert_eq!(found_in("−8,759.26", "8,759", true), Some(0.."−8,759.26".len()));
        assert_eq!(found_in("12,34,567.00", "234", true), None);
        assert_eq!(found_in("abc", "", false), None);
    }

    #[test]
    fn a_word_is_found_within_a_number_and_never_across_two() {
        let mut column = ArenaColumn::default();
        for text in ["AB", "BAB", "", "ABAB", "B"] {
            assert!(column.push(text));
        }
        let rows = |word: &str| rows_with(&column, word, 0..5);
        assert_eq!(rows("ab"), [0, 1, 3]);
        assert_eq!(rows("ba"), [1, 3]);
        assert_eq!(rows("bb"), [] as [u32; 0]);
        assert_eq!(rows("b"), [0, 1, 3, 4]);
        assert_eq!(rows_with(&column, "b", 1..4), [1, 3]);
        assert_eq!(rows_with(&column, "ab", 1..3), [1]);
        assert_eq!(rows_with(&column, "ab", 2..4), [3]);
        assert_eq!(rows_with(&column, "ab", 2..3), [] as [u32; 0]);
    }
}
