//! A synthetic download that looks like life, for demonstrations, benchmarks and tests of size.
//!
//! Every record is worked out from the seed, its section and its place there. No record is remembered: an amendment
//! works its original out again. Whole numbers only, so the bytes are the same on every machine.

use std::io::{Result, Write};

use crate::values::{Day, Period, gstin};

const RECIPIENT: &str = "27AAAAA0000A1Z2";
const HOME_STATE: u64 = 27;
/// 1 November 2025, where the year of documents begins.
const FIRST_DAY: i32 = 20_393;
const DAYS: u64 = 365;
/// The buffer goes out when it holds this much.
const FLUSH: usize = 1 << 18;

/// A base section and the section of its amendments.
struct Kind {
    sections: [&'static str; 2],
    /// The keys of number, date, original number and original date.
    keys: [&'static str; 4],
    /// What document numbers begin with: in long numbers, in short ones, in lower case.
    prefixes: [&'static str; 3],
    /// How many of a hundred records stand in the two sections. Invoices get what is left over.
    shares: [u64; 2],
    credit: bool,
    operator: bool,
}

const INVOICE_KEYS: [&str; 4] = ["inum", "idt", "oinum", "oidt"];
const NOTE_KEYS: [&str; 4] = ["nt_num", "nt_dt", "ont_num", "ont_dt"];
const KINDS: [Kind; 4] = [
    Kind { sections: ["b2b", "b2ba"], keys: INVOICE_KEYS, prefixes: ["INV", "GST", "inv"], shares: [75, 4], credit: false, operator: false },
    Kind { sections: ["b2bdn", "b2bdna"], keys: NOTE_KEYS, prefixes: ["DN", "DN", "dn"], shares: [3, 1], credit: false, operator: false },
    Kind { sections: ["b2bcn", "b2bcna"], keys: NOTE_KEYS, prefixes: ["CN", "CN", "cn"], shares: [10, 2], credit: true, operator: false },
    Kind { sections: ["ecom", "ecoma"], keys: INVOICE_KEYS, prefixes: ["ECO", "ECO", "eco"], shares: [4, 1], credit: false, operator: true },
];

/// Writes a download of `rows` records in all over the eight sections; the same bytes for the same rows and seed.
pub fn write(rows: u64, seed: u64, out: &mut impl Write) -> Result<()> {
    let world = World::new(rows, seed);
    let mut buffer = Vec::with_capacity(FLUSH + 4096);
    join(&mut buffer, &["{\"imsDetails\":{\"rtin\":\"", RECIPIENT, "\""]);
    for (kind, counts) in KINDS.iter().zip(world.counts) {
        for (amended, count) in [false, true].into_iter().zip(counts).filter(|(_, count)| *count > 0) {
            join(&mut buffer, &[",\"", kind.sections[usize::from(amended)], "\":["]);
            for (i, slot) in shuffled(count, seed).enumerate() {
                buffer.extend_from_slice(if i == 0 { b"\n" } else { b",\n" });
                if amended {
                    let original = world.document(kind, counts, slot * stride(counts));
                    put_record(&mut buffer, kind, &world.amendment(kind, slot, &original), Some(&original));
                } else {
                    put_record(&mut buffer, kind, &world.document(kind, counts, slot), None);
                }
                if buffer.len() >= FLUSH {
                    out.write_all(&buffer)?;
                    buffer.clear();
                }
            }
            join(&mut buffer, &["\n]"]);
        }
    }
    join(&mut buffer, &["}}\n"]);
    out.write_all(&buffer)?;
    out.flush()
}

/// All numbers below `count`, each once, neighbours far apart.
fn shuffled(count: u64, seed: u64) -> impl Iterator<Item = u64> {
    let mut step = count / 1000 * 618 + count % 1000 * 618 / 1000 | 1;
    while gcd(step, count) != 1 {
        step += 1;
    }
    let next = move |slot: &u64| Some(if *slot >= count - step { *slot - (count - step) } else { *slot + step });
    std::iter::successors(Some(seed % count), next).zip(0..count).map(|(slot, _)| slot)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// SplitMix64: small, quick, and the same everywhere.
struct Dice(u64);

impl Dice {
    /// The dice of one record: `what` tells sections apart, `slot` the records of a section.
    fn of(seed: u64, what: &str, slot: u64) -> Dice {
        let what = what.bytes().fold(0, |sum: u64, b| sum.wrapping_mul(31).wrapping_add(u64::from(b)));
        let mut dice = Dice(seed ^ what.rotate_left(32));
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

/// All that the records of one download have in common.
struct World {
    seed: u64,
    counts: [[u64; 2]; 4],
    suppliers: Vec<Party>,
    operators: Vec<Party>,
}

impl World {
    fn new(rows: u64, seed: u64) -> World {
        let mut counts = KINDS.each_ref().map(|kind| kind.shares.map(|share| (u128::from(rows) * u128::from(share) / 100) as u64));
        counts[0][0] += rows - counts.iter().flatten().sum::<u64>();
        // There are no more synthetic PANs than three and a half million.
        let suppliers = (rows / 50).clamp(20, 3_000_000);
        let operators = (suppliers / 40).max(3);
        World {
            seed,
            counts,
            suppliers: (0..suppliers).map(|i| Party::new(i, i, suppliers, seed)).collect(),
            operators: (0..operators).map(|i| Party::new(suppliers + i, i, operators, seed)).collect(),
        }
    }

    /// The document at this place of a base section. Documents lie there by supplier and in the order of their numbers.
    fn document(&self, kind: &Kind, counts: [u64; 2], slot: u64) -> Document<'_> {
        let parties = if kind.operator { &self.operators } else { &self.suppliers };
        let after = parties.partition_point(|party| party.begins(counts[0]) <= slot);
        let party = &parties[after - 1];
        let first = party.begins(counts[0]);
        let end = parties.get(after).map_or(counts[0], |party| party.begins(counts[0]));
        let dice = &mut Dice::of(self.seed, kind.sections[0], slot);
        let date = Day(FIRST_DAY + (((slot - first) * DAYS + dice.below(DAYS)) / (end - first)) as i32);
        let amended = counts[1] > 0 && slot.is_multiple_of(stride(counts)) && slot / stride(counts) < counts[1];
        // An original has been filed, in time, so that its amendment can come after it.
        let period = Period::of(date).plus(i32::from(!amended && dice.percent(20)));
        let home = party.state == HOME_STATE;
        let inv_typ = match dice.below(100) {
            0 => "DE",
            1 | 2 if !home => "SEWP",
            3 if !home => "SEWOP",
            _ => "R",
        };
        let rate = if inv_typ == "SEWOP" { 0 } else { dice.pick(&[18, 18, 18, 18, 18, 12, 12, 5, 5, 28]) };
        let cess_rate = if rate == 28 && dice.percent(20) { 12 } else { 0 };
        let mut document = Document {
            party,
            serial: slot - first + 1 + party.nature % 700,
            numbered: date,
            revised: false,
            date,
            period,
            form: if !amended && dice.percent(3) { "R1A" } else { "R1" },
            filed: amended || in_time(party, period),
            inv_typ: if kind.operator { "" } else { inv_typ },
            rate,
            cess_rate,
            amounts: Amounts::of(taxable_value(dice), rate, cess_rate, home),
            pos: if home || !dice.percent(4) { HOME_STATE } else if party.state == 29 { 24 } else { dice.pick(&[29, 97]) },
            padded: dice.percent(50),
            pending_blocked: false,
            remarks_blocked: false,
            itc_blocked: kind.credit && dice.percent(10),
            action: "N",
            answer: Answer::None,
            remarks: "",
            hash: [0; 4],
        };
        let answer = match dice.below(10) {
            _ if !kind.credit => Answer::None,
            0..=5 => Answer::Full,
            6..=7 => Answer::No,
            _ => Answer::in_part(dice, &document.amounts),
        };
        document.decide(dice, if amended { [55, 5, 8] } else { [12, 4, 6] }, answer);
        document
    }

    /// The amendment of a document, with its amounts the same, up or down.
    fn amendment<'a>(&self, kind: &Kind, slot: u64, original: &Document<'a>) -> Document<'a> {
        let dice = &mut Dice::of(self.seed, kind.sections[1], slot);
        let mut document = *original;
        match (dice.below(10), Day(original.date.0 + 20 + dice.below(70) as i32)) {
            (0, _) => document.form = "R1A",
            (1..=5, date) if date.0 < FIRST_DAY + DAYS as i32 => {
                document.revised = true;
                document.date = date;
                document.period = Period::of(date).plus(i32::from(dice.percent(20)));
            }
            _ => document.period = original.period.plus(1),
        }
        document.filed = in_time(document.party, document.period);
        let percent = match dice.below(5) {
            0 => 100,
            1 | 2 => 60 + dice.below(40),
            _ => 101 + dice.below(40),
        };
        // Within the bounds of every other taxable value.
        let taxable = (original.amounts.taxable * percent / 100).clamp(1_000, 650_000_000);
        document.amounts = Amounts::of(taxable, original.rate, original.cess_rate, original.party.state == HOME_STATE);
        let (less, more) = if kind.credit { (original, &document) } else { (&document, original) };
        let reducible = less.amounts.short_of(&more.amounts);
        // The portal asks where something can be reduced, and at times where nothing can.
        document.itc_blocked = dice.percent(if reducible.tax() > 0 { 10 } else { 60 });
        let answer = match dice.below(3) {
            0 | 1 if reducible.tax() > 0 => Answer::in_part(dice, &reducible),
            _ if reducible.tax() > 0 || kind.credit => Answer::No,
            _ => Answer::None,
        };
        let likely = match original.action {
            "A" => [40, 5, 10],
            "N" => [10, 0, 0],
            _ => [0, 0, 0],
        };
        document.decide(dice, likely, answer);
        document
    }
}

/// Every n-th document of a base section is amended; this is n.
fn stride([documents, amendments]: [u64; 2]) -> u64 {
    documents / amendments.max(1)
}

/// Whoever is late is late with all of a period; each is late in every fifth.
fn in_time(party: &Party, period: Period) -> bool {
    (party.nature % 5 + u64::from(period.month())) % 5 != 0
}

