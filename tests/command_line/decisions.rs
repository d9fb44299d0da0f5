//! The table of decisions: what it may look like, what is refused, and that what is saved is what is loaded again.

use crate::common;

use common::{Desk, Run, SUPPLIER, book, book_of, day, desk, invoice, note, one_invoice, text};
use ims_desk::book::Section::{B2b, B2ba, B2bcn};
use ims_desk::book::{Action, Answer, Book, Section};
use ims_desk::edit::{Change, Command, Log, plan};
use ims_desk::exchange::decisions;
use ims_desk::exchange::resolve::{Consent, resolve};
use proptest::prelude::*;
use serde_json::{Value, json};

fn reasons(run: &Run) -> String {
    run.json()["refused"].to_string()
}

#[test]
fn tables_come_with_commas_semicolons_or_tabs_and_columns_in_any_order() {
    for separator in [",", ";", "\t"] {
        let desk_ = one_invoice();
        let table = [["remarks", "number", "action", "stin", "section"], ["Late", "1", "P", SUPPLIER, "b2b"]];
        let table = table.map(|row| row.join(separator)).join("\r\n");
        let run = desk_.apply(table, &[]);
        assert_eq!(run.exit, 0, "{separator:?}: {}", run.stderr);
        assert_eq!(desk_.upload()["invdata"]["b2b"][0]["remarks"], "Late");
    }
}

#[test]
fn separators_inside_quotes_do_not_count() {
    let desk_ = one_invoice();
    let table = format!("section;stin;number;action;remarks\nb2b;{SUPPLIER};1;R;\"one, two; \"\"three\"\"\"\n");
    assert_eq!(desk_.apply(table, &[]).exit, 0);
    assert_eq!(desk_.upload()["invdata"]["b2b"][0]["remarks"], "one, two; \"three\"");
}

#[test]
fn a_missing_column_is_named_with_the_file() {
    for missing in ["section", "stin", "number", "action"] {
        let desk_ = one_invoice();
        let columns: Vec<&str> =
            ["section", "stin", "number", "action", "remarks"].into_iter().filter(|c| *c != missing).collect();
        let run = desk_.apply(format!("{}\n", columns.join(",")), &[]);
        assert_eq!(run.exit, 2, "{missing}");
        assert!(run.stderr.contains(missing) && run.stderr.contains("decisions.csv"), "{}", run.stderr);
        assert_eq!(run.stdout, b"");
    }
}

#[test]
fn a_table_that_is_empty_missing_or_no_text_leaves_with_2() {
    let desk_ = one_invoice();
    for bytes in [&b""[..], b"\n", b"section,stin,number,action\nb2b,\xff\xfe,1,A\n"] {
        let run = desk_.apply(bytes, &[]);
        assert_eq!(run.exit, 2, "{bytes:?}");
        assert!(run.stderr.contains("decisions.csv"), "{}", run.stderr);
    }
    assert!(desk_.apply(b"section,stin,number,action\nb2b,\xff,1,A\n", &[]).stderr.contains("line 2"));
    let run =
        desk(["apply", &text(&desk_.download), "--decisions", "/nowhere/at/all.csv", "--out", &text(&desk_.out())]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("/nowhere/at/all.csv"), "{}", run.stderr);
    assert!(!desk_.written());
}

#[test]
fn unknown_columns_are_ignored_with_a_note() {
    let desk_ = one_invoice();
    let table = format!("section,stin,number,action,Approved by\nb2b,{SUPPLIER},1,A,Meera\n");
    let run = desk_.apply(table, &["--json"]);
    assert_eq!(run.exit, 0);
    assert!(run.json()["notes"].to_string().contains("Approved by"));
}

#[test]
fn dates_come_as_in_the_file_or_the_other_way_round() {
    for (date, exit) in [("10-02-2026", 0), ("2026-02-10", 0), ("11-02-2026", 1), ("10/02/2026", 1), ("2026-02-30", 1)]
    {
        let desk_ = one_invoice();
        let run = desk_.apply(format!("section,stin,number,date,action\nb2b,{SUPPLIER},1,{date},A\n"), &["--json"]);
        assert_eq!(run.exit, exit, "{date}: {}", run.text());
    }
}

#[test]
fn equal_rows_for_one_record_count_once_and_different_ones_are_both_refused() {
    let desk_ = one_invoice();
    let run = desk_
        .apply(format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\nB2B,{SUPPLIER}, 1,Accepted\n"), &["--json"]);
    assert_eq!((run.exit, &run.json()["applied"]), (0, &json!(1)));
    std::fs::remove_file(desk_.out()).unwrap();
    let run = desk_.apply(format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\nb2b,{SUPPLIER},1,R\n"), &["--json"]);
    let told = run.json();
    let refused: Vec<&Value> = told["refused"].as_array().unwrap().iter().map(|r| &r["line"]).collect();
    assert_eq!((run.exit, refused), (1, vec![&json!(2), &json!(3)]));
    assert!(!desk_.written());
}

#[test]
fn several_records_that_fit_name_the_columns_that_would_settle_it() {
    let records = [
        invoice("1"),
        invoice("1").with("idt", "11-02-2026"),
        invoice("2"),
        invoice("2").with("rtnprd", "012026"),
        invoice("3"),
        invoice("3").with("srcform", "R1A"),
    ];
    let desk_ = Desk::of(&[("b2b", &records)]);
    for (number, column, others) in [
        ("1", "date", ["rtnprd", "srcform"]),
        ("2", "rtnprd", ["date", "srcform"]),
        ("3", "srcform", ["date", "rtnprd"]),
    ] {
        let run = desk_.apply(format!("section,stin,number,action\nb2b,{SUPPLIER},{number},A\n"), &["--json"]);
        assert_eq!(run.exit, 1);
        let reasons = reasons(&run);
        assert!(reasons.contains(column) && !others.iter().any(|o| reasons.contains(o)), "{reasons}");
    }
}

#[test]
fn a_record_that_is_nowhere_is_refused() {
    let desk_ = one_invoice();
    for row in [format!("b2b,{SUPPLIER},2,A"), "b2b,24AAAAA0000A1Z8,1,A".into(), format!("b2bdn,{SUPPLIER},1,A")] {
        let run = desk_.apply(format!("section,stin,number,action\n{row}\n"), &["--json"]);
        let told = run.json();
        assert_eq!(
            (run.exit, &told["refused"][0]["line"], &told["refused"][0]["rule"]),
            (1, &json!(2), &Value::Null),
            "{row}"
        );
    }
}

#[test]
fn an_empty_action_leaves_the_action_alone() {
    let desk_ = Desk::of(&[("b2b", &[invoice("1").with("action", "R")])]);
    let run = desk_.apply(format!("section,stin,number,action,remarks\nb2b,{SUPPLIER},1,,Not ours\n"), &[]);
    assert_eq!(run.exit, 0);
    let written = desk_.upload()["invdata"]["b2b"][0].clone();
    assert_eq!((&written["action"], &written["remarks"]), (&json!("R"), &json!("Not ours")));
}

#[test]
fn line_breaks_in_remarks_become_spaces() {
    let desk_ = one_invoice();
    let run =
        desk_.apply(format!("section,stin,number,action,remarks\nb2b,{SUPPLIER},1,R,\"Not\nours,\tat all\"\n"), &[]);
    assert_eq!(run.exit, 0);
    assert_eq!(desk_.upload()["invdata"]["b2b"][0]["remarks"], "Not ours, at all");
}

#[test]
fn lines_of_refusals_are_lines_of_the_file() {
    let rows = [
        "section,stin,number,action,remarks",
        "b2b,STIN,1,R,\"on",
        "two lines\"",
        "",
        "b2b,STIN,9,A,",
        "b2b,STIN,8,A,",
    ];
    for end in ["\n", "\r\n"] {
        let desk_ = one_invoice();
        let table = rows.map(|row| row.replace("STIN", SUPPLIER)).join(end);
        let told = desk_.apply(table, &["--json"]).json();
        let lines: Vec<&Value> = told["refused"].as_array().unwrap().iter().map(|r| &r["line"]).collect();
        assert_eq!(lines, [&json!(5), &json!(6)], "{end:?}");
    }
}

#[test]
fn an_internal_note_is_never_uploaded() {
    let desk_ = one_invoice();
    let run = desk_.apply(format!("section,stin,number,action,note\nb2b,{SUPPLIER},1,R,ask Ravi\n"), &[]);
    assert_eq!(run.exit, 0);
    assert!(!std::fs::read_to_string(desk_.out()).unwrap().contains("Ravi"));
}

// Saved and loaded again

/// The book's decisions as a table, applied to a book of the same files.
fn saved_and_loaded(book: &Book, fresh: Book) -> Book {
    let mut table = Vec::new();
    decisions::write(book, &mut table).unwrap();
    let table = decisions::read(&table).unwrap();
    let mut fresh = fresh;
    let resolved = resolve(&mut fresh, &table, &Consent::to_all(), day("01-03-2026"));
    assert_eq!(resolved.refused, [], "what was allowed before is allowed again");
    Command::Table { what: "Saved".into(), rows: resolved.changes }.apply(&mut fresh);
    fresh
}

/// Everything of all decisions that a table can tell, and the delta.
fn all_of(book: &Book) -> Vec<(Section, u32, Action, String, String, Answer, bool)> {
    let mut all = Vec::new();
    for section in Section::ALL {
        for row in 0..book.sheet(section).rows() {
            let decision = book.sheet(section).decision(row);
            let text = |id| book.text(id).to_owned();
            // An answer that is set aside is not a decision to load again.
            let answer = book.answers.get(book.said(section, row).answer);
            let (remarks, note) = (text(decision.remarks), text(decision.note));
            all.push((section, row, decision.action, remarks, note, answer, book.in_delta(section, row)));
        }
    }
    all
}

fn decide(book: &mut Book, section: Section, row: u32, change: Change) {
    Log::default().apply(book, Command::Decide { section, rows: [row].into_iter().collect(), change });
}

/// Records of all kinds, with earlier decisions.
fn sample() -> Book {
    let b2b = [
        invoice("1"),
        invoice("0045").with("action", "R").with("remarks", "Not \"ours\", really"),
        invoice("45").with("action", "P"),
        invoice("45").with("idt", "11-02-2026").with("action", "A"),
        invoice("a;b").with("srcform", "R9").with("idt", "soon").with("action", "Q"),
    ];
    let b2ba = [
        invoice("a").amends("1", "10-02-2026"),
        invoice("b").amends("2", "10-02-2026").with("action", "A").with("itcRedReq", "Y"),
    ];
    let b2bcn = [
        note("1"),
        note("2").with("action", "A").with("itcRedReq", "Y"),
        note("3")
            .with("action", "A")
            .with("itcRedReq", "Y")
            .with("declCgst", 850.5)
            .with("declSgst", 850.5)
            .with("remarks", "In part"),
        note("4").with("itcRedReqBlocked", "Y"),
    ];
    book(&[("b2b", &b2b), ("b2ba", &b2ba), ("b2bcn", &b2bcn)])
}

fn change() -> impl Strategy<Value = Change> {
    let action = proptest::option::of(proptest::sample::select(Action::CHOICES.to_vec()));
    let text = || proptest::option::of("[a-c,;\"' ₹-]{0,5}x|");
    let part = Answer::part([0, 12_345, 12_345, 0]);
    let answer =
        proptest::option::of(prop_oneof![Just(Answer::FULL), Just(Answer::NO), Just(part), Just(Answer::default())]);
    (action, text(), text(), answer).prop_map(|(action, remarks, note, answer)| Change {
        action,
        answer,
        remarks: remarks.and_then(|text| Change::remarks(&text).remarks),
        note: note.map(|text| text.trim().to_owned()),
        ..Change::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decisions_saved_as_a_table_are_loaded_as_they_were(changes in proptest::collection::vec((0..3usize, 0..5u32, change()), 0..20)) {
        let mut book = sample();
        for (section, row, change) in changes {
            let section = [B2b, B2ba, B2bcn][section];
            let rows = [row].into_iter().filter(|&row| row < book.sheet(section).rows()).collect();
            let rows = plan(&mut book, section, &rows, &change, day("01-03-2026")).allowed;
            Log::default().apply(&mut book, Command::Decide { section, rows, change });
        }
        let loaded = saved_and_loaded(&book, sample());
        prop_assert_eq!(all_of(&loaded), all_of(&book));
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
    assert_eq!(decisions::write(&sample(), &mut table).unwrap(), 0);
    assert_eq!(table.iter().filter(|b| **b == b'\n').count(), 1, "the header alone");
    assert_eq!(decisions::read(&table).unwrap().rows, []);
}
