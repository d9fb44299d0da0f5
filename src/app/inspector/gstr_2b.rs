//! What the portal's GSTR-2B says of a record, in the details.

use egui::{RichText, Ui};

use super::fields;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, size, tokens};
use crate::book::Section;
use crate::rules::tie_out::TieResult;
use crate::session::{Place, Session};

/// Draws it, where the book has a GSTR-2B.
pub fn show(ui: &mut Ui, open: &Session, section: Section, row: u32, out: &mut Requests) {
    let Some(said) = open.said_by_gstr_2b(section, row) else { return };
    let t = tokens(ui);
    let look = match said.result {
        Some(TieResult::AsDecided) => t.agrees,
        Some(_) => t.pending,
        None => t.no_action,
    };
    theme::notice(ui, &look, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| {
            theme::label(ui, theme::caption("GSTR-2B of the portal").color(look.colour));
            if theme::link(ui, "Credit page").hint("Show all that came of your decisions.").clicked() {
                out.push(Request::Show(Place::Credit));
            }
        });
        let strong = said.result.is_some_and(|result| !result.is_clear());
        let words = RichText::new(theme::drawn(&said.words).into_owned());
        let words = if strong { words.font(theme::strong(size::BODY)) } else { words };
        theme::sentence_to_copy(ui, words);
        if !said.why.is_empty() {
            theme::sentence_to_copy(ui, said.why.as_str());
        }
        if !said.filed.is_empty() {
            theme::sentence_to_copy(ui, RichText::new(&said.filed).weak());
        }
    });
    fields::both(ui, said.both, "GSTR-2B");
}
