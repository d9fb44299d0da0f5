//! Records that are booked under another registration of the recipient.

use crate::book::{Book, Section};
use crate::matching::agree::class::Class;
use crate::matching::agree::fields::Tolerances;
use crate::matching::context::{Context, Flag};
use crate::matching::document::{self, Document};
use crate::matching::sides::Suppliers;
use crate::matching::steps::candidates;
use crate::matching::steps::group::Group;

/// Marks the open records of a group that would be well matched with an entry of another registration. `rows` are entries of this
/// group's suppliers.
pub fn mark(c: &Context, group: &mut Group<'_>, rows: &[u32]) {
    if rows.is_empty() {
        return;
    }
    let documents: Vec<Document> = rows.iter().map(|&row| document_of(c.book, &c.suppliers, row)).collect();
    let open = (0..group.r.len() as u32).filter(|&place| !group.r[place as usize].is_matched());
    let keys = |document: &Document, keys: &mut Vec<u64>| document.number_keys(keys);
    let mine = candidates::keyed(c, &group.records, open, keys);
    let theirs = candidates::keyed(c, &documents, 0..documents.len() as u32, keys);
    for (step, (record, entry)) in
        candidates::pairs(c, &group.records, &documents, &mine, &theirs).into_iter().enumerate()
    {
        if c.stopped_at(step) {
            return;
        }
        let of = &group.records[record as usize];
        if document::compare(&c.suppliers, of, &documents[entry as usize], &c.tolerances).class <= Class::Date {
            group.r[record as usize].flags.add(Flag::BookedElsewhere);
        }
    }
}

fn document_of(book: &Book, suppliers: &Suppliers, row: u32) -> Document {
    let elsewhere = book.register().elsewhere();
    Document::entry_of(elsewhere, suppliers.of_elsewhere(elsewhere, row), row)
}

/// Where a record is booked elsewhere: "Booked in your 29… register, line 88".
pub fn in_words(book: &Book, suppliers: &Suppliers, section: Section, row: u32) -> Option<String> {
    let elsewhere = book.register().elsewhere();
    let record = Document::record(book, suppliers, 0, section, row);
    let tolerances = Tolerances::of(book.match_settings());
    let mine = |&entry: &u32| suppliers.of_elsewhere(elsewhere, entry) == record.supplier;
    let booked = (0..elsewhere.len()).filter(mine).find(|&entry| {
        let entry = document_of(book, suppliers, entry);
        document::compare(suppliers, &record, &entry, &tolerances).class <= Class::Date
    })?;
    let (own, line) = (elsewhere.own(booked), elsewhere.first_line(booked));
    Some(format!("Booked in your {own} register, line {line}: the supplier used another GSTIN of yours?"))
}
