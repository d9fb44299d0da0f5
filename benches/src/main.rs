//! How fast this program is, beside others that do the same with the same generated file in the same run:
//! `.ci/bench 1000000`. With `others` polars, pandas and LibreOffice as well. With `check` a ratio that is far worse than
//! `expected.rs` says fails. With `scale` the same is done at several sizes, and how each time grows is printed. With `growth`
//! matching alone is: its time and its memory.

mod cells;
mod deciding;
mod expected;
mod frame;
mod growth;
mod looking;
mod matching;
mod memory;
mod opening;
mod outside;
mod plain;
mod race;
mod scaling;
mod sorting;
mod spreadsheet;
mod suppliers;
mod table;
mod writing;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use ims_desk::portal::sample;
use ims_desk::values::{Day, grouped};

use looking::{Looked, SHEET};
use outside::Outside;
use plain::Plain;
use table::Table;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [child, what, path] = &args[..]
        && child == "child"
    {
        if let ("sample" | "one", Ok(rows)) = (what.as_str(), path.parse()) {
            return growth::child(what, rows);
        }
        let child = match what.as_str() {
            "write" => writing::child,
            "cells" => cells::child,
            _ => opening::child,
        };
        return child(Path::new(path));
    }
    let numbers: Vec<u64> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
    let asked = |word: &str| args.iter().any(|arg| arg == word);
    let sizes: &[u64] = if numbers.is_empty() { &[10_000, 100_000, 1_000_000, 5_000_000] } else { &numbers };
    if asked("scale") {
        return scaling::measure(sizes);
    }
    if asked("growth") {
        return growth::measure(sizes);
    }
    let rows = numbers.first().copied().unwrap_or(1_000_000);
    if !asked("check") {
        all(rows, asked("others"));
    } else if !expected::holds(|| all(rows, false)) {
        std::process::exit(1);
    }
}

/// The whole table.
fn all(rows: u64, others: bool) -> Table {
    let path = sample_of(rows);
    let size = std::fs::metadata(&path).map_or(0, |file| file.len());
    println!("{} records, {} MB, {} cores; of each the quickest turn\n", grouped(rows), size / 1_000_000, cores());
    let polars = if others { Outside::run("polars", &path) } else { Outside::default() };
    let mut table = Table::new(rows);
    opening::measure(&mut table, &path, 7);
    measure(&mut table, &path, &polars, 7);
    suppliers::of_many(&mut table, path.parent().expect("the sample is in a folder"), rows);
    matching::measure(&mut table, &path);
    matching::worst(&mut table);
    cells::measure(&mut table, &opening::anchors(), path.parent().expect("the sample is in a folder"), 3);
    frame::measure(&mut table);
    if others {
        spreadsheet::measure(&mut table);
    }
    table
}

/// All that is measured on an open book.
fn measure(table: &mut Table, path: &Path, polars: &Outside, turns: usize) {
    let day = Day::parse(opening::DAY).expect("a day");
    let (mut book, mut findings) = opening::open(path);
    let plain = Plain::of(&book, SHEET);
    let on = Looked { book: &book, findings: &findings, plain: &plain, polars };
    looking::filters(table, on);
    looking::finds(table, on);
    sorting::sorts(table, on);
    sorting::sums(table, on);
    suppliers::all_sheets(table, on);
    suppliers::lines(table, on, "suppliers: all figures of each, in order", day);
    suppliers::credit(table, on, day);
    deciding::validate(table, &book, &plain, day);
    deciding::accept_all(table, &mut book, &mut findings, &plain, day);
    let folder = path.parent().expect("the sample is in a folder");
    deciding::journal(table, &mut book, day, folder);
    writing::measure(table, &book, path, turns);
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The sample with this many records, in the target folder; made at the first run.
fn sample_of(rows: u64) -> PathBuf {
    let program = std::env::current_exe().expect("this program has a path");
    let folder = program.ancestors().nth(2).expect("it stands in the target folder").join("tmp");
    let path = folder.join(format!("sample-{rows}.json"));
    if !path.exists() {
        std::fs::create_dir_all(&folder).expect("the target folder can be written to");
        let part = path.with_extension("part");
        let mut out = BufWriter::new(File::create(&part).expect("the target folder can be written to"));
        sample::write(rows, 1, &mut out).and_then(|()| out.flush()).expect("the sample can be written");
        std::fs::rename(&part, &path).expect("the sample can be renamed");
    }
    path
}
