//! A book and its folder for tests of what comes back: opened, worked on and left as the window does.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::book::{Action, Answer, Book, Section};
use ims_desk::disk::{Disk, RealDisk};
use ims_desk::edit::{Change, Command};
use ims_desk::store::journal::{Event, Head, Keeper, Kept, Resumed, Snapshot, begin, keep_snapshot, resume, take_over};

use crate::common::disk::FaultyDisk;
use crate::common::{self, book, invoice, note};

/// Read once, and a copy of it for each opening.
pub fn sample() -> Book {
    static SAMPLE: LazyLock<Book> = LazyLock::new(|| {
        let invoices = ["1", "2", "3", "4"].map(invoice);
        let twins = [invoice("9"), invoice("9").heads([190, 0, 0, 0])];
        let invoices = [invoices.as_slice(), &twins].concat();
        book(&[("b2b", &invoices), ("b2bcn", &[note("1"), note("2").with("action", "A").with("itcRedReq", "Y")])])
    });
    SAMPLE.clone()
}

pub fn decide(section: Section, rows: &[u32], change: Change) -> Event {
    Event::Do(Command::decide(section, rows.iter().copied().collect(), change))
}

/// What a user may do, each with another effect.
pub fn events() -> Vec<Event> {
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
pub fn decided(book: &Book) -> Vec<String> {
    let rows = Section::ALL.into_iter().flat_map(|s| (0..book.sheet(s).rows()).map(move |row| (s, row)));
    rows.map(|(section, row)| {
        let (sheet, decision) = (book.sheet(section), book.sheet(section).decision(row));
        let answer = book.answers().get(decision.answer);
        let (remarks, note) = (book.text(decision.remarks), book.text(decision.note));
        format!("{section:?} {row} {:?} {answer:?} {remarks} {note} {}", decision.action, sheet.in_force(row))
    })
    .collect()
}

/// A book and what was done to it, as the window holds them.
pub struct Open {
    pub book: Book,
    pub resumed: Resumed,
    pub head: Head,
    pub generation: u64,
    pub events: u64,
    pub keeper: Keeper,
}

impl Open {
    /// Opens the book of a folder, as the window does.
    pub fn new(disk: &Arc<dyn Disk>, folder: &Path) -> Open {
        Open::of(sample(), disk, folder)
    }

    pub fn of(mut book: Book, disk: &Arc<dyn Disk>, folder: &Path) -> Open {
        let head = Head::of(&book);
        disk.make_folder(folder).unwrap();
        let mut resumed = resume(&**disk, folder, &mut book, &head).unwrap();
        take_over(&**disk, folder, &mut book, &mut resumed, &head);
        let (generation, file, bytes, events) = if resumed.wants_new_generation() {
            let begun = begin(&**disk, folder, &head, resumed.contents(&book)).unwrap();
            (begun.generation, begun.file, begun.bytes, begun.events)
        } else {
            (resumed.generation, resumed.file.clone(), resumed.bytes, resumed.events)
        };
        let keeper = Keeper::start(disk.clone(), file, bytes, || {}).unwrap();
        Open { book, resumed, head, generation, events, keeper }
    }

    pub fn act(&mut self, event: &Event) {
        match event.clone() {
            Event::Do(command) => drop(self.resumed.log.apply(&mut self.book, command)),
            Event::Recipient(gstin) => self.book.recipient.typed = Some(gstin),
            _ => unreachable!(),
        }
        self.keeper.keep(event, &self.book);
        self.events += 1;
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot::of(&self.book, self.generation, self.events).for_rows_of(&self.head)
    }

    /// Closes the window.
    pub fn leave(self, disk: &dyn Disk, folder: &Path) {
        assert_eq!(self.keeper.flush(), Kept::Saved);
        keep_snapshot(disk, folder, &self.snapshot()).unwrap();
    }

    pub fn lines(&self) -> String {
        self.resumed.lines.join("\n")
    }
}

pub fn on(disk: &FaultyDisk) -> Arc<dyn Disk> {
    Arc::new(disk.clone())
}

pub fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

pub fn folder() -> PathBuf {
    PathBuf::from("data/book")
}

pub fn file(generation: u64) -> PathBuf {
    folder().join(format!("journal.{generation}"))
}

/// A disk on which all events were done once, and the book closed; with what is decided.
pub fn left(times: usize) -> (FaultyDisk, Vec<String>) {
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

pub fn again(disk: &FaultyDisk) -> Open {
    Open::new(&on(disk), &folder())
}
