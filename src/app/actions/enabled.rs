//! Which of the actions can be done now; if not, why.

use crate::app::actions::UserAction::{self, *};
use crate::book::Class;
use crate::session::deciding::decide::already;
use crate::session::deciding::targets::Targets;
use crate::session::showing::find;
use crate::session::{Place, RightSide, Session};
use crate::store::kept_view::can_be_kept;
use crate::values::grouped;

/// Why nothing is done where no row is selected, although one has the focus.
const NOTHING_SELECTED: &str = "Nothing is selected: click a row, or press Space.";

impl UserAction {
    /// Whether it can be done now; if not, why.
    pub fn enabled(self, open: Option<&Session>) -> Result<(), String> {
        let Some(open) = open else {
            return match self {
                Open | KeepElsewhere | GenerateReady | ClientBefore | Cover | SearchPan | ReadClients
                | SaveWorkbook | Settings | Commands | Shortcuts | Help | About => Ok(()),
                Clients => Err("These are the clients.".into()),
                _ => Err("Open a client or a file first.".into()),
            };
        };
        if let (Some(why), true) = (open.look_only(), self.edits()) {
            return Err(why);
        }
        if open.place() == Place::Suppliers
            && let Some(able) = self.enabled_on_suppliers(open)
        {
            return able;
        }
        let on_sheet = || match open.scope() {
            Some(_) => Ok(()),
            None if open.place() == Place::Register => {
                Err("These are vouchers of your books: records are decided on the other sheets.".to_owned())
            }
            None if open.place() == Place::Credit => {
                Err("These are figures: a click on one shows its records, to decide on them.".to_owned())
            }
            None if open.place() == Place::Match => {
                Err("These are sums of records: a click on one shows them, to decide on them.".to_owned())
            }
            None => Err("This sheet is read-only: its records are decided on the portal.".to_owned()),
        };
        let need = |holds: bool, why: &str| if holds { Ok(()) } else { Err(why.to_owned()) };
        if open.place() == Place::Register
            && matches!(
                self,
                SelectAll
                    | InvertSelection
                    | ClearSelection
                    | Find
                    | Copy
                    | CopyWithHeadings
                    | ClearFilter
                    | FilterColumn
                    | SortBy
            )
        {
            return Ok(());
        }
        if open.place() == Place::Credit && matches!(self, Copy | CopyWithHeadings) {
            return need(open.credit_page().is_some(), "The figures are being counted.");
        }
        match self {
            ReadClients => Err("This is for the list of clients: go there first.".into()),
            Clients | ClientBefore | Cover | SearchPan | Open | Validate | NextSheet | PreviousSheet | NextPane
            | PreviousPane | Settings | Commands | Shortcuts | Help | About | LoadDecisions | GenerateReady
            | SaveWorkbook | DecideWorkbook | Print | ToSuppliers => Ok(()),
            SaveDecisions => need(!open.log().steps().is_empty() || open.unwritten(), "Nothing has been decided yet."),
            Generate => need(open.changed() > 0, "Nothing to write: every decision is as the portal holds it."),
            Discard => need(open.changed() > 0, "Every decision is as the portal holds it."),
            Uploads => need(!open.uploads().is_empty(), "No JSON was written for this client yet."),
            PortalErrors => need(
                open.side() == RightSide::PortalErrors || !open.book().errors().list().is_empty(),
                "No error file of the portal was opened: open it here.",
            ),
            NewerDownload => need(
                open.side() == RightSide::NewerDownload || !open.changes().lists.is_empty(),
                "No newer download was imported: open it here.",
            ),
            Uploaded => need(open.awaited().is_some(), "No JSON was generated since the last answer."),
            Recipient => need(open.book().recipient.content.is_none(), "The file names the recipient; that counts."),
            History | BookFacts | KeepElsewhere | ImportRegister | CompareGstr2b => Ok(()),
            RemoveRegister => need(open.has_register(), "No purchase register was imported."),
            Undo => need(open.log().in_force() > 0 || open.other_match_settings(true).is_some(), "Nothing to undo."),
            Redo => need(
                open.log().in_force() < open.log().steps().len() || open.other_match_settings(false).is_some(),
                "Nothing to redo.",
            ),
            Accept | Reject | Pending | NoAction | Remarks | ReduceItc | Note | AsImported => {
                on_sheet().and_then(|()| self.allowed(open.targets()).map(|_| ()))
            }
            NextFinding | PreviousFinding
                if matches!(open.side(), RightSide::PortalErrors | RightSide::NewerDownload) =>
            {
                Ok(())
            }
            SelectAll | InvertSelection | ClearSelection | Find | NextFinding | PreviousFinding | NextUndecided
            | PreviousUndecided => on_sheet(),
            NextToCheck | PreviousToCheck => need(open.has_register(), "Import a purchase register first."),
            ConfirmMatches => on_sheet()
                .and_then(|()| need(open.has_register(), "Import a purchase register first."))
                .and_then(|()| need(open.targets().count() > 0, "Select rows first."))
                .and_then(|()| need(!is_linked(open), "You linked it already.")),
            NotTheSame => on_sheet()
                .and_then(|()| need(open.has_register(), "Import a purchase register first."))
                .and_then(|()| need(open.targets().count() == 1, "Select one row first.")),
            AcceptExact => match open.overview().filter(|_| open.place() == Place::Match) {
                None => Err("Go to Match first: there it says what is accepted and what is left.".into()),
                Some(_) if !open.matches_are_current() => Err("The register is being matched.".into()),
                Some(overview) => need(overview.of_class(Class::Exact).offered > 0, "Nothing exact is left to accept."),
            },
            UserAction::Credit => Ok(()),
            GoBack => need(open.way_back().is_some(), "No page led here: a figure on Credit leads to its records."),
            Matches | MatchSettings => need(open.has_register(), "Import a purchase register first."),
            GoTo | SelectByList | Paste | FilterColumn | SortBy => on_sheet(),
            SaveView => on_sheet().and_then(|()| {
                open.scope().map_or(Ok(()), |scope| {
                    let view = open.view(scope);
                    can_be_kept(&view.filter, &view.sort)
                })
            }),
            FillDown => {
                on_sheet().and_then(|()| open.scope().map_or(Ok(()), |scope| find::fill_down(open, scope).map(|_| ())))
            }
            Copy | CopyWithHeadings => on_sheet().and_then(|()| need(open.targets().count() > 0, NOTHING_SELECTED)),
            SelectSupplier => on_sheet().and_then(|()| need(open.focused().is_some(), "Go to a row first.")),
            FindNext | FindPrevious => {
                on_sheet().and_then(|()| need(open.search().is_on(), "Type what to find into the find box first."))
            }
            ResetColumns => on_sheet().and_then(|()| {
                let usual = open.scope().is_none_or(|s| open.view(s).layout.is_usual());
                need(!usual, "The columns of this sheet are as usual.")
            }),
            Details if open.place() == Place::Register => Ok(()),
            Details => on_sheet(),
            ClearFilter => on_sheet().and_then(|()| {
                need(open.scope().is_some_and(|s| !open.view(s).filter.is_empty()), "All rows are shown.")
            }),
            ReadingNotes => need(!open.book().notes().is_empty(), "Nothing was wrong in the files."),
        }
    }

    /// How many of the rows that it is for it would change, or open a question about; if none, why.
    pub fn allowed(self, targets: &Targets) -> Result<u64, String> {
        let count = targets.count();
        if count == 0 {
            return Err(match targets.hidden {
                0 => NOTHING_SELECTED.into(),
                1 => "The selected row is hidden by the filter: clear the filter to see it, or select another.".into(),
                n => format!(
                    "The {} selected rows are hidden by the filter: clear the filter to see them, or select others.",
                    grouped(n)
                ),
            });
        }
        // Nothing is refused for what is still to be counted.
        if !targets.are_counted() {
            return Ok(count);
        }
        let one = count == 1;
        if targets.undecidable == count && self != Note {
            return Err(if one {
                "This record cannot be decided on; its alerts say why.".into()
            } else {
                "None of these records can be decided on; their alerts say why.".into()
            });
        }
        let some = |allowed: u64, why: &str| if allowed > 0 { Ok(allowed) } else { Err(why.to_owned()) };
        match self {
            Pending if targets.pending == 0 => {
                Err("Pending is blocked by the portal: accept or reject. Left alone it counts as accepted.".into())
            }
            Remarks => some(targets.remarks, "Remarks are blocked by the portal."),
            ReduceItc => some(
                targets.itc,
                "No answer to \"ITC to be reduced?\" is taken here: it is not asked for, or the portal blocks it.",
            ),
            AsImported => some(targets.changed, "Already as the portal holds it."),
            Note => Ok(count),
            _ => {
                let action = self.action().unwrap_or_default();
                let all = if one { "" } else { "All of them: " };
                match targets.changes(action) {
                    0 => Err(format!("{all}{}.", already(action))),
                    n => Ok(n),
                }
            }
        }
    }
}

/// Whether the one record that an action is for is linked, so that there is nothing to confirm.
fn is_linked(open: &Session) -> bool {
    let Some((scope, beside)) = open.scope().zip(open.beside()) else { return false };
    let alone = scope.only_record(&open.targets().rows) == Some((beside.section, beside.row));
    alone && beside.vouchers > 0 && !beside.can_confirm()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Selection;

    #[test]
    fn nothing_is_refused_for_what_is_not_counted_yet() {
        let (shown, all) = ((0..20_000).collect(), Selection { rows: (0..20_000).collect(), ..Selection::default() });
        let targets = Targets::uncounted(&shown, &all);
        for action in [Accept, Reject, Pending, NoAction, Remarks, ReduceItc, Note, AsImported] {
            assert_eq!(action.allowed(&targets), Ok(20_000), "{action:?}");
        }
        let hidden = Targets::uncounted(&(30_000..30_001).collect(), &all);
        assert!(Accept.allowed(&hidden).is_err(), "what the filter hides is known at once");
    }

    #[test]
    fn without_a_client_there_is_only_opening() {
        let able: Vec<_> = crate::app::actions::ALL.into_iter().filter(|a| a.enabled(None).is_ok()).collect();
        assert_eq!(
            able,
            [
                ClientBefore,
                Cover,
                SearchPan,
                ReadClients,
                Open,
                SaveWorkbook,
                GenerateReady,
                KeepElsewhere,
                Settings,
                Commands,
                Shortcuts,
                Help,
                About
            ]
        );
    }
}
