//! Which files are meant where folders are opened, and reading one file or some entries of a zip.

use super::file::ArrivingFile;
use crate::portal::archive::{BEHIND, WantedEntries};
use crate::portal::{self, Input, ReadError};
use crate::session::register::source::{NotRead, RegisterSource};
use crate::values::last_part;
use crate::work::Progress;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Folders in folders are looked into so deep.
const DEEPEST: u32 = 4;
/// More files than these no user means.
const MOST: usize = 5_000;

/// The files that are named, and those in the folders that are named; each once, in the order of their names within a folder.
/// Nothing of this program's own folder.
pub(super) fn all_files(paths: &[PathBuf], own: &Path) -> Vec<PathBuf> {
    let mut found = Found { own: own.canonicalize().ok(), seen: BTreeSet::new(), files: Vec::new() };
    paths.iter().for_each(|path| found.add(path, 0));
    found.files
}

struct Found {
    own: Option<PathBuf>,
    seen: BTreeSet<PathBuf>,
    files: Vec<PathBuf>,
}

impl Found {
    fn add(&mut self, path: &Path, depth: u32) {
        if self.files.len() == MOST {
            return;
        }
        // What cannot be looked at is named when it is read.
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.own.as_ref().is_some_and(|own| place.starts_with(own)) || !self.seen.insert(place) {
            return;
        }
        if !path.is_dir() {
            return self.files.push(path.to_owned());
        }
        let Ok(entries) = std::fs::read_dir(path) else { return };
        let mut within: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        within.sort_unstable();
        for path in within.into_iter().filter(|path| !is_hidden(path) && (depth < DEEPEST || !path.is_dir())) {
            self.add(&path, depth + 1);
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    name.starts_with('.') || matches!(name.as_str(), "thumbs.db" | "desktop.ini")
}

impl ArrivingFile {
    /// Its bytes: of the whole file, or of its entries in the zip.
    pub(super) fn inputs(&self, progress: &Progress) -> Result<Vec<Input>, ReadError> {
        let input = portal::load(&self.path, progress)?;
        if self.entries.is_empty() {
            return Ok(vec![input]);
        }
        let wanted = WantedEntries { others: false, only: Some(&self.entries) };
        Ok(portal::in_zip(&input, wanted)?.entries.into_iter().map(|(_, input)| input).collect())
    }

    /// The same of a table or a workbook, in cells.
    pub(super) fn cells(&self, progress: &Progress) -> Result<RegisterSource, NotRead> {
        if self.entries.is_empty() {
            return RegisterSource::open(&self.path, progress);
        }
        let refused = |e: ReadError| if e.cancelled { NotRead::Stopped } else { NotRead::Refused(e.to_string()) };
        let input = portal::load(&self.path, progress).map_err(refused)?;
        let wanted = WantedEntries { others: true, only: Some(&self.entries) };
        let found = portal::in_zip(&input, wanted).map_err(refused)?.others;
        let gone = || NotRead::Refused(format!("{}: it is not in the zip any more.", self.name));
        let (entry, input) = found.into_iter().next().ok_or_else(gone)?;
        cells_of(&entry, input, progress)
    }
}

/// An entry of a zip in cells. It is called as the file will be once it is unpacked: then it is the same register.
pub(super) fn cells_of(entry: &str, input: Input, progress: &Progress) -> Result<RegisterSource, NotRead> {
    let name = last_part(entry.rsplit(BEHIND).next().unwrap_or(entry));
    RegisterSource::of(name, None, input.bytes, progress)
}
