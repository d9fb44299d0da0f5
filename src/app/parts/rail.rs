//! Where to work: the sheets with their counts, and below them the views of the current sheet.

use egui::{Align, Id, Layout, Popup, Rect, Response, Role, ScrollArea, Sense, SetOpenCommand, Ui, pos2, vec2};

use crate::app::keyboard::keys::menu_key;
use crate::app::parts::top_bar::name;
use crate::app::requests::OwnViewRequest;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Tokens, menu_item, size, space, tokens};
use crate::book::{Action, Section};
use crate::rules::Weight;
use crate::session::{Place, Session};
use crate::store::OwnView;
use crate::values::grouped;
use crate::view::{BuiltIn, Filter};

const SHEET: f32 = 48.0;
const READ_ONLY: f32 = 34.0;
const VIEW: f32 = 25.0;
const PAD: f32 = 8.0;

/// Draws the rail. `own`: the views that the user made.
pub fn show(ui: &mut Ui, open: &Session, own: &[OwnView], out: &mut Requests) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(2.0 * space::STEP);
        title(ui, "Sheets");
        for section in Section::ALL {
            if sheet(ui, open, section) {
                out.push(Request::Show(Place::Sheet(section)));
            }
        }
        for (i, other) in open.book().others().iter().enumerate() {
            let name = format!("{} · read-only", other.title());
            if line(ui, READ_ONLY, open.place() == Place::Other(i), &name, Some(other.spans.len() as u64)).clicked() {
                out.push(Request::Show(Place::Other(i)));
            }
        }
        if let Some(section) = open.section() {
            let view = open.view(section);
            let own: Vec<&OwnView> = own.iter().filter(|own| own.section == section).collect();
            let shown_own = own.iter().rev().find(|own| own.filter == view.filter && own.sort == view.sort);
            let shown_own = shown_own.map(|own| own.at);
            ui.add_space(3.0 * space::STEP);
            title(ui, "Views");
            for (name, filter, count) in views(open, section) {
                let current = shown_own.is_none() && view.filter.same_but_text(&filter);
                let mut shown = line(ui, VIEW, current, name, Some(count));
                if let Some(which) = filter.which {
                    shown = shown.on_hover_text(which.words());
                }
                if shown.clicked() {
                    out.push(Request::Filter(filter));
                }
            }
            if !own.is_empty() {
                ui.add_space(3.0 * space::STEP);
                title(ui, "Your views");
            }
            for own in own {
                let current = shown_own == Some(own.at);
                // Counting what is not shown would look through the whole sheet.
                let count = current.then(|| view.rows.len() as u64);
                let response = line(ui, VIEW, current, &own.name, count);
                if response.clicked() {
                    out.push(Request::OwnView(OwnViewRequest::Show(own.at)));
                }
                own_menu(&response, ui, own, out);
                if current && shown_anew(ui, shown_own) {
                    response.scroll_to_me(None);
                }
            }
            if shown_own.is_none() {
                shown_anew(ui, None);
            }
        }
        ui.add_space(2.0 * space::STEP);
    });
}

/// The views of a sheet, each with its count. `section` is the sheet on the screen.
pub fn views(open: &Session, section: Section) -> Vec<(&'static str, Filter, u64)> {
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
        ("Blocked", weight(Weight::Blocks), open.findings().count(section, Weight::Blocks).into()),
    ];
    let built_in =
        |which: BuiltIn| (which.name(), Filter { which: Some(which), ..none() }, open.in_view(section, which));
    views.extend(BuiltIn::ALL.map(built_in));
    views
}

/// Whether another view of the user's is shown than in the last frame.
fn shown_anew(ui: &Ui, shown: Option<usize>) -> bool {
    let id = Id::unique("own view");
    ui.data_mut(|data| {
        let before = data.get_temp::<Option<usize>>(id).flatten();
        data.insert_temp(id, shown);
        before != shown
    })
}

/// What can be done to a view that the user made.
fn own_menu(response: &Response, ui: &Ui, own: &OwnView, out: &mut Requests) {
    let asked = response.secondary_clicked() || (response.has_focus() && menu_key(ui));
    let popup = Popup::menu(response).open_memory(asked.then_some(SetOpenCommand::Bool(true)));
    popup.accessible_name(format!("View {}", own.name)).width(160.0).show(|ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            for (name, intent) in
                [("Rename…", OwnViewRequest::AskName(own.at)), ("Remove", OwnViewRequest::Remove(own.at))]
            {
                if ui.add(menu_item(name)).clicked() {
                    out.push(Request::OwnView(intent));
                    ui.close();
                }
            }
        });
    });
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
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    name(&response, Role::Button, called);
    let ground = rect.shrink2(vec2(PAD, 0.0));
    theme::choice_ground(ui, &response, ground, current);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    (ground.shrink2(vec2(PAD, 0.0)), response)
}

fn line(ui: &mut Ui, height: f32, current: bool, called: &str, count: Option<u64>) -> Response {
    let t = tokens(ui);
    let (inner, response) = entry(ui, height, current, called);
    let font = theme::font(size::BODY);
    // What has nothing in it stays quiet.
    let colour = if count == Some(0) { t.muted } else { t.text };
    let count = count.map(|count| ui.painter().layout_no_wrap(grouped(count), font.clone(), t.muted));
    let right = inner.right() - count.as_ref().map_or(0.0, |count| count.size().x + 8.0);
    let words = theme::cut_line(ui.painter(), called, font, colour, right - inner.left());
    let cut = words.elided;
    ui.painter().galley(pos2(inner.left(), inner.center().y - words.size().y / 2.0), words, colour);
    if let Some(count) = count {
        let at = inner.right_center() - vec2(count.size().x, count.size().y / 2.0);
        ui.painter().galley(at, count, t.muted);
    }
    if cut { response.on_hover_text(called) } else { response }
}

fn sheet(ui: &mut Ui, open: &Session, section: Section) -> bool {
    let t = tokens(ui);
    let errors = open.in_view(section, BuiltIn::PortalErrors);
    let mut called = format!("{} {}", section.sheet_name(), section.describes());
    if errors > 0 {
        called += &format!(", portal errors on {}", grouped(errors));
    }
    let (inner, response) = entry(ui, SHEET, open.place() == Place::Sheet(section), &called);
    let all = open.view(section).counts.all();
    let painter = ui.painter();
    let (first, second) = (inner.top() + 13.0, inner.top() + 29.0);
    let (left, right) = (egui::Align2::LEFT_CENTER, egui::Align2::RIGHT_CENTER);
    painter.text(pos2(inner.left(), first), left, section.sheet_name(), theme::strong(size::BODY), t.text);
    painter.text(pos2(inner.right(), first), right, grouped(all.into()), theme::font(size::BODY), t.muted);
    painter.text(pos2(inner.left(), second), left, section.describes(), theme::font(size::CAPTION), t.muted);
    let blocked = open.findings().count(section, Weight::Blocks);
    let mut end = inner.right();
    if blocked > 0 {
        let badge = theme::paint_badge(painter, pos2(end, second), &grouped(blocked.into()), &t.reject);
        end = badge.left() - 4.0;
    }
    if errors > 0 {
        theme::paint_badge(painter, pos2(end, second), &grouped(errors), &t.pending);
    }
    let bar = Rect::from_min_max(pos2(inner.left(), inner.bottom() - 7.0), pos2(inner.right(), inner.bottom() - 4.0));
    bar_by_action(ui, bar, open, section, t);
    response.clicked()
}

/// A thin bar: how much is accepted, rejected, pending; the rest is undecided.
fn bar_by_action(ui: &Ui, bar: Rect, open: &Session, section: Section, t: &Tokens) {
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
