//! Whether the register is complete, in the line over what has no voucher: only of a complete register follows that what is not in
//! it may be kept Pending.

use egui::{Align, Frame, Id, Layout, Margin, Rect, Ui, UiBuilder, pos2, vec2};

use crate::app::grid::text;
use crate::app::keyboard::tab;
use crate::app::matched::overview::{PAD, ROW};
use crate::app::requests::{MatchRequest, Requests};
use crate::app::theme::{self, plain_button, size, space, tokens};
use crate::book::Class;
use crate::session::Session;
use crate::session::matched::overview::Overview;
use crate::values::grouped;

/// The title of the group is never wider.
const TITLE: f32 = 210.0;
const QUESTION: &str = "Register complete?";
const ANSWERS: [(bool, &str); 2] = [(false, "No"), (true, "Yes")];

/// Asks in the line of the group; what complete means and what the other answer changes is said beside it, or where there is no room
/// for all of it on lines of its own below.
pub(super) fn ask(ui: &mut Ui, open: &Session, rect: Rect, overview: &Overview, out: &mut Requests) {
    // The file of a part is missing: what was said of it says nothing now.
    if open.book().register().parts().iter().any(|part| part.missing) {
        return;
    }
    let (holds, other) = (holds(open), other(open, overview));
    let left = rect.left() + (rect.width() * 0.25).max(TITLE);
    let room = Rect::from_min_max(pos2(left, rect.top()), rect.max - vec2(PAD, 0.0));
    let beside = needed(ui, &holds, &other) <= room.width();
    let layout = Layout::right_to_left(Align::Center);
    let mut line =
        ui.new_child(UiBuilder::new().scope_id(Id::unique("register complete")).max_rect(room).layout(layout));
    tab::as_one_reads(&mut line, |ui| {
        if beside {
            theme::label(ui, theme::caption(&other));
        }
        answers(ui, open, out);
        ui.add_space(space::STEP);
        if beside {
            theme::label(ui, theme::caption(&holds));
        }
        theme::label(ui, theme::semibold(QUESTION));
    });
    if !beside {
        let ground = Frame::new().fill(tokens(ui).panel).inner_margin(Margin { left: 8, right: 8, top: 0, bottom: 4 });
        ground.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            for words in [format!("Complete: with {holds}."), format!("{other}.")] {
                theme::sentence(ui, theme::caption(words));
            }
        });
    }
}

/// What a complete register has in it.
fn holds(open: &Session) -> String {
    let days = open.book().register().covered_days();
    let days: Vec<String> = days.iter().map(|(from, to)| format!("from {from} to {to}")).collect();
    let days = if days.is_empty() { String::new() } else { format!(", {}", days.join(" and ")) };
    format!("expenses, bank charges, capital goods, all branches{days}")
}

/// What the other answer changes.
fn other(open: &Session, overview: &Overview) -> String {
    let said = open.book().register().said_complete();
    match (said == Some(true), overview.of_class(Class::Portal).pending) {
        _ if said.is_none() => "Not said, taken as No: only with Yes is Pending suggested for them".to_owned(),
        (true, 0) => "With No, nothing changes".to_owned(),
        (true, 1) => "With No, this one is Check".to_owned(),
        (true, n) => format!("With No, these {} are Check", grouped(n)),
        (false, _) => "Only with Yes is Pending suggested for them".to_owned(),
    }
}

/// The room that all of it needs on one line.
fn needed(ui: &Ui, holds: &str, other: &str) -> f32 {
    let wide = |words: &str, face| text::line(ui.painter(), words, face).size().x + ui.spacing().item_spacing.x;
    let words = [holds, other].into_iter().map(|words| wide(words, theme::font(size::CAPTION))).sum::<f32>();
    let buttons = ANSWERS.into_iter().map(|(_, name)| 20.0 + wide(name, theme::font(size::GRID))).sum::<f32>();
    words + buttons + wide(QUESTION, theme::strong(size::BODY)) + space::STEP + ROW
}

fn answers(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let said = open.book().register().said_complete();
    for (answer, name) in ANSWERS {
        let button =
            ui.add_enabled(open.look_only().is_none(), plain_button(name).low().switched_on(said == Some(answer)));
        ui.accesskit_node_builder(button.id, |node| {
            node.set_label(format!("{}: {name}", QUESTION.trim_end_matches('?')))
        });
        if button.clicked() && said != Some(answer) {
            out.push(MatchRequest::Complete(answer).into());
        }
    }
}
