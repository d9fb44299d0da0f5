//! A million records and a newer download of them: how long comparing, merging, undoing and redoing take.
//!
//! `cargo test --release --test engine merge_large -- --ignored --nocapture` prints it.

use crate::common;

use std::sync::Arc;
use std::time::Instant;

use ims_desk::book::Section;
use ims_desk::edit::merge::{Kind, compare};
use ims_desk::edit::{Change, Command, Log};
use ims_desk::portal;

const ROWS: u64 = 1_000_000;

/// The same download a month later: of a hundred records three are gone, ten were acted on, five are others, ten were filed.
fn later(text: &str) -> String {
    let mut later = String::with_capacity(text.len());
    for (n, line) in text.lines().enumerate() {
        match n % 100 {
            0..3 if line.starts_with("{\"stin\"") && line.ends_with("},") => continue,
            3..13 => later += &line.replace("\"action\":\"N\"", "\"action\":\"A\""),
            13..18 => later += &line.replace("\"val\":", "\"val\":1"),
            18..28 => later += &line.replace("\"tradenm\":\"", "\"tradenm\":\"M/s "),
            _ => later += line,
        }
        later.push('\n');
    }
    later
}

#[test]
#[ignore = "a million records: for measuring"]
fn a_million_records_merge_in_seconds() {
    let mut text = Vec::new();
    portal::sample::write(ROWS, 1, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let (mut book, later) = (common::read(&text), common::read(&later(&text)));
    let mut log = Log::default();
    let rows = (0..book.sheet(Section::B2b).rows()).step_by(2).collect();
    log.apply(&mut book, Command::decide(Section::B2b, rows, Change::note("ours")));

    let later = Arc::new(later);
    let mut clock = Instant::now();
    let mut took = |what: &str| {
        println!("{what}: {:.2} s", clock.elapsed().as_secs_f64());
        clock = Instant::now();
    };
    let comparison = compare(&book, &later);
    took("compared");
    assert!(comparison.count(Kind::Changed) > ROWS / 25 && comparison.count(Kind::Gone) > ROWS / 50);
    log.apply(&mut book, Command::merge(later, Vec::new()));
    took("merged");
    log.undo(&mut book);
    took("undone");
    log.redo(&mut book);
    took("redone");
}
