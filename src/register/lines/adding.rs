//! How the lines of a document add up: what the lines below its first one are, and which amounts count once.

use crate::book::EntrySum;
use crate::register::lines::join::{Group, SheetLines};
use crate::values::Paise;

/// A rupee: so far may the sum of rounded amounts be from a value.
const RUPEE: u64 = 100;

/// How the lines of a sheet's documents add up.
pub(in crate::register) struct Adding<'s> {
    pub(in crate::register) sheet: &'s SheetLines<'s>,
    /// Where the first line of a document has what the lines without a number below it sum to, it has the whole; else its amounts
    /// only happen to be their sum, as of two items at one price, and all are added.
    first_is_whole: bool,
}

/// What the documents of a sheet say of their first lines.
#[derive(Default)]
struct Votes {
    /// The first line has the whole: the value says so, or two or more lines below it sum to it.
    whole: usize,
    /// Of these, by the value.
    by_value: usize,
    /// The lines are parts, the first one too.
    parts: usize,
    /// Documents of one line.
    single: usize,
}

impl Votes {
    fn first_is_whole(&self) -> bool {
        let nearly_all = self.whole > 0 && 20 * self.whole >= 19 * (self.whole + self.parts);
        nearly_all && (self.by_value > 0 || self.whole >= self.single)
    }
}

impl<'s> Adding<'s> {
    /// Finds it out: one document says it of all, as all were written by one program.
    pub(in crate::register) fn of(sheet: &'s SheetLines<'s>, groups: &[Group]) -> Adding<'s> {
        let (mut adding, mut votes) = (Adding { sheet, first_is_whole: false }, Votes::default());
        for (head, more) in groups.iter().flat_map(|group| &group.heads) {
            if more.is_empty() {
                votes.single += 1;
            } else {
                adding.vote(*head, more, &mut votes);
            }
        }
        adding.first_is_whole = votes.first_is_whole();
        adding
    }

    fn vote(&self, head: u32, more: &[u32], votes: &mut Votes) {
        let pairs = || PARTS.into_iter().filter_map(|sum| self.both(sum, head, more));
        if pairs().next().is_none() {
            return;
        }
        let with_amounts = more.iter().filter(|&&line| PARTS.iter().any(|&sum| self.of_line(sum, line) != 0)).count();
        match self.whole_by_value(head, more) {
            Some(true) => (votes.whole, votes.by_value) = (votes.whole + 1, votes.by_value + 1),
            Some(false) => votes.parts += 1,
            None if pairs().any(|(first, others)| first != others) => votes.parts += 1,
            // One line of the same amount is as likely a second item.
            None => votes.whole += usize::from(with_amounts > 1),
        }
    }

    fn of_line(&self, sum: EntrySum, line: u32) -> Paise {
        self.sheet.amount(sum, line).unwrap_or(0)
    }

    /// An amount of the first line and that of the others, where both have one.
    fn both(&self, sum: EntrySum, head: u32, more: &[u32]) -> Option<(Paise, Paise)> {
        let (first, others) = (self.of_line(sum, head), self.of_lines(sum, more).unwrap_or(0));
        (first != 0 && others != 0).then_some((first, others))
    }

    fn of_lines(&self, sum: EntrySum, lines: &[u32]) -> Option<Paise> {
        let amounts = lines.iter().filter_map(|&line| self.sheet.amount(sum, line));
        amounts.fold(None, |all: Option<Paise>, v| Some(all.unwrap_or(0).saturating_add(v)))
    }

    /// Whether a document's value, which is on its first line alone, is that of this line, or of all its lines; none where it says
    /// neither, or both.
    fn whole_by_value(&self, head: u32, more: &[u32]) -> Option<bool> {
        let value = self.of_line(EntrySum::Value, head);
        if value == 0 || self.of_lines(EntrySum::Value, more).unwrap_or(0) != 0 {
            return None;
        }
        let all = |line: u32| with_tax(|sum| self.of_line(sum, line));
        let first = all(head);
        let with_others = more.iter().fold(first, |sum: Paise, &line| sum.saturating_add(all(line)));
        let is = |amount: Paise| value.abs_diff(amount) <= RUPEE;
        (is(first) != is(with_others)).then(|| is(first))
    }

    /// An amount of a line with the lines that belong to it: the first line's if it has the whole, theirs if it has none, else all
    /// together.
    fn of_head(&self, sum: EntrySum, head: u32, more: &[u32]) -> Option<Paise> {
        let first = self.sheet.amount(sum, head);
        if more.is_empty() {
            return first;
        }
        match (first, self.of_lines(sum, more)) {
            (Some(first), Some(others)) => {
                let whole = self.whole_by_value(head, more).unwrap_or(self.first_is_whole && first == others);
                Some(if whole { first } else { first.saturating_add(others) })
            }
            (first, others) => first.or(others),
        }
    }

    /// An amount of each line of a document with the lines that belong to it.
    pub(in crate::register) fn of_heads<'g>(
        &self,
        sum: EntrySum,
        group: &'g Group,
    ) -> impl Iterator<Item = Paise> + use<'g, '_, 's> {
        group.heads.iter().map(move |(head, more)| self.of_head(sum, *head, more).unwrap_or(0))
    }

    /// Whether lines of a document are not added, as a line above them has the whole.
    pub(in crate::register) fn has_whole_on_first(&self, group: &Group) -> bool {
        group.heads.iter().filter(|(_, more)| !more.is_empty()).any(|(head, more)| {
            let said = self.whole_by_value(*head, more);
            let mut both = PARTS.into_iter().filter_map(|sum| self.both(sum, *head, more));
            both.any(|(first, others)| said.unwrap_or(self.first_is_whole && first == others))
        })
    }

    /// Whether the lines of a document all have the same amounts.
    pub(in crate::register) fn are_alike(&self, group: &Group) -> bool {
        EntrySum::ALL.iter().all(|&sum| {
            let mut amounts = self.of_heads(sum, group);
            let first = amounts.next();
            amounts.all(|amount| Some(amount) == first)
        })
    }

    /// Which amounts count once: on nineteen of twenty documents of several lines the same, not 0, on each line. Lines that are
    /// alike in all amounts say that of the value alone, and only if it is the sum of their other amounts.
    pub(in crate::register) fn once(&self, groups: &[Group], set: &[Option<bool>; 7]) -> [bool; 7] {
        let (mut same, mut all) = ([0usize; 7], [0usize; 7]);
        for group in groups.iter().filter(|group| group.heads.len() > 1) {
            let alike = self.are_alike(group);
            for sum in EntrySum::ALL {
                let mut amounts = self.of_heads(sum, group);
                let first = amounts.next().unwrap_or(0);
                if alike {
                    if let Some(is_whole) = self.value_is_whole(sum, group, first) {
                        all[sum as usize] += 1;
                        same[sum as usize] += usize::from(is_whole);
                    }
                    continue;
                }
                all[sum as usize] += 1;
                same[sum as usize] += usize::from(first != 0 && amounts.all(|amount| amount == first));
            }
        }
        let mut once = [false; 7];
        for (place, once) in once.iter_mut().enumerate() {
            *once = set[place].unwrap_or(all[place] > 0 && 20 * same[place] >= 19 * all[place]);
        }
        once
    }

    /// Whether the value on each of the lines of a document, which are alike, is that of all of them; none where it says nothing.
    fn value_is_whole(&self, sum: EntrySum, group: &Group, first: Paise) -> Option<bool> {
        if sum != EntrySum::Value || first == 0 {
            return None;
        }
        let line = |(head, more): &(u32, Vec<u32>)| with_tax(|sum| self.of_head(sum, *head, more).unwrap_or(0));
        let whole = group.heads.iter().map(line).fold(0, Paise::saturating_add);
        let (of_all, of_one) = (first.abs_diff(whole), first.abs_diff(whole / group.heads.len() as i64));
        (whole != 0 && (of_all <= RUPEE || of_one <= RUPEE)).then_some(of_all <= RUPEE)
    }
}

/// The amounts that lines of goods have.
const PARTS: [EntrySum; 6] =
    [EntrySum::Taxable, EntrySum::Igst, EntrySum::Cgst, EntrySum::Sgst, EntrySum::Cess, EntrySum::TotalTax];

/// Taxable value and tax together.
fn with_tax(amount: impl Fn(EntrySum) -> Paise) -> Paise {
    let heads = EntrySum::HEADS.iter().fold(0, |tax: Paise, &head| tax.saturating_add(amount(head)));
    let tax = if heads == 0 { amount(EntrySum::TotalTax) } else { heads };
    amount(EntrySum::Taxable).saturating_add(tax)
}
