//! What would happen to a file that arrives: what a single opening would do with it without a question. What that would ask is
//! never answered here; such a file is left to be opened by itself.

use super::drive::Drive;
use super::file::{ArrivingFile, AskedUpload, Outlook};
use crate::book::{Book, Section};
use crate::edit::Command;
use crate::edit::merge::{Kind, refusal};
use crate::rules::{Weight, form};
use crate::session::Session;
use crate::session::deciding::paste::PasteChanges;
use crate::session::files::classify::{Found, FoundRegister, of_download as is_to, of_sources};
use crate::session::newer::{Bring, Newer, Older};
use crate::session::refused::ErrorFiles;
use crate::session::register::import::RegisterImport;
use crate::session::register::source::{NotRead, RegisterSource};
use crate::store::copies;
use crate::values::{counted, records};
use crate::work::Progress;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is said of a file that would do nothing.
const HERE: &str = "It is here already: nothing to do.";

/// Whether a file is here already.
pub(super) fn is_here(file: &ArrivingFile) -> bool {
    matches!(&file.outlook, Outlook::LeftOut(why) if why == HERE)
}

/// What is said of a register with columns that were never confirmed.
const COLUMNS_UNKNOWN: &str = "Open it by itself to confirm its columns: next time they are known.";

/// What is said of what was on its way when the user asked to stop.
pub(super) const STOPPED: &str = "Stopped before it was its turn.";

/// What is said of a file whose client is not here.
pub(super) fn no_client(gstin: &str) -> String {
    format!("There is no client {gstin} here: open its download first.")
}

/// What is said of a file of which a single opening would ask this.
fn by_itself(asks: &str) -> String {
    format!("Open it by itself: it asks {asks}.")
}

pub(super) fn of_download(mut file: ArrivingFile, book: Book, drive: &Drive, progress: &Progress) -> ArrivingFile {
    // Whose it is, is asked.
    let Some(gstin) = file.named.clone() else { return ArrivingFile { outlook: Outlook::Then, ..file } };
    if let Some((_, Weight::Blocks, why)) = form::recipient(&book) {
        return file.left_out(why);
    }
    let there = match there(&book, &gstin, drive, progress) {
        Ok(there) => there,
        Err(why) => return file.left_out(why),
    };
    let Some(folder) = there else {
        file.outlook = Outlook::NewClient(Section::ALL.map(|s| u64::from(book.sheet(s).rows())).iter().sum());
        return file;
    };
    match client(drive, &folder, progress).and_then(|open| Ok((newer(&open, book, file.path.clone())?, open))) {
        Err(why) => file.left_out(why),
        Ok((newer, open)) => {
            let holds = newer.if_uploaded.as_ref().map(|(_, holds)| *holds);
            let asked = holds.zip(open.awaited()).map(|(uploaded, upload)| {
                let name = upload.name.clone();
                AskedUpload { name, uploaded }
            });
            match asks(&open, &newer, asked.as_ref()) {
                Some(asks) => file.left_out(asks),
                None => {
                    (file.warning, file.apart) = (warning(&newer), newer.is_apart());
                    let bring = Bring { newer, uploaded: holds == Some(true), mine: false };
                    file.outlook = Outlook::Newer(bring.outcome().in_words().join(", "), asked);
                    file
                }
            }
        }
    }
}

/// The folder of the client onto which a download would come; none for the first one of a client. The error says why it does not.
pub(super) fn there(book: &Book, gstin: &str, drive: &Drive, progress: &Progress) -> Result<Option<PathBuf>, String> {
    if drive.lacks_copy(book)? {
        return Ok(None);
    }
    match drive.has(book, progress)? {
        true if drive.is_replaced(book)? => {
            Err(by_itself("whether it counts again in place of what was brought in since"))
        }
        true => Err(HERE.into()),
        false => drive.current(gstin),
    }
}

/// The client of a folder, to look at; the error says why nothing can be done to it.
fn client(drive: &Drive, folder: &Path, progress: &Progress) -> Result<Session, String> {
    if drive.is_elsewhere(folder) {
        return Err("Its client is open in another window: close it there.".into());
    }
    drive.look(folder, progress).map_err(|why| format!("Its client cannot be opened: {why}"))
}

/// What a download is to the client that is open. The error says why it is not brought in.
pub(super) fn newer(open: &Session, book: Book, path: PathBuf) -> Result<Arc<Newer>, String> {
    let refused = refusal(&open.book, &book);
    match is_to(&open.book, open.awaited(), book, vec![path]) {
        Found::Newer(newer) => Ok(newer),
        Found::Had => Err(HERE.into()),
        _ => Err(refused.unwrap_or_else(|| HERE.into())),
    }
}

/// What a single opening of this newer download would ask, as the reason to leave it; none if nothing.
pub(super) fn asks(open: &Session, newer: &Arc<Newer>, answer: Option<&AskedUpload>) -> Option<String> {
    let awaited = newer.if_uploaded.as_ref().and(open.awaited()).map(|upload| &upload.name);
    let uploaded = match (awaited, answer) {
        (None, _) => false,
        (Some(name), Some(answer)) if *name == answer.name => answer.uploaded,
        (Some(name), _) => return Some(by_itself(&format!("whether {name} was uploaded"))),
    };
    let bring = Bring { newer: newer.clone(), uploaded, mine: false };
    match bring.outcome().count(Kind::Conflict) {
        0 => None,
        n => Some(by_itself(&format!("what counts for {} that were decided differently elsewhere", records(n)))),
    }
}

/// What a single opening of this newer download would warn of before it is confirmed.
pub(super) fn warning(newer: &Newer) -> Option<String> {
    let emptied: Vec<&str> = newer.emptied.iter().map(|section| section.sheet_name()).collect();
    let warnings = [
        newer.older.map(|older| match older {
            Older::ByDate => "By its date it is older than what is here.".to_owned(),
            Older::ByPeriods { ends, open } => {
                format!("It looks older: its last records are of {ends}, those that are here of {open}.")
            }
        }),
        (newer.is_apart() && newer.outcome.count(Kind::Gone) > 0).then(|| {
            "It has no record in common with what is here: it may be a part of the same download, or of other months."
                .to_owned()
        }),
        (!emptied.is_empty()).then(|| format!("It may be only a part: it has no records in {}.", emptied.join(", "))),
    ];
    let warnings: Vec<String> = warnings.into_iter().flatten().collect();
    (!warnings.is_empty()).then(|| warnings.join(" "))
}

pub(super) fn of_errors(
    mut file: ArrivingFile,
    files: &ErrorFiles,
    drive: &Drive,
    progress: &Progress,
) -> ArrivingFile {
    match files.recipients.as_slice() {
        [] => file.named = None,
        [one] => file.named = Some(one.clone()),
        several => {
            let why = format!("It names several recipients: {}.", several.join(", "));
            return file.left_out(why);
        }
    }
    let count = files.reports.len() as u64;
    file.outlook = Outlook::Errors(count, None);
    let folder = match file.named.as_deref().map_or(Ok(None), |gstin| drive.current(gstin)) {
        Err(why) => return file.left_out(why),
        Ok(None) => return ArrivingFile { outlook: Outlook::Then, ..file },
        Ok(Some(folder)) => folder,
    };
    match client(drive, &folder, progress) {
        Err(why) => file.left_out(why),
        Ok(open) if are_there(&open, files) => file.left_out(HERE),
        Ok(open) => {
            file.outlook = Outlook::Errors(count, asked_of(&open, files));
            file
        }
    }
}

/// What is asked of errors: whether the upload was uploaded of which they may be what came back.
fn asked_of(open: &Session, files: &ErrorFiles) -> Option<AskedUpload> {
    let name = open.awaited()?.name.clone();
    Some(AskedUpload { name, uploaded: open.may_be_answered_by(&files.reports) })
}

/// Whether these very errors are on the client's records already.
pub(super) fn are_there(open: &Session, files: &ErrorFiles) -> bool {
    let steps = &open.log.steps()[..open.log.in_force()];
    steps.iter().any(|step| matches!(&step.command, Command::Errors { reports, .. } if *reports == files.reports))
}

/// Whether the upload was uploaded of which these errors may be what came back. The error: it has to be asked.
pub(super) fn answer_of(open: &Session, answer: Option<&AskedUpload>) -> Result<bool, String> {
    match (open.awaited(), answer) {
        (None, _) => Ok(false),
        (Some(upload), Some(answer)) if upload.name == answer.name => Ok(answer.uploaded),
        (Some(upload), _) => Err(by_itself(&format!("whether {} was uploaded", upload.name))),
    }
}

/// The client that a table belongs to with its folder, open to be looked at; none where there is none, or it is not known whose it is.
fn its_client(file: &ArrivingFile, drive: &Drive, progress: &Progress) -> Result<Option<(PathBuf, Session)>, String> {
    let folder = file.named.as_deref().map_or(Ok(None), |gstin| drive.current(gstin))?;
    folder.map(|folder| client(drive, &folder, progress).map(|open| (folder, open))).transpose()
}

pub(super) fn of_register(
    mut file: ArrivingFile,
    (source, columns_known): (Arc<RegisterSource>, bool),
    drive: &Drive,
    progress: &Progress,
) -> ArrivingFile {
    let (folder, open) = match its_client(&file, drive, progress) {
        Ok(Some(found)) => found,
        Ok(None) if !columns_known => return file.left_out(COLUMNS_UNKNOWN),
        Ok(None) => return file,
        Err(why) => return file.left_out(why),
    };
    match known(&open, &folder, source, drive, progress) {
        Err(why) => file.left_out(why),
        Ok(KnownRegister::Import(import)) => {
            file.outlook = Outlook::Register(import.vouchers());
            file
        }
        Ok(KnownRegister::Back(_, parts)) => {
            file.outlook = Outlook::Register(parts.iter().map(|part| u64::from(part.entries.len())).sum());
            file
        }
    }
}

pub(super) fn of_decisions(
    mut file: ArrivingFile,
    source: Arc<RegisterSource>,
    drive: &Drive,
    progress: &Progress,
) -> ArrivingFile {
    let (_, open) = match its_client(&file, drive, progress) {
        Ok(Some(found)) => found,
        Ok(None) => return file,
        Err(why) => return file.left_out(why),
    };
    match decisions(&open, source, progress) {
        Err(why) => file.left_out(why),
        Ok(changes) => {
            file.warning = left_of(&changes);
            file.outlook = Outlook::Decisions(changes.changes.len() as u64);
            file
        }
    }
}

/// What a workbook to decide in changes in the client that is open. The error says why it is not applied here.
pub(super) fn decisions(
    open: &Session,
    source: Arc<RegisterSource>,
    progress: &Progress,
) -> Result<PasteChanges, String> {
    let into = open.import_into(Vec::new());
    let back = match of_sources(&open.book, vec![source], into, progress) {
        Err(NotRead::Stopped) => return Err(STOPPED.into()),
        Err(NotRead::Refused(why) | NotRead::OfAnother(_, why)) | Ok(FoundRegister::Refused(why)) => return Err(why),
        Ok(FoundRegister::Given(back)) => back,
        Ok(_) => return Err(HERE.into()),
    };
    if !back.picks.is_empty() {
        let picks = records(back.picks.len() as u64);
        return Err(by_itself(&format!("what counts for {picks} that were decided differently here")));
    }
    if let Some(confirmed) = &back.confirmed {
        let asks = records((confirmed.changes.len() - back.certain.changes.len()) as u64);
        return Err(by_itself(&format!("whether to apply what is decided on {asks} with an alert")));
    }
    match (back.certain.changes.is_empty(), back.certain.refused.len() as u64) {
        (true, 0) => Err(HERE.into()),
        (true, refused) => {
            Err(format!("Nothing of it can be applied: {} refused. Open it by itself to see why.", rows_are(refused)))
        }
        _ => Ok(back.certain),
    }
}

/// What a single opening shows of rows that are refused.
pub(super) fn left_of(changes: &PasteChanges) -> Option<String> {
    let refused = changes.refused.len() as u64;
    (refused > 0).then(|| format!("{} refused: open it by itself to see why.", rows_are(refused)))
}

fn rows_are(n: u64) -> String {
    counted(n, "row is", "rows are")
}

/// A register that is imported without a question.
pub(super) enum KnownRegister {
    /// As such a sheet was confirmed before.
    Import(Box<RegisterImport>),
    /// A file that was missing is here again.
    Back(Arc<RegisterSource>, Vec<crate::book::ReadPart>),
}

/// A register for the client that is open. The error says why it is not imported here.
pub(super) fn known(
    open: &Session,
    folder: &Path,
    source: Arc<RegisterSource>,
    drive: &Drive,
    progress: &Progress,
) -> Result<KnownRegister, String> {
    let hash = source.file.hash;
    // Of a client that is only looked at no voucher is read.
    let is_kept = || drive.home.disk.length(&copies::path(folder, &hash)).is_ok();
    if open.book.register().parts().iter().any(|part| part.hash == hash && (!part.missing || is_kept())) {
        return Err(HERE.into());
    }
    match of_sources(&open.book, vec![source], open.import_into(drive.layouts.clone()), progress) {
        Err(NotRead::Stopped) => Err(STOPPED.into()),
        Err(NotRead::Refused(why) | NotRead::OfAnother(_, why)) => Err(why),
        Ok(FoundRegister::Refused(why) | FoundRegister::OfAnother(_, why)) => Err(why),
        // Such a workbook is no register.
        Ok(FoundRegister::Given(_)) => Err(by_itself("which of its decisions to apply")),
        Ok(FoundRegister::Back(source, parts)) => Ok(KnownRegister::Back(source, parts)),
        Ok(FoundRegister::Import(import)) if import.is_known() => Ok(KnownRegister::Import(import)),
        Ok(FoundRegister::Import(import)) => {
            let replaces = import.replacing().into_iter().find(|(.., replaces)| replaces.is_none());
            Err(match replaces {
                Some((_, part, _)) => by_itself(&format!("whether it replaces {}", part.name())),
                None if import.has_known_columns() => by_itself("whether it was read right"),
                None => COLUMNS_UNKNOWN.to_owned(),
            })
        }
    }
}
