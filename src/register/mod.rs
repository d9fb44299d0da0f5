//! Purchase registers: the cells of a workbook become entries of a book. Headings and layouts are known here alone. One
//! function, [`read`], says all that is known of a workbook; nothing is asked and nothing is kept here. `README.md` says what
//! is true of registers.

mod amount;
mod arithmetic;
mod columns;
mod covers;
mod date;
mod days;
mod documents;
mod fields;
mod heading;
mod headings;
mod heads;
mod held;
mod join;
mod kinds;
mod layout;
mod left_out;
mod lines;
mod number;
mod part;
mod questions;
mod read;
mod sample;
mod sheets;
mod statement;
mod text;

pub use documents::{NoteWords, NotesBy};
pub use fields::RegisterField;
pub use layout::{Choices, RegisterLayout, SetField, SetNotes};
pub use left_out::LeftOut;
pub use part::{RegisterFile, again};
pub use questions::RegisterQuestion;
pub use read::{Ask, ColumnReading, RegisterReading, SheetReading, Unread, read};

#[cfg(test)]
mod tests;
