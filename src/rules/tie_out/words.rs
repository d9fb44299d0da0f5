//! What came of a comparison with GSTR-2B, in words.

use super::{TieOut, TieResult};
use crate::book::{Gstr2b, Gstr2bDocument};
use crate::values::{Day, grouped, plural};

/// What it came to, in one sentence.
pub fn sentence(file: &Gstr2b, period: &str, tie: &TieOut) -> String {
    let drawn_up = match file.drawn_up {
        Day::NONE => String::new(),
        day => format!(", drawn up on {day}"),
    };
    let of = |result: TieResult| tie.results[result as usize].records;
    let parts = [
        (of(TieResult::WaitsForGstr1), "waits for GSTR-1", "wait for GSTR-1"),
        (of(TieResult::NotUploaded), "not uploaded yet", "not uploaded yet"),
        (tie.to_look_into(), "to look into", "to look into"),
    ];
    let parts = parts.into_iter().filter(|(n, ..)| *n > 0);
    let mut parts: Vec<String> =
        parts.map(|(n, one, many)| format!("{} {}", grouped(n), plural(n, one, many))).collect();
    if tie.to_look_into() == 0 {
        parts.push("nothing to look into".to_owned());
    }
    let look = parts.join(", ");
    let (decided, records) = (grouped(tie.as_decided()), grouped(tie.records()));
    format!("GSTR-2B of {period}{drawn_up}: {decided} of {records} as decided; {look}.")
}

/// Which document it is: `Kelphora Traders 27AAAAA0000A1Z2, GST-54 of 07-10-2026`.
pub fn which_document(document: &Gstr2bDocument) -> String {
    let supplier = format!("{} {}", document.name, document.supplier);
    let of_day = if document.day == Day::NONE { String::new() } else { format!(" of {}", document.day) };
    format!("{}, {}{of_day}", supplier.trim(), document.number)
}
