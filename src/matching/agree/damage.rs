//! What a spreadsheet makes of a document number: digits lost to an exponent, to the fifteenth digit, or to a date.

use crate::values::Day;

/// Whether the entry's number is what a spreadsheet makes of the record's; both in capitals. `marked`: the register's cell
/// shows that it was damaged.
pub(in crate::matching) fn is_made_of(entry: &str, record: &str, marked: bool) -> bool {
    exponent(entry, record) || fifteen_digits(entry, record) || (marked && day_and_month(entry, record))
}

/// `1.23457E+15` of 1234567890123456: the same leading digits, rounded or not, and the same length. Also 1E5 as 100000.
fn exponent(entry: &str, record: &str) -> bool {
    if record.is_ascii() && record.contains('E') && entry.bytes().all(|b| b.is_ascii_digit()) && !entry.is_empty() {
        // The record's 1E5 was taken for a number.
        return parts(record).is_some_and(|(digits, power)| written_out(&digits, power).as_deref() == Some(entry));
    }
    let Some((digits, power)) = parts(entry) else { return false };
    if let Some((of_record, power_of_record)) = parts(record) {
        let plain = |digits: &str| digits.trim_end_matches('0').to_owned();
        return power == power_of_record && plain(&digits) == plain(&of_record);
    }
    let number = record.trim_start_matches('0');
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    number.len() as i64 == power + 1 && begins_rounded(number, &digits)
}

/// The digits of a number with an exponent, and the power of ten of the first.
fn parts(text: &str) -> Option<(String, i64)> {
    let (mantissa, power) = text.split_once('E')?;
    let power: i64 = power.strip_prefix('+').unwrap_or(power).parse().ok().filter(|p| (0..100).contains(p))?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    if whole.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some((all, power + whole.len() as i64 - 1))
}

fn written_out(digits: &str, power: i64) -> Option<String> {
    let zeros = usize::try_from(power + 1).ok()?.checked_sub(digits.len())?;
    Some(format!("{digits}{}", "0".repeat(zeros)))
}

/// Whether a number begins with these digits, the last of them rounded or not.
fn begins_rounded(number: &str, digits: &str) -> bool {
    if digits.len() > number.len() {
        return false;
    }
    let (head, rest) = number.split_at(digits.len());
    if head == digits {
        return true;
    }
    let up = rest.as_bytes().first().is_some_and(|&b| b >= b'5');
    up && head.parse::<u128>().ok().map(|n| n + 1) == digits.parse().ok()
}

/// The first fifteen digits, and zeros for the others.
fn fifteen_digits(entry: &str, record: &str) -> bool {
    let digits = |text: &str| text.len() > 15 && text.bytes().all(|b| b.is_ascii_digit());
    digits(entry)
        && digits(record)
        && entry.len() == record.len()
        && entry[..15] == record[..15]
        && entry[15..].bytes().all(|b| b == b'0')
}

/// A number in a record's number; the name of a month is the month, as a spreadsheet takes MAR-5 for a day too.
fn group(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let digits = text.trim_matches(|c: char| c.is_ascii_alphabetic());
    let month = || MONTHS.iter().position(|month| text.starts_with(month)).map(|at| at as u32 + 1);
    digits.parse().ok().or_else(month)
}

/// A date whose day and month, or month and year, are the two groups of the record's number: 10-5 as 10 May.
fn day_and_month(entry: &str, record: &str) -> bool {
    let day = Day::parse(entry).or_else(|| Day::parse_iso(entry.get(..10).unwrap_or(entry)));
    let Some((year, month, of_month)) = day.map(Day::ymd) else { return false };
    let groups: Vec<u32> = record
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|group| !group.is_empty())
        .filter_map(group)
        .collect();
    let year = year as u32;
    match *groups.as_slice() {
        [a, b] => {
            (a, b) == (of_month, month)
                || (a, b) == (month, of_month)
                || (of_month == 1 && a == month && (b == year || b == year % 100))
        }
        [a, b, c] => {
            let same_year = |c: u32| c == year || c == year % 100;
            (((a, b) == (of_month, month) || (a, b) == (month, of_month)) && same_year(c))
                || (same_year(a) && (b, c) == (month, of_month))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_leaves_the_first_digits_and_the_length() {
        for (entry, record) in [
            ("1.23457E+15", "1234567890123456"),
            ("1.23456E+15", "1234567890123456"),
            ("1.2E+3", "1234"),
            ("100000", "1E5"),
            ("1.00E+05", "1E5"),
            ("1234567890123450", "1234567890123450"),
            ("1234567890123450", "1234567890123456"),
        ] {
            assert!(is_made_of(entry, record, false), "{entry} of {record}");
        }
        for (entry, record) in [
            ("1.23457E+15", "1234667890123456"),
            ("1.23457E+14", "1234567890123456"),
            ("1.23458E+15", "1234567890123456"),
            ("1234567890123450", "1234567890123556"),
            ("E5", "1E5"),
            ("", "1E5"),
        ] {
            assert!(!is_made_of(entry, record, false), "{entry} of {record}");
        }
    }

    #[test]
    fn a_date_is_damage_only_where_the_cell_was_one() {
        assert!(is_made_of("10-05-2026", "10-5", true) && is_made_of("2026-05-10", "5/10", true));
        assert!(!is_made_of("10-05-2026", "10-5", false) && !is_made_of("10-05-2026", "10-6", true));
        assert!(is_made_of("05-03-2026", "MAR-5", true) && is_made_of("01-03-2026", "3/2026", true));
    }
}
