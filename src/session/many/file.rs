//! One file that arrives: what it is, whose it is and what would happen to it.

use crate::values::{counted, records};
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
    /// A workbook to decide in that came back.
    Decisions,
    /// The portal's GSTR-2B: it comes with the download of one client, or is opened over it.
    Gstr2b,
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
            ArrivingKind::Decisions => "Workbook to decide in",
            ArrivingKind::Gstr2b => "GSTR-2B",
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
    /// The decisions of a workbook are applied to this number of records.
    Decisions(u64),
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
    /// Whether it has no record in common with what is here of its client: it may be a part of the same download.
    pub(super) apart: bool,
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
        let (named, given, warning, ticked, apart, entries, hashes) = Default::default();
        ArrivingFile { name, path, kind, named, given, outlook, warning, ticked, apart, entries, hashes, made }
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
            Outlook::Decisions(n) => format!("{} decided as it says", records(*n)),
            Outlook::Then if self.asks_whose() && self.given.is_none() => "Say whose it is".to_owned(),
            Outlook::Then => match self.kind {
                ArrivingKind::Download => "Brought in after the one before it, if nothing has to be asked".to_owned(),
                ArrivingKind::Errors => "Errors shown on their records".to_owned(),
                ArrivingKind::Decisions => "Its decisions applied, if nothing has to be asked".to_owned(),
                _ => "Imported, if nothing has to be asked".to_owned(),
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

    /// Its place among those that are taken in.
    pub(super) fn order(&self) -> (bool, Option<String>, ArrivingKind, Option<SystemTime>, String) {
        (self.is_left_out(), self.named.clone(), self.kind, self.made, self.name.clone())
    }
}
