//! Which of the actions can be done on the sheet of suppliers; if not, why.

use crate::app::actions::UserAction::{self, *};
use crate::session::Session;
use crate::session::deciding::decide::already;
use crate::values::grouped;

/// Why an action is for no supplier: none is selected, or those that are cannot be seen.
fn none_selected(open: &Session) -> String {
    let sheet = open.suppliers();
    let are = match sheet.selected() {
        0 => return "Select suppliers first.".into(),
        1 => "The selected supplier is".to_owned(),
        n => format!("The {} selected suppliers are", grouped(n)),
    };
    match sheet.filter().is_empty() {
        true => format!("{are} folded away: open the PAN, or select another."),
        false => format!("{are} hidden by the filter: clear the filter to see, or select another."),
    }
}

impl UserAction {
    /// Whether it can be done on the suppliers; none if it is no matter of the sheet that is shown.
    pub(super) fn enabled_on_suppliers(self, open: &Session) -> Option<Result<(), String>> {
        let need = |holds: bool, why: &str| if holds { Ok(()) } else { Err(why.to_owned()) };
        let some = || need(!open.suppliers().targets().is_empty(), &none_selected(open));
        match self {
            Accept | Reject | Pending | NoAction => Some(some().and_then(|()| self.changes_suppliers(open))),
            Remarks => Some(some().and_then(|()| {
                let may = open.about_suppliers().is_none_or(|about| about.remarks > 0);
                need(may, "None of their records takes remarks.")
            })),
            Copy | CopyWithHeadings => Some(some()),
            SelectAll | InvertSelection | ClearSelection | Find | Details | NextFinding | PreviousFinding => {
                Some(Ok(()))
            }
            NextUndecided | PreviousUndecided => Some(Ok(())),
            ClearFilter => Some(need(!open.suppliers().filter().is_empty(), "All suppliers are shown.")),
            SaveView => {
                let asks = !open.suppliers().filter().is_empty() || !open.suppliers().is_in_usual_order();
                Some(need(asks, "Filter or sort first: that is what a view keeps."))
            }
            ReduceItc | Note | AsImported | FillDown | SelectSupplier | SelectByList | Paste | GoTo | FilterColumn
            | SortBy | ResetColumns | FindNext | FindPrevious => {
                Some(Err("This is done on the records: Enter shows those of a supplier.".into()))
            }
            _ => None,
        }
    }

    /// Whether an action would change any record of the suppliers, or a tick of its question could bring one in.
    fn changes_suppliers(self, open: &Session) -> Result<(), String> {
        let action = self.action().unwrap_or_default();
        match open.about_suppliers() {
            Some(about) if about.changes(action) + about.by_ticks(action) == 0 => {
                Err(format!("Nothing would change: the records are {}, or cannot have it.", already(action)))
            }
            _ => Ok(()),
        }
    }
}
