//! Any bytes as a portal file. What is read as a download is JSON to another reader too; every record of it is a row and no
//! row is anything else; all that looks at a book can look at it; accepting everything that may be accepted gives an upload
//! whose every value is in its record.

#![cfg_attr(fuzzing, no_main)]

use std::collections::BTreeSet;

use ims_desk::book::{Action, Book, OtherSheet, Section};
use ims_desk::edit::{Change, Command, plan};
use ims_desk::portal::inspect::{keys_of, keys_of_shown};
use ims_desk::portal::keys;
use ims_desk::rules::{Case, Findings, Weight};
use ims_desk::view::{self, Counts, Filter, SortKey};
use ims_desk_fuzz::book::{read, today, upload};
use ims_desk_fuzz::json::{self, elements, get, members};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    let Ok(mut book) = read(&[("download.json", bytes)]) else { return };
    if let [source] = book.sources().list() {
        let text = source.text.as_str().to_owned();
        if let Some(records) = json::records(&text) {
            nothing_is_lost(&book, &records);
        } else {
            let nothing: Result<serde::de::IgnoredAny, _> = serde_json::from_str(&text);
            assert!(nothing.is_ok(), "no JSON: {nothing:?}");
        }
    }
    look(&book);
    accept_all(&mut book);
    let bytes = upload(&book, false);
    if !bytes.is_empty() {
        what_is_written_is_in_the_records(&book, std::str::from_utf8(&bytes).unwrap());
    }
});

/// A section has a row for each of its documents, and only what is in the file is a row.
fn nothing_is_lost(book: &Book, records: &[Vec<&str>; 8]) {
    for (section, records) in Section::ALL.into_iter().zip(records) {
        let rows = book.sheet(section).rows();
        let key = if section.is_note() { "nt_num" } else { "inum" };
        let number = |record: &&str| {
            let members = members(record)?;
            (members.iter().filter(|member| member.0.eq_ignore_ascii_case(key)).count() == 1).then_some(())?;
            json::text(get(&members, key)?).map(|number| number.trim().to_lowercase())
        };
        let numbers: BTreeSet<String> = records.iter().filter_map(number).collect();
        assert!(rows as usize >= numbers.len(), "{section:?} has {rows} rows and the documents {numbers:?}");
        assert!(rows as usize <= records.len(), "{section:?} has {rows} rows of {} records", records.len());
        for row in 0..rows {
            let text = book.portal_text(section, row);
            assert!(records.contains(&text), "{section:?} {row}: {text}");
        }
    }
}

/// Findings, views, orders, counts and keys.
fn look(book: &Book) {
    let findings = Findings::of(book, today());
    for section in Section::ALL {
        let sheet = book.sheet(section);
        let (keys, _) = keys_of((0..sheet.rows()).map(|row| book.portal_text(section, row)), section);
        assert!(keys.values().all(|key| key.count > 0));
        for field in ims_desk::book::Field::columns(section) {
            let rows =
                view::rows(book, &findings, section, &Filter::default(), &[SortKey { field, descending: false }]);
            assert_eq!(rows.len(), sheet.rows() as usize, "no row is lost by sorting by {field:?}");
        }
        let filter = Filter { text: "27".into(), ..Filter::default() };
        let counts = Counts::of(sheet);
        drop((view::rows(book, &findings, section, &filter, &[]), counts));
        for row in 0..sheet.rows() {
            for finding in Case::standing(book, section, row, today()).findings() {
                assert!(!finding.message.is_empty());
            }
        }
    }
    for OtherSheet { spans, label, .. } in book.others() {
        keys_of_shown(spans.iter().map(|&span| book.sources().text(span)), label.is_some());
    }
}

/// Accepts every record that may be accepted and is not blocked.
fn accept_all(book: &mut Book) {
    for section in Section::ALL {
        let rows = (0..book.sheet(section).rows()).collect();
        let change = Change {
            action: Some(Action::Accept),
            answer_if_missing: Some(ims_desk::book::Answer::NO),
            ..Change::default()
        };
        let mut rows = plan(book, section, &rows, &change, today()).allowed;
        Command::decide(section, rows.clone(), change).apply(book);
        let blocked = |row: &u32| {
            let mut blocked = false;
            Case::standing(book, section, *row, today()).judge(|_, weight| blocked |= weight == Weight::Blocks);
            blocked
        };
        rows = rows.iter().filter(blocked).collect();
        Command::Restore { rows: vec![(section, rows)] }.apply(book);
    }
}

fn what_is_written_is_in_the_records(book: &Book, upload: &str) {
    let envelope = members(upload).unwrap_or_else(|| panic!("no JSON: {upload}"));
    let names: Vec<&str> = envelope.iter().map(|member| member.0.as_str()).collect();
    assert_eq!(names, ["rtin", "reqtyp", "invdata"]);
    let sections = members(envelope[2].1).unwrap();
    let mut written = sections.iter();
    for section in Section::ALL {
        let delta: Vec<u32> = book.delta(section).collect();
        if delta.is_empty() {
            continue;
        }
        let (key, list) = written.next().unwrap();
        assert_eq!(key, keys::section_key(section), "the order of the sections");
        let records = elements(list).unwrap();
        assert_eq!(records.len(), delta.len());
        for (record, row) in records.into_iter().zip(delta) {
            let source = book.portal_text(section, row);
            let held: Vec<&str> = members(source).unwrap_or_default().into_iter().map(|member| member.1).collect();
            for (name, value) in members(record).unwrap() {
                let ours = matches!(name.as_str(), "action" | "itcRedReq" | "itc_red_req");
                let plain = |raw: &str| json::text(raw).unwrap_or_else(|| raw.to_owned()).trim().to_owned();
                let there = held.iter().any(|held| *held == value || plain(held) == plain(value));
                assert!(ours || there || held.is_empty(), "{name}: {value} is not in {source}");
            }
            assert!(!held.is_empty(), "a record that another reader cannot read was written: {source}");
        }
    }
    assert!(written.next().is_none());
}
