//! Purchase registers. Any bytes are refused, or each line below a heading is in one entry or left out with its reason; what
//! is remembered of a sheet reads it the same; parts that are put together and taken apart are what they were. Of documents that
//! are made here each is an entry with every digit of its number and its amounts.

#![cfg_attr(fuzzing, no_main)]

use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::book::{EntrySum, ReadPart, Register};
use ims_desk::cells;
use ims_desk::register::{Ask, Choices, RegisterLayout, RegisterReading, SheetReading, read};
use ims_desk::values::Day;
use ims_desk::work::Progress;

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if let [0, rest @ ..] = bytes {
        if let Ok(made) = Made::arbitrary(&mut Unstructured::new(rest)) {
            made.come_out();
        }
        return;
    }
    let Ok(opened) = cells::read("register", bytes.to_vec(), &Progress::default()) else { return };
    for workbook in &opened.workbooks {
        let Some(reading) = of(workbook, &[]) else { continue };
        let sheets: Vec<&SheetReading> =
            reading.sheets.iter().filter(|sheet| sheet.other_recipient.is_none()).collect();
        sheets.iter().for_each(|sheet| every_line_is_somewhere(sheet));
        let layouts: Vec<RegisterLayout> = sheets.iter().map(|sheet| sheet.remember()).collect();
        for layout in &layouts {
            assert_eq!(RegisterLayout::from_json(&layout.to_json()).as_ref(), Some(layout));
        }
        if let [sheet] = sheets.as_slice() {
            let again = of(workbook, &layouts).expect("what was read is read again");
            assert_eq!(again.sheets[0].entries.identities(), sheet.entries.identities());
            assert_eq!(again.sheets[0].left_out, sheet.left_out);
        }
        parts_come_and_go(&sheets);
    }
});

/// Documents with a number, a day of June, taxable value, tax, and whether they have a line of their own for half of each.
#[derive(Arbitrary, Debug)]
struct Made {
    documents: BTreeMap<u16, (u8, u32, u32, bool)>,
}

impl Made {
    fn come_out(&self) {
        let mut text = String::from("GSTIN,Bill No,Bill Date,Taxable Value,IGST\n");
        let mut wanted = Vec::new();
        let rupees = |paise: i64| format!("{}.{:02}", paise / 100, paise % 100);
        for (number, (day, taxable, tax, halves)) in &self.documents {
            // Never nothing, and never such that lines seem to repeat an amount.
            let (taxable, tax) = (2 * i64::from(*taxable) + 3, 2 * i64::from(*tax) + 3);
            let day = day % 30 + 1;
            let mut line = |taxable: i64, tax: i64| {
                let (taxable, tax) = (rupees(taxable), rupees(tax));
                text += &format!("29ZZZZZ9999Z1Z4,B/{number},{day:02}-06-2026,{taxable},{tax}\n");
            };
            if *halves {
                line(taxable / 2, tax / 2);
                line(taxable - taxable / 2, tax - tax / 2);
            } else {
                line(taxable, tax);
            }
            wanted.push((format!("B/{number}"), format!("{day:02}-06-2026"), Some(taxable), Some(tax)));
        }
        let opened = cells::read("made", text.into_bytes(), &Progress::default()).expect("it is a table");
        let Some(reading) = of(&opened.workbooks[0], &[]) else { return assert!(wanted.is_empty()) };
        let entries = &reading.sheets[0].entries;
        let one = |row: u32| {
            let amount = |sum| entries.amount(sum, row);
            let (number, date) = (entries.number(row).to_owned(), entries.date(row).to_string());
            (number, date, amount(EntrySum::Taxable), amount(EntrySum::Igst))
        };
        let found: Vec<_> = (0..entries.len()).map(one).collect();
        // Where all taxes are rates, the column is one.
        if reading.sheets[0].given[EntrySum::Igst as usize] {
            assert_eq!(found, wanted);
        }
    }
}

fn of(workbook: &cells::Workbook, layouts: &[RegisterLayout]) -> Option<RegisterReading> {
    let choices = Choices::default();
    let today = Day::parse("16-07-2026").expect("a day");
    let recipient = Some("27AAAAA0000A1Z2");
    let ask = Ask { recipient, today, sheets: &[], choices: &choices, of_sheets: &[], layouts, covers: None };
    read(workbook, &ask, &Progress::default()).ok()
}

fn every_line_is_somewhere(sheet: &SheetReading) {
    let entries = &sheet.entries;
    let in_entries = (0..entries.len()).flat_map(|row| entries.lines(row));
    let mut lines: Vec<u32> = in_entries.chain(sheet.left_out.iter().map(|(line, _)| *line)).collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), sheet.lines);
}

fn parts_come_and_go(sheets: &[&SheetReading]) {
    let part = |sheet: &&SheetReading| ReadPart { entries: sheet.entries.clone().into(), ..ReadPart::default() };
    let mut register = Register::of(sheets.iter().map(part).collect());
    let before = register.entries().identities();
    if let Some(taken) = register.take(0) {
        register.insert(0, taken);
    }
    assert_eq!(register.entries().identities(), before);
}
