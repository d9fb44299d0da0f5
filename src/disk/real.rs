//! The disk of this machine.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::{Disk, EntryKind, Lock, Sink, guard, lock, plain, whole};

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Sink for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }

    fn found_at(&self, path: &Path, bytes: u64) -> io::Result<bool> {
        Ok(self.metadata()?.len() == bytes && plain::leads_to(path, self)?)
    }
}

impl Disk for RealDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(plain::open(OpenOptions::new().read(true), path)?))
    }

    fn length(&self, path: &Path) -> io::Result<u64> {
        Ok(plain::metadata(path)?.len())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut file = plain::open(OpenOptions::new().read(true), path)?;
        let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        // Memory is reserved first, so that shortage is an error.
        bytes.try_reserve_exact(size).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        if whole::is_temporary(path) && cleared_away(&file, path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        sync_name(path);
        Ok(Box::new(file))
    }

    fn place(&self, target: &Path) -> io::Result<PathBuf> {
        guard::place(target)
    }

    fn dress(&self, new: &Path, old: &Path) {
        guard::dress(new, old);
    }

    fn tidy(&self, folder: &Path) {
        let Ok(names) = self.names(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }) else { return };
        for path in names.iter().map(|name| folder.join(name)).filter(|path| whole::is_temporary(path)) {
            // Its lock is held until it is gone, so that its maker cannot take it up again in between.
            if let Some(_held) = left_behind(&path) {
                // One more file harms nothing.
                let _ = fs::remove_file(&path);
            }
        }
    }

    fn write_from(&self, path: &Path, at: u64) -> io::Result<Box<dyn Sink>> {
        let mut file = plain::open(OpenOptions::new().write(true).create(at == 0).truncate(false), path)?;
        let length = file.metadata()?.len();
        if length < at {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file has become shorter"));
        }
        if length > at {
            file.set_len(at)?;
        }
        file.seek(SeekFrom::Start(at))?;
        if at == 0 {
            sync_name(path);
        }
        Ok(Box::new(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        rename(from, to)?;
        sync_name(to);
        Ok(())
    }

    fn keep(&self, path: &Path, second: &Path) -> io::Result<()> {
        match fs::hard_link(path, second) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(e),
            Ok(()) => {
                sync_name(second);
                Ok(())
            }
            // Sticks know no second names.
            Err(_) => {
                let (mut from, mut to) = (self.open(path)?, self.create(second)?);
                io::copy(&mut from, &mut to)?;
                to.sync()
            }
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = path.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).collect();
        fs::create_dir_all(path)?;
        missing.into_iter().rev().for_each(sync_name);
        Ok(())
    }

    fn lock(&self, path: &Path, holder: &str) -> io::Result<Lock> {
        Lock::take(path, holder)
    }

    fn is_locked(&self, path: &Path) -> io::Result<bool> {
        lock::is_taken(path)
    }

    fn room(&self, folder: &Path) -> Option<u64> {
        fs4::available_space(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).ok()
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        read_folder(folder, |entry| entry.file_name().to_string_lossy().into_owned())
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<(String, EntryKind)>> {
        read_folder(folder, |entry| {
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_file() => EntryKind::File,
                Ok(kind) if kind.is_dir() => EntryKind::Folder,
                _ => EntryKind::Other,
            };
            (entry.file_name().to_string_lossy().into_owned(), kind)
        })
    }
}

/// Something of each entry of a folder; one that is missing has none.
fn read_folder<T>(folder: &Path, of: impl Fn(&fs::DirEntry) -> T) -> io::Result<Vec<T>> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(of(&entry?))).collect(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(e),
    }
}

/// Takes the lock of a file on its way, which dies with this program. Whether another program took the file for one that
/// was left behind before that was done.
fn cleared_away(file: &File, path: &Path) -> bool {
    if cfg!(windows) {
        // There a locked file cannot be read back.
        return false;
    }
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => true,
        Ok(()) => !path.exists(),
        Err(TryLockError::Error(_)) => false,
    }
}

/// A file on its way that was left by a program that is dead: no other program holds its lock, which this one holds now.
/// Where there are no locks, age tells.
fn left_behind(path: &Path) -> Option<Option<File>> {
    const MINUTE: u64 = 60;
    let found = fs::symlink_metadata(path).ok()?;
    let age = found.modified().ok().and_then(|at| at.elapsed().ok()).map_or(0, |age| age.as_secs());
    if !found.is_file() {
        return None;
    }
    if cfg!(windows) {
        return (age > 10 * MINUTE).then_some(None);
    }
    let file = File::open(path).ok()?;
    match file.try_lock() {
        Ok(()) => Some(Some(file)),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(_)) => (age > 24 * 60 * MINUTE).then_some(None),
    }
}

#[cfg(not(windows))]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Virus scanners and indexers open a new file for a moment, in which Windows does not rename it.
#[cfg(windows)]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    for _ in 0..10 {
        match fs::rename(from, to) {
            // Access denied, or shared in a way that forbids it.
            Err(e) if matches!(e.raw_os_error(), Some(5 | 32)) && !to.is_dir() => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            done => return done,
        }
    }
    fs::rename(from, to)
}

/// A file's name is in its folder, which has to reach the disk as well. Not every system lets a folder be synced, and
/// where it fails the file itself is still whole: so no one needs to hear of it.
#[cfg(unix)]
fn sync_name(path: &Path) {
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Windows opens no folders, but syncing a file brings its name to the disk as well.
#[cfg(not(unix))]
fn sync_name(path: &Path) {
    let _ = OpenOptions::new().write(true).open(path).and_then(|file| file.sync_all());
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_is_made_only_where_none_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        RealDisk.create(&path).unwrap().write_all(b"first").unwrap();
        assert_eq!(RealDisk.create(&path).err().map(|e| e.kind()), Some(io::ErrorKind::AlreadyExists));
        assert_eq!(RealDisk.read(&path).unwrap(), b"first");
    }

    #[test]
    fn writing_from_a_byte_cuts_what_stood_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let write = |at, bytes: &[u8]| RealDisk.write_from(&path, at).and_then(|mut sink| sink.write_all(bytes));
        write(0, b"0123456789").unwrap();
        write(4, b"ab").unwrap();
        assert_eq!(RealDisk.read(&path).unwrap(), b"0123ab");
        assert_eq!(write(7, b"x").unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(RealDisk.read(&path).unwrap(), b"0123ab", "a file that is too short is left alone");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(write(4, b"x").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(!path.exists(), "a beginning that is missing is not made up");
    }

    #[test]
    fn a_file_that_is_written_knows_whether_its_name_finds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let mut sink = RealDisk.create(&path).unwrap();
        sink.write_all(b"0123").unwrap();
        assert!(sink.found_at(&path, 4).unwrap());
        std::fs::write(&path, "01").unwrap();
        assert!(!sink.found_at(&path, 4).unwrap(), "it was cut");
        std::fs::write(&path, "0123456").unwrap();
        assert!(!sink.found_at(&path, 4).unwrap(), "another program wrote on");
        std::fs::remove_file(&path).unwrap();
        assert!(!sink.found_at(&path, 7).unwrap(), "it has no name any more");
    }

    #[test]
    fn a_folder_that_is_missing_holds_nothing() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        assert_eq!(RealDisk.names(&folder).unwrap(), Vec::<String>::new());
        RealDisk.make_folder(&folder).unwrap();
        RealDisk.make_folder(&folder).unwrap();
        assert_eq!(RealDisk.names(home.path()).unwrap(), ["a"]);
    }
}
