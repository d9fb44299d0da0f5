//! Several credit notes are accepted that have no answer to "ITC to be reduced?" yet: asked once for all (rule I1).

use egui::Ui;
use roaring::RoaringBitmap;

use crate::app::frame::confirm;
use crate::app::frame::parts::{self, answers_of_books, declares, foot, head, quiet, refusal, remarks_editor};
use crate::app::frame::scene::Scene;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Radios, space};
use crate::book::{Answer, Field};
use crate::edit::{Change, plan_sheets};
use crate::rules::credit::HeadSums;
use crate::rules::remarks::TEMPLATES;
use crate::session::Session;
use crate::session::credit_words;
use crate::session::deciding::decide::{Decide, OwnChange, credit_of_plans};
use crate::session::deciding::unanswered::{Unanswered, of_several_suppliers};
use crate::session::matched::answers::{BooksAnswers, NOT_BY_BOOKS, ONE_BY_ONE};
use crate::session::result_line::LeftOut;
use crate::values::{counted, grouped};

/// How the answer is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Full,
    No,
    OneByOne,
}

/// The question about many credit notes.
#[derive(Clone, Debug)]
pub struct CreditNotes {
    wanted: Decide,
    missing: RoaringBitmap,
    /// Whether one answer for these is asked for; else one that is there takes the portal's default.
    asks: bool,
    /// What each choice does to the credit: where the books' answers are taken, and where they are not.
    credit: [Changes; 2],
    /// Those that have an answer from the books, and how many have which.
    by_books: RoaringBitmap,
    from_books: BooksAnswers,
    /// They take it; else they are skipped, to be answered one by one.
    take_from_books: bool,
    /// They are of more than one supplier, or the books would answer some: then one answer for all is seldom right.
    one_by_one_first: bool,
    choice: Choice,
    remarks: String,
    /// Those that take no remarks.
    blocked: RoaringBitmap,
    /// Why the last try was refused.
    pub refused: Option<String>,
}

/// What each choice does to the credit, as the result line will say it.
#[derive(Clone, Copy, Debug)]
struct Changes {
    full: HeadSums,
    no: HeadSums,
    one_by_one: HeadSums,
    /// How many records would change, and how many of them need no answer.
    records: u64,
    others: u64,
}

impl Changes {
    fn of(open: &Session, wanted: &Decide, missing: &RoaringBitmap) -> Changes {
        let with = |rows: &RoaringBitmap, answer| {
            let change = Change { answer_if_missing: Some(answer), ..wanted.change.clone() };
            let plans = plan_sheets(open.book(), &wanted.scope.by_sheet(rows), &change, open.day());
            (credit_of_plans(open, &plans, &change).change, plans.changes())
        };
        let (full, records) = with(&wanted.rows, Answer::FULL);
        let (no, _) = with(&wanted.rows, Answer::NO);
        // None of these lacks an answer but those that the books have one for.
        let (one_by_one, others) = with(&(&wanted.rows - missing), Answer::FULL);
        Changes { full, no, one_by_one, records, others }
    }
}

impl CreditNotes {
    /// The question for a change that leaves these credit notes without an answer.
    pub fn new(open: &Session, wanted: Decide, unanswered: Unanswered) -> CreditNotes {
        let Unanswered { others: missing, by_books, from_books, asks, doubtful } = unanswered;
        let all = Changes::of(open, &wanted, &missing);
        let without_books = || {
            let without = Decide { rows: &wanted.rows - &by_books, ..wanted.clone() };
            Changes::of(open, &without, &missing)
        };
        let credit = [all, if by_books.is_empty() { all } else { without_books() }];
        let one_by_one_first = doubtful || of_several_suppliers(open.book(), wanted.scope, &missing);
        // What comes first is proposed.
        let choice = if asks && one_by_one_first { Choice::OneByOne } else { Choice::Full };
        let takes_none = |number: &u32| {
            let (section, row) = wanted.scope.record(*number);
            open.book().sheet(section).records().remarks_blocked(row)
        };
        let blocked = missing.iter().filter(takes_none).collect();
        let (remarks, refused) = (String::new(), None);
        CreditNotes {
            wanted,
            missing,
            asks,
            credit,
            by_books,
            from_books,
            take_from_books: true,
            one_by_one_first,
            choice,
            remarks,
            blocked,
            refused,
        }
    }

    fn credit(&self) -> Changes {
        self.credit[usize::from(!self.take_from_books)]
    }

    fn title(&self) -> String {
        match self.missing.len() {
            _ if !self.asks => "Take the answers of the books?".to_owned(),
            1 => "An answer for 1 credit note".to_owned(),
            n => format!("One answer for all {} credit notes", grouped(n)),
        }
    }

    /// One answer for the notes that have none, or they are skipped.
    fn choices(&mut self, ui: &mut Ui) {
        theme::label(ui, theme::semibold(Field::Answer.title()));
        let credit = self.credit();
        let mut choices = [
            (Choice::Full, "Yes, full", credit.full),
            (Choice::No, "No", credit.no),
            (Choice::OneByOne, "Answer one by one: skip these now and show them", credit.one_by_one),
        ];
        if self.one_by_one_first {
            choices.rotate_right(1);
        }
        let mut group = Radios::new(ui.ctx(), "one answer for all").with_keyboard();
        for (choice, text, credit) in choices {
            let text = format!("{text}: {}", credit_words::moves(credit));
            if parts::choice(ui, &mut group, self.choice == choice, &text) {
                self.choice = choice;
            }
        }
        if self.choice != Choice::OneByOne {
            declares(ui, self.choice == Choice::No);
        }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, &self.title());
        if self.asks {
            quiet(ui, "The file does not say for how many of them you never took the credit.");
        }
        answers_of_books(ui, &self.from_books, &mut self.take_from_books, self.choice == Choice::No);
        ui.add_space(space::STEP);
        if self.asks {
            self.choices(ui);
        } else {
            if !self.missing.is_empty() {
                quiet(ui, "1 more credit note has no answer from the books: Yes, full, by default.");
            }
            theme::label(ui, theme::semibold(credit_words::sentence(self.credit().full)));
        }
        if self.choice == Choice::No {
            ui.add_space(space::STEP);
            let recent = &scene.store.get().remarks;
            let label = "Remarks of these credit notes: why no credit is reduced";
            remarks_editor(ui, label, &mut self.remarks, &TEMPLATES, recent);
            if !self.blocked.is_empty() && !self.remarks.trim().is_empty() {
                let take = counted(self.blocked.len(), "note takes", "notes take");
                quiet(ui, format!("{take} no remarks and will be accepted without."));
            }
        }
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let skipped = if self.take_from_books { 0 } else { self.by_books.len() };
            let credit = self.credit();
            let (asked, others) = (self.missing.len() + skipped, credit.others);
            let name = match self.choice {
                Choice::OneByOne if others == 0 => format!("Show these {}", grouped(asked)),
                Choice::OneByOne => format!("Accept the other {}, show these {}", grouped(others), grouped(asked)),
                _ if skipped > 0 && credit.records == 0 => format!("Show these {}", grouped(skipped)),
                _ if skipped > 0 => format!("Accept {}, show the other {}", grouped(credit.records), grouped(skipped)),
                _ => format!("Accept all {}", grouped(credit.records)),
            };
            if confirm::main(ui, &name) {
                self.go_on(out);
                stays = false;
            }
            stays &= !confirm::cancel(ui, "Cancel");
        });
        stays
    }

    fn go_on(&mut self, out: &mut Requests) {
        self.refused = None;
        let mut wanted = self.wanted.clone();
        match self.choice {
            Choice::Full if !self.asks => wanted.change.answer_if_missing = Some(Answer::FULL.by_default()),
            Choice::Full => wanted.change.answer_if_missing = Some(Answer::FULL),
            Choice::No => {
                wanted.change.answer_if_missing = Some(Answer::NO);
                let remarks = crate::rules::remarks::cleaned(&self.remarks);
                if !remarks.is_empty() {
                    // The others are accepted in the same step and keep their own.
                    let rows = &self.missing - &self.blocked;
                    let change = Change { remarks: Some(remarks), ..Change::default() };
                    wanted.own.push(OwnChange { rows, change });
                }
            }
            Choice::OneByOne => {
                leave_out(&mut wanted, self.missing.clone(), ONE_BY_ONE);
                // Of the rest none is asked about again: those that have no answer have one from the books.
                wanted.change.answer_if_missing = Some(Answer::FULL.by_default());
            }
        }
        let mut skipped = RoaringBitmap::new();
        if self.choice == Choice::OneByOne {
            skipped |= &self.missing;
        }
        if !self.take_from_books {
            leave_out(&mut wanted, self.by_books.clone(), NOT_BY_BOOKS);
            skipped |= &self.by_books;
        }
        let show = (!skipped.is_empty()).then_some((wanted.scope, skipped));
        if wanted.rows.is_empty() {
            out.push(Request::Dismiss(crate::app::requests::Line::Result));
        } else {
            out.push(Request::Decide(Box::new(wanted)));
        }
        if let Some((scope, rows)) = show {
            out.push(Request::Only("Skipped: to answer".into(), scope, rows));
        }
    }
}

fn leave_out(wanted: &mut Decide, rows: RoaringBitmap, why: &str) {
    if !rows.is_empty() {
        wanted.rows -= &rows;
        wanted.left_out.push(LeftOut { scope: wanted.scope, rows, why: why.into(), called: "skipped" });
    }
}
