//! Opening files, recent books and the sample; keeping work in another folder.

use crate::app::desk::Desk;
use crate::app::desk::tasks::Opening;
use crate::app::desk::tasks::{BROKE, Task};
use crate::app::dialogs::{Dialog, EarlierWork, KeepElsewhere};
use crate::app::grid::Grids;
use crate::app::requests::{OnceOpen, OpenWhat, ToOpen};
use crate::book::Book;
use crate::clients::{STEPS_DAMAGED, file_of};
use crate::disk::paths::{absolute, name_of};
use crate::portal::{self, Input, ReadError};
use crate::session::Session;
use crate::session::files::classify::{brings_back, or_to_decide_in};
use crate::session::files::opening::{Judged, copy_sources, had_by, only_files};
use crate::session::keeping::journal::{Keeping, is_open_elsewhere};
use crate::session::result_line::ResultLine;
use crate::store::Home;
use crate::store::journal::{self, Kept};
use crate::store::merged::from_copies;
use crate::store::{FOLDER, Recent};
use crate::values::clock;
use crate::work::Progress;
use crate::work::job::{Job, State};
use std::path::PathBuf;

/// The sample that can be tried: synthetic, as real as one can make it.
const SAMPLE: &[u8] = include_bytes!("../../../../assets/sample.json");

const SAMPLE_NAME: &str = "sample.json";

impl Desk {
    /// Opens something now; what is open was asked about before.
    pub(crate) fn open_now(&mut self, to_open: ToOpen) {
        let once_open = to_open.once_open;
        match to_open.what {
            OpenWhat::Files(paths) if paths.is_empty() => {}
            OpenWhat::Files(paths) => self.open_files(paths, OnceOpen { named: true, ..once_open }),
            OpenWhat::Recent(recent) => self.open_recent(recent, once_open),
            OpenWhat::Sample => self.open_sample(once_open),
        }
    }

    fn open_files(&mut self, paths: Vec<PathBuf>, once_open: OnceOpen) {
        let words = format!("Opening {}", self.names_of(&paths));
        let shown = paths.iter().map(|p| absolute(p).display().to_string()).collect();
        let home = self.store.home();
        self.start_opening(words, shown, home, once_open, move |progress| {
            portal::open(&paths, progress).map_err(|error| or_to_decide_in(error, progress))
        });
    }

    /// Opens a book of the list of recent ones: by its kept copies if there are any, else by its files.
    fn open_recent(&mut self, mut recent: Recent, once_open: OnceOpen) {
        if recent.paths.is_empty() {
            // Where its journal is damaged, the settings may still know where it was.
            let same = |known: &&Recent| known.folder.is_some() && known.folder == recent.folder;
            recent.paths = self.store.get().recent.iter().find(same).map_or_else(Vec::new, |known| known.paths.clone());
        }
        let files: Vec<PathBuf> = recent.paths.iter().map(PathBuf::from).collect();
        let (home, kept) = (self.store.home(), recent.folder.clone());
        let words = match files.is_empty() {
            true => "Opening the client".to_owned(),
            false => format!("Opening {}", self.names_of(&files)),
        };
        let own = home.clone();
        self.start_opening(words, recent.paths, home, once_open, move |progress| {
            let copies = own.ok().zip(kept).and_then(|(home, folder)| from_copies(&home, &home.folder.join(folder)));
            match copies {
                Some(inputs) => portal::read(with_paths(inputs, &files), progress),
                None if files.is_empty() => Err(ReadError::of_no_file(STEPS_DAMAGED)),
                None => only_files(&files).and_then(|()| portal::open(&files, progress)),
            }
        });
    }

    /// Opens the sample now. It is there to be tried: nothing of it is kept.
    fn open_sample(&mut self, once_open: OnceOpen) {
        let home = Err("the sample is only for trying".into());
        self.start_opening("Opening the sample".into(), Vec::new(), home, once_open, |progress| {
            let input = Input { name: SAMPLE_NAME.into(), path: None, bytes: SAMPLE.to_vec() };
            portal::read(vec![input], progress)
        });
    }

    /// The names of files that are read, as they may be shown now.
    pub(crate) fn names_of(&self, paths: &[PathBuf]) -> String {
        paths.iter().map(|path| file_of(&name_of(path), self.cover.on)).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn start_opening(
        &mut self,
        words: String,
        paths: Vec<String>,
        home: Result<Home, String>,
        once_open: OnceOpen,
        read: impl FnOnce(&Progress) -> Result<Book, ReadError> + Send + 'static,
    ) {
        // It may be the same book, whose folder only one can hold.
        self.note_how_it_is_left();
        self.clients.stop();
        if let Some(open) = &mut self.open {
            self.clients.left(open.put_down());
        }
        let (books, wake, clock) = (self.store.get().books.clone(), self.wake.clone(), self.clock.clone());
        // A client of the list is meant as it is.
        let asks = once_open.named && !once_open.again && once_open.files.is_empty();
        let named: Vec<PathBuf> = paths.iter().filter(|_| asks).map(PathBuf::from).collect();
        let work = move |progress: &Progress| {
            let book = read(progress)?;
            if progress.cancelled() {
                return Err(ReadError::cancelled());
            }
            let files = book.sources().list().to_vec();
            let with_question = |mut judged: Judged| {
                let replaced = !named.is_empty() && !judged.book.is_current(&files);
                judged.brings_back = replaced && brings_back(&judged.book, &named, progress);
                Ok(Box::new(judged))
            };
            let earlier = home.as_ref().ok().and_then(|home| had_by(home, &book, progress));
            if let Some(earlier) = earlier {
                let judged = Judged::as_of(clock.day(), earlier, &books, home.clone(), &wake, progress);
                // Unless it was taken back there.
                if files.iter().all(|source| judged.book.files().any(|file| file.hash == source.hash)) {
                    return with_question(judged);
                }
            }
            with_question(Judged::as_of(clock.day(), book, &books, home, &wake, progress))
        };
        self.task = Some(Task::Open(Opening { job: Job::start(&self.wake, words, work), paths, once_open }));
    }

    /// Looks whether the book is there.
    pub(crate) fn poll_opening(&mut self, mut opening: Opening) {
        let why = match opening.job.poll() {
            State::Running => return self.task = Some(Task::Open(opening)),
            State::Done(Ok(_)) if opening.job.cancelled() => None,
            State::Done(Ok(judged)) => return self.opened(*judged, opening.paths, opening.once_open),
            State::Done(Err(error)) if error.cancelled => None,
            State::Done(Err(error)) => Some(Ok(error)),
            State::Died => Some(Err(BROKE)),
        };
        // What was open before is still there, and kept as before.
        if let (Some(open), Ok(home)) = (&mut self.open, self.store.home()) {
            open.take_up_again(home, &self.wake);
        }
        match why {
            Some(Ok(error)) => {
                let paths = opening.paths.iter().map(PathBuf::from).collect();
                self.cannot_open(&error, paths, opening.once_open.files);
            }
            Some(Err(broke)) => self.tell("This cannot be opened", broke.into()),
            None => {}
        }
    }

    fn opened(&mut self, mut judged: Judged, paths: Vec<String>, once_open: OnceOpen) {
        let (lines, steps) = (std::mem::take(&mut judged.lines), judged.came_back.log.in_force());
        let again: Vec<PathBuf> = paths.iter().filter(|_| judged.brings_back).map(PathBuf::from).collect();
        let mut open = Box::new(Session::new(judged, &self.wake));
        open.lay_out_all(&self.store.get().layouts);
        if !paths.is_empty() {
            let folder = open.keeping().place().and_then(|(home, folder)| {
                Some(folder.strip_prefix(&home.folder).ok()?.to_string_lossy().replace('\\', "/"))
            });
            let gstin = open.book().recipient.gstin().map(str::to_owned);
            let before = self.store.get().recent.iter().find(|recent| recent.paths == paths);
            let (period, left) = before.map_or_else(Default::default, |b| (b.period.clone(), b.left));
            self.store.remember(Recent { paths, gstin, when: clock::now(), folder, period, left });
        }
        open.say_how_it_came_back(&lines);
        if let (true, Some(before)) = (once_open.again, self.open.take()) {
            open.look_as(*before);
            open.say_whether_taken_over();
        } else {
            self.grids = Grids::default();
        }
        self.dialog = None;
        self.open = Some(open);
        self.recall_match_settings();
        self.note_how_it_is_left();
        self.copy_sources();
        if let (Some(find), Some(open)) = (once_open.find, &mut self.open) {
            open.look_for(find);
        }
        if !once_open.files.is_empty() {
            self.open_for_one(once_open.files);
        } else if !again.is_empty() {
            self.open_for_one(again);
        } else if steps == 0 && !once_open.alone {
            self.dialog = self.earlier_work().map(Dialog::EarlierWork);
        }
    }

    /// Work on an earlier download of the recipient whose book was just opened for the first time.
    fn earlier_work(&self) -> Option<EarlierWork> {
        let open = self.open.as_deref()?;
        let (home, folder) = open.keeping().folder()?;
        let gstin = open.book().recipient.gstin()?;
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

    /// Keeps copies of the open book's sources, unless the user asks for none.
    pub(crate) fn copy_sources(&mut self) {
        let open = self.open.as_deref().filter(|_| !self.store.get().no_copies);
        let copy = |open: &Session| Some(copy_sources(&self.wake, open.keeping().folder()?, open.book().sources()));
        self.copying = open.and_then(copy);
    }

    /// Tries again to keep what is in memory.
    pub(crate) fn save_now(&mut self) {
        let unread = |open: &Session| matches!(open.keeping(), Keeping::Unread { .. }) && open.log().steps().is_empty();
        if let Some(open) = self.open.as_deref().filter(|open| unread(open)) {
            let paths =
                open.book().sources().list().iter().map(|source| source.path.clone()).collect::<Option<Vec<_>>>();
            return self.open_now(ToOpen::files(paths.unwrap_or_default()));
        }
        if let (Some(open), Ok(home)) = (&mut self.open, self.store.home()) {
            open.save_again(home, &self.wake);
        }
    }

    /// Asks for another folder to keep work in.
    pub(crate) fn ask_where_to_keep(&mut self) {
        let unsaved = self.open.as_ref().and_then(|open| match open.keeping().kept() {
            Kept::NotSaved(why) => Some(format!("{why}.")),
            _ => None,
        });
        self.dialog = Some(Dialog::KeepElsewhere(KeepElsewhere::new(&self.folder(), unsaved.or(self.store.problem()))));
    }

    /// Keeps settings and the open book in a folder from now on.
    pub(crate) fn keep_in(&mut self, folder: PathBuf, back: Option<Box<Dialog>>) {
        let home = Home { disk: self.store.disk(), folder: folder.join(FOLDER) };
        let kept = home.usable().and_then(|()| match &mut self.open {
            Some(open) => open.keep_in(home.clone(), &self.wake),
            None => Ok(()),
        });
        match kept {
            Err(why) => self.back_with(back, why),
            Ok(()) => {
                self.store.move_to(home.folder);
                if let Some(open) = &mut self.open {
                    open.say(ResultLine::new(format!("Kept in {} from now on.", folder.display())));
                }
            }
        }
    }

    /// Looks whether the copies of the sources are there.
    pub(crate) fn poll_copying(&mut self) {
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
            open.say_also_wrong(&words);
        }
    }
}

/// Copies that do not say where their files were, with the places that are known of files of their names: a name of a file may say
/// whose it is.
fn with_paths(mut inputs: Vec<Input>, files: &[PathBuf]) -> Vec<Input> {
    for input in inputs.iter_mut().filter(|input| input.path.is_none()) {
        input.path = files.iter().find(|file| name_of(file) == input.name).cloned();
    }
    inputs
}
