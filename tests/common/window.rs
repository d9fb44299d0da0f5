//! Driving the window through the names of its controls, as a screen reader knows them. No display, no GPU.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use ims_desk::app::{Clock, Desk, Store};

/// The program's window without a screen.
pub type Window = Harness<'static, Desk>;

/// A window of this size (points) with these files open.
pub fn start(size: [f32; 2], store: Store, files: Vec<PathBuf>) -> Window {
    start_by(size, store, files, Clock::default())
}

/// The same by another clock than the system's.
pub fn start_by(size: [f32; 2], store: Store, files: Vec<PathBuf>, clock: Clock) -> Window {
    let builder = Harness::builder().with_size(size).with_max_steps(64);
    let mut window = builder.build_eframe(move |cc| Desk::by_clock(&cc.egui_ctx, store, files, clock));
    settle(&mut window);
    window
}

/// Draws until nothing moves and no job runs.
pub fn settle(window: &mut Window) {
    let start = Instant::now();
    loop {
        window.run();
        if !window.state().busy() {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "a job does not end");
        std::thread::sleep(Duration::from_millis(5));
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

/// Drops a file on the window.
pub fn drop_on(window: &mut Window, file: &Path) {
    window.input_mut().dropped_files.push(Arc::new(Dropped(file.to_owned())));
    settle(window);
}
