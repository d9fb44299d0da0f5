//! Starts the window, or one command without it.

// A double click opens no console; where one is wanted, `src/bin/console.rs` sees to it.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

use clap::Parser;
use ims_desk::cli::window::Window;
use ims_desk::cli::{self, Exit};

fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()) {
        Ok(exit) => exit.into(),
        Err(wished) => window(&wished),
    }
}

/// Opens the window; where there is none to open, one sentence says so and names the commands that need none.
fn window(wished: &Window) -> ExitCode {
    match ims_desk::app::run(wished) {
        Ok(()) => Exit::Done.into(),
        Err(what) => {
            cli::complain(&what);
            Exit::Failed.into()
        }
    }
}
