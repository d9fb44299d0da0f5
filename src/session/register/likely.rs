//! Whether a file that was dropped or opened may be a purchase register, by its first bytes and by what a zip holds. What it
//! is for certain is seen once it is read.

use std::fs::OpenOptions;
use std::io::{Cursor, Read, Seek};
use std::path::Path;

use zip::ZipArchive;

use crate::disk::plain;
use crate::portal::what::{What, WrongFile, what};

/// How likely a file is a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likely {
    /// It is something else.
    No,
    /// It is text that may be one.
    Perhaps,
    /// It is a workbook or a table, and nothing else that this program takes.
    Surely,
}

/// So much of a file is looked at.
const HEAD: u64 = 1 << 16;
/// How files end that registers are in.
const ENDINGS: [&str; 10] = ["csv", "tsv", "txt", "xls", "xlsx", "xlsm", "xlsb", "ods", "htm", "html"];

/// How likely the file of this path is a register. One that cannot be read is none: who opens it says why.
pub fn likely(path: &Path) -> Likely {
    let head = || {
        let mut file = plain::open(OpenOptions::new().read(true), path).ok()?;
        let mut head = Vec::new();
        file.by_ref().take(HEAD).read_to_end(&mut head).ok()?;
        Some((file, head))
    };
    let Some((mut file, head)) = head() else { return Likely::No };
    if head.starts_with(b"PK") {
        return if file.rewind().is_ok() { of_zip(file) } else { Likely::No };
    }
    of_head(&head)
}

/// The same of a file that is read already.
pub fn likely_of(bytes: &[u8]) -> Likely {
    if bytes.starts_with(b"PK") {
        return of_zip(Cursor::new(bytes));
    }
    of_head(&bytes[..bytes.len().min(HEAD as usize)])
}

/// Whether the file of this path is a zip of several files among which are tables: each may be of a client of its own.
pub fn is_zip_with_tables(path: &Path) -> bool {
    let names = || {
        let mut file = plain::open(OpenOptions::new().read(true), path).ok()?;
        let mut head = [0; 2];
        file.read_exact(&mut head).ok()?;
        // Nothing else is searched for the end of a zip.
        file.rewind().ok()?;
        (head == *b"PK").then(|| names_in(file)).flatten()
    };
    names().is_some_and(|names| names.len() > 1 && !is_workbook(&names) && have_tables(&names))
}

/// The names of all files in a zip, in small letters.
fn names_in(zip: impl Read + Seek) -> Option<Vec<String>> {
    let zip = ZipArchive::new(zip).ok()?;
    let names = zip.file_names().filter_map(|name| Some(name.ok()?.to_ascii_lowercase()));
    Some(names.filter(|name| !name.ends_with('/') && !name.starts_with("__macosx/")).collect())
}

fn is_workbook(names: &[String]) -> bool {
    names.iter().any(|name| name == "[content_types].xml" || name.starts_with("xl/") || name == "content.xml")
}

fn end(names: &[String], endings: &[&str]) -> bool {
    names.iter().any(|name| name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending)))
}

fn have_tables(names: &[String]) -> bool {
    end(names, &ENDINGS)
}

fn of_zip(zip: impl Read + Seek) -> Likely {
    let Some(names) = names_in(zip) else { return Likely::No };
    // A download of the portal may have anything beside it.
    let is_portal = end(&names, &["json", "zip"]);
    if is_workbook(&names) || (!is_portal && have_tables(&names)) { Likely::Surely } else { Likely::No }
}

fn of_head(head: &[u8]) -> Likely {
    // A workbook of older programs, or one with a password: which of them is said by its end.
    if head.starts_with(b"\xD0\xCF\x11\xE0") {
        return Likely::Surely;
    }
    // A character that is cut off at the end says nothing.
    let whole = match str::from_utf8(head) {
        Err(e) if e.error_len().is_none() => &head[..e.valid_up_to()],
        _ => head,
    };
    let text = String::from_utf8_lossy(whole);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    match what(whole) {
        What::Wrong(WrongFile::Table | WrongFile::Excel | WrongFile::OfficialWorkbook) => Likely::Surely,
        What::Wrong(WrongFile::Gstr2b) if !start.starts_with(['{', '[']) => Likely::Surely,
        _ if start.starts_with('<') => {
            if start.to_ascii_lowercase().contains("<t") {
                Likely::Perhaps
            } else {
                Likely::No
            }
        }
        What::Wrong(_) | What::Zip => Likely::No,
        What::Portal(_) if start.is_empty() || start.starts_with(['{', '[']) => Likely::No,
        What::Portal(_) => Likely::Perhaps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Likely {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("any name");
        std::fs::write(&path, bytes).unwrap();
        likely(&path)
    }

    fn zip(names: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn tables_and_workbooks_are_registers_whatever_their_names_say() {
        let wide: Vec<u8> = "\u{FEFF}GSTIN\tBill No\tBill Date\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            b"GSTIN,Bill No,Bill Date,Taxable\n1,2,3,4\n".to_vec(),
            wide,
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
            zip(&["[Content_Types].xml", "xl/workbook.xml"]),
            zip(&["mimetype", "content.xml"]),
            zip(&["june.csv", "july.xlsx"]),
        ] {
            assert_eq!(of(&bytes), Likely::Surely, "{}", String::from_utf8_lossy(&bytes));
        }
        for bytes in [&b"Demo Traders\nPurchase Register\nGSTIN,Bill No,Bill Date\n"[..], b"<html><table><tr><td>1"] {
            assert_eq!(of(bytes), Likely::Perhaps, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_the_portal_gives_and_what_is_no_table_is_none() {
        for bytes in [
            b"{\"data\":{}}".to_vec(),
            b"  [1]".to_vec(),
            b"%PDF-1.7".to_vec(),
            b"section,stin,number,action\n".to_vec(),
            Vec::new(),
            b"<html><body>The session has ended".to_vec(),
            zip(&["returns.json"]),
            zip(&["a.zip", "b.csv"]),
            b"PK\x03\x04 no zip".to_vec(),
        ] {
            assert_eq!(of(&bytes), Likely::No, "{}", String::from_utf8_lossy(&bytes));
        }
        assert_eq!(likely(Path::new("there is no such file")), Likely::No);
        assert_eq!(likely(&std::env::temp_dir()), Likely::No);
    }
}
