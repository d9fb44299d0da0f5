//! Picking where a decision was set aside: to decide again as before, or to leave what the portal holds. Both are steps of
//! the log, so that they can be undone and are known when the book is opened again.

use roaring::RoaringBitmap;

use crate::book::Section;
use crate::edit::{self, Change, Command, merge};
use crate::rules::RuleId;
use crate::rules::actions::{MANY_REJECTIONS, rejection};
use crate::session::Session;
use crate::session::result_line::{LeftOut, ResultLine};
use crate::values::grouped;

impl Session {
    /// What must be asked before decisions that were set aside are taken up again: a sentence a rule and sheet, each with how many
    /// records it is about. The rules look at all of them together, so that many rejections at once are asked about (rule A2).
    pub fn asked_before_take_up(&self, rows: &[(Section, RoaringBitmap)]) -> Vec<(u64, String)> {
        let plan = merge::plan_take_up(&self.book, rows, self.day);
        let mut asked = Vec::new();
        for (rule, records) in &plan.asks {
            for section in Section::ALL {
                let of_sheet: Vec<u32> = records.iter().filter(|(of, _)| *of == section).map(|(_, row)| *row).collect();
                let first = plan.allowed.iter().find(|(of, row, _)| *of == section && of_sheet.first() == Some(row));
                let Some((_, row, change)) = first else { continue };
                let count = of_sheet.len() as u64;
                let words = if *rule == RuleId::A2 && count > MANY_REJECTIONS {
                    rejection(section).to_owned()
                } else {
                    edit::plan::explain(&self.book, section, *row, change, *rule, self.day).message
                };
                asked.push((count, words));
            }
        }
        asked
    }

    /// Decides as was decided before it was set aside, where the rules allow it now.
    pub fn take_up(&mut self, rows: &[(Section, RoaringBitmap)]) {
        let plan = merge::plan_take_up(&self.book, rows, self.day);
        let mut left_out = Vec::<LeftOut>::new();
        for refused in plan.refused {
            let (section, row, change) = refused.change;
            let why = edit::plan::explain(&self.book, section, row, &change, refused.rule, self.day).message;
            match left_out.iter_mut().find(|left| left.section == section && left.why == why) {
                Some(left) => drop(left.rows.insert(row)),
                None => {
                    let rows = RoaringBitmap::from_iter([row]);
                    left_out.push(LeftOut { section, rows, why, called: "refused" });
                }
            }
        }
        if plan.allowed.is_empty() {
            self.result = Some(ResultLine { bad: true, left_out, ..ResultLine::new("Nothing changed.") });
            return;
        }
        let words = self.apply(Command::Table { what: merge::TAKEN_UP.into(), rows: plan.allowed });
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
