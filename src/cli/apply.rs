//! `apply`: applies a table of decisions, validates, writes the upload.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use super::decisions::{self, Refused};
use super::report::{self, Object};
use super::resolve::{Consent, resolve};
use super::{Exit, Failure, complain, is_standard, open_with_errors};
use crate::book::{Answer, Book, Section};
use crate::disk::RealDisk;
use crate::edit::Command;
use crate::portal::upload::{Layout, PART_LIMIT, Upload, Written};
use crate::rules::{Case, Finding, RuleId, Weight, form};
use crate::values::{Day, Progress};

/// Options of `apply`.
#[derive(clap::Args)]
pub struct Options {
    /// Portal files: .json or .zip; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// An error file of the portal to attach; may be given several times
    #[arg(long, value_name = "FILE")]
    errors: Vec<PathBuf>,
    /// The table of decisions (CSV); - is standard input
    #[arg(long, value_name = "CSV")]
    decisions: PathBuf,
    /// Where to write the upload; - is standard output
    #[arg(long, value_name = "UPLOAD")]
    out: PathBuf,
    /// The recipient's GSTIN, where the file does not name it
    #[arg(long)]
    gstin: Option<String>,
    /// Write the rest when some decisions are refused
    #[arg(long)]
    partial: bool,
    /// Answer yes to findings that ask: rule numbers with commas between, or "all"
    #[arg(long, value_name = "RULE,…")]
    confirm: Option<String>,
    /// The answer for an accepted credit note whose "itc" is empty
    #[arg(long, value_enum, default_value = "refuse")]
    itc_default: ItcDefault,
    /// Split into numbered files, each under 4 MB
    #[arg(long)]
    parts: bool,
    /// "flags" repeats filing status and flags, as older files do
    #[arg(long, value_enum)]
    layout: Option<LayoutOption>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ItcDefault {
    Full,
    No,
    Refuse,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LayoutOption {
    Flags,
}

/// What `apply` did.
#[derive(Default)]
struct Outcome {
    written: Vec<Written>,
    applied: usize,
    refused: Vec<Refused>,
    findings: Vec<Finding>,
    notes: Vec<String>,
}

impl Options {
    fn consent(&self) -> Result<Consent, Failure> {
        let answer_if_missing = match self.itc_default {
            ItcDefault::Full => Some(Answer::FULL.by_default()),
            ItcDefault::No => Some(Answer::NO.by_default()),
            ItcDefault::Refuse => None,
        };
        let mut confirmed = BTreeSet::new();
        for text in self.confirm.iter().flat_map(|list| list.split(',')).map(str::trim).filter(|t| !t.is_empty()) {
            if text.eq_ignore_ascii_case("all") {
                confirmed.append(&mut Consent::to_all().confirmed);
            } else {
                confirmed
                    .insert(RuleId::parse(text).ok_or_else(|| Failure(format!("--confirm: {text:?} is no rule")))?);
            }
        }
        Ok(Consent { confirmed, answer_if_missing })
    }

    /// Standard input and output serve one purpose each.
    fn check_streams(&self) -> Result<(), Failure> {
        let inputs = self.files.iter().chain(&self.errors).chain([&self.decisions]).filter(|p| is_standard(p)).count();
        if inputs > 1 {
            return Err(Failure("standard input can be only one of the files".into()));
        }
        if is_standard(&self.out) && (self.json || self.parts) {
            return Err(Failure("an upload on standard output cannot go with --json or --parts".into()));
        }
        Ok(())
    }
}

/// Runs `apply`.
pub fn run(options: &Options) -> Result<Exit, Failure> {
    options.check_streams()?;
    let consent = options.consent()?;
    let table = decisions::load(&options.decisions)?;
    let mut book = open_with_errors(&options.files, &options.errors)?;
    book.recipient.typed = options.gstin.as_ref().map(|g| g.trim().to_ascii_uppercase());
    let today = Day::today();
    let mut outcome = Outcome { notes: book.notes.clone(), ..Outcome::default() };
    outcome.notes.extend(table.notes.iter().cloned());
    outcome.notes.extend(book.errors.unmatched().map(report::unmatched));
    let resolved = resolve(&mut book, &table, &consent, today);
    outcome.refused = resolved.refused;
    outcome.applied = resolved.changes.len();
    Command::Table { what: String::new(), rows: resolved.changes }.apply(&mut book);
    outcome.findings = resolved
        .named
        .into_iter()
        .flat_map(|(section, row)| Case::standing(&book, section, row, today).findings())
        .collect();
    let exit = write(&book, options, &consent, today, &mut outcome)?;
    if options.json {
        json(&book, &outcome)?;
    } else {
        told(&outcome, options);
    }
    Ok(exit)
}

fn write(
    book: &Book,
    options: &Options,
    consent: &Consent,
    today: Day,
    outcome: &mut Outcome,
) -> Result<Exit, Failure> {
    let delta: Vec<(Section, u32)> =
        Section::ALL.into_iter().flat_map(|s| book.delta(s).map(move |row| (s, row))).collect();
    let blocks = |&(section, row): &(Section, u32)| {
        let mut blocks = false;
        Case::standing(book, section, row, today).judge(|_, weight| blocks |= weight == Weight::Blocks);
        blocks
    };
    let (blocked, lines): (Vec<_>, Vec<_>) = delta.into_iter().partition(blocks);
    let refused = !outcome.refused.is_empty() || !blocked.is_empty();
    if !may_upload(book, &lines, consent, outcome) || (refused && !options.partial) {
        return Ok(Exit::Refused);
    }
    if lines.is_empty() {
        let why = if book.only_errors() {
            "no decision is another than in the error file"
        } else {
            "the upload would say nothing that the portal does not hold"
        };
        outcome.notes.push(format!("There is nothing to write: {why}. No file was written."));
    } else {
        let layout = Layout { flags: options.layout.is_some(), parts: options.parts };
        let upload = Upload::new(book, book.recipient.gstin().unwrap_or(""), lines.into_iter());
        if is_standard(&options.out) {
            outcome.written.extend(upload.stream(&mut io::stdout().lock(), layout)?);
        } else {
            outcome.written = upload.save(&RealDisk, &options.out, layout, &Progress::default())?;
        }
        if outcome.written.iter().any(|w| w.bytes > PART_LIMIT) {
            outcome
                .notes
                .push("The upload is larger than 4 MB, which the portal may refuse; --parts splits it.".into());
        }
    }
    Ok(if refused { Exit::Refused } else { Exit::Done })
}

/// Whether what concerns the upload as a whole lets it be made: the recipient's GSTIN (rule F5), and where the records
/// come from.
fn may_upload(book: &Book, lines: &[(Section, u32)], consent: &Consent, outcome: &mut Outcome) -> bool {
    let (recipient, needed) = (&book.recipient, !lines.is_empty());
    if let (None, Some(typed), Some(name)) = (&recipient.content, &recipient.typed, &recipient.file_name)
        && typed != name
    {
        outcome.notes.push(format!("the file's name says {name}, --gstin says {typed}: {typed} counts"));
    }
    let doubts = form::recipient(book).filter(|_| needed || recipient.contradicted());
    let doubts = doubts.into_iter().chain(form::from_error_file(book, lines.iter().copied()));
    let mut go = true;
    for (rule, weight, reason) in doubts {
        if weight == Weight::Asks && consent.confirmed.contains(&rule) {
            continue;
        }
        let how =
            if weight == Weight::Asks { format!(" (confirm with --confirm {})", rule.name()) } else { String::new() };
        let reason = format!("{reason}{how}");
        outcome.refused.push(Refused { line: 0, reason, rule: Some(rule), records: Vec::new() });
        go = false;
    }
    go
}

fn json(book: &Book, outcome: &Outcome) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut object = Object::open(&mut out)?;
    object.list("written", outcome.written.iter().filter_map(|w| w.path.as_ref()).map(|p| p.display().to_string()))?;
    object.member("records", &outcome.written.iter().map(|w| w.records).sum::<usize>())?;
    object.member("bytes", &outcome.written.iter().map(|w| w.bytes).sum::<u64>())?;
    object.member("applied", &outcome.applied)?;
    object.list("refused", outcome.refused.iter().map(report::refused))?;
    object.list("findings", outcome.findings.iter().map(|f| report::finding(book, f)))?;
    object.list("notes", outcome.notes.iter())?;
    object.close()
}

/// Tells people: refusals and notes on standard error, what was written on standard output.
fn told(outcome: &Outcome, options: &Options) {
    for note in &outcome.notes {
        complain(note);
    }
    for Refused { line, reason, .. } in &outcome.refused {
        complain(&if *line == 0 {
            reason.clone()
        } else {
            format!("{}: line {line}: {reason}", options.decisions.display())
        });
    }
    if !outcome.refused.is_empty() && outcome.written.is_empty() {
        complain("nothing was written; --partial writes what is not refused");
    }
    for written in &outcome.written {
        let line = |path: &str| format!("{path}: {} records, {} bytes", written.records, written.bytes);
        match &written.path {
            Some(path) => drop(writeln!(io::stdout(), "{}", line(&path.display().to_string()))),
            None => complain(&line("standard output")),
        }
    }
}
