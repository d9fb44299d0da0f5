//! Sections that are only shown: imports, ISD, and what a later portal adds. They have columns and sums, the same record
//! twice is one, they are never broken and never written (portal/README.md section 2).

use crate::common;

use std::collections::BTreeSet;

use common::{RECIPIENT, desk, invoice, read, try_read};
use ims_desk::book::{Amount, Book, OtherSheet};
use ims_desk::portal::other;
use ims_desk::rules::Findings;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn of(sections: Value) -> String {
    let mut details = sections.as_object().unwrap().clone();
    details.insert("rtin".into(), RECIPIENT.into());
    json!({ "imsDetails": details }).to_string()
}

fn bill() -> Value {
    json!({"boenum": "1234567", "boedt": "18-11-2025", "portcd": "INNSA1", "txval": 100000, "igst": 18000, "cess": 0, "action": "N"})
}

fn sheet<'b>(book: &'b Book, key: &str) -> &'b OtherSheet {
    book.others().iter().find(|other| other.key == key).unwrap_or_else(|| panic!("no sheet {key}"))
}

#[test]
fn every_import_and_isd_section_has_its_label() {
    for (key, read_as, label) in [
        ("impg", "impg", "Import of goods: bill of entry"),
        ("impga", "impga", "Import of goods: amended bill of entry"),
        ("impgsez", "impgsez", "Goods from an SEZ: bill of entry"),
        ("impgseza", "impgseza", "Goods from an SEZ: amended bill of entry"),
        ("impgasez", "impgseza", "Goods from an SEZ: amended bill of entry"),
        ("IMPG_SEZ", "impgsez", "Goods from an SEZ: bill of entry"),
        ("isd", "isd", "Input service distributor: invoice"),
        ("isda", "isda", "Input service distributor: amended invoice"),
        ("isdcn", "isdcn", "Input service distributor: credit note"),
        ("isdcna", "isdcna", "Input service distributor: amended credit note"),
    ] {
        let book = read(&of(json!({ key: [bill()] })));
        let sheet = sheet(&book, read_as);
        assert_eq!((sheet.title().as_str(), sheet.spans.len()), (label, 1), "{key}");
        assert!(book.notes().join("\n").contains(label), "{:?}", book.notes());
    }
}

#[test]
fn columns_have_names_for_people_and_amounts_are_grouped() {
    let mut other = bill();
    other["txval"] = json!("1234567.5");
    other["futureKey"] = json!({"a": 1});
    other.as_object_mut().unwrap().remove("action");
    let book = read(&of(json!({"impg": [bill(), other]})));
    let sheet = sheet(&book, "impg");
    let titles: BTreeSet<&str> = sheet.columns.iter().map(|column| column.title.as_str()).collect();
    let due = [
        "Bill of entry no.",
        "Bill of entry date",
        "Port code",
        "Taxable value",
        "IGST",
        "Cess",
        "Status",
        "futureKey",
    ];
    assert_eq!(titles, BTreeSet::from(due));
    let cells = |row: usize| {
        let texts = other::cells(book.sources().text(sheet.spans[row]), sheet);
        let find = |title: &str| sheet.columns.iter().position(|column| column.title == title).unwrap();
        ["Bill of entry no.", "Taxable value", "Status", "futureKey"].map(|title| texts[find(title)].clone())
    };
    assert_eq!(cells(0), ["1234567", "1,00,000.00", "No action", ""]);
    assert_eq!(cells(1), ["1234567", "12,34,567.50", "", "{\"a\":1}"]);
    assert!(sheet.columns.iter().all(|c| c.is_amount == ["Taxable value", "IGST", "Cess"].contains(&c.title.as_str())));
}

#[test]
fn the_same_file_twice_adds_nothing() {
    let text = of(
        json!({"impg": [bill(), {"x": 1}], "isd": [{"a": 1, "igst": 5}], "later": [{"a": 1}, {"a": 2}], "b2b": [invoice("1").0]}),
    );
    let once = read(&text);
    let twice = try_read(&[("one.json", &text), ("two.json", &text)]).unwrap();
    let all = |book: &Book| -> Vec<(String, usize, [i128; 6])> {
        book.others().iter().map(|other| (other.key.clone(), other.spans.len(), other.sums)).collect()
    };
    assert_eq!(all(&twice), all(&once));
    assert_eq!(
        all(&once).iter().map(|(key, n, _)| (key.as_str(), *n)).collect::<Vec<_>>(),
        [("impg", 2), ("isd", 1), ("later", 2)]
    );
    assert!(twice.notes().join("\n").contains("6 records are there twice"), "{:?}", twice.notes());
}

#[test]
fn a_bill_of_entry_with_other_values_stays_and_is_noted() {
    let mut changed = bill();
    changed["txval"] = json!(5);
    let book = read(&of(json!({"impg": [bill(), changed, bill()]})));
    let sheet = sheet(&book, "impg");
    assert_eq!((sheet.spans.len(), sheet.sum(Amount::Taxable)), (2, 10_000_500));
    assert!(book.notes().join("\n").contains("different values"), "{:?}", book.notes());
}

#[test]
fn they_are_never_broken_and_never_written() {
    let strange = json!([{}, {"stin": {"a": 1}, "txval": "1,000", "inum": []}, {"val": true}]);
    let text = of(json!({"impg": strange, "isd": strange, "later": strange, "b2b": [invoice("1").0]}));
    let book = read(&text);
    assert!(["impg", "isd", "later"].iter().all(|key| sheet(&book, key).spans.len() == 3));
    assert_eq!(
        Findings::of(&book, common::day("01-03-2026"))
            .count(ims_desk::book::Section::B2b, ims_desk::rules::Weight::Blocks),
        0
    );
    let notes = book.notes().join("\n");
    assert!(!notes.contains("F8") && !notes.contains("is missing"), "{notes}");
    assert!(notes.contains("\"txval\" of section \"impg\" does not hold an amount"), "{notes}");
    let desk = common::Desk::with(&text);
    assert_eq!(desk.accept(&[]).exit, 0);
    assert_eq!(desk.upload()["invdata"].as_object().unwrap().keys().collect::<Vec<_>>(), ["b2b"]);
}

#[test]
fn elements_that_are_no_records_are_noted_and_not_shown() {
    let book =
        read(&of(json!({"impg": [bill(), 7, null, "x"], "later": [{"a": 1}, 7], "numbers": [1, 2], "none": []})));
    assert_eq!(sheet(&book, "impg").spans.len(), 1);
    let keys: BTreeSet<&str> = book.others().iter().map(|other| other.key.as_str()).collect();
    assert_eq!(keys, BTreeSet::from(["impg", "none"]), "a list that is not one of records is no section");
    assert!(book.notes().join("\n").contains("3 elements"), "{:?}", book.notes());
}

#[test]
fn check_gives_their_sums_with_igst_under_the_name_of_invoices() {
    let text =
        of(json!({"impg": [bill(), {"boenum": "2", "txval": "0.50", "igst": 0.09, "cess": 1}], "isd": [{"iamt": 7}]}));
    let desk_ = common::Desk::with(&text);
    let stated = desk(["check".as_ref(), desk_.download.as_os_str(), "--json".as_ref()]).json();
    let due = json!({"sheets": [
        {"section": "impg", "rows": 2, "changed": 0, "read_only": true,
         "totals": {"val": "0.00", "txval": "100000.50", "iamt": "18000.09", "camt": "0.00", "samt": "0.00", "cess": "1.00"}},
        {"section": "isd", "rows": 1, "read_only": true, "totals": {"iamt": "7.00"}},
    ]});
    assert!(common::says(&stated, &due), "{stated}");
}

#[test]
fn a_bare_object_with_imports_alone_is_no_download() {
    crate::bad_input::refused(json!({"impg": [bill()]}).to_string(), &[]);
}

#[test]
fn more_sections_and_keys_than_any_portal_has_are_noted_and_harm_nothing() {
    let many: Map<String, Value> = (0..500).map(|n| (format!("later{n}"), json!([{"a": n}]))).collect();
    let book = read(&of(Value::Object(many)));
    assert_eq!(book.others().len(), 200);
    assert!(book.notes().join("\n").contains("300 are left out"), "{:?}", book.notes());
    let keys: Map<String, Value> = (0..1000).map(|n| (format!("key{n}"), json!(n))).collect();
    let text = of(json!({"impg": [keys, keys]}));
    let book = read(&text);
    assert_eq!(
        (sheet(&book, "impg").spans.len(), sheet(&book, "impg").columns.len()),
        (1, 256),
        "they are still told apart"
    );
}

/// An amount, a text, or nothing, in one of several spellings.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!("")),
        (0..3i64).prop_map(|n| json!(n)),
        (0..3i64).prop_map(|n| json!(n.to_string())),
        (0..3i64).prop_map(|n| json!(format!("{n}.00"))),
        Just(json!([1, {"a": 2}])),
    ]
}

fn record() -> impl Strategy<Value = Map<String, Value>> {
    let keys = ["boenum", "boedt", "portcd", "txval", "igst", "cess", "x"];
    proptest::collection::vec(proptest::option::of(value()), keys.len()).prop_map(move |values| {
        keys.into_iter().zip(values).filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
    })
}

/// What a record says, read by other means.
fn meaning(record: &Map<String, Value>) -> BTreeSet<(String, String)> {
    let there = record.iter().filter(|(_, value)| !value.is_null() && **value != json!(""));
    let text = |key: &str, value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if ["txval", "igst", "cess"].contains(&key) { text.trim_end_matches(".00").to_owned() } else { text }
    };
    there.map(|(key, value)| (key.clone(), text(key, value))).collect()
}

fn sum(records: &[&Map<String, Value>], key: &str) -> i128 {
    let paise = |record: &&Map<String, Value>| {
        let value = record.get(key)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.trim_end_matches(".00").parse::<i128>().ok().map(|rupees| 100 * rupees)
    };
    records.iter().filter_map(paise).sum()
}

proptest! {
    #[test]
    fn records_that_say_the_same_are_one_and_the_sums_are_those_of_the_rest(
        first in proptest::collection::vec(record(), 0..8),
        second in proptest::collection::vec(record(), 0..8),
        key in prop_oneof![Just("impg"), Just("isd"), Just("later")],
    ) {
        let texts = [&first, &second].map(|records| of(json!({ key: records })));
        let book = try_read(&[("one.json", &texts[0]), ("two.json", &texts[1])]).unwrap();
        let mut said = BTreeSet::new();
        let distinct: Vec<&Map<String, Value>> = first.iter().chain(&second).filter(|record| said.insert(meaning(record))).collect();
        let sheet = sheet(&book, key);
        let texts: Vec<Value> = sheet.spans.iter().map(|span| serde_json::from_str(book.sources().text(*span)).unwrap()).collect();
        let due: Vec<Value> = distinct.iter().map(|record| Value::Object((*record).clone())).collect();
        prop_assert_eq!(texts, due, "each at its first place");
        for (amount, key) in [(Amount::Taxable, "txval"), (Amount::Igst, "igst"), (Amount::Cess, "cess")] {
            prop_assert_eq!(sheet.sum(amount), sum(&distinct, key));
        }
    }
}

#[test]
fn a_hundred_thousand_copies_and_as_many_bills_are_read_in_one_go() {
    let records: Vec<Value> =
        (0..100_000).map(|n| json!({"boenum": (n / 2).to_string(), "boedt": "1", "portcd": "1"})).collect();
    let copies: Vec<Value> = (0..100_000).map(|_| bill()).collect();
    let text = of(json!({"impg": records, "later": copies}));
    let book = read(&text);
    assert_eq!((sheet(&book, "impg").spans.len(), sheet(&book, "later").spans.len()), (50_000, 1));
}

#[test]
fn records_far_shorter_than_any_of_the_portal_are_counted_and_noted() {
    let records: Vec<String> = (0..700_000).map(|n| format!("{{\"a\":{n}}}")).collect();
    let text = format!("{{\"imsDetails\":{{\"b2b\":[],\"later\":[{}]}}}}", records.join(","));
    let book = read(&text);
    let shown = sheet(&book, "later").spans.len();
    assert_eq!(shown, 500_000 + text.len() / 100);
    let due = format!("{} more are only counted", 700_000 - shown);
    assert!(book.notes().join("\n").contains(&due), "{:?}", book.notes());
}
