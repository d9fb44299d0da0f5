//! Error files that were read.

use crate::book::Report;
use crate::disk::paths::name_of;
use crate::portal::errors::ErrorFile;
use std::path::PathBuf;

/// Error files that were read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorFiles {
    /// Where they were read from.
    pub paths: Vec<PathBuf>,
    /// What they are called.
    pub name: String,
    /// Whose they are, if they say so.
    pub recipients: Vec<String>,
    /// Their errors.
    pub reports: Vec<Report>,
}

impl ErrorFiles {
    /// What they tell together.
    pub fn of(found: Vec<ErrorFile>, paths: Vec<PathBuf>) -> ErrorFiles {
        let names: Vec<String> = paths.iter().map(|path| name_of(path)).collect();
        let mut recipients: Vec<String> = found.iter().filter_map(|file| file.recipient.clone()).collect();
        recipients.dedup();
        let reports = found.into_iter().flat_map(|file| file.reports).collect();
        ErrorFiles { paths, name: names.join(", "), recipients, reports }
    }
}
