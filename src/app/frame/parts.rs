//! What several dialogs have in common: their head and foot, fields with a label, a path to type or pick.

use std::path::{Path, PathBuf};

use egui::{Id, Response, Role, Sense, TextEdit, Ui, WidgetInfo, vec2};

use crate::app::frame::confirm;
pub use crate::app::frame::foot::foot;
use crate::app::frame::scene::Browse;
use crate::app::keyboard::tab;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, Radios, check_box, plain_button, size, space, tokens};
use crate::book::{AnswerKind, Scope};
use crate::clients::path_of;
use crate::rules::itc;
use crate::rules::remarks::{self, LIMIT};
use crate::session::matched::answers::BooksAnswers;
use crate::session::result_line::LeftOut;
use crate::values::grouped;

/// What asks for another answer than the default.
pub const CHANGE_ANSWER: &str = "Change the answer";

/// The title of a dialog.
pub fn head(ui: &mut Ui, title: &str) {
    theme::label(ui, theme::title(title));
    ui.add_space(2.0 * space::STEP);
}

/// A paragraph of quiet words.
pub fn quiet(ui: &mut Ui, text: impl Into<String>) {
    theme::label(ui, egui::RichText::new(text).weak());
}

/// What the answer No declares, or what the portal does with Yes, below the answers to "ITC to be reduced?".
pub fn declares(ui: &mut Ui, no: bool) {
    ui.add_space(space::STEP);
    if no {
        theme::notice(ui, &tokens(ui).pending, |ui| theme::label(ui, itc::NO_DECLARES));
    } else {
        quiet(ui, itc::YES_DEDUCTS);
    }
}

/// The answers that credit notes have from the books, and whether they take them; else they are skipped. `declared`: what No declares
/// is said below.
pub fn answers_of_books(ui: &mut Ui, answers: &BooksAnswers, take: &mut bool, declared: bool) {
    let Some(words) = answers.in_words() else { return };
    quiet(ui, words);
    check_box(ui, take, "Take these answers; else they are skipped, to be answered one by one");
    if *take && answers.has(AnswerKind::No) && !declared {
        declares(ui, true);
    }
}

/// What is skipped, each group with its reason and a way to its records. True where the user leaves for them.
pub fn skipped(ui: &mut Ui, groups: &[LeftOut], out: &mut Requests) -> bool {
    let mut leaves = false;
    for group in groups {
        ui.horizontal_wrapped(|ui| {
            let place = if group.scope == Scope::All { String::new() } else { format!(" in {}", group.scope.name()) };
            theme::label(ui, format!("{}{place}: {}", grouped(group.rows.len()), group.why));
            if theme::link(ui, "show").hint("Leave this question and show these records.").clicked() {
                out.push(Request::Only(group.words(), group.scope, group.rows.clone()));
                leaves = true;
            }
        });
    }
    leaves
}

/// What cannot be done, and why.
pub fn refusal(ui: &mut Ui, refused: &Option<String>) {
    if let Some(why) = refused {
        ui.add_space(2.0 * space::STEP);
        theme::notice(ui, &tokens(ui).reject, |ui| theme::label(ui, why));
    }
}

/// A line of text with its label above it.
pub fn field(ui: &mut Ui, label: &str, text: &mut String, width: f32) -> Response {
    ui.vertical(|ui| {
        let name = theme::label(ui, theme::caption(label));
        let response = ui.add(one_line(text, width)).labelled_by(name.id);
        confirm::leaves_enter(&response);
        response
    })
    .inner
}

fn one_line(text: &mut String, width: f32) -> TextEdit<'_> {
    TextEdit::singleline(text)
        .desired_width(width)
        .min_size(egui::vec2(0.0, space::BUTTON))
        .align(egui::Align2::LEFT_CENTER)
}

/// A line to search in, named for screen readers. True if its text changed.
pub fn search(ui: &mut Ui, label: &str, text: &mut String, width: f32) -> bool {
    let response = ui.add(one_line(text, width).hint_text(label));
    ui.accesskit_node_builder(response.id, |node| node.set_label(label));
    response.changed()
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
    let in_dialog = confirm::pressed(ui) && response.has_focus();
    in_dialog || (response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter)))
}

/// The next of several choices of a dialog. True when the user chooses it.
pub fn choice(ui: &mut Ui, group: &mut Radios, chosen: bool, text: &str) -> bool {
    let (response, clicked) = group.draw(ui, chosen, text);
    if response.clicked() {
        // Arrows go on from there.
        response.request_focus();
    }
    confirm::leaves_enter(&response);
    clicked
}

/// A path that can be typed, pasted, or picked in the system's dialog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathField {
    text: String,
    /// The path as it was picked: not every path can be written as text.
    picked: Option<PathBuf>,
    focused: bool,
    /// It is known that the system has no dialog beside it.
    alone: bool,
    /// It is beside what its dialog is for, and no file dialog was asked for yet.
    aside: bool,
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

    /// A field beside what its dialog is for: it proposes a path, and says nothing of file dialogs before one is asked for.
    pub fn aside(path: &Path) -> PathField {
        let mut field = PathField { aside: true, ..PathField::quiet() };
        field.set(path);
        field
    }

    /// Asks for the keyboard once more.
    pub fn focus_again(&mut self) {
        self.focused = false;
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

    /// The same where other clients may be covered: then a path that was not typed shows initials alone.
    pub fn show_covered(
        &mut self,
        ui: &mut Ui,
        label: &str,
        covered: bool,
        browse: Browse,
        out: &mut Requests,
    ) -> bool {
        let proposed = self.picked.as_ref().filter(|path| path.display().to_string() == self.text);
        let initials = proposed.filter(|_| covered).map(|path| path_of(path, true));
        self.draw(ui, label, initials, browse, out)
    }

    /// Draws it. True when Enter was pressed in it.
    pub fn show(&mut self, ui: &mut Ui, label: &str, browse: Browse, out: &mut Requests) -> bool {
        self.draw(ui, label, None, browse, out)
    }

    /// `initials`: what is in the place of the path, which is kept until one is typed.
    fn draw(&mut self, ui: &mut Ui, label: &str, initials: Option<String>, browse: Browse, out: &mut Requests) -> bool {
        let mut typed = String::new();
        let missing = matches!(browse, Browse::Missing { .. });
        if missing && !self.aside && !std::mem::replace(&mut self.alone, missing) {
            // The button is gone that had the keyboard.
            self.focused = false;
        }
        let name = theme::label(ui, theme::caption(label));
        let size = egui::vec2(ui.available_width(), space::BUTTON);
        let response = ui
            .allocate_ui(size, |ui| {
                tab::from_the_right(ui, |ui| {
                    self.aside &= !browse_button(ui, browse, out);
                    let width = ui.available_width();
                    let text = if initials.is_some() { &mut typed } else { &mut self.text };
                    // The button goes once it is known that the system has no dialog; the field must not lose the keyboard by that.
                    let line = one_line(text, width).id(name.id.with("field"));
                    ui.add(line.hint_text(initials.as_deref().unwrap_or_default())).labelled_by(name.id)
                })
            })
            .inner;
        if let Some(initials) = initials {
            ui.accesskit_node_builder(response.id, |node| node.set_description(initials));
        }
        if !typed.is_empty() {
            self.text = typed;
        }
        if let (Browse::Missing { reads }, false) = (browse, self.aside) {
            let drop = if reads { ", or drop the file on the window" } else { "" };
            let look = tokens(ui).pending;
            theme::notice(ui, &look, |ui| {
                theme::label(
                    ui,
                    format!("No file dialog opened: this system has none. Type or paste the path here{drop}."),
                )
            });
        }
        focus_once(&response, &mut self.focused);
        confirm::leaves_enter(&response);
        let entered = entered(ui, &response);
        // Outside of a dialog Enter takes the keyboard from the field; it comes back.
        self.focused &= !entered;
        entered
    }
}

/// The button beside the field, where the system has dialogs; whether it was clicked.
fn browse_button(ui: &mut Ui, browse: Browse, out: &mut Requests) -> bool {
    let Browse::For(purpose) = browse else { return false };
    let clicked = ui.add(plain_button("Browse…")).clicked();
    if clicked {
        out.push(Request::Browse(purpose));
    }
    clicked
}

/// Remarks to the supplier: the text, how long it is, what people write most on such records, what this user wrote last, and
/// that the supplier sees it.
pub fn remarks_editor(ui: &mut Ui, label: &str, text: &mut String, templates: &[&str], recent: &[String]) -> Response {
    let name = theme::label(ui, theme::caption(label));
    // By its own name it keeps the keyboard whatever comes and goes above it.
    let edit = TextEdit::multiline(text).id(Id::unique("remarks")).desired_rows(2).desired_width(ui.available_width());
    // Remarks have no lines (rule R5), so Enter makes none: it confirms.
    let response = ui.add(edit.return_key(None)).labelled_by(name.id);
    confirm::leaves_enter(&response);
    let cleaned = remarks::cleaned(text);
    let count = cleaned.chars().count();
    ui.horizontal(|ui| {
        let colour = if count > LIMIT { tokens(ui).reject.colour } else { tokens(ui).muted };
        theme::label(ui, theme::caption(format!("{count}/{LIMIT}")).color(colour));
        theme::label(ui, theme::caption("The supplier sees this, and it appears in GSTR-2B."));
    });
    // Rule R5, said while typing: as an alert it only comes afterwards.
    let doubtful = remarks::doubtful_characters(&cleaned);
    if !doubtful.is_empty() {
        let look = tokens(ui).pending;
        theme::notice(ui, &look, |ui| theme::label(ui, format!("The portal may refuse these characters: {doubtful}")));
    }
    ui.horizontal_wrapped(|ui| {
        for template in templates {
            // What is to be filled in is not to look like a text that was cut; it is typed at the end.
            if ui.add(plain_button(&template.replace('…', "(month)"))).clicked() {
                template.trim_end_matches('…').clone_into(text);
                go_on_typing(ui, &response, text);
            }
        }
    });
    let others: Vec<&String> = recent.iter().filter(|remarks| !templates.contains(&remarks.as_str())).collect();
    if !others.is_empty() {
        theme::label(ui, theme::caption("Written before"));
        ui.horizontal_wrapped(|ui| {
            for remarks in others {
                if ui.add(plain_button(&shortened(remarks))).hint(remarks).clicked() {
                    remarks.clone_into(text);
                    go_on_typing(ui, &response, text);
                }
            }
        });
    }
    response
}

/// One of several pages of a dialog; true if it was clicked.
pub fn page_button(ui: &mut Ui, name: &str, count: u64, chosen: bool) -> bool {
    let t = tokens(ui);
    let colour = if chosen { t.text } else { t.muted };
    let face = if chosen { theme::strong(size::BODY) } else { theme::font(size::BODY) };
    let text = ui.painter().layout_no_wrap(name.to_owned(), face, colour);
    // As wide as when it is chosen: the others stay where they are.
    let room = theme::text_width(ui.painter(), name, theme::strong(size::BODY));
    let number = if count > 0 { grouped(count) } else { String::new() };
    let number = ui.painter().layout_no_wrap(number, theme::font(size::CAPTION), t.muted);
    let gap = if count > 0 { 6.0 } else { 0.0 };
    let width = room + gap + number.size().x;
    let (rect, response) = ui.allocate_exact_size(vec2(width, space::BUTTON), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, name));
    let middle = |height: f32| rect.center().y - height / 2.0;
    let after = rect.left() + room + gap;
    ui.painter().galley(egui::pos2(after, middle(number.size().y) + 0.5), number, t.muted);
    ui.painter().galley(egui::pos2(rect.left(), middle(text.size().y)), text, colour);
    if chosen || response.hovered() {
        let stroke = egui::Stroke::new(2.0, if chosen { t.accent } else { t.line });
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, stroke);
    }
    if response.has_focus() {
        theme::paint_focus(ui.painter(), rect.expand2(vec2(6.0, 0.0)), space::RADIUS, t);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

/// Gives the keyboard to a field, behind its text.
fn go_on_typing(ui: &Ui, field: &Response, text: &str) {
    let end = egui::text::CCursor::new(text.chars().count());
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
    state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
    state.store(ui.ctx(), field.id);
    field.request_focus();
}

/// A text as a button shows it.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 48;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::Queryable};

    use super::*;

    #[test]
    fn a_field_beside_what_a_dialog_is_for_says_nothing_of_file_dialogs_before_one_is_asked_for() {
        let shows = |field: PathField| {
            let window = Harness::new_ui_state(
                |ui, field: &mut PathField| {
                    field.show(ui, "Folder", Browse::Missing { reads: false }, &mut Requests::default());
                },
                field,
            );
            let focused = window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Folder").is_focused();
            (window.query_by_label_contains("No file dialog").is_some(), focused)
        };
        assert_eq!(shows(PathField::aside(Path::new("list.csv"))), (false, false));
        assert_eq!(shows(PathField::new(Path::new("list.csv"))), (true, true));
    }
}
