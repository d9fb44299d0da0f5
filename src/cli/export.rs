//! `export`: records as an Excel workbook, a workbook to decide in, pages to print, letters to suppliers.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use super::apply::ItcDefault;
use super::decided::DecisionsFile;
use super::matching::compared;
use super::print::{Lines, complain};
use super::report::{self, Object};
use super::{Exit, Failure, clients, is_standard, load_table, open_with_errors, printed};
use crate::book::{Book, Section};
use crate::clients::ClientOrder;
use crate::disk::{self, Guard, RealDisk};
use crate::edit::Command;
use crate::exchange::decisions::Refused;
use crate::exchange::given;
use crate::exchange::paper::{self, AgainstRegister, Letterhead, Missing, Working, WrittenLetters};
use crate::exchange::resolve::Consent;
use crate::exchange::workbook::{About, Export, Listing, MatchSheets, Unwritten, credit, review, suppliers};
use crate::matching::Matches;
use crate::portal::keys;
use crate::values::{Day, clock, counted, records};
use crate::work::Progress;

/// Options of `export`.
#[derive(clap::Args)]
pub struct ExportOptions {
    /// Portal files: .json or .zip; - is standard input. With --of clients the data folder; beside the program if none is named
    #[arg(required_unless_present = "of")]
    files: Vec<PathBuf>,
    /// An error file of the portal; may be given several times
    #[arg(long, value_name = "FILE")]
    errors: Vec<PathBuf>,
    /// What is decided: a table (CSV), or a workbook of `export --decide` that came back; - is standard input
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Where to write: a workbook (.xlsx), a page (.html), or for suppliers a folder
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
    /// Only these sheets: names with commas between, such as b2b,b2bcn
    #[arg(long, value_name = "SHEET,…")]
    sheets: Option<String>,
    /// Only records that an upload would name
    #[arg(long)]
    changed: bool,
    /// What the workbook holds
    #[arg(long, value_enum, default_value = "records", conflicts_with_all = ["paper", "decide"])]
    of: WorkbookOf,
    /// Exports from your books: xlsx, xls, ods, csv and others. Read as `match` reads them where nothing else is said
    #[arg(long, value_name = "FILE", num_args = 1..)]
    register: Vec<PathBuf>,
    /// The registers hold expenses, bank charges, capital goods and all branches
    #[arg(long, requires = "register")]
    complete: bool,
    /// All records in one sheet of the workbook
    #[arg(long)]
    one_sheet: bool,
    /// A workbook to decide in, which --decisions takes back
    #[arg(long, conflicts_with_all = ["paper", "one_sheet"])]
    decide: bool,
    /// A page to print, or letters to suppliers
    #[arg(long, value_enum)]
    paper: Option<PaperKind>,
    /// Internal notes too
    #[arg(long)]
    notes: bool,
    /// The name of the client, for pages
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// The recipient's GSTIN, where the file does not name it
    #[arg(long)]
    gstin: Option<String>,
    /// Write although some decisions are refused
    #[arg(long)]
    partial: bool,
    /// The answer for an accepted credit note whose "itc" is empty
    #[arg(long, value_enum, default_value = "refuse")]
    itc_default: ItcDefault,
    /// The day to judge by, as yyyy-mm-dd; today where nothing is said
    #[arg(long, value_name = "DAY")]
    today: Option<String>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum PaperKind {
    /// One page for the partner who approves
    Summary,
    /// Every decision with remarks
    Working,
    /// A letter for each supplier, into a folder
    Suppliers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum WorkbookOf {
    /// Records, suppliers and the credit
    Records,
    /// What an upload would write, and what the rules say of it
    Review,
    /// What matches with --register, and what does not
    Matches,
    /// The list of clients of a data folder
    Clients,
}

/// What was written.
#[derive(Default)]
struct Outcome {
    written: Vec<(PathBuf, u64)>,
    records: u64,
    /// Of the list of clients how many it has.
    clients: Option<u64>,
    refused: Vec<Refused>,
    notes: Vec<String>,
}

/// Runs `export`.
pub fn run(options: &ExportOptions) -> Result<Exit, Failure> {
    let guard = options.guard()?;
    let (day, sections) = (options.day()?, options.sections()?);
    if options.of == WorkbookOf::Clients {
        return options.clients(day, guard);
    }
    if options.files.is_empty() {
        return Err(Failure("name the files of the portal".to_owned()));
    }
    let bytes = options.decisions.as_deref().map(load_table).transpose()?;
    let decided = options.decisions.as_deref().zip(bytes.as_deref());
    let decided =
        decided.map(|(path, bytes)| DecisionsFile::read(path, bytes).map(|decided| (path, decided))).transpose()?;
    let mut book = open_with_errors(&options.files, &options.errors)?;
    book.recipient.typed = options.gstin.as_ref().map(|g| g.trim().to_ascii_uppercase());
    let mut outcome = Outcome { notes: book.notes().to_vec(), ..Outcome::default() };
    if let Some((path, decided)) = decided {
        // Nothing is uploaded, so nothing has to be confirmed.
        let consent = Consent { answer_if_missing: options.itc_default.answer(), ..Consent::to_all() };
        let (resolved, notes) = decided.resolve(path, &book, &consent, day)?;
        outcome.notes.extend(notes);
        outcome.refused = resolved.refused;
        Command::table("", resolved.changes).apply(&mut book);
    }
    if book.recipient.contradicted() {
        let reason = "--gstin is not the recipient that the file names".to_owned();
        outcome.refused.push(Refused { reason, ..Refused::default() });
    }
    let matches = options.compare(&mut book, day, &mut outcome)?;
    let exit = if outcome.refused.is_empty() { Exit::Done } else { Exit::Refused };
    if exit == Exit::Done || (options.partial && !book.recipient.contradicted()) {
        let sources = ExportOf { book: &book, matches: matches.as_ref(), day, sections: &sections };
        options.write(&sources, &guard, &mut outcome)?;
    }
    outcome.report(options)?;
    Ok(exit)
}

impl ExportOptions {
    /// What is not written over; standard input is at most one of the files, and standard output is no place for a workbook.
    fn guard(&self) -> Result<Guard, Failure> {
        let inputs = || self.files.iter().chain(&self.errors).chain(&self.decisions).chain(&self.register);
        if inputs().filter(|path| is_standard(path)).count() > 1 {
            return Err(Failure("standard input can be only one of the files".into()));
        }
        let to = self.to.display();
        if is_standard(&self.to) || disk::is_stream(&self.to) || disk::is_standard_output(&self.to) {
            return Err(Failure(format!("{to}: is not a file: name one")));
        }
        let (needed, what) = match self.paper {
            Some(PaperKind::Suppliers) => ("", ""),
            Some(_) => (".html", "a page"),
            None => (".xlsx", "a workbook"),
        };
        let name = self.to.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if !name.ends_with(needed) {
            return Err(Failure(format!("{to}: the name of {what} ends with {needed}")));
        }
        if self.of == WorkbookOf::Matches && self.register.is_empty() {
            return Err(Failure("--of matches needs --register".to_owned()));
        }
        let guard = Guard::of(inputs());
        guard.check_standard_output().map_err(|why| Failure(format!("standard output: {}", why.words())))?;
        Ok(guard)
    }

    /// Writes the list of clients.
    fn clients(&self, day: Day, guard: Guard) -> Result<Exit, Failure> {
        let others = [
            (self.files.len() > 1, "several folders"),
            (self.decisions.is_some(), "--decisions"),
            (!self.errors.is_empty(), "--errors"),
            (self.sheets.is_some(), "--sheets"),
            (self.changed, "--changed"),
            (!self.register.is_empty(), "--register"),
            (self.one_sheet, "--one-sheet"),
            (self.notes, "--notes"),
            (self.gstin.is_some(), "--gstin"),
        ];
        if let Some((_, other)) = others.into_iter().find(|(given, _)| *given) {
            return Err(Failure(format!("--of clients is of a data folder alone: {other} cannot go with it")));
        }
        let folder = clients::data_folder(self.files.first().map(PathBuf::as_path))?;
        let workbook = clients::clients_in(&folder, day)?.workbook(&ClientOrder::default(), day, false);
        let guard = Guard { own: Some(folder), ..guard };
        let failed = |why: Unwritten| Failure(format!("{}: {why}", self.to.display()));
        let bytes = workbook.write(&RealDisk, &self.to, &guard, &Progress::default()).map_err(failed)?;
        let clients = workbook.table.rows.len() as u64;
        let outcome = Outcome { written: vec![(self.to.clone(), bytes)], clients: Some(clients), ..Outcome::default() };
        outcome.report(self)?;
        Ok(Exit::Done)
    }

    fn day(&self) -> Result<Day, Failure> {
        let Some(text) = &self.today else { return Ok(Day::today()) };
        Day::parse_iso(text).ok_or_else(|| Failure(format!("--today: \"{text}\" is not a day as yyyy-mm-dd")))
    }

    fn sections(&self) -> Result<Vec<Section>, Failure> {
        let Some(list) = &self.sheets else { return Ok(Section::ALL.to_vec()) };
        let named = list.split(',').map(str::trim).filter(|name| !name.is_empty());
        let section = |name: &str| {
            keys::section(name)
                .ok_or_else(|| Failure(format!("--sheets: \"{name}\" is not a sheet, such as b2b or B2B-CN")))
        };
        named.map(section).collect()
    }

    /// The records that are asked for.
    fn records(&self, book: &Book, sections: &[Section]) -> Vec<(Section, u32)> {
        let of = |section: Section| {
            let sheet = book.sheet(section);
            let wanted = move |row: &u32| sheet.in_force(*row) && (!self.changed || book.in_delta(section, *row));
            (0..sheet.rows()).filter(wanted).map(move |row| (section, row))
        };
        Section::ALL.into_iter().filter(|section| sections.contains(section)).flat_map(of).collect()
    }

    fn about(&self, title: &str, sections: &[Section], day: Day) -> About {
        let mut filter = if self.changed { "only records that an upload would name" } else { "all" }.to_owned();
        if self.sheets.is_some() {
            let names: Vec<&str> = sections.iter().map(|section| section.sheet_name()).collect();
            let _ = write!(filter, "; sheets {}", names.join(", "));
        }
        About { title: title.to_owned(), filter, notes: Vec::new(), day, now: clock::now() }
    }

    /// Matches the book with the registers, if any are named.
    fn compare(&self, book: &mut Book, day: Day, outcome: &mut Outcome) -> Result<Option<Matches>, Failure> {
        if self.register.is_empty() {
            return Ok(None);
        }
        let compared = compared(book, &self.register, self.complete, day)?;
        outcome.notes.extend(compared.notes);
        let refused = |reason| Refused { reason, ..Refused::default() };
        outcome.refused.extend(compared.others.into_iter().map(refused));
        Ok(Some(compared.matches))
    }

    fn write(&self, of: &ExportOf<'_>, guard: &Guard, outcome: &mut Outcome) -> Result<(), Failure> {
        let failed = |why: Unwritten| Failure(format!("{}: {why}", self.to.display()));
        if let Some(paper) = self.paper {
            let WrittenLetters { files, older } = self.pages(of, paper, guard).map_err(failed)?;
            outcome.written = files;
            outcome.notes.extend(WrittenLetters::beside(older));
            return Ok(());
        }
        let (progress, title) = (Progress::default(), "Records of the Invoice Management System");
        let records = self.records(of.book, of.sections);
        let bytes = if self.decide {
            outcome.records = records.len() as u64;
            let about = self.about("A workbook to decide in", of.sections, of.day);
            given::write(of.book, &records, (&about, self.notes), (&RealDisk, &self.to, guard), &progress)
        } else {
            let export = match (self.of, of.matches) {
                (WorkbookOf::Review, _) => {
                    let filter = "only records that an upload would name".to_owned();
                    let about = self.about("Review of what is to be uploaded", of.sections, of.day);
                    review(of.book, About { filter, ..about }, self.notes)
                }
                (WorkbookOf::Matches, Some(matches)) => {
                    let about = self.about("IMS and the purchase register", of.sections, of.day);
                    let about = About { filter: "every match, and what has none".to_owned(), ..about };
                    let matches = Some(MatchSheets { matches, day: of.day });
                    Export { about, listings: Vec::new(), tables: Vec::new(), matches }
                }
                _ => self.workbook(of.book, records, of.sections, self.about(title, of.sections, of.day)),
            };
            outcome.records = export.records();
            export.write(of.book, &RealDisk, &self.to, guard, &progress)
        };
        outcome.written.push((self.to.clone(), bytes.map_err(failed)?));
        Ok(())
    }

    fn workbook(&self, book: &Book, all: Vec<(Section, u32)>, sections: &[Section], about: About) -> Export<'static> {
        let day = about.day;
        let listings = if self.one_sheet {
            vec![Listing::of_all(all, self.notes)]
        } else {
            let of = |&section: &Section| {
                let own = all.iter().filter(|record| record.0 == section).copied().collect();
                Listing::of_section(section, own, self.notes)
            };
            sections.iter().map(of).filter(|listing| !listing.records.is_empty()).collect()
        };
        let tables = vec![suppliers(book, day), credit(book, day, None)];
        Export { about, listings, tables, matches: None }
    }

    /// Writes pages or letters.
    fn pages(&self, of: &ExportOf<'_>, paper: PaperKind, guard: &Guard) -> Result<WrittenLetters, Unwritten> {
        let ExportOf { book, matches, day, .. } = *of;
        let letterhead =
            Letterhead { client: self.client.clone().unwrap_or_default(), day, now: clock::now(), gstr_2b: None };
        let page = match paper {
            PaperKind::Suppliers => {
                let missing = matches.map_or_else(Vec::new, |matches| Missing::of(book, matches));
                let letters = paper::to_suppliers(book, &letterhead, &missing);
                return paper::write_letters(&RealDisk, &self.to, &letters, guard, &Progress::default());
            }
            PaperKind::Summary => {
                let register = matches.map(|matches| AgainstRegister::of(book, matches, day));
                paper::summary(book, &letterhead, register.as_ref())
            }
            PaperKind::Working => {
                let how = |section: Section, row: u32| {
                    let decided = !book.as_imported(section, row);
                    if decided { "decided here" } else { "on the portal" }.to_owned()
                };
                let with = Working { notes: self.notes, ..Working::default() };
                paper::working(book, &letterhead, &with, &how)
            }
        };
        let bytes = paper::write_page(&RealDisk, &self.to, &page, guard)?;
        Ok(WrittenLetters { files: vec![(self.to.clone(), bytes)], older: 0 })
    }
}

/// Of what is written.
struct ExportOf<'s> {
    book: &'s Book,
    matches: Option<&'s Matches>,
    day: Day,
    sections: &'s [Section],
}

impl Outcome {
    fn report(&self, options: &ExportOptions) -> Result<(), Failure> {
        if options.json {
            return printed(self.json());
        }
        self.notes.iter().for_each(|note| complain(note));
        for refused in &self.refused {
            let reason = report::reason(refused);
            complain(&match (refused.line, &options.decisions) {
                (0, _) | (_, None) => reason,
                (line, Some(path)) => format!("{}: line {line}: {reason}", path.display()),
            });
        }
        let all_or_nothing = !self.refused.is_empty() && !options.partial;
        if all_or_nothing && self.written.is_empty() {
            complain("nothing was written; --partial writes without what is refused");
        }
        // What was done is done, and the exit says so, whether or not it can be printed.
        match self.written.as_slice() {
            [] if !all_or_nothing => complain("there is nothing to say to any supplier: no file was written"),
            [(path, bytes)] if self.records > 0 => {
                let line = format!("{}: {}, {bytes} bytes", path.display(), records(self.records));
                drop(Lines(&mut io::stdout()).line(line));
            }
            [(path, bytes)] if self.clients.is_some() => {
                let clients = counted(self.clients.unwrap_or(0), "client", "clients");
                drop(Lines(&mut io::stdout()).line(format!("{}: {clients}, {bytes} bytes", path.display())));
            }
            [(path, bytes)] => drop(Lines(&mut io::stdout()).line(format!("{}: {bytes} bytes", path.display()))),
            several => {
                let files = counted(several.len() as u64, "file", "files");
                drop(Lines(&mut io::stdout()).line(format!("{}: {files}", options.to.display())));
            }
        }
        Ok(())
    }

    fn json(&self) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut object = Object::open(&mut out)?;
        object.list("written", self.written.iter().map(|(path, _)| path.display().to_string()))?;
        object.member("records", &self.records)?;
        if let Some(clients) = &self.clients {
            object.member("clients", clients)?;
        }
        object.member("bytes", &self.written.iter().map(|(_, bytes)| bytes).sum::<u64>())?;
        object.list("refused", self.refused.iter().map(report::refused))?;
        object.list("notes", self.notes.iter())?;
        object.close()
    }
}
