//! A table of decisions was opened where files of the portal are: it is asked whether to load it.

use std::path::PathBuf;

use egui::{Label, Ui};

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet};
use crate::app::requests::{Request, Requests};
use crate::app::theme;
use crate::disk::paths::name_of;

/// Asks whether to load a table.
#[derive(Clone, Debug)]
pub struct IsTable {
    path: PathBuf,
}

impl IsTable {
    /// Asks for this table.
    pub fn new(path: PathBuf) -> IsTable {
        IsTable { path }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "This is a table of decisions. Load it?");
        ui.add(Label::new(theme::semibold(name_of(&self.path))).wrap());
        quiet(ui, "What it decides is applied to the open records, in one step that can be undone.");
        let mut stays = true;
        foot(ui, |ui| {
            if confirm::main(ui, "Load the table") {
                out.push(Request::ReadDecisions(self.path.clone()));
                stays = false;
            }
            stays &= !confirm::cancel(ui, "Cancel");
        });
        stays
    }
}
