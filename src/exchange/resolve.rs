//! A table of decisions meets a book: which record each row means, and whether the rules let it have the change.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::decisions::{self, Column, Refusal, Refused, Row, Table};
use crate::book::{Answer, Book, Field, Section, identity};
use crate::edit::plan::{self, verdict};
use crate::edit::{Change, Command};
use crate::rules::actions::{MANY_REJECTIONS, rejected_with_their_notes};
use crate::rules::{ALL_IDS, Case, RuleId};
use crate::values::{Day, grouped};

/// What a table is allowed without asking again.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    /// Rules that ask and are answered with yes.
    pub confirmed: BTreeSet<RuleId>,
    /// The answer for accepted credit notes that have none.
    pub answer_if_missing: Option<Answer>,
}

impl Consent {
    /// Yes to every question.
    pub fn to_all() -> Consent {
        Consent { confirmed: ALL_IDS.into_iter().collect(), answer_if_missing: None }
    }
}

/// Who reads why a row is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Somebody at the command line, who knows its options and the headings of the table.
    CommandLine,
    /// Somebody at the window, who knows the titles of its columns.
    Window,
}

/// What of a table can be applied to a book.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Section, row and change; a row at most once.
    pub changes: Vec<(Section, u32, Change)>,
    /// What cannot, in the order of the lines.
    pub refused: Vec<Refused>,
    /// Every record that the table names.
    pub named: BTreeSet<(Section, u32)>,
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
    /// What to change.
    pub change: Change,
}

/// Finds the records and judges the changes. The book stays as it is but for its dictionaries.
pub fn resolve(book: &mut Book, table: &Table, consent: &Consent, reader: Reader, today: Day) -> Resolved {
    let mut resolved = Resolved { refused: table.refused.clone(), ..Resolved::default() };
    let entries = find(book, &table.rows, reader, &mut resolved.refused);
    let refused = resolved.refused.iter().flat_map(|r| r.records.iter().copied());
    resolved.named = entries.iter().map(|e| (e.section, e.row)).chain(refused).collect();
    resolved.changes = judge(book, entries, consent, reader, today, &mut resolved.refused);
    resolved.refused.sort_by_key(|r| r.line);
    resolved
}

/// The record that each row means; a record at most once. Rows that mean none, or several, are refused.
pub fn find(book: &Book, rows: &[Row], reader: Reader, refused: &mut Vec<Refused>) -> Vec<Entry> {
    let told: Vec<_> = rows.iter().map(|row| &row.told).collect();
    let mut entries = Vec::new();
    let mut refuse = |line, (reason, rule), records: &[(Section, u32)]| {
        let records = records.iter().take(NAMED).copied().collect();
        refused.push(Refused { line, reason, rule, records });
    };
    // Many rows may mean the same several records: why they are refused is found out once.
    let mut reasons: HashMap<*const (Section, u32), Refusal> = HashMap::new();
    let mut marks = Marks::default();
    for (row, found) in rows.iter().zip(identity::find(book, &told)) {
        let meant = match marks.settle(book, row, &found) {
            Ok(meant) => meant,
            Err(reason) => {
                refuse(row.line, (reason, Some(RuleId::F1)), &found);
                continue;
            }
        };
        match meant.as_ref().map_or(&*found, std::slice::from_ref) {
            &[(section, record)] => {
                entries.push(Entry { line: row.line, section, row: record, change: row.change.clone() });
            }
            [] => {
                let of = row.told.section.map_or("these files", Section::sheet_name);
                let reason = format!("no such record in {of}: {} of {}", row.told.number, row.told.supplier);
                refuse(row.line, (reason, None), &[]);
            }
            several => {
                let reason = reasons.entry(several.as_ptr()).or_insert_with(|| ambiguous(book, several, reader));
                refuse(row.line, reason.clone(), several);
            }
        }
    }
    without_contradictions(entries, refused)
}

/// The marks of records of which several fit a row, or of which there are copies: each is worked out once.
#[derive(Default)]
struct Marks(HashMap<(Section, u32), HashMap<String, (Section, u32)>>);

impl Marks {
    /// Of several records that fit, the one whose mark the row tells; none where the row says nothing that would settle it.
    /// The error: the user picked another copy of it here.
    fn settle(&mut self, book: &Book, row: &Row, found: &[(Section, u32)]) -> Result<Option<(Section, u32)>, String> {
        let Some(&(section, first)) = found.first().filter(|_| !row.copy.is_empty()) else { return Ok(None) };
        let copies = book.sheet(section).copies.group(first);
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

/// So many of the records that fit a refused row are named, and so many lines that contradict each other.
const NAMED: usize = 10;

/// Why several records fit, and what would settle it.
fn ambiguous(book: &Book, several: &[(Section, u32)], reader: Reader) -> Refusal {
    let (section, first) = several[0];
    let n = several.len();
    let group = |row| book.sheet(section).copies.group(row).first();
    if several.iter().all(|&(_, row)| group(row).is_some_and(|copy| group(first) == Some(copy))) {
        let what = "the record stands twice with different values; pick the copy that counts";
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
        ([], _) => format!("{n} records fit; decide on them one by one in the window"),
        (columns, Reader::CommandLine) => format!("{n} records fit; fill in {} to say which", columns.join(" or ")),
        (columns, Reader::Window) => {
            format!("{n} records fit; copy the column \"{}\" as well to say which", columns.join("\" or \""))
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
    let records = &book.sheet(section).records;
    let odd = |row, field| records.odd(row, field).unwrap_or("");
    let differs = |field: Field, row: u32| {
        let (i, j) = (first as usize, row as usize);
        match field {
            Field::Day => (records.days[i], odd(first, field)) != (records.days[j], odd(row, field)),
            Field::Period => records.periods.get(first) != records.periods.get(row),
            Field::Form => (records.forms[i], odd(first, field)) != (records.forms[j], odd(row, field)),
            Field::OriginalNumber => records.original_numbers.folded(first) != records.original_numbers.folded(row),
            _ => (records.original_days.get(i), odd(first, field)) != (records.original_days.get(j), odd(row, field)),
        }
    };
    [Field::Day, Field::Period, Field::Form, Field::OriginalNumber, Field::OriginalDay]
        .into_iter()
        .filter(|&field| several[1..].iter().any(|&(_, row)| differs(field, row)))
        .collect()
}

/// Two rows for one record: equal ones count once, different ones are both refused.
fn without_contradictions(entries: Vec<Entry>, refused: &mut Vec<Refused>) -> Vec<Entry> {
    let mut of_record: BTreeMap<(Section, u32), Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        of_record.entry((entry.section, entry.row)).or_default().push(entry);
    }
    let mut kept = Vec::new();
    for (record, mut group) in of_record {
        if group.iter().all(|e| e.change == group[0].change) {
            kept.push(group.swap_remove(0));
            continue;
        }
        let lines: Vec<String> = group.iter().take(NAMED).map(|e| e.line.to_string()).collect();
        let more = match group.len() - lines.len() {
            0 => String::new(),
            more => format!(" and {} more", grouped(more as u64)),
        };
        let reason = format!("lines {}{more} say different things of one record", lines.join(", "));
        let refuse = |e: &Entry| Refused { line: e.line, reason: reason.clone(), rule: None, records: vec![record] };
        refused.extend(group.iter().map(refuse));
    }
    kept
}

/// Judges all changes as if all were in force, as partners may depend on each other; what is refused is taken out and the
/// rest is judged again, until nothing more is refused.
pub fn judge(
    book: &mut Book,
    mut entries: Vec<Entry>,
    consent: &Consent,
    reader: Reader,
    today: Day,
    refused: &mut Vec<Refused>,
) -> Vec<(Section, u32, Change)> {
    for entry in &mut entries {
        entry.change.answer_if_missing = consent.answer_if_missing;
    }
    loop {
        let changes: Vec<_> = entries.iter().map(|e| (e.section, e.row, e.change.clone())).collect();
        let old: Vec<_> = entries.iter().map(|e| book.sheet(e.section).decision(e.row)).collect();
        let given: Vec<_> = entries.iter().map(|e| e.change.resolve(book).given()).collect();
        let mut effect = Command::Table { what: String::new(), rows: changes.clone() }.apply(book);
        let verdicts: Vec<_> = entries
            .iter()
            .zip(old.iter().zip(given))
            .map(|(e, (&old, given))| {
                let decision = book.sheet(e.section).decision(e.row);
                verdict(&Case::proposed(book, e.section, e.row, decision, given, today), old)
            })
            .collect();
        let invoices = entries.iter().zip(&verdicts).filter(|(e, v)| e.section == Section::B2b && v.newly_rejected);
        let with_notes = rejected_with_their_notes(book, invoices.map(|(e, _)| e.row));
        effect.swap(book);
        let many = verdicts.iter().filter(|v| v.newly_rejected).count() as u64 > MANY_REJECTIONS;
        let mut kept = Vec::new();
        let before = refused.len();
        for (entry, verdict) in entries.into_iter().zip(verdicts) {
            let a2 = many && verdict.newly_rejected || entry.section == Section::B2b && with_notes.contains(entry.row);
            let asked = verdict.asks.iter().copied().chain(a2.then_some(RuleId::A2));
            let unconfirmed = asked.into_iter().find(|rule| !consent.confirmed.contains(rule));
            match verdict.blocked.or(unconfirmed) {
                None => kept.push(entry),
                Some(rule) => refused.push(refusal(book, &entry, rule, verdict.blocked.is_none(), reader, today)),
            }
        }
        if refused.len() == before {
            return changes;
        }
        entries = kept;
    }
}

fn refusal(book: &mut Book, entry: &Entry, rule: RuleId, asks: bool, reader: Reader, today: Day) -> Refused {
    let words = plan::explain(book, entry.section, entry.row, &entry.change, rule, today).message;
    let reason = match reader {
        Reader::CommandLine if asks => format!("{words} (confirm with --confirm {})", rule.name()),
        _ => words,
    };
    Refused { line: entry.line, reason, rule: Some(rule), records: vec![(entry.section, entry.row)] }
}
