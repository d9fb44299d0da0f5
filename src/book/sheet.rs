//! A sheet: the records of one section with their decisions.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::partners::Copies;
use super::{Action, AnswerId, Decision, Records, Said, Section, TextId};
use crate::values::rows::Marks;
use crate::work::parts;

/// The records of a section, what was decided on them, and who belongs to whom.
#[derive(Clone)]
pub struct Sheet {
    /// The section.
    pub section: Section,
    /// What the portal said; shared with background jobs, never changed by a command.
    pub(super) records: Arc<Records>,
    /// The actions, a row each.
    pub(super) actions: Vec<Action>,
    /// The answers to "reduce ITC?".
    pub(super) answers: Vec<AnswerId>,
    /// The remarks.
    pub(super) remarks: Vec<TextId>,
    /// The internal notes.
    pub(super) notes: Vec<TextId>,
    /// Rows of which the user chose the action.
    pub(super) chosen: RoaringBitmap,
    /// What the last upload said, row by row; empty until there was one.
    pub(super) last_said: Vec<Option<Said>>,
    /// Rows that were set aside: in no view, never written.
    pub(super) aside: RoaringBitmap,
    /// Rows that a newer download put out of force: replaced by a newer version, gone from the portal, or of a merge that
    /// was taken back.
    pub(super) past: RoaringBitmap,
    /// Of these, the rows that are gone from the portal.
    pub(super) gone: RoaringBitmap,
    /// The row of the version before and of the version after a row, or [`Sheet::NO_ROW`]; empty until there are any.
    pub(super) older: Vec<u32>,
    pub(super) newer: Vec<u32>,
    /// Rows of one identity with different values.
    pub(super) copies: Copies,
    /// For sections of amendments: the row of the original in the original's section, or [`Sheet::NO_ROW`].
    pub(super) originals: Vec<u32>,
    /// For sections that are amended: (original's row, amendment's row), sorted.
    pub(super) amendments: Vec<(u32, u32)>,
    /// The originals among these: to ask of a row that is none is quick.
    pub(super) amended: Marks,
}

/// The columns that commands change.
pub(crate) struct ColumnsMut<'a> {
    pub(crate) actions: &'a mut [Action],
    pub(crate) answers: &'a mut [AnswerId],
    pub(crate) remarks: &'a mut [TextId],
    pub(crate) notes: &'a mut [TextId],
    pub(crate) chosen: &'a mut RoaringBitmap,
    pub(crate) last_said: &'a mut Vec<Option<Said>>,
    pub(crate) aside: &'a mut RoaringBitmap,
}

impl Sheet {
    /// No such row in this book.
    pub(super) const NO_ROW: u32 = u32::MAX;

    /// A sheet whose decisions are those that were imported.
    pub fn new(section: Section, records: Records) -> Sheet {
        Sheet {
            section,
            actions: records.baselines.iter().map(|d| d.action).collect(),
            answers: records.baselines.iter().map(|d| d.answer).collect(),
            remarks: records.baselines.iter().map(|d| d.remarks).collect(),
            notes: vec![TextId::NONE; records.len() as usize],
            records: Arc::new(records),
            chosen: RoaringBitmap::new(),
            last_said: Vec::new(),
            aside: RoaringBitmap::new(),
            past: RoaringBitmap::new(),
            gone: RoaringBitmap::new(),
            older: Vec::new(),
            newer: Vec::new(),
            copies: Copies::default(),
            originals: Vec::new(),
            amendments: Vec::new(),
            amended: Marks::default(),
        }
    }

    /// The columns, for commands.
    pub(crate) fn columns_mut(&mut self) -> ColumnsMut<'_> {
        ColumnsMut {
            actions: &mut self.actions,
            answers: &mut self.answers,
            remarks: &mut self.remarks,
            notes: &mut self.notes,
            chosen: &mut self.chosen,
            last_said: &mut self.last_said,
            aside: &mut self.aside,
        }
    }

    /// How many rows there are, those not in force included.
    #[inline]
    pub fn rows(&self) -> u32 {
        self.records.len()
    }

    /// What the portal said, a row each.
    #[inline]
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// The same, to be kept beside the book.
    pub fn shared_records(&self) -> Arc<Records> {
        self.records.clone()
    }

    /// The actions, a row each.
    #[inline]
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// The answers to "reduce ITC?", a row each.
    #[inline]
    pub fn answers(&self) -> &[AnswerId] {
        &self.answers
    }

    /// The remarks, a row each.
    #[inline]
    pub fn remarks(&self) -> &[TextId] {
        &self.remarks
    }

    /// The internal notes, a row each.
    pub fn notes(&self) -> &[TextId] {
        &self.notes
    }

    /// The rows of which the user chose the action and did not restore the portal's since. The choice stays with a record when a
    /// newer download brings it again and the decision still holds.
    #[inline]
    pub fn chosen(&self) -> &RoaringBitmap {
        &self.chosen
    }

    /// Whether a row has no action, and the user did not choose so.
    #[inline]
    pub fn is_open(&self, row: u32) -> bool {
        self.actions[row as usize] == Action::NoAction && !self.chosen.contains(row)
    }

    /// Whether a row has no action as the user chose so.
    #[inline]
    pub fn is_left_without_action(&self, row: u32) -> bool {
        self.actions[row as usize] == Action::NoAction && self.chosen.contains(row)
    }

    /// Rows of one identity with different values.
    #[inline]
    pub fn copies(&self) -> &Copies {
        &self.copies
    }

    /// The decision on a row.
    #[inline]
    pub fn decision(&self, row: u32) -> Decision {
        let i = row as usize;
        Decision { action: self.actions[i], answer: self.answers[i], remarks: self.remarks[i], note: self.notes[i] }
    }

    /// The decision that was imported.
    #[inline]
    pub fn baseline(&self, row: u32) -> Decision {
        self.records.baselines.get(row)
    }

    /// What the last upload said of a row, if there was one.
    #[inline]
    pub fn last_said(&self, row: u32) -> Option<Said> {
        self.last_said.get(row as usize).copied().flatten()
    }

    /// Whether a row counts: false for a copy that was set aside, and for what a newer download replaced.
    #[inline]
    pub fn in_force(&self, row: u32) -> bool {
        !self.aside.contains(row) && !self.past.contains(row)
    }

    /// Whether any row is not in force.
    #[inline]
    pub fn any_aside(&self) -> bool {
        !self.aside.is_empty() || !self.past.is_empty()
    }

    /// The rows that are not in force.
    pub fn not_in_force(&self) -> RoaringBitmap {
        &self.aside | &self.past
    }

    /// The rows that a newer download put out of force.
    pub(crate) fn past(&self) -> &RoaringBitmap {
        &self.past
    }

    /// The rows whose records are gone from the portal, with what was decided on them.
    pub fn gone(&self) -> &RoaringBitmap {
        &self.gone
    }

    /// The row of the version of a record that a newer download replaced by this one.
    pub fn older(&self, row: u32) -> Option<u32> {
        self.older.get(row as usize).copied().filter(|&older| older != Self::NO_ROW)
    }

    /// The row of the version that took the place of this one.
    pub fn newer(&self, row: u32) -> Option<u32> {
        self.newer.get(row as usize).copied().filter(|&newer| newer != Self::NO_ROW)
    }

    /// The other rows in force that have the same identity with different values (rule F1).
    pub fn rivals(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        self.copies.group(row).iter().copied().filter(move |&other| other != row && self.in_force(other))
    }

    /// Whether a record has such rivals.
    #[inline]
    pub fn has_rivals(&self, row: u32) -> bool {
        self.rivals(row).next().is_some()
    }

    /// Whether the user picked this copy of its record, and so set the others aside.
    pub fn is_picked(&self, row: u32) -> bool {
        self.in_force(row) && !self.aside.is_empty() && self.copies.group(row).iter().any(|&r| self.aside.contains(r))
    }

    /// The row of an amendment's original, in the section of the originals.
    #[inline]
    pub fn original(&self, row: u32) -> Option<u32> {
        self.originals.get(row as usize).copied().filter(|&original| original != Self::NO_ROW)
    }

    /// Whether a row has copies, or amendments.
    #[inline]
    pub fn has_partners(&self, row: u32) -> bool {
        self.amended.has(row) || !self.copies.group(row).is_empty()
    }

    /// Every amended row with a row of its amendments, in the section of these; by the amended rows.
    pub fn amended(&self) -> &[(u32, u32)] {
        &self.amendments
    }

    /// The rows of the amendments to a row, in the section of its amendments.
    pub fn amendments(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        let pairs = if self.amended.has(row) { &self.amendments[..] } else { &[] };
        let from = pairs.partition_point(|&(original, _)| original < row);
        pairs[from..].iter().take_while(move |&&(original, _)| original == row).map(|&(_, amendment)| amendment)
    }

    /// The rows of the amendments to any of these rows: looked up where they are few, as a sheet may have very many.
    pub fn amendments_of(&self, rows: &RoaringBitmap) -> Vec<u32> {
        if rows.len() < self.amendments.len() as u64 {
            return rows.iter().flat_map(|row| self.amendments(row)).collect();
        }
        let amended = |pairs: &[(u32, u32)]| -> Vec<u32> {
            pairs.iter().filter(|pair| rows.contains(pair.0)).map(|pair| pair.1).collect()
        };
        parts::joined(parts::in_parts(&self.amendments, amended))
    }
}
