//! How long thirty clients take: `cargo test --release --test store many::speed -- --ignored --nocapture`; and a data folder of
//! five hundred, for `.ci/start-up`.

use std::time::Instant;

use ims_desk::book::Action;
use ims_desk::session::many::{ReadyUploads, WriteAll};
use ims_desk::work::Progress;

use super::*;
use crate::common::Folder;

#[test]
#[ignore = "prints times"]
fn thirty_downloads_of_five_thousand_records_and_thirty_uploads() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("in")).unwrap();
    std::fs::create_dir(folder.path("out")).unwrap();
    let drive = drive(&folder.path(""));
    (0..30).for_each(|n| drop(folder.put(&format!("in/{n}.json"), invoices_of(&client(n), 0..5_000))));
    let start = Instant::now();
    let arrivals = look(&[folder.path("in")], &drive);
    println!("looked at in {:?}", start.elapsed());
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    println!("thirty clients in {:?}: {}", start.elapsed(), outcomes.in_words());
    for n in 0..30 {
        let mut session = open(&drive, &client(n));
        decide(&mut session, Action::Reject, 5_000);
        session.mark_reviewed();
        session.put_down();
    }
    let start = Instant::now();
    let uploads = ReadyUploads::of(ReadyUploads::all_folders(&drive), &drive, &Progress::default()).unwrap();
    println!("looked at in {:?}", start.elapsed());
    let how = WriteAll { folder: folder.path("out"), flags: false };
    let outcomes = uploads.write(&drive, &how, &Progress::default());
    println!("thirty uploads in {:?}: {}", start.elapsed(), outcomes.in_words());
}

#[test]
#[ignore = "makes the data folder FIVE_HUNDRED"]
fn five_hundred_clients_in_a_data_folder() {
    let Some(to) = std::env::var_os("FIVE_HUNDRED") else { return };
    let folder = Folder::new();
    let drive = drive_on(Arc::new(RealDisk), to.into());
    let path = |n: u32| {
        let mut text = Vec::new();
        ims_desk::portal::sample::write(200, n.into(), &mut text).unwrap();
        let text = String::from_utf8(text).unwrap().replace(RECIPIENT, &client(n));
        folder.put(&format!("{n}.json"), text)
    };
    let paths: Vec<PathBuf> = (0..500).map(path).collect();
    println!("{}", take(&paths, &drive).in_words());
}
