//! Which file of the books is imported.

use crate::app::frame::confirm;
use crate::app::frame::expanded::expanded;
use crate::app::frame::parts::{PathField, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::{PickFor, RegisterRequest, Requests};
use egui::Ui;

/// Asks for the file of a register.
#[derive(Clone, Debug, Default)]
pub struct AskRegister {
    /// Which.
    pub path: PathField,
    /// Why the last try failed.
    pub refused: Option<String>,
}

impl AskRegister {
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, "Import purchase register");
        quiet(
            ui,
            "An export from your books: Excel (xlsx, xls, xlsb), LibreOffice (ods), CSV or a zip of these. Best is one export from 1 April to today. You may also drop the file on the window.",
        );
        let browse = scene.browse(PickFor::Register);
        let enter = self.path.show(ui, "Path of the register", browse, out);
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let go = confirm::main_if(ui, self.path.path().is_some(), "Read the register") || enter;
            stays = !confirm::cancel(ui, "Cancel");
            if let Some(path) = self.path.path().map(expanded).filter(|_| go) {
                out.push(RegisterRequest::Read(vec![path]).into());
                stays = false;
            }
        });
        stays
    }
}
