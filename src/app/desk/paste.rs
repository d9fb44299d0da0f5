//! Pasting: the text is read on a job if there is much of it, what it would do is shown, and it is applied as one step.

use crate::app::desk::Desk;
use crate::app::desk::tasks::Task;
use crate::app::dialogs::{Dialog, Paste};
use crate::app::requests::Request;
use crate::book::Section;
use crate::exchange::decisions::Refused;
use crate::rules::RuleId;
use crate::session::deciding::decide::Decide;
use crate::session::deciding::paste::{Onto, PasteChanges, PasteEnd, PasteRequest, meet};
use crate::session::result_line::{LeftOut, ResultLine};
use crate::values::grouped;
use crate::work::Progress;
use crate::work::job::Job;
use roaring::RoaringBitmap;
use std::collections::BTreeMap;

/// A book of this many records is looked through within a frame or two, and so much text is read in one.
const AT_ONCE: (u64, usize) = (50_000, 200_000);

impl Desk {
    /// Reads what was pasted and shows what it would do. `back` is the dialog it was pasted into, if it was one.
    pub(crate) fn paste(&mut self, wanted: PasteRequest, back: Option<Box<Dialog>>) {
        let Some(open) = &self.open else { return };
        let Some(scope) = open.scope() else { return };
        let view = open.view(scope);
        let (book, day) = (open.book().clone(), open.day());
        let shown = view.columns(open.book(), scope);
        let selected: Vec<u32> = view.rows.iter().copied().filter(|&row| open.targets().rows.contains(row)).collect();
        let records: u64 = book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum();
        let small = wanted.is_one_cell() || records <= AT_ONCE.0 && wanted.text.len() <= AT_ONCE.1;
        let work = move |progress: &Progress| {
            let onto = Onto { book: &book, scope, selected, shown, day };
            meet(&onto, wanted, progress)
        };
        if small {
            let end = work(&Progress::default());
            self.paste_ended(end, back);
        } else {
            self.task = Some(Task::Paste(Job::start(&self.wake, "Reading what was pasted", work), back));
        }
    }

    /// Shows what came of it.
    pub(crate) fn paste_ended(&mut self, end: Result<PasteEnd, String>, back: Option<Box<Dialog>>) {
        let Some(open) = &mut self.open else { return };
        match (end, back) {
            (Err(why), Some(mut dialog)) => {
                dialog.refuse(why);
                self.dialog = Some(*dialog);
            }
            (Err(why), None) => open.say(ResultLine::refused(why)),
            (Ok(PasteEnd::Fill(change)), _) => {
                if let Some(scope) = open.scope() {
                    let wanted = Decide::targets(open, scope, change);
                    let ctx = self.ctx.clone();
                    self.handle(&ctx, Request::Decide(Box::new(wanted)), &None);
                }
            }
            (Ok(PasteEnd::Ask(texts)), _) => self.dialog = Some(Dialog::Paste(Paste::Texts(texts))),
            (Ok(PasteEnd::Preview(mut preview)), _) => {
                preview.count_hidden(open);
                self.dialog = Some(Dialog::Paste(Paste::Preview(preview)));
            }
        }
    }

    /// Applies what was looked at, as one step.
    pub(crate) fn apply_paste(&mut self, chosen: PasteChanges, unchanged: u64) {
        let mut text = String::new();
        if unchanged > 0 {
            text += &format!(" {} had these values already.", grouped(unchanged));
        }
        match chosen.refused.iter().filter(|refused| refused.records.is_empty()).count() {
            0 => {}
            1 => text += " 1 row was left out: it could not be read or fits no record.",
            n => {
                text += &format!(" {} rows were left out: they could not be read or fit no record.", grouped(n as u64))
            }
        }
        let left_out = left_out(&chosen.refused);
        let line = ResultLine { left_out, ..ResultLine::new(text) };
        self.apply_rows("Pasted decisions".into(), chosen.changes, line);
    }
}

/// The records of refused rows by reason: of each sheet and rule it is the first.
fn left_out(refused: &[Refused]) -> Vec<LeftOut> {
    let mut groups: BTreeMap<(Section, Option<RuleId>), LeftOut> = BTreeMap::new();
    for refused in refused {
        for &(section, row) in &refused.records {
            let called = if refused.records.len() > 1 { "not clear" } else { "refused" };
            let new =
                || LeftOut { scope: section.into(), rows: RoaringBitmap::new(), why: refused.reason.clone(), called };
            groups.entry((section, refused.rule)).or_insert_with(new).rows.insert(row);
        }
    }
    LeftOut::by_reason(groups.into_values())
}
