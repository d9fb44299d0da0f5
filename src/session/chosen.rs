//! The records of which the user chose the action. A record that was set to No action where the portal has none either looks like
//! one that was never touched: only the log knows. What takes suggestions, decides on suppliers and saves decisions asks here.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Action, Book, BySection, Section, Sheet};
use crate::edit::{Command, Log};
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
    /// What the steps in force chose.
    pub fn of(book: &Book, log: &Log) -> ChosenActions {
        let mut chosen = ChosenActions::default();
        for step in &log.steps()[..log.in_force()] {
            match &step.command {
                Command::Decide { rows, change } => {
                    if let Some(action) = change.action {
                        rows.iter().for_each(|(section, rows)| chosen.choose(book, *section, rows, action));
                    }
                }
                Command::Table { rows, .. } => {
                    for (section, action, rows) in by_action(rows.iter().map(|row| (row.0, row.1, row.2.action))) {
                        chosen.choose(book, section, &rows, action);
                    }
                }
                Command::Restore { rows } => {
                    for (section, rows) in rows {
                        let rows = first_versions(book.sheet(*section), rows);
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
                add_newer_versions(sheet, &mut rows[section]);
            }
        }
        chosen
    }

    /// Takes up a choice, by the first versions of the records.
    fn choose(&mut self, book: &Book, section: Section, rows: &RoaringBitmap, action: Action) {
        let rows = first_versions(book.sheet(section), rows);
        self.any[section] |= &rows;
        if action == Action::NoAction {
            self.no_action[section] |= rows;
        } else {
            self.no_action[section] -= rows;
        }
    }
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

/// The rows by which newer downloads brought records first.
fn first_versions(sheet: &Sheet, rows: &RoaringBitmap) -> RoaringBitmap {
    if sheet.past().is_empty() {
        return rows.clone();
    }
    let first = |row| std::iter::successors(Some(row), |&row| sheet.older(row)).last().unwrap_or(row);
    rows.iter().map(first).collect()
}

/// Adds the later versions of the records of which the first ones are among these.
fn add_newer_versions(sheet: &Sheet, rows: &mut RoaringBitmap) {
    if sheet.past().is_empty() {
        return;
    }
    let newer = |row: u32| std::iter::successors(sheet.newer(row), |&row| sheet.newer(row));
    let later: Vec<u32> = rows.iter().flat_map(newer).collect();
    rows.extend(later);
}

impl Session {
    /// The records of which the user chose the action. What was worked out holds for a state of the log.
    pub fn chosen(&mut self) -> Arc<ChosenActions> {
        let state = self.log.state();
        if let Some((_, chosen)) = self.chosen.as_ref().filter(|(of, _)| *of == state) {
            return chosen.clone();
        }
        let chosen = Arc::new(ChosenActions::of(&self.book, &self.log));
        self.chosen = Some((state, chosen.clone()));
        chosen
    }
}
