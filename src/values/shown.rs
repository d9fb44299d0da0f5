//! Control characters of a text as people can see them, such as `\x1b`: printed as they are they would move a terminal's
//! cursor, colour it, or forge lines of ours.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text with its control characters shown (U+0000 to U+001F and U+007F to U+009F), line breaks among them; and those that turn the
/// direction of a text or break its lines, with which one name could be printed as another.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c.is_control() || turns(c)) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if c.is_control() => drop(write!(out, "\\x{:02x}", u32::from(c))),
            c if turns(c) => drop(write!(out, "\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.into()
}

/// Whether a character changes the direction of what follows or begins a line. Those that join letters are part of words.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
        assert_eq!(shown("a\u{202e}nosj.txt क्\u{200d}ष"), "a\\u{202e}nosj.txt क्\u{200d}ष");
        assert_eq!(shown("\u{2028}\u{2067}"), "\\u{2028}\\u{2067}");
        let every: String = (0..0x180).filter_map(char::from_u32).collect();
        assert!(!shown(&every).contains(|c: char| c < ' ' || ('\u{7f}'..='\u{9f}').contains(&c)));
    }
}
