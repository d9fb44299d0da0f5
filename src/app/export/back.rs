//! A workbook to decide in came back: what it would change, what is refused, and what is to be picked, before anything is changed.

use egui::{ScrollArea, Ui};

use crate::app::frame::confirm;
use crate::app::frame::parts::{choice, foot, head, quiet};
use crate::app::requests::{ExportRequest, Request, Requests};
use crate::app::theme::{self, Radios, plain_button, space, tokens};
use crate::exchange::cell::lines_to_clipboard;
use crate::exchange::decisions::Refused;
use crate::session::export::TakenBack;
use crate::session::export::back::{PickOne, in_words};
use crate::session::files::tables::changes_in_words;
use crate::values::{counted, grouped, plural, records, short};

/// This many lines of a list are drawn; more are counted.
const LISTED: usize = 200;
/// This many characters fit on a line of the dialog.
const LINE: usize = 90;

impl TakenBack {
    /// Draws it. False when it is to be closed.
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "This is a workbook to decide in. Take its decisions?");
        theme::sentence(ui, theme::semibold(&self.name));
        let (change, refused) = (self.certain.changes.len() as u64, self.certain.refused.len() as u64);
        let mut line = format!("{} will change", records(change));
        if self.unchanged > 0 {
            let says = plural(self.unchanged, "row says", "rows say");
            line += &format!(", {} {says} nothing new", grouped(self.unchanged));
        }
        if refused > 0 {
            line += &format!(", {} refused", counted(refused, "row is", "rows are"));
        }
        theme::label(ui, format!("{line}. One step undoes it."));
        quiet(ui, changes_in_words(&self.certain.changes, 0));
        self.notes.iter().take(LISTED).for_each(|note| quiet(ui, note));
        if let Some(confirmed) = &self.confirmed {
            let asked = (confirmed.changes.len() - self.certain.changes.len()) as u64;
            theme::label(
                ui,
                format!(
                    "{} left out because of a warning; the list says which.",
                    counted(asked, "record is", "records are")
                ),
            );
        }
        self.picks(ui);
        list(ui, &self.certain.refused);
        self.buttons(ui, out)
    }

    /// Records on which this computer decided something else: each is to be picked.
    fn picks(&mut self, ui: &mut Ui) {
        if self.picks.is_empty() {
            return;
        }
        ui.add_space(2.0 * space::STEP);
        let here = counted(self.picks.len() as u64, "record was", "records were");
        theme::notice(ui, &tokens(ui).pending, |ui| {
            theme::label(
                ui,
                format!(
                    "{here} decided differently here in the meantime. What is decided here stays unless you pick the workbook's."
                ),
            );
            if self.picks.len() > 1 {
                ui.horizontal(|ui| {
                    if ui.add(plain_button("Take all of the workbook")).clicked() {
                        self.pick_all(true);
                    }
                    if ui.add(plain_button("Keep all as here")).clicked() {
                        self.pick_all(false);
                    }
                });
            }
        });
        let scroll = ScrollArea::vertical().id_salt("picks").max_height(220.0).auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            for (place, pick) in self.picks.iter_mut().take(LISTED).enumerate() {
                pick.show(ui, place);
            }
            if self.picks.len() > LISTED {
                quiet(ui, format!("… and {} more", grouped((self.picks.len() - LISTED) as u64)));
            }
        });
    }

    fn buttons(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        let mut stays = true;
        foot(ui, |ui| {
            let picked = self.picked();
            let apply = |back: &TakenBack, confirmed| {
                Request::Export(Box::new(ExportRequest::Apply(Box::new(back.clone()), confirmed)))
            };
            let certain = self.certain.changes.len() as u64 + picked;
            if certain > 0 && confirm::main(ui, &format!("Apply {}", grouped(certain))) {
                out.push(apply(self, false));
                stays = false;
            }
            if let Some(confirmed) = &self.confirmed {
                let all = confirmed.changes.len() as u64 + picked;
                let name = format!("Apply all {}, those with a warning too", grouped(all));
                if ui.add(plain_button(&name)).clicked() {
                    out.push(apply(self, true));
                    stays = false;
                }
            }
            if !self.certain.refused.is_empty() && ui.add(plain_button("Copy the list")).clicked() {
                ui.ctx()
                    .copy_text(lines_to_clipboard(self.certain.refused.iter().map(|refused| refused.in_list("Line"))));
            }
            stays &= !confirm::cancel(ui, if certain > 0 { "Cancel" } else { "Close" });
        });
        stays
    }
}

impl PickOne {
    fn show(&mut self, ui: &mut Ui, place: usize) {
        let PickOne { differing, number, supplier, theirs, refused } = self;
        ui.add_space(space::STEP);
        theme::sentence(ui, theme::semibold(format!("{number} of {supplier}")));
        quiet(ui, format!("Given out: {}", in_words(&differing.given)));
        // A line that is too long for the dialog would be cut: what is left out of it is in the workbook and in the details.
        let line = |who: &str, white| short(&format!("{who}, {number}: {}", in_words(white)), LINE).into_owned();
        let mut group = Radios::new(ui.ctx(), ("whose decision", place));
        if choice(ui, &mut group, !*theirs, &line("Here now", &differing.ours)) {
            *theirs = false;
        }
        let words = line("The workbook", &differing.theirs);
        match refused {
            Some(why) => quiet(ui, format!("{words}: cannot be taken. {why}")),
            None if choice(ui, &mut group, *theirs, &words) => *theirs = true,
            None => {}
        }
    }
}

fn list(ui: &mut Ui, refused: &[Refused]) {
    if refused.is_empty() {
        return;
    }
    ui.add_space(2.0 * space::STEP);
    ScrollArea::vertical().id_salt("refused").max_height(200.0).auto_shrink([false, true]).show(ui, |ui| {
        for refused in refused.iter().take(LISTED) {
            theme::sentence_to_copy(ui, refused.in_list("Line"));
        }
        if refused.len() > LISTED {
            quiet(ui, format!("… and {} more", grouped((refused.len() - LISTED) as u64)));
        }
    });
}
