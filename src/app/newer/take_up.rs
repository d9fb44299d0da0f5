//! What the rules ask before decisions that were set aside are taken up again.

use egui::Ui;
use roaring::RoaringBitmap;

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head};
use crate::app::requests::Requests;
use crate::app::theme::{self, space, tokens};
use crate::book::Section;
use crate::session::newer::NewerRequest;
use crate::values::records;

/// The questions.
#[derive(Clone, Debug)]
pub struct TakeUp {
    rows: Vec<(Section, RoaringBitmap)>,
    /// Each with how many records it is about.
    asked: Vec<(u64, String)>,
}

impl TakeUp {
    /// Asks these before the decisions on these rows are taken up.
    pub fn new(rows: Vec<(Section, RoaringBitmap)>, asked: Vec<(u64, String)>) -> TakeUp {
        TakeUp { rows, asked }
    }

    /// Draws it. False when it is to be closed.
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Use your decisions?");
        for (count, words) in &self.asked {
            theme::notice(ui, &tokens(ui).pending, |ui| {
                theme::label(ui, theme::semibold(records(*count)));
                theme::label(ui, words);
            });
            ui.add_space(space::STEP);
        }
        foot(ui, |ui| {
            let take_up = confirm::main(ui, "Use my decisions");
            if take_up {
                out.push(NewerRequest::TakeUp(std::mem::take(&mut self.rows), true).into());
            }
            !take_up && !confirm::cancel(ui, "Cancel")
        })
    }
}
