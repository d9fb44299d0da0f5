//! Which records the rows of a table mean, and what the table says of each as a whole.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::decisions::{self, Column, Reason, Refused, Row, excerpt};
use super::refusals::Refusals;
use crate::book::{Book, Field, Identity, Section, Stated, lookup};
use crate::edit::Change;
use crate::rules::RuleId;
use crate::values::{Period, and_more, grouped};

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
        let stated: Vec<_> = rows.iter().map(|row| &row.stated).collect();
        let found = lookup::find(book, &stated);
        self.add_unread(book, &rows, &found);
        // Many rows may mean the same several records: why they are refused is found out once.
        let mut reasons: HashMap<*const (Section, u32), Reason> = HashMap::new();
        let mut marks = Marks::default();
        for (row, found) in rows.into_iter().zip(&found) {
            let mut refuse = |line, (reason, rule), records: &[(Section, u32)]| {
                let records = records.iter().take(NAMED).copied().collect();
                refused.push(Refused { line, reason, rule, asks: false, records });
            };
            let meant = match marks.settle(book, &row, found) {
                Ok(meant) => meant,
                Err(reason) => {
                    refuse(row.line, row.change.err().unwrap_or((reason, Some(RuleId::F1))), found);
                    continue;
                }
            };
            match (meant.as_ref().map_or(&**found, std::slice::from_ref), row.change) {
                (&[record], change) => {
                    let unread = self.say(record, row.line, change);
                    unread.into_iter().for_each(|why| refuse(row.line, why, &[record]));
                }
                (several, Err(why)) => refuse(row.line, why, several),
                ([], _) => refuse(row.line, (none_fits(&row.stated), None), &[]),
                (several, _) => {
                    let reason = reasons.entry(several.as_ptr()).or_insert_with(|| ambiguous(book, several, reader));
                    refuse(row.line, reason.clone(), several);
                }
            }
        }
    }

    /// Rows that cannot be read, or say which record by a date or period that is none: their writer meant one of the
    /// supplier's records of this number, and what of it is not known.
    fn add_unread(&mut self, book: &Book, rows: &[Row], found: &[Arc<[(Section, u32)]>]) {
        let unread = |(row, found): &(&Row, &Arc<[(Section, u32)]>)| match found.len() {
            0 => row.change.is_err() || odd_date(&row.stated).is_some() || odd_period(&row.stated),
            1 => false, // `say` hears of it
            _ => row.change.is_err(),
        };
        let unread: Vec<&Row> = rows.iter().zip(found).filter(unread).map(|(row, _)| row).collect();
        let loosely = |row: &&Row| Stated {
            section: row.stated.section,
            supplier: row.stated.supplier.clone(),
            number: row.stated.number.clone(),
            ..Stated::default()
        };
        let stated: Vec<Stated> = unread.iter().map(loosely).collect();
        let fits = lookup::find(book, &stated.iter().collect::<Vec<_>>());
        // Many rows may mean the same several records.
        let mut seen = HashSet::new();
        for (row, records) in unread.iter().zip(&fits).filter(|(_, records)| seen.insert(records.as_ptr())) {
            records.iter().for_each(|&record| self.wanted(record).not_read(row.line));
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
    pub fn entries(self, refused: &mut Refusals) -> Vec<Entry> {
        let mut entries = Vec::new();
        for ((section, row), Wanted { change, lines, unread }) in self.of_record {
            let reason = match (change, lines.first()) {
                (_, None) => continue,
                (Some(change), Some(&line)) if unread == 0 => {
                    entries.push(Entry { line: line.into(), section, row, change });
                    continue;
                }
                (Some(_), _) => format!("line {unread} is about the same record and is refused"),
                (None, _) => contradiction(&lines),
            };
            let refuse = |&line: &u32| Refused {
                line: line.into(),
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

fn contradiction(lines: &[u32]) -> String {
    let named: Vec<String> = lines.iter().take(NAMED).map(u32::to_string).collect();
    let more = match lines.len() - named.len() {
        0 => String::new(),
        more => format!(" {}", and_more(grouped(more as u64))),
    };
    format!("lines {}{more} say different things about one record", named.join(", "))
}

/// Why a row fits no record: a date that is none, or there is no such record.
fn none_fits(stated: &Stated) -> String {
    if let Some(date) = odd_date(stated) {
        return format!("\"{}\" is not a date: dates are written 01-10-2025 or 2025-10-01", excerpt(date));
    }
    let of = stated.section.map_or("these files", Section::sheet_name);
    format!("no such record in {of}: {} of {}", excerpt(&stated.number), excerpt(&stated.supplier))
}

/// A date by which a row says which record, and that is none.
fn odd_date(stated: &Stated) -> Option<&str> {
    let amended = stated.section.is_some_and(Section::is_amendment);
    let dates = [Some(&stated.date), Some(&stated.original_date).filter(|_| amended)];
    let odd = |date: &&String| !date.trim().is_empty() && lookup::day(date).is_none();
    dates.into_iter().flatten().find(odd).map(String::as_str)
}

/// Whether a row says which record by a period that is none: neither a month of a year nor a month.
fn odd_period(stated: &Stated) -> bool {
    let period = stated.period.trim();
    let month = || period.len() <= 2 && period.parse::<u32>().is_ok_and(|month| (1..=12).contains(&month));
    !period.is_empty() && Period::parse(period).is_none() && !month()
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
