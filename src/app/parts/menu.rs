//! The one menu: everything that has no place of its own on the screen, in groups by what it is about.

use egui::{Align, Layout, Popup, ScrollArea, Ui};

use crate::app::actions::UserAction;
use crate::app::parts::top_bar::item;
use crate::app::requests::Requests;
use crate::app::theme::{self, plain_button, space};
use crate::session::Session;

/// A group: what it is called, and what is in it.
type Group = (&'static str, &'static [UserAction]);

/// The groups at the left and at the right.
const GROUPS: [&[Group]; 2] = [
    &[
        (
            "Client",
            &[
                UserAction::Clients,
                UserAction::ClientBefore,
                UserAction::SearchPan,
                UserAction::Open,
                UserAction::BookFacts,
                UserAction::Recipient,
                UserAction::ReadingNotes,
                UserAction::NewerDownload,
                UserAction::ImportRegister,
                UserAction::RemoveRegister,
                UserAction::CompareGstr2b,
            ],
        ),
        (
            "JSON for the portal",
            &[
                UserAction::Generate,
                UserAction::GenerateReady,
                UserAction::Uploaded,
                UserAction::Uploads,
                UserAction::PortalErrors,
                UserAction::Discard,
            ],
        ),
        (
            "Program",
            &[
                UserAction::Cover,
                UserAction::Settings,
                UserAction::KeepElsewhere,
                UserAction::Help,
                UserAction::Shortcuts,
                UserAction::About,
            ],
        ),
    ],
    &[
        (
            "Decisions",
            &[
                UserAction::SaveDecisions,
                UserAction::LoadDecisions,
                UserAction::Paste,
                UserAction::FillDown,
                UserAction::History,
                UserAction::Validate,
                UserAction::Credit,
                UserAction::Matches,
                UserAction::MatchSettings,
                UserAction::GoBack,
            ],
        ),
        (
            "Excel and paper",
            &[UserAction::SaveWorkbook, UserAction::DecideWorkbook, UserAction::Print, UserAction::ToSuppliers],
        ),
        (
            "Rows",
            &[
                UserAction::GoTo,
                UserAction::SelectByList,
                UserAction::InvertSelection,
                UserAction::FilterColumn,
                UserAction::SortBy,
                UserAction::SaveView,
            ],
        ),
    ],
];

/// Whether it has this action.
pub fn has(action: UserAction) -> bool {
    GROUPS.iter().copied().flatten().any(|(_, actions)| actions.contains(&action))
}

/// Draws its button, and the menu while it is open.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let response = ui.add(plain_button("Menu"));
    let most = ui.ctx().content_rect().bottom() - response.rect.bottom() - 24.0;
    Popup::menu(&response).accessible_name("Menu").width(520.0).show(|ui| {
        ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
            // All of it has room in a window of 1280 × 800.
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.columns(2, |columns| {
                for (ui, groups) in columns.iter_mut().zip(GROUPS) {
                    ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
                        for (name, actions) in groups {
                            group(ui, open, name, actions, out);
                        }
                    });
                }
            });
        });
    });
}

fn group(ui: &mut Ui, open: &Session, name: &str, actions: &[UserAction], out: &mut Requests) {
    ui.horizontal(|ui| {
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::caption(name));
    });
    for &action in actions {
        item(ui, open, action, out);
    }
    ui.add_space(2.0 * space::STEP);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_in_the_menu_twice() {
        let all: Vec<UserAction> =
            GROUPS.iter().copied().flatten().flat_map(|(_, actions)| actions.iter().copied()).collect();
        for (i, action) in all.iter().enumerate() {
            assert!(!all[..i].contains(action), "{action:?}");
        }
    }
}
