//! Where to work: the sheets with their counts, and below them the views of the current sheet.

use egui::{Rect, Response, Role, ScrollArea, Sense, Ui, pos2, vec2};

use super::open_book::{OpenBook, Place};
use super::requests::{Request, Requests};
use super::theme::{self, Tokens, size, space, tokens};
use super::top_bar::name;
use crate::book::{Action, Section};
use crate::rules::Weight;
use crate::values::grouped;
use crate::view::{BuiltIn, Filter};

const SHEET: f32 = 48.0;
const READ_ONLY: f32 = 34.0;
const VIEW: f32 = 25.0;
const PAD: f32 = 8.0;

/// Draws the rail.
pub fn show(ui: &mut Ui, open: &OpenBook, out: &mut Requests) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(2.0 * space::STEP);
        title(ui, "Sheets");
        for section in Section::ALL {
            if sheet(ui, open, section) {
                out.push(Request::Show(Place::Sheet(section)));
            }
        }
        for (i, other) in open.book.others.iter().enumerate() {
            let name = format!("{} · read-only", other.key.to_uppercase());
            if line(ui, READ_ONLY, open.place == Place::Other(i), &name, other.spans.len() as u64).clicked() {
                out.push(Request::Show(Place::Other(i)));
            }
        }
        if let Some(section) = open.section() {
            ui.add_space(3.0 * space::STEP);
            title(ui, "Views");
            for (name, filter, count) in views(open, section) {
                let mut shown = line(ui, VIEW, same_view(&open.view(section).filter, &filter), name, count);
                if let Some(which) = filter.which {
                    shown = shown.on_hover_text(which.words());
                }
                if shown.clicked() {
                    out.push(Request::Filter(filter));
                }
            }
        }
        ui.add_space(2.0 * space::STEP);
    });
}

/// The views of a sheet, each with its count. `section` is the sheet on the screen.
pub fn views(open: &OpenBook, section: Section) -> Vec<(&'static str, Filter, u64)> {
    let view = open.view(section);
    let none = Filter::default;
    let weight = |weight| Filter { weight: Some(weight), ..none() };
    let mut views = vec![
        ("All", none(), view.counts.all().into()),
        (
            "Undecided",
            Filter { actions: vec![Action::NoAction], ..none() },
            open.with_action(section, Action::NoAction),
        ),
        ("Changed", Filter { changed: true, ..none() }, view.changed.len()),
        ("With findings", weight(Weight::Warns), open.with_findings(section)),
        ("Blocked", weight(Weight::Blocks), open.findings.count(section, Weight::Blocks).into()),
    ];
    let built_in = |which: BuiltIn| (which.name(), Filter { which: Some(which), ..none() }, open.built_in.count(which));
    views.extend(BuiltIn::ALL.map(built_in));
    views
}

/// Whether a filter is a view, whatever is looked for in it.
fn same_view(filter: &Filter, view: &Filter) -> bool {
    Filter { text: String::new(), ..filter.clone() } == *view
}

fn title(ui: &mut Ui, text: &str) {
    ui.horizontal(|ui| {
        ui.add_space(2.0 * PAD);
        ui.label(theme::caption(text));
    });
    ui.add_space(space::STEP);
}

/// The ground of an entry; gives where its contents go.
fn entry(ui: &mut Ui, height: f32, current: bool, called: &str) -> (Rect, Response) {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    name(&response, Role::Button, called);
    let ground = rect.shrink2(vec2(PAD, 0.0));
    if current {
        ui.painter().rect_filled(ground, space::RADIUS, t.selection);
    } else if response.hovered() {
        ui.painter().rect_filled(ground, space::RADIUS, t.hover);
    }
    if response.has_focus() {
        theme::paint_focus(ui.painter(), ground, space::RADIUS, t);
    }
    (ground.shrink2(vec2(PAD, 0.0)), response)
}

fn line(ui: &mut Ui, height: f32, current: bool, called: &str, count: u64) -> Response {
    let t = tokens(ui);
    let (inner, response) = entry(ui, height, current, called);
    let font = theme::font(size::BODY);
    // What has nothing in it stays quiet.
    let colour = if count > 0 { t.text } else { t.muted };
    ui.painter().text(inner.left_center(), egui::Align2::LEFT_CENTER, called, font.clone(), colour);
    ui.painter().text(inner.right_center(), egui::Align2::RIGHT_CENTER, grouped(count), font, t.muted);
    response
}

fn sheet(ui: &mut Ui, open: &OpenBook, section: Section) -> bool {
    let t = tokens(ui);
    let called = format!("{} {}", section.sheet_name(), section.describes());
    let (inner, response) = entry(ui, SHEET, open.place == Place::Sheet(section), &called);
    let all = open.view(section).counts.all();
    let painter = ui.painter();
    let (first, second) = (inner.top() + 13.0, inner.top() + 29.0);
    let (left, right) = (egui::Align2::LEFT_CENTER, egui::Align2::RIGHT_CENTER);
    painter.text(pos2(inner.left(), first), left, section.sheet_name(), theme::strong(size::BODY), t.text);
    painter.text(pos2(inner.right(), first), right, grouped(all.into()), theme::font(size::BODY), t.muted);
    painter.text(pos2(inner.left(), second), left, section.describes(), theme::font(size::CAPTION), t.muted);
    let blocked = open.findings.count(section, Weight::Blocks);
    if blocked > 0 {
        theme::paint_badge(painter, pos2(inner.right(), second), &grouped(blocked.into()), &t.reject);
    }
    let bar = Rect::from_min_max(pos2(inner.left(), inner.bottom() - 7.0), pos2(inner.right(), inner.bottom() - 4.0));
    bar_by_action(ui, bar, open, section, t);
    response.clicked()
}

/// A thin bar: how much is accepted, rejected, pending; the rest is undecided.
fn bar_by_action(ui: &Ui, bar: Rect, open: &OpenBook, section: Section, t: &Tokens) {
    ui.painter().rect_filled(bar, 1.5, t.line);
    let all = open.view(section).counts.all().max(1) as f32;
    let mut from = bar.left();
    for (action, look) in [(Action::Accept, t.accept), (Action::Reject, t.reject), (Action::Pending, t.pending)] {
        let width = bar.width() * open.with_action(section, action) as f32 / all;
        let part = Rect::from_min_max(pos2(from, bar.top()), pos2(from + width, bar.bottom()));
        ui.painter().rect_filled(part, 0.0, look.colour);
        from += width;
    }
}
