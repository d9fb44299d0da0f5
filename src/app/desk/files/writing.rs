//! Opening and writing files: each on a job of its own, with a way back to its dialog when it fails.

use crate::app::desk::Desk;
use crate::app::desk::picker::Picked;
use crate::app::desk::tasks::{BROKE, Task};
use crate::app::dialogs::{Dialog, GenerateFile, Message, SaveTable, Unwritten, WrittenUpload};
use crate::app::frame::scene::FileDialogs;
use crate::app::requests::{After, PickFor};
use crate::book::Section;
use crate::disk::paths::{absolute, name_of};
use crate::disk::{self, Blocked, Guard};
use crate::exchange::saved;
use crate::portal::upload::Upload;
use crate::session::files::tables::{ReadDecisions, SavedTable, TableOf, read_decisions};
use crate::session::files::write_upload::{UploadEnd, WriteUpload, write_upload};
use crate::session::result_line::ResultLine;
use crate::store::journal::WroteUpload;
use crate::values::clock;
use crate::values::{counted, records};
use crate::work::Progress;
use crate::work::job::{Job, State};
use std::io;
use std::path::{Path, PathBuf};

impl Desk {
    /// Looks whether the job or the system's dialog is done.
    pub(crate) fn poll(&mut self) {
        self.poll_picker();
        self.poll_copying();
        self.poll_showing();
        if let Some(open) = &mut self.open {
            open.poll_background();
            open.rewrite_if_lost();
        }
        self.apply_large_steps();
        match self.task.take() {
            None => {}
            Some(Task::Open(opening)) => self.poll_opening(opening),
            Some(Task::Upload(mut job, wrote, back)) => match job.poll() {
                State::Running => self.task = Some(Task::Upload(job, wrote, back)),
                State::Done(end) => self.upload_ended(end, wrote, back, job.cancelled()),
                State::Died => self.tell("The JSON was not written", BROKE.into()),
            },
            Some(Task::SaveTable(mut job, saved, back)) => match job.poll() {
                State::Running => self.task = Some(Task::SaveTable(job, saved, back)),
                State::Done(Ok(table)) => {
                    let then = match back.as_deref() {
                        Some(Dialog::SaveTable(dialog)) => dialog.then.clone(),
                        _ => None,
                    };
                    self.table_saved(saved, &table, then);
                }
                State::Done(Err(why)) => self.back_with(back, why),
                State::Died => self.tell("The table was not saved", BROKE.into()),
            },
            Some(Task::LoadTable(mut job, back)) => match job.poll() {
                State::Running => self.task = Some(Task::LoadTable(job, back)),
                State::Done(_) if job.cancelled() => self.dialog = back.map(|dialog| *dialog),
                State::Done(Ok(read)) => self.decisions_read(read),
                State::Done(Err(why)) => self.back_with(back, why),
                State::Died => self.tell("The table was not read", BROKE.into()),
            },
            Some(Task::Look(job, paths)) => self.poll_look(job, paths),
            Some(Task::Many(task)) => self.poll_many(task),
            Some(Task::Rework(job)) => self.poll_rework(job),
            Some(Task::SearchPan(search)) => self.poll_search(search),
            Some(Task::Register(job, paths)) => self.poll_register(job, paths),
            Some(Task::RegisterAgain(job)) => self.poll_register_again(job),
            Some(Task::Suppliers(job, back)) => self.poll_suppliers(job, back),
            Some(Task::Export(job, back)) => self.poll_export(job, back),
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
            Picked::Paths(paths) if matches!(purpose, PickFor::Open | PickFor::OpenFolder) => {
                self.dialog = self.dialog.take().filter(|d| !matches!(d, Dialog::Open(_)));
                self.open_or_attach(paths);
            }
            Picked::Paths(paths) if purpose == PickFor::Register => {
                self.dialog = None;
                self.read_register(paths);
            }
            Picked::Paths(paths) => {
                if let (Some(dialog), Some(path)) = (&mut self.dialog, paths.first()) {
                    dialog.picked(path);
                }
            }
            // Anyone who closes the system's dialog does not want to open anything; where there is none, a path can be typed.
            Picked::Nothing => self.dialog = self.dialog.take().filter(|d| !matches!(d, Dialog::Open(_))),
            Picked::Absent => {
                self.file_dialogs = FileDialogs::Missing;
                // To ask for it takes a second each time.
                self.store.change(|settings| settings.no_system_dialogs = true);
            }
        }
        if let Some(Dialog::Open(dialog)) = &mut self.dialog {
            dialog.no_longer_waits();
        }
        self.picker = None;
    }

    /// Opens a message.
    pub(crate) fn tell(&mut self, title: &str, line: String) {
        self.dialog = Some(Dialog::Message(Message::new(title, vec![line])));
    }

    /// The same where it names a file, which may be another client's.
    pub(crate) fn tell_of(&mut self, title: &str, line: String, file: &str) {
        self.dialog = Some(Dialog::Message(Message::new(title, vec![line]).about(file.to_owned())));
    }

    /// Opens the dialog again from which something was asked that failed.
    pub(crate) fn back_with(&mut self, back: Option<Box<Dialog>>, why: String) {
        match back {
            Some(mut dialog) => {
                dialog.refuse(why);
                self.dialog = Some(*dialog);
            }
            None => self.tell("This did not work", why),
        }
    }

    /// Where files are proposed: beside the download.
    pub(crate) fn folder(&self) -> PathBuf {
        let sources = self.open.iter().flat_map(|o| o.book().sources().list());
        let beside = sources.filter_map(|s| s.path.as_deref()).next().map(absolute);
        let folder = beside.as_deref().and_then(Path::parent).map(Path::to_owned);
        folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default()
    }

    /// Asks where to write the upload.
    pub(crate) fn ask_where_to_generate(&mut self) {
        let Some(open) = &self.open else { return };
        let gstin = open.book().recipient.gstin().unwrap_or("ims");
        let name = format!("IMS-upload_{gstin}_{}.json", clock::for_a_file_name(clock::now()));
        let (changed, failed) = (open.changed(), open.failed().len() as u64);
        let dialog = GenerateFile::new(&self.folder().join(name), changed, failed, self.store.get().repeat_flags);
        self.dialog = Some(Dialog::Generate(dialog));
    }

    /// Writes the upload. Anyone who asks has seen to it that nothing blocks and the recipient is named.
    pub(crate) fn generate(&mut self, write: WriteUpload, mut back: Option<Box<Dialog>>) {
        let Some(open) = &self.open else { return };
        let Some(recipient) = open.book().recipient.gstin() else { return };
        let guard = Guard { ask: !write.replace, ..self.guard(true) };
        if !write.parts && self.guard(false).check(&write.path) == Err(Blocked::Input) {
            return self.back_with(back, "This is the download itself: name another file.".into());
        }
        self.store.change(|s| s.repeat_flags = write.flags);
        let changed = Section::ALL.into_iter().flat_map(|s| open.view(s).changed.iter().map(move |row| (s, row)));
        let upload = match write.only_failed {
            true => Upload::new(open.book(), recipient, open.failed().into_iter()),
            false => Upload::new(open.book(), recipient, changed),
        };
        let said = upload.lines.iter().map(|l| (l.section, l.row, l.said)).collect();
        let wrote = WroteUpload { name: name_of(&write.path), when: clock::now(), files: Vec::new(), said };
        if let Some(Dialog::Generate(dialog)) = back.as_deref_mut() {
            dialog.too_large = None;
        }
        let disk = self.store.disk();
        let job = Job::start(&self.wake, format!("Writing {}", wrote.name), move |progress| {
            write_upload(&*disk, &upload, &write, &guard, progress)
        });
        self.task = Some(Task::Upload(job, wrote, back));
    }

    fn upload_ended(&mut self, end: UploadEnd, wrote: WroteUpload, back: Option<Box<Dialog>>, cancelled: bool) {
        match end {
            UploadEnd::Written(files) => {
                self.dialog = Some(Dialog::Written(WrittenUpload::new(files.clone(), wrote.name.clone())));
                if let Some(open) = &mut self.open {
                    let words = format!("Wrote {} to {}.", records(wrote.said.len() as u64), wrote.name);
                    open.say(ResultLine::new(words));
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

    /// Asks where to save a table; `then` is done once it is saved.
    pub(crate) fn ask_where_to_save(&mut self, of: TableOf, then: Option<After>) {
        let gstin = self.open.as_ref().and_then(|o| o.book().recipient.gstin()).unwrap_or("ims").to_owned();
        let what = match of {
            TableOf::Decisions => "decisions",
            TableOf::Changes => "changes",
            TableOf::Suppliers => "suppliers",
            TableOf::Credit => "credit",
        };
        let name = format!("{gstin}_{what}_{}.csv", clock::for_a_file_name(clock::now()));
        self.dialog = Some(Dialog::SaveTable(SaveTable::new(of, &self.folder().join(name), then)));
    }

    /// What must not be written over: what the book was read from, with what was read beside it, and the program's own
    /// folder.
    pub(in crate::app::desk) fn guard(&self, beside: bool) -> Guard {
        let open = self.open.iter();
        let sources =
            open.clone().flat_map(|open| open.book().sources().list()).filter_map(|source| source.path.clone());
        let read = open.flat_map(|open| open.files_beside().to_vec()).filter(|_| beside);
        let own = self.store.home().ok().map(|home| home.folder);
        Guard { inputs: sources.chain(read).collect(), own, ..Guard::default() }
    }

    /// Writes a table on a job.
    pub(crate) fn save_table(&mut self, of: TableOf, path: PathBuf, back: Option<Box<Dialog>>) {
        let Some(open) = &mut self.open else { return };
        let list = match of {
            TableOf::Changes => Some(crate::session::newer::table(open.book(), open.changes())),
            TableOf::Suppliers => Some(open.suppliers().table(open.book())),
            TableOf::Credit => match open.credit_page() {
                Some(shown) => Some(shown.table(open.book(), open.compared_with_gstr_2b().map(|beside| &**beside))),
                None => return,
            },
            TableOf::Decisions => None,
        };
        let (book, day, guard) = (open.book().clone(), open.day(), self.guard(false));
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
        let job = Job::start(&self.wake, format!("Saving {}", name_of(&path)), work);
        self.task = Some(Task::SaveTable(job, (of, path), back));
    }

    /// Says what was saved. Only what holds everything lets the book be left without a question.
    fn table_saved(&mut self, (of, path): (TableOf, PathBuf), table: &SavedTable, after: Option<After>) {
        let Some(open) = &mut self.open else { return };
        let what = match of {
            TableOf::Decisions => format!("decisions on {}", records(table.records)),
            TableOf::Changes => format!("a list of {}", records(table.records)),
            TableOf::Suppliers => counted(table.records, "supplier", "suppliers"),
            TableOf::Credit => "the figures of the credit".to_owned(),
        };
        let text = format!("Saved {what} to {}.", path.display());
        let missing = if of == TableOf::Decisions { open.missing_in_table(table.lost) } else { Vec::new() };
        if !missing.is_empty() {
            let missing = missing.join("; ");
            open.say(ResultLine::with_remark(text, format!("The table does not hold: {missing}.")));
        } else {
            if of == TableOf::Decisions {
                open.mark_written();
            }
            open.say(ResultLine::new(text));
        }
        match after {
            Some(after) if missing.is_empty() => self.go_on(after),
            Some(after) => self.dialog = Some(self.unwritten(after, missing)),
            None => {}
        }
    }

    /// The question before something is done that loses what is not saved.
    pub(crate) fn unwritten(&self, after: After, missing: Vec<String>) -> Dialog {
        let only_last = self.open.as_deref().is_some_and(|open| open.keeps_all_but_the_last());
        Dialog::Unwritten(Unwritten { after, missing, only_last })
    }

    /// Reads a table of decisions and judges what of it can be applied; `asks`: before anything is.
    pub(crate) fn read_table(&mut self, path: PathBuf, asks: bool, back: Option<Box<Dialog>>) {
        let Some(open) = &mut self.open else { return };
        open.read_beside(path.clone());
        let (book, day) = (open.book().clone(), open.day());
        let words = format!("Reading {}", name_of(&path));
        let work = move |progress: &Progress| read_decisions(&book, &path, asks, day, progress);
        self.task = Some(Task::LoadTable(Job::start(&self.wake, words, work), back));
    }

    /// Applies a table that raises no question and is refused in nothing, where that was asked for; else says what would
    /// be applied.
    fn decisions_read(&mut self, read: ReadDecisions) {
        let table = match read {
            ReadDecisions::Table(table) => table,
            ReadDecisions::Given(back) => return self.dialog = Some(Dialog::TakenBack(back)),
        };
        if table.refused.is_empty() && !table.changes.changes.is_empty() && !table.asks {
            let (what, line) = (format!("Loaded decisions from {}", table.name), table.changes.line());
            self.apply_rows(what, table.changes.changes, line);
        } else {
            self.dialog = Some(Dialog::LoadedTable(table));
        }
    }
}
