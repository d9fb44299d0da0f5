//! The portal's GSTR-2B outlives a restart: it is read again from the copies of its files; taken away, taken back and done again
//! after one; and where a copy is missing the page says which file to open again.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use ims_desk::book::{Action, Section};
use ims_desk::disk;
use ims_desk::edit::{Change, Command};
use ims_desk::portal::{Input, gstr_2b};
use ims_desk::session::credit::statement::FoundGstr2b;
use ims_desk::session::files::opening::Judged;
use ims_desk::session::result_line::ResultLine;
use ims_desk::session::{Place, Session};
use ims_desk::store::Home;
use ims_desk::store::copies::{self, Original};
use ims_desk::values::Day;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;
use proptest::prelude::*;

use crate::common::disk::{Fault, FaultyDisk};
use crate::common::gstr_2b::{Document, statement};
use crate::common::{Folder, Record, download, invoice, read};
use crate::sessions::{home, pulled_at_every_call, settle};

fn records() -> [Record; 3] {
    ["1", "2", "3"].map(|number| invoice(number).with("rtnprd", "102026").with("idt", "10-10-2026"))
}

/// Opens the book, as the window does.
fn open(home: &Home) -> Session {
    let mut session = opened(home);
    settle(&mut session);
    session
}

fn opened(home: &Home) -> Session {
    let book = read(&download(&[("b2b", &records())]));
    let (wake, progress) = (Wake::default(), Progress::default());
    let day = Day::parse("16-11-2026").unwrap();
    let judged = Judged::as_of(day, book, &BTreeMap::new(), Ok(home.clone()), &wake, &progress);
    Session::new(judged, &wake)
}

/// The text of a GSTR-2B with this many of the records.
fn text(records_in_it: usize) -> String {
    let documents: Vec<Document> =
        records().iter().take(records_in_it).map(|record| Document::of("b2b", record)).collect();
    statement(&documents).to_string()
}

fn found(files: &[(&str, String)]) -> FoundGstr2b {
    let input = |(name, text): &(&str, String)| Input {
        name: (*name).into(),
        path: Some(PathBuf::from(name)),
        bytes: text.clone().into_bytes(),
    };
    let statement = gstr_2b::read(files.iter().map(input).collect(), &Progress::default()).unwrap();
    let original = |(name, text): &(&str, String)| Original {
        name: (*name).into(),
        hash: disk::hash::of(text.as_bytes()).unwrap(),
        bytes: Arc::new(text.clone().into_bytes()),
    };
    FoundGstr2b { statement: Arc::new(statement), originals: files.iter().map(original).collect() }
}

fn keep(session: &mut Session, name: &str, records_in_it: usize) {
    session.keep_gstr_2b(found(&[(name, text(records_in_it))]), true);
    settle(session);
}

/// How many records came out as decided; none without a GSTR-2B that was read.
fn as_decided(session: &mut Session) -> Option<u64> {
    session.show_place(Place::Credit);
    settle(session);
    session.compared_with_gstr_2b().map(|compared| compared.tie.as_decided())
}

/// The file of the GSTR-2B that the book keeps.
fn kept(session: &Session) -> Option<String> {
    session.book().gstr_2b().map(|kept| kept.files[0].name.clone())
}

/// That file, and how many records came out as decided.
fn shown(session: &mut Session) -> Option<(String, u64)> {
    let (kept, decided) = (kept(session), as_decided(session));
    assert_eq!(kept.is_some(), decided.is_some(), "{:?}", session.gstr_2b_not_here());
    kept.zip(decided)
}

fn of(name: &str, as_decided: u64) -> Option<(String, u64)> {
    Some((name.to_owned(), as_decided))
}

fn copy_of(session: &Session) -> PathBuf {
    let (_, folder) = session.keeping().folder().unwrap();
    copies::path(folder, &session.book().gstr_2b().unwrap().files[0].hash)
}

fn restarted(mut session: Session, home: &Home) -> Session {
    session.put_down();
    drop(session);
    open(home)
}

fn said(session: &Session) -> &str {
    session.result().map_or("", |line| line.text.as_str())
}

#[test]
fn it_is_there_after_a_restart_and_compared_without_opening_the_page() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut first = open(&home);
    keep(&mut first, "2b.json", 2);
    assert_eq!(as_decided(&mut first), Some(2));
    assert!(copy_of(&first).is_file());
    let mut again = restarted(first, &home);
    let said = again.said_by_gstr_2b(Section::B2b, 2).expect("the details say it at once");
    assert_eq!(said.words, "Not in GSTR-2B (October 2026).");
    assert_eq!(as_decided(&mut again), Some(2));
    assert_eq!(again.gstr_2b_not_here(), None);
}

#[test]
fn it_is_taken_away_taken_back_and_done_again_after_restarts() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut session = open(&home);
    keep(&mut session, "2b.json", 2);
    session.remove_gstr_2b();
    settle(&mut session);
    assert_eq!(shown(&mut session), None);
    let mut session = restarted(session, &home);
    assert_eq!(shown(&mut session), None);
    session.undo();
    assert_eq!(shown(&mut session), of("2b.json", 2));
    session.undo();
    assert_eq!(shown(&mut session), None);
    let mut session = restarted(session, &home);
    session.redo();
    assert_eq!(shown(&mut session), of("2b.json", 2));
    session.redo();
    assert_eq!(shown(&mut session), None);
}

#[test]
fn the_one_before_comes_back_by_undo_even_after_a_restart() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut session = open(&home);
    keep(&mut session, "draft.json", 1);
    keep(&mut session, "final.json", 3);
    assert_eq!(shown(&mut session), of("final.json", 3));
    let mut session = restarted(session, &home);
    session.undo();
    assert_eq!(shown(&mut session), of("draft.json", 1));
    session.redo();
    assert_eq!(shown(&mut session), of("final.json", 3));
}

#[test]
fn a_missing_or_damaged_copy_is_named_and_the_file_brings_it_back_from_wherever_it_is_opened() {
    for damage in [false, true] {
        let folder = Folder::new();
        let home = home(&folder.path("data"));
        let mut first = open(&home);
        keep(&mut first, "E:/2b.json", 2);
        let copy = copy_of(&first);
        let steps = first.log().in_force();
        first.put_down();
        drop(first);
        match damage {
            true => std::fs::write(&copy, "damaged").unwrap(),
            false => std::fs::remove_file(&copy).unwrap(),
        }
        let mut again = open(&home);
        let why = again.gstr_2b_not_here().expect("it says why").to_owned();
        assert!(why.starts_with("2b.json: ") && why.contains(if damage { "damaged" } else { "no copy" }), "{why}");
        assert_eq!(as_decided(&mut again), None);
        // The same file under another name is no other GSTR-2B, and no step.
        keep(&mut again, "F:/downloads/renamed.json", 2);
        assert_eq!(said(&again), "GSTR-2B of October 2026 is here again.");
        assert_eq!((again.log().in_force(), as_decided(&mut again)), (steps, Some(2)));
        assert_eq!(again.gstr_2b_not_here(), None);
        keep(&mut again, "F:/downloads/renamed.json", 2);
        assert_eq!(said(&again), "This GSTR-2B is beside these records already.");
        // A copy of it is kept again.
        assert_eq!(as_decided(&mut restarted(again, &home)), Some(2));
    }
}

#[test]
fn of_two_files_both_are_kept_and_the_one_that_is_missing_is_named() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut session = open(&home);
    let other = statement(&[Document::of("b2b", &records()[2])]).to_string();
    let files = [("2b_1.json", text(2)), ("2b_2.json", other)];
    session.keep_gstr_2b(found(&files), true);
    settle(&mut session);
    let mut session = restarted(session, &home);
    assert_eq!(as_decided(&mut session), Some(3));
    let steps = session.log().in_force();
    // In another order they are the same.
    let [first, second] = files;
    session.keep_gstr_2b(found(&[second, first]), true);
    settle(&mut session);
    assert_eq!((session.log().in_force(), as_decided(&mut session)), (steps, Some(3)));
    let (_, place) = session.keeping().folder().unwrap();
    let second = copies::path(place, &session.book().gstr_2b().unwrap().files[1].hash);
    session.put_down();
    drop(session);
    std::fs::remove_file(second).unwrap();
    let session = open(&home);
    assert!(session.gstr_2b_not_here().unwrap().starts_with("2b_2.json: no copy"));
}

#[test]
fn without_copies_the_file_is_asked_for_after_a_restart() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut session = open(&home);
    session.keep_gstr_2b(found(&[("2b.json", text(2))]), false);
    settle(&mut session);
    assert!(!copy_of(&session).exists());
    let session = restarted(session, &home);
    assert!(session.gstr_2b_not_here().unwrap().contains("no copy of this file was kept"));
}

#[test]
fn its_copy_goes_along_to_another_data_folder() {
    let folder = Folder::new();
    let (old, new) = (home(&folder.path("old")), home(&folder.path("new")));
    let mut session = open(&old);
    keep(&mut session, "2b.json", 2);
    session.keep_in(new.clone(), &Wake::default()).unwrap();
    settle(&mut session);
    session.put_down();
    drop(session);
    std::fs::remove_dir_all(folder.path("old")).unwrap();
    assert_eq!(as_decided(&mut open(&new)), Some(2));
}

#[test]
fn a_copy_that_cannot_be_written_is_said_and_costs_nothing() {
    let disk = FaultyDisk::new();
    let home = Home { disk: Arc::new(disk.clone()), folder: "stick".into() };
    let mut session = open(&home);
    (0..400).for_each(|call| disk.fail(call, Fault::Full));
    keep(&mut session, "2b.json", 2);
    assert!(said(&session).contains("No copy of 2b.json could be kept: the disk is full."), "{}", said(&session));
    assert_eq!(as_decided(&mut session), Some(2));
}

#[test]
fn what_is_still_to_be_copied_is_copied_before_the_program_ends() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut session = open(&home);
    // The first takes long, and the second waits for it.
    let long = text(1) + &" ".repeat(16_000_000);
    session.keep_gstr_2b(found(&[("long.json", long)]), true);
    session.keep_gstr_2b(found(&[("2b.json", text(2))]), true);
    let mut again = restarted(session, &home);
    assert_eq!(shown(&mut again), of("2b.json", 2));
    again.undo();
    assert_eq!(shown(&mut again), of("long.json", 1));
}

#[test]
fn one_that_is_taken_back_while_its_copy_is_on_its_way_is_read_once_that_is_there() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut session = open(&home);
    let long = text(1) + &" ".repeat(16_000_000);
    session.keep_gstr_2b(found(&[("long.json", long)]), true);
    session.keep_gstr_2b(found(&[("2b.json", text(2))]), true);
    session.undo();
    assert_eq!(shown(&mut session), of("long.json", 1));
    assert_eq!(session.gstr_2b_not_here(), None);
}

/// Keeps one, takes it away and takes that back; whether all of it was saved.
fn work(disk: &FaultyDisk, home: &Home) -> bool {
    let Ok(mut session) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| opened(home))) else {
        panic!("a fault is no reason to break");
    };
    settle(&mut session);
    if session.keeping().folder().is_none() {
        return false;
    }
    keep(&mut session, "2b.json", 2);
    session.remove_gstr_2b();
    session.undo();
    settle(&mut session);
    let copied = !said(&session).contains("No copy of") && disk.get(copy_of(&session)).is_some();
    let saved = session.keeping().flush() == ims_desk::store::journal::Kept::Saved;
    saved && copied
}

#[test]
fn a_stick_that_is_pulled_at_any_call_loses_nothing_that_was_saved_and_the_rest_is_asked_for() {
    let mut whole = 0;
    let (calls, met) = pulled_at_every_call(work, |home, saved, at| {
        let mut again = open(home);
        let (kept, decided) = (kept(&again), as_decided(&mut again));
        let what = format!("{at}: {kept:?} {decided:?}");
        if saved {
            assert_eq!((kept.as_deref(), decided), (Some("2b.json"), Some(2)), "{what}");
            whole += 1;
        } else if kept.is_some() {
            // It is compared, or the program says why it cannot be.
            assert_eq!(decided.is_none(), again.gstr_2b_not_here().is_some(), "{what}");
        }
        // Opened again it is there, and stays.
        keep(&mut again, "2b.json", 2);
        assert_eq!(as_decided(&mut again), Some(2), "{what}");
        if again.keeping().folder().is_some() {
            assert_eq!(as_decided(&mut restarted(again, home)), Some(2), "{what}");
        }
    });
    assert!(met > calls && whole > 0, "{met} faults, {whole} whole in {calls} calls");
}

/// What is done in a random session.
#[derive(Clone, Copy, Debug)]
enum Doing {
    /// Keep one of the files.
    Keep(usize),
    /// Take it away.
    Remove,
    /// Decide a record.
    Decide(u32),
    Undo,
    Redo,
    /// Close the program and start it again.
    Restart,
}

/// Which file is kept, and which records are rejected.
type Plain = (Option<usize>, [bool; 3]);

fn doings() -> impl Strategy<Value = Vec<Doing>> {
    let one = prop_oneof![
        3 => (0usize..3).prop_map(Doing::Keep),
        1 => Just(Doing::Remove),
        1 => (0u32..3).prop_map(Doing::Decide),
        3 => Just(Doing::Undo),
        2 => Just(Doing::Redo),
        1 => Just(Doing::Restart),
    ];
    prop::collection::vec(one, 1..16)
}

const FILES: [&str; 3] = ["0.json", "1.json", "2.json"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_is_kept_taken_away_decided_and_taken_back_is_as_a_plain_list_says(doings in doings()) {
        let folder = Folder::new();
        let home = home(&folder.path("data"));
        let mut session = open(&home);
        let (mut states, mut at): (Vec<Plain>, usize) = (vec![(None, [false; 3])], 0);
        for doing in doings {
            let mut next = states[at];
            match doing {
                Doing::Keep(which) => {
                    keep(&mut session, FILES[which], which);
                    next.0 = Some(which);
                }
                Doing::Remove => { session.remove_gstr_2b(); next.0 = None; }
                Doing::Decide(row) => {
                    let command = Command::decide(Section::B2b, [row].into_iter().collect(), Change::action(Action::Reject));
                    session.apply_and_say(command, ResultLine::default());
                    next.1[row as usize] = true;
                }
                Doing::Undo => { session.undo(); at = at.saturating_sub(1); }
                Doing::Redo => { session.redo(); at = (at + 1).min(states.len() - 1); }
                Doing::Restart => session = restarted(session, &home),
            }
            let step = match doing {
                Doing::Decide(_) => true,
                // What is so already is no step.
                Doing::Keep(_) | Doing::Remove => next != states[at],
                _ => false,
            };
            if step {
                states.truncate(at + 1);
                states.push(next);
                at += 1;
            }
            settle(&mut session);
            let (which, rejected) = states[at];
            prop_assert_eq!(kept(&session), which.map(|which| FILES[which].to_owned()));
            // The first `which` records are in it: these are as decided unless rejected, the others if they are.
            let decided = |which: usize| (0..3).filter(|&row| (row < which) != rejected[row]).count() as u64;
            prop_assert_eq!(as_decided(&mut session), which.map(decided));
        }
    }
}
