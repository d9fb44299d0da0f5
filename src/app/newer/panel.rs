//! The list of what a newer download changed, over all sheets: by kind of change, or by whether the last upload took. A click
//! goes to the record, F8 goes from one to the next; below is what can be picked, for one record or for all of a group.

use crate::app::actions::UserAction;
use crate::app::frame::in_full::from_the_top;
use crate::app::inspector::fields;
use crate::app::parts::side_list::{self, FIRST, LineText, ground};
use crate::app::parts::top_bar::name;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, Radios, plain_button, size, space, tokens};
use crate::book::{Field, Section};
use crate::edit::merge::{Kind, Took, Version, decided_before, in_words, uploaded};
use crate::session::Session;
use crate::session::newer::{ChangeGroup, ChangeLine, WhatChanged, titles};
use crate::session::newer::{Changes, NewerRequest};
use crate::values::grouped;
use crate::view;
use egui::{Frame, Margin, Panel, Rect, Role, ScrollArea, Ui, pos2, vec2};

/// The height of a line, in points: a record has a text more than in other lists, so that supplier and change are both read.
const LINE: f32 = 50.0;
/// Where the middle of the texts of a record is, from its top.
const DOCUMENT: f32 = 10.0;
/// The second.
const SUPPLIER: f32 = 26.0;
/// The third.
const CHANGE: f32 = 41.0;
/// The height of the lines above the list, of which there are two at most: it stays where it is when there is one.
const SUMMARY: f32 = 34.0;

/// The part of the window's height that the record takes.
const FOOT: f32 = 0.4;

/// Draws the panel.
pub fn show(ui: &mut Ui, open: &mut Session, out: &mut Requests) {
    let reveal = open.reveals_change();
    if reveal {
        ui.ctx().request_repaint();
    }
    let open = &*open;
    let changes = open.changes();
    if side_list::head(ui, "Newer download", "Back to the record in full") {
        out.push(Request::Do(UserAction::NewerDownload));
    }
    which(ui, changes, out);
    let top = ui.cursor().top();
    theme::sentence(ui, theme::caption(summary(changes)));
    ui.add_space((top + SUMMARY - ui.cursor().top()).max(0.0) + space::STEP);
    if let Some((section, row)) = open.change_in_full() {
        let foot = Frame::new().inner_margin(Margin::symmetric(0, 10));
        let height = (ui.ctx().content_rect().height() * FOOT).floor();
        let panel = Panel::bottom("changed record").exact_size(height).frame(foot).resizable(false);
        panel.show(ui, |ui| record_in_full(ui, open, section, row, out));
    }
    ui.spacing_mut().item_spacing.y = 1.0;
    let mut scroll = ScrollArea::vertical().auto_shrink([false, false]);
    if let (true, Some(at)) = (reveal, changes.at)
        && let Some(place) = changes.lines().position(|line| line.record() == Some(at))
    {
        // One line above it shows what group it is of.
        scroll = scroll.vertical_scroll_offset(place.saturating_sub(2) as f32 * (LINE + 1.0));
    }
    scroll.show_rows(ui, LINE, changes.count(), |ui, range| {
        for line in changes.lines_at(range) {
            match line {
                ChangeLine::Head(group, opened) => head(ui, open, group, opened, out),
                ChangeLine::Record(what, section, row) => record(ui, open, what, (section, row), out),
            }
        }
    });
}

/// The choice between all changes and the upload.
fn which(ui: &mut Ui, changes: &Changes, out: &mut Requests) {
    let mut group = Radios::new(ui.ctx(), "of a newer download");
    ui.horizontal_wrapped(|ui| {
        for (of_upload, words) in [(false, "What changed"), (true, "Did my upload take?")] {
            if group.one(ui, changes.of_upload == of_upload, words) {
                out.push(NewerRequest::OfUpload(of_upload).into());
            }
        }
    });
    if !changes.groups().is_empty() && theme::link(ui, "Save this list as a table…").clicked() {
        out.push(NewerRequest::Export.into());
    }
}

fn summary(changes: &Changes) -> String {
    if changes.of_upload {
        let count = |took| {
            let group = changes.groups().iter().find(|group| group.what == WhatChanged::Took(took));
            grouped(group.map_or(0, |group| group.records.len() as u64))
        };
        if changes.groups().is_empty() {
            return "No record was uploaded before the newer download was made.".into();
        }
        let unknown = match count(Took::Unknown) {
            n if n == "0" => String::new(),
            n => format!(", {n} not known yet"),
        };
        return format!(
            "{} confirmed, {} not taken, {} different{unknown}. F8 goes from one to the next.",
            count(Took::Confirmed),
            count(Took::NotThere),
            count(Took::Different)
        );
    }
    match (changes.groups().is_empty(), changes.lists.to_pick()) {
        (true, _) => "Nothing has changed in the newer download.".into(),
        (_, 0) => "No decision waits for you. F8 goes from one changed record to the next.".into(),
        (_, 1) => "1 decision was set aside and waits for you. F8 goes to it.".into(),
        (_, n) => format!("{} decisions were set aside and wait for you. F8 goes from one to the next.", grouped(n)),
    }
}

fn head(ui: &mut Ui, open: &Session, group: &ChangeGroup, opened: bool, out: &mut Requests) {
    let t = tokens(ui);
    let (room, response) = side_list::line_of(ui, LINE);
    let rect = Rect { min: pos2(room.left(), room.bottom() - side_list::LINE), ..room };
    let count = grouped(group.records.len() as u64);
    let (title, means) = titles(group.what);
    name(&response, Role::Button, &format!("{title}, {count}"));
    ui.painter().rect_filled(rect, 0.0, t.panel);
    ground(ui, &response, rect, false);
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let waits: u64 = group.to_pick(&open.changes().lists).iter().map(|(_, rows)| rows.len()).sum();
    let look = if waits > 0 { &t.pending } else { &t.no_action };
    let badge = theme::paint_badge(ui.painter(), pos2(inner.right(), rect.top() + FIRST), &count, look);
    side_list::fold(ui, pos2(inner.left() + 4.0, rect.top() + FIRST), opened);
    let room = Rect::from_x_y_ranges(inner.left() + 14.0..=badge.left() - 6.0, rect.y_range());
    let set_aside = group.what.sets_aside();
    let again = open.changes().lists.to_say_again;
    let second = match waits {
        0 if group.what == WhatChanged::Kind(Kind::NotTaken) && again < group.records.len() as u64 => match again {
            0 => "none of it is to be uploaded again".to_owned(),
            n => format!("{} to be uploaded again", grouped(n)),
        },
        0 if set_aside => "no decision of it waits for you".to_owned(),
        0 => means.to_owned(),
        n => format!("{} to pick", grouped(n)),
    };
    let first = LineText(title, theme::strong(size::BODY), t.text);
    let rooms = [room, Rect { max: inner.max, ..room }];
    let cut = side_list::texts(ui, rooms, first, LineText(&second, theme::font(size::CAPTION), t.muted));
    let response = if cut { response.hint(format!("{title}. {means}")) } else { response };
    if response.clicked() {
        out.push(NewerRequest::Turn(group.what).into());
    }
}

fn record(ui: &mut Ui, open: &Session, what: WhatChanged, (section, row): (Section, u32), out: &mut Requests) {
    let t = tokens(ui);
    let records = open.book().sheet(section).records();
    let trade = records.names.get(row);
    let from = if trade.is_empty() { records.suppliers.get(row) } else { trade };
    let first = format!("{} · {}", section.sheet_name(), records.numbers.get(row));
    let change = in_short(open, what, section, row);
    let (rect, response) = side_list::line_of(ui, LINE);
    let between = if change.is_empty() { "" } else { " · " };
    name(&response, Role::Button, &format!("{first}, {change}{between}{from}"));
    ground(ui, &response, rect, open.changes().at == Some((section, row)));
    let inner = Rect::from_min_max(rect.min + vec2(24.0, 0.0), rect.max - vec2(10.0, 0.0));
    if open.changes().lists.is_to_pick(section, row) {
        let at = pos2(rect.left() + 14.0, rect.top() + DOCUMENT);
        theme::paint_sign(ui.painter(), at, '!', &t.pending);
    }
    let small = || theme::font(size::CAPTION);
    let cut = side_list::text(ui, inner, DOCUMENT, LineText(&first, theme::font(size::BODY), t.text))
        | side_list::text(ui, inner, SUPPLIER, LineText(from, small(), t.text))
        | side_list::text(ui, inner, CHANGE, LineText(&change, small(), t.muted));
    let response = if cut { response.hint(format!("{first}\n{from}\n{change}").trim_end()) } else { response };
    if response.clicked() {
        out.push(NewerRequest::Show(section, row).into());
    }
}

/// What is to be known of a record at a glance.
fn in_short(open: &Session, what: WhatChanged, section: Section, row: u32) -> String {
    let sheet = open.book().sheet(section);
    let was = |older: u32, field| view::cell(open.book(), section, older, field).into_owned();
    match what {
        WhatChanged::Kind(Kind::Changed) | WhatChanged::Earlier(Kind::Changed) => {
            let Some(older) = sheet.older(row) else { return String::new() };
            let said = Field::columns(section).into_iter().filter(|field| !field.is_decided() && !field.is_derived());
            let mut differing = said.filter(|&field| was(older, field) != was(row, field));
            match (differing.next(), differing.count()) {
                (None, _) => String::new(),
                (Some(field), more) => {
                    let more = if more > 0 { format!(", {more} more") } else { String::new() };
                    format!("{}: {} → {}{more}", field.heading(), was(older, field), was(row, field))
                }
            }
        }
        WhatChanged::Kind(Kind::Conflict) | WhatChanged::Earlier(Kind::Conflict) => {
            decided_at(open, section, row).map_or_else(String::new, |yours| conflict(open, section, yours, row))
        }
        WhatChanged::Kind(Kind::Gone) | WhatChanged::Earlier(Kind::Gone) => was(row, Field::Action),
        WhatChanged::Kind(Kind::Confirmed | Kind::DecidedSince) | WhatChanged::Took(Took::Confirmed) => {
            decided_since(open, section, row)
        }
        // What its group says may hold no more.
        WhatChanged::Kind(Kind::NotTaken) => match in_words(open.book(), section, row, Kind::NotTaken).1 {
            means if means == Kind::NotTaken.meaning() => String::new(),
            means => means.to_owned(),
        },
        WhatChanged::Kind(_) | WhatChanged::Earlier(_) => String::new(),
        WhatChanged::Took(took) => match uploaded(open.book(), section, row).map(|(_, said)| said) {
            Some(said) if took == Took::Unknown => format!("uploaded {}", said.action.name()),
            Some(said) if sheet.gone().contains(row) => format!("uploaded {}, now gone", said.action.name()),
            Some(said) => {
                let held = view::cell::imported(open.book(), section, row, Field::Action).into_owned();
                format!("uploaded {}, portal {held}", said.action.name())
            }
            None => String::new(),
        },
    }
}

/// The version of a record that has the user's decision: this one where it was decided since, else the last one before.
fn decided_at(open: &Session, section: Section, row: u32) -> Option<u32> {
    let now = Version { book: open.book(), section, row };
    if now.is_decided() { Some(row) } else { decided_before(open.book(), section, row) }
}

/// What the portal holds and what was decided here, in what these differ first: often the action, else the answer or the remarks.
fn conflict(open: &Session, section: Section, decided: u32, row: u32) -> String {
    let held = |field| view::cell::imported(open.book(), section, row, field).into_owned();
    let yours = |field| view::cell(open.book(), section, decided, field).into_owned();
    let decided = Field::columns(section).into_iter().filter(|field| field.is_decided() && *field != Field::Note);
    let differs = |field: &Field| held(*field).trim() != yours(*field).trim();
    let shown = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    match [Field::Action].into_iter().chain(decided).find(differs) {
        None | Some(Field::Action) => format!("portal {}, yours {}", held(Field::Action), yours(Field::Action)),
        Some(field) => format!("{}: portal {}, yours {}", field.title(), shown(held(field)), shown(yours(field))),
    }
}

/// What the portal holds and what is decided now, where these differ.
fn decided_since(open: &Session, section: Section, row: u32) -> String {
    let sheet = open.book().sheet(section);
    if sheet.decision(row).same_saying(sheet.baseline(row)) {
        return String::new();
    }
    let held = view::cell::imported(open.book(), section, row, Field::Action);
    format!("portal {held}, yours now {}", view::cell(open.book(), section, row, Field::Action))
}

/// The record that was gone to, with what can be picked for it and for all like it.
fn record_in_full(ui: &mut Ui, open: &Session, section: Section, row: u32, out: &mut Requests) {
    let sheet = open.book().sheet(section);
    // At a place of its own: what goes above it must not bring it under the pointer.
    if let Some(group) = open.changes().group_of(section, row) {
        let foot = Frame::new().inner_margin(Margin { top: 6, ..Margin::ZERO });
        let panel = Panel::bottom("all of the group").frame(foot).resizable(false);
        panel.show(ui, |ui| for_all(ui, open, group, out));
    }
    from_the_top(ui, "changed record", (section, row), |ui| {
        if sheet.in_force(row) {
            crate::app::inspector::newer_notice::show(ui, open, section, row, out);
            if let Some(older) = sheet.older(row) {
                fields::differences(ui, open, (section, row), (section, older, "Before"));
                ui.add_space(2.0 * space::STEP);
            }
        } else {
            theme::label(ui, theme::semibold(format!("{} is gone from the portal", sheet.records().numbers.get(row))));
            let decided = view::cell(open.book(), section, row, Field::Action);
            let kept = format!("Kept here with what was decided: {decided}. Nothing of it is uploaded.");
            theme::sentence(ui, kept);
            fields::show(ui, open, (section, row), None);
            ui.add_space(2.0 * space::STEP);
        }
        crate::app::inspector::attempts::show(ui, open, section, row);
    });
}

fn for_all(ui: &mut Ui, open: &Session, group: &ChangeGroup, out: &mut Requests) {
    let waiting = group.to_pick(&open.changes().lists);
    let count: u64 = waiting.iter().map(|(_, rows)| rows.len()).sum();
    if count > 1 && open.look_only().is_none() {
        theme::label(ui, theme::caption(format!("All {} of which a decision was set aside", grouped(count))));
        ui.horizontal_wrapped(|ui| {
            if ui.add(plain_button(&format!("Use my {} decisions", grouped(count)))).clicked() {
                out.push(NewerRequest::TakeUp(waiting.clone(), false).into());
            }
            if ui.add(plain_button(&format!("Keep {} as on the portal", grouped(count)))).clicked() {
                out.push(NewerRequest::Leave(waiting.clone()).into());
            }
        });
    }
    let in_force = |section: Section, row| open.book().sheet(section).in_force(row);
    ui.horizontal_wrapped(|ui| {
        for (section, rows) in group.by_sheet(in_force) {
            let count = rows.len();
            let words = format!("Show {} in {}", grouped(count), section.sheet_name());
            if theme::link(ui, &words).hint("As a filter of that sheet").clicked() {
                out.push(Request::Only(titles(group.what).0.to_owned(), section.into(), rows));
            }
        }
    });
}
