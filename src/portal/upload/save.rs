//! An upload on its way to disk: to a temporary file beside the target, synced, renamed, then read back and compared.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Layout, Records, TAIL, Upload, opening, verify};
use crate::values::Progress;

/// Related portal interfaces refuse bodies over 4–5 MB: above this many bytes the user is warned, and parts stay below.
pub const PART_LIMIT: u64 = 4_000_000;

/// One file that was written, read back and found right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where it is; none for standard output.
    pub path: Option<PathBuf>,
    /// Records in it.
    pub records: usize,
    /// Its size in bytes.
    pub bytes: u64,
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
    /// Writes to a path, or to numbered paths beside it, and compares what stands on disk with what was to be said.
    /// With nothing to say no file is written and the answer is empty.
    pub fn save(&self, path: &Path, layout: Layout, progress: &Progress) -> Result<Vec<Written>, WriteError> {
        let failed = |path: &Path, what: String| WriteError { path: path.to_owned(), what };
        progress.expect(2 * self.lines.len() as u64);
        let mut pending: Vec<(NamedTempFile, PathBuf, Part)> = Vec::new();
        let mut from = 0;
        while from < self.lines.len() {
            let target = if layout.parts { part_path(path, pending.len() + 1) } else { path.to_owned() };
            if target.is_dir() {
                return Err(failed(&target, "is a folder; name a file in it".into()));
            }
            let mut file = temporary(&target).map_err(|e| failed(&target, format!("cannot be written: {e}")))?;
            let part = self
                .write_part(from, layout, file.as_file_mut(), progress)
                .and_then(|part| file.as_file().sync_all().map(|()| part))
                .map_err(|e| failed(&target, format!("cannot be written: {e}")))?;
            from += part.records;
            pending.push((file, target, part));
        }
        let mut written = Vec::new();
        for (file, target, part) in pending {
            let done = file
                .persist(&target)
                .map_err(|e| format!("cannot be written: {}", e.error))
                .and_then(|_| verify::compare(self, part.from, part.records, layout, &target, progress));
            written.push(Written { path: Some(target.clone()), records: part.records, bytes: part.bytes });
            if let Err(what) = done {
                // Nothing half-written stays: a part without the others would be taken for the whole.
                written.iter().filter_map(|w| w.path.as_ref()).for_each(|p| drop(std::fs::remove_file(p)));
                return Err(failed(&target, what));
            }
        }
        Ok(written)
    }

    /// Writes the whole upload to a stream, such as standard output.
    pub fn stream(&self, out: &mut dyn Write, layout: Layout) -> io::Result<Option<Written>> {
        if self.lines.is_empty() {
            return Ok(None);
        }
        let part = self.write_part(0, Layout { parts: false, ..layout }, out, &Progress::default())?;
        Ok(Some(Written { path: None, records: part.records, bytes: part.bytes }))
    }

    /// Writes one part, beginning with the record at `from`: all that is left, or as much as stays under the limit.
    fn write_part(&self, from: usize, layout: Layout, out: &mut dyn Write, progress: &Progress) -> io::Result<Part> {
        let mut out = BufWriter::with_capacity(1 << 18, out);
        let mut records = Records::new(self, layout);
        let mut piece = Vec::new();
        let head = self.head();
        out.write_all(&head)?;
        let mut part = Part { from, records: 0, bytes: (head.len() + TAIL.len()) as u64 };
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
                return Err(io::Error::other("saving was cancelled"));
            }
        }
        out.write_all(TAIL)?;
        out.flush()?;
        Ok(part)
    }
}

/// The records of one file.
struct Part {
    from: usize,
    records: usize,
    bytes: u64,
}

/// A file beside the target that vanishes unless it is renamed to it. Errors: the folder cannot be written.
pub fn temporary(target: &Path) -> io::Result<NamedTempFile> {
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ims-desk-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
