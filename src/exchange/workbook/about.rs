//! The first sheet of a workbook: what this is, of whom, of which files, how much of it, and by which version.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use super::look::{self, Holds, Tint};
use super::new::{self, NewWorkbook, Unwritten};
use crate::book::{Action, Book, BySection, HEADS, Section};
use crate::rules::calendar;
use crate::rules::credit::{Figures, HeadSums, change_called, total};
use crate::values::{Day, Period, clock, hex};
use crate::view::Totals;

/// What is before the GSTIN of the recipient, by which a workbook that comes back is known.
pub const RECIPIENT: &str = "Recipient";

/// Facts of the first sheet that are not in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What the workbook is.
    pub title: String,
    /// Which records it holds, in the words of the screen.
    pub filter: String,
    /// What else is to be said, a line each.
    pub notes: Vec<String>,
    /// The day by which the credit is judged.
    pub day: Day,
    /// When it is written, in seconds since 1970.
    pub now: u64,
}

/// Records of one section that are in the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetPart {
    /// The section.
    pub section: Section,
    /// How many have each action, in the order of [`Action::CHOICES`].
    pub by_action: [u64; 4],
    /// What they add up to.
    pub totals: Totals,
    /// Their first and last return period, where the file says one.
    pub periods: Option<(Period, Period)>,
}

impl SheetPart {
    /// Counts records, section by section; sections without any are left out.
    pub fn of<'r>(book: &Book, records: impl IntoIterator<Item = &'r (Section, u32)>) -> Vec<SheetPart> {
        let mut rows = BySection::<Vec<u32>>::default();
        records.into_iter().for_each(|&(section, row)| rows[section].push(row));
        let filled = rows.each().filter(|(_, rows)| !rows.is_empty());
        filled.map(|(section, rows)| SheetPart::of_rows(book, section, &rows)).collect()
    }

    fn of_rows(book: &Book, section: Section, rows: &[u32]) -> SheetPart {
        let sheet = book.sheet(section);
        let mut part = SheetPart {
            section,
            by_action: [0; 4],
            totals: Totals::of(book, section, rows.iter().copied()),
            periods: None,
        };
        let texts = &sheet.records().periods;
        let known: Vec<Option<Period>> = texts.texts().iter().map(|text| Period::parse(text.trim())).collect();
        for &row in rows {
            if let Some(place) = Action::CHOICES.iter().position(|&action| action == sheet.actions()[row as usize]) {
                part.by_action[place] += 1;
            }
            if let Some(period) = known.get(texts.ids()[row as usize] as usize).copied().flatten() {
                let (first, last) = part.periods.unwrap_or((period, period));
                part.periods = Some((first.min(period), last.max(period)));
            }
        }
        part
    }
}

/// The periods in which records were returned, from the first to the last.
fn periods(parts: &[SheetPart]) -> String {
    let all = parts.iter().filter_map(|part| part.periods);
    match all.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first} to {last}"),
        None => "not said by the file".to_owned(),
    }
}

impl About {
    /// What is said of the book and its files, each with its title.
    pub fn facts(&self, book: &Book, parts: &[SheetPart]) -> Vec<(String, String)> {
        let closing = calendar::period_in_words(book, calendar::closing(book, self.day));
        let recipient = book.recipient.gstin().unwrap_or("not named by the file");
        let mut facts =
            vec![(RECIPIENT.to_owned(), recipient.to_owned()), ("GSTR-2B being closed".to_owned(), closing)];
        // A workbook of tables alone lists no record.
        if !parts.is_empty() {
            facts.push(("Return periods of the records".to_owned(), periods(parts)));
        }
        for source in book.files() {
            facts.push(("Portal file".to_owned(), crate::values::last_part(&source.name).to_owned()));
            facts.push(("SHA-256".to_owned(), hex(&source.hash)));
        }
        facts.push(("Records".to_owned(), self.filter.clone()));
        facts.push(written(self.now));
        facts.extend(self.notes.iter().map(|note| ("Note".to_owned(), note.clone())));
        facts
    }

    /// Writes the sheet.
    pub fn write(&self, book: &Book, parts: &[SheetPart], workbook: &mut NewWorkbook<'_>) -> Result<(), Unwritten> {
        let mut page = Page::begun(workbook, &self.title, &self.facts(book, parts))?;
        page.line += 1;
        if !parts.is_empty() {
            page.counts(parts)?;
            page.line += 1;
        }
        page.figures(&Figures::of(book, self.day), book.facts.qrmp)
    }
}

/// When something is written, and by which version.
fn written(now: u64) -> (String, String) {
    ("Written".to_owned(), format!("{} by IMS Desk {}", clock::in_full(now), env!("CARGO_PKG_VERSION")))
}

/// Writes the first sheet of a workbook that is of no book: what it is, and facts, each with its title.
pub(super) fn write_facts(
    title: &str,
    mut facts: Vec<(String, String)>,
    now: u64,
    workbook: &mut NewWorkbook<'_>,
) -> Result<(), Unwritten> {
    facts.push(written(now));
    Page::begun(workbook, title, &facts).map(|_| ())
}

/// The sheet while it is written from above.
struct Page<'w> {
    sheet: &'w mut Worksheet,
    line: u32,
}

impl<'w> Page<'w> {
    /// Begins with a title and facts.
    fn begun(
        workbook: &'w mut NewWorkbook<'_>,
        title: &str,
        facts: &[(String, String)],
    ) -> Result<Page<'w>, Unwritten> {
        let mut page = Page { sheet: workbook.free_sheet("About")?, line: 0 };
        page.sheet.set_column_width(0, 46)?;
        page.sheet.set_column_range_width(1, 11, 16)?;
        let large = Format::new().set_bold().set_font_size(15);
        page.sheet.write_string_with_format(0, 0, title, &large)?;
        page.line = 2;
        for (name, text) in facts {
            page.text(0, name, true)?;
            page.text(1, text, false)?;
            page.line += 1;
        }
        Ok(page)
    }

    fn text(&mut self, column: u16, text: &str, bold: bool) -> Result<(), Unwritten> {
        let format = look::cell(Holds::Text, Tint::Plain);
        let format = if bold { format.set_bold() } else { format };
        self.sheet.write_string_with_format(self.line, column, new::held(text), &format)?;
        Ok(())
    }

    fn headings(&mut self, first: &str, rest: &[&str]) -> Result<(), Unwritten> {
        self.sheet.write_string_with_format(self.line, 0, first, &look::heading(Holds::Text))?;
        for (column, title) in (1..).zip(rest) {
            self.sheet.write_string_with_format(self.line, column, *title, &look::heading(Holds::Amount))?;
        }
        self.line += 1;
        Ok(())
    }

    fn count(&mut self, column: u16, count: u64) -> Result<(), Unwritten> {
        let format = look::cell(Holds::Count, Tint::Plain).set_align(FormatAlign::Right);
        self.sheet.write_number_with_format(self.line, column, count as f64, &format)?;
        Ok(())
    }

    fn amount(&mut self, column: u16, paise: i128) -> Result<(), Unwritten> {
        let plain = look::cell(Holds::Amount, Tint::Plain);
        let format = look::of_size(paise, Tint::Plain).unwrap_or(plain);
        match new::number(paise) {
            Some(rupees) => self.sheet.write_number_with_format(self.line, column, rupees, &format)?,
            None => self.sheet.write_string(self.line, column, crate::values::money::indian(paise))?,
        };
        Ok(())
    }

    /// Counts and sums of what is in the workbook, sheet by sheet.
    fn counts(&mut self, parts: &[SheetPart]) -> Result<(), Unwritten> {
        let actions = ["Records", "Accepted", "Rejected", "Pending", "No action"];
        let sums = ["Value", "Taxable value"].into_iter().chain(HEADS);
        self.headings("In this workbook", &actions.into_iter().chain(sums).collect::<Vec<_>>())?;
        let mut all = SheetPart { section: Section::B2b, by_action: [0; 4], totals: Totals::default(), periods: None };
        for part in parts {
            self.part(&format!("{} {}", part.section.sheet_name(), part.section.describes()), part)?;
            all.totals.add(&part.totals);
            all.by_action.iter_mut().zip(part.by_action).for_each(|(sum, more)| *sum += more);
        }
        self.part("All, credit notes as minus", &all)
    }

    fn part(&mut self, name: &str, part: &SheetPart) -> Result<(), Unwritten> {
        self.text(0, name, false)?;
        for (column, count) in (1..).zip(std::iter::once(part.totals.rows).chain(part.by_action)) {
            self.count(column, count)?;
        }
        for (column, sum) in (6..).zip(part.totals.amounts) {
            self.amount(column, sum)?;
        }
        self.line += 1;
        Ok(())
    }

    /// The credit of all records of the files, in or out of the workbook.
    fn figures(&mut self, figures: &Figures, quarterly: bool) -> Result<(), Unwritten> {
        let heads: Vec<&str> = HEADS.into_iter().chain(["Total"]).collect();
        self.headings("ITC in GSTR-2B (all records of these files)", &heads)?;
        for (name, sums) in [
            ("If nothing more is done", figures.as_it_stands),
            ("With your decisions", figures.after),
            (change_called(quarterly), figures.difference()),
        ] {
            self.text(0, name, false)?;
            self.heads(1, sums)?;
            self.line += 1;
        }
        Ok(())
    }

    fn heads(&mut self, first: u16, sums: HeadSums) -> Result<(), Unwritten> {
        for (column, sum) in (first..).zip(sums.into_iter().chain([total(sums)])) {
            self.amount(column, sum)?;
        }
        Ok(())
    }
}
