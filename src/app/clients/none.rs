//! What is said where no client is in the list.

use egui::{Rect, RichText, Ui, pos2, vec2};

use super::columns::LEFT;
use crate::app::theme::tokens;
use crate::clients::{ClientFilter, ClientOrder};

/// The height of the line, and the room above it.
const ROOM: f32 = 24.0;

/// What is said in the place of the list where no client is in it.
pub(super) fn none_found(ui: &mut Ui, order: &ClientOrder, body: Rect) {
    let words = match (order.text.trim(), order.filter) {
        ("", ClientFilter::All) => "All clients are hidden.".to_owned(),
        ("", filter) => format!("No client is under {}.", filter.name()),
        (text, ClientFilter::All) => format!("No client has \"{text}\"."),
        (text, filter) => format!("No client under {} has \"{text}\".", filter.name()),
    };
    let at = Rect::from_min_size(pos2(body.left() + LEFT, body.top() + ROOM), vec2(body.width() - LEFT, ROOM));
    ui.put(at, egui::Label::new(RichText::new(words).color(tokens(ui).muted)).truncate().halign(egui::Align::Min));
}
