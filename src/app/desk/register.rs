//! What the user asks for of the purchase register is carried out: files are read on a job, confirmed, imported as one step;
//! vouchers are looked at, copied and saved for the suppliers.

use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::app::actions::UserAction;
use crate::app::desk::Desk;
use crate::app::desk::tasks::{BROKE, ReadingAgain, ReadingRegister, SavingForSuppliers, Task};
use crate::app::dialogs::{AskRegister, ConfirmRegister, Dialog, RemoveRegister, SaveForSuppliers};
use crate::app::register::sheet::find_box;
use crate::app::requests::{RegisterRequest, SharedImport};
use crate::app::views::funnel::Funnel;
use crate::disk::Guard;
use crate::disk::paths::name_of;
use crate::session::Place;
use crate::session::files::classify::{self, FoundRegister};
use crate::session::register::change::SheetChange;
use crate::session::register::import::RegisterImport;
use crate::session::register::list::VoucherFilter;
use crate::session::register::source::NotRead;
use crate::session::register::suppliers;
use crate::session::result_line::ResultLine;
use crate::session::showing::values::{FilterOf, FilteredColumn};
use crate::values::{clock, counted};
use crate::view::selection::Select;
use crate::work::Progress;
use crate::work::job::{Job, State};
use egui::Context;

/// The title over why a register is not imported.
const NOT_IMPORTED: &str = "This is not imported";

/// A sheet of more lines is read again on a job.
const AT_ONCE: usize = 5_000;

impl Desk {
    /// Carries out what is asked of the register; `closed` is the dialog that has just closed.
    pub(crate) fn register(&mut self, wanted: RegisterRequest, closed: &Option<Box<Dialog>>) {
        let Some(open) = &mut self.open else { return };
        match wanted {
            RegisterRequest::AskFile => self.ask_for_register(),
            RegisterRequest::AskOther(before) => {
                self.unconfirmed = Some(before);
                self.ask_for_register();
            }
            RegisterRequest::Read(paths) => self.read_register(paths),
            RegisterRequest::Change(import, place, change) => self.change_register(import, place, change),
            RegisterRequest::Import(import) => {
                self.dialog = None;
                self.import_register(import);
            }
            RegisterRequest::ChangePart(place) => self.change_part(place),
            RegisterRequest::Remove(parts) => {
                let work = open.removing_register(parts);
                self.rework(work);
            }
            RegisterRequest::Filter(filter) => {
                open.filter_vouchers(filter);
                self.grids.vouchers_mut().to_top();
            }
            RegisterRequest::Funnel(column, heading) => self.open_funnel(FilteredColumn::Voucher(column), heading),
            RegisterRequest::Sort(column) => open.sort_vouchers(column),
            RegisterRequest::Select(what) => self.select_vouchers(what),
            RegisterRequest::AskFolder => {
                let vouchers = open.register_view().list.rows.len() as u64;
                let client = open.book().recipient.gstin().unwrap_or("client");
                let name = format!("{client}_for-suppliers_{}", clock::for_a_file_name(clock::now()));
                // A folder of its own: what goes to suppliers is not mixed with the books.
                let dialog = SaveForSuppliers::new(&self.folder().join(name), vouchers);
                self.dialog = Some(Dialog::SaveForSuppliers(dialog));
            }
            RegisterRequest::SaveForSuppliers(folder) => self.save_for_suppliers(folder, closed.clone()),
        }
    }

    /// Opens the filter of a column below its heading, wherever that is.
    pub(crate) fn filter_column(&mut self, column: FilteredColumn) {
        let grid = match column {
            FilteredColumn::Record(scope, _) => self.grids.of(scope),
            FilteredColumn::Voucher(_) => self.grids.vouchers(),
        };
        self.open_funnel(column, grid.heading_of(column.title()));
    }

    /// Filters a column so.
    pub(crate) fn filter_column_by(&mut self, column: FilteredColumn, of: FilterOf) {
        if let Some(open) = &mut self.open {
            open.filter_column_by(column, of);
        }
        if matches!(column, FilteredColumn::Voucher(_)) {
            self.grids.vouchers_mut().to_top();
        }
    }

    /// Opens the filter of a column below this heading.
    pub(crate) fn open_funnel(&mut self, column: FilteredColumn, heading: egui::Rect) {
        let open = self.open.as_deref_mut();
        self.funnel = open.map(|open| Funnel::new(open, column, heading));
    }

    /// Asks for the file of a register.
    pub(crate) fn ask_for_register(&mut self) {
        self.dialog = Some(Dialog::AskRegister(AskRegister::default()));
    }

    /// Goes back to the register that was about to be imported, once no other file is asked for or read.
    pub(crate) fn back_to_register(&mut self) {
        if self.dialog.is_none()
            && self.task.is_none()
            && let Some(import) = self.unconfirmed.take()
        {
            self.confirm_register(import);
        }
    }

    fn confirm_register(&mut self, import: SharedImport) {
        self.dialog = Some(Dialog::ConfirmRegister(ConfirmRegister::new(import)));
    }

    /// Asks which parts are removed.
    pub(crate) fn ask_what_to_remove(&mut self) {
        self.dialog = self.open.as_deref().map(|open| Dialog::RemoveRegister(RemoveRegister::new(open)));
    }

    /// Reads files as a register, whatever they are.
    pub(crate) fn read_register(&mut self, paths: Vec<PathBuf>) {
        let Some(open) = self.open.as_deref_mut() else { return };
        paths.iter().for_each(|path| open.read_beside(path.clone()));
        let (book, into) = (open.book().clone(), open.import_into(self.store.get().register_layouts()));
        let names: Vec<String> = paths.iter().map(|path| name_of(path)).collect();
        let files = paths.clone();
        let work = move |progress: &Progress| classify::register(&book, files, into, progress);
        let job = Job::start(&self.wake, format!("Reading {}", names.join(", ")), work);
        self.task = Some(Task::Register(job, paths));
    }

    /// Reads the file of a part again, to import it in another way.
    fn change_part(&mut self, place: u32) {
        let Some(open) = self.open.as_deref() else { return };
        let Some((home, folder)) = open.keeping().place().map(|(home, folder)| (home.clone(), folder.to_owned()))
        else {
            return self.tell(
                "Open the file again",
                "No copy of it is kept: import the register's file once more, and change it then.".into(),
            );
        };
        let (book, into) = (open.book().clone(), open.import_into(self.store.get().register_layouts()));
        let work = move |progress: &Progress| classify::part_again(&book, place, (&home, &folder), into, progress);
        let job = Job::start(&self.wake, "Reading the register's file", work);
        self.task = Some(Task::Register(job, Vec::new()));
    }

    /// Looks whether it is read.
    pub(crate) fn poll_register(&mut self, mut job: ReadingRegister, paths: Vec<PathBuf>) {
        match job.poll() {
            State::Running => self.task = Some(Task::Register(job, paths)),
            State::Done(_) if job.cancelled() => {}
            State::Done(Err(NotRead::Stopped)) => {}
            State::Done(Err(NotRead::Refused(why))) => self.tell(NOT_IMPORTED, why),
            State::Done(Err(NotRead::OfAnother(gstin, why))) => self.is_of_another((NOT_IMPORTED, why), &gstin, paths),
            State::Done(Ok(found)) => self.register_found(found, paths),
            State::Died => self.tell(NOT_IMPORTED, BROKE.into()),
        }
    }

    /// A register was read: it is imported if all of it is known, else the user confirms it.
    pub(crate) fn register_found(&mut self, found: FoundRegister, paths: Vec<PathBuf>) {
        let copies = !self.store.get().no_copies;
        let Some(open) = self.open.as_deref_mut() else { return };
        if let FoundRegister::OfAnother(gstin, why) = found {
            return self.is_of_another((NOT_IMPORTED, why), &gstin, paths);
        }
        if let Some(why) = open.look_only() {
            let there = match found {
                FoundRegister::Given(_) => "Take the decisions there.",
                _ => "Import the register there.",
            };
            return self.tell("Nothing was changed", format!("{why} {there}"));
        }
        match found {
            FoundRegister::OfAnother(_, why) | FoundRegister::Refused(why) => self.tell(NOT_IMPORTED, why),
            FoundRegister::Given(back) => self.dialog = Some(Dialog::TakenBack(back)),
            FoundRegister::Back(source, parts) => {
                open.find_register_file(&source, parts, copies);
            }
            // Compared with nothing it would come in beside the same vouchers: it is read again once they are there.
            FoundRegister::Import(_) if open.awaits_vouchers() => self.then_open.extend(paths),
            FoundRegister::Import(import) if import.is_known() => {
                self.unconfirmed = None;
                self.take_register(*import, true);
            }
            FoundRegister::Import(import) => {
                self.unconfirmed = None;
                self.confirm_register(SharedImport(Arc::new(Mutex::new(*import))));
            }
        }
    }

    fn change_register(&mut self, import: SharedImport, place: usize, change: SheetChange) {
        let lines = {
            let mut import = import.0.lock();
            import.change(place, change);
            import.cells(place).rows()
        };
        let Some(book) = self.open.as_deref().map(|open| open.book().clone()) else { return };
        let work = move |progress: &Progress| {
            let mut import = import.0.lock();
            import.read_again(place, progress)?;
            import.settle_notes(&book, progress)
        };
        if lines <= AT_ONCE {
            // Within so few lines nothing stops it.
            let _ = work(&Progress::default());
            return;
        }
        self.task = Some(Task::RegisterAgain(Job::start(&self.wake, "Reading the sheet again", work)));
    }

    /// Looks whether a sheet is read again.
    pub(crate) fn poll_register_again(&mut self, mut job: ReadingAgain) {
        match job.poll() {
            State::Running => self.task = Some(Task::RegisterAgain(job)),
            State::Done(_) => {}
            State::Died => self.tell(NOT_IMPORTED, BROKE.into()),
        }
    }

    fn import_register(&mut self, import: SharedImport) {
        // The dialog that was closed may hold it still.
        let taken = import.0.lock().take_out();
        self.take_register(taken, false);
    }

    fn take_register(&mut self, import: RegisterImport, known: bool) {
        let to_import = import.take(known);
        let layouts = to_import.layouts.clone();
        self.store.change(|settings| layouts.iter().rev().for_each(|layout| settings.remember_layout(layout)));
        if !self.store.get().no_copies
            && let Some(open) = self.open.as_deref_mut()
        {
            open.keep_register_files(to_import.originals.clone());
        }
        self.rework(to_import.work());
    }

    /// The register is in the book: what it matches is shown.
    pub(crate) fn register_is_in(&mut self) {
        if let Some(open) = self.open.as_deref_mut() {
            open.show_place(Place::Match);
        }
        self.grids.vouchers_mut().to_top();
    }

    fn select_vouchers(&mut self, what: Select) {
        let Some(open) = self.open.as_deref_mut() else { return };
        let goal = open.select_vouchers(what);
        self.grids.vouchers_mut().show_place(goal);
    }

    fn save_for_suppliers(&mut self, folder: PathBuf, back: Option<Box<Dialog>>) {
        let Some(open) = self.open.as_deref() else { return };
        let (book, list, day) = (open.book().clone(), open.register_view().list.clone(), open.day());
        let own = self.store.home().ok().map(|home| home.folder);
        let (disk, guard) = (self.store.disk(), Guard { own, ..Guard::default() });
        let work =
            move |progress: &Progress| suppliers::save(&*disk, &folder, (&book, &list.rows), day, &guard, progress);
        self.task = Some(Task::Suppliers(Job::start(&self.wake, "Saving for the suppliers", work), back));
    }

    /// Looks whether the tables are saved.
    pub(crate) fn poll_suppliers(&mut self, mut job: SavingForSuppliers, back: Option<Box<Dialog>>) {
        match job.poll() {
            State::Running => self.task = Some(Task::Suppliers(job, back)),
            State::Done(Ok(saved)) => {
                let tables = counted(saved.files.len() as u64, "table", "tables");
                let vouchers = counted(saved.vouchers, "voucher", "vouchers");
                let folder = saved.files.first().and_then(|path| path.parent());
                let to = folder.map_or_else(String::new, |folder| format!(" to {}", folder.display()));
                let left = match saved.without {
                    0 => String::new(),
                    n => format!(" {} without a supplier's GSTIN left out.", counted(n, "voucher", "vouchers")),
                };
                let line = ResultLine::new(format!("Saved {tables} with {vouchers}{to}.{left}"));
                self.open.iter_mut().for_each(|open| open.say(line.clone()));
            }
            State::Done(Err(why)) => self.back_with(back, why),
            State::Died => self.tell("The tables were not saved", BROKE.into()),
        }
    }

    /// Does on the sheet *Register* what keys and menus do on others. False: it means nothing there.
    pub(crate) fn act_on_register(&mut self, ctx: &Context, action: UserAction) -> bool {
        let Some(open) = self.open.as_deref_mut().filter(|open| open.place() == Place::Register) else { return false };
        match action {
            UserAction::Copy => open.copy_vouchers(false),
            UserAction::CopyWithHeadings => open.copy_vouchers(true),
            UserAction::SelectAll => self.select_vouchers(Select::All),
            UserAction::InvertSelection => self.select_vouchers(Select::TheOthers),
            UserAction::ClearSelection if open.shows_a_link() && open.register_view().selection.rows.len() < 2 => {
                open.leave_by_esc();
            }
            UserAction::ClearSelection => self.select_vouchers(Select::Nothing),
            UserAction::ClearFilter => open.filter_vouchers(VoucherFilter::default()),
            UserAction::Find => ctx.memory_mut(|memory| memory.request_focus(find_box())),
            _ => return false,
        }
        true
    }
}
