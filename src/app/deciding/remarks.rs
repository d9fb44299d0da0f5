//! Remarks to the supplier, and notes to oneself.

use egui::{TextEdit, Ui};
use roaring::RoaringBitmap;

use crate::app::frame::confirm;
use crate::app::frame::parts::{focus_once, foot, head, quiet, refusal, remarks_editor, skipped};
use crate::app::frame::scene::Scene;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, plain_button};
use crate::book::{Action, Sheet, TextId};
use crate::edit::Change;
use crate::rules::remarks;
use crate::session::Session;
use crate::session::deciding::decide::{Decide, refused_remarks};
use crate::session::result_line::LeftOut;
use crate::values::records;

/// The remarks of one or many records.
#[derive(Clone, Debug)]
pub struct RemarksText {
    text: String,
    wanted: Decide,
    /// Those of them that take no remarks, each group with its reason.
    refused_rows: Vec<LeftOut>,
    /// How many of the others have an action that sends no remarks.
    not_sent: u64,
    /// What people write most on such records.
    templates: Vec<&'static str>,
    /// Why the last try was refused.
    pub refused: Option<String>,
    focused: bool,
}

/// What people write most on these records: those of each action that one of them has, each once.
fn templates(open: &Session, wanted: &Decide) -> Vec<&'static str> {
    let actions = wanted.scope.each(|section| open.book().sheet(section).actions());
    let mut found = Vec::new();
    for action in [Action::Reject, Action::Pending, Action::Accept, Action::NoAction] {
        if wanted.rows.iter().any(|row| *actions.at(row) == action) {
            let more = remarks::templates(action).iter().filter(|text| !found.contains(*text));
            found.extend(more.copied().collect::<Vec<_>>());
        }
    }
    found
}

/// The text that all rows have in common; empty if they differ.
fn common_text(open: &Session, wanted: &Decide, column: fn(&Sheet) -> &[TextId]) -> String {
    let columns = wanted.scope.each(|section| column(open.book().sheet(section)));
    let mut texts = wanted.rows.iter().map(|row| *columns.at(row));
    let first = texts.next().unwrap_or_default();
    if texts.all(|id| id == first) { open.book().text(first).to_owned() } else { String::new() }
}

fn title(what: &str, on: u64) -> String {
    format!("{what} on {}", records(on))
}

impl RemarksText {
    /// Asks for the remarks of the rows of a change.
    pub fn new(open: &Session, wanted: Decide) -> RemarksText {
        let actions = wanted.scope.each(|section| open.book().sheet(section).actions());
        let refused_rows = refused_remarks(open, &wanted);
        let refused = refused_rows.iter().fold(RoaringBitmap::new(), |all, group| all | &group.rows);
        let sent = |row: &u32| remarks::are_sent_with(*actions.at(*row));
        let not_sent = wanted.rows.iter().filter(|row| !refused.contains(*row) && !sent(row)).count() as u64;
        let text = common_text(open, &wanted, Sheet::remarks);
        let templates = templates(open, &wanted);
        RemarksText { text, wanted, refused_rows, not_sent, templates, refused: None, focused: false }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let refused: u64 = self.refused_rows.iter().map(|group| group.rows.len()).sum();
        head(ui, &title("Remarks", self.wanted.rows.len() - refused));
        if skipped(ui, &self.refused_rows, out) {
            return false;
        }
        let recent = &scene.store.get().remarks;
        let response = remarks_editor(ui, "Remarks", &mut self.text, &self.templates, recent);
        focus_once(&response, &mut self.focused);
        if self.not_sent > 0 {
            quiet(ui, remarks::kept(self.not_sent, self.wanted.rows.len()));
        }
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let save = confirm::main(ui, "Save remarks");
            let clear = ui.add_enabled(!self.text.is_empty(), plain_button("Clear remarks")).clicked();
            stays = !confirm::cancel(ui, "Cancel");
            if save || clear {
                let text = if clear { "" } else { &self.text };
                (self.refused, self.focused) = (None, false);
                let wanted = Decide { change: Change::remarks(text), ..self.wanted.clone() };
                out.push(Request::Decide(Box::new(wanted)));
                stays = false;
            }
        });
        stays
    }
}

/// The internal note of one or many records.
#[derive(Clone, Debug)]
pub struct NoteText {
    text: String,
    wanted: Decide,
    /// Why the last try was refused.
    pub refused: Option<String>,
    focused: bool,
}

impl NoteText {
    /// Asks for the note of the rows of a change.
    pub fn new(open: &Session, wanted: Decide) -> NoteText {
        let text = common_text(open, &wanted, Sheet::notes);
        NoteText { text, wanted, refused: None, focused: false }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, &title("Internal note", self.wanted.rows.len()));
        let name = theme::label(ui, theme::caption("Note"));
        let edit = TextEdit::multiline(&mut self.text).desired_rows(4).desired_width(ui.available_width());
        let response = ui.add(edit).labelled_by(name.id);
        confirm::makes_lines(&response);
        focus_once(&response, &mut self.focused);
        quiet(ui, "For yourself: never uploaded, and kept with \"Save decisions\".");
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let save = confirm::main(ui, "Save note");
            stays = !confirm::cancel(ui, "Cancel");
            if save {
                (self.refused, self.focused) = (None, false);
                let wanted = Decide { change: Change::note(self.text.trim()), ..self.wanted.clone() };
                out.push(Request::Decide(Box::new(wanted)));
                stays = false;
            }
        });
        stays
    }
}
