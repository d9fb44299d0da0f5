//! Paper: pages of HTML that need nothing else, to be printed or sent. No script, nothing that is fetched; the browser shapes
//! all scripts of India.

mod against;
mod fit;
mod gathered;
mod html;
mod private;
mod summary;
mod sums;
mod supplier;
mod suppliers;
mod working;
mod written;

pub use against::{AgainstRegister, CountedTax};
pub use summary::summary;
pub use supplier::{Missing, ToSupplier, to_suppliers};
pub use working::{PastUpload, Working, working};
pub use written::{WrittenLetters, write_letters, write_page};

use crate::values::Day;

/// What is on every page and not in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letterhead {
    /// The name of the client, where it is known.
    pub client: String,
    /// The day by which is judged.
    pub day: Day,
    /// When it is written, in seconds since 1970.
    pub now: u64,
    /// What came of the decisions in the portal's GSTR-2B, where one is beside them.
    pub gstr_2b: Option<String>,
}
