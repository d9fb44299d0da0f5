//! Selecting rows of the view of a sheet, or of all, by click, key and menu.

use crate::book::Scope;
use crate::session::{Scroll, Session};
use crate::view::selection::Select;

impl Session {
    /// Selects rows of the view of a sheet, or of all.
    pub fn select(&mut self, scope: impl Into<Scope>, select: Select) {
        let scope = scope.into();
        let view = self.view_mut(scope);
        // The only row has none to go on to: it leaves the view that it does not belong to, and no row takes its place.
        let leaves = matches!(select, Select::Move { .. })
            && view.rows.len() == 1
            && view.stays.is_some()
            && view.stays == view.selection.focus;
        if let Some(place) = view.selection.select_in(&view.rows, &view.set, select) {
            view.scroll = Some(Scroll::To(place));
        }
        if leaves {
            self.rebuild(scope);
        }
        self.refresh();
    }
}
