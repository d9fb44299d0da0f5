//! A record of a sample as the portal writes it.

use super::Kind;
use super::document::{Answer, Document};
use crate::values::Day;

fn put_record(out: &mut Vec<u8>, kind: &Kind, document: &Document, original: Option<&Document>) {
    let amount = |out: &mut Vec<u8>, key, paise| put_amount(out, key, paise, document.padded);
    let Document { party, amounts, .. } = document;
    let [number, date, original_number, original_date] = kind.keys;
    out.extend_from_slice(b"{\"stin\":\"");
    out.extend_from_slice(&party.gstin);
    join(out, &["\",\"tradenm\":\""]);
    put_name(out, party.nature);
    out.push(b'"');
    put_number(out, number, kind, document);
    if !document.inv_typ.is_empty() {
        put_text(out, "inv_typ", document.inv_typ);
    }
    put_text(out, "action", document.action);
    put_text(out, "srcform", document.form);
    join(out, &[",\"rtnprd\":\""]);
    digits(out, u64::from(document.period.month()), 2);
    digits(out, document.period.year() as u64, 4);
    join(out, &["\",\"srcfilstatus\":\"", if document.filed { "F" } else { "NF" }, "\""]);
    put_date(out, date, document.date);
    if let Some(original) = original {
        put_number(out, original_number, kind, original);
        put_date(out, original_date, original.date);
    }
    amount(out, "val", amounts.taxable + amounts.tax());
    join(out, &[",\"pos\":\""]);
    digits(out, document.pos, 2);
    out.push(b'"');
    amount(out, "txval", amounts.taxable);
    amount(out, "iamt", amounts.igst);
    amount(out, "camt", amounts.half);
    amount(out, "samt", amounts.half);
    amount(out, "cess", amounts.cess);
    put_flag(out, "ispendactblocked", document.pending_blocked);
    put_flag(out, "isRemarksBlocked", document.remarks_blocked);
    if kind.credit || original.is_some() {
        put_flag(out, "itcRedReqBlocked", document.itc_blocked);
    }
    if !matches!(document.answer, Answer::None) {
        put_flag(out, "itcRedReq", !matches!(document.answer, Answer::No));
    }
    if let Answer::Part(declared) = document.answer {
        amount(out, "declIgst", declared.igst);
        amount(out, "declCgst", declared.half);
        amount(out, "declSgst", declared.half);
        amount(out, "declCess", declared.cess);
    }
    put_text(out, "remarks", document.remarks);
    put_hash(out, &document.hash);
    out.push(b'}');
}

fn join(out: &mut Vec<u8>, texts: &[&str]) {
    for text in texts {
        out.extend_from_slice(text.as_bytes());
    }
}

fn put_text(out: &mut Vec<u8>, key: &str, value: &str) {
    join(out, &[",\"", key, "\":\"", value, "\""]);
}

fn put_flag(out: &mut Vec<u8>, key: &str, on: bool) {
    put_text(out, key, if on { "Y" } else { "N" });
}

fn put_amount(out: &mut Vec<u8>, key: &str, paise: u64, padded: bool) {
    join(out, &[",\"", key, "\":"]);
    digits(out, paise / 100, 1);
    let paise = paise % 100;
    if padded || paise > 0 {
        out.push(b'.');
        let one = !padded && paise.is_multiple_of(10);
        digits(out, if one { paise / 10 } else { paise }, if one { 1 } else { 2 });
    }
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

fn put_hash(out: &mut Vec<u8>, hash: &[u64; 4]) {
    join(out, &[",\"hash\":\""]);
    for word in hash {
        out.extend((0..16).map(|i| b"0123456789abcdef"[(word >> (i * 4)) as usize & 15]));
    }
    out.push(b'"');
}

/// The document's number in the style of its supplier; at most sixteen characters.
fn put_number(out: &mut Vec<u8>, key: &str, kind: &Kind, document: &Document) {
    let [long, short, lower] = kind.prefixes;
    let (year, month, _) = document.numbered.ymd();
    let financial_year = |out: &mut Vec<u8>| {
        let begins = year - i32::from(month < 4);
        digits(out, begins as u64 % 100, 2);
        out.push(b'-');
        digits(out, (begins + 1) as u64 % 100, 2);
        out.push(b'/');
    };
    // Six digits fit behind the longest prefix; nobody sends a million documents on one day.
    let serial = document.serial % 1_000_000;
    join(out, &[",\"", key, "\":\""]);
    let start = out.len();
    match document.party.nature >> 32 & 7 {
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
    if document.revised && out.len() - start <= 14 {
        join(out, &["-A"]);
    }
    out.push(b'"');
}

/// The number with at least so many digits.
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
