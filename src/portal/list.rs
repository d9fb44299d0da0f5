//! The records of one section, read on all cores.
//!
//! Where a record begins is known for sure only after reading all before it: `},{` may also be inside a text. So the text is
//! cut where a record seems to begin, every part is read as if one did, and a part counts only if the one before it ended
//! exactly there.
//!
//! How it works, with an example of two cores and the list `[{"a":1},{"b":"},{"},{"c":3}]`: the cut is looked for from the
//! middle on and found at the `{` inside the text of `b`. The first core reads from the start up to the record in which the
//! cut lies, to its end; it ends behind `"},{"}`. The second core begins at the cut and finds rubbish. As the first did not
//! end where the second began, what the second found is thrown away, and reading goes on where the first ended. Had the cut
//! been right, both parts would count. A wrong cut costs time and never a record.

use std::panic::resume_unwind;
use std::thread;

use super::json::{Fault, Scanner};
use super::keys::Key;
use super::notes::{Note, Notes};
use super::record::{self, Context, KeyOrder, Values};
use crate::book::{Answers, BySection, Field, Flag, ItcBlock, ItcSpelling, Part, Records, Section, Span, Texts, Trait};
use crate::values::gstin;
use crate::work::{Progress, parts};

/// So much text is read by one core between two joinings at most: little enough that the user sees progress and can stop.
const PART: usize = 2 << 20;
/// So much is read at first, by one core: most of what other cores read beside a short list would be for nothing.
const FIRST_PART: usize = 1 << 16;
/// A part ends where it holds this many records, as they take far more memory than text where they are short.
const MOST_RECORDS: u32 = 10_000;
/// More cores than these do not read faster, and each takes memory.
const MOST_CORES: usize = 16;

/// A section's list and where it is.
pub(super) struct SectionList<'a> {
    /// The whole file.
    pub text: &'a str,
    /// Where this file begins among all sources.
    pub base: u64,
    pub section: Section,
    pub trait_of_all: Option<Trait>,
}

/// What the records go to.
pub(super) struct Whole<'b> {
    pub records: &'b mut Records,
    pub texts: &'b mut Texts,
    pub answers: &'b mut Answers,
    pub notes: &'b mut Notes,
    pub recipient: &'b mut InRecords,
    /// How the ITC keys are spelled.
    pub itc_spelling: &'b mut ItcSpelling,
    pub unreadable: &'b mut Unreadable,
    /// How much memory the records and what belongs to them may take.
    pub may_take: usize,
}

/// Records that cannot be read: some are kept, and the rest is only counted, as they may take far more memory than text.
#[derive(Debug, Default)]
pub(super) struct Unreadable {
    /// How many more are kept.
    pub room: u64,
    /// How many of each section are only counted.
    pub counted: BySection<u64>,
}

impl Whole<'_> {
    fn join(&mut self, section: Section, reader: &mut Reader) {
        let (kept, dropped) = reader.part.keep_unreadable(section, self.unreadable.room);
        self.unreadable.room -= kept;
        self.unreadable.counted[section] += dropped + std::mem::take(&mut reader.counted);
        reader.part.join(section, self.records, self.texts, self.answers);
        self.notes.join(std::mem::take(&mut reader.notes));
        self.recipient.join(std::mem::take(&mut reader.recipient));
        self.itc_spelling.join(reader.order.itc_spelling);
    }

    fn takes(&self) -> usize {
        self.records.bytes() + self.texts.bytes() + self.answers.bytes()
    }
}

/// What is said of a file whose records are shorter than those of any portal file.
const TOO_SHORT: &str = "this file has far more records than its length allows for, and was not opened: no file of \
     the portal is like that";

/// The recipient that records name: none in no record, one in all, or several.
#[derive(Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) enum InRecords {
    #[default]
    NoRecords,
    Same(String),
    Differ,
}

impl InRecords {
    fn see(&mut self, values: &Values<'_>) {
        if matches!(self, InRecords::Differ) {
            return;
        }
        let text = values.text(Key::Recipient).trim().to_ascii_uppercase();
        match self {
            InRecords::NoRecords if gstin::well_formed(&text) => *self = InRecords::Same(text),
            InRecords::Same(same) if *same == text => {}
            _ => *self = InRecords::Differ,
        }
    }

    fn join(&mut self, others: InRecords) {
        match (&*self, &others) {
            (_, InRecords::NoRecords) => {}
            (InRecords::NoRecords, _) => *self = others,
            (InRecords::Same(one), InRecords::Same(other)) if one == other => {}
            _ => *self = InRecords::Differ,
        }
    }
}

/// Reads the list at which the scanner is.
pub(super) fn read(
    list: &SectionList<'_>,
    scanner: &mut Scanner<'_>,
    whole: Whole<'_>,
    progress: &Progress,
) -> Result<(), Fault> {
    let cores = parts::cores().min(MOST_CORES);
    read_on(cores, PART, list, scanner, whole, progress)
}

fn read_on(
    cores: usize,
    length: usize,
    list: &SectionList<'_>,
    scanner: &mut Scanner<'_>,
    mut whole: Whole<'_>,
    progress: &Progress,
) -> Result<(), Fault> {
    scanner.expect(b'[', "a list")?;
    if !scanner.more_elements(true)? {
        return Ok(());
    }
    let mut readers = vec![Reader::default()];
    let mut part = FIRST_PART.min(length);
    loop {
        let from = scanner.at;
        if !progress.reached(list.base + from as u64) {
            return scanner.stop(from);
        }
        readers.iter_mut().for_each(|reader| reader.only_counts = whole.unreadable.room == 0);
        for read in read_parts(list, from, &mut readers, part) {
            if read.from != scanner.at {
                // No record began there. What was read is nothing.
                *read.reader = Reader::default();
                continue;
            }
            let end = read.end?;
            progress.count(read.reader.part.records.len().into());
            whole.join(list.section, read.reader);
            if whole.takes() > whole.may_take {
                return scanner.fault(scanner.at, TOO_SHORT);
            }
            scanner.at = end.at;
            if end.of_list {
                return Ok(());
            }
        }
        // The cores read ahead no more than was read already: what they read for nothing is never more than that.
        part = (scanner.at - from).clamp(FIRST_PART, PART).min(length);
        readers.resize_with(cores, Reader::default);
    }
}

/// What one core read.
struct Read<'r> {
    from: usize,
    reader: &'r mut Reader,
    end: Result<End, Fault>,
}

/// Where reading stopped: behind the list, or where an element is due.
struct End {
    at: usize,
    of_list: bool,
}

/// Reads a part with each reader, the first from a place at which a record is due. There is always a first, so that what is
/// wrong there is found; the others read only where a record seems to begin, and where there is a thread for them.
fn read_parts<'r>(list: &SectionList<'_>, at: usize, readers: &'r mut [Reader], length: usize) -> Vec<Read<'r>> {
    let cut = |from: usize| seems_to_begin(list.text, from.saturating_add(length), length);
    let mut readers = readers.iter_mut();
    let Some(first) = readers.next() else { return Vec::new() };
    thread::scope(|scope| {
        // One core alone needs not know where to cut.
        let mut next = if readers.len() == 0 { None } else { cut(at) };
        let to = next.unwrap_or_else(|| at.saturating_add(length));
        let mut others = Vec::new();
        for reader in readers {
            let Some(from) = next else { break };
            next = cut(from);
            let to = next.unwrap_or_else(|| from.saturating_add(length));
            let thread = thread::Builder::new().spawn_scoped(scope, move || Read::part(reader, list, from, to));
            let Ok(thread) = thread else { break };
            others.push(thread);
        }
        let mut done = vec![Read::part(first, list, at, to)];
        done.extend(others.into_iter().map(|thread| thread.join().unwrap_or_else(|broke| resume_unwind(broke))));
        done
    })
}

impl<'r> Read<'r> {
    fn part(reader: &'r mut Reader, list: &SectionList<'_>, from: usize, to: usize) -> Self {
        let end = reader.read(list, from, to);
        Read { from, reader, end }
    }
}

/// The first place from `from` on where an element that is an object follows another, as far as that can be known here;
/// looked for in so much text, as it may stand nowhere.
fn seems_to_begin(text: &str, from: usize, within: usize) -> Option<usize> {
    let upto = from.saturating_add(within.max(FIRST_PART)).min(text.len());
    let bytes = text.as_bytes().get(..upto)?;
    let skip = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    };
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'}', rest)) {
        at += found + 1;
        let comma = skip(at);
        let next = skip(comma + 1);
        if bytes.get(comma) == Some(&b',') && bytes.get(next) == Some(&b'{') {
            return Some(next);
        }
    }
    None
}

/// Reads parts of a list one after the other.
#[derive(Default)]
struct Reader {
    part: Part,
    order: KeyOrder,
    notes: Notes,
    recipient: InRecords,
    /// Whether records that cannot be read are only counted, and how many were.
    only_counts: bool,
    counted: u64,
}

impl Reader {
    /// Reads elements from a place at which one is due, until one is due at `to` or behind it.
    fn read(&mut self, list: &SectionList<'_>, from: usize, to: usize) -> Result<End, Fault> {
        let mut scanner = Scanner::new(list.text);
        scanner.at = from;
        loop {
            self.record(list, &mut scanner)?;
            if !scanner.more_elements(false)? {
                return Ok(End { at: scanner.at, of_list: true });
            }
            scanner.peek();
            if scanner.at >= to || self.part.records.len() >= MOST_RECORDS {
                return Ok(End { at: scanner.at, of_list: false });
            }
        }
    }

    fn record(&mut self, list: &SectionList<'_>, scanner: &mut Scanner<'_>) -> Result<(), Fault> {
        let object = scanner.peek() == b'{';
        let start = scanner.at;
        let values = if object {
            Values::scan(scanner, list.section, &mut self.order, &mut self.notes)?
        } else {
            scanner.value()?;
            if self.only_counts {
                self.counted += 1;
                self.recipient = InRecords::Differ;
                return Ok(());
            }
            Values::of("{}", list.section)
        };
        let span = Span { start: list.base + start as u64, len: u32::try_from(scanner.at - start).unwrap_or(u32::MAX) };
        let Part { records, texts, answers, .. } = &mut self.part;
        // An element that is no record lacks everything: to say more of it helps no one.
        let mut nothing = Notes::default();
        let notes = if object { &mut self.notes } else { &mut nothing };
        let mut context = Context { texts, answers, notes };
        let mut unknown = false;
        record::understand(&values, list.section, span, &mut context, |mut new| {
            unknown = object && [new.pending, new.remarks].contains(&Flag::Unknown);
            if !object {
                new.odd.insert(0, (Field::Record, "a part of the section is not a record".to_owned()));
            }
            list.trait_of_all.into_iter().for_each(|t| new.traits.add(t));
            if self.only_counts && new.traits.has(Trait::ReadOnly) {
                self.counted += 1;
            } else {
                records.push(list.section, new);
            }
        });
        // What only an error file tells of has its flags in a download; in the other sections a missing one is noted anyway.
        if unknown && list.trait_of_all == Some(Trait::FromErrorFile) && list.section.itc_block() == ItcBlock::Never {
            self.notes.add(Note::FlagMissing);
        }
        self.recipient.see(&values);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::sample;

    /// All that reading a list makes, in a form that can be compared.
    #[derive(Debug, PartialEq)]
    struct Made {
        end: usize,
        records: Records,
        remarks: Vec<String>,
        answers: Vec<crate::book::Answer>,
        notes: Vec<String>,
        recipient: InRecords,
        itc_spelling: ItcSpelling,
        unreadable: u64,
    }

    fn made(text: &str, section: Section, cores: usize, length: usize) -> Result<Made, Fault> {
        let (mut records, mut texts, mut answers) = (Records::default(), Texts::default(), Answers::default());
        let (mut notes, mut recipient, mut itc_spelling) =
            (Notes::default(), InRecords::default(), ItcSpelling::default());
        let mut unreadable = Unreadable { room: 20, counted: BySection::default() };
        let whole = Whole {
            records: &mut records,
            texts: &mut texts,
            answers: &mut answers,
            notes: &mut notes,
            recipient: &mut recipient,
            itc_spelling: &mut itc_spelling,
            unreadable: &mut unreadable,
            may_take: usize::MAX,
        };
        let list = SectionList { text, base: 1000, section, trait_of_all: None };
        let mut scanner = Scanner::new(text);
        read_on(cores, length, &list, &mut scanner, whole, &Progress::default())?;
        let decisions = &records.baselines;
        Ok(Made {
            end: scanner.at,
            remarks: decisions.iter().map(|d| texts.get(d.remarks).to_owned()).collect(),
            answers: decisions.iter().map(|d| answers.get(d.answer)).collect(),
            records,
            notes: notes.lines("f"),
            recipient,
            itc_spelling,
            unreadable: unreadable.counted[section],
        })
    }

    fn is_the_same_however_it_is_cut(text: &str, section: Section) {
        let plain = made(text, section, 1, usize::MAX);
        for cores in [1, 2, 3, 7] {
            for length in [0, 1, 10, 90, 400, 1_000, 5_000, 40_000] {
                assert_eq!(made(text, section, cores, length), plain, "{cores} × {length}");
            }
        }
    }

    /// The lists of a made-up download, with their sections.
    fn lists(rows: u64) -> Vec<(Section, String)> {
        let mut bytes = Vec::new();
        sample::write(rows, 7, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let found = |section: Section| {
            let key = format!("\"{}\":", crate::portal::keys::section_key(section));
            text.find(&key).map(|at| (section, text[at + key.len()..].to_owned()))
        };
        Section::ALL.into_iter().filter_map(found).collect()
    }

    #[test]
    fn a_list_is_read_the_same_however_it_is_cut() {
        for (section, list) in lists(200) {
            is_the_same_however_it_is_cut(&list, section);
        }
    }

    #[test]
    fn texts_and_parts_that_look_like_records_are_none() {
        let record = |number: u32, more: &str| {
            format!(
                r#"{{"stin":"27TESTA1234B1ZA","inum":"{number}","idt":"01-10-2026","val":1,"txval":1,"iamt":0,"camt":0,
                "samt":0,"cess":0,"pos":"27","srcform":"R1","rtnprd":"102026"{more}}}"#
            )
        };
        let mores = [
            "",
            r#","remarks":"}, {\"stin\":\"27TESTA1234B1ZA\"}, {""#,
            r#","tradenm":"a},{b","itc_red_req":"Y""#,
            r#","lines":[{"a":1},{"a":2},{"a":[{},{},{}]},{"inum":"7"}]"#,
            r#","rtin":"24TESTA1234B1ZG","inum":"2""#,
            r#","remarks":"again","action":"X","iamt":"5""#,
        ];
        let all: Vec<String> = (0..24).map(|n| record(n, mores[n as usize % mores.len()])).collect();
        is_the_same_however_it_is_cut(&format!("[{}] ,{{}}", all.join(" ,\n")), Section::B2bcn);
        // Elements that are no records, and what goes wrong behind many good records.
        for wrong in
            ["7", "[{},{}]", "\"},{\"", "{\"a\":}", "{\"a\":1},", "{\"a\":1", "{\"a\":1}{", "\u{1}", "}, {}", "{\"a"]
        {
            let text = format!("[{},{wrong},{}]", all[..12].join(","), all[12..].join(","));
            is_the_same_however_it_is_cut(&text, Section::B2b);
            is_the_same_however_it_is_cut(&format!("[{},{wrong}", all[..12].join(",")), Section::B2b);
        }
        let many = vec!["7,{}"; 30].join(",");
        is_the_same_however_it_is_cut(&format!("[{many},{},{many}]", all.join(",")), Section::B2b);
        for empty in ["[]", "[ ] ", "[", "", "[,]"] {
            is_the_same_however_it_is_cut(empty, Section::B2b);
        }
    }
}
