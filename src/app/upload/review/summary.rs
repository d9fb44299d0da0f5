//! The review in sum: sheets and actions, the figures by head, what is not in them, what blocks, what the portal may refuse.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::app::grid::action_look;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, size, space, tokens};
use crate::book::{Action, AnswerKind, HEADS};
use crate::rules::Fix;
use crate::rules::credit::{Figures, Sum, total};
use crate::session::credit_words;
use crate::session::review::{FindingGroup, Listed, Review, SheetReview, of_rule};
use crate::values::{grouped, money, records};

/// Draws it. True if a link was clicked that leads out of the dialog.
pub fn show(ui: &mut Ui, review: &Review, all: &Figures, out: &mut Requests) -> bool {
    table(ui, review, all);
    figures(ui, all);
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

/// Numbers of records and their tax, by sheet and action: in the JSON, on the portal before, in the whole file.
fn table(ui: &mut Ui, review: &Review, all: &Figures) {
    let name = |s: &SheetReview| format!("{} {}", s.section.sheet_name(), s.section.describes());
    let mut rows: Vec<(String, [Sum; 5])> = review.sheets.iter().map(|s| (name(s), columns(&s.written))).collect();
    let (written, all) = (columns(&review.written), columns(all));
    let before = std::array::from_fn(|i| all[i].without(&written[i]));
    let sheets = rows.len();
    rows.push(("In this JSON".into(), written));
    rows.push(("On the portal before, unchanged".into(), before));
    rows.push(("All in this file".into(), all));
    ui.scope(|ui| {
        // Ground and lines go on from cell to cell.
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let painter = ui.painter().clone();
        let mut table = TableBuilder::new(ui)
            .id_salt("review")
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::remainder())
            .vscroll(false);
        for (i, column) in COLUMNS.iter().enumerate() {
            let texts = rows.iter().map(|(_, sums)| money::indian(sums[i].total()));
            let widest = texts.map(|text| width_of(&painter, &text)).fold(column.amount, f32::max);
            // An amount is never cut.
            let amount = if column.amount == 0.0 { 0.0 } else { widest };
            table = table.column(Column::exact(column.number)).column(Column::exact(amount));
        }
        table.header(space::HEADINGS, headings).body(|mut body| {
            for (i, (name, sums)) in rows.iter().enumerate() {
                // Sums are strong, but not what stays as it is.
                let strong = i >= sheets && i != sheets + 1;
                body.row(space::ROW, |mut row| {
                    cell(&mut row, Align::Min, strong, false, name);
                    for (sum, column) in sums.iter().zip(&COLUMNS) {
                        let none = sum.records == 0;
                        let number = if none { "–".to_owned() } else { grouped(sum.records) };
                        let amount =
                            if none || column.amount == 0.0 { String::new() } else { money::indian(sum.total()) };
                        cell(&mut row, Align::Max, strong, none, &number);
                        cell(&mut row, Align::Max, strong, false, &amount);
                    }
                });
            }
        });
    });
}

/// The room that a strong figure takes in a cell.
fn width_of(painter: &egui::Painter, text: &str) -> f32 {
    let font = theme::strong(size::BODY);
    painter.layout_no_wrap(text.to_owned(), font, egui::Color32::BLACK).size().x + 4.0 * space::STEP
}

/// Accepted and without action by what they give to GSTR-2B, the others by their own tax.
fn columns(figures: &Figures) -> [Sum; 5] {
    let (rejected, pending) = (figures.rejected.all(), figures.pending.all());
    [figures.accepted, rejected, pending, figures.no_action, figures.not_filed]
}

/// A pair of columns: how many records, and their tax.
struct Columns {
    title: &'static str,
    action: Option<Action>,
    number: f32,
    amount: f32,
}

const fn of_action(title: &'static str, action: Action) -> Columns {
    Columns { title, action: Some(action), number: 48.0, amount: 112.0 }
}

const COLUMNS: [Columns; 5] = [
    of_action("Accepted", Action::Accept),
    of_action("Rejected", Action::Reject),
    of_action("Pending", Action::Pending),
    Columns { title: "No action", action: Some(Action::NoAction), number: 92.0, amount: 0.0 },
    Columns { title: "GSTR-1 not filed", action: None, number: 48.0, amount: 112.0 },
];

fn headings(mut row: TableRow<'_, '_>) {
    row.col(|ui| {
        ground(ui);
        ui.add_space(2.0 * space::STEP);
        ui.label(theme::semibold("Sheet"));
    });
    for column in &COLUMNS {
        // The title is over both, at the right of the last.
        let titled = [column.amount == 0.0, column.amount > 0.0];
        for titled in titled {
            row.col(|ui| {
                ground(ui);
                if titled {
                    heading(ui, column);
                }
            });
        }
    }
}

fn heading(ui: &mut Ui, column: &Columns) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(2.0 * space::STEP);
        ui.label(theme::semibold(column.title));
        if let Some(action) = column.action {
            ui.add_space(2.0 * space::STEP);
            let (rect, _) = ui.allocate_exact_size([space::MARK; 2].into(), egui::Sense::hover());
            let look = action_look(tokens(ui), action);
            theme::paint_mark(ui.painter(), rect.center(), look.mark, look.colour);
        }
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

/// The three figures, head by head, and the parts of the difference.
fn figures(ui: &mut Ui, figures: &Figures) {
    let lines = [
        (credit_words::IF_NOTHING, figures.as_it_stands),
        (credit_words::WITH_YOURS, figures.after),
        (credit_words::CHANGE, figures.difference()),
    ];
    // Cess, where there is none of it anywhere, is left out.
    let heads: Vec<usize> = (0..4).filter(|&i| i < 3 || lines.iter().any(|(_, sums)| sums[i] != 0)).collect();
    ui.add_space(3.0 * space::STEP);
    theme::card(ui, |ui| {
        ui.set_width(ui.available_width());
        egui::Grid::new("figures").num_columns(heads.len() + 2).spacing([28.0, 4.0]).show(ui, |ui| {
            ui.label(theme::caption(credit_words::LABEL));
            for title in heads.iter().map(|&i| HEADS[i]).chain(["Total"]) {
                right(ui, theme::caption(title));
            }
            ui.end_row();
            for (i, (name, sums)) in lines.iter().enumerate() {
                let text = |text: String| if i == 2 { theme::semibold(text) } else { RichText::new(text) };
                ui.label(text((*name).to_owned()));
                for amount in heads.iter().map(|&i| sums[i]).chain([total(*sums)]) {
                    right(ui, text(money::rupees(amount)));
                }
                ui.end_row();
            }
        });
        let parts = credit_words::parts_in_full(figures);
        if !parts.is_empty() {
            ui.label(RichText::new(format!("Change: {parts}")).weak());
        }
        let beside = credit_words::beside(figures);
        if !beside.is_empty() {
            ui.label(theme::caption(format!("{} {}", beside[0], beside[1..].join(" · "))));
        }
    });
    ui.label(theme::caption(
        "Accepted: tax as it counts in GSTR-2B, without GSTR-1 not filed, next GSTR-2B and amendments to check.",
    ));
}

fn right(ui: &mut Ui, text: RichText) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(text));
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
            "Originals Pending",
            format!(
                "Amendments whose original is Pending: {}, {}. What they change is not known, so they are in no sum above.",
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
fn groups(ui: &mut Ui, groups: &[FindingGroup], out: &mut Requests) -> bool {
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

fn mend_all(fix: Fix, group: &FindingGroup) -> Request {
    use crate::edit::Change;
    use crate::session::deciding::decide::Decide;
    let change = match fix {
        Fix::ClearRemarks => Change::remarks(""),
        Fix::Answer(answer) => Change::answer(answer),
        _ => Change::answer(Default::default()),
    };
    Request::Decide(Box::new(Decide::rows(group.section, group.rows.clone(), change)))
}
