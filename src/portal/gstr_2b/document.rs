//! What one object of GSTR-2B says of a document, as it is written.

use std::borrow::Cow;

use crate::book::{Answer, Heads};
use crate::portal::json::{JsonKind, Value, elements, members};
use crate::portal::keys::normal;
use crate::values::{beginning, money};

/// How much of an amount that cannot be read is said.
const SHOWN: usize = 40;

/// What an object says of a document, as it is written.
#[derive(Default)]
pub(super) struct Found<'a> {
    pub(super) number: Cow<'a, str>,
    pub(super) day: Cow<'a, str>,
    pub(super) original: Cow<'a, str>,
    pub(super) kind: Cow<'a, str>,
    pub(super) reverse_charge: Cow<'a, str>,
    pub(super) available: Cow<'a, str>,
    pub(super) why: Cow<'a, str>,
    own: [Amount<'a>; 5],
    items: [Amount<'a>; 5],
    reduce: Cow<'a, str>,
    declared: [Amount<'a>; 4],
}

/// An amount as it is written.
#[derive(Clone, Default)]
enum Amount<'a> {
    /// It is not there.
    #[default]
    Absent,
    /// In paise.
    Paise(i64),
    /// It is there and is no amount: never 0.
    Unreadable(Cow<'a, str>),
}

impl Amount<'_> {
    fn is_there(&self) -> bool {
        !matches!(self, Amount::Absent)
    }

    fn paise(&self) -> Option<i64> {
        if let Amount::Paise(paise) = self { Some(*paise) } else { None }
    }
}

/// The places of taxable value, IGST, CGST, SGST and cess.
fn amount_place(key: &str) -> Option<usize> {
    match key {
        "txval" | "taxval" => Some(0),
        "igst" | "iamt" => Some(1),
        "cgst" | "camt" => Some(2),
        "sgst" | "samt" => Some(3),
        "cess" | "csamt" => Some(4),
        _ => None,
    }
}

/// The keys of these amounts, and of what is declared, as they are said of one that cannot be read.
const AMOUNTS: [&str; 5] = ["txval", "igst", "cgst", "sgst", "cess"];
const DECLARED: [&str; 4] = ["declIgst", "declCgst", "declSgst", "declCess"];

fn amount(value: Value<'_>) -> Amount<'_> {
    let text = match value.kind {
        JsonKind::Object | JsonKind::Array => return Amount::Unreadable(value.raw.into()),
        _ => value.text(),
    };
    if value.is_absent() || text.trim().is_empty() {
        return Amount::Absent;
    }
    money::parse(text.trim()).map_or(Amount::Unreadable(text), |parsed| Amount::Paise(parsed.paise))
}

impl<'a> Found<'a> {
    /// What an object says.
    pub(super) fn of(object: Value<'a>) -> Found<'a> {
        let mut found = Found::default();
        for (key, value) in members(object.raw) {
            let name = normal(&key);
            if let Some(place) = amount_place(&name) {
                found.own[place] = amount(value);
                continue;
            }
            match name.as_str() {
                "inum" | "ntnum" | "docnum" | "boenum" => found.number = value.text(),
                "dt" | "docdt" | "boedt" | "ntdt" | "idt" => found.day = value.text(),
                "oinum" | "ontnum" => found.original = value.text(),
                "typ" | "nttyp" | "ntty" => found.kind = value.text(),
                "rev" => found.reverse_charge = value.text(),
                "itcavl" | "itcelg" => found.available = value.text(),
                "rsn" => found.why = value.text(),
                "itcredreq" => found.reduce = value.text(),
                "decligst" => found.declared[0] = amount(value),
                "declcgst" => found.declared[1] = amount(value),
                "declsgst" => found.declared[2] = amount(value),
                "declcess" => found.declared[3] = amount(value),
                "items" | "itms" if value.kind == JsonKind::Array => {
                    for item in elements(value) {
                        found.item(item);
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn item(&mut self, item: Value<'a>) {
        for (key, value) in members(item.raw) {
            let Some(place) = amount_place(&normal(&key)) else { continue };
            let sum = &mut self.items[place];
            match (&*sum, amount(value)) {
                (_, Amount::Absent) | (Amount::Unreadable(_), _) => {}
                (Amount::Paise(before), Amount::Paise(more)) => {
                    let too_much = Amount::Unreadable(value.text());
                    *sum = before.checked_add(more).map_or(too_much, Amount::Paise);
                }
                (_, more) => *sum = more,
            }
        }
    }

    /// The amount that counts in a place: the document's own, else that of its items.
    fn counts(&self, place: usize) -> &Amount<'a> {
        let (own, items) = (&self.own[place], &self.items[place]);
        if own.is_there() { own } else { items }
    }

    /// Tax by head and taxable value; and whether items say otherwise than the document.
    pub(super) fn amounts(&self) -> (Heads, i64, bool) {
        let amount = |place: usize| self.counts(place).paise().unwrap_or(0);
        let both = self.own.iter().zip(&self.items).filter_map(|(own, items)| Some((own.paise()?, items.paise()?)));
        let differs = both.into_iter().any(|(own, items)| own != items);
        ([amount(1), amount(2), amount(3), amount(4)], amount(0), differs)
    }

    /// The first amount that cannot be read, with its key; empty where all can be.
    pub(super) fn unreadable(&self) -> String {
        let amounts = (0..5).map(|place| (AMOUNTS[place], self.counts(place)));
        let declared = DECLARED.into_iter().zip(&self.declared);
        let wrong = amounts.chain(declared).find_map(|(key, amount)| match amount {
            Amount::Unreadable(text) => Some((key, text)),
            _ => None,
        });
        wrong.map_or_else(String::new, |(key, text)| format!("{key} \"{}\"", beginning(text, SHOWN)))
    }

    /// What it says of the reduction of ITC.
    pub(super) fn reduced(&self) -> Option<Answer> {
        let declared = self.declared.iter().any(Amount::is_there);
        let heads = || self.declared.clone().map(|head| head.paise().unwrap_or(0));
        match self.reduce.trim() {
            "N" | "n" => Some(Answer::NO),
            "Y" | "y" if !declared => Some(Answer::FULL),
            // What is declared says it as well.
            _ if declared => Some(Answer::part(heads())),
            _ => None,
        }
    }
}
