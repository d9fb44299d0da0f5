//! A voucher of the register in full: the class of its match, why it has that class, and what its record says.

use std::sync::Arc;

use crate::book::{Book, Class, Section};
use crate::matching::why::sentence::Explainer;
use crate::matching::{Flag, Matches};
use crate::session::background::Purpose;
use crate::session::matched::beside::{BesideField, fields, said};
use crate::session::{Place, Session};
use crate::values::Day;
use crate::work::Progress;

/// Books of at most this many documents are looked through at once.
const AT_ONCE: u64 = 2_000;

/// The class of a voucher, and why.
#[derive(Clone, Debug)]
pub struct VoucherInFull {
    /// Its row in the register.
    pub entry: u32,
    /// The class of its match.
    pub class: Class,
    /// Why it has that class.
    pub sentence: String,
    /// The user linked or confirmed it.
    pub linked: bool,
    /// The records that it is with.
    pub records: Vec<(Section, u32)>,
    /// The fields on both sides; none where it is with no record.
    pub fields: Vec<BesideField>,
    inputs: u64,
    day: Day,
}

impl VoucherInFull {
    /// Of a voucher of a book that was matched.
    pub fn of(book: &Book, matches: &Matches, day: Day, entry: u32, progress: &Progress) -> VoucherInFull {
        let of = matches.of_entry(entry);
        let sentence = match of.class {
            Class::None => "It takes no part in matching.".to_owned(),
            _ => said(Explainer::until(book, matches, day, progress).explain(&of).text),
        };
        let fields = fields(book, &of.records, &of.entries);
        let linked = of.flags.has(Flag::Link);
        VoucherInFull { entry, class: of.class, sentence, linked, records: of.records, fields, inputs: 0, day }
    }
}

impl Session {
    /// The voucher that is marked on the sheet *Register*, if the sheet shows it.
    pub fn marked_voucher(&self) -> Option<u32> {
        let view = self.register_view();
        view.selection.focus.filter(|&row| view.list.set.contains(row) && row < self.book.register().entries().len())
    }

    /// The marked voucher in full, once that is known.
    pub fn voucher_in_full(&self) -> Option<&Arc<VoucherInFull>> {
        let known = self.matching.voucher.as_ref()?;
        let newest = self.matching.newest.as_ref()?;
        let same = known.inputs == newest.inputs && known.day == newest.day && newest.is_of(&self.book);
        (same && self.marked_voucher() == Some(known.entry)).then_some(known)
    }

    /// Finds it again where another one is marked, or the matches are others.
    pub(in crate::session) fn renew_voucher_in_full(&mut self) {
        if self.place != Place::Register {
            return self.seek_no_more();
        }
        if self.voucher_in_full().is_some() {
            return;
        }
        let (Some(matched), Some(entry)) = (self.voucher_matches(), self.marked_voucher()) else { return };
        let documents = self.book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum::<u64>()
            + u64::from(self.book.register().entries().len());
        // A record beside its voucher is never on the screen with it.
        self.look_within(AT_ONCE, documents, Purpose::Beside, move |book, _, progress| {
            let known = VoucherInFull::of(book, &matched.matches, matched.day, entry, progress);
            let known = VoucherInFull { inputs: matched.inputs, ..known };
            if progress.cancelled() {
                return None;
            }
            Some(Box::new(move |open| open.matching.voucher = Some(Arc::new(known))))
        });
    }
}
