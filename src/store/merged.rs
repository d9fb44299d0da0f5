//! A book's files, and the newer downloads that its journal merges, read again: from the copies in its folder, else from where they were.

use std::path::Path;
use std::sync::Arc;

use super::copies::{self, Wanted};
use super::home::Home;
use super::journal;
use crate::book::Book;
use crate::book::SourceId;
use crate::disk::plain;
use crate::edit::merge::Later;
use crate::portal::{self, Input};
use crate::values::hex;
use crate::work::Progress;

/// Of at most this many copies in one folder it is tried which are of the book's own files: 65,536 ways to choose them.
const MOST_COPIES: usize = 16;

/// What `portal::read` needs to read a book from the copies in its folder; none if they are not all there.
pub fn from_copies(home: &Home, folder: &Path) -> Option<Vec<Input>> {
    match journal::head_in(&*home.disk, folder) {
        Some(head) => inputs(home, folder, &head.sources).ok(),
        None => copies::inputs(&*home.disk, folder, &named_by_folder(home, folder)?).ok(),
    }
}

/// The copies of a book's own files where no journal names these. The folder is called by what they hold; beside them are copies of
/// registers and of newer downloads.
fn named_by_folder(home: &Home, folder: &Path) -> Option<Vec<Wanted>> {
    let key = folder.file_name()?.to_str()?;
    let kept = copies::all(&*home.disk, folder);
    let hashes: Vec<String> = kept.iter().map(|copy| hex(&copy.hash)).collect();
    if kept.len() > MOST_COPIES {
        return None;
    }
    let chosen = |of: u32| (0..kept.len()).filter(move |at| of >> at & 1 == 1);
    let is_own = |of: &u32| journal::key_of(chosen(*of).map(|at| hashes[at].as_str()).collect()) == key;
    let own = (1..1 << kept.len()).find(is_own)?;
    Some(chosen(own).map(|at| kept[at].clone()).collect())
}

/// All newer downloads that its journal merges. The error says which cannot be had.
pub fn books(home: &Home, folder: &Path) -> Result<Vec<Arc<Book>>, String> {
    let merged = journal::later_in(&*home.disk, folder);
    merged.into_iter().map(|files| book(home, folder, files).map(Arc::new)).collect()
}

fn book(home: &Home, folder: &Path, files: Vec<SourceId>) -> Result<Book, String> {
    let why = match inputs(home, folder, &files) {
        Ok(inputs) => return portal::read(inputs, &Progress::default()).map_err(|e| e.to_string()),
        Err(why) => why,
    };
    let paths: Option<Vec<_>> = files.iter().map(|file| file.path.clone()).collect();
    // A pipe that has taken the place of a file would make this wait for ever.
    let paths = paths.filter(|paths| paths.iter().all(|path| plain::metadata(path).is_ok()));
    let read = paths.and_then(|paths| portal::open(&paths, &Progress::default()).ok());
    let name = Later::named(files.clone()).name();
    read.filter(|book| Later::named(files).is(book)).ok_or(format!(
        "Your work went on with a newer download, {name}, which is not where it was ({why}). Put it back there and \
         open your files again. Nothing was changed."
    ))
}

/// What `portal::read` needs to read these files from their copies in a folder. The error says which is missing.
pub fn inputs(home: &Home, folder: &Path, files: &[SourceId]) -> Result<Vec<Input>, String> {
    let wanted: Option<Vec<Wanted>> = files.iter().map(wanted).collect();
    copies::inputs(&*home.disk, folder, &wanted.ok_or("it is not known which file that is")?)
}

fn wanted(source: &SourceId) -> Option<Wanted> {
    let pair = |i: usize| u8::from_str_radix(source.sha256.get(2 * i..2 * i + 2)?, 16).ok();
    let hash: Vec<u8> = (0..32).map(pair).collect::<Option<_>>()?;
    let hash = hash.try_into().ok()?;
    Some(Wanted { name: source.name.clone(), path: source.path.clone(), bytes: source.bytes, hash })
}
