//! The one job that runs while the window shows how far it is.

use crate::app::desk::many::ManyTask;
use crate::app::dialogs::{ClientSearch, Dialog};
use crate::app::requests::OnceOpen;
use crate::exchange::workbook::Unwritten;
use crate::portal::ReadError;
use crate::session::deciding::paste::PasteEnd;
use crate::session::export::Exported;
use crate::session::files::classify::{Found, FoundRegister};
use crate::session::files::opening::Judged;
use crate::session::files::tables::SavedTable;
use crate::session::files::tables::{ReadDecisions, TableOf};
use crate::session::files::write_upload::UploadEnd;
use crate::session::heavy_steps::Reworked;
use crate::session::pan_search::{PanHits, SearchedBook};
use crate::session::register::source::NotRead;
use crate::session::register::suppliers::SavedForSuppliers;
use crate::store::journal::WroteUpload;
use crate::work::job::Job;
use std::path::PathBuf;
use std::sync::Arc;

/// A register that is being read.
pub type ReadingRegister = Job<Result<FoundRegister, NotRead>>;
/// A sheet that is being read again; what was changed is shown once it is.
pub type ReadingAgain = Job<Result<(), NotRead>>;
/// Tables for the suppliers on their way.
pub type SavingForSuppliers = Job<Result<SavedForSuppliers, String>>;
/// A workbook or a page that is being written.
pub type WritingExport = Job<Result<Exported, Unwritten>>;

/// The one job that runs, while the window shows how far it is.
pub enum Task {
    /// Files become a book.
    Open(Opening),
    /// An upload is written; the dialog is where it was asked for.
    Upload(Job<UploadEnd>, WroteUpload, Option<Box<Dialog>>),
    /// A table is written: of what, and where.
    SaveTable(Job<Result<SavedTable, String>>, (TableOf, PathBuf), Option<Box<Dialog>>),
    /// A table of decisions is read.
    LoadTable(Job<Result<ReadDecisions, String>>, Option<Box<Dialog>>),
    /// A workbook or paper is written; the dialog is where that was asked for.
    Export(WritingExport, Option<Box<Dialog>>),
    /// It is looked what files are to the open book.
    Look(Looking, Vec<PathBuf>),
    /// A purchase register is read.
    Register(ReadingRegister, Vec<PathBuf>),
    /// A sheet of it is read again.
    RegisterAgain(ReadingAgain),
    /// Tables for the suppliers are written; the dialog is where that was asked for.
    Suppliers(SavingForSuppliers, Option<Box<Dialog>>),
    /// Something is done to many clients.
    Many(ManyTask),
    /// A newer download comes into the book, or a step over one is taken.
    Rework(Reworking),
    /// What was pasted is read, and its records are looked up.
    Paste(Job<Result<PasteEnd, String>>, Option<Box<Dialog>>),
    /// All clients of a PAN are searched.
    SearchPan(Box<SearchingPan>),
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
            Task::Register(job, _) => (job.words(), job.part_done()),
            Task::RegisterAgain(job) => (job.words(), job.part_done()),
            Task::Suppliers(job, _) => (job.words(), job.part_done()),
            Task::SearchPan(search) => (search.job.words(), search.job.part_done()),
            Task::Many(task) => task.progress(),
            Task::Export(job, _) => (job.words(), job.part_done()),
        }
    }

    /// How many records or lines were read and how fast, where these are read.
    pub fn pace(&self) -> Option<String> {
        match self {
            Task::Open(opening) => opening.job.pace(),
            Task::Look(job, ..) if job.words().ends_with(".json") => job.pace(),
            // A register, as far as it is known.
            Task::Look(job, ..) => job.pace_of("line", "lines"),
            Task::Register(job, _) => job.pace_of("line", "lines"),
            Task::RegisterAgain(job) => job.pace_of("line", "lines"),
            _ => None,
        }
    }

    /// Asks it to stop.
    pub fn cancel(&self) {
        match self {
            Task::Open(opening) => opening.job.cancel(),
            Task::Upload(job, ..) => job.cancel(),
            Task::SaveTable(job, ..) => job.cancel(),
            Task::LoadTable(job, ..) => job.cancel(),
            Task::Paste(job, ..) => job.cancel(),
            Task::Look(job, ..) => job.cancel(),
            Task::Rework(job) => job.cancel(),
            Task::Register(job, _) => job.cancel(),
            Task::RegisterAgain(job) => job.cancel(),
            Task::Suppliers(job, _) => job.cancel(),
            Task::SearchPan(search) => search.job.cancel(),
            Task::Many(task) => task.cancel(),
            Task::Export(job, _) => job.cancel(),
        }
    }
}

/// What is said where a job broke.
pub const BROKE: &str =
    "Something in this program broke while doing this. Nothing was changed; please report it with the file if you can.";

/// A book on its way onto the desk.
pub struct Opening {
    /// The job.
    pub job: Job<Result<Box<Judged>, ReadError>>,
    /// The files that it is read from, for the list of recent ones; none for the sample.
    pub paths: Vec<String>,
    /// What comes after.
    pub once_open: OnceOpen,
}

/// A look at files.
pub type Looking = Job<Result<Found, ReadError>>;

/// It is being done.
pub type Reworking = Job<Box<Reworked>>;

/// A search over all clients of a PAN.
pub struct SearchingPan {
    /// The job.
    pub job: Job<Option<PanHits>>,
    /// Where what was found is shown.
    pub dialog: ClientSearch,
    /// What is looked for.
    pub text: String,
    /// Where.
    pub books: Arc<Vec<SearchedBook>>,
}
