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

fn window(files: Vec<std::path::PathBuf>) -> ExitCode {
    let _ = files;
    Exit::Failed.into()
}
