//! A snapshot: what is decided on each record, by the record's identity and not by its row. Where the journal's row
//! numbers mean nothing any more, it alone carries the work onto a later file. Of several versions of a record the last counts;
//! one that is gone from the portal keeps its decision.
//!
//! A line of JSON with the distinct decisions, then one entry of fixed size for each record that has one.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::head::Head;
use super::linked::{SpelledGstr2b, SpelledLink, SpelledPart, aparts, links};
use super::spelling::{SpelledAction, SpelledAnswer, SpelledSaid, is_default};
use crate::book::{Book, Decision, Section, Sheet, fingerprint};
use crate::edit::{Change, Command};

/// The name of a book's snapshot in its folder.
pub const SNAPSHOT: &str = "snapshot";
/// The version of this format.
const FORMAT: u32 = 1;
/// Bytes of an entry: sheet, ordinal, identity, text, and the places of baseline, decision and what was said.
const ENTRY: usize = 1 + 4 + 16 + 8 + 3 * 4;
/// No upload said anything of the record.
const NOTHING_SAID: u32 = u32::MAX;

/// What is decided in a book.
pub struct Snapshot {
    head: Top,
    entries: Vec<Entry>,
}

/// The line at the top.
#[derive(Default, Serialize, Deserialize)]
struct Top {
    format: u32,
    /// The journal's generation, and the events in it, when this was made.
    generation: u64,
    events: u64,
    recipient: Option<String>,
    decisions: Vec<SpelledDecision>,
    said: Vec<SpelledSaid>,
    /// All identities of the book in order, as in the journal's head: which rows that generation was written for.
    #[serde(default)]
    fingerprint: Option<String>,
    /// The copies that were picked.
    #[serde(default)]
    picked: Vec<Picked>,
    /// The parts of the purchase register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    register: Vec<SpelledPart>,
    /// The links, and the pairs that are apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<SpelledLink>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aparts: Vec<SpelledLink>,
    /// The GSTR-2B that is kept beside the records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gstr_2b: Option<SpelledGstr2b>,
}

/// A record that counts, as the other copies of it were set aside.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Picked {
    /// The number of its sheet.
    sheet: u8,
    /// In base 16.
    identity: String,
    ordinal: u32,
}

#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct SpelledDecision {
    action: SpelledAction,
    answer: SpelledAnswer,
    remarks: String,
    note: String,
    /// Whether the user chose the action.
    #[serde(default, skip_serializing_if = "is_default")]
    chosen: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    sheet: u8,
    /// Which of the records of one identity, in the order of their rows.
    ordinal: u32,
    identity: u128,
    text: u64,
    was: u32,
    now: u32,
    said: u32,
}

/// What a snapshot gives another book.
#[derive(Debug, Default)]
pub struct Carried {
    /// The commands that carry it.
    pub commands: Vec<Command>,
    /// Records that are not in the other book.
    pub missing: u64,
    /// Records whose text differs there: what was decided on the old text is not taken for the new one.
    pub changed: u64,
}

impl Snapshot {
    /// What is decided in a book, when its journal's generation has this many events.
    pub fn of(book: &Book, generation: u64, events: u64) -> Snapshot {
        let mut head = Top { format: FORMAT, generation, events, ..Top::default() };
        head.recipient.clone_from(&book.recipient.typed);
        head.register = book.register().parts().iter().map(Into::into).collect();
        head.links = book.links().links.iter().map(Into::into).collect();
        head.aparts = book.links().aparts.iter().map(Into::into).collect();
        head.gstr_2b = book.gstr_2b().map(Into::into);
        let (mut decisions, mut saids) = (Places::default(), Places::default());
        let mut entries = Vec::new();
        for section in Section::ALL {
            let sheet = book.sheet(section);
            let mut ordinals = Ordinals::default();
            for row in (0..sheet.rows()).filter(|&row| counts(sheet, row)) {
                let (was, now) = (sheet.baseline(row), sheet.decision(row));
                // It holds no errors: what the portal refused would be taken for what it knows, and never be said again.
                let said = sheet.last_said(row).filter(|_| !book.errors().is_refused(section, row));
                // Namesakes are few: only they are counted when nothing is decided on them.
                let chosen = sheet.chosen().contains(row);
                let decided = was != now || chosen || said.is_some();
                if !decided && !has_namesakes(sheet, row) {
                    continue;
                }
                let identity = fingerprint::identity(section, sheet.records(), row);
                let ordinal = if has_namesakes(sheet, row) { ordinals.next(identity) } else { 0 };
                if sheet.is_picked(row) {
                    head.picked.push(Picked { sheet: section as u8, identity: format!("{identity:032x}"), ordinal });
                }
                if decided {
                    entries.push(Entry {
                        sheet: section as u8,
                        ordinal,
                        identity,
                        text: fingerprint::text(book, section, row),
                        was: decisions.of((was, false), || spelled(book, was, false), &mut head.decisions),
                        now: decisions.of((now, chosen), || spelled(book, now, chosen), &mut head.decisions),
                        said: said.map_or(NOTHING_SAID, |said| {
                            saids.of(said, || SpelledSaid::of(book, said), &mut head.said)
                        }),
                    });
                }
            }
        }
        Snapshot { head, entries }
    }

    /// The snapshot of a book of which nothing was decided yet; its rows need not be looked at.
    pub fn of_nothing(generation: u64, events: u64) -> Snapshot {
        Snapshot { head: Top { format: FORMAT, generation, events, ..Top::default() }, entries: Vec::new() }
    }

    /// The same, made for the rows of a journal with this head.
    pub fn for_rows_of(mut self, head: &Head) -> Snapshot {
        self.head.fingerprint = Some(head.fingerprint.clone());
        self
    }

    /// Whether it was made for the rows of this head; none if it does not say.
    pub fn is_of(&self, head: &Head) -> Option<bool> {
        self.head.fingerprint.as_ref().map(|fingerprint| *fingerprint == head.fingerprint)
    }

    /// Whether it was made for the same rows and later.
    pub fn is_newer_than(&self, other: &Snapshot) -> bool {
        let same = self.head.fingerprint.is_some() && self.head.fingerprint == other.head.fingerprint;
        same && self.made_at() > other.made_at()
    }

    /// The journal's generation when this was made, and the events in it.
    pub fn made_at(&self) -> (u64, u64) {
        (self.head.generation, self.head.events)
    }

    /// The recipient that the user named.
    pub fn recipient(&self) -> Option<&str> {
        self.head.recipient.as_deref()
    }

    /// The snapshot as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Plain data with names for keys: there is nothing that cannot be written.
        let mut bytes = serde_json::to_vec(&self.head).unwrap_or_default();
        bytes.reserve(1 + ENTRY * self.entries.len());
        bytes.push(b'\n');
        for entry in &self.entries {
            bytes.push(entry.sheet);
            bytes.extend(entry.ordinal.to_le_bytes());
            bytes.extend(entry.identity.to_le_bytes());
            bytes.extend(entry.text.to_le_bytes());
            [entry.was, entry.now, entry.said].iter().for_each(|place| bytes.extend(place.to_le_bytes()));
        }
        bytes
    }

    /// Reads a snapshot. None: it is none of this version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Snapshot> {
        let end = memchr::memchr(b'\n', bytes)?;
        let head: Top = serde_json::from_slice(&bytes[..end]).ok()?;
        let rest = &bytes[end + 1..];
        if head.format != FORMAT || !rest.len().is_multiple_of(ENTRY) {
            return None;
        }
        let entries: Vec<Entry> = rest.chunks_exact(ENTRY).filter_map(entry).collect();
        let known = |e: &Entry| {
            (e.was.max(e.now) as usize) < head.decisions.len()
                && (e.said == NOTHING_SAID || (e.said as usize) < head.said.len())
        };
        entries.iter().all(known).then_some(Snapshot { head, entries })
    }

    /// What of it fits another book. Only records whose text is the same to the last byte are decided there.
    pub fn carry(&self, book: &mut Book) -> Carried {
        self.onto(book, false)
    }

    /// What makes a book of the same rows stand as it did when this was made, whatever is decided in it now.
    pub fn restore(&self, book: &mut Book) -> Carried {
        self.onto(book, true)
    }

    fn onto(&self, book: &mut Book, exactly: bool) -> Carried {
        let mut wanted: HashMap<(u8, u128, u32), Entry> =
            self.entries.iter().map(|e| ((e.sheet, e.identity, e.ordinal), *e)).collect();
        let (mut found, mut keep) = (Vec::new(), Vec::new());
        let mut changes: Vec<(Section, u32, Change)> = Vec::new();
        let mut carried = Carried::default();
        let picked: HashSet<(u8, u128, u32)> = self.head.picked.iter().filter_map(Picked::key).collect();
        for section in Section::ALL {
            let sheet = book.sheet(section);
            let mut ordinals = Ordinals::default();
            for row in (0..sheet.rows()).filter(|&row| counts(sheet, row)) {
                let identity = fingerprint::identity(section, sheet.records(), row);
                let ordinal = if has_namesakes(sheet, row) { ordinals.next(identity) } else { 0 };
                let key = (section as u8, identity, ordinal);
                if picked.contains(&key) && sheet.in_force(row) && sheet.has_rivals(row) {
                    keep.push((section, row));
                }
                match wanted.remove(&key) {
                    Some(entry) if entry.text == fingerprint::text(book, section, row) => {
                        found.push((section, row, entry));
                        let change = if exactly { self.exact(book, section, row, entry) } else { self.change(entry) };
                        changes.push((section, row, change));
                    }
                    Some(_) => carried.changed += 1,
                    None if exactly => changes.push((section, row, as_imported(book, section, row))),
                    None => {}
                }
            }
        }
        carried.missing = wanted.len() as u64;
        changes.retain(|(.., change)| *change != Change::default());
        if !changes.is_empty() {
            carried.commands.push(Command::table("Decisions from before", changes));
        }
        let mut said = Vec::new();
        for (section, row, entry) in found.into_iter().filter(|(.., e)| e.said != NOTHING_SAID) {
            let last = self.head.said[entry.said as usize].clone().in_book(book);
            if book.sheet(section).last_said(row) != Some(last) {
                said.push((section, row, last));
            }
        }
        if !said.is_empty() {
            carried.commands.push(Command::Uploaded { name: "earlier uploads".into(), said });
        }
        if !keep.is_empty() {
            carried.commands.push(Command::Pick { keep });
        }
        self.register_and_links(book, exactly, &mut carried.commands);
        carried
    }

    /// What makes the register and the links of a book what they were. What is there already stays, unless it is to be exactly
    /// as it was. A part or a link that cannot be read is left out.
    fn register_and_links(&self, book: &Book, exactly: bool, commands: &mut Vec<Command>) {
        let parts: Vec<_> = self.head.register.iter().filter_map(|part| part.clone().part()).collect();
        let there = book.register().parts();
        let same = there.len() == parts.len()
            && there.iter().zip(&parts).all(|(own, part)| SpelledPart::from(own) == SpelledPart::from(&part.part));
        if !same && (exactly || there.is_empty()) {
            let replaces = (0..there.len() as u32).collect();
            commands.push(Command::ImportRegister { parts, replaces });
        }
        let wanted = links(&self.head.links).unwrap_or_default();
        let apart = aparts(&self.head.aparts).unwrap_or_default();
        let (others, new) = differences(&book.links().links, &wanted);
        let (pairs, new_pairs) = differences(&book.links().aparts, &apart);
        if exactly && !(others.is_empty() && pairs.is_empty()) {
            commands.push(Command::Unlink { links: others, aparts: pairs });
        }
        if !new.is_empty() {
            commands.push(Command::Link { links: new });
        }
        if !new_pairs.is_empty() {
            commands.push(Command::Apart { pairs: new_pairs });
        }
        let kept = self.head.gstr_2b.clone().and_then(SpelledGstr2b::kept);
        let wanted = exactly || book.gstr_2b().is_none();
        if wanted && kept.as_ref() != book.gstr_2b() {
            commands.push(Command::KeepGstr2b { kept });
        }
    }

    /// What was decided, on a record as it was imported.
    fn change(&self, entry: Entry) -> Change {
        difference(&self.head.decisions[entry.was as usize], &self.head.decisions[entry.now as usize])
    }

    /// What is to change on a record for it to be as it was.
    fn exact(&self, book: &Book, section: Section, row: u32, entry: Entry) -> Change {
        let target = &self.head.decisions[entry.now as usize];
        let sheet = book.sheet(section);
        difference(&spelled(book, sheet.decision(row), sheet.chosen().contains(row)), target)
    }
}

impl Picked {
    fn key(&self) -> Option<(u8, u128, u32)> {
        Some((self.sheet, u128::from_str_radix(&self.identity, 16).ok()?, self.ordinal))
    }
}

/// What of a list is not wanted, and what is wanted and not in it.
fn differences<T: Clone + Eq + std::hash::Hash>(there: &[T], wanted: &[T]) -> (Vec<T>, Vec<T>) {
    let (own, all): (HashSet<&T>, HashSet<&T>) = (there.iter().collect(), wanted.iter().collect());
    let others = there.iter().filter(|thing| !all.contains(thing)).cloned().collect();
    (others, wanted.iter().filter(|thing| !own.contains(thing)).cloned().collect())
}

/// What is to change on a record for it to be as it was imported.
fn as_imported(book: &Book, section: Section, row: u32) -> Change {
    let sheet = book.sheet(section);
    let (now, was, chosen) = (sheet.decision(row), sheet.baseline(row), sheet.chosen().contains(row));
    match now == was && !chosen {
        true => Change::default(),
        false => difference(&spelled(book, now, chosen), &spelled(book, was, false)),
    }
}

fn difference(now: &SpelledDecision, target: &SpelledDecision) -> Change {
    Change {
        action: (now.action != target.action || now.chosen != target.chosen).then_some(target.action.0),
        not_chosen: now.chosen && !target.chosen,
        answer: (now.answer != target.answer).then(|| target.answer.into()),
        remarks: (now.remarks != target.remarks).then(|| target.remarks.clone()),
        note: (now.note != target.note).then(|| target.note.clone()),
        ..Change::default()
    }
}

/// Whether a row counts: a copy that was set aside is, a version that was replaced is not.
fn counts(sheet: &Sheet, row: u32) -> bool {
    !sheet.past().contains(row) || sheet.gone().contains(row)
}

/// Whether other records of the sheet may have the identity of this one: copies have, and records without a name.
fn has_namesakes(sheet: &Sheet, row: u32) -> bool {
    let records = sheet.records();
    let nameless = records.suppliers.get(row).is_empty() || records.numbers.folded(row).is_empty();
    nameless || !sheet.copies().group(row).is_empty()
}

fn spelled(book: &Book, decision: Decision, chosen: bool) -> SpelledDecision {
    SpelledDecision {
        action: SpelledAction(decision.action),
        answer: book.answers().get(decision.answer).into(),
        remarks: book.text(decision.remarks).to_owned(),
        note: book.text(decision.note).to_owned(),
        chosen,
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some(Entry {
        sheet: *bytes.first()?,
        ordinal: number(1)?,
        identity: u128::from_le_bytes(bytes.get(5..21)?.try_into().ok()?),
        text: u64::from_le_bytes(bytes.get(21..29)?.try_into().ok()?),
        was: number(29)?,
        now: number(33)?,
        said: number(37)?,
    })
}

/// The places of distinct values in a list.
struct Places<T>(HashMap<T, u32>);

impl<T> Default for Places<T> {
    fn default() -> Self {
        Places(HashMap::new())
    }
}

impl<T: Copy + Eq + std::hash::Hash> Places<T> {
    fn of<S>(&mut self, value: T, spelled: impl FnOnce() -> S, list: &mut Vec<S>) -> u32 {
        *self.0.entry(value).or_insert_with(|| {
            list.push(spelled());
            list.len() as u32 - 1
        })
    }
}

/// Counts the records of one identity.
#[derive(Default)]
struct Ordinals(HashMap<u128, u32>);

impl Ordinals {
    fn next(&mut self, identity: u128) -> u32 {
        let count = self.0.entry(identity).or_insert(0);
        *count += 1;
        *count - 1
    }
}
