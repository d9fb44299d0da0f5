//! One program at a time on a book's folder. The lock is the system's and dies with its process; the name in the file is
//! only there to say who holds it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// What came of asking for a lock.
pub enum Lock {
    /// It is ours until this is dropped; none where the disk knows no locks.
    Ours(Option<File>),
    /// Somebody else holds it: who, in their words.
    Theirs(String),
}

impl Lock {
    /// Asks for the lock of a file, made if missing; `holder` is written beside it, as Windows lets nobody read a file that
    /// another has locked. Errors: the file cannot be written.
    pub fn take(path: &Path, holder: &str) -> io::Result<Lock> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        let words = path.with_extension("holder.txt");
        match file.try_lock() {
            Ok(()) => {
                // That the name is missing harms nothing.
                let _ = fs::write(words, holder);
                Ok(Lock::Ours(Some(file)))
            }
            Err(TryLockError::WouldBlock) => {
                let who = fs::read_to_string(words).unwrap_or_default();
                let who = who.lines().next().unwrap_or_default().trim();
                Ok(Lock::Theirs(if who.is_empty() { "another window of IMS Desk".to_owned() } else { who.to_owned() }))
            }
            Err(TryLockError::Error(_)) => Ok(Lock::Ours(None)),
        }
    }
}
