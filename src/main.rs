//! Starts the window, or one command without it.

// A double click opens no console; where one is wanted, `src/bin/console.rs` sees to it.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

use ims_desk::cli::window::Window;
use ims_desk::cli::{self, Exit, print};

fn main() -> ExitCode {
    print::watch();
    match cli::Arguments::read(std::env::args_os()).map(cli::run) {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(asked)) => open_window(&asked),
        Err(exit) => exit,
    }
}

/// Opens the window; where there is none to open, one sentence says so and names the commands that need none.
fn open_window(window: &Window) -> ExitCode {
    match open(&window.files, window.renderer) {
        Ok(()) => Exit::Done.into(),
        Err(what) => {
            print::complain(&what);
            Exit::Failed.into()
        }
    }
}

#[cfg(feature = "window")]
use ims_desk::app::run as open;

#[cfg(not(feature = "window"))]
fn open(_: &[std::path::PathBuf], _: Option<ims_desk::store::Renderer>) -> Result<(), String> {
    Err("This program was built without a window. Its commands need none: see ims-desk --help.".into())
}
