//! Portal files become a book.

use std::path::{Path, PathBuf};
use std::thread;

use sha2::{Digest, Sha256};

use super::archive;
use super::decode::{Input, ReadError, Text, error, fault, load_all, unpack_all};
use super::errors;
use super::json::{Fault, JsonKind, Scanner, Value, unescape};
use super::keys::{self, DEEPEST, Envelope};
use super::list::{self, InRecords, SectionList, Unreadable, Whole};
use super::notes::{Note, Notes};
use super::other::Others;
use super::record;
use super::what::WrongFile;
use crate::book::{
    Answers, Book, BySection, ItcSpelling, NewBook, OtherSheet, Recipient, Records, Section, Source, SourceKind,
    Sources, Texts, Trait,
};
use crate::values::{gstin, plural, short};
use crate::work::Progress;
use crate::work::allowance::{Allowance, NO_ROOM};

const NOT_OURS: &str = "this is not a file of the Invoice Management System: it has no \"imsDetails\" and no section such as \"b2b\". \
     On the portal, download the JSON under IMS Dashboard > Offline and open that";

/// Reads files from disk and makes them one book.
pub fn open(paths: &[PathBuf], progress: &Progress) -> Result<Book, ReadError> {
    read(load_all(paths, progress)?, progress)
}

/// Of nothing no book is made: it would be an empty one of no client.
const NO_FILE: &str = "there is no file to open";

/// Makes one book of files in the order given; zips stand for their entries (portal/README.md section 1).
pub fn read(inputs: Vec<Input>, progress: &Progress) -> Result<Book, ReadError> {
    if inputs.is_empty() {
        return Err(error("", NO_FILE));
    }
    let mut notes = Vec::new();
    let texts = unpack_all(inputs, &mut notes)?;
    let length: u64 = texts.iter().map(|t| t.text.len() as u64).sum();
    progress.expect(length);
    let allowance = Allowance::of(length);
    if let (false, Some(first)) = (allowance.is_there(), texts.first()) {
        return Err(error(&first.name, NO_ROOM));
    }
    // Errors belong to records, so the downloads are read first, wherever the error files stand.
    let (errors, downloads): (Vec<_>, Vec<_>) = texts.into_iter().partition(|t| t.kind == SourceKind::Errors);
    let mut building = Building::new(progress, allowance, length);
    for input in downloads {
        building.file(input, Errors::Beside)?;
    }
    // Alone they make a book of their own; beside a download they only tell of its records.
    let errors_are = if building.sources.list().is_empty() { Errors::Records } else { Errors::All };
    for input in errors {
        building.file(input, errors_are)?;
    }
    building.keep_equal_copies_once();
    let telling = std::mem::take(&mut building.telling);
    notes.append(&mut building.lines);
    let mut book = building.finish(notes)?;
    book.find_partners();
    let sources = book.sources().clone();
    for (place, count) in telling {
        let source = &sources.list()[place];
        errors::attach(&mut book, &source.name, &source.text, count);
    }
    Ok(book)
}

/// A book in the making.
struct Building<'p> {
    progress: &'p Progress,
    sources: Sources,
    records: BySection<Records>,
    others: Others,
    /// The sheets of these, once all files were read.
    shown: Vec<OtherSheet>,
    texts: Texts,
    answers: Answers,
    itc_spelling: ItcSpelling,
    /// The recipient that each file names: file, GSTIN, whether by its content.
    recipients: Vec<(String, String, bool)>,
    lines: Vec<String>,
    /// The places of the sources that have errors, and how many each has.
    telling: Vec<(usize, u64)>,
    allowance: Allowance,
    /// How much memory the errors take.
    errors_take: usize,
    unreadable: Unreadable,
}

/// How many records that cannot be read are kept, and more in a larger file.
const UNREADABLE: u64 = 50_000;
/// The bytes of a file for each of those.
const OF_UNREADABLE: u64 = 300;
/// How many facts of an envelope are kept, each cut to this many characters.
const MOST_FACTS: usize = 1_000;
const LONGEST_FACT: usize = 1_000;

/// What reading one file gathers.
struct Reading<'b, 'p, 'a> {
    book: &'b mut Building<'p>,
    scanner: Scanner<'a>,
    text: &'a str,
    /// Where this file begins among all sources.
    base: u64,
    notes: Notes,
    /// How the ITC keys are spelled.
    itc_spelling: ItcSpelling,
    facts: Vec<(String, String)>,
    /// GSTINs that the root or an envelope names.
    named: Vec<String>,
    /// The recipient that the records name: none yet, one in all so far, or several.
    in_records: InRecords,
    sections: u32,
    wrapped: bool,
    errors_are: Errors,
    /// The file tells of errors.
    tells_errors: bool,
}

/// What the errors of a file are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Errors {
    /// The records of a book of their own.
    Records,
    /// Errors on the records of a download, and no versions of them: nothing in the file is a record.
    All,
    /// The same, beside records of the file itself.
    Beside,
}

impl<'p> Building<'p> {
    fn new(progress: &'p Progress, allowance: Allowance, length: u64) -> Self {
        Building {
            progress,
            sources: Sources::default(),
            records: Default::default(),
            others: Others::default(),
            shown: Vec::new(),
            texts: Texts::default(),
            answers: Answers::default(),
            itc_spelling: ItcSpelling::default(),
            recipients: Vec::new(),
            lines: Vec::new(),
            telling: Vec::new(),
            allowance,
            errors_take: 0,
            unreadable: Unreadable { room: UNREADABLE + length / OF_UNREADABLE, counted: BySection::default() },
        }
    }

    /// Notes that the next source has errors: they are attached once all records are there.
    fn tell_errors(&mut self, file: &str, count: u64) {
        let errors = plural(count, "error", "errors");
        self.lines.push(format!("{file}: an error file of the portal with {count} {errors}"));
        self.telling.push((self.sources.list().len(), count));
    }

    /// About how much memory may still be taken.
    fn may_take(&self) -> usize {
        let records: usize = self.records.iter().map(Records::bytes).sum();
        let takes = records + self.others.bytes() + self.texts.bytes() + self.answers.bytes() + self.errors_take;
        usize::try_from(self.allowance.bytes()).unwrap_or(usize::MAX).saturating_sub(takes)
    }

    fn errors(&mut self, text: &str) -> Result<(u64, Option<String>), Fault> {
        let mut room = self.may_take();
        let before = room;
        let found = errors::count(text, &mut room)?;
        self.errors_take += before - room;
        Ok(found)
    }

    fn file(&mut self, input: Text, errors_are: Errors) -> Result<(), ReadError> {
        let mut source = Source {
            name: input.name,
            path: input.path,
            kind: input.kind,
            text: input.text.into(),
            hash: [0; 32],
            facts: Vec::new(),
        };
        let base = self.sources.end();
        let text = source.text.as_str();
        let (hash, done) = thread::scope(|scope| {
            // Hashing takes about as long as reading: on the other core it costs nothing.
            let progress = self.progress;
            let hash = move || hashed(text.as_bytes(), progress);
            let elsewhere = thread::Builder::new().spawn_scoped(scope, hash);
            let mut reading = Reading::new(self, text, base, errors_are);
            reading.notes.add_many(Note::ByteOrderMark, input.byte_order_mark.into());
            let done = reading.root();
            let stated = if reading.tells_errors { reading.book.errors(text) } else { Ok((0, None)) };
            let gathered = done.and(stated).map(|stated| (reading.tells_errors, stated, reading.gathered()));
            (elsewhere.map_or_else(|_| hash(), |thread| thread.join().unwrap_or([0; 32])), gathered)
        });
        let (tells_errors, stated, gathered) = done.map_err(|f| fault(&source.name, &source.text, f))?;
        let (facts, notes, recipient, itc_spelling) = gathered;
        self.itc_spelling.join(itc_spelling);
        self.lines.extend(notes.lines(&source.name));
        self.name_recipient(&source, recipient.or(stated.1))?;
        if tells_errors {
            self.tell_errors(&source.name, stated.0);
        }
        source.hash = hash;
        source.facts = facts;
        self.sources.push(source);
        Ok(())
    }

    /// Files of two recipients are never merged.
    fn name_recipient(&mut self, source: &Source, content: Option<String>) -> Result<(), ReadError> {
        let by_content = content.is_some();
        let Some(named) = content.or_else(|| in_name(source)) else { return Ok(()) };
        // Those before it are all the same.
        if let Some((file, other, _)) = self.recipients.first().filter(|(_, other, _)| *other != named) {
            let by = if by_content { "" } else { " by its name" };
            let what = format!(
                "is of recipient {named}{by}, but {file} is of {other}; open the files of one recipient at a time"
            );
            return Err(ReadError { wrong: Some(WrongFile::SeveralRecipients), ..error(&source.name, what) });
        }
        self.recipients.push((source.name.clone(), named, by_content));
        Ok(())
    }

    fn keep_equal_copies_once(&mut self) {
        let sources = &self.sources;
        let mut dropped = 0;
        for section in Section::ALL {
            let values = |r: &Records, row| record::meanings_hash(sources.text(r.span(row)), section);
            dropped += crate::book::partners::keep_equal_copies_once(section, &mut self.records[section], values);
        }
        let mut notes = Notes::default();
        notes.add_many(Note::EqualCopies, dropped.into());
        self.shown = std::mem::take(&mut self.others).sheets(sources, &mut notes);
        self.lines.extend(notes.lines("these files"));
    }

    fn finish(self, mut notes: Vec<String>) -> Result<Book, ReadError> {
        let find = |by_content| self.recipients.iter().find(|r| r.2 == by_content).map(|r| r.1.clone());
        let recipient = Recipient { content: find(true), file_name: find(false), typed: None };
        if let (None, Some(name)) = (&recipient.content, &recipient.file_name) {
            let mut from_name = Notes::default();
            from_name.add(Note::RecipientFromName(name.clone()));
            notes.extend(from_name.lines(self.recipients.first().map_or("", |r| &r.0)));
        }
        let mut of_all = Notes::default();
        let count = |r: &Records| r.traits.iter().filter(|t| t.has(Trait::ReadOnly)).count() as u64;
        let only_counted = self.unreadable.counted.iter().sum();
        of_all.add_many(Note::ReadOnly, self.records.iter().map(count).sum::<u64>() + only_counted);
        of_all.add_many(Note::OnlyCounted, only_counted);
        of_all.add_many(Note::MixedSpelling, self.itc_spelling.is_mixed().into());
        notes.extend(of_all.lines("these files"));
        Ok(Book::new(NewBook {
            sources: self.sources.into(),
            recipient,
            records: self.records,
            others: self.shown,
            texts: self.texts,
            answers: self.answers,
            notes,
            itc_spelling: self.itc_spelling,
            only_counted: self.unreadable.counted,
        }))
    }
}

/// The GSTIN in the name of a file; of an entry of a zip, in the zip's name or its own.
fn in_name(source: &Source) -> Option<String> {
    let file = source.path.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let entry = source.name.split_once(archive::BEHIND).map(|(_, entry)| entry.to_owned());
    [file, entry].into_iter().flatten().find_map(|name| gstin::find(&name))
}

/// The hash of a file's text; of a part of it where the user asked to stop, and no one will ask for it.
fn hashed(text: &[u8], progress: &Progress) -> [u8; 32] {
    const PART: usize = 4 << 20;
    let parts = text.chunks(PART).take_while(|_| !progress.cancelled());
    parts.fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize().into()
}

type Gathered = (Vec<(String, String)>, Notes, Option<String>, ItcSpelling);

impl<'b, 'p, 'a> Reading<'b, 'p, 'a> {
    fn new(book: &'b mut Building<'p>, text: &'a str, base: u64, errors_are: Errors) -> Self {
        Reading {
            book,
            scanner: Scanner::new(text),
            text,
            base,
            notes: Notes::default(),
            itc_spelling: ItcSpelling::default(),
            facts: Vec::new(),
            named: Vec::new(),
            in_records: InRecords::default(),
            sections: 0,
            wrapped: false,
            errors_are,
            tells_errors: false,
        }
    }

    fn gathered(mut self) -> Gathered {
        let named = self.named.first().cloned();
        let recipient = match (named, self.in_records) {
            (Some(head), InRecords::Same(other)) if other != head => {
                self.notes.add(Note::RecordsNameOther(other));
                Some(head)
            }
            (Some(head), _) => Some(head),
            (None, InRecords::Same(all)) => Some(all),
            (None, _) => None,
        };
        (self.facts, self.notes, recipient, self.itc_spelling)
    }

    fn root(&mut self) -> Result<(), Fault> {
        if self.scanner.peek() != b'{' {
            let at = self.scanner.at;
            // A root of another kind may not even be JSON: that is the better thing to say.
            self.scanner.value()?;
            return self.scanner.fault(at, NOT_OURS);
        }
        self.envelope(0)?;
        if self.scanner.peek() != 0 || self.scanner.at < self.text.len() {
            return self.scanner.fault(self.scanner.at, "there is more text after the end of the JSON");
        }
        if !self.wrapped && self.sections == 0 {
            return self.scanner.fault(0, NOT_OURS);
        }
        if let [first, others @ ..] = self.named.as_slice()
            && let Some(other) = others.iter().find(|o| *o != first)
        {
            return self.scanner.fault(0, format!("names two recipients, {first} and {other}: it cannot be trusted"));
        }
        Ok(())
    }

    /// The object at the scanner: the root, or what it wraps.
    fn envelope(&mut self, depth: u32) -> Result<(), Fault> {
        self.scanner.expect(b'{', "an object")?;
        let mut first = true;
        while self.scanner.more_members(first)? {
            first = false;
            let at = self.scanner.at;
            let key = &*unescape(self.scanner.key()?);
            let opens = self.scanner.peek();
            match keys::envelope(key) {
                Some(Envelope::Upload) if opens == b'{' => {
                    return self.scanner.fault(at, WrongFile::Upload.to_string());
                }
                Some(Envelope::Errors) if opens == b'{' && self.errors_are == Errors::Beside => {
                    self.tells_errors = true;
                    self.scanner.value()?;
                }
                Some(kind @ (Envelope::Download | Envelope::Errors)) if opens == b'{' && depth < DEEPEST => {
                    self.tells_errors |= kind == Envelope::Errors;
                    self.wrapped = true;
                    self.envelope(depth + 1)?;
                }
                Some(Envelope::Download | Envelope::Errors)
                    if matches!(opens, b'[' | b'"' | b'0'..=b'9' | b't' | b'f') =>
                {
                    return self
                        .scanner
                        .fault(at, format!("\"{key}\" is not an object: this is not a file of the portal"));
                }
                Some(Envelope::Data) if opens == b'{' && depth < DEEPEST => self.envelope(depth + 1)?,
                Some(Envelope::Refusal) if opens == b'{' && self.errors_are != Errors::Beside => {
                    (self.wrapped, self.tells_errors) = (true, true);
                    self.scanner.value()?;
                }
                Some(Envelope::ErrorReport) => {
                    (self.wrapped, self.tells_errors) = (true, true);
                    self.scanner.value()?;
                }
                Some(Envelope::Recipient) => self.recipient(key)?,
                _ => self.member(key, at)?,
            }
        }
        Ok(())
    }

    fn recipient(&mut self, key: &str) -> Result<(), Fault> {
        let value = self.scanner.value()?;
        self.fact(key, value);
        let text = value.text().trim().to_ascii_uppercase();
        if gstin::well_formed(&text) {
            // Whether there are two of them is all that counts.
            if self.named.len() < 2 && !self.named.contains(&text) {
                self.named.push(text);
            }
        } else if !value.is_absent() {
            self.notes.add(Note::MalformedRecipient(text));
        }
        Ok(())
    }

    /// A member of an envelope that wraps nothing: a section, an unknown section, or a fact.
    fn member(&mut self, key: &str, at: usize) -> Result<(), Fault> {
        let section = keys::section(key);
        match (section, self.scanner.peek()) {
            (_, b'[') if self.errors_are == Errors::All => self.scanner.value().map(drop),
            (Some(section), b'[') => {
                self.sections += 1;
                if key != keys::section_key(section) {
                    self.notes.add(Note::JoinedSection {
                        alias: key.to_owned(),
                        section: keys::section_key(section).to_owned(),
                    });
                }
                self.section(section)
            }
            (Some(_), _) => {
                let value = self.scanner.value()?;
                if value.is_absent() {
                    self.sections += 1;
                    return Ok(());
                }
                self.scanner.fault(at, format!("section \"{key}\" is not a list of records"))
            }
            (None, b'[') => {
                let book = &mut *self.book;
                book.others.read(&mut self.scanner, key, self.base, &mut self.notes, book.progress)
            }
            (None, _) => {
                let value = self.scanner.value()?;
                self.fact(key, value);
                Ok(())
            }
        }
    }

    /// Keeps a scalar of the envelope, in short.
    fn fact(&mut self, key: &str, value: Value<'_>) {
        if self.facts.len() < MOST_FACTS {
            self.facts.push((short(key, LONGEST_FACT).into_owned(), short(&fact(value), LONGEST_FACT).into_owned()));
        } else {
            self.notes.add(Note::MoreFacts);
        }
    }

    fn section(&mut self, section: Section) -> Result<(), Fault> {
        let book = &mut *self.book;
        let others = book.may_take();
        let own = book.records[section].bytes() + book.texts.bytes() + book.answers.bytes();
        let whole = Whole {
            records: &mut book.records[section],
            texts: &mut book.texts,
            answers: &mut book.answers,
            notes: &mut self.notes,
            recipient: &mut self.in_records,
            itc_spelling: &mut self.itc_spelling,
            unreadable: &mut book.unreadable,
            may_take: others + own,
        };
        let trait_of_all = (self.errors_are == Errors::Records).then_some(Trait::FromErrorFile);
        let list = SectionList { text: self.text, base: self.base, section, trait_of_all };
        list::read(&list, &mut self.scanner, whole, book.progress)
    }
}

/// A fact of the envelope in short.
fn fact(value: Value<'_>) -> String {
    match value.kind {
        JsonKind::Object | JsonKind::Array => format!("{{…}} {} bytes", value.raw.len()),
        JsonKind::Null => "null".into(),
        _ => value.text().into_owned(),
    }
}
