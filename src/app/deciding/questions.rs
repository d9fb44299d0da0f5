//! What a change makes the rules ask: each rule once, for all rows that it asks about.

use egui::Ui;
use roaring::RoaringBitmap;
use std::collections::BTreeSet;

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, plain_button, space, tokens};
use crate::book::{Action, Answer, Book, BySection, Section, with_rows};
use crate::edit::{self, SheetPlans};
use crate::rules::RuleId;
use crate::rules::actions::{BOTH_REJECTED, Cancelled};
use crate::rules::credit::{Credit, Held, IfDecided};
use crate::rules::remarks::NOT_AVAILED;
use crate::session::Session;
use crate::session::credit_words;
use crate::session::deciding::decide::{Decide, credit_of_plans};
use crate::session::deciding::targets::is_yours;
use crate::session::result_line::LeftOut;
use crate::values::{Day, grouped, records};

/// The questions before a change.
#[derive(Clone, Debug)]
pub struct Questions {
    wanted: Decide,
    asks: Vec<(RuleId, RoaringBitmap, String)>,
    /// In place of rejecting both of these one click is offered that does better (rule A2).
    cancelled: Option<OneClick>,
    /// How many rows would change.
    rows: u64,
    /// How many of those that no one asks about the user decided before.
    yours: u64,
    /// What that does to the credit.
    credit: String,
}

/// The click that rejects invoices and accepts the notes that cancel them with No.
#[derive(Clone, Debug)]
struct OneClick {
    found: Cancelled,
    /// What the button says.
    words: String,
    /// What it does to the credit.
    credit: String,
}

/// What that click does to the credit, with the rest of the change.
fn credit_in_one_click(book: &Book, day: Day, plans: &SheetPlans, found: &Cancelled) -> IfDecided {
    let mut rows = BySection::of(|section| plans.allowed_in(section));
    rows[Section::B2b] |= &found.invoices;
    rows[Section::B2bcn] |= &found.notes;
    let touched = with_rows(rows);
    Credit::new(book, day).if_decided(&touched, |section, row| {
        match section == Section::B2bcn && found.notes.contains(row) {
            true => Held::new(book, section, row, Action::Accept, Answer::NO),
            false => Held::new(book, section, row, Action::Reject, Answer::default()),
        }
    })
}

impl Questions {
    /// The questions of a plan; and invoices of it with the notes that cancel them, if there are any.
    pub fn new(open: &mut Session, wanted: Decide, plans: &SheetPlans, cancelled: Option<Cancelled>) -> Questions {
        let day = open.day();
        // Of a pair another question is asked.
        let both = cancelled.as_ref().map(|found| both_of(&wanted, plans, found));
        let mut asks = asked(open, &wanted, plans, both.as_ref().unwrap_or(&RoaringBitmap::new()));
        asks.extend(both.map(|rows| (RuleId::A2, rows, BOTH_REJECTED.to_owned())));
        let cancelled = cancelled.map(|found| {
            let credit = credit_words::if_decided(&credit_in_one_click(open.book(), day, plans, &found));
            OneClick { words: in_one_click(open.book(), &found), credit, found }
        });
        let credit = credit_of_plans(open, plans, &wanted.change);
        let notes = [Section::B2bcn, Section::B2bcna].iter().any(|&of| !plans.allowed_in(of).is_empty());
        let waits = wanted.change.action == Some(Action::Pending) && !notes;
        let credit = if waits { credit_words::of_waiting(credit.change) } else { credit_words::if_decided(&credit) };
        let yours = decided_before(open.book(), &wanted, plans, &asks);
        Questions { asks, cancelled, rows: plans.changes(), yours, credit, wanted }
    }

    /// Draws it. `typed`: the change was typed in a dialog, to which one can go back.
    pub fn show(&mut self, ui: &mut Ui, typed: bool, out: &mut Requests) -> bool {
        head(ui, &self.title());
        for (_, rows, words) in &self.asks {
            theme::notice(ui, &tokens(ui).pending, |ui| {
                if self.rows > 1 {
                    let of =
                        if rows.len() == self.rows { String::new() } else { format!(" of {}", grouped(self.rows)) };
                    theme::label(ui, theme::semibold(format!("{}{of} records", grouped(rows.len()))));
                }
                theme::label(ui, words);
            });
            ui.add_space(space::STEP);
        }
        if let Some(words) = self.others_in_words() {
            theme::label(ui, words);
        }
        theme::label(ui, theme::semibold(&self.credit));
        if let Some(OneClick { found, words, credit }) = &self.cancelled {
            let chosen = ui.add(plain_button(words)).clicked();
            quiet(
                ui,
                format!(
                    "{credit} A note without remarks gets \"{NOT_AVAILED}\", as the portal may ask for some. One step to undo."
                ),
            );
            if chosen {
                let cancelled = Some(found.clone());
                out.push(Request::Decide(Box::new(Decide { confirmed: true, cancelled, ..self.wanted.clone() })));
                return false;
            }
        }
        foot(ui, |ui| self.buttons(ui, typed, out))
    }

    /// The rows that someone asks about, and how many others there are.
    fn asked_and_rest(&self) -> (RoaringBitmap, u64) {
        let asked: RoaringBitmap = self.asks.iter().flat_map(|(_, rows, _)| rows.iter()).collect();
        let rest = self.rows.saturating_sub(asked.len());
        (asked, rest)
    }

    /// What is to be known of the rows that no one asks about: a decision of the user's would be taken back with them.
    fn others_in_words(&self) -> Option<String> {
        let (_, rest) = self.asked_and_rest();
        let (yours, others) = (grouped(self.yours), grouped(rest));
        match (self.yours, rest) {
            (0, _) | (_, 0) => None,
            (1, 1) => Some("You decided the other one before: that decision would change.".to_owned()),
            (n, rest) if n == rest => {
                Some(format!("You decided the other {others} before: these decisions would change."))
            }
            _ => Some(format!("You decided {yours} of the other {others} before: these decisions would change.")),
        }
    }

    fn buttons(&self, ui: &mut Ui, typed: bool, out: &mut Requests) -> bool {
        let (asked, rest) = self.asked_and_rest();
        let name = self.does();
        let yes = match self.safer(typed) {
            // What the rules advise comes first; what was asked for is still there.
            Some((safer, request)) => {
                if confirm::main(ui, safer) {
                    out.push(request);
                    return false;
                }
                ui.add(plain_button(&name)).clicked()
            }
            None => confirm::main(ui, &name),
        };
        let leave = rest > 0 && ui.add(plain_button(&self.verb(&format!("the other {}", grouped(rest))))).clicked();
        let cancel = confirm::cancel(ui, "Cancel");
        if yes {
            out.push(Request::Decide(Box::new(Decide { confirmed: true, ..self.wanted.clone() })));
        } else if leave {
            out.push(Request::Decide(Box::new(self.without(&asked))));
        } else if cancel {
            out.push(Request::Back);
        }
        !(yes || leave || cancel)
    }

    /// Whether only this rule asks.
    fn only(&self, rule: RuleId) -> bool {
        self.asks.iter().all(|(asks, ..)| *asks == rule) && self.cancelled.is_none()
    }

    fn title(&self) -> String {
        match () {
            () if self.only(RuleId::R4) => "Save without remarks?".to_owned(),
            () => format!("{}?", self.does()),
        }
    }

    /// What the button does that carries the change out.
    fn does(&self) -> String {
        match () {
            () if self.only(RuleId::R4) => "Save without remarks".to_owned(),
            () if self.only(RuleId::I8) => format!("{} without an answer", self.verb(&records(self.rows))),
            () => self.verb(&records(self.rows)),
        }
    }

    /// The change in words, of these records.
    fn verb(&self, of: &str) -> String {
        let change = &self.wanted.change;
        match change.action {
            Some(Action::Accept) => format!("Accept {of}"),
            Some(Action::Reject) => format!("Reject {of}"),
            Some(Action::Pending) => format!("Set {of} to Pending"),
            Some(_) => format!("Set {of} to No action"),
            None if change.answer.is_some() => format!("Save the answer of {of}"),
            None if change.remarks.is_some() => format!("Save the remarks of {of}"),
            None => format!("Change {of}"),
        }
    }

    /// What may be done in place of the change, where that is the better way.
    fn safer(&self, typed: bool) -> Option<(&'static str, Request)> {
        // Those alone that are asked about: others may have an answer and remarks of their own.
        let (asked, rest) = self.asked_and_rest();
        let ask = || Request::AskAnswer(Box::new(self.wanted.clone()), asked);
        match () {
            () if self.only(RuleId::R4) => {
                Some(("Add remarks", if typed && rest == 0 { Request::Back } else { ask() }))
            }
            () if self.only(RuleId::I7) && typed => Some(("Change the amount", Request::Back)),
            () if self.only(RuleId::I8) => Some(("Answer it first", ask())),
            () => None,
        }
    }

    /// The change for the rows that no one asks about.
    fn without(&self, asked: &RoaringBitmap) -> Decide {
        let mut wanted = self.wanted.clone();
        wanted.rows -= asked;
        for (_, rows, words) in &self.asks {
            let left_out = LeftOut { scope: wanted.scope, rows: rows.clone(), why: words.clone(), called: "skipped" };
            wanted.left_out.push(left_out);
        }
        wanted
    }
}

/// How many rows of a change the user decided before, of those that no one asks about.
fn decided_before(book: &Book, wanted: &Decide, plans: &SheetPlans, asks: &[(RuleId, RoaringBitmap, String)]) -> u64 {
    let asked = |number: u32| asks.iter().any(|(_, rows, _)| rows.contains(number));
    let before = |(section, rows): (Section, RoaringBitmap)| {
        let others = rows.iter().filter(|&row| !asked(wanted.scope.number(section, row)));
        others.filter(|&row| is_yours(book, section, row)).count() as u64
    };
    plans.allowed().into_iter().map(before).sum()
}

/// The rows of a change that are invoices with the notes that cancel them, or such notes.
fn both_of(wanted: &Decide, plans: &SheetPlans, found: &Cancelled) -> RoaringBitmap {
    let of = |section: Section, rows: &RoaringBitmap| {
        let own = rows & plans.allowed_in(section);
        if wanted.scope.has(section) { wanted.scope.numbers(section, &own) } else { RoaringBitmap::new() }
    };
    of(Section::B2b, &found.invoices) | of(Section::B2bcn, &found.notes)
}

/// What each rule asks, about which rows; in several sheets together where it asks the same. Rule A2 asks nothing of `both`.
fn asked(
    open: &Session,
    wanted: &Decide,
    plans: &SheetPlans,
    both: &RoaringBitmap,
) -> Vec<(RuleId, RoaringBitmap, String)> {
    let rules: BTreeSet<RuleId> = plans.0.iter().flat_map(|(_, plan)| plan.asks.keys().copied()).collect();
    let mut asks: Vec<(RuleId, RoaringBitmap, String)> = Vec::new();
    for rule in rules {
        let asked = plans.0.iter().filter_map(|(section, plan)| Some((*section, plan.asks.get(&rule)?.clone())));
        let asked = asked.map(|(section, rows)| match rule {
            RuleId::A2 => (section, rows - wanted.scope.rows(section, both)),
            _ => (section, rows),
        });
        let asked: Vec<_> = asked.filter(|(_, rows)| !rows.is_empty()).collect();
        let many = asked.iter().map(|(_, rows)| rows.len()).sum();
        for (section, rows) in asked {
            let of = (&rows, many);
            let change = wanted.change_of(section, rows.min().unwrap_or_default());
            let words = edit::plan::question(open.book(), section, of, &change, rule, open.day());
            let rows = wanted.scope.numbers(section, &rows);
            match asks.iter_mut().find(|(of, _, said)| *of == rule && *said == words) {
                Some((_, known, _)) => *known |= rows,
                None => asks.push((rule, rows, words)),
            }
        }
    }
    asks
}

/// What the click does that rejects invoices and accepts the notes that cancel them with No.
fn in_one_click(book: &Book, cancelled: &Cancelled) -> String {
    let number = |section, rows: &RoaringBitmap| {
        rows.min().filter(|_| rows.len() == 1).map(|row| book.sheet(section).records().numbers.get(row).to_owned())
    };
    match (number(Section::B2b, &cancelled.invoices), number(Section::B2bcn, &cancelled.notes)) {
        (Some(invoice), Some(note)) => format!("Reject the invoice {invoice}, accept its note {note}, answer No"),
        _ => format!(
            "Reject {} invoices, accept their {} notes, answer No",
            grouped(cancelled.invoices.len()),
            grouped(cancelled.notes.len())
        ),
    }
}
