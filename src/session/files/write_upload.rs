//! Writing the upload: in one file or in parts, after looking that nothing is written over.

use crate::disk::paths::absolute;
use crate::disk::{Disk, Guard};
use crate::portal::upload::{FileLayout, PART_LIMIT, Prepared, Upload, WriteError, Written};
use crate::store::journal::WroteFile;
use crate::values::hex;
use crate::work::Progress;
use std::io;
use std::path::PathBuf;

/// How an upload is to be written.
#[derive(Clone, Debug)]
pub struct WriteUpload {
    /// Where.
    pub path: PathBuf,
    /// Repeat filing status and flags.
    pub flags: bool,
    /// Numbered files under 4 MB.
    pub parts: bool,
    /// One file even above 4 MB.
    pub any_size: bool,
    /// Only the records that the portal refused.
    pub only_failed: bool,
    /// Files that are there already are replaced: the user was asked.
    pub replace: bool,
}

/// What came of writing an upload.
pub enum UploadEnd {
    /// It was written.
    Written(Vec<WroteFile>),
    /// It would have this many bytes; nothing was written.
    TooLarge(u64),
    /// These files are there already; nothing was written.
    There(Vec<PathBuf>),
    /// It could not be written.
    Failed(WriteError),
}

/// Writes an upload. Nothing that is there is replaced unless the user was asked, and no input ever (`guard`).
pub fn write_upload(
    disk: &dyn Disk,
    upload: &Upload,
    write: &WriteUpload,
    guard: &Guard,
    progress: &Progress,
) -> UploadEnd {
    let layout = FileLayout { flags: write.flags, parts: write.parts };
    if !write.parts && !write.any_size {
        let bytes = upload.stream(&mut io::sink(), layout).ok().flatten().map_or(0, |w| w.bytes);
        if bytes >= PART_LIMIT {
            return UploadEnd::TooLarge(bytes);
        }
    }
    let prepared = upload.prepare(disk, &write.path, guard, layout, progress);
    match prepared.and_then(Prepared::arrive) {
        Ok(written) => UploadEnd::Written(written.into_iter().map(wrote_file).collect()),
        Err(error) if !error.there.is_empty() => UploadEnd::There(error.there),
        Err(error) => UploadEnd::Failed(error),
    }
}

fn wrote_file(written: Written) -> WroteFile {
    WroteFile {
        path: absolute(&written.path.unwrap_or_default()).display().to_string(),
        sha256: hex(&written.hash),
        records: written.records as u64,
        bytes: written.bytes,
    }
}
