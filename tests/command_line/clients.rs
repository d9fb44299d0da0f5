//! `clients`: the list of all clients of a data folder, for scripts. It writes nothing.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::common;

use common::{Folder, RECIPIENT, desk, download, invoice, read, says, text};
use ims_desk::book::{Action, Section};
use ims_desk::clients::ClientMark;
use ims_desk::disk::RealDisk;
use ims_desk::edit::{Change, Command};
use ims_desk::session::Session;
use ims_desk::session::files::opening::Judged;
use ims_desk::store::{BookFacts, Home, Store, copies};
use ims_desk::values::Day;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;
use serde_json::json;

fn home(folder: &Folder) -> Home {
    Home { disk: Arc::new(RealDisk), folder: folder.path("ims-desk-data") }
}

/// Two of three invoices of a client are decided; it is left, or the program is killed.
fn work_on(home: &Home, gstin: &str, killed: bool) {
    let records: Vec<_> = (0..3).map(|n| invoice(&n.to_string())).collect();
    let book = read(&download(&[("b2b", &records)]).replace(RECIPIENT, gstin));
    let sources = book.sources().clone();
    let wake = Wake::default();
    let judged = Judged::as_of(Day::today(), book, &Default::default(), Ok(home.clone()), &wake, &Progress::default());
    let mut open = Session::new(judged, &wake);
    let folder = open.keeping().folder().unwrap().1.to_owned();
    sources.list().iter().for_each(|source| copies::keep(&*home.disk, &folder, source).unwrap());
    let rows = vec![(Section::B2b, (0..2).collect())];
    open.apply_and_say(Command::Decide { rows, change: Change::action(Action::Reject) }, Default::default());
    assert!(open.may_be_left());
    if killed {
        std::mem::forget(open)
    } else {
        drop(open.put_down())
    }
    // Threads go on when a session is only forgotten: its snapshot is not to come while a test compares all files.
    let mut before = Vec::new();
    while before != all_files(&folder) {
        before = all_files(&folder);
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn all_files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(all_files(&path)),
            false => found.push((path.clone(), std::fs::read(&path).unwrap())),
        }
    }
    found.sort();
    found
}

#[test]
fn every_client_is_listed_with_its_figures_and_nothing_is_written() {
    let folder = Folder::new();
    let home = home(&folder);
    work_on(&home, RECIPIENT, false);
    work_on(&home, "29AAAAA0000A1ZY", true);
    let mut store = Store::at(home.folder.clone());
    let facts = BookFacts { name: "Demo Traders".into(), qrmp: true, ..BookFacts::default() };
    store.change(|settings| drop(settings.books.insert(RECIPIENT.into(), facts)));
    store.finish();
    ClientMark { hidden: true, ..ClientMark::default() }.keep(&home, RECIPIENT).unwrap();
    let before = all_files(&home.folder);
    let run = desk(["clients", &text(&home.folder), "--json"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let line = json!({"records": 3, "to_decide": 1, "changed": 2, "status": "to-decide", "problem": null});
    let found = run.json();
    assert!(says(&found, &json!({"clients": [line]})));
    assert!(says(&found["clients"][0], &json!({"gstin": "29AAAAA0000A1ZY", "state": "29 Karnataka", "hidden": false})));
    let hidden = json!({"gstin": RECIPIENT, "name": "Demo Traders", "return": "qrmp", "hidden": true});
    assert!(says(&found["clients"][1], &hidden));
    assert!(says(&found["clients"][1], &line));
    let as_text = desk(["clients", &text(&home.folder)]).text();
    assert!(as_text.starts_with("2 clients\n"), "{as_text}");
    assert!(as_text.contains("Demo Traders") && as_text.contains("hidden"));
    assert_eq!(before, all_files(&home.folder));
}

#[test]
fn the_list_is_written_as_a_workbook_and_nothing_else() {
    let folder = Folder::new();
    let home = home(&folder);
    work_on(&home, RECIPIENT, false);
    work_on(&home, "29AAAAA0000A1ZY", true);
    let (before, data, out) = (all_files(&home.folder), text(&home.folder), folder.path("clients.xlsx"));
    let run = desk(["export", &data, "--of", "clients", "--to", &text(&out), "--json"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(says(&run.json(), &json!({"written": [text(&out)], "clients": 2, "records": 0})), "{}", run.json());
    let bytes = std::fs::read(&out).unwrap();
    let opened = ims_desk::cells::read("c.xlsx", bytes, &Progress::default()).unwrap();
    let sheet = opened.workbooks[0].sheets.iter().find(|sheet| sheet.name.as_deref() == Some("Clients")).unwrap();
    let lines: Vec<String> =
        sheet.iter().map(|row| row.cells().map(|cell| cell.text.into_owned()).collect::<Vec<_>>().join("|")).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1].contains(&format!("{RECIPIENT}|{RECIPIENT}|Monthly")), "{lines:?}");
    assert!(lines[1..].iter().all(|line| line.contains("|3|1|0|2|To decide 1|")), "{lines:?}");
    assert_eq!(before, all_files(&home.folder));
    for (more, said) in [
        (&["--changed"][..], "--changed cannot go with it"),
        (&["--sheets", "b2b"], "--sheets cannot go with it"),
        (&["--decide"], "cannot be used with"),
    ] {
        let run = desk([&["export", &data, "--of", "clients", "--to", &text(&out)], more].concat());
        assert_eq!((run.exit, run.stderr.contains(said)), (2, true), "{more:?}: {}", run.stderr);
    }
    for to in [home.folder.join("own.xlsx"), folder.path("c.csv")] {
        let run = desk(["export", &data, "--of", "clients", "--to", &text(&to)]);
        assert_eq!((run.exit, to.exists()), (2, false), "{}", run.stderr);
    }
    let run = desk(["export", "--to", &text(&out)]);
    assert_eq!(run.exit, 2, "{}", run.stderr);
}

#[test]
fn a_client_that_cannot_be_read_is_a_line_and_an_exit() {
    let folder = Folder::new();
    let home = home(&folder);
    work_on(&home, RECIPIENT, false);
    work_on(&home, "29AAAAA0000A1ZY", false);
    let (copy, _) =
        all_files(&home.folder).into_iter().find(|(path, _)| path.extension().is_some_and(|e| e == "zip")).unwrap();
    std::fs::remove_file(copy).unwrap();
    std::fs::remove_file(home.folder.join("clients.1")).unwrap();
    std::fs::remove_file(home.folder.join("clients.2")).unwrap();
    let run = desk(["clients", &text(&home.folder), "--json"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    let status: Vec<_> = run.json()["clients"].as_array().unwrap().iter().map(|c| c["status"].clone()).collect();
    assert!(status.contains(&json!("damaged")) && status.contains(&json!("to-decide")), "{status:?}");
}

#[test]
fn a_folder_that_is_not_there_is_said_and_an_empty_one_has_no_clients() {
    let folder = Folder::new();
    let run = desk(["clients", &text(&folder.path("nowhere"))]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("there is no such folder"));
    std::fs::create_dir(folder.path("empty")).unwrap();
    let run = desk(["clients", &text(&folder.path("empty")), "--json"]);
    assert_eq!((run.exit, run.json()["clients"].clone()), (0, json!([])));
    assert_eq!(std::fs::read_dir(folder.path("empty")).unwrap().count(), 0);
}

/// The names of all members of a JSON value, those within others too.
fn members(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(object) => object.iter().for_each(|(name, value)| {
            found.insert(name.clone());
            members(value, found);
        }),
        serde_json::Value::Array(list) => list.iter().for_each(|value| members(value, found)),
        _ => {}
    }
}

#[test]
fn every_member_of_the_list_is_in_the_document_and_no_other() {
    let folder = Folder::new();
    let home = home(&folder);
    work_on(&home, RECIPIENT, false);
    let run = desk(["clients", &text(&home.folder), "--json"]);
    let mut found = BTreeSet::new();
    members(&run.json(), &mut found);
    let document = include_str!("../../src/cli/README.md");
    let part = document.split("\n## ").find(|part| part.starts_with("`clients`")).unwrap();
    // The second cell of a line says more of a member; what is in braces there are members too.
    let lines = part.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" | "));
    let named: BTreeSet<String> = lines
        .flat_map(|(names, more)| {
            let braces =
                more.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map_or("", |(inside, _)| inside);
            format!("`{names}, {braces}").split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
        })
        .chain(["folder", "day", "clients"].map(str::to_owned))
        .collect();
    assert_eq!(found, named);
    // Nothing is left out where it is not known.
    let client = &run.json()["clients"][0];
    assert!(["problem", "pmt_06", "download_again"].iter().all(|name| client.get(name).is_some()), "{client}");
}
