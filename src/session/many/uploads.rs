//! The uploads of many clients: which are ready, with what they say, and why the others are not.

use super::drive::Drive;
use super::write;
use crate::book::{Action, Section};
use crate::clients::{ClientMark, NotReady};
use crate::portal::upload::{FileLayout, PART_LIMIT, Upload};
use crate::rules::credit::total;
use crate::rules::form;
use crate::session::Session;
use crate::session::review::{Counting, Review};
use crate::store::journal::JournalMark;
use crate::values::{counted, hex, records};
use crate::work::Progress;
use crate::work::turns::in_turns;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What an upload would say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadyFigures {
    /// Records in it.
    pub records: u64,
    /// Those accepted.
    pub accepted: u64,
    /// Those rejected.
    pub rejected: u64,
    /// Those kept pending.
    pub pending: u64,
    /// Those put back to no action.
    pub no_action: u64,
    /// Answers to "ITC to be reduced?" taken by default.
    pub by_default: u64,
    /// Answers that follow from the purchase register.
    pub from_register: u64,
    /// The change of ITC this month, in paise.
    pub change: i128,
    /// The hash of the file: what says later that it is the same.
    pub(super) hash: String,
}

/// The upload of one client.
#[derive(Clone, Debug)]
pub struct UploadLine {
    /// Where the client is kept.
    pub folder: PathBuf,
    /// Its GSTIN; empty where it names none.
    pub gstin: String,
    /// What the user calls it; often nothing.
    pub name: String,
    /// What it would say; all 0 where it cannot be opened.
    pub figures: ReadyFigures,
    /// Why it is not ready; none if it is.
    pub why_not: Option<String>,
    /// Whether it is to be written.
    pub ticked: bool,
}

/// The uploads of many clients: those that are ready, then the others.
#[derive(Clone, Debug, Default)]
pub struct ReadyUploads {
    /// Client by client.
    pub lines: Vec<UploadLine>,
}

impl ReadyUploads {
    /// Looks at the clients of these folders that are not hidden, and writes nothing. None if it was stopped.
    pub fn of(mut folders: Vec<PathBuf>, drive: &Drive, progress: &Progress) -> Option<ReadyUploads> {
        // By what is in their folders: another window may have hidden one meanwhile.
        let hidden = |folder: &Path| drive.name_in_home(folder).map(|name| ClientMark::load(&drive.home, &name).hidden);
        folders.retain(|folder| hidden(folder) != Some(true));
        progress.expect(folders.len() as u64);
        let mut lines = in_turns(folders, |folder| {
            let line = line(folder, drive, &progress.within());
            progress.advance(1);
            line
        });
        lines.sort_by_cached_key(|line| (!line.ticked, line.name.to_lowercase(), line.gstin.clone()));
        (!progress.cancelled()).then_some(ReadyUploads { lines })
    }

    /// The current downloads of all clients on the drive.
    pub fn all_folders(drive: &Drive) -> Vec<PathBuf> {
        drive.clients().into_iter().filter_map(|(gstin, _)| drive.current(&gstin).ok()?).collect()
    }

    /// How many will be written, and the records in them.
    pub fn ticked(&self) -> (u64, u64) {
        let ticked = self.lines.iter().filter(|line| line.ticked);
        ticked.fold((0, 0), |(clients, records), line| (clients + 1, records + line.figures.records))
    }
}

fn line(folder: PathBuf, drive: &Drive, progress: &Progress) -> UploadLine {
    let gstin = folder.parent().and_then(|of| of.file_name()).map(|name| name.to_string_lossy().into_owned());
    let gstin = gstin.unwrap_or_default();
    let mut line = UploadLine {
        name: drive.name(&gstin),
        gstin,
        figures: ReadyFigures::default(),
        why_not: None,
        ticked: false,
        folder,
    };
    line.why_not = match drive.look(&line.folder, progress) {
        Err(why) => Some(format!("It cannot be opened: {why}")),
        Ok(open) => {
            line.gstin = open.book.recipient.gstin().unwrap_or_default().to_owned();
            let ready = ready(&open);
            line.figures = ready.figures;
            let elsewhere = drive.is_elsewhere(&line.folder).then(|| "It is open in another window.".to_owned());
            elsewhere.or(ready.why_not)
        }
    };
    line.ticked = line.why_not.is_none();
    line
}

/// What the upload of an open client would say, and why it is not to be written without looking at it.
pub(super) struct Ready {
    pub(super) figures: ReadyFigures,
    pub(super) why_not: Option<String>,
    /// The upload itself.
    pub(super) upload: Upload,
}

/// Looks at the upload of an open client.
pub(super) fn ready(open: &Session) -> Ready {
    let mut counting = Counting::default();
    let review = loop {
        if let Some(review) = counting.go_on(open, Duration::MAX) {
            break review;
        }
    };
    let upload = write::upload(open);
    let stream = upload.stream(&mut io::sink(), FileLayout::default()).ok().flatten();
    let (bytes, hash) = stream.map_or((0, String::new()), |file| (file.bytes, hex(&file.hash)));
    let count = |action| upload.lines.iter().filter(|line| line.said.action == action).count() as u64;
    let figures = ReadyFigures {
        records: review.records,
        accepted: count(Action::Accept),
        rejected: count(Action::Reject),
        pending: count(Action::Pending),
        no_action: count(Action::NoAction),
        by_default: review.by_default.records(),
        from_register: review.from_books.records(),
        change: total(open.figures().difference()),
        hash,
    };
    let why_not = why_not(open, &review, &upload, bytes);
    Ready { figures, why_not, upload }
}

/// Why an upload is not written together with others: by the same function as its line in the list of clients, and by what is
/// known only once the upload is there.
fn why_not(open: &Session, review: &Review, upload: &Upload, bytes: u64) -> Option<String> {
    match open.summed_up("", JournalMark::default(), 0).not_ready() {
        None => {}
        Some(NotReady::Nothing | NotReady::Unreadable) => return Some("Nothing to upload.".into()),
        Some(NotReady::Errors(n)) => {
            let errors = counted(n, "portal error is not answered", "portal errors are not answered");
            return Some(format!("{errors}: open the client and answer them."));
        }
        Some(NotReady::Written) => {
            let name = open.awaited().map_or("a JSON", |upload| &upload.name);
            return Some(written_already(name));
        }
        Some(NotReady::Blocked(n)) => {
            let blocks = if n == 1 { "blocks" } else { "block" };
            return Some(format!("{} {blocks} it: mend that in its review.", records(n)));
        }
        Some(NotReady::Asks) => return Some(asks(open).unwrap_or_else(|| "Generate it by itself: it asks.".into())),
        Some(NotReady::NotReviewed) => {
            return Some("Its review was not looked at since its last change.".to_owned());
        }
    }
    // The upload is judged as well: it may say more than what is counted.
    if review.records == 0 || review.blocked() > 0 {
        return Some("Look at its review.".into());
    }
    if bytes >= PART_LIMIT {
        return Some(
            "Generate it by itself: it asks whether to write several files, as one would be above 4 MB.".into(),
        );
    }
    written_before(open, upload).map(written_already)
}

fn written_already(name: &str) -> String {
    format!("It is written already, as {name}: say in the client whether it was uploaded.")
}

/// What is asked before the JSON of a client is written.
fn asks(open: &Session) -> Option<String> {
    let delta = Section::ALL.into_iter().flat_map(|s| open.book.delta(s).map(move |row| (s, row)));
    let asked = form::recipient(&open.book).or_else(|| form::from_error_file(&open.book, delta));
    asked.map(|(_, _, asks)| format!("Generate it by itself: {asks}"))
}

/// The upload that says all of this already and of which it is not known whether it was uploaded.
fn written_before<'o>(open: &'o Session, upload: &Upload) -> Option<&'o str> {
    let written = open.awaited()?;
    let mut said: Vec<_> = upload.lines.iter().map(|line| (line.section, line.row, line.said)).collect();
    said.sort_unstable_by_key(|&(section, row, _)| (section, row));
    (said == written.said).then_some(written.name.as_str())
}
