//! Any bytes as the portal's GSTR-2B, beside a book. They are read or refused with a sentence; every record of the book is in one
//! result at most, every document is beside a record or counted by a reason, and nothing is decided by it.

#![no_main]

use ims_desk::portal::{Input, gstr_2b};
use ims_desk::rules::tie_out::tie_out;
use ims_desk::work::Progress;
use ims_desk_fuzz::book::{DOWNLOAD, read, rows};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let input = Input { name: "2b.json".into(), path: None, bytes: bytes.to_vec() };
    let found = match gstr_2b::read(vec![input], &Progress::default()) {
        Ok(found) => found,
        Err(why) => return assert!(!why.what.is_empty()),
    };
    let Ok(book) = read(&[("download.json", DOWNLOAD.as_bytes())]) else { return };
    let Some(tie) = tie_out(&book, &found, &Progress::default()) else { return };
    let taken: Vec<u32> = tie.tied.iter().filter_map(|tied| tied.document).collect();
    let mut all: Vec<u32> = taken.iter().copied().chain(tie.alone.iter().map(|&(_, place)| place)).collect();
    all.sort_unstable();
    assert!(all.windows(2).all(|two| two[0] < two[1]), "no document is counted twice");
    assert!(tie.tied.windows(2).all(|two| (two[0].section, two[0].row) < (two[1].section, two[1].row)));
    assert_eq!(tie.records(), tie.tied.len() as u64);
    for (section, row) in rows(&book) {
        assert_eq!(book.sheet(section).decision(row), book.sheet(section).baseline(row));
    }
});
