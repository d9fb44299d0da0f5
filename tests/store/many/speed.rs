//! How long thirty clients take: `cargo test --release --test store many::speed -- --ignored --nocapture`.

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
