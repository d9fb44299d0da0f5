//! The mark that the review was looked at since the last change: it is kept with the book and goes with any change.

use std::path::Path;

use ims_desk::book::Action;
use ims_desk::book::Section::B2b;
use ims_desk::disk::RealDisk;
use ims_desk::edit::{Change, Command, Log};
use ims_desk::store::journal::{Event, Head, Keeper, Kept, Resumed, begin, resume};

use crate::common;
use crate::reopened::{decide, sample};

fn open(folder: &Path) -> Resumed {
    let mut book = sample();
    let head = Head::of(&book);
    resume(&RealDisk, folder, &mut book, &head).unwrap()
}

/// Writes these events to the journal of a folder, one after the other.
fn write(folder: &Path, events: &[Event]) {
    let book = sample();
    let head = Head::of(&book);
    let begun = begin(&RealDisk, folder, &head, Resumed::default().contents(&book)).unwrap();
    let keeper = Keeper::start(std::sync::Arc::new(RealDisk), begun.file, begun.bytes, || {}).unwrap();
    events.iter().for_each(|event| keeper.keep(event, &book));
    assert_eq!(keeper.flush(), Kept::Saved);
}

fn accept() -> Event {
    decide(B2b, &[0, 1], Change::action(Action::Accept))
}

#[test]
fn the_mark_survives_a_restart_and_a_journal_that_is_written_again() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[accept(), Event::Reviewed]);
    let mut book = sample();
    let head = Head::of(&book);
    let resumed = resume(&RealDisk, folder.path(), &mut book, &head).unwrap();
    assert!(resumed.log.reviewed());
    begin(&RealDisk, folder.path(), &head, resumed.contents(&book)).unwrap();
    assert!(open(folder.path()).log.reviewed(), "it is in the next file as well");
}

#[test]
fn whatever_changes_the_book_takes_the_mark_away_also_after_a_restart() {
    let changes = [
        vec![accept()],
        vec![Event::InForce(0)],
        vec![Event::InForce(0), Event::InForce(1)],
        vec![Event::Do(Command::Errors { file: "errors.json".into(), reports: Vec::new() })],
        vec![Event::Do(Command::Uploaded { name: "up.json".into(), said: Vec::new() })],
    ];
    for change in changes {
        let folder = tempfile::tempdir().unwrap();
        let events = [vec![accept(), Event::Reviewed], change.clone()].concat();
        write(folder.path(), &events);
        assert!(!open(folder.path()).log.reviewed(), "{change:?}");
        write(folder.path(), &[events, vec![Event::Reviewed]].concat());
        assert!(open(folder.path()).log.reviewed(), "looked at once more after {change:?}");
    }
}

#[test]
fn what_changes_no_record_leaves_the_mark() {
    let folder = tempfile::tempdir().unwrap();
    let uploaded = ims_desk::store::journal::WroteUpload { name: "up.json".into(), ..Default::default() };
    let recipient = Event::Recipient(common::RECIPIENT.into());
    write(folder.path(), &[accept(), Event::Reviewed, recipient, Event::Wrote(uploaded), Event::Answered]);
    assert!(open(folder.path()).log.reviewed());
}

#[test]
fn undo_and_redo_take_the_mark_away_though_the_book_is_as_it_was() {
    let (mut book, mut log) = (sample(), Log::default());
    log.apply(&mut book, Command::decide(B2b, [0].into_iter().collect(), Change::action(Action::Accept)));
    log.mark_reviewed();
    log.undo(&mut book);
    assert!(!log.reviewed());
    log.mark_reviewed();
    log.redo(&mut book);
    assert!(!log.reviewed());
    log.mark_reviewed();
    log.travel(&mut book, 1, |_, _| {});
    assert!(log.reviewed(), "nothing was undone");
}
