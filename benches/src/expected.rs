//! What each ratio is expected to be at 50,000 records: a change that makes something far slower is seen.

use std::collections::BTreeMap;

use crate::table::Table;

/// So much worse fails. Machines, and what else they do, differ by less.
const FACTOR: f64 = 2.0;
/// A ratio must be too bad so often: another program may have been busy once.
const TRIES: usize = 3;

/// What this program takes beside the first of what is beside it in the table. Left out: what waits for the disk.
const RATIOS: [(&str, f64); 32] = [
    ("open: read, check all rules, ready to edit", 1.4),
    ("peak memory while opening", 1.9),
    ("memory afterwards", 1.9),
    ("filter: text in document numbers", 3.5),
    ("filter: set of suppliers' names", 12.0),
    ("filter: range of amounts", 11.0),
    ("filter: range of dates", 8.0),
    ("filter: action", 4.5),
    ("filter: the first four together", 3.5),
    ("filter: with findings", 3.5),
    ("filter: running out", 10.0),
    ("find in all text columns: a word", 2.5),
    ("find in all text columns: digits", 5.5),
    ("find in all text columns: two words", 1.5),
    ("find in all text columns: nothing", 1.9),
    ("sort: amount", 0.5),
    ("sort: date", 0.4),
    ("sort: supplier", 3.5),
    ("sort: document number", 1.3),
    ("sort: supplier, document number", 1.6),
    ("totals of all amounts", 2.0),
    ("distinct values with counts: suppliers' names", 4.9),
    ("distinct values with counts: document numbers", 1.9),
    ("validate everything", 25.0),
    ("accept all records, findings included", 32.0),
    ("undo it, findings included", 16.0),
    ("write an upload of all, before sync", 3.5),
    ("memory that writing it takes", 0.5),
    ("match all, suggestions included", 3.0),
    ("frame: grid of 50,000 rows", 1.1),
    ("frame: grid of 5,00,000 rows", 1.1),
    ("frame: the whole window", 1.0),
];

/// Whether no ratio is far worse than expected, measured as often as it takes; says which are, and which are far better.
pub fn holds(mut measured: impl FnMut() -> Table) -> bool {
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    for _ in 0..TRIES {
        let table = measured();
        for (what, _) in RATIOS {
            let Some(ratio) = table.ratio(what) else {
                println!("\n{what}: was not measured");
                return false;
            };
            let best = best.entry(what).or_insert(ratio);
            *best = best.min(ratio);
        }
        let worse = |&(what, expected): &(&str, f64)| best[what] > FACTOR * expected;
        let bad: Vec<_> = RATIOS.into_iter().filter(worse).collect();
        if bad.is_empty() {
            better(&best);
            return true;
        }
        println!();
        for (what, expected) in bad {
            println!("{what}: {:.2} ×, more than {FACTOR} times the {expected} × that is expected", best[what]);
        }
    }
    false
}

fn better(best: &BTreeMap<&str, f64>) {
    println!("\nno ratio is more than {FACTOR} times what is expected");
    for (what, expected) in RATIOS.into_iter().filter(|(what, expected)| best[what] * FACTOR < *expected) {
        println!("{what}: {:.2} ×, and {expected} × was expected: lower it", best[what]);
    }
}
