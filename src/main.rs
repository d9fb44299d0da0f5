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
        Ok(Err(wished)) => window(&wished),
        Err(exit) => exit,
    }
}

/// Opens the window; where there is none to open, one sentence says so and names the commands that need none.
fn window(wished: &Window) -> ExitCode {
    #[cfg(feature = "window")]
    let run = ims_desk::app::run(wished);
    #[cfg(not(feature = "window"))]
    let run = {
        let _ = wished;
        Err::<(), _>("this is built without the window: see --help for the commands".to_owned())
    };
    match run {
        Ok(()) => Exit::Done.into(),
        Err(what) => {
            print::complain(&what);
            Exit::Failed.into()
        }
    }
}
