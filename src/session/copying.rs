//! Copying rows and single values: here it is made, what has the clipboard takes it from here.

use crate::book::{Field, Scope, Section};
use crate::exchange::copied::Copied;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::values::counted;

/// More lines are copied in the background: each has many cells to spell.
pub(in crate::session) const COPIED_AT_ONCE: u64 = 1_000;

impl Session {
    /// Copies the rows that an action would be for, in the columns that are shown.
    pub fn copy_rows(&mut self, scope: impl Into<Scope>, headings: bool) {
        let scope = scope.into();
        let view = self.view(scope);
        let (columns, shown, targets) = (view.columns(&self.book, scope), view.rows.clone(), self.targets.rows.clone());
        let count = targets.len();
        self.look_within(COPIED_AT_ONCE, count, Purpose::Copy, move |book, _, progress| {
            let rows = shown.iter().copied().filter(|row| targets.contains(*row));
            let copied = Copied::rows(book, scope, &columns, rows, headings, progress)?;
            Some(Box::new(move |open| {
                open.result = Some(match copied.no_table() {
                    None => ResultLine::new(format!("Copied {}.", rows_in_words(&copied))),
                    Some(why) => text_only(&copied, &why),
                });
                open.copied = Some(copied);
            }))
        });
    }

    /// Copies one value of a record.
    pub fn copy_value(&mut self, section: Section, row: u32, field: Field) {
        self.copied = Some(Copied::value(&self.book, section, row, field));
    }

    /// What was copied and is not on the clipboard yet.
    pub fn take_copied(&mut self) -> Option<Copied> {
        self.copied.take()
    }

    /// The desktop took the text of what was copied, but not its table.
    pub fn copied_as_text(&mut self, copied: &Copied) {
        self.result = Some(text_only(copied, "this desktop takes no tables from programs"));
    }

    /// Another program had the clipboard.
    pub fn nothing_copied(&mut self) {
        let words = "Nothing was copied: another program is using the clipboard. Copy again.";
        self.result = Some(ResultLine::refused(words));
    }
}

fn rows_in_words(copied: &Copied) -> String {
    counted(copied.rows, "row", "rows")
}

/// That a spreadsheet gets no table, and what to do so that it leaves the text as it is.
pub(in crate::session) fn text_only(copied: &Copied, why: &str) -> ResultLine {
    let what = format!("Copied {} as text only: {why}.", rows_in_words(copied));
    ResultLine::with_remark(
        what,
        "Excel may change numbers and dates in it: format the cells as Text before you paste.",
    )
}
