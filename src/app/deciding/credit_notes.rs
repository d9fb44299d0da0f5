//! Several credit notes are accepted that have no answer to "ITC to be reduced?" yet: asked once for all (rule I1).

use egui::Ui;
use roaring::RoaringBitmap;

use crate::app::frame::confirm;
use crate::app::frame::parts::{self, declares, foot, head, quiet, refusal, remarks_editor};
use crate::app::frame::scene::Scene;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Radios, check_box, space};
use crate::book::{Answer, AnswerKind, Field};
use crate::edit::{Change, plan_sheets};
use crate::rules::credit::HeadSums;
use crate::rules::remarks::TEMPLATES;
use crate::session::Session;
use crate::session::credit_words;
use crate::session::deciding::decide::{Decide, Noted, Unanswered, credit_of, of_several_suppliers};
use crate::session::matched::answers::BooksAnswers;
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
    /// What each choice does to the credit: where the books' answers are taken, and where they are not.
    credit: [Changes; 2],
    /// Those that have an answer from the books, and how many have which.
    by_books: RoaringBitmap,
    from_books: BooksAnswers,
    /// They take it; else they are skipped, to be answered one by one.
    take_from_books: bool,
    /// They are of more than one supplier: then one answer for all is seldom right.
    several_suppliers: bool,
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
        let others = &wanted.rows - missing;
        let changes = |rows: &RoaringBitmap| {
            let change = Change { answer_if_missing: Some(Answer::FULL), ..wanted.change.clone() };
            plan_sheets(open.book(), &wanted.scope.by_sheet(rows), &change, open.day()).changes()
        };
        let of = |rows: &RoaringBitmap, answer_if_missing| {
            credit_of(open, wanted.scope, rows, &Change { answer_if_missing, ..wanted.change.clone() })
        };
        Changes {
            full: of(&wanted.rows, Some(Answer::FULL)),
            no: of(&wanted.rows, Some(Answer::NO)),
            // None of these lacks an answer but those that the books have one for.
            one_by_one: of(&others, Some(Answer::FULL)),
            records: changes(&wanted.rows),
            others: changes(&others),
        }
    }
}

impl CreditNotes {
    /// The question for a change that leaves these credit notes without an answer.
    pub fn new(open: &Session, wanted: Decide, unanswered: Unanswered) -> CreditNotes {
        let Unanswered { others: missing, by_books } = unanswered;
        let without = Decide { rows: &wanted.rows - &by_books, ..wanted.clone() };
        let credit = [&wanted, &without].map(|wanted| Changes::of(open, wanted, &missing));
        let from_books = open.answers_of_books(wanted.scope, &by_books);
        let several_suppliers = of_several_suppliers(open.book(), wanted.scope, &missing);
        // What comes first is proposed.
        let choice = if several_suppliers { Choice::OneByOne } else { Choice::Full };
        let takes_none = |number: &u32| {
            let (section, row) = wanted.scope.record(*number);
            open.book().sheet(section).records().remarks_blocked(row)
        };
        let blocked = missing.iter().filter(takes_none).collect();
        let (remarks, refused) = (String::new(), None);
        CreditNotes {
            wanted,
            missing,
            credit,
            by_books,
            from_books,
            take_from_books: true,
            several_suppliers,
            choice,
            remarks,
            blocked,
            refused,
        }
    }

    fn credit(&self) -> Changes {
        self.credit[usize::from(!self.take_from_books)]
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, &format!("One answer for all {} credit notes", grouped(self.missing.len())));
        quiet(ui, "The file does not say for how many of them you never took the credit.");
        if let Some(words) = self.from_books.in_words() {
            quiet(ui, words);
            check_box(
                ui,
                &mut self.take_from_books,
                "Take these answers; else they are skipped, to be answered one by one",
            );
            if self.take_from_books && self.from_books.has(AnswerKind::No) && self.choice != Choice::No {
                declares(ui, true);
            }
        }
        ui.add_space(space::STEP);
        theme::label(ui, theme::semibold(Field::Answer.title()));
        let credit = self.credit();
        let mut choices = [
            (Choice::Full, "Yes, full", credit.full),
            (Choice::No, "No", credit.no),
            (Choice::OneByOne, "Answer one by one: skip these now and show them", credit.one_by_one),
        ];
        if self.several_suppliers {
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
            let (asked, others) = (self.missing.len() + skipped, credit.others);
            let name = match self.choice {
                Choice::OneByOne if others == 0 => format!("Show these {}", grouped(asked)),
                Choice::OneByOne => format!("Accept the other {}, show these {}", grouped(others), grouped(asked)),
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
            Choice::Full => wanted.change.answer_if_missing = Some(Answer::FULL),
            Choice::No => {
                wanted.change.answer_if_missing = Some(Answer::NO);
                let remarks = crate::rules::remarks::cleaned(&self.remarks);
                if !remarks.is_empty() {
                    // The others are accepted in the same step and keep their own.
                    let rows = &self.missing - &self.blocked;
                    wanted.noted = Some(Noted { rows, remarks });
                }
            }
            Choice::OneByOne => {
                let why = "Answer \"ITC to be reduced?\" one by one: I opens the question for a record.";
                leave_out(&mut wanted, self.missing.clone(), why);
            }
        }
        let mut skipped = RoaringBitmap::new();
        if self.choice == Choice::OneByOne {
            skipped |= &self.missing;
        }
        if !self.take_from_books {
            leave_out(
                &mut wanted,
                self.by_books.clone(),
                "Not answered from the books: I opens the question for a record.",
            );
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
