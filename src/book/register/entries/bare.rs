//! The number of a document without what people write around it: a label in front, a date behind.

use std::ops::Range;

/// Words for the document itself, as they come before "no".
const DOCUMENTS: [&str; 21] = [
    "invoice",
    "inv",
    "bill",
    "voucher",
    "vch",
    "document",
    "doc",
    "reference",
    "ref",
    "note",
    "memo",
    "challan",
    "credit",
    "debit",
    "cr",
    "dr",
    "cn",
    "dn",
    "tax",
    "supplier",
    "party",
];
/// Words that say "number".
const NUMBER: [&str; 6] = ["no", "nos", "num", "number", "numbers", "nr"];
/// Words before a date.
const DATED: [&str; 6] = ["dt", "dtd", "dated", "date", "dated on", "of"];

/// Where the number itself is in a text: without "Inv No." in front and "dt 05.10.26" behind. Something always remains.
pub fn bare_number(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    if start >= end {
        return 0..0;
    }
    let end = start + before_date(&text[start..end]);
    let start = start + label(&text[start..end]);
    start..end
}

/// How long the label in front is; 0 if there is none.
fn label(text: &str) -> usize {
    let (mut at, mut named, mut numbered) = (0, false, false);
    loop {
        let rest = &text[at..];
        let word = word_at(rest);
        let lower = rest[..word].to_ascii_lowercase();
        if DOCUMENTS.contains(&lower.as_str()) && !numbered {
            named = true;
        } else if NUMBER.contains(&lower.as_str()) && !numbered {
            numbered = true;
        } else if let Some(behind) = rest.strip_prefix('#') {
            // "#123" and "Bill #123".
            let after = at + 1 + blanks(behind, " .:-");
            return if after < text.len() { after } else { 0 };
        } else {
            break;
        }
        let behind = &rest[word..];
        // "NO/12" and "NO-12" are numbers; "No. 12" and "Inv No-12" have a label.
        let gap = if numbered && named { " .:-/" } else { " .:" };
        let gap = blanks(behind, gap);
        if numbered && gap == 0 && !behind.starts_with('#') {
            return 0;
        }
        at += word + gap;
    }
    if numbered && at < text.len() { at } else { 0 }
}

fn word_at(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_alphabetic).count()
}

fn blanks(text: &str, which: &str) -> usize {
    text.bytes().take_while(|b| which.as_bytes().contains(b)).count()
}

/// Where the date behind begins, with the words and marks before it; the end of the text if there is none.
fn before_date(text: &str) -> usize {
    let date = text.trim_end_matches([')', ']', ' ']);
    let digits = date.bytes().rev().take_while(|b| b.is_ascii_digit() || b"./- ".contains(b)).count();
    // A month by its name: "5-Oct-26".
    let before = &date[..date.len() - digits];
    let letters = before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let month = is_month(&before[before.len() - letters..]);
    let more = if month {
        let front = &before[..before.len() - letters];
        letters + front.bytes().rev().take_while(|b| b.is_ascii_digit() || b"./- ".contains(b)).count()
    } else {
        0
    };
    let from = date.len() - digits - more;
    let has_digits = date[from..].bytes().filter(u8::is_ascii_digit).count() >= 3;
    if !has_digits {
        return text.len();
    }
    let front = text[..from].trim_end_matches([' ', '.', ':', '-']);
    let bracket = front.trim_end_matches(['(', '[']);
    if bracket.len() < front.len() && looks_like_date(&date[from..]) {
        let rest = without_date_word(bracket.trim_end()).unwrap_or(bracket);
        let rest = rest.trim_end_matches([' ', ',', '-']);
        return if rest.is_empty() { text.len() } else { rest.len() };
    }
    match without_date_word(front) {
        Some(rest) if looks_like_date(&date[from..]) && !rest.is_empty() => rest.len(),
        _ => text.len(),
    }
}

/// The text without a word like "dt" at its end, which nothing but a blank or a comma may touch.
fn without_date_word(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let word = DATED.iter().filter(|word| lower.ends_with(**word)).map(|word| word.len()).max()?;
    let rest = text.get(..text.len() - word)?;
    let alone = rest.ends_with([' ', ',', '(', '[', '.', '/']);
    alone.then(|| rest.trim_end_matches([' ', ',', '(', '[', '.', '/', '-']))
}

/// Three groups, the middle one perhaps a month's name: day, month and year in some order.
fn looks_like_date(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['.', '/', '-', ' ']).filter(|group| !group.is_empty()).collect();
    let number = |group: &str| group.len() <= 4 && group.bytes().all(|b| b.is_ascii_digit());
    match groups.as_slice() {
        [a, b, c] => number(a) && (number(b) || is_month(b)) && number(c),
        _ => false,
    }
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    word.len() >= 3 && MONTHS.iter().any(|month| word.to_ascii_lowercase().starts_with(month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_and_dates_are_taken_off() {
        for (text, bare) in [
            ("123", "123"),
            ("  INV/26-27/0891 ", "INV/26-27/0891"),
            ("Inv No. 123", "123"),
            ("Inv. No.: A/12", "A/12"),
            ("Bill #123", "123"),
            ("#123", "123"),
            ("Invoice Number 77", "77"),
            ("Credit Note No. CN/4", "CN/4"),
            ("No. 45", "45"),
            ("123 dt 05.10.26", "123"),
            ("123 dt. 05.10.26", "123"),
            ("A-12 dated 5-Oct-2026", "A-12"),
            ("A-12, dated 05/10/2026", "A-12"),
            ("Bill No. 9 dt.01.06.2026", "9"),
            ("GST/44 (05-10-2026)", "GST/44"),
            ("GST/44 (dt 05-10-2026)", "GST/44"),
        ] {
            assert_eq!(&text[bare_number(text)], bare, "{text}");
        }
    }

    #[test]
    fn numbers_that_look_like_labels_or_dates_stay() {
        for text in [
            "INV-123",
            "BILL/12",
            "NO/12",
            "NO-12",
            "NOIDA/1",
            "BILLNO",
            "Inv No",
            "Bill",
            "#",
            "05-10-2026",
            "CN/4",
            "S/26-27/001",
            "12 34 56",
            "DT/12",
            "PDT 1",
            "A/10-11-12",
            "No",
            "Number",
            "dt 05.10.26",
            "(05-10-2026)",
        ] {
            assert_eq!(&text[bare_number(text)], text, "{text}");
        }
        assert_eq!(bare_number("   "), 0..0);
    }

    proptest! {
        #[test]
        fn whatever_is_written_something_of_it_remains(text in "[ #.:/()a-zA-Z0-9é₹-]{0,24}") {
            let bare = bare_number(&text);
            prop_assert!(text.get(bare.clone()).is_some());
            prop_assert_eq!(text[bare].trim().is_empty(), text.trim().is_empty());
        }
    }
}
