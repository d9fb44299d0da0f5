//! The columns of the list of clients: where each is in the room that there is. At a narrow window what is only a picture goes first.

use egui::{Painter, Rangef, Rect, pos2};

use super::state::ClientDesk;
use crate::app::grid::text;
use crate::app::theme::{font, size, strong};
use crate::clients::{ClientColumn, ClientOrder};

/// The room of the tick or of the triangle at the left.
pub(super) const LEFT: f32 = 30.0;
/// The room of the bar beside what is to decide.
const BAR: f32 = 62.0;
/// Below this width the bar goes, and what is said behind the day of the download.
const NARROW: f32 = 1_400.0;

/// Where the columns are.
#[derive(Clone)]
pub(super) struct Columns {
    placed: Vec<(ClientColumn, Rangef)>,
    /// There is room for the bar of what is decided and for why a download is too early.
    pub wide: bool,
}

impl Columns {
    /// The columns in a room: no heading and no GSTIN is cut.
    pub fn within(room: Rect, painter: &Painter, desk: &ClientDesk, covered: bool) -> Columns {
        let wide = room.width() >= NARROW;
        let gstins = desk.all().list().iter().filter_map(|client| client.gstin.as_deref()).filter(|_| !covered);
        let of_gstins = gstins.map(|gstin| text::width(painter, gstin, font(size::GRID))).fold(0.0, f32::max);
        let width = |column: ClientColumn| {
            let bar = if column == ClientColumn::ToDecide && wide { BAR } else { 0.0 };
            let heading = text::width(painter, &heading(desk.order(), column), strong(size::SMALL)) + bar;
            let least = width(column, wide).max(heading);
            if column == ClientColumn::Gstin { least.max(of_gstins) } else { least }
        };
        let widths: Vec<f32> = ClientColumn::ALL
            .into_iter()
            .map(|column| if column == ClientColumn::Client { 0.0 } else { width(column).ceil() })
            .collect();
        let others: f32 = widths.iter().sum();
        let client = (room.width() - LEFT - others).max(90.0);
        let mut x = room.left() + LEFT;
        let mut placed = Vec::new();
        for (column, wide) in ClientColumn::ALL.into_iter().zip(widths) {
            let wide = if column == ClientColumn::Client { client } else { wide };
            placed.push((column, Rangef::new(x, x + wide)));
            x += wide;
        }
        Columns { placed, wide }
    }

    /// Each with its place.
    pub fn each(&self) -> impl Iterator<Item = (ClientColumn, Rangef)> {
        self.placed.iter().copied()
    }

    /// The place of one.
    pub fn of(&self, column: ClientColumn) -> Rangef {
        self.placed.iter().find(|(of, _)| *of == column).map_or(Rangef::NOTHING, |(_, x)| *x)
    }

    /// The cell of a column in a line.
    pub fn cell(&self, column: ClientColumn, line: Rect) -> Rect {
        let mut cell = Rect::from_x_y_ranges(self.of(column), line.y_range());
        if column == ClientColumn::ToDecide && self.wide {
            cell.max.x -= BAR;
        }
        cell
    }

    /// Where the bar of what is decided is in a line, where there is room for it.
    pub fn bar(&self, line: Rect) -> Option<Rect> {
        let right = self.of(ClientColumn::ToDecide).max;
        let y = line.center().y;
        self.wide.then(|| Rect::from_min_max(pos2(right - BAR + 4.0, y - 2.5), pos2(right - 8.0, y + 2.5)))
    }
}

/// The heading of a column, with the arrow of the one by which the list is sorted.
pub(super) fn heading(order: &ClientOrder, column: ClientColumn) -> String {
    let arrow = match (order.column == column, order.descending) {
        (true, true) => " ↓",
        (true, false) => " ↑",
        _ => "",
    };
    format!("{}{arrow}", column.name())
}

fn width(column: ClientColumn, wide: bool) -> f32 {
    match column {
        ClientColumn::Client => 0.0,
        ClientColumn::Gstin => 126.0,
        ClientColumn::Return => 64.0,
        ClientColumn::Downloaded if wide => 180.0,
        ClientColumn::Downloaded => 94.0,
        ClientColumn::Records => 64.0,
        ClientColumn::ToDecide if wide => 76.0 + BAR,
        ClientColumn::ToDecide => 76.0,
        ClientColumn::ToAnswer => 98.0,
        ClientColumn::Changed => 72.0,
        ClientColumn::Status => 178.0,
        ClientColumn::WithDecisions => 138.0,
        ClientColumn::Change => 98.0,
        ClientColumn::Due => 108.0,
    }
}

/// Whether a column is of numbers, which end at the same place.
pub(super) fn is_right(column: ClientColumn) -> bool {
    use ClientColumn::*;
    matches!(column, Records | ToDecide | ToAnswer | Changed | WithDecisions | Change)
}
