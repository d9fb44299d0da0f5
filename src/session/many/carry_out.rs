//! Files that arrived are taken in: each is one step of its own client, which is on the drive before the next begins.
//!
//! A file is read again here, and all that is asked of it is judged again on the client as it then is: between the list that the
//! user saw and this, another window may have worked on it.

use super::arriving::Arrivals;
use super::drive::{Drive, NotOpened, hashes};
use super::file::{ArrivingFile, ArrivingKind, Outlook};
use super::outcome::{Came, CameOf, Outcomes};
use super::outlook::{self, KnownRegister, STOPPED};
use super::recognise::{GSTR_2B, NOTHING};
use crate::book::{Book, Sources};
use crate::clients::ClientMark;
use crate::disk;
use crate::edit::Command;
use crate::portal::{self, ReadError, errors};
use crate::session::Session;
use crate::session::heavy_steps::Rework;
use crate::session::newer::Bring;
use crate::session::refused::{ErrorFiles, ErrorsRequest};
use crate::session::register::source::{NotRead, RegisterSource};
use crate::session::result_line::ResultLine;
use crate::store::{Recent, copies};
use crate::values::{clock, hex, records};
use crate::work::Progress;
use crate::work::turns::in_turns;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What was done, with what the list of clients is to remember; or why not.
type Taken = Result<(String, Option<Recent>), Came>;

fn left<T>(why: impl Into<String>) -> Result<T, Came> {
    Err(Came::LeftOut(why.into()))
}

fn failed(why: impl Into<String>) -> Came {
    Came::Failed(why.into())
}

impl From<NotOpened> for Came {
    fn from(why: NotOpened) -> Came {
        match why {
            NotOpened::Elsewhere(who) => Came::Failed(format!("Its client was not changed: {who}.")),
            NotOpened::Failed(why) => Came::Failed(why),
        }
    }
}

impl Arrivals {
    /// Takes in what is ticked, client by client. What was done stays done when it is stopped.
    pub fn carry_out(&self, drive: &Drive, progress: &Progress) -> Outcomes {
        progress.expect(self.going());
        let mut clients: BTreeMap<Option<&str>, Vec<&ArrivingFile>> = BTreeMap::new();
        for file in &self.files {
            clients.entry(file.whose().filter(|_| file.goes())).or_default().push(file);
        }
        // A download makes the client to which files belong that do not name it.
        clients.values_mut().for_each(|files| files.sort_by_key(|file| (file.kind, file.named.is_none())));
        let came = in_turns(clients.into_values().collect(), |files| {
            let one = |file: &ArrivingFile| {
                let gstin = file.whose().map(str::to_owned);
                let (came, recent) = match take(file, drive, progress) {
                    // Clients out of one zip would all be known by its path.
                    Ok((words, recent)) => (Came::Done(words), recent.filter(|_| file.entries.is_empty())),
                    Err(came) => (came, None),
                };
                if file.goes() {
                    progress.advance(1);
                }
                CameOf { name: file.name.clone(), gstin, came, recent }
            };
            files.into_iter().map(one).collect::<Vec<_>>()
        });
        drive.keep_summaries();
        Outcomes::of(came.into_iter().flatten().collect())
    }
}

fn take(file: &ArrivingFile, drive: &Drive, progress: &Progress) -> Taken {
    match &file.outlook {
        Outlook::LeftOut(why) => return left(why),
        _ if !file.ticked => return left("You left it out."),
        _ if progress.cancelled() => return left(STOPPED),
        _ => {}
    }
    let Some(gstin) = file.whose() else { return left("It was not said whose it is.") };
    let within = progress.within();
    let taken = match file.kind {
        ArrivingKind::Download => download(file, gstin, drive, &within),
        ArrivingKind::Errors => error_file(file, gstin, drive, &within),
        ArrivingKind::Register => register(file, gstin, drive, &within),
        ArrivingKind::Decisions => decisions(file, gstin, drive, &within),
        ArrivingKind::Gstr2b => left(GSTR_2B),
        ArrivingKind::Other => left(NOTHING),
    };
    match taken {
        // Whatever could not be read was being read when the user stopped it.
        Err(_) if progress.cancelled() => left(STOPPED),
        // Else the user would look for it in vain.
        Ok((words, recent)) if ClientMark::load(&drive.home, gstin).hidden => {
            Ok((format!("{words} This client is hidden in the list."), recent))
        }
        taken => taken,
    }
}

/// The client of a file. It is there, or the file is left out.
fn client(gstin: &str, drive: &Drive, progress: &Progress) -> Result<Session, Came> {
    let Some(folder) = drive.current(gstin).map_err(failed)? else { return left(outlook::no_client(gstin)) };
    Ok(drive.open_kept(&folder, progress)?)
}

/// What was read before has to be there still.
fn same(file: &ArrivingFile, found: &[String]) -> Result<(), Came> {
    if file.hashes == found { Ok(()) } else { left("The file has changed since this list was made.") }
}

fn download(file: &ArrivingFile, gstin: &str, drive: &Drive, progress: &Progress) -> Taken {
    let inputs = file.inputs(progress).map_err(|e: ReadError| failed(e.to_string()))?;
    let mut book = portal::read(inputs, progress).map_err(|e: ReadError| failed(e.to_string()))?;
    same(file, &hashes(&book))?;
    if file.named.is_none() {
        // As the user said.
        book.recipient.typed = Some(gstin.to_owned());
    }
    match outlook::there(&book, gstin, drive, progress).map_err(Came::LeftOut)? {
        // The first download of a client names it, or is opened by itself.
        None if file.named.is_none() => left(outlook::no_client(gstin)),
        None => first(book, drive, progress),
        Some(folder) => {
            let open = drive.open_kept(&folder, progress)?;
            bring(file, open, book, drive)
        }
    }
}

/// The first download of a client.
fn first(book: Book, drive: &Drive, progress: &Progress) -> Taken {
    let rows = book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum();
    let open = drive.open(book, progress)?;
    // The journal comes first: copies without one would be taken for work that was lost.
    let copied = copy(drive, &open, open.book.sources());
    let words = match copied {
        Ok(()) => format!("New client with {}.", records(rows)),
        Err(why) => format!("New client with {}. No copy of the file could be kept: {why}.", records(rows)),
    };
    done(open, drive, words)
}

/// Copies files into the folder of a client, unless the user wants none.
fn copy(drive: &Drive, open: &Session, sources: &Arc<Sources>) -> Result<(), String> {
    let Some((home, folder)) = open.keeping.folder().filter(|_| !drive.no_copies) else { return Ok(()) };
    let copy = |source| copies::keep(&*home.disk, folder, source);
    sources.list().iter().try_for_each(copy).map_err(|e| disk::words(&e))
}

/// Puts the client down; it is done once all of it is on the drive.
fn done(open: Session, drive: &Drive, words: String) -> Taken {
    let recent = drive.recent_of(&open, clock::now());
    match drive.put_down(open) {
        Ok(()) => Ok((words, recent)),
        Err(why) => Err(failed(format!("It could not be saved: {why}."))),
    }
}

/// A newer download of a client.
fn bring(file: &ArrivingFile, mut open: Session, book: Book, drive: &Drive) -> Taken {
    let newer = outlook::newer(&open, book, file.path.clone()).map_err(Came::LeftOut)?;
    if let Some(asks) = outlook::asks(&open, &newer, file.answered()) {
        return left(asks);
    }
    if let Some(warning) = outlook::warning(&newer).filter(|warning| file.warning.as_ref() != Some(warning)) {
        return left(format!("Open it by itself. {warning}"));
    }
    // The step cannot be read again without the file.
    let copied = copy(drive, &open, newer.book.sources());
    copied.map_err(|why| failed(format!("No copy of the file could be kept: {why}. Nothing was changed.")))?;
    let uploaded = newer.if_uploaded.is_some() && file.answered().is_some_and(|answer| answer.uploaded);
    if uploaded {
        open.was_uploaded();
    }
    step(&mut open, Rework::Bring(Bring { newer, uploaded, mine: false }));
    let words = said(&open);
    done(open, drive, words)
}

/// Carries a step out.
fn step(open: &mut Session, rework: Rework) {
    let reworked = rework.carry_out(Book::clone(&open.book), open.log.clone(), open.day);
    open.take_reworked(reworked);
}

/// What the last step says that it did.
fn said(open: &Session) -> String {
    open.result.as_ref().map_or_else(String::new, |line| line.text.trim().to_owned())
}

fn error_file(file: &ArrivingFile, gstin: &str, drive: &Drive, progress: &Progress) -> Taken {
    let inputs = file.inputs(progress).map_err(|e: ReadError| failed(e.to_string()))?;
    let found = errors::from(inputs).map_err(|e: ReadError| failed(e.to_string()))?;
    let Some(found) = found else { return left("The file has changed since this list was made.") };
    let files = ErrorFiles { name: file.name.clone(), ..ErrorFiles::of(found, paths(file)) };
    if files.recipients.iter().any(|named| named != gstin) {
        return left("The file has changed since this list was made.");
    }
    let mut open = client(gstin, drive, progress)?;
    if outlook::are_there(&open, &files) {
        return left("These errors are here already.");
    }
    let uploaded = outlook::answer_of(&open, file.answered()).map_err(Came::LeftOut)?;
    open.refused(ErrorsRequest::Attach(files, uploaded));
    let words = said(&open);
    done(open, drive, words)
}

fn paths(file: &ArrivingFile) -> Vec<PathBuf> {
    vec![file.path.clone()]
}

/// The cells of a table or a workbook, which is the one that was looked at.
fn cells(file: &ArrivingFile, progress: &Progress) -> Result<Arc<RegisterSource>, Came> {
    let source = file.cells(progress).map_err(|why| match why {
        NotRead::Refused(why) | NotRead::OfAnother(_, why) => failed(why),
        NotRead::Stopped => Came::LeftOut(STOPPED.into()),
    })?;
    same(file, &[hex(&source.file.hash)])?;
    Ok(Arc::new(source))
}

/// A workbook to decide in that came back: one step of its client.
fn decisions(file: &ArrivingFile, gstin: &str, drive: &Drive, progress: &Progress) -> Taken {
    let source = cells(file, progress)?;
    let mut open = client(gstin, drive, progress)?;
    let changes = outlook::decisions(&open, source, progress).map_err(Came::LeftOut)?;
    if let Some(warning) = outlook::left_of(&changes).filter(|warning| file.warning.as_ref() != Some(warning)) {
        return left(format!("Open it by itself. {warning}"));
    }
    let command = Command::Table { what: format!("Decisions of {}", file.name), rows: changes.changes };
    step(&mut open, Rework::Apply(Box::new((command, ResultLine::new("")))));
    let words = said(&open);
    done(open, drive, words)
}

fn register(file: &ArrivingFile, gstin: &str, drive: &Drive, progress: &Progress) -> Taken {
    let source = cells(file, progress)?;
    let mut open = client(gstin, drive, progress)?;
    let folder = open.keeping.folder().map(|(_, folder)| folder.to_owned()).unwrap_or_default();
    match outlook::known(&open, &folder, source, drive, progress).map_err(Came::LeftOut)? {
        KnownRegister::Back(source, parts) => {
            open.find_register_file(&source, parts, !drive.no_copies);
        }
        KnownRegister::Import(import) => {
            let to_import = import.take(true);
            if !drive.no_copies
                && let Some((home, folder)) = open.keeping.folder()
            {
                let copied = to_import
                    .originals
                    .iter()
                    .try_for_each(|file| copies::keep_file(&*home.disk, folder, file).map_err(|e| disk::words(&e)));
                copied
                    .map_err(|why| failed(format!("No copy of the file could be kept: {why}. Nothing was changed.")))?;
            }
            step(&mut open, to_import.work());
        }
    }
    let words = said(&open);
    done(open, drive, words)
}
