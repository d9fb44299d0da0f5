//! The system's clipboard. egui puts text there and nothing else; what is copied from the rows goes with a table beside the
//! text. Other programs can hold the clipboard, and the text of a million rows is long, so it is asked on a thread of its own.

use std::sync::Arc;

use arboard::Error;
use egui::Context;
use parking_lot::Mutex;

use crate::exchange::copied::Copied;
use crate::work::job::{Job, State};
use crate::work::parts;
use crate::work::wake::Wake;

/// What takes the text and the table, if there is one, such as the clipboard of the system.
pub type Taker = Box<dyn FnMut(&str, Option<&str>) -> Result<(), NotTaken> + Send>;

/// Why something was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// No table is taken here, or no program but the one with the keyboard is heard: egui puts the text there.
    OnlyText,
    /// Another program has the clipboard.
    Busy,
}

/// Where copied rows go.
pub struct Clipboard {
    /// None where egui's own is all there is.
    taker: Option<Arc<Mutex<Taker>>>,
    /// What is given to it; comes back if it is not taken.
    job: Option<Job<Option<(Copied, NotTaken)>>>,
    /// What was copied meanwhile.
    next: Option<Copied>,
}

impl Clipboard {
    /// One that takes only text.
    pub fn of_egui() -> Clipboard {
        Clipboard { taker: None, job: None, next: None }
    }

    /// One that gives what is copied to this.
    pub fn with(taker: Taker) -> Clipboard {
        Clipboard { taker: Some(Arc::new(Mutex::new(taker))), ..Clipboard::of_egui() }
    }

    /// The system's.
    pub fn of_system() -> Clipboard {
        // One for the life of the program: on some systems what was copied goes with it.
        let mut system = None;
        Clipboard::with(Box::new(move |text, table| put(&mut system, text, table)))
    }

    /// Whether something is on its way.
    pub fn busy(&self) -> bool {
        self.job.is_some()
    }

    /// Takes what was copied. What is copied after it takes its place.
    pub fn copy(&mut self, copied: Copied, ctx: &Context, wake: &Wake) {
        let Some(taker) = &self.taker else { return ctx.copy_text(copied.text) };
        if self.job.is_some() {
            return self.next.replace(copied).into_iter().for_each(parts::forget);
        }
        let taker = taker.clone();
        self.job = Some(Job::start(wake, "Copying", move |_| {
            let taken = taker.lock()(&copied.text, copied.table.as_deref());
            // What was taken is let go of here.
            taken.err().map(|why| (copied, why))
        }));
    }

    /// What was not taken as it was copied, and why; its text is egui's by then.
    pub fn poll(&mut self, ctx: &Context, wake: &Wake) -> Option<(Copied, NotTaken)> {
        let not_taken = match self.job.as_mut()?.poll() {
            State::Running => return None,
            State::Done(not_taken) => not_taken,
            // Nothing is known of what it copied.
            State::Died => None,
        };
        self.job = None;
        if let Some(next) = self.next.take() {
            not_taken.into_iter().for_each(parts::forget);
            self.copy(next, ctx, wake);
            return None;
        }
        let (mut copied, why) = not_taken?;
        if why == NotTaken::OnlyText {
            ctx.copy_text(std::mem::take(&mut copied.text));
        }
        Some((copied, why))
    }
}

/// Puts a text and its table on the system's clipboard, which is asked for the first time.
fn put(system: &mut Option<arboard::Clipboard>, text: &str, table: Option<&str>) -> Result<(), NotTaken> {
    let not_taken = |error| if matches!(error, Error::ClipboardOccupied) { NotTaken::Busy } else { NotTaken::OnlyText };
    if system.is_none() {
        *system = Some(arboard::Clipboard::new().map_err(not_taken)?);
    }
    let Some(clipboard) = system else { return Err(NotTaken::OnlyText) };
    if reaches_another_screen(clipboard) {
        return Err(NotTaken::OnlyText);
    }
    let put = match table {
        Some(table) => clipboard.set_html(table, Some(text)),
        None => clipboard.set_text(text),
    };
    put.map_err(not_taken)
}

/// Under Wayland a program that has not the keyboard may ask for the clipboard only where the desktop knows "data control".
/// Where it does not, the clipboard of X11 is taken instead, which other programs may never see: only egui's own copy counts there.
#[cfg(all(unix, not(target_os = "macos")))]
fn reaches_another_screen(clipboard: &mut arboard::Clipboard) -> bool {
    use arboard::{GetExtLinux, LinuxClipboardKind};
    let is_named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let on_wayland = is_named("WAYLAND_DISPLAY") || is_named("WAYLAND_SOCKET");
    // Only that of X11 knows a secondary selection; under Wayland to ask for it is an error of this kind.
    let mut knows_secondary = || {
        !matches!(clipboard.get().clipboard(LinuxClipboardKind::Secondary).text(), Err(Error::ClipboardNotSupported))
    };
    on_wayland && knows_secondary()
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn reaches_another_screen(_: &mut arboard::Clipboard) -> bool {
    false
}
