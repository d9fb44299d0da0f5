//! The purchase register and links: what commands do to them, what undo takes back, what newer registers and downloads change.

use std::sync::Arc;

use ims_desk::book::{
    Book, Entries, EntrySum, Link, LinkKind, LinkedEntry, LinkedRecord, NewEntry, ReadPart, RegisterPart, Section,
};
use ims_desk::edit::{Change, Command, Log, register_parts};
use ims_desk::store::journal::{Event, Snapshot};
use ims_desk::values::Day;

use crate::common::{download, invoice, read};

const SUPPLIER: &str = crate::common::SUPPLIER;

/// A book of three invoices.
fn book() -> Book {
    book_of(&["A/1", "A/2", "A/3"])
}

fn book_of(numbers: &[&str]) -> Book {
    let records: Vec<_> = numbers.iter().map(|number| invoice(number)).collect();
    read(&download(&[("b2b", &records)]))
}

/// A part with these numbers and taxable values.
fn part(file: &str, entries: &[(&str, i64)]) -> ReadPart {
    let mut list = Entries::default();
    for ((number, taxable), line) in entries.iter().zip(2..) {
        let mut amounts = [None; 7];
        amounts[EntrySum::Taxable as usize] = Some(*taxable);
        let date = Day::parse("14-06-2026").unwrap();
        list.push(&NewEntry { gstin: SUPPLIER, number, date, amounts, lines: &[line], ..NewEntry::default() });
    }
    let part = RegisterPart { file: file.to_owned(), hash: [file.len() as u8; 32], ..RegisterPart::default() };
    ReadPart { part, entries: Arc::new(list), ..ReadPart::default() }
}

fn import(parts: Vec<ReadPart>, replaces: &[u32]) -> Command {
    Command::ImportRegister { parts, replaces: replaces.to_vec() }
}

fn numbers(book: &Book) -> Vec<String> {
    let entries = book.register().entries();
    (0..entries.len()).map(|row| entries.number(row).to_owned()).collect()
}

fn link(book: &Book, rows: &[u32], entries: &[u32]) -> Link {
    let record = |row: &u32| LinkedRecord::of(book, Section::B2b, *row);
    let entry = |row: &u32| LinkedEntry::of(book.register().entries(), *row);
    Link {
        kind: LinkKind::Linked,
        records: rows.iter().map(record).collect(),
        entries: entries.iter().map(entry).collect(),
    }
}

fn decide(book: &mut Book, log: &mut Log, row: u32) {
    let change = Change::action(ims_desk::book::Action::Accept);
    log.apply(book, Command::decide(Section::B2b, [row].into_iter().collect(), change));
}

#[test]
fn parts_are_imported_replaced_removed_and_all_of_it_is_undone() {
    let (mut book, mut log) = (book(), Log::default());
    log.apply(&mut book, import(vec![part("may", &[("A/1", 1)]), part("june", &[("A/2", 2), ("A/3", 3)])], &[]));
    assert_eq!(log.steps()[0].words(), "Imported may, june: 3 vouchers");
    log.apply(&mut book, import(vec![part("may again", &[("A/1", 1), ("A/9", 9)])], &[0]));
    assert_eq!(
        (numbers(&book), book.register().parts().len()),
        (vec!["A/1".into(), "A/9".into(), "A/2".into(), "A/3".to_owned()], 2)
    );
    log.apply(&mut book, Command::RemoveRegister { parts: vec![1, 7] });
    assert_eq!(numbers(&book), ["A/1", "A/9"]);
    for wanted in [&["A/1", "A/9", "A/2", "A/3"][..], &["A/1", "A/2", "A/3"], &[]] {
        log.undo(&mut book).unwrap();
        assert_eq!(numbers(&book), wanted);
    }
    while log.redo(&mut book).is_some() {}
    assert_eq!(numbers(&book), ["A/1", "A/9"]);
}

#[test]
fn whether_the_register_is_complete_is_said_of_all_its_parts_and_taken_back() {
    let (mut book, mut log) = (book(), Log::default());
    let mut may = part("may", &[("A/1", 1)]);
    may.part.complete = Some(true);
    log.apply(&mut book, import(vec![may, part("june", &[("A/2", 2)])], &[]));
    let said = |book: &Book| book.register().parts().iter().map(|part| part.complete == Some(true)).collect::<Vec<_>>();
    log.apply(&mut book, Command::RegisterComplete(true));
    assert!(book.register().is_complete());
    assert_eq!(log.steps()[1].words(), "Said that the purchase register is complete");
    log.undo(&mut book).unwrap();
    assert_eq!(said(&book), [true, false]);
    log.redo(&mut book).unwrap();
    log.apply(&mut book, Command::RemoveRegister { parts: vec![0] });
    log.apply(&mut book, Command::RegisterComplete(false));
    assert_eq!(said(&book), [false]);
    while log.undo(&mut book).is_some() {}
    while log.redo(&mut book).is_some() {}
    assert_eq!(said(&book), [false]);
    log.travel(&mut book, 3, |_, _| {});
    assert_eq!(said(&book), [true]);
}

#[test]
fn links_change_no_decision_and_are_in_the_history_of_their_records() {
    let (mut book, mut log) = (book(), Log::default());
    log.apply(&mut book, import(vec![part("june", &[("A/1", 1), ("X", 2)])], &[]));
    decide(&mut book, &mut log, 1);
    let before: Vec<_> = (0..3).map(|row| book.sheet(Section::B2b).decision(row)).collect();
    let linked = link(&book, &[0, 1], &[1]);
    log.apply(&mut book, Command::Link { links: vec![linked.clone()] });
    assert_eq!(log.steps()[2].words(), "Linked 2 records with 1 voucher");
    let found = book.links().find(&book);
    assert_eq!(
        (found.links[0].records.as_slice(), found.links[0].entries.as_slice()),
        (&[(Section::B2b, 0), (Section::B2b, 1)][..], &[1][..])
    );
    assert_eq!(log.history(Section::B2b, 1).count(), 2);
    let apart = (linked.records[0], linked.entries[0]);
    log.apply(&mut book, Command::Apart { pairs: vec![apart] });
    let found = book.links().find(&book);
    assert_eq!(
        (found.links[0].records.as_slice(), found.aparts.as_slice()),
        (&[(Section::B2b, 1)][..], &[((Section::B2b, 0), 1)][..])
    );
    let rest = book.links().links.clone();
    log.apply(&mut book, Command::Unlink { links: rest, aparts: vec![apart] });
    assert!(book.links().is_empty());
    let after: Vec<_> = (0..3).map(|row| book.sheet(Section::B2b).decision(row)).collect();
    assert_eq!(before, after);
    log.undo(&mut book);
    log.undo(&mut book);
    assert_eq!(book.links().links, [linked]);
}

#[test]
fn a_newer_register_is_compared_by_identity_and_links_stay() {
    let (mut book, mut log) = (book(), Log::default());
    log.apply(&mut book, import(vec![part("june", &[("A/1", 1), ("A/2", 2), ("A/3", 3)])], &[]));
    let links = (0..3).map(|row| link(&book, &[row], &[row])).collect();
    log.apply(&mut book, Command::Link { links });
    decide(&mut book, &mut log, 1);
    let newer = part("june", &[("A/4", 4), ("A/1", 1), ("A/2", 99)]);
    let difference = register_parts::difference(&book, std::slice::from_ref(&newer), &[0]);
    let wanted = register_parts::Difference {
        same: 1,
        changed: 1,
        new: 1,
        gone: 1,
        links_changed: 1,
        links_suspended: 1,
        decided: 1,
    };
    assert_eq!(difference, wanted);
    log.apply(&mut book, import(vec![newer], &[0]));
    let found = book.links().find(&book).links;
    let states: Vec<_> = found.iter().map(|link| (link.suspended, link.entry_changed, link.entries.clone())).collect();
    assert_eq!(states, [(false, false, vec![1]), (false, true, vec![2]), (true, false, vec![])]);
    // It works again when the entry is back.
    log.undo(&mut book);
    assert!(book.links().find(&book).links.iter().all(|link| !link.suspended && !link.entry_changed));
}

#[test]
fn links_follow_their_records_into_a_newer_download() {
    let (mut book, mut log) = (book(), Log::default());
    log.apply(&mut book, import(vec![part("june", &[("A/1", 1), ("A/2", 2), ("A/3", 3)])], &[]));
    let links = (0..3).map(|row| link(&book, &[row], &[row])).collect();
    log.apply(&mut book, Command::Link { links });
    // A/1 has another value now, A/3 is gone.
    let changed = invoice("A/1").with("val", 9999);
    let later = read(&download(&[("b2b", &[changed, invoice("A/2")])]));
    log.apply(&mut book, Command::merge(Arc::new(later), Vec::new()));
    let found = book.links().find(&book).links;
    let states: Vec<_> = found.iter().map(|link| (link.suspended, link.record_changed, link.records.len())).collect();
    assert_eq!(states, [(false, true, 1), (false, false, 1), (true, false, 0)]);
    log.undo(&mut book);
    let states: Vec<_> =
        book.links().find(&book).links.iter().map(|link| (link.suspended, link.record_changed)).collect();
    assert_eq!(states, [(false, false); 3]);
}

#[test]
fn equal_entries_are_kept_apart_by_their_order() {
    let (mut book, mut log) = (book(), Log::default());
    log.apply(&mut book, import(vec![part("june", &[("A/1", 1), ("a/1 ", 2), ("A/1", 3)])], &[]));
    let linked = link(&book, &[0], &[2]);
    log.apply(&mut book, Command::Link { links: vec![linked] });
    assert_eq!(book.links().find(&book).links[0].entries, [2]);
}

#[test]
fn a_journal_tells_all_of_it_and_the_files_are_read_again() {
    let (mut book, mut log) = (book(), Log::default());
    let parts = vec![part("may", &[("A/1", 1)]), part("june", &[("A/2", 2)])];
    log.apply(&mut book, import(parts.clone(), &[]));
    let linked = link(&book, &[1], &[1]);
    log.apply(&mut book, Command::Link { links: vec![linked.clone()] });
    let apart = (linked.records[0], LinkedEntry::of(book.register().entries(), 0));
    log.apply(&mut book, Command::Apart { pairs: vec![apart] });
    log.apply(&mut book, Command::RemoveRegister { parts: vec![0] });
    let aparts = book.links().aparts.clone();
    log.apply(&mut book, Command::Unlink { links: Vec::new(), aparts });
    let events: Vec<String> = log.steps().iter().map(|step| Event::Do(step.command.clone()).to_json(&book)).collect();
    let (mut again, mut other) = (self::book(), Log::default());
    for event in &events {
        let Some(Event::Do(command)) = Event::from_json(event, &mut again) else { panic!("{event}") };
        assert_eq!(Event::Do(command.clone()).to_json(&again), *event);
        other.apply(&mut again, command);
    }
    assert_eq!((again.links().clone(), again.register().parts().len()), (book.links().clone(), 1));
    // Until the file is there its entries are not, and the link waits.
    assert!(again.register().parts()[0].missing && again.links().find(&again).links[0].suspended);
    assert!(!again.register().is_complete());
    assert_eq!(again.fill_register(&parts[1]), 1);
    assert_eq!((numbers(&again), again.links().find(&again).links[0].suspended), (vec!["A/2".to_owned()], false));
    assert_eq!(again.fill_register(&parts[1]), 0);
}

#[test]
fn events_that_speak_of_parts_that_are_not_there_are_none() {
    let mut book = book();
    let import = Event::Do(import(vec![part("may", &[("A/1", 1)])], &[])).to_json(&book);
    for bad in [
        r#"{"remove-register":{"parts":[0]}}"#.to_owned(),
        import.replace(r#""replaces":[]"#, r#""replaces":[0]"#),
        import.replace("0303", "03zz"),
        r#"{"link":["0/0"]}"#.to_owned(),
        r#"{"apart":[""]}"#.to_owned(),
    ] {
        assert_eq!(Event::from_json(&bad, &mut book), None, "{bad}");
    }
    assert!(Event::from_json(&import, &mut book).is_some());
}

#[test]
fn a_snapshot_carries_register_and_links_to_another_book_of_these_records() {
    let (mut book, mut log) = (book(), Log::default());
    let parts = vec![part("june", &[("A/1", 1), ("A/2", 2)])];
    log.apply(&mut book, import(parts.clone(), &[]));
    let linked = link(&book, &[1], &[1]);
    let apart = (LinkedRecord::of(&book, Section::B2b, 0), LinkedEntry::of(book.register().entries(), 0));
    log.apply(&mut book, Command::Link { links: vec![linked] });
    log.apply(&mut book, Command::Apart { pairs: vec![apart] });
    let bytes = Snapshot::of(&book, 1, 3).to_bytes();
    let snapshot = Snapshot::from_bytes(&bytes).unwrap();
    let mut other = book_of(&["A/9", "A/2", "A/1"]);
    for command in snapshot.carry(&mut other).commands {
        command.apply(&mut other);
    }
    other.fill_register(&parts[0]);
    let found = other.links().find(&other);
    assert_eq!(
        (found.links[0].records.as_slice(), found.aparts.as_slice()),
        (&[(Section::B2b, 1)][..], &[((Section::B2b, 2), 0)][..])
    );
    // Carried once more, nothing changes; restored, what came since goes.
    assert!(snapshot.carry(&mut other).commands.is_empty());
    let more = link(&other, &[0], &[0]);
    Command::Link { links: vec![more] }.apply(&mut other);
    for command in snapshot.restore(&mut other).commands {
        command.apply(&mut other);
    }
    assert_eq!((other.links().clone(), numbers(&other).len()), (book.links().clone(), 2));
}

#[test]
fn a_column_that_the_register_lacked_before_changes_no_voucher_and_marks_no_link() {
    let with = |value: Option<i64>, cess: Option<i64>, igst: i64| {
        let mut list = Entries::default();
        for (number, line) in [("A/1", 2), ("A/2", 3)] {
            let mut amounts = [None; 7];
            amounts[EntrySum::Taxable as usize] = Some(1_000_00);
            amounts[EntrySum::Igst as usize] = Some(igst);
            (amounts[EntrySum::Cess as usize], amounts[EntrySum::Value as usize]) = (cess, value);
            list.push(&NewEntry { gstin: SUPPLIER, number, amounts, lines: &[line], ..NewEntry::default() });
        }
        ReadPart { entries: Arc::new(list), ..part("june", &[]) }
    };
    for (after, changed) in [
        (with(Some(1_180_00), None, 180_00), 0),
        (with(Some(1_180_00), Some(0), 180_00), 0),
        (with(Some(1_180_00), None, 90_00), 2),
        (with(None, Some(5_00), 180_00), 2),
    ] {
        let (mut book, mut log) = (book(), Log::default());
        log.apply(&mut book, import(vec![with(None, None, 180_00)], &[]));
        let links = vec![link(&book, &[0], &[0])];
        log.apply(&mut book, Command::Link { links });
        let difference = register_parts::difference(&book, std::slice::from_ref(&after), &[0]);
        assert_eq!((difference.same, difference.changed), (2 - changed, changed));
        log.apply(&mut book, import(vec![after], &[0]));
        // What the import says of links and what the record shows are one.
        let marked = book.links().find(&book).links.iter().filter(|link| link.entry_changed).count();
        assert_eq!((difference.links_changed, marked), (changed / 2, changed / 2));
    }
}
