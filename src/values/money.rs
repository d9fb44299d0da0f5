//! Money in whole paise. The text of an amount is never made from these when an upload echoes it; they are for sums,
//! comparisons and the screen.

/// An amount in paise.
pub type Paise = i64;

/// An amount as read from text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedAmount {
    /// The value, rounded half up to paise.
    pub paise: Paise,
    /// Whether nothing was lost by rounding: false when the text says more than two decimals.
    pub exact: bool,
}

/// Reads the text of a JSON number. `None` if it is no JSON number, or beyond ± 9 × 10¹⁶ rupees.
pub fn parse(text: &str) -> Option<ParsedAmount> {
    let bytes = text.as_bytes();
    if let Some(paise) = plain_paise(bytes) {
        return Some(ParsedAmount { paise, exact: true });
    }
    let (negative, bytes) = match bytes.split_first()? {
        (b'-', rest) => (true, rest),
        _ => (false, bytes),
    };
    let whole_len = digits(bytes);
    if whole_len == 0 || (whole_len > 1 && bytes[0] == b'0') {
        return None;
    }
    let (whole, mut rest) = bytes.split_at(whole_len);
    let mut fraction: &[u8] = &[];
    if let Some((b'.', after)) = rest.split_first() {
        let len = digits(after);
        if len == 0 {
            return None;
        }
        (fraction, rest) = after.split_at(len);
    }
    let exponent = match rest.split_first() {
        None => 0,
        Some((b'e' | b'E', after)) => exponent(after)?,
        Some(_) => return None,
    };
    let amount = scale(whole, fraction, exponent)?;
    Some(if negative { ParsedAmount { paise: -amount.paise, ..amount } } else { amount })
}

/// What nearly all amounts are, read in one go: a few digits, with or without a point and two more. None for all others.
fn plain_paise(bytes: &[u8]) -> Option<Paise> {
    let (whole, fraction) = match bytes.split_last_chunk() {
        Some((whole, [b'.', tens, ones])) => (whole, [*tens, *ones]),
        _ => (bytes, *b"00"),
    };
    if whole.is_empty() || whole.len() > 15 || (whole.len() > 1 && whole[0] == b'0') {
        return None;
    }
    whole.iter().chain(&fraction).try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + Paise::from(b - b'0')))
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// The exponent's value; absurdly large ones are cut, as no amount survives them unless it is zero.
fn exponent(bytes: &[u8]) -> Option<i64> {
    let (negative, bytes) = match bytes.split_first()? {
        (b'-', rest) => (true, rest),
        (b'+', rest) => (false, rest),
        _ => (false, bytes),
    };
    if bytes.is_empty() || digits(bytes) != bytes.len() {
        return None;
    }
    let mut value: i64 = 0;
    for b in bytes {
        value = (value * 10 + i64::from(b - b'0')).min(1_000_000);
    }
    Some(if negative { -value } else { value })
}

/// `whole.fraction × 10^exponent` in paise, both being digits.
fn scale(whole: &[u8], fraction: &[u8], exponent: i64) -> Option<ParsedAmount> {
    // The decimal point is after this many digits; two more are paise.
    let kept = whole.len() as i64 + exponent + 2;
    let mut paise: i64 = 0;
    let mut exact = true;
    let mut round_up = false;
    for (i, b) in whole.iter().chain(fraction).enumerate() {
        let digit = i64::from(b - b'0');
        let i = i as i64;
        if i < kept {
            paise = paise.checked_mul(10)?.checked_add(digit)?;
        } else if digit != 0 {
            exact = false;
            round_up |= i == kept && digit >= 5;
        }
    }
    let written = (whole.len() + fraction.len()) as i64;
    if paise != 0 {
        for _ in written..kept {
            paise = paise.checked_mul(10)?;
        }
    }
    Some(ParsedAmount { paise: paise.checked_add(i64::from(round_up))?, exact })
}

/// `1234567.50`: two decimals, no grouping; for files and scripts. Sums of columns fit, hence `i128`.
pub fn plain(paise: i128) -> String {
    let sign = if paise < 0 { "-" } else { "" };
    let n = paise.unsigned_abs();
    format!("{sign}{}.{:02}", n / 100, n % 100)
}

/// `12,34,567.50`: Indian grouping, for the screen. A minus is U+2212, as wide as a digit.
pub fn indian(paise: i128) -> String {
    let n = paise.unsigned_abs();
    let rupees = u64::try_from(n / 100).unwrap_or(u64::MAX);
    let sign = if paise < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}.{:02}", super::grouped(rupees), n % 100)
}

/// `₹ 12,34,567.50`, a minus before the sign of the rupee.
pub fn rupees(paise: i128) -> String {
    let text = indian(paise.unsigned_abs().try_into().unwrap_or(i128::MAX));
    if paise < 0 { format!("\u{2212}₹ {text}") } else { format!("₹ {text}") }
}

/// A change, with its sign where it rises as well: `+12,34,567.50`.
pub fn signed(paise: i128) -> String {
    plus(paise).to_owned() + &indian(paise)
}

/// The same with the sign of the rupee: `+₹ 12,34,567.50`.
pub fn signed_rupees(paise: i128) -> String {
    plus(paise).to_owned() + &rupees(paise)
}

fn plus(paise: i128) -> &'static str {
    if paise > 0 { "+" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paise(text: &str) -> Option<i64> {
        parse(text).map(|a| a.paise)
    }

    #[test]
    fn json_numbers_become_paise_rounded_half_up() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("1000.1", 100_010),
            ("1000.10", 100_010),
            ("118000", 11_800_000),
            ("1E5", 10_000_000),
            ("1.5e2", 15_000),
            ("12345e-3", 1_235),
            ("0.005", 1),
            ("0.004999", 0),
            ("-10.5", -1_050),
            ("1e-400", 0),
            ("0e999", 0),
            ("99.995", 10_000),
        ] {
            assert_eq!(paise(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_number_is_no_amount() {
        for text in [
            "",
            "-",
            "+1",
            "1,180.10",
            "01",
            ".5",
            "5.",
            "1e",
            "1e+",
            "NaN",
            "Infinity",
            "1 ",
            "0x10",
            "1e400",
            "99999999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn more_than_two_decimals_are_noticed() {
        assert!(parse("10.55").is_some_and(|a| a.exact));
        assert!(parse("10.550").is_some_and(|a| a.exact));
        assert!(parse("10.555").is_some_and(|a| !a.exact));
    }

    #[test]
    fn amounts_are_printed_plainly_and_as_india_groups_them() {
        assert_eq!(plain(-5), "-0.05");
        assert_eq!(plain(123_456_750), "1234567.50");
        assert_eq!(indian(123_456_750), "12,34,567.50");
        assert_eq!(rupees(-100_000), "\u{2212}₹ 1,000.00");
    }

    proptest! {
        #[test]
        fn printing_and_reading_give_the_same_amount(n in -9_000_000_000_000_000i64..9_000_000_000_000_000) {
            prop_assert_eq!(paise(&plain(n.into())), Some(n));
        }
        #[test]
        fn no_text_makes_it_panic(text in "[-+0-9.eE]{0,40}") {
            let _ = parse(&text);
        }
    }
}
