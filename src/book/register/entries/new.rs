//! One entry on its way into the columns.

use crate::book::register::entries::{EntryMarks, EntryType};
use crate::values::{Day, Paise};

/// One entry on its way into the columns.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// The supplier's GSTIN in capitals without spaces; whatever else was in the cell; or nothing.
    pub gstin: &'a str,
    /// The supplier's name.
    pub name: &'a str,
    /// The number as it is in the register.
    pub number: &'a str,
    /// The number as it is compared, where that is not the same text: other digits than 0–9, invisible characters.
    pub compared: Option<&'a str>,
    /// The day of the document, or [`Day::NONE`].
    pub date: Day,
    /// The day on which it was entered, or [`Day::NONE`].
    pub posting: Day,
    /// The type.
    pub kind: EntryType,
    /// The amounts in the order of [`EntrySum::ALL`]; none where not given.
    pub amounts: [Option<Paise>; 7],
    /// What else is known.
    pub marks: EntryMarks,
    /// The number that the books gave it.
    pub voucher: &'a str,
    /// What its eligibility for credit is called.
    pub eligibility: &'a str,
    /// Of a note: the number of the invoice it belongs to.
    pub original_number: &'a str,
    /// Of a note: the day of that invoice, or [`Day::NONE`].
    pub original_date: Day,
    /// The recipient's own GSTIN, where it is not that of the book.
    pub own: &'a str,
    /// Its lines in the sheet; the first is 1.
    pub lines: &'a [u32],
}

impl Default for NewEntry<'_> {
    fn default() -> Self {
        NewEntry {
            gstin: "",
            name: "",
            number: "",
            compared: None,
            date: Day::NONE,
            posting: Day::NONE,
            kind: EntryType::Invoice,
            amounts: [None; 7],
            marks: EntryMarks::default(),
            voucher: "",
            eligibility: "",
            original_number: "",
            original_date: Day::NONE,
            own: "",
            lines: &[],
        }
    }
}
