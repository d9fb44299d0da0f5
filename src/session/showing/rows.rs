//! Which rows of a sheet, or of all sheets, are shown: the filter and the order that someone asks for are there at once, the rows as soon as
//! they are found.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Scope, Section};
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::session::{Scroll, Session};
use crate::view::selection::bitmap;
use crate::view::{self, Filter, SortKey, Totals};

impl Session {
    /// Makes the rows of a sheet's view again. Rows that leave it are no longer selected: no one sees them.
    pub(in crate::session) fn rebuild(&mut self, scope: impl Into<Scope>) {
        let scope = scope.into();
        // Rows that are on their way set out again after a command.
        if !self.background.runs_for(Purpose::View(scope)) {
            self.find_rows(scope, true);
        }
    }

    /// Finds the rows that pass the filter, in order.
    fn find_rows(&mut self, scope: Scope, deselect: bool) {
        let view = self.view(scope);
        let (filter, sort, before) = (view.filter.clone(), view.sort.clone(), view.set.clone());
        self.look(Purpose::View(scope), move |book, findings, progress| {
            let rows = view::rows_until(book, findings, scope, &filter, &sort, progress)?;
            let sums = Totals::of_list(book, scope, &rows);
            let set = bitmap(&rows);
            let left = if deselect { &*before - &set } else { RoaringBitmap::new() };
            Some(Box::new(move |open| open.show_rows(scope, rows, set, sums, &left)))
        });
    }

    /// Shows rows that were found; those that left the view are no longer selected.
    fn show_rows(&mut self, scope: Scope, rows: Vec<u32>, set: RoaringBitmap, sums: Totals, left: &RoaringBitmap) {
        let view = self.view_mut(scope);
        let before = std::mem::replace(&mut view.rows, Arc::new(rows));
        (view.set, view.sums) = (Arc::new(set), sums);
        view.selection.rows -= left;
        if let Some(focus) = view.selection.focus.filter(|&row| left.contains(row)) {
            // The row that comes after it takes its place.
            let place = before.iter().position(|&row| row == focus).unwrap_or(0);
            let next = before[place..].iter().chain(before[..place].iter().rev()).find(|&&row| !left.contains(row));
            view.selection.focus = next.copied();
            view.selection.anchor = view.selection.focus;
        }
        if std::mem::take(&mut view.filtered_again) {
            view.scroll = Some(Scroll::Top);
        }
        self.go_to_goal(scope);
        self.refresh();
    }

    /// Shows the rows that pass a filter. The selection stays: rows that it hides are not acted on.
    pub fn set_filter(&mut self, scope: impl Into<Scope>, filter: Filter) {
        let scope = scope.into();
        let view = self.view_mut(scope);
        (view.filter, view.filtered_again) = (filter, true);
        self.find_rows(scope, false);
    }

    /// Sorts the view.
    pub fn set_sort(&mut self, scope: impl Into<Scope>, sort: Vec<SortKey>) {
        let scope = scope.into();
        self.view_mut(scope).sort = sort;
        self.find_rows(scope, false);
    }

    /// Shows a record: its sheet, or all of them where they are on the screen; the view (cleared if it hides the record), the
    /// focus.
    pub fn reveal(&mut self, section: Section, row: u32) {
        let scope = self.scope().filter(|&shown| shown == Scope::All).unwrap_or(Scope::Sheet(section));
        self.place = scope.into();
        self.view_mut(scope).goal = Some(scope.number(section, row));
        if !self.go_to_goal(scope) {
            self.set_filter(scope, Filter::default());
            self.result = Some(ResultLine::new("The filter was cleared to show this record."));
        }
        self.refresh();
    }

    /// Goes to the row that someone wants to see, if the view shows it.
    fn go_to_goal(&mut self, scope: Scope) -> bool {
        let view = self.view_mut(scope);
        let place = view.goal.and_then(|goal| view.rows.iter().position(|&row| row == goal));
        if let Some(place) = place {
            view.selection.click(view.rows[place]);
            view.scroll = Some(Scroll::To(place));
            view.goal = None;
        }
        place.is_some()
    }
}
