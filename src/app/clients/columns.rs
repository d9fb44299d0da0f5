//! The columns of the list of clients: where each is in the room that there is. At a narrow window what is only a picture goes first.

use std::collections::BTreeSet;

use egui::{Painter, Rangef, Rect, pos2};

use super::state::ClientDesk;
use super::status;
use crate::app::grid::text;
use crate::app::theme::{font, size, strong};
use crate::clients::{ClientColumn, ClientOrder};

/// The room of the tick or of the triangle at the left.
pub(super) const LEFT: f32 = 30.0;
/// The room of the bar beside what is to decide.
const BAR: f32 = 52.0;
/// Below this width the bar goes, and what is said behind the day of the download.
const NARROW: f32 = 1_400.0;
/// So much room names have before there is a bar.
const NAME: f32 = 140.0;

/// Where the columns are.
#[derive(Clone)]
pub(super) struct Columns {
    placed: Vec<(ClientColumn, Rangef)>,
    /// There is room for the bar of what is decided and for why a download is too early.
    pub wide: bool,
}

impl Columns {
    /// The columns in a room: no heading, no GSTIN and no status is cut. What is only a picture goes where names would be.
    pub fn within(room: Rect, painter: &Painter, desk: &ClientDesk, covered: bool) -> Columns {
        let measured = Measured::of(painter, desk, covered);
        let wide = room.width() >= NARROW && measured.rest(room, true) >= NAME;
        let client = measured.rest(room, wide).max(90.0);
        let mut x = room.left() + LEFT;
        let mut placed = Vec::new();
        for column in ClientColumn::ALL {
            let width = if column == ClientColumn::Client { client } else { measured.width(column, wide) };
            placed.push((column, Rangef::new(x, x + width)));
            x += width;
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

/// How wide columns must be for what is in them.
struct Measured<'a> {
    painter: &'a Painter,
    order: &'a ClientOrder,
    gstin: f32,
    status: f32,
}

impl<'a> Measured<'a> {
    fn of(painter: &'a Painter, desk: &'a ClientDesk, covered: bool) -> Measured<'a> {
        let wide = |text: &str| text::width(painter, text, font(size::GRID));
        let clients = desk.all().list();
        let gstins = clients.iter().filter_map(|client| client.gstin.as_deref()).filter(|_| !covered);
        let lines = clients.iter().flat_map(|client| std::iter::once(&client.current).chain(&client.older));
        let statuses: BTreeSet<String> = lines.map(|line| status::words(line.status)).collect();
        Measured {
            painter,
            order: desk.order(),
            gstin: gstins.map(wide).fold(0.0, f32::max),
            status: statuses.iter().map(|words| wide(words)).fold(0.0, f32::max) + status::SIGN,
        }
    }

    fn width(&self, column: ClientColumn, wide: bool) -> f32 {
        let bar = if column == ClientColumn::ToDecide && wide { BAR } else { 0.0 };
        let heading = text::width(self.painter, &heading(self.order, column), strong(size::SMALL)) + bar;
        let least = least(column, wide).max(heading);
        let least = match column {
            ClientColumn::Gstin => least.max(self.gstin),
            ClientColumn::Status => least.max(self.status),
            _ => least,
        };
        least.ceil()
    }

    /// What is left for the names.
    fn rest(&self, room: Rect, wide: bool) -> f32 {
        let others = ClientColumn::ALL.into_iter().filter(|&column| column != ClientColumn::Client);
        room.width() - LEFT - others.map(|column| self.width(column, wide)).sum::<f32>()
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

/// No column is narrower than what most have in it needs.
fn least(column: ClientColumn, wide: bool) -> f32 {
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
        ClientColumn::Status => 120.0,
        ClientColumn::WithDecisions => 138.0,
        ClientColumn::Change => 94.0,
        ClientColumn::Due => 104.0,
    }
}

/// Whether a column is of numbers, which end at the same place.
pub(super) fn is_right(column: ClientColumn) -> bool {
    use ClientColumn::*;
    matches!(column, Records | ToDecide | ToAnswer | Changed | WithDecisions | Change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme::{Theme, apply};
    use crate::store::{Recent, Store};
    use crate::values::Day;

    #[test]
    fn no_gstin_and_no_heading_is_cut_however_wide_its_letters_are() {
        let gstins = ["27WWWWW0000W1ZW", "27IIIII1111I1Z1"];
        let mut store = Store::in_memory();
        for gstin in gstins {
            store.remember(Recent { paths: vec![gstin.into()], gstin: Some(gstin.into()), ..Recent::default() });
        }
        let desk = ClientDesk::new(&store, Day::parse("16-11-2026").unwrap());
        let ctx = egui::Context::default();
        apply(&ctx, Theme::Light);
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for wide in [1_024.0, 1_280.0, 1_440.0, 1_920.0] {
                let room = Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(wide, 600.0));
                let columns = Columns::within(room, ui.painter(), &desk, false);
                for gstin in gstins {
                    let cell = columns.cell(ClientColumn::Gstin, room);
                    assert!(text::is_whole(ui.painter(), cell, gstin, font(size::GRID), false), "{wide}: {gstin}");
                }
                for (column, x) in columns.each().filter(|(column, _)| *column != ClientColumn::Client) {
                    let needs = text::width(ui.painter(), column.name(), strong(size::SMALL));
                    assert!(columns.cell(column, room).width() >= needs, "{wide}: {column:?} has {x:?}");
                }
            }
        });
        output.textures_delta.clear();
    }
}
