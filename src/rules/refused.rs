//! What to do about an error that the portal is known to give (portal-files.md section 6): a hint, the field that it is
//! about, and the fix that a click applies.

use super::Fix;
use crate::book::{Book, Field, PortalError, Section, TextId};

/// What an error that we know is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// The record changed on the portal.
    Changed,
    /// The question "reduce ITC?" is not answered.
    Answer,
    /// The file is not as the portal wants it.
    File,
    /// The portal was busy.
    Busy,
    /// Remarks that it does not take.
    Remarks,
    /// Any other: shown as it came.
    Other,
}

fn known(error: &PortalError) -> Known {
    let message = error.message.to_lowercase();
    match error.code.trim().to_ascii_uppercase().as_str() {
        "IMSSAV0010" => Known::Changed,
        "IMSSAV0054" => Known::Answer,
        "IMSSAV005" | "GEN5001" => Known::File,
        "IMSSAV0015" => Known::Busy,
        _ if message.contains("no action taken in b2b credit notes") => Known::Answer,
        _ if message.contains("remark") => Known::Remarks,
        _ => Known::Other,
    }
}

/// What to do about an error, in a sentence; nothing for one that is not known.
pub fn hint(error: &PortalError) -> &'static str {
    match known(error) {
        Known::Changed => "The record changed on the portal: download again.",
        Known::Answer => "Answer \"reduce ITC?\".",
        Known::File => "The portal does not take this file as it is: report the file to the makers of this program.",
        Known::Busy => "Another request is in progress: wait and try again.",
        Known::Remarks | Known::Other => "",
    }
}

/// The field that an error is about, where it can be told; else the whole record.
pub fn field(error: &PortalError) -> Field {
    match known(error) {
        Known::Answer => Field::Answer,
        Known::Remarks => Field::Remarks,
        Known::Changed => Field::Action,
        Known::File | Known::Busy | Known::Other => Field::Record,
    }
}

/// The fix for an error on a record, where there is one. What only needs another try has none.
pub fn fix(book: &Book, error: &PortalError, section: Section, row: u32) -> Option<Fix> {
    let sheet = book.sheet(section);
    if sheet.records.read_only(row) {
        return None;
    }
    let decision = sheet.decision(row);
    let put_back = (!decision.same_saying(sheet.baseline(row))).then_some(Fix::PutBack);
    match known(error) {
        Known::Answer if sheet.records.itc_open(section, row) => Some(Fix::AskAnswer),
        Known::Remarks if decision.remarks != TextId::NONE => Some(Fix::ClearRemarks),
        Known::File | Known::Busy => None,
        _ => put_back,
    }
}
