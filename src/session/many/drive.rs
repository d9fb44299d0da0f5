//! The clients on the drive: which there are, and each opened as a session of its own, to look at or to work on.

use crate::book::{Book, SourceId};
use crate::clients::{self, BookSummary, ClientFile};
use crate::disk;
use crate::disk::paths::absolute;
use crate::edit::merge::Later;
use crate::portal::{self, ReadError};
use crate::register::RegisterLayout;
use crate::session::Session;
use crate::session::files::opening::{Judged, had_by, only_files};
use crate::session::keeping::journal::{Keeping, Opened, is_open_elsewhere};
use crate::store::journal::{self, Head, Kept};
use crate::store::merged;
use crate::store::merged::from_copies;
use crate::store::{BookFacts, Home, Recent};
use crate::values::{Day, gstin, hex};
use crate::work::Progress;
use crate::work::wake::Wake;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

/// The clients on the drive, and what the settings say of how they are opened.
#[derive(Clone)]
pub struct Drive {
    /// Where they are kept.
    pub home: Home,
    /// The day to judge by.
    pub day: Day,
    /// What is known of recipients, by GSTIN.
    pub books: BTreeMap<String, BookFacts>,
    /// Layouts of registers that were confirmed.
    pub layouts: Vec<RegisterLayout>,
    /// No copies of the portal's files are kept.
    pub no_copies: bool,
    /// The folder of the client that is open in this very window: it is put down before anything is done to it.
    pub mine: Option<PathBuf>,
    /// The summaries of all clients while many of them are worked on.
    pub summaries: Summaries,
}

/// The summaries of the clients, read once for all that is done together, and those of the clients that were left meanwhile.
#[derive(Clone, Default)]
pub struct Summaries {
    there: Arc<OnceLock<ClientFile>>,
    left: Arc<Mutex<Vec<BookSummary>>>,
}

/// Why a client cannot be worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOpened {
    /// Another window has it.
    Elsewhere(String),
    /// Something is wrong with it, or with the drive.
    Failed(String),
}

impl Drive {
    /// The GSTINs of which something is kept, each with the name that the user gave it.
    pub fn clients(&self) -> Vec<(String, String)> {
        let names = self.home.disk.names(&self.home.folder).unwrap_or_default();
        let mut found: Vec<String> = names.into_iter().filter(|name| gstin::well_formed(name)).collect();
        // What cannot be read just now is there.
        found.retain(|gstin| !self.folders(gstin).is_ok_and(|folders| folders.is_empty()));
        found.sort_unstable();
        found.into_iter().map(|gstin| (gstin.clone(), self.name(&gstin))).collect()
    }

    /// What the user calls a recipient; often nothing.
    pub fn name(&self, gstin: &str) -> String {
        self.books.get(gstin).map_or_else(String::new, |facts| facts.name.clone())
    }

    /// The folders of a recipient in which work is kept. The error: that cannot be read just now, so it is not known whether
    /// there is any. It is looked for names alone: work that is damaged is there all the same.
    fn folders(&self, gstin: &str) -> Result<Vec<PathBuf>, String> {
        let disk = &*self.home.disk;
        let failed = |e: io::Error| format!("the folder of {gstin} cannot be read: {}", disk::words(&e));
        let own = self.home.folder.join(gstin);
        let mut folders = Vec::new();
        for name in disk.names(&own).map_err(failed)? {
            let folder = own.join(name);
            match disk.names(&folder) {
                Ok(names) if names.iter().any(|name| journal::is_ours(name)) => folders.push(folder),
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::NotADirectory => {}
                Err(e) => return Err(failed(e)),
            }
        }
        folders.sort_unstable();
        Ok(folders)
    }

    /// The folder of the download that a recipient is worked on with: the one that the list of clients shows first, with the
    /// newest file. The error: that cannot be read just now.
    pub fn current(&self, gstin: &str) -> Result<Option<PathBuf>, String> {
        let mut folders = self.folders(gstin)?;
        if folders.len() > 1 {
            let known = self.summaries.there.get_or_init(|| clients::load(&self.home));
            let name = |folder: &Path| self.name_in_home(folder).unwrap_or_default();
            let last = |folder: &Path| known.of(&name(folder)).and_then(BookSummary::months).map(|(_, last)| last);
            let latest = folders.iter().filter_map(|folder| last(folder)).max();
            folders.sort_by_cached_key(|folder| {
                let (name, last) = (name(folder), last(folder));
                let made = known.of(&name).map(|summary| summary.downloaded).or_else(|| self.made(folder));
                (clients::is_latest(last, latest), made, last, name)
            });
        }
        Ok(folders.pop())
    }

    /// When the newest file of a download was made, in seconds since 1970.
    fn made(&self, folder: &Path) -> Option<u64> {
        let disk = &*self.home.disk;
        let sources = journal::head_in(disk, folder).map(|head| head.sources).unwrap_or_default();
        let sources = sources.into_iter().chain(journal::later_in(disk, folder).into_iter().flatten());
        let made = |source: SourceId| std::fs::metadata(source.path?).ok()?.modified().ok();
        Some(sources.filter_map(made).max()?.duration_since(UNIX_EPOCH).ok()?.as_secs())
    }

    /// A folder as the settings name it.
    pub fn name_in_home(&self, folder: &Path) -> Option<String> {
        Some(folder.strip_prefix(&self.home.folder).ok()?.to_string_lossy().replace('\\', "/"))
    }

    /// The folder of a download that is a client's own, if it is one.
    fn own(&self, book: &Book) -> Result<Option<PathBuf>, String> {
        let Some(gstin) = book.recipient.gstin() else { return Ok(None) };
        let key = Head::of(book).key();
        Ok(self.folders(gstin)?.into_iter().find(|folder| folder.ends_with(&key)))
    }

    /// Whether a download is a client's own and no copy of it is kept: the program was killed before there was one.
    pub(super) fn lacks_copy(&self, book: &Book) -> Result<bool, String> {
        let own = self.own(book)?;
        Ok(!self.no_copies && own.is_some_and(|folder| from_copies(&self.home, &folder).is_none()))
    }

    /// Whether a download is on the drive already: as a client's own files, or as one that was brought in.
    pub(super) fn has(&self, book: &Book, progress: &Progress) -> Result<bool, String> {
        Ok(self.own(book)?.is_some() || had_by(&self.home, book, progress).is_some())
    }

    /// Whether a different download was brought in over this one, which is on the drive.
    pub(super) fn is_replaced(&self, book: &Book) -> Result<bool, String> {
        let (Some(gstin), own) = (book.recipient.gstin(), self.own(book)?) else { return Ok(false) };
        let replaced = |folder: &PathBuf| {
            let later: Vec<Later> = journal::later_in(&*self.home.disk, folder).into_iter().map(Later::named).collect();
            let has = own.as_ref() == Some(folder) || later.iter().any(|files| files.is(book));
            has && later.last().is_some_and(|last| !last.is(book))
        };
        Ok(self.folders(gstin)?.iter().any(replaced))
    }

    /// The book that is kept in a folder, as it was read at first: from the copies there, else from the files themselves.
    fn read(&self, folder: &Path, progress: &Progress) -> Result<Book, String> {
        if let Some(inputs) = from_copies(&self.home, folder) {
            return portal::read(inputs, progress).map_err(|e: ReadError| e.to_string());
        }
        let head = journal::head_in(&*self.home.disk, folder).ok_or("the file of its steps cannot be read")?;
        let paths: Option<Vec<PathBuf>> = head.sources.iter().map(|source| source.path.clone()).collect();
        let paths = paths.ok_or("no copy of its download is kept: open the download itself")?;
        only_files(&paths).map_err(|e: ReadError| e.to_string())?;
        let book = portal::open(&paths, progress).map_err(|e: ReadError| e.to_string())?;
        let same = Head::of(&book).same_rows(&head);
        let names: Vec<&str> = head.sources.iter().map(|source| source.name.as_str()).collect();
        if same { Ok(book) } else { Err(format!("{}: this file has changed since it was opened", names.join(", "))) }
    }

    /// A client to look at only: nothing is locked and nothing is written.
    pub(super) fn look(&self, folder: &Path, progress: &Progress) -> Result<Session, String> {
        let disk = &*self.home.disk;
        let mut book = self.read(folder, progress)?;
        let (head, later) = (Head::of(&book), merged::books(&self.home, folder)?);
        let mut came_back = journal::resume_with(disk, folder, &mut book, &head, &later)?;
        journal::take_over(disk, folder, &mut book, &mut came_back, &head);
        let keeping = Keeping::InMemory("it is only looked at".into());
        let opened = Opened { came_back, keeping, lines: Vec::new() };
        let judged = Judged::of(self.day, book, &self.books, opened, progress);
        Ok(settled(Session::new(judged, &Wake::default())))
    }

    /// Whether another window has the client of a folder open.
    pub(super) fn is_elsewhere(&self, folder: &Path) -> bool {
        self.mine.as_deref() != Some(folder) && is_open_elsewhere(&self.home, folder)
    }

    /// A client to work on. It is locked until it is put down.
    pub(super) fn open_kept(&self, folder: &Path, progress: &Progress) -> Result<Session, NotOpened> {
        self.open(self.read(folder, progress).map_err(NotOpened::Failed)?, progress)
    }

    /// The same of a book that was read just now, perhaps for the first time.
    pub(super) fn open(&self, book: Book, progress: &Progress) -> Result<Session, NotOpened> {
        let judged = Judged::as_of(self.day, book, &self.books, Ok(self.home.clone()), &Wake::default(), progress);
        match &judged.keeping {
            Keeping::Journal(_) => Ok(settled(Session::new(judged, &Wake::default()))),
            Keeping::LookOnly(look) => {
                Err(NotOpened::Elsewhere(format!("it is open in another window ({})", look.who)))
            }
            Keeping::InMemory(why) | Keeping::Waiting { why, .. } => {
                Err(NotOpened::Failed(match self.without_place(why) {
                    Some(why) => format!("Its folder cannot be written: {why}."),
                    None => why.clone(),
                }))
            }
            Keeping::Unread { why, .. } => Err(NotOpened::Failed(match self.without_place(why) {
                Some(why) => format!("Its client was not changed: {why}."),
                None => why.clone(),
            })),
        }
    }

    /// Puts a client down. The error says why what was done to it is not on the drive.
    pub(super) fn put_down(&self, mut open: Session) -> Result<(), String> {
        open.background.stop();
        open.finish_register_copies();
        open.keeping.flush();
        open.rewrite_if_lost();
        let kept = open.keeping.flush();
        self.summaries.left.lock().extend(open.put_down_with(Session::keep_own_summary));
        match kept {
            Kept::Saved => Ok(()),
            Kept::NotSaved(why) => Err(self.without_place(&why).map_or(why.clone(), str::to_owned)),
            Kept::Saving => Err("the disk does not say that it is written".into()),
        }
    }

    /// What went wrong without the place in the data folder that is before or behind it: in a list of many there is no room for it.
    fn without_place<'w>(&self, why: &'w str) -> Option<&'w str> {
        let place = self.home.folder.display().to_string();
        match why.strip_prefix(&place) {
            Some(rest) => rest.split_once(": ").map(|(_, why)| why),
            None => why.split_once(&format!(" ({place}")).map(|(why, _)| why),
        }
    }

    /// Writes what is known of those that were put down. Where that fails, or is never done, it is made again from their journals.
    pub(super) fn keep_summaries(&self) {
        let left = std::mem::take(&mut *self.summaries.left.lock());
        if !left.is_empty() {
            let _ = clients::keep(&self.home, left);
        }
    }

    /// What is kept in the list of those that were opened.
    pub(super) fn recent_of(&self, open: &Session, when: u64) -> Option<Recent> {
        let (_, folder) = open.keeping.folder()?;
        let paths = open.book.files().filter_map(|source| source.path.as_deref());
        let mut paths: Vec<String> = paths.map(|path| absolute(path).display().to_string()).collect();
        paths.dedup();
        let gstin = open.book.recipient.gstin().map(str::to_owned);
        Some(Recent { paths, gstin, when, folder: self.name_in_home(folder), ..Recent::default() })
    }
}

/// Waits until all is counted and read that a session needs. What it would match with its register is for who looks at it.
fn settled(mut open: Session) -> Session {
    while !open.all_counted() || open.register.works() {
        open.poll_background();
        thread::sleep(Duration::from_millis(1));
    }
    open.background.stop();
    open
}

/// The hashes of a book's files, in base 16: what says later that they are the same.
pub(super) fn hashes(book: &Book) -> Vec<String> {
    book.sources().list().iter().map(|source| hex(&source.hash)).collect()
}
