//! Workbooks that go out.

use std::collections::BTreeMap;
use std::io::Read;

use ims_desk::book::{Book, Field, Section};
use ims_desk::cells::Kind;
use ims_desk::disk::{Guard, RealDisk};
use ims_desk::edit::Change;
use ims_desk::exchange::workbook::{
    CellValue, Export, Holds, Listing, MatchSheets, NewColumn, SmallTable, Unwritten, credit, suppliers,
};
use ims_desk::rules::credit::Figures;
use ims_desk::view;
use ims_desk::work::Progress;
use proptest::prelude::*;

use super::{about, lines, open, sheet};
use crate::common::{Folder, RECIPIENT, book, book_of, day, decided, invoice, note};
use crate::matching::given;

fn export(listings: Vec<Listing>, tables: Vec<SmallTable>) -> Export<'static> {
    Export { about: about(), listings, tables, matches: None }
}

fn write(book: &Book, export: &Export, folder: &Folder) -> std::path::PathBuf {
    let path = folder.path("out.xlsx");
    export.write(book, &RealDisk, &path, &Guard::default(), &Progress::default()).unwrap();
    path
}

/// A part of a workbook as text.
fn part(path: &std::path::Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_field_of_every_record_comes_back_of_its_kind() {
    let odd = invoice("0045").with("idt", "31-02-2026").with("val", "12,00").with("trdnm", "=1+1");
    let book = book(&[
        ("b2b", &[odd, invoice("2026060000000524").with("iamt", 1234567.89), invoice("-5").with("rtnprd", "022026")]),
        ("b2bcn", &[note("'tis")]),
    ]);
    let folder = Folder::new();
    let listings = [Section::B2b, Section::B2bcn].map(|section| Listing::whole_section(&book, section, true));
    let workbook = open(&write(&book, &export(listings.to_vec(), Vec::new()), &folder));
    for listing in &listings {
        let found = lines(sheet(&workbook, &listing.name));
        assert_eq!(found.len(), listing.records.len() + 1);
        for (line, &(section, row)) in found[1..].iter().zip(&listing.records) {
            let cells: BTreeMap<u16, &(u16, Kind, String)> = line.iter().map(|cell| (cell.0, cell)).collect();
            for (place, &field) in (0..).zip(&listing.columns) {
                let shown = view::cell(&book, section, row, field);
                let Some((_, kind, text)) = cells.get(&place) else {
                    assert_eq!(shown, "", "{field:?}");
                    continue;
                };
                match (kind, view::amount(&book, section, row, field)) {
                    (Kind::Number, Some(paise)) => {
                        assert_eq!((text.parse::<f64>().unwrap() * 100.0).round() as i64, paise, "{field:?}");
                    }
                    (Kind::Date(day), _) => assert_eq!(day.to_string(), shown),
                    (Kind::Text, None) => assert_eq!(*text, shown, "{field:?}"),
                    other => panic!("{field:?} {other:?} {shown}"),
                }
            }
        }
    }
}

#[test]
fn the_first_sheet_says_what_this_is() {
    let book = book(&[("b2b", &[invoice("1"), invoice("2")]), ("b2bcn", &[note("3")])]);
    let folder = Folder::new();
    let all = [Section::B2b, Section::B2bcn].map(|section| Listing::whole_section(&book, section, false));
    let workbook = open(&write(&book, &export(all.to_vec(), Vec::new()), &folder));
    assert_eq!(workbook.sheets[0].name.as_deref(), Some("About"));
    let said: Vec<String> = lines(&workbook.sheets[0])
        .iter()
        .map(|line| line.iter().map(|cell| cell.2.clone()).collect::<Vec<_>>().join(" | "))
        .collect();
    let has = |line: &str| assert!(said.iter().any(|said| said == line), "{line} in {said:#?}");
    let hash: String = book.files().next().unwrap().hash.iter().map(|byte| format!("{byte:02x}")).collect();
    has(&format!("Recipient | {RECIPIENT}"));
    has("GSTR-2B being closed | October 2026");
    has("Return periods of the records | February 2026");
    has("Portal file | download.json");
    has(&format!("SHA-256 | {hash}"));
    has("Records | all");
    has("B2B Invoices | 2 | 0 | 0 | 0 | 2 | 2360 | 2000 | 360 | 0 | 0 | 0");
    has("B2B-CN Credit notes | 1 | 0 | 0 | 0 | 1 | -11800 | -10000 | 0 | -900 | -900 | 0");
    has("All, credit notes as minus | 3 | 0 | 0 | 0 | 3 | -9440 | -8000 | 360 | -900 | -900 | 0");
    has("If nothing more is done | 360 | -900 | -900 | 0 | -1440");
    assert!(said.iter().any(|line| line.starts_with("Written | 11-11-2026 23:59 by IMS Desk ")), "{said:?}");
}

#[test]
fn the_first_sheet_counts_the_records_of_matches_and_says_nothing_of_records_that_are_not_in_the_workbook() {
    let records = ["27Z A/1 10-06-2026 1000/90+90", "27Z A/9 12-06-2026 500/45+45"];
    let book = given::book(&records, &["27Z A/1 10-06-2026 1000/90+90"], true);
    let matches = given::matches(&book);
    let first = |export: &Export| {
        let workbook = open(&write(&book, export, &Folder::new()));
        lines(&workbook.sheets[0]).iter().map(|line| line[0].2.clone()).collect::<Vec<_>>()
    };
    let of_matches = MatchSheets { matches: &matches, day: day("10-07-2026") };
    let said = first(&Export { matches: Some(of_matches), ..export(Vec::new(), Vec::new()) });
    assert!(
        said.iter().any(|line| line == "B2B Invoices") && said.iter().any(|line| line.starts_with("Return periods"))
    );
    let said = first(&export(Vec::new(), Vec::new()));
    assert!(!said.iter().any(|line| line.starts_with("All,") || line.starts_with("Return periods")), "{said:?}");
}

#[test]
fn the_classes_of_matches_count_credit_notes_as_minus_as_the_screen_does() {
    let both = ["27Z A/1 10-06-2026 1000/90+90", "27Z CN/4 15-06-2026 200/18+18"];
    let (note, voucher) = (format!("b2bcn {}", both[1]), format!("{} type=credit", both[1]));
    let book = given::book(&[both[0], &note], &[both[0], &voucher], true);
    let matches = given::matches(&book);
    let of_matches = MatchSheets { matches: &matches, day: day("10-07-2026") };
    let export = Export { matches: Some(of_matches), ..export(Vec::new(), Vec::new()) };
    let workbook = open(&write(&book, &export, &Folder::new()));
    let classes = lines(sheet(&workbook, "Classes"));
    let texts: Vec<&str> = classes[1].iter().map(|cell| cell.2.as_str()).collect();
    assert_eq!(texts[1..], ["2", "2", "2", "144", "144"], "{texts:?}");
}

#[test]
fn a_sheet_can_be_filtered_and_printed_and_its_heading_stays() {
    let book = book_of("b2b", &[invoice("1"), invoice("2")]);
    let folder = Folder::new();
    let path = write(&book, &export(vec![Listing::whole_section(&book, Section::B2b, false)], Vec::new()), &folder);
    let xml = part(&path, "xl/worksheets/sheet2.xml");
    for wanted in [
        "state=\"frozen\"",
        "<autoFilter ref=\"A1:",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "<pageSetUpPr fitToPage=\"1\"/>",
        "Page &amp;P of &amp;N",
        "paperSize=\"9\"",
    ] {
        assert!(xml.contains(wanted), "{wanted}");
    }
    assert!(!xml.contains("<f>"));
    assert!(part(&path, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    let styles = part(&path, "xl/styles.xml");
    assert!(styles.contains("quotePrefix=\"1\""));
    assert!(styles.contains(r"[&gt;=10000000]##\,##\,##\,##0.00;[&gt;=100000]##\,##\,##0.00;#,##0.00"), "{styles}");
}

#[test]
fn internal_notes_leave_only_for_those_who_ask() {
    let mut book = book_of("b2b", &[invoice("1")]);
    decided(&mut book, Section::B2b, 0, Change::note("ask Meera"));
    let folder = Folder::new();
    for notes in [false, true] {
        for listing in
            [Listing::whole_section(&book, Section::B2b, notes), Listing::of_all(vec![(Section::B2b, 0)], notes)]
        {
            assert_eq!(listing.columns.contains(&Field::Note), notes);
            let path = write(&book, &export(vec![listing], vec![suppliers(&book, day("11-11-2026"))]), &folder);
            assert_eq!(part(&path, "xl/worksheets/sheet2.xml").contains("Meera"), notes);
        }
    }
}

#[test]
fn suppliers_and_credit_say_the_figures_of_the_book() {
    let mut book = book(&[("b2b", &[invoice("1"), invoice("2")]), ("b2bcn", &[note("3")])]);
    decided(&mut book, Section::B2b, 0, Change::action(ims_desk::book::Action::Pending));
    let day = day("11-11-2026");
    let figures = Figures::of(&book, day);
    let table = credit(&book, day, Some("GSTR-2B of October 2026: 2 of 3 as decided; 1 to look into."));
    let amounts = |row: &Vec<CellValue>| row[2..].to_vec();
    let of = |name: &str| table.rows.iter().find(|row| row[0] == CellValue::Text(name.into())).map(amounts).unwrap();
    let expected =
        |heads: [i128; 4]| heads.into_iter().chain([heads.iter().sum()]).map(CellValue::Amount).collect::<Vec<_>>();
    assert_eq!(of("With your decisions"), expected(figures.after));
    assert_eq!(of("GSTR-3B 4(A)(5) All other ITC, once uploaded"), expected(figures.after));
    assert_eq!(of("Pending in its last return"), expected([-180_00, 0, 0, 0]));
    assert_eq!(
        of("20-11-2026: GSTR-3B of October 2026, the last return for these Pending records, tax on the documents"),
        expected([180_00, 0, 0, 0])
    );
    let supplier = table
        .rows
        .iter()
        .find(|row| matches!(&row[0], CellValue::Text(words) if words.starts_with("Not coming this month: ")));
    assert_eq!(amounts(supplier.unwrap())[4], CellValue::Amount(180_00));
    let says =
        |words: &str| table.rows.iter().any(|row| matches!(&row[0], CellValue::Text(said) if said.contains(words)));
    assert!(says("is lost unless you accept it before you file GSTR-3B of October 2026"));
    assert!(says("2 of 3 as decided"), "what came of it in GSTR-2B");
    let lines = suppliers(&book, day);
    assert_eq!(lines.rows.len(), 1);
    assert_eq!(lines.rows[0][2..7], [3, 0, 0, 1, 2].map(CellValue::Count));
    assert_eq!(lines.rows[0][9], CellValue::Amount(-180_00));
}

#[test]
fn what_is_stopped_leaves_nothing() {
    let book = book_of("b2b", &[invoice("1")]);
    let folder = Folder::new();
    let listing = Listing::of_all(vec![(Section::B2b, 0); 1_000], false);
    let progress = Progress::default();
    progress.cancel();
    let stopped = export(vec![listing], Vec::new()).write(
        &book,
        &RealDisk,
        &folder.path("out.xlsx"),
        &Guard::default(),
        &progress,
    );
    assert!(matches!(stopped, Err(Unwritten::Stopped)), "{stopped:?}");
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn nothing_that_was_read_is_written_over() {
    let book = book_of("b2b", &[invoice("1")]);
    let folder = Folder::new();
    let path = folder.put("download.json", "kept");
    let guard = Guard { inputs: vec![path.clone()], ..Guard::default() };
    let refused = export(Vec::new(), Vec::new()).write(&book, &RealDisk, &path, &guard, &Progress::default());
    assert!(matches!(&refused, Err(Unwritten::Failed(why)) if why.contains("never written over")), "{refused:?}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "kept");
}

fn a_value() -> impl Strategy<Value = CellValue> {
    prop_oneof![
        "[=+@'\t\r\n<&\"a1 ₹-]{0,8}|_x000D_|\\PC{0,6}|0[0-9]{1,15}".prop_map(CellValue::Text),
        any::<i64>().prop_map(|paise| CellValue::Amount(paise.into())),
        (-999_999_999_999_i128..=999_999_999_999).prop_map(CellValue::Amount),
        (0..1_000_000u64).prop_map(CellValue::Count),
        (-30_000..40_000i32).prop_map(|day| CellValue::Day(ims_desk::values::Day(day))),
        Just(CellValue::Empty),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_cell_comes_back_as_it_went_out(rows in proptest::collection::vec(proptest::collection::vec(a_value(), 3), 1..8)) {
        let columns = [Holds::Text, Holds::Amount, Holds::Day].map(|holds| NewColumn::new("x", 10, holds)).to_vec();
        let table = SmallTable { name: "Any".into(), columns, rows: rows.clone() };
        let folder = Folder::new();
        let book = book_of("b2b", &[invoice("1")]);
        let path = write(&book, &export(Vec::new(), vec![table]), &folder);
        prop_assert!(!part(&path, "xl/worksheets/sheet2.xml").contains("<f>"));
        let workbook = open(&path);
        let sheet = sheet(&workbook, "Any");
        let mut found = BTreeMap::new();
        for row in sheet.iter() {
            row.cells().for_each(|cell| drop(found.insert((row.line(), cell.column), (cell.kind, cell.text.into_owned()))));
        }
        for (line, row) in (2..).zip(&rows) {
            for (column, value) in (0..).zip(row) {
                let cell = found.get(&(line, column));
                match (value, cell) {
                    (CellValue::Empty, None) => {}
                    (CellValue::Text(text), None) => prop_assert!(text.trim().is_empty(), "{text:?}"),
                    (CellValue::Text(text), Some((kind, held))) => {
                        prop_assert_eq!((*kind, held.replace("\r\n", "\n").replace('\r', "\n")), (Kind::Text, text.replace("\r\n", "\n").replace('\r', "\n")));
                    }
                    (CellValue::Amount(paise), Some((Kind::Number, held))) => {
                        prop_assert_eq!((held.parse::<f64>().unwrap() * 100.0).round() as i128, *paise);
                    }
                    (CellValue::Amount(paise), Some((Kind::Text, held))) => {
                        prop_assert_eq!(held, &ims_desk::values::money::plain(*paise));
                    }
                    (CellValue::Count(count), Some((Kind::Number, held))) => prop_assert_eq!(held, &count.to_string()),
                    (CellValue::Day(day), Some((Kind::Date(held), _))) => prop_assert_eq!(day, held),
                    (CellValue::Day(day), Some((Kind::Text, held))) => prop_assert_eq!(&day.to_string(), held),
                    other => prop_assert!(false, "{other:?}"),
                }
            }
        }
    }
}
