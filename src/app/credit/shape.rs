//! Which form and colour a part of the credit has as a bar and as a mark.

use egui::Color32;

use crate::app::theme::{BarForm, Tokens};
use crate::session::credit::LineLook;
use crate::view::credit::NotComing;

/// The form and the colour of a part of the change.
pub fn of_part(look: LineLook, t: &Tokens) -> Option<(BarForm, Color32)> {
    match look {
        LineLook::Waits => Some((BarForm::Hatched, t.pending.colour)),
        LineLook::TooLate => Some((BarForm::Crossed, t.pending.colour)),
        LineLook::GivenUp => Some((BarForm::Solid, t.reject.colour)),
        LineLook::Added => Some((BarForm::Outline, t.accept.colour)),
        LineLook::Deducted => Some((BarForm::Crossed, t.reject.colour)),
        LineLook::Plain | LineLook::Sum | LineLook::Part => None,
    }
}

/// The same of what does not come.
pub fn of_not_coming(why: NotComing, t: &Tokens) -> (BarForm, Color32) {
    match why {
        NotComing::NotFiled => (BarForm::Outline, t.muted),
        NotComing::Pending => (BarForm::Hatched, t.pending.colour),
        NotComing::Rejected => (BarForm::Solid, t.reject.colour),
    }
}
