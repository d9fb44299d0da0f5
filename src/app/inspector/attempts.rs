//! Draws what became of a record on the portal, in the details.

use crate::app::theme::{self, space};
use crate::book::Section;
use crate::session::Session;
use crate::session::refused::attempts::lines;
use egui::Ui;

/// Draws it in the inspector; nothing for a record that no upload said and no error is about.
pub fn show(ui: &mut Ui, open: &Session, section: Section, row: u32) {
    let lines = lines(open, section, row);
    if lines.is_empty() {
        return;
    }
    theme::card(ui, |ui| {
        theme::label(ui, egui::RichText::new("On the portal").weak());
        for (line, strong) in lines {
            let text = if strong { theme::semibold(line) } else { egui::RichText::new(line) };
            theme::sentence_to_copy(ui, text);
        }
    });
    ui.add_space(2.0 * space::STEP);
}
