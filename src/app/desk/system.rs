//! Folders and pages that the system shows with a program of its own. It is started as a child, without a shell: what is in a
//! path is never read as a command.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use crate::app::desk::Desk;
use crate::app::dialogs::Dialog;
use crate::app::requests::ToShow;
use crate::session::result_line::ResultLine;
use crate::work::job::{Job, State};

/// A program of the system that was started, and what it is to show.
pub type Showing = Job<Result<(), ToShow>>;

impl Desk {
    /// Shows a folder or a page with the system's program.
    pub(crate) fn show_with_the_system(&mut self, what: ToShow) {
        if !self.system_programs {
            return self.not_shown(&what);
        }
        let work =
            move |_: &crate::work::Progress| if start(command(what.target())) { Ok(()) } else { Err(what.clone()) };
        self.showing = Some(Job::start(&self.wake, "Opening", work));
    }

    /// Looks whether it was shown.
    pub(crate) fn poll_showing(&mut self) {
        let Some(showing) = &mut self.showing else { return };
        let end = match showing.poll() {
            State::Running => return,
            State::Done(end) => end,
            State::Died => Ok(()),
        };
        self.showing = None;
        if let Err(what) = end {
            self.not_shown(&what);
        }
    }

    /// Says what could not be shown, and where it is.
    fn not_shown(&mut self, what: &ToShow) {
        let words = what.not_shown();
        match (&mut self.dialog, &mut self.open) {
            (Some(Dialog::Written(dialog)), _) => dialog.refused = Some(words),
            (Some(Dialog::ExportWritten(dialog)), _) => dialog.refused = Some(words),
            (_, Some(open)) => open.say(ResultLine::bad(words)),
            _ => {}
        }
    }
}

/// What shows a path or an address.
fn command(target: &OsStr) -> Command {
    let program = match () {
        () if cfg!(windows) => "explorer.exe",
        () if cfg!(target_os = "macos") => "open",
        () => "xdg-open",
    };
    let mut command = Command::new(program);
    command.arg(target);
    command
}

/// Starts a program and waits for its end; whether it did what it was for.
fn start(mut command: Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = quiet.spawn() else { return false };
    match child.wait() {
        // Explorer says 1 whatever it did.
        Ok(status) => status.success() || cfg!(windows),
        Err(_) => false,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_or_is_not_there_showed_nothing() {
        assert!(start(Command::new("true")));
        assert!(!start(Command::new("false")));
        assert!(!start(Command::new("no-such-program-of-this-system")));
    }

    #[test]
    fn what_is_in_a_path_is_one_word_for_the_program() {
        let strange = OsStr::new("/tmp/a b; touch c $(d)");
        assert_eq!(command(strange).get_args().collect::<Vec<_>>(), [strange]);
    }
}
