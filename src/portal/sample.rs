//! A synthetic download that looks like life, for demonstrations, benchmarks and tests of size.
//!
//! Every record is worked out from the seed, its section and its place there. No record is remembered: an amendment
//! works its original out again. Whole numbers only, so the bytes are the same on every machine.

mod document;
mod party;
pub mod register;
mod text;

use std::io::{Result, Write};

use document::Document;
use party::Party;

use super::keys;
use crate::book::Section;

const RECIPIENT: &str = "27AAAAA0000A1Z2";
const HOME_STATE: u64 = 27;
/// The buffer goes out when it holds this much.
const FLUSH: usize = 1 << 18;

/// Whether a GSTIN is of made-up data, as the sample's are: no PAN has the number 0000.
pub fn is_made_up(gstin: &str) -> bool {
    gstin.get(7..11) == Some("0000")
}

/// What is said of uploads among which some are of made-up data.
pub const DO_NOT_UPLOAD_THESE: &str = "Sample data: do not upload the files of made-up GSTINs.";

/// What is said of an upload of made-up data.
pub const DO_NOT_UPLOAD: &str = "Sample data: do not upload this file.";

/// A base section and the section of its amendments.
struct Kind {
    base: Section,
    amended: Section,
    /// What document numbers begin with: in long numbers, in short ones, in lower case.
    prefixes: [&'static str; 3],
    /// How many of a hundred records stand in the two sections. Invoices get what rounding leaves over.
    shares: [u64; 2],
}

const KINDS: [Kind; 4] = [
    Kind { base: Section::B2b, amended: Section::B2ba, prefixes: ["INV", "GST", "inv"], shares: [75, 4] },
    Kind { base: Section::B2bdn, amended: Section::B2bdna, prefixes: ["DN", "DN", "dn"], shares: [3, 1] },
    Kind { base: Section::B2bcn, amended: Section::B2bcna, prefixes: ["CN", "CN", "cn"], shares: [10, 2] },
    Kind { base: Section::Ecom, amended: Section::Ecoma, prefixes: ["ECO", "ECO", "eco"], shares: [4, 1] },
];

/// The two sections of a kind in one download.
struct Pair<'a> {
    kind: &'static Kind,
    documents: u64,
    amendments: u64,
    parties: &'a [Party],
    seed: u64,
}

impl Pair<'_> {
    /// Once in this many documents there is one that was amended.
    fn stride(&self) -> u64 {
        self.documents / self.amendments.max(1)
    }

    fn is_amended(&self, slot: u64) -> bool {
        slot.is_multiple_of(self.stride()) && slot / self.stride() < self.amendments
    }
}

/// What a sample of this many rows is made of.
struct Figures {
    counts: [[u64; 2]; 4],
    /// Suppliers, and e-commerce operators.
    parties: [Vec<Party>; 2],
    seed: u64,
}

impl Figures {
    fn of(rows: u64, seed: u64) -> Figures {
        let mut counts = KINDS.map(|kind| kind.shares.map(|share| (u128::from(rows) * u128::from(share) / 100) as u64));
        counts[0][0] += rows - counts.iter().flatten().sum::<u64>();
        // There are three and a half million synthetic PANs.
        let suppliers = (rows / 50).clamp(20, 3_000_000);
        let operators = (suppliers / 40).max(3);
        let parties = [party::all(0..suppliers, seed), party::all(suppliers..suppliers + operators, seed)];
        Figures { counts, parties, seed }
    }

    /// The sections with their amendments, in the order of the file.
    fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        KINDS.iter().zip(self.counts).map(|(kind, [documents, amendments])| {
            let parties = &self.parties[usize::from(kind.base == Section::Ecom)];
            Pair { kind, documents, amendments, parties, seed: self.seed }
        })
    }
}

/// Writes a download of `rows` records in all over the eight sections; the same bytes for the same rows and seed.
pub fn write(rows: u64, seed: u64, out: &mut impl Write) -> Result<()> {
    let figures = Figures::of(rows, seed);
    let mut buffer = Vec::with_capacity(FLUSH + 4096);
    let recipient = keys::Key::Recipient.name(Section::B2b);
    text::join(&mut buffer, &["{\"imsDetails\":{\"", recipient, "\":\"", RECIPIENT, "\""]);
    for pair in figures.pairs() {
        let kind = pair.kind;
        put_section(&mut buffer, out, kind.base, shuffled(pair.documents, seed), |buffer, slot| {
            text::put_record(buffer, kind, &Document::new(&pair, slot), None);
        })?;
        put_section(&mut buffer, out, kind.amended, shuffled(pair.amendments, seed), |buffer, place| {
            let original = Document::new(&pair, place * pair.stride());
            text::put_record(buffer, kind, &original.amended(&pair, place), Some(&original));
        })?;
    }
    text::join(&mut buffer, &["}}\n"]);
    out.write_all(&buffer)?;
    out.flush()
}

/// Puts a section that is not empty: one record a line.
fn put_section(
    buffer: &mut Vec<u8>,
    out: &mut impl Write,
    section: Section,
    slots: impl Iterator<Item = u64>,
    put: impl Fn(&mut Vec<u8>, u64),
) -> Result<()> {
    let mut empty = true;
    for slot in slots {
        if empty {
            text::join(buffer, &[",\"", keys::section_key(section), "\":[\n"]);
        } else {
            text::join(buffer, &[",\n"]);
        }
        empty = false;
        put(buffer, slot);
        if buffer.len() >= FLUSH {
            out.write_all(buffer)?;
            buffer.clear();
        }
    }
    if !empty {
        text::join(buffer, &["\n]"]);
    }
    Ok(())
}

/// All numbers below `count`, each once, neighbours far apart.
fn shuffled(count: u64, seed: u64) -> impl Iterator<Item = u64> {
    // Steps of the golden ratio never fall into a visible pattern.
    let mut step = (u128::from(count) * 618 / 1000) as u64 | 1;
    while gcd(step, count) > 1 {
        step += 1;
    }
    let next = move |slot: &u64| Some(((u128::from(*slot) + u128::from(step)) % u128::from(count)) as u64);
    let first = seed.checked_rem(count);
    std::iter::successors(first, next).zip(0..count).map(|(slot, _)| slot)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// SplitMix64: small, quick, and the same everywhere.
struct Dice(u64);

impl Dice {
    /// The dice of one record or party: `table` tells what is numbered, `slot` is the number.
    fn of(seed: u64, table: u64, slot: u64) -> Dice {
        let mut dice = Dice(seed ^ table.rotate_right(8));
        dice.0 = dice.next() ^ slot;
        Dice(dice.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        ((self.next() >> 32) * limit) >> 32
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests;
