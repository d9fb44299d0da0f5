//! The suppliers and e-commerce operators of a sample: synthetic GSTINs and invented names.

use std::ops::Range;

use super::{Dice, HOME_STATE};
use crate::values::gstin;

/// The table of parties, for their dice; the tables of records go by their sections.
const PARTIES: u64 = 8;
const OTHER_STATES: [u64; 12] = [24, 29, 33, 36, 7, 6, 9, 19, 8, 23, 32, 37];
/// The fourth letter of a PAN says who holds it. No kind of holder has one of these, so no real GSTIN is met.
const LETTERS: &[u8; 14] = b"DIMNOQRSUVWXYZ";
const PANS: u64 = 14 * 10_000 * 26;

#[rustfmt::skip]
const WORDS: [&str; 32] = [
    "Zorvani", "Kelphora", "Mundrex", "Tavisol", "Brenkali", "Quillmar", "Dharvex", "Nimbrosa", "Vashtiron", "Pelukan",
    "Jorvika", "Ruvantha", "Selmorix", "Gathrona", "Umbrivel", "Hextara", "Indravolt", "Lunkhera", "Marzibal", "Fenwara",
    "Yashtrum", "Ekvidon", "Wexmala", "Chandrexo", "Korimbal", "Sarvolene", "Bhumitrax", "Trivandex", "Ostrelle",
    "Parvuno", "Zintoba", "Aramvik",
];
#[rustfmt::skip]
const TRADES: [&str; 20] = [
    "Steel", "Packaging", "Office Supplies", "Logistics", "Polymers", "Textiles", "Electricals", "Engineering", "Foods",
    "Software Services", "Chemicals", "Print House", "Transport", "Hardware and Tools", "Furniture", "Medical Supplies",
    "Precision Components", "Facility Services", "Paper Mills", "Auto Parts",
];
#[rustfmt::skip]
const FORMS: [&str; 8] = [
    "Private Limited", "Pvt Ltd", "Private Limited", "LLP", "Traders", "Enterprises", "and Sons", "(India) Pvt Ltd",
];

/// Who sends documents.
pub(super) struct Party {
    /// Its share of a section's documents begins here, in parts of 2³².
    begins: u32,
    pub(super) gstin: String,
    pub(super) state: u64,
    /// Settles its name, its style of numbering and when it is late with its returns.
    pub(super) nature: u64,
}

/// The parties with these numbers, the busiest first. A few send most: each as much as its rank is low.
pub(super) fn all(numbers: Range<u64>, seed: u64) -> Vec<Party> {
    let share = |rank: u64| (1 << 40) / u128::from(rank + 2);
    let whole: u128 = (0..numbers.end - numbers.start).map(share).sum();
    let mut before = 0;
    let mut parties = Vec::new();
    for (rank, number) in (0..).zip(numbers) {
        let mut dice = Dice::of(seed, PARTIES, number);
        let state = if dice.percent(60) { HOME_STATE } else { dice.pick(&OTHER_STATES) };
        let gstin = synthetic_gstin(state, (number * 1_000_003 + seed % PANS) % PANS);
        parties.push(Party { begins: ((before << 32) / whole) as u32, gstin, state, nature: dice.next() });
        before += share(rank);
    }
    parties
}

/// Whose document lies at this slot of this many, and the slots of all that this party sends.
pub(super) fn at(parties: &[Party], slot: u64, documents: u64) -> (&Party, Range<u64>) {
    let begins = |party: &Party| ((u128::from(documents) * u128::from(party.begins)) >> 32) as u64;
    let after = parties.partition_point(|party| begins(party) <= slot);
    let party = &parties[after - 1];
    (party, begins(party)..parties.get(after).map_or(documents, begins))
}

fn synthetic_gstin(state: u64, pan: u64) -> String {
    let letter = char::from(LETTERS[(pan % 14) as usize]).to_string().repeat(5);
    let last = char::from(b'A' + (pan / 140_000) as u8);
    let first = format!("{state:02}{letter}{:04}{last}1Z", pan / 14 % 10_000);
    let check = char::from(gstin::check_digit(&first));
    format!("{first}{check}")
}

impl Party {
    /// The trade name, in pieces.
    pub(super) fn name(&self) -> [&'static str; 5] {
        let pick = |from: &[&'static str], shift: u32| from[(self.nature >> shift) as usize % 0x1_0000 % from.len()];
        [pick(&WORDS, 0), " ", pick(&TRADES, 16), " ", pick(&FORMS, 32)]
    }

    /// One of eight styles of numbering.
    pub(super) fn style(&self) -> u64 {
        self.nature >> 61
    }
}
