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

#[cfg(test)]
mod tests {
    use super::*;

    fn theirs(lock: Lock) -> Option<String> {
        match lock {
            Lock::Ours(_) => None,
            Lock::Theirs(who) => Some(who),
        }
    }

    #[test]
    fn the_second_hears_who_holds_it_until_the_first_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = Lock::take(&path, "Asha on DESK-2\nprocess 7").unwrap();
        assert_eq!(theirs(Lock::take(&path, "Ravi").unwrap()).as_deref(), Some("Asha on DESK-2"));
        drop(first);
        assert_eq!(theirs(Lock::take(&path, "Ravi").unwrap()), None);
    }

    #[test]
    fn what_an_earlier_holder_left_behind_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        std::fs::write(&path, "").unwrap();
        std::fs::write(path.with_extension("holder.txt"), "Asha on DESK-2").unwrap();
        assert_eq!(theirs(Lock::take(&path, "Ravi").unwrap()), None);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_an_error_and_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Lock::take(&folder.path().join("missing/lock"), "Ravi").is_err());
    }
}
