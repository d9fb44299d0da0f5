//! What is known of the focused line, and of the suppliers that an action is for: how many records each button would change.

use std::sync::Arc;

use crate::book::{Action, Book, Filing, MatchMark};
use crate::edit::Ahead;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::deciding::unanswered::lacks_answer;
use crate::session::matched::answers::BooksAsMatched;
use crate::session::suppliers::plan::{Whose, whose};
use crate::session::suppliers::show::{OfSheet, by_sheet};
use crate::values::Day;
use crate::view::suppliers::{SupplierEntry, SupplierNumbers};

/// What is known of the focused line and of the suppliers that an action is for.
#[derive(Clone, Debug, Default)]
pub struct SupplierAbout {
    revision: u64,
    focus: Option<SupplierEntry>,
    targets: Arc<[u32]>,
    /// The records of the focused line, sheet by sheet.
    pub sheets: Vec<OfSheet>,
    /// How they agree with the purchase register; none without one, or before it was matched.
    pub matched: Option<SupplierMatches>,
    /// Of the targets: how many records each action would change, in the order of [`Action::CHOICES`].
    changes: [u64; 4],
    /// How many more the ticks of its question could bring in.
    by_ticks: [u64; 4],
    /// How many records may have remarks, those that only a tick brings in among them.
    pub remarks: u64,
}

/// How many records of a supplier are matched with the purchase register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupplierMatches {
    /// Matched, fully or but for one thing.
    pub matched: u64,
    /// With a voucher from which something differs.
    pub differ: u64,
    /// Without a voucher.
    pub not_in_books: u64,
}

impl SupplierMatches {
    fn of(book: &Book, numbers: &SupplierNumbers, suppliers: &[u32]) -> Option<SupplierMatches> {
        let columns = book.match_columns()?;
        let mut matches = SupplierMatches::default();
        for (section, rows) in numbers.rows(book, suppliers.iter().copied()) {
            for row in rows {
                match columns.class(section, row).mark() {
                    MatchMark::Equal | MatchMark::Nearly => matches.matched += 1,
                    MatchMark::Differs => matches.differ += 1,
                    MatchMark::OnlyPortal => matches.not_in_books += 1,
                    MatchMark::OnlyBooks | MatchMark::Twice | MatchMark::Aside => {}
                }
            }
        }
        Some(matches)
    }
}

impl SupplierAbout {
    /// How many records an action would change while the ticks of its question are off.
    pub fn changes(&self, action: Action) -> u64 {
        self.of(&self.changes, action)
    }

    /// How many more the ticks could bring in.
    pub fn by_ticks(&self, action: Action) -> u64 {
        self.of(&self.by_ticks, action)
    }

    fn of(&self, counts: &[u64; 4], action: Action) -> u64 {
        Action::CHOICES.iter().position(|&choice| choice == action).map_or(0, |place| counts[place])
    }

    /// Counts the records of the targets: what the question would change that they open, while its ticks are off.
    fn count(&mut self, book: &Book, numbers: &SupplierNumbers, books: &BooksAsMatched, day: Day) {
        // Credit notes without an answer, and those of them that Accept would change.
        let (mut unanswered, mut left, mut doubtful) = (0, 0, false);
        for (section, rows) in numbers.rows(book, self.targets.iter().copied()) {
            let (sheet, ahead) = (book.sheet(section), Ahead::new(book, section, day));
            for row in rows {
                let not_filed = sheet.records().filings[row as usize] == Filing::NotFiled;
                let mine = match whose(book, (section, row), Some(Action::Accept)) {
                    Whose::None => false,
                    Whose::Portals(Action::Other) => continue,
                    Whose::Yours | Whose::Portals(_) => true,
                };
                for (place, action) in Action::CHOICES.into_iter().enumerate() {
                    if ahead.changes(row, action) {
                        let ticked = mine || (action == Action::Pending && not_filed);
                        let counts = if ticked { &mut self.by_ticks } else { &mut self.changes };
                        counts[place] += 1;
                    }
                }
                if !mine && lacks_answer(book, section, row) && books.answer(book, section, row).is_none() {
                    unanswered += 1;
                    left += u64::from(ahead.changes(row, Action::Accept));
                    doubtful |= books.doubts(book, section, row);
                }
                self.remarks += u64::from(!sheet.records().remarks_blocked(row));
            }
        }
        // Several of several suppliers are answered one by one, and not accepted with the rest; so are those that the books doubt.
        if doubtful || (self.targets.len() > 1 && unanswered > 1) {
            self.changes[0] -= left;
            self.by_ticks[0] += left;
        }
    }
}

impl Session {
    /// What is known of the focused line and of the suppliers that an action is for; none while it is being counted.
    pub fn about_suppliers(&self) -> Option<&Arc<SupplierAbout>> {
        let about = self.suppliers.about.as_ref()?;
        let current = about.revision == self.revision && about.focus == self.suppliers.focus;
        (current && about.targets == *self.suppliers.targets()).then_some(about)
    }

    /// Counts that again where something changed.
    pub(in crate::session) fn look_at_suppliers(&mut self) {
        self.let_suppliers_go();
        self.suppliers.renew_targets();
        if self.about_suppliers().is_some() {
            return;
        }
        let sheet = &self.suppliers;
        let wanted = SupplierAbout {
            revision: self.revision,
            focus: sheet.focus,
            targets: sheet.targets().clone(),
            ..SupplierAbout::default()
        };
        let of_focus = sheet.focus.map_or_else(Vec::new, |focus| sheet.list.suppliers(focus));
        let (numbers, books, day) = (sheet.numbers.clone(), self.books_as_matched(), self.day);
        self.look(Purpose::FocusedSupplier, move |book, _, _| {
            let mut about = wanted.clone();
            about.sheets = by_sheet(book, &numbers, &of_focus);
            about.matched = SupplierMatches::of(book, &numbers, &of_focus);
            about.count(book, &numbers, &books, day);
            let about = Arc::new(about);
            Some(Box::new(move |open| open.suppliers.about = Some(about)))
        });
    }
}
