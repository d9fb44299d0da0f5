//! The figures of the credit (rules/README.md, "Three figures"): how it is, how it is with the decisions made here, the
//! difference in its parts, and what is beside them.

use super::if_decided::is_among;
use super::reason::reason;
use super::{Credit, CreditFigure, CreditTime, HeadSums, Held, Kind, KindSums, Side, Standing, add, minus, sum, total};
use crate::book::{Action, Book, Heads, Section};
use crate::values::Day;
use roaring::RoaringBitmap;

/// Records and what they add up to, head by head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many records.
    pub records: u64,
    /// Their amounts.
    pub heads: HeadSums,
}

impl Sum {
    /// All heads together.
    #[inline]
    pub fn total(&self) -> i128 {
        total(self.heads)
    }

    /// Adds a record.
    #[inline]
    pub fn add(&mut self, heads: Heads) {
        self.records += 1;
        add(&mut self.heads, heads);
    }

    /// Adds what was added up elsewhere.
    pub fn join(&mut self, other: &Sum) {
        self.records += other.records;
        self.heads = sum([self.heads, other.heads]);
    }

    /// Without what another sum holds.
    pub fn without(&self, other: &Sum) -> Sum {
        Sum { records: self.records.saturating_sub(other.records), heads: minus(self.heads, other.heads) }
    }
}

/// Records of one action, by their own tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NowAndBefore {
    /// Those that were given the action here.
    pub now: Sum,
    /// Those of which the portal holds it already.
    pub before: Sum,
}

impl NowAndBefore {
    /// All of them.
    pub fn all(&self) -> Sum {
        let mut all = self.now;
        all.join(&self.before);
        all
    }

    fn of(&mut self, before: bool) -> &mut Sum {
        if before { &mut self.before } else { &mut self.now }
    }
}

/// The figures of a set of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// What GSTR-2B gives from what the portal holds: "If nothing more is done".
    pub as_it_stands: HeadSums,
    /// The same with the decisions made here: "With your decisions".
    pub after: HeadSums,
    /// Of the difference: falls of records that are Pending now, and of amendments whose original is. It comes back, but for what
    /// is said by the next three.
    pub waits: Sum,
    /// Among these: what can be taken in no later return than the one being closed.
    pub waits_last_return: Sum,
    /// Among these: what comes only if its last return is not filed yet.
    pub waits_past: Sum,
    /// Among these: what is lost.
    pub waits_over: Sum,
    /// Falls of records that are rejected now.
    pub given_up: Sum,
    /// All other rises.
    pub added: Sum,
    /// Among these: credit notes kept Pending, which are not deducted this month.
    pub notes_pending: Sum,
    /// Among these: what may be deducted all the same, as the one period in which they may be Pending may be over.
    pub notes_over: Sum,
    /// All other falls.
    pub deducted: Sum,
    /// Accepted records, by what they give.
    pub accepted: Sum,
    /// Records without action, by what they give.
    pub no_action: Sum,
    /// Rejected records. This and all that follows is beside the figures above and never in them.
    pub rejected: NowAndBefore,
    /// Pending records.
    pub pending: NowAndBefore,
    /// Records whose supplier has not filed.
    pub not_filed: Sum,
    /// Amendments of which it cannot be said what they change: the original is not in this book, or is Pending.
    pub to_check: Sum,
    /// Records of a later GSTR-2B than the one being closed.
    pub next: Sum,
    /// What is in "With your decisions" and comes only if its last return is not filed yet; and what is past the time set by law.
    pub counted_past: Sum,
    /// See above.
    pub counted_over: Sum,
    /// Of the Pending records that are no credit notes: those for which the return being closed is the last one, and those that
    /// come only if their last return is not filed yet.
    pub pending_last_return: Sum,
    /// See above.
    pub pending_past: Sum,
    /// Of the Pending records: those that are not filed.
    pub pending_not_filed: Sum,
    /// Of the Pending credit notes that are filed: those that may be deducted all the same, as their one period may be over.
    pub pending_over: Sum,
    /// Of one step: what amendments give more because of it that are not decided by it.
    pub by_amendments: Sum,
}

/// What the parts of the difference are called, in the order of [`Figures::parts`]. What is past its last return is not said to wait.
pub const PARTS: [&str; 7] =
    ["waits", "Pending in its last return", "Pending too late", "Pending and lost", "given up", "added", "deducted"];

/// What a step did to what a record gives.
struct Moved {
    moved: Heads,
    /// What it gives after it.
    is: Heads,
    held: Held,
    /// Its action before.
    was: Action,
}

impl Figures {
    /// The figures of a whole book.
    pub fn of(book: &Book, day: Day) -> Figures {
        let (credit, mut figures) = (Credit::new(book, day), Figures::default());
        for section in Section::ALL {
            (0..book.sheet(section).rows()).for_each(|row| figures.add(&credit, section, row));
        }
        figures
    }

    /// What one step changes, in its parts: `before` and `then` are the book without and with it, `touched` its records. "If
    /// nothing more is done" is here what the decisions give before the step, on its records and on all that may count otherwise.
    pub fn of_step(before: &Credit, then: &Credit, touched: &[(Section, RoaringBitmap)]) -> Figures {
        let mut figures = Figures::default();
        for (section, rows) in before.with_partners(touched).each() {
            for row in rows {
                let values = [before, then].map(|credit| credit.value(Side::Yours, section, row));
                add(&mut figures.as_it_stands, values[0]);
                add(&mut figures.after, values[1]);
                if values[0] != values[1] {
                    let moved = std::array::from_fn(|i| values[1][i] - values[0][i]);
                    let held = then.held(Side::Yours, section, row);
                    let was = before.held(Side::Yours, section, row).action;
                    figures.moved(then, section, row, Moved { moved, is: values[1], held, was });
                    figures.moved_by_original(touched, section, row, moved);
                }
            }
        }
        figures
    }

    /// What was changed on these records, in its parts, where `before` is what [`Credit::values_around`] gave before it.
    pub fn of_change(then: &Credit, touched: &[(Section, RoaringBitmap)], before: &[Heads]) -> Figures {
        let (mut figures, mut before) = (Figures::default(), before.iter());
        for (section, rows) in then.with_partners(touched).each() {
            for (row, &was) in rows.iter().zip(before.by_ref()) {
                let is = then.value(Side::Yours, section, row);
                add(&mut figures.as_it_stands, was);
                add(&mut figures.after, is);
                if was != is {
                    let moved = std::array::from_fn(|i| is[i] - was[i]);
                    let held = then.held(Side::Yours, section, row);
                    // Which of the rises it is makes no difference to the parts.
                    figures.moved(then, section, row, Moved { moved, is, held, was: held.action });
                    figures.moved_by_original(touched, section, row, moved);
                }
            }
        }
        figures
    }

    /// Adds what a step moved.
    fn moved(&mut self, then: &Credit, section: Section, row: u32, Moved { moved, is, held, was }: Moved) {
        let weighed = then.weighed(section, row, then.is_to_check(section, row), held.action());
        self.part(reason(weighed, moved, held, was), moved, weighed.over);
        let all_heads = |heads: Heads| total(heads.map(i128::from));
        // Credit that is counted now; an amendment downwards that left it is none.
        let counted = all_heads(moved) > 0 && all_heads(is) > 0;
        match then.time(section, row) {
            CreditTime::Past if counted => self.counted_past.add(moved),
            CreditTime::Over if counted => self.counted_over.add(moved),
            _ => {}
        }
    }

    /// Adds what an amendment moved that is none of the records of a step.
    fn moved_by_original(&mut self, touched: &[(Section, RoaringBitmap)], section: Section, row: u32, moved: Heads) {
        if section.is_amendment() && !is_among(touched, section, row) {
            self.by_amendments.add(moved);
        }
    }

    /// Of what waits: what a later return than the one being closed can take too.
    pub fn waits_in_time(&self) -> Sum {
        self.waits.without(&self.waits_last_return).without(&self.waits_past).without(&self.waits_over)
    }

    /// The parts of the difference.
    pub fn parts(&self) -> [Sum; PARTS.len()] {
        let Figures { waits_last_return, waits_past, waits_over, given_up, added, deducted, .. } = *self;
        [self.waits_in_time(), waits_last_return, waits_past, waits_over, given_up, added, deducted]
    }

    /// "Change this month".
    pub fn difference(&self) -> HeadSums {
        minus(self.after, self.as_it_stands)
    }

    /// Adds a record.
    pub fn add(&mut self, credit: &Credit, section: Section, row: u32) {
        if let Some(standing) = credit.standing(section, row) {
            self.add_standing(&standing);
        }
    }

    /// Adds all records of a kind, by their own tax. `one`: one of them ([`Kind::one`]).
    pub fn add_kind(&mut self, kind: Kind, one: &Standing, own: &Sum) {
        let mut all = Figures::default();
        all.add_standing(one);
        all.as_it_stands = kind.times(all.as_it_stands, own);
        all.after = kind.times(all.after, own);
        for sum in all.sums() {
            *sum = Sum { records: sum.records * own.records, heads: kind.times(sum.heads, own) };
        }
        self.join(&all);
    }

    /// Adds records that were added up kind by kind.
    pub fn add_kinds(&mut self, kinds: &KindSums) {
        kinds.each().for_each(|(kind, own)| self.add_kind(kind, &kind.one(), &own));
    }

    /// Adds a record of which it is known in which figures it is.
    pub fn add_standing(&mut self, standing: &Standing) {
        let Standing { own, as_it_stands, after, action, before, figures, time, over } = *standing;
        add(&mut self.after, after);
        add(&mut self.as_it_stands, as_it_stands);
        if let Some(reason) = standing.reason() {
            self.part(reason, standing.moved(), over);
        }
        match action {
            Action::Accept => self.accepted.add(after),
            Action::Reject => self.rejected.of(before == Action::Reject).add(own),
            Action::Pending => self.pending.of(before == Action::Pending).add(own),
            Action::NoAction => self.no_action.add(after),
            Action::Other => {}
        }
        for (sum, figure) in [
            (&mut self.not_filed, CreditFigure::NotFiled),
            (&mut self.to_check, CreditFigure::ToCheck),
            (&mut self.next, CreditFigure::Next),
        ] {
            if figures.has(figure) {
                sum.add(own);
            }
        }
        match time {
            CreditTime::Past if figures.has(CreditFigure::CountedPast) => self.counted_past.add(after),
            CreditTime::Over if figures.has(CreditFigure::CountedOver) => self.counted_over.add(after),
            CreditTime::Past if action == Action::Pending => self.pending_past.add(own),
            CreditTime::LastReturn if action == Action::Pending => self.pending_last_return.add(own),
            _ => {}
        }
        if action == Action::Pending && figures.has(CreditFigure::NotFiled) {
            self.pending_not_filed.add(own);
        }
        if over {
            self.pending_over.add(own);
        }
    }

    /// Adds what a record moved to its part of the difference.
    fn part(&mut self, reason: CreditFigure, moved: Heads, over: bool) {
        use CreditFigure::*;
        match reason {
            Waits | AmendmentsWait | WaitsLastReturn | WaitsPast | WaitsOver => {
                self.waits.add(moved);
                match reason {
                    WaitsLastReturn => self.waits_last_return.add(moved),
                    WaitsPast => self.waits_past.add(moved),
                    WaitsOver => self.waits_over.add(moved),
                    _ => {}
                }
            }
            GivenUp => self.given_up.add(moved),
            NotesDeducted
            | NotesDeductedInPart
            | AmendedNotesDeducted
            | AmendedNotesDeductedInPart
            | NegativeIn
            | AmendmentsDown => {
                self.deducted.add(moved);
            }
            reason => {
                self.added.add(moved);
                if matches!(reason, NotesKeptPending | AmendedNotesKeptPending) {
                    self.notes_pending.add(moved);
                    if over {
                        self.notes_over.add(moved);
                    }
                }
            }
        }
    }

    /// Adds the figures of other records.
    pub fn join(&mut self, other: &Figures) {
        self.as_it_stands = sum([self.as_it_stands, other.as_it_stands]);
        self.after = sum([self.after, other.after]);
        let mut other = *other;
        self.sums().into_iter().zip(other.sums()).for_each(|(sum, more)| sum.join(more));
    }

    fn sums(&mut self) -> [&mut Sum; 25] {
        [
            &mut self.waits,
            &mut self.waits_last_return,
            &mut self.waits_past,
            &mut self.waits_over,
            &mut self.given_up,
            &mut self.added,
            &mut self.notes_pending,
            &mut self.notes_over,
            &mut self.deducted,
            &mut self.accepted,
            &mut self.no_action,
            &mut self.rejected.now,
            &mut self.rejected.before,
            &mut self.pending.now,
            &mut self.pending.before,
            &mut self.not_filed,
            &mut self.to_check,
            &mut self.next,
            &mut self.counted_past,
            &mut self.counted_over,
            &mut self.pending_last_return,
            &mut self.pending_past,
            &mut self.pending_not_filed,
            &mut self.pending_over,
            &mut self.by_amendments,
        ]
    }
}
