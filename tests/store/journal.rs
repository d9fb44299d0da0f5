//! The journal: what was reported as saved is there after any fault and any crash, in order, and nothing else is.
//!
//! `cargo test --test store journal -- --nocapture` prints how many faults were put in the way.

use crate::common;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use crate::{Files, files};
use common::disk::{Crash, Fault, FaultyDisk};
use common::{book, invoice, note};
use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::book::{Action, Answer, Book, Class, Decision, Said, Section};
use ims_desk::disk::Disk;
use ims_desk::edit::{Change, Command};
use ims_desk::store::journal::{
    Event, Head, Keeper, Kept, Kin, Resumed, Snapshot, WroteFile, WroteUpload, begin, resume,
};
use roaring::RoaringBitmap;

/// Read once, and a copy of it for all who ask: they are thousands.
fn sample() -> Book {
    static SAMPLE: LazyLock<Book> = LazyLock::new(|| {
        let invoices = ["1", "2", "3", "4"].map(invoice);
        let notes = [note("1"), note("2").with("action", "A").with("itcRedReq", "Y"), note("2").heads([0, 10, 10, 0])];
        book(&[("b2b", &invoices), ("b2bcn", &notes)])
    });
    SAMPLE.clone()
}

fn folder() -> PathBuf {
    PathBuf::from("data/book")
}

fn rows(rows: &[u32]) -> RoaringBitmap {
    rows.iter().copied().collect()
}

fn decide(section: Section, on: &[u32], change: Change) -> Event {
    Event::Do(Command::decide(section, rows(on), change))
}

/// A book as it is, in full: every decision, what was said, who is set aside.
fn standing(book: &Book) -> Vec<(Section, u32, Decision, Option<Said>, bool)> {
    let sheet = |s: Section| (0..book.sheet(s).rows()).map(move |row| (s, row));
    let rows = Section::ALL.into_iter().flat_map(sheet);
    rows.map(|(s, row)| {
        let sheet = book.sheet(s);
        (s, row, sheet.decision(row), sheet.last_said(row), sheet.in_force(row))
    })
    .collect()
}

/// Words for all that a journal must bring back.
fn story(resumed: &Resumed, book: &Book) -> String {
    let steps: Vec<&Command> = resumed.log.steps().iter().map(|s| &s.command).collect();
    let recipient = &book.recipient.typed;
    let uploads = &resumed.uploads;
    let answers: Vec<_> = standing(book).into_iter().map(|s| book.answers().get(s.2.answer)).collect();
    let texts: Vec<_> = standing(book).into_iter().map(|s| (book.text(s.2.remarks), book.text(s.2.note))).collect();
    let aside: Vec<_> = standing(book).into_iter().map(|s| (s.2.action, s.3.map(|said| said.action), s.4)).collect();
    format!(
        "{steps:?} {} {recipient:?} {uploads:?} {} {} {:?} {answers:?} {texts:?} {aside:?}",
        resumed.log.in_force(),
        resumed.awaiting,
        resumed.log.reviewed(),
        resumed.log.decided_with()
    )
}

/// Does what an event says, as the window would.
fn act(event: &Event, resumed: &mut Resumed, book: &mut Book) {
    match event.clone() {
        Event::Do(command) => drop(resumed.log.apply(book, command)),
        Event::InForce(steps) => resumed.log.travel(book, steps, |_, _| {}),
        Event::Recipient(gstin) => book.recipient.typed = Some(gstin),
        Event::Wrote(upload) => {
            resumed.uploads.push(upload);
            resumed.awaiting = true;
        }
        Event::Answered => resumed.awaiting = false,
        Event::Reviewed => resumed.log.mark_reviewed(),
        Event::DecidedWith(known) => resumed.log.know_decided_with(&known),
    }
}

/// One of each kind.
fn session() -> Vec<Event> {
    let said = vec![(B2b, 0, Said { action: Action::Accept, ..Said::default() })];
    vec![
        decide(B2b, &[0, 1, 3], Change::action(Action::Accept)),
        Event::DecidedWith(vec![(B2b, rows(&[0, 1, 3]), Class::Exact)]),
        Event::DecidedWith(vec![(B2b, rows(&[3]), Class::Portal), (B2bcn, rows(&[0]), Class::Exact)]),
        decide(B2bcn, &[0], Change { answer: Some(Answer::NO), ..Change::remarks("not availed – ₹") }),
        Event::Do(Command::Pick { keep: vec![(B2bcn, 2)] }),
        Event::InForce(1),
        Event::Do(Command::table(
            "Loaded decisions from a.csv",
            [
                (B2b, 3, Change::action(Action::Reject)),
                (B2bcn, 0, Change::answer(Answer::part([0, 85_050, 85_050, 0]))),
                (B2b, 2, Change::note("ask Meera")),
            ],
        )),
        Event::Recipient(common::RECIPIENT.into()),
        Event::Wrote(WroteUpload {
            name: "up.json".into(),
            when: 1,
            files: vec![WroteFile { path: "up.json".into(), sha256: "00".into(), records: 1, bytes: 2 }],
            said: said.clone(),
        }),
        Event::Do(Command::Uploaded { name: "up.json".into(), said }),
        Event::Answered,
        Event::Reviewed,
        Event::Do(Command::Decide {
            rows: vec![(B2b, rows(&[0, 3])), (B2bcn, rows(&[0]))],
            change: Change::action(Action::Reject),
        }),
        Event::Do(Command::Restore { rows: vec![(B2b, rows(&[1, 3])), (B2bcn, rows(&[0]))] }),
        Event::Reviewed,
    ]
}

/// Opens a book with its journal and goes on with it, as often as it takes while the disk fails.
fn open(disk: &FaultyDisk, mend: impl Fn()) -> (Book, Resumed, Keeper) {
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let head = Head::of(&sample());
    for _ in 0..3 {
        let mut book = sample();
        let opened = resume(disk, &folder(), &mut book, &head).and_then(|resumed| {
            let place = match resumed.wants_new_generation() {
                true => {
                    let begun = begin(disk, &folder(), &head, resumed.contents(&book)).map_err(|e| e.to_string())?;
                    (begun.file, begun.bytes)
                }
                false => (resumed.file.clone(), resumed.bytes),
            };
            Ok((resumed, place))
        });
        match opened {
            Ok((resumed, (file, at))) => return (book, resumed, Keeper::start(shared, file, at, || {}).unwrap()),
            Err(_) => mend(),
        }
    }
    panic!("it cannot be opened");
}

fn path(generation: u64) -> PathBuf {
    folder().join(format!("journal.{generation}"))
}

/// The stories after each of the events, the empty one first.
fn stories(events: &[Event]) -> Vec<String> {
    let (mut book, mut resumed) = (sample(), Resumed::default());
    let mut stories = vec![story(&resumed, &book)];
    for event in events {
        act(event, &mut resumed, &mut book);
        stories.push(story(&resumed, &book));
    }
    stories
}

fn read_again(disk: &FaultyDisk) -> (Book, Resumed) {
    let mut book = sample();
    let head = Head::of(&book);
    let resumed = resume(disk, &folder(), &mut book, &head).unwrap();
    (book, resumed)
}

/// What a start finds on disks: the same in the same files, which very many crashes leave, so that they are read once.
#[derive(Default)]
struct Found(HashMap<Files, String>);

impl Found {
    fn on(&mut self, disk: &FaultyDisk) -> &str {
        self.0.entry(files(disk)).or_insert_with(|| {
            let (book, resumed) = read_again(disk);
            story(&resumed, &book)
        })
    }
}

/// What is found after a crash is what was done up to some point, and that point is not before what was saved.
fn nothing_is_lost(found: &str, crash: Crash, stories: &[String], saved: u64, doing: &str) {
    let place = stories.iter().rposition(|s| s == found);
    let place = place.unwrap_or_else(|| panic!("{doing}, {crash:?}: something else is there: {found}"));
    assert!(place as u64 >= saved, "{doing}, {crash:?}: {saved} were saved and {place} are there");
}

#[test]
fn what_was_done_is_there_again_with_its_history_and_undo() {
    let disk = FaultyDisk::new();
    let events = session();
    let (mut book, mut resumed, keeper) = open(&disk, || {});
    for event in &events {
        act(event, &mut resumed, &mut book);
        keeper.keep(event, &book);
    }
    assert_eq!(keeper.flush(), Kept::Saved);
    drop(keeper);
    let (mut again, mut found) = read_again(&disk);
    assert_eq!(found.kin, Kin::Same);
    assert_eq!((found.dropped.clone(), found.awaiting), (None, false));
    assert_eq!(story(&found, &again), story(&resumed, &book));
    // Undo goes back to the beginning, in both the same way.
    while resumed.log.undo(&mut book).is_some() {
        assert!(found.log.undo(&mut again).is_some());
        assert_eq!(story(&found, &again), story(&resumed, &book));
    }
    assert!(found.log.undo(&mut again).is_none());
}

#[test]
fn a_program_that_ends_without_waiting_writes_what_it_has() {
    let disk = FaultyDisk::new();
    let (book, _, keeper) = open(&disk, || {});
    session().iter().for_each(|event| keeper.keep(event, &book));
    drop(keeper);
    let (book, resumed) = read_again(&disk.crash(Crash::default()));
    assert_eq!(story(&resumed, &book), *stories(&session()).last().unwrap());
}

#[test]
fn no_fault_and_no_crash_loses_what_was_saved() {
    let events = session();
    let stories = stories(&events);
    let run = |plan: &dyn Fn(&FaultyDisk), mend: bool| {
        let disk = FaultyDisk::new();
        plan(&disk);
        let plug_in = || disk.plug_in(Crash { arrived: Some(3), ..Crash::default() });
        let (mut book, mut resumed, keeper) = open(&disk, plug_in);
        for event in &events {
            act(event, &mut resumed, &mut book);
            keeper.keep(event, &book);
            if matches!(keeper.flush(), Kept::NotSaved(_)) && mend {
                plug_in();
            }
        }
        let last = keeper.flush();
        let saved = keeper.saved();
        (disk, saved, last)
    };
    let (clean, all, _) = run(&|_| {}, true);
    assert_eq!(all, events.len() as u64);
    let (mut injected, mut crashes, mut found) = (0, 0, Found::default());
    let faults = [Fault::Full, Fault::Broken, Fault::Protected, Fault::Short(1), Fault::Short(40), Fault::Gone];
    for call in 0..clean.calls() {
        for fault in faults {
            for mend in [true, false] {
                let doing = format!("call {call} {fault:?} mended {mend}");
                let (disk, saved, last) = run(&|disk| disk.fail(call, fault), mend);
                injected += disk.met();
                if mend || fault != Fault::Gone {
                    // The fault has gone away, so nothing may be left behind.
                    assert_eq!((saved, last), (all, Kept::Saved), "{doing}");
                }
                for crash in disk.crashes() {
                    crashes += 1;
                    nothing_is_lost(found.on(&disk.crash(crash)), crash, &stories, saved, &doing);
                }
            }
        }
    }
    assert!(injected > 200 && crashes > 1_000);
    println!("journal: {injected} faults injected, {crashes} crashes after them, nothing lost");
}

#[test]
fn a_journal_torn_at_any_byte_brings_back_all_before_it() {
    let disk = FaultyDisk::new();
    let (book, _, keeper) = open(&disk, || {});
    let events = session();
    let mut ends = Vec::new();
    for event in &events {
        keeper.keep(event, &book);
        keeper.flush();
        ends.push(disk.get(path(1)).unwrap().len());
    }
    let whole = disk.get(path(1)).unwrap();
    let stories = stories(&events);
    let begun = whole.len() - (ends.last().unwrap() - ends[0]) - 1;
    for cut in begun.min(ends[0])..whole.len() {
        for zeros in [false, true] {
            let torn = FaultyDisk::new();
            let mut bytes = whole[..cut].to_vec();
            bytes.resize(if zeros { whole.len() } else { cut }, 0);
            torn.put(path(1), bytes.clone());
            let (book, resumed) = read_again(&torn);
            let before = ends.iter().filter(|&&end| end <= cut).count();
            assert_eq!(story(&resumed, &book), stories[before], "cut at {cut}");
            let dropped = resumed.dropped.map_or(0, |d| d.bytes);
            assert_eq!(dropped, bytes.len() as u64 - resumed.bytes, "what is dropped is said");
        }
    }
}

#[test]
fn a_new_generation_tells_the_same_and_leaves_the_one_before_it() {
    let disk = FaultyDisk::new();
    let events = session();
    let (mut book, mut resumed, keeper) = open(&disk, || {});
    for event in &events {
        act(event, &mut resumed, &mut book);
        keeper.keep(event, &book);
    }
    drop(keeper);
    let head = Head::of(&book);
    let before = story(&resumed, &book);
    for generation in 2..5 {
        begin(&disk, &folder(), &head, resumed.contents(&book)).unwrap();
        let (again, found) = read_again(&disk);
        assert_eq!((found.generation, story(&found, &again)), (generation, before.clone()));
    }
    let left: Vec<_> = disk.paths().into_iter().filter(|p| p.starts_with(folder())).collect();
    assert_eq!(left, [path(3), path(4)]);

    // Whatever fails or crashes on the way, one of the two is whole.
    let (mut injected, mut found) = (0, Found::default());
    for call in 0.. {
        let copy = disk.crash(Crash::default());
        let calls = copy.calls();
        copy.fail(call, Fault::Gone);
        let done = begin(&copy, &folder(), &head, resumed.contents(&book));
        if copy.calls() - calls <= call {
            assert!(done.is_ok());
            break;
        }
        for crash in copy.crashes() {
            injected += 1;
            assert_eq!(found.on(&copy.crash(crash)), before, "call {call}, {crash:?}");
        }
    }
    assert!(injected > 100);
}

#[test]
fn a_journal_of_a_newer_program_is_refused_and_left_alone() {
    let disk = FaultyDisk::new();
    drop(open(&disk, || {}));
    let newer = r#"{"format":2,"anything":"else"}"#;
    let mut framed = format!("{:08x} {:016x} ", newer.len(), xxhash_rust::xxh3::xxh3_64(newer.as_bytes())).into_bytes();
    framed.extend(format!("{newer}\n").bytes());
    disk.put(path(2), framed);
    let mut book = sample();
    let head = Head::of(&book);
    let why = resume(&disk, &folder(), &mut book, &head).err().unwrap();
    assert!(why.contains("newer version"), "{why}");
    assert_eq!(standing(&book), standing(&sample()));
}

#[test]
fn nothing_is_replayed_by_row_onto_other_rows() {
    let disk = FaultyDisk::new();
    let (mut book, mut resumed, keeper) = open(&disk, || {});
    let event = decide(B2b, &[0, 1], Change { note: Some("mine".into()), ..Change::action(Action::Reject) });
    act(&event, &mut resumed, &mut book);
    keeper.keep(&event, &book);
    drop(keeper);
    let snapshot = Snapshot::of(&book, 1, 1).to_bytes();

    // The same records in another order, one of them gone and one with another amount: a later file.
    let invoices = [invoice("9"), invoice("4"), invoice("3"), invoice("2").heads([200, 0, 0, 0]), invoice("1")];
    let mut later = common::book(&[("b2b", &invoices)]);
    let head = Head::of(&later);
    let found = resume(&disk, &folder(), &mut later, &head).unwrap();
    assert_eq!((found.kin, found.log.steps().len()), (Kin::OtherRows, 0));
    let carried = Snapshot::from_bytes(&snapshot).unwrap().carry(&mut later);
    assert_eq!((carried.missing, carried.changed), (0, 1));
    for command in carried.commands {
        command.apply(&mut later);
    }
    let actions: Vec<_> = (0..5).map(|row| later.sheet(B2b).decision(row).action).collect();
    assert_eq!(actions[..4], [Action::NoAction; 4]);
    assert_eq!(actions[4], Action::Reject, "found by its identity");
    assert_eq!(later.text(later.sheet(B2b).decision(4).note), "mine");
}

#[test]
fn a_snapshot_gives_back_every_decision_on_the_same_file() {
    let (mut book, mut resumed) = (sample(), Resumed::default());
    session().iter().filter(|e| !matches!(e, Event::Do(Command::Pick { .. }))).for_each(|event| {
        if !matches!(event, Event::InForce(_)) {
            act(event, &mut resumed, &mut book);
        }
    });
    let bytes = Snapshot::of(&book, 3, 7).to_bytes();
    let snapshot = Snapshot::from_bytes(&bytes).unwrap();
    assert_eq!((snapshot.made_at(), snapshot.recipient()), ((3, 7), Some(common::RECIPIENT)));
    let mut again = sample();
    let carried = snapshot.carry(&mut again);
    assert_eq!((carried.missing, carried.changed), (0, 0));
    for command in carried.commands {
        command.apply(&mut again);
    }
    let words = |book: &Book| {
        let one = |(s, row, d, said, _): (Section, u32, Decision, Option<Said>, bool)| {
            (s, row, d.action, book.answers().get(d.answer), book.text(d.remarks).to_owned(), said.map(|s| s.action))
        };
        standing(book).into_iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(words(&again), words(&book));
    for end in 0..bytes.len() {
        // A torn one is refused or is cut between two entries; `twice` sees to it that none is read torn.
        drop(Snapshot::from_bytes(&bytes[..end]));
    }
}

#[test]
fn a_journal_of_rubbish_is_no_reason_to_panic() {
    for rubbish in ["", "\n", "00000000 ", "ffffffff 0000000000000000 x", "zz", "00000002 0000000000000000 {}\n"] {
        let disk = FaultyDisk::new();
        disk.put(path(1), rubbish.as_bytes());
        let (_, resumed) = read_again(&disk);
        assert_eq!((resumed.kin, resumed.log.steps().len()), (Kin::None, 0));
    }
    let book = &mut sample();
    for text in [
        r#"{"decide":{"sheet":"B2B","rows":"0-99","change":{}}}"#,
        r#"{"decide":{"sheet":"B2B","rows":"0-4294967295","change":{}}}"#,
        r##"{"decide":{"sheet":"B2B","rows":"#00","change":{}}}"##,
        r#"{"decide":{"sheet":"B2X","rows":"0","change":{}}}"#,
        r#"{"table":{"what":"","groups":[["B2B","7",{"action":"Accept"}]]}}"#,
        r#"{"decide-sheets":{"rows":[["B2B","0"],["B2B-CN","99"]],"change":{}}}"#,
        r#"{"decide-sheets":{"rows":[["B2B","0"],["B2B","0-1"]],"change":{}}}"#,
        r#"{"pick":{"keep":[["B2B","4"]]}}"#,
        r#"{"in-force":-1}"#,
        r#"{"unheard":1}"#,
        "",
    ] {
        assert_eq!(Event::from_json(text, book), None, "{text}");
    }
}

#[test]
fn an_event_that_is_refused_leaves_nothing_in_the_book() {
    let mut book = sample();
    let known = book.texts().len();
    let said = r#"{"action":"Reject","remarks":"a text of its own"}"#;
    // What comes behind speaks of rows that the book has not, or of some too often.
    let uploaded =
        format!(r#"{{"uploaded":{{"name":"u","said":[["B2B","0",{said}],["B2B","0-4000000000",{said}]]}}}}"#);
    let again = vec![format!(r#"["B2B","0-3",{said}]"#); 9].join(",");
    let wrote = format!(r#"{{"wrote":{{"name":"u","when":7,"files":[],"said":[{again}]}}}}"#);
    for text in [uploaded, wrote] {
        assert_eq!(Event::from_json(&text, &mut book), None, "{text}");
        assert_eq!(book.texts().len(), known, "{text}");
        let once = text.replacen("0-4000000000", "1", 1).replace(&again, &format!(r#"["B2B","0-3",{said}]"#));
        assert!(Event::from_json(&once, &mut book.clone()).is_some(), "{once}");
    }
}

#[test]
fn a_table_of_one_text_for_all_rows_takes_that_text_once() {
    let mut book = sample();
    let long = "x".repeat(100_000);
    let rows = (0..4).map(|row| (B2b, row, Change { note: Some(long.clone()), ..Change::default() }));
    let json = Event::Do(Command::table("Loaded", rows)).to_json(&book);
    assert!(json.len() < 101_000, "it is spelled once: {}", json.len());
    let Some(Event::Do(Command::Table { rows, .. })) = Event::from_json(&json, &mut book) else {
        panic!("{json:.100}")
    };
    assert!(rows.len() == 4 && rows.iter().all(|row| Arc::ptr_eq(&row.2, &rows[0].2)), "however many rows have it");
}

#[test]
fn when_a_step_was_done_is_one_more_member_that_older_programs_pass_over() {
    let mut book = sample();
    for event in session() {
        let (plain, timed) = (event.to_json(&book), event.to_json_at(1_795_464_005, &book));
        let is_step = matches!(event, Event::Do(_));
        assert_eq!(plain != timed, is_step, "{timed}");
        // An older program reads the same event of it.
        assert_eq!(Event::from_json(&timed, &mut book), Event::from_json(&plain, &mut book));
        if let Event::Do(command) = event {
            command.apply(&mut book);
        }
    }
}
