//! Deciding on all records: what may be done, doing it, judging again, taking it back, and keeping it on the disk.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ims_desk::book::{Action, Answer, Book, Section};
use ims_desk::disk::RealDisk;
use ims_desk::edit::{Change, Command, Log, Plan, plan};
use ims_desk::rules::{Findings, SaidBefore};
use ims_desk::store::journal::{Event, Keeper, Kept};
use ims_desk::values::Day;
use roaring::RoaringBitmap;

use crate::plain::Plain;
use crate::race::{Work, race, race_of, timed, whole};
use crate::table::{Aim, Amount, Table};

/// The rules over everything, beside one walk over the amounts.
pub fn validate(table: &mut Table, book: &Book, plain: &Plain, day: Day) {
    let times = race(vec![whole(|| Findings::of(book, day)), amounts(plain)]);
    table.line("validate everything", times[0], one_walk(times[1]), &[Aim::Ms(60.0)]);
}

fn amounts(plain: &Plain) -> Work<'_> {
    whole(|| plain.amounts.each_ref().map(|column| column.iter().map(|&v| i128::from(v)).sum::<i128>()))
}

/// There is no other program to compare with: how often the amounts of the sheet could be added up in that time.
fn one_walk(time: Duration) -> Vec<(String, Amount)> {
    vec![("adding up the six amounts".into(), time.into())]
}

/// What a turn consists of.
const STEPS: [&str; 7] = [
    "accept all records, findings included",
    "  of that: what is allowed",
    "  of that: the change",
    "  of that: rows judged again",
    "undo it, findings included",
    "  of that: the change taken back",
    "  of that: what the rules said before",
];

/// Accepts every record that may be accepted, as the window does it, and takes it back.
pub fn accept_all(table: &mut Table, book: &mut Book, findings: &mut Findings, plain: &Plain, day: Day) {
    let mut best = [Duration::MAX; 7];
    let turn: Work<'_> = Box::new(|| {
        let now = accept_and_undo(book, findings, day);
        best.iter_mut().zip(now).for_each(|(best, now)| *best = now.min(*best));
        now[0]
    });
    let walk = race(vec![turn, amounts(plain)])[1];
    for (what, time) in STEPS.into_iter().zip(best) {
        let aims: &[Aim] = match what {
            what if what == STEPS[0] => &[Aim::Ms(30.0)],
            what if what == STEPS[4] => &[Aim::Ms(10.0)],
            _ => &[],
        };
        let beside = if what.starts_with(' ') { Vec::new() } else { one_walk(walk) };
        table.line(what, time, beside, aims);
    }
}

fn change() -> Change {
    Change { answer_if_missing: Some(Answer::FULL.by_default()), ..Change::action(Action::Accept) }
}

fn plans(book: &mut Book, day: Day) -> [Plan; 8] {
    Section::ALL.map(|section| {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..book.sheet(section).rows());
        plan(book, section, &all, &change(), day)
    })
}

/// How long each of the steps takes.
fn accept_and_undo(book: &mut Book, findings: &mut Findings, day: Day) -> [Duration; 7] {
    let mut log = Log::default();
    let start = Instant::now();
    let plans = plans(book, day);
    let legality = start.elapsed();
    let start = Instant::now();
    for section in Section::ALL {
        let rows = plans[section as usize].allowed.clone();
        log.apply(book, Command::decide(section, rows, change()));
    }
    let applied = start.elapsed();
    let start = Instant::now();
    let before = renew(book, findings, &plans);
    let renewed = start.elapsed();
    let back = timed(|| while log.undo(book).is_some() {});
    let again = timed(|| findings.take_back(before));
    [legality + applied + renewed, legality, applied, renewed, back + again, back, again]
}

fn renew(book: &Book, findings: &mut Findings, plans: &[Plan; 8]) -> SaidBefore {
    let touched = Section::ALL.map(|section| (section, plans[section as usize].allowed.clone()));
    findings.renew(book, &touched)
}

/// The journal: one step over all rows, and a thousand single ones. Until what was handed over is on the disk for certain.
pub fn journal(table: &mut Table, book: &mut Book, day: Day, folder: &Path) {
    let plans = plans(book, day);
    let bulk = |section: Section| {
        let rows = plans[section as usize].allowed.clone();
        Event::Do(Command::decide(section, rows, change()))
    };
    let single = |row: u32| {
        let rows = RoaringBitmap::from_iter([row]);
        Event::Do(Command::decide(Section::B2b, rows, Change::action(Action::Accept)))
    };
    let bulk: Vec<Event> = Section::ALL.map(bulk).into();
    let singles: Vec<Event> = (0..1_000.min(book.sheet(Section::B2b).rows())).map(single).collect();
    for (what, window, events) in [
        ("journal: accept all, safe on the disk", "  of that the window waits for", bulk),
        ("journal: 1,000 decisions, safe on the disk", "  of that the window waits for", singles),
    ] {
        let (path, copy) = (folder.join("journal"), folder.join("journal.copy"));
        let bytes = { (keep(book, &events, &path), std::fs::read(&path).expect("the journal was written")).1 };
        let mut waits = Duration::MAX;
        let ours: Work<'_> = Box::new(|| {
            let (waited, all) = keep(book, &events, &path);
            waits = waits.min(waited);
            all
        });
        let times = race_of(vec![ours, whole(|| write_and_sync(&copy, &bytes))], 15);
        let others = vec![(format!("write and sync of the same {} kB", bytes.len() / 1_000), times[1].into())];
        table.line(what, times[0], others, &[]);
        table.line(window, waits, Vec::new(), &[]);
        [path, copy].iter().for_each(|path| drop(std::fs::remove_file(path)));
    }
}

/// How long handing over takes, and until all of it is safe.
fn keep(book: &Book, events: &[Event], path: &Path) -> (Duration, Duration) {
    let _ = std::fs::remove_file(path);
    let keeper = Keeper::start(Arc::new(RealDisk), path.to_owned(), 0, || {}).expect("the journal can be begun");
    let start = Instant::now();
    events.iter().for_each(|event| keeper.keep(event, book));
    let handed = start.elapsed();
    assert_eq!(keeper.flush(), Kept::Saved);
    (handed, start.elapsed())
}

fn write_and_sync(path: &Path, bytes: &[u8]) {
    let _ = std::fs::remove_file(path);
    let mut file = std::fs::File::create(path).expect("the target folder can be written to");
    file.write_all(bytes).and_then(|()| file.sync_all()).expect("the target folder can be written to");
}
