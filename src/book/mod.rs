//! The book: the records and decisions of one recipient, as columns over the bytes of the portal's files.

pub mod columns;
pub mod decided;
pub mod errors;
pub mod field;
pub mod fingerprint;
pub mod gstr_2b;
pub mod identity;
pub mod later;
pub mod lookup;
pub mod meeting;
pub mod other;
pub mod part;
pub mod partners;
pub mod records;
pub mod register;
pub mod scope;
pub mod section;
pub mod sheet;
pub mod source;

use std::collections::BTreeMap;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use crate::values::{Day, Period};

pub use decided::baselines::Baselines;
pub use decided::decision::{Action, Answer, AnswerId, AnswerKind, Answers, Decision, HEADS, Heads, TextId, Texts};
pub use decided::meanings::{Meanings, NewValues};
pub use decided::said::Said;
pub use errors::{ErrorsChange, PortalError, PortalErrors, Report};
pub use field::Field;
pub use gstr_2b::{Gstr2b, Gstr2bDocument, Gstr2bFile, KeptGstr2b};
pub use identity::Identity;
pub use later::{BesideSheets, Merged};
pub use lookup::Stated;
pub use other::{OtherColumn, OtherSheet};
pub use part::Part;
pub use partners::Copies;
pub use records::{Amount, DocumentKind, Filing, Flag, Form, NewRecord, PLACE_UNKNOWN, Records, Trait, Traits};
pub use register::class::{Class, MatchMark, Suggested};
pub use register::entries::{Entries, EntryMarks, EntrySum, EntryType, Mark, NewEntry};
pub use register::links::{Apart, FoundLink, FoundLinks, Link, LinkKind, LinkedEntry, LinkedRecord, Links};
pub use register::match_columns::{MatchColumns, MatchOfRecord, SeveralEntries};
pub use register::match_settings::{CreditUse, MatchSettings, Returns};
pub use register::parts::{ReadPart, Register, RegisterPart};
pub use scope::{Scope, with_rows};
pub use section::{BySection, ItcBlock, Section};
pub use sheet::Sheet;
pub use source::{Source, SourceId, SourceKind, Sources, Span};

/// The records and decisions of one recipient GSTIN, opened from one or more portal files.
///
/// Only commands (`edit`) write to a book once the reader has made it: its columns are private, and what changes them is for
/// this crate alone. Rows are `u32`: at most 4,294,967,295 a sheet.
#[derive(Clone)]
pub struct Book {
    /// The files, in the order given.
    sources: Arc<Sources>,
    /// Whose book it is.
    pub recipient: Recipient,
    /// One sheet for each of the eight sections, in the order of [`Section::ALL`].
    sheets: Vec<Sheet>,
    /// Sections that are only shown: counted, never written.
    others: Vec<OtherSheet>,
    /// Every remark and note, each once.
    texts: Texts,
    /// Every answer to "reduce ITC?", each once.
    answers: Answers,
    /// What was tolerated while reading, one line each.
    notes: Vec<String>,
    /// How the downloads spell their ITC keys.
    itc_spelling: ItcSpelling,
    only_counted: BySection<u64>,
    /// What the portal found wrong with records of this book.
    errors: PortalErrors,
    /// Which answers of the calendar are this recipient's.
    pub facts: Facts,
    /// How it was before newer downloads came in.
    merged: Merged,
    /// What the recipient's books say was bought.
    register: Register,
    /// What the user said of records and entries.
    links: Links,
    /// The portal's GSTR-2B that is kept beside it.
    gstr_2b: Option<KeptGstr2b>,
    /// How far a record and an entry may differ and still agree.
    match_settings: MatchSettings,
    /// What matching came to; none before it did, and without a register. Derived, like findings.
    matched: Option<Arc<MatchColumns>>,
}

/// The spellings in which downloads were seen to write the keys of the answer to "reduce ITC?" (portal/README.md section 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItcSpelling {
    /// With underscores.
    pub snake: bool,
    /// With capitals.
    pub camel: bool,
}

impl ItcSpelling {
    /// What is said where both were seen.
    pub const MIXED: &str = "the ITC answer is spelled in two ways, with capitals and with underscores: the JSON \
         that you generate has the capitals";

    /// The spellings of both.
    pub fn with(self, other: ItcSpelling) -> ItcSpelling {
        ItcSpelling { snake: self.snake || other.snake, camel: self.camel || other.camel }
    }

    /// Adds the spellings of another.
    pub fn join(&mut self, other: ItcSpelling) {
        *self = self.with(other);
    }

    /// Whether an upload writes the keys with underscores: only where no download has them with capitals.
    pub fn is_snake_case(self) -> bool {
        self.snake && !self.camel
    }

    /// Whether both were seen.
    pub fn is_mixed(self) -> bool {
        self.snake && self.camel
    }
}

/// What the user tells of the recipient, for the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Files quarterly (QRMP) rather than monthly.
    pub qrmp: bool,
    /// The period of the last GSTR-3B filed.
    pub last_3b: Option<Period>,
    /// The GSTR-2B period being closed, where the calendar's proposal is wrong.
    pub closing: Option<Period>,
    /// Days that were moved, by period; a quarter goes by its last month.
    pub moved: BTreeMap<Period, MovedDays>,
}

/// Days of one period that were moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MovedDays {
    /// When GSTR-2B is drawn up.
    pub gstr_2b: Option<Day>,
    /// When GSTR-3B is due.
    pub gstr_3b: Option<Day>,
}

/// Whose book it is: the GSTIN as three places may tell it (portal/README.md section 1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipient {
    /// Named by the content of the files; wins over all.
    pub content: Option<String>,
    /// A well-formed GSTIN in a file's name: a proposal.
    pub file_name: Option<String>,
    /// Typed by the user.
    pub typed: Option<String>,
}

impl Recipient {
    /// The GSTIN that counts. Whether it is well formed is asked by rule F5.
    pub fn gstin(&self) -> Option<&str> {
        self.content.as_deref().or(self.typed.as_deref()).or(self.file_name.as_deref())
    }

    /// Whether what was typed contradicts what the files say: a hard stop.
    pub fn contradicted(&self) -> bool {
        matches!((&self.content, &self.typed), (Some(content), Some(typed)) if content != typed)
    }
}

/// All that a book is made of, as a reader found it.
#[derive(Default)]
pub struct NewBook {
    /// The files, in the order given.
    pub sources: Arc<Sources>,
    /// Whose book it is.
    pub recipient: Recipient,
    /// The records of each section.
    pub records: BySection<Records>,
    /// Sections that are only shown.
    pub others: Vec<OtherSheet>,
    /// The remarks of the records.
    pub texts: Texts,
    /// Their answers.
    pub answers: Answers,
    /// What was tolerated while reading, one line each.
    pub notes: Vec<String>,
    /// How the downloads spell their ITC keys.
    pub itc_spelling: ItcSpelling,
    /// How many records of each section the files have beside those in the sheets: they cannot be read, and too many of
    /// that kind would take too much memory.
    pub only_counted: BySection<u64>,
}

impl Book {
    /// A book on which nothing is decided.
    pub fn new(new: NewBook) -> Book {
        let sheets = new.records.each().map(|(section, records)| Sheet::new(section, records));
        Book {
            sources: new.sources,
            recipient: new.recipient,
            sheets: sheets.collect(),
            others: new.others,
            texts: new.texts,
            answers: new.answers,
            notes: new.notes,
            itc_spelling: new.itc_spelling,
            only_counted: new.only_counted,
            errors: PortalErrors::default(),
            facts: Facts::default(),
            merged: Merged::default(),
            register: Register::default(),
            links: Links::default(),
            gstr_2b: None,
            match_settings: MatchSettings::default(),
            matched: None,
        }
    }

    /// The files, in the order given.
    pub fn sources(&self) -> &Arc<Sources> {
        &self.sources
    }

    /// One sheet for each of the eight sections, in the order of [`Section::ALL`].
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Sections that are only shown: counted, never written.
    pub fn others(&self) -> &[OtherSheet] {
        &self.others
    }

    /// Every remark and note, each once.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Every answer to "reduce ITC?", each once.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// What was tolerated while reading, one line each.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// How the downloads spell their ITC keys.
    pub fn itc_spelling(&self) -> ItcSpelling {
        self.itc_spelling
    }

    /// How many records of a section the files have beside those in its sheet: they cannot be read, and too many of that
    /// kind would take too much memory.
    pub fn only_counted(&self, section: Section) -> u64 {
        self.only_counted[section]
    }

    /// What the portal found wrong with records of this book.
    pub fn errors(&self) -> &PortalErrors {
        &self.errors
    }

    /// What the recipient's books say was bought.
    #[inline]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The portal's GSTR-2B that is kept beside it.
    pub fn gstr_2b(&self) -> Option<&KeptGstr2b> {
        self.gstr_2b.as_ref()
    }

    /// The same, for commands.
    pub(crate) fn gstr_2b_mut(&mut self) -> &mut Option<KeptGstr2b> {
        &mut self.gstr_2b
    }

    /// What the user said of records and entries.
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// How far a record and an entry may differ and still agree.
    pub fn match_settings(&self) -> &MatchSettings {
        &self.match_settings
    }

    /// What matching came to, for the columns of the sheets; none without a register.
    pub fn match_columns(&self) -> Option<&Arc<MatchColumns>> {
        self.matched.as_ref()
    }

    /// Whether a column says something in this book: those of the register only where there is one.
    pub fn shows(&self, field: Field) -> bool {
        !field.is_matched() || !self.register.is_empty()
    }

    /// Shows from now on that matching came to this.
    pub fn set_match_columns(&mut self, matched: Option<Arc<MatchColumns>>) {
        self.matched = matched;
    }

    /// Matches by these settings from now on.
    pub fn set_match_settings(&mut self, settings: MatchSettings) {
        self.match_settings = settings;
    }

    /// Gives the book this register in place of the one that it has, beside all commands: `match` keeps nothing.
    pub fn set_register(&mut self, register: Register) {
        self.register = register;
    }

    /// Gives the book these links in place of those that it has, beside all commands.
    pub fn set_links(&mut self, links: Links) {
        self.links = links;
    }

    /// Gives parts of the register whose file was not there their entries; how many these are.
    pub fn fill_register(&mut self, read: &ReadPart) -> usize {
        self.register.fill(read)
    }

    /// The register, for commands.
    pub(crate) fn register_mut(&mut self) -> &mut Register {
        &mut self.register
    }

    /// The links, for commands.
    pub(crate) fn links_mut(&mut self) -> &mut Links {
        &mut self.links
    }

    /// The sheet of a section.
    #[inline]
    pub fn sheet(&self, section: Section) -> &Sheet {
        &self.sheets[section as usize]
    }

    /// The sheet of a section, for commands.
    pub(crate) fn sheet_mut(&mut self, section: Section) -> &mut Sheet {
        &mut self.sheets[section as usize]
    }

    /// The portal's errors, for commands.
    pub(crate) fn errors_mut(&mut self) -> &mut PortalErrors {
        &mut self.errors
    }

    /// The id of a text, which the book has from now on: for commands.
    pub(crate) fn take_text(&mut self, text: &str) -> TextId {
        self.texts.id(text)
    }

    /// The id of an answer, which the book has from now on: for commands.
    pub(crate) fn take_answer(&mut self, answer: Answer) -> AnswerId {
        self.answers.id(answer)
    }

    /// What an upload would say of a record now.
    #[inline]
    pub fn said(&self, section: Section, row: u32) -> Said {
        self.said_if(section, row, self.sheet(section).decision(row))
    }

    /// What the portal knows of a record: what the last upload said, else what was imported.
    pub fn known_to_portal(&self, section: Section, row: u32) -> Said {
        let sheet = self.sheet(section);
        sheet.last_said(row).unwrap_or_else(|| self.said_if(section, row, sheet.baseline(row)))
    }

    /// What the portal holds of a record: what it knows of it, unless it refused that; then what was imported.
    #[inline]
    pub fn held_by_portal(&self, section: Section, row: u32) -> Said {
        let sheet = self.sheet(section);
        match sheet.last_said(row).filter(|_| !self.errors.is_refused(section, row)) {
            Some(said) => said,
            None => self.said_if(section, row, sheet.baseline(row)),
        }
    }

    /// Whether nothing was decided on a record or uploaded of it, so that portal and user hold the same.
    #[inline]
    pub fn as_imported(&self, section: Section, row: u32) -> bool {
        let sheet = self.sheet(section);
        sheet.last_said(row).is_none() && sheet.decision(row).same_saying(sheet.baseline(row))
    }

    /// Whether the upload would say something of this record that the portal does not know, or refused.
    pub fn in_delta(&self, section: Section, row: u32) -> bool {
        self.in_delta_by(Meanings::of(self), section, row, self.sheet(section).decision(row))
    }

    /// The delta of a section, in the order in which the records were read.
    pub fn delta(&self, section: Section) -> impl Iterator<Item = u32> + '_ {
        (0..self.sheet(section).rows()).filter(move |&row| self.in_delta(section, row))
    }

    /// The mark of the very text of a record: unlike that of other copies of it, and the same in every book of these files.
    pub fn mark(&self, section: Section, row: u32) -> String {
        // A letter in front, so that no spreadsheet takes it for a number.
        format!("c{:016x}", xxh3_64(self.portal_text(section, row).as_bytes()))
    }

    /// The same records with the decisions that were imported, no copy picked and nothing uploaded.
    pub fn imported_again(&self) -> Book {
        let mut book = self.clone();
        for sheet in &mut book.sheets {
            sheet.actions = sheet.records.baselines.iter().map(|d| d.action).collect();
            sheet.answers = sheet.records.baselines.iter().map(|d| d.answer).collect();
            sheet.remarks = sheet.records.baselines.iter().map(|d| d.remarks).collect();
            sheet.notes.fill(TextId::NONE);
            sheet.chosen.clear();
            sheet.last_said.clear();
            sheet.aside.clear();
        }
        book
    }

    /// The text of a remark or note.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }
}
