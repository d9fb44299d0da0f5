//! Tables of decisions: where to save one, which to load, and what of it can be applied.

use crate::app::frame::confirm;
use crate::app::frame::expanded::expanded;
use crate::app::frame::parts::{PathField, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::PickFor;
use crate::app::requests::{After, Request, Requests};
use crate::app::theme::{self, plain_button, space};
use crate::exchange::cell::lines_to_clipboard;
use crate::session::files::tables::{LoadedTable, TableOf};
use crate::values::{counted, grouped, plural, records};
use egui::{ScrollArea, Ui};
use std::path::{Path, PathBuf};

/// Asks where to save a table.
#[derive(Clone, Debug)]
pub struct SaveTable {
    /// Of what.
    pub of: TableOf,
    /// Where.
    pub path: PathField,
    /// What is done once it is saved.
    pub then: Option<After>,
    exists: Option<PathBuf>,
    /// Why the last try failed.
    pub refused: Option<String>,
}

impl SaveTable {
    /// Proposes a file.
    pub fn new(of: TableOf, path: &Path, then: Option<After>) -> SaveTable {
        SaveTable { of, path: PathField::new(path), then, exists: None, refused: None }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let (title, words) = match self.of {
            TableOf::Decisions => (
                "Save decisions",
                "A table (CSV) with every record that you changed: action, remarks, answer and note. Load it later to go on, or look at it in a spreadsheet.",
            ),
            TableOf::Changes => (
                "Save what the newer download changed",
                "A table (CSV) of the list as it is shown, with what was decided and uploaded before and what the portal holds now. To look at in a spreadsheet.",
            ),
            TableOf::Credit => (
                "Save the figures of the credit",
                "A table (CSV) of the page as it is shown, with every supplier whose credit does not come. To look at in a spreadsheet.",
            ),
            TableOf::Suppliers => (
                "Save the suppliers",
                "A table (CSV) of the suppliers that are shown, in their order, with every column. To look at in a spreadsheet.",
            ),
        };
        head(ui, title);
        quiet(ui, words);
        let browse = scene.browse(PickFor::SaveTable);
        let enter = self.path.show(ui, "Path of the table", browse, out);
        let asked = self.exists.is_some() && self.exists == self.path.path().map(expanded);
        if asked {
            refusal(ui, &Some("This file is there already. Write the table in its place?".into()));
        }
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let able = self.path.path().is_some();
            // A file that is there is replaced by a click alone.
            let go = match asked {
                true => confirm::dangerous(ui, "Replace it"),
                false => confirm::main_if(ui, able, "Save the table") || enter,
            };
            stays = !confirm::cancel(ui, "Cancel");
            let Some(path) = self.path.path().map(expanded).filter(|_| go) else { return };
            self.refused = None;
            if path.is_file() && !asked {
                self.exists = Some(path);
            } else {
                out.push(Request::SaveTable(self.of, path));
                stays = false;
            }
        });
        stays
    }
}

/// Asks which table to load.
#[derive(Clone, Debug, Default)]
pub struct LoadTable {
    /// Which.
    pub path: PathField,
    /// Why the last try failed.
    pub refused: Option<String>,
}

impl LoadTable {
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, "Load decisions");
        quiet(
            ui,
            "A table (CSV) as \"Save decisions\" writes it, one of your own with the same columns, or a workbook to decide in that came back. It is one step to undo.",
        );
        let browse = scene.browse(PickFor::LoadTable);
        let enter = self.path.show(ui, "Path of the table", browse, out);
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let go = confirm::main_if(ui, self.path.path().is_some(), "Read the table") || enter;
            stays = !confirm::cancel(ui, "Cancel");
            if let Some(path) = self.path.path().map(expanded).filter(|_| go) {
                out.push(Request::ReadDecisions(path));
                stays = false;
            }
        });
        stays
    }
}

/// This many refused lines are listed; more are counted.
const LISTED: usize = 200;

impl LoadedTable {
    /// Draws it. False when it is to be closed.
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        let count = |n: usize| grouped(n as u64);
        if self.asks {
            head(ui, "This is a table of decisions. Load it?");
            theme::sentence(ui, theme::semibold(&self.name));
        } else {
            head(ui, &format!("Decisions of {}", self.name));
        }
        theme::label(ui, self.what_changes());
        quiet(ui, self.changes.in_words());
        self.notes.iter().for_each(|note| quiet(ui, note));
        if !self.refused.is_empty() {
            ui.add_space(2.0 * space::STEP);
            ScrollArea::vertical().max_height(280.0).auto_shrink([false, true]).show(ui, |ui| {
                for refused in self.refused.iter().take(LISTED) {
                    theme::sentence_to_copy(ui, refused.in_list("Line"));
                }
                if self.refused.len() > LISTED {
                    quiet(ui, format!("… and {} more", count(self.refused.len() - LISTED)));
                }
            });
        }
        let mut stays = true;
        foot(ui, |ui| {
            let some = !self.changes.changes.is_empty();
            let name = format!("Apply {}", count(self.changes.changes.len()));
            if some && confirm::main(ui, &name) {
                out.push(Request::ApplyDecisions(self.name.clone(), Box::new(std::mem::take(&mut self.changes))));
                stays = false;
            }
            if let Some(all) = &self.confirmed {
                let name = format!("Apply all {}, those with a warning too", count(all.changes.len()));
                if ui.add(plain_button(&name)).clicked() {
                    out.push(Request::ApplyDecisions(self.name.clone(), Box::new(all.clone())));
                    stays = false;
                }
            }
            if !self.refused.is_empty() && ui.add(plain_button("Copy the list")).clicked() {
                ui.ctx().copy_text(lines_to_clipboard(self.refused.iter().map(|refused| refused.in_list("Line"))));
            }
            stays &= !confirm::cancel(ui, if some { "Cancel" } else { "Close" });
        });
        stays
    }

    /// How many records change, are so already, and are refused.
    fn what_changes(&self) -> String {
        let (changes, already, refused) =
            (self.changes.changes.len() as u64, self.changes.already, self.refused.len() as u64);
        let mut words = format!("{} will change", records(changes));
        if self.changes.otherwise > 0 {
            let otherwise = self.changes.otherwise;
            words += &format!(", {} of which you decided differently here", grouped(otherwise));
        }
        if already > 0 {
            words += &format!(", {} {} already as the table says", grouped(already), plural(already, "is", "are"));
        }
        if refused > 0 {
            words += &format!(", {} refused", counted(refused, "line is", "lines are"));
        }
        words + if changes > 0 && refused == 0 { ". One step undoes it." } else { "." }
    }
}
