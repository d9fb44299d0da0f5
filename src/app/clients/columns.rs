//! The columns of the list of clients: where each is in the room that there is. Where names would be cut, what says least goes
//! first: long headings, then what is only a picture, then how often a client files. In the smallest window the change of ITC goes,
//! then when it was downloaded: all other columns are there, and a client without a name is called by its whole GSTIN.

use std::collections::BTreeSet;

use egui::{Painter, Rangef, Rect, pos2};

use super::figures::{AMOUNTS, COUNTS, amount, amount_in_words, count, count_in_words};
use super::name_of;
use super::state::ClientDesk;
use super::status;
use crate::app::grid::text;
use crate::app::theme::{font, size, strong};
use crate::clients::{Client, ClientColumn, ClientOrder};

/// The room of the tick or of the triangle at the left.
pub(super) const LEFT: f32 = 30.0;
/// How far what is below a PAN or a client is moved in.
pub(super) const BELOW: f32 = 14.0;
/// The room of the bar beside what is to decide.
const BAR: f32 = 52.0;
/// So much room names have at the least, and so much is made for long ones.
const NAME: [f32; 2] = [120.0, 280.0];
/// Behind a name: what is open in an older download, or the triangle before it.
const BESIDE_NAME: f32 = 16.0;

/// How much of all that may be said is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// Without when it was downloaded, too.
    Smallest,
    /// Without the change of ITC, too: it is said of the line.
    Small,
    /// Only what no one can do without.
    Least,
    /// Without the bar of what is decided and why a download is too early.
    Narrow,
    /// With short headings.
    Short,
    /// All of it.
    Wide,
}

impl Room {
    /// From all to the least.
    const ALL: [Room; 4] = [Room::Wide, Room::Short, Room::Narrow, Room::Least];
    /// Where the names have no room in any of these.
    const SMALL: [Room; 3] = [Room::Least, Room::Small, Room::Smallest];
}

/// Where the columns are.
#[derive(Clone)]
pub(super) struct Columns {
    placed: Vec<(ClientColumn, Rangef)>,
    /// There is room for the bar of what is decided and for why a download is too early.
    pub wide: bool,
    /// Headings are short.
    short: bool,
}

impl Columns {
    /// The columns in a room: no heading, no GSTIN and no status is cut, and no name as long as something else can go.
    pub fn within(
        room: Rect,
        painter: &Painter,
        (desk, covered): (&ClientDesk, bool),
        widths: &mut Option<Widths>,
    ) -> Columns {
        let widths = Widths::kept(widths, painter, desk, covered);
        let measured = Measured { painter, order: desk.order(), widths };
        let fits = |level: &Room| measured.rest(room, *level) >= widths.name;
        // Names may be cut before a figure goes; a GSTIN in the place of one may not.
        let small = || Room::SMALL.into_iter().find(|level| measured.rest(room, *level) >= widths.least_name);
        let level = Room::ALL.into_iter().find(fits).or_else(small).unwrap_or(Room::Smallest);
        let client = measured.rest(room, level).max(NAME[0]);
        let mut x = room.left() + LEFT;
        let mut placed = Vec::new();
        for column in shown(level) {
            let width = if column == ClientColumn::Client { client } else { measured.width(column, level) };
            placed.push((column, Rangef::new(x, x + width)));
            x += width;
        }
        Columns { placed, wide: level >= Room::Short, short: level < Room::Wide }
    }

    /// The heading of a column, with the arrow of the one by which the list is sorted.
    pub fn heading(&self, order: &ClientOrder, column: ClientColumn) -> String {
        heading(order, column, self.short)
    }

    /// Each with its place.
    pub fn each(&self) -> impl Iterator<Item = (ClientColumn, Rangef)> {
        self.placed.iter().copied()
    }

    /// Whether there is room for it.
    pub fn has(&self, column: ClientColumn) -> bool {
        self.placed.iter().any(|(of, _)| *of == column)
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

/// The columns that are there, from left to right.
fn shown(level: Room) -> impl Iterator<Item = ClientColumn> {
    ClientColumn::ALL.into_iter().filter(move |column| match column {
        // Who files by the quarter is seen by what is due, too.
        ClientColumn::Return => level > Room::Least,
        ClientColumn::Change => level > Room::Small,
        ClientColumn::Downloaded => level > Room::Smallest,
        _ => true,
    })
}

/// How wide columns must be for what is in them.
struct Measured<'a> {
    painter: &'a Painter,
    order: &'a ClientOrder,
    widths: Widths,
}

/// How wide the widest of all clients are. To measure hundreds takes its time: it is done once for a list.
#[derive(Clone, Copy)]
pub(super) struct Widths {
    /// Of which list, whether it was covered, and on what screen.
    of: (u64, bool, f32),
    name: f32,
    /// What the widest GSTIN in the place of a name needs, which is never cut.
    least_name: f32,
    gstin: f32,
    status: f32,
    counts: [f32; COUNTS.len()],
    amounts: [f32; AMOUNTS.len()],
}

impl Widths {
    /// Those of before, if they are of this list.
    fn kept(before: &mut Option<Widths>, painter: &Painter, desk: &ClientDesk, covered: bool) -> Widths {
        let of = (desk.revision(), covered, painter.ctx().pixels_per_point());
        match *before {
            Some(widths) if widths.of == of => widths,
            _ => *before.insert(Widths::of(of, painter, desk)),
        }
    }

    fn of(of: (u64, bool, f32), painter: &Painter, desk: &ClientDesk) -> Widths {
        let covered = of.1;
        let wide = |text: &str| text::width(painter, text, font(size::GRID));
        let (all, clients) = (desk.all(), desk.all().list());
        let gstins = clients.iter().filter_map(|client| client.gstin.as_deref()).filter(|_| !covered);
        let lines = || clients.iter().flat_map(|client| std::iter::once(&client.current).chain(&client.older));
        let statuses: BTreeSet<String> = lines().map(|line| status::words(line.status)).collect();
        let name = |client: &Client| match all.is_below(client) {
            true => wide(&all.name_below(client, covered)) + BELOW,
            false => wide(&name_of(&client.title(), covered)),
        };
        // All digits are as wide: the longest figure is the widest. Sums of one PAN are strong.
        let longest = |figures: &mut dyn Iterator<Item = String>| {
            let longest = figures.max_by_key(|figure| figure.chars().count()).unwrap_or_default();
            text::width(painter, &longest, strong(size::GRID))
        };
        let counts = COUNTS.map(|column| {
            let one = lines().map(|line| count(column, line)).chain(all.sums_of_pans(|line| count(column, line)));
            longest(&mut one.map(count_in_words))
        });
        let amounts = AMOUNTS.map(|column| {
            let one = lines().filter_map(|line| amount(column, line));
            longest(&mut one.map(|paise| amount_in_words(column, paise, covered)))
        });
        let unnamed = |client: &&Client| client.name.is_empty() && client.gstin.is_some();
        let least = clients.iter().filter(unnamed).map(name).fold(0.0, f32::max) + BESIDE_NAME;
        let widest = clients.iter().map(name).fold(0.0, f32::max) + BESIDE_NAME;
        Widths {
            of,
            name: widest.clamp(NAME[0], NAME[1]),
            least_name: least.max(NAME[0]),
            gstin: gstins.map(wide).fold(0.0, f32::max),
            status: statuses.iter().map(|words| wide(words)).fold(0.0, f32::max) + status::SIGN,
            counts,
            amounts,
        }
    }

    /// What the widest figure of a column needs.
    fn of_figures(&self, column: ClientColumn) -> f32 {
        let count = COUNTS.iter().position(|of| *of == column).map(|at| self.counts[at]);
        let amount = || AMOUNTS.iter().position(|of| *of == column).map(|at| self.amounts[at]);
        count.or_else(amount).unwrap_or(0.0)
    }
}

impl Measured<'_> {
    fn width(&self, column: ClientColumn, level: Room) -> f32 {
        let wide = level >= Room::Short;
        let bar = if column == ClientColumn::ToDecide && wide { BAR } else { 0.0 };
        let heading = heading(self.order, column, level < Room::Wide);
        let heading = text::width(self.painter, &heading, strong(size::SMALL)) + bar;
        let least = least(column, wide).max(heading);
        let least = match column {
            ClientColumn::Gstin => least.max(self.widths.gstin),
            ClientColumn::Status => least.max(self.widths.status),
            column => least.max(self.widths.of_figures(column) + bar),
        };
        least.ceil()
    }

    /// What is left for the names.
    fn rest(&self, room: Rect, level: Room) -> f32 {
        let others = shown(level).filter(|&column| column != ClientColumn::Client);
        room.width() - LEFT - others.map(|column| self.width(column, level)).sum::<f32>()
    }
}

fn heading(order: &ClientOrder, column: ClientColumn, short: bool) -> String {
    let arrow = match (order.column == column, order.descending) {
        (true, true) => " ↓",
        (true, false) => " ↑",
        _ => "",
    };
    let name = match column {
        ClientColumn::ToAnswer if short => "CN",
        ClientColumn::WithDecisions => "ITC",
        column => column.name(),
    };
    format!("{name}{arrow}")
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
        ClientColumn::ToAnswer => 56.0,
        ClientColumn::Changed => 72.0,
        ClientColumn::Status => 120.0,
        ClientColumn::WithDecisions => 108.0,
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
    use crate::clients::{BookSummary, PeriodSum};
    use crate::store::{BookFacts, Recent, Store};
    use crate::values::Day;

    /// Clients of which the settings know these names, in a window of this width.
    fn columns_of(clients: &[(&str, &str)], wide: f32, look: impl FnOnce(&egui::Ui, Rect, &Columns, &ClientDesk)) {
        columns_with(clients, None, wide, look);
    }

    /// The same with the summary of one of them.
    fn columns_with(
        clients: &[(&str, &str)],
        summary: Option<BookSummary>,
        wide: f32,
        look: impl FnOnce(&egui::Ui, Rect, &Columns, &ClientDesk),
    ) {
        let mut store = Store::in_memory();
        for &(gstin, name) in clients {
            store.remember(Recent { paths: vec![gstin.into()], gstin: Some(gstin.into()), ..Recent::default() });
            let facts = BookFacts { name: name.into(), ..BookFacts::default() };
            store.change(|settings| drop(settings.books.insert(gstin.into(), facts)));
        }
        let mut desk = ClientDesk::with(None, &store, Day::parse("16-11-2026").unwrap());
        desk.left(summary);
        let ctx = egui::Context::default();
        apply(&ctx, Theme::Light);
        let mut look = Some(look);
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let room = Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(wide, 600.0));
            let columns = Columns::within(room, ui.painter(), (&desk, false), &mut None);
            if let Some(look) = look.take() {
                look(ui, room, &columns, &desk);
            }
        });
        output.textures_delta.clear();
    }

    #[test]
    fn no_gstin_and_no_heading_is_cut_however_wide_its_letters_are() {
        let clients = [("27WWWWW0000W1ZW", ""), ("27IIIII1111I1Z1", "")];
        for wide in [1_024.0, 1_280.0, 1_440.0, 1_920.0] {
            columns_of(&clients, wide, |ui, room, columns, desk| {
                for (gstin, _) in clients {
                    let cell = columns.cell(ClientColumn::Gstin, room);
                    assert!(text::is_whole(ui.painter(), cell, gstin, font(size::GRID), false), "{wide}: {gstin}");
                }
                for (column, x) in columns.each().filter(|(column, _)| *column != ClientColumn::Client) {
                    let heading = columns.heading(desk.order(), column);
                    let needs = text::width(ui.painter(), &heading, strong(size::SMALL));
                    assert!(columns.cell(column, room).width() >= needs, "{wide}: {column:?} has {x:?}");
                }
            });
        }
    }

    #[test]
    fn the_smallest_window_shows_what_is_due_and_whole_gstins_in_the_place_of_names() {
        let clients =
            [("27WWWWW0000W1ZW", ""), ("27IIIII1111I1Z1", ""), ("29AAAAA0000A1ZY", "Shree Mahalaxmi Agro Exports")];
        columns_of(&clients, 1_024.0, |ui, room, columns, desk| {
            let due = columns.cell(ClientColumn::Due, room);
            assert!(due.right() <= room.right(), "{due:?}");
            let words = desk.all().list()[0].times.in_words();
            assert!(text::is_whole(ui.painter(), due, &words, font(size::GRID), false), "{words}");
            for (gstin, _) in &clients[..2] {
                let cell = columns.cell(ClientColumn::Client, room);
                assert!(text::is_whole(ui.painter(), cell, gstin, font(size::GRID), false), "{gstin}: {cell:?}");
            }
            for column in COUNTS.into_iter().chain([ClientColumn::Status, ClientColumn::WithDecisions]) {
                assert!(columns.has(column), "{column:?}");
            }
        });
    }

    #[test]
    fn a_name_is_whole_before_anything_that_says_less_is_there() {
        let short = [("27AAAAA0000A1Z2", "Girnath Dairy")];
        let long = [("27AAAAA0000A1Z2", "Shree Mahalaxmi Agro Exports (India)")];
        let has = |columns: &Columns, column| columns.each().any(|(of, _)| of == column);
        columns_of(&short, 1_440.0, |_, _, columns, _| assert!(columns.wide && has(columns, ClientColumn::Return)));
        for wide in [1_280.0, 1_440.0, 1_920.0] {
            for (clients, name) in [(&short, short[0].1), (&long, long[0].1)] {
                columns_of(clients, wide, |ui, room, columns, _| {
                    let cell = columns.cell(ClientColumn::Client, room);
                    assert!(text::is_whole(ui.painter(), cell, name, font(size::GRID), false), "{wide}: {name}");
                    let last = columns.cell(ClientColumn::Due, room);
                    assert!(last.right() <= room.right(), "{wide}: all columns are in the window");
                });
            }
        }
    }

    #[test]
    fn no_figure_is_cut_however_large_it_is() {
        let gstin = "27AAAAA0000A1Z2";
        let (records, crores) = (12_34_567, 1_234_56_78_901_23);
        let sum = PeriodSum { month: "102026".into(), monthly: [2 * crores, crores], ..PeriodSum::default() };
        let summary = BookSummary {
            folder: format!("{gstin}/4b6a08e0f2c91d35"),
            gstin: Some(gstin.into()),
            records,
            to_decide: records,
            to_answer: records,
            changed: records,
            sums: vec![sum],
            ..BookSummary::default()
        };
        for wide in [1_280.0, 1_440.0] {
            columns_with(&[], Some(summary.clone()), wide, |ui, room, columns, desk| {
                let line = &desk.all().list()[0].current;
                let counts = COUNTS.map(|column| (column, count_in_words(count(column, line))));
                let amounts =
                    AMOUNTS.map(|column| (column, amount_in_words(column, amount(column, line).unwrap(), false)));
                for (column, figure) in counts.into_iter().chain(amounts) {
                    let cell = columns.cell(column, room);
                    assert!(text::is_whole(ui.painter(), cell, &figure, font(size::GRID), true), "{wide}: {figure}");
                }
            });
        }
    }
}
