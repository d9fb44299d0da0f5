//! A slow and independent reading of the specification, beside which the program is held on small random books. It looks at every
//! pair, every set of pairs and every sum, and shares no code with the program but its types for days and records.

use std::collections::BTreeSet;

use ims_desk::book::{EntrySum, EntryType, Section};
use ims_desk::matching::{Class, Matches};
use ims_desk::values::Day;
use proptest::prelude::*;

use super::given::{book, matches};
use super::slow_fields::{Doc, amounts_level, class_of, date_level, groups, number_level};

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
        sum.0
            .iter()
            .flat_map(|r| sum.1.iter().map(move |e| (r, e)))
            .map(|(&r, &e)| i64::from(date_level(&records[r], &entries[e]).1))
            .sum()
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
    let mut state = State {
        open_records: (0..records.len()).collect(),
        open_entries: (0..entries.len()).collect(),
        ..State::default()
    };
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
            pairs.iter().filter(|other| other.0 == pair.0).count() == 1
                && pairs.iter().filter(|other| other.1 == pair.1).count() == 1
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
        let after = r.kind == EntryType::CreditNote
            && matches!((r.day, e.day), (Some(r), Some(e)) if (0..=180).contains(&(r - e)));
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
        let before = |&other: &usize| {
            other != e && (matched_e.contains(&other) || other < e) && again(&entries[e], &entries[other])
        };
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

/// Records, where they are in the book, entries, their rows.
type Documents = (Vec<Doc>, Vec<(Section, u32)>, Vec<Doc>, Vec<u32>);

/// The documents of a book in the orders of the specification, with their places there.
fn documents(book: &ims_desk::book::Book) -> Documents {
    let year = |day: Day| if day == Day::NONE { 0 } else { day.financial_year_end() };
    let known = |day: Day| (day != Day::NONE).then_some(day.0);
    let (mut records, mut places) = (Vec::new(), Vec::new());
    for section in Section::ALL {
        let sheet = book.sheet(section);
        for row in 0..sheet.rows() {
            let of = sheet.records();
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
    let of = book.register().entries();
    let mut rows: Vec<u32> = (0..of.len()).collect();
    let amounts = |row: u32| EntrySum::ALL.map(|sum| of.amount(sum, row));
    rows.sort_by_key(|&row| {
        (of.date(row), of.number(row).trim().to_lowercase(), of.voucher(row).to_owned(), amounts(row), row)
    });
    let entries = rows.iter().map(|&row| Doc {
        gstin: of.gstin(row).to_owned(),
        kind: of.kind(row),
        number: of.number(row).trim().to_owned(),
        day: known(of.date(row)),
        year: year(of.date(row)),
        taxable: of.sum(EntrySum::Taxable, row),
        heads: EntrySum::HEADS.map(|head| of.sum(head, row)),
        value: of.amount(EntrySum::Value, row),
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
        "INV/26-27/0012",
        "INV-12",
        "12",
        "GST-12",
        "13",
        "INV/26-27/1003",
        "1003",
        "INV-1003",
        "1030",
        "INV-10O3",
        "7/2627",
        "7",
        "A/99812",
        "99812",
        "1013",
    ];
    let days = vec!["10-06-2026", "12-06-2026", "10-06-2026", "28-06-2026", "06-10-2026", "30-03-2026", "10-06-2025"];
    let amounts = vec![
        "1000/180",
        "1000.50/180.20",
        "1000/180",
        "600/108",
        "400/72",
        "1180/0",
        "1001/180",
        "1000/90+90",
        "2000/360",
    ];
    let kinds = vec!["invoice", "invoice", "invoice", "credit"];
    let pick = proptest::sample::select::<&str>;
    (pick(gstins), pick(numbers), pick(days), pick(amounts), pick(kinds)).prop_map(
        move |(gstin, number, day, amounts, kind)| match (entry, kind) {
            (true, kind) => format!("{gstin} {number} {day} {amounts} type={kind}"),
            (false, "credit") => format!("b2bcn {gstin} {number} {day} {amounts}"),
            (false, _) => format!("b2b {gstin} {number} {day} {amounts}"),
        },
    )
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
