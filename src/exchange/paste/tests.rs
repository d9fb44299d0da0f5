//! What pasted blocks mean.

use super::*;
use crate::book::AnswerKind;
use crate::exchange::cell::{from_cell, to_clipboard};
use crate::values::{Day, typed};

const GSTIN: &str = "24AAAAA0000A1Z8";
const OTHER: &str = "29AAAAA0000A1ZY";

fn pasted(text: &str) -> Result<Pasted, String> {
    read(text, Section::B2b, &Field::columns(Section::B2b))
}

fn table(text: &str) -> Batch {
    match pasted(text).unwrap().meaning {
        Meaning::Records(table) => table,
        other => panic!("no rows with records: {other:?}"),
    }
}

fn numbers_and_actions(table: &Batch) -> Vec<(&str, Option<Action>)> {
    table.rows.iter().map(|row| (row.stated.number.as_str(), row.change.as_ref().unwrap().action)).collect()
}

#[test]
fn rows_are_understood_by_our_titles_by_the_tables_headings_and_by_the_portals_keys() {
    for heading in ["GSTIN\tNumber\tStatus\tInternal note", "stin\tnumber\taction\tnote", "STIN\tinum\taction\tnote"] {
        let table = table(&format!("{heading}\n{GSTIN}\tA-1\tAccept\tchecked\n{OTHER}\tA-2\tr\t\n"));
        assert_eq!(numbers_and_actions(&table), [("A-1", Some(Action::Accept)), ("A-2", Some(Action::Reject))]);
        assert_eq!(table.rows[0].stated.supplier, GSTIN);
        assert_eq!((table.rows[0].stated.section, table.rows[0].line), (Some(Section::B2b), 2));
        assert_eq!(table.rows[0].change.as_ref().unwrap().note.as_deref(), Some("checked"));
        assert_eq!(table.rows[1].change.as_ref().unwrap().note, None, "an empty cell leaves alone");
    }
}

#[test]
fn columns_that_say_nothing_to_decide_are_named_as_not_taken() {
    let text =
        format!("Supplier\tGSTIN\tInvoice No.\tValue\tApproved by\tStatus\nA & Co\t{GSTIN}\tA-1\t118.00\tMeera\tA\n");
    let pasted = pasted(&text).unwrap();
    assert_eq!(pasted.ignored, ["Supplier", "Value", "Approved by"]);
    let taken: Vec<_> = pasted.taken.iter().map(|(called, is)| (called.as_str(), is.as_str())).collect();
    assert_eq!(taken, [("GSTIN", "GSTIN"), ("Invoice No.", "Number"), ("Status", "Status")]);
}

#[test]
fn a_row_may_name_its_sheet() {
    let table = table(&format!(
        "Sheet\tGSTIN\tNumber\tAction\nB2B-CN\t{GSTIN}\tC-1\tA\n\t{GSTIN}\tA-1\tA\nB2X\t{GSTIN}\tA-2\tA\n"
    ));
    let sections: Vec<_> = table.rows.iter().map(|row| row.stated.section).collect();
    assert_eq!(sections, [Some(Section::B2bcn), Some(Section::B2b), None]);
    assert!(why(&table, 2).contains("B2X"), "{}", why(&table, 2));
}

#[test]
fn a_row_that_cannot_be_read_is_refused_and_the_others_are_not() {
    let table = table(&format!("GSTIN\tNumber\tAction\n{GSTIN}\tA-1\tperhaps\n\n{GSTIN}\t\tA\n{GSTIN}\tA-3\tP\n"));
    assert_eq!(table.refused.iter().map(|r| r.line).collect::<Vec<_>>(), [4], "which record it means is not said");
    assert!(why(&table, 0).contains("perhaps"), "it says which record it means: {}", why(&table, 0));
    assert_eq!(table.rows[1].change.as_ref().unwrap().action, Some(Action::Pending));
}

#[test]
fn a_row_with_more_cells_than_headings_cannot_be_read() {
    let table = table(&format!("GSTIN,Number,Action,Remarks\n{GSTIN},A-1,R,late, and broken\n{GSTIN},A-2,A,,,\n"));
    assert!(why(&table, 0).contains("more cells than there are headings"), "{}", why(&table, 0));
    assert_eq!(table.rows[1].change.as_ref().unwrap().action, Some(Action::Accept), "blanks are nothing");
}

#[test]
fn a_quote_that_would_take_other_rows_into_one_cell_is_none() {
    let table = table(&format!(
        "GSTIN\tNumber\tAction\tRemarks\n{GSTIN}\tA-1\tR\t\"late\n{GSTIN}\tA-2\tA\t\n{GSTIN}\tA-3\tR\t5\"\n{GSTIN}\tA-4\tR\t\"two\nlines\"\n"
    ));
    let said: Vec<_> = table.rows.iter().map(|row| row.change.as_ref().unwrap().remarks.as_deref()).collect();
    assert_eq!(said, [Some("\"late"), None, Some("5\""), Some("two lines")]);
    assert_eq!(
        table.rows.iter().map(|row| row.stated.number.as_str()).collect::<Vec<_>>(),
        ["A-1", "A-2", "A-3", "A-4"]
    );
}

/// Why a row cannot be read.
fn why(table: &Batch, row: usize) -> String {
    table.rows[row].change.as_ref().unwrap_err().0.clone()
}

#[test]
fn without_headings_suppliers_numbers_dates_and_actions_are_known_by_their_looks() {
    let rows =
        format!("1,180.00\tA\t{GSTIN}\tInd Traders\t10/02/2026\t0045\n250.50\tR\t{OTHER}\tA & Co\t1-Feb-26\tX/7\n");
    let read = pasted(&rows).unwrap();
    assert_eq!(read.ignored, ["column 1", "column 4"]);
    let table = table(&rows);
    assert_eq!(numbers_and_actions(&table), [("0045", Some(Action::Accept)), ("X/7", Some(Action::Reject))]);
    assert_eq!([&*table.rows[0].stated.date, &*table.rows[1].stated.date], ["10-02-2026", "01-02-2026"]);
}

#[test]
fn two_columns_that_look_alike_are_not_guessed_at() {
    let why = pasted(&format!("{GSTIN}\tA-1\tA\tN\n{GSTIN}\tA-2\tR\tN\n")).unwrap_err();
    assert!(why.contains("look like actions"), "{why}");
    let why = pasted(&format!("{GSTIN}\t{OTHER}\tA-1\tA\n")).unwrap_err();
    assert!(why.contains("look like GSTINs"), "{why}");
    let why = pasted(&format!("GSTIN\tNumber\tStatus\tAction\n{GSTIN}\tA-1\tN\tA\n")).unwrap_err();
    assert!(why.contains("\"Status\" and \"Action\""), "{why}");
}

#[test]
fn rows_that_name_half_a_record_are_not_taken_in_their_order() {
    let why = pasted("Number\tAction\nA-1\tA\nA-2\tR\n").unwrap_err();
    assert!(why.contains("no suppliers' GSTINs"), "{why}");
    let why = pasted(&format!("GSTIN\tAction\n{GSTIN}\tA\n")).unwrap_err();
    assert!(why.contains("no document numbers"), "{why}");
    let why = pasted("A-1\tA\nA-2\tR\n").unwrap_err();
    assert!(why.contains("which records are meant") && why.contains("column 1"), "{why}");
}

#[test]
fn rows_without_anything_to_decide_say_so() {
    let why = pasted(&format!("GSTIN\tNumber\n{GSTIN}\tA-1\n")).unwrap_err();
    assert!(why.contains("not what to decide"), "{why}");
}

#[test]
fn one_cell_is_an_action_or_a_text() {
    for text in ["A", "accepted\r\n", " Accept \n"] {
        assert_eq!(pasted(text).unwrap().meaning, Meaning::Action(Action::Accept));
    }
    assert_eq!(pasted("Goods not received\r\n").unwrap().meaning, Meaning::Text("Goods not received".into()));
    assert_eq!(pasted("\"two\nlines\"").unwrap().meaning, Meaning::Text("two\nlines".into()));
    assert!(pasted(" \r\n\t\n").is_err());
}

#[test]
fn a_column_is_taken_in_its_order_with_its_blanks() {
    let Meaning::Values(values) = pasted("A\r\n\r\nR\r\n").unwrap().meaning else { panic!("no values") };
    let actions: Vec<_> = values.iter().map(|value| value.change.as_ref().unwrap().action).collect();
    assert_eq!(actions, [Some(Action::Accept), None, Some(Action::Reject)]);
    assert_eq!(pasted("late\nsent back\n").unwrap().meaning, Meaning::Texts(vec!["late".into(), "sent back".into()]));
    let Meaning::Values(values) = pasted("Remarks\nlate\nsent back\n").unwrap().meaning else { panic!("no values") };
    assert_eq!(
        values.iter().map(|v| v.change.clone().unwrap()).collect::<Vec<_>>(),
        [Change::remarks("late"), Change::remarks("sent back")]
    );
    assert_eq!(values[0].line, 2);
}

#[test]
fn commas_divide_only_under_headings_that_are_known() {
    let table = table(&format!("stin,number,action,remarks\n{GSTIN},A-1,R,\"late, and broken\"\n"));
    assert_eq!(table.rows[0].change.as_ref().unwrap().remarks.as_deref(), Some("late, and broken"));
    assert_eq!(pasted("Sent back, we wait").unwrap().meaning, Meaning::Text("Sent back, we wait".into()));
}

#[test]
fn quotes_are_those_of_a_spreadsheet_or_belong_to_the_text() {
    let rows = format!(
        "GSTIN\tNumber\tRemarks\r\n\"{GSTIN}\"\tA-1\t\"He said \"\"no\"\",\nthen\tyes\"\r\n{GSTIN}\tA-2\t\"Late\" goods\r\n{GSTIN}\tA-3\t\"open\r\n"
    );
    let table = table(&rows);
    let remarks: Vec<_> =
        table.rows.iter().map(|row| row.change.as_ref().unwrap().remarks.as_deref().unwrap()).collect();
    assert_eq!(remarks, ["He said \"no\", then yes", "\"Late\" goods", "\"open"]);
}

#[test]
fn answers_come_in_our_words_the_tables_and_the_portals() {
    let answers =
        |text: &str| -> Vec<_> { table(text).rows.iter().map(|row| row.change.as_ref().unwrap().answer).collect() };
    let part = Answer::part([0, 123_450, 123_450, 0]);
    let ours = format!(
        "GSTIN\tNumber\tReduce ITC?\tDeclared IGST\tDeclared CGST\tDeclared SGST\tDeclared cess\tIGST\n{GSTIN}\t1\tYes, all of it\t\t\t\t\t9.00\n{GSTIN}\t2\tYes, part\t0.00\t1,234.50\t1,234.50\t0.00\t9.00\n{GSTIN}\t3\tNo, nothing to reverse\t\t\t\t\t9.00\n{GSTIN}\t4\tYes, all of it (by default)\t\t\t\t\t9.00\n{GSTIN}\t5\t\t\t\t\t\t9.00\n"
    );
    assert_eq!(
        answers(&ours),
        [Some(Answer::FULL), Some(part), Some(Answer::NO), Some(Answer::FULL.by_default()), None]
    );
    let tables =
        format!("stin\tnumber\titc\tigst\tcgst\tsgst\n{GSTIN}\t1\tfull\t\t\t\n{GSTIN}\t2\tpart\t\t1234.50\t1234.50\n");
    assert_eq!(answers(&tables), [Some(Answer::FULL), Some(part)]);
    let portals =
        format!("stin\tnt_num\titcRedReq\tdeclCgst\tdeclSgst\n{GSTIN}\t1\tN\t\t\n{GSTIN}\t2\tY\t1234.50\t1234.50\n");
    assert_eq!(answers(&portals), [Some(Answer::NO), Some(part)]);
}

#[test]
fn an_answer_in_part_needs_its_amounts() {
    let table = table(&format!("GSTIN\tNumber\tReduce ITC?\n{GSTIN}\t1\tYes, part\n{GSTIN}\t2\tYes, all of it\n"));
    assert!(why(&table, 0).contains("declared amounts"), "{}", why(&table, 0));
    assert_eq!(table.rows[1].change.as_ref().unwrap().answer.unwrap().kind, AnswerKind::Full);
}

#[test]
fn the_rest_of_the_identity_is_read_as_the_screen_shows_it() {
    let table = table(&format!(
        "GSTIN\tNumber\tReturn period\tSource\tOriginal number\tOriginal date\tStatus\n{GSTIN}\t1\tFebruary 2026 (022026)\tGSTR-1A\tX-1\t2/1/2026\tA\n{GSTIN}\t2\t22026\tR1\t\t\tA\n"
    ));
    let stated = &table.rows[0].stated;
    assert_eq!((stated.period.as_str(), stated.form.clone().unwrap().0), ("022026", Form::R1a));
    assert_eq!((stated.original_number.as_str(), stated.original_date.as_str()), ("X-1", "02-01-2026"));
    assert_eq!(table.rows[1].stated.form.clone().unwrap().0, Form::R1);
}

#[test]
fn dates_are_read_with_the_day_first() {
    let day = |text| Day::parse(text);
    for text in
        ["03-02-2026", "3/2/2026", "03.02.26", "3-Feb-2026", "3 February 2026", "2026-02-03", "2026-02-03 00:00:00"]
    {
        assert_eq!(typed::day(text), day("03-02-2026"), "{text}");
    }
    for text in ["", "2/30/2026", "A-1-26", "INV/1/26", "1/2", "1/2/3/4", "1-Foo-26", "3/2/226", "12345"] {
        assert_eq!(typed::day(text), None, "{text}");
    }
}

#[test]
fn a_copied_cell_is_read_again_as_it_was() {
    let texts =
        ["late", "\"Late\" goods", "a\tb", "two\nlines, \"quoted\"", "say \"no\"", "\"", "", "=1+1", "'-", "\t=1"];
    let copied: Vec<_> = texts.map(|text| to_clipboard(text).into_owned()).to_vec();
    let text = copied.join("\t") + "\n";
    let read = pasted::read(&text, |_| false).rows;
    assert_eq!(read[0].iter().map(|cell| from_cell(cell)).collect::<Vec<_>>(), texts);
    assert!(copied.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
}

#[test]
fn an_apostrophe_before_a_formula_is_taken_off_and_a_dash_alone_clears() {
    let table = table(&format!(
        "GSTIN\tNumber\tRemarks\tInternal note\n{GSTIN}\t'-12/A\t'=1+1\t'-\n{GSTIN}\t2\t-\t-\n{GSTIN}\t3\t''tis\t'tis\n"
    ));
    let said: Vec<_> = table
        .rows
        .iter()
        .map(|r| {
            (
                r.change.as_ref().unwrap().remarks.as_deref().unwrap(),
                r.change.as_ref().unwrap().note.as_deref().unwrap(),
            )
        })
        .collect();
    assert_eq!(said, [("=1+1", "-"), ("", ""), ("'tis", "'tis")]);
    assert_eq!(table.rows[0].stated.number, "-12/A");
}

#[test]
fn the_marks_of_a_saved_table_are_taken_and_its_first_line_may_name_the_separator() {
    let table = table(&format!(
        "sep=;\nsection;stin;number;action;itc;itc_mark;uploaded;copy\nb2bcn;{GSTIN};1;R;full;by default, set aside;A;picked c12\n"
    ));
    let row = &table.rows[0];
    assert_eq!(row.change.as_ref().unwrap().answer, Some(Answer::FULL.by_default()));
    assert!(
        row.change.as_ref().unwrap().set_aside
            && row.change.as_ref().unwrap().pick
            && row.change.as_ref().unwrap().uploaded.is_some()
    );
    assert_eq!((row.copy.as_str(), row.line), ("c12", 2));
}

#[test]
fn answers_without_a_heading_are_known_by_their_words_and_a_column_of_no_alone_is_not() {
    let answers =
        |text: &str| -> Vec<_> { table(text).rows.iter().map(|row| row.change.as_ref().unwrap().answer).collect() };
    let of = |third: &str, fourth: &str| format!("{GSTIN}\t1\tA\t{third}\n{GSTIN}\t2\tA\t{fourth}\n");
    assert_eq!(answers(&of("Yes, full", "No")), [Some(Answer::FULL), Some(Answer::NO)]);
    assert_eq!(answers(&of("No", "No")), [None, None]);
}

#[test]
fn a_part_without_any_amount_is_refused_whether_or_not_its_columns_were_copied() {
    let heads = "Declared IGST\tDeclared CGST\tDeclared SGST\tDeclared cess";
    let rows = format!(
        "GSTIN\tNumber\tITC to be reduced?\t{heads}\n{GSTIN}\tC-1\tYes, part\t\t\t\t\n{GSTIN}\tC-2\tYes, part\t0\t\t\t\n"
    );
    let with_heads = table(&rows);
    assert!(why(&with_heads, 0).contains("no amount is declared"), "{}", why(&with_heads, 0));
    let answer = with_heads.rows[1].change.as_ref().unwrap().answer;
    assert_eq!(answer, Some(Answer::part([0; 4])));
    for word in ["Yes, part", "Part"] {
        let without = table(&format!("GSTIN\tNumber\tITC to be reduced?\n{GSTIN}\tC-1\t{word}\n"));
        assert!(why(&without, 0).contains("were not copied"), "{}", why(&without, 0));
    }
}
