//! How the open book is kept: its folder, its lock and its journal; and how it comes back from there.

use crate::book::Book;
use crate::disk::{Lock, whole};
use crate::session::keeping::look_only::LookOnly;
use crate::session::keeping::waiting::KeepAgain;
use crate::store::Home;
use crate::store::home::LOCK;
use crate::store::journal::{self, Begun, Contents, Event, Head, Keeper, Kept, Resumed, Snapshot};
use crate::store::merged;
use crate::values::clock;
use crate::work::wake::Wake;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How the open book is kept.
pub enum Keeping {
    /// In memory only, and why.
    InMemory(String),
    /// In memory until its folder can be written.
    Waiting {
        /// Why it cannot be now.
        why: String,
        /// How it is tried again.
        again: Box<KeepAgain>,
    },
    /// In memory only, as what is kept in its folder cannot be read just now: nothing may take the place of that.
    Unread {
        /// The folder.
        folder: PathBuf,
        /// Why.
        why: String,
    },
    /// It is open elsewhere, by whom: to be looked at only.
    LookOnly(Box<LookOnly>),
    /// In its folder.
    Journal(Box<Journal>),
}

/// The folder of a book that is being kept.
pub struct Journal {
    home: Home,
    /// The folder.
    pub folder: PathBuf,
    keeper: Keeper,
    generation: u64,
    /// Events in this generation.
    events: u64,
    head: Head,
    lock: Lock,
    wake: Wake,
    /// When it was last tried to write all again, as the file was lost.
    rewritten: Option<Instant>,
    /// When a snapshot was last made while the book is open.
    beside: Option<Instant>,
}

/// While a book is open, a snapshot is made so often, if the book is not so large that one would notice.
const BESIDE: Duration = Duration::from_secs(30);

const SMALL: u32 = 20_000;

/// After a file was lost it is tried again so often to write everything to another one.
const REWRITE: Duration = Duration::from_secs(3);

/// A book's journal, read again.
pub struct Opened {
    /// What it said.
    pub came_back: Resumed,
    /// How the book is kept from now on.
    pub keeping: Keeping,
    /// What the user should know.
    pub lines: Vec<String>,
}

impl Keeping {
    /// Opens the journal of a book that was just read, carries out what it tells, and goes on with it. Where that cannot be,
    /// work stays in memory and it is said why.
    pub fn open(home: Result<Home, String>, book: &mut Book, wake: &Wake) -> Opened {
        let in_memory =
            |why| Opened { came_back: Resumed::default(), keeping: Keeping::InMemory(why), lines: Vec::new() };
        let home = match home {
            Ok(home) => home,
            Err(why) => return in_memory(why),
        };
        let head = Head::of(book);
        let folder = home.of_book(&head.key(), book.recipient.gstin());
        let lock = home.disk.make_folder(&folder).and_then(|()| home.disk.lock(&folder.join(LOCK), &holder()));
        let lock = match lock {
            Ok(lock) => Ok(lock),
            Err(e) => Err(not_written(&folder, &e)),
        };
        let resumed = merged::books(&home, &folder)
            .and_then(|later| journal::resume_with(&*home.disk, &folder, book, &head, &later));
        let mut came_back = match resumed {
            Ok(came_back) => came_back,
            // What was decided cannot be shown, which no one should overlook.
            Err(why) => {
                let keeping = Keeping::Unread { folder, why: why.clone() };
                return Opened { came_back: Resumed::default(), keeping, lines: vec![why] };
            }
        };
        journal::take_over(&*home.disk, &folder, book, &mut came_back, &head);
        let lines = std::mem::take(&mut came_back.lines);
        let keeping = match lock {
            Err(why) => Keeping::waiting(home, folder, why, wake),
            Ok(Lock::Theirs(who)) => Keeping::LookOnly(Box::new(LookOnly::new(who, home, folder))),
            Ok(lock) => {
                let place = (home.clone(), folder.clone());
                match Journal::go_on(home, folder, lock, head, Some(&came_back), came_back.contents(book), wake) {
                    Ok(journal) => Keeping::Journal(Box::new(journal)),
                    Err(why) => Keeping::waiting(place.0, place.1, why, wake),
                }
            }
        };
        Opened { came_back, keeping, lines }
    }

    /// Keeps a book that is open already in another folder, with all that was done to it.
    pub fn elsewhere(home: Home, came_back: Contents<'_>, wake: &Wake) -> Result<Keeping, String> {
        let head = Head::of(came_back.book);
        let folder = home.of_book(&head.key(), came_back.book.recipient.gstin());
        let failed = |e| not_written(&folder, &e);
        home.disk.make_folder(&folder).map_err(failed)?;
        match home.disk.lock(&folder.join(LOCK), &holder()).map_err(failed)? {
            Lock::Theirs(who) => Err(format!("{}: another window has this open: {who}", folder.display())),
            lock => {
                Journal::go_on(home, folder, lock, head, None, came_back, wake).map(|j| Keeping::Journal(Box::new(j)))
            }
        }
    }

    /// Tells the journal what was done.
    pub fn tell(&mut self, event: &Event, book: &Book) {
        self.tell_at(event, 0, book);
    }

    /// The same of a step, with when it was done.
    pub fn tell_at(&mut self, event: &Event, when: u64, book: &Book) {
        if let Keeping::Journal(journal) = self {
            journal.keeper.keep_spelled(&event.to_json_at(when, book));
            journal.events += 1;
            journal.keep_beside(book);
        }
    }

    /// The same of an event that was spelled already.
    pub fn tell_spelled(&mut self, event: &str) {
        if let Keeping::Journal(journal) = self {
            journal.keeper.keep_spelled(event);
            journal.events += 1;
        }
    }

    /// How safe the work is. In memory it never is.
    pub fn kept(&self) -> Kept {
        match self {
            Keeping::InMemory(why) | Keeping::Waiting { why, .. } | Keeping::Unread { why, .. } => {
                Kept::NotSaved(why.clone())
            }
            Keeping::LookOnly(_) => Kept::Saved,
            Keeping::Journal(journal) => journal.keeper.kept(),
        }
    }

    /// Asks that what waits is written at once.
    pub fn hurry(&self) {
        if let Keeping::Journal(journal) = self {
            journal.keeper.hurry();
        }
    }

    /// Writes what waits and waits for it; says how safe the work is then.
    pub fn flush(&self) -> Kept {
        match self {
            Keeping::Journal(journal) => journal.keeper.flush(),
            other => other.kept(),
        }
    }

    /// Writes the snapshot of a book that is about to be left.
    pub fn leave(&self, book: &Book) {
        if let Keeping::Journal(journal) = self {
            // The journal itself is what counts; the next start makes a snapshot of it.
            let _ = journal.keep_snapshot(book);
        }
    }

    /// The folder, if the book is kept in one.
    pub fn folder(&self) -> Option<(&Home, &Path)> {
        match self {
            Keeping::Journal(journal) => Some((&journal.home, &journal.folder)),
            _ => None,
        }
    }

    /// Who has the book open, if it may only be looked at.
    pub fn look_only(&self) -> Option<&LookOnly> {
        match self {
            Keeping::LookOnly(look) => Some(look),
            _ => None,
        }
    }

    /// The folder, whether this window keeps the book in it or only looks.
    pub fn place(&self) -> Option<(&Home, &Path)> {
        self.look_only().map(LookOnly::place).or_else(|| self.folder())
    }
}

impl Journal {
    /// Goes on at the end of the journal, or begins a new generation where that is due.
    fn go_on(
        home: Home,
        folder: PathBuf,
        lock: Lock,
        head: Head,
        old: Option<&Resumed>,
        came_back: Contents<'_>,
        wake: &Wake,
    ) -> Result<Journal, String> {
        // Left behind by a crash; one more file harms no one.
        let _ = whole::sweep(&*home.disk, &folder);
        let begun = match old.filter(|old| !old.wants_new_generation()) {
            Some(old) => {
                let Resumed { generation, bytes, events, .. } = *old;
                Ok(Begun { generation, file: old.file.clone(), bytes, events })
            }
            None => journal::begin(&*home.disk, &folder, &head, came_back),
        };
        let started = begun.and_then(|begun| Ok((begun.generation, begun.events, keeper(&home, begun, wake)?)));
        let (generation, events, keeper) = started.map_err(|e| not_written(&folder, &e))?;
        let wake = wake.clone();
        let journal =
            Journal { home, folder, keeper, generation, events, head, lock, wake, rewritten: None, beside: None };
        let made = journal::snapshot(&*journal.home.disk, &journal.folder);
        if made.is_none_or(|made| made.made_at() != (generation, events) || made.is_of(&journal.head) != Some(true)) {
            // A second way back from the beginning. Without it the journal alone has to do.
            let _ = match came_back.log.steps() {
                [] if came_back.book.recipient.typed.is_none() => {
                    journal.store(Snapshot::of_nothing(generation, events))
                }
                _ => journal.keep_snapshot(came_back.book),
            };
        }
        Ok(journal)
    }

    /// Whether the file with all steps was lost.
    pub fn lost(&self) -> bool {
        self.keeper.lost()
    }

    /// Has the second way back written as well, if that was long ago.
    fn keep_beside(&mut self, book: &Book) {
        let soon = self.beside.is_some_and(|at| at.elapsed() < BESIDE);
        if !soon && book.rows_given().iter().all(|&rows| rows <= SMALL) {
            self.beside = Some(Instant::now());
            let snapshot = Snapshot::of(book, self.generation, self.events);
            self.keeper.keep_beside(snapshot.for_rows_of(&self.head));
        }
    }

    fn keep_snapshot(&self, book: &Book) -> std::io::Result<()> {
        self.store(Snapshot::of(book, self.generation, self.events))
    }

    fn store(&self, snapshot: Snapshot) -> std::io::Result<()> {
        journal::keep_snapshot(&*self.home.disk, &self.folder, &snapshot.for_rows_of(&self.head))
    }

    /// The file was lost: everything is written again, to a new generation in the same folder. Where the folder itself is
    /// another one now, or is gone, no one knows who else writes there: then it stays unsaved until the user says what to do.
    pub fn rewrite(&mut self, came_back: Contents<'_>) {
        let soon = self.rewritten.is_some_and(|at| at.elapsed() < REWRITE);
        if !self.keeper.lost() || soon || !self.lock.holds(&self.folder.join(LOCK)) {
            return;
        }
        self.rewritten = Some(Instant::now());
        let begun = journal::begin(&*self.home.disk, &self.folder, &self.head, came_back);
        let started =
            begun.and_then(|begun| Ok((begun.generation, begun.events, keeper(&self.home, begun, &self.wake)?)));
        // If it fails, that it is not saved is said already.
        if let Ok((generation, events, keeper)) = started {
            (self.generation, self.events, self.keeper) = (generation, events, keeper);
            let _ = self.keep_snapshot(came_back.book);
        }
    }
}

/// The keeper of a generation.
fn keeper(home: &Home, begun: Begun, wake: &Wake) -> std::io::Result<Keeper> {
    let wake = wake.clone();
    Keeper::start(home.disk.clone(), begun.file, begun.bytes, move || wake.now())
}

/// Whether another window has the book of this folder open.
pub fn is_open_elsewhere(home: &Home, folder: &Path) -> bool {
    home.is_open(folder)
}

/// Whether no window has the book of this folder open. Where that cannot be known it is not said.
pub fn is_free(home: &Home, folder: &Path) -> bool {
    home.disk.is_locked(&folder.join(LOCK)).is_ok_and(|locked| !locked)
}

/// Why a folder cannot be written, the reason first: where there is little room the rest is cut off.
fn not_written(folder: &Path, error: &std::io::Error) -> String {
    format!("{} ({})", crate::disk::words(error), folder.display())
}

/// Who holds a lock, in words for the other.
fn holder() -> String {
    let machine = ["COMPUTERNAME", "HOSTNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let on = machine.map_or(String::new(), |machine| format!(" on {machine}"));
    format!("IMS Desk{on}, since {}", clock::in_full(clock::now()))
}
