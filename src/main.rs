//! Starts the window, or one command without it.

use std::process::ExitCode;

use clap::Parser;
use ims_desk::cli::{self, Exit};

fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()) {
        Ok(exit) => exit.into(),
        Err(files) => window(files),
    }
}

/// Opens the window; where there is none to open, one sentence says so and names the commands that need none.
fn window(files: Vec<std::path::PathBuf>) -> ExitCode {
    match ims_desk::app::run(files) {
        Ok(()) => Exit::Done.into(),
        Err(what) => {
            cli::complain(&what);
            Exit::Failed.into()
        }
    }
}
