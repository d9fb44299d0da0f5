//! The recipient's GSTIN, where the file does not tell it.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{entered, field, focus_once, foot, head, quiet, refusal};
use crate::app::requests::{Request, Requests};
use crate::app::theme;
use crate::app::theme::plain_button;
use crate::session::Session;

/// Asks for the recipient's GSTIN.
#[derive(Clone, Debug)]
pub struct RecipientGstin {
    text: String,
    /// Whether to go on to the upload.
    generating: bool,
    /// What is wrong with it.
    pub refused: Option<String>,
    focused: bool,
}

impl RecipientGstin {
    /// Asks, and says what is wrong so far.
    pub fn new(open: &Session, generating: bool, refused: Option<String>) -> RecipientGstin {
        let text = open.book().recipient.gstin().unwrap_or("").to_owned();
        RecipientGstin { text, generating, refused, focused: false }
    }

    /// Asks again, as what was typed is refused.
    pub fn again(text: String, generating: bool, why: String) -> RecipientGstin {
        RecipientGstin { text, generating, refused: Some(why), focused: false }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Your own GSTIN");
        quiet(
            ui,
            "The JSON must name your GSTIN, and these files do not. It is the GSTIN with which you are logged in on the portal.",
        );
        let response = field(ui, "GSTIN", &mut self.text, 240.0);
        focus_once(&response, &mut self.focused);
        let enter = entered(ui, &response);
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let typed = self.text.trim().to_ascii_uppercase();
            let go = confirm::main_if(ui, !typed.is_empty(), "Use this GSTIN") || enter;
            let cancel = confirm::cancel(ui, "Cancel");
            if go && !typed.is_empty() {
                out.push(Request::Recipient(typed, self.generating));
            }
            stays = !(go || cancel);
        });
        stays
    }
}

/// Something about the upload as a whole is in doubt, such as the check digit of the recipient's GSTIN: asked before
/// generating.
#[derive(Clone, Debug)]
pub struct DoubtfulUpload {
    /// What the rules say.
    pub words: String,
    /// Whether the user may change the GSTIN: not one that the file names.
    pub may_change: bool,
}

impl DoubtfulUpload {
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Check before you generate");
        theme::label(ui, &self.words);
        foot(ui, |ui| {
            let right = confirm::main(ui, "Generate with this GSTIN");
            let change = self.may_change && ui.add(plain_button("Change the GSTIN")).clicked();
            let cancel = confirm::cancel(ui, "Cancel");
            if right {
                out.push(Request::UploadAllTheSame);
            }
            if change {
                out.push(Request::Do(crate::app::actions::UserAction::Recipient));
            }
            !(right || change || cancel)
        })
    }
}
