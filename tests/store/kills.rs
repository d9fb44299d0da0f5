//! A program that is killed at any instant: random sessions of editing run in a process of their own, which is killed
//! (SIGKILL) without warning; the next one opens the same journal. Every event that was reported as saved is there, in
//! order, and nothing else is.
//!
//! `KILLS=2000 cargo test --test store kills -- --nocapture` for more than the usual 50.

use crate::common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use common::{Folder, book, invoice, note};
use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::book::{
    Action, Answer, Book, Gstr2bFile, KeptGstr2b, Link, LinkKind, LinkedEntry, LinkedRecord, ReadPart, RegisterPart,
};
use ims_desk::disk::RealDisk;
use ims_desk::edit::{Change, Command};
use ims_desk::store::journal::{Event, Head, Keeper, Kin, Resumed, begin, resume};
use ims_desk::values::{Day, Period};

const FOLDER: &str = "KILLS_FOLDER";
const SEED: &str = "KILLS_SEED";
/// More events than a session lives to see.
const EVENTS: usize = 4_000;

fn sample() -> Book {
    let invoices: Vec<_> = (0..40).map(|n| invoice(&n.to_string())).collect();
    let notes: Vec<_> = (0..10).map(|n| note(&n.to_string())).collect();
    book(&[("b2b", &invoices), ("b2bcn", &notes)])
}

/// Random numbers that are the same in both processes.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A part of a register, as the journal tells of it: its vouchers are in its file.
fn part(dice: &mut Dice) -> ReadPart {
    let number = dice.roll(1_000);
    let part = RegisterPart {
        file: format!("books {number}.xlsx"),
        hash: [number as u8; 32],
        headings: number,
        missing: true,
        ..RegisterPart::default()
    };
    ReadPart { part, ..ReadPart::default() }
}

/// A GSTR-2B that is kept, or that it is taken away.
fn gstr_2b(dice: &mut Dice) -> Option<KeptGstr2b> {
    let number = dice.roll(9);
    let file = |n: u64| Gstr2bFile { name: format!("2b {n}.json"), hash: [n as u8; 32], bytes: 7 + n };
    let kept = KeptGstr2b {
        period: Period::new(2026, 10)?,
        drawn_up: if number.is_multiple_of(2) { Day::NONE } else { Day::new(2026, 11, 14)? },
        files: (0..number).map(file).collect(),
    };
    (number > 0).then_some(kept)
}

/// A link of a record with a voucher.
fn link(dice: &mut Dice, book: &Book) -> (LinkedRecord, LinkedEntry) {
    let record = LinkedRecord::of(book, B2b, dice.roll(40) as u32);
    let entry = LinkedEntry { supplier: 7, identity: u128::from(dice.roll(50)), content: dice.roll(9) };
    (record, entry)
}

/// The next event of a session; `steps` are in the log.
fn event(dice: &mut Dice, steps: usize, book: &Book) -> Event {
    let parts = book.register().parts().len() as u64;
    let count = 1 + dice.roll(8);
    let rows = (0..count).map(|_| dice.roll(40) as u32).collect();
    let notes = (0..count).map(|_| dice.roll(10) as u32).collect();
    let action = Action::CHOICES[dice.roll(4) as usize];
    match dice.roll(14) {
        0 | 1 => Event::Do(Command::decide(B2b, rows, Change::action(action))),
        2 => {
            let text = "because ".repeat(dice.roll(300) as usize);
            Event::Do(Command::decide(B2b, rows, Change::remarks(&text)))
        }
        3 => {
            let answer = Answer::part([0, dice.roll(90_000) as i64, 0, 0]);
            Event::Do(Command::decide(B2bcn, notes, Change::answer(answer)))
        }
        4 => Event::Do(Command::Restore { rows: vec![(B2b, rows), (B2bcn, notes)] }),
        5 => {
            let row = |n| (B2b, n, Change { note: Some(format!("note {}", dice.0)), ..Change::action(action) });
            Event::Do(Command::table("Pasted", rows.iter().map(row)))
        }
        6 => {
            let replaces = if parts > 0 { vec![dice.roll(parts) as u32] } else { Vec::new() };
            Event::Do(Command::ImportRegister { parts: vec![part(dice), part(dice)], replaces })
        }
        7 if parts > 0 => Event::Do(Command::RemoveRegister { parts: vec![dice.roll(parts) as u32] }),
        8 => {
            let (record, entry) = link(dice, book);
            let link = Link { kind: LinkKind::Linked, records: Box::new([record]), entries: Box::new([entry]) };
            Event::Do(Command::Link { links: vec![link] })
        }
        9 => Event::Do(Command::Apart { pairs: vec![link(dice, book)] }),
        10 => Event::Do(Command::RegisterComplete(dice.roll(2) == 0)),
        11 => Event::Do(Command::KeepGstr2b { kept: gstr_2b(dice) }),
        _ => Event::InForce(dice.roll(steps as u64 + 1) as usize),
    }
}

fn act(event: &Event, resumed: &mut Resumed, book: &mut Book) {
    match event.clone() {
        Event::Do(command) => drop(resumed.log.apply(book, command)),
        Event::InForce(steps) => resumed.log.travel(book, steps, |_, _| {}),
        _ => unreachable!(),
    }
}

fn opened(folder: &Path) -> (Book, Resumed, std::path::PathBuf, u64) {
    let mut book = sample();
    let head = Head::of(&book);
    let resumed = resume(&RealDisk, folder, &mut book, &head).unwrap();
    if resumed.wants_new_generation() {
        let begun = begin(&RealDisk, folder, &head, resumed.contents(&book)).unwrap();
        return (book, resumed, begun.file, begun.bytes);
    }
    let (file, at) = (resumed.file.clone(), resumed.bytes);
    (book, resumed, file, at)
}

/// The process that is killed. It says how many of its events are saved whenever that changes.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn a_session() {
    let folder = std::env::var_os(FOLDER).expect("started by the other test");
    let mut dice = Dice(std::env::var(SEED).unwrap().parse().unwrap());
    let (mut book, mut resumed, file, at) = opened(Path::new(&folder));
    let keeper = Keeper::start(Arc::new(RealDisk), file, at, || {}).unwrap();
    let mut said = 0;
    println!("saved 0");
    for done in 0..EVENTS {
        let event = event(&mut dice, resumed.log.steps().len(), &book);
        act(&event, &mut resumed, &mut book);
        keeper.keep(&event, &book);
        if done % 3 == 0 {
            keeper.hurry();
        }
        let saved = keeper.saved();
        if saved > said {
            said = saved;
            println!("saved {saved}");
        }
        std::thread::sleep(Duration::from_micros(done as u64 % 7 * 60));
    }
    std::thread::sleep(Duration::from_secs(60));
}

/// Runs a session for some time, kills it, and gives how many events it said were saved.
fn run_and_kill(folder: &Path, seed: u64, time: Duration) -> u64 {
    let mut process = Process::new(std::env::current_exe().unwrap());
    process
        .args(["--ignored", "--exact", "kills::a_session", "--nocapture"])
        .env(FOLDER, folder)
        .env(SEED, seed.to_string());
    let mut process = process.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let (begins, begun) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let numbers = lines.map_while(Result::ok).filter_map(|l| l.split("saved ").nth(1)?.parse::<u64>().ok());
        numbers.inspect(|_| _ = begins.send(())).last().unwrap_or(0)
    });
    // One in ten is killed while it opens; of the others the time counts from their first step, however long starting takes.
    if !seed.is_multiple_of(10) {
        let _ = begun.recv_timeout(Duration::from_secs(20));
    }
    std::thread::sleep(time);
    process.kill().unwrap();
    process.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn a_program_killed_at_any_instant_loses_nothing_that_was_saved() {
    let kills: u64 = std::env::var("KILLS").map_or(50, |n| n.parse().unwrap());
    let mut times = Dice(kills ^ 0x5eed);
    let (mut saved_in_all, mut unsaved_in_all, mut at_begin) = (0, 0, 0);
    let mut folder = Folder::new();
    let (mut book, mut resumed) = (sample(), Resumed::default());
    for seed in 0..kills {
        if seed % 20 == 0 {
            folder = Folder::new();
            (book, resumed) = (sample(), Resumed::default());
        }
        let place = folder.path("book");
        let saved = run_and_kill(&place, seed, Duration::from_millis(times.roll(120)));

        let mut found_book = sample();
        let head = Head::of(&found_book);
        let found = resume(&RealDisk, &place, &mut found_book, &head).unwrap();
        assert_ne!(found.kin, Kin::OtherRows);
        let mut dice = Dice(seed);
        let mut done = 0;
        let same = |resumed: &Resumed| {
            let steps = |resumed: &Resumed| resumed.log.steps().iter().map(|s| s.command.clone()).collect::<Vec<_>>();
            resumed.log.in_force() == found.log.in_force()
                && resumed.log.steps().len() == found.log.steps().len()
                && steps(resumed) == steps(&found)
        };
        while done < saved || !same(&resumed) {
            assert!(done < EVENTS as u64, "kill {seed}: {saved} were saved, and something else is there");
            let event = event(&mut dice, resumed.log.steps().len(), &book);
            act(&event, &mut resumed, &mut book);
            done += 1;
        }
        assert_eq!(found_book.links(), book.links(), "kill {seed}");
        assert_eq!(found_book.gstr_2b(), book.gstr_2b(), "kill {seed}");
        assert_eq!(found_book.register().parts(), book.register().parts(), "kill {seed}");
        for section in [B2b, B2bcn] {
            for row in 0..book.sheet(section).rows() {
                let words = |book: &Book| {
                    let decision = book.sheet(section).decision(row);
                    let texts = (book.text(decision.remarks).to_owned(), book.text(decision.note).to_owned());
                    (decision.action, book.answers().get(decision.answer), texts)
                };
                assert_eq!(words(&found_book), words(&book), "kill {seed}: {section:?} {row}");
            }
        }
        saved_in_all += saved;
        unsaved_in_all += done - saved;
        at_begin += u64::from(saved == 0);
    }
    println!(
        "kills: {kills}, {at_begin} of them before anything was saved; {saved_in_all} events were saved and all of them \
         were there, in order; {unsaved_in_all} more had reached the disk unreported"
    );
    assert!(saved_in_all > 10 * kills, "the sessions were too short to tell anything");
}
