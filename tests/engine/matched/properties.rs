//! Random decisions, links, registers, downloads, undo and redo beside a plain model of what the user said and the portal holds.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ims_desk::book::{Action, Book, Class, LinkedEntry, LinkedRecord, Section};
use ims_desk::edit::Command;
use ims_desk::matching::{self, Flag};
use ims_desk::session::heavy_steps::Rework;
use ims_desk::session::matched::beside::SideBySide;
use ims_desk::session::matched::by_hand::ByHand;
use ims_desk::session::result_line::ResultLine;
use ims_desk::session::{Place, Session};
use ims_desk::work::Progress;
use proptest::prelude::*;

use super::{act, import, without_register};
use crate::matching::given::{download, read, today};

/// Documents have numbers; records and vouchers of one number are of one document, whichever row they are.
const DOCUMENTS: u32 = 8;
const B2B: Section = Section::B2b;

#[derive(Clone, Debug)]
enum Step {
    Act(u32, Action),
    Link(u32, u32),
    Confirm(u32),
    NotTheSame(u32),
    UndoLink(u32),
    UndoNotTheSame(u32),
    Import(Vec<u8>),
    Remove,
    Complete(bool),
    /// A newer download; of each document whether it has none, or which version of it.
    Download(Vec<u8>),
    Take(Class),
    Undo,
    Redo,
    /// A document is looked at, and its voucher beside it.
    Focus(u32),
    Show(Place),
}

fn step() -> impl Strategy<Value = Step> {
    let record = 0..DOCUMENTS;
    let action = prop_oneof![Just(Action::Accept), Just(Action::Reject), Just(Action::Pending), Just(Action::NoAction)];
    let class = prop_oneof![
        3 => Just(Class::Exact), 1 => Just(Class::Tolerance), 1 => Just(Class::Written), 1 => Just(Class::Amounts)
    ];
    let version = prop_oneof![1 => Just(0u8), 6 => Just(1u8), 1 => Just(2u8)];
    prop_oneof![
        4 => (record.clone(), action).prop_map(|(n, action)| Step::Act(n, action)),
        2 => (record.clone(), record.clone()).prop_map(|(n, entry)| Step::Link(n, entry)),
        1 => record.clone().prop_map(Step::Confirm),
        1 => record.clone().prop_map(Step::NotTheSame),
        1 => record.clone().prop_map(Step::UndoLink),
        1 => record.clone().prop_map(Step::UndoNotTheSame),
        3 => record.prop_map(Step::Focus),
        3 => prop::sample::select(vec![
            Place::Sheet(B2B), Place::All, Place::Match, Place::Register, Place::Credit, Place::Suppliers
        ]).prop_map(Step::Show),
        1 => proptest::collection::vec(0..4u8, DOCUMENTS as usize).prop_map(Step::Import),
        1 => Just(Step::Remove),
        1 => any::<bool>().prop_map(Step::Complete),
        2 => proptest::collection::vec(version, DOCUMENTS as usize).prop_map(Step::Download),
        3 => class.prop_map(Step::Take),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ]
}

fn number(n: u32) -> String {
    format!("A/{}", 100 + 37 * n)
}

/// What the portal has of each document: nothing, or a version of it.
fn records(versions: &[u8]) -> Vec<String> {
    let line = |(n, version): (u32, &u8)| {
        let (number, taxable, tax) = (number(n), 1000 * (n + 1), 180 * (n + 1));
        match version {
            0 => None,
            1 => Some(format!("29T {number} 08-06-2026 {taxable}/{tax}")),
            _ => Some(format!("29T {number} 08-06-2026 {}/{}", taxable + 700, tax + 126)),
        }
    };
    (0..).zip(versions).filter_map(line).collect()
}

/// A register in which each document is missing, exact, rounded or different.
fn register(how: &[u8]) -> Vec<String> {
    let line = |(n, how): (u32, &u8)| {
        let (number, taxable, tax) = (number(n), 1000 * (n + 1), 180 * (n + 1));
        match how {
            1 => Some(format!("29T {number} 08-06-2026 {taxable}/{tax}")),
            2 => Some(format!("29T {number} 08-06-2026 {taxable}.40/{tax}.30")),
            3 => Some(format!("29T {number} 08-06-2026 {}/{}", taxable + 500, tax + 90)),
            _ => None,
        }
    };
    (0..).zip(how).filter_map(line).collect()
}

fn refs(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}

/// The row of a document that counts.
fn row_of(book: &Book, n: u32) -> Option<u32> {
    let sheet = book.sheet(B2B);
    (0..sheet.rows()).find(|&row| sheet.in_force(row) && sheet.records().numbers.get(row) == number(n))
}

fn document(of: &str) -> u32 {
    (0..DOCUMENTS).find(|&n| number(n) == of).expect("one of the documents")
}

/// The voucher of a document.
fn entry_of(book: &Book, n: u32) -> Option<u32> {
    let entries = book.register().entries();
    (0..entries.len()).find(|&entry| entries.number(entry) == number(n))
}

/// A record as the model knows it.
#[derive(Clone, PartialEq, Debug)]
struct Known {
    version: u8,
    on_the_portal: bool,
    action: Action,
    by_hand: bool,
}

/// Records and vouchers that the user linked, by their documents.
type ModelLink = (BTreeSet<u32>, BTreeSet<u32>);

/// What is known without a session, after each step.
#[derive(Clone, PartialEq, Debug)]
struct Model {
    records: Vec<Known>,
    /// How each document is in the register.
    register: Vec<u8>,
    links: BTreeSet<ModelLink>,
    aparts: BTreeSet<(u32, u32)>,
}

impl Model {
    fn new(register: &[u8]) -> Model {
        let record = Known { version: 1, on_the_portal: true, action: Action::NoAction, by_hand: false };
        let records = vec![record; DOCUMENTS as usize];
        Model { records, register: register.to_vec(), links: BTreeSet::new(), aparts: BTreeSet::new() }
    }

    fn act(&mut self, n: u32, action: Action) {
        let record = &mut self.records[n as usize];
        (record.action, record.by_hand) = (action, true);
    }

    /// What is linked is freed from other links, and no longer apart.
    fn link(&mut self, records: BTreeSet<u32>, entries: BTreeSet<u32>) {
        let less = |(own, theirs): &ModelLink| (own - &records, theirs - &entries);
        self.links =
            self.links.iter().map(less).filter(|(own, theirs)| !own.is_empty() && !theirs.is_empty()).collect();
        self.aparts.retain(|(record, entry)| !records.contains(record) || !entries.contains(entry));
        self.links.insert((records, entries));
    }

    /// A link that holds both loses the voucher, or the record if it has no other voucher.
    fn not_the_same(&mut self, n: u32, entries: &BTreeSet<u32>) {
        self.aparts.extend(entries.iter().map(|&entry| (n, entry)));
        let less = |(own, theirs): &ModelLink| {
            let rest = theirs - entries;
            match () {
                () if !own.contains(&n) || rest.len() == theirs.len() => (own.clone(), theirs.clone()),
                () if rest.is_empty() => (own - &BTreeSet::from([n]), theirs.clone()),
                () => (own.clone(), rest),
            }
        };
        self.links = self.links.iter().map(less).filter(|(own, _)| !own.is_empty()).collect();
    }

    /// A decision stays with the version of the record of which it is; what is gone may come back with it. That the user decided on a
    /// record holds for its later versions: no suggestion is taken for them.
    fn download(&mut self, versions: &[u8]) {
        for (record, &version) in self.records.iter_mut().zip(versions) {
            record.on_the_portal = version > 0;
            if version > 0 && version != record.version {
                *record = Known { version, on_the_portal: true, action: Action::NoAction, ..*record };
            }
        }
    }
}

/// The names of what is linked, of all documents that were ever seen.
#[derive(Default)]
struct Names {
    entries: HashMap<u128, u32>,
}

impl Names {
    fn learn(&mut self, book: &Book) {
        let entries = book.register().entries();
        let named = |row| (LinkedEntry::of(entries, row).identity, document(entries.number(row)));
        self.entries.extend((0..entries.len()).map(named));
    }

    /// What the book says is linked and apart.
    fn said(&self, book: &Book) -> (BTreeSet<ModelLink>, BTreeSet<(u32, u32)>) {
        let rows = 0..book.sheet(B2B).rows();
        let records: Vec<_> = rows
            .map(|row| (LinkedRecord::of(book, B2B, row).key(), document(book.sheet(B2B).records().numbers.get(row))))
            .collect();
        let record = |of: &LinkedRecord| records.iter().find(|(key, _)| *key == of.key()).expect("a record").1;
        let entry = |of: &LinkedEntry| self.entries[&of.identity];
        let links = book
            .links()
            .links
            .iter()
            .map(|link| (link.records.iter().map(record).collect(), link.entries.iter().map(entry).collect()));
        (links.collect(), book.links().aparts.iter().map(|(own, theirs)| (record(own), entry(theirs))).collect())
    }
}

/// Undoes or redoes a step as the window does.
fn travel(open: &mut Session, back: bool) {
    let (at, all) = (open.log().in_force(), open.log().steps().len());
    let steps = if back { at.saturating_sub(1) } else { (at + 1).min(all) };
    if open.crosses_a_merge(steps) {
        let done = Rework::Travel(steps).carry_out(Book::clone(open.book()), open.log().clone(), open.day());
        open.take_reworked(done);
    } else if back {
        open.undo();
    } else {
        open.redo();
    }
}

/// The documents of a record's match: its records and its vouchers; and whether it is a link.
fn matched_with(open: &Session, row: u32) -> Option<(BTreeSet<u32>, BTreeSet<u32>, bool)> {
    let of = open.matches().filter(|_| open.matches_are_current())?.matches.of_record(B2B, row);
    let (book, entries) = (open.book(), open.book().register().entries());
    let records = of.records.iter().map(|&(_, row)| document(book.sheet(B2B).records().numbers.get(row))).collect();
    let vouchers = of.entries.iter().map(|&entry| document(entries.number(entry))).collect();
    Some((records, vouchers, of.flags.has(Flag::Link)))
}

/// Does a step, and says in the model what should come of it.
fn carry_out(open: &mut Session, model: &mut Model, step: &Step) {
    let at = open.log().in_force();
    match step {
        Step::Act(n, action) => {
            let Some(row) = row_of(open.book(), *n) else { return };
            act(open, B2B, row, *action);
            if open.log().in_force() > at {
                model.act(*n, *action);
            }
        }
        Step::Link(n, entry) => {
            let both = row_of(open.book(), *n).zip(entry_of(open.book(), *entry));
            let Some((row, voucher)) = both else { return };
            open.by_hand(ByHand::Link(B2B, row, vec![voucher]));
            model.link([*n].into(), [*entry].into());
        }
        Step::Confirm(n) => {
            let Some(row) = row_of(open.book(), *n) else { return };
            let found = matched_with(open, row);
            open.by_hand(ByHand::Confirm(vec![(B2B, row)]));
            if let Some((records, entries, false)) = found.filter(|(_, entries, _)| !entries.is_empty()) {
                model.link(records, entries);
            }
        }
        Step::NotTheSame(n) => {
            let Some(row) = row_of(open.book(), *n) else { return };
            let found = matched_with(open, row);
            open.by_hand(ByHand::NotTheSame(B2B, row));
            if let Some((_, entries, _)) = found {
                model.not_the_same(*n, &entries);
            }
        }
        Step::UndoLink(n) => {
            let Some(row) = row_of(open.book(), *n).filter(|_| open.matches_are_current()) else { return };
            open.by_hand(ByHand::UndoLink(B2B, row));
            model.links.retain(|(records, _)| !records.contains(n));
        }
        Step::UndoNotTheSame(n) => {
            let Some(row) = row_of(open.book(), *n).filter(|_| open.matches_are_current()) else { return };
            open.by_hand(ByHand::UndoNotTheSame(B2B, row));
            model.aparts.retain(|(record, _)| record != n);
        }
        Step::Import(how) => {
            let lines = register(how);
            let replaces: Vec<u32> = (0..open.book().register().parts().len() as u32).collect();
            if !lines.is_empty() {
                import(open, &refs(&lines), &replaces);
                model.register.clone_from(how);
            }
        }
        Step::Remove => {
            let parts: Vec<u32> = (0..open.book().register().parts().len() as u32).collect();
            if !parts.is_empty() {
                open.apply_and_say(Command::RemoveRegister { parts }, ResultLine::default());
                model.register.fill(0);
            }
        }
        Step::Complete(complete) => open.say_register_complete(*complete),
        Step::Download(versions) => {
            let lines = records(versions);
            if lines.is_empty() {
                return;
            }
            let command = Command::merge(Arc::new(read(&download(&refs(&lines)))), Vec::new());
            let work = Rework::Apply(Box::new((command, ResultLine::default())));
            let done = work.carry_out(Book::clone(open.book()), open.log().clone(), open.day());
            open.take_reworked(done);
            model.download(versions);
        }
        Step::Take(class) => {
            let before = model.clone();
            for (n, known) in (0..).zip(&before.records) {
                let (Some(matched), Some(row)) = (open.matches(), row_of(open.book(), n)) else { continue };
                let found = matched.matches.record(B2B, row);
                let suggested = found.class == *class && found.suggested == matching::Suggested::Accept;
                if suggested && known.action == Action::NoAction && !known.by_hand {
                    model.act(n, Action::Accept);
                }
            }
            open.take_suggested(*class);
        }
        Step::Undo => travel(open, true),
        Step::Redo => travel(open, false),
        Step::Focus(n) => {
            let row = row_of(open.book(), *n);
            row.into_iter().for_each(|row| open.focus(B2B, row));
        }
        Step::Show(place) => open.show_place(*place),
    }
}

/// The voucher that is shown beside a record is that of the matches as they are.
fn beside_is_of_now(open: &Session, again: &matching::Matches) -> Result<(), TestCaseError> {
    if let Some(beside) = open.beside().filter(|_| open.has_register()) {
        let record = (beside.section, beside.row);
        let now = SideBySide::of(open.book(), again, today(), record, &Progress::default());
        prop_assert_eq!((&beside.sentence, &beside.fields), (&now.sentence, &now.fields));
        prop_assert_eq!(&beside.others, &now.others);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    #[test]
    fn no_step_touches_a_decision_or_a_link_but_the_users_own_and_matches_follow_what_they_read(
        first in proptest::collection::vec(0..4u8, DOCUMENTS as usize),
        steps in proptest::collection::vec(step(), 1..30),
    ) {
        let mut open = without_register(&refs(&records(&[1; DOCUMENTS as usize])));
        let mut models = vec![Model::new(&[0; DOCUMENTS as usize])];
        let mut names = Names::default();
        for step in [Step::Import(first)].into_iter().chain(steps) {
            let at = open.log().in_force();
            let mut model = models[at].clone();
            carry_out(&mut open, &mut model, &step);
            let after = open.log().in_force();
            match step {
                Step::Undo | Step::Redo => prop_assert_eq!(&model, &models[at]),
                _ if after > at => {
                    models.truncate(at + 1);
                    models.push(model);
                }
                _ => prop_assert_eq!(&model, &models[at], "nothing was done: {:?}", step),
            }
            let model = &models[after];
            let book = open.book();
            for (n, known) in (0..).zip(&model.records) {
                let row = row_of(book, n);
                prop_assert_eq!(row.is_some(), known.on_the_portal, "{:?}", step);
                let action = row.map(|row| book.sheet(B2B).actions()[row as usize]);
                prop_assert_eq!(action.unwrap_or(known.action), known.action, "{} after {:?}", number(n), step);
            }
            let booked = (0..DOCUMENTS).map(|n| entry_of(book, n).is_some()).collect::<Vec<_>>();
            prop_assert_eq!(booked, model.register.iter().map(|how| *how > 0).collect::<Vec<_>>(), "{:?}", step);
            names.learn(book);
            prop_assert_eq!(names.said(book), (model.links.clone(), model.aparts.clone()), "{:?}", step);
            // What is shown is what matching the book as it is comes to.
            let again = matching::matches(book, today(), &Progress::default()).unwrap();
            beside_is_of_now(&open, &again)?;
            match book.match_columns() {
                None => prop_assert!(book.register().entries().is_empty()),
                Some(columns) => {
                    prop_assert!(open.matches_are_current());
                    for row in (0..DOCUMENTS).filter_map(|n| row_of(book, n)) {
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
