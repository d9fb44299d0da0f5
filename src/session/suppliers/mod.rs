//! The sheet of suppliers: its lines, how they are looked at, which are selected, and deciding on them with the question's
//! data. Lines are counted off the window's thread; until they are there the last good state is shown.

pub mod about;
pub mod decide;
pub mod known;
pub mod plan;
pub mod request;
pub mod select;
pub mod show;
pub mod table;

use std::collections::BTreeSet;
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::session::Scroll;
use crate::view::suppliers::{
    SupplierColumn, SupplierEntry, SupplierFilter, SupplierLine, SupplierLines, SupplierList, SupplierNumbers,
    SupplierSort,
};

pub use about::SupplierAbout;
pub use decide::SupplierQuestion;
pub use known::{KnownSupplier, OtherDownloads};
pub use plan::{NotesAnswer, RowsBySheet, SupplierAsk, SupplierParts, SupplierPlan};
pub use request::SupplierRequest;
pub use show::OfSheet;

/// The sheet of suppliers.
#[derive(Clone, Debug)]
pub struct SupplierSheet {
    pub(super) numbers: Arc<SupplierNumbers>,
    pub(super) lines: Arc<SupplierLines>,
    /// The revision of the book that they are counted of, or are being counted of.
    pub(super) counted: u64,
    pub(super) filter: SupplierFilter,
    pub(super) sort: Vec<SupplierSort>,
    /// The lines are to be found by filter and order; else those that are shown keep their places when they are counted again.
    pub(super) sought: bool,
    /// The lines kept their places when they were counted last, until the mark, or what is selected, differs from this.
    pub(super) stays: Option<(Option<SupplierEntry>, RoaringBitmap)>,
    /// The lines on their way are to be shown where the focus is.
    pub(super) follows: bool,
    /// The lines that pass the filter, those that are folded away too.
    pub(super) list: Arc<SupplierList>,
    /// PANs whose suppliers are folded away.
    pub(super) folded: BTreeSet<u32>,
    /// The lines on the screen.
    pub(super) shown: Vec<SupplierEntry>,
    /// The selected suppliers, by their numbers.
    pub(super) selected: RoaringBitmap,
    /// The suppliers that an action is for, in order, and what they add up to: they are asked for with every frame.
    targets: Arc<[u32]>,
    target_sums: SupplierLine,
    pub(super) focus: Option<SupplierEntry>,
    pub(super) anchor: Option<SupplierEntry>,
    pub(super) scroll: Option<Scroll>,
    /// What was asked for on suppliers last, and what it would do.
    pub(super) question: Option<Arc<SupplierQuestion>>,
    /// What is known of the focused line and of the suppliers that an action is for.
    pub(super) about: Option<Arc<SupplierAbout>>,
    /// What the summaries of other downloads say, once they are read.
    pub(super) others: Option<Arc<OtherDownloads>>,
}

/// The order at first: the most money on top.
const USUAL: SupplierSort = SupplierSort { column: SupplierColumn::AsItStands, descending: true };

impl Default for SupplierSheet {
    fn default() -> Self {
        SupplierSheet {
            numbers: Arc::default(),
            lines: Arc::default(),
            counted: 0,
            filter: SupplierFilter::default(),
            sort: vec![USUAL],
            sought: true,
            stays: None,
            follows: false,
            list: Arc::default(),
            folded: BTreeSet::new(),
            shown: Vec::new(),
            selected: RoaringBitmap::new(),
            targets: Arc::default(),
            target_sums: SupplierLine::default(),
            focus: None,
            anchor: None,
            scroll: None,
            question: None,
            about: None,
            others: None,
        }
    }
}

impl SupplierSheet {
    /// The suppliers' numbers.
    pub fn numbers(&self) -> &Arc<SupplierNumbers> {
        &self.numbers
    }

    /// The lines on the screen, in order.
    pub fn shown(&self) -> &[SupplierEntry] {
        &self.shown
    }

    /// The lines that pass the filter, and their sums.
    pub fn list(&self) -> &SupplierList {
        &self.list
    }

    /// What a line shows.
    pub fn line(&self, entry: SupplierEntry) -> SupplierLine {
        self.list.line(&self.lines, entry).unwrap_or_default()
    }

    /// The filter.
    pub fn filter(&self) -> &SupplierFilter {
        &self.filter
    }

    /// The order.
    pub fn sort(&self) -> &[SupplierSort] {
        &self.sort
    }

    /// Whether that is the order at first.
    pub fn is_in_usual_order(&self) -> bool {
        self.sort == [USUAL]
    }

    /// Whether the suppliers of a PAN are folded away.
    pub fn is_folded(&self, pan: u32) -> bool {
        self.folded.contains(&pan)
    }

    /// The focused line.
    pub fn focus(&self) -> Option<SupplierEntry> {
        self.focus
    }

    /// Where the focused line is on the screen.
    pub fn focus_place(&self) -> Option<usize> {
        self.focus.and_then(|focus| self.shown.iter().position(|&entry| entry == focus))
    }

    /// How many suppliers are selected, seen or not.
    pub fn selected(&self) -> u64 {
        self.selected.len()
    }

    /// Whether all suppliers of a line are selected; none if some are.
    pub fn is_selected(&self, entry: SupplierEntry) -> Option<bool> {
        let of = |supplier: u32| self.selected.contains(supplier);
        match entry {
            SupplierEntry::Under(supplier) | SupplierEntry::Alone(supplier) => Some(of(supplier)),
            SupplierEntry::Pan(pan) => {
                let suppliers = self.list.pans.get(&pan).map(|group| &group.suppliers[..]).unwrap_or_default();
                let selected = suppliers.iter().filter(|&&supplier| of(supplier)).count();
                if selected == 0 { Some(false) } else { (selected == suppliers.len()).then_some(true) }
            }
        }
    }

    /// What was asked for last, with what it would do as soon as that is known.
    pub fn question(&self) -> Option<&Arc<SupplierQuestion>> {
        self.question.as_ref()
    }

    /// Makes the lines on the screen of the list: those under a folded PAN are not among them.
    pub(super) fn unfold(&mut self) {
        let under_folded = |entry: &SupplierEntry| match entry {
            SupplierEntry::Under(supplier) => self.folded.contains(&self.numbers.pan(*supplier)),
            SupplierEntry::Pan(_) | SupplierEntry::Alone(_) => false,
        };
        self.shown = self.list.entries.iter().filter(|entry| !under_folded(entry)).copied().collect();
        if let Some(focus) = self.focus.filter(|focus| !self.shown.contains(focus)) {
            let pan = focus.supplier().map(|supplier| SupplierEntry::Pan(self.numbers.pan(supplier)));
            self.focus = pan.filter(|pan| self.shown.contains(pan)).or(self.shown.first().copied());
            self.anchor = self.focus;
        }
    }

    /// The suppliers that an action is for, in order: the selected ones that are seen, or those of the focused line if none is
    /// selected. Under a folded PAN a supplier is seen only as one of all, so then all of them must be selected.
    pub fn targets(&self) -> &Arc<[u32]> {
        &self.targets
    }

    /// What these add up to.
    pub fn target_sums(&self) -> &SupplierLine {
        &self.target_sums
    }

    /// Finds them again: after each change of what is selected, shown or counted.
    pub(super) fn renew_targets(&mut self) {
        let mut targets = self.find_targets();
        targets.sort_unstable();
        self.target_sums = SupplierLine::default();
        let lines = targets.iter().filter_map(|&supplier| self.lines.get(supplier));
        lines.for_each(|line| self.target_sums.join(&line));
        self.targets = targets.into();
    }

    fn find_targets(&self) -> Vec<u32> {
        if self.selected.is_empty() {
            let seen = self.focus.filter(|focus| self.shown.contains(focus));
            return seen.into_iter().flat_map(|focus| self.list.suppliers(focus)).collect();
        }
        let mut targets = Vec::new();
        for &entry in &self.shown {
            match entry {
                SupplierEntry::Pan(pan) if !self.folded.contains(&pan) => {}
                SupplierEntry::Pan(_) if self.is_selected(entry) == Some(true) => {
                    targets.extend(self.list.suppliers(entry));
                }
                SupplierEntry::Pan(_) => {}
                SupplierEntry::Under(supplier) | SupplierEntry::Alone(supplier) => {
                    targets.extend(self.selected.contains(supplier).then_some(supplier));
                }
            }
        }
        targets
    }

    /// Whether all suppliers that are shown are selected; none if some are.
    pub fn are_all_selected(&self) -> Option<bool> {
        match (self.selected.is_empty(), self.targets.len() as u64) {
            (true, _) | (_, 0) => Some(false),
            (_, seen) => (seen >= u64::from(self.list.shown)).then_some(true),
        }
    }
}
