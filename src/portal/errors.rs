//! What the portal found wrong: error files and API error reports, matched to the records of a book.

use super::json::{Fault, JsonKind, Scanner, Value};
use super::keys::{self, Envelope, Key};
use super::record::{Values, members};
use super::words;
use crate::book::{Book, PortalError, Section, Told, identity};

/// One error as a file tells it. What it does not tell is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    told: Told,
    code: String,
    message: String,
}

/// The errors of an error file, or of an API's error report.
pub fn read(text: &str) -> Result<Vec<Report>, Fault> {
    let mut reports = Vec::new();
    let mut scanner = Scanner::new(text);
    let root = scanner.value()?;
    envelope(root, 0, &mut reports);
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

/// What to do about an error that the portal is known to give (portal-files.md section 6).
fn hint(code: &str, message: &str) -> &'static str {
    match code.trim() {
        "IMSSAV0010" => "The record changed on the portal: download again.",
        "IMSSAV0054" => "Answer \"reduce ITC?\".",
        "IMSSAV005" | "GEN5001" => {
            "The portal does not take this file as it is: report the file to the makers of this program."
        }
        "IMSSAV0015" => "Another request is in progress: wait and try again.",
        _ if message.to_lowercase().contains("no action taken in b2b credit notes") => "Answer \"reduce ITC?\".",
        _ => "",
    }
}

/// Puts the errors on the records that they fit: all that the report tells must agree (portal-files.md section 4). One
/// that fits several records is an error on each; one that fits none is kept.
pub fn attach(book: &mut Book, reports: Vec<Report>) {
    let found = identity::find(book, &reports.iter().map(|report| &report.told).collect::<Vec<_>>());
    for (report, records) in reports.into_iter().zip(found) {
        if !report.message.is_empty() || !report.code.is_empty() {
            let section = report.told.section.map_or("", Section::sheet_name);
            let about = format!("{section} {} {}", report.told.supplier, report.told.number).trim().to_owned();
            let hint = hint(&report.code, &report.message);
            book.errors.push(PortalError { records, about, code: report.code, message: report.message, hint });
        }
    }
}
