//! `merge`: what became of each record between a download, with decisions, and a newer one. Writes nothing.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::decided::DecisionsFile;
use super::print::{Lines, complain};
use super::report::{self, Object};
use super::{Exit, Failure, in_line, is_standard, load_table, not_onto, open, printed};
use crate::book::{Action, AnswerKind, Book, Decision, Field, Records, Section};
use crate::edit::Command;
use crate::edit::merge::{Comparison, Fate, Kind, Version, compare, refusal};
use crate::exchange::decisions::Refused;
use crate::exchange::resolve::Consent;
use crate::portal::{keys, record, words};
use crate::values::{Day, and_more, grouped, money};

/// Options of `merge`.
#[derive(clap::Args)]
pub struct MergeOptions {
    /// The download that was decided on: .json or .zip; - is standard input
    old: PathBuf,
    /// The newer download
    new: PathBuf,
    /// The table of decisions on the old one (CSV)
    #[arg(long, value_name = "CSV")]
    decisions: Option<PathBuf>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// How many records of a kind are listed one by one.
const FIRST: usize = 10;

/// The kinds that are counted. Of uploads nothing is known here, so no record is decided otherwise since one.
fn counted() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| *kind != Kind::DecidedSince)
}

/// Two downloads, compared.
struct Summary {
    old: Book,
    new: Book,
    comparison: Comparison,
    refused: Vec<Refused>,
    notes: Vec<String>,
}

/// Runs `merge`.
pub fn run(options: &MergeOptions) -> Result<Exit, Failure> {
    let all = [Some(&options.old), Some(&options.new), options.decisions.as_ref()];
    if all.into_iter().flatten().filter(|path| is_standard(path)).count() > 1 {
        return Err(Failure("standard input can be only one of the files".into()));
    }
    not_onto(all.into_iter().flatten())?;
    let decisions = options.decisions.as_deref();
    let bytes = decisions.map(load_table).transpose()?;
    let table = decisions.zip(bytes.as_deref());
    let table = table.map(|(path, bytes)| DecisionsFile::read(path, bytes).map(|table| (path, table))).transpose()?;
    let mut old = open(std::slice::from_ref(&options.old))?;
    let new = open(std::slice::from_ref(&options.new))?;
    if let Some(why) = refusal(&old, &new) {
        return Err(Failure(why));
    }
    let mut notes: Vec<String> = old.notes().iter().chain(new.notes()).cloned().collect();
    let mut refused = Vec::new();
    if let Some((path, table)) = table {
        // Nothing is written, so nothing has to be confirmed.
        let (resolved, more) = table.resolve(path, &old, &Consent::to_all(), Day::today())?;
        notes.extend(more);
        Command::table("", resolved.changes).apply(&mut old);
        refused = resolved.refused;
    }
    let comparison = compare(&old, &new);
    notes.extend(comparison.emptied(&old).into_iter().map(|section| {
        format!(
            "The newer download has no records in {}: if it is only a part of a download, they are not gone.",
            section.sheet_name()
        )
    }));
    let gone = old.others().iter().filter(|other| new.others().iter().all(|o| o.key != other.key));
    notes.extend(gone.map(|other| format!("The newer download has no section {}, which is read-only.", other.key)));
    let exit = if refused.is_empty() { Exit::Done } else { Exit::Refused };
    let summary = Summary { old, new, comparison, refused, notes };
    let mut out = BufWriter::new(io::stdout().lock());
    let done = if options.json { summary.json(&mut out) } else { summary.text(&mut Lines(&mut out)) };
    printed(done.and_then(|()| out.flush()))?;
    Ok(exit)
}

impl Summary {
    /// Every record with a kind: section, kind, rows of the old book and of the new. What is undecided and as it was is
    /// only counted.
    fn records(&self) -> impl Iterator<Item = (Section, Kind, Vec<u32>, Vec<u32>)> + '_ {
        Kind::ALL.into_iter().flat_map(move |kind| {
            Section::ALL.into_iter().flat_map(move |section| {
                let sheet = self.comparison.sheet(section);
                let before = self.old.sheet(section);
                let listed = move |fate: &&Fate| {
                    let decided = fate.old.is_some_and(|row| before.decision(row) != before.baseline(row));
                    fate.kind == kind && (kind != Kind::Unchanged || decided)
                };
                let fates = sheet.fates.iter().filter(listed);
                let known = fates.map(|&Fate { old, new, .. }| (old.into_iter().collect(), new.into_iter().collect()));
                let unclear = if kind == Kind::Unclear { sheet.unclear.as_slice() } else { &[] };
                let rows = known.chain(unclear.iter().cloned());
                rows.map(move |(old, new)| (section, kind, old, new))
            })
        })
    }

    fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let files = |book: &Book| book.files().map(|source| source.name.clone()).collect::<Vec<_>>();
        let mut object = Object::open(out)?;
        object.member("rtin", &self.old.recipient.gstin().or(self.new.recipient.gstin()))?;
        object.member("old", &files(&self.old))?;
        object.member("new", &files(&self.new))?;
        let counts = counted().map(|kind| (kind.name().to_owned(), Value::from(self.comparison.count(kind))));
        object.member("counts", &counts.collect::<serde_json::Map<_, _>>())?;
        object
            .list("records", self.records().map(|(section, kind, old, new)| self.record(section, kind, &old, &new)))?;
        object.list("refused", self.refused.iter().map(report::refused))?;
        object.list("notes", self.notes.iter())?;
        object.close()
    }

    fn record(&self, section: Section, kind: Kind, old: &[u32], new: &[u32]) -> Value {
        let version = |book, rows: &[u32]| rows.first().map(|&row| Version { book, section, row });
        let (older, newer) = (version(&self.old, old), version(&self.new, new));
        let Some(shown) = newer.or(older) else { return Value::Null };
        let records = shown.book.sheet(section).records();
        let differs = match (older, newer) {
            (Some(older), Some(newer)) if kind != Kind::Unclear => {
                record::differences(older.text(), newer.text(), section)
            }
            _ => Vec::new(),
        };
        // Of several records of one identity any may be decided on.
        let mut versions = old.iter().map(|&row| Version { book: &self.old, section, row });
        let decided = versions.find(|older| older.decision() != older.baseline());
        json!({
            "kind": kind.name(), "section": keys::section_key(section), "old": old, "new": new,
            "stin": records.suppliers.get(shown.row), "number": records.numbers.get(shown.row),
            "date": day(records, shown.row), "rtnprd": records.periods.get(shown.row),
            "differs": differs,
            "was": older.filter(|_| kind != Kind::Unclear).map(|v| held(v, v.baseline())),
            "is": newer.filter(|_| kind != Kind::Unclear).map(|v| held(v, v.baseline())),
            "decided": decided.map(|v| held(v, v.decision())),
        })
    }

    fn text(&self, out: &mut Lines) -> io::Result<()> {
        out.line(format_args!("Recipient: {}", self.old.recipient.gstin().unwrap_or("not named by the file")))?;
        for kind in counted() {
            let count = grouped(self.comparison.count(kind));
            out.line(format_args!("{count:>12}  {:<10} {}", kind.name(), sentence(kind)))?;
        }
        let mut last = None;
        let mut stated = 0;
        for (section, kind, old, new) in self.records().filter(|record| record.1 != Kind::Unchanged) {
            if last != Some(kind) {
                out.line("")?;
                out.line(sentence(kind))?;
                (last, stated) = (Some(kind), 0);
            }
            stated += 1;
            if stated <= FIRST {
                let found = new.first().map(|&row| (&self.new, row)).or(old.first().map(|&row| (&self.old, row)));
                let Some((book, row)) = found else { continue };
                let records = book.sheet(section).records();
                let (supplier, number) = (records.suppliers.get(row), records.numbers.get(row));
                let (key, change) = (keys::section_key(section), self.change(section, &old, &new));
                let (supplier, number) = (in_line(supplier), in_line(number));
                out.line(format_args!("  {key} {supplier} {number}{change}"))?;
            } else if stated == FIRST + 1 {
                let more = self.comparison.count(kind) - FIRST as u64;
                out.line(format_args!("  {}", and_more(grouped(more))))?;
            }
        }
        for note in &self.notes {
            complain(note);
        }
        for refused in &self.refused {
            let reason = report::reason(refused);
            match refused.line {
                0 => complain(&reason),
                line => complain(&format!("decisions, line {line}: {reason}")),
            }
        }
        Ok(())
    }

    /// What differs now, what the portal held and holds, and what was decided, in a few words.
    fn change(&self, section: Section, old: &[u32], new: &[u32]) -> String {
        let held = |book: &Book, row: u32| book.sheet(section).baseline(row).action;
        let mut words = Vec::new();
        if let (&[o], &[n]) = (old, new) {
            let differs =
                record::differences(self.old.portal_text(section, o), self.new.portal_text(section, n), section);
            let (was, is) = (held(&self.old, o), held(&self.new, n));
            words.extend((was != is).then(|| format!("{} → {}", was.name(), is.name())));
            let action = keys::Key::Action.name(section);
            let others: Vec<&str> = differs.iter().map(String::as_str).filter(|&name| name != action).collect();
            words.extend((!others.is_empty()).then(|| format!("{} differs", others.join(", "))));
        }
        if let &[o] = old {
            let decided = self.old.sheet(section).decision(o).action;
            words.extend((decided != held(&self.old, o)).then(|| format!("decided: {}", decided.name())));
        }
        if words.is_empty() { String::new() } else { format!(": {}", words.join("; ")) }
    }
}

fn day(records: &Records, row: u32) -> String {
    records.odd(row, Field::Day).map_or_else(|| records.days[row as usize].to_string(), str::to_owned)
}

/// Action, remarks and answer as the table of decisions spells them.
fn held(version: Version<'_>, decision: Decision) -> Value {
    let book = version.book;
    let answer = book.answers().get(decision.answer);
    let itc = match answer.kind {
        AnswerKind::None => "",
        AnswerKind::Full => "full",
        AnswerKind::Part => "part",
        AnswerKind::No => "no",
    };
    let records = book.sheet(version.section).records();
    let unknown = records.odd(version.row, Field::Action).unwrap_or("");
    let action =
        if decision.action == Action::Other { unknown } else { words::action_letter(decision.action).unwrap_or("") };
    let mut held = json!({"action": action, "remarks": book.text(decision.remarks), "itc": itc});
    if answer.kind == AnswerKind::Part {
        held["heads"] = answer.heads.map(|head| money::plain(head.into())).to_vec().into();
    }
    if !book.text(decision.note).is_empty() {
        held["note"] = book.text(decision.note).into();
    }
    held
}

/// A kind in words: what it is, and behind a semicolon what that means.
fn sentence(kind: Kind) -> String {
    match kind.in_two() {
        (title, "") => title.to_owned(),
        (title, meaning) => format!("{title}; {meaning}"),
    }
}
