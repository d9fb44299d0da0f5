//! What a frame costs: `cargo bench --bench frame`. No display and no GPU: drawing and cutting into triangles are
//! measured, which is all that the processor does.
//!
//! The grid alone shows a view of 10 thousand, 1 million and 10 million rows. Its records are those of the sample of
//! 10,000, again and again: the grid reads only the rows on the screen, and a file of 10 million records would have
//! 4.5 GB. The whole window opens real files, of 10 thousand and of 1 million records.

#![allow(clippy::expect_used)]

mod common;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use common::{median, ms, sample_of};
use eframe::App;
use egui::{Context, Event, Key, Modifiers, RawInput, Rect, pos2, vec2};
use ims_desk::app::grid::{Density, Grid, GridData};
use ims_desk::app::theme::{Theme, apply};
use ims_desk::app::{Desk, Store};
use ims_desk::book::Section;
use ims_desk::portal;
use ims_desk::rules::Findings;
use ims_desk::values::{Day, Progress, grouped};
use ims_desk::view::Selection;

/// Frames before those that count, and those.
const BEFORE: usize = 30;
const FRAMES: usize = 301;
/// Forty rows of 27 points and the headings; room for twenty columns beside the frozen ones.
const GRID: [f32; 2] = [2_640.0, 1_124.0];
/// The same with all that stands around it.
const WINDOW: [f32; 2] = [3_200.0, 1_340.0];

fn main() {
    println!("{:<28} {:>10} {:>10} {:>10} {:>8}", "median of a frame", "top", "middle", "end", "worst");
    let grid: Vec<Duration> = [10_000, 1_000_000, 10_000_000].into_iter().flat_map(grid_of).collect();
    spread("grid", &grid, 2.0);
    let window: Vec<Duration> = [10_000, 1_000_000].into_iter().flat_map(window_of).collect();
    spread("window", &window, 4.0);
}

fn line(what: &str, times: &[(Duration, Duration); 3]) -> [Duration; 3] {
    let worst = times.iter().map(|time| time.1).max().unwrap_or_default();
    let [top, middle, end] = times.map(|time| time.0);
    println!("{what:<28} {:>10} {:>10} {:>10} {:>8}", ms(top, 2), ms(middle, 2), ms(end, 2), ms(worst, 1));
    [top, middle, end]
}

/// Whether the medians are as low and as near to one another as they should be.
fn spread(what: &str, medians: &[Duration], most: f64) {
    let (low, high) = (medians.iter().min().expect("measured"), medians.iter().max().expect("measured"));
    let apart = (high.as_secs_f64() / low.as_secs_f64() - 1.0) * 100.0;
    let verdict = |good| if good { "as it should be" } else { "TOO MUCH" };
    println!("  {what}: at most {} of {most} ms: {}", ms(*high, 2), verdict(high.as_secs_f64() * 1e3 < most));
    println!("  {what}: {apart:.0} % apart of 20 %: {}", verdict(apart < 20.0));
}

/// Median and worst time of a frame.
fn measure(mut frame: impl FnMut() -> usize) -> (Duration, Duration) {
    let shapes = (0..BEFORE).map(|_| frame()).last().unwrap_or_default();
    assert!(shapes > 40 * 20, "forty rows of twenty cells are on the screen, not {shapes} shapes");
    let times: Vec<Duration> = (0..FRAMES)
        .map(|_| {
            let start = Instant::now();
            frame();
            start.elapsed()
        })
        .collect();
    let worst = times.iter().copied().max().unwrap_or_default();
    (median(times), worst)
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

fn grid_of(count: u32) -> [Duration; 3] {
    let path = sample_of(10_000);
    let input = portal::load(&path).expect("the sample can be read");
    let book = portal::read(vec![input], &Progress::default()).expect("the sample is well formed");
    let day = Day::parse("10-11-2026").expect("a day");
    let findings = Findings::of(&book, day);
    let records = book.sheet(Section::B2b).rows();
    let rows: Vec<u32> = (0..count).map(|place| place % records).collect();
    let selection = Selection::default();
    let (ctx, mut grid) = (Context::default(), Grid::default());
    draw(&ctx, GRID, Vec::new(), |ui| apply(ui.ctx(), Theme::Light));
    let places = [0, rows.len() / 2, rows.len() - 1];
    let times = places.map(|place| {
        grid.reveal(place);
        measure(|| {
            draw(&ctx, GRID, Vec::new(), |ui| {
                let data = GridData {
                    book: &book,
                    findings: &findings,
                    section: Section::B2b,
                    rows: &rows,
                    sort: &[],
                    filtered: &Default::default(),
                    selection: &selection,
                    selected: 0,
                    revision: 1,
                    day,
                    density: Density::Normal,
                };
                drop(grid.show(ui, &data));
            })
        })
    });
    line(&format!("grid, {} rows", grouped(count.into())), &times)
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

fn window_of(records: u64) -> [Duration; 3] {
    let mut window = Window::open(sample_of(records));
    let count = window.desk.book().map_or(0, |book| book.sheet(Section::B2b).rows());
    let mut frames = |go: &dyn Fn(&mut Window)| {
        go(&mut window);
        measure(|| window.draw(Vec::new()))
    };
    let times = [
        frames(&|window| window.press(Key::Home, Modifiers::COMMAND)),
        frames(&|window| window.go_to_row(u64::from(count / 2))),
        frames(&|window| window.press(Key::End, Modifiers::COMMAND)),
    ];
    line(&format!("window, {} records", grouped(records)), &times)
}
