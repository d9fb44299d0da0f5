//! A file of a purchase register, read into cells. Nothing is asked yet, and nothing of it is in the book.

use std::fs::OpenOptions;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::cells::{self, Opened, Why};
use crate::disk::paths::name_of;
use crate::disk::{self, plain};
use crate::register::RegisterFile;
use crate::work::Progress;
use crate::work::allowance::NO_ROOM;

/// A file of a register.
#[derive(Debug)]
pub struct RegisterSource {
    /// Where it is; none of a copy.
    pub path: Option<PathBuf>,
    /// Its name, hash and length.
    pub file: RegisterFile,
    /// Its bytes, of which a copy is kept once it is imported.
    pub bytes: Arc<Vec<u8>>,
    /// What is in it.
    pub opened: Opened,
}

/// Why a file of a register was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// The user stopped it.
    Stopped,
    /// Why, in a sentence that says what to do.
    Refused(String),
    /// It is of another recipient, by this GSTIN; the sentence.
    OfAnother(String, String),
}

/// The file is read in such steps, and it is looked between them whether to stop.
const STEP: u64 = 1 << 20;

impl RegisterSource {
    /// Reads a file of the user's. It is not changed, and what is no plain file is not opened.
    pub fn open(path: &Path, progress: &Progress) -> Result<RegisterSource, NotRead> {
        let name = name_of(path);
        let failed = |e: &std::io::Error| NotRead::Refused(format!("{name}: cannot be read: {}", disk::words(e)));
        let mut file = plain::open(OpenOptions::new().read(true), path).map_err(|e| failed(&e))?;
        let length = file.metadata().map_err(|e| failed(&e))?.len();
        let mut bytes = Vec::new();
        let no_room = || NotRead::Refused(format!("{name}: {NO_ROOM}"));
        bytes.try_reserve_exact(usize::try_from(length).map_err(|_| no_room())?).map_err(|_| no_room())?;
        progress.expect(length);
        loop {
            let read = file.by_ref().take(STEP).read_to_end(&mut bytes).map_err(|e| failed(&e))?;
            if !progress.advance(read as u64) {
                return Err(NotRead::Stopped);
            }
            if read == 0 {
                break;
            }
        }
        RegisterSource::of(&name, Some(path.to_owned()), bytes, progress)
    }

    /// The same of bytes that are read already.
    pub fn of(
        name: &str,
        path: Option<PathBuf>,
        bytes: Vec<u8>,
        progress: &Progress,
    ) -> Result<RegisterSource, NotRead> {
        let mut hash = Sha256::new();
        for step in bytes.chunks(STEP as usize) {
            if progress.cancelled() {
                return Err(NotRead::Stopped);
            }
            hash.update(step);
        }
        let file = RegisterFile { name: name.to_owned(), hash: hash.finalize().into(), bytes: bytes.len() as u64 };
        let bytes = Arc::new(bytes);
        let opened = cells::read(name, Vec::clone(&bytes), progress).map_err(|refused| match refused.why {
            Why::Stopped => NotRead::Stopped,
            _ => NotRead::Refused(format!("{name}: {refused}")),
        })?;
        Ok(RegisterSource { path, file, bytes, opened })
    }
}

/// What of a file's name in a zip says which file it is: `b2b.csv` of `june.zip › b2b.csv`.
pub(super) fn inside(name: &str) -> Option<&str> {
    name.split_once(" › ").map(|(_, inside)| inside)
}
