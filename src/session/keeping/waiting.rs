//! A book whose folder could not be written: its work is in memory, and it is tried again until the disk allows it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::session::Session;
use crate::session::keeping::journal::Keeping;
use crate::store::Home;
use crate::store::journal::{Head, JournalMark};
use crate::work::wake::Wake;

/// It is tried again so often.
const AGAIN: Duration = Duration::from_secs(3);

/// How a book is kept once its folder can be written.
pub struct KeepAgain {
    home: Home,
    folder: PathBuf,
    wake: Wake,
    /// Its journal as this window knows it. Where it differs now, a second window has worked on it: nothing may take the place of
    /// that before the user says so.
    mark: Option<JournalMark>,
    tried: Instant,
}

impl Keeping {
    /// In memory, as this folder cannot be written now, for this reason.
    pub(in crate::session) fn waiting(home: Home, folder: PathBuf, why: String, wake: &Wake) -> Keeping {
        let mark = JournalMark::of(&*home.disk, &folder).ok();
        let again = KeepAgain { home, folder, wake: wake.clone(), mark, tried: Instant::now() };
        Keeping::Waiting { why, again: Box::new(again) }
    }
}

impl Session {
    /// Tries again to keep what waits for its folder; `now`: it is about to be left, however short ago it was tried.
    pub(super) fn keep_if_it_waits(&mut self, now: bool) {
        if !self.unwritten() {
            return;
        }
        let Keeping::Waiting { again, .. } = &mut self.keeping else { return };
        let rests = AGAIN.saturating_sub(again.tried.elapsed());
        if !now && !rests.is_zero() {
            return again.wake.after(rests);
        }
        again.tried = Instant::now();
        let (home, wake) = (again.home.clone(), again.wake.clone());
        let same = JournalMark::of(&*home.disk, &again.folder).ok() == again.mark;
        if same && self.keep_in(home, &wake).is_err() {
            self.still_waits();
        }
        wake.after(AGAIN);
    }

    /// The last try may have left a journal that is not whole.
    fn still_waits(&mut self) {
        if let Keeping::Waiting { again, .. } = &mut self.keeping {
            again.mark = JournalMark::of(&*again.home.disk, &again.folder).ok();
        }
    }

    /// The folder of this book cannot be written now, for this reason.
    pub(super) fn wait_for_folder(&mut self, home: Home, why: String, wake: &Wake) {
        let folder = home.of_book(&Head::of(&self.book).key(), self.book.recipient.gstin());
        self.keeping = Keeping::waiting(home, folder, why, wake);
    }
}
