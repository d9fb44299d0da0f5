//! Compressed copies of a book's sources and of the files of its purchase register, so that the book opens without them: on
//! another machine, or when they were moved. Each copy is a zip of one entry that anybody can open, named by the hash of what
//! is in it.

use std::io::{self, BufWriter, Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::book::Source;
use crate::disk::hash;
use crate::disk::{self, Disk, plain};
use crate::portal::{Input, archive};
use crate::values::{hex, last_part};
use crate::work::allowance::NO_ROOM;

/// A source as its book remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What the source was called.
    pub name: String,
    /// Where it was read from: its last part may name the recipient.
    pub path: Option<PathBuf>,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its text.
    pub hash: [u8; 32],
}

impl Wanted {
    /// What is to be remembered of a source.
    pub fn of(source: &Source) -> Wanted {
        Wanted {
            name: source.name.clone(),
            path: source.path.clone(),
            bytes: source.text.len() as u64,
            hash: source.hash,
        }
    }
}

/// Where the copy of the text with this hash lies.
pub fn path(folder: &Path, hash: &[u8; 32]) -> PathBuf {
    folder.join(format!("{}.zip", hex(&hash[..16])))
}

/// A file of which a copy is kept.
#[derive(Clone, Debug)]
pub struct Original {
    /// What it is called.
    pub name: String,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
}

/// Keeps a copy of a source, unless there is one that is whole. It is there only once it was read back.
pub fn keep(disk: &dyn Disk, folder: &Path, source: &Source) -> io::Result<()> {
    keep_bytes(disk, folder, &json_name(&source.name), &source.hash, source.text.as_bytes())
}

/// The same of a file of the purchase register.
pub fn keep_file(disk: &dyn Disk, folder: &Path, original: &Original) -> io::Result<()> {
    keep_bytes(disk, folder, &entry_name(&original.name), &original.hash, &original.bytes)
}

fn keep_bytes(disk: &dyn Disk, folder: &Path, name: &str, hash: &[u8; 32], bytes: &[u8]) -> io::Result<()> {
    let target = path(folder, hash);
    match whole(disk, &target, hash) {
        Ok(true) => return Ok(()),
        // Nothing takes the place of what is not a file.
        Err(e) if plain::is_not_plain(&e) => return Err(e),
        // One that cannot be read is written again, like one that is missing.
        Ok(false) | Err(_) => {}
    }
    disk.make_folder(folder)?;
    let mut file = disk::temporary(disk, &target)?;
    pack(name, bytes, BufWriter::with_capacity(1 << 18, &mut file))?;
    let file = file.settle()?;
    if !whole(disk, file.path(), hash)? {
        return Err(disk::differs());
    }
    file.arrive()
}

fn pack(name: &str, bytes: &[u8], out: impl Write) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .large_file(bytes.len() as u64 >= u64::from(u32::MAX));
    zip.start_file(name, options)?;
    zip.write_all(bytes)?;
    zip.finish()?.into_inner().flush()
}

/// The last part of a file's name, as any system takes it.
fn entry_name(name: &str) -> String {
    let harmless = |c: char| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c };
    last_part(name).chars().map(harmless).collect()
}

/// The same of a source's.
fn json_name(name: &str) -> String {
    let name = entry_name(name);
    if name.to_ascii_lowercase().ends_with(".json") { name } else { name + ".json" }
}

/// Whether a copy holds the text with this hash. Only the packed bytes come into memory.
fn whole(disk: &dyn Disk, path: &Path, hash: &[u8; 32]) -> io::Result<bool> {
    let bytes = disk.read(path)?;
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(false) };
    let Ok(entry) = zip.by_index(0) else { return Ok(false) };
    // What cannot be unpacked is not whole.
    Ok(hash::of(entry).is_ok_and(|found| found == *hash))
}

/// All whole copies in a folder, as far as they say what they are of: each entry has the last part of its file's name.
pub fn all(disk: &dyn Disk, folder: &Path) -> Vec<Wanted> {
    let mut names = disk.names(folder).unwrap_or_default();
    names.sort_unstable();
    let copy = |name: &String| {
        let mut zip = ZipArchive::new(Cursor::new(disk.read(&folder.join(name)).ok()?)).ok()?;
        let entry = zip.by_index(0).ok()?;
        let (of, bytes) = (entry.name().ok()?.into_owned(), entry.size());
        let hash = hash::of(entry).ok()?;
        // A zip of another name is none of these.
        (path(folder, &hash) == folder.join(name)).then_some(Wanted { name: of, path: None, bytes, hash })
    };
    names.iter().filter(|name| name.ends_with(".zip")).filter_map(copy).collect()
}

/// What [`portal::read`](crate::portal::read) needs to make the same book of copies alone. The error says which is missing.
pub fn inputs(disk: &dyn Disk, folder: &Path, sources: &[Wanted]) -> Result<Vec<Input>, String> {
    sources.iter().map(|wanted| input(disk, folder, wanted)).collect()
}

fn input(disk: &dyn Disk, folder: &Path, wanted: &Wanted) -> Result<Input, String> {
    let bytes = bytes(disk, folder, wanted)?;
    Ok(Input { name: wanted.name.clone(), path: wanted.path.clone(), bytes })
}

/// The bytes of which a copy was kept. The error says why they cannot be had.
pub fn bytes(disk: &dyn Disk, folder: &Path, wanted: &Wanted) -> Result<Vec<u8>, String> {
    let Wanted { name, hash, .. } = wanted;
    let packed = disk.read(&path(folder, hash)).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => format!("{name}: no copy of this file was kept"),
        _ => format!("{name}: the copy of this file cannot be read: {}", disk::words(&e)),
    })?;
    let damaged = || format!("{name}: the copy of this file is damaged");
    let mut zip = ZipArchive::new(Cursor::new(packed)).map_err(|_| damaged())?;
    let entry = zip.by_index(0).map_err(|_| damaged())?;
    let mut bytes = Vec::new();
    let size = usize::try_from(wanted.bytes).unwrap_or(usize::MAX);
    bytes.try_reserve_exact(size).map_err(|_| format!("{name}: {NO_ROOM}"))?;
    archive::read_limited(entry, wanted.bytes, &mut bytes).map_err(|_| damaged())?;
    if hash::of(bytes.as_slice()).map_err(|_| damaged())? != *hash {
        return Err(damaged());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::json_name;

    #[test]
    fn entries_have_names_that_any_system_takes() {
        for (name, entry) in [
            ("/downloads/download.json", "download.json"),
            ("E:\\ims\\Download.JSON", "Download.JSON"),
            ("/downloads/all.zip › parts/1.json", "1.json"),
            ("E:\\all.zip › 1.json", "all.zip › 1.json"),
            ("आईएमएस.json", "आईएमएस.json"),
            ("a:b?.json", "a_b_.json"),
            ("standard input", "standard input.json"),
        ] {
            assert_eq!(json_name(name), entry);
        }
    }
}
