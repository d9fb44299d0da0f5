//! Which of several amounts sum to one: taxable value and each head of tax, within the tolerance's amount, applied once.

use std::ops::RangeInclusive;

use crate::matching::agree::fields::Amounts;
use crate::values::Paise;

/// What is summed: taxable value (or value, where one does not give that), and the heads (or the tax, where one gives only that).
/// Places that are not used are 0.
type Parts = [Paise; 5];

/// This many sets are enough to see that there is not one alone.
const ENOUGH: usize = 32;
/// After this many tries the search ends, and what it found is not believed to be all.
const MOST_TRIES: usize = 20_000;

/// The amounts in parts that all of them give; none where there are none.
fn parts(wanted: &Amounts, of: &[&Amounts]) -> Option<(Parts, Vec<Parts>)> {
    let all = |given: fn(&Amounts) -> bool| given(wanted) && of.iter().all(|amounts| given(amounts));
    let heads = all(|amounts| amounts.heads.is_some());
    let tax = heads || all(|amounts| amounts.tax.is_some());
    let taxable = all(|amounts| amounts.taxable.is_some());
    let value = !taxable && all(|amounts| amounts.value.is_some());
    if !tax || !(taxable || value) {
        return None;
    }
    let one = |amounts: &Amounts| {
        let first = if taxable { amounts.taxable } else { amounts.value };
        let [a, b, c, d] = match amounts.heads.filter(|_| heads) {
            Some(heads) => heads,
            None => [amounts.tax_or_zero(), 0, 0, 0],
        };
        [first.unwrap_or(0), a, b, c, d]
    };
    Some((one(wanted), of.iter().map(|amounts| one(amounts)).collect()))
}

fn minus(a: &Parts, b: &Parts) -> Parts {
    std::array::from_fn(|at| a[at].saturating_sub(b[at]))
}

fn is_within(left: &Parts, tolerance: Paise) -> bool {
    left.iter().all(|part| part.unsigned_abs() <= tolerance.unsigned_abs())
}

/// Whether all of these sum to one.
pub fn is_sum(wanted: &Amounts, of: &[&Amounts], tolerance: Paise) -> bool {
    match parts(wanted, of) {
        Some((wanted, of)) if wanted != [0; 5] => {
            is_within(&of.iter().fold(wanted, |left, part| minus(&left, part)), tolerance)
        }
        _ => false,
    }
}

/// The sets of these, of `sizes` each, that sum to one; a few at most, where there are many. Each is in order.
pub fn sets(wanted: &Amounts, of: &[&Amounts], sizes: RangeInclusive<usize>, tolerance: Paise) -> Vec<Vec<usize>> {
    let Some((wanted, of)) = parts(wanted, of) else { return Vec::new() };
    // Amounts below 0 belong to no sum of this kind, and without them a sum only grows.
    if wanted[0] <= 0 || wanted.iter().any(|&part| part < 0) {
        return Vec::new();
    }
    let fits = |part: &Parts| {
        part[0] > 0 && (0..5).all(|at| part[at] >= 0 && part[at] <= wanted[at].saturating_add(tolerance))
    };
    let mut sorted: Vec<(usize, Parts)> = of.into_iter().enumerate().filter(|(_, part)| fits(part)).collect();
    sorted.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let mut search = Search { sorted, sizes, tolerance, chosen: Vec::new(), found: Vec::new(), tries: 0 };
    search.go(0, wanted);
    let mut found = search.found;
    found.iter_mut().for_each(|set| set.sort_unstable());
    found.sort();
    found.dedup();
    if search.tries >= MOST_TRIES && found.len() == 1 {
        // Another may be there that was not tried.
        found.clear();
    }
    found
}

struct Search {
    /// The largest first.
    sorted: Vec<(usize, Parts)>,
    sizes: RangeInclusive<usize>,
    tolerance: Paise,
    chosen: Vec<usize>,
    found: Vec<Vec<usize>>,
    tries: usize,
}

impl Search {
    fn go(&mut self, from: usize, left: Parts) {
        if self.sizes.contains(&self.chosen.len()) && is_within(&left, self.tolerance) {
            self.found.push(self.chosen.clone());
            return;
        }
        let more = self.sizes.end() - self.chosen.len();
        for at in from..self.sorted.len() {
            self.tries += 1;
            if self.found.len() >= ENOUGH || self.tries >= MOST_TRIES || more == 0 {
                return;
            }
            let (place, part) = self.sorted[at];
            // The largest that is left must be at least an equal share of what is missing.
            if part[0].saturating_mul(more as i64) < left[0].saturating_sub(self.tolerance) {
                return;
            }
            if (0..5).any(|i| part[i] > left[i].saturating_add(self.tolerance)) {
                continue;
            }
            self.chosen.push(place);
            self.go(at + 1, minus(&left, &part));
            self.chosen.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(taxable: Paise, tax: Paise) -> Amounts {
        Amounts::of_heads(Some(taxable), [tax, 0, 0, 0], None)
    }

    fn found(wanted: Amounts, amounts: &[Amounts]) -> Vec<Vec<usize>> {
        sets(&wanted, &amounts.iter().collect::<Vec<_>>(), 2..=6, 100)
    }

    #[test]
    fn sets_that_sum_to_one_are_found() {
        let amounts = [of(120_000, 21_600), of(80_000, 14_400), of(50_000, 9_000), of(200_000, 36_000)];
        assert_eq!(found(of(200_000, 36_000), &amounts), [[0, 1]]);
        assert_eq!(found(of(250_050, 45_000), &amounts), [vec![0, 1, 2], vec![2, 3]]);
        assert_eq!(found(of(200_000, 30_000), &amounts), Vec::<Vec<usize>>::new());
        // The tolerance is applied once, not for each.
        assert_eq!(found(of(200_101, 36_000), &amounts), Vec::<Vec<usize>>::new());
    }

    proptest! {
        #[test]
        fn every_set_is_found_and_nothing_else(
            amounts in proptest::collection::vec((1i64..12, 0i64..3), 0..9),
            wanted in (1i64..40, 0i64..8),
        ) {
            let amounts: Vec<Amounts> = amounts.into_iter().map(|(a, b)| of(a * 1000, b * 1000)).collect();
            let wanted = of(wanted.0 * 1000, wanted.1 * 1000);
            let mut all = Vec::new();
            for bits in 0u32..1 << amounts.len() {
                let set: Vec<usize> = (0..amounts.len()).filter(|at| bits & 1 << at != 0).collect();
                let some: Vec<&Amounts> = set.iter().map(|&at| &amounts[at]).collect();
                if (2..=6).contains(&set.len()) && is_sum(&wanted, &some, 100) {
                    all.push(set);
                }
            }
            all.sort();
            let found = found(wanted, &amounts);
            if all.len() < ENOUGH {
                prop_assert_eq!(found, all);
            } else {
                prop_assert!(found.len() >= 2);
            }
        }
    }
}
