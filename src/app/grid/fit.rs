//! How wide the columns of a sheet are as long as the user does not say: as wide as what is in them, so that no figure is
//! cut. Worked out when a sheet is shown first, and when a newer download brought records.

use std::collections::HashMap;

use egui::{Color32, Ui};

use super::matched::MARK;
use super::measures::{FUNNEL, PAD, SLACK};
use crate::app::theme::{chip_width, font, size, strong, suggestion_width};
use crate::book::field::{AMOUNTS, of_amount};
use crate::book::register::match_columns::SUGGESTIONS;
use crate::book::{Action, Amount, Answer, Book, Class, Field, Records, Scope, Section};
use crate::values::{Paise, money};
use crate::work::parts;

/// A number column holds at least as many digits as the law allows.
const NUMBER: f32 = 130.0;
/// Longer texts than this are cut: they are no document numbers.
const LONGEST_NUMBER: f32 = 260.0;

/// Which vouchers the book has: none without a register, else their list by its address.
type Vouchers = Option<usize>;

/// The widths of the columns of a sheet, or of all, by what is in them.
#[derive(Default)]
pub(super) struct Fitted {
    of: Option<(Scope, u32, Vouchers)>,
    widths: HashMap<Field, f32>,
    /// Heads of tax that are 0 throughout.
    empty: Vec<Field>,
}

impl Fitted {
    /// Fits the columns, if they are not.
    pub(super) fn renew(&mut self, ui: &Ui, book: &Book, scope: Scope) {
        let sheets = scope.sections().iter().map(|&section| book.sheet(section));
        let register = book.register();
        let vouchers = (!register.is_empty()).then(|| std::ptr::from_ref(register.entries()).addr());
        let of = Some((scope, sheets.clone().map(|sheet| sheet.rows()).sum(), vouchers));
        if self.of == of {
            return;
        }
        let letters = Letters::new(ui);
        let mut widths = HashMap::new();
        let mut empty: Vec<Field> = Amount::HEADS.map(of_amount).to_vec();
        for records in sheets.map(|sheet| sheet.records()) {
            letters.widen(&mut widths, records);
            let is_zero = |field: &Field| {
                let place = AMOUNTS.iter().position(|amount| amount == field);
                place.is_some_and(|place| ends(&records.amounts[place]) == (0, 0))
            };
            empty.retain(is_zero);
        }
        let answers = [Answer::FULL, Answer::NO, Answer::part([0; 4])].map(|answer| letters.width(answer.name()));
        widths.insert(Field::Answer, answers.into_iter().fold(0.0, f32::max));
        widths.insert(Field::Day, letters.width("00-00-0000"));
        let sheets = Section::ALL.map(|section| letters.width(section.sheet_name()));
        widths.insert(Field::Sheet, sheets.into_iter().fold(0.0, f32::max));
        if vouchers.is_some() {
            let entries = register.entries();
            let rows: Vec<u32> = (0..entries.len()).collect();
            let booked = parts::in_parts(&rows, |rows| {
                rows.iter().map(|&row| letters.width(entries.number(row))).fold(letters.width("00 vouchers"), f32::max)
            });
            let longest = booked.into_iter().fold(0.0, f32::max);
            let classes = Class::ALL.map(|class| letters.width(class.short()) + MARK);
            widths.insert(Field::Match, classes.into_iter().fold(0.0, f32::max));
            let suggested = SUGGESTIONS.map(|words| suggestion_width(ui.painter(), words));
            widths.insert(Field::Suggested, suggested.into_iter().fold(0.0, f32::max));
            widths.insert(Field::Register, longest.min(LONGEST_NUMBER - 2.0 * PAD));
            // No difference that is seen is longer than the highest tax with a sign.
            let tax = widths.get(&Field::Tax).copied().unwrap_or(0.0);
            widths.insert(Field::TaxDifference, tax + letters.width("+"));
        }
        let number = widths.remove(&Field::Number).unwrap_or(0.0);
        for (field, width) in &mut widths {
            *width = (*width + 2.0 * PAD + 1.0).max(letters.heading(field.heading())).ceil();
        }
        let number = (number + 2.0 * PAD - SLACK / 2.0).ceil();
        widths.insert(Field::Number, number.clamp(NUMBER, LONGEST_NUMBER));
        let chips = Action::CHOICES.map(|action| chip_width(ui.painter(), action.name()));
        widths.insert(Field::Action, (chips.into_iter().fold(0.0, f32::max) + 2.0 * PAD - 2.0).ceil());
        *self = Fitted { of, widths, empty };
    }

    /// How wide a column is by what is in it.
    pub(super) fn width(&self, field: Field) -> f32 {
        let usual = || match field {
            // Beside a register the suggestion, far to the right, is to be seen.
            Field::Name if self.register() => 120.0,
            field => usual_width(field),
        };
        self.widths.get(&field).copied().unwrap_or_else(usual)
    }

    /// Whether the book has a register.
    pub(super) fn register(&self) -> bool {
        self.of.is_some_and(|of| of.2.is_some())
    }

    /// Whether a column says nothing: it is 0 throughout.
    pub(super) fn is_empty(&self, field: Field) -> bool {
        self.empty.contains(&field)
    }
}

/// The width of a column whose texts are not measured: most are not on the screen at first.
fn usual_width(field: Field) -> f32 {
    match field {
        Field::Action => 98.0,
        Field::Match => 116.0,
        Field::Register => 128.0,
        Field::Suggested => 80.0,
        Field::Number => NUMBER,
        Field::Sheet => 80.0,
        Field::Name => 180.0,
        Field::Supplier => 138.0,
        Field::OriginalDay => 108.0,
        Field::Remarks | Field::Note => 200.0,
        Field::Place | Field::Period => 168.0,
        Field::Kind => 128.0,
        Field::OriginalNumber => 150.0,
        Field::PendingBlocked | Field::RemarksBlocked => 140.0,
        field if field.is_amount() => 116.0,
        _ => 120.0,
    }
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
struct Letters {
    ascii: [f32; 128],
    other: f32,
    headings: HashMap<&'static str, f32>,
}

impl Letters {
    fn new(ui: &Ui) -> Letters {
        let width = |text: String, face| ui.painter().layout_no_wrap(text, face, Color32::PLACEHOLDER).size().x;
        let letter = |c: char| width(c.to_string(), font(size::GRID));
        let ascii = std::array::from_fn(|code| match char::from(code as u8) {
            c if c.is_ascii_control() => 0.0,
            c => letter(c),
        });
        let titles = Field::all_columns(Scope::All).into_iter().map(Field::heading);
        let headings = titles.map(|title| (title, width(title.to_owned(), strong(size::SMALL)))).collect();
        Letters { ascii, other: letter('W'), headings }
    }

    /// Makes room for what is in a sheet.
    fn widen(&self, widths: &mut HashMap<Field, f32>, records: &Records) {
        let mut widen = |field, width: f32| {
            let known = widths.entry(field).or_insert(0.0);
            *known = known.max(width);
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
    }

    fn width(&self, text: &str) -> f32 {
        text.chars().map(|c| self.ascii.get(c as usize).copied().unwrap_or(self.other)).sum()
    }

    fn amount(&self, paise: i128) -> f32 {
        self.width(&money::indian(paise).replace('−', "-"))
    }

    /// The room that a heading needs with its funnel.
    fn heading(&self, title: &str) -> f32 {
        self.headings.get(title).copied().unwrap_or(0.0) + 2.0 * PAD + FUNNEL
    }
}
