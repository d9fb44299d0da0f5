//! The disk: one small trait through which everything is written that must not be lost, so that tests can let every
//! single call fail; and the ways of writing that survive a stick pulled out.

mod guard;
pub mod hash;
mod lock;
pub mod paths;
pub mod plain;
mod real;
pub mod twice;
pub mod whole;

use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

pub use guard::{Blocked, Guard, is_device, is_standard_output, is_stream, same_file};
pub use lock::Lock;
pub use real::RealDisk;
pub use whole::{Pending, Settled, temporary};

/// A file being written. What was written is on the disk for certain only after `sync`.
pub trait Sink: Write + Send {
    /// Waits until all that was written has reached the disk.
    fn sync(&mut self) -> io::Result<()>;

    /// Whether a name leads to the very file that is being written, and that has this many bytes: programs that
    /// synchronise folders put a copy in its place, and who writes on then writes into a file without a name.
    fn found_at(&self, _path: &Path, _bytes: u64) -> io::Result<bool> {
        Ok(true)
    }
}

/// What a name in a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A link, a pipe, or what the folder does not say.
    Other,
}

/// The calls by which journal, settings, uploads and copies reach a disk. Each may fail, halfway too.
pub trait Disk: Send + Sync {
    /// Opens a file to read it from its beginning. Errors: it is missing, or not a plain file.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;

    /// Makes a file that is not there yet. Errors: it is there.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>>;

    /// Opens a file to write from byte `at`; what stood there and after it is cut off. A missing file is made if `at` is 0.
    /// Errors: it is missing, or shorter than that.
    fn write_from(&self, path: &Path, at: u64) -> io::Result<Box<dyn Sink>>;

    /// Gives a file another name, in the place of what had that name. A crash may leave either, both or a torn one.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file a second name, or makes a copy under it: what the first name leads to later does not change it. Errors: the
    /// second name is there.
    fn keep(&self, path: &Path, second: &Path) -> io::Result<()> {
        let (mut from, mut to) = (self.open(path)?, self.create(second)?);
        io::copy(&mut from, &mut to)?;
        to.flush()?;
        to.sync()
    }

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder and those above it, where missing.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// The names of what a folder holds, in no order. A folder that is missing holds nothing.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// The same with what each name is, as far as the folder itself says: nothing of it is opened.
    fn entries(&self, folder: &Path) -> io::Result<Vec<(String, EntryKind)>> {
        Ok(self.names(folder)?.into_iter().map(|name| (name, EntryKind::Other)).collect())
    }

    /// Asks for the lock of a file, made if missing; `holder` says to others who has it. Errors: the file cannot be written.
    fn lock(&self, path: &Path, holder: &str) -> io::Result<Lock>;

    /// Whether another program holds the lock of a file; this takes it for an instant at most, and writes nothing. Errors: the
    /// file is there and cannot be opened.
    fn is_locked(&self, _path: &Path) -> io::Result<bool> {
        Ok(false)
    }

    /// Where a file of this name is to be written: behind links. Errors: what has the name is no file.
    fn place(&self, target: &Path) -> io::Result<PathBuf> {
        Ok(target.to_owned())
    }

    /// Gives a new file the mode of the one whose place it will take, if there is one.
    fn dress(&self, _new: &Path, _old: &Path) {}

    /// Clears away what programs that were killed have left on its way in a folder.
    fn tidy(&self, _folder: &Path) {}

    /// The size of a file in bytes.
    fn length(&self, path: &Path) -> io::Result<u64> {
        Ok(self.read(path)?.len() as u64)
    }

    /// How many bytes can still be written into a folder; none where that is not known.
    fn room(&self, _folder: &Path) -> Option<u64> {
        None
    }

    /// Reads a whole file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// What in a folder is neither a file nor a folder, such as a pipe, and folders and links to nothing that have the name of one of
/// `ours`. Nothing of it is ever opened.
pub fn strangers(disk: &dyn Disk, folder: &Path, ours: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let is_stranger = |(name, kind): &(String, EntryKind)| match kind {
        EntryKind::File => false,
        // A data folder has one for each client: none of them is opened for this.
        EntryKind::Folder => ours(name),
        EntryKind::Other => {
            let path = folder.join(name);
            disk.open(&path).is_err_and(|e| plain::is_not_plain(&e)) && (ours(name) || disk.names(&path).is_err())
        }
    };
    let mut found: Vec<_> = disk.entries(folder).unwrap_or_default().into_iter().filter(is_stranger).collect();
    found.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    found.into_iter().map(|(name, _)| folder.join(name)).collect()
}

/// What went wrong, for people: what happened and, where it helps, what to do. The system's own words and numbers are for
/// its makers; only what this program says itself is handed on.
pub fn words(error: &io::Error) -> String {
    use ErrorKind as E;
    let known = match error.kind() {
        E::StorageFull | E::QuotaExceeded => "the disk is full",
        E::FileTooLarge => "the file is larger than this disk can hold",
        E::ReadOnlyFilesystem => "the disk is write-protected",
        E::PermissionDenied => "access was denied: the file may be open in another program, or protected",
        E::NotFound => "there is no such file or folder",
        _ => match (error.raw_os_error(), error.get_ref()) {
            (None, Some(own)) => return own.to_string(),
            (code, _) => of_system(error.kind(), code),
        },
    };
    known.to_owned()
}

/// What the system says of rarer things.
fn of_system(kind: ErrorKind, code: Option<i32>) -> &'static str {
    use ErrorKind as E;
    /// What both systems say of a disk that failed or is gone, and Windows of a file that another program holds.
    const GONE: &[i32] = if cfg!(windows) { &[21, 23, 31, 55, 433, 483, 1117, 1167] } else { &[5, 6, 19] };
    const HELD: &[i32] = if cfg!(windows) { &[32, 33] } else { &[] };
    match kind {
        E::AlreadyExists => "a file of this name already exists",
        E::IsADirectory => "this is a folder, not a file",
        E::NotADirectory => "a part of the path is a file, not a folder",
        E::DirectoryNotEmpty => "the folder is not empty",
        E::InvalidFilename => "the name is too long, or has characters that this disk cannot hold",
        E::ResourceBusy | E::ExecutableFileBusy | E::WouldBlock | E::Deadlock => "another program is using it",
        E::OutOfMemory => "this computer has not enough free memory",
        E::BrokenPipe => "the program that reads it has ended",
        E::UnexpectedEof => "it ends too early: a part is missing",
        E::InvalidData => "it is damaged, or is not text",
        E::WriteZero => "not all of it could be written",
        E::Interrupted => "it was interrupted: try again",
        E::TimedOut | E::HostUnreachable | E::NetworkUnreachable | E::NetworkDown | E::StaleNetworkFileHandle => {
            "the network drive does not answer"
        }
        _ if code.is_some_and(|code| HELD.contains(&code)) => "another program has the file open",
        _ if code.is_some_and(|code| GONE.contains(&code)) => "the disk does not answer: is the pen drive still in?",
        _ => "the system did not allow it: try another folder or disk",
    }
}

/// What was read back is something else.
pub fn differs() -> io::Error {
    io::Error::other("the disk does not hold what was written: try again, or save to another disk")
}
