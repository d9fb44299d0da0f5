//! Something would be lost: what becomes of decisions that are in no file, and whether to restore everything.

use egui::Ui;

use crate::app::actions::UserAction;
use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet};
use crate::app::frame::scene::Scene;
use crate::app::requests::{After, Request, Requests};
use crate::app::theme::plain_button;
use crate::values::grouped;

/// Decisions are in no file, and the book is about to be left.
#[derive(Clone, Debug)]
pub struct Unwritten {
    /// What is about to be done.
    pub after: After,
    /// What a table does not hold that was saved just now.
    pub missing: Vec<String>,
    /// Whether all but the last steps is saved.
    pub only_last: bool,
}

impl Unwritten {
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, if self.only_last { "Your last steps are not saved" } else { "Your decisions are not saved" });
        if !self.missing.is_empty() {
            quiet(ui, format!("The table was saved. It does not hold: {}.", self.missing.join("; ")));
        }
        quiet(
            ui,
            match self.after {
                After::Close => "If you close the window now, they are lost.",
                After::Open(_) => "If you open another file now, they are lost.",
                After::Leave => "If you go back to the clients now, they are lost.",
            },
        );
        if self.only_last {
            quiet(ui, "What you did before them is saved and stays.");
        }
        foot(ui, |ui| {
            let generate = confirm::main(ui, "Review and generate…");
            let save = ui.add(plain_button("Save decisions…")).clicked();
            let discard = confirm::dangerous(ui, self.after.losing());
            let cancel = confirm::cancel(ui, "Cancel");
            if generate {
                out.push(Request::Do(UserAction::Generate));
            } else if save {
                out.push(Request::SaveThen(self.after.clone()));
            } else if discard {
                out.push(Request::GoOn(self.after.clone()));
            }
            !(generate || save || discard || cancel)
        })
    }
}

/// Everything is about to be restored as the portal holds it.
#[derive(Clone, Debug)]
pub struct DiscardAll;

impl DiscardAll {
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let changed = scene.open.map_or(0, |o| o.changed());
        head(ui, "Discard your decisions?");
        quiet(
            ui,
            format!(
                "{} as the portal holds them. Undo brings your decisions back; notes stay.",
                if changed == 1 {
                    "1 record is restored".to_owned()
                } else {
                    format!("{} records are restored", grouped(changed))
                }
            ),
        );
        foot(ui, |ui| {
            let cancel = confirm::main(ui, "Keep my decisions");
            let discard = confirm::dangerous(ui, "Discard all");
            if discard {
                out.push(Request::DiscardAll);
            }
            !(discard || cancel)
        })
    }
}
