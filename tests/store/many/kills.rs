//! A program that is killed (SIGKILL) while thirty files are taken in, or thirty uploads written: what was there is there, each
//! client is whole or not there at all, and the rest can be taken in or written afterwards.

use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use ims_desk::book::Action;
use ims_desk::session::many::{ReadyUploads, WriteAll};
use ims_desk::work::Progress;

use super::*;
use crate::common::{Folder, names_in};

const FOLDER: &str = "MANY_FOLDER";
const CLIENTS: u32 = 30;

#[test]
#[ignore = "run by the tests below, in a process of its own"]
fn takes_files_in() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("started by the other test"));
    let drive = drive(&folder);
    let arrivals = look(&[folder.join("in")], &drive);
    println!("begins");
    arrivals.carry_out(&drive, &Progress::default());
}

#[test]
#[ignore = "run by the tests below, in a process of its own"]
fn writes_uploads() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("started by the other test"));
    let drive = drive(&folder);
    let uploads = ReadyUploads::of(ReadyUploads::all_folders(&drive), &drive, &Progress::default()).unwrap();
    println!("begins");
    uploads.write(&drive, &WriteAll { folder: folder.join("out"), flags: false }, &Progress::default());
}

/// Runs one of these, and kills it so long after it begins.
fn kill(folder: &Path, test: &str, time: Duration) {
    use std::io::{BufRead, BufReader};
    let mut process = Process::new(std::env::current_exe().unwrap());
    process.args(["--ignored", "--exact", &format!("many::kills::{test}"), "--nocapture"]).env(FOLDER, folder);
    let mut process = process.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let begun = lines.map_while(Result::ok).any(|line| line.contains("begins"));
    assert!(begun, "{test} does not begin");
    std::thread::sleep(time);
    process.kill().unwrap();
    process.wait().unwrap();
}

#[test]
fn a_kill_while_thirty_files_are_taken_in_leaves_each_client_whole_or_absent() {
    for round in 0..6 {
        let folder = Folder::new();
        std::fs::create_dir(folder.path("in")).unwrap();
        let drive = drive(&folder.path(""));
        for n in 0..CLIENTS {
            folder.put(&format!("in/{n}.json"), invoices_of(&client(n), 0..n + 2));
        }
        // The first has work of before, onto which a newer download comes.
        decided(&drive, &invoices_of(&client(0), 0..1), Action::Accept, 1, false);
        kill(&folder.path(""), "takes_files_in", Duration::from_millis(round * 40));
        for (gstin, _) in drive.clients() {
            let n = (0..CLIENTS).find(|&n| client(n) == gstin).unwrap();
            let file = folder.path(&format!("in/{n}.json"));
            let session = match drive.current(&gstin).unwrap().and_then(|found| from_copies(&drive.home, &found)) {
                Some(_) => open(&drive, &gstin),
                None => opened(&drive, portal::open(&[file], &Progress::default()).unwrap()),
            };
            let wanted = u64::from(n) + 2;
            assert!(records(&session) == wanted || (n == 0 && records(&session) == 1), "round {round}: {gstin}");
        }
        take(&[folder.path("in")], &drive);
        assert_eq!(drive.clients().len(), CLIENTS as usize, "round {round}");
        for n in 0..CLIENTS {
            assert_eq!(records(&open(&drive, &client(n))), u64::from(n) + 2, "round {round}: {n}");
        }
        assert_eq!(actions(&open(&drive, &client(0)))[0], Action::Accept, "round {round}");
    }
}

#[test]
fn a_kill_while_thirty_uploads_are_written_leaves_whole_ones() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("out")).unwrap();
    let drive = drive(&folder.path(""));
    for n in 0..CLIENTS {
        decided(&drive, &invoices_of(&client(n), 0..3), Action::Reject, 2, true);
    }
    for round in 0..5 {
        kill(&folder.path(""), "writes_uploads", Duration::from_millis(round * 25));
        for n in 0..CLIENTS {
            let session = open(&drive, &client(n));
            assert_eq!(session.log().in_force(), 1, "round {round}: {n}");
            // Whatever its client knows of is there.
            for upload in session.uploads() {
                assert!(folder.path("out").join(&upload.name).is_file(), "round {round}: {n}");
            }
        }
    }
    let uploads = ReadyUploads::of(ReadyUploads::all_folders(&drive), &drive, &Progress::default()).unwrap();
    uploads.write(&drive, &WriteAll { folder: folder.path("out"), flags: false }, &Progress::default());
    for n in 0..CLIENTS {
        assert!(open(&drive, &client(n)).awaited().is_some(), "{n}");
    }
    for name in names_in(&folder.path("out")).iter().filter(|name| name.ends_with(".json")) {
        let text = std::fs::read_to_string(folder.path("out").join(name)).unwrap();
        let upload: serde_json::Value = serde_json::from_str(&text).expect("it is whole");
        assert_eq!(upload["invdata"]["b2b"].as_array().map(Vec::len), Some(2), "{name}");
    }
}
