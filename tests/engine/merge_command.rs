//! `merge`: every pair of downloads among the fixtures goes through the program, and what is left to be uploaded after the
//! merge is compared byte for byte.

use crate::common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{Folder, Run, day, desk, desk_with_input, download, invoice, names_in, says, text};
use ims_desk::book::{Book, Section};
use ims_desk::edit::{Command, Log};
use ims_desk::exchange::decisions;
use ims_desk::exchange::resolve::{Consent, Reader, resolve};
use ims_desk::portal;
use ims_desk::portal::upload::{FileLayout, Upload};
use ims_desk::work::Progress;
use serde_json::Value;

fn pairs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    names_in(&root).into_iter().filter(|name| name.starts_with("merge-")).map(|name| root.join(name)).collect()
}

fn content(folder: &Path, name: &str) -> Option<String> {
    std::fs::read_to_string(folder.join(name)).ok()
}

fn merge(folder: &Path, options: &[&str]) -> Run {
    let mut arguments = vec!["merge".to_owned(), text(&folder.join("old.json")), text(&folder.join("new.json"))];
    if folder.join("decisions.csv").exists() {
        arguments.extend(["--decisions".into(), text(&folder.join("decisions.csv"))]);
    }
    arguments.extend(options.iter().map(|&option| option.to_owned()));
    desk(arguments)
}

#[test]
fn every_pair_of_downloads_is_compared_record_by_record() {
    let pairs = pairs();
    assert!(pairs.len() > 10);
    for folder in pairs {
        let name = folder.display();
        let run = merge(&folder, &["--json"]);
        let exit = content(&folder, "exit").map_or(0, |text| text.trim().parse().unwrap());
        assert_eq!(run.exit, exit, "{name}: {}", run.stderr);
        for line in content(&folder, "message").unwrap_or_default().lines() {
            assert!(run.stderr.contains(line), "{name}: {}", run.stderr);
        }
        let Some(expected) = content(&folder, "merge.json") else { continue };
        let (found, expected): (Value, Value) = (run.json(), serde_json::from_str(&expected).unwrap());
        assert!(says(&found, &expected), "{name}:\n   found {found}\nexpected {expected}");
        let records = |stated: &Value| stated["records"].as_array().map(Vec::len);
        if expected["records"].is_array() {
            assert_eq!(records(&found), records(&expected), "{name}: {found}");
        }

        // For people: every kind with its count, and each record that is not as it was.
        let stated = merge(&folder, &[]);
        assert_eq!(stated.exit, exit, "{name}");
        for (kind, count) in found["counts"].as_object().unwrap() {
            let line = |line: &str| line.split_whitespace().take(2).eq([count.to_string().as_str(), kind]);
            assert!(stated.text().lines().any(line), "{name}: {kind} {count}\n{}", stated.text());
        }
        for record in found["records"].as_array().unwrap().iter().filter(|record| record["kind"] != "unchanged") {
            let words = ["section", "stin", "number"].map(|key| record[key].as_str().unwrap());
            assert!(stated.text().contains(&words.join(" ")), "{name}: {words:?}\n{}", stated.text());
        }
    }
}

fn open(path: PathBuf) -> Book {
    portal::open(&[path], &Progress::default()).unwrap()
}

#[test]
fn what_is_left_to_upload_after_a_merge_is_what_the_fixtures_say() {
    for folder in pairs().into_iter().filter(|folder| folder.join("merge.json").exists()) {
        let mut book = open(folder.join("old.json"));
        let mut log = Log::default();
        if let Some(table) = content(&folder, "decisions.csv") {
            let table = decisions::read(table.as_bytes()).unwrap();
            let rows = resolve(&book, &table, &Consent::to_all(), Reader::CommandLine, day("01-03-2026")).changes;
            log.apply(&mut book, Command::Table { what: "Table".into(), rows });
        }
        log.apply(&mut book, Command::merge(Arc::new(open(folder.join("new.json"))), Vec::new()));
        let delta: Vec<_> = Section::ALL.into_iter().flat_map(|s| book.delta(s).map(move |row| (s, row))).collect();
        let mut written = Vec::new();
        if !delta.is_empty() {
            let upload = Upload::new(&book, book.recipient.gstin().unwrap(), delta.into_iter());
            upload.stream(&mut written, FileLayout { flags: false, parts: false }).unwrap();
        }
        let expected = content(&folder, "upload.json").unwrap_or_default();
        assert_eq!(String::from_utf8(written).unwrap(), expected, "{}", folder.display());
    }
}

#[test]
fn standard_input_can_be_one_of_the_files_and_what_cannot_be_read_is_named() {
    let folder = Folder::new();
    let old = folder.put("old.json", download(&[("b2b", &[invoice("1")])]));
    let new = download(&[("b2b", &[invoice("1"), invoice("2")])]);
    let run = desk_with_input(["merge", &text(&old), "-", "--json"], new.as_bytes());
    assert_eq!((run.exit, &run.json()["counts"]["new"]), (0, &Value::from(1)));
    assert_eq!(desk_with_input(["merge", "-", "-", "--json"], new.as_bytes()).exit, 2);
    let run = desk(["merge", &text(&old), &text(&folder.path("missing.json"))]);
    assert!(run.exit == 2 && run.stderr.contains("missing.json"), "{}", run.stderr);
    let table = folder.put("table.csv", "section,stin\n");
    let run = desk(["merge", &text(&old), &text(&old), "--decisions", &text(&table)]);
    assert!(run.exit == 2 && run.stderr.contains("table.csv: line 1"), "{}", run.stderr);
    assert_eq!(desk(["merge", &text(&old)]).exit, 2);
}
