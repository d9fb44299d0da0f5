//! Which sheet is on the screen, how it is looked at, and what is shown beside it.

use crate::book::{Book, Field, Scope, Section};
use crate::store::layout::Layout;
use crate::view::{ByAction, Counts, Filter, Selection, SortKey, Totals};
use roaring::RoaringBitmap;
use std::sync::Arc;

/// Which sheet is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// All eight in one table.
    All,
    /// One of the eight.
    Sheet(Section),
    /// The suppliers.
    Suppliers,
    /// The credit.
    Credit,
    /// The vouchers of the purchase register.
    Register,
    /// The overview of the matches with the purchase register.
    Match,
    /// A section that this program does not know, by its place in the book.
    Other(usize),
}

impl Place {
    /// What a page of figures is called.
    pub fn page_name(self) -> &'static str {
        match self {
            Place::Suppliers => "Suppliers",
            Place::Credit => "Credit",
            Place::Register => "Register",
            Place::Match => "Match",
            Place::All | Place::Sheet(_) | Place::Other(_) => "the page",
        }
    }
}

impl From<Scope> for Place {
    fn from(scope: Scope) -> Place {
        match scope {
            Scope::All => Place::All,
            Scope::Sheet(section) => Place::Sheet(section),
        }
    }
}

/// How one sheet is looked at, or all of them together, and what is counted of it. Rows are named by their numbers there
/// ([`Scope`]).
pub struct SheetView {
    /// Which rows are shown.
    pub filter: Filter,
    /// In what order.
    pub sort: Vec<SortKey>,
    /// Which are selected.
    pub selection: Selection,
    /// The rows shown, derived from filter and sort; of a large book those before, until the new ones are found.
    pub rows: Arc<Vec<u32>>,
    /// The same as a set.
    pub set: Arc<RoaringBitmap>,
    /// What they add up to; amounts never change.
    pub sums: Totals,
    /// A row to go to once it is shown.
    pub goal: Option<u32>,
    /// The rows on their way are those of another filter: they are shown from the top.
    pub filtered_again: bool,
    /// A row that a decision took out of the view, or to another place of it: it stays where it is until the mark leaves it.
    pub stays: Option<u32>,
    /// The rows on their way are to be shown where the focus is.
    pub follows: bool,
    /// The rows on their way are those of a link: the first of them has the focus, if the row that has it is none of them.
    pub begins: bool,
    /// How its columns are laid out.
    pub layout: Layout,
    /// Its columns as they are on the screen, from left to right; nothing before it was drawn.
    pub columns_seen: Vec<Field>,
    /// Where the grid is to scroll to when it is drawn next.
    pub scroll: Option<Scroll>,
    /// Rows by action.
    pub counts: Counts,
    /// The delta.
    pub changed: RoaringBitmap,
    /// What the rows shown add up to by action, and the revision and rows of which that is; made while nothing is selected.
    pub by_action: Option<(ByAction, u64, Arc<Vec<u32>>)>,
}

impl SheetView {
    /// The columns that are copied, and onto which cells without headings are pasted: those that the user did not hide, in the
    /// order in which they are seen. The window may draw fewer, or others in front for want of room.
    pub fn columns(&self, book: &Book, scope: Scope) -> Vec<Field> {
        let mut columns = self.layout.shown(book, scope);
        let seen: Vec<Field> = self.columns_seen.iter().copied().filter(|field| columns.contains(field)).collect();
        let places = columns.iter_mut().filter(|field| seen.contains(field));
        places.zip(&seen).for_each(|(place, field)| *place = *field);
        columns
    }
}

/// Where a grid is to scroll to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// To the first row.
    Top,
    /// Until this place of the view is in sight.
    To(usize),
}

/// What is shown at the right of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RightSide {
    /// The focused record in full, if there is room or the user asked for it.
    #[default]
    Details,
    /// Every step.
    History,
    /// What the portal refused.
    PortalErrors,
    /// What newer downloads changed.
    NewerDownload,
}
