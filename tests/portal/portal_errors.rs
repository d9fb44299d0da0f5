//! Error files of the portal: on which records their errors stand, how they go and come back, what is uploaded again, and
//! that all of it is there after a restart.

use crate::common;

use std::path::PathBuf;

use common::disk::FaultyDisk;
use common::{Desk, SUPPLIER, book, download, invoice, note, text};
use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::book::{Action, Answer, Book, Field, Report, Said, Section};
use ims_desk::edit::{Change, Command, Log};
use ims_desk::portal::{Input, errors};
use ims_desk::rules::{Fix, refused};
use ims_desk::store::journal::{Contents, Event, Head, begin, resume};
use roaring::RoaringBitmap;
use serde_json::json;

/// The reports of an error file of this text.
fn stated(file: &serde_json::Value) -> Vec<Report> {
    let input = Input { name: "errors.json".into(), path: None, bytes: file.to_string().into_bytes() };
    let mut files = errors::from(vec![input]).unwrap().expect("it is an error file");
    files.remove(0).reports
}

/// An API's report of one error on these invoices and this note.
fn report(code: &str, message: &str, invoices: &[&str], notes: &[&str]) -> Vec<Report> {
    let documents =
        |numbers: &[&str]| numbers.iter().map(|n| json!({"inum": n, "rtnprd": "022026"})).collect::<Vec<_>>();
    let of = |numbers| json!([{"stin": SUPPLIER, "error_cd": code, "error_msg": message, "inv": documents(numbers)}]);
    let mut report = json!({});
    if !invoices.is_empty() {
        report["b2b"] = of(invoices);
    }
    if !notes.is_empty() {
        report["cn"] = of(notes);
    }
    stated(&json!({"status_cd": "PE", "error_report": report}))
}

fn attach(reports: Vec<Report>) -> Command {
    Command::Errors { file: "errors.json".into(), reports }
}

fn rows(rows: &[u32]) -> RoaringBitmap {
    rows.iter().copied().collect()
}

fn decide(section: Section, on: &[u32], change: Change) -> Command {
    Command::decide(section, rows(on), change)
}

/// What an upload of the delta would say.
fn saying(book: &Book) -> Vec<(Section, u32, Said)> {
    let delta = Section::ALL.into_iter().flat_map(|s| book.delta(s).map(move |row| (s, row)));
    delta.map(|(s, row)| (s, row, book.said(s, row))).collect()
}

/// The upload of the delta was uploaded.
fn uploaded(book: &Book) -> Command {
    Command::Uploaded { name: "upload.json".into(), said: saying(book) }
}

fn delta(book: &Book) -> Vec<(Section, u32)> {
    saying(book).into_iter().map(|(s, row, _)| (s, row)).collect()
}

/// Invoices 1 to 3 and credit note 1, of which invoices 1 and 2 are accepted and were uploaded.
fn after_an_upload() -> (Book, Log) {
    let mut book = book(&[("b2b", &["1", "2", "3"].map(invoice)), ("b2bcn", &[note("1")])]);
    let mut log = Log::default();
    log.apply(&mut book, decide(B2b, &[0, 1], Change::action(Action::Accept)));
    let command = uploaded(&book);
    log.apply(&mut book, command);
    assert_eq!(delta(&book), []);
    (book, log)
}

#[test]
fn a_record_that_failed_is_changed_until_its_error_goes() {
    let (mut book, mut log) = after_an_upload();
    log.apply(&mut book, attach(report("IMSSAV0015", "Busy", &["1"], &[])));
    assert_eq!(book.errors_of(B2b, 0).len(), 1);
    assert_eq!(delta(&book), [(B2b, 0)], "what failed is written again, though its decision did not change");
    assert_eq!(book.said(B2b, 0).action, Action::Accept);

    log.undo(&mut book);
    assert_eq!((delta(&book), book.errors().list().len()), (vec![], 0), "attaching is one step that can be undone");
    log.redo(&mut book);
    assert_eq!(delta(&book), [(B2b, 0)]);

    let marks = book.error_marks(B2b, 0).collect();
    log.apply(&mut book, Command::Dismiss { marks });
    assert_eq!((delta(&book), book.errors_of(B2b, 0).len()), (vec![], 0));
    log.undo(&mut book);
    assert_eq!((delta(&book), book.errors_of(B2b, 0).len()), (vec![(B2b, 0)], 1));
}

#[test]
fn an_error_on_a_record_that_no_upload_said_changes_nothing() {
    let (mut book, mut log) = after_an_upload();
    log.apply(&mut book, attach(report("IMSSAV0010", "Changed", &["3"], &["1"])));
    assert_eq!((book.errors_of(B2b, 2).len(), book.errors_of(B2bcn, 0).len()), (1, 1));
    assert_eq!(delta(&book), []);
}

#[test]
fn an_error_goes_with_the_decision_and_comes_back_with_it() {
    let (mut book, mut log) = after_an_upload();
    log.apply(&mut book, attach(report("IMSSAV0010", "Changed", &["1", "2"], &[])));
    log.apply(&mut book, decide(B2b, &[0], Change::action(Action::Pending)));
    assert_eq!((book.errors_of(B2b, 0).len(), book.errors_of(B2b, 1).len()), (0, 1));
    log.apply(&mut book, decide(B2b, &[1], Change { note: Some("asked them".into()), ..Change::default() }));
    assert_eq!(book.errors_of(B2b, 1).len(), 1, "a note for oneself is no decision");
    log.undo(&mut book);
    log.undo(&mut book);
    assert_eq!(book.errors_of(B2b, 0).len(), 1);
}

#[test]
fn the_next_upload_answers_the_errors_of_what_it_says_and_undo_brings_them_back() {
    let (mut book, mut log) = after_an_upload();
    log.apply(&mut book, attach(report("IMSSAV0015", "Busy", &["1", "2"], &[])));
    let said = saying(&book).into_iter().filter(|s| s.1 == 0).collect();
    log.apply(&mut book, Command::Uploaded { name: "again.json".into(), said });
    assert_eq!((book.errors_of(B2b, 0).len(), book.errors_of(B2b, 1).len()), (0, 1));
    assert_eq!(delta(&book), [(B2b, 1)]);
    log.apply(&mut book, attach(report("IMSSAV0010", "Changed", &["1"], &[])));
    let codes: Vec<&str> = book.errors_of(B2b, 0).iter().map(|e| &*e.code).collect();
    assert_eq!(codes, ["IMSSAV0010"], "only what came back last");
    let ever: Vec<&str> = book.errors().ever_on(B2b, 0).map(|(_, e)| &*e.code).collect();
    assert_eq!(ever, ["IMSSAV0015", "IMSSAV0010"]);
    log.undo(&mut book);
    log.undo(&mut book);
    assert_eq!((book.errors_of(B2b, 0).len(), delta(&book).len()), (1, 2));
}

#[test]
fn an_error_may_be_dismissed_without_the_other_on_the_same_record() {
    let (mut book, mut log) = after_an_upload();
    log.apply(&mut book, attach(report("X1", "first", &["1"], &[])));
    log.apply(&mut book, attach(report("X2", "second", &["1", "404"], &[])));
    let first = book.error_marks(B2b, 0).take(1).collect();
    log.apply(&mut book, Command::Dismiss { marks: first });
    let codes: Vec<&str> = book.errors_of(B2b, 0).iter().map(|e| &*e.code).collect();
    assert_eq!(codes, ["X2"]);
    assert_eq!(
        book.errors().unmatched().map(|e| e.about.to_string()).collect::<Vec<_>>(),
        [format!("B2B {SUPPLIER} 404")]
    );
    let unmatched = (0..book.errors().marks()).filter(|&m| book.errors().mark(m).unwrap().1.is_none()).collect();
    log.apply(&mut book, Command::Dismiss { marks: unmatched });
    assert_eq!((book.errors().unmatched().count(), book.errors_of(B2b, 0).len()), (0, 1));
    while log.undo(&mut book).is_some() {}
    assert_eq!((book.errors().list().len(), book.errors().marks()), (0, 0), "undone to the end there is none");
}

#[test]
fn error_files_are_known_from_other_files_by_what_is_in_them() {
    let from =
        |text: String| errors::from(vec![Input { name: "f".into(), path: None, bytes: text.into_bytes() }]).unwrap();
    let record = invoice("1").with("error_msg", "no");
    let wrapped = json!({"status": "1", "data": {"imsDetailsErr": {"rtin": common::RECIPIENT, "b2b": [record.0]}}});
    let found = from(wrapped.to_string()).unwrap();
    assert_eq!((found[0].reports.len(), found[0].recipient.as_deref()), (1, Some(common::RECIPIENT)));
    assert_eq!(from(download(&[("b2b", &[record])])), None, "a download whose record has an error is a download");
    assert_eq!(from("{\"status_cd\":\"PE\",\"error_report\":{}}".into()).unwrap()[0].reports, []);

    let folder = common::Folder::new();
    let large = format!("{{\"filler\":\"{}\",\"imsDetailsErr\":{{}}}}", "x".repeat(100_000));
    let (errors, other) = (folder.put("a.json", large), folder.put("b.json", download(&[])));
    assert!(errors::open(std::slice::from_ref(&errors)).unwrap().is_some(), "the telling key may stand far behind");
    assert_eq!(errors::open(&[errors, other]).unwrap(), None, "all must be error files");
}

#[test]
fn attached_errors_and_what_became_of_them_are_there_after_a_restart() {
    let fresh = || book(&[("b2b", &["1", "2", "3"].map(invoice)), ("b2bcn", &[note("1")])]);
    let (mut book, mut log) = after_an_upload();
    let full = json!({"imsDetailsErr": {
        "b2b": [invoice("1").with("error_cd", "X").with("error_msg", "₹ \"no\"").0, invoice("9").with("error_msg", "gone").0],
        "b2ba": [invoice("2").amends("1", "01-02-2026").with("srcform", "R9").with("error_msg", "amended").0],
    }});
    log.apply(&mut book, attach(stated(&full)));
    log.apply(&mut book, attach(report("Y", "again", &["2"], &["1"])));
    let marks = book.error_marks(B2b, 1).collect();
    log.apply(&mut book, Command::Dismiss { marks });
    let reports: Vec<Report> = log
        .steps()
        .iter()
        .filter_map(|s| match &s.command {
            Command::Errors { reports, .. } => Some(reports.clone()),
            _ => None,
        })
        .flatten()
        .collect();

    let disk = FaultyDisk::default();
    let folder = PathBuf::from("data/book");
    let head = Head::of(&fresh());
    let stated = Contents { book: &book, log: &log, uploads: &[], awaiting: false };
    begin(&disk, &folder, &head, stated).unwrap();
    let mut back = fresh();
    let resumed = resume(&disk, &folder, &mut back, &head).unwrap();
    assert_eq!(resumed.dropped, None);
    assert_eq!(back.errors().list(), book.errors().list());
    let same: Vec<Report> = resumed
        .log
        .steps()
        .iter()
        .filter_map(|s| match &s.command {
            Command::Errors { reports, .. } => Some(reports.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(same, reports, "every word of a report is written out");
    assert_eq!(delta(&back), delta(&book));
    assert_eq!((back.errors_of(B2b, 0).len(), back.errors_of(B2b, 1).len(), back.errors_of(B2bcn, 0).len()), (1, 0, 1));
    assert_eq!(back.errors().unmatched().count(), 2);
    // A dismissal that names what is not there is no event of this book.
    let wrong = Event::Do(Command::Dismiss { marks: rows(&[99]) }).to_json(&back);
    assert_eq!(Event::from_json(&wrong, &mut back), None);
}

#[test]
fn an_answer_to_the_question_takes_the_error_away() {
    let mut book = book(&[("b2bcn", &[note("1")])]);
    let mut log = Log::default();
    log.apply(&mut book, decide(B2bcn, &[0], Change { answer: Some(Answer::FULL), ..Change::action(Action::Accept) }));
    let command = uploaded(&book);
    log.apply(&mut book, command);
    log.apply(&mut book, attach(report("IMSSAV0054", "Missing", &[], &["1"])));
    assert_eq!(delta(&book), [(B2bcn, 0)]);
    log.apply(&mut book, decide(B2bcn, &[0], Change { answer: Some(Answer::NO), ..Change::default() }));
    assert_eq!((book.errors_of(B2bcn, 0).len(), delta(&book)), (0, vec![(B2bcn, 0)]));
}

#[test]
fn what_is_known_of_an_error_gives_its_hint_its_field_and_its_fix() {
    let invoices = [invoice("1").with("action", "R").with("remarks", "Late"), invoice("2")];
    let mut book = book(&[("b2b", &invoices), ("b2bcn", &[note("1"), note("2").with("itcRedReqBlocked", "Y")])]);
    let mut log = Log::default();
    log.apply(&mut book, decide(B2b, &[1], Change::action(Action::Accept)));
    let stated = |book: &mut Book, code: &str, message: &str| {
        let mut log = Log::default();
        log.apply(book, attach(report(code, message, &["1", "2"], &["1", "2"])));
        let error = book.errors_of(B2b, 0)[0].clone();
        let fixes = [(B2b, 0), (B2b, 1), (B2bcn, 0), (B2bcn, 1)].map(|(s, row)| refused::fix(book, &error, s, row));
        log.undo(book);
        (refused::hint(&error).to_owned(), refused::field(&error), fixes)
    };
    let none = || String::new();
    let answer = (Field::Answer, [None, Some(Fix::PutBack), Some(Fix::AskAnswer), None]);
    let (hint, field, fixes) = stated(&mut book, "IMSSAV0054", "x");
    // Where the question is not asked, only putting back is left.
    assert_eq!((hint.as_str(), (field, fixes)), ("Answer \"ITC to be reduced?\".", answer));
    let (hint, field, fixes) = stated(&mut book, "", "No action taken in B2B Credit Notes");
    assert_eq!((hint.as_str(), (field, fixes)), ("Answer \"ITC to be reduced?\".", answer));
    let put_back = [None, Some(Fix::PutBack), None, None];
    let (hint, field, fixes) = stated(&mut book, "imssav0010", "x");
    assert_eq!((hint.contains("download again"), field, fixes), (true, Field::Action, put_back));
    let remarks = [Some(Fix::ClearRemarks), Some(Fix::PutBack), None, None];
    assert_eq!(stated(&mut book, "X", "Remarks are too long"), (none(), Field::Remarks, remarks));
    assert_eq!(stated(&mut book, "X", "Something new"), (none(), Field::Record, put_back));
    for code in ["IMSSAV0015", "IMSSAV005", "GEN5001"] {
        let (hint, field, fixes) = stated(&mut book, code, "x");
        assert_eq!((hint.is_empty(), field, fixes), (false, Field::Record, [None; 4]), "{code}");
    }
}

#[test]
fn check_and_apply_take_error_files_by_name() {
    let desk = Desk::of(&[("b2b", &[invoice("1"), invoice("2")])]);
    let errors = json!({"imsDetailsErr": {"b2b": [invoice("1").with("error_cd", "X1").with("error_msg", "no").0]}});
    let more = json!({"error_report": {"b2b": [{"stin": SUPPLIER, "inum": "404", "error_msg": "gone"}]}});
    let errors = text(&desk.folder.put("errors.json", errors.to_string()));
    let more = text(&desk.folder.put("more.json", more.to_string()));
    let download = text(&desk.download);
    let run = common::desk(["check", &download, "--errors", &errors, "--errors", &more, "--json"]);
    assert_eq!((run.exit, run.json()["unmatched_errors"].clone()), (0, json!(1)));
    let among = common::desk(["check", &download, &errors, &more, "--json"]);
    assert_eq!(run.json(), among.json(), "as if it stood among the files");
    let found = run.json();
    let f7: Vec<_> = found["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "F7").collect();
    assert_eq!((f7.len(), f7[0]["number"].as_str()), (1, Some("1")));

    let run = desk.accept(&["--errors", &errors, "--json"]);
    assert_eq!((run.exit, run.json()["records"].clone()), (0, json!(1)));
    assert!(!run.json()["findings"].as_array().unwrap().iter().any(|f| f["rule"] == "F7"), "its decision changed");

    let run = common::desk(["check", &download, "--errors", &download]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("download.json: this is not an error file"), "{}", run.stderr);
    let other = json!({"imsDetailsErr": {"rtin": "29ZZZZZ9999Z1Z4", "b2b": []}}).to_string();
    let other = text(&desk.folder.put("other.json", other));
    let run = common::desk(["check", &download, "--errors", &other]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("29ZZZZZ9999Z1Z4"), "{}", run.stderr);
    let run = common::desk(["check", "-", "--errors", "-"]);
    assert_eq!(run.exit, 2);
}

/// What the errors of a file say, with their codes.
fn said(file: serde_json::Value) -> Vec<String> {
    stated(&file).iter().map(|report| format!("{} {}", report.code, report.message).trim().to_owned()).collect()
}

#[test]
fn whatever_is_where_an_error_is_due_is_stated() {
    let names_only = "The portal lists this record and does not say what is wrong.";
    for (file, due) in [
        (json!({"error_report": [{"error_cd": "Z", "error_msg": "zz"}]}), vec!["Z zz"]),
        (json!({"error_report": ["one", 2, null]}), vec!["one", "2"]),
        (json!({"error_report": [{"b2b": [{"stin": SUPPLIER, "error_msg": "m"}]}]}), vec!["m"]),
        (
            json!({"error_report": {"error_cd": "R", "error_msg": "all", "b2b": [{"error_msg": "m"}]}}),
            vec!["R all", "m"],
        ),
        (json!({"error_report": {"b2b": "schema wrong"}}), vec!["schema wrong"]),
        (json!({"error_report": {"b2b": ["schema wrong", ["deeper"]]}}), vec!["schema wrong", "deeper"]),
        (json!({"error_report": {"b2b": {"stin": SUPPLIER, "error_msg": "m"}}}), vec!["m"]),
        (json!({"error_report": {"b2b": [{"stin": SUPPLIER, "inv": [{"inum": "1"}]}]}}), vec![names_only]),
        (
            json!({"imsDetailsErr": {"b2b": [{"inum": "1", "error_msg": "m", "itms": [{"rt": 18}, {"rt": 5}]}]}}),
            vec!["m"],
        ),
        (
            json!({"error_report": {"b2b": [{"error_msg": "m", "inv": [{"inv": [{"inum": "1"}, {"inum": "2"}]}]}]}}),
            vec!["m", "m"],
        ),
        (json!({"imsDetailsErr": {"error_msg": "busy", "error_cd": "IMSSAV0015", "b2b": []}}), vec!["IMSSAV0015 busy"]),
        (json!({"imsDetailsErr": {"b2b": [{"inum": "1", "error_msg": {"a": "b"}}]}}), vec![r#"{"a":"b"}"#]),
        (json!({"imsDetailsErr": {"b2b": [{"inum": "1"}]}}), vec![]),
    ] {
        assert_eq!(said(file.clone()), due, "{file}");
    }
}

#[test]
fn an_error_in_a_section_that_is_not_known_is_kept_and_is_on_no_record() {
    let errors = json!({"imsDetailsErr": {"impg": [{"stin": SUPPLIER, "inum": "1", "error_msg": "m"}]}}).to_string();
    let book = common::try_read(&[("download.json", &download(&[("b2b", &[invoice("1")])])), ("errors.json", &errors)]);
    let book = book.unwrap();
    assert!(book.errors_of(B2b, 0).is_empty() && book.others().is_empty());
    let unmatched: Vec<&str> = book.errors().unmatched().map(|error| &*error.about).collect();
    assert_eq!(unmatched, [format!("impg {SUPPLIER} 1")]);
}

#[test]
fn an_error_without_a_number_is_on_all_that_it_fits() {
    let book = book(&[("b2b", &[invoice("1"), invoice("2").with("idt", "11-02-2026"), invoice("3")])]);
    let fits = |report| book.matched("errors.json", &stated(&report)).remove(0).records;
    let of = |date: &str| json!({"error_report": {"b2b": [{"stin": SUPPLIER, "idt": date, "error_cd": "c"}]}});
    assert_eq!(fits(of("")), [(B2b, 0), (B2b, 1), (B2b, 2)]);
    assert_eq!(fits(of("11-02-2026")), [(B2b, 1)]);
    assert_eq!(fits(json!({"error_report": {"b2b": [{"error_cd": "c"}]}})), []);
}

#[test]
fn reports_that_fit_far_too_many_records_are_kept_and_stand_on_none() {
    let records: Vec<common::Record> = (0..2_000).map(|n| invoice(&n.to_string())).collect();
    let book = book(&[("b2b", &records)]);
    let errors: Vec<_> = (0..2_000).map(|n| json!({"stin": SUPPLIER, "error_msg": n.to_string()})).collect();
    let mut reports = stated(&json!({"error_report": {"b2b": errors}}));
    reports.extend(stated(&json!({"error_report": {"b2b": [{"stin": SUPPLIER, "inum": "7", "error_msg": "m"}]}})));
    let matched = book.matched("errors.json", &reports);
    assert_eq!(matched.len(), 2_001);
    assert_eq!(matched[2_000].records, [(B2b, 7)], "what is told of one record stands on it");
    assert!(matched[0].records.is_empty() && matched[0].about.contains("too many"), "{:?}", matched[0].about);
}

#[test]
fn errors_beside_a_download_in_one_file_stand_on_its_records() {
    let whole: serde_json::Value = serde_json::from_str(&download(&[("b2b", &[invoice("1"), invoice("2")])])).unwrap();
    let error = json!([{"stin": SUPPLIER, "inum": "1", "error_msg": "m"}]);
    for errors in [
        ("imsDetailsErr", json!({"b2b": error})),
        ("error_report", json!({"b2b": error})),
        ("anImsDetailsErr", json!(1)),
    ] {
        let mut file = whole.clone();
        file[errors.0] = errors.1;
        let book = common::read(&file.to_string());
        assert_eq!(book.sheet(B2b).rows(), 2, "{file}");
        assert_eq!(book.errors_of(B2b, 0).len(), usize::from(!errors.0.starts_with("an")), "{file}");
    }
}

#[test]
fn an_error_file_alone_keeps_equal_records_once_with_all_their_errors() {
    let record = |message: &str| invoice("1").with("error_msg", message);
    let file = download(&[("b2b", &[record("first"), record("second"), record("first")])]);
    let book = common::read(&file.replace("imsDetails", "imsDetailsErr"));
    assert_eq!(book.sheet(B2b).rows(), 1);
    assert_eq!(book.errors_of(B2b, 0).len(), 3);
}
