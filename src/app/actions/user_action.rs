//! Everything that a user can ask for by a button, a menu or a key: one list, from which all of these are made.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::book::Action;
use crate::rules::calendar;

/// Makes the enum and the list of all of its values from one list of names.
macro_rules! user_actions {
    ($($name:ident),* $(,)?) => {
        /// What a user can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)] // see `name` and `words`
        pub enum UserAction {
            $($name),*
        }

        /// All of them, in the order of the list of shortcuts.
        pub const ALL: [UserAction; [$(stringify!($name)),*].len()] = [$(UserAction::$name),*];
    };
}

user_actions! {
    Clients,
    ClientBefore,
    Cover,
    SearchPan,
    ReadClients,
    Open,
    SaveDecisions,
    LoadDecisions,
    SaveWorkbook,
    DecideWorkbook,
    Print,
    ToSuppliers,
    Generate,
    GenerateReady,
    Discard,
    Uploaded,
    Uploads,
    PortalErrors,
    NewerDownload,
    ImportRegister,
    RemoveRegister,
    CompareGstr2b,
    KeepElsewhere,
    Recipient,
    BookFacts,
    Undo,
    Redo,
    History,
    Accept,
    Reject,
    Pending,
    NoAction,
    Remarks,
    ReduceItc,
    Note,
    AsImported,
    FillDown,
    SelectAll,
    InvertSelection,
    ClearSelection,
    SelectSupplier,
    SelectByList,
    Copy,
    CopyWithHeadings,
    Paste,
    ResetColumns,
    Find,
    FindNext,
    FindPrevious,
    GoTo,
    ClearFilter,
    FilterColumn,
    SortBy,
    SaveView,
    Validate,
    NextFinding,
    PreviousFinding,
    NextUndecided,
    PreviousUndecided,
    NextToCheck,
    PreviousToCheck,
    ConfirmMatches,
    NotTheSame,
    Credit,
    Matches,
    AcceptExact,
    MatchSettings,
    GoBack,
    NextSheet,
    PreviousSheet,
    NextPane,
    PreviousPane,
    Details,
    ReadingNotes,
    Settings,
    Commands,
    Shortcuts,
    Help,
    About,
}

use UserAction::*;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

const fn key(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(CTRL, key)
}

impl UserAction {
    /// What buttons and menus call it.
    pub fn name(self) -> &'static str {
        match self {
            Clients => "Clients",
            ClientBefore => "The client before",
            Cover => "Cover",
            SearchPan => "Search all registrations…",
            ReadClients => "Read the data folder again",
            Open => "Open…",
            SaveDecisions => "Save decisions…",
            LoadDecisions => "Load decisions…",
            SaveWorkbook => "Save as Excel workbook…",
            DecideWorkbook => "Workbook to decide in…",
            Print => "Print…",
            ToSuppliers => "To the supplier…",
            Generate => "Review and generate…",
            GenerateReady => "Generate JSON for all that are ready…",
            Discard => "Discard…",
            Uploaded => "Did you upload it?",
            Uploads => "JSON files…",
            PortalErrors => "Portal errors",
            NewerDownload => "Newer download",
            ImportRegister => "Import purchase register…",
            RemoveRegister => "Remove purchase register…",
            CompareGstr2b => "Open GSTR-2B to compare…",
            KeepElsewhere => "Change data folder…",
            Recipient => "Your GSTIN…",
            BookFacts => "Return settings…",
            Undo => "Undo",
            Redo => "Redo",
            History => "History",
            Accept => Action::Accept.name(),
            Reject => Action::Reject.name(),
            Pending => Action::Pending.name(),
            NoAction => Action::NoAction.name(),
            Remarks => "Remarks…",
            ReduceItc => "Reduce ITC…",
            Note => "Note…",
            AsImported => "Restore portal action",
            FillDown => "Fill down",
            SelectAll => "Select all",
            InvertSelection => "Invert the selection",
            ClearSelection => "Select nothing",
            SelectSupplier => "Select same supplier",
            SelectByList => "Select by list…",
            Copy => "Copy rows",
            CopyWithHeadings => "Copy rows with headings",
            Paste => "Paste decisions…",
            ResetColumns => "Reset columns",
            Find => "Find",
            FindNext => "Find next",
            FindPrevious => "Find previous",
            GoTo => "Go to…",
            ClearFilter => "Show all rows",
            FilterColumn => "Filter column…",
            SortBy => "Sort by…",
            SaveView => "Save view…",
            Validate => "Validate",
            NextFinding => "Next alert",
            PreviousFinding => "Previous alert",
            NextUndecided => "Next undecided",
            PreviousUndecided => "Previous undecided",
            NextToCheck => "Next to check",
            PreviousToCheck => "Previous to check",
            ConfirmMatches => "Confirm matches",
            NotTheSame => "Not the same",
            Credit => "Credit",
            Matches => "Match with the register",
            AcceptExact => "Accept all exact",
            MatchSettings => "Match settings…",
            GoBack => "Back to the page",
            NextSheet => "Next sheet",
            PreviousSheet => "Previous sheet",
            NextPane => "Next pane",
            PreviousPane => "Previous pane",
            Details => "Details",
            ReadingNotes => "Problems in the file…",
            Settings => "Settings…",
            Commands => "Commands",
            Shortcuts => "Keyboard shortcuts…",
            Help => "Help…",
            About => "Version and licences…",
        }
    }

    /// What it does, for tooltips.
    pub fn words(self) -> String {
        match self {
            ClientBefore => "Open the client that was open before this one.".into(),
            Cover => "Show initials and no amounts of other clients, until it is pressed again.".into(),
            SearchPan => "Find a supplier, number or amount in all clients of this PAN that are kept here.".into(),
            ReadClients => "See what other windows or programs did to your clients since the list was read.".into(),
            Clients => "Go back to the list of all clients. What you decided is kept.".into(),
            Open => "Open one or more JSON or zip files from the portal: each goes to its own client.".into(),
            SaveDecisions => {
                "Write your decisions as a table (CSV), to go on with later or to look at in a spreadsheet.".into()
            }
            LoadDecisions => {
                "Read a table of decisions, or a workbook to decide in that came back, and apply it to the open records.".into()
            }
            SaveWorkbook => {
                "Write records, suppliers, the review, the matches or the list of clients as an Excel workbook. It decides nothing.".into()
            }
            DecideWorkbook => {
                "Write records as a workbook in which those who have only Excel decide; drop it here when it comes back."
                    .into()
            }
            Print => "Write the summary for approval or the working paper as a page, to be printed from a browser.".into(),
            ToSuppliers => {
                "Write a letter for each supplier: what is rejected, not filed, or missing on the portal.".into()
            }
            Generate => "Look at what will be written, then write the file to upload.".into(),
            GenerateReady => "See which clients are ready, and write the JSON of each into one folder.".into(),
            Discard => "Restore every record as the portal holds it. Undo brings your decisions back.".into(),
            Uploads => {
                "The files that were written for this client: when, how many records, where, and the SHA-256.".into()
            }
            PortalErrors => {
                "List what the portal refused, over all sheets, or put the list away; F8 goes from one to the next."
                    .into()
            }
            NewerDownload => {
                "List what a newer download changed and whether the upload took, or put the list away.".into()
            }
            ImportRegister => {
                "Read what your books say was bought, from Excel or CSV, and match it with these records. It decides nothing.".into()
            }
            RemoveRegister => "Take vouchers of the purchase register out of this client. Decisions and links stay.".into(),
            CompareGstr2b => {
                "Compare the portal's GSTR-2B (JSON) with these records: did it come out as decided? It decides nothing.".into()
            }
            KeepElsewhere => "Keep decisions and settings in another folder, with everything done so far.".into(),
            Uploaded => "Say whether the last file was uploaded, so that it is not written again.".into(),
            Recipient => "Your own GSTIN, which the JSON must name.".into(),
            BookFacts => {
                "The client's name, monthly or quarterly, the last GSTR-3B filed, and due dates that were extended."
                    .into()
            }
            Undo => "Undo the last step.".into(),
            Redo => "Do the step again that was undone.".into(),
            History => "Show every step, or put the list away; a click on a step goes there.".into(),
            Accept => "You take the credit; of a credit note, the credit falls.".into(),
            Reject => "You take no credit; of a credit note, the credit does not fall and the supplier sees it.".into(),
            Pending => "Decide later: not in this GSTR-2B.".into(),
            NoAction => {
                let means = calendar::NO_ACTION_MEANS;
                format!("Undecided: {means} when GSTR-2B is drawn up, if the supplier's GSTR-1 is filed.")
            }
            Remarks => "Words to the supplier, with Reject and Pending.".into(),
            ReduceItc => "Answer \"ITC to be reduced?\" of credit notes and amendments.".into(),
            Note => "A note for yourself: never uploaded.".into(),
            AsImported => "Restore what the portal holds: action, remarks and answer.".into(),
            SelectAll => "Select all rows of the view.".into(),
            InvertSelection => "Select the rows of the view that are not selected.".into(),
            ClearSelection => "Select no row.".into(),
            FillDown => "Give the selected rows the action, remarks and answer of the focused row.".into(),
            SelectSupplier => "Select the rows of the view with the GSTIN of the focused row.".into(),
            SelectByList => "Select the records of this sheet with the document numbers of a pasted list.".into(),
            Copy => "Copy the selected rows, or the focused one, as columns for a spreadsheet.".into(),
            CopyWithHeadings => "The same with the headings above.".into(),
            Paste => {
                "Take actions, remarks, answers and notes from rows that were copied; you see first what would change."
                    .into()
            }
            ResetColumns => "Show all columns of this sheet in the usual order and width.".into(),
            FindNext => "Go to the next row that was found.".into(),
            FindPrevious => "Go to the previous row that was found.".into(),
            GoTo => "Go to a document number, or to a row of the view.".into(),
            Find => "Find words in all columns of every sheet; no row is hidden.".into(),
            ClearFilter => "Take every filter of this sheet away.".into(),
            FilterColumn => "Choose a column by its name and filter by it.".into(),
            SortBy => "Choose a column by its name and sort by it.".into(),
            SaveView => "Keep this filter and order under a name, listed at the left.".into(),
            Validate => "Judge every record by every rule again. Filter, order and selection stay.".into(),
            NextFinding => "Go to the next row of the view with an alert.".into(),
            PreviousFinding => "Go to the previous row of the view with an alert.".into(),
            NextUndecided => "Go to the next row of the view without an action.".into(),
            PreviousUndecided => "Go to the previous row of the view without an action.".into(),
            NextToCheck => "Go to the next record to check against the register, over all sheets.".into(),
            PreviousToCheck => "Go to the previous record to check against the register, over all sheets.".into(),
            ConfirmMatches => {
                "The selected records and their vouchers are the same: keep these matches as they are.".into()
            }
            NotTheSame => "The selected record and its voucher are not the same: keep them apart.".into(),
            Credit => "Your ITC this month, what changes it, what does not come, and when it ends.".into(),
            Matches => "All matches by how well they agree, and what is suggested for them.".into(),
            AcceptExact => {
                "Accept what agrees with the register in everything and nothing speaks against. What it leaves is on Match.".into()
            }
            MatchSettings => "How far amounts and dates may differ, and when purchase returns reduce credit.".into(),
            GoBack => "Go back to the page whose figure showed these records.".into(),
            NextSheet => "Go to the next sheet with records.".into(),
            PreviousSheet => "Go to the previous sheet with records.".into(),
            NextPane => "Give the keyboard to the next part of the window: sheets, buttons, rows, details.".into(),
            PreviousPane => "Give the keyboard to the previous part of the window.".into(),
            Details => "Show the focused record in full at the right, or put it away.".into(),
            ReadingNotes => "What was wrong in the files and could still be read.".into(),
            Settings => "Colours, height of rows, zoom.".into(),
            Commands => "Find a command, sheet, view, supplier, client or setting by its name.".into(),
            Shortcuts => "Every key that does something.".into(),
            Help => "What the actions mean, what happens when, error files, and where the portal's pages are.".into(),
            About => "The version of this program, its licence and those of what is in it.".into(),
        }
    }

    /// The keys that do it; the first is the one that is shown.
    pub fn keys(self) -> &'static [KeyboardShortcut] {
        const REDO: &[KeyboardShortcut] = &[ctrl(Key::Y), KeyboardShortcut::new(CTRL_SHIFT, Key::Z)];
        match self {
            Clients => const { &[ctrl(Key::W)] },
            ClientBefore => const { &[ctrl(Key::Tab)] },
            Cover => const { &[KeyboardShortcut::new(CTRL_SHIFT, Key::H)] },
            SearchPan => const { &[KeyboardShortcut::new(CTRL_SHIFT, Key::F)] },
            ReadClients => const { &[key(Key::F5)] },
            Open => const { &[ctrl(Key::O)] },
            SaveDecisions => const { &[ctrl(Key::S)] },
            LoadDecisions => const { &[ctrl(Key::L)] },
            Print => const { &[ctrl(Key::P)] },
            Generate => const { &[ctrl(Key::R)] },
            Undo => const { &[ctrl(Key::Z)] },
            Redo => REDO,
            History => const { &[ctrl(Key::H)] },
            Accept => const { &[key(Key::A)] },
            Reject => const { &[key(Key::R)] },
            Pending => const { &[key(Key::P)] },
            NoAction => const { &[key(Key::N)] },
            Remarks => const { &[key(Key::M)] },
            ReduceItc => const { &[key(Key::I)] },
            AsImported => const { &[key(Key::Delete)] },
            SelectAll => const { &[ctrl(Key::A)] },
            ClearSelection => const { &[key(Key::Escape)] },
            Find => const { &[ctrl(Key::F)] },
            FindNext => const { &[key(Key::F3)] },
            FindPrevious => const { &[shift(Key::F3)] },
            GoTo => const { &[ctrl(Key::G)] },
            FillDown => const { &[ctrl(Key::D)] },
            Copy => const { &[ctrl(Key::C)] },
            CopyWithHeadings => const { &[KeyboardShortcut::new(CTRL_SHIFT, Key::C)] },
            Paste => const { &[ctrl(Key::V)] },
            InvertSelection => const { &[KeyboardShortcut::new(CTRL_SHIFT, Key::I)] },
            NextFinding => const { &[key(Key::F8)] },
            PreviousFinding => const { &[shift(Key::F8)] },
            NextUndecided => const { &[key(Key::F7)] },
            PreviousUndecided => const { &[shift(Key::F7)] },
            NextToCheck => const { &[key(Key::F9)] },
            PreviousToCheck => const { &[shift(Key::F9)] },
            GoBack => const { &[KeyboardShortcut::new(Modifiers::ALT, Key::ArrowLeft)] },
            NextSheet => const { &[ctrl(Key::PageDown)] },
            PreviousSheet => const { &[ctrl(Key::PageUp)] },
            NextPane => const { &[key(Key::F6)] },
            PreviousPane => const { &[shift(Key::F6)] },
            FilterColumn => const { &[KeyboardShortcut::new(Modifiers::ALT, Key::ArrowDown)] },
            Commands => const { &[ctrl(Key::K)] },
            Shortcuts => const { &[key(Key::F1), key(Key::Questionmark)] },
            GenerateReady | Discard | Uploaded | Uploads | PortalErrors | NewerDownload | ImportRegister
            | RemoveRegister | CompareGstr2b | SaveWorkbook | DecideWorkbook | ToSuppliers | KeepElsewhere
            | Recipient | BookFacts | Note | ClearFilter | SelectSupplier | SelectByList | SortBy | SaveView
            | ResetColumns | ReadingNotes | Settings | Validate | Details | ConfirmMatches | NotTheSame | Credit
            | Matches | AcceptExact | MatchSettings | Help | About => &[],
        }
    }

    /// The first key as it is shown: `Ctrl Z`.
    pub fn shortcut(self) -> Option<String> {
        self.keys().first().map(|keys| shown(*keys))
    }

    /// Whether its keys are letters or edit keys, which belong to a text field while one has the focus.
    pub fn yields_to_text(self) -> bool {
        self.decides()
            || matches!(self, SelectAll | ClearSelection | Undo | Redo | Copy | CopyWithHeadings | Paste | FillDown)
    }

    /// Whether its keys are for the rows, and mean nothing while another part of the window has the keyboard.
    pub fn needs_grid(self) -> bool {
        self.decides() || self == ClearSelection
    }

    /// Whether it acts on the selected records.
    pub fn decides(self) -> bool {
        matches!(self, Accept | Reject | Pending | NoAction | Remarks | ReduceItc | Note | AsImported)
    }

    /// Whether it changes decisions or what is known of the client, or opens what does.
    pub fn edits(self) -> bool {
        self.decides()
            || matches!(self, LoadDecisions | Paste | FillDown | Undo | Redo | Discard | Uploaded | Recipient)
            || matches!(self, Generate | BookFacts | KeepElsewhere | ImportRegister | RemoveRegister | ConfirmMatches)
            || self == CompareGstr2b
            || matches!(self, AcceptExact | NotTheSame)
    }

    /// The action on records that it is for.
    pub fn action(self) -> Option<Action> {
        match self {
            Accept => Some(Action::Accept),
            Reject => Some(Action::Reject),
            Pending => Some(Action::Pending),
            NoAction => Some(Action::NoAction),
            _ => None,
        }
    }
}

/// Keys as they are shown: `Ctrl Shift Z`.
pub fn shown(keys: KeyboardShortcut) -> String {
    let mut words = Vec::new();
    if keys.modifiers.command || keys.modifiers.ctrl {
        words.push("Ctrl");
    }
    if keys.modifiers.alt {
        words.push("Alt");
    }
    if keys.modifiers.shift {
        words.push("Shift");
    }
    words.push(match keys.logical_key {
        Key::PageDown => "PgDn",
        Key::PageUp => "PgUp",
        Key::Delete => "Del",
        Key::Escape => "Esc",
        Key::ArrowDown => "↓",
        Key::ArrowLeft => "←",
        Key::Questionmark => "?",
        key => key.symbol_or_name(),
    });
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things() {
        let mut seen: Vec<(KeyboardShortcut, UserAction)> = Vec::new();
        for action in ALL {
            for &keys in action.keys() {
                let other = seen.iter().find(|(k, _)| *k == keys);
                assert!(other.is_none(), "{} means {action:?} and {other:?}", shown(keys));
                seen.push((keys, action));
            }
        }
    }

    #[test]
    fn keys_read_as_people_say_them() {
        assert_eq!(Redo.shortcut().as_deref(), Some("Ctrl Y"));
        assert_eq!(shown(Redo.keys()[1]), "Ctrl Shift Z");
        assert_eq!(AsImported.shortcut().as_deref(), Some("Del"));
        assert_eq!(NextSheet.shortcut().as_deref(), Some("Ctrl PgDn"));
    }
}
