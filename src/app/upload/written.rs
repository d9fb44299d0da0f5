//! The upload is written: where it is, what to do with it, and whether that was done.

use std::path::{Path, PathBuf};

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::{Request, Requests, ToShow};
use crate::app::theme::{self, Hint, plain_button, space, tokens};
use crate::portal::sample;
use crate::store::journal::WroteFile;
use crate::values::{grouped, records};

/// What was written.
#[derive(Clone, Debug)]
pub struct WrittenUpload {
    /// The files. Empty when it is only asked whether it was uploaded.
    files: Vec<WroteFile>,
    /// The name of the upload.
    name: String,
    /// The path was copied.
    copied: bool,
    /// What could not be opened, and where it is.
    pub refused: Option<String>,
}

/// Where one signs in to the portal.
const PORTAL: &str = "https://www.gst.gov.in";

const STEPS: [&str; 5] = [
    "Upload it on the portal: Services › Returns › Invoice Management System (IMS) Dashboard › Offline.",
    "Wait until the portal says Processed, or Processed with Error.",
    "With errors: download the error file there and open it here.",
    "After the 14th of the month: press Recompute GSTR-2B on the portal, or the change does not reach GSTR-3B.",
    "Download the JSON again to confirm.",
];

impl WrittenUpload {
    /// These files were written; none: it is only asked whether the upload of this name was uploaded.
    pub fn new(files: Vec<WroteFile>, name: String) -> WrittenUpload {
        WrittenUpload { files, name, copied: false, refused: None }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let written = !self.files.is_empty();
        head(ui, &if written { "The JSON is written".to_owned() } else { format!("Did you upload {}?", self.name) });
        let own = scene.open.and_then(|open| open.book().recipient.gstin());
        if written && own.is_some_and(sample::is_made_up) {
            let look = tokens(ui).reject;
            theme::notice(ui, &look, |ui| theme::label(ui, theme::semibold(sample::DO_NOT_UPLOAD).color(look.colour)));
            ui.add_space(space::STEP);
        }
        for file in &self.files {
            theme::sentence_to_copy(ui, theme::semibold(&file.path));
            let (records, kilobytes) = (records(file.records), grouped(file.bytes.div_ceil(1000)));
            quiet(ui, format!("{records}, {kilobytes} kB, read back and compared"));
        }
        if written {
            self.ways_out(ui, out);
            refusal(ui, &self.refused);
            ui.add_space(2.0 * space::STEP);
            theme::label(ui, theme::heading("What comes next"));
            for (i, step) in STEPS.into_iter().enumerate() {
                theme::sentence(ui, format!("{}. {step}", i + 1));
            }
            ui.add_space(2.0 * space::STEP);
            theme::label(ui, theme::semibold("Did you upload it?"));
        }
        quiet(
            ui,
            "Once you say yes, these records are no longer counted as changed. You can answer later: the bar at the bottom keeps asking.",
        );
        foot(ui, |ui| {
            let later = confirm::main(ui, "Not yet");
            let done = ui.add(plain_button("Yes, I uploaded it")).clicked();
            if done {
                out.push(Request::WasUploaded);
            }
            !(later || done)
        })
    }

    /// What leads to the file and to the portal.
    fn ways_out(&mut self, ui: &mut Ui, out: &mut Requests) {
        let Some(first) = self.files.first() else { return };
        ui.add_space(space::STEP);
        ui.horizontal(|ui| {
            if ui.add(plain_button("Open folder")).clicked() {
                let folder = Path::new(&first.path).parent().map_or_else(PathBuf::new, Path::to_owned);
                out.push(Request::ShowOutside(ToShow::Folder(folder)));
            }
            if ui.add(plain_button("Copy path")).clicked() {
                let paths: Vec<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
                ui.ctx().copy_text(paths.join("\n"));
                self.copied = true;
            }
            if ui.add(plain_button("Open portal page")).hint(PORTAL).clicked() {
                out.push(Request::ShowOutside(ToShow::Page(PORTAL)));
            }
            if self.copied {
                quiet(ui, "Path copied.");
            }
        });
    }
}
