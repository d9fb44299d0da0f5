//! Reading the workbook that was given out to decide in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::apart::{Apart, InOrder};
use super::mark::{self, Marked, Marks};
use super::out::{GivenColumn, columns};
use super::white::{self, White};
use crate::book::{Book, Field, Section};
use crate::cells::{Cell, Kind, Note, Row, Sheet, Workbook};
use crate::edit::Change;
use crate::exchange::decisions::{Reason, Refused, excerpt};
use crate::exchange::meant::{Entry, Meant};
use crate::exchange::refusals::Refusals;
use crate::exchange::workbook::{RECIPIENT, day, held};
use crate::values::{counted, gstin, money, typed};
use crate::view;
use crate::work::Progress;

use GivenColumn as G;

/// What came back.
#[derive(Default)]
pub struct Returned {
    /// What to change, a record at most once.
    pub entries: Vec<Entry>,
    /// Records on which something else was decided here in the meantime: nothing of them is in `entries`.
    pub differing: Vec<Differing>,
    /// Rows that are refused.
    pub refused: Refusals,
    /// What was tolerated.
    pub notes: Vec<String>,
    /// How many rows say what was given out.
    pub unchanged: u64,
}

/// A record on which this computer and the workbook decided different things since it was given out: one is to be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The row's line in its sheet.
    pub line: u64,
    /// The record's section.
    pub section: Section,
    /// The record's row.
    pub row: u32,
    /// What was given out.
    pub given: White,
    /// What came back.
    pub theirs: White,
    /// What is decided here now.
    pub ours: White,
    /// What to change if theirs is picked.
    pub change: Arc<Change>,
}

/// Whether what came back is compared with what was given out, or is all that is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// With what was given out: the rest of the decisions is in the book.
    Given,
    /// With what the portal holds: there are no other decisions.
    Portal,
}

/// Whether a workbook is one that was given out.
pub fn is_given(workbook: &Workbook) -> bool {
    workbook.sheets.iter().any(|sheet| heading(sheet).is_some())
}

/// How many rows from above may hold the headings: people put titles over them.
const ABOVE: usize = 20;

/// The place of the row of headings.
fn heading(sheet: &Sheet) -> Option<usize> {
    let titles = [G::Mark.title(), G::Kept.title()];
    (0..sheet.rows().min(ABOVE)).find(|&place| {
        let has = |title: &&str| sheet.row(place).is_some_and(|row| row.cells().any(|cell| cell.text.trim() == *title));
        titles.iter().any(has)
    })
}

/// Of whom a workbook is that was given out, as its first sheet says; none where that was taken away.
pub fn recipient(workbook: &Workbook) -> Option<String> {
    let said = |row: Row<'_>| {
        let mut cells = row.cells();
        let first = cells.next().filter(|cell| cell.text.trim() == RECIPIENT)?;
        let gstin = cells.next().filter(|cell| cell.column > first.column)?.text.trim().to_owned();
        gstin::well_formed(&gstin).then_some(gstin)
    };
    let of_sheet = |sheet: &Sheet| (0..sheet.rows().min(ABOVE)).find_map(|place| said(sheet.row(place)?));
    workbook.sheets.iter().find_map(of_sheet)
}

/// Reads what came back. The error says why nothing of it can be taken.
pub fn read(book: &Book, workbook: &Workbook, against: Against, progress: &Progress) -> Result<Returned, String> {
    let mut reading = Reading {
        book,
        against,
        marks: Marks::of(book),
        meant: Meant::default(),
        changed: BTreeMap::new(),
        returned: Returned::default(),
        known: 0,
        notes_missing: false,
        apart: Apart::default(),
        last_place: 0,
        as_given: true,
        in_order: Default::default(),
    };
    for note in &workbook.notes {
        if let Note::NoResult(name, _) = note {
            return Err(format!(
                "the sheet {name} has formulas without results: open the file, save it, and send it again"
            ));
        }
    }
    let mut sheets = Vec::new();
    for sheet in &workbook.sheets {
        if let Some(place) = heading(sheet) {
            sheets.push((sheet, place, Layout::of(sheet, place, &mut reading.returned.notes)?));
        }
    }
    if sheets.len() > 1 {
        let names: Vec<&str> = sheets.iter().filter_map(|(sheet, ..)| sheet.name.as_deref()).collect();
        reading.returned.notes.push(format!("rows are read from {} sheets: {}", sheets.len(), names.join(", ")));
    }
    // Whether a part was sorted shows only over all rows.
    reading.each_row(&sheets, progress, Reading::look)?;
    reading.apart.ended();
    reading.each_row(&sheets, progress, Reading::row)?;
    reading.ended()
}

/// In which column of a sheet is what.
struct Layout {
    columns: BTreeMap<u16, GivenColumn>,
    notes: bool,
}

impl Layout {
    fn of(sheet: &Sheet, place: usize, notes: &mut Vec<String>) -> Result<Layout, String> {
        let known = columns(true);
        let mut found = BTreeMap::new();
        let mut others = 0;
        for cell in sheet.row(place).iter().flat_map(Row::cells) {
            let title = cell.text.trim();
            match known.iter().find(|column| column.title() == title) {
                Some(column) if found.values().any(|other| other == column) => {
                    return Err(format!("the column \"{title}\" is there twice"));
                }
                Some(column) => drop(found.insert(cell.column, *column)),
                None => others += 1,
            }
        }
        let missing = |column: &GivenColumn| !found.values().any(|other| other == column);
        // Without its white columns it would come back with no decisions, and that would not show.
        let certain = [G::Mark, G::Kept, G::NumberAgain, G::Of(Field::Number)];
        let notes_too = !missing(&G::Of(Field::Note));
        let own = columns(notes_too).into_iter().filter(|column| column.is_white() || matches!(column, G::Between(_)));
        let needed: Vec<GivenColumn> = certain.into_iter().chain(own).filter(missing).collect();
        if !needed.is_empty() {
            return Err(are_missing(&needed));
        }
        let all = columns(notes_too);
        let gone = all.iter().filter(|column| missing(column));
        notes.extend(gone.map(|column| format!("the column \"{}\" is missing, and is not compared", column.title())));
        if others > 0 {
            notes.push(format!("{} not of this program and left out", counted(others, "column is", "columns are")));
        }
        Ok(Layout { columns: found, notes: notes_too })
    }
}

/// Why a workbook without these columns cannot be taken.
fn are_missing(columns: &[GivenColumn]) -> String {
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.title())).collect();
    let (are, them) = match columns {
        [_] => ("column", ("is", "its heading was")),
        _ => ("columns", ("are", "their headings were")),
    };
    format!("the {are} {} {} missing, or {} changed", names.join(", "), them.0, them.1)
}

/// A record that a row may be about.
type Record = (Section, u32);

struct Reading<'b> {
    book: &'b Book,
    against: Against,
    marks: Marks,
    meant: Meant,
    /// What rows with changes held: given, theirs.
    changed: BTreeMap<Record, (White, White)>,
    returned: Returned,
    /// How many rows are about a record that is known.
    known: u64,
    /// Whether notes were given out, and their column did not come back.
    notes_missing: bool,
    /// Whether white cells were sorted without their rows.
    apart: Apart,
    /// Where the row before was given out, and whether all rows so far are in that order.
    last_place: u32,
    as_given: bool,
    /// Status and remarks from above.
    in_order: [InOrder; 2],
}

/// The cells of a row by what they are.
type ByColumn<'s> = Vec<(GivenColumn, Cell<'s>)>;

fn cell<'r, 's>(cells: &'r ByColumn<'s>, wanted: GivenColumn) -> Option<&'r Cell<'s>> {
    cells.iter().find(|(column, _)| *column == wanted).map(|(_, cell)| cell)
}

fn text<'r>(cells: &'r ByColumn<'_>, wanted: GivenColumn) -> &'r str {
    cell(cells, wanted).map_or("", |cell| cell.text.as_ref())
}

impl Reading<'_> {
    fn each_row(
        &mut self,
        sheets: &[(&Sheet, usize, Layout)],
        progress: &Progress,
        mut look: impl FnMut(&mut Self, u64, &ByColumn<'_>, &Layout),
    ) -> Result<(), String> {
        for (sheet, heading, layout) in sheets {
            for (done, row) in sheet.iter().skip(heading + 1).enumerate() {
                if done % 1024 == 0 && progress.cancelled() {
                    return Err("reading was stopped".to_owned());
                }
                let of = |cell: Cell<'_>| layout.columns.get(&cell.column).map(|column| (*column, own(cell)));
                let cells: ByColumn<'static> =
                    row.cells().filter_map(of).filter(|(_, cell)| !cell.text.trim().is_empty()).collect();
                if !cells.is_empty() {
                    look(self, u64::from(row.line()), &cells, layout);
                }
            }
        }
        Ok(())
    }

    /// Looks at what is hidden between the white cells of a row.
    fn look(&mut self, _: u64, cells: &ByColumn<'_>, layout: &Layout) {
        let own = mark::between(text(cells, G::Mark));
        for &column in layout.columns.values() {
            if let G::Between(place) = column {
                self.apart.see(&own, place, text(cells, column));
            }
        }
        self.apart.is_there(own);
    }

    /// Whether the white cells were not sorted without their row.
    fn is_whole(&self, cells: &ByColumn<'_>, layout: &Layout) -> bool {
        let own = mark::between(text(cells, G::Mark));
        layout.columns.values().all(|&column| match column {
            G::Between(place) => self.apart.belongs(&own, place, text(cells, column)),
            _ => true,
        })
    }

    /// Looks whether rows are in the order in which they were given out, and whether what was decided came into order.
    fn see_order(&mut self, given: &White, place: u32, cells: &ByColumn<'_>) {
        self.as_given &= place > self.last_place;
        self.last_place = place;
        let [status, remarks] = &mut self.in_order;
        status.see(&given.action, text(cells, G::Of(Field::Action)));
        remarks.see(&given.remarks, text(cells, G::Of(Field::Remarks)));
    }

    fn row(&mut self, line: u64, cells: &ByColumn<'_>, layout: &Layout) {
        let mark = text(cells, G::Mark);
        let record = match self.marks.find(mark) {
            Marked::Record(section, row) => (section, row),
            Marked::Changed => {
                self.known += 1;
                return self.refuse(line, CHANGED.to_owned());
            }
            Marked::Unknown if mark.is_empty() => return self.refuse(line, NO_MARK.to_owned()),
            Marked::Unknown => return self.refuse(line, NOT_HERE.to_owned()),
        };
        self.known += 1;
        let kept = text(cells, G::Kept);
        let Some((given, place)) = mark::given(kept, mark) else {
            // The white cells may be those of the other record that they name.
            if let Some(other) = mark::named(kept)
                && let Marked::Record(section, row) = self.marks.find(&other)
            {
                self.meant.say((section, row), line, Err((String::new(), None)));
            }
            return self.say(record, line, Err((MIXED.to_owned(), None)));
        };
        self.see_order(&given, place, cells);
        if !self.is_whole(cells, layout) {
            return self.say(record, line, Err((APART.to_owned(), None)));
        }
        let read = grey(self.book, record, cells, layout).and_then(|()| self.change(record, given, cells, layout));
        self.say(record, line, read);
    }

    /// What the white cells of a row change.
    fn change(
        &mut self,
        record: Record,
        given: White,
        cells: &ByColumn<'_>,
        layout: &Layout,
    ) -> Result<Change, Reason> {
        let (section, row) = record;
        let was = match self.against {
            Against::Given => given.clone(),
            Against::Portal => White::imported(self.book, section, row).kept(),
        };
        self.notes_missing |= !layout.notes && !given.note.is_empty();
        let theirs = theirs(cells, layout, &was)?;
        let mut change = theirs.change(&was)?;
        // An answer that was given out beside another action is kept and is not given with it.
        let accepts = crate::portal::words::action(&theirs.action) == Some(crate::book::Action::Accept);
        change.set_aside = change.answer.is_some() && !accepts && theirs.answers_as(&given);
        if change != Change::default() {
            self.changed.insert(record, (given, theirs));
        }
        Ok(change)
    }

    fn say(&mut self, record: Record, line: u64, change: Result<Change, Reason>) {
        if let Some((reason, rule)) = self.meant.say(record, line, change) {
            self.returned.refused.push(Refused { line, reason, rule, asks: false, records: vec![record] });
        }
    }

    fn refuse(&mut self, line: u64, reason: String) {
        self.returned.refused.push(Refused { line, reason, rule: None, asks: false, records: Vec::new() });
    }

    fn ended(mut self) -> Result<Returned, String> {
        if self.notes_missing {
            return Err(are_missing(&[G::Of(Field::Note)]));
        }
        let mut returned = self.returned;
        for ((field, different), order) in [(Field::Action, 3), (Field::Remarks, 4)].into_iter().zip(&self.in_order) {
            if self.as_given && order.came_into_order(different) {
                returned.notes.push(format!(
                    "the column \"{}\" is in order, and its rows are not sorted by it: if it was sorted alone, its decisions are beside other records. Look at them before you take them",
                    field.title()
                ));
            }
        }
        let entries = self.meant.entries(&mut returned.refused);
        for entry in entries {
            if *entry.change == Change::default() {
                returned.unchanged += 1;
                continue;
            }
            let differing = self.changed.remove(&(entry.section, entry.row)).and_then(|(given, theirs)| {
                let notes = !given.note.is_empty() || !theirs.note.is_empty();
                let ours = White::of(self.book, entry.section, entry.row, notes).kept();
                let clash = self.against == Against::Given && clashes(&given, &theirs.kept(), &ours);
                clash.then(|| Differing {
                    line: entry.line,
                    section: entry.section,
                    row: entry.row,
                    given,
                    theirs,
                    ours,
                    change: entry.change.clone(),
                })
            });
            match differing {
                Some(differing) => returned.differing.push(differing),
                None => returned.entries.push(entry),
            }
        }
        if self.known == 0 && !returned.refused.is_empty() {
            return Err("no record of this workbook is in these files: it was made of others".to_owned());
        }
        Ok(returned)
    }
}

/// Whether something that came back changed is by now neither what was given out nor what came back.
fn clashes(given: &White, theirs: &White, ours: &White) -> bool {
    let clash = |given: &str, theirs: &str, ours: &str| theirs != given && ours != given && ours != theirs;
    clash(&given.action, &theirs.action, &ours.action)
        || clash(&given.remarks, &theirs.remarks, &ours.remarks)
        || clash(&given.note, &theirs.note, &ours.note)
        || (!theirs.answers_as(given) && !ours.answers_as(given) && !ours.answers_as(theirs))
}

const CHANGED: &str = "the portal says something else of this record since the workbook was made: decide on it again";
const NO_MARK: &str = "the row does not say which record it is about: its hidden cell is empty";
const NOT_HERE: &str = "the hidden cell names no record of these files";
const APART: &str = "the white cells are those of a different row: a part of the columns was sorted without the rest";
const MIXED: &str =
    "the white cells are not those of this record: only a part of the columns was sorted, or a hidden cell was changed";

fn own(cell: Cell<'_>) -> Cell<'static> {
    Cell { column: cell.column, kind: cell.kind, text: Cow::Owned(cell.text.into_owned()), format: cell.format }
}

/// What the white cells say. Where there is no column of notes, they are as they were.
fn theirs(cells: &ByColumn<'_>, layout: &Layout, was: &White) -> Result<White, Reason> {
    let words = |field: Field| cell(cells, G::Of(field)).map_or(Ok(String::new()), |cell| white::words(field, cell));
    let mut theirs = White {
        action: white::folded(&words(Field::Action)?),
        answer: white::folded(&words(Field::Answer)?),
        heads: [None; 4],
        remarks: words(Field::Remarks)?,
        note: if layout.notes { words(Field::Note)? } else { was.note.clone() },
    };
    for (head, field) in theirs.heads.iter_mut().zip(crate::book::field::DECLARED) {
        *head = cell(cells, G::Of(field)).map_or(Ok(None), |cell| white::head(field, cell))?;
    }
    Ok(theirs)
}

/// Whether all grey cells are as the book has them.
fn grey(book: &Book, record: Record, cells: &ByColumn<'_>, layout: &Layout) -> Result<(), Reason> {
    let (section, row) = record;
    for &column in layout.columns.values().filter(|column| !column.is_white()) {
        let cell = cell(cells, column);
        let words = |text: &str| is_text(cell, text);
        let same = match column {
            G::Mark | G::Kept | G::Between(_) => true,
            G::SheetName => words(section.sheet_name()),
            G::NumberAgain => words(book.sheet(section).records().numbers.get(row)),
            G::Of(field) => is_field(book, section, row, field, cell),
        };
        if !same {
            let found = cell.map_or("".into(), white::shown);
            return Err((
                format!("\"{}\" is grey and was changed: it says \"{}\"", column.title(), excerpt(&found)),
                None,
            ));
        }
    }
    Ok(())
}

fn is_text(cell: Option<&Cell<'_>>, text: &str) -> bool {
    white::folded(cell.map_or("", |cell| &cell.text)) == white::folded(&held(text))
}

/// Whether a cell says what the book says in a field.
fn is_field(book: &Book, section: Section, row: u32, field: Field, found: Option<&Cell<'_>>) -> bool {
    let Some(cell) = found else { return view::cell(book, section, row, field).trim().is_empty() };
    if field.is_amount() {
        if let Some(paise) = view::amount(book, section, row, field) {
            return match cell.kind {
                Kind::Number => white::paise(&cell.text) == Some(paise),
                _ => {
                    cell.text == money::plain(paise.into())
                        || typed::amount(&cell.text).is_some_and(|amount| amount.exact && amount.paise == paise)
                }
            };
        }
    } else if let (Some(day), Kind::Date(held)) = (day(book, section, row, field), cell.kind) {
        return day == held;
    }
    is_text(found, &view::cell(book, section, row, field))
}
