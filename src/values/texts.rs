//! Sets of texts that may hold a million of them.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// Texts, each once, in order. They lie in one block that all copies share: a million are copied, compared with a copy and
/// forgotten as quickly as one.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Texts(Arc<Block>);

#[derive(Default, PartialEq, Eq)]
struct Block {
    /// One text behind another.
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    /// Texts that are in order already, each once.
    pub fn of_sorted<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Texts {
        let mut block = Block::default();
        for text in texts {
            block.all.push_str(text.as_ref());
            block.ends.push(block.all.len());
        }
        Texts(Arc::new(block))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.ends.is_empty()
    }

    /// They, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        (0..self.len()).map(|place| self.at(place))
    }

    /// The first one.
    pub fn first(&self) -> Option<&str> {
        self.iter().next()
    }

    /// Whether this is one of them.
    pub fn contains(&self, text: &str) -> bool {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            match self.at(middle).cmp(text) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return true,
                Ordering::Greater => to = middle,
            }
        }
        false
    }

    fn at(&self, place: usize) -> &str {
        let Block { all, ends } = &*self.0;
        let from = place.checked_sub(1).map_or(0, |before| ends[before]);
        &all[from..ends[place]]
    }
}

impl<S: AsRef<str>> FromIterator<S> for Texts {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Texts {
        let mut texts: Vec<S> = texts.into_iter().collect();
        texts.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref()));
        texts.dedup_by(|a, b| a.as_ref() == b.as_ref());
        Texts::of_sorted(texts)
    }
}

impl<S: AsRef<str>, const N: usize> From<[S; N]> for Texts {
    fn from(texts: [S; N]) -> Texts {
        texts.into_iter().collect()
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_what_a_set_of_texts_is(texts in proptest::collection::vec("[ab₹]{0,3}", 0..40), other in "[ab₹]{0,3}") {
            let set: BTreeSet<&str> = texts.iter().map(String::as_str).collect();
            let ours: Texts = texts.iter().rev().collect();
            prop_assert_eq!(ours.iter().collect::<Vec<_>>(), set.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(ours.len(), set.len());
            prop_assert_eq!(ours.is_empty(), set.is_empty());
            prop_assert_eq!(ours.first(), set.first().copied());
            prop_assert_eq!(ours.contains(&other), set.contains(other.as_str()));
            prop_assert!(texts.iter().all(|text| ours.contains(text)));
            prop_assert!(ours == texts.iter().collect::<Texts>());
        }
    }
}
