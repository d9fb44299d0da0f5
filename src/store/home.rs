//! Where work is kept: `ims-desk-data`, with one folder for each recipient and in it one for each book. A book whose
//! recipient is not known yet has its folder at the top.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::disk::{self, Disk};
use crate::store::journal;

/// Held while a window works on a book.
pub const LOCK: &str = "lock";

/// The folder `ims-desk-data`.
#[derive(Clone)]
pub struct Home {
    /// The disk that it is on.
    pub disk: Arc<dyn Disk>,
    /// The folder.
    pub folder: PathBuf,
}

impl Home {
    /// Whether it can be written. The error says why not.
    pub fn usable(&self) -> Result<(), String> {
        let try_it = || {
            self.disk.make_folder(&self.folder)?;
            // It vanishes again at once.
            disk::temporary(&*self.disk, &self.folder.join("try")).map(drop)
        };
        try_it().map_err(|e| format!("{} cannot be written: {}", self.folder.display(), disk::words(&e)))
    }

    /// The folder of a book, by what its files hold (`key`). One that is there already is found under whatever recipient;
    /// once the recipient is known it moves there, if it can.
    pub fn of_book(&self, key: &str, gstin: Option<&str>) -> PathBuf {
        let plain = |gstin: &&str| !gstin.is_empty() && gstin.bytes().all(|b| b.is_ascii_alphanumeric());
        let unnamed = self.folder.join(key);
        let named = gstin.filter(plain).map(|gstin| self.folder.join(gstin));
        match (self.found(key, named.as_deref()), named) {
            (Some(found), Some(named)) if found == unnamed => {
                let target = named.join(key);
                let moved = self.disk.make_folder(&named).and_then(|()| self.disk.rename(&unnamed, &target));
                if moved.is_ok() { target } else { unnamed }
            }
            (Some(found), _) => found,
            (None, Some(named)) => named.join(key),
            (None, None) => unnamed,
        }
    }

    /// Whether a window has the book of this folder open. Where that cannot be known it has not.
    pub fn is_open(&self, folder: &Path) -> bool {
        self.disk.is_locked(&folder.join(LOCK)).unwrap_or(false)
    }

    /// The folders of the books of a recipient.
    pub fn books_of(&self, gstin: &str) -> Vec<PathBuf> {
        let own = self.folder.join(gstin);
        self.disk.names(&own).unwrap_or_default().into_iter().map(|key| own.join(key)).collect()
    }

    fn found(&self, key: &str, named: Option<&Path>) -> Option<PathBuf> {
        let looked_at = |folder: PathBuf| Some((self.disk.names(&folder).ok()?, folder));
        // A folder of this name that holds no work hides none that does.
        let works = |(names, _): &&(Vec<String>, PathBuf)| names.iter().any(|name| journal::is_ours(name));
        // Mostly it is here: the folders of hundreds of other recipients are not looked into then.
        let likely = [Some(self.folder.join(key)), named.map(|named| named.join(key))];
        let likely: Vec<_> = likely.into_iter().flatten().filter_map(looked_at).collect();
        if let Some((_, folder)) = likely.iter().find(works) {
            return Some(folder.clone());
        }
        let mut recipients = self.disk.names(&self.folder).unwrap_or_default();
        recipients.sort_unstable();
        let places = recipients.into_iter().map(|recipient| self.folder.join(recipient).join(key));
        let places = std::iter::once(self.folder.join(key)).chain(places);
        let there: Vec<_> = places.filter_map(looked_at).filter(|(names, _)| !names.is_empty()).collect();
        there.iter().find(works).or(there.first()).map(|(_, folder)| folder.clone())
    }
}
