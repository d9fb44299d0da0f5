//! Keeps the journal on a thread of its own: the window hands frames over and never waits for a disk.
//!
//! Saved is what is in the file that its name leads to. Programs that synchronise folders replace files under the hands
//! of those who write them, and who writes on then writes into a file without a name: so that is looked at after each sync,
//! and now and then while there is nothing to write.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use xxhash_rust::xxh3::Xxh3Default;

use super::beside;
use super::event::Event;
use super::frames::frame;
use super::snapshot::Snapshot;
use crate::book::Book;
use crate::disk::{self, Disk, Sink, plain};
use crate::work::parts::no_thread;

/// What is handed over reaches the disk together with what follows in this time: a clerk is quicker than many a stick.
const GATHER: Duration = Duration::from_millis(500);
/// After a failure it is tried again by itself so often.
const RETRY: Duration = Duration::from_secs(3);
/// While there is nothing to write, it is looked so often whether what was saved is still there.
const LOOK: Duration = Duration::from_secs(2);
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
    /// Something was saved, or not: for those who wait.
    tried: Condvar,
}

#[derive(Default)]
struct State {
    /// Frames that the thread has not taken yet.
    waiting: Vec<u8>,
    /// Events handed over, and how many of them are on the disk.
    handed: u64,
    saved: u64,
    /// How often someone wanted an attempt now, and how many of those were made.
    wanted: u64,
    made: u64,
    /// A snapshot that is kept beside the journal once all events in it are saved.
    beside: Option<Box<Snapshot>>,
    problem: Option<String>,
    /// The file is not there any more, or is not the one that was written.
    lost: bool,
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
        let pen = Pen::new(disk, path, at);
        let own = shared.clone();
        let thread = std::thread::Builder::new()
            .name("journal".into())
            .spawn(move || own.run(pen, changed))
            .map_err(no_thread)?;
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
        state.handed += 1;
        self.shared.wake.notify_one();
    }

    /// Hands over a snapshot of all that was handed over before: a second way back, written when the journal is.
    pub fn keep_beside(&self, snapshot: Snapshot) {
        self.shared.state.lock().beside = Some(Box::new(snapshot));
    }

    /// How safe the work is.
    pub fn kept(&self) -> Kept {
        let state = self.shared.state.lock();
        match &state.problem {
            Some(problem) => Kept::NotSaved(problem.clone()),
            None if state.saved == state.handed => Kept::Saved,
            None => Kept::Saving,
        }
    }

    /// How many of the events handed over are on the disk.
    pub fn saved(&self) -> u64 {
        self.shared.state.lock().saved
    }

    /// Asks that what waits is written now; does not wait for it.
    pub fn hurry(&self) {
        self.shared.hurry();
    }

    /// Whether the file is not there any more, or is not the one that was written: only a new generation, which tells
    /// everything again, can save what was done.
    pub fn lost(&self) -> bool {
        self.shared.state.lock().lost
    }

    /// Writes what waits, looks whether all of it is there, and waits until that is done or has failed.
    pub fn flush(&self) -> Kept {
        self.shared.attempt(None);
        self.kept()
    }
}

/// Lets every keeper write what it has: for a program that is breaking.
pub fn flush_all() {
    let keepers: Vec<_> = KEEPERS.lock().iter().filter_map(Weak::upgrade).collect();
    for shared in keepers {
        shared.attempt(Some(Instant::now() + LAST_WAIT));
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

    /// Waits until one attempt was made to save all that was handed over so far.
    fn attempt(&self, until: Option<Instant>) {
        let mut state = self.state.lock();
        state.wanted += 1;
        state.hurry = true;
        let wanted = state.wanted;
        self.wake.notify_one();
        while state.made < wanted {
            match until {
                None => self.tried.wait(&mut state),
                Some(until) if self.tried.wait_until(&mut state, until).timed_out() => return,
                Some(_) => {}
            }
        }
    }

    fn run(&self, mut pen: Pen, changed: impl Fn()) {
        // Another file under its name is noticed only by who has opened this one before. That it cannot be opened is said
        // once there is something to write.
        let _ = pen.open();
        loop {
            let (events, wanted) = {
                let mut state = self.state.lock();
                self.await_work(&mut state, !pen.unsynced.is_empty());
                state.hurry = false;
                pen.unsynced.append(&mut state.waiting);
                if pen.unsynced.is_empty() && state.closing {
                    state.made = u64::MAX;
                    self.tried.notify_all();
                    return;
                }
                (state.handed, state.wanted)
            };
            let result = pen.write();
            let (closing, news, beside) = {
                let mut state = self.state.lock();
                let before = (state.saved, state.problem.is_some());
                match &result {
                    Ok(()) => (state.saved, state.problem, state.lost) = (events, None, false),
                    Err(e) => {
                        // The reason first: where there is little room the rest is cut off.
                        state.problem = Some(format!("{} ({})", disk::words(e), pen.path.display()));
                        state.lost = is_lost(e);
                    }
                }
                state.made = wanted;
                self.tried.notify_all();
                // When closing there is one attempt for all that was handed over.
                let closing = state.closing && (result.is_err() || state.waiting.is_empty());
                let all = result.is_ok() && state.waiting.is_empty();
                let beside = if all { state.beside.take() } else { None };
                (closing, before != (state.saved, state.problem.is_some()) || result.is_err(), beside)
            };
            if news {
                changed();
            }
            if let (Some(snapshot), Some(folder)) = (beside, pen.path.parent()) {
                // Without it the journal alone has to do.
                let _ = beside::keep(&*pen.disk, folder, &snapshot);
            }
            if closing {
                self.state.lock().made = u64::MAX;
                self.tried.notify_all();
                return;
            }
        }
    }

    /// Waits until there is something to write, and a little longer for what follows it; or until it is time to look
    /// whether all is still there; or until the end.
    fn await_work(&self, state: &mut parking_lot::MutexGuard<'_, State>, failed: bool) {
        let idle = |state: &State| state.waiting.is_empty() && state.made == state.wanted && !state.closing;
        while !failed && idle(state) {
            if self.wake.wait_for(state, LOOK).timed_out() && idle(state) {
                return;
            }
        }
        let until = Instant::now() + if failed { RETRY } else { GATHER };
        while !state.hurry && !state.closing && !self.wake.wait_until(state, until).timed_out() {}
    }
}

/// The end of a journal file.
struct Pen {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    /// How many bytes of the file are on the disk for certain.
    synced: u64,
    /// The checksum of these, once the file was opened.
    sum: Option<Xxh3Default>,
    /// What follows them. Only a sync that succeeded lets it go: after one that failed no one knows what is on the disk.
    unsynced: Vec<u8>,
    sink: Option<Box<dyn Sink>>,
    /// How much of that was written through this sink.
    written: usize,
    /// Something may stand behind what is certain: it was written in an attempt that failed.
    tried: bool,
    /// The disk can tell whether two names lead to one file.
    tells: bool,
}

/// Another program moved, replaced, cut or removed the file.
#[derive(Debug)]
struct Lost;

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("another program removed, replaced or changed this file while it was in use")
    }
}

impl std::error::Error for Lost {}

fn lost() -> io::Error {
    io::Error::other(Lost)
}

fn is_lost(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Lost>())
}

/// A file that is not there, or is something else, is lost.
fn missing(error: io::Error) -> io::Error {
    let gone = matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
    if gone || plain::is_not_plain(&error) { lost() } else { error }
}

impl Pen {
    fn new(disk: Arc<dyn Disk>, path: PathBuf, at: u64) -> Pen {
        let (sum, unsynced) = (None, Vec::new());
        Pen { disk, path, synced: at, sum, unsynced, sink: None, written: 0, tried: false, tells: false }
    }

    /// Opens the file, if what is certain is in it and nothing else does.
    fn open(&mut self) -> io::Result<()> {
        let sum = match self.disk.open(&self.path) {
            Ok(file) => self.read(file)?,
            Err(e) if e.kind() == io::ErrorKind::NotFound && self.synced == 0 => Xxh3Default::new(),
            Err(e) => return Err(missing(e)),
        };
        let sink = self.disk.write_from(&self.path, self.synced).map_err(missing)?;
        // Some disks give a file another number each time they are asked.
        self.tells = sink.found_at(&self.path, self.synced).unwrap_or(false);
        (self.sink, self.sum, self.written) = (Some(sink), Some(sum), 0);
        Ok(())
    }

    /// Reads what is certain, and gives its checksum.
    fn read(&self, mut file: Box<dyn Read + Send>) -> io::Result<Xxh3Default> {
        let mut sum = Xxh3Default::new();
        let mut left = self.synced;
        let mut buffer = [0; 1 << 14];
        while left > 0 {
            let most = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
            let count = file.read(&mut buffer[..most])?;
            if count == 0 {
                return Err(lost());
            }
            sum.update(&buffer[..count]);
            left -= count as u64;
        }
        let mut behind = Vec::new();
        file.take(self.unsynced.len() as u64 + 1).read_to_end(&mut behind)?;
        let same = self.sum.as_ref().is_none_or(|known| known.digest() == sum.digest());
        if same && self.may_stand_behind(&behind) { Ok(sum) } else { Err(lost()) }
    }

    /// Whether bytes behind what is certain are from an attempt that failed, and so may be written over.
    fn may_stand_behind(&self, bytes: &[u8]) -> bool {
        let ours = |(byte, own): (&u8, &u8)| byte == own || *byte == 0;
        bytes.is_empty()
            || (self.tried && bytes.len() <= self.unsynced.len() && bytes.iter().zip(&self.unsynced).all(ours))
    }

    fn write(&mut self) -> io::Result<()> {
        let mut result = self.try_to_write();
        if result.as_ref().is_err_and(is_lost) && self.let_go() {
            // A copy that says the same may have taken its place.
            result = self.try_to_write();
        }
        if result.is_err() {
            self.let_go();
        }
        result
    }

    /// Whether there was something to let go.
    fn let_go(&mut self) -> bool {
        self.tried |= self.written > 0;
        self.written = 0;
        self.sink.take().is_some()
    }

    fn try_to_write(&mut self) -> io::Result<()> {
        if self.sink.is_none() {
            match self.open() {
                // What cannot be opened and need not be is no problem yet.
                Err(e) if self.unsynced.is_empty() && !is_lost(&e) => return Ok(()),
                opened => opened?,
            }
        }
        let Some(sink) = &mut self.sink else { return Ok(()) };
        if !self.unsynced.is_empty() {
            // What another program has put there must not be written over.
            if self.tells && self.written == 0 && !sink.found_at(&self.path, self.synced)? {
                return Err(lost());
            }
            let from = self.written;
            self.written = self.unsynced.len();
            self.tried = true;
            sink.write_all(&self.unsynced[from..])?;
            sink.flush()?;
            sink.sync()?;
        }
        let end = self.synced + self.unsynced.len() as u64;
        match sink.found_at(&self.path, end) {
            Ok(false) if self.tells => return Err(lost()),
            Err(e) if !self.unsynced.is_empty() => return Err(e),
            _ => {}
        }
        self.sum.iter_mut().for_each(|sum| sum.update(&self.unsynced));
        self.synced = end;
        self.unsynced.clear();
        (self.written, self.tried) = (0, false);
        Ok(())
    }
}
