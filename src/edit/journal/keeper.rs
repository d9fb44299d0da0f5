//! Keeps the journal on a thread of its own: the window hands frames over and never waits for a disk.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use super::Event;
use super::frames::frame;
use crate::book::Book;
use crate::disk::{self, Disk, Sink};

/// What is handed over reaches the disk together with what follows in this time: a clerk is quicker than many a stick.
const GATHER: Duration = Duration::from_millis(500);
/// After a failure it is tried again by itself so often.
const RETRY: Duration = Duration::from_secs(3);
/// A program that is breaking waits no longer than this for its journals.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// How safe the work is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// All of it is on the disk.
    Saved,
    /// The last of it is on its way.
    Saving,
    /// It is in memory only, and why.
    NotSaved(String),
}

/// The keeper of one journal file. Dropping it writes what waits, if the disk lets it.
pub struct Keeper {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    /// The state has changed: for the thread.
    wake: Condvar,
    /// Something was saved, or not: for whoever waits.
    tried: Condvar,
}

#[derive(Default)]
struct State {
    /// Frames that the thread has not taken yet.
    waiting: Vec<u8>,
    /// Events handed over, and how many of them are on the disk.
    told: u64,
    saved: u64,
    problem: Option<String>,
    hurry: bool,
    closing: bool,
}

/// All keepers, for a program that is breaking.
static KEEPERS: Mutex<Vec<Weak<Shared>>> = Mutex::new(Vec::new());

impl Keeper {
    /// Goes on with a journal file that is whole up to byte `at`. `changed` is called from the thread whenever [`Keeper::kept`]
    /// may answer otherwise.
    pub fn start(
        disk: Arc<dyn Disk>,
        path: PathBuf,
        at: u64,
        changed: impl Fn() + Send + 'static,
    ) -> io::Result<Keeper> {
        let shared = Arc::new(Shared { state: Mutex::default(), wake: Condvar::new(), tried: Condvar::new() });
        let mut keepers = KEEPERS.lock();
        keepers.retain(|k| k.strong_count() > 0);
        keepers.push(Arc::downgrade(&shared));
        let pen = Pen { disk, path, synced: at, unsynced: Vec::new(), sink: None, written: 0 };
        let own = shared.clone();
        let thread = std::thread::Builder::new().name("journal".into()).spawn(move || own.run(pen, changed))?;
        Ok(Keeper { shared, thread: Some(thread) })
    }

    /// Hands an event over.
    pub fn keep(&self, event: &Event, book: &Book) {
        self.keep_spelled(&event.to_json(book));
    }

    /// Hands an event over that was spelled already ([`Event::to_json`]).
    pub fn keep_spelled(&self, event: &str) {
        let framed = frame(event);
        let mut state = self.shared.state.lock();
        state.waiting.extend(framed);
        state.told += 1;
        self.shared.wake.notify_one();
    }

    /// How safe the work is.
    pub fn kept(&self) -> Kept {
        let state = self.shared.state.lock();
        match &state.problem {
            Some(problem) => Kept::NotSaved(problem.clone()),
            None if state.saved == state.told => Kept::Saved,
            None => Kept::Saving,
        }
    }

    /// How many of the events handed over are on the disk.
    pub fn saved(&self) -> u64 {
        self.shared.state.lock().saved
    }

    /// Wishes that what waits is written now; does not wait for it.
    pub fn hurry(&self) {
        self.shared.hurry();
    }

    /// Writes what waits and waits until that is done or has failed.
    pub fn flush(&self) -> Kept {
        let told = self.shared.state.lock().told;
        self.shared.wait_for(told, None);
        self.kept()
    }
}

/// Lets every keeper write what it has: for a program that is breaking.
pub fn flush_all() {
    let keepers: Vec<_> = KEEPERS.lock().iter().filter_map(Weak::upgrade).collect();
    for shared in keepers {
        let told = shared.state.lock().told;
        shared.wait_for(told, Some(Instant::now() + LAST_WAIT));
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.shared.state.lock().closing = true;
        self.shared.wake.notify_one();
        if let Some(thread) = self.thread.take() {
            // A thread that broke has nothing more to tell.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn hurry(&self) {
        self.state.lock().hurry = true;
        self.wake.notify_one();
    }

    /// Waits until so many events are saved, or an attempt to has failed.
    fn wait_for(&self, told: u64, until: Option<Instant>) {
        let mut state = self.state.lock();
        if state.saved < told {
            state.problem = None;
            state.hurry = true;
            self.wake.notify_one();
        }
        while state.saved < told && state.problem.is_none() {
            match until {
                None => self.tried.wait(&mut state),
                Some(until) if self.tried.wait_until(&mut state, until).timed_out() => return,
                Some(_) => {}
            }
        }
    }

    fn run(&self, mut pen: Pen, changed: impl Fn()) {
        loop {
            let events = {
                let mut state = self.state.lock();
                self.await_work(&mut state, !pen.unsynced.is_empty());
                state.hurry = false;
                pen.unsynced.append(&mut state.waiting);
                if pen.unsynced.is_empty() {
                    return;
                }
                state.told
            };
            let result = pen.write();
            let closing = {
                let mut state = self.state.lock();
                match &result {
                    Ok(()) => (state.saved, state.problem) = (events, None),
                    Err(e) => state.problem = Some(format!("{}: {}", pen.path.display(), disk::words(e))),
                }
                self.tried.notify_all();
                // When closing there is one attempt for all that was handed over.
                state.closing && (result.is_err() || state.waiting.is_empty())
            };
            changed();
            if closing {
                return;
            }
        }
    }

    /// Waits until there is something to write, and a little longer for what follows it; or until the end.
    fn await_work(&self, state: &mut parking_lot::MutexGuard<'_, State>, failed: bool) {
        while !failed && state.waiting.is_empty() && !state.closing {
            self.wake.wait(state);
        }
        let until = Instant::now() + if failed { RETRY } else { GATHER };
        while !state.hurry && !state.closing && !self.wake.wait_until(state, until).timed_out() {}
    }
}

/// The end of a journal file.
struct Pen {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    /// So many bytes of the file are on the disk for certain.
    synced: u64,
    /// What follows them. Only a sync that succeeded lets it go: after one that failed nobody knows what is on the disk.
    unsynced: Vec<u8>,
    sink: Option<Box<dyn Sink>>,
    /// How much of that was written through this sink.
    written: usize,
}

impl Pen {
    fn write(&mut self) -> io::Result<()> {
        let result = self.try_to_write();
        if result.is_err() {
            (self.sink, self.written) = (None, 0);
        }
        result
    }

    fn try_to_write(&mut self) -> io::Result<()> {
        let sink = match &mut self.sink {
            Some(sink) => sink,
            none => none.insert(self.disk.write_from(&self.path, self.synced)?),
        };
        sink.write_all(&self.unsynced[self.written..])?;
        self.written = self.unsynced.len();
        sink.flush()?;
        sink.sync()?;
        self.synced += self.unsynced.len() as u64;
        self.unsynced.clear();
        self.written = 0;
        Ok(())
    }
}
