//! The vouchers of parts whose file was not there are read again: from the copies in the book's folder, or from the file that
//! the user opens.

use std::collections::BTreeMap;
use std::path::Path;

use crate::book::{ReadPart, RegisterPart};
use crate::register;
use crate::session::register::source::{NotRead, RegisterSource, inside};
use crate::store::Home;
use crate::store::copies::{self, Wanted};
use crate::values::last_part;
use crate::work::Progress;

/// What was read again.
#[derive(Default)]
pub struct FetchedParts {
    /// The parts with their vouchers.
    pub parts: Vec<ReadPart>,
    /// Why files cannot be had, by their hashes.
    pub not_here: BTreeMap<[u8; 32], String>,
}

/// Reads parts from the copies in a book's folder.
pub fn from_copies(
    (home, folder): (&Home, &Path),
    missing: &[RegisterPart],
    recipient: Option<&str>,
    progress: &Progress,
) -> FetchedParts {
    let mut fetched = FetchedParts::default();
    let mut files: BTreeMap<[u8; 32], Vec<&RegisterPart>> = BTreeMap::new();
    missing.iter().for_each(|part| files.entry(part.hash).or_default().push(part));
    for (hash, parts) in files {
        let Some(first) = parts.first() else { continue };
        let name = file_name(&first.file);
        match source_of_copy((home, folder), first, progress) {
            Ok(source) => {
                let read = from_source(&source, &parts, recipient, progress);
                if read.len() < parts.len() {
                    let why = format!("{name}: not all of it can be read as it was when it was imported");
                    fetched.not_here.insert(hash, why);
                }
                fetched.parts.extend(read);
            }
            Err(NotRead::Stopped) => {}
            Err(NotRead::Refused(why) | NotRead::OfAnother(_, why)) => drop(fetched.not_here.insert(hash, why)),
        }
    }
    fetched
}

/// The file of a part, from its copy in a book's folder.
pub fn source_of_copy(
    (home, folder): (&Home, &Path),
    part: &RegisterPart,
    progress: &Progress,
) -> Result<RegisterSource, NotRead> {
    let name = file_name(&part.file);
    let wanted = Wanted { name: name.to_owned(), path: None, bytes: part.bytes, hash: part.hash };
    let bytes = copies::bytes(&*home.disk, folder, &wanted).map_err(NotRead::Refused)?;
    RegisterSource::of(name, None, bytes, progress)
}

/// Reads those parts that are of this file, whatever its name is by now.
pub fn from_source(
    source: &RegisterSource,
    missing: &[&RegisterPart],
    recipient: Option<&str>,
    progress: &Progress,
) -> Vec<ReadPart> {
    let is_of = |part: &&&RegisterPart| part.hash == source.file.hash && part.bytes == source.file.bytes;
    let read = |part: &&RegisterPart| {
        let same = |name: &str| inside(name) == inside(&part.file);
        let workbook = source.opened.workbooks.iter().find(|workbook| same(&workbook.name))?;
        register::again(part, workbook, recipient, progress)
    };
    missing.iter().filter(is_of).filter_map(read).collect()
}

/// The name of the file itself: of one in a zip that of the zip.
pub(super) fn file_name(name: &str) -> &str {
    last_part(name.split_once(" › ").map_or(name, |(file, _)| file))
}
