//! `match` and `sample-register`: what is read, matched, printed and written.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::common::{Folder, Run, desk};
use super::given;

const HEADING: &str =
    "GSTIN of supplier,Supplier invoice no,Supplier invoice date,Document type,Taxable value,IGST,CGST,SGST,Narration";

/// A register of these lines: `29T A/1 12-06-2026 1000/180`, its type behind it where it is no invoice.
fn register(lines: &[&str]) -> String {
    let line = |text: &&str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (taxable, tax) = words[3].split_once('/').unwrap();
        let heads = match tax.split_once('+') {
            Some((central, state)) => format!("0,{central},{state}"),
            None => format!("{tax},0,0"),
        };
        let kind = words.get(4).map_or("Invoice", |kind| *kind).replace('_', " ");
        format!("{},{},{},{kind},{taxable},{heads},", given::gstin(words[0]), words[1], words[2])
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!("{HEADING}\n{}\n", lines.join("\n"))
}

struct Files {
    folder: Folder,
    download: PathBuf,
    register: PathBuf,
}

fn files(records: &[&str], lines: &[&str]) -> Files {
    let folder = Folder::new();
    let download = folder.put("download.json", given::download(records));
    let register = folder.put("purchase.csv", register(lines));
    Files { folder, download, register }
}

impl Files {
    fn run(&self, more: &[&str]) -> Run {
        let all = [
            "match",
            self.download.to_str().unwrap(),
            "--register",
            self.register.to_str().unwrap(),
            "--today",
            "2026-07-16",
        ];
        desk(all.iter().chain(more))
    }

    fn json(&self, more: &[&str]) -> (i32, Value) {
        let run = self.run(&[&["--json"], more].concat());
        (run.exit, run.json())
    }
}

const RECORDS: [&str; 4] = [
    "29T A/1 12-06-2026 1000/180",
    "29T A/2 13-06-2026 2000/360",
    "29T A/3 14-06-2026 3000/540 unfiled",
    "b2bcn 27T CN/4 20-06-2026 2000/180+180",
];
const LINES: [&str; 5] = [
    "29T A-1 12/06/2026 1000/180",
    "29T A/2 15/06/2026 2000/360",
    "29T A/3 14/06/2026 3000/540",
    "27T CN/4 20/06/2026 2000/180+180 Purchase_Return",
    "24A ZZ/9 20/06/2026 70/12.60",
];

#[test]
fn matches_come_as_json_with_reasons_and_suggestions() {
    let (exit, found) = files(&RECORDS, &LINES).json(&[]);
    assert_eq!(exit, 0);
    assert_eq!(found["rtin"], given::RECIPIENT);
    assert!(found["download"][0].as_str().unwrap().ends_with("download.json"));
    assert_eq!(found["registers"][0]["file"], "purchase.csv");
    assert_eq!(found["registers"][0]["covers"], json!(["2026-06-01", "2026-06-30"]));
    assert_eq!(found["settings"]["today"], "2026-07-16");
    assert_eq!(
        (&found["counts"]["exact"], &found["counts"]["date"], &found["counts"]["books"]),
        (&json!(3), &json!(1), &json!(1))
    );
    let matches = found["matches"].as_array().unwrap();
    let classes: Vec<&str> = matches.iter().map(|of| of["class"].as_str().unwrap()).collect();
    assert_eq!(classes, ["exact", "exact", "exact", "date", "books"]);
    let first = &matches[0];
    assert_eq!(first["records"][0]["number"], "A/1");
    assert_eq!(
        first["entries"][0],
        json!({"register": 0, "lines": [2], "gstin": given::gstin("29T"), "number": "A-1", "date": "2026-06-12", "posting": null,
               "type": "invoice", "taxable": "1000.00", "igst": "180.00", "cgst": "0.00", "sgst": "0.00", "cess": "0.00",
               "tax": "180.00", "value": null})
    );
    assert_eq!(first["suggestion"], json!({"action": "A", "itc": "", "heads": null, "why": ""}));
    assert_eq!(matches[1]["suggestion"]["why"], "not filed");
    assert_eq!(matches[2]["suggestion"]["itc"], "full");
    assert_eq!(
        (&matches[3]["blocks"], &matches[3]["text"]),
        (&json!("date"), &json!("13-06-2026 and 15-06-2026, 2 days apart"))
    );
    assert_eq!(found["accept_all_exact"], json!({"records": 2, "left": [{"why": "not filed", "records": 1}]}));
}

#[test]
fn people_read_the_classes_with_sums_and_the_first_of_each() {
    let run = files(&RECORDS, &LINES).run(&[]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let text = run.text();
    for part in [
        "purchase.csv: heading in line 1, 5 lines, 5 vouchers, covers 01-06-2026 to 30-06-2026",
        "3 records   exact       tax",
        "Date differs (date)\n  b2b 29TESTA1234B1Z6 A/2 [Accept]: 13-06-2026 and 15-06-2026, 2 days apart",
        "Not in IMS (books)\n  line 6 24AAAAA0000A1Z8 ZZ/9:",
        "Accept all exact: 2; left: 1 not filed",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn the_suggestions_are_a_table_that_apply_takes() {
    let files = files(&RECORDS, &LINES);
    let (table, upload) = (files.folder.path("suggested.csv"), files.folder.path("upload.json"));
    let run = files.run(&["--decisions-out", table.to_str().unwrap(), "--take", "exact,date"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let download = files.download.to_str().unwrap();
    let applied =
        desk(["apply", download, "--decisions", table.to_str().unwrap(), "--out", upload.to_str().unwrap(), "--json"]);
    assert_eq!((applied.exit, &applied.json()["records"]), (0, &json!(3)), "{}", applied.stderr);
    let written: Value = serde_json::from_slice(&std::fs::read(upload).unwrap()).unwrap();
    let b2b: Vec<&str> =
        written["invdata"]["b2b"].as_array().unwrap().iter().map(|r| r["inum"].as_str().unwrap()).collect();
    assert_eq!(b2b, ["A/1", "A/2"]);
    assert_eq!(written["invdata"]["b2bcn"][0]["itcRedReq"], "Y");
    assert!(std::fs::read_to_string(table).unwrap().contains("2 days apart"));
}

#[test]
fn what_is_decided_already_gets_no_suggestion_and_a_refused_decision_is_named() {
    let files = files(&RECORDS, &LINES);
    let decided = files.folder.put("decided.csv", "section,stin,number,action\nb2b,29TESTA1234B1Z6,A/1,R\n");
    let (exit, found) = files.json(&["--decisions", decided.to_str().unwrap()]);
    assert_eq!((exit, &found["matches"][0]["suggestion"]["action"]), (0, &json!("")));
    let wrong = files.folder.put("wrong.csv", "section,stin,number,action\nb2b,29TESTA1234B1Z6,NONE,R\n");
    let (exit, found) = files.json(&["--decisions", wrong.to_str().unwrap()]);
    assert_eq!((exit, &found["refused"][0]["line"]), (1, &json!(2)));
}

#[test]
fn a_complete_register_suggests_pending_for_what_is_not_in_it() {
    let files = files(&["33A N/1 10-06-2026 500/90"], &["24A K/1 01-06-2026 100/18", "24A K/2 30-06-2026 100/18"]);
    assert_eq!(files.json(&[]).1["matches"][0]["suggestion"]["action"], "look");
    let (_, found) = files.json(&["--complete"]);
    assert_eq!(found["matches"][0]["suggestion"]["action"], "P");
    let (_, found) = files.json(&["--complete", "--covers", "2026-05-01..2026-06-09"]);
    assert_eq!(found["matches"][0]["suggestion"]["action"], "look");
}

#[test]
fn settings_change_what_agrees() {
    let files = files(&["29T R-31 08-06-2026 10000/1800"], &["29T R-31 20/06/2026 10005/1800"]);
    let class = |more: &[&str]| files.json(more).1["matches"][0]["class"].as_str().unwrap().to_owned();
    assert_eq!((class(&[]), class(&["--tolerance", "5"])), ("amounts".into(), "date".into()));
    assert_eq!(class(&["--percent", "0.1"]), "date");
    for wrong in
        [["--tolerance", "10001"], ["--percent", "6"], ["--days", "181"], ["--today", "16-07-2026"], ["--take", "all"]]
    {
        let run = files.run(&wrong);
        assert_eq!(run.exit, 2, "{wrong:?} {}", run.stderr);
    }
}

#[test]
fn a_register_of_another_recipient_is_left_out() {
    let files = files(&RECORDS, &[]);
    let other = format!("GSTIN of recipient,29AAAAA0000A1ZY\n{}", register(&LINES));
    let other = files.folder.put("other.csv", other);
    let run = desk(["match", files.download.to_str().unwrap(), "--register", other.to_str().unwrap(), "--json"]);
    assert_eq!((run.exit, &run.json()["counts"]["portal"]), (1, &json!(4)), "{}", run.stderr);
    assert!(
        run.stderr.contains("This register is of 29AAAAA0000A1ZY, the download of 27AAAAA0000A1Z2"),
        "{}",
        run.stderr
    );
}

#[test]
fn what_is_no_register_ends_with_a_message() {
    let files = files(&RECORDS, &LINES);
    for (text, message) in [
        ("Supplier,Amount\nZenith,5\n", "found"),
        (&given::download(&RECORDS), "This file is from the portal"),
        ("", "empty"),
    ] {
        let path = files.folder.put("other.csv", text);
        let run = desk(["match", files.download.to_str().unwrap(), "--register", path.to_str().unwrap()]);
        assert_eq!(run.exit, 2, "{text}");
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
    }
}

#[test]
fn where_the_window_would_ask_no_decisions_are_written() {
    // More than a tenth of the lines are not understood.
    let mut text = register(&LINES);
    text += &format!("{},X/1,20/06/2026,Invoice,not a number,1,0,0,\n", given::gstin("29T"));
    text += &format!("{},X/2,20/06/2026,Invoice,none at all,1,0,0,\n", given::gstin("29T"));
    let files = files(&RECORDS, &[]);
    std::fs::write(&files.register, text).unwrap();
    let table = files.folder.path("suggested.csv");
    let out = ["--decisions-out", table.to_str().unwrap()];
    let run = files.run(&out);
    assert_eq!(run.exit, 1);
    assert!(run.stderr.contains("not understood") && !table.exists(), "{}", run.stderr);
    let run = files.run(&[&out[..], &["--confirm", "reading"]].concat());
    assert!(run.exit == 0 && table.exists(), "{}", run.stderr);
}

#[test]
fn a_register_that_is_the_portals_own_list_is_asked_about() {
    let records: Vec<String> = (0..60).map(|n| format!("29T A/{n} 12-06-2026 1000/180")).collect();
    let records: Vec<&str> = records.iter().map(String::as_str).collect();
    let files = files(&records, &[]);
    let list: String =
        (0..60).map(|n| format!("{},A supplier,A/{n},12-06-2026,1000,180\n", given::gstin("29T"))).collect();
    std::fs::write(&files.register, format!("GSTIN,Supplier name,Bill no,Bill date,Taxable,IGST\n{list}")).unwrap();
    let run = files.run(&[]);
    assert!(run.exit == 1 && run.stderr.contains("Is this really your books?"), "{} {}", run.exit, run.stderr);
    assert_eq!(files.run(&["--confirm", "reading"]).exit, 0);
}

#[test]
fn a_register_that_replaces_another_is_never_added_beside_it() {
    let files = files(&RECORDS, &LINES);
    let again = files.folder.put("again.csv", register(&LINES[..4]));
    let run = files.run(&["--register", again.to_str().unwrap(), "--json"]);
    let found = run.json();
    assert_eq!(
        (run.exit, &found["counts"]["duplicate"], &found["counts"]["books"]),
        (1, &json!(0), &json!(0)),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("again.csv seems to replace purchase.csv"), "{}", run.stderr);
}

#[test]
fn what_an_older_download_had_counts_as_gone() {
    let files = files(&RECORDS[..1], &["29T A/1 12/06/2026 1000/180", "29T OLD/7 14/05/2026 700/126"]);
    let older = files.folder.put("older.json", given::download(&["29T OLD/7 14-05-2026 700/126 action=A"]));
    assert_eq!(files.json(&[]).1["counts"]["earlier"], 0);
    let (exit, found) = files.json(&["--earlier", older.to_str().unwrap()]);
    assert_eq!(
        (exit, &found["counts"]["earlier"], &found["matches"][0]["records"][0]["row"]),
        (0, &json!(1), &json!(0))
    );
    assert_eq!(found["matches"][1]["text"], "Was on the portal in May 2026, accepted; its credit was taken then");
    // Not filed, or of the month that is being closed: its credit could not be taken, and the supplier is to be asked.
    let text = "Gone from the portal: the supplier may have withdrawn it. It was there in";
    for (record, period) in [("unfiled", "May 2026"), ("period=062026", "June 2026")] {
        let older = given::download(&[&format!("29T OLD/7 14-05-2026 700/126 action=A {record}")]);
        let older = files.folder.put("older.json", older);
        let (_, found) = files.json(&["--earlier", older.to_str().unwrap()]);
        assert_eq!((&found["counts"]["earlier"], &found["counts"]["books"]), (&json!(0), &json!(1)), "{record}");
        assert_eq!(found["matches"][1]["text"], format!("{text} {period}"));
    }
    let other = given::download(&RECORDS[..1]).replace(given::RECIPIENT, "29AAAAA0000A1ZY");
    let other = files.folder.put("other.json", other);
    assert_eq!(files.json(&["--earlier", other.to_str().unwrap()]).0, 1);
}

#[test]
fn whose_words_the_notes_are_is_found_out_by_what_matches() {
    let records = ["b2bcn 27T CN/4 20-06-2026 2000/180+180", "b2bcn 27T CN/5 21-06-2026 3000/270+270"];
    for (word, notes) in [("Debit_Note", "ours"), ("Credit_Note", "theirs")] {
        let lines =
            [format!("27T CN/4 20/06/2026 2000/180+180 {word}"), format!("27T CN/5 21/06/2026 3000/270+270 {word}")];
        let (_, found) = files(&records, &[&lines[0], &lines[1]]).json(&[]);
        assert_eq!(
            (&found["registers"][0]["debit_notes"], &found["counts"]["exact"]),
            (&json!(notes), &json!(2)),
            "{word}"
        );
    }
    let lines = ["27T CN/4 20/06/2026 2000/180+180 Debit_Note"];
    let (_, found) = files(&records[..1], &lines).json(&["--debit-notes", "theirs"]);
    assert_eq!(found["counts"]["kind"], 1);
}

#[test]
fn examples_in_the_spelling_of_books_are_matched_and_suggested() {
    const HEAD: &str = "GSTIN,Invoice No,Invoice Date,Taxable Value,IGST,CGST,SGST";
    let mut wrong = Vec::new();
    for (name, records, register, wanted) in [
        (
            "2: case, separators, zeros and spaces",
            &["27Z INV/26-27/0891 14-06-2026 10000/900+900"][..],
            format!("{HEAD}\n27zzzzz9999z1z8,inv-26-27-891 ,14-Jun-26,10000,,900,900"),
            &["exact A "][..],
        ),
        (
            "3: a number cell and a serial",
            &["27Z 0045 14-06-2026 10000/900+900"],
            format!("{HEAD}\n27ZZZZZ9999Z1Z8,45.0,46187,10000,,900,900"),
            &["exact A "],
        ),
        (
            "10: digits lost in a spreadsheet",
            &["29Z 1234567890123456 02-05-2026 5000/900"],
            format!("{HEAD}\n29ZZZZZ9999Z1Z4,1.23457E+15,02-05-2026,5000,900,,"),
            &["number look "],
        ),
        (
            "18: no type, negative",
            &["b2bcn 27T CN/4 20-06-2026 2000/180+180"],
            format!("{HEAD}\n27TESTA1234B1ZA,CN/4,20-06-2026,-2000,,-180,-180"),
            &["exact A full"],
        ),
        (
            "19: debit notes are the books' own",
            &["b2bcn 27T CN/4 20-06-2026 2000/180+180"],
            format!("{HEAD},Type\n27TESTA1234B1ZA,CN/4,20-06-2026,2000,,180,180,Debit Note"),
            &["exact A full"],
        ),
        (
            "23: a mistyped GSTIN",
            &["29Z HO/210 11-06-2026 7000/1260"],
            format!("{HEAD}\n29ZZZZZ9999Z1Z5,HO-210,11-06-2026,7000,1260,,"),
            &["gstin look "],
        ),
        (
            "24: a line for each rate, and a total",
            &["24A MX/5 09-06-2026 15000/2050"],
            format!(
                "{HEAD}\n24AAAAA0000A1Z8,MX/5,09-06-2026,10000,1800,,\n24AAAAA0000A1Z8,MX/5,09-06-2026,5000,250,,\nGrand Total,,,15000,2050,,"
            ),
            &["exact A "],
        ),
        (
            "25 and 26: vouchers",
            &["24A MX/6 09-06-2026 2000/360", "24A MX/7 09-06-2026 2000/360"],
            format!(
                "{HEAD},Voucher No\n24AAAAA0000A1Z8,MX/6,09-06-2026,1200,216,,,P-1\n24AAAAA0000A1Z8,MX/6,15-06-2026,800,144,,,P-2\n\
                 24AAAAA0000A1Z8,MX/7,09-06-2026,2000,360,,,P-3\n24AAAAA0000A1Z8,MX/7,09-06-2026,2000,360,,,P-9"
            ),
            &["exact A ", "several A ", "duplicate  "],
        ),
        (
            "30: reverse charge",
            &["07A RC/3 10-06-2026 500/90"],
            format!(
                "{HEAD},RCM\n07AAAAA0000A1Z4,RC/3,10-06-2026,500,90,,,Yes\n07AAAAA0000A1Z4,RC/4,11-06-2026,600,108,,,Yes"
            ),
            &["exact look ", "outside  "],
        ),
        (
            "34: our own return of months before",
            &["b2bcn 24T CR/26-27/19 10-06-2026 5000/900"],
            format!("{HEAD},Type\n24TESTA1234B1ZG,PR/7,10-02-2026,5000,900,,,Purchase Return"),
            &["number look no"],
        ),
        (
            "35: ledgers of Tally",
            &["27T KT/8 11-06-2026 10000/900+900"],
            "Date,GSTIN/UIN,Supplier Invoice No.,Supplier Invoice Date,Gross Total,Purchase Local GST 18%,Input CGST @ 9%,Input SGST @ 9%\n\
             12-06-2026,27TESTA1234B1ZA,KT/8,11-06-2026,11800,10000,900,900"
                .to_owned(),
            &["exact A "],
        ),
    ] {
        let files = files(records, &[]);
        std::fs::write(&files.register, register).unwrap();
        let (_, found) = files.json(&[]);
        let line = |of: &Value| {
            let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
            let suggestion = &of["suggestion"];
            format!("{} {} {}", text(&of["class"]), text(&suggestion["action"]), text(&suggestion["itc"]))
        };
        let lines: Vec<String> = found["matches"].as_array().unwrap().iter().map(line).collect();
        if lines != wanted {
            wrong.push(format!("{name}: {lines:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_sample_register_is_the_same_for_the_same_seed_and_its_truth_is_matched() {
    let folder = Folder::new();
    let path = |name: &str| folder.path(name).to_str().unwrap().to_owned();
    let (download, register, truth) = (path("d.json"), path("r.csv"), path("t.csv"));
    assert_eq!(desk(["sample", "--rows", "3000", "--seed", "7", "--out", &download]).exit, 0);
    let write = |register: &str| {
        desk(["sample-register", "--rows", "3000", "--seed", "7", "--out", register, "--truth", &truth])
    };
    assert_eq!((write(&register).exit, write(&path("again.csv")).exit), (0, 0));
    assert_eq!(std::fs::read(&register).unwrap(), std::fs::read(path("again.csv")).unwrap());
    let run = desk(["match", &download, "--register", &register, "--today", "2026-07-16", "--json"]);
    let found = run.json();
    let source = &found["registers"][0];
    assert_eq!(source["total_line"], "agrees", "{}", source["notes"]);
    let mut right: HashMap<(String, u64), HashSet<u64>> = HashMap::new();
    for line in std::fs::read_to_string(&truth).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let lines = cells[6].split(';').filter(|line| !line.is_empty()).map(|line| line.parse().unwrap());
        right.insert((cells[0].to_owned(), cells[1].parse().unwrap()), lines.collect());
    }
    let (mut pairs, mut wrong) = (0, Vec::new());
    for of in found["matches"].as_array().unwrap() {
        for record in of["records"].as_array().unwrap() {
            let key = (record["section"].as_str().unwrap().to_owned(), record["row"].as_u64().unwrap());
            for entry in of["entries"].as_array().unwrap() {
                pairs += 1;
                let line = entry["lines"][0].as_u64().unwrap();
                // Of two bookings of one document either may be taken.
                if !right[&key].contains(&line) && !right[&key].contains(&(line - 1)) {
                    wrong.push(of["text"].as_str().unwrap().to_owned());
                }
            }
        }
    }
    assert!(pairs > 2_500 && wrong.len() * 1_000 <= pairs, "{pairs} {wrong:?}");
}

/// Two registers of one month and layout, with these lines.
fn two_registers(first: &[&str], second: &[&str]) -> (Run, Value) {
    let files = files(&["29T A/1 12-06-2026 1000/180", "29T A/2 13-06-2026 2000/360"], first);
    let more = files.folder.put("second.csv", register(second));
    let run = files.run(&["--register", more.to_str().unwrap(), "--complete", "--json"]);
    let found = run.json();
    (run, found)
}

#[test]
fn registers_of_one_month_without_a_voucher_in_common_both_count() {
    let (run, found) = two_registers(&["29T A/1 12/06/2026 1000/180"], &["29T A/2 13/06/2026 2000/360"]);
    assert_eq!((run.exit, &found["counts"]["exact"]), (0, &json!(2)), "{}", run.stderr);
    assert!(found["notes"].to_string().contains("have no voucher in common: both count"), "{}", found["notes"]);
}

#[test]
fn vouchers_that_go_with_a_register_that_is_replaced_are_listed() {
    let (run, found) = two_registers(
        &["29T A/1 12/06/2026 1000/180", "29T A/2 13/06/2026 2000/360"],
        &["29T A/2 13/06/2026 2000/360"],
    );
    assert_eq!((run.exit, &found["counts"]["exact"]), (1, &json!(1)), "{}", run.stderr);
    assert!(run.stderr.contains("what only purchase.csv has is left out (vouchers: 1)"), "{}", run.stderr);
    let left_out = json!([{"line": 2, "why": "replaced"}, {"line": 3, "why": "replaced"}]);
    assert_eq!(found["registers"][0]["left_out"], left_out);
}

#[test]
fn a_gstin_that_is_not_the_downloads_is_a_stop() {
    let run = files(&RECORDS, &LINES).run(&["--gstin", "29AAAAA0000A1ZY", "--json"]);
    assert_eq!((run.exit, run.stdout.len()), (1, 0));
    assert!(run.stderr.contains("not of 29AAAAA0000A1ZY"), "{}", run.stderr);
    assert_eq!(files(&RECORDS, &LINES).run(&["--gstin", given::RECIPIENT]).exit, 0);
}

#[test]
fn tax_that_a_setting_lets_pass_is_not_said_to_be_equal() {
    let files = files(&["29T A/1 12-06-2026 10000/1800"], &["29T A/1 12/06/2026 15000/2250"]);
    let text = |more: &[&str]| files.json(more).1["matches"][0]["text"].as_str().unwrap().to_owned();
    let within = text(&["--tolerance", "500"]);
    assert!(within.ends_with("taxable differs, tax within ₹ 500.00 (your setting)"), "{within}");
    let files = self::files(&["29T A/1 12-06-2026 10000/1800"], &["29T A/1 12/06/2026 15000/1800"]);
    let equal = files.json(&[]).1["matches"][0]["text"].as_str().unwrap().to_owned();
    assert!(equal.ends_with("taxable differs, tax agrees"), "{equal}");
}

#[test]
fn one_match_that_was_let_pass_is_one_match() {
    let files = files(&["29T A/1 12-06-2026 10000/1800"], &["29T A/1 12/06/2026 10000/1800.50"]);
    let text = String::from_utf8(files.run(&[]).stdout).unwrap();
    assert!(text.contains("Round-off: 1 match, the portal has"), "{text}");
}
