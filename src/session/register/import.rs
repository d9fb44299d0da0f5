//! What is about to be imported: the sheets of one or more files with what was read of them, and what the user is to see,
//! change and say before their vouchers are in the book.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::book::{Book, Register, RegisterPart};
use crate::cells::{Sheet, Workbook};
use crate::register::{self, Ask, Choices, NoteWords, NotesBy, RegisterLayout, RegisterQuestion, SheetReading, Unread};
use crate::session::Session;
use crate::session::register::replaces;
use crate::session::register::source::{NotRead, RegisterSource};
use crate::values::{Day, counted};
use crate::work::Progress;

/// What is known of the book when a register is read.
#[derive(Clone)]
pub struct ImportInto {
    /// Whose book it is, if that is known.
    pub recipient: Option<String>,
    /// What the user calls the recipient.
    pub name: String,
    /// The day to judge by.
    pub today: Day,
    /// Layouts that were confirmed before.
    pub layouts: Vec<RegisterLayout>,
    /// The register that the book has.
    pub register: Register,
}

/// A sheet that may be imported.
pub struct SheetImport {
    /// The place of its file, of the workbook in it, and of the sheet in that.
    pub at: [usize; 3],
    /// What it is called.
    pub name: String,
    /// Whether it is imported.
    pub ticked: bool,
    /// What was read, or why nothing was.
    pub reading: Result<SheetReading, String>,
    /// What the user set for it.
    pub(super) choices: Option<Choices>,
    /// Columns that the user gave a field: nothing of them is guessed.
    pub(super) set: BTreeSet<u16>,
    /// Columns that were guessed at first.
    pub(super) guessed: BTreeSet<u16>,
    /// What was asked of it, and the user said that it is right.
    pub(super) confirmed: Vec<RegisterQuestion>,
    /// How many of its vouchers are in each part of the book already.
    pub(super) already: Vec<u64>,
}

/// A register on its way into the book.
pub struct RegisterImport {
    /// Its files.
    pub sources: Vec<Arc<RegisterSource>>,
    /// All their sheets that hold something.
    pub sheets: Vec<SheetImport>,
    /// Files in zips that are left out, each with the reason.
    pub left_out: Vec<(String, String)>,
    /// What was tolerated in the files.
    pub notes: Vec<String>,
    /// The days that it covers, where the user said so.
    pub said_covers: Option<(Day, Day)>,
    /// Whether it is complete, once the user said so.
    pub complete: Option<bool>,
    /// Which parts of the book it replaces, as far as that was answered.
    pub(super) replaces: BTreeMap<u32, bool>,
    /// Whether its layouts are remembered.
    pub remembers: bool,
    /// The vouchers of each part of the book.
    pub(super) there: Vec<HashSet<u128>>,
    /// The user asked to see it, however well it is known.
    pub(super) looked_at: bool,
    /// The book that it is for.
    pub into: ImportInto,
}

impl Session {
    /// What is to be known of this book to read a register for it.
    pub fn import_into(&self, layouts: Vec<RegisterLayout>) -> ImportInto {
        ImportInto {
            recipient: self.book.recipient.gstin().map(str::to_owned),
            name: self.name.clone(),
            today: self.day,
            layouts,
            register: self.book.register().clone(),
        }
    }
}

/// No one has this GSTIN: a register that names anyone names another.
const NO_ONE: &str = "00AAAAA0000A0Z0";

/// What is seen of a register before it is known whose it is.
#[derive(Default)]
pub struct SeenRegister {
    /// The recipients that its sheets name; none where no sheet is clear.
    pub recipients: Option<BTreeSet<String>>,
    /// Whether the columns of one of them were confirmed before: else it is not imported without a question.
    pub known: bool,
}

/// The recipients that the sheets of a register name, and whether its columns are known. The error says why it is no register.
pub fn named_recipients(
    source: &RegisterSource,
    today: Day,
    layouts: &[RegisterLayout],
    progress: &Progress,
) -> Result<SeenRegister, NotRead> {
    let choices = Choices::default();
    let recipient = Some(NO_ONE);
    let ask = Ask { recipient, today, sheets: &[], choices: &choices, of_sheets: &[], layouts, covers: None };
    let (mut named, mut known, mut refused) = (None, false, None);
    for workbook in &source.opened.workbooks {
        match register::read(workbook, &ask, progress) {
            Ok(reading) => {
                known |= reading.sheets.iter().any(|sheet| sheet.layout == Some("remembered"));
                let others = reading.sheets.into_iter().filter_map(|sheet| sheet.other_recipient);
                let others = others.map(|other| other.to_ascii_uppercase());
                named.get_or_insert_with(BTreeSet::new).extend(others);
            }
            Err(Unread::Stopped) => return Err(NotRead::Stopped),
            Err(Unread::Unclear(_) | Unread::NoTable(_)) => {}
            Err(Unread::Refused(why)) => drop(refused.get_or_insert(why)),
        }
    }
    match refused {
        Some(why) if named.is_none() => Err(NotRead::Refused(why)),
        _ => Ok(SeenRegister { recipients: named, known }),
    }
}

impl RegisterImport {
    fn empty(into: ImportInto) -> RegisterImport {
        RegisterImport {
            sources: Vec::new(),
            sheets: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
            said_covers: None,
            complete: None,
            replaces: BTreeMap::new(),
            remembers: true,
            there: Vec::new(),
            looked_at: false,
            into,
        }
    }

    /// Reads what these files hold. Error: nothing of them is a register for this book.
    pub fn of(
        sources: Vec<Arc<RegisterSource>>,
        into: ImportInto,
        progress: &Progress,
    ) -> Result<RegisterImport, NotRead> {
        let mut import = RegisterImport::empty(into);
        import.there = replaces::vouchers_of(&import.into.register);
        let mut refused = Vec::new();
        for source in sources {
            let file = &source.file.name;
            let left_out =
                source.opened.left_out.iter().map(|(name, why)| (format!("{file} › {name}"), why.to_string()));
            import.left_out.extend(left_out);
            for (place, workbook) in source.opened.workbooks.iter().enumerate() {
                match import.sheets_of(workbook, [import.sources.len(), place], progress) {
                    Ok(sheets) => import.sheets.extend(sheets),
                    Err(NotRead::Stopped) => return Err(NotRead::Stopped),
                    Err(NotRead::Refused(why) | NotRead::OfAnother(_, why)) => {
                        refused.push((workbook.name.clone(), why))
                    }
                }
            }
            import.sources.push(source);
        }
        let before = refused.len();
        let others = import.leave_others_out(&mut refused);
        if import.sheets.is_empty() {
            let whose = others.into_iter().next().filter(|_| before == 0);
            let (file, why) = refused.into_iter().next().unwrap_or_default();
            let why = format!("{file}: {why}");
            return Err(match whose {
                Some(gstin) => NotRead::OfAnother(gstin, why),
                None => NotRead::Refused(why),
            });
        }
        import.left_out.extend(refused);
        import.name_sheets();
        import.guess();
        (0..import.sheets.len()).for_each(|place| import.compare_with_parts(place));
        Ok(import)
    }

    fn sheets_of(
        &mut self,
        workbook: &Workbook,
        [source, place]: [usize; 2],
        progress: &Progress,
    ) -> Result<Vec<SheetImport>, NotRead> {
        let read = register::read(workbook, &self.ask(&[], &Choices::default()), progress);
        let mut readings: BTreeMap<Option<String>, SheetReading> = BTreeMap::new();
        match read {
            Err(Unread::Stopped) => return Err(NotRead::Stopped),
            Err(Unread::Refused(why)) => return Err(NotRead::Refused(why)),
            // One sheet that is not clear does not hide the others.
            Err(Unread::Unclear(_) | Unread::NoTable(_)) => {}
            Ok(reading) => {
                self.notes.extend(reading.notes);
                readings.extend(reading.sheets.into_iter().map(|sheet| (sheet.name.clone(), sheet)));
            }
        }
        let none_read = readings.is_empty();
        let mut sheets = Vec::new();
        for (at, sheet) in workbook.sheets.iter().enumerate().filter(|(_, sheet)| sheet.rows() > 0) {
            let reading = match readings.remove(&sheet.name) {
                Some(reading) => Ok(reading),
                None if none_read => self.one_sheet(workbook, sheet, None, progress)?,
                None => Err("no heading".to_owned()),
            };
            let ticked = reading.as_ref().is_ok_and(|reading| reading.ticked);
            let (choices, set, guessed, confirmed, already) = Default::default();
            let name = sheet.name.clone().unwrap_or_default();
            let at = [source, place, at];
            sheets.push(SheetImport { at, name, ticked, reading, choices, set, guessed, confirmed, already });
        }
        Ok(sheets)
    }

    /// Reads one sheet by what is set for it. Within: why it is not read.
    fn one_sheet(
        &self,
        workbook: &Workbook,
        sheet: &Sheet,
        choices: Option<&Choices>,
        progress: &Progress,
    ) -> Result<Result<SheetReading, String>, NotRead> {
        let (names, none): (Vec<String>, _) = (sheet.name.iter().cloned().collect(), Choices::default());
        match register::read(workbook, &self.ask(&names, choices.unwrap_or(&none)), progress) {
            Err(Unread::Stopped) => Err(NotRead::Stopped),
            Err(Unread::Refused(why) | Unread::Unclear(why) | Unread::NoTable(why)) => Ok(Err(why)),
            Ok(reading) => {
                let read = reading.sheets.into_iter().find(|read| read.name == sheet.name);
                Ok(read.ok_or_else(|| "no heading".to_owned()))
            }
        }
    }

    fn ask<'a>(&'a self, sheets: &'a [String], choices: &'a Choices) -> Ask<'a> {
        Ask {
            recipient: self.into.recipient.as_deref(),
            today: self.into.today,
            sheets,
            choices,
            of_sheets: &[],
            layouts: &self.into.layouts,
            covers: None,
        }
    }

    /// Sheets of other recipients are not imported; gives whose they are.
    fn leave_others_out(&mut self, refused: &mut Vec<(String, String)>) -> Vec<String> {
        let mut others = Vec::new();
        let own = self.into.recipient.clone().unwrap_or_default();
        let sources = &self.sources;
        self.sheets.retain(|sheet| {
            let other = sheet.reading.as_ref().ok().and_then(|reading| reading.other_recipient.as_ref());
            let Some(other) = other else { return true };
            let workbook = &sources[sheet.at[0]].opened.workbooks[sheet.at[1]].name;
            let file = if sheet.name.is_empty() { workbook.clone() } else { format!("{workbook}, {}", sheet.name) };
            let why = format!("This register is of {other}, but this client is {own}. Open that client to import it.");
            refused.push((file, why));
            others.push(other.to_ascii_uppercase());
            false
        });
        others
    }

    /// Sheets of several files are called by these too; a text has no name of its own.
    fn name_sheets(&mut self) {
        let several = self.sources.iter().map(|source| source.opened.workbooks.len()).sum::<usize>() > 1;
        for place in 0..self.sheets.len() {
            let file = self.workbook(place).name.clone();
            let sheet = &mut self.sheets[place];
            sheet.name = match (sheet.name.is_empty(), several) {
                (true, _) => file,
                (false, true) => format!("{file}, {}", sheet.name),
                (false, false) => std::mem::take(&mut sheet.name),
            };
        }
    }

    fn guess(&mut self) {
        for sheet in &mut self.sheets {
            let reading = sheet.reading.as_ref().ok().filter(|reading| reading.layout != Some("remembered"));
            let columns = reading.iter().flat_map(|reading| &reading.columns).filter(|column| !column.sure);
            sheet.guessed = columns.map(|column| column.column).collect();
        }
    }

    /// The workbook of a sheet.
    pub fn workbook(&self, place: usize) -> &Workbook {
        let [source, workbook, _] = self.sheets[place].at;
        &self.sources[source].opened.workbooks[workbook]
    }

    /// The cells of a sheet.
    pub fn cells(&self, place: usize) -> &Sheet {
        &self.workbook(place).sheets[self.sheets[place].at[2]]
    }

    /// Reads a sheet again by what was changed in it.
    pub fn read_again(&mut self, place: usize, progress: &Progress) -> Result<(), NotRead> {
        let (workbook, sheet) = (self.workbook(place), self.cells(place));
        let reading = self.one_sheet(workbook, sheet, self.sheets[place].choices.as_ref(), progress)?;
        let other = reading.as_ref().ok().and_then(|reading| reading.other_recipient.as_ref());
        let other = other.map(|other| format!("This register is of {other}."));
        let sheet = &mut self.sheets[place];
        sheet.guess_again(&reading);
        sheet.ticked |= sheet.reading.is_err() && reading.is_ok();
        sheet.reading = match other {
            Some(why) => Err(why),
            None => reading,
        };
        sheet.ticked &= sheet.reading.is_ok();
        self.compare_with_parts(place);
        Ok(())
    }

    /// The sheets that are imported, with what was read of them.
    pub fn taken(&self) -> impl Iterator<Item = (usize, &SheetReading)> {
        let ticked = self.sheets.iter().enumerate().filter(|(_, sheet)| sheet.ticked);
        ticked.filter_map(|(place, sheet)| Some((place, sheet.reading.as_ref().ok()?)))
    }

    /// How many vouchers would be imported.
    pub fn vouchers(&self) -> u64 {
        self.taken().map(|(_, reading)| u64::from(reading.entries.len())).sum()
    }

    /// The days that it covers: as the user said, else as is proposed.
    pub fn covers(&self) -> Option<(Day, Day)> {
        let proposed = self.taken().filter_map(|(_, reading)| reading.covers);
        self.said_covers.or_else(|| proposed.reduce(|(a, b), (from, to)| (a.min(from), b.max(to))))
    }

    /// Whether columns of a sheet are guessed that the user has not looked at.
    pub fn guessed(&self, place: usize) -> impl Iterator<Item = &crate::register::ColumnReading> {
        let sheet = &self.sheets[place];
        let columns = sheet.reading.iter().flat_map(|reading| &reading.columns);
        columns.filter(|column| sheet.guessed.contains(&column.column) && !sheet.set.contains(&column.column))
    }

    /// The part that a sheet would be, without its vouchers.
    pub(super) fn part(&self, place: usize) -> Option<RegisterPart> {
        let reading = self.sheets[place].reading.as_ref().ok()?;
        let source = &self.sources[self.sheets[place].at[0]].file;
        Some(RegisterPart {
            file: self.workbook(place).name.clone(),
            sheet: reading.name.clone().unwrap_or_default(),
            hash: source.hash,
            bytes: source.bytes,
            headings: reading.remember().hash(),
            covers: self.covers(),
            ..RegisterPart::default()
        })
    }

    /// Why it cannot be imported yet; none if it can.
    pub fn waits_for(&self) -> Option<String> {
        if self.taken().next().is_none() {
            let unclear = self.sheets.iter().find_map(|sheet| sheet.reading.as_ref().err());
            return Some(match unclear {
                Some(_) => "Say first which line is the heading, and which column is what.".to_owned(),
                None => "No sheet is ticked.".to_owned(),
            });
        }
        if self.vouchers() == 0 {
            let all_are_out = self.taken().any(|(_, reading)| reading.lines > 0);
            let why = if all_are_out { "every line was left out" } else { "no line is below the heading" };
            return Some(format!("No voucher is in it: {why}."));
        }
        if self.open_question().is_some() {
            return Some("Answer first what is asked above the lines.".to_owned());
        }
        let open = self.replacing().into_iter().find(|(.., replaces)| replaces.is_none());
        open.map(|(_, part, _)| format!("Say first whether this replaces {}.", part.name()))
    }

    /// The first question of a sheet that is imported which has to be answered before it is.
    pub fn open_question(&self) -> Option<(usize, &RegisterQuestion)> {
        self.taken().find_map(|(place, reading)| {
            let open = |question: &&RegisterQuestion| self.is_open(place, question);
            reading.questions.iter().find(open).map(|question| (place, question))
        })
    }

    /// Whether a question of a sheet waits for an answer.
    pub fn is_open(&self, place: usize, question: &RegisterQuestion) -> bool {
        question.stops() && !self.sheets[place].confirmed.contains(question)
    }

    /// The user says that it is right as it was read.
    pub fn confirm(&mut self, place: usize, question: RegisterQuestion) {
        self.sheets[place].confirmed.push(question);
    }

    /// Whether the columns of all that would be imported were confirmed before.
    pub fn has_known_columns(&self) -> bool {
        self.taken().all(|(_, reading)| reading.layout == Some("remembered"))
    }

    /// Whether all of it was confirmed before and nothing has to be asked: then it is imported without the screen.
    pub fn is_known(&self) -> bool {
        let doubted = |reading: &SheetReading| reading.questions.iter().any(RegisterQuestion::doubts);
        !self.looked_at
            && self.waits_for().is_none()
            && self.left_out.is_empty()
            && self.has_known_columns()
            && !self.taken().any(|(_, reading)| doubted(reading))
    }

    /// Where it is not known how the words for notes are used, the reading counts that finds more that agrees with the portal.
    /// Error: it was stopped.
    pub fn settle_notes(&mut self, book: &Book, progress: &Progress) -> Result<(), NotRead> {
        let open: Vec<usize> = self
            .taken()
            .filter(|(_, reading)| reading.notes_words.is_some_and(|(_, by)| by.is_open()))
            .map(|(place, _)| place)
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        let mut parts = Vec::new();
        for (place, reading) in self.taken() {
            let part = self.part(place).unwrap_or_default();
            let (entries, elsewhere) = (reading.entries.clone().into(), reading.elsewhere.clone().into());
            parts.push((place, crate::book::ReadPart { part, entries, elsewhere }));
        }
        let places: Vec<usize> = (0..parts.len()).filter(|&at| open.contains(&parts[at].0)).collect();
        let mut book = book.clone();
        book.set_register(crate::book::Register::of(parts.into_iter().map(|(_, part)| part).collect()));
        let found = crate::matching::notes::by_notes(&mut book, &places, self.into.today, progress);
        let (_, swapped) = found.ok_or(NotRead::Stopped)?;
        if swapped {
            for place in open {
                let Ok(reading) = &mut self.sheets[place].reading else { continue };
                let other = match reading.notes_words {
                    Some((NoteWords::Ours, _)) => NoteWords::Theirs,
                    _ => NoteWords::Ours,
                };
                reading.use_notes(other, NotesBy::Matching);
                self.compare_with_parts(place);
            }
        }
        Ok(())
    }

    /// All of it, to be imported; nothing is left here.
    pub fn take_out(&mut self) -> RegisterImport {
        let empty = RegisterImport::empty(self.into.clone());
        std::mem::replace(self, empty)
    }

    /// The files in words: one by its name, several by how many.
    pub fn files(&self) -> String {
        match self.sources.as_slice() {
            [one] => one.file.name.clone(),
            many => counted(many.len() as u64, "file", "files"),
        }
    }
}
