//! What the portal found wrong with the records of a book: reports of its error files, matched to the records that they
//! mean, and which of them still stand.

use std::collections::HashMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::lookup::{self, Fit};
use super::{Book, Decision, Section, Stated};

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
pub const WHOLE_FILE: &str = "The file as a whole";

/// What the portal said was wrong, in an error file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalError {
    /// The records it fits: none (unmatched), one, or several (ambiguous).
    pub records: Vec<(Section, u32)>,
    /// The portal's code, or nothing.
    pub code: String,
    /// The portal's words, as they came.
    pub message: String,
    /// The record that the report names, in words.
    pub about: String,
    /// The file that it came in.
    pub file: Arc<str>,
    /// What was decided on each of the records when the error came.
    decided: Vec<Decision>,
}

/// An error on one record; of an unmatched error, on none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    error: u32,
    on: Option<(Section, u32, Decision)>,
}

/// The portal's errors in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct PortalErrors {
    list: Vec<PortalError>,
    /// Every error on every record that it fits. Their places are what commands and the journal name.
    marks: Vec<Mark>,
    of_record: HashMap<(Section, u32), Vec<u32>>,
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

    /// Where the errors that came begin in the list; none while they are taken back, or if none came.
    pub fn came(&self) -> Option<usize> {
        self.came
    }

    /// Exchanges.
    pub fn swap(&mut self, errors: &mut PortalErrors) {
        errors.settled ^= &self.settle;
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
    pub fn push(&mut self, error: PortalError) {
        let number = self.list.len() as u32;
        for (&(section, row), &decision) in error.records.iter().zip(&error.decided) {
            self.of_record.entry((section, row)).or_default().push(self.marks.len() as u32);
            self.marks.push(Mark { error: number, on: Some((section, row, decision)) });
        }
        if error.records.is_empty() {
            self.marks.push(Mark { error: number, on: None });
        }
        self.list.push(error);
    }

    /// Takes the errors from this place on away again; nothing was settled of them.
    fn take_back(&mut self, from: usize) -> Vec<PortalError> {
        let first = self.marks.partition_point(|mark| (mark.error as usize) < from);
        for mark in self.marks.split_off(first) {
            if let Some((section, row, _)) = mark.on
                && let Some(marks) = self.of_record.get_mut(&(section, row))
            {
                marks.retain(|&mark| (mark as usize) < first);
                if marks.is_empty() {
                    self.of_record.remove(&(section, row));
                }
            }
        }
        self.list.split_off(from)
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

    /// Every error that was ever on a record, the first first, each with its place in the list.
    pub fn ever_on(&self, section: Section, row: u32) -> impl Iterator<Item = (usize, &PortalError)> {
        let marks = self.of_record.get(&(section, row)).into_iter().flatten();
        let places = marks.filter_map(|&mark| self.marks.get(mark as usize).map(|mark| mark.error as usize));
        places.filter_map(|place| self.list.get(place).map(|error| (place, error)))
    }

    /// Records with errors that no later upload answered and no one dismissed, whatever was decided on them since.
    pub fn refused(&self) -> impl Iterator<Item = (Section, u32)> + '_ {
        let open = self.marks.iter().enumerate().filter(|(place, _)| !self.settled.contains(*place as u32));
        open.filter_map(|(_, mark)| mark.on.map(|(section, row, _)| (section, row)))
    }

    /// Whether a record has errors that no later upload answered and no one dismissed, whatever was decided on it since.
    pub fn is_refused(&self, section: Section, row: u32) -> bool {
        let marks = self.of_record.get(&(section, row)).into_iter().flatten();
        marks.copied().any(|mark| !self.settled.contains(mark))
    }

    /// The marks of a record that stand if this is decided on it.
    fn standing_if(&self, section: Section, row: u32, decision: Decision) -> impl Iterator<Item = u32> + '_ {
        let marks = self.of_record.get(&(section, row)).into_iter().flatten().copied();
        marks.filter(move |&mark| {
            let then = self.marks.get(mark as usize).and_then(|mark| mark.on);
            !self.settled.contains(mark) && then.is_some_and(|(.., then)| decision.same_saying(then))
        })
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
        let found = lookup::find_reported(self, &reports.iter().map(|report| &report.stated).collect::<Vec<_>>());
        let several: usize = found.iter().map(|fit| fit.records.len().saturating_sub(1)).sum();
        let file = Arc::<str>::from(file);
        let error = |(report, Fit { records, too_many }): (&Report, Fit)| {
            // A file that names so large a number means none in particular.
            let too_many = too_many || (several > lookup::MOST && records.len() > 1);
            let records: &[(Section, u32)] = if too_many { &[] } else { &records };
            let section = report.stated.section.map_or_else(|| report.stated.elsewhere.as_str(), |s| s.sheet_name());
            let about = format!("{section} {} {}", report.stated.supplier, report.stated.number);
            PortalError {
                decided: records.iter().map(|&(section, row)| self.sheet(section).decision(row)).collect(),
                records: records.to_vec(),
                about: match about.trim() {
                    "" => WHOLE_FILE.to_owned(),
                    about if too_many => format!("{about} (too many records)"),
                    about => about.to_owned(),
                },
                code: report.code.clone(),
                message: report.message.clone(),
                file: file.clone(),
            }
        };
        reports.iter().zip(found).map(error).collect()
    }

    /// What the portal found wrong with a record, as long as it is: until the record's decision changes, a later upload
    /// says the record again, or the error is dismissed (rule F7).
    pub fn errors_of(&self, section: Section, row: u32) -> Vec<&PortalError> {
        self.error_marks(section, row).filter_map(|mark| self.errors.mark(mark).map(|(error, _)| error)).collect()
    }

    /// The same as marks.
    pub fn error_marks(&self, section: Section, row: u32) -> impl Iterator<Item = u32> + '_ {
        self.errors.standing_if(section, row, self.sheet(section).decision(row))
    }

    /// Whether an error of a record would stand if this were its decision.
    pub fn has_error_if(&self, section: Section, row: u32, decision: Decision) -> bool {
        !self.errors.of_record.is_empty() && self.errors.standing_if(section, row, decision).next().is_some()
    }

    /// Whether a mark is open.
    pub fn is_open(&self, mark: u32) -> bool {
        let Some(at) = self.errors.marks.get(mark as usize) else { return false };
        !self.errors.settled.contains(mark)
            && at.on.is_none_or(|(section, row, then)| {
                let sheet = self.sheet(section);
                sheet.in_force(row) && sheet.decision(row).same_saying(then)
            })
    }

    /// Whether an upload said this of a record and the portal refused it: it has to be said again (until the error is gone).
    pub fn failed(&self, section: Section, row: u32) -> bool {
        let sheet = self.sheet(section);
        sheet.last_said(row).is_some() && self.has_error_if(section, row, sheet.decision(row))
    }
}
