//! The line on top of a client that is open in another window: here one can only look, or go on once it is closed.

use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, plain_button, tokens};
use crate::session::keeping::look_only::LookOnly;
use egui::Ui;

/// Draws the line on top.
pub fn show(ui: &mut Ui, look: &LookOnly, out: &mut Requests) {
    let colour = tokens(ui).pending.colour;
    ui.horizontal_wrapped(|ui| {
        let (head, text) = if look.free {
            ("The other window is closed.", "Here you can only look until you take this over.".to_owned())
        } else {
            let text = format!("Here you can look; nothing can be changed. Open there: {}.", look.who);
            ("Open in another window.", text)
        };
        theme::label(ui, theme::semibold(head).color(colour));
        theme::label(ui, egui::RichText::new(text).color(colour));
        if look.free {
            if ui.add(plain_button("Take over")).hint("Go on here with all that was decided.").clicked() {
                out.push(Request::LookAgain);
            }
        } else {
            let hint = "Show what was decided there since; once it is closed, go on here.";
            if ui.add(plain_button("Check again")).hint(hint).clicked() {
                out.push(Request::LookAgain);
            }
        }
    });
}
