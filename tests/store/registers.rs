//! The purchase register outlives a restart: its vouchers are read again from the copy of its file; links and decisions stay
//! where that is missing, and the file is asked for by its name.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use ims_desk::book::{Action, LinkedEntry, LinkedRecord, Section};
use ims_desk::edit::{Change, Command};
use ims_desk::session::Session;
use ims_desk::session::files::opening::Judged;
use ims_desk::session::matched::by_hand::ByHand;
use ims_desk::session::register::fetch::from_source;
use ims_desk::session::register::import::RegisterImport;
use ims_desk::session::register::source::RegisterSource;
use ims_desk::session::result_line::ResultLine;
use ims_desk::store::Home;
use ims_desk::store::journal::Kept;
use ims_desk::values::Day;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;
use proptest::prelude::*;

use crate::common::disk::{Fault, FaultyDisk};
use crate::common::{Folder, RECIPIENT, download, invoice, read};
use crate::sessions::{home, pulled_at_every_call, settle};

const TEXT: &str = "GSTIN of supplier,Invoice No,Invoice Date,Taxable Value,IGST\n\
                    29AAAAA0000A1ZY,A-1,10-02-2026,1000,180\n29AAAAA0000A1ZY,A-2,10-02-2026,500,90\n";

/// Opens the book, as the window does.
fn open(home: &Home) -> Session {
    let book = read(&download(&[("b2b", &["A-1", "A-2", "A-3"].map(invoice))]));
    let (wake, progress) = (Wake::default(), Progress::default());
    let day = Day::parse("16-02-2026").unwrap();
    let judged = Judged::as_of(day, book, &BTreeMap::new(), Ok(home.clone()), &wake, &progress);
    let mut session = Session::new(judged, &wake);
    settle(&mut session);
    session
}

fn source(name: &str, text: &str) -> Arc<RegisterSource> {
    Arc::new(RegisterSource::of(name, None, text.as_bytes().to_vec(), &Progress::default()).unwrap())
}

fn import(session: &mut Session, name: &str, text: &str) {
    let into = session.import_into(Vec::new());
    let import = RegisterImport::of(vec![source(name, text)], into, &Progress::default()).unwrap().take(false);
    session.keep_register_files(import.originals.clone());
    session.apply_and_say(import.command(), ResultLine::default());
    settle(session);
}

fn numbers(session: &Session) -> Vec<String> {
    let entries = session.book().register().entries();
    (0..entries.len()).map(|row| entries.number(row).to_owned()).collect()
}

/// Links the first record with the first voucher, and marks the second ones as not the same.
fn link(session: &mut Session) {
    let book = session.book();
    let record = |row| LinkedRecord::of(book, Section::B2b, row);
    let entry = |row| LinkedEntry::of(book.register().entries(), row);
    let link = ims_desk::book::Link {
        kind: ims_desk::book::LinkKind::Linked,
        records: Box::new([record(0)]),
        entries: Box::new([entry(0)]),
    };
    let pair = (record(1), entry(1));
    session.apply_and_say(Command::Link { links: vec![link] }, ResultLine::default());
    session.apply_and_say(Command::Apart { pairs: vec![pair] }, ResultLine::default());
}

/// Whether the link is found and works, and how many pairs are apart.
fn links(session: &Session) -> (bool, usize) {
    let found = session.book().links().find(session.book());
    (found.links.iter().all(|link| !link.suspended) && !found.links.is_empty(), found.aparts.len())
}

fn copy_of(session: &Session) -> PathBuf {
    let (_, folder) = session.keeping().folder().unwrap();
    ims_desk::store::copies::path(folder, &session.book().register().parts()[0].hash)
}

fn said(session: &Session) -> &str {
    session.result().map_or("", |line| line.text.as_str())
}

#[test]
fn vouchers_links_and_undo_are_there_after_a_restart() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut first = open(&home);
    import(&mut first, "june.csv", TEXT);
    link(&mut first);
    assert!(copy_of(&first).is_file());
    first.put_down();
    drop(first);
    let mut again = open(&home);
    assert_eq!((numbers(&again), links(&again)), (vec!["A-1".into(), "A-2".into()], (true, 1)));
    assert!(again.parts_not_here().is_empty());
    assert_eq!(again.log().steps()[0].words(), "Imported june.csv: 2 vouchers", "the history counts them");
    (0..3).for_each(|_| again.undo());
    settle(&mut again);
    assert!(again.book().register().is_empty() && again.book().links().is_empty());
    again.redo();
    settle(&mut again);
    assert_eq!(numbers(&again), ["A-1", "A-2"]);
}

#[test]
fn what_was_removed_comes_back_by_undo_even_after_a_restart() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut first = open(&home);
    import(&mut first, "june.csv", TEXT);
    first.apply_and_say(Command::RemoveRegister { parts: vec![0] }, ResultLine::default());
    first.put_down();
    drop(first);
    let mut again = open(&home);
    assert!(!again.has_register());
    again.undo();
    settle(&mut again);
    assert_eq!(numbers(&again), ["A-1", "A-2"]);
}

#[test]
fn a_missing_copy_is_asked_for_by_name_and_the_file_brings_all_back() {
    for damage in [false, true] {
        let folder = Folder::new();
        let home = home(&folder.path("data"));
        let mut first = open(&home);
        import(&mut first, "june.csv", TEXT);
        link(&mut first);
        let copy = copy_of(&first);
        first.put_down();
        drop(first);
        if damage {
            std::fs::write(&copy, "damaged").unwrap()
        } else {
            std::fs::remove_file(&copy).unwrap()
        }
        let mut again = open(&home);
        assert!(said(&again).contains("Register not here: open june.csv again."), "{}", said(&again));
        assert_eq!((numbers(&again), links(&again)), (Vec::<String>::new(), (false, 0)));
        assert_eq!(again.parts_not_here().len(), 1);
        // Another file is not it.
        let part = again.register_parts()[0].clone();
        let other = source("june.csv", &TEXT.replace("500", "501"));
        assert!(from_source(&other, &[&part], Some(RECIPIENT), &Progress::default()).is_empty());
        let found = source("renamed.csv", TEXT);
        let parts = from_source(&found, &[&part], Some(RECIPIENT), &Progress::default());
        assert!(again.find_register_file(&found, parts, true));
        settle(&mut again);
        assert_eq!((numbers(&again).len(), links(&again), again.parts_not_here().len()), (2, (true, 1), 0));
        again.put_down();
        drop(again);
        // A copy of it is kept again, under the name that it has by now.
        assert_eq!(numbers(&open(&home)).len(), 2);
    }
}

#[test]
fn without_copies_the_file_is_asked_for() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let mut first = open(&home);
    let into = first.import_into(Vec::new());
    let import = RegisterImport::of(vec![source("june.csv", TEXT)], into, &Progress::default()).unwrap().take(false);
    first.apply_and_say(import.command(), ResultLine::default());
    settle(&mut first);
    assert!(!copy_of(&first).exists());
    first.put_down();
    drop(first);
    assert!(said(&open(&home)).contains("open june.csv again"));
}

#[test]
fn the_copies_go_along_to_another_data_folder() {
    let folder = Folder::new();
    let (old, new) = (home(&folder.path("old")), home(&folder.path("new")));
    let mut session = open(&old);
    import(&mut session, "june.csv", TEXT);
    session.keep_in(new.clone(), &Wake::default()).unwrap();
    settle(&mut session);
    session.put_down();
    drop(session);
    std::fs::remove_dir_all(folder.path("old")).unwrap();
    assert_eq!(numbers(&open(&new)), ["A-1", "A-2"]);
}

#[test]
fn a_copy_that_cannot_be_written_is_said_and_costs_nothing() {
    let disk = FaultyDisk::new();
    let home = Home { disk: Arc::new(disk.clone()), folder: "stick".into() };
    let mut session = open(&home);
    // From now on the disk is full.
    (0..400).for_each(|call| disk.fail(call, Fault::Full));
    import(&mut session, "june.csv", TEXT);
    assert!(said(&session).contains("No copy of june.csv could be kept: the disk is full."), "{}", said(&session));
    assert_eq!(numbers(&session), ["A-1", "A-2"]);
}

/// Imports a register, links, parts and decides; whether all of it was saved.
fn work(disk: &FaultyDisk, home: &Home) -> bool {
    let mut session = open(home);
    if session.keeping().folder().is_none() {
        return false;
    }
    import(&mut session, "june.csv", TEXT);
    link(&mut session);
    accept(&mut session, 2);
    settle(&mut session);
    let copied = disk.get(copy_of(&session)).is_some() && !said(&session).contains("No copy of");
    session.keeping().flush() == Kept::Saved && copied
}

fn accept(session: &mut Session, row: u32) {
    let change = Change::action(Action::Accept);
    let rows = [row].into_iter().collect();
    session.apply_and_say(Command::decide(Section::B2b, rows, change), ResultLine::default());
}

/// How many of the four steps of [`work`] are there. None: something is there without what came before it.
fn steps(session: &Session) -> Option<usize> {
    let links = session.book().links();
    let there = [session.has_register(), !links.links.is_empty(), !links.aparts.is_empty(), accepted(session) == [2]];
    let count = there.iter().take_while(|step| **step).count();
    there[count..].iter().all(|step| !step).then_some(count)
}

#[test]
fn a_stick_that_is_pulled_at_any_call_loses_no_register_or_link_that_was_saved_and_the_file_is_asked_for() {
    let (mut whole, mut asked) = (0, 0);
    let (calls, met) = pulled_at_every_call(work, |home, saved, at| {
        let mut again = open(home);
        let what = format!("{at}: {:?}", numbers(&again));
        let count = steps(&again).unwrap_or_else(|| panic!("{what}: not in the order in which it was done"));
        if saved {
            assert_eq!((count, numbers(&again).len(), links(&again)), (4, 2, (true, 1)), "{what}");
            whole += 1;
        } else if count > 0 {
            // Its vouchers are there, or the program says why not.
            assert_eq!(numbers(&again).is_empty(), !again.parts_not_here().is_empty(), "{what}");
        }
        if !again.parts_not_here().is_empty() {
            asked += 1;
            let part = again.register_parts()[0].clone();
            let found = source("june.csv", TEXT);
            let parts = from_source(&found, &[&part], Some(RECIPIENT), &Progress::default());
            assert!(again.find_register_file(&found, parts, true), "{what}");
            settle(&mut again);
            assert_eq!((steps(&again), numbers(&again).len()), (Some(count), 2), "{what}");
        }
        // What is there stays.
        if again.keeping().folder().is_some() {
            again.put_down();
            drop(again);
            assert_eq!(steps(&open(home)), Some(count), "{what}");
        }
    });
    assert!(met > calls && whole > 0 && asked > 0, "{met} faults, {whole} whole, {asked} asked for in {calls} calls");
}

/// What is done in a random session.
#[derive(Clone, Copy, Debug)]
enum Doing {
    /// Import one of the files, beside the others or in the place of one.
    Import(usize, Option<usize>),
    /// Remove a part.
    Remove(usize),
    /// Decide a record.
    Decide(u32),
    Undo,
    Redo,
    /// Close the program and start it again.
    Restart,
}

/// The register and the decisions as they should be: names of files, and which records are accepted.
type Plain = (Vec<usize>, Vec<u32>);

const FILES: usize = 3;

/// Each file has other numbers.
fn file(which: usize) -> String {
    TEXT.replace("A-", &format!("F{which}-")).replace("-02-", &format!("-0{}-", which + 1))
}

fn doings() -> impl Strategy<Value = Vec<Doing>> {
    let one = prop_oneof![
        3 => (0..FILES, prop::option::of(0usize..3)).prop_map(|(file, place)| Doing::Import(file, place)),
        1 => (0usize..3).prop_map(Doing::Remove),
        2 => (0u32..3).prop_map(Doing::Decide),
        3 => Just(Doing::Undo),
        2 => Just(Doing::Redo),
        1 => Just(Doing::Restart),
    ];
    prop::collection::vec(one, 1..24)
}

fn accepted(session: &Session) -> Vec<u32> {
    let sheet = session.book().sheet(Section::B2b);
    (0..sheet.rows()).filter(|&row| sheet.actions()[row as usize] == Action::Accept).collect()
}

fn parts(session: &Session) -> Vec<String> {
    session.register_parts().iter().map(|part| part.file.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_is_imported_removed_decided_and_taken_back_is_as_a_plain_list_says(doings in doings()) {
        let folder = Folder::new();
        let home = home(&folder.path("data"));
        let mut session = open(&home);
        let (mut states, mut at): (Vec<Plain>, usize) = (vec![Plain::default()], 0);
        for doing in doings {
            let mut next = states[at].clone();
            match doing {
                Doing::Import(which, place) => {
                    let name = format!("{which}.csv");
                    let place = place.filter(|&place| place < next.0.len());
                    let into = session.import_into(Vec::new());
                    let mut import = RegisterImport::of(vec![source(&name, &file(which))], into, &Progress::default()).unwrap();
                    (0..next.0.len()).for_each(|other| import.replace(other as u32, place == Some(other)));
                    let import = import.take(false);
                    session.keep_register_files(import.originals.clone());
                    session.apply_and_say(import.command(), ResultLine::default());
                    match place {
                        Some(place) => next.0[place] = which,
                        None => next.0.push(which),
                    }
                }
                Doing::Remove(place) if place < next.0.len() => {
                    session.apply_and_say(Command::RemoveRegister { parts: vec![place as u32] }, ResultLine::default());
                    next.0.remove(place);
                }
                Doing::Decide(row) => {
                    let change = Change::action(Action::Accept);
                    let rows = [row].into_iter().collect();
                    session.apply_and_say(Command::decide(Section::B2b, rows, change), ResultLine::default());
                    if !next.1.contains(&row) {
                        next.1.push(row);
                        next.1.sort_unstable();
                    }
                }
                Doing::Undo => { session.undo(); at = at.saturating_sub(1); }
                Doing::Redo => { session.redo(); at = (at + 1).min(states.len() - 1); }
                Doing::Restart => {
                    session.put_down();
                    drop(session);
                    session = open(&home);
                }
                Doing::Remove(_) => continue,
            }
            if matches!(doing, Doing::Import(..) | Doing::Remove(_) | Doing::Decide(_)) {
                states.truncate(at + 1);
                states.push(next);
                at += 1;
            }
            settle(&mut session);
            let (files, records) = &states[at];
            prop_assert_eq!(parts(&session), files.iter().map(|which| format!("{which}.csv")).collect::<Vec<_>>());
            let wanted: Vec<String> = files.iter().flat_map(|which| [1, 2].map(|n| format!("F{which}-{n}"))).collect();
            prop_assert_eq!(numbers(&session), wanted);
            prop_assert_eq!(&accepted(&session), records);
        }
    }
}

/// The records whose match is of another class than when they were decided.
fn changed(session: &Session) -> Vec<u32> {
    let columns = session.book().match_columns().expect("a register");
    (0..3).filter(|&row| columns.is_changed(Section::B2b, row)).collect()
}

#[test]
fn what_a_match_was_when_it_was_decided_is_known_after_a_restart() {
    let folder = Folder::new();
    let home = home(&folder.path("data"));
    let again = |mut session: Session| {
        session.put_down();
        drop(session);
        let again = open(&home);
        let columns = again.book().match_columns().is_some();
        assert!(columns, "it is matched again");
        again
    };
    let other = |session: &mut Session, text: &str| {
        session.apply_and_say(Command::RemoveRegister { parts: vec![0] }, ResultLine::default());
        settle(session);
        import(session, "june.csv", text);
    };
    // Both agree with their records; in the newer one the amounts of the second differ.
    let (older, newer) = (TEXT.replace("500,90", "1000,180"), TEXT);
    let mut session = open(&home);
    import(&mut session, "june.csv", &older);
    let accepted = Command::decide(Section::B2b, (0..2).collect(), Change::action(Action::Accept));
    session.apply_and_say(accepted, ResultLine::default());
    other(&mut session, newer);
    assert_eq!(changed(&session), [1]);
    session = again(session);
    assert_eq!(changed(&session), [1], "compared with what it was when it was accepted");
    other(&mut session, &older);
    assert_eq!(changed(&session), [] as [u32; 0], "both are again as when they were accepted");
    session = again(session);
    session.by_hand(ByHand::Confirm(vec![(Section::B2b, 1)]));
    settle(&mut session);
    assert_eq!(changed(&session), [] as [u32; 0], "the user looked at it just now");
    session = again(session);
    other(&mut session, newer);
    assert_eq!(changed(&session), [1]);
    session = again(again(session));
    assert_eq!(changed(&session), [1]);
    // Decided again with what it is now.
    let pending = Command::decide(Section::B2b, (1..2).collect(), Change::action(Action::Pending));
    session.apply_and_say(pending, ResultLine::default());
    session = again(session);
    assert_eq!(changed(&session), [] as [u32; 0]);
}
