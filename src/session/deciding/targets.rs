//! What a click on the action bar would act on, and how many of those rows may have it: known before the click.

use roaring::RoaringBitmap;

use crate::book::{Action, Book, ItcBlock, Scope, Section};
use crate::edit::Ahead;
use crate::rules::credit::{Credit, HeadSums, Held};
use crate::session::deciding::unanswered::{lacks_answer, of_several_suppliers};
use crate::session::matched::answers::BooksAsMatched;
use crate::values::{Day, rows};
use crate::view::Selection;
use crate::work::{Progress, parts};

/// Whether the user decided a record, answered it, wrote remarks on what the portal holds decided, or uploaded it. Remarks beside No
/// action are sent nowhere: with them nothing is decided.
pub fn is_yours(book: &Book, section: Section, row: u32) -> bool {
    let sheet = book.sheet(section);
    let (now, before) = (sheet.decision(row), sheet.baseline(row));
    let undecided = before.action == Action::NoAction && sheet.is_open(row);
    let remarks_alone = undecided && now.answer == before.answer;
    sheet.last_said(row).is_some() || (!remarks_alone && differs_from_portal(book, section, row))
}

/// Whether the user decided a record otherwise than the portal holds it, or chose to leave it without an action.
pub fn differs_from_portal(book: &Book, section: Section, row: u32) -> bool {
    let sheet = book.sheet(section);
    !sheet.decision(row).same_saying(sheet.baseline(row)) || sheet.is_left_without_action(row)
}

/// The rows that an action is for ([`Selection::acted_on`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    /// The rows, by their numbers in what is shown.
    pub rows: RoaringBitmap,
    /// Selected rows that the view hides: never touched.
    pub hidden: u64,
    /// Of the rows, how many are in the way of being decided on at all: read-only, or one of two copies.
    pub undecidable: u64,
    /// How many each action would change, in the order of [`Action::CHOICES`].
    changes: [u64; 4],
    /// What accepting them would do to the credit: what the question proposes for all of them. None where it proposes to leave
    /// some out, as then no one figure belongs to their count.
    pub accepting: Option<HeadSums>,
    /// How many may be kept pending.
    pub pending: u64,
    /// How many may have remarks.
    pub remarks: u64,
    /// How many take an answer to "reduce ITC?".
    pub itc: u64,
    /// How many are not as imported.
    pub changed: u64,
    /// Whether that is known: until then the counts say nothing.
    counted: bool,
}

impl Targets {
    /// The targets of a selection in a view, as far as they are known before anything is counted.
    pub fn uncounted(view: &RoaringBitmap, selection: &Selection) -> Targets {
        let hidden = selection.hidden(&selection.visible(view));
        Targets { rows: selection.acted_on(view), hidden, ..Targets::default() }
    }

    /// Counts them, for a thread that can be stopped; none if it was.
    pub(in crate::session) fn counted_until(
        self,
        book: &Book,
        scope: Scope,
        day: Day,
        books: &BooksAsMatched,
        progress: &Progress,
    ) -> Option<Targets> {
        let Targets { rows, hidden, .. } = self;
        let (mut targets, mut accepted, mut judges) = (Targets::default(), Vec::new(), Vec::new());
        let mut unanswered = Vec::new();
        for (section, rows) in scope.by_sheet(&rows) {
            let list: Vec<u32> = rows.iter().collect();
            let ahead = Ahead::new(book, section, day);
            let counted = parts::in_parts(&list, |part| {
                let blocks = part.chunks(parts::BETWEEN_LOOKS).take_while(|_| !progress.cancelled());
                let each = blocks.map(|block| Targets::counted(book, section, &ahead, block));
                each.fold((Targets::default(), RoaringBitmap::new()), |(mut all, accepted), (more, more_accepted)| {
                    all.add(&more);
                    (all, accepted | more_accepted)
                })
            });
            if progress.cancelled() {
                return None;
            }
            counted.iter().for_each(|(part, _)| targets.add(part));
            let changed = counted.iter().fold(RoaringBitmap::new(), |all, (_, part)| all | part);
            if !changed.is_empty() {
                accepted.push((section, changed));
                judges.push((section, ahead));
            }
            if section.itc_block() == ItcBlock::Required {
                let lacks =
                    |row: &u32| lacks_answer(book, section, *row) && books.answer(book, section, *row).is_none();
                unanswered.push((section, rows.iter().filter(lacks).collect::<RoaringBitmap>()));
            }
        }
        let unanswered = scope.together(unanswered.iter().map(|(section, rows)| (*section, rows)));
        let doubted = |number: u32| {
            let (section, row) = scope.record(number);
            books.doubts(book, section, row)
        };
        if of_several_suppliers(book, scope, &unanswered) || unanswered.iter().any(doubted) {
            return Some(Targets { rows, hidden, counted: true, ..targets });
        }
        let accepting = Credit::new(book, day).if_decided(&accepted, |section, row| {
            if let Some(answer) = books.answer(book, section, row) {
                return Held::new(book, section, row, Action::Accept, answer);
            }
            let judge = judges.iter().find(|(of, _)| *of == section);
            judge.map_or_else(Held::default, |(_, ahead)| {
                Held::decided(book, section, row, ahead.decision(row, Action::Accept))
            })
        });
        let accepting = Some(accepting.change);
        Some(Targets { rows, hidden, accepting, counted: true, ..targets })
    }

    /// Adds what was counted of other rows.
    fn add(&mut self, more: &Targets) {
        self.undecidable += more.undecidable;
        self.changes.iter_mut().zip(more.changes).for_each(|(count, more)| *count += more);
        self.pending += more.pending;
        self.remarks += more.remarks;
        self.itc += more.itc;
        self.changed += more.changed;
    }

    /// Counts some of the rows; with those that accepting would change.
    fn counted(book: &Book, section: Section, ahead: &Ahead, rows: &[u32]) -> (Targets, RoaringBitmap) {
        let (mut targets, mut accepted) = (Targets::default(), rows::Marks::default());
        let sheet = book.sheet(section);
        let records = sheet.records();
        for &row in rows {
            if records.read_only(row) || sheet.has_rivals(row) {
                targets.undecidable += 1;
                continue;
            }
            for (count, action) in targets.changes.iter_mut().zip(Action::CHOICES) {
                *count += u64::from(ahead.changes(row, action));
            }
            if ahead.changes(row, Action::Accept) {
                accepted.add(row);
            }
            targets.pending += u64::from(!records.pending_blocked(row));
            targets.remarks += u64::from(!records.remarks_blocked(row));
            targets.itc += u64::from(records.itc_open(section, row));
            targets.changed += u64::from(differs_from_portal(book, section, row));
        }
        (targets, accepted.rows())
    }

    /// Whether it is known how many of them an action would change.
    pub fn are_counted(&self) -> bool {
        self.counted
    }

    /// How many rows there are.
    pub fn count(&self) -> u64 {
        self.rows.len()
    }

    /// How many of them an action would change.
    pub fn changes(&self, action: Action) -> u64 {
        Action::CHOICES.iter().position(|&choice| choice == action).map_or(0, |place| self.changes[place])
    }
}
