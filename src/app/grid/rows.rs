//! Drawing the rows of a sheet: what is in each cell, and what marks it.

use std::rc::Rc;

use egui::{Painter, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::columns::{Column, Placed};
use super::frame::Frame;
use super::measures::{CHECKS, PAD};
use super::{GridData, action_look, matched, text};
use crate::app::theme::{self, Check, Look, Tokens, font, paint_check, paint_chip, size, tokens};
use crate::book::{Field, Scope, Section};
use crate::rules::{Finding, Weight};
use crate::view::{cell, found_in};

/// A row that is being drawn.
pub(super) struct Row<'a> {
    pub(super) data: &'a GridData<'a>,
    /// Its number in what is shown.
    pub(super) number: u32,
    /// Its record.
    pub(super) record: (Section, u32),
    /// Where it is on the screen.
    pub(super) rect: Rect,
    /// The pointer is on it.
    pub(super) hovered: bool,
    /// It is in the delta.
    pub(super) changed: bool,
    /// What warns of it or blocks it.
    pub(super) findings: Rc<[Finding]>,
    /// The grid has the keyboard.
    pub(super) keys: bool,
}

/// The width of the bar that marks a changed row.
const CHANGED: f32 = 3.0;

impl Row<'_> {
    /// Draws the row.
    pub(super) fn paint(&self, ui: &Ui, frame: &Frame) {
        let t = tokens(ui);
        let painter = ui.painter().with_clip_rect(frame.body.intersect(ui.clip_rect()));
        let selected = self.data.selection.rows.contains(self.number);
        let ground = if selected { Some(t.selection) } else { self.hovered.then_some(t.hover) };
        if let Some(colour) = ground {
            painter.rect_filled(self.rect, 0.0, colour);
        }
        painter.hline(self.rect.x_range(), self.rect.bottom() - 0.5, t.row_line());
        let words = self.words_found();
        let mut marked = words.is_empty();
        for placed in &frame.across.placed {
            let clip = placed.seen(self.rect).intersect(painter.clip_rect());
            let column = &frame.columns[placed.column];
            if let (Some(field), true) = (column.field, clip.is_positive()) {
                let painter = painter.with_clip_rect(clip);
                if words.is_empty() || field == Field::Action {
                    self.paint_cell(&painter, t, column, field, placed.cell(self.rect));
                    continue;
                }
                marked |= self.mark_found(&painter, t, column, field, placed.cell(self.rect), words);
                self.paint_cell(&painter, t, column, field, placed.cell(self.rect));
            }
        }
        if !marked {
            // It is in a column that is not on the screen.
            let edge = Rect::from_min_size(self.rect.min + vec2(CHANGED, 0.0), vec2(2.0 * CHANGED, self.rect.height()));
            text::paint_mark(&painter, edge, t);
        }
        self.paint_left(&painter, t, selected);
        if self.data.selection.focus == Some(self.number) {
            // Quiet while another part of the window has the keyboard.
            let line = if self.keys { t.focus() } else { egui::Stroke::new(t.focus().width, t.line) };
            painter.hline(self.rect.x_range(), self.rect.top() + line.width / 2.0, line);
            painter.hline(self.rect.x_range(), self.rect.bottom() - line.width / 2.0, line);
        }
    }

    /// The bar of a changed row, and the checkbox.
    fn paint_left(&self, painter: &Painter, t: &Tokens, selected: bool) {
        if self.changed {
            let bar = Rect::from_min_size(self.rect.min, vec2(CHANGED, self.rect.height()));
            painter.rect_filled(bar, 0.0, t.accent);
        }
        let at = pos2(self.rect.left() + CHANGED + (CHECKS - CHANGED) / 2.0, self.rect.center().y);
        paint_check(painter, at, Check::from(selected), t);
    }

    /// The words that are looked for, if this row has them.
    fn words_found(&self) -> &[String] {
        self.data.found.filter(|(_, rows)| rows.contains(self.number)).map_or(&[], |(words, _)| words)
    }

    /// Marks where the words are in a cell; whether any is.
    fn mark_found(
        &self,
        painter: &Painter,
        t: &Tokens,
        column: &Column,
        field: Field,
        mut rect: Rect,
        words: &[String],
    ) -> bool {
        let (book, (section, row)) = (self.data.book, self.record);
        let text = cell(book, section, row, field);
        if field == Field::Number {
            rect.min.x += self.room_of_warning(painter, rect, &text);
        }
        let found = words.iter().filter_map(|word| found_in(&text, word, field.is_amount()));
        let found: Vec<_> = found.collect();
        found.iter().for_each(|place| text::mark(painter, rect, &text, place.clone(), column.right, t));
        !found.is_empty()
    }

    /// The room that the sign of an alert takes before a number; where it would cut the number, it is at the corner.
    fn room_of_warning(&self, painter: &Painter, cell: Rect, number: &str) -> f32 {
        let whole = text::width(painter, number, font(size::GRID)) + WARNING <= cell.width();
        if self.worst().is_some() && whole { WARNING } else { 0.0 }
    }

    fn paint_cell(&self, painter: &Painter, t: &Tokens, column: &Column, field: Field, cell_rect: Rect) {
        let (book, (section, row)) = (self.data.book, self.record);
        let words = cell(book, section, row, field);
        let fault = self.fault(field);
        let under = match field {
            Field::Action => {
                let look = action_look(t, book.sheet(section).actions()[row as usize]);
                let chip = paint_chip(painter, cell_rect.left_center() + vec2(PAD, 0.0), &theme::drawn(&words), look);
                if self.hovered {
                    let arrow = Rect::from_min_max(pos2(cell_rect.right() - ARROW, cell_rect.top()), cell_rect.max);
                    paint_arrow(painter, arrow, t);
                }
                chip.shrink2(vec2(8.0, 0.0))
            }
            field if field.is_matched() => matched::paint(painter, t, (book, section, row), field, cell_rect, &words),
            _ => {
                let mut rect = cell_rect;
                if let (Field::Number, Some(worst)) = (field, self.worst()) {
                    let room = self.room_of_warning(painter, rect, &words);
                    paint_warning(painter, rect, weight_look(t, worst), room > 0.0);
                    rect.min.x += room;
                }
                let quiet = if field == Field::Supplier { t.muted } else { t.text };
                let colour = fault.map_or(quiet, |weight| weight_look(t, weight).colour);
                text::paint(painter, rect, &words, font(size::GRID), column.right, colour)
            }
        };
        if let Some(weight) = fault {
            text::underline(painter, under, weight == Weight::Blocks, weight_look(t, weight).colour);
        }
        if self.changed && field != Field::Action && self.imported(field).is_some() {
            let [right, top] = [cell_rect.right() - 1.0, cell_rect.top()];
            let corner = vec![pos2(right - 6.0, top), pos2(right, top), pos2(right, top + 6.0)];
            painter.add(Shape::convex_polygon(corner, t.accent, Stroke::NONE));
        }
    }

    /// The worst weight of the findings.
    fn worst(&self) -> Option<Weight> {
        self.findings.iter().map(|finding| finding.weight).max()
    }

    /// The worst weight of the findings that are about this field. Those about the whole record show at its number.
    fn fault(&self, field: Field) -> Option<Weight> {
        self.about(field).map(|finding| finding.weight).max()
    }

    fn about(&self, field: Field) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |f| f.field == field || (f.field == Field::Record && field == Field::Number))
    }

    /// What was imported in a field, if it is something else now.
    fn imported(&self, field: Field) -> Option<String> {
        let (book, (section, row)) = (self.data.book, self.record);
        let old = cell::imported(book, section, row, field);
        (old != cell(book, section, row, field)).then(|| old.into_owned())
    }

    /// What the pointer over a cell says, a line each: what was cut off, what it was, what is wrong with it.
    pub(super) fn hint(&self, ui: &Ui, placed: &Placed, field: Field) -> Vec<String> {
        let (book, (section, row)) = (self.data.book, self.record);
        let mut lines = Vec::new();
        let now = cell(book, section, row, field);
        let mut cell_rect = placed.cell(self.rect);
        if field == Field::Number {
            cell_rect.min.x += self.room_of_warning(ui.painter(), cell_rect, &now);
        }
        let painter = ui.painter().with_clip_rect(placed.seen(self.rect));
        if field != Field::Action && !text::is_whole(&painter, cell_rect, &now, font(size::GRID), field.is_amount()) {
            lines.push(theme::drawn(&now).into_owned());
        }
        if let Some(old) = self.imported(field) {
            let nothing =
                |text: &str| if text.is_empty() { "nothing".to_owned() } else { theme::drawn(text).into_owned() };
            lines.push(format!("{} → {}", nothing(&old), nothing(&now)));
        }
        let all = field == Field::Number;
        lines.extend(self.findings.iter().filter(|f| all || f.field == field).map(|f| f.message.clone()));
        lines
    }

    /// The row in a few words, for screen readers.
    pub(super) fn name(&self, place: u64) -> String {
        let (book, (section, row)) = (self.data.book, self.record);
        let field = |field| theme::drawn(&cell(book, section, row, field)).into_owned();
        let found = if self.words_found().is_empty() { "" } else { ", found" };
        let matched: String = [Field::Match, Field::Suggested]
            .map(|own| match &*field(own) {
                "" => String::new(),
                words => format!(", {words}"),
            })
            .concat();
        let [number, name, action] = [Field::Number, Field::Name, Field::Action].map(field);
        let sheet = match self.data.scope {
            Scope::All => format!(", {}", section.sheet_name()),
            Scope::Sheet(_) => String::new(),
        };
        format!("Row {}: {number}, {name}, {action}{sheet}{matched}{found}", place + 1)
    }
}

/// How findings look.
fn weight_look(t: &Tokens, weight: Weight) -> &Look {
    if weight == Weight::Blocks { &t.reject } else { &t.pending }
}

/// The room of the mark before a number.
const WARNING: f32 = 18.0;

/// Paints `!` in a round mark before a number, or a corner where there is no room for it.
fn paint_warning(painter: &Painter, cell: Rect, look: &Look, room: bool) {
    if !room {
        let [right, top] = [cell.right() - 1.0, cell.top() + 1.0];
        let corner = vec![pos2(right - 8.0, top), pos2(right, top), pos2(right, top + 8.0)];
        painter.add(Shape::convex_polygon(corner, look.colour, Stroke::NONE));
        return;
    }
    let centre = pos2(cell.left() + PAD + 6.0, cell.center().y);
    theme::paint_sign(painter, centre, '!', look);
}

/// The room of the arrow that opens the menu of a status cell.
pub(super) const ARROW: f32 = 20.0;

fn paint_arrow(painter: &Painter, cell: Rect, t: &Tokens) {
    let c = pos2(cell.right() - 7.0, cell.center().y);
    let points = vec![c + vec2(-3.5, -1.5), c + vec2(0.0, 2.0), c + vec2(3.5, -1.5)];
    painter.add(Shape::line(points, Stroke::new(1.5, t.muted)));
}
