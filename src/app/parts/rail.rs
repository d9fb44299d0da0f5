//! Where to work: the sheets with their counts, and below them the views of the current sheet.

use egui::{
    Align, Align2, Id, Layout, Popup, Rect, Response, Role, ScrollArea, Sense, SetOpenCommand, Stroke, StrokeKind, Ui,
    pos2, vec2,
};

use crate::app::actions::UserAction;
use crate::app::keyboard::keys::menu_key;
use crate::app::parts::top_bar::name;
use crate::app::requests::OwnViewRequest;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, Theme, Tokens, menu_item, size, space, tokens};
use crate::book::{Action, Scope, Section};
use crate::rules::Weight;
use crate::session::{Place, Session};
use crate::store::OwnView;
use crate::store::kept_view::suppliers::OwnSupplierView;
use crate::values::grouped;
use crate::view::built_in::PLAIN_VIEWS;
use crate::view::{BuiltIn, Filter};

const SHEET: f32 = 25.0;
/// A sheet without records, or one that is only shown.
const SMALL: f32 = 19.0;
const VIEW: f32 = 25.0;
const PAD: f32 = 6.0;

/// Draws the rail. `own`: the views that the user made, of records and of suppliers.
pub fn show(ui: &mut Ui, open: &Session, own: (&[OwnView], &[OwnSupplierView]), out: &mut Requests) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(2.0 * space::STEP);
        title(ui, "Sheets", "to decide");
        for scope in Scope::EACH {
            if sheet(ui, open, scope) {
                out.push(Request::Show(scope.into()));
            }
        }
        separator(ui);
        let count = u64::from(open.suppliers().list().all);
        let count = (count > 0).then_some(count);
        if line(ui, VIEW, open.place() == Place::Suppliers, "Suppliers", count).clicked() {
            out.push(Request::Show(Place::Suppliers));
        }
        if line(ui, VIEW, open.place() == Place::Credit, "Credit", None).clicked() {
            out.push(Request::Show(Place::Credit));
        }
        if open.has_register() {
            let vouchers = u64::from(open.book().register().entries().len());
            let current = open.place() == Place::Register;
            if line(ui, VIEW, current, "Register", Some(vouchers)).clicked() {
                out.push(Request::Show(Place::Register));
            }
            let hint = open.to_check_in_words();
            let to_check = open.to_check();
            let words = Some(format!("{} to check", grouped(to_check)));
            let shown = line_of(ui, VIEW, open.place() == Place::Match, "Match", (words, to_check == 0));
            if shown.hint(hint).clicked() {
                out.push(Request::Show(Place::Match));
            }
        } else {
            let import = UserAction::ImportRegister;
            let shown = line_of(ui, VIEW, false, "Register", (Some("none yet".to_owned()), true));
            if shown.hint(import.words()).clicked() && import.enabled(Some(open)).is_ok() {
                out.push(Request::Do(import));
            }
        }
        for (i, other) in open.book().others().iter().enumerate() {
            let name = format!("{} · read-only", other.title());
            let count = Some(other.spans.len() as u64);
            if line(ui, SMALL, open.place() == Place::Other(i), &name, count).clicked() {
                out.push(Request::Show(Place::Other(i)));
            }
        }
        if let Some(scope) = open.scope() {
            views_of(ui, open, scope, own.0, out);
        }
        if open.place() == Place::Suppliers {
            own_of_suppliers(ui, open, own.1, out);
        }
        ui.add_space(2.0 * space::STEP);
    });
}

/// The views of the sheet on the screen: those with something in them, the others behind a line that shows them.
fn views_of(ui: &mut Ui, open: &Session, scope: Scope, own: &[OwnView], out: &mut Requests) {
    let view = open.view(scope);
    let own: Vec<&OwnView> = own.iter().filter(|own| own.scope == scope).collect();
    let shown_own = own.iter().rev().find(|own| own.filter == view.filter && own.sort == view.sort);
    let shown_own = shown_own.map(|own| own.at);
    separator(ui);
    title(ui, &format!("Views of {}", scope.name()), "");
    let current = |filter: &Filter| shown_own.is_none() && view.filter.same_but_text(filter);
    let mut view_line = |ui: &mut Ui, (name, filter, count): (&'static str, Filter, u64)| {
        let current = current(&filter);
        let mut shown = line(ui, VIEW, current, name, Some(count));
        if let Some(which) = filter.which {
            shown = shown.hint(which.words());
        }
        if shown.clicked() {
            out.push(Request::Filter(filter));
        }
    };
    let is_empty =
        |(_, filter, count): &(_, Filter, u64)| *count == 0 && !current(filter) && *filter != Filter::default();
    let (empty, full): (Vec<_>, Vec<_>) = views(open, scope).into_iter().partition(is_empty);
    full.into_iter().for_each(|view| view_line(ui, view));
    if !empty.is_empty() {
        let (id, unfolded) = (Id::unique("more views"), Id::unique("more views were unfolded"));
        let all = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
        let (called, count) = if all { ("Fewer views", None) } else { ("More views", Some(empty.len() as u64)) };
        if line(ui, VIEW, false, called, count).clicked() {
            ui.data_mut(|data| data.insert_temp(id, !all));
            ui.data_mut(|data| data.insert_temp(unfolded, !all));
            ui.ctx().request_repaint();
        }
        if all {
            let top = ui.cursor().top();
            empty.into_iter().for_each(|view| view_line(ui, view));
            // They unfold below the edge of a low window: there they are scrolled into sight.
            if ui.data_mut(|data| data.remove_temp::<bool>(unfolded)) == Some(true) {
                let lines = Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=ui.cursor().top());
                ui.scroll_to_rect(lines, None);
            }
        }
    }
    if !own.is_empty() {
        separator(ui);
        title(ui, "Your views", "");
    }
    for own in own {
        let current = shown_own == Some(own.at);
        // Counting what is not shown would look through the whole sheet.
        let count = current.then(|| view.rows.len() as u64);
        let response = line(ui, VIEW, current, &own.name, count);
        if response.clicked() {
            out.push(Request::OwnView(OwnViewRequest::Show(own.at)));
        }
        own_menu(&response, ui, (&own.name, own.at), out);
        if current && newly_shown(ui, shown_own) {
            response.scroll_to_me(None);
        }
    }
    if shown_own.is_none() {
        newly_shown(ui, None);
    }
}

/// The views of suppliers that the user made.
fn own_of_suppliers(ui: &mut Ui, open: &Session, own: &[OwnSupplierView], out: &mut Requests) {
    if own.is_empty() {
        return;
    }
    separator(ui);
    title(ui, "Your views", "");
    let sheet = open.suppliers();
    for own in own {
        let current = own.filter == *sheet.filter() && own.sort == sheet.sort();
        let count = current.then(|| u64::from(sheet.list().shown));
        let response = line(ui, VIEW, current, &own.name, count);
        if response.clicked() {
            out.push(Request::OwnView(OwnViewRequest::Show(own.at)));
        }
        own_menu(&response, ui, (&own.name, own.at), out);
    }
}

/// The views of what is on the screen, each with its count.
pub fn views(open: &Session, scope: Scope) -> Vec<(&'static str, Filter, u64)> {
    let view = open.view(scope);
    let none = Filter::default;
    let weight = |weight| Filter { weight: Some(weight), ..none() };
    let action = |action| Filter { actions: vec![action], ..none() };
    let [all, to_decide, changed, alerts, blocked, pending] = PLAIN_VIEWS;
    let mut views = vec![
        (all, none(), view.counts.all().into()),
        (to_decide, action(Action::NoAction), open.with_action(scope, Action::NoAction)),
        (changed, Filter { changed: true, ..none() }, view.changed.len()),
        (alerts, weight(Weight::Warns), open.with_findings(scope)),
        (blocked, weight(Weight::Blocks), open.with_weight(scope, Weight::Blocks)),
    ];
    let built_in = |which: BuiltIn| (which.name(), Filter { which: Some(which), ..none() }, open.in_view(scope, which));
    let there = |which: &BuiltIn| !which.is_of_register() || open.has_register();
    views.extend(BuiltIn::ALL.into_iter().filter(there).map(built_in));
    views.push((pending, action(Action::Pending), open.with_action(scope, Action::Pending)));
    views
}

/// Whether another view of the user's is shown than in the last frame.
fn newly_shown(ui: &Ui, shown: Option<usize>) -> bool {
    let id = Id::unique("own view");
    ui.data_mut(|data| {
        let before = data.get_temp::<Option<usize>>(id).flatten();
        data.insert_temp(id, shown);
        before != shown
    })
}

/// What can be done to a view that the user made.
fn own_menu(response: &Response, ui: &Ui, (own, at): (&str, usize), out: &mut Requests) {
    let asked = response.secondary_clicked() || (response.has_focus() && menu_key(ui));
    let popup = Popup::menu(response).open_memory(asked.then_some(SetOpenCommand::Bool(true)));
    popup.accessible_name(format!("View {own}")).width(160.0).show(|ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            for (name, wanted) in [("Rename…", OwnViewRequest::AskName(at)), ("Remove", OwnViewRequest::Remove(at))] {
                if ui.add(menu_item(name)).clicked() {
                    out.push(Request::OwnView(wanted));
                    ui.close();
                }
            }
        });
    });
}

/// A title, and what the counts below it are.
fn title(ui: &mut Ui, text: &str, counts: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    name(&response, Role::Label, text);
    let inner = rect.shrink2(vec2(2.0 * PAD, 0.0));
    let (font, muted) = (theme::font(size::CAPTION), tokens(ui).muted);
    ui.painter().text(inner.left_center(), Align2::LEFT_CENTER, text, font.clone(), muted);
    ui.painter().text(inner.right_center(), Align2::RIGHT_CENTER, counts, font, muted);
}

fn separator(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 13.0), Sense::hover());
    let inner = rect.shrink2(vec2(2.0 * PAD, 0.0));
    ui.painter().hline(inner.x_range(), inner.center().y, tokens(ui).line());
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
    // What has nothing in it stays quiet.
    let quiet = count == Some(0) || matches!(called, "More views" | "Fewer views");
    line_of(ui, height, current, called, (count.map(grouped), quiet))
}

/// The same with words for the count.
fn line_of(ui: &mut Ui, height: f32, current: bool, called: &str, (count, quiet): (Option<String>, bool)) -> Response {
    let t = tokens(ui);
    let colour = if quiet { t.muted } else { t.text };
    if let Some((first, second)) = in_two_lines(ui, height, called, count.as_deref()) {
        let (inner, response) = entry(ui, height + 13.0, current, called);
        let font = theme::font(size::GRID);
        let middle = inner.center().y;
        ui.painter().text(pos2(inner.left(), middle + 1.0), Align2::LEFT_BOTTOM, first, font.clone(), colour);
        ui.painter().text(pos2(inner.left(), middle - 1.0), Align2::LEFT_TOP, second, font, colour);
        let count = count.unwrap_or_default();
        let font = theme::font(size::CAPTION);
        ui.painter().text(inner.right_center(), Align2::RIGHT_CENTER, count, font, t.muted);
        return response;
    }
    let (inner, response) = entry(ui, height, current, called);
    let font = theme::font(if height < VIEW { size::CAPTION } else { size::GRID });
    let count = count.map(|words| ui.painter().layout_no_wrap(words, theme::font(size::CAPTION), t.muted));
    let right = inner.right() - count.as_ref().map_or(0.0, |count| count.size().x + 6.0);
    let words = theme::cut_line(ui.painter(), called, font, colour, right - inner.left());
    let cut = words.elided;
    ui.painter().galley(pos2(inner.left(), inner.center().y - words.size().y / 2.0), words, colour);
    if let Some(count) = count {
        let at = inner.right_center() - vec2(count.size().x, count.size().y / 2.0);
        ui.painter().galley(at, count, t.muted);
    }
    if cut { response.hint(called) } else { response }
}

/// The name of a view that is too long for one line beside its count, in two.
fn in_two_lines<'t>(ui: &Ui, height: f32, called: &'t str, count: Option<&str>) -> Option<(&'t str, &'t str)> {
    let wide_in = |text: &str, points: f32| theme::text_width(ui.painter(), text, theme::font(points));
    let wide = |text: &str| wide_in(text, size::GRID);
    let beside = count.map_or(0.0, |count| wide_in(count, size::CAPTION) + 6.0);
    let room = ui.available_width() - 4.0 * PAD - beside;
    if height < VIEW || wide(called) <= room {
        return None;
    }
    let mut ends = called.match_indices(' ').map(|(at, _)| at).filter(|&at| wide(&called[..at]) <= room);
    ends.next_back().map(|at| (&called[..at], called[at..].trim_start())).filter(|(_, second)| wide(second) <= room)
}

const BLOCKED: &str = "blocked";
/// The room of a sign, with what is before it.
const SIGN: f32 = space::MARK + 6.0;

/// What a sheet is called in full, or all of them together.
pub fn called(scope: Scope) -> String {
    scope.section().map_or("All sheets".into(), |section| format!("{} {}", section.sheet_name(), section.describes()))
}

/// A sheet in one line, or all of them together: its name, how many of its records are to decide, a bar. One without
/// records is small.
fn sheet(ui: &mut Ui, open: &Session, scope: Scope) -> bool {
    let t = tokens(ui);
    let errors = open.in_view(scope, BuiltIn::PortalErrors);
    let describes = scope.section().map_or("All sheets", Section::describes);
    let mut called = called(scope);
    if errors > 0 {
        called += &format!(", portal errors on {}", grouped(errors));
    }
    let all = u64::from(open.view(scope).counts.all());
    let current = open.scope() == Some(scope);
    let (inner, response) = entry(ui, if all > 0 { SHEET } else { SMALL }, current, &called);
    let painter = ui.painter();
    if all == 0 {
        let (font, at) = (theme::font(size::CAPTION), inner.left_center());
        painter.text(at, Align2::LEFT_CENTER, scope.name(), font, t.muted);
        return response.hint(format!("{describes}: none")).clicked();
    }
    let middle = inner.center().y - 1.0;
    let face = if current { theme::strong(size::GRID) } else { theme::font(size::GRID) };
    let name = painter.text(pos2(inner.left(), middle), Align2::LEFT_CENTER, scope.name(), face, t.text);
    let to_decide = open.with_action(scope, Action::NoAction);
    let counts = format!("{} of {}", grouped(to_decide), grouped(all));
    let blocked = open.with_weight(scope, Weight::Blocks);
    let signs = [blocked, errors].into_iter().filter(|count| *count > 0).count() as f32;
    // Where signs leave no room for both numbers, the first alone is seen.
    let room = inner.right() - name.right() - 6.0 - signs * SIGN;
    let fits = theme::text_width(painter, &counts, theme::font(size::CAPTION)) <= room;
    let shown = if fits { counts.clone() } else { grouped(to_decide) };
    painter.text(pos2(inner.right(), middle), Align2::RIGHT_CENTER, shown, theme::font(size::CAPTION), t.muted);
    let mut at = pos2(name.right() + 10.0, middle);
    let mut hint = format!("{describes}: {counts} to decide");
    for (count, words) in [(blocked, BLOCKED), (errors, "with portal errors")] {
        if count > 0 {
            // Not the shapes of actions.
            match words {
                BLOCKED => theme::paint_sign(painter, at, '!', &t.reject),
                _ => theme::paint_portal_error(painter, at, t.pending.colour, t),
            }
            at.x += SIGN;
            hint += &format!("\n{} {words}", grouped(count));
        }
    }
    bar_by_action(ui, inner, open, scope, t);
    ui.accesskit_node_builder(response.id, |node| node.set_value(format!("{counts} to decide")));
    response.hint(hint).clicked()
}

/// A thin bar at the bottom: how much is accepted, rejected, pending; the rest is to decide. Where colours say nothing, what
/// is decided is black in a frame.
fn bar_by_action(ui: &Ui, inner: Rect, open: &Session, scope: Scope, t: &Tokens) {
    let painter = ui.painter();
    let plain = t.theme == Theme::HighContrast;
    let thick = if plain { 5.0 } else { 2.0 };
    let bar = Rect::from_min_max(pos2(inner.left(), inner.bottom() - thick), inner.right_bottom());
    painter.rect_filled(bar, 0.0, if plain { t.background } else { t.line });
    let all = open.view(scope).counts.all().max(1) as f32;
    let mut from = bar.left();
    for (action, look) in [(Action::Accept, t.accept), (Action::Reject, t.reject), (Action::Pending, t.pending)] {
        let width = bar.width() * open.with_action(scope, action) as f32 / all;
        let part = Rect::from_min_max(pos2(from, bar.top()), pos2(from + width, bar.bottom()));
        painter.rect_filled(part, 0.0, look.colour);
        from += width;
    }
    if plain {
        painter.rect_stroke(bar, 0.0, Stroke::new(1.0, t.outline), StrokeKind::Inside);
    }
}
