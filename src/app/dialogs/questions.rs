//! What a change makes the rules ask: each rule once, for all rows that it asks about.

use egui::Ui;
use roaring::RoaringBitmap;

use super::super::decide::Decide;
use super::super::open_book::OpenBook;
use super::super::requests::{Request, Requests};
use super::super::result_line::LeftOut;
use super::super::theme::{self, main_button, plain_button, space, tokens};
use super::parts::{foot, head, quiet};
use crate::book::{Book, Section};
use crate::edit::{self, Plan};
use crate::rules::RuleId;
use crate::rules::actions::{BOTH_REJECTED, Cancelled, MANY_REJECTIONS, rejection};
use crate::rules::remarks::NOT_AVAILED;
use crate::values::grouped;

/// The questions before a change.
#[derive(Clone, Debug)]
pub struct Questions {
    wish: Decide,
    asks: Vec<(RuleId, RoaringBitmap, String)>,
    /// Rejecting both of these is offered as one click that does better (rule A2), and what the button says.
    cancelled: Option<(Cancelled, String)>,
    /// How many rows would change.
    rows: u64,
}

impl Questions {
    /// The questions of a plan; and invoices of it with the notes that cancel them, if there are any.
    pub fn new(open: &mut OpenBook, wish: Decide, plan: &Plan, cancelled: Option<Cancelled>) -> Questions {
        let day = open.day;
        let mut words = |rule: RuleId, rows: &RoaringBitmap| {
            if rule == RuleId::A2 && rows.len() > MANY_REJECTIONS {
                return rejection(wish.section).to_owned();
            }
            let first = rows.min().unwrap_or(0);
            edit::plan::explain(open.book_mut(), wish.section, first, &wish.change, rule, day).message
        };
        let mut asks = Vec::new();
        let both = cancelled.as_ref().map(|found| match wish.section {
            Section::B2b => found.invoices.clone(),
            _ => found.notes.clone(),
        });
        for (&rule, rows) in &plan.asks {
            // Of a pair the question is another.
            let rows =
                if rule == RuleId::A2 { rows - both.as_ref().unwrap_or(&RoaringBitmap::new()) } else { rows.clone() };
            if !rows.is_empty() {
                let words = words(rule, &rows);
                asks.push((rule, rows, words));
            }
        }
        asks.extend(both.map(|rows| (RuleId::A2, rows, BOTH_REJECTED.to_owned())));
        let cancelled = cancelled.map(|found| {
            let words = in_one_click(&open.book, &found);
            (found, words)
        });
        Questions { asks, cancelled, rows: plan.allowed.len(), wish }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Before this is done");
        for (_, rows, words) in &self.asks {
            theme::notice(ui, &tokens(ui).pending, |ui| {
                if self.rows > 1 {
                    let of =
                        if rows.len() == self.rows { String::new() } else { format!(" of {}", grouped(self.rows)) };
                    ui.label(theme::semibold(format!("{}{of} records", grouped(rows.len()))));
                }
                ui.label(words);
            });
            ui.add_space(space::STEP);
        }
        let asked: RoaringBitmap = self.asks.iter().flat_map(|(_, rows, _)| rows.iter()).collect();
        let rest = self.rows.saturating_sub(asked.len());
        let mut stays = true;
        if let Some((cancelled, words)) = &self.cancelled {
            let chosen = ui.add(plain_button(words)).clicked();
            quiet(
                ui,
                format!(
                    "A note without remarks gets \"{NOT_AVAILED}\", as the portal may ask for some. One step to undo."
                ),
            );
            if chosen {
                let cancelled = Some(cancelled.clone());
                out.push(Request::Decide(Box::new(Decide { confirmed: true, cancelled, ..self.wish.clone() })));
                return false;
            }
        }
        foot(ui, |ui| {
            let yes = if self.rows == 1 { "Yes, do it".to_owned() } else { format!("Yes, all {}", grouped(self.rows)) };
            let yes = ui.add(main_button(&yes)).clicked();
            let leave =
                rest > 0 && ui.add(plain_button(&format!("Leave these {} out", grouped(asked.len())))).clicked();
            let cancel = ui.add(plain_button("Cancel")).clicked();
            if yes {
                out.push(Request::Decide(Box::new(Decide { confirmed: true, ..self.wish.clone() })));
            } else if leave {
                out.push(Request::Decide(Box::new(self.without(&asked))));
            } else if let (true, Some(from)) = (cancel, &self.wish.from) {
                out.push(Request::Dialog(from.clone()));
            }
            stays = !(yes || leave || cancel);
        });
        stays
    }

    /// The wish for the rows that nobody asks about.
    fn without(&self, asked: &RoaringBitmap) -> Decide {
        let mut wish = self.wish.clone();
        wish.rows -= asked;
        for (_, rows, words) in &self.asks {
            let left_out =
                LeftOut { section: wish.section, rows: rows.clone(), why: words.clone(), called: "left out" };
            wish.left_out.push(left_out);
        }
        wish
    }
}

/// What the click does that rejects invoices and accepts the notes that cancel them with No.
fn in_one_click(book: &Book, cancelled: &Cancelled) -> String {
    let number = |section, rows: &RoaringBitmap| {
        rows.min().filter(|_| rows.len() == 1).map(|row| book.sheet(section).records.numbers.get(row).to_owned())
    };
    match (number(Section::B2b, &cancelled.invoices), number(Section::B2bcn, &cancelled.notes)) {
        (Some(invoice), Some(note)) => format!("Reject the invoice {invoice}, accept its note {note} with No"),
        _ => format!(
            "Reject {} invoices, accept their {} notes with No",
            grouped(cancelled.invoices.len()),
            grouped(cancelled.notes.len())
        ),
    }
}
