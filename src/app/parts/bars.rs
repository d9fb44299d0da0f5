//! The bars at the foot: what has changed and the way out, and facts.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Align2, Color32, FontId, Label, Layout, Popup, RichText, Role, Sense, Ui, pos2, vec2};

use crate::app::actions::UserAction;
use crate::app::keyboard::tab;
use crate::app::parts::other_sheet;
use crate::app::parts::save_status;
use crate::app::parts::top_bar;
use crate::app::requests::{Line, Request, Requests};
use crate::app::theme::{self, Hint, main_button, menu_item, size, space, tokens};
use crate::book::Scope;
use crate::book::field::AMOUNTS;
use crate::rules::credit::{Figures, HeadSums, Sum, change_called, counted_past, total, waiting};
use crate::session::credit_words;
use crate::session::{Place, Session};
use crate::store::Store;
use crate::values::{counted, grouped, lowered, money, records};

/// That there are problems in the file.
pub fn notes(ui: &mut Ui, open: &Session, out: &mut Requests) {
    ui.horizontal_centered(|ui| {
        let n = open.book().notes().len() as u64;
        theme::label(ui, format!("{}:", counted(n, "problem in the file", "problems in the file")));
        if theme::link(ui, "Show").clicked() {
            out.push(Request::Do(UserAction::ReadingNotes));
        }
        let link = theme::link(ui, "Hide");
        // Not to be taken for the one of the line with the dates.
        ui.accesskit_node_builder(link.id, |node| node.set_label("Hide the problems in the file"));
        if link.clicked() {
            out.push(Request::Dismiss(Line::Notes));
        }
    });
}

/// What has changed, and the way out.
pub fn pending(ui: &mut Ui, open: &Session, out: &mut Requests) {
    ui.horizontal_centered(|ui| {
        ui.add_space(2.0);
        ui.spacing_mut().item_spacing.x = GAP;
        let changed = open.changed();
        let cell = Cell::new("Changed", records(changed));
        cell.show(ui, Some(&format!("{} changed", grouped(changed))), &|ui: &mut Ui| {
            theme::label(ui, "Records that differ from what the portal holds: these are written.");
        });
        to_see_to(ui, open, out);
        tab::from_the_right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * space::STEP;
            ui.add_space(2.0);
            let action = UserAction::Generate;
            let (enabled, keys) = (action.enabled(Some(open)), action.shortcut().unwrap_or_default());
            let button = ui.add_enabled(enabled.is_ok(), main_button(action.name()).shortcut(&keys));
            let button = button.hint(action.words());
            if button.disabled_hint(enabled.err().unwrap_or_default()).clicked() {
                out.push(Request::Do(action));
            }
            top_bar::button(ui, open, UserAction::Discard, out);
            // Where every step is kept, a table is only for other programs: it is in the menu.
            if open.keeping().place().is_none() {
                top_bar::button(ui, open, UserAction::SaveDecisions, out);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| figures(ui, open, out));
        });
    });
}

/// What is to be seen to before or after an upload, each with a way there.
fn to_see_to(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let t = tokens(ui);
    let blocked = open.blocked();
    if blocked > 0 {
        Cell { colour: Some(t.reject.colour), ..Cell::new("Blocked", records(blocked)) }.show(
            ui,
            Some(&format!("{} blocked", grouped(blocked))),
            &|ui: &mut Ui| {
                theme::label(ui, "Records that cannot be in an upload as they are; the review lists them.");
            },
        );
    }
    let errors = open.triage().groups.places().len() as u64;
    if errors > 0 {
        let words = counted(errors, "portal error", "portal errors");
        if theme::link(ui, &words).hint(UserAction::PortalErrors.words()).clicked() {
            out.push(Request::Do(UserAction::PortalErrors));
        }
    }
    let aside = open.changes().lists.to_pick();
    if aside > 0 {
        let hint = "Decisions that a newer download set aside: take each up or leave what the portal holds.";
        if theme::link(ui, &format!("{} set aside", grouped(aside))).hint(hint).clicked() {
            out.push(Request::Do(UserAction::NewerDownload));
        }
    }
    if let Some(upload) = open.awaited().filter(|_| open.look_only().is_none()) {
        let written = format!("{} is written.", upload.name);
        if theme::link(ui, UserAction::Uploaded.name()).hint(written).clicked() {
            out.push(Request::Do(UserAction::Uploaded));
        }
    }
}

/// Between two figures.
const GAP: f32 = 14.0;

/// A caption over an amount.
struct Cell {
    caption: String,
    amount: String,
    colour: Option<Color32>,
    /// The amount is words, in two lines: a caption and what is in this.
    small: bool,
    /// A line is before it.
    apart: bool,
}

impl Cell {
    fn new(caption: &str, amount: String) -> Cell {
        Cell { caption: caption.to_owned(), amount, colour: None, small: false, apart: false }
    }

    fn apart(self) -> Cell {
        Cell { apart: true, ..self }
    }

    fn faces(&self) -> [FontId; 2] {
        let amount = if self.small { theme::font(size::CAPTION) } else { theme::strong(size::GRID) };
        [theme::font(size::CAPTION), amount]
    }

    fn width(&self, ui: &Ui) -> f32 {
        let wide = |text: &str, face| theme::text_width(ui.painter(), text, face);
        let [caption, amount] = self.faces();
        wide(&self.caption, caption).max(wide(&self.amount, amount)) + if self.apart { GAP } else { 0.0 }
    }

    /// Draws it; what screen readers call it, if not by its two texts, and what the tooltip says.
    fn show(&self, ui: &mut Ui, called: Option<&str>, hint: &dyn Fn(&mut Ui)) {
        let t = tokens(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(self.width(ui), 34.0), Sense::hover());
        top_bar::name(&response, Role::Label, called.unwrap_or(&self.caption));
        if called.is_none() {
            let amount =
                ui.interact(rect.split_top_bottom_at_fraction(0.5).1, response.id.with("amount"), Sense::empty());
            top_bar::name(&amount, Role::Label, &self.amount);
        }
        let painter = ui.painter();
        let mut left = rect.left();
        if self.apart {
            painter.vline(left, rect.center().y - 13.0..=rect.center().y + 13.0, t.line());
            left += GAP;
        }
        let [caption, amount] = self.faces();
        let (muted, colour) = (self.colour.unwrap_or(t.muted), self.colour.unwrap_or(t.text));
        let colour = if self.small { muted } else { colour };
        painter.text(pos2(left, rect.center().y), Align2::LEFT_BOTTOM, &self.caption, caption, muted);
        painter.text(pos2(left, rect.center().y), Align2::LEFT_TOP, &self.amount, amount, colour);
        response.on_hover_ui(hint);
    }
}

/// The figures of the credit, each a caption over its amount. A link shows those for which there is no room.
fn figures(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let figures = open.figures();
    let (pending, rejected, not_filed) = (figures.pending.all(), figures.rejected.all(), &figures.not_filed);
    let counted =
        |name: &str, sum: &Sum| Cell::new(&format!("{name} {}", grouped(sum.records)), money::rupees(sum.total()));
    let mut cells = vec![
        Cell::new(&format!("ITC {}", lowered(credit_words::WITH_YOURS)), money::rupees(total(figures.after))).apart(),
        Cell::new(change_called(open.book().facts.qrmp), money::signed_rupees(total(figures.difference()))),
    ];
    cells.extend(split(figures));
    cells.extend([
        counted("Pending", &pending).apart(),
        counted("Rejected", &rejected),
        counted("Supplier's GSTR-1 not filed", not_filed),
    ]);
    ui.spacing_mut().item_spacing.x = GAP;
    let room = ui.available_width();
    let link = theme::text_width(ui.painter(), "9 more", theme::font(size::BODY)) + GAP;
    let wide = |count: usize| cells[..count].iter().map(|cell| cell.width(ui) + GAP).sum::<f32>();
    let fits = |count: &usize| wide(*count) + if *count < cells.len() { link } else { 0.0 } <= room;
    let shown = (0..=cells.len()).rev().find(fits).unwrap_or(0);
    let rest = cells.split_off(shown);
    for cell in cells {
        cell.show(ui, None, &|ui: &mut Ui| {
            theme::label(ui, in_full(open));
        });
    }
    if !rest.is_empty() {
        let words = rest.iter().map(|cell| format!("{}: {}", cell.caption, cell.amount)).collect::<Vec<_>>().join("\n");
        let link = theme::link(ui, &format!("{} more", grouped(rest.len() as u64)));
        ui.accesskit_node_builder(link.id, |node| node.set_description(words.as_str()));
        let link = link.hint(words);
        Popup::menu(&link).accessible_name("More figures").width(300.0).show(|ui| {
            for cell in rest {
                if cell.small {
                    theme::label(ui, theme::caption(format!("{} · {}", cell.caption, cell.amount)));
                    continue;
                }
                ui.horizontal(|ui| {
                    theme::label(ui, &cell.caption);
                    tab::from_the_right(ui, |ui| theme::label(ui, theme::semibold(&cell.amount)));
                });
            }
            if ui.add(menu_item("Show all figures")).clicked() {
                out.push(Request::Do(UserAction::Credit));
            }
        });
    }
}

/// The parts of the change in two small lines: beside a fall it is said what only waits.
fn split(figures: &Figures) -> Option<Cell> {
    let mut parts: Vec<String> = credit_words::parts(figures).iter().map(|part| part.replace("₹ ", "")).collect();
    if parts.is_empty() {
        return None;
    }
    let second = parts.split_off(parts.len().div_ceil(2));
    Some(Cell { small: true, ..Cell::new(&parts.join(" · "), second.join(" · ")) })
}

/// The figures with what they mean, for the tooltip.
fn in_full(open: &Session) -> String {
    let figures = open.figures();
    let line = |name: &str, sums: HeadSums| format!("{name}: {}", money::rupees(total(sums)));
    let mut lines = vec![
        credit_words::LABEL.to_owned(),
        line(credit_words::IF_NOTHING, figures.as_it_stands),
        line(credit_words::WITH_YOURS, figures.after),
        format!("{}: {}", change_called(open.book().facts.qrmp), money::signed_rupees(total(figures.difference()))),
    ];
    lines.extend(Some(credit_words::parts_in_full(figures)).filter(|parts| !parts.is_empty()));
    lines.extend(waiting(open.book(), open.day(), figures));
    lines.extend(counted_past(open.book(), open.day(), figures));
    lines.extend(credit_words::beside(figures));
    lines.join("\n")
}

/// Rows, sums, and where the work is.
pub fn status(ui: &mut Ui, open: &Session, store: &Store, out: &mut Requests) {
    let t = tokens(ui);
    ui.horizontal_centered(|ui| {
        ui.add_space(space::STEP);
        ui.spacing_mut().item_spacing.x = GAP;
        let small = |text: String| RichText::new(text).font(theme::font(size::CAPTION));
        if open.place() == Place::Register {
            super::voucher_sums::show(ui, open);
        }
        if let Place::Other(i) = open.place() {
            open.book().others().get(i).into_iter().for_each(|sheet| other_sheet::sums(ui, sheet));
        }
        if open.place() == Place::Suppliers {
            crate::app::parts::supplier_sums::show(ui, open);
        }
        if let Some(scope) = open.scope() {
            let view = open.view(scope);
            theme::label(
                ui,
                small(format!("{} of {} rows", grouped(view.rows.len() as u64), grouped(view.counts.all().into()))),
            );
            if open.looks_long() {
                theme::label(ui, small("Looking…".into()).weak()).hint("What is shown is as of before.");
            }
            let selected = view.selection.rows.len();
            if selected > 0 {
                let hidden = open.targets().hidden;
                let hidden = if hidden > 0 { format!(", {} hidden", grouped(hidden)) } else { String::new() };
                theme::label(ui, small(format!("{} selected{hidden}", grouped(selected))));
            }
            sums(ui, open, scope, save_status::width(ui, open));
        }
        tab::from_the_right(ui, |ui| {
            ui.add_space(space::STEP);
            save_status::show(ui, open, store, out);
            if let Some(old) = &open.banner().old {
                let hint = open.banner().said().map_or_else(String::new, |said| said.more.join("\n"));
                let words = small(format!("{old}: download again")).color(t.pending.colour);
                ui.add(Label::new(words).truncate()).hint(hint);
            }
        });
    });
}

/// The sums of the amounts, as many as have room beside what is at the right. They are shown whole; the others are in a tooltip.
fn sums(ui: &mut Ui, open: &Session, scope: Scope, right: f32) {
    let face = theme::font(size::CAPTION);
    let wide = |ui: &Ui, text: &str| theme::text_width(ui.painter(), text, face.clone());
    let all = AMOUNTS.into_iter().zip(open.totals().amounts).map(|(field, sum)| (field.heading(), money::indian(sum)));
    let mut all: Vec<(&str, String)> = all.collect();
    let amended = amended(open, scope).then_some(AS_ON_DOCUMENTS);
    let room = ui.available_width() - right - amended.map_or(0.0, |words| wide(ui, words) + GAP);
    let fits = |count: &usize| {
        let shown = all[..*count].iter().map(|(name, sum)| wide(ui, &format!("{name} {sum}")) + GAP).sum::<f32>();
        let more = if *count < all.len() { wide(ui, "9 more sums") + GAP } else { 0.0 };
        shown + more <= room
    };
    let count = (0..=all.len()).rev().find(fits).unwrap_or(0);
    let rest = all.split_off(count);
    let t = tokens(ui);
    for (name, sum) in all {
        let mut job = LayoutJob::default();
        job.append(name, 0.0, TextFormat::simple(face.clone(), t.muted));
        job.append(&format!(" {sum}"), 0.0, TextFormat::simple(face.clone(), t.text));
        theme::label(ui, job);
    }
    if !rest.is_empty() {
        let words: Vec<String> = rest.iter().map(|(name, sum)| format!("{name} {sum}")).collect();
        let label = theme::caption(counted(rest.len() as u64, "more sum", "more sums"));
        ui.add(Label::new(label).truncate()).hint(words.join("\n"));
    }
    if let Some(words) = amended {
        ui.add(Label::new(theme::caption(words)).truncate())
            .hint("Amendments count with their own amounts, not with the difference to their originals.");
    }
}

/// What is said of sums with amendments among them.
const AS_ON_DOCUMENTS: &str = "as on the documents";

/// Whether an amendment is among the rows that are added up.
fn amended(open: &Session, scope: Scope) -> bool {
    let view = open.view(scope);
    let targets = &open.targets().rows;
    let rows = if view.selection.rows.is_empty() || targets.is_empty() { &*view.set } else { targets };
    let amendments = scope.sections().iter().filter(|section| section.is_amendment());
    amendments.into_iter().any(|&section| scope.has_rows_of(section, rows))
}
