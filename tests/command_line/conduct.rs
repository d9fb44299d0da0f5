//! The command line as scripts meet it: exits, shapes of JSON, streams, parts, samples.

use crate::common;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use common::{Desk, Folder, Record, SUPPLIER, desk, desk_with_input, download, invoice, note, one_invoice, says, text};
use serde_json::{Value, json};

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The section, number and action of each written record.
fn lines(upload: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for (section, records) in upload["invdata"].as_object().unwrap() {
        for record in records.as_array().unwrap() {
            let number = record.get("inum").or(record.get("nt_num")).unwrap();
            lines.push(format!("{section} {} {}", number.as_str().unwrap(), record["action"].as_str().unwrap()));
        }
    }
    lines
}

// check

#[test]
fn check_prints_the_documented_object() {
    let desk_ = Desk::of(&[
        ("b2b", &[invoice("1"), invoice("2").with("action", "A").with("srcfilstatus", "NF")]),
        ("b2bcn", &[note("3")]),
        ("impg", &[invoice("4")]),
    ]);
    let run = desk(["check".as_ref(), desk_.download.as_os_str(), "--json".as_ref()]);
    let stated = run.json();
    assert_eq!(run.exit, 0);
    assert_eq!(
        keys(&stated),
        BTreeSet::from(["rtin", "files", "unmatched_errors", "sheets", "suppliers", "credit", "findings", "notes"])
    );
    assert_eq!(stated["rtin"], common::RECIPIENT);
    assert_eq!(stated["files"].as_array().unwrap().len(), 1);
    assert!(stated["files"][0].as_str().unwrap().contains("download.json"));
    assert_eq!(stated["unmatched_errors"], 0);
    for sheet in stated["sheets"].as_array().unwrap() {
        assert_eq!(keys(sheet), BTreeSet::from(["section", "rows", "changed", "read_only", "actions", "totals"]));
        assert_eq!(keys(&sheet["actions"]), BTreeSet::from(["N", "A", "R", "P"]));
        assert_eq!(keys(&sheet["totals"]), BTreeSet::from(["val", "txval", "iamt", "camt", "samt", "cess"]));
        assert!(sheet["totals"]["val"].is_string() && sheet["rows"].is_u64() && sheet["changed"].is_u64());
    }
    assert!(!stated["findings"].as_array().unwrap().is_empty());
    for finding in stated["findings"].as_array().unwrap() {
        let due = ["section", "row", "stin", "number", "rule", "weight", "field", "message"];
        assert_eq!(keys(finding), BTreeSet::from(due));
        assert!(["blocks", "asks", "warns", "info"].contains(&finding["weight"].as_str().unwrap()));
        assert!(!finding["message"].as_str().unwrap().is_empty() && finding["row"].is_u64());
    }
    let due = json!({"section": "b2b", "row": 1, "stin": SUPPLIER, "number": "2", "rule": "A3", "weight": "warns", "field": "action"});
    assert!(says(&stated["findings"], &json!([due])));
    assert!(stated["notes"].as_array().unwrap().iter().all(Value::is_string));
    assert!(stated["notes"].to_string().contains("impg"), "a section that is only shown is said so");
}

#[test]
fn check_in_text_counts_each_rule_and_shows_the_first_ten() {
    let records: Vec<Record> = (10..25).map(|n| invoice(&format!("_{n}"))).collect();
    let desk_ = Desk::of(&[("b2b", &records)]);
    let run = desk(["check".as_ref(), desk_.download.as_os_str()]);
    let stated = run.text();
    assert_eq!(run.exit, 0);
    let rule = stated.lines().find(|line| line.contains("F3")).expect("the rule is named");
    assert!(rule.contains("15") && rule.contains("info"), "{rule}");
    assert_eq!((10..25).filter(|n| stated.contains(&format!("_{n}"))).count(), 10);
}

#[test]
fn check_leaves_with_1_when_something_blocks() {
    let desk_ = Desk::of(&[("b2b", &[invoice("1"), invoice("2").with("val", "a lot")])]);
    for options in [&["--json"][..], &[]] {
        let run = desk(["check", &text(&desk_.download)].iter().chain(options));
        assert_eq!(run.exit, 1);
    }
}

#[test]
fn totals_are_plain_sums_of_the_file_without_read_only_records() {
    let records = [
        invoice("1").with("val", 0.1).with("action", "R"),
        invoice("2").with("val", "0.20"),
        invoice("3").with("val", 1e15).with("iamt", "no amount"),
    ];
    let desk_ = Desk::of(&[("b2b", &records), ("b2bcn", &[note("4")])]);
    let stated = desk(["check", &text(&desk_.download), "--json"]).json();
    let b2b = json!({"section": "b2b", "rows": 3, "totals": {"val": "0.30", "txval": "2000.00", "iamt": "360.00"}});
    let b2bcn = json!({"section": "b2bcn", "rows": 1, "totals": {"val": "11800.00", "camt": "900.00"}});
    assert!(says(&stated["sheets"], &json!([b2b, b2bcn])), "{}", stated["sheets"]);
}

#[test]
fn several_files_are_listed_in_the_order_given() {
    let folder = Folder::new();
    let (b, a) = (folder.put("b.json", download(&[("b2b", &[invoice("1")])])), folder.put("a.json", download(&[])));
    let stated = desk(["check", &text(&b), &text(&a), "--json"]).json();
    let files: Vec<&str> = stated["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
    assert!(files.len() == 2 && files[0].ends_with("b.json") && files[1].ends_with("a.json"), "{files:?}");
}

// apply

#[test]
fn apply_prints_the_documented_object() {
    let desk_ = Desk::of(&[(
        "b2b",
        &[
            invoice("1").with("srcfilstatus", "NF"),
            invoice("2").with("srcfilstatus", "NF"),
            invoice("3").with("ispendactblocked", "Y"),
        ],
    )]);
    let run = desk_.apply(
        format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\nb2b,{SUPPLIER},3,P\n"),
        &["--json", "--partial"],
    );
    let stated = run.json();
    assert_eq!(run.exit, 1);
    let due = ["written", "records", "bytes", "applied", "already", "refused", "findings", "notes"];
    assert_eq!(keys(&stated), BTreeSet::from(due));
    assert_eq!(stated["written"], json!([text(&desk_.out())]));
    assert_eq!((&stated["records"], &stated["applied"]), (&json!(1), &json!(1)));
    assert_eq!(stated["bytes"], std::fs::metadata(desk_.out()).unwrap().len());
    let refused = stated["refused"].as_array().unwrap();
    assert_eq!(refused.len(), 1);
    assert_eq!(keys(&refused[0]), BTreeSet::from(["line", "record", "reason", "rule"]));
    assert_eq!(refused[0]["record"], format!("3 of {SUPPLIER}"));
    assert_eq!((&refused[0]["line"], &refused[0]["rule"]), (&json!(3), &json!("A1")));
    let findings = stated["findings"].as_array().unwrap();
    assert!(says(&stated["findings"], &json!([{"number": "1", "rule": "A3", "weight": "warns"}])), "{findings:?}");
    assert!(findings.iter().all(|f| f["number"] != "2"), "only records that decisions name: {findings:?}");
    assert!(stated["notes"].is_array());
}

#[test]
fn warnings_leave_with_0() {
    let desk_ = Desk::of(&[("b2b", &[invoice("1").with("srcfilstatus", "NF")])]);
    let run = desk_.accept(&["--json"]);
    assert_eq!(run.exit, 0);
    assert!(says(&run.json()["findings"], &json!([{"rule": "A3", "weight": "warns"}])));
}

#[test]
fn nothing_to_write_leaves_with_0_says_so_and_keeps_an_older_upload() {
    let desk_ = one_invoice();
    std::fs::write(desk_.out(), "older").unwrap();
    let run = desk_.apply(format!("section,stin,number,action\nb2b,{SUPPLIER},1,N\n"), &["--json"]);
    let stated = run.json();
    assert_eq!(
        (run.exit, &stated["written"], &stated["records"], &stated["bytes"]),
        (0, &json!([]), &json!(0), &json!(0))
    );
    assert_ne!(stated["notes"], json!([]), "a note says that there is nothing to write");
    assert_eq!(std::fs::read_to_string(desk_.out()).unwrap(), "older");
}

#[test]
fn nothing_to_write_needs_no_recipient() {
    let desk_ = Desk::with(&json!({"b2b": [invoice("1").0]}).to_string());
    assert_eq!(desk_.apply("section,stin,number,action\n", &[]).exit, 0);
}

#[test]
fn a_refusal_keeps_an_older_upload_and_success_replaces_it() {
    let desk_ = one_invoice();
    std::fs::write(desk_.out(), "older").unwrap();
    let refused = desk_.apply(format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\nb2b,{SUPPLIER},2,A\n"), &[]);
    assert_eq!(refused.exit, 1);
    assert_eq!(std::fs::read_to_string(desk_.out()).unwrap(), "older");
    assert_eq!(desk_.accept(&[]).exit, 0);
    assert_eq!(lines(&desk_.upload()), ["b2b 1 A"]);
    assert_eq!(desk_.folder.names(), ["decisions.csv", "download.json", "out.json"]);
}

#[test]
fn a_wrong_command_line_leaves_with_2() {
    let desk_ = one_invoice();
    let download = text(&desk_.download);
    for arguments in [
        &["check"][..],
        &["apply", &download],
        &["apply", &download, "--decisions", "x.csv"],
        &["check", &download, "--nonsense"],
        &["sample"],
        &["sample", "--rows", "many"],
        &["sample", "--rows", "10000001"],
        &["sample-register", "--rows", "99999999999"],
        &["inspect"],
    ] {
        let run = desk(arguments);
        assert_eq!(run.exit, 2, "{arguments:?}");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
    for options in [&["--confirm", "Z9"][..], &["--itc-default", "half"], &["--layout", "fancy"]] {
        assert_eq!(desk_.accept(options).exit, 2, "{options:?}");
        assert!(!desk_.written());
    }
}

#[test]
fn a_blocking_record_in_the_delta_stops_the_upload_only_if_a_decision_put_it_there() {
    // No one touched the second record: it is only shown.
    let odd = note("2").with("action", "A").with("itcRedReq", "Y").with("declCgst", 5000).with("declSgst", 5000);
    let desk_ = Desk::of(&[("b2b", &[invoice("1")]), ("b2bcn", &[odd])]);
    let run = desk_.accept(&[]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(lines(&desk_.upload()), ["b2b 1 A"]);
}

#[test]
fn twenty_rejections_pass_and_more_are_asked_about() {
    let records: Vec<Record> = (0..21).map(|n| invoice(&n.to_string())).collect();
    let table = |count: usize| {
        let rows = (0..count).map(|n| format!("b2b,{SUPPLIER},{n},R\n"));
        format!("section,stin,number,action\n{}", rows.collect::<String>())
    };
    let desk_ = Desk::of(&[("b2b", &records)]);
    assert_eq!(desk_.apply(table(20), &[]).exit, 0);
    std::fs::remove_file(desk_.out()).unwrap();
    let run = desk_.apply(table(21), &["--json"]);
    assert_eq!(run.exit, 1);
    let refused = run.json()["refused"].as_array().unwrap().clone();
    assert!(refused.len() == 21 && refused.iter().all(|r| r["rule"] == "A2"), "{refused:?}");
    assert!(!desk_.written());
    assert_eq!(desk_.apply(table(21), &["--confirm", "A2"]).exit, 0);
    assert_eq!(lines(&desk_.upload()).len(), 21);
}

#[test]
fn confirm_takes_several_rules_and_all() {
    let desk_ = Desk::of(&[("b2bcn", &[note("1"), note("2")])]);
    let table = format!("section,stin,number,action,itc\nb2bcn,{SUPPLIER},1,R,\nb2bcn,{SUPPLIER},2,A,no\n");
    let run = desk_.apply(&table, &["--confirm", "R4", "--json"]);
    assert_eq!((run.exit, &run.json()["refused"][0]["rule"]), (1, &json!("A2")));
    for confirm in ["A2,R4", "all"] {
        assert_eq!(desk_.apply(&table, &["--confirm", confirm]).exit, 0, "{confirm}");
        std::fs::remove_file(desk_.out()).unwrap();
    }
}

#[test]
fn confirm_does_not_lift_what_blocks() {
    let desk_ = Desk::of(&[("b2b", &[invoice("1").with("ispendactblocked", "Y")])]);
    let run = desk_.apply(format!("section,stin,number,action\nb2b,{SUPPLIER},1,P\n"), &["--confirm", "all"]);
    assert_eq!(run.exit, 1);
    assert!(!desk_.written());
}

#[test]
fn a_recipient_with_a_wrong_check_digit_must_be_confirmed() {
    let desk_ = Desk::with(&json!({"b2b": [invoice("1").0]}).to_string());
    let wrong = "27AAAAA0000A1Z3";
    let run = desk_.accept(&["--gstin", wrong, "--partial"]);
    assert_eq!(run.exit, 1);
    assert!(run.stderr.contains(wrong) && !desk_.written());
    assert_eq!(desk_.accept(&["--gstin", wrong, "--confirm", "F5"]).exit, 0);
    assert_eq!(desk_.upload()["rtin"], wrong);
}

// Streams

#[test]
fn a_dash_reads_the_download_or_the_table_and_writes_the_upload() {
    let desk_ = one_invoice();
    assert_eq!(desk_.accept(&[]).exit, 0);
    let upload = std::fs::read(desk_.out()).unwrap();
    let (file, table) = (text(&desk_.download), text(&desk_.folder.path("decisions.csv")));
    let before = desk_.folder.names();

    let run = desk(["apply", &file, "--decisions", &table, "--out", "-"]);
    assert_eq!((run.exit, run.stdout), (0, upload.clone()));

    let bytes = std::fs::read(&file).unwrap();
    let run = desk_with_input(["apply", "-", "--decisions", &table, "--out", "-"], &bytes);
    assert_eq!((run.exit, run.stdout), (0, upload.clone()));

    let bytes = std::fs::read(&table).unwrap();
    let run = desk_with_input(["apply", &file, "--decisions", "-", "--out", "-"], &bytes);
    assert_eq!((run.exit, run.stdout), (0, upload));
    assert_eq!(desk_.folder.names(), before, "no temporary file");
}

#[test]
fn check_reads_standard_input_and_names_it_in_errors() {
    let run = desk_with_input(["check", "-", "--json"], download(&[("b2b", &[invoice("1")])]).as_bytes());
    assert_eq!(run.exit, 0);
    assert!(says(&run.json()["sheets"], &json!([{"section": "b2b", "rows": 1}])));
    let run = desk_with_input(["check", "-"], b"{\"b2b\":[}");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("standard input") && run.stderr.contains("line 1"), "{}", run.stderr);
}

#[test]
fn nothing_to_write_prints_nothing() {
    let desk_ = one_invoice();
    let table = desk_.folder.put("decisions.csv", "section,stin,number,action\n");
    let run = desk(["apply", &text(&desk_.download), "--decisions", &text(&table), "--out", "-"]);
    assert_eq!((run.exit, run.stdout.len()), (0, 0));
}

#[test]
fn one_stream_serves_one_purpose() {
    let desk_ = one_invoice();
    let (file, table) =
        (text(&desk_.download), text(&desk_.folder.put("decisions.csv", "section,stin,number,action\n")));
    assert_eq!(desk(["apply", &file, "--decisions", &table, "--out", "-", "--json"]).exit, 2);
    assert_eq!(desk(["apply", "-", "--decisions", "-", "--out", "-"]).exit, 2);
}

// Parts

/// A table that accepts every record of a download.
fn accept_all(download: &Value) -> String {
    let mut table = "section,stin,number,date,rtnprd,srcform,action\n".to_owned();
    for (section, records) in download["imsDetails"].as_object().unwrap().iter().filter(|(_, v)| v.is_array()) {
        for r in records.as_array().unwrap() {
            let field = |a: &str, b: &str| r.get(a).or(r.get(b)).unwrap().as_str().unwrap().to_owned();
            let (number, date) = (field("inum", "nt_num"), field("idt", "nt_dt"));
            let (stin, period, form) = (field("stin", "stin"), field("rtnprd", "sRtnPrd"), field("srcform", "rtnTyp"));
            writeln!(table, "{section},{stin},{number},{date},{period},{form},A").unwrap();
        }
    }
    table
}

#[test]
fn a_large_upload_is_warned_of_and_its_parts_are_together_the_whole() {
    let folder = Folder::new();
    let sample = folder.path("sample.json");
    assert_eq!(desk(["sample", "--rows", "50000", "--seed", "7", "--out", &text(&sample)]).exit, 0);
    let table = accept_all(&serde_json::from_slice(&std::fs::read(&sample).unwrap()).unwrap());
    let table = folder.put("decisions.csv", table);
    let apply = |options: &[&str]| {
        let (sample, table, out) = (text(&sample), text(&table), text(&folder.path("out.json")));
        let fixed = [
            "apply",
            &sample,
            "--decisions",
            &table,
            "--out",
            &out,
            "--json",
            "--itc-default",
            "full",
            "--confirm",
            "all",
        ];
        desk(fixed.iter().chain(options))
    };
    let limit = 4_000_000;

    let run = apply(&[]);
    let stated = run.json();
    assert_eq!(run.exit, 0, "{}", stated["refused"]);
    let whole = std::fs::read(folder.path("out.json")).unwrap();
    assert!(whole.len() > 2 * limit, "the sample is too small for this test");
    assert!(stated["notes"].to_string().contains("4 MB"), "{}", stated["notes"]);
    let whole: Value = serde_json::from_slice(&whole).unwrap();
    std::fs::remove_file(folder.path("out.json")).unwrap();

    let run = apply(&["--parts"]);
    let stated = run.json();
    assert_eq!(run.exit, 0);
    let written: Vec<String> =
        stated["written"].as_array().unwrap().iter().map(|p| p.as_str().unwrap().to_owned()).collect();
    let due: Vec<String> = (1..=written.len()).map(|n| text(&folder.path(&format!("out-{n}.json")))).collect();
    assert_eq!(written, due);
    assert!(written.len() >= 3);
    let mut together = json!({});
    let mut last_section = None;
    let order = ["b2b", "b2ba", "b2bdn", "b2bdna", "b2bcn", "b2bcna", "ecom", "ecoma"];
    for path in &written {
        let bytes = std::fs::read(path).unwrap();
        assert!(bytes.len() < limit, "{path} has {} bytes", bytes.len());
        let part: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(
            (&part["rtin"], &part["reqtyp"]),
            (&whole["rtin"], &whole["reqtyp"]),
            "each part is a complete upload"
        );
        let sections = part["invdata"].as_object().unwrap();
        let own: Vec<usize> =
            order.iter().enumerate().filter(|(_, s)| sections.contains_key(**s)).map(|(i, _)| i).collect();
        assert_eq!(own.len(), sections.len());
        assert!(own.first() >= last_section.as_ref(), "sections stay in order");
        last_section = own.last().copied();
        for (section, records) in sections {
            assert_ne!(records, &json!([]), "empty sections are left out");
            let all = together.as_object_mut().unwrap().entry(section).or_insert_with(|| json!([]));
            all.as_array_mut().unwrap().extend(records.as_array().unwrap().iter().cloned());
        }
    }
    assert!(together == whole["invdata"], "the parts hold other records than the whole");
    assert!(!folder.path("out.json").exists());
}

#[test]
fn a_small_upload_in_parts_is_one_part() {
    let desk_ = one_invoice();
    assert_eq!(desk_.accept(&["--parts"]).exit, 0);
    assert_eq!(desk_.folder.names(), ["decisions.csv", "download.json", "out-1.json"]);
}

// sample and inspect

#[test]
fn a_sample_is_the_same_bytes_for_the_same_seed() {
    let folder = Folder::new();
    let one = desk(["sample", "--rows", "500", "--seed", "3"]);
    assert_eq!(one.exit, 0);
    assert_eq!(one.stdout, desk(["sample", "--rows", "500", "--seed", "3", "--out", "-"]).stdout);
    assert_ne!(one.stdout, desk(["sample", "--rows", "500", "--seed", "4"]).stdout);
    let path = folder.path("sample.json");
    let run = desk(["sample", "--rows", "500", "--seed", "3", "--out", &text(&path)]);
    assert_eq!((run.exit, std::fs::read(&path).unwrap()), (0, one.stdout));
    assert_eq!(folder.names(), ["sample.json"]);
}

#[test]
fn a_sample_looks_like_life_and_blocks_nothing() {
    let folder = Folder::new();
    let path = folder.path("sample.json");
    assert_eq!(desk(["sample", "--rows", "10000", "--out", &text(&path)]).exit, 0);
    let size = std::fs::metadata(&path).unwrap().len();
    assert!((400 * 10_000..500 * 10_000).contains(&size), "{size} bytes");
    let run = desk(["check", &text(&path), "--json"]);
    let stated = run.json();
    assert_eq!((run.exit, &stated["rtin"]), (0, &json!("27AAAAA0000A1Z2")));
    let rows = |section: &str| {
        let sheet = stated["sheets"].as_array().unwrap().iter().find(|s| s["section"] == section).unwrap().clone();
        sheet["rows"].as_u64().unwrap()
    };
    let sections = ["b2b", "b2ba", "b2bdn", "b2bdna", "b2bcn", "b2bcna", "ecom", "ecoma"];
    assert_eq!(sections.iter().map(|s| rows(s)).sum::<u64>(), 10_000);
    assert!(sections.iter().all(|s| rows(s) > 0));
    assert!((900..=1500).contains(&(rows("b2bcn") + rows("b2bcna"))));
    let unfiled = stated["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "A3").count();
    assert!((1500..=2500).contains(&unfiled), "{unfiled} not filed");
    let amounts = stated["sheets"][0]["totals"]["val"].as_str().unwrap();
    assert!(amounts.parse::<f64>().unwrap() > 0.0);
}

#[test]
fn inspect_lists_sections_keys_facts_and_what_it_does_not_know() {
    let records = [invoice("1").with("futureFlag", "Z9"), invoice("2")];
    let mut file: Value =
        serde_json::from_str(&download(&[("b2b", &records), ("impg", &[note("3")]), ("later", &[note("3")])])).unwrap();
    file["imsDetails"]["generatedOn"] = "14-02-2026".into();
    let desk_ = Desk::with(&file.to_string());
    let run = desk(["inspect", &text(&desk_.download)]);
    let stated = run.text();
    assert_eq!(run.exit, 0);
    let line = |word: &str| {
        stated.lines().find(|l| l.split_whitespace().any(|w| w == word)).unwrap_or_else(|| panic!("{word}: {stated}"))
    };
    for fact in ["generatedOn", "14-02-2026"] {
        assert!(stated.contains(fact), "{fact}: {stated}");
    }
    assert!(line("val").contains('2') && line("val").to_lowercase().contains("number") && line("val").contains("1180"));
    let unknown = |line: &str| line.contains("not known");
    assert!(unknown(line("futureFlag")) && line("futureFlag").contains("Z9") && line("futureFlag").contains('1'));
    assert!(unknown(line("later")) && line("impg").contains("Import of goods") && !unknown(line("impg")));
    assert!(!unknown(line("b2b")) && !unknown(line("val")));
}
