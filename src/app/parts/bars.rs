//! The bars at the foot: what has changed and the way out, and facts.

use egui::{Align, Layout, RichText, Ui, vec2};

use crate::app::actions::UserAction;
use crate::app::parts::other_sheet;
use crate::app::parts::save_status;
use crate::app::parts::top_bar;
use crate::app::requests::{Line, Request, Requests};
use crate::app::theme::{self, main_button, size, space, tokens};
use crate::book::field::AMOUNTS;
use crate::rules::credit::{Figures, HeadSums, Sum, total};
use crate::session::credit_words;
use crate::session::{Place, Session};
use crate::store::Store;
use crate::values::{grouped, money};

/// That there are notes on reading.
pub fn notes(ui: &mut Ui, open: &Session, out: &mut Requests) {
    ui.horizontal_centered(|ui| {
        let n = open.book().notes().len();
        let text =
            if n == 1 { "1 note on reading:".to_owned() } else { format!("{} notes on reading:", grouped(n as u64)) };
        ui.label(text);
        if theme::link(ui, "show").clicked() {
            out.push(Request::Do(UserAction::ReadingNotes));
        }
        if theme::link(ui, "dismiss").clicked() {
            out.push(Request::Dismiss(Line::Notes));
        }
    });
}

/// What has changed, and the way out.
pub fn pending(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let t = tokens(ui);
    ui.horizontal_centered(|ui| {
        ui.add_space(space::STEP);
        ui.label(theme::semibold(format!("{} changed", grouped(open.changed()))));
        let blocked = open.blocked();
        if blocked > 0 {
            ui.label(RichText::new(format!("{} blocked", grouped(blocked))).color(t.reject.colour));
        }
        let errors = open.triage().groups.places().len() as u64;
        if errors > 0 {
            let words =
                if errors == 1 { "1 portal error".to_owned() } else { format!("{} portal errors", grouped(errors)) };
            if theme::link(ui, &words).on_hover_text(UserAction::PortalErrors.words()).clicked() {
                out.push(Request::Do(UserAction::PortalErrors));
            }
        }
        let aside = open.changes().lists.to_pick();
        if aside > 0 {
            let words = if aside == 1 { "1 set aside".to_owned() } else { format!("{} set aside", grouped(aside)) };
            let hint = "Decisions that a newer download set aside: take each up or leave what the portal holds.";
            if theme::link(ui, &words).on_hover_text(hint).clicked() {
                out.push(Request::Do(UserAction::NewerDownload));
            }
        }
        if let Some(upload) = open.awaited().filter(|_| open.look_only().is_none()) {
            ui.label(RichText::new(format!("{} is written.", upload.name)).weak());
            if theme::link(ui, UserAction::Uploaded.name()).clicked() {
                out.push(Request::Do(UserAction::Uploaded));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(space::STEP);
            let action = UserAction::Generate;
            let (enabled, keys) = (action.enabled(Some(open)), action.shortcut().unwrap_or_default());
            let button = ui.add_enabled(enabled.is_ok(), main_button(action.name()).shortcut(&keys));
            let button = button.on_hover_text(action.words());
            if button.on_disabled_hover_text(enabled.err().unwrap_or_default()).clicked() {
                out.push(Request::Do(action));
            }
            // Where every step is kept, a table is only for other programs: it is in the menu.
            if open.keeping().place().is_none() {
                top_bar::button(ui, open, UserAction::SaveDecisions, out);
            }
            top_bar::button(ui, open, UserAction::Discard, out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| figures(ui, open));
        });
    });
}

/// Between two figures.
const GAP: f32 = 14.0;

/// The figures of the credit, as far as there is room for them: each a caption over its amount.
fn figures(ui: &mut Ui, open: &Session) {
    let figures = open.figures();
    let (pending, rejected, not_filed) = (figures.pending.all(), figures.rejected.all(), &figures.not_filed);
    let counted = |name: &str, sum: &Sum| (format!("{name} {}", grouped(sum.records)), money::rupees(sum.total()));
    let parts = credit_words::parts(figures).join(" · ");
    let with_parts = ui.ctx().content_rect().width() >= 1400.0 && !parts.is_empty();
    let mut cells = vec![
        (format!("ITC {}", lowered(credit_words::WITH_YOURS)), money::rupees(total(figures.after))),
        (credit_words::CHANGE.to_owned(), money::rupees(total(figures.difference()))),
    ];
    if with_parts {
        cells.push(("Of this".to_owned(), parts));
    }
    cells.extend([
        counted("Pending", &pending),
        counted("Rejected", &rejected),
        counted("Supplier's GSTR-1 not filed", not_filed),
    ]);
    ui.spacing_mut().item_spacing.x = GAP;
    ui.add_space(space::STEP);
    let mut room = ui.available_width();
    for (caption, amount) in cells {
        let width =
            |text: &str, font| ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::BLACK).size().x;
        let wide = width(&caption, theme::font(size::CAPTION)).max(width(&amount, theme::strong(size::GRID)));
        room -= wide + GAP;
        if room < 0.0 {
            break;
        }
        let cell = ui.allocate_ui_with_layout(vec2(wide, 32.0), Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(theme::caption(caption));
            ui.label(theme::semibold(amount).font(theme::strong(size::GRID)));
        });
        cell.response.on_hover_ui(|ui| {
            ui.label(in_full(figures));
        });
    }
}

/// The figures with what they mean, for the tooltip.
fn in_full(figures: &Figures) -> String {
    let line = |name: &str, sums: HeadSums| format!("{name}: {}", money::rupees(total(sums)));
    let mut lines = vec![
        credit_words::LABEL.to_owned(),
        line(credit_words::IF_NOTHING, figures.as_it_stands),
        line(credit_words::WITH_YOURS, figures.after),
        line(credit_words::CHANGE, figures.difference()),
    ];
    lines.extend(Some(credit_words::parts_in_full(figures)).filter(|parts| !parts.is_empty()));
    lines.extend(credit_words::beside(figures));
    lines.join("\n")
}

fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The room that is kept for where the work is.
const SAFETY: f32 = 190.0;

/// Rows, sums, and where the work is.
pub fn status(ui: &mut Ui, open: &Session, store: &Store, out: &mut Requests) {
    let t = tokens(ui);
    ui.horizontal_centered(|ui| {
        ui.add_space(space::STEP);
        ui.spacing_mut().item_spacing.x = 14.0;
        let small = |text: String| RichText::new(text).font(theme::font(size::CAPTION));
        if let Place::Other(i) = open.place() {
            open.book().others().get(i).into_iter().for_each(|sheet| other_sheet::sums(ui, sheet));
        }
        if let Some(section) = open.section() {
            let view = open.view(section);
            ui.label(small(format!(
                "{} of {} rows",
                grouped(view.rows.len() as u64),
                grouped(view.counts.all().into())
            )));
            if open.looks_long() {
                ui.label(small("Looking…".into()).weak()).on_hover_text("What is shown is as of before.");
            }
            let selected = view.selection.rows.len();
            if selected > 0 {
                let hidden = open.targets().hidden;
                let hidden = if hidden > 0 { format!(", {} hidden", grouped(hidden)) } else { String::new() };
                ui.label(small(format!("{} selected{hidden}", grouped(selected))));
            }
            // Sums are shown whole. Those for which there is no room stand in a tooltip.
            let mut rest = Vec::new();
            for (field, sum) in AMOUNTS.into_iter().zip(open.totals().amounts) {
                let words = format!("{} {}", field.title(), money::rupees(sum));
                let font = theme::font(size::CAPTION);
                let wide = ui.painter().layout_no_wrap(words.clone(), font, t.text).size().x;
                if rest.is_empty() && wide <= ui.available_width() - SAFETY {
                    ui.label(small(words).weak());
                } else {
                    rest.push(words);
                }
            }
            if !rest.is_empty() {
                ui.label(small("####".into()).weak()).on_hover_text(rest.join("\n"));
            }
            if section.is_amendment() {
                ui.label(small("as on the documents".into()).weak()).on_hover_text(
                    "Amendments count with their own amounts, not with the difference to their originals.",
                );
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(space::STEP);
            save_status::show(ui, open, store, out);
        });
    });
}
