//! Findings and plans ask of most rows only few rules or none. What they say must be what asking every rule says.

use super::*;
use crate::common::{self, Record, invoice, note};
use ims_desk::edit::plan::{keeps_no_action, verdict};
use ims_desk::rules::actions::MANY_REJECTIONS;
use ims_desk::rules::{ALL_IDS, Findings};
use proptest::prelude::*;
use proptest::sample::select;
use roaring::RoaringBitmap;

/// Keys with values that some rule looks at, usual ones first.
const TURNS: [(&str, &[&str]); 11] = [
    ("action", &["N", "A", "R", "P", "X"]),
    ("srcfilstatus", &["Filed", "Not Filed", "Odd"]),
    ("ispendactblocked", &["N", "Y"]),
    ("isRemarksBlocked", &["N", "Y"]),
    ("itcRedReqBlocked", &["N", "Y"]),
    ("itcRedReq", &["", "Y", "N"]),
    ("remarks", &["", "Late", "Late & <odd>"]),
    ("stin", &[common::SUPPLIER, "29AAAAA0000A1ZX"]),
    ("rtnprd", &["022026", "092025", "102025"]),
    ("pos", &["27", "odd"]),
    // The credit ends with a year, and so does what is said of it.
    ("DAY", &["10-02-2026", "31-03-2025", "01-04-2025", "31-03-2026", "01-04-2026", "never"]),
];

/// Days on which the rules about time begin to say something, and the days before.
const DAYS: [&str; 7] =
    ["01-03-2026", "31-07-2026", "01-08-2026", "30-09-2026", "01-10-2026", "01-12-2026", "15-01-2027"];

fn turned(mut record: Record, turns: &[usize], date: Option<&str>) -> Record {
    let day_key = if record.0.contains_key("nt_dt") { "nt_dt" } else { "idt" };
    let mut date = date.map(str::to_owned);
    for ((key, values), turn) in TURNS.iter().zip(turns) {
        match (*key, values[turn % values.len()]) {
            (key, "") => drop(record.0.remove(key)),
            // Of an amendment its original's counts.
            ("DAY", day) if date.is_some() => date = Some(day.into()),
            ("DAY", day) => record = record.with(day_key, day),
            (key, value) => record = record.with(key, value),
        }
    }
    // Other values of one document, an odd number, an odd sum, a declared part.
    record = match turns[TURNS.len()] % 6 {
        1 => record.with("val", 5),
        2 => record.with("declCgst", 100).with("declSgst", 200),
        3 => record.with("declCgst", 0).with("declSgst", 0).with("declIgst", 0),
        4 => record.heads([90_000, 1, 2, 3]),
        5 => record.without("val"),
        _ => record,
    };
    match date {
        Some(date) => record.amends("1", &date),
        None => record,
    }
}

fn turns() -> impl Strategy<Value = Vec<Vec<usize>>> {
    // Mostly the usual.
    let turn = prop_oneof![3 => Just(0usize), 2 => 0..30usize];
    proptest::collection::vec(proptest::collection::vec(turn, TURNS.len() + 1), 0..5)
}

/// A download, and the portal's error report on its invoices if there is one.
fn files() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    (turns(), turns(), turns(), turns(), any::<bool>()).prop_map(|(invoices, amended, notes, amended_notes, errors)| {
        let date = Some("10-02-2026");
        let numbers = ["1", "1", "2", "A B", "3"];
        let all = |turns: &[Vec<usize>], record: fn(&str) -> Record, date| -> Vec<Record> {
            let records = turns.iter().zip(numbers);
            records.map(|(turns, number)| turned(record(number), turns, date)).collect()
        };
        let (invoices, amended) = (all(&invoices, invoice, None), all(&amended, invoice, date));
        let (notes, amended_notes) = (all(&notes, note, None), all(&amended_notes, note, date));
        let report = common::download(&[("b2b", &invoices)]).replace("imsDetails", "imsDetailsErr");
        let download =
            common::download(&[("b2b", &invoices), ("b2ba", &amended), ("b2bcn", &notes), ("b2bcna", &amended_notes)]);
        let mut files = vec![("download.json", download)];
        files.extend((errors && !invoices.is_empty()).then_some(("errors.json", report)));
        files
    })
}

fn change() -> impl Strategy<Value = Change> {
    let action = proptest::option::of(select(Action::CHOICES.to_vec()));
    let remarks = proptest::option::of(select(vec![String::new(), "Late".into(), "x".repeat(251)]));
    let part = Answer::part([0, 100, 200, 0]);
    let answers = select(vec![Answer::default(), Answer::FULL, Answer::NO, part, Answer::part([0; 4])]);
    (action, remarks, proptest::option::of(answers)).prop_map(|(action, remarks, answer)| Change {
        action,
        remarks,
        answer,
        ..Change::default()
    })
}

fn same_as_asking_every_rule(findings: &Findings, book: &Book, today: Day) {
    for section in Section::ALL {
        let sheet = book.sheet(section);
        let mut counts = [0; 5];
        for row in 0..sheet.rows() {
            let (mut rules, mut worst) = (Vec::new(), None);
            if sheet.in_force(row) {
                Case::standing(book, section, row, today).judge(|rule, weight| {
                    rules.push(rule);
                    worst = worst.max(Some(weight));
                });
            }
            let found: Vec<RuleId> = ALL_IDS.into_iter().filter(|&rule| findings.has(section, row, rule)).collect();
            assert_eq!(found, rules, "{section:?} {row}");
            assert_eq!(findings.worst(section, row), worst, "{section:?} {row}");
            counts[worst.map_or(0, |weight| weight as usize)] += 1;
        }
        for weight in [Weight::Info, Weight::Warns, Weight::Asks, Weight::Blocks] {
            assert_eq!(findings.count(section, weight), counts[weight as usize], "{section:?} {weight:?}");
        }
    }
}

fn plan_is_that_of_every_rule(book: &mut Book, section: Section, rows: &RoaringBitmap, change: &Change, today: Day) {
    let plan = plan(book, section, rows, change, today);
    let new = change.on(book);
    for row in rows {
        let old = book.sheet(section).decision(row);
        let case = Case::proposed(book, section, row, new.decision(book, section, row), new.given(), today)
            .with(new.meanings(book));
        let verdict = verdict(&case, old);
        let refused = plan.refused.iter().find(|refusal| refusal.row == row).map(|refusal| refusal.rule);
        assert_eq!(refused, verdict.blocked, "{section:?} {row} {change:?}");
        let kept = change.action == Some(Action::NoAction) && keeps_no_action(book, section, row);
        let allowed = verdict.blocked.is_none() && (case.decision != old || kept);
        assert_eq!(plan.allowed.contains(row), allowed, "{section:?} {row} {change:?}");
        // Of many rejections at once all are asked about, and of invoices those whose note is rejected too.
        let asked_at_once = |rule| rule == RuleId::A2 && (section == Section::B2b || rows.len() > MANY_REJECTIONS);
        for (&rule, rows) in plan.asks.iter().filter(|(rule, _)| !asked_at_once(**rule)) {
            assert_eq!(rows.contains(row), allowed && verdict.asks.contains(&rule), "{section:?} {row} {rule:?}");
        }
        for rule in verdict.asks.iter().filter(|_| allowed) {
            assert!(plan.asks.contains_key(rule), "{section:?} {row} {rule:?}");
        }
    }
}

proptest! {
    #[test]
    fn asking_few_rules_finds_what_asking_all_finds(
        files in files(),
        today in select(DAYS.to_vec()),
        steps in proptest::collection::vec((select(Section::ALL.to_vec()), any::<[bool; 5]>(), change()), 0..6),
    ) {
        let today = day(today);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
        let mut book = common::try_read(&files).unwrap();
        let mut findings = Findings::of(&book, today);
        same_as_asking_every_rule(&findings, &book, today);
        let mut log = Log::default();
        for (section, rows, change) in steps {
            let rows = (0..book.sheet(section).rows()).filter(|&row| rows[row as usize]).collect();
            plan_is_that_of_every_rule(&mut book, section, &rows, &change, today);
            // Whatever the rules say: some commands carry what they would refuse.
            log.apply(&mut book, Command::decide(section, rows.clone(), change));
            findings.renew(&book, &[(section, rows.clone())]);
            same_as_asking_every_rule(&findings, &book, today);
        }
        // A copy that is set aside says nothing, and all it said once it is taken back.
        let groups: Vec<(Section, u32)> =
            Section::ALL.into_iter().flat_map(|s| book.sheet(s).copies().groups().iter().map(move |g| (s, g[0]))).collect();
        for (section, keep) in groups {
            let step = log.apply(&mut book, Command::Pick { keep: vec![(section, keep)] });
            let rows = step.effect.sheets.first().map_or_else(RoaringBitmap::new, |sheet| sheet.rows.clone());
            findings.renew(&book, &[(section, rows.clone())]);
            same_as_asking_every_rule(&findings, &book, today);
            log.undo(&mut book);
            findings.renew(&book, &[(section, rows.clone())]);
            same_as_asking_every_rule(&findings, &book, today);
        }
    }
}

#[test]
fn a_sample_that_looks_like_life_is_judged_as_by_every_rule() {
    let today = today();
    let mut text = Vec::new();
    ims_desk::portal::sample::write(30_000, 7, &mut text).unwrap();
    let mut book = common::read(std::str::from_utf8(&text).unwrap());
    let mut findings = Findings::of(&book, today);
    same_as_asking_every_rule(&findings, &book, today);
    for action in [Action::Reject, Action::Accept] {
        for section in Section::ALL {
            let change = Change { answer_if_missing: Some(Answer::FULL), ..Change::action(action) };
            let rows = (0..book.sheet(section).rows()).collect();
            plan_is_that_of_every_rule(&mut book, section, &rows, &change, today);
            Log::default().apply(&mut book, Command::decide(section, rows.clone(), change));
            findings.renew(&book, &[(section, rows.clone())]);
        }
        same_as_asking_every_rule(&findings, &book, today);
    }
}
