//! Workbooks of arbitrary cells, and what holds of whatever is read as cells.

use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::cells::{self, Cell, Kind, Opened, Refused};
use ims_desk::values::Day;
use ims_desk::work::Progress;

use crate::made::Text;
use crate::workbooks::{Held, Made};

/// A sheet of cells that any kind of workbook can hold.
#[derive(Debug)]
pub struct Table(pub Made);

impl<'a> Arbitrary<'a> for Table {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Table> {
        let mut cells = BTreeMap::new();
        for _ in 0..u.int_in_range(0..=24)? {
            let far = u.ratio(1, 12)?;
            let line = if far { u.int_in_range(0..=65_535)? } else { u.int_in_range(0..=9)? };
            let column = if far { u.int_in_range(0..=255)? } else { u.int_in_range(0..=9)? };
            if let Some(held) = held(u)? {
                cells.insert((line, column), held);
            }
        }
        Ok(Table(Made { name: "Sheet".into(), hidden: u.arbitrary()?, cells: cells.into_iter().collect() }))
    }
}

/// What a cell holds; none if it is a text that some kinds cannot hold.
fn held(u: &mut Unstructured<'_>) -> arbitrary::Result<Option<Held>> {
    Ok(Some(match u.int_in_range(0..=7)? {
        0..=2 => {
            let text = Text::arbitrary(u)?.0.replace(|c: char| c.is_control(), "x");
            if text.is_empty() || text.trim() != text {
                return Ok(None);
            }
            Held::Text(text)
        }
        3 => Held::Number(f64::from(u.arbitrary::<i32>()?) / 100.0),
        4 => match f64::from_bits(u.arbitrary()?) {
            number if number.is_normal() => Held::Number(number),
            _ => Held::Number(0.0),
        },
        5 => Held::Date(u.int_in_range(61..=73_050)?),
        6 => Held::Bool(u.arbitrary()?),
        _ => Held::Error,
    }))
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

impl Table {
    /// What was written is what is read: every cell in its place, and no other.
    pub fn comes_out(&self, bytes: Vec<u8>) {
        let opened = cells::read("made", bytes, &Progress::default()).unwrap();
        let [workbook] = &opened.workbooks[..] else { panic!("one file is one workbook") };
        let [sheet] = &workbook.sheets[..] else { panic!("one sheet was written") };
        assert!(sheet.hidden == self.0.hidden && sheet.name.as_deref() == Some("Sheet"));
        let mut wanted = self.0.cells.iter();
        for row in sheet.iter() {
            for cell in row.cells() {
                let (place, held) = wanted.next().expect("no cell was added");
                let read = (row.line() - 1, u32::from(cell.column));
                assert!(read == *place && is(&cell, held), "{read:?} {cell:?} was written as {place:?} {held:?}");
            }
        }
        assert_eq!(wanted.next(), None, "no cell was lost");
    }
}

/// Any bytes are refused with a sentence, or become rows and cells in order, in memory that follows what they hold: `holds`
/// bytes, unpacked.
pub fn any(bytes: Vec<u8>, holds: usize) -> Result<Opened, Refused> {
    let opened = cells::read("any", bytes, &Progress::default());
    match &opened {
        Ok(opened) => opened.workbooks.iter().flat_map(|workbook| &workbook.sheets).for_each(|sheet| {
            assert!(sheet.bytes() <= 64 * holds + 4096 || sheet.rows() > 1000, "{} bytes of {holds}", sheet.bytes());
            let mut line = 0;
            for row in sheet.iter() {
                assert!(row.line() >= line.max(1));
                line = row.line();
                let mut next = 0;
                for cell in row.cells() {
                    assert!(cell.column >= next && !cell.text.is_empty(), "{cell:?}");
                    next = cell.column + 1;
                }
            }
        }),
        Err(refused) => assert!(refused.what.ends_with('.'), "{refused}"),
    }
    opened
}
