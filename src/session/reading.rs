//! What others may read of an open book. Its fields are private: they change by its own verbs alone.

use crate::book::{Action, Book, Scope, Section, Source};
use crate::edit::Log;
use crate::rules::credit::{Deemed, Figures};
use crate::rules::{Finding, Findings, Weight};
use crate::session::background::Purpose;
use crate::session::banner::Banner;
use crate::session::deciding::targets::Targets;
use crate::session::keeping::journal::Keeping;
use crate::session::newer::Changes;
use crate::session::refused::Triage;
use crate::session::result_line::ResultLine;
use crate::session::{Place, RightSide, Session, SheetView};
use crate::store::journal::WroteUpload;
use crate::values::{Day, last_part};
use crate::view::{BuiltIn, Totals};
use std::path::PathBuf;
use std::sync::Arc;

impl Session {
    /// The book. Work on a thread takes a share of it.
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// What was done to it.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// What the rules say of it.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The day by which they judge.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Changes whenever something in the book, its findings or the day does.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The sheet on the screen.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The one section on the screen, if it is one.
    pub fn section(&self) -> Option<Section> {
        self.scope().and_then(Scope::section)
    }

    /// The sheets on the screen whose records can be decided on: one, or all; none for a read-only sheet.
    pub fn scope(&self) -> Option<Scope> {
        match self.place {
            Place::All => Some(Scope::All),
            Place::Sheet(section) => Some(Scope::Sheet(section)),
            Place::Suppliers | Place::Credit | Place::Register | Place::Match | Place::Other(_) => None,
        }
    }

    /// How a sheet is looked at, or all of them together.
    pub fn view(&self, scope: impl Into<Scope>) -> &SheetView {
        &self.views[scope.into().place()]
    }

    /// The record that has the focus on the screen.
    pub fn focused(&self) -> Option<(Section, u32)> {
        let scope = self.scope()?;
        self.view(scope).selection.focus.map(|number| scope.record(number))
    }

    /// What is shown at the right.
    pub fn side(&self) -> RightSide {
        self.side
    }

    /// What an action would act on.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// What the rules say of the focused record, in words.
    pub fn inspected(&self) -> &[Finding] {
        &self.inspected
    }

    /// Where the focused record is in the view, if that shows it.
    pub fn focus_place(&self) -> Option<usize> {
        self.focus_place
    }

    /// The sums in the status bar: over the selection, else over the view.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// What the last action did.
    pub fn result(&self) -> Option<&ResultLine> {
        self.result.as_ref()
    }

    /// That time presses, if it does.
    pub fn banner(&self) -> &Banner {
        &self.banner
    }

    /// Whether there are notes on reading that the user did not put away.
    pub fn notes_wait(&self) -> bool {
        !self.notes_seen
    }

    /// What the portal refused.
    pub fn triage(&self) -> &Triage {
        &self.triage
    }

    /// What newer downloads changed.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// How it is kept.
    pub fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// The uploads that were written, the last one last.
    pub fn uploads(&self) -> &[WroteUpload] {
        &self.uploads
    }

    /// What the user calls the recipient; often nothing.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of the files, for the top bar.
    pub fn file_names(&self) -> String {
        names_of(self.book.files())
    }

    /// The same of the download that counts: the newest in force.
    pub fn current_file_names(&self) -> String {
        names_of(self.book.current_files().iter())
    }

    /// Files that were read beside the book's own: they are never written over.
    pub fn files_beside(&self) -> &[PathBuf] {
        &self.read
    }

    /// Whether something is looked for in the book in the background.
    pub fn looks(&self) -> bool {
        self.background.any() || self.register.works() || self.credit.works()
    }

    /// Whether that takes so long that the window should say so.
    pub fn looks_long(&self) -> bool {
        self.background.takes_long()
    }

    /// Whether what is counted over the whole book is so of the book as it is.
    pub fn all_counted(&self) -> bool {
        self.tallied == self.revision && !self.background.runs_for(Purpose::Counts)
    }

    /// How many records the upload would write.
    pub fn changed(&self) -> u64 {
        self.view(Scope::All).changed.len()
    }

    /// What would be deemed accepted, of the whole book.
    pub fn deemed(&self) -> &Deemed {
        &self.tally.deemed
    }

    /// How many of them are blocked.
    pub fn blocked(&self) -> u64 {
        self.tally.blocked()
    }

    /// The figures of the credit.
    pub fn figures(&self) -> &Figures {
        &self.tally.figures
    }

    /// How many records of a sheet, or of all, a built-in view has.
    pub fn in_view(&self, scope: impl Into<Scope>, view: BuiltIn) -> u64 {
        scope.into().sections().iter().map(|&section| self.tally.in_view(section, view)).sum()
    }

    /// How many rows of a sheet, or of all, have an action.
    pub fn with_action(&self, scope: impl Into<Scope>, action: Action) -> u64 {
        self.view(scope).counts.with(action).into()
    }

    /// How many records of a sheet, or of all, have a finding whose worst weight is this.
    pub fn with_weight(&self, scope: impl Into<Scope>, weight: Weight) -> u64 {
        scope.into().sections().iter().map(|&section| u64::from(self.findings.count(section, weight))).sum()
    }
}

/// The last part of a path, entries of a zip kept: `a/b.zip › c.json` is `b.zip › c.json`.
fn file_name(name: &str) -> &str {
    let path = name.split_once(" › ").map_or(name, |(path, _)| path);
    &name[path.len() - last_part(path).len()..]
}

/// The names of files, the first three of many.
fn names_of<'s>(files: impl Iterator<Item = &'s Source>) -> String {
    let names: Vec<&str> = files.map(|source| file_name(&source.name)).collect();
    match names.as_slice() {
        [first, second, third, ..] if names.len() > 3 => {
            format!("{first}, {second}, {third} and {} more", names.len() - 3)
        }
        _ => names.join(", "),
    }
}
