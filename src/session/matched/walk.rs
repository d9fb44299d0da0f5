//! Walking through what is to be checked against the register, over all sheets.

use crate::book::{Scope, Section};
use crate::session::result_line::ResultLine;
use crate::session::{Scroll, Session};
use crate::values::grouped;
use crate::view::BuiltIn;
use crate::view::matched::is_to_check;

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
        let some = !self.all_counted() || self.to_check() > 0;
        if let Some((scope, place)) = some.then(|| self.next_shown(step)).flatten() {
            self.place = scope.into();
            let view = self.view_mut(scope);
            let number = view.rows[place];
            view.selection.click(number);
            view.scroll = Some(Scroll::To(place));
            self.matching.walked = Some(Walked { scope, number });
            return self.refresh();
        }
        match some.then(|| self.first_hidden()).flatten() {
            Some((section, row)) => {
                self.reveal(section, row);
                let scope = self.scope().unwrap_or(section.into());
                self.matching.walked = Some(Walked { scope, number: scope.number(section, row) });
            }
            None => self.say(ResultLine::new("Nothing is left to check against the register.")),
        }
    }

    /// From where the walk goes on in what is on the screen: places from here on, or before here. Where the last record of the
    /// walk left the view, as it was decided, the one that took its place is next.
    fn place_to_walk_from(&self, scope: Scope, step: isize) -> usize {
        let view = self.view(scope);
        let Some(place) = self.focus_place else { return if step > 0 { 0 } else { view.rows.len() } };
        let came = self.matching.walked.filter(|walked| walked.scope == scope);
        let left = came.is_some_and(|walked| !view.set.contains(walked.number));
        if step > 0 && !left { place + 1 } else { place }
    }

    /// The next record to check that a view shows, and its place there: first in what is on the screen, from the focus on; then
    /// on the other sheets; then in what was left out at first.
    fn next_shown(&self, step: isize) -> Option<(Scope, usize)> {
        let sheets = Section::ALL.map(Scope::from);
        let walked: &[Scope] = if self.scope() == Some(Scope::All) { &[Scope::All] } else { &sheets };
        let in_range = |scope: Scope, range: std::ops::Range<usize>| {
            let rows = &self.view(scope).rows;
            let mut places = range.filter(|&place| {
                let (section, row) = scope.record(rows[place]);
                is_to_check(&self.book, section, row)
            });
            let found = if step > 0 { places.next() } else { places.next_back() };
            found.map(|place| (scope, place))
        };
        let all = |scope: Scope| 0..self.view(scope).rows.len();
        let Some(here) = self.scope() else {
            let find = |&scope: &Scope| in_range(scope, all(scope));
            return if step > 0 { walked.iter().find_map(find) } else { walked.iter().rev().find_map(find) };
        };
        let place = self.place_to_walk_from(here, step);
        let (first, last) = match step > 0 {
            true => (place..all(here).end, 0..place),
            false => (0..place, place..all(here).end),
        };
        let count = walked.len() as isize;
        let at = walked.iter().position(|scope| *scope == here).unwrap_or(0) as isize;
        let mut others = (1..count).map(|n| walked[(at + step * n).rem_euclid(count) as usize]);
        in_range(here, first)
            .or_else(|| others.find_map(|scope| in_range(scope, all(scope))))
            .or_else(|| in_range(here, last))
    }

    /// A record to check that its view hides.
    fn first_hidden(&self) -> Option<(Section, u32)> {
        Section::ALL.into_iter().find_map(|section| {
            let sheet = self.book.sheet(section);
            let fits = |&row: &u32| sheet.in_force(row) && is_to_check(&self.book, section, row);
            (0..sheet.rows()).find(fits).map(|row| (section, row))
        })
    }

    /// What the walk has before it, in words.
    pub fn to_check_in_words(&self) -> String {
        format!("{} to check", grouped(self.to_check()))
    }
}
