//! A file that is under its name whole or not at all: written beside it, synced, then renamed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::{Disk, Sink};

const PREFIX: &str = ".ims-desk-";
const SUFFIX: &str = ".tmp";
/// Of a file that another has replaced: not cleared away by others, as it may be the only one that is whole.
const OLD: &str = ".old";

/// A file on its way to its name; it vanishes unless it arrives there.
pub struct Pending<'d> {
    // Closed before it is removed: Windows removes and renames no file that is open.
    sink: Box<dyn Sink>,
    on_its_way: OnItsWay<'d>,
}

/// A file that is on the disk for certain and waits for its name; it vanishes unless it gets it.
pub struct Settled<'d> {
    on_its_way: OnItsWay<'d>,
    /// Kept open, as the lock by which others know that it is not left behind ends when it is closed.
    _held: Option<Box<dyn Sink>>,
}

/// The file that had a name before another got it. It vanishes unless it is put back.
pub struct Replaced<'d> {
    on_its_way: OnItsWay<'d>,
}

impl<'d> Replaced<'d> {
    /// Keeps what has this name; none where nothing has it. Errors: it cannot be kept.
    pub fn of(disk: &'d dyn Disk, target: &Path) -> io::Result<Option<Replaced<'d>>> {
        let mut tries = 0;
        loop {
            let path = target.with_file_name(new_name(OLD));
            match disk.keep(target, &path) {
                Ok(()) => {
                    let on_its_way = OnItsWay { disk, path, target: target.to_owned(), arrived: false };
                    return Ok(Some(Replaced { on_its_way }));
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists && tries < 16 => tries += 1,
                Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(e) => {
                    // A copy may be there in part.
                    let _ = disk.remove(&path);
                    return Err(e);
                }
            }
        }
    }

    /// Gives it its name back. Where that fails, the answer is where it is now.
    pub fn put_back(mut self) -> Result<(), PathBuf> {
        let OnItsWay { disk, path, target, .. } = &self.on_its_way;
        let done = disk.rename(path, target);
        self.on_its_way.arrived = true;
        done.map_err(|_| self.on_its_way.path.clone())
    }
}

struct OnItsWay<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
    target: PathBuf,
    arrived: bool,
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        if !self.arrived {
            // Nothing else can be done about a file that will not go.
            let _ = self.disk.remove(&self.path);
        }
    }
}

/// Whether a name is one that files on their way have.
pub(super) fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let inside = name.strip_prefix(PREFIX).and_then(|name| name.strip_suffix(SUFFIX));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    inside.is_some_and(|inside| inside.split('-').count() == 3 && inside.split('-').all(digits))
}

/// A name unlike those of other programs, other threads and other machines on the same disk, or tried again.
fn new_name(suffix: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.subsec_nanos());
    format!("{PREFIX}{}-{now}-{}{suffix}", std::process::id(), COUNT.fetch_add(1, Relaxed))
}

/// Begins a file that will get the name `target`. Errors: the folder cannot be written.
pub fn temporary<'d>(disk: &'d dyn Disk, target: &Path) -> io::Result<Pending<'d>> {
    let target = disk.place(target)?;
    disk.tidy(target.parent().unwrap_or(Path::new("")));
    let mut tries = 0;
    loop {
        let path = target.with_file_name(new_name(SUFFIX));
        match disk.create(&path) {
            Ok(sink) => {
                disk.dress(&path, &target);
                let on_its_way = OnItsWay { disk, path, target, arrived: false };
                return Ok(Pending { sink, on_its_way });
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && tries < 16 => tries += 1,
            Err(e) => return Err(e),
        }
    }
}

impl<'d> Pending<'d> {
    /// Waits until all of it is on the disk. Nothing can be written to it any more.
    pub fn settle(mut self) -> io::Result<Settled<'d>> {
        self.sink.flush()?;
        self.sink.sync()?;
        Ok(Settled { on_its_way: self.on_its_way, _held: cfg!(not(windows)).then_some(self.sink) })
    }
}

impl Settled<'_> {
    /// Where it means now, to be read back.
    pub fn path(&self) -> &Path {
        &self.on_its_way.path
    }

    /// Where it will be: behind the links of the name that was asked for.
    pub fn target(&self) -> &Path {
        &self.on_its_way.target
    }

    /// Gives it its name.
    pub fn arrive(mut self) -> io::Result<()> {
        let OnItsWay { disk, path, target, .. } = &self.on_its_way;
        disk.rename(path, target)?;
        self.on_its_way.arrived = true;
        Ok(())
    }
}

impl Write for Pending<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sink.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

/// Writes a file whole or not at all, and reads it back before it gets its name.
pub fn write(disk: &dyn Disk, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = temporary(disk, target)?;
    file.write_all(bytes)?;
    let file = file.settle()?;
    if disk.read(file.path())? != bytes {
        return Err(super::differs());
    }
    file.arrive()
}

/// Removes from a folder of ours what a crash left on its way. Only where no one else writes: under the folder's lock.
pub fn sweep(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let names = disk.names(folder)?;
    let mut left = names.iter().filter(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
    left.try_for_each(|name| disk.remove(&folder.join(name)))
}

#[cfg(test)]
mod tests {
    use super::super::RealDisk;
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names = RealDisk.names(folder).unwrap();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_arrived_is_the_only_one_there() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.json");
        write(&RealDisk, &target, b"first").unwrap();
        write(&RealDisk, &target, b"second").unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"second");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn a_file_that_is_given_up_vanishes_and_the_old_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.json");
        std::fs::write(&target, "old").unwrap();
        let mut file = temporary(&RealDisk, &target).unwrap();
        file.write_all(b"new").unwrap();
        assert_eq!(names(folder.path()).len(), 2);
        drop(file);
        let settled = temporary(&RealDisk, &target).unwrap().settle().unwrap();
        drop(settled);
        assert_eq!(names(folder.path()), ["a.json"]);
        assert_eq!(std::fs::read(&target).unwrap(), b"old");
    }

    #[test]
    fn a_file_that_cannot_get_its_name_vanishes() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("taken")).unwrap();
        assert!(write(&RealDisk, &folder.path().join("taken"), b"new").is_err());
        assert_eq!(names(folder.path()), ["taken"]);
    }

    #[test]
    fn sweeping_takes_what_a_crash_left_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        // Not kept open, as a crash keeps nothing open: Windows would not let it go.
        let temporary = temporary(&RealDisk, &folder.path().join("a.json")).unwrap().settle().unwrap();
        let left = temporary.path().file_name().unwrap().to_str().unwrap().to_owned();
        drop(temporary);
        for name in [left.as_str(), "b.json", ".ims-desk-notes", "c.tmp"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        sweep(&RealDisk, folder.path()).unwrap();
        assert_eq!(names(folder.path()), [".ims-desk-notes", "b.json", "c.tmp"]);
    }

    #[test]
    fn what_a_killed_program_left_is_cleared_away_by_the_next_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at_work = temporary(&RealDisk, &folder.path().join("a.json")).unwrap();
        let settled = temporary(&RealDisk, &folder.path().join("b.json")).unwrap().settle().unwrap();
        for name in [".ims-desk-1-2-3.tmp", ".ims-desk-notes.tmp", ".ims-desk-1-2-3.tmp.json", ".ims-desk-1-2-x.tmp"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        // Windows tells by age whether it is left behind.
        let hour = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
        let left = std::fs::File::options().write(true).open(folder.path().join(".ims-desk-1-2-3.tmp")).unwrap();
        left.set_modified(hour).unwrap();
        drop(left);
        write(&RealDisk, &folder.path().join("c.json"), b"new").unwrap();
        settled.arrive().unwrap();
        at_work.settle().unwrap().arrive().unwrap();
        let left =
            [".ims-desk-1-2-3.tmp.json", ".ims-desk-1-2-x.tmp", ".ims-desk-notes.tmp", "a.json", "b.json", "c.json"];
        assert_eq!(names(folder.path()), left);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_replaced_keeps_its_mode_and_a_link_to_it_stays_one() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for mode in [0o600, 0o640, 0o664, 0o444] {
            std::fs::write(at("real"), "old").unwrap();
            std::fs::set_permissions(at("real"), std::fs::Permissions::from_mode(mode)).unwrap();
            let _ = symlink(at("real"), at("link"));
            write(&RealDisk, &at("link"), b"new").unwrap();
            assert!(at("link").is_symlink());
            assert_eq!(std::fs::read(at("real")).unwrap(), b"new");
            assert_eq!(std::fs::metadata(at("real")).unwrap().permissions().mode() & 0o777, mode);
            std::fs::remove_file(at("real")).unwrap();
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_the_rights_that_any_program_would_give_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        std::fs::write(folder.path().join("theirs"), "").unwrap();
        write(&RealDisk, &folder.path().join("ours"), b"").unwrap();
        assert_eq!(mode("ours"), mode("theirs"));
    }
}
