//! What the white cells of a row say, as text: how it is written out, compared, and understood.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::book::{Action, Answer, AnswerKind, Book, Decision, Field, Section, TextId};
use crate::cells::{Cell, Kind};
use crate::edit::Change;
use crate::exchange::cell::from_cell;
use crate::exchange::decisions::{self, Reason, excerpt};
use crate::portal::words;
use crate::rules::{RuleId, itc, remarks};
use crate::values::{Day, money, short};
use crate::view;

/// The white cells of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct White {
    /// The status.
    pub action: String,
    /// The answer to "ITC to be reduced?".
    pub answer: String,
    /// The declared heads, in paise; none where the cell is empty.
    pub heads: [Option<i64>; 4],
    /// The remarks.
    pub remarks: String,
    /// The internal note.
    pub note: String,
}

/// The white columns in their order; the note is the last, if it is given out.
pub(super) const WHITE: [Field; 8] = [
    Field::Action,
    Field::Remarks,
    Field::Answer,
    Field::DeclaredIgst,
    Field::DeclaredCgst,
    Field::DeclaredSgst,
    Field::DeclaredCess,
    Field::Note,
];

/// The words of the drop-downs.
pub(super) const ACTIONS: [&str; 4] = ["Accept", "Reject", "Pending", "No action"];
pub(super) const ANSWERS: [&str; 3] = ["Yes, full", "Yes, part", "No"];

impl White {
    /// What the book says of a record, as it is written out.
    pub fn of(book: &Book, section: Section, row: u32, notes: bool) -> White {
        let mut decision = book.sheet(section).decision(row);
        if !notes {
            decision.note = TextId::NONE;
        }
        White::with(book, &view::cell(book, section, row, Field::Action), decision)
    }

    /// What the portal holds of a record.
    pub(super) fn imported(book: &Book, section: Section, row: u32) -> White {
        let decision = book.sheet(section).baseline(row);
        White::with(book, &view::cell::imported(book, section, row, Field::Action), decision)
    }

    fn with(book: &Book, action: &str, decision: Decision) -> White {
        let answer = book.answers().get(decision.answer);
        let part = answer.kind == AnswerKind::Part;
        White {
            action: action.to_owned(),
            answer: answer.name().to_owned(),
            heads: answer.heads.map(|head| part.then_some(head)),
            remarks: book.text(decision.remarks).to_owned(),
            note: book.text(decision.note).to_owned(),
        }
    }

    /// Whether it says something else than the portal holds of a record.
    pub(super) fn is_decided(&self, book: &Book, section: Section, row: u32) -> bool {
        self.change(&White::imported(book, section, row).kept()) != Ok(Change::default())
    }

    /// Whether it says nothing at all.
    pub(super) fn is_blank(&self) -> bool {
        *self == White { action: Action::NoAction.name().to_owned(), ..White::default() }
    }

    /// The same with long texts cut, so that it fits a hidden cell; two that differ still differ.
    pub(super) fn kept(&self) -> White {
        let kept = |text: &str| match short(&folded(text), MOST_KEPT) {
            whole if !whole.ends_with('…') => whole.into_owned(),
            cut => format!("{cut}{:016x}", xxh3_64(folded(text).as_bytes())),
        };
        White { action: folded(&self.action), remarks: kept(&self.remarks), note: kept(&self.note), ..self.clone() }
    }

    /// What these cells change against what was there, as it is kept; none where nothing.
    pub(super) fn change(&self, was: &White) -> Result<Change, Reason> {
        let (mut change, kept) = (Change::default(), self.kept());
        if kept.action != was.action {
            let new = action(&kept.action)?;
            change.action = (words::action(&was.action) != Some(new)).then_some(new);
        }
        if kept.remarks != was.remarks {
            change.remarks = Change::remarks(&self.remarks).remarks;
        }
        if kept.note != was.note {
            change.note = Change::note(&self.note).note;
        }
        change.answer = self.new_answer(was)?;
        Ok(change)
    }

    fn new_answer(&self, was: &White) -> Result<Option<Answer>, Reason> {
        let (kind, before) = (answer(&self.answer)?, answer(&was.answer)?);
        let same_heads = self.heads == was.heads;
        if kind == before && (same_heads || kind != AnswerKind::Part && !self.declares()) {
            return Ok(None);
        }
        match kind {
            AnswerKind::Part if self.heads == [None; 4] => Err((itc::NO_AMOUNT.into(), None)),
            AnswerKind::Part => Ok(Some(Answer::part(self.heads.map(|head| head.unwrap_or(0))))),
            // Heads that were there before belong to the answer before.
            _ if self.declares() && !same_heads => {
                Err(("amounts are declared, but \"ITC to be reduced?\" is not \"Yes, part\"".into(), None))
            }
            kind => Ok(Some(Answer { kind, ..Answer::default() })),
        }
    }

    /// Whether a head is declared.
    fn declares(&self) -> bool {
        self.heads.iter().any(|head| head.unwrap_or(0) != 0)
    }

    /// Whether the answer is the same.
    pub(super) fn answers_as(&self, other: &White) -> bool {
        self.answer == other.answer && self.heads == other.heads
    }
}

fn answer(text: &str) -> Result<AnswerKind, Reason> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "" => AnswerKind::None,
        "yes, full" | "full" | "yes" => AnswerKind::Full,
        "yes, part" | "part" => AnswerKind::Part,
        "no" => AnswerKind::No,
        _ => {
            let words = ANSWERS.join("\", \"");
            return Err((format!("\"{}\" is not an answer: \"{words}\"", excerpt(text)), None));
        }
    })
}

/// More of a text is not kept beside it.
const MOST_KEPT: usize = 2_000;

fn action(text: &str) -> Result<Action, Reason> {
    let words = || ACTIONS.join(", ");
    if text.is_empty() {
        return Err((format!("the status is empty: choose one of {}", words()), None));
    }
    words::action(text)
        .ok_or_else(|| (format!("\"{}\" is not a status: choose one of {}", excerpt(text), words()), None))
}

/// A text as it is compared: spreadsheets end lines as they like, and drop blanks at the ends.
pub(super) fn folded(text: &str) -> String {
    remarks::cleaned(text)
}

/// A cell as the spreadsheet shows it, so far as that is known: a day as a day, not as the number behind it.
pub(super) fn shown<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell.kind {
        Kind::Date(day) if day != Day::NONE => day.to_string().into(),
        _ => Cow::Borrowed(&cell.text),
    }
}

/// The text that a white cell says.
pub(super) fn words(field: Field, cell: &Cell<'_>) -> Result<String, Reason> {
    let refused = |why: &str| Err((format!("\"{}\": \"{}\" {why}", field.title(), excerpt(&cell.text)), None));
    match cell.kind {
        Kind::Error => refused("is an error of the spreadsheet"),
        Kind::Date(Day::NONE) => refused("is a time or a day that the spreadsheet does not know: write it as text"),
        Kind::Number => match written(cell) {
            Some(number) => Ok(number),
            None => refused("is a number that the spreadsheet has shortened: write it as text"),
        },
        Kind::Text | Kind::Bool | Kind::Date(_) => Ok(shown(cell).into_owned()),
    }
}

/// A number as it was typed; none where it has more digits than a spreadsheet holds. What binary fractions add behind the
/// fifteenth digit was not typed: 0.30000000000000004 is 0.3.
fn written(cell: &Cell<'_>) -> Option<String> {
    /// From here on there are more than fifteen digits before the point.
    const TOO_LONG: f64 = 1e15;
    let number: f64 = cell.text.trim().parse().ok()?;
    if !number.is_finite() || number.abs() >= TOO_LONG {
        return None;
    }
    let fifteen: f64 = format!("{number:.14e}").parse().ok()?;
    Some(format!("{fifteen:0>width$}", width = usize::from(cell.format.zeros)))
}

/// The paise that a white cell says: of a number the number, of a text what a decisions table would say with it.
pub(super) fn head(field: Field, cell: &Cell<'_>) -> Result<Option<i64>, Reason> {
    let text = cell.text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match cell.kind {
        Kind::Text => decisions::amount(from_cell(text)).map(Some),
        Kind::Number => {
            paise(text).map(Some).ok_or_else(|| (format!("{}: {}", excerpt(text), itc::TOO_FINE), Some(RuleId::I6)))
        }
        Kind::Error => words(field, cell).map(|_| None),
        Kind::Date(_) | Kind::Bool => Err((format!("\"{}\" is not an amount", excerpt(&shown(cell))), None)),
    }
}

/// The paise of a number as a spreadsheet wrote it; none where it has more than two decimals. Spreadsheets compute in binary
/// fractions, so 1234567.8899999999 is 1,234,567.89.
pub(super) fn paise(text: &str) -> Option<i64> {
    if let Some(amount) = money::parse(text).filter(|amount| amount.exact) {
        return Some(amount.paise);
    }
    let paise = text.trim().parse::<f64>().ok()? * 100.0;
    let whole = paise.round();
    let near = (paise - whole).abs() <= whole.abs() * 4.0 * f64::EPSILON;
    (near && whole.abs() < 1e15).then_some(whole as i64)
}
