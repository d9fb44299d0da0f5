//! Reading the registers that `match` is given.

use std::cell::Cell;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{DebitNotes, MatchOptions};
use crate::book::{Book, ReadPart, RegisterPart};
use crate::cells::{self, Workbook};
use crate::cli::{Failure, is_standard};
use crate::disk;
use crate::register::{
    self, Ask, Choices, NoteWords, RegisterField, RegisterQuestion, RegisterReading, SetField, SetNotes, SheetReading,
    Unread,
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
pub(super) struct Registers {
    pub parts: Vec<ReadPart>,
    pub sources: Vec<Source>,
    /// What has to be confirmed.
    pub asked: Vec<String>,
    /// Registers of other recipients.
    pub others: Vec<String>,
    /// What else is said of them.
    pub notes: Vec<String>,
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
    let mut all =
        Registers { parts: Vec::new(), sources: Vec::new(), asked: Vec::new(), others: Vec::new(), notes: Vec::new() };
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
        for workbook in &opened.workbooks {
            let reading = register::read(workbook, &ask, &Progress::default()).map_err(|unread| match unread {
                Unread::Stopped => failed(&"reading was stopped"),
                Unread::Refused(what) | Unread::Unclear(what) => failed(&what),
            })?;
            add(&mut all, (workbook, first), reading, options, (hash, length), recipient.as_deref());
        }
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
    for mut sheet in sheets.into_iter().filter(|sheet| sheet.ticked) {
        let place = sheet.name.as_ref().map_or_else(|| file.clone(), |name| format!("{file}, {name}"));
        sheet.notes.splice(0..0, std::mem::take(&mut notes));
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
        all.asked.extend(stops.map(|question| format!("{place}: {question}")));
        let empty = source.sheet.questions.iter().filter(|question| **question == RegisterQuestion::Empty);
        all.notes.extend(empty.map(|question| format!("{place}: {question}")));
        let part = RegisterPart {
            file: file.clone(),
            sheet: source.sheet.name.clone().unwrap_or_default(),
            hash,
            bytes,
            headings: source.sheet.remember().hash(),
            covers: source.sheet.covers,
            complete: options.complete,
            ..RegisterPart::default()
        };
        let entries = std::mem::take(&mut source.sheet.entries);
        let elsewhere = std::mem::take(&mut source.sheet.elsewhere);
        replace(all, first, &part);
        source.part = Some(all.parts.len());
        all.parts.push(ReadPart { part, entries: Arc::new(entries), elsewhere: Arc::new(elsewhere) });
        all.sources.push(source);
    }
}

/// A part is never added beside one that it replaces: the later one counts, and that is asked. Sheets of one file stay beside each
/// other.
fn replace(all: &mut Registers, files_before: usize, part: &RegisterPart) {
    let replaced =
        all.parts[..files_before.min(all.parts.len())].iter().position(|other| part.may_replace(&other.part));
    let Some(place) = replaced else { return };
    let other = &mut all.parts[place];
    all.asked.push(format!(
        "{} seems to replace {}: the one that comes later counts. Is that right?",
        part.name(),
        other.part.name()
    ));
    other.entries = Arc::default();
    other.elsewhere = Arc::default();
    other.part.covers = None;
    // Of one that is replaced nothing keeps the whole from being complete.
    for source in all.sources.iter_mut().filter(|source| source.part == Some(place)) {
        source.entries = 0;
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
    Ok(Choices { heading: options.heading, columns, notes, ..Choices::default() })
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
