//! An upload on its way to disk: to a temporary file beside the target, synced, read back and compared, then renamed.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::{mem, thread};

use super::{FileLayout, RecordLine, Records, TAIL, Upload, before, verify};
use crate::book::Section;
use crate::disk::hash::{self, Hashing};
use crate::disk::whole::Replaced;
use crate::disk::{self, Blocked, Disk, Guard, Settled};
use crate::work::parts::{self, no_thread};
use crate::work::{Progress, Stopped};

/// Related portal interfaces refuse bodies over 4–5 MB: above this many bytes the user is warned, and parts stay below.
pub const PART_LIMIT: u64 = 4_000_000;
/// What is said where the user asked to stop.
pub(super) const CANCELLED: &str = "saving was cancelled";

/// One file that was written, read back and found right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where it is; none for standard output.
    pub path: Option<PathBuf>,
    /// Records in it.
    pub records: usize,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub hash: [u8; 32],
}

/// Why an upload was not written. Nothing of it is left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    /// The target.
    pub path: PathBuf,
    /// What happened, for people.
    pub what: String,
    /// Files that are there already and no one was asked about. Nothing else is wrong.
    pub there: Vec<PathBuf>,
}

impl WriteError {
    fn new(path: &Path, what: impl Into<String>) -> WriteError {
        WriteError { path: path.to_owned(), what: what.into(), there: Vec::new() }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.what)
    }
}

impl std::error::Error for WriteError {}

/// `NAME-1.json` for `NAME.json`.
pub fn part_path(path: &Path, number: usize) -> PathBuf {
    // Not every name can be written as text.
    let mut name = path.file_stem().unwrap_or_default().to_os_string();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// An upload that is on the disk for certain, read back and found right, and waits for its names; it vanishes unless it gets
/// them.
pub struct Prepared<'d> {
    disk: &'d dyn Disk,
    files: Vec<(Settled<'d>, Written)>,
}

impl Prepared<'_> {
    /// The files that there will be. None where there is nothing to say.
    pub fn files(&self) -> Vec<Written> {
        self.files.iter().map(|(_, written)| written.clone()).collect()
    }

    /// Gives the files their names: all of them or none. Until all have them, what had these names before is kept.
    pub fn arrive(self) -> Result<Vec<Written>, WriteError> {
        let disk = self.disk;
        let mut old = Vec::new();
        for (file, _) in &self.files {
            // The file itself: a link that led to it is neither read back nor taken back.
            let target = file.target();
            match Replaced::of(disk, target) {
                Ok(replaced) => old.push(replaced),
                // One file takes the place of the other in one step.
                Err(_) if self.files.len() == 1 => old.push(None),
                Err(e) => {
                    let what = format!("the file that is there cannot be kept: {}", disk::words(&e));
                    return Err(WriteError::new(target, what));
                }
            }
        }
        let (mut arrived, mut written): (Vec<Arrived<'_>>, Vec<Written>) = (Vec::new(), Vec::new());
        for ((file, part), old) in self.files.into_iter().zip(old) {
            let path = file.target().to_owned();
            if let Err(e) = file.arrive() {
                return Err(WriteError::new(&path, take_back(disk, arrived, cannot(&e))));
            }
            arrived.push(Arrived { path, old });
            written.push(part);
        }
        // What was renamed on a stick may have been torn.
        let torn = |(arrived, part): (&Arrived<'_>, &Written)| {
            is_there(disk, &arrived.path, &part.hash).err().map(|what| (arrived.path.clone(), what))
        };
        if let Some((path, what)) = arrived.iter().zip(&written).find_map(torn) {
            return Err(WriteError::new(&path, take_back(disk, arrived, what)));
        }
        Ok(written)
    }
}

impl Upload {
    /// Writes to a path, or to numbered paths beside it, and compares what is on disk with what was to be said; only
    /// when all of it is right does any of it get its name. With nothing to say no file is written and the answer is empty.
    pub fn save(
        &self,
        disk: &dyn Disk,
        path: &Path,
        layout: FileLayout,
        progress: &Progress,
    ) -> Result<Vec<Written>, WriteError> {
        self.prepare(disk, path, &Guard::default(), layout, progress)?.arrive()
    }

    /// The same up to the names. Nothing that the guard keeps is written over.
    pub fn prepare<'d>(
        &self,
        disk: &'d dyn Disk,
        path: &Path,
        guard: &Guard,
        layout: FileLayout,
        progress: &Progress,
    ) -> Result<Prepared<'d>, WriteError> {
        progress.expect(2 * self.lines.len() as u64);
        let mut settled = Vec::new();
        let mut from = 0;
        while from < self.lines.len() {
            let target = if layout.parts { part_path(path, settled.len() + 1) } else { path.to_owned() };
            allowed(guard, path, &target, layout)?;
            let failed = |what| WriteError::new(&target, what);
            let (file, part) = self.settle(disk, from, &target, layout, progress).map_err(failed)?;
            from += part.records;
            settled.push((file, target, part));
        }
        let mut files = Vec::new();
        for (file, target, part) in settled {
            verify::compare(self, &part, layout, disk, file.path(), progress)
                .map_err(|what| WriteError::new(&target, what))?;
            let FilePart { records, bytes, hash, .. } = part;
            files.push((file, Written { path: Some(target), records, bytes, hash }));
        }
        Ok(Prepared { disk, files })
    }

    /// Writes a part to the disk, where it waits for its name.
    fn settle<'d>(
        &self,
        disk: &'d dyn Disk,
        from: usize,
        target: &Path,
        layout: FileLayout,
        progress: &Progress,
    ) -> Result<(Settled<'d>, FilePart), String> {
        let failed = |e: io::Error| cannot(&e);
        let mut file = disk::temporary(disk, target).map_err(failed)?;
        let part = self.write_part(from, layout, &mut file, progress).map_err(failed)?;
        Ok((file.settle().map_err(failed)?, part))
    }

    /// Writes the whole upload to a stream, such as standard output.
    pub fn stream(&self, out: &mut dyn Write, layout: FileLayout) -> io::Result<Option<Written>> {
        if self.lines.is_empty() {
            return Ok(None);
        }
        let part = self.write_part(0, FileLayout { parts: false, ..layout }, out, &Progress::default())?;
        Ok(Some(Written { path: None, records: part.records, bytes: part.bytes, hash: part.hash }))
    }

    /// Writes one part, beginning with the record at `from`: all that is left, or as much as stays under the limit. While
    /// some records are written, the next ones are spelled on all cores.
    fn write_part(
        &self,
        from: usize,
        layout: FileLayout,
        out: &mut dyn Write,
        progress: &Progress,
    ) -> io::Result<FilePart> {
        let mut out = BufWriter::with_capacity(1 << 18, Hashing::new(out));
        let head = self.head();
        out.write_all(&head)?;
        let bytes = (head.len() + TAIL.len()) as u64;
        let mut part = FilePart { from, records: 0, bytes, hash: [0; 32], blocks: Vec::new() };
        let (mut written, mut spelled) = (Speller::one_a_core(self, layout), Speller::one_a_core(self, layout));
        let mut next = from;
        loop {
            let goes_on = thread::scope(|scope| {
                for speller in &mut spelled {
                    let lines = &self.lines[next..self.lines.len().min(next + BLOCK)];
                    let previous = (next > from).then(|| self.lines[next - 1].section);
                    next += lines.len();
                    thread::Builder::new()
                        .spawn_scoped(scope, move || speller.spell(lines, previous))
                        .map_err(no_thread)?;
                }
                for speller in &written {
                    if !part.write(speller, layout, &mut out)? {
                        return Ok(false);
                    }
                    if !progress.reached((from + part.records) as u64) {
                        return Err(io::Error::other(Stopped));
                    }
                }
                Ok(true)
            })?;
            mem::swap(&mut written, &mut spelled);
            if !goes_on || written.iter().all(|speller| speller.ends.is_empty()) {
                break;
            }
        }
        out.write_all(TAIL)?;
        out.flush()?;
        let out = out.into_inner().map_err(|e| e.into_error())?;
        part.hash = out.finish();
        Ok(part)
    }
}

/// Whether the guard lets a file be written. Of numbered files all are named that are there.
fn allowed(guard: &Guard, path: &Path, target: &Path, layout: FileLayout) -> Result<(), WriteError> {
    let Err(why) = guard.check(target) else { return Ok(()) };
    let mut error = WriteError::new(target, why.words());
    if why == Blocked::There && layout.parts {
        const MOST: usize = 1000;
        error.there = (1..MOST).map(|number| part_path(path, number)).filter(|part| part.is_file()).collect();
    } else if why == Blocked::There {
        error.there = vec![target.to_owned()];
    }
    Err(error)
}

/// How many records are spelled, or compared, by one core at once.
const BLOCK: usize = 4096;

/// Spells records as they will stand in the file.
struct Speller<'u> {
    records: Records<'u>,
    bytes: Vec<u8>,
    /// Where in `bytes` each record ends.
    ends: Vec<usize>,
}

impl<'u> Speller<'u> {
    fn one_a_core(upload: &'u Upload, layout: FileLayout) -> Vec<Self> {
        let cores = parts::cores();
        let one = |_| Speller { records: Records::new(upload, layout), bytes: Vec::new(), ends: Vec::new() };
        (0..cores).map(one).collect()
    }

    fn spell(&mut self, lines: &[RecordLine], mut previous: Option<Section>) {
        self.bytes.clear();
        self.ends.clear();
        for line in lines {
            self.bytes.extend_from_slice(before(previous, line.section).as_bytes());
            previous = Some(line.section);
            self.records.write(line, &mut self.bytes);
            self.ends.push(self.bytes.len());
        }
    }
}

/// The records of one file.
pub(super) struct FilePart {
    pub from: usize,
    pub records: usize,
    bytes: u64,
    hash: [u8; 32],
    /// Records and bytes of what was written at once, in order.
    pub blocks: Vec<(usize, usize)>,
}

impl FilePart {
    /// Writes what was spelled. False where it would grow too large: then no more belongs to it.
    fn write(&mut self, speller: &Speller<'_>, layout: FileLayout, out: &mut impl Write) -> io::Result<bool> {
        let (mut records, mut end) = (0, 0);
        for &next in &speller.ends {
            if layout.parts && self.records + records > 0 && self.bytes + next as u64 >= PART_LIMIT {
                break;
            }
            (records, end) = (records + 1, next);
        }
        out.write_all(&speller.bytes[..end])?;
        self.records += records;
        self.bytes += end as u64;
        if records > 0 {
            self.blocks.push((records, end));
        }
        Ok(records == speller.ends.len())
    }
}

fn cannot(error: &io::Error) -> String {
    match error.get_ref() {
        Some(inner) if inner.is::<Stopped>() => CANCELLED.into(),
        _ => format!("cannot be written: {}", disk::words(error)),
    }
}

/// Whether the bytes of this hash stand under a name.
fn is_there(disk: &dyn Disk, path: &Path, due: &[u8; 32]) -> Result<(), String> {
    let failed = |e: io::Error| format!("cannot be read back: {}", disk::words(&e));
    let found = disk.open(path).and_then(hash::of).map_err(failed)?;
    if found == *due { Ok(()) } else { Err(disk::differs().to_string()) }
}

/// A file that has its name, and what had it before.
struct Arrived<'d> {
    path: PathBuf,
    old: Option<Replaced<'d>>,
}

/// Takes back files that have their names already, as a part without the others would be taken for the whole, and puts back
/// what they replaced. What cannot be done is said.
fn take_back(disk: &dyn Disk, arrived: Vec<Arrived<'_>>, mut what: String) -> String {
    let (mut left, mut moved) = (Vec::new(), Vec::new());
    for Arrived { path, old } in arrived {
        match old.map(Replaced::put_back) {
            Some(Ok(())) => continue,
            Some(Err(now)) => moved.push(format!("{} is now {}", path.display(), now.display())),
            None => {}
        }
        if disk.remove(&path).is_err_and(|e| e.kind() != io::ErrorKind::NotFound) {
            left.push(path.display().to_string());
        }
    }
    if !left.is_empty() {
        what = format!("{what}. Do not use these files; delete them: {}", left.join(", "));
    }
    if !moved.is_empty() {
        what = format!("{what}. The file that was there before: {}", moved.join(", "));
    }
    what
}
