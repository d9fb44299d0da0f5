//! A record of a sample as the portal writes it.

use super::Kind;
use super::document::{Answer, Document};
use crate::values::Day;

/// Puts a record; `original` is there for an amendment.
pub(super) fn put_record(out: &mut Vec<u8>, kind: &Kind, document: &Document, original: Option<&Document>) {
    let [number, date, original_number, original_date] = kind.keys;
    out.extend_from_slice(b"{\"stin\":\"");
    out.extend_from_slice(&document.party.gstin);
    let [word, trade, form] = document.party.name();
    join(out, &["\",\"tradenm\":\"", word, " ", trade, " ", form, "\""]);
    put_number(out, number, kind, document);
    if !document.inv_typ.is_empty() {
        put_text(out, "inv_typ", document.inv_typ);
    }
    put_text(out, "action", document.action);
    put_text(out, "srcform", document.form);
    put_digits(out, "rtnprd", &[(document.period.month().into(), 2), (document.period.year() as u64, 4)]);
    put_text(out, "srcfilstatus", if document.filed { "F" } else { "NF" });
    put_date(out, date, document.date);
    if let Some(original) = original {
        put_number(out, original_number, kind, original);
        put_date(out, original_date, original.date);
    }
    put_amounts(out, document);
    put_flag(out, "ispendactblocked", document.pending_blocked);
    put_flag(out, "isRemarksBlocked", document.remarks_blocked);
    put_text(out, "ItcAvailabilityCheck", "Y");
    if kind.is_credit_note() || original.is_some() {
        put_flag(out, "itcRedReqBlocked", document.itc_blocked);
        put_answer(out, document);
    }
    put_text(out, "remarks", document.remarks);
    put_hash(out, &document.hash);
    out.push(b'}');
}

fn put_amounts(out: &mut Vec<u8>, document: &Document) {
    let amounts = &document.amounts;
    let put = |out: &mut Vec<u8>, key, paise| put_amount(out, key, paise, document.padded);
    put(out, "val", amounts.taxable + amounts.tax());
    put_digits(out, "pos", &[(document.pos, 2)]);
    put(out, "txval", amounts.taxable);
    put(out, "iamt", amounts.igst);
    put(out, "camt", amounts.cgst);
    put(out, "samt", amounts.cgst);
    put(out, "cess", amounts.cess);
}

fn put_answer(out: &mut Vec<u8>, document: &Document) {
    let put = |out: &mut Vec<u8>, key, paise| put_amount(out, key, paise, document.padded);
    match document.answer {
        Answer::None => {}
        Answer::No => put_flag(out, "itcRedReq", false),
        Answer::Full => put_flag(out, "itcRedReq", true),
        Answer::Part(declared) => {
            put_flag(out, "itcRedReq", true);
            put(out, "declIgst", declared.igst);
            put(out, "declCgst", declared.cgst);
            put(out, "declSgst", declared.cgst);
            put(out, "declCess", declared.cess);
        }
    }
}

/// The document's number in the style of its party; at most sixteen characters.
fn put_number(out: &mut Vec<u8>, key: &str, kind: &Kind, document: &Document) {
    let [long, short, lower] = kind.prefixes;
    let (year, month, _) = document.numbered.ymd();
    let financial_year = |out: &mut Vec<u8>| {
        let begins = (year - i32::from(month < 4)) as u64 % 100;
        digits(out, begins, 2);
        out.push(b'-');
        digits(out, begins + 1, 2);
        out.push(b'/');
    };
    // Six digits fit behind the longest prefix; nobody sends a million documents on one day.
    let serial = document.serial % 1_000_000;
    join(out, &[",\"", key, "\":\""]);
    let start = out.len();
    match document.party.style() {
        0 | 1 => {
            join(out, &[long, "/"]);
            financial_year(out);
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
            financial_year(out);
            digits(out, serial, 1);
        }
    }
    if document.renumbered && out.len() - start <= 14 {
        join(out, &["-A"]);
    }
    out.push(b'"');
}

fn put_date(out: &mut Vec<u8>, key: &str, date: Day) {
    let (year, month, day) = date.ymd();
    join(out, &[",\"", key, "\":\""]);
    digits(out, day.into(), 2);
    out.push(b'-');
    digits(out, month.into(), 2);
    out.push(b'-');
    digits(out, year as u64, 4);
    out.push(b'"');
}

fn put_amount(out: &mut Vec<u8>, key: &str, paise: u64, padded: bool) {
    join(out, &[",\"", key, "\":"]);
    digits(out, paise / 100, 1);
    match paise % 100 {
        0 if !padded => {}
        tenths if !padded && tenths.is_multiple_of(10) => {
            out.push(b'.');
            digits(out, tenths / 10, 1);
        }
        hundredths => {
            out.push(b'.');
            digits(out, hundredths, 2);
        }
    }
}

fn put_hash(out: &mut Vec<u8>, hash: &[u64; 4]) {
    join(out, &[",\"hash\":\""]);
    for word in hash {
        out.extend((0..16).map(|i| b"0123456789abcdef"[(word >> (i * 4)) as usize & 15]));
    }
    out.push(b'"');
}

fn put_flag(out: &mut Vec<u8>, key: &str, on: bool) {
    put_text(out, key, if on { "Y" } else { "N" });
}

fn put_text(out: &mut Vec<u8>, key: &str, value: &str) {
    join(out, &[",\"", key, "\":\"", value, "\""]);
}

/// Puts text that is digits: numbers, each with its width.
fn put_digits(out: &mut Vec<u8>, key: &str, numbers: &[(u64, usize)]) {
    join(out, &[",\"", key, "\":\""]);
    for (number, width) in numbers {
        digits(out, *number, *width);
    }
    out.push(b'"');
}

/// Puts texts one after another.
pub(super) fn join(out: &mut Vec<u8>, texts: &[&str]) {
    for text in texts {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Puts a number with at least so many digits.
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
