//! `export`: workbooks, pages and letters from the command line.

use serde_json::json;

use crate::common::{Desk, SUPPLIER, desk, invoice, note, says, text};

fn a_desk() -> Desk {
    Desk::of(&[("b2b", &[invoice("1"), invoice("2")]), ("b2bcn", &[note("3")])])
}

fn export(desk_of: &Desk, options: &[&str], to: &str) -> (crate::common::Run, std::path::PathBuf) {
    let path = desk_of.folder.path(to);
    let mut arguments = vec!["export".to_owned(), text(&desk_of.download)];
    arguments.extend(options.iter().map(|option| (*option).to_owned()));
    arguments.extend(["--to".to_owned(), text(&path), "--today".to_owned(), "2026-11-11".to_owned()]);
    (desk(arguments), path)
}

#[test]
fn a_workbook_is_written_and_what_was_written_is_said() {
    let of = a_desk();
    let (run, path) = export(&of, &["--json"], "out.xlsx");
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(says(&run.json(), &json!({"written": [text(&path)], "records": 3, "refused": []})));
    assert!(std::fs::read(path).unwrap().starts_with(b"PK"));
    assert_eq!(of.folder.names(), ["download.json", "out.xlsx"]);
    let (run, _) = export(&of, &["--sheets", "B2B-CN", "--one-sheet"], "out.xlsx");
    assert_eq!((run.exit, run.text().contains("1 record,")), (0, true), "{}{}", run.stderr, run.text());
}

#[test]
fn refused_decisions_stop_it_unless_the_rest_is_wanted() {
    let of = a_desk();
    let table = of.folder.put("t.csv", format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\nb2b,{SUPPLIER},9,A\n"));
    let options = ["--decisions", table.to_str().unwrap()];
    let (run, path) = export(&of, &options, "out.xlsx");
    assert_eq!((run.exit, path.exists()), (1, false));
    assert!(run.stderr.contains("line 3"), "{}", run.stderr);
    let (run, path) = export(&of, &[&options[..], &["--partial"]].concat(), "out.xlsx");
    assert_eq!((run.exit, path.exists()), (1, true));
}

#[test]
fn what_is_not_a_place_for_it_is_refused() {
    let of = a_desk();
    for (options, to, said) in [
        (&[][..], "out.csv", "ends with .xlsx"),
        (&["--paper", "summary"], "out.xlsx", "ends with .html"),
        (&["--sheets", "b2x"], "out.xlsx", "is not a sheet"),
    ] {
        let (run, path) = export(&of, options, to);
        assert_eq!((run.exit, path.exists()), (2, false));
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    let run = desk(["export", &text(&of.download), "--to", "-"]);
    assert_eq!(run.exit, 2);
}

#[test]
fn a_workbook_to_decide_in_comes_back_as_decisions() {
    let of = a_desk();
    let table = of.folder.put(
        "t.csv",
        format!("section,stin,number,action,remarks\nb2b,{SUPPLIER},1,R,Not ours\nb2b,{SUPPLIER},2,P,\n"),
    );
    let (run, path) = export(&of, &["--decide", "--decisions", table.to_str().unwrap()], "given.xlsx");
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let (download, out) = (text(&of.download), text(&of.out()));
    let run = desk(["apply", &download, "--decisions", &text(&path), "--out", &out, "--json"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(says(&run.json(), &json!({"applied": 2, "refused": []})), "{}", run.json());
    let upload = of.upload();
    let expected = json!({"invdata": {"b2b": [
        {"inum": "1", "action": "R", "remarks": "Not ours"}, {"inum": "2", "action": "P"}]}});
    assert!(says(&upload, &expected), "{upload}");
    // Any other workbook is none.
    let (_, path) = export(&of, &[], "out.xlsx");
    let run = desk(["apply", &download, "--decisions", &text(&path), "--out", &out]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("workbook"), "{}", run.stderr);
}

#[test]
fn pages_and_letters_are_written() {
    let of = a_desk();
    let table = of.folder.put("t.csv", format!("section,stin,number,action,remarks\nb2b,{SUPPLIER},1,R,Not ours\n"));
    let decisions = ["--decisions", table.to_str().unwrap()];
    for (kind, title) in [("summary", "Summary for approval"), ("working", "Working paper")] {
        let (run, path) =
            export(&of, &[&decisions[..], &["--paper", kind, "--client", "Demo Traders"]].concat(), "p.html");
        assert_eq!(run.exit, 0, "{}", run.stderr);
        let html = std::fs::read_to_string(path).unwrap();
        assert!(html.contains(title) && html.contains("Demo Traders") && html.contains("Not ours"));
    }
    let (run, folder) = export(&of, &[&decisions[..], &["--paper", "suppliers"]].concat(), "letters");
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(crate::common::names_in(&folder), [format!("{SUPPLIER}.html"), format!("{SUPPLIER}.txt")]);
    let (run, folder) = export(&of, &["--paper", "suppliers"], "none");
    assert_eq!((run.exit, folder.exists()), (0, false));
}

#[test]
fn files_that_are_not_of_these_letters_are_counted() {
    let of = a_desk();
    let table = of.folder.put("t.csv", format!("section,stin,number,action,remarks\nb2b,{SUPPLIER},1,R,Not ours\n"));
    let options = ["--paper", "suppliers", "--json", "--decisions", table.to_str().unwrap()];
    let (run, folder) = export(&of, &options, "letters");
    assert_eq!(run.json()["notes"], json!([]));
    // The letters of this run are not older, however often they are written.
    let (run, _) = export(&of, &options, "letters");
    assert_eq!(run.json()["notes"], json!([]));
    for name in ["27BBBBB0000B1Z5.html", "27BBBBB0000B1Z5.txt"] {
        std::fs::write(folder.join(name), "old").unwrap();
    }
    let (run, _) = export(&of, &options, "letters");
    let said = run.json()["notes"][0].as_str().unwrap_or_default().to_owned();
    assert!(said.starts_with("2 older files in this folder are not of these letters"), "{said}");
}

/// The sheets of a workbook by name, each line the texts of its cells.
fn sheets(path: &std::path::Path) -> std::collections::BTreeMap<String, Vec<Vec<String>>> {
    let bytes = std::fs::read(path).unwrap();
    let opened = ims_desk::cells::read("w.xlsx", bytes, &ims_desk::work::Progress::default()).unwrap();
    let lines = |sheet: &ims_desk::cells::Sheet| {
        sheet.iter().map(|row| row.cells().map(|cell| cell.text.into_owned()).collect()).collect()
    };
    let named = opened.workbooks[0].sheets.iter();
    named.map(|sheet| (sheet.name.clone().unwrap_or_default(), lines(sheet))).collect()
}

#[test]
fn the_review_holds_what_an_upload_would_write() {
    let of = a_desk();
    let table = of.folder.put("t.csv", format!("section,stin,number,action,remarks\nb2b,{SUPPLIER},2,R,Not ours\n"));
    let options = ["--of", "review", "--decisions", table.to_str().unwrap(), "--json"];
    let (run, path) = export(&of, &options, "review.xlsx");
    assert_eq!((run.exit, says(&run.json(), &json!({"records": 1}))), (0, true), "{}", run.stderr);
    let sheets = sheets(&path);
    assert_eq!(sheets["To be written"].len(), 2);
    assert!(sheets["To be written"][1].contains(&"Not ours".to_owned()));
    assert!(sheets["By supplier"][1].contains(&SUPPLIER.to_owned()));
}

#[test]
fn what_this_program_exported_is_no_register() {
    let of = a_desk();
    for (options, name) in [(&[][..], "a.xlsx"), (&["--one-sheet"], "b.xlsx"), (&["--decide"], "c.xlsx")] {
        let (run, path) = export(&of, options, name);
        assert_eq!(run.exit, 0, "{}", run.stderr);
        let run = desk(["match", &text(&of.download), "--register", &text(&path)]);
        assert_eq!(run.exit, 2, "{name}");
        assert!(run.stderr.contains("not your books"), "{}", run.stderr);
    }
}

#[test]
fn matches_are_a_workbook_and_the_summary_says_how_the_register_agrees() {
    let folder = crate::common::Folder::new();
    let [download, register, book, page] = ["s.json", "r.csv", "m.xlsx", "p.html"].map(|name| text(&folder.path(name)));
    for arguments in [["sample", &download], ["sample-register", &register]] {
        assert_eq!(desk([arguments[0], "--rows", "200", "--out", arguments[1]]).exit, 0);
    }
    let with = ["--register", &register, "--today", "2026-07-10"];
    let run = desk([&["match", &download, "--json"], &with[..]].concat());
    let matched = run.json();
    let run = desk([&["export", &download, "--of", "matches", "--to", &book], &with[..]].concat());
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let sheets = sheets(std::path::Path::new(&book));
    // Every match is in it once, in the class that `match` says.
    let of_classes: u64 = sheets["Classes"][1..].iter().map(|line| line[1].parse::<u64>().unwrap()).sum();
    let counts = matched["counts"].as_object().unwrap();
    assert_eq!(of_classes, counts.values().map(|n| n.as_u64().unwrap()).sum::<u64>());
    let numbers: std::collections::BTreeSet<&str> =
        sheets["Matches"][1..].iter().map(|line| line[0].as_str()).collect();
    assert_eq!(numbers.len() as u64, of_classes);
    let exact = sheets["Matches"][1..].iter().filter(|line| line[1] == "Matched").count() as u64;
    assert_eq!(exact, counts["exact"].as_u64().unwrap());
    let run = desk([&["export", &download, "--paper", "summary", "--to", &page], &with[..]].concat());
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let html = std::fs::read_to_string(&page).unwrap();
    for words in ["Register against IMS", "Not in IMS (vouchers)", "register r.csv"] {
        assert!(html.contains(words), "{words}");
    }
    let run = desk(["export", &download, "--of", "matches", "--to", &book]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("--of matches needs --register"), "{}", run.stderr);
}

#[test]
fn the_review_says_of_each_supplier_what_the_decisions_change_amendments_included() {
    // The invoice was rejected; once it is accepted, its amendment counts only what it adds.
    let invoice = invoice("1").with("action", "R");
    let amended = crate::common::invoice("1").amends("1", "10-02-2026");
    let folder = crate::common::Folder::new();
    let sections: [(&str, &[crate::common::Record]); 2] = [("b2b", &[invoice]), ("b2ba", &[amended])];
    let file = text(&folder.put("download.json", crate::common::download(&sections)));
    let table = text(&folder.put("t.csv", format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\n")));
    let path = folder.path("review.xlsx");
    let run = desk(["export", &file, "--decisions", &table, "--of", "review", "--to", path.to_str().unwrap()]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let sheets = sheets(&path);
    let [headings, line] = &sheets["By supplier"][..] else { panic!("{:?}", sheets["By supplier"]) };
    let change = headings.iter().position(|heading| heading == "Change this month").unwrap();
    let about = sheets["About"].iter().find(|line| line[0] == "Change this month").unwrap();
    assert_eq!(line[change].parse::<f64>().unwrap(), about[1].parse::<f64>().unwrap());
}
