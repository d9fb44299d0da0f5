//! What the portal found wrong with the records of a book: reports of its error files, matched to the records that they
//! mean, and which of them still stand.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::lookup::{self, Fit};
use super::{Book, Decision, Meanings, Section, Stated};

/// One error as a file tells it. What it does not tell is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Which record is meant.
    pub stated: Stated,
    /// The portal's code, or nothing.
    pub code: String,
    /// The portal's words, as they came.
    pub message: String,
}

/// What an error is about that names no record.
pub const WHOLE_FILE: &str = "The whole file";

/// What the portal said was wrong, in an error file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalError {
    /// The records it fits: none (unmatched), one, or several (ambiguous).
    pub records: Vec<(Section, u32)>,
    /// The portal's code, or nothing; shared by all errors that have it.
    pub code: Arc<str>,
    /// The portal's words, as they came; shared as well.
    pub message: Arc<str>,
    /// The record that the report names, in words.
    pub about: Box<str>,
    /// The file that it came in.
    pub file: Arc<str>,
    /// What was decided on each of the records when the error came; once it is attached the marks say it.
    decided: Vec<Decision>,
}

impl PortalError {
    /// The same where it, or its file, fits too many records to mean any in particular.
    fn of_none(self) -> PortalError {
        let about = match &*self.about {
            WHOLE_FILE => self.about,
            about => format!("{about} (too many records)").into(),
        };
        PortalError { about, records: Vec::new(), decided: Vec::new(), ..self }
    }
}

/// An error on one record; of an unmatched error, on none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    error: u32,
    on: Option<(Section, u32, Decision)>,
    /// The mark of that record before this one, or [`NO_MARK`].
    before: u32,
}

const NO_MARK: u32 = u32::MAX;

/// The portal's errors in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct PortalErrors {
    list: Vec<PortalError>,
    /// Every error on every record that it fits. Their places are what commands and the journal name.
    marks: Vec<Mark>,
    /// The last mark of each record.
    of_record: HashMap<(Section, u32), u32>,
    /// Marks that were dismissed, or answered by a later upload.
    settled: RoaringBitmap,
}

/// What a command does to the errors of a book; carrying it out once more takes it back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorsChange {
    /// Errors that come.
    coming: Vec<PortalError>,
    /// Where those that came begin.
    came: Option<usize>,
    /// Marks that change between standing and settled.
    settle: RoaringBitmap,
    /// Two versions of a record that exchange their errors: those of the old one go with the record to the new one.
    follow: Vec<(Section, u32, u32)>,
}

impl ErrorsChange {
    /// Errors come.
    pub fn attach(errors: Vec<PortalError>) -> ErrorsChange {
        ErrorsChange { coming: errors, ..ErrorsChange::default() }
    }

    /// Marks are settled, or stand again.
    pub fn settle(marks: RoaringBitmap) -> ErrorsChange {
        ErrorsChange { settle: marks, ..ErrorsChange::default() }
    }

    /// The errors of records go with them from an old row to a new one.
    pub fn follow(versions: Vec<(Section, u32, u32)>) -> ErrorsChange {
        ErrorsChange { follow: versions, ..ErrorsChange::default() }
    }

    /// Where the errors that came begin in the list; none while they are taken back, or if none came.
    pub fn came(&self) -> Option<usize> {
        self.came
    }

    /// Exchanges.
    pub fn swap(&mut self, errors: &mut PortalErrors) {
        errors.settled ^= &self.settle;
        self.follow.iter().for_each(|&(section, old, new)| errors.exchange(section, old, new));
        match self.came.take() {
            Some(from) => self.coming = errors.take_back(from),
            None if !self.coming.is_empty() => {
                self.came = Some(errors.list.len());
                std::mem::take(&mut self.coming).into_iter().for_each(|error| errors.push(error));
            }
            None => {}
        }
    }
}

impl PortalErrors {
    /// Adds an error.
    pub fn push(&mut self, mut error: PortalError) {
        let number = self.list.len() as u32;
        for (&(section, row), decision) in error.records.iter().zip(std::mem::take(&mut error.decided)) {
            let before = self.of_record.insert((section, row), self.marks.len() as u32).unwrap_or(NO_MARK);
            self.marks.push(Mark { error: number, on: Some((section, row, decision)), before });
        }
        if error.records.is_empty() {
            self.marks.push(Mark { error: number, on: None, before: NO_MARK });
        }
        self.list.push(error);
    }

    /// Takes the errors from this place on away again; nothing was settled of them.
    fn take_back(&mut self, from: usize) -> Vec<PortalError> {
        let first = self.marks.partition_point(|mark| (mark.error as usize) < from);
        let mut back = self.list.split_off(from);
        let marks = self.marks.split_off(first);
        for Mark { error, on, .. } in &marks {
            let error = (*error as usize).checked_sub(from).and_then(|place| back.get_mut(place));
            error.into_iter().for_each(|error| error.decided.extend(on.map(|(.., decision)| decision)));
        }
        for Mark { on, before, .. } in marks.into_iter().rev() {
            match on {
                Some((section, row, _)) if before == NO_MARK => drop(self.of_record.remove(&(section, row))),
                Some((section, row, _)) => drop(self.of_record.insert((section, row), before)),
                None => {}
            }
        }
        back
    }

    /// Two rows of a sheet exchange their errors.
    fn exchange(&mut self, section: Section, one: u32, other: u32) {
        if self.of_record.is_empty() {
            return;
        }
        let turned = |of: Section, row: u32| match row {
            row if of != section => row,
            row if row == one => other,
            row if row == other => one,
            row => row,
        };
        let last = [one, other].map(|row| self.of_record.remove(&(section, row)));
        let mut met = RoaringBitmap::new();
        for next in last {
            let mut next = next;
            while let Some(mark) = next.and_then(|mark| self.marks.get_mut(mark as usize)) {
                if let Some((of, row, _)) = &mut mark.on {
                    *row = turned(*of, *row);
                }
                met.insert(mark.error);
                next = Some(mark.before).filter(|before| *before != NO_MARK);
            }
        }
        for error in met {
            let records = self.list.get_mut(error as usize).map(|error| &mut error.records);
            records.into_iter().flatten().for_each(|(of, row)| *row = turned(*of, *row));
        }
        let [of_one, of_other] = last;
        self.of_record.extend(of_one.map(|mark| ((section, other), mark)));
        self.of_record.extend(of_other.map(|mark| ((section, one), mark)));
    }

    /// The marks of a record, the oldest first.
    fn marks_of(&self, section: Section, row: u32) -> Vec<u32> {
        let mut marks = Vec::new();
        let mut next = self.of_record.get(&(section, row)).copied();
        while let Some(mark) = next {
            marks.push(mark);
            next = self.marks.get(mark as usize).map(|mark| mark.before).filter(|before| *before != NO_MARK);
        }
        marks.reverse();
        marks
    }

    /// All errors.
    pub fn list(&self) -> &[PortalError] {
        &self.list
    }

    /// How many marks there are.
    pub fn marks(&self) -> u32 {
        self.marks.len() as u32
    }

    /// The error and the record of a mark.
    pub fn mark(&self, mark: u32) -> Option<(&PortalError, Option<(Section, u32)>)> {
        let mark = self.marks.get(mark as usize)?;
        let error = self.list.get(mark.error as usize)?;
        Some((error, mark.on.map(|(section, row, _)| (section, row))))
    }

    /// Errors that fit no record of the book and were not dismissed.
    pub fn unmatched(&self) -> impl Iterator<Item = &PortalError> {
        let marks = self.marks.iter().enumerate();
        let open = marks.filter(|(place, mark)| mark.on.is_none() && !self.settled.contains(*place as u32));
        open.filter_map(|(_, mark)| self.list.get(mark.error as usize))
    }

    /// Every error that was ever on a record, the oldest first, each with its place in the list.
    pub fn ever_on(&self, section: Section, row: u32) -> impl Iterator<Item = (usize, &PortalError)> {
        let marks = self.marks_of(section, row).into_iter();
        let places = marks.filter_map(|mark| self.marks.get(mark as usize).map(|mark| mark.error as usize));
        places.filter_map(|place| self.list.get(place).map(|error| (place, error)))
    }

    /// Records with errors that no later upload answered and no one dismissed, whatever was decided on them since.
    pub fn refused(&self) -> impl Iterator<Item = (Section, u32)> + '_ {
        let open = self.marks.iter().enumerate().filter(|(place, _)| !self.settled.contains(*place as u32));
        open.filter_map(|(_, mark)| mark.on.map(|(section, row, _)| (section, row)))
    }

    /// Whether a record has errors that no later upload answered and no one dismissed, whatever was decided on it since.
    pub fn is_refused(&self, section: Section, row: u32) -> bool {
        !self.of_record.is_empty() && self.unsettled(section, row).next().is_some()
    }

    /// The marks of a record that no later upload answered and no one dismissed, whatever was decided on it since.
    pub(crate) fn unsettled(&self, section: Section, row: u32) -> impl Iterator<Item = u32> + '_ {
        self.marks_of(section, row).into_iter().filter(|&mark| !self.settled.contains(mark))
    }
}

/// How many records more than one the reports of a file fit.
fn several(found: &[Fit]) -> usize {
    found.iter().map(|fit| fit.records.len().saturating_sub(1)).sum()
}

/// Makes errors of the reports of one file.
struct Matching {
    file: Arc<str>,
    /// Codes and words, each once.
    texts: HashSet<Arc<str>>,
}

impl Matching {
    fn of(file: &str) -> Matching {
        Matching { file: file.into(), texts: HashSet::new() }
    }

    fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let new = Arc::<str>::from(text);
        self.texts.insert(new.clone());
        new
    }

    /// `in_all`: the file fits too many records, so an error of it that fits several means none in particular.
    fn errors(&mut self, book: &Book, reports: &[Report], found: Vec<Fit>, in_all: bool) -> Vec<PortalError> {
        let too_many = |fit: &Fit| fit.too_many || (in_all && fit.records.len() > 1);
        let error = |(report, fit): (&Report, Fit)| self.error(book, report, &fit.records, too_many(&fit));
        reports.iter().zip(found).map(error).collect()
    }

    fn error(&mut self, book: &Book, report: &Report, records: &[(Section, u32)], too_many: bool) -> PortalError {
        let records = if too_many { &[] } else { records };
        let section = report.stated.section.map_or_else(|| report.stated.elsewhere.as_str(), |s| s.sheet_name());
        let about = format!("{section} {} {}", report.stated.supplier, report.stated.number);
        let error = PortalError {
            decided: records.iter().map(|&(section, row)| book.sheet(section).decision(row)).collect(),
            records: records.to_vec(),
            about: match about.trim() {
                "" => WHOLE_FILE.into(),
                about => about.into(),
            },
            code: self.shared(&report.code),
            message: self.shared(&report.message),
            file: self.file.clone(),
        };
        if too_many { error.of_none() } else { error }
    }
}

impl Book {
    /// Attaches the reports of an error file that is read with the book.
    pub fn attach(&mut self, file: &str, reports: &[Report]) {
        self.matched(file, reports).into_iter().for_each(|error| self.errors.push(error));
    }

    /// The errors that reports of a file tell, each with the records that it fits: all that it tells must agree
    /// (portal/README.md section 4). One that fits several records is an error on each; one that fits none is kept.
    pub fn matched(&self, file: &str, reports: &[Report]) -> Vec<PortalError> {
        let found = self.fits(reports);
        let too_many = several(&found) > lookup::MOST;
        Matching::of(file).errors(self, reports, found, too_many)
    }

    /// Attaches the errors of a file, `all` of them, whose reports come block by block, so that they are never there all at
    /// once. `blocks` goes through them.
    pub fn attach_errors(&mut self, file: &str, all: usize, blocks: impl FnOnce(&mut dyn FnMut(&[Report]))) {
        let (mut matching, mut several_in_all) = (Matching::of(file), 0);
        let before = self.errors.list.len();
        self.errors.list.reserve_exact(all);
        self.errors.marks.reserve_exact(all);
        blocks(&mut |reports| {
            let found = self.fits(reports);
            several_in_all += several(&found);
            let errors = matching.errors(self, reports, found, several_in_all > lookup::MOST);
            errors.into_iter().for_each(|error| self.errors.push(error));
        });
        if several_in_all > lookup::MOST {
            let none_meant = |error: PortalError| if error.records.len() > 1 { error.of_none() } else { error };
            self.errors.take_back(before).into_iter().map(none_meant).for_each(|error| self.errors.push(error));
        }
    }

    fn fits(&self, reports: &[Report]) -> Vec<Fit> {
        lookup::find_reported(self, &reports.iter().map(|report| &report.stated).collect::<Vec<_>>())
    }

    /// What the portal found wrong with a record, as long as it is: until an upload would say something else of it, a later
    /// upload says it again, or the error is dismissed (rule F7).
    pub fn errors_of(&self, section: Section, row: u32) -> Vec<&PortalError> {
        self.error_marks(section, row).filter_map(|mark| self.errors.mark(mark).map(|(error, _)| error)).collect()
    }

    /// The same as marks.
    pub fn error_marks(&self, section: Section, row: u32) -> impl Iterator<Item = u32> + '_ {
        self.standing_if(Meanings::of(self), section, row, self.sheet(section).decision(row))
    }

    /// Whether an error of a record would stand if this were its decision, in ids with these meanings.
    pub fn has_error_if(&self, meanings: Meanings<'_>, section: Section, row: u32, decision: Decision) -> bool {
        !self.errors.of_record.is_empty() && self.standing_if(meanings, section, row, decision).next().is_some()
    }

    /// The marks of a record that stand if this is decided on it: an upload would say what the portal refused. What is not sent
    /// makes no difference.
    fn standing_if<'a>(
        &'a self,
        meanings: Meanings<'a>,
        section: Section,
        row: u32,
        decision: Decision,
    ) -> impl Iterator<Item = u32> + 'a {
        let said = move |decision| self.said_by(meanings, section, row, decision);
        self.errors.unsettled(section, row).filter(move |&mark| {
            let then = self.errors.marks.get(mark as usize).and_then(|mark| mark.on);
            then.is_some_and(|(.., then)| said(decision) == said(then))
        })
    }

    /// Whether a mark is open.
    pub fn is_open(&self, mark: u32) -> bool {
        let Some(at) = self.errors.marks.get(mark as usize) else { return false };
        !self.errors.settled.contains(mark)
            && at.on.is_none_or(|(section, row, then)| {
                self.sheet(section).in_force(row) && self.said(section, row) == self.said_if(section, row, then)
            })
    }
}
