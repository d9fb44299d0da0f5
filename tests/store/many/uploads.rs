//! The uploads of many clients: which are ready, and that each is what the upload of one client would be.

use std::path::PathBuf;

use ims_desk::book::Action;
use ims_desk::clients::ClientMark;
use ims_desk::portal::upload::{FileLayout, Upload};
use ims_desk::session::many::{Came, ReadyUploads, UploadLine, WriteAll};
use ims_desk::work::Progress;

use super::*;
use crate::common::{Folder, SUPPLIER, names_in};

fn ready(drive: &Drive) -> ReadyUploads {
    ReadyUploads::of(ReadyUploads::all_folders(drive), drive, &Progress::default()).unwrap()
}

fn of(uploads: &ReadyUploads, number: u32) -> &UploadLine {
    uploads.lines.iter().find(|line| line.gstin == client(number)).unwrap()
}

fn why_not(uploads: &ReadyUploads, number: u32) -> &str {
    of(uploads, number).why_not.as_deref().unwrap_or("it is ready")
}

fn write(uploads: &ReadyUploads, drive: &Drive, folder: PathBuf) -> Outcomes {
    uploads.write(drive, &WriteAll { folder, flags: false }, &Progress::default())
}

#[test]
fn ready_is_what_has_something_to_say_blocks_nothing_asks_nothing_and_was_seen() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    decided(&drive, &invoices_of(&client(1), 0..3), Action::Reject, 2, true);
    decided(&drive, &invoices_of(&client(2), 0..3), Action::Accept, 3, false);
    decided(&drive, &invoices_of(&client(3), 0..3), Action::NoAction, 0, true);
    let blocked = [invoice("B-1").with("ispendactblocked", "Y"), invoice("B-2")];
    decided(&drive, &download_of(&client(4), &[("b2b", &blocked)]), Action::Pending, 2, true);
    let typed = "27AAAAA0005A1ZZ";
    decided(&drive, &invoices_of(typed, 0..3), Action::Accept, 3, true);
    let uploads = ready(&drive);
    let line = of(&uploads, 1);
    assert!(line.ticked, "{line:?}");
    let figures = &line.figures;
    assert_eq!((figures.records, figures.accepted, figures.rejected, figures.pending), (2, 0, 2, 0));
    assert!(figures.change < 0, "rejected: the credit falls");
    assert_eq!(uploads.lines[0].gstin, client(1), "what is ready comes first");
    assert_eq!(why_not(&uploads, 2), "Its review was not looked at since its last change.");
    assert_eq!(why_not(&uploads, 3), "Nothing to upload.");
    assert!(why_not(&uploads, 4).starts_with("1 record blocks it"), "{}", why_not(&uploads, 4));
    let doubtful = uploads.lines.iter().find(|line| line.gstin == typed).unwrap();
    assert!(doubtful.why_not.as_deref().unwrap().starts_with("Generate it by itself: "), "{doubtful:?}");
    assert_eq!(uploads.ticked(), (1, 2));
    assert!(names_in(&folder.path("")).iter().all(|name| !name.starts_with("IMS-upload")), "nothing was written");

    let mut changed = open(&drive, &client(1));
    decide(&mut changed, Action::Accept, 1);
    changed.put_down();
    assert_eq!(why_not(&ready(&drive), 1), "Its review was not looked at since its last change.");
}

#[test]
fn each_is_written_as_one_by_itself_would_be_and_its_client_knows_of_it() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    std::fs::create_dir(folder.path("out")).unwrap();
    for n in 1..=3 {
        let action = [Action::Accept, Action::Reject, Action::Pending][n as usize - 1];
        decided(&drive, &invoices_of(&client(n), 0..5), action, n, true);
    }
    let uploads = ready(&drive);
    assert_eq!(uploads.ticked(), (3, 6));
    let outcomes = write(&uploads, &drive, folder.path("out"));
    assert_eq!(outcomes.in_words(), "3 done", "{outcomes:?}");
    assert!(outcomes.list.iter().all(|of| of.came.words() == "1 record written, read back and compared."
        || of.came.words().ends_with(" records written, read back and compared.")));
    let names = names_in(&folder.path("out"));
    assert_eq!(names.len(), 4, "{names:?}");
    for n in 1..=3 {
        let session = open(&drive, &client(n));
        let name = names.iter().find(|name| name.contains(&client(n))).unwrap();
        let book = session.book();
        let upload = Upload::new(book, &client(n), book.delta(B2b).map(|row| (B2b, row)));
        let mut by_itself = Vec::new();
        upload.stream(&mut by_itself, FileLayout::default()).unwrap();
        assert_eq!(std::fs::read(folder.path("out").join(name)).unwrap(), by_itself);
        let awaited = session.awaited().expect("the client knows that it was written");
        assert_eq!((&awaited.name, awaited.said.len(), awaited.files[0].records), (name, n as usize, u64::from(n)));
    }
    let table = names.iter().find(|name| name.ends_with(".csv")).unwrap();
    let table = std::fs::read_to_string(folder.path("out").join(table)).unwrap();
    assert_eq!(table.lines().count(), 4);
    assert!(table.lines().any(|line| line.starts_with(&client(2)) && line.contains(",2,0,2,0,0,")), "{table}");
    let again = ready(&drive);
    assert!(why_not(&again, 1).starts_with("It is written already"), "{}", why_not(&again, 1));
}

#[test]
fn the_dialog_ticks_what_the_list_of_clients_calls_ready_and_nothing_else() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    for n in 1..=3 {
        decided(&drive, &invoices_of(&client(n), 0..3), Action::Reject, 2, true);
    }
    let error =
        serde_json::json!({"stin": SUPPLIER, "error_cd": "RET1", "error_msg": "differs", "inv": [{"inum": "INV-1"}]});
    let mut report = serde_json::json!({"status_cd": "PE", "error_report": {"b2b": [error]}});
    report["gstin"] = client(2).into();
    let outcomes = take(&[folder.put("errors.json", report.to_string())], &drive);
    assert_eq!(outcomes.in_words(), "1 done", "{outcomes:?}");
    let mut session = open(&drive, &client(2));
    session.mark_reviewed();
    session.put_down();
    std::fs::create_dir(folder.path("out")).unwrap();
    let mut only = ready(&drive);
    only.lines.iter_mut().for_each(|line| line.ticked = line.gstin == client(3));
    write(&only, &drive, folder.path("out"));
    let uploads = ready(&drive);
    let (errors, written) = (why_not(&uploads, 2), why_not(&uploads, 3));
    assert_eq!(errors, "1 portal error is not answered: open the client and answer them.");
    assert!(written.starts_with("It is written already"), "{written}");
    let kept = ims_desk::clients::load(&drive.home);
    assert_eq!(kept.books.len(), 3, "each job writes what it did");
    let third = kept.books.iter().find(|book| book.gstin == Some(client(3))).unwrap();
    assert_eq!((third.changed, third.not_ready()), (2, Some(ims_desk::clients::NotReady::Written)));
    for book in &kept.books {
        let line = uploads.lines.iter().find(|line| Some(&line.gstin) == book.gstin.as_ref()).unwrap();
        assert_eq!(book.not_ready().is_none(), line.ticked, "{book:?}");
    }
}

#[test]
fn a_file_that_a_killed_program_left_does_not_stop_the_next_try() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    decided(&drive, &invoices_of(&client(1), 0..3), Action::Reject, 2, true);
    std::fs::create_dir(folder.path("out")).unwrap();
    let now = ims_desk::values::clock::now();
    let left: Vec<String> = (now..now + 60)
        .map(ims_desk::values::clock::for_a_file_name)
        .map(|time| format!("out/IMS-upload_{}_{time}.json", client(1)))
        .collect();
    left.iter().for_each(|name| drop(folder.put(name, "{}")));
    let outcomes = write(&ready(&drive), &drive, folder.path("out"));
    assert_eq!(outcomes.in_words(), "1 done", "{outcomes:?}");
    assert!(left.iter().all(|name| std::fs::read(folder.path(name)).unwrap() == b"{}"), "nothing was written over");
}

#[test]
fn a_hidden_client_is_not_among_all() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    (1..=2).for_each(|n| decided(&drive, &invoices_of(&client(n), 0..2), Action::Reject, 2, true));
    ClientMark { hidden: true, ..ClientMark::default() }.keep(&drive.home, &client(1)).unwrap();
    let gstins: Vec<String> = ready(&drive).lines.into_iter().map(|line| line.gstin).collect();
    assert_eq!(gstins, [client(2)]);
    // Another window hid it after it was chosen here.
    let chosen = [1, 2].map(|n| drive.current(&client(n)).unwrap().unwrap());
    let lines = ReadyUploads::of(chosen.into(), &drive, &Progress::default()).unwrap().lines;
    assert_eq!(lines.iter().map(|line| &line.gstin).collect::<Vec<_>>(), [&client(2)]);
}

#[test]
fn an_upload_of_sample_data_says_so() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    decided(&drive, &invoices_of(&client(0), 0..2), Action::Reject, 2, true);
    let outcomes = write(&ready(&drive), &drive, folder.path(""));
    assert!(outcomes.list[0].came.words().ends_with("Sample data: do not upload this file."), "{outcomes:?}");
}

#[test]
fn what_changed_since_the_list_was_made_is_not_written() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    std::fs::create_dir(folder.path("out")).unwrap();
    (1..=3).for_each(|n| decided(&drive, &invoices_of(&client(n), 0..5), Action::Reject, 2, true));
    let uploads = ready(&drive);
    // Someone decided otherwise and looked at the review.
    let mut session = open(&drive, &client(1));
    decide(&mut session, Action::Accept, 1);
    session.mark_reviewed();
    session.put_down();
    let held = open(&drive, &client(2));
    let outcomes = write(&uploads, &drive, folder.path("out"));
    assert_eq!(outcomes.in_words(), "1 done · 1 left out · 1 failed", "{outcomes:?}");
    let of = |n| &outcomes.list.iter().find(|of| of.gstin == Some(client(n))).unwrap().came;
    assert_eq!(*of(1), Came::LeftOut("It has changed since this list was made.".into()));
    assert!(of(2).words().contains("open in another window"));
    drop(held);
    assert_eq!(names_in(&folder.path("out")).len(), 2);
    assert!(open(&drive, &client(1)).uploads().is_empty());
}

#[test]
fn nothing_goes_into_the_folder_of_the_program_and_nothing_after_a_stop() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    decided(&drive, &invoices_of(&client(1), 0..5), Action::Reject, 2, true);
    let uploads = ready(&drive);
    let outcomes = write(&uploads, &drive, drive.home.folder.clone());
    assert_eq!(outcomes.in_words(), "0 done · 1 failed", "{outcomes:?}");
    let stopped = Progress::default();
    stopped.cancel();
    let outcomes = uploads.write(&drive, &WriteAll { folder: folder.path(""), flags: false }, &stopped);
    assert_eq!(outcomes.in_words(), "0 done · 1 left out");
    assert!(open(&drive, &client(1)).uploads().is_empty());
}
