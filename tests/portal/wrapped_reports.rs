//! Error reports inside the answers of an API, and what is known of the portal's errors (portal/README.md sections 1 and 6).

use crate::common;

use common::{SUPPLIER, desk, download, invoice, note, try_read};
use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::book::{Book, Report};
use ims_desk::portal::{Input, errors};
use ims_desk::rules::refused;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A report as the portal gives it: counts are texts.
fn bare() -> Value {
    json!({"status_cd": "PE", "error_cnt": "3", "processed_cnt": "0", "error_report": {
        "error_cnt": "3",
        "b2b": [
            {"stin": SUPPLIER, "error_cd": "IMSSAV0010", "error_msg": "Changed", "error_cnt": "1", "inv": [{"inum": "1", "rtnprd": "022026"}]},
            {"stin": SUPPLIER, "error_cd": "X", "error_msg": "Unmatched", "inv": [{"inum": "404", "rtnprd": "022026"}]},
        ],
        "cn": [{"stin": SUPPLIER, "error_cd": "IMSSAV0054", "error_msg": "Answer", "inv": [{"inum": "C1", "rtnprd": "022026"}]}],
    }})
}

fn wrapped(report: &Value, wrappers: &[&str]) -> Value {
    wrappers.iter().fold(
        report.clone(),
        |inner, wrapper| json!({"hmac": "a+/=", *wrapper: inner, "status_cd": 1, "rek": "b", "b2bcount": "7"}),
    )
}

fn reports(file: &Value) -> Vec<Report> {
    let input = Input { name: "errors.json".into(), path: None, bytes: file.to_string().into_bytes() };
    errors::from(vec![input]).unwrap().unwrap_or_else(|| panic!("no error file: {file}")).remove(0).reports
}

fn beside_a_download(file: &Value) -> Book {
    let records = download(&[("b2b", &[invoice("1"), invoice("2")]), ("b2bcn", &[note("C1")])]);
    try_read(&[("download.json", &records), ("errors.json", &file.to_string())]).unwrap()
}

proptest! {
    #[test]
    fn a_wrapped_report_is_read_like_a_bare_one(
        wrappers in proptest::collection::vec(prop_oneof![Just("result"), Just("data"), Just("Result"), Just("DATA")], 1..7)
    ) {
        let file = wrapped(&bare(), &wrappers);
        prop_assert_eq!(reports(&file), reports(&bare()));
        let book = beside_a_download(&file);
        prop_assert_eq!((book.errors_of(B2b, 0).len(), book.errors_of(B2b, 1).len(), book.errors_of(B2bcn, 0).len()), (1, 0, 1));
        prop_assert_eq!(book.errors().unmatched().count(), 1);
        prop_assert_eq!(book.sheet(B2b).rows(), 2);
    }
}

#[test]
fn the_outer_status_says_nothing_and_an_error_file_in_an_answer_is_one() {
    for status in [json!(1), json!("1"), json!(true), json!("P"), json!(null)] {
        let mut file = wrapped(&bare(), &["result"]);
        file["status_cd"] = status.clone();
        assert_eq!(reports(&file).len(), 3, "{status}");
    }
    let file = json!({"status_cd": 1, "result": {"imsDetailsErr": {"b2b": [invoice("1").with("error_msg", "no").0]}}});
    assert_eq!(beside_a_download(&file).errors_of(B2b, 0).len(), 1);
    // Records in an answer are records, whatever wraps them.
    let book = common::read(&json!({"status_cd": 1, "result": {"data": {"b2b": [invoice("1").0]}}}).to_string());
    assert_eq!(book.sheet(B2b).rows(), 1);
}

#[test]
fn a_wrapped_report_goes_through_the_command_line() {
    let desk_ = common::one_invoice();
    let errors = desk_.folder.put("errors.json", wrapped(&bare(), &["data", "result"]).to_string());
    for options in [&["--errors".as_ref(), errors.as_os_str()][..], &[errors.as_os_str()]] {
        let run = desk(["check".as_ref(), desk_.download.as_os_str(), "--json".as_ref()].iter().chain(options));
        let stated = run.json();
        assert_eq!(stated["unmatched_errors"], 2, "{stated}");
        let f7 = json!({"rule": "F7", "number": "1"});
        assert!(common::says(&stated["findings"], &json!([f7])), "{stated}");
    }
}

#[test]
fn every_code_and_text_that_is_known_has_its_hint() {
    for (code, text, due) in [
        ("IMSSAV0010", "", "download again"),
        ("IMSSAV0054", "", "Answer"),
        ("", "Error! Please enter value for the column itcRedReq.", "Answer"),
        ("IMSSAV005", "", "report the file"),
        ("IMSSAV0015", "", "wait, then upload the same file again"),
        (
            "",
            "Previous Save or Reset request is already under progress. Please try after some time.",
            "same file again",
        ),
        ("GEN5001", "", "report the file"),
        ("", "No action taken in B2B Credit Notes", "Answer"),
        (
            "",
            "File could not be uploaded! Download the latest version of Offline tool to generate the JSON file or ensure to validate your uploaded file against the template published at Specification Portal.",
            "the login is this GSTIN",
        ),
        ("IMS2005", "", "nothing to do"),
        ("IMS2B007", "", "counts in the next period"),
        ("IMS2B009", "", "wait until the 14th"),
        ("GTR2B-001", "", "check GSTIN and period"),
        ("GTR2B-002", "", "Compute GSTR-2B"),
        ("RET2B1016", "", "nothing to do"),
        ("RET2B1018", "", "wait until the 14th"),
        ("RET2B1023", "", "try again later"),
        ("RETWEB_04", "", "section is empty"),
        ("", "No invoices found!!", "section is empty"),
        ("RTN_24", "", "ask for it again later"),
        ("RT-3BSP104", "", "another login"),
        ("rt_3bsp104", "", "another login"),
        ("NEW0001", "Something new", ""),
    ] {
        let file =
            json!({"error_report": {"b2b": [{"stin": SUPPLIER, "inum": "1", "error_cd": code, "error_msg": text}]}});
        let book = beside_a_download(&file);
        let error = book.errors().list().first().unwrap();
        let hint = refused::hint(error);
        assert!(hint.contains(due) && hint.is_empty() == due.is_empty(), "{code} {text}: {hint}");
        // On a record it is with the finding, on none beside the error.
        let findings = ims_desk::rules::Findings::of(&book, common::day("01-03-2026")).in_words(&book, B2b, 0);
        assert!(findings.iter().any(|f| f.message.contains(due)), "{code} {text}");
        let whole = json!({"error_report": {"error_cd": code, "error_msg": text}});
        let desk_ = common::one_invoice();
        let errors = desk_.folder.put("errors.json", whole.to_string());
        let stated = desk(["check".as_ref(), desk_.download.as_os_str(), errors.as_os_str()]).text();
        let line = stated.lines().find(|line| line.starts_with("Portal error that fits no record")).unwrap();
        assert!(line.contains(due) && line.contains(text), "{line}");
    }
}
