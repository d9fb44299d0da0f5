//! What was tolerated in a sheet, one line each, and what the user should look at before it is taken.

use std::fmt;

use super::layout::Choices;
use super::read::SheetReading;
use crate::book::EntrySum;
use crate::register::headings::columns::{Columns, Role};
use crate::register::headings::fields::RegisterField;
use crate::register::lines::days::Days;
use crate::register::lines::documents::Documents;
use crate::register::lines::left_out::LineLeftOut;
use crate::values::{Day, grouped, money};

/// What the user should look at before a sheet is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegisterQuestion {
    /// These fields are guessed.
    Guessed(Vec<RegisterField>),
    /// Columns say what the portal says: they are left out.
    PortalColumns(Vec<String>),
    /// How many lines, more than a tenth of all, have cells that were not understood; and how many lines there are.
    NotUnderstood(usize, usize),
    /// On how many lines formulas have no result.
    NoResult(usize),
    /// Nearly all amounts are below 0: whether they are read as purchases, else as credit notes.
    Minus(bool),
    /// On how many lines date cells seem to have day and month exchanged. They are left as they are.
    Exchanged(usize),
    /// The file's own total, on this line, does not agree with what was read: the first amount that differs, what the total says of
    /// it, and what was read.
    TotalDiffers(u32, EntrySum, [i128; 2]),
    /// How many dates have an order that nothing in the file says, and whether they are read with the month first, as such a register
    /// was before.
    DayOrder(u32, bool),
    /// The layout that is remembered fits mostly, and is only proposed.
    LayoutProposed,
    /// There is no column of the suppliers' GSTINs.
    NoGstins,
    /// There is no column of IGST, CGST, SGST or the tax in all; these hold amounts and serve no field.
    NoTax(Vec<String>),
    /// Nothing is left of the sheet.
    Empty,
}

impl RegisterQuestion {
    /// Whether matching must wait for the answer.
    pub fn stops(&self) -> bool {
        use RegisterQuestion::{Exchanged, Minus, NotUnderstood, PortalColumns};
        matches!(self, NotUnderstood(..) | PortalColumns(_) | Minus(_) | Exchanged(_))
    }

    /// Whether the user has to see it before such a sheet is taken, however well its layout is known: it is of this file.
    pub fn doubts(&self) -> bool {
        use RegisterQuestion::{Guessed, LayoutProposed};
        self.stops() || self.is_of_file() || matches!(self, Guessed(_) | LayoutProposed)
    }

    /// Whether it is a doubt that the file itself gives, whichever column is what.
    pub fn is_of_file(&self) -> bool {
        use RegisterQuestion::{DayOrder, NoResult, TotalDiffers};
        matches!(self, TotalDiffers(..) | DayOrder(..) | NoResult(_))
    }
}

impl fmt::Display for RegisterQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RegisterQuestion::Guessed(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
                write!(f, "Guessed: {}. Is that right?", names.join(", "))
            }
            RegisterQuestion::PortalColumns(headings) => {
                write!(f, "Left out, as they are what the portal says: {}. Is that right?", headings.join(", "))
            }
            RegisterQuestion::NotUnderstood(lines, all) => {
                let (lines, all) = (grouped(*lines as u64), grouped(*all as u64));
                write!(f, "On {lines} of {all} lines there are cells that were not understood. Are the columns right?")
            }
            RegisterQuestion::NoResult(lines) => write!(
                f,
                "On {} formulas have no result: what they should say counts as not given. Open the file in Excel or \
                 LibreOffice, save it, and import it again.",
                count(*lines, "line", "lines")
            ),
            RegisterQuestion::Minus(purchases) => {
                let (read, other) = match purchases {
                    true => ("purchases written with a minus", "credit notes"),
                    false => ("credit notes", "purchases written with a minus"),
                };
                write!(
                    f,
                    "Nearly all amounts are below 0. They are read as {read}. Is that right, or are they {other}?"
                )
            }
            RegisterQuestion::Exchanged(lines) => write!(
                f,
                "On {} day and month seem exchanged, as spreadsheets do where they read dates the other way round: no date \
                 cell has a day above 12. The dates are left as they are. Is that right?",
                count(*lines, "line", "lines")
            ),
            RegisterQuestion::TotalDiffers(line, sum, [said, read]) => {
                let (more, difference) = if read > said { ("more", read - said) } else { ("less", said - read) };
                let [line, sum] = [grouped((*line).into()), RegisterField::of_sum(*sum).name().to_owned()];
                write!(
                    f,
                    "The total on line {line} does not agree with the lines that were read: of {sum} it says {}, and {} was \
                     read, {} {more}. Is anything missing, or read twice?",
                    money::rupees(*said),
                    money::rupees(*read),
                    money::rupees(difference)
                )
            }
            RegisterQuestion::DayOrder(dates, month_first) => write!(
                f,
                "None of {} dates has a day above 12. They are read with the {} first, as in the register you confirmed. Is that \
                 right?",
                grouped((*dates).into()),
                if *month_first { "month" } else { "day" }
            ),
            RegisterQuestion::LayoutProposed => {
                write!(f, "The columns are like those of a register you confirmed, but not all. Are they right?")
            }
            RegisterQuestion::NoGstins => write!(f, "Nothing can agree exactly without the suppliers' GSTINs."),
            RegisterQuestion::NoTax(others) => {
                let others = match others.as_slice() {
                    [] => String::new(),
                    others => format!(" These hold amounts and are not used: {}.", others.join(", ")),
                };
                write!(f, "No column is read as tax, so nothing can agree exactly.{others}")
            }
            RegisterQuestion::Empty => write!(f, "No voucher is in it."),
        }
    }
}

/// What is known beside the reading itself.
pub(super) struct SheetFacts<'a> {
    pub(super) columns: &'a Columns,
    pub(super) reversed: &'a [String],
    pub(super) documents: &'a Documents,
    pub(super) filled_dates: usize,
    /// How many lines have the supplier of a line above.
    pub(super) suppliers_above: usize,
    pub(super) bad_dates: usize,
    /// On how many lines that are used formulas have no result.
    pub(super) no_result: usize,
    /// What the user or a layout set.
    pub(super) choices: &'a Choices,
    pub(super) days: &'a Days,
    /// The days that the file states, and how many entries are outside.
    pub(super) outside: Option<((Day, Day), usize)>,
    /// A layout that is remembered fits mostly.
    pub(super) proposed: bool,
    /// The layout is known, or the user set it.
    pub(super) known: bool,
}

/// Notes and questions.
pub(super) fn of(reading: &SheetReading, facts: &SheetFacts<'_>) -> (Vec<String>, Vec<RegisterQuestion>) {
    (notes(reading, facts), questions(reading, facts))
}

fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(n as u64)) }
}

fn notes(reading: &SheetReading, facts: &SheetFacts<'_>) -> Vec<String> {
    let (columns, documents) = (facts.columns, facts.documents);
    let mut notes = Vec::new();
    let mut note = |n: usize, one: &str, many: &str| {
        if n > 0 {
            notes.push(count(n, one, many));
        }
    };
    note(documents.number_cells, "number is from a number cell", "numbers are from number cells");
    note(
        documents.damaged,
        "number may have lost digits in a spreadsheet",
        "numbers may have lost digits in a spreadsheet",
    );
    note(documents.from_voucher, "number is taken from your own voucher", "numbers are taken from your own vouchers");
    note(
        documents.first_is_whole,
        "bill has its whole amount on the first line: the lines below it are not added",
        "bills have their whole amount on the first line: the lines below it are not added",
    );
    note(facts.filled_dates, "date is that of a line above", "dates are those of a line above");
    note(facts.suppliers_above, "line has the supplier of a line above", "lines have the supplier of a line above");
    if columns.has(RegisterField::Gstin) {
        let gstins = (0..documents.entries.len()).filter(|&row| documents.entries.gstin(row).is_empty());
        note(gstins.count(), "voucher has no GSTIN", "vouchers have no GSTIN");
    }
    note(facts.bad_dates, "date is not understood", "dates are not understood");
    if !columns.has(RegisterField::Type) {
        let [invoices, credits, _] =
            [0, 1, 2].map(|kind| documents.entries.kinds().iter().filter(|k| **k as usize == kind).count());
        if reading.kind.is_empty() {
            let invoices = count(invoices, "invoice", "invoices");
            notes.push(format!("no type: {invoices}, {} by their sign", count(credits, "credit note", "credit notes")));
        }
    } else if documents.by_sign > 0 {
        notes.push(format!("{} by their sign", count(documents.by_sign, "credit note", "credit notes")));
    }
    if let Some(((from, to), outside)) = facts.outside {
        let outside = count(outside, "voucher is", "vouchers are");
        notes.push(format!("the file says that it is from {from} to {to}, but {outside} of other days"));
    }
    if reading.exchanged == Some(true) {
        notes.push("day and month of the date cells are exchanged back".into());
    }
    if reading.month_first {
        notes.push("the month comes before the day".into());
    } else if facts.days.unknown_order > 0 && facts.choices.month_first.is_none() {
        let dates = grouped(facts.days.unknown_order.into());
        notes.push(format!("none of {dates} dates has a day above 12: they are read with the day first"));
    } else if facts.days.guessed.contains(&true) {
        notes.push("dates such as 03/04/2026 can be read two ways: they are read with the day first".into());
    }
    let portal =
        |chosen: &&crate::register::headings::columns::Chosen| chosen.role == Role::Field(RegisterField::Portal);
    let left_out = columns.list.iter().filter(portal).map(|chosen| &chosen.heading).chain(&columns.foreign);
    notes.extend(left_out.map(|heading| format!("the column \"{heading}\" is left out")));
    if !columns.unused.is_empty() {
        let headings: Vec<String> = columns.unused.iter().map(|heading| format!("\"{heading}\"")).collect();
        notes.push(format!("amounts that are not used: {}", headings.join(", ")));
    }
    notes.extend(
        columns.twice.iter().map(|heading| format!("the heading \"{heading}\" is there twice: the first counts")),
    );
    notes.extend(facts.reversed.iter().map(|heading| format!("the signs of \"{heading}\" are reversed")));
    if !columns.has(RegisterField::Gstin) {
        notes.push("there is no column of the suppliers' GSTINs: nothing can agree exactly without them".into());
    }
    notes
}

impl SheetReading {
    /// How many lines were left out for each reason, one line each.
    pub fn left_out_notes(&self) -> Vec<String> {
        let left = LineLeftOut::ALL.into_iter().map(|why| (why, self.left_out_for(why))).filter(|(_, left)| *left > 0);
        left.map(|(why, left)| format!("{} left out: {}", count(left, "line", "lines"), why.words())).collect()
    }
}

fn questions(reading: &SheetReading, facts: &SheetFacts<'_>) -> Vec<RegisterQuestion> {
    let mut questions = Vec::new();
    let portal: Vec<String> =
        of_field(facts.columns, RegisterField::Portal).map(|chosen| chosen.heading.clone()).collect();
    if !portal.is_empty() {
        questions.push(RegisterQuestion::PortalColumns(portal));
    }
    let not_understood = reading.left_out.iter().filter(|(_, why)| why.is_not_understood()).count() + facts.bad_dates;
    let all = reading.lines - reading.left_out_for(LineLeftOut::Blank).min(reading.lines);
    if 10 * not_understood > all {
        questions.push(RegisterQuestion::NotUnderstood(not_understood, all));
    }
    questions.extend(total_differs(reading));
    if facts.days.unknown_order > 0 && reading.layout == Some("remembered") {
        questions.push(RegisterQuestion::DayOrder(facts.days.unknown_order, reading.month_first));
    }
    if facts.no_result > 0 {
        questions.push(RegisterQuestion::NoResult(facts.no_result));
    }
    if let (Some(purchases), None) = (reading.minus, facts.choices.minus) {
        questions.push(RegisterQuestion::Minus(purchases));
    }
    if let (Some(_), None) = (reading.exchanged, facts.choices.exchanged) {
        questions.push(RegisterQuestion::Exchanged(facts.days.seem_exchanged as usize));
    }
    let mut guessed: Vec<RegisterField> =
        facts.columns.list.iter().filter(|chosen| !chosen.sure).filter_map(used).collect();
    guessed.sort_unstable();
    guessed.dedup();
    if !guessed.is_empty() && !facts.known {
        questions.push(RegisterQuestion::Guessed(guessed));
    }
    if facts.proposed {
        questions.push(RegisterQuestion::LayoutProposed);
    }
    if !facts.columns.has(RegisterField::Gstin) {
        questions.push(RegisterQuestion::NoGstins);
    }
    let of_tax = [EntrySum::Igst, EntrySum::Cgst, EntrySum::Sgst, EntrySum::TotalTax];
    if !of_tax.into_iter().any(|sum| reading.given[sum as usize]) {
        questions.push(RegisterQuestion::NoTax(facts.columns.unused.clone()));
    }
    if facts.documents.entries.is_empty() {
        questions.push(RegisterQuestion::Empty);
    }
    questions
}

/// The first amount of which the file's own total says something else than was read; none where that is not known.
fn total_differs(reading: &SheetReading) -> Option<RegisterQuestion> {
    let total = reading.total_line.as_ref().filter(|total| !total.agrees)?;
    EntrySum::ALL.into_iter().filter(|&sum| !reading.lacking[sum as usize]).find_map(|sum| {
        let (said, read) = (total.says[sum as usize]?, reading.sums[sum as usize]);
        (said != read).then_some(RegisterQuestion::TotalDiffers(total.line, sum, [said, read]))
    })
}

fn of_field(
    columns: &Columns,
    field: RegisterField,
) -> impl Iterator<Item = &crate::register::headings::columns::Chosen> {
    columns.list.iter().filter(move |chosen| chosen.role == Role::Field(field))
}

/// The field of a column, if its values are used.
fn used(chosen: &crate::register::headings::columns::Chosen) -> Option<RegisterField> {
    match chosen.role {
        Role::Field(field) => Some(field).filter(|field| field.is_used()),
        Role::Either | Role::HeadOrTaxable(_) => None,
    }
}
