//! What comes back when files of a book's folder are damaged, missing, exchanged or not files at all: whatever is left is
//! used, what is said is what was done, and nothing is written over that was not understood.

use crate::common;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use common::disk::FaultyDisk;
use common::{Folder, book, invoice, names_in, note};
use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::book::{Action, Answer, Book, Section};
use ims_desk::disk::{Disk, RealDisk};
use ims_desk::edit::journal::{
    self, Event, Head, Keeper, Kept, Kin, Resumed, Snapshot, begin, keep_snapshot, resume, take_over,
};
use ims_desk::edit::{Change, Command};
use proptest::prelude::*;

fn sample() -> Book {
    let invoices = ["1", "2", "3", "4"].map(invoice);
    let twins = [invoice("9"), invoice("9").heads([190, 0, 0, 0])];
    let invoices = [invoices.as_slice(), &twins].concat();
    book(&[("b2b", &invoices), ("b2bcn", &[note("1"), note("2").with("action", "A").with("itcRedReq", "Y")])])
}

fn decide(section: Section, rows: &[u32], change: Change) -> Event {
    Event::Do(Command::Decide { section, rows: rows.iter().copied().collect(), change })
}

/// What a user may do, each with another effect.
fn events() -> Vec<Event> {
    vec![
        decide(B2b, &[0, 1], Change::action(Action::Accept)),
        decide(B2bcn, &[0], Change { answer: Some(Answer::NO), ..Change::remarks("not availed – ₹") }),
        Event::Do(Command::Pick { keep: vec![(B2b, 5)] }),
        decide(B2b, &[1, 2, 3], Change::action(Action::Reject)),
        Event::Recipient(common::RECIPIENT.into()),
        decide(B2b, &[3], Change::note("ask Meera")),
    ]
}

/// What is decided on every record, in words that mean the same in any book of these records.
fn decided(book: &Book) -> Vec<String> {
    let rows = Section::ALL.into_iter().flat_map(|s| (0..book.sheet(s).rows()).map(move |row| (s, row)));
    rows.map(|(section, row)| {
        let (sheet, decision) = (book.sheet(section), book.sheet(section).decision(row));
        let answer = book.answers.get(decision.answer);
        let (remarks, note) = (book.text(decision.remarks), book.text(decision.note));
        format!("{section:?} {row} {:?} {answer:?} {remarks} {note} {}", decision.action, sheet.in_force(row))
    })
    .collect()
}

/// A book and what was done to it, as the window holds them.
struct Open {
    book: Book,
    told: Resumed,
    head: Head,
    generation: u64,
    events: u64,
    keeper: Keeper,
}

impl Open {
    /// Opens the book of a folder, as the window does.
    fn new(disk: &Arc<dyn Disk>, folder: &Path) -> Open {
        Open::of(sample(), disk, folder)
    }

    fn of(mut book: Book, disk: &Arc<dyn Disk>, folder: &Path) -> Open {
        let head = Head::of(&book);
        disk.make_folder(folder).unwrap();
        let mut told = resume(&**disk, folder, &mut book, &head).unwrap();
        take_over(&**disk, folder, &mut book, &mut told, &head);
        let (generation, file, bytes, events) = if told.wants_new_generation() {
            let begun = begin(&**disk, folder, &head, told.told(&book)).unwrap();
            (begun.generation, begun.file, begun.bytes, begun.events)
        } else {
            (told.generation, told.file.clone(), told.bytes, told.events)
        };
        let keeper = Keeper::start(disk.clone(), file, bytes, || {}).unwrap();
        Open { book, told, head, generation, events, keeper }
    }

    fn act(&mut self, event: &Event) {
        match event.clone() {
            Event::Do(command) => drop(self.told.log.apply(&mut self.book, command)),
            Event::Recipient(gstin) => self.book.recipient.typed = Some(gstin),
            _ => unreachable!(),
        }
        self.keeper.keep(event, &self.book);
        self.events += 1;
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::of(&self.book, self.generation, self.events).for_rows_of(&self.head)
    }

    /// Closes the window.
    fn leave(self, disk: &dyn Disk, folder: &Path) {
        assert_eq!(self.keeper.flush(), Kept::Saved);
        keep_snapshot(disk, folder, &self.snapshot()).unwrap();
    }

    fn lines(&self) -> String {
        self.told.lines.join("\n")
    }
}

fn on(disk: &FaultyDisk) -> Arc<dyn Disk> {
    Arc::new(disk.clone())
}

fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

fn folder() -> PathBuf {
    PathBuf::from("data/book")
}

fn file(generation: u64) -> PathBuf {
    folder().join(format!("journal.{generation}"))
}

/// A disk on which all events were done once, and the book closed; with what is decided.
fn left(times: usize) -> (FaultyDisk, Vec<String>) {
    let disk = FaultyDisk::new();
    let mut decisions = Vec::new();
    for time in 0..times {
        let mut open = Open::new(&on(&disk), &folder());
        if time == 0 {
            events().iter().for_each(|event| open.act(event));
        }
        decisions = decided(&open.book);
        open.leave(&disk, &folder());
    }
    (disk, decisions)
}

fn again(disk: &FaultyDisk) -> Open {
    Open::new(&on(disk), &folder())
}

#[test]
fn a_book_that_was_opened_once_has_two_ways_back() {
    let (disk, decisions) = left(1);
    let names: Vec<_> = disk.paths().iter().map(|p| p.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["journal.1", "snapshot.1"]);
    for gone in [file(1), folder().join("snapshot.1")] {
        let copy = disk.twin();
        copy.delete(&gone);
        let open = again(&copy);
        assert_eq!(decided(&open.book), decisions, "without {}", gone.display());
        assert_eq!(open.book.recipient.typed.as_deref(), Some(common::RECIPIENT));
        if gone == file(1) {
            assert!(open.lines().contains("The journal of this book is missing. Decisions on"), "{}", open.lines());
        } else {
            assert_eq!(open.lines(), "");
        }
        // And it stays so.
        open.leave(&copy, &folder());
        assert_eq!(decided(&again(&copy).book), decisions);
        assert_eq!(again(&copy).lines(), "");
    }
}

#[test]
fn any_bit_of_a_journal_may_flip() {
    let (disk, decisions) = left(1);
    let whole = disk.get(file(1)).unwrap();
    for with_snapshot in [true, false] {
        // One of each byte: the frames' own tests try all.
        for bit in (0..whole.len()).map(|at| 8 * at + at % 8) {
            let copy = disk.twin();
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            copy.put(file(1), damaged.clone());
            if !with_snapshot {
                copy.delete(folder().join("snapshot.1"));
            }
            let open = again(&copy);
            assert_eq!(decided(&open.book), decisions, "bit {bit}");
            // A letter of a length or checksum may be a capital one, which means the same.
            if open.generation != 1 {
                assert!(open.lines().contains("All steps in it are back"), "bit {bit}: {}", open.lines());
                assert_eq!(copy.get(file(1)), Some(damaged), "it is left as it is");
            }
        }
    }
}

#[test]
fn a_head_that_is_destroyed_hides_no_events() {
    let (disk, decisions) = left(1);
    let whole = disk.get(file(1)).unwrap();
    let head = whole.iter().position(|&b| b == b'\n').unwrap();
    for (from, to, snapshot) in
        [(0, 30, false), (head - 20, head + 1, false), (0, head + 1, true), (5, head - 40, true)]
    {
        let copy = disk.twin();
        let mut damaged = whole.clone();
        damaged[from..to].fill(b'#');
        copy.put(file(1), damaged);
        if !snapshot {
            copy.delete(folder().join("snapshot.1"));
        }
        let open = again(&copy);
        assert_eq!(decided(&open.book), decisions, "{from} to {to}");
        assert_eq!(open.told.log.steps().len(), 5, "with all of its history");
        assert!(open.lines().contains("damaged at its top"), "{}", open.lines());
    }
    // Where events may be missing behind the head, those that are left are not done without them.
    for cut in [head + 1, head + 60] {
        let copy = disk.twin();
        copy.put(file(1), whole[cut..].to_vec());
        let open = again(&copy);
        assert_eq!(decided(&open.book), decisions, "from the snapshot");
        assert!(open.lines().contains("The journal of this book cannot be used"), "{}", open.lines());
    }
    // Nothing says any more whose rows these are: nothing is done by their numbers, and that is said.
    let copy = disk.twin();
    copy.delete(folder().join("snapshot.1"));
    let damaged = [vec![b'#'; head + 1], whole[head + 1..].to_vec()].concat();
    copy.put(file(1), damaged.clone());
    let open = again(&copy);
    assert_eq!(decided(&open.book), decided(&sample()));
    assert!(open.lines().contains("can no longer be read in it. It was left as it is."), "{}", open.lines());
    assert!(!open.lines().contains("is back"), "{}", open.lines());
    open.leave(&copy, &folder());
    assert_eq!(copy.get(file(1)), Some(damaged));
}

#[test]
fn where_the_journal_is_cut_the_snapshot_has_the_rest() {
    let (disk, decisions) = left(1);
    let whole = disk.get(file(1)).unwrap();
    for cut in 0..whole.len() {
        let copy = disk.twin();
        copy.put(file(1), whole[..cut].to_vec());
        let open = again(&copy);
        assert_eq!(decided(&open.book), decisions, "cut at {cut}");
        assert_ne!(open.lines(), "", "cut at {cut}");
        open.leave(&copy, &folder());
        let open = again(&copy);
        assert_eq!((decided(&open.book), open.lines()), (decisions.clone(), String::new()), "cut at {cut}");
    }
}

#[test]
fn what_was_taken_back_does_not_come_back_from_an_older_copy_of_the_journal() {
    let disk = FaultyDisk::new();
    let mut open = Open::new(&on(&disk), &folder());
    open.act(&decide(B2b, &[0, 1, 2, 3], Change::action(Action::Accept)));
    open.keeper.flush();
    let older = disk.get(file(1)).unwrap();
    open.act(&Event::Do(Command::Restore { rows: vec![(B2b, (0..3).collect())] }));
    open.act(&decide(B2b, &[3], Change::action(Action::Reject)));
    let decisions = decided(&open.book);
    open.leave(&disk, &folder());
    // A program that synchronises folders brings the older one back.
    disk.put(file(1), older);
    let open = again(&disk);
    assert_eq!(decided(&open.book), decisions);
    assert!(open.lines().contains("ends 2 steps before its snapshot was made"), "{}", open.lines());
    assert!(open.lines().contains("decisions on 4 records changed by it"), "{}", open.lines());
}

#[test]
fn a_snapshot_of_another_book_decides_nothing() {
    let (disk, decisions) = left(1);
    let mut other = common::book_of("b2b", &[invoice("1"), invoice("77")]);
    Command::Decide { section: B2b, rows: (0..2).collect(), change: Change::action(Action::Pending) }.apply(&mut other);
    let foreign = Snapshot::of(&other, 9, 99).for_rows_of(&Head::of(&other));
    keep_snapshot(&disk, &folder(), &foreign).unwrap();
    let open = again(&disk);
    assert_eq!((decided(&open.book), open.lines()), (decisions, String::new()));
}

#[test]
fn a_snapshot_that_is_not_understood_is_not_written_over() {
    let (disk, decisions) = left(1);
    let newer = b"{\"format\":2,\"anything\":\"else\"}\nrest";
    ims_desk::disk::twice::store(&disk, &folder().join("snapshot"), newer).unwrap();
    let before: Vec<_> = disk.paths().into_iter().map(|p| (disk.get(&p), p)).collect();
    let open = again(&disk);
    assert_eq!(decided(&open.book), decisions);
    assert!(keep_snapshot(&disk, &folder(), &open.snapshot()).is_err());
    drop(open);
    assert_eq!(before, disk.paths().into_iter().map(|p| (disk.get(&p), p)).collect::<Vec<_>>());
    // Without a journal it is said.
    disk.delete(file(1));
    let open = again(&disk);
    assert_eq!(decided(&open.book), decided(&sample()));
    assert!(open.lines().contains("its snapshot cannot be used (another version"), "{}", open.lines());
}

#[test]
fn the_generation_before_is_used_where_the_beginning_of_the_newest_is_destroyed() {
    let disk = FaultyDisk::new();
    let mut open = Open::new(&on(&disk), &folder());
    events().iter().for_each(|event| open.act(event));
    open.keeper.flush();
    let decisions = decided(&open.book);
    begin(&disk, &folder(), &open.head, open.told.told(&open.book)).unwrap();
    drop(open);
    let mut bytes = disk.get(file(2)).unwrap();
    let second = bytes.iter().position(|&b| b == b'\n').unwrap();
    bytes[second + 30..second + 60].fill(b'#');
    disk.put(file(2), bytes.clone());
    let open = again(&disk);
    assert_eq!(decided(&open.book), decisions);
    assert!(open.lines().contains("The journal before it was used"), "{}", open.lines());
    assert_eq!(open.generation, 3);
    open.leave(&disk, &folder());
    assert_eq!(disk.get(file(2)), Some(bytes), "what is damaged is left as it is");
    assert_eq!((decided(&again(&disk).book), again(&disk).lines()), (decisions, String::new()));
}

#[test]
fn steps_behind_a_damaged_one_are_not_done_without_it() {
    let disk = FaultyDisk::new();
    let mut open = Open::new(&on(&disk), &folder());
    open.act(&decide(B2b, &[0, 1], Change::action(Action::Accept)));
    open.keeper.flush();
    let (from, before) = (disk.get(file(1)).unwrap().len(), decided(&open.book));
    open.act(&decide(B2b, &[0], Change::action(Action::Reject)));
    open.act(&decide(B2b, &[2], Change::action(Action::Reject)));
    open.keeper.flush();
    drop(open);
    disk.delete(folder().join("snapshot.1"));
    let mut bytes = disk.get(file(1)).unwrap();
    bytes[from + 30..from + 50].fill(0);
    disk.put(file(1), bytes);
    let open = again(&disk);
    assert_eq!(decided(&open.book), before);
    assert!(open.lines().contains("1 steps behind that could not be done again"), "{}", open.lines());
}

#[test]
fn strangers_in_the_folder_are_left_alone_and_hide_nothing() {
    let (home, disk) = (Folder::new(), real());
    let place = home.path("book");
    let mut open = Open::new(&disk, &place);
    events().iter().for_each(|event| open.act(event));
    let decisions = decided(&open.book);
    open.leave(&*disk, &place);

    let text = |name: &str| std::fs::write(place.join(name), "not mine").unwrap();
    let whole = std::fs::read(place.join("journal.1")).unwrap();
    for name in
        ["journal.007", "journal.+9", "journal.0", "journal. 9", "journal.9 (copy)", "journal.99999999999999999999"]
    {
        text(name);
    }
    std::fs::write(place.join("journal.08"), &whole[..whole.len() / 2]).unwrap();
    for name in ["journal.18446744073709551615", "journal.9", "snapshot.2"] {
        text(name);
    }
    std::fs::create_dir(place.join("journal.10")).unwrap();
    std::fs::create_dir(place.join("snapshot.3")).unwrap();
    #[cfg(unix)]
    {
        for name in ["journal.12", "snapshot.4", "lock.holder.txt"] {
            assert!(std::process::Command::new("mkfifo").arg(place.join(name)).status().unwrap().success());
        }
        std::os::unix::fs::symlink(place.join("nowhere"), place.join("journal.13")).unwrap();
    }
    let strangers: Vec<_> =
        names_in(&place).into_iter().filter(|n| !["journal.1", "snapshot.1"].contains(&&**n)).collect();
    let mut done = decisions;
    for round in 0..3 {
        let mut open = Open::new(&disk, &place);
        assert_eq!(decided(&open.book), done, "round {round}: {}", open.lines());
        assert!(open.lines().contains("journal.10 is not a file and was left alone"), "{}", open.lines());
        assert!(open.lines().contains("journal.9: nothing in it could be read"), "{}", open.lines());
        assert!(open.generation < 9, "the names of strangers do not count");
        open.act(&decide(B2b, &[round], Change::action(Action::Pending)));
        assert_eq!(open.keeper.flush(), Kept::Saved);
        done = decided(&open.book);
        // Killed: not even the snapshot is written.
        drop(open);
    }
    let now = names_in(&place);
    assert!(strangers.iter().all(|name| now.contains(name)), "{now:?}");
    for name in ["journal.9", "snapshot.2", "journal.18446744073709551615"] {
        assert_eq!(std::fs::read(place.join(name)).unwrap(), b"not mine");
    }
    assert!(!place.join("nowhere").exists());
}

#[test]
fn a_journal_with_the_highest_number_is_read_and_written_to_and_never_wraps() {
    let (disk, decisions) = left(1);
    let highest = file(u64::MAX);
    disk.put(&highest, disk.get(file(1)).unwrap());
    let mut open = again(&disk);
    assert_eq!(decided(&open.book), decisions);
    open.act(&decide(B2b, &[0], Change::action(Action::Pending)));
    assert_eq!(open.keeper.flush(), Kept::Saved);
    let now = decided(&open.book);
    // No number is left above it, which is said rather than to write where nobody looks.
    let begun = begin(&disk, &folder(), &open.head, open.told.told(&open.book));
    assert!(begun.err().unwrap().to_string().contains("no number is left"));
    drop(open);
    assert_eq!(decided(&again(&disk).book), now);
}

#[test]
fn a_file_that_cannot_be_read_is_not_passed_over() {
    let (disk, _) = left(1);
    let mut book = sample();
    let head = Head::of(&book);
    // Listing the folder is the first call, opening the newest journal the second.
    disk.fail(1, common::disk::Fault::Broken);
    let why = resume(&disk, &folder(), &mut book, &head).err().unwrap();
    assert!(why.contains("journal.1") && why.contains("the disk is broken"), "{why}");
    disk.fail(2, common::disk::Fault::Broken);
    let begun = begin(&disk, &folder(), &head, Resumed::default().told(&book));
    assert!(begun.is_err(), "nothing takes the place of what may be readable in a moment");
    assert_eq!(disk.paths().len(), 2);
}

/// What another program does to a journal that is open.
fn meddle(path: &Path, how: usize) {
    let away = path.with_extension("away");
    match how {
        0 => std::fs::remove_file(path).unwrap(),
        1 => std::fs::rename(path, &away).unwrap(),
        2 => {
            std::fs::copy(path, &away).unwrap();
            std::fs::rename(&away, path).unwrap();
        }
        3 => {
            let bytes = std::fs::read(path).unwrap();
            std::fs::write(&away, &bytes[..bytes.len() - 30]).unwrap();
            std::fs::rename(&away, path).unwrap();
        }
        4 => std::fs::write(path, "something else").unwrap(),
        5 => std::fs::write(path, [std::fs::read(path).unwrap(), b"appended".to_vec()].concat()).unwrap(),
        6 => std::fs::remove_dir_all(path.parent().unwrap()).unwrap(),
        7 => {
            std::fs::remove_file(path).unwrap();
            std::fs::create_dir(path).unwrap();
        }
        _ => std::fs::rename(path.parent().unwrap(), path.parent().unwrap().with_extension("away")).unwrap(),
    }
}

#[test]
fn saved_is_said_only_of_what_the_name_of_the_journal_finds() {
    for how in 0..9 {
        for with_work in [true, false] {
            let (home, disk) = (Folder::new(), real());
            let place = home.path("book");
            let mut open = Open::new(&disk, &place);
            events().iter().for_each(|event| open.act(event));
            assert_eq!(open.keeper.flush(), Kept::Saved);
            let path = place.join("journal.1");
            meddle(&path, how);
            if with_work {
                open.act(&decide(B2b, &[0], Change::action(Action::Pending)));
            }
            let now = decided(&open.book);
            let kept = open.keeper.flush();
            // A copy that says the same is as good.
            assert_eq!(kept == Kept::Saved, how == 2, "{how}: {kept:?}");
            assert_eq!(open.keeper.lost(), how != 2, "{how}");
            if kept == Kept::Saved {
                drop(open);
                assert_eq!(decided(&Open::new(&disk, &place).book), now);
            }
        }
    }
}

#[test]
fn what_another_program_wrote_into_a_journal_is_not_cut_off() {
    let (home, disk) = (Folder::new(), real());
    let place = home.path("book");
    let mut open = Open::new(&disk, &place);
    open.act(&events()[0]);
    open.keeper.flush();
    let path = place.join("journal.1");
    meddle(&path, 5);
    let theirs = std::fs::read(&path).unwrap();
    open.act(&events()[1]);
    for _ in 0..3 {
        assert!(matches!(open.keeper.flush(), Kept::NotSaved(why) if why.contains("another program")));
    }
    drop(open);
    assert_eq!(std::fs::read(&path).unwrap(), theirs);
}

#[test]
fn a_folder_that_was_away_for_a_while_loses_nothing() {
    let (home, disk) = (Folder::new(), real());
    let (place, away) = (home.path("book"), home.path("away"));
    let mut open = Open::new(&disk, &place);
    open.act(&events()[0]);
    assert_eq!(open.keeper.flush(), Kept::Saved);
    std::fs::rename(&place, &away).unwrap();
    open.act(&events()[1]);
    assert!(matches!(open.keeper.flush(), Kept::NotSaved(_)));
    std::fs::rename(&away, &place).unwrap();
    assert_eq!(open.keeper.flush(), Kept::Saved);
    assert!(!open.keeper.lost());
    let now = decided(&open.book);
    drop(open);
    assert_eq!(decided(&Open::new(&disk, &place).book), now);
}

#[test]
fn that_a_journal_is_gone_is_noticed_without_any_work() {
    let (home, disk) = (Folder::new(), real());
    let place = home.path("book");
    let mut open = Open::new(&disk, &place);
    open.act(&events()[0]);
    assert_eq!(open.keeper.flush(), Kept::Saved);
    std::fs::remove_file(place.join("journal.1")).unwrap();
    for _ in 0..1_000 {
        if open.keeper.lost() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it goes on saying that all is saved");
}

/// Frames a text as a journal does.
fn framed(text: &str) -> Vec<u8> {
    format!("{:08x} {:016x} {text}\n", text.len(), xxhash_rust::xxh3::xxh3_64(text.as_bytes())).into_bytes()
}

#[test]
fn events_that_claim_more_rows_than_the_book_has_are_refused_before_memory_is_taken() {
    let many = "0-268435455";
    let said = r#"{"action":"Accept"}"#;
    let mut bitmap = String::from("#3a30000000000100");
    bitmap.push_str(&"00".repeat(200));
    for rows in [many, "5-4294967294", &format!("{many},{many}"), &bitmap, "0-3,0-3,0-268435455"] {
        let both = format!(r#"["B2B","{rows}"]"#);
        let value = |v: &str| format!(r#"["B2B","{rows}",{v}]"#);
        for text in [
            format!(r#"{{"decide":{{"sheet":"B2B","rows":"{rows}","change":{said}}}}}"#),
            format!(r#"{{"restore":{{"rows":[{both}]}}}}"#),
            format!(r#"{{"table":{{"what":"","groups":[{}]}}}}"#, value(said)),
            format!(r#"{{"pick":{{"keep":[{both}]}}}}"#),
            format!(r#"{{"uploaded":{{"name":"","said":[{}]}}}}"#, value(said)),
            format!(r#"{{"dismiss":{{"marks":"{rows}"}}}}"#),
            format!(r#"{{"merge":{{"files":[],"from":[9,9,9,9,9,9,9,9],"mine":[{both}]}}}}"#),
        ] {
            assert_eq!(Event::from_json(&text, &mut sample()), None, "{text}");
        }
        // Of an upload only the rows are left that the book has.
        let text = format!(r#"{{"wrote":{{"name":"","when":1,"files":[],"said":[{}]}}}}"#, value(said));
        let wrote = Event::from_json(&text, &mut sample());
        assert!(wrote.is_none_or(|e| matches!(e, Event::Wrote(upload) if upload.said.len() <= 6)), "{text}");
    }
    // Rows that the book has, again and again.
    let again = vec![r#"["B2B","0-5"]"#; 1_000].join(",");
    assert_eq!(Event::from_json(&format!(r#"{{"pick":{{"keep":[{again}]}}}}"#), &mut sample()), None);
}

#[test]
fn a_merge_that_skips_more_rows_than_there_can_be_is_not_done() {
    let disk = FaultyDisk::new();
    let open = Open::new(&on(&disk), &folder());
    let later = Arc::new(common::book_of("b2b", &[invoice("1"), invoice("8")]));
    let Event::Do(Command::Merge { later: named, .. }) = Event::Do(Command::merge(later.clone(), Vec::new())) else {
        unreachable!()
    };
    for (skip, done) in [(6, true), (300, true), (200_000_000, false)] {
        let mut from = open.book.rows_given();
        from[0] = skip;
        let event = Event::Do(Command::Merge { later: named.clone(), from, mine: Vec::new() });
        let copy = disk.twin();
        let bytes = [disk.get(file(1)).unwrap(), framed(&event.to_json(&open.book))].concat();
        copy.put(file(1), bytes);
        let mut book = sample();
        let head = Head::of(&book);
        let told = journal::resume_with(&copy, &folder(), &mut book, &head, &[later.clone()]).unwrap();
        assert_eq!(told.log.steps().len() == 1, done, "from row {skip}");
        assert_eq!(told.lines.is_empty(), done);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is done to one of the files, the other way leads back; and no rubbish makes the program break.
    #[test]
    fn rubbish_in_one_file_loses_nothing(
        which in 0usize..2,
        at in 0usize..2_000,
        rubbish in proptest::collection::vec(any::<u8>(), 0..200),
        cut in any::<bool>(),
    ) {
        let (disk, decisions) = left(1);
        let path = [file(1), folder().join("snapshot.1")][which].clone();
        let mut bytes = disk.get(&path).unwrap();
        let at = at % bytes.len();
        let rest = bytes.split_off(at);
        bytes.extend(&rubbish);
        if !cut {
            bytes.extend(rest.into_iter().skip(rubbish.len()));
        }
        disk.put(&path, bytes.clone());
        let open = again(&disk);
        prop_assert_eq!(decided(&open.book), decisions.clone());
        open.leave(&disk, &folder());
        let open = again(&disk);
        prop_assert_eq!(decided(&open.book), decisions);
    }
}

#[test]
fn a_journal_of_other_rows_is_not_removed() {
    let (disk, _) = left(1);
    let whole = disk.get(file(1)).unwrap();
    let invoices = [invoice("4"), invoice("1")];
    for _ in 0..4 {
        let open = Open::of(common::book_of("b2b", &invoices), &on(&disk), &folder());
        assert!(open.told.kin != Kin::None);
        let told = open.told.told(&open.book);
        begin(&disk, &folder(), &open.head, told).unwrap();
    }
    assert_eq!(disk.get(file(1)), Some(whole));
}
