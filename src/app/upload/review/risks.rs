//! What blocks the JSON, and what the portal may refuse although nothing blocks it: each with a link that shows the records.

use egui::Ui;

use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, size, space, tokens};
use crate::book::AnswerKind;
use crate::rules::Fix;
use crate::session::review::{FindingGroup, Listed, Review, of_rule};
use crate::values::{grouped, records};
use crate::view::Filter;

/// The page of what blocks. True if a link was clicked that leads out of the dialog.
pub fn blocks(ui: &mut Ui, review: &Review, out: &mut Requests) -> bool {
    if review.blocked() == 0 {
        theme::label(ui, "Nothing blocks.");
        return false;
    }
    box_of_blocks(ui, review, out)
}

/// What blocks, in a red box.
pub fn box_of_blocks(ui: &mut Ui, review: &Review, out: &mut Requests) -> bool {
    let (look, blocked) = (tokens(ui).reject, review.blocked());
    theme::notice(ui, &look, |ui| {
        let verb = if blocked == 1 { "blocks" } else { "block" };
        theme::label(ui, theme::semibold(format!("{} {verb} the JSON", records(blocked))).color(look.colour));
        groups(ui, &review.blocks, out)
    })
    .inner
}

/// The page of risks: what the portal may refuse, and what else is worth a look.
pub fn show(ui: &mut Ui, review: &Review, out: &mut Requests) -> bool {
    let mut left = false;
    if review.risks() == 0 {
        theme::label(ui, "No risk is known.");
    }
    if !review.may_be_refused.is_empty() || !review.refusals.is_empty() {
        let look = tokens(ui).pending;
        theme::notice(ui, &look, |ui| {
            theme::label(ui, theme::semibold("The portal may refuse").color(look.colour));
            left |= refusals(ui, review, out);
        });
        ui.add_space(2.0 * space::STEP);
    }
    if !review.warns.is_empty() {
        let look = tokens(ui).no_action;
        theme::notice(ui, &look, |ui| {
            theme::label(ui, theme::semibold("Other alerts"));
            left |= groups(ui, &review.warns, out);
        });
    }
    left
}

/// A link to the records of each sheet.
pub fn links(ui: &mut Ui, listed: &Listed, called: &str, out: &mut Requests) -> bool {
    let mut clicked = false;
    for (&section, rows) in &listed.rows {
        let text = match listed.rows.len() {
            1 => format!("Show in {}", section.sheet_name()),
            _ => format!("Show {} in {}", grouped(rows.len()), section.sheet_name()),
        };
        // A link of several words stays on one line.
        let width = theme::text_width(ui.painter(), &text, theme::font(size::BODY));
        if ui.available_size_before_wrap().x < width {
            ui.end_row();
        }
        if theme::link(ui, &text).clicked() {
            let called = format!("{called} · {}", records(rows.len()));
            // It leads to the sheet that it names, wherever one is.
            let filter = Filter { only: Some((called, rows.clone())), ..Filter::default() };
            out.push(Request::FollowLink(section.into(), filter));
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
                theme::label(ui, &refusal.words);
            } else {
                theme::label(ui, format!("{}. {}", records(listed.records()), refusal.words));
                left |= links(ui, listed, "May be refused", out);
            }
        });
    }
    left
}

/// Lists groups of records with a link that shows them, and one that mends them where one answer fits all. True if a link
/// was clicked.
fn groups(ui: &mut Ui, groups: &[FindingGroup], out: &mut Requests) -> bool {
    let mut clicked = false;
    for (i, group) in groups.iter().enumerate() {
        ui.push_id((i, group.finding.rule), |ui| {
            ui.horizontal_wrapped(|ui| {
                let count = records(group.listed.records());
                let place = match group.listed.only_sheet() {
                    Some(section) => format!(" in {}", section.sheet_name()),
                    None => String::new(),
                };
                let refusal = of_rule(group.finding.rule).unwrap_or_default();
                theme::label(ui, format!("{count}{place}: {}{refusal}", group.finding.message));
                if theme::link(ui, "Show").clicked() {
                    let (scope, rows) = group.listed.in_one_scope();
                    out.push(Request::Only(format!("{} · {count}", group.finding.rule.title()), scope, rows));
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

fn mend_all(fix: Fix, group: &FindingGroup) -> Request {
    use crate::edit::Change;
    use crate::session::deciding::decide::Decide;
    let change = match fix {
        Fix::ClearRemarks => Change::remarks(""),
        Fix::Answer(answer) => Change::answer(answer),
        _ => Change::answer(Default::default()),
    };
    let (scope, rows) = group.listed.in_one_scope();
    Request::Decide(Box::new(Decide::rows(scope, rows, change)))
}
