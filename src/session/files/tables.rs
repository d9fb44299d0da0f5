//! Saving the decisions or a list as a table, and reading a table of decisions.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::book::{Action, Book, Section};
use crate::cells;
use crate::disk;
use crate::disk::paths::name_of;
use crate::edit::{Change, RowChange, Saying, keeps_no_action};
use crate::exchange::decisions::{self, Refused, Table};
use crate::exchange::given;
use crate::exchange::resolve::{Consent, Reader, resolve};
use crate::session::export::back::{TakenBack, taken_back};
use crate::session::result_line::ResultLine;
use crate::values::{Day, grouped, plural};
use crate::work::Progress;

/// What came of saving a table.
pub struct SavedTable {
    /// How many records it has.
    pub records: u64,
    /// How many of them it does not give back as they are (see [`saved::lost`]).
    pub lost: u64,
}

/// Decisions that were read from a file.
pub enum ReadDecisions {
    /// A table.
    Table(LoadedTable),
    /// A workbook to decide in that came back.
    Given(Box<TakenBack>),
}

/// Reads decisions: a table, or a workbook to decide in.
pub fn read_decisions(
    book: &Book,
    path: &Path,
    asks: bool,
    day: Day,
    progress: &Progress,
) -> Result<ReadDecisions, String> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|e| format!("{shown}: cannot be read: {}", disk::words(&e)))?;
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let opened = cells::read(&name_of(path), bytes, progress).map_err(|why| format!("{shown}: {why}"))?;
        let workbook = opened.workbooks.iter().find(|workbook| given::is_given(workbook));
        let workbook = workbook.ok_or_else(|| format!("{shown}: {NOT_GIVEN}"))?;
        return taken_back(book, workbook, name_of(path), day, progress).map(Box::new).map(ReadDecisions::Given);
    }
    let table = decisions::read(&bytes).map_err(|why| format!("{shown}: {why}"))?;
    Ok(ReadDecisions::Table(loaded(book, &table, name_of(path), asks, day)))
}

/// What is said of any other workbook.
const NOT_GIVEN: &str = "this workbook holds no decisions: only a \"Workbook to decide in\" that came back holds some";

/// What of a table can be applied to a book; `asks`: the user is to see it first.
pub fn loaded(book: &Book, table: &Table<'_>, name: String, asks: bool, day: Day) -> LoadedTable {
    let new = |changes| NewChanges::of(book, changes);
    let resolved = resolve(book, table, &Consent::default(), Reader::Window, day);
    let asked = !resolved.refused.is_empty() || resolved.changes.is_empty();
    let changes = new(resolved.changes);
    let all = asked.then(|| new(resolve(book, table, &Consent::to_all(), Reader::Window, day).changes));
    let confirmed = all.filter(|all| all.changes.len() > changes.changes.len());
    LoadedTable { name, changes, refused: resolved.refused, confirmed, notes: table.notes.clone(), asks }
}

/// Changes without what is so already.
#[derive(Clone, Debug, Default)]
pub struct NewChanges {
    /// What really changes; a record at most once.
    pub changes: Vec<RowChange>,
    /// How many of these records have No action and keep it: now as a decision of the user.
    pub marked: u64,
    /// How many more are so already.
    pub already: u64,
    /// On how many of these records the user decided something here that it changes.
    pub otherwise: u64,
}

impl NewChanges {
    /// Those of a table.
    fn of(book: &Book, changes: Vec<RowChange>) -> NewChanges {
        let mut new = NewChanges::default();
        let mut shared: HashMap<(*const Change, Change), Arc<Change>> = HashMap::new();
        for (section, row, change) in &changes {
            let (less, marks) = what_is_new(book, (*section, *row), change);
            if less == Change::default() {
                new.already += 1;
                continue;
            }
            new.marked += u64::from(marks);
            new.otherwise += u64::from(is_otherwise(book, (*section, *row), &less));
            let change = match less == **change {
                true => change.clone(),
                // Rows that shared a change before share it still.
                false => {
                    shared.entry((Arc::as_ptr(change), less)).or_insert_with_key(|key| Arc::new(key.1.clone())).clone()
                }
            };
            new.changes.push((*section, *row, change));
        }
        new
    }

    /// What they do, in words.
    pub fn in_words(&self) -> String {
        let mut words = changes_in_words(&self.changes, self.marked);
        if self.marked > 0 {
            let separator = if words.is_empty() { "" } else { " · " };
            words += &format!("{separator}{}", self.marked_in_words());
        }
        words
    }

    /// `12 are set to No action as your decision`.
    fn marked_in_words(&self) -> String {
        let are = plural(self.marked, "is", "are");
        format!("{} {are} set to No action as your decision", grouped(self.marked))
    }

    /// What is said behind the words of the step.
    pub fn line(&self) -> ResultLine {
        let marked = if self.marked > 0 {
            format!(" {}: nothing is uploaded for that.", self.marked_in_words())
        } else {
            String::new()
        };
        let already = match self.already {
            0 => String::new(),
            n => format!(" {} {} already as the table says.", grouped(n), plural(n, "is", "are")),
        };
        ResultLine::new(marked + &already)
    }
}

/// Whether a change replaces something that the user decided on a record: not what the portal holds of it.
fn is_otherwise(book: &Book, (section, row): (Section, u32), change: &Change) -> bool {
    let sheet = book.sheet(section);
    let (now, imported) = (sheet.decision(row), sheet.baseline(row));
    let acted = now.action != imported.action || sheet.chosen().contains(row);
    (change.action.is_some_and(|action| action != now.action) && acted)
        || (change.remarks.is_some() && now.remarks != imported.remarks)
        || (change.answer.is_some() && now.answer != imported.answer)
}

/// What of a change a record has not yet; and whether it is No action where that is so, but was no decision of the user's.
fn what_is_new(book: &Book, (section, row): (Section, u32), change: &Change) -> (Change, bool) {
    let sheet = book.sheet(section);
    let now = sheet.decision(row);
    let marks = change.action == Some(Action::NoAction) && keeps_no_action(book, section, row);
    let answer = book.answers().get(now.answer);
    let said = sheet.last_said(row).map(|said| Saying {
        action: said.action,
        answer: book.answers().get(said.answer),
        remarks: book.text(said.remarks).to_owned(),
    });
    let picks = change.pick && sheet.has_rivals(row);
    let less = Change {
        action: change.action.filter(|&action| marks || action != now.action),
        remarks: change.remarks.clone().filter(|text| text != book.text(now.remarks)),
        answer: change.answer.filter(|other| *other != answer),
        note: change.note.clone().filter(|text| text != book.text(now.note)),
        uploaded: change.uploaded.clone().filter(|uploaded| Some(uploaded) != said.as_ref()),
        pick: picks,
        answer_if_missing: None,
        set_aside: false,
        not_chosen: false,
    };
    // The mark of an answer belongs to it.
    let less = Change { set_aside: change.set_aside && less.answer.is_some(), ..less };
    (less, marks)
}

/// What is saved as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableOf {
    /// The decisions.
    Decisions,
    /// The list of what a newer download changed.
    Changes,
    /// The suppliers that are shown.
    Suppliers,
    /// The figures of the page *Credit*.
    Credit,
}

/// What of a table can be applied: with no to every question, and with yes.
#[derive(Clone, Debug)]
pub struct LoadedTable {
    /// The table's file name.
    pub name: String,
    /// What can be applied without a question.
    pub changes: NewChanges,
    /// What cannot, and why.
    pub refused: Vec<Refused>,
    /// What can be applied if every question is answered with yes, where that is more.
    pub confirmed: Option<NewChanges>,
    /// What was tolerated.
    pub notes: Vec<String>,
    /// Whether nothing is applied before the user has seen what: it was opened where a file of the portal is expected.
    pub asks: bool,
}

/// What changes do, in words: `Accept 60 · Reject 30 · remarks 30`. `marked`: how many of them keep the No action that they have.
pub fn changes_in_words(changes: &[RowChange], marked: u64) -> String {
    let count = |has: &dyn Fn(&Change) -> bool| changes.iter().filter(|(_, _, change)| has(change)).count() as u64;
    let mut parts: Vec<(&str, u64)> = [Action::Accept, Action::Reject, Action::Pending, Action::NoAction]
        .map(|action| (action.name(), count(&|change| change.action == Some(action))))
        .to_vec();
    parts[3].1 -= marked.min(parts[3].1);
    parts.push(("remarks", count(&|change| change.remarks.is_some())));
    parts.push(("answers to \"ITC to be reduced?\"", count(&|change| change.answer.is_some())));
    parts.push(("notes", count(&|change| change.note.is_some())));
    let filled = parts.into_iter().filter(|(_, n)| *n > 0);
    filled.map(|(name, n)| format!("{name} {}", grouped(n))).collect::<Vec<_>>().join(" · ")
}
