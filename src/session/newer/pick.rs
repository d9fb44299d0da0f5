//! Picking where a decision was set aside: to decide again as before, or to leave what the portal holds. Both are steps of
//! the log, so that they can be undone and are known when the book is opened again.

use roaring::RoaringBitmap;

use crate::book::Section;
use crate::edit::{self, Change, Command, merge};
use crate::session::Session;
use crate::session::result_line::{LeftOut, ResultLine};
use crate::values::grouped;

impl Session {
    /// Decides as was decided before it was set aside, where the rules allow it now.
    pub fn take_up(&mut self, rows: &[(Section, RoaringBitmap)]) {
        let day = self.day;
        let (mut taken, mut left_out) = (Vec::new(), Vec::<LeftOut>::new());
        for (section, rows) in rows {
            let Some(Command::Table { rows, .. }) = merge::take_up(&self.book, *section, rows) else { continue };
            for (section, row, change) in rows {
                let alone = RoaringBitmap::from_iter([row]);
                let plan = edit::plan(&self.book, section, &alone, &change, day);
                match plan.refused.first() {
                    None => taken.push((section, row, change)),
                    Some(refusal) => {
                        let why = edit::plan::explain(&self.book, section, row, &change, refusal.rule, day).message;
                        match left_out.iter_mut().find(|left| left.section == section && left.why == why) {
                            Some(left) => drop(left.rows.insert(row)),
                            None => left_out.push(LeftOut { section, rows: alone, why, called: "refused" }),
                        }
                    }
                }
            }
        }
        if taken.is_empty() {
            self.result = Some(ResultLine { bad: true, left_out, ..ResultLine::new("Nothing changed.") });
            return;
        }
        let words = self.apply(Command::Table { what: "Took up what was set aside".into(), rows: taken });
        self.result = Some(ResultLine { undo: true, left_out, ..ResultLine::new(format!("{words}.")) });
    }

    /// Leaves what the portal holds: a step that changes nothing but says that somebody looked.
    pub fn leave_set_aside(&mut self, rows: &[(Section, RoaringBitmap)]) {
        let sheet_rows = |(section, rows): &(Section, RoaringBitmap)| {
            let sheet = self.book.sheet(*section);
            let note = |row: u32| Change::note(self.book.text(sheet.decision(row).note));
            rows.iter().map(|row| (*section, row, note(row))).collect::<Vec<_>>()
        };
        let rows: Vec<_> = rows.iter().flat_map(sheet_rows).collect();
        let count = grouped(rows.len() as u64);
        self.apply(Command::table("Left as on the portal", rows));
        let words = if count == "1" { "1 record is".to_owned() } else { format!("{count} records are") };
        self.result = Some(ResultLine { undo: true, ..ResultLine::new(format!("{words} left as on the portal.")) });
    }
}
