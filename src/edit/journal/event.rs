//! What a journal tells: events, each the JSON of one frame. No old values: those are found again by replaying.

use serde::{Deserialize, Serialize};

use super::head::HeadSource;
use super::reports::SpelledReport;
use super::spelling::{MAX_ROW, Rows, Sheet, SpelledChange, SpelledSaid, grouped, said_groups};
use crate::book::{Book, Said, Section};
use crate::edit::merge::Later;
use crate::edit::{Change, Command};

/// One thing that was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A command was carried out.
    Do(Command),
    /// Undone or redone until so many steps were in force.
    InForce(usize),
    /// The user named the recipient.
    Recipient(String),
    /// An upload was written.
    Wrote(WroteUpload),
    /// The question whether the last upload was uploaded was answered.
    Answered,
}

/// An upload that was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WroteUpload {
    /// Its name, for people.
    pub name: String,
    /// When: seconds since 1970.
    pub when: u64,
    /// Its files.
    pub files: Vec<WroteFile>,
    /// What it says of each record.
    pub said: Vec<(Section, u32, Said)>,
}

/// One file of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WroteFile {
    /// Where it was written.
    pub path: String,
    /// Its SHA-256 in base 16.
    pub sha256: String,
    /// Records in it.
    pub records: u64,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Event {
    /// The event as the JSON of a frame; the book knows the texts.
    pub fn to_json(&self, book: &Book) -> String {
        let spelled = match self {
            Event::Do(Command::Decide { section, rows, change }) => {
                Spelled::Decide { sheet: Sheet(*section), rows: Rows(rows.clone()), change: change.into() }
            }
            Event::Do(Command::Restore { rows }) => {
                Spelled::Restore { rows: rows.iter().map(|(s, rows)| (Sheet(*s), Rows(rows.clone()))).collect() }
            }
            Event::Do(Command::Table { what, rows }) => Spelled::Table {
                what: what.clone(),
                groups: grouped(rows.iter().map(|(s, row, change)| (*s, *row, SpelledChange::from(change)))),
            },
            Event::Do(Command::Pick { keep }) => Spelled::Pick {
                keep: grouped(keep.iter().map(|&(s, row)| (s, row, ()))).into_iter().map(|g| (g.0, g.1)).collect(),
            },
            Event::Do(Command::Uploaded { name, said }) => {
                Spelled::Uploaded { name: name.clone(), said: said_groups(book, said) }
            }
            Event::Do(Command::Errors { file, reports }) => {
                Spelled::Errors { file: file.clone(), reports: reports.iter().map(SpelledReport::from).collect() }
            }
            Event::Do(Command::Dismiss { marks }) => Spelled::Dismiss { marks: Rows(marks.clone()) },
            Event::Do(Command::Merge { later, from, mine }) => Spelled::Merge {
                files: later.files.clone(),
                from: *from,
                mine: mine.iter().map(|(s, rows)| (Sheet(*s), Rows(rows.clone()))).collect(),
            },
            Event::InForce(steps) => Spelled::InForce(*steps),
            Event::Recipient(gstin) => Spelled::Recipient(gstin.clone()),
            Event::Wrote(upload) => Spelled::Wrote {
                name: upload.name.clone(),
                when: upload.when,
                files: upload.files.clone(),
                said: said_groups(book, &upload.said),
            },
            Event::Answered => Spelled::Answered,
        };
        // Plain data with names for keys: there is nothing that cannot be written.
        serde_json::to_string(&spelled).unwrap_or_default()
    }

    /// Reads an event; its texts and answers are put into the book's dictionaries. None: it is no event of this version,
    /// or speaks of rows that the book has not.
    pub fn from_json(text: &str, book: &mut Book) -> Option<Event> {
        Event::spelled(text, book).filter(|event| event.fits(book))
    }

    fn fits(&self, book: &Book) -> bool {
        let has = |section: Section, row: u32| row < book.sheet(section).rows();
        match self {
            Event::Do(Command::Decide { section, rows, .. }) => rows.max().is_none_or(|row| has(*section, row)),
            Event::Do(Command::Restore { rows }) => {
                rows.iter().all(|(section, rows)| rows.max().is_none_or(|row| has(*section, row)))
            }
            Event::Do(Command::Table { rows, .. }) => rows.iter().all(|r| has(r.0, r.1)),
            Event::Do(Command::Pick { keep }) => keep.iter().all(|k| has(k.0, k.1)),
            Event::Do(Command::Uploaded { said, .. }) => said.iter().all(|s| has(s.0, s.1)),
            Event::Do(Command::Merge { from, mine, .. }) => {
                from.iter().zip(book.rows_given()).all(|(&from, rows)| from >= rows && from < MAX_ROW)
                    && mine.iter().all(|(section, rows)| rows.max().is_none_or(|row| has(*section, row)))
            }
            Event::Do(Command::Dismiss { marks }) => marks.max().is_none_or(|mark| mark < book.errors.marks()),
            Event::Do(Command::Errors { .. }) => true,
            Event::InForce(_) | Event::Recipient(_) | Event::Wrote(_) | Event::Answered => true,
        }
    }

    fn spelled(text: &str, book: &mut Book) -> Option<Event> {
        let said = |book: &mut Book, groups: Vec<(Sheet, Rows, SpelledSaid)>| {
            let mut all = Vec::new();
            for (sheet, rows, said) in groups {
                let said = said.in_book(book);
                all.extend(rows.0.iter().map(|row| (sheet.0, row, said)));
            }
            all
        };
        Some(match serde_json::from_str(text).ok()? {
            Spelled::Decide { sheet, rows, change } => {
                Event::Do(Command::Decide { section: sheet.0, rows: rows.0, change: change.into() })
            }
            Spelled::Restore { rows } => {
                Event::Do(Command::Restore { rows: rows.into_iter().map(|(s, rows)| (s.0, rows.0)).collect() })
            }
            Spelled::Table { what, groups } => {
                let group = |(sheet, rows, change): (Sheet, Rows, SpelledChange)| {
                    let change = Change::from(change);
                    rows.0.into_iter().map(move |row| (sheet.0, row, change.clone()))
                };
                Event::Do(Command::Table { what, rows: groups.into_iter().flat_map(group).collect() })
            }
            Spelled::Pick { keep } => {
                let keep = keep.into_iter().flat_map(|(sheet, rows)| rows.0.into_iter().map(move |row| (sheet.0, row)));
                Event::Do(Command::Pick { keep: keep.collect() })
            }
            Spelled::Uploaded { name, said: groups } => Event::Do(Command::Uploaded { name, said: said(book, groups) }),
            Spelled::Errors { file, reports } => {
                Event::Do(Command::Errors { file, reports: reports.into_iter().map(Into::into).collect() })
            }
            Spelled::Dismiss { marks } => Event::Do(Command::Dismiss { marks: marks.0 }),
            Spelled::Merge { files, from, mine } => Event::Do(Command::Merge {
                later: Later::named(files),
                from,
                mine: mine.into_iter().map(|(s, rows)| (s.0, rows.0)).collect(),
            }),
            Spelled::InForce(steps) => Event::InForce(steps),
            Spelled::Recipient(gstin) => Event::Recipient(gstin),
            Spelled::Wrote { name, when, files, said: groups } => {
                let mut said = said(book, groups);
                // Rows of a merge that was taken back and forgotten are not there again: nobody can upload them.
                said.retain(|&(section, row, _)| row < book.sheet(section).rows());
                Event::Wrote(WroteUpload { name, when, files, said })
            }
            Spelled::Answered => Event::Answered,
        })
    }
}

/// The files of the newer download that an event merges; none if it is of another kind.
pub fn merged_files(text: &str) -> Option<Vec<HeadSource>> {
    // A journal may be long, and few of its events are merges.
    let merge = text.starts_with("{\"merge\"").then(|| serde_json::from_str(text).ok())?;
    if let Some(Spelled::Merge { files, .. }) = merge { Some(files) } else { None }
}

/// An event as it is spelled on disk.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Spelled {
    Decide { sheet: Sheet, rows: Rows, change: SpelledChange },
    Restore { rows: Vec<(Sheet, Rows)> },
    Table { what: String, groups: Vec<(Sheet, Rows, SpelledChange)> },
    Pick { keep: Vec<(Sheet, Rows)> },
    Uploaded { name: String, said: Vec<(Sheet, Rows, SpelledSaid)> },
    Errors { file: String, reports: Vec<SpelledReport> },
    Dismiss { marks: Rows },
    Merge { files: Vec<HeadSource>, from: [u32; 8], mine: Vec<(Sheet, Rows)> },
    InForce(usize),
    Recipient(String),
    Wrote { name: String, when: u64, files: Vec<WroteFile>, said: Vec<(Sheet, Rows, SpelledSaid)> },
    Answered,
}
