//! Keys that a record lacks: without its core it is read-only, without anything else it is alive, noted, and echoed as it is
//! (portal/README.md section 1).

use crate::common;

use std::collections::BTreeSet;

use common::{RECIPIENT, Record, day, download, invoice, note, read};
use ims_desk::book::{Action, Book, Field, Section};
use ims_desk::edit::{Change, Command, Log};
use ims_desk::portal::keys;
use ims_desk::portal::upload::{FileLayout, Upload};
use ims_desk::rules::{Findings, RuleId};
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::Value;

const CORE: [&str; 7] = ["stin", "number", "date", "val", "txval", "srcform", "rtnprd"];
const OTHERS: [&str; 7] = ["iamt", "camt", "samt", "cess", "pos", "inv_typ", "action"];

/// The key of a number or date in a section.
fn key(section: Section, key: &str) -> &str {
    match (key, section.is_note()) {
        ("number", true) => "nt_num",
        ("number", false) => "inum",
        ("date", true) => "nt_dt",
        ("date", false) => "idt",
        (key, _) => key,
    }
}

/// A whole record of a section.
fn whole(section: Section, number: &str) -> Record {
    let record = if section.is_note() { note(number) } else { invoice(number) };
    let record = if section.is_amendment() { record.amends("0", "10-01-2026") } else { record };
    match section {
        Section::Ecom | Section::Ecoma => record.without("inv_typ"),
        _ => record,
    }
}

fn without(section: Section, number: &str, missing: &[&str]) -> Record {
    let mut record = whole(section, number);
    missing.iter().for_each(|missing| drop(record.0.remove(key(section, missing))));
    record
}

fn f8(book: &Book, section: Section, row: u32) -> bool {
    Findings::of(book, day("01-03-2026")).has(section, row, RuleId::F8)
}

fn rejected(book: &mut Book, section: Section, row: u32) -> Value {
    let rows = [row].into_iter().collect();
    Log::default().apply(book, Command::decide(section, rows, Change::action(Action::Reject)));
    let mut upload = Vec::new();
    let delta = book.delta(section).map(|row| (section, row)).collect::<Vec<_>>();
    Upload::new(book, RECIPIENT, delta.into_iter()).stream(&mut upload, FileLayout::default()).unwrap();
    let upload: Value = serde_json::from_slice(&upload).unwrap();
    upload["invdata"][keys::section_key(section)][0].clone()
}

fn sections() -> impl Strategy<Value = Section> {
    (0..8usize).prop_map(|i| Section::ALL[i])
}

proptest! {
    #[test]
    fn a_record_with_its_core_is_alive_whatever_else_it_lacks(
        section in sections(),
        missing in subsequence(OTHERS.to_vec(), 0..=7),
        originals in any::<bool>(),
    ) {
        let mut record = without(section, "1", &missing);
        if originals {
            ["oinum", "oidt", "ont_num", "ont_dt"].iter().for_each(|key| drop(record.0.remove(*key)));
        }
        let mut book = read(&download(&[(keys::section_key(section), &[record.clone(), whole(section, "2")])]));
        prop_assert!(!book.sheet(section).records().read_only(0) && !f8(&book, section, 0));
        let findings = Findings::of(&book, day("01-03-2026"));
        prop_assert!(!findings.has(section, 0, RuleId::F4), "what is missing is not outside the lists");
        prop_assert_eq!(book.sheet(section).actions()[0], Action::NoAction);
        // Each that matters is noted once, by its name.
        let has_type = !matches!(section, Section::Ecom | Section::Ecoma);
        for key in OTHERS {
            let noted = book.notes().iter().filter(|note| note.contains(&format!("\"{key}\" is missing"))).count();
            let due = missing.contains(&key) && key != "action" && (key != "inv_typ" || has_type);
            prop_assert_eq!(noted, usize::from(due), "{} {:?}", key, book.notes());
        }
        // The upload has what the download has.
        let said = rejected(&mut book, section, 0);
        let said: BTreeSet<&str> = said.as_object().unwrap().keys().map(String::as_str).collect();
        let mut due: BTreeSet<&str> = record.0.keys().map(String::as_str).filter(|key| !key.contains("locked")).collect();
        due.remove("srcfilstatus");
        due.insert("action");
        prop_assert_eq!(said, due);
    }

    #[test]
    fn a_record_without_all_of_its_core_is_read_only(
        section in sections(),
        core in subsequence(CORE.to_vec(), 1..=7),
        others in subsequence(OTHERS.to_vec(), 0..=7),
    ) {
        let missing = [core, others].concat();
        let book = read(&download(&[(keys::section_key(section), &[without(section, "1", &missing), whole(section, "2")])]));
        prop_assert!(book.sheet(section).records().read_only(0) && f8(&book, section, 0));
        prop_assert!(!book.sheet(section).records().read_only(1) && !f8(&book, section, 1));
        prop_assert!(!book.notes().iter().any(|note| note.contains("is missing")), "{:?}", book.notes());
    }
}

#[test]
fn an_absent_head_counts_as_nothing_and_is_noted_once_a_file() {
    let record = |number: &str| invoice(number).without("iamt").without("cess");
    let files = [
        ("one.json", download(&[("b2b", &[record("1"), record("2"), invoice("3")])])),
        ("two.json", download(&[("ecom", &[record("4").without("inv_typ")])])),
    ];
    let book = common::try_read(&files.each_ref().map(|(name, text)| (*name, text.as_str()))).unwrap();
    assert_eq!(book.sheet(Section::B2b).records().heads(0), [0; 4]);
    let notes = book.notes().join("\n");
    for due in [
        "one.json: \"iamt\" is missing in 2 records: it counts as 0",
        "one.json: \"cess\" is missing in 2 records",
        "two.json: \"iamt\" is missing in 1 record:",
    ] {
        assert_eq!(notes.matches(due).count(), 1, "{due}: {notes}");
    }
    assert!(!notes.contains("inv_typ"), "e-commerce supplies have no type: {notes}");
}

#[test]
fn an_absent_place_is_shown_as_nothing() {
    let book = read(&download(&[("b2b", &[invoice("1").without("pos")])]));
    assert_eq!(ims_desk::view::cell(&book, Section::B2b, 0, Field::Place), "");
}
