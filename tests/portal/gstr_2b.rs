//! Reading the portal's GSTR-2B: every shape of it, what is tolerated, and what is refused by name.

use std::path::PathBuf;

use crate::common::gstr_2b::{Document, lists, statement};
use crate::common::{Folder, RECIPIENT, SUPPLIER, invoice, note};
use ims_desk::book::{AnswerKind, Gstr2b, Section};
use ims_desk::portal::{Input, ReadError, gstr_2b};
use ims_desk::values::{Day, Period};
use ims_desk::work::Progress;
use proptest::prelude::*;
use serde_json::{Value, json};

fn read_all(files: &[(&str, &str)]) -> Result<Gstr2b, ReadError> {
    let input = |(name, text): &(&str, &str)| Input {
        name: (*name).to_owned(),
        path: Some(PathBuf::from(name)),
        bytes: text.as_bytes().to_vec(),
    };
    gstr_2b::read(files.iter().map(input).collect(), &Progress::default())
}

fn read(value: &Value) -> Gstr2b {
    read_all(&[("2b.json", &value.to_string())]).unwrap()
}

#[test]
fn the_file_says_whose_it_is_of_when_and_which_documents_it_has() {
    let own = [
        Document::of("b2b", &invoice("A/1")),
        Document::of("b2ba", &invoice("A/2").amends("A/1", "10-02-2026")),
        Document::of("ecom", &invoice("A/3")),
        Document::of("ecoma", &invoice("A/4").amends("A/3", "10-02-2026")),
        Document::of("b2bdn", &note("D/1")),
        Document::of("b2bcn", &note("C/1")),
        Document::of("b2bdna", &note("D/2").amends("D/1", "10-02-2026")),
        Document::of("b2bcna", &note("C/2").amends("C/1", "10-02-2026")),
    ];
    let found = read(&statement(&own));
    assert_eq!((found.recipient.as_str(), found.period), (RECIPIENT, Period::new(2026, 10).unwrap()));
    assert_eq!(found.drawn_up, Day::parse("14-11-2026").unwrap());
    let sections: Vec<_> = found.documents.iter().map(|d| (d.section.unwrap(), &*d.number)).collect();
    for (section, number) in [
        (Section::B2b, "A/1"),
        (Section::B2ba, "A/2"),
        (Section::Ecom, "A/3"),
        (Section::Ecoma, "A/4"),
        (Section::B2bdn, "D/1"),
        (Section::B2bcn, "C/1"),
        (Section::B2bdna, "D/2"),
        (Section::B2bcna, "C/2"),
    ] {
        assert!(sections.contains(&(section, number)), "{section:?} {sections:?}");
    }
    assert_eq!(sections.len(), 8, "sums are no documents");
    assert_eq!(found.documents[0].heads, [18_000, 0, 0, 0]);
    assert!(found.documents.iter().all(|d| d.listed_under.is_none() && !d.unavailable && !d.reverse_charge));
    assert_eq!(
        found.filings_of(&SUPPLIER.to_lowercase()),
        [(Period::new(2026, 2).unwrap(), Day::parse("10-11-2026").unwrap())]
    );
}

#[test]
fn the_object_of_data_alone_a_mark_before_it_and_keys_in_other_letters_are_read() {
    let whole = statement(&[Document::of("b2b", &invoice("A/1"))]);
    let alone = whole["data"].to_string();
    let expected = read(&whole).documents;
    assert_eq!(read_all(&[("2b.json", &alone)]).unwrap().documents, expected);
    assert_eq!(read_all(&[("2b.json", &format!("\u{feff}{alone}"))]).unwrap().documents, expected);
    let others =
        alone.replace("\"docdata\"", "\"docData\"").replace("\"rtnprd\"", "\"RTNPRD\"").replace("supprd", "sup_prd");
    assert_eq!(read_all(&[("2b.json", &others)]).unwrap().documents, expected);
}

#[test]
fn amounts_of_items_are_summed_and_the_documents_own_count_where_both_are_there() {
    let mut only_items = Document::of("b2b", &invoice("A/1"));
    for key in ["txval", "igst", "cgst", "sgst", "cess"] {
        only_items.value.as_object_mut().unwrap().remove(key);
    }
    let items = json!([{"rt": 18, "txval": 100, "igst": "18.00"}, {"rt": 5, "txval": 20.5, "igst": 1.03}]);
    let found = read(&statement(&[only_items.clone().with("items", items.clone())]));
    assert_eq!((found.documents[0].heads, found.documents[0].taxable), ([1_903, 0, 0, 0], 12_050));
    assert_eq!(found.notes, [""; 0]);
    let both = read(&statement(&[Document::of("b2b", &invoice("A/1")).with("items", items)]));
    assert_eq!(both.documents[0].heads, [18_000, 0, 0, 0]);
    assert!(both.notes[0].contains("1 document"), "{:?}", both.notes);
}

#[test]
fn a_missing_part_is_said_where_the_summary_counts_more_documents_than_are_there() {
    let all = [
        Document::of("b2b", &invoice("A/1")),
        Document::of("b2b", &invoice("A/2")),
        Document::of("b2bcn", &note("C/1")),
    ];
    let whole = statement(&all);
    assert_eq!(read(&whole).notes, [""; 0]);
    let part = |documents: &[Document]| {
        let mut part = whole.clone();
        part["data"]["docdata"] = lists(documents).into();
        part.to_string()
    };
    let (first, second) = (part(&all[..1]), part(&all[1..]));
    let said = "Its own summary counts 3 documents; 2 of them are not in these files. Is a part of it missing?";
    assert_eq!(read_all(&[("2b_1.json", &first)]).unwrap().notes, [said]);
    assert_eq!(read_all(&[("2b_1.json", &first), ("2b_2.json", &second)]).unwrap().notes, [""; 0]);
    // What is listed under a different name is in no list of the summary.
    let mut odd = whole;
    odd["data"]["cpsumm"] =
        json!({"b2b": null, "cdnr": "", "isd": [null, {"ttldocs": "x"}, {"ttldocs": -1}], "x": {"ttldocs": [2]}});
    assert_eq!(read(&odd).notes, [""; 0]);
}

#[test]
fn what_is_said_of_a_document_is_kept() {
    let found = read(&statement(&[
        Document::of("b2b", &invoice("A/1")).with("rev", "Y"),
        Document::of("b2b", &invoice("A/2")).with("itcavl", "N").with("rsn", "P"),
        Document::of("b2b", &invoice("A/3")).with("itcavl", "T"),
        Document::of("b2bcn", &note("C/1")).with("itcRedReq", "Y").with("declCgst", 10).with("declSgst", 10.5),
        Document::of("b2bcn", &note("C/2")).with("itcRedReq", "N"),
        Document::of("b2bcn", &note("C/3")).with("itcRedReq", "Y"),
    ]));
    let of = |number: &str| found.documents.iter().find(|d| &*d.number == number).unwrap();
    assert!(of("A/1").reverse_charge);
    assert_eq!((of("A/2").unavailable, &*of("A/2").why_unavailable), (true, "P"));
    assert!(!of("A/3").unavailable);
    let part = of("C/1").reduced.unwrap();
    assert_eq!((part.kind, part.heads), (AnswerKind::Part, [0, 1_000, 1_050, 0]));
    assert_eq!(of("C/2").reduced.unwrap().kind, AnswerKind::No);
    assert_eq!(of("C/3").reduced.unwrap().kind, AnswerKind::Full);
}

#[test]
fn lists_under_other_names_are_listed_under_these_and_imports_and_isd_have_no_sheet() {
    let rejected = lists(&[Document::of("b2b", &invoice("R/1")), Document::of("b2bcn", &note("R/2"))]);
    let mut value = statement(&[Document::of("b2b", &invoice("A/1"))]);
    value["data"]["docRejdata"] = Value::Object(rejected.clone());
    value["data"]["docdata"]["rejected"] = Value::Object(rejected.clone());
    value["data"]["docdata"]["b2bNew"] = rejected["b2b"].clone();
    value["data"]["docdata"]["isd"] = json!([{"ctin": SUPPLIER, "supprd": "102026", "doclist": [
        {"doctyp": "ISDI", "docnum": "I/1", "docdt": "01-10-2026", "itcelg": "Y", "igst": 5}]}]);
    value["data"]["docdata"]["impg"] =
        json!([{"portcode": "INNSA1", "boenum": "1234567", "boedt": "18-10-2026", "txval": 100, "igst": 18}]);
    value["data"]["docdata"]["impgsez"] =
        json!([{"ctin": SUPPLIER, "boe": [{"boenum": "7", "boedt": "18-10-2026", "igst": 1}]}]);
    let found = read(&value);
    let listed: Vec<_> = found.documents.iter().map(|d| (&*d.number, d.listed_under.as_deref(), d.section)).collect();
    for expected in [
        ("A/1", None, Some(Section::B2b)),
        ("R/1", Some("docRejdata"), Some(Section::B2b)),
        ("R/2", Some("docRejdata"), Some(Section::B2bcn)),
        ("R/1", Some("rejected"), Some(Section::B2b)),
        ("R/1", Some("b2bNew"), Some(Section::B2b)),
        ("I/1", None, None),
        ("1234567", None, None),
        ("7", None, None),
    ] {
        assert!(listed.contains(&expected), "{expected:?} {listed:?}");
    }
}

#[test]
fn parts_make_one_and_parts_that_do_not_belong_together_are_refused() {
    let first = statement(&[Document::of("b2b", &invoice("A/1"))]).to_string();
    let second = statement(&[Document::of("b2b", &invoice("A/2"))]).to_string();
    let both = read_all(&[("2b_1.json", &first), ("2b_2.json", &second), ("again.json", &first)]).unwrap();
    assert_eq!((both.documents.len(), both.files.len()), (2, 2), "the same part twice counts once");
    let of_september = second.replace("102026", "092026");
    let why = read_all(&[("2b_1.json", &first), ("2b_2.json", &of_september)]).unwrap_err();
    assert_eq!(why.to_string(), "2b_2.json: This part is of September 2026, the others are of October 2026.");
    let of_another = second.replace(RECIPIENT, "29AAAAA0000A1ZY");
    let why = read_all(&[("2b_1.json", &first), ("2b_2.json", &of_another)]).unwrap_err();
    assert!(why.to_string().contains("This part is of 29AAAAA0000A1ZY"), "{why}");
}

#[test]
fn a_zip_of_it_is_read() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in ["A/1", "A/2"] {
        zip.start_file(format!("{}.json", number.replace('/', "_")), zip::write::SimpleFileOptions::default()).unwrap();
        let text = statement(&[Document::of("b2b", &invoice(number))]).to_string();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    let folder = Folder::new();
    let path = folder.put("2b.zip", zip.finish().unwrap().into_inner());
    let found = gstr_2b::open(&[path], &Progress::default()).unwrap();
    assert_eq!((found.documents.len(), found.files.len()), (2, 1));
}

#[test]
fn whatever_is_no_gstr_2b_is_refused_with_what_it_is() {
    let download = crate::common::download(&[("b2b", &[invoice("A/1")])]);
    for (text, words) in [
        (download.as_str(), "no GSTR-2B"),
        ("a,b,c\n1,2,3\n", "no GSTR-2B"),
        ("%PDF-1.7", "no GSTR-2B"),
        ("\u{d0}\u{cf}", "no GSTR-2B"),
        (r#"{"data":{"docdata":{"b2b":[]}}}"#, "does not say whose it is"),
        (r#"{"data":{"gstin":"27AAAAA0000A1Z2","docdata":{"b2b":[]}}}"#, "of which period"),
        (r#"{"data":{"gstin":"27AAAAA0000A1Z2","rtnprd":"102026","docdata":{"b2b":[}}}"#, "line 1, column"),
    ] {
        let why = read_all(&[("x.json", text)]).unwrap_err().to_string();
        assert!(why.contains(words), "{text}: {why}");
    }
    let workbook = {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, b"<sheet name=\"ITC Available\"/>").unwrap();
        zip.finish().unwrap().into_inner()
    };
    let input = Input { name: "2b.xlsx".into(), path: None, bytes: workbook };
    let why = gstr_2b::read(vec![input], &Progress::default()).unwrap_err().to_string();
    assert_eq!(why, "2b.xlsx: This is an Excel file. On the portal, download GSTR-2B as JSON and open that.");
}

proptest! {
    #[test]
    fn any_values_in_any_place_are_read_or_refused(
        place in prop::sample::select(vec!["docdata", "gstin", "rtnprd", "gendt", "b2b", "inv", "igst", "dt", "inum", "supprd", "items"]),
        value in prop::sample::select(vec!["null", "[]", "{}", "[[]]", "[null,1,\"x\",{}]", "\"x\"", "1e400", "-5", "\"\"", "{\"inv\":[{}]}", "99999999999999999999"]),
    ) {
        let text = statement(&[Document::of("b2b", &invoice("A/1"))]).to_string();
        let key = format!("\"{place}\":");
        let mangled = match text.find(&key) {
            Some(at) => format!("{}\"{place}\":{value},\"was\":{}", &text[..at], &text[at + key.len()..]),
            None => text,
        };
        if let Ok(found) = read_all(&[("2b.json", &mangled)]) {
            prop_assert_eq!(found.recipient.len(), 15);
        }
    }
}

#[test]
fn a_document_that_is_in_several_parts_or_twice_in_one_counts_once() {
    let document = |number: &str| Document::of("b2b", &invoice(number));
    let first = statement(&[document("A/1"), document("A/2"), document("A/2")]).to_string();
    let second = statement(&[document("A/2"), document("A/3")]).to_string();
    let found = read_all(&[("2b_1.json", &first), ("2b_2.json", &second)]).unwrap();
    let numbers: Vec<&str> = found.documents.iter().map(|document| &*document.number).collect();
    assert_eq!(numbers, ["A/1", "A/2", "A/3"]);
    assert!(found.notes[0].contains("2 documents are in it twice"), "{:?}", found.notes);
    let other = statement(&[document("A/2").with("igst", 7)]).to_string();
    let found = read_all(&[("2b_1.json", &first), ("2b_2.json", &other)]).unwrap();
    assert_eq!(found.documents.len(), 3, "with other values it is not the same");
    assert!(found.notes.iter().any(|note| note.contains("again with other values")), "{:?}", found.notes);
}

#[test]
fn imports_of_one_file_that_look_alike_are_two_and_of_two_files_one() {
    let mut value = statement(&[]);
    value["data"]["docdata"]["impg"] = json!([
        {"portcode": "INNSA1", "boenum": "7", "boedt": "18-10-2026", "igst": 18},
        {"portcode": "INMAA1", "boenum": "7", "boedt": "18-10-2026", "igst": 18},
    ]);
    assert_eq!(read(&value).documents.len(), 2);
    let (first, again) = (value.to_string(), format!(" {value}"));
    assert_eq!(read_all(&[("2b_1.json", &first), ("2b_2.json", &again)]).unwrap().documents.len(), 2);
}

#[test]
fn of_files_drawn_up_on_different_days_the_newest_is_taken_and_the_others_are_named() {
    let old = statement(&[Document::of("b2b", &invoice("A/1")), Document::of("b2b", &invoice("A/2"))]).to_string();
    let new = statement(&[Document::of("b2b", &invoice("A/2"))]).to_string().replace("14-11-2026", "16-11-2026");
    for files in [[("old.json", &*old), ("new.json", &*new)], [("new.json", &*new), ("old.json", &*old)]] {
        let found = read_all(&files).unwrap();
        let numbers: Vec<&str> = found.documents.iter().map(|document| &*document.number).collect();
        assert_eq!(numbers, ["A/2"]);
        assert_eq!(found.drawn_up, Day::parse("16-11-2026").unwrap());
        assert!(found.notes[0].starts_with("old.json was drawn up on 14-11-2026"), "{:?}", found.notes);
    }
}

#[test]
fn a_zip_with_the_same_json_twice_counts_it_once() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let text = statement(&[Document::of("b2b", &invoice("A/1"))]).to_string();
    for name in ["a.json", "copy/a.json"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    let input = Input { name: "2b.zip".into(), path: None, bytes: zip.finish().unwrap().into_inner() };
    let found = gstr_2b::read(vec![input], &Progress::default()).unwrap();
    assert_eq!((found.documents.len(), found.notes.len()), (1, 0));
}

#[test]
fn amounts_that_cannot_be_read_are_kept_as_such_with_their_document_named() {
    for (key, value) in
        [("igst", json!("3,600.00")), ("cess", json!([1])), ("txval", json!("x")), ("declIgst", json!("y"))]
    {
        let found = read(&statement(&[Document::of("b2b", &invoice("A/1")).with(key, value)]));
        assert!(found.documents[0].unreadable.starts_with(key), "{:?}", found.documents[0]);
        assert!(found.notes[0].starts_with("b2b A/1 of "), "{:?}", found.notes);
    }
    let text = statement(&[Document::of("b2b", &invoice("A/1"))]).to_string();
    let huge = text.replace("\"igst\":180", "\"igst\":1e400");
    assert_ne!(text, huge);
    assert!(!read_all(&[("2b.json", &huge)]).unwrap().documents[0].unreadable.is_empty());
    let empty = read(&statement(&[Document::of("b2b", &invoice("A/1")).with("cess", "").with("cgst", Value::Null)]));
    assert!(empty.documents[0].unreadable.is_empty(), "what is empty is absent");
    let items = json!([{"igst": "x"}]);
    let own = read(&statement(&[Document::of("b2b", &invoice("A/1")).with("items", items)]));
    assert!(own.documents[0].unreadable.is_empty(), "the document's own amount counts");
}

#[test]
fn a_file_that_is_cut_off_or_nested_too_deeply_says_where() {
    let text = statement(&[Document::of("b2b", &invoice("A/1"))]).to_string();
    for length in [text.len() - 1, text.len() / 2, 40, 2] {
        let why = read_all(&[("2b.json", &text[..length])]).unwrap_err().to_string();
        assert!(why.contains("line 1, column"), "{length}: {why}");
    }
    let deep = format!("{}{}", "{\"data\":".repeat(300), "{\"docdata\":{}}");
    let why = read_all(&[("2b.json", &deep)]).unwrap_err().to_string();
    assert!(why.contains("line 1, column") && why.contains("nested deeper"), "{why}");
    let far = format!("{{\"data\":{{\"pad\":\"{}\",\"docdata\":{{", "x".repeat(100_000));
    let why = read_all(&[("2b.json", &far)]).unwrap_err().to_string();
    assert!(why.contains("line 1, column"), "however far the documents are: {why}");
}

#[test]
fn a_list_of_one_without_its_brackets_is_read_and_what_is_no_list_is_said() {
    let whole = statement(&[Document::of("b2b", &invoice("A/1"))]);
    let expected = read(&whole).documents;
    let supplier = whole["data"]["docdata"]["b2b"][0].clone();
    let with = |b2b: serde_json::Value| {
        let mut other = whole.clone();
        other["data"]["cpsumm"] = json!({});
        other["data"]["docdata"]["b2b"] = b2b;
        read(&other)
    };
    let mut alone = supplier.clone();
    alone["inv"] = supplier["inv"][0].clone();
    assert_eq!(with(supplier.clone()).documents, expected, "one supplier");
    assert_eq!(with(json!([alone])).documents, expected, "one document");
    // Documents that are not put together by supplier.
    let mut flat = supplier["inv"][0].clone();
    for key in ["ctin", "trdnm", "supfildt", "supprd"] {
        flat[key] = supplier[key].clone();
    }
    assert_eq!(with(json!([flat])).documents, expected, "each with its supplier");
    for wrong in [
        json!("text"),
        json!(7),
        json!([7]),
        json!([{"ctin": SUPPLIER, "inv": "text"}]),
        json!({"a": 1}),
        json!([{"ctin": SUPPLIER, "invoices": [supplier["inv"][0]]}]),
    ] {
        let found = with(wrong.clone());
        assert!(found.documents.is_empty());
        assert!(found.notes.iter().any(|note| note.contains("no document")), "{wrong}: {:?}", found.notes);
    }
    for nothing in [json!(null), json!(""), json!([]), json!({}), json!([{}]), json!([{"ctin": SUPPLIER, "inv": null}])]
    {
        assert_eq!(with(nothing).notes, Vec::<String>::new());
    }
}
