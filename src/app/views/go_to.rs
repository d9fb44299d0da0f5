//! Going to a row, and selecting rows by a pasted list of document numbers.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{entered, field, focus_once, foot, head, quiet, refusal};
use crate::app::frame::paste_box::PasteBox;
use crate::app::requests::{Request, Requests};
use crate::app::theme;
use crate::session::showing::listed::documents;
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
    /// How many different documents are in it, and the revision of the text of which that is.
    different: (u64, u64),
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
        // Of a long list it takes long to say.
        if !self.list.is_long() {
            if self.different.1 != self.list.revision() {
                self.different = (documents(self.list.text()).len() as u64, self.list.revision());
            }
            theme::label(ui, theme::caption(format!("{} different documents", grouped(self.different.0))));
        }
        let some = self.list.is_long() || self.different.0 > 0;
        let mut stays = true;
        foot(ui, |ui| {
            let select = confirm::main_if(ui, some, "Select them");
            stays = !select && !confirm::cancel(ui, "Cancel");
            if select {
                out.push(Request::SelectListed(self.list.text().to_owned()));
            }
        });
        stays
    }
}
