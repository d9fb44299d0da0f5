//! The file's own total beside what was read.

use crate::book::EntrySum;
use crate::register::lines::arithmetic::Roles;
use crate::values::Paise;

/// A total of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::register) struct TotalOfLines {
    /// The place of its line.
    pub(in crate::register) line: usize,
    /// The place behind the total before it.
    pub(in crate::register) since: usize,
    /// What it says, by columns of amounts.
    pub(in crate::register) columns: Vec<Option<i128>>,
    /// What the cells above it sum to, of the lines that are kept: by columns of amounts.
    pub(in crate::register) above: Vec<i128>,
}

/// What was read of the lines above the file's total: each of [`EntrySum::ALL`].
#[derive(Clone, Debug, Default)]
pub(in crate::register) struct UnderTotal {
    /// Of all of them.
    all: [i128; 7],
    /// Of those since the total before it.
    since: [i128; 7],
    /// Of documents of the recipient's other registrations, which are left out.
    elsewhere: [i128; 7],
}

impl UnderTotal {
    /// Adds a document, by the places of its lines.
    pub(in crate::register) fn add(
        &mut self,
        total: &TotalOfLines,
        lines: &[u32],
        elsewhere: bool,
        amounts: &[Option<Paise>; 7],
    ) {
        let Some(first) = lines.first().map(|&line| line as usize).filter(|&first| first < total.line) else { return };
        let add = |sums: &mut [i128; 7]| {
            sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += i128::from(amount.unwrap_or(0)));
        };
        if elsewhere {
            return add(&mut self.elsewhere);
        }
        add(&mut self.all);
        if first >= total.since {
            add(&mut self.since);
        }
    }
}

impl TotalOfLines {
    /// What it says of each amount; none where its cells are empty.
    pub(in crate::register) fn says(&self, roles: &Roles) -> [Option<i128>; 7] {
        EntrySum::ALL.map(|sum| {
            let said = roles.of[sum as usize].iter().filter_map(|&column| *self.columns.get(column)?);
            said.reduce(|sum, amount| sum + amount)
        })
    }

    /// Whether it agrees with what was read: with all above it, with or without the documents of other registrations; or with what
    /// is since the total before it. An amount that counts once may be summed as it is, on every line.
    pub(in crate::register) fn agrees(&self, under: &UnderTotal, once: &[bool; 7], roles: &Roles) -> bool {
        let says = self.says(roles);
        let is = |read: &dyn Fn(usize) -> i128| {
            (0..7).all(|sum| {
                let cells = || roles.of[sum].iter().filter_map(|&column| self.above.get(column)).sum::<i128>();
                says[sum].is_none_or(|said| said == read(sum) || once[sum] && said == cells())
            })
        };
        says.iter().flatten().any(|said| *said != 0)
            && (is(&|sum| under.all[sum])
                || is(&|sum| under.all[sum] + under.elsewhere[sum])
                || self.since > 0 && is(&|sum| under.since[sum]))
    }
}
