//! Pages and letters on the disk, each as a whole.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::ToSupplier;
use crate::disk::{self, Disk, Guard};
use crate::exchange::workbook::{Unwritten, allowed};
use crate::values::counted;
use crate::work::Progress;

/// Writes a page. Gives its size. A folder that is not there is not made: it may have been renamed meanwhile.
pub fn write_page(disk: &dyn Disk, path: &Path, page: &str, guard: &Guard) -> Result<u64, Unwritten> {
    allowed(guard, path)?;
    disk::whole::write(disk, path, page.as_bytes())?;
    Ok(page.len() as u64)
}

/// Writes two files for each supplier into a folder: a page, and the same as text for mail and messengers. All are allowed before
/// one is written.
pub fn write_letters(
    disk: &dyn Disk,
    folder: &Path,
    letters: &[ToSupplier],
    guard: &Guard,
    progress: &Progress,
) -> Result<WrittenLetters, Unwritten> {
    let files = letters.iter().flat_map(|letter| [("html", &letter.html, letter), ("txt", &letter.text, letter)]);
    let files: Vec<(PathBuf, &String)> =
        files.map(|(ending, text, letter)| (folder.join(format!("{}.{ending}", letter.file)), text)).collect();
    files.iter().try_for_each(|(path, _)| allowed(guard, path))?;
    progress.expect(files.len() as u64);
    // The letters' own folder is made, in one that is there.
    let around = folder.parent().filter(|around| !around.as_os_str().is_empty());
    if let Some(Err(e)) = around.map(|around| disk.names(around)).filter(is_missing) {
        return Err(e.into());
    }
    if !files.is_empty() {
        disk.make_folder(folder)?;
    }
    let mut written = Vec::with_capacity(files.len());
    for (path, text) in files {
        let bytes = write_page(disk, &path, text, guard)?;
        written.push((path, bytes));
        if !progress.advance(1) {
            return Err(Unwritten::Stopped);
        }
    }
    // A folder that cannot be listed is no reason to say that the letters are not written.
    let there = disk.names(folder).unwrap_or_default();
    let own: HashSet<&OsStr> = written.iter().filter_map(|(path, _)| path.file_name()).collect();
    let older = there.iter().filter(|name| !name.starts_with('.') && !own.contains(OsStr::new(name))).count() as u64;
    Ok(WrittenLetters { files: written, older })
}

fn is_missing(names: &io::Result<Vec<String>>) -> bool {
    matches!(names, Err(e) if e.kind() == io::ErrorKind::NotFound)
}

/// The letters that were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenLetters {
    /// Where they are, with their sizes.
    pub files: Vec<(PathBuf, u64)>,
    /// How many files are in their folder beside them, such as letters that were written before.
    pub older: u64,
}

impl WrittenLetters {
    /// What is said of the files beside them; none where there are none.
    pub fn beside(older: u64) -> Option<String> {
        let files = counted(older, "older file in this folder is", "older files in this folder are");
        (older > 0).then(|| format!("{files} not of these letters: look before you send the whole folder."))
    }
}
