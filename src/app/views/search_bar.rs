//! What is looked for, and the way through what was found: it marks rows and hides none.

use egui::{Id, Ui};

use crate::app::actions::UserAction;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, filter_chip};
use crate::book::{Scope, Section};
use crate::session::Session;
use crate::values::{grouped, short};

/// The find box in the top bar, so that Ctrl+F finds it.
pub fn find_box() -> Id {
    Id::unique("find box")
}

/// Draws it, from left to right.
pub fn show(ui: &mut Ui, open: &Session, scope: Scope, out: &mut Requests) {
    let search = open.search();
    let text = search.text().trim();
    let chip = filter_chip(ui, &format!("Find: {}", short(text, 40)));
    if chip.remove.hint("End the search (Esc).").clicked() {
        out.push(Request::EndFind);
    } else if chip.body.clicked() {
        ui.memory_mut(|memory| memory.request_focus(find_box()));
    }
    let Some((hits, shown)) = search.hits(scope).zip(search.shown()) else {
        theme::label(ui, "Looking…");
        return;
    };
    theme::label(
        ui,
        match open.focus_place().and_then(|place| search.nth(place)) {
            Some(nth) => format!("{} of {}", grouped(nth), grouped(shown)),
            None if shown == 0 => format!("None in {}", scope.name()),
            None => format!("{} found", grouped(shown)),
        },
    );
    if shown > 0 {
        for (action, words) in [(UserAction::FindPrevious, "Previous"), (UserAction::FindNext, "Next")] {
            if theme::link(ui, words).hint(action.shortcut().unwrap_or_default()).clicked() {
                out.push(Request::Do(action));
            }
        }
    }
    let hidden = hits.len().saturating_sub(shown);
    if hidden > 0 {
        theme::label(ui, theme::caption(format!("{} hidden by the filter", grouped(hidden))));
    }
    if shown > 0 && open.view(scope).filter.text.trim() != text {
        let hint = "Show only the rows that have it.";
        if theme::link(ui, "Filter to these").hint(hint).clicked() {
            out.push(Request::FilterToFound);
        }
    }
    let mut first = true;
    for other in Section::ALL.into_iter().filter(|other| !scope.has(*other)) {
        let count = search.hits(other).map_or(0, |hits| hits.len());
        if count > 0 {
            if std::mem::take(&mut first) {
                theme::label(ui, theme::caption("also in"));
            }
            let words = format!("{} {}", other.sheet_name(), grouped(count));
            if theme::link(ui, &words).hint(other.describes()).clicked() {
                out.push(Request::FindIn(other));
            }
        }
    }
}
