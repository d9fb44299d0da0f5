//! Undo and redo against a plain model: thousands of random commands on a small book, and after each of them every decision,
//! what the last upload said, what is set aside and the delta are what a list of full copies says they are.

use crate::common;

use common::{Record, book, invoice, note};
use ims_desk::book::Section::{B2b, B2ba, B2bcn, B2bcna};
use ims_desk::book::{Action, Answer, AnswerKind, Book, Section};
use ims_desk::edit::{Change, Command, Log};
use proptest::option::weighted;
use proptest::prelude::*;

const SECTIONS: [Section; 4] = [B2b, B2ba, B2bcn, B2bcna];

/// Rows of all kinds: earlier decisions, copies, blocked answers, amendments, one that cannot be read.
fn sample() -> Book {
    let b2b: Vec<Record> = vec![
        invoice("1"),
        invoice("2").with("action", "A"),
        invoice("3").with("action", "R").with("remarks", "Not ours"),
        invoice("4"),
        invoice("4").heads([200, 0, 0, 0]),
        invoice("4").heads([300, 0, 0, 0]).with("action", "P"),
        invoice("5").with("val", "unreadable"),
        invoice("6").with("action", "P").with("ispendactblocked", "Y"),
        invoice("7").with("action", "Q"),
    ];
    let b2bcn: Vec<Record> = vec![
        note("1"),
        note("2").with("action", "A").with("itcRedReq", "Y"),
        note("3").with("action", "A").with("itcRedReq", "N").with("remarks", "ITC not availed"),
        note("4")
            .with("action", "A")
            .with("itcRedReq", "Y")
            .with("declCgst", 850)
            .with("declSgst", 850)
            .with("remarks", "In part"),
        note("5").with("itcRedReqBlocked", "Y"),
        note("6").with("action", "R").with("itcRedReq", "Y"),
        note("6").with("action", "N"),
    ];
    let b2ba = [
        invoice("a").amends("1", "10-02-2026"),
        invoice("b").amends("2", "10-02-2026").with("action", "A").with("itcRedReq", "Y"),
    ];
    let b2bcna =
        [note("a").amends("1", "10-02-2026"), note("b").amends("9", "10-02-2026").with("itcRedReqBlocked", "Y")];
    book(&[("b2b", &b2b), ("b2bcn", &b2bcn), ("b2ba", &b2ba), ("b2bcna", &b2bcna)])
}

// The model

/// What an upload says of a row.
#[derive(Clone, Debug, Default, PartialEq)]
struct ModelSaid {
    action: Action,
    answer: Answer,
    remarks: String,
}

/// A row as the model keeps it.
#[derive(Clone, Debug, PartialEq)]
struct ModelRow {
    section: Section,
    row: u32,
    action: Action,
    answer: Answer,
    remarks: String,
    note: String,
    last_said: Option<ModelSaid>,
    aside: bool,
    // These never change.
    imported: (Action, Answer, String),
    answers_open: bool,
    unreadable: bool,
    copies: Vec<u32>,
}

type Model = Vec<ModelRow>;

/// The model of a book as it is.
fn model_of(book: &Book) -> Model {
    let mut model = Vec::new();
    for section in SECTIONS {
        let sheet = book.sheet(section);
        for row in 0..sheet.rows() {
            let (decision, baseline) = (sheet.decision(row), sheet.baseline(row));
            let text = |id| book.text(id).to_owned();
            let said = |said: ims_desk::book::Said| ModelSaid {
                action: said.action,
                answer: book.answers().get(said.answer),
                remarks: text(said.remarks),
            };
            model.push(ModelRow {
                section,
                row,
                action: decision.action,
                answer: book.answers().get(decision.answer),
                remarks: text(decision.remarks),
                note: text(decision.note),
                last_said: sheet.last_said(row).map(said),
                aside: !sheet.in_force(row),
                imported: (baseline.action, book.answers().get(baseline.answer), text(baseline.remarks)),
                answers_open: section != B2b && sheet.records().itc_open(section, row),
                unreadable: sheet.records().read_only(row),
                copies: sheet.copies().group(row).to_vec(),
            });
        }
    }
    model
}

fn said_of(row: &ModelRow, action: Action, answer: Answer, remarks: &str) -> ModelSaid {
    let answer = answer.plain();
    let answer = if action == Action::Accept && row.answers_open { answer } else { Answer::default() };
    let sent = match action {
        Action::Reject | Action::Pending => true,
        Action::Accept => matches!(answer.kind, AnswerKind::Part | AnswerKind::No),
        _ => false,
    };
    ModelSaid { action, answer, remarks: if sent { remarks.to_owned() } else { String::new() } }
}

impl ModelRow {
    fn said(&self) -> ModelSaid {
        said_of(self, self.action, self.answer, &self.remarks)
    }

    fn in_delta(&self) -> bool {
        let (action, answer, remarks) = &self.imported;
        let known = self.last_said.clone().unwrap_or_else(|| said_of(self, *action, *answer, remarks));
        !self.aside && !self.unreadable && self.said() != known
    }

    fn change(&mut self, change: &Change) {
        if let Some(action) = change.action {
            self.action = action;
        }
        if let Some(answer) = change.answer {
            self.answer = answer;
        }
        if let Some(remarks) = &change.remarks {
            self.remarks.clone_from(remarks);
        }
        if let Some(note) = &change.note {
            self.note.clone_from(note);
        }
        let needs_answer = matches!(self.section, B2bcn | B2bcna) && self.answers_open && self.action == Action::Accept;
        if let (true, AnswerKind::None, Some(default)) = (needs_answer, self.answer.kind, change.answer_if_missing) {
            self.answer = default;
        }
    }

    fn restore(&mut self) {
        (self.action, self.answer, self.remarks) = self.imported.clone();
    }
}

// Random commands

/// A step, in numbers that are brought into range when it is carried out.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // a few steps a case
enum Step {
    Decide { rows: Vec<usize>, change: Change },
    Restore { rows: Vec<usize> },
    Table { rows: Vec<(usize, Change)> },
    Pick { rows: Vec<usize> },
    Uploaded { rows: Option<Vec<usize>> },
    Undo(usize),
    Redo(usize),
}

fn answer() -> impl Strategy<Value = Answer> {
    let part = (0..3i64, 0..3i64).prop_map(|(igst, tax)| Answer::part([igst * 100, tax * 5000, tax * 5000, 0]));
    prop_oneof![Just(Answer::default()), Just(Answer::FULL), Just(Answer::NO), Just(Answer::FULL.by_default()), part]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-d]", Just("Not ours".to_owned()), Just("In part".to_owned())]
}

fn change() -> impl Strategy<Value = Change> {
    let action = proptest::option::of(proptest::sample::select(Action::CHOICES.to_vec()));
    (action, weighted(0.3, text()), weighted(0.3, answer()), weighted(0.2, text()), weighted(0.2, answer())).prop_map(
        |(action, remarks, answer, note, answer_if_missing)| Change {
            action,
            remarks,
            answer,
            note,
            answer_if_missing,
            ..Change::default()
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let rows = || proptest::collection::vec(0..1000usize, 0..8);
    prop_oneof![
        6 => (rows(), change()).prop_map(|(rows, change)| Step::Decide { rows, change }),
        2 => rows().prop_map(|rows| Step::Restore { rows }),
        2 => proptest::collection::vec((0..1000usize, change()), 0..8).prop_map(|rows| Step::Table { rows }),
        1 => rows().prop_map(|rows| Step::Pick { rows }),
        1 => proptest::option::of(rows()).prop_map(|rows| Step::Uploaded { rows }),
        4 => (1..6usize).prop_map(Step::Undo),
        3 => (1..6usize).prop_map(Step::Redo),
    ]
}

/// A book with its log beside the model with full copies of all its states.
struct Pair {
    book: Book,
    log: Log,
    states: Vec<Model>,
    now: usize,
}

impl Pair {
    fn new() -> Pair {
        let book = sample();
        let states = vec![model_of(&book)];
        Pair { book, log: Log::default(), states, now: 0 }
    }

    fn model(&self) -> &Model {
        &self.states[self.now]
    }

    fn command(&mut self, command: Command, model: Model) {
        self.log.apply(&mut self.book, command);
        self.states.truncate(self.now + 1);
        self.states.push(model);
        self.now += 1;
    }

    fn take(&mut self, step: &Step) {
        let mut model = self.model().clone();
        let count = model.len();
        match step {
            Step::Decide { rows, change } => {
                let section = model[rows.first().unwrap_or(&0) % count].section;
                let own: Vec<usize> = rows.iter().map(|i| i % count).filter(|&i| model[i].section == section).collect();
                let bitmap = own.iter().map(|&i| model[i].row).collect();
                own.iter().for_each(|&i| model[i].change(change));
                self.command(Command::decide(section, bitmap, change.clone()), model);
            }
            Step::Restore { rows } => {
                let section = model[rows.first().unwrap_or(&0) % count].section;
                let own: Vec<usize> = rows.iter().map(|i| i % count).filter(|&i| model[i].section == section).collect();
                let bitmap = own.iter().map(|&i| model[i].row).collect();
                own.iter().for_each(|&i| model[i].restore());
                self.command(Command::Restore { rows: vec![(section, bitmap)] }, model);
            }
            Step::Table { rows } => {
                let mut named: Vec<(usize, &Change)> = Vec::new();
                for (i, change) in rows {
                    if !named.iter().any(|(known, _)| *known == i % count) {
                        named.push((i % count, change));
                    }
                }
                let table = named
                    .iter()
                    .map(|&(i, change)| (model[i].section, model[i].row, change.clone()))
                    .collect::<Vec<_>>();
                named.iter().for_each(|&(i, change)| model[i].change(change));
                self.command(Command::table("Table", table), model);
            }
            Step::Pick { rows } => {
                let mut keep: Vec<(Section, u32)> = Vec::new();
                for row in rows.iter().map(|i| &self.model()[i % count]) {
                    let rival = keep.iter().any(|(section, kept)| *section == row.section && row.copies.contains(kept));
                    if !row.aside && !rival {
                        keep.push((row.section, row.row));
                    }
                }
                for (section, kept) in &keep {
                    let of_group =
                        |r: &&mut ModelRow| r.section == *section && r.row != *kept && r.copies.contains(kept);
                    model.iter_mut().filter(of_group).for_each(|r| r.aside = true);
                }
                self.command(Command::Pick { keep }, model);
            }
            Step::Uploaded { rows } => {
                let chosen: Vec<usize> = match rows {
                    None => (0..count).filter(|&i| model[i].in_delta()).collect(),
                    Some(rows) => rows.iter().map(|i| i % count).collect(),
                };
                let said = chosen
                    .iter()
                    .map(|&i| (model[i].section, model[i].row, self.book.said(model[i].section, model[i].row)));
                let said = said.collect();
                for i in chosen {
                    model[i].last_said = Some(model[i].said());
                }
                self.command(Command::Uploaded { name: "upload.json".into(), said }, model);
            }
            Step::Undo(times) => {
                for _ in 0..*times {
                    assert_eq!(self.log.undo(&mut self.book).is_some(), self.now > 0);
                    self.now = self.now.saturating_sub(1);
                }
            }
            Step::Redo(times) => {
                for _ in 0..*times {
                    assert_eq!(self.log.redo(&mut self.book).is_some(), self.now + 1 < self.states.len());
                    self.now = (self.now + 1).min(self.states.len() - 1);
                }
            }
        }
    }

    fn compare(&self) {
        assert_eq!(&model_of(&self.book), self.model());
        assert_eq!((self.log.in_force(), self.log.steps().len()), (self.now, self.states.len() - 1));
        for section in SECTIONS {
            let delta: Vec<u32> = self.book.delta(section).collect();
            let due = self.model().iter().filter(|r| r.section == section && r.in_delta()).map(|r| r.row);
            assert_eq!(delta, due.collect::<Vec<u32>>(), "the delta of {section:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_commands_undone_and_redone_leave_what_full_copies_say(steps in proptest::collection::vec(step(), 1..120)) {
        let mut pair = Pair::new();
        pair.compare();
        for step in &steps {
            pair.take(step);
            pair.compare();
        }
        pair.take(&Step::Undo(steps.len()));
        pair.compare();
        prop_assert_eq!(model_of(&pair.book), model_of(&sample()), "undone to the beginning");
        prop_assert!(SECTIONS.into_iter().all(|s| pair.book.delta(s).count() == 0 && !pair.book.sheet(s).any_aside()));
        pair.take(&Step::Redo(pair.states.len()));
        pair.compare();
    }

    #[test]
    fn states_of_a_log_have_one_name_each(steps in proptest::collection::vec(step(), 1..60)) {
        let mut pair = Pair::new();
        // The steps in force, by the times at which they were made, are the truth that the name means.
        let (mut made, mut clock): (Vec<usize>, usize) = (Vec::new(), 0);
        let mut names: std::collections::HashMap<Vec<usize>, u64> = [(Vec::new(), pair.log.state())].into();
        for step in &steps {
            let command = !matches!(step, Step::Undo(_) | Step::Redo(_));
            if command {
                made.truncate(pair.now);
                clock += 1;
                made.push(clock);
            }
            pair.take(step);
            let state = made[..pair.now].to_vec();
            let known = names.entry(state).or_insert_with(|| pair.log.state());
            prop_assert_eq!(*known, pair.log.state());
        }
        let mut all: Vec<u64> = names.values().copied().collect();
        all.sort_unstable();
        all.dedup();
        prop_assert_eq!(all.len(), names.len(), "two states have one name");
    }
}

// The delta over uploads

fn act(log: &mut Log, book: &mut Book, action: Action) {
    log.apply(book, Command::decide(B2b, [0].into_iter().collect(), Change::action(action)));
}

fn upload(log: &mut Log, book: &mut Book) {
    let said = book.delta(B2b).map(|row| (B2b, row, book.said(B2b, row))).collect();
    log.apply(book, Command::Uploaded { name: "upload.json".into(), said });
}

#[test]
fn what_was_uploaded_is_written_again_only_when_it_changes_back_to_imported_included() {
    let (mut book, mut log) = (sample(), Log::default());
    let in_delta = |book: &Book| book.delta(B2b).any(|row| row == 0);
    act(&mut log, &mut book, Action::Accept);
    assert!(in_delta(&book));
    upload(&mut log, &mut book);
    assert!(!in_delta(&book), "the portal knows it");
    act(&mut log, &mut book, Action::Reject);
    assert!(in_delta(&book));
    act(&mut log, &mut book, Action::NoAction);
    assert!(in_delta(&book), "back to what was imported, after an upload said something else");
    act(&mut log, &mut book, Action::Accept);
    assert!(!in_delta(&book));
    log.undo(&mut book);
    log.undo(&mut book);
    log.undo(&mut book);
    assert!(!in_delta(&book));
    log.undo(&mut book);
    assert!(in_delta(&book), "the upload itself was taken back");
    log.undo(&mut book);
    assert!(!in_delta(&book) && log.in_force() == 0);
}

#[test]
fn undone_steps_are_forgotten_when_something_else_is_done() {
    let (mut book, mut log) = (sample(), Log::default());
    act(&mut log, &mut book, Action::Accept);
    log.undo(&mut book);
    act(&mut log, &mut book, Action::Reject);
    assert!(log.redo(&mut book).is_none());
    assert_eq!(book.sheet(B2b).decision(0).action, Action::Reject);
    assert!(log.undo(&mut book).is_some() && log.undo(&mut book).is_none());
}

#[test]
fn restore_puts_back_what_was_imported_and_keeps_the_note() {
    let (mut book, mut log) = (sample(), Log::default());
    let rows = || [2].into_iter().collect();
    let change =
        Change { remarks: Some("Ours".into()), note: Some("ask Ravi".into()), ..Change::action(Action::Pending) };
    log.apply(&mut book, Command::decide(B2b, rows(), change));
    log.apply(&mut book, Command::Restore { rows: vec![(B2b, rows())] });
    let decision = book.sheet(B2b).decision(2);
    assert_eq!(
        (decision.action, book.text(decision.remarks), book.text(decision.note)),
        (Action::Reject, "Not ours", "ask Ravi")
    );
    assert_eq!(book.delta(B2b).count(), 0);
}

// Putting back what one step replaced

fn decide(log: &mut Log, book: &mut Book, rows: &[u32], change: Change) {
    log.apply(book, Command::decide(B2b, rows.iter().copied().collect(), change));
}

fn actions(book: &Book) -> Vec<Action> {
    book.sheet(B2b).actions()[..4].to_vec()
}

#[test]
fn a_step_is_put_back_for_some_rows_alone_and_that_can_be_undone() {
    use Action::{Accept, NoAction, Pending, Reject};
    let (mut book, mut log) = (sample(), Log::default());
    decide(&mut log, &mut book, &[0, 1, 2], Change::action(Pending));
    decide(&mut log, &mut book, &[2], Change::remarks("Later"));
    let before = model_of(&book);
    let command = log.revert(&book, 0, &[(B2b, [1, 2, 3].into_iter().collect())]).unwrap();
    let words = log.apply(&mut book, command).words();
    assert_eq!(words, "Put back what step 1 replaced: 2 records");
    assert_eq!(actions(&book), [Pending, Accept, Reject, NoAction]);
    // What another step wrote stays.
    assert_eq!(book.text(book.sheet(B2b).remarks()[2]), "Later");
    log.undo(&mut book);
    assert_eq!(model_of(&book), before);
}

#[test]
fn there_is_nothing_to_put_back_of_steps_undone_and_rows_not_touched() {
    let (mut book, mut log) = (sample(), Log::default());
    decide(&mut log, &mut book, &[0, 1], Change::action(Action::Pending));
    let both: roaring::RoaringBitmap = [0, 1].into_iter().collect();
    assert_eq!(log.revert(&book, 0, &[(B2b, [3].into_iter().collect())]), None);
    assert_eq!(log.revert(&book, 0, &[(B2ba, both.clone())]), None);
    assert_eq!(log.revert(&book, 1, &[(B2b, both.clone())]), None);
    let command = log.revert(&book, 0, &[(B2b, both.clone())]).unwrap();
    log.apply(&mut book, command);
    assert_eq!(log.revert(&book, 0, &[(B2b, both.clone())]), None, "it is as it was already");
    log.undo(&mut book);
    log.undo(&mut book);
    assert_eq!(log.revert(&book, 0, &[(B2b, both.clone())]), None, "the step is undone");
}
