//! The review as a workbook: what an upload would write, supplier by supplier, and what the rules say of it.

use super::about::About;
use super::credit::credit;
use super::listing::Listing;
use super::look::Holds;
use super::new::NewColumn;
use super::tables::{CellValue, SmallTable, written_by_supplier};
use super::whole::Export;
use crate::book::{Book, Field, Section};
use crate::rules::{Case, Finding, RuleId, Weight};
use crate::values::Day;
use crate::view;

/// The workbook. Internal notes are only for those who ask for them.
pub fn review(book: &Book, about: About, notes: bool) -> Export<'static> {
    let day = about.day;
    let records: Vec<(Section, u32)> =
        Section::ALL.into_iter().flat_map(|section| book.delta(section).map(move |row| (section, row))).collect();
    let tables = vec![written_by_supplier(book, day, &records), alerts(book, &records, day), credit(book, day, None)];
    let listing = Listing { name: "To be written".to_owned(), says_portal: true, ..Listing::of_all(records, notes) };
    Export { about, listings: vec![listing], tables, matches: None }
}

/// What warns, is asked or blocks: the gravest first, then rule by rule.
fn alerts(book: &Book, records: &[(Section, u32)], day: Day) -> SmallTable {
    let mut found: Vec<(Weight, RuleId, (Section, u32))> = Vec::new();
    for &(section, row) in records {
        Case::standing(book, section, row, day).judge(|rule, weight| {
            if weight >= Weight::Warns {
                found.push((weight, rule, (section, row)));
            }
        });
    }
    found.sort_by_key(|&(weight, rule, record)| (std::cmp::Reverse(weight), rule, record));
    let text = |title: &str, width| NewColumn::new(title, width, Holds::Text);
    let columns = vec![
        text("Alert", 10),
        text("Rule", 8),
        text("Sheet", 10),
        text("Number", 18),
        text("Supplier", 30),
        text("GSTIN", 18),
        NewColumn::new("Tax", 15, Holds::Amount),
        text("What", 90),
    ];
    let row = |(weight, rule, (section, row)): (Weight, RuleId, (Section, u32))| {
        let Finding { message, .. } = Case::standing(book, section, row, day).finding(rule, weight);
        let cell = |field| CellValue::Text(view::cell(book, section, row, field).into_owned());
        let tax = view::amount(book, section, row, Field::Tax);
        let kind = match weight {
            Weight::Blocks => "blocks",
            Weight::Asks => "asks",
            _ => "warns",
        };
        vec![
            CellValue::Text(kind.to_owned()),
            CellValue::Text(rule.name()),
            CellValue::Text(section.sheet_name().to_owned()),
            cell(Field::Number),
            cell(Field::Name),
            cell(Field::Supplier),
            tax.map_or(CellValue::Empty, |paise| CellValue::Amount(paise.into())),
            CellValue::Text(message),
        ]
    };
    SmallTable { name: "Alerts".to_owned(), columns, rows: found.into_iter().map(row).collect() }
}
