//! Any cells, written as any kind of workbook, are read as another reader (calamine) reads them, and as they were made.

use std::io::Cursor;

use calamine::{Data, Ods, Range, Reader, Xls, Xlsb, Xlsx, open_workbook_from_rs};
use ims_desk::cells::{Cell, FileKind, Kind, Sheet};
use ims_desk::values::Day;
use proptest::prelude::*;

use super::{notes, workbook};
use crate::common::workbooks::{Held, Made, ods, xls, xlsb, xlsx};

fn held() -> impl Strategy<Value = Held> {
    prop_oneof![
        4 => "[a-zA-Z0-9/&<>\"' ₹बिल-]{1,12}".prop_filter("spaces around are no text in some kinds", |t| t.trim() == t && !t.is_empty()).prop_map(Held::Text),
        1 => "[a-z]{1,40}( [a-zé]{1,40}){0,3}".prop_map(Held::Text),
        2 => (-1_000_000_000_i64..1_000_000_000).prop_map(|n| Held::Number(n as f64 / 100.0)),
        1 => (0_i64..999_999_999_999_999).prop_map(|n| Held::Number(n as f64)),
        1 => any::<f64>().prop_filter("finite", |n| n.is_normal()).prop_map(Held::Number),
        2 => (61_u32..73_050).prop_map(Held::Date),
        1 => any::<bool>().prop_map(Held::Bool),
        1 => Just(Held::Error),
    ]
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    let line = prop_oneof![8 => 0_u32..30, 1 => 0_u32..1_000];
    let column = prop_oneof![8 => 0_u32..14, 1 => 0_u32..256];
    let sheet = prop::collection::btree_map((line, column), held(), 1..40);
    prop::collection::vec(sheet, 1..3).prop_map(|sheets| {
        let named = |(n, cells): (usize, _)| Made::of(&format!("Sheet {n} ₹"), Vec::from_iter(cells));
        sheets.into_iter().map(|cells: std::collections::BTreeMap<_, _>| cells).enumerate().map(named).collect()
    })
}

/// The cells of a sheet by line and column, from 0.
fn cells(sheet: &Sheet) -> Vec<((u32, u32), Cell<'_>)> {
    let mut all = Vec::new();
    for row in sheet.iter() {
        all.extend(row.cells().map(|cell| ((row.line() - 1, u32::from(cell.column)), cell)));
    }
    all
}

fn is(cell: &Cell<'_>, held: &Held) -> bool {
    match (cell.kind, held) {
        (Kind::Text, Held::Text(text)) => cell.text == *text,
        (Kind::Number, Held::Number(number)) => cell.text.parse() == Ok(*number),
        (Kind::Date(day), Held::Date(number)) => day == Day(*number as i32 - 25_569),
        (Kind::Bool, Held::Bool(is)) => cell.text == if *is { "TRUE" } else { "FALSE" },
        (Kind::Error, Held::Error) => cell.text == "#N/A",
        _ => false,
    }
}

fn agrees(cell: &Cell<'_>, data: &Data) -> bool {
    match (cell.kind, data) {
        (Kind::Text, Data::String(text)) => cell.text == *text,
        (Kind::Number, Data::Float(number)) => cell.text.parse() == Ok(*number),
        (Kind::Number, Data::Int(number)) => cell.text.parse() == Ok(*number),
        (Kind::Date(day), Data::DateTime(number)) => day == Day(number.as_f64() as i32 - 25_569),
        (Kind::Date(day), Data::DateTimeIso(text)) => Day::parse_iso(text) == Some(day),
        (Kind::Bool, Data::Bool(is)) => cell.text == if *is { "TRUE" } else { "FALSE" },
        (Kind::Error, Data::Error(error)) => cell.text == error.to_string(),
        _ => false,
    }
}

/// Gives a sheet by its name.
type Sheets<'b> = Box<dyn FnMut(&str) -> Range<Data> + 'b>;

/// The sheets of a workbook by name, as calamine reads them.
fn ranges(kind: FileKind, bytes: &[u8]) -> Sheets<'_> {
    fn of<'b, R: Reader<Cursor<&'b [u8]>> + 'b>(bytes: &'b [u8]) -> Sheets<'b>
    where
        R::Error: std::fmt::Debug,
    {
        let mut workbook: R = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        Box::new(move |name| workbook.worksheet_range(name).unwrap())
    }
    match kind {
        FileKind::Xlsx => of::<Xlsx<_>>(bytes),
        FileKind::Xlsb => of::<Xlsb<_>>(bytes),
        FileKind::Xls => of::<Xls<_>>(bytes),
        _ => of::<Ods<_>>(bytes),
    }
}

/// Our reading of a file is what was written, and what calamine reads.
fn compare(name: &str, kind: FileKind, bytes: &[u8], made: &[Made]) -> Result<(), TestCaseError> {
    let ours = workbook(name, bytes);
    prop_assert_eq!(ours.kind, kind);
    prop_assert_eq!(notes(&ours), Vec::<String>::new());
    prop_assert_eq!(ours.sheets.len(), made.len());
    let mut theirs = ranges(kind, bytes);
    for (sheet, made) in ours.sheets.iter().zip(made) {
        prop_assert_eq!(sheet.name.as_ref(), Some(&made.name));
        let read = cells(sheet);
        prop_assert_eq!(read.len(), made.cells.len(), "{:?}", read);
        let range = theirs(&made.name);
        for ((place, cell), (wanted, held)) in read.iter().zip(&made.cells) {
            prop_assert!(place == wanted && is(cell, held), "{:?} {:?} is {:?} {:?}", place, cell, wanted, held);
            let data = range.get_value(*place).unwrap();
            // Errors of ods are texts to calamine.
            let known = kind == FileKind::Ods && cell.kind == Kind::Error;
            prop_assert!(known || agrees(cell, data), "{:?} {:?}, calamine: {:?}", place, cell, data);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn xlsx_is_read_as_it_was_written(made in made()) {
        compare("a.xlsx", FileKind::Xlsx, &xlsx(&made), &made)?;
    }

    #[test]
    fn xlsb_is_read_as_it_was_written(made in made()) {
        compare("a.xlsb", FileKind::Xlsb, &xlsb(&made), &made)?;
    }

    #[test]
    fn xls_is_read_as_it_was_written(made in made(), most in 12_usize..200) {
        compare("a.xls", FileKind::Xls, &xls(&made, most), &made)?;
    }

    #[test]
    fn ods_is_read_as_it_was_written(made in made()) {
        compare("a.ods", FileKind::Ods, &ods(&made), &made)?;
    }

    #[test]
    fn xlsx_of_another_writer_is_read(made in made()) {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let date = rust_xlsxwriter::Format::new().set_num_format("d-mmm-yy");
        for sheet in &made {
            let to = workbook.add_worksheet().set_name(&sheet.name).unwrap();
            for ((line, column), held) in &sheet.cells {
                let (line, column) = (*line, *column as u16);
                match held {
                    Held::Text(text) => to.write_string(line, column, text),
                    Held::Number(number) => to.write_number(line, column, *number),
                    Held::Date(number) => to.write_number_with_format(line, column, *number, &date),
                    Held::Bool(is) => to.write_boolean(line, column, *is),
                    Held::Error => to.write_formula(line, column, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")),
                }
                .unwrap();
            }
        }
        compare("a.xlsx", FileKind::Xlsx, &workbook.save_to_buffer().unwrap(), &made)?;
    }
}
