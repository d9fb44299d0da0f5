//! Rules about identity and form: F1 to F8.

use super::*;
use crate::common::{book, book_of, download, invoice, note, read, try_read};
use ims_desk::book::Section::*;
use ims_desk::book::{Field, Recipient};
use ims_desk::rules::RuleId::*;
use ims_desk::rules::form::recipient;

#[test]
fn f1_blocks_both_copies_until_one_is_picked() {
    let mut book = book_of("b2b", &[invoice("1"), invoice("1").heads([200, 0, 0, 0]), invoice("2")]);
    let accept = Change::action(Action::Accept);
    for row in [0, 1] {
        assert_eq!(weight(&book, B2b, row, F1), Some(Weight::Blocks));
        assert_eq!(fix(&book, B2b, row, F1), Some(Fix::PickCopy));
        assert_eq!(refusal(&mut book, B2b, row, &accept), Some(F1));
    }
    assert_eq!(refusal(&mut book, B2b, 2, &accept), None);
    Log::default().apply(&mut book, Command::Pick { keep: vec![(B2b, 1)] });
    assert_eq!(refusal(&mut book, B2b, 1, &accept), None);
    act(&mut book, B2b, 0, Action::Accept);
    act(&mut book, B2b, 1, Action::Accept);
    assert_eq!(book.delta(B2b).collect::<Vec<_>>(), [1], "the other copy is set aside");
}

#[test]
fn f1_speaks_of_one_identity_only() {
    let same = [invoice("1"), invoice(" 1 ")];
    for (i, other) in same.into_iter().enumerate() {
        let book = book_of("b2b", &[invoice("1"), other.heads([200, 0, 0, 0])]);
        assert_eq!(weight(&book, B2b, 0, F1), Some(Weight::Blocks), "{i}");
    }
    let letters = book_of("b2b", &[invoice("ab1"), invoice("AB1").heads([200, 0, 0, 0])]);
    assert_eq!(weight(&letters, B2b, 0, F1), Some(Weight::Blocks), "case does not count");
    let others = [
        invoice("01"),
        invoice("1").with("stin", "24AAAAA0000A1Z8"),
        invoice("1").with("idt", "11-02-2026"),
        invoice("1").with("rtnprd", "012026"),
        invoice("1").with("srcform", "R1A"),
    ];
    for other in others {
        let book = book_of("b2b", &[invoice("1"), other.heads([200, 0, 0, 0])]);
        assert_eq!(weight(&book, B2b, 0, F1), None);
    }
}

#[test]
fn f1_amendments_of_different_originals_are_different() {
    let amendment = |number: &str, date: &str, tax| invoice("1").heads([tax, 0, 0, 0]).amends(number, date);
    let of =
        |number: &str, date: &str| book_of("b2ba", &[amendment("a", "10-01-2026", 180), amendment(number, date, 200)]);
    assert_eq!(weight(&of("a", "10-01-2026"), B2ba, 0, F1), Some(Weight::Blocks));
    assert_eq!(weight(&of("b", "10-01-2026"), B2ba, 0, F1), None);
    assert_eq!(weight(&of("a", "11-01-2026"), B2ba, 0, F1), None);
}

#[test]
fn f1_copies_with_equal_values_are_one_record() {
    let spelled = invoice("1")
        .with("val", "1180.00")
        .with("ispendactblocked", false)
        .with("remarks", "")
        .with("hash", serde_json::json!(null));
    for copy in [invoice("1"), spelled] {
        let book = book_of("b2b", &[invoice("1"), copy, invoice("2")]);
        assert_eq!(book.sheet(B2b).rows(), 2);
        assert_eq!(weight(&book, B2b, 0, F1), None);
    }
}

#[test]
fn f1_a_difference_of_any_kind_counts() {
    let differing = [
        invoice("1").with("action", "A"),
        invoice("1").with("remarks", "Earlier"),
        invoice("1").with("tradenm", "Asha"),
        invoice("1").with("ispendactblocked", "Y"),
        invoice("1").with("hash", "ff"),
    ];
    for other in differing {
        let files = [("one.json", download(&[("b2b", &[invoice("1")])])), ("two.json", download(&[("b2b", &[other])]))];
        let book = try_read(&files.each_ref().map(|(name, text)| (*name, text.as_str()))).unwrap();
        assert_eq!(book.sheet(B2b).rows(), 2);
        assert_eq!(weight(&book, B2b, 1, F1), Some(Weight::Blocks));
    }
}

#[test]
fn a_flag_that_one_copy_does_not_tell_is_taken_from_the_other() {
    let silent = note("1")
        .with("action", "A")
        .without("ispendactblocked")
        .without("isRemarksBlocked")
        .without("itcRedReqBlocked");
    let telling = note("1").with("ispendactblocked", "Y").with("isRemarksBlocked", "Y").with("itcRedReqBlocked", "Y");
    let mut book = book_of("b2bcn", &[silent, telling]);
    Log::default().apply(&mut book, Command::Pick { keep: vec![(B2bcn, 0)] });
    assert_eq!(refusal(&mut book, B2bcn, 0, &Change::action(Action::Pending)), Some(A1));
    assert_eq!(
        refusal(&mut book, B2bcn, 0, &Change { action: Some(Action::Reject), ..Change::remarks("x") }),
        Some(R2)
    );
    assert_eq!(refusal(&mut book, B2bcn, 0, &accepted(Answer::FULL)), Some(I2));
}

#[test]
fn f2_informs_of_a_supplier_gstin_that_looks_wrong() {
    for (gstin, odd) in [
        ("29AAAAA0000A1ZY", false),
        ("27TESTA1234B1ZA", false),
        ("29AAAAA0000A1ZZ", true),
        ("AAAAAAA0000A1ZY", true),
        ("29AAAAA0000A1Z", true),
        ("29AAAAA0000A1Z-", true),
    ] {
        let mut book = book_of("b2b", &[invoice("1").with("stin", gstin)]);
        assert_eq!(weight(&book, B2b, 0, F2), odd.then_some(Weight::Info), "{gstin}");
        assert_eq!(refusal(&mut book, B2b, 0, &Change::action(Action::Accept)), None, "{gstin}");
    }
}

#[test]
fn f3_informs_of_unusual_document_numbers() {
    for (number, odd) in [
        ("INV/26-27/0001", false),
        ("0", false),
        ("1234567890123456", false),
        ("12345678901234567", true),
        ("/1", true),
        ("-1", true),
        ("A 1", true),
        ("A_1", true),
        ("é1", true),
    ] {
        let book = book_of("b2b", &[invoice(number)]);
        assert_eq!(weight(&book, B2b, 0, F3), odd.then_some(Weight::Info), "{number}");
    }
}

#[test]
fn f3_warns_of_a_number_that_came_as_a_number_and_keeps_its_digits() {
    let text = download(&[("b2b", &[invoice("HERE")])]).replace("\"HERE\"", "12345678901234567890");
    let book = read(&text);
    assert_eq!(weight(&book, B2b, 0, F3), Some(Weight::Warns));
    assert_eq!(book.sheet(B2b).records().numbers.get(0), "12345678901234567890");
    assert!(book.notes().iter().any(|n| n.contains("document number")), "{:?}", book.notes());
}

#[test]
fn f4_warns_of_values_outside_our_lists_and_names_the_field() {
    for (key, value, field) in [
        ("idt", "31-02-2026", Field::Day),
        ("idt", "2026-02-10", Field::Day),
        ("pos", "98", Field::Place),
        ("pos", "00", Field::Place),
        ("pos", "Maharashtra", Field::Place),
        ("inv_typ", "ZZ", Field::Kind),
        ("srcform", "R9", Field::Form),
        ("srcfilstatus", "Perhaps", Field::Filing),
        ("action", "Q", Field::Action),
    ] {
        let mut book = book_of("b2b", &[invoice("1").with(key, value)]);
        let finding = finding_on(&book, B2b, 0, F4, today()).unwrap_or_else(|| panic!("{key} {value}"));
        assert_eq!((finding.weight, finding.field), (Weight::Warns, field), "{key} {value}");
        assert!(finding.message.contains(value), "shown as it came: {}", finding.message);
        assert_eq!(refusal(&mut book, B2b, 0, &Change::action(Action::Accept)), None, "{key} {value}");
    }
    let book = book_of("b2ba", &[invoice("1").amends("0", "soon")]);
    assert_eq!(finding_on(&book, B2ba, 0, F4, today()).map(|f| f.field), Some(Field::OriginalDay));
}

#[test]
fn f4_knows_all_values_of_the_lists() {
    let kinds = ["R", "DE", "SEWP", "SEWOP", "SEZWP", "SEZWOP", "CBW"];
    let places = (1..=38).map(|n| format!("{n:02}")).chain(["96", "97", "99"].map(String::from));
    let statuses = ["F", "Filed", "FILED", "Y", "NF", "N", "Not Filed", "NotFiled", "SAVED", "S", "U"];
    let actions = ["A", "R", "P", "N", "Accepted", "Rejected", "Pending", "No Action"];
    let records = kinds.iter().map(|v| invoice("1").with("inv_typ", *v));
    let records = records.chain(places.map(|v| invoice("1").with("pos", v)));
    let records = records.chain(["R1", "R1A", "R5"].iter().map(|v| invoice("1").with("srcform", *v)));
    let records = records.chain(statuses.iter().map(|v| invoice("1").with("srcfilstatus", *v)));
    let records = records.chain(actions.iter().map(|v| invoice("1").with("action", *v)));
    for record in records.chain([invoice("1").without("inv_typ").without("srcfilstatus").without("action")]) {
        let book = book_of("b2b", std::slice::from_ref(&record));
        let finding = finding_on(&book, B2b, 0, F4, today());
        assert!(finding.is_none(), "{:?}", finding.map(|f| f.message));
    }
}

#[test]
fn f5_wants_a_well_formed_recipient() {
    let mut book = book_of("b2b", &[invoice("1")]);
    let mut judge = |content: Option<&str>, file_name: Option<&str>, typed: Option<&str>| {
        let own = |text: Option<&str>| text.map(str::to_owned);
        book.recipient = Recipient { content: own(content), file_name: own(file_name), typed: own(typed) };
        (recipient(&book).map(|(rule, weight, _)| (rule, weight)), book.recipient.gstin().map(str::to_owned))
    };
    let (ours, other) = ("27AAAAA0000A1Z2", "29TESTA1234B1Z6");
    let blocks = Some((F5, Weight::Blocks));
    assert_eq!(judge(Some(ours), None, None), (None, Some(ours.into())));
    assert_eq!(judge(None, None, None), (blocks, None));
    assert_eq!(judge(None, None, Some("27AAAAA")).0, blocks, "malformed");
    assert_eq!(judge(None, None, Some("27AAAAA0000A1Z3")).0, Some((F5, Weight::Asks)), "check digit");
    assert_eq!(judge(Some(ours), None, Some(other)).0, blocks, "contradicted");
    assert_eq!(judge(Some(ours), None, Some(ours)).0, None);
    assert_eq!(
        judge(None, Some(ours), Some(other)),
        (None, Some(other.into())),
        "the typed one wins over the file's name"
    );
    assert_eq!(
        judge(Some(ours), Some(other), None),
        (None, Some(ours.into())),
        "the content wins over the file's name"
    );
    assert_eq!(judge(None, Some(ours), None), (None, Some(ours.into())));
}

#[test]
fn f6_informs_where_the_value_is_not_the_sum_by_more_than_a_rupee() {
    for (value, odd) in [("1180", false), ("1181", false), ("1179.00", false), ("1181.01", true), ("1178.99", true)] {
        let book = book_of("b2b", &[invoice("1").with("val", value)]);
        assert_eq!(weight(&book, B2b, 0, F6), odd.then_some(Weight::Info), "{value}");
    }
}

/// A download and what the portal found wrong with it.
fn with_errors(errors: &str) -> Book {
    let download = download(&[("b2b", &[invoice("1"), invoice("2")]), ("b2bcn", &[note("3")])]);
    try_read(&[("download.json", &download), ("errors.json", errors)]).unwrap()
}

#[test]
fn f7_warns_of_the_portal_s_own_error_until_the_decision_changes() {
    let record =
        invoice("1").with("action", "A").with("error_cd", "IMSSAV0010").with("error_msg", "Previous action differs");
    let mut book = with_errors(&serde_json::json!({"imsDetailsErr": {"b2b": [record.0]}}).to_string());
    let finding = finding_on(&book, B2b, 0, F7, today()).unwrap();
    assert_eq!(finding.weight, Weight::Warns);
    assert!(finding.message.contains("IMSSAV0010") && finding.message.contains("Previous action differs"));
    assert_eq!(weight(&book, B2b, 1, F7), None);
    assert_eq!(book.sheet(B2b).rows(), 2, "an error is no second version of a record");
    let mut log = Log::default();
    log.apply(&mut book, Command::decide(B2b, [0].into_iter().collect(), Change::action(Action::Accept)));
    assert_eq!(weight(&book, B2b, 0, F7), None);
    log.undo(&mut book);
    assert_eq!(weight(&book, B2b, 0, F7), Some(Weight::Warns));
}

#[test]
fn f7_reads_reports_that_give_only_some_of_the_identity() {
    let report = serde_json::json!({"status_cd": "PE", "error_report": {
        "cn": [{"stin": common::SUPPLIER, "error_cd": "IMSSAV0054", "error_msg": "No answer", "inv": [{"inum": "3", "rtnprd": "022026"}]}],
        "b2b": [{"stin": common::SUPPLIER, "error_msg": "Gone", "inv": [{"inum": "404", "rtnprd": "022026"}]}],
    }});
    let book = with_errors(&report.to_string());
    assert_eq!(weight(&book, B2bcn, 0, F7), Some(Weight::Warns));
    assert_eq!((weight(&book, B2b, 0, F7), weight(&book, B2b, 1, F7)), (None, None));
    let unmatched: Vec<&str> = book.errors().unmatched().map(|e| &*e.message).collect();
    assert_eq!(unmatched, ["Gone"], "never dropped");
}

#[test]
fn f7_an_error_that_fits_several_records_is_on_each_and_says_so() {
    let download = download(&[("b2b", &[invoice("1"), invoice("1").with("idt", "11-02-2026")])]);
    let report = serde_json::json!({"error_report": {"b2b": [{"stin": common::SUPPLIER, "error_msg": "Schema", "inv": [{"inum": "1", "rtnprd": "022026"}]}]}});
    let book = try_read(&[("errors.json", &report.to_string()), ("download.json", &download)]).unwrap();
    for row in [0, 1] {
        let message = finding_on(&book, B2b, row, F7, today()).unwrap().message;
        assert!(message.contains("several records"), "{message}");
    }
}

#[test]
fn f8_refuses_every_decision_on_a_record_that_cannot_be_read() {
    let mut book = book(&[("b2b", &[invoice("1").with("iamt", "a lot"), invoice("2")])]);
    assert_eq!(weight(&book, B2b, 0, F8), Some(Weight::Blocks));
    for action in Action::CHOICES.into_iter().filter(|a| *a != Action::NoAction) {
        assert_eq!(refusal(&mut book, B2b, 0, &Change::action(action)), Some(F8), "{action:?}");
        assert_eq!(refusal(&mut book, B2b, 1, &Change::action(action)), None, "{action:?}");
    }
    act(&mut book, B2b, 0, Action::Accept);
    assert_eq!(book.delta(B2b).count(), 0, "it is never written");
}
