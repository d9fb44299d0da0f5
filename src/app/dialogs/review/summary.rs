//! The review in sum: sheets and actions, credit by head, what stands apart, what blocks, what the portal may refuse.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::super::super::grid::action_look;
use super::super::super::requests::{Request, Requests};
use super::super::super::review::{Group, Listed, Review, of_rule};
use super::super::super::theme::{self, size, space, tokens};
use crate::book::{Action, AnswerKind, HEADS};
use crate::rules::Fix;
use crate::values::{grouped, money, records};

/// Draws it. True if a link was clicked that leads out of the dialog.
pub fn show(ui: &mut Ui, review: &Review, out: &mut Requests) -> bool {
    table(ui, review);
    heads(ui, review);
    let mut left = apart(ui, review, out);
    let blocked = review.blocked();
    if blocked > 0 {
        let look = tokens(ui).reject;
        ui.add_space(2.0 * space::STEP);
        theme::notice(ui, &look, |ui| {
            let verb = if blocked == 1 { "blocks" } else { "block" };
            ui.label(theme::semibold(format!("{} {verb} the upload", records(blocked))).color(look.colour));
            left |= groups(ui, &review.blocks, out);
        });
    }
    if !review.may_be_refused.is_empty() || !review.refusals.is_empty() {
        let look = tokens(ui).pending;
        ui.add_space(2.0 * space::STEP);
        theme::notice(ui, &look, |ui| {
            ui.label(theme::semibold("What the portal is known to refuse").color(look.colour));
            left |= refusals(ui, review, out);
        });
    }
    if !review.warns.is_empty() {
        let look = tokens(ui).no_action;
        ui.add_space(2.0 * space::STEP);
        theme::notice(ui, &look, |ui| {
            ui.label(theme::semibold("Worth a look"));
            left |= groups(ui, &review.warns, out);
        });
    }
    left
}

fn table(ui: &mut Ui, review: &Review) {
    let mut rows: Vec<(String, [u64; 4], i128)> = review
        .sheets
        .iter()
        .map(|s| {
            let name = format!("{} {}", s.section.sheet_name(), s.section.describes().to_lowercase());
            (name, s.by_action, s.credit)
        })
        .collect();
    rows.push(("Total".into(), review.totals(), review.effects.counted.iter().sum()));
    let last = rows.len() - 1;
    ui.scope(|ui| {
        // Ground and lines go on from cell to cell.
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let table = TableBuilder::new(ui)
            .id_salt("review")
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::remainder())
            .columns(Column::exact(100.0), 4)
            .column(Column::exact(176.0))
            .vscroll(false);
        table.header(space::HEADINGS, headings).body(|mut body| {
            for (i, (name, counts, credit)) in rows.iter().enumerate() {
                body.row(space::ROW, |mut row| {
                    cell(&mut row, Align::Min, i == last, false, name);
                    counts.iter().for_each(|n| cell(&mut row, Align::Max, i == last, *n == 0, &grouped(*n)));
                    cell(&mut row, Align::Max, i == last, false, &money::rupees(*credit));
                });
            }
        });
    });
}

fn headings(mut row: TableRow<'_, '_>) {
    row.col(|ui| {
        ground(ui);
        ui.add_space(2.0 * space::STEP);
        ui.label(theme::semibold("Sheet"));
    });
    for action in Action::CHOICES {
        row.col(|ui| {
            ground(ui);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(2.0 * space::STEP);
                ui.label(theme::semibold(action.name()));
                ui.add_space(2.0 * space::STEP);
                let (rect, _) = ui.allocate_exact_size([space::MARK; 2].into(), egui::Sense::hover());
                let look = action_look(tokens(ui), action);
                theme::paint_mark(ui.painter(), rect.center(), look.mark, look.colour);
            });
        });
    }
    row.col(|ui| {
        ground(ui);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(2.0 * space::STEP);
            ui.label(theme::semibold("Effect on credit"));
        });
    });
}

fn ground(ui: &Ui) {
    ui.painter().rect_filled(ui.max_rect(), 0.0, tokens(ui).panel);
}

fn cell(row: &mut TableRow<'_, '_>, align: Align, strong: bool, weak: bool, text: &str) {
    row.col(|ui| {
        let rect = ui.max_rect();
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, tokens(ui).line());
        let text = if strong { theme::semibold(text) } else { RichText::new(text) };
        let text = if weak { text.weak() } else { text };
        let layout = match align {
            Align::Max => Layout::right_to_left(Align::Center),
            _ => Layout::left_to_right(Align::Center),
        };
        ui.with_layout(layout, |ui| {
            ui.add_space(2.0 * space::STEP);
            ui.label(text);
        });
    });
}

/// The credit head by head, and what does not count yet.
fn heads(ui: &mut Ui, review: &Review) {
    ui.add_space(3.0 * space::STEP);
    ui.columns(4, |columns| {
        for ((ui, name), sum) in columns.iter_mut().zip(HEADS).zip(review.effects.counted) {
            theme::card(ui, |ui| {
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.label(RichText::new(name).weak());
                    ui.label(theme::semibold(money::rupees(sum)));
                });
            });
        }
    });
    let mut words = "Credit effect of these changes (this file only).".to_owned();
    let later: i128 = review.effects.provisional.iter().sum();
    if later != 0 {
        words += &format!(" Besides, once the suppliers have filed: {}.", money::rupees(later));
    }
    ui.label(theme::caption(words));
}

/// What the sums leave out or take for granted, with links that show it.
fn apart(ui: &mut Ui, review: &Review, out: &mut Requests) -> bool {
    let by_default = &review.by_default;
    let tax = |listed: &Listed| money::rupees(listed.tax);
    let lines = [
        (
            by_default,
            "Answered by default",
            format!(
                "Answers to \"ITC to be reduced?\" taken by default (yes, full): {}. They reduce credit by {}.",
                grouped(by_default.records()),
                tax(by_default)
            ),
        ),
        (
            &review.no_original,
            "Originals not in this file",
            format!(
                "Amendments, originals not in this file: {}, {}. They are in no sum above.",
                grouped(review.no_original.records()),
                tax(&review.no_original)
            ),
        ),
        (
            &review.open_original,
            "Effect not known",
            format!(
                "Amendments whose original is pending: {}, {}. Their effect is not known, and in no sum above.",
                grouped(review.open_original.records()),
                tax(&review.open_original)
            ),
        ),
    ];
    if lines.iter().all(|(listed, ..)| listed.rows.is_empty()) {
        return false;
    }
    let mut left = false;
    ui.add_space(space::STEP);
    theme::card(ui, |ui| {
        for (listed, called, words) in lines.iter().filter(|(listed, ..)| !listed.rows.is_empty()) {
            ui.horizontal_wrapped(|ui| {
                ui.label(words);
                left |= links(ui, listed, called, out);
            });
        }
    });
    left
}

/// A link to the records of each sheet.
fn links(ui: &mut Ui, listed: &Listed, called: &str, out: &mut Requests) -> bool {
    let mut clicked = false;
    for (&section, rows) in &listed.rows {
        let text = match listed.rows.len() {
            1 => format!("show in {}", section.sheet_name()),
            _ => format!("show {} in {}", grouped(rows.len()), section.sheet_name()),
        };
        // A link of several words stays on one line.
        let width = ui.painter().layout_no_wrap(text.clone(), theme::font(size::BODY), tokens(ui).text).size().x;
        if ui.available_size_before_wrap().x < width {
            ui.end_row();
        }
        if theme::link(ui, &text).clicked() {
            let called = format!("{called} · {}", records(rows.len()));
            out.push(Request::Only(called, section, rows.clone()));
            clicked = true;
        }
    }
    clicked
}

fn refusals(ui: &mut Ui, review: &Review, out: &mut Requests) -> bool {
    let mut left = groups(ui, &review.may_be_refused, out);
    for refusal in &review.refusals {
        ui.horizontal_wrapped(|ui| {
            let listed = &refusal.listed;
            if listed.rows.is_empty() {
                ui.label(&refusal.words);
            } else {
                ui.label(format!("{}. {}", records(listed.records()), refusal.words));
                left |= links(ui, listed, "May be refused", out);
            }
        });
    }
    left
}

/// Lists groups of records with a link that shows them, and one that mends them where one answer fits all. True if a link
/// was clicked.
fn groups(ui: &mut Ui, groups: &[Group], out: &mut Requests) -> bool {
    let mut clicked = false;
    for (i, group) in groups.iter().enumerate() {
        ui.push_id((i, group.finding.rule), |ui| {
            ui.horizontal_wrapped(|ui| {
                let sheet = group.section.sheet_name();
                let refusal = of_rule(group.finding.rule).unwrap_or_default();
                ui.label(format!("{} in {sheet}: {}{refusal}", records(group.rows.len()), group.finding.message));
                if theme::link(ui, "show").clicked() {
                    let called = format!("{} · {}", group.finding.rule.name(), records(group.rows.len()));
                    out.push(Request::Only(called, group.section, group.rows.clone()));
                    clicked = true;
                }
                if let Some(fix) = group.finding.fix.filter(|fix| fits_all(*fix))
                    && theme::link(ui, fix.name()).clicked()
                {
                    out.push(mend_all(fix, group));
                    clicked = true;
                }
            });
        });
    }
    clicked
}

/// Whether one click may mend all records of a group alike.
fn fits_all(fix: Fix) -> bool {
    matches!(fix, Fix::ClearRemarks | Fix::ClearAnswer)
        || matches!(fix, Fix::Answer(answer) if answer.kind != AnswerKind::Part)
}

fn mend_all(fix: Fix, group: &Group) -> Request {
    use super::super::super::decide::Decide;
    use crate::edit::Change;
    let change = match fix {
        Fix::ClearRemarks => Change::remarks(""),
        Fix::Answer(answer) => Change::answer(answer),
        _ => Change::answer(Default::default()),
    };
    Request::Decide(Box::new(Decide::rows(group.section, group.rows.clone(), change)))
}
