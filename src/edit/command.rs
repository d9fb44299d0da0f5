//! Commands: one change a user made, of one row or a million, and what it replaced.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Change;
use super::merge::{self, Later, Turn};
use crate::book::{
    Action, AnswerId, BesideSheets, Book, BySection, Decision, ErrorsChange, Report, Said, Section, Sheet, TextId,
};
use crate::values::{counted, last_part, rows};
use crate::work::parts;

/// One change a user made; the unit of undo.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Gives the same new values to rows of one sheet.
    Decide {
        /// The sheet.
        section: Section,
        /// Its rows.
        rows: RoaringBitmap,
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
        /// What was done, as a sentence begins: "Loaded decisions from saved.csv".
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
}

/// A row of a section and its new values, which all rows share that get the same.
pub type RowChange = (Section, u32, Arc<Change>);

/// The values of rows, in the order of the rows: one for all, or one each.
#[derive(Clone, Debug, PartialEq)]
enum Values<T> {
    One(T),
    Each(Vec<T>),
}

impl<T: Copy + PartialEq + Send + Sync> Values<T> {
    fn of(values: Vec<T>) -> Values<T> {
        match values.first() {
            Some(&first) if values.iter().all(|&v| v == first) => Values::One(first),
            _ => Values::Each(values),
        }
    }

    /// Exchanges these values with those in the column.
    fn swap(&mut self, column: &mut [T], rows: &RoaringBitmap) {
        let (Some(first), Some(last)) = (rows.min(), rows.max()) else { return };
        let end = column.len().min(last as usize + 1);
        let Some(stretch) = column.get_mut(first as usize..end) else { return };
        let new = &*self;
        let old = parts::in_stretches(stretch, |from, part| {
            let from = first + from as u32;
            let range = from..from + part.len() as u32;
            let mut old = Vec::with_capacity(rows.range_cardinality(range.clone()) as usize);
            let own = rows::each(rows.range(range));
            let mut exchange = |row: u32, new: T| std::mem::replace(&mut part[(row - from) as usize], new);
            match new {
                Values::One(new) => own.for_each(|row| old.push(exchange(row, *new))),
                Values::Each(new) => {
                    let before = rows.range_cardinality(..from) as usize;
                    own.zip(&new[before..]).for_each(|(row, new)| old.push(exchange(row, *new)));
                }
            }
            old
        });
        *self = Values::of(parts::joined(old));
    }

    /// The value at a place among the rows.
    fn at(&self, place: usize) -> Option<T> {
        match self {
            Values::One(value) => Some(*value),
            Values::Each(values) => values.get(place).copied(),
        }
    }
}

/// What a command replaced in one sheet; exchanging it with what is there is both undo and redo.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetEffect {
    /// The sheet.
    pub section: Section,
    /// The rows that the command touched.
    pub rows: RoaringBitmap,
    actions: Option<Values<Action>>,
    answers: Option<Values<AnswerId>>,
    remarks: Option<Values<TextId>>,
    notes: Option<Values<TextId>>,
    said: Option<Values<Option<Said>>>,
    /// The rows change between in force and set aside.
    aside: bool,
    /// The rows change between in force and past, with their versions.
    turn: Option<Box<Turn>>,
}

impl SheetEffect {
    fn new(section: Section, rows: RoaringBitmap) -> SheetEffect {
        SheetEffect {
            section,
            rows,
            actions: None,
            answers: None,
            remarks: None,
            notes: None,
            said: None,
            aside: false,
            turn: None,
        }
    }

    /// What a merge turns around.
    pub(super) fn turned(section: Section, rows: RoaringBitmap, turn: Turn) -> SheetEffect {
        SheetEffect { turn: Some(Box::new(turn)), ..SheetEffect::new(section, rows) }
    }

    /// A row's decision with what is kept here of it in its place; none if nothing of it is kept. While the command is
    /// in force that is what it replaced.
    pub fn put_back(&self, row: u32, now: Decision) -> Option<Decision> {
        let place = self.rows.contains(row).then(|| self.rows.rank(row) as usize - 1)?;
        fn at<T: Copy + PartialEq + Send + Sync>(values: &Option<Values<T>>, place: usize) -> Option<T> {
            values.as_ref().and_then(|values| values.at(place))
        }
        let (action, answer) = (at(&self.actions, place), at(&self.answers, place));
        let (remarks, note) = (at(&self.remarks, place), at(&self.notes, place));
        let kept = action.is_some() || answer.is_some() || remarks.is_some() || note.is_some();
        kept.then(|| Decision {
            action: action.unwrap_or(now.action),
            answer: answer.unwrap_or(now.answer),
            remarks: remarks.unwrap_or(now.remarks),
            note: note.unwrap_or(now.note),
        })
    }

    fn swap(&mut self, sheet: &mut Sheet) {
        let (rows, all) = (&self.rows, sheet.rows() as usize);
        let columns = sheet.columns_mut();
        if let Some(values) = &mut self.actions {
            values.swap(columns.actions, rows);
        }
        if let Some(values) = &mut self.answers {
            values.swap(columns.answers, rows);
        }
        if let Some(values) = &mut self.remarks {
            values.swap(columns.remarks, rows);
        }
        if let Some(values) = &mut self.notes {
            values.swap(columns.notes, rows);
        }
        if let Some(values) = &mut self.said {
            // The column exists only once an upload was uploaded.
            columns.last_said.resize(all, None);
            values.swap(columns.last_said, rows);
        }
        if self.aside {
            *columns.aside ^= rows;
        }
        if let Some(turn) = &mut self.turn {
            turn.swap(sheet, rows);
        }
    }
}

/// What a command replaced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effect {
    /// Sheet by sheet.
    pub sheets: Vec<SheetEffect>,
    /// What became of the portal's errors; their records are among the rows of the sheets.
    pub errors: ErrorsChange,
    /// What a merge replaced beside the sheets.
    pub(super) beside: Option<Box<BesideSheets>>,
}

impl Effect {
    /// Exchanges what was replaced with what is in the book.
    pub fn swap(&mut self, book: &mut Book) {
        for effect in &mut self.sheets {
            effect.swap(book.sheet_mut(effect.section));
        }
        self.errors.swap(book.errors_mut());
        if let Some(beside) = &mut self.beside {
            book.exchange_beside(beside);
        }
    }

    /// Whether a record was touched.
    pub fn touches(&self, section: Section, row: u32) -> bool {
        self.sheets.iter().any(|s| s.section == section && s.rows.contains(row))
    }

    /// How many rows were touched.
    pub fn rows(&self) -> u64 {
        self.sheets.iter().map(|s| s.rows.len()).sum()
    }

    /// How many records were changed: of a newer download those that differ from what was known, not all that it has.
    pub fn records(&self) -> u64 {
        self.sheets.iter().map(|s| s.turn.as_ref().map_or(s.rows.len(), |turn| turn.changed())).sum()
    }
}

impl Command {
    /// Merges a newer download, which was read as a book of its own. Of the old rows `mine` the decision counts although the
    /// supplier changed the record, or somebody acted on it elsewhere.
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

    /// Carries the command out and gives what it replaced. Which rows may have it was asked before (`plan`).
    pub fn apply(&self, book: &mut Book) -> Effect {
        let mut effect = match self {
            Command::Decide { section, rows, change } => decide(book, *section, rows, change),
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
        };
        effect.swap(book);
        effect
    }

    /// The command in words, for history and result lines; `rows` is how many records it changed.
    pub fn words(&self, rows: u64) -> String {
        let n = crate::values::grouped(rows);
        let records = |section: Section| format!("{n} in {}", section.sheet_name());
        match self {
            Command::Decide { section, change, .. } => {
                let records = records(*section);
                match change {
                    Change { action: Some(Action::Accept), .. } => format!("Accepted {records}"),
                    Change { action: Some(Action::Reject), .. } => format!("Rejected {records}"),
                    Change { action: Some(Action::Pending), .. } => format!("Kept {records} pending"),
                    Change { action: Some(_), .. } => format!("Set {records} to No action"),
                    Change { answer: Some(_), .. } => format!("Answered \"ITC to be reduced?\" of {records}"),
                    Change { remarks: Some(text), .. } if text.is_empty() => {
                        format!("Cleared the remarks of {records}")
                    }
                    Change { remarks: Some(_), .. } => format!("Wrote remarks on {records}"),
                    _ => format!("Wrote a note on {records}"),
                }
            }
            Command::Restore { rows: sheets } => match sheets.as_slice() {
                [(section, _)] => format!("Put {} back as imported", records(*section)),
                _ => format!("Put {n} records back as imported"),
            },
            // Copies that were set aside are among the rows that it touched, and are not counted.
            Command::Table { what, rows } => format!("{what}: {}", crate::values::records(rows.len() as u64)),
            Command::Pick { .. } => format!("Set {n} copies aside"),
            Command::Uploaded { name, .. } => format!("Marked {name} as uploaded ({n} records)"),
            Command::Errors { file, reports } => {
                format!("Attached {} of {}", counted(reports.len() as u64, "error", "errors"), last_part(file))
            }
            Command::Merge { later, .. } => match rows {
                0 => format!("Merged {}: nothing changed", later.name()),
                rows => format!("Merged {}: {} changed", later.name(), crate::values::records(rows)),
            },
            Command::Dismiss { marks } => {
                format!("Dismissed {} of the portal", counted(marks.len(), "error", "errors"))
            }
        }
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
        }
    }

    /// The rows whose decisions it would change, sheet by sheet; of a pick the copies to keep.
    pub fn rows(&self) -> Vec<(Section, RoaringBitmap)> {
        match self {
            Command::Decide { section, rows, .. } => vec![(*section, rows.clone())],
            Command::Restore { rows } => rows.clone(),
            Command::Table { rows, .. } => by_sheet(rows.iter().map(|(section, row, _)| (*section, *row))),
            Command::Pick { keep } => by_sheet(keep.iter().copied()),
            Command::Uploaded { .. } | Command::Errors { .. } | Command::Dismiss { .. } | Command::Merge { .. } => {
                Vec::new()
            }
        }
    }

    /// The command in words, as it looks from one of its records; `rows` is how many it touched.
    pub fn words_for_one(&self, rows: u64) -> String {
        if let Command::Merge { later, .. } = self {
            return format!("Newer download {}", later.name());
        }
        let done = match self {
            Command::Decide { change, .. } => match change {
                Change { action: Some(Action::Accept), .. } => "Accepted",
                Change { action: Some(Action::Reject), .. } => "Rejected",
                Change { action: Some(Action::Pending), .. } => "Kept pending",
                Change { action: Some(_), .. } => "Set to No action",
                Change { answer: Some(_), .. } => "Answered \"ITC to be reduced?\"",
                Change { remarks: Some(text), .. } if text.is_empty() => "Remarks cleared",
                Change { remarks: Some(_), .. } => "Remarks written",
                _ => "Note written",
            },
            Command::Restore { .. } => "Put back as imported",
            Command::Table { what, .. } => what,
            Command::Pick { .. } => "Set aside or taken back",
            Command::Uploaded { .. } => "Uploaded",
            Command::Errors { .. } => "Refused by the portal",
            Command::Dismiss { .. } => "Error dismissed",
            Command::Merge { .. } => "Newer download", // named above
        };
        match rows {
            0 | 1 => done.to_owned(),
            n => format!("{done} with {}", counted(n - 1, "other", "others")),
        }
    }
}

fn decide(book: &mut Book, section: Section, rows: &RoaringBitmap, change: &Change) -> Effect {
    let change = change.put_into(book);
    let mut effect = SheetEffect::new(section, rows.clone());
    effect.actions = change.action.map(Values::One);
    effect.answers = change.answer.map(Values::One);
    if change.answers_by_row(section) {
        effect.answers = Some(Values::of(rows.iter().map(|row| change.decision(book, section, row).answer).collect()));
    }
    effect.remarks = change.remarks.map(Values::One);
    effect.notes = change.note.map(Values::One);
    Effect { sheets: vec![effect], ..Effect::default() }
}

fn restore(book: &Book, sheets: &[(Section, RoaringBitmap)]) -> Effect {
    let restored = |(section, rows): &(Section, RoaringBitmap)| {
        // What a newer download replaced, or what is gone, keeps its decision.
        let rows = rows - book.sheet(*section).past();
        let baseline: Vec<_> = rows.iter().map(|row| book.sheet(*section).baseline(row)).collect();
        let mut effect = SheetEffect::new(*section, rows);
        effect.actions = Some(Values::of(baseline.iter().map(|d| d.action).collect()));
        effect.answers = Some(Values::of(baseline.iter().map(|d| d.answer).collect()));
        effect.remarks = Some(Values::of(baseline.iter().map(|d| d.remarks).collect()));
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
            Some(Values::of(rows.iter().zip(&changes).map(said).collect()))
        } else {
            None
        };
        let mut effect = SheetEffect::new(section, rows);
        effect.actions = Some(Values::of(new.iter().map(|d| d.action).collect()));
        effect.answers = Some(Values::of(new.iter().map(|d| d.answer).collect()));
        effect.remarks = Some(Values::of(new.iter().map(|d| d.remarks).collect()));
        effect.notes = Some(Values::of(new.iter().map(|d| d.note).collect()));
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
            effect.said = Some(Values::of(values));
            sheets.push(effect);
        }
    }
    // Said again: what the portal found wrong before is answered, until it says so once more.
    let answered = said.iter().flat_map(|&(section, row, _)| book.error_marks(section, row));
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
