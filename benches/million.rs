//! How long a million records take: `cargo bench --bench million`, or with another number of records
//! `cargo bench --bench million -- 50000`. Prints a table; the sample is made in the target folder at the first run.

#![allow(clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use common::{median, ms, sample_of};
use ims_desk::book::{Action, Answer, Book, Field, Section};
use ims_desk::disk::RealDisk;
use ims_desk::edit::{Change, Command, Log, plan};
use ims_desk::portal::{self, upload};
use ims_desk::rules::{Findings, Weight};
use ims_desk::values::{Day, Progress, grouped};
use ims_desk::view::{self, BuiltIn, ColumnFilter, Filter, SortKey, Totals};
use roaring::RoaringBitmap;

/// A day on which the records of the sample are not yet old.
const DAY: &str = "10-11-2026";

fn main() {
    let rows = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(1_000_000);
    let path = sample_of(rows);
    let size = std::fs::metadata(&path).expect("the sample was written").len();
    let day = Day::parse(DAY).expect("a day");
    println!("{} records, {} MB, {} threads", grouped(rows), size / 1_000_000, threads());

    let mut table = Table;
    let mut book = opening(&mut table, &path, day);
    table.line("peak memory while opening", memory(size));
    let mut findings = Findings::of(&book, day);
    let sheet = Section::B2b;
    let invoices = u64::from(book.sheet(sheet).rows());
    table.head(&format!("{} invoices", grouped(invoices)));
    filters(&mut table, &book, &findings);
    sorts(&mut table, &book, &findings);
    for field in [Field::Name, Field::Action, Field::Place, Field::Number] {
        let what = format!("distinct values of {}", field.title());
        table.time(&what, || drop(view::distinct(&book, &findings, sheet, &Filter::default(), field)));
    }
    let all: Vec<u32> = (0..book.sheet(sheet).rows()).collect();
    table.time("totals", || {
        Totals::of(&book, sheet, all.iter().copied());
    });
    table.head("all sheets");
    table.time("validate everything", || drop(Findings::of(&book, day)));
    bulk(&mut table, &mut book, &mut findings, day);
    writing(&mut table, &book, &path.with_extension("upload.json"));
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn opening(table: &mut Table, path: &Path, day: Day) -> Book {
    let start = Instant::now();
    let input = portal::load(path).expect("the sample can be read");
    let loaded = start.elapsed();
    let book = portal::read(vec![input], &Progress::default()).expect("the sample is well formed");
    let read = start.elapsed();
    drop(Findings::of(&book, day));
    table.line("open: file", ms(loaded, 1));
    table.line("open: records", ms(read - loaded, 1));
    table.line("open: rules", ms(start.elapsed() - read, 1));
    table.line("open", ms(start.elapsed(), 1));
    book
}

fn filters(table: &mut Table, book: &Book, findings: &Findings) {
    let text = |text: &str| Filter { text: text.into(), ..Filter::default() };
    let column = |field, filter| Filter { columns: BTreeMap::from([(field, filter)]), ..Filter::default() };
    let names = book.sheet(Section::B2b).records.names.texts();
    let chosen = names.iter().step_by(7).map(|name| name.to_string()).collect();
    let chosen = ColumnFilter::Chosen { values: chosen, except: false, of: names.len() };
    let amounts = ColumnFilter::Amounts(Some(1_000_000), Some(50_000_000));
    let days = ColumnFilter::Days(Day::parse("05-10-2026"), None);
    let numbers = ColumnFilter::Contains("26-27/00".into());
    let columns = [
        (Field::Name, chosen.clone()),
        (Field::Value, amounts.clone()),
        (Field::Day, days.clone()),
        (Field::Number, numbers.clone()),
    ];
    for (what, filter) in [
        ("filter: names chosen", column(Field::Name, chosen)),
        ("filter: amounts", column(Field::Value, amounts)),
        ("filter: days", column(Field::Day, days)),
        ("filter: number contains", column(Field::Number, numbers)),
        ("filter: action", Filter { actions: vec![Action::NoAction], ..Filter::default() }),
        ("filter: with findings", Filter { weight: Some(Weight::Warns), ..Filter::default() }),
        ("filter: running out", Filter { which: Some(BuiltIn::RunningOut), ..Filter::default() }),
        ("filter: four columns", Filter { columns: BTreeMap::from(columns), ..Filter::default() }),
        ("find: a word", text("traders")),
        ("find: a number", text("4512")),
        ("find: two words", text("traders 27")),
        ("find: nothing", text("qqqqq")),
    ] {
        table.time(what, || drop(view::rows(book, findings, Section::B2b, &filter, &[])));
    }
}

fn sorts(table: &mut Table, book: &Book, findings: &Findings) {
    let mut sort = |what: &str, fields: &[Field]| {
        let keys: Vec<SortKey> = fields.iter().map(|&field| SortKey { field, descending: false }).collect();
        table.time(what, || drop(view::rows(book, findings, Section::B2b, &Filter::default(), &keys)));
    };
    sort("sort: value", &[Field::Value]);
    sort("sort: date", &[Field::Day]);
    sort("sort: supplier", &[Field::Name]);
    sort("sort: number", &[Field::Number]);
    sort("sort: status", &[Field::Action]);
    sort("sort: supplier, then number", &[Field::Name, Field::Number]);
}

/// Accepts every record that may be accepted, as the window does it, and takes it back.
fn bulk(table: &mut Table, book: &mut Book, findings: &mut Findings, day: Day) {
    let change = Change { answer_if_missing: Some(Answer::FULL.by_default()), ..Change::action(Action::Accept) };
    let [mut planned, mut applied, mut renewed, mut undone, mut renewed_again] = [const { Vec::new() }; 5];
    let mut accepted = 0;
    for _ in 0..TURNS {
        let mut log = Log::default();
        let rows = Section::ALL.map(|s| RoaringBitmap::from_iter(0..book.sheet(s).rows()));
        let start = Instant::now();
        let plans = Section::ALL.map(|s| plan(book, s, &rows[s as usize], &change, day));
        planned.push(start.elapsed());
        accepted = plans.iter().map(|plan| plan.allowed.len()).sum();
        let start = Instant::now();
        for section in Section::ALL {
            let rows = plans[section as usize].allowed.clone();
            log.apply(book, Command::Decide { section, rows, change: change.clone() });
        }
        applied.push(start.elapsed());
        renewed.push(renew(book, findings, &plans));
        let start = Instant::now();
        while log.undo(book).is_some() {}
        undone.push(start.elapsed());
        renewed_again.push(renew(book, findings, &plans));
    }
    table.line("records accepted", grouped(accepted));
    table.line("accept all: legality", ms(median(planned), 1));
    table.line("accept all: change", ms(median(applied), 1));
    table.line("accept all: findings", ms(median(renewed), 1));
    table.line("undo: change", ms(median(undone), 1));
    table.line("undo: findings", ms(median(renewed_again), 1));
}

fn renew(book: &Book, findings: &mut Findings, plans: &[ims_desk::edit::Plan; 8]) -> Duration {
    let start = Instant::now();
    for section in Section::ALL {
        findings.renew(book, section, &plans[section as usize].allowed);
    }
    start.elapsed()
}

fn writing(table: &mut Table, book: &Book, path: &Path) {
    let recipient = book.recipient.gstin().expect("the sample names its recipient");
    let rows = || Section::ALL.into_iter().flat_map(|s| (0..book.sheet(s).rows()).map(move |row| (s, row)));
    let start = Instant::now();
    let upload = upload::Upload::new(book, recipient, rows());
    let gathered = start.elapsed();
    let layout = upload::Layout::default();
    let start = Instant::now();
    let written = upload.stream(&mut std::io::sink(), layout).expect("nothing can fail").map_or(0, |w| w.bytes);
    let streamed = start.elapsed();
    let start = Instant::now();
    upload.save(&RealDisk, path, layout, &Progress::default()).expect("the target folder can be written to");
    let saved = start.elapsed();
    drop(std::fs::remove_file(path));
    let speed = |time: Duration| format!("{} · {:.0} MB/s", ms(time, 1), written as f64 / 1e6 / time.as_secs_f64());
    table.line("upload of all: what it says", ms(gathered, 1));
    table.line(&format!("upload of all: {} MB", written / 1_000_000), speed(streamed));
    table.line("upload of all: to disk, read back", speed(saved));
}

/// How often a thing is measured; the one in the middle counts.
const TURNS: usize = 7;

struct Table;

impl Table {
    fn head(&self, what: &str) {
        println!("{what}");
    }

    fn line(&mut self, what: &str, value: String) {
        println!("  {what:<36} {value:>12}");
    }

    fn time(&mut self, what: &str, mut work: impl FnMut()) {
        let times = (0..TURNS).map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        });
        let time = median(times.collect());
        self.line(what, ms(time, 1));
    }
}

/// The most memory that this process held so far, and how much that is of the file.
fn memory(size: u64) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    peak.map_or("not known".into(), |kb| {
        format!("{} MB · {:.2} × the file", kb / 1_000, kb as f64 * 1_024.0 / size as f64)
    })
}
