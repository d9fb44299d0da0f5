//! Where a table of any number of rows is scrolled to, exact to the point. A place counted in points alone would be an
//! `f32` too coarse from a few hundred thousand rows on; so it is a whole row and a small rest.

use egui::{Event, Rect, Ui};

/// The first row on the screen, and how many points of it are above the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::app) struct Place {
    pub(in crate::app) row: u64,
    pub(in crate::app) offset: f32,
}

/// How much there is to see, and how much of it at once.
#[derive(Clone, Copy, Debug)]
pub(in crate::app) struct Extent {
    pub(in crate::app) rows: u64,
    /// The height of a row.
    pub(in crate::app) pitch: f32,
    /// The height of the screen.
    pub(in crate::app) view: f32,
}

impl Extent {
    /// How many points one can scroll.
    pub(in crate::app) fn range(self) -> f64 {
        (self.rows as f64 * f64::from(self.pitch) - f64::from(self.view)).max(0.0)
    }

    /// Whether there is a row this many points below the top of the screen: below the last one is nothing to click.
    pub(in crate::app) fn has_row(self, place: Place, down: f32) -> bool {
        let rows = self.rows.saturating_sub(place.row) as f32;
        (0.0..rows * self.pitch - place.offset).contains(&down)
    }

    /// The part of all rows that is on the screen.
    pub(in crate::app) fn share(self) -> f64 {
        (f64::from(self.view) / (self.rows as f64 * f64::from(self.pitch)).max(1.0)).min(1.0)
    }
}

impl Place {
    /// The place this many points from the top, as far as one can scroll.
    pub(in crate::app) fn at(points: f64, extent: Extent) -> Place {
        let pitch = f64::from(extent.pitch);
        let points = points.clamp(0.0, extent.range());
        let row = (points / pitch).floor();
        Place { row: row as u64, offset: (points - row * pitch) as f32 }
    }

    /// How many points from the top.
    pub(in crate::app) fn points(self, extent: Extent) -> f64 {
        self.row as f64 * f64::from(extent.pitch) + f64::from(self.offset)
    }

    /// The place this many points further down.
    pub(in crate::app) fn moved(self, points: f64, extent: Extent) -> Place {
        Place::at(self.points(extent) + points, extent)
    }

    /// The nearest place from which a row is seen whole.
    pub(in crate::app) fn showing(self, row: u64, extent: Extent) -> Place {
        let top = row as f64 * f64::from(extent.pitch);
        let lowest = top + f64::from(extent.pitch - extent.view);
        Place::at(self.points(extent).clamp(lowest.min(top), top), extent)
    }
}

/// Keeps the focused row in sight where the room for rows becomes lower: a line that comes below them must not hide the row of
/// which it speaks.
#[derive(Default)]
pub(in crate::app) struct Sight {
    /// How high the room was in the last frame.
    view: f32,
    /// The focused row, if it was seen whole.
    focused: Option<u64>,
    /// The focused row that a lower room covers, as long as the rows must not move; and where they were scrolled to then.
    covered: Option<(u64, Place)>,
}

impl Sight {
    /// Where to be scrolled to, in the room of this frame. `held`: the pointer is over the rows, so none of them may move: a click that
    /// is on its way would be for another one. Then the covered row comes back into sight once the pointer is elsewhere.
    pub(in crate::app) fn keep(&mut self, place: Place, extent: Extent, held: bool) -> Place {
        let (lower, higher) = (extent.view < self.view, extent.view > self.view);
        self.view = extent.view;
        let focused = self.focused.take().filter(|_| lower).map(|row| (row, place));
        // Who scrolls meanwhile wants to see something else.
        let waits = self.covered.take().filter(|(_, at)| !higher && *at == place);
        match focused.or(waits).filter(|(row, _)| *row < extent.rows) {
            Some((row, _)) if !held => place.showing(row, extent),
            covered => {
                self.covered = covered;
                place
            }
        }
    }

    /// Whether rows in this room must not move: the pointer is over them, and no key is pressed that would act on the covered one.
    /// `several` are selected: a line that speaks of the marked row alone never hides it.
    pub(in crate::app) fn held(ui: &Ui, room: Rect, several: bool) -> bool {
        let key = |event: &Event| matches!(event, Event::Key { pressed: true, .. });
        several && ui.rect_contains_pointer(room) && !ui.input(|i| i.events.iter().any(key))
    }

    /// A row is drawn, and has the focus.
    pub(in crate::app) fn note(&mut self, row: u64, rect: Rect, body: Rect) {
        let whole = rect.top() >= body.top() - 0.5 && rect.bottom() <= body.bottom() + 0.5;
        self.focused = Some(row).filter(|_| whole);
        if whole {
            self.covered = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTENT: Extent = Extent { rows: 100_000_000, pitch: 27.0, view: 610.0 };

    #[test]
    fn a_step_is_as_long_at_the_end_as_at_the_top() {
        for row in [0, 365_000, 1_000_000, 99_999_000] {
            let mut place = Place { row, offset: 0.0 };
            let from = place.points(EXTENT);
            (0..40).for_each(|_| place = place.moved(0.25, EXTENT));
            assert_eq!(place.points(EXTENT) - from, 10.0, "from row {row}");
        }
    }

    #[test]
    fn one_cannot_scroll_past_the_ends() {
        assert_eq!(Place::default().moved(-5.0, EXTENT), Place::default());
        let end = Place::default().moved(f64::MAX, EXTENT);
        assert_eq!(end.points(EXTENT) + 610.0, 2_700_000_000.0);
        let few = Extent { rows: 3, ..EXTENT };
        assert_eq!(end.moved(0.0, few), Place::default());
    }

    #[test]
    fn a_row_is_brought_into_sight_by_the_shortest_way() {
        let place = Place { row: 1_000, offset: 3.0 };
        assert_eq!(place.showing(1_005, EXTENT), place);
        assert_eq!(place.showing(1_000, EXTENT), Place { row: 1_000, offset: 0.0 });
        let below = place.showing(2_000, EXTENT);
        assert_eq!(below.points(EXTENT) + 610.0, 2_001.0 * 27.0);
    }

    #[test]
    fn a_row_that_a_lower_room_covers_comes_back_once_rows_may_move_unless_someone_scrolled() {
        let (low, body) = (Extent { view: 560.0, ..EXTENT }, Rect::from_x_y_ranges(0.0..=1.0, 0.0..=610.0));
        let (place, row) = (Place { row: 100, offset: 0.0 }, 121);
        let last = Rect::from_x_y_ranges(0.0..=1.0, 567.0..=594.0);
        let covered = || {
            let mut sight = Sight::default();
            assert_eq!(sight.keep(place, EXTENT, true), place);
            sight.note(row, last, body);
            assert_eq!(sight.keep(place, low, true), place, "none moves under the pointer");
            sight
        };
        assert_eq!(covered().keep(place, low, false), place.showing(row, low));
        let scrolled = place.moved(-54.0, low);
        let mut sight = covered();
        assert_eq!(sight.keep(scrolled, low, true), scrolled);
        assert_eq!(sight.keep(scrolled, low, false), scrolled);
        assert_eq!(covered().keep(place, EXTENT, false), place, "the line went away");
    }
}
