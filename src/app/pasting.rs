//! Pasting decisions: what was pasted meets the book, is looked at, and becomes one command.

use std::collections::BTreeMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::decide::Decide;
use super::desk::Desk;
use super::dialogs::{Dialog, Paste};
use super::files::Task;
use super::jobs::Job;
use super::open_book::OpenBook;
use super::requests::Request;
use super::result_line::{LeftOut, ResultLine};
use crate::book::{Answer, Book, Field, Section};
use crate::edit::{Change, RowChange};
use crate::exchange::cell::from_cell;
use crate::exchange::decisions::{self, Batch, Refused};
use crate::exchange::paste::{self, Meaning, Value};
use crate::exchange::refusals::Refusals;
use crate::exchange::resolve::{self, Consent, Entry, Reader};
use crate::rules::{RuleId, remarks};
use crate::values::{Day, Progress, grouped};

/// A wish to paste.
#[derive(Clone, Debug)]
pub struct PasteWish {
    /// What was copied.
    pub text: Arc<str>,
    /// As what texts are taken that have no heading: remarks or note.
    pub as_field: Option<Field>,
    /// The answer for accepted credit notes that have none.
    pub answer_if_missing: Option<Answer>,
}

impl PasteWish {
    /// The wish for a text.
    pub fn new(text: &str) -> PasteWish {
        PasteWish { text: text.into(), as_field: None, answer_if_missing: None }
    }

    /// Whether it is at most one cell: then nothing must be looked up.
    fn is_one_cell(&self) -> bool {
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

/// Texts of which nobody can tell whether they are remarks or notes.
#[derive(Clone, Debug)]
pub struct PasteTexts {
    /// The wish that waits for the answer.
    pub wish: PasteWish,
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
    /// The wish.
    pub wish: PasteWish,
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
    /// The sheet on the screen.
    pub section: Section,
    /// Its rows that an action would be for, in the order of the view.
    pub selected: Vec<u32>,
    /// Its columns on the screen.
    pub shown: Vec<Field>,
    /// The day by which rules judge.
    pub day: Day,
}

/// Reads a text and finds what it would do. The error says why nothing can be made of it.
pub fn meet(onto: &Onto, wish: PasteWish, progress: &Progress) -> Result<PasteEnd, String> {
    let pasted = paste::read(&wish.text, onto.section, &onto.shown)?;
    let (mut found, mut pairs) = (Found::default(), Vec::new());
    match pasted.meaning {
        Meaning::Action(_) | Meaning::Text(_) if onto.selected.is_empty() => {
            return Err("Select the rows that are to get what you copied.".into());
        }
        Meaning::Action(action) => return Ok(PasteEnd::Fill(Change::action(action))),
        Meaning::Text(text) => return Ok(fill(onto, wish, text)),
        Meaning::Texts(texts) => {
            let values = (1..).zip(texts).map(|(line, text)| as_field(wish.as_field, line, text));
            pairs = found.in_order(onto, values.collect())?;
            if wish.as_field.is_none() {
                let rows = onto.selected.len() as u64;
                return Ok(PasteEnd::Ask(PasteTexts { wish, one: None, rows, pairs }));
            }
        }
        Meaning::Values(values) => pairs = found.in_order(onto, values)?,
        Meaning::Records(table) => found.named(onto.book, table),
    }
    if progress.cancelled() {
        return Err("Stopped.".into());
    }
    let preview = found.judged(onto, wish);
    Ok(PasteEnd::Preview(Box::new(PastePreview { taken: pasted.taken, ignored: pasted.ignored, pairs, ..preview })))
}

/// One text for all rows: as what must be asked, unless it was.
fn fill(onto: &Onto, wish: PasteWish, text: String) -> PasteEnd {
    match wish.as_field {
        Some(field) => PasteEnd::Fill(text_change(field, &text)),
        None => {
            let rows = onto.selected.len() as u64;
            let one = Some(from_cell(&text).to_owned());
            PasteEnd::Ask(PasteTexts { wish, one, rows, pairs: Vec::new() })
        }
    }
}

fn as_field(field: Option<Field>, line: u64, text: String) -> Value {
    Value { line, change: Ok(text_change(field.unwrap_or(Field::Note), &text)), text }
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
fn as_many(rows: usize, values: &mut Vec<Value>) -> Result<(), String> {
    let filled = values.iter().rposition(|value| !value.text.is_empty()).map_or(0, |last| last + 1);
    values.truncate(filled.max(rows.min(values.len())));
    if values.len() == rows {
        return Ok(());
    }
    let values = match values.len() {
        1 => "1 value".to_owned(),
        n => format!("{} values", grouped(n as u64)),
    };
    Err(match rows {
        0 => format!("You copied {values}, but no row is selected."),
        1 => format!("You copied {values}, but 1 row is selected."),
        n => format!("You copied {values}, but {} rows are selected.", grouped(n as u64)),
    })
}

/// The first and the last row with what they get.
fn pairs(onto: &Onto, values: &[Value]) -> Vec<String> {
    let records = &onto.book.sheet(onto.section).records;
    let pair = |(&row, value): (&u32, &Value)| {
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
    fn in_order(&mut self, onto: &Onto, mut values: Vec<Value>) -> Result<Vec<String>, String> {
        as_many(onto.selected.len(), &mut values)?;
        let (pairs, section) = (pairs(onto, &values), onto.section);
        for (&row, Value { line, change, .. }) in onto.selected.iter().zip(values) {
            match change {
                Ok(change) => self.entries.push(Entry { line, section, row, change: change.into() }),
                Err((reason, rule)) => self.refused.push(Refused { line, reason, rule, records: vec![(section, row)] }),
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
    fn judged(mut self, onto: &Onto, wish: PasteWish) -> PastePreview {
        // Judging writes into the dictionaries, and for a moment into the decisions.
        let mut book = onto.book.clone();
        let before = self.entries.len();
        self.entries.retain_mut(|entry| differs(&book, entry));
        let unchanged = (before - self.entries.len()) as u64;
        let mut with = |confirmed| {
            let consent = Consent { answer_if_missing: wish.answer_if_missing, ..confirmed };
            let (mut refused, entries) = (self.refused.clone(), self.entries.clone());
            let changes = resolve::judge(&mut book, entries, &consent, Reader::Window, onto.day, &mut refused);
            PasteChanges { changes, refused: refused.in_order() }
        };
        let (certain, all) = (with(Consent::default()), with(Consent::to_all()));
        let confirmed = (all.changes.len() > certain.changes.len()).then_some(all);
        PastePreview {
            wish,
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
fn differs(book: &Book, entry: &mut Entry) -> bool {
    let decision = book.sheet(entry.section).decision(entry.row);
    let change = std::sync::Arc::make_mut(&mut entry.change);
    let answer = book.answers.get(decision.answer);
    change.action = change.action.filter(|&action| action != decision.action);
    change.remarks = change.remarks.take().filter(|text| *text != remarks::cleaned(book.text(decision.remarks)));
    change.note = change.note.take().filter(|text| text != book.text(decision.note).trim());
    change.answer =
        change.answer.filter(|a| (a.kind, a.heads, a.by_default) != (answer.kind, answer.heads, answer.by_default));
    *change != Change::default()
}

impl PastePreview {
    /// How many accepted credit notes are refused for want of an answer to "reduce ITC?".
    pub fn without_answer(&self) -> u64 {
        self.certain.refused.iter().filter(|r| r.rule == Some(RuleId::I1)).count() as u64
    }

    /// Counts the records to be changed that the view of their sheet hides.
    fn count_hidden(&mut self, open: &OpenBook) {
        let most = self.confirmed.as_ref().unwrap_or(&self.certain);
        for section in Section::ALL.into_iter().filter(|&section| !open.view(section).filter.is_empty()) {
            let rows: RoaringBitmap = most.changes.iter().filter(|c| c.0 == section).map(|c| c.1).collect();
            let shown = open.view(section).rows.iter().filter(|&&row| rows.contains(row)).count() as u64;
            self.hidden += rows.len() - shown;
        }
    }
}

/// A book of so many records is looked through within a frame or two, and so much text is read in one.
const AT_ONCE: (u64, usize) = (50_000, 200_000);

impl Desk {
    /// Reads what was pasted and shows what it would do. `back` is the dialog it was pasted into, if it was one.
    pub(super) fn paste(&mut self, wish: PasteWish, back: Option<Box<Dialog>>) {
        let Some(open) = &self.open else { return };
        let Some(section) = open.section() else { return };
        let view = open.view(section);
        let (book, day) = (open.book.clone(), open.day);
        let shown = view.grid.layout.shown(section);
        let selected: Vec<u32> = view.rows.iter().copied().filter(|&row| open.targets.rows.contains(row)).collect();
        let records: u64 = book.sheets.iter().map(|sheet| u64::from(sheet.rows())).sum();
        let small = wish.is_one_cell() || records <= AT_ONCE.0 && wish.text.len() <= AT_ONCE.1;
        let work = move |progress: &Progress| {
            let onto = Onto { book: &book, section, selected, shown, day };
            meet(&onto, wish, progress)
        };
        if small {
            let end = work(&Progress::default());
            self.paste_ended(end, back);
        } else {
            self.task = Some(Task::Paste(Job::start(&self.ctx, "Reading what was pasted", work), back));
        }
    }

    /// Shows what came of it.
    pub(super) fn paste_ended(&mut self, end: Result<PasteEnd, String>, back: Option<Box<Dialog>>) {
        let Some(open) = &mut self.open else { return };
        match (end, back) {
            (Err(why), Some(mut dialog)) => {
                dialog.refuse(why);
                self.dialog = Some(*dialog);
            }
            (Err(why), None) => open.result = Some(ResultLine::bad(why)),
            (Ok(PasteEnd::Fill(change)), _) => {
                if let Some(section) = open.section() {
                    let wish = Decide::targets(open, section, change);
                    let ctx = self.ctx.clone();
                    self.handle(&ctx, Request::Decide(Box::new(wish)), &None);
                }
            }
            (Ok(PasteEnd::Ask(texts)), _) => self.dialog = Some(Dialog::Paste(Paste::Texts(texts))),
            (Ok(PasteEnd::Preview(mut preview)), _) => {
                preview.count_hidden(open);
                self.dialog = Some(Dialog::Paste(Paste::Preview(preview)));
            }
        }
    }

    /// Applies what was looked at, as one step.
    pub(super) fn apply_paste(&mut self, chosen: PasteChanges, unchanged: u64) {
        let mut text = String::new();
        if unchanged > 0 {
            text += &format!(" {} were so already.", grouped(unchanged));
        }
        match chosen.refused.iter().filter(|refused| refused.records.is_empty()).count() {
            0 => {}
            1 => text += " 1 row was left out: it could not be read or fits no record.",
            n => {
                text += &format!(" {} rows were left out: they could not be read or fit no record.", grouped(n as u64))
            }
        }
        let left_out = left_out(&chosen.refused);
        let line = ResultLine { left_out, ..ResultLine::new(text) };
        self.apply_rows("Pasted decisions".into(), chosen.changes, line);
    }
}

/// The records of refused rows, by sheet and rule, each group with the first reason.
fn left_out(refused: &[Refused]) -> Vec<LeftOut> {
    let mut groups: BTreeMap<(Section, Option<RuleId>), LeftOut> = BTreeMap::new();
    for refused in refused {
        for &(section, row) in &refused.records {
            let called = if refused.records.len() > 1 { "not clear" } else { "refused" };
            let new = || LeftOut { section, rows: RoaringBitmap::new(), why: refused.reason.clone(), called };
            groups.entry((section, refused.rule)).or_insert_with(new).rows.insert(row);
        }
    }
    groups.into_values().collect()
}
