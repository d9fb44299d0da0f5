//! The drive fails, is full or is pulled while files are taken in or uploads written: what was said to be done is there, nothing is
//! half there, and what was not done can be done again.

use std::path::PathBuf;
use std::sync::Arc;

use ims_desk::book::Action;
use ims_desk::session::many::{Came, ReadyUploads, WriteAll};
use ims_desk::work::Progress;

use super::*;
use crate::common::Folder;
use crate::common::disk::{Crash, Fault, FaultyDisk};

const FAULTS: [Fault; 4] = [Fault::Full, Fault::Broken, Fault::Short(10), Fault::Gone];
/// One in this number of calls meets a fault.
const STRIDE: usize = 7;

fn on(disk: &FaultyDisk) -> Drive {
    drive_on(Arc::new(disk.clone()), PathBuf::from("data"))
}

/// A drive with one client on which something is decided.
fn begun() -> FaultyDisk {
    let disk = FaultyDisk::new();
    decided(&on(&disk), &invoices_of(&client(1), 0..3), Action::Accept, 2, true);
    disk
}

#[test]
fn whatever_fails_while_files_are_taken_in_loses_nothing_and_leaves_nothing_half() {
    let folder = Folder::new();
    folder.put("newer.json", invoices_of(&client(1), 0..5));
    folder.put("first.json", invoices_of(&client(2), 0..4));
    let files = ["newer.json", "first.json"].map(|name| folder.path(name));
    let before = begun();
    let clean = before.twin();
    assert_eq!(take(&files, &on(&clean)).in_words(), "2 done");
    let (from, calls) = (before.calls(), clean.calls());
    for (turn, call) in (0..calls - from).step_by(STRIDE).enumerate() {
        let fault = FAULTS[turn % FAULTS.len()];
        let disk = before.twin();
        disk.fail(call, fault);
        let drive = on(&disk);
        let arrivals = look(&files, &drive);
        let outcomes = arrivals.carry_out(&drive, &Progress::default());
        let left = if fault == Fault::Gone { disk.crash(Crash::default()) } else { disk.twin() };
        let (drive, what) = (on(&left), format!("{fault:?} at call {call}: {outcomes:?}"));
        let first = open(&drive, &client(1));
        assert_eq!(actions(&first)[..2], [Action::Accept, Action::Accept], "{what}");
        for of in outcomes.list.iter().filter(|of| matches!(of.came, Came::Done(_))) {
            let wanted = if of.name == "newer.json" { 5 } else { 4 };
            assert_eq!(records(&open_or_read(&drive, of.gstin.as_deref().unwrap(), &files[1])), wanted, "{what}");
        }
        assert!([3, 5].contains(&records(&first)), "{what}");
        drop(first);
        take(&files, &drive);
        assert_eq!(records(&open(&drive, &client(1))), 5, "{what}, then taken in once more");
        assert_eq!(records(&open(&drive, &client(2))), 4, "{what}, then taken in once more");
        assert_eq!(open(&drive, &client(1)).log().in_force(), 2, "{what}: it is in once");
    }
}

/// A client, from its copies; one that was made while no copy could be kept, from its file.
fn open_or_read(drive: &Drive, gstin: &str, file: &std::path::Path) -> Session {
    match drive.current(gstin).unwrap().and_then(|folder| from_copies(&drive.home, &folder)) {
        Some(_) => open(drive, gstin),
        None => opened(drive, portal::open(&[file.to_owned()], &Progress::default()).unwrap()),
    }
}

#[test]
fn whatever_fails_while_uploads_are_written_leaves_whole_ones_of_which_their_clients_know() {
    let before = begun();
    decided(&on(&before), &invoices_of(&client(2), 0..4), Action::Reject, 3, true);
    let write = |disk: &FaultyDisk| {
        let drive = on(disk);
        let _ = drive.home.disk.make_folder("out".as_ref());
        let uploads = ReadyUploads::of(ReadyUploads::all_folders(&drive), &drive, &Progress::default()).unwrap();
        uploads.write(&drive, &WriteAll { folder: "out".into(), flags: false }, &Progress::default())
    };
    let clean = before.twin();
    assert_eq!(write(&clean).in_words(), "2 done");
    let whole: Vec<Vec<u8>> = uploads_on(&clean);
    let (from, calls) = (before.calls(), clean.calls());
    for (turn, call) in (0..calls - from).step_by(STRIDE).enumerate() {
        let fault = FAULTS[turn % FAULTS.len()];
        let disk = before.twin();
        disk.fail(call, fault);
        let outcomes = write(&disk);
        let left = if fault == Fault::Gone { disk.crash(Crash::default()) } else { disk.twin() };
        let what = format!("{fault:?} at call {call}: {outcomes:?}");
        let found = uploads_on(&left);
        assert!(found.iter().all(|upload| whole.contains(upload)), "{what}");
        let drive = on(&left);
        for of in outcomes.list.iter().filter(|of| matches!(of.came, Came::Done(_))) {
            let session = open(&drive, of.gstin.as_deref().unwrap());
            assert_eq!(session.awaited().map(|upload| &upload.name), Some(&of.name), "{what}");
            assert!(left.get(format!("out/{}", of.name)).is_some(), "{what}");
        }
        for n in 1..=2 {
            assert_eq!(open(&drive, &client(n)).log().in_force(), 1, "{what}: its decisions are there");
        }
    }
}

#[test]
fn why_a_file_was_not_taken_in_is_said_before_anything_that_may_be_cut_off() {
    let folder = Folder::new();
    let path = folder.put("first.json", invoices_of(&client(2), 0..4));
    let clean = FaultyDisk::new();
    let from = clean.calls();
    take(std::slice::from_ref(&path), &on(&clean));
    let mut reasons = std::collections::BTreeSet::new();
    for call in 0..clean.calls() - from {
        let disk = FaultyDisk::new();
        disk.fail(call, Fault::Full);
        for of in take(std::slice::from_ref(&path), &on(&disk)).list {
            if let Came::Failed(why) = of.came {
                assert!(!why.starts_with("data"), "{why}");
                reasons.insert(why);
            }
        }
    }
    assert!(reasons.iter().any(|why| why == "Its folder cannot be written: the disk is full."), "{reasons:?}");
}

/// The uploads on a disk, byte for byte.
fn uploads_on(disk: &FaultyDisk) -> Vec<Vec<u8>> {
    let is_upload = |path: &PathBuf| path.starts_with("out") && path.extension().is_some_and(|ending| ending == "json");
    disk.paths().into_iter().filter(is_upload).filter_map(|path| disk.get(path)).collect()
}
