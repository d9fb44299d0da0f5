//! Which parts of the book's register an import takes the place of: what is asked of the user, and why.

use std::collections::HashSet;

use crate::book::{Register, RegisterPart};
use crate::session::register::import::RegisterImport;
use crate::session::register::source::inside;
use crate::values::{counted, grouped, plural};

/// The vouchers of each part of a register, by what makes them the same documents.
pub(super) fn vouchers_of(register: &Register) -> Vec<HashSet<u128>> {
    let parts = 0..register.parts().len();
    parts.map(|part| register.entries().identities_within(register.rows(part)).into_iter().collect()).collect()
}

impl RegisterImport {
    /// Counts how many vouchers of a sheet are in each part of the book already.
    pub(super) fn compare_with_parts(&mut self, place: usize) {
        let sheet = &mut self.sheets[place];
        let Ok(reading) = &sheet.reading else { return sheet.already.clear() };
        let entries = &reading.entries;
        let own = if self.there.is_empty() { Vec::new() } else { entries.identities_within(0..entries.len()) };
        let already = |part: &HashSet<u128>| own.iter().filter(|identity| part.contains(identity)).count() as u64;
        sheet.already = self.there.iter().map(already).collect();
    }

    /// How many of the vouchers that would be imported are in a part of the book already.
    pub fn already_in(&self, part: u32) -> u64 {
        self.taken().filter_map(|(place, _)| self.sheets[place].already.get(part as usize)).sum()
    }

    /// The parts of the book, each with whether this replaces it: none where that has to be asked.
    pub fn replacing(&self) -> Vec<(u32, &RegisterPart, Option<bool>)> {
        let new: Vec<RegisterPart> = self.taken().filter_map(|(place, _)| self.part(place)).collect();
        let asks = |place: u32, part: &RegisterPart| {
            let vouchers = [self.vouchers(), part.entries.into()];
            new.iter().any(|new| new.may_replace(part)) || RegisterPart::is_mostly_in(self.already_in(place), vouchers)
        };
        let asked = |(place, part): (u32, &RegisterPart)| {
            let answer = self.replaces.get(&place).copied();
            answer.or_else(|| if asks(place, part) { None } else { Some(false) })
        };
        let parts = (0..).zip(self.into.register.parts());
        parts.map(|(place, part)| (place, part, asked((place, part)))).collect()
    }

    /// What is asked of a part that this may replace, with the reason.
    pub fn asks_to_replace(&self, place: u32) -> String {
        let name = self.into.register.parts().get(place as usize).map(RegisterPart::name).unwrap_or_default();
        match self.already_in(place) {
            0 => format!("{name} has the same layout and days, or is the same file: does this take its place?"),
            already => format!(
                "{} of {} {} in {name} already: does this take its place? Kept beside it, they are booked twice.",
                grouped(already),
                counted(self.vouchers(), "voucher", "vouchers"),
                plural(already, "is", "are"),
            ),
        }
    }

    /// The user says whether a part is replaced.
    pub fn replace(&mut self, place: u32, replaces: bool) {
        self.replaces.insert(place, replaces);
    }

    /// It is a file that is imported already, which is looked at once more: its sheets as they were taken, its days, and all
    /// its parts are replaced.
    pub fn changes_parts_of(&mut self, part: &RegisterPart, parts: &[RegisterPart]) {
        let own: Vec<(u32, &RegisterPart)> = (0..).zip(parts).filter(|(_, other)| other.hash == part.hash).collect();
        for place in 0..self.sheets.len() {
            let file = self.workbook(place).name.clone();
            let name = self.cells(place).name.clone().unwrap_or_default();
            let same = |(_, part): &&(u32, &RegisterPart)| part.sheet == name && inside(&part.file) == inside(&file);
            let taken = own.iter().any(|part| same(&part));
            let sheet = &mut self.sheets[place];
            sheet.ticked = taken && sheet.reading.is_ok();
        }
        self.replaces.extend(own.iter().map(|(place, _)| (*place, true)));
        (self.said_covers, self.complete) = (part.covers, part.complete);
        self.looked_at = true;
    }
}
