//! A newer download on a book that was decided on. What is as it was keeps its decision, what is gone keeps it too, what the
//! portal changed takes none over that was made on something else; the same download once more changes nothing; undo gives the
//! book back and redo the merge; and the journal brings all of it back.

#![cfg_attr(fuzzing, no_main)]

use std::collections::BTreeMap;
use std::sync::Arc;

use arbitrary::Arbitrary;
use ims_desk::book::{Book, Section};
use ims_desk::edit::merge::set_aside;
use ims_desk::edit::{Command, Log};
use ims_desk::store::journal::{Contents, Head, begin, resume_with};
use ims_desk_fuzz::book::{download, in_words, rows, standing};
use ims_desk_fuzz::disk::FaultyDisk;
use ims_desk_fuzz::journal::folder;
use ims_desk_fuzz::made::{Download, Record, Step};

/// A download, what is done to it, and a newer one: records of the first, some of them changed, and others.
#[derive(Arbitrary, Debug)]
struct Work {
    after: Vec<Step>,
    steps: Vec<Step>,
    kept: Vec<(u8, Option<Change>)>,
    new: Download,
    first: Download,
}

/// What the portal changed of a record.
#[derive(Arbitrary, Debug)]
struct Change(u8, Record);

impl Work {
    /// The newer download.
    fn later(&self) -> String {
        let mut later = self.new.clone();
        for (place, change) in &self.kept {
            let Some(record) = self.first.records.get(*place as usize % self.first.records.len().max(1)) else { break };
            let record = change.as_ref().map_or(record.clone(), |Change(part, other)| record.with(*part, other));
            later.records.push(record);
        }
        later.text(false)
    }
}

ims_desk_fuzz::law!(|work: Work| {
    let (first, later) = (work.first.text(false), Arc::new(download(&work.later())));
    let mut book = download(&first);
    let mut log = Log::default();
    for step in &work.steps {
        step.carry_out(&mut book, &mut log);
    }
    let before = book.clone();
    log.apply(&mut book, Command::merge(later.clone(), Vec::new()));
    decisions_hold(&before, &book, &later);
    let merged = standing(&book);

    log.undo(&mut book);
    assert_eq!(standing(&book), standing(&before), "undone");
    log.redo(&mut book);
    assert_eq!(standing(&book), merged, "done again");

    let mut twice = (book.clone(), log.clone());
    twice.1.apply(&mut twice.0, Command::merge(later.clone(), Vec::new()));
    assert_eq!(standing(&twice.0), merged, "the same download once more");

    for step in &work.after {
        step.carry_out(&mut book, &mut log);
    }
    let disk = FaultyDisk::new();
    let head = Head::of(&book);
    begin(&disk, folder(), &head, Contents { book: &book, log: &log, uploads: &[], awaiting: false }).unwrap();
    let mut again = download(&first);
    let found = resume_with(&disk, folder(), &mut again, &head, &[later]).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!((found.dropped, standing(&again)), (None, standing(&book)), "read from the journal");
});

fn decisions_hold(before: &Book, after: &Book, later: &Book) {
    let texts = |book: &Book| {
        let mut texts: BTreeMap<(Section, String), u32> = BTreeMap::new();
        for (section, row) in rows(book) {
            *texts.entry((section, book.portal_text(section, row).to_owned())).or_default() += 1;
        }
        texts
    };
    let (there, coming) = (texts(before), texts(later));
    for (section, row) in rows(before) {
        let sheet = after.sheet(section);
        let decision = |book: &Book, row| in_words(book, book.sheet(section).decision(row));
        let decided = decision(before, row);
        assert_eq!(decision(after, row), decided, "a row keeps its decision, whether it counts or not");
        let record = (section, before.portal_text(section, row).to_owned());
        let alone = there[&record] == 1 && coming.get(&record) == Some(&1);
        let mut now = row;
        while let Some(newer) = sheet.newer(now) {
            now = newer;
        }
        if alone && sheet.in_force(now) && before.sheet(section).last_said(row).is_none() {
            assert_eq!(decision(after, now), decided, "as it was, and decided otherwise: {}", record.1);
        }
        let aside = set_aside(after, section, now).is_some();
        let undecided = before.sheet(section).decision(row).same_saying(before.sheet(section).baseline(row));
        let (old, new) = (before.sheet(section).decision(row), sheet.decision(now));
        let carried = old.action == new.action || undecided || aside || sheet.gone().contains(now);
        assert!(carried, "{decided} is lost on {}", after.portal_text(section, now));
    }
    // What was never decided on is as the portal has it.
    for (section, row) in rows(after) {
        let sheet = after.sheet(section);
        let new = row >= before.sheet(section).rows() && sheet.older(row).is_none();
        assert!(!new || sheet.decision(row) == sheet.baseline(row), "a new record was decided on");
    }
}
