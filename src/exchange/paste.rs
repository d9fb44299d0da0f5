//! What a pasted block means: which of its columns name the record, which say what to decide, and which are left aside.
//! Nothing here knows a book.

mod columns;
mod pasted;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use columns::Is;
use pasted::Cells;

use crate::book::field::DECLARED;
use crate::book::{Action, Answer, Field, Form, Scope, Section};
use crate::edit::Change;
use crate::exchange::decisions::{self, Batch, Column, Reason, Refused, Row};
use crate::portal::{keys, words};
use crate::values::typed;

/// What a pasted text means.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// What.
    pub meaning: Meaning,
    /// The columns that were understood: their heading or place, and as what they were taken.
    pub taken: Vec<(String, String)>,
    /// The headings or places of columns that say nothing to decide.
    pub ignored: Vec<String>,
}

/// What the rows of a pasted text are.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// One action for all rows that are selected.
    Action(Action),
    /// One text for all of them; of which column must be asked.
    Text(String),
    /// Rows that name their records, whatever the order.
    Records(Batch),
    /// Values for the selected rows, in their order.
    Values(Vec<PastedValue>),
    /// The same, but of texts: of which column must be asked.
    Texts(Vec<String>),
}

/// A value for one row in the order of the selection.
#[derive(Clone, Debug, PartialEq)]
pub struct PastedValue {
    /// Its row in the pasted text, from 1.
    pub line: u64,
    /// As it was pasted.
    pub text: String,
    /// What to change, or why that is not known.
    pub change: Result<Change, Reason>,
}

/// Reads a pasted text. `scope` is the sheet that rows mean which name none, or any of all sheets; `shown` its columns on the
/// screen. The error says why it means nothing.
pub fn read(text: &str, scope: impl Into<Scope>, shown: &[Field]) -> Result<Pasted, String> {
    let section = scope.into().section();
    let cells = pasted::read(text, |cell| columns::heading(cell, section).is_some());
    if cells.rows.iter().all(|row| row.iter().all(|cell| cell.trim().is_empty())) {
        return Err("Nothing was copied but blanks.".into());
    }
    if let [row] = cells.rows.as_slice()
        && let [cell] = row.as_slice()
    {
        let text = cell.trim();
        let meaning = words::action(text).map_or_else(|| Meaning::Text(text.to_owned()), Meaning::Action);
        return Ok(Pasted { meaning, taken: Vec::new(), ignored: Vec::new() });
    }
    let block = Block::of(&cells, section, shown)?;
    let (taken, ignored) = block.columns_in_words();
    let names = |field| block.columns.contains(&Some(Is::Of(field)));
    let meaning = match (names(Field::Supplier), names(Field::Number)) {
        (true, true) => Meaning::Records(block.table()?),
        (false, false) => block.in_order()?,
        (supplier, _) => {
            let (there, missing) = if supplier {
                ("suppliers' GSTINs", "document numbers")
            } else {
                ("document numbers", "suppliers' GSTINs")
            };
            return Err(format!("What you copied has {there} but no {missing}: copy that column as well."));
        }
    };
    Ok(Pasted { meaning, taken, ignored })
}

/// Rows and columns, and what each column is.
struct Block<'c> {
    cells: &'c Cells<'c>,
    /// The sheet of rows that name none.
    section: Option<Section>,
    headings: bool,
    columns: Vec<Option<Is>>,
}

/// What a decision is made of.
fn decided(field: Field) -> bool {
    matches!(field, Field::Action | Field::Remarks | Field::Answer | Field::Note) || DECLARED.contains(&field)
}

impl<'c> Block<'c> {
    fn of(cells: &'c Cells<'c>, section: Option<Section>, shown: &[Field]) -> Result<Block<'c>, String> {
        let first = cells.rows.first().map_or(&[][..], Vec::as_slice);
        let headings = columns::are_headings(first, section);
        let columns = if headings {
            columns::by_headings(first, section)?
        } else {
            match columns::as_shown(cells, shown) {
                Some(columns) => columns,
                None => columns::by_looks(cells)?,
            }
        };
        Ok(Block { cells, section, headings, columns })
    }

    /// The rows below the headings, with their place in the text, from 1.
    fn rows(&self) -> impl Iterator<Item = (u64, &Vec<Cow<'c, str>>)> {
        (1..).zip(&self.cells.rows).skip(usize::from(self.headings))
    }

    /// What a column is called: by its heading, else by its place.
    fn called(&self, column: usize) -> String {
        let heading = self.cells.rows.first().and_then(|row| row.get(column)).filter(|_| self.headings);
        match heading.map(|heading| heading.trim()).filter(|heading| !heading.is_empty()) {
            Some(heading) => heading.to_owned(),
            None => format!("column {}", column + 1),
        }
    }

    fn blank(&self, column: usize) -> bool {
        self.cells.rows.iter().all(|row| row.get(column).is_none_or(|cell| cell.trim().is_empty()))
    }

    fn columns_in_words(&self) -> (Vec<(String, String)>, Vec<String>) {
        let (mut taken, mut ignored) = (Vec::new(), Vec::new());
        for (column, is) in self.columns.iter().enumerate() {
            match is {
                Some(Is::Sheet) => taken.push((self.called(column), "Sheet".to_owned())),
                Some(Is::Of(field)) => taken.push((self.called(column), field.title().to_owned())),
                Some(Is::Only(of_table)) => taken.push((self.called(column), decisions::title(*of_table).to_owned())),
                None if self.blank(column) => {}
                None => ignored.push(self.called(column)),
            }
        }
        (taken, ignored)
    }

    fn has(&self, is: Is) -> bool {
        self.columns.contains(&Some(is))
    }

    fn cell<'r>(&self, row: &'r [Cow<'c, str>], is: Is) -> &'r str {
        let column = self.columns.iter().position(|column| *column == Some(is));
        column.and_then(|column| row.get(column)).map_or("", |cell| cell.trim())
    }

    fn says_something(&self) -> Result<(), String> {
        let decides = self.columns.iter().any(|column| matches!(column, Some(Is::Of(field)) if decided(*field)));
        if decides {
            return Ok(());
        }
        Err("What you copied says which records, but not what to decide. It needs a column with actions, remarks, answers or notes; with headings above them, it is surest.".into())
    }

    /// Rows that name their records.
    fn table(&self) -> Result<Batch, String> {
        self.says_something()?;
        let mut table = Batch::default();
        for (line, row) in self.rows().filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty())) {
            let of = |field| self.cell(row, Is::Of(field));
            let sheet = match self.cell(row, Is::Sheet) {
                "" => self.section.map_or("", keys::section_key),
                sheet => sheet,
            };
            let identity = [sheet, of(Field::Supplier), of(Field::Number)];
            let rest = [date(of(Field::Day)), period(of(Field::Period)).into(), form(of(Field::Form))];
            let original = [of(Field::OriginalNumber).into(), date(of(Field::OriginalDay))];
            let decision = Decision::of(self, row);
            let stated = decisions::row(&|column| match column {
                Column::Section => identity[0],
                Column::Stin => identity[1],
                Column::Number => identity[2],
                Column::Date => &rest[0],
                Column::Period => &rest[1],
                Column::Form => &rest[2],
                Column::OriginalNumber => &original[0],
                Column::OriginalDate => &original[1],
                column => decision.cell(column),
            });
            match stated {
                Ok((stated, change)) => {
                    let copy = decisions::copy(self.cell(row, Is::Only(Column::Copy)));
                    let change = self.under_headings(row).and(decision.finished(change));
                    table.rows.push(Row { line, stated, copy, change });
                }
                Err((reason, rule)) => table.refused.push(Refused { line, reason, rule, ..Refused::default() }),
            }
        }
        Ok(table)
    }

    /// Whether each cell of a row has a heading above it, if the others have one: else a cell is in the place of another.
    fn under_headings(&self, row: &[Cow<'c, str>]) -> Result<(), Reason> {
        let stray = row.iter().skip(self.columns.len()).any(|cell| !cell.trim().is_empty());
        if self.headings && stray { Err((decisions::TOO_MANY_CELLS.into(), None)) } else { Ok(()) }
    }

    /// Values for rows in their order.
    fn in_order(&self) -> Result<Meaning, String> {
        let filled_cells = |row: &[Cow<str>]| {
            row.iter().map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>()
        };
        let whole = |row: &[Cow<str>]| filled_cells(row).join(" · ");
        let filled: Vec<usize> = (0..self.columns.len()).filter(|&column| !self.blank(column)).collect();
        if let ([only], false) = (filled.as_slice(), self.headings)
            && self.columns[*only].is_none()
        {
            let text = |row: &Vec<Cow<str>>| row.get(*only).map_or_else(String::new, |cell| cell.trim().to_owned());
            return Ok(Meaning::Texts(self.rows().map(|(_, row)| text(row)).collect()));
        }
        // Whatever else is there may be meant to say which records: then their order is not that of the screen.
        let strange = filled.iter().find(|&&c| !matches!(self.columns[c], Some(Is::Of(field)) if decided(field)));
        if let Some(&strange) = strange {
            return Err(format!(
                "What you copied does not say which records are meant: copy supplier GSTIN and document number as well, with their headings; or copy only what is to be decided, without \"{}\".",
                self.called(strange)
            ));
        }
        let value = |(line, row): (u64, &Vec<Cow<str>>)| {
            let decision = Decision::of(self, row);
            let change = decision.finished(decisions::change(&|column| decision.cell(column)));
            PastedValue { line, text: whole(row), change }
        };
        Ok(Meaning::Values(self.rows().map(value).collect()))
    }
}

/// What a row says to decide, in the words of the table of decisions.
struct Decision<'r> {
    action: &'r str,
    remarks: &'r str,
    note: &'r str,
    answer: Cow<'r, str>,
    heads: [Cow<'r, str>; 4],
    by_default: bool,
    from_books: bool,
    /// The block has columns for the declared heads.
    has_heads: bool,
    /// What only the table of decisions has a column for.
    mark: &'r str,
    uploaded: &'r str,
    copy: &'r str,
}

const BY_DEFAULT: &str = " (by default)";
const FROM_BOOKS: &str = " (from the books)";

impl<'r> Decision<'r> {
    fn of<'c>(block: &Block<'c>, row: &'r [Cow<'c, str>]) -> Decision<'r> {
        let of = |field| block.cell(row, Is::Of(field));
        let heads = DECLARED.map(|field| typed::plain_amount(of(field)));
        let stated = of(Field::Answer);
        let (default, books) = (stated.strip_suffix(BY_DEFAULT), stated.strip_suffix(FROM_BOOKS));
        let plain = default.or(books);
        Decision {
            action: of(Field::Action),
            remarks: of(Field::Remarks),
            note: of(Field::Note),
            answer: answer(plain.unwrap_or(stated), heads.iter().any(|head| !head.is_empty())),
            by_default: default.is_some(),
            from_books: books.is_some(),
            has_heads: DECLARED.iter().any(|&field| block.has(Is::Of(field))),
            heads,
            mark: block.cell(row, Is::Only(Column::ItcMark)),
            uploaded: block.cell(row, Is::Only(Column::Uploaded)),
            copy: block.cell(row, Is::Only(Column::Copy)),
        }
    }

    fn cell(&self, column: Column) -> &str {
        match column {
            Column::Action => self.action,
            Column::Remarks => self.remarks,
            Column::Note => self.note,
            Column::Itc => &self.answer,
            Column::Igst => &self.heads[0],
            Column::Cgst => &self.heads[1],
            Column::Sgst => &self.heads[2],
            Column::Cess => &self.heads[3],
            Column::ItcMark => self.mark,
            Column::Uploaded => self.uploaded,
            Column::Copy => self.copy,
            _ => "",
        }
    }

    /// What the table of decisions has no words for.
    fn finished(&self, change: Result<Change, Reason>) -> Result<Change, Reason> {
        if self.answer.eq_ignore_ascii_case("part") && !self.has_heads {
            let why = "the answer is \"part\", but the columns with the declared amounts were not copied";
            return Err((why.to_owned(), None));
        }
        let mut change = change?;
        if self.by_default {
            change.answer = change.answer.map(Answer::by_default);
        }
        if self.from_books {
            change.answer = change.answer.map(Answer::from_books);
        }
        Ok(change)
    }
}

/// An answer to "ITC to be reduced?" in the words of the table of decisions.
fn answer(stated: &str, heads: bool) -> Cow<'_, str> {
    // With the words of earlier versions.
    let words = [
        (Answer::FULL.name(), "full"),
        (Answer::NO.name(), "no"),
        (Answer::part([0; 4]).name(), "part"),
        ("Yes, all of it", "full"),
        ("No, nothing to reverse", "no"),
    ];
    if let Some((_, word)) = words.iter().find(|(words, _)| stated.eq_ignore_ascii_case(words)) {
        return (*word).into();
    }
    match words::yes_no(stated) {
        Some(true) if heads => "part".into(),
        Some(true) => "full".into(),
        Some(false) => "no".into(),
        None => stated.into(),
    }
}

/// A date as the portal writes it, if it is one: `1/10/2026`, `01.10.2026` and `1-Oct-26` are understood, the day first.
pub(super) fn date(stated: &str) -> Cow<'_, str> {
    typed::day(stated).map_or(stated.into(), |day| day.to_string().into())
}

/// A return period as the portal writes it: the screen shows it in brackets behind its name.
fn period(stated: &str) -> &str {
    let inside = stated.rsplit_once('(').and_then(|(_, inside)| inside.strip_suffix(')'));
    inside.map_or(stated, str::trim)
}

/// A form as the portal writes it.
fn form(stated: &str) -> Cow<'_, str> {
    let known = [Form::R1, Form::R1a, Form::R5].into_iter().find(|form| stated.eq_ignore_ascii_case(form.name()));
    known.map_or(stated.into(), |form| words::form_code(form).into())
}
