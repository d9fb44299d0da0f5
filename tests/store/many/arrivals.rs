//! Files that arrive together: each goes to its own client, and nothing that would be asked is answered here.

use std::path::{Path, PathBuf};

use ims_desk::book::Action;
use ims_desk::session::many::{ArrivingKind, Came, Drive, Outlook};
use ims_desk::session::register::import::RegisterImport;
use ims_desk::session::register::source::RegisterSource;
use ims_desk::work::Progress;
use serde_json::json;

use super::*;
use crate::common::{Folder, SUPPLIER};

/// A zip of these entries.
pub fn zip<B: AsRef<[u8]>>(entries: &[(&str, B)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An error file of the portal about an invoice.
fn errors(gstin: Option<&str>, number: &str) -> String {
    let error = json!({"stin": SUPPLIER, "error_cd": "RET1", "error_msg": "differs", "inv": [{"inum": number}]});
    let mut report = json!({"status_cd": "PE", "error_report": {"b2b": [error]}});
    if let Some(gstin) = gstin {
        report["rtin"] = gstin.into();
    }
    report.to_string()
}

pub fn left_out(outlook: &Outlook) -> &str {
    match outlook {
        Outlook::LeftOut(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_folder_of_thirty_downloads_becomes_thirty_clients_and_the_rest_is_named() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    std::fs::create_dir(folder.path("in")).unwrap();
    std::fs::create_dir(folder.path("in/more")).unwrap();
    for n in 0..30 {
        let place = if n < 15 { "in" } else { "in/more" };
        folder.put(&format!("{place}/{n}.json"), invoices_of(&client(n), 0..n + 1));
    }
    folder.put("in/notes.pdf", "%PDF-1.7");
    folder.put("in/readme.txt", "here are the files of October");
    folder.put("in/again.json", invoices_of(&client(3), 0..4));
    let arrivals = look(&[folder.path("in")], &drive);
    assert_eq!((arrivals.files.len(), arrivals.going()), (33, 30));
    assert_eq!(line(&arrivals, "7.json").outlook, Outlook::NewClient(8));
    assert!(left_out(&line(&arrivals, "notes.pdf").outlook).starts_with("This is a PDF."));
    let text = line(&arrivals, "readme.txt");
    assert_eq!(left_out(&text.outlook), "This is text: no file of the portal, and no purchase register.");
    let twice: Vec<_> =
        ["again.json", "3.json"].into_iter().filter(|name| line(&arrivals, name).is_left_out()).collect();
    assert_eq!(twice.len(), 1, "one of the two that are the same");
    assert!(drive.clients().is_empty(), "nothing happened before it was seen");

    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "30 done · 3 left out");
    assert_eq!(drive.clients().len(), 30);
    for n in 0..30 {
        assert_eq!(records(&open(&drive, &client(n))), u64::from(n) + 1);
    }
    let table = String::from_utf8(outcomes.table().unwrap()).unwrap();
    assert_eq!(table.lines().count(), 34);
    assert!(table.contains("Left out,notes.pdf,,\"This is a PDF."), "{table}");

    let again = look(&[folder.path("in")], &drive);
    assert_eq!(again.going(), 0, "all of it is here");
    assert_eq!(left_out(&line(&again, "7.json").outlook), "It is here already: nothing to do.");
}

#[test]
fn what_is_in_one_zip_goes_to_its_own_clients() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    let inner = [("a.json", invoices_of(&client(1), 0..2)), ("b.json", invoices_of(&client(2), 0..3))];
    let more = ("parts/c.json", invoices_of(&client(1), 5..6));
    let path = folder.put("all.zip", zip(&[inner[0].clone(), inner[1].clone(), more, ("read me.txt", "hello".into())]));
    let arrivals = look(std::slice::from_ref(&path), &drive);
    assert!(!arrivals.are_for_one(false));
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "2 done · 1 left out", "{outcomes:?}");
    assert_eq!(records(&open(&drive, &client(1))), 3, "the parts of one client are one download");
    assert_eq!(records(&open(&drive, &client(2))), 3);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(records(&open(&drive, &client(2))), 3, "it opens without the zip");
}

#[test]
fn a_zip_of_one_client_stays_whole() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    let parts = [("1.json", invoices_of(&client(1), 0..2)), ("2.json", invoices_of(&client(1), 2..3))];
    let path = folder.put("returns.zip", zip(&parts));
    let arrivals = look(&[path], &drive);
    assert!(arrivals.are_for_one(false));
    assert_eq!(line(&arrivals, "returns.zip").outlook, Outlook::NewClient(3));
}

#[test]
fn a_download_that_is_here_is_no_part_of_the_one_that_comes_with_it() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    let (old, new) = (invoices_of(&client(1), 0..3), invoices_of(&client(1), 1..6));
    let files = [folder.put("old.json", old), folder.put("new.json", new)];
    assert!(look(&files, &drive).are_for_one(false), "two parts of one download, as far as can be seen");
    take(&files[..1], &drive);
    let arrivals = look(&files, &drive);
    assert!(!arrivals.are_for_one(false));
    assert_eq!(arrivals.carry_out(&drive, &Progress::default()).in_words(), "1 done · 1 left out");
    assert_eq!(records(&open(&drive, &client(1))), 5);
}

#[test]
fn a_newer_download_is_brought_in_unless_it_would_ask() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    for n in 1..=4 {
        decided(&drive, &invoices_of(&client(n), 0..3), Action::Accept, 2, false);
    }
    folder.put("new.json", invoices_of(&client(1), 1..6));
    folder.put("other months.json", invoices_of(&client(2), 50..53));
    let elsewhere: Vec<Record> = (0..3).map(|n| invoice(&format!("INV-{n}")).with("action", "R")).collect();
    folder.put("elsewhere.json", download_of(&client(3), &[("b2b", &elsewhere)]));
    folder.put("part.json", download_of(&client(4), &[("b2bcn", &[crate::common::note("N-1")])]));
    let files = ["new.json", "other months.json", "elsewhere.json", "part.json"].map(|name| folder.path(name));
    let arrivals = look(&files, &drive);
    assert_eq!(line(&arrivals, "new.json").words(), "Newer download: 1 gone from the portal, 3 new");
    let why = left_out(&line(&arrivals, "elsewhere.json").outlook);
    assert_eq!(why, "Open it by itself: it asks what counts for 2 records that were decided differently elsewhere.");
    for (name, warning) in [
        ("other months.json", "It has no record in common with what is here: it may be a part of the same download"),
        ("part.json", "It may be only a part: it has no records in B2B."),
    ] {
        let file = line(&arrivals, name);
        assert!(!file.ticked && file.words().contains(warning), "{name}: {}", file.words());
    }
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(*came(&outcomes, "other months.json"), Came::LeftOut("You left it out.".into()));
    assert_eq!(
        *came(&outcomes, "new.json"),
        Came::Done("The newer download is in, 4 records changed: 1 gone from the portal, 3 new.".into())
    );
    assert_eq!(actions(&open(&drive, &client(1)))[0], Action::Accept, "what was decided stays");
    assert_eq!(open(&drive, &client(1)).log().in_force(), 2, "one step more");
    for n in 2..=4 {
        assert_eq!(open(&drive, &client(n)).log().in_force(), 1, "nothing was done to it");
    }
    let mut again = look(&files, &drive);
    assert_eq!(left_out(&line(&again, "new.json").outlook), "It is here already: nothing to do.");
    again.files.iter_mut().filter(|file| file.name == "other months.json").for_each(|file| file.ticked = true);
    let outcomes = again.carry_out(&drive, &Progress::default());
    assert!(matches!(came(&outcomes, "other months.json"), Came::Done(_)), "it was ticked: {outcomes:?}");
    assert_eq!(open(&drive, &client(2)).log().in_force(), 2);
}

#[test]
fn what_a_second_download_would_warn_of_is_not_passed_over() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    let files =
        [folder.put("1.json", invoices_of(&client(1), 0..3)), folder.put("2.json", invoices_of(&client(1), 7..9))];
    let outcomes = take(&files, &drive);
    assert_eq!(outcomes.in_words(), "1 done · 1 left out", "{outcomes:?}");
    let left = outcomes.list.iter().find(|of| matches!(of.came, Came::LeftOut(_))).unwrap();
    assert!(left.came.words().starts_with("Open it by itself. It has no record in common"), "{outcomes:?}");
}

/// Writes that an upload of all that is decided was written, and leaves the client.
fn written(drive: &Drive, gstin: &str) {
    let mut session = open(drive, gstin);
    let said = session.book().delta(B2b).map(|row| (B2b, row, session.book().said(B2b, row))).collect();
    session.wrote(ims_desk::store::journal::WroteUpload { name: "up.json".into(), said, ..Default::default() });
    session.put_down();
}

#[test]
fn whether_an_upload_was_uploaded_is_shown_and_answered_before_anything_happens() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    for n in 1..=2 {
        decided(&drive, &invoices_of(&client(n), 0..3), Action::Accept, 3, false);
        written(&drive, &client(n));
    }
    let taken: Vec<Record> = (0..3).map(|n| invoice(&format!("INV-{n}")).with("action", "A")).collect();
    folder.put("confirms.json", download_of(&client(1), &[("b2b", &taken)]));
    folder.put("errors.json", errors(Some(&client(2)), "INV-1"));
    let files = ["confirms.json", "errors.json"].map(|name| folder.path(name));
    let mut arrivals = look(&files, &drive);
    for file in &mut arrivals.files {
        let asked = file.asked().unwrap_or_else(|| panic!("it is asked"));
        assert_eq!((asked.name.as_str(), asked.uploaded), ("up.json", true), "proposed from what the file holds");
        asked.uploaded = true;
    }
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "2 done", "{outcomes:?}");
    assert!((1..=2).all(|n| open(&drive, &client(n)).awaited().is_none()));

    // An upload that was written after the list was made is one of which nothing was asked.
    decided(&drive, &invoices_of(&client(3), 0..3), Action::Accept, 3, false);
    let more = folder.put("more.json", errors(Some(&client(3)), "INV-1"));
    let arrivals = look(&[more], &drive);
    written(&drive, &client(3));
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert!(came(&outcomes, "more.json").words().contains("it asks whether up.json was uploaded"), "{outcomes:?}");
    assert!(open(&drive, &client(3)).awaited().is_some());
}

#[test]
fn errors_come_onto_their_client_and_those_that_name_none_ask_whose_they_are() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    decided(&drive, &invoices_of(&client(1), 0..3), Action::Accept, 3, false);
    folder.put("named.json", errors(Some(&client(1)), "INV-1"));
    folder.put("unnamed.json", errors(None, "INV-2"));
    folder.put("stranger.json", errors(Some(&client(9)), "INV-2"));
    let files = ["named.json", "unnamed.json", "stranger.json"].map(|name| folder.path(name));
    let mut arrivals = look(&files, &drive);
    assert!(left_out(&line(&arrivals, "stranger.json").outlook).starts_with("There is no client"));
    assert!(line(&arrivals, "unnamed.json").asks_whose());
    assert_eq!(arrivals.going(), 1);
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(*came(&outcomes, "unnamed.json"), Came::LeftOut("It was not said whose it is.".into()));
    assert!(came(&outcomes, "named.json").words().starts_with("1 error: 1 on a record"), "{outcomes:?}");

    arrivals = look(&files, &drive);
    assert_eq!(left_out(&line(&arrivals, "named.json").outlook), "It is here already: nothing to do.");
    for file in arrivals.files.iter_mut().filter(|file| file.asks_whose()) {
        file.given = Some(client(1));
    }
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert!(matches!(came(&outcomes, "unnamed.json"), Came::Done(_)), "{outcomes:?}");
    assert_eq!(open(&drive, &client(1)).book().errors().list().len(), 2);
}

#[test]
fn what_comes_with_the_first_download_of_a_client_waits_for_it() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    folder.put("a errors.json", errors(Some(&client(1)), "INV-1"));
    folder.put("b download.json", invoices_of(&client(1), 0..3));
    let arrivals = look(&["a errors.json", "b download.json"].map(|name| folder.path(name)), &drive);
    assert!(arrivals.are_for_one(false), "one client: all is asked as for one");
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "2 done", "{outcomes:?}");
    assert_eq!(open(&drive, &client(1)).book().errors().list().len(), 1);
}

#[test]
fn what_is_given_to_a_client_that_is_new_comes_after_its_download() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    folder.put("a.json", errors(None, "INV-1"));
    folder.put("b.json", invoices_of(&client(1), 0..3));
    folder.put("c.json", invoices_of(&client(2), 0..3));
    let mut arrivals = look(&["a.json", "b.json", "c.json"].map(|name| folder.path(name)), &drive);
    let asked = arrivals.files.iter_mut().find(|file| file.asks_whose()).unwrap();
    asked.given = Some(client(2));
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "3 done", "{outcomes:?}");
    assert_eq!(open(&drive, &client(2)).book().errors().list().len(), 1);
}

pub const TEXT: &str = "GSTIN of supplier,Invoice No,Invoice Date,Taxable Value,IGST\n\
                    29AAAAA0000A1ZY,INV-1,10-02-2026,1000,180\n29AAAAA0000A1ZY,INV-2,10-02-2026,500,90\n";

/// The layout of a register, as it is remembered once it was confirmed.
pub fn confirmed(drive: &Drive, path: &Path) -> Drive {
    let source = RegisterSource::open(path, &Progress::default()).unwrap();
    let session = open(drive, &client(1));
    let import =
        RegisterImport::of(vec![source.into()], session.import_into(Vec::new()), &Progress::default()).unwrap();
    Drive { layouts: import.take(false).layouts, ..drive.clone() }
}

#[test]
fn a_register_with_known_columns_is_imported_and_others_are_left() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    for n in 1..=2 {
        decided(&drive, &invoices_of(&client(n), 0..3), Action::Accept, 1, false);
    }
    let above = format!("GSTIN of recipient,{}\n{TEXT}", client(1));
    let june = folder.put("june.csv", &above);
    let unnamed = folder.put(&format!("{} july.csv", client(2)), TEXT);
    let arrivals = look(&[june.clone(), unnamed.clone()], &drive);
    assert!(left_out(&line(&arrivals, "june.csv").outlook).contains("to confirm its columns"), "{arrivals:#?}");

    let drive = confirmed(&drive, &june);
    let arrivals = look(&[june.clone(), unnamed.clone()], &drive);
    assert_eq!(line(&arrivals, "june.csv").outlook, Outlook::Register(2));
    let proposed = arrivals.files.iter().find(|file| file.asks_whose()).unwrap();
    assert_eq!((proposed.kind, proposed.whose()), (ArrivingKind::Register, Some(client(2).as_str())));
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "2 done", "{outcomes:?}");
    for n in 1..=2 {
        assert_eq!(open(&drive, &client(n)).book().register().parts().len(), 1, "{n}");
    }

    // The next one of the same sheet may replace it, which has to be asked.
    let newer = folder.put("june 2.csv", above.replace("500,90", "600,108"));
    let arrivals = look(&[june, newer], &drive);
    assert_eq!(left_out(&line(&arrivals, "june.csv").outlook), "It is here already: nothing to do.");
    let why = left_out(&line(&arrivals, "june 2.csv").outlook);
    assert!(why.starts_with("Open it by itself: it asks whether it replaces"), "{why}");
}

#[test]
fn a_client_that_another_window_has_is_not_touched_and_says_so() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    decided(&drive, &invoices_of(&client(1), 0..3), Action::Accept, 1, false);
    let path = folder.put("new.json", invoices_of(&client(1), 0..4));
    let arrivals = look(std::slice::from_ref(&path), &drive);
    let held = open(&drive, &client(1));
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    let Came::Failed(why) = came(&outcomes, "new.json") else { panic!("{outcomes:?}") };
    assert!(why.contains("open in another window"), "{why}");
    let seen = look(&[path], &drive);
    assert!(left_out(&line(&seen, "new.json").outlook).contains("open in another window"));
    drop(held);
    assert_eq!(open(&drive, &client(1)).log().in_force(), 1);
}

#[test]
fn what_changed_since_the_list_was_made_is_left_out() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    let path = folder.put("a.json", invoices_of(&client(1), 0..3));
    let arrivals = look(&[path], &drive);
    folder.put("a.json", invoices_of(&client(1), 0..4));
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(*came(&outcomes, "a.json"), Came::LeftOut("The file has changed since this list was made.".into()));
    assert!(drive.clients().is_empty());
}

#[test]
fn what_is_not_ticked_and_what_comes_after_a_stop_is_left_out() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    let files: Vec<PathBuf> = (0..3).map(|n| folder.put(&format!("{n}.json"), invoices_of(&client(n), 0..2))).collect();
    let mut arrivals = look(&files, &drive);
    arrivals.files[0].ticked = false;
    let stopped = Progress::default();
    stopped.cancel();
    let outcomes = arrivals.carry_out(&drive, &stopped);
    assert_eq!(outcomes.in_words(), "0 done · 3 left out");
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!((outcomes.in_words().as_str(), drive.clients().len()), ("2 done · 1 left out", 2));
}

/// The same download without its recipient.
fn unnamed(text: &str) -> String {
    let mut download: serde_json::Value = serde_json::from_str(text).unwrap();
    download["imsDetails"].as_object_mut().unwrap().remove("rtin");
    download.to_string()
}

#[test]
fn a_download_that_names_no_recipient_is_asked_about_once_and_comes_onto_its_client() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    // It is newer by the date of its file alone.
    let first = folder.put("z first.json", invoices_of(&client(1), 0..3));
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let newer = folder.put("newer.json", unnamed(&invoices_of(&client(1), 0..4)));
    let alone = look(std::slice::from_ref(&newer), &drive);
    assert!(left_out(&line(&alone, "newer.json").outlook).contains("open it by itself"), "there is no client yet");

    // Its client comes with the same files.
    let mut arrivals = look(&[newer, first], &drive);
    let asked = arrivals.files.iter_mut().find(|file| file.asks_whose()).unwrap();
    assert_eq!((asked.name.as_str(), asked.kind), ("newer.json", ArrivingKind::Download));
    asked.given = Some(client(1));
    assert_eq!(arrivals.going(), 2);
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "2 done", "{outcomes:?}");
    assert_eq!(drive.clients().len(), 1);
    assert_eq!(records(&open(&drive, &client(1))), 4);
}

#[test]
fn what_the_list_of_clients_shows_is_written_by_those_who_take_files_in() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    let files: Vec<PathBuf> = (1..4).map(|n| folder.put(&format!("{n}.json"), invoices_of(&client(n), 0..n))).collect();
    assert_eq!(look(&files, &drive).carry_out(&drive, &Progress::default()).in_words(), "3 done");
    let kept = ims_desk::clients::load(&drive.home);
    let found: Vec<_> = kept.books.iter().map(|book| (book.gstin.clone().unwrap(), book.records)).collect();
    assert_eq!(found, [(client(1), 1), (client(2), 2), (client(3), 3)]);
}

#[test]
fn the_same_errors_under_two_names_come_once() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    decided(&drive, &invoices_of(&client(1), 0..3), Action::Accept, 3, false);
    folder.put("errors.json", errors(Some(&client(1)), "INV-1"));
    folder.put("errors (1).json", errors(Some(&client(1)), "INV-1"));
    let arrivals = look(&["errors.json", "errors (1).json"].map(|name| folder.path(name)), &drive);
    assert_eq!(arrivals.going(), 1);
    let left = arrivals.files.iter().find(|file| file.is_left_out()).unwrap();
    assert_eq!(left_out(&left.outlook), "The same file is in this list already.");
    assert_eq!(arrivals.carry_out(&drive, &Progress::default()).in_words(), "1 done · 1 left out");
    assert_eq!(open(&drive, &client(1)).book().errors().list().len(), 1);
}

#[test]
fn what_of_a_folder_is_not_looked_into_is_named() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    std::fs::create_dir_all(folder.path("in/1/2/3/4/5/6")).unwrap();
    folder.put("in/1/2/3/4/four.json", invoices_of(&client(4), 0..1));
    folder.put("in/1/2/3/4/5/five.json", invoices_of(&client(5), 0..1));
    let arrivals = look(&[folder.path("in")], &drive);
    assert_eq!(line(&arrivals, "four.json").outlook, Outlook::NewClient(1));
    assert!(left_out(&line(&arrivals, "5").outlook).contains("too deep"));
    assert_eq!(arrivals.files.len(), 2);
    // Opened by itself it is looked into.
    assert_eq!(line(&look(&[folder.path("in/1/2/3/4/5")], &drive), "five.json").outlook, Outlook::NewClient(1));
}

#[test]
fn bombs_damaged_zips_and_doubled_names_are_left_out_and_keep_nothing_else_out() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    std::fs::create_dir_all(folder.path("in/deeper")).unwrap();
    // More than 64 MB, and far more than what its packed size allows.
    folder.put("in/bomb.zip", zip(&[("27.json", vec![b' '; 65 << 20])]));
    let whole = zip(&[("a.json", invoices_of(&client(1), 0..2))]);
    folder.put("in/cut.zip", &whole[..whole.len() - 30]);
    // Entries that would lie outside of a folder if they were unpacked, and two of one name in different folders.
    let paths = [
        ("../../a.json", invoices_of(&client(2), 0..2)),
        ("C:\\x\\a.json", invoices_of(&client(3), 0..3)),
        ("/etc/a.json", invoices_of(&client(4), 0..4)),
    ];
    folder.put("in/paths.zip", zip(&paths));
    folder.put("in/a.json", invoices_of(&client(5), 0..5));
    folder.put("in/deeper/a.json", invoices_of(&client(6), 0..6));
    folder.put("in/deeper/inner.zip", zip(&[("more.zip", zip(&[("a.json", invoices_of(&client(7), 0..7))]))]));
    let arrivals = look(&[folder.path("in")], &drive);
    assert!(line(&arrivals, "bomb.zip").is_left_out() && line(&arrivals, "cut.zip").is_left_out(), "{arrivals:#?}");
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "6 done · 2 left out", "{outcomes:#?}");
    for n in 2..=7 {
        assert_eq!(records(&open(&drive, &client(n))), u64::from(n));
    }
    assert_eq!(folder.names(), ["ims-desk-data", "in"], "nothing was unpacked");
}

#[test]
fn of_two_downloads_of_a_new_client_the_second_comes_onto_the_first_whatever_they_are_called() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    let month = |numbers: std::ops::Range<u32>, period: &str| {
        let invoices: Vec<Record> = numbers.map(|n| invoice(&format!("INV-{n}")).with("rtnprd", period)).collect();
        download_of(&client(1), &[("b2b", &invoices)])
    };
    std::fs::create_dir(folder.path("in")).unwrap();
    let older = folder.put("in/z.json", month(0..3, "012026"));
    let newer = folder.put("in/a.json", month(2..6, "022026"));
    let made = |path: &Path, seconds: u64| {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)).unwrap();
    };
    made(&older, 1_771_000_000);
    made(&newer, 1_773_000_000);
    folder.put("in/other.json", invoices_of(&client(2), 0..1));
    let arrivals = look(&[folder.path("in")], &drive);
    assert_eq!(line(&arrivals, "z.json").outlook, Outlook::NewClient(3));
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    // They have no document in common: a single opening warns of that, so it is not done here without the user.
    let why = came(&outcomes, "a.json");
    assert!(matches!(why, Came::LeftOut(why) if why.contains("no record in common")), "{why:?}");
    let mut again = look(&[folder.path("in/a.json")], &drive);
    assert!(again.files[0].warning.is_some() && !again.files[0].ticked);
    again.files[0].ticked = true;
    assert_eq!(again.carry_out(&drive, &Progress::default()).in_words(), "1 done");
    assert_eq!(drive.clients().len(), 2);
    assert_eq!(records(&open(&drive, &client(1))), 4);
}
