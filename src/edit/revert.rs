//! Putting back what one step replaced, for some rows only, as a new command.

use roaring::RoaringBitmap;

use super::{Change, Command, Log};
use crate::book::{Book, Section};

impl Log {
    /// The command that puts back, for those of these rows that a step in force touched, what it replaced. None if that
    /// would change nothing. What the step did not touch stays as it is.
    pub fn revert(&self, book: &Book, place: usize, section: Section, rows: &RoaringBitmap) -> Option<Command> {
        let step = self.steps()[..self.in_force()].get(place)?;
        let effect = step.effect.sheets.iter().find(|s| s.section == section)?;
        let sheet = book.sheet(section);
        let mut back = Vec::new();
        for row in &(rows & &effect.rows) {
            let now = sheet.decision(row);
            let Some(before) = effect.put_back(row, now).filter(|before| *before != now) else { continue };
            let change = Change {
                action: Some(before.action),
                answer: Some(book.answers().get(before.answer)),
                remarks: Some(book.text(before.remarks).to_owned()),
                note: Some(book.text(before.note).to_owned()),
                ..Change::default()
            };
            back.push((section, row, change));
        }
        let what = format!("Put back what step {} replaced", crate::values::grouped(place as u64 + 1));
        (!back.is_empty()).then(|| Command::table(what, back))
    }
}
