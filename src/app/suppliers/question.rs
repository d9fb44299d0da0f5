//! The question before suppliers are decided: what would change, what is so already, what is refused, what a tick brings in,
//! and what it does to the credit. Nothing is done before it is answered.

use std::sync::Arc;

use egui::{Align, Layout, Ui, vec2};

use crate::app::frame::confirm;
use crate::app::frame::parts::{answers_of_books, choice, declares, focus_once, foot, head, quiet, remarks_editor};
use crate::app::frame::scene::Scene;
use crate::app::requests::Requests;
use crate::app::theme::{self, Hint, Radios, check_box, space, tokens};
use crate::book::{Action, Scope};
use crate::rules::credit::total;
use crate::rules::remarks::{self, LIMIT};
use crate::session::Session;
use crate::session::credit_words::{self, StepParts};
use crate::session::deciding::decide::already;
use crate::session::suppliers::{
    NotesAnswer, SupplierAsk, SupplierParts, SupplierPlan, SupplierQuestion, SupplierRequest,
};
use crate::values::{capital, counted, grouped, money, plural, records};
use crate::view::suppliers::SupplierEntry;

/// The question.
#[derive(Clone, Debug)]
pub struct SupplierDialog {
    ask: SupplierAsk,
    /// Whose records it is about.
    called: String,
    /// What it does, as it was known last: it stays on the screen while a tick is being counted, so that nothing jumps.
    known: Option<Arc<SupplierQuestion>>,
    /// Whether the remarks have had the keyboard, where they are all that is asked.
    focused: bool,
}

impl SupplierDialog {
    /// An action, or with none remarks alone, on the suppliers that an action is for.
    pub fn new(open: &Session, action: Option<Action>) -> SupplierDialog {
        let ask = open.ask_of_suppliers(action);
        let called = match ask.suppliers.first() {
            Some(&one) if ask.suppliers.len() == 1 => open.supplier_called(SupplierEntry::Alone(one)),
            _ => counted(ask.suppliers.len() as u64, "supplier", "suppliers"),
        };
        SupplierDialog {
            ask,
            called,
            known: None,
            focused: !matches!(action, None | Some(Action::Reject | Action::Pending)),
        }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let Some(open) = scene.open else { return false };
        let name = self.ask.action.map_or("Remarks", Action::name);
        head(ui, &format!("{name} · {}", theme::drawn(&self.called)));
        let weighed = open.weighed_suppliers(&self.ask);
        if weighed.is_none() {
            out.push(SupplierRequest::Weigh(self.ask.clone()).into());
        }
        self.known = weighed.cloned().or(self.known.take());
        match self.known.clone() {
            Some(question) => self.what(ui, open, &question.plan, out),
            None => quiet(ui, "Counting…"),
        }
        if self.ask.sends_remarks() {
            ui.add_space(space::STEP);
            let recent = &scene.store.get().remarks;
            let action = self.ask.action.unwrap_or(Action::Reject);
            let templates = remarks::templates(action);
            let editor = remarks_editor(ui, "Remarks", &mut self.ask.remarks, templates, recent);
            focus_once(&editor, &mut self.focused);
        }
        self.about_remarks(ui);
        let typed = remarks::cleaned(&self.ask.remarks).chars().count();
        let count = self.known.as_ref().map_or(0, |known| known.plan.count());
        let known = open.supplier_plan(&self.ask).is_some();
        let able = known && count > 0 && typed <= LIMIT && (self.ask.action.is_some() || typed > 0);
        let mut stays = true;
        foot(ui, |ui| {
            if confirm::main_if(ui, able, &format!("{name} {}", grouped(count))) {
                out.push(SupplierRequest::Decide(self.ask.clone()).into());
                stays = false;
            }
            stays &= !confirm::cancel(ui, "Cancel");
        });
        stays
    }

    fn what(&mut self, ui: &mut Ui, open: &Session, plan: &SupplierPlan, out: &mut Requests) {
        let SupplierParts { no_action, by_ticks, accepted } = plan.parts;
        match self.ask.action {
            Some(Action::NoAction) => line(ui, "No action, kept as your decision", no_action),
            Some(action) => line(ui, &format!("No action, change to {}", action.name()), no_action),
            None => line(ui, "No action, get the remarks", no_action),
        }
        // Above the ticks nothing comes or goes with one of them.
        self.ticks(ui, plan);
        if by_ticks > 0 {
            line(ui, "By the ticks", by_ticks);
        }
        if accepted > 0 {
            line(ui, "Credit notes, change to Accept, answer No", accepted);
        }
        if plan.already > 0 {
            line(ui, &capital(self.ask.action.map_or("already like this", already)), plan.already);
        }
        refused(ui, plan, out);
        self.notes(ui, plan);
        self.cancelled(ui, plan);
        for (_, count, words) in &plan.asks {
            theme::notice(ui, &tokens(ui).pending, |ui| theme::label(ui, format!("{}: {words}", records(*count))));
        }
        agreeing(ui, plan, out);
        credit(ui, plan);
        self.not_filed(ui, open, plan);
    }

    /// What becomes of the remarks, below them: what comes with a template moves no template.
    fn about_remarks(&self, ui: &mut Ui) {
        let Some(plan) = self.known.as_ref().map(|known| &known.plan) else { return };
        if plan.without_remarks > 0 && !self.ask.remarks.trim().is_empty() {
            let takes = counted(plan.without_remarks, "record takes", "records take");
            quiet(ui, format!("{takes} no remarks and will be decided without."));
        }
        if plan.not_sent > 0 {
            quiet(ui, remarks::kept(plan.not_sent, plan.count()));
        }
    }

    fn ticks(&mut self, ui: &mut Ui, plan: &SupplierPlan) {
        if plan.yours > 0 {
            let which = if self.ask.action.is_some() { "decided" } else { "decided or wrote remarks on" };
            check_box(ui, &mut self.ask.yours, &format!("and {} that you {which}", grouped(plan.yours)));
        }
        for (&action, &count) in &plan.held {
            let mut on = self.ask.held.contains(&action);
            let words = format!("and {} that the portal holds as {}", grouped(count), held_as(action));
            if check_box(ui, &mut on, &words).changed() {
                if on {
                    self.ask.held.insert(action)
                } else {
                    self.ask.held.remove(&action)
                };
            }
        }
    }

    /// One answer for the credit notes that have none, or they are left out.
    fn notes(&mut self, ui: &mut Ui, plan: &SupplierPlan) {
        let missing = plan.notes_to_answer();
        if !plan.from_books.is_empty() {
            ui.add_space(space::STEP);
            let mut take = !self.ask.skip_books;
            let declared = plan.asks_answer() && self.ask.notes == NotesAnswer::No;
            answers_of_books(ui, &plan.from_books, &mut take, declared);
            self.ask.skip_books = !take;
        }
        if !plan.asks_answer() {
            if missing == 1 {
                quiet(ui, "1 credit note has no answer to \"ITC to be reduced?\": Yes, full, by default.");
            }
            return;
        }
        ui.add_space(space::STEP);
        let title = match missing {
            1 => "ITC to be reduced? An answer for 1 credit note".to_owned(),
            n => format!("ITC to be reduced? One answer for {} credit notes", grouped(n)),
        };
        theme::label(ui, theme::semibold(title));
        if plan.doubtful {
            quiet(ui, "Your books have another amount for some of it: look at them before you answer.");
        }
        let mut group = Radios::new(ui.ctx(), "answer for suppliers");
        for (answer, words) in [
            (NotesAnswer::Full, "Yes, full"),
            (NotesAnswer::No, "No"),
            (NotesAnswer::Skip, "Answer one by one: skip these now"),
        ] {
            let change = plan.by_answer.iter().find(|(of, _)| *of == answer).map(|(_, change)| *change);
            let change = change.map_or_else(String::new, |change| format!(": {}", credit_words::moves(change)));
            if choice(ui, &mut group, self.ask.notes == answer, &format!("{words}{change}")) {
                self.ask.notes = answer;
            }
        }
        if self.ask.notes != NotesAnswer::Skip {
            declares(ui, self.ask.notes == NotesAnswer::No);
        }
    }

    /// Notes that cancel invoices which are rejected with them (rule A2).
    fn cancelled(&mut self, ui: &mut Ui, plan: &SupplierPlan) {
        if plan.cancelling > 0 {
            let words = format!(
                "Also accept {} these invoices, answer No (ITC not reduced)",
                counted(plan.cancelling, "credit note that cancels", "credit notes that cancel")
            );
            check_box(ui, &mut self.ask.notes_with_no, &words);
        }
    }

    /// Records of suppliers who have not filed: Pending leaves them out.
    fn not_filed(&mut self, ui: &mut Ui, open: &Session, plan: &SupplierPlan) {
        if plan.not_filed.is_empty() {
            return;
        }
        ui.add_space(space::STEP);
        ui.separator();
        const NAMED: usize = 3;
        let named = open.suppliers_called(plan.not_filed.keys().copied());
        for (called, &count) in named.iter().zip(plan.not_filed.values()).take(NAMED) {
            theme::label(ui, theme::semibold(format!("{}: {} not filed.", theme::drawn(called), grouped(count))));
        }
        if plan.not_filed.len() > NAMED {
            let rest = (plan.not_filed.len() - NAMED) as u64;
            quiet(ui, format!("and {}", counted(rest, "more supplier", "more suppliers")));
        }
        let all: u64 = plan.not_filed.values().sum();
        let words = match all {
            1 => "Nothing to do: it enters GSTR-2B when filed; Pending would keep it out.",
            _ => "Nothing to do: they enter GSTR-2B when filed; Pending would keep them out.",
        };
        theme::label(ui, words);
        check_box(ui, &mut self.ask.not_filed, &format!("and {} not filed", grouped(all)));
    }
}

/// What of the records, and how many: the numbers of all lines are in one column.
fn line(ui: &mut Ui, words: &str, count: u64) {
    const WIDTH: f32 = 340.0;
    ui.allocate_ui_with_layout(vec2(WIDTH, space::CHECK_LINE), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(WIDTH);
        theme::label(ui, words);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| theme::label(ui, theme::semibold(grouped(count))));
    });
}

/// What may not have it, each group with its reason and a way there.
fn refused(ui: &mut Ui, plan: &SupplierPlan, out: &mut Requests) {
    for group in &plan.refused {
        ui.horizontal_wrapped(|ui| {
            let place = if group.scope == Scope::All { String::new() } else { format!(" in {}", group.scope.name()) };
            theme::label(ui, format!("{}{place}: {}", grouped(group.rows.len()), group.why));
            if theme::link(ui, "show").hint("Leave this question and show these records.").clicked() {
                out.push(SupplierRequest::ShowOnly(group.scope, group.rows.clone(), "Refused").into());
            }
        });
    }
}

/// How many of them agree with the register, with a way there.
fn agreeing(ui: &mut Ui, plan: &SupplierPlan, out: &mut Requests) {
    let Some(agreeing) = plan.agreeing.as_ref().filter(|_| plan.count() > 0) else { return };
    ui.add_space(space::STEP);
    ui.horizontal(|ui| {
        let (count, all) = (agreeing.len(), plan.count());
        let words = match (count, all) {
            (0, 1) => "It does not agree with your register.".to_owned(),
            (1, 1) => "It agrees with your register.".to_owned(),
            (0, _) => "None of these agrees with your register.".to_owned(),
            _ => format!("{} of these {} with your register.", grouped(count), plural(count, "agrees", "agree")),
        };
        theme::label(ui, words);
        let hint = "Leave this question and show these records.";
        if count > 0 && theme::link(ui, "show").hint(hint).clicked() {
            let (rows, called) = (agreeing.clone(), "Agree with the register");
            out.push(SupplierRequest::ShowOnly(Scope::All, rows, called).into());
        }
    });
}

/// What it does to the credit, with the parts.
fn credit(ui: &mut Ui, plan: &SupplierPlan) {
    let change = plan.figures.difference();
    ui.add_space(space::STEP);
    theme::label(ui, theme::semibold(format!("Change {}", money::signed_rupees(total(change)))));
    let parts = credit_words::parts_beside_late(&plan.figures);
    if !parts.is_empty() {
        quiet(ui, parts);
    }
    for words in credit_words::late(&StepParts::of(&plan.figures)) {
        theme::notice(ui, &tokens(ui).pending, |ui| theme::label(ui, words));
    }
}

/// What the portal holds, as a sentence goes on.
fn held_as(action: Action) -> &'static str {
    match action {
        Action::Accept => "Accepted",
        Action::Reject => "Rejected",
        Action::Pending => "Pending",
        Action::NoAction | Action::Other => "No action",
    }
}
