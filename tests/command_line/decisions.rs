//! The table of decisions: what it may look like, and what is refused.

use crate::common;

use common::{Desk, Run, SUPPLIER, desk, invoice, one_invoice, text};
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
fn what_is_so_already_is_counted_apart_from_what_changes() {
    let records = [invoice("1").with("action", "A"), invoice("2"), invoice("3")];
    let desk_ = Desk::of(&[("b2b", &records)]);
    let line = |number: u32, action: &str| format!("b2b,{SUPPLIER},{number},{action}\n");
    let table = format!("section,stin,number,action\n{}{}{}", line(1, "A"), line(2, "R"), line(3, "N"));
    let stated = desk_.apply(table, &["--json", "--confirm", "all"]).json();
    assert_eq!((&stated["applied"], &stated["already"], &stated["records"]), (&json!(1), &json!(2), &json!(1)));
}

#[test]
fn equal_rows_for_one_record_count_once_and_different_ones_are_both_refused() {
    let desk_ = one_invoice();
    let run = desk_
        .apply(format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\nB2B,{SUPPLIER}, 1,Accepted\n"), &["--json"]);
    assert_eq!((run.exit, &run.json()["applied"]), (0, &json!(1)));
    std::fs::remove_file(desk_.out()).unwrap();
    let run = desk_.apply(format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\nb2b,{SUPPLIER},1,R\n"), &["--json"]);
    let stated = run.json();
    let refused: Vec<&Value> = stated["refused"].as_array().unwrap().iter().map(|r| &r["line"]).collect();
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
        let stated = run.json();
        assert_eq!(
            (run.exit, &stated["refused"][0]["line"], &stated["refused"][0]["rule"]),
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
        let stated = desk_.apply(table, &["--json"]).json();
        let lines: Vec<&Value> = stated["refused"].as_array().unwrap().iter().map(|r| &r["line"]).collect();
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

#[test]
fn a_row_with_more_cells_than_headings_is_refused_with_its_line() {
    let desk_ = Desk::of(&[("b2b", &[invoice("1"), invoice("2"), invoice("3")])]);
    for (header, row) in [
        // The comma in the remarks moves "A" under "action" and "R" beyond it.
        ("section,stin,number,remarks,action", format!("b2b,{SUPPLIER},1,Late, A,R")),
        ("section,stin,number,remarks,action,", format!("b2b,{SUPPLIER},1,Late,A,R")),
        ("section;stin;number;action;remarks", format!("b2b;{SUPPLIER};1;A;Late; R")),
        ("section,stin,number,action,remarks", format!("b2b,{SUPPLIER},1,A,Late,")),
    ] {
        let between = if header.contains(';') { ";" } else { "," };
        let good = ["b2b", SUPPLIER, "2", "A"].join(between).replace(&format!("2{between}A"), "2");
        let good = if header.contains("remarks,action") { format!("{good},,A") } else { format!("{good}{between}A") };
        let table = format!("{header}\n{good}\n{row}\n");
        let run = desk_.apply(&table, &["--json"]);
        assert_eq!((run.exit, desk_.written()), (1, false), "{row}");
        assert_eq!(run.json()["refused"][0]["line"], 3, "{row}");
        assert!(run.json()["refused"][0]["reason"].as_str().unwrap().contains("more cells"), "{row}");
        assert_eq!(desk_.apply(&table, &["--partial"]).exit, 1);
        assert_eq!(desk_.upload()["invdata"]["b2b"].as_array().unwrap().len(), 1, "{row}");
        std::fs::remove_file(desk_.out()).unwrap();
    }
    // Spreadsheets leave out empty cells at the end.
    let table = format!("section,stin,number,action,remarks,note\nb2b,{SUPPLIER},1,A\n");
    assert_eq!(desk_.apply(table, &[]).exit, 0);
}

#[test]
fn a_quote_that_never_closes_is_refused_with_the_line_where_it_opened() {
    let desk_ = Desk::of(&[("b2b", &[invoice("1"), invoice("2"), invoice("3")])]);
    let table = format!(
        "section,stin,number,action,remarks\nb2b,{SUPPLIER},1,A,\nb2b,{SUPPLIER},2,R,\"Not ours\nb2b,{SUPPLIER},3,R,Late\n"
    );
    for options in [&[][..], &["--partial"], &["--json"], &["--confirm", "all", "--partial"]] {
        let run = desk_.apply(&table, options);
        assert_eq!((run.exit, desk_.written()), (2, false));
        assert!(run.stderr.contains("decisions.csv: line 3") && run.stderr.contains("quote"), "{}", run.stderr);
    }
}

#[test]
fn excels_line_that_names_the_separator_is_understood() {
    for (first, between) in [("sep=;", ";"), ("sep=,", ","), ("SEP=|", "|")] {
        let desk_ = one_invoice();
        let rows = [
            ["section", "stin", "number", "action", "remarks"],
            ["b2b", SUPPLIER, "1", "R", "Late"],
            ["b2b", SUPPLIER, "9", "R", ""],
        ];
        let table = format!("\u{feff}{first}\r\n{}\r\n", rows.map(|row| row.join(between)).join("\r\n"));
        let stated = desk_.apply(&table, &["--json", "--partial"]).json();
        assert_eq!(stated["refused"][0]["line"], 4, "{first}: {stated}");
        assert_eq!(desk_.upload()["invdata"]["b2b"][0]["remarks"], "Late");
    }
}

#[test]
fn tables_come_in_the_encodings_that_spreadsheets_save() {
    let table = format!("section\tstin\tnumber\taction\tremarks\r\nb2b\t{SUPPLIER}\t1\tR\t\"Spät \"\"₹\"\"\"\r\n");
    let wide =
        |mark: &[u8], unit: fn(u16) -> [u8; 2]| [mark.to_vec(), table.encode_utf16().flat_map(unit).collect()].concat();
    for bytes in [
        wide(&[0xFF, 0xFE], u16::to_le_bytes),
        wide(&[0xFE, 0xFF], u16::to_be_bytes),
        [&b"\xEF\xBB\xBF"[..], table.as_bytes()].concat(),
        table.replace("\r\n", "\r").into_bytes(),
    ] {
        let desk_ = one_invoice();
        let run = desk_.apply(&bytes, &[]);
        assert_eq!(run.exit, 0, "{}", run.stderr);
        assert_eq!(desk_.upload()["invdata"]["b2b"][0]["remarks"], "Spät \"₹\"");
    }
    let workbook = one_invoice().apply(b"PK\x03\x04whatever", &[]);
    assert!(workbook.exit == 2 && workbook.stderr.contains("workbook"), "{}", workbook.stderr);
}

#[test]
fn headings_that_stand_twice_are_refused_with_their_line() {
    let desk_ = one_invoice();
    let run = desk_.apply(format!("sep=,\nsection,stin,number,action,Action\nb2b,{SUPPLIER},1,A,R\n"), &[]);
    assert!(run.exit == 2 && run.stderr.contains("line 2") && run.stderr.contains("twice"), "{}", run.stderr);
}

#[test]
fn texts_that_look_like_formulas_are_read_without_their_apostrophe() {
    let desk_ =
        Desk::of(&[("b2b", &[invoice("=1+1"), invoice("2"), invoice("3").with("action", "R").with("remarks", "old")])]);
    let table = format!(
        "section,stin,number,action,remarks\nb2b,{SUPPLIER},'=1+1,R,'=SUM(1)\nb2b,{SUPPLIER},2,R,'-\nb2b,{SUPPLIER},3,,-\n"
    );
    let run = desk_.apply(table, &[]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let written = &desk_.upload()["invdata"]["b2b"];
    let remarks: Vec<&Value> = (0..3).map(|row| &written[row]["remarks"]).collect();
    assert_eq!(remarks, [&json!("=SUM(1)"), &json!("-"), &Value::Null]);
}

#[test]
fn amendments_of_one_number_are_kept_apart_by_their_originals() {
    let records = [invoice("1").amends("A", "10-01-2026"), invoice("1").amends("B", "10-01-2026")];
    let desk_ = Desk::of(&[("b2ba", &records)]);
    let run = desk_.apply(format!("section,stin,number,action\nb2ba,{SUPPLIER},1,R\n"), &["--json"]);
    assert!(reasons(&run).contains("original_number"), "{}", reasons(&run));
    let table = format!("section,stin,number,original_number,original_date,action\nb2ba,{SUPPLIER},1,B,2026-01-10,R\n");
    assert_eq!(desk_.apply(table, &["--confirm", "all"]).exit, 0);
    assert_eq!(desk_.upload()["invdata"]["b2ba"][0]["oinum"], "B");
}

#[test]
fn a_row_that_cannot_be_read_refuses_the_other_row_of_its_record_too() {
    for bad in ["b2b,{},1,X,", "b2b,{},1,R,late, and broken", "b2b,{},1,A,,,x"] {
        let bad = bad.replace("{}", SUPPLIER);
        for turned in [false, true] {
            let desk_ = one_invoice();
            let good = format!("b2b,{SUPPLIER},1,A,");
            let rows = if turned { [&bad, &good] } else { [&good, &bad] };
            let table = format!("section,stin,number,action,remarks\n{}\n{}\n", rows[0], rows[1]);
            let run = desk_.apply(table, &["--partial", "--json"]);
            assert_eq!(run.exit, 1, "{bad}: {}", run.stderr);
            assert_eq!(run.json()["applied"], 0, "{bad}");
            assert_eq!(run.json()["refused"].as_array().unwrap().len(), 2, "{bad}");
            assert!(reasons(&run).contains("is about the same record and is refused"), "{}", reasons(&run));
            assert!(!desk_.written());
        }
    }
}

#[test]
fn a_date_that_is_none_is_said_to_be_none() {
    for date in ["01/10/2025", "bad", "31-02-2025"] {
        let table = format!("section,stin,number,date,action\nb2b,{SUPPLIER},1,{date},A\n");
        let run = one_invoice().apply(table, &["--json"]);
        assert_eq!(run.exit, 1);
        assert!(reasons(&run).contains("is not a date"), "{}", reasons(&run));
    }
}

#[test]
fn a_first_line_that_names_no_separator_is_passed_over() {
    for first in ["sep=", "sep=;,,,,", "\"sep=;\",,,", "sep=,,,,"] {
        for separator in [",", ";"] {
            let rows = [["section", "stin", "number", "action"], ["b2b", SUPPLIER, "1", "A"]];
            let rows = rows.map(|row| row.join(separator)).join("\n");
            let run = one_invoice().apply(format!("{first}\n{rows}\n"), &[]);
            assert_eq!(run.exit, 0, "{first:?} {separator:?}: {}", run.stderr);
        }
    }
}

#[test]
fn a_quote_that_takes_other_rows_into_one_cell_is_refused_with_the_line_where_it_opened() {
    let records: Vec<_> = ["1", "2", "3", "4"].map(invoice).into();
    let row = |rest: &str| format!("b2b,{SUPPLIER},{rest}\n");
    // The quotes of lines 2 and 4 are slips of the hand: the second closes what the first opened.
    let last = [
        "section,stin,number,action,remarks\n".into(),
        row("1,R,\"not ours"),
        row("2,A,"),
        row("3,R,pipe of 5\""),
        row("4,A,"),
    ];
    let inner = [
        "section,stin,number,action,remarks,note\n".into(),
        row("1,R,\"not ours,"),
        row("3,R,pipe of 5\",ask"),
        row("4,A,,"),
    ];
    let front = [
        "remarks,section,stin,number,action\n".into(),
        format!("\"not ours,b2b,{SUPPLIER},1,R\n"),
        format!("pipe of 5\",b2b,{SUPPLIER},3,A\n"),
        format!(",b2b,{SUPPLIER},4,A\n"),
    ];
    for table in [last.concat(), inner.concat(), front.concat(), inner.concat().replace(',', ";")] {
        let desk = Desk::of(&[("b2b", &records)]);
        let run = desk.apply(&table, &["--json"]);
        assert_eq!((run.exit, desk.written()), (1, false), "{table}");
        assert_eq!(run.json()["refused"][0]["line"], 2, "{table}");
        assert!(reasons(&run).contains("a quote opens in this row and closes in another"), "{}", reasons(&run));
        let run = desk.apply(&table, &["--partial"]);
        assert_eq!(run.exit, 1);
        let upload = desk.upload()["invdata"]["b2b"].as_array().unwrap().len();
        assert_eq!(upload, 1, "only the row that nothing is wrong with: {table}");
    }
}

#[test]
fn remarks_of_several_lines_are_one_text_whatever_is_in_them() {
    let desk = one_invoice();
    for remarks in
        ["a, b, c, d, e\nf, g, h, i, j", "see b2b, 27AAAAA0000A1Z2\nand b2b, 5", "1,2,3,4\r\n5,6,7,8", "\n\n,,,,\n,,,,"]
    {
        let table = format!("section,stin,number,action,remarks\nb2b,{SUPPLIER},1,R,\"{remarks}\"\n");
        let run = desk.apply(&table, &[]);
        assert_eq!(run.exit, 0, "{remarks:?}: {}", run.stderr);
    }
}

#[test]
fn a_row_whose_section_or_date_cannot_be_read_refuses_the_other_row_of_its_record_too() {
    let desk = one_invoice();
    let head = "section,stin,number,date,rtnprd,action,remarks\n";
    for other in [
        format!("b2c,{SUPPLIER},1,,,A,\n"),
        format!("b2b,{SUPPLIER},1,not ours, late,,A,\n"),
        format!("b2b,{SUPPLIER},1,31-02-2026,,A,\n"),
        format!("b2b,{SUPPLIER},1,,last month,A,\n"),
    ] {
        let run = desk.apply(format!("{head}b2b,{SUPPLIER},1,,,R,late\n{other}"), &["--json", "--partial"]);
        assert_eq!((run.exit, desk.written()), (1, false), "{other}: {}", reasons(&run));
        let refused = run.json()["refused"].clone();
        assert_eq!((&refused[0]["line"], &refused[1]["line"]), (&2.into(), &3.into()), "{other}");
        assert!(refused[0]["reason"].as_str().unwrap().contains("line 3 is about the same record"), "{refused}");
    }
    // A row of a record that is not in these files says nothing of the others.
    let run = desk.apply(format!("{head}b2b,{SUPPLIER},1,,,R,late\nb2b,{SUPPLIER},1,01-01-2001,,A,\n"), &["--partial"]);
    assert_eq!((run.exit, desk.written()), (1, true));
}

#[test]
fn where_partial_leaves_nothing_to_write_that_is_said_as_it_is() {
    let desk = one_invoice();
    let table = format!("section,stin,number,action,remarks\nb2b,{SUPPLIER},not there,A,\n");
    let run = desk.apply(&table, &["--partial"]);
    assert_eq!((run.exit, desk.written()), (1, false));
    assert!(run.stderr.contains("without what is refused no decision is left to upload"), "{}", run.stderr);
    for untrue in ["already holds", "--partial writes"] {
        assert!(!run.stderr.contains(untrue), "{untrue}: {}", run.stderr);
    }
    let notes = desk.apply(&table, &["--partial", "--json"]).json()["notes"].to_string();
    assert!(notes.contains("no decision is left") && !notes.contains("already holds"), "{notes}");
    assert!(desk.apply(&table, &[]).stderr.contains("--partial writes what is not refused"));
}
