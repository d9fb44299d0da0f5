//! A list of lines in columns, as these dialogs show it: what does not fit is cut, and shown in full under the mouse.

use crate::app::clients::{gstin_of, name_of};
use crate::app::theme::{self, Hint, size, space, tokens};
use egui::{Align, Color32, Label, Layout, RichText, ScrollArea, Ui, vec2};

/// The height of a line.
const LINE: f32 = 26.0;
/// Of the window, what is around the list of such a dialog.
const AROUND: f32 = 330.0;

/// How wide these dialogs are in a window of this width.
pub fn width(window: f32) -> f32 {
    (window * 0.8).clamp(900.0, 1160.0)
}

/// Shows a list of this number of lines in the room that is left.
pub fn lines(ui: &mut Ui, id: &str, count: usize, mut line: impl FnMut(&mut Ui, usize)) {
    area(ui, id).show_rows(ui, LINE, count, |ui, shown| shown.for_each(|place| in_line(ui, place, &mut line)));
}

/// The same, with all lines drawn, so that the arrows come to those that are scrolled away.
pub fn all_lines(ui: &mut Ui, id: &str, count: usize, mut line: impl FnMut(&mut Ui, usize)) {
    area(ui, id).show(ui, |ui| (0..count).for_each(|place| in_line(ui, place, &mut line)));
}

fn area(ui: &mut Ui, id: &str) -> ScrollArea {
    let most = (ui.ctx().content_rect().height() - AROUND).clamp(140.0, 560.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt(id).max_height(most).min_scrolled_height(most);
    area.auto_shrink([false, true])
}

fn in_line(ui: &mut Ui, place: usize, line: &mut impl FnMut(&mut Ui, usize)) {
    let size = vec2(ui.available_width(), LINE);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, tokens(ui).row_line());
    let inside = egui::UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(inside, |ui| line(ui, place));
}

/// A client as these lists name it: what the user calls it and its GSTIN; covered, its initials and the code of its state.
pub fn client(name: &str, gstin: &str, covered: bool) -> String {
    match (name_of(name, covered), gstin_of(gstin, covered)) {
        (_, gstin) if name.is_empty() => gstin,
        (name, gstin) => format!("{name} · {gstin}"),
    }
}

/// A text in a column of this width.
pub fn cell(ui: &mut Ui, width: f32, text: impl Into<RichText>) {
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, LINE), layout, |ui| {
        ui.set_min_width(width);
        ui.add(Label::new(text.into()).truncate());
    });
}

/// The name of a file in a column of this width: cut in its middle, so that its ending is seen.
pub fn file_cell(ui: &mut Ui, width: f32, name: &str) {
    let font = theme::font(size::BODY);
    let wide = |text: &str| theme::text_width(ui.painter(), text, font.clone());
    let shown = theme::in_the_middle(name, |text| wide(text) <= width);
    let cut = shown != name;
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, LINE), layout, |ui| {
        ui.set_min_width(width);
        let response = ui.add(Label::new(RichText::new(shown).font(theme::font(size::BODY))).truncate());
        // A screen reader says all of it.
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, name));
        if cut {
            response.hint(name);
        }
    });
}

/// A number at the right of a column of this width; nothing where it is 0.
pub fn number(ui: &mut Ui, width: f32, text: &str) {
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, LINE), layout, |ui| {
        ui.set_min_width(width);
        let quiet = text == "–";
        let text = RichText::new(text);
        theme::label(ui, if quiet { text.weak() } else { text });
    });
}

/// A heading over some of the lines.
pub fn heading(ui: &mut Ui, text: &str) {
    theme::label(ui, theme::semibold(text));
}

/// A text of one colour, in the size of lists.
pub fn coloured(text: &str, colour: Color32) -> RichText {
    RichText::new(text).size(size::BODY).color(colour)
}

/// The room between two columns.
pub const GAP: f32 = 2.0 * space::STEP;

#[cfg(test)]
mod tests {
    use super::client;

    #[test]
    fn a_covered_client_is_not_named() {
        assert_eq!(client("Girnath Dairy", "24AAAAA0000A1Z8", false), "Girnath Dairy · 24AAAAA0000A1Z8");
        assert_eq!(client("Girnath Dairy", "24AAAAA0000A1Z8", true), "G. D. · 24");
        assert_eq!(client("", "24AAAAA0000A1Z8", true), "24");
    }
}
