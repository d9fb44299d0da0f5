//! Opening files: a path to type or paste, the system's dialog, and the books opened last.

use crate::app::frame::confirm;
use crate::app::frame::expanded::expanded;
use crate::app::frame::parts::{PathField, foot, head, quiet};
use crate::app::frame::scene::{FileDialogs, Scene};
use crate::app::requests::PickFor;
use crate::app::requests::{Request, Requests};
use crate::app::theme::plain_button;
use egui::Ui;

/// Asks which files to open.
#[derive(Clone, Debug, Default)]
pub struct OpenFiles {
    path: PathField,
    /// Whether the system's dialog is open in front of this one.
    pub waiting: bool,
    /// Whether it is asked for the portal's GSTR-2B.
    gstr_2b: bool,
}

impl OpenFiles {
    /// Asks; `waiting` while the system's dialog asks as well.
    pub fn new(waiting: bool) -> OpenFiles {
        OpenFiles { waiting, ..OpenFiles::default() }
    }

    /// For the portal's GSTR-2B, to compare.
    pub fn of_gstr_2b(self) -> OpenFiles {
        OpenFiles { gstr_2b: true, ..self }
    }

    /// The system's dialog is gone, or there is none: the path has the keyboard.
    pub fn no_longer_waits(&mut self) {
        self.waiting = false;
        self.path.focus_again();
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, if self.gstr_2b { "Open GSTR-2B to compare" } else { "Open files of the portal" });
        quiet(
            ui,
            if self.waiting {
                "Choose in the other window, or type the path here."
            } else if self.gstr_2b {
                "The portal's GSTR-2B of this client: the JSON, or a zip of it. It changes no decision. You can also drop it on the \
                 window."
            } else {
                "A JSON or zip from the portal, a purchase register (Excel, CSV), or a folder: each file goes to its own client. You can also drop \
                 files and folders on the window."
            },
        );
        let browse = scene.browse(PickFor::Open);
        let mut go = self.path.show(ui, "Path of the file", browse, out);
        let mut stays = true;
        foot(ui, |ui| {
            go |= confirm::main_if(ui, self.path.path().is_some(), "Open file");
            stays = !confirm::cancel(ui, "Cancel");
            if scene.file_dialogs == FileDialogs::There && ui.add(plain_button("Open a folder…")).clicked() {
                out.push(Request::Browse(PickFor::OpenFolder));
            }
        });
        match self.path.path().filter(|_| go) {
            Some(path) => {
                out.push(Request::Open(vec![expanded(path)]));
                false
            }
            None => stays,
        }
    }
}
