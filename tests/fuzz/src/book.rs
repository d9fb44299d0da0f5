//! Books: reading them, and all that anybody can see of one, as texts that can be compared.

use std::path::PathBuf;

use ims_desk::book::{Book, Decision, Section};
use ims_desk::portal::upload::{FileLayout, Upload};
use ims_desk::portal::{self, Input, ReadError};
use ims_desk::values::Day;
use ims_desk::work::Progress;

/// The recipient of all downloads that are made here.
pub const RECIPIENT: &str = "27AAAAA0000A1Z2";

/// A download with records of every section.
pub const DOWNLOAD: &str = include_str!("../../../fixtures/all-sections-in-order/download.json");

/// The day on which all is judged, so that an input does the same tomorrow.
pub fn today() -> Day {
    Day::new(2026, 11, 20).unwrap()
}

/// Reads files of these names.
pub fn read(files: &[(&str, &[u8])]) -> Result<Book, ReadError> {
    let input = |(name, bytes): &(&str, &[u8])| Input {
        name: (*name).to_owned(),
        path: Some(PathBuf::from(name)),
        bytes: bytes.to_vec(),
    };
    portal::read(files.iter().map(input).collect(), &Progress::default())
}

/// Reads a text that is a download.
pub fn download(text: &str) -> Book {
    read(&[("download.json", text.as_bytes())]).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// Every record that counts.
pub fn rows(book: &Book) -> Vec<(Section, u32)> {
    let of =
        |s: Section| (0..book.sheet(s).rows()).filter(move |&row| book.sheet(s).in_force(row)).map(move |r| (s, r));
    Section::ALL.into_iter().flat_map(of).collect()
}

/// A decision, without the numbers of its texts.
pub fn in_words(book: &Book, d: Decision) -> String {
    format!("{:?} {:?} {:?} {:?}", d.action, book.answers().get(d.answer), book.text(d.remarks), book.text(d.note))
}

/// All of a book that counts: the records that count, those that are gone, their decisions, what was uploaded of them and what
/// would be.
pub fn standing(book: &Book) -> String {
    let mut all = String::new();
    for section in Section::ALL {
        let sheet = book.sheet(section);
        for row in (0..sheet.rows()).filter(|&row| sheet.in_force(row) || sheet.gone().contains(row)) {
            let said = sheet.last_said(row).map(|s| (s.action, book.answers().get(s.answer), book.text(s.remarks)));
            let decided = in_words(book, sheet.decision(row));
            let gone = if sheet.in_force(row) { "" } else { " gone" };
            all += &format!("{section:?} {row}{gone}: {} {decided} {said:?}\n", book.portal_text(section, row));
        }
    }
    all + &String::from_utf8(upload(book, false)).unwrap() + &format!("{:?}", book.recipient)
}

/// The upload of all that is to be uploaded.
pub fn upload(book: &Book, flags: bool) -> Vec<u8> {
    let delta = Section::ALL.into_iter().flat_map(|section| book.delta(section).map(move |row| (section, row)));
    let mut bytes = Vec::new();
    let layout = FileLayout { flags, parts: false };
    Upload::new(book, RECIPIENT, delta).stream(&mut bytes, layout).unwrap();
    bytes
}
