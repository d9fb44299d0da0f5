//! Driving the window through the names of its controls, as a screen reader knows them. No display, no GPU.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Folder, Record, download};
use egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::{Clock, Desk, Store};

/// A window comes to rest within this many pictures. While keys wait there is one for each pass that takes long, as in a debug build.
pub const STEPS: u64 = 1024;

/// The program's window without a screen.
pub type Window = Harness<'static, Desk>;

/// A window of this size (points) with these files open.
pub fn start(size: [f32; 2], store: Store, files: Vec<PathBuf>) -> Window {
    start_by(size, store, files, Clock::default())
}

/// A window of this size with a download of these records open.
pub fn start_with(size: [f32; 2], store: Store, sections: &[(&str, &[Record])]) -> Window {
    let folder = Folder::new();
    let files = vec![folder.put("download.json", download(sections))];
    start(size, store, files)
}

/// A window of this size with these files open, by another clock than the system's.
pub fn start_by(size: [f32; 2], store: Store, files: Vec<PathBuf>, clock: Clock) -> Window {
    start_desk(size, move |ctx| Desk::by_clock(ctx, store, files, clock))
}

/// The same of any desk.
pub fn start_desk(size: [f32; 2], desk: impl FnOnce(&Context) -> Desk) -> Window {
    let builder = Harness::builder().with_size(size).with_max_steps(STEPS);
    let mut window = builder.build_eframe(move |cc| desk(&cc.egui_ctx));
    settle(&mut window);
    window
}

/// Draws until nothing moves and no job runs.
pub fn settle(window: &mut Window) {
    let start = Instant::now();
    loop {
        window.run();
        window.output().shapes.iter().for_each(|shape| assert_money_stays_together(&shape.shape));
        if !window.state().busy() {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "a job does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Refuses text that is broken into lines and may end one between the sign of money and its amount, wherever it is.
fn assert_money_stays_together(shape: &egui::Shape) {
    match shape {
        egui::Shape::Vec(shapes) => shapes.iter().for_each(assert_money_stays_together),
        egui::Shape::Text(text) => {
            let job = &text.galley.job;
            let breaks = job.wrap.max_width.is_finite() && job.wrap.max_rows > 1;
            assert!(!breaks || !job.text.contains("₹ "), "theme::label is for this: {:?}", job.text);
        }
        _ => {}
    }
}

/// Clicks the control of this name.
pub fn click(window: &mut Window, name: &str) {
    window.get_by_label(name).click();
    settle(window);
}

/// Presses a key.
pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

/// Whether something of exactly this name is shown.
pub fn shows(window: &Window, name: &str) -> bool {
    window.query_all_by_label(name).next().is_some()
}

/// Whether something is shown whose name has this part.
pub fn shows_part(window: &Window, part: &str) -> bool {
    window.query_all_by_label_contains(part).next().is_some()
}

/// A file dropped on the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|e| e.to_string())
    }
}

/// Clicks on the row of a record.
pub fn click_row(window: &mut Window, number: &str) {
    let row = window.get_by_label_contains(&format!(": {number},")).rect();
    let at = row.left_center() + vec2(200.0, 0.0);
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    settle(window);
}

/// Waits until the window says so somewhere.
pub fn wait_for(window: &mut Window, words: &str) {
    for _ in 0..800 {
        settle(window);
        if shows_part(window, words) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("it never says {words}");
}

/// Drops a file on the window.
pub fn drop_on(window: &mut Window, file: &Path) {
    window.input_mut().dropped_files.push(Arc::new(Dropped(file.to_owned())));
    settle(window);
}

/// All of these in one frame, as after a frame that took long.
pub fn at_once(window: &mut Window, events: impl IntoIterator<Item = Event>) {
    window.input_mut().events.extend(events);
    settle(window);
}

/// A key pressed and let go, with its text if it has one, as the system tells of it.
pub fn key(modifiers: Modifiers, key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    let name = key.name();
    let text = (modifiers.is_none() && name.len() == 1).then(|| Event::Text(name.to_lowercase()));
    let held = Event::ModifiersChanged(modifiers);
    let mut events = vec![held, event(true)];
    events.extend(text);
    events.extend([event(false), Event::ModifiersChanged(Modifiers::NONE)]);
    events
}

/// The keys of a text.
pub fn typed(text: &str) -> Vec<Event> {
    text.chars().map(|c| Event::Text(c.to_string())).collect()
}

/// The pointer goes somewhere and clicks.
pub fn click_events(pos: Pos2, modifiers: Modifiers) -> Vec<Event> {
    let button = |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
    let held = Event::ModifiersChanged;
    vec![Event::PointerMoved(pos), held(modifiers), button(true), button(false), held(Modifiers::NONE)]
}

/// All that is on the screen, as a screen reader knows it: what it is, its name, value and state, and where the keyboard is.
pub fn screen(window: &Window) -> Vec<String> {
    let all = window.root().children_recursive();
    let words = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        let state = (node.is_focused(), node.is_selected(), node.is_disabled(), node.toggled());
        format!("{:?} {:?} {:?} {state:?}", node.role(), node.label(), node.value())
    };
    all.map(words).filter(|line| !line.starts_with("Tooltip")).collect()
}
