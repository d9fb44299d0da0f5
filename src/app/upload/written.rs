//! The upload is written: where it is, what to do with it, and whether that was done.

use egui::Ui;

use crate::app::frame::parts::{foot, head, quiet};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, main_button, plain_button, space};
use crate::store::journal::WroteFile;
use crate::values::{grouped, records};

/// What was written.
#[derive(Clone, Debug)]
pub struct WrittenUpload {
    /// The files. Empty when it is only asked whether it was uploaded.
    pub files: Vec<WroteFile>,
    /// The name of the upload.
    pub name: String,
}

const STEPS: [&str; 5] = [
    "Upload it on the portal: Services › Returns › Invoice Management System (IMS) Dashboard › Offline.",
    "Wait until the portal says Processed, or Processed with Error.",
    "With errors: download the error file there and open it here, over this book.",
    "After the 14th of the month: press Recompute GSTR-2B on the portal, or the change does not reach GSTR-3B.",
    "Download the JSON again to confirm.",
];

impl WrittenUpload {
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        if self.files.is_empty() {
            head(ui, &format!("Did you upload {}?", self.name));
        } else {
            head(ui, "The upload is written");
        }
        for file in &self.files {
            ui.add(egui::Label::new(theme::semibold(&file.path)).wrap().selectable(true));
            let (records, kilobytes) = (records(file.records), grouped(file.bytes.div_ceil(1000)));
            quiet(ui, format!("{records}, {kilobytes} kB, read back and found right"));
        }
        if !self.files.is_empty() {
            ui.add_space(2.0 * space::STEP);
            ui.label(theme::heading("What comes next"));
            for (i, step) in STEPS.into_iter().enumerate() {
                ui.add(egui::Label::new(format!("{}. {step}", i + 1)).wrap());
            }
            ui.add_space(2.0 * space::STEP);
            ui.label(theme::semibold("Did you upload it?"));
        }
        quiet(
            ui,
            "Once you say yes, these records are no longer counted as changed. You can answer later: the bar at the bottom keeps asking.",
        );
        foot(ui, |ui| {
            let later = ui.add(main_button("Not yet")).clicked();
            let done = ui.add(plain_button("Yes, I uploaded it")).clicked();
            if done {
                out.push(Request::WasUploaded);
            }
            !(later || done)
        })
    }
}
