//! Saving the table of decisions: writing it, and whether it holds all that was decided.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::cell::to_cell;
use super::decisions::{self, BY_DEFAULT, COLUMNS, Column, FROM_BOOKS, PICKED, SET_ASIDE};
use super::resolve::{Consent, Reader, resolve};
use super::rows::Writer;
use crate::book::{Answer, AnswerKind, Book, Field, Said, Section};
use crate::edit::Command;
use crate::portal::{keys, words};
use crate::values::{Day, money};

use Column as C;

/// The records in force of which the table has a row: those that are not as imported, notes included, the copies that were
/// picked, what was uploaded, and those of which the user chose the action that the portal holds.
fn records_of<'b>(book: &'b Book) -> impl Iterator<Item = (Section, u32)> + 'b {
    Section::ALL.into_iter().flat_map(move |section| {
        let sheet = book.sheet(section);
        let is_in = move |row: &u32| {
            let decided = sheet.decision(*row) != sheet.baseline(*row) || sheet.chosen().contains(*row);
            let said = decided || sheet.is_picked(*row) || taken_by_portal(book, section, *row).is_some();
            sheet.in_force(*row) && said
        };
        (0..sheet.rows()).filter(is_in).map(move |row| (section, row))
    })
}

/// What the last upload said of a record, unless the portal refused it: a table has no errors, and what is said in it would be
/// taken for what the portal holds.
fn taken_by_portal(book: &Book, section: Section, row: u32) -> Option<Said> {
    book.sheet(section).last_said(row).filter(|_| !book.errors().is_refused(section, row))
}

/// Writes all that was decided, so that [`decisions::read`] gives it again. Gives how many records.
pub fn write(book: &Book, out: &mut dyn Write) -> io::Result<u64> {
    let mut writer = Writer(out);
    writer.row(COLUMNS.iter().map(|(_, name)| *name))?;
    let mut count = 0;
    for (section, row) in records_of(book) {
        let record = Record::of(book, section, row);
        writer.row(COLUMNS.map(|(column, _)| record.cell(column)))?;
        count += 1;
    }
    Ok(count)
}

/// A record on its way into the table.
struct Record<'b> {
    book: &'b Book,
    section: Section,
    row: u32,
    /// The answer, where it differs from the imported one.
    answer: Option<Answer>,
}

impl<'b> Record<'b> {
    fn of(book: &'b Book, section: Section, row: u32) -> Record<'b> {
        let sheet = book.sheet(section);
        let (answer, imported) = (sheet.decision(row).answer, sheet.baseline(row).answer);
        let answer = (answer != imported).then(|| book.answers().get(answer));
        Record { book, section, row, answer }
    }

    /// A cell. Empty leaves alone, so only what was decided is written: nothing imported goes through the table.
    fn cell(&self, column: Column) -> String {
        let sheet = self.book.sheet(self.section);
        let (decision, baseline) = (sheet.decision(self.row), sheet.baseline(self.row));
        match column {
            C::Action if decision.action == baseline.action && !sheet.chosen().contains(self.row) => String::new(),
            C::Action => words::action_letter(decision.action).unwrap_or("").to_owned(),
            C::Remarks if decision.remarks == baseline.remarks => String::new(),
            C::Remarks if self.book.text(decision.remarks).is_empty() => "-".to_owned(),
            C::Remarks => to_cell(self.book.text(decision.remarks)).into_owned(),
            C::Note => to_cell(self.book.text(decision.note)).into_owned(),
            C::Itc => match self.answer {
                Some(answer) if answer.kind == AnswerKind::None => "-".to_owned(),
                answer => answer.map_or("", answer_word).to_owned(),
            },
            C::Igst => self.head(0),
            C::Cgst => self.head(1),
            C::Sgst => self.head(2),
            C::Cess => self.head(3),
            C::ItcMark => self.mark(),
            C::Uploaded => taken_by_portal(self.book, self.section, self.row)
                .map_or_else(String::new, |said| uploaded_in_words(self.book, said)),
            C::Copy if sheet.is_picked(self.row) => format!("{PICKED}{}", self.book.mark(self.section, self.row)),
            C::Copy => self.book.mark(self.section, self.row),
            identity => to_cell(&self.identity(identity)).into_owned(),
        }
    }

    fn identity(&self, column: Column) -> String {
        let records = self.book.sheet(self.section).records();
        let (row, i) = (self.row, self.row as usize);
        let odd = |field, known: String| records.odd(row, field).map_or(known, str::to_owned);
        match column {
            C::Section => keys::section_key(self.section).to_owned(),
            C::Stin => records.suppliers.get(row).to_owned(),
            C::Number => records.numbers.get(row).to_owned(),
            C::Date => odd(Field::Day, records.days[i].to_string()),
            C::Period => records.periods.get(row).to_owned(),
            C::Form => odd(Field::Form, words::form_code(records.forms[i]).to_owned()),
            C::OriginalNumber if self.section.is_amendment() => records.original_numbers.get(row).to_owned(),
            C::OriginalDate if self.section.is_amendment() => {
                odd(Field::OriginalDay, records.original_days[i].to_string())
            }
            _ => String::new(),
        }
    }

    fn head(&self, head: usize) -> String {
        match self.answer {
            Some(answer) if answer.kind == AnswerKind::Part => money::plain(answer.heads[head].into()),
            _ => String::new(),
        }
    }

    fn mark(&self) -> String {
        let Some(answer) = self.answer.filter(|answer| answer.kind != AnswerKind::None) else { return String::new() };
        let said = self.book.answers().get(self.book.said(self.section, self.row).answer);
        let aside = said.kind == AnswerKind::None;
        let marks = [(answer.by_default, BY_DEFAULT), (answer.from_books, FROM_BOOKS), (aside, SET_ASIDE)];
        marks.into_iter().filter(|mark| mark.0).map(|mark| mark.1).collect::<Vec<_>>().join(", ")
    }
}

fn uploaded_in_words(book: &Book, said: Said) -> String {
    let answer = book.answers().get(said.answer);
    let mut words = words::action_letter(said.action).unwrap_or("?").to_owned();
    if answer.kind != AnswerKind::None {
        words += &format!(" {}", answer_word(answer));
    }
    if answer.kind == AnswerKind::Part {
        answer.heads.iter().for_each(|&head| words += &format!(" {}", money::plain(head.into())));
    }
    match book.text(said.remarks) {
        "" => words,
        remarks => format!("{words}: {remarks}"),
    }
}

fn answer_word(answer: Answer) -> &'static str {
    match answer.kind {
        AnswerKind::None => "",
        AnswerKind::Full => "full",
        AnswerKind::Part => "part",
        AnswerKind::No => "no",
    }
}

/// The records of which a saved table does not give back all that was decided, once it is loaded onto the same files: the
/// table is read, and its changes are made on the book as it was imported. What the rules refuse by now is among them.
pub fn lost(book: &Book, table: &[u8], day: Day) -> Vec<(Section, u32)> {
    let mut loaded = book.imported_again();
    if let Ok(table) = decisions::read(table) {
        let resolved = resolve(&loaded, &table, &Consent::to_all(), Reader::Window, day);
        Command::table("", resolved.changes).apply(&mut loaded);
    }
    let same = |&(section, row): &(Section, u32)| {
        let (ours, theirs) = (book.sheet(section), loaded.sheet(section));
        ours.decision(row) == theirs.decision(row)
            && taken_by_portal(book, section, row) == theirs.last_said(row)
            && book.in_delta(section, row) == loaded.in_delta(section, row)
            && ours.is_picked(row) == theirs.is_picked(row)
    };
    let refused = book.errors().refused().filter(|&(section, row)| book.sheet(section).in_force(row));
    let all: BTreeSet<_> = records_of(book).chain(refused).collect();
    all.into_iter().filter(|record| !same(record)).collect()
}
