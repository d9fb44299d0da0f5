//! What has to be answered before a register is imported, above its lines: it is seen without scrolling, and Enter leads to it.

use super::{Asked, Look};
use crate::app::frame::confirm;
use crate::app::theme::{self, plain_button, tokens};
use crate::register::RegisterQuestion;
use crate::session::register::change::SheetChange;
use crate::session::register::import::RegisterImport;
use egui::{Response, Ui};

/// Draws the first question that is open; an answer is taken at once, or asked for as a change of the sheet. Which register is replaced
/// stays there with its answer, so that the lines below it do not jump.
pub fn show(ui: &mut Ui, import: &mut RegisterImport, look: &mut Look, asked: &mut Asked) {
    if let Some((place, question)) = import.open_question() {
        let (question, several) = (question.clone(), import.taken().count() > 1);
        let sheet = if several { format!("{}: ", import.sheets[place].name) } else { String::new() };
        theme::notice(ui, &tokens(ui).reject, |ui| {
            theme::label(ui, format!("{sheet}{question}"));
            of_sheet(ui, import, place, question, asked);
        });
        return;
    }
    let parts = import.replacing();
    let open = parts.iter().find(|(.., replaces)| replaces.is_none());
    let shown = open.or_else(|| parts.iter().find(|(place, ..)| look.replaces == Some(*place)));
    let Some((place, part, said)) = shown.map(|(place, part, said)| (*place, part.name(), *said)) else { return };
    let colours = if said.is_some() { tokens(ui).no_action } else { tokens(ui).pending };
    theme::notice(ui, &colours, |ui| {
        theme::label(
            ui,
            format!("{part} has the same layout and days, or is the same file: does this take its place?"),
        );
        let answers = [("Replace", true), ("Keep both", false)];
        if let Some(replaces) = one_of(ui, &answers, said, |name| format!("{name}: {part}")) {
            look.replaces = Some(place);
            import.replace(place, replaces);
        }
    });
}

fn of_sheet(ui: &mut Ui, import: &mut RegisterImport, place: usize, question: RegisterQuestion, asked: &mut Asked) {
    let answers = match question {
        RegisterQuestion::Minus(_) => {
            [("Credit notes", Some(SheetChange::Minus(false))), ("Purchases", Some(SheetChange::Minus(true)))].to_vec()
        }
        RegisterQuestion::Exchanged(_) => [
            ("Leave the dates as they are", Some(SheetChange::Exchanged(false))),
            ("Exchange day and month back", Some(SheetChange::Exchanged(true))),
        ]
        .to_vec(),
        _ => [("Yes, it is right", None)].to_vec(),
    };
    match one_of(ui, &answers, None, str::to_owned) {
        Some(Some(change)) => asked.push((place, change)),
        Some(None) => import.confirm(place, question),
        None => {}
    }
}

/// Answers beside each other, and the one that was clicked. Enter in the dialog leads to the first of them as long as none is `said`.
fn one_of<T: Copy + PartialEq>(
    ui: &mut Ui,
    answers: &[(&str, T)],
    said: Option<T>,
    called: impl Fn(&str) -> String,
) -> Option<T> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        for (at, &(name, answer)) in answers.iter().enumerate() {
            let button: Response = ui.add(plain_button(name).switched_on(said == Some(answer)));
            ui.accesskit_node_builder(button.id, |node| node.set_label(called(name)));
            if at == 0 && said.is_none() && confirm::pressed(ui) {
                button.request_focus();
            }
            if button.clicked() {
                chosen = Some(answer);
            }
        }
    });
    chosen
}
