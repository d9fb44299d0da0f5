//! A record of a sample as the portal writes it.

use super::Kind;
use super::document::{Amounts, Document, SampleAnswer};
use crate::book::{ItcBlock, Section};
use crate::portal::keys::Key;
use crate::values::Day;

/// Puts a record; `original` is there for an amendment.
pub(super) fn put_record(out: &mut Vec<u8>, kind: &Kind, document: &Document, original: Option<&Document>) {
    let section = if original.is_some() { kind.amended } else { kind.base };
    let mut line = Line { out, section, padded: document.padded };
    line.out.push(b'{');
    line.text(Key::Stin, &document.party.gstin);
    line.texts(Key::TradeName, &document.party.name());
    line.number(Key::Number, kind, document);
    if !document.inv_typ.is_empty() {
        line.text(Key::Kind, document.inv_typ);
    }
    line.text(Key::Action, document.action);
    line.text(Key::Form, document.form);
    line.digits(Key::Period, &[(document.period.month().into(), 2), (document.period.year() as u64, 4)]);
    line.text(Key::Filing, if document.filed { "F" } else { "NF" });
    line.date(Key::Date, document.date);
    if let Some(original) = original {
        line.number(Key::OriginalNumber, kind, original);
        line.date(Key::OriginalDate, original.date);
    }
    line.amounts(&document.amounts, document.pos);
    line.flag(Key::PendingBlocked, document.pending_blocked);
    line.flag(Key::RemarksBlocked, document.remarks_blocked);
    line.flag(Key::ItcAvailability, true);
    if section.itc_block() != ItcBlock::Never {
        line.flag(Key::ItcBlocked, document.itc_blocked);
        line.answer(document.answer);
    }
    line.text(Key::Remarks, document.remarks);
    line.hash(&document.hash);
    line.out.push(b'}');
}

/// The record that is being written.
struct Line<'a> {
    out: &'a mut Vec<u8>,
    section: Section,
    padded: bool,
}

impl Line<'_> {
    fn key(&mut self, key: Key) {
        let comma = if self.out.last() == Some(&b'{') { "" } else { "," };
        join(self.out, &[comma, "\"", key.name(self.section), "\":"]);
    }

    fn text(&mut self, key: Key, value: &str) {
        self.texts(key, &[value]);
    }

    fn texts(&mut self, key: Key, parts: &[&str]) {
        self.key(key);
        self.out.push(b'"');
        join(self.out, parts);
        self.out.push(b'"');
    }

    fn flag(&mut self, key: Key, on: bool) {
        self.text(key, if on { "Y" } else { "N" });
    }

    /// Text that is digits: numbers, each with its width.
    fn digits(&mut self, key: Key, numbers: &[(u64, usize)]) {
        self.key(key);
        self.out.push(b'"');
        for (number, width) in numbers {
            digits(self.out, *number, *width);
        }
        self.out.push(b'"');
    }

    fn date(&mut self, key: Key, date: Day) {
        let (year, month, day) = date.ymd();
        self.key(key);
        self.out.push(b'"');
        digits(self.out, day.into(), 2);
        self.out.push(b'-');
        digits(self.out, month.into(), 2);
        self.out.push(b'-');
        digits(self.out, year as u64, 4);
        self.out.push(b'"');
    }

    fn amounts(&mut self, amounts: &Amounts, pos: u64) {
        self.amount(Key::Value, amounts.taxable + amounts.tax());
        self.digits(Key::Place, &[(pos, 2)]);
        self.amount(Key::Taxable, amounts.taxable);
        self.amount(Key::Igst, amounts.igst);
        self.amount(Key::Cgst, amounts.cgst);
        self.amount(Key::Sgst, amounts.cgst);
        self.amount(Key::Cess, amounts.cess);
    }

    fn answer(&mut self, answer: SampleAnswer) {
        match answer {
            SampleAnswer::None => {}
            SampleAnswer::No => self.flag(Key::ItcAnswer, false),
            SampleAnswer::Full => self.flag(Key::ItcAnswer, true),
            SampleAnswer::Part(declared) => {
                self.flag(Key::ItcAnswer, true);
                self.amount(Key::DeclaredIgst, declared.igst);
                self.amount(Key::DeclaredCgst, declared.cgst);
                self.amount(Key::DeclaredSgst, declared.cgst);
                self.amount(Key::DeclaredCess, declared.cess);
            }
        }
    }

    fn amount(&mut self, key: Key, paise: u64) {
        self.key(key);
        digits(self.out, paise / 100, 1);
        match paise % 100 {
            0 if !self.padded => {}
            tenths if !self.padded && tenths.is_multiple_of(10) => {
                self.out.push(b'.');
                digits(self.out, tenths / 10, 1);
            }
            hundredths => {
                self.out.push(b'.');
                digits(self.out, hundredths, 2);
            }
        }
    }

    /// The document's number in the style of its party; at most sixteen characters.
    fn number(&mut self, key: Key, kind: &Kind, document: &Document) {
        self.key(key);
        self.out.push(b'"');
        let start = self.out.len();
        put_number(self.out, kind, document);
        if document.renumbered && self.out.len() - start <= 14 {
            join(self.out, &["-A"]);
        }
        self.out.push(b'"');
    }

    fn hash(&mut self, hash: &[u64; 4]) {
        self.key(Key::Hash);
        self.out.push(b'"');
        for word in hash {
            self.out.extend((0..16).map(|i| b"0123456789abcdef"[(word >> (i * 4)) as usize & 15]));
        }
        self.out.push(b'"');
    }
}

fn put_number(out: &mut Vec<u8>, kind: &Kind, document: &Document) {
    let [long, short, lower] = kind.prefixes;
    let (year, month, _) = document.numbered.ymd();
    let put_financial_year = |out: &mut Vec<u8>| {
        let begins = (year - i32::from(month < 4)) as u64 % 100;
        digits(out, begins, 2);
        out.push(b'-');
        digits(out, begins + 1, 2);
        out.push(b'/');
    };
    // Six digits fit behind the longest prefix; no one sends a million documents on one day.
    let serial = document.serial % 1_000_000;
    match document.party.style() {
        0 | 1 => {
            join(out, &[long, "/"]);
            put_financial_year(out);
            digits(out, serial, 4);
        }
        2 | 3 => {
            join(out, &[short, "-"]);
            digits(out, serial, 1);
        }
        4 => digits(out, serial, 4),
        5 => {
            digits(out, year as u64, 4);
            digits(out, month.into(), 2);
            digits(out, serial, 10);
        }
        6 => {
            join(out, &[lower, "-"]);
            digits(out, serial, 3);
        }
        _ => {
            put_financial_year(out);
            digits(out, serial, 1);
        }
    }
}

/// Puts texts one after another.
pub(super) fn join(out: &mut Vec<u8>, texts: &[&str]) {
    for text in texts {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Puts a number with at least this many digits.
fn digits(out: &mut Vec<u8>, number: u64, width: usize) {
    let mut text = [b'0'; 20];
    let mut left = number;
    let mut used = 0;
    while left > 0 || used < width {
        used += 1;
        text[20 - used] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    out.extend_from_slice(&text[20 - used..]);
}
