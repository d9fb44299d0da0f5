//! What was written: where it is, and what leads there.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet, refusal};
use crate::app::requests::{Request, Requests, ToShow};
use crate::app::theme::{self, plain_button, space};
use crate::clients::{path_of, words_of};
use crate::session::export::{ExportWhat, Exported};
use crate::values::{counted, grouped, records};

/// What was written.
#[derive(Clone, Debug)]
pub struct ExportWritten {
    exported: Exported,
    /// The path was copied.
    copied: bool,
    /// What could not be opened, and where it is.
    pub refused: Option<String>,
}

impl ExportWritten {
    /// This was written.
    pub fn new(exported: Exported) -> ExportWritten {
        ExportWritten { exported, copied: false, refused: None }
    }

    /// Draws it; `covered`: other clients are. False when it is to be closed.
    pub fn show(&mut self, ui: &mut Ui, covered: bool, out: &mut Requests) -> bool {
        let Exported { what, files, count, .. } = &self.exported;
        head(
            ui,
            match what {
                ExportWhat::Summary | ExportWhat::Working => "The page is written",
                ExportWhat::Letters => "The letters are written",
                _ => "The workbook is written",
            },
        );
        let folder = self.exported.folder();
        let shown = match (what, files.first()) {
            (ExportWhat::Letters, _) => folder.clone(),
            (_, first) => first.map(|(path, _)| path.clone()),
        };
        // The list of all clients lies where that of one of them does.
        let covered = covered && *what == ExportWhat::Clients;
        if let Some(path) = &shown {
            theme::sentence_to_copy(ui, theme::semibold(path_of(path, covered)));
        }
        let kilobytes = grouped(files.iter().map(|(_, bytes)| bytes).sum::<u64>().div_ceil(1000));
        let of = match what {
            ExportWhat::Letters => {
                format!(
                    "{} for {}, ",
                    counted(files.len() as u64, "file", "files"),
                    counted(*count, "supplier", "suppliers")
                )
            }
            ExportWhat::Clients => format!("{}, ", counted(*count, "client", "clients")),
            ExportWhat::Suppliers => format!("{}, ", counted(*count, "supplier", "suppliers")),
            _ if *count > 0 => format!("{}, ", records(*count)),
            _ => String::new(),
        };
        quiet(ui, format!("{of}{kilobytes} kB"));
        if let Some(beside) = self.exported.beside() {
            theme::sentence(ui, beside);
        }
        if matches!(what, ExportWhat::Decide(_)) {
            quiet(
                ui,
                "When it comes back, drop it on this window or open it: you see what it changes before that is applied.",
            );
        }
        ui.add_space(space::STEP);
        ui.horizontal(|ui| {
            let file = shown.as_ref().filter(|_| *what != ExportWhat::Letters);
            if let Some(file) = file
                && ui.add(plain_button("Open it")).clicked()
            {
                out.push(Request::ShowOutside(ToShow::File(file.clone())));
            }
            if let Some(folder) = &folder
                && ui.add(plain_button("Open folder")).clicked()
            {
                out.push(Request::ShowOutside(ToShow::Folder(folder.clone())));
            }
            if ui.add(plain_button("Copy path")).clicked() {
                ui.ctx().copy_text(shown.iter().map(|path| path.display().to_string()).collect());
                self.copied = true;
            }
            if self.copied {
                quiet(ui, "Path copied.");
            }
        });
        let places: Vec<String> =
            [&shown, &folder].into_iter().flatten().map(|path| path.display().to_string()).collect();
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        refusal(ui, &self.refused.as_ref().map(|why| words_of(why, &places, covered)));
        foot(ui, |ui| !confirm::main(ui, "Close"))
    }
}
