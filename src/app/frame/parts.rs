//! What several dialogs have in common: their head and foot, fields with a label, a path to type or pick.

use std::path::{Path, PathBuf};

use egui::{Align, Layout, Response, TextEdit, Ui};

use crate::app::requests::PickFor;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, plain_button, space, tokens};
use crate::rules::itc;
use crate::rules::remarks::{self, LIMIT, TEMPLATES};

/// The title of a dialog.
pub fn head(ui: &mut Ui, title: &str) {
    ui.label(theme::title(title));
    ui.add_space(2.0 * space::STEP);
}

/// A paragraph of quiet words.
pub fn quiet(ui: &mut Ui, text: impl Into<String>) {
    ui.label(egui::RichText::new(text).weak());
}

/// The buttons at the foot, from right to left.
pub fn foot<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(4.0 * space::STEP);
    let size = egui::vec2(ui.available_width(), space::BUTTON);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), add).inner
}

/// What the answer No declares, or what the portal does with Yes, below the answers to "ITC to be reduced?".
pub fn declares(ui: &mut Ui, no: bool) {
    ui.add_space(space::STEP);
    if no {
        theme::notice(ui, &tokens(ui).pending, |ui| ui.label(itc::NO_DECLARES));
    } else {
        quiet(ui, itc::YES_DEDUCTS);
    }
}

/// What cannot be done, and why.
pub fn refusal(ui: &mut Ui, refused: &Option<String>) {
    if let Some(why) = refused {
        ui.add_space(2.0 * space::STEP);
        theme::notice(ui, &tokens(ui).reject, |ui| ui.label(why));
    }
}

/// A line of text with its label above it.
pub fn field(ui: &mut Ui, label: &str, text: &mut String, width: f32) -> Response {
    ui.vertical(|ui| {
        let name = ui.label(theme::caption(label));
        ui.add(one_line(text, width)).labelled_by(name.id)
    })
    .inner
}

fn one_line(text: &mut String, width: f32) -> TextEdit<'_> {
    TextEdit::singleline(text)
        .desired_width(width)
        .min_size(egui::vec2(0.0, space::BUTTON))
        .align(egui::Align2::LEFT_CENTER)
}

/// Gives a field the focus when its dialog opens, once.
pub fn focus_once(response: &Response, focused: &mut bool) {
    if !*focused {
        *focused = true;
        response.request_focus();
    }
}

/// Whether Enter was pressed in a line of text.
pub fn entered(ui: &Ui, response: &Response) -> bool {
    response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter))
}

/// A path that can be typed, pasted, or picked in the system's dialog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathField {
    text: String,
    /// The path as it was picked: not every path can be written as text.
    picked: Option<PathBuf>,
    focused: bool,
}

impl PathField {
    /// A field that proposes a path.
    pub fn new(path: &Path) -> PathField {
        let mut field = PathField::default();
        field.set(path);
        field
    }

    /// An empty field that does not ask for the keyboard.
    pub fn quiet() -> PathField {
        PathField { focused: true, ..PathField::default() }
    }

    /// Takes another path.
    pub fn set(&mut self, path: &Path) {
        self.text = path.display().to_string();
        self.picked = Some(path.to_owned());
    }

    /// The path that is there; none if nothing does.
    pub fn path(&self) -> Option<PathBuf> {
        let typed = self.text.trim().trim_matches('"');
        match &self.picked {
            Some(path) if path.display().to_string() == self.text => Some(path.clone()),
            _ if typed.is_empty() => None,
            _ => Some(PathBuf::from(typed)),
        }
    }

    /// Draws it. True when Enter was pressed in it.
    pub fn show(&mut self, ui: &mut Ui, label: &str, browse: Option<PickFor>, out: &mut Requests) -> bool {
        let name = ui.label(theme::caption(label));
        let size = egui::vec2(ui.available_width(), space::BUTTON);
        let response = ui
            .allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                if let Some(purpose) = browse
                    && ui.add(plain_button("Browse…")).clicked()
                {
                    out.push(Request::Browse(purpose));
                }
                let width = ui.available_width();
                // The button goes once it is known that the system has no dialog; the field must not lose the keyboard by that.
                ui.add(one_line(&mut self.text, width).id(name.id.with("field"))).labelled_by(name.id)
            })
            .inner;
        focus_once(&response, &mut self.focused);
        let entered = entered(ui, &response);
        // Enter takes the keyboard from the field; it comes back unless the dialog closes.
        self.focused &= !entered;
        entered
    }
}

/// Remarks to the supplier: the text, how long it is, what people write most, what this user wrote last, and that the
/// supplier sees it.
pub fn remarks_editor(ui: &mut Ui, label: &str, text: &mut String, recent: &[String]) -> Response {
    let name = ui.label(theme::caption(label));
    let edit = TextEdit::multiline(text).desired_rows(3).desired_width(ui.available_width());
    let response = ui.add(edit).labelled_by(name.id);
    let cleaned = remarks::cleaned(text);
    let count = cleaned.chars().count();
    ui.horizontal(|ui| {
        let colour = if count > LIMIT { tokens(ui).reject.colour } else { tokens(ui).muted };
        ui.label(theme::caption(format!("{count}/{LIMIT}")).color(colour));
        ui.label(theme::caption("The supplier sees this, and it appears in GSTR-2B."));
    });
    // Rule R5, said while typing: as a finding it only comes afterwards.
    let doubtful = remarks::doubtful_characters(&cleaned);
    if !doubtful.is_empty() {
        let look = tokens(ui).pending;
        theme::notice(ui, &look, |ui| ui.label(format!("The portal may refuse these characters: {doubtful}")));
    }
    ui.horizontal_wrapped(|ui| {
        for template in TEMPLATES {
            if ui.add(plain_button(template)).clicked() {
                template.clone_into(text);
            }
        }
    });
    let others: Vec<&String> = recent.iter().filter(|remarks| !TEMPLATES.contains(&remarks.as_str())).collect();
    if !others.is_empty() {
        ui.label(theme::caption("Written before"));
        ui.horizontal_wrapped(|ui| {
            for remarks in others {
                if ui.add(plain_button(&shortened(remarks))).on_hover_text(remarks).clicked() {
                    remarks.clone_into(text);
                }
            }
        });
    }
    response
}

/// A text as a button shows it.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 48;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
