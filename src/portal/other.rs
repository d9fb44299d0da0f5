//! Sections that are only shown: imports, ISD, and what a later portal may add (portal/README.md section 2). Nothing in them
//! is decided on or written, so they have no rules; the same record twice is one.

use std::collections::HashMap;

use xxhash_rust::xxh3::{xxh3_64, xxh3_128, xxh3_128_with_seed};

use super::json::members;
use super::json::{Fault, JsonKind, Scanner, Value, unescape};
use super::keys::normal;
use super::notes::{MOST_COLUMNS, Note, Notes};
use super::words;
use crate::book::{Amount, OtherColumn, OtherSheet, Sources, Span};
use crate::values::{Paise, money};
use crate::work::Progress;

/// A section that is known, and only shown.
pub struct Shown {
    /// The portal's key.
    pub key: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Whether its records are bills of entry.
    bills: bool,
}

const SHOWN: [Shown; 8] = [
    Shown { key: "impg", label: "Import of goods: bill of entry", bills: true },
    Shown { key: "impga", label: "Import of goods: amended bill of entry", bills: true },
    Shown { key: "impgsez", label: "Goods from an SEZ: bill of entry", bills: true },
    Shown { key: "impgseza", label: "Goods from an SEZ: amended bill of entry", bills: true },
    Shown { key: "isd", label: "Input service distributor: invoice", bills: false },
    Shown { key: "isda", label: "Input service distributor: amended invoice", bills: false },
    Shown { key: "isdcn", label: "Input service distributor: credit note", bills: false },
    Shown { key: "isdcna", label: "Input service distributor: amended credit note", bills: false },
];

/// The section that is only shown, by its key, an alias or another spelling.
pub fn shown(name: &str) -> Option<&'static Shown> {
    let wanted = normal(name);
    let wanted = if wanted == "impgasez" { "impgseza" } else { &wanted };
    SHOWN.iter().find(|shown| shown.key == wanted)
}

/// The names that people have for keys of such records.
const TITLES: [(&str, &str); 28] = [
    ("boenum", "Bill of entry no."),
    ("boedt", "Bill of entry date"),
    ("portcd", "Port code"),
    ("irefdt", "Reference date"),
    ("itcprd", "ITC period"),
    ("val", "Value"),
    ("txval", "Taxable value"),
    ("igst", "IGST"),
    ("cgst", "CGST"),
    ("sgst", "SGST"),
    ("cess", "Cess"),
    ("action", "Status"),
    ("stin", "GSTIN"),
    ("tradenm", "Name"),
    ("inum", "Number"),
    ("idt", "Date"),
    ("ntnum", "Note number"),
    ("ntdt", "Note date"),
    ("docnum", "Document number"),
    ("docdt", "Document date"),
    ("pos", "Place of supply"),
    ("rtnprd", "Return period"),
    ("srcform", "Source"),
    ("srcfilstatus", "Filing status"),
    ("ispendactblocked", "Pending blocked"),
    ("isremarksblocked", "Remarks blocked"),
    ("remarks", "Remarks"),
    ("hash", "Checksum of the portal"),
];

/// What a key means: its name without capitals, `_` and `-`, and one name for those that mean the same.
fn meant(key: &str) -> String {
    let name = normal(key);
    match name.as_str() {
        "portcode" => "portcd".into(),
        "iamt" => "igst".into(),
        "camt" => "cgst".into(),
        "samt" => "sgst".into(),
        _ => name,
    }
}

/// The name that people have for a key, where it is known.
pub fn title(key: &str) -> Option<&'static str> {
    let wanted = meant(key);
    TITLES.iter().find(|(key, _)| *key == wanted).map(|(_, title)| *title)
}

fn amount_of(meant: &str) -> Option<Amount> {
    Some(match meant {
        "val" => Amount::Value,
        "txval" => Amount::Taxable,
        "igst" => Amount::Igst,
        "cgst" => Amount::Cgst,
        "sgst" => Amount::Sgst,
        "cess" => Amount::Cess,
        _ => return None,
    })
}

/// The texts of a record in the columns of its sheet: amounts as India groups them, actions in words.
pub fn cells(record: &str, sheet: &OtherSheet) -> Vec<String> {
    let members: Vec<(String, Value<'_>)> = members(record).map(|(name, value)| (meant(&name), value)).collect();
    let cell = |column: &OtherColumn| {
        let wanted = meant(&column.key);
        let found = members.iter().filter(|(name, value)| *name == wanted && !value.is_absent());
        found.map(|(_, value)| value).next().map_or_else(String::new, |value| in_words(column, &wanted, *value))
    };
    sheet.columns.iter().map(cell).collect()
}

fn in_words(column: &OtherColumn, key: &str, value: Value<'_>) -> String {
    if matches!(value.kind, JsonKind::Object | JsonKind::Array) {
        // What is no single value is shown as it came.
        return value.raw.to_owned();
    }
    let text = value.text();
    let amount = column.is_amount.then(|| paise(value)).flatten().map(|paise| money::indian(paise.into()));
    let action = || (key == "action").then(|| words::action(&text)).flatten().map(|action| action.name().to_owned());
    amount.or_else(action).unwrap_or_else(|| text.into_owned())
}

fn paise(value: Value<'_>) -> Option<Paise> {
    match value.kind {
        JsonKind::Number | JsonKind::Text => money::parse(value.text().trim()).map(|amount| amount.paise),
        _ => None,
    }
}

/// All such sections of the files of a book, while these are read.
#[derive(Default)]
pub(super) struct Others {
    list: Vec<Gathered>,
    by_key: HashMap<String, usize>,
}

/// More sections than these no portal has; what a hostile file adds is noted and left out.
const MOST_SECTIONS: usize = 200;
/// The most records of all such sections that are shown, and the bytes of the file for each more: no record of the portal is so short
/// that there could be more of them. The rest is only counted, as each takes memory.
const RECORDS: usize = 500_000;
const OF_A_RECORD: usize = 100;

impl Others {
    /// Reads the list at the scanner: a sheet if it is one of records.
    pub fn read(
        &mut self,
        scanner: &mut Scanner<'_>,
        name: &str,
        base: u64,
        notes: &mut Notes,
        progress: &Progress,
    ) -> Result<(), Fault> {
        let had: usize = self.list.iter().map(|section| section.spans.len()).sum();
        let room = (RECORDS + scanner.length() / OF_A_RECORD).saturating_sub(had);
        let mut read = Gathered::new(name, room);
        let strange = read.list(scanner, base, progress)?;
        if let Some(shown) = read.shown {
            if name != shown.key {
                notes.add(Note::JoinedSection { alias: name.to_owned(), section: shown.key.to_owned() });
            }
            notes.add_many(Note::ShownSection(shown.key, shown.label), read.spans.len() as u64);
            notes.add_many(Note::StrangeElement(name.to_owned()), strange);
        } else if strange > 0 {
            notes.add(Note::IgnoredElement(name.to_owned()));
            return Ok(());
        } else {
            notes.add_many(Note::UnknownSection(name.to_owned()), read.spans.len() as u64);
        }
        read.tell(name, notes);
        let key = normal(&read.key);
        match self.by_key.get(&key) {
            Some(&place) => self.list[place].join(read),
            None if self.list.len() == MOST_SECTIONS => notes.add(Note::IgnoredSection),
            None => {
                self.by_key.insert(key, self.list.len());
                self.list.push(read);
            }
        }
        Ok(())
    }

    /// About how much memory the records take, in bytes.
    pub fn bytes(&self) -> usize {
        let of = |read: &Gathered| size_of_val(&*read.spans) + size_of_val(&*read.meanings) + size_of_val(&*read.bills);
        self.list.iter().map(of).sum()
    }

    /// The sheets, each record once.
    pub fn sheets(self, sources: &Sources, notes: &mut Notes) -> Vec<OtherSheet> {
        self.list.into_iter().map(|section| section.sheet(sources, notes)).collect()
    }
}

/// The records of one section.
struct Gathered {
    key: String,
    shown: Option<&'static Shown>,
    spans: Vec<Span>,
    /// What all values of each record mean, as a hash.
    meanings: Vec<u128>,
    /// Which bill of entry each is, as a hash; 0 where it does not say. Only in sections of bills.
    bills: Vec<u64>,
    sums: [i128; 6],
    columns: Vec<OtherColumn>,
    /// The keys that were met, by their spelling.
    seen: Vec<Seen>,
    by_spelling: HashMap<String, usize>,
    by_meaning: HashMap<String, usize>,
    /// How many values stand under keys without a column, and how many amounts are none.
    without_column: u64,
    no_amount: HashMap<String, u64>,
    /// How many records there is room for, and how many more there were.
    room: usize,
    only_counted: u64,
}

/// A key as it was met.
struct Seen {
    /// Its spelling in the file, without the quotes.
    spelling: String,
    /// The hash of the name that it means.
    hash: u64,
    amount: Option<Amount>,
    part_of_bill: Option<usize>,
}

impl Seen {
    fn new(spelling: &str) -> (Seen, String) {
        let name = meant(&unescape(spelling));
        let part_of_bill = match name.as_str() {
            "boenum" => Some(0),
            "boedt" => Some(1),
            "portcd" => Some(2),
            _ => None,
        };
        let hash = xxh3_64(name.as_bytes());
        (Seen { spelling: spelling.to_owned(), hash, amount: amount_of(&name), part_of_bill }, name)
    }
}

impl Gathered {
    fn new(name: &str, room: usize) -> Gathered {
        let shown = shown(name);
        Gathered {
            key: shown.map_or(name, |shown| shown.key).to_owned(),
            shown,
            spans: Vec::new(),
            meanings: Vec::new(),
            bills: Vec::new(),
            sums: [0; 6],
            columns: Vec::new(),
            seen: Vec::new(),
            by_spelling: HashMap::new(),
            by_meaning: HashMap::new(),
            without_column: 0,
            no_amount: HashMap::new(),
            room,
            only_counted: 0,
        }
    }

    /// Reads a list; gives how many of its elements are no records. Of a list that is not known nothing is kept from the
    /// first of these on.
    fn list(&mut self, scanner: &mut Scanner<'_>, base: u64, progress: &Progress) -> Result<u64, Fault> {
        scanner.expect(b'[', "a list")?;
        let (mut strange, mut elements) = (0, 0u64);
        while scanner.more_elements(elements == 0)? {
            elements += 1;
            if elements.is_multiple_of(1 << 12) && !progress.reached(base + scanner.at as u64) {
                return scanner.stop(scanner.at);
            }
            let is_record = scanner.peek() == b'{';
            let start = scanner.at;
            if !is_record || (strange > 0 && self.shown.is_none()) {
                strange += 1;
                scanner.value()?;
                continue;
            }
            if self.spans.len() == self.room {
                self.only_counted += 1;
                scanner.value()?;
                continue;
            }
            self.record(scanner)?;
            let len = u32::try_from(scanner.at - start).unwrap_or(u32::MAX);
            self.spans.push(Span { start: base + start as u64, len });
        }
        Ok(strange)
    }

    fn record(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Fault> {
        scanner.expect(b'{', "a record")?;
        let (mut meaning, mut bill, mut amounts) = (0u128, [0u64; 3], [None; 6]);
        let (mut first, mut next) = (true, 0);
        while scanner.more_members(first)? {
            first = false;
            let spelling = scanner.key()?;
            let value = scanner.value()?;
            if value.is_absent() {
                continue;
            }
            let other;
            let seen = match self.place(spelling, &mut next) {
                Some(place) => &self.seen[place],
                None => {
                    self.without_column += 1;
                    other = Seen::new(spelling).0;
                    &other
                }
            };
            // The order of keys means nothing, so their hashes are added up.
            meaning = meaning.wrapping_add(meaning_of(seen, value));
            if let Some(amount) = seen.amount {
                match (amounts[amount as usize], paise(value)) {
                    (None, Some(paise)) => amounts[amount as usize] = Some(paise),
                    (_, None) => *self.no_amount.entry(spelling.to_owned()).or_default() += 1,
                    _ => {}
                }
            }
            if let Some(part) = seen.part_of_bill.filter(|&part| bill[part] == 0) {
                bill[part] = xxh3_64(value.text().trim().to_ascii_uppercase().as_bytes()) | 1;
            }
        }
        self.meanings.push(meaning);
        if self.shown.is_some_and(|shown| shown.bills) {
            let whole = bill.iter().all(|&part| part != 0);
            self.bills.push(if whole { xxh3_64(&bill.map(u64::to_le_bytes).concat()) | 1 } else { 0 });
        }
        self.count(amounts, 1);
        Ok(())
    }

    fn count(&mut self, amounts: [Option<Paise>; 6], sign: i128) {
        for (sum, amount) in self.sums.iter_mut().zip(amounts) {
            *sum += sign * i128::from(amount.unwrap_or(0));
        }
    }

    /// The place of a key among those that were met: nearly always the one behind the last. None for one that has no column.
    fn place(&mut self, spelling: &str, next: &mut usize) -> Option<usize> {
        let place = if self.seen.get(*next).is_some_and(|seen| seen.spelling == spelling) {
            *next
        } else if let Some(&place) = self.by_spelling.get(spelling) {
            place
        } else if self.seen.len() < MOST_COLUMNS {
            let (seen, name) = Seen::new(spelling);
            self.add_column(&name, &unescape(spelling));
            self.by_spelling.insert(spelling.to_owned(), self.seen.len());
            self.seen.push(seen);
            self.seen.len() - 1
        } else {
            return None;
        };
        *next = place + 1;
        Some(place)
    }

    fn add_column(&mut self, name: &str, key: &str) {
        if self.by_meaning.contains_key(name) || self.columns.len() == MOST_COLUMNS {
            return;
        }
        self.by_meaning.insert(name.to_owned(), self.columns.len());
        let title = title(name).map_or_else(|| key.to_owned(), str::to_owned);
        self.columns.push(OtherColumn { key: key.to_owned(), title, is_amount: amount_of(name).is_some() });
    }

    fn tell(&mut self, name: &str, notes: &mut Notes) {
        notes.add_many(Note::ManyKeys(name.to_owned()), self.without_column);
        notes.add_many(Note::OtherOnlyCounted(name.to_owned()), self.only_counted);
        for (key, count) in self.no_amount.drain() {
            notes.add_many(Note::NoAmount(name.to_owned(), key), count);
        }
    }

    /// Puts the records of the same section of a later file, or of a later list, behind these.
    fn join(&mut self, later: Gathered) {
        self.only_counted += later.only_counted;
        self.spans.extend(later.spans);
        self.meanings.extend(later.meanings);
        self.bills.extend(later.bills);
        self.sums.iter_mut().zip(later.sums).for_each(|(sum, more)| *sum += more);
        later.columns.iter().for_each(|column| self.add_column(&meant(&column.key), &column.key));
    }

    /// The sheet: records that say the same are one, at the first place.
    fn sheet(mut self, sources: &Sources, notes: &mut Notes) -> OtherSheet {
        let mut order: Vec<u32> = (0..self.spans.len() as u32).collect();
        order.sort_unstable_by_key(|&row| (self.meanings[row as usize], row));
        let mut keep = vec![true; self.spans.len()];
        for pair in order.windows(2).filter(|pair| self.meanings[pair[0] as usize] == self.meanings[pair[1] as usize]) {
            keep[pair[1] as usize] = false;
        }
        drop(order);
        let mut dropped = 0;
        for row in (0..keep.len()).filter(|&row| !keep[row]) {
            self.count(amounts(sources.text(self.spans[row])), -1);
            dropped += 1;
        }
        notes.add_many(Note::EqualCopies, dropped);
        let kept = keep.iter().zip(&self.bills).filter(|(keep, bill)| **keep && **bill != 0);
        let mut bills: Vec<u64> = kept.map(|(_, bill)| *bill).collect();
        bills.sort_unstable();
        let several = bills.chunk_by(|a, b| a == b).filter(|run| run.len() > 1).count();
        notes.add_many(Note::OtherCopies(self.key.clone()), several as u64);
        let mut kept = keep.into_iter();
        self.spans.retain(|_| kept.next().unwrap_or(true));
        let Gathered { key, shown, spans, columns, sums, only_counted, .. } = self;
        OtherSheet { key, label: shown.map(|shown| shown.label), spans, only_counted, columns, sums }
    }
}

/// The amounts of a record that was read before, as [`Gathered::record`] counted them.
fn amounts(record: &str) -> [Option<Paise>; 6] {
    let mut amounts = [None; 6];
    for (name, value) in members(record).filter(|(_, value)| !value.is_absent()) {
        if let Some(amount) = amount_of(&meant(&name)) {
            let amount = &mut amounts[amount as usize];
            *amount = amount.or(paise(value));
        }
    }
    amounts
}

/// What a member of a record means, as a hash: two spellings of one amount mean the same, and so do a number and its digits
/// as text.
fn meaning_of(seen: &Seen, value: Value<'_>) -> u128 {
    let exact = |text: &str| money::parse(text.trim()).filter(|amount| amount.exact);
    let text = value.text();
    if let Some(amount) = seen.amount.and_then(|_| exact(&text)) {
        return xxh3_128_with_seed(&amount.paise.to_le_bytes(), !seen.hash);
    }
    match value.kind {
        JsonKind::Object | JsonKind::Array => xxh3_128(compact(value.raw).as_bytes()) ^ u128::from(seen.hash),
        _ => xxh3_128_with_seed(text.trim().as_bytes(), seen.hash),
    }
}

/// JSON without the white space between its parts.
fn compact(raw: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let keep = |c: &char| {
        let white = !inside && c.is_ascii_whitespace();
        inside ^= *c == '"' && !escaped;
        escaped = inside && *c == '\\' && !escaped;
        !white
    };
    raw.chars().filter(keep).collect()
}
