//! An error file was opened over an open book: is it about this book?

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet, refusal};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, check_box, plain_button, space};
use crate::session::Session;
use crate::session::refused::ErrorFiles;
use crate::session::refused::ErrorsRequest;
use crate::values::counted;

/// Asks what to do with error files.
#[derive(Clone, Debug)]
pub struct AttachErrors {
    files: ErrorFiles,
    /// The upload of which this may be what came back.
    upload: Option<String>,
    uploaded: bool,
    /// Why it cannot be attached.
    refused: Option<String>,
}

impl AttachErrors {
    /// Asks for these files.
    pub fn new(open: &Session, files: ErrorFiles) -> AttachErrors {
        let own = open.book().recipient.gstin();
        let other = files.recipients.iter().find(|named| own.is_some_and(|own| own != *named));
        let refused = other.map(|other| {
            format!("It is of {other}, and what is open is of {}: open that client first.", own.unwrap_or_default())
        });
        let upload = open.awaited().map(|upload| upload.name.clone()).filter(|_| refused.is_none());
        let uploaded = upload.is_some() && open.may_be_answered_by(&files.reports);
        AttachErrors { upload, uploaded, refused, files }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "An error file of the portal");
        theme::sentence(ui, theme::semibold(&self.files.name));
        let count = counted(self.files.reports.len() as u64, "error", "errors");
        let each = "Each is shown on the record that it fits; one that fits no record here is only in the list.";
        quiet(ui, format!("{count}. {each} It can be undone."));
        if let Some(upload) = &self.upload {
            ui.add_space(2.0 * space::STEP);
            check_box(ui, &mut self.uploaded, &format!("This came back for {upload}, so it was uploaded"));
        }
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let attach = confirm::main_if(ui, self.refused.is_none(), "Show these errors here");
            let alone = !self.files.paths.is_empty() && ui.add(plain_button("Open it separately")).clicked();
            if alone {
                out.push(Request::OpenAlone(self.files.paths.clone()));
            } else if attach {
                out.push(ErrorsRequest::Attach(self.files.clone(), self.uploaded).into());
            }
            stays = !(attach || alone || confirm::cancel(ui, "Cancel"));
        });
        stays
    }
}
