//! A table of decisions meets a book: which record each row means, and whether the rules let it have the change.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::decisions::{Refused, Row, Table, Wanted, day};
use crate::book::{Answer, Book, Field, Section};
use crate::edit::plan::{self, verdict};
use crate::edit::{Change, Command};
use crate::portal::words;
use crate::rules::actions::{MANY_REJECTIONS, rejected_with_their_notes};
use crate::rules::{ALL_IDS, Case, RuleId};
use crate::values::Day;

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
struct Entry {
    line: u64,
    section: Section,
    row: u32,
    change: Change,
}

/// Finds the records and judges the changes. The book stays as it is but for its dictionaries.
pub fn resolve(book: &mut Book, table: &Table, consent: &Consent, today: Day) -> Resolved {
    let mut resolved = Resolved { refused: table.refused.clone(), ..Resolved::default() };
    let entries = find_records(book, &table.rows, consent, &mut resolved);
    let entries = without_contradictions(entries, &mut resolved.refused);
    resolved.changes = judge(book, entries, consent, today, &mut resolved.refused);
    resolved.refused.sort_by_key(|r| r.line);
    resolved
}

fn find_records(book: &Book, rows: &[Row], consent: &Consent, resolved: &mut Resolved) -> Vec<Entry> {
    let candidates = candidates(book, rows);
    let mut entries = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let found = candidates.get(&i).map_or(&[][..], Vec::as_slice);
        resolved.named.extend(found.iter().copied());
        let refuse = |reason: String, rule| Refused { line: row.line, reason, rule };
        match found {
            [] => resolved.refused.push(refuse("no such record in these files".into(), None)),
            &[(section, record)] => {
                let change = Change { answer_if_missing: consent.answer_if_missing, ..row.change.clone() };
                entries.push(Entry { line: row.line, section, row: record, change });
            }
            several => resolved.refused.push(match settling_columns(book, several) {
                Settle::Copies => refuse(
                    "the record stands twice with different values; pick the copy that counts in the window".into(),
                    Some(RuleId::F1),
                ),
                Settle::Columns(columns) => refuse(
                    format!("{} records fit; fill in {} to say which", several.len(), columns.join(" or ")),
                    None,
                ),
                Settle::Nothing => {
                    refuse(format!("{} records fit, of different originals; decide in the window", several.len()), None)
                }
            }),
        }
    }
    entries
}

/// For each row of the table the records that fit all it says.
fn candidates(book: &Book, rows: &[Row]) -> HashMap<usize, Vec<(Section, u32)>> {
    let mut found: HashMap<usize, Vec<(Section, u32)>> = HashMap::new();
    for section in Section::ALL {
        let mut wanted: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, row) in rows.iter().enumerate().filter(|(_, row)| row.wanted.section == Some(section)) {
            wanted.entry(row.wanted.number.trim().to_lowercase()).or_default().push(i);
        }
        let sheet = book.sheet(section);
        for row in (0..if wanted.is_empty() { 0 } else { sheet.rows() }).filter(|&row| sheet.in_force(row)) {
            for &i in wanted.get(sheet.records.numbers.folded(row)).into_iter().flatten() {
                if fits(&rows[i].wanted, book, section, row) {
                    found.entry(i).or_default().push((section, row));
                }
            }
        }
    }
    found
}

fn fits(wanted: &Wanted, book: &Book, section: Section, row: u32) -> bool {
    let records = &book.sheet(section).records;
    let same = |told: &str, held: &str| told.trim().eq_ignore_ascii_case(held.trim());
    let date = || match day(&wanted.date) {
        Some(day) => records.days[row as usize] == day,
        None => wanted.date.is_empty() || records.odd(row, Field::Day).is_some_and(|odd| same(&wanted.date, odd)),
    };
    let form = || match records.odd(row, Field::Form) {
        Some(odd) => same(&wanted.form, odd),
        None => words::form(&wanted.form) == records.forms[row as usize],
    };
    same(&wanted.supplier, records.suppliers.get(row))
        && date()
        && (wanted.period.is_empty() || same(&wanted.period, records.periods.get(row)))
        && (wanted.form.is_empty() || form())
}

/// What would tell several records apart.
enum Settle {
    /// They are one identity.
    Copies,
    /// These columns of the table.
    Columns(Vec<&'static str>),
    /// No column of the table.
    Nothing,
}

fn settling_columns(book: &Book, several: &[(Section, u32)]) -> Settle {
    let (section, first) = several[0];
    let sheet = book.sheet(section);
    let records = &sheet.records;
    if several.iter().all(|(_, row)| sheet.copies.group(first).contains(row)) {
        return Settle::Copies;
    }
    let others = || several[1..].iter().map(|&(_, row)| row);
    let mut columns = Vec::new();
    let odd = |row, field| records.odd(row, field).unwrap_or("");
    let date = |row: u32| (records.days[row as usize], odd(row, Field::Day));
    let form = |row: u32| (records.forms[row as usize], odd(row, Field::Form));
    if others().any(|row| date(row) != date(first)) {
        columns.push("date");
    }
    if others().any(|row| records.periods.get(row) != records.periods.get(first)) {
        columns.push("rtnprd");
    }
    if others().any(|row| form(row) != form(first)) {
        columns.push("srcform");
    }
    if columns.is_empty() { Settle::Nothing } else { Settle::Columns(columns) }
}

/// Two rows for one record: equal ones count once, different ones are both refused.
fn without_contradictions(entries: Vec<Entry>, refused: &mut Vec<Refused>) -> Vec<Entry> {
    let mut of_record: BTreeMap<(Section, u32), Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        of_record.entry((entry.section, entry.row)).or_default().push(entry);
    }
    let mut kept = Vec::new();
    for mut group in of_record.into_values() {
        if group.iter().all(|e| e.change == group[0].change) {
            kept.push(group.swap_remove(0));
            continue;
        }
        let lines: Vec<String> = group.iter().map(|e| e.line.to_string()).collect();
        let reason = format!("lines {} say different things of one record", lines.join(", "));
        refused.extend(group.iter().map(|e| Refused { line: e.line, reason: reason.clone(), rule: None }));
    }
    kept
}

/// Judges all changes as if all were in force, as partners may depend on each other; what is refused is taken out and the
/// rest is judged again, until nothing more is refused.
fn judge(
    book: &mut Book,
    mut entries: Vec<Entry>,
    consent: &Consent,
    today: Day,
    refused: &mut Vec<Refused>,
) -> Vec<(Section, u32, Change)> {
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
                Some(rule) => refused.push(refusal(book, &entry, rule, verdict.blocked.is_none(), today)),
            }
        }
        if refused.len() == before {
            return changes;
        }
        entries = kept;
    }
}

fn refusal(book: &mut Book, entry: &Entry, rule: RuleId, asks: bool, today: Day) -> Refused {
    let words = plan::explain(book, entry.section, entry.row, &entry.change, rule, today).message;
    let reason = if asks { format!("{words} (confirm with --confirm {})", rule.name()) } else { words };
    Refused { line: entry.line, reason, rule: Some(rule) }
}
