//! Opening a file, each turn in a process of its own, as memory that was used once is quicker the second time.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ims_desk::book::Book;
use ims_desk::portal;
use ims_desk::rules::Findings;
use ims_desk::values::Day;
use ims_desk::work::Progress;

use crate::memory;
use crate::race::{Work, race_of};
use crate::table::{Aim, Amount, Table};

/// A day on which the records of the sample are not yet old.
pub const DAY: &str = "10-11-2026";
/// What others read the file into.
const OTHERS: [(&str, &str); 3] = [
    ("sonic-rs", "sonic-rs into structs"),
    ("serde_json", "serde_json into structs"),
    ("read", "reading the file only"),
];

/// Reads a file into a book and judges it: ready to edit.
pub fn open(path: &Path) -> (Book, Findings) {
    let book = portal::open(&[path.to_owned()], &Progress::default()).expect("the sample is well formed");
    let findings = Findings::of(&book, Day::parse(DAY).expect("a day"));
    (book, findings)
}

/// Opens a file in this process, which was started for it, and tells as the others tell.
pub fn child(path: &Path) {
    let start = Instant::now();
    let opened = open(path);
    Stated { took: start.elapsed(), peak: memory::peak(), after: memory::now() }.print();
    // Freeing it all takes long and proves nothing.
    std::mem::forget(opened);
}

/// What a process tells.
#[derive(Clone, Copy, Default)]
pub struct Stated {
    /// How long it took.
    pub took: Duration,
    /// The most memory in bytes.
    pub peak: u64,
    /// The memory afterwards.
    pub after: u64,
}

impl Stated {
    /// Tells it.
    pub fn print(self) {
        println!("{} {} {}", self.took.as_micros(), self.peak, self.after);
    }

    /// Starts a process and hears what it tells.
    fn by(command: &mut Command) -> Stated {
        let output = command.output().expect("the program can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut numbers = text.split_whitespace().map(|number| number.parse::<u64>().expect("a number"));
        let mut next = || numbers.next().expect("three numbers");
        Stated { took: Duration::from_micros(next()), peak: next(), after: next() }
    }

    /// Does something with a file in a process of its own.
    pub fn by_child(what: &str, path: &Path) -> Stated {
        let program = std::env::current_exe().expect("this program has a path");
        Stated::by(Command::new(program).args(["child", what]).arg(path))
    }
}

/// A work done in a process of its own; what the last one printed is kept.
fn kept<'a>(stated: &'a mut Stated, mut work: impl FnMut() -> Stated + 'a) -> Work<'a> {
    Box::new(move || {
        *stated = work();
        stated.took
    })
}

/// How long this program takes to open a file, in a process of its own.
pub fn ours(path: &Path, turns: usize) -> Duration {
    race_of(vec![Box::new(|| Stated::by_child("open", path).took)], turns)[0]
}

/// Opening and its memory beside the others.
pub fn measure(table: &mut Table, path: &Path, turns: usize) {
    let anchors = std::env::current_exe().expect("this program has a path").with_file_name("ims-desk-anchors");
    let others: &[_] = if anchors.exists() { &OTHERS } else { &[] };
    if others.is_empty() {
        println!("no {} is there to compare with: cargo build --release -p ims-desk-anchors", anchors.display());
    }
    let mut stated = vec![Stated::default(); others.len() + 1];
    let (first, rest) = stated.split_at_mut(1);
    let mut works = vec![kept(&mut first[0], || Stated::by_child("open", path))];
    for ((way, _), stated) in others.iter().zip(rest) {
        let anchors = &anchors;
        works.push(kept(stated, move || Stated::by(Command::new(anchors).arg(way).arg(path))));
    }
    let times = race_of(works, turns);
    let beside = |amounts: Vec<Amount>| {
        let names = others.iter().map(|other| other.1.to_owned());
        names.zip(amounts.into_iter().skip(1)).collect::<Vec<_>>()
    };
    let time = beside(times.iter().map(|&time| time.into()).collect());
    table.line("open: read, check all rules, ready to edit", times[0], time, &[Aim::Times(1.5)]);
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    let file = || vec![("the file".to_owned(), Amount::Bytes(size))];
    if stated[0].peak > 0 {
        let peaks = beside(stated.iter().map(|stated| Amount::Bytes(stated.peak)).collect());
        let peaks = file().into_iter().chain(peaks.into_iter().take(2)).collect();
        table.line("peak memory while opening", Amount::Bytes(stated[0].peak), peaks, &[Aim::Times(1.5)]);
        table.line("memory afterwards", Amount::Bytes(stated[0].after), file(), &[Aim::Times(1.4)]);
    }
}
