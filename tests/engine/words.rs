//! The words of messages: everyday ones, and never those of the operating system.

use std::io::{Error, ErrorKind};

use ims_desk::disk;

use crate::walls::{Source, sources};

/// A file without its own tests.
fn without_tests(source: Source) -> Source {
    let tests = source.code.find("#[cfg(test)]\nmod tests").unwrap_or(source.code.len());
    let lines = source.code[..tests].matches('\n').count() + 1;
    Source {
        code: source.code[..tests].to_owned(),
        texts: source.texts.into_iter().filter(|(line, _)| *line <= lines).collect(),
        ..source
    }
}

fn shipped() -> impl Iterator<Item = Source> {
    sources().iter().filter(|source| !source.is_tests()).cloned().map(without_tests)
}

#[test]
fn an_error_of_the_system_is_said_without_its_number_and_its_words() {
    let codes = (1..12_000).map(Error::from_raw_os_error);
    let kinds = [ErrorKind::NotFound, ErrorKind::UnexpectedEof, ErrorKind::InvalidData, ErrorKind::WriteZero];
    for error in codes.chain(kinds.map(Error::from)) {
        let words = disk::words(&error);
        let begins = words.chars().next().is_some_and(char::is_lowercase);
        assert!(begins && !words.contains("os error") && !words.contains(['(', '_']), "{error:?}: {words}");
        let system = error.to_string();
        let system = system.split(" (os error").next().unwrap();
        assert!(!words.contains(system), "{error:?}: {words}");
    }
    for (kind, said) in [
        (ErrorKind::NotFound, "there is no such file or folder"),
        (ErrorKind::PermissionDenied, "access was denied"),
        (ErrorKind::StorageFull, "the disk is full"),
        (ErrorKind::ReadOnlyFilesystem, "the disk is write-protected"),
        (ErrorKind::IsADirectory, "this is a folder"),
    ] {
        assert!(disk::words(&kind.into()).starts_with(said), "{kind:?}");
    }
    assert_eq!(disk::words(&Error::other("what this program says itself")), "what this program says itself");
}

/// Names that errors of the system have in the code.
const ERRORS: [&str; 4] = ["e", "err", "error", "io"];

#[test]
fn no_message_is_made_of_an_error_of_the_system_but_by_the_one_place_that_words_them() {
    let mut broken = Vec::new();
    for source in shipped().filter(|source| source.name != "disk/mod.rs") {
        for (line, text) in &source.texts {
            if ERRORS.iter().any(|name| text.contains(&format!("{{{name}}}")) || text.contains(&format!("{{{name}:"))) {
                broken.push(format!("src/{}:{line}: {text}", source.name));
            }
        }
        for (place, line) in source.code.lines().enumerate() {
            // Those of the portal's readers and writers are worded already.
            let of_io = ["e.to_string()", "err.to_string()", "io::Error::to_string"];
            let worded = line.contains("ReadError") || line.contains("portal::read");
            if of_io.iter().any(|call| says(line, call)) && !worded {
                broken.push(format!("src/{}:{}: {}", source.name, place + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Whether a line has a call, and not of something whose name only ends so.
fn says(line: &str, call: &str) -> bool {
    line.match_indices(call).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "_.".contains(c)))
}

/// Words that users of this program would not say, and what is said in their place.
const NOT: [(&str, &str); 22] = [
    ("told", "said"),
    ("wish", "choose"),
    ("stand", "is, are"),
    ("stands", "is, are"),
    ("anew", "again"),
    ("whoever", "who"),
    ("nobody", "no one"),
    ("is another", "differs"),
    ("none of ours", "not yours"),
    ("so many", "a number"),
    ("as imported", "restore portal action"),
    ("notes on reading", "problems in the file"),
    ("journal", "the file of your steps"),
    ("snapshot", "backup"),
    ("book", "client, GSTIN, records"),
    ("findings", "alerts"),
    ("so already", "already Accepted"),
    ("take it back", "undo"),
    ("taken back", "undone"),
    ("stick", "pen drive"),
    ("said to require", "may ask for"),
    ("reduce itc?", "ITC to be reduced?"),
];

/// Where names of columns of earlier versions are, what is only spelled for files, and words that are typed.
const OTHERS: [&str; 4] = [
    "book/field.rs",
    "store/journal/spelling.rs",
    // What people type who look for something.
    "app/actions/synonyms.rs",
    // Headings of purchase registers.
    "register/headings/",
];

/// A text without the names of what is put into it.
fn said(text: &str) -> String {
    let parts = text.split('{').enumerate();
    parts.map(|(i, part)| if i == 0 { part } else { part.split_once('}').map_or(part, |(_, behind)| behind) }).collect()
}

#[test]
fn messages_from_below_the_window_are_in_the_words_of_their_readers() {
    let mut broken = Vec::new();
    for source in shipped().filter(|source| !OTHERS.iter().any(|other| source.name.starts_with(other))) {
        for (line, text) in &source.texts {
            // A text of one word is a name.
            let text = text.to_lowercase();
            if !text.trim().contains(' ') {
                continue;
            }
            let words = format!(" {} ", said(&text).replace(|c: char| !c.is_alphanumeric() && c != '?', " "));
            for (word, instead) in NOT {
                if words.contains(&format!(" {word} ")) {
                    broken.push(format!("src/{}:{line}: \"{word}\" in \"{text}\", say {instead}", source.name));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
