//! The text of a cell in a table made for people. A spreadsheet takes a text that begins with certain characters for a
//! formula; so such a text goes out with one apostrophe in front, which reading takes off again (rules/README.md, conduct).
//! `=1+1` is written `'=1+1`, `'tis` is written `''tis`, and `O'Neil` stays as it is.

use std::borrow::Cow;

/// What a formula may begin with, and the apostrophe itself.
fn is_marked(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\'')
}

/// A text as a cell holds it.
pub fn to_cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(is_marked) { format!("'{text}").into() } else { text.into() }
}

/// The text that a cell holds.
pub fn from_cell(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| text.starts_with(is_marked)).unwrap_or(cell)
}

/// A text as a cell on the clipboard, where tabs stand between the cells: in quotes if it holds what ends a cell, or begins
/// with a quote.
pub fn to_clipboard(text: &str) -> Cow<'_, str> {
    let cell = to_cell(text);
    if cell.contains(['\t', '\n', '\r']) || cell.starts_with('"') {
        return format!("\"{}\"", cell.replace('"', "\"\"")).into();
    }
    cell
}

/// Lines of words as they are copied: each is a cell of its own once it is pasted into a spreadsheet.
pub fn lines_to_clipboard<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| to_cell(line.as_ref()).into_owned()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_has_an_apostrophe_in_front() {
        for text in ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "'tis", "-", "="] {
            assert_eq!(to_cell(text), format!("'{text}"));
        }
        for text in ["", "O'Neil", "1-1", " =1", "\n=1", "−500.00"] {
            assert_eq!(to_cell(text), text);
        }
    }

    #[test]
    fn one_apostrophe_is_taken_off_where_one_of_the_seven_characters_follows() {
        for (cell, text) in
            [("'=1", "=1"), ("''tis", "'tis"), ("'tis", "'tis"), ("''", "'"), ("'", "'"), ("'1", "'1"), ("'-", "-")]
        {
            assert_eq!(from_cell(cell), text);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_is_a_formula(text in "['=+@\t\r\n\"a-]{0,6}|\\PC*") {
            let cell = to_cell(&text);
            prop_assert_eq!(from_cell(&cell), &*text);
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
