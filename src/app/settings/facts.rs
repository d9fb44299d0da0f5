//! Return settings: what the recipient is called, how it files, and which days were moved.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{field, focus_once, foot, head, quiet, refusal};
use crate::app::requests::{ClientsRequest, Request, Requests};
use crate::app::theme::{self, Radios, space};
use crate::book::Facts;
use crate::clients::{gstin_of, name_of};
use crate::rules::calendar;
use crate::session::Session;
use crate::values::{Day, Period};

const FIELD: f32 = 210.0;

/// Asks what is to be known of the open book.
#[derive(Clone, Debug)]
pub struct BookFacts {
    name: String,
    qrmp: bool,
    last_3b: String,
    closing: String,
    gstr_2b: String,
    gstr_3b: String,
    /// The client whose they are, if it is not the one that is open.
    client: Option<String>,
    /// The recipient of the one that is open.
    gstin: Option<String>,
    /// The period of the days in the last two fields.
    shown: Period,
    /// What was known so far.
    before: Facts,
    /// What is wrong with it.
    refused: Option<String>,
    focused: bool,
}

impl BookFacts {
    /// Asks, with what is known so far.
    pub fn new(open: &Session) -> BookFacts {
        let shown = calendar::closing(open.book(), open.day());
        let gstin = open.book().recipient.gstin().map(str::to_owned);
        BookFacts { gstin, ..BookFacts::known(None, open.name(), open.book().facts.clone(), shown) }
    }

    /// Asks about a client that is not open; `shown`: the period that it is closing.
    pub fn of_client(gstin: String, name: &str, facts: Facts, shown: Period) -> BookFacts {
        BookFacts::known(Some(gstin), name, facts, shown)
    }

    fn known(client: Option<String>, name: &str, before: Facts, shown: Period) -> BookFacts {
        let facts = &before;
        let (gstr_2b, gstr_3b) = days(facts, shown);
        let typed = |period: Option<Period>| period.map_or_else(String::new, typed);
        BookFacts {
            client,
            gstin: None,
            name: name.to_owned(),
            qrmp: facts.qrmp,
            last_3b: typed(facts.last_3b),
            closing: typed(facts.closing),
            gstr_2b,
            gstr_3b,
            shown,
            before: before.clone(),
            refused: None,
            focused: false,
        }
    }

    /// `covered`: whether clients that are not open are.
    pub fn show(&mut self, ui: &mut Ui, covered: bool, out: &mut Requests) -> bool {
        let covered = covered && self.client.is_some();
        head(ui, "Return settings");
        if let Some(gstin) = self.gstin.as_deref().or(self.client.as_deref()) {
            quiet(ui, format!("Of {}.", gstin_of(gstin, covered)));
        }
        if covered {
            theme::label(ui, theme::caption("Name of the client"));
            theme::label(ui, name_of(&self.name, true));
            quiet(ui, "Covered: it can be changed once it is uncovered (Ctrl Shift H).");
        } else {
            let response = field(ui, "Name of the client", &mut self.name, 2.0 * FIELD);
            focus_once(&response, &mut self.focused);
        }
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::caption("GSTR-3B is filed"));
        let mut group = Radios::new(ui.ctx(), "GSTR-3B is filed");
        ui.horizontal(|ui| {
            for (name, qrmp) in [("Monthly", false), ("Quarterly (QRMP)", true)] {
                if group.one(ui, self.qrmp == qrmp, name) {
                    self.qrmp = qrmp;
                }
            }
        });
        ui.add_space(2.0 * space::STEP);
        ui.horizontal(|ui| {
            field(ui, "Last GSTR-3B filed (MM-YYYY)", &mut self.last_3b, FIELD);
            field(ui, "GSTR-2B period being closed (MM-YYYY)", &mut self.closing, FIELD);
        });
        quiet(ui, "Leave them empty if you do not know: the period being closed then follows the calendar.");
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::caption(format!("Extended days of {}, if there are any (dd-mm-yyyy)", self.of_days())));
        ui.horizontal(|ui| {
            field(ui, "GSTR-2B drawn up on", &mut self.gstr_2b, FIELD);
            field(ui, "GSTR-3B due on", &mut self.gstr_3b, FIELD);
        });
        refusal(ui, &self.refused);
        foot(ui, |ui| {
            let keep = confirm::main(ui, "Save settings");
            let cancel = confirm::cancel(ui, "Cancel");
            if !keep {
                return !cancel;
            }
            match self.facts() {
                Ok(facts) => {
                    let name = self.name.trim().to_owned();
                    out.push(match &self.client {
                        Some(gstin) => ClientsRequest::Facts(gstin.clone(), name, facts).into(),
                        None => Request::BookFacts(name, facts),
                    });
                    false
                }
                Err(why) => {
                    self.refused = Some(why);
                    true
                }
            }
        })
    }

    /// The period whose days are asked for: a quarter goes by its last month.
    fn of_days(&self) -> Period {
        if self.qrmp { self.shown.quarter_end() } else { self.shown }
    }

    /// What was typed; else what is wrong with it.
    fn facts(&self) -> Result<Facts, String> {
        let mut facts = self.before.clone();
        facts.qrmp = self.qrmp;
        facts.last_3b = period(&self.last_3b)?;
        facts.closing = period(&self.closing)?;
        let moved = facts.moved.entry(self.of_days()).or_default();
        (moved.gstr_2b, moved.gstr_3b) = (day(&self.gstr_2b)?, day(&self.gstr_3b)?);
        if (moved.gstr_2b, moved.gstr_3b) == (None, None) {
            facts.moved.remove(&self.of_days());
        }
        Ok(facts)
    }
}

fn days(facts: &Facts, period: Period) -> (String, String) {
    let moved = facts.moved.get(&period).copied().unwrap_or_default();
    let text = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    (text(moved.gstr_2b), text(moved.gstr_3b))
}

/// `10-2026`.
fn typed(period: Period) -> String {
    format!("{:02}-{:04}", period.month(), period.year())
}

fn period(text: &str) -> Result<Option<Period>, String> {
    let text = text.trim();
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | '/')).collect();
    match Period::parse(&digits) {
        _ if text.is_empty() => Ok(None),
        None => Err(format!("\"{text}\" is no period: write month and year, such as 10-2026.")),
        found => Ok(found),
    }
}

fn day(text: &str) -> Result<Option<Day>, String> {
    let text = text.trim();
    match Day::parse(text) {
        _ if text.is_empty() => Ok(None),
        None => Err(format!("\"{text}\" is no day: write it as 20-11-2026.")),
        found => Ok(found),
    }
}
