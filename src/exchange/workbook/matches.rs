//! What matches and what does not as sheets of a workbook: the classes, then every match with its records beside its vouchers.

use super::look::Holds;
use super::new::{MOST_LINES, NewColumn, NewWorkbook, Unwritten};
use super::tables::{CellValue, SmallTable, write_row};
use crate::book::{Book, Class, EntrySum, Field, Section};
use crate::matching::suggest::{figures, suggestion};
use crate::matching::why::sentence::Explainer;
use crate::matching::{Match, Matches};
use crate::values::Day;
use crate::view;
use crate::work::{Progress, Stopped};

/// The matches of a book, to be written.
#[derive(Clone, Copy)]
pub struct MatchSheets<'m> {
    /// The matches.
    pub matches: &'m Matches,
    /// The day by which they suggest.
    pub day: Day,
}

/// The columns of every match; those behind the status are of the register.
fn columns() -> Vec<NewColumn> {
    let text = |title: &str, width| NewColumn::new(title, width, Holds::Text);
    let amount = |title: &str| NewColumn::new(title, 15, Holds::Amount);
    let day = |title: &str| NewColumn::new(title, 11, Holds::Day);
    vec![
        NewColumn::new("Match no.", 9, Holds::Count),
        text("Match", 24),
        text("Sheet", 10),
        text("Number", 18),
        day("Date"),
        text("GSTIN", 18),
        text("Supplier", 30),
        amount("Taxable"),
        amount("Tax"),
        text("Status", 11),
        text("Suggested", 11),
        text("Books: number", 18),
        day("Books: date"),
        text("Books: GSTIN", 18),
        text("Books: supplier", 30),
        amount("Books: taxable"),
        amount("Books: tax"),
        text("Books: own voucher", 18),
        amount("Tax: IMS less books"),
        text("Why", 90),
    ]
}

impl MatchSheets<'_> {
    /// About how many cells it has.
    pub fn cells(&self, book: &Book) -> u64 {
        let records: u64 = book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum();
        (records + u64::from(book.register().entries().len())) * columns().len() as u64
    }

    /// How many lines of progress it makes.
    pub fn lines(&self, book: &Book) -> u64 {
        self.cells(book) / columns().len() as u64
    }

    /// Writes them.
    pub fn write(&self, book: &Book, workbook: &mut NewWorkbook<'_>, progress: &Progress) -> Result<(), Unwritten> {
        self.overview(book, progress)?.write(workbook)?;
        let columns = columns();
        let mut explainer = Explainer::until(book, self.matches, self.day, progress);
        let mut all = (1..).zip(self.matches.all()).peekable();
        let mut sheets = 0;
        while sheets == 0 || all.peek().is_some() {
            sheets += 1;
            let name = if sheets == 1 { "Matches".to_owned() } else { format!("Matches {sheets}") };
            let mut sheet = workbook.sheet(&name, &columns, &[])?;
            let mut lines = 1;
            while let Some((number, of)) = all.next_if(|(_, of)| lines + of.lines() < MOST_LINES) {
                let why = if of.class == Class::Exact { String::new() } else { explainer.explain(&of).text };
                lines += of.lines();
                for row in self.rows(book, number, &of, why) {
                    write_row(&mut sheet, &row)?;
                }
                if progress.cancelled() {
                    return Err(Unwritten::Stopped);
                }
            }
            sheet.end()?;
        }
        Ok(())
    }

    /// A row for each record and each voucher of a match, beside each other; what is said of the whole is in the first.
    fn rows(&self, book: &Book, number: u64, of: &Match, why: String) -> Vec<Vec<CellValue>> {
        let row = |place: usize| {
            let mut row = vec![CellValue::Count(number), CellValue::Text(of.class.title().to_owned())];
            row.extend(record(book, self.matches, of.records.get(place).copied(), self.day));
            row.extend(voucher(book, of.entries.get(place).copied()));
            let difference = figures::tax_difference(book, of).filter(|_| place == 0);
            row.push(difference.map_or(CellValue::Empty, |paise| CellValue::Amount(paise.into())));
            row
        };
        let mut rows: Vec<Vec<CellValue>> = (0..of.lines() as usize).map(row).collect();
        if let Some(first) = rows.first_mut() {
            first.push(CellValue::Text(why));
        }
        rows
    }

    /// The classes that have anything, with tax on both sides.
    fn overview(&self, book: &Book, progress: &Progress) -> Result<SmallTable, Unwritten> {
        let mut classes = [(0_u64, 0_u64, 0_u64, 0_i128, 0_i128); Class::ALL.len()];
        let entries = book.register().entries();
        for (done, of) in self.matches.all().enumerate() {
            if done % 1024 == 0 && progress.cancelled() {
                return Err(std::io::Error::other(Stopped).into());
            }
            let Some((matches, records, vouchers, portal, books)) = classes.get_mut(of.class as usize) else {
                continue;
            };
            *matches += 1;
            *records += of.records.len() as u64;
            *vouchers += of.entries.len() as u64;
            // Of credit notes negative, as on the screen.
            let tax = of.records.iter().map(|&(section, row)| figures::signed_tax(book, section, row));
            *portal += tax.sum::<i128>();
            *books += of.entries.iter().map(|&entry| entries.credit(entry)).sum::<i128>();
        }
        let mut columns = vec![NewColumn::new("Match", 40, Holds::Text)];
        columns.extend(["Matches", "Records", "Vouchers"].map(|title| NewColumn::new(title, 11, Holds::Count)));
        columns.extend(["Tax in IMS", "Tax in the books"].map(|title| NewColumn::new(title, 16, Holds::Amount)));
        let filled = Class::ALL.into_iter().zip(classes).filter(|(_, of)| of.0 > 0);
        let row = |(class, (matches, records, vouchers, portal, books)): (Class, (u64, u64, u64, i128, i128))| {
            let counts = [matches, records, vouchers].map(CellValue::Count);
            let sums = [portal, books].map(CellValue::Amount);
            std::iter::once(CellValue::Text(class.title().to_owned())).chain(counts).chain(sums).collect()
        };
        Ok(SmallTable { name: "Classes".to_owned(), columns, rows: filled.map(row).collect() })
    }
}

impl Match {
    /// How many lines its records and vouchers take beside each other.
    fn lines(&self) -> u32 {
        self.records.len().max(self.entries.len()) as u32
    }
}

fn record(book: &Book, matches: &Matches, record: Option<(Section, u32)>, day: Day) -> Vec<CellValue> {
    let Some((section, row)) = record else { return vec![CellValue::Empty; 9] };
    let text = |field| CellValue::Text(view::cell(book, section, row, field).into_owned());
    let amount = |field| match view::amount(book, section, row, field) {
        Some(paise) => CellValue::Amount(paise.into()),
        None => text(field),
    };
    let date = super::listing::day(book, section, row, Field::Day);
    let suggested = suggestion::suggestion(book, matches, section, row, day).what.words();
    vec![
        CellValue::Text(section.sheet_name().to_owned()),
        text(Field::Number),
        date.map_or_else(|| text(Field::Day), CellValue::Day),
        text(Field::Supplier),
        text(Field::Name),
        amount(Field::Taxable),
        amount(Field::Tax),
        text(Field::Action),
        CellValue::Text(suggested.to_owned()),
    ]
}

fn voucher(book: &Book, entry: Option<u32>) -> Vec<CellValue> {
    let Some(entry) = entry else { return vec![CellValue::Empty; 7] };
    let entries = book.register().entries();
    let amount = |paise: Option<i64>| paise.map_or(CellValue::Empty, |paise| CellValue::Amount(paise.into()));
    vec![
        CellValue::Text(entries.number(entry).to_owned()),
        CellValue::Day(entries.date(entry)),
        CellValue::Text(entries.gstin(entry).to_owned()),
        CellValue::Text(entries.name(entry).to_owned()),
        amount(entries.amount(EntrySum::Taxable, entry)),
        amount(entries.tax(entry)),
        CellValue::Text(entries.voucher(entry).to_owned()),
    ]
}
