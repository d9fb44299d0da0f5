//! Any bytes as an error file of the portal, beside a download. No error is lost: the words of every record in it are shown,
//! and every error that is shown is on the records that it names, or in the list of those that fit none.

#![cfg_attr(fuzzing, no_main)]

use ims_desk::book::SourceKind;
use ims_desk::portal::errors;
use ims_desk_fuzz::book::{DOWNLOAD, read, rows, today};
use ims_desk_fuzz::json::{self, elements, get, members};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    let Ok(book) = read(&[("download.json", DOWNLOAD.as_bytes()), ("errors.json", bytes)]) else { return };
    let Some(source) = book.sources().list().iter().find(|source| source.kind == SourceKind::Errors) else { return };
    let text = source.text.as_str();
    let found = errors::read(text, &mut (1 << 30)).unwrap_or_else(|_| panic!("read once, and not again: {text}"));
    let list = book.errors().list();
    assert_eq!(list.len(), found.reports.len(), "every report is an error of the book");
    for (error, report) in list.iter().zip(&found.reports) {
        assert_eq!((&*error.message, &*error.code), (report.message.as_str(), report.code.as_str()));
        assert!(!error.message.is_empty() || !error.code.is_empty(), "an error that says nothing: {report:?}");
        for &(section, row) in &error.records {
            let (records, stated) = (book.sheet(section).records(), &report.stated);
            let names = |stated: &str, held: &str| stated.trim().is_empty() || stated.trim().to_lowercase() == held;
            assert!(names(&stated.number, records.numbers.folded(row)), "{stated:?} is on {section:?} {row}");
            assert!(stated.section.is_none_or(|named| named == section), "{stated:?} is on {section:?}");
            assert!(book.errors_of(section, row).contains(&error), "it is not shown: {error:?}");
        }
    }
    assert_eq!(book.errors().unmatched().count(), list.iter().filter(|error| error.records.is_empty()).count());
    for message in messages(text).unwrap_or_default() {
        assert!(list.iter().any(|error| *error.message == *message), "{message:?} is lost: {list:?}");
    }
    // An error file changes nothing that is decided.
    for (section, row) in rows(&book) {
        assert_eq!(book.sheet(section).decision(row), book.sheet(section).baseline(row));
        assert!(!book.in_delta(section, row));
    }
    drop(ims_desk::rules::Findings::of(&book, today()));
});

/// The words of the errors that are where the portal puts them, as another reader finds them: on records, in a list under
/// a section under `imsDetailsErr`.
fn messages(text: &str) -> Option<Vec<String>> {
    let root = members(text)?;
    let sections = members(get(&root, "imsDetailsErr")?)?;
    let mut found = Vec::new();
    for (name, list) in sections {
        if !json::SECTIONS.iter().any(|section| section[0] == name) {
            continue;
        }
        for record in elements(list).unwrap_or_default() {
            let record = members(record).unwrap_or_default();
            let alone = record.iter().filter(|member| member.0.to_lowercase().starts_with("error")).count() == 1;
            let parts = record.iter().any(|member| member.1.starts_with('['));
            let words = get(&record, "error_msg").and_then(json::text).map(|words| words.trim().to_owned());
            found.extend(words.filter(|words| alone && !parts && !words.is_empty()));
        }
    }
    Some(found)
}
