//! The table of decisions: what `apply` reads, and what the window saves and loads (command-line.md, decisions).

use std::io::{self, Read, Write};
use std::path::Path;

use super::{Failure, is_standard};
use crate::book::{Action, Answer, AnswerKind, Book, Field, Section, Told};
use crate::edit::Change;
use crate::portal::{keys, words};
use crate::rules::{RuleId, itc};
use crate::values::money;

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
    Action,
    Remarks,
    Itc,
    Igst,
    Cgst,
    Sgst,
    Cess,
    Note,
}

use Column as C;

/// The columns as they are written.
const COLUMNS: [(Column, &str); 14] = [
    (C::Section, "section"),
    (C::Stin, "stin"),
    (C::Number, "number"),
    (C::Date, "date"),
    (C::Period, "rtnprd"),
    (C::Form, "srcform"),
    (C::Action, "action"),
    (C::Remarks, "remarks"),
    (C::Itc, "itc"),
    (C::Igst, "igst"),
    (C::Cgst, "cgst"),
    (C::Sgst, "sgst"),
    (C::Cess, "cess"),
    (C::Note, "note"),
];

const NEEDED: [Column; 4] = [C::Section, C::Stin, C::Number, C::Action];

/// Why a row of the table is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its line in the table, from 1; 0 for the upload as a whole.
    pub line: u64,
    /// Why, for people.
    pub reason: String,
    /// The rule, where it is one.
    pub rule: Option<RuleId>,
    /// The records that the row may mean: none where it fits none or cannot be read.
    pub records: Vec<(Section, u32)>,
}

/// One row of the table that could be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its line, from 1.
    pub line: u64,
    /// Which record.
    pub told: Told,
    /// What to change.
    pub change: Change,
}

/// A table of decisions as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Rows that could be understood.
    pub rows: Vec<Row>,
    /// Rows that could not.
    pub refused: Vec<Refused>,
    /// What was tolerated.
    pub notes: Vec<String>,
}

/// Reads a table from a file, or from standard input for `-`.
pub fn load(path: &Path) -> Result<Table, Failure> {
    let (name, bytes) = if is_standard(path) {
        let mut bytes = Vec::new();
        ("standard input".to_owned(), io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes))
    } else {
        (path.display().to_string(), std::fs::read(path))
    };
    let bytes = bytes.map_err(|e| Failure(format!("{name}: cannot be read: {e}")))?;
    read(&bytes).map_err(|what| Failure(format!("{name}: {what}")))
}

/// Reads a table. The error says why it is no table of decisions at all; it names the line where there is one.
pub fn read(bytes: &[u8]) -> Result<Table, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        format!("line {line}: the text is not UTF-8; save the table as \"CSV UTF-8\"")
    })?;
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
    let mut table = Table::default();
    let header = reader.headers().map_err(|e| format!("the table cannot be read: {e}"))?.clone();
    let columns: Vec<Option<Column>> = header.iter().map(column).collect();
    for (i, (name, column)) in header.iter().zip(&columns).enumerate() {
        if column.is_none() && !name.trim().is_empty() {
            table.notes.push(format!("column \"{}\" is not known and is ignored", name.trim()));
        }
        if column.is_some() && columns[..i].contains(column) {
            return Err(format!("line 1: the column \"{}\" stands twice", name.trim()));
        }
    }
    let missing: Vec<&str> =
        COLUMNS.iter().filter(|(c, _)| NEEDED.contains(c) && !columns.contains(&Some(*c))).map(|(_, n)| *n).collect();
    if !missing.is_empty() {
        return Err(format!("line 1: the table lacks the column \"{}\"", missing.join("\", \"")));
    }
    let mut lines = Lines { text, counted: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|e| format!("the table cannot be read: {e}"))?;
        let line = lines.of(record.position().map_or(0, |p| p.byte() as usize));
        let cell = |wanted: Column| {
            columns.iter().position(|c| *c == Some(wanted)).and_then(|i| record.get(i)).unwrap_or("").trim()
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match row(&cell) {
            Ok((told, change)) => table.rows.push(Row { line, told, change }),
            Err((reason, rule)) => table.refused.push(Refused { line, reason, rule, records: Vec::new() }),
        }
    }
    Ok(table)
}

/// Counts the lines of a text from front to back.
struct Lines<'t> {
    text: &'t str,
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first character at or behind a place that is no line break: the reader names the place where it
    /// began to look, which is before the line breaks and blank lines that it skipped.
    fn of(&mut self, place: usize) -> u64 {
        let bytes = self.text.as_bytes();
        let breaks = bytes.get(place..).unwrap_or(&[]).iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let upto = (place + breaks).min(bytes.len());
        self.line += bytes.get(self.counted..upto).unwrap_or(&[]).iter().filter(|b| **b == b'\n').count() as u64;
        self.counted = upto.max(self.counted);
        self.line
    }
}

/// Comma, semicolon or tab: whichever stands most often in the header.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or("");
    let count = |d: u8| header.bytes().filter(|b| *b == d).count();
    // The first of equals wins, so a header of one column is read with commas.
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|d| count(*d)).unwrap_or(b',')
}

/// The column that a heading means.
pub fn column(name: &str) -> Option<Column> {
    let name = keys::normal(name.trim());
    COLUMNS.iter().find(|(_, known)| *known == name).map(|(column, _)| *column)
}

/// Why a row cannot be read, and the rule, where it is one.
pub type Refusal = (String, Option<RuleId>);

/// Reads a row: which record, and what to change.
pub fn row<'r>(cell: &impl Fn(Column) -> &'r str) -> Result<(Told, Change), Refusal> {
    let refuse = |reason: String| Err((reason, None));
    let text = cell(C::Section);
    let Some(section) = keys::section(text) else {
        return refuse(format!("{text:?} is no section that can be decided on"));
    };
    let told = Told {
        section: Some(section),
        supplier: cell(C::Stin).to_owned(),
        number: cell(C::Number).to_owned(),
        date: cell(C::Date).to_owned(),
        period: cell(C::Period).to_owned(),
        form: words::told_form(cell(C::Form)),
        ..Told::default()
    };
    if told.supplier.is_empty() || told.number.is_empty() {
        return refuse("the row does not say which record: supplier GSTIN or number is empty".into());
    }
    Ok((told, change(cell)?))
}

/// Reads what a row says is to change.
pub fn change<'r>(cell: &impl Fn(Column) -> &'r str) -> Result<Change, Refusal> {
    let mut change = Change::default();
    let action = cell(C::Action);
    if !action.is_empty() {
        change.action =
            Some(words::action(action).ok_or_else(|| (format!("{action:?} is no action: A, R, P or N"), None))?);
    }
    match cell(C::Remarks) {
        "" => {}
        "-" => change.remarks = Some(String::new()),
        text => change.remarks = Change::remarks(text).remarks,
    }
    match cell(C::Note) {
        "" => {}
        "-" => change.note = Some(String::new()),
        text => change.note = Some(text.to_owned()),
    }
    change.answer = answer(cell)?;
    Ok(change)
}

fn answer<'r>(cell: &impl Fn(Column) -> &'r str) -> Result<Option<Answer>, Refusal> {
    let mut heads = [0; 4];
    for (head, column) in heads.iter_mut().zip([C::Igst, C::Cgst, C::Sgst, C::Cess]) {
        let text = cell(column);
        if !text.is_empty() {
            let amount = money::parse(text).ok_or_else(|| (format!("{text:?} is no amount"), None))?;
            if !amount.exact {
                return Err((format!("{text}: {}", itc::TOO_FINE), Some(RuleId::I6)));
            }
            *head = amount.paise;
        }
    }
    let text = cell(C::Itc);
    let answer = match text.to_ascii_lowercase().as_str() {
        "" => None,
        "-" => Some(Answer::default()),
        "full" => Some(Answer::FULL),
        "no" => Some(Answer::NO),
        "part" => return Ok(Some(Answer::part(heads))),
        _ => return Err((format!("{text:?} is no answer: full, part or no"), None)),
    };
    if heads != [0; 4] {
        return Err(("amounts are declared, but \"itc\" is not \"part\"".into(), None));
    }
    Ok(answer)
}

/// Writes every decision that is not as imported, notes included, so that [`read`] gives it again. Gives how many.
pub fn write(book: &Book, out: &mut dyn Write) -> io::Result<u64> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS.iter().map(|(_, name)| *name))?;
    let mut count = 0;
    for section in Section::ALL {
        let sheet = book.sheet(section);
        for row in (0..sheet.rows()).filter(|&row| sheet.in_force(row) && sheet.decision(row) != sheet.baseline(row)) {
            writer.write_record(COLUMNS.map(|(column, _)| written(book, section, row, column)))?;
            count += 1;
        }
    }
    writer.flush()?;
    Ok(count)
}

fn written(book: &Book, section: Section, row: u32, column: Column) -> String {
    let sheet = book.sheet(section);
    let (records, decision, baseline) = (&sheet.records, sheet.decision(row), sheet.baseline(row));
    let odd = |field, known: String| records.odd(row, field).map_or(known, str::to_owned);
    // Empty leaves alone, so only what was decided is written: nothing imported goes through the table. An answer that
    // is set aside is not a decision to load again (rule I2).
    let changed_answer = decision.answer != baseline.answer;
    let answers = changed_answer && decision.action == Action::Accept && records.itc_open(section, row);
    let answer = if answers { book.answers.get(decision.answer) } else { Answer::default() };
    let head =
        |i: usize| if answer.kind == AnswerKind::Part { money::plain(answer.heads[i].into()) } else { String::new() };
    match column {
        C::Section => keys::section_key(section).to_owned(),
        C::Stin => records.suppliers.get(row).to_owned(),
        C::Number => records.numbers.get(row).to_owned(),
        C::Date => odd(Field::Day, records.days[row as usize].to_string()),
        C::Period => records.periods.get(row).to_owned(),
        C::Form => odd(Field::Form, words::form_code(records.forms[row as usize]).to_owned()),
        C::Action if decision.action == baseline.action => String::new(),
        C::Action => words::action_letter(decision.action).unwrap_or("").to_owned(),
        C::Remarks if decision.remarks == baseline.remarks => String::new(),
        C::Remarks => match book.text(decision.remarks) {
            "" => "-".to_owned(),
            text => text.to_owned(),
        },
        C::Itc => match answer.kind {
            AnswerKind::Full => "full".to_owned(),
            AnswerKind::Part => "part".to_owned(),
            AnswerKind::No => "no".to_owned(),
            AnswerKind::None if answers => "-".to_owned(),
            AnswerKind::None => String::new(),
        },
        C::Igst => head(0),
        C::Cgst => head(1),
        C::Sgst => head(2),
        C::Cess => head(3),
        C::Note => book.text(decision.note).to_owned(),
    }
}
