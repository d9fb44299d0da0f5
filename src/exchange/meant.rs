//! Which records the rows of a table mean, and what the table says of each as a whole.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::decisions::{self, Column, Reason, Refused, Row};
use super::loosely::{self, Found, none_fits, odd_date, odd_period};
use super::refusals::Refusals;
use crate::book::{Book, Field, Identity, Section};
use crate::edit::Change;
use crate::rules::RuleId;
use crate::values::{and_more, grouped};

/// Who reads why a row is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Someone at the command line, who knows its options and the headings of the table.
    CommandLine,
    /// Someone at the window, who knows the titles of its columns.
    Window,
}

/// A row of the table with its record.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its line, from 1.
    pub line: u64,
    /// The record's section.
    pub section: Section,
    /// The record's row.
    pub row: u32,
    /// What to change: shared by all records of which the same is wanted.
    pub change: Arc<Change>,
}

/// What the rows read so far say of each record.
#[derive(Default)]
pub struct Meant {
    of_record: BTreeMap<(Section, u32), Wanted>,
    /// Each change that is wanted of several records is kept once.
    changes: HashSet<Arc<Change>>,
}

/// What the rows that mean a record want.
#[derive(Default)]
struct Wanted {
    /// None where they differ, or none of them could be read.
    change: Option<Arc<Change>>,
    /// The lines of those that could be read.
    lines: Vec<u32>,
    /// The first line of one that could not be read, or 0.
    unread: u32,
}

impl Wanted {
    /// One of its rows cannot be read.
    fn not_read(&mut self, line: u64) {
        if self.unread == 0 {
            self.unread = line_number(line);
        }
    }
}

fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

impl Meant {
    /// Finds the record that each of some more rows means. Rows that mean none, or several, are refused, and so are those
    /// whose change cannot be read.
    pub fn add(&mut self, book: &Book, rows: Vec<Row>, reader: Reader, refused: &mut Refusals) {
        let found = loosely::find(book, &rows);
        self.add_unread(&rows, &found);
        // Many rows may mean the same several records: why they are refused is found out once.
        let mut reasons: HashMap<*const (Section, u32), Reason> = HashMap::new();
        let mut marks = Marks::default();
        for ((row, found), near) in rows.into_iter().zip(&found.fit).zip(&found.near) {
            let mut refuse = |(reason, rule), records: &[(Section, u32)]| {
                let records = records.iter().take(NAMED).copied().collect();
                let about = loosely::called(&row.stated.number, &row.stated.supplier);
                refused.push(Refused { line: row.line, about, reason, rule, asks: false, records });
            };
            let meant = match marks.settle(book, &row, found) {
                Ok(meant) => meant,
                Err(reason) => {
                    refuse(row.change.err().unwrap_or((reason, Some(RuleId::F1))), found);
                    continue;
                }
            };
            match (meant.as_ref().map_or(&**found, std::slice::from_ref), row.change) {
                (&[record], change) => {
                    let unread = self.say(record, row.line, change);
                    unread.into_iter().for_each(|why| refuse(why, &[record]));
                }
                (several, Err(why)) => refuse(why, several),
                ([], _) => {
                    let (reason, about) = none_fits(book, &row.stated, near);
                    refused.push(Refused { line: row.line, about, reason, ..Refused::default() });
                }
                (several, _) => {
                    let reason = reasons.entry(several.as_ptr()).or_insert_with(|| ambiguous(book, several, reader));
                    refuse(reason.clone(), several);
                }
            }
        }
    }

    /// Rows that cannot be read, or say which record by a date or period that is none: their writer meant one of the
    /// supplier's records of this number, and what of it is not known.
    fn add_unread(&mut self, rows: &[Row], found: &Found) {
        // Many rows may mean the same several records.
        let mut seen = HashSet::new();
        for ((row, fit), near) in rows.iter().zip(&found.fit).zip(&found.near) {
            let unread = match fit.len() {
                0 => row.change.is_err() || odd_date(&row.stated).is_some() || odd_period(&row.stated),
                1 => false, // `say` hears of it
                _ => row.change.is_err(),
            };
            if unread && seen.insert(near.as_ptr()) {
                near.iter().for_each(|&record| self.wanted(record).not_read(row.line));
            }
        }
    }

    fn wanted(&mut self, record: (Section, u32)) -> &mut Wanted {
        self.of_record.entry(record).or_default()
    }

    /// One row more for a record; gives why it cannot be read.
    pub fn say(&mut self, record: (Section, u32), line: u64, change: Result<Change, Reason>) -> Option<Reason> {
        let wanted = self.of_record.entry(record).or_default();
        match change {
            Err(why) => {
                wanted.not_read(line);
                return Some(why);
            }
            Ok(change) if wanted.lines.is_empty() => {
                let change = match self.changes.get(&change) {
                    Some(known) => known.clone(),
                    None => Arc::new(change),
                };
                self.changes.insert(change.clone());
                wanted.change = Some(change);
            }
            Ok(change) => wanted.change = wanted.change.take().filter(|first| **first == change),
        }
        // Most records have one row.
        if wanted.lines.is_empty() {
            wanted.lines.reserve_exact(1);
        }
        wanted.lines.push(line_number(line));
        None
    }

    /// What is to change; a record at most once. Two rows for one record: equal ones count once, different ones are both
    /// refused. One that cannot be read differs from all others: its writer meant something that is not known.
    /// `of_sheets` says where a line is, as in `line 2 of "Decide"`, if the lines are of several sheets.
    pub fn entries(self, book: &Book, of_sheets: Option<&dyn Fn(u32) -> String>, refused: &mut Refusals) -> Vec<Entry> {
        let mut entries = Vec::new();
        for ((section, row), Wanted { change, lines, unread }) in self.of_record {
            let reason = match (change, lines.first()) {
                (_, None) => continue,
                (Some(change), Some(&line)) if unread == 0 => {
                    entries.push(Entry { line: line.into(), section, row, change });
                    continue;
                }
                (Some(_), _) => {
                    let line = of_sheets.map_or_else(|| format!("line {unread}"), |name| name(unread));
                    format!("{line} is about the same record and is refused")
                }
                (None, _) => contradiction(&lines, of_sheets),
            };
            let about = loosely::record_called(book, section, row);
            let refuse = |&line: &u32| Refused {
                line: line.into(),
                about: about.clone(),
                reason: reason.clone(),
                rule: None,
                asks: false,
                records: vec![(section, row)],
            };
            refused.extend(lines.iter().map(refuse));
        }
        entries
    }
}

fn contradiction(lines: &[u32], of_sheets: Option<&dyn Fn(u32) -> String>) -> String {
    let name = |line: &u32| of_sheets.map_or_else(|| line.to_string(), |name| name(*line));
    let named: Vec<String> = lines.iter().take(NAMED).map(name).collect();
    let more = match lines.len() - named.len() {
        0 => String::new(),
        more => format!(" {}", and_more(grouped(more as u64))),
    };
    let lines = if of_sheets.is_some() { "" } else { "lines " };
    format!("{lines}{}{more} say different things about one record", named.join(", "))
}

/// The marks of records of which several fit a row, or of which there are copies: each is worked out once.
#[derive(Default)]
struct Marks(HashMap<(Section, u32), HashMap<String, (Section, u32)>>);

impl Marks {
    /// Of several records that fit, the one whose mark the row tells; none where the row says nothing that would settle it.
    /// The error: the user picked another copy of it here.
    fn settle(&mut self, book: &Book, row: &Row, found: &[(Section, u32)]) -> Result<Option<(Section, u32)>, String> {
        let Some(&(section, first)) = found.first().filter(|_| !row.copy.is_empty()) else { return Ok(None) };
        let copies = book.sheet(section).copies().group(first);
        let marked = self.0.entry((section, first)).or_insert_with(|| {
            let copies = copies.iter().map(|&copy| (section, copy));
            let all = if found.len() == 1 { copies.collect() } else { found.to_vec() };
            all.into_iter().map(|(section, row)| (book.mark(section, row), (section, row))).collect()
        });
        match marked.get(&row.copy) {
            Some(other) if found.len() == 1 && *other != (section, first) => {
                Err("another copy of this record was picked here".into())
            }
            meant => Ok(meant.copied().filter(|_| found.len() > 1)),
        }
    }
}

/// How many of the records that fit a refused row are named, and this many lines that contradict each other.
const NAMED: usize = 10;

/// Why several records fit, and what would settle it.
fn ambiguous(book: &Book, several: &[(Section, u32)], reader: Reader) -> Reason {
    let (section, first) = several[0];
    let n = several.len();
    let group = |row| book.sheet(section).copies().group(row).first();
    if several.iter().all(|&(_, row)| group(row).is_some_and(|copy| group(first) == Some(copy))) {
        let what = "the record is there twice with different values: pick the copy that counts";
        return match reader {
            Reader::CommandLine => (format!("{what} in the window"), Some(RuleId::F1)),
            Reader::Window => (what.to_owned(), Some(RuleId::F1)),
        };
    }
    let fields = settling_fields(book, several);
    let columns: Vec<&str> = match reader {
        Reader::CommandLine => fields.iter().map(|field| heading(*field)).collect(),
        Reader::Window => fields.iter().map(|field| field.title()).collect(),
    };
    let reason = match (columns.as_slice(), reader) {
        ([], _) => format!("{n} records fit: decide on them one by one in the window"),
        (columns, Reader::CommandLine) => format!("{n} records fit: fill in {} to say which", columns.join(" or ")),
        (columns, Reader::Window) => {
            format!("{n} records fit: copy the column \"{}\" as well to say which", columns.join("\" or \""))
        }
    };
    (reason, None)
}

/// The heading under which the table tells a field of the identity.
fn heading(field: Field) -> &'static str {
    decisions::heading(match field {
        Field::Day => Column::Date,
        Field::Period => Column::Period,
        Field::Form => Column::Form,
        Field::OriginalNumber => Column::OriginalNumber,
        _ => Column::OriginalDate,
    })
}

/// The fields that would tell several records of one section apart.
fn settling_fields(book: &Book, several: &[(Section, u32)]) -> Vec<Field> {
    let (section, first) = several[0];
    let identity = |row: u32| Identity::of(section, book.sheet(section).records(), row);
    let differ: Vec<Field> =
        several[1..].iter().flat_map(|&(_, row)| identity(first).differences(identity(row))).collect();
    [Field::Day, Field::Period, Field::Form, Field::OriginalNumber, Field::OriginalDay]
        .into_iter()
        .filter(|field| differ.contains(field))
        .collect()
}
