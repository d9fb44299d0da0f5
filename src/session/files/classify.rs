//! Files that are opened over an open book: the portal's error files are attached, a newer download is brought in, whatever
//! else is opened in its place. Each is asked about.

use crate::book::{Book, Section};
use crate::edit::Command;
use crate::edit::merge::{Comparison, Kind, compare, refusal};
use crate::portal::errors::{self, ErrorFile};
use crate::portal::{self, ReadError};
use crate::session::files::opening::written_at;
use crate::session::newer::{Newer, Outcome};
use crate::store::journal::WroteUpload;
use crate::work::Progress;
use std::path::PathBuf;
use std::sync::Arc;

/// What files are to the book over which they are opened.
pub enum Found {
    /// Error files of the portal.
    Errors(Vec<ErrorFile>),
    /// A newer download.
    Newer(Arc<Newer>),
    /// A download that was brought in before.
    Had,
    /// Something else.
    Other,
}

/// Reads files and finds what they are to a book, if one is open that takes any; `awaited`: the upload whose fate is not known.
pub fn look(
    book: Option<&Book>,
    awaited: Option<&WroteUpload>,
    paths: Vec<PathBuf>,
    progress: &Progress,
) -> Result<Found, ReadError> {
    if let Some(found) = errors::open(&paths)? {
        return Ok(Found::Errors(found));
    }
    let Some(old) = book else { return Ok(Found::Other) };
    let new = portal::open(&paths, progress)?;
    // The same files once more: the book is read again.
    if hashes(old).eq(hashes(&new)) {
        return Ok(Found::Other);
    }
    let named = (old.recipient.gstin(), new.recipient.gstin());
    let same_recipient = matches!(named, (Some(a), Some(b)) if a == b);
    if refusal(old, &new).is_some() || (named.0.is_some() && named.1.is_some() && !same_recipient) {
        return Ok(Found::Other);
    }
    if had(old, &new) {
        return Ok(Found::Had);
    }
    let comparison = compare(old, &new);
    // Files that name no one belong together only if they have records in common.
    if !same_recipient && !in_common(&comparison) {
        return Ok(Found::Other);
    }
    let if_uploaded = awaited.map(|upload| had_it_been_uploaded(old, upload, &new));
    let emptied = comparison.emptied(old);
    let (outcome, older) = (Outcome::of(&comparison), made_before(&new, old));
    Ok(Found::Newer(Arc::new(Newer { paths, book: Arc::new(new), outcome, if_uploaded, emptied, older })))
}

fn hashes(book: &Book) -> impl Iterator<Item = &[u8; 32]> {
    book.sources().list().iter().map(|source| &source.hash)
}

/// Whether the files of a newer download count in a book already.
fn had(old: &Book, new: &Book) -> bool {
    hashes(new).all(|hash| old.files().any(|file| file.hash == *hash))
}

fn in_common(comparison: &Comparison) -> bool {
    let met = |section| {
        let sheet = comparison.sheet(section);
        sheet.others > 0 || sheet.fates.iter().any(|fate| fate.old.is_some() && fate.new.is_some())
    };
    Section::ALL.into_iter().any(met)
}

/// What would become of the records, had the last upload been uploaded; and whether the newer download holds any of it.
fn had_it_been_uploaded(old: &Book, upload: &WroteUpload, new: &Book) -> (Outcome, bool) {
    let mut old = old.clone();
    Command::Uploaded { name: upload.name.clone(), said: upload.said.clone() }.apply(&mut old);
    let comparison = compare(&old, new);
    let holds = Section::ALL.into_iter().any(|section| {
        let confirmed = comparison
            .sheet(section)
            .fates
            .iter()
            .filter(|fate| matches!(fate.kind, Kind::Confirmed | Kind::DecidedSince));
        confirmed.filter_map(|fate| fate.old).any(|row| old.sheet(section).last_said(row).is_some())
    });
    (Outcome::of(&comparison), holds)
}

/// Whether every file of a download is older than those of the book, by the dates that the disk has of them.
fn made_before(new: &Book, old: &Book) -> bool {
    let newest = new.files().filter_map(written_at).max();
    let oldest = old.files().filter_map(written_at).max();
    newest.zip(oldest).is_some_and(|(new, old)| new < old)
}
