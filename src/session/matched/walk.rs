//! Walking through what is to be checked against the register, over all sheets.

use crate::book::{Book, Scope, Section};
use crate::rules::Findings;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::session::route::{Route, Stretch};
use crate::values::grouped;
use crate::view::BuiltIn;
use crate::view::matched::is_to_check;
use crate::work::Progress;
use crate::work::parts::BETWEEN_LOOKS;

/// The record to which the walk came last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walked {
    scope: Scope,
    number: u32,
}

impl Session {
    /// How many records of all sheets are to be checked.
    pub fn to_check(&self) -> u64 {
        self.in_view(Scope::All, BuiltIn::ToCheck)
    }

    /// Goes to the next record to check, or to the one before, over all sheets and around their end. In the table of all sheets
    /// the walk stays in it.
    pub fn walk_to_check(&mut self, step: isize) {
        if !self.has_register() {
            let text = "Import a purchase register first: there is nothing to check against.";
            return self.say(ResultLine::new(text));
        }
        if self.book.match_columns().is_none() {
            return self.say(ResultLine::new("The register is being matched."));
        }
        // Where nothing is left, no million is walked through to find that out.
        if self.all_counted() && self.to_check() == 0 {
            return self.nothing_to_check();
        }
        let way = self.way_to_check(step);
        self.walk_along(way, fits, move |open, reached| match reached {
            Some(reached) if open.go_to_reached(&reached) => {
                open.matching.walked = Some(Walked { scope: reached.scope, number: reached.number });
            }
            // Other rows are shown by now.
            Some(_) => open.walk_to_check(step),
            None => open.walk_to_hidden(),
        });
    }

    /// What no view shows is shown, where something of it is to be checked: last, as the user filtered it out.
    fn walk_to_hidden(&mut self) {
        self.look(Purpose::Walk, |book, findings, progress| {
            let first = first_of_all(book, findings, progress)?;
            Some(Box::new(move |open| open.take_hidden(first)))
        });
    }

    fn take_hidden(&mut self, first: Option<(Section, u32)>) {
        let Some((section, row)) = first else { return self.nothing_to_check() };
        self.reveal(section, row);
        let scope = self.scope().unwrap_or(section.into());
        self.matching.walked = Some(Walked { scope, number: scope.number(section, row) });
    }

    fn nothing_to_check(&mut self) {
        self.say(ResultLine::new("Nothing is left to check against the register."));
    }

    /// From where the walk goes on in what is on the screen: places from here on, or before here. Where the last record of the
    /// walk left the view, as it was decided, the one that took its place is next.
    fn place_to_walk_from(&self, scope: Scope, step: isize) -> usize {
        let view = self.view(scope);
        let Some(place) = self.focus_place else { return if step > 0 { 0 } else { view.rows.len() } };
        let came = self.matching.walked.filter(|walked| walked.scope == scope);
        let left = came.is_some_and(|walked| !view.set.contains(walked.number)) || view.selection.put_there;
        if step > 0 && !left { place + 1 } else { place }
    }

    /// All that the views show, as the walk comes by it: first what is on the screen, from the focus on; then the other sheets;
    /// then what was left out at first.
    fn way_to_check(&self, step: isize) -> Route {
        let sheets = Section::ALL.map(Scope::from);
        let walked: &[Scope] = if self.scope() == Some(Scope::All) { &[Scope::All] } else { &sheets };
        let all = |scope: Scope| self.stretch(scope, 0..self.view(scope).rows.len());
        let back = step < 0;
        let Some(here) = self.scope() else {
            let mut stretches: Vec<Stretch> = walked.iter().copied().map(all).collect();
            if back {
                stretches.reverse();
            }
            return Route { stretches, back };
        };
        let (place, end) = (self.place_to_walk_from(here, step), self.view(here).rows.len());
        let (first, last) = if back { (0..place, place..end) } else { (place..end, 0..place) };
        let count = walked.len() as isize;
        let at = walked.iter().position(|scope| *scope == here).unwrap_or(0) as isize;
        let others = (1..count).map(|n| all(walked[(at + step * n).rem_euclid(count) as usize]));
        let stretches = [self.stretch(here, first)].into_iter().chain(others).chain([self.stretch(here, last)]);
        Route { stretches: stretches.collect(), back }
    }

    /// What the walk has before it, in words.
    pub fn to_check_in_words(&self) -> String {
        format!("{} to check", grouped(self.to_check()))
    }
}

/// Whether the walk goes to a record.
fn fits(book: &Book, _: &Findings, section: Section, row: u32) -> bool {
    is_to_check(book, section, row)
}

/// The first record of all in force that is to be checked. None if it was stopped.
fn first_of_all(book: &Book, findings: &Findings, progress: &Progress) -> Option<Option<(Section, u32)>> {
    for section in Section::ALL {
        let sheet = book.sheet(section);
        for row in 0..sheet.rows() {
            if (row as usize).is_multiple_of(BETWEEN_LOOKS) && progress.cancelled() {
                return None;
            }
            if sheet.in_force(row) && fits(book, findings, section, row) {
                return Some(Some((section, row)));
            }
        }
    }
    Some(None)
}
