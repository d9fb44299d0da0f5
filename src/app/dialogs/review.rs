//! What will be written, before it is.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::super::grid::action_look;
use super::super::requests::{Request, Requests};
use super::super::review::{Group, Review};
use super::super::theme::{self, main_button, plain_button, space, tokens};
use super::Scene;
use super::parts::{foot, head, quiet};
use crate::book::{Action, AnswerKind, HEADS};
use crate::rules::Fix;
use crate::values::{grouped, money};

/// The review.
#[derive(Clone, Debug)]
pub struct ReviewUpload {
    /// What was counted.
    pub review: Review,
}

fn records(n: u64) -> String {
    if n == 1 { "1 record".into() } else { format!("{} records", grouped(n)) }
}

impl ReviewUpload {
    pub(super) fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, "Review before generating");
        let review = &self.review;
        quiet(
            ui,
            format!(
                "{} will be written. {} others are left as they are on the portal.",
                records(review.records),
                grouped(review.others)
            ),
        );
        if let Some(recipient) = scene.open.map(|o| &o.book.recipient) {
            let from = if recipient.content.is_some() {
                ""
            } else if recipient.typed.is_some() {
                " (as you typed it)"
            } else {
                " (from the file's name)"
            };
            quiet(
                ui,
                match recipient.gstin() {
                    Some(gstin) => format!("Recipient {gstin}{from}."),
                    None => "The file does not name the recipient; your GSTIN is asked for next.".to_owned(),
                },
            );
        }
        ui.add_space(2.0 * space::STEP);
        self.table(ui);
        if review.by_default > 0 {
            ui.add_space(2.0 * space::STEP);
            quiet(
                ui,
                format!(
                    "Answers to \"reduce ITC?\" taken by default (yes, all of it): {}.",
                    grouped(review.by_default)
                ),
            );
        }
        let blocked = review.blocked();
        let mut stays = true;
        if blocked > 0 {
            ui.add_space(3.0 * space::STEP);
            let look = tokens(ui).reject;
            theme::notice(ui, &look, |ui| {
                let verb = if blocked == 1 { "blocks" } else { "block" };
                ui.label(theme::semibold(format!("{} {verb} the upload", records(blocked))).color(look.colour));
                stays &= !groups(ui, &review.blocks, out);
            });
        }
        if !review.warns.is_empty() {
            ui.add_space(3.0 * space::STEP);
            theme::notice(ui, &tokens(ui).pending, |ui| stays &= !groups(ui, &review.warns, out));
        }
        foot(ui, |ui| {
            let able = blocked == 0 && review.records > 0;
            let go = ui.add_enabled(able, main_button("Generate upload…"));
            let go = go.on_disabled_hover_text("Mend first what blocks the upload.").clicked();
            let back = ui.add(plain_button("Back")).clicked();
            if go {
                out.push(Request::GoOnGenerating);
            }
            stays &= !(go || back);
        });
        stays
    }

    fn table(&self, ui: &mut Ui) {
        let review = &self.review;
        let mut rows: Vec<(String, [u64; 4], i128)> = review
            .sheets
            .iter()
            .map(|s| {
                let name = format!("{} {}", s.section.sheet_name(), s.section.describes().to_lowercase());
                (name, s.by_action, s.credit)
            })
            .collect();
        rows.push(("Total".into(), review.totals(), review.credit.iter().sum()));
        let table = TableBuilder::new(ui)
            .id_salt("review")
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::remainder())
            .columns(Column::exact(92.0), 4)
            .column(Column::exact(150.0))
            .vscroll(false);
        let last = rows.len() - 1;
        table.header(space::HEADINGS, headings).body(|mut body| {
            for (i, (name, counts, credit)) in rows.iter().enumerate() {
                body.row(space::ROW, |mut row| {
                    cell(&mut row, Align::Min, i == last, name);
                    counts.iter().for_each(|n| cell(&mut row, Align::Max, i == last, &grouped(*n)));
                    cell(&mut row, Align::Max, i == last, &money::rupees(*credit));
                });
            }
        });
        self.heads(ui);
    }

    /// The credit head by head, and what does not count yet.
    fn heads(&self, ui: &mut Ui) {
        ui.add_space(3.0 * space::STEP);
        ui.columns(4, |columns| {
            for ((ui, name), sum) in columns.iter_mut().zip(HEADS).zip(self.review.credit) {
                theme::card(ui, |ui| {
                    ui.with_layout(Layout::top_down(Align::Min), |ui| {
                        ui.label(RichText::new(name).weak());
                        ui.label(theme::semibold(money::rupees(sum)));
                    });
                });
            }
        });
        let mut words = "Effect on credit of the records that are written, this file only.".to_owned();
        if self.review.provisional != 0 {
            words += &format!(" Besides, once the suppliers have filed: {}.", money::rupees(self.review.provisional));
        }
        if self.review.apart != 0 {
            words += &format!(" Amendments, originals not in this file: {}.", money::rupees(self.review.apart));
        }
        ui.label(theme::caption(words));
    }
}

fn headings(mut row: TableRow<'_, '_>) {
    row.col(|ui| drop(ui.label(theme::semibold("Sheet"))));
    for action in Action::CHOICES {
        row.col(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(theme::semibold(action.name()));
                let (rect, _) = ui.allocate_exact_size([space::MARK; 2].into(), egui::Sense::hover());
                let look = action_look(tokens(ui), action);
                theme::paint_mark(ui.painter(), rect.center(), look.mark, look.colour);
            });
        });
    }
    row.col(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(theme::semibold("Effect on credit")));
    });
}

fn cell(row: &mut TableRow<'_, '_>, align: Align, strong: bool, text: &str) {
    row.col(|ui| {
        let rect = ui.max_rect().expand2(ui.spacing().item_spacing / 2.0);
        // The line goes on through the space between cells, where they are clipped.
        let painter = ui.painter().with_clip_rect(rect.expand(1.0));
        painter.hline(rect.x_range(), rect.top(), tokens(ui).line());
        let text = if strong { theme::semibold(text) } else { RichText::new(text) };
        let layout = match align {
            Align::Max => Layout::right_to_left(Align::Center),
            _ => Layout::left_to_right(Align::Center),
        };
        ui.with_layout(layout, |ui| ui.label(text));
    });
}

/// Lists groups of records with a link that shows them, and one that mends them where one answer fits all. True if a link
/// was clicked.
fn groups(ui: &mut Ui, groups: &[Group], out: &mut Requests) -> bool {
    let mut clicked = false;
    for (i, group) in groups.iter().enumerate() {
        ui.push_id(i, |ui| {
            ui.horizontal_wrapped(|ui| {
                let sheet = group.section.sheet_name();
                ui.label(format!("{} in {sheet}: {}", records(group.rows.len()), group.finding.message));
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
    use super::super::decide::Decide;
    use crate::edit::Change;
    let change = match fix {
        Fix::ClearRemarks => Change::remarks(""),
        Fix::Answer(answer) => Change::answer(answer),
        _ => Change::answer(Default::default()),
    };
    Request::Decide(Box::new(Decide::rows(group.section, group.rows.clone(), change)))
}
