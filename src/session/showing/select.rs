//! Selecting rows of the view of a sheet, or of all, by click, key and menu.

use crate::book::Scope;
use crate::session::{Scroll, Session};
use crate::view::selection::Select;

impl Session {
    /// Selects rows of the view of a sheet, or of all.
    pub fn select(&mut self, scope: impl Into<Scope>, select: Select) {
        let view = self.view_mut(scope);
        if let Some(place) = view.selection.select_in(&view.rows, &view.set, select) {
            view.scroll = Some(Scroll::To(place));
        }
        self.refresh();
    }
}
