//! Texts of cells in the one form in which they are compared, and headings as words.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text of a cell as it is shown: without spaces around it, and without what only keeps a spreadsheet from taking it for a
/// number (`="0045"`, `'0045`).
pub(in crate::register) fn shown(text: &str) -> &str {
    let text = text.trim();
    if let Some(inside) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return inside.trim();
    }
    text.strip_prefix('\'').map_or(text, str::trim)
}

/// The same in the form in which texts are compared: compatible characters as one (NFKC), invisible ones left out, every
/// decimal digit as 0 to 9.
pub(in crate::register) fn plain(text: &str) -> Cow<'_, str> {
    let text = shown(text);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain: String = text.nfkc().filter(|c| !is_invisible(*c)).map(digit).collect();
    Cow::Owned(shown(&plain).to_owned())
}

/// Characters that take no room: they come with copying from web pages and documents.
fn is_invisible(c: char) -> bool {
    let format = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}');
    format || matches!(c, '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Decimal digits of other scripts as 0 to 9.
fn digit(c: char) -> char {
    // The first digits of the scripts of India and its neighbours, and of Arabic and Persian.
    const ZEROS: [u32; 17] = [
        0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
        0x1040, 0x17e0,
    ];
    let code = c as u32;
    let zero = ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code));
    zero.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(c)
}

/// The words of a heading: runs of letters, numbers, `%` and `#`; in lower case, without currency signs.
pub(in crate::register) fn words(text: &str) -> Vec<String> {
    let text = plain(text);
    // "Supplier's invoice no" is the supplier invoice no.
    let text = if text.contains(['\'', '\u{2019}']) {
        Cow::Owned(text.replace("'s", "").replace("\u{2019}s", ""))
    } else {
        text
    };
    let mut words: Vec<String> = Vec::new();
    let mut last = Kind::Gap;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let kind = match c {
            '%' | '#' => Kind::Sign,
            // "2.5" is one number.
            '.' if last == Kind::Digit && chars.peek().is_some_and(char::is_ascii_digit) => Kind::Digit,
            _ if c.is_numeric() => Kind::Digit,
            _ if c.is_alphabetic() || is_combining_mark(c) => Kind::Letter,
            _ => Kind::Gap,
        };
        match words.last_mut().filter(|_| kind == last && matches!(kind, Kind::Letter | Kind::Digit)) {
            Some(word) => word.extend(c.to_lowercase()),
            None if kind == Kind::Gap => {}
            None => words.push(c.to_lowercase().collect()),
        }
        last = kind;
    }
    let mut words = abbreviated(words);
    words.retain(|word| !matches!(word.as_str(), "rs" | "inr" | "rupees" | "rupee"));
    words
}

/// Single letters in a row are one word: "C.G.S.T." is cgst.
fn abbreviated(words: Vec<String>) -> Vec<String> {
    const LEAST: usize = 3;
    let is_letter = |word: &String| word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic();
    if !words.windows(LEAST).any(|some| some.iter().all(is_letter)) {
        return words;
    }
    let runs = words.chunk_by(|a, b| is_letter(a) && is_letter(b));
    runs.flat_map(|run| if run.len() >= LEAST { vec![run.concat()] } else { run.to_vec() }).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Gap,
    Letter,
    Digit,
    Sign,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_in_one_form() {
        for (text, form) in [
            ("  INV/1 ", "INV/1"),
            ("=\"0045\"", "0045"),
            ("'0045", "0045"),
            ("१२३", "123"),
            ("ＩＮＶ１", "INV1"),
            ("27ZZ\u{200b}ZZ", "27ZZZZ"),
            ("\u{feff}A\u{a0}", "A"),
            ("٤٥", "45"),
        ] {
            assert_eq!(plain(text), form, "{text}");
        }
    }

    #[test]
    fn headings_are_words() {
        for (text, wanted) in [
            ("GSTIN of supplier/ECO *", "gstin of supplier eco"),
            ("Taxable Value (₹)", "taxable value"),
            ("Input CGST @ 9%", "input cgst 9 %"),
            ("Bill#", "bill #"),
            ("Invoice_Value (Rs.)", "invoice value"),
            ("करयोग्य मूल्य", "करयोग्य मूल्य"),
            ("C-GST", "c gst"),
            ("C.G.S.T.", "cgst"),
            ("I.G.S.T 18%", "igst 18 %"),
            ("G.S.T.I.N. No.", "gstin no"),
            ("RCM (Y/N)", "rcm y n"),
            ("Supplier's Inv. No.", "supplier inv no"),
            ("CGST 2.5%", "cgst 2.5 %"),
            ("GSTR2B", "gstr 2 b"),
            ("बिल नंबर", "बिल नंबर"),
            ("", ""),
        ] {
            assert_eq!(words(text).join(" "), wanted, "{text}");
        }
    }
}
