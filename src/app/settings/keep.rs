//! Where work is to be kept, when it cannot be kept where it was; and the uploads that were written of a book.

use std::path::Path;

use egui::{ScrollArea, Ui};

use crate::app::frame::confirm;
use crate::app::frame::expanded::expanded;
use crate::app::frame::parts::{PathField, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::PickFor;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, space};
use crate::store::FOLDER;
use crate::values::clock;
use crate::values::{grouped, records};

/// Asks for a folder to keep work in.
#[derive(Clone, Debug)]
pub struct KeepElsewhere {
    /// The folder.
    pub path: PathField,
    why: Option<String>,
    /// Why the last try failed.
    pub refused: Option<String>,
}

impl KeepElsewhere {
    /// Proposes a folder; `why` is what is wrong with the one there was.
    pub fn new(folder: &Path, why: Option<String>) -> KeepElsewhere {
        KeepElsewhere { path: PathField::new(folder), why, refused: None }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, "Change data folder");
        if let Some(why) = &self.why {
            theme::sentence(ui, why);
            ui.add_space(space::STEP);
        }
        quiet(
            ui,
            format!(
                "Name a folder that can be written. Decisions, settings and copies of the portal's files go into {FOLDER} in it, \
                 with everything done so far. The next start looks beside the program again."
            ),
        );
        let browse = scene.browse(PickFor::Folder);
        let enter = self.path.show(ui, "Folder", browse, out);
        refusal(ui, &self.refused);
        foot(ui, |ui| {
            let go = confirm::main_if(ui, self.path.path().is_some(), "Use this folder") || enter;
            let cancel = confirm::cancel(ui, "Cancel");
            let folder = self.path.path().map(expanded).filter(|_| go);
            let went = folder.map(|folder| out.push(Request::KeepIn(folder))).is_some();
            !(went || cancel)
        })
    }
}

/// The uploads of the open book.
#[derive(Clone, Debug)]
pub struct Uploads;

impl Uploads {
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let _ = out;
        head(ui, "JSON files of this client");
        let Some(open) = scene.open else { return false };
        let now = clock::now();
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for (i, upload) in open.uploads().iter().enumerate().rev() {
                theme::label(ui, theme::semibold(&upload.name));
                let awaited = i + 1 == open.uploads().len() && open.awaited().is_some();
                let records = records(upload.said.len() as u64);
                let asked = if awaited { " · uploaded? You did not say yet" } else { "" };
                quiet(ui, format!("{records} · {}{asked}", clock::for_people(upload.when, now)));
                for file in &upload.files {
                    theme::sentence_to_copy(ui, theme::caption(&file.path));
                    let size = grouped(file.bytes.div_ceil(1000));
                    let text = theme::caption(format!("{size} kB · SHA-256 {}", file.sha256));
                    theme::sentence_to_copy(ui, text);
                }
                ui.add_space(2.0 * space::STEP);
            }
        });
        foot(ui, |ui| !confirm::main(ui, "Close"))
    }
}
