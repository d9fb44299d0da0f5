//! Snapshots. Any bytes are refused, or carry onto a book without touching a record that they do not name. One that was made
//! here carries every decision onto the same download read again; damaged in one
//! place, no other record suffers.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::book::Book;
use ims_desk::edit::Log;
use ims_desk::store::journal::Snapshot;
use ims_desk_fuzz::book::{DOWNLOAD, download, in_words, rows, standing};
use ims_desk_fuzz::made::{Decide, Download};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if bytes.starts_with(b"{") {
        any(bytes);
    } else if let Ok(made) = Made::arbitrary(&mut Unstructured::new(bytes)) {
        made.carries();
    }
});

fn any(bytes: &[u8]) {
    let Some(snapshot) = Snapshot::from_bytes(bytes) else { return };
    let again = snapshot.to_bytes();
    assert!(Snapshot::from_bytes(&again).is_some_and(|read| read.to_bytes() == again));
    let mut book = download(DOWNLOAD);
    let before = standing(&book);
    let mut log = Log::default();
    for command in snapshot.carry(&mut book).commands {
        log.apply(&mut book, command);
    }
    while log.undo(&mut book).is_some() {}
    assert_eq!(standing(&book), before);
}

/// A download, what is decided of it, and how its snapshot is damaged.
#[derive(Arbitrary, Debug)]
struct Made {
    damage: Option<(u16, u8)>,
    decided: Vec<Decide>,
    download: Download,
}

impl Made {
    fn carries(&self) {
        let text = self.download.text(true);
        let mut book = download(&text);
        let mut log = Log::default();
        for decide in &self.decided {
            decide.carry_out(&mut book, &mut log);
        }
        let mut bytes = Snapshot::of(&book, 3, 7).to_bytes();
        let snapshot = Snapshot::from_bytes(&bytes).unwrap();
        assert_eq!(snapshot.made_at(), (3, 7));
        let mut again = download(&text);
        let carried = snapshot.carry(&mut again);
        assert_eq!((carried.missing, carried.changed), (0, 0));
        carried.commands.into_iter().for_each(|command| drop(command.apply(&mut again)));
        assert_eq!(standing(&again), standing(&book));

        let Some((at, change)) = self.damage else { return };
        let at = at as usize % bytes.len();
        let in_head = at <= bytes.iter().position(|b| *b == b'\n').unwrap();
        bytes[at] ^= change;
        let Some(damaged) = Snapshot::from_bytes(&bytes).filter(|_| !in_head) else { return };
        // Each entry is of one record: no other is decided otherwise.
        let mut again = download(&text);
        damaged.carry(&mut again).commands.into_iter().for_each(|command| drop(command.apply(&mut again)));
        let decided = |book: &Book, (section, row)| in_words(book, book.sheet(section).decision(row));
        let differ = rows(&book).into_iter().filter(|&record| decided(&book, record) != decided(&again, record));
        assert!(differ.count() <= 2, "one damaged byte has changed more than the record it is of");
    }
}
