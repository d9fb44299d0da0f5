//! What the portal refused is said again: it is in the next upload until one has it or the user dismisses the error, whatever is
//! changed meanwhile that is not sent.

use crate::common;

use std::sync::Arc;

use common::{Record, SUPPLIER, book, day, invoice, note};
use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::book::{Action, Answer, Book, Report, Section, Stated};
use ims_desk::edit::{Change, Command, Log};
use ims_desk::exchange::saved;
use ims_desk::rules::{Findings, RuleId};
use ims_desk::store::journal::Snapshot;
use proptest::option::weighted;
use proptest::prelude::*;

/// A book with what was done to it.
struct Work {
    book: Book,
    log: Log,
}

impl Work {
    fn on(invoices: &[Record], notes: &[Record]) -> Work {
        Work { book: made(invoices, notes), log: Log::default() }
    }

    fn do_it(&mut self, command: Command) {
        self.log.apply(&mut self.book, command);
    }

    fn decide(&mut self, (section, row): (Section, u32), change: Change) {
        self.do_it(Command::table("Table", [(section, row, change)]));
    }

    fn delta(&self) -> Vec<(Section, u32)> {
        Section::ALL.into_iter().flat_map(|s| self.book.delta(s).map(move |row| (s, row))).collect()
    }

    /// The whole delta is uploaded.
    fn upload(&mut self) {
        let said = self.delta().into_iter().map(|(s, row)| (s, row, self.book.said(s, row))).collect();
        self.do_it(Command::Uploaded { name: "up.json".into(), said });
    }

    fn refuse(&mut self, (section, row): (Section, u32), code: &str) {
        let number = self.book.sheet(section).records().numbers.get(row).to_owned();
        let stated = Stated { section: Some(section), number, supplier: SUPPLIER.into(), ..Stated::default() };
        let report = Report { stated, code: code.into(), message: "Refused".into() };
        self.do_it(Command::Errors { file: "errors.json".into(), reports: vec![report] });
    }

    fn errors(&self, (section, row): (Section, u32)) -> usize {
        self.book.errors_of(section, row).len()
    }
}

fn made(invoices: &[Record], notes: &[Record]) -> Book {
    book(&[("b2b", invoices), ("b2bcn", notes)])
}

fn accept_by_default() -> Change {
    Change { answer: Some(Answer::FULL.by_default()), ..Change::action(Action::Accept) }
}

/// One record that was decided, uploaded and refused.
fn refused(section: Section, change: Change) -> (Work, (Section, u32)) {
    let (mut work, at) = (Work::on(&[invoice("1").with("action", "R")], &[note("2")]), (section, 0));
    work.decide(at, change);
    work.upload();
    assert_eq!(work.delta(), []);
    work.refuse(at, "IMSSAV0054");
    assert_eq!((work.delta(), work.errors(at)), (vec![at], 1));
    (work, at)
}

#[test]
fn what_was_refused_stays_to_be_uploaded_whatever_is_changed_that_is_not_sent() {
    let no_action = Change { action: Some(Action::NoAction), ..Change::remarks("Not ours") };
    let unsent = [
        (B2bcn, accept_by_default(), Change { answer: Some(Answer::FULL), ..Change::default() }),
        (B2b, no_action, Change::remarks("")),
        (B2b, Change::action(Action::Accept), Change::remarks("seen")),
        (B2b, Change::action(Action::Accept), Change::note("ask Meera")),
    ];
    for (section, first, change) in unsent {
        let (mut work, at) = refused(section, first);
        work.decide(at, change.clone());
        assert_eq!((work.delta(), work.errors(at)), (vec![at], 1), "{change:?}");
        assert!(Findings::of(&work.book, day("01-11-2026")).has(at.0, at.1, RuleId::F7));
        work.upload();
        assert_eq!((work.delta(), work.errors(at)), (vec![], 0), "said again");
        work.log.undo(&mut work.book);
        assert_eq!((work.delta(), work.errors(at)), (vec![at], 1), "{change:?}");
    }
}

#[test]
fn what_was_refused_can_be_given_up() {
    let (mut work, at) = refused(B2bcn, accept_by_default());
    let marks = work.book.error_marks(at.0, at.1).collect();
    work.do_it(Command::Dismiss { marks });
    assert_eq!((work.delta(), work.errors(at)), (vec![], 0));
}

#[test]
fn an_upload_answers_every_error_of_its_records_and_none_comes_back_with_the_first_decision() {
    let reject = Change { action: Some(Action::Reject), ..Change::remarks("Not ours") };
    let (mut work, at) = refused(B2bcn, reject.clone());
    work.decide(at, Change::action(Action::Pending));
    assert_eq!(work.errors(at), 0, "an upload would say something else");
    work.upload();
    assert!(!work.book.errors().is_refused(at.0, at.1));
    assert_eq!(work.delta(), []);
    assert_eq!(work.book.held_by_portal(at.0, at.1), work.book.said(at.0, at.1), "the portal holds what was said last");
    work.decide(at, reject);
    assert_eq!((work.delta(), work.errors(at)), (vec![at], 0));
}

#[test]
fn a_table_and_a_backup_do_not_say_that_the_portal_has_what_it_refused() {
    let (work, at) = refused(B2bcn, accept_by_default());
    let mut table = Vec::new();
    saved::write(&work.book, &mut table).unwrap();
    assert_eq!(saved::lost(&work.book, &table, day("01-11-2026")), []);
    let snapshot = Snapshot::from_bytes(&Snapshot::of(&work.book, 1, 1).to_bytes()).unwrap();
    let mut again = made(&[invoice("1").with("action", "R")], &[note("2")]);
    snapshot.carry(&mut again).commands.iter().for_each(|command| drop(command.apply(&mut again)));
    assert!(again.in_delta(at.0, at.1), "else it would never be said again");
}

/// What someone does, or the portal.
#[derive(Clone, Debug)]
enum Step {
    Decide(usize, Box<Change>),
    Restore(usize),
    Upload,
    Refuse(usize),
    Dismiss(usize),
    Merge(usize),
    Undo,
}

fn any_step() -> impl Strategy<Value = Step> {
    let actions = vec![Action::Accept, Action::Reject, Action::Pending, Action::NoAction];
    let answers = vec![Answer::FULL, Answer::FULL.by_default(), Answer::NO, Answer::default()];
    let change = (
        weighted(0.5, prop::sample::select(actions)),
        weighted(0.3, prop::sample::select(vec!["", "Not ours"])),
        weighted(0.3, prop::sample::select(answers)),
    );
    let change = change.prop_map(|(action, remarks, answer)| Change {
        action,
        remarks: remarks.map(str::to_owned),
        answer,
        ..Change::default()
    });
    let at = any::<usize>;
    prop_oneof![
        6 => (at(), change).prop_map(|(row, change)| Step::Decide(row, Box::new(change))),
        1 => at().prop_map(Step::Restore),
        3 => Just(Step::Upload),
        3 => at().prop_map(Step::Refuse),
        1 => at().prop_map(Step::Dismiss),
        1 => (0..2usize).prop_map(Step::Merge),
        2 => Just(Step::Undo),
    ]
}

fn act(work: &mut Work, step: &Step, later: &[Arc<Book>]) {
    let in_force = |s: Section| {
        let sheet = work.book.sheet(s);
        (0..sheet.rows()).filter(|&row| sheet.in_force(row)).map(move |row| (s, row)).collect::<Vec<_>>()
    };
    let rows = [in_force(B2b), in_force(B2bcn)].concat();
    let at = |n: &usize| rows[n % rows.len()];
    match step {
        Step::Decide(n, change) => work.decide(at(n), Change::clone(change)),
        Step::Restore(n) => {
            let (section, row) = at(n);
            work.do_it(Command::Restore { rows: vec![(section, [row].into_iter().collect())] });
        }
        Step::Upload => {
            work.upload();
            assert_eq!(work.delta(), [], "what was uploaded is not to be uploaded");
        }
        Step::Refuse(n) => {
            work.refuse(at(n), "IMSSAV0054");
            let (section, row) = at(n);
            assert!(work.book.errors().is_refused(section, row));
        }
        Step::Dismiss(n) => {
            let (section, row) = at(n);
            let marks = work.book.error_marks(section, row).collect();
            work.do_it(Command::Dismiss { marks });
        }
        Step::Merge(n) => work.do_it(Command::merge(later[*n].clone(), Vec::new())),
        Step::Undo => drop(work.log.undo(&mut work.book)),
    }
}

/// Records that are refused and whose decision is not what the portal holds, and that no upload would say.
fn dropped(book: &Book) -> Vec<(Section, u32)> {
    let refused = book.errors().refused().filter(|&(section, row)| book.sheet(section).in_force(row));
    let differs = refused.filter(|&(section, row)| book.said(section, row) != book.held_by_portal(section, row));
    differs.filter(|&(section, row)| !book.in_delta(section, row)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_refused_decision_drops_out_of_the_next_upload(steps in proptest::collection::vec(any_step(), 1..24)) {
        let records = |action: &str| [invoice("1").with("action", action), invoice("2").with("remarks", "Late")];
        let notes = [note("3"), note("4").with("action", "P")];
        let later = ["N", "R"].map(|action| Arc::new(made(&records(action), &notes)));
        let mut work = Work::on(&records("N"), &notes);
        for step in &steps {
            let before: Vec<_> = work.book.errors().refused().collect();
            act(&mut work, step, &later);
            prop_assert_eq!(dropped(&work.book), []);
            // Only these answer an error.
            if matches!(step, Step::Decide(..) | Step::Restore(_) | Step::Refuse(_)) {
                let still = before.iter().all(|&(section, row)| work.book.errors().is_refused(section, row));
                prop_assert!(still, "{:?}", step);
            }
        }
    }
}
