//! Records that are booked under another registration of the recipient, or whose line was left out of the register.

use crate::book::{Book, Section};
use crate::matching::agree::class::Class;
use crate::matching::agree::fields::{DateLevel, SupplierLevel, Tolerances};
use crate::matching::context::{Context, Flag};
use crate::matching::document::{self, Compared, Document};
use crate::matching::sides::Suppliers;
use crate::matching::steps::candidates;
use crate::matching::steps::group::Group;

/// Marks the open records of a group that would be well matched with an entry of another registration, and those whose number has
/// a line that was left out. `rows` are such entries of this group's suppliers.
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
        let (of, booked) = (&group.records[record as usize], &documents[entry as usize]);
        let compared = document::compare(&c.suppliers, of, booked, &c.tolerances);
        let flags = &mut group.r[record as usize].flags;
        if c.book.register().elsewhere().is_line_left_out(booked.id) {
            flags.set(Flag::LineLeftOut, is_of_line(&compared));
        } else {
            flags.set(Flag::BookedElsewhere, compared.class <= Class::Date);
        }
    }
}

/// Whether a line that was left out may be of a record: their numbers agree, and a year does not keep them apart.
fn is_of_line(compared: &Compared) -> bool {
    let a = &compared.agreement;
    a.supplier != SupplierLevel::Other && (a.number.agrees() || a.number.is_near()) && a.date <= DateLevel::Year
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
    let mine = |&entry: &u32| {
        !elsewhere.is_line_left_out(entry) && suppliers.of_elsewhere(elsewhere, entry) == record.supplier
    };
    let booked = (0..elsewhere.len()).filter(mine).find(|&entry| {
        let entry = document_of(book, suppliers, entry);
        document::compare(suppliers, &record, &entry, &tolerances).class <= Class::Date
    })?;
    let (own, line) = (elsewhere.own(booked), elsewhere.first_line(booked));
    Some(format!("Booked in your {own} register, line {line}: the supplier used another GSTIN of yours?"))
}

/// The line that was left out and has the number of a record: "Line 2 of a.csv has its number and was left out: cancelled".
pub fn left_out_in_words(book: &Book, suppliers: &Suppliers, section: Section, row: u32) -> Option<String> {
    let (register, elsewhere) = (book.register(), book.register().elsewhere());
    let record = Document::record(book, suppliers, 0, section, row);
    let tolerances = Tolerances::of(book.match_settings());
    let group = suppliers.group(record.supplier);
    let mine = |&line: &u32| {
        elsewhere.is_line_left_out(line) && suppliers.group(suppliers.of_elsewhere(elsewhere, line)) == group
    };
    let line = (0..elsewhere.len()).filter(mine).find(|&line| {
        let line = document_of(book, suppliers, line);
        is_of_line(&document::compare(suppliers, &record, &line, &tolerances))
    })?;
    let file = register.parts().get(register.part_of_elsewhere(line)).map_or_else(String::new, |part| part.name());
    let (number, why) = (elsewhere.first_line(line), elsewhere.name(line));
    Some(format!("Line {number} of {file} has this number and was left out: {why}"))
}
