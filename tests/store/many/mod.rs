//! Many clients at once: files that arrive together, uploads that are written together, and what faults and kills leave of it.

mod arrivals;
mod faults;
mod kills;
mod speed;
mod tables;
mod uploads;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ims_desk::book::Section::B2b;
use ims_desk::book::{Action, Section};
use ims_desk::disk::{Disk, RealDisk};
use ims_desk::edit::{Change, Command};
use ims_desk::portal;
use ims_desk::session::Session;
use ims_desk::session::files::opening::{Judged, copy_sources};
use ims_desk::session::many::{Arrivals, ArrivingFile, Came, Drive, Outcomes};
use ims_desk::session::result_line::ResultLine;
use ims_desk::store::Home;
use ims_desk::store::merged::from_copies;
use ims_desk::values::gstin;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;

use crate::common::{RECIPIENT, Record, day, download, invoice};

/// The GSTIN of a client that is made up.
fn client(number: u32) -> String {
    let first = format!("27AAAAA{number:04}A1Z");
    let digit = gstin::check_digit(&first) as char;
    first + &digit.to_string()
}

/// A download of a client.
fn download_of(gstin: &str, sections: &[(&str, &[Record])]) -> String {
    download(sections).replace(RECIPIENT, gstin)
}

/// The same with invoices of these numbers.
fn invoices_of(gstin: &str, numbers: std::ops::Range<u32>) -> String {
    let invoices: Vec<Record> = numbers.map(|n| invoice(&format!("INV-{n}"))).collect();
    download_of(gstin, &[("b2b", &invoices)])
}

fn drive_on(disk: Arc<dyn Disk>, folder: PathBuf) -> Drive {
    Drive {
        home: Home { disk, folder },
        day: day("16-03-2026"),
        books: Default::default(),
        layouts: Vec::new(),
        no_copies: false,
        mine: None,
        summaries: Default::default(),
    }
}

fn drive(folder: &Path) -> Drive {
    drive_on(Arc::new(RealDisk), folder.join("ims-desk-data"))
}

fn look(paths: &[PathBuf], drive: &Drive) -> Arrivals {
    Arrivals::of(paths, drive, &Progress::default()).unwrap()
}

fn take(paths: &[PathBuf], drive: &Drive) -> Outcomes {
    look(paths, drive).carry_out(drive, &Progress::default())
}

/// The line of a file.
fn line<'a>(arrivals: &'a Arrivals, name: &str) -> &'a ArrivingFile {
    arrivals.files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("{name}: {arrivals:#?}"))
}

/// What came of a file.
fn came<'a>(outcomes: &'a Outcomes, name: &str) -> &'a Came {
    &outcomes.list.iter().find(|of| of.name == name).unwrap_or_else(|| panic!("{name}: {outcomes:#?}")).came
}

/// Opens a client from the copies in its folder, as the window does, and lets one work on it.
fn open(drive: &Drive, gstin: &str) -> Session {
    let folder = drive.current(gstin).unwrap().unwrap_or_else(|| panic!("there is no {gstin}"));
    let inputs = from_copies(&drive.home, &folder).expect("copies of its files");
    let book = portal::read(inputs, &Progress::default()).unwrap();
    opened(drive, book)
}

fn opened(drive: &Drive, book: ims_desk::book::Book) -> Session {
    let (wake, home) = (Wake::default(), Ok(drive.home.clone()));
    let judged = Judged::as_of(drive.day, book, &drive.books, home, &wake, &Progress::default());
    assert_eq!(judged.lines, Vec::<String>::new());
    Session::new(judged, &wake)
}

/// Makes a client of a download, decides on its first invoices and leaves it; whether its review was looked at.
fn decided(drive: &Drive, text: &str, action: Action, rows: u32, reviewed: bool) {
    let input = portal::Input { name: "first.json".into(), path: None, bytes: text.as_bytes().to_vec() };
    let mut session = opened(drive, portal::read(vec![input], &Progress::default()).unwrap());
    decide(&mut session, action, rows);
    let place = session.keeping().folder().unwrap();
    copy_sources(&Wake::default(), place, session.book().sources()).wait();
    if reviewed {
        session.mark_reviewed();
    }
    session.put_down();
}

fn decide(session: &mut Session, action: Action, rows: u32) {
    let command = Command::decide(B2b, (0..rows).collect(), Change::action(action));
    session.apply_and_say(command, ResultLine::default());
}

/// How many records of a client are in force.
fn records(session: &Session) -> u64 {
    let sheets = Section::ALL.into_iter().map(|section| session.book().sheet(section));
    sheets.map(|sheet| (0..sheet.rows()).filter(|&row| sheet.in_force(row)).count() as u64).sum()
}

/// What is decided on the invoices of a client that are in force.
fn actions(session: &Session) -> Vec<Action> {
    let sheet = session.book().sheet(B2b);
    (0..sheet.rows()).filter(|&row| sheet.in_force(row)).map(|row| sheet.decision(row).action).collect()
}
