//! One program at a time on a book's folder. The lock is the system's and dies with its process; the name in the file is
//! only there to say who holds it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

use super::plain;

/// A name of a holder is not longer than this.
const HOLDER: u64 = 1 << 12;

/// What came of asking for a lock.
pub enum Lock {
    /// It is ours until this is dropped; none where the disk knows no locks.
    Ours(Option<File>),
    /// Someone else holds it: who, in their words.
    Theirs(String),
}

impl Lock {
    /// Asks for the lock of a file, made if missing; `holder` is written beside it, as Windows lets no one read a file that
    /// another has locked. Errors: the file cannot be written.
    pub fn take(path: &Path, holder: &str) -> io::Result<Lock> {
        let file = plain::open(OpenOptions::new().write(true).create(true).truncate(false), path)?;
        let words = path.with_extension("holder.txt");
        match file.try_lock() {
            Ok(()) => {
                // That the name is missing harms nothing.
                let _ = say(&words, holder);
                Ok(Lock::Ours(Some(file)))
            }
            Err(TryLockError::WouldBlock) => {
                let who = said(&words).unwrap_or_default();
                let who = who.lines().next().unwrap_or_default().trim();
                Ok(Lock::Theirs(if who.is_empty() { "another window of IMS Desk".to_owned() } else { who.to_owned() }))
            }
            Err(TryLockError::Error(_)) => Ok(Lock::Ours(None)),
        }
    }

    /// Whether the file that is locked is the one that this name leads to: in a folder that was deleted or moved, the lock
    /// keeps no one away any more.
    pub fn holds(&self, path: &Path) -> bool {
        match self {
            Lock::Ours(Some(file)) => plain::leads_to(path, file).unwrap_or(false),
            Lock::Ours(None) => true,
            Lock::Theirs(_) => false,
        }
    }
}

/// Whether another program holds the lock of a file.
pub(super) fn is_taken(path: &Path) -> io::Result<bool> {
    match plain::open(OpenOptions::new().write(true), path) {
        Ok(file) => Ok(matches!(file.try_lock(), Err(TryLockError::WouldBlock))),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

fn say(path: &Path, holder: &str) -> io::Result<()> {
    plain::open(OpenOptions::new().write(true).create(true).truncate(true), path)?.write_all(holder.as_bytes())
}

fn said(path: &Path) -> io::Result<String> {
    let mut who = Vec::new();
    plain::open(OpenOptions::new().read(true), path)?.take(HOLDER).read_to_end(&mut who)?;
    Ok(String::from_utf8_lossy(&who).into_owned())
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
        assert!(is_taken(&path).unwrap());
        drop(first);
        assert!(!is_taken(&path).unwrap());
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

    #[test]
    fn a_folder_that_was_moved_takes_the_lock_with_it() {
        let home = tempfile::tempdir().unwrap();
        let (folder, away) = (home.path().join("book"), home.path().join("away"));
        std::fs::create_dir(&folder).unwrap();
        let lock = Lock::take(&folder.join("lock"), "Ravi").unwrap();
        assert!(lock.holds(&folder.join("lock")));
        std::fs::rename(&folder, &away).unwrap();
        assert!(!lock.holds(&folder.join("lock")));
        std::fs::rename(&away, &folder).unwrap();
        assert!(lock.holds(&folder.join("lock")));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_in_the_place_of_lock_and_name_make_no_one_wait() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = |name: &str| {
            let path = folder.path().join(name);
            assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
            path
        };
        assert!(Lock::take(&pipe("lock"), "Ravi").is_err());
        pipe("other.holder.txt");
        let first = Lock::take(&folder.path().join("other"), "Asha").unwrap();
        assert!(matches!(first, Lock::Ours(_)));
        let who = theirs(Lock::take(&folder.path().join("other"), "Ravi").unwrap());
        assert_eq!(who.as_deref(), Some("another window of IMS Desk"));
    }
}
