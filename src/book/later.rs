//! What a newer download adds to a book: its files and the rows of its records. What was there stays where it is; what is
//! added is not in force until a command puts it there.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::{
    Book, BySection, Decision, DocumentKind, Field, Filing, Flag, Form, ItcSpelling, NewRecord, OtherSheet,
    PLACE_UNKNOWN, Records, Section, Sheet, Source, SourceKind, Span, TextId, Trait, Traits,
};
use crate::values::Day;

/// How a book was before newer downloads came in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// Sources and rows of the book as it was read; none as long as that is all.
    as_read: Option<(usize, BySection<u32>)>,
    /// The places of sources whose merge was taken back.
    taken_back: RoaringBitmap,
    /// The place of the first source of each merge.
    begins: Vec<u32>,
}

/// What a merge replaces in a book beside its sheets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BesideSheets {
    /// The sections that are only shown.
    pub others: Vec<OtherSheet>,
    /// What was tolerated while reading.
    pub notes: Vec<String>,
    /// How the downloads spell their ITC keys.
    pub itc_spelling: ItcSpelling,
    /// The recipient that the files name.
    pub recipient: Option<String>,
    /// The places of sources that change between counting and not.
    pub files: RoaringBitmap,
}

impl Book {
    /// Exchanges what is beside the sheets, and finds copies and partners again: for commands.
    pub(crate) fn exchange_beside(&mut self, beside: &mut BesideSheets) {
        std::mem::swap(&mut beside.others, &mut self.others);
        std::mem::swap(&mut beside.notes, &mut self.notes);
        std::mem::swap(&mut beside.itc_spelling, &mut self.itc_spelling);
        std::mem::swap(&mut beside.recipient, &mut self.recipient.content);
        self.merged.taken_back ^= &beside.files;
        self.link_partners();
    }

    /// How many sources, and how many rows of each sheet, the book had when it was read.
    pub fn as_read(&self) -> (usize, BySection<u32>) {
        self.merged.as_read.unwrap_or_else(|| (self.sources.list().len(), self.rows_given()))
    }

    /// How many rows each sheet has, in the order of [`Section::ALL`].
    pub fn rows_given(&self) -> BySection<u32> {
        BySection::of(|section| self.sheet(section).rows())
    }

    /// The files that count: those of a merge that was taken back do not.
    pub fn files(&self) -> impl Iterator<Item = &Source> {
        let places = self.sources.list().iter().zip(0..);
        places.filter(|&(_, place)| !self.merged.taken_back.contains(place)).map(|(source, _)| source)
    }

    /// The files of the download that counts now: those of the last merge in force, else those that the book was read from.
    pub fn current_files(&self) -> &[Source] {
        let list = self.sources.list();
        let in_force = |from: &&u32| !self.merged.taken_back.contains(**from);
        let last = self.merged.begins.iter().rposition(|from| in_force(&from));
        let begin = |at: usize| self.merged.begins.get(at).map_or(list.len(), |&from| from as usize);
        let range = last.map_or(0..begin(0), |last| begin(last)..begin(last + 1));
        list.get(range).unwrap_or_default()
    }

    /// Whether all these files are of the download that counts now.
    pub fn is_current(&self, files: &[Source]) -> bool {
        files.iter().all(|file| self.current_files().iter().any(|own| own.hash == file.hash))
    }

    /// Whether all that it was read from are error files of the portal: what the portal holds is not known then.
    pub fn only_errors(&self) -> bool {
        let mut files = self.files().peekable();
        files.peek().is_some() && files.all(|source| source.kind == SourceKind::Errors)
    }

    /// A record as the portal wrote it.
    pub fn portal_text(&self, section: Section, row: u32) -> &str {
        self.sources.text(self.sheet(section).records.span(row))
    }

    /// Adds the files of a later book behind these. Gives where their text begins, and their places.
    pub(crate) fn add_files(&mut self, later: &Book) -> (u64, RoaringBitmap) {
        self.merged.as_read = Some(self.as_read());
        let base = self.sources.end();
        let first = self.sources.list().len() as u32;
        self.merged.begins.push(first);
        let sources = Arc::make_mut(&mut self.sources);
        later.sources.list().iter().for_each(|source| sources.push(source.clone()));
        let places: RoaringBitmap = (first..self.sources.list().len() as u32).collect();
        self.merged.taken_back |= &places;
        (base, places)
    }

    /// Adds a record of a later book, whose files begin at `base`, as a row of the past, decided as it was imported.
    pub(crate) fn add_record(&mut self, section: Section, later: &Book, row: u32, base: u64) -> u32 {
        let mut new = of_row(section, &later.sheet(section).records, row);
        new.span.start += base;
        new.baseline = Decision {
            answer: self.answers.id(later.answers.get(new.baseline.answer)),
            remarks: self.texts.id(later.text(new.baseline.remarks)),
            ..new.baseline
        };
        self.sheet_mut(section).add(section, new)
    }

    /// Gives rows to nothing until a sheet has this many: they were those of a merge that is not to be repeated.
    pub(crate) fn skip_rows(&mut self, section: Section, upto: u32) {
        let sheet = self.sheet_mut(section);
        for _ in sheet.rows()..upto {
            sheet.add(section, nothing());
        }
    }
}

impl Sheet {
    fn add(&mut self, section: Section, new: NewRecord<'_>) -> u32 {
        let baseline = new.baseline;
        let row = Arc::make_mut(&mut self.records).push(section, new);
        self.actions.push(baseline.action);
        self.answers.push(baseline.answer);
        self.remarks.push(baseline.remarks);
        self.notes.push(TextId::NONE);
        self.past.insert(row);
        row
    }

    /// Sets the decision of a row of the past that is about to come in force.
    pub(crate) fn carry_decision(&mut self, row: u32, decision: Decision, chosen: bool) {
        let i = row as usize;
        self.actions[i] = decision.action;
        self.answers[i] = decision.answer;
        self.remarks[i] = decision.remarks;
        self.notes[i] = decision.note;
        if chosen {
            self.chosen.insert(row);
        }
    }

    /// Lends a newer version the flags that it leaves out, from the version before it.
    pub(crate) fn lend_flags(&mut self, older: u32, newer: u32) {
        let (i, j) = (older as usize, newer as usize);
        let flags = |r: &Records, row: usize| [r.pending_flags[row], r.remarks_flags[row], r.itc_flags[row]];
        let unknown = |(before, now): &(Flag, Flag)| *now == Flag::Unknown && *before != Flag::Unknown;
        let (before, now) = (flags(&self.records, i), flags(&self.records, j));
        if before.into_iter().zip(now).any(|pair| unknown(&pair)) {
            let records = Arc::make_mut(&mut self.records);
            for flags in [&mut records.pending_flags, &mut records.remarks_flags, &mut records.itc_flags] {
                if flags[j] == Flag::Unknown {
                    flags[j] = flags[i];
                }
            }
        }
    }

    /// Turns rows between in force and past, and rows between gone from the portal and not: for commands.
    pub(crate) fn turn_rows(&mut self, past: &RoaringBitmap, gone: &RoaringBitmap) {
        self.past ^= past;
        self.gone ^= gone;
    }

    /// Links a version with the one that took its place, or takes the link away.
    pub(crate) fn link_versions(&mut self, older: u32, newer: u32, linked: bool) {
        let rows = self.records.len() as usize;
        self.older.resize(rows, Self::NO_ROW);
        self.newer.resize(rows, Self::NO_ROW);
        self.older[newer as usize] = if linked { older } else { Self::NO_ROW };
        self.newer[older as usize] = if linked { newer } else { Self::NO_ROW };
    }
}

/// A record as it is in the columns.
fn of_row(section: Section, records: &Records, row: u32) -> NewRecord<'_> {
    let i = row as usize;
    let amended = section.is_amendment();
    let fields = || Field::columns(Section::B2bcna).into_iter().chain([Field::Record]);
    let odd = |field| records.odd(row, field).map(|text| (field, text.to_owned()));
    let strange = records.traits[i].has(Trait::Odd) || records.read_only(row);
    NewRecord {
        span: records.span(row),
        supplier: records.suppliers.get(row),
        name: records.names.get(row),
        number: records.numbers.get(row),
        day: records.days[i],
        kind: records.kinds[i],
        amounts: records.amounts.each_ref().map(|column| column[i]),
        place: records.places[i],
        form: records.forms[i],
        period: records.periods.get(row),
        filing: records.filings[i],
        pending: records.pending_flags[i],
        remarks: records.remarks_flags[i],
        itc: records.itc_flags[i],
        original_number: if amended { records.original_numbers.get(row) } else { "" },
        original_day: if amended { records.original_days[i] } else { Day::NONE },
        baseline: records.baselines.get(row),
        traits: records.traits[i],
        odd: if strange { fields().filter_map(odd).collect() } else { Vec::new() },
    }
}

fn nothing() -> NewRecord<'static> {
    let mut traits = Traits::default();
    traits.add(Trait::ReadOnly);
    NewRecord {
        span: Span { start: 0, len: 0 },
        supplier: "",
        name: "",
        number: "",
        day: Day::NONE,
        kind: DocumentKind::Absent,
        amounts: [0; 6],
        place: PLACE_UNKNOWN,
        form: Form::Other,
        period: "",
        filing: Filing::Absent,
        pending: Flag::Unknown,
        remarks: Flag::Unknown,
        itc: Flag::Unknown,
        original_number: "",
        original_day: Day::NONE,
        baseline: Decision::default(),
        traits,
        odd: Vec::new(),
    }
}
