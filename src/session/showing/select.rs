//! Selecting rows of the view of a sheet, or of all, by click, key and menu.

use crate::book::Scope;
use crate::session::{Scroll, Session};

/// What is selected.
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

impl Session {
    /// Selects rows of the view of a sheet, or of all.
    pub fn select(&mut self, scope: impl Into<Scope>, select: Select) {
        let view = self.view_mut(scope);
        let (rows, selection) = (&view.rows, &mut view.selection);
        match select {
            Select::Row(row) => selection.click(row),
            Select::AlsoRow(row) => selection.ctrl_click(row),
            Select::UpTo(row) => selection.shift_click(rows, row),
            Select::Move { by, extend } => {
                if let Some(place) = selection.move_focus(rows, by, extend) {
                    view.scroll = Some(Scroll::To(place));
                }
            }
            Select::Focused => selection.toggle_focus(),
            Select::AllOrNone => selection.toggle_all(rows),
            Select::All => selection.all(rows),
            Select::TheOthers => selection.invert(rows),
            Select::Nothing => selection.clear(),
        }
        self.refresh();
    }
}
