//! What comes back when files of a book's folder are damaged, missing, exchanged or not files at all: whatever is left is
//! used, what is said is what was done, and nothing is written over that was not understood.

use ims_desk::book::Action;
use ims_desk::book::Section::B2b;
use ims_desk::edit::{Change, Command};
use ims_desk::store::journal::{Event, Head, Kept, Kin, Resumed, Snapshot, begin, keep_snapshot, resume};
use proptest::prelude::*;

use crate::common::disk::Fault;
use crate::common::disk::FaultyDisk;
use crate::common::{self, Folder, invoice, names_in};
use crate::reopened::{Open, again, decide, decided, events, file, folder, left, on, real, sample};

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
            assert!(open.lines().contains("The file of your steps is missing. Decisions on"), "{}", open.lines());
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
fn any_two_bits_of_the_head_of_a_journal_may_flip() {
    let (disk, decisions) = left(1);
    let whole = disk.get(file(1)).unwrap();
    let length = whole.iter().position(|&b| b == b'\n').unwrap() + 1;
    // Some bits of every part of it, the last digits and the end of its line with all others, each with and without a snapshot.
    let bits: Vec<usize> = (0..length).step_by(13).chain(length - 40..length).map(|at| 8 * at + at % 8).collect();
    for (i, &one) in bits.iter().enumerate() {
        for &other in bits[i + 1..].iter().filter(|&&other| other != one).step_by(3) {
            let copy = disk.twin();
            let mut damaged = whole.clone();
            damaged[one / 8] ^= 1 << (one % 8);
            damaged[other / 8] ^= 1 << (other % 8);
            copy.put(file(1), damaged.clone());
            if i % 2 == 0 {
                copy.delete(folder().join("snapshot.1"));
            }
            let open = again(&copy);
            assert_eq!(decided(&open.book), decisions, "bits {one} and {other}: {}", open.lines());
            assert_eq!(open.resumed.log.steps().len(), 5, "bits {one} and {other}, with all of its history");
            if open.generation != 1 {
                assert!(open.lines().contains("All steps in it are back"), "bits {one} and {other}: {}", open.lines());
                assert_eq!(copy.get(file(1)), Some(damaged), "it is left as it is");
            }
        }
    }
}

#[test]
fn a_head_of_another_book_is_not_taken_for_a_damaged_one() {
    let (disk, _) = left(1);
    let mut whole = disk.get(file(1)).unwrap();
    let end = whole.iter().position(|&b| b == b'\n').unwrap();
    // As long, and the same but for the fingerprint of the rows and for what they are.
    for digit in &mut whole[end - 34..end - 2] {
        *digit = if *digit == b'0' { b'1' } else { b'0' };
    }
    let text = String::from_utf8(whole).unwrap().replacen("\"rows\":[6,", "\"rows\":[5,", 1);
    disk.put(file(1), text.into_bytes());
    disk.delete(folder().join("snapshot.1"));
    let open = again(&disk);
    assert_eq!(decided(&open.book), decided(&sample()), "{}", open.lines());
    assert!(open.lines().contains("no longer says which files it belongs to"), "{}", open.lines());
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
        assert_eq!(open.resumed.log.steps().len(), 5, "with all of its history");
        assert!(open.lines().contains("was damaged, where no decisions are"), "{}", open.lines());
    }
    // Where events may be missing behind the head, those that are left are not done without them.
    for cut in [head + 1, head + 60] {
        let copy = disk.twin();
        copy.put(file(1), whole[cut..].to_vec());
        let open = again(&copy);
        assert_eq!(decided(&open.book), decisions, "from the snapshot");
        assert!(open.lines().contains("The file of your steps cannot be used"), "{}", open.lines());
    }
    // Nothing says any more whose rows these are: nothing is done by their numbers, and that is said.
    let copy = disk.twin();
    copy.delete(folder().join("snapshot.1"));
    let damaged = [vec![b'#'; head + 1], whole[head + 1..].to_vec()].concat();
    copy.put(file(1), damaged.clone());
    let open = again(&copy);
    assert_eq!(decided(&open.book), decided(&sample()));
    assert!(
        open.lines().contains("no longer says which files it belongs to. It was left as it is."),
        "{}",
        open.lines()
    );
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
fn a_journal_of_which_only_the_first_bytes_are_left_stays_where_it_is() {
    let (disk, decisions) = left(1);
    let whole = disk.get(file(1)).unwrap();
    for length in [0, 100] {
        let copy = disk.twin();
        copy.put(file(1), whole[..length].to_vec());
        for _ in 0..3 {
            let open = again(&copy);
            assert_eq!(decided(&open.book), decisions, "{length}: {}", open.lines());
            open.leave(&copy, &folder());
        }
        assert_eq!(copy.get(file(1)), Some(whole[..length].to_vec()), "{length} bytes");
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
    assert!(open.lines().contains("ends 2 steps before its backup was made"), "{}", open.lines());
    assert!(open.lines().contains("it changed decisions on 4 records"), "{}", open.lines());
}

#[test]
fn a_snapshot_of_another_book_decides_nothing() {
    let (disk, decisions) = left(1);
    let mut other = common::book_of("b2b", &[invoice("1"), invoice("77")]);
    Command::decide(B2b, (0..2).collect(), Change::action(Action::Pending)).apply(&mut other);
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
    assert!(open.lines().contains("the backup cannot be used (another version"), "{}", open.lines());
}

#[test]
fn the_generation_before_is_used_where_the_beginning_of_the_newest_is_destroyed() {
    let disk = FaultyDisk::new();
    let mut open = Open::new(&on(&disk), &folder());
    events().iter().for_each(|event| open.act(event));
    open.keeper.flush();
    let decisions = decided(&open.book);
    begin(&disk, &folder(), &open.head, open.resumed.contents(&open.book)).unwrap();
    drop(open);
    let mut bytes = disk.get(file(2)).unwrap();
    let second = bytes.iter().position(|&b| b == b'\n').unwrap();
    bytes[second + 30..second + 60].fill(b'#');
    disk.put(file(2), bytes.clone());
    let open = again(&disk);
    assert_eq!(decided(&open.book), decisions);
    assert!(open.lines().contains("back from the file before it"), "{}", open.lines());
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
    assert!(open.lines().contains("1 step after that could not be done again"), "{}", open.lines());
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
        for name in ["journal.12", "snapshot.4", "lock.holder.txt", "a pipe"] {
            assert!(std::process::Command::new("mkfifo").arg(place.join(name)).status().unwrap().success());
        }
        drop(std::os::unix::net::UnixListener::bind(place.join("a socket")).unwrap());
        std::os::unix::fs::symlink(place.join("nowhere"), place.join("journal.13")).unwrap();
    }
    let strangers: Vec<_> =
        names_in(&place).into_iter().filter(|n| !["journal.1", "snapshot.1"].contains(&&**n)).collect();
    let mut done = decisions;
    for round in 0..3 {
        let mut open = Open::new(&disk, &place);
        assert_eq!(decided(&open.book), done, "round {round}: {}", open.lines());
        assert!(open.lines().contains("journal.10 is not a file and was left alone"), "{}", open.lines());
        #[cfg(unix)]
        for name in ["journal.12", "journal.13", "snapshot.3", "snapshot.4", "lock.holder.txt", "a pipe", "a socket"] {
            let alone = format!("{} is not a file and was left alone.", place.join(name).display());
            assert!(open.lines().contains(&alone), "{name}: {}", open.lines());
        }
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
    // No number is left above it, which is said rather than to write where no one looks.
    let begun = begin(&disk, &folder(), &open.head, open.resumed.contents(&open.book));
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
    disk.fail(1, Fault::Broken);
    let why = resume(&disk, &folder(), &mut book, &head).err().unwrap();
    assert!(why.contains("journal.1") && why.contains("the disk is broken"), "{why}");
    disk.fail(2, Fault::Broken);
    let begun = begin(&disk, &folder(), &head, Resumed::default().contents(&book));
    assert!(begun.is_err(), "nothing takes the place of what may be readable in a moment");
    assert_eq!(disk.paths().len(), 2);
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
        assert!(open.resumed.kin != Kin::None);
        let resumed = open.resumed.contents(&open.book);
        begin(&disk, &folder(), &open.head, resumed).unwrap();
    }
    assert_eq!(disk.get(file(1)), Some(whole));
}
