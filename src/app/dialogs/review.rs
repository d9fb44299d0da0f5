//! What will be written, before it is.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::super::requests::{Request, Requests};
use super::super::review::{Group, Review};
use super::super::theme::{self, Look, main_button, plain_button, space, tokens};
use super::Scene;
use super::parts::{foot, head, quiet};
use crate::book::{Action, AnswerKind};
use crate::rules::Fix;
use crate::values::grouped;

/// The review.
#[derive(Clone, Debug)]
pub struct ReviewUpload {
    /// What was counted.
    pub review: Review,
}

/// The look of an action.
pub fn look(ui: &Ui, action: Action) -> Look {
    let t = tokens(ui);
    match action {
        Action::Accept => t.accept,
        Action::Reject => t.reject,
        Action::Pending => t.pending,
        Action::NoAction | Action::Other => t.no_action,
    }
}

fn records(n: u64) -> String {
    if n == 1 { "1 record".into() } else { format!("{} records", grouped(n)) }
}

impl ReviewUpload {
    pub(super) fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, "Review before generating");
        let review = &self.review;
        quiet(ui, format!("{} will be written. {} others are left as they are on the portal.", records(review.records), grouped(review.others)));
        if let Some(recipient) = scene.open.map(|o| &o.book.recipient) {
            let from = if recipient.content.is_some() { "" } else if recipient.typed.is_some() { " (as you typed it)" } else { " (from the file's name)" };
            quiet(ui, match recipient.gstin() {
                Some(gstin) => format!("Recipient {gstin}{from}."),
                None => "The file does not name the recipient; your GSTIN is asked for next.".to_owned(),
            });
        }
        ui.add_space(2.0 * space::STEP);
        self.table(ui);
        if review.by_default > 0 {
            ui.add_space(2.0 * space::STEP);
            quiet(ui, format!("Answers to \"reduce ITC?\" taken by default (yes, all of it): {}.", grouped(review.by_default)));
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
        let line = tokens(ui).line();
        let number = |ui: &mut Ui, n: u64, strong: bool| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = RichText::new(grouped(n));
                ui.label(if strong { text.font(theme::strong(theme::size::BODY)) } else { text });
            });
        };
        let table = TableBuilder::new(ui)
            .id_salt("review")
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::remainder())
            .columns(Column::exact(110.0), 4)
            .vscroll(false);
        let header = |mut row: egui_extras::TableRow<'_, '_>| {
            row.col(|ui| drop(ui.label(theme::semibold("Sheet"))));
            for action in Action::CHOICES {
                row.col(|ui| {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        ui.label(theme::semibold(action.name()));
                        let (rect, _) = ui.allocate_exact_size([space::MARK; 2].into(), egui::Sense::hover());
                        let look = look(ui, action);
                        theme::paint_mark(ui.painter(), rect.center(), look.mark, look.colour);
                    });
                });
            }
        };
        table.header(space::HEADINGS, header).body(|mut body| {
            let under = |ui: &mut Ui| {
                let rect = ui.max_rect();
                ui.painter().hline(rect.x_range(), rect.top(), line);
            };
            for (section, counts) in &self.review.sheets {
                body.row(space::ROW, |mut row| {
                    let name = format!("{} {}", section.sheet_name(), section.describes().to_lowercase());
                    row.col(|ui| {
                        under(ui);
                        ui.label(name);
                    });
                    for n in counts {
                        row.col(|ui| {
                            under(ui);
                            number(ui, *n, false);
                        });
                    }
                });
            }
            body.row(space::ROW, |mut row| {
                row.col(|ui| {
                    under(ui);
                    ui.label(theme::semibold("Total"));
                });
                for n in self.review.totals() {
                    row.col(|ui| {
                        under(ui);
                        number(ui, n, true);
                    });
                }
            });
        });
    }
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
