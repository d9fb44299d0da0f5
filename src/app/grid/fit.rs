//! How wide the columns of a sheet are as long as the user does not say: as wide as what is in them, so that no figure is
//! cut. Worked out when a sheet is shown first, and when a newer download brought records.

use std::collections::HashMap;

use egui::Ui;

use super::matched::MARK;
use super::measures::{PAD, SLACK};
use super::widest::{Letters, OfSheet, VouchersOf, Widest, vouchers_of};
use crate::app::theme::{chip_width, suggestion_width};
use crate::book::field::of_amount;
use crate::book::register::match_columns::SUGGESTIONS;
use crate::book::{Action, Amount, Answer, Book, Class, Field, Scope, Section};

/// A number column holds at least as many digits as the law allows.
const NUMBER: f32 = 130.0;
/// Longer texts than this are cut: they are no document numbers.
const LONGEST_NUMBER: f32 = 260.0;

/// The widths of the columns of a sheet, or of all, by what is in them.
#[derive(Default)]
pub(super) struct Fitted {
    of: Option<(Scope, u32, VouchersOf)>,
    /// The book has a register.
    register: bool,
    widths: HashMap<Field, f32>,
    /// Heads of tax that are 0 throughout.
    empty: Vec<Field>,
}

impl Fitted {
    /// Fits the columns, if they are not. Until it is known what is widest they are as they were, or as usual.
    pub(super) fn renew(&mut self, ui: &Ui, book: &Book, scope: Scope, widest: &Widest) {
        let vouchers = vouchers_of(book);
        let of = Some((scope, scope.sections().iter().map(|&section| book.sheet(section).rows()).sum(), vouchers));
        self.register = vouchers.is_some();
        if self.of == of || matches!(widest, Widest::Awaited) {
            return;
        }
        let letters = Letters::new(ui);
        let mut widths = HashMap::new();
        let mut empty: Vec<Field> = Amount::HEADS.map(of_amount).to_vec();
        let mut widen = |sheet: &OfSheet| {
            for (&field, &width) in &sheet.widths {
                let known = widths.entry(field).or_insert(0.0_f32);
                *known = known.max(width);
            }
            empty.retain(|field| sheet.empty.contains(field));
        };
        for &section in scope.sections() {
            match widest {
                Widest::Known(measured) => widen(measured.of_sheet(section)),
                _ => widen(&letters.of_sheet(book.sheet(section).records())),
            }
        }
        let answers = [Answer::FULL, Answer::NO, Answer::part([0; 4])].map(|answer| letters.width(answer.name()));
        widths.insert(Field::Answer, answers.into_iter().fold(0.0, f32::max));
        widths.insert(Field::Day, letters.width("00-00-0000"));
        let sheets = Section::ALL.map(|section| letters.width(section.sheet_name()));
        widths.insert(Field::Sheet, sheets.into_iter().fold(0.0, f32::max));
        if vouchers.is_some() {
            let longest = match widest {
                Widest::Known(measured) => measured.vouchers(),
                _ => letters.of_vouchers(book.register().entries()),
            };
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
        widths.insert(Field::Action, (chips.into_iter().fold(0.0, f32::max) + 2.0 * PAD - 2.0 + ROOM_OF_ARROW).ceil());
        *self = Fitted { of, register: self.register, widths, empty };
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
        self.register
    }

    /// Whether a column says nothing: it is 0 throughout.
    pub(super) fn is_empty(&self, field: Field) -> bool {
        self.empty.contains(&field)
    }
}

/// Behind the longest action: the arrow that opens its menu lies over none.
const ROOM_OF_ARROW: f32 = 8.0;

/// The width of a column whose texts are not measured: most are not on the screen at first.
fn usual_width(field: Field) -> f32 {
    match field {
        Field::Action => 98.0 + ROOM_OF_ARROW,
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

#[cfg(test)]
mod tests {
    use super::super::widest::Measuring;
    use super::*;
    use crate::app::theme::{Theme, apply};
    use crate::portal::{self, Input, sample};
    use crate::work::Progress;

    #[test]
    fn columns_are_as_wide_whether_they_were_measured_on_a_thread_or_at_once() {
        let mut bytes = Vec::new();
        sample::write(300, 1, &mut bytes).unwrap();
        let book = portal::read(vec![Input { name: "s".into(), path: None, bytes }], &Progress::default()).unwrap();
        let ctx = egui::Context::default();
        apply(&ctx, Theme::Light);
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let known = Widest::Known(Measuring::on_thread(ui, &book).into());
            for scope in Scope::EACH {
                let [mut at_once, mut on_thread] = [Fitted::default(), Fitted::default()];
                at_once.renew(ui, &book, scope, &Widest::AtOnce);
                on_thread.renew(ui, &book, scope, &Widest::Awaited);
                assert_eq!(on_thread.width(Field::Number), NUMBER, "as usual until it is known");
                on_thread.renew(ui, &book, scope, &known);
                assert_eq!((&on_thread.widths, &on_thread.empty), (&at_once.widths, &at_once.empty), "{scope:?}");
            }
        });
        output.textures_delta.clear();
    }
}
