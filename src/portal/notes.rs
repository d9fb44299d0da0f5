//! What was tolerated while reading one file, counted, and reported in a line each.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::book::ItcSpelling;
use crate::values::{plural, short};

/// The most columns of a section that is only shown.
pub(super) const MOST_COLUMNS: usize = 256;

/// Something that was tolerated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // see `line`
pub enum Note {
    ByteOrderMark,
    NumberAsNumber,
    AmountAsText,
    TextAsNumber(String),
    UnknownFlag(String),
    FlagMissing,
    OldPendingFlag(&'static str),
    /// The key, and whether it is an amount.
    KeyMissing(&'static str, bool),
    SecondKey {
        used: String,
        ignored: String,
    },
    /// A key that is there twice.
    KeyTwice(String),
    /// A key behind a different spelling of it.
    KeyBehind(String),
    /// A key of which only different spellings are there, several of them.
    KeySpeltTwice(String),
    JoinedSection {
        alias: String,
        section: String,
    },
    EqualCopies,
    UnknownSection(String),
    /// The key of the section, and what people call it.
    ShownSection(&'static str, &'static str),
    NoAmount(String, String),
    ManyKeys(String),
    OtherCopies(String),
    OtherOnlyCounted(String),
    IgnoredElement(String),
    StrangeElement(String),
    IgnoredSection,
    MixedSpelling,
    ReadOnly,
    OnlyCounted,
    MoreFacts,
    MoreNotes,
    MalformedRecipient(String),
    RecordsNameOther(String),
    RecipientFromName(String),
    SkippedEntry(String),
}

impl Note {
    /// With the names in it cut to what a line can hold.
    fn in_short(mut self) -> Note {
        const LONGEST: usize = 100;
        let names = match &mut self {
            Note::SecondKey { used: a, ignored: b } | Note::JoinedSection { alias: a, section: b } => {
                [Some(a), Some(b)]
            }
            Note::NoAmount(a, b) => [Some(a), Some(b)],
            Note::TextAsNumber(name)
            | Note::KeyTwice(name)
            | Note::KeyBehind(name)
            | Note::KeySpeltTwice(name)
            | Note::ManyKeys(name)
            | Note::OtherCopies(name)
            | Note::StrangeElement(name)
            | Note::UnknownFlag(name)
            | Note::UnknownSection(name)
            | Note::IgnoredElement(name)
            | Note::OtherOnlyCounted(name)
            | Note::MalformedRecipient(name)
            | Note::RecordsNameOther(name)
            | Note::RecipientFromName(name)
            | Note::SkippedEntry(name) => [Some(name), None],
            _ => [None, None],
        };
        for name in names.into_iter().flatten() {
            if let Cow::Owned(cut) = short(name, LONGEST) {
                *name = cut;
            }
        }
        self
    }
}

/// The notes on one file.
#[derive(Default)]
pub struct Notes {
    counts: BTreeMap<Note, u64>,
}

impl Notes {
    /// Counts one more.
    pub fn add(&mut self, note: Note) {
        self.add_many(note, 1);
    }

    /// Counts more of a note. Beyond a number of different notes the others are only counted, and long names are cut: a file
    /// may be made of nothing but strange names.
    pub fn add_many(&mut self, note: Note, count: u64) {
        const MOST: usize = 500;
        if count == 0 {
            return;
        }
        let note = note.in_short();
        let full = self.counts.len() >= MOST && !self.counts.contains_key(&note);
        *self.counts.entry(if full { Note::MoreNotes } else { note }).or_default() += count;
    }

    /// Counts what others counted.
    pub fn join(&mut self, others: Notes) {
        others.counts.into_iter().for_each(|(note, count)| self.add_many(note, count));
    }

    /// One line a note, each naming the file.
    pub fn lines(&self, file: &str) -> Vec<String> {
        self.counts.iter().map(|(note, &n)| format!("{file}: {}", line(note, n))).collect()
    }
}

fn many(n: u64, one: &str, more: &str) -> String {
    format!("{n} {}", plural(n, one, more))
}

fn line(note: &Note, n: u64) -> String {
    match note {
        Note::ByteOrderMark => "begins with a byte order mark, which is skipped".into(),
        Note::NumberAsNumber => {
            format!(
                "{} came as {}: the digits are kept as they are",
                many(n, "document number", "document numbers"),
                many_kind(n)
            )
        }
        Note::AmountAsText => format!("{} came as text and will go out as numbers", many(n, "amount", "amounts")),
        Note::TextAsNumber(key) => format!("\"{key}\" came as a number, not as text, {}", times(n)),
        Note::UnknownFlag(key) => format!(
            "\"{key}\" has a value that is neither yes nor no in {}; it is taken as not said",
            many(n, "record", "records")
        ),
        Note::FlagMissing => format!(
            "in {} the file does not say whether the portal allows this (a flag is missing): Pending, remarks and \
             the ITC answer are taken as allowed",
            many(n, "record", "records")
        ),
        Note::OldPendingFlag(key) => format!(
            "{} the old flag \"{key}\", which is read in opposite ways: it counts as missing, and Pending is taken as allowed",
            many(n, "record has", "records have")
        ),
        Note::KeyMissing(key, true) => format!(
            "\"{key}\" is missing in {}: it counts as 0 and is left out of the JSON that you generate",
            many(n, "record", "records")
        ),
        Note::KeyMissing(key, false) => {
            format!(
                "\"{key}\" is missing in {}: it is left out of the JSON that you generate",
                many(n, "record", "records")
            )
        }
        Note::SecondKey { used, ignored } => {
            format!("{} both \"{used}\" and \"{ignored}\"; \"{used}\" counts", many(n, "record has", "records have"))
        }
        Note::KeyTwice(key) => {
            format!("{} \"{key}\" twice; the first one counts", many(n, "record has", "records have"))
        }
        Note::KeyBehind(key) => format!(
            "{} both \"{key}\" and a different spelling of it; \"{key}\" counts",
            many(n, "record has", "records have")
        ),
        Note::KeySpeltTwice(key) => format!(
            "{} \"{key}\" twice, in different spellings; the first one counts",
            many(n, "record has", "records have")
        ),
        Note::JoinedSection { alias, section } => format!("section \"{alias}\" is read as \"{section}\""),
        Note::EqualCopies => {
            format!("{} twice with equal values and count once", many(n, "record is there", "records are there"))
        }
        Note::UnknownSection(key) => {
            format!(
                "section \"{key}\" ({}) is not known: it is only shown and never written",
                many(n, "record", "records")
            )
        }
        Note::ShownSection(key, label) => format!(
            "section \"{key}\" ({label}, {}) is only shown and never written: decide on the portal",
            many(n, "record", "records")
        ),
        Note::NoAmount(section, key) => format!(
            "\"{key}\" of section \"{section}\" does not hold an amount in {}; the sums leave it out",
            many(n, "record", "records")
        ),
        Note::ManyKeys(section) => format!(
            "{} of section \"{section}\" beyond the first {MOST_COLUMNS} keys: no columns of their own",
            many(n, "value has a key", "values have keys")
        ),
        Note::OtherCopies(section) => format!(
            "section \"{section}\": {} are there several times with different values; all of them are shown and \
             summed",
            many(n, "bill of entry", "bills of entry")
        ),
        Note::OtherOnlyCounted(section) => format!(
            "section \"{section}\" has far more records than its length allows for: {} only counted",
            many(n, "more is", "more are")
        ),
        Note::IgnoredElement(key) => format!("\"{key}\" is a list, but not of records: it is not shown"),
        Note::StrangeElement(key) => {
            format!(
                "section \"{key}\" holds {} not a record: not shown",
                many(n, "element that is", "elements that are")
            )
        }
        Note::IgnoredSection => {
            format!(
                "{} of the sections that are not known; there are too many to show",
                many(n, "is left out", "are left out")
            )
        }
        Note::MixedSpelling => ItcSpelling::MIXED.into(),
        Note::ReadOnly => {
            format!("{} cannot be read in full: decide on them on the portal", many(n, "record", "records"))
        }
        Note::OnlyCounted => {
            format!("{} of these are only counted and not shown, as there are too many", many(n, "record", "records"))
        }
        Note::MoreFacts => format!("{} are beside the sections", many(n, "more value", "more values")),
        Note::MoreNotes => format!("{} of other kinds", many(n, "more note", "more notes")),
        Note::MalformedRecipient(text) => {
            format!("names \"{text}\" as the recipient, which is not a GSTIN: it does not count")
        }
        Note::RecordsNameOther(text) => {
            format!("records name \"{text}\" as the recipient, the file's head another; the head counts")
        }
        Note::RecipientFromName(text) => format!("does not name the recipient; {text} is taken from its name"),
        Note::SkippedEntry(name) => format!("\"{name}\" in the zip is not a .json file and is skipped"),
    }
}

fn many_kind(n: u64) -> &'static str {
    plural(n, "a number", "numbers")
}

fn times(n: u64) -> String {
    many(n, "time", "times")
}
