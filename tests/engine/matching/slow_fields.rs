//! How the slow reading compares two documents, field by field, and gives them a class.

use std::collections::BTreeSet;

use ims_desk::book::EntryType;
use ims_desk::matching::Class;
use ims_desk::values::Day;

#[derive(Clone, Debug)]
pub struct Doc {
    pub gstin: String,
    pub kind: EntryType,
    pub number: String,
    pub day: Option<i32>,
    pub year: i32,
    pub taxable: i64,
    pub heads: [i64; 4],
    pub value: Option<i64>,
}

impl Doc {
    pub fn tax(&self) -> i64 {
        self.heads.iter().sum()
    }
}

/// Letters and digits in groups, zeros in front dropped.
pub fn groups(number: &str) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in number.to_uppercase().chars() {
        let kind = if c.is_ascii_digit() {
            '9'
        } else if c.is_alphabetic() {
            'A'
        } else {
            ' '
        };
        if kind != ' ' {
            if kind != last {
                groups.push(String::new());
            }
            groups.last_mut().unwrap().push(c);
        }
        last = kind;
    }
    for group in &mut groups {
        if group.starts_with('0') {
            let rest = group.trim_start_matches('0').to_owned();
            *group = if rest.is_empty() { "0".to_owned() } else { rest };
        }
    }
    groups
}

fn digits(group: &str) -> bool {
    group.starts_with(|c: char| c.is_ascii_digit())
}

fn without_year(number: &[String], years: &[i32]) -> Vec<String> {
    for end in years {
        let (a, b, s, t) = (end - 1, *end, (end - 1) % 100, end % 100);
        let forms: [Vec<String>; 8] = [
            vec![a.to_string(), b.to_string()],
            vec![a.to_string(), t.to_string()],
            vec![s.to_string(), t.to_string()],
            vec![format!("{a}{b}")],
            vec![format!("{a}{t:02}")],
            vec![format!("{s}{t:02}")],
            vec![a.to_string()],
            vec![b.to_string()],
        ];
        for form in forms {
            let Some(at) = number.windows(form.len()).position(|some| some == form.as_slice()) else { continue };
            let from = if at > 0 && number[at - 1] == "FY" { at - 1 } else { at };
            let mut rest = number.to_vec();
            rest.drain(from..at + form.len());
            if rest.iter().any(|group| digits(group)) {
                return rest;
            }
        }
    }
    number.to_vec()
}

fn slip(a: &str, b: &str) -> Option<bool> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a == b || a.len().min(b.len()) < 4 {
        return None;
    }
    let without = |text: &[char], at: usize| [&text[..at], &text[at + 1..]].concat();
    if a.len() == b.len() {
        let differ: Vec<usize> = (0..a.len()).filter(|&i| a[i] != b[i]).collect();
        return match differ.as_slice() {
            [_] => Some(false),
            [i, j] if *j == i + 1 && a[*i] == b[*j] && a[*j] == b[*i] => Some(true),
            _ => None,
        };
    }
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    (long.len() == short.len() + 1 && (0..long.len()).any(|at| without(&long, at) == short)).then_some(false)
}

/// 0, 1 and 2 as N0 to N2, 3 near, 4 slip, 5 neighbour, 6 else.
pub fn number_level(r: &Doc, e: &Doc) -> u8 {
    if r.number.is_empty() || e.number.is_empty() {
        return 6;
    }
    if r.number.to_uppercase() == e.number.to_uppercase() {
        return 0;
    }
    let (a, b) = (groups(&r.number), groups(&e.number));
    if a == b {
        return 1;
    }
    let mut years: Vec<i32> =
        [r.day.map(|_| r.year), e.day.map(|_| e.year)].into_iter().flatten().flat_map(|y| [y, y - 1]).collect();
    years.sort_by(|x, y| y.cmp(x));
    years.dedup();
    let (x, y) = (without_year(&a, &years), without_year(&b, &years));
    let split = |list: &[String]| -> (Vec<String>, BTreeSet<String>) {
        (list.iter().filter(|g| digits(g)).cloned().collect(), list.iter().filter(|g| !digits(g)).cloned().collect())
    };
    let ((dx, lx), (dy, ly)) = (split(&x), split(&y));
    let letters_fit = lx.is_subset(&ly) || ly.is_subset(&lx);
    if !dx.is_empty() && dx == dy && letters_fit {
        return 2;
    }
    let seen = |n: &str| {
        let joined: String = n.to_uppercase().chars().filter(|c| c.is_alphanumeric()).collect();
        joined.replace('O', "0").replace(['I', 'L'], "1").trim_start_matches('0').to_owned()
    };
    if seen(&r.number) == seen(&e.number) && !seen(&r.number).is_empty() {
        return 3;
    }
    let near = |a: Option<&String>, b: Option<&String>| match (a, b) {
        (Some(a), Some(b)) => (1..=9).contains(&a.parse::<i128>().unwrap().abs_diff(b.parse::<i128>().unwrap())),
        _ => false,
    };
    let in_series = dx.len() == dy.len()
        && !dx.is_empty()
        && dx[..dx.len() - 1] == dy[..dy.len() - 1]
        && near(dx.last(), dy.last())
        && letters_fit
        && slip(&a.concat(), &b.concat()) != Some(true);
    if in_series {
        return 5;
    }
    let serial = |list: &[String]| list.iter().rfind(|g| digits(g)).cloned();
    if let (Some(a), Some(b)) = (serial(&a), serial(&b))
        && a.len().min(b.len()) >= 4
        && (a.ends_with(&b) || b.ends_with(&a))
    {
        return 3;
    }
    match slip(&a.concat(), &b.concat()) {
        Some(true) => 4,
        Some(false) if near(serial(&a).as_ref(), serial(&b).as_ref()) => 5,
        Some(false) => 4,
        None => 6,
    }
}

/// D0 to D4 with the days between.
pub fn date_level(r: &Doc, e: &Doc) -> (u8, i32) {
    let (Some(a), Some(b)) = (r.day, e.day) else { return (2, 0) };
    let days = (a - b).abs();
    let (ya, ma, da) = Day(a).ymd();
    let (yb, mb, db) = Day(b).ymd();
    let level = if days == 0 {
        0
    } else if days <= 10 {
        1
    } else if r.year == e.year {
        2
    } else if ((ma, da) == (mb, db) && (ya - yb).abs() == 1) || (ya == yb && ma == db && da == mb) {
        3
    } else {
        4
    };
    (level, days)
}

pub fn amounts_level(r: &Doc, e: &Doc) -> u8 {
    let differences = r.heads.iter().zip(e.heads).map(|(a, b)| (a - b).abs()).chain([(r.taxable - e.taxable).abs()]);
    match differences.max().unwrap() {
        0 => 0,
        1..=100 => 1,
        _ => 2,
    }
}

pub fn class_of(r: &Doc, e: &Doc) -> Option<Class> {
    let (number, (date, _), amounts) = (number_level(r, e), date_level(r, e), amounts_level(r, e));
    let same = r.gstin == e.gstin;
    let pan = !same && e.gstin.len() == 15 && r.gstin[2..12] == e.gstin[2..12];
    let alike = r.kind == e.kind;
    let gross =
        e.tax() == 0 && [Some(e.taxable), e.value].iter().flatten().any(|v| (v - r.value.unwrap()).abs() <= 100);
    let rows = [
        (Class::Exact, same && alike && number <= 1 && date == 0 && amounts == 0),
        (Class::Tolerance, same && alike && number <= 1 && date == 0 && amounts == 1),
        (Class::Written, same && alike && number == 2 && date == 0 && amounts <= 1),
        (Class::Date, same && alike && number <= 1 && (1..=2).contains(&date) && amounts <= 1),
        (Class::Date, same && alike && number <= 1 && date == 3 && amounts == 0),
        (Class::Date, same && alike && number == 2 && ((date == 1 && amounts <= 1) || (date == 2 && amounts == 0))),
        (Class::Gross, same && alike && number <= 2 && date <= 2 && gross),
        (Class::Amounts, same && alike && amounts == 2 && ((number <= 1 && date <= 2) || (number == 2 && date <= 1))),
        (Class::Kind, same && !alike && amounts <= 1 && ((number <= 1 && date <= 2) || (number == 2 && date <= 1))),
        (Class::Branch, pan && alike && number <= 2 && date <= 1 && amounts <= 1),
        (Class::Gstin, e.gstin.is_empty() && alike && number <= 1 && date <= 1 && amounts <= 1),
        (Class::Number, same && alike && number == 3 && date <= 1 && amounts <= 1),
    ];
    rows.into_iter().find(|row| row.1).map(|row| row.0)
}
