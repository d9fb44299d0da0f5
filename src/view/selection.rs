//! The selection: a set of records, the row that has the focus, and the row from which a range is drawn.

use roaring::RoaringBitmap;

pub use crate::values::rows::bitmap;

/// What a click, a key or a menu does to a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// This row and nothing else.
    Row(u32),
    /// This row as well, or it no more.
    AlsoRow(u32),
    /// The range up to this row.
    UpTo(u32),
    /// The row this far from the focused one, or the range up to it.
    Move {
        /// How far; [`i64::MIN`] and [`i64::MAX`] are the ends.
        by: i64,
        /// The range.
        extend: bool,
    },
    /// The focused row as well, or it no more.
    Focused,
    /// All rows of the view as well, or none of them if all are selected.
    AllOrNone,
    /// All rows of the view.
    All,
    /// Those rows of the view that are not selected.
    TheOthers,
    /// Nothing.
    Nothing,
}

/// The selected rows of a sheet. It survives sorting and filtering; what is done to it is done to [`Selection::visible`]
/// alone.
///
/// `view` is always the rows of the view in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The selected rows.
    pub rows: RoaringBitmap,
    /// The row that keys act from.
    pub focus: Option<u32>,
    /// Where the range of Shift begins.
    pub anchor: Option<u32>,
    /// The last row was taken out, or left the view: until a row is selected, nothing is acted on, whatever has the focus.
    pub emptied: bool,
    /// The row with the focus was not chosen: the one that had it left the view. A step by one row selects it.
    pub put_there: bool,
}

impl Selection {
    /// Nothing is selected, and the focus is on this row.
    pub fn at(focus: Option<u32>) -> Selection {
        Selection { focus, ..Selection::default() }
    }

    /// Selects rows of the view, `set` being the same rows as a set. Gives the place of the row to which the focus moved, so that
    /// it can be shown.
    pub fn select_in(&mut self, view: &[u32], set: &RoaringBitmap, what: Select) -> Option<usize> {
        match what {
            Select::Row(row) => self.click(row),
            Select::AlsoRow(row) => self.ctrl_click(row),
            Select::UpTo(row) => self.shift_click(view, row),
            Select::Move { by, extend } => return self.move_focus(view, by, extend),
            Select::Focused => self.toggle_focus(),
            Select::AllOrNone => self.toggle_set(set),
            Select::All => self.choose(set.clone()),
            Select::TheOthers => self.invert_set(set),
            Select::Nothing => self.clear(),
        }
        None
    }

    /// Selects one row and nothing else.
    pub fn click(&mut self, row: u32) {
        *self = Selection {
            rows: RoaringBitmap::from_iter([row]),
            focus: Some(row),
            anchor: Some(row),
            ..Selection::default()
        };
    }

    /// Selects a row, or takes it out, and leaves the others alone.
    pub fn ctrl_click(&mut self, row: u32) {
        self.focus_on(row);
        self.anchor = Some(row);
        self.toggle_focus();
    }

    /// Selects the range from the anchor to a row, and nothing else.
    pub fn shift_click(&mut self, view: &[u32], row: u32) {
        let place = |row: u32| view.iter().position(|&other| other == row);
        let Some(to) = place(row) else { return };
        let anchor = self.anchor.or(self.focus);
        let from = anchor.and_then(place).unwrap_or(to);
        self.choose(bitmap(&view[from.min(to)..=from.max(to)]));
        self.focus_on(row);
        self.anchor = Some(view[from]);
    }

    /// Selects these rows, and nothing else. The focus stays, and is now where the user goes on.
    pub fn choose(&mut self, rows: RoaringBitmap) {
        self.put_there = false;
        self.rows = rows;
    }

    /// Puts the focus on a row that the user chose. What is selected stays.
    pub fn focus_on(&mut self, row: u32) {
        self.put_there = false;
        self.focus = Some(row);
    }

    /// What the checkbox in the headings does: adds the rows of the view, or takes them out when all of them are selected.
    pub fn toggle_set(&mut self, view: &RoaringBitmap) {
        self.put_there = false;
        if view.is_subset(&self.rows) {
            self.rows -= view;
        } else {
            self.rows |= view;
        }
        self.emptied = self.rows.is_empty();
    }

    /// Selects nothing. The focus stays.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.anchor = self.focus;
        self.emptied = true;
    }

    /// Selects the rows of the view that were not selected, and nothing else.
    pub fn invert_set(&mut self, view: &RoaringBitmap) {
        self.choose(view - &self.rows);
        self.emptied = self.rows.is_empty();
    }

    /// Whether no row but the focused one is selected.
    pub fn is_alone(&self) -> bool {
        self.rows.iter().all(|row| self.focus == Some(row))
    }

    /// The row with the focus left the view: this one has it now, but is not acted on before it is selected.
    pub fn leave_for(&mut self, row: Option<u32>) {
        (self.focus, self.anchor) = (row, row);
        self.emptied |= self.rows.is_empty();
        self.put_there = row.is_some();
    }

    /// Selects the focused row, or takes it out.
    pub fn toggle_focus(&mut self) {
        let Some(row) = self.focus else { return };
        self.put_there = false;
        if !self.rows.remove(row) {
            self.rows.insert(row);
        }
        self.emptied = self.rows.is_empty();
    }

    /// Moves the focus by this many rows, as far as the view goes, and selects the row it comes to; with `extend` the
    /// range from the anchor to it. Gives the new place in the view.
    pub fn move_focus(&mut self, view: &[u32], delta: i64, extend: bool) -> Option<usize> {
        let last = view.len().checked_sub(1)?;
        let from = self.focus.and_then(|row| view.iter().position(|&other| other == row));
        // It was not come to yet.
        let delta = if self.put_there && delta.unsigned_abs() == 1 { 0 } else { delta };
        let to = match from {
            Some(from) => (from as i64).saturating_add(delta).clamp(0, last as i64) as usize,
            // From nowhere: to the end that the key names, else into the view at the end that it comes from.
            None if delta == i64::MIN => 0,
            None if delta == i64::MAX || delta < 0 => last,
            None => 0,
        };
        if extend {
            self.shift_click(view, view[to]);
        } else {
            self.click(view[to]);
        }
        Some(to)
    }

    /// The selected rows that are in the view, here as a set: those that may be acted on.
    pub fn visible(&self, view: &RoaringBitmap) -> RoaringBitmap {
        &self.rows & view
    }

    /// The rows of the view that an action is for: the selected ones; the focused one while the user has selected none yet,
    /// and has not said that none is meant either.
    pub fn acted_on(&self, view: &RoaringBitmap) -> RoaringBitmap {
        let mut rows = self.visible(view);
        if self.rows.is_empty() && !self.emptied {
            rows.extend(self.focus.filter(|&row| view.contains(row)));
        }
        rows
    }

    /// How many selected rows the view does not show, `visible` being those that it shows.
    pub fn hidden(&self, visible: &RoaringBitmap) -> u64 {
        self.rows.len() - self.rows.intersection_len(visible)
    }
}
