//! Tables of decisions that a spreadsheet opened and saved.

use crate::common;

use common::{Desk, SUPPLIER, desk, invoice, note, text};
use ims_desk::book::{Action, Section};
use ims_desk::edit::Change;
use ims_desk::exchange::saved;
use serde_json::{Value, json};

/// The refusals of a run.
fn refused(run: &common::Run) -> Vec<Value> {
    run.json()["refused"].as_array().unwrap().clone()
}

#[test]
fn a_part_without_any_amount_is_refused_and_a_zero_is_an_amount() {
    let table = |heads: &str, amounts: &str| {
        format!("section,stin,number,action,remarks,itc{heads}\nb2bcn,{SUPPLIER},1,A,half,part{amounts}\n")
    };
    let desk_ = Desk::of(&[("b2bcn", &[note("1")])]);
    for (heads, amounts) in [("", ""), (",igst,cgst,sgst,cess", ",,,,"), (",cgst,sgst", ", ,")] {
        let run = desk_.apply(table(heads, amounts), &["--json", "--confirm", "all"]);
        assert_eq!((run.exit, desk_.written()), (1, false), "{amounts:?}");
        let refused = refused(&run);
        let reason = refused[0]["reason"].as_str().unwrap();
        assert!(
            reason.contains("no amount is declared: fill in what is reduced of IGST, CGST, SGST or cess"),
            "{reason}"
        );
        assert_eq!(refused[0]["record"], format!("1 of {SUPPLIER}"));
    }
    let run = desk_.apply(table(",igst,cgst,sgst,cess", ",,0,,"), &["--confirm", "all"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(desk_.upload()["invdata"]["b2bcn"][0]["declCgst"], 0);
}

#[test]
fn a_period_whose_leading_zero_was_lost_is_the_same_period() {
    let records = [invoice("1").with("rtnprd", "052026"), invoice("1").with("rtnprd", "062026")];
    let desk_ = Desk::of(&[("b2b", &records)]);
    let run = desk_.apply(format!("section,stin,number,rtnprd,action\nb2b,{SUPPLIER},1,52026,R\n"), &[]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let upload = desk_.upload();
    let written = upload["invdata"]["b2b"].as_array().unwrap();
    assert_eq!((written.len(), &written[0]["rtnprd"]), (1, &json!("052026")));
    // Where the file itself has the short one as well, it is not known which is meant.
    let records = [invoice("1").with("rtnprd", "052026"), invoice("1").with("rtnprd", "52026")];
    let desk_ = Desk::of(&[("b2b", &records)]);
    for (period, exit) in [("52026", 1), ("052026", 0)] {
        let run = desk_.apply(format!("section,stin,number,rtnprd,action\nb2b,{SUPPLIER},1,{period},R\n"), &["--json"]);
        assert_eq!(run.exit, exit, "{period}: {}", run.text());
    }
    // Five digits that are no month with a zero in front are no period.
    let run = desk_.apply(format!("section,stin,number,rtnprd,action\nb2b,{SUPPLIER},1,02026,R\n"), &["--json"]);
    assert_eq!(run.exit, 1);
}

#[test]
fn a_saved_table_whose_periods_lost_their_zeros_gives_the_same_decisions() {
    let months: Vec<_> =
        (1..=12).map(|month| invoice(&month.to_string()).with("rtnprd", format!("{month:02}2026"))).collect();
    let mut book = common::book_of("b2b", &months);
    (0..12).for_each(|row| common::decided(&mut book, Section::B2b, row, Change::action(Action::Reject)));
    let mut table = Vec::new();
    saved::write(&book, &mut table).unwrap();
    let table = String::from_utf8(table).unwrap();
    let opened =
        (1..=9).fold(table, |table, month| table.replace(&format!(",0{month}2026,"), &format!(",{month}2026,")));
    assert!(opened.contains(",52026,") && !opened.contains(",052026,"), "{opened}");
    let desk_ = Desk::of(&[("b2b", &months)]);
    let run = desk_.apply(opened, &["--json"]);
    assert_eq!((run.exit, &run.json()["applied"]), (0, &json!(12)), "{}", run.stderr);
}

#[test]
fn of_the_one_record_of_a_number_it_is_said_what_differs_with_both_values() {
    let desk_ = Desk::of(&[("b2b", &[invoice("1").with("rtnprd", "052026").with("idt", "10-02-2026")])]);
    for (period, date, said) in [
        ("062026", "10-02-2026", "in B2B its period is 052026, not 062026"),
        ("62026", "", "in B2B its period is 052026, not 62026"),
        ("", "11-02-2026", "in B2B its date is 10-02-2026, not 11-02-2026"),
        ("062026", "11-02-2026", "in B2B its date is 10-02-2026, not 11-02-2026, and its period is 052026, not 062026"),
    ] {
        let table = format!("section,stin,number,rtnprd,date,action\nb2b,{SUPPLIER},1,{period},{date},A\n");
        let run = desk_.apply(&table, &[]);
        let line = format!("line 2: 1 of {SUPPLIER}: {said}");
        assert!(run.exit == 1 && run.stderr.contains(&line), "{line}: {}", run.stderr);
    }
    // Of several, and of none, there is nothing to compare with.
    let two = [invoice("1"), invoice("1").with("idt", "11-02-2026")];
    let desk_ = Desk::of(&[("b2b", &two)]);
    for number in ["1", "2"] {
        let table = format!("section,stin,number,date,action\nb2b,{SUPPLIER},{number},12-02-2026,A\n");
        assert!(desk_.apply(&table, &[]).stderr.contains(&format!("no such record in B2B: {number} of {SUPPLIER}")));
    }
}

#[test]
fn a_date_that_a_spreadsheet_wrote_in_its_own_way_counts_beside_the_mark_of_the_very_record() {
    let records = [invoice("1"), invoice("2")];
    let book = common::book_of("b2b", &records);
    let (mark, other) = (book.mark(Section::B2b, 0), book.mark(Section::B2b, 1));
    for (date, period, copy, exit) in [
        ("10/02/2026", "", mark.as_str(), 0),
        ("02/10/26", "", &mark, 0),
        ("10/02/2026", "", "", 1),
        ("10/02/2026", "", &other, 1),
        // A date or a period that can be read and differs contradicts the mark.
        ("11-02-2026", "", &mark, 1),
        ("10/02/2026", "062029", &mark, 1),
    ] {
        let desk_ = Desk::of(&[("b2b", &records)]);
        let table = format!("section,stin,number,date,rtnprd,action,copy\nb2b,{SUPPLIER},1,{date},{period},R,{copy}\n");
        let run = desk_.apply(table, &[]);
        assert_eq!(run.exit, exit, "{date} {period} {copy}: {}", run.stderr);
    }
}

#[test]
fn every_refusal_of_a_table_names_its_record() {
    let desk_ = Desk::of(&[("b2b", &[invoice("1"), invoice("2")])]);
    let table = format!(
        "section,stin,number,action\nb2b,{SUPPLIER},1,A\nb2b,{SUPPLIER},1,R\nb2b,{SUPPLIER},2,maybe\nb2b,{SUPPLIER},9,A\n"
    );
    let path = desk_.folder.put("t.csv", table);
    let (download, path) = (text(&desk_.download), text(&path));
    for command in [
        vec!["apply", &download, "--decisions", &path, "--out", &text(&desk_.out())],
        vec!["check", &download, "--decisions", &path],
        vec!["export", &download, "--decisions", &path, "--to", &text(&desk_.folder.path("x.xlsx"))],
    ] {
        let run = desk(&command);
        assert_eq!(run.exit, 1, "{command:?}");
        for (line, number) in [(2, 1), (3, 1), (4, 2), (5, 9)] {
            let of = format!("{number} of {SUPPLIER}");
            let said = run.stderr.lines().find(|said| said.contains(&format!("line {line}: ")));
            assert!(said.is_some_and(|said| said.contains(&of)), "{command:?} {line}: {}", run.stderr);
        }
    }
}

#[test]
fn a_number_and_a_period_that_both_lost_their_zeros_count_beside_the_mark() {
    let records = [invoice("0045").with("rtnprd", "052026")];
    let mark = common::book_of("b2b", &records).mark(Section::B2b, 0);
    for (copy, exit) in [(mark.as_str(), 0), ("", 1)] {
        let desk_ = Desk::of(&[("b2b", &records)]);
        let table = format!("section,stin,number,rtnprd,action,copy\nb2b,{SUPPLIER},45,52026,R,{copy}\n");
        let run = desk_.apply(table, &[]);
        assert_eq!(run.exit, exit, "{}", run.stderr);
        assert!(exit == 0 || run.stderr.trim_end().contains("its number is 0045, not 45\n"), "{}", run.stderr);
    }
}

#[test]
fn a_number_that_lost_its_zeros_is_spoken_of_and_counts_beside_the_mark_of_the_very_record() {
    let records = [invoice("0045"), invoice("0046"), invoice("046"), invoice("0047"), invoice("47")];
    let book = common::book_of("b2b", &records);
    let mark = |row| book.mark(Section::B2b, row);
    let desk_ = Desk::of(&[("b2b", &records)]);
    let row = |number: &str, date: &str, copy: &str| {
        format!("section,stin,number,date,action,copy\nb2b,{SUPPLIER},{number},{date},R,{copy}\n")
    };
    for (table, said) in [
        (row("45", "", ""), format!("45 of {SUPPLIER}: in B2B its number is 0045, not 45")),
        (row("45", "11-02-2026", &mark(0)), "its number is 0045, not 45, and its date is 10-02-2026".into()),
        (row("45", "", &mark(1)), "its number is 0045, not 45".into()),
        (row("46", "", ""), format!("no such record in B2B: 46 of {SUPPLIER}")),
        (row("5", "", &mark(0)), format!("no such record in B2B: 5 of {SUPPLIER}")),
    ] {
        let run = desk_.apply(&table, &[]);
        assert!(run.exit == 1 && run.stderr.contains(&said), "{table}{said}: {}", run.stderr);
    }
    for (table, number) in
        [(row("45", "", &mark(0)), "0045"), (row("46", "10-02-2026", &mark(2)), "046"), (row("47", "", ""), "47")]
    {
        let run = desk_.apply(&table, &[]);
        assert_eq!(run.exit, 0, "{table}: {}", run.stderr);
        assert_eq!(desk_.upload()["invdata"]["b2b"][0]["inum"], number);
        std::fs::remove_file(desk_.out()).unwrap();
    }
}
