//! Matching a download with a register of the same size, beside sorting both sides by supplier and number; the worst case; and wrong
//! pairs, counted against what is right.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ims_desk::book::{Book, Entries, NewEntry, ReadPart, Register, RegisterPart, Section};
use ims_desk::cells;
use ims_desk::matching::{self, Class, Flag, Matches};
use ims_desk::portal::{self, Input, keys, sample};
use ims_desk::register::{self, Ask, Choices};
use ims_desk::values::{Day, grouped};
use ims_desk::work::Progress;

use crate::opening;
use crate::race::{race, whole};
use crate::table::{Aim, Amount, Table};

/// Matches the sample of these rows with its register.
pub fn measure(table: &mut Table, path: &Path) {
    let day = Day::parse(opening::DAY).expect("a day");
    let (book, truth) = with_register(table.rows, path);
    let ours = || matching::matches(&book, day, &Progress::default()).expect("no one stops it").counts();
    let times = race(vec![whole(ours), whole(|| sorted(&book))]);
    let sorting = vec![("sorting both sides by supplier, number".to_owned(), times[1].into())];
    table.line("match all, suggestions included", times[0], sorting, &[Aim::Times(4.0), Aim::Ms(1_000.0)]);
    let (entries, records) = (book.register().entries(), records(&book));
    // Twelve bytes for each record and each entry, and four for its group.
    let matches = 16 * (u64::from(entries.len()) + records);
    let allowed = vec![(
        "150 bytes an entry, 24 a record".to_owned(),
        Amount::Bytes(150 * u64::from(entries.len()) + 24 * records),
    )];
    let held = Amount::Bytes(entries.bytes() as u64 + matches);
    table.line("memory of entries and matches", held, allowed, &[Aim::Times(1.0)]);
    table.count_wrong(|| {
        let matches = matching::matches(&book, day, &Progress::default()).expect("no one stops it");
        wrong(&book, &matches, std::str::from_utf8(&truth).expect("it is text"));
    });
}

/// The sample of these rows with its register; and what is right.
pub fn with_register(rows: u64, path: &Path) -> (Book, Vec<u8>) {
    let (mut book, _) = opening::open(path);
    let (mut csv, mut truth) = (Vec::new(), Vec::new());
    sample::register::write(rows, 1, &mut csv, Some(&mut truth)).expect("memory takes everything");
    book.set_register(read(csv, &book, Day::parse(opening::DAY).expect("a day")));
    (book, truth)
}

/// How many records a book has.
pub fn records(book: &Book) -> u64 {
    Section::ALL.into_iter().map(|section| u64::from(book.sheet(section).rows())).sum()
}

/// One supplier with so many documents on each side, all of equal amounts.
pub fn worst(table: &mut Table) {
    for (what, shift) in
        [("one supplier, numbers in one series", 0), ("one supplier, two series that overlap", table.rows / 2)]
    {
        let book = of_one_supplier(table.rows, shift);
        let day = Day::parse(opening::DAY).expect("a day");
        let start = Instant::now();
        let matches = matching::matches(&book, day, &Progress::default()).expect("no one stops it");
        let time = start.elapsed();
        assert!(matches.counts().iter().sum::<u64>() > 0);
        table.line(what, time, Vec::new(), &[Aim::Ms(5_000.0)]);
        let waited = (1..10).map(|tenths| stopped(&book, day, time * tenths / 10)).max().unwrap_or_default();
        table.line("of that: the longest wait when it is stopped", waited, Vec::new(), &[Aim::Ms(100.0)]);
    }
}

/// How long matching goes on after it was stopped at this moment.
fn stopped(book: &Book, day: Day, at: Duration) -> Duration {
    let progress = Progress::default();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            std::thread::sleep(at);
            progress.cancel();
            Instant::now()
        });
        let done = matching::matches(book, day, &progress).is_some();
        let end = Instant::now();
        let asked = other.join().expect("sleeping does not fail");
        if done { Duration::ZERO } else { end.saturating_duration_since(asked) }
    })
}

fn read(csv: Vec<u8>, book: &Book, day: Day) -> Register {
    let opened = cells::read("purchase.csv", csv, &Progress::default()).expect("it is a table");
    let choices = Choices::default();
    let ask = Ask {
        recipient: book.recipient.gstin(),
        today: day,
        sheets: &[],
        choices: &choices,
        of_sheets: &[],
        layouts: &[],
        covers: None,
    };
    let reading =
        register::read(&opened.workbooks[0], &ask, &Progress::default()).unwrap_or_else(|_| panic!("it is a register"));
    let parts = reading.sheets.into_iter().map(|sheet| {
        let part = RegisterPart { covers: sheet.covers, ..RegisterPart::default() };
        ReadPart { part, entries: Arc::new(sheet.entries), elsewhere: Arc::new(sheet.elsewhere) }
    });
    Register::of(parts.collect())
}

/// Both sides sorted by supplier and number, each on a thread.
fn sorted(book: &Book) -> usize {
    let entries = book.register().entries();
    let theirs = || {
        let mut list: Vec<(&str, &str, u32)> =
            (0..entries.len()).map(|row| (entries.gstin(row), entries.compared(row), row)).collect();
        list.sort_unstable();
        list.len()
    };
    let mine = || {
        let mut list: Vec<(&str, &str, u32)> = Vec::new();
        for section in Section::ALL {
            let records = book.sheet(section).records();
            list.extend((0..records.len()).map(|row| (records.suppliers.get(row), records.numbers.get(row), row)));
        }
        list.sort_unstable();
        list.len()
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(theirs);
        mine() + other.join().expect("sorting does not fail")
    })
}

/// Prints how many pairs of each class are wrong.
fn wrong(book: &Book, matches: &Matches, truth: &str) {
    let entries = book.register().entries();
    let of_line: HashMap<u32, u32> =
        (0..entries.len()).flat_map(|row| entries.lines(row).map(move |line| (line, row))).collect();
    let mut right = HashSet::new();
    for line in truth.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let section = Section::ALL.into_iter().find(|section| keys::section_key(*section) == cells[0]).expect("ours");
        let row: u32 = cells[1].parse().expect("a row");
        for line in cells[6].split(';').filter_map(|line| line.parse::<u32>().ok()) {
            // Of two bookings of one document either may be taken.
            right.extend(
                [line, line + 1].iter().filter_map(|line| of_line.get(line)).map(|&entry| (section, row, entry)),
            );
        }
    }
    // Several by number, and by amounts alone, are told apart.
    let (mut pairs, mut bad) = ([[0u64; 2]; Class::ALL.len()], [[0u64; 2]; Class::ALL.len()]);
    for of in matches.all() {
        let by_amounts = usize::from(of.flags.has(Flag::ByAmounts));
        for &(section, row) in &of.records {
            for &entry in &of.entries {
                pairs[of.class as usize][by_amounts] += 1;
                bad[of.class as usize][by_amounts] += u64::from(!right.contains(&(section, row, entry)));
            }
        }
    }
    for class in Class::ALL {
        for (how, (bad, pairs)) in bad[class as usize].into_iter().zip(pairs[class as usize]).enumerate() {
            let name = format!("{}{}", class.name(), if how == 1 { ", amounts" } else { "" });
            if pairs > 0 {
                println!("{name:>16}: {} of {} pairs wrong", grouped(bad), grouped(pairs));
            }
        }
    }
}

/// One supplier with so many documents on each side, all of one day and of equal amounts; the numbers of the register begin later.
pub fn of_one_supplier(rows: u64, shift: u64) -> Book {
    let mut json = String::from("{\"imsDetails\":{\"rtin\":\"27AAAAA0000A1Z2\",\"b2b\":[");
    let mut entries = Entries::default();
    for i in 0..rows {
        let comma = if i > 0 { "," } else { "" };
        json += &format!(
            "{comma}{{\"stin\":\"29ZZZZZ9999Z1Z4\",\"inum\":\"INV/{}\",\"idt\":\"10-06-2026\",\"val\":1180,\"txval\":1000,\"iamt\":180,\
             \"camt\":0,\"samt\":0,\"cess\":0,\"pos\":\"27\",\"action\":\"N\",\"srcform\":\"R1\",\"rtnprd\":\"062026\",\
             \"inv_typ\":\"R\",\"srcfilstatus\":\"F\"}}",
            1_000_000 + i
        );
        let number = format!("INV-{}", 1_000_000 + i + shift);
        entries.push(&NewEntry {
            gstin: "29ZZZZZ9999Z1Z4",
            number: &number,
            date: Day::parse("10-06-2026").expect("a day"),
            amounts: [Some(100_000), Some(18_000), Some(0), Some(0), Some(0), None, None],
            lines: &[i as u32 + 1],
            ..NewEntry::default()
        });
    }
    json += "]}}";
    let input = Input { name: "one.json".into(), path: None, bytes: json.into_bytes() };
    let mut book = portal::read(vec![input], &Progress::default()).unwrap_or_else(|_| panic!("it is a download"));
    book.set_register(Register::of(vec![ReadPart { entries: Arc::new(entries), ..ReadPart::default() }]));
    book
}
