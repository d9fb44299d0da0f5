//! A dialog that only says something: an error with its file, line and column, or the notes on reading.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head};
use crate::app::requests::Requests;
use crate::app::theme::plain_button;
use crate::exchange::cell::lines_to_clipboard;

/// A title and paragraphs.
#[derive(Clone, Debug)]
pub struct Message {
    /// The title.
    pub title: String,
    /// What is said, a paragraph each.
    pub lines: Vec<String>,
}

impl Message {
    /// A message.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Message {
        Message { title: title.into(), lines }
    }

    pub fn show(&mut self, ui: &mut Ui, _: &mut Requests) -> bool {
        head(ui, &self.title);
        for line in &self.lines {
            ui.add(egui::Label::new(line).wrap().selectable(true));
        }
        foot(ui, |ui| {
            let closed = confirm::main(ui, "Close");
            if ui.add(plain_button("Copy the text")).clicked() {
                ui.ctx().copy_text(lines_to_clipboard(&self.lines));
            }
            !closed
        })
    }
}
