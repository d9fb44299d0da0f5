//! Other programs in the data folder while a book is open, and journals that claim what cannot be.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ims_desk::book::Action;
use ims_desk::book::Section::B2b;
use ims_desk::edit::{Change, Command};
use ims_desk::store::journal::{self, Event, Head, Kept};

use crate::common::disk::FaultyDisk;
use crate::common::{self, Folder, invoice};
use crate::reopened::{Open, decide, decided, events, file, folder, on, real, sample};

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
        from[B2b] = skip;
        let event = Event::Do(Command::Merge { later: named.clone(), from, mine: Vec::new() });
        let copy = disk.twin();
        let bytes = [disk.get(file(1)).unwrap(), framed(&event.to_json(&open.book))].concat();
        copy.put(file(1), bytes);
        let mut book = sample();
        let head = Head::of(&book);
        let resumed = journal::resume_with(&copy, &folder(), &mut book, &head, std::slice::from_ref(&later)).unwrap();
        assert_eq!(resumed.log.steps().len() == 1, done, "from row {skip}");
        assert_eq!(resumed.lines.is_empty(), done);
    }
}
