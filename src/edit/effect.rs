//! What a command replaced. Exchanging it with what is there is both undo and redo.

use super::comings::Comings;
use super::links::LinksChange;
use super::merge::Turn;
use crate::book::{
    Action, AnswerId, BesideSheets, Book, Decision, ErrorsChange, KeptGstr2b, ReadPart, Said, Section, Sheet, TextId,
};
use crate::values::rows;
use crate::work::parts;
use roaring::RoaringBitmap;

/// The values of rows, in the order of the rows: one for all, or one each.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum OldValues<T> {
    One(T),
    Each(Vec<T>),
}

impl<T: Copy + PartialEq + Send + Sync> OldValues<T> {
    pub(super) fn of(values: Vec<T>) -> OldValues<T> {
        match values.first() {
            Some(&first) if values.iter().all(|&v| v == first) => OldValues::One(first),
            _ => OldValues::Each(values),
        }
    }

    /// Exchanges these values with those in the column.
    pub(super) fn swap(&mut self, column: &mut [T], rows: &RoaringBitmap) {
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
                OldValues::One(new) => own.for_each(|row| old.push(exchange(row, *new))),
                OldValues::Each(new) => {
                    let before = rows.range_cardinality(..from) as usize;
                    own.zip(&new[before..]).for_each(|(row, new)| old.push(exchange(row, *new)));
                }
            }
            old
        });
        *self = OldValues::of(parts::joined(old));
    }

    /// The value at a place among the rows.
    pub(super) fn at(&self, place: usize) -> Option<T> {
        match self {
            OldValues::One(value) => Some(*value),
            OldValues::Each(values) => values.get(place).copied(),
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
    pub(super) actions: Option<OldValues<Action>>,
    pub(super) answers: Option<OldValues<AnswerId>>,
    pub(super) remarks: Option<OldValues<TextId>>,
    pub(super) notes: Option<OldValues<TextId>>,
    /// Of the rows, those of which the user chose the action ([`Sheet::chosen`]).
    pub(super) chosen: Option<RoaringBitmap>,
    pub(super) said: Option<OldValues<Option<Said>>>,
    /// The rows change between in force and set aside.
    pub(super) aside: bool,
    /// The rows change between in force and past, with their versions.
    pub(super) turn: Option<Box<Turn>>,
}

impl SheetEffect {
    pub(super) fn new(section: Section, rows: RoaringBitmap) -> SheetEffect {
        SheetEffect {
            section,
            rows,
            actions: None,
            answers: None,
            remarks: None,
            notes: None,
            chosen: None,
            said: None,
            aside: false,
            turn: None,
        }
    }

    /// What a merge turns around.
    pub(super) fn turned(section: Section, rows: RoaringBitmap, turn: Turn) -> SheetEffect {
        SheetEffect { turn: Some(Box::new(turn)), ..SheetEffect::new(section, rows) }
    }

    /// The rows that a merge changed between gone from the portal and not.
    pub fn turned_gone(&self) -> RoaringBitmap {
        self.turn.as_ref().map_or_else(RoaringBitmap::new, |turn| turn.gone().clone())
    }

    /// A row's decision with what is kept here of it in its place; none if nothing of it is kept. While the command is
    /// in force that is what it replaced.
    pub fn put_back(&self, row: u32, now: Decision) -> Option<Decision> {
        let place = self.rows.contains(row).then(|| self.rows.rank(row) as usize - 1)?;
        fn at<T: Copy + PartialEq + Send + Sync>(values: &Option<OldValues<T>>, place: usize) -> Option<T> {
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

    /// Whether the user had chosen the action of a row before the command; as it is `now` if that is not kept here.
    pub(super) fn was_chosen(&self, row: u32, now: bool) -> bool {
        self.chosen.as_ref().map_or(now, |chosen| chosen.contains(row))
    }

    pub(super) fn swap(&mut self, sheet: &mut Sheet) {
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
        if let Some(chosen) = &mut self.chosen {
            let old = &*columns.chosen & rows;
            *columns.chosen -= rows;
            *columns.chosen |= std::mem::replace(chosen, old);
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
    /// The parts of the purchase register that come and go.
    pub(super) parts: Comings<ReadPart>,
    /// Whether each part of the register is complete, where that was said.
    pub(super) complete: Vec<Option<bool>>,
    /// What became of links.
    pub(super) links: LinksChange,
    /// The GSTR-2B that was kept, where the command changes that.
    pub(super) gstr_2b: Option<Option<KeptGstr2b>>,
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
        self.parts.swap_in(book.register_mut());
        book.register_mut().exchange_complete(&mut self.complete);
        self.links.swap(book.links_mut());
        if let Some(kept) = &mut self.gstr_2b {
            std::mem::swap(kept, book.gstr_2b_mut());
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
