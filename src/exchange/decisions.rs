//! The table of decisions: what `apply` reads, and what the window saves and loads (cli/README.md, decisions). A table
//! that was saved gives the same decisions, the same picked copies and the same uploads when it is loaded onto the same
//! files; `saved::lost` says of what that is not true.

use std::borrow::Cow;

use super::cell::from_cell;
pub use super::refusals::Refused;
use super::rows::{self, TextPlace, TextRows};
use crate::book::{Action, Answer, Stated};
use crate::edit::{Change, Saying};
use crate::portal::{keys, words};
use crate::rules::{RuleId, itc};
use crate::values::{grouped, money, short};

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // see `COLUMNS`
pub enum Column {
    Section,
    Stin,
    Number,
    Date,
    Period,
    Form,
    OriginalNumber,
    OriginalDate,
    Action,
    Remarks,
    Itc,
    Igst,
    Cgst,
    Sgst,
    Cess,
    ItcMark,
    Note,
    Uploaded,
    Copy,
}

use Column as C;

/// The columns as they are written.
pub(super) const COLUMNS: [(Column, &str); 19] = [
    (C::Section, "section"),
    (C::Stin, "stin"),
    (C::Number, "number"),
    (C::Date, "date"),
    (C::Period, "rtnprd"),
    (C::Form, "srcform"),
    (C::OriginalNumber, "original_number"),
    (C::OriginalDate, "original_date"),
    (C::Action, "action"),
    (C::Remarks, "remarks"),
    (C::Itc, "itc"),
    (C::Igst, "igst"),
    (C::Cgst, "cgst"),
    (C::Sgst, "sgst"),
    (C::Cess, "cess"),
    (C::ItcMark, "itc_mark"),
    (C::Note, "note"),
    (C::Uploaded, "uploaded"),
    (C::Copy, "copy"),
];

const NEEDED: [Column; 4] = [C::Section, C::Stin, C::Number, C::Action];

/// Marks of an answer: a default gave it; it is kept, but goes with no upload while the action is what it is.
pub(super) const BY_DEFAULT: &str = "by default";
/// The same of an answer that follows from the purchase register.
pub(super) const FROM_BOOKS: &str = "from the books";
pub(super) const SET_ASIDE: &str = "set aside";

/// Comes before the mark of a copy that the user picked (rule F1).
pub(super) const PICKED: &str = "picked ";

/// One row of the table that says which record it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its line, from 1.
    pub line: u64,
    /// Which record.
    pub stated: Stated,
    /// The mark of the very record, where the table tells it: settles which of several is meant.
    pub copy: String,
    /// What to change, or why that cannot be read.
    pub change: Result<Change, Reason>,
}

/// Rows as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Rows that say which record they mean.
    pub rows: Vec<Row>,
    /// Rows that do not.
    pub refused: Vec<Refused>,
}

/// A table of decisions. Its rows are read block by block, as all of them at once take many times what their text takes.
#[derive(Clone, Debug)]
pub struct Table<'t> {
    text: Cow<'t, str>,
    headings: Vec<String>,
    columns: Vec<Option<Column>>,
    /// Where the rows below the headings begin.
    start: TextPlace,
    /// What was tolerated.
    pub notes: Vec<String>,
}

/// A block ends behind this many rows, or this many bytes.
const BATCH_ROWS: usize = 32_768;
const BATCH_BYTES: usize = 4 << 20;

/// Reads a table. The error says why it is no table of decisions at all; it names the line where there is one.
pub fn read(bytes: &[u8]) -> Result<Table<'_>, String> {
    let text = rows::text(bytes)?;
    let mut rows = TextRows::new(&text, |heading| column(from_cell(heading.trim())).is_some());
    let first = rows.by_ref().find(|row| row.as_ref().map_or(true, |row| !row.is_blank())).transpose()?;
    let first = first.unwrap_or(rows::TextRow { line: 1, cells: Vec::new() });
    let headings: Vec<String> = first.cells.iter().map(|cell| from_cell(cell.trim()).to_owned()).collect();
    let mut notes = Vec::new();
    let line = first.line;
    drop(first);
    let columns = columns(&headings, &mut notes).map_err(|why| format!("line {line}: {why}"))?;
    let start = rows.place();
    rows.find_map(Result::err).map_or(Ok(()), Err)?;
    Ok(Table { text, headings, columns, start, notes })
}

impl Table<'_> {
    /// How many bytes of text it has.
    pub fn bytes(&self) -> u64 {
        self.text.len() as u64
    }

    /// Its rows, some at a time.
    pub fn blocks(&self) -> impl Iterator<Item = Batch> + '_ {
        let mut rows = TextRows::from(&self.text, self.start);
        std::iter::from_fn(move || Some(self.block(&mut rows)).filter(|b| !b.rows.is_empty() || !b.refused.is_empty()))
    }

    /// Whether a row is one row of the table: a quote that opens by mistake and closes in a later row takes the rows in
    /// between into one cell. Then several of its lines are rows themselves.
    fn is_one_row(&self, raw: &str) -> Result<(), Reason> {
        let mut lines = raw.split(['\n', '\r']).filter(|line| !line.is_empty());
        let is_row = |line: &&str| {
            let cells: Vec<&str> = line.split(char::from(self.start.separator())).map(unquoted).collect();
            let cell = |wanted| {
                let at = self.columns.iter().position(|column| *column == Some(wanted));
                at.and_then(|at| cells.get(at)).map(|cell| from_cell(cell))
            };
            let action = cell(C::Action).is_some_and(|text| text.is_empty() || words::action(text).is_some());
            let named = |column| cell(column).is_some_and(|text| !text.is_empty());
            action
                && named(C::Stin)
                && named(C::Number)
                && cells.len() <= self.headings.len()
                && cell(C::Section).and_then(keys::section).is_some()
        };
        match lines.by_ref().filter(is_row).nth(1) {
            None => Ok(()),
            Some(_) => Err((SWALLOWS.into(), None)),
        }
    }

    fn block(&self, rows: &mut TextRows<'_>) -> Batch {
        let (mut block, begin) = (Batch::default(), rows.bytes());
        // All rows were taken apart once, when the table was read: there is no error among them.
        loop {
            let from = rows.bytes();
            let Some(Ok(found)) = rows.next() else { break };
            let (line, raw) = (found.line, &self.text[from..rows.bytes()]);
            if found.is_blank() {
                continue;
            }
            let cell = |wanted: Column| {
                let at = self.columns.iter().position(|c| *c == Some(wanted));
                at.and_then(|at| found.cells.get(at)).map_or("", |cell| cell.as_ref())
            };
            let whole = under_headings(&found.cells, &self.headings).and_then(|()| self.is_one_row(raw));
            match (row(&cell), whole) {
                (Ok((stated, change)), whole) => {
                    block.rows.push(Row { line, stated, copy: copy(cell(C::Copy)), change: whole.and(change) });
                }
                (Err(_), Err((reason, rule))) | (Err((reason, rule)), Ok(())) => {
                    block.refused.push(Refused { line, reason, rule, ..Refused::default() });
                }
            }
            if block.rows.len() + block.refused.len() >= BATCH_ROWS || rows.bytes() - begin >= BATCH_BYTES {
                break;
            }
        }
        block
    }
}

/// Why a row is refused that has others in one of its cells.
const SWALLOWS: &str = "a quote opens in this row and closes in another: rows of the table are in between, and would belong to \
                        one cell; inside a text a quote is written twice, and the text is in quotes";

/// A cell as it is in a line, without quotes around it.
fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell).trim()
}

/// How many unknown columns are named.
const NOTED: usize = 20;

/// A text of the table as a reason tells it, however long it is.
pub fn excerpt(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 100;
    short(text, LONGEST)
}

/// What the columns of a header are; those that are not known are noted.
fn columns(headings: &[String], notes: &mut Vec<String>) -> Result<Vec<Option<Column>>, String> {
    let columns: Vec<Option<Column>> = headings.iter().map(|heading| column(heading)).collect();
    let mut unknown = 0;
    for (i, (name, column)) in headings.iter().zip(&columns).enumerate() {
        if column.is_none() && !name.is_empty() {
            unknown += 1;
            if unknown <= NOTED {
                notes.push(format!("the column \"{}\" is not known and is ignored", excerpt(name)));
            }
        }
        if column.is_some() && columns[..i].contains(column) {
            return Err(format!("the column \"{name}\" is there twice"));
        }
    }
    if unknown > NOTED {
        notes.push(format!("{} more columns are not known and are ignored", grouped((unknown - NOTED) as u64)));
    }
    let missing = COLUMNS.iter().filter(|(c, _)| NEEDED.contains(c) && !columns.contains(&Some(*c)));
    let missing: Vec<&str> = missing.map(|(_, name)| *name).collect();
    if missing.is_empty() {
        return Ok(columns);
    }
    Err(format!("the table lacks the column \"{}\"", missing.join("\", \"")))
}

/// Whether each cell has a heading above it: else a comma inside a text has moved the cells behind it, and what is
/// under "action" may be part of the remarks. Cells that are missing at the end are empty, as spreadsheets leave them out.
fn under_headings(cells: &[Cow<'_, str>], headings: &[String]) -> Result<(), Reason> {
    let stray =
        |(i, cell): (usize, &Cow<'_, str>)| i >= headings.len() || (headings[i].is_empty() && !cell.trim().is_empty());
    match cells.iter().enumerate().any(stray) {
        false => Ok(()),
        true => Err((TOO_MANY_CELLS.into(), None)),
    }
}

/// Why a row cannot be read in which cells have moved.
pub const TOO_MANY_CELLS: &str =
    "the row has more cells than there are headings; a text with a comma in it must be in quotes";

/// The column that a heading means.
pub fn column(name: &str) -> Option<Column> {
    let name = keys::normal(name.trim());
    COLUMNS.iter().find(|(_, known)| keys::normal(known) == name).map(|(column, _)| *column)
}

/// What a column that only this table has is called for people.
pub fn title(column: Column) -> &'static str {
    match column {
        C::ItcMark => "Mark of the answer",
        C::Uploaded => "Uploaded",
        C::Copy => "Picked copy",
        other => heading(other),
    }
}

/// The heading of a column.
pub fn heading(column: Column) -> &'static str {
    COLUMNS.iter().find(|(known, _)| *known == column).map_or("", |(_, name)| name)
}

/// Why a row cannot be read, and the rule, where it is one.
pub type Reason = (String, Option<RuleId>);

/// The mark of the record that a cell of the column "copy" tells.
pub fn copy(cell: &str) -> String {
    let mark = cell.trim();
    mark.strip_prefix(PICKED).unwrap_or(mark).trim().to_owned()
}

/// Reads a row: which record, and what to change, if that can be read. The cells come as they stand in the table, apostrophes and all.
pub fn row<'r>(raw: &impl Fn(Column) -> &'r str) -> Result<(Stated, Result<Change, Reason>), Reason> {
    let cell = |column| from_cell(raw(column).trim());
    let section = keys::section(cell(C::Section));
    let stated = Stated {
        section,
        supplier: cell(C::Stin).to_owned(),
        number: cell(C::Number).to_owned(),
        date: cell(C::Date).to_owned(),
        period: cell(C::Period).to_owned(),
        form: words::stated_form(cell(C::Form)),
        original_number: cell(C::OriginalNumber).to_owned(),
        original_date: cell(C::OriginalDate).to_owned(),
        ..Stated::default()
    };
    let no_section = || (format!("\"{}\" is not a section that can be decided on", excerpt(cell(C::Section))), None);
    if stated.supplier.is_empty() || stated.number.is_empty() {
        return Err(match section {
            None => no_section(),
            Some(_) => ("the row does not say which record: supplier GSTIN or number is empty".into(), None),
        });
    }
    // Without its section it is not known which record it means, but perhaps which others speak of the same.
    Ok((stated, section.ok_or_else(no_section).and_then(|_| change(raw))))
}

/// Reads what a row says is to change. The cells come as they stand in the table.
pub fn change<'r>(raw: &impl Fn(Column) -> &'r str) -> Result<Change, Reason> {
    let mut change = Change::default();
    let action = from_cell(raw(C::Action).trim());
    if !action.is_empty() {
        let found = words::action(action);
        change.action =
            Some(found.ok_or_else(|| (format!("\"{}\" is not an action: A, R, P or N", excerpt(action)), None))?);
    }
    change.remarks = text(raw(C::Remarks)).and_then(|text| Change::remarks(text).remarks);
    change.note = text(raw(C::Note)).map(str::to_owned);
    change.answer = answer(raw)?;
    for mark in raw(C::ItcMark).split(',').map(str::trim).filter(|mark| !mark.is_empty()) {
        match mark.to_ascii_lowercase().as_str() {
            BY_DEFAULT => change.answer = change.answer.map(Answer::by_default),
            FROM_BOOKS => change.answer = change.answer.map(Answer::from_books),
            SET_ASIDE => change.set_aside = change.answer.is_some(),
            _ => {
                return Err((
                    format!(
                        "\"{}\" is not a mark of an answer: {BY_DEFAULT}, {FROM_BOOKS} or {SET_ASIDE}",
                        excerpt(mark)
                    ),
                    None,
                ));
            }
        }
    }
    change.uploaded = uploaded(raw(C::Uploaded))?;
    change.pick = raw(C::Copy).trim().starts_with(PICKED);
    Ok(change)
}

/// The text that a cell gives: none where it is empty, the empty one for the command `-`.
pub fn text(cell: &str) -> Option<&str> {
    match cell.trim() {
        "" => None,
        "-" => Some(""),
        _ => Some(from_cell(cell)),
    }
}

fn answer<'r>(raw: &impl Fn(Column) -> &'r str) -> Result<Option<Answer>, Reason> {
    let cell = |column| from_cell(raw(column).trim());
    let (mut heads, mut declared) = ([0; 4], false);
    for (head, column) in heads.iter_mut().zip([C::Igst, C::Cgst, C::Sgst, C::Cess]) {
        let text = cell(column);
        if !text.is_empty() {
            (*head, declared) = (amount(text)?, true);
        }
    }
    let text = cell(C::Itc);
    let answer = match text.to_ascii_lowercase().as_str() {
        "" => None,
        "-" => Some(Answer::default()),
        "full" => Some(Answer::FULL),
        "no" => Some(Answer::NO),
        "part" if !declared => return Err((itc::NO_AMOUNT.into(), None)),
        "part" => return Ok(Some(Answer::part(heads))),
        _ => return Err((format!("\"{}\" is not an answer: full, part or no", excerpt(text)), None)),
    };
    if heads != [0; 4] {
        return Err(("amounts are declared, but \"itc\" is not \"part\"".into(), None));
    }
    Ok(answer)
}

/// The paise of an amount; commas and blanks are no part of it.
pub(super) fn amount(text: &str) -> Result<i64, Reason> {
    let amount = money::parse(text).ok_or_else(|| (format!("\"{}\" is not an amount", excerpt(text)), None))?;
    if amount.exact {
        Ok(amount.paise)
    } else {
        Err((format!("{}: {}", excerpt(text), itc::TOO_FINE), Some(RuleId::I6)))
    }
}

/// What the last upload said, as a saved table writes it: `A`, `R: not ours`, `A part 0.00 9.00 9.00 0.00: half`.
fn uploaded(cell: &str) -> Result<Option<Saying>, Reason> {
    if cell.trim().is_empty() {
        return Ok(None);
    }
    let whole = from_cell(cell);
    let (head, remarks) = whole.split_once(": ").unwrap_or((whole, ""));
    let mut words = head.split_whitespace();
    let action = match words.next() {
        Some("?") => Some(Action::Other),
        word => word.and_then(words::action),
    };
    let answer = match words.next() {
        None => Some(Answer::default()),
        Some("full") => Some(Answer::FULL),
        Some("no") => Some(Answer::NO),
        Some("part") => {
            let heads: Option<Vec<i64>> = words.by_ref().map(|word| amount(word).ok()).collect();
            heads.and_then(|heads| heads.try_into().ok()).map(Answer::part)
        }
        Some(_) => None,
    };
    match (action, answer, words.next()) {
        (Some(action), Some(answer), None) => Ok(Some(Saying { action, answer, remarks: remarks.to_owned() })),
        _ => Err((format!("\"{}\" does not say what was uploaded", excerpt(head)), None)),
    }
}
