//! Control characters of a text as people can see them, such as `\x1b`: printed as they are they would move a terminal's
//! cursor, colour it, or forge lines of ours.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text with its control characters shown (U+0000 to U+001F and U+007F to U+009F), line breaks among them.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if c.is_control() => drop(write!(out, "\\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.into()
}

/// The same of a text of several lines of our own.
pub fn shown_lines(text: &str) -> String {
    text.split('\n').map(shown).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_and_all_else_stays() {
        assert_eq!(shown("a\x1b[31mb\n\t\u{7f}\u{9b}₹\\"), "a\\x1b[31mb\\x0a\\x09\\x7f\\x9b₹\\");
        assert_eq!(shown_lines("one\ntwo\x07"), "one\ntwo\\x07");
        let every: String = (0..0x180).filter_map(char::from_u32).collect();
        assert!(!shown(&every).contains(|c: char| c < ' ' || ('\u{7f}'..='\u{9f}').contains(&c)));
    }
}
