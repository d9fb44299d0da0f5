//! The settings of matching, with what they would change beside them before they are kept.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{field, focus_once, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::{MatchRequest, Requests};
use crate::app::theme::{self, Radios, check_box, space};
use crate::book::{MatchSettings, Returns};
use crate::session::Session;
use crate::session::matched::overview::ReturnedNotes;
use crate::values::{Paise, capital, counted, grouped, money, plural, typed};

const FIELD: f32 = 150.0;

/// Asks how the register is matched.
#[derive(Clone, Debug)]
pub struct ChooseMatching {
    tolerance: String,
    per_cent: String,
    days: String,
    settings: MatchSettings,
    before: MatchSettings,
    /// What was tried last.
    tried: MatchSettings,
    focused: bool,
}

impl ChooseMatching {
    /// Asks, with what counts so far.
    pub fn new(open: &Session) -> ChooseMatching {
        let settings = open.book().match_settings().clone();
        ChooseMatching {
            tolerance: money::plain(settings.tolerance.into()),
            per_cent: money::plain(settings.per_cent.into()),
            days: settings.days.to_string(),
            before: settings.clone(),
            tried: settings.clone(),
            settings,
            focused: false,
        }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, "Match settings");
        theme::label(ui, theme::caption("A record and a voucher still agree if"));
        ui.horizontal(|ui| {
            let response = field(ui, "amounts differ by at most ₹", &mut self.tolerance, FIELD);
            focus_once(&response, &mut self.focused);
            field(ui, "or per cent of the portal's", &mut self.per_cent, FIELD);
            field(ui, "dates differ by at most days", &mut self.days, FIELD);
        });
        ui.add_space(2.0 * space::STEP);
        check_box(ui, &mut self.settings.same_year, "Only documents of the same financial year belong together");
        check_box(ui, &mut self.settings.several_by_amounts, "Find clubbed and split documents by their amounts");
        check_box(ui, &mut self.settings.unfiled, "Suggest Accept also where the supplier has not filed GSTR-1");
        ui.add_space(2.0 * space::STEP);
        let notes = scene.open.and_then(Session::overview).map(|overview| overview.returns);
        returns(ui, &mut self.settings, notes);
        let chosen = self.chosen();
        let refused = chosen.as_ref().err().cloned();
        refusal(ui, &refused);
        if let Ok(settings) = &chosen {
            self.say_what_changes(ui, scene, settings, out);
        }
        foot(ui, |ui| {
            let keep = confirm::main_if(ui, refused.is_none(), "Save settings");
            let cancel = confirm::cancel(ui, "Cancel");
            if let (true, Ok(settings)) = (keep, chosen) {
                out.push(MatchRequest::Keep(settings).into());
                return false;
            }
            if cancel {
                out.push(MatchRequest::StopTrying.into());
            }
            !cancel
        })
    }

    /// What these settings would change: `₹ 1.00 → ₹ 10.00: 14 records become Matched, round-off`.
    fn say_what_changes(&mut self, ui: &mut Ui, scene: &Scene<'_>, settings: &MatchSettings, out: &mut Requests) {
        if *settings != self.tried {
            self.tried = settings.clone();
            out.push(MatchRequest::Try(settings.clone()).into());
        }
        if *settings == self.before {
            return;
        }
        let Some(preview) = scene.open.and_then(Session::preview).filter(|preview| preview.settings == *settings)
        else {
            return;
        };
        ui.add_space(2.0 * space::STEP);
        let differences = self.before.differences(settings);
        let differences = if differences.is_empty() { differences } else { differences + ": " };
        theme::label(ui, format!("{differences}{}", preview.words()));
        quiet(
            ui,
            "No decision and no link changes. Undo takes it back until your next step; History does not list it.",
        );
    }

    /// What was typed; else what is wrong with it.
    fn chosen(&self) -> Result<MatchSettings, String> {
        let amount = |text: &str, most: Paise, what: &str| {
            let read = typed::amount(text).filter(|read| read.exact && (0..=most).contains(&read.paise));
            read.map(|read| read.paise).ok_or_else(|| format!("{what}: from 0 to {}.", money::indian(most.into())))
        };
        let tolerance = amount(&self.tolerance, MatchSettings::MOST_TOLERANCE, "Amounts in rupees")?;
        let per_cent = amount(&self.per_cent, MatchSettings::MOST_PER_CENT.into(), "Per cent")?;
        let days = self.days.trim().parse().ok().filter(|days| *days <= MatchSettings::MOST_DAYS);
        let days = days.ok_or_else(|| format!("Days: from 0 to {}.", MatchSettings::MOST_DAYS))?;
        let per_cent = u32::try_from(per_cent).unwrap_or(0);
        Ok(MatchSettings { tolerance, per_cent, days, ..self.settings.clone() })
    }
}

/// When purchase returns reduce credit, which is asked once a client.
pub const RETURNS: &str = "When do purchase returns reduce the credit in your books?";

/// That question, each way with what it comes to for these credit notes.
fn returns(ui: &mut Ui, settings: &mut MatchSettings, notes: Option<ReturnedNotes>) {
    theme::label(ui, theme::caption(RETURNS));
    let mut group = Radios::new(ui.ctx(), "purchase returns");
    for returns in Returns::ALL {
        let name = &*capital(returns.in_words());
        let chosen = settings.returns == returns && settings.returns_asked;
        ui.horizontal_wrapped(|ui| {
            if group.one(ui, chosen, name) {
                (settings.returns, settings.returns_asked) = (returns, true);
            }
            if let Some(notes) = notes {
                quiet(ui, comes_to(returns, notes));
            }
        });
    }
}

/// What a way comes to: the answer of the notes, and where the suggestion depends on it too, that.
pub fn comes_to(returns: Returns, ReturnedNotes { notes, tax, suggested }: ReturnedNotes) -> String {
    if notes == 0 {
        return "No credit note without an action depends on it.".to_owned();
    }
    let (of, tax) = (counted(notes, "credit note", "credit notes"), money::rupees(tax));
    let they = plural(notes, "it reduces", "they reduce");
    let (answer, suggests) = match returns {
        Returns::InGstr2b => (format!("The answer to {of} is Yes: accepted, {they} the credit by {tax}."), "Accept"),
        Returns::WhenBooked => (format!("The answer to {of} is No: the books took {tax} back already."), "Check"),
    };
    match suggested {
        0 => answer,
        n => format!("{answer} {suggests} is suggested for {}.", grouped(n)),
    }
}
