//! The text of a cell, for the screen and for copying.

use std::borrow::Cow;

use super::matched;
use crate::book::field::{AMOUNTS, DECLARED};
use crate::book::{Amount, Answer, AnswerKind, Book, Decision, Field, Flag, PLACE_UNKNOWN, Records, Section};
use crate::values::money::Paise;
use crate::values::{Day, Period, money, state};

/// The text of a field of a record. Values outside our lists are given as they came.
pub fn cell(book: &Book, section: Section, row: u32, field: Field) -> Cow<'_, str> {
    let sheet = book.sheet(section);
    match field {
        Field::Sheet => section.sheet_name().into(),
        // Some sheets have it, and it is blank in the others.
        Field::ItcBlocked if !field.is_of(section) => "".into(),
        Field::Action | Field::Answer | Field::Remarks | Field::Note => {
            decided(book, section, row, field, sheet.decision(row))
        }
        field if DECLARED.contains(&field) => decided(book, section, row, field, sheet.decision(row)),
        field if field.is_matched() => matched::cell(book, section, row, field),
        _ => said_by_portal(sheet.records(), row, field),
    }
}

/// The same as it was imported; what was not imported with a decision is as it is.
pub fn imported(book: &Book, section: Section, row: u32, field: Field) -> Cow<'_, str> {
    let sheet = book.sheet(section);
    match field {
        Field::Action | Field::Answer | Field::Remarks => decided(book, section, row, field, sheet.baseline(row)),
        field if DECLARED.contains(&field) => decided(book, section, row, field, sheet.baseline(row)),
        _ => cell(book, section, row, field),
    }
}

/// The amount in a field of a record; none where it holds none, or something that is no amount.
pub fn amount(book: &Book, section: Section, row: u32, field: Field) -> Option<Paise> {
    let sheet = book.sheet(section);
    if let Some(place) = AMOUNTS.iter().position(|&f| f == field) {
        return sheet.records().odd(row, field).is_none().then(|| sheet.records().amounts[place][row as usize]);
    }
    if field == Field::Tax {
        return known_tax(sheet.records(), row).and_then(|tax| Paise::try_from(tax).ok());
    }
    if field == Field::TaxDifference {
        return matched::difference(book, section, row);
    }
    declared(book.answers().get(sheet.decision(row).answer), field)
}

/// What an answer "part" declares of a head.
fn declared(answer: Answer, field: Field) -> Option<Paise> {
    let head = DECLARED.iter().position(|&f| f == field)?;
    (answer.kind == AnswerKind::Part).then(|| answer.heads[head])
}

fn decided(book: &Book, section: Section, row: u32, field: Field, decision: Decision) -> Cow<'_, str> {
    let sheet = book.sheet(section);
    let as_imported = |same: bool| if same { sheet.records().odd(row, field) } else { None };
    let baseline = sheet.baseline(row);
    match field {
        Field::Action => as_imported(decision.action == baseline.action).unwrap_or(decision.action.name()).into(),
        Field::Remarks => book.text(decision.remarks).into(),
        Field::Note => book.text(decision.note).into(),
        Field::Answer => {
            let answer = book.answers().get(decision.answer);
            let name = as_imported(decision.answer == baseline.answer).unwrap_or(answer.name());
            match answer.origin() {
                Some(origin) => format!("{name} ({origin})").into(),
                None => name.into(),
            }
        }
        _ => {
            let declared = declared(book.answers().get(decision.answer), field);
            declared.map_or("".into(), |paise| money::indian(paise.into()).into())
        }
    }
}

fn said_by_portal(records: &Records, row: u32, field: Field) -> Cow<'_, str> {
    if let Some(odd) = records.odd(row, field) {
        return odd.into();
    }
    let i = row as usize;
    if let Some(amount) = AMOUNTS.iter().position(|&f| f == field) {
        return money::indian(records.amounts[amount][i].into()).into();
    }
    match field {
        Field::Tax => known_tax(records, row).map(money::indian).unwrap_or_default().into(),
        Field::Number => records.numbers.get(row).into(),
        Field::Supplier => records.suppliers.get(row).into(),
        Field::Name => records.names.get(row).into(),
        Field::Day => records.days[i].to_string().into(),
        Field::Kind => records.kinds[i].name().into(),
        Field::Place => place(records.places[i]),
        Field::Form => records.forms[i].name().into(),
        Field::Period => period(records.periods.get(row)),
        Field::Filing => records.filings[i].name().into(),
        Field::OriginalNumber => records.original_numbers.get(row).into(),
        Field::OriginalDay => records.original_days.get(i).map_or_else(String::new, Day::to_string).into(),
        Field::PendingBlocked => flag(records.pending_flags[i]).into(),
        Field::RemarksBlocked => flag(records.remarks_flags[i]).into(),
        Field::ItcBlocked => flag(records.itc_flags[i]).into(),
        _ => "".into(),
    }
}

/// The heads of tax of a record together, if all of them are amounts.
pub(super) fn known_tax(records: &Records, row: u32) -> Option<i128> {
    let odd = Amount::HEADS.iter().any(|&head| records.odd(row, AMOUNTS[head as usize]).is_some());
    (!odd).then(|| tax(records, row))
}

/// The heads of tax of a record together.
pub(super) fn tax(records: &Records, row: u32) -> i128 {
    records.heads(row).into_iter().map(i128::from).sum()
}

/// `27 Maharashtra`.
pub(super) fn place(code: u8) -> Cow<'static, str> {
    match (code, state::name(code)) {
        (PLACE_UNKNOWN, _) => "".into(),
        (code, Some(name)) => format!("{code:02} {name}").into(),
        (code, None) => format!("{code:02}").into(),
    }
}

/// `October 2026 (102026)`, or the text as it came.
pub(super) fn period(text: &str) -> Cow<'_, str> {
    match Period::parse(text) {
        Some(period) => format!("{period} ({text})").into(),
        None => text.into(),
    }
}

fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::Unknown => "not said",
        Flag::Open => "no",
        Flag::Blocked => "yes",
    }
}
