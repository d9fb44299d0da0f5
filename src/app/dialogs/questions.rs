//! What a change makes the rules ask: each rule once, for all rows that it asks about.

use egui::Ui;
use roaring::RoaringBitmap;

use super::super::credit_words;
use super::super::decide::Decide;
use super::super::open_book::OpenBook;
use super::super::requests::{Request, Requests};
use super::super::result_line::LeftOut;
use super::super::theme::{self, main_button, plain_button, space, tokens};
use super::parts::{foot, head};
use crate::edit::{self, Plan};
use crate::rules::RuleId;
use crate::rules::actions::{MANY_REJECTIONS, rejection};
use crate::rules::credit::HeadSums;
use crate::values::grouped;

/// The questions before a change.
#[derive(Clone, Debug)]
pub struct Questions {
    wish: Decide,
    asks: Vec<(RuleId, RoaringBitmap, String)>,
    /// How many rows would change.
    rows: u64,
    /// What that does to the credit.
    credit: HeadSums,
}

impl Questions {
    /// The questions of a plan.
    pub fn new(open: &mut OpenBook, wish: Decide, plan: &Plan) -> Questions {
        let day = open.day;
        let mut words = |rule: RuleId, rows: &RoaringBitmap| {
            if rule == RuleId::A2 && rows.len() > MANY_REJECTIONS {
                return rejection(wish.section).to_owned();
            }
            let first = rows.min().unwrap_or(0);
            edit::plan::explain(open.book_mut(), wish.section, first, &wish.change, rule, day).message
        };
        let asks = plan.asks.iter().map(|(&rule, rows)| (rule, rows.clone(), words(rule, rows))).collect();
        let credit = edit::plan::credit(open.book_mut(), wish.section, plan, &wish.change, day);
        Questions { asks, rows: plan.allowed.len(), credit, wish }
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
        ui.label(theme::semibold(credit_words::sentence(self.credit)));
        let asked: RoaringBitmap = self.asks.iter().flat_map(|(_, rows, _)| rows.iter()).collect();
        let rest = self.rows.saturating_sub(asked.len());
        let mut stays = true;
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
