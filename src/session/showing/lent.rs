//! Filters that a link set: on the screen as any other, but only until the user goes elsewhere or presses Esc. Then the rows of
//! before are shown again: no link of one page changes what another page counts, or what a sheet shows later.

use crate::book::Scope;
use crate::session::register::list::VoucherFilter;
use crate::session::{Place, Session};
use crate::view::{Filter, Selection};

/// Where a link led, and what was shown there before.
pub(in crate::session) struct Lent {
    /// The page with the link, where it shows no records itself.
    page: Option<Place>,
    to: LentTo,
}

/// What a link shows.
enum LentTo {
    /// Rows of a sheet, or of all.
    Rows {
        /// Of which.
        scope: Scope,
        /// The filter of the link.
        filter: Box<Filter>,
        /// The one before.
        before: Box<Filter>,
        /// What was selected before.
        selection: Box<Selection>,
    },
    /// Vouchers.
    Vouchers {
        /// The filter of the link.
        filter: VoucherFilter,
        /// The one before.
        before: VoucherFilter,
    },
}

impl Lent {
    /// Where it led.
    fn place(&self) -> Place {
        match &self.to {
            LentTo::Rows { scope, .. } => (*scope).into(),
            LentTo::Vouchers { .. } => Place::Register,
        }
    }
}

impl Session {
    /// Goes to a sheet, or to all, and shows the rows that pass a filter until the user goes elsewhere.
    pub fn follow_link(&mut self, scope: impl Into<Scope>, filter: Filter) {
        let scope = scope.into();
        let here = self.scope().is_none().then_some(self.place);
        let (page, before, selection) = match self.lent.take() {
            // A link within what a link shows: the rows before both come back.
            Some(Lent { page, to: LentTo::Rows { scope: of, filter: lent, before, selection } })
                if of == scope && self.view(of).filter == *lent =>
            {
                (here.or(page), before, selection)
            }
            lent => {
                self.give_back(lent);
                let view = self.view(scope);
                (here, Box::new(view.filter.clone()), Box::new(view.selection.clone()))
            }
        };
        self.place = scope.into();
        let to = LentTo::Rows { scope, filter: Box::new(filter.clone()), before, selection };
        self.lent = Some(Lent { page, to });
        self.view_mut(scope).begins = true;
        self.set_filter(scope, filter);
        self.refresh();
    }

    /// Goes to the sheet *Register* and shows the vouchers that pass a filter until the user goes elsewhere.
    pub fn follow_link_to_vouchers(&mut self, filter: VoucherFilter) {
        let here = (self.scope().is_none() && self.place != Place::Register).then_some(self.place);
        let (page, before) = match self.lent.take() {
            Some(Lent { page, to: LentTo::Vouchers { filter: lent, before } })
                if self.register_view().filter == lent =>
            {
                (here.or(page), before)
            }
            lent => {
                self.give_back(lent);
                (here, self.register_view().filter.clone())
            }
        };
        self.place = Place::Register;
        self.lent = Some(Lent { page, to: LentTo::Vouchers { filter: filter.clone(), before } });
        self.filter_vouchers(filter);
        self.refresh();
    }

    /// Whether what is on the screen is filtered by a link.
    pub fn shows_a_link(&self) -> bool {
        let Some(lent) = &self.lent else { return false };
        let (filtered, before) = match &lent.to {
            LentTo::Rows { scope, filter, before, .. } => (self.view(*scope).filter == **filter, before == filter),
            LentTo::Vouchers { filter, before } => (self.register_view().filter == *filter, before == filter),
        };
        lent.place() == self.place && filtered && !before
    }

    /// The page whose link shows what is on the screen.
    pub fn way_back(&self) -> Option<Place> {
        self.lent.as_ref().filter(|_| self.shows_a_link()).and_then(|lent| lent.page)
    }

    /// Goes back to that page; the rows of before are there again.
    pub fn go_back(&mut self) {
        if let Some(page) = self.way_back() {
            self.end_link();
            self.show_place(page);
        }
    }

    /// Shows the rows that were shown before the user followed a link.
    pub fn end_link(&mut self) {
        let lent = self.lent.take();
        self.give_back(lent);
    }

    /// Leaves what a link shows: back to the page that has the link, or to the rows before.
    pub fn leave_by_esc(&mut self) {
        if self.way_back().is_some() { self.go_back() } else { self.end_link() }
    }

    /// The user went elsewhere: what a link showed is left.
    pub(in crate::session) fn leave_link(&mut self) {
        if self.lent.as_ref().is_some_and(|lent| lent.place() != self.place) {
            self.end_link();
        }
    }

    /// Puts the filter before a link back, unless the user filtered since: then it is the user's.
    fn give_back(&mut self, lent: Option<Lent>) {
        match lent.map(|lent| lent.to) {
            Some(LentTo::Rows { scope, filter, before, selection }) if self.view(scope).filter == *filter => {
                self.view_mut(scope).selection = *selection;
                self.set_filter(scope, *before);
            }
            Some(LentTo::Vouchers { filter, before }) if self.register_view().filter == filter => {
                self.filter_vouchers(before);
            }
            _ => {}
        }
    }
}
