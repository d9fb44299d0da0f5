//! What a file is and whose: by what is in it, as when it is opened by itself. What of a zip belongs to one client stays together.

use super::drive::{Drive, hashes};
use super::file::{ArrivingFile, ArrivingKind, Outlook};
use super::files::cells_of;
use super::outlook::{self, STOPPED};
use super::{outcome, write};
use crate::book::SourceKind;
use crate::cells::Workbook;
use crate::clients::ClientColumn;
use crate::disk::paths::name_of;
use crate::disk::{self, plain};
use crate::exchange::given;
use crate::portal::archive::WantedEntries;
use crate::portal::what::{What, WrongFile, what};
use crate::portal::{self, InZip, Input, ReadError, archive, errors};
use crate::session::refused::ErrorFiles;
use crate::session::register::import::named_recipients;
use crate::session::register::likely::{Likely, is_zip_with_tables, likely, likely_of};
use crate::session::register::source::{NotRead, RegisterSource};
use crate::values::{gstin, hex};
use crate::work::Progress;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_128;

/// What is said of a file that is nothing.
pub(super) const NOTHING: &str = "It is nothing that this program opens.";

/// What is said of a text that is neither JSON nor a table.
const NO_FILE: &str = "This is text: no file of the portal, and no purchase register.";

/// What is said of the portal's GSTR-2B among files of several clients.
pub(super) const GSTR_2B: &str =
    "It is compared with the records of one client: open that client first, then this by itself.";

/// What is said of a list that this program wrote.
const OWN_LIST: &str = "This is a list that IMS Desk wrote itself, no purchase register.";

/// What a file is: one line, or several where it is a zip with files of several clients.
pub(super) fn recognise(path: PathBuf, drive: &Drive, progress: &Progress) -> Vec<ArrivingFile> {
    let file = ArrivingFile::new(name_of(&path), path);
    if let Err(e) = plain::metadata(&file.path) {
        return vec![file.left_out(format!("It cannot be read: {}.", disk::words(&e)))];
    }
    match likely(&file.path) {
        // Of a zip each table may be another client's.
        Likely::Surely if !is_zip_with_tables(&file.path) => return vec![whole_table(file, drive, progress)],
        Likely::Perhaps => {
            if let Ok(found) = table(file.clone(), file.cells(progress), false, drive, progress) {
                return vec![found];
            }
        }
        _ => {}
    }
    match portal::load(&file.path, progress) {
        Err(e) => vec![file.left_out(words(&e))],
        Ok(input) if archive::is_zip(&input.bytes) => zip(file, &input, drive, progress),
        Ok(input) => vec![of_inputs(file, vec![input], drive, progress)],
    }
}

/// Why a file is not read, without its name: that is beside it.
fn words(error: &ReadError) -> String {
    match error.place {
        // Whether it is a register was tried before.
        Some(_) if error.is_no_json() => NO_FILE.to_owned(),
        Some((line, column)) => format!("Line {line}, column {column}: {}", error.what),
        None => {
            let mut words = error.what.clone();
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            words
        }
    }
}

/// What of a zip is whose: entry by entry, then put together.
fn zip(file: ArrivingFile, input: &Input, drive: &Drive, progress: &Progress) -> Vec<ArrivingFile> {
    let InZip { entries, others, skipped } = match portal::in_zip(input, WantedEntries { others: true, only: None }) {
        Ok(found) => found,
        Err(e) => return vec![file.left_out(words(&e))],
    };
    let line = |entry: &String| {
        let name = format!("{} › {entry}", file.name);
        ArrivingFile { name, entries: vec![entry.clone()], ..file.clone() }
    };
    let mut found: Vec<ArrivingFile> = Vec::new();
    for (entry, input) in entries {
        put_together(&mut found, of_inputs(line(&entry), vec![input], drive, progress), &file.name);
    }
    let none_of_the_portal = found.is_empty();
    let tables = others.into_iter().map(|(entry, input)| of_entry(line(&entry), &entry, input, drive, progress));
    let (tables, mut nothing): (Vec<_>, Vec<_>) = tables.partition(|line| line.kind != ArrivingKind::Other);
    nothing.extend(skipped.iter().map(|entry| line(entry).left_out(NOTHING)));
    if none_of_the_portal && are_one_register(&tables) {
        return vec![whole_table(file, drive, progress)];
    }
    found.extend(tables);
    if let [only] = found.as_slice()
        && only.kind != ArrivingKind::Other
    {
        return vec![whole(
            ArrivingFile { entries: Vec::new(), name: file.name.clone(), ..only.clone() },
            drive,
            progress,
        )];
    }
    for line in &mut found {
        let is_copied = matches!(line.kind, ArrivingKind::Download | ArrivingKind::Register);
        if drive.no_copies && is_copied && !line.is_left_out() {
            let why = "No copies of files are kept (Settings), so it could not be opened again out of this zip: unpack it first.";
            line.outlook = Outlook::LeftOut(why.into());
        } else if line.entries.len() > 1 && !line.is_left_out() {
            *line = whole(line.clone(), drive, progress);
        }
    }
    found.extend(nothing);
    found
}

/// What of a zip is of one kind and of one client is one line.
fn put_together(found: &mut Vec<ArrivingFile>, line: ArrivingFile, zip: &str) {
    let same =
        |other: &&mut ArrivingFile| line.named.is_some() && (other.kind, &other.named) == (line.kind, &line.named);
    match found.iter_mut().find(same) {
        Some(other) => {
            other.entries.extend(line.entries);
            other.name = format!("{zip} › {} files", other.entries.len());
        }
        None => found.push(line),
    }
}

/// Whether the tables of a zip are one client's register, such as a file for each section.
fn are_one_register(tables: &[ArrivingFile]) -> bool {
    let whose = |line: &ArrivingFile| line.named.clone().or_else(|| gstin::find(&line.name));
    let owners: BTreeSet<String> = tables.iter().filter_map(whose).collect();
    let registers = || tables.iter().filter(|line| line.kind == ArrivingKind::Register);
    registers().count() > 1 && registers().count() == tables.len() && owners.len() < 2
}

/// What was put together is looked at as a whole.
fn whole(line: ArrivingFile, drive: &Drive, progress: &Progress) -> ArrivingFile {
    if line.is_left_out() {
        return line;
    }
    if matches!(line.kind, ArrivingKind::Register | ArrivingKind::Decisions) {
        return whole_table(line, drive, progress);
    }
    match line.inputs(progress) {
        Ok(inputs) => of_inputs(line, inputs, drive, progress),
        Err(e) => line.left_out(words(&e)),
    }
}

/// A file that is nothing else than a table or a workbook.
fn whole_table(file: ArrivingFile, drive: &Drive, progress: &Progress) -> ArrivingFile {
    table(file.clone(), file.cells(progress), true, drive, progress).unwrap_or_else(|why| file.left_out(why))
}

/// What in a zip is no text of the portal.
fn of_entry(line: ArrivingFile, entry: &str, input: Input, drive: &Drive, progress: &Progress) -> ArrivingFile {
    let how = likely_of(&input.bytes);
    if how == Likely::No {
        return line.left_out(NOTHING);
    }
    let sure = how == Likely::Surely;
    let found = table(line.clone(), cells_of(entry, input, progress), sure, drive, progress);
    found.unwrap_or_else(|why| line.left_out(if sure { why } else { NOTHING.into() }))
}

/// What texts of the portal are.
fn of_inputs(mut file: ArrivingFile, inputs: Vec<Input>, drive: &Drive, progress: &Progress) -> ArrivingFile {
    let are_errors = |input: &Input| {
        let bytes = input.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&input.bytes);
        what(bytes) == What::Portal(SourceKind::Errors)
    };
    if file.kind == ArrivingKind::Errors || inputs.iter().all(are_errors) {
        file.hashes = inputs.iter().map(|input| hex(&xxh3_128(&input.bytes).to_be_bytes())).collect();
        let found = match errors::from(inputs) {
            Ok(found) => found.unwrap_or_default(),
            Err(e) => return file.left_out(words(&e)),
        };
        file.kind = ArrivingKind::Errors;
        let files = ErrorFiles::of(found, vec![file.path.clone()]);
        return outlook::of_errors(file, &files, drive, progress);
    }
    match portal::read(inputs, progress) {
        Ok(book) => {
            (file.kind, file.hashes) = (ArrivingKind::Download, hashes(&book));
            file.named = book.recipient.gstin().map(str::to_owned);
            outlook::of_download(file, book, drive, progress)
        }
        Err(e) if e.wrong == Some(WrongFile::Gstr2b) => {
            file.kind = ArrivingKind::Gstr2b;
            file.left_out(GSTR_2B)
        }
        Err(e) => file.left_out(words(&e)),
    }
}

/// A file that may be a purchase register, or is a workbook to decide in; `sure`: it is nothing else. The error says why it is
/// none.
fn table(
    mut file: ArrivingFile,
    source: Result<RegisterSource, NotRead>,
    sure: bool,
    drive: &Drive,
    progress: &Progress,
) -> Result<ArrivingFile, String> {
    let refused = |why: NotRead| match why {
        NotRead::Refused(why) | NotRead::OfAnother(_, why) => why,
        NotRead::Stopped => STOPPED.to_owned(),
    };
    let source = source.map_err(refused)?;
    if source.opened.workbooks.iter().any(is_own_list) {
        return Ok(file.left_out(OWN_LIST));
    }
    file.hashes = vec![hex(&source.file.hash)];
    if let Some(workbook) = source.opened.workbooks.iter().find(|workbook| given::is_given(workbook)) {
        (file.kind, file.named) = (ArrivingKind::Decisions, given::recipient(workbook));
        return Ok(outlook::of_decisions(file, Arc::new(source), drive, progress));
    }
    let seen = named_recipients(&source, drive.day, &drive.layouts, progress).map_err(refused)?;
    let named = match seen.recipients {
        None if !sure => return Err("no heading".into()),
        named => named.unwrap_or_default(),
    };
    file.kind = ArrivingKind::Register;
    if named.len() > 1 {
        let named: Vec<String> = named.into_iter().collect();
        let why = format!("It names several recipients, {}: import it by itself.", named.join(", "));
        return Ok(file.left_out(why));
    }
    file.named = named.into_iter().next();
    Ok(outlook::of_register(file, (Arc::new(source), seen.known), drive, progress))
}

/// Whether a table is a list of clients, of files that were taken in, or of uploads that this program wrote: by its headings.
fn is_own_list(workbook: &Workbook) -> bool {
    let Some(sheet) = workbook.sheets.first() else { return false };
    let Some(first) = sheet.iter().next() else { return false };
    let headings: Vec<String> = first.cells().map(|cell| cell.text.trim().to_owned()).collect();
    let clients = ClientColumn::ALL.map(ClientColumn::name);
    headings == write::HEADINGS
        || headings == outcome::HEADINGS
        || headings.get(..clients.len()).is_some_and(|first| first == clients)
}
