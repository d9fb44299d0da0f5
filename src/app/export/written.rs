//! What was written: where it is, and what leads there.

use egui::{Label, Ui};

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet, refusal};
use crate::app::requests::{Request, Requests, ToShow};
use crate::app::theme::{self, plain_button, space};
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

    /// Draws it. False when it is to be closed.
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
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
        if let Some(path) = &shown {
            ui.add(Label::new(theme::semibold(path.display().to_string())).wrap().selectable(true));
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
            ui.add(Label::new(beside).wrap());
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
            if let Some(folder) = folder
                && ui.add(plain_button("Open folder")).clicked()
            {
                out.push(Request::ShowOutside(ToShow::Folder(folder)));
            }
            if ui.add(plain_button("Copy path")).clicked() {
                ui.ctx().copy_text(shown.iter().map(|path| path.display().to_string()).collect());
                self.copied = true;
            }
            if self.copied {
                quiet(ui, "Path copied.");
            }
        });
        refusal(ui, &self.refused);
        foot(ui, |ui| !confirm::main(ui, "Close"))
    }
}
