//! The suppliers and e-commerce operators of a sample: synthetic GSTINs and invented names.

use super::{Dice, HOME_STATE, text};
use crate::values::gstin;

const OTHER_STATES: [u64; 12] = [24, 29, 33, 36, 7, 6, 9, 19, 8, 23, 32, 37];
/// The fourth letter of a PAN says who holds it. No holder has one of these, so no real GSTIN is ever met.
const PAN_LETTERS: &[u8; 14] = b"DIMNOQRSUVWXYZ";
const PANS: u64 = 14 * 10_000 * 26;

#[rustfmt::skip]
const WORDS: [&str; 32] = [
    "Zorvani", "Kelphora", "Mundrex", "Tavisol", "Brenkali", "Quillmar", "Dharvex", "Nimbrosa", "Vashtiron", "Pelukan", "Jorvika",
    "Ruvantha", "Selmorix", "Gathrona", "Umbrivel", "Hextara", "Indravolt", "Lunkhera", "Marzibal", "Fenwara", "Yashtrum", "Ekvidon",
    "Wexmala", "Chandrexo", "Korimbal", "Sarvolene", "Bhumitrax", "Trivandex", "Ostrelle", "Parvuno", "Zintoba", "Aramvik",
];
#[rustfmt::skip]
const TRADES: [&str; 20] = [
    "Steel", "Packaging", "Office Supplies", "Logistics", "Polymers", "Textiles", "Electricals", "Engineering Works", "Foods",
    "Software Services", "Chemicals", "Print House", "Transport", "Hardware and Tools", "Furniture", "Medical Supplies",
    "Precision Components", "Facility Services", "Paper Mills", "Auto Parts",
];
const FORMS: [&str; 8] = [
    "Private Limited", "Pvt Ltd", "Private Limited", "LLP", "Traders", "Enterprises", "and Sons", "(India) Private Limited",
];

/// A supplier or an e-commerce operator.
struct Party {
    /// Its share of a section's documents begins here, in parts of 2²⁴.
    begins: u32,
    gstin: [u8; 15],
    state: u64,
    /// Settles its name, its style of numbering and when it is late with its returns.
    nature: u64,
}

impl Party {
    fn new(id: u64, rank: u64, of: u64, seed: u64) -> Party {
        let mut dice = Dice::of(seed, "party", id);
        let state = if dice.percent(60) { HOME_STATE } else { dice.pick(&OTHER_STATES) };
        // The fourth root makes the tail long: a tenth of the parties sends more than half of all documents.
        let begins = ((u128::from(rank) << 96) / u128::from(of)).isqrt().isqrt() as u32;
        Party { begins, gstin: synthetic_gstin(state, (id * 1_000_003 + seed % PANS) % PANS), state, nature: dice.next() }
    }

    fn begins(&self, documents: u64) -> u64 {
        ((u128::from(documents) * u128::from(self.begins)) >> 24) as u64
    }
}

fn synthetic_gstin(state: u64, pan: u64) -> [u8; 15] {
    let letter = PAN_LETTERS[(pan % 14) as usize];
    let mut text = Vec::with_capacity(15);
    digits(&mut text, state, 2);
    text.extend_from_slice(&[letter; 5]);
    digits(&mut text, pan / 14 % 10_000, 4);
    text.extend_from_slice(&[b'A' + (pan / 140_000) as u8, b'1', b'Z']);
    let mut gstin = [0; 15];
    gstin[..14].copy_from_slice(&text);
    for check in (b'0'..=b'9').chain(b'A'..=b'Z') {
        gstin[14] = check;
        if str::from_utf8(&gstin).is_ok_and(gstin::check_digit_fits) {
            break;
        }
    }
    gstin
}

fn put_name(out: &mut Vec<u8>, nature: u64) {
    let word = WORDS[(nature >> 8) as usize % WORDS.len()];
    let trade = TRADES[(nature >> 16) as usize % TRADES.len()];
    join(out, &[word, " ", trade, " ", FORMS[(nature >> 24) as usize % FORMS.len()]]);
}

