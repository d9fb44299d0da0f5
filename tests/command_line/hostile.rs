//! Files and tables that are made to take memory: whatever is in them, the program takes at most half as much again as the
//! text, and 100 MB. Where there is less, it says so.

#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::common::{Folder, SUPPLIER, invoice, text};

const MB: usize = 1 << 20;

/// How many bytes of a text, again and again with commas between.
fn many(what: &str, bytes: usize) -> String {
    vec![what; bytes / (what.len() + 1)].join(",")
}

/// How many bytes of numbered texts with commas between; `#` is the number.
fn numbered(what: &str, bytes: usize) -> String {
    let mut all = String::new();
    for n in 0.. {
        if all.len() >= bytes {
            break;
        }
        let comma = if n == 0 { "" } else { "," };
        write!(all, "{comma}{}", what.replace('#', &n.to_string())).unwrap();
    }
    all
}

fn section(key: &str, records: &str) -> String {
    format!("{{\"imsDetails\":{{\"rtin\":\"27AAAAA0000A1Z2\",\"{key}\":[{records}]}}}}")
}

fn envelope(members: &str) -> String {
    format!("{{\"imsDetails\":{{{members},\"b2b\":[]}}}}")
}

fn report(errors: &str) -> String {
    format!("{{\"error_report\":{{\"b2b\":[{errors}]}}}}")
}

/// An invoice with more members; `#` becomes its number.
fn record(more: &str) -> String {
    let record = serde_json::Value::Object(invoice("#").0).to_string();
    format!("{},{more}}}", &record[..record.len() - 1])
}

/// How the program ended, what it said, and how much memory it took at most, in bytes.
fn run(arguments: &[&str], limit: Option<usize>) -> (i32, String, usize) {
    let mut shell = Command::new("sh");
    let limit = limit.map_or_else(String::new, |bytes| format!("ulimit -v {}; ", bytes / 1024));
    shell.arg("-c").arg(format!("{limit}exec \"$0\" \"$@\"")).arg(env!("CARGO_BIN_EXE_ims-desk")).args(arguments);
    let folder = Folder::new();
    let errors = folder.path("errors");
    let mut child = shell
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&errors).unwrap())
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        let stated = std::fs::read_to_string(&status).unwrap_or_default();
        let line = stated.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<usize>().ok());
        peak = peak.max(kilobytes.unwrap_or(0) * 1024);
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let said = String::from_utf8_lossy(&std::fs::read(&errors).unwrap()).into_owned();
    let exit = ended.code().unwrap_or_else(|| panic!("{arguments:?}: {ended}: {said}"));
    assert!((0..=2).contains(&exit), "{arguments:?}: {exit}: {said}");
    (exit, said, peak)
}

/// What reads the file keeps to what it may take.
fn takes_little(what: &str, file: &str) {
    takes_little_by(&["check", "inspect"], what, file);
}

fn takes_little_by(commands: &[&str], what: &str, file: &str) {
    let folder = Folder::new();
    let path = text(&folder.put("download.json", file));
    let most = file.len() + file.len() / 2 + 100 * MB;
    for &command in commands {
        let arguments = match command {
            "check" => &["check", "--json", &path][..],
            "inspect" => &["inspect", &path],
            _ => &["merge", &path, &path],
        };
        let (_, said, peak) = run(arguments, None);
        let most = if arguments[0] == "merge" { most + file.len() + file.len() / 2 } else { most };
        assert!(peak <= most, "{what}: {arguments:?} took {} MB: {said}", peak / MB);
    }
}

#[test]
fn elements_that_are_no_records_take_little() {
    for element in ["0", "{}", "[]", "{\"val\":1}", "\"\"", "{\"a\":[[[[]]]]}"] {
        takes_little(element, &section("b2b", &many(element, MB)));
    }
    for element in ["0", "{}"] {
        takes_little_by(&["merge"], element, &section("b2bcna", &many(element, MB)));
    }
}

#[test]
fn an_envelope_full_of_anything_takes_little() {
    for member in ["\"#\":1", "\"#\":[]", "\"#\":[{}]", "\"b2b\":[0]", "\"b2-b_#\":[]", "\"rtin\":\"#\""] {
        takes_little(member, &envelope(&numbered(member, MB)));
    }
    takes_little("an unknown section", &envelope(&format!("\"x\":[{}]", many("{}", 2 * MB))));
    takes_little("a list of numbers", &envelope(&format!("\"x\":[{}]", many("0", 2 * MB))));
}

#[test]
fn records_full_of_long_texts_take_little() {
    let long = "x".repeat(2_000);
    let escaped = "\\u0041\\\\".repeat(300);
    for key in ["tradenm", "remarks", "pos", "inv_typ", "action", "unknown"] {
        for words in [&long, &escaped] {
            takes_little(key, &section("b2b", &numbered(&record(&format!("\"{key}\":\"{words}#\"")), 2 * MB)));
        }
    }
    takes_little(
        "numbers",
        &section("b2b", &numbered(&record("").replace(":\"#\"", &format!(":\"{long}#\"")), 2 * MB)),
    );
    takes_little("unknown keys", &section("b2b", &record(&numbered("\"#\":1", 2 * MB))));
    takes_little("one key again and again", &section("b2b", &record(&many("\"-st_in\":1", MB))));
}

#[test]
fn error_files_full_of_nothing_take_little() {
    for error in ["{}", "0", "{\"inum\":#}", "{\"a\":[{},{}]}", "[[[]]]"] {
        takes_little(error, &report(&numbered(error, MB)));
    }
    takes_little("{}", &section("b2b", &many("{}", MB)).replace("imsDetails", "imsDetailsErr"));
}

#[test]
fn errors_that_fit_very_many_records_take_little() {
    let folder = Folder::new();
    let records = section("b2b", &numbered(&record("\"a\":1"), MB));
    // Each names the supplier alone, so that each fits all records.
    let errors = report(&numbered(&format!("{{\"stin\":\"{SUPPLIER}\",\"error_msg\":\"m#\"}}"), MB / 4));
    let most = (records.len() + errors.len()) * 3 / 2 + 100 * MB;
    let (records, errors) = (text(&folder.put("download.json", records)), text(&folder.put("errors.json", errors)));
    let (exit, said, peak) = run(&["check", "--json", &records, "--errors", &errors], None);
    assert!(exit < 2 && peak <= most, "{} MB: {said}", peak / MB);
}

#[test]
fn real_error_files_are_read_however_large_and_take_little() {
    let folder = Folder::new();
    let error = format!(
        "{{\"stin\":\"{SUPPLIER}\",\"error_cd\":\"IMSSAV0010\",\"error_msg\":\"The record was changed by its supplier\",\"inv\":[{{\"inum\":\"INV/26-27/#\",\"rtnprd\":\"022026\"}}]}}"
    );
    let file = report(&numbered(&error, 24 * MB));
    let most = file.len() + file.len() / 2 + 100 * MB;
    let errors = file.matches("inum").count();
    let path = text(&folder.put("errors.json", &file));
    let (exit, said, peak) = run(&["check", "--json", &path], None);
    assert_eq!(exit, 0, "{said}");
    assert!(peak <= most, "{errors} errors took {} MB", peak / MB);
}

#[test]
fn what_is_only_counted_is_said_and_what_can_be_read_is_there() {
    let good = serde_json::Value::Object(invoice("1").0).to_string();
    let folder = Folder::new();
    let path = text(&folder.put("download.json", section("b2b", &format!("{},{good}", many("0", MB)))));
    let run = crate::common::desk(["check", "--json", &path]);
    let (json, all) = (run.json(), (MB / 2) as u64);
    assert_eq!(json["sheets"][0]["rows"], all + 1, "all of them are counted");
    let kept = json["sheets"][0]["actions"]["N"].as_u64().unwrap();
    assert!(kept > 50_000 && kept < all, "{kept}");
    let notes = json["notes"].to_string();
    assert!(notes.contains(&format!("{all} records cannot be read in full")), "{notes}");
    assert!(notes.contains(&format!("{} records of these are only counted", all + 1 - kept)), "{notes}");
    assert_eq!(json["sheets"][0]["totals"]["val"], "1180.00", "the good record behind them");
}

#[test]
fn too_little_memory_is_a_message() {
    let folder = Folder::new();
    let download = text(&folder.put("download.json", section("b2b", &numbered(&record("\"a\":1"), 16 * MB))));
    let table = text(&folder.put("table.csv", format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\n")));
    let out = text(&folder.path("out.json"));
    let apply = ["apply", &download, "--decisions", &table, "--out", &out];
    let mut short = 0;
    for megabytes in (110..=400).step_by(80) {
        for arguments in [&["check", &download][..], &["inspect", &download], &["merge", &download, &download], &apply]
        {
            let (exit, said, _) = run(arguments, Some(megabytes * MB));
            if exit == 2 {
                let words = ["does not fit into this machine's memory", "this computer has not enough free memory"];
                assert!(words.iter().any(|words| said.contains(words)), "{arguments:?}: {said}");
                short += 1;
            }
            let _ = std::fs::remove_file(Path::new(&out));
        }
    }
    assert!(short > 2, "the limits were no limits");
}

#[test]
fn a_zip_keeps_to_its_limit_as_a_whole() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for n in 0..20 {
        zip.start_file(format!("{n}.json"), options).unwrap();
        let spaces = vec![b' '; 10 * MB];
        std::io::Write::write_all(&mut zip, section("b2b", "").as_bytes()).unwrap();
        std::io::Write::write_all(&mut zip, &spaces).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let folder = Folder::new();
    let path = text(&folder.put("many.zip", &bytes));
    let (exit, said, peak) = run(&["check", &path], None);
    assert_eq!(exit, 2, "200 MB in {} bytes", bytes.len());
    assert!(said.contains("unpacks to far more"), "{said}");
    assert!(peak < 200 * MB, "{peak}");
}

#[test]
fn tables_of_any_rows_take_little() {
    let folder = Folder::new();
    let download = text(&folder.put("download.json", section("b2b", &record("\"a\":1").replace('#', "1"))));
    let rows = [
        ("equal rows", format!("b2b,{SUPPLIER},1,A,")),
        ("rows that contradict each other", format!("b2b,{SUPPLIER},1,R,r#")),
        ("rows of records that are not there", format!("b2b,{SUPPLIER},Q#,A,")),
        ("rows with too many cells", format!("b2b,{SUPPLIER},1,A,,x")),
        ("rows with an unknown action", format!("b2b,{SUPPLIER},1,X#,")),
    ];
    for (what, row) in rows {
        let mut table = "section,stin,number,action,remarks\n".to_owned();
        let mut number = 0;
        while table.len() < 3 * MB {
            table += &row.replace('#', &number.to_string());
            table.push('\n');
            number += 1;
        }
        // Less than may be taken, as the table is small beside that.
        let most = table.len() + table.len() / 2 + 80 * MB;
        let table = text(&folder.put("table.csv", &table));
        let out = text(&folder.path("out.json"));
        let (_, said, peak) = run(&["apply", "--json", &download, "--decisions", &table, "--out", &out], None);
        assert!(peak <= most, "{what} took {} MB: {}", peak / MB, said.chars().take(300).collect::<String>());
        let _ = std::fs::remove_file(Path::new(&out));
    }
}

#[test]
fn records_of_sections_that_are_only_shown_are_all_counted_too() {
    let bills = numbered("{\"a\":#}", 9 * MB);
    let all = bills.matches('{').count();
    let folder = Folder::new();
    let path = text(&folder.put("download.json", envelope(&format!("\"impg\":[{bills}]"))));
    let json = crate::common::desk(["check", "--json", &path]).json();
    let sheet = json["sheets"].as_array().unwrap().iter().find(|sheet| sheet["section"] == "impg").unwrap();
    assert_eq!(sheet["rows"], all);
    assert!(json["notes"].to_string().contains("only counted"), "{}", json["notes"]);
}
