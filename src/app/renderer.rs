//! What draws the window: OpenGL where there is one, else another way, all in one process. What painted is remembered; what
//! never did, because it hung or broke, is not what the next start begins with.

use std::cell::Cell;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use crate::app::NAME;
use crate::app::clipboard::Clipboard;
use crate::app::desk::Desk;
use crate::clients;
use crate::disk::plain;
use crate::store::Renderer;
use crate::store::Store;
use crate::store::crash_report;
use crate::values::clock::Clock;

/// In the folder of the settings while a start has not painted: the renderer that it tries. A file of its own, as it comes
/// and goes with every start, and a stick should not have to write all settings for that.
const MARKER: &str = "starting.txt";
/// No renderer has a longer name.
const LONGEST: u64 = 64;
/// A start that has not painted after so long hangs, or is dead. A younger one may be another window that just opens.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the window with the first renderer that works, and returns when it is closed. The error says what is missing, and
/// what works without it.
pub fn run(files: &[PathBuf], chosen: Option<Renderer>) -> Result<(), String> {
    let store = Store::beside_program();
    let marker = Marker(store.home().ok().map(|home| home.folder.join(MARKER)));
    let stuck = marker.stale();
    let wanted = to_ask_for(chosen, stuck, store.get().chosen_renderer);
    let kept = wanted.or(store.get().renderer);
    // Read while the window opens, so that hundreds of clients on a slow pen drive are not waited for.
    let read = |home| std::thread::Builder::new().name("clients".into()).spawn(move || clients::load(&home)).ok();
    let ahead = Cell::new(store.home().ok().and_then(read));
    let store = Cell::new(Some(store));
    let mut missing: Vec<String> = Vec::new();
    for renderer in order(chosen, stuck, kept) {
        if !is_built(renderer) {
            missing.push(format!("{}: not in this build", renderer.name()));
            continue;
        }
        marker.set(renderer);
        let painted = Rc::new(Cell::new(false));
        let creator: eframe::AppCreator<'_> = Box::new(|cc| {
            // It is gone only where an earlier renderer broke after it had been handed over.
            let store = store.take().unwrap_or_else(Store::beside_program);
            if let Ok(home) = store.home() {
                crash_report::watch(home);
            }
            let clients = ahead.take().and_then(|thread| thread.join().ok());
            let desk = Desk::with_clients(&cc.egui_ctx, store, files.to_vec(), Clock::default(), clients);
            let desk = desk.with_native_dialogs().with_clipboard(Clipboard::of_system());
            let (painted, marker) = (painted.clone(), marker.clone());
            Ok(Box::new(Watched { desk, frames: 0, painted, marker, renderer, wanted }))
        });
        // Drivers that are half there can make the libraries below panic rather than answer.
        let run = || eframe::run_native(NAME, options(renderer), creator);
        let (why, hopeless) = match catch_unwind(AssertUnwindSafe(run)) {
            Ok(Ok(())) => {
                marker.clear();
                return Ok(());
            }
            Ok(Err(error)) => (short(&error), matches!(error, eframe::Error::WinitEventLoop(_))),
            Err(_) => ("the graphics library gave up".to_owned(), false),
        };
        if painted.get() {
            return Err(format!("The window broke down ({why}). Start it again: what was saved is still there."));
        }
        // Without a display there is nothing to try on.
        if hopeless {
            missing = vec![why];
            break;
        }
        missing.push(format!("{}: {why}", renderer.name()));
    }
    marker.clear();
    Err(format!(
        "The window cannot be opened: it needs a display and {NEEDED} ({}). Without them use the \
         command line: ims-desk check FILE, ims-desk apply FILE --decisions TABLE --out UPLOAD.",
        missing.join("; ")
    ))
}

/// Whether this build has a renderer: those beside OpenGL take long to build, and only what is handed out has them.
fn is_built(renderer: Renderer) -> bool {
    cfg!(feature = "fallback") || renderer == Renderer::OpenGl
}

/// What one of the renderers needs.
const NEEDED: &str = if cfg!(windows) {
    "OpenGL 2 or DirectX 12"
} else if cfg!(target_os = "macos") {
    "OpenGL or Metal"
} else {
    "OpenGL 2 or Vulkan"
};

/// What the user asks for for from now on: what is asked for now, else what was chosen before, unless the last start got
/// stuck on it.
fn to_ask_for(asked: Option<Renderer>, stuck: Option<Renderer>, chosen: Option<Renderer>) -> Option<Renderer> {
    asked.or(chosen.filter(|_| stuck != chosen))
}

/// The renderers in the order in which a start tries them: the one that was asked for first, else the one after that on
/// which the last start got stuck, else the one that is asked for for or painted last.
fn order(asked: Option<Renderer>, stuck: Option<Renderer>, kept: Option<Renderer>) -> [Renderer; 3] {
    let place = |renderer: Renderer| Renderer::ALL.iter().position(|r| *r == renderer).unwrap_or_default();
    let first = match (asked, stuck) {
        (Some(asked), _) => place(asked),
        (None, Some(stuck)) => place(stuck) + 1,
        (None, None) => kept.map_or(0, place),
    };
    let mut all = Renderer::ALL;
    all.rotate_left(first % Renderer::ALL.len());
    all
}

/// What is wrong, without what only programmers read.
fn short(error: &eframe::Error) -> String {
    match error {
        // It spells out what it looked for, at length.
        eframe::Error::NoGlutinConfigs(_, why) => one_line(&why.to_string()),
        #[cfg(feature = "fallback")]
        eframe::Error::Wgpu(_) => "no adapter that can draw here".to_owned(),
        other => one_line(&other.to_string()),
    }
}

/// Some libraries name their own source before what is wrong, some a chain of causes in lines, some the system's number.
fn one_line(why: &str) -> String {
    let why = why.split(" (os error").next().unwrap_or_default();
    let why = if why.contains(".rs:") { why.rsplit(": ").next().unwrap_or_default() } else { why };
    why.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}

fn options(renderer: Renderer) -> eframe::NativeOptions {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon/icon-256.png")).unwrap_or_default();
    let viewport = egui::ViewportBuilder::default()
        .with_title(NAME)
        .with_app_id("ims-desk")
        .with_icon(icon)
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([1024.0, 640.0]);
    eframe::NativeOptions {
        viewport,
        renderer: match renderer {
            Renderer::OpenGl => eframe::Renderer::Glow,
            #[cfg(feature = "fallback")]
            Renderer::Wgpu | Renderer::Software => eframe::Renderer::Wgpu,
            #[cfg(not(feature = "fallback"))]
            Renderer::Wgpu | Renderer::Software => eframe::Renderer::Glow,
        },
        #[cfg(feature = "fallback")]
        wgpu_options: fallback::options(renderer),
        centered: true,
        ..eframe::NativeOptions::default()
    }
}

/// How the second renderer is set up.
#[cfg(feature = "fallback")]
mod fallback {
    use std::sync::Arc;

    use eframe::egui_wgpu::{WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew};
    use eframe::wgpu::{Adapter, DeviceType, PowerPreference};

    use super::Renderer;

    pub fn options(renderer: Renderer) -> WgpuConfiguration {
        let mut setup = WgpuSetupCreateNew::without_display_handle();
        // A table of text needs no second graphics card.
        setup.power_preference = PowerPreference::LowPower;
        if renderer == Renderer::Software {
            setup.native_adapter_selector = Some(Arc::new(|adapters, _| without_graphics_card(adapters)));
        }
        WgpuConfiguration { wgpu_setup: WgpuSetup::CreateNew(setup), ..WgpuConfiguration::default() }
    }

    /// The adapter that draws on the processor: WARP on Windows, lavapipe on Linux.
    fn without_graphics_card(adapters: &[Adapter]) -> Result<Adapter, String> {
        let found = adapters.iter().find(|adapter| adapter.get_info().device_type == DeviceType::Cpu);
        found.cloned().ok_or_else(|| "no adapter draws on the processor".to_owned())
    }
}

/// The desk, watched until its first frame has been painted.
struct Watched {
    desk: Desk,
    frames: u8,
    painted: Rc<Cell<bool>>,
    marker: Marker,
    renderer: Renderer,
    wanted: Option<Renderer>,
}

impl eframe::App for Watched {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        // Anyone who comes to a second frame has painted the first.
        match self.frames {
            0 => ui.ctx().request_repaint(),
            1 => {
                self.painted.set(true);
                self.marker.clear();
                self.desk.painted(self.renderer, self.wanted);
            }
            _ => {}
        }
        self.frames = self.frames.saturating_add(1);
        self.desk.ui(ui, frame);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.desk.clear_color(visuals)
    }
}

/// The file that says that a start has not painted yet. That it cannot be written harms nothing: then nothing is remembered.
#[derive(Clone)]
struct Marker(Option<PathBuf>);

impl Marker {
    /// The renderer on which an earlier start got stuck.
    fn stale(&self) -> Option<Renderer> {
        let path = self.0.as_ref()?;
        // Opened first: whatever else has its name is none.
        let mut file = plain::open(OpenOptions::new().read(true), path).ok()?;
        let since = file.metadata().and_then(|file| file.modified()).ok()?;
        let old = SystemTime::now().duration_since(since).is_ok_and(|age| age >= PATIENCE);
        let mut text = String::new();
        (&mut file).take(LONGEST).read_to_string(&mut text).ok()?;
        Renderer::ALL.into_iter().find(|renderer| old && renderer.name() == text)
    }

    /// Says that this one is being tried. A marker that is there and young keeps its age, or starts in quick succession that
    /// all break would never become old.
    fn set(&self, renderer: Renderer) {
        let Some(path) = &self.0 else { return };
        if self.stale().is_some() {
            self.clear();
        }
        if let Ok(mut file) = OpenOptions::new().write(true).create_new(true).open(path) {
            let _ = file.write_all(renderer.name().as_bytes());
        }
    }

    fn clear(&self) {
        let _ = self.0.as_ref().filter(|path| plain::metadata(path).is_ok()).map(fs::remove_file);
    }
}

#[cfg(test)]
mod tests {
    use Renderer::{OpenGl, Software, Wgpu};

    use super::*;

    #[test]
    fn a_start_tries_every_renderer_and_what_was_asked_for_first() {
        assert_eq!(order(None, None, None), [OpenGl, Wgpu, Software]);
        assert_eq!(order(None, None, Some(Wgpu)), [Wgpu, Software, OpenGl]);
        assert_eq!(order(Some(Software), Some(OpenGl), Some(Wgpu)), [Software, OpenGl, Wgpu]);
    }

    #[test]
    fn a_start_that_got_stuck_makes_the_next_one_begin_elsewhere() {
        assert_eq!(order(None, Some(OpenGl), None), [Wgpu, Software, OpenGl]);
        assert_eq!(order(None, Some(Software), Some(Software)), [OpenGl, Wgpu, Software]);
    }

    #[test]
    fn a_choice_stays_until_another_is_made_or_a_start_got_stuck_on_it() {
        assert_eq!(to_ask_for(None, None, Some(Wgpu)), Some(Wgpu));
        assert_eq!(to_ask_for(None, Some(OpenGl), Some(Wgpu)), Some(Wgpu));
        assert_eq!(to_ask_for(None, Some(Wgpu), Some(Wgpu)), None);
        assert_eq!(to_ask_for(Some(OpenGl), None, Some(Wgpu)), Some(OpenGl));
        assert_eq!(to_ask_for(None, None, None), None);
    }

    #[test]
    fn a_marker_counts_only_when_it_is_old() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(MARKER);
        let marker = Marker(Some(path.clone()));
        assert_eq!(marker.stale(), None);
        marker.set(Wgpu);
        assert_eq!(marker.stale(), None, "another window may just be opening");
        let long_ago = SystemTime::now() - 2 * PATIENCE;
        fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
        assert_eq!(marker.stale(), Some(Wgpu));
        marker.clear();
        assert_eq!(marker.stale(), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_or_a_folder_in_the_place_of_the_marker_makes_no_start_wait() {
        let folder = tempfile::tempdir().unwrap();
        let (pipe, other) = (folder.path().join("pipe"), folder.path().join("folder"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        fs::create_dir(&other).unwrap();
        for path in [pipe, other] {
            let marker = Marker(Some(path.clone()));
            assert_eq!(marker.stale(), None);
            marker.set(Wgpu);
            marker.clear();
            assert!(path.exists(), "it is left alone");
        }
    }

    #[test]
    fn starts_that_break_in_quick_succession_count_from_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(MARKER);
        let marker = Marker(Some(path.clone()));
        marker.set(OpenGl);
        let earlier = SystemTime::now() - PATIENCE / 2;
        fs::File::options().write(true).open(&path).unwrap().set_modified(earlier).unwrap();
        marker.set(OpenGl);
        let age = fs::metadata(&path).unwrap().modified().unwrap().elapsed().unwrap();
        assert!(age >= PATIENCE / 2);
    }

    #[test]
    fn a_library_that_names_its_own_source_is_cut_short() {
        assert_eq!(one_line("src/x.rs:7: no display."), "no display");
        assert_eq!(one_line("no adapter:\n  * none found"), "no adapter: * none found");
    }
}
