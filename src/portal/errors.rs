//! What the portal found wrong: error files and API error reports, matched to the records of a book.

use std::path::PathBuf;

use super::decode::{Input, ReadError, Text, begins_as_download, error, fault, load_all, unpack_all};
use super::json::{Fault, JsonKind, Scanner, Value};
use super::keys::{self, DEEPEST, Envelope, Key};
use super::record::{Values, elements, members};
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
    let root = Scanner::new(text).value()?;
    // Errors take more memory than their text. None of the portal is so short that a file of them would not fit into this.
    let given = (*room).max(text.len().saturating_mul(OF_A_BYTE));
    let mut reading = Reading { room: Some(given), ..Reading::default() };
    reading.envelope(root, Within::File, 0);
    let left = reading.room.ok_or_else(|| Fault { at: 0, what: TOO_MANY.into(), stopped: false })?;
    *room = room.saturating_sub(given - left);
    let in_records = reading.first_record.flatten().filter(|_| !reading.records_differ);
    Ok(FoundErrors { reports: reading.reports, recipient: reading.in_envelope.or(in_records) })
}

/// What is said of a file whose errors are shorter than those of any portal file.
const TOO_MANY: &str = "the file holds far more errors than a file of this length from the portal can: refused";
/// What errors may take for each byte of their file: one with number, code and words has 150 and more.
const OF_A_BYTE: usize = 7;

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
const NO_WORDS: &str = "The portal names this record and does not say what is wrong.";

#[derive(Default)]
struct Reading {
    reports: Vec<Report>,
    /// How much memory more of them may take; none once it was too much.
    room: Option<usize>,
    in_envelope: Option<String>,
    /// What the first record names, and whether another does not.
    first_record: Option<Option<String>>,
    records_differ: bool,
}

impl Reading {
    fn envelope(&mut self, object: Value<'_>, within: Within, depth: u32) {
        // An error of its own is one of the file as a whole.
        self.add(report(object, &Report::default()), Within::Records);
        for (name, value) in members(object.raw) {
            let inside = match keys::envelope(&name) {
                Some(Envelope::Recipient) => {
                    self.in_envelope = self.in_envelope.take().or(recipient(value));
                    continue;
                }
                Some(Envelope::Download | Envelope::Upload) => continue,
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
            _ if element.is_absent() || self.room.is_none() => return,
            JsonKind::Object => element,
            JsonKind::Array if depth <= DEEPEST => {
                return elements(element).for_each(|e| self.element(e, in_common, within, depth + 1));
            }
            JsonKind::Array => {
                return self.add(Report { message: element.raw.to_owned(), ..in_common.clone() }, within);
            }
            _ => return self.add(Report { message: element.text().into_owned(), ..in_common.clone() }, within),
        };
        let own = report(object, in_common);
        let is_document = !own.stated.number.is_empty();
        // The lists of a document are parts of it, such as the lines of an invoice, unless they name documents as well.
        let counts = |part: &Value<'_>| !is_document || !report(*part, in_common).stated.number.is_empty();
        let documents = || {
            let lists = members(object.raw).filter(|(_, value)| value.kind == JsonKind::Array);
            let parts = lists.flat_map(|(_, list)| elements(list)).filter(|part| part.kind == JsonKind::Object);
            parts.filter(counts)
        };
        if is_document || depth >= DEEPEST || documents().next().is_none() {
            self.name(object);
            self.add(own.clone(), within);
        }
        if depth < DEEPEST {
            documents().for_each(|document| self.element(document, &own, within, depth + 1));
        }
    }

    /// Hears whose a record is.
    fn name(&mut self, record: Value<'_>) {
        let values = Values::of(record.raw, Section::B2b);
        let named = values.get(Key::Recipient).and_then(recipient);
        self.records_differ |= *self.first_record.get_or_insert_with(|| named.clone()) != named;
    }

    fn add(&mut self, mut report: Report, within: Within) {
        if report.code.is_empty() && report.message.is_empty() {
            // A record that tells neither code nor words tells no error, unless it is where only errors do.
            if within != Within::Report {
                return;
            }
            NO_WORDS.clone_into(&mut report.message);
        }
        self.room = self.room.and_then(|room| room.checked_sub(takes(&report)));
        if self.room.is_some() {
            self.reports.push(report);
        }
    }
}

fn recipient(value: Value<'_>) -> Option<String> {
    Some(value.text().trim().to_ascii_uppercase()).filter(|found| gstin::well_formed(found))
}

/// About how much memory an error takes, from the file to the book.
fn takes(report: &Report) -> usize {
    const A_REPORT: usize = 900;
    let Stated { elsewhere, supplier, number, date, period, form, original_number, original_date, .. } = &report.stated;
    let form = form.as_ref().map_or(0, |(_, text)| text.len());
    let stated = [elsewhere, supplier, number, date, period, original_number, original_date];
    let words = 2 * (report.code.len() + report.message.len());
    A_REPORT + words + form + stated.iter().map(|text| text.len()).sum::<usize>()
}

/// What an object tells of an error; supplier, code and words, where it tells none, as those around it do.
fn report(object: Value<'_>, around: &Report) -> Report {
    let Stated { section, elsewhere, .. } = &around.stated;
    let values = Values::of(object.raw, section.unwrap_or(Section::B2b));
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

/// Puts the errors of a file on the records that they fit.
pub fn attach(book: &mut Book, file: &str, reports: &[Report]) {
    book.attach(file, reports);
}
