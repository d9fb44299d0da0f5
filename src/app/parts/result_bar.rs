//! The line that says what the last action did: as high as its text, with ways to see what was skipped and to undo. Good news
//! without a link leaves by itself.

use std::time::Duration;

use egui::{Align, Context, Frame, Id, Layout, Margin, Panel, Ui};

use crate::app::actions::UserAction;
use crate::app::frame::parts::CHANGE_ANSWER;
use crate::app::keyboard::panes::{self, Pane};
use crate::app::keyboard::tab;
use crate::app::requests::{Line, Request, Requests};
use crate::app::theme::{self, Hint, plain_button, space, tokens};
use crate::rules::Fix;
use crate::session::Session;
use crate::session::result_line::ResultLine;

/// After this many seconds good news was read.
const READ_IN: f64 = 8.0;

/// Which good news is on the screen, and since when.
#[derive(Clone, Default)]
struct News {
    text: String,
    since: f64,
}

/// Asks that good news leaves that was there long enough.
pub fn passes(ctx: &Context, open: &Session, out: &mut Requests) {
    let Some(line) = open.result().filter(|line| line.passes()) else {
        begin_again(ctx);
        return;
    };
    let now = ctx.input(|input| input.time);
    let since = ctx.data_mut(|data| {
        let news: &mut News = data.get_temp_mut_or_default(Id::unique("good news"));
        if news.text != line.text {
            *news = News { text: line.text.clone(), since: now };
        }
        news.since
    });
    let left = READ_IN - (now - since);
    if left <= 0.0 {
        out.push(Request::Dismiss(Line::GoodNews));
    } else {
        ctx.request_repaint_after(Duration::from_secs_f64(left));
    }
}

/// Whether good news is on the screen, the same since it was seen first.
pub fn is_read(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp::<News>(Id::unique("good news"))).is_some()
}

/// Counts the time of what comes from its beginning.
pub fn begin_again(ctx: &Context) {
    ctx.data_mut(|data| data.remove::<News>(Id::unique("good news")));
}

/// Draws the line of the last action at the bottom, if it said something; good news leaves by itself.
pub fn panel(ui: &mut Ui, open: &Session, out: &mut Requests) {
    passes(ui.ctx(), open, out);
    let Some(line) = open.result() else { return };
    let strip = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(8, 4));
    // A panel keeps its height under its name: each line has a height of its own.
    let panel = Panel::bottom(("result", line.text.as_str())).resizable(false).frame(strip);
    panel.show(ui, |ui| panes::show(ui, Pane::Result, |ui| show(ui, line, out)));
}

/// Draws the line.
pub fn show(ui: &mut Ui, line: &ResultLine, out: &mut Requests) {
    let t = tokens(ui);
    let look = if line.bad {
        t.reject
    } else if line.left_out.is_empty() && line.remark.is_none() {
        t.no_action
    } else {
        t.pending
    };
    theme::notice(ui, &look, |ui| {
        ui.horizontal_top(|ui| {
            let buttons = buttons_width(ui, line);
            let texts = (ui.available_width() - buttons).max(120.0);
            ui.scope(|ui| {
                ui.set_width(texts);
                ui.with_layout(Layout::top_down(Align::Min), |ui| words(ui, line, out));
            });
            let size = egui::vec2(ui.available_width(), space::BUTTON);
            let layout = Layout::right_to_left(Align::Center);
            ui.allocate_ui_with_layout(size, layout, |ui| tab::as_one_reads(ui, |ui| buttons_of(ui, line, out)));
        });
    });
}

fn words(ui: &mut Ui, line: &ResultLine, out: &mut Requests) {
    ui.horizontal_wrapped(|ui| {
        theme::sentence(ui, theme::semibold(&line.text));
        if let Some(words) = line.credit_words() {
            theme::label(ui, words);
        }
    });
    if let Some(remark) = &line.remark {
        theme::sentence(ui, remark);
    }
    for (i, left_out) in line.left_out.iter().enumerate() {
        ui.push_id(i, |ui| {
            ui.horizontal_wrapped(|ui| {
                theme::label(ui, format!("{}: {}", left_out.words(), left_out.why));
                if theme::link(ui, "show").clicked() {
                    out.push(Request::Only(left_out.words(), left_out.scope, left_out.rows.clone()));
                }
            });
        });
    }
}

/// The room that the buttons take.
fn buttons_width(ui: &Ui, line: &ResultLine) -> f32 {
    let links = usize::from(line.undo) + usize::from(line.shows_errors) + usize::from(line.part.is_some());
    let links = links + 3 * usize::from(line.by_default.is_some());
    96.0 + links as f32 * (44.0 + ui.spacing().item_spacing.x)
}

fn buttons_of(ui: &mut Ui, line: &ResultLine, out: &mut Requests) {
    if ui.add(plain_button("Dismiss")).clicked() {
        out.push(Request::Dismiss(Line::Result));
    }
    let list = UserAction::PortalErrors;
    if line.shows_errors && theme::link(ui, "show").hint(list.words()).clicked() {
        out.push(Request::Do(list));
    }
    if let Some(part) = line.part {
        let link = theme::link(ui, "Change");
        ui.accesskit_node_builder(link.id, |node| node.set_label("Change how it is read"));
        if link.hint("Look at the columns, the days and the rest of it.").clicked() {
            out.push(crate::app::requests::RegisterRequest::ChangePart(part).into());
        }
    }
    if let Some((section, row)) = line.by_default
        && theme::link(ui, CHANGE_ANSWER).hint("Yes, full · Yes, part · No").clicked()
    {
        out.push(Request::Mend(Fix::AskAnswer, section, row));
    }
    if line.undo {
        let link = theme::link(ui, "Undo");
        // Not to be taken for the button at the top.
        ui.accesskit_node_builder(link.id, |node| node.set_label("Undo this"));
        if link.hint("Ctrl Z").clicked() {
            out.push(Request::Do(UserAction::Undo));
        }
    }
}
