//! Whether a file that was dropped or opened may be a purchase register, by its first bytes and by what a zip holds. What it
//! is for certain is seen once it is read.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek};
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

fn of_zip(file: File) -> Likely {
    let Ok(zip) = ZipArchive::new(file) else { return Likely::No };
    let names: Vec<String> = zip.file_names().filter_map(|name| Some(name.ok()?.to_ascii_lowercase())).collect();
    let is_workbook = |name: &String| name == "[content_types].xml" || name.starts_with("xl/") || name == "content.xml";
    let ends =
        |name: &String, endings: &[&str]| name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending));
    if names.iter().any(is_workbook) {
        return Likely::Surely;
    }
    // A download of the portal may have anything beside it.
    let is_portal = names.iter().any(|name| ends(name, &["json", "zip"]));
    if !is_portal && names.iter().any(|name| ends(name, &ENDINGS)) { Likely::Surely } else { Likely::No }
}

fn of_head(head: &[u8]) -> Likely {
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
