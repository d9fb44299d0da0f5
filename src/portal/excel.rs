//! Workbooks, as far as they are recognised here: whether a file is one, and the names of its sheets.

use std::io::{Read, Seek};

use memchr::memmem;
use zip::ZipArchive;

use super::what::WrongFile;

/// The sheets by which GSTR-2B is recognised.
const OF_GSTR_2B: [&str; 2] = ["itc available", "itc not available"];
/// Those by which the official workbook is recognised, the utility that the portal offers: it has all of them.
const OF_OFFICIAL: [&str; 4] = ["home", "b2b", "b2b-dn", "b2b-cn"];
/// A list of sheets is not longer than this.
const MOST: u64 = 4 << 20;

/// What a workbook with these sheets is.
fn of_sheets(names: impl Iterator<Item = String>) -> WrongFile {
    let names: Vec<String> =
        names.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()).collect();
    let has = |sheet: &&str| names.iter().any(|name| name == sheet);
    if OF_GSTR_2B.iter().any(has) {
        WrongFile::Gstr2b
    } else if OF_OFFICIAL.iter().all(has) {
        WrongFile::OfficialWorkbook
    } else {
        WrongFile::Excel
    }
}

/// What a zip is that is not one to look into, but a document; none for one that is.
pub(super) fn of_zip<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Option<WrongFile> {
    let lists = [("xl/workbook.xml", names_in_xml as fn(&[u8]) -> Vec<String>), ("xl/workbook.bin", names_in_bin)];
    for (list, names) in lists {
        if let Some(place) = named(zip, list) {
            let mut bytes = Vec::new();
            // A list that cannot be read leaves it a workbook.
            let _ = zip.by_index(place).map(|entry| entry.take(MOST).read_to_end(&mut bytes));
            return Some(of_sheets(names(&bytes).into_iter()));
        }
    }
    if named(zip, "word/document.xml").is_some() {
        return Some(WrongFile::Other("a Word document"));
    }
    // Of LibreOffice and others.
    named(zip, "content.xml")?;
    let kind = named(zip, "mimetype")?;
    let mut bytes = Vec::new();
    zip.by_index(kind).ok()?.take(100).read_to_end(&mut bytes).ok()?;
    let is_workbook = memmem::find(&bytes, b"spreadsheet").is_some();
    Some(if is_workbook { WrongFile::Excel } else { WrongFile::Other("a document of an office program") })
}

/// The place of an entry, whatever its capitals.
fn named<R: Read + Seek>(zip: &ZipArchive<R>, wanted: &str) -> Option<usize> {
    zip.file_names().position(|name| name.is_ok_and(|name| name.eq_ignore_ascii_case(wanted)))
}

/// The names in the list of sheets of a workbook: the value of every `name` in it.
fn names_in_xml(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut names = Vec::new();
    for (at, _) in text.match_indices("name=") {
        let rest = &text[at + 5..];
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        names.extend(rest[1..].split(quote).next().map(str::to_owned));
    }
    names
}

/// The names that are looked for, as they stand in UTF-16.
fn names_in_bin(bytes: &[u8]) -> Vec<String> {
    let folded: Vec<u8> = bytes.to_ascii_lowercase();
    let is_there = |name: &&str| memmem::find(&folded, &utf_16(name)).is_some();
    OF_GSTR_2B.into_iter().chain(OF_OFFICIAL).filter(is_there).map(str::to_owned).collect()
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Whether the bytes begin as the older files of Office do.
pub(super) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// What an older file of Office is: a workbook has a stream of that name.
pub(super) fn of_ole(bytes: &[u8]) -> WrongFile {
    let has = |stream: &str| memmem::find(bytes, &utf_16(stream)).is_some();
    let names = names_in_biff(bytes);
    if names.is_empty() && !has("Workbook") && !has("Book") {
        return WrongFile::Other("a document of an older Office program");
    }
    of_sheets(names.into_iter())
}

/// The names in the records of a workbook's sheets (BoundSheet): number, length, eight bytes (in older workbooks seven), the
/// last of them how long the name is, and the name in bytes or in UTF-16.
fn names_in_biff(bytes: &[u8]) -> Vec<String> {
    const BOUND_SHEET: [u8; 2] = [0x85, 0x00];
    let mut names = Vec::new();
    for at in memmem::find_iter(bytes, &BOUND_SHEET) {
        let Some(head) = bytes.get(at + 2..at + 12) else { continue };
        let record = usize::from(u16::from_le_bytes([head[0], head[1]]));
        let length = usize::from(head[8]);
        let name = |skipped: usize, bytes_long: usize| {
            let fits = record == skipped + bytes_long && length > 0;
            bytes.get(at + 4 + skipped..at + 4 + skipped + bytes_long).filter(|_| fits)
        };
        let wide = name(8, 2 * length).filter(|_| head[9] & 1 == 1);
        let narrow = name(8, length).or(name(7, length));
        if let Some(wide) = wide {
            let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            names.push(String::from_utf16_lossy(&units));
        } else if let Some(narrow) = narrow {
            names.push(narrow.iter().map(|&byte| char::from(byte)).collect());
        }
    }
    names
}

/// Whether a text is a workbook that was saved as XML or as a page.
pub(super) fn is_xml(start: &str) -> bool {
    let head = start.get(..start.floor_char_boundary(2048)).unwrap_or("").to_ascii_lowercase();
    let marks =
        ["urn:schemas-microsoft-com:office:spreadsheet", "urn:schemas-microsoft-com:office:excel", "excel.sheet"];
    head.starts_with('<') && marks.iter().any(|mark| head.contains(mark))
}
