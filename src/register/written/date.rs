//! Dates as people and programs write them. Whether the day or the month comes first is known only of a whole column.

use crate::cells::Dates;
use crate::values::Day;
use crate::values::typed::month_named;

/// A date of which the order may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::register) enum ReadDate {
    /// Nothing.
    Empty,
    /// A day.
    Day(Day),
    /// First part, second part and year; which of the two parts is the month is open.
    Open(u8, u8, u16),
    /// Something else.
    NotUnderstood,
}

/// Numbers in a column of dates between these are days as spreadsheets count them: 2000 to 2099.
const SERIALS: std::ops::RangeInclusive<u32> = 36_526..=73_050;

/// No text of a date is longer.
const LONGEST: usize = 200;

/// Reads the text of a date.
pub(in crate::register) fn read(text: &str, dates: Dates) -> ReadDate {
    if let Some(read) = usual(text.as_bytes()) {
        return read;
    }
    if text.len() > LONGEST {
        return ReadDate::NotUnderstood;
    }
    let text = crate::register::written::text::plain(text);
    if text.is_empty() || ["-", "--", "nil", "na", "n/a"].iter().any(|none| text.eq_ignore_ascii_case(none)) {
        return ReadDate::Empty;
    }
    let bytes = text.as_bytes();
    if bytes[0].is_ascii_digit() {
        if let Some(day) = serial(&text, dates) {
            return ReadDate::Day(day);
        }
        if bytes.len() == 8 && bytes.iter().all(u8::is_ascii_digit) {
            let number = |from: usize, to: usize| text[from..to].parse().unwrap_or(0);
            return day(number(0, 4), number(4, 6), number(6, 8));
        }
    }
    let Some(parts) = parts(&text) else { return ReadDate::NotUnderstood };
    match parts {
        [Part::Number(y, 4), Part::Number(m, _), Part::Number(d, 1 | 2)] => day(y, m, d),
        [Part::Number(y, 4), Part::Month(m), Part::Number(d, 1 | 2)] => day(y, m, d),
        [Part::Number(d, 1 | 2), Part::Month(m), Part::Number(y, 2 | 4)] => day(year(y), m, d),
        [Part::Month(m), Part::Number(d, 1 | 2), Part::Number(y, 2 | 4)] => day(year(y), m, d),
        [Part::Number(a, 1 | 2), Part::Number(b, 1 | 2), Part::Number(y, 2 | 4)] => open(a, b, year(y)),
        _ => ReadDate::NotUnderstood,
    }
}

/// `14-06-2026` with any mark between: most dates are written so.
fn usual(text: &[u8]) -> Option<ReadDate> {
    let &[a, b, mark, c, d, again, y, e, a_ten, r] = text else { return None };
    let digits = [a, b, c, d, y, e, a_ten, r];
    if mark != again || !b"-/.".contains(&mark) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |digits: &[u8]| digits.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    Some(open(number(&digits[..2]), number(&digits[2..4]), number(&digits[4..])))
}

/// The day of a number as spreadsheets count days, with or without a time.
fn serial(text: &str, dates: Dates) -> Option<Day> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() != 5 || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u32 = whole.parse().ok().filter(|number| SERIALS.contains(number))?;
    dates.day(number.into())
}

fn year(year: u32) -> u32 {
    if year < 100 { 2000 + year } else { year }
}

fn day(y: u32, m: u32, d: u32) -> ReadDate {
    Day::new(y as i32, m, d).map_or(ReadDate::NotUnderstood, ReadDate::Day)
}

fn open(a: u32, b: u32, y: u32) -> ReadDate {
    let may = |month, of_month| Day::new(y as i32, month, of_month).is_some();
    if may(b, a) || may(a, b) { ReadDate::Open(a as u8, b as u8, y as u16) } else { ReadDate::NotUnderstood }
}

#[derive(Clone, Copy, Debug)]
enum Part {
    /// A number, and of how many digits.
    Number(u32, u8),
    Month(u32),
}

/// The three parts of a date; a time behind them is dropped.
fn parts(text: &str) -> Option<[Part; 3]> {
    let is_gap = |c: char| matches!(c, '-' | '/' | '.' | ' ' | ',' | '\u{2013}' | '\'');
    let mut parts = [Part::Number(0, 0); 3];
    let mut rest = without_weekday(text, is_gap);
    for (place, part) in parts.iter_mut().enumerate() {
        rest = if place == 0 { rest } else { rest.trim_start_matches(is_gap) };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = digits.max(letters);
        let (word, behind) = rest.split_at_checked(length)?;
        *part = match (digits, letters) {
            (1..=4, _) => Part::Number(word.parse().ok()?, digits as u8),
            (0, 3..) => Part::Month(month_named(word)?),
            _ => return None,
        };
        // "14th June".
        let ordinal = ["th", "st", "nd", "rd"].into_iter().find_map(|ending| behind.strip_prefix(ending));
        let behind = ordinal.filter(|_| digits > 0).unwrap_or(behind);
        let apart = behind.starts_with(is_gap) || (place < 2 && turns(digits > 0, behind));
        if place < 2 && !apart {
            return None;
        }
        rest = behind;
    }
    is_time(rest).then_some(parts)
}

/// "Sunday, 14 June 2026" without the day of the week.
fn without_weekday(text: &str, is_gap: impl Fn(char) -> bool) -> &str {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at(letters);
    let word = word.to_ascii_lowercase();
    let named = letters >= 3 && DAYS.iter().any(|day| day.starts_with(&word));
    if named && rest.starts_with(&is_gap) { rest.trim_start_matches(is_gap) } else { text }
}

/// `14Jun2026`: letters after digits or digits after letters need nothing between them.
fn turns(digits: bool, behind: &str) -> bool {
    behind.starts_with(|c: char| if digits { c.is_ascii_alphabetic() } else { c.is_ascii_digit() })
}

/// Nothing, or what looks like a time of day: `10:15`, `T10:15:00.000Z`, `12:00 AM`.
fn is_time(rest: &str) -> bool {
    let Some(time) = rest.strip_prefix(['T', 't', ' ', ',']).map(str::trim) else { return rest.is_empty() };
    let time_of_day = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ' | '+' | '-' | 'Z' | 'z');
    let letters = time.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.').trim_end();
    let noon = &time[letters.len()..];
    let noon = noon.trim().replace('.', "");
    let known = noon.is_empty() || ["am", "pm", "z", "ist", "utc"].iter().any(|word| noon.eq_ignore_ascii_case(word));
    time.is_empty() || (letters.contains(':') && letters.chars().all(time_of_day) && known)
}

/// What was seen in the dates of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::register) struct Seen {
    /// A first part above 12 in a text whose order is open: it is the day.
    first_above: bool,
    /// A second part above 12.
    second_above: bool,
    /// How many such texts have both parts up to 12.
    low: u32,
    /// How many date cells have a day up to 12.
    cells: u32,
    /// A date whose day is known and is above 12, or a text of which the order is plain: nothing was exchanged.
    plain: bool,
    /// The month of these dates, read with the day first; 0 where there is none.
    month: u8,
    /// They have several months.
    months: bool,
    /// A text such as `03/04/2026`, which is a different day where the month comes first.
    two_ways: bool,
}

impl Seen {
    /// `cell`: it is a date cell, not a text.
    pub(in crate::register) fn add(&mut self, read: ReadDate, cell: bool) {
        match read {
            ReadDate::Open(a, b, _) => {
                self.first_above |= a > 12;
                self.second_above |= b > 12;
                if a <= 12 && b <= 12 {
                    self.low += 1;
                    self.add_month(b);
                }
            }
            ReadDate::Day(day) => match day.ymd() {
                (_, month, 1..=12) if cell => {
                    self.cells += 1;
                    self.add_month(month as u8);
                }
                _ => self.plain = true,
            },
            ReadDate::Empty | ReadDate::NotUnderstood => {}
        }
    }

    /// Sees whether a text with slashes can be read two ways: so programs write dates whose users put the month first.
    pub(in crate::register) fn add_slashes(&mut self, read: ReadDate, text: &str) {
        self.two_ways |= matches!(read, ReadDate::Open(a, b, _) if a <= 12 && b <= 12 && a != b) && text.contains('/');
    }

    fn add_month(&mut self, month: u8) {
        self.months |= self.month != 0 && self.month != month;
        self.month = month;
    }

    pub(in crate::register) fn join(&mut self, other: Seen) {
        self.first_above |= other.first_above;
        self.second_above |= other.second_above;
        self.low = self.low.saturating_add(other.low);
        self.cells = self.cells.saturating_add(other.cells);
        self.plain |= other.plain;
        self.months |= other.months;
        self.two_ways |= other.two_ways;
        if other.month != 0 {
            self.add_month(other.month);
        }
    }

    /// Whether the month comes first.
    pub(in crate::register) fn month_first(self) -> bool {
        self.second_above && !self.first_above
    }

    /// Whether dates with slashes can be read two ways, and none of the column says which.
    pub(in crate::register) fn is_guessed(self) -> bool {
        self.two_ways && !self.first_above && !self.second_above
    }

    /// How many date cells seem to have day and month exchanged. A spreadsheet that reads dates the other way round makes cells of
    /// those that are a day that way, and leaves the others, with a day above 12, as text.
    pub(in crate::register) fn exchanged(self) -> u32 {
        let left = self.first_above != self.second_above;
        if left && self.cells >= FEW && !self.plain && self.low == 0 { self.cells } else { 0 }
    }

    /// How many dates have an order that nothing says: many of several months, none with a day above 12.
    pub(in crate::register) fn unknown_order(self) -> u32 {
        let none = !self.first_above && !self.second_above && !self.plain && self.cells == 0;
        if none && self.months && self.low >= MANY { self.low } else { 0 }
    }
}

/// Even these few date cells without a day above 12 are no chance where all texts beside them have one.
const FEW: u32 = 3;
/// These many dates without a day above 12 are worth a note.
const MANY: u32 = 20;

impl ReadDate {
    /// The day; none if there is no such day.
    pub(in crate::register) fn day(self, month_first: bool) -> Option<Day> {
        match self {
            ReadDate::Empty | ReadDate::NotUnderstood => None,
            ReadDate::Day(day) => Some(day),
            ReadDate::Open(a, b, y) => {
                let (d, m) = if month_first { (b, a) } else { (a, b) };
                Day::new(y.into(), m.into(), d.into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day_first(text: &str) -> Option<String> {
        read(text, Dates::From1900).day(false).map(|day| day.to_string())
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "14-06-2026",
            "14/06/2026",
            "14.06.2026",
            "14 06 2026",
            "14-6-26",
            "14-Jun-26",
            "14 June 2026",
            "14-JUN-2026",
            "14/Jun/2026",
            "14Jun2026",
            "2026-06-14",
            "2026/6/14",
            "2026.06.14",
            "20260614",
            "46187",
            "46187.75",
            "14-06-2026 10:33:00",
            "2026-06-14T10:33:00Z",
            "14-06-2026 12:00 AM",
            "2026-06-14 00:00:00.000",
            "June 14, 2026",
            "Jun 14 26",
            "14th June 2026",
            "१४-०६-२०२६",
            "'14-06-2026",
            " 14-06-2026 ",
            "14-Jun'26",
            "Sunday, 14 June 2026",
            "Sun 14-06-2026",
        ] {
            assert_eq!(day_first(text).as_deref(), Some("14-06-2026"), "{text}");
        }
        assert_eq!(day_first("1-Sept-26").as_deref(), Some("01-09-2026"));
        for text in ["-", "", "NIL"] {
            assert_eq!(read(text, Dates::From1900), ReadDate::Empty, "{text}");
        }
        for text in [
            "31-02-2026",
            "14-06",
            "June 2026",
            "99999",
            "36525",
            "73051",
            "14-06-126",
            "abc",
            "14-Ju-26",
            "14-Juno-26",
            "1234567",
            "12.5",
            "14-06-2026 and more",
            "32-13-2026",
            "20261314",
            "1/2/3",
        ] {
            assert_eq!(day_first(text), None, "{text}");
        }
    }

    #[test]
    fn the_month_comes_first_only_where_the_column_says_so() {
        let seen = |texts: &[&str]| {
            let mut seen = Seen::default();
            texts.iter().for_each(|text| seen.add(read(text, Dates::From1900), false));
            seen.month_first()
        };
        assert!(seen(&["06/14/2026", "06/07/2026"]));
        assert!(!seen(&["06/07/2026"]));
        assert!(!seen(&["06/14/2026", "14/06/2026"]));
        assert_eq!(read("06/14/2026", Dates::From1900).day(true), Day::parse("14-06-2026"));
        assert_eq!(read("06/14/2026", Dates::From1900).day(false), None);
    }

    #[test]
    fn exchanged_days_and_an_order_that_nothing_says_are_seen_in_the_whole_column() {
        let day = |text: &str| ReadDate::Day(Day::parse(text).unwrap());
        let text = |text: &str| read(text, Dates::From1900);
        let seen = |cells: &[ReadDate], texts: &[ReadDate]| {
            let mut halves = [Seen::default(); 2];
            cells.iter().enumerate().for_each(|(place, &read)| halves[place % 2].add(read, true));
            texts.iter().enumerate().for_each(|(place, &read)| halves[place % 2].add(read, false));
            halves[0].join(halves[1]);
            halves[0]
        };
        let low = [day("07-03-2026"), day("11-03-2026"), day("06-12-2026")];
        let high = [text("13/07/2026"), text("31/07/2026")];
        assert_eq!(seen(&low, &high).exchanged(), 3);
        assert_eq!(seen(&low, &[text("07/13/2026")]).exchanged(), 3);
        // Too few, a cell with a day above 12, a text that is no damage, a named month, nothing left as text.
        for (cells, texts) in [
            (&low[..2], &high[..]),
            (&[low[0], low[1], low[2], day("13-03-2026")], &high),
            (&low, &[high[0], text("03/07/2026")]),
            (&low, &[high[0], text("13 July 2026")]),
            (&low, &[high[0], text("07/13/2026")]),
            (&low, &[]),
            (&[low[0], low[2]].repeat(30), &[]),
        ] {
            assert_eq!(seen(cells, texts).exchanged(), 0, "{cells:?} {texts:?}");
        }
        let open: Vec<ReadDate> = (0..24).map(|n| text(&format!("{:02}/{:02}/2026", n % 12 + 1, n % 7 + 1))).collect();
        assert_eq!(seen(&[], &open).unknown_order(), 24);
        let of_one_month: Vec<ReadDate> = (0..24).map(|n| text(&format!("{:02}/07/2026", n % 12 + 1))).collect();
        assert_eq!((seen(&[], &of_one_month).unknown_order(), seen(&[], &open[..12]).unknown_order()), (0, 0));
        assert_eq!(seen(&[], &[&open[..], &high].concat()).unknown_order(), 0);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[-0-9./ TJunMay:é,']{0,24}") {
            _ = read(&text, Dates::From1904).day(true);
        }
    }
}
