//! A table of decisions that was saved gives the same book when it is loaded onto the same files.

use crate::common;

use std::sync::LazyLock;

use common::{Desk, Record, SUPPLIER, book, book_of, day, invoice, note};
use ims_desk::book::Section::{B2b, B2ba, B2bcn};
use ims_desk::book::{Action, Answer, Book, Decision, Said, Section};
use ims_desk::edit::{Change, Command, Log, plan};
use ims_desk::exchange::decisions;
use ims_desk::exchange::resolve::{Consent, Reader, resolve};
use ims_desk::exchange::saved::lost;
use ims_desk::portal::upload::{FileLayout, Upload};
use proptest::prelude::*;

const TODAY: &str = "01-03-2026";

fn saved(book: &Book) -> Vec<u8> {
    let mut table = Vec::new();
    ims_desk::exchange::saved::write(book, &mut table).unwrap();
    table
}

/// The book's decisions as a table, applied to a book of the same files.
fn saved_and_loaded(book: &Book, mut fresh: Book) -> Book {
    let bytes = saved(book);
    let table = decisions::read(&bytes).unwrap();
    assert_eq!(table.blocks().map(|block| block.refused.len()).sum::<usize>(), 0);
    assert_eq!(table.notes, [""; 0]);
    let resolved = resolve(&fresh, &table, &Consent::to_all(), Reader::CommandLine, day(TODAY));
    assert_eq!(resolved.refused, [], "what was allowed before is allowed again");
    Command::Table { what: "Saved".into(), rows: resolved.changes }.apply(&mut fresh);
    fresh
}

/// All that was decided on a record, with its texts and answers.
type All = (bool, Action, String, String, Answer, Option<(Action, Answer, String)>, bool);

fn all_of(book: &Book) -> Vec<(Section, u32, All)> {
    let mut all = Vec::new();
    for section in Section::ALL {
        let sheet = book.sheet(section);
        for row in 0..sheet.rows() {
            let Decision { action, answer, remarks, note } = sheet.decision(row);
            let text = |id| book.text(id).to_owned();
            let said = |said: Said| (said.action, book.answers().get(said.answer), text(said.remarks));
            let uploaded = sheet.last_said(row).map(said);
            // What was set aside is in no view and in no upload: what was decided on it before counts no more.
            let here = if sheet.in_force(row) {
                (
                    true,
                    action,
                    text(remarks),
                    text(note),
                    book.answers().get(answer),
                    uploaded,
                    book.in_delta(section, row),
                )
            } else {
                (false, Action::NoAction, String::new(), String::new(), Answer::default(), None, false)
            };
            all.push((section, row, here));
        }
    }
    all
}

fn upload(book: &Book) -> Vec<u8> {
    let delta = Section::ALL.into_iter().flat_map(|s| book.delta(s).map(move |row| (s, row)));
    let mut bytes = Vec::new();
    Upload::new(book, common::RECIPIENT, delta).stream(&mut bytes, FileLayout::default()).unwrap();
    bytes
}

fn decide(book: &mut Book, section: Section, row: u32, change: Change) {
    Log::default().apply(book, Command::decide(section, [row].into_iter().collect(), change));
}

/// Records of all kinds, with earlier decisions: twins that differ in their original alone or in what a table has no column
/// for, copies with different values, and texts that a spreadsheet would take for formulas.
fn sections() -> Vec<(&'static str, Vec<Record>)> {
    let b2b = vec![
        invoice("1"),
        invoice("0045").with("action", "R").with("remarks", "Not \"ours\", really"),
        invoice("45").with("action", "P"),
        invoice("45").with("idt", "11-02-2026").with("action", "A"),
        invoice("a;b").with("srcform", "R9").with("idt", "soon").with("action", "Q"),
        invoice("=1+1").with("stin", "29AAAAA0000A1ZY"),
        invoice("'-7").with("remarks", "-").with("action", "P"),
        invoice("C-1"),
        invoice("C-1").with("val", 1181),
        invoice("C-1").with("val", 1182).with("action", "R").with("remarks", "=no"),
        invoice("C-2"),
        invoice("C-2").with("action", "A"),
    ];
    let b2ba = vec![
        invoice("a").amends("1", "10-02-2026"),
        invoice("b").amends("2", "10-02-2026").with("action", "A").with("itcRedReq", "Y"),
        invoice("c").amends("=3", "10-02-2026"),
        invoice("c").amends("=4", "10-02-2026"),
        invoice("c").amends("=4", "some day"),
        invoice("d").amends("", "10-02-2026"),
        invoice("d").amends("5", "10-02-2026"),
    ];
    let b2bcn = vec![
        note("1"),
        note("2").with("action", "A").with("itcRedReq", "Y"),
        note("3")
            .with("action", "A")
            .with("itcRedReq", "Y")
            .with("declCgst", 850.5)
            .with("declSgst", 850.5)
            .with("remarks", "In part"),
        note("4").with("itcRedReqBlocked", "Y"),
        note("@5").with("action", "R").with("itcRedReq", "N"),
    ];
    vec![("b2b", b2b), ("b2ba", b2ba), ("b2bcn", b2bcn)]
}

/// Read once, and a copy of it for each case.
fn sample() -> Book {
    static SAMPLE: LazyLock<Book> = LazyLock::new(|| {
        let sections = sections();
        book(&sections.iter().map(|(key, records)| (*key, records.as_slice())).collect::<Vec<_>>())
    });
    SAMPLE.clone()
}

#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // a few steps a case
enum Step {
    Decide(usize, u32, Change),
    Restore(usize, u32),
    Pick(u32),
    Uploaded,
}

fn change() -> impl Strategy<Value = Change> {
    let action = proptest::option::of(proptest::sample::select(Action::CHOICES.to_vec()));
    let text = || proptest::option::of("[=+@'\t-]{0,2}[a-c,;\"' ₹:-]{0,5}x?|-|'-|");
    let part = Answer::part([0, 12_345, 12_345, 0]);
    let answers = vec![Answer::FULL, Answer::NO, part, Answer::default()];
    let answer = proptest::option::of((proptest::sample::select(answers), any::<bool>()));
    (action, text(), text(), answer).prop_map(|(action, remarks, note, answer)| Change {
        action,
        answer: answer
            .map(|(answer, default)| if default && answer != Answer::default() { answer.by_default() } else { answer }),
        remarks: remarks.and_then(|text| Change::remarks(&text).remarks),
        note: note.map(|text| text.trim().to_owned()),
        ..Change::default()
    })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..3usize, 0..12u32, change()).prop_map(|(sheet, row, change)| Step::Decide(sheet, row, change)),
        1 => (0..3usize, 0..12u32).prop_map(|(sheet, row)| Step::Restore(sheet, row)),
        2 => (7..12u32).prop_map(Step::Pick),
        1 => Just(Step::Uploaded),
    ]
}

fn carry_out(book: &mut Book, log: &mut Log, step: Step) {
    let sheet = |sheet: usize| [B2b, B2ba, B2bcn][sheet];
    match step {
        Step::Decide(s, row, change) => {
            let section = sheet(s);
            let rows = [row].into_iter().filter(|&row| row < book.sheet(section).rows()).collect();
            let rows = plan(book, section, &rows, &change, day(TODAY)).allowed;
            log.apply(book, Command::decide(section, rows, change));
        }
        Step::Restore(s, row) if row < book.sheet(sheet(s)).rows() => {
            log.apply(book, Command::Restore { rows: vec![(sheet(s), [row].into_iter().collect())] });
        }
        Step::Restore(..) => {}
        Step::Pick(row) if book.sheet(B2b).in_force(row) => {
            log.apply(book, Command::Pick { keep: vec![(B2b, row)] });
        }
        Step::Pick(_) => {}
        Step::Uploaded => {
            let delta = |s| book.delta(s).map(move |row| (s, row)).collect::<Vec<_>>();
            let rows: Vec<_> = Section::ALL.into_iter().flat_map(delta).collect();
            let said = rows.into_iter().map(|(s, row)| (s, row, book.said(s, row))).collect();
            log.apply(book, Command::Uploaded { name: "upload.json".into(), said });
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_saved_table_gives_the_same_book_the_same_delta_and_the_same_upload(steps in proptest::collection::vec(step(), 0..30)) {
        let (mut book, mut log) = (sample(), Log::default());
        steps.into_iter().for_each(|step| carry_out(&mut book, &mut log, step));
        let loaded = saved_and_loaded(&book, sample());
        prop_assert_eq!(all_of(&loaded), all_of(&book));
        prop_assert_eq!(String::from_utf8(upload(&loaded)), String::from_utf8(upload(&book)));
        prop_assert_eq!(lost(&book, &saved(&book), day(TODAY)), []);
        // No cell begins as a formula does, but for the command that clears.
        let table = String::from_utf8(saved(&book)).unwrap();
        let cells = ims_desk::exchange::rows::TextRows::new(&table, |cell| cell == "stin").flat_map(|row| row.unwrap().cells);
        prop_assert!(cells.into_iter().all(|cell| &*cell == "-" || !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    }
}

#[test]
fn loading_a_saved_table_is_one_step_that_can_be_taken_back() {
    let (mut book, mut log) = (sample(), Log::default());
    for step in [
        Step::Pick(8),
        Step::Decide(0, 8, Change::action(Action::Reject)),
        Step::Uploaded,
        Step::Decide(0, 0, Change::action(Action::Accept)),
    ] {
        carry_out(&mut book, &mut log, step);
    }
    let (mut fresh, mut log) = (sample(), Log::default());
    let before = all_of(&fresh);
    let saved = saved(&book);
    let table = decisions::read(&saved).unwrap();
    let rows = resolve(&fresh, &table, &Consent::to_all(), Reader::CommandLine, day(TODAY)).changes;
    let words = log.apply(&mut fresh, Command::Table { what: "Loaded decisions from a.csv".into(), rows }).words();
    assert_eq!(words, "Loaded decisions from a.csv: 2 records");
    assert_eq!(all_of(&fresh), all_of(&book));
    log.undo(&mut fresh);
    assert_eq!(all_of(&fresh), before);
}

#[test]
fn what_a_table_cannot_give_back_is_named() {
    let records = [
        note("1").with("action", "A").with("itcRedReq", "Y").with("declCgst", 1.005).with("declSgst", 1.005),
        note("2"),
    ];
    let mut book = book_of("b2bcn", &records);
    decide(&mut book, B2bcn, 1, Change::note("ask Ravi"));
    assert_eq!(lost(&book, &saved(&book), day(TODAY)), []);
    // An imported amount that is finer than paise has no spelling in a table.
    decide(&mut book, B2bcn, 1, Change::answer(Answer { inexact: true, ..Answer::part([0, 100, 100, 0]) }));
    assert_eq!(lost(&book, &saved(&book), day(TODAY)), [(B2bcn, 1)]);
    assert_eq!(lost(&book, b"no table", day(TODAY)), [(B2bcn, 1)]);
}

#[test]
fn a_table_for_another_copy_than_the_one_that_was_picked_is_refused() {
    let records = [invoice("1"), invoice("1").with("val", 1181)];
    let (mut one, mut other) = (book_of("b2b", &records), book_of("b2b", &records));
    Command::Pick { keep: vec![(B2b, 0)] }.apply(&mut one);
    decide(&mut one, B2b, 0, Change::action(Action::Accept));
    Command::Pick { keep: vec![(B2b, 1)] }.apply(&mut other);
    let saved = saved(&one);
    let table = decisions::read(&saved).unwrap();
    let resolved = resolve(&other, &table, &Consent::to_all(), Reader::CommandLine, day(TODAY));
    assert_eq!((resolved.changes.len(), resolved.refused.len()), (0, 1));
    assert!(resolved.refused[0].reason.contains("another copy"), "{:?}", resolved.refused);
}

#[test]
fn an_answer_beside_another_action_is_still_refused_unless_the_table_says_that_it_was_set_aside() {
    let desk_ = Desk::of(&[("b2bcn", &[note("1")])]);
    let table = |mark: &str| format!("section,stin,number,action,itc,itc_mark\nb2bcn,{SUPPLIER},1,P,full,{mark}\n");
    assert_eq!(desk_.apply(table(""), &["--json"]).json()["refused"][0]["rule"], "I2");
    assert_eq!(desk_.apply(table("set aside"), &[]).exit, 0);
    assert!(desk_.upload()["invdata"]["b2bcn"][0].get("itcRedReq").is_none());
    let run = desk_.apply(table("guessed"), &["--json"]);
    assert!(run.json()["refused"][0]["reason"].as_str().unwrap().contains("guessed"));
}

#[test]
fn what_was_uploaded_is_not_written_again_by_a_script_that_applies_the_saved_table() {
    let desk_ = Desk::of(&[("b2b", &[invoice("1"), invoice("2")])]);
    let table = format!("section,stin,number,action,uploaded\nb2b,{SUPPLIER},1,A,A\nb2b,{SUPPLIER},2,R,A\n");
    assert_eq!(desk_.apply(table, &[]).exit, 0);
    let written = &desk_.upload()["invdata"]["b2b"];
    assert_eq!((written.as_array().unwrap().len(), &written[0]["inum"]), (1, &serde_json::json!("2")));
    for wrong in ["X", "A maybe", "A part 1.00", "A full full"] {
        let table = format!("section,stin,number,action,uploaded\nb2b,{SUPPLIER},1,A,{wrong}\n");
        assert_eq!(desk_.apply(table, &["--json"]).json()["refused"][0]["line"], 2, "{wrong}");
    }
}

#[test]
fn a_saved_table_changes_nothing_that_was_not_decided() {
    // Each was imported in a spelling that a table cannot give back; only a note was written.
    let records = || {
        [
            note("1")
                .with("action", "A")
                .with("itcRedReq", "Y")
                .with("declCgst", 850.005)
                .with("declSgst", 850.005)
                .with("remarks", "x"),
            note("2").with("action", "R").with("remarks", " two\nlines "),
            note("3").with("action", "R").with("remarks", "-"),
        ]
    };
    for row in 0..3 {
        let mut book = book_of("b2bcn", &records());
        decide(&mut book, B2bcn, row, Change::note("ask Ravi"));
        let loaded = saved_and_loaded(&book, book_of("b2bcn", &records()));
        let decision = loaded.sheet(B2bcn).decision(row);
        assert_eq!(loaded.text(decision.note), "ask Ravi");
        assert_eq!(loaded.delta(B2bcn).count(), 0, "row {row} would be uploaded");
    }
}

#[test]
fn an_untouched_book_saves_an_empty_table() {
    let mut table = Vec::new();
    assert_eq!(ims_desk::exchange::saved::write(&sample(), &mut table).unwrap(), 0);
    assert_eq!(table.iter().filter(|b| **b == b'\n').count(), 1, "the header alone");
    assert!(decisions::read(&table).unwrap().blocks().next().is_none());
}

#[test]
fn rows_that_want_the_same_share_it_so_that_a_large_table_takes_little() {
    use ims_desk::edit::RowChange;
    use std::sync::Arc;
    let numbers: Vec<String> = (0..200).map(|n| n.to_string()).collect();
    let notes: Vec<_> = numbers.iter().map(|number| note(number)).collect();
    let row = |(n, number): (usize, &String)| format!("b2bcn,{SUPPLIER},{number},A,{}\n", ["", "late"][n % 2]);
    let table =
        "section,stin,number,action,remarks\n".to_owned() + &numbers.iter().enumerate().map(row).collect::<String>();
    let table = decisions::read(table.as_bytes()).unwrap();
    for answer_if_missing in [None, Some(Answer::FULL.by_default())] {
        let consent = Consent { answer_if_missing, ..Consent::to_all() };
        let book = book_of("b2bcn", &notes);
        let rows = resolve(&book, &table, &consent, Reader::CommandLine, day(TODAY)).changes;
        let different: std::collections::BTreeSet<_> = rows.iter().map(|row| Arc::as_ptr(&row.2)).collect();
        // Without an answer the rows are refused (rule I1).
        assert_eq!((rows.len(), different.len()), if answer_if_missing.is_some() { (200, 2) } else { (0, 0) });
    }
    assert!(size_of::<RowChange>() <= 16);
}
