//! Every key that does something.

use egui::{Grid, Ui};

use crate::app::actions::{ALL, shown};
use crate::app::frame::parts::{foot, head};
use crate::app::requests::Requests;
use crate::app::theme::main_button;

/// The list of shortcuts.
#[derive(Clone, Debug)]
pub struct Shortcuts;

/// What the grid does with keys.
const IN_THE_GRID: [(&str, &str); 8] = [
    ("Click, Shift click, Ctrl click", "Select a row, a range, one more"),
    ("Space", "Select the focused row or take it out"),
    ("↑ ↓ PgUp PgDn", "Move; with Shift extend the selection"),
    ("Ctrl Home, Ctrl End", "Go to the first or last row"),
    ("Enter", "Edit the focused row"),
    ("Shift F10, Menu", "Open the menu of the focused row"),
    ("Click a heading", "Sort; with Shift by one more column"),
    ("Ctrl +, Ctrl −, Ctrl 0", "Zoom in, out, back to normal"),
];

impl Shortcuts {
    pub fn show(&mut self, ui: &mut Ui, _: &mut Requests) -> bool {
        head(ui, "Keyboard shortcuts");
        Grid::new("shortcuts").num_columns(2).spacing([24.0, 4.0]).min_row_height(0.0).show(ui, |ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            for action in ALL {
                let keys: Vec<String> = action.keys().iter().map(|k| shown(*k)).collect();
                if !keys.is_empty() {
                    ui.label(egui::RichText::new(keys.join(", ")).weak());
                    ui.label(action.name());
                    ui.end_row();
                }
            }
            for (keys, does) in IN_THE_GRID {
                ui.label(egui::RichText::new(keys).weak());
                ui.label(does);
                ui.end_row();
            }
        });
        foot(ui, |ui| !ui.add(main_button("Close")).clicked())
    }
}
