//! A box to paste into. A long text is kept beside it: to lay a hundred thousand lines out would take seconds.

use egui::{Event, TextEdit, Ui};

use crate::app::frame::parts::focus_once;
use crate::app::theme::{self, plain_button};
use crate::values::grouped;

/// More bytes than this are not shown.
const SHOWN: usize = 20_000;

/// What was typed or pasted.
#[derive(Clone, Debug, Default)]
pub struct PasteBox {
    text: String,
    /// A text too long to be shown.
    long: Option<String>,
    focused: bool,
    /// Changes with the text.
    revision: u64,
}

impl PasteBox {
    /// The text.
    pub fn text(&self) -> &str {
        self.long.as_deref().unwrap_or(&self.text)
    }

    /// A box with this text in it.
    pub fn of(text: String) -> PasteBox {
        let long = text.len() > SHOWN;
        let (text, long) = if long { (String::new(), Some(text)) } else { (text, None) };
        PasteBox { text, long, ..PasteBox::default() }
    }

    /// Whether the text is too long to be shown.
    pub fn is_long(&self) -> bool {
        self.long.is_some()
    }

    /// It has the keyboard when it is drawn next.
    pub fn ask_for_keyboard(&mut self) {
        self.focused = false;
    }

    /// Whether there is none but blanks.
    pub fn is_empty(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Changes whenever the text does: what is made of it need not be made again in every frame.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Draws it under this label.
    pub fn show(&mut self, ui: &mut Ui, label: &str) {
        self.take_long(ui);
        let name = theme::label(ui, theme::caption(label));
        if let Some(long) = &self.long {
            // Counting bytes of a few megabytes is nothing beside laying them out.
            let lines = grouped(long.trim_end().bytes().filter(|b| *b == b'\n').count() as u64 + 1);
            let mut away = false;
            ui.horizontal(|ui| {
                theme::label(ui, format!("{lines} lines were pasted."));
                away = ui.add(plain_button("Take them away")).clicked();
            });
            if away {
                (self.long, self.focused) = (None, false);
                self.revision += 1;
            }
            return;
        }
        let area = egui::ScrollArea::vertical().id_salt(label).max_height(240.0);
        let edit = TextEdit::multiline(&mut self.text).desired_rows(8).desired_width(f32::INFINITY);
        let response = area.show(ui, |ui| ui.add(edit).labelled_by(name.id)).inner;
        focus_once(&response, &mut self.focused);
        self.revision += u64::from(response.changed());
    }

    /// Keeps a long text that is being pasted from the editor.
    fn take_long(&mut self, ui: &Ui) {
        let mut taken = None;
        ui.input_mut(|input| {
            input.events.retain_mut(|event| match event {
                Event::Paste(text) if text.len() > SHOWN => {
                    taken = Some(std::mem::take(text));
                    false
                }
                _ => true,
            });
        });
        if let Some(text) = taken {
            self.long = Some(text);
            self.revision += 1;
        }
    }
}
