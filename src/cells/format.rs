//! What a cell's number format says, as far as a table needs it: whether a number is a day, how many digits it is filled up
//! to, and whether it is shown as debit or credit.

/// What is known of a cell's number format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Format {
    /// Numbers are days.
    pub date: bool,
    /// The format is only zeros, as many as are shown: `0000` shows 45 as 0045. 0 for any other.
    pub zeros: u8,
    /// How a number of 0 or more is marked.
    pub plus: Option<Side>,
    /// How a number below 0 is marked.
    pub minus: Option<Side>,
    /// A number below 0 has a form of its own in which no minus is shown: -500 as `500.00 Cr`.
    pub drops_minus: bool,
}

/// Debit or credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// `Dr`.
    Debit,
    /// `Cr`.
    Credit,
}

impl Side {
    /// The side that a text ends with: `500.00 Dr`, `500.00Cr.`.
    pub fn at_end(text: &str) -> Option<Side> {
        let text = text.trim_end_matches(|c: char| c == '.' || c == ')' || c.is_whitespace());
        let mut letters = text.chars().rev();
        let (last, first) = (letters.next()?, letters.next()?);
        if letters.next().is_some_and(char::is_alphabetic) || !last.eq_ignore_ascii_case(&'r') {
            return None;
        }
        match first.to_ascii_lowercase() {
            'd' => Some(Side::Debit),
            'c' => Some(Side::Credit),
            _ => None,
        }
    }
}

impl Format {
    /// What the format of this number among those that are not spelled out in a workbook says.
    pub(super) fn built_in(number: u32) -> Format {
        Format { date: matches!(number, 14..=22 | 27..=36 | 45..=47 | 50..=58), ..Format::default() }
    }

    /// What a format says, as a workbook spells it: `#,##0.00" Dr";#,##0.00" Cr"`.
    pub(super) fn spelled(code: &str) -> Format {
        // No format that a person made is longer.
        let code = &code[..code.floor_char_boundary(1024)];
        let parts = parts(code);
        let first = parts.first().cloned().unwrap_or_default();
        let below = parts.get(1);
        let zeros = if parts.len() == 1 && first.literal.is_empty() && first.rest.bytes().all(|b| b == b'0') {
            first.rest.len().min(255) as u8
        } else {
            0
        };
        let plus = first.side();
        let minus = below.map_or(plus, Part::side);
        Format {
            date: plus.is_none() && minus.is_none() && first.is_date(),
            zeros,
            plus,
            minus,
            drops_minus: below.is_some_and(|below| !below.literal.contains(['-', '(', '−'])),
        }
    }
}

/// A part of a format, between semicolons.
#[derive(Clone, Default)]
struct Part {
    /// What is shown as it is.
    literal: String,
    /// All else but what is in brackets.
    rest: String,
}

impl Part {
    fn side(&self) -> Option<Side> {
        // Some programs leave out the quotes.
        let bare = || self.rest.contains(['0', '#']).then(|| Side::at_end(&self.rest)).flatten();
        Side::at_end(&self.literal).or_else(bare)
    }

    fn is_date(&self) -> bool {
        let rest = self.rest.to_ascii_lowercase();
        if rest == "general" || rest == "standard" || rest.contains('#') {
            return false;
        }
        // Fractions of a second have zeros too.
        let without_fractions = rest.replace("s.0", "s");
        let is_number = without_fractions.contains('0') && !rest.contains("s.0");
        !is_number && rest.contains(['d', 'm', 'y', 'h', 's'])
    }
}

fn parts(code: &str) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        let Some(part) = parts.last_mut() else { break };
        match c {
            ';' => parts.push(Part::default()),
            '"' => part.literal.extend(chars.by_ref().take_while(|&c| c != '"')),
            '\\' => part.literal.extend(chars.next()),
            // As wide as the next character, or filled with it.
            '_' | '*' => _ = chars.next(),
            '[' => {
                let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                // Hours, minutes and seconds that are not cut at a day: `[h]:mm`.
                if !inside.is_empty() && inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
                    part.rest.push_str(&inside);
                }
            }
            '-' | '(' | ')' | '+' | '−' => part.literal.push(c),
            _ => part.rest.push(c),
        }
    }
    for part in &mut parts {
        if part.literal.trim().is_empty() {
            part.literal.clear();
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_what_is_a_day() {
        for code in
            ["dd-mm-yyyy", "[$-409]d-mmm-yy;@", "yyyy/mm/dd hh:mm:ss.000", "[h]:mm", "dd\\-mm\\-yy", "d\" of \"mmm"]
        {
            assert!(Format::spelled(code).date, "{code}");
        }
        let numbers =
            ["General", "0.00", "#,##0.00", "0.00\" d\"", "[Red]0", "@", "[$Rs.-4009] #,##0", "Rs. 0.00", "0%", ""];
        for code in numbers {
            assert!(!Format::spelled(code).date, "{code}");
        }
        assert!(Format::built_in(14).date && Format::built_in(22).date);
        assert!(!Format::built_in(0).date && !Format::built_in(4).date && !Format::built_in(49).date);
    }

    #[test]
    fn only_zeros_fill_up() {
        assert_eq!(Format::spelled("0000").zeros, 4);
        for code in ["0.00", "#000", "\"INV\"000", "000;000", "", "00 00"] {
            assert_eq!(Format::spelled(code).zeros, 0, "{code}");
        }
    }

    #[test]
    fn formats_say_debit_and_credit() {
        let dr = Format::spelled("\"\"0.00\" Dr\"");
        assert_eq!((dr.plus, dr.minus, dr.drops_minus, dr.date), (Some(Side::Debit), Some(Side::Debit), false, false));
        let both = Format::spelled("#,##0.00\\ \"Dr\";#,##0.00\\ \"Cr\"");
        assert_eq!((both.plus, both.minus, both.drops_minus), (Some(Side::Debit), Some(Side::Credit), true));
        let kept = Format::spelled("0.00\" Dr\";-0.00\" Cr\"");
        assert_eq!((kept.minus, kept.drops_minus), (Some(Side::Credit), false));
        assert_eq!(Format::spelled("0.00 Cr").plus, Some(Side::Credit));
        assert_eq!(Format::spelled("0.00\\ \\D\\r").plus, Some(Side::Debit));
        assert_eq!(Format::spelled("#,##0.00").plus, None);
    }

    #[test]
    fn a_side_is_a_word_of_its_own() {
        assert_eq!(Side::at_end("500.00 Dr"), Some(Side::Debit));
        assert_eq!(Side::at_end("500.00CR."), Some(Side::Credit));
        assert_eq!(Side::at_end("(500.00 cr)"), Some(Side::Credit));
        for text in ["", "r", "Ladr", "500", "Dr 5"] {
            assert_eq!(Side::at_end(text), None, "{text}");
        }
    }
}
