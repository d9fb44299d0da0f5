//! Every key that does something, by task.

use egui::{Grid, Ui};

use crate::app::actions::{UserAction, shown};
use crate::app::theme::{self, space};

/// A task: what it is called, its actions, and what else its keys do.
struct Task {
    name: &'static str,
    actions: &'static [UserAction],
    others: &'static [(&'static str, &'static str)],
}

use UserAction::*;

const TASKS: [&[Task]; 3] = [
    &[
        Task {
            name: "Decide",
            actions: &[
                Accept, Reject, Pending, NoAction, Remarks, ReduceItc, AsImported, FillDown, Undo, Redo, History,
            ],
            others: &[("Enter", "Edit the focused row")],
        },
        Task {
            name: "In dialogs",
            actions: &[],
            others: &[
                ("Enter", "The main button"),
                ("Ctrl Enter", "The same, from a field of several lines"),
                ("Esc", "Close the dialog"),
            ],
        },
    ],
    &[
        Task {
            name: "Move and select",
            actions: &[SelectAll, InvertSelection, ClearSelection, GoTo],
            others: &[
                ("↑ ↓ PgUp PgDn", "Move; with Shift extend the selection"),
                ("Ctrl Home, Ctrl End", "First or last row"),
                ("Space", "Select the marked row, or clear it"),
                ("Click, Shift click, Ctrl click", "Select a row, a range, one more"),
            ],
        },
        Task {
            name: "Go through",
            actions: &[
                NextUndecided,
                PreviousUndecided,
                NextFinding,
                PreviousFinding,
                NextToCheck,
                PreviousToCheck,
                NextSheet,
                PreviousSheet,
                NextPane,
                PreviousPane,
            ],
            others: &[],
        },
    ],
    &[
        Task {
            name: "Find and sort",
            actions: &[Find, FindNext, FindPrevious, FilterColumn, GoBack],
            others: &[("Click a heading", "Sort; with Shift by one more column")],
        },
        Task { name: "Copy and paste", actions: &[Copy, CopyWithHeadings, Paste], others: &[] },
        Task {
            name: "Client and files",
            actions: &[
                Clients,
                ClientBefore,
                Cover,
                SearchPan,
                ReadClients,
                Open,
                SaveDecisions,
                LoadDecisions,
                Print,
                Generate,
            ],
            others: &[],
        },
        Task {
            name: "Program",
            actions: &[Commands, Shortcuts],
            others: &[
                ("Shift F10, Menu", "The menu of the focused row"),
                ("Ctrl +, Ctrl −, Ctrl 0", "Zoom in, out, back to normal"),
            ],
        },
    ],
];

/// Draws them in three columns.
pub fn show(ui: &mut Ui) {
    ui.columns(3, |columns| {
        for (ui, tasks) in columns.iter_mut().zip(TASKS) {
            for task in tasks {
                theme::label(ui, theme::semibold(task.name));
                Grid::new(task.name).num_columns(2).spacing([12.0, 3.0]).min_row_height(0.0).show(ui, |ui| {
                    ui.spacing_mut().interact_size.y = 0.0;
                    for action in task.actions {
                        let keys: Vec<String> = action.keys().iter().map(|k| shown(*k)).collect();
                        line(ui, &keys.join(", "), action.name().trim_end_matches('…'));
                    }
                    for (keys, does) in task.others {
                        line(ui, keys, does);
                    }
                });
                ui.add_space(3.0 * space::STEP);
            }
        }
    });
}

fn line(ui: &mut Ui, keys: &str, does: &str) {
    const KEYS: f32 = 92.0;
    ui.scope(|ui| {
        ui.set_width(KEYS);
        theme::sentence(ui, egui::RichText::new(keys).weak());
    });
    theme::sentence(ui, does);
    ui.end_row();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::actions::ALL;

    #[test]
    fn every_key_is_in_the_list_once() {
        let listed: Vec<UserAction> =
            TASKS.iter().copied().flatten().flat_map(|task| task.actions.iter().copied()).collect();
        for action in ALL {
            let times = listed.iter().filter(|other| **other == action).count();
            assert_eq!(times, usize::from(!action.keys().is_empty()), "{action:?}");
        }
    }
}
