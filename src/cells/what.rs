//! What a file is, by its content alone, and who reads it.

use super::compound;
use super::encoding;
use super::html;
use super::ods;
use super::office;
use super::package::{Package, room};
use super::refused::{Refused, Why};
use super::sheet::Dates;
use super::workbook::{FileKind, Opened, Workbook};
use super::{text, xls, xlsb, xlsx};
use crate::work::Progress;

/// Reads a file by its content. `name` is how messages name it. Errors: it is of another kind, damaged, or has a password.
pub fn read(name: &str, bytes: Vec<u8>, progress: &Progress) -> Result<Opened, Refused> {
    let mut opened = Opened { workbooks: Vec::new(), left_out: Vec::new() };
    let mut room = room(bytes.len());
    any(name, bytes, &mut room, 0, &mut opened, progress)?;
    if opened.workbooks.is_empty() {
        return Err(match &opened.left_out[..] {
            [] => Refused::other("This zip is empty. Put exports from your books into it."),
            [(file, refused)] => Refused::new(refused.why, format!("{file}: {refused}")),
            [(file, refused), others @ ..] => Refused::new(
                refused.why,
                format!(
                    "This zip holds no register. {file}: {refused} Of {} other files none is one either.",
                    others.len()
                ),
            ),
        });
    }
    Ok(opened)
}

/// Zips are opened in zips, but no deeper.
const DEEPEST: u32 = 1;
/// What comes between the name of a zip and the name of what is in it.
const BEHIND: &str = " › ";

fn any(
    name: &str,
    bytes: Vec<u8>,
    room: &mut u64,
    depth: u32,
    opened: &mut Opened,
    progress: &Progress,
) -> Result<(), Refused> {
    if progress.cancelled() {
        return Err(Refused::stopped());
    }
    if !is_zip(&bytes) {
        opened.workbooks.push(no_zip(name, bytes, progress)?);
        return Ok(());
    }
    let mut package = Package::open(&bytes, *room)?;
    let workbook = zipped(name, &mut package, progress)?;
    match workbook {
        Some(workbook) => opened.workbooks.push(workbook),
        None if depth > DEEPEST => {
            return Err(Refused::other("This zip lies too deep in other zips. Unpack it first."));
        }
        None => each_of(name, &mut package, depth, opened, progress)?,
    }
    *room = package.room();
    Ok(())
}

/// Whether bytes begin as a zip does.
fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The workbook that a zip is; none if it is a zip of files. Errors: it is a document of another kind.
fn zipped(name: &str, package: &mut Package<'_>, progress: &Progress) -> Result<Option<Workbook>, Refused> {
    if let Some(part) = office::workbook(package, progress)? {
        let is_bytes = part.to_ascii_lowercase().ends_with(".bin");
        let read = if is_bytes { xlsb::read } else { xlsx::read };
        return read(name, package, &part, progress).map(Some);
    }
    if package.has("mimetype") && package.has("content.xml") {
        let kind = package.part("mimetype", progress)?.unwrap_or_default();
        if !String::from_utf8_lossy(&kind).contains("opendocument.spreadsheet") {
            return Err(Refused::other(
                "This is a document of an office program. Export the register as Excel or CSV.",
            ));
        }
        return ods::read(name, package, progress).map(Some);
    }
    if package.has("word/document.xml") {
        return Err(Refused::other("This is a Word document. Export the register as Excel or CSV."));
    }
    if package.has("Index/Document.iwa") {
        return Err(Refused::other("This is a Numbers document. Export the register as Excel or CSV."));
    }
    Ok(None)
}

/// Reads each file of a zip.
fn each_of(
    name: &str,
    package: &mut Package<'_>,
    depth: u32,
    opened: &mut Opened,
    progress: &Progress,
) -> Result<(), Refused> {
    for (place, entry) in package.names().into_iter().enumerate() {
        let last = entry.rsplit(['/', '\\']).next().unwrap_or_default();
        // Folders, and what a Mac puts beside files.
        if last.is_empty() || last.starts_with("._") || last == ".DS_Store" || entry.starts_with("__MACOSX/") {
            continue;
        }
        let bytes = package.entry(place, progress)?;
        let mut room = package.room();
        let called = format!("{name}{BEHIND}{entry}");
        let read = any(&called, bytes, &mut room, depth + 1, opened, progress);
        package.leave(room);
        match read {
            Ok(()) => {}
            // What is surely no register does not stop those beside it.
            Err(refused) if matches!(refused.why, Why::Portal | Why::Other) => opened.left_out.push((entry, refused)),
            Err(refused) if refused.why == Why::Stopped => return Err(refused),
            Err(refused) => return Err(Refused::new(refused.why, format!("{entry}: {refused}"))),
        }
    }
    Ok(())
}

/// How files begin that are no tables, and what they are.
const BEGINNINGS: [(&[u8], &str); 11] = [
    (b"%PDF", "This is a PDF. Export as Excel or CSV."),
    (b"\x89PNG", "This is a picture. Export as Excel or CSV."),
    (b"\xFF\xD8\xFF", "This is a picture. Export as Excel or CSV."),
    (b"GIF8", "This is a picture. Export as Excel or CSV."),
    (b"Rar!\x1A\x07", "This is a RAR archive. Unpack it first."),
    (b"7z\xBC\xAF\x27\x1C", "This is a 7-Zip archive. Unpack it first."),
    (b"\x1F\x8B", "This is a gzip archive. Unpack it first."),
    (b"MZ\x90\x00", "This is a program. A register is an export from your books."),
    (b"\x7FELF", "This is a program. A register is an export from your books."),
    (b"SQLite format 3\0", "This is a database. Export as Excel or CSV."),
    (b"{\\rtf", "This is a text document. Export as Excel or CSV."),
];

fn no_zip(name: &str, bytes: Vec<u8>, progress: &Progress) -> Result<Workbook, Refused> {
    if bytes.starts_with(&compound::BEGINNING) {
        return xls::read(name, &bytes, progress);
    }
    if let Some((_, what)) = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)) {
        return Err(Refused::other(*what));
    }
    progress.expect(2 * bytes.len() as u64);
    let length = bytes.len() as u64;
    let (text, mut notes) = encoding::decode(bytes, progress)?;
    progress.advance(length);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if start.is_empty() {
        return Err(Refused::other("This file is empty."));
    }
    let is_page = of_text(start)?;
    let (kind, sheets) = if is_page {
        (FileKind::Html, html::read(&text, progress)?)
    } else {
        let (sheet, more) = text::read(text, progress)?;
        notes.extend(more);
        (FileKind::Text, vec![sheet])
    };
    let mut workbook = Workbook::new(name, kind, Dates::From1900);
    workbook.notes.extend(notes);
    workbook.sheets = sheets;
    Ok(workbook)
}

/// Whether a text is a page with tables. Errors: it is neither that nor a table.
fn of_text(start: &str) -> Result<bool, Refused> {
    let head = start[..start.floor_char_boundary(4096)].to_ascii_lowercase();
    let mut after = start.chars().filter(|c| !c.is_whitespace());
    match (after.next(), after.next()) {
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | '[' | ']' | '"')) => {
            return Err(Refused::new(
                Why::Portal,
                "This file is from the portal. A register is an export from your books.",
            ));
        }
        (Some('<'), _) => return page(start, &head),
        _ => {}
    }
    if head.starts_with("mime-version") || (head.contains("\nmime-version:") && head.contains("multipart/related")) {
        return Err(Refused::other("This is a web archive (MHTML). Save it as xlsx."));
    }
    // Text has no such characters, and a table of what is none helps with nothing.
    if start[..start.floor_char_boundary(1 << 16)].contains('\0') {
        return Err(Refused::other("This is neither a workbook nor a text table. Export as Excel or CSV."));
    }
    Ok(false)
}

/// The same of a text that begins as XML and pages do.
fn page(start: &str, head: &str) -> Result<bool, Refused> {
    let is_html = head.contains("<html") || head.contains("<!doctype html");
    let spreadsheet = ["urn:schemas-microsoft-com:office:spreadsheet", "excel.sheet"];
    if !is_html && spreadsheet.iter().any(|mark| head.contains(mark)) {
        return Err(Refused::other("This is an XML Spreadsheet 2003. Save it as xlsx."));
    }
    if !is_html && ["<envelope", "<tallymessage", "<tally"].iter().any(|mark| head.contains(mark)) {
        return Err(Refused::other("This is a Tally XML file. Export this register as Excel or CSV."));
    }
    if html::has_table(start) {
        return Ok(true);
    }
    if is_html {
        return Err(Refused::other("This is a web page without a table. Export as Excel or CSV."));
    }
    if head.starts_with("<?xml") {
        return Err(Refused::other("This is an XML file. Export this register as Excel or CSV."));
    }
    Ok(false)
}
