//! A record for which the user looks for a voucher on the sheet *Register*: any voucher there can be linked with it.

use crate::book::Section;
use crate::session::{Place, Session};

impl Session {
    /// A voucher is looked for among those on the screen, for a record.
    pub fn seek_voucher_for(&mut self, section: Section, row: u32) {
        self.matching.sought_for = Some((section, row));
    }

    /// The record for which a voucher is looked for, as long as the vouchers are on the screen.
    pub fn voucher_is_sought_for(&self) -> Option<(Section, u32)> {
        let here = |&(section, row): &(Section, u32)| self.book.sheet(section).in_force(row);
        self.matching.sought_for.filter(here).filter(|_| self.place == Place::Register)
    }

    /// Whether a record is with a voucher already.
    pub fn is_with_voucher(&self, section: Section, row: u32) -> bool {
        let matched = self.matching.newest.as_ref();
        matched.is_some_and(|matched| !matched.matches.of_record(section, row).entries.is_empty())
    }

    /// The user went elsewhere: no voucher is looked for any more.
    pub(super) fn seek_no_more(&mut self) {
        self.matching.sought_for = None;
    }
}
