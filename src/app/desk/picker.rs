//! The system's file dialogs, each on a thread of its own: they can be slow, hang, or not be there at all.

use crate::app::requests::PickFor;
use crate::work::job::{Job, State};
use crate::work::wake::Wake;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A dialog of the system that is open.
pub struct Picker {
    /// What it is for.
    pub purpose: PickFor,
    job: Job<Vec<PathBuf>>,
    since: Instant,
}

/// What came of it.
pub enum Picked {
    /// Nothing yet.
    Waiting,
    /// These.
    Paths(Vec<PathBuf>),
    /// The user closed it.
    Nothing,
    /// It came back before anybody could have closed it: there is no such dialog here.
    Absent,
}

/// No one closes a dialog quicker than this.
const TOO_QUICK: Duration = Duration::from_millis(300);

impl Picker {
    /// Opens a dialog that begins at a path: a folder, or a file that is proposed.
    pub fn open(wake: &Wake, purpose: PickFor, at: &Path) -> Picker {
        let at = at.to_owned();
        Picker { purpose, job: Job::start(wake, "Choosing a file", move |_| pick(purpose, &at)), since: Instant::now() }
    }

    /// What came of it. Paths are given once.
    pub fn poll(&mut self) -> Picked {
        match self.job.poll() {
            State::Running => Picked::Waiting,
            State::Done(paths) if !paths.is_empty() => Picked::Paths(paths),
            State::Done(_) if self.since.elapsed() > TOO_QUICK => Picked::Nothing,
            State::Done(_) | State::Died => Picked::Absent,
        }
    }
}

fn pick(purpose: PickFor, at: &Path) -> Vec<PathBuf> {
    let (folder, name) = if at.is_dir() { (Some(at), None) } else { (at.parent(), at.file_name()) };
    let mut dialog = rfd::FileDialog::new();
    if let Some(folder) = folder.filter(|f| f.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    if let Some(name) = name {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    match purpose {
        PickFor::Open => {
            let dialog = dialog.set_title("Open files of the portal").add_filter("JSON and zip", &["json", "zip"]);
            dialog.add_filter("All files", &["*"]).pick_files().unwrap_or_default()
        }
        PickFor::Upload => {
            let dialog = dialog.set_title("Write the upload").add_filter("JSON", &["json"]);
            dialog.save_file().into_iter().collect()
        }
        PickFor::SaveTable => {
            let dialog = dialog.set_title("Save decisions").add_filter("Table (CSV)", &["csv"]);
            dialog.save_file().into_iter().collect()
        }
        PickFor::LoadTable => {
            let known = ["csv", "txt", "tsv", "xlsx", "ods", "xls"];
            let dialog = dialog.set_title("Load decisions").add_filter("Table or workbook", &known);
            dialog.pick_file().into_iter().collect()
        }
        PickFor::Register => {
            let known = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "txt", "tsv", "htm", "html", "zip"];
            let dialog = dialog.set_title("Import purchase register").add_filter("Excel, CSV, zip", &known);
            dialog.add_filter("All files", &["*"]).pick_files().unwrap_or_default()
        }
        PickFor::OpenFolder => dialog.set_title("Open all files of a folder").pick_folder().into_iter().collect(),
        PickFor::ManyFolder => dialog.set_title("Write the JSON files to").pick_folder().into_iter().collect(),
        PickFor::ManyList => {
            let dialog = dialog.set_title("Save the list").add_filter("Table (CSV)", &["csv"]);
            dialog.save_file().into_iter().collect()
        }
        PickFor::Workbook => {
            let dialog = dialog.set_title("Save as Excel workbook").add_filter("Excel", &["xlsx"]);
            dialog.save_file().into_iter().collect()
        }
        PickFor::Page => {
            let dialog = dialog.set_title("Write a page").add_filter("Page (HTML)", &["html"]);
            dialog.save_file().into_iter().collect()
        }
        PickFor::SuppliersFolder => dialog.set_title("Save for the suppliers").pick_folder().into_iter().collect(),
        PickFor::Folder => dialog.set_title("Keep work in").pick_folder().into_iter().collect(),
    }
}
