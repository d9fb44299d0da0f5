//! What came of many files or uploads: failed, left out and done, with the reasons. The list can be saved.

use crate::app::clients::{file_of, gstin_of, words_of};
use crate::app::frame::confirm;
use crate::app::frame::expanded::expanded;
use crate::app::frame::parts::{PathField, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::many::list;
use crate::app::requests::{ManyRequest, PickFor, Request, Requests, ToShow};
use crate::app::theme::{self, plain_button, space, tokens};
use crate::clients::path_of;
use crate::portal::sample;
use crate::session::many::{Came, CameOf, Outcomes};
use egui::{RichText, Ui};
use std::path::{Path, PathBuf};

const RESULT: f32 = 80.0;
const NAME: f32 = 320.0;
const CLIENT: f32 = 140.0;

/// What came of it.
#[derive(Clone, Debug)]
pub struct ManyDone {
    outcomes: Outcomes,
    /// Where uploads were written.
    folder: Option<PathBuf>,
    /// Where the list is saved.
    pub path: PathField,
    /// Why it was not.
    pub refused: Option<String>,
    /// Where it was.
    pub saved: Option<PathBuf>,
}

/// Whether it is an upload of made-up data.
fn is_sample(of: &CameOf) -> bool {
    matches!(of.came, Came::Done(_)) && of.gstin.as_deref().is_some_and(sample::is_made_up)
}

impl ManyDone {
    /// Shows this; the list is proposed to be saved under this path. `folder`: where uploads were written.
    pub fn new(outcomes: Outcomes, folder: Option<PathBuf>, proposed: &Path) -> ManyDone {
        ManyDone { outcomes, folder, path: PathField::aside(proposed), refused: None, saved: None }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, &self.outcomes.in_words());
        for note in &self.outcomes.notes {
            quiet(ui, note);
        }
        if self.folder.is_some() {
            if self.outcomes.list.iter().any(is_sample) {
                theme::label(ui, theme::semibold(sample::DO_NOT_UPLOAD_THESE).color(tokens(ui).reject.colour));
            }
            quiet(
                ui,
                "Upload each under IMS Dashboard › Offline of its own client. Each client asks whether it was uploaded.",
            );
        }
        ui.add_space(2.0 * space::STEP);
        list::lines(ui, "what came", self.outcomes.list.len(), |ui, place| {
            self.line(ui, place, scene.covered);
        });
        ui.add_space(2.0 * space::STEP);
        let browse = scene.browse(PickFor::ManyList);
        let entered = self.path.show_covered(ui, "Save this list as", scene.covered, browse, out);
        refusal(ui, &self.refused);
        if let Some(saved) = &self.saved {
            quiet(ui, format!("Saved: {}", path_of(saved, scene.covered)));
        }
        let mut stays = true;
        foot(ui, |ui| {
            // Enter in the field of the path saves: who typed one means it.
            let close = confirm::main(ui, "Close") && !entered;
            stays = !close;
            if (ui.add(plain_button("Save list")).clicked() || entered)
                && let Some(path) = self.path.path().map(expanded)
            {
                out.push(ManyRequest::SaveList(self.outcomes.clone(), path).into());
                stays = false;
            }
            if let Some(folder) = &self.folder
                && ui.add(plain_button("Open folder")).clicked()
            {
                out.push(Request::ShowOutside(ToShow::Folder(folder.clone())));
            }
        });
        stays
    }

    fn line(&self, ui: &mut Ui, place: usize, covered: bool) {
        let t = tokens(ui);
        let of = &self.outcomes.list[place];
        ui.spacing_mut().item_spacing.x = list::GAP;
        let colour = match of.came {
            Came::Done(_) => t.accept.colour,
            Came::LeftOut(_) => t.pending.colour,
            Came::Failed(_) => t.reject.colour,
        };
        list::cell(ui, RESULT, list::coloured(of.came.title(), colour));
        list::file_cell(ui, NAME, &file_of(&of.name, covered));
        list::cell(ui, CLIENT, list::coloured(&gstin_of(of.gstin.as_deref().unwrap_or("–"), covered), t.muted));
        let room = ui.available_width();
        list::cell(ui, room, RichText::new(words_of(of.came.words(), &[&of.name], covered)));
    }
}
