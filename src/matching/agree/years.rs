//! Financial years written in document numbers: found once, taken off for the years of two dates.

use std::ops::Range;

use crate::matching::agree::number::{BETWEEN, is_digits};
use crate::values::Day;

/// A financial year that is written in a number, in one of the forms that people use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The year in which it ends.
    ends: i32,
    /// Its form: 0 for `2026 2027` to 7 for `2027`; a lower one is taken first.
    form: u8,
    /// The groups that hold it, FY before it included.
    from: u8,
    until: u8,
}

impl Taken {
    pub(in crate::matching) fn groups(self) -> Range<usize> {
        usize::from(self.from)..usize::from(self.until)
    }
}

/// Longer numbers are no numbers of documents: no year is looked for in them.
const MOST_GROUPS: usize = 64;

/// All financial years that may be written in these groups, without which a digit group remains.
pub(in crate::matching) fn written_in(groups: &str) -> Vec<Taken> {
    // Most numbers have one run of digits, and no year.
    let begins = |pair: &[u8]| pair[0] == BETWEEN as u8 && pair[1].is_ascii_digit();
    let runs = usize::from(groups.starts_with(|c: char| c.is_ascii_digit()))
        + groups.as_bytes().windows(2).filter(|pair| begins(pair)).count();
    if runs < 2 {
        return Vec::new();
    }
    let list: Vec<&str> = groups.split(BETWEEN).filter(|group| !group.is_empty()).take(MOST_GROUPS + 1).collect();
    let digits = list.iter().filter(|group| is_digits(group)).count();
    if digits < 2 || list.len() > MOST_GROUPS {
        return Vec::new();
    }
    let mut found = Vec::new();
    for at in 0..list.len() {
        if !is_digits(list[at]) {
            continue;
        }
        let mut add = |ends: i32, form: u8, width: usize| {
            let from = if at > 0 && list[at - 1] == "FY" { at - 1 } else { at };
            if digits > width {
                found.push(Taken { ends, form, from: from as u8, until: (at + width) as u8 });
            }
        };
        let one = value(list[at]);
        if let (Some(one), Some(two)) = (one, list.get(at + 1).copied().filter(|g| is_digits(g)).and_then(value)) {
            match (one, two) {
                (2000..=2098, two) if two == one + 1 => add(two, 0, 2),
                (2000..=2098, two) if two == one - 1999 => add(one + 1, 1, 2),
                (0..=98, two) if two == one + 1 => add(2000 + two, 2, 2),
                _ => {}
            }
        }
        match one {
            Some(n @ 20_002_001..=20_982_099) if n % 10_000 == n / 10_000 + 1 => add(n % 10_000, 3, 1),
            Some(n @ 200_001..=209_899) if n % 100 == n / 100 % 100 + 1 => add(2000 + n % 100, 4, 1),
            _ => {}
        }
        match one {
            Some(n @ 1..=9899) if n % 100 == n / 100 + 1 => add(2000 + n % 100, 5, 1),
            _ => {}
        }
        if let Some(n @ 2000..=2099) = one {
            add(n + 1, 6, 1);
            add(n, 7, 1);
        }
    }
    found
}

fn value(digits: &str) -> Option<i32> {
    if digits.len() > 8 { None } else { digits.parse().ok() }
}

/// The one that is taken off for these years: of the first year that is there, the first form, the leftmost.
pub(in crate::matching) fn first(found: &[Taken], years: &[i32]) -> Option<Taken> {
    if found.is_empty() {
        return None;
    }
    years.iter().find_map(|&year| {
        let of_year = found.iter().filter(|taken| taken.ends == year);
        of_year.min_by_key(|taken| (taken.form, taken.until)).copied()
    })
}

/// The years whose financial years are taken off the numbers of two documents: those of both days and the one before each,
/// later ones first.
pub fn of_days(a: Day, b: Day) -> impl std::ops::Deref<Target = [i32]> {
    let end = |day: Day| if day == Day::NONE { None } else { Some(day.financial_year_end()) };
    let (later, other) = (end(a).max(end(b)), end(a).min(end(b)).or(end(a).max(end(b))));
    let (Some(later), Some(other)) = (later, other) else { return Years { list: [0; 4], many: 0 } };
    let (list, many) = match later - other {
        0 => ([later, later - 1, 0, 0], 2),
        1 => ([later, other, other - 1, 0], 3),
        _ => ([later, later - 1, other, other - 1], 4),
    };
    Years { list, many }
}

/// A few years.
struct Years {
    list: [i32; 4],
    many: usize,
}

impl std::ops::Deref for Years {
    type Target = [i32];
    fn deref(&self) -> &[i32] {
        &self.list[..self.many]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::agree::number::Number;

    fn taken(text: &str, years: &[i32]) -> Option<Range<usize>> {
        let groups: Vec<String> = Number::new(text).groups().map(str::to_owned).collect();
        let found = written_in(&groups.join(&BETWEEN.to_string()));
        first(&found, years).map(Taken::groups)
    }

    #[test]
    fn a_year_is_found_in_every_form_that_people_write() {
        for (text, wanted) in [
            ("INV/2026-2027/5", 1..3),
            ("INV/2026-27/5", 1..3),
            ("INV/26-27/5", 1..3),
            ("INV/20262027/5", 1..2),
            ("INV/202627/5", 1..2),
            ("INV/2627/5", 1..2),
            ("INV/2026/5", 1..2),
            ("INV/2027/5", 1..2),
            ("INV/FY/26-27/5", 1..4),
            ("26-27/5", 0..2),
            ("5/26-27", 1..3),
        ] {
            assert_eq!(taken(text, &[2027, 2026]), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_year_is_only_taken_off_where_a_number_remains() {
        for text in ["2627", "26-27", "INV/2030/5", "INV/18-19/5"] {
            assert_eq!(taken(text, &[2027, 2026]), None, "{text}");
        }
        assert_eq!(taken("2026/27", &[2027, 2026]), Some(0..1));
        assert_eq!(taken("INV/08-09/5", &[2009]), Some(1..3));
        assert_eq!(taken("INV/0809/5", &[2009]), Some(1..2));
    }

    #[test]
    fn later_years_come_first_and_then_longer_forms() {
        assert_eq!(taken("25-26/26-27/5", &[2027, 2026]), Some(2..4));
        assert_eq!(taken("2627/26-27/5", &[2027, 2026]), Some(1..3));
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(*of_days(day("31-03-2026"), day("01-04-2026")), [2027, 2026, 2025]);
        assert_eq!(*of_days(day("31-03-2026"), day("01-03-2021")), [2026, 2025, 2021, 2020]);
        assert_eq!(*of_days(Day::NONE, day("01-04-2026")), [2027, 2026]);
        assert!(of_days(Day::NONE, Day::NONE).is_empty());
    }
}
