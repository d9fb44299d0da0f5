//! A book that is opened while its folder cannot be written: what is decided is in memory, and is written once that works.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::clients::{TODAY, download, home, open};
use crate::common::disk::{Fault, FaultyDisk};
use crate::common::{RECIPIENT, day};
use ims_desk::book::{Action, Section};
use ims_desk::edit::{Change, Command};
use ims_desk::session::Session;
use ims_desk::session::files::opening::Judged;
use ims_desk::session::keeping::journal::Keeping;
use ims_desk::store::Home;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;

fn decide(open: &mut Session, row: u32, action: Action) {
    let rows = vec![(Section::B2b, [row].into_iter().collect())];
    open.apply_and_say(Command::Decide { rows, change: Change::action(action) }, Default::default());
}

fn opened(home: &Home) -> Session {
    let (wake, book) = (Wake::default(), download(RECIPIENT, "102026", 3));
    let judged = Judged::as_of(day(TODAY), book, &BTreeMap::new(), Ok(home.clone()), &wake, &Progress::default());
    Session::new(judged, &wake)
}

fn actions(open: &Session) -> Vec<Action> {
    open.book().sheet(Section::B2b).actions().to_vec()
}

/// A disk with a book whose journal is cut, so that all of it is to be written again.
fn damaged() -> FaultyDisk {
    let (disk, home) = home();
    let mut book = open(download(RECIPIENT, "102026", 3), &home);
    decide(&mut book, 0, Action::Accept);
    decide(&mut book, 2, Action::Accept);
    book.put_down();
    let is_journal = |path: &&std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with("journal.");
    let journal = disk.paths().iter().rfind(is_journal).unwrap().clone();
    let bytes = disk.get(&journal).unwrap();
    disk.put(&journal, &bytes[..bytes.len() - 10]);
    disk.twin()
}

fn on(disk: &FaultyDisk) -> Home {
    Home { disk: Arc::new(disk.clone()), folder: "stick/ims-desk-data".into() }
}

/// Each disk that is so full at one call that the book which is opened cannot be kept on it.
fn full_at_the_start() -> Vec<(FaultyDisk, Session)> {
    let damaged = damaged();
    let trial = damaged.twin();
    let before = trial.calls();
    drop(opened(&on(&trial)));
    let writes = trial.writes().into_iter().filter_map(|(call, _)| call.checked_sub(before));
    let full = writes.filter_map(|call| {
        let disk = damaged.twin();
        disk.fail(call, Fault::Full);
        let open = opened(&on(&disk));
        matches!(open.keeping(), Keeping::Waiting { .. }).then_some((disk, open))
    });
    let full: Vec<_> = full.collect();
    assert!(!full.is_empty());
    full
}

#[test]
fn what_could_not_be_kept_at_the_start_is_kept_before_the_book_is_left() {
    for (disk, mut open) in full_at_the_start() {
        let before = actions(&open);
        decide(&mut open, 1, Action::Reject);
        assert!(open.unwritten(), "it is in memory");
        assert!(open.may_be_left(), "there is room now, so nothing is asked");
        open.put_down();
        let again = opened(&on(&disk));
        assert_eq!(actions(&again), [before[0], Action::Reject, before[2]]);
    }
}

#[test]
fn what_could_not_be_kept_at_the_start_is_kept_by_itself_once_there_is_room() {
    let (_, mut open) = full_at_the_start().remove(0);
    decide(&mut open, 1, Action::Reject);
    open.rewrite_if_lost();
    assert!(open.unwritten(), "it is not tried at every picture");
    std::thread::sleep(Duration::from_millis(3_100));
    open.rewrite_if_lost();
    assert!(!open.unwritten());
    decide(&mut open, 1, Action::Accept);
    assert!(open.may_be_left());
}

#[test]
fn work_of_another_window_meanwhile_is_not_written_over() {
    let (disk, mut open) = full_at_the_start().remove(0);
    decide(&mut open, 1, Action::Reject);
    let mut other = opened(&on(&disk));
    decide(&mut other, 1, Action::Accept);
    other.put_down();
    assert!(!open.may_be_left(), "the user is asked");
    drop(open);
    assert_eq!(actions(&opened(&on(&disk)))[1], Action::Accept);
}
