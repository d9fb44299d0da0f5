//! Purchase registers: the cells of a workbook become entries of a book. Headings and layouts are known here alone. One
//! function, [`read`], says all that is known of a workbook; nothing is asked and nothing is kept here. `README.md` says what
//! is true of registers.

mod covers;
mod headings;
mod layout;
mod lines;
mod part;
mod questions;
mod read;
mod sheets;
mod statement;
mod unread;
mod written;

pub use headings::fields::RegisterField;
pub use layout::{Choices, RegisterLayout, SetField, SetNotes};
pub use lines::documents::{NoteWords, NotesBy};
pub use lines::left_out::LineLeftOut;
pub use part::{RegisterFile, again};
pub use questions::RegisterQuestion;
pub use read::{Ask, ColumnReading, RegisterReading, SheetReading, TotalLine, read};
pub use unread::Unread;

#[cfg(test)]
mod tests;
