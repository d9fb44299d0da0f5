//! Many clients at once: files are looked at, taken in; uploads are looked at and written. Each on a job, and the client that is
//! open is put down first where something is done to it.

use crate::app::desk::Desk;
use crate::app::desk::tasks::Task;
use crate::app::dialogs::{ArriveMany, Dialog, GenerateMany, ManyDone, WhoseRegister};
use crate::app::requests::{After, ManyRequest, OnceOpen, OpenWhat, ToOpen};
use crate::clients::file_of;
use crate::disk::paths::absolute;
use crate::disk::{self, Guard, whole};
use crate::portal::ReadError;
use crate::session::many::{Arrivals, Drive, Outcomes, ReadyUploads, Summaries, WriteAll};
use crate::values::{clock, counted};
use crate::work::job::{Job, State};
use std::path::{Path, PathBuf};

/// What is said where such a job broke: what it did before stays.
const BROKE: &str = "Something in this program broke while doing this. What was done to clients before that stays; open the files \
                     again to see what is left, and please report it.";

/// Something that is done to many clients.
pub enum ManyTask {
    /// It is seen what files are.
    Look(Job<Option<Arrivals>>, Vec<PathBuf>),
    /// It is seen whether a file is a register, which no download is: else this is said.
    LookForRegister(Job<Option<Arrivals>>, PathBuf, ReadError),
    /// They are taken in.
    TakeIn(Job<Outcomes>, PathBuf),
    /// It is seen which uploads are ready.
    Ready(Job<Option<ReadyUploads>>),
    /// They are written into this folder.
    Write(Job<Outcomes>, PathBuf),
    /// The list of what came of it is saved.
    SaveList(Job<Result<PathBuf, String>>, Option<Box<Dialog>>),
}

impl ManyTask {
    /// What is going on, and how far it is.
    pub fn progress(&self) -> (&str, f32) {
        match self {
            ManyTask::Look(job, _) | ManyTask::LookForRegister(job, ..) => (job.words(), job.part_done()),
            ManyTask::TakeIn(job, _) | ManyTask::Write(job, _) => (job.words(), job.part_done()),
            ManyTask::Ready(job) => (job.words(), job.part_done()),
            ManyTask::SaveList(job, _) => (job.words(), job.part_done()),
        }
    }

    /// Asks it to stop.
    pub fn cancel(&self) {
        match self {
            ManyTask::Look(job, _) | ManyTask::LookForRegister(job, ..) => job.cancel(),
            ManyTask::TakeIn(job, _) | ManyTask::Write(job, _) => job.cancel(),
            ManyTask::Ready(job) => job.cancel(),
            ManyTask::SaveList(job, _) => job.cancel(),
        }
    }

    /// Whether it writes to clients or uploads.
    pub fn writes(&self) -> bool {
        !matches!(self, ManyTask::Look(..) | ManyTask::LookForRegister(..) | ManyTask::Ready(_))
    }
}

impl Desk {
    /// Carries out what is asked of many clients; `closed` is the dialog that has just closed.
    pub(crate) fn many(&mut self, wanted: ManyRequest, closed: &Option<Box<Dialog>>) {
        match wanted {
            ManyRequest::TakeIn(arrivals) => self.take_in(arrivals, closed.clone()),
            // On the list of clients it is what its button says.
            ManyRequest::AllReady if self.open.is_none() && self.clients.any() => {
                let folders = self.clients.to_generate().filter_map(|client| client.current.folder.clone());
                self.look_at_uploads(Some(folders.collect()));
            }
            ManyRequest::AllReady => self.look_at_uploads(None),
            ManyRequest::Ready(folders) => self.look_at_uploads(Some(folders)),
            ManyRequest::Write(uploads, folder) => self.write_uploads(uploads, folder, closed.clone()),
            ManyRequest::OpenWith(gstin, files) => self.open_with(&gstin, files),
            ManyRequest::SaveList(outcomes, path) => self.save_list(outcomes, path, closed.clone()),
        }
    }

    /// What is on the drive; the error says why nothing can be kept there.
    fn drive(&self) -> Result<Drive, String> {
        let settings = self.store.get();
        let place = self.open.as_deref().and_then(|open| open.keeping().folder());
        Ok(Drive {
            home: self.store.home()?,
            day: self.clock.day(),
            books: settings.books.clone(),
            layouts: settings.register_layouts(),
            no_copies: settings.no_copies,
            mine: place.map(|(_, folder)| folder.to_owned()),
            summaries: Summaries::default(),
        })
    }

    /// Looks at files that are opened together. Those of one client are opened as one file is.
    pub(crate) fn look_at_many(&mut self, paths: Vec<PathBuf>) {
        let Ok(drive) = self.drive() else { return self.open_for_one(paths) };
        // They are compared with what is on the drive.
        if let Some(open) = &mut self.open {
            open.may_be_left();
        }
        let (words, files) = (format!("Looking at {}", named(&paths, self.cover.on)), paths.clone());
        let job = Job::start(&self.wake, words, move |progress| Arrivals::of(&files, &drive, progress));
        self.task = Some(Task::Many(ManyTask::Look(job, paths)));
    }

    /// Looks whether a file that is no download is a register; if it is none, `why` is said.
    pub(crate) fn look_for_register(&mut self, path: PathBuf, why: &ReadError) {
        let Ok(drive) = self.drive() else { return self.is_no_register(why) };
        let files = vec![path.clone()];
        let words = format!("Looking at {}", named(&files, self.cover.on));
        let job = Job::start(&self.wake, words, move |progress| Arrivals::of(&files, &drive, progress));
        self.task = Some(Task::Many(ManyTask::LookForRegister(job, path, why.clone())));
    }

    fn is_no_register(&mut self, why: &ReadError) {
        self.tell_of("This cannot be opened", why.in_plain_words(), &why.file);
    }

    /// Asks of which client a register is.
    fn ask_whose_register(&mut self, path: PathBuf, arrivals: &Arrivals) {
        let Some(file) = arrivals.only_table() else { return };
        let listed = self.clients.all().list().iter().filter(|client| !client.mark.hidden);
        let clients: Vec<_> = listed.filter_map(|client| Some((client.gstin.clone()?, client.title()))).collect();
        if clients.is_empty() {
            let words = "Open the download of its client first, then drop it there.";
            return self.tell(WhoseRegister::is_called(file.kind), words.into());
        }
        let named = file.whose().map(str::to_owned);
        let asks = WhoseRegister::new((path, file.kind), clients, named);
        self.dialog = Some(Dialog::WhoseRegister(asks));
    }

    fn open_with(&mut self, gstin: &str, files: Vec<PathBuf>) {
        let Some(recent) = self.clients.recent_of(gstin) else { return };
        let once_open = OnceOpen { files, ..OnceOpen::default() };
        self.ask_before(After::Open(ToOpen { what: OpenWhat::Recent(recent), once_open }));
    }

    fn take_in(&mut self, arrivals: Arrivals, back: Option<Box<Dialog>>) {
        let drive = match self.drive() {
            Ok(drive) => drive,
            Err(why) => return self.tell("Nothing was imported", format!("{why}.")),
        };
        let own = self.open.as_ref().and_then(|open| open.book().recipient.gstin()).map(str::to_owned);
        if arrivals.files.iter().any(|file| file.goes() && file.whose() == own.as_deref()) && !self.put_down_first() {
            return self.back_with(back, "The client that is open could not be saved. Save it first.".into());
        }
        let beside = arrivals.files.first().map(|file| file.path.clone());
        let folder = beside.as_deref().and_then(Path::parent).map_or_else(|| self.folder(), Path::to_owned);
        let words = format!("Taking in {}", counted(arrivals.going(), "file", "files"));
        let job = Job::start(&self.wake, words, move |progress| arrivals.carry_out(&drive, progress));
        self.task = Some(Task::Many(ManyTask::TakeIn(job, folder)));
    }

    /// Goes back to the list of clients, unless something would be lost.
    fn put_down_first(&mut self) -> bool {
        if self.open.as_mut().is_some_and(|open| !open.may_be_left()) {
            return false;
        }
        if self.open.is_some() {
            self.leave();
        }
        true
    }

    fn look_at_uploads(&mut self, folders: Option<Vec<String>>) {
        let drive = match self.drive() {
            Ok(drive) => drive,
            Err(why) => return self.tell("There are no clients", format!("{why}.")),
        };
        if let Some(open) = &mut self.open {
            open.may_be_left();
        }
        let job = Job::start(&self.wake, "Looking at all clients", move |progress| {
            let folders = match folders {
                Some(names) => names.into_iter().map(|name| drive.home.folder.join(name)).collect(),
                None => ReadyUploads::all_folders(&drive),
            };
            ReadyUploads::of(folders, &drive, progress)
        });
        self.task = Some(Task::Many(ManyTask::Ready(job)));
    }

    /// Where files are proposed: beside the download that is open, else beside the one that was opened last.
    fn beside_downloads(&self) -> PathBuf {
        let last = self.store.get().recent.first().and_then(|recent| recent.paths.first());
        let beside = last.and_then(|path| Path::new(path).parent()).filter(|folder| folder.is_dir());
        beside.filter(|_| self.open.is_none()).map_or_else(|| self.folder(), Path::to_owned)
    }

    fn write_uploads(&mut self, uploads: ReadyUploads, folder: PathBuf, back: Option<Box<Dialog>>) {
        let drive = match self.drive() {
            Ok(drive) => drive,
            Err(why) => return self.back_with(back, format!("{why}.")),
        };
        if let Err(e) = drive.home.disk.make_folder(&folder) {
            // Its name, which may be another client's, is in the field.
            return self.back_with(back, format!("This folder cannot be made: {}.", disk::words(&e)));
        }
        let mine = drive.mine.clone();
        if uploads.lines.iter().any(|line| line.ticked && Some(&line.folder) == mine.as_ref()) && !self.put_down_first()
        {
            return self.back_with(back, "The client that is open could not be saved. Save it first.".into());
        }
        let how = WriteAll { folder: folder.clone(), flags: self.store.get().repeat_flags };
        let words = format!("Writing {}", counted(uploads.ticked().0, "JSON file", "JSON files"));
        let job = Job::start(&self.wake, words, move |progress| uploads.write(&drive, &how, progress));
        self.task = Some(Task::Many(ManyTask::Write(job, folder)));
    }

    fn save_list(&mut self, outcomes: Outcomes, path: PathBuf, back: Option<Box<Dialog>>) {
        let own = self.store.home().ok().map(|home| home.folder);
        let (disk, guard) = (self.store.disk(), Guard { own, ask: true, ..Guard::default() });
        let job = Job::start(&self.wake, "Saving the list", move |_| {
            // Its name, which may be another client's, is in the field.
            let failed = |why: &str| format!("The list cannot be saved there: this {why}.");
            guard.check(&path).map_err(|why| failed(why.words()))?;
            let written = outcomes.table().and_then(|table| whole::write(&*disk, &path, &table));
            written.map_err(|e| format!("The list cannot be saved there: {}.", disk::words(&e)))?;
            Ok(absolute(&path))
        });
        self.task = Some(Task::Many(ManyTask::SaveList(job, back)));
    }

    /// Looks whether it is done.
    pub(crate) fn poll_many(&mut self, task: ManyTask) {
        match task {
            ManyTask::Look(mut job, paths) => match job.poll() {
                State::Running => self.task = Some(Task::Many(ManyTask::Look(job, paths))),
                State::Done(Some(arrivals)) if arrivals.are_for_one(self.open.is_some()) => {
                    self.open_for_one(arrivals.paths());
                }
                State::Done(Some(arrivals)) if self.open.is_none() && arrivals.only_table().is_some() => {
                    let path = arrivals.files[0].path.clone();
                    self.ask_whose_register(path, &arrivals);
                }
                State::Done(Some(arrivals)) => self.dialog = Some(Dialog::ArriveMany(ArriveMany::new(arrivals))),
                State::Done(None) => {}
                State::Died => self.tell("Nothing was imported", super::tasks::BROKE.into()),
            },
            ManyTask::LookForRegister(mut job, path, why) => match job.poll() {
                State::Running => self.task = Some(Task::Many(ManyTask::LookForRegister(job, path, why))),
                State::Done(Some(arrivals)) if arrivals.only_table().is_some() => {
                    self.ask_whose_register(path, &arrivals)
                }
                State::Done(Some(_)) | State::Died => self.is_no_register(&why),
                State::Done(None) => {}
            },
            ManyTask::TakeIn(mut job, folder) => match job.poll() {
                State::Running => self.task = Some(Task::Many(ManyTask::TakeIn(job, folder))),
                State::Done(outcomes) => {
                    let recent: Vec<_> = outcomes.list.iter().filter_map(|of| of.recent.clone()).collect();
                    recent.into_iter().rev().for_each(|recent| self.store.remember(recent));
                    self.many_done(outcomes, None, &folder, "IMS-files");
                }
                State::Died => {
                    self.many_ended();
                    self.tell("Not all was imported", BROKE.into());
                }
            },
            ManyTask::Ready(mut job) => match job.poll() {
                State::Running => self.task = Some(Task::Many(ManyTask::Ready(job))),
                State::Done(Some(uploads)) if uploads.lines.is_empty() => {
                    self.tell("There are no clients yet", "Open the downloads of your clients first.".into());
                }
                State::Done(Some(uploads)) => {
                    let folder =
                        self.beside_downloads().join(format!("IMS-uploads_{}", clock::for_a_file_name(clock::now())));
                    self.dialog = Some(Dialog::GenerateMany(GenerateMany::new(uploads, &folder)));
                }
                State::Done(None) => {}
                State::Died => self.tell("Nothing was written", super::tasks::BROKE.into()),
            },
            ManyTask::Write(mut job, folder) => match job.poll() {
                State::Running => self.task = Some(Task::Many(ManyTask::Write(job, folder))),
                State::Done(outcomes) => self.many_done(outcomes, Some(folder.clone()), &folder, "IMS-result"),
                State::Died => {
                    self.many_ended();
                    self.tell("Not all was written", BROKE.into());
                }
            },
            ManyTask::SaveList(mut job, back) => match job.poll() {
                State::Running => self.task = Some(Task::Many(ManyTask::SaveList(job, back))),
                State::Done(saved) => self.list_saved(saved, back),
                State::Died => self.tell("The list was not saved", super::tasks::BROKE.into()),
            },
        }
    }

    /// Shows what came of it.
    fn many_done(&mut self, outcomes: Outcomes, wrote: Option<PathBuf>, folder: &Path, name: &str) {
        self.many_ended();
        let list = folder.join(format!("{name}_{}.csv", clock::for_a_file_name(clock::now())));
        self.dialog = Some(Dialog::ManyDone(ManyDone::new(outcomes, wrote, &list)));
    }

    /// What many clients are now is in the list of clients, also while nothing else happens.
    fn many_ended(&mut self) {
        self.clients.take_written(&self.store);
        self.wake.now();
    }

    fn list_saved(&mut self, saved: Result<PathBuf, String>, back: Option<Box<Dialog>>) {
        let Some(mut dialog) = back else { return };
        if let Dialog::ManyDone(done) = &mut *dialog {
            match saved {
                Ok(path) => (done.saved, done.refused) = (Some(path), None),
                Err(why) => (done.saved, done.refused) = (None, Some(why)),
            }
        }
        self.dialog = Some(*dialog);
    }
}

/// How many files or which folder.
fn named(paths: &[PathBuf], covered: bool) -> String {
    match paths {
        [one] => file_of(&crate::disk::paths::name_of(one), covered),
        many => counted(many.len() as u64, "file", "files"),
    }
}
