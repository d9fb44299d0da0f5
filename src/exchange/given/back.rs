//! Reading the workbook that was given out to decide in.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::apart::{Apart, InOrder};
use super::grey::grey;
use super::layout::{ByColumn, Layout, are_missing, cell, heading, text};
use super::mark::{self, GivenRow, Marked, Marks};
use super::out::GivenColumn;
use super::white::{self, White};
use crate::book::{Book, Field, Section};
use crate::cells::{Note, Sheet, Workbook};
use crate::edit::Change;
use crate::exchange::decisions::{Reason, Refused};
use crate::exchange::loosely::{called, record_called};
use crate::exchange::meant::{Entry, Meant};
use crate::exchange::refusals::Refusals;
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

/// Reads what came back. The error says why nothing of it can be taken.
pub fn read(book: &Book, workbook: &Workbook, against: Against, progress: &Progress) -> Result<Returned, String> {
    let mut reading = Reading {
        book,
        against,
        marks: Marks::of(book),
        meant: Meant::default(),
        changed: BTreeMap::new(),
        asked: HashSet::new(),
        decided_before: Vec::new(),
        returned: Returned::default(),
        known: 0,
        unknown: 0,
        sheets: Vec::new(),
        places: Vec::new(),
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
        reading.sheets = sheets.iter().map(|(sheet, ..)| sheet.name.clone().unwrap_or_default()).collect();
        let names = reading.sheets.join(", ");
        reading.returned.notes.push(format!("rows are read from {} sheets: {names}", sheets.len()));
    }
    // Whether a part was sorted shows only over all rows.
    reading.each_row(&sheets, progress, Reading::look)?;
    reading.apart.ended();
    reading.each_row(&sheets, progress, Reading::row)?;
    reading.ended()
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
    /// The records with a row that is not as it was given out.
    asked: HashSet<Record>,
    /// Rows that are as they were given out, with decisions that are not in the book.
    decided_before: Vec<(Record, u32, Change)>,
    returned: Returned,
    /// How many rows are about a record that is known.
    known: u64,
    /// How many are about none and are as they were given out.
    unknown: u64,
    /// The names of the sheets, where there are several.
    sheets: Vec<String>,
    /// Then of each row the sheet and its line there.
    places: Vec<(usize, u32)>,
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

impl Reading<'_> {
    fn each_row(
        &mut self,
        sheets: &[(&Sheet, usize, Layout)],
        progress: &Progress,
        mut look: impl FnMut(&mut Self, (usize, u32), &ByColumn<'_>, &Layout),
    ) -> Result<(), String> {
        for (number, (sheet, heading, layout)) in sheets.iter().enumerate() {
            for (done, row) in sheet.iter().skip(heading + 1).enumerate() {
                if done % 1024 == 0 && progress.cancelled() {
                    return Err("reading was stopped".to_owned());
                }
                let cells = layout.cells(&row);
                if !cells.is_empty() {
                    look(self, (number, row.line()), &cells, layout);
                }
            }
        }
        Ok(())
    }

    /// Looks at what is hidden between the white cells of a row.
    fn look(&mut self, _: (usize, u32), cells: &ByColumn<'_>, layout: &Layout) {
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

    /// The number under which a row is known: its line, or its place among the rows of several sheets.
    fn number(&mut self, place: (usize, u32)) -> u32 {
        if self.sheets.is_empty() {
            return place.1;
        }
        self.places.push(place);
        u32::try_from(self.places.len()).unwrap_or(u32::MAX)
    }

    /// The line of a row, and the name of its sheet, if there are several.
    fn line(&self, number: u32) -> (u64, Option<&str>) {
        let place = self.places.get((number as usize).wrapping_sub(1));
        place.map_or((number.into(), None), |&(sheet, line)| (line.into(), self.sheets.get(sheet).map(String::as_str)))
    }

    fn row(&mut self, place: (usize, u32), cells: &ByColumn<'_>, layout: &Layout) {
        let number = self.number(place);
        let (mark, kept) = (text(cells, G::Mark), text(cells, G::Kept));
        let marked = self.marks.find(mark);
        self.known += u64::from(!matches!(marked, Marked::Unknown));
        let given = mark::given(kept, mark);
        if let Some(given) = &given {
            self.notes_missing |= !layout.notes && !given.white.note.is_empty();
            self.see_order(&given.white, given.place, cells);
        }
        let (record, why) = match marked {
            Marked::Record(section, row) => return self.known_row((section, row), number, given, cells, layout),
            Marked::Changed(section, row) => (Some((section, row)), CHANGED),
            Marked::Unknown if mark.is_empty() => (None, NO_MARK),
            Marked::Unknown => (None, NOT_HERE),
        };
        if given.is_some_and(|given| self.is_whole(cells, layout) && self.asks_nothing(&given, record, cells, layout)) {
            self.unknown += u64::from(record.is_none());
            self.returned.unchanged += 1;
            return;
        }
        let about = match (text(cells, G::NumberAgain), text(cells, G::Of(Field::Supplier))) {
            ("", "") => String::new(),
            (number, supplier) => called(number, supplier),
        };
        self.refuse(number, about, (why.to_owned(), None), None);
    }

    /// A row of which the very record is here.
    fn known_row(
        &mut self,
        record: Record,
        number: u32,
        given: Option<GivenRow>,
        cells: &ByColumn<'_>,
        layout: &Layout,
    ) {
        let Some(given) = given else {
            // The white cells may be those of the other record that they name.
            if let Some(other) = mark::named(text(cells, G::Kept))
                && let Marked::Record(section, row) = self.marks.find(&other)
            {
                self.meant.say((section, row), number.into(), Err((String::new(), None)));
            }
            return self.say(record, number, Err((MIXED.to_owned(), None)));
        };
        if !self.is_whole(cells, layout) {
            return self.say(record, number, Err((APART.to_owned(), None)));
        }
        let read =
            grey(self.book, record, cells, layout).and_then(|()| self.change(record, given.white, cells, layout));
        match read {
            Ok((change, true)) if change == Change::default() => self.returned.unchanged += 1,
            Ok((change, true)) => self.decided_before.push((record, number, change)),
            Ok((change, false)) => self.say(record, number, Ok(change)),
            Err(why) => self.say(record, number, Err(why)),
        }
    }

    /// Whether a row is as it was given out and so asks for nothing, where its record is gone or has changed. Where the workbook
    /// is all that is decided, what was given out may be a decision itself.
    fn asks_nothing(&self, given: &GivenRow, changed: Option<Record>, cells: &ByColumn<'_>, layout: &Layout) -> bool {
        let theirs = theirs(cells, layout, &given.white).and_then(|theirs| theirs.change(&given.white));
        if theirs != Ok(Change::default()) {
            return false;
        }
        self.against == Against::Given
            || given.decided == Some(false)
            || match changed {
                Some((section, row)) => !given.white.is_decided(self.book, section, row),
                None => given.decided.is_none() && given.white.is_blank(),
            }
    }

    /// What the white cells of a row change, and whether they are as they were given out.
    fn change(
        &mut self,
        record: Record,
        given: White,
        cells: &ByColumn<'_>,
        layout: &Layout,
    ) -> Result<(Change, bool), Reason> {
        let (section, row) = record;
        let was = match self.against {
            Against::Given => given.clone(),
            Against::Portal => White::imported(self.book, section, row).kept(),
        };
        let theirs = theirs(cells, layout, &was)?;
        let mut change = theirs.change(&was)?;
        // An answer that was given out beside another action is kept and is not given with it.
        let accepts = crate::portal::words::action(&theirs.action) == Some(crate::book::Action::Accept);
        change.set_aside = change.answer.is_some() && !accepts && theirs.answers_as(&given);
        let as_given = theirs.change(&given) == Ok(Change::default());
        if !as_given {
            self.changed.insert(record, (given, theirs));
        }
        Ok((change, as_given))
    }

    /// What a row says of its record that is not as it was given out.
    fn say(&mut self, record: Record, number: u32, change: Result<Change, Reason>) {
        self.asked.insert(record);
        if let Some(why) = self.meant.say(record, number.into(), change) {
            self.refuse(number, record_called(self.book, record.0, record.1), why, Some(record));
        }
    }

    fn refuse(&mut self, number: u32, about: String, (reason, rule): Reason, record: Option<Record>) {
        let records = record.into_iter().collect();
        let mut refused = Refused { line: number.into(), about, reason, rule, asks: false, records };
        self.place(&mut refused);
        self.returned.refused.push(refused);
    }

    /// Gives a refusal the line of its row, and the sheet, if there are several.
    fn place(&self, refused: &mut Refused) {
        let (line, sheet) = self.line(u32::try_from(refused.line).unwrap_or(u32::MAX));
        refused.line = line;
        if let Some(sheet) = sheet {
            let between = if refused.about.is_empty() { "" } else { " " };
            refused.about += &format!("{between}in \"{sheet}\"");
        }
    }

    fn ended(mut self) -> Result<Returned, String> {
        if self.notes_missing {
            return Err(are_missing(&[G::Of(Field::Note)]));
        }
        // A row that is as it was given out says nothing against one that was changed.
        for (record, number, change) in std::mem::take(&mut self.decided_before) {
            match self.asked.contains(&record) {
                true => self.returned.unchanged += 1,
                false => drop(self.meant.say(record, number.into(), Ok(change))),
            }
        }
        let mut returned = std::mem::take(&mut self.returned);
        for ((field, different), order) in [(Field::Action, 3), (Field::Remarks, 4)].into_iter().zip(&self.in_order) {
            if self.as_given && order.came_into_order(different) {
                returned.notes.push(format!(
                    "the column \"{}\" is in order, and its rows are not sorted by it: if it was sorted alone, its decisions are beside other records. Look at them before you take them",
                    field.title()
                ));
            }
        }
        let meant = std::mem::take(&mut self.meant);
        let name = |number| {
            let (line, sheet) = self.line(number);
            format!("line {line} of \"{}\"", sheet.unwrap_or_default())
        };
        let name: Option<&dyn Fn(u32) -> String> = if self.sheets.is_empty() { None } else { Some(&name) };
        let mut refused = Refusals::default();
        let entries = meant.entries(self.book, name, &mut refused);
        refused.each(|refused| self.place(refused));
        returned.refused.join(refused);
        for entry in entries {
            let entry = Entry { line: self.line(u32::try_from(entry.line).unwrap_or(u32::MAX)).0, ..entry };
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
        if self.known == 0 && (self.unknown > 0 || !returned.refused.is_empty()) {
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
