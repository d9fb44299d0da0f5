//! Which journal a folder has, in a few bytes: so that what was made of it is known to be of this very journal.

use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::generations::{generations, load, path};
use crate::disk::{self, Disk};
use crate::values::hex;

/// The newest journal of a folder: its number, its length and the checksum of all its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JournalMark {
    /// Its number; 0 if there is none.
    pub generation: u64,
    /// Its length in bytes.
    pub bytes: u64,
    /// XXH3 of all of them, in base 16.
    pub checksum: String,
}

impl JournalMark {
    /// That of a folder. The error says why the journal cannot be read.
    pub fn of(disk: &dyn Disk, folder: &Path) -> Result<JournalMark, String> {
        let failed = |e: std::io::Error| format!("cannot be read: {}", disk::words(&e));
        for generation in generations(disk, folder).map_err(failed)? {
            let Some(bytes) = load(disk, &path(folder, generation)).map_err(failed)? else { continue };
            let checksum = hex(&xxh3_64(&bytes).to_be_bytes());
            return Ok(JournalMark { generation, bytes: bytes.len() as u64, checksum });
        }
        Ok(JournalMark::default())
    }
}
