//! Going from row to row and from sheet to sheet, and selecting rows that are alike.

use crate::book::{Action, Book, Field, Scope, Section};
use crate::edit::Command;
use crate::rules::Findings;
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::session::route::{Fits, Route};
use crate::session::{Place, Session};
use crate::values::grouped;
use crate::view::selection::bitmap;
use crate::view::{self, ColumnFilter, Filter};
use std::collections::BTreeMap;

/// Selects the rows of the view on the screen that have the same value in a column.
pub fn select_like(open: &mut Session, section: Section, row: u32, field: Field) {
    let Some(scope) = open.scope().filter(|scope| scope.has(section)) else { return };
    let same = ColumnFilter::same_as(&open.book, section, row, field);
    let same = Filter { columns: BTreeMap::from([(field, same)]), ..Filter::default() };
    let shown = open.view(scope).set.clone();
    open.look(Purpose::Select, move |book, findings, progress| {
        let rows = bitmap(&view::rows_until(book, findings, scope, &same, &[], progress)?) & &*shown;
        Some(Box::new(move |open| {
            open.view_mut(scope).selection.choose(rows);
            open.refresh();
        }))
    });
}

/// Whether a record has no action.
pub fn undecided(book: &Book, _: &Findings, section: Section, row: u32) -> bool {
    book.sheet(section).actions()[row as usize] == Action::NoAction
}

/// Goes to the next row of the view that fits, around its end if need be.
pub fn seek(open: &mut Session, scope: impl Into<Scope>, step: isize, called: &'static str, fits: Fits) {
    let scope = scope.into();
    let (from, end, back) = (open.focus_place, open.view(scope).rows.len(), step < 0);
    let stretches = if back {
        // Without a focus the first step enters at the end that it comes from.
        let from = from.unwrap_or(end);
        [0..from, from..end]
    } else {
        let not_come_to = open.view(scope).selection.put_there;
        let from = from.map_or(0, |place| place + usize::from(!not_come_to));
        [from..end, 0..from]
    };
    let way = Route { stretches: stretches.map(|places| open.stretch(scope, places)).into(), back };
    open.walk_along(way, fits, move |open, reached| match reached {
        Some(reached) if open.go_to_reached(&reached) => {}
        // Other rows are shown by now.
        Some(_) => seek(open, scope, step, called, fits),
        None => open.result = Some(ResultLine::new(format!("No row of this view is {called}."))),
    });
}

/// Goes to the next sheet with records, around the end.
pub fn neighbour(open: &mut Session, step: isize) {
    let mut places: Vec<Place> = Scope::EACH.map(Place::from).to_vec();
    places.extend([Place::Suppliers, Place::Credit, Place::Register, Place::Match]);
    places.extend((0..open.book.others().len()).map(Place::Other));
    let from = places.iter().position(|&p| p == open.place).unwrap_or(0) as isize;
    let count = places.len() as isize;
    let full = |place: &Place| match place {
        Place::All => open.view(Scope::All).counts.all() > 0,
        Place::Sheet(section) => open.view(*section).counts.all() > 0,
        Place::Register | Place::Match => open.has_register(),
        Place::Suppliers | Place::Credit | Place::Other(_) => true,
    };
    let next = (1..count).map(|i| places[(from + step * i).rem_euclid(count) as usize]).find(full);
    open.place = next.unwrap_or(open.place);
    open.refresh();
}

/// Puts every record back as imported, in one step.
pub fn discard_all(open: &mut Session) {
    let count = open.changed();
    let differing = |section: Section| {
        let sheet = open.book.sheet(section);
        let differs = |row: &u32| !sheet.decision(*row).same_saying(sheet.baseline(*row));
        (section, (0..sheet.rows()).filter(differs).collect::<roaring::RoaringBitmap>())
    };
    let rows = Section::ALL.into_iter().map(differing).filter(|(_, rows)| !rows.is_empty()).collect();
    open.apply(Command::Restore { rows });
    let text = format!("{} records are as the portal holds them again.", grouped(count));
    open.result = Some(ResultLine { undo: true, credit: open.moved, ..ResultLine::new(text) });
}
