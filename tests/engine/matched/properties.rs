//! Random decisions, links, registers, undo and redo beside a plain model of what the user decided.

use std::collections::BTreeSet;

use ims_desk::book::{Action, Class, Section};
use ims_desk::edit::Command;
use ims_desk::matching;
use ims_desk::session::Session;
use ims_desk::session::matched::by_hand::ByHand;
use ims_desk::session::result_line::ResultLine;
use ims_desk::work::Progress;
use proptest::prelude::*;

use super::{act, action, import, open};
use crate::matching::given::today;

const RECORDS: u32 = 8;
const B2B: Section = Section::B2b;

#[derive(Clone, Debug)]
enum Step {
    Act(u32, Action),
    Link(u32, u32),
    Confirm(u32),
    NotTheSame(u32),
    UndoLink(u32),
    Import(Vec<u8>),
    Remove,
    Complete(bool),
    Take(Class),
    Undo,
    Redo,
}

fn step() -> impl Strategy<Value = Step> {
    let record = 0..RECORDS;
    let action = prop_oneof![Just(Action::Accept), Just(Action::Reject), Just(Action::Pending), Just(Action::NoAction)];
    let class = prop_oneof![
        3 => Just(Class::Exact), 1 => Just(Class::Tolerance), 1 => Just(Class::Written), 1 => Just(Class::Amounts)
    ];
    prop_oneof![
        3 => (record.clone(), action).prop_map(|(row, action)| Step::Act(row, action)),
        1 => (record.clone(), 0..6u32).prop_map(|(row, entry)| Step::Link(row, entry)),
        1 => record.clone().prop_map(Step::Confirm),
        1 => record.clone().prop_map(Step::NotTheSame),
        1 => record.prop_map(Step::UndoLink),
        1 => proptest::collection::vec(0..4u8, 8).prop_map(Step::Import),
        1 => Just(Step::Remove),
        1 => any::<bool>().prop_map(Step::Complete),
        3 => class.prop_map(Step::Take),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ]
}

fn records() -> Vec<String> {
    (0..RECORDS).map(|n| format!("29T A/{} 08-06-2026 {}/{}", 100 + 37 * n, 1000 * (n + 1), 180 * (n + 1))).collect()
}

/// A register in which each record is missing, exact, rounded or different.
fn register(how: &[u8]) -> Vec<String> {
    let line = |(n, how): (usize, &u8)| {
        let (number, taxable, tax) = (100 + 37 * n, 1000 * (n + 1), 180 * (n + 1));
        match how {
            1 => Some(format!("29T A/{number} 08-06-2026 {taxable}/{tax}")),
            2 => Some(format!("29T A/{number} 08-06-2026 {taxable}.40/{tax}.30")),
            3 => Some(format!("29T A/{number} 08-06-2026 {}/{}", taxable + 500, tax + 90)),
            _ => None,
        }
    };
    how.iter().enumerate().filter_map(line).collect()
}

fn actions(open: &Session) -> Vec<Action> {
    (0..RECORDS).map(|row| action(open, B2B, row)).collect()
}

/// What is known without a session: the actions, and by whom each was chosen, after each step.
#[derive(Clone, PartialEq, Debug)]
struct Model {
    actions: Vec<Action>,
    by_hand: BTreeSet<u32>,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn no_step_touches_a_decision_but_the_users_own_and_matches_follow_what_they_read(
        first in proptest::collection::vec(0..4u8, 8),
        steps in proptest::collection::vec(step(), 1..24),
    ) {
        let (records, lines) = (records(), register(&first));
        let refs = |lines: &[String]| -> Vec<String> { lines.to_vec() };
        let (records, lines) = (refs(&records), refs(&lines));
        let as_str = |lines: &[String]| lines.iter().map(|line| line.to_owned()).collect::<Vec<_>>();
        let texts = as_str(&records);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let entries: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut open = if entries.is_empty() { super::without_register(&texts) } else { open(&texts, &entries) };
        // A model for each number of steps in force.
        let now = Model { actions: actions(&open), by_hand: BTreeSet::new() };
        let mut models = vec![now; open.log().in_force() + 1];
        for step in steps {
            let (at, before) = (open.log().in_force(), models[open.log().in_force()].clone());
            let mut model = before.clone();
            match &step {
                Step::Act(row, action) => {
                    act(&mut open, B2B, *row, *action);
                    if open.log().in_force() > at {
                        model.actions[*row as usize] = *action;
                        model.by_hand.insert(*row);
                    }
                }
                Step::Link(row, entry) if open.has_register() => {
                    if *entry < open.book().register().entries().len() {
                        open.by_hand(ByHand::Link(B2B, *row, vec![*entry]));
                    }
                }
                Step::Link(..) => {}
                Step::Confirm(row) => open.by_hand(ByHand::Confirm(vec![(B2B, *row)])),
                Step::NotTheSame(row) => open.by_hand(ByHand::NotTheSame(B2B, *row)),
                Step::UndoLink(row) => open.by_hand(ByHand::UndoLink(B2B, *row)),
                Step::Import(how) => {
                    let lines = register(how);
                    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
                    let replaces: Vec<u32> = (0..open.book().register().parts().len() as u32).collect();
                    if !lines.is_empty() {
                        import(&mut open, &lines, &replaces);
                    }
                }
                Step::Remove => {
                    let parts: Vec<u32> = (0..open.book().register().parts().len() as u32).collect();
                    if !parts.is_empty() {
                        open.apply_and_say(Command::RemoveRegister { parts }, ResultLine::default());
                    }
                }
                Step::Complete(complete) => open.say_register_complete(*complete),
                Step::Take(class) => {
                    let wanted: Vec<u32> = (0..RECORDS)
                        .filter(|&row| {
                            let Some(matched) = open.matches() else { return false };
                            let found = matched.matches.record(B2B, row);
                            let suggested = found.suggested == matching::Suggested::Accept;
                            let open = before.actions[row as usize] == Action::NoAction;
                            found.class == *class && suggested && open && !before.by_hand.contains(&row)
                        })
                        .collect();
                    open.take_suggested(*class);
                    for row in wanted {
                        model.actions[row as usize] = Action::Accept;
                        model.by_hand.insert(row);
                    }
                }
                Step::Undo => open.undo(),
                Step::Redo => open.redo(),
            }
            let after = open.log().in_force();
            match step {
                Step::Undo | Step::Redo => {}
                _ if after > at => {
                    models.truncate(at + 1);
                    models.push(model);
                }
                _ => prop_assert_eq!(&model, &before, "nothing was done"),
            }
            prop_assert_eq!(&actions(&open), &models[after].actions, "{:?}", step);
            // What is shown is what matching the book as it is comes to.
            let again = matching::matches(open.book(), today(), &Progress::default()).unwrap();
            match open.book().match_columns() {
                None => prop_assert!(open.book().register().entries().is_empty()),
                Some(columns) => {
                    prop_assert!(open.matches_are_current());
                    for row in 0..RECORDS {
                        let found = again.record(B2B, row);
                        prop_assert_eq!(columns.class(B2B, row), found.class, "{:?}", step);
                        prop_assert_eq!(columns.suggested(B2B, row), found.suggested);
                        let of = again.of_record(B2B, row);
                        prop_assert_eq!(columns.entries_of(B2B, row), of.entries);
                    }
                }
            }
        }
    }
}
