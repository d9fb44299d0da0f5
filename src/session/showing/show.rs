//! What the user wants to see: a sheet, some rows of it, the panel at the right, the columns; and the lines that are put away.

use crate::book::{Field, Scope, Section};
use crate::session::{Place, RightSide, Scroll, Session, SheetView};
use crate::store::layout::Layout;
use crate::values::Texts;
use crate::view::{ColumnFilter, Filter, SortKey};
use roaring::RoaringBitmap;
use std::collections::BTreeMap;

impl Session {
    /// How a sheet is looked at, to change it; call [`Session::refresh`] after it.
    pub(in crate::session) fn view_mut(&mut self, scope: impl Into<Scope>) -> &mut SheetView {
        &mut self.views[scope.into().place()]
    }

    /// Shows a sheet.
    pub fn show_place(&mut self, place: Place) {
        self.place = place;
        self.refresh();
    }

    /// Shows these rows of a sheet, or of all, alone; what they are called as a filter. Where the table of all is on the
    /// screen they are shown there.
    pub fn show_only(&mut self, scope: impl Into<Scope>, called: String, rows: RoaringBitmap) {
        let (scope, rows) = match scope.into() {
            Scope::Sheet(section) if self.place == Place::All => (Scope::All, Scope::All.numbers(section, &rows)),
            scope => (scope, rows),
        };
        self.follow_link(scope, Filter { only: Some((called, rows)), ..Filter::default() });
    }

    /// Shows these records in the table of all sheets, and nothing else; what they are called as a filter. A figure that counts
    /// records of several sheets leads to exactly those.
    pub fn show_all_of(&mut self, called: String, records: &[(Section, RoaringBitmap)]) {
        let rows = Scope::All.together(records.iter().map(|(section, rows)| (*section, rows)));
        self.show_only(Scope::All, called, rows);
    }

    /// Shows the records of a supplier in the table of all sheets.
    pub fn show_all_of_supplier(&mut self, gstin: &str) {
        let chosen = ColumnFilter::Chosen { values: Texts::from([gstin]), except: false, of: 1 };
        let filter = Filter { columns: BTreeMap::from([(Field::Supplier, chosen)]), ..Filter::default() };
        self.follow_link(Scope::All, filter);
    }

    /// Shows the rows of a sheet, or of all, by the filter and the order of a saved view.
    pub fn show_saved_view(&mut self, scope: impl Into<Scope>, filter: Filter, sort: Vec<SortKey>) {
        let scope = scope.into();
        // The order first: rows are sorted once more with the filter, when there are fewer of them.
        self.view_mut(scope).sort = sort;
        self.set_filter(scope, filter);
    }

    /// Takes another spelling of a filter, which passes the same rows: none is looked for.
    pub fn respell_filter(&mut self, scope: impl Into<Scope>, filter: Filter) {
        self.view_mut(scope).filter = filter;
    }

    /// The focus goes to a row; what is selected stays.
    pub fn focus(&mut self, scope: impl Into<Scope>, row: u32) {
        self.view_mut(scope).selection.focus_on(row);
        self.refresh();
    }

    /// Shows something at the right.
    pub fn show_side(&mut self, side: RightSide) {
        self.side = side;
    }

    /// Shows something at the right, or the details again if it is shown already.
    pub fn switch_side(&mut self, side: RightSide) {
        self.side = if self.side == side { RightSide::Details } else { side };
    }

    /// Where a sheet's grid is to scroll to, once.
    pub fn take_scroll(&mut self, scope: impl Into<Scope>) -> Option<Scroll> {
        self.view_mut(scope).scroll.take()
    }

    /// Lends a sheet's columns to the grid that draws them and lets the user drag them; it gives them back by
    /// [`Session::lay_out`].
    pub fn lend_layout(&mut self, scope: impl Into<Scope>) -> Layout {
        std::mem::take(&mut self.view_mut(scope).layout)
    }

    /// Lays the columns of a sheet out.
    pub fn lay_out(&mut self, scope: impl Into<Scope>, layout: Layout) {
        self.view_mut(scope).layout = layout;
    }

    /// Takes note of the order in which the columns of a sheet are seen.
    pub fn see_columns(&mut self, scope: impl Into<Scope>, seen: &[Field]) {
        let view = self.view_mut(scope);
        if view.columns_seen != seen {
            view.columns_seen = seen.to_vec();
        }
    }

    /// Lays the columns of all sheets out as they are remembered, by sheet.
    pub fn lay_out_all(&mut self, layouts: &BTreeMap<String, Layout>) {
        for scope in Scope::EACH {
            if let Some(layout) = layouts.get(scope.name()) {
                self.lay_out(scope, layout.clone().with_headings_of_today());
            }
        }
    }

    /// The user put the notes on reading away, or read them.
    pub fn hide_notes(&mut self) {
        self.notes_seen = true;
    }

    /// The user put the banner away.
    pub fn hide_banner(&mut self) {
        self.banner.dismissed = true;
    }
}
