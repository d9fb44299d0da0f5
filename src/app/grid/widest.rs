//! What is widest in each column of a book. Of very many documents that is measured on a thread, before a sheet is shown.

use std::collections::HashMap;
use std::sync::Arc;

use egui::Ui;

use super::measures::{FUNNEL, PAD};
use crate::app::theme::{font, size, strong, text_width};
use crate::book::field::{AMOUNTS, of_amount};
use crate::book::{Amount, Book, Entries, Field, Records, Scope, Section};
use crate::values::{Paise, money};
use crate::work::job::{Job, State};
use crate::work::parts;
use crate::work::wake::Wake;

/// Books of at most this many records and vouchers are measured at once: that takes less than a frame.
const AT_ONCE: u32 = 150_000;

/// What is widest in a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct OfSheet {
    /// Field by field.
    pub widths: HashMap<Field, f32>,
    /// Heads of tax that are 0 throughout.
    pub empty: Vec<Field>,
}

/// What is widest in a book.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Measured {
    sheets: [OfSheet; Section::ALL.len()],
    /// In the register.
    vouchers: f32,
}

impl Measured {
    /// In a sheet.
    pub fn of_sheet(&self, section: Section) -> &OfSheet {
        &self.sheets[section as usize]
    }

    /// In the register.
    pub fn vouchers(&self) -> f32 {
        self.vouchers
    }
}

/// Which vouchers a book has: none without a register, else their list by its address.
pub(super) type VouchersOf = Option<usize>;

/// The vouchers of a book.
pub(super) fn vouchers_of(book: &Book) -> VouchersOf {
    let register = book.register();
    (!register.is_empty()).then(|| std::ptr::from_ref(register.entries()).addr())
}

/// What is known of what is widest.
#[derive(Clone, Default)]
pub(super) enum Widest {
    /// Nothing, but it is measured in a moment.
    #[default]
    AtOnce,
    /// It is being measured.
    Awaited,
    /// This.
    Known(Arc<Measured>),
}

/// Measures a book, on a thread if it is large.
#[derive(Default)]
pub(super) struct Measuring {
    /// What is measured: how many rows of each sheet, which vouchers.
    of: Option<([u32; Section::ALL.len()], VouchersOf)>,
    job: Option<Job<Measured>>,
    widest: Widest,
}

impl Measuring {
    /// Begins to measure a book that was not measured yet.
    pub fn follow(&mut self, ui: &Ui, book: &Book) -> &Widest {
        let rows = Section::ALL.map(|section| book.sheet(section).rows());
        let of = Some((rows, vouchers_of(book)));
        if self.of != of {
            self.of = of;
            let documents = rows.iter().sum::<u32>().saturating_add(book.register().entries().len());
            let large = documents > AT_ONCE;
            self.job = large.then(|| measure(ui, book));
            self.widest = if large { Widest::Awaited } else { Widest::AtOnce };
        }
        match self.job.as_mut().map(Job::poll) {
            None | Some(State::Running) => {}
            Some(State::Done(measured)) => (self.job, self.widest) = (None, Widest::Known(Arc::new(measured))),
            Some(State::Died) => (self.job, self.widest) = (None, Widest::AtOnce),
        }
        &self.widest
    }

    /// What is widest in a book, once it was measured on a thread.
    #[cfg(test)]
    pub fn on_thread(ui: &Ui, book: &Book) -> Measured {
        let mut job = measure(ui, book);
        loop {
            match job.poll() {
                State::Running => std::thread::yield_now(),
                State::Done(measured) => return measured,
                State::Died => return Measured::default(),
            }
        }
    }
}

/// Measures all of a book on a thread. It holds what no command changes, so the book may be written to meanwhile.
fn measure(ui: &Ui, book: &Book) -> Job<Measured> {
    let (letters, ctx) = (Letters::new(ui), ui.ctx().clone());
    let records = Section::ALL.map(|section| book.sheet(section).shared_records());
    let entries = book.register().shared();
    Job::start(&Wake::new(move |after| ctx.request_repaint_after(after)), "", move |_| Measured {
        sheets: records.map(|records| letters.of_sheet(&records)),
        vouchers: letters.of_vouchers(&entries),
    })
}

fn ends(column: &[Paise]) -> (Paise, Paise) {
    column.iter().fold((0, 0), |(least, most), &paise| (least.min(paise), most.max(paise)))
}

fn highest_tax(records: &Records) -> i128 {
    let heads = Amount::HEADS.map(|head| &records.amounts[head as usize]);
    let tax = |row: usize| heads.iter().map(|head| i128::from(head[row])).sum::<i128>();
    (0..heads[0].len()).map(tax).max_by_key(|tax| tax.abs()).unwrap_or(0)
}

/// How wide letters are: texts of a million records are added up, not laid out.
pub(super) struct Letters {
    ascii: [f32; 128],
    other: f32,
    headings: HashMap<&'static str, f32>,
}

impl Letters {
    pub(super) fn new(ui: &Ui) -> Letters {
        let width = |text: String, face| text_width(ui.painter(), &text, face);
        let letter = |c: char| width(c.to_string(), font(size::GRID));
        let ascii = std::array::from_fn(|code| match char::from(code as u8) {
            c if c.is_ascii_control() => 0.0,
            c => letter(c),
        });
        let titles = Field::all_columns(Scope::All).into_iter().map(Field::heading);
        let headings = titles.map(|title| (title, width(title.to_owned(), strong(size::SMALL)))).collect();
        Letters { ascii, other: letter('W'), headings }
    }

    /// What is widest in a sheet.
    pub(super) fn of_sheet(&self, records: &Records) -> OfSheet {
        let mut widths = HashMap::new();
        let mut widen = |field, width: f32| {
            widths.insert(field, width);
        };
        for (amount, field) in AMOUNTS.into_iter().enumerate() {
            let (least, most) = ends(&records.amounts[amount]);
            widen(field, self.amount(least.into()).max(self.amount(most.into())));
        }
        widen(Field::Tax, self.amount(highest_tax(records)));
        let longest = |texts: &[Box<str>]| texts.iter().map(|text| self.width(text)).fold(0.0, f32::max);
        widen(Field::Name, longest(records.names.texts()));
        widen(Field::Supplier, longest(records.suppliers.texts()));
        let rows: Vec<u32> = (0..records.len()).collect();
        let numbers = parts::in_parts(&rows, |rows| {
            rows.iter().map(|&row| self.width(records.numbers.get(row))).fold(0.0, f32::max)
        });
        widen(Field::Number, numbers.into_iter().fold(0.0, f32::max));
        let is_zero = |field: &Field| {
            let place = AMOUNTS.iter().position(|amount| amount == field);
            place.is_some_and(|place| ends(&records.amounts[place]) == (0, 0))
        };
        OfSheet { empty: Amount::HEADS.map(of_amount).into_iter().filter(is_zero).collect(), widths }
    }

    /// The width of the longest number of a voucher, or of how many vouchers there are.
    pub(super) fn of_vouchers(&self, entries: &Entries) -> f32 {
        let rows: Vec<u32> = (0..entries.len()).collect();
        let booked = parts::in_parts(&rows, |rows| {
            rows.iter().map(|&row| self.width(entries.number(row))).fold(self.width("00 vouchers"), f32::max)
        });
        booked.into_iter().fold(0.0, f32::max)
    }

    pub(super) fn width(&self, text: &str) -> f32 {
        text.chars().map(|c| self.ascii.get(c as usize).copied().unwrap_or(self.other)).sum()
    }

    fn amount(&self, paise: i128) -> f32 {
        self.width(&money::indian(paise).replace('−', "-"))
    }

    /// The room that a heading needs with its funnel.
    pub(super) fn heading(&self, title: &str) -> f32 {
        self.headings.get(title).copied().unwrap_or(0.0) + 2.0 * PAD + FUNNEL
    }
}
