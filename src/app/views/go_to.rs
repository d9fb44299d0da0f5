//! Going to a row, and selecting rows by a pasted list of document numbers.

use std::collections::BTreeSet;

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{entered, field, focus_once, foot, head, quiet, refusal};
use crate::app::frame::paste_box::PasteBox;
use crate::app::requests::{Request, Requests};
use crate::app::theme;
use crate::session::showing::listed::{ListedDocument, documents};
use crate::values::grouped;

/// Where to go.
#[derive(Clone, Debug, Default)]
pub struct GoTo {
    text: String,
    focused: bool,
    /// Why the last try went nowhere.
    pub refused: Option<String>,
}

impl GoTo {
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Go to");
        let response = field(ui, "Document number, or row of the view", &mut self.text, ui.available_width());
        focus_once(&response, &mut self.focused);
        refusal(ui, &self.refused);
        let mut go = entered(ui, &response);
        let mut stays = true;
        foot(ui, |ui| {
            go |= confirm::main(ui, "Go");
            stays = !confirm::cancel(ui, "Cancel");
        });
        if go && !self.text.trim().is_empty() {
            out.push(Request::GoTo(self.text.trim().to_owned()));
            return false;
        }
        stays
    }
}

/// The pasted list.
#[derive(Clone, Debug, Default)]
pub struct SelectList {
    list: PasteBox,
    /// The documents in it, and the revision of the text from which they were taken.
    numbers: BTreeSet<ListedDocument>,
    revision: u64,
}

impl SelectList {
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Select by list");
        quiet(
            ui,
            "Paste document numbers, one a line, with the supplier's GSTIN beside it if you have it: several suppliers may use \
             the same number. The records of this sheet that have them are selected.",
        );
        self.list.show(ui, "Document numbers");
        if self.revision != self.list.revision() {
            (self.numbers, self.revision) = (documents(self.list.text()), self.list.revision());
        }
        ui.label(theme::caption(format!("{} different documents", grouped(self.numbers.len() as u64))));
        let mut stays = true;
        foot(ui, |ui| {
            let select = confirm::main_if(ui, !self.numbers.is_empty(), "Select them");
            stays = !select && !confirm::cancel(ui, "Cancel");
            if select {
                out.push(Request::SelectNumbers(std::mem::take(&mut self.numbers)));
            }
        });
        stays
    }
}
