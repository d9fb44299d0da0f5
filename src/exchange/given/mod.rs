//! The workbook to decide in, and back. What may be changed is white: status, remarks, the answer to "ITC to be reduced?"
//! with its heads, and the note if it is given out. All else is grey. Nothing is locked, as locked cells cannot be sorted: so
//! each row names its record by a hidden mark, and says beside the white cells what was in them when it was given out.
//!
//! A row counts only where all that is grey is as the book has it. It decides what differs from what was given out, and only
//! where the book still says that: what was decided here in the meantime is handed back, to be picked. A row as it was given
//! out asks for nothing, whatever became of its record.

mod apart;
mod back;
mod grey;
mod layout;
mod mark;
mod out;
mod white;

pub use back::{Against, Differing, Returned, read};
pub use layout::{is_given, recipient};
pub use out::write;
pub use white::White;
