//! What the portal found wrong: error files and API error reports, matched to the records of a book.

use std::path::{Path, PathBuf};

use super::decode::{Input, ReadError, Text, begins_as_download, error, fault, load, load_all, unpack_all};
use super::json::{Fault, JsonKind, Scanner, Value, elements, members};
use super::keys::{self, DEEPEST, Envelope, Key};
use super::record::{KeyOrder, Values};
use super::words;
use crate::book::{Book, Report, Section, SourceKind, Stated};
use crate::values::gstin;
use crate::work::Progress;
use crate::work::allowance::{Allowance, NO_ROOM};

/// One error file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorFile {
    /// How messages name it.
    pub name: String,
    /// Whose it is, if it says so.
    pub recipient: Option<String>,
    /// Its errors.
    pub reports: Vec<Report>,
}

/// Whether a file on disk, or all in a zip, are error files.
pub fn are_errors(path: &Path) -> Result<bool, ReadError> {
    let input = load(path, &Progress::default())?;
    Ok(unpack_all(vec![input], &mut Vec::new())?.iter().all(|text| text.kind == SourceKind::Errors))
}

/// Reads files that may be error files, or zips of them; none if any is something else.
pub fn open(paths: &[PathBuf]) -> Result<Option<Vec<ErrorFile>>, ReadError> {
    if paths.iter().any(|path| begins_as_download(path)) {
        return Ok(None);
    }
    from(load_all(paths, &Progress::default())?)
}

/// The same of files that were loaded.
pub fn from(inputs: Vec<Input>) -> Result<Option<Vec<ErrorFile>>, ReadError> {
    let texts = unpack_all(inputs, &mut Vec::new())?;
    if texts.iter().any(|text| text.kind != SourceKind::Errors) {
        return Ok(None);
    }
    let allowance = Allowance::of(texts.iter().map(|text| text.text.len() as u64).sum());
    if let (false, Some(first)) = (allowance.is_there(), texts.first()) {
        return Err(error(&first.name, NO_ROOM));
    }
    let mut room = usize::try_from(allowance.bytes()).unwrap_or(usize::MAX);
    let read = |text: &Text| {
        let FoundErrors { reports, recipient } =
            read(&text.text, &mut room).map_err(|f| fault(&text.name, &text.text, f))?;
        Ok(ErrorFile { name: text.name.clone(), recipient, reports })
    };
    texts.iter().map(read).collect::<Result<_, _>>().map(Some)
}

/// What an error file tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundErrors {
    /// Its errors.
    pub reports: Vec<Report>,
    /// Whose it is: what its root or an envelope names, else what all its records name.
    pub recipient: Option<String>,
}

/// The errors of an error file, or of an API's error report. Whatever is found where an error is due counts as one, also in shapes
/// that were never seen. `room`: how much memory the errors may take, and what of it is left.
pub fn read(text: &str, room: &mut usize) -> Result<FoundErrors, Fault> {
    let mut reports = Vec::new();
    let recipient = each(text, &mut |report| {
        let left = room.checked_sub(KEPT + takes(&report));
        *room = left.unwrap_or(0);
        reports.push(report);
        left.is_some()
    })?;
    Ok(FoundErrors { reports, recipient })
}

/// How many errors a file has, and whose it is; the errors are not kept. `room`: how much memory they may take once they
/// are attached to a book, and what of it is left.
pub(super) fn count(text: &str, room: &mut usize) -> Result<(u64, Option<String>), Fault> {
    let mut count = 0;
    let recipient = each(text, &mut |report| {
        let left = room.checked_sub(ATTACHED + takes(&report));
        *room = left.unwrap_or(0);
        count += 1;
        left.is_some()
    })?;
    Ok((count, recipient))
}

/// Puts the errors of a file on the records that they fit.
pub(super) fn attach(book: &mut Book, file: &str, text: &str, count: u64) {
    /// How many are there at once; more in a large book, as each time all of its records are gone through.
    const BLOCK: usize = 32_768;
    let rows: u64 = book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum();
    let at_once = BLOCK.max(rows as usize / 16);
    book.attach_errors(file, usize::try_from(count).unwrap_or(0), |take| {
        let mut block = Vec::new();
        // It was read before: there is no fault in it.
        let _ = each(text, &mut |report| {
            block.push(report);
            if block.len() == at_once {
                take(&std::mem::take(&mut block));
            }
            true
        });
        take(&block);
    });
}

/// Goes through the errors of a file as long as `take` says that it goes on, and says whose it is.
fn each(text: &str, take: &mut dyn FnMut(Report) -> bool) -> Result<Option<String>, Fault> {
    let root = Scanner::new(text).value()?;
    let mut reading = Reading {
        take,
        goes_on: true,
        keys: (Section::B2b, KeyOrder::default()),
        in_envelope: None,
        first_record: None,
        records_differ: false,
    };
    reading.envelope(root, Within::File, 0);
    if !reading.goes_on {
        return Err(Fault { at: 0, what: TOO_MANY.into(), stopped: false });
    }
    let in_records = reading.first_record.flatten().filter(|_| !reading.records_differ);
    Ok(reading.in_envelope.or(in_records))
}

/// What is said of a file whose errors take more memory than a file of its length may.
const TOO_MANY: &str = "this file has far more errors than its length allows for, and was not opened: no file of \
     the portal is like that";

/// About how much memory an error takes, its texts apart: until it is attached, and from then on.
const KEPT: usize = 750;
const ATTACHED: usize = 240;

/// About how much memory the texts of an error take.
fn takes(report: &Report) -> usize {
    let Stated { elsewhere, supplier, number, date, period, form, original_number, original_date, .. } = &report.stated;
    let form = form.as_ref().map_or(0, |(_, text)| text.len());
    let stated = [elsewhere, supplier, number, date, period, original_number, original_date];
    let long = |text: &str| text.len().saturating_sub(100);
    2 * (long(&report.code) + long(&report.message)) + form + stated.iter().map(|text| long(text)).sum::<usize>()
}

/// What wraps something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Nothing but the file.
    File,
    /// Records, of which those with an error tell one.
    Records,
    /// An error report: what is in it is an error, whether it says which or not.
    Report,
}

/// What is said where a report only names a record.
const NO_WORDS: &str = "The portal lists this record and does not say what is wrong.";

struct Reading<'t> {
    take: &'t mut dyn FnMut(Report) -> bool,
    /// Whether more are taken.
    goes_on: bool,
    /// The keys of the records of a section as they were met: most records have the same.
    keys: (Section, KeyOrder),
    in_envelope: Option<String>,
    /// What the first record names, and whether another does not.
    first_record: Option<Option<String>>,
    records_differ: bool,
}

impl Reading<'_> {
    fn envelope(&mut self, object: Value<'_>, within: Within, depth: u32) {
        // An error of its own is one of the file as a whole.
        let own = self.read(object, &Report::default()).0;
        self.add(own, Within::Records);
        for (name, value) in members(object.raw) {
            let inside = match keys::envelope(&name) {
                Some(Envelope::Recipient) => {
                    self.in_envelope = self.in_envelope.take().or(recipient(value));
                    continue;
                }
                Some(Envelope::Download | Envelope::Upload) => continue,
                Some(Envelope::Refusal) => {
                    if value.kind == JsonKind::Object {
                        self.refusal(value);
                    }
                    continue;
                }
                Some(Envelope::Errors) => Some(Within::Records),
                Some(Envelope::ErrorReport) => Some(Within::Report),
                Some(Envelope::Data) => Some(within),
                None => None,
            };
            match (inside, value.kind) {
                (Some(inside), JsonKind::Object) if depth < DEEPEST => self.envelope(value, inside, depth + 1),
                (Some(inside), JsonKind::Array) => {
                    elements(value).for_each(|element| self.loose(element, inside, depth));
                }
                (Some(inside), _) => self.element(value, &Report::default(), inside, depth),
                (None, _)
                    if within != Within::File && (value.kind == JsonKind::Array || keys::section(&name).is_some()) =>
                {
                    self.section(&name, value, within);
                }
                _ => {}
            }
        }
    }

    /// Why an API gives no answer: here the words have a name of their own.
    fn refusal(&mut self, object: Value<'_>) {
        let mut report = self.read(object, &Report::default()).0;
        if report.message.is_empty() {
            let mut words = members(object.raw).filter(|(name, _)| keys::normal(name).ends_with("message"));
            report.message = words.next().map_or_else(String::new, |(_, value)| value.text().trim().to_owned());
        }
        self.add(report, Within::Report);
    }

    /// What is in a list in place of an object of sections.
    fn loose(&mut self, element: Value<'_>, within: Within, depth: u32) {
        let sections = element.kind == JsonKind::Object
            && members(element.raw).any(|(name, v)| keys::section(&name).is_some() && v.kind == JsonKind::Array);
        if sections && depth < DEEPEST {
            self.envelope(element, within, depth + 1);
        } else {
            self.element(element, &Report::default(), within, 0);
        }
    }

    fn section(&mut self, name: &str, value: Value<'_>, within: Within) {
        let section = keys::section(name);
        let elsewhere = if section.is_none() { name.to_owned() } else { String::new() };
        let place = Report { stated: Stated { section, elsewhere, ..Stated::default() }, ..Report::default() };
        self.element(value, &place, within, 0);
    }

    /// An error, or several with what they have `in_common`: an API report names the supplier and the error once, and its
    /// documents in a list.
    fn element(&mut self, element: Value<'_>, in_common: &Report, within: Within, depth: u32) {
        let object = match element.kind {
            _ if element.is_absent() || !self.goes_on => return,
            JsonKind::Object => element,
            JsonKind::Array if depth <= DEEPEST => {
                return elements(element).for_each(|e| self.element(e, in_common, within, depth + 1));
            }
            JsonKind::Array => {
                return self.add(Report { message: element.raw.to_owned(), ..in_common.clone() }, within);
            }
            _ => return self.add(Report { message: element.text().into_owned(), ..in_common.clone() }, within),
        };
        let (own, recipient) = self.read(object, in_common);
        let is_document = !own.stated.number.is_empty();
        // The lists of a document are parts of it, such as the lines of an invoice, unless they name documents as well.
        let counts = |part: &Value<'_>| !is_document || names_document(*part, in_common);
        let documents = || {
            let lists = members(object.raw).filter(|(_, value)| value.kind == JsonKind::Array);
            let parts = lists.flat_map(|(_, list)| elements(list)).filter(|part| part.kind == JsonKind::Object);
            parts.filter(counts)
        };
        let has_documents = depth < DEEPEST && may_hold_lists(object) && documents().next().is_some();
        if has_documents {
            if is_document {
                self.name(recipient);
                self.add(own.clone(), within);
            }
            documents().for_each(|document| self.element(document, &own, within, depth + 1));
        } else {
            self.name(recipient);
            self.add(own, within);
        }
    }

    /// What an object tells of an error, and whose it is.
    fn read(&mut self, object: Value<'_>, around: &Report) -> (Report, Option<String>) {
        let section = around.stated.section.unwrap_or(Section::B2b);
        if section != self.keys.0 {
            self.keys = (section, KeyOrder::default());
        }
        let values = Values::with_keys(object.raw, section, &mut self.keys.1);
        (report(&values, around), values.get(Key::Recipient).and_then(recipient))
    }

    /// Hears whose a record is.
    fn name(&mut self, named: Option<String>) {
        match &self.first_record {
            Some(first) => self.records_differ |= *first != named,
            None => self.first_record = Some(named),
        }
    }

    fn add(&mut self, mut report: Report, within: Within) {
        if report.code.is_empty() && report.message.is_empty() {
            // A record that tells neither code nor words tells no error, unless it is where only errors do.
            if within != Within::Report {
                return;
            }
            NO_WORDS.clone_into(&mut report.message);
        }
        self.goes_on = self.goes_on && (self.take)(report);
    }
}

fn recipient(value: Value<'_>) -> Option<String> {
    Some(value.text().trim().to_ascii_uppercase()).filter(|found| gstin::well_formed(found))
}

/// Whether some member of an object may be a list. Most records have none, and are not gone through once more.
fn may_hold_lists(object: Value<'_>) -> bool {
    memchr::memchr(b'[', object.raw.as_bytes()).is_some()
}

/// Whether a part of a document is a document itself.
fn names_document(part: Value<'_>, around: &Report) -> bool {
    let section = around.stated.section.unwrap_or(Section::B2b);
    !Values::of(part.raw, section).text(Key::Number).trim().is_empty()
}

/// What an object tells of an error; supplier, code and words, where it tells none, as those around it do.
fn report(values: &Values<'_>, around: &Report) -> Report {
    let Stated { section, elsewhere, .. } = &around.stated;
    let text = |key| values.text(key).trim().to_owned();
    let or = |own: String, around: &String| if own.is_empty() { around.clone() } else { own };
    // Words that came as a list or an object are better than none.
    let words = |key: Key| match values.get(key) {
        Some(value) if matches!(value.kind, JsonKind::Array | JsonKind::Object) => value.raw.to_owned(),
        _ => text(key),
    };
    Report {
        stated: Stated {
            section: *section,
            elsewhere: elsewhere.clone(),
            supplier: or(text(Key::Stin), &around.stated.supplier),
            number: text(Key::Number),
            date: text(Key::Date),
            period: text(Key::Period),
            form: words::stated_form(&text(Key::Form)),
            original_number: text(Key::OriginalNumber),
            original_date: text(Key::OriginalDate),
        },
        code: or(words(Key::ErrorCode), &around.code),
        message: or(words(Key::ErrorMessage), &around.message),
    }
}
