//! What is known of suppliers from the months before: kept when a download is left or uploaded, and read without opening it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::common;
use crate::common::disk::FaultyDisk;

use common::{RECIPIENT, SUPPLIER, book_of, day, invoice};
use ims_desk::book::{Action, Book, Section};
use ims_desk::disk::Disk;
use ims_desk::edit::{Change, Command, Log};
use ims_desk::session::files::opening::Judged;
use ims_desk::session::suppliers::OtherDownloads;
use ims_desk::session::suppliers::known::summary;
use ims_desk::session::{Place, Session};
use ims_desk::store::Home;
use ims_desk::store::supplier_summary::SupplierSummary;
use ims_desk::values::Period;
use ims_desk::view::suppliers::SupplierLine;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;

/// A download of a month: four invoices, one of them not filed.
fn month(period: &str) -> Book {
    let records: Vec<_> = (0..4)
        .map(|n| invoice(&format!("{period}-{n}")).with("rtnprd", period))
        .map(|record| record.with("tradenm", "Umbrivel Steel"))
        .collect();
    let mut records = records;
    records[3] = records[3].clone().with("srcfilstatus", "Not Filed");
    book_of("b2b", &records)
}

fn open(book: Book, home: &Home) -> Session {
    let wake = Wake::default();
    let home = Ok(home.clone());
    let judged = Judged::as_of(day("14-11-2026"), book, &BTreeMap::new(), home, &wake, &Progress::default());
    Session::new(judged, &wake)
}

fn decide(open: &mut Session, rows: &[u32], change: Change) {
    let rows = rows.iter().copied().collect();
    open.apply_and_say(Command::Decide { rows: vec![(Section::B2b, rows)], change }, Default::default());
}

fn home() -> Home {
    Home { disk: Arc::new(FaultyDisk::new()), folder: PathBuf::from("stick/ims-desk-data") }
}

fn wait(open: &mut Session) {
    while open.looks() {
        open.poll_background();
        std::thread::yield_now();
    }
}

#[test]
fn what_became_of_a_supplier_in_the_months_before_is_known_in_the_next_download() {
    let home = home();
    let mut september = open(month("092026"), &home);
    decide(&mut september, &[0, 1], Change::action(Action::Accept));
    let reject = Change { remarks: Some("Not ours".into()), ..Change::action(Action::Reject) };
    decide(&mut september, &[2], reject);
    september.put_down();
    let mut october = open(month("102026"), &home);
    let before = october.book().sheet(Section::B2b).actions().to_vec();
    october.show_place(Place::Suppliers);
    wait(&mut october);
    let known = october.known_of(october.suppliers().focus().unwrap());
    assert_eq!(known.months.as_deref(), Some("September 2026"));
    assert_eq!(
        known.lines,
        [
            "2 accepted, 0 Pending, 1 rejected",
            "GSTR-1 not filed in 2 of 2 downloads, this one included",
            "Remarks last used: “Not ours”",
        ]
    );
    assert_eq!(october.book().sheet(Section::B2b).actions(), before, "it never decides anything");
    // Nothing is known in the first of them of what comes after it.
    october.put_down();
    let mut september = open(month("092026"), &home);
    september.show_place(Place::Suppliers);
    wait(&mut september);
    assert_eq!(september.known_of(september.suppliers().focus().unwrap()).months, None);
}

#[test]
fn it_is_written_when_a_download_is_uploaded_too() {
    let home = home();
    let mut open = open(month("092026"), &home);
    decide(&mut open, &[0], Change::action(Action::Accept));
    let folder = home.books_of(RECIPIENT).remove(0);
    assert_eq!(SupplierSummary::load(&*home.disk, &folder), None);
    let said = vec![(Section::B2b, 0, open.book().said(Section::B2b, 0))];
    open.wrote(ims_desk::store::journal::WroteUpload { name: "up.json".into(), said, ..Default::default() });
    open.was_uploaded();
    let kept = SupplierSummary::load(&*home.disk, &folder).unwrap();
    assert_eq!((kept.suppliers[SUPPLIER].accepted, kept.suppliers[SUPPLIER].not_filed), (1, 1));
}

#[test]
fn the_remarks_that_were_written_last_are_those_that_count() {
    let (mut book, mut log) = (month("092026"), Log::default());
    let write = |row: u32, text: &str| Command::Decide {
        rows: vec![(Section::B2b, [row].into_iter().collect())],
        change: Change { remarks: Some(text.into()), ..Change::action(Action::Reject) },
    };
    log.apply(&mut book, write(2, "first"));
    log.apply(&mut book, write(0, "then"));
    let period = Period::new(2026, 9).unwrap();
    let used = |book: &Book, log: &Log| summary(book, log, period, 0).suppliers[SUPPLIER].remarks.clone();
    assert_eq!(used(&book, &log), "then");
    log.undo(&mut book);
    assert_eq!(used(&book, &log), "first");
}

#[test]
fn files_that_are_no_summaries_are_only_not_known() {
    let (disk, folder) = (FaultyDisk::new(), Path::new("stick/ims-desk-data"));
    for (book, text) in [("one", "{"), ("two", "ims-desk 1 1 2 0\n{}"), ("three", "")] {
        disk.put(folder.join(RECIPIENT).join(book).join("suppliers.1"), text);
    }
    let later = SupplierSummary::new(Period::new(2026, 12).unwrap(), 0, BTreeMap::new());
    later.keep(&disk, &folder.join(RECIPIENT).join("four")).unwrap_or_default();
    let disk: Arc<dyn Disk> = Arc::new(disk);
    let home = Home { disk, folder: folder.to_owned() };
    let read = OtherDownloads::read(
        &home,
        RECIPIENT,
        Path::new(""),
        Period::new(2026, 11).unwrap(),
        |_| true,
        &Progress::default(),
    )
    .unwrap();
    assert_eq!(read, OtherDownloads::default());
    assert_eq!(read.of(&[SUPPLIER.into()], &SupplierLine::default()).months, None);
}
