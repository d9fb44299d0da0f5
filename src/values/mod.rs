//! Small types that parse, print and compare: money, days, tax periods, GSTINs, states.

use std::borrow::Cow;

pub mod allowance;
pub mod day;
pub mod gstin;
pub mod money;
pub mod parts;
pub mod period;
pub mod progress;
pub mod rows;
pub mod shown;
pub mod state;

pub use allowance::Allowance;
pub use day::Day;
pub use money::Paise;
pub use period::Period;
pub use progress::Progress;

/// The beginning of a text, at most so many characters, with an ellipsis where more follows: what is drawn or said is
/// bounded, whatever stands in a file.
pub fn short(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// The beginning of a text, at most so many bytes, cut between two characters.
pub fn beginning(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// `1 record`, `12,345 records`.
pub fn records(n: u64) -> String {
    if n == 1 { "1 record".into() } else { format!("{} records", grouped(n)) }
}

/// The numbers of the place, grouped as India groups them: `1234567` is `12,34,567`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
    let mut out = String::with_capacity(digits.len() + 6);
    for (i, c) in head.chars().enumerate() {
        if i > 0 && (head.len() - i).is_multiple_of(2) {
            out.push(',');
        }
        out.push(c);
    }
    if !head.is_empty() {
        out.push(',');
    }
    out.push_str(tail);
    out
}

#[cfg(test)]
mod tests {
    use super::{grouped, short};

    #[test]
    fn a_long_text_is_shortened_between_characters() {
        assert_eq!(short("₹₹₹", 3), "₹₹₹");
        assert_eq!(short("₹₹₹₹", 3), "₹₹₹…");
    }

    #[test]
    fn numbers_are_grouped_by_thousand_lakh_and_crore() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (100000, "1,00,000"),
            (1234567, "12,34,567"),
            (123456789, "12,34,56,789"),
        ] {
            assert_eq!(grouped(n), text);
        }
    }
}
