//! The figures of the credit for random books and commands, beside a plain reading of the table in rules/README.md that shares no
//! code with the program's: it reads the downloaded records, looks for originals itself and counts head by head.

mod plain;

use crate::common;

use common::{Record, day, invoice, note, section};
use ims_desk::book::{Action, Answer, Book, Section};
use ims_desk::edit::{Ahead, Change, Command, Log, plan, plan_sheets};
use ims_desk::rules::credit::{Credit, Figures, IfDecided, minus, total};
use ims_desk::values::{Day, Period};
use proptest::prelude::*;
use roaring::RoaringBitmap;

pub use plain::{Doc, Says, doc, gives, letter};
use plain::{expected, found};

pub const KEYS: [&str; 8] = ["b2b", "b2ba", "b2bdn", "b2bdna", "b2bcn", "b2bcna", "ecom", "ecoma"];

pub fn today() -> Day {
    day("10-11-2026")
}

// Random books and commands

#[derive(Clone, Debug)]
pub struct Seed {
    /// What an amendment amends: the number of an original, which may not be there.
    amends: u32,
    heads: [i64; 4],
    month: u32,
    by_1a: bool,
    filed: bool,
    action: char,
    answer: u8,
    blocked: (bool, bool),
}

pub fn seed() -> impl Strategy<Value = Seed> {
    let heads = prop_oneof![Just([180, 0, 0, 0]), Just([0, 90, 90, 0]), Just([100, 0, 0, 7]), Just([20, 200, 200, 0])];
    (
        0..5u32,
        heads,
        8..13u32,
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.75),
        prop::sample::select(vec!['N', 'N', 'A', 'R', 'P']),
        0..4u8,
        (prop::bool::weighted(0.2), prop::bool::weighted(0.2)),
    )
        .prop_map(|(amends, heads, month, by_1a, filed, action, answer, blocked)| Seed {
            amends,
            heads,
            month,
            by_1a,
            filed,
            action,
            answer,
            blocked,
        })
}

pub fn record(key: usize, row: usize, seed: &Seed) -> Record {
    let is_note = matches!(key, 2..=5);
    let date = "10-08-2026";
    let number = if key.is_multiple_of(2) { format!("{row}") } else { format!("A{row}") };
    let record = if is_note { note(&number).with("nt_dt", date) } else { invoice(&number).with("idt", date) };
    let record = if key % 2 == 1 { record.amends(&seed.amends.to_string(), date) } else { record };
    let mut record = record
        .heads(seed.heads)
        .with("rtnprd", format!("{:02}2026", seed.month))
        .with("srcform", if seed.by_1a { "R1A" } else { "R1" })
        .with("srcfilstatus", if seed.filed { "Filed" } else { "Not Filed" })
        .with("action", seed.action.to_string())
        .with("ispendactblocked", if seed.blocked.0 { "Y" } else { "N" })
        .with("itcRedReqBlocked", if seed.blocked.1 { "Y" } else { "N" });
    let takes_answer = (key % 2 == 1 || key == 4) && !seed.blocked.1;
    if takes_answer && seed.action == 'A' {
        record = match seed.answer {
            0 => record,
            1 => record.with("itcRedReq", "N"),
            2 => record.with("itcRedReq", "Y"),
            _ => record
                .with("itcRedReq", "Y")
                .with("declIgst", 10)
                .with("declCgst", 20)
                .with("declSgst", 20)
                .with("declCess", 0),
        };
    }
    record
}

pub fn books() -> impl Strategy<Value = (Vec<Vec<Seed>>, bool)> {
    (prop::collection::vec(prop::collection::vec(seed(), 0..5), 8), prop::bool::weighted(0.2))
}

#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // a few steps a case
pub enum Step {
    /// Rows of all sheets whose bits are set.
    Decide {
        keys: u8,
        rows: u8,
        change: Change,
    },
    Restore {
        key: usize,
        rows: u8,
    },
    Upload,
    Undo,
    Redo,
}

pub fn step() -> impl Strategy<Value = Step> {
    let answer = || prop::sample::select(vec![Answer::FULL, Answer::NO, Answer::part([3_000, 2_000, 2_000, 0])]);
    let change = (
        prop::option::weighted(0.9, prop::sample::select(Action::CHOICES.to_vec())),
        prop::option::weighted(0.3, answer()),
        prop::option::of(answer()),
    );
    let change = change.prop_map(|(action, answer, answer_if_missing)| Change {
        action,
        answer,
        answer_if_missing,
        ..Change::default()
    });
    prop_oneof![
        4 => (0..8usize, 1..32u8, change.clone()).prop_map(|(key, rows, change)| Step::Decide { keys: 1 << key, rows, change }),
        2 => (1..=255u8, 1..32u8, change).prop_map(|(keys, rows, change)| Step::Decide { keys, rows, change }),
        1 => (0..8usize, 1..32u8).prop_map(|(key, rows)| Step::Restore { key, rows }),
        1 => Just(Step::Upload),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ]
}

fn bits(rows: u8, count: u32) -> RoaringBitmap {
    (0..count).filter(|row| rows & (1 << (row % 8)) != 0).collect()
}

fn sheets_of(keys: u8, rows: u8, count: impl Fn(Section) -> u32) -> Vec<(Section, RoaringBitmap)> {
    let set = KEYS.iter().enumerate().filter(|(key, _)| keys & (1 << key) != 0);
    set.map(|(_, key)| section(key)).map(|of| (of, bits(rows, count(of)))).collect()
}

/// A book with its plain reading; what the portal holds after each step.
pub struct World {
    pub book: Book,
    pub log: Log,
    pub docs: Vec<Doc>,
    pub portal: Vec<Vec<Says>>,
    pub closing: i64,
}

impl World {
    fn new(seeds: &[Vec<Seed>], quarterly: bool) -> World {
        World::of(seeds, quarterly, |_, _, record| record)
    }

    /// The same with something changed in each record, of which the sheet and the row are said.
    pub fn of(seeds: &[Vec<Seed>], quarterly: bool, turn: impl Fn(usize, usize, Record) -> Record) -> World {
        let records: Vec<Vec<Record>> = seeds
            .iter()
            .enumerate()
            .map(|(key, seeds)| {
                seeds.iter().enumerate().map(|(row, seed)| turn(key, row, record(key, row, seed))).collect()
            })
            .collect();
        let sections: Vec<(&str, &[Record])> =
            KEYS.into_iter().zip(&records).map(|(key, r)| (key, r.as_slice())).collect();
        let mut book = common::book(&sections);
        book.facts.qrmp = quarterly;
        book.facts.closing = Period::new(2026, 10);
        let docs: Vec<Doc> = records
            .iter()
            .enumerate()
            .flat_map(|(key, records)| {
                records.iter().zip(0..).map(move |(record, row)| doc(key, row, record, quarterly))
            })
            .collect();
        let portal = vec![docs.iter().map(|doc| doc.portal).collect()];
        World { book, log: Log::default(), docs, portal, closing: 2026 * 12 + if quarterly { 11 } else { 9 } }
    }

    /// Reads what is decided now.
    pub fn read(&mut self) {
        let held = &self.portal[self.log.in_force()];
        for (doc, held) in self.docs.iter_mut().zip(held) {
            let decision = self.book.sheet(section(KEYS[doc.key])).decision(doc.row);
            doc.portal = *held;
            doc.yours = Says { action: letter(decision.action), answer: self.book.answers().get(decision.answer) };
        }
    }

    fn take(&mut self, command: Command, portal: Vec<Says>) {
        self.portal.truncate(self.log.in_force() + 1);
        self.log.apply(&mut self.book, command);
        self.portal.push(portal);
    }

    /// Carries a step out; what was said before that it would do to the credit, where that is asked.
    pub fn carry_out(&mut self, step: &Step) -> Option<(IfDecided, Vec<(Section, RoaringBitmap)>)> {
        let same = self.portal[self.log.in_force()].clone();
        match step {
            Step::Decide { keys, rows, change } => {
                let sheets = sheets_of(*keys, *rows, |of| self.book.sheet(of).rows());
                let plans = plan_sheets(&self.book, &sheets, change, today());
                let credit = plans.credit(&self.book, change, today(), |_, _| None);
                self.take(Command::Decide { rows: plans.allowed(), change: change.clone() }, same);
                Some((credit, plans.allowed()))
            }
            Step::Restore { key, rows } => {
                let of = section(KEYS[*key]);
                let rows = bits(*rows, self.book.sheet(of).rows());
                self.take(Command::Restore { rows: vec![(of, rows)] }, same);
                None
            }
            Step::Upload => {
                let of = |s: Section| self.book.delta(s).map(move |row| (s, row)).collect::<Vec<_>>();
                let delta: Vec<(Section, u32)> = Section::ALL.into_iter().flat_map(of).collect();
                let says = |(doc, held): (&Doc, &Says)| match delta.contains(&(section(KEYS[doc.key]), doc.row)) {
                    true => doc.yours,
                    false => *held,
                };
                let portal = self.docs.iter().zip(&same).map(says).collect();
                let said = delta.iter().map(|&(s, row)| (s, row, self.book.said(s, row))).collect();
                self.take(Command::Uploaded { name: "upload.json".into(), said }, portal);
                Some((IfDecided::default(), Vec::new()))
            }
            Step::Undo => {
                self.log.undo(&mut self.book);
                None
            }
            Step::Redo => {
                self.log.redo(&mut self.book);
                None
            }
        }
    }
}

fn everything(book: &Book) -> Vec<(Section, RoaringBitmap)> {
    Section::ALL.map(|section| (section, (0..book.sheet(section).rows()).collect())).into()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_figures_are_those_of_a_plain_reading_after_every_step((seeds, quarterly) in books(), steps in prop::collection::vec(step(), 0..8)) {
        let mut world = World::new(&seeds, quarterly);
        world.read();
        prop_assert_eq!(found(&Figures::of(&world.book, today())), expected(&world.docs, world.closing));
        for step in steps {
            let before = Figures::of(&world.book, today());
            let around: Vec<(Section, RoaringBitmap)> = match &step {
                Step::Decide { keys, rows, .. } => sheets_of(*keys, *rows, |_| 8),
                Step::Restore { key, rows } => vec![(section(KEYS[*key]), bits(*rows, 8))],
                _ => everything(&world.book),
            };
            let around_before = Credit::new(&world.book, today()).around(&around);
            let was = world.book.clone();
            let foretold = world.carry_out(&step);
            world.read();
            let figures = Figures::of(&world.book, today());
            prop_assert_eq!(found(&figures), expected(&world.docs, world.closing), "after {:?}", step);
            let moved = minus(figures.after, before.after);
            let around_after = Credit::new(&world.book, today()).around(&around);
            prop_assert_eq!(minus(around_after, around_before), moved, "what {:?} touches and its partners", step);
            if let Some((foretold, rows)) = foretold {
                prop_assert_eq!(foretold.change, moved, "foretold of {:?}", step);
                let credit = [&was, &world.book].map(|book| Credit::new(book, today()));
                let done = Figures::of_step(&credit[0], &credit[1], &rows);
                prop_assert_eq!(foretold.by_amendments, done.by_amendments, "amendments that {:?} does not decide", step);
            }
        }
    }

    #[test]
    fn the_parts_add_up_to_the_difference_and_so_do_the_records_of_the_upload((seeds, quarterly) in books(), steps in prop::collection::vec(step(), 0..8)) {
        let mut world = World::new(&seeds, quarterly);
        steps.iter().for_each(|step| { world.carry_out(step); world.read(); });
        let figures = Figures::of(&world.book, today());
        let parts = [figures.waits, figures.given_up, figures.added, figures.deducted];
        let difference = figures.difference();
        (0..4).try_for_each(|i| {
            prop_assert_eq!(parts.iter().map(|part| part.heads[i]).sum::<i128>(), difference[i]);
            Ok(())
        })?;
        prop_assert!(figures.waits.total() <= 0 && figures.given_up.total() <= 0 && figures.deducted.total() <= 0);
        prop_assert!(figures.added.total() >= 0);
        let credit = Credit::new(&world.book, today());
        let written = Section::ALL.into_iter().flat_map(|s| world.book.delta(s).map(move |row| (s, row)));
        let by_record = written.map(|(s, row)| total(credit.change_by(s, row))).sum::<i128>();
        prop_assert_eq!(by_record, total(difference));
        let given = figures.accepted.total() + figures.no_action.total();
        prop_assert_eq!(given, total(figures.after), "only accepted and deemed records give something");
    }

    #[test]
    fn undo_brings_back_every_figure((seeds, quarterly) in books(), steps in prop::collection::vec(step(), 1..8)) {
        let mut world = World::new(&seeds, quarterly);
        let start = Figures::of(&world.book, today());
        steps.iter().for_each(|step| { world.carry_out(step); world.read(); });
        let end = Figures::of(&world.book, today());
        let in_force = world.log.in_force();
        while world.log.undo(&mut world.book).is_some() {}
        prop_assert_eq!(Figures::of(&world.book, today()), start);
        (0..in_force).for_each(|_| { world.log.redo(&mut world.book); });
        prop_assert_eq!(Figures::of(&world.book, today()), end);
    }

    #[test]
    fn a_button_counts_the_rows_that_would_change((seeds, quarterly) in books(), steps in prop::collection::vec(step(), 0..5)) {
        let mut world = World::new(&seeds, quarterly);
        steps.iter().for_each(|step| { world.carry_out(step); world.read(); });
        for of in Section::ALL {
            let rows: RoaringBitmap = (0..world.book.sheet(of).rows()).collect();
            for action in Action::CHOICES {
                let missing = (action == Action::Accept).then(|| Answer::FULL.by_default());
                let change = Change { answer_if_missing: missing, ..Change::action(action) };
                let allowed = plan(&world.book, of, &rows, &change, today()).allowed;
                let ahead = Ahead::new(&world.book, of, today());
                let counted: RoaringBitmap = rows.iter().filter(|&row| ahead.changes(row, action)).collect();
                prop_assert_eq!(counted, allowed, "{:?} in {:?}", action, of);
            }
        }
    }
}
