//! An upload on its way to disk: to a temporary file beside the target, synced, read back and compared, then renamed.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Layout, Records, TAIL, Upload, opening, verify};
use crate::disk::{self, Disk, Settled};
use crate::portal::hash::{self, Hashing};
use crate::values::Progress;

/// Related portal interfaces refuse bodies over 4–5 MB: above this many bytes the user is warned, and parts stay below.
pub const PART_LIMIT: u64 = 4_000_000;
/// What is said where the user wished to stop.
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
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.what)
    }
}

impl std::error::Error for WriteError {}

/// `NAME-1.json` for `NAME.json`.
pub fn part_path(path: &Path, number: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = match path.extension() {
        Some(extension) => format!("{stem}-{number}.{}", extension.to_string_lossy()),
        None => format!("{stem}-{number}"),
    };
    path.with_file_name(name)
}

impl Upload {
    /// Writes to a path, or to numbered paths beside it, and compares what stands on disk with what was to be said; only
    /// when all of it is right does any of it get its name. With nothing to say no file is written and the answer is empty.
    pub fn save(
        &self,
        disk: &dyn Disk,
        path: &Path,
        layout: Layout,
        progress: &Progress,
    ) -> Result<Vec<Written>, WriteError> {
        progress.expect(2 * self.lines.len() as u64);
        let mut settled = Vec::new();
        let mut from = 0;
        while from < self.lines.len() {
            let target = if layout.parts { part_path(path, settled.len() + 1) } else { path.to_owned() };
            let failed = |what| WriteError { path: target.clone(), what };
            let (file, part) = self.settle(disk, from, &target, layout, progress).map_err(failed)?;
            from += part.records;
            settled.push((file, target, part));
        }
        for (file, target, part) in &settled {
            verify::compare(self, part.from, part.records, layout, disk, file.path(), progress)
                .map_err(|what| WriteError { path: target.clone(), what })?;
        }
        let mut written: Vec<Written> = Vec::new();
        for (file, target, part) in settled {
            if let Err(what) = file.arrive().map_err(|e| cannot(&e)) {
                return Err(WriteError { what: take_back(disk, &written, what), path: target });
            }
            let Part { records, bytes, hash, .. } = part;
            written.push(Written { path: Some(target), records, bytes, hash });
        }
        // What was renamed on a stick may have been torn.
        for file in &written {
            let path = file.path.as_deref().unwrap_or(path);
            if let Err(what) = stands(disk, path, &file.hash) {
                return Err(WriteError { what: take_back(disk, &written, what), path: path.to_owned() });
            }
        }
        Ok(written)
    }

    /// Writes a part to the disk, where it waits for its name.
    fn settle<'d>(
        &self,
        disk: &'d dyn Disk,
        from: usize,
        target: &Path,
        layout: Layout,
        progress: &Progress,
    ) -> Result<(Settled<'d>, Part), String> {
        if target.is_dir() {
            return Err("is a folder; name a file in it".into());
        }
        let failed = |e: io::Error| cannot(&e);
        let mut file = disk::temporary(disk, target).map_err(failed)?;
        let part = self.write_part(from, layout, &mut file, progress).map_err(failed)?;
        Ok((file.settle().map_err(failed)?, part))
    }

    /// Writes the whole upload to a stream, such as standard output.
    pub fn stream(&self, out: &mut dyn Write, layout: Layout) -> io::Result<Option<Written>> {
        if self.lines.is_empty() {
            return Ok(None);
        }
        let part = self.write_part(0, Layout { parts: false, ..layout }, out, &Progress::default())?;
        Ok(Some(Written { path: None, records: part.records, bytes: part.bytes, hash: part.hash }))
    }

    /// Writes one part, beginning with the record at `from`: all that is left, or as much as stays under the limit.
    fn write_part(&self, from: usize, layout: Layout, out: &mut dyn Write, progress: &Progress) -> io::Result<Part> {
        let mut out = BufWriter::with_capacity(1 << 18, Hashing::new(out));
        let mut records = Records::new(self, layout);
        let mut piece = Vec::new();
        let head = self.head();
        out.write_all(&head)?;
        let mut part = Part { from, records: 0, bytes: (head.len() + TAIL.len()) as u64, hash: [0; 32] };
        let mut section = None;
        for line in &self.lines[from..] {
            piece.clear();
            if section != Some(line.section) {
                piece.extend_from_slice(if section.is_some() { b"]," } else { b"" });
                piece.extend(opening(line.section));
                section = Some(line.section);
            } else {
                piece.push(b',');
            }
            records.write(line, &mut piece);
            if layout.parts && part.records > 0 && part.bytes + piece.len() as u64 >= PART_LIMIT {
                break;
            }
            out.write_all(&piece)?;
            part.bytes += piece.len() as u64;
            part.records += 1;
            if part.records.is_multiple_of(4096) && !progress.reached((from + part.records) as u64) {
                return Err(io::Error::other(CANCELLED));
            }
        }
        out.write_all(TAIL)?;
        out.flush()?;
        let out = out.into_inner().map_err(|e| e.into_error())?;
        part.hash = out.finish();
        Ok(part)
    }
}

/// The records of one file.
struct Part {
    from: usize,
    records: usize,
    bytes: u64,
    hash: [u8; 32],
}

fn cannot(error: &io::Error) -> String {
    match error.get_ref() {
        Some(inner) if inner.to_string() == CANCELLED => CANCELLED.into(),
        _ => format!("cannot be written: {}", disk::words(error)),
    }
}

/// Whether the bytes of this hash stand under a name.
fn stands(disk: &dyn Disk, path: &Path, due: &[u8; 32]) -> Result<(), String> {
    let failed = |e: io::Error| format!("cannot be read back: {}", disk::words(&e));
    let found = disk.open(path).and_then(hash::of).map_err(failed)?;
    if found == *due { Ok(()) } else { Err(disk::differs().to_string()) }
}

/// Removes files that have their names already: a part without the others would be taken for the whole. What cannot be
/// removed is told.
fn take_back(disk: &dyn Disk, written: &[Written], what: String) -> String {
    let paths = written.iter().filter_map(|w| w.path.as_deref());
    let stays = |path: &&Path| disk.remove(path).is_err_and(|e| e.kind() != io::ErrorKind::NotFound);
    let left: Vec<String> = paths.filter(stays).map(|path| path.display().to_string()).collect();
    if left.is_empty() { what } else { format!("{what}. Do not use, and delete: {}", left.join(", ")) }
}
