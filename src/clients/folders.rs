//! The folders of the books that are kept in the data folder.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use super::file::ClientFile;
use super::mark::client_folder;
use crate::store::Home;
use crate::store::journal;
use crate::values::gstin;

/// How long the name of a book's folder is.
const KEY: usize = 16;

/// A book that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBook {
    /// Its folder in the data folder, with `/`: `27AAAAA0000A1Z2/4b6a08e0f2c91d35`.
    pub folder: String,
    /// The recipient by whose name its folder is called; none if that is not known.
    pub gstin: Option<String>,
}

impl KeptBook {
    /// Where it is.
    pub fn path(&self, home: &Home) -> PathBuf {
        home.folder.join(&self.folder)
    }

    /// Where it was read from, as its journal says.
    pub fn paths(&self, home: &Home) -> Vec<String> {
        let Some(head) = journal::head_in(&*home.disk, &self.path(home)) else { return Vec::new() };
        let path = |source: &crate::book::SourceId| match &source.path {
            Some(path) => path.display().to_string(),
            None => source.name.clone(),
        };
        head.sources.iter().map(path).collect()
    }
}

/// All of them, in the order of their folders. The error: the data folder itself cannot be read, so it is not known which there
/// are. One folder in it that cannot be read hides no client: what is known of it from before counts as kept.
pub fn kept_books(home: &Home, known: &ClientFile) -> io::Result<Vec<KeptBook>> {
    let mut found = Vec::new();
    let mut names = home.disk.names(&home.folder)?;
    names.sort_unstable();
    for name in names {
        match names_within(home, &name) {
            Ok(within) => {
                // A file that strayed into the folder of a recipient hides no book of it.
                let own = holds_work(&within).then(|| KeptBook { folder: name.clone(), gstin: None });
                found.extend(own.into_iter().chain(books_of(home, &name, within)));
            }
            Err(_) => found.extend(known_of(&name, known)),
        }
    }
    Ok(found)
}

/// The books in the folder of a recipient. One that cannot be read just now is there: its line says so.
fn books_of(home: &Home, name: &str, mut within: Vec<String>) -> Vec<KeptBook> {
    within.sort_unstable();
    // Beside them are files, such as that the client is hidden.
    let is_key = |key: &str| key.len() == KEY && key.bytes().all(|b| b.is_ascii_hexdigit());
    let is_book = |key: &String| match names_within(home, &format!("{name}/{key}")) {
        Ok(names) => holds_work(&names),
        Err(_) => is_key(key),
    };
    let kept = within.into_iter().filter(is_book);
    kept.map(|key| KeptBook { folder: format!("{name}/{key}"), gstin: Some(name.to_owned()) }).collect()
}

/// What was known before of a folder that cannot be read.
fn known_of(name: &str, known: &ClientFile) -> Vec<KeptBook> {
    let is_of = |folder: &str| client_folder(folder) == name;
    let of = known.books.iter().filter(|book| is_of(&book.folder));
    let gstin = gstin::well_formed(name).then(|| name.to_owned());
    let mut books: Vec<KeptBook> =
        of.map(|book| KeptBook { folder: book.folder.clone(), gstin: book.gstin.clone() }).collect();
    if books.is_empty() && gstin.is_some() {
        books.push(KeptBook { folder: name.to_owned(), gstin });
    }
    books
}

/// The names in a folder of the data folder; nothing is in what is no folder.
fn names_within(home: &Home, folder: &str) -> io::Result<Vec<String>> {
    match home.disk.names(&home.folder.join(folder)) {
        Err(e) if matches!(e.kind(), ErrorKind::NotADirectory | ErrorKind::NotFound) => Ok(Vec::new()),
        names => names,
    }
}

fn holds_work(names: &[String]) -> bool {
    names.iter().any(|name| journal::is_ours(name))
}
