//! What drawing code asks the owner of the state to do. Nothing that draws changes the book, the view or the settings.

use std::path::PathBuf;

use roaring::RoaringBitmap;

use crate::app::actions::UserAction;
use crate::app::grid::GridRequest;
use crate::book::{Field, Scope, Section};
use crate::rules::Fix;
use crate::session::Place;
use crate::session::deciding::decide::Decide;
use crate::session::files::tables::TableOf;
use crate::session::showing::values::{FilterOf, FilteredColumn};
use crate::session::suppliers::SupplierRequest;
use crate::store::Renderer;
use crate::store::{Density, Looks, Recent};
use crate::view::Filter;

/// One request.
pub enum Request {
    /// Do what a button or key is for.
    Do(UserAction),
    /// Show another sheet.
    Show(Place),
    /// Show the rows of the current sheet that pass this.
    Filter(Filter),
    /// Look for this in all columns.
    Find(String),
    /// End that.
    EndFind,
    /// Go to what was found on another sheet.
    FindIn(Section),
    /// Show only the rows that were found.
    FilterToFound,
    /// Show these rows of a sheet, or of all, called so.
    Only(String, Scope, RoaringBitmap),
    /// Show the rows of a sheet, or of all, that pass this, until the user goes elsewhere.
    FollowLink(Scope, Filter),
    /// Show the rows that were shown before that.
    EndLink,
    /// Filter this column, below its heading.
    FilterColumn(FilteredColumn),
    /// Filter it so.
    FilterColumnBy(FilteredColumn, FilterOf),
    /// Search among the values of the column that is filtered.
    SearchValues(String),
    /// What the grid asks for.
    Grid(GridRequest),
    /// Something about what the portal refused.
    Refused(Box<crate::session::refused::ErrorsRequest>),
    /// Something about the sheet of suppliers.
    Suppliers(Box<SupplierRequest>),
    /// Ask where to save the suppliers as a table.
    AskForSupplierTable,
    /// Show the records behind a figure of the credit, called so.
    CreditRecords(crate::view::credit::CreditRecords, String),
    /// Show the records of which this became in GSTR-2B, all or for one reason.
    ShowTied(crate::rules::tie_out::TieResult, Option<String>),
    /// Remove GSTR-2B from the client.
    RemoveGstr2b,
    /// Copy the figures of the credit.
    CopyCredit,
    /// Ask where to save them as a table.
    AskForCreditTable,
    /// Put these columns of suppliers away.
    SupplierColumns(std::collections::BTreeSet<String>),
    /// Something about a newer download.
    Newer(Box<crate::session::newer::NewerRequest>),
    /// Something about many clients at once.
    Many(Box<crate::app::requests::ManyRequest>),
    /// Something about workbooks and paper.
    Export(Box<crate::app::requests::ExportRequest>),
    /// Something about the purchase register.
    Register(Box<crate::app::requests::RegisterRequest>),
    /// Open an earlier book of a recipient, and these files of a newer download over it.
    GoOnEarlier(Recent, Vec<PathBuf>),
    /// Copy the value of a record in a column.
    CopyValue(Section, u32, Field),
    /// Select the rows of the view with the same value in a column.
    SelectLike(Section, u32, Field),
    /// Show, save, rename or remove a view that the user made.
    OwnView(crate::app::requests::OwnViewRequest),
    /// Lay the columns of a sheet, or of all, out like this.
    Layout(Scope, crate::app::grid::Layout),
    /// Sort the sheet on the screen.
    Sort(Vec<crate::view::SortKey>),
    /// Show this record.
    Reveal(Section, u32),
    /// Go to this document number or row.
    GoTo(String),
    /// Select the records of these documents.
    SelectListed(String),
    /// Mend a finding of a record.
    Mend(Fix, Section, u32),
    /// Decide.
    Decide(Box<Decide>),
    /// Ask for the answer to "reduce ITC?" of these rows of a change, by their numbers in its scope; it goes on with the others.
    AskAnswer(Box<Decide>, RoaringBitmap),
    /// Keep these copies; their rivals are set aside.
    Pick(Vec<(Section, u32)>),
    /// Open these files, asking first if something would be lost.
    Open(Vec<PathBuf>),
    /// Open these error files in place of what is open, asking first if something would be lost.
    OpenAlone(Vec<PathBuf>),
    /// Open a book of the list of recent ones, asking first if something would be lost.
    OpenRecent(Recent),
    /// Open the sample, asking first if something would be lost.
    OpenSample,
    /// Ask the system's file dialog.
    Browse(PickFor),
    /// Write a table.
    SaveTable(TableOf, PathBuf),
    /// Read a table of decisions and say what would be applied.
    ReadDecisions(PathBuf),
    /// Read what was pasted and show what it would do.
    Paste(crate::session::deciding::paste::PasteRequest),
    /// Apply what was shown of it; this many records were so already.
    ApplyPaste(Box<crate::session::deciding::paste::PasteChanges>, u64),
    /// Apply what was read.
    ApplyDecisions(String, Box<crate::session::files::tables::NewChanges>),
    /// The review was shown as the book is now.
    Reviewed,
    /// Go from the review to the file: the recipient is asked for if need be.
    GoOnGenerating,
    /// The recipient's GSTIN as typed; and whether to go on generating.
    Recipient(String, bool),
    /// The doubtful GSTIN is right.
    UploadAllTheSame,
    /// Write the upload.
    Generate(crate::session::files::write_upload::WriteUpload),
    /// The last upload was uploaded.
    WasUploaded,
    /// Show this with a program of the system.
    ShowOutside(ToShow),
    /// Use the system's file dialogs, or type paths.
    SystemDialogs(bool),
    /// Go to where this many steps are in force.
    Travel(usize),
    /// Put back what a step replaced, for the rows that an action would be for.
    Revert(usize),
    /// Something about the matches with the register.
    Match(Box<crate::app::requests::MatchRequest>),
    /// Something about the list of clients.
    Clients(Box<crate::app::requests::ClientsRequest>),
    /// Cover the clients after this number of minutes without a key or click; none never does.
    CoverAfter(Option<u32>),
    /// What the book is called, and its facts.
    BookFacts(String, crate::book::Facts),
    /// Put everything back as imported.
    DiscardAll,
    /// Save the decisions, then do what waits.
    SaveThen(After),
    /// Do what waits for the question about unwritten changes.
    GoOn(After),
    /// Say these lines under a title.
    Tell(&'static str, Vec<String>),
    /// Go back from a question to the dialog that led to it.
    Back,
    /// Write what waits to be kept now.
    SaveNow,
    /// Open the book that can only be looked at once more, and take it over if it is free.
    LookAgain,
    /// Keep work in this folder.
    KeepIn(PathBuf),
    /// Keep no copies of the portal's files, or keep them.
    NoCopies(bool),
    /// Stop the job.
    Cancel,
    /// Put the line of the last action, or the notes on reading, away.
    Dismiss(Line),
    /// Choose colours.
    Looks(Looks),
    /// Choose whether uploads repeat status and flags.
    RepeatFlags(bool),
    /// Choose the height of rows.
    Density(Density),
    /// Choose what draws the window from the next start on; none leaves it to the program.
    Renderer(Option<Renderer>),
    /// Zoom: in, out or back to normal.
    Zoom(Zoom),
}

impl Request {
    /// Whether it is something that the user does, other than moving about in the rows.
    pub fn is_an_action(&self) -> bool {
        match self {
            Request::Grid(request) => {
                matches!(request, GridRequest::Action(..) | GridRequest::Open(..) | GridRequest::Sort { .. })
            }
            Request::Suppliers(wanted) => wanted.is_an_action(),
            Request::Layout(..) | Request::Dismiss(_) | Request::Tell(..) | Request::SupplierColumns(_) => false,
            Request::Reviewed => false,
            _ => true,
        }
    }

    /// Whether it changes what the book's journal holds.
    pub fn edits(&self) -> bool {
        match self {
            Request::Do(action) => action.edits(),
            Request::Match(wanted) => wanted.edits(),
            Request::Refused(wanted) => wanted.edits(),
            Request::Suppliers(wanted) => wanted.edits(),
            Request::Newer(wanted) => wanted.edits(),
            Request::Register(wanted) => wanted.edits(),
            Request::Export(wanted) => wanted.edits(),
            Request::Grid(request) => matches!(request, GridRequest::Action(..)),
            Request::Mend(fix, ..) => fix.edits(),
            Request::Decide(_) | Request::AskAnswer(..) | Request::Pick(_) => true,
            Request::ReadDecisions(_) | Request::ApplyDecisions(..) => true,
            Request::Recipient(..) | Request::BookFacts(..) | Request::KeepIn(_) | Request::WasUploaded => true,
            Request::RemoveGstr2b => true,
            Request::GoOnGenerating | Request::UploadAllTheSame | Request::Generate(_) | Request::Paste(_) => true,
            Request::Travel(_) | Request::Revert(_) | Request::DiscardAll | Request::ApplyPaste(..) => true,
            _ => false,
        }
    }
}

/// What a program of the system shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToShow {
    /// A folder.
    Folder(PathBuf),
    /// A file that was written.
    File(PathBuf),
    /// A page of the portal.
    Page(&'static str),
}

impl ToShow {
    /// The path or address.
    pub fn target(&self) -> &std::ffi::OsStr {
        match self {
            ToShow::Folder(path) | ToShow::File(path) => path.as_os_str(),
            ToShow::Page(address) => std::ffi::OsStr::new(address),
        }
    }

    /// What is said where it cannot be shown: where it is.
    pub fn not_shown(&self) -> String {
        match self {
            ToShow::Folder(path) => format!("The folder could not be opened from here. It is {}", path.display()),
            ToShow::File(path) => format!("The file could not be opened from here. It is {}", path.display()),
            ToShow::Page(address) => format!("The page could not be opened from here. Its address is {address}"),
        }
    }
}

/// What waits until it is clear what becomes of unwritten changes.
#[derive(Clone, Debug, PartialEq)]
pub enum After {
    /// Close the window.
    Close,
    /// Open something in place of the book.
    Open(ToOpen),
    /// Go back to the list of clients.
    Leave,
}

impl After {
    /// What a button says that goes on and loses decisions.
    pub fn losing(&self) -> &'static str {
        match self {
            After::Close => "Close and lose them",
            After::Open(_) => "Open and lose them",
            After::Leave => "Leave and lose them",
        }
    }
}

/// What is to be opened in place of the book that is open, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct ToOpen {
    /// What.
    pub what: OpenWhat,
    /// What comes after.
    pub once_open: OnceOpen,
}

/// What is done once something is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnceOpen {
    /// These files are opened over it.
    pub files: Vec<PathBuf>,
    /// It was meant as a book of its own: nothing is asked about earlier work.
    pub alone: bool,
    /// It is the book that was open, looked at again.
    pub again: bool,
    /// Files were named, and not a client of the list.
    pub named: bool,
    /// This is looked for in it.
    pub find: Option<String>,
}

/// What can be opened.
#[derive(Clone, Debug, PartialEq)]
pub enum OpenWhat {
    /// These files.
    Files(Vec<PathBuf>),
    /// A book of the list of recent ones.
    Recent(Recent),
    /// The sample.
    Sample,
}

impl ToOpen {
    /// Only this.
    pub fn of(what: OpenWhat) -> ToOpen {
        ToOpen { what, once_open: OnceOpen::default() }
    }

    /// These files.
    pub fn files(paths: Vec<PathBuf>) -> ToOpen {
        ToOpen::of(OpenWhat::Files(paths))
    }
}

/// A line that can be put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// What the last action did.
    Result,
    /// The same, as good news that was there long enough, unless an action of the same moment said something more.
    GoodNews,
    /// That there are notes on reading.
    Notes,
    /// That time presses.
    Banner,
}

/// A step of zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Zoom {
    In,
    Out,
    Normal,
}

/// The asks for of one frame.
pub type Requests = Vec<Request>;

impl From<crate::app::requests::MatchRequest> for Request {
    fn from(wanted: crate::app::requests::MatchRequest) -> Request {
        Request::Match(Box::new(wanted))
    }
}

impl From<crate::app::requests::ClientsRequest> for Request {
    fn from(wanted: crate::app::requests::ClientsRequest) -> Request {
        Request::Clients(Box::new(wanted))
    }
}

impl From<crate::session::newer::NewerRequest> for Request {
    fn from(wanted: crate::session::newer::NewerRequest) -> Request {
        Request::Newer(Box::new(wanted))
    }
}

impl From<crate::app::requests::RegisterRequest> for Request {
    fn from(wanted: crate::app::requests::RegisterRequest) -> Request {
        Request::Register(Box::new(wanted))
    }
}

impl From<SupplierRequest> for Request {
    fn from(wanted: SupplierRequest) -> Request {
        Request::Suppliers(Box::new(wanted))
    }
}

impl From<crate::session::refused::ErrorsRequest> for Request {
    fn from(wanted: crate::session::refused::ErrorsRequest) -> Request {
        Request::Refused(Box::new(wanted))
    }
}

/// What a path is picked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickFor {
    /// Portal files to open.
    Open,
    /// Where to write an upload.
    Upload,
    /// Where to write a table of decisions.
    SaveTable,
    /// A table of decisions to read.
    LoadTable,
    /// A purchase register to import.
    Register,
    /// A folder whose files are opened.
    OpenFolder,
    /// A folder for the uploads of many clients.
    ManyFolder,
    /// Where to save the list of what came of many files.
    ManyList,
    /// Where to write a workbook.
    Workbook,
    /// Where to write a page.
    Page,
    /// A folder for the suppliers' tables.
    SuppliersFolder,
    /// A folder to keep work in.
    Folder,
}

impl PickFor {
    /// Whether what is picked is there already and is read.
    pub fn reads(self) -> bool {
        matches!(self, PickFor::Open | PickFor::OpenFolder | PickFor::LoadTable | PickFor::Register)
    }
}
