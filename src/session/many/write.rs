//! The uploads of many clients are written into one folder: each as that of one client is, and a table of all beside them.

use super::drive::Drive;
use super::outcome::{Came, CameOf, Outcomes};
use super::outlook::STOPPED;
use super::uploads::{ReadyUploads, UploadLine, ready};
use crate::book::Section;
use crate::disk::paths::name_of;
use crate::disk::{self, Guard, whole};
use crate::exchange::cell::to_cell;
use crate::exchange::rows::Writer;
use crate::portal::sample;
use crate::portal::upload::Upload;
use crate::session::Session;
use crate::session::files::write_upload::{UploadEnd, WriteUpload, write_upload};
use crate::store::journal::{WroteFile, WroteUpload};
use crate::values::{capital, clock, money, records};
use crate::work::Progress;
use crate::work::turns::in_turns;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How the uploads are to be written.
#[derive(Clone, Debug)]
pub struct WriteAll {
    /// The folder.
    pub folder: PathBuf,
    /// Repeat filing status and flags.
    pub flags: bool,
}

/// The upload of all that an open client has to say.
pub(super) fn upload(open: &Session) -> Upload {
    let changed = Section::ALL.into_iter().flat_map(|s| open.view(s).changed.iter().map(move |row| (s, row)));
    Upload::new(&open.book, open.book.recipient.gstin().unwrap_or_default(), changed)
}

/// What is over the columns of the table of them.
pub(super) const HEADINGS: [&str; 13] = [
    "GSTIN",
    "Client",
    "File",
    "Records",
    "Accepted",
    "Rejected",
    "Pending",
    "No action",
    "Answered by default",
    "Answered from register",
    "ITC change",
    "Bytes",
    "SHA-256",
];

/// One that was written.
type WrittenLine = (UploadLine, WroteFile);

impl ReadyUploads {
    /// Writes what is ticked, and the table of it. What was written stays when it is stopped.
    pub fn write(&self, drive: &Drive, how: &WriteAll, progress: &Progress) -> Outcomes {
        let (clients, _) = self.ticked();
        progress.expect(clients);
        let time = clock::for_a_file_name(clock::now());
        // One that was killed may have left whole files behind, in this very second.
        let there = drive.home.disk.names(&how.folder).unwrap_or_default();
        let written = in_turns(self.named(&time, &there), |(line, name)| {
            let came = if progress.cancelled() {
                Err(Came::LeftOut(STOPPED.into()))
            } else {
                one(line, &how.folder.join(&name), drive, how, progress)
            };
            progress.advance(1);
            (line, name, came)
        });
        drive.keep_summaries();
        let (mut list, mut table) = (Vec::new(), Vec::new());
        for (line, name, came) in written {
            let (came, file) = match came {
                Ok(file) => (Came::Done(written_in_words(line, &file)), Some(file)),
                Err(came) => (came, None),
            };
            table.extend(file.map(|file| (line.clone(), file)));
            list.push(CameOf { name, gstin: Some(line.gstin.clone()), came, recent: None });
        }
        let mut outcomes = Outcomes::of(list);
        if !table.is_empty() {
            let path = how.folder.join(format!("IMS-uploads_{time}.csv"));
            outcomes.notes.push(match write_table(drive, &path, &table) {
                Ok(()) => format!("A table of them is beside them: {}.", name_of(&path)),
                Err(why) => format!("The table of them could not be written: {}: {why}.", name_of(&path)),
            });
        }
        outcomes
    }

    /// What is ticked, each with the name of its file: no two have the same, and none is there already.
    fn named(&self, time: &str, there: &[String]) -> Vec<(&UploadLine, String)> {
        let mut taken: BTreeSet<String> = there.iter().cloned().collect();
        let mut name = |line: &UploadLine| -> String {
            let first = format!("IMS-upload_{}_{time}", line.gstin);
            let (mut name, mut n) = (format!("{first}.json"), 1u32);
            while !taken.insert(name.clone()) {
                n += 1;
                name = format!("{first}_{n}.json");
            }
            name
        };
        self.lines.iter().filter(|line| line.ticked && line.why_not.is_none()).map(|line| (line, name(line))).collect()
    }
}

/// Writes the upload of one client; the client knows of it before the next one is written.
fn one(line: &UploadLine, path: &Path, drive: &Drive, how: &WriteAll, progress: &Progress) -> Result<WroteFile, Came> {
    let mut open = drive.open_kept(&line.folder, &progress.within())?;
    let ready = ready(&open);
    if let Some(why) = ready.why_not {
        return Err(Came::LeftOut(why));
    }
    if ready.figures != line.figures {
        return Err(Came::LeftOut("It has changed since this list was made.".into()));
    }
    let sources = open.book.sources().list().iter().filter_map(|source| source.path.clone());
    let guard =
        Guard { inputs: sources.collect(), own: Some(drive.home.folder.clone()), ask: true, ..Guard::default() };
    let write = WriteUpload {
        path: path.to_owned(),
        flags: how.flags,
        parts: false,
        any_size: false,
        only_failed: false,
        replace: false,
    };
    let said = ready.upload.lines.iter().map(|line| (line.section, line.row, line.said)).collect();
    let disk = drive.home.disk.clone();
    let files = match write_upload(&*disk, &ready.upload, &write, &guard, &Progress::default()) {
        UploadEnd::Written(files) => files,
        // Its name is beside it: before the reason it would leave no room for that.
        UploadEnd::Failed(error) => return Err(Came::Failed(capital(&error.what))),
        UploadEnd::There(_) => return Err(Came::Failed("A file of this name is there.".into())),
        UploadEnd::TooLarge(_) => {
            return Err(Came::LeftOut("Generate it by itself: one file would be above 4 MB.".into()));
        }
    };
    let file = files.first().cloned().unwrap_or_default();
    open.wrote(WroteUpload { name: name_of(path), when: clock::now(), files, said });
    // The file stays: it is whole, and what the client could not note down now may reach the drive all the same.
    let unnoted = |why: String| format!("The file is written, but its client could not note that down: {why}.");
    drive.put_down(open).map(|()| file).map_err(|why| Came::Failed(unnoted(why)))
}

/// What is said of one that was written.
fn written_in_words(line: &UploadLine, file: &WroteFile) -> String {
    let words = format!("{} written, read back and compared.", records(file.records));
    if sample::is_made_up(&line.gstin) { format!("{words} {}", sample::DO_NOT_UPLOAD) } else { words }
}

fn write_table(drive: &Drive, path: &Path, written: &[WrittenLine]) -> Result<(), String> {
    let table = || {
        let mut writer = Writer(Vec::new());
        writer.row(HEADINGS)?;
        written.iter().try_for_each(|(line, file)| writer.row(cells(line, file)))?;
        Ok(writer.0)
    };
    let guard = Guard { own: Some(drive.home.folder.clone()), ask: true, ..Guard::default() };
    guard.check(path).map_err(|why| why.words().to_owned())?;
    table().and_then(|bytes| whole::write(&*drive.home.disk, path, &bytes)).map_err(|e| disk::words(&e))
}

fn cells(line: &UploadLine, file: &WroteFile) -> [String; HEADINGS.len()] {
    let figures = &line.figures;
    let number = |n: u64| n.to_string();
    [
        line.gstin.clone(),
        // A name that a spreadsheet would take for a formula.
        to_cell(&line.name).into_owned(),
        name_of(Path::new(&file.path)),
        number(figures.records),
        number(figures.accepted),
        number(figures.rejected),
        number(figures.pending),
        number(figures.no_action),
        number(figures.by_default),
        number(figures.from_register),
        money::plain(figures.change),
        number(file.bytes),
        file.sha256.clone(),
    ]
}
