//! The settings on the disk: written on a thread of their own, so that the window never waits for a slow stick.

use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use parking_lot::{Condvar, Mutex};

use super::settings_merge::merged;
use crate::disk::{self, Disk, plain, twice};

const FILE: &str = "settings.json";

/// The file of the settings. Dropping it waits until the last of them are kept, or cannot be.
pub struct SettingsFile {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    state: Mutex<State>,
    changed: Condvar,
}

/// The settings as they were and as they are to be; another window may have written others meanwhile.
struct Change {
    before: Vec<u8>,
    text: Vec<u8>,
}

#[derive(Default)]
struct State {
    /// What is to be written next: a newer text takes the place of one that still waits.
    waiting: Option<Change>,
    /// What could not be written; it is tried once more at the end.
    failed: Option<Change>,
    writing: bool,
    closing: bool,
    problem: Option<String>,
}

impl SettingsFile {
    /// The file in this folder, and what is in it. One that is missing is no problem. Errors: `InvalidData` where it
    /// is damaged; else it may still hold what must not be written over.
    pub fn open(disk: Arc<dyn Disk>, folder: PathBuf) -> (SettingsFile, io::Result<Option<Vec<u8>>>) {
        let path = folder.join(FILE);
        let found = match twice::load(&*disk, &path) {
            Ok(Some(kept)) => Ok(Some(kept.content)),
            // Early versions had one plain file.
            Ok(None) => match disk.read(&path) {
                Ok(content) => Ok(Some(content)),
                // It is never written to.
                Err(e) if e.kind() == ErrorKind::NotFound || plain::is_not_plain(&e) => Ok(None),
                Err(e) => Err(e),
            },
            // What is in the folder's way is reported when something is to be kept there.
            Err(e) if e.kind() == ErrorKind::NotADirectory => Ok(None),
            Err(e) => Err(e),
        };
        let shared = Arc::new(Shared { disk, folder, state: Mutex::default(), changed: Condvar::new() });
        let own = shared.clone();
        let thread = std::thread::Builder::new().name("settings".into()).spawn(move || own.run());
        (SettingsFile { shared, thread: thread.ok() }, found)
    }

    /// The file's path, as messages name it.
    pub fn path(&self) -> PathBuf {
        self.shared.folder.join(FILE)
    }

    /// What is in the folder and is not a file, where it is no folder of books.
    pub fn strangers(&self) -> Vec<PathBuf> {
        let path = self.path();
        disk::strangers(&*self.shared.disk, &self.shared.folder, |name| name == FILE || twice::is_place(&path, name))
    }

    /// Keeps a text that was `before` until now, soon. What another window kept meanwhile, and this one did not change,
    /// stays as the other wrote it.
    pub fn keep(&self, before: Vec<u8>, text: Vec<u8>) {
        let mut state = self.shared.state.lock();
        let earlier = state.waiting.take().or(state.failed.take());
        state.waiting = Some(Change { before: earlier.map_or(before, |earlier| earlier.before), text });
        self.shared.changed.notify_all();
        if self.thread.is_none() {
            drop(state);
            self.shared.write_next();
        }
    }

    /// Waits until all is kept, or could not be.
    pub fn finish(&self) {
        let mut state = self.shared.state.lock();
        while self.thread.is_some() && (state.waiting.is_some() || state.writing) {
            self.shared.changed.wait(&mut state);
        }
    }

    /// Why the last text is not kept.
    pub fn problem(&self) -> Option<String> {
        self.shared.state.lock().problem.clone()
    }
}

impl Drop for SettingsFile {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock();
        state.waiting = state.waiting.take().or(state.failed.take());
        state.closing = true;
        self.shared.changed.notify_all();
        drop(state);
        if let Some(thread) = self.thread.take() {
            // A thread that broke has nothing more to write.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn run(&self) {
        loop {
            let mut state = self.state.lock();
            while state.waiting.is_none() && !state.closing {
                self.changed.wait(&mut state);
            }
            if state.waiting.is_none() {
                return;
            }
            drop(state);
            self.write_next();
        }
    }

    fn write_next(&self) {
        let mut state = self.state.lock();
        let Some(change) = state.waiting.take() else { return };
        state.writing = true;
        drop(state);
        let written = self.write(&change);
        let mut state = self.state.lock();
        state.writing = false;
        state.problem = written.as_ref().err().map(disk::words);
        state.failed = None;
        if written.is_err() {
            match &mut state.waiting {
                Some(newer) => newer.before = change.before,
                None => state.failed = Some(change),
            }
        }
        self.changed.notify_all();
    }

    fn write(&self, Change { before, text }: &Change) -> io::Result<()> {
        self.disk.make_folder(&self.folder)?;
        let path = self.folder.join(FILE);
        let text = match twice::load(&*self.disk, &path) {
            Ok(Some(theirs)) => merged(before, text, &theirs.content),
            Ok(None) => text.clone(),
            Err(e) if e.kind() == ErrorKind::InvalidData => text.clone(),
            Err(e) => return Err(e),
        };
        twice::store(&*self.disk, &path, &text)
    }
}
