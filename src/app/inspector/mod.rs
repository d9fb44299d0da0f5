//! One record in full: what the rules say of it, its fields beside those of its original, what was decided, and the
//! portal's own text.

pub mod attempts;
pub mod fields;
mod gstr_2b;
pub mod matched;
pub mod newer_notice;
mod partner;
pub mod picks;
mod portal_text;
pub mod steps;
mod totals;

use egui::text::{LayoutJob, TextFormat};
use egui::{RichText, Sense, Ui};

use super::grid::action_look;
use super::theme::{self, Hint, Look, size, space, tokens};
use crate::app::actions::UserAction;
use crate::app::frame::in_full::from_the_top;
use crate::app::frame::parts::CHANGE_ANSWER;
use crate::app::requests::{Request, Requests};
use crate::book::field::DECLARED;
use crate::book::{Action, Field, Scope, Section};
use crate::rules::credit::of_record;
use crate::rules::{Finding, Fix, RuleId, Weight};
use crate::session::Session;
use crate::session::refused::ErrorsRequest;
use crate::values::grouped;
use crate::view::{self, Filter};

/// Draws the focused record of what is shown; where no row is selected, what the rows of the view add up to.
pub fn show(ui: &mut Ui, open: &Session, scope: Scope, out: &mut Requests) {
    let view = open.view(scope);
    let focus = open.focused().filter(|&(section, row)| open.book().sheet(section).in_force(row));
    from_the_top(ui, "record", focus, |ui| {
        // The bar at the right must not touch the amounts.
        ui.set_max_width(ui.available_width() - space::STEP);
        ui.add_space(2.0 * space::STEP);
        match focus.filter(|_| !view.selection.rows.is_empty()) {
            Some((section, row)) => record(ui, open, (scope, section), row, out),
            None => totals::show(ui, open, scope, focus),
        }
    });
}

/// One record in full: first whose it is and how much, then the rest, then what was decided.
fn record(ui: &mut Ui, open: &Session, (scope, section): (Scope, Section), row: u32, out: &mut Requests) {
    title(ui, open, scope, section, row);
    default_answer(ui, open, section, row, out);
    matched::show(ui, open, section, row, out);
    fields::amounts(ui, open, section, row);
    if let Some(words) = of_record(open.book(), open.day(), section, row) {
        theme::sentence_to_copy(ui, words);
    }
    newer_notice::show(ui, open, section, row, out);
    gstr_2b::show(ui, open, section, row, out);
    let (to_know, stops): (Vec<_>, Vec<_>) =
        open.inspected().iter().enumerate().partition(|(_, finding)| finding.weight == Weight::Info);
    let findings = |ui: &mut Ui, findings: Vec<(usize, &Finding)>, out: &mut Requests| {
        for (i, finding) in findings {
            ui.push_id(i, |ui| self::finding(ui, open, scope, finding, out));
        }
    };
    findings(ui, stops, out);
    ui.separator();
    let beside = partner::choose(ui, open, section, row, out);
    fields::show(ui, open, (section, row), beside.map(|beside| (beside.section, beside.row, beside.is)));
    ui.separator();
    decision(ui, open, section, row, out);
    findings(ui, to_know, out);
    attempts::show(ui, open, section, row);
    ui.separator();
    portal_text::show(ui, open, section, row);
}

/// Which record this is, and what is decided on it.
fn title(ui: &mut Ui, open: &Session, scope: Scope, section: Section, row: u32) {
    let view = open.view(scope);
    theme::label(
        ui,
        theme::caption(match open.focus_place() {
            Some(place) => format!(
                "{} · row {} of {}",
                section.sheet_name(),
                grouped(place as u64 + 1),
                grouped(view.rows.len() as u64)
            ),
            None => format!("{} · hidden by the filter", section.sheet_name()),
        }),
    );
    let sheet = open.book().sheet(section);
    theme::sentence_to_copy(ui, theme::heading(&*theme::drawn(sheet.records().numbers.get(row))));
    ui.horizontal(|ui| {
        let action = sheet.actions()[row as usize];
        theme::chip(
            ui,
            &theme::drawn(&view::cell(open.book(), section, row, Field::Action)),
            action_look(tokens(ui), action),
        );
        if sheet.baseline(row).action != action {
            let was = view::cell::imported(open.book(), section, row, Field::Action);
            theme::label(ui, RichText::new(format!("was {}", theme::drawn(&was))).weak());
        } else if sheet.is_left_without_action(row) {
            theme::label(ui, RichText::new("as you decided").weak());
        }
    });
    whose(ui, open, section, row);
}

/// Whose document it is, and whether the supplier has filed it.
fn whose(ui: &mut Ui, open: &Session, section: Section, row: u32) {
    let cell = |field| view::cell(open.book(), section, row, field);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let name = cell(Field::Name);
        if !name.is_empty() {
            theme::sentence_to_copy(ui, &*theme::drawn(&name));
        }
        let rest = [cell(Field::Supplier), cell(Field::Filing)];
        let rest: Vec<_> = rest.iter().filter(|text| !text.is_empty()).map(|text| theme::drawn(text)).collect();
        theme::sentence_to_copy(ui, theme::caption(rest.join(" · ")));
    });
}

/// The answer of an accepted credit note that was not chosen, and the way to another.
fn default_answer(ui: &mut Ui, open: &Session, section: Section, row: u32, out: &mut Requests) {
    let sheet = open.book().sheet(section);
    let answer = open.book().answers().get(sheet.answers()[row as usize]);
    if sheet.actions()[row as usize] != Action::Accept || !answer.by_default || open.look_only().is_some() {
        return;
    }
    theme::notice(ui, &tokens(ui).pending, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        let title = Field::Answer.title();
        theme::sentence(ui, format!("{title} {}, by default: the portal's own answer.", answer.plain().name()));
        let link = theme::link(ui, CHANGE_ANSWER);
        // Not to be taken for that of the line below the rows.
        ui.accesskit_node_builder(link.id, |node| node.set_label("Change the default answer"));
        if link.clicked() {
            out.push(Request::Mend(Fix::AskAnswer, section, row));
        }
    });
}

fn finding(ui: &mut Ui, open: &Session, scope: Scope, finding: &Finding, out: &mut Requests) {
    let t = tokens(ui);
    let (look, weight) = match finding.weight {
        Weight::Blocks => (t.reject, "Blocked"),
        Weight::Asks => (t.pending, "Question"),
        Weight::Warns => (t.pending, "Alert"),
        Weight::Info => (t.no_action, "Good to know"),
    };
    theme::notice(ui, &look, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| {
            // As high as the words beside it, so that it is in their middle.
            let (rect, _) = ui.allocate_exact_size([13.0, 16.0].into(), Sense::hover());
            // On its own tint a sign has an edge.
            let look = Look { edge: look.colour, ..look };
            match (finding.rule, finding.weight) {
                (RuleId::F7, _) => theme::paint_portal_error(ui.painter(), rect.center(), look.colour, t),
                (_, Weight::Info) => theme::paint_sign(ui.painter(), rect.center(), 'i', &look),
                _ => theme::paint_sign(ui.painter(), rect.center(), '!', &look),
            }
            theme::label(ui, theme::caption(weight).color(look.colour)).hint(format!("Rule {}", finding.rule.name()));
        });
        theme::sentence(ui, first_words_strong(&finding.message, t.text));
        ui.horizontal_wrapped(|ui| {
            let may_change = open.look_only().is_none();
            if let Some(fix) = finding.fix.filter(|fix| may_change || !fix.edits())
                && theme::link(ui, fix.name()).clicked()
            {
                out.push(Request::Mend(fix, finding.section, finding.row));
            }
            if finding.rule == RuleId::F7
                && may_change
                && theme::link(ui, "Dismiss").hint("It can be undone.").clicked()
            {
                out.push(ErrorsRequest::DismissOf(finding.section, finding.row).into());
            }
            let filter = Filter { rule: Some(finding.rule), ..Filter::default() };
            let shown = open.view(scope).filter == filter;
            if !shown && theme::link(ui, "All such records").hint(format!("Rule {}", finding.rule.name())).clicked() {
                out.push(Request::Filter(filter));
            }
        });
    });
}

/// A message of which what comes before the first colon or full stop catches the eye.
fn first_words_strong(message: &str, colour: egui::Color32) -> LayoutJob {
    let end = [": ", ". "].into_iter().filter_map(|mark| message.find(mark)).min().map_or(0, |at| at + 1);
    let (first, rest) = message.split_at(end);
    let mut job = LayoutJob::default();
    if !first.is_empty() {
        job.append(first, 0.0, TextFormat::simple(theme::strong(size::BODY), colour));
    }
    job.append(rest, 0.0, TextFormat::simple(theme::font(size::BODY), colour));
    job
}

/// Whether a step decided on a record, or on a version of it before a newer download.
fn ever_decided(open: &Session, section: Section, row: u32) -> bool {
    let mut versions = std::iter::successors(Some(row), |&row| open.book().sheet(section).older(row));
    versions.any(|row| open.log().history(section, row).any(|(_, step)| step.command.decides()))
}

/// What was decided: old and new where they differ.
fn decision(ui: &mut Ui, open: &Session, section: Section, row: u32, out: &mut Requests) {
    let columns = Field::columns(section);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        theme::label(ui, theme::semibold("Your decision"));
        if !ever_decided(open, section, row) && !open.book().in_delta(section, row) {
            theme::label(ui, RichText::new("As the portal holds it: nothing decided here yet.").weak());
        }
        for field in [Field::Action, Field::Answer].into_iter().chain(DECLARED).chain([Field::Remarks, Field::Note]) {
            if !columns.contains(&field) {
                continue;
            }
            let now = view::cell(open.book(), section, row, field);
            let was = view::cell::imported(open.book(), section, row, field);
            // The action is above.
            if (now.is_empty() && was.is_empty()) || (field == Field::Action && now == was) {
                continue;
            }
            let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { theme::drawn(text).into_owned() };
            // A question ends with its own mark.
            let title = field.title();
            let title = if title.ends_with('?') { title.to_owned() } else { format!("{title}:") };
            let text = match field == Field::Note || now == was {
                true => format!("{title} {}", theme::drawn(&now)),
                false => format!("{title} {} → {}", shown(&was), shown(&now)),
            };
            theme::sentence_to_copy(ui, text);
        }
        steps::of_record(ui, open, section, row, out);
        let links = [UserAction::Remarks, UserAction::ReduceItc, UserAction::Note];
        // They act on the selection: while it is more than this record they would say too little.
        if open.targets().count() == 1 {
            ui.horizontal_wrapped(|ui| {
                for action in links {
                    if action.enabled(Some(open)).is_ok() && theme::link(ui, action.name()).clicked() {
                        out.push(Request::Do(action));
                    }
                }
            });
        }
    });
    ui.add_space(2.0 * space::STEP);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_of_a_message_stand_out() {
        let strong = |message: &str| {
            let job = first_words_strong(message, egui::Color32::BLACK);
            let face = theme::strong(size::BODY);
            let sections = job.sections.iter().filter(|section| section.format.font_id == face);
            sections.map(|section| section.byte_range.end.0).max()
        };
        assert_eq!(strong("The supplier has not filed: this is provisional. If"), Some(27));
        assert_eq!(strong("Only the amended record counts. More"), Some(31));
        assert_eq!(strong("One sentence."), None);
    }
}
