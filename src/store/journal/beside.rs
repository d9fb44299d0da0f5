//! The snapshot beside the journal in a book's folder.

use std::io::{self, ErrorKind};
use std::path::Path;

use parking_lot::Mutex;

use super::head::Head;
use super::snapshot::{SNAPSHOT, Snapshot};
use crate::disk::{self, Disk, twice};

/// What is in the place of a snapshot.
pub enum FoundSnapshot {
    /// There is none.
    Nothing,
    /// One that can be read.
    Snapshot(Box<Snapshot>),
    /// None that is whole.
    Damaged,
    /// It is there and cannot be used, and why.
    Unusable(String),
}

/// Looks for the snapshot of a folder.
pub fn find(disk: &dyn Disk, folder: &Path) -> FoundSnapshot {
    match twice::load(disk, &folder.join(SNAPSHOT)) {
        Ok(None) => FoundSnapshot::Nothing,
        Ok(Some(kept)) => match Snapshot::from_bytes(&kept.content) {
            Some(snapshot) => FoundSnapshot::Snapshot(Box::new(snapshot)),
            None => FoundSnapshot::Unusable("another version of IMS Desk wrote it".into()),
        },
        Err(e) if e.kind() == ErrorKind::InvalidData => FoundSnapshot::Damaged,
        Err(e) => FoundSnapshot::Unusable(disk::words(&e)),
    }
}

/// The snapshot of a folder, if there is one that can be read.
pub fn snapshot(disk: &dyn Disk, folder: &Path) -> Option<Snapshot> {
    match find(disk, folder) {
        FoundSnapshot::Snapshot(snapshot) => Some(*snapshot),
        _ => None,
    }
}

/// Whether the snapshot says that a generation was written for the rows of this head.
pub fn vouches(disk: &dyn Disk, folder: &Path, generation: u64, head: &Head) -> bool {
    snapshot(disk, folder).is_some_and(|s| s.made_at().0 == generation && s.is_of(head) == Some(true))
}

/// Writes the snapshot of a book, unless one is there that is not understood, or that knows more of the same book.
pub fn keep(disk: &dyn Disk, folder: &Path, snapshot: &Snapshot) -> io::Result<()> {
    // The window writes one when a book is left, and the journal's thread while it is open.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock();
    match find(disk, folder) {
        FoundSnapshot::Snapshot(there) if there.is_newer_than(snapshot) => Ok(()),
        FoundSnapshot::Unusable(why) => Err(io::Error::other(why)),
        _ => twice::store(disk, &folder.join(SNAPSHOT), &snapshot.to_bytes()),
    }
}
