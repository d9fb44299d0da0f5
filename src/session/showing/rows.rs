//! Which rows of a sheet, or of all sheets, are shown: the filter and the order that someone asks for are there at once, the rows as soon as
//! they are found.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Scope, Section};
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::session::{Scroll, Session};
use crate::view::selection::{Selection, bitmap};
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

    /// Makes the rows of a view again after these were decided. A single row that is marked stays where it is until the mark leaves
    /// it: "A ↓" goes to the row after it, "R M" writes remarks for it, and "A A" decides nothing else.
    pub(in crate::session) fn follow_decision(
        &mut self,
        scope: Scope,
        touched: &[(Section, RoaringBitmap)],
        picked: bool,
    ) {
        let view = self.view(scope);
        let of_scope = touched.iter().filter(|(section, _)| scope.has(*section));
        let mut rows = of_scope.flat_map(|(section, rows)| rows.iter().map(|row| scope.number(*section, row)));
        let marked = view.selection.focus.filter(|&row| view.set.contains(row));
        let alone = marked.is_some() && rows.next() == marked && rows.next().is_none();
        let stays = alone && !picked && self.scope() == Some(scope) && view.selection.is_alone();
        if stays && !self.background.runs_for(Purpose::View(scope)) {
            self.view_mut(scope).stays = marked;
        } else {
            self.rebuild(scope);
        }
    }

    /// Lets rows go that stayed where they were, once the mark left them.
    pub(in crate::session) fn let_rows_go(&mut self) {
        if self.rows_held {
            return;
        }
        let shown = self.scope();
        for scope in Scope::EACH {
            let view = self.view(scope);
            let marked = shown == Some(scope) && view.selection.focus == view.stays && view.selection.is_alone();
            if view.stays.is_some() && !marked {
                self.view_mut(scope).follows = true;
                self.rebuild(scope);
            }
        }
    }

    /// Holds the rows where they are while the pointer is busy. Once it rests those go that stayed.
    pub fn hold_rows(&mut self, held: bool) {
        let let_go = std::mem::replace(&mut self.rows_held, held) && !held;
        if let_go {
            self.let_suppliers_go();
        }
        if let_go && self.views.iter().any(|view| view.stays.is_some()) {
            self.refresh();
        }
    }

    /// Finds the rows that pass the filter, in order.
    fn find_rows(&mut self, scope: Scope, deselect: bool) {
        self.view_mut(scope).stays = None;
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
        let place = |row: u32| before.iter().position(|&other| other == row).unwrap_or(0);
        let stays = |row: &&u32| !left.contains(**row);
        if let Some(focus) = view.selection.focus.filter(|&row| left.contains(row)) {
            // The row that comes after it takes its place; of rows that are still selected one of these, as keys are for them.
            let place = place(focus);
            let nearest = || before[place..].iter().chain(before[..place].iter().rev()).filter(stays);
            let selected = nearest().find(|&&row| view.selection.rows.contains(row));
            let next = selected.or_else(|| nearest().next()).copied();
            view.selection.leave_for(next);
        } else if let (Some(anchor), Some(focus)) =
            (view.selection.anchor.filter(|&row| left.contains(row)), view.selection.focus)
        {
            // The range begins with the row next to it, on the way to the focus.
            let (from, to) = (place(anchor), place(focus));
            view.selection.anchor = if from <= to {
                before[from..=to].iter().find(stays).copied()
            } else {
                before[to..=from].iter().rev().find(stays).copied()
            };
        }
        if std::mem::take(&mut view.begins) && view.selection.focus.is_none_or(|row| !view.set.contains(row)) {
            view.selection = Selection::at(view.rows.first().copied());
        }
        if std::mem::take(&mut view.filtered_again) {
            view.scroll = Some(Scroll::Top);
        }
        if std::mem::take(&mut view.follows)
            && let Some(place) = view.rows.iter().position(|&row| view.selection.focus == Some(row))
        {
            view.scroll = Some(Scroll::To(place));
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
