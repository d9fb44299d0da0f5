//! Pages and letters on the disk, each as a whole.

use std::path::{Path, PathBuf};

use super::ToSupplier;
use crate::disk::{self, Disk, Guard};
use crate::exchange::workbook::{Unwritten, allowed};
use crate::work::Progress;

/// Writes a page. Gives its size.
pub fn write_page(disk: &dyn Disk, path: &Path, page: &str, guard: &Guard) -> Result<u64, Unwritten> {
    allowed(guard, path)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        disk.make_folder(folder)?;
    }
    disk::whole::write(disk, path, page.as_bytes())?;
    Ok(page.len() as u64)
}

/// Writes two files for each supplier into a folder: a page, and the same as text for mail and messengers. All are allowed before
/// one is written. Gives where they are, with their sizes.
pub fn write_letters(
    disk: &dyn Disk,
    folder: &Path,
    letters: &[ToSupplier],
    guard: &Guard,
    progress: &Progress,
) -> Result<Vec<(PathBuf, u64)>, Unwritten> {
    let files = letters.iter().flat_map(|letter| [("html", &letter.html, letter), ("txt", &letter.text, letter)]);
    let files: Vec<(PathBuf, &String)> =
        files.map(|(ending, text, letter)| (folder.join(format!("{}.{ending}", letter.file)), text)).collect();
    files.iter().try_for_each(|(path, _)| allowed(guard, path))?;
    progress.expect(files.len() as u64);
    let mut written = Vec::with_capacity(files.len());
    for (path, text) in files {
        let bytes = write_page(disk, &path, text, guard)?;
        written.push((path, bytes));
        if !progress.advance(1) {
            return Err(Unwritten::Stopped);
        }
    }
    Ok(written)
}
