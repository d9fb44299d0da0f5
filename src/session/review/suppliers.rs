//! What would be written, supplier by supplier.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::book::{Action, Book, Section};

/// What will be written of one supplier's records.
#[derive(Clone, Debug, Default)]
pub struct SupplierReview {
    /// The GSTIN.
    pub gstin: String,
    /// The name, as the first record has it.
    pub name: String,
    /// Records by action, in the order of [`Action::CHOICES`].
    pub by_action: [u64; 4],
    /// What they change in the credit this month.
    pub change: i128,
    /// Records that do not count in the GSTR-2B being closed, whatever is decided on them.
    pub uncounted: u64,
}

impl SupplierReview {
    /// How many records there are.
    pub fn records(&self) -> u64 {
        self.by_action.iter().sum()
    }
}

/// The suppliers as they are being counted.
#[derive(Clone, Debug, Default)]
pub struct Suppliers {
    pub list: Vec<SupplierReview>,
    places: HashMap<String, u32>,
    /// For each sheet: where the supplier of this id in the sheet's dictionary is in the list.
    of_id: [Vec<u32>; 8],
}

const NOT_MET: u32 = u32::MAX;

impl Suppliers {
    /// Counts a record: what it changes, and whether it does not count.
    pub fn add(&mut self, book: &Book, section: Section, row: u32, action: Action, (change, uncounted): (i128, bool)) {
        let place = self.place(book, section, row);
        let Some(supplier) = self.list.get_mut(place as usize) else { return };
        if let Some(i) = Action::CHOICES.iter().position(|&a| a == action) {
            supplier.by_action[i] += 1;
        }
        supplier.change += change;
        supplier.uncounted += u64::from(uncounted);
    }

    fn place(&mut self, book: &Book, section: Section, row: u32) -> u32 {
        let records = book.sheet(section).records();
        let id = records.suppliers.ids()[row as usize] as usize;
        let of_id = &mut self.of_id[section as usize];
        if of_id.len() <= id {
            of_id.resize(records.suppliers.texts().len().max(id + 1), NOT_MET);
        }
        if of_id[id] == NOT_MET {
            let gstin = records.suppliers.get(row).trim().to_ascii_uppercase();
            let next = self.list.len() as u32;
            of_id[id] = *self.places.entry(gstin.clone()).or_insert(next);
            if of_id[id] == next {
                let name = records.names.get(row).to_owned();
                self.list.push(SupplierReview { gstin, name, ..SupplierReview::default() });
            }
        }
        of_id[id]
    }
}

/// By what the suppliers are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The name, then the GSTIN.
    Name,
    /// How many records they have.
    Records,
    /// What they change in the credit.
    #[default]
    Change,
}

/// The suppliers with this text in name or GSTIN, in order: their places in the list.
pub fn ordered(list: &[SupplierReview], text: &str, by: By, descending: bool) -> Vec<u32> {
    let wanted = text.trim().to_lowercase();
    let has = |s: &SupplierReview| {
        wanted.is_empty() || s.name.to_lowercase().contains(&wanted) || s.gstin.to_lowercase().contains(&wanted)
    };
    let mut places: Vec<u32> = (0..).zip(list).filter(|(_, s)| has(s)).map(|(place, _)| place).collect();
    let at = |place: &u32| &list[*place as usize];
    places.sort_by_cached_key(|p| (at(p).name.to_lowercase(), at(p).gstin.clone()));
    // Those that are equal stay in the order of their names, whichever way the others go.
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    match by {
        By::Name if descending => places.reverse(),
        By::Name => {}
        By::Records => places.sort_by(|a, b| turned(at(a).records().cmp(&at(b).records()))),
        // What changes most, whether it rises or falls.
        By::Change => {
            let size = |p: &u32| (at(p).change.unsigned_abs(), at(p).change);
            places.sort_by(|a, b| turned(size(a).cmp(&size(b))));
        }
    }
    places
}
