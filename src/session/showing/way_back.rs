//! The way back from records to the page whose figure showed them.

use std::collections::BTreeMap;

use crate::book::{Field, Scope};
use crate::session::{Place, Session};
use crate::view::{ColumnFilter, Filter};

/// Where one came from.
pub struct WayBack {
    page: Place,
    scope: Scope,
    /// By what the records that the page showed are known.
    only: Option<String>,
    columns: BTreeMap<Field, ColumnFilter>,
    /// What was shown there before.
    before: Filter,
}

impl WayBack {
    /// Whether these are still the records that the page showed, all or some of them.
    fn is_of(&self, filter: &Filter) -> bool {
        let only = filter.only.as_ref().map(|only| &only.0);
        only == self.only.as_ref() && (only.is_some() || filter.columns == self.columns)
    }
}

impl Session {
    /// Goes from a page to some records of a sheet, or of all; where records were on the screen it only shows others.
    pub(in crate::session) fn lead_to(&mut self, scope: Scope, filter: Filter) {
        if self.scope().is_none() {
            self.way_back = Some(WayBack {
                page: self.place,
                scope,
                only: filter.only.as_ref().map(|only| only.0.clone()),
                columns: filter.columns.clone(),
                before: self.view(scope).filter.clone(),
            });
        }
        self.place = scope.into();
        self.set_filter(scope, filter);
    }

    /// The page whose figure showed the records on the screen.
    pub fn way_back(&self) -> Option<Place> {
        let scope = self.scope()?;
        let back = self.way_back.as_ref().filter(|back| back.scope == scope)?;
        back.is_of(&self.view(scope).filter).then_some(back.page)
    }

    /// Goes back there; the sheet is again as it was before.
    pub fn go_back(&mut self) {
        if self.way_back().is_none() {
            return;
        }
        let Some(back) = self.way_back.take() else { return };
        self.set_filter(back.scope, back.before);
        self.show_place(back.page);
    }
}
