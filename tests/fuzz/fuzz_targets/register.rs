//! Purchase registers. Any bytes are refused, or each line below a heading is in one entry or left out with its reason; what
//! is remembered of a sheet reads it the same; parts that are put together and taken apart are what they were.

#![no_main]

use ims_desk::book::{ReadPart, Register};
use ims_desk::cells;
use ims_desk::register::{Ask, Choices, RegisterLayout, RegisterReading, SheetReading, read};
use ims_desk::values::Day;
use ims_desk::work::Progress;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
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
