//! Putting back what one step replaced, for some rows only, as a new command.

use roaring::RoaringBitmap;

use super::effect::SheetEffect;
use super::{Change, Command, Log};
use crate::book::{Book, Section};

impl Log {
    /// The command that puts back, for those of these rows that a step in force touched, what it replaced. None if that
    /// would change nothing. What the step did not touch stays as it is.
    pub fn revert(&self, book: &Book, place: usize, rows: &[(Section, RoaringBitmap)]) -> Option<Command> {
        let step = self.steps()[..self.in_force()].get(place)?;
        let mut back = Vec::new();
        for (section, rows) in rows {
            let effects = step.effect.sheets.iter().filter(|effect| effect.section == *section);
            for effect in effects.take(1) {
                let changes = put_back(book, effect, rows);
                back.extend(changes.map(|(row, change)| (*section, row, change)));
            }
        }
        let what = format!("Put back what step {} replaced", crate::values::grouped(place as u64 + 1));
        (!back.is_empty()).then(|| Command::table(what, back))
    }
}

/// What puts back what a command replaced in a sheet, for some of its rows.
fn put_back(book: &Book, effect: &SheetEffect, rows: &RoaringBitmap) -> impl Iterator<Item = (u32, Change)> {
    (rows & &effect.rows).into_iter().filter_map(move |row| {
        let sheet = book.sheet(effect.section);
        let (now, is_chosen) = (sheet.decision(row), sheet.chosen().contains(row));
        let was_chosen = effect.was_chosen(row, is_chosen);
        let before = effect.put_back(row, now).filter(|before| *before != now || was_chosen != is_chosen)?;
        let change = Change {
            action: Some(before.action),
            answer: Some(book.answers().get(before.answer)),
            remarks: Some(book.text(before.remarks).to_owned()),
            note: Some(book.text(before.note).to_owned()),
            not_chosen: !was_chosen,
            ..Change::default()
        };
        Some((row, change))
    })
}
