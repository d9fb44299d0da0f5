//! The plain reading of the table in rules/README.md: from a downloaded record to the figures, head by head.

use ims_desk::book::{Action, Answer, AnswerKind};
use ims_desk::rules::credit::Figures;
use serde_json::Value;

use super::KEYS;
use crate::common::Record;

/// What someone holds of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Says {
    pub action: char,
    pub answer: Answer,
}

#[derive(Clone, Debug)]
pub struct Doc {
    pub key: usize,
    pub row: u32,
    pub supplier: String,
    pub number: String,
    pub original: Option<String>,
    /// In paise; of credit notes negative.
    pub tax: [i64; 4],
    pub filed: bool,
    /// Months since year 0.
    pub period: i64,
    pub answers: bool,
    pub portal: Says,
    pub yours: Says,
}

pub fn letter(action: Action) -> char {
    match action {
        Action::NoAction => 'N',
        Action::Accept => 'A',
        Action::Reject => 'R',
        Action::Pending => 'P',
        Action::Other => '?',
    }
}

pub fn doc(key: usize, row: u32, record: &Record, quarterly: bool) -> Doc {
    let text = |name: &str| record.0.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let amount = |name: &str| record.0.get(name).and_then(Value::as_i64).unwrap_or(0) * 100;
    let sign = if KEYS[key].starts_with("b2bcn") { -1 } else { 1 };
    let is_note = record.0.contains_key("nt_num");
    let (number, original) = if is_note { ("nt_num", "ont_num") } else { ("inum", "oinum") };
    let period = text("rtnprd");
    let mut month = period[2..].parse::<i64>().unwrap() * 12 + period[..2].parse::<i64>().unwrap() - 1;
    if text("srcform") == "R1A" {
        month += 1;
    }
    if quarterly {
        month = month / 3 * 3 + 2;
    }
    let declared = ["declIgst", "declCgst", "declSgst", "declCess"].map(amount);
    let answer = match (text("itcRedReq").as_str(), record.0.contains_key("declIgst")) {
        ("Y", true) => Answer::part(declared),
        ("Y", false) => Answer::FULL,
        ("N", _) => Answer::NO,
        _ => Answer::default(),
    };
    let says = Says { action: text("action").chars().next().unwrap(), answer };
    Doc {
        key,
        row,
        supplier: text("stin"),
        number: text(number),
        original: record.0.contains_key(original).then(|| text(original)),
        tax: ["iamt", "camt", "samt", "cess"].map(|name| sign * amount(name)),
        filed: text("srcfilstatus") == "Filed",
        period: month,
        answers: key % 2 == 1 && text("itcRedReqBlocked") == "N" || key == 4 && text("itcRedReqBlocked") == "N",
        portal: says,
        yours: says,
    }
}

/// What one record gives to GSTR-2B, read from the table.
pub fn gives(docs: &[Doc], doc: &Doc, closing: i64, side: fn(&Doc) -> Says) -> [i64; 4] {
    let says = side(doc);
    let accepted = says.action == 'A' || says.action == 'N';
    if !doc.filed || doc.period > closing || !accepted {
        return [0; 4];
    }
    let gain = if let Some(number) = &doc.original {
        let Some(original) =
            docs.iter().find(|d| d.key == doc.key - 1 && d.number == *number && d.supplier == doc.supplier)
        else {
            return [0; 4];
        };
        let decided = side(original).action;
        if !original.filed || original.period == doc.period || decided == 'R' {
            doc.tax
        } else if decided == 'P' {
            return [0; 4];
        } else {
            [0, 1, 2, 3].map(|i| doc.tax[i] - original.tax[i])
        }
    } else {
        let replaces = |a: &&Doc| {
            a.key == doc.key + 1
                && a.supplier == doc.supplier
                && a.original.as_ref() == Some(&doc.number)
                && a.filed
                && a.period == doc.period
        };
        if doc.key.is_multiple_of(2) && docs.iter().any(|a| replaces(&a)) {
            return [0; 4];
        }
        doc.tax
    };
    let heard = if says.action == 'A' && doc.answers { says.answer } else { Answer::default() };
    [0, 1, 2, 3].map(|i| match heard.kind {
        AnswerKind::No if gain[i] < 0 => 0,
        AnswerKind::Part if gain[i] < 0 => gain[i].max(-heard.heads[i]),
        _ => gain[i],
    })
}

#[derive(Debug, Default, PartialEq)]
pub struct Expected {
    as_it_stands: [i64; 4],
    after: [i64; 4],
    /// Waits, given up, added, deducted, and of the added the credit notes that are Pending.
    parts: [[i64; 4]; 5],
    /// Rejected now and before, pending now and before, not filed, next: records and tax.
    beside: [(u64, i64); 6],
}

pub fn expected(docs: &[Doc], closing: i64) -> Expected {
    let mut all = Expected::default();
    let plus = |sum: &mut [i64; 4], more: [i64; 4]| (0..4).for_each(|i| sum[i] += more[i]);
    for doc in docs {
        let portal = gives(docs, doc, closing, |d| d.portal);
        let yours = gives(docs, doc, closing, |d| d.yours);
        plus(&mut all.as_it_stands, portal);
        plus(&mut all.after, yours);
        let moved = [0, 1, 2, 3].map(|i| yours[i] - portal[i]);
        // An amendment leaves the figures with its original, where that is made Pending: it waits with it.
        let original = doc.original.as_ref().and_then(|number| {
            docs.iter().find(|d| d.key + 1 == doc.key && d.number == *number && d.supplier == doc.supplier)
        });
        let waits = original.is_some_and(|of| of.filed && of.period != doc.period && of.yours.action == 'P');
        let part = match (moved.iter().sum::<i64>() < 0, doc.yours.action) {
            (true, 'P') => 0,
            (true, 'A' | 'N') if waits => 0,
            (true, 'R') => 1,
            (true, _) => 3,
            (false, _) => 2,
        };
        plus(&mut all.parts[part], moved);
        if part == 2 && doc.yours.action == 'P' && (doc.key == 4 || doc.key == 5) {
            plus(&mut all.parts[4], moved);
        }
        let before = usize::from(doc.portal.action == doc.yours.action);
        let among = [
            (doc.yours.action == 'R').then_some(before),
            (doc.yours.action == 'P').then_some(2 + before),
            (!doc.filed).then_some(4),
            (doc.period > closing).then_some(5),
        ];
        for place in among.into_iter().flatten() {
            all.beside[place].0 += 1;
            all.beside[place].1 += doc.tax.iter().sum::<i64>();
        }
    }
    all
}

pub fn found(figures: &Figures) -> Expected {
    let heads = |sums: [i128; 4]| sums.map(|sum| i64::try_from(sum).unwrap());
    let Figures { waits, given_up, added, deducted, notes_pending, rejected, pending, not_filed, next, .. } = figures;
    Expected {
        as_it_stands: heads(figures.as_it_stands),
        after: heads(figures.after),
        parts: [waits, given_up, added, deducted, notes_pending].map(|sum| heads(sum.heads)),
        beside: [rejected.now, rejected.before, pending.now, pending.before, *not_filed, *next]
            .map(|sum| (sum.records, i64::try_from(sum.total()).unwrap())),
    }
}
