//! The headings of the table of suppliers: a click sorts, the funnel of a figure opens its range.

use egui::accesskit::SortDirection;
use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::columns::{self, Placed};
use super::range::Range;
use super::table::{FOLD, Lines, SupplierGrid};
use crate::app::grid::frame::paint_funnel;
use crate::app::grid::measures::{CHECKS, FUNNEL, PAD};
use crate::app::grid::text;
use crate::app::keyboard::rows::click_modifiers;
use crate::app::theme::{Check, paint_focus, size, space, strong, tick, tokens};
use crate::session::Session;
use crate::session::suppliers::SupplierRequest;
use crate::view::suppliers::{SupplierColumn, SupplierSort};

impl SupplierGrid {
    pub(super) fn headings(&mut self, ui: &mut Ui, open: &Session, layout: &Lines, asked: &mut Vec<SupplierRequest>) {
        let (t, sheet) = (tokens(ui), open.suppliers());
        ui.painter().rect_filled(layout.headings, 0.0, t.panel);
        let check = sheet.are_all_selected().map_or(Check::Some, Check::from);
        let at = pos2(layout.headings.left() + 3.0 + (CHECKS - 3.0) / 2.0, layout.headings.center().y);
        let place = Rect::from_center_size(at, vec2(space::CHECK, space::CHECK));
        if ui.put(place, |ui: &mut Ui| tick(ui, check, "All suppliers")).clicked() {
            asked.push(SupplierRequest::ToggleAll);
        }
        for placed in &layout.placed {
            let key = sheet.sort().iter().position(|key| key.column == placed.column);
            let key = key.map(|place| (place, sheet.sort()[place]));
            self.heading(ui, open, layout, placed, key, asked);
        }
        ui.painter().hline(layout.headings.x_range(), layout.headings.bottom() - t.line_width / 2.0, t.line());
        if let Some(name) = layout.placed.first().filter(|placed| placed.column == SupplierColumn::Name) {
            let frozen = egui::Stroke::new(t.line_width.max(2.0), t.line);
            ui.painter().vline(name.x.max, layout.headings.top()..=layout.body.bottom(), frozen);
        }
    }

    fn heading(
        &mut self,
        ui: &Ui,
        open: &Session,
        layout: &Lines,
        placed: &Placed,
        sorted: Option<(usize, SupplierSort)>,
        asked: &mut Vec<SupplierRequest>,
    ) {
        let (t, column) = (tokens(ui), placed.column);
        let seen = placed.seen(layout.headings);
        let response = ui.interact(seen, ui.scope_id().with(("supplier heading", column)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, column.name()));
        let painter = ui.painter().with_clip_rect(seen.intersect(ui.clip_rect()));
        if response.hovered() {
            painter.rect_filled(seen, 0.0, t.hover);
        }
        if response.has_focus() {
            paint_focus(&painter, seen, 0.0, t);
        }
        let mut cell = placed.cell(layout.headings);
        if column == SupplierColumn::Name {
            cell.min.x += FOLD;
        }
        let arrow = sorted.map(|(place, key)| {
            let way = if key.descending { SortDirection::Descending } else { SortDirection::Ascending };
            ui.accesskit_node_builder(response.id, |node| node.set_sort_direction(way));
            let arrow = if key.descending { "↓" } else { "↑" };
            if open.suppliers().sort().len() > 1 { format!("{arrow}{}", place + 1) } else { arrow.to_owned() }
        });
        let has_range = column.is_amount() || column.is_count();
        let right = cell.right() - PAD + 2.0;
        let place = Rect::from_x_y_ranges(right - FUNNEL..=right, cell.y_range()).intersect(seen);
        let funnel = ui.scope_id().with(("supplier funnel", column));
        let on = open.suppliers().filter().ranges.contains_key(&column);
        // The figures have the room: a funnel is seen where it is used, or may be.
        let asked_for = ui.memory(|m| m.has_focus(funnel)) || response.has_focus() || response.contains_pointer();
        let shows = has_range && (on || asked_for);
        let mut title = cell;
        if shows {
            title.max.x -= FUNNEL;
        }
        let words = arrow.map_or_else(|| column.name().to_owned(), |arrow| format!("{} {arrow}", column.name()));
        text::paint(&painter, title, &words, strong(size::SMALL), columns::is_right(column), t.text);
        if has_range {
            let button = ui.interact(place, funnel, Sense::click());
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Filter {}", column.name())));
            if shows {
                let colour = if on || button.hovered() { t.accent } else { t.muted };
                paint_funnel(&painter, place.center() + vec2(1.0, 0.5), colour, on);
            }
            if button.has_focus() {
                paint_focus(&painter, place.shrink2(vec2(0.0, 6.0)), 3.0, t);
            }
            if button.clicked() {
                self.range = Some(Range::new(open, column, seen.left_bottom()));
                return;
            }
        }
        if response.clicked() {
            asked.push(SupplierRequest::Sort(column, click_modifiers(ui).shift));
        }
    }
}
