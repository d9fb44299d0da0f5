//! The list of the portal's errors over all sheets, grouped by code and text: a click goes to the record, F8 goes from one
//! to the next, and what mends them is below, for one record or for all with the same error.

use egui::{Frame, Margin, Panel, Rect, Role, ScrollArea, Ui, pos2, vec2};

use crate::app::actions::UserAction;
use crate::app::parts::side_list::{self, LINE, LineText, ground};
use crate::app::parts::top_bar::name;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, plain_button, size, space, tokens};
use crate::book::errors::WHOLE_FILE;
use crate::edit::Change;
use crate::rules::refused;
use crate::session::Session;
use crate::session::deciding::decide::Decide;
use crate::session::refused::{ErrorGroup, ErrorLine, Mend};
use crate::session::refused::{ErrorsRequest, Triage};
use crate::values::{self, counted, grouped};

/// Draws the panel.
pub fn show(ui: &mut Ui, open: &mut Session, out: &mut Requests) {
    let reveal = open.reveals_error();
    if reveal {
        ui.ctx().request_repaint();
    }
    let open = &*open;
    let triage = open.triage();
    if side_list::head(ui, "Portal errors", "Back to the record in full") {
        out.push(Request::Do(UserAction::PortalErrors));
    }
    theme::sentence(ui, theme::caption(summary(triage)));
    ui.add_space(space::STEP);
    let foot = Frame::new().inner_margin(Margin::symmetric(0, 10));
    Panel::bottom("portal error").frame(foot).show_separator_line(false).resizable(false).show(ui, |ui| {
        mending(ui, open, out);
    });
    ui.spacing_mut().item_spacing.y = 1.0;
    let lines = triage.groups.lines();
    let mut scroll = ScrollArea::vertical().auto_shrink([false, false]);
    let at = open.error_in_full();
    if let (true, Some(mark)) = (reveal, at)
        && let Some(line) = lines.iter().position(|line| matches!(line, ErrorLine::Mark(_, m) if *m == mark))
    {
        // One line above it shows what group it is of.
        let above = line.saturating_sub(2) as f32 * (LINE + 1.0);
        scroll = scroll.vertical_scroll_offset(above);
    }
    scroll.show_rows(ui, LINE, lines.len(), |ui, range| {
        for line in &lines[range] {
            match *line {
                ErrorLine::ErrorGroup(place) => head(ui, &triage.groups.list()[place], out),
                ErrorLine::Mark(_, mark) => record(ui, open, mark, at == Some(mark), out),
            }
        }
    });
}

fn summary(triage: &Triage) -> String {
    let (records, unmatched, ambiguous) = triage.groups.counts();
    if triage.groups.places().is_empty() {
        return "No error of the portal is left: each was answered by a new decision, uploaded again or dismissed."
            .into();
    }
    let mut words = format!("On {}", values::records(records));
    if unmatched > 0 {
        words += &format!("; {}", counted(unmatched, "fits no record here", "fit no record here"));
    }
    if ambiguous > 0 {
        words += &format!("; on {} of them because the report fits several", grouped(ambiguous));
    }
    words + ". F8 goes from one to the next."
}

/// What a group is called.
fn title(group: &ErrorGroup) -> String {
    let called = if group.code.is_empty() { &group.message } else { &group.code };
    let fit = if group.unmatched { "Fits no record here · " } else { "" };
    format!("{fit}{called}")
}

fn head(ui: &mut Ui, group: &ErrorGroup, out: &mut Requests) {
    let t = tokens(ui);
    let (rect, response) = side_list::line(ui);
    let count = grouped(group.marks.len() as u64);
    name(&response, Role::Button, &format!("{}, {count}", title(group)));
    ui.painter().rect_filled(rect, 0.0, t.panel);
    ground(ui, &response, rect, false);
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let badge = theme::paint_badge(ui.painter(), pos2(inner.right(), rect.top() + 14.0), &count, &t.pending);
    let words = match (group.code.is_empty(), group.hint) {
        (false, _) => group.message.as_str(),
        (true, "") => "The portal gave no code.",
        (true, hint) => hint,
    };
    let room = Rect::from_x_y_ranges(inner.left()..=badge.left() - 6.0, rect.y_range());
    let title = title(group);
    let first = LineText(&title, theme::strong(size::BODY), t.text);
    let cut = side_list::texts(ui, [room, inner], first, LineText(words, theme::font(size::CAPTION), t.muted));
    let response = if cut {
        response.hint(theme::drawn(&format!("{} {}", group.code, group.message)).into_owned())
    } else {
        response
    };
    if let (true, Some(&first)) = (response.clicked(), group.marks.first()) {
        out.push(ErrorsRequest::Show(first).into());
    }
}

fn record(ui: &mut Ui, open: &Session, mark: u32, here: bool, out: &mut Requests) {
    let t = tokens(ui);
    let Some((error, on)) = open.book().errors().mark(mark) else { return };
    let (first, second) = match on {
        None => (error.about.to_string(), error.file.to_string()),
        Some((section, row)) => {
            let records = open.book().sheet(section).records();
            let first = format!("{} · {}", section.sheet_name(), records.numbers.get(row));
            let trade = records.names.get(row);
            (first, if trade.is_empty() { records.suppliers.get(row) } else { trade }.to_owned())
        }
    };
    let (rect, response) = side_list::line(ui);
    name(&response, Role::Button, &format!("Error on {first}, {second}"));
    ground(ui, &response, rect, here);
    let inner = Rect::from_min_max(rect.min + vec2(18.0, 0.0), rect.max - vec2(10.0, 0.0));
    let words = LineText(&first, theme::font(size::BODY), t.text);
    let cut = side_list::texts(ui, [inner; 2], words, LineText(&second, theme::font(size::CAPTION), t.muted));
    let response = if cut { response.hint(theme::drawn(&format!("{first}\n{second}"))) } else { response };
    if response.clicked() {
        out.push(ErrorsRequest::Show(mark).into());
    }
}

/// The error of the marked record in full, with what mends it and all like it.
fn mending(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let Some(mark) = open.error_in_full() else { return };
    let Some((error, on)) = open.book().errors().mark(mark) else { return };
    let look = if open.book().is_open(mark) { tokens(ui).pending } else { tokens(ui).accept };
    theme::notice(ui, &look, |ui| {
        ui.set_width(ui.available_width());
        let words = format!("{} {}", error.code, error.message);
        theme::sentence_to_copy(ui, theme::semibold(words.trim()));
        if !open.book().is_open(mark) {
            theme::label(ui, "This error is gone. F8 goes to the next.");
            return;
        }
        let hint = refused::hint(error);
        if !hint.is_empty() {
            theme::sentence(ui, hint);
        }
        // An error of the file as a whole means no record.
        if on.is_none() && (hint.is_empty() || *error.about != *WHOLE_FILE) {
            let words = "It fits no record here: open the download that holds its record, or dismiss this.";
            theme::sentence(ui, words);
        }
        if open.look_only().is_some() {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            if let Some((section, row)) = on
                && let Some(fix) = refused::fix(open.book(), error, section, row)
                && ui.add(plain_button(fix.name())).clicked()
            {
                out.push(Request::Mend(fix, section, row));
            }
            if ui.add(plain_button("Dismiss")).hint("It can be undone.").clicked() {
                out.push(ErrorsRequest::Dismiss([mark].into_iter().collect()).into());
            }
        });
        let group = open.triage().groups.list().iter().find(|group| group.marks.contains(&mark));
        if let Some(group) = group.filter(|group| group.marks.len() > 1) {
            for_all(ui, group, out);
        }
    });
}

fn for_all(ui: &mut Ui, group: &ErrorGroup, out: &mut Requests) {
    ui.add_space(space::STEP);
    theme::label(ui, theme::caption(format!("All {} with this error", grouped(group.marks.len() as u64))));
    ui.horizontal_wrapped(|ui| {
        for (mend, sheets) in &group.mends {
            let rows: u64 = sheets.iter().map(|(_, rows)| rows.len()).sum();
            let n = grouped(rows);
            let words = match mend {
                Mend::Answer(section) => format!("Answer {n} in {}…", section.sheet_name()),
                Mend::ClearRemarks(section) => format!("Clear remarks of {n} in {}", section.sheet_name()),
                Mend::PutBack => format!("Restore portal action of {n}"),
            };
            if !ui.add(plain_button(&words)).clicked() {
                continue;
            }
            let rows = sheets.first().map(|(_, rows)| rows.clone()).unwrap_or_default();
            out.push(match *mend {
                Mend::Answer(section) => {
                    let wanted = Decide::rows(section, rows.clone(), Change::default());
                    Request::AskAnswer(Box::new(wanted), rows)
                }
                Mend::ClearRemarks(section) => {
                    Request::Decide(Box::new(Decide::rows(section, rows, Change::remarks(""))))
                }
                Mend::PutBack => ErrorsRequest::PutBack(sheets.clone()).into(),
            });
        }
        let words = format!("Dismiss all {}", grouped(group.marks.len() as u64));
        if ui.add(plain_button(&words)).hint("It can be undone.").clicked() {
            out.push(ErrorsRequest::Dismiss(group.marks.iter().copied().collect()).into());
        }
    });
}
