//! Many files at once: what each is, whose it is and what would happen to it. Nothing happens before the user has seen this.

use super::drive::Drive;
use super::files::all_files;
use super::outlook;
use super::recognise::recognise;
use crate::values::{counted, gstin, records};
use crate::work::Progress;
use crate::work::turns::in_turns;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::SystemTime;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArrivingKind {
    /// A download of the portal.
    Download,
    /// An error file of the portal.
    Errors,
    /// A purchase register.
    Register,
    /// Nothing that is opened together with others.
    Other,
}

impl ArrivingKind {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            ArrivingKind::Download => "Download",
            ArrivingKind::Errors => "Portal errors",
            ArrivingKind::Register => "Purchase register",
            ArrivingKind::Other => "–",
        }
    }
}

/// Whether an upload of which that is not known was uploaded before this file was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedUpload {
    /// The name of the upload.
    pub name: String,
    /// The answer: proposed from what the file holds, until the user changes it.
    pub uploaded: bool,
}

/// What would happen to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// The first download of a recipient, with this number of records.
    NewClient(u64),
    /// A newer download is brought in: what becomes of the records.
    Newer(String, Option<AskedUpload>),
    /// This number of errors is put on the records that they mean.
    Errors(u64, Option<AskedUpload>),
    /// This number of vouchers is imported.
    Register(u64),
    /// It is seen once what comes before it for the same client is done, or it is known whose it is.
    Then,
    /// It is left out, for this reason.
    LeftOut(String),
}

/// A file that arrives, or what in a zip is one client's.
#[derive(Clone, Debug)]
pub struct ArrivingFile {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: ArrivingKind,
    /// Whose it is, if it says so.
    pub named: Option<String>,
    /// Whose it is, as the user says where it does not.
    pub given: Option<String>,
    /// What would happen to it.
    pub outlook: Outlook,
    /// What a single opening would warn of: then it happens only if the user ticks it.
    pub warning: Option<String>,
    /// Whether it is to happen.
    pub ticked: bool,
    /// Which entries of the zip; none: the whole file.
    pub(super) entries: Vec<String>,
    /// What its texts hash to.
    pub(super) hashes: Vec<String>,
    /// When it was written, as far as the disk knows.
    pub(super) made: Option<SystemTime>,
}

impl ArrivingFile {
    /// A file of which nothing is known yet.
    pub(super) fn new(name: String, path: PathBuf) -> ArrivingFile {
        let made = std::fs::metadata(&path).and_then(|file| file.modified()).ok();
        let (kind, outlook) = (ArrivingKind::Other, Outlook::Then);
        let (named, given, warning, ticked, entries, hashes) = Default::default();
        ArrivingFile { name, path, kind, named, given, outlook, warning, ticked, entries, hashes, made }
    }

    /// The same, left out for a reason.
    pub(super) fn left_out(mut self, why: impl Into<String>) -> ArrivingFile {
        self.outlook = Outlook::LeftOut(why.into());
        self
    }

    /// Whose it is.
    pub fn whose(&self) -> Option<&str> {
        self.named.as_deref().or(self.given.as_deref())
    }

    /// Whether the user is to say whose it is.
    pub fn asks_whose(&self) -> bool {
        self.named.is_none() && !self.is_left_out()
    }

    /// Whether nothing can happen to it here.
    pub fn is_left_out(&self) -> bool {
        matches!(self.outlook, Outlook::LeftOut(_))
    }

    /// Whether it will happen.
    pub fn goes(&self) -> bool {
        self.ticked && !self.is_left_out() && self.whose().is_some()
    }

    /// What would happen, in words; a warning comes first.
    pub fn words(&self) -> String {
        match &self.warning {
            Some(warning) => format!("{warning} {}", self.outcome_in_words()),
            None => self.outcome_in_words(),
        }
    }

    fn outcome_in_words(&self) -> String {
        match &self.outlook {
            Outlook::NewClient(n) => format!("New client with {}", records(*n)),
            Outlook::Newer(words, _) if words.is_empty() => "Newer download: no record has changed".to_owned(),
            Outlook::Newer(words, _) => format!("Newer download: {words}"),
            Outlook::Errors(1, _) => "1 error shown on its record".to_owned(),
            Outlook::Errors(n, _) => format!("{} shown on their records", counted(*n, "error", "errors")),
            Outlook::Register(n) => format!("{} imported", counted(*n, "voucher", "vouchers")),
            Outlook::Then if self.asks_whose() && self.given.is_none() => "Say whose it is".to_owned(),
            Outlook::Then => match self.kind {
                ArrivingKind::Download => "Brought in after the one before it, if nothing has to be asked".to_owned(),
                ArrivingKind::Errors => "Errors shown on their records".to_owned(),
                _ => "Imported, if its columns are known".to_owned(),
            },
            Outlook::LeftOut(why) => why.clone(),
        }
    }

    /// What is asked about an upload, to be answered.
    pub fn asked(&mut self) -> Option<&mut AskedUpload> {
        match &mut self.outlook {
            Outlook::Newer(_, asked) | Outlook::Errors(_, asked) => asked.as_mut(),
            _ => None,
        }
    }

    /// The answer, if there is one.
    pub fn answered(&self) -> Option<&AskedUpload> {
        match &self.outlook {
            Outlook::Newer(_, asked) | Outlook::Errors(_, asked) => asked.as_ref(),
            _ => None,
        }
    }

    fn order(&self) -> (bool, Option<String>, ArrivingKind, Option<SystemTime>, String) {
        (self.is_left_out(), self.named.clone(), self.kind, self.made, self.name.clone())
    }
}

/// All files that arrive together.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    /// Those whose client is to be named first, then client by client, then those that are left out.
    pub files: Vec<ArrivingFile>,
    /// The clients that there are or will be, each with its name.
    pub clients: Vec<(String, String)>,
}

impl Arrivals {
    /// Looks at files, and at the files in folders. None if it was stopped.
    pub fn of(paths: &[PathBuf], drive: &Drive, progress: &Progress) -> Option<Arrivals> {
        let paths = all_files(paths, &drive.home.folder);
        progress.expect(paths.len() as u64);
        let looked = in_turns(paths, |path| {
            if progress.cancelled() {
                return Vec::new();
            }
            let found = recognise(path, drive, &progress.within());
            progress.advance(1);
            found
        });
        if progress.cancelled() {
            return None;
        }
        let mut arrivals = Arrivals { files: looked.into_iter().flatten().collect(), clients: drive.clients() };
        arrivals.put_in_order(drive);
        Some(arrivals)
    }

    /// Puts files in the order in which they are taken in, and says of each what waits for those before it.
    fn put_in_order(&mut self, drive: &Drive) {
        self.files.sort_by_cached_key(ArrivingFile::order);
        let mut there: BTreeSet<String> = self.clients.iter().map(|(gstin, _)| gstin.clone()).collect();
        let (mut downloaded, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for file in &mut self.files {
            let twice = !file.hashes.is_empty() && !seen.insert((file.kind, file.hashes.clone()));
            if twice && !file.is_left_out() {
                file.outlook = Outlook::LeftOut("The same file is in this list already.".into());
            }
            let Some(gstin) = file.named.clone().filter(|_| !file.is_left_out()) else { continue };
            let first = file.kind != ArrivingKind::Download || downloaded.insert(gstin.clone());
            if file.kind == ArrivingKind::Download {
                there.insert(gstin.clone());
            }
            let waits = !first || (file.kind != ArrivingKind::Download && downloaded.contains(&gstin));
            if !there.contains(&gstin) {
                file.outlook = Outlook::LeftOut(outlook::no_client(&gstin));
            } else if waits {
                file.outlook = Outlook::Then;
            }
        }
        self.clients = there.into_iter().map(|gstin| (gstin.clone(), drive.name(&gstin))).collect();
        for file in &mut self.files {
            file.ticked = !file.is_left_out() && file.warning.is_none();
            if file.asks_whose() {
                file.given = self.clients.iter().find(|(gstin, _)| is_in_name(&file.name, gstin)).map(|c| c.0.clone());
            }
        }
        self.files.sort_by_cached_key(ArrivingFile::order);
    }

    /// Whether all of it is one client's, and so can be opened as a single file is, with all that this asks. `open`: a client is
    /// open, which takes what names no recipient.
    pub fn are_for_one(&self, open: bool) -> bool {
        let whole = |file: &ArrivingFile| file.entries.is_empty() && file.kind != ArrivingKind::Other;
        // One that is here already is no part of the others.
        let downloads = || self.files.iter().filter(|file| file.kind == ArrivingKind::Download);
        if downloads().any(outlook::is_here) && !downloads().all(outlook::is_here) {
            return false;
        }
        let named: BTreeSet<&str> = self.files.iter().filter_map(|file| file.named.as_deref()).collect();
        self.files.iter().all(whole) && named.len() <= 1 && (open || !named.is_empty())
    }

    /// The paths of all files, each once.
    pub fn paths(&self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = Vec::new();
        for file in &self.files {
            if !paths.contains(&file.path) {
                paths.push(file.path.clone());
            }
        }
        paths
    }

    /// How many would happen.
    pub fn going(&self) -> u64 {
        self.files.iter().filter(|file| file.goes()).count() as u64
    }
}

/// Whether a file is called by a GSTIN: that is only a proposal.
fn is_in_name(name: &str, wanted: &str) -> bool {
    gstin::well_formed(wanted) && name.to_ascii_uppercase().contains(wanted)
}
