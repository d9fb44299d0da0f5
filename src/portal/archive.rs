//! Zips as the portal hands them out: the `.json` entries, unpacked with bounds that no stated size can move.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::values::allowance::NO_ROOM;

/// An entry, and the archive as a whole, may unpack to this many times its packed size …
const MAX_RATIO: u64 = 200;
/// … or to this many bytes, whichever is more.
const SMALL: u64 = 64 << 20;
/// More entries than these no archive of the portal has, and each takes memory.
const MAX_ENTRIES: usize = 10_000;
/// The whole archive unpacked, in bytes.
const MAX_TOTAL: u64 = 4 << 30;

/// Whether the bytes begin as a zip does.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The unpacked entries of a zip.
#[derive(Debug, Default)]
pub struct Unpacked {
    /// Name and bytes of each `.json` entry, in the zip's order.
    pub entries: Vec<(String, Vec<u8>)>,
    /// Names of the other entries.
    pub skipped: Vec<String>,
}

/// Unpacks the `.json` entries. Errors: a damaged or encrypted zip, one that unpacks to far too much, one
/// without `.json`, one with several entries of the same name.
pub fn unpack(bytes: &[u8]) -> Result<Unpacked, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| format!("the zip is damaged: {e}"))?;
    if zip.has_duplicate_names() {
        // Only one of them could be read: the records of the other would be lost without a word.
        return Err("the zip holds several entries of the same name; pack it again with a name for each".into());
    }
    if zip.len() > MAX_ENTRIES {
        return Err(format!("the zip holds more than {MAX_ENTRIES} files: refused"));
    }
    let mut unpacked = Unpacked::default();
    // What the archive as a whole may still unpack to: many entries are no way around the limit of one.
    let mut left = limit(bytes.len() as u64);
    for i in 0..zip.len() {
        let entry = zip.by_index(i).map_err(|e| format!("the zip's entry {} cannot be read: {e}", i + 1))?;
        let name = entry.name().map_or_else(|_| format!("entry {}", i + 1), std::borrow::Cow::into_owned);
        if entry.is_dir() {
            continue;
        }
        if !name.to_ascii_lowercase().ends_with(".json") {
            unpacked.skipped.push(name);
            continue;
        }
        let packed = entry.compressed_size().min(bytes.len() as u64);
        let mut content = Vec::new();
        read_limited(entry, limit(packed).min(left), &mut content)
            .map_err(|why| format!("the zip's entry \"{name}\" {why}"))?;
        left -= content.len() as u64;
        unpacked.entries.push((name, content));
    }
    if unpacked.entries.is_empty() {
        return Err("the zip holds no .json file".into());
    }
    Ok(unpacked)
}

/// What so many packed bytes may unpack to.
fn limit(packed: u64) -> u64 {
    packed.saturating_mul(MAX_RATIO).max(SMALL).min(MAX_TOTAL)
}

/// Reads to the end in blocks, reserving memory so that shortage is an error and not the end of the program.
pub(super) fn read_limited(mut from: impl Read, limit: u64, content: &mut Vec<u8>) -> Result<(), String> {
    let mut block = vec![0; 1 << 16];
    loop {
        let n = from.read(&mut block).map_err(|e| format!("cannot be unpacked: {e}"))?;
        if n == 0 {
            return Ok(());
        }
        if content.len() as u64 + n as u64 > limit {
            return Err("unpacks to far more than a portal file ever does: refused".into());
        }
        content.try_reserve(n).map_err(|_| NO_ROOM)?;
        content.extend_from_slice(&block[..n]);
    }
}
