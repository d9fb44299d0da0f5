//! Whether white cells were sorted without their rows.
//!
//! Between the white columns are hidden ones that name the record, so that white columns next to each other cannot be sorted
//! without them. What is filled down carries them along as well: a row may hold those of a row that still has its own. In a
//! sorted part rows hold each other's, in a circle.

use std::collections::{HashMap, HashSet};

use super::white;

/// What is hidden between the white cells of all rows.
#[derive(Default)]
pub(super) struct Apart {
    /// The rows that are there.
    rows: HashSet<String>,
    /// By column: the rows that hold what belongs to a different one, and which.
    away: Vec<HashMap<String, String>>,
    /// By column: whether it was sorted without the rest.
    sorted: Vec<bool>,
}

impl Apart {
    /// Takes in a row by its own mark, and what it holds in one of the columns.
    pub fn see(&mut self, own: &str, column: usize, found: &str) {
        if self.away.len() <= column {
            self.away.resize_with(column + 1, HashMap::new);
        }
        if !found.is_empty() && found != own {
            self.away[column].insert(own.to_owned(), found.to_owned());
        }
    }

    /// Takes in that a row is there.
    pub fn is_there(&mut self, own: String) {
        self.rows.insert(own);
    }

    /// All rows are taken in.
    pub fn ended(&mut self) {
        self.sorted = self.away.iter().map(has_circle).collect();
    }

    /// Whether the white cells beside one of these hidden ones belong to the row.
    pub fn belongs(&self, own: &str, column: usize, found: &str) -> bool {
        if found == own {
            return true;
        }
        if self.sorted.get(column).copied().unwrap_or(false) {
            return false;
        }
        // Emptied with the white cells, or filled from a row that is there and has its own.
        found.is_empty() || self.away.get(column).is_some_and(|away| self.rows.contains(source(away, found)))
    }
}

/// The row from which something was filled down, over several steps. There is no circle.
fn source<'a>(away: &'a HashMap<String, String>, found: &'a str) -> &'a str {
    let mut at = found;
    while let Some(next) = away.get(at) {
        at = next;
    }
    at
}

fn has_circle(away: &HashMap<String, String>) -> bool {
    let mut done = HashSet::new();
    for start in away.keys() {
        let (mut path, mut at) = (HashSet::new(), start.as_str());
        while let Some(next) = away.get(at).filter(|_| !done.contains(at)) {
            if !path.insert(at) {
                return true;
            }
            at = next;
        }
        done.extend(path);
    }
    false
}

/// The texts of one white column from above, as they were given out and as they came back.
#[derive(Default)]
pub(super) struct InOrder {
    given: Runs,
    theirs: Runs,
}

impl InOrder {
    /// Takes in the next row.
    pub fn see(&mut self, given: &str, theirs: &str) {
        self.given.see(given);
        self.theirs.see(theirs);
    }

    /// Whether the column is in order by now, with enough different texts that it hardly is by chance.
    pub fn came_into_order(&self, different: usize) -> bool {
        self.theirs.is_in_order(different) && !self.given.is_in_order(different)
    }
}

/// Texts next to each other that are the same, and how each compares with the one before.
#[derive(Default)]
struct Runs {
    runs: usize,
    rises: usize,
    falls: usize,
    last: String,
    /// An empty one came, and whether one that is not came after it: spreadsheets put empty cells last.
    empty: bool,
    after_empty: bool,
}

impl Runs {
    fn see(&mut self, text: &str) {
        let text = white::folded(text).to_lowercase();
        self.after_empty |= self.empty && !text.is_empty();
        self.empty |= text.is_empty();
        if text.is_empty() || (self.runs > 0 && text == self.last) {
            return;
        }
        if self.runs > 0 {
            if text > self.last { self.rises += 1 } else { self.falls += 1 }
        }
        (self.runs, self.last) = (self.runs + 1, text);
    }

    fn is_in_order(&self, different: usize) -> bool {
        self.runs >= different && !self.after_empty && (self.rises == 0 || self.falls == 0)
    }
}
