//! Registers and workbooks to decide in that arrive with other files, by themselves or in a zip: each goes to its own client, and
//! those that name none ask whose they are.

use std::path::{Path, PathBuf};

use ims_desk::book::{Action, Section};
use ims_desk::cells::{self, Kind, Sheet};
use ims_desk::disk::{Guard, RealDisk};
use ims_desk::exchange::given;
use ims_desk::exchange::workbook::About;
use ims_desk::session::many::{ArrivingKind, Came, Drive, Outlook};
use ims_desk::work::Progress;
use rust_xlsxwriter::{Format, Workbook};

use super::arrivals::{TEXT, confirmed, left_out, zip};
use super::*;
use crate::common::{Folder, day};

/// The bytes of a register that names this recipient.
fn register_of(gstin: &str) -> Vec<u8> {
    format!("GSTIN of recipient,{gstin}\n{TEXT}").into_bytes()
}

/// A sheet copied into a new workbook, with these statuses of documents changed.
fn copy(sheet: &Sheet, to: &mut Workbook, changes: &[(&str, &str)]) {
    let out = to.add_worksheet();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let rows: Vec<Vec<(u16, Kind, String)>> = sheet
        .iter()
        .map(|row| row.cells().map(|cell| (cell.column, cell.kind, cell.text.into_owned())).collect())
        .collect();
    let column = |title: &str| rows.first().and_then(|row| row.iter().find(|cell| cell.2 == title)).map(|cell| cell.0);
    for (line, row) in (0..).zip(&rows) {
        for (place, kind, text) in row {
            match kind {
                Kind::Number => drop(out.write_number(line, *place, text.parse::<f64>().unwrap()).unwrap()),
                Kind::Date(day) => {
                    out.write_number_with_format(line, *place, f64::from(day.0 + 25_569), &date).unwrap();
                }
                _ => drop(out.write_string(line, *place, text).unwrap()),
            }
        }
        let of = |(number, _): &&(&str, &str)| row.iter().any(|cell| cell.2 == *number);
        for (_, status) in changes.iter().filter(of) {
            out.write_string(line, column("Status").unwrap(), *status).unwrap();
        }
    }
}

/// A workbook to decide in of a client, as it is sent back with these statuses of documents; whether it still says whose it is.
fn sent_back(drive: &Drive, gstin: &str, path: &Path, changes: &[(&str, &str)], named: bool) -> PathBuf {
    let session = open(drive, gstin);
    let about =
        About { title: "Records".into(), filter: "all".into(), notes: Vec::new(), day: day("16-03-2026"), now: 1 };
    let rows: Vec<(Section, u32)> = (0..session.book().sheet(B2b).rows()).map(|row| (B2b, row)).collect();
    let place = (&RealDisk as _, path, &Guard::default());
    given::write(session.book(), &rows, (&about, false), place, &Progress::default()).unwrap();
    let read = cells::read("w.xlsx", std::fs::read(path).unwrap(), &Progress::default()).unwrap().workbooks.remove(0);
    let mut new = Workbook::new();
    for sheet in read.sheets.iter().filter(|sheet| named || sheet.name.as_deref() != Some("About")) {
        let changes = if sheet.name.as_deref() == Some("About") { &[] } else { changes };
        copy(sheet, &mut new, changes);
    }
    new.save(path).unwrap();
    path.to_owned()
}

/// Clients with three invoices each, of which the first is accepted.
fn clients(drive: &Drive, numbers: std::ops::RangeInclusive<u32>) {
    numbers.for_each(|n| decided(drive, &invoices_of(&client(n), 0..3), Action::Accept, 1, false));
}

#[test]
fn a_workbook_to_decide_in_goes_to_its_client_and_is_one_step() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    clients(&drive, 1..=2);
    let paths: Vec<PathBuf> = (1..=2)
        .map(|n| sent_back(&drive, &client(n), &folder.path(&format!("{n}.xlsx")), &[("INV-1", "Reject")], true))
        .collect();
    let arrivals = look(&paths, &drive);
    for n in 1..=2 {
        let file = line(&arrivals, &format!("{n}.xlsx"));
        assert_eq!((file.kind, file.named.clone()), (ArrivingKind::Decisions, Some(client(n))));
        assert_eq!((file.outlook.clone(), file.ticked), (Outlook::Decisions(1), true));
    }
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "2 done", "{outcomes:?}");
    for n in 1..=2 {
        let session = open(&drive, &client(n));
        assert_eq!(actions(&session), [Action::Accept, Action::Reject, Action::NoAction]);
        assert_eq!(session.log().in_force(), 2, "one step more");
    }
    let again = look(&paths, &drive);
    assert_eq!(left_out(&line(&again, "1.xlsx").outlook), "It is here already: nothing to do.");
}

#[test]
fn a_workbook_that_says_no_longer_whose_it_is_asks_and_what_a_single_opening_asks_is_left() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    clients(&drive, 1..=2);
    let unnamed = sent_back(&drive, &client(1), &folder.path("unnamed.xlsx"), &[("INV-1", "Reject")], false);
    let differs = sent_back(&drive, &client(2), &folder.path("differs.xlsx"), &[("INV-1", "Reject")], true);
    // In the meantime the same record is decided here.
    let mut session = open(&drive, &client(2));
    decide(&mut session, Action::Pending, 2);
    session.put_down();
    let mut arrivals = look(&[unnamed, differs], &drive);
    let why = left_out(&line(&arrivals, "differs.xlsx").outlook);
    assert!(why.starts_with("Open it by itself: it asks what counts for 1 record"), "{why}");
    let asked = arrivals.files.iter_mut().find(|file| file.asks_whose()).unwrap();
    assert_eq!((asked.name.as_str(), asked.words()), ("unnamed.xlsx", "Say whose it is".to_owned()));
    asked.given = Some(client(1));
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "1 done · 1 left out", "{outcomes:?}");
    assert_eq!(actions(&open(&drive, &client(1)))[1], Action::Reject);
    assert_eq!(actions(&open(&drive, &client(2)))[1], Action::Pending, "nothing was done to it");
}

#[test]
fn registers_and_workbooks_in_one_zip_go_to_their_own_clients_or_ask_once() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    clients(&drive, 1..=3);
    let known = folder.put("known.csv", register_of(&client(1)));
    let drive = confirmed(&drive, &known);
    let back = sent_back(&drive, &client(3), &folder.path("back.xlsx"), &[("INV-2", "Reject")], true);
    let path = folder.put(
        "all.zip",
        zip(&[
            ("mumbai/june.csv", register_of(&client(1))),
            ("pune/june.csv", register_of(&client(2))),
            ("unnamed.csv", TEXT.as_bytes().to_vec()),
            ("decided/back.xlsx", std::fs::read(&back).unwrap()),
            ("newer.json", invoices_of(&client(2), 0..4).into_bytes()),
            ("letter.pdf", b"%PDF-1.7".to_vec()),
        ]),
    );
    let mut arrivals = look(std::slice::from_ref(&path), &drive);
    assert_eq!(arrivals.files.len(), 6, "{arrivals:#?}");
    assert_eq!(line(&arrivals, "all.zip › mumbai/june.csv").outlook, Outlook::Register(2));
    assert_eq!(line(&arrivals, "all.zip › decided/back.xlsx").outlook, Outlook::Decisions(1));
    assert_eq!(line(&arrivals, "all.zip › pune/june.csv").outlook, Outlook::Then, "after its client's newer download");
    assert!(line(&arrivals, "all.zip › letter.pdf").is_left_out());
    let asked: Vec<_> = arrivals.files.iter_mut().filter(|file| file.asks_whose()).collect();
    assert_eq!(asked.len(), 1);
    asked.into_iter().for_each(|file| file.given = Some(client(3)));
    let outcomes = arrivals.carry_out(&drive, &Progress::default());
    assert_eq!(outcomes.in_words(), "5 done · 1 left out", "{outcomes:?}");
    for n in 1..=3 {
        let session = open(&drive, &client(n));
        let parts: Vec<_> = session.book().register().parts().iter().map(|part| part.file.clone()).collect();
        let wanted = if n == 3 { "unnamed.csv" } else { "june.csv" };
        assert_eq!(parts, [wanted], "it is called as it is once it is unpacked");
    }
    assert_eq!(actions(&open(&drive, &client(3)))[2], Action::Reject);
    assert_eq!(records(&open(&drive, &client(2))), 4);

    // They are read again from their copies, without the zip, and the unpacked file is the same one.
    std::fs::remove_file(&path).unwrap();
    let mut session = open(&drive, &client(1));
    let missing = |session: &Session| session.book().register().parts().iter().any(|part| part.missing);
    for _ in 0..2_000 {
        session.poll_background();
        if !missing(&session) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert!(!missing(&session));
    drop(session);
    let again = look(&[folder.put("june.csv", register_of(&client(1)))], &drive);
    assert_eq!(left_out(&line(&again, "june.csv").outlook), "It is here already: nothing to do.");
}

#[test]
fn a_zip_of_one_clients_register_stays_one_register() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    clients(&drive, 1..=2);
    let of = |gstin: &str| {
        let more = String::from_utf8(register_of(gstin)).unwrap().replace("INV-", "DN-");
        zip(&[("b2b.csv", register_of(gstin)), ("cdnr.csv", more.into_bytes())])
    };
    let (one, two) = (folder.put("one.zip", of(&client(1))), folder.put("two.zip", of(&client(2))));
    let arrivals = look(&[one.clone(), two], &drive);
    let names: Vec<_> = arrivals.files.iter().map(|file| (file.name.as_str(), file.named.clone())).collect();
    assert_eq!(names, [("one.zip", Some(client(1))), ("two.zip", Some(client(2)))]);
    assert!(look(&[one], &drive).are_for_one(true));
}

#[test]
fn what_a_zip_holds_is_not_taken_where_no_copies_are_kept_but_for_decisions() {
    let folder = Folder::new();
    let drive = drive(&folder.path(""));
    clients(&drive, 1..=2);
    let known = folder.put("known.csv", register_of(&client(1)));
    let drive = Drive { no_copies: true, ..confirmed(&drive, &known) };
    let back = sent_back(&drive, &client(2), &folder.path("back.xlsx"), &[("INV-2", "Reject")], true);
    let entries = [("june.csv", register_of(&client(1))), ("back.xlsx", std::fs::read(&back).unwrap())];
    let outcomes = take(&[folder.put("all.zip", zip(&entries))], &drive);
    let Came::LeftOut(why) = came(&outcomes, "all.zip › june.csv") else { panic!("{outcomes:?}") };
    assert!(why.contains("unpack it first"), "{why}");
    assert!(matches!(came(&outcomes, "all.zip › back.xlsx"), Came::Done(_)), "{outcomes:?}");
}
