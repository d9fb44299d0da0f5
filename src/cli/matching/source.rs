//! Reading the registers that `match` is given.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{DatesOption, DebitNotes, MatchOptions, Minus};
use crate::book::{Book, Entries, ReadPart, RegisterPart};
use crate::cells::{self, Workbook};
use crate::cli::{Failure, is_standard};
use crate::disk;
use crate::register::{
    self, Ask, Choices, LineLeftOut, NoteWords, RegisterField, RegisterQuestion, RegisterReading, SetField, SetNotes,
    SheetReading, Unread,
};
use crate::values::Day;
use crate::work::Progress;

/// A sheet that was read, for what is said of it.
pub(super) struct Source {
    /// The file's name.
    pub file: String,
    /// Of which kind it is.
    pub kind: &'static str,
    /// What was read; the entries are in the book's register.
    pub sheet: SheetReading,
    /// How many entries it has.
    pub entries: usize,
    /// The user says that it is complete.
    pub complete: bool,
    /// The place of its part in the register; none where it is left out.
    pub part: Option<usize>,
    /// It may be found by matching how its words for notes are used.
    pub notes_unknown: bool,
    /// They are used the other way round.
    swapped: Cell<bool>,
}

impl Source {
    /// Matching found that the words for notes are used the other way round.
    pub fn say_swapped(&self) {
        self.swapped.set(self.notes_unknown);
    }

    /// How the words for notes are used, where there are any.
    pub fn notes(&self) -> Option<NoteWords> {
        let (words, _) = self.sheet.notes_words?;
        Some(match (words, self.swapped.get()) {
            (NoteWords::Ours, false) | (NoteWords::Theirs, true) => NoteWords::Ours,
            _ => NoteWords::Theirs,
        })
    }
}

/// What the files gave.
#[derive(Default)]
pub(super) struct Registers {
    pub parts: Vec<ReadPart>,
    pub sources: Vec<Source>,
    /// What has to be confirmed.
    pub asked: Vec<String>,
    /// Registers of other recipients.
    pub others: Vec<String>,
    /// What else is said of them.
    pub notes: Vec<String>,
    /// Something that may hold more entries is not read.
    more: bool,
}

/// Reads all files.
pub(super) fn read(book: &Book, options: &MatchOptions, today: Day) -> Result<Registers, Failure> {
    let (choices, covers) = (choices(options)?, options.covers()?);
    let recipient = book.recipient.gstin().map(str::to_owned);
    let ask = Ask {
        recipient: recipient.as_deref(),
        today,
        sheets: &options.sheet,
        choices: &choices,
        of_sheets: &[],
        layouts: &[],
        covers,
    };
    let mut all = Registers::default();
    for path in &options.register {
        let name = if is_standard(path) { "standard input".to_owned() } else { file_name(path) };
        let failed = |what: &dyn std::fmt::Display| Failure(format!("{name}: {what}"));
        let bytes = load(path).map_err(|e| failed(&format!("cannot be read: {}", disk::words(&e))))?;
        let (hash, length) = (Sha256::digest(&bytes).into(), bytes.len() as u64);
        let opened = cells::read(&name, bytes, &Progress::default()).map_err(|refused| failed(&refused))?;
        for (file, refused) in &opened.left_out {
            all.asked.push(format!("{name}: {file} is left out: {refused}"));
        }
        let first = all.parts.len();
        let (mut taken, mut unread) = (false, None);
        for workbook in &opened.workbooks {
            let why = match register::read(workbook, &ask, &Progress::default()) {
                Ok(reading) => {
                    add(&mut all, (workbook, first), reading, options, (hash, length), recipient.as_deref());
                    taken = true;
                    continue;
                }
                Err(Unread::Stopped) => return Err(failed(&"reading was stopped")),
                Err(why) => why,
            };
            let is_alone = opened.workbooks.len() + opened.left_out.len() == 1;
            let (what, is_no_table) = match why {
                Unread::NoTable(what) => (what, true),
                Unread::Refused(what) | Unread::Unclear(what) => (what, false),
                Unread::Stopped => continue,
            };
            if is_alone {
                return Err(failed(&what));
            }
            // Beside registers in a zip: what is no table at all is only named, what may be a register is asked about.
            let said = format!("{} is left out: {what}", workbook.name);
            all.more |= !is_no_table;
            if is_no_table {
                all.notes.push(said)
            } else {
                all.asked.push(said)
            }
            unread = unread.or(Some(what));
        }
        if let (false, Some(what)) = (taken, unread) {
            return Err(failed(&what));
        }
    }
    if all.more {
        // What is not read is not "not in the books".
        all.parts.iter_mut().for_each(|part| part.part.complete = None);
        all.sources.iter_mut().for_each(|source| source.complete = false);
    }
    Ok(all)
}

/// Adds the sheets of a file that are taken. Before `first` are the parts of other files.
fn add(
    all: &mut Registers,
    (workbook, first): (&Workbook, usize),
    reading: RegisterReading,
    options: &MatchOptions,
    (hash, bytes): ([u8; 32], u64),
    recipient: Option<&str>,
) {
    let RegisterReading { file, sheets, mut notes, .. } = reading;
    let more = |sheet: &&SheetReading| !sheet.ticked && !sheet.entries.is_empty();
    for sheet in sheets.iter().filter(more) {
        let (name, why) = (sheet.name.as_deref().unwrap_or_default(), sheet.unticked.as_deref().unwrap_or("not taken"));
        let vouchers = sheet.entries.len();
        all.notes.push(format!("{file}, {name}: not read, {why} (vouchers: {vouchers}); --sheet reads it"));
    }
    all.more |= sheets.iter().filter(more).any(|sheet| !sheet.repeats);
    for mut sheet in sheets.into_iter().filter(|sheet| sheet.ticked) {
        let place = sheet.name.as_ref().map_or_else(|| file.clone(), |name| format!("{file}, {name}"));
        sheet.notes.splice(0..0, std::mem::take(&mut notes));
        let left_out = sheet.left_out_notes();
        sheet.notes.extend(left_out);
        let mut source = Source {
            file: file.clone(),
            kind: workbook.kind.key(),
            entries: sheet.entries.len() as usize,
            complete: options.complete,
            part: None,
            notes_unknown: sheet.notes_words.is_some_and(|(_, by)| by.is_open()),
            swapped: Cell::new(false),
            sheet,
        };
        if let Some(other) = &source.sheet.other_recipient {
            let own = recipient.unwrap_or("another recipient");
            all.others.push(format!("{place}: This register is of {other}, the download of {own}: it is left out"));
            all.sources.push(source);
            continue;
        }
        let stops = source.sheet.questions.iter().filter(|question| question.stops());
        all.asked.extend(stops.map(|question| format!("{place}: {question}{}", answered_by(question))));
        let is_note =
            |question: &&RegisterQuestion| matches!(question, RegisterQuestion::Empty | RegisterQuestion::NoResult(_));
        let said = source.sheet.questions.iter().filter(is_note);
        all.notes.extend(said.map(|question| format!("{place}: {question}")));
        let part = RegisterPart {
            file: file.clone(),
            sheet: source.sheet.name.clone().unwrap_or_default(),
            hash,
            bytes,
            headings: source.sheet.remember().hash(),
            covers: source.sheet.covers,
            complete: options.complete.then_some(true),
            ..RegisterPart::default()
        };
        let entries = std::mem::take(&mut source.sheet.entries);
        let elsewhere = std::mem::take(&mut source.sheet.elsewhere);
        replace(all, first, &part, &entries);
        source.part = Some(all.parts.len());
        all.parts.push(ReadPart { part, entries: Arc::new(entries), elsewhere: Arc::new(elsewhere) });
        all.sources.push(source);
    }
}

/// A part is never added beside one that it replaces: the later one counts, and that is asked. Sheets of one file stay beside each
/// other, and so do parts that have no entry in common: they are parts of one month.
fn replace(all: &mut Registers, files_before: usize, part: &RegisterPart, entries: &Entries) {
    let known: HashSet<u128> = entries.identities().into_iter().collect();
    for place in 0..files_before.min(all.parts.len()) {
        let other = &mut all.parts[place];
        let identities = other.entries.identities();
        let only_there = identities.iter().filter(|identity| !known.contains(identity)).count();
        let already = (identities.len() - only_there) as u64;
        let mostly = RegisterPart::is_mostly_in(already, [known.len() as u64, identities.len() as u64]);
        if !(mostly || part.may_replace(&other.part)) || identities.is_empty() {
            continue;
        }
        let (name, before) = (part.name(), other.part.name());
        if already == 0 {
            all.notes.push(format!("{before} and {name} have no voucher in common: both count"));
            continue;
        }
        let only_there = match only_there {
            0 => String::new(),
            many => format!(", and what only {before} has is left out (vouchers: {many})"),
        };
        all.asked.push(format!(
            "{name} seems to replace {before}: the one that comes later counts{only_there}. Is that right?"
        ));
        let gone = std::mem::take(&mut other.entries);
        other.elsewhere = Arc::default();
        other.part.covers = None;
        // Of one that is replaced nothing keeps the whole from being complete.
        for source in all.sources.iter_mut().filter(|source| source.part == Some(place)) {
            source.entries = 0;
            let lines = (0..gone.len()).flat_map(|row| gone.lines(row));
            source.sheet.left_out.extend(lines.map(|line| (line, LineLeftOut::Replaced)));
            source.sheet.left_out.sort_unstable();
        }
    }
}

fn choices(options: &MatchOptions) -> Result<Choices, Failure> {
    let columns = match &options.columns {
        None => Vec::new(),
        Some(list) => columns(list)?,
    };
    let notes = options.debit_notes.map(|notes| match notes {
        DebitNotes::Ours => SetNotes::Ours,
        DebitNotes::Theirs => SetNotes::Theirs,
    });
    let minus = options.minus.map(|minus| minus == Minus::Purchases);
    let (month_first, exchanged) = match options.dates {
        None => (None, None),
        Some(DatesOption::DayFirst) => (Some(false), Some(false)),
        Some(DatesOption::MonthFirst) => (Some(true), Some(false)),
        Some(DatesOption::Exchanged) => (None, Some(true)),
    };
    Ok(Choices { heading: options.heading, columns, notes, minus, month_first, exchanged, ..Choices::default() })
}

/// The option that answers a question, where there is one.
fn answered_by(question: &RegisterQuestion) -> &'static str {
    match question {
        RegisterQuestion::Minus(true) => " Say --minus purchases or --minus credit-notes.",
        RegisterQuestion::Minus(false) => " Say --minus credit-notes or --minus purchases.",
        RegisterQuestion::Exchanged(_) => {
            " Say --dates exchanged if they are to be exchanged back, else --dates day-first."
        }
        _ => "",
    }
}

/// Fields that may be set.
const FIELDS: &str =
    "gstin own number voucher date posting name type taxable value igst cgst sgst cess tax rcm eligibility status";

/// `number=Bill No,date=C`: a comma belongs to a heading where no field and `=` follow it.
fn columns(list: &str) -> Result<Vec<(SetField, String)>, Failure> {
    let mut columns: Vec<(SetField, String)> = Vec::new();
    for part in list.split(',') {
        let field = part.split_once('=').and_then(|(name, heading)| {
            let name = name.trim().to_ascii_lowercase();
            let known = FIELDS.split(' ').any(|field| field == name);
            RegisterField::of_key(&name).filter(|_| known).map(|field| (SetField(field), heading.trim().to_owned()))
        });
        match (field, columns.last_mut()) {
            (Some(column), _) => columns.push(column),
            (None, Some(last)) => last.1 = format!("{},{part}", last.1),
            (None, None) => {
                return Err(Failure(format!("--columns: \"{part}\" is not FIELD=HEADING; a field is one of {FIELDS}")));
            }
        }
    }
    Ok(columns)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn load(path: &Path) -> std::io::Result<Vec<u8>> {
    if !is_standard(path) {
        return std::fs::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
