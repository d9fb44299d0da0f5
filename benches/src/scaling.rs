//! How each time grows with the number of rows.

use std::collections::BTreeMap;

use ims_desk::values::grouped;

use crate::outside::Outside;
use crate::table::Table;
use crate::{opening, sample_of};

/// Measures at several sizes and prints the times and their exponents: 1 is linear.
pub fn measure(sizes: &[u64]) {
    let tables: Vec<Table> = sizes.iter().map(|&rows| at(rows)).collect();
    let all: Vec<BTreeMap<&str, f64>> = tables.iter().map(times).collect();
    print!("\n| {:<46} |", "");
    sizes.iter().for_each(|&rows| print!(" {:>10} |", grouped(rows)));
    print!(" exponent |\n|{:-<48}|", "");
    sizes.iter().for_each(|_| print!("{:->12}|", ":"));
    println!("{:->10}|", ":");
    for line in &tables[0].lines {
        let times: Vec<f64> = all.iter().filter_map(|times| times.get(&*line.what).copied()).collect();
        // Parts of a step do not stand alone, and a disk's time to sync does not grow with the rows.
        if times.len() < sizes.len() || line.what.starts_with([' ', 'j']) {
            continue;
        }
        print!("| {:<46} |", line.what);
        times.iter().for_each(|time| print!(" {:>7.2} ms |", time * 1e3));
        println!(" {:>8.2} |", exponent(sizes, &times));
    }
}

fn at(rows: u64) -> Table {
    let path = sample_of(rows);
    println!("measuring {} records", grouped(rows));
    let mut table = Table::silent(rows);
    table.line("open: read, check all rules, ready to edit", opening::ours(&path, 3), Vec::new(), &[]);
    crate::measure(&mut table, &path, &Outside::default(), 3);
    crate::matching::measure(&mut table, &path);
    table
}

fn times(table: &Table) -> BTreeMap<&str, f64> {
    table.lines.iter().filter_map(|line| Some((&*line.what, line.seconds()?))).collect()
}

/// The slope of the straight line nearest to the logarithms.
pub fn exponent(sizes: &[u64], times: &[f64]) -> f64 {
    let points: Vec<(f64, f64)> =
        sizes.iter().zip(times).map(|(&rows, time)| ((rows as f64).ln(), time.ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let both: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    both / points.iter().map(|p| (p.0 - x).powi(2)).sum::<f64>()
}
