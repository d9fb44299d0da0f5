//! What is well-formed and what is not, and that spellings are kept.

use super::*;
use proptest::prelude::*;

fn whole(text: &str) -> Result<(), Fault> {
    let mut s = Scanner::new(text);
    s.value()?;
    if s.peek() == 0 && s.at == text.len() { Ok(()) } else { s.fault(s.at, "more") }
}

#[test]
fn it_agrees_with_serde_json_on_what_is_well_formed() {
    for text in [
        "{}",
        "[]",
        "[1,2.50,-0,1E5]",
        r#"{"a":{"b":[null,true,false,"x\u20b9\n"]}}"#,
        " { \"a\" : 1 } ",
        "\"\"",
        "{",
        "[1,]",
        "{\"a\":}",
        "{a:1}",
        "[1 2]",
        "NaN",
        "[NaN]",
        "[01]",
        "[1.]",
        "[.5]",
        "[+1]",
        "[1e]",
        "tru",
        "nul",
        "\"a",
        "\"\t\"",
        r#""\x""#,
        r#""\u12g4""#,
        "[[]",
        "]",
        "",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "[-]",
        "{,}",
        "[,1]",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1]",
    ] {
        assert_eq!(whole(text).is_ok(), serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
    }
}

#[test]
fn nesting_without_end_is_refused_and_not_followed() {
    let deep = "[".repeat(100_000);
    assert!(whole(&deep).unwrap_err().what.contains("nested deeper"));
    let fine = format!("{}{}", "[".repeat(128), "]".repeat(128));
    assert!(whole(&fine).is_ok());
}

#[test]
fn values_keep_their_spelling() {
    let mut s = Scanner::new(r#"[1000.10,"a\u20b9\/\ud83d\ude00\ud800"]"#);
    s.expect(b'[', "").unwrap();
    assert_eq!(s.value().unwrap().raw, "1000.10");
    assert!(s.more_elements(false).unwrap());
    assert_eq!(s.value().unwrap().text(), "a₹/😀\u{FFFD}");
}

#[test]
fn places_are_given_by_line_and_column_of_characters() {
    assert_eq!(line_and_column("a\n₹₹x", 8), (2, 3));
    assert_eq!(line_and_column("", 0), (1, 1));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\",:0-9eE.+\\\\tfnu \\-₹]{0,60}") {
        prop_assert_eq!(whole(&text).is_ok(), serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok());
    }

    #[test]
    fn texts_are_written_so_that_they_are_read_back(text in any::<String>()) {
        let mut out = Vec::new();
        write_text(&mut out, &text);
        let raw = String::from_utf8(out).unwrap();
        prop_assert!(whole(&raw).is_ok());
        prop_assert_eq!(Scanner::new(&raw).value().unwrap().text(), text);
    }
}
