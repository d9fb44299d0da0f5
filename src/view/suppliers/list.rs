//! Which lines are shown, and in what order: suppliers of one PAN under a line with their sums.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{SupplierColumn, SupplierLine, SupplierLines, SupplierNumbers, supplier_name};
use crate::book::Book;
use crate::values::state;
use crate::work::{Progress, parts};

/// What suppliers must be to be shown; what is not asked is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplierFilter {
    /// In the name, the GSTIN or the name of the state.
    pub text: String,
    /// At least and at most, column by column.
    pub ranges: BTreeMap<SupplierColumn, (Option<i128>, Option<i128>)>,
    /// Of these states alone, if any are named.
    pub states: BTreeSet<u8>,
}

impl SupplierFilter {
    /// Whether it lets all through.
    pub fn is_empty(&self) -> bool {
        *self == SupplierFilter::default()
    }

    fn passes(&self, book: &Book, gstin: &str, line: &SupplierLine, wanted: &str) -> bool {
        let within = |(column, range): (&SupplierColumn, &(Option<i128>, Option<i128>))| {
            let number = column.number(line);
            range.0.is_none_or(|least| number >= least) && range.1.is_none_or(|most| number <= most)
        };
        let of = state_of(gstin);
        let in_state = || self.states.is_empty() || of.is_some_and(|code| self.states.contains(&code));
        let named = || {
            let has = |text: &str| text.to_lowercase().contains(wanted);
            wanted.is_empty()
                || has(supplier_name(book, line))
                || has(gstin)
                || has(of.and_then(state::name).unwrap_or(""))
        };
        self.ranges.iter().all(within) && in_state() && named()
    }
}

/// The code of the state in a GSTIN.
pub fn state_of(gstin: &str) -> Option<u8> {
    gstin.get(..2).and_then(state::code)
}

/// A column by which lines are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SupplierSort {
    /// The column.
    pub column: SupplierColumn,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SupplierEntry {
    /// The suppliers of one PAN together, by the number of the PAN.
    Pan(u32),
    /// A supplier under its PAN.
    Under(u32),
    /// A supplier by itself.
    Alone(u32),
}

impl SupplierEntry {
    /// The supplier, if it is one.
    pub fn supplier(self) -> Option<u32> {
        match self {
            SupplierEntry::Under(supplier) | SupplierEntry::Alone(supplier) => Some(supplier),
            SupplierEntry::Pan(_) => None,
        }
    }
}

/// The suppliers of one PAN together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PanGroup {
    /// The suppliers that are shown, in their order.
    pub suppliers: Vec<u32>,
    /// What they add up to.
    pub line: SupplierLine,
}

/// The lines that are shown, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplierList {
    /// Each PAN's line before those of its suppliers.
    pub entries: Vec<SupplierEntry>,
    /// The PANs of which several suppliers are shown.
    pub pans: BTreeMap<u32, PanGroup>,
    /// All suppliers that are shown together.
    pub sums: SupplierLine,
    /// How many are shown.
    pub shown: u32,
    /// How many there are.
    pub all: u32,
}

impl SupplierList {
    /// The suppliers that pass a filter, in the order of the keys, then by GSTIN; none if it was stopped on the way.
    pub fn of(
        book: &Book,
        numbers: &SupplierNumbers,
        lines: &SupplierLines,
        filter: &SupplierFilter,
        keys: &[SupplierSort],
        progress: &Progress,
    ) -> Option<SupplierList> {
        let present = lines.present();
        let all = present.len() as u32;
        let shown = match filter.is_empty() {
            true => present,
            false => {
                let wanted = filter.text.trim().to_lowercase();
                let passed = parts::each(&present, progress, |&supplier| {
                    let line = lines.get(supplier);
                    line.is_some_and(|line| filter.passes(book, &numbers.gstin(book, supplier), &line, &wanted))
                })?;
                present.into_iter().zip(passed).filter(|(_, passed)| *passed).map(|(supplier, _)| supplier).collect()
            }
        };
        let mut list = SupplierList { all, shown: shown.len() as u32, ..SupplierList::default() };
        list.sums = sums(lines, &shown);
        let units = list.group(numbers, lines, &shown);
        let order = Order { book, numbers, lines, keys };
        for group in list.pans.values_mut() {
            let unit = |&supplier: &u32| Unit { entry: SupplierEntry::Under(supplier), first: supplier };
            let sorted = order.sorted(group.suppliers.iter().map(unit).collect(), &BTreeMap::new(), progress);
            group.suppliers = sorted.into_iter().map(|unit| unit.first).collect();
        }
        for unit in order.sorted(units, &list.pans, progress) {
            list.entries.push(unit.entry);
            if let SupplierEntry::Pan(pan) = unit.entry {
                let under = list.pans.get(&pan).map(|group| &group.suppliers[..]).unwrap_or_default();
                list.entries.extend(under.iter().map(|&supplier| SupplierEntry::Under(supplier)));
            }
        }
        if progress.cancelled() { None } else { Some(list) }
    }

    /// Puts suppliers of one PAN together, where several are shown. What is to be ordered: these, and the others one by one.
    fn group(&mut self, numbers: &SupplierNumbers, lines: &SupplierLines, shown: &[u32]) -> Vec<Unit> {
        let mut of_pan = vec![0u8; numbers.pan_count() as usize];
        for &supplier in shown {
            let count = &mut of_pan[numbers.pan(supplier) as usize];
            *count = count.saturating_add(1);
        }
        let mut units = Vec::with_capacity(shown.len());
        for &supplier in shown {
            let pan = numbers.pan(supplier);
            if of_pan[pan as usize] < 2 {
                units.push(Unit { entry: SupplierEntry::Alone(supplier), first: supplier });
                continue;
            }
            let group = self.pans.entry(pan).or_default();
            if group.suppliers.is_empty() {
                units.push(Unit { entry: SupplierEntry::Pan(pan), first: supplier });
            }
            group.suppliers.push(supplier);
            lines.get(supplier).into_iter().for_each(|line| group.line.join(&line));
        }
        units
    }

    /// The same lines in the same places, whatever their figures are by now; nothing if suppliers came or went.
    pub fn counted_again(&self, lines: &SupplierLines) -> Option<SupplierList> {
        let (mut shown, present): (Vec<u32>, _) = (self.shown_suppliers().collect(), lines.present());
        // A sum is named by the first supplier, whatever the order is.
        shown.sort_unstable();
        if present.len() as u32 != self.all || shown.iter().any(|supplier| present.binary_search(supplier).is_err()) {
            return None;
        }
        let mut list = SupplierList { sums: sums(lines, &shown), ..self.clone() };
        for group in list.pans.values_mut() {
            let mut suppliers = group.suppliers.clone();
            suppliers.sort_unstable();
            group.line = sums(lines, &suppliers);
        }
        Some(list)
    }

    /// The suppliers that are shown, in order, those that are folded away too.
    pub fn shown_suppliers(&self) -> impl Iterator<Item = u32> + '_ {
        self.entries.iter().filter_map(|entry| entry.supplier())
    }

    /// What a line shows.
    pub fn line(&self, lines: &SupplierLines, entry: SupplierEntry) -> Option<SupplierLine> {
        match entry {
            SupplierEntry::Pan(pan) => self.pans.get(&pan).map(|group| group.line),
            SupplierEntry::Under(supplier) | SupplierEntry::Alone(supplier) => lines.get(supplier),
        }
    }

    /// The suppliers of a line.
    pub fn suppliers(&self, entry: SupplierEntry) -> Vec<u32> {
        match entry {
            SupplierEntry::Pan(pan) => self.pans.get(&pan).map(|group| group.suppliers.clone()).unwrap_or_default(),
            SupplierEntry::Under(supplier) | SupplierEntry::Alone(supplier) => vec![supplier],
        }
    }
}

/// What suppliers add up to.
fn sums(lines: &SupplierLines, suppliers: &[u32]) -> SupplierLine {
    let parts = parts::in_parts(suppliers, |part| {
        let mut sums = SupplierLine::default();
        part.iter().filter_map(|&supplier| lines.get(supplier)).for_each(|line| sums.join(&line));
        sums
    });
    let mut all = SupplierLine::default();
    parts.iter().for_each(|part| all.join(part));
    all
}

/// What is ordered: a supplier, or a PAN with the first of its suppliers.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Unit {
    entry: SupplierEntry,
    first: u32,
}

struct Order<'a> {
    book: &'a Book,
    numbers: &'a SupplierNumbers,
    lines: &'a SupplierLines,
    keys: &'a [SupplierSort],
}

/// What a unit is ordered by in a column, worked out once.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i128),
    Text(String),
    /// The last in the alphabet first.
    Turned(Reverse<String>),
}

impl Order<'_> {
    fn sorted(&self, units: Vec<Unit>, pans: &BTreeMap<u32, PanGroup>, progress: &Progress) -> Vec<Unit> {
        let line = |unit: &Unit| match unit.entry {
            SupplierEntry::Pan(pan) => pans.get(&pan).map(|group| group.line),
            _ => self.lines.get(unit.first),
        };
        match self.keys {
            // The usual case, without a list and a text for each unit.
            [sort] if !sort.column.is_text() => self.by(units, |unit| self.number(unit, line(unit), sort), progress),
            keys => {
                let key = |unit: &Unit, sort| self.key(unit, line(unit), sort);
                self.by(units, |unit| keys.iter().map(|sort| key(unit, sort)).collect::<Vec<Key>>(), progress)
            }
        }
    }

    /// The units in the order of their keys, then by GSTIN; as they were if it was stopped on the way.
    fn by<K: Ord + Send>(&self, units: Vec<Unit>, key: impl Fn(&Unit) -> K + Sync, progress: &Progress) -> Vec<Unit> {
        let keyed = |unit: &Unit| (key(unit), self.numbers.rank(unit.first));
        let Some(keyed) = parts::each(&units, progress, keyed) else { return units };
        let mut sorted: Vec<(K, u32, u32)> =
            keyed.into_iter().zip(0..).map(|((key, rank), place)| (key, rank, place)).collect();
        parts::sort(&mut sorted, progress);
        sorted.into_iter().map(|(_, _, place)| units[place as usize]).collect()
    }

    fn key(&self, unit: &Unit, line: Option<SupplierLine>, sort: &SupplierSort) -> Key {
        let text = match sort.column {
            SupplierColumn::Name => line.map_or(String::new(), |line| supplier_name(self.book, &line).to_lowercase()),
            SupplierColumn::Gstin => self.numbers.gstin(self.book, unit.first).into_owned(),
            _ => return Key::Number(self.number(unit, line, sort)),
        };
        if sort.descending { Key::Turned(Reverse(text)) } else { Key::Text(text) }
    }

    fn number(&self, unit: &Unit, line: Option<SupplierLine>, sort: &SupplierSort) -> i128 {
        let number = match sort.column {
            SupplierColumn::State => state_of(&self.numbers.gstin(self.book, unit.first)).map_or(0, i128::from),
            column => line.map_or(0, |line| column.number(&line)),
        };
        // The complement orders numbers the other way round.
        if sort.descending { !number } else { number }
    }
}
