//! Remarks to the supplier, and notes to oneself.

use egui::{TextEdit, Ui};

use crate::app::frame::parts::{focus_once, foot, head, quiet, refusal, remarks_editor};
use crate::app::frame::scene::Scene;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, main_button, plain_button};
use crate::book::{Action, TextId};
use crate::edit::Change;
use crate::session::Session;
use crate::session::deciding::decide::Decide;
use crate::values::grouped;

/// The remarks of one or many records.
#[derive(Clone, Debug)]
pub struct RemarksText {
    text: String,
    intent: Decide,
    /// How many of them have an action that sends no remarks.
    not_sent: u64,
    /// Why the last try was refused.
    pub refused: Option<String>,
    focused: bool,
}

/// The text that all rows have in common; empty if they differ.
fn common_text(open: &Session, intent: &Decide, column: &[TextId]) -> String {
    let mut texts = intent.rows.iter().map(|row| column[row as usize]);
    let first = texts.next().unwrap_or_default();
    if texts.all(|id| id == first) { open.book().text(first).to_owned() } else { String::new() }
}

fn title(what: &str, intent: &Decide) -> String {
    match intent.rows.len() {
        1 => format!("{what} on 1 record"),
        n => format!("{what} on {} records", grouped(n)),
    }
}

impl RemarksText {
    /// Asks for the remarks of the rows of a change.
    pub fn new(open: &Session, intent: Decide) -> RemarksText {
        let sheet = open.book().sheet(intent.section);
        let sent = |row: &u32| matches!(sheet.actions()[*row as usize], Action::Reject | Action::Pending);
        let not_sent = intent.rows.iter().filter(|row| !sent(row)).count() as u64;
        let text = common_text(open, &intent, sheet.remarks());
        RemarksText { text, intent, not_sent, refused: None, focused: false }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, &title("Remarks", &self.intent));
        let response = remarks_editor(ui, "Remarks", &mut self.text, &scene.store.get().remarks);
        focus_once(&response, &mut self.focused);
        if self.not_sent > 0 {
            let which = if self.not_sent == 1 {
                "1 of them is".to_owned()
            } else {
                format!("{} of them are", grouped(self.not_sent))
            };
            let which = if self.intent.rows.len() == 1 { "This record is".to_owned() } else { which };
            quiet(
                ui,
                format!(
                    "{which} not rejected or pending: there the remarks are kept, and sent only with an action that takes them."
                ),
            );
        }
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let save = ui.add(main_button("Save remarks")).clicked() || ctrl_enter(ui);
            let clear = ui.add_enabled(!self.text.is_empty(), plain_button("Clear")).clicked();
            stays = !ui.add(plain_button("Cancel")).clicked();
            if save || clear {
                let text = if clear { "" } else { &self.text };
                (self.refused, self.focused) = (None, false);
                let intent = Decide { change: Change::remarks(text), ..self.intent.clone() };
                out.push(Request::Decide(Box::new(intent)));
                stays = false;
            }
        });
        stays
    }
}

/// Ctrl+Enter saves where Enter makes a line.
fn ctrl_enter(ui: &Ui) -> bool {
    ui.input_mut(|i| i.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter))
}

/// The internal note of one or many records.
#[derive(Clone, Debug)]
pub struct NoteText {
    text: String,
    intent: Decide,
    /// Why the last try was refused.
    pub refused: Option<String>,
    focused: bool,
}

impl NoteText {
    /// Asks for the note of the rows of a change.
    pub fn new(open: &Session, intent: Decide) -> NoteText {
        let text = common_text(open, &intent, open.book().sheet(intent.section).notes());
        NoteText { text, intent, refused: None, focused: false }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, &title("Internal note", &self.intent));
        let name = ui.label(theme::caption("Note"));
        let edit = TextEdit::multiline(&mut self.text).desired_rows(4).desired_width(ui.available_width());
        let response = ui.add(edit).labelled_by(name.id);
        focus_once(&response, &mut self.focused);
        quiet(ui, "For yourself: never uploaded, and kept with \"Save decisions\".");
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let save = ui.add(main_button("Save note")).clicked() || ctrl_enter(ui);
            stays = !ui.add(plain_button("Cancel")).clicked();
            if save {
                (self.refused, self.focused) = (None, false);
                let intent = Decide { change: Change::note(self.text.trim()), ..self.intent.clone() };
                out.push(Request::Decide(Box::new(intent)));
                stays = false;
            }
        });
        stays
    }
}
