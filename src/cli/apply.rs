//! `apply`: applies a table of decisions, validates, writes the upload.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use super::decided::DecisionsFile;
use super::print::{Lines, complain};
use super::report::{self, Object};
use super::{Exit, Failure, is_standard, load_table, open_with_errors, printed};
use crate::book::{Answer, Book, Section};
use crate::disk::{self, Guard, RealDisk};
use crate::edit::{Command, RowChange};
use crate::exchange::decisions::Refused;
use crate::exchange::resolve::Consent;
use crate::portal::upload::{FileLayout, PART_LIMIT, Upload, Written, part_path};
use crate::rules::actions::Rejected;
use crate::rules::{Case, RuleId, Weight, form};
use crate::values::{Day, counted};
use crate::work::Progress;

/// Options of `apply`.
#[derive(clap::Args)]
pub struct ApplyOptions {
    /// Portal files: .json or .zip; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// An error file of the portal; may be given several times
    #[arg(long, value_name = "FILE")]
    errors: Vec<PathBuf>,
    /// The table of decisions (CSV), or a workbook of `export --decide` that came back; - is standard input
    #[arg(long, value_name = "FILE")]
    decisions: PathBuf,
    /// Where to write the JSON to upload; - is standard output
    #[arg(long, value_name = "UPLOAD")]
    out: PathBuf,
    /// The recipient's GSTIN, where the file does not name it
    #[arg(long)]
    gstin: Option<String>,
    /// Write the rest when some decisions are refused
    #[arg(long)]
    partial: bool,
    /// Answer yes to alerts that ask: rule numbers with commas between, or "all"
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
pub(super) enum ItcDefault {
    Full,
    No,
    Refuse,
}

impl ItcDefault {
    /// The answer that it gives, if it gives one.
    pub fn answer(self) -> Option<Answer> {
        match self {
            ItcDefault::Full => Some(Answer::FULL.by_default()),
            ItcDefault::No => Some(Answer::NO.by_default()),
            ItcDefault::Refuse => None,
        }
    }
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
    /// How many more are as the table says.
    already: usize,
    refused: Vec<Refused>,
    /// The records that the table names: their findings are reported.
    named: BTreeSet<(Section, u32)>,
    notes: Vec<String>,
}

impl ApplyOptions {
    fn consent(&self) -> Result<Consent, Failure> {
        let answer_if_missing = self.itc_default.answer();
        let mut confirmed = BTreeSet::new();
        for text in self.confirm.iter().flat_map(|list| list.split(',')).map(str::trim).filter(|t| !t.is_empty()) {
            if text.eq_ignore_ascii_case("all") {
                confirmed.append(&mut Consent::to_all().confirmed);
            } else {
                confirmed.insert(
                    RuleId::parse(text).ok_or_else(|| Failure(format!("--confirm: \"{text}\" is not a rule")))?,
                );
            }
        }
        Ok(Consent { confirmed, answer_if_missing })
    }

    fn inputs(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.iter().chain(&self.errors).chain([&self.decisions])
    }

    /// Whether the upload goes to standard output under any name, a pipe or a device, where no file is made.
    fn streams(&self) -> bool {
        is_standard(&self.out) || disk::is_stream(&self.out) || disk::is_standard_output(&self.out)
    }

    /// Standard input and output serve one purpose each, and nothing that is read is written over.
    fn check_streams(&self, guard: &Guard) -> Result<(), Failure> {
        if self.inputs().filter(|path| is_standard(path)).count() > 1 {
            return Err(Failure("standard input can be only one of the files".into()));
        }
        let out = self.out.display();
        if self.streams() && self.parts {
            return Err(Failure(format!("{out}: is not a file, so it cannot be split with --parts")));
        }
        let standard = is_standard(&self.out) || disk::is_standard_output(&self.out);
        if standard && self.json {
            return Err(Failure("an upload on standard output cannot go with --json".into()));
        }
        let allowed = match guard.check_standard_output() {
            Err(why) if !standard => return Err(Failure(format!("standard output: {}", why.words()))),
            checked if standard => checked,
            _ if self.parts => Ok(()), // the numbered names are, once they are known
            _ => guard.check(&self.out),
        };
        allowed.map_err(|why| Failure(format!("{out}: {}", why.words())))
    }

    fn layout(&self) -> FileLayout {
        FileLayout { flags: self.layout.is_some(), parts: self.parts }
    }
}

/// Runs `apply`.
pub fn run(options: &ApplyOptions) -> Result<Exit, Failure> {
    let guard = Guard::of(options.inputs());
    options.check_streams(&guard)?;
    let consent = options.consent()?;
    let bytes = load_table(&options.decisions)?;
    let decided = DecisionsFile::read(&options.decisions, &bytes)?;
    let mut book = open_with_errors(&options.files, &options.errors)?;
    book.recipient.typed = options.gstin.as_ref().map(|g| g.trim().to_ascii_uppercase());
    let today = Day::today();
    let mut outcome = Outcome { notes: book.notes().to_vec(), ..Outcome::default() };
    let (resolved, notes) = decided.resolve(&options.decisions, &book, &consent, today)?;
    outcome.notes.extend(notes);
    outcome.notes.extend(report::all_unmatched(&book));
    outcome.refused = resolved.refused;
    let is_so = |(section, row, change): &&RowChange| {
        let sheet = book.sheet(*section);
        let takes_more = change.uploaded.is_some() || (change.pick && sheet.has_rivals(*row));
        !takes_more && change.on(&book).decision(&book, *section, *row) == sheet.decision(*row)
    };
    outcome.already = resolved.changes.iter().filter(is_so).count();
    outcome.applied = resolved.changes.len() - outcome.already;
    Command::table("", resolved.changes).apply(&mut book);
    outcome.named = resolved.named;
    let (upload, exit) = upload(&book, options, &consent, today, &mut outcome);
    match upload {
        None => outcome.report(&book, options)?,
        Some(upload) if options.streams() => stream(&upload, &book, options, &mut outcome)?,
        Some(upload) => save(&upload, &book, options, &guard, &mut outcome)?,
    }
    Ok(exit)
}

/// The upload, if there is one to write.
fn upload(
    book: &Book,
    options: &ApplyOptions,
    consent: &Consent,
    today: Day,
    outcome: &mut Outcome,
) -> (Option<Upload>, Exit) {
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
        return (None, Exit::Refused);
    }
    let exit = if refused { Exit::Refused } else { Exit::Done };
    if lines.is_empty() {
        let why = match (refused, book.only_errors()) {
            (true, _) => "without what is refused no decision is left to upload",
            (false, true) => "no decision differs from the error file",
            (false, false) => "the portal already holds every decision",
        };
        outcome.notes.push(format!("There is nothing to write: {why}. No file was written."));
        return (None, exit);
    }
    (Some(Upload::new(book, book.recipient.gstin().unwrap_or(""), lines.into_iter())), exit)
}

/// Writes files. The report goes out before they get their names: where it cannot be printed, nothing was done.
fn save(
    upload: &Upload,
    book: &Book,
    options: &ApplyOptions,
    guard: &Guard,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let prepared = upload.prepare(&RealDisk, &options.out, guard, options.layout(), &Progress::default())?;
    outcome.wrote(prepared.files());
    let left = part_path(&options.out, outcome.written.len() + 1);
    if options.parts && left.is_file() {
        let left = left.display();
        outcome.notes.push(format!("{left}: was there before and does not belong to this upload: do not upload it."));
    }
    if options.json {
        outcome.report(book, options).map_err(|Failure(why)| Failure(format!("{why}; nothing was written")))?;
    }
    let kept = if options.parts { "no part of this upload is kept" } else { "nothing was written" };
    prepared.arrive().map_err(|why| Failure(format!("{why}; {kept}")))?;
    if options.json { Ok(()) } else { outcome.report(book, options) }
}

/// Writes to standard output, a pipe or a device.
fn stream(upload: &Upload, book: &Book, options: &ApplyOptions, outcome: &mut Outcome) -> Result<(), Failure> {
    let path = Some(&options.out).filter(|out| !is_standard(out) && !disk::is_standard_output(out));
    let failed = |e: io::Error| {
        let name = path.map_or("standard output".into(), |path| path.display().to_string());
        Failure(format!("{name}: cannot be written: {}", disk::words(&e)))
    };
    // What is gone cannot be taken back, so the report goes out first here too.
    let counted = upload.stream(&mut io::sink(), options.layout()).map_err(failed)?;
    outcome.wrote(counted.map(|counted| Written { path: path.cloned(), ..counted }).into_iter().collect());
    if options.json {
        outcome.report(book, options).map_err(|Failure(why)| Failure(format!("{why}; nothing was written")))?;
    }
    let mut out: Box<dyn Write> = match path {
        Some(path) => Box::new(std::fs::File::options().write(true).open(path).map_err(failed)?),
        None => Box::new(io::stdout().lock()),
    };
    upload.stream(&mut *out, options.layout()).and_then(|_| out.flush()).map_err(failed)?;
    drop(out);
    if options.json { Ok(()) } else { outcome.report(book, options) }
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
        let asks = weight == Weight::Asks;
        outcome.refused.push(Refused { reason, rule: Some(rule), asks, ..Refused::default() });
        go = false;
    }
    go
}

impl Outcome {
    fn wrote(&mut self, written: Vec<Written>) {
        self.written = written;
        if self.written.iter().any(|w| w.bytes > PART_LIMIT) {
            self.notes.push("The upload is larger than 4 MB, which the portal may refuse; --parts splits it.".into());
        }
    }

    fn report(&self, book: &Book, options: &ApplyOptions) -> Result<(), Failure> {
        if options.json {
            return printed(self.json(book));
        }
        self.tell(options);
        Ok(())
    }

    fn json(&self, book: &Book) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut object = Object::open(&mut out)?;
        let paths = self.written.iter().filter_map(|w| w.path.as_ref());
        object.list("written", paths.map(|path| path.display().to_string()))?;
        object.member("records", &self.written.iter().map(|w| w.records).sum::<usize>())?;
        object.member("bytes", &self.written.iter().map(|w| w.bytes).sum::<u64>())?;
        object.member("applied", &self.applied)?;
        object.member("already", &self.already)?;
        object.list("refused", self.refused.iter().map(report::refused))?;
        let today = Day::today();
        let rejected = Rejected::default();
        let case = |section, row| Case::standing(book, section, row, today).among(&rejected);
        let findings = self.named.iter().flat_map(|&(section, row)| case(section, row).findings());
        object.list("findings", findings.map(|f| report::finding(book, &f)))?;
        object.list("notes", self.notes.iter())?;
        object.close()
    }

    /// For people: refusals and notes on standard error, what was written on standard output.
    fn tell(&self, options: &ApplyOptions) {
        self.notes.iter().for_each(|note| complain(note));
        for refused in &self.refused {
            let reason = report::reason(refused);
            complain(&match refused.line {
                0 => reason,
                line => format!("{}: line {line}: {reason}", options.decisions.display()),
            });
        }
        if !self.refused.is_empty() && self.written.is_empty() && !options.partial {
            complain("nothing was written; --partial writes what is not refused");
        }
        for written in &self.written {
            let line = |path: &str| {
                let records = counted(written.records as u64, "record", "records");
                format!("{path}: {records}, {} bytes", written.bytes)
            };
            match &written.path {
                // What was done is done, and the exit says so, whether or not it can be printed.
                Some(path) => drop(Lines(&mut io::stdout()).line(line(&path.display().to_string()))),
                None => complain(&line("standard output")),
            }
        }
    }
}
