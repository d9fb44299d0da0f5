//! Commands: one change a user made, of one row or a million, and what it replaced.

use super::Change;
use super::effect::{Effect, OldValues, SheetEffect};
use super::links::{self, LinksChange};
use super::merge::{self, Later};
use super::register_parts;
use crate::book::register::links::rows_of;
use crate::book::{
    Apart, Book, BySection, ErrorsChange, KeptGstr2b, Link, LinkedRecord, ReadPart, Report, Said, Section,
};
use roaring::RoaringBitmap;
use std::sync::Arc;

/// One change a user made; the unit of undo.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Gives the same new values to rows.
    Decide {
        /// The rows, sheet by sheet; a sheet at most once.
        rows: Vec<(Section, RoaringBitmap)>,
        /// The new values.
        change: Change,
    },
    /// Puts rows back to what was imported; the internal note stays.
    Restore {
        /// The rows, sheet by sheet; a sheet at most once.
        rows: Vec<(Section, RoaringBitmap)>,
    },
    /// Gives each row values of its own, as a decisions table does.
    Table {
        /// What was done, as a sentence begins: "Loaded decisions from saved.csv". [`HOW_MANY`] in it is how many records; else that
        /// comes behind it.
        what: String,
        /// A row at most once.
        rows: Vec<RowChange>,
    },
    /// Picks one of several copies of a record; the others are set aside (rule F1).
    Pick {
        /// The copies to keep.
        keep: Vec<(Section, u32)>,
    },
    /// An upload was uploaded: the portal now knows what it said.
    Uploaded {
        /// The upload's name.
        name: String,
        /// What it said of each record.
        said: Vec<(Section, u32, Said)>,
    },
    /// An error file of the portal was attached.
    Errors {
        /// The file's name.
        file: String,
        /// What it tells.
        reports: Vec<Report>,
    },
    /// A newer download was merged.
    Merge {
        /// The download.
        later: Later,
        /// Where its rows begin at least, in the order of [`Section::ALL`].
        from: BySection<u32>,
        /// Old rows whose decision counts although the record differs now.
        mine: Vec<(Section, RoaringBitmap)>,
    },
    /// Errors of the portal were dismissed, by their marks.
    Dismiss {
        /// The marks.
        marks: RoaringBitmap,
    },
    /// A purchase register was imported.
    ImportRegister {
        /// Its parts. Once it was carried out the book has their entries, and these are empty.
        parts: Vec<ReadPart>,
        /// The places of the parts that go, as these replace them.
        replaces: Vec<u32>,
    },
    /// Parts of the purchase register were removed.
    RemoveRegister {
        /// Their places.
        parts: Vec<u32>,
    },
    /// The user said whether the purchase register is complete.
    RegisterComplete(bool),
    /// Records and entries were linked, or matches confirmed.
    Link {
        /// The links.
        links: Vec<Link>,
    },
    /// Records and entries were marked as not the same.
    Apart {
        /// The pairs.
        pairs: Vec<Apart>,
    },
    /// Links and apart marks were undone.
    Unlink {
        /// The links.
        links: Vec<Link>,
        /// The pairs.
        aparts: Vec<Apart>,
    },
    /// The portal's GSTR-2B is kept beside the book, or taken away.
    KeepGstr2b {
        /// Which one; none takes it away.
        kept: Option<KeptGstr2b>,
    },
}

/// A row of a section and its new values, which all rows share that get the same.
pub type RowChange = (Section, u32, Arc<Change>);

impl Command {
    /// Merges a newer download, which was read as a book of its own. Of the old rows `mine` the decision counts although the
    /// supplier changed the record, or someone acted on it elsewhere.
    pub fn merge(later: Arc<Book>, mine: Vec<(Section, RoaringBitmap)>) -> Command {
        Command::Merge { later: Later::of(later), from: BySection::default(), mine }
    }

    /// Gives each row values of its own; a row at most once.
    pub fn table<C: Into<Arc<Change>>>(
        what: impl Into<String>,
        rows: impl IntoIterator<Item = (Section, u32, C)>,
    ) -> Command {
        let rows = rows.into_iter().map(|(section, row, change)| (section, row, change.into()));
        Command::Table { what: what.into(), rows: rows.collect() }
    }

    /// Gives the same new values to rows of one sheet.
    pub fn decide(section: Section, rows: RoaringBitmap, change: Change) -> Command {
        Command::Decide { rows: vec![(section, rows)], change }
    }

    /// Carries the command out and gives what it replaced. Which rows may have it was asked before (`plan`).
    pub fn apply(&self, book: &mut Book) -> Effect {
        let mut effect = match self {
            Command::Decide { rows, change } => decide(book, rows, change),
            Command::Restore { rows } => restore(book, rows),
            Command::Table { rows, .. } => table(book, rows),
            Command::Pick { keep } => pick(book, keep),
            Command::Uploaded { said, .. } => uploaded(book, said),
            Command::Errors { file, reports } => errors(book, file, reports),
            Command::Dismiss { marks } => dismiss(book, marks),
            Command::Merge { later, from, mine } => match later.book() {
                Some(later) => merge::bring(book, later, *from, mine),
                None => Effect::default(),
            },
            Command::ImportRegister { parts, replaces } => {
                Effect { parts: register_parts::import(book.register(), parts, replaces), ..Effect::default() }
            }
            Command::RemoveRegister { parts } => {
                Effect { parts: register_parts::remove(book.register(), parts), ..Effect::default() }
            }
            Command::RegisterComplete(complete) => {
                Effect { complete: vec![Some(*complete); book.register().parts().len()], ..Effect::default() }
            }
            Command::Link { links } => linked(book, links::link(book.links(), links), records_of(links)),
            Command::Apart { pairs } => {
                linked(book, links::apart(book.links(), pairs), pairs.iter().map(|pair| &pair.0))
            }
            Command::Unlink { links, aparts } => {
                let records = records_of(links).chain(aparts.iter().map(|pair| &pair.0));
                linked(book, links::undo(book.links(), links, aparts), records)
            }
            Command::KeepGstr2b { kept } => Effect { gstr_2b: Some(kept.clone()), ..Effect::default() },
        };
        effect.swap(book);
        effect
    }

    /// Whether it picks copies of records, and so changes which rows are in force.
    pub fn picks(&self) -> bool {
        match self {
            Command::Pick { .. } => true,
            Command::Table { rows, .. } => rows.iter().any(|row| row.2.pick),
            _ => false,
        }
    }

    /// Whether it changes decisions, rather than which copy counts or what the portal knows.
    pub fn decides(&self) -> bool {
        matches!(self, Command::Decide { .. } | Command::Restore { .. } | Command::Table { .. })
    }

    /// Whether it may change what a book gives to GSTR-2B: actions, answers, or which copy counts.
    pub fn moves_credit(&self) -> bool {
        match self {
            Command::Decide { change, .. } => {
                change.action.is_some() || change.answer.is_some() || change.answer_if_missing.is_some()
            }
            Command::Restore { .. } | Command::Table { .. } | Command::Pick { .. } => true,
            Command::Uploaded { .. } | Command::Errors { .. } | Command::Dismiss { .. } | Command::Merge { .. } => {
                false
            }
            Command::ImportRegister { .. }
            | Command::RemoveRegister { .. }
            | Command::RegisterComplete(_)
            | Command::Link { .. }
            | Command::Apart { .. }
            | Command::Unlink { .. }
            | Command::KeepGstr2b { .. } => false,
        }
    }

    /// The rows whose decisions it would change, sheet by sheet; of a pick the copies to keep.
    pub fn rows(&self) -> Vec<(Section, RoaringBitmap)> {
        match self {
            Command::Decide { rows, .. } | Command::Restore { rows } => rows.clone(),
            Command::Table { rows, .. } => by_sheet(rows.iter().map(|(section, row, _)| (*section, *row))),
            Command::Pick { keep } => by_sheet(keep.iter().copied()),
            Command::Uploaded { .. } | Command::Errors { .. } | Command::Dismiss { .. } | Command::Merge { .. } => {
                Vec::new()
            }
            Command::ImportRegister { .. }
            | Command::RemoveRegister { .. }
            | Command::RegisterComplete(_)
            | Command::Link { .. }
            | Command::Apart { .. }
            | Command::Unlink { .. }
            | Command::KeepGstr2b { .. } => Vec::new(),
        }
    }

    /// Lets go of the entries of a register, once the book has them.
    pub(super) fn forget_entries(&mut self) {
        if let Command::ImportRegister { parts, .. } = self {
            let count = |part: &ReadPart| {
                let mut less = part.without_entries();
                // Read from a journal it has none; how many it had is said there.
                if !part.part.missing {
                    (less.part.entries, less.part.elsewhere) = (part.entries.len(), part.elsewhere.len());
                }
                less
            };
            *parts = parts.iter().map(count).collect();
        }
    }
}

fn records_of(links: &[Link]) -> impl Iterator<Item = &LinkedRecord> {
    links.iter().flat_map(|link| link.records.iter())
}

/// Links change, and with them what is said of these records.
fn linked<'l>(book: &Book, links: LinksChange, records: impl Iterator<Item = &'l LinkedRecord>) -> Effect {
    Effect { sheets: rows_alone(rows_of(book, records).into_iter()), links, ..Effect::default() }
}

fn decide(book: &mut Book, sheets: &[(Section, RoaringBitmap)], change: &Change) -> Effect {
    let not_chosen = change.not_chosen;
    let change = change.put_into(book);
    let decided = |(section, rows): &(Section, RoaringBitmap)| {
        let mut effect = SheetEffect::new(*section, rows.clone());
        effect.actions = change.action.map(OldValues::One);
        effect.chosen = change.action.map(|_| if not_chosen { RoaringBitmap::new() } else { rows.clone() });
        effect.answers = change.answer.map(OldValues::One);
        if change.answers_by_row(*section) {
            let answer = |row| change.decision(book, *section, row).answer;
            effect.answers = Some(OldValues::of(rows.iter().map(answer).collect()));
        }
        effect.remarks = change.remarks.map(OldValues::One);
        effect.notes = change.note.map(OldValues::One);
        effect
    };
    Effect { sheets: sheets.iter().map(decided).collect(), ..Effect::default() }
}

fn restore(book: &Book, sheets: &[(Section, RoaringBitmap)]) -> Effect {
    let restored = |(section, rows): &(Section, RoaringBitmap)| {
        // What a newer download replaced, or what is gone, keeps its decision.
        let rows = rows - book.sheet(*section).past();
        let baseline: Vec<_> = rows.iter().map(|row| book.sheet(*section).baseline(row)).collect();
        let mut effect = SheetEffect::new(*section, rows);
        effect.chosen = Some(RoaringBitmap::new());
        effect.actions = Some(OldValues::of(baseline.iter().map(|d| d.action).collect()));
        effect.answers = Some(OldValues::of(baseline.iter().map(|d| d.answer).collect()));
        effect.remarks = Some(OldValues::of(baseline.iter().map(|d| d.remarks).collect()));
        effect
    };
    Effect { sheets: sheets.iter().map(restored).collect(), ..Effect::default() }
}

/// The entries of a section in the order of their rows, and those rows.
fn of_section<T: Copy>(section: Section, entries: impl Iterator<Item = (Section, u32, T)>) -> (RoaringBitmap, Vec<T>) {
    let mut own: Vec<(u32, T)> = entries.filter(|e| e.0 == section).map(|(_, row, value)| (row, value)).collect();
    own.sort_by_key(|e| e.0);
    own.dedup_by_key(|e| e.0);
    (own.iter().map(|e| e.0).collect(), own.into_iter().map(|e| e.1).collect())
}

fn table(book: &mut Book, entries: &[RowChange]) -> Effect {
    let mut sheets = Vec::new();
    for section in Section::ALL {
        let (rows, changes) = of_section(section, entries.iter().map(|(s, row, change)| (*s, *row, &**change)));
        if rows.is_empty() {
            continue;
        }
        let new: Vec<_> =
            rows.iter().zip(&changes).map(|(row, change)| change.put_into(book).decision(book, section, row)).collect();
        let said = if changes.iter().any(|change| change.uploaded.is_some()) {
            let said = |(row, change): (u32, &&Change)| match &change.uploaded {
                Some(said) => Some(said.in_book(book)),
                None => book.sheet(section).last_said(row),
            };
            Some(OldValues::of(rows.iter().zip(&changes).map(said).collect()))
        } else {
            None
        };
        let chosen = |(row, change): (u32, &&Change)| {
            let is =
                if change.action.is_some() { !change.not_chosen } else { book.sheet(section).chosen().contains(row) };
            is.then_some(row)
        };
        let chosen = Some(rows.iter().zip(&changes).filter_map(chosen).collect());
        let mut effect = SheetEffect::new(section, rows);
        effect.chosen = chosen;
        effect.actions = Some(OldValues::of(new.iter().map(|d| d.action).collect()));
        effect.answers = Some(OldValues::of(new.iter().map(|d| d.answer).collect()));
        effect.remarks = Some(OldValues::of(new.iter().map(|d| d.remarks).collect()));
        effect.notes = Some(OldValues::of(new.iter().map(|d| d.note).collect()));
        effect.said = said;
        sheets.push(effect);
    }
    let picked: Vec<_> = entries.iter().filter(|entry| entry.2.pick).map(|entry| (entry.0, entry.1)).collect();
    sheets.extend(pick(book, &picked).sheets);
    Effect { sheets, ..Effect::default() }
}

fn pick(book: &Book, keep: &[(Section, u32)]) -> Effect {
    let mut sheets = Vec::new();
    for section in Section::ALL {
        let mut rows = RoaringBitmap::new();
        for (_, row) in keep.iter().filter(|k| k.0 == section) {
            rows.extend(book.sheet(section).rivals(*row));
        }
        if !rows.is_empty() {
            let mut effect = SheetEffect::new(section, rows);
            effect.aside = true;
            sheets.push(effect);
        }
    }
    Effect { sheets, ..Effect::default() }
}

fn uploaded(book: &Book, said: &[(Section, u32, Said)]) -> Effect {
    let mut sheets = Vec::new();
    for section in Section::ALL {
        let (rows, values) = of_section(section, said.iter().map(|&(s, row, said)| (s, row, Some(said))));
        if !rows.is_empty() {
            let mut effect = SheetEffect::new(section, rows);
            effect.said = Some(OldValues::of(values));
            sheets.push(effect);
        }
    }
    // Said again, as before or otherwise: what the portal found wrong before is answered, until it says so once more.
    let answered = said.iter().flat_map(|&(section, row, _)| book.errors().unsettled(section, row));
    let answered = if book.errors().list().is_empty() { RoaringBitmap::new() } else { answered.collect() };
    Effect { sheets, errors: ErrorsChange::settle(answered), ..Effect::default() }
}

/// Records as rows of their sheets.
fn by_sheet(records: impl Iterator<Item = (Section, u32)>) -> Vec<(Section, RoaringBitmap)> {
    let mut rows = BySection::<RoaringBitmap>::default();
    for (section, row) in records {
        rows[section].insert(row);
    }
    rows.each().filter(|(_, rows)| !rows.is_empty()).collect()
}

/// Rows of sheets of which nothing is replaced, but which must be judged again.
fn rows_alone(records: impl Iterator<Item = (Section, u32)>) -> Vec<SheetEffect> {
    by_sheet(records).into_iter().map(|(section, rows)| SheetEffect::new(section, rows)).collect()
}

fn errors(book: &Book, file: &str, reports: &[Report]) -> Effect {
    let errors = book.matched(file, reports);
    let sheets = rows_alone(errors.iter().flat_map(|error| error.records.iter().copied()));
    Effect { sheets, errors: ErrorsChange::attach(errors), ..Effect::default() }
}

fn dismiss(book: &Book, marks: &RoaringBitmap) -> Effect {
    let standing: RoaringBitmap = marks.iter().filter(|&mark| book.is_open(mark)).collect();
    let sheets = rows_alone(standing.iter().filter_map(|mark| book.errors().mark(mark)?.1));
    Effect { sheets, errors: ErrorsChange::settle(standing), ..Effect::default() }
}
