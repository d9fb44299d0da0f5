//! Suppliers as small numbers over all sheets of a book, so that what is added up for each is in one list.

use std::borrow::Cow;
use std::collections::HashMap;

use roaring::RoaringBitmap;

use crate::book::{Book, BySection, Section};
use crate::values::gstin;
use crate::values::rows::Marks;
use crate::work::{Progress, parts};

/// The suppliers of a book, numbered in the order in which they stand in it. Numbers stay as records come: see
/// [`SupplierNumbers::fits`].
#[derive(Clone, Debug, Default)]
pub struct SupplierNumbers {
    /// For each sheet: the number of each text in its dictionary of suppliers.
    of_id: BySection<Vec<u32>>,
    /// For each supplier: a sheet whose dictionary has its GSTIN, and where.
    written: Vec<(Section, u32)>,
    /// For each supplier: the number of its PAN. What is no GSTIN has a PAN of its own.
    pans: Vec<u32>,
    pan_count: u32,
    /// For each supplier: its place in the order of the GSTINs.
    ranks: Vec<u32>,
}

impl SupplierNumbers {
    /// Numbers the suppliers of a book. A GSTIN counts without the spaces around it and in either case.
    pub fn of(book: &Book) -> SupplierNumbers {
        SupplierNumbers::default().with_all_of(book)
    }

    /// The same numbers, and behind them those of suppliers that came to the book since. (Dictionaries only grow.)
    pub fn with_all_of(mut self, book: &Book) -> SupplierNumbers {
        let (mut known, mut pans) = (HashMap::<Cow<'_, str>, u32>::new(), HashMap::<[u8; 10], u32>::new());
        for (number, &pan) in (0u32..).zip(&self.pans) {
            let gstin = self.gstin(book, number);
            pan_of(&gstin).map(|text| pans.insert(text, pan));
            known.insert(gstin, number);
        }
        for section in Section::ALL {
            let texts = book.sheet(section).records().suppliers.texts();
            for (id, text) in (0u32..).zip(texts).skip(self.of_id[section].len()) {
                let gstin = plain(text);
                let number = known.get(&gstin).copied().unwrap_or_else(|| {
                    let next = self.pan_count;
                    let pan = pan_of(&gstin).map_or(next, |pan| *pans.entry(pan).or_insert(next));
                    self.pan_count += u32::from(pan == next);
                    self.pans.push(pan);
                    self.written.push((section, id));
                    known.insert(gstin, self.written.len() as u32 - 1);
                    self.written.len() as u32 - 1
                });
                self.of_id[section].push(number);
            }
        }
        self.ranks = self.ranked(book);
        self
    }

    fn ranked(&self, book: &Book) -> Vec<u32> {
        let mut ordered: Vec<u32> = (0..self.count()).collect();
        ordered.sort_by_cached_key(|&supplier| self.gstin(book, supplier));
        let mut ranks = vec![0; ordered.len()];
        (0..).zip(ordered).for_each(|(rank, supplier)| ranks[supplier as usize] = rank);
        ranks
    }

    /// Whether every record of a book has its supplier here: of the same book no supplier came since.
    pub fn fits(&self, book: &Book) -> bool {
        let texts = |section| book.sheet(section).records().suppliers.texts().len();
        Section::ALL.into_iter().all(|section| self.of_id[section].len() == texts(section))
    }

    /// How many numbers there are; not all of them have records in force.
    pub fn count(&self) -> u32 {
        self.written.len() as u32
    }

    /// How many PANs there are.
    pub(super) fn pan_count(&self) -> u32 {
        self.pan_count
    }

    /// The GSTIN, in capitals.
    pub fn gstin<'b>(&self, book: &'b Book, supplier: u32) -> Cow<'b, str> {
        let Some(&(section, id)) = self.written.get(supplier as usize) else { return Cow::Borrowed("") };
        plain(&book.sheet(section).records().suppliers.texts()[id as usize])
    }

    /// Its place in the order of the GSTINs.
    pub(super) fn rank(&self, supplier: u32) -> u32 {
        self.ranks.get(supplier as usize).copied().unwrap_or(u32::MAX)
    }

    /// The number of its PAN: suppliers with the same are one person.
    pub fn pan(&self, supplier: u32) -> u32 {
        self.pans.get(supplier as usize).copied().unwrap_or(u32::MAX)
    }

    /// The supplier of a record.
    #[inline]
    pub fn of_row(&self, book: &Book, section: Section, row: u32) -> u32 {
        let id = book.sheet(section).records().suppliers.ids()[row as usize];
        self.of_id[section].get(id as usize).copied().unwrap_or(u32::MAX)
    }

    /// The records in force of these suppliers, sheet by sheet.
    pub fn rows(&self, book: &Book, suppliers: impl IntoIterator<Item = u32>) -> Vec<(Section, RoaringBitmap)> {
        let mut wanted = vec![false; self.written.len()];
        suppliers.into_iter().filter_map(|supplier| wanted.get_mut(supplier as usize).map(|w| *w = true)).count();
        let rows = Section::ALL.into_iter().map(|section| {
            let (sheet, of_id) = (book.sheet(section), &self.of_id[section]);
            let mine = |id: u32| of_id.get(id as usize).is_some_and(|&number| wanted[number as usize]);
            let mut marks = Marks::default();
            let ids = sheet.records().suppliers.ids();
            (0u32..).zip(ids).filter(|&(_, &id)| mine(id)).for_each(|(row, _)| marks.add(row));
            let rows = marks.rows();
            (section, if sheet.any_aside() { rows - sheet.not_in_force() } else { rows })
        });
        rows.filter(|(_, rows)| !rows.is_empty()).collect()
    }

    /// Adds something up for each supplier over its records in force, on all cores; none if it was stopped on the way.
    pub fn gather<T: Clone + Default + Send>(
        &self,
        book: &Book,
        progress: &Progress,
        add: impl Fn(&mut T, Section, u32) + Sync,
    ) -> Option<BySupplier<T>> {
        self.gather_blocks(book, progress, |section, rows, own: &mut [T]| {
            rows.iter().for_each(|&(row, place)| add(&mut own[place as usize], section, row));
        })
    }

    /// The same of some records of a section at once: rows, each with the place of its supplier in the list.
    pub(super) fn gather_blocks<T: Clone + Default + Send>(
        &self,
        book: &Book,
        progress: &Progress,
        add: impl Fn(Section, &[(u32, u32)], &mut [T]) + Sync,
    ) -> Option<BySupplier<T>> {
        let rows: u64 = Section::ALL.into_iter().map(|section| u64::from(book.sheet(section).rows())).sum();
        // Each core takes its share of the suppliers, dealt out in turn: what it adds up is its own, and
        // nothing need be joined.
        let cores = if rows < parts::SHORT as u64 { 1 } else { parts::cores() };
        let stripes = parts::of_tasks((0..cores).collect(), |stripe| {
            let mut own = vec![T::default(); (self.written.len() + cores - 1 - stripe) / cores];
            let mut mine = Vec::with_capacity(parts::BETWEEN_LOOKS);
            for section in Section::ALL {
                let place = |&supplier: &u32| match supplier as usize % cores == stripe {
                    true => supplier / cores as u32,
                    false => NOT_MINE,
                };
                let (sheet, places) =
                    (book.sheet(section), self.of_id[section].iter().map(place).collect::<Vec<u32>>());
                let (ids, all) = (sheet.records().suppliers.ids(), !sheet.any_aside());
                let blocks = (0u32..).step_by(parts::BETWEEN_LOOKS).zip(ids.chunks(parts::BETWEEN_LOOKS));
                for (from, block) in blocks.take_while(|_| !progress.cancelled()) {
                    mine.clear();
                    let placed = (from..).zip(block).map(|(row, &id)| (row, places[id as usize]));
                    mine.extend(placed.filter(|&(row, place)| place != NOT_MINE && (all || sheet.in_force(row))));
                    add(section, &mine, &mut own);
                }
            }
            own
        });
        if progress.cancelled() { None } else { Some(BySupplier { stripes }) }
    }
}

/// In place of the place of a supplier of a different core's share.
const NOT_MINE: u32 = u32::MAX;

/// A GSTIN as suppliers are compared.
fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    match text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        true => Cow::Owned(text.to_ascii_uppercase()),
        false => Cow::Borrowed(text),
    }
}

/// The PAN in a GSTIN.
fn pan_of(text: &str) -> Option<[u8; 10]> {
    gstin::well_formed(text).then(|| text.as_bytes()[2..12].try_into().ok()).flatten()
}

/// Something for each supplier.
#[derive(Clone, Debug)]
pub struct BySupplier<T> {
    /// Supplier by supplier, dealt out in turn.
    stripes: Vec<Vec<T>>,
}

impl<T> Default for BySupplier<T> {
    fn default() -> Self {
        BySupplier { stripes: Vec::new() }
    }
}

impl<T> BySupplier<T> {
    /// That of a supplier.
    #[inline]
    pub fn get(&self, supplier: u32) -> Option<&T> {
        let (stripes, supplier) = (self.stripes.len().max(1), supplier as usize);
        self.stripes.get(supplier % stripes)?.get(supplier / stripes)
    }

    /// All of them in the order of the numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let count = self.stripes.iter().map(Vec::len).sum::<usize>() as u32;
        (0..count).filter_map(|supplier| self.get(supplier).map(|of| (supplier, of)))
    }
}
