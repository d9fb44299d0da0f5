//! Statements of the portal, which are never a register; our own tables; and Tally's detailed register.

use crate::cells::{Kind, Sheet, Workbook};
use crate::register::headings::columns::Heading;
use crate::register::headings::heads;
use crate::register::written::text;
use crate::values::beginning;

/// What a workbook is by the names of its sheets, where it is a statement: its name.
pub(super) fn by_sheets(workbook: &Workbook) -> Option<&'static str> {
    let names: Vec<Vec<String>> = workbook.sheets.iter().filter_map(|s| s.name.as_deref()).map(text::words).collect();
    let has = |wanted: &str| names.iter().any(|name| name.join(" ") == wanted);
    if has("itc available") || has("itc not available") || has("read me") && has("b 2 b cdnr") {
        return Some("GSTR-2B");
    }
    if workbook.sheets.iter().any(is_about) {
        return Some(OWN);
    }
    (has("b 2 b dn") && has("b 2 b cn")).then_some("the official IMS workbook")
}

const OWN: &str = "a workbook of this program";

/// Whether a sheet is the first one of a workbook that this program wrote: it says so.
fn is_about(sheet: &Sheet) -> bool {
    let says = |row: crate::cells::Row<'_>| row.cells().any(|cell| cell.text.contains(" by IMS Desk "));
    sheet.name.as_deref() == Some("About") && sheet.iter().take(ABOUT_LINES).any(says)
}

/// It says so within this many lines: there is one for each portal file before.
const ABOUT_LINES: usize = 2_000;

/// What a sheet is by its headings, where it is a statement: its name.
pub(super) fn by_headings(headings: &[Heading]) -> Option<&'static str> {
    let texts: Vec<Vec<&str>> = headings.iter().map(|h| h.words.iter().map(String::as_str).collect()).collect();
    let any = |wanted: &[&str]| texts.iter().any(|words| words.windows(wanted.len()).any(|part| part == wanted));
    let whole = |wanted: &[&str]| texts.iter().any(|words| words == wanted);
    let ims = headings.iter().any(|h| h.words.iter().any(|word| word == "ims") && !heads::is_of_portal(&h.words));
    if ims || any(&["action", "taken"]) || any(&["source", "filing", "status"]) {
        return Some("the IMS list");
    }
    if any(&["gstr", "5", "filing", "date"]) || any(&["gstr", "2", "b", "period"]) || any(&["itc", "availability"]) {
        return Some("GSTR-2B");
    }
    if any(&["gstr", "5", "filing", "status"]) || any(&["gstr", "3", "b", "filing", "status"]) {
        return Some("GSTR-2A");
    }
    // Sheets of a workbook of this program, by themselves.
    if (whole(&["pending", "blocked"]) && whole(&["remarks", "blocked"])) || whole(&["number", "again"]) {
        return Some(OWN);
    }
    // A decisions table and a list of this program.
    let own = whole(&["action"]) && (whole(&["section"]) || whole(&["return", "period"]));
    own.then_some("a table of this program")
}

/// The same of texts.
pub(super) fn by_texts(headings: &[String]) -> Option<&'static str> {
    let heading = |shown: &String| Heading { words: text::words(shown), ..Heading::default() };
    by_headings(&headings.iter().map(heading).collect::<Vec<_>>())
}

/// What is said of a statement.
pub(super) fn words(name: &str) -> String {
    format!(
        "This is what the portal says ({name}), not your books. Matched with the portal, everything would agree. Import an export from your books."
    )
}

/// Whether a sheet without a heading is Tally's detailed register: columns Debit and Credit, and particulars that name taxes.
pub(super) fn is_detailed_register(sheet: &Sheet) -> bool {
    let (mut sides, mut particulars, mut taxes) = (false, None, false);
    for row in sheet.iter().take(400) {
        for cell in row.cells().take(60) {
            if cell.kind != Kind::Text {
                continue;
            }
            let words = text::words(beginning(&cell.text, 100));
            match words.join(" ").as_str() {
                "particulars" => particulars = particulars.or(Some(cell.column)),
                "debit" | "debit amount" | "credit" | "credit amount" => sides = true,
                _ => {}
            }
            // Names of ledgers are under the particulars, or one to the right of them.
            let below = particulars.is_some_and(|column| cell.column == column || cell.column == column + 1);
            taxes |= below && heads::head(&words).is_some();
        }
    }
    sides && particulars.is_some() && taxes
}

/// What is said of it.
pub(super) const DETAILED: &str = "This is Tally's detailed register. In Tally press F8 (older: F5) for the columnar register, switch on supplier's invoice number, date and GSTIN, and export again.";
