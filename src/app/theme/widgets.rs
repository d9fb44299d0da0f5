//! The small widgets all screens share. Each tells a screen reader its name.

use egui::accesskit::Toggled;
use egui::{
    Align2, Area, Context, CornerRadius, CursorIcon, Frame, Id, InnerResponse, Link, Margin, Modal, ModalResponse,
    Pos2, ProgressBar, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, TextStyle, TextWrapMode, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::paint::{
    Check, MARK_GAP, chip_width, line_of_text, paint_badge, paint_check, paint_chip, paint_focus, paint_line_of_text,
    text_width,
};
use super::style::{font, strong, tokens};
use super::tokens::{Look, Theme, size, space};

/// A checkbox with its text. When it says it was clicked, `checked` has already changed.
pub fn check_box(ui: &mut Ui, checked: &mut bool, text: &str) -> Response {
    let (mut response, at) = box_with_text(ui, text, None);
    if response.clicked() {
        *checked = !*checked;
        response.mark_changed();
    }
    name_check(ui, &response, (*checked).into(), text);
    paint_check(ui.painter(), at, (*checked).into(), tokens(ui));
    response
}

/// A checkbox without text, named for screen readers only. The caller answers the click.
pub fn tick(ui: &mut Ui, check: Check, text: &str) -> Response {
    let (rect, response) = ui.allocate_at_least(vec2(space::CHECK, space::CHECK), Sense::click());
    scrolls_into_view(&response);
    name_check(ui, &response, check, text);
    paint_around_box(ui, rect.center(), &response);
    paint_check(ui.painter(), rect.center(), check, tokens(ui));
    response
}

/// Makes room for a box and its text, paints all but the box and says where that belongs. `named`: by which name it answers, and
/// what it hears.
pub(super) fn box_with_text(ui: &mut Ui, text: &str, named: Option<(Id, Sense)>) -> (Response, Pos2) {
    let galley = line_of_text(ui.painter(), text, font(size::BODY));
    let width = space::CHECK + MARK_GAP + galley.size().x;
    let own = if named.is_some() { Sense::hover() } else { Sense::click() };
    let (rect, own) = ui.allocate_at_least(vec2(width, space::CHECK_LINE), own);
    let response = named.map_or(own, |(id, sense)| ui.interact(rect, id, sense));
    scrolls_into_view(&response);
    let at = rect.left_center() + vec2(space::CHECK / 2.0, 0.0);
    paint_around_box(ui, at, &response);
    let text_at = rect.left_center() + vec2(space::CHECK + MARK_GAP, 0.0);
    paint_line_of_text(ui.painter(), text_at, galley, tokens(ui).text);
    (response, at)
}

/// What gets the keyboard is seen.
fn scrolls_into_view(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

fn paint_around_box(ui: &Ui, centre: Pos2, response: &Response) {
    let t = tokens(ui);
    let around = Rect::from_center_size(centre, Vec2::splat(space::CHECK + 6.0));
    if response.hovered() {
        ui.painter().rect_filled(around, space::RADIUS, t.hover);
    }
    if response.has_focus() {
        paint_focus(ui.painter(), around, space::RADIUS, t);
    }
}

/// The box that has the keyboard, if the last one that had it still does.
pub fn box_with_keyboard(ctx: &Context) -> Option<Id> {
    let known = ctx.data(|data| data.get_temp::<Id>(Id::unique(BOX)));
    known.filter(|id| ctx.memory(|memory| memory.has_focus(*id)))
}

const BOX: &str = "box with the keyboard";

fn name_check(ui: &Ui, response: &Response, check: Check, text: &str) {
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(Id::unique(BOX), response.id));
    }
    response.widget_info(|| match check {
        Check::Some => WidgetInfo::labeled(Role::CheckBox, ui.is_enabled(), text),
        _ => WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), check == Check::On, text),
    });
    if check == Check::Some {
        ui.accesskit_node_builder(response.id, |node| {
            node.set_toggled(Toggled::Mixed);
        });
    }
}

/// How far a job has come, from 0 to 1.
pub fn progress(ui: &mut Ui, done: f32, text: &str) -> Response {
    let bar = ProgressBar::new(done).desired_height(space::STEP).fill(tokens(ui).accent);
    let response = ui.add(bar);
    ui.accesskit_node_builder(response.id, |node| node.set_label(text));
    response
}

/// A mark and its word on their tint, as the grid paints them.
pub fn chip(ui: &mut Ui, text: &str, look: &Look) -> Response {
    let wanted = vec2(chip_width(ui.painter(), text), space::CHIP);
    let (rect, response) = ui.allocate_at_least(wanted, Sense::hover());
    name(ui, &response, Role::Label, text);
    paint_chip(ui.painter(), rect.left_center(), text, look);
    response
}

/// A small count on its tint.
pub fn badge(ui: &mut Ui, text: &str, look: &Look) -> Response {
    let galley = line_of_text(ui.painter(), text, strong(size::CAPTION));
    let wanted = vec2((galley.size().x + 12.0).max(16.0), 16.0);
    let (rect, response) = ui.allocate_at_least(wanted, Sense::hover());
    name(ui, &response, Role::Label, text);
    paint_badge(ui.painter(), rect.right_center(), text, look);
    response
}

/// What was done to a [`filter_chip`].
pub struct FilterChip {
    /// The chip: a click opens the filter.
    pub body: Response,
    /// The × at its end: a click removes the filter.
    pub remove: Response,
}

/// One part of the filter, with an × to remove it.
pub fn filter_chip(ui: &mut Ui, text: &str) -> FilterChip {
    let t = tokens(ui);
    let galley = line_of_text(ui.painter(), text, font(size::SMALL));
    let cross_width = 24.0;
    let wanted = vec2(8.0 + galley.size().x + cross_width, space::CHIP);
    let (rect, body) = ui.allocate_at_least(wanted, Sense::click());
    scrolls_into_view(&body);
    name(ui, &body, Role::Button, text);
    let cross = Rect::from_min_max(pos2(rect.right() - cross_width, rect.top()), rect.max);
    let remove = ui.interact(cross, body.id.with("remove"), Sense::click());
    name(ui, &remove, Role::Button, &format!("Remove filter: {text}"));

    let painter = ui.painter();
    let radius = CornerRadius::same(space::RADIUS_CHIP);
    let edge = if body.hovered() && !remove.hovered() { Stroke::new(t.line_width, t.accent) } else { Stroke::NONE };
    painter.rect(rect, radius, t.selection, edge, StrokeKind::Inside);
    let text_at = rect.left_center() + vec2(8.0, 0.0);
    paint_line_of_text(painter, text_at, galley, t.text);
    let colour = if remove.hovered() { t.text } else { t.muted };
    for end in [vec2(2.75, 2.75), vec2(2.75, -2.75)] {
        let ends = [cross.center() - end, cross.center() + end];
        painter.line_segment(ends, Stroke::new(1.25, colour));
    }
    for (response, rect) in [(&body, rect), (&remove, cross)] {
        if response.has_focus() {
            paint_focus(painter, rect, radius, t);
        }
    }
    FilterChip { body, remove }
}

/// Text that does something, inside a sentence.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    // The colour says that it is a link; where it says nothing, a line does.
    let text = RichText::new(text);
    let plain = tokens(ui).theme == Theme::HighContrast;
    // A link that is broken over two lines has its middle where a click misses it: one that has room goes to the next line.
    let has_room = |ui: &Ui| {
        let face = TextStyle::Body.resolve(ui.style());
        text_width(ui.painter(), text.text(), face) <= ui.max_rect().width()
    };
    let before = ui.style().wrap_mode;
    if ui.layout().main_wrap() && has_room(ui) {
        ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
    }
    let response = ui.add(Link::new(if plain { text.underline() } else { text }));
    if ui.style().wrap_mode != before {
        ui.style_mut().wrap_mode = before;
    }
    if response.has_focus() {
        paint_focus(ui.painter(), response.rect.expand(2.0), 3.0, tokens(ui));
    }
    scrolls_into_view(&response);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A box with a line around it, as wide as there is room.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let t = tokens(ui);
    Frame::new()
        .fill(t.background)
        .stroke(t.line())
        .corner_radius(space::RADIUS)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| filled(ui, add))
}

fn filled<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.set_min_width(ui.available_width());
    add(ui)
}

/// A finding or a warning on its tint, as wide as there is room, with a bar in its colour at the left.
pub fn notice<R>(ui: &mut Ui, look: &Look, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let shown = Frame::new()
        .fill(look.tint)
        .corner_radius(space::RADIUS_MARK)
        .inner_margin(Margin { left: 13, right: 10, top: 6, bottom: 6 })
        .show(ui, |ui| filled(ui, add));
    let mut bar = shown.response.rect;
    bar.set_width(3.0);
    let radius = CornerRadius { ne: 0, se: 0, ..CornerRadius::same(space::RADIUS_MARK) };
    ui.painter().rect_filled(bar, radius, look.colour);
    shown
}

/// A dialog over the window, which waits behind it. Ask the response whether it should close.
pub fn dialog<R>(ui: &Ui, id: &'static str, width: f32, add: impl FnOnce(&mut Ui) -> R) -> ModalResponse<R> {
    hide_tooltips(ui);
    // A modal is by itself a popup: tight, and without the shadow.
    let frame = Frame::window(ui.style());
    let (ctx, key) = (ui.ctx(), Id::unique((id, "place")));
    let place = ctx.data(|data| data.get_temp::<DialogPlace>(key)).unwrap_or_default().held(ctx);
    let shown = Modal::new(Id::unique(id)).area(place.area(ctx, Id::unique(id))).frame(frame).show(ctx, |ui| {
        ui.set_width(width);
        // It is opened at its beginning, wherever it was scrolled to when it was open before.
        ui.push_id(place.opened, add).inner
    });
    let rect = shown.response.rect;
    if rect.size() != place.rect.size() {
        // It was placed by the size that it had before.
        ctx.request_repaint();
    }
    let drawn = DialogPlace { pass: ctx.cumulative_pass_nr(), rect, ..place };
    ctx.data_mut(|data| data.insert_temp(key, drawn));
    shown
}

/// Where a dialog is. It is in the middle until something in it is clicked or a key is pressed; then its top stays where it is, so that
/// what a click adds or takes away does not bring something else under the pointer, and a field does not move while one types in it.
#[derive(Clone, Copy)]
struct DialogPlace {
    pass: u64,
    /// The pass in which it was opened.
    opened: u64,
    rect: Rect,
    held: bool,
}

impl Default for DialogPlace {
    fn default() -> Self {
        DialogPlace { pass: 0, opened: 0, rect: Rect::NOTHING, held: false }
    }
}

impl DialogPlace {
    /// What is known of the dialog as it is open now.
    fn held(self, ctx: &Context) -> DialogPlace {
        let pass = ctx.cumulative_pass_nr();
        let is_open = self.pass + 1 >= pass;
        let opened = if is_open { self.opened } else { pass };
        let pressed =
            |event: &egui::Event| matches!(event, egui::Event::Key { pressed: true, .. } | egui::Event::Text(_));
        let used = ctx.input(|i| {
            let clicked = i.pointer.any_pressed() && i.pointer.interact_pos().is_some_and(|at| self.rect.contains(at));
            clicked || i.events.iter().any(pressed)
        });
        DialogPlace { opened, held: is_open && (self.held || used), ..self }
    }

    fn area(self, ctx: &Context, id: Id) -> Area {
        let area = Modal::default_area(id);
        if !self.held {
            return area;
        }
        let room = ctx.content_rect();
        let top = self.rect.top().min(room.bottom() - self.rect.height()).max(room.top());
        area.anchor(Align2::CENTER_TOP, vec2(0.0, top - room.top()))
    }
}

/// Closes the tooltips of the layer of `ui`: one that is open stays, and would lie over what a key opens above it. egui closes them
/// where a popup belongs to the layer; this one has no place, so nothing of it is drawn.
fn hide_tooltips(ui: &Ui) {
    let nowhere = egui::PopupAnchor::PointerFixed;
    egui::Popup::new(Id::unique("no tooltips"), ui.ctx().clone(), nowhere, ui.layer_id()).open(true).show(|_| ());
}

/// Text in the semibold face. (`RichText::strong` would only change its colour.)
pub fn semibold(text: impl Into<String>) -> RichText {
    RichText::new(text).font(strong(size::BODY))
}

/// The title of a part of a screen.
pub fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text).font(strong(size::HEADING))
}

/// The title of a screen or dialog.
pub fn title(text: impl Into<String>) -> RichText {
    RichText::new(text).font(strong(size::TITLE))
}

/// A small muted label.
pub fn caption(text: impl Into<String>) -> RichText {
    RichText::new(text).font(font(size::CAPTION)).weak()
}

fn name(ui: &Ui, response: &Response, role: Role, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), name));
}

/// A menu that is open at a place, called by a name and so wide. False once it closes.
pub fn menu_at(ui: &Ui, id: &str, at: egui::Pos2, (name, width): (&str, f32), contents: impl FnOnce(&mut Ui)) -> bool {
    let mut stays = true;
    egui::Popup::new(egui::Id::unique(id), ui.ctx().clone(), at, egui::LayerId::background())
        .kind(egui::PopupKind::Menu)
        .open_bool(&mut stays)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClick)
        .accessible_name(name)
        .width(width)
        .show(|ui| ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), contents));
    stays
}

/// The ground of a line that can be chosen: which one is current, hovered or has the focus.
pub fn choice_ground(ui: &Ui, response: &egui::Response, ground: egui::Rect, current: bool) {
    let t = super::tokens(ui);
    if current {
        ui.painter().rect_filled(ground, space::RADIUS, t.selection);
    } else if response.hovered() {
        ui.painter().rect_filled(ground, space::RADIUS, t.hover);
    }
    if response.has_focus() {
        super::paint_focus(ui.painter(), ground, space::RADIUS, t);
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::NodeT, kittest::Queryable};

    use super::super::{Theme, apply};
    use super::*;

    #[test]
    fn a_checkbox_changes_with_a_click_on_its_text() {
        let mut window = Harness::new_ui_state(
            |ui, checked| {
                check_box(ui, checked, "Only changed rows");
            },
            false,
        );
        window.get_by_label("Only changed rows").click();
        window.run();
        assert!(*window.state());
        let node = window.get_by_label("Only changed rows");
        assert_eq!(node.accesskit_node().toggled(), Some(Toggled::True));
    }

    #[test]
    fn a_tick_over_some_of_the_rows_says_that_it_is_mixed() {
        let mut window = Harness::new_ui_state(
            |ui, check| {
                tick(ui, *check, "All rows");
            },
            Check::Off,
        );
        for (check, said) in [(Check::Some, Toggled::Mixed), (Check::On, Toggled::True), (Check::Off, Toggled::False)] {
            *window.state_mut() = check;
            window.run();
            let node = window.get_by_label("All rows");
            assert_eq!(node.accesskit_node().toggled(), Some(said));
        }
    }

    #[test]
    fn the_cross_removes_a_filter_and_the_chip_opens_it() {
        let mut window = Harness::new_ui_state(
            |ui, clicks: &mut (u32, u32)| {
                let chip = filter_chip(ui, "Supplier: 12 of 1,940");
                clicks.0 += u32::from(chip.body.clicked());
                clicks.1 += u32::from(chip.remove.clicked());
            },
            (0, 0),
        );
        let cross = "Remove filter: Supplier: 12 of 1,940";
        window.get_by_label(cross).click();
        window.run();
        assert_eq!(*window.state(), (0, 1));
        // Left of the middle, where the text is.
        let chip = window.get_by_label("Supplier: 12 of 1,940").rect();
        let text = chip.left_center() + vec2(20.0, 0.0);
        window.hover_at(text);
        window.drag_at(text);
        window.drop_at(text);
        window.run();
        assert_eq!(*window.state(), (1, 1));
    }

    #[test]
    fn screen_readers_hear_painted_words() {
        let window = Harness::new_ui(|ui| {
            apply(ui.ctx(), Theme::Light);
            let t = tokens(ui);
            chip(ui, "Accept", &t.accept);
            badge(ui, "12", &t.reject);
            progress(ui, 0.4, "Opening october.json");
            link(ui, "Show them");
            check_box(ui, &mut true, "High contrast");
        });
        for name in ["Accept", "12", "Opening october.json", "Show them", "High contrast"] {
            window.get_by_label(name);
        }
    }
}
