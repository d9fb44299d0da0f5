//! Files that are opened over an open book: it is found what they are to it, then the user is asked.

use crate::app::desk::Desk;
use crate::app::desk::tasks::Looking;
use crate::app::desk::tasks::{BROKE, Task};
use crate::app::dialogs::{AttachErrors, BringNewer, Dialog};
use crate::app::requests::{After, OnceOpen, OpenWhat, ToOpen};
use crate::disk::paths::absolute;
use crate::portal::ReadError;
use crate::portal::archive::BEHIND;
use crate::portal::what::WrongFile;
use crate::session::files::classify::{Found, look};
use crate::session::refused::ErrorFiles;
use crate::session::register::likely::{Likely, is_zip_with_tables, likely};
use crate::work::Progress;
use crate::work::job::{Job, State};
use std::path::{Path, PathBuf};

impl Desk {
    /// Opens files. Of several, of a folder, and of a zip with tables, it is first looked whose they are.
    pub(crate) fn open_or_attach(&mut self, paths: Vec<PathBuf>) {
        if paths.len() > 1 || paths.iter().any(|path| path.is_dir() || is_zip_with_tables(path)) {
            self.look_at_many(paths);
        } else {
            self.open_for_one(paths);
        }
    }

    /// Opens files of one client; over an open book it is first looked what they are to it.
    pub(crate) fn open_for_one(&mut self, paths: Vec<PathBuf>) {
        let Some(open) = self.open.as_deref().filter(|_| !paths.is_empty()) else {
            return self.ask_before(After::Open(ToOpen::files(paths)));
        };
        let names = self.names_of(&paths);
        let (book, awaited, files) = (open.book().clone(), open.awaited().cloned(), paths.clone());
        // Only a book that is kept or may be kept takes a register; of what else a window that only looks does not take, it says so.
        let takes = open.keeping().look_only().is_none();
        let into = takes.then(|| open.import_into(self.store.get().register_layouts()));
        let work = move |progress: &Progress| look(Some(&book), awaited.as_ref(), files, into, progress);
        self.task = Some(Task::Look(Job::start(&self.wake, format!("Reading {names}"), work), paths));
    }

    /// Looks whether it is known what they are.
    pub(crate) fn poll_look(&mut self, mut job: Looking, paths: Vec<PathBuf>) {
        match job.poll() {
            State::Running => self.task = Some(Task::Look(job, paths)),
            State::Done(_) if job.cancelled() => {}
            State::Done(Ok(found)) => self.found(found, paths),
            State::Done(Err(error)) if error.cancelled => {}
            State::Done(Err(error)) => self.cannot_open(&error, paths, Vec::new()),
            State::Died => self.tell("This cannot be opened", BROKE.into()),
        }
    }

    /// It is known what files are to the open book.
    fn found(&mut self, found: Found, paths: Vec<PathBuf>) {
        let Some(open) = self.open.as_deref() else { return };
        match found {
            Found::Both(found, registers) => {
                let others = paths.into_iter().filter(|path| !registers.contains(path)).collect();
                match *found {
                    // A book that takes the place of this one has the register.
                    Found::Other => {
                        let once_open = OnceOpen { files: registers, ..OnceOpen::default() };
                        self.ask_before(After::Open(ToOpen { what: OpenWhat::Files(others), once_open }));
                    }
                    found => {
                        self.then_open.extend(registers);
                        self.found(found, others);
                    }
                }
            }
            Found::Register(found) => self.register_found(*found, paths),
            Found::Gstr2b(_) if open.look_only().is_some() => {
                let why = open.look_only().unwrap_or_default();
                self.tell("Nothing was changed", format!("{why} Open GSTR-2B there."));
            }
            Found::Gstr2b(found) => {
                let copies = !self.store.get().no_copies;
                if let Some(open) = self.open.as_deref_mut() {
                    paths.into_iter().for_each(|path| open.read_beside(path));
                    open.keep_gstr_2b(*found, copies);
                }
            }
            Found::Errors(_) if open.look_only().is_some() => {
                let why = open.look_only().unwrap_or_default();
                self.tell("Nothing was changed", format!("{why} Open the portal's errors there."));
            }
            Found::Errors(found) => {
                self.dialog = Some(Dialog::Attach(AttachErrors::new(open, ErrorFiles::of(found, paths))));
            }
            Found::Newer(newer) => {
                self.dialog = Some(Dialog::BringNewer(Box::new(BringNewer::new(open, newer))));
            }
            // It may be meant to take this over.
            Found::Had if open.look_only().is_some() => self.ask_before(After::Open(ToOpen::files(paths))),
            Found::Had => {
                self.tell("This download is open already", "It is what you see. Nothing was changed.".into());
            }
            Found::Other => self.ask_before(After::Open(ToOpen::files(paths))),
        }
    }

    /// Opens what was opened together with something else, once that is answered.
    pub(crate) fn open_what_waits(&mut self) {
        let free = !self.then_open.is_empty() && self.dialog.is_none() && self.task.is_none();
        if free && self.open.as_deref().is_some_and(|open| !open.awaits_vouchers()) {
            let registers = std::mem::take(&mut self.then_open);
            self.open_for_one(registers);
        }
    }
}

/// Whether a file that is no download may be a purchase register: it is none that is known by name.
fn may_be_register(error: &ReadError) -> bool {
    match &error.wrong {
        None | Some(WrongFile::Table) => true,
        // A workbook of another kind says so itself.
        Some(WrongFile::Excel) => error.what == WrongFile::Excel.to_string(),
        Some(_) => false,
    }
}

impl Desk {
    /// Says why files cannot be opened. A table of decisions is asked about: over the open book, or once the files that came
    /// with it are open, as `waits` does already.
    pub(crate) fn cannot_open(&mut self, error: &ReadError, paths: Vec<PathBuf>, mut waits: Vec<PathBuf>) {
        if error.wrong == Some(WrongFile::SeveralRecipients) && self.store.home().is_ok() {
            return self.look_at_many(paths);
        }
        if let Some(gstin) = error.whose.as_ref().map(|whose| &whose.0) {
            return self.is_of_another(("This is not compared", error.in_plain_words()), gstin, paths);
        }
        let named = absolute(Path::new(&error.file));
        // A register comes with the download that it belongs to.
        let comes_after = |path: &PathBuf| self.open.is_none() && likely(path) != Likely::No;
        let decides = error.wrong == Some(WrongFile::Decisions);
        let is_gstr_2b = error.wrong == Some(WrongFile::Gstr2b);
        if let (true, Some(why)) = (is_gstr_2b, self.open.as_deref().and_then(|open| open.look_only())) {
            return self.tell("Nothing was changed", format!("{why} Open GSTR-2B there."));
        }
        // So does a GSTR-2B: the file that the error names, or a zip in which it is. A second one is found when the rest is opened.
        let zip = error.file.split_once(BEHIND).map(|(zip, _)| absolute(Path::new(zip)));
        let is_table = |path: &PathBuf| match is_gstr_2b {
            true => self.open.is_none() && [Some(&named), zip.as_ref()].contains(&Some(&absolute(path))),
            false => absolute(path) == named && (decides || comes_after(path)),
        };
        let (tables, others): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_table);
        match (tables.first(), &self.open) {
            // By itself it is asked of which client it is.
            (Some(_), None) if others.is_empty() && is_gstr_2b => self.tell_of(
                "This cannot be opened by itself",
                format!(
                    "{} To compare the two, open its client first, then the JSON of GSTR-2B over it.",
                    error.in_plain_words()
                ),
                &error.file,
            ),
            (Some(table), None) if others.is_empty() && may_be_register(error) => {
                self.look_for_register(table.clone(), error);
            }
            (Some(_), None) if !others.is_empty() => {
                waits.extend(tables);
                let once_open = OnceOpen { files: waits, ..OnceOpen::default() };
                self.open_now(ToOpen { what: OpenWhat::Files(others), once_open });
            }
            (Some(table), Some(open)) if others.is_empty() => match open.look_only() {
                Some(why) => self.tell("Nothing was changed", format!("{why} Load the table there.")),
                None => self.read_table(table.clone(), true, None),
            },
            _ => self.tell_of("This cannot be opened", error.in_plain_words(), &error.file),
        }
    }
}
