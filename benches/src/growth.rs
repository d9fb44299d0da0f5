//! How matching grows with the rows: time and memory, each size in a process of its own, so that nothing of another is counted.

use std::process::Command;
use std::time::Instant;

use ims_desk::matching;
use ims_desk::values::{Day, grouped};
use ims_desk::work::Progress;

use crate::{memory, opening, scaling};

/// What is matched with what.
const CASES: [(&str, &str); 2] =
    [("sample", "the sample with its register"), ("one", "one supplier, equal amounts, numbers in a series")];
/// Of so many turns the quickest counts.
const TURNS: usize = 5;

/// What one process measured.
struct Grown {
    records: u64,
    entries: u64,
    /// Seconds of the quickest turn.
    time: f64,
    /// Bytes of the entries, as they say themselves.
    of_entries: u64,
    /// Bytes of the matches, as they say themselves.
    of_matches: u64,
    /// Bytes in residence before matching, and at most while it went on.
    before: u64,
    peak: u64,
}

/// Measures all cases at several sizes and prints a table for each.
pub fn measure(sizes: &[u64]) {
    for (case, name) in CASES {
        let all: Vec<Grown> = sizes.iter().map(|&rows| Grown::by_child(case, rows)).collect();
        print!("\n| {name:<48} |");
        sizes.iter().for_each(|&rows| print!(" {:>10} |", grouped(rows)));
        print!(" power |\n|{:-<50}|", "");
        sizes.iter().for_each(|_| print!("{:->12}|", ":"));
        println!("{:->7}|", ":");
        let line = |what: &str, cell: &dyn Fn(&Grown) -> String, power: Option<f64>| {
            print!("| {what:<48} |");
            all.iter().for_each(|one| print!(" {:>10} |", cell(one)));
            println!(" {:>5} |", power.map_or_else(String::new, |power| format!("{power:.2}")));
        };
        let times: Vec<f64> = all.iter().map(|one| one.time).collect();
        let ms = |one: &Grown| format!("{:.1} ms", one.time * 1e3);
        line("match all, suggestions included", &ms, Some(scaling::exponent(sizes, &times)));
        let entry = |one: &Grown| format!("{} B", one.of_entries / one.entries.max(1));
        line("memory of an entry", &entry, None);
        let both = |one: &Grown| one.records + one.entries;
        let kept = |one: &Grown| format!("{} B", one.of_matches / both(one));
        line("memory of matches, a record or entry", &kept, None);
        let while_matching = |one: &Grown| format!("{} B", one.peak.saturating_sub(one.before) / both(one));
        line("at most while matching, a record or entry", &while_matching, None);
        let in_all = |one: &Grown| format!("{} MB", one.peak / 1_000_000);
        line("in residence at most, book and register too", &in_all, None);
    }
}

/// Measures one case in this process, which was started for it, and prints what [`Grown::by_child`] reads.
pub fn child(case: &str, rows: u64) {
    let day = Day::parse(opening::DAY).expect("a day");
    let book = match case {
        "one" => crate::matching::of_one_supplier(rows, 0),
        _ => crate::matching::with_register(rows, &crate::sample_of(rows)).0,
    };
    memory::forget_peak();
    let before = memory::now();
    let (mut best, mut of_matches) = (f64::MAX, 0);
    for _ in 0..TURNS {
        let start = Instant::now();
        let matches = matching::matches(&book, day, &Progress::default()).expect("no one stops it");
        best = best.min(start.elapsed().as_secs_f64());
        of_matches = matches.bytes();
    }
    let entries = book.register().entries();
    let numbers =
        [crate::matching::records(&book), u64::from(entries.len()), entries.bytes() as u64, of_matches as u64, before];
    numbers.iter().for_each(|number| print!("{number} "));
    println!("{} {best}", memory::peak());
    // Freeing it all takes long and proves nothing.
    std::mem::forget(book);
}

impl Grown {
    fn by_child(case: &str, rows: u64) -> Grown {
        let program = std::env::current_exe().expect("this program has a path");
        let output = Command::new(program).args(["child", case, &rows.to_string()]).output();
        let output = output.expect("the program can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut words = text.split_whitespace();
        let mut next = || words.next().expect("seven numbers");
        let mut number = || next().parse::<u64>().expect("a number");
        let [records, entries, of_entries, of_matches, before, peak] = std::array::from_fn(|_| number());
        let time = words.next().and_then(|word| word.parse().ok()).expect("seconds");
        Grown { records, entries, time, of_entries, of_matches, before, peak }
    }
}
