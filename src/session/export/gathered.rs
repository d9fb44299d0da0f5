//! What is to be written, gathered from the open book for a job.

use std::path::PathBuf;
use std::sync::Arc;

use super::how::HowDecided;
use super::{ExportWhat, Exported, RecordsOf, ToExport};
use crate::book::{Book, Field, Scope, Section};
use crate::disk::{Disk, Guard};
use crate::exchange::given;
use crate::exchange::paper::{self, AgainstRegister, Letterhead, Missing, Working, WrittenLetters};
use crate::exchange::workbook::{About, Export, Listing, MatchSheets, Unwritten, credit, review, suppliers};
use crate::session::Session;
use crate::session::matched::Matched;
use crate::values::clock;
use crate::work::Progress;

/// What is to be written.
pub struct Exporting {
    book: Arc<Book>,
    what: ExportWhat,
    notes: bool,
    about: About,
    letterhead: Letterhead,
    /// The lists of records.
    listings: Vec<Listing>,
    /// The matches, where they are those of the book as it is.
    matched: Option<Arc<Matched>>,
    /// For the working paper.
    working: Option<(Working, HowDecided)>,
}

impl Session {
    /// Gathers what is to be written.
    pub fn exporting(&self, what: ExportWhat, notes: bool) -> Exporting {
        let now = clock::now();
        let (title, filter) = self.about_in_words(what);
        let about = About { title: title.to_owned(), filter, notes: Vec::new(), day: self.day, now };
        let listings = match what {
            ExportWhat::Records(of) | ExportWhat::Decide(of) => self.listings(of, notes),
            _ => Vec::new(),
        };
        let working = (what == ExportWhat::Working).then(|| {
            let with = Working { notes, uploads: self.past_uploads(), history: self.history_in_words() };
            (with, HowDecided::of(self))
        });
        Exporting {
            book: self.book.clone(),
            what,
            notes,
            about,
            letterhead: Letterhead {
                client: self.name.clone(),
                day: self.day,
                now,
                gstr_2b: self.compared_with_gstr_2b().map(|compared| compared.sentence.clone()),
            },
            listings,
            matched: self.matches().filter(|_| self.matches_are_current()).cloned(),
            working,
        }
    }

    fn about_in_words(&self, what: ExportWhat) -> (&'static str, String) {
        let of_records = |of: RecordsOf| match (of, self.scope()) {
            (RecordsOf::View, Some(scope)) => {
                let filter = &self.view(scope).filter;
                let parts: Vec<String> = filter.parts().into_iter().map(|(text, _)| text).collect();
                let parts = if parts.is_empty() { "all".to_owned() } else { parts.join("; ") };
                format!("{}: {parts}", scope.name())
            }
            (RecordsOf::Sheet(section), _) => format!("all of {}", section.sheet_name()),
            _ => "all".to_owned(),
        };
        match what {
            ExportWhat::Records(of) => ("Records of the Invoice Management System", of_records(of)),
            ExportWhat::Decide(of) => ("A workbook to decide in", of_records(of)),
            ExportWhat::Suppliers => ("Suppliers", "a line for each supplier of all records".to_owned()),
            ExportWhat::Credit => ("Credit", "ITC in GSTR-2B (this file only)".to_owned()),
            ExportWhat::Review => {
                ("Review of what is to be uploaded", "only records that an upload would name".to_owned())
            }
            ExportWhat::Matches => ("IMS and the purchase register", "every match, and what has none".to_owned()),
            ExportWhat::Clients | ExportWhat::Summary | ExportWhat::Working | ExportWhat::Letters => {
                ("", String::new())
            }
        }
    }

    /// The lists of records, sheet by sheet; those on the screen in their order, with the columns that are shown.
    fn listings(&self, of: RecordsOf, notes: bool) -> Vec<Listing> {
        match (of, self.scope()) {
            (RecordsOf::View, Some(scope)) => {
                let view = self.view(scope);
                let mut columns = view.columns(&self.book, scope);
                columns.retain(|field| *field != Field::Note);
                // Ticked they are in it, also where their column is put away.
                columns.extend(notes.then_some(Field::Note));
                let records = view.rows.iter().map(|&row| scope.record(row)).collect();
                let name = scope.section().map_or("All", Section::sheet_name).to_owned();
                vec![Listing { name, says_sheet: scope == Scope::All, says_portal: false, columns, records }]
            }
            (RecordsOf::Sheet(section), _) => vec![Listing::whole_section(&self.book, section, notes)],
            _ => {
                let all = Section::ALL.map(|section| Listing::whole_section(&self.book, section, notes));
                all.into_iter().filter(|listing| !listing.records.is_empty()).collect()
            }
        }
    }
}

impl Exporting {
    /// Writes it.
    pub fn write(
        self,
        to: &ToExport,
        disk: &dyn Disk,
        guard: &Guard,
        progress: &Progress,
    ) -> Result<Exported, Unwritten> {
        let (path, day) = (&to.path, self.about.day);
        let gstr_2b = self.letterhead.gstr_2b.clone();
        let one = |(bytes, count): (u64, u64)| (vec![(path.clone(), bytes)], count);
        let page = |html: String| paper::write_page(disk, path, &html, guard).map(|bytes| one((bytes, 0)));
        let mut older = 0;
        let (files, count) = match self.what {
            ExportWhat::Records(of) => {
                let tables = match of {
                    RecordsOf::All => vec![suppliers(&self.book, day), credit(&self.book, day, gstr_2b.as_deref())],
                    _ => Vec::new(),
                };
                let export = Export { about: self.about, listings: self.listings, tables, matches: None };
                one((export.write(&self.book, disk, path, guard, progress)?, export.records()))
            }
            // It is of no one book: it is written from the list itself.
            ExportWhat::Clients => (Vec::new(), 0),
            ExportWhat::Suppliers | ExportWhat::Credit => {
                let (table, count) = match self.what {
                    ExportWhat::Credit => (credit(&self.book, day, gstr_2b.as_deref()), 0),
                    _ => {
                        let table = suppliers(&self.book, day);
                        let count = table.rows.len() as u64;
                        (table, count)
                    }
                };
                let export = Export { about: self.about, listings: Vec::new(), tables: vec![table], matches: None };
                one((export.write(&self.book, disk, path, guard, progress)?, count))
            }
            ExportWhat::Review => {
                let export = review(&self.book, self.about, self.notes);
                one((export.write(&self.book, disk, path, guard, progress)?, export.records()))
            }
            ExportWhat::Matches => {
                let matched = self.matched.ok_or_else(|| Unwritten::Failed(NOT_MATCHED.to_owned()))?;
                let matches = Some(MatchSheets { matches: &matched.matches, day });
                let export = Export { about: self.about, listings: Vec::new(), tables: Vec::new(), matches };
                one((export.write(&self.book, disk, path, guard, progress)?, 0))
            }
            ExportWhat::Decide(_) => {
                let records: Vec<(Section, u32)> = self.listings.into_iter().flat_map(|of| of.records).collect();
                let to = (disk, path.as_path(), guard);
                let bytes = given::write(&self.book, &records, (&self.about, self.notes), to, progress)?;
                one((bytes, records.len() as u64))
            }
            ExportWhat::Summary => {
                let register = self.matched.map(|of| AgainstRegister::of(&self.book, &of.matches, day));
                page(paper::summary(&self.book, &self.letterhead, register.as_ref()))?
            }
            ExportWhat::Working => {
                let Some((with, how)) = self.working else { return Err(Unwritten::Stopped) };
                let of = |section: Section, row: u32| match how.words(section, row) {
                    Some(words) => words.to_owned(),
                    None if self.book.as_imported(section, row) => "on the portal".to_owned(),
                    None => "carried over".to_owned(),
                };
                page(paper::working(&self.book, &self.letterhead, &with, &of))?
            }
            ExportWhat::Letters => {
                let missing = self.matched.map_or_else(Vec::new, |of| Missing::of(&self.book, &of.matches));
                let letters = paper::to_suppliers(&self.book, &self.letterhead, &missing);
                let written = paper::write_letters(disk, path, &letters, guard, progress)?;
                older = written.older;
                (written.files, letters.len() as u64)
            }
        };
        Ok(Exported { what: self.what, files, count, older })
    }
}

/// What is said where matches are asked for and are not known yet.
const NOT_MATCHED: &str = "the records are being matched with the register: try again in a moment";

impl Exported {
    /// What is said of files in the folder of letters that are not of these letters.
    pub fn beside(&self) -> Option<String> {
        WrittenLetters::beside(self.older)
    }

    /// The folder of the first file.
    pub fn folder(&self) -> Option<PathBuf> {
        self.files.first().and_then(|(path, _)| path.parent()).map(ToOwned::to_owned)
    }
}
