//! Registers as programs and offices write them, each matched with its download through the whole program without any option; and
//! the same cells in every kind of file.

use ims_desk::cells::{Dates, Sheet};
use ims_desk::values::Day;
use serde_json::Value;

use super::common::workbooks::{Held, Made, ods, xls, xlsb, xlsx};
use super::common::{Folder, desk};
use super::given;

/// What most of the registers hold.
const USUAL: &[&str] = &[
    "27Z INV/26-27/0891 14-06-2026 10000/900+900",
    "29T T/77 03-06-2026 12345.67/2222.22",
    "27Z 0045 15-06-2026 2500/62.50+62.50",
    "24A MX/5 09-06-2026 15000/2050",
    "29Z VD-1001 02-06-2026 5000/900",
    "b2bcn 27T CN/4 20-06-2026 2000/180+180",
];

/// A register by its file's name, the records of its download, and the numbers that do not agree in all, with their class.
type Shape = (&'static str, &'static [&'static str], &'static [&'static str]);

const SHAPES: &[Shape] = &[
    (
        "official-2b.csv",
        &[
            "27Z INV/26-27/0891 14-06-2026 10000/900+900",
            "29T T/77 03-06-2026 12345.67/2222.22",
            "b2bcn 27T CN/4 20-06-2026 2000/180+180",
            "b2bdn 24T DN/9 21-06-2026 500/90",
        ],
        &[],
    ),
    (
        "tally.csv",
        &[
            "27T KT/8 11-06-2026 10000/900+900",
            "29T T/77 03-06-2026 12345.67/2222.22",
            "27Z 0045 14-06-2026 2500/62.50+62.50",
        ],
        &[],
    ),
    (
        "busy.csv",
        &[
            "27Z INV/26-27/0891 14-06-2026 10000/900+900",
            "27T KT/8 12-06-2026 5000/450+450",
            "29T T/77 03-06-2026 12345.67/2222.22",
            "29Z VD-1001 15-06-2026 5000/900",
        ],
        &[],
    ),
    (
        "by-rate.csv",
        &["24A MX/5 09-06-2026 15000/2050", "27Z QK/0551 01-06-2026 8000/720+720", "24T S/40 12-06-2026 10000/1690"],
        &[],
    ),
    (
        "erpnext.csv",
        &[
            "29T T/77 03-06-2026 12345.67/2222.22",
            "27Z INV/26-27/0891 14-06-2026 10000/900+900",
            "b2bcn 27T CN/4 20-06-2026 2000/180+180",
        ],
        &[],
    ),
    ("zoho.csv", &["27Z INV/26-27/0891 14-06-2026 10000/900+900", "29T T/77 03-06-2026 12345.67/2222.22"], &[]),
    (
        "marg.csv",
        &[
            "27Z INV/26-27/0891 14-06-2026 10000/900+900",
            "29T T/77 03-06-2026 12345.67/2222.22",
            "29Z VD-1001 02-06-2026 5000/900",
        ],
        &[],
    ),
    ("gstr-2-cdnr.csv", &["b2bcn 27T CN/4 20-06-2026 2000/180+180", "b2bdn 24T DN/9 21-06-2026 800/105"], &[]),
    ("sap.csv", &["27Z INV/26-27/0891 14-06-2026 10000/900+900", "b2bcn 29T CR-9 03-06-2026 1000/180"], &[]),
    ("sap-list.txt", USUAL, &[]),
    ("quickbooks.csv", USUAL, &[]),
    ("cleartax.csv", USUAL, &[]),
    ("hindi.csv", USUAL, &[]),
    ("two-lines.csv", USUAL, &[]),
    ("dr-cr.csv", USUAL, &[]),
    ("pages.csv", USUAL, &[]),
    ("dates.csv", USUAL, &[]),
    ("dates-names.csv", USUAL, &[]),
    ("by-rate-columns.csv", USUAL, &[]),
    ("by-hand.csv", USUAL, &[]),
    ("odoo.csv", USUAL, &[]),
    ("oracle.csv", USUAL, &[]),
    ("vyapar.csv", USUAL, &[]),
    ("gst-codes.csv", USUAL, &[]),
    ("recon.csv", USUAL, &["asks"]),
    ("navision.csv", USUAL, &[]),
    ("item-wise.csv", USUAL, &[]),
    ("cash-book.csv", USUAL, &[]),
    ("tally-voucher.csv", USUAL, &[]),
    ("us-dates.csv", USUAL, &[]),
    ("hitech.csv", USUAL, &[]),
    ("references.csv", USUAL, &[]),
];

/// What is said of a register: the classes that are not exact with their numbers, and `asks` where something is asked.
fn found(folder: &Folder, name: &str, bytes: &[u8], records: &[&str]) -> Vec<String> {
    let download = folder.put("download.json", given::download(records));
    let register = folder.put(name, bytes);
    let run = desk([
        "match",
        download.to_str().unwrap(),
        "--register",
        register.to_str().unwrap(),
        "--today",
        "2026-07-16",
        "--json",
    ]);
    if run.exit == 2 {
        return vec![run.stderr];
    }
    let json = run.json();
    let mut said: Vec<String> = (run.exit == 1).then(|| "asks".to_owned()).into_iter().collect();
    let mut matched = 0;
    for of in json["matches"].as_array().unwrap() {
        let suggestion = &of["suggestion"]["action"];
        if of["class"] == "exact" && (suggestion == "A" || of["records"][0]["section"] == "b2bcn") {
            matched += 1;
            continue;
        }
        let number = |side: &str| of[side][0]["number"].as_str().unwrap_or("").to_owned();
        said.push(format!("{} {}={} {suggestion} {}", of["class"], number("records"), number("entries"), of["text"]));
    }
    if said.iter().all(|said| said == "asks") {
        assert_eq!(matched, records.len(), "{name}");
    } else {
        said.push(format!("{}", json["registers"]));
    }
    said
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/registers/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn each_register_matches_with_its_download_without_any_option() {
    let folder = Folder::new();
    let mut wrong = Vec::new();
    for (name, records, wanted) in SHAPES {
        let found = found(&folder, name, &bytes(name), records);
        if found != *wanted {
            wrong.push(format!("{name}:\n  {}", found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The cells of a text, as a workbook has them: plain numbers and days are numbers.
fn made(text: &Sheet) -> Made {
    let mut cells = Vec::new();
    for row in text.iter() {
        for cell in row.cells() {
            cells.push(((row.line() - 1, u32::from(cell.column)), held(&cell.text)));
        }
    }
    Made::of("Purchase", cells)
}

fn held(text: &str) -> Held {
    let text = text.trim();
    let digits = text.trim_start_matches('-');
    let leading_zero = digits.starts_with('0') && digits.len() > 1 && !digits.starts_with("0.");
    let plain = !leading_zero && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits.len() < 12;
    if let Some(day) = usual_day(text) {
        let serial = (25_569..60_000).find(|&serial| Dates::From1900.day(f64::from(serial)) == Some(day));
        return Held::Date(serial.unwrap());
    }
    match text.parse::<f64>() {
        Ok(number) if plain => Held::Number(number),
        _ => Held::Text(text.to_owned()),
    }
}

fn usual_day(text: &str) -> Option<Day> {
    (text.len() == 10).then(|| Day::parse(text).or_else(|| Day::parse_iso(text))).flatten()
}

/// A page as programs write it that call it a workbook.
fn page(sheet: &Made) -> String {
    let mut page = "<html><head><meta charset='utf-8'></head><body><table border=1>".to_owned();
    let mut next = 0;
    for (line, cells) in sheet.lines() {
        page += &"<tr></tr>".repeat((line - next) as usize);
        page += "<tr>";
        let mut at = 0;
        for ((_, column), held) in cells {
            page += &"<td>&nbsp;</td>".repeat((column - at) as usize);
            let text = match held {
                Held::Text(text) => text.replace('&', "&amp;").replace('<', "&lt;"),
                Held::Number(number) => number.to_string(),
                Held::Date(serial) => Dates::From1900.day(f64::from(*serial)).unwrap().to_string(),
                Held::Bool(_) | Held::Error => String::new(),
            };
            page += &format!("<td>{text}</td>");
            at = column + 1;
        }
        page += "</tr>";
        next = line + 1;
    }
    page + "</table></body></html>"
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    b"\xFF\xFE".iter().copied().chain(units).collect()
}

/// The register in each kind of file.
fn kinds(name: &str) -> Vec<(String, Vec<u8>)> {
    let text = String::from_utf8(bytes(name)).unwrap();
    let progress = ims_desk::work::Progress::default();
    let opened = ims_desk::cells::read(name, text.clone().into_bytes(), &progress).unwrap();
    let sheet = made(&opened.workbooks[0].sheets[0]);
    let sheets = std::slice::from_ref(&sheet);
    vec![
        ("purchase.xlsx".into(), xlsx(sheets)),
        ("purchase.xlsb".into(), xlsb(sheets)),
        ("biff.xls".into(), xls(sheets, 4_000)),
        ("purchase.ods".into(), ods(sheets)),
        ("page.xls".into(), page(&sheet).into_bytes()),
        ("purchase.csv".into(), utf_16(&text)),
    ]
}

#[test]
fn each_register_matches_in_every_kind_of_file() {
    let folder = Folder::new();
    let mut wrong = Vec::new();
    for (name, records, wanted) in SHAPES {
        for (file, bytes) in kinds(name) {
            let found = found(&folder, &file, &bytes, records);
            if found != *wanted {
                wrong.push(format!("{name} as {file}:\n  {}", found.join("\n  ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_zip_of_registers_is_read_as_its_files() {
    let folder = Folder::new();
    let (first, second) = (bytes("official-2b.csv"), bytes("by-rate.csv"));
    let zip = super::common::workbooks::zip(&[("June/official.csv", &first), ("June/by rate.csv", &second)]);
    let records = [
        "27Z INV/26-27/0891 14-06-2026 10000/900+900",
        "29T T/77 03-06-2026 12345.67/2222.22",
        "24A MX/5 09-06-2026 15000/2050",
        "27Z QK/0551 01-06-2026 8000/720+720",
        "24T S/40 12-06-2026 10000/1690",
        "b2bcn 27T CN/4 20-06-2026 2000/180+180",
        "b2bdn 24T DN/9 21-06-2026 500/90",
    ];
    assert_eq!(found(&folder, "registers.zip", &zip, &records), Vec::<String>::new());
}

/// Matches without what says in which file and line an entry is.
fn matches(registers: &[&std::path::Path], download: &std::path::Path) -> Vec<String> {
    let mut arguments = vec!["match".to_owned(), download.to_str().unwrap().to_owned()];
    for register in registers {
        arguments.extend(["--register".to_owned(), register.to_str().unwrap().to_owned()]);
    }
    arguments.extend(["--today", "2026-07-16", "--json"].map(str::to_owned));
    let run = desk(arguments);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let strip = |of: &Value| {
        let entries: Vec<Value> = of["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                let mut entry = entry.clone();
                entry.as_object_mut().unwrap().retain(|key, _| key != "register" && key != "lines");
                entry
            })
            .collect();
        format!("{} {} {entries:?} {} {}", of["class"], of["records"], of["suggestion"], of["tie"])
    };
    let mut all: Vec<String> = run.json()["matches"].as_array().unwrap().iter().map(strip).collect();
    all.sort();
    all
}

#[test]
fn the_order_of_registers_and_of_their_lines_changes_no_match() {
    let folder = Folder::new();
    let path = |name: &str| folder.path(name).to_str().unwrap().to_owned();
    let download = folder.path("d.json");
    assert_eq!(desk(["sample", "--rows", "900", "--seed", "5", "--out", &path("d.json")]).exit, 0);
    assert_eq!(desk(["sample-register", "--rows", "900", "--seed", "5", "--out", &path("r.csv")]).exit, 0);
    let text = std::fs::read_to_string(folder.path("r.csv")).unwrap();
    let at = text.find("Document Type").map(|at| text[..at].rfind('\n').map_or(0, |line| line + 1)).unwrap();
    let (heading, body) = text[at..].split_once('\n').unwrap();
    // Every line of a document stays behind the one before it; the total at the end says nothing of parts.
    let lines: Vec<&str> = body.lines().filter(|line| !line.contains("Total")).collect();
    let number = |line: &&str| line.split(',').take(5).collect::<Vec<_>>().join(",");
    let mut documents: Vec<Vec<&str>> = Vec::new();
    for line in lines {
        match documents.last_mut() {
            Some(last) if number(&last[0]) == number(&line) => last.push(line),
            _ => documents.push(vec![line]),
        }
    }
    let half = documents.len() / 2;
    let file = |name: &str, documents: &[Vec<&str>]| {
        folder.put(name, format!("{heading}\n{}\n", documents.concat().join("\n")))
    };
    // Of another layout, so that the second is not taken to replace the first.
    let other = |name: &str, documents: &[Vec<&str>]| {
        folder.put(name, format!("{heading},Remarks of ours\n{}\n", documents.concat().join("\n")))
    };
    let (first, second) = (file("a.csv", &documents[..half]), other("b.csv", &documents[half..]));
    let one = matches(&[&first, &second], &download);
    assert!(one.len() > 800);
    assert_eq!(matches(&[&second, &first], &download), one);
    documents.reverse();
    let length = documents.len();
    for at in 0..length / 2 {
        documents.swap(at, (at * 7 + 3) % length);
    }
    let (first, second) = (file("c.csv", &documents[..half]), other("d.csv", &documents[half..]));
    assert_eq!(matches(&[&first, &second], &download), one);
}
