//! What goes wrong with registers, line by line, through the whole program: one sentence that says what happened, to which file, and
//! what to do; and nothing is matched wrongly.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::common::workbooks::{Held, Made, compound, xlsx, xlsx_of, xlsx_styles, zip};
use super::common::{Folder, Run, desk};
use super::given;

const RECORDS: [&str; 2] = ["29T A/1 12-06-2026 1000/180", "27Z A/2 13-06-2026 2000/180+180"];
const GOOD: &str = "GSTIN,Bill No,Bill Date,Taxable,IGST,CGST,SGST\n29TESTA1234B1Z6,A/1,12-06-2026,1000,180,0,0\n27ZZZZZ9999Z1Z8,A/2,13-06-2026,2000,0,180,180\n";

struct Wrong {
    folder: Folder,
    download: PathBuf,
}

impl Wrong {
    fn new() -> Wrong {
        let folder = Folder::new();
        let download = folder.put("download.json", given::download(&RECORDS));
        Wrong { folder, download }
    }

    fn run(&self, name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> Run {
        let register = self.folder.put(name, bytes);
        let (download, register) = (self.download.to_str().unwrap(), register.to_str().unwrap().to_owned());
        desk([&["match", download, "--register", &register, "--today", "2026-07-16"], more].concat())
    }

    /// The register is not taken: the message has these words and the file's name.
    #[track_caller]
    fn refused(&self, name: &str, bytes: impl AsRef<[u8]>, words: &[&str]) {
        let run = self.run(name, bytes, &["--json"]);
        assert_eq!((run.exit, run.stdout.len()), (2, 0), "{name}: {}", run.stderr);
        for part in words.iter().chain([&name]) {
            assert!(run.stderr.contains(part), "{name}, {part}: {}", run.stderr);
        }
    }

    fn json(&self, name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> (i32, Value, String) {
        let run = self.run(name, bytes, &[&["--json"], more].concat());
        (run.exit, run.json(), run.stderr)
    }
}

fn text(cells: &[((u32, u32), &str)]) -> Made {
    Made::of("Sheet", cells.iter().map(|(place, text)| (*place, Held::Text((*text).to_owned()))).collect())
}

#[test]
fn no_heading_and_missing_columns_are_named() {
    let wrong = Wrong::new();
    wrong.refused(
        "list.csv",
        "a,b,c\n1,2,3\n",
        &["No line with an invoice number, a date and an amount", "first 60 lines"],
    );
    let far = format!("{}{GOOD}", "Demo Traders\n".repeat(61));
    wrong.refused("far.csv", far, &["first 60 lines"]);
    let run = wrong.run("far.csv", format!("{}{GOOD}", "Demo Traders\n".repeat(61)), &["--heading", "62"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    for (heading, missing) in [
        ("GSTIN,Party,Bill Date,Taxable,IGST", "the invoice number"),
        ("GSTIN,Bill No,Party,Taxable,IGST", "the date"),
        ("GSTIN,Bill No,Bill Date,Party,Remarks", "the taxable value, the tax or the invoice value"),
    ] {
        let line = "29TESTA1234B1Z6,A/1,x,1,1\n";
        wrong.refused("short.csv", format!("{heading}\n{line}"), &[missing, "GSTIN", "headings found"]);
    }
}

#[test]
fn lines_that_are_not_understood_are_left_out_counted_and_asked_about() {
    let wrong = Wrong::new();
    let bad = "29TESTA1234B1Z6,A/3,12-06-2026,many,180,0,0\n29TESTA1234B1Z6,A/4,12-06-2026,#N/A,180,0,0\n";
    let (exit, found, stderr) = wrong.json("some.csv", format!("{GOOD}{bad}"), &[]);
    assert_eq!((exit, &found["counts"]["exact"]), (1, &json!(2)), "{stderr}");
    assert_eq!(found["registers"][0]["left_out"][0], json!({"line": 4, "why": "amount"}));
    assert!(stderr.contains("2 of 4 lines"), "{stderr}");
    // One of many is only counted.
    let good = (10..30).map(|n| format!("29TESTA1234B1Z6,B/{n},12-06-2026,1000,180,0,0\n"));
    let many: String = good.chain(["29TESTA1234B1Z6,A/3,12-06-2026,\"1.000,00\",180,0,0\n".to_owned()]).collect();
    let (exit, found, stderr) = wrong.json("one.csv", format!("{GOOD}{many}"), &[]);
    assert_eq!((exit, &found["registers"][0]["left_out"].as_array().unwrap().len()), (0, &1), "{stderr}");
}

#[test]
fn passwords_damage_and_other_files_are_a_sentence_each() {
    let wrong = Wrong::new();
    let cells: Vec<_> = (0..4_000).map(|line| ((line, 0), Held::Text(format!("text {line} of many")))).collect();
    let good = xlsx(&[Made::of("Sheet", cells)]);
    wrong.refused(
        "locked.xlsx",
        compound(&[("EncryptedPackage", b"x"), ("EncryptionInfo", b"x")]),
        &["password", "without one"],
    );
    wrong.refused("cut.xlsx", &good[..good.len() / 2], &["damaged"]);
    let mut torn = good.clone();
    let middle = torn.len() / 3;
    torn[middle..middle + 40].iter_mut().for_each(|byte| *byte = !*byte);
    wrong.refused("torn.xlsx", torn, &["damaged"]);
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c";
    let half = xlsx_of(&[("Sheet", false, sheet.to_owned())], "<sst/>", &xlsx_styles(&[]));
    wrong.refused("half.xlsx", half, &["damaged"]);
    wrong.refused("cut.zip", &zip(&[("a.csv", GOOD.as_bytes())])[..60], &["damaged"]);
    wrong.refused("empty.csv", "", &["empty"]);
    wrong.refused("scan.pdf", "%PDF-1.7\n", &["PDF", "Excel or CSV"]);
    wrong.refused(
        "books.xml",
        "<?xml version=\"1.0\"?><ENVELOPE><TALLYMESSAGE/></ENVELOPE>",
        &["Tally", "Excel or CSV"],
    );
    wrong.refused(
        "books.xls",
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
        &["xlsx"],
    );
    wrong.refused("mail.xls", "MIME-Version: 1.0\nContent-Type: multipart/related\n", &["xlsx"]);
    let run = desk(["match", wrong.download.to_str().unwrap(), "--register", "not-there.xlsx"]);
    assert!(run.exit == 2 && run.stderr.contains("not-there.xlsx"), "{}", run.stderr);
}

#[test]
fn a_register_of_another_recipient_is_a_stop_and_lines_of_one_are_counted() {
    let wrong = Wrong::new();
    let (exit, found, stderr) = wrong.json("other.csv", format!("GSTIN of recipient,29AAAAA0000A1ZY\n{GOOD}"), &[]);
    assert_eq!((exit, &found["counts"]["portal"]), (1, &json!(2)));
    assert!(stderr.contains("This register is of 29AAAAA0000A1ZY, the download of 27AAAAA0000A1Z2"), "{stderr}");
    let both = "My GSTIN,GSTIN,Bill No,Bill Date,Taxable,IGST,CGST,SGST\n27AAAAA0000A1Z2,29TESTA1234B1Z6,A/1,12-06-2026,1000,180,0,0\n29AAAAA0000A1ZY,27ZZZZZ9999Z1Z8,A/2,13-06-2026,2000,0,180,180\n";
    let (exit, found, _) = wrong.json("both.csv", both, &[]);
    assert_eq!((exit, &found["counts"]["exact"], &found["counts"]["portal"]), (0, &json!(1), &json!(1)));
    assert_eq!(found["registers"][0]["left_out"], json!([{"line": 3, "why": "other-recipient"}]));
    let text = found["matches"][1]["text"].as_str().unwrap();
    assert!(text.contains("Booked in your 29AAAAA0000A1ZY register, line 3"), "{text}");
}

#[test]
fn a_register_of_which_nothing_is_left_says_so() {
    let wrong = Wrong::new();
    let sales = "GSTIN,Bill No,Bill Date,Vch Type,Taxable,IGST\n29TESTA1234B1Z6,A/1,12-06-2026,Sales,1000,180\n";
    let (exit, found, _) = wrong.json("sales.csv", sales, &[]);
    assert_eq!((exit, &found["counts"]["portal"], &found["counts"]["books"]), (0, &json!(2), &json!(0)));
    assert!(found["notes"].to_string().contains("sales.csv: No voucher is in it"), "{}", found["notes"]);
    let run = wrong.run("sales.csv", sales, &[]);
    assert!(run.stderr.contains("No voucher is in it"), "{}", run.stderr);
}

#[test]
fn files_in_the_place_of_others_are_named_with_where_they_belong() {
    let wrong = Wrong::new();
    wrong.refused("download.txt", given::download(&RECORDS), &["from the portal", "export from your books"]);
    let register = wrong.folder.put("books.csv", GOOD);
    let run = desk(["match", register.to_str().unwrap(), "--register", register.to_str().unwrap()]);
    assert!(run.exit == 2 && run.stderr.contains("purchase register"), "{}", run.stderr);
}

#[test]
fn statements_of_the_portal_are_refused_by_name() {
    let wrong = Wrong::new();
    let words = ["This is what the portal says", "not your books", "Import an export from your books"];
    for heading in [
        "IMS status",
        "Action taken",
        "Source filing status",
        "GSTR-1/IFF/GSTR-5 filing date",
        "GSTR-2B period",
        "ITC availability",
    ] {
        let list = format!(
            "GSTIN of supplier,Invoice number,Invoice date,Taxable value,Integrated tax,{heading}\n29TESTA1234B1Z6,A/1,12-06-2026,1000,180,x\n"
        );
        wrong.refused("list.csv", list, &words);
    }
    let mut books = text(&[
        ((0, 0), "GSTIN of supplier"),
        ((0, 1), "Invoice number"),
        ((0, 2), "Invoice date"),
        ((0, 3), "Taxable value"),
        ((0, 4), "IGST"),
    ]);
    books.cells.push(((1, 0), Held::Text("29TESTA1234B1Z6".into())));
    for names in [["ITC Available", "B2B"], ["ITC not available", "B2B"], ["Read me", "B2B-CDNR"]] {
        let sheets = names.map(|name| Made { name: name.into(), ..books.clone() });
        wrong.refused("2b.xlsx", xlsx(&sheets), &words);
    }
    let only =
        "GSTIN,Invoice No,Invoice Date,Taxable as per 2B,IGST as per 2B\n29TESTA1234B1Z6,A/1,12-06-2026,1000,180\n";
    wrong.refused("only.csv", only, &["This is what the portal says"]);
}

#[test]
fn a_workbook_with_a_far_cell_and_false_counts_is_read() {
    let wrong = Wrong::new();
    let mut cells: Vec<((u32, u32), Held)> = Vec::new();
    for (line, text) in (0..).zip(GOOD.lines()) {
        cells.extend((0..).zip(text.split(',')).map(|(column, text)| ((line, column), Held::Text(text.into()))));
    }
    cells.push(((1_048_575, 16_383), Held::Text("far".into())));
    let (exit, found, stderr) = wrong.json("far.xlsx", xlsx(&[Made::of("Sheet", cells)]), &[]);
    assert_eq!((exit, &found["counts"]["exact"]), (0, &json!(2)), "{stderr}");
}

#[test]
fn nothing_is_matched_but_the_rest_where_one_of_several_files_is_wrong() {
    let wrong = Wrong::new();
    // One that cannot be read ends it: half a register would say "not in books" of the other half.
    let good = wrong.folder.put("good.csv", GOOD);
    let run = wrong.run("bad.csv", "a,b\n1,2\n", &["--register", good.to_str().unwrap(), "--json"]);
    assert_eq!((run.exit, run.stdout.len()), (2, 0));
}

#[test]
fn a_file_of_a_zip_that_is_no_table_is_named_and_the_others_count() {
    let wrong = Wrong::new();
    let zip = zip(&[("good.csv", GOOD.as_bytes()), ("readme.txt", &b"These are our books.\n"[..])]);
    let (exit, found, stderr) = wrong.json("books.zip", zip, &["--complete"]);
    assert_eq!((exit, &found["counts"]["exact"]), (0, &json!(2)), "{stderr}");
    assert!(found["notes"].to_string().contains("readme.txt is left out"), "{}", found["notes"]);
    assert_eq!(found["registers"][0]["complete"], true);
}

#[test]
fn a_sheet_that_is_not_read_is_named_and_nothing_of_it_is_held_back() {
    let wrong = Wrong::new();
    let sheet = |name: &str, text: &str| {
        let cells = (0..).zip(text.lines()).flat_map(|(line, text)| {
            let cell = move |(column, text): (u32, &str)| ((line, column), Held::Text(text.to_owned()));
            (0..).zip(text.split(',')).map(cell).collect::<Vec<_>>()
        });
        Made::of(name, cells.collect())
    };
    let head = "GSTIN,Bill No,Bill Date,Taxable,IGST,CGST,SGST\n";
    let first = format!("{head}29TESTA1234B1Z6,A/1,12-06-2026,1000,180,0,0\n");
    let other = format!("{head}27ZZZZZ9999Z1Z8,A/2,13-06-2026,2000,0,180,180\n");
    let action = |second: &str| {
        let book = xlsx(&[sheet("Purchase Register", &first), sheet("Journal Purchases", second)]);
        let (_, found, _) = wrong.json("books.xlsx", book, &["--complete"]);
        let of = |of: &&Value| of["records"][0]["number"] == "A/2";
        let action = found["matches"].as_array().unwrap().iter().find(of).unwrap()["suggestion"]["action"].clone();
        (action, found["notes"].to_string())
    };
    let (action_of, notes) = action(&other);
    assert_eq!(action_of, "look");
    assert!(notes.contains("Journal Purchases: not read, another kind of sheet (vouchers: 1)"), "{notes}");
    // One that says nothing new keeps nothing from being complete.
    assert_eq!(action(&first).0, "P");
}

#[test]
fn a_line_that_is_no_heading_is_named() {
    let wrong = Wrong::new();
    let run = wrong.run("good.csv", GOOD, &["--heading", "99"]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("Line 99 of good.csv is no heading"), "{}", run.stderr);
}

#[test]
fn a_formula_without_a_result_is_not_0_and_that_is_said() {
    let wrong = Wrong::new();
    // As programs write a workbook that no spreadsheet has calculated yet.
    let formula = |text: &str| text.contains('*').then(|| format!("<c><f>{text}</f></c>"));
    let cell = |text: &str| formula(text).unwrap_or_else(|| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"));
    let row = |line: &str| format!("<row>{}</row>", line.split(',').map(cell).collect::<String>());
    let rows: String = GOOD.replace(",180,0,0", ",D2*0.18,0,0").lines().map(row).collect();
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let bytes = xlsx_of(&[("June", false, sheet)], "<sst/>", &xlsx_styles(&[]));
    let (exit, found, stderr) = wrong.json("june.xlsx", &bytes, &[]);
    assert_eq!(exit, 0, "{stderr}");
    let note =
        found["notes"].as_array().unwrap().iter().find(|note| note.to_string().contains("formulas have no result"));
    let note = note.unwrap_or_else(|| panic!("{found}")).to_string();
    assert!(note.contains("On 1 line") && note.contains("Open the file in Excel or LibreOffice, save it"), "{note}");
    let of_record = |number: &str| {
        let all = found["matches"].as_array().unwrap();
        all.iter().find(|found| found["records"][0]["number"] == number).unwrap().clone()
    };
    let found_without = of_record("A/1");
    assert_eq!(found_without["entries"][0]["tax"], Value::Null, "{found_without}");
    assert_eq!(found_without["entries"][0]["taxable"], "1000.00");
    assert!(found_without["class"] != "amounts" && found_without["class"] != "exact", "{found_without}");
    assert!(!found_without.to_string().contains("4(B)(2)"), "{found_without}");
    assert_eq!(of_record("A/2")["class"], "exact");
    assert_eq!(found["registers"][0]["sums"]["igst"], Value::Null);
    assert_eq!(found["registers"][0]["sums"]["cgst"], "180.00");
}

#[test]
fn days_and_months_that_a_spreadsheet_exchanged_are_asked_about_and_exchanged_back() {
    let folder = Folder::new();
    let records = ["29T A/1 07-06-2026 1000/180", "29T A/2 13-06-2026 2000/360", "29T A/3 05-06-2026 3000/540"];
    let records = [&records[..], &["29T A/4 11-06-2026 4000/720"]].concat();
    let wrong = Wrong { download: folder.put("download.json", given::download(&records)), folder };
    let line = |row: u32, number: &str, taxable: f64, day: Held| {
        let text = |text: &str| Held::Text(text.to_owned());
        let cells = [text("29TESTA1234B1Z6"), text(number), day, Held::Number(taxable), Held::Number(taxable * 0.18)];
        (0..).zip(cells).map(move |(column, held)| ((row, column), held)).collect::<Vec<_>>()
    };
    let head = ["GSTIN", "Bill No", "Bill Date", "Taxable", "IGST"];
    let mut cells: Vec<_> = (0..).zip(head).map(|(column, text)| ((0, column), Held::Text(text.to_owned()))).collect();
    // 6 July, 6 May and 6 November: what a spreadsheet that puts the month first made of 7, 5 and 11 June.
    cells.extend(line(1, "A/1", 1000.0, Held::Date(46209)));
    cells.extend(line(2, "A/2", 2000.0, Held::Text("13/06/2026".to_owned())));
    cells.extend(line(3, "A/3", 3000.0, Held::Date(46148)));
    cells.extend(line(4, "A/4", 4000.0, Held::Date(46332)));
    let bytes = xlsx(&[Made::of("June", cells)]);
    let (exit, found, stderr) = wrong.json("june.xlsx", &bytes, &[]);
    assert_eq!((exit, &found["counts"]["exact"]), (1, &json!(1)), "no date is changed without the answer: {stderr}");
    assert!(stderr.contains("On 3 lines day and month seem exchanged"), "{stderr}");
    assert!(stderr.contains("--dates exchanged"), "{stderr}");
    let (exit, found, stderr) = wrong.json("june.xlsx", &bytes, &["--dates", "exchanged"]);
    assert_eq!((exit, &found["counts"]["exact"]), (0, &json!(4)), "{stderr}");
    let (exit, found, stderr) = wrong.json("june.xlsx", &bytes, &["--dates", "day-first"]);
    assert_eq!((exit, &found["counts"]["exact"]), (0, &json!(1)), "{stderr}");
}

#[test]
fn purchases_as_minus_are_answered_by_an_option() {
    let wrong = Wrong::new();
    let mut minus = GOOD.replace(",1000,180", ",-1000,-180").replace(",2000,0,180,180", ",-2000,0,-180,-180");
    minus.extend((0..8).map(|n| format!("29TESTA1234B1Z6,Z/{n},12-06-2026,-70{n},-126.{n},0,0\n")));
    let (exit, _, stderr) = wrong.json("minus.csv", &minus, &[]);
    assert!(exit == 1 && stderr.contains("--minus purchases"), "{stderr}");
    let (exit, found, stderr) = wrong.json("minus.csv", &minus, &["--minus", "purchases"]);
    assert_eq!((exit, &found["counts"]["exact"]), (0, &json!(2)), "{stderr}");
    let (exit, found, stderr) = wrong.json("minus.csv", &minus, &["--minus", "credit-notes"]);
    assert_eq!((exit, &found["counts"]["exact"]), (0, &json!(0)), "{stderr}");
}

#[test]
fn where_the_books_give_no_tax_no_money_is_worked_out_from_it() {
    let wrong = Wrong::new();
    let (_, found, stderr) =
        wrong.json("gross.csv", "GSTIN,Bill No,Bill Date,Taxable\n29TESTA1234B1Z6,A/1,12-06-2026,900\n", &[]);
    let first = found["matches"].as_array().unwrap().iter().find(|found| found["class"] == "amounts").unwrap();
    let text = first["text"].as_str().unwrap();
    assert!(text.contains("the books give no tax"), "{text} {stderr}");
    assert!(!text.contains("more tax") && !text.contains("4(B)(2)"), "{text}");
}
