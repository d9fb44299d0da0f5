//! What the portal found wrong: error files and API error reports, matched to the records of a book.

use std::path::PathBuf;

use super::decode::{Input, ReadError, Text, begins_as_download, fault, load, unpack_all};
use super::json::{Fault, JsonKind, Scanner, Value};
use super::keys::{self, Envelope, Key};
use super::record::{Values, members};
use super::words;
use crate::book::{Book, Report, Section, SourceKind, Told};
use crate::values::gstin;

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
    from(paths.iter().map(|path| load(path)).collect::<Result<_, _>>()?)
}

/// The same of files that were loaded.
pub fn from(inputs: Vec<Input>) -> Result<Option<Vec<ErrorFile>>, ReadError> {
    let texts = unpack_all(inputs, &mut Vec::new())?;
    if texts.iter().any(|text| text.kind != SourceKind::Errors) {
        return Ok(None);
    }
    let read = |text: &Text| {
        let reports = read(&text.text).map_err(|f| fault(&text.name, &text.text, f))?;
        Ok(ErrorFile { name: text.name.clone(), recipient: recipient(&text.text), reports })
    };
    texts.iter().map(read).collect::<Result<_, _>>().map(Some)
}

/// The recipient that an envelope names.
fn recipient(text: &str) -> Option<String> {
    fn within(object: Value<'_>, depth: u32) -> Option<String> {
        members(object.raw).into_iter().find_map(|(name, value)| match (keys::envelope(&name), value.kind) {
            (Some(Envelope::Recipient), _) => {
                Some(value.text().trim().to_ascii_uppercase()).filter(|found| gstin::well_formed(found))
            }
            (Some(Envelope::Errors | Envelope::ErrorReport | Envelope::Data), JsonKind::Object) if depth < 4 => {
                within(value, depth + 1)
            }
            _ => None,
        })
    }
    within(Scanner::new(text).value().ok()?, 0)
}

/// The errors of an error file, or of an API's error report.
pub fn read(text: &str) -> Result<Vec<Report>, Fault> {
    let mut reports = Vec::new();
    let mut scanner = Scanner::new(text);
    let root = scanner.value()?;
    envelope(root, 0, &mut reports);
    // A record that tells neither code nor words tells no error.
    reports.retain(|report| !report.code.is_empty() || !report.message.is_empty());
    Ok(reports)
}

fn envelope(object: Value<'_>, depth: u32, reports: &mut Vec<Report>) {
    for (name, value) in members(object.raw) {
        match (keys::envelope(&name), value.kind) {
            (Some(Envelope::Errors | Envelope::ErrorReport | Envelope::Data), JsonKind::Object) if depth < 4 => {
                envelope(value, depth + 1, reports);
            }
            (Some(Envelope::ErrorReport), JsonKind::Text | JsonKind::Number) => {
                reports.push(Report { message: value.text().into_owned(), ..Report::default() });
            }
            (None, JsonKind::Array) if depth > 0 => section(&name, value, reports),
            _ => {}
        }
    }
}

fn section(name: &str, list: Value<'_>, reports: &mut Vec<Report>) {
    let section = keys::section(name);
    for element in elements(list) {
        let common = report(element, section);
        let documents: Vec<Value<'_>> = members(element.raw)
            .into_iter()
            .filter(|(_, v)| v.kind == JsonKind::Array)
            .flat_map(|(_, v)| elements(v))
            .collect();
        if documents.is_empty() {
            reports.push(common);
            continue;
        }
        // An API report names the supplier and the error once, and its documents in a list.
        for document in documents {
            let own = report(document, section);
            let or = |own: String, common: &String| if own.is_empty() { common.clone() } else { own };
            reports.push(Report {
                told: Told { supplier: or(own.told.supplier, &common.told.supplier), ..own.told },
                code: or(own.code, &common.code),
                message: or(own.message, &common.message),
            });
        }
    }
}

fn elements(list: Value<'_>) -> Vec<Value<'_>> {
    let mut found = Vec::new();
    let mut scanner = Scanner::new(list.raw);
    let mut scan = || -> Result<(), Fault> {
        scanner.expect(b'[', "a list")?;
        while scanner.more_elements(found.is_empty())? {
            found.push(scanner.value()?);
        }
        Ok(())
    };
    // The list was read once before, as a whole.
    let _ = scan();
    found
}

fn report(element: Value<'_>, section: Option<Section>) -> Report {
    let values = Values::of(element.raw, section.unwrap_or(Section::B2b));
    let text = |key| values.text(key).trim().to_owned();
    Report {
        told: Told {
            section,
            supplier: text(Key::Stin),
            number: text(Key::Number),
            date: text(Key::Date),
            period: text(Key::Period),
            form: words::told_form(&text(Key::Form)),
            original_number: text(Key::OriginalNumber),
            original_date: text(Key::OriginalDate),
        },
        code: text(Key::ErrorCode),
        message: text(Key::ErrorMessage),
    }
}

/// Puts the errors of a file on the records that they fit.
pub fn attach(book: &mut Book, file: &str, reports: &[Report]) {
    book.matched(file, reports).into_iter().for_each(|error| book.errors.push(error));
}
