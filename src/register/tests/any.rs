//! What holds of any register.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Choices, all_lines_are_somewhere, read_with, workbook};
use crate::book::{EntrySum, Mark};
use crate::register::{Ask, SheetReading, Unread, read};
use crate::values::{Day, money};
use crate::work::Progress;

/// A line of a made-up register.
#[derive(Clone, Debug)]
struct Line {
    supplier: usize,
    number: u32,
    day: u32,
    voucher: u32,
    taxable: i64,
    rate: i64,
}

const SUPPLIERS: [&str; 3] = ["27ZZZZZ9999Z1Z8", "29ZZZZZ9999Z1Z4", "24TESTA1234B1ZG"];

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line =
        (0..3usize, 0..12u32, 1..29u32, 0..3u32, 1..90_000_00i64, prop::sample::select(vec![500i64, 1200, 1800]));
    let line = line.prop_map(|(supplier, number, day, voucher, taxable, rate)| Line {
        supplier,
        number,
        day,
        voucher,
        taxable,
        rate,
    });
    prop::collection::vec(line, 1..30)
}

impl Line {
    fn tax(&self) -> i64 {
        self.taxable * self.rate / 10_000
    }

    fn cells(&self) -> [String; 6] {
        let amount = |paise: i64| money::plain(paise.into());
        [
            SUPPLIERS[self.supplier].to_owned(),
            format!("A/{}", self.number),
            format!("{:02}-06-2026", self.day),
            format!("V{}", self.voucher),
            amount(self.taxable),
            amount(self.tax()),
        ]
    }
}

const HEADINGS: [&str; 6] = ["Supplier GSTIN", "Bill No", "Bill Date", "Voucher No", "Taxable Value", "IGST"];

fn text(lines: &[Line], order: &[usize]) -> String {
    let row = |cells: &[String]| order.iter().map(|&column| cells[column].clone()).collect::<Vec<_>>().join(",") + "\n";
    let head = row(&HEADINGS.map(str::to_owned));
    head + &lines.iter().map(|line| row(&line.cells())).collect::<String>()
}

fn only(text: &str) -> SheetReading {
    read_with(text, &Choices::default(), &[]).unwrap().sheets.remove(0)
}

/// Supplier, number, day, type, amounts.
type PlainEntry = (String, String, Day, String, Vec<Option<i64>>);

/// The entries without their lines, in an order of their own.
fn set(sheet: &SheetReading) -> Vec<PlainEntry> {
    let entries = &sheet.entries;
    let row = |row: u32| {
        let amounts = EntrySum::ALL.map(|sum| entries.amount(sum, row)).to_vec();
        (
            entries.gstin(row).to_owned(),
            entries.number(row).to_owned(),
            entries.date(row),
            entries.voucher(row).to_owned(),
            amounts,
        )
    };
    let mut all: Vec<_> = (0..entries.len()).map(row).collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn documents_come_out_as_they_went_in_whatever_the_order_of_lines_and_columns(
        (lines, shuffled) in lines().prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
        order in Just(vec![0usize, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        let read = only(&text(&lines, &[0, 1, 2, 3, 4, 5]));
        all_lines_are_somewhere(&read);
        let mut wanted = BTreeMap::<_, (i64, i64)>::new();
        for line in &lines {
            let sums = wanted.entry((line.supplier, line.number, line.day, line.voucher)).or_default();
            *sums = (sums.0 + line.taxable, sums.1 + line.tax());
        }
        prop_assert_eq!(read.entries.len() as usize, wanted.len());
        let taxable: i64 = wanted.values().map(|sums| sums.0).sum();
        // An amount that is the same on every line of every document counts once.
        if !read.once.contains(&true) {
            prop_assert_eq!(read.sums[EntrySum::Taxable as usize], i128::from(taxable));
        }
        let other = only(&text(&shuffled, &order));
        all_lines_are_somewhere(&other);
        prop_assert_eq!(set(&read), set(&other));
    }

    #[test]
    fn no_text_makes_it_panic_or_lose_a_line(rows in prop::collection::vec(prop::collection::vec(cell(), 0..7), 0..14)) {
        let body: String = rows.iter().map(|row| row.join(",") + "\n").collect();
        let text = format!("{}\n{body}", HEADINGS.join(","));
        if let Ok(reading) = read_with(&text, &Choices::default(), &[]) {
            reading.sheets.iter().filter(|sheet| sheet.other_recipient.is_none()).for_each(all_lines_are_somewhere);
        }
        if !body.trim().is_empty() {
            _ = read_with(&body, &Choices::default(), &[]);
        }
    }

    #[test]
    fn what_is_remembered_of_a_register_reads_it_the_same(rows in prop::collection::vec(prop::collection::vec(cell(), 6), 1..10)) {
        let body: String = rows.iter().map(|row| row.join(",") + "\n").collect();
        let text = format!("{}\n{body}", HEADINGS.join(","));
        let first = only(&text);
        let again = read_with(&text, &Choices::default(), &[first.remember()]).unwrap().sheets.remove(0);
        prop_assert_eq!(set(&first), set(&again));
        prop_assert_eq!(first.left_out, again.left_out);
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        "-",
        "A/1",
        "A/2",
        "Total",
        "Grand Total",
        "27ZZZZZ9999Z1Z8",
        "29ZZZZZ9999Z1Z4",
        "01-06-2026",
        "14/06/2026",
        "46187",
        "100",
        "-100",
        "18",
        "118",
        "1,000.00",
        "(5)",
        "1.000,00",
        "#REF!",
        "1.23457E+15",
        "Cancelled",
        "Sales",
        "IGST",
        "Bill No",
        "GSTIN of recipient",
        "27AAAAA0000A1Z2",
        "29AAAAA0000A1ZY",
        "Debit Note",
        "कुल",
        "100 Cr",
        "9223372036854775807",
        "\u{feff}x",
    ])
    .prop_map(str::to_owned)
}

#[test]
fn reading_stops_when_the_user_stops_it() {
    let progress = Progress::default();
    progress.cancel();
    let text = format!("{}\n{}", HEADINGS.join(","), "29ZZZZZ9999Z1Z4,A/1,01-06-2026,V1,100,18\n".repeat(9));
    let (book, choices) = (workbook(&text), Choices::default());
    let today = Day::parse("16-07-2026").unwrap();
    let ask =
        Ask { recipient: None, today, sheets: &[], choices: &choices, of_sheets: &[], layouts: &[], covers: None };
    assert_eq!(read(&book, &ask, &progress).err(), Some(Unread::Stopped));
}

#[test]
fn a_long_text_is_no_number_and_costs_no_more_than_one() {
    let text = format!("{}\n29ZZZZZ9999Z1Z4,{},01-06-2026,V1,100,18\n", HEADINGS.join(","), "9".repeat(40_000));
    let read = only(&text);
    assert!(read.entries.number(0).len() <= 200 && read.entries.has(Mark::Damaged, 0));
}
