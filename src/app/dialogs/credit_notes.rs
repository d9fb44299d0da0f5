//! Several credit notes are accepted that have no answer to "reduce ITC?" yet: asked once for all (rule I1).

use egui::Ui;
use roaring::RoaringBitmap;

use super::super::credit_words;
use super::super::decide::{Decide, credit_of};
use super::super::open_book::OpenBook;
use super::super::requests::{Request, Requests};
use super::super::result_line::LeftOut;
use super::super::theme::{self, main_button, plain_button, space};
use super::parts::{focus_once, foot, head, quiet, refusal, remarks_editor};
use super::{Dialog, Scene};
use crate::book::Answer;
use crate::edit::Change;
use crate::rules::credit::HeadSums;
use crate::values::grouped;

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
    wish: Decide,
    missing: RoaringBitmap,
    /// What each choice does to the credit.
    credit: Changes,
    choice: Choice,
    remarks: String,
    /// Enter takes what is proposed.
    focused: bool,
    /// Why the last try was refused.
    pub refused: Option<String>,
}

/// What each choice does to the credit, as the result line will say it.
#[derive(Clone, Copy, Debug)]
struct Changes {
    full: HeadSums,
    no: HeadSums,
    /// With remarks, those that were answered before are left out.
    no_with_remarks: HeadSums,
    one_by_one: HeadSums,
}

impl Changes {
    fn of(open: &mut OpenBook, wish: &Decide, missing: &RoaringBitmap) -> Changes {
        let mut of = |rows: &RoaringBitmap, answer_if_missing| {
            credit_of(open, wish.section, rows, &Change { answer_if_missing, ..wish.change.clone() })
        };
        Changes {
            full: of(&wish.rows, Some(Answer::FULL)),
            no: of(&wish.rows, Some(Answer::NO)),
            no_with_remarks: of(missing, Some(Answer::NO)),
            one_by_one: of(&(&wish.rows - missing), None),
        }
    }
}

impl CreditNotes {
    /// The question for a wish of which these rows lack an answer.
    pub fn new(open: &mut OpenBook, wish: Decide, missing: RoaringBitmap) -> CreditNotes {
        let credit = Changes::of(open, &wish, &missing);
        CreditNotes {
            wish,
            missing,
            credit,
            choice: Choice::Full,
            remarks: String::new(),
            focused: false,
            refused: None,
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, &format!("Reduce credit for {} credit notes?", grouped(self.missing.len())));
        quiet(ui, "The portal refuses an accepted credit note without an answer.");
        ui.add_space(space::STEP);
        let no = if self.remarks.trim().is_empty() { self.credit.no } else { self.credit.no_with_remarks };
        for (choice, text, credit) in [
            (Choice::Full, "Yes, all of it", self.credit.full),
            (Choice::No, "No, nothing to reverse (credit never taken, or already reversed)", no),
            (Choice::OneByOne, "Decide one by one: leave these out now and show them", self.credit.one_by_one),
        ] {
            let text = format!("{text}: {}", credit_words::moves(credit));
            if theme::radio(ui, self.choice == choice, &text).clicked() {
                self.choice = choice;
            }
        }
        if self.choice == Choice::No {
            ui.add_space(space::STEP);
            let recent = &scene.store.get().remarks;
            remarks_editor(ui, "Remarks: why nothing is reversed", &mut self.remarks, recent);
        }
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let name = if self.choice == Choice::OneByOne { "Show them" } else { "Accept" };
            let go_on = ui.add(main_button(name));
            focus_once(&go_on, &mut self.focused);
            if go_on.clicked() {
                self.go_on(out);
                stays = false;
            }
            stays &= !ui.add(plain_button("Cancel")).clicked();
        });
        stays
    }

    fn go_on(&mut self, out: &mut Requests) {
        self.refused = None;
        let mut wish = self.wish.clone();
        match self.choice {
            Choice::Full => wish.change.answer_if_missing = Some(Answer::FULL),
            Choice::No => {
                wish.change.answer_if_missing = Some(Answer::NO);
                let remarks = crate::rules::remarks::cleaned(&self.remarks);
                if !remarks.is_empty() {
                    wish.change.remarks = Some(remarks);
                    // Those that were answered before keep their remarks: they are accepted on their own.
                    let answered = &wish.rows - &self.missing;
                    leave_out(
                        &mut wish,
                        answered,
                        "These were answered before; accept them on their own, so that their remarks stay.",
                    );
                }
            }
            Choice::OneByOne => {
                let why = "Answer \"reduce ITC?\" one by one: I opens the question for a record.";
                leave_out(&mut wish, self.missing.clone(), why);
            }
        }
        let show = (self.choice == Choice::OneByOne).then(|| (wish.section, self.missing.clone()));
        wish.from = Some(Box::new(Dialog::CreditNotes(self.clone())));
        if wish.rows.is_empty() {
            out.push(Request::Dismiss(super::super::requests::Line::Result));
        } else {
            out.push(Request::Decide(Box::new(wish)));
        }
        if let Some((section, rows)) = show {
            out.push(Request::Only("Credit notes to answer".into(), section, rows));
        }
    }
}

fn leave_out(wish: &mut Decide, rows: RoaringBitmap, why: &str) {
    if !rows.is_empty() {
        wish.rows -= &rows;
        wish.left_out.push(LeftOut { section: wish.section, rows, why: why.into(), called: "left out" });
    }
}
