//! What the tests from outside share: running the program, and making books of records.

// Each test file is a program of its own and uses only some of these.
#![allow(dead_code, unused_imports, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod disk;
pub mod gstr_2b;
#[cfg(feature = "window")]
pub mod window;
pub mod workbooks;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ims_desk::book::{Book, Section};
use ims_desk::edit::{self, Change};
use ims_desk::portal::{self, Input, ReadError};
use ims_desk::values::Day;
use ims_desk::work::Progress;
use serde_json::{Map, Value, json};

/// Decides a record by a command, whatever the rules say.
pub fn decided(book: &mut Book, section: Section, row: u32, change: Change) {
    edit::Command::decide(section, [row].into_iter().collect(), change).apply(book);
}

/// The recipient of all books here.
pub const RECIPIENT: &str = "27AAAAA0000A1Z2";
/// A supplier.
pub const SUPPLIER: &str = "29AAAAA0000A1ZY";

/// How a run of the program ended.
pub struct Run {
    /// The exit code.
    pub exit: i32,
    /// Standard output, byte for byte.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// Standard output as the one JSON object that `--json` prints.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.stdout)
            .unwrap_or_else(|e| panic!("no JSON on standard output: {e}\n{}", self.stderr))
    }

    /// Standard output as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.stdout.clone()).unwrap()
    }
}

/// Runs the program with nothing on standard input.
pub fn desk<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(arguments: I) -> Run {
    desk_with_input(arguments, b"")
}

/// Runs the program with these bytes on standard input.
pub fn desk_with_input<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(arguments: I, input: &[u8]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ims-desk"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The program may not read it at all; then the pipe breaks, which is no fault.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!stderr.contains("panicked"), "{stderr}");
    Run { exit: output.status.code().expect("the program was killed"), stdout: output.stdout, stderr }
}

/// An empty folder of a test's own, removed at its end.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// Makes it.
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file in it.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The names of all that is in it, hidden files too.
    pub fn names(&self) -> Vec<String> {
        names_in(self.0.path())
    }
}

/// The names of all that is in a folder, in order.
pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// One record of a portal file, made to be changed key by key.
#[derive(Clone)]
pub struct Record(pub Map<String, Value>);

fn record(common: Value) -> Record {
    let mut record = Record(Map::new());
    record.0.insert("stin".into(), SUPPLIER.into());
    for (key, value) in common.as_object().unwrap() {
        record.0.insert(key.clone(), value.clone());
    }
    record
}

/// An invoice of February 2026: 1,000.00 and 180.00 IGST, supplier filed, all flags open, no action.
pub fn invoice(number: &str) -> Record {
    record(json!({
        "inum": number, "inv_typ": "R", "idt": "10-02-2026", "val": 1180, "txval": 1000, "iamt": 180, "camt": 0, "samt": 0,
        "cess": 0, "pos": "27", "action": "N", "srcform": "R1", "rtnprd": "022026", "srcfilstatus": "Filed",
        "ispendactblocked": "N", "isRemarksBlocked": "N",
    }))
}

/// A note of February 2026: 10,000.00, CGST and SGST 900.00 each, supplier filed, all flags open, no action.
pub fn note(number: &str) -> Record {
    record(json!({
        "nt_num": number, "inv_typ": "R", "nt_dt": "10-02-2026", "val": 11800, "txval": 10000, "iamt": 0, "camt": 900,
        "samt": 900, "cess": 0, "pos": "27", "action": "N", "srcform": "R1", "rtnprd": "022026", "srcfilstatus": "Filed",
        "ispendactblocked": "N", "isRemarksBlocked": "N", "itcRedReqBlocked": "N",
    }))
}

impl Record {
    /// The same with another value under a key.
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Record {
        self.0.insert(key.into(), value.into());
        self
    }

    /// The same without a key.
    pub fn without(mut self, key: &str) -> Record {
        self.0.remove(key).expect("the record has the key");
        self
    }

    /// The same as an amendment of this document, its ITC block open.
    pub fn amends(self, number: &str, date: &str) -> Record {
        let (number_key, date_key) =
            if self.0.contains_key("nt_num") { ("ont_num", "ont_dt") } else { ("oinum", "oidt") };
        self.with(number_key, number).with(date_key, date).with("itcRedReqBlocked", "N")
    }

    /// The same with these amounts of IGST, CGST, SGST and cess, and a fitting value.
    pub fn heads(self, heads: [i64; 4]) -> Record {
        let taxable = self.0["txval"].as_i64().unwrap();
        let [igst, cgst, sgst, cess] = heads;
        let value = taxable + igst + cgst + sgst + cess;
        self.with("val", value).with("iamt", igst).with("camt", cgst).with("samt", sgst).with("cess", cess)
    }
}

/// The text of a download with these sections.
pub fn download(sections: &[(&str, &[Record])]) -> String {
    let mut details = Map::new();
    details.insert("rtin".into(), RECIPIENT.into());
    for (key, records) in sections {
        let records = records.iter().map(|r| Value::Object(r.0.clone())).collect();
        details.insert((*key).into(), Value::Array(records));
    }
    json!({ "imsDetails": details }).to_string()
}

/// Reads texts as files of these names.
pub fn try_read(files: &[(&str, &str)]) -> Result<Book, ReadError> {
    let input = |(name, text): &(&str, &str)| Input {
        name: (*name).to_owned(),
        path: Some(PathBuf::from(name)),
        bytes: text.as_bytes().to_vec(),
    };
    portal::read(files.iter().map(input).collect(), &Progress::default())
}

/// Reads one text as a download.
pub fn read(text: &str) -> Book {
    try_read(&[("download.json", text)]).unwrap()
}

/// A book with these sections.
pub fn book(sections: &[(&str, &[Record])]) -> Book {
    read(&download(sections))
}

/// A book with one section.
pub fn book_of(key: &str, records: &[Record]) -> Book {
    book(&[(key, records)])
}

/// A day, `dd-mm-yyyy`.
pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// The section of a key.
pub fn section(key: &str) -> Section {
    portal::keys::section(key).unwrap()
}

/// Whether JSON says all that is expected: objects may have more members, lists more elements, in any order.
pub fn says(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().all(|(key, value)| found.get(key).is_some_and(|f| says(f, value)))
        }
        (Value::Array(found), Value::Array(expected)) => expected.iter().all(|e| found.iter().any(|f| says(f, e))),
        _ => found == expected,
    }
}

/// A folder with a download in it.
pub struct Desk {
    /// The folder.
    pub folder: Folder,
    /// The download in it.
    pub download: PathBuf,
}

impl Desk {
    /// A download with these sections.
    pub fn of(sections: &[(&str, &[Record])]) -> Desk {
        Desk::with(&download(sections))
    }

    /// A download of this text.
    pub fn with(text: &str) -> Desk {
        let folder = Folder::new();
        let download = folder.put("download.json", text);
        Desk { folder, download }
    }

    /// Where uploads go.
    pub fn out(&self) -> PathBuf {
        self.folder.path("out.json")
    }

    /// Applies a table to the download and writes `out.json`.
    pub fn apply(&self, table: impl AsRef<[u8]>, options: &[&str]) -> Run {
        let table = self.folder.put("decisions.csv", table);
        let (download, table, out) = (text(&self.download), text(&table), text(&self.out()));
        let mut arguments = vec!["apply", &download, "--decisions", &table, "--out", &out];
        arguments.extend(options);
        desk(arguments)
    }

    /// Accepts invoice 1.
    pub fn accept(&self, options: &[&str]) -> Run {
        self.apply(format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\n"), options)
    }

    /// The upload that was written.
    pub fn upload(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.out()).expect("an upload was written")).unwrap()
    }

    /// Whether one was written.
    pub fn written(&self) -> bool {
        self.out().exists()
    }
}

/// A path as text.
pub fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// A desk with invoice 1.
pub fn one_invoice() -> Desk {
    Desk::of(&[("b2b", &[invoice("1")])])
}
