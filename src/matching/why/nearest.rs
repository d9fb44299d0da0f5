//! The nearest candidate of a record or an entry that is in no match, sought when it is asked for.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::book::{Book, Links, Section};
use crate::matching::agree::class::Class;
use crate::matching::agree::fields::{AmountLevel, DateLevel, SupplierLevel, Tolerances};
use crate::matching::agree::number::{self, NumberLevel};
use crate::matching::agree::slip;
use crate::matching::document::{self, Compared, Document};
use crate::matching::result::Matches;
use crate::values::Day;
use crate::work::{Progress, parts};

/// What is nearest to a record or an entry.
#[derive(Clone, Debug)]
pub struct Nearest {
    /// The record's number in the book, or the entry's row.
    pub id: u32,
    /// How far the two agree.
    pub compared: Compared,
    /// How many fields do not.
    pub blocking: usize,
}

/// Which side one is sought on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Records, for an entry.
    Records,
    /// Entries, for a record.
    Entries,
}

/// In a PAN of more than this not all are compared.
const MANY: usize = 500;
/// In a PAN of more than this no numbers are sought that are only near.
const VERY_MANY: usize = 10_000;
/// But those whose numbers are near, and this many neighbours by date and by amount.
const NEIGHBOURS: usize = 200;
/// How many of other suppliers with the same number are compared.
const OTHERS: usize = 200;

/// Seeks what is nearest; remembers what it made of the suppliers it was asked of.
pub struct Seeker<'a> {
    book: &'a Book,
    matches: &'a Matches,
    records: HashMap<u32, Rc<Shelf>>,
    entries: HashMap<u32, Rc<Shelf>>,
    records_by_number: OnceCell<Vec<(u64, u32)>>,
    entries_by_number: OnceCell<Vec<(u64, u32)>>,
    /// What the user marked as not the same: records and rows of entries, sorted.
    aparts: OnceCell<Vec<((Section, u32), u32)>>,
    /// Whether it should stop: then what it finds does not count any more.
    progress: Option<&'a Progress>,
}

/// Why two are no match that the user parted, whatever agrees.
pub const YOU_PARTED: &str = "you marked it as not the same";

/// The documents of a group on one side.
struct Shelf {
    documents: Vec<Document>,
    /// Places by all that numbers have in common that are N0 to N3 to each other.
    by_number: Vec<(u64, u32)>,
    /// Places by supplier, type, tax and day; and by supplier, type, day and tax; and the same two without supplier and type.
    by_tax: Vec<([i64; 4], u32)>,
    by_day: Vec<([i64; 4], u32)>,
    all_by_tax: Vec<([i64; 4], u32)>,
    all_by_day: Vec<([i64; 4], u32)>,
}

/// What a document is sorted by: by its tax or by its day first; within its supplier and type, or among all.
fn sort_keys(of: &Document) -> [[i64; 4]; 4] {
    let (supplier, kind) = (i64::from(of.supplier), of.kind as i64);
    let (tax, day) = (of.amounts.tax_or_zero(), i64::from(day(of).0));
    [[supplier, kind, tax, day], [supplier, kind, day, tax], [0, 0, tax, day], [0, 0, day, tax]]
}

/// What is equal for numbers that agree, or that are near too; a number has a few of these.
fn number_keys(of: &Document, near: bool, keys: &mut Vec<u64>) {
    of.number_keys(keys);
    if near {
        let mut slips = Vec::new();
        slip::slip_keys(&of.number.plain(), &mut slips);
        keys.append(&mut slips);
        keys.push(number::alike_key(&of.number));
        number::ending_keys(&of.number, keys);
    }
    keys.retain(|&key| key != 0);
    keys.sort_unstable();
    keys.dedup();
}

impl Shelf {
    fn new(documents: Vec<Document>) -> Shelf {
        let mut by_number = Vec::new();
        let mut lists: [Vec<([i64; 4], u32)>; 4] = Default::default();
        // Where there are few each is looked at.
        if documents.len() > MANY {
            let (mut keys, near) = (Vec::new(), documents.len() <= VERY_MANY);
            for (document, place) in documents.iter().zip(0..) {
                number_keys(document, near, &mut keys);
                by_number.extend(keys.iter().map(|&key| (key, place)));
                lists.iter_mut().zip(sort_keys(document)).for_each(|(list, key)| list.push((key, place)));
            }
            by_number.sort_unstable();
            lists.iter_mut().for_each(|list| list.sort_unstable());
        }
        let [by_tax, by_day, all_by_tax, all_by_day] = lists;
        Shelf { documents, by_number, by_tax, by_day, all_by_tax, all_by_day }
    }

    /// Those to compare with a document of the other side.
    fn near(&self, of: &Document) -> Vec<u32> {
        if self.documents.len() <= MANY {
            return (0..self.documents.len() as u32).collect();
        }
        let (mut places, mut keys) = (Vec::new(), Vec::new());
        number_keys(of, self.documents.len() <= VERY_MANY, &mut keys);
        for key in keys {
            places.extend(self.of_number(key).take(NEIGHBOURS / 4));
        }
        let lists = [&self.by_tax, &self.by_day, &self.all_by_tax, &self.all_by_day];
        for (list, key) in lists.into_iter().zip(sort_keys(of)) {
            let at = list.partition_point(|one| one.0 < key);
            places.extend(list[around(at, list.len())].iter().map(|one| one.1));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    fn of_number(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let from = self.by_number.partition_point(|one| one.0 < key);
        self.by_number[from..].iter().take_while(move |one| one.0 == key).map(|one| one.1)
    }

    /// The first that is the same document as another one of this side.
    fn again(&self, of: &Document, tolerances: &Tolerances) -> Option<u32> {
        let same = |&place: &u32| {
            let other = &self.documents[place as usize];
            other.id != of.id && other.is_again(of, tolerances)
        };
        let place = if self.documents.len() <= MANY {
            (0..self.documents.len() as u32).find(same)
        } else {
            let numbers = [Some(&of.number), of.raw()].into_iter().flatten();
            numbers.filter_map(|number| self.of_number(number.key()).find(same)).min()
        };
        place.map(|place| self.documents[place as usize].id)
    }
}

fn around(at: usize, len: usize) -> std::ops::Range<usize> {
    at.saturating_sub(NEIGHBOURS / 2)..(at + NEIGHBOURS / 2).min(len)
}

fn day(document: &Document) -> Day {
    if document.day == Day::NONE { document.posting } else { document.day }
}

/// How near two are: the fields that do not agree, then number, tax, days.
type Rank = (usize, NumberLevel, u64, u32);

/// Which fields do not agree, the most serious first: in the order type, supplier, amounts, date, number.
pub fn blocking(compared: &Compared) -> Vec<&'static str> {
    let a = &compared.agreement;
    let fields = [
        ("type", !a.same_kind),
        ("supplier", a.supplier != SupplierLevel::Same),
        ("amounts", a.amounts > AmountLevel::Within),
        ("date", a.date >= DateLevel::Year),
        ("number", a.number >= NumberLevel::Neighbour),
    ];
    fields.into_iter().filter(|field| field.1).map(|field| field.0).collect()
}

impl<'a> Seeker<'a> {
    /// Seeks in these matches.
    pub fn new(book: &'a Book, matches: &'a Matches) -> Seeker<'a> {
        Seeker {
            book,
            matches,
            records: HashMap::new(),
            entries: HashMap::new(),
            records_by_number: OnceCell::new(),
            entries_by_number: OnceCell::new(),
            aparts: OnceCell::new(),
            progress: None,
        }
    }

    /// The same for a thread that can be stopped.
    pub fn until(book: &'a Book, matches: &'a Matches, progress: &'a Progress) -> Seeker<'a> {
        Seeker { progress: Some(progress), ..Seeker::new(book, matches) }
    }

    fn goes_on(&self, step: usize) -> bool {
        !step.is_multiple_of(parts::BETWEEN_LOOKS) || !self.progress.is_some_and(Progress::cancelled)
    }

    /// A record as matching sees it.
    pub fn record(&self, id: u32) -> Document {
        let (section, row) = self.matches.places.record(id);
        Document::record(self.book, &self.matches.suppliers, id, section, row)
    }

    /// A record of a sheet as matching sees it.
    pub fn record_at(&self, section: Section, row: u32) -> Document {
        self.record(self.matches.places.number(section, row))
    }

    /// Whether the user marked a record and an entry as not the same.
    pub fn is_apart(&self, record: (Section, u32), entry: u32) -> bool {
        let links = self.book.links();
        let aparts = || Links { links: Vec::new(), aparts: links.aparts.clone() }.find(self.book).aparts;
        self.aparts.get_or_init(aparts).binary_search(&(record, entry)).is_ok()
    }

    /// An entry as matching sees it.
    pub fn entry(&self, row: u32) -> Document {
        Document::entry(self.book.register().entries(), &self.matches.suppliers, row)
    }

    /// Compares a record with an entry.
    pub fn compare(&self, record: &Document, entry: &Document) -> Compared {
        let tolerances = Tolerances::of(self.book.match_settings());
        document::compare(&self.matches.suppliers, record, entry, &tolerances)
    }

    /// The entry that is nearest to a record.
    pub fn to_record(&mut self, section: Section, row: u32) -> Option<Nearest> {
        let of = self.record(self.matches.places.number(section, row));
        self.seek(&of, Among::Entries)
    }

    /// The record that is nearest to an entry.
    pub fn to_entry(&mut self, row: u32) -> Option<Nearest> {
        let of = self.entry(row);
        self.seek(&of, Among::Records)
    }

    /// The first other document of its side that is the same document once more.
    pub fn again(&mut self, of: &Document, among: Among) -> Option<u32> {
        let group = self.matches.suppliers.group(of.supplier);
        let tolerances = Tolerances::of(self.book.match_settings());
        self.shelf(group, among).again(of, &tolerances)
    }

    fn seek(&mut self, of: &Document, among: Among) -> Option<Nearest> {
        let group = self.matches.suppliers.group(of.supplier);
        let shelf = self.shelf(group, among);
        let mut best: Option<(Rank, Nearest)> = None;
        for place in shelf.near(of) {
            self.consider(of, &shelf.documents[place as usize], among, &mut best);
        }
        for id in self.of_others(of, among, group) {
            let other = match among {
                Among::Records => self.record(id),
                Among::Entries => self.entry(id),
            };
            self.consider(of, &other, among, &mut best);
        }
        best.map(|(_, nearest)| nearest)
    }

    /// The entries that are nearest to a record, nearest first, but for these.
    pub fn candidates(&mut self, section: Section, row: u32, but: &[u32], most: usize) -> Vec<Nearest> {
        let of = self.record(self.matches.places.number(section, row));
        let group = self.matches.suppliers.group(of.supplier);
        let shelf = self.shelf(group, Among::Entries);
        let near = shelf.near(&of);
        let others: Vec<Document> =
            self.of_others(&of, Among::Entries, group).into_iter().map(|id| self.entry(id)).collect();
        let documents = near.iter().map(|&place| &shelf.documents[place as usize]).chain(&others);
        let mut found: Vec<(Rank, Nearest)> = Vec::new();
        for other in documents.filter(|other| !but.contains(&other.id)) {
            let (rank, nearest) = self.ranked(&of, other, Among::Entries);
            let place = found.partition_point(|(before, known)| (*before, known.id) < (rank, nearest.id));
            if place < most && found.get(place).is_none_or(|known| known.1.id != nearest.id) {
                found.insert(place, (rank, nearest));
                found.truncate(most);
            }
        }
        found.into_iter().map(|(_, nearest)| nearest).collect()
    }

    fn consider(&self, of: &Document, other: &Document, among: Among, best: &mut Option<(Rank, Nearest)>) {
        let (rank, one) = self.ranked(of, other, among);
        let nearer = best.as_ref().is_none_or(|(least, nearest)| (rank, other.id) < (*least, nearest.id));
        if nearer {
            *best = Some((rank, one));
        }
    }

    /// How near another is.
    fn ranked(&self, of: &Document, other: &Document, among: Among) -> (Rank, Nearest) {
        let compared = match among {
            Among::Records => self.compare(other, of),
            Among::Entries => self.compare(of, other),
        };
        let blocking = blocking(&compared).len();
        let tax = crate::matching::agree::fields::tax_apart(&of.amounts, &other.amounts);
        let rank = (blocking, compared.agreement.number, tax, compared.dates.days);
        (rank, Nearest { id: other.id, compared, blocking })
    }

    fn shelf(&mut self, group: u32, among: Among) -> Rc<Shelf> {
        // What is kept must not grow with the book.
        const MOST: usize = 1_000;
        let (list, known) = match among {
            Among::Records => (self.matches.record_groups.group(group), &self.records),
            Among::Entries => (self.matches.entry_groups.group(group), &self.entries),
        };
        if let Some(shelf) = known.get(&group) {
            return shelf.clone();
        }
        let document = |&id: &u32| match among {
            Among::Records => self.record(id),
            Among::Entries => self.entry(id),
        };
        let shelf = Rc::new(Shelf::new(
            list.iter().enumerate().take_while(|(step, _)| self.goes_on(*step)).map(|(_, id)| document(id)).collect(),
        ));
        let known = match among {
            Among::Records => &mut self.records,
            Among::Entries => &mut self.entries,
        };
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(group, shelf.clone());
        shelf
    }

    /// Those of other suppliers with the same number.
    fn of_others(&self, of: &Document, among: Among, group: u32) -> Vec<u32> {
        let key = of.number.key();
        if key == 0 {
            return Vec::new();
        }
        let list = match among {
            Among::Records => self.records_by_number.get_or_init(|| self.numbers_of_records()),
            Among::Entries => self.entries_by_number.get_or_init(|| self.numbers_of_entries()),
        };
        let suppliers = &self.matches.suppliers;
        let elsewhere = |id: &u32| {
            let supplier = match among {
                Among::Records => {
                    let (section, row) = self.matches.places.record(*id);
                    suppliers.of_record(self.book, section, row)
                }
                Among::Entries => suppliers.of_entry(self.book.register().entries(), *id),
            };
            suppliers.group(supplier) != group
        };
        let from = list.partition_point(|one| one.0 < key);
        let same = list[from..].iter().take_while(|one| one.0 == key).take(OTHERS).map(|one| one.1);
        same.filter(elsewhere).collect()
    }

    fn numbers_of_records(&self) -> Vec<(u64, u32)> {
        let (mut list, mut buffer) = (Vec::new(), Vec::new());
        for id in (0..self.matches.places.len()).take_while(|&id| self.goes_on(id as usize)) {
            if self.matches.records[id as usize].class != Class::None {
                let (section, row) = self.matches.places.record(id);
                list.push((number::key(self.book.sheet(section).records().numbers.folded(row), &mut buffer), id));
            }
        }
        list.sort_unstable();
        list
    }

    fn numbers_of_entries(&self) -> Vec<(u64, u32)> {
        let (entries, mut buffer) = (self.book.register().entries(), Vec::new());
        let mut list: Vec<(u64, u32)> = (0..entries.len())
            .take_while(|&row| self.goes_on(row as usize))
            .map(|row| (number::key(entries.compared(row), &mut buffer), row))
            .collect();
        list.sort_unstable();
        list
    }
}
