//! What to do about an error that the portal is known to give (portal/README.md section 6): a hint, the field that it is
//! about, and the fix that a click applies.

use super::Fix;
use crate::book::{Book, Field, PortalError, Section, TextId};

/// What an error that we know is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    /// The record changed on the portal.
    Changed,
    /// The question "reduce ITC?" is not answered.
    Answer,
    /// Remarks that the portal does not take.
    Remarks,
    /// The file as a whole, or what the portal can do now: nothing of a record mends it.
    Portal,
    /// Not known.
    Unknown,
}

/// What to do about an error that the portal is known to give.
struct Known {
    /// Its code, in capitals and without marks; or nothing.
    code: &'static str,
    /// A part of its text in small letters, by which it is known without its code; or nothing.
    text: &'static str,
    about: About,
    hint: &'static str,
}

const fn known(code: &'static str, text: &'static str, about: About, hint: &'static str) -> Known {
    Known { code, text, about, hint }
}

const ANSWER: &str = "Answer \"ITC to be reduced?\".";
const REPORT: &str = "The portal does not take this file: report the file to the makers of IMS Desk.";
const UNTIL_THE_14TH: &str = "Too early: wait until the 14th.";

/// All that is known (portal/README.md section 6). There is no public list.
const KNOWN: [Known; 20] = [
    known("IMSSAV0010", "", About::Changed, "The record changed on the portal: download again."),
    known("IMSSAV0054", "enter value for the column itcredreq", About::Answer, ANSWER),
    known("IMSSAV005", "", About::Portal, REPORT),
    known(
        "IMSSAV0015",
        "previous save or reset request is already under progress",
        About::Portal,
        "Another request is in progress: wait, then upload the same file again.",
    ),
    known("GEN5001", "", About::Portal, REPORT),
    known("", "no action taken in b2b credit notes", About::Answer, ANSWER),
    known(
        "",
        "file could not be uploaded",
        About::Portal,
        "The portal refused the whole file: check that it is the upload made here and that the login is this GSTIN.",
    ),
    known(
        "IMS2005",
        "",
        About::Portal,
        "Nothing changed since GSTR-2B was drawn up the last time: there is nothing to do.",
    ),
    known(
        "IMS2B007",
        "",
        About::Portal,
        "The period is wrong, or its GSTR-3B is already filed: the change counts in the next period.",
    ),
    known("IMS2B009", "", About::Portal, UNTIL_THE_14TH),
    known("GTR2B001", "", About::Portal, "GSTR-2B does not apply to this taxpayer or period: check GSTIN and period."),
    known(
        "GTR2B002",
        "",
        About::Portal,
        "The previous GSTR-3B is not filed, so GSTR-2B was not drawn up: file it, or press Compute GSTR-2B on the portal.",
    ),
    known("RET2B1016", "", About::Portal, "There are no documents: there is nothing to do."),
    known("RET2B1018", "", About::Portal, UNTIL_THE_14TH),
    known("RET2B1023", "", About::Portal, "GSTR-2B is not generated yet: try again later."),
    known("RETWEB04", "no invoices found", About::Portal, "The section is empty: there is nothing to do."),
    known("RTN24", "", About::Portal, "The portal is still preparing the file: ask for it again later."),
    known(
        "RT3BSP104",
        "",
        About::Portal,
        "Period or GSTIN of header and content differ: this file belongs to another login.",
    ),
    known("", "remark", About::Remarks, ""),
    known("", "", About::Unknown, ""),
];

/// A code in capitals and without its marks.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// By its code, else by its text; the last is not known.
fn find(error: &PortalError) -> &'static Known {
    let (code, text) = (plain(&error.code), error.message.to_lowercase());
    let by_code = KNOWN.iter().find(|known| !known.code.is_empty() && known.code == code);
    let by_text = || KNOWN.iter().find(|known| !known.text.is_empty() && text.contains(known.text));
    by_code.or_else(by_text).unwrap_or(&KNOWN[KNOWN.len() - 1])
}

/// What to do about an error, in a sentence; nothing for one that is not known.
pub fn hint(error: &PortalError) -> &'static str {
    find(error).hint
}

/// The field that an error is about, where that is known; else the whole record.
pub fn field(error: &PortalError) -> Field {
    match find(error).about {
        About::Answer => Field::Answer,
        About::Remarks => Field::Remarks,
        About::Changed => Field::Action,
        About::Portal | About::Unknown => Field::Record,
    }
}

/// The fix for an error on a record, where there is one. What only needs another try has none.
pub fn fix(book: &Book, error: &PortalError, section: Section, row: u32) -> Option<Fix> {
    let sheet = book.sheet(section);
    if sheet.records().read_only(row) {
        return None;
    }
    let decision = sheet.decision(row);
    let put_back = (!decision.same_saying(sheet.baseline(row))).then_some(Fix::PutBack);
    match find(error).about {
        About::Answer if sheet.records().itc_open(section, row) => Some(Fix::AskAnswer),
        About::Remarks if decision.remarks != TextId::NONE => Some(Fix::ClearRemarks),
        About::Portal => None,
        _ => put_back,
    }
}
