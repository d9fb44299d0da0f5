//! Files that are opened over an open book: the portal's error files are attached, a newer download is brought in, a purchase
//! register is imported, whatever else is opened in its place. Each is asked about.

use crate::book::{Book, ReadPart, RegisterPart, Section, Source};
use crate::edit::Command;
use crate::edit::merge::{Comparison, Kind, compare, refusal};
use crate::exchange::given::is_given;
use crate::portal::errors::{self, ErrorFile};
use crate::portal::what::WrongFile;
use crate::portal::{self, ReadError, gstr_2b};
use crate::register::RegisterLayout;
use crate::session::credit::statement::FoundGstr2b;
use crate::session::export::back::{TakenBack, taken_back};
use crate::session::files::opening::written_at;
use crate::session::newer::{Newer, Older, Outcome};
use crate::session::register::fetch::{from_source, source_of_copy};
use crate::session::register::import::{ImportInto, RegisterImport};
use crate::session::register::likely::{Likely, likely};
use crate::session::register::source::{NotRead, RegisterSource};
use crate::store::Home;
use crate::store::copies::Original;
use crate::store::journal::WroteUpload;
use crate::values::last_part;
use crate::values::{Day, Period};
use crate::work::Progress;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What files are to the book over which they are opened.
pub enum Found {
    /// Error files of the portal.
    Errors(Vec<ErrorFile>),
    /// A newer download.
    Newer(Arc<Newer>),
    /// The download that counts in it now.
    Had,
    /// The portal's GSTR-2B, to read beside the book.
    Gstr2b(Box<FoundGstr2b>),
    /// A purchase register.
    Register(Box<FoundRegister>),
    /// Something of the portal, and registers, which come after it.
    Both(Box<Found>, Vec<PathBuf>),
    /// Something else.
    Other,
}

/// Reads files and finds what they are to a book, if one is open that takes any; `awaited`: the upload whose fate is not known;
/// `into`: what is to be known for reading a register.
pub fn look(
    book: Option<&Book>,
    awaited: Option<&WroteUpload>,
    paths: Vec<PathBuf>,
    into: Option<ImportInto>,
    progress: &Progress,
) -> Result<Found, ReadError> {
    let (Some(own), Some(into)) = (book, into) else { return of_portal(book, awaited, paths, progress) };
    let (others, registers): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| likely(path) == Likely::No);
    if registers.is_empty() {
        return of_portal(book, awaited, others, progress);
    }
    if !others.is_empty() {
        return Ok(Found::Both(Box::new(of_portal(book, awaited, others, progress)?), registers));
    }
    let sure = registers.iter().all(|path| likely(path) == Likely::Surely);
    match register(own, registers.clone(), into, progress) {
        Ok(found) if sure || found.is_clear() => Ok(Found::Register(Box::new(found))),
        Err(NotRead::Stopped) => Err(ReadError::cancelled()),
        Err(NotRead::Refused(why)) if sure => Ok(Found::Register(Box::new(FoundRegister::Refused(why)))),
        Err(NotRead::OfAnother(gstin, why)) => Ok(Found::Register(Box::new(FoundRegister::OfAnother(gstin, why)))),
        // What may be anything is said to be what it is to the portal.
        _ => of_portal(book, awaited, registers, progress),
    }
}

/// What the files of a register are to a book.
pub enum FoundRegister {
    /// It may be imported.
    Import(Box<RegisterImport>),
    /// A file that was missing: its parts, read again.
    Back(Arc<RegisterSource>, Vec<ReadPart>),
    /// It is a workbook to decide in that came back.
    Given(Box<TakenBack>),
    /// It is none, and why.
    Refused(String),
    /// It is that of another client, by this GSTIN; the sentence.
    OfAnother(String, String),
}

impl FoundRegister {
    fn is_clear(&self) -> bool {
        match self {
            FoundRegister::Import(import) => import.taken().next().is_some(),
            FoundRegister::Back(..) | FoundRegister::Given(_) => true,
            FoundRegister::Refused(_) | FoundRegister::OfAnother(..) => false,
        }
    }
}

/// Reads the files of a register for a book.
pub fn register(
    book: &Book,
    paths: Vec<PathBuf>,
    into: ImportInto,
    progress: &Progress,
) -> Result<FoundRegister, NotRead> {
    let sources = paths.iter().map(|path| RegisterSource::open(path, progress).map(Arc::new));
    let sources: Vec<Arc<RegisterSource>> = sources.collect::<Result<_, _>>()?;
    of_sources(book, sources, into, progress)
}

/// The same of files that are read already.
pub fn of_sources(
    book: &Book,
    sources: Vec<Arc<RegisterSource>>,
    into: ImportInto,
    progress: &Progress,
) -> Result<FoundRegister, NotRead> {
    if let Some(found) = given_out(book, &sources, into.today, progress) {
        return found;
    }
    if let [source] = sources.as_slice() {
        let missing: Vec<&RegisterPart> = book.register().parts().iter().filter(|part| part.missing).collect();
        let back = from_source(source, &missing, book.recipient.gstin(), progress);
        if !back.is_empty() {
            return Ok(FoundRegister::Back(source.clone(), back));
        }
    }
    let mut import = RegisterImport::of(sources, into, progress)?;
    import.settle_notes(book, progress)?;
    Ok(FoundRegister::Import(Box::new(import)))
}

/// A workbook to decide in that came back, if one of the files is that.
fn given_out(
    book: &Book,
    sources: &[Arc<RegisterSource>],
    day: Day,
    progress: &Progress,
) -> Option<Result<FoundRegister, NotRead>> {
    let of = |source: &'_ Arc<RegisterSource>| source.opened.workbooks.iter().position(is_given);
    let (source, place) = sources.iter().find_map(|source| Some((source, of(source)?)))?;
    let name = source.file.name.clone();
    if sources.len() > 1 {
        let why = format!("{name} is a workbook to decide in: open it by itself.");
        return Some(Ok(FoundRegister::Refused(why)));
    }
    let workbook = source.opened.workbooks.get(place)?;
    Some(match taken_back(book, workbook, name, day, progress) {
        Ok(back) => Ok(FoundRegister::Given(Box::new(back))),
        Err(_) if progress.cancelled() => Err(NotRead::Stopped),
        Err(why) => Ok(FoundRegister::Refused(why)),
    })
}

/// A part of the register, read from the copy of its file by the layout that it was imported by, to be imported in another way.
/// All parts of that file are replaced.
pub fn part_again(
    book: &Book,
    place: u32,
    (home, folder): (&Home, &Path),
    mut into: ImportInto,
    progress: &Progress,
) -> Result<FoundRegister, NotRead> {
    let gone = || NotRead::Refused("This part is not in the register any more.".to_owned());
    let part = book.register().parts().get(place as usize).ok_or_else(gone)?;
    let source = source_of_copy((home, folder), part, progress).map_err(|why| match why {
        NotRead::Refused(why) => NotRead::Refused(format!("{why}. Import the register's file once more.")),
        other => other,
    })?;
    let same = |other: &&RegisterPart| other.hash == part.hash;
    let own = book.register().parts().iter().filter(same).filter_map(|part| RegisterLayout::from_json(&part.layout));
    into.layouts.splice(0..0, own);
    let mut import = RegisterImport::of(vec![Arc::new(source)], into, progress)?;
    import.changes_parts_of(part, book.register().parts());
    Ok(FoundRegister::Import(Box::new(import)))
}

/// What is said of a workbook to decide in where no download is open; any other error stays what it is.
pub fn or_to_decide_in(error: ReadError, progress: &Progress) -> ReadError {
    if error.wrong != Some(WrongFile::Excel) {
        return error;
    }
    let source = RegisterSource::open(Path::new(&error.file), progress);
    match source {
        Ok(source) if source.opened.workbooks.iter().any(is_given) => {
            ReadError { what: OPEN_FIRST.to_owned(), ..error }
        }
        _ => error,
    }
}

const OPEN_FIRST: &str =
    "this is a workbook to decide in: open the client's download first, then this file to take its decisions";

fn of_portal(
    book: Option<&Book>,
    awaited: Option<&WroteUpload>,
    paths: Vec<PathBuf>,
    progress: &Progress,
) -> Result<Found, ReadError> {
    match errors::open(&paths) {
        Ok(Some(found)) => return Ok(Found::Errors(found)),
        Ok(None) => {}
        Err(why) => {
            let Some(own) = book.filter(|_| why.wrong == Some(WrongFile::Gstr2b)) else { return Err(why) };
            let (statements, others): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_gstr_2b);
            if !others.is_empty() && !statements.is_empty() {
                // What came together with it is opened first.
                return Ok(Found::Both(Box::new(of_portal(book, awaited, others, progress)?), statements));
            }
            let paths = if others.is_empty() { statements } else { others };
            return gstr_2b(own, &paths, progress).map(|found| Found::Gstr2b(Box::new(found)));
        }
    }
    let Some(old) = book else { return Ok(Found::Other) };
    Ok(of_download(old, awaited, portal::open(&paths, progress)?, paths))
}

/// What a download, read from these files, is to a book.
pub(in crate::session) fn of_download(
    old: &Book,
    awaited: Option<&WroteUpload>,
    new: Book,
    paths: Vec<PathBuf>,
) -> Found {
    // The same files once more: the book is read again.
    if hashes(old).eq(hashes(&new)) {
        return Found::Other;
    }
    let named = (old.recipient.gstin(), new.recipient.gstin());
    let same_recipient = matches!(named, (Some(a), Some(b)) if a == b);
    if refusal(old, &new).is_some() || (named.0.is_some() && named.1.is_some() && !same_recipient) {
        return Found::Other;
    }
    // What counted before, and does not now, is brought in once more.
    if old.is_current(new.sources().list()) {
        return Found::Had;
    }
    let comparison = compare(old, &new);
    // Files that name no one belong together only if they have records in common.
    if !same_recipient && !in_common(&comparison) {
        return Found::Other;
    }
    let if_uploaded = awaited.map(|upload| had_it_been_uploaded(old, upload, &new));
    let emptied = comparison.emptied(old);
    let (outcome, older) = (Outcome::of(&comparison, (old, &new)), made_before(&new, old));
    Found::Newer(Arc::new(Newer { paths, book: Arc::new(new), outcome, if_uploaded, emptied, older }))
}

/// Whether a file is the portal's GSTR-2B.
fn is_gstr_2b(path: &PathBuf) -> bool {
    matches!(errors::open(std::slice::from_ref(path)), Err(why) if why.wrong == Some(WrongFile::Gstr2b))
}

/// The portal's GSTR-2B that these files are; it must be of this recipient.
fn gstr_2b(book: &Book, paths: &[PathBuf], progress: &Progress) -> Result<FoundGstr2b, ReadError> {
    let statement = gstr_2b::open(paths, progress)?;
    let name = paths.first().map_or_else(String::new, |path| path.display().to_string());
    if let Some(why) = gstr_2b::of_another(&statement, book.recipient.gstin(), &name) {
        return Err(why);
    }
    let mut originals = Vec::new();
    for file in &statement.files {
        let Some(path) = paths.iter().find(|path| path.display().to_string() == file.name) else { continue };
        let bytes = Arc::new(portal::load(path, progress)?.bytes);
        let name = last_part(&file.name).to_owned();
        originals.push(Original { name, hash: file.hash, bytes });
    }
    Ok(FoundGstr2b { statement: Arc::new(statement), originals })
}

fn hashes(book: &Book) -> impl Iterator<Item = &[u8; 32]> {
    book.sources().list().iter().map(|source| &source.hash)
}

fn in_common(comparison: &Comparison) -> bool {
    let met = |section| {
        let sheet = comparison.sheet(section);
        sheet.others > 0 || sheet.fates.iter().any(|fate| fate.old.is_some() && fate.new.is_some())
    };
    Section::ALL.into_iter().any(met)
}

/// What would become of the records, had the last upload been uploaded; and whether the newer download holds any of it.
fn had_it_been_uploaded(old: &Book, upload: &WroteUpload, new: &Book) -> (Outcome, bool) {
    let mut old = old.clone();
    Command::Uploaded { name: upload.name.clone(), said: upload.said.clone() }.apply(&mut old);
    let comparison = compare(&old, new);
    let holds = Section::ALL.into_iter().any(|section| {
        let confirmed = comparison
            .sheet(section)
            .fates
            .iter()
            .filter(|fate| matches!(fate.kind, Kind::Confirmed | Kind::DecidedSince));
        confirmed.filter_map(|fate| fate.old).any(|row| old.sheet(section).last_said(row).is_some())
    });
    (Outcome::of(&comparison, (&old, new)), holds)
}

/// Whether a download seems to be older than the one that counts in the book: by the last return periods, as a copy of a file has a
/// new date; or by the dates that the disk has of the files.
fn made_before(new: &Book, old: &Book) -> Option<Older> {
    match last_period(new).zip(last_period(old)) {
        Some((ends, open)) if ends < open => return Some(Older::ByPeriods { ends, open }),
        Some((ends, open)) if ends > open => return None,
        _ => {}
    }
    let made = |files: &[Source]| files.iter().filter_map(written_at).max();
    let dates = made(new.current_files()).zip(made(old.current_files()));
    dates.is_some_and(|(new, old)| new < old).then_some(Older::ByDate)
}

/// The last return period of the records in force.
fn last_period(book: &Book) -> Option<Period> {
    let of_sheet = |section| {
        let sheet = book.sheet(section);
        (0..sheet.rows()).filter(|&row| sheet.in_force(row)).filter_map(|row| sheet.records().period(row)).max()
    };
    Section::ALL.into_iter().filter_map(of_sheet).max()
}

/// Whether a download that was opened as a book of its own, or by the copies of one that has it, would bring back records that a
/// different one replaced since: that is asked, unless what counts now is simply the newer one.
pub fn brings_back(open: &Book, paths: &[PathBuf], progress: &Progress) -> bool {
    let Ok(again) = portal::open(paths, progress) else { return false };
    match of_download(open, None, again, paths.to_vec()) {
        Found::Newer(newer) => newer.older.is_none() || newer.is_apart(),
        _ => false,
    }
}
