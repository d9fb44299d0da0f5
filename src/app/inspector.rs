//! One record in full: its fields, what the rules say of it, what was decided, and the portal's own text.

use egui::{Grid, Label, RichText, ScrollArea, Ui};

use super::actions::UserAction;
use super::grid::action_look;
use super::history;
use super::open_book::OpenBook;
use super::requests::{Request, Requests};
use super::theme::{self, size, space, tokens};
use crate::book::field::DECLARED;
use crate::book::{Field, Section};
use crate::rules::{Finding, Weight};
use crate::values::grouped;
use crate::view::{self, Filter};

/// So much of a record's text is shown.
const SHOWN: usize = 20_000;

/// Draws the focused record of a sheet.
pub fn show(ui: &mut Ui, open: &OpenBook, section: Section, out: &mut Requests) {
    let view = open.view(section);
    let Some(row) = view.selection.focus.filter(|&row| open.book.sheet(section).in_force(row)) else {
        ui.add_space(4.0 * space::STEP);
        ui.label(RichText::new("Click a row to see its record here.").weak());
        return;
    };
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.add_space(3.0 * space::STEP);
        let place = view.rows.iter().position(|&r| r == row);
        ui.label(theme::caption(match place {
            Some(place) => format!(
                "{} · row {} of {}",
                section.sheet_name(),
                grouped(place as u64 + 1),
                grouped(view.rows.len() as u64)
            ),
            None => format!("{} · hidden by the filter", section.sheet_name()),
        }));
        let sheet = open.book.sheet(section);
        ui.add(Label::new(theme::heading(sheet.records.numbers.get(row))).wrap().selectable(true));
        ui.horizontal(|ui| {
            let action = sheet.actions[row as usize];
            theme::chip(ui, &view::cell(&open.book, section, row, Field::Action), action_look(tokens(ui), action));
            if sheet.baseline(row).action != action {
                let was = view::cell::imported(&open.book, section, row, Field::Action);
                ui.label(RichText::new(format!("was {was}")).weak());
            }
        });
        for (i, finding) in open.inspected.iter().enumerate() {
            ui.push_id(i, |ui| self::finding(ui, open, finding, out));
        }
        ui.add_space(space::STEP);
        fields(ui, open, section, row);
        decision(ui, open, section, row, out);
        raw(ui, open, section, row);
    });
}

fn finding(ui: &mut Ui, open: &OpenBook, finding: &Finding, out: &mut Requests) {
    let t = tokens(ui);
    let look = match finding.weight {
        Weight::Blocks => t.reject,
        Weight::Asks | Weight::Warns => t.pending,
        Weight::Info => t.no_action,
    };
    theme::notice(ui, &look, |ui| {
        ui.add(Label::new(&finding.message).wrap());
        ui.horizontal_wrapped(|ui| {
            if let Some(fix) = finding.fix
                && theme::link(ui, fix.name()).clicked()
            {
                out.push(Request::Mend(fix, finding.section, finding.row));
            }
            let filter = Filter { rule: Some(finding.rule), ..Filter::default() };
            let shown = open.view(finding.section).filter == filter;
            if !shown
                && theme::link(ui, "All such rows").on_hover_text(format!("Rule {}", finding.rule.name())).clicked()
            {
                out.push(Request::Filter(filter));
            }
        });
    });
}

/// What the portal said, field by field. Empty ones are left out.
fn fields(ui: &mut Ui, open: &OpenBook, section: Section, row: u32) {
    let decided = |f: &Field| {
        matches!(f, Field::Action | Field::Number | Field::Answer | Field::Remarks | Field::Note)
            || DECLARED.contains(f)
    };
    Grid::new("fields").num_columns(2).spacing([12.0, 3.0]).min_col_width(104.0).min_row_height(0.0).show(ui, |ui| {
        // Labels alone need no room for a click.
        ui.spacing_mut().interact_size.y = 0.0;
        for field in Field::columns(section).into_iter().filter(|f| !decided(f)) {
            let text = view::cell(&open.book, section, row, field);
            if !text.is_empty() {
                ui.label(RichText::new(field.title()).weak());
                ui.add(Label::new(text.into_owned()).wrap().selectable(true));
                ui.end_row();
            }
        }
    });
    ui.add_space(2.0 * space::STEP);
}

/// What was decided: old and new where they differ.
fn decision(ui: &mut Ui, open: &OpenBook, section: Section, row: u32, out: &mut Requests) {
    let columns = Field::columns(section);
    theme::card(ui, |ui| {
        ui.label(RichText::new("Your decision").weak());
        for field in [Field::Action, Field::Answer].into_iter().chain(DECLARED).chain([Field::Remarks, Field::Note]) {
            if !columns.contains(&field) {
                continue;
            }
            let now = view::cell(&open.book, section, row, field);
            let was = view::cell::imported(&open.book, section, row, field);
            if now.is_empty() && was.is_empty() {
                continue;
            }
            let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
            let text = match field == Field::Note || now == was {
                true => format!("{}: {now}", field.title()),
                false => format!("{}: {} → {}", field.title(), shown(&was), shown(&now)),
            };
            ui.add(Label::new(text).wrap().selectable(true));
        }
        history::of_record(ui, open, section, row);
        ui.horizontal_wrapped(|ui| {
            for (action, text) in
                [(UserAction::Remarks, "Remarks"), (UserAction::ReduceItc, "Reduce ITC"), (UserAction::Note, "Note")]
            {
                if action.enabled(Some(open)).is_ok() && open.targets.count() == 1 && theme::link(ui, text).clicked() {
                    out.push(Request::Do(action));
                }
            }
        });
    });
    ui.add_space(2.0 * space::STEP);
}

fn raw(ui: &mut Ui, open: &OpenBook, section: Section, row: u32) {
    let records = &open.book.sheet(section).records;
    let text = open.book.sources.text(records.span(row));
    let shown: String = text.chars().take(SHOWN).collect();
    theme::card(ui, |ui| {
        ui.label(RichText::new("As the portal wrote it").weak());
        ui.add(Label::new(RichText::new(shown).font(theme::mono(size::CAPTION)).weak()).wrap().selectable(true));
    });
    ui.add_space(3.0 * space::STEP);
}
