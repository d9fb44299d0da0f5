//! The system's clipboard. egui puts text there and nothing else; what is copied from the rows goes with a table beside the
//! text. Other programs can hold the clipboard, so it is asked on a thread of its own.

use std::sync::Arc;

use arboard::Error;
use egui::Context;
use parking_lot::Mutex;

use crate::exchange::copied::Copied;
use crate::work::job::{Job, State};
use crate::work::wake::Wake;

/// What takes the text and the table, such as the clipboard of the system.
pub type Taker = Box<dyn FnMut(&str, &str) -> Result<(), NotTaken> + Send>;

/// Why a table was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// There is only room for text here, which egui puts there.
    OnlyText,
    /// Another program has the clipboard.
    Busy,
}

/// Where copied rows go.
pub struct Clipboard {
    /// None where egui's own is all there is.
    tables: Option<Arc<Mutex<Taker>>>,
    job: Option<Job<(Copied, Result<(), NotTaken>)>>,
    /// What was copied meanwhile.
    next: Option<Copied>,
}

impl Clipboard {
    /// One that takes only text.
    pub fn of_egui() -> Clipboard {
        Clipboard { tables: None, job: None, next: None }
    }

    /// One that gives tables to this.
    pub fn with(taker: Taker) -> Clipboard {
        Clipboard { tables: Some(Arc::new(Mutex::new(taker))), ..Clipboard::of_egui() }
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
        match &self.tables {
            Some(_) if self.job.is_some() => self.next = Some(copied),
            Some(taker) if copied.table.is_some() => {
                let taker = taker.clone();
                self.job = Some(Job::start(wake, "Copying", move |_| {
                    let taken = taker.lock()(&copied.text, copied.table.as_deref().unwrap_or_default());
                    (copied, taken)
                }));
            }
            _ => ctx.copy_text(copied.text),
        }
    }

    /// What was not taken as it was copied, and why.
    pub fn poll(&mut self, ctx: &Context, wake: &Wake) -> Option<(Copied, NotTaken)> {
        let ended = match self.job.as_mut()?.poll() {
            State::Running => return None,
            State::Done((copied, taken)) => taken.err().map(|why| (copied, why)),
            // Nothing is known of what it copied.
            State::Died => None,
        };
        self.job = None;
        if let Some(next) = self.next.take() {
            self.copy(next, ctx, wake);
            return None;
        }
        if let Some((copied, NotTaken::OnlyText)) = &ended {
            ctx.copy_text(copied.text.clone());
        }
        ended
    }
}

/// Puts a text and its table on the system's clipboard, which is asked for the first time.
fn put(system: &mut Option<arboard::Clipboard>, text: &str, table: &str) -> Result<(), NotTaken> {
    let not_taken = |error| if matches!(error, Error::ClipboardOccupied) { NotTaken::Busy } else { NotTaken::OnlyText };
    if system.is_none() {
        *system = Some(arboard::Clipboard::new().map_err(not_taken)?);
    }
    let Some(clipboard) = system else { return Err(NotTaken::OnlyText) };
    if reaches_another_screen(clipboard) {
        return Err(NotTaken::OnlyText);
    }
    clipboard.set_html(table, Some(text)).map_err(not_taken)
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
