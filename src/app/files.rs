//! Opening and writing files: each on a job of its own, with a way back to its dialog when it fails.

use std::io;
use std::path::{Path, PathBuf};

use egui::Context;

use super::clock;
use super::desk::Desk;
use super::dialogs::{Dialog, GenerateFile, LoadedTable, Message, SaveTable, TableOf, Unwritten, WrittenUpload};
use super::jobs::{Job, State};
use super::newer;
use super::opening::Opening;
use super::pasting::PasteEnd;
use super::picker::Picked;
use super::result_line::ResultLine;
use crate::book::{Book, Section};
use crate::disk::{self, Blocked, Disk, Guard};
use crate::edit::journal::{WroteFile, WroteUpload, hex};
use crate::exchange::decisions::{self, Table};
use crate::exchange::resolve::{Consent, Reader, resolve};
use crate::exchange::saved;
use crate::portal::upload::{Layout, PART_LIMIT, Prepared, Upload, WriteError, Written};
use crate::values::{Day, Progress, records};

/// How an upload is to be written.
#[derive(Clone, Debug)]
pub struct WriteUpload {
    /// Where.
    pub path: PathBuf,
    /// Repeat filing status and flags.
    pub flags: bool,
    /// Numbered files under 4 MB.
    pub parts: bool,
    /// One file even above 4 MB.
    pub any_size: bool,
    /// Only the records that the portal refused.
    pub only_failed: bool,
    /// Files that are there already are replaced: the user was asked.
    pub replace: bool,
}

/// What came of writing an upload.
pub enum UploadEnd {
    /// It was written.
    Written(Vec<WroteFile>),
    /// It would have so many bytes; nothing was written.
    TooLarge(u64),
    /// These files are there already; nothing was written.
    There(Vec<PathBuf>),
    /// It could not be written.
    Failed(WriteError),
}

/// What came of saving a table.
pub struct SavedTable {
    /// How many records it has.
    records: u64,
    /// How many of them it does not give back as they are (see [`saved::lost`]).
    lost: u64,
}

/// The one job that runs, while the window shows how far it is.
pub enum Task {
    /// Files become a book.
    Open(Opening),
    /// An upload is written; the dialog is where it was asked for.
    Upload(Job<UploadEnd>, WroteUpload, Option<Box<Dialog>>),
    /// A table is written: of what, and where.
    SaveTable(Job<Result<SavedTable, String>>, (TableOf, PathBuf), Option<Box<Dialog>>),
    /// A table of decisions is read.
    LoadTable(Job<Result<LoadedTable, String>>, Option<Box<Dialog>>),
    /// It is looked what files are to the open book.
    Look(super::arrival::Looking, Vec<PathBuf>),
    /// A newer download comes into the book, or a step over one is taken.
    Rework(super::rework::Reworking),
    /// What was pasted is read, and its records are looked up.
    Paste(Job<Result<PasteEnd, String>>, Option<Box<Dialog>>),
}

impl Task {
    /// What is going on, and how far it is.
    pub fn progress(&self) -> (&str, f32) {
        match self {
            Task::Open(opening) => (opening.job.words(), opening.job.part_done()),
            Task::Upload(job, ..) => (job.words(), job.part_done()),
            Task::SaveTable(job, ..) => (job.words(), job.part_done()),
            Task::LoadTable(job, ..) => (job.words(), job.part_done()),
            Task::Paste(job, ..) => (job.words(), job.part_done()),
            Task::Look(job, ..) => (job.words(), job.part_done()),
            Task::Rework(job) => (job.words(), job.part_done()),
        }
    }

    /// How many records were read and how fast, where records are read.
    pub fn pace(&self) -> Option<String> {
        match self {
            Task::Open(opening) => opening.job.pace(),
            Task::Look(job, ..) => job.pace(),
            _ => None,
        }
    }

    /// Wishes it to stop.
    pub fn cancel(&self) {
        match self {
            Task::Open(opening) => opening.job.cancel(),
            Task::Upload(job, ..) => job.cancel(),
            Task::SaveTable(job, ..) => job.cancel(),
            Task::LoadTable(job, ..) => job.cancel(),
            Task::Paste(job, ..) => job.cancel(),
            Task::Look(job, ..) => job.cancel(),
            Task::Rework(job) => job.cancel(),
        }
    }
}

/// What is said where a job broke.
pub const BROKE: &str =
    "Something in this program broke while doing this. Nothing was changed; please report it with the file if you can.";

impl Desk {
    /// Looks whether the job or the system's dialog is done.
    pub(super) fn poll(&mut self, ctx: &Context) {
        self.poll_picker();
        self.poll_copying();
        if let Some(open) = &mut self.open {
            open.poll_errands();
            open.rewrite_if_lost();
        }
        match self.task.take() {
            None => {}
            Some(Task::Open(opening)) => self.poll_opening(ctx, opening),
            Some(Task::Upload(mut job, wrote, back)) => match job.poll() {
                State::Running => self.task = Some(Task::Upload(job, wrote, back)),
                State::Done(end) => self.upload_ended(end, wrote, back, job.cancelled()),
                State::Died => self.tell("The upload was not written", BROKE.into()),
            },
            Some(Task::SaveTable(mut job, saved, back)) => match job.poll() {
                State::Running => self.task = Some(Task::SaveTable(job, saved, back)),
                State::Done(Ok(table)) => self.table_saved(saved, &table),
                State::Done(Err(why)) => self.back_with(back, why),
                State::Died => self.tell("The table was not saved", BROKE.into()),
            },
            Some(Task::LoadTable(mut job, back)) => match job.poll() {
                State::Running => self.task = Some(Task::LoadTable(job, back)),
                State::Done(_) if job.cancelled() => self.dialog = back.map(|dialog| *dialog),
                State::Done(Ok(table)) => self.table_read(table),
                State::Done(Err(why)) => self.back_with(back, why),
                State::Died => self.tell("The table was not read", BROKE.into()),
            },
            Some(Task::Look(job, paths)) => self.poll_look(job, paths),
            Some(Task::Rework(job)) => self.poll_rework(job),
            Some(Task::Paste(mut job, back)) => match job.poll() {
                State::Running => self.task = Some(Task::Paste(job, back)),
                State::Done(_) if job.cancelled() => self.dialog = back.map(|dialog| *dialog),
                State::Done(end) => self.paste_ended(end, back),
                State::Died => self.tell("Nothing was pasted", BROKE.into()),
            },
        }
    }

    fn poll_picker(&mut self) {
        let Some(picker) = &mut self.picker else { return };
        let purpose = picker.purpose;
        match picker.poll() {
            Picked::Waiting => return,
            Picked::Paths(paths) if purpose == super::picker::PickFor::Open => {
                self.dialog = self.dialog.take().filter(|d| !matches!(d, Dialog::Open(_)));
                self.open_or_attach(paths);
            }
            Picked::Paths(paths) => {
                if let (Some(dialog), Some(path)) = (&mut self.dialog, paths.first()) {
                    dialog.picked(path);
                }
            }
            // Whoever closes the system's dialog does not wish to open anything; where there is none, a path can be typed.
            Picked::Nothing => self.dialog = self.dialog.take().filter(|d| !matches!(d, Dialog::Open(_))),
            Picked::Absent => self.native = false,
        }
        if let Some(Dialog::Open(dialog)) = &mut self.dialog {
            dialog.waiting = false;
        }
        self.picker = None;
    }

    /// Opens a message.
    pub(super) fn tell(&mut self, title: &str, line: String) {
        self.dialog = Some(Dialog::Message(Message::new(title, vec![line])));
    }

    /// Opens the dialog again from which something was asked that failed.
    pub(super) fn back_with(&mut self, back: Option<Box<Dialog>>, why: String) {
        match back {
            Some(mut dialog) => {
                dialog.refuse(why);
                self.dialog = Some(*dialog);
            }
            None => self.tell("This did not work", why),
        }
    }

    /// Where files are proposed: beside the download.
    pub(super) fn folder(&self) -> PathBuf {
        let sources = self.open.iter().flat_map(|o| o.book.sources.list());
        let beside = sources.filter_map(|s| s.path.as_deref()).next().map(absolute);
        let folder = beside.as_deref().and_then(Path::parent).map(Path::to_owned);
        folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default()
    }

    /// Asks where to write the upload.
    pub(super) fn ask_where_to_generate(&mut self) {
        let Some(open) = &self.open else { return };
        let gstin = open.book.recipient.gstin().unwrap_or("ims");
        let name = format!("{gstin}_{}.json", clock::for_a_file_name(clock::now()));
        let (changed, failed) = (open.changed(), open.failed().len() as u64);
        let dialog = GenerateFile::new(&self.folder().join(name), changed, failed, self.store.get().repeat_flags);
        self.dialog = Some(Dialog::Generate(dialog));
    }

    /// Writes the upload. Whoever asks has seen to it that nothing blocks and the recipient is named.
    pub(super) fn generate(&mut self, write: WriteUpload, mut back: Option<Box<Dialog>>) {
        let Some(open) = &self.open else { return };
        let Some(recipient) = open.book.recipient.gstin() else { return };
        let guard = Guard { ask: !write.replace, ..self.guard(true) };
        if !write.parts && self.guard(false).check(&write.path) == Err(Blocked::Input) {
            return self.back_with(back, "This is the download itself: name another file.".into());
        }
        self.store.change(|s| s.repeat_flags = write.flags);
        let changed = Section::ALL.into_iter().flat_map(|s| open.view(s).changed.iter().map(move |row| (s, row)));
        let upload = match write.only_failed {
            true => Upload::new(&open.book, recipient, open.failed().into_iter()),
            false => Upload::new(&open.book, recipient, changed),
        };
        let said = upload.lines.iter().map(|l| (l.section, l.row, l.said)).collect();
        let wrote = WroteUpload { name: name_of(&write.path), when: clock::now(), files: Vec::new(), said };
        if let Some(Dialog::Generate(dialog)) = back.as_deref_mut() {
            dialog.too_large = None;
        }
        let disk = self.store.disk();
        let job = Job::start(&self.ctx, format!("Writing {}", wrote.name), move |progress| {
            write_upload(&*disk, &upload, &write, &guard, progress)
        });
        self.task = Some(Task::Upload(job, wrote, back));
    }

    fn upload_ended(&mut self, end: UploadEnd, wrote: WroteUpload, back: Option<Box<Dialog>>, cancelled: bool) {
        match end {
            UploadEnd::Written(files) => {
                self.dialog = Some(Dialog::Written(WrittenUpload { files: files.clone(), name: wrote.name.clone() }));
                if let Some(open) = &mut self.open {
                    let words = format!("Wrote {} to {}.", records(wrote.said.len() as u64), wrote.name);
                    open.result = Some(ResultLine::new(words));
                    open.wrote(WroteUpload { files, ..wrote });
                }
            }
            UploadEnd::TooLarge(bytes) => {
                if let Some(mut dialog) = back {
                    if let Dialog::Generate(dialog) = &mut *dialog {
                        dialog.too_large = Some(bytes);
                    }
                    self.dialog = Some(*dialog);
                }
            }
            UploadEnd::There(files) => {
                if let Some(mut dialog) = back {
                    if let Dialog::Generate(dialog) = &mut *dialog {
                        dialog.ask_about(files);
                    }
                    self.dialog = Some(*dialog);
                }
            }
            UploadEnd::Failed(_) if cancelled => self.dialog = back.map(|d| *d),
            UploadEnd::Failed(error) => self.back_with(back, error.to_string()),
        }
    }

    /// Asks where to save a table.
    pub(super) fn ask_where_to_save(&mut self, of: TableOf) {
        let gstin = self.open.as_ref().and_then(|o| o.book.recipient.gstin()).unwrap_or("ims").to_owned();
        let what = if of == TableOf::Decisions { "decisions" } else { "changes" };
        let name = format!("{gstin}_{what}_{}.csv", clock::for_a_file_name(clock::now()));
        self.dialog = Some(Dialog::SaveTable(SaveTable::new(of, &self.folder().join(name))));
    }

    /// What must not be written over: what the book was read from, with what was read beside it, and the program's own
    /// folder.
    fn guard(&self, beside: bool) -> Guard {
        let open = self.open.iter();
        let sources = open.clone().flat_map(|open| open.book.sources.list()).filter_map(|source| source.path.clone());
        let read = open.flat_map(|open| open.read.clone()).filter(|_| beside);
        let own = self.store.home().ok().map(|home| home.folder);
        Guard { inputs: sources.chain(read).collect(), own, ..Guard::default() }
    }

    /// Writes a table on a job.
    pub(super) fn save_table(&mut self, of: TableOf, path: PathBuf, back: Option<Box<Dialog>>) {
        let Some(open) = &self.open else { return };
        let list = match of {
            TableOf::Changes => Some(newer::table(&open.book, &open.changes)),
            TableOf::Decisions => None,
        };
        let (book, day, guard) = (open.book.clone(), open.day, self.guard(false));
        let (disk, target) = (self.store.disk(), path.clone());
        let work = move |_: &Progress| {
            let failed = |e: io::Error| format!("{}: cannot be written: {}", target.display(), disk::words(&e));
            guard.check(&target).map_err(|why| format!("{}: {}", target.display(), why.words()))?;
            let decisions = || {
                let mut text = Vec::new();
                saved::write(&book, &mut text).map(|records| (text, records))
            };
            let is_list = list.is_some();
            let (text, records) = list.unwrap_or_else(decisions).map_err(failed)?;
            disk::whole::write(&*disk, &target, &text).map_err(failed)?;
            let lost = if is_list { 0 } else { saved::lost(&book, &text, day).len() as u64 };
            Ok(SavedTable { records, lost })
        };
        let job = Job::start(&self.ctx, format!("Saving {}", name_of(&path)), work);
        self.task = Some(Task::SaveTable(job, (of, path), back));
    }

    /// Says what was saved. Only what holds everything lets the book be left without a question.
    fn table_saved(&mut self, (of, path): (TableOf, PathBuf), table: &SavedTable) {
        let after = self.after.take();
        let Some(open) = &mut self.open else { return };
        let what = if of == TableOf::Decisions { "decisions on" } else { "a list of" };
        let text = format!("Saved {what} {} to {}.", records(table.records), path.display());
        let missing = if of == TableOf::Decisions { open.missing_in_table(table.lost) } else { Vec::new() };
        if !missing.is_empty() {
            let missing = missing.join("; ");
            open.result = Some(ResultLine::bad(format!("{text} The table does not hold: {missing}.")));
        } else {
            if of == TableOf::Decisions {
                open.mark_written();
            }
            open.result = Some(ResultLine::new(text));
        }
        match after {
            Some(after) if missing.is_empty() => self.go_on(after),
            Some(after) => self.dialog = Some(Dialog::Unwritten(Unwritten { after, missing })),
            None => {}
        }
    }

    /// Reads a table of decisions and judges what of it can be applied.
    pub(super) fn read_table(&mut self, path: PathBuf, back: Option<Box<Dialog>>) {
        let Some(open) = &mut self.open else { return };
        open.read.push(path.clone());
        let (book, day) = (open.book.clone(), open.day);
        let words = format!("Reading {}", name_of(&path));
        let work = move |_: &Progress| {
            let bytes =
                std::fs::read(&path).map_err(|e| format!("{}: cannot be read: {}", path.display(), disk::words(&e)))?;
            let table = decisions::read(&bytes).map_err(|why| format!("{}: {why}", path.display()))?;
            // What the table says is put into the dictionaries of a copy; what is applied holds its texts written out.
            Ok(loaded(&mut Book::clone(&book), &table, name_of(&path), day))
        };
        self.task = Some(Task::LoadTable(Job::start(&self.ctx, words, work), back));
    }

    /// Applies a table that raises no question and is refused in nothing; else says what would be applied.
    fn table_read(&mut self, table: LoadedTable) {
        if table.refused.is_empty() && !table.changes.is_empty() {
            let what = format!("Loaded decisions from {}", table.name);
            self.apply_rows(what, table.changes, ResultLine::default());
        } else {
            self.dialog = Some(Dialog::LoadedTable(table));
        }
    }
}

fn loaded(book: &mut Book, table: &Table<'_>, name: String, day: Day) -> LoadedTable {
    let resolved = resolve(book, table, &Consent::default(), Reader::Window, day);
    let asked = !resolved.refused.is_empty() || resolved.changes.is_empty();
    let all = if asked { resolve(book, table, &Consent::to_all(), Reader::Window, day).changes } else { Vec::new() };
    let confirmed = (all.len() > resolved.changes.len()).then_some(all);
    LoadedTable { name, changes: resolved.changes, refused: resolved.refused, confirmed, notes: table.notes.clone() }
}

fn write_upload(
    disk: &dyn Disk,
    upload: &Upload,
    write: &WriteUpload,
    guard: &Guard,
    progress: &Progress,
) -> UploadEnd {
    let layout = Layout { flags: write.flags, parts: write.parts };
    if !write.parts && !write.any_size {
        let bytes = upload.stream(&mut io::sink(), layout).ok().flatten().map_or(0, |w| w.bytes);
        if bytes >= PART_LIMIT {
            return UploadEnd::TooLarge(bytes);
        }
    }
    let prepared = upload.prepare(disk, &write.path, guard, layout, progress);
    match prepared.and_then(Prepared::arrive) {
        Ok(written) => UploadEnd::Written(written.into_iter().map(wrote_file).collect()),
        Err(error) if !error.there.is_empty() => UploadEnd::There(error.there),
        Err(error) => UploadEnd::Failed(error),
    }
}

fn wrote_file(written: Written) -> WroteFile {
    WroteFile {
        path: absolute(&written.path.unwrap_or_default()).display().to_string(),
        sha256: hex(&written.hash),
        records: written.records as u64,
        bytes: written.bytes,
    }
}

pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
