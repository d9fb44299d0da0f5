//! Things of a list that come and go: taken out, and put back where they were.

/// What changes in a list; carrying it out once more takes it back.
#[derive(Clone, Debug, PartialEq)]
pub struct Comings<T> {
    /// The places of what goes, in order.
    out: Vec<u32>,
    /// What comes, with the places that it will have, in order.
    back: Vec<(u32, T)>,
}

impl<T> Default for Comings<T> {
    fn default() -> Self {
        Comings { out: Vec::new(), back: Vec::new() }
    }
}

impl<T> Comings<T> {
    /// These places go, and these things come at the end of a list of this length.
    pub(super) fn at_the_end(length: usize, mut out: Vec<u32>, new: Vec<T>) -> Comings<T> {
        out.sort_unstable();
        out.dedup();
        let first = (length - out.len().min(length)) as u32;
        Comings { out, back: (first..).zip(new).collect() }
    }

    /// These places go, and these things come at their places; both in order.
    pub(super) fn at(out: Vec<u32>, back: Vec<(u32, T)>) -> Comings<T> {
        Comings { out, back }
    }

    /// Whether nothing changes.
    pub(super) fn is_nothing(&self) -> bool {
        self.out.is_empty() && self.back.is_empty()
    }

    /// Exchanges, in any kind of list: the last that goes goes first, the first that comes comes first.
    pub(super) fn swap_in(&mut self, list: &mut impl List<T>) {
        let mut taken = Vec::with_capacity(self.out.len());
        for &place in self.out.iter().rev() {
            taken.extend(list.take(place as usize).map(|thing| (place, thing)));
        }
        taken.reverse();
        let back = std::mem::replace(&mut self.back, taken);
        self.out = back.iter().map(|(place, _)| *place).collect();
        back.into_iter().for_each(|(place, thing)| list.put(place as usize, thing));
    }

    /// Exchanges in a long list, all at once.
    pub(super) fn swap(&mut self, list: &mut Vec<T>) {
        if self.is_nothing() {
            return;
        }
        let all = std::mem::take(list);
        let mut out = self.out.iter().copied().peekable();
        let mut taken = Vec::with_capacity(self.out.len());
        let mut kept = Vec::with_capacity(all.len() + self.back.len());
        for (place, thing) in (0u32..).zip(all) {
            match out.next_if_eq(&place) {
                Some(_) => taken.push((place, thing)),
                None => kept.push(thing),
            }
        }
        let back = std::mem::replace(&mut self.back, taken);
        self.out = back.iter().map(|(place, _)| *place).collect();
        let mut kept = kept.into_iter();
        for (place, thing) in back {
            let before = (place as usize).saturating_sub(list.len());
            list.extend(kept.by_ref().take(before));
            list.push(thing);
        }
        list.extend(kept);
    }
}

/// A list in which things come and go one by one.
pub(super) trait List<T> {
    /// Takes out what is at a place.
    fn take(&mut self, place: usize) -> Option<T>;
    /// Puts something in front of what is at a place.
    fn put(&mut self, place: usize, thing: T);
}

impl List<crate::book::ReadPart> for crate::book::Register {
    fn take(&mut self, place: usize) -> Option<crate::book::ReadPart> {
        crate::book::Register::take(self, place)
    }

    fn put(&mut self, place: usize, part: crate::book::ReadPart) {
        self.insert(place, part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_came_and_went_is_as_it_was_once_it_is_taken_back(
            list in prop::collection::vec(0u32..100, 0..12),
            out in prop::collection::btree_set(0usize..12, 0..6),
            new in prop::collection::vec(100u32..200, 0..4),
        ) {
            let out: Vec<u32> = out.into_iter().filter(|&place| place < list.len()).map(|place| place as u32).collect();
            let mut changed = list.clone();
            let mut comings = Comings::at_the_end(list.len(), out.clone(), new.clone());
            comings.swap(&mut changed);
            let mut wanted: Vec<u32> = (0..).zip(&list).filter(|(place, _)| !out.contains(place)).map(|(_, thing)| *thing).collect();
            wanted.extend(&new);
            prop_assert_eq!(&changed, &wanted);
            comings.swap(&mut changed);
            prop_assert_eq!(&changed, &list);
            comings.swap(&mut changed);
            prop_assert_eq!(&changed, &wanted);
        }
    }
}
