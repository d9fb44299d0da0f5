//! A book comes onto the desk: files, or kept copies of them, are read and judged on a job, with all that was done to the
//! book before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use egui::Context;

use super::clock;
use super::desk::Desk;
use super::dialogs::{Dialog, EarlierWork, KeepElsewhere};
use super::files::{BROKE, Task, absolute, name_of};
use super::jobs::{Job, State};
use super::keeping::{Keeping, Opened, is_open_elsewhere};
use super::later;
use super::look_only;
use super::open_book::OpenBook;
use super::result_line::ResultLine;
use crate::book::{Book, Source, SourceKind, Sources};
use crate::disk::{self, plain};
use crate::edit::merge::Later;
use crate::portal::{self, Input, ReadError};
use crate::rules::Findings;
use crate::store::BookFacts;
use crate::store::Home;
use crate::store::copies;
use crate::store::journal::{self, Kept, Resumed};
use crate::store::{FOLDER, Recent};
use crate::values::{Day, grouped};
use crate::work::Progress;

/// The sample that can be tried: synthetic, as real as one can make it.
const SAMPLE: &[u8] = include_bytes!("../../assets/sample.json");
const SAMPLE_NAME: &str = "sample.json";

/// A book that was read and judged: what takes long, and can be done on a job's thread.
pub struct Judged {
    /// The book.
    pub book: Book,
    /// What its journal told.
    pub told: Resumed,
    /// How it is kept.
    pub keeping: Keeping,
    /// What the rules say of it.
    pub findings: Findings,
    /// The day by which they judge.
    pub day: Day,
    /// When its newest download was made, as far as the disk knows.
    pub downloaded: Option<Day>,
    /// What the user calls the recipient.
    pub name: String,
    /// What the user should know of how it came back.
    pub lines: Vec<String>,
}

impl Judged {
    /// Takes up what was done to a book before, and judges it as of a day by what is known of its recipient.
    pub fn as_of(
        day: Day,
        mut book: Book,
        books: &BTreeMap<String, BookFacts>,
        home: Result<Home, String>,
        ctx: &Context,
        progress: &Progress,
    ) -> Judged {
        let Opened { told, keeping, lines } = Keeping::open(home, &mut book, ctx);
        let known = book.recipient.gstin().and_then(|gstin| books.get(gstin)).cloned().unwrap_or_default();
        book.facts = known.facts();
        // None if it was stopped on the way; then nobody will look at it.
        let findings = Findings::of_until(&book, day, progress).unwrap_or_default();
        let downloaded = made_on(&book);
        Judged { findings, book, told, keeping, day, downloaded, name: known.name, lines }
    }
}

/// When a file was written, as far as the disk knows.
pub(super) fn written_at(source: &Source) -> Option<SystemTime> {
    std::fs::metadata(source.path.as_deref()?).ok()?.modified().ok()
}

/// The day on which the newest download in a book was made. A file that was copied since may look newer, never older.
pub(super) fn made_on(book: &Book) -> Option<Day> {
    let downloads = book.files().filter(|source| source.kind == SourceKind::Download);
    let newest = downloads.filter_map(written_at).max()?;
    let made = Day::in_india(newest.duration_since(UNIX_EPOCH).ok()?.as_secs());
    // Some archives know no time and say 1980: there was no IMS before October 2024.
    (Some(made) >= Day::new(2024, 10, 1)).then_some(made)
}

/// A book on its way onto the desk.
pub struct Opening {
    /// The job.
    pub job: Job<Result<Box<Judged>, ReadError>>,
    /// The files that it is read from, for the list of recent ones; none for the sample.
    paths: Vec<String>,
}

/// Copies of a book's sources on their way into its folder.
pub type Copying = Job<Result<(), String>>;

impl Desk {
    /// Opens files now; what is open was asked about before.
    pub(super) fn open_now(&mut self, paths: Vec<PathBuf>) {
        if paths.is_empty() {
            return;
        }
        let names: Vec<String> = paths.iter().map(|p| name_of(p)).collect();
        let shown = paths.iter().map(|p| absolute(p).display().to_string()).collect();
        let home = self.store.home();
        self.start_opening(format!("Opening {}", names.join(", ")), shown, home, move |progress| {
            portal::open(&paths, progress)
        });
    }

    /// Opens a book of the list of recent ones: by its kept copies if there are any, else by its files.
    pub(super) fn open_recent_now(&mut self, recent: Recent) {
        let files: Vec<PathBuf> = recent.paths.iter().map(PathBuf::from).collect();
        let (home, kept) = (self.store.home(), recent.folder.clone());
        let words = format!("Opening {}", files.iter().map(|p| name_of(p)).collect::<Vec<_>>().join(", "));
        let own = home.clone();
        self.start_opening(words, recent.paths, home, move |progress| {
            let copies = own.ok().zip(kept).and_then(|(home, folder)| from_copies(&home, &home.folder.join(folder)));
            match copies {
                Some(inputs) => portal::read(inputs, progress),
                None => only_files(&files).and_then(|()| portal::open(&files, progress)),
            }
        });
    }

    /// Opens the sample now. It is there to be tried: nothing of it is kept.
    pub(super) fn open_sample_now(&mut self) {
        let home = Err("the sample is only for trying".into());
        self.start_opening("Opening the sample".into(), Vec::new(), home, |progress| {
            let input = Input { name: SAMPLE_NAME.into(), path: None, bytes: SAMPLE.to_vec() };
            portal::read(vec![input], progress)
        });
    }

    pub(super) fn start_opening(
        &mut self,
        words: String,
        paths: Vec<String>,
        home: Result<Home, String>,
        read: impl FnOnce(&Progress) -> Result<Book, ReadError> + Send + 'static,
    ) {
        // It may be the same book, whose folder only one can hold.
        if let Some(open) = &mut self.open {
            open.put_down();
        }
        let (books, ctx, clock) = (self.store.get().books.clone(), self.ctx.clone(), self.clock.clone());
        let work = move |progress: &Progress| {
            let book = read(progress)?;
            if progress.cancelled() {
                return Err(ReadError::cancelled());
            }
            let earlier = home.as_ref().ok().and_then(|home| had_by(home, &book, progress));
            if let Some(earlier) = earlier {
                let judged = Judged::as_of(clock.day(), earlier, &books, home.clone(), &ctx, progress);
                // Unless it was taken back there.
                if book.sources().list().iter().all(|source| judged.book.files().any(|file| file.hash == source.hash)) {
                    return Ok(Box::new(judged));
                }
            }
            Ok(Box::new(Judged::as_of(clock.day(), book, &books, home, &ctx, progress)))
        };
        self.task = Some(Task::Open(Opening { job: Job::start(&self.ctx, words, work), paths }));
    }

    /// Looks whether the book is there.
    pub(super) fn poll_opening(&mut self, ctx: &Context, mut opening: Opening) {
        let why = match opening.job.poll() {
            State::Running => return self.task = Some(Task::Open(opening)),
            State::Done(Ok(_)) if opening.job.cancelled() => None,
            State::Done(Ok(judged)) => return self.opened(ctx, *judged, opening.paths),
            State::Done(Err(error)) if error.cancelled => None,
            State::Done(Err(error)) => Some(Ok(error)),
            State::Died => Some(Err(BROKE)),
        };
        self.arriving.clear();
        (self.alone, self.looks_again) = (false, false);
        // What was open before is still there, and kept as before.
        if let (Some(open), Ok(home)) = (&mut self.open, self.store.home()) {
            open.take_up_again(home, ctx);
        }
        match why {
            Some(Ok(error)) => self.cannot_open(&error, opening.paths.iter().map(PathBuf::from).collect()),
            Some(Err(broke)) => self.tell("This cannot be opened", broke.into()),
            None => {}
        }
    }

    fn opened(&mut self, ctx: &Context, mut judged: Judged, paths: Vec<String>) {
        let (lines, steps) = (std::mem::take(&mut judged.lines), judged.told.log.in_force());
        let mut open = Box::new(OpenBook::new(judged, ctx));
        open.lay_out(&self.store.get().layouts);
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(format!("{} · IMS Desk", open.file_names())));
        if !paths.is_empty() {
            let folder = open.keeping.place().and_then(|(home, folder)| {
                Some(folder.strip_prefix(&home.folder).ok()?.to_string_lossy().replace('\\', "/"))
            });
            let gstin = open.book.recipient.gstin().map(str::to_owned);
            self.store.remember(Recent { paths, gstin, when: clock::now(), folder });
        }
        if !lines.is_empty() {
            open.result = Some(ResultLine::bad(lines.join(" ")));
        } else if steps > 0 {
            open.result = Some(ResultLine::new(came_back(steps as u64)));
        }
        if open.keeping.look_only().is_some() {
            // Here it is not work that goes on.
            open.result = open.result.filter(|line| line.bad);
        }
        if std::mem::take(&mut self.looks_again)
            && let Some(before) = self.open.take()
        {
            open.look_as(*before);
            let damaged = open.result.take().filter(|line| line.bad);
            open.result = damaged.or_else(|| Some(look_only::seen_again(&open)));
        }
        self.dialog = None;
        self.open = Some(open);
        self.copy_sources();
        let (arriving, alone) = (std::mem::take(&mut self.arriving), std::mem::take(&mut self.alone));
        if !arriving.is_empty() {
            self.open_or_attach(arriving);
        } else if steps == 0 && !alone {
            self.dialog = self.earlier_work().map(Dialog::EarlierWork);
        }
    }

    /// Work on an earlier download of the recipient whose book was just opened for the first time.
    fn earlier_work(&self) -> Option<EarlierWork> {
        let open = self.open.as_deref()?;
        let (home, folder) = open.keeping.folder()?;
        let gstin = open.book.recipient.gstin()?;
        let newer: Vec<PathBuf> = self.store.get().recent.first()?.paths.iter().map(PathBuf::from).collect();
        let earlier = self.store.get().recent.iter().filter(|recent| recent.gstin.as_deref() == Some(gstin));
        let worked_on = |recent: &&Recent| {
            let kept = recent.folder.as_deref().map(|folder| home.folder.join(folder));
            kept.is_some_and(|kept| {
                kept != folder && journal::any_steps_in(&*home.disk, &kept) && !is_open_elsewhere(home, &kept)
            })
        };
        let earlier = earlier.clone().find(worked_on)?;
        Some(EarlierWork::new(earlier.clone(), newer))
    }

    /// Keeps copies of the open book's sources, unless the user wishes none.
    pub(super) fn copy_sources(&mut self) {
        let open = self.open.as_deref().filter(|_| !self.store.get().no_copies);
        self.copying = open.and_then(|open| copy_sources(&self.ctx, open));
    }

    /// Tries again to keep what is in memory.
    pub(super) fn save_now(&mut self) {
        let unread = |open: &OpenBook| matches!(open.keeping, Keeping::Unread { .. }) && open.log.steps().is_empty();
        if let Some(open) = self.open.as_deref().filter(|open| unread(open)) {
            let paths = open.book.sources().list().iter().map(|source| source.path.clone()).collect::<Option<Vec<_>>>();
            return self.open_now(paths.unwrap_or_default());
        }
        if let (Some(open), Ok(home)) = (&mut self.open, self.store.home()) {
            open.save_again(home, &self.ctx);
        }
    }

    /// Asks for another folder to keep work in.
    pub(super) fn ask_where_to_keep(&mut self) {
        let unsaved = self.open.as_ref().and_then(|open| match open.keeping.kept() {
            Kept::NotSaved(why) => Some(format!("{why}.")),
            _ => None,
        });
        self.dialog = Some(Dialog::KeepElsewhere(KeepElsewhere::new(&self.folder(), unsaved.or(self.store.problem()))));
    }

    /// Keeps settings and the open book in a folder from now on.
    pub(super) fn keep_in(&mut self, folder: PathBuf, back: Option<Box<Dialog>>) {
        let home = Home { disk: self.store.disk(), folder: folder.join(FOLDER) };
        let kept = home.usable().and_then(|()| match &mut self.open {
            Some(open) => open.keep_in(home.clone(), &self.ctx),
            None => Ok(()),
        });
        match kept {
            Err(why) => self.back_with(back, why),
            Ok(()) => {
                self.store.move_to(home.folder);
                if let Some(open) = &mut self.open {
                    open.result = Some(ResultLine::new(format!("Kept in {} from now on.", folder.display())));
                }
            }
        }
    }

    /// Looks whether the copies of the sources are there.
    pub(super) fn poll_copying(&mut self) {
        let Some(copying) = &mut self.copying else { return };
        let result = match copying.poll() {
            State::Running => return,
            State::Done(result) => result,
            State::Died => Err(BROKE.into()),
        };
        self.copying = None;
        if let (Err(why), Some(open)) = (result, &mut self.open) {
            let words = format!(
                "No copy of the portal's file could be kept: {why}. Your decisions are kept all the same; keep the file itself."
            );
            // What was said of how the book came back counts more.
            let before = open.result.take().filter(|line| line.bad).map(|line| line.text + " ");
            open.result = Some(ResultLine::bad(before.unwrap_or_default() + &words));
        }
    }
}

fn came_back(steps: u64) -> String {
    match steps {
        1 => "Your work is back: 1 step.".into(),
        n => format!("Your work is back: {} steps.", grouped(n)),
    }
}

/// What is not a file any more, though it was one when it was opened, may make who opens it wait for ever.
pub(super) fn only_files(paths: &[PathBuf]) -> Result<(), ReadError> {
    paths.iter().try_for_each(|path| match plain::metadata(path) {
        Err(e) if plain::is_not_plain(&e) => {
            let file = path.display().to_string();
            Err(ReadError { file, place: None, what: format!("cannot be read: {e}"), cancelled: false, wrong: None })
        }
        _ => Ok(()),
    })
}

/// What `portal::read` needs to read a book from the copies in its folder; none if they are not all there.
pub(super) fn from_copies(home: &Home, folder: &Path) -> Option<Vec<Input>> {
    let head = journal::head_in(&*home.disk, folder)?;
    later::inputs(home, folder, &head.sources).ok()
}

/// The book in which a download that was opened by itself is already: the work goes on there.
fn had_by(home: &Home, book: &Book, progress: &Progress) -> Option<Book> {
    let gstin = book.recipient.gstin()?;
    let folders = home.books_of(gstin).into_iter();
    let mut had = folders.filter(|folder| {
        let merged = journal::later_in(&*home.disk, folder);
        merged.into_iter().any(|files| Later::named(files).is(book))
    });
    portal::read(from_copies(home, &had.next()?)?, progress).ok()
}

/// Copies the sources of a book into its folder, where they are not there already.
fn copy_sources(ctx: &Context, open: &OpenBook) -> Option<Copying> {
    let (home, folder) = open.keeping.folder()?;
    let (home, folder, sources) = (home.clone(), folder.to_owned(), open.book.sources().clone());
    let copy = move |sources: &Arc<Sources>| {
        sources.list().iter().try_for_each(|source| copies::keep(&*home.disk, &folder, source))
    };
    Some(Job::start(ctx, "Copying", move |_| copy(&sources).map_err(|e| disk::words(&e))))
}
