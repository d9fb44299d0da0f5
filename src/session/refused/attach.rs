//! Error files of the portal over an open book: it is asked whether to attach them, and they are.

use super::ErrorFiles;
use crate::book::{Report, Section};
use crate::edit::Command;
use crate::session::Session;
use crate::session::result_line::ResultLine;
use crate::values::counted;
use std::collections::BTreeSet;

impl Session {
    /// Attaches the errors of files in one step, and says what they fit.
    pub(super) fn attach(&mut self, files: ErrorFiles, uploaded: bool) {
        if uploaded {
            self.was_uploaded();
        }
        let before = self.book.errors().list().len();
        self.read.extend(files.paths);
        self.apply(Command::Errors { file: files.name, reports: files.reports });
        let added = &self.book.errors().list()[before..];
        let (all, none) = (added.len() as u64, added.iter().filter(|error| error.records.is_empty()).count() as u64);
        let several = added.iter().filter(|error| error.records.len() > 1).count() as u64;
        let on_records = counted(all - none, "on a record", "on records");
        let mut text = format!("{}: {on_records}", counted(all, "error", "errors"));
        if none > 0 {
            text += &format!(", {}", counted(none, "fits no record here", "fit no record here"));
        }
        if several > 0 {
            text += &format!(", {}", counted(several, "fits several records", "fit several records"));
        }
        self.result = Some(ResultLine { undo: true, shows_errors: true, ..ResultLine::new(format!("{text}.")) });
    }

    /// Whether the last upload, of which no one has said whether it was uploaded, said a record that this error may mean.
    pub fn may_be_answered_by(&self, reports: &[Report]) -> bool {
        let Some(upload) = self.awaited() else { return false };
        let found = self.book.matched("", reports);
        let meant: BTreeSet<(Section, u32)> = found.iter().flat_map(|error| error.records.iter().copied()).collect();
        upload.said.iter().any(|&(section, row, _)| meant.contains(&(section, row)))
    }
}
