//! The records of which the user chose the action. A record that was set to No action where the portal has none either looks like
//! one that was never touched: only the log knows. What takes suggestions, decides on suppliers and saves decisions asks here.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Action, Book, BySection, Section, Sheet};
use crate::edit::{Command, Step};
use crate::session::Session;
use crate::view::selection::bitmap;

/// The records of which the user chose the action and did not restore the portal's. A choice stays with a record when a newer
/// download brings it again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChosenActions {
    /// Whatever the action is now.
    pub any: BySection<RoaringBitmap>,
    /// Of these, those whose action was chosen last as No action.
    pub no_action: BySection<RoaringBitmap>,
}

impl ChosenActions {
    /// What was chosen before and by these steps, which came behind it.
    fn with(mut self, book: &Book, steps: &[Step]) -> ChosenActions {
        let chosen = &mut self;
        let later = BySection::of(|section| later_versions(book.sheet(section)));
        for section in Section::ALL {
            chosen.any[section] -= &later[section];
            chosen.no_action[section] -= &later[section];
        }
        let first = |section, rows: &RoaringBitmap| first_versions(book.sheet(section), &later[section], rows);
        for step in steps {
            match &step.command {
                Command::Decide { rows, change } => {
                    if let Some(action) = change.action {
                        rows.iter().for_each(|(section, rows)| chosen.choose(*section, first(*section, rows), action));
                    }
                }
                Command::Table { rows, .. } => {
                    for (section, action, rows) in by_action(rows.iter().map(|row| (row.0, row.1, row.2.action))) {
                        chosen.choose(section, first(section, &rows), action);
                    }
                }
                Command::Restore { rows } => {
                    for (section, rows) in rows {
                        let rows = first(*section, rows);
                        chosen.any[*section] -= &rows;
                        chosen.no_action[*section] -= &rows;
                    }
                }
                _ => {}
            }
        }
        for section in Section::ALL {
            let sheet = book.sheet(section);
            for rows in [&mut chosen.any, &mut chosen.no_action] {
                let also = |&row: &u32| rows[section].contains(first_version(sheet, row));
                let also: Vec<u32> = later[section].iter().filter(also).collect();
                rows[section].extend(also);
            }
        }
        self
    }

    /// Takes up a choice, by the first versions of the records.
    fn choose(&mut self, section: Section, rows: RoaringBitmap, action: Action) {
        self.any[section] |= &rows;
        if action == Action::NoAction {
            self.no_action[section] |= rows;
        } else {
            self.no_action[section] -= rows;
        }
    }
}

/// Whether it says something new to set a record to No action though it has none: the portal has none either, nothing of it was
/// uploaded, and the user did not choose so yet. `no_action`: the records of which the user chose that.
pub fn keeps_no_action(book: &Book, no_action: &BySection<RoaringBitmap>, section: Section, row: u32) -> bool {
    let sheet = book.sheet(section);
    let none = [sheet.actions()[row as usize], sheet.baseline(row).action] == [Action::NoAction; 2];
    none && sheet.last_said(row).is_none() && !no_action[section].contains(row)
}

/// The same of a record that can be decided on.
pub fn may_keep_no_action(book: &Book, no_action: &BySection<RoaringBitmap>, section: Section, row: u32) -> bool {
    let sheet = book.sheet(section);
    let able = sheet.in_force(row) && !sheet.records().read_only(row) && !sheet.has_rivals(row);
    able && keeps_no_action(book, no_action, section, row)
}

/// Rows of which an action is chosen, together by section and action.
fn by_action(
    rows: impl Iterator<Item = (Section, u32, Option<Action>)>,
) -> impl Iterator<Item = (Section, Action, RoaringBitmap)> {
    let mut chosen = BySection::<[Vec<u32>; Action::CHOICES.len()]>::default();
    for (section, row, action) in rows {
        if let Some(at) = Action::CHOICES.iter().position(|&one| Some(one) == action) {
            chosen[section][at].push(row);
        }
    }
    chosen.each().flat_map(|(section, lists)| {
        Action::CHOICES.into_iter().zip(lists).map(move |(action, rows)| (section, action, bitmap(&rows)))
    })
}

/// The rows with which newer downloads brought records again.
fn later_versions(sheet: &Sheet) -> RoaringBitmap {
    if sheet.past().is_empty() {
        return RoaringBitmap::new();
    }
    (0..sheet.rows()).filter(|&row| sheet.older(row).is_some()).collect()
}

/// The row with which a record came first.
fn first_version(sheet: &Sheet, row: u32) -> u32 {
    std::iter::successors(Some(row), |&row| sheet.older(row)).last().unwrap_or(row)
}

/// The rows with which these records came first. `later`: the rows of their later versions.
fn first_versions(sheet: &Sheet, later: &RoaringBitmap, rows: &RoaringBitmap) -> RoaringBitmap {
    let first: Vec<u32> = (rows & later).iter().map(|row| first_version(sheet, row)).collect();
    (rows - later) | bitmap(&first)
}

impl Session {
    /// The records of which the user chose the action. What was worked out holds for a state of the log.
    pub fn chosen(&mut self) -> Arc<ChosenActions> {
        let known = self.chosen.take().and_then(|(of, chosen)| Some((self.log.since(of)?, chosen)));
        let (steps, before) = known.unwrap_or_else(|| (self.log.since(0).unwrap_or_default(), Arc::default()));
        let chosen = match steps.is_empty() {
            true => before,
            false => Arc::new(Arc::unwrap_or_clone(before).with(&self.book, steps)),
        };
        self.chosen = Some((self.log.state(), chosen.clone()));
        chosen
    }
}
