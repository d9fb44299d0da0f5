//! Where the tables for the suppliers are saved.

use crate::app::frame::confirm;
use crate::app::frame::expanded::expanded;
use crate::app::frame::parts::{PathField, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::{PickFor, RegisterRequest, Requests};
use crate::values::counted;
use egui::Ui;
use std::path::Path;

/// Asks for a folder.
#[derive(Clone, Debug)]
pub struct SaveForSuppliers {
    /// Which.
    pub path: PathField,
    /// Why the last try failed.
    pub refused: Option<String>,
    /// How many vouchers are shown.
    vouchers: u64,
}

impl SaveForSuppliers {
    /// Proposes a folder.
    pub fn new(folder: &Path, vouchers: u64) -> SaveForSuppliers {
        SaveForSuppliers { path: PathField::new(folder), refused: None, vouchers }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, "Save for the suppliers");
        let vouchers = counted(self.vouchers, "voucher", "vouchers");
        quiet(
            ui,
            format!(
                "A table (CSV) for each supplier of the {vouchers} shown: number, date, type and amounts. No table names another supplier, your own voucher, a note or a path. They go into a folder of their own, which is made; nothing that is in it is replaced."
            ),
        );
        let browse = scene.browse(PickFor::SuppliersFolder);
        let enter = self.path.show(ui, "Folder", browse, out);
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let go = confirm::main_if(ui, self.path.path().is_some(), "Save the tables") || enter;
            stays = !confirm::cancel(ui, "Cancel");
            if let Some(path) = self.path.path().map(expanded).filter(|_| go) {
                out.push(RegisterRequest::SaveForSuppliers(path).into());
                stays = false;
            }
        });
        stays
    }
}
