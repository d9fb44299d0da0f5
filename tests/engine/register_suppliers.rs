//! The tables for the suppliers: each names its own supplier alone, and nothing that is for the office.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use ims_desk::book::{Book, Entries, EntrySum, NewEntry, ReadPart, Register, RegisterPart};
use ims_desk::disk::{Guard, RealDisk};
use ims_desk::session::register::suppliers::{save, tables};
use ims_desk::values::Day;
use ims_desk::work::Progress;
use proptest::prelude::*;

use crate::common::{Folder, RECIPIENT, download, invoice, names_in, read};

/// A voucher: which supplier, number, name, own voucher, taxable value.
type Voucher = (usize, String, String, String, i64);

const SUPPLIERS: [&str; 5] = ["27ZZZZZ9999Z1Z8", "29zzzzz9999z1z4", "24AAAAA0000A1Z8", "../../etc/passwd", ""];

fn book(vouchers: &[Voucher]) -> Book {
    let mut entries = Entries::default();
    for (line, (supplier, number, name, voucher, taxable)) in (2..).zip(vouchers) {
        let mut amounts = [None; 7];
        amounts[EntrySum::Taxable as usize] = Some(*taxable);
        let date = Day::parse("14-06-2026").unwrap();
        let gstin = SUPPLIERS[*supplier];
        entries.push(&NewEntry { gstin, number, name, voucher, date, amounts, lines: &[line], ..NewEntry::default() });
    }
    let file = "SECRET folder.xlsx".to_owned();
    let part = RegisterPart { file, sheet: "SECRET sheet".into(), ..RegisterPart::default() };
    let mut book = read(&download(&[("b2b", &[invoice("1")])]));
    book.recipient.typed = Some(RECIPIENT.into());
    book.set_register(Register::of(vec![ReadPart { part, entries: Arc::new(entries), ..ReadPart::default() }]));
    book
}

fn vouchers() -> impl Strategy<Value = Vec<Voucher>> {
    let text = prop_oneof!["[A-Z]{1,3}[0-9]{1,4}", "[=+@,;\"' \n/-]{0,4}[A-Z0-9]{1,6}", Just(String::new())];
    let name = "SECRET [a-z]{1,6}";
    prop::collection::vec((0usize..5, text, name, "SECRET-[0-9]{1,3}", -1_000_000i64..1_000_000), 0..30)
}

proptest! {
    #[test]
    fn a_table_names_no_other_supplier_no_note_and_no_path(vouchers in vouchers(), skip in 0usize..3) {
        let book = book(&vouchers);
        let rows: Vec<u32> = (0..vouchers.len() as u32).skip(skip).collect();
        let (tables, without) = tables(&book, &rows).unwrap();
        let mut counts = BTreeMap::<String, u64>::new();
        let mut none = 0;
        for (supplier, ..) in vouchers.iter().skip(skip) {
            if *supplier < 3 { *counts.entry(SUPPLIERS[*supplier].to_uppercase()).or_default() += 1 } else { none += 1 }
        }
        prop_assert_eq!(without, none);
        prop_assert_eq!(tables.iter().map(|(name, (_, n))| (name.clone(), *n)).collect::<BTreeMap<_, _>>(), counts);
        for (supplier, (bytes, _)) in &tables {
            let text = String::from_utf8(bytes.clone()).unwrap();
            prop_assert!(!text.contains("SECRET"), "{}", text);
            for other in SUPPLIERS.iter().filter(|other| !other.is_empty()) {
                let named = text.to_uppercase().contains(&other.to_uppercase());
                prop_assert_eq!(named, other.eq_ignore_ascii_case(supplier));
            }
            let parsed = ims_desk::exchange::rows::TextRows::new(&text, |_| false);
            for row in parsed.map(Result::unwrap) {
                for cell in row.cells.iter().enumerate().filter(|(column, _)| *column < 5).map(|(_, cell)| cell) {
                    prop_assert!(!cell.starts_with(['=', '+', '@', '-', '\t', '\r']), "{}", cell);
                }
            }
        }
    }
}

fn three() -> Vec<Voucher> {
    let one = |supplier, number: &str| (supplier, number.to_owned(), "SECRET".into(), "SECRET".into(), 100_000);
    vec![one(0, "A-1"), one(1, "B-1"), one(0, "A-2"), one(4, "C-1")]
}

#[test]
fn each_supplier_gets_a_file_and_nothing_that_is_there_is_replaced() {
    let (folder, book) = (Folder::new(), book(&three()));
    let today = Day::parse("16-07-2026").unwrap();
    let go =
        |folder: &Path| save(&RealDisk, folder, (&book, &[0, 1, 2, 3]), today, &Guard::default(), &Progress::default());
    let path = folder.path("out");
    std::fs::create_dir(&path).unwrap();
    let saved = go(&path).unwrap();
    assert_eq!((saved.files.len(), saved.vouchers, saved.without), (2, 3, 1));
    let first = ["27ZZZZZ9999Z1Z8 vouchers 16-07-2026.csv", "29ZZZZZ9999Z1Z4 vouchers 16-07-2026.csv"];
    assert_eq!(names_in(&path), first);
    let text = std::fs::read_to_string(path.join(first[0])).unwrap();
    let head = "Supplier GSTIN,Buyer GSTIN,Number,Date,Type,Taxable,Tax,IGST,CGST,SGST,Cess,Value\n";
    let line = |number: &str| format!("27ZZZZZ9999Z1Z8,{RECIPIENT},{number},14-06-2026,invoice,1000.00,,,,,,\n");
    assert_eq!(text, format!("{head}{}{}", line("A-1"), line("A-2")));
    go(&path).unwrap();
    assert_eq!(names_in(&path).len(), 4);
    assert!(names_in(&path).contains(&"27ZZZZZ9999Z1Z8 vouchers 16-07-2026 2.csv".to_owned()));
    assert_eq!(std::fs::read_to_string(path.join(first[0])).unwrap(), text);
}

#[test]
fn a_folder_that_cannot_be_written_is_said() {
    let (folder, book) = (Folder::new(), book(&three()));
    let today = Day::parse("16-07-2026").unwrap();
    let file = folder.put("a file", "x");
    let own = Guard { own: Some(folder.path("own")), ..Guard::default() };
    let go = |path: &Path, guard: &Guard| save(&RealDisk, path, (&book, &[0, 1]), today, guard, &Progress::default());
    assert!(go(&file, &Guard::default()).unwrap_err().contains("cannot be written"));
    std::fs::create_dir(folder.path("own")).unwrap();
    assert!(go(&folder.path("own"), &own).unwrap_err().contains("IMS Desk keeps its own work"));
    assert_eq!(names_in(&folder.path("own")), Vec::<String>::new());
}

#[test]
fn the_tax_is_there_where_the_register_has_one_column_of_it() {
    let mut entries = Entries::default();
    let mut amounts = [None; 7];
    amounts[EntrySum::Taxable as usize] = Some(1_000_00);
    amounts[EntrySum::TotalTax as usize] = Some(180_00);
    entries.push(&NewEntry { gstin: SUPPLIERS[0], number: "A-1", amounts, lines: &[2], ..NewEntry::default() });
    let mut book = book(&[]);
    book.set_register(Register::of(vec![ReadPart { entries: Arc::new(entries), ..ReadPart::default() }]));
    let (tables, _) = tables(&book, &[0]).unwrap();
    let text = String::from_utf8(tables[SUPPLIERS[0]].0.clone()).unwrap();
    let cell = |line: usize| text.lines().nth(line).unwrap().split(',').nth(6).unwrap();
    assert_eq!((cell(0), cell(1)), ("Tax", "180.00"));
}
