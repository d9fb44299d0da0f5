//! Which files are meant where folders are opened, and reading one file or some entries of a zip.

use super::file::ArrivingFile;
use crate::disk;
use crate::portal::archive::{BEHIND, WantedEntries};
use crate::portal::{self, Input, ReadError};
use crate::session::register::source::{NotRead, RegisterSource};
use crate::values::{grouped, last_part};
use crate::work::Progress;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Folders in folders are looked into so deep.
const DEEPEST: u32 = 4;
/// More files than these no user means.
const MOST: usize = 5_000;

/// Which files are meant.
#[derive(Default)]
pub(super) struct MeantFiles {
    /// Each once, in the order of their names within a folder.
    pub(super) files: Vec<PathBuf>,
    /// What was not looked into, and why.
    pub(super) left: Vec<(PathBuf, String)>,
    own: Option<PathBuf>,
    /// No more files than these.
    most: usize,
    seen: BTreeSet<PathBuf>,
}

impl MeantFiles {
    /// The files that are named, and those in the folders that are named; nothing of this program's own folder.
    pub(super) fn of(paths: &[PathBuf], own: &Path) -> MeantFiles {
        MeantFiles::up_to(MOST, paths, own)
    }

    fn up_to(most: usize, paths: &[PathBuf], own: &Path) -> MeantFiles {
        let mut found = MeantFiles { own: own.canonicalize().ok(), most, ..MeantFiles::default() };
        paths.iter().for_each(|path| found.add(path, 0));
        found
    }

    fn add(&mut self, path: &Path, depth: u32) {
        // What cannot be looked at is named when it is read.
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.own.as_ref().is_some_and(|own| place.starts_with(own)) || !self.seen.insert(place) {
            return;
        }
        if self.files.len() == self.most {
            return self.leave(
                path,
                format!("There are more than {} files: open the others next.", grouped(self.most as u64)),
            );
        }
        if !path.is_dir() {
            return self.files.push(path.to_owned());
        }
        if depth > DEEPEST {
            return self.leave(path, "This folder lies too deep in others: open it by itself.".to_owned());
        }
        let entries = match std::fs::read_dir(path) {
            Ok(entries) => entries,
            Err(e) => return self.leave(path, format!("It cannot be read: {}.", disk::words(&e))),
        };
        let mut within: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        within.sort_unstable();
        within.iter().filter(|path| !is_hidden(path)).for_each(|path| self.add(path, depth + 1));
    }

    /// Notes what is not looked into; of what comes behind too many files the first is enough.
    fn leave(&mut self, path: &Path, why: String) {
        if self.left.last().is_none_or(|(_, before)| *before != why) {
            self.left.push((path.to_owned(), why));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_too_many_files_the_first_that_is_left_is_named() {
        let folder = tempfile::tempdir().unwrap();
        (0..6).for_each(|n| std::fs::write(folder.path().join(format!("{n}.txt")), "no").unwrap());
        let found = MeantFiles::up_to(3, &[folder.path().to_owned()], Path::new("nowhere"));
        let names: Vec<_> = found.files.iter().map(|path| path.file_name().unwrap()).collect();
        assert_eq!(names, ["0.txt", "1.txt", "2.txt"]);
        let why = "There are more than 3 files: open the others next.";
        assert_eq!(found.left, [(folder.path().join("3.txt"), why.to_owned())]);
    }
}
