//! Runs of digits in document numbers: numbers that agree (N0–N2) have one in common, but for those without digits. So most that do
//! not agree are left aside by a look at a few bits, without their text.

use std::collections::HashSet;

use crate::matching::agree::number::{self, Number};

/// 16 bits of each run of digits in a number, zeros in front left out; four runs at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::matching) struct Runs(u64);

impl Runs {
    /// Of a number of which nothing is known, or which has more runs.
    pub(in crate::matching) const UNKNOWN: Runs = Runs(u64::MAX);
    const MOST: usize = 4;

    /// Those of a number.
    pub(in crate::matching) fn of(text: &str) -> Runs {
        let (mut all, mut many) = (0, 0);
        for run in runs_in(text) {
            all = all << 16 | u64::from(bits(run));
            many += 1;
        }
        if many > Runs::MOST { Runs::UNKNOWN } else { Runs(all) }
    }

    /// The bits of each run.
    fn each(self) -> impl Iterator<Item = u16> {
        (0..Runs::MOST).map(move |at| (self.0 >> (16 * at)) as u16).filter(|&bits| bits != 0)
    }
}

/// The runs of digits in a text, zeros in front left out.
fn runs_in(text: &str) -> impl Iterator<Item = &str> {
    let plain = |run| match str::trim_start_matches(run, '0') {
        "" => "0",
        rest => rest,
    };
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(plain)
}

/// Never 0, which is no run.
fn bits(run: &str) -> u16 {
    let hash = run.bytes().fold(0x811c_9dc5, |hash: u32, digit| (hash ^ u32::from(digit)).wrapping_mul(0x0100_0193));
    ((hash >> 16) as u16 ^ hash as u16).max(1)
}

/// The runs of digits by which records may agree with some entries.
pub(in crate::matching) struct Serials<'n> {
    runs: HashSet<&'n str>,
    /// A bit for what [`bits`] is of each run.
    bits: Vec<u64>,
    /// One of the entries has no digits in its number.
    some_without: bool,
}

impl<'n> Serials<'n> {
    /// Those of these numbers.
    pub(in crate::matching) fn of(numbers: impl Iterator<Item = &'n Number>) -> Serials<'n> {
        let mut all = Serials { runs: HashSet::new(), bits: vec![0; 1 << 10], some_without: false };
        for number in numbers.filter(|number| !number.is_empty()) {
            let mut some = false;
            for run in number::serials(number) {
                let bits = usize::from(bits(run));
                all.bits[bits / 64] |= 1 << (bits % 64);
                all.runs.insert(run);
                some = true;
            }
            all.some_without |= !some;
        }
        all
    }

    /// Whether a number with these runs may agree with one of the entries': false only where it cannot.
    pub(in crate::matching) fn may_agree(&self, runs: Runs) -> bool {
        let has = |bits: u16| self.bits[usize::from(bits) / 64] & 1 << (bits % 64) != 0;
        runs == Runs::UNKNOWN || runs.each().any(has) || (self.some_without && runs == Runs::default())
    }

    /// The same by the number itself.
    pub(in crate::matching) fn may_agree_with(&self, text: &str) -> bool {
        let mut runs = runs_in(text).peekable();
        (self.some_without && runs.peek().is_none()) || runs.any(|run| self.runs.contains(run))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::agree::number::level;

    proptest! {
        #[test]
        fn numbers_that_agree_are_never_left_aside(
            record in "([A-C]{0,2}[/-]?(0|1|26|27|2026|2627|0?89)?[/ -]?){0,5}",
            entry in "([A-C]{0,2}[/-]?(0|1|26|27|2026|2627|0?89)?[/ -]?){0,5}",
        ) {
            let (r, e) = (Number::new(&record), Number::new(&entry));
            if level(&r, &e, &[2027, 2026]).agrees() {
                let serials = Serials::of([&e].into_iter());
                prop_assert!(serials.may_agree(Runs::of(&record)) && serials.may_agree_with(&record), "{} {}", record, entry);
            }
        }

        #[test]
        fn what_has_a_run_in_common_is_seen_in_the_bits_too(text in "[A-B0-9/]{0,12}", other in "[A-B0-9/]{0,12}") {
            let number = Number::new(&other);
            let serials = Serials::of([&number].into_iter());
            prop_assert!(!serials.may_agree_with(&text) || serials.may_agree(Runs::of(&text)));
        }
    }

    #[test]
    fn numbers_without_a_run_in_common_are_left_aside() {
        let number = Number::new("INV/26-27/0089");
        let serials = Serials::of([&number].into_iter());
        for (text, may) in [("89", true), ("X-00089", true), ("INV/26-27/88", false), ("890", false), ("ABC", false)] {
            assert_eq!((serials.may_agree(Runs::of(text)), serials.may_agree_with(text)), (may, may), "{text}");
        }
    }
}
