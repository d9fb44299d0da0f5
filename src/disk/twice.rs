//! Small files that are rewritten: two of them take turns, each with a number and a checksum, and the newest whole one
//! counts. Renaming is not atomic on FAT and exFAT, which is what sticks have; so nothing that counts is ever replaced.
//!
//! The first line is `ims-desk 1 NUMBER LENGTH CHECKSUM`, the rest is the content. The checksum covers the number too.
//!
//! The two are `NAME.1` and `NAME.2`. Where one of these is not understood, or is not a file at all, it is left as it is and
//! the next free name takes its turn, up to `NAME.9`.

use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{Disk, plain};

/// How the first line begins: the program, then the version of this format.
const PROGRAM: &str = "ims-desk";
const VERSION: u32 = 1;
/// No first line is longer.
const LINE: usize = 96;
/// How many names can take turns.
const PLACES: u32 = 9;

/// One of the files of a name.
fn place(path: &Path, place: u32) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}.{place}"))
}

/// What is under a name.
#[derive(Debug, PartialEq, Eq)]
pub struct Stored {
    /// How often it was written.
    pub number: u64,
    /// The content.
    pub content: Vec<u8>,
}

/// What one of the files holds.
enum Found {
    Whole(Stored),
    /// It was never written to its end.
    Unfinished,
    Damaged,
    /// A version of this format that is not known yet.
    Newer,
    /// It is not a plain file.
    Stranger,
}

/// All that is under a name.
#[derive(Default)]
struct Places {
    /// The newest content that is whole, and where it is.
    newest: Option<(u32, Stored)>,
    /// What may be written over: whole and not the newest, or never finished.
    spare: Vec<u32>,
    /// What is there and must not be written over.
    taken: Vec<u32>,
    damaged: bool,
}

impl Places {
    /// Looks at all of them. Errors: one cannot be read, or a newer program wrote it.
    fn of(disk: &dyn Disk, path: &Path) -> io::Result<Places> {
        let names = disk.names(path.parent().unwrap_or(Path::new("")))?;
        let mut places = Places::default();
        for number in 1..=PLACES {
            let file = place(path, number);
            if file.file_name().is_none_or(|name| !names.iter().any(|there| name == there.as_str())) {
                continue;
            }
            match look(disk, &file)? {
                Found::Newer => return Err(newer()),
                Found::Whole(kept) => match &mut places.newest {
                    Some((at, newest)) if newest.number < kept.number => {
                        places.spare.push(std::mem::replace(at, number));
                        *newest = kept;
                    }
                    Some(_) => places.spare.push(number),
                    none => *none = Some((number, kept)),
                },
                Found::Unfinished => {
                    places.damaged = true;
                    places.spare.push(number);
                }
                Found::Damaged => {
                    places.damaged = true;
                    places.taken.push(number);
                }
                Found::Stranger => places.taken.push(number),
            }
        }
        Ok(places)
    }

    /// The file that takes the next turn.
    fn next(&self) -> Option<u32> {
        let newest = self.newest.as_ref().map(|(at, _)| *at);
        (1..=PLACES).find(|number| Some(*number) != newest && !self.taken.contains(number))
    }
}

/// The newest whole content under a name; none if it was never written. Errors: one of the files cannot be read, or a
/// newer program wrote it; `InvalidData` if something is there and nothing is whole.
pub fn load(disk: &dyn Disk, path: &Path) -> io::Result<Option<Stored>> {
    let names = disk.names(path.parent().unwrap_or(Path::new("")))?;
    let mut begun = Vec::new();
    for file in there(path, &names) {
        match begin(disk, &file)? {
            Ok(top) => begun.push(top),
            Err(Found::Newer) => return Err(newer()),
            Err(found) => begun.extend(matches!(found, Found::Unfinished | Found::Damaged).then(Begun::damaged)),
        }
    }
    // Those before it are not read while the newest is whole.
    begun.sort_by_key(|top| std::cmp::Reverse(top.stated.map(|(number, ..)| number)));
    let damaged = !begun.is_empty();
    for top in begun {
        if let Found::Whole(kept) = top.rest()? {
            return Ok(Some(kept));
        }
    }
    if damaged { Err(io::Error::new(ErrorKind::InvalidData, "the file is damaged")) } else { Ok(None) }
}

/// The files of a name that are there.
fn there(path: &Path, names: &[String]) -> Vec<PathBuf> {
    let is_there =
        |file: &PathBuf| file.file_name().is_some_and(|name| names.iter().any(|there| name == there.as_str()));
    (1..=PLACES).map(|number| place(path, number)).filter(is_there).collect()
}

fn newer() -> io::Error {
    io::Error::new(ErrorKind::Unsupported, "a newer version of IMS Desk wrote it")
}

/// Whether a name is one under which this content takes turns.
pub fn is_place(path: &Path, name: &str) -> bool {
    (1..=PLACES).any(|number| place(path, number).file_name().is_some_and(|place| place == name))
}

/// The beginning of a file, as far as it was read.
struct Begun {
    reader: Box<dyn Read + Send>,
    /// What its first line says; none where that is not understood.
    stated: Option<Stated>,
    /// What was read behind the first line.
    content: Vec<u8>,
}

impl Begun {
    /// One of which nothing is to be read.
    fn damaged() -> Begun {
        Begun { reader: Box::new(io::empty()), stated: None, content: Vec::new() }
    }

    /// Reads the rest.
    fn rest(mut self) -> io::Result<Found> {
        let Some((number, size, sum)) = self.stated else { return Ok(Found::Damaged) };
        let (size, mut content) = (usize::try_from(size).unwrap_or(usize::MAX), self.content);
        let begun = content.len();
        content.try_reserve_exact(size.saturating_sub(begun)).map_err(|_| io::Error::from(ErrorKind::OutOfMemory))?;
        content.resize(size, 0);
        match self.reader.read_exact(&mut content[begun..]) {
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(Found::Damaged),
            read => read?,
        }
        let whole = xxh3_64_with_seed(&content, number) == sum && number < u64::MAX;
        Ok(if whole { Found::Whole(Stored { number, content }) } else { Found::Damaged })
    }
}

/// Looks at one file.
fn look(disk: &dyn Disk, file: &Path) -> io::Result<Found> {
    match begin(disk, file)? {
        Ok(begun) => begun.rest(),
        Err(found) => Ok(found),
    }
}

/// Reads the beginning of a file. Its size is checked against its first line before memory is taken for the rest. Within: it holds
/// nothing whole.
fn begin(disk: &dyn Disk, file: &Path) -> io::Result<Result<Begun, Found>> {
    let open = || {
        let length = disk.length(file)?;
        Ok((length, disk.open(file)?))
    };
    let (length, mut reader) = match open() {
        Ok(opened) => opened,
        // A name that leads nowhere.
        Err(e) if plain::is_not_plain(&e) || e.kind() == ErrorKind::NotFound => return Ok(Err(Found::Stranger)),
        // It may be the newest: who took another for it would go back in time.
        Err(e) => return Err(e),
    };
    // At once: a slow stick takes its time for each read.
    let mut top = vec![0; LINE];
    let mut read = 0;
    while read < LINE {
        match reader.read(&mut top[read..]) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    top.truncate(read);
    let Some(end) = memchr::memchr(b'\n', &top) else {
        let begun =
            length == top.len() as u64 && (top.starts_with(PROGRAM.as_bytes()) || PROGRAM.as_bytes().starts_with(&top));
        return Ok(Err(if begun || top.iter().all(|&b| b == 0) { Found::Unfinished } else { Found::Damaged }));
    };
    let Some((version, line)) = first_line(&top[..end]) else { return Ok(Err(Found::Damaged)) };
    if version > VERSION {
        return Ok(Err(Found::Newer));
    }
    let (VERSION, Some((number, size, sum))) = (version, line) else { return Ok(Err(Found::Damaged)) };
    let there = length.saturating_sub(end as u64 + 1);
    if there != size {
        return Ok(Err(if there < size { Found::Unfinished } else { Found::Damaged }));
    }
    let mut content = top.split_off(end + 1);
    content.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    Ok(Ok(Begun { reader, stated: Some((number, size, sum)), content }))
}

/// Number, length and checksum, as the first line of a slot tells them.
type Stated = (u64, u64, u64);

/// Version, and the rest if it can be read.
fn first_line(line: &[u8]) -> Option<(u32, Option<Stated>)> {
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    let version: u32 = words.next().filter(|word| *word == PROGRAM).and(words.next())?.parse().ok()?;
    let mut next = |radix| u64::from_str_radix(words.next()?, radix).ok();
    let rest = next(10).and_then(|number| Some((number, next(10)?, next(16)?)));
    Some((version, rest))
}

/// Writes new content under a name, syncs it and reads it back; until that is done, what stood there counts.
pub fn store(disk: &dyn Disk, path: &Path, content: &[u8]) -> io::Result<()> {
    let places = Places::of(disk, path)?;
    // A number that cannot be counted on from is no number of ours.
    let number = places.newest.as_ref().map_or(0, |(_, kept)| kept.number + 1);
    let next = places.next().ok_or_else(|| {
        let words = "all names that it could use belong to other files, or to damaged ones";
        io::Error::other(words)
    })?;
    let file = place(path, next);
    let written = write(disk, &file, number, content, places.spare.contains(&next));
    if written.is_err() {
        // The system may show it whole though the disk does not hold it; the next to store would then trust it, and
        // write over the one that is.
        let _ = disk.remove(&file);
    }
    written
}

fn write(disk: &dyn Disk, file: &Path, number: u64, content: &[u8], over: bool) -> io::Result<()> {
    let mut sink = if over { disk.write_from(file, 0)? } else { disk.create(file)? };
    let sum = xxh3_64_with_seed(content, number);
    sink.write_all(format!("{PROGRAM} {VERSION} {number} {} {sum:016x}\n", content.len()).as_bytes())?;
    sink.write_all(content)?;
    sink.flush()?;
    sink.sync()?;
    drop(sink);
    match look(disk, file)? {
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
        let newest = place(&path, 2);
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
        std::fs::write(place(&path, 1), "what is this").unwrap();
        std::fs::write(place(&path, 2), "").unwrap();
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
        std::fs::write(place(&path, 2), newer).unwrap();
        assert!(load(&RealDisk, &path).unwrap_err().to_string().contains("newer version"));
        assert!(store(&RealDisk, &path, b"mine").is_err());
        assert_eq!(std::fs::read_to_string(place(&path, 2)).unwrap(), newer);
    }

    #[test]
    fn what_is_not_understood_is_left_as_it_is_and_another_name_takes_its_turn() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(place(&path, 2), "somebody's notes").unwrap();
        std::fs::create_dir(place(&path, 3)).unwrap();
        for text in ["one", "two", "three"] {
            store(&RealDisk, &path, text.as_bytes()).unwrap();
            assert_eq!(content(&path).unwrap(), text.as_bytes());
        }
        assert_eq!(std::fs::read(place(&path, 2)).unwrap(), b"somebody's notes");
        let strangers = super::super::strangers(&RealDisk, folder.path(), |name| is_place(&path, name));
        assert_eq!(strangers, [place(&path, 3)]);
        let mut names = RealDisk.names(folder.path()).unwrap();
        names.sort();
        assert_eq!(names, ["a.json.1", "a.json.2", "a.json.3", "a.json.4"]);
    }

    #[test]
    fn what_was_never_finished_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        store(&RealDisk, &path, b"old").unwrap();
        store(&RealDisk, &path, b"new").unwrap();
        let whole = std::fs::read(place(&path, 2)).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(place(&path, 2), &whole[..cut]).unwrap();
            store(&RealDisk, &path, b"newer").unwrap();
            assert_eq!(content(&path).unwrap(), b"newer");
            std::fs::write(place(&path, 1), "ims-desk 1 0 3 ").unwrap();
            store(&RealDisk, &path, b"old").unwrap();
        }
        let names = RealDisk.names(folder.path()).unwrap();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[test]
    fn neither_a_false_size_nor_the_highest_number_is_taken_for_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        store(&RealDisk, &path, b"mine").unwrap();
        let highest = format!("ims-desk 1 {} 1 {:016x}\nx", u64::MAX, xxh3_64_with_seed(b"x", u64::MAX));
        for text in ["ims-desk 1 7 18446744073709551615 0\nx".to_owned(), highest] {
            std::fs::write(place(&path, 2), &text).unwrap();
            assert_eq!(content(&path).unwrap(), b"mine");
        }
        store(&RealDisk, &path, b"next").unwrap();
        assert_eq!(content(&path).unwrap(), b"next");
        // A file with holes may be larger than any memory.
        let huge = std::fs::File::create(place(&path, 4)).unwrap();
        huge.set_len(1 << 40).unwrap();
        assert_eq!(content(&path).unwrap(), b"next");
    }
}
