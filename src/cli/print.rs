//! What is printed. Texts of files, their names and arguments may hold anything; control characters and escapes among them
//! never reach a terminal (rules/README.md, conduct): in text they are shown as `\x1b`, in JSON as `\u001b`.

use std::fmt::Display;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::in_line;
use crate::values::shown::{shown, shown_lines};

/// Prints lines.
pub struct Lines<'o>(pub &'o mut dyn Write);

impl Lines<'_> {
    /// Prints one line.
    pub fn line(&mut self, line: impl Display) -> io::Result<()> {
        let line = line.to_string();
        self.0.write_all(shown(&line).as_bytes())?;
        self.0.write_all(b"\n")
    }
}

/// Writes a value as JSON that a terminal can show.
pub fn json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Escaped))?)
}

/// Escapes what JSON itself lets through: U+007F to U+009F.
struct Escaped;

impl Formatter for Escaped {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(char::is_control) {
            let c = rest[at..].chars().next().unwrap_or_default();
            CompactFormatter.write_string_fragment(out, &rest[..at])?;
            write!(out, "\\u{:04x}", u32::from(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        CompactFormatter.write_string_fragment(out, rest)
    }
}

/// A line on standard error. If even that fails, there is no place left to say so.
pub fn complain(what: &str) {
    let _ = writeln!(io::stderr(), "ims-desk: {}", shown(&in_line(what)));
}

/// From now on, what breaks is printed with the control characters of its message shown.
pub fn watch() {
    std::panic::set_hook(Box::new(|broken| {
        let words = shown_lines(&broken.to_string());
        let _ = writeln!(io::stderr(), "ims-desk: {words}");
        let trace = std::backtrace::Backtrace::capture();
        if trace.status() == std::backtrace::BacktraceStatus::Captured {
            let _ = writeln!(io::stderr(), "{trace}");
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn as_json(text: &str) -> String {
        let mut out = Vec::new();
        json(&mut out, &text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn control_characters_are_escaped_in_json() {
        assert_eq!(as_json("\x1b\u{9b}\u{7f}é"), "\"\\u001b\\u009b\\u007fé\"");
    }

    proptest! {
        #[test]
        fn nothing_that_moves_a_cursor_gets_through(text in any::<String>()) {
            let json = as_json(&text);
            prop_assert!(!json.contains(char::is_control));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
