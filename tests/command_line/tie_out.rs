//! `tie-out`: what it prints, what it refuses, and how it ends.

use std::slice::from_ref;

use crate::common;

use common::gstr_2b::{Document, statement};
use common::{Folder, Record, desk, download, invoice};

fn october(number: &str) -> Record {
    invoice(number).with("rtnprd", "102026").with("idt", "10-10-2026")
}

struct Files {
    folder: Folder,
}

impl Files {
    fn new(records: &[Record], documents: &[Document]) -> Files {
        let folder = Folder::new();
        folder.put("download.json", download(&[("b2b", records)]));
        folder.put("2b.json", statement(documents).to_string());
        Files { folder }
    }

    fn run(&self, options: &[&str]) -> common::Run {
        let path = |name: &str| self.folder.path(name).display().to_string();
        let mut all = vec!["tie-out".to_owned(), path("download.json"), "--gstr-2b".to_owned(), path("2b.json")];
        all.extend(
            options.iter().map(|option| if option.ends_with(".csv") { path(option) } else { (*option).to_owned() }),
        );
        desk(all)
    }
}

#[test]
fn what_is_listed_apart_is_not_said_to_have_other_amounts() {
    let records = [october("1"), october("2")];
    let files = Files::new(&records, &[Document::of("b2b", &records[0])]);
    let mut whole = statement(&[Document::of("b2b", &records[0])]);
    let apart = statement(&[Document::of("b2b", &records[1])]);
    whole["data"]["docRejdata"] = apart["data"]["docdata"].clone();
    files.folder.put("2b.json", whole.to_string());
    let out = String::from_utf8(files.run(&[]).stdout).unwrap();
    assert!(out.contains(" 2: IMS 180.00, listed in GSTR-2B under docRejdata; "), "{out}");
}

#[test]
fn the_json_has_every_result_and_what_to_look_into() {
    let records = [october("1"), october("2"), october("3")];
    let documents = [
        Document::of("b2b", &records[0]),
        Document::of("b2b", &records[1]).with("igst", 170),
        Document::of("b2b", &october("9")).with("rev", "Y"),
    ];
    let files = Files::new(&records, &documents);
    files.folder.put("decisions.csv", "section,stin,number,action\nb2b,29AAAAA0000A1ZY,3,R\n");
    let run = files.run(&["--decisions", "decisions.csv", "--json"]);
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    let json = run.json();
    assert_eq!((&json["period"], &json["drawn_up"]), (&"102026".into(), &"2026-11-14".into()));
    assert_eq!(json["sentence"], "GSTR-2B of October 2026, drawn up on 14-11-2026: 2 of 3 as decided; 1 to look into.");
    assert_eq!(json["results"]["as_decided"]["records"], 2);
    assert_eq!(json["results"]["other_amounts"]["iamt"], "180.00");
    assert_eq!(json["itc"]["gstr_2b"]["iamt"], "350.00");
    assert_eq!(json["itc"]["page"]["iamt"], "360.00");
    assert_eq!(json["itc"]["difference"]["iamt"], "-10.00");
    assert_eq!(json["not_in_ims"]["reverse_charge"]["records"], 1);
    assert_eq!(json["records"].as_array().unwrap().len(), 1, "what is as decided is only counted");
    assert_eq!(
        (&json["records"][0]["number"], &json["records"][0]["gstr_2b"]["iamt"]),
        (&"2".into(), &"170.00".into())
    );
    assert_eq!(json["documents"][0]["why"], "reverse_charge");
}

#[test]
fn the_text_begins_with_the_sentence_and_lists_what_to_look_into() {
    let records = [october("1"), october("2")];
    let run = Files::new(&records, &[Document::of("b2b", &records[0])]).run(&[]);
    let text = run.text();
    assert!(text.starts_with("GSTR-2B of October 2026, drawn up on 14-11-2026: 1 of 2 as decided; 1 to look into.\n"));
    assert!(
        text.contains("Not in GSTR-2B: 1 record, tax 180.00\n  b2b row 1 29AAAAA0000A1ZY 2: IMS 180.00; "),
        "{text}"
    );
    assert_eq!(run.exit, 0);
}

#[test]
fn files_of_others_wrong_files_and_refused_decisions_have_their_exits() {
    let records = [october("1").with("ispendactblocked", "Y")];
    let files = Files::new(&records, &[]);
    files.folder.put("decisions.csv", "section,stin,number,action\nb2b,29AAAAA0000A1ZY,1,P\n");
    let refused = files.run(&["--decisions", "decisions.csv"]);
    assert_eq!(refused.exit, 1);
    assert!(refused.stderr.contains("line 2"), "{}", refused.stderr);
    assert!(refused.text().contains("0 of 1 as decided"), "the rest counts");
    files.folder.put("2b.json", statement(&[]).to_string().replace(common::RECIPIENT, "29AAAAA0000A1ZY"));
    let other = files.run(&[]);
    assert_eq!((other.exit, other.text().as_str()), (2, ""));
    assert!(other.stderr.contains("This GSTR-2B is of 29AAAAA0000A1ZY"), "{}", other.stderr);
    files.folder.put("2b.json", download(&[("b2b", &records)]));
    let wrong = files.run(&[]);
    assert_eq!(wrong.exit, 2);
    assert!(wrong.stderr.contains("no GSTR-2B"), "{}", wrong.stderr);
}

#[test]
fn where_totals_are_equal_the_heads_that_differ_are_shown_and_of_a_reduction_what_is_declared() {
    let invoice = october("1");
    let note = common::note("2").with("rtnprd", "102026").with("nt_dt", "10-10-2026").with("action", "A");
    let note = note.heads([9, 0, 0, 0]).with("itcRedReq", "Y").with("declIgst", 4.5).with("declCgst", 0);
    let note = note.with("declSgst", 0).with("declCess", 0);
    let folder = Folder::new();
    let download = folder.put("download.json", download(&[("b2b", from_ref(&invoice)), ("b2bcn", from_ref(&note))]));
    let documents = [
        Document::of("b2b", &invoice).with("igst", 0).with("cgst", 90).with("sgst", 90),
        Document::of("b2bcn", &note).with("itcRedReq", "Y").with("declIgst", 9),
    ];
    let file = folder.put("2b.json", statement(&documents).to_string());
    let run = |options: &[&str]| {
        let mut all = vec!["tie-out".to_owned(), download.display().to_string(), "--gstr-2b".to_owned()];
        all.push(file.display().to_string());
        all.extend(options.iter().map(|option| (*option).to_owned()));
        desk(all)
    };
    let text = run(&[]).text();
    assert!(
        text.contains("IMS IGST 180.00 + CGST 0.00 + SGST 0.00, GSTR-2B IGST 0.00 + CGST 90.00 + SGST 90.00"),
        "{text}"
    );
    assert!(text.contains("declared here 4.50, in GSTR-2B 9.00"), "{text}");
    let json = run(&["--json"]).json();
    let of = |result: &str| {
        let records = json["records"].as_array().unwrap().iter();
        records.clone().find(|record| record["result"] == result).unwrap_or_else(|| panic!("{result}: {json}")).clone()
    };
    let changed = of("other_amounts");
    assert_eq!((&changed["ims"]["iamt"], &changed["gstr_2b"]["camt"]), (&"180.00".into(), &"90.00".into()));
    let reduced = of("reduced_otherwise");
    assert_eq!(
        (&reduced["ims_declared"]["iamt"], &reduced["gstr_2b_declared"]["iamt"]),
        (&"4.50".into(), &"9.00".into())
    );
}

#[test]
fn what_cannot_be_read_is_named_and_the_figure_says_that_it_is_without_it() {
    let records = [october("1"), october("2")];
    let documents =
        [Document::of("b2b", &records[0]).with("igst", "3,600.00"), Document::of("b2b", &records[1]).with("rev", "Y")];
    let files = Files::new(&records, &documents);
    let text = files.run(&[]).text();
    assert!(text.contains("4(A)(5) by GSTR-2B: 0.00\n  without 1 document, which cannot be read\n"), "{text}");
    assert!(text.contains("Cannot be read in GSTR-2B: 1 record") && text.contains("igst \"3,600.00\""), "{text}");
    assert!(text.contains("Reverse charge in GSTR-2B: 1 record, tax 180.00"), "{text}");
    let json = files.run(&["--json"]).json();
    assert_eq!(
        (&json["itc"]["gstr_2b_cannot_be_read"], &json["records"][0]["gstr_2b"]),
        (&1.into(), &serde_json::Value::Null)
    );
    assert_eq!(json["results"]["reverse_charge"]["records"], 1);
}
