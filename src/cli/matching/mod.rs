//! `match`: which records of a download are in the books, and what follows from that. Decides nothing.

mod report;
mod source;
mod take;
mod text;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use super::decided::DecisionsFile;
use super::print::{Lines, complain};
use super::{Exit, Failure, is_standard, load_table, not_onto, open, open_with_errors, printed};
use crate::book::{Book, MatchSettings, Returns};
use crate::disk::Guard;
use crate::edit::{Command, merge};
use crate::exchange::decisions::Refused;
use crate::exchange::resolve::Consent;
use crate::matching::suggest::offer;
use crate::matching::{self, Class, Matches};
use crate::rules::form;
use crate::values::{Day, Paise, money, typed};
use crate::work::Progress;

use source::{Registers, Source};

/// Options of `match`.
#[derive(Default, clap::Args)]
pub struct MatchOptions {
    /// Portal files: .json or .zip; - is standard input
    #[arg(required = true, value_name = "DOWNLOAD")]
    files: Vec<PathBuf>,
    /// Exports from your books: xlsx, xls, ods, csv and others; - is standard input
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    register: Vec<PathBuf>,
    /// An older download of the same recipient: what DOWNLOAD no longer has is gone from the portal
    #[arg(long, value_name = "FILE")]
    earlier: Option<PathBuf>,
    /// An error file of the portal to attach; may be given several times
    #[arg(long, value_name = "FILE")]
    errors: Vec<PathBuf>,
    /// The recipient's GSTIN, where the file does not name it
    #[arg(long)]
    gstin: Option<String>,
    /// Only this sheet; may be given several times
    #[arg(long, value_name = "NAME")]
    sheet: Vec<String>,
    /// The line of the heading
    #[arg(long, value_name = "LINE")]
    heading: Option<u32>,
    /// Which column is what: fields with headings or letters, commas between, such as number=Bill No,date=C
    #[arg(long, value_name = "FIELD=HEADING,…")]
    columns: Option<String>,
    /// Whose words the notes of the register are
    #[arg(long, value_enum)]
    debit_notes: Option<DebitNotes>,
    /// What amounts below 0 are, where nearly all are
    #[arg(long, value_enum)]
    minus: Option<Minus>,
    /// How the dates of the register are written: which comes first, or that a spreadsheet exchanged day and month of date cells
    #[arg(long, value_enum)]
    dates: Option<DatesOption>,
    /// The days that the register covers, as yyyy-mm-dd..yyyy-mm-dd
    #[arg(long, value_name = "FROM..TO")]
    covers: Option<String>,
    /// The registers hold expenses, bank charges, capital goods and all branches
    #[arg(long)]
    complete: bool,
    /// Rupees by which taxable value and each head may differ
    #[arg(long, value_name = "RUPEES")]
    tolerance: Option<String>,
    /// Per cent of the portal's figure by which they may differ, if that is more
    #[arg(long, value_name = "PER CENT")]
    percent: Option<String>,
    /// Days by which dates may differ
    #[arg(long)]
    days: Option<u32>,
    /// Documents of different financial years may belong together
    #[arg(long)]
    any_year: bool,
    /// When purchase returns reduce credit in the books
    #[arg(long, value_enum)]
    returns: Option<ReturnsOption>,
    /// Suggest Accept also where the supplier has not filed
    #[arg(long)]
    unfiled: bool,
    /// The day to judge by, as yyyy-mm-dd
    #[arg(long, value_name = "DAY")]
    today: Option<String>,
    /// What is decided already (CSV): those records get no suggestion
    #[arg(long, value_name = "CSV")]
    decisions: Option<PathBuf>,
    /// Where to write the suggestions as a table of decisions
    #[arg(long, value_name = "CSV")]
    decisions_out: Option<PathBuf>,
    /// The classes whose suggestions are written
    #[arg(long, value_name = "CLASS,…")]
    take: Option<String>,
    /// "reading" says that what was read of the registers is right, where that is asked
    #[arg(long, value_enum)]
    confirm: Option<Confirm>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DebitNotes {
    Ours,
    Theirs,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Minus {
    Purchases,
    CreditNotes,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DatesOption {
    DayFirst,
    MonthFirst,
    Exchanged,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ReturnsOption {
    #[value(name = "2b")]
    InGstr2b,
    Booked,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Confirm {
    Reading,
}

/// What `match` found.
struct Outcome {
    book: Book,
    matches: Matches,
    sources: Vec<Source>,
    today: Day,
    refused: Vec<Refused>,
    notes: Vec<String>,
    /// What was asked and not confirmed.
    asked: Vec<String>,
}

impl MatchOptions {
    fn inputs(&self) -> impl Iterator<Item = &PathBuf> {
        let more = self.earlier.iter().chain(&self.errors).chain(&self.decisions);
        self.files.iter().chain(&self.register).chain(more)
    }

    fn settings(&self) -> Result<MatchSettings, Failure> {
        let mut settings = MatchSettings::default();
        if let Some(text) = &self.tolerance {
            settings.tolerance = figure("--tolerance", text, MatchSettings::MOST_TOLERANCE)?;
        }
        if let Some(text) = &self.percent {
            let hundredths = figure("--percent", text, MatchSettings::MOST_PER_CENT.into())?;
            settings.per_cent = u32::try_from(hundredths).unwrap_or(0);
        }
        if let Some(days) = self.days {
            if days > MatchSettings::MOST_DAYS {
                return Err(Failure(format!("--days: at most {}", MatchSettings::MOST_DAYS)));
            }
            settings.days = days;
        }
        settings.same_year = !self.any_year;
        settings.unfiled = self.unfiled;
        if self.returns == Some(ReturnsOption::Booked) {
            settings.returns = Returns::WhenBooked;
        }
        Ok(settings)
    }

    fn today(&self) -> Result<Day, Failure> {
        match &self.today {
            None => Ok(Day::today()),
            Some(text) => day("--today", text),
        }
    }

    fn covers(&self) -> Result<Option<(Day, Day)>, Failure> {
        let Some(text) = &self.covers else { return Ok(None) };
        let (from, to) =
            text.split_once("..").ok_or_else(|| Failure(format!("--covers: \"{text}\" is not FROM..TO")))?;
        let (from, to) = (day("--covers", from)?, day("--covers", to)?);
        if from > to { Err(Failure(format!("--covers: {from} is after {to}"))) } else { Ok(Some((from, to))) }
    }

    fn take(&self) -> Result<Vec<Class>, Failure> {
        let Some(list) = &self.take else { return Ok(vec![Class::Exact]) };
        let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
        names.map(|name| Class::parse(name).ok_or_else(|| Failure(format!("--take: \"{name}\" is no class")))).collect()
    }

    /// Whether the table goes to standard output.
    fn table_is_printed(&self) -> bool {
        self.decisions_out.as_deref().is_some_and(is_standard)
    }

    fn check_streams(&self, guard: &Guard) -> Result<(), Failure> {
        if self.inputs().filter(|path| is_standard(path)).count() > 1 {
            return Err(Failure("standard input can be only one of the files".into()));
        }
        if self.table_is_printed() && self.json {
            return Err(Failure("a table on standard output cannot go with --json".into()));
        }
        if let Some(out) = self.decisions_out.as_ref().filter(|out| !is_standard(out)) {
            guard.check(out).map_err(|why| Failure(format!("{}: {}", out.display(), why.words())))?;
        }
        Ok(())
    }
}

fn figure(option: &str, text: &str, most: Paise) -> Result<Paise, Failure> {
    let amount = typed::amount(text).filter(|amount| amount.exact && (0..=most).contains(&amount.paise));
    let limit = || Failure(format!("{option}: \"{text}\" is not from 0 to {}", money::plain(most.into())));
    amount.map(|amount| amount.paise).ok_or_else(limit)
}

fn day(option: &str, text: &str) -> Result<Day, Failure> {
    Day::parse_iso(text.trim()).ok_or_else(|| Failure(format!("{option}: \"{text}\" is no day as yyyy-mm-dd")))
}

/// Runs `match`.
pub fn run(options: &MatchOptions) -> Result<Exit, Failure> {
    let guard = Guard::of(options.inputs());
    options.check_streams(&guard)?;
    not_onto(options.inputs())?;
    let (settings, today, take) = (options.settings()?, options.today()?, options.take()?);
    let mut book = open_with_errors(&options.files, &options.errors)?;
    book.recipient.typed = options.gstin.as_ref().map(|gstin| gstin.trim().to_ascii_uppercase());
    if book.recipient.contradicted() {
        form::recipient(&book).iter().for_each(|(.., why)| complain(why));
        return Ok(Exit::Refused);
    }
    book.set_match_settings(settings);
    let mut notes = book.notes().to_vec();
    let mut exit = Exit::Done;
    if let Some(why) = earlier(&mut book, options)? {
        complain(&why);
        notes.push(why);
        exit = Exit::Refused;
    }
    let refused = decide(&mut book, options, today, &mut notes)?;
    let Registers { parts, sources, asked, others, notes: of_registers, .. } = source::read(&book, options, today)?;
    notes.extend(of_registers);
    for other in others {
        complain(&other);
        notes.push(other);
        exit = Exit::Refused;
    }
    book.set_register(crate::book::Register::of(parts));
    let matches = matched(&mut book, &sources, today)?;
    let mut outcome = Outcome { book, matches, sources, today, refused, notes, asked };
    outcome.notes.extend(outcome.matches.notes.iter().cloned());
    if offer::looks_like_the_portal(&outcome.book, &outcome.matches) {
        outcome.asked.push(
            "More than 99 % of the entries are the portal's records to the letter. Is this really your books?".into(),
        );
    }
    let confirmed = options.confirm == Some(Confirm::Reading);
    if !outcome.refused.is_empty() || (!outcome.asked.is_empty() && !confirmed) {
        exit = Exit::Refused;
    }
    outcome.report(options)?;
    if let Some(out) = &options.decisions_out {
        if outcome.asked.is_empty() || confirmed {
            take::write(&outcome, &take, out)?;
        } else {
            complain("no decisions are written; --confirm reading says that what was read is right");
        }
    }
    Ok(exit)
}

/// A book beside its register, for what is exported.
pub(super) struct BesideRegister {
    /// The matches.
    pub matches: Matches,
    /// What is to be said of the registers, and what `match` would ask.
    pub notes: Vec<String>,
    /// Registers of other recipients, which are left out.
    pub others: Vec<String>,
}

/// Reads registers as `match` does where nothing else is said, and matches a book with them.
pub(super) fn compared(
    book: &mut Book,
    register: &[PathBuf],
    complete: bool,
    today: Day,
) -> Result<BesideRegister, Failure> {
    let options = MatchOptions { register: register.to_vec(), complete, ..MatchOptions::default() };
    let Registers { parts, sources, asked, others, mut notes, .. } = source::read(book, &options, today)?;
    book.set_register(crate::book::Register::of(parts));
    let matches = matched(book, &sources, today)?;
    notes.extend(asked);
    notes.extend(matches.notes.iter().cloned());
    Ok(BesideRegister { matches, notes, others })
}

/// Adds what an older download had and this one has no more. Gives why it is left out, where it is of another recipient.
fn earlier(book: &mut Book, options: &MatchOptions) -> Result<Option<String>, Failure> {
    let Some(path) = &options.earlier else { return Ok(None) };
    let older = open(std::slice::from_ref(path))?;
    if let Some(why) = merge::refusal(&older, book) {
        return Ok(Some(format!("{}: {why}", path.display())));
    }
    let comparison = merge::compare(&older, book);
    merge::remember_gone(book, &older, &comparison);
    Ok(None)
}

/// Applies what is decided already. Nothing is written of it, so nothing has to be confirmed.
fn decide(
    book: &mut Book,
    options: &MatchOptions,
    today: Day,
    notes: &mut Vec<String>,
) -> Result<Vec<Refused>, Failure> {
    let Some(path) = &options.decisions else { return Ok(Vec::new()) };
    let bytes = load_table(path)?;
    let (resolved, more) = DecisionsFile::read(path, &bytes)?.resolve(path, book, &Consent::to_all(), today)?;
    notes.extend(more);
    Command::Table { what: String::new(), rows: resolved.changes }.apply(book);
    Ok(resolved.refused)
}

/// The matches; where it is not known how the words for notes are used, by the reading that finds more.
fn matched(book: &mut Book, sources: &[Source], today: Day) -> Result<Matches, Failure> {
    let open: Vec<usize> =
        sources.iter().filter(|source| source.notes_unknown).filter_map(|source| source.part).collect();
    let found = matching::notes::by_notes(book, &open, today, &Progress::default());
    let (matches, swapped) = found.ok_or_else(|| Failure("matching was stopped".to_owned()))?;
    if swapped {
        sources.iter().for_each(Source::say_swapped);
    }
    Ok(matches)
}

impl Outcome {
    fn report(&self, options: &MatchOptions) -> Result<(), Failure> {
        for what in &self.asked {
            complain(what);
        }
        if options.json {
            let mut out = BufWriter::new(io::stdout().lock());
            return printed(self.json(&mut out).and_then(|()| out.flush()));
        }
        for note in &self.notes {
            complain(note);
        }
        for refused in &self.refused {
            let reason = refused.words();
            match refused.line {
                0 => complain(&reason),
                line => complain(&format!("decisions, line {line}: {reason}")),
            }
        }
        if options.table_is_printed() {
            return Ok(());
        }
        let mut out = BufWriter::new(io::stdout().lock());
        printed(self.text(&mut Lines(&mut out)).and_then(|()| out.flush()))
    }
}
