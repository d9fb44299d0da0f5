//! Picking where a decision was set aside: to decide again as before, or to leave what the portal holds. Both are steps of
//! the log, so that they can be undone and are known when the book is opened again.

use roaring::RoaringBitmap;

use crate::book::{Scope, Section};
use crate::edit::{self, Change, Command, EachPlan, merge};
use crate::session::Session;
use crate::session::result_line::{LeftOut, ResultLine};
use crate::values::counted;

impl Session {
    /// Decides as was decided before it was set aside, where the rules allow it now. The rules look at all of it together, so that
    /// many rejections at once are asked about (rule A2). Where something must be asked that is not `confirmed`, nothing is
    /// done, and the questions come back: a sentence a rule and sheet, each with how many records it is about.
    pub fn take_up(&mut self, rows: &[(Section, RoaringBitmap)], confirmed: bool) -> Vec<(u64, String)> {
        let plan = merge::plan_take_up(&self.book, rows, self.day);
        if !confirmed && !plan.asks.is_empty() {
            return self.questions_of(&plan);
        }
        let left_out = self.refused_in(&plan);
        if plan.allowed.is_empty() {
            self.result = Some(ResultLine { bad: true, left_out, ..ResultLine::new("Nothing changed.") });
            return Vec::new();
        }
        let words = self.apply(Command::table(merge::TAKEN_UP, plan.allowed));
        self.result = Some(ResultLine { undo: true, left_out, ..ResultLine::new(format!("{words}.")) });
        Vec::new()
    }

    fn questions_of(&self, plan: &EachPlan) -> Vec<(u64, String)> {
        let mut asked = Vec::new();
        for (&rule, records) in &plan.asks {
            for section in Section::ALL {
                let rows: RoaringBitmap =
                    records.iter().filter(|(of, _)| *of == section).map(|(_, row)| *row).collect();
                let first = plan.allowed.iter().find(|(of, row, _)| *of == section && rows.min() == Some(*row));
                let Some((_, _, change)) = first else { continue };
                let of = (&rows, rows.len());
                asked.push((rows.len(), edit::plan::question(&self.book, section, of, change, rule, self.day)));
            }
        }
        asked
    }

    /// What a plan refuses, by reason.
    fn refused_in(&self, plan: &EachPlan) -> Vec<LeftOut> {
        let mut left_out = Vec::<LeftOut>::new();
        for refused in &plan.refused {
            let (section, row, change) = &refused.change;
            let why = edit::plan::explain(&self.book, *section, *row, change, refused.rule, self.day).message;
            match left_out.iter_mut().find(|left| left.scope == Scope::Sheet(*section) && left.why == why) {
                Some(left) => drop(left.rows.insert(*row)),
                None => {
                    let rows = RoaringBitmap::from_iter([*row]);
                    left_out.push(LeftOut { scope: Scope::Sheet(*section), rows, why, called: "refused" });
                }
            }
        }
        LeftOut::by_reason(left_out)
    }

    /// Leaves what the portal holds: a step that changes nothing but says that the user looked.
    pub(super) fn leave_set_aside(&mut self, rows: &[(Section, RoaringBitmap)]) {
        let sheet_rows = |(section, rows): &(Section, RoaringBitmap)| {
            let sheet = self.book.sheet(*section);
            let note = |row: u32| Change::note(self.book.text(sheet.decision(row).note));
            rows.iter().map(|row| (*section, row, note(row))).collect::<Vec<_>>()
        };
        let rows: Vec<_> = rows.iter().flat_map(sheet_rows).collect();
        let words = counted(rows.len() as u64, "record is", "records are");
        self.apply(Command::table("Left as on the portal", rows));
        self.result = Some(ResultLine { undo: true, ..ResultLine::new(format!("{words} left as on the portal.")) });
    }
}
