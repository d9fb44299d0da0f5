//! What a file is and whose: by what is in it, as when it is opened by itself. What of a zip belongs to one client stays together.

use super::drive::{Drive, hashes};
use super::file::{ArrivingFile, ArrivingKind, Outlook};
use super::outlook::{self, STOPPED};
use crate::book::SourceKind;
use crate::disk::paths::name_of;
use crate::disk::{self, plain};
use crate::portal::what::{What, what};
use crate::portal::{self, Input, ReadError, archive, errors};
use crate::session::refused::ErrorFiles;
use crate::session::register::import::named_recipients;
use crate::session::register::likely::{Likely, likely};
use crate::session::register::source::{NotRead, RegisterSource};
use crate::values::hex;
use crate::work::Progress;
use std::path::PathBuf;
use std::sync::Arc;

/// What of a zip is no JSON.
const NOT_FROM_ZIP: &str = "Only JSON is taken out of a zip with files of several clients: unpack it first.";

/// What a file is: one line, or several where it is a zip with files of several clients.
pub(super) fn recognise(path: PathBuf, drive: &Drive, progress: &Progress) -> Vec<ArrivingFile> {
    let file = ArrivingFile::new(name_of(&path), path);
    if let Err(e) = plain::metadata(&file.path) {
        return vec![file.left_out(format!("It cannot be read: {}.", disk::words(&e)))];
    }
    match likely(&file.path) {
        Likely::Surely => {
            return vec![register(file.clone(), true, drive, progress).unwrap_or_else(|why| file.left_out(why))];
        }
        Likely::Perhaps => {
            if let Ok(found) = register(file.clone(), false, drive, progress) {
                return vec![found];
            }
        }
        Likely::No => {}
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
    let (entries, skipped) = match portal::entries_of(input) {
        Ok(found) => found,
        Err(e) => return vec![file.left_out(words(&e))],
    };
    let mut found: Vec<ArrivingFile> = Vec::new();
    for (entry, input) in entries {
        let mut line = file.clone();
        (line.name, line.entries) = (format!("{} › {entry}", file.name), vec![entry]);
        let line = of_inputs(line, vec![input], drive, progress);
        let same =
            |other: &&mut ArrivingFile| line.named.is_some() && (other.kind, &other.named) == (line.kind, &line.named);
        match found.iter_mut().find(same) {
            Some(other) => {
                other.entries.extend(line.entries);
                other.name = format!("{} › {} files", file.name, other.entries.len());
            }
            None => found.push(line),
        }
    }
    let one = matches!(found.as_slice(), [only] if only.kind != ArrivingKind::Other);
    for line in &mut found {
        if one {
            (line.entries, line.name) = (Vec::new(), file.name.clone());
        } else if drive.no_copies && !line.is_left_out() {
            let why = "No copies of the portal's files are kept (Settings), so it could not be opened again out of this zip: \
                       unpack it first.";
            line.outlook = Outlook::LeftOut(why.into());
        }
        // What was put together is looked at as a whole.
        if !line.is_left_out() && (line.entries.len() > 1 || one) {
            *line = match line.inputs(progress) {
                Ok(inputs) => of_inputs(line.clone(), inputs, drive, progress),
                Err(e) => line.clone().left_out(words(&e)),
            };
        }
    }
    if !one {
        let left = |name: String| {
            let line = ArrivingFile { name: format!("{} › {name}", file.name), entries: vec![name], ..file.clone() };
            line.left_out(NOT_FROM_ZIP)
        };
        found.extend(skipped.into_iter().map(left));
    }
    found
}

/// What texts of the portal are.
fn of_inputs(mut file: ArrivingFile, inputs: Vec<Input>, drive: &Drive, progress: &Progress) -> ArrivingFile {
    let are_errors = |input: &Input| {
        let bytes = input.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&input.bytes);
        what(bytes) == What::Portal(SourceKind::Errors)
    };
    if file.kind == ArrivingKind::Errors || inputs.iter().all(are_errors) {
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
        Err(e) => file.left_out(words(&e)),
    }
}

/// A file that may be a purchase register; `sure`: it is nothing else. The error says why it is none.
fn register(mut file: ArrivingFile, sure: bool, drive: &Drive, progress: &Progress) -> Result<ArrivingFile, String> {
    let refused = |why: NotRead| match why {
        NotRead::Refused(why) => why,
        NotRead::Stopped => STOPPED.to_owned(),
    };
    let source = RegisterSource::open(&file.path, progress).map_err(refused)?;
    let named = named_recipients(&source, drive.day, &drive.layouts, progress).map_err(refused)?;
    let named = match named {
        None if !sure => return Err("no heading".into()),
        named => named.unwrap_or_default(),
    };
    (file.kind, file.hashes) = (ArrivingKind::Register, vec![hex(&source.file.hash)]);
    if named.len() > 1 {
        let named: Vec<String> = named.into_iter().collect();
        let why = format!("It names several recipients, {}: import it by itself.", named.join(", "));
        return Ok(file.left_out(why));
    }
    file.named = named.into_iter().next();
    Ok(outlook::of_register(file, Arc::new(source), drive, progress))
}
