//! Whatever was decided, whatever the portal then holds: a merge loses no decision and invents none, undoing it gives back the
//! book exactly, and the journal tells it all again.

use crate::common;

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use common::disk::FaultyDisk;
use common::{RECIPIENT, Record, book, day, invoice, note};
use ims_desk::book::Section::{B2b, B2ba, B2bcn};
use ims_desk::book::{Action, Answer, Book, Decision, Section, TextId};
use ims_desk::edit::merge::{Kind, Version, compare, kind, set_aside, sets_aside};
use ims_desk::edit::{Change, Command, Log};
use ims_desk::exchange::saved;
use ims_desk::portal::upload::{FileLayout, Upload};
use ims_desk::rules::Findings;
use ims_desk::store::journal::{Contents, Head, Kin, Snapshot, WroteUpload, begin, later_in, resume, resume_with};
use ims_desk::view::{self, Counts, Filter};
use proptest::option::weighted;
use proptest::prelude::*;
use roaring::RoaringBitmap;

const SECTIONS: [(&str, Section); 3] = [("b2b", B2b), ("b2ba", B2ba), ("b2bcn", B2bcn)];

/// A record as a download may have it; few values, so that identities meet.
#[derive(Clone, Debug)]
struct Any {
    section: usize,
    number: usize,
    igst: i64,
    filed: bool,
    action: &'static str,
    remarks: &'static str,
    answer: Option<&'static str>,
    odd: u8,
}

fn any_record() -> impl Strategy<Value = Any> {
    let values = (0..3usize, 0..4usize, prop_oneof![4 => Just(180i64), 1 => Just(200)], prop::bool::weighted(0.8));
    let held = (
        prop::sample::select(vec!["N", "N", "A", "R", "P", "Q"]),
        prop::sample::select(vec!["", "", "Not ours"]),
        weighted(0.3, prop::sample::select(vec!["Y", "N"])),
        0..24u8,
    );
    (values, held).prop_map(|((section, number, igst, filed), (action, remarks, answer, odd))| Any {
        section,
        number,
        igst,
        filed,
        action,
        remarks,
        answer,
        odd,
    })
}

impl Any {
    fn record(&self) -> Record {
        let number = format!("INV/{}", self.number);
        let record = match SECTIONS[self.section].1 {
            B2bcn => note(&number).with("iamt", self.igst),
            B2ba => invoice(&number).amends("INV/1", "10-02-2026").with("iamt", self.igst),
            _ => invoice(&number).with("iamt", self.igst),
        };
        let key = if SECTIONS[self.section].1 == B2bcn { "nt_num" } else { "inum" };
        let record = match self.odd {
            0 => record.without(key),
            1 => record.with("val", "unreadable"),
            2 => record.without("ispendactblocked"),
            3 => record.with("ispendactblocked", "Y"),
            4 => record.with("tradenm", "Asha Traders"),
            _ => record,
        };
        let record = if self.filed { record } else { record.with("srcfilstatus", "Not Filed") };
        let record = record.with("action", self.action).with("remarks", self.remarks);
        self.answer.into_iter().fold(record, |record, answer| record.with("itcRedReq", answer))
    }
}

fn any_download() -> impl Strategy<Value = Vec<Any>> {
    proptest::collection::vec(any_record(), 0..9)
}

fn made(records: &[Any]) -> Book {
    let of = |section: usize| records.iter().filter(|r| r.section == section).map(Any::record).collect::<Vec<_>>();
    let sections = [of(0), of(1), of(2)];
    book(&[(SECTIONS[0].0, &sections[0]), (SECTIONS[1].0, &sections[1]), (SECTIONS[2].0, &sections[2])])
}

/// What someone does. Rows are named by numbers that are counted around those in force.
#[derive(Clone, Debug)]
enum Step {
    Decide(usize, Change),
    /// Decides as a newer download will have it.
    DecideLike(usize, usize),
    Pick(usize),
    Upload,
    Merge(usize, Vec<usize>),
    Undo,
}

fn any_change() -> impl Strategy<Value = Change> {
    let actions = vec![Action::Accept, Action::Reject, Action::Pending, Action::NoAction];
    let answers =
        vec![Answer::FULL, Answer::FULL.by_default(), Answer::NO, Answer::part([0, 100, 100, 0]), Answer::default()];
    (
        weighted(0.8, prop::sample::select(actions)),
        weighted(0.3, prop::sample::select(vec!["", "Not ours", "Ours"])),
        weighted(0.3, prop::sample::select(answers)),
        weighted(0.2, prop::sample::select(vec!["", "ask Meera"])),
    )
        .prop_map(|(action, remarks, answer, note)| Change {
            action,
            remarks: remarks.map(str::to_owned),
            answer,
            note: note.map(str::to_owned),
            ..Change::default()
        })
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (any::<usize>(), any_change()).prop_map(|(row, change)| Step::Decide(row, change)),
        1 => any::<usize>().prop_map(Step::Pick),
        2 => Just(Step::Upload),
        4 => (0..4usize, proptest::collection::vec(any::<usize>(), 0..3)).prop_map(|(n, mine)| Step::Merge(n, mine)),
        2 => Just(Step::Undo),
    ]
}

/// One step; or a decision that is uploaded, changed, and then met by a download that holds what was uploaded.
fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let since = (any::<usize>(), 0..3usize, any_change()).prop_map(|(row, n, change)| {
        vec![Step::DecideLike(row, n), Step::Upload, Step::Decide(row, change), Step::Merge(n, Vec::new())]
    });
    prop_oneof![12 => any_step().prop_map(|step| vec![step]), 1 => since]
}

fn rows(book: &Book) -> Vec<(Section, u32)> {
    let sheet =
        |s: Section| (0..book.sheet(s).rows()).filter(move |&row| book.sheet(s).in_force(row)).map(move |r| (s, r));
    Section::ALL.into_iter().flat_map(sheet).collect()
}

fn in_words(book: &Book, d: Decision) -> String {
    format!("{:?} {:?} {:?} {:?}", d.action, book.answers().get(d.answer), book.text(d.remarks), book.text(d.note))
}

/// All that anybody can see of a book: what counts, is shown, counted and written.
fn standing(book: &Book) -> Vec<String> {
    let findings = Findings::of(book, day("01-03-2026"));
    let mut all = Vec::new();
    for (section, row) in rows(book) {
        let sheet = book.sheet(section);
        let said = sheet.last_said(row).map(|s| (s.action, book.answers().get(s.answer), book.text(s.remarks)));
        let original = section.original().zip(sheet.original(row)).map(|(s, row)| (row, book.portal_text(s, row)));
        all.push(format!(
            "{section:?} {row} {} decided {} chosen {} said {said:?} delta {} original {original:?} rivals {:?} older {:?} aside {:?} worst {:?}",
            book.portal_text(section, row),
            in_words(book, sheet.decision(row)),
            sheet.chosen().contains(row),
            book.in_delta(section, row),
            sheet.rivals(row).collect::<Vec<_>>(),
            sheet.older(row),
            set_aside(book, section, row).map(|(row, d)| (row, in_words(book, d))),
            findings.worst(section, row),
        ));
    }
    for section in Section::ALL {
        let sheet = book.sheet(section);
        let gone = sheet.gone().iter().map(|row| (row, in_words(book, sheet.decision(row)))).collect::<Vec<_>>();
        let groups: Vec<_> = sheet.copies().groups().iter().collect();
        all.push(format!("{:?} {gone:?} {groups:?} {:?}", Counts::of(sheet), sheet.amended()));
        all.push(format!("{:?}", view::rows(book, &findings, section, &Filter::default(), &[])));
    }
    let (mut upload, mut table) = (Vec::new(), Vec::new());
    let delta = Section::ALL.into_iter().flat_map(|s| book.delta(s).map(move |row| (s, row)));
    let delta: Vec<_> = delta.filter(|&(s, row)| !book.sheet(s).records().read_only(row)).collect();
    Upload::new(book, RECIPIENT, delta.into_iter())
        .stream(&mut upload, FileLayout { flags: false, parts: false })
        .unwrap();
    saved::write(book, &mut table).unwrap();
    all.push(String::from_utf8(upload).unwrap());
    all.push(String::from_utf8(table).unwrap());
    let files: Vec<_> = book.files().map(|f| &f.hash).collect();
    all.push(format!("{files:?} {:?} {:?} {:?}", book.notes(), book.recipient, book.itc_spelling()));
    all
}

/// Whether what is decided on two versions is the same, though the portal may spell it in its own way.
fn means_the_same(book: &Book, section: Section, older: u32, newer: u32) -> bool {
    let (older, newer) = (Version { book, section, row: older }, Version { book, section, row: newer });
    let (was, now) = (older.decision(), newer.decision());
    was.action == now.action
        && older.meaning(was.answer) == newer.meaning(now.answer)
        && book.text(was.remarks).trim() == book.text(now.remarks).trim()
}

/// What holds of every merge.
fn nothing_is_lost_and_nothing_invented(before: &Book, after: &Book, later: &Book, mine: &[(Section, RoaringBitmap)]) {
    let comparison = compare(before, later);
    let mine = |section, row| mine.iter().any(|m| m.0 == section && m.1.contains(row));
    let mut expected = Vec::new();
    for section in Section::ALL {
        let (old, new) = (before.sheet(section), after.sheet(section));
        let unclear = &comparison.sheet(section).unclear;
        let left_out = |row: &u32| unclear.iter().any(|(_, new)| new.contains(row));
        let left_alone =
            unclear.iter().flat_map(|(old, _)| old).map(|&row| before.portal_text(section, row).to_owned());
        let came = (0..later.sheet(section).rows()).filter(|row| !left_out(row));
        expected.extend(came.map(|row| later.portal_text(section, row).to_owned()).chain(left_alone));
        for row in (0..old.rows()).filter(|&row| old.in_force(row) || old.gone().contains(row)) {
            let was = old.decision(row);
            assert_eq!(new.decision(row), was, "a row keeps its decision, in force or not");
            assert_eq!(new.last_said(row), old.last_said(row));
            let Some(newer) = new.newer(row) else {
                assert!(new.in_force(row) || new.gone().contains(row), "{section:?} {row} is nowhere");
                continue;
            };
            assert!(new.in_force(newer) && !new.in_force(row) && !new.gone().contains(row));
            let now = new.decision(newer);
            assert_eq!(now.note, was.note, "a note goes with its record");
            let decided = Version { book: before, section, row }.is_decided();
            let kept =
                means_the_same(after, section, row, newer) || set_aside(after, section, newer) == Some((row, was));
            assert!(!decided || kept, "{section:?} {row}: the decision {was:?} is lost");
            let became = kind(Version { book: before, section, row }, Version { book: after, section, row: newer });
            if matches!(became, Kind::Changed | Kind::Conflict) && !mine(section, row) {
                assert!(now.same_saying(new.baseline(newer)), "what is set aside is not applied");
            }
            if became == Kind::Changed && decided && !mine(section, row) {
                // What is said before a download is brought in is what is to be picked after it.
                let (old, new) = (Version { book: before, section, row }, Version { book: after, section, row: newer });
                let said = sets_aside(old, new, new.baseline());
                assert_eq!(said, set_aside(after, section, newer).is_some(), "{section:?} {row}: {was:?}");
            }
        }
        for row in (0..new.rows()).filter(|&row| new.in_force(row)) {
            let now = new.decision(row);
            if row < old.rows() && (old.in_force(row) || old.gone().contains(row)) {
                continue;
            }
            let older = new.older(row);
            assert!(older.is_some() || now.note == TextId::NONE);
            let user = older.filter(|&row| Version { book: before, section, row }.is_decided());
            let users = user.is_some_and(|older| means_the_same(after, section, older, row));
            assert!(users || now.same_saying(new.baseline(row)), "{section:?} {row}: {now:?} was never decided");
        }
    }
    let mut found: Vec<_> = rows(after).into_iter().map(|(s, row)| after.portal_text(s, row).to_owned()).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "what counts is what the newer download holds");
}

/// Tells the work to a journal and reads that again.
fn through_journal(first: &dyn Fn() -> Book, work: &Work, later: &[Arc<Book>]) -> (Book, Log) {
    let (disk, folder) = (FaultyDisk::new(), Path::new("data/book"));
    let stated = Contents { book: &work.book, log: &work.log, uploads: &[], awaiting: false };
    begin(&disk, folder, &Head::of(&work.book), stated).unwrap();
    let mut again = first();
    let head = Head::of(&again);
    let found = resume_with(&disk, folder, &mut again, &head, later).unwrap();
    assert_eq!((found.kin, found.dropped), (Kin::Same, None));
    (again, found.log)
}

struct Work {
    book: Book,
    log: Log,
    met: Met,
}

impl Work {
    fn on(records: &[Any]) -> Work {
        Work { book: made(records), log: Log::default(), met: Met::default() }
    }

    fn act(&mut self, step: &Step, later: &[Arc<Book>]) {
        let rows = rows(&self.book);
        let at = |n: usize| rows.get(n % rows.len().max(1)).copied();
        let command = match step {
            Step::Undo => {
                self.log.undo(&mut self.book);
                return;
            }
            Step::Decide(n, change) => at(*n).map(|(s, row)| Command::table("Table", [(s, row, change.clone())])),
            Step::DecideLike(n, later_one) => at(*n).and_then(|(s, row)| {
                let (number, later) = (self.book.sheet(s).records().numbers.get(row), &later[*later_one]);
                let sheet = later.sheet(s);
                let same = (0..sheet.rows()).find(|&row| sheet.records().numbers.get(row) == number)?;
                let held = sheet.baseline(same);
                let change = Change {
                    action: (held.action != Action::Other).then_some(held.action),
                    remarks: Some(later.text(held.remarks).to_owned()),
                    answer: Some(later.answers().get(held.answer)),
                    ..Change::default()
                };
                Some(Command::table("Table", [(s, row, change)]))
            }),
            Step::Pick(n) => at(*n).map(|keep| Command::Pick { keep: vec![keep] }),
            Step::Upload => {
                let delta = rows.iter().filter(|&&(s, row)| self.book.in_delta(s, row));
                let said = delta.map(|&(s, row)| (s, row, self.book.said(s, row))).collect();
                Some(Command::Uploaded { name: "up.json".into(), said })
            }
            Step::Merge(n, mine) => {
                let mine = mine.iter().filter_map(|&n| at(n)).map(|(s, row)| (s, [row].into_iter().collect()));
                Some(Command::merge(later[*n].clone(), mine.collect()))
            }
        };
        let Some(command) = command else { return };
        let merged = match &command {
            Command::Merge { later, mine, .. } => later.book().map(|later| (later.clone(), mine.clone())),
            _ => None,
        };
        let before = self.book.clone();
        self.log.apply(&mut self.book, command);
        if let Some((later, mine)) = merged {
            nothing_is_lost_and_nothing_invented(&before, &self.book, &later, &mine);
            let comparison = compare(&before, &later);
            self.met.iter_mut().zip(Kind::ALL).for_each(|(met, kind)| *met += comparison.count(kind));
        }
    }
}

/// How many records of each kind the merges met, in the order of [`Kind::ALL`].
type Met = [u64; Kind::ALL.len()];

fn goes_well(first: &[Any], later: &[Vec<Any>], steps: &[Step], met: &mut Met) -> Result<(), TestCaseError> {
    // The last is the very first download once more.
    let later: Vec<Arc<Book>> = later.iter().map(Vec::as_slice).chain([first]).map(|r| Arc::new(made(r))).collect();
    let mut work = Work { met: *met, ..Work::on(first) };
    let mut states = vec![standing(&work.book)];
    for step in steps {
        work.act(step, &later);
        let (now, undone) = (standing(&work.book), matches!(step, Step::Undo));
        states.truncate(work.log.in_force() + usize::from(undone));
        match undone {
            true => prop_assert_eq!(states.last().unwrap(), &now),
            false => states.resize(work.log.in_force() + 1, now),
        }
    }
    *met = work.met;
    // All the way back, and forward again.
    let steps = work.log.in_force();
    for now in (0..steps).rev() {
        work.log.undo(&mut work.book);
        prop_assert_eq!(&standing(&work.book), &states[now], "undone to {}", now);
    }
    for state in &states[1..] {
        work.log.redo(&mut work.book);
        prop_assert_eq!(&standing(&work.book), state);
    }
    let (mut again, mut log) = through_journal(&|| made(first), &work, &later);
    prop_assert_eq!(&standing(&again), states.last().unwrap());
    prop_assert_eq!(log.steps().len(), work.log.steps().len());
    while log.undo(&mut again).is_some() {}
    prop_assert_eq!(&standing(&again), &states[0]);
    Ok(())
}

#[test]
fn a_merge_loses_no_decision_and_invents_none_and_undoing_it_gives_back_the_book() {
    let met = Cell::new(Met::default());
    let config = ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(
        first in any_download(),
        later in proptest::collection::vec(any_download(), 3),
        steps in proptest::collection::vec(any_steps(), 1..16),
    )| {
        let (mut seen, steps) = (met.get(), steps.concat());
        goes_well(&first, &later, &steps, &mut seen)?;
        met.set(seen);
    });
    for (kind, met) in Kind::ALL.into_iter().zip(met.get()) {
        assert!(met > 0, "{}: met never", kind.name());
    }
}

#[test]
fn a_lost_and_an_invented_decision_would_be_seen() {
    let decide = |row, action| Command::table("Table", [(B2b, row, Change::action(action))]);
    let mut before = invoices(&["1", "2"]);
    decide(0, Action::Reject).apply(&mut before);
    let filed = ["1", "2"].map(|number| invoice(number).with("tradenm", "Asha Traders"));
    let later = Arc::new(book(&[("b2b", &filed)]));
    let mut merged = before.clone();
    Log::default().apply(&mut merged, Command::merge(later.clone(), Vec::new()));
    let seen = |spoiled: Option<(u32, Action)>| {
        let mut after = merged.clone();
        spoiled.into_iter().for_each(|(row, action)| drop(decide(row, action).apply(&mut after)));
        let judge = || nothing_is_lost_and_nothing_invented(&before, &after, &later, &[]);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(judge)).is_err()
    };
    assert!(!seen(None));
    assert!(seen(Some((2, Action::NoAction))), "lost on the new version");
    assert!(seen(Some((0, Action::NoAction))), "lost on the old version");
    assert!(seen(Some((3, Action::Accept))), "invented");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_snapshot_of_a_merged_book_carries_what_counts_onto_the_newer_download_alone(
        first in any_download(),
        later in any_download(),
        decisions in proptest::collection::vec((any::<usize>(), any_change()), 0..6),
    ) {
        let mut work = Work::on(&first);
        let later = [Arc::new(made(&later))];
        for (row, change) in decisions {
            work.act(&Step::Decide(row, change), &later);
        }
        work.act(&Step::Merge(0, Vec::new()), &later);
        let snapshot = Snapshot::from_bytes(&Snapshot::of(&work.book, 1, 1).to_bytes()).unwrap();
        let mut alone = Book::clone(&later[0]);
        snapshot.carry(&mut alone).commands.iter().for_each(|command| drop(command.apply(&mut alone)));
        // Records that stand once: what is decided on them in the merged book is decided here.
        for (section, row) in rows(&work.book) {
            let text = work.book.portal_text(section, row);
            let like: Vec<u32> =
                (0..alone.sheet(section).rows()).filter(|&r| alone.portal_text(section, r) == text).collect();
            let copies = work.book.sheet(section).copies().group(row).len() + alone.sheet(section).copies().groups().len();
            if let (&[there], 0) = (like.as_slice(), copies) {
                let now = in_words(&work.book, work.book.sheet(section).decision(row));
                prop_assert_eq!(in_words(&alone, alone.sheet(section).decision(there)), now);
            }
        }
    }
}

fn invoices(numbers: &[&str]) -> Book {
    book(&[("b2b", &numbers.iter().map(|number| invoice(number)).collect::<Vec<_>>())])
}

#[test]
fn rows_of_a_merge_that_was_taken_back_and_forgotten_are_never_given_again() {
    let first = || invoices(&["1"]);
    let mut work = Work { book: first(), log: Log::default(), met: Met::default() };
    let forgotten = Arc::new(invoices(&["1", "2", "3"]));
    work.log.apply(&mut work.book, Command::merge(forgotten, Vec::new()));
    let upload =
        WroteUpload { name: "up.json".into(), said: vec![(B2b, 2, work.book.said(B2b, 2))], ..WroteUpload::default() };
    work.log.undo(&mut work.book);
    let counted = [Arc::new(invoices(&["1", "4"]))];
    work.log.apply(&mut work.book, Command::merge(counted[0].clone(), Vec::new()));
    assert_eq!(rows(&work.book), [(B2b, 0), (B2b, 3)]);
    work.log.apply(&mut work.book, Command::table("Table", [(B2b, 3, Change::action(Action::Reject))]));
    let (again, log) = through_journal(&first, &work, &counted);
    assert_eq!(standing(&again), standing(&work.book));
    assert_eq!(log.steps().len(), 2);

    // An upload that was written of them can be stated all the same, and says nothing of rows that are not there.
    let (disk, folder) = (FaultyDisk::new(), Path::new("data/book"));
    while work.log.undo(&mut work.book).is_some() {}
    work.log.apply(&mut work.book, Command::Pick { keep: Vec::new() });
    let uploads = [upload];
    let stated = Contents { book: &work.book, log: &work.log, uploads: &uploads, awaiting: true };
    begin(&disk, folder, &Head::of(&work.book), stated).unwrap();
    let mut again = first();
    let head = Head::of(&again);
    let found = resume(&disk, folder, &mut again, &head).unwrap();
    assert_eq!((found.dropped, found.awaiting, found.uploads.len()), (None, true, 1));
    assert!(found.uploads[0].said.is_empty());
}

#[test]
fn a_journal_names_the_newer_downloads_that_it_needs_and_changes_nothing_without_them() {
    let first = || invoices(&["1"]);
    let mut work = Work { book: first(), log: Log::default(), met: Met::default() };
    work.log.apply(&mut work.book, Command::table("Table", [(B2b, 0, Change::action(Action::Reject))]));
    let later = [Arc::new(invoices(&["1", "2"])), Arc::new(invoices(&["2"]))];
    for book in &later {
        work.log.apply(&mut work.book, Command::merge(book.clone(), Vec::new()));
    }
    let (disk, folder) = (FaultyDisk::new(), Path::new("data/book"));
    assert_eq!(Head::of(&work.book), Head::of(&first()), "a book is known by what it was read from at first");
    let stated = Contents { book: &work.book, log: &work.log, uploads: &[], awaiting: false };
    begin(&disk, folder, &Head::of(&work.book), stated).unwrap();

    let needed: Vec<_> = later_in(&disk, folder).into_iter().map(|files| files[0].sha256.clone()).collect();
    let hash = |book: &Book| book.sources().list()[0].hash.iter().map(|b| format!("{b:02x}")).collect::<String>();
    assert_eq!(needed, [hash(&later[0]), hash(&later[1])]);
    for given in [&later[..0], &later[..1], &later[1..]] {
        let mut again = first();
        let head = Head::of(&again);
        let why = resume_with(&disk, folder, &mut again, &head, given).err().unwrap();
        assert!(why.contains("download.json"), "{why}");
        assert_eq!(standing(&again), standing(&first()));
    }
    let (again, _) = through_journal(&first, &work, &later);
    assert_eq!(standing(&again), standing(&work.book));
}
