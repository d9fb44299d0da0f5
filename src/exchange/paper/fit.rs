//! How many lines a text takes on paper, about: so that a page that must stay one stays one. Fonts differ from computer to
//! computer, so it is rather too many than too few.

/// How wide the text of a page is: A4 without its margins, in points of the screen.
const PAGE: f32 = 703.0;
/// The letters of a table, and the room between two columns.
const TABLE_LETTERS: f32 = 8.7;
const GAP: f32 = 12.0;
/// Other fonts are wider.
const OTHER_FONTS: f32 = 1.08;

/// How high a row of a table is, in quarters of a row of one line: there is room between rows, and none between lines.
pub(super) fn height(lines: usize) -> usize {
    1 + 3 * lines
}

/// In a column of a table that has this part of the page.
pub(super) fn in_column(text: &str, percent: u8) -> usize {
    lines(text, PAGE * f32::from(percent) / 100.0 - GAP, TABLE_LETTERS)
}

/// Over the page, beside something that is this wide.
pub(super) fn beside(text: &str, taken: f32, letters: f32) -> usize {
    lines(text, PAGE - taken, letters)
}

fn lines(text: &str, width: f32, letters: f32) -> usize {
    let blank = letter(' ') * letters * OTHER_FONTS;
    let (mut lines, mut at) = (1, 0.0_f32);
    for word in text.split_whitespace() {
        let long: f32 = word.chars().map(letter).sum::<f32>() * letters * OTHER_FONTS;
        if at > 0.0 && at + blank + long > width {
            (lines, at) = (lines + 1, 0.0);
        }
        at += long + if at > 0.0 { blank } else { 0.0 };
        // A word that is wider than its column is broken.
        while at > width {
            (lines, at) = (lines + 1, at - width);
        }
    }
    lines
}

/// How wide a letter is, in parts of its height.
fn letter(c: char) -> f32 {
    match c {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | 'i' | 'j' | 'l' | 'I' => 0.3,
        'f' | 'r' | 't' | '-' | '/' | '(' | ')' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
        c if c.is_ascii_uppercase() => 0.7,
        c if c.is_ascii() => 0.58,
        // Of other scripts the widest.
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_more_lines_the_longer_it_is_and_a_long_word_is_broken() {
        assert_eq!(in_column("", 26), 1);
        assert_eq!(in_column("Rate or value differs", 26), 1);
        assert_eq!(in_column("Rate or value differs, Goods not received", 26), 2);
        assert!(in_column(&"x".repeat(250), 26) >= 8);
        assert!(in_column(&"नहीं ".repeat(50), 26) >= 8);
        assert_eq!(beside("Portal file download.json", 100.0, 8.0), 1);
    }
}
