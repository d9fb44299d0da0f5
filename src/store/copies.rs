//! Compressed copies of a book's sources, so that the book opens without the portal's files: on another machine, or when
//! they were moved. Each copy is a zip of one entry that anybody can open, named by the hash of what is in it.

use std::io::{self, BufWriter, Cursor, Write};
use std::path::{Path, PathBuf};

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

/// Keeps a copy of a source, unless there is one that is whole. It is there only once it was read back.
pub fn keep(disk: &dyn Disk, folder: &Path, source: &Source) -> io::Result<()> {
    let target = path(folder, &source.hash);
    match whole(disk, &target, &source.hash) {
        Ok(true) => return Ok(()),
        // Nothing takes the place of what is not a file.
        Err(e) if plain::is_not_plain(&e) => return Err(e),
        // One that cannot be read is written again, like one that is missing.
        Ok(false) | Err(_) => {}
    }
    disk.make_folder(folder)?;
    let mut file = disk::temporary(disk, &target)?;
    pack(source, BufWriter::with_capacity(1 << 18, &mut file))?;
    let file = file.settle()?;
    if !whole(disk, file.path(), &source.hash)? {
        return Err(disk::differs());
    }
    file.arrive()
}

fn pack(source: &Source, out: impl Write) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .large_file(source.text.len() as u64 >= u64::from(u32::MAX));
    zip.start_file(entry_name(&source.name), options)?;
    zip.write_all(source.text.as_bytes())?;
    zip.finish()?.into_inner().flush()
}

/// The last part of a source's name, as any system takes it for a file's.
fn entry_name(name: &str) -> String {
    let harmless = |c: char| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c };
    let name: String = last_part(name).chars().map(harmless).collect();
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

/// What [`portal::read`](crate::portal::read) needs to make the same book of copies alone. The error says which is missing.
pub fn inputs(disk: &dyn Disk, folder: &Path, sources: &[Wanted]) -> Result<Vec<Input>, String> {
    sources.iter().map(|wanted| input(disk, folder, wanted)).collect()
}

fn input(disk: &dyn Disk, folder: &Path, wanted: &Wanted) -> Result<Input, String> {
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
    Ok(Input { name: name.clone(), path: wanted.path.clone(), bytes })
}

#[cfg(test)]
mod tests {
    use super::entry_name;

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
            assert_eq!(entry_name(name), entry);
        }
    }
}
