//! A slow and independent reading of the specification, beside which the program is held on small random books. It looks at every
//! pair, every set of pairs and every sum, and shares no code with the program but its types for days and records.

use std::collections::BTreeSet;

use ims_desk::book::{EntryType, Section, Sum};
use ims_desk::matching::{Class, Matches};
use ims_desk::values::Day;
use proptest::prelude::*;

use super::given::{book, matches};

#[derive(Clone, Debug)]
struct Doc {
    gstin: String,
    kind: EntryType,
    number: String,
    day: Option<i32>,
    year: i32,
    taxable: i64,
    heads: [i64; 4],
    value: Option<i64>,
}

impl Doc {
    fn tax(&self) -> i64 {
        self.heads.iter().sum()
    }
}

/// Letters and digits in groups, zeros in front dropped.
fn groups(number: &str) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in number.to_uppercase().chars() {
        let kind = if c.is_ascii_digit() { '9' } else if c.is_alphabetic() { 'A' } else { ' ' };
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
fn number_level(r: &Doc, e: &Doc) -> u8 {
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
    let mut years: Vec<i32> = [r.day.map(|_| r.year), e.day.map(|_| e.year)].into_iter().flatten().flat_map(|y| [y, y - 1]).collect();
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
    let serial = |list: &[String]| list.iter().filter(|g| digits(g)).next_back().cloned();
    if let (Some(a), Some(b)) = (serial(&a), serial(&b)) {
        if a.len().min(b.len()) >= 4 && (a.ends_with(&b) || b.ends_with(&a)) {
            return 3;
        }
    }
    match slip(&a.concat(), &b.concat()) {
        Some(true) => 4,
        Some(false) if near(serial(&a).as_ref(), serial(&b).as_ref()) => 5,
        Some(false) => 4,
        None => 6,
    }
}

/// D0 to D4 with the days between.
fn date_level(r: &Doc, e: &Doc) -> (u8, i32) {
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

fn amounts_level(r: &Doc, e: &Doc) -> u8 {
    let differences = r.heads.iter().zip(e.heads).map(|(a, b)| (a - b).abs()).chain([(r.taxable - e.taxable).abs()]);
    match differences.max().unwrap() {
        0 => 0,
        1..=100 => 1,
        _ => 2,
    }
}

fn class_of(r: &Doc, e: &Doc) -> Option<Class> {
    let (number, (date, _), amounts) = (number_level(r, e), date_level(r, e), amounts_level(r, e));
    let same = r.gstin == e.gstin;
    let pan = !same && e.gstin.len() == 15 && r.gstin[2..12] == e.gstin[2..12];
    let alike = r.kind == e.kind;
    let gross = e.tax() == 0 && [Some(e.taxable), e.value].iter().flatten().any(|v| (v - r.value.unwrap()).abs() <= 100);
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

type Pair = (usize, usize);

/// The best of all sets of pairs, tried one by one.
fn best_set(records: &[Doc], entries: &[Doc], pairs: &[Pair]) -> Vec<Pair> {
    fn rank(records: &[Doc], entries: &[Doc], set: &[Pair]) -> (usize, i64, i64, i64, Vec<Pair>) {
        let mut sums = (usize::MAX - set.len(), 0, 0, 0, set.to_vec());
        for &(r, e) in set {
            let (r, e) = (&records[r], &entries[e]);
            sums.1 += (r.tax() - e.tax()).abs();
            sums.2 += (r.taxable - e.taxable).abs();
            sums.3 += i64::from(date_level(r, e).1);
        }
        sums.4.sort_unstable();
        sums
    }
    fn go(records: &[Doc], entries: &[Doc], pairs: &[Pair], set: &mut Vec<Pair>, best: &mut Vec<Pair>) {
        let Some((&(r, e), rest)) = pairs.split_first() else {
            if rank(records, entries, set) < rank(records, entries, best) {
                best.clone_from(set);
            }
            return;
        };
        if set.iter().all(|pair| pair.0 != r && pair.1 != e) {
            set.push((r, e));
            go(records, entries, rest, set, best);
            set.pop();
        }
        go(records, entries, rest, set, best);
    }
    let mut best = Vec::new();
    go(records, entries, pairs, &mut Vec::new(), &mut best);
    best
}

#[derive(Default)]
struct State {
    /// Class, records, entries.
    matched: Vec<(Class, Vec<usize>, Vec<usize>)>,
    open_records: BTreeSet<usize>,
    open_entries: BTreeSet<usize>,
    apart_records: BTreeSet<usize>,
    apart_entries: BTreeSet<usize>,
}

impl State {
    fn take(&mut self, class: Class, records: Vec<usize>, entries: Vec<usize>) {
        for r in &records {
            self.open_records.remove(r);
            self.apart_records.remove(r);
        }
        for e in &entries {
            self.open_entries.remove(e);
            self.apart_entries.remove(e);
        }
        self.matched.push((class, records, entries));
    }
}

fn again(a: &Doc, b: &Doc) -> bool {
    let number = groups(&a.number) == groups(&b.number) && !groups(&a.number).is_empty();
    a.gstin == b.gstin && a.kind == b.kind && number && a.year == b.year && amounts_level(a, b) <= 1
}

fn sums(wanted: &Doc, parts: &[&Doc]) -> bool {
    let within = |a: i64, b: i64| (a - b).abs() <= 100;
    within(wanted.taxable, parts.iter().map(|d| d.taxable).sum())
        && (0..4).all(|h| within(wanted.heads[h], parts.iter().map(|d| d.heads[h]).sum()))
}

fn subsets(of: &[usize], sizes: std::ops::RangeInclusive<usize>) -> Vec<Vec<usize>> {
    (0u32..1 << of.len())
        .map(|bits| of.iter().enumerate().filter(|(at, _)| bits & 1 << at != 0).map(|(_, &x)| x).collect::<Vec<_>>())
        .filter(|set| sizes.contains(&set.len()))
        .collect()
}

/// Sums found first, then taken: the least days first, then in order.
fn take_sums(state: &mut State, records: &[Doc], entries: &[Doc], mut found: Vec<(Vec<usize>, Vec<usize>)>) {
    let days = |sum: &(Vec<usize>, Vec<usize>)| -> i64 {
        sum.0.iter().flat_map(|r| sum.1.iter().map(move |e| (r, e))).map(|(&r, &e)| i64::from(date_level(&records[r], &entries[e]).1)).sum()
    };
    found.sort_by_key(|sum| (days(sum), sum.clone()));
    let mut used = (BTreeSet::new(), BTreeSet::new());
    for (rs, es) in found {
        if rs.iter().all(|r| !used.0.contains(r)) && es.iter().all(|e| !used.1.contains(e)) {
            used.0.extend(rs.iter().copied());
            used.1.extend(es.iter().copied());
            state.take(Class::Several, rs, es);
        }
    }
}

fn read(records: &[Doc], entries: &[Doc]) -> Vec<(Class, Vec<usize>, Vec<usize>)> {
    let mut state = State { open_records: (0..records.len()).collect(), open_entries: (0..entries.len()).collect(), ..State::default() };
    let step = |state: &mut State, class: Class| {
        let mut pairs = Vec::new();
        for &r in &state.open_records {
            for &e in &state.open_entries {
                if class_of(&records[r], &entries[e]) == Some(class) {
                    pairs.push((r, e));
                }
            }
        }
        for (r, e) in best_set(records, entries, &pairs) {
            state.take(class, vec![r], vec![e]);
        }
    };
    for class in [Class::Exact, Class::Tolerance, Class::Written, Class::Date] {
        step(&mut state, class);
    }
    let matched_r: Vec<usize> = state.matched.iter().flat_map(|m| m.1.clone()).collect();
    let matched_e: Vec<usize> = state.matched.iter().flat_map(|m| m.2.clone()).collect();
    for r in state.open_records.clone() {
        if matched_r.iter().any(|&m| again(&records[r], &records[m])) {
            state.open_records.remove(&r);
            state.apart_records.insert(r);
        }
    }
    for e in state.open_entries.clone() {
        if matched_e.iter().any(|&m| again(&entries[e], &entries[m])) {
            state.open_entries.remove(&e);
            state.apart_entries.insert(e);
        }
    }
    // Several by number: of one record.
    let mut found = Vec::new();
    for &r in state.open_records.union(&state.apart_records) {
        let family = |e: &usize| {
            let (r, e) = (&records[r], &entries[*e]);
            r.gstin == e.gstin && r.kind == e.kind && number_level(r, e) <= 2 && date_level(r, e).0 <= 2
        };
        let of: Vec<usize> = state.open_entries.union(&state.apart_entries).copied().filter(family).collect();
        let fits = |set: &Vec<usize>| sums(&records[r], &set.iter().map(|&e| &entries[e]).collect::<Vec<_>>());
        if of.len() >= 2 && fits(&of) {
            found.push((vec![r], of));
            continue;
        }
        let sets: Vec<Vec<usize>> = subsets(&of, 2..=12).into_iter().filter(fits).collect();
        if let [only] = sets.as_slice() {
            found.push((vec![r], only.clone()));
        }
    }
    take_sums(&mut state, records, entries, found);
    for class in [Class::Gross, Class::Amounts, Class::Kind, Class::Branch, Class::Gstin, Class::Number] {
        step(&mut state, class);
    }
    let alone = |state: &mut State, fits: &dyn Fn(&Doc, &Doc) -> bool| {
        let mut pairs = Vec::new();
        for &r in &state.open_records {
            for &e in &state.open_entries {
                let (a, b) = (&records[r], &entries[e]);
                if a.gstin == b.gstin && a.kind == b.kind && fits(a, b) {
                    pairs.push((r, e));
                }
            }
        }
        let only = |pair: &&Pair| {
            pairs.iter().filter(|other| other.0 == pair.0).count() == 1 && pairs.iter().filter(|other| other.1 == pair.1).count() == 1
        };
        for &(r, e) in pairs.iter().filter(only) {
            state.take(Class::Number, vec![r], vec![e]);
        }
    };
    alone(&mut state, &|r, e| number_level(r, e) == 4 && date_level(r, e).0 == 0 && amounts_level(r, e) == 0);
    // Several by amounts, both ways.
    let mut found = Vec::new();
    let near = |r: usize, e: usize| {
        let (r, e) = (&records[r], &entries[e]);
        r.gstin == e.gstin && r.kind == e.kind && date_level(r, e).0 <= 1
    };
    for &r in &state.open_records {
        let of: Vec<usize> = state.open_entries.iter().copied().filter(|&e| near(r, e)).collect();
        let fits = |set: &Vec<usize>| sums(&records[r], &set.iter().map(|&e| &entries[e]).collect::<Vec<_>>());
        let sets: Vec<Vec<usize>> = subsets(&of, 2..=6).into_iter().filter(fits).collect();
        if let [only] = sets.as_slice() {
            found.push((vec![r], only.clone()));
        }
    }
    for &e in &state.open_entries {
        let of: Vec<usize> = state.open_records.iter().copied().filter(|&r| near(r, e)).collect();
        let fits = |set: &Vec<usize>| sums(&entries[e], &set.iter().map(|&r| &records[r]).collect::<Vec<_>>());
        let sets: Vec<Vec<usize>> = subsets(&of, 2..=6).into_iter().filter(fits).collect();
        if let [only] = sets.as_slice() {
            found.push((only.clone(), vec![e]));
        }
    }
    take_sums(&mut state, records, entries, found);
    alone(&mut state, &|r, e| {
        let (date, _) = date_level(r, e);
        let after = r.kind == EntryType::CreditNote && matches!((r.day, e.day), (Some(r), Some(e)) if (0..=180).contains(&(r - e)));
        number_level(r, e) == 6 && (date <= 1 || after) && amounts_level(r, e) == 0 && r.tax() > 0
    });
    rest(records, entries, &mut state);
    state.matched.sort();
    state.matched
}

fn rest(records: &[Doc], entries: &[Doc], state: &mut State) {
    let matched_r: Vec<usize> = state.matched.iter().flat_map(|m| m.1.clone()).collect();
    let matched_e: Vec<usize> = state.matched.iter().flat_map(|m| m.2.clone()).collect();
    let left_r: Vec<usize> = state.open_records.union(&state.apart_records).copied().collect();
    let left_e: Vec<usize> = state.open_entries.union(&state.apart_entries).copied().collect();
    for r in left_r {
        let twice = matched_r.iter().any(|&m| again(&records[r], &records[m]));
        state.matched.push((if twice { Class::Twice } else { Class::Portal }, vec![r], vec![]));
    }
    for e in left_e {
        let before = |&other: &usize| other != e && (matched_e.contains(&other) || other < e) && again(&entries[e], &entries[other]);
        let class = if (0..entries.len()).any(|other| before(&other)) {
            Class::Duplicate
        } else if entries[e].gstin.is_empty() {
            Class::Outside
        } else {
            Class::Books
        };
        state.matched.push((class, vec![], vec![e]));
    }
}

/// The documents of a book in the orders of the specification, with their places there.
fn documents(book: &ims_desk::book::Book) -> (Vec<Doc>, Vec<(Section, u32)>, Vec<Doc>, Vec<u32>) {
    let year = |day: Day| if day == Day::NONE { 0 } else { day.financial_year_end() };
    let known = |day: Day| (day != Day::NONE).then_some(day.0);
    let (mut records, mut places) = (Vec::new(), Vec::new());
    for section in Section::ALL {
        let sheet = book.sheet(section);
        for row in 0..sheet.rows() {
            let of = &sheet.records;
            let kind = match section {
                Section::B2bdn => EntryType::DebitNote,
                Section::B2bcn => EntryType::CreditNote,
                _ => EntryType::Invoice,
            };
            let day = of.days[row as usize];
            records.push(Doc {
                gstin: of.suppliers.get(row).to_owned(),
                kind,
                number: of.numbers.get(row).trim().to_owned(),
                day: known(day),
                year: year(day),
                taxable: of.amounts[1][row as usize],
                heads: of.heads(row),
                value: Some(of.amounts[0][row as usize]),
            });
            places.push((section, row));
        }
    }
    let of = book.register.entries();
    let mut rows: Vec<u32> = (0..of.len()).collect();
    let amounts = |row: u32| Sum::ALL.map(|sum| of.amount(sum, row));
    rows.sort_by_key(|&row| (of.date(row), of.number(row).trim().to_lowercase(), of.voucher(row).to_owned(), amounts(row), row));
    let entries = rows.iter().map(|&row| Doc {
        gstin: of.gstin(row).to_owned(),
        kind: of.kind(row),
        number: of.number(row).trim().to_owned(),
        day: known(of.date(row)),
        year: year(of.date(row)),
        taxable: of.sum(Sum::Taxable, row),
        heads: Sum::HEADS.map(|head| of.sum(head, row)),
        value: of.amount(Sum::Value, row),
    });
    (records, places, entries.collect(), rows)
}

fn quick(matches: &Matches, places: &[(Section, u32)], rows: &[u32]) -> Vec<(Class, Vec<usize>, Vec<usize>)> {
    let mut all: Vec<_> = matches
        .all()
        .map(|of| {
            let record = |record: &(Section, u32)| places.iter().position(|place| place == record).unwrap();
            let entry = |entry: &u32| rows.iter().position(|row| row == entry).unwrap();
            let mut entries: Vec<usize> = of.entries.iter().map(entry).collect();
            entries.sort_unstable();
            (of.class, of.records.iter().map(record).collect(), entries)
        })
        .collect();
    all.sort();
    all
}

/// A document as a line; few different values, so that much of it meets.
fn line(entry: bool) -> impl Strategy<Value = String> {
    let gstins = if entry { vec!["27Z", "29Z", "27Z", "-"] } else { vec!["27Z", "29Z", "27Z", "27T"] };
    let numbers = vec![
        "INV/26-27/0012", "INV-12", "12", "GST-12", "13", "INV/26-27/1003", "1003", "INV-1003", "1030", "INV-10O3", "7/2627", "7",
        "A/99812", "99812", "1013",
    ];
    let days = vec!["10-06-2026", "12-06-2026", "10-06-2026", "28-06-2026", "06-10-2026", "30-03-2026", "10-06-2025"];
    let amounts = vec!["1000/180", "1000.50/180.20", "1000/180", "600/108", "400/72", "1180/0", "1001/180", "1000/90+90", "2000/360"];
    let kinds = vec!["invoice", "invoice", "invoice", "credit"];
    let pick = proptest::sample::select::<&str>;
    (pick(gstins), pick(numbers), pick(days), pick(amounts), pick(kinds)).prop_map(move |(gstin, number, day, amounts, kind)| {
        match (entry, kind) {
            (true, kind) => format!("{gstin} {number} {day} {amounts} type={kind}"),
            (false, "credit") => format!("b2bcn {gstin} {number} {day} {amounts}"),
            (false, _) => format!("b2b {gstin} {number} {day} {amounts}"),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]
    #[test]
    fn the_program_matches_as_the_slow_reading_does(
        records in proptest::collection::vec(line(false), 0..6),
        entries in proptest::collection::vec(line(true), 0..6),
    ) {
        let records: Vec<&str> = records.iter().map(String::as_str).collect();
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        let book = book(&records, &entries, false);
        let (docs, places, others, rows) = documents(&book);
        let slowly = read(&docs, &others);
        prop_assert_eq!(quick(&matches(&book), &places, &rows), slowly, "records {:#?} entries {:#?}", docs, others);
    }
}
