//! Any bytes as the portal's GSTR-2B, in one file or, parted by a zero byte, in several, beside a book. They are read or refused with a sentence; every record of the book is in one
//! result at most, every document is beside a record or counted by a reason, and nothing is decided by it.

#![cfg_attr(fuzzing, no_main)]

use ims_desk::portal::{Input, gstr_2b};
use ims_desk::rules::tie_out::{sentence, tie_out};
use ims_desk::work::Progress;
use ims_desk_fuzz::book::{DOWNLOAD, read, rows};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    let file = |(n, bytes): (usize, &[u8])| Input { name: format!("2b_{n}.json"), path: None, bytes: bytes.to_vec() };
    let files: Vec<Input> = bytes.split(|&byte| byte == 0).take(3).enumerate().map(file).collect();
    let found = match gstr_2b::read(files, &Progress::default()) {
        Ok(found) => found,
        Err(why) => return assert!(!why.what.is_empty()),
    };
    assert!(found.filings.windows(2).all(|two| two[0] < two[1]), "the days are in order, each once");
    for (gstin, period, day) in &found.filings {
        assert!(found.filings_of(gstin).contains(&(*period, *day)));
    }
    let Ok(book) = read(&[("download.json", DOWNLOAD.as_bytes())]) else { return };
    let Some(tie) = tie_out(&book, &found, &Progress::default()) else { return };
    let taken: Vec<u32> = tie.tied.iter().filter_map(|tied| tied.document).collect();
    let mut all: Vec<u32> = taken.iter().copied().chain(tie.alone.iter().map(|&(_, place)| place)).collect();
    all.sort_unstable();
    assert!(all.windows(2).all(|two| two[0] < two[1]), "no document is counted twice");
    assert!(tie.tied.windows(2).all(|two| (two[0].section, two[0].row) < (two[1].section, two[1].row)));
    assert_eq!(tie.records(), tie.tied.len() as u64);
    assert!(!sentence(&found, "October 2026", &tie).is_empty());
    tie.of_file_lacks().iter().for_each(|lack| assert!(!lack.is_empty()));
    for (section, row) in rows(&book) {
        assert_eq!(book.sheet(section).decision(row), book.sheet(section).baseline(row));
    }
});
