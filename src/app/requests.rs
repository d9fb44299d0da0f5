//! What drawing code asks the owner of the state to do. Nothing that draws changes the book, the view or the settings.

use std::path::PathBuf;

use roaring::RoaringBitmap;

use super::actions::UserAction;
use super::decide::Decide;
use super::dialogs::{Dialog, TableOf};
use super::grid::GridRequest;
use super::open_book::Place;
use super::picker::PickFor;
use crate::book::{Field, Section};
use crate::cli::window::Renderer;
use crate::rules::Fix;
use crate::store::{Density, Looks, Recent};
use crate::view::Filter;

/// One wish.
pub enum Request {
    /// Do what a button or key stands for.
    Do(UserAction),
    /// Show another sheet.
    Show(Place),
    /// Show the rows of the current sheet that pass this.
    Filter(Filter),
    /// Show these rows of a sheet, called so.
    Only(String, Section, RoaringBitmap),
    /// What the grid asks for.
    Grid(GridRequest),
    /// Something about what the portal refused.
    Refused(Box<super::refused::RefusedWish>),
    /// Something about a newer download.
    Newer(Box<super::newer::NewerWish>),
    /// Open an earlier book of a recipient, and these files of a newer download over it.
    GoOnEarlier(Recent, Vec<PathBuf>),
    /// Select the rows of the view with the same value in a column.
    SelectLike(Section, u32, Field),
    /// Show, save, rename or remove a view that the user made.
    OwnView(super::own_views::OwnViewWish),
    /// Lay the columns of a sheet out like this.
    Layout(Section, super::grid::Layout),
    /// Sort the sheet on the screen.
    Sort(Vec<crate::view::SortKey>),
    /// Show this record.
    Reveal(Section, u32),
    /// Go to this document number or row.
    GoTo(String),
    /// Select the records with these document numbers, in lower case.
    SelectNumbers(std::collections::BTreeSet<String>),
    /// Mend a finding of a record.
    Mend(Fix, Section, u32),
    /// Decide.
    Decide(Box<Decide>),
    /// Ask for the answer to "reduce ITC?" of these rows.
    AskAnswer(Box<Decide>),
    /// Keep these copies; their rivals are set aside.
    Pick(Vec<(Section, u32)>),
    /// Open these files, asking first if something would be lost.
    Open(Vec<PathBuf>),
    /// Open these error files in place of what is open, asking first if something would be lost.
    OpenAlone(After),
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
    Paste(super::pasting::PasteWish),
    /// Apply what was shown of it; so many records were so already.
    ApplyPaste(Box<super::pasting::PasteChanges>, u64),
    /// Apply what was read.
    ApplyDecisions(String, Vec<crate::edit::RowChange>),
    /// Go from the review to the file: the recipient is asked for if need be.
    GoOnGenerating,
    /// The recipient's GSTIN as typed; and whether to go on generating.
    Recipient(String, bool),
    /// The doubtful GSTIN is right.
    UploadAllTheSame,
    /// Write the upload.
    Generate(super::files::WriteUpload),
    /// The last upload was uploaded.
    WasUploaded,
    /// Go to where so many steps are in force.
    Travel(usize),
    /// Put back what a step replaced, for the rows that an action would be for.
    Revert(usize),
    /// What the book is called, and its facts.
    BookFacts(String, crate::book::Facts),
    /// Put everything back as imported.
    DiscardAll,
    /// Save the decisions, then do what waits.
    SaveThen(After),
    /// Do what waits for the question about unwritten changes.
    GoOn(After),
    /// Open a dialog.
    Dialog(Box<Dialog>),
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
    /// Whether it changes what the book's journal holds.
    pub fn edits(&self) -> bool {
        match self {
            Request::Do(action) => action.edits(),
            Request::Refused(wish) => wish.edits(),
            Request::Newer(wish) => wish.edits(),
            Request::Grid(request) => matches!(request, GridRequest::Action(..)),
            Request::Mend(fix, ..) => fix.edits(),
            Request::Decide(_) | Request::AskAnswer(_) | Request::Pick(_) => true,
            Request::ReadDecisions(_) | Request::ApplyDecisions(..) => true,
            Request::Recipient(..) | Request::BookFacts(..) | Request::KeepIn(_) | Request::WasUploaded => true,
            Request::GoOnGenerating | Request::UploadAllTheSame | Request::Generate(_) | Request::Paste(_) => true,
            Request::Travel(_) | Request::Revert(_) | Request::DiscardAll | Request::ApplyPaste(..) => true,
            _ => false,
        }
    }
}

/// What waits until it is clear what becomes of unwritten changes.
#[derive(Clone, Debug, PartialEq)]
pub enum After {
    /// Close the window.
    Close,
    /// Open these files.
    Open(Vec<PathBuf>),
    /// Open a book of the list of recent ones.
    OpenRecent(Recent),
    /// Open the sample.
    OpenSample,
}

/// A line that can be put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// What the last action did.
    Result,
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

/// The wishes of one frame.
pub type Requests = Vec<Request>;
