//! Journals. Lines of any text, framed with right checksums, are replayed so far as they are events of the book, and undoing
//! them all gives the download back. A journal of what was done here gives exactly that again; damaged, it gives the book as
//! it stood after some step, and every step before the damage counts.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::edit::Log;
use ims_desk::store::journal::{Contents, Head, begin, resume};
use ims_desk_fuzz::book::{DOWNLOAD, download, standing};
use ims_desk_fuzz::journal::{begun, folder, frame, holding};
use ims_desk_fuzz::made::{Download, Step};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.starts_with(['{', '"']) => any(text),
        _ => {
            if let Ok(made) = Made::arbitrary(&mut Unstructured::new(bytes)) {
                made.comes_back();
            }
        }
    }
});

fn any(events: &str) {
    let mut book = download(DOWNLOAD);
    let before = standing(&book);
    let head = Head::of(&book);
    let mut journal = begun(&book);
    events.lines().for_each(|event| journal.extend(frame(event)));
    let Ok(mut found) = resume(&holding(journal), folder(), &mut book, &head) else {
        assert_eq!(standing(&book), before, "what is refused changes nothing");
        return;
    };
    // What was understood is written and read again as it was understood.
    let stated = Contents { book: &book, log: &found.log, uploads: &found.uploads, awaiting: found.awaiting };
    let disk = ims_desk_fuzz::disk::FaultyDisk::new();
    begin(&disk, folder(), &head, stated).unwrap();
    let mut again = download(DOWNLOAD);
    let stated = resume(&disk, folder(), &mut again, &head).unwrap();
    assert_eq!(stated.dropped, None, "{events}");
    assert_eq!(standing(&again), standing(&book), "{events}");
    assert_eq!((stated.uploads.len(), stated.awaiting), (found.uploads.len(), found.awaiting));
    while found.log.undo(&mut book).is_some() {}
    book.recipient.typed = None;
    assert_eq!(standing(&book), before, "{events}");
}

/// What is done to a download, and what happens to its journal.
#[derive(Arbitrary, Debug)]
struct Made {
    damage: Option<(u16, u8)>,
    cut: Option<u16>,
    steps: Vec<Step>,
    download: Download,
}

impl Made {
    fn comes_back(&self) {
        let text = self.download.text(false);
        let mut book = download(&text);
        let head = Head::of(&book);
        let mut journal = begun(&book);
        let mut log = Log::default();
        // The book after each step, and where its frame ends.
        let mut states = vec![(standing(&book), journal.len())];
        for step in &self.steps {
            if let Some(event) = step.carry_out(&mut book, &mut log) {
                journal.extend(frame(&event.to_json(&book)));
                states.push((standing(&book), journal.len()));
            }
        }
        let (whole, mut hit) = (journal.clone(), journal.len());
        if let Some((at, change)) = self.damage.filter(|damage| damage.1 != 0) {
            hit = at as usize % journal.len();
            journal[hit] ^= change;
        }
        if let Some(cut) = self.cut {
            journal.truncate(cut as usize);
            hit = hit.min(journal.len());
        }
        let mut again = download(&text);
        let found = resume(&holding(journal), folder(), &mut again, &head);
        let now = standing(&again);
        let safe = states.iter().rposition(|(_, end)| *end <= hit).unwrap_or(0);
        let counts = states[safe..].iter().any(|(state, _)| *state == now);
        assert!(counts, "damaged at {hit} of {}: {found_words}", whole.len(), found_words = found.is_ok());
        if hit == whole.len() {
            let mut found = found.unwrap_or_else(|why| panic!("{why}"));
            assert_eq!((found.dropped, found.log.in_force()), (None, log.in_force()));
            assert_eq!(now, states[states.len() - 1].0);
            while found.log.undo(&mut again).is_some() {}
            assert_eq!(standing(&again), states[0].0);
        }
    }
}
