//! Files that are damaged, hostile or no portal files at all: a clear message, exit 2, nothing left behind. Records that
//! cannot be read in full: read-only, and the rest of the file alive.

use crate::common;

use std::io::Write;

use common::{Folder, Record, Run, SUPPLIER, book_of, day, desk, download, invoice, names_in, note, read, try_read};
use ims_desk::book::{Field, Section};
use ims_desk::rules::{Findings, RuleId, Weight};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

/// Every command that reads portal files refuses the file, names it, and leaves its folder as it was.
pub fn refused_everywhere(folder: &Folder, name: &str, due: &[&str]) {
    let before = folder.names();
    let file = folder.path(name).to_str().unwrap().to_owned();
    let elsewhere = Folder::new();
    let table = elsewhere.put("decisions.csv", "section,stin,number,action\n").to_str().unwrap().to_owned();
    let out = elsewhere.path("out.json").to_str().unwrap().to_owned();
    let applied = ["apply", &file, "--decisions", &table, "--out", &out];
    for arguments in [&["check", &file][..], &["check", "--json", &file], &["inspect", &file], &applied] {
        let run = desk(arguments);
        assert_eq!(run.exit, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stdout.is_empty(), "{arguments:?} printed something");
        assert!(run.stderr.len() < 2000, "a message is no dump");
        for text in [name].iter().chain(due) {
            assert!(run.stderr.contains(text), "{arguments:?}: {text:?} is not in: {}", run.stderr);
        }
    }
    assert_eq!(folder.names(), before);
    assert_eq!(elsewhere.names(), ["decisions.csv"]);
}

pub fn refused(bytes: impl AsRef<[u8]>, due: &[&str]) {
    let folder = Folder::new();
    folder.put("portal.json", bytes);
    refused_everywhere(&folder, "portal.json", due);
}

fn stderr(run: &Run) -> &str {
    assert_eq!(run.exit, 2, "{}", run.stderr);
    &run.stderr
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    let whole = download(&[("b2b", &[invoice("1").with("tradenm", "A \"quoted\" name\n")])]);
    for end in 1..whole.len() {
        let error =
            try_read(&[("portal.json", &whole[..end])]).err().unwrap_or_else(|| panic!("read: {}", &whole[..end]));
        assert_eq!(error.file, "portal.json");
        let (line, column) = error.place.unwrap_or_else(|| panic!("no place: {error}"));
        assert!(line == 1 && column >= 1 && column <= end + 1, "{end}: {error}");
    }
    refused(&whole[..whole.len() / 2], &["line 1, column"]);
}

#[test]
fn text_that_is_no_json_is_refused_with_the_place() {
    refused("Dear supplier", &["line 1, column 1"]);
    refused("<html><body>Session expired</body></html>", &["line 1, column 1"]);
    refused("{\"imsDetails\":{\"b2b\":[\n{'stin':1}]}}", &["line 2, column 2"]);
    refused("{\"imsDetails\":{\"b2b\":[\n{\"stin\" 1}]}}", &["line 2, column 9"]);
    refused("{\"imsDetails\":{\"b2b\":[{\"stin\":\"a\nb\"}]}}", &["line 1"]);
    refused("{\"imsDetails\":{\"b2b\":[{\"stin\":\"\\x\"}]}}", &["line 1"]);
    refused("{\"imsDetails\":{\"b2b\":[{\"val\":01}]}}", &["line 1"]);
    refused("{\"imsDetails\":{\"b2b\":[{\"val\":+1}]}}", &["line 1"]);
    refused("{\"imsDetails\":{\"b2b\":[{\"val\":.5}]}}", &["line 1"]);
    refused("{\"imsDetails\":{\"b2b\":[{\"val\":1.}]}}", &["line 1"]);
    refused("{\"imsDetails\":{\"b2b\":[tru]}}", &["line 1"]);
    refused("{\"imsDetails\":{\"b2b\":[]}} x", &["line 1, column 27"]);
    refused("{\"imsDetails\":{\"b2b\":[]},}", &["line 1, column 26"]);
}

#[test]
fn nan_and_infinity_are_refused_with_the_place() {
    for word in ["NaN", "Infinity", "-Infinity"] {
        refused(format!("{{\"imsDetails\":{{\"b2b\":[\n  {{\"val\":{word}}}]}}}}"), &["line 2, column 10"]);
    }
}

#[test]
fn an_empty_file_is_refused() {
    refused("", &[]);
    refused(" \n\t\r\n", &[]);
    refused(b"\xEF\xBB\xBF", &[]);
}

#[test]
fn a_wrong_root_is_refused() {
    for text in [
        "[]",
        "\"b2b\"",
        "17",
        "null",
        "true",
        "{}",
        "{\"gstin\":\"27AAAAA0000A1Z2\",\"fp\":\"022026\"}",
        "{\"impg\":[{\"a\":1}]}",
    ] {
        refused(text, &[]);
    }
    for text in [
        "{\"imsDetails\":[]}",
        "{\"imsDetails\":7}",
        "{\"imsDetails\":{\"b2b\":7}}",
        "{\"imsDetails\":{\"b2b\":{}}}",
        "{\"b2b\":\"x\"}",
    ] {
        refused(text, &["line 1, column"]);
    }
}

#[test]
fn text_that_is_not_utf_8_is_refused_with_the_place() {
    refused(b"{\"imsDetails\":{\n\"b2b\":[{\"tradenm\":\"Caf\xe9\"}]}}", &["line 2, column 23"]);
    refused(b"{\"imsDetails\":{\"b2b\":[{\"tradenm\":\"\xe2\x82\"}]}}", &["line 1, column 35"]);
    refused(b"\xff\xfe{\x00}\x00", &["UTF-8"]);
    refused(b"\x00\x01\x02\x03", &[]);
}

#[test]
fn nesting_of_any_depth_is_refused_and_exhausts_nothing() {
    let depth = 100_000;
    refused("[".repeat(depth), &["line 1, column"]);
    refused("{\"imsDetails\":".repeat(depth), &["line 1, column"]);
    refused("{\"data\":".repeat(depth), &["line 1, column"]);
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let inner = format!("{}1{}", open.repeat(depth), close.repeat(depth));
        refused(format!("{{\"imsDetails\":{{\"b2b\":[{{\"future\":{inner}}}]}}}}"), &["line 1, column"]);
        refused(format!("{{\"imsDetails\":{{\"future\":{inner}}}}}"), &["line 1, column"]);
        refused(format!("{{\"error_report\":{inner}}}"), &["line 1, column"]);
    }
}

#[test]
fn a_text_of_200_megabytes_is_refused() {
    let folder = Folder::new();
    let path = folder.path("portal.json");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    file.write_all(b"{\"imsDetails\":{\"b2b\":[{\"stin\":\"").unwrap();
    let block = vec![b'x'; 1 << 20];
    for _ in 0..200 {
        file.write_all(&block).unwrap();
    }
    file.write_all(b"\"}]}}").unwrap();
    drop(file);
    let run = desk(["check".as_ref(), path.as_os_str()]);
    let message = stderr(&run);
    assert!(message.contains("portal.json") && message.contains("line 1, column") && message.len() < 2000, "{message}");
    assert_eq!(folder.names(), ["portal.json"]);
}

/// A zip whose one entry is this much of one byte after a beginning.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("portal.json", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"{\"imsDetails\":{\"b2b\":[]}}").unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_that_unpacks_to_far_too_much_is_refused() {
    let folder = Folder::new();
    folder.put("bomb.zip", bomb(100));
    refused_everywhere(&folder, "bomb.zip", &["portal.json"]);
}

#[test]
fn a_zip_that_packs_well_but_is_small_is_read() {
    let folder = Folder::new();
    let path = folder.put("small.zip", bomb(50));
    assert_eq!(desk(["check".as_ref(), path.as_os_str()]).exit, 0);
}

#[test]
fn stated_sizes_of_a_zip_are_not_believed() {
    let mut zip = bomb(100);
    let size = (100u32 << 20) + 25;
    // The unpacked size is in the entry's own head or behind it, and again in the directory at the end.
    let places: Vec<usize> = (0..zip.len() - 3).filter(|&i| zip[i..i + 4] == size.to_le_bytes()).collect();
    assert!(!places.is_empty());
    for place in places {
        zip[place..place + 4].copy_from_slice(&25u32.to_le_bytes());
    }
    let folder = Folder::new();
    folder.put("liar.zip", &zip);
    refused_everywhere(&folder, "liar.zip", &[]);
}

#[test]
fn damaged_zips_are_refused() {
    let good = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/zip-two-parts/download.zip")).unwrap();
    for end in [4, 30, good.len() / 2, good.len() - 1] {
        let folder = Folder::new();
        folder.put("portal.zip", &good[..end]);
        refused_everywhere(&folder, "portal.zip", &[]);
    }
    let mut flipped = good.clone();
    flipped[70] ^= 0xff;
    let folder = Folder::new();
    folder.put("portal.zip", flipped);
    refused_everywhere(&folder, "portal.zip", &[]);
}

#[test]
fn a_bad_entry_of_a_zip_is_named() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("good.json", "{\"b2b\":[]}"), ("bad.json", "{\"b2b\":[}")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let folder = Folder::new();
    folder.put("parts.zip", zip.finish().unwrap().into_inner());
    refused_everywhere(&folder, "parts.zip", &["bad.json", "line 1, column 9"]);
}

#[test]
fn an_upload_file_is_refused_in_words() {
    let upload = json!({"rtin": common::RECIPIENT, "reqtyp": "SAVE", "invdata": {"b2b": [invoice("1").0]}});
    refused(upload.to_string(), &["This is a file made for uploading; open the download it was made from."]);
}

#[test]
fn a_folder_or_a_missing_file_is_refused() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("folder.json")).unwrap();
    refused_everywhere(&folder, "folder.json", &[]);
    refused_everywhere(&folder, "missing.json", &[]);
}

#[test]
fn one_bad_file_among_good_ones_is_named() {
    let folder = Folder::new();
    let good = folder.put("good.json", download(&[("b2b", &[invoice("1")])]));
    let bad = folder.put("bad.json", "{\"b2b\":");
    let run = desk(["check".as_ref(), good.as_os_str(), bad.as_os_str()]);
    let message = stderr(&run);
    assert!(message.contains("bad.json") && !message.contains("good.json"), "{message}");
}

// Targets that cannot be written

/// Applies one decision and tries to write to this target.
fn write_to(folder: &Folder, target: &str, options: &[&str]) -> Run {
    let elsewhere = Folder::new();
    let download = elsewhere.put("download.json", download(&[("b2b", &[invoice("1")])])).to_str().unwrap().to_owned();
    let table = format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\n");
    let table = elsewhere.put("decisions.csv", table).to_str().unwrap().to_owned();
    let out = folder.path(target).to_str().unwrap().to_owned();
    let run = desk(["apply", &download, "--decisions", &table, "--out", &out].iter().chain(options));
    assert_eq!(elsewhere.names(), ["decisions.csv", "download.json"]);
    run
}

#[test]
fn a_target_in_a_missing_folder_is_refused() {
    let folder = Folder::new();
    for options in [&[][..], &["--json"], &["--parts"]] {
        let run = write_to(&folder, "missing/out.json", options);
        assert!(stderr(&run).contains("out"), "{}", run.stderr);
        assert!(folder.names().is_empty());
    }
}

#[test]
fn a_target_that_is_a_folder_is_refused() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("out.json")).unwrap();
    let run = write_to(&folder, "out.json", &[]);
    assert!(stderr(&run).contains("out.json"), "{}", run.stderr);
    assert_eq!((folder.names().len(), names_in(&folder.path("out.json")).len()), (1, 0));
}

#[test]
fn a_part_that_cannot_be_written_leaves_nothing() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("out-1.json")).unwrap();
    let run = write_to(&folder, "out.json", &["--parts"]);
    assert!(stderr(&run).contains("out-1.json"), "{}", run.stderr);
    assert_eq!((folder.names().len(), names_in(&folder.path("out-1.json")).len()), (1, 0));
}

#[test]
fn a_sample_that_cannot_be_written_is_refused() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("out.json")).unwrap();
    for target in ["missing/sample.json", "out.json"] {
        let path = folder.path(target);
        let run = desk(["sample".as_ref(), "--rows".as_ref(), "50".as_ref(), "--out".as_ref(), path.as_os_str()]);
        assert!(stderr(&run).contains(target.rsplit('/').next().unwrap()), "{}", run.stderr);
        assert_eq!(folder.names(), ["out.json"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_stated() {
    use std::process::{Command, Stdio};
    let folder = Folder::new();
    let file = folder.put("download.json", download(&[("b2b", &[invoice("1")])]));
    let table = folder.put("decisions.csv", format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\n"));
    let full = || Stdio::from(std::fs::File::options().write(true).open("/dev/full").unwrap());
    let program = || Command::new(env!("CARGO_BIN_EXE_ims-desk"));
    let (file, table) = (file.as_os_str(), table.as_os_str());
    for arguments in [
        &["check".as_ref(), file][..],
        &["check".as_ref(), "--json".as_ref(), file],
        &["inspect".as_ref(), file],
        &["apply".as_ref(), file, "--decisions".as_ref(), table, "--out".as_ref(), "-".as_ref()],
        &["sample".as_ref(), "--rows".as_ref(), "50".as_ref()],
    ] {
        let output = program().args(arguments).stdout(full()).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}

// Records that cannot be read in full

/// The record is read-only, is counted, blocks itself, and its neighbours can be decided on.
pub fn read_only(what: &str, section: &str, bad: Value, good: Record) {
    let text = json!({"imsDetails": {"rtin": common::RECIPIENT, section: [good.0, bad, good.clone().with("rtnprd", "012026").0]}});
    let book = read(&text.to_string());
    let section = common::section(section);
    let sheet = book.sheet(section);
    assert_eq!(sheet.rows(), 3, "{what}");
    let read_only: Vec<bool> = (0..3).map(|row| sheet.records().read_only(row)).collect();
    assert_eq!(read_only, [false, true, false], "{what}");
    let findings = Findings::of(&book, day("01-03-2026"));
    let words = findings.in_words(&book, section, 1);
    let f8 = words.iter().find(|f| f.rule == RuleId::F8).unwrap_or_else(|| panic!("{what}: no rule F8"));
    assert!(f8.weight == Weight::Blocks && !f8.message.is_empty(), "{what}");
    assert!(!findings.has(section, 0, RuleId::F8) && !findings.has(section, 2, RuleId::F8), "{what}");
    assert!(!book.in_delta(section, 1), "{what}");
}

#[test]
fn elements_that_are_no_objects_are_read_only_records() {
    for bad in [json!("text"), json!(1), json!(null), json!([]), json!([{"stin": 1}]), json!(true), json!({})] {
        read_only(&bad.to_string(), "b2b", bad.clone(), invoice("1"));
    }
}

#[test]
fn amounts_that_are_none_make_a_record_read_only() {
    let none =
        ["1,180.10", "₹ 5", "5-", "0x1F", "1_000", "+5", ".5", "5.", " ", "ten", "NaN", "1e400", "१२", "--1", "1 000"];
    for text in none {
        for key in ["val", "txval", "iamt", "camt", "samt", "cess"] {
            read_only(text, "b2b", Value::Object(invoice("1").with(key, text).0), invoice("1"));
        }
    }
    for value in [json!(true), json!([1]), json!({"a": 1})] {
        read_only(&value.to_string(), "b2b", Value::Object(invoice("1").with("val", value.clone()).0), invoice("1"));
    }
    read_only(
        "declared",
        "b2bcn",
        Value::Object(note("1").with("itcRedReq", "Y").with("declCgst", "a lot").0),
        note("1"),
    );
}

#[test]
fn an_amount_beyond_all_numbers_makes_a_record_read_only() {
    for amount in ["1e400", "-1e400", "123456789012345678901234567890"] {
        let text = download(&[("b2b", &[invoice("1").with("val", "HERE"), invoice("2")])]).replace("\"HERE\"", amount);
        let book = read(&text);
        let sheet = book.sheet(Section::B2b);
        assert!(sheet.records().read_only(0) && !sheet.records().read_only(1), "{amount}");
    }
}

#[test]
fn a_record_without_its_core_is_read_only() {
    for key in ["stin", "inum", "idt", "val", "txval", "srcform", "rtnprd"] {
        read_only(key, "b2b", Value::Object(invoice("1").without(key).0), invoice("1"));
        for absent in [json!(null), json!("")] {
            read_only(key, "b2b", Value::Object(invoice("1").with(key, absent).0), invoice("1"));
        }
    }
    for key in ["stin", "nt_num", "nt_dt", "val", "txval", "srcform", "rtnprd"] {
        read_only(key, "b2bcn", Value::Object(note("1").without(key).0), note("1"));
    }
}

#[test]
fn an_object_or_a_list_where_a_value_is_due_makes_a_record_read_only() {
    let keys = [
        "stin",
        "inum",
        "idt",
        "val",
        "pos",
        "srcform",
        "rtnprd",
        "inv_typ",
        "action",
        "remarks",
        "srcfilstatus",
        "ispendactblocked",
    ];
    for key in keys {
        for value in [json!({"a": 1}), json!([1, 2])] {
            read_only(key, "b2b", Value::Object(invoice("1").with(key, value).0), invoice("1"));
        }
    }
}

#[test]
fn values_of_unknown_keys_may_be_anything() {
    let record = invoice("1").with("future", json!({"deep": [[[{"a": null}]]]})).with("more", json!([1, "2"]));
    let book = book_of("b2b", &[record]);
    assert!(!book.sheet(Section::B2b).records().read_only(0));
}

#[test]
fn numbers_where_text_is_due_and_the_reverse_are_read() {
    let record = invoice("1")
        .with("pos", 27)
        .with("rtnprd", 122025)
        .with("val", "1180.00")
        .with("inum", 45)
        .with("isRemarksBlocked", 1);
    let book = book_of("b2b", &[record]);
    let records = book.sheet(Section::B2b).records();
    assert!(!records.read_only(0));
    assert_eq!((records.numbers.get(0), records.periods.get(0), records.places[0]), ("45", "122025", 27));
    assert_eq!(records.amounts[0][0], 118_000);
    assert!(records.remarks_blocked(0));
    assert!(!book.notes().is_empty());
}

#[test]
fn a_read_only_record_shows_why_and_where() {
    let book = book_of("b2b", &[invoice("1").with("iamt", "1,180.10")]);
    let words = Findings::of(&book, day("01-03-2026")).in_words(&book, Section::B2b, 0);
    let f8 = words.iter().find(|f| f.rule == RuleId::F8).unwrap();
    assert_eq!(f8.field, Field::Igst);
    assert!(f8.message.contains("iamt"), "{}", f8.message);
}

#[test]
fn half_a_surrogate_pair_harms_nothing() {
    let folder = Folder::new();
    let text = download(&[("b2b", &[invoice("1").with("tradenm", "HERE"), invoice("2")])]).replace("HERE", "a\\ud800b");
    let file = folder.put("download.json", text).to_str().unwrap().to_owned();
    let table = format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\nb2b,{SUPPLIER},2,A\n");
    let table = folder.put("decisions.csv", table).to_str().unwrap().to_owned();
    assert_eq!(desk(["check", &file, "--json"]).exit, 0);
    assert_eq!(desk(["apply", &file, "--decisions", &table, "--out", "-"]).exit, 0);
}

#[test]
fn thousands_of_copies_of_one_document_are_read_as_quickly_as_others() {
    // Compared in pairs they would take minutes.
    let copy = |n: u32| invoice("1").with("val", n / 2 + 1);
    let copies: Vec<Record> = (0..16_000).map(copy).collect();
    let book = book_of("b2b", &copies);
    assert_eq!(book.sheet(Section::B2b).rows(), 8_000, "of equal ones the first stays");
    let findings = Findings::of(&book, day("01-03-2026"));
    assert_eq!(findings.count(Section::B2b, Weight::Blocks), 8_000);
}
