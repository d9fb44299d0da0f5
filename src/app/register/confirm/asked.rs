//! What has to be answered before a register is imported, above its lines: it is seen without scrolling, and Enter leads to it.

use super::{Asked, Look};
use crate::app::frame::confirm;
use crate::app::theme::{self, plain_button, tokens};
use crate::register::RegisterQuestion;
use crate::session::register::change::SheetChange;
use crate::session::register::import::RegisterImport;
use egui::{Response, ScrollArea, Ui};

/// Draws the first question that is open, else what of the file itself is in doubt and which registers it may replace; an answer is
/// taken at once, or asked for as a change of the sheet. Each register that was asked about stays there with its answer, so that the
/// lines below do not jump.
pub fn show(ui: &mut Ui, import: &mut RegisterImport, look: &mut Look, asked: &mut Asked) {
    let several = import.taken().count() > 1;
    let of = |import: &RegisterImport, place: usize, question: &RegisterQuestion| match several {
        true => format!("{}: {question}", import.sheets[place].name),
        false => question.to_string(),
    };
    if let Some((place, question)) = import.open_question() {
        let question = question.clone();
        theme::notice(ui, &tokens(ui).reject, |ui| {
            theme::label(ui, of(import, place, &question));
            of_sheet(ui, import, place, question, asked);
        });
        return;
    }
    let questions = import.taken().flat_map(|(place, reading)| reading.questions.iter().map(move |q| (place, q)));
    let doubts: Vec<String> =
        questions.filter(|(_, q)| q.is_of_file()).map(|(place, q)| of(import, place, q)).collect();
    for words in doubts {
        theme::notice(ui, &tokens(ui).reject, |ui| theme::sentence(ui, words));
    }
    replaces(ui, import, look);
}

/// The registers that this one may replace, all at once: an answer does not look like another question in the same place.
fn replaces(ui: &mut Ui, import: &mut RegisterImport, look: &mut Look) {
    let parts = import.replacing().into_iter();
    let shown = parts.filter(|(place, _, said)| said.is_none() || look.replaces.contains(place));
    let shown: Vec<_> = shown.map(|(place, part, said)| (place, part.name(), said)).collect();
    let first = shown.iter().find(|(.., said)| said.is_none()).map(|(place, ..)| *place);
    if shown.is_empty() {
        return;
    }
    let colours = if first.is_some() { tokens(ui).pending } else { tokens(ui).no_action };
    theme::notice(ui, &colours, |ui| {
        let area = ScrollArea::vertical().id_salt("replaces").auto_shrink([false, true]).max_height(MOST);
        area.show(ui, |ui| {
            for (place, part, said) in shown {
                look.replaces.insert(place);
                let answers = [("Replace", true), ("Keep both", false)];
                let answer = ui.push_id(("replaces", place), |ui| {
                    theme::sentence(ui, import.asks_to_replace(place));
                    let leads = said.is_none() && first == Some(place);
                    one_of(ui, &answers, (said, leads), |name| format!("{name}: {part}"))
                });
                if let Some(replaces) = answer.inner {
                    import.replace(place, replaces);
                }
            }
        });
    });
}

/// The registers of many months scroll in this: the lines below them keep their room.
const MOST: f32 = 160.0;

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
    match one_of(ui, &answers, (None, true), str::to_owned) {
        Some(Some(change)) => asked.push((place, change)),
        Some(None) => import.confirm(place, question),
        None => {}
    }
}

/// Answers beside each other, and the one that was clicked. `said`: the answer so far; on its button Enter goes on. `leads`: Enter in the
/// dialog leads to the first of them.
fn one_of<T: Copy + PartialEq>(
    ui: &mut Ui,
    answers: &[(&str, T)],
    (said, leads): (Option<T>, bool),
    called: impl Fn(&str) -> String,
) -> Option<T> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        for (at, &(name, answer)) in answers.iter().enumerate() {
            let button: Response = ui.add(plain_button(name).switched_on(said == Some(answer)));
            ui.accesskit_node_builder(button.id, |node| node.set_label(called(name)));
            if at == 0 && leads && confirm::pressed(ui) {
                button.request_focus();
                button.scroll_to_me(None);
            }
            if said == Some(answer) {
                confirm::leaves_enter(&button);
            }
            if button.clicked() {
                chosen = Some(answer);
            }
        }
    });
    chosen
}
