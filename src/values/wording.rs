//! Small parts of sentences, each made in one place: numbers with their nouns, shortened texts, names of files.

use std::borrow::Cow;
use std::fmt::Display;

/// The beginning of a text, at most this many characters, with an ellipsis where more follows: what is drawn or said is
/// bounded, whatever is in a file.
pub fn short(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// A text that begins a line, with a capital.
pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A text that goes on in a line, without a capital.
pub fn lowered(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The noun that goes with a number: `record` with 1, `records` with any other.
pub fn plural<'t>(n: u64, one: &'t str, many: &'t str) -> &'t str {
    if n == 1 { one } else { many }
}

/// A number with its noun: `1 error`, `12,345 errors`.
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), plural(n, one, many))
}

/// `1 record`, `12,345 records`.
pub fn records(n: u64) -> String {
    counted(n, "record", "records")
}

/// What is behind the first of a list: `and 12 more`.
pub fn and_more(n: impl Display) -> String {
    format!("and {n} more")
}

/// The last part of a path, whichever system wrote it.
pub fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
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
    use super::*;

    #[test]
    fn a_long_text_is_shortened_between_characters() {
        assert_eq!(short("₹₹₹", 3), "₹₹₹");
        assert_eq!(short("₹₹₹₹", 3), "₹₹₹…");
    }

    #[test]
    fn numbers_go_with_their_nouns() {
        assert_eq!([0, 1, 12_345].map(records), ["0 records", "1 record", "12,345 records"]);
        assert_eq!(and_more(grouped(1_000)), "and 1,000 more");
    }

    #[test]
    fn the_last_part_of_a_path_is_found_on_any_system() {
        for path in ["/downloads/a.json", "E:\\ims\\a.json", "a.json", "E:\\ims/a.json"] {
            assert_eq!(last_part(path), "a.json");
        }
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
