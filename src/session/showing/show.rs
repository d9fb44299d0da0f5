//! What the user wants to see: a sheet, some rows of it, the panel at the right, the columns; and the lines that are put away.

use crate::book::Section;
use crate::session::{Place, RightSide, Scroll, Session, SheetView};
use crate::store::layout::Layout;
use crate::view::{Filter, SortKey};
use roaring::RoaringBitmap;
use std::collections::BTreeMap;

impl Session {
    /// How a sheet is looked at, to change it; call [`Session::refresh`] after it.
    pub(in crate::session) fn view_mut(&mut self, section: Section) -> &mut SheetView {
        &mut self.views[section as usize]
    }

    /// Shows a sheet.
    pub fn show_place(&mut self, place: Place) {
        self.place = place;
        self.refresh();
    }

    /// Shows these rows of a sheet alone; what they are called as a filter.
    pub fn show_only(&mut self, section: Section, called: String, rows: RoaringBitmap) {
        self.place = Place::Sheet(section);
        self.set_filter(section, Filter { only: Some((called, rows)), ..Filter::default() });
    }

    /// Shows a sheet's rows by the filter and the order of a saved view.
    pub fn show_saved_view(&mut self, section: Section, filter: Filter, sort: Vec<SortKey>) {
        // The order first: rows are sorted once more with the filter, when there are fewer of them.
        self.view_mut(section).sort = sort;
        self.set_filter(section, filter);
    }

    /// Takes another spelling of a sheet's filter, which passes the same rows: none is looked for.
    pub fn respell_filter(&mut self, section: Section, filter: Filter) {
        self.view_mut(section).filter = filter;
    }

    /// The focus goes to a row; what is selected stays.
    pub fn focus(&mut self, section: Section, row: u32) {
        self.view_mut(section).selection.focus = Some(row);
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
    pub fn take_scroll(&mut self, section: Section) -> Option<Scroll> {
        self.view_mut(section).scroll.take()
    }

    /// Lends a sheet's columns to the grid that draws them and lets the user drag them; it gives them back by
    /// [`Session::lay_out`].
    pub fn lend_layout(&mut self, section: Section) -> Layout {
        std::mem::take(&mut self.view_mut(section).layout)
    }

    /// Lays the columns of a sheet out.
    pub fn lay_out(&mut self, section: Section, layout: Layout) {
        self.view_mut(section).layout = layout;
    }

    /// Lays the columns of all sheets out as they are remembered, by sheet.
    pub fn lay_out_all(&mut self, layouts: &BTreeMap<String, Layout>) {
        for section in Section::ALL {
            if let Some(layout) = layouts.get(section.sheet_name()) {
                self.lay_out(section, layout.clone().with_headings_of_today());
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
