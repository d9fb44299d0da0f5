//! What one object of GSTR-2B says of a document, as it is written.

use std::borrow::Cow;

use crate::book::{Answer, Heads};
use crate::portal::json::{JsonKind, Value, elements, members};
use crate::portal::keys::normal;
use crate::values::money;

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
    own: [Option<i64>; 5],
    items: [Option<i64>; 5],
    reduce: Cow<'a, str>,
    declared: [Option<i64>; 4],
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

fn paise(value: Value<'_>) -> Option<i64> {
    (!value.is_absent()).then(|| money::parse(value.text().trim()).map(|parsed| parsed.paise)).flatten()
}

impl<'a> Found<'a> {
    /// What an object says.
    pub(super) fn of(object: Value<'a>) -> Found<'a> {
        let mut found = Found::default();
        for (key, value) in members(object.raw) {
            let name = normal(&key);
            if let Some(place) = amount_place(&name) {
                found.own[place] = paise(value);
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
                "decligst" => found.declared[0] = paise(value),
                "declcgst" => found.declared[1] = paise(value),
                "declsgst" => found.declared[2] = paise(value),
                "declcess" => found.declared[3] = paise(value),
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
            if let (Some(place), Some(more)) = (amount_place(&normal(&key)), paise(value)) {
                let sum = self.items[place].unwrap_or(0).saturating_add(more);
                self.items[place] = Some(sum);
            }
        }
    }

    /// Tax by head and taxable value; and whether items say otherwise than the document.
    pub(super) fn amounts(&self) -> (Heads, i64, bool) {
        let amount = |place: usize| self.own[place].or(self.items[place]).unwrap_or(0);
        let differs = self
            .own
            .iter()
            .zip(&self.items)
            .any(|(own, items)| matches!((own, items), (Some(own), Some(items)) if own != items));
        ([amount(1), amount(2), amount(3), amount(4)], amount(0), differs)
    }

    /// What it says of the reduction of ITC.
    pub(super) fn reduced(&self) -> Option<Answer> {
        match self.reduce.trim() {
            "Y" | "y" if self.declared.iter().any(Option::is_some) => {
                Some(Answer::part(self.declared.map(|head| head.unwrap_or(0))))
            }
            "Y" | "y" => Some(Answer::FULL),
            "N" | "n" => Some(Answer::NO),
            _ => None,
        }
    }
}
