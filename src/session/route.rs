//! Walking by key to the next record that fits: what is near is looked at at once, the rest of a large book in the background. The
//! keys after it wait until the record is found, as they are for it.

use std::ops::Range;
use std::sync::Arc;

use crate::book::{Book, Scope, Section};
use crate::rules::Findings;
use crate::session::background::Purpose;
use crate::session::{Scroll, Session};
use crate::work::Progress;
use crate::work::parts::BETWEEN_LOOKS;

/// Rows that are looked at before the rest is left to the background: that takes a fraction of a frame, and mostly the next
/// record is among them.
const NEAR: usize = 20_000;

/// Whether a record is one to go to.
pub type Fits = fn(&Book, &Findings, Section, u32) -> bool;

/// Rows that a view shows.
#[derive(Clone)]
pub struct Stretch {
    /// Of which sheet, or of all.
    pub scope: Scope,
    /// All rows of the view, as they were when the walk began.
    pub rows: Arc<Vec<u32>>,
    /// The places of those that are meant.
    pub places: Range<usize>,
}

/// The rows that a walk comes by, stretch by stretch.
#[derive(Clone)]
pub struct Route {
    /// The stretches, in the order in which it comes to them.
    pub stretches: Vec<Stretch>,
    /// It goes through each of them from its end.
    pub back: bool,
}

/// Where it came to.
#[derive(Clone)]
pub struct Reached {
    /// In what is shown of which sheet, or of all.
    pub scope: Scope,
    /// The number of the record there.
    pub number: u32,
    rows: Arc<Vec<u32>>,
    place: usize,
}

/// What came of looking along a route.
enum Looked {
    Reached(Reached),
    Nothing,
    /// There is more of it.
    NotAll,
}

impl Route {
    /// The first record that fits, among `most` rows; not all of them are looked at if it is stopped.
    fn first(&self, most: usize, fits: impl Fn(Section, u32) -> bool, progress: &Progress) -> Looked {
        let mut left = most;
        for Stretch { scope, rows, places } in &self.stretches {
            let fits = |place: &usize| {
                let (section, row) = scope.record(rows[*place]);
                fits(section, row)
            };
            let mut places = places.clone();
            while !places.is_empty() {
                if left == 0 || progress.cancelled() {
                    return Looked::NotAll;
                }
                let some = places.len().min(left).min(BETWEEN_LOOKS);
                left -= some;
                let block;
                let found = if self.back {
                    (places, block) = (places.start..places.end - some, places.end - some..places.end);
                    block.rev().find(fits)
                } else {
                    (block, places) = (places.start..places.start + some, places.start + some..places.end);
                    block.into_iter().find(fits)
                };
                if let Some(place) = found {
                    return Looked::Reached(Reached { scope: *scope, number: rows[place], rows: rows.clone(), place });
                }
            }
        }
        Looked::Nothing
    }
}

impl Session {
    /// The rows of a view, as a stretch of a route.
    pub(in crate::session) fn stretch(&self, scope: Scope, places: Range<usize>) -> Stretch {
        Stretch { scope, rows: self.view(scope).rows.clone(), places }
    }

    /// Walks along a route to the first record that fits. `done` is given where it came to.
    pub(in crate::session) fn walk_along(
        &mut self,
        route: Route,
        fits: Fits,
        done: impl Fn(&mut Session, Option<Reached>) + Clone + Send + Sync + 'static,
    ) {
        let near =
            route.first(NEAR, |section, row| fits(&self.book, &self.findings, section, row), &Progress::default());
        match near {
            Looked::Reached(reached) => done(self, Some(reached)),
            Looked::Nothing => done(self, None),
            Looked::NotAll => self.look(Purpose::Walk, move |book, findings, progress| {
                let fits = |section, row| fits(book, findings, section, row);
                let reached = match route.first(usize::MAX, fits, progress) {
                    Looked::Reached(reached) => Some(reached),
                    Looked::Nothing => None,
                    Looked::NotAll => return None,
                };
                let done = done.clone();
                Some(Box::new(move |open| done(open, reached)))
            }),
        }
    }

    /// Puts the focus on the record that a walk reached, and nothing else is selected. False: the view does not show it any more.
    pub(in crate::session) fn go_to_reached(&mut self, reached: &Reached) -> bool {
        let view = self.view_mut(reached.scope);
        // Other rows may be shown by now.
        let place = match Arc::ptr_eq(&view.rows, &reached.rows) {
            true => Some(reached.place),
            false => view.rows.iter().position(|&number| number == reached.number),
        };
        let Some(place) = place else { return false };
        view.selection.click(reached.number);
        view.scroll = Some(Scroll::To(place));
        self.place = reached.scope.into();
        self.refresh();
        true
    }
}
