//! Small files that are rewritten: two of them take turns, each with a number and a checksum, and the newest whole one
//! counts. Renaming is not atomic on FAT and exFAT, which is what sticks have; so nothing that counts is ever replaced.
//!
//! The first line is `ims-desk 1 NUMBER LENGTH CHECKSUM`, the rest is the content. The checksum covers the number too.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Disk;

/// How the first line begins: the program, then the version of this format.
const PROGRAM: &str = "ims-desk";
const VERSION: u32 = 1;

/// One of the two files of a name.
fn turn(path: &Path, number: u64) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}.{}", number % 2 + 1))
}

/// What stands under a name.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    /// How often it was written.
    pub number: u64,
    /// The content.
    pub content: Vec<u8>,
}

/// What one of the two files holds.
enum Found {
    Whole(Kept),
    Damaged,
    /// A version of this format that is not known yet.
    Newer,
}

/// The newest whole content under a name; none if it was never written. Errors: one of the files cannot be read, or a
/// newer program wrote it; `InvalidData` if something is there and nothing is whole.
pub fn load(disk: &dyn Disk, path: &Path) -> io::Result<Option<Kept>> {
    let mut newest: Option<Kept> = None;
    let mut damaged = false;
    for number in 0..2 {
        match disk.read(&turn(path, number)).map(|bytes| look(&bytes)) {
            Ok(Found::Newer) => {
                let words = "it was written by a newer version of this program";
                return Err(io::Error::new(ErrorKind::Unsupported, words));
            }
            Ok(Found::Whole(kept)) if newest.as_ref().is_none_or(|n| n.number < kept.number) => newest = Some(kept),
            Ok(Found::Whole(_)) => {}
            Ok(Found::Damaged) => damaged = true,
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            // It may be the newest: whoever took the other for it would go back in time, and write over this one.
            Err(e) => return Err(e),
        }
    }
    match newest {
        None if damaged => Err(io::Error::new(ErrorKind::InvalidData, "the file is damaged")),
        newest => Ok(newest),
    }
}

fn look(bytes: &[u8]) -> Found {
    let parts = || {
        let end = memchr::memchr(b'\n', bytes)?;
        let mut words = std::str::from_utf8(&bytes[..end]).ok()?.split(' ');
        let version: u32 = words.next().filter(|word| *word == PROGRAM).and(words.next())?.parse().ok()?;
        let mut next = |radix| u64::from_str_radix(words.next()?, radix).ok();
        Some((version, next(10), next(10), next(16), &bytes[end + 1..]))
    };
    match parts() {
        Some((version, ..)) if version > VERSION => Found::Newer,
        Some((VERSION, Some(number), Some(length), Some(sum), content))
            if content.len() as u64 == length && xxh3_64_with_seed(content, number) == sum =>
        {
            Found::Whole(Kept { number, content: content.to_vec() })
        }
        _ => Found::Damaged,
    }
}

/// Writes new content under a name, syncs it and reads it back; until that is done, what stood there counts.
pub fn store(disk: &dyn Disk, path: &Path, content: &[u8]) -> io::Result<()> {
    let number = match load(disk, path) {
        Ok(kept) => kept.map_or(0, |kept| kept.number.wrapping_add(1)),
        // Nothing whole stands there that could be harmed.
        Err(e) if e.kind() == ErrorKind::InvalidData => 0,
        Err(e) => return Err(e),
    };
    let file = turn(path, number);
    let written = write(disk, &file, number, content);
    if written.is_err() {
        // The system may show it whole though the disk does not hold it; the next to store would then trust it, and
        // write over the one that is.
        let _ = disk.remove(&file);
    }
    written
}

fn write(disk: &dyn Disk, file: &Path, number: u64, content: &[u8]) -> io::Result<()> {
    let mut sink = disk.write_from(file, 0)?;
    let sum = xxh3_64_with_seed(content, number);
    sink.write_all(format!("{PROGRAM} {VERSION} {number} {} {sum:016x}\n", content.len()).as_bytes())?;
    sink.write_all(content)?;
    sink.flush()?;
    sink.sync()?;
    drop(sink);
    match look(&disk.read(file)?) {
        Found::Whole(kept) if kept.number == number && kept.content == content => Ok(()),
        _ => Err(super::differs()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::RealDisk;
    use super::*;

    fn content(path: &Path) -> Option<Vec<u8>> {
        load(&RealDisk, path).unwrap().map(|kept| kept.content)
    }

    #[test]
    fn the_last_that_was_stored_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        assert_eq!(content(&path), None);
        for text in ["one", "", "three", "a longer one\nwith lines"] {
            store(&RealDisk, &path, text.as_bytes()).unwrap();
            assert_eq!(content(&path).unwrap(), text.as_bytes());
        }
        let mut names = RealDisk.names(folder.path()).unwrap();
        names.sort();
        assert_eq!(names, ["a.json.1", "a.json.2"]);
    }

    #[test]
    fn any_damage_to_the_newest_gives_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        store(&RealDisk, &path, b"old").unwrap();
        store(&RealDisk, &path, b"new").unwrap();
        let newest = turn(&path, 1);
        let good = std::fs::read(&newest).unwrap();
        for at in 0..good.len() {
            std::fs::write(&newest, &good[..at]).unwrap();
            assert_eq!(content(&path).unwrap(), b"old", "cut at {at}");
            let mut damaged = good.clone();
            damaged[at] ^= 1;
            std::fs::write(&newest, damaged).unwrap();
            assert_eq!(content(&path).unwrap(), b"old", "damaged at {at}");
        }
        store(&RealDisk, &path, b"newer").unwrap();
        assert_eq!(content(&path).unwrap(), b"newer");
    }

    #[test]
    fn when_both_are_damaged_that_is_said_and_new_content_can_be_stored() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(turn(&path, 0), "what is this").unwrap();
        std::fs::write(turn(&path, 1), "").unwrap();
        assert_eq!(load(&RealDisk, &path).unwrap_err().kind(), ErrorKind::InvalidData);
        store(&RealDisk, &path, b"new").unwrap();
        assert_eq!(content(&path).unwrap(), b"new");
    }

    #[test]
    fn what_a_newer_program_wrote_is_refused_and_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        store(&RealDisk, &path, b"old").unwrap();
        let newer = "ims-desk 2 whatever that may mean\nnew";
        std::fs::write(turn(&path, 1), newer).unwrap();
        assert!(load(&RealDisk, &path).unwrap_err().to_string().contains("newer version"));
        assert!(store(&RealDisk, &path, b"mine").is_err());
        assert_eq!(std::fs::read_to_string(turn(&path, 1)).unwrap(), newer);
    }
}
