//! The columns of the table of suppliers: which are shown, how wide they are, and where they are on the screen.

use std::collections::BTreeSet;

use egui::{Painter, Rangef, Rect};

use crate::app::grid::text;
use crate::app::theme::{size, strong};
use crate::session::suppliers::SupplierSheet;
use crate::session::suppliers::table::amount;
use crate::view::suppliers::SupplierColumn;

/// The name is never narrower.
const NAME: f32 = 150.0;
/// So wide the name is where the columns that one decides by have room beside it.
const NAME_WANTED: f32 = 250.0;
/// The room around a title, and that of an arrow or a funnel beside it.
const AROUND: f32 = 14.0;
const BESIDE: f32 = 16.0;

/// A column on the screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) column: SupplierColumn,
    pub(super) x: Rangef,
    /// What is seen of it.
    pub(super) clip: Rangef,
}

impl Placed {
    pub(super) fn cell(&self, row: Rect) -> Rect {
        Rect::from_x_y_ranges(self.x, row.y_range())
    }

    pub(super) fn seen(&self, row: Rect) -> Rect {
        Rect::from_x_y_ranges(self.x.intersection(self.clip), row.y_range())
    }
}

/// The columns that are shown, the GSTIN behind what is decided by: not those that the user put away, nor those that are 0 throughout and were not asked for.
pub(super) fn shown(sheet: &SupplierSheet, hidden: &BTreeSet<String>) -> Vec<SupplierColumn> {
    let sums = &sheet.list().sums;
    let says = |column: SupplierColumn| match column {
        SupplierColumn::Errors | SupplierColumn::Cess => column.number(sums) != 0,
        _ => true,
    };
    let mut columns: Vec<SupplierColumn> =
        SupplierColumn::ALL.into_iter().filter(|column| !hidden.contains(column.name()) && says(*column)).collect();
    let place = |columns: &[SupplierColumn], wanted| columns.iter().position(|&column| column == wanted);
    if let (Some(from), Some(to)) = (place(&columns, SupplierColumn::Gstin), place(&columns, SupplierColumn::Change)) {
        columns[from..=to].rotate_left(1);
    }
    columns
}

/// Where there is no room for all columns, the money comes right after what one decides by; the rest follows.
fn money_in_sight(
    columns: &[SupplierColumn],
    room: f32,
    width: &impl Fn(SupplierColumn) -> f32,
) -> Vec<SupplierColumn> {
    use SupplierColumn::*;
    let end = columns.iter().position(|column| *column == Change).map_or(columns.len(), |place| place + 1);
    let (seen, behind) = columns.split_at(end);
    if seen.iter().map(|&column| width(column)).sum::<f32>() <= room {
        return columns.to_vec();
    }
    let first = |column: &SupplierColumn| matches!(column, Name | ToDecide | NotFiled | AsItStands | After | Change);
    let (first, rest): (Vec<_>, Vec<_>) = seen.iter().copied().partition(first);
    [&first, &rest, behind].concat()
}

/// Whether its texts stand at the right.
pub(super) fn is_right(column: SupplierColumn) -> bool {
    column.is_amount() || column.is_count()
}

/// Where the columns are: the name stays at the left. Gives how far they can be scrolled.
pub(super) fn place(
    painter: &Painter,
    sheet: &SupplierSheet,
    columns: &[SupplierColumn],
    body: Rect,
    left: f32,
    sideways: &mut f32,
) -> (Vec<Placed>, f32) {
    let width = |column: SupplierColumn| {
        let sorted = sheet.sort().iter().any(|key| key.column == column);
        let filtered = sheet.filter().ranges.contains_key(&column);
        let beside = (f32::from(u8::from(sorted)) + f32::from(u8::from(filtered))) * BESIDE;
        let heading = text::width(painter, column.name(), strong(size::SMALL)) + AROUND + beside;
        let figure = match column {
            SupplierColumn::Name => return NAME,
            SupplierColumn::Gstin => return 160.0,
            SupplierColumn::State => return heading.max(44.0),
            column if column.is_amount() => amount(column, column.number(&sheet.list().sums)),
            _ => String::new(),
        };
        // No figure of a line needs more room than the sum with a minus, but for those of other signs.
        heading.max(text::width(painter, &figure, strong(size::GRID)) + 14.0)
    };
    let room = body.right() - left;
    let columns = &money_in_sight(columns, room, &width);
    let widths: Vec<f32> = columns.iter().map(|&column| width(column)).collect();
    let others: Vec<f32> =
        columns.iter().zip(&widths).map(|(c, w)| if *c == SupplierColumn::Name { 0.0 } else { *w }).collect();
    let rest: f32 = others.iter().sum();
    // The name takes the room that the others leave: the last that is seen ends at the edge. What is not decided by makes room for it.
    let left_by = |count: usize| room - others[..count].iter().sum::<f32>();
    let decided_by = columns.iter().position(|column| *column == SupplierColumn::Change).map_or(0, |place| place + 1);
    let least = |count: usize| if count > decided_by { NAME_WANTED } else { NAME };
    let counts = (0..=others.len()).rev();
    let name = counts.map(|count| (left_by(count), least(count))).find(|(left, least)| left >= least);
    let name = name.map_or(NAME, |(left, _)| left).clamp(NAME, 420.0);
    let frozen = left + if columns.contains(&SupplierColumn::Name) { name } else { 0.0 };
    let range = (rest - (body.right() - frozen)).max(0.0);
    *sideways = sideways.clamp(0.0, range);
    let mut placed = Vec::new();
    let mut at = frozen - *sideways;
    for (&column, &width) in columns.iter().zip(&widths) {
        if column == SupplierColumn::Name {
            let x = Rangef::new(left, frozen);
            placed.push(Placed { column, x, clip: x });
            continue;
        }
        let x = Rangef::new(at, at + width);
        at += width;
        let clip = Rangef::new(frozen, body.right());
        if x.max > clip.min && x.min < clip.max {
            placed.push(Placed { column, x, clip });
        }
    }
    (placed, range)
}
