//! What a frame costs. No display and no GPU: drawing and cutting into triangles are measured, which is all that the
//! processor does.
//!
//! The grid alone shows views of any length. Its records are those of a smaller sample, again and again: the grid reads
//! only the rows on the screen, and a file of 10 million records would have 4.5 GB. The whole window opens real files.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::App;
use egui::{Context, Event, Key, Modifiers, RawInput, Rect, pos2, vec2};
use ims_desk::app::grid::{Density, Grid, GridData};
use ims_desk::app::theme::{Theme, apply};
use ims_desk::app::{Desk, Store};
use ims_desk::book::Section;
use ims_desk::values::{Day, grouped};
use ims_desk::view::Selection;

use crate::opening::{self, DAY};
use crate::sample_of;
use crate::table::{Aim, Table};

/// Frames before those that count, and those.
const BEFORE: usize = 30;
const FRAMES: usize = 301;
/// Forty rows of 27 points and the headings; room for twenty columns beside the frozen ones.
const GRID: [f32; 2] = [2_640.0, 1_124.0];
/// The same with all that is around it.
const WINDOW: [f32; 2] = [3_200.0, 1_340.0];

/// The grid and the window at this many records, beside few: the slowest of top, middle and end.
pub fn measure(table: &mut Table) {
    let (rows, few) = (table.rows, (table.rows / 100).max(1_000));
    let small = grid_of(few, few);
    for count in [rows, rows * 10] {
        let beside = vec![(format!("the same, {} rows", grouped(few)), small.into())];
        let what = format!("frame: grid of {} rows", grouped(count));
        table.line(&what, grid_of(count, few), beside, &[Aim::Times(1.2), Aim::Ms(2.0)]);
    }
    let small = window_of(few);
    let beside = vec![(format!("the same, {} records", grouped(few)), small.into())];
    table.line("frame: the whole window", window_of(rows), beside, &[Aim::Times(1.2), Aim::Ms(4.0)]);
}

/// The median of a frame.
fn frames(mut frame: impl FnMut() -> usize) -> Duration {
    let shapes = (0..BEFORE).map(|_| frame()).last().unwrap_or_default();
    assert!(shapes > 40 * 20, "forty rows of twenty cells are on the screen, not {shapes} shapes");
    let mut times: Vec<Duration> = (0..FRAMES)
        .map(|_| {
            let start = Instant::now();
            frame();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[FRAMES / 2]
}

/// Draws one frame on a screen of this size and gives how many shapes it has.
fn draw(ctx: &Context, [width, height]: [f32; 2], events: Vec<Event>, ui: impl FnMut(&mut egui::Ui)) -> usize {
    let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height)));
    let mut output = ctx.run_ui(RawInput { screen_rect, events, ..RawInput::default() }, ui);
    output.textures_delta.clear();
    let shapes = output.shapes.len();
    drop(ctx.tessellate(output.shapes, output.pixels_per_point));
    shapes
}

fn grid_of(count: u64, records: u64) -> Duration {
    let (book, findings) = opening::open(&sample_of(records));
    let day = Day::parse(DAY).expect("a day");
    let records = book.sheet(Section::B2b).rows();
    let rows: Vec<u32> = (0..count as u32).map(|place| place % records).collect();
    let selection = Selection::default();
    let (ctx, mut grid) = (Context::default(), Grid::default());
    draw(&ctx, GRID, Vec::new(), |ui| apply(ui.ctx(), Theme::Light));
    let places = [0, rows.len() / 2, rows.len() - 1];
    let times = places.map(|place| {
        grid.reveal(place);
        frames(|| {
            draw(&ctx, GRID, Vec::new(), |ui| {
                let data = GridData {
                    book: &book,
                    findings: &findings,
                    scope: Section::B2b.into(),
                    rows: &rows,
                    sort: &[],
                    filtered: &Default::default(),
                    selection: &selection,
                    selected: 0,
                    revision: 1,
                    day,
                    density: Density::Normal,
                    locked: None,
                    found: None,
                };
                drop(grid.show(ui, &data));
            })
        })
    });
    slowest(times)
}

fn slowest(times: [Duration; 3]) -> Duration {
    times.into_iter().max().unwrap_or_default()
}

/// A window without a screen.
struct Window {
    ctx: Context,
    desk: Desk,
    frame: eframe::Frame,
}

impl Window {
    fn open(path: PathBuf) -> Window {
        let ctx = Context::default();
        let desk = Desk::new(&ctx, Store::in_memory(), vec![path]);
        let frame = eframe::Frame::_new_kittest();
        let mut window = Window { ctx, desk, frame };
        window.settle();
        window
    }

    fn draw(&mut self, events: Vec<Event>) -> usize {
        let Window { ctx, desk, frame } = self;
        draw(ctx, WINDOW, events, |ui| desk.ui(ui, frame))
    }

    fn settle(&mut self) {
        self.draw(Vec::new());
        while self.desk.busy() {
            std::thread::sleep(Duration::from_millis(5));
            self.draw(Vec::new());
        }
        (0..10).for_each(|_| {
            self.draw(Vec::new());
        });
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) {
        for pressed in [true, false] {
            self.draw(vec![Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }]);
        }
        self.settle();
    }

    fn go_to_row(&mut self, row: u64) {
        self.press(Key::G, Modifiers::COMMAND);
        self.draw(vec![Event::Text(row.to_string())]);
        self.press(Key::Enter, Modifiers::NONE);
    }
}

fn window_of(records: u64) -> Duration {
    let mut window = Window::open(sample_of(records));
    let count = window.desk.book().map_or(0, |book| book.sheet(Section::B2b).rows());
    let mut at = |go: &dyn Fn(&mut Window)| {
        go(&mut window);
        frames(|| window.draw(Vec::new()))
    };
    slowest([
        at(&|window| window.press(Key::Home, Modifiers::COMMAND)),
        at(&|window| window.go_to_row(u64::from(count / 2))),
        at(&|window| window.press(Key::End, Modifiers::COMMAND)),
    ])
}
