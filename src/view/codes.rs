//! Columns whose texts repeat, as small numbers: what is asked of a text is asked once and looked up row by row.

use crate::book::columns::TextColumn;
use crate::book::{Action, AnswerId, Book, DocumentKind, Field, Filing, Flag, Form, Records, Section, TextId, Trait};

/// A column whose texts repeat: rows of one code show the same text. Rows whose value is outside our lists have none.
pub(super) struct Codes<'a> {
    records: &'a Records,
    column: Column<'a>,
    /// Codes are below this.
    pub(super) count: usize,
}

/// The codes as they stand in the book.
enum Column<'a> {
    Ids(&'a [u32]),
    Texts(&'a [TextId]),
    Answers(&'a [AnswerId]),
    Actions(&'a [Action]),
    Kinds(&'a [DocumentKind]),
    Places(&'a [u8]),
    Forms(&'a [Form]),
    Filings(&'a [Filing]),
    Flags(&'a [Flag]),
    Matched(&'a Book, Section, Field),
    One,
}

impl<'a> Codes<'a> {
    pub(super) fn of(book: &'a Book, section: Section, field: Field) -> Codes<'a> {
        const SMALL: usize = u8::MAX as usize + 1;
        let sheet = book.sheet(section);
        let records = sheet.records();
        let ids = |column: &'a TextColumn| (Column::Ids(column.ids()), column.texts().len());
        let (column, count) = match field {
            Field::Supplier => ids(&records.suppliers),
            Field::Name => ids(&records.names),
            Field::Period => ids(&records.periods),
            // The imported action may have an odd text which the same action has not once it was chosen.
            Field::Action => (Column::Actions(sheet.actions()), SMALL),
            Field::Kind => (Column::Kinds(&records.kinds), SMALL),
            Field::Place => (Column::Places(&records.places), SMALL),
            Field::Form => (Column::Forms(&records.forms), SMALL),
            Field::Filing => (Column::Filings(&records.filings), SMALL),
            Field::PendingBlocked => (Column::Flags(&records.pending_flags), SMALL),
            Field::RemarksBlocked => (Column::Flags(&records.remarks_flags), SMALL),
            Field::ItcBlocked => (Column::Flags(&records.itc_flags), SMALL),
            Field::Answer => (Column::Answers(sheet.answers()), book.answers().len()),
            Field::Remarks => (Column::Texts(sheet.remarks()), book.texts().len()),
            Field::Note => (Column::Texts(sheet.notes()), book.texts().len()),
            field if field.is_matched() => (Column::Matched(book, section, field), super::matched::codes(book, field)),
            _ => (Column::One, 1),
        };
        Codes { records, column, count }
    }

    /// The code of a row.
    pub(super) fn of_row(&self, row: u32) -> Option<usize> {
        let traits = self.records.traits[row as usize];
        match self.column {
            Column::Matched(book, section, field) => super::matched::code(book, section, row, field),
            _ if traits.has(Trait::Odd) || traits.has(Trait::ReadOnly) => None,
            _ => Some(self.at(row)),
        }
    }

    /// The code that is in the column, whatever the row shows.
    fn at(&self, row: u32) -> usize {
        let i = row as usize;
        match self.column {
            Column::Ids(column) => column[i] as usize,
            Column::Texts(column) => column[i].place() as usize,
            Column::Answers(column) => column[i].place() as usize,
            Column::Actions(column) => column[i] as usize,
            Column::Kinds(column) => column[i] as usize,
            Column::Places(column) => column[i] as usize,
            Column::Forms(column) => column[i] as usize,
            Column::Filings(column) => column[i] as usize,
            Column::Flags(column) => column[i] as usize,
            Column::Matched(..) | Column::One => 0,
        }
    }
}
