//! Sums that are exact whatever is added, in half the room that 128 bits take: there may be as many as suppliers.

/// Some sums that are added to together, of 64 bits each; where these are too few, what is added up moves to 128.
#[derive(Clone, Debug)]
pub struct ExactSums<const N: usize> {
    small: [i64; N],
    large: Option<Box<[i128; N]>>,
}

impl<const N: usize> Default for ExactSums<N> {
    fn default() -> Self {
        ExactSums { small: [0; N], large: None }
    }
}

impl<const N: usize> ExactSums<N> {
    /// Adds to each of them. They are added without a look at each, and one look at all shows whether a sum was too large for it.
    #[inline]
    pub fn add(&mut self, amounts: [i64; N]) {
        let sums: [i64; N] = std::array::from_fn(|of| self.small[of].wrapping_add(amounts[of]));
        // The sign of a sum is that of neither part only where there was no room for it.
        let turned = (0..N).fold(0, |turned, of| turned | (self.small[of] ^ sums[of]) & (amounts[of] ^ sums[of]));
        if turned < 0 {
            self.move_to_large();
            self.small = amounts;
        } else {
            self.small = sums;
        }
    }

    #[cold]
    fn move_to_large(&mut self) {
        let large = self.large.get_or_insert_with(|| Box::new([0; N]));
        large.iter_mut().zip(self.small).for_each(|(large, small)| *large += i128::from(small));
    }

    /// What they come to.
    pub fn all(&self) -> [i128; N] {
        std::array::from_fn(|of| i128::from(self.small[of]) + self.large.as_ref().map_or(0, |large| large[of]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_beyond_64_bits() {
        let mut sums = ExactSums::<7>::default();
        let amounts = [i64::MAX, i64::MAX, 5, i64::MIN, -7, i64::MIN, i64::MIN];
        for (place, amount) in amounts.into_iter().enumerate() {
            sums.add(std::array::from_fn(|of| if of == 6 { amount } else { (of * place) as i64 }));
        }
        let whole = amounts.iter().map(|&amount| i128::from(amount)).sum::<i128>();
        assert_eq!(sums.all(), [0, 21, 42, 63, 84, 105, whole]);
    }
}
