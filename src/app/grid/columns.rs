//! The columns of a table: their headings, widths, and where they stand on the screen.

use egui::{Rangef, Rect};

use crate::book::{Field, Section};
use crate::store::layout::{FROZEN, Layout};

/// Space between the edge of a cell and its text.
pub(super) const PAD: f32 = 8.0;
/// The width of the bar that marks changed rows with the checkbox beside it.
pub(super) const CHECKS: f32 = 36.0;
/// No column is narrower or wider.
pub(super) const WIDTHS: Rangef = Rangef { min: 40.0, max: 900.0 };

/// A column of a table.
pub(super) struct Column<'a> {
    pub(super) title: &'a str,
    /// None in a sheet that is only shown.
    pub(super) field: Option<Field>,
    pub(super) width: f32,
    /// Whether its texts stand at the right.
    pub(super) right: bool,
}

/// A heading of a sheet that is only shown.
pub struct RawHeading {
    /// Its words.
    pub title: String,
    /// Whether amounts stand below it.
    pub is_amount: bool,
}

/// The columns of a section that are shown, in the order and with the widths that the user gave them.
pub(super) fn of_section(section: Section, layout: &Layout) -> Vec<Column<'static>> {
    let column = |field: Field| {
        let title = field.title();
        let width = layout.width(title).unwrap_or(usual_width(field));
        Column { title, field: Some(field), width, right: field.is_amount() }
    };
    layout.shown(section).into_iter().map(column).collect()
}

/// The columns of a sheet that is only shown.
pub(super) fn of_headings<'a>(headings: &'a [RawHeading], layout: &Layout) -> Vec<Column<'a>> {
    let column = |RawHeading { title, is_amount }: &'a RawHeading| {
        let usual = if *is_amount { 140.0 } else { 150.0 };
        Column { title, field: None, width: layout.width(title).unwrap_or(usual), right: *is_amount }
    };
    headings.iter().map(column).collect()
}

fn usual_width(field: Field) -> f32 {
    match field {
        Field::Action => 112.0,
        // Sixteen digits, as long as the law allows, with the sign of a finding before them.
        Field::Number => 168.0,
        Field::Name => 154.0,
        Field::Supplier => 150.0,
        Field::Day | Field::OriginalDay => 96.0,
        Field::Answer => 176.0,
        Field::Remarks | Field::Note => 200.0,
        Field::Place | Field::Period => 168.0,
        Field::Kind => 128.0,
        Field::OriginalNumber => 150.0,
        Field::Taxable | Field::PendingBlocked | Field::RemarksBlocked => 140.0,
        field if crate::book::field::DECLARED.contains(&field) => 132.0,
        field if field.is_amount() => 112.0,
        _ => 120.0,
    }
}

/// A column that is on the screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// Its place among the columns.
    pub(super) column: usize,
    /// Its left and right edge.
    pub(super) x: Rangef,
    /// Where it may be seen: what is scrolled goes under the frozen columns.
    pub(super) clip: Rangef,
}

/// The columns that are on the screen.
pub(super) struct Across {
    pub(super) placed: Vec<Placed>,
    /// The right edge of the frozen columns.
    pub(super) frozen: f32,
    /// How far one can scroll sideways.
    pub(super) range: f32,
    /// The part of the scrolled columns that is on the screen.
    pub(super) share: f32,
}

impl Across {
    /// Places columns over the width of `rect`, those that are not frozen scrolled by `sideways`, which is kept in its
    /// range.
    pub(super) fn new(columns: &[Column], rect: Rect, sideways: &mut f32) -> Across {
        let width = |columns: &[Column]| columns.iter().map(|c| c.width).sum::<f32>();
        let (fixed, scrolled) = columns.split_at(FROZEN.min(columns.len()));
        let frozen = rect.left() + CHECKS + width(fixed);
        let (all, room) = (width(scrolled), (rect.right() - frozen).max(1.0));
        let range = (all - room).max(0.0);
        *sideways = sideways.clamp(0.0, range);

        let mut placed = Vec::new();
        let mut left = rect.left() + CHECKS;
        for (column, Column { width, .. }) in columns.iter().enumerate() {
            let clip = if column < FROZEN { rect.x_range() } else { Rangef::new(frozen, rect.right().max(frozen)) };
            if column == FROZEN {
                left = frozen - *sideways;
            }
            let x = Rangef::new(left, left + width);
            if x.max > clip.min && x.min < clip.max {
                placed.push(Placed { column, x, clip });
            }
            left = x.max;
        }
        Across { placed, frozen, range, share: (room / all.max(1.0)).min(1.0) }
    }

    /// The column at this place of the screen.
    pub(super) fn at(&self, x: f32) -> Option<&Placed> {
        self.placed.iter().find(|placed| placed.x.contains(x) && placed.clip.contains(x))
    }
}

impl Placed {
    /// The cell of this column in a row.
    pub(super) fn cell(&self, row: Rect) -> Rect {
        Rect::from_x_y_ranges(self.x, row.y_range())
    }

    /// The part of that cell that may be seen.
    pub(super) fn seen(&self, row: Rect) -> Rect {
        Rect::from_x_y_ranges(self.x.intersection(self.clip), row.y_range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    #[test]
    fn only_columns_on_the_screen_are_placed_and_frozen_ones_always() {
        let columns = of_section(Section::B2bcn, &Layout::default());
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(900.0, 600.0));
        let titles = |sideways: &mut f32| {
            let across = Across::new(&columns, rect, sideways);
            across.placed.iter().map(|p| columns[p.column].title).collect::<Vec<_>>()
        };
        assert_eq!(titles(&mut 0.0), ["Status", "Number", "Supplier", "GSTIN", "Date", "Value", "Taxable value"]);
        let mut sideways = f32::MAX;
        assert_eq!(titles(&mut sideways).iter().rev().take(2).collect::<Vec<_>>(), [&"Internal note", &"ITC blocked"]);
        assert_eq!(titles(&mut sideways)[..2], ["Status", "Number"]);
        let end = Across::new(&columns, rect, &mut sideways);
        assert_eq!(end.placed.last().map(|p| p.x.max), Some(900.0));
    }

    #[test]
    fn a_column_under_the_frozen_ones_is_not_there_for_the_pointer() {
        let columns = of_section(Section::B2b, &Layout::default());
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(900.0, 600.0));
        let across = Across::new(&columns, rect, &mut 30.0);
        let title = |x| across.at(x).map(|p| columns[p.column].title);
        assert_eq!(title(across.frozen - 5.0), Some("Number"));
        assert_eq!(title(across.frozen + 5.0), Some("Supplier"));
        assert_eq!(title(10.0), None);
    }
}
