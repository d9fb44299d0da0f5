//! Credit notes that are accepted and have no answer to "ITC to be reduced?" (rule I1).

use roaring::RoaringBitmap;

use crate::book::{AnswerKind, Book, ItcBlock, Scope, Section};
use crate::session::Session;
use crate::session::matched::answers::BooksAnswers;

/// The credit notes that a change accepts without an answer to "reduce ITC?", by their numbers.
pub struct Unanswered {
    /// Those that get theirs from the books.
    pub by_books: RoaringBitmap,
    /// How many of them get which.
    pub from_books: BooksAnswers,
    /// The others.
    pub others: RoaringBitmap,
    /// Whether these are asked about: several are; one takes the portal's default, unless the books would answer otherwise.
    pub asks: bool,
    /// The books would answer some of them, but their amounts differ: then no answer is proposed.
    pub doubtful: bool,
}

impl Unanswered {
    /// Those of notes that have no answer.
    pub(super) fn of(open: &Session, scope: Scope, missing: RoaringBitmap) -> Unanswered {
        let by_books = open.with_answer_of_books(scope, &missing);
        let from_books = open.answers_of_books(scope, &by_books);
        let others = missing - &by_books;
        let proposed = |number: u32| {
            let (section, row) = scope.record(number);
            open.proposed_answer(section, row).is_some()
        };
        let doubtful = others.iter().any(proposed);
        Unanswered { asks: others.len() > 1 || doubtful, by_books, from_books, others, doubtful }
    }
}

/// Whether a record is a credit note that takes an answer to "ITC to be reduced?" and has none.
pub(in crate::session) fn lacks_answer(book: &Book, section: Section, row: u32) -> bool {
    let sheet = book.sheet(section);
    section.itc_block() == ItcBlock::Required
        && sheet.records().itc_open(section, row)
        && !sheet.records().read_only(row)
        && book.answers().get(sheet.answers()[row as usize]).kind == AnswerKind::None
}

/// Whether these records are of more than one supplier. One answer for all of them is seldom right, so none is proposed.
pub fn of_several_suppliers(book: &Book, scope: Scope, rows: &RoaringBitmap) -> bool {
    // Each sheet has its own ids of suppliers.
    let supplier = |number: u32| {
        let (section, row) = scope.record(number);
        book.sheet(section).records().suppliers.get(row)
    };
    let first = rows.min().map(supplier);
    rows.iter().any(|number| Some(supplier(number)) != first)
}
