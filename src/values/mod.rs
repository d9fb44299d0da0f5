//! Small types that parse, print and compare: money, days, tax periods, GSTINs, states.

pub mod clock;
pub mod day;
pub mod exact_sums;
pub mod gstin;
pub mod money;
pub mod period;
pub mod rows;
pub mod shown;
pub mod state;
pub mod texts;
pub mod typed;
pub mod wording;

pub use day::Day;
pub use money::Paise;
pub use period::Period;
pub use texts::Texts;

pub use wording::{and_more, capital, counted, grouped, last_part, lowered, plural, records, short};

/// The beginning of a text, at most this many bytes, cut between two characters.
pub fn beginning(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// Bytes in base 16.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}
