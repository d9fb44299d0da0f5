//! Taking what is suggested: all of one class at once, as one command and one step of undo. It never touches a record that holds
//! any action or that the user decided.

use std::sync::Arc;

use crate::book::{Action, Book, BySection, Class, MatchSettings, Section};
use crate::edit::{Change, Command, RowChange, merge};
use crate::matching::suggest::offer::{self, Left, Offer};
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::matched::Matched;
use crate::session::matched::overview::InView;
use crate::session::result_line::ResultLine;
use crate::values::grouped;
use crate::view::selection::bitmap;
use crate::work::Progress;

/// A step of more records is carried out on a job.
const AT_ONCE: usize = 10_000;

/// What must be asked before all of a class is taken.
pub const REALLY_BOOKS: &str = "Is this really your books?";

impl Session {
    /// Whether that must be asked first: nearly all vouchers are the portal's records to the letter.
    pub fn asks_for_books(&self, class: Class) -> bool {
        let like = self.matching.overview.as_ref().is_some_and(|overview| overview.like_the_portal);
        let entries = self.book.register().shared();
        let said = self.matching.really_books.as_ref().is_some_and(|of| Arc::ptr_eq(of, &entries));
        class == Class::Exact && like && !said
    }

    /// The user says that the register really is the books: of this register it is not asked again.
    pub fn is_really_books(&mut self) {
        self.matching.really_books = Some(self.book.register().shared());
    }

    /// How many credit notes of a class take the answer No from the books with it: what that declares is said first.
    pub fn declares_with(&self, class: Class) -> u64 {
        self.matching.overview.as_ref().map_or(0, |overview| overview.of_class(class).declared)
    }

    /// Decides all records in view of a class as is suggested, in one step; but for credit notes with which the user would declare
    /// something.
    pub fn take_suggested(&mut self, class: Class) {
        self.take(class, false);
    }

    /// The same with these: what is declared was said.
    pub fn take_declared(&mut self, class: Class) {
        self.take(class, true);
    }

    fn take(&mut self, class: Class, declared: bool) {
        let Some(matched) = self.matching.newest.clone().filter(|_| self.matches_are_current()) else {
            let text = if self.has_register() {
                "The register is being matched. Try again when that is done."
            } else {
                "There is no purchase register yet."
            };
            return self.say(ResultLine::refused(text));
        };
        let in_view = self.shown_everywhere();
        self.look(Purpose::Select, move |book, _, progress| {
            let mut offer = offered(book, &matched, class, &in_view, progress)?;
            if !declared {
                let asks = offer.records.extract_if(.., |offered| offered.declares());
                offer.skipped.extend(asks.map(|offered| (Left::AsksFirst, offered.section, offered.row)));
            }
            Some(Box::new(move |open| open.take_offer(class, offer)))
        });
    }

    /// Shows in the table of all sheets which records of a class its button leaves for a reason.
    pub fn show_skipped(&mut self, class: Class, why: Left) {
        let Some(matched) = self.matching.newest.clone().filter(|_| self.matches_are_current()) else { return };
        let in_view = self.shown_everywhere();
        self.look(Purpose::Select, move |book, _, progress| {
            let offer = offered(book, &matched, class, &in_view, progress)?;
            let mut rows = BySection::<Vec<u32>>::default();
            let of_reason = offer.skipped.into_iter().filter(|skipped| skipped.0 == why);
            of_reason.for_each(|(_, section, row)| rows[section].push(row));
            let records: Vec<_> = Section::ALL.map(|section| (section, bitmap(&rows[section]))).into();
            let called = format!("{} · {}", class.title(), why.words());
            Some(Box::new(move |open| open.show_all_of(called, &records)))
        });
    }

    fn take_offer(&mut self, class: Class, offer: Offer) {
        let left = left_in_words(&offer);
        if offer.records.is_empty() {
            let why = if left.is_empty() { String::new() } else { format!(" Left: {left}.") };
            return self.say(ResultLine::new(format!("Nothing is suggested for these records.{why}")));
        }
        let line = match left.as_str() {
            "" => ResultLine::default(),
            left => ResultLine::new(format!(" Left: {left}.")),
        };
        let rows = rows_of(offer);
        let large = rows.len() > AT_ONCE;
        let command = Command::Table { what: words(class, self.book.match_settings()), rows };
        if large {
            self.matching.to_apply = Some((command, line));
        } else {
            self.apply_and_say(command, line);
        }
    }

    /// A step of very many records that a job is to carry out, once.
    pub fn take_large_step(&mut self) -> Option<(Command, ResultLine)> {
        self.matching.to_apply.take()
    }
}

/// What the button of a class does and leaves.
fn offered(book: &Book, matched: &Matched, class: Class, in_view: &InView, progress: &Progress) -> Option<Offer> {
    let shown = |section, row| in_view.has(section, row);
    let mut offer = offer::of_class_until(book, &matched.matches, class, matched.day, shown, progress)?;
    let waiting = offer.records.extract_if(.., |offered| waits(book, offered.section, offered.row));
    offer.skipped.extend(waiting.map(|offered| (Left::SetAside, offered.section, offered.row)));
    Some(offer)
}

/// Whether a decision of the user's that a newer download set aside waits for the user.
pub(super) fn waits(book: &Book, section: Section, row: u32) -> bool {
    merge::set_aside(book, section, row).is_some()
}

/// What is left and why, in words: `128 hidden, 31 not filed`.
pub fn left_in_words(offer: &Offer) -> String {
    let words = |(left, records): (Left, u64)| format!("{} {}", grouped(records), left.words());
    offer.left().map(words).collect::<Vec<_>>().join(", ")
}

/// What the step is called in the history; `{n/}` is how many records it decided.
fn words(class: Class, settings: &MatchSettings) -> String {
    let words = match class {
        Class::Exact => "Accepted {n/} that agree with the books",
        Class::Tolerance => "Accepted {n/} that agree with the books but for round-off",
        Class::Written => "Accepted {n/} of which the bill no. format differs",
        Class::Date => "Accepted {n/} of which the date differs",
        Class::Several => "Accepted {n/} that are clubbed or split",
        Class::Amounts => return format!("Accepted {{n/}} of which the tax is {}", settings.tolerance_in_words()),
        Class::Gross => "Accepted {n/} booked with the tax inside",
        Class::Portal => "Set {n/} that are not in the books to Pending",
        _ => "Decided {n/} as suggested",
    };
    words.to_owned()
}

/// The changes; those without an answer share one.
fn rows_of(offer: Offer) -> Vec<RowChange> {
    let [accept, pending] = [Action::Accept, Action::Pending].map(|action| Arc::new(Change::action(action)));
    let change = |offered: &offer::Offered| match &offered.answer {
        Some((answer, remark)) => Arc::new(Change {
            answer: Some(answer.from_books()),
            remarks: Some(remark.clone()).filter(|remark| !remark.is_empty()),
            ..Change::action(offered.action)
        }),
        None if offered.action == Action::Pending => pending.clone(),
        None => accept.clone(),
    };
    offer.records.iter().map(|offered| (offered.section, offered.row, change(offered))).collect()
}
