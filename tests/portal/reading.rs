//! What the reader tolerates, and that it says so: one note each, naming the file.

use crate::common;

use common::{Record, book_of, download, invoice, note, read, try_read};
use ims_desk::book::Book;
use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::portal::{self, Input};
use ims_desk::work::Progress;
use serde_json::{Value, json};

fn notes_of(text: &str) -> String {
    read(text).notes().join("\n")
}

/// A download of one invoice with this text in place of another.
fn with(old: &str, new: &str) -> String {
    let text = download(&[("b2b", &[invoice("1")])]);
    assert!(text.contains(old), "{old} is not in {text}");
    text.replacen(old, new, 1)
}

fn numbers(book: &Book, section: ims_desk::book::Section) -> Vec<String> {
    let sheet = book.sheet(section);
    (0..sheet.rows()).map(|row| sheet.records().numbers.get(row).to_owned()).collect()
}

#[test]
fn what_is_usual_needs_no_note() {
    let book = read(&download(&[("b2b", &[invoice("1")]), ("b2bcn", &[note("2")])]));
    assert!(book.notes().is_empty(), "{:?}", book.notes());
}

#[test]
fn every_tolerance_is_noted_with_the_file() {
    for (text, due) in [
        (format!("\u{feff}{}", with("1180", "1180")), "byte order mark"),
        (with("\"inum\":\"1\"", "\"inum\":17"), "1 document number came as a number"),
        (with("1180", "\"1180\""), "amount"),
        (with("\"b2b\":", "\"B2B\":"), "B2B"),
        (with("\"val\":1180", "\"val\":1180,\"val\":9"), "val"),
        (with("\"rtnprd\"", "\"sRtnPrd\":\"01\",\"rtnprd\""), "rtnprd"),
        (with("\"b2b\":", "\"impg\":[{}],\"b2b\":"), "impg"),
        (with("\"ispendactblocked\":\"N\"", "\"ispendactblocked\":\"perhaps\""), "ispendactblocked"),
        (with("1180", "\"a lot\""), "cannot be read in full"),
    ] {
        let notes = read(&text).notes().to_vec();
        assert!(notes.iter().any(|note| note.contains(due)), "{due:?} is not in {notes:?}");
    }
    let two = download(&[("b2b", &[invoice("1").with("inum", 17), invoice("2").with("inum", 18)])]);
    assert!(notes_of(&two).contains("2 document numbers came as numbers"), "{}", notes_of(&two));
    assert!(read(&two).notes()[0].contains("download.json"));
}

#[test]
fn copies_with_equal_values_are_noted() {
    let copies = download(&[("b2b", &[invoice("1"), invoice("1")])]);
    assert!(notes_of(&copies).contains("twice"), "{}", notes_of(&copies));
}

#[test]
fn a_recipient_taken_from_the_file_s_name_is_noted() {
    let text = json!({"b2b": [invoice("1").0]}).to_string();
    let book = try_read(&[("ims_27AAAAA0000A1Z2.json", &text)]).unwrap();
    assert_eq!(book.recipient.gstin(), Some("27AAAAA0000A1Z2"));
    assert_eq!(book.recipient.content, None, "it is a proposal");
    assert!(book.notes().join("\n").contains("27AAAAA0000A1Z2"));
}

#[test]
fn flags_missing_where_they_matter_are_noted_once_a_file() {
    let bare = |n: &str| note(n).without("ispendactblocked");
    let (one, two) = (
        download(&[("b2bcn", &[bare("1"), bare("2")])]),
        download(&[("b2bcna", &[bare("3").amends("1", "10-02-2026")])]),
    );
    let book = try_read(&[("one.json", &one), ("two.json", &two)]).unwrap();
    assert_eq!(book.notes().len(), 2, "{:?}", book.notes());
    assert!(book.notes()[0].contains("one.json") && book.notes()[1].contains("two.json"));
}

#[test]
fn other_scalars_of_the_envelope_are_facts_about_the_file() {
    let text = with("\"b2b\":", "\"generatedOn\":\"14-02-2026\",\"count\":1,\"b2b\":");
    let book = read(&text);
    let facts = &book.sources().list()[0].facts;
    let has = |name: &str, value: &str| facts.iter().any(|(n, v)| n == name && v == value);
    assert!(has("generatedOn", "14-02-2026") && has("count", "1"), "{facts:?}");
}

#[test]
fn records_stand_in_the_order_of_the_files_given() {
    let file = |n: &str| download(&[("b2b", &[invoice(n)])]);
    let (one, two, three) = (file("1"), file("2"), file("3"));
    let book = try_read(&[("b.json", &two), ("c.json", &three), ("a.json", &one)]).unwrap();
    assert_eq!(numbers(&book, B2b), ["2", "3", "1"]);
    let names: Vec<&str> = book.sources().list().iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["b.json", "c.json", "a.json"]);
}

#[test]
fn a_merged_copy_is_where_it_first_stood() {
    let (one, two) =
        (download(&[("b2b", &[invoice("1"), invoice("2")])]), download(&[("b2b", &[invoice("3"), invoice("1")])]));
    let book = try_read(&[("one.json", &one), ("two.json", &two)]).unwrap();
    assert_eq!(numbers(&book, B2b), ["1", "2", "3"]);
}

#[test]
fn an_error_file_is_attached_wherever_it_is() {
    let download = download(&[("b2b", &[invoice("1")])]);
    let errors = json!({"imsDetailsErr": {"b2b": [invoice("1").with("error_msg", "Changed").0]}}).to_string();
    for files in [[("d.json", &*download), ("e.json", &*errors)], [("e.json", &*errors), ("d.json", &*download)]] {
        let book = try_read(&files).unwrap();
        assert_eq!((book.sheet(B2b).rows(), book.errors_of(B2b, 0).len()), (1, 1));
    }
}

#[test]
fn a_zip_and_a_file_are_merged() {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/zip-two-parts/download.zip")).unwrap();
    let zip = Input { name: "parts.zip".into(), path: None, bytes };
    let file = Input { name: "more.json".into(), path: None, bytes: download(&[("b2b", &[invoice("9")])]).into() };
    let book = portal::read(vec![zip, file], &Progress::default()).unwrap();
    assert_eq!(numbers(&book, B2b), ["2", "1", "9"]);
    let notes = book.notes().join("\n");
    assert!(notes.contains("readme.txt"), "what was skipped is noted: {notes}");
    assert!(book.sources().list()[0].name.contains("part-2.json"));
}

#[test]
fn itc_keys_go_out_with_underscores_only_where_no_file_has_them_with_capitals() {
    let snake = |number: &str| note(number).with("itc_red_req", "N");
    let camel = |number: &str| note(number).with("itcRedReq", "N");
    let amounts = |number: &str, key: &str| note(number).with(key, 0);
    let of = |files: &[&[Record]]| {
        let texts: Vec<String> = files.iter().map(|records| download(&[("b2bcn", records)])).collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|text| ("download.json", text.as_str())).collect();
        let book = try_read(&files).unwrap();
        let warned = book.notes().iter().any(|note| note.contains("spelled in two ways"));
        (book.itc_spelling().is_snake_case(), warned)
    };
    for (files, due) in [
        (vec![vec![snake("1")]], (true, false)),
        (vec![vec![amounts("1", "decl_igst")]], (true, false)),
        (vec![vec![camel("1")]], (false, false)),
        (vec![vec![note("1")]], (false, false)),
        (vec![vec![snake("1"), camel("2")]], (false, true)),
        (vec![vec![camel("1"), snake("2"), note("3")]], (false, true)),
        (vec![vec![snake("1"), snake("2"), amounts("3", "declCess")]], (false, true)),
        (vec![vec![snake("1")], vec![camel("2")]], (false, true)),
        (vec![vec![snake("1")], vec![note("2")]], (true, false)),
        // The flags have two names as well, which say nothing of this.
        (vec![vec![snake("1").with("isItcRedReqBlocked", "N")]], (true, false)),
        (vec![vec![note("1").with("itc_red_req_blocked", "N")]], (false, false)),
    ] {
        let lists: Vec<&[Record]> = files.iter().map(Vec::as_slice).collect();
        let texts: Vec<_> = files.iter().flatten().map(|record| &record.0).collect();
        assert_eq!(of(&lists), due, "{texts:?}");
    }
}

#[test]
fn the_old_pending_flag_counts_as_missing_and_warns_once_a_file() {
    let old = |number: &str, value: &str| invoice(number).without("ispendactblocked").with("ispendactnallwd", value);
    let book = read(&download(&[("b2b", &[old("1", "Y"), old("2", "N"), old("3", "1")])]));
    assert!((0..3).all(|row| !book.sheet(B2b).records().pending_blocked(row)));
    let warnings: Vec<&String> = book.notes().iter().filter(|note| note.contains("ispendactnallwd")).collect();
    assert!(matches!(warnings.as_slice(), [one] if one.contains("3 records")), "{:?}", book.notes());
    // Beside the flag of today it says nothing.
    let both = invoice("1").with("ispendactblocked", "Y").with("ispendactnallwd", "Y");
    let book = read(&download(&[("b2b", &[both])]));
    assert!(book.sheet(B2b).records().pending_blocked(0) && book.notes().is_empty(), "{:?}", book.notes());
}

#[test]
fn keys_may_be_spelled_with_escapes() {
    let text = with("\"inum\"", "\"\\u0069num\"")
        .replace("\"b2b\"", "\"b\\u0032b\"")
        .replace("\"imsDetails\"", "\"ims\\u0044etails\"");
    let book = read(&text);
    assert_eq!(numbers(&book, B2b), ["1"]);
}

#[test]
fn white_space_and_order_mean_nothing() {
    let record = invoice("1");
    let mut backwards = String::from("{");
    for (key, value) in record.0.iter().rev() {
        backwards += &format!("\r\n\t\"{key}\" :\n {value} ,");
    }
    backwards.pop();
    let text = format!(" \n{{ \"imsDetails\" : {{ \"b2b\" : [ {backwards} }} , ] }} }} \n").replace("} , ]", "} ]");
    let book = read(&text);
    assert_eq!(numbers(&book, B2b), ["1"]);
    assert_eq!(book.sheet(B2b).records().amounts[0][0], 118_000);
}

#[test]
fn sections_that_are_null_or_empty_hold_nothing() {
    for section in [Value::Null, json!([])] {
        let book = read(&json!({"imsDetails": {"b2b": section}}).to_string());
        assert_eq!(book.sheet(B2b).rows(), 0);
    }
}

#[test]
fn unknown_sections_keep_their_records() {
    let text = json!({"imsDetails": {"b2b": [], "impg": [{"boe": 1}, {"boe": 2}], "list": [1, 2]}}).to_string();
    let book = read(&text);
    let kept: Vec<(&str, usize)> = book.others().iter().map(|o| (o.key.as_str(), o.spans.len())).collect();
    assert_eq!(kept, [("impg", 2)]);
    assert_eq!(book.sources().text(book.others()[0].spans[1]), "{\"boe\":2}");
}

#[test]
fn a_record_keeps_its_own_text_for_showing() {
    let text = download(&[("b2bcn", &[note("1").with("future", json!([1, {"a": null}]))])]);
    let book = read(&text);
    let own = book.sources().text(book.sheet(B2bcn).records().span(0));
    assert!(text.contains(own) && own.contains("\"future\":[1,{\"a\":null}]"));
}

#[test]
fn an_answer_with_declared_heads_is_part_and_without_is_all() {
    let of = |record: Record| {
        let book = book_of("b2bcn", &[record]);
        book.answers().get(book.sheet(B2bcn).decision(0).answer)
    };
    use ims_desk::book::AnswerKind::{Full, No, None, Part};
    let yes = || note("1").with("itcRedReq", "Y");
    assert_eq!(of(yes()).kind, Full);
    let part = of(yes().with("declCgst", 850).with("declSgst", "850.00"));
    assert_eq!((part.kind, part.heads), (Part, [0, 85_000, 85_000, 0]));
    assert_eq!(of(yes().with("declCgst", Value::Null).with("declIgst", "")).kind, Full, "null and \"\" mean absent");
    assert_eq!(of(note("1").with("itcRedReq", "N")).kind, No);
    assert_eq!(of(note("1").with("declCgst", 850)).kind, None);
    assert_eq!(of(note("1").with("itcRedReq", true)).kind, Full);
}

#[test]
fn a_request_to_stop_is_heard_while_a_large_file_is_loaded() {
    let folder = common::Folder::new();
    let path = folder.put("large.json", format!("{{\"imsDetails\":{{}},\"filler\":\"{}", "x".repeat(3 << 20)));
    let progress = Progress::default();
    progress.cancel();
    let stopped = portal::open(&[path], &progress).err().expect("it was stopped before the end was found missing");
    assert!(stopped.cancelled, "{stopped}");
}

#[test]
fn of_a_key_that_is_there_twice_it_is_said_which_value_counts() {
    let record = |keys: &str| {
        Value::Object(invoice("1").without("action").0).to_string().replacen('{', &format!("{{{keys},"), 1)
    };
    for (keys, action, said) in [
        ("\"action\":\"A\",\"action\":\"R\"", "A", "1 record has \"action\" twice; the first one counts"),
        ("\"action\":\"A\",\"Action\":\"R\"", "A", "1 record has both \"action\" and \"Action\"; \"action\" counts"),
        (
            "\"Action\":\"A\",\"action\":\"R\"",
            "R",
            "1 record has both \"action\" and a different spelling of it; \"action\" counts",
        ),
        (
            "\"Action\":\"A\",\"ACTION\":\"R\"",
            "A",
            "1 record has \"action\" twice, in different spellings; the first one counts",
        ),
    ] {
        let text = download(&[("b2b", &[])]).replace("\"b2b\":[]", &format!("\"b2b\":[{}]", record(keys)));
        let book = try_read(&[("d.json", &text)]).unwrap();
        let notes = book.notes().join("\n");
        assert!(notes.contains(said), "{said}: {notes}");
        let due = if action == "A" { ims_desk::book::Action::Accept } else { ims_desk::book::Action::Reject };
        assert_eq!(book.sheet(B2b).actions()[0], due, "{keys}");
    }
}
