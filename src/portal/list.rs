//! The records of one section, read on all cores.
//!
//! Where a record begins can be told for sure only by reading all before it. So the text is cut where a record seems to
//! begin, every part is read as if one did, and a part counts only if the one before it ended exactly there.

use std::panic::resume_unwind;
use std::thread;

use super::decode::CANCELLED;
use super::json::{Fault, Scanner};
use super::keys::Key;
use super::notes::{Note, Notes};
use super::record::{self, Context, KeyOrder, Values};
use crate::book::{Answers, Field, Flag, ItcBlock, ItcSpelling, Part, Records, Section, Span, Texts, Trait};
use crate::values::{Progress, gstin};

/// So much text is read by one core between two joinings: little enough that the user sees progress and can stop.
const PART: usize = 2 << 20;

/// A section's list and where it stands.
pub(super) struct List<'a> {
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
}

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

/// Reads the list at which the scanner stands.
pub(super) fn read(
    list: &List<'_>,
    scanner: &mut Scanner<'_>,
    whole: Whole<'_>,
    progress: &Progress,
) -> Result<(), Fault> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    read_on(cores, PART, list, scanner, whole, progress)
}

fn read_on(
    cores: usize,
    length: usize,
    list: &List<'_>,
    scanner: &mut Scanner<'_>,
    mut whole: Whole<'_>,
    progress: &Progress,
) -> Result<(), Fault> {
    scanner.expect(b'[', "a list")?;
    if !scanner.more_elements(true)? {
        return Ok(());
    }
    let mut readers: Vec<Reader> = (0..cores).map(|_| Reader::default()).collect();
    loop {
        if !progress.reached(list.base + scanner.at as u64) {
            return scanner.fault(scanner.at, CANCELLED);
        }
        for part in read_parts(list, scanner.at, &mut readers, length) {
            if part.from != scanner.at {
                // No record began there. What was read is nothing.
                *part.reader = Reader::default();
                continue;
            }
            let end = part.end?;
            progress.count(part.reader.part.records.len().into());
            part.reader.join(list.section, &mut whole);
            scanner.at = end.at;
            if end.of_list {
                return Ok(());
            }
        }
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
/// wrong there is found.
fn read_parts<'r>(list: &List<'_>, at: usize, readers: &'r mut [Reader], length: usize) -> Vec<Read<'r>> {
    let cut = |from: usize| seems_to_begin(list.text, from.saturating_add(length));
    let mut readers = readers.iter_mut();
    let Some(first) = readers.next() else { return Vec::new() };
    thread::scope(|scope| {
        let to = cut(at);
        let mut from = to;
        let mut others = Vec::new();
        for reader in readers {
            if from == list.text.len() {
                break;
            }
            let to = cut(from);
            others.push(scope.spawn(move || Read::part(reader, list, from, to)));
            from = to;
        }
        let mut done = vec![Read::part(first, list, at, to)];
        done.extend(others.into_iter().map(|thread| thread.join().unwrap_or_else(|broke| resume_unwind(broke))));
        done
    })
}

impl<'r> Read<'r> {
    fn part(reader: &'r mut Reader, list: &List<'_>, from: usize, to: usize) -> Self {
        let end = reader.read(list, from, to);
        Read { from, reader, end }
    }
}

/// The first place from `from` on where an element that is an object follows another, as far as that can be told here.
fn seems_to_begin(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
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
            return next;
        }
    }
    text.len()
}

/// Reads parts of a list one after the other.
#[derive(Default)]
struct Reader {
    part: Part,
    order: KeyOrder,
    notes: Notes,
    recipient: InRecords,
}

impl Reader {
    /// Reads elements from a place at which one is due, until one is due at `to` or behind it.
    fn read(&mut self, list: &List<'_>, from: usize, to: usize) -> Result<End, Fault> {
        let mut scanner = Scanner::new(list.text);
        scanner.at = from;
        loop {
            self.record(list, &mut scanner)?;
            if !scanner.more_elements(false)? {
                return Ok(End { at: scanner.at, of_list: true });
            }
            scanner.peek();
            if scanner.at >= to {
                return Ok(End { at: scanner.at, of_list: false });
            }
        }
    }

    fn record(&mut self, list: &List<'_>, scanner: &mut Scanner<'_>) -> Result<(), Fault> {
        let object = scanner.peek() == b'{';
        let start = scanner.at;
        let values = if object {
            Values::scan(scanner, list.section, &mut self.order, &mut self.notes)?
        } else {
            scanner.value()?;
            Values::of("{}", list.section)
        };
        let span = Span { start: list.base + start as u64, len: u32::try_from(scanner.at - start).unwrap_or(u32::MAX) };
        let Part { records, texts, answers, .. } = &mut self.part;
        let mut context = Context { texts, answers, notes: &mut self.notes };
        let mut unknown = false;
        record::understand(&values, list.section, span, &mut context, |mut new| {
            unknown = [new.pending, new.remarks].contains(&Flag::Unknown);
            if !object {
                new.odd.insert(0, (Field::Record, "an element of the section is no record".to_owned()));
            }
            list.trait_of_all.into_iter().for_each(|t| new.traits.add(t));
            records.push(list.section, new)
        });
        // What only an error file tells of has its flags in a download; in the other sections a missing one is noted anyway.
        if unknown && list.trait_of_all == Some(Trait::FromErrorFile) && list.section.itc_block() == ItcBlock::Never {
            self.notes.add(Note::FlagMissing);
        }
        self.recipient.see(&values);
        Ok(())
    }

    fn join(&mut self, section: Section, whole: &mut Whole<'_>) {
        self.part.join(section, whole.records, whole.texts, whole.answers);
        whole.notes.join(std::mem::take(&mut self.notes));
        whole.recipient.join(std::mem::take(&mut self.recipient));
        whole.itc_spelling.join(self.order.itc_spelling);
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
    }

    fn made(text: &str, section: Section, cores: usize, length: usize) -> Result<Made, Fault> {
        let (mut records, mut texts, mut answers) = (Records::default(), Texts::default(), Answers::default());
        let (mut notes, mut recipient, mut itc_spelling) =
            (Notes::default(), InRecords::default(), ItcSpelling::default());
        let whole = Whole {
            records: &mut records,
            texts: &mut texts,
            answers: &mut answers,
            notes: &mut notes,
            recipient: &mut recipient,
            itc_spelling: &mut itc_spelling,
        };
        let list = List { text, base: 1000, section, trait_of_all: None };
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
        let all: Vec<String> = (0..60).map(|n| record(n, mores[n as usize % mores.len()])).collect();
        is_the_same_however_it_is_cut(&format!("[{}] ,{{}}", all.join(" ,\n")), Section::B2bcn);
        // Elements that are no records, and what goes wrong behind many good records.
        for wrong in
            ["7", "[{},{}]", "\"},{\"", "{\"a\":}", "{\"a\":1},", "{\"a\":1", "{\"a\":1}{", "\u{1}", "}, {}", "{\"a"]
        {
            let text = format!("[{},{wrong},{}]", all[..30].join(","), all[30..].join(","));
            is_the_same_however_it_is_cut(&text, Section::B2b);
            is_the_same_however_it_is_cut(&format!("[{},{wrong}", all[..30].join(",")), Section::B2b);
        }
        for empty in ["[]", "[ ] ", "[", "", "[,]"] {
            is_the_same_however_it_is_cut(empty, Section::B2b);
        }
    }
}
