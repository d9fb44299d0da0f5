//! The workbook to decide in, and back. What may be changed is white: status, remarks, the answer to "ITC to be reduced?"
//! with its heads, and the note if it is given out. All else is grey. Nothing is locked, as locked cells cannot be sorted: so
//! each row names its record by a hidden mark, and says beside the white cells what was in them when it was given out.
//!
//! A row counts only where all that is grey is as the book has it. It decides what differs from what was given out, and only
//! where the book still says that: what was decided here in the meantime is handed back, to be picked.

mod apart;
mod back;
mod mark;
mod out;
mod white;

pub use back::{Against, Differing, Returned, is_given, read, recipient};
pub use out::write;
pub use white::White;
