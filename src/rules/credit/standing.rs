//! In which figures of the credit one record is. All figures and all lists behind them ask here, so that the count beside a
//! figure is the count of the records that it opens.

use super::CreditFigure::*;
use super::reason::{Weighed, reason};
use super::{Counted, Credit, CreditFigure, CreditTime, FigureSet, Held};
use crate::book::{Action, AnswerKind, Heads, Section};

/// What one record gives, and in which figures it is.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Its own tax, of credit notes negative.
    pub own: Heads,
    /// What it gives if nothing more is done.
    pub as_it_stands: Heads,
    /// What it gives with the decisions made here.
    pub after: Heads,
    /// What the user decided.
    pub action: Action,
    /// What the portal holds.
    pub before: Action,
    /// In which figures it is.
    pub figures: FigureSet,
    /// How much time there is for its credit.
    pub time: CreditTime,
    /// Whether it is a credit note that is Pending, and may be deducted all the same: the one period in which it may be so may be over.
    pub over: bool,
}

impl Standing {
    /// What it changes.
    #[inline]
    pub fn moved(&self) -> Heads {
        std::array::from_fn(|head| self.after[head] - self.as_it_stands[head])
    }

    /// The part of the change that it is in, if it changes anything.
    #[inline]
    pub fn reason(&self) -> Option<CreditFigure> {
        let moved = self.after != self.as_it_stands;
        moved.then(|| CreditFigure::REASONS.into_iter().find(|&reason| self.figures.has(reason))).flatten()
    }
}

/// All from which it follows in which figures a record is.
pub(super) struct Facts {
    /// Its own tax, of credit notes negative.
    pub(super) own: Heads,
    /// What it gives if nothing more is done, and with the decisions made here.
    pub(super) given: (Heads, Heads),
    /// What the user decided.
    pub(super) yours: Held,
    /// What the portal holds.
    pub(super) before: Action,
    /// Whether the supplier has filed.
    pub(super) filed: bool,
    /// Whether it is of a later GSTR-2B.
    pub(super) next: bool,
    /// How many months its GSTR-2B lies before the one being closed.
    pub(super) months: i32,
    /// What else says in which part of the change it is.
    pub(super) weighed: Weighed,
}

impl Facts {
    /// In which figures the record is.
    pub(super) fn standing(&self) -> Standing {
        let Facts { own, given: (as_it_stands, after), yours, before, weighed, .. } = *self;
        let mut standing = Standing {
            own,
            as_it_stands,
            after,
            action: yours.action,
            before,
            figures: FigureSet::default(),
            time: weighed.time,
            over: weighed.over && self.filed && !self.next,
        };
        if after != as_it_stands {
            standing.figures.add(reason(weighed, standing.moved(), yours, before));
        }
        self.add_by_action(&mut standing.figures);
        let counted = after.iter().map(|&head| i128::from(head)).sum::<i128>() > 0;
        for (figure, among) in [
            (CountedPast, counted && weighed.time == CreditTime::Past),
            (CountedOver, counted && weighed.time == CreditTime::Over),
            (NotFiled, !self.filed),
            (ToCheck, weighed.to_check),
            (Next, self.next),
        ] {
            if among {
                standing.figures.add(figure);
            }
        }
        standing
    }

    /// The figures that say what is decided on it.
    fn add_by_action(&self, figures: &mut FigureSet) {
        let (same, note) = (self.before == self.yours.action, self.weighed.note);
        match self.yours.action {
            Action::Accept => {
                figures.add(if same { AcceptedBefore } else { AcceptedNow });
                if note {
                    figures.add(answered(self.yours.answer.kind));
                }
            }
            Action::Reject => {
                figures.add(if same { RejectedBefore } else { RejectedNow });
                if note {
                    figures.add(RejectedNotes);
                }
            }
            Action::Pending => {
                figures.add(if same { PendingBefore } else { PendingNow });
                if note {
                    figures.add(PendingNotes);
                }
                figures.add(CreditFigure::aged(self.months));
            }
            // As `deemed` says it of one record.
            Action::NoAction if self.filed && !self.next => figures.add(Deemed),
            Action::NoAction | Action::Other => {}
        }
    }
}

impl Credit<'_> {
    /// What a record gives, and in which figures it is; none if it is in none.
    pub fn standing(&self, section: Section, row: u32) -> Option<Standing> {
        self.standing_if(section, row, || self.months(section, row), || self.counted(section, row))
    }

    /// The same, where it can be said quicker how old it is, and what of it counts.
    pub(super) fn standing_if(
        &self,
        section: Section,
        row: u32,
        months: impl FnOnce() -> i32,
        counted: impl FnOnce() -> Counted,
    ) -> Option<Standing> {
        if !self.counts(section, row) {
            return None;
        }
        let held = self.held_on_both(section, row);
        let (filed, months) = (self.filed(section, row), months());
        let (next, counted) = (months < 0, counted());
        let given = match filed && !next {
            true => self.given_on_both(section, row, &held, counted),
            false => Default::default(),
        };
        let to_check = section.is_amendment() && self.unknown(&counted);
        let facts = Facts {
            own: self.own(section, row),
            given,
            yours: held.yours,
            before: held.portals.action,
            filed,
            next,
            months,
            weighed: self.weighed(section, row, to_check, held.yours.action),
        };
        Some(facts.standing())
    }
}

/// An accepted credit note by its answer.
fn answered(answer: AnswerKind) -> CreditFigure {
    match answer {
        AnswerKind::Full => AnsweredFull,
        AnswerKind::Part => AnsweredPart,
        AnswerKind::No => AnsweredNo,
        AnswerKind::None => NotAnswered,
    }
}
