//! Other words under which people look for what can be done.

use crate::app::actions::UserAction::{self, *};

impl UserAction {
    /// Other words for it, for the palette alone: what other programs call it.
    pub fn synonyms(self) -> &'static str {
        match self {
            Clients => "close start recent back home exit switch client gstin company firm list",
            ClientBefore => "switch last previous other client toggle",
            ReadClients => "refresh reload renew list clients disk drive update",
            Cover => "privacy hide names amounts initials screen boss",
            SearchPan => "pan registrations states branches other client find supplier booked elsewhere",
            Open => "import load file json zip download error file",
            SaveDecisions => "export csv excel spreadsheet table print report backup save as",
            LoadDecisions => "import csv excel spreadsheet table restore workbook xlsx came back",
            SaveWorkbook => {
                "export excel xlsx spreadsheet save as report download suppliers review matches clients list board"
            }
            DecideWorkbook => "export excel xlsx spreadsheet client send share delegate fill offline",
            Print => "paper pdf page summary approval partner sign working paper report html",
            ToSuppliers => "letter mail email whatsapp messenger vendor party follow up reminder",
            Generate => "export upload json write file submit portal finish",
            Discard => "reset clear everything start over delete all",
            Uploaded => "submitted processed done",
            GenerateReady => "many clients uploads bulk batch all at once every gstin",
            Uploads => "upload history files sha checksum written",
            PortalErrors => "error file refused rejected processed with error",
            ImportRegister => {
                "books tally busy zoho sap erp purchase ledger reconcile reco 2b match vouchers excel csv"
            }
            RemoveRegister => "books purchase ledger delete take out vouchers",
            NewerDownload => "compare merge changes did my upload take",
            CompareGstr2b => "2b gstr2b tie out tally statement portal json beside check result",
            KeepElsewhere => "pen drive stick usb folder path move location",
            Recipient => "taxpayer own number",
            BookFacts => "client name monthly quarterly qrmp due date extended period book facts company",
            Undo => "back revert take back",
            Redo => "again forward repeat",
            History => "log steps activity audit undo list",
            Accept => "approve ok take credit yes",
            Reject => "refuse deny no",
            Pending => "hold keep later defer",
            NoAction => "undecided deemed none clear",
            Remarks => "comment reason message supplier",
            ReduceItc => "credit note answer reduction reversal part full",
            Note => "comment internal memo private",
            AsImported => "original reset as imported portal",
            FillDown => "copy down repeat",
            SelectAll => "everything mark",
            InvertSelection => "reverse",
            ClearSelection => "deselect unselect none",
            SelectSupplier => "vendor party same",
            SelectByList => "paste numbers list bulk",
            Copy | CopyWithHeadings => "export excel spreadsheet clipboard",
            Paste => "import excel spreadsheet clipboard",
            ResetColumns => "layout default width order columns",
            Find => "search look up",
            FindNext | FindPrevious => "search hit",
            GoTo => "jump number row invoice document",
            ClearFilter => "remove filter unfilter reset everything",
            FilterColumn => "funnel column search in",
            SortBy => "order arrange column",
            SaveView => "filter favourite bookmark keep",
            Validate => "check alerts rules refresh recheck",
            NextFinding | PreviousFinding => "finding warning problem error",
            NextUndecided | PreviousUndecided => "to decide pending open no action",
            NextToCheck | PreviousToCheck => "match register books doubtful look review",
            ConfirmMatches => "link same register voucher agree",
            NotTheSame => "apart part unlink wrong match register voucher different",
            Credit => "itc input tax gstr-2b gstr-3b figures money picture chart pending rejected",
            Matches => "reconcile books register purchase overview accept all exact 2b matching",
            AcceptExact => "matched equal register take suggested",
            MatchSettings => "tolerance round-off days per cent returns reconcile options register",
            GoBack => "return previous page figure",
            NextSheet | PreviousSheet => "tab section",
            NextPane | PreviousPane => "focus area panel",
            Details => "inspector side panel record in full hide show",
            ReadingNotes => "notes on reading warnings import",
            Settings => "options preferences theme dark light contrast font size zoom rows colours appearance",
            Commands => "palette",
            Shortcuts => "help keys keyboard hotkeys",
            Help => "manual guide documentation how to dates portal pages meaning support",
            About => "version licence license about copyright open source",
        }
    }
}
