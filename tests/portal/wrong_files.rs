//! Files that people pick by mistake: each is recognised by what is in it, whatever it is called, and refused by name with
//! what to do instead (portal/README.md section 1).

use crate::common;

use std::io::Write;

use common::{Folder, RECIPIENT, SUPPLIER, desk, download, invoice};
use ims_desk::portal::what::{What, WrongFile, what};
use proptest::prelude::*;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use crate::bad_input::refused_everywhere;

const UPLOAD: &str = "This is a file made for uploading; open the download it was made from.";
const EXCEL: &str = "This is an Excel file, such as the portal's Excel list. On the portal, download the JSON under IMS Dashboard > Offline and open that. A purchase register is imported into an open client.";
const OFFICIAL: &str = "This is the workbook of the portal's own offline tool (Excel). Decisions in it are not read. On the portal, download the JSON under IMS Dashboard > Offline and open that.";
const GSTR_2B: &str = "This is GSTR-2B, the statement drawn up from IMS. Decisions are made in IMS: download the JSON under IMS Dashboard > Offline and open that.";
const SUPPLIERS: &str = "This is the supplier's view: what your customers did with your GSTR-1. For your purchases, download the JSON under IMS Dashboard > Offline.";
const GSTR_1: &str =
    "This is your GSTR-1: what you sold. For your purchases, download the JSON under IMS Dashboard > Offline.";
const TABLE: &str = "This looks like a table, such as a purchase register. On the portal, download the JSON under IMS Dashboard > Offline and open that. A purchase register is imported into an open client.";
const NO_JSON: &str = "This zip holds no JSON";
const TOO_DEEP: &str = "\"a.zip › b.zip\" is a zip in a zip in it. Take that out and open it by itself.";

/// A text as spreadsheets save "Unicode text".
fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// A zip of these entries.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with sheets of these names.
fn xlsx(sheets: &[&str]) -> Vec<u8> {
    let sheets: String =
        sheets.iter().map(|name| format!("<sheet name=\"{name}\" sheetId=\"1\" r:id=\"rId1\"/>")).collect();
    let list = format!("<?xml version=\"1.0\"?><workbook><sheets>{sheets}</sheets></workbook>");
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", list.as_bytes()),
        ("xl/worksheets/sheet1.xml", b"<worksheet/>"),
    ])
}

/// An older workbook: the parts of one by which it is recognised. `wide`: names in UTF-16.
fn xls(sheets: &[&str], wide: bool) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(512, 0);
    for name in sheets {
        let text: Vec<u8> =
            if wide { name.encode_utf16().flat_map(u16::to_le_bytes).collect() } else { name.as_bytes().to_vec() };
        bytes.extend(0x0085u16.to_le_bytes());
        bytes.extend((8 + text.len() as u16).to_le_bytes());
        bytes.extend([0x10, 0, 0, 0, 0, 0, name.encode_utf16().count() as u8, u8::from(wide)]);
        bytes.extend(text);
    }
    bytes.resize(bytes.len() + 512, 0);
    bytes.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

fn gstr_2b() -> Value {
    json!({"chksum": "ff", "data": {"gstin": RECIPIENT, "rtnprd": "102026", "version": "1.0", "gendt": "14-11-2026",
        "itcsumm": {}, "docdata": {"b2b": [{"ctin": SUPPLIER, "inv": [{"inum": "1"}]}]}}})
}

fn gstr_1() -> Value {
    json!({"gstin": RECIPIENT, "fp": "102026", "gt": 1, "b2b": [{"ctin": SUPPLIER, "inv": [{"inum": "1"}]}], "hash": "x"})
}

fn suppliers_view() -> Value {
    json!({"gstr1": {"b2b": [{"ctin": SUPPLIER, "inv": [{"inum": "1", "imsactn": "A"}]}]}})
}

fn upload() -> Value {
    json!({"rtin": RECIPIENT, "reqtyp": "SAVE", "invdata": {"b2b": [invoice("1").0]}})
}

/// The sheets of the official workbook.
const OFFICIAL_SHEETS: [&str; 9] = ["Home", "B2B", "B2BA", "B2B-DN", "B2B-DNA", "B2B-CN", "B2B-CNA", "ECO", "ECOA"];

/// Every wrong file: its name, its bytes, and what is said of it.
fn wrong_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let text = |value: Value| value.to_string().into_bytes();
    let reversed = |value: &Value| {
        let members: Vec<String> =
            value.as_object().unwrap().iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        format!("{{{}}}", members.into_iter().rev().collect::<Vec<_>>().join(",")).into_bytes()
    };
    vec![
        ("upload.json", text(upload()), UPLOAD),
        ("upload-reversed.json", reversed(&upload()), UPLOAD),
        ("list.xlsx", xlsx(&["B2B", "B2B-CN"]), EXCEL),
        ("list.json", xlsx(&["Sheet1"]), EXCEL),
        ("list.xls", xls(&["B2B"], false), EXCEL),
        ("list-wide.xls", xls(&["B2B"], true), EXCEL),
        ("list.zip", zip(&[("list.xlsx", &xlsx(&["B2B"]))]), EXCEL),
        ("older-list.zip", zip(&[("list.xls", &xls(&["B2B"], true)), ("readme.txt", b"x")]), EXCEL),
        ("list-in-zip-in-zip.zip", zip(&[("a.zip", &zip(&[("b.xls", &xls(&["B2B"], false))]))]), EXCEL),
        (
            "saved-as.xml",
            br#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>"#.to_vec(),
            EXCEL,
        ),
        ("IMS_Offline_Utility.xlsm", xlsx(&OFFICIAL_SHEETS), OFFICIAL),
        ("tool.xls", xls(&OFFICIAL_SHEETS, false), OFFICIAL),
        ("tool.zip", zip(&[("tool.xlsm", &xlsx(&OFFICIAL_SHEETS))]), OFFICIAL),
        ("some-of-its-sheets.xlsx", xlsx(&OFFICIAL_SHEETS[1..]), EXCEL),
        ("2b.xlsx", xlsx(&["Read me", "ITC Available", "B2B"]), GSTR_2B),
        ("2b-not.xlsx", xlsx(&["ITC not available"]), GSTR_2B),
        ("2b-spelled.xlsx", xlsx(&[" itc  AVAILABLE "]), GSTR_2B),
        ("2b.xls", xls(&["Read me", "ITC Available"], false), GSTR_2B),
        ("2b-wide.xls", xls(&["Read me", "ITC not available"], true), GSTR_2B),
        ("2b.zip", zip(&[("2b.xlsx", &xlsx(&["ITC Available"]))]), GSTR_2B),
        ("2b.json", text(gstr_2b()), GSTR_2B),
        ("2b-data.json", text(gstr_2b()["data"].clone()), GSTR_2B),
        ("2b-json.zip", zip(&[("2b.json", gstr_2b().to_string().as_bytes())]), GSTR_2B),
        ("view.json", text(suppliers_view()), SUPPLIERS),
        (
            "view-1a.json",
            text(json!({"gstin": RECIPIENT, "data": {"gstr1a": {"cdnr": [{"ctin": "x", "nt": [{"imsactn": "R"}]}]}}})),
            SUPPLIERS,
        ),
        ("gstr1.json", text(gstr_1()), GSTR_1),
        ("gstr1-in-a-list.json", text(json!({"data": [{"gstr1": {"b2b": [{"ctin": "x"}]}}]})), GSTR_1),
        ("gstr1-in-data-in-a-list.json", text(json!({"data": [1, [], {"data": [{}, gstr_1()]}]})), GSTR_1),
        ("gstr1-in-nothing-but-a-list.json", text(json!([{"x": 1}, gstr_1()])), GSTR_1),
        ("view-in-a-list.json", text(json!({"data": [suppliers_view()]})), SUPPLIERS),
        ("2b-in-a-list.json", text(json!({"data": [gstr_2b()]})), GSTR_2B),
        ("upload-in-a-list.json", text(json!([upload()])), UPLOAD),
        ("gstr1-reversed.json", reversed(&gstr_1()), GSTR_1),
        (
            "gstr1-notes.json",
            text(json!({"gstin": RECIPIENT, "b2b": [], "cdnr": [{"ctin": "x", "nt": []}], "fp": "102026"})),
            GSTR_1,
        ),
        (
            "gstr1-begins-empty.json",
            text(json!({"gstin": RECIPIENT, "fp": "102026", "b2b": [{}, {"flag": "x"}, {"ctin": "x", "inv": []}]})),
            GSTR_1,
        ),
        (
            "view-in-details.json",
            text(json!({"imsDetails": {"gstin": RECIPIENT, "gstr1": {"b2b": [{"ctin": "x", "imsactn": "A"}]}}})),
            SUPPLIERS,
        ),
        (
            "view-in-data-in-details.json",
            text(json!({"data": {"imsDetails": {"gstr1a": [{"imsactn": "R"}]}}})),
            SUPPLIERS,
        ),
        ("list-three-deep.zip", zip(&[("a.zip", &zip(&[("b.zip", &zip(&[("c.xlsx", &xlsx(&["B2B"]))]))]))]), TOO_DEEP),
        ("list-two-deep.zip", zip(&[("a.zip", &zip(&[("c.xlsx", &xlsx(&["B2B"]))]))]), EXCEL),
        ("register.csv", b"GSTIN of supplier,Invoice No.,Invoice date,Taxable value\n27A,1,2,3\n".to_vec(), TABLE),
        ("register.txt", utf_16("GSTIN\tInvoice No.\tDate\r\n27A\t1\t2\r\n", u16::to_le_bytes), TABLE),
        ("register-of-bars.csv", b"sep=|\nGSTIN|Invoice No.|Date\n27A|1|2\n".to_vec(), TABLE),
        ("nothing.zip", zip(&[("readme.txt", b"hello"), ("list.pdf", b"%PDF-1.4")]), NO_JSON),
        ("empty.zip", zip(&[]), NO_JSON),
        ("three-deep.zip", zip(&[("a.zip", &zip(&[("b.zip", &zip(&[("c.json", b"{}")]))]))]), TOO_DEEP),
        (
            "four-deep.zip",
            zip(&[("a.zip", &zip(&[("b.zip", &zip(&[("c.zip", &zip(&[]))]))])), ("x.txt", b"x")]),
            TOO_DEEP,
        ),
        (
            "table.csv",
            format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\n").into_bytes(),
            "This is a table of decisions",
        ),
        ("paper.json", b"%PDF-1.7 ...".to_vec(), "This is a PDF"),
        ("letter.docx", zip(&[("word/document.xml", b"<w/>")]), "This is a Word document"),
        (
            "old.doc",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more".to_vec(),
            "This is a document of an older Office program",
        ),
        ("page.json", b"<!DOCTYPE html><html><body>Session expired</body></html>".to_vec(), "This is a web page"),
        ("list.gz", b"\x1F\x8B\x08\x00".to_vec(), "gzip"),
    ]
}

#[test]
fn every_wrong_file_is_refused_by_name_by_every_command() {
    for (name, bytes, due) in wrong_files() {
        let folder = Folder::new();
        folder.put(name, bytes);
        refused_everywhere(&folder, name, &[due]);
    }
}

#[test]
fn a_wrong_file_is_refused_as_an_error_file_and_as_a_newer_download_too() {
    let desk_ = common::one_invoice();
    for (name, bytes, due) in wrong_files() {
        let wrong = desk_.folder.put(name, bytes);
        let (right, wrong) = (desk_.download.as_os_str(), wrong.as_os_str());
        for arguments in [
            ["check".as_ref(), right, "--errors".as_ref(), wrong],
            ["merge".as_ref(), right, wrong, "--json".as_ref()],
            ["merge".as_ref(), wrong, right, "--json".as_ref()],
            ["check".as_ref(), right, wrong, "--json".as_ref()],
        ] {
            let run = desk(arguments);
            assert!(run.exit == 2 && run.stderr.contains(due) && run.stdout.is_empty(), "{name}: {}", run.stderr);
        }
    }
}

#[test]
fn a_zip_without_json_names_what_it_holds_and_says_where_the_json_is() {
    let folder = Folder::new();
    let names: Vec<String> = (1..=12).map(|n| format!("{n}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    folder.put("texts.zip", zip(&entries));
    refused_everywhere(&folder, "texts.zip", &["\"1.txt\", \"2.txt\"", "and 2 more", "IMS Dashboard > Offline"]);
}

#[test]
fn portal_files_are_never_taken_for_wrong_ones() {
    let whole = download(&[("b2b", &[invoice("1")])]);
    let table_in_it = invoice("1").with("tradenm", "section,stin,number,action").with("ctin", SUPPLIER);
    for (text, rows) in [
        (whole.clone(), 1),
        (download(&[("b2b", std::slice::from_ref(&table_in_it))]), 1),
        (json!({"gstin": RECIPIENT, "rtnprd": "102026", "b2b": [table_in_it.0]}).to_string(), 1),
        (json!({"gstin": RECIPIENT, "fp": "102026", "b2b": [invoice("1").0]}).to_string(), 1),
        (json!({"data": {"docdata": null, "b2b": [invoice("1").0]}}).to_string(), 1),
        (json!({"b2b": [], "b2bcn": []}).to_string(), 0),
        (json!({"b2b": null}).to_string(), 0),
        (
            json!({"imsDetails": {"docdata": {"a": 1}, "fp": "x", "gstr1": {"imsactn": 1}, "b2b": [invoice("1").0]}})
                .to_string(),
            1,
        ),
    ] {
        let book = common::read(&text);
        assert_eq!(book.sheet(ims_desk::book::Section::B2b).rows(), rows, "{text}");
    }
    assert_eq!(what(whole.as_bytes()), What::Portal(ims_desk::book::SourceKind::Download));
    assert_eq!(what(&zip(&[])), What::Zip);
    assert_eq!(what(gstr_2b().to_string().as_bytes()), What::Wrong(WrongFile::Gstr2b));
}

#[test]
fn json_in_zips_is_found_one_and_two_deep_in_the_order_of_the_entries() {
    let part = |number: &str| download(&[("b2b", &[invoice(number)])]).into_bytes();
    let inner = zip(&[("2.json", &part("2")), ("note.txt", b"x"), ("3.json", &part("3"))]);
    let folder = Folder::new();
    let mac = ("__MACOSX/._1.json", &b"\x00\x05\x16\x07"[..]);
    for (name, bytes, due) in [
        ("plain.zip", zip(&[("1.json", &part("1")), mac]), &["1"][..]),
        (
            "nested.zip",
            zip(&[("1.json", &part("1")), ("more.zip", &inner), ("4.json", &part("4"))]),
            &["1", "2", "3", "4"],
        ),
        ("only-nested.zip", zip(&[("more", &inner)]), &["2", "3"]),
        ("no-ending.zip", zip(&[("download", &part("1")), ("readme.txt", b"x")]), &["1"]),
        // Beside a file that is called .json as well, content decides.
        (
            "other-endings.zip",
            zip(&[("1.json", &part("1")), ("2.json.txt", &part("2")), ("3", &part("3")), ("n.txt", b"{\"a\":1}")]),
            &["1", "2", "3"],
        ),
        ("broken-copy.zip", zip(&[("1.json", &part("1")), ("2.json.bak", &part("2")[..60])]), &["1"]),
        ("beside-a-list.zip", zip(&[("list.xlsx", &xlsx(&["B2B"])), ("1.json", &part("1"))]), &["1"]),
    ] {
        let path = folder.put(name, bytes);
        let book = ims_desk::portal::open(&[path], &Default::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let records = book.sheet(ims_desk::book::Section::B2b).records();
        let numbers: Vec<&str> = (0..records.len()).map(|row| records.numbers.get(row)).collect();
        assert_eq!(numbers, due, "{name}");
    }
}

#[test]
fn bounds_hold_for_the_archive_as_a_whole() {
    let block = vec![b' '; 40 << 20];
    let json = [b"{\"b2b\":[]".as_slice(), &block, b"}"].concat();
    let two = zip(&[("1.json", &json), ("2.json", &json)]);
    let nested = zip(&[("a.zip", &zip(&[("1.json", &json)])), ("b.zip", &zip(&[("1.json", &json)]))]);
    for bytes in [two, nested] {
        let folder = Folder::new();
        folder.put("bomb.zip", bytes);
        refused_everywhere(&folder, "bomb.zip", &["unpacks to far more"]);
    }
    let folder = Folder::new();
    let path = folder.put("one.zip", zip(&[("1.json", &json)]));
    assert_eq!(desk(["check".as_ref(), path.as_os_str()]).exit, 0, "64 MB are allowed");
}

#[test]
fn tables_of_decisions_are_known_by_their_headings() {
    for (text, is_table) in [
        ("section,stin,number,action\n", true),
        ("\u{feff}Section;STIN;\"Number\";Action;remarks\r\n", true),
        ("sep=;\nsection;stin;number;action\n", true),
        ("number\taction\tsection\tstin\n", true),
        ("section,stin,number\n", false),
        ("section stin number action\n", false),
        ("Dear supplier", false),
        ("", false),
        ("sep=|\nsection|stin|number|action\n", true),
        ("\"sep=\t\"\r\nSection\tSTIN\tNumber\tAction\r\n", true),
        ("\n\nsection,stin,number,action\n", true),
    ] {
        let wrong = |bytes: &[u8]| what(bytes) == What::Wrong(WrongFile::Decisions);
        assert_eq!(wrong(text.as_bytes()), is_table, "{text:?}");
        let text = text.trim_start_matches('\u{feff}');
        assert_eq!(wrong(&utf_16(text, u16::to_le_bytes)), is_table, "{text:?}");
        assert_eq!(wrong(&utf_16(text, u16::to_be_bytes)), is_table, "{text:?}");
    }
}

#[test]
fn what_is_not_there_is_said_without_the_system_s_numbers() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("folder")).unwrap();
    for (name, due) in [("missing.json", "there is no such file"), ("folder", "is a folder")] {
        let path = folder.path(name);
        for run in [
            desk(["check".as_ref(), path.as_os_str()]),
            desk(["check".as_ref(), common::one_invoice().download.as_os_str(), "--errors".as_ref(), path.as_os_str()]),
        ] {
            assert!(run.exit == 2 && run.stderr.contains(due) && !run.stderr.contains("os error"), "{}", run.stderr);
        }
    }
}

#[test]
fn a_gstin_in_the_name_of_a_file_is_found_in_any_spelling() {
    let text = json!({"b2b": [invoice("1").0]}).to_string();
    for (name, found) in [
        ("ims_27aaaaa0000a1z2_offline.json", true),
        ("27Aaaaa0000A1z2.json", true),
        ("returns-27AAAAA0000A1Z2(1).json", true),
        ("x27AAAAA0000A1Z2.json", false),
        ("27AAAAA0000A1Z29.json", false),
        ("क27AAAAA0000A1Z2.json", false),
    ] {
        let book = common::try_read(&[(name, &text)]).unwrap();
        assert_eq!(book.recipient.gstin(), found.then_some(RECIPIENT), "{name}");
    }
    let folder = Folder::new();
    let path = folder.put("download.zip", zip(&[("ims_27aaaaa0000a1z2_1.json", text.as_bytes())]));
    let book = ims_desk::portal::open(&[path], &Default::default()).unwrap();
    assert_eq!(book.recipient.gstin(), Some(RECIPIENT), "the entry of a zip has a name as well");
}

proptest! {
    #[test]
    fn no_bytes_of_any_kind_break_the_recogniser(
        start in proptest::sample::select(vec![
            &b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"{\"fp\":1,\"b2b\":[{\"ctin\":", b"<", b"",
        ]),
        rest in proptest::collection::vec(any::<u8>(), 0..200),
        sheets in proptest::collection::vec("[a-z ]{0,20}", 0..4),
        cut in any::<proptest::sample::Index>(),
    ) {
        what(&[start, &rest].concat());
        let names: Vec<&str> = sheets.iter().map(String::as_str).collect();
        for whole in [xls(&names, true), xls(&names, false), xlsx(&names)] {
            let _ = what(&whole[..cut.index(whole.len())]);
        }
    }
}
