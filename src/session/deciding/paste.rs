//! Pasting decisions: what was pasted meets the book, is looked at, and becomes one command.

use crate::book::{Answer, Book, Field, Scope, Section};
use crate::edit::{Change, RowChange};
use crate::exchange::cell::from_cell;
use crate::exchange::decisions::{self, Batch, Refused};
use crate::exchange::paste::{self, Meaning, PastedValue};
use crate::exchange::refusals::Refusals;
use crate::exchange::resolve::{self, Consent, Entry, Reader};
use crate::rules::{RuleId, remarks};
use crate::session::Session;
use crate::values::{Day, counted};
use crate::work::Progress;
use roaring::RoaringBitmap;
use std::sync::Arc;

/// What is to be pasted.
#[derive(Clone, Debug)]
pub struct PasteRequest {
    /// What was copied.
    pub text: Arc<str>,
    /// As what texts are taken that have no heading: remarks or note.
    pub as_field: Option<Field>,
    /// The answer for accepted credit notes that have none.
    pub answer_if_missing: Option<Answer>,
}

impl PasteRequest {
    /// For a text.
    pub fn new(text: &str) -> PasteRequest {
        PasteRequest { text: text.into(), as_field: None, answer_if_missing: None }
    }

    /// Whether it is at most one cell: then nothing must be looked up.
    pub fn is_one_cell(&self) -> bool {
        self.text.len() < 4096 && !self.text.trim().contains(['\t', '\n', '\r'])
    }
}

/// What comes of a pasted text before anything is changed.
pub enum PasteEnd {
    /// One value for all selected rows.
    Fill(Change),
    /// It must be asked as what texts are taken.
    Ask(PasteTexts),
    /// This can be done.
    Preview(Box<PastePreview>),
}

/// Texts of which no one can tell whether they are remarks or notes.
#[derive(Clone, Debug)]
pub struct PasteTexts {
    /// What waits for the answer.
    pub wanted: PasteRequest,
    /// The one text for all rows, or none if each has its own.
    pub one: Option<String>,
    /// How many rows they are for.
    pub rows: u64,
    /// Which row would get which text: the first and the last.
    pub pairs: Vec<String>,
}

/// Changes, and what is refused beside them.
#[derive(Clone, Debug, Default)]
pub struct PasteChanges {
    /// Section, row and change; a row at most once.
    pub changes: Vec<RowChange>,
    /// What is refused, in the order of the pasted rows.
    pub refused: Vec<Refused>,
}

/// What a pasted block would do.
#[derive(Clone, Debug)]
pub struct PastePreview {
    /// What was pasted.
    pub wanted: PasteRequest,
    /// The columns that were taken: heading, and as what.
    pub taken: Vec<(String, String)>,
    /// The columns that were not.
    pub ignored: Vec<String>,
    /// What is done without a question.
    pub certain: PasteChanges,
    /// What is done if every question is answered with yes, where that is more.
    pub confirmed: Option<PasteChanges>,
    /// Rows whose records are so already.
    pub unchanged: u64,
    /// Which selected row gets which value, where they are paired by their order: the first and the last.
    pub pairs: Vec<String>,
    /// Records to be changed that the view does not show.
    pub hidden: u64,
}

/// The rows onto which something is pasted.
pub struct Onto<'b> {
    /// The book.
    pub book: &'b Book,
    /// What is on the screen.
    pub scope: Scope,
    /// Its rows that an action would be for, by their numbers, in the order of the view.
    pub selected: Vec<u32>,
    /// Its columns on the screen.
    pub shown: Vec<Field>,
    /// The day by which rules judge.
    pub day: Day,
}

/// Reads a text and finds what it would do. The error says why nothing can be made of it.
pub fn meet(onto: &Onto, wanted: PasteRequest, progress: &Progress) -> Result<PasteEnd, String> {
    let pasted = paste::read(&wanted.text, onto.scope, &onto.shown)?;
    let (mut found, mut pairs) = (Found::default(), Vec::new());
    match pasted.meaning {
        Meaning::Action(_) | Meaning::Text(_) if onto.selected.is_empty() => {
            return Err("Select the rows that are to get what you copied.".into());
        }
        Meaning::Action(action) => return Ok(PasteEnd::Fill(Change::action(action))),
        Meaning::Text(text) => return Ok(fill(onto, wanted, text)),
        Meaning::Texts(texts) => {
            let values = (1..).zip(texts).map(|(line, text)| as_field(wanted.as_field, line, text));
            pairs = found.in_order(onto, values.collect())?;
            if wanted.as_field.is_none() {
                let rows = onto.selected.len() as u64;
                return Ok(PasteEnd::Ask(PasteTexts { wanted, one: None, rows, pairs }));
            }
        }
        Meaning::Values(values) => pairs = found.in_order(onto, values)?,
        Meaning::Records(table) => found.named(onto.book, table),
    }
    if progress.cancelled() {
        return Err("Stopped.".into());
    }
    let preview = found.judged(onto, wanted);
    Ok(PasteEnd::Preview(Box::new(PastePreview { taken: pasted.taken, ignored: pasted.ignored, pairs, ..preview })))
}

/// One text for all rows: as what must be asked, unless it was.
fn fill(onto: &Onto, wanted: PasteRequest, text: String) -> PasteEnd {
    match wanted.as_field {
        Some(field) => PasteEnd::Fill(text_change(field, &text)),
        None => {
            let rows = onto.selected.len() as u64;
            let one = Some(from_cell(&text).to_owned());
            PasteEnd::Ask(PasteTexts { wanted, one, rows, pairs: Vec::new() })
        }
    }
}

fn as_field(field: Option<Field>, line: u64, text: String) -> PastedValue {
    PastedValue { line, change: Ok(text_change(field.unwrap_or(Field::Note), &text)), text }
}

/// What a cell gives to a field. An empty one leaves alone, and a dash clears, as everywhere.
fn text_change(field: Field, cell: &str) -> Change {
    match (decisions::text(cell), field) {
        (None, _) => Change::default(),
        (Some(text), Field::Remarks) => Change::remarks(text),
        (Some(text), _) => Change::note(text),
    }
}

/// Whether there are as many values as rows; blanks at the end do not count unless they are needed.
fn as_many(rows: usize, values: &mut Vec<PastedValue>) -> Result<(), String> {
    let filled = values.iter().rposition(|value| !value.text.is_empty()).map_or(0, |last| last + 1);
    values.truncate(filled.max(rows.min(values.len())));
    if values.len() == rows {
        return Ok(());
    }
    let values = counted(values.len() as u64, "value", "values");
    Err(match rows {
        0 => format!("You copied {values}, but no row is selected."),
        n => format!("You copied {values}, but {} selected.", counted(n as u64, "row is", "rows are")),
    })
}

/// The first and the last row with what they get.
fn pairs(onto: &Onto, values: &[PastedValue]) -> Vec<String> {
    let pair = |(&number, value): (&u32, &PastedValue)| {
        let (section, row) = onto.scope.record(number);
        let records = onto.book.sheet(section).records();
        let name = Some(records.names.get(row)).filter(|name| !name.is_empty()).unwrap_or(records.suppliers.get(row));
        let value = if value.text.is_empty() { "nothing: it stays as it is" } else { from_cell(&value.text) };
        format!("{} of {name} gets {value}", records.numbers.get(row))
    };
    let mut both = onto.selected.iter().zip(values);
    let first = both.next().map(pair);
    first.into_iter().chain(both.next_back().map(pair)).collect()
}

/// Pasted rows with their records.
#[derive(Default)]
struct Found {
    entries: Vec<Entry>,
    refused: Refusals,
}

impl Found {
    /// Values in the order of the selection, of which there must be as many as rows; which row gets which.
    fn in_order(&mut self, onto: &Onto, mut values: Vec<PastedValue>) -> Result<Vec<String>, String> {
        as_many(onto.selected.len(), &mut values)?;
        let pairs = pairs(onto, &values);
        for (&number, PastedValue { line, change, .. }) in onto.selected.iter().zip(values) {
            let (section, row) = onto.scope.record(number);
            match change {
                Ok(change) => self.entries.push(Entry { line, section, row, change: change.into() }),
                Err((reason, rule)) => {
                    let about = resolve::record_called(onto.book, section, row);
                    let records = vec![(section, row)];
                    self.refused.push(Refused { line, about, reason, rule, asks: false, records })
                }
            }
        }
        Ok(pairs)
    }

    /// Rows that name their records.
    fn named(&mut self, book: &Book, table: Batch) {
        self.refused.extend(table.refused);
        self.entries = resolve::find(book, table.rows, Reader::Window, &mut self.refused);
    }

    /// What the rules let through. Whatever is so already is not judged: it asks for nothing.
    fn judged(mut self, onto: &Onto, wanted: PasteRequest) -> PastePreview {
        let book: &Book = onto.book;
        let before = self.entries.len();
        self.entries.retain_mut(|entry| differs(book, entry));
        let unchanged = (before - self.entries.len()) as u64;
        let with = |confirmed| {
            let consent = Consent { answer_if_missing: wanted.answer_if_missing, ..confirmed };
            let (mut refused, entries) = (self.refused.clone(), self.entries.clone());
            let changes = resolve::judge(book, entries, &consent, onto.day, &mut refused);
            PasteChanges { changes, refused: refused.in_order() }
        };
        let (certain, all) = (with(Consent::default()), with(Consent::to_all()));
        let confirmed = (all.changes.len() > certain.changes.len()).then_some(all);
        PastePreview {
            wanted,
            taken: Vec::new(),
            ignored: Vec::new(),
            certain,
            confirmed,
            unchanged,
            pairs: Vec::new(),
            hidden: 0,
        }
    }
}

/// Takes out of a change what the record has already; whether anything is left.
pub(in crate::session) fn differs(book: &Book, entry: &mut Entry) -> bool {
    let decision = book.sheet(entry.section).decision(entry.row);
    let change = std::sync::Arc::make_mut(&mut entry.change);
    let answer = book.answers().get(decision.answer);
    change.action = change.action.filter(|&action| action != decision.action);
    change.remarks = change.remarks.take().filter(|text| *text != remarks::cleaned(book.text(decision.remarks)));
    change.note = change.note.take().filter(|text| text != book.text(decision.note).trim());
    let stated = |answer: Answer| Answer { inexact: false, ..answer };
    change.answer = change.answer.filter(|&other| stated(other) != stated(answer));
    *change != Change::default()
}

impl PastePreview {
    /// How many accepted credit notes are refused for want of an answer to "reduce ITC?".
    pub fn without_answer(&self) -> u64 {
        self.certain.refused.iter().filter(|r| r.rule == Some(RuleId::I1)).count() as u64
    }

    /// Counts the records to be changed that the view on the screen hides, or the view of their sheet.
    pub fn count_hidden(&mut self, open: &Session) {
        let most = self.confirmed.as_ref().unwrap_or(&self.certain);
        if open.scope() == Some(Scope::All) {
            let shown = &open.view(Scope::All).set;
            let is_shown =
                |(section, row, _): &&crate::edit::RowChange| shown.contains(Scope::All.number(*section, *row));
            self.hidden = (most.changes.len() - most.changes.iter().filter(is_shown).count()) as u64;
            return;
        }
        for section in Section::ALL.into_iter().filter(|&section| !open.view(section).filter.is_empty()) {
            let rows: RoaringBitmap = most.changes.iter().filter(|c| c.0 == section).map(|c| c.1).collect();
            let shown = open.view(section).rows.iter().filter(|&&row| rows.contains(row)).count() as u64;
            self.hidden += rows.len() - shown;
        }
    }
}
