//! Entries of the purchase register: what the books of this recipient say was bought, as columns. An entry is one document,
//! made of one or more lines of a register's sheet. Nothing here changes after reading but the words for notes.

mod bare;
mod identity;
mod late;
mod new;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::book::columns::TextColumn;
use crate::book::decided::decision::Heads;
use crate::values::{Day, Paise, beginning};
use late::{ArenaTexts, DictionaryTexts, Late};

pub use bare::bare_number;
pub use new::NewEntry;

/// Type of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum EntryType {
    /// An invoice; anything that the register does not call a note.
    #[default]
    Invoice,
    /// A credit note of the supplier.
    CreditNote,
    /// A debit note of the supplier.
    DebitNote,
}

impl EntryType {
    /// In words: `credit note`.
    pub fn name(self) -> &'static str {
        ["invoice", "credit note", "debit note"][self as usize]
    }
}

/// The amounts of an entry, as places in an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum EntrySum {
    Taxable,
    Igst,
    Cgst,
    Sgst,
    Cess,
    /// The total tax as the register tells it in a column of its own.
    TotalTax,
    Value,
}

impl EntrySum {
    /// All, in the order of their places.
    pub const ALL: [EntrySum; 7] = [
        EntrySum::Taxable,
        EntrySum::Igst,
        EntrySum::Cgst,
        EntrySum::Sgst,
        EntrySum::Cess,
        EntrySum::TotalTax,
        EntrySum::Value,
    ];
    /// The four heads of tax.
    pub const HEADS: [EntrySum; 4] = [EntrySum::Igst, EntrySum::Cgst, EntrySum::Sgst, EntrySum::Cess];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A bit for each head of tax.
const HEAD_BITS: u8 = EntrySum::Igst.bit() | EntrySum::Cgst.bit() | EntrySum::Sgst.bit() | EntrySum::Cess.bit();

/// One of the facts about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Mark {
    /// Digits of the number were lost in a spreadsheet, or may have been.
    Damaged = 1,
    /// The number's cell was empty: the number is that of the own voucher.
    FromVoucher = 2,
    /// Under reverse charge.
    ReverseCharge = 4,
    /// An import: it has a bill of entry or a port.
    Import = 8,
    /// Its eligibility says that no credit is claimed.
    Ineligible = 16,
    /// Its type is a word for notes that registers use in two ways: see [`Entries::swap_notes`].
    NoteWord = 32,
    /// It has several lines, all with the same amounts.
    LinesAlike = 64,
    /// No type was given: it is a credit note because its sum is below 0.
    BySign = 128,
}

/// Facts about an entry, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryMarks(u8);

impl EntryMarks {
    /// Whether it has this one.
    #[inline]
    pub fn has(self, mark: Mark) -> bool {
        self.0 & mark as u8 != 0
    }

    /// Gives it this one.
    pub fn add(&mut self, mark: Mark) {
        self.0 |= mark as u8;
    }

    /// The same with this one.
    pub fn with(mut self, mark: Mark) -> EntryMarks {
        self.add(mark);
        self
    }
}

/// A day that is mostly there, or mostly not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct LateDay(Option<std::num::NonZeroI32>);

impl LateDay {
    /// No day of the years 1000 to 9999 is so far away.
    const FAR: i32 = 1 << 30;

    fn of(day: Day) -> LateDay {
        LateDay(if day == Day::NONE { None } else { std::num::NonZeroI32::new(day.0 + LateDay::FAR) })
    }

    fn day(self) -> Day {
        self.0.map_or(Day::NONE, |day| Day(day.get() - LateDay::FAR))
    }
}

/// Entries as columns; rows are `u32`. A column that the register does not have costs nothing.
#[derive(Clone, Default)]
pub struct Entries {
    gstins: TextColumn,
    dates: Vec<Day>,
    kinds: Vec<EntryType>,
    /// Which amounts are given, a bit for each of [`EntrySum::ALL`].
    given: Vec<u8>,
    numbers: ArenaTexts,
    /// How many bytes of a number are a label in front and a date behind.
    around: Late<[u8; 2]>,
    /// Numbers that are compared by another text than is shown.
    compared: BTreeMap<u32, Box<str>>,
    postings: Late<LateDay>,
    amounts: [Late<Paise>; 7],
    marks: Late<u8>,
    names: DictionaryTexts,
    vouchers: ArenaTexts,
    eligibility: DictionaryTexts,
    originals: ArenaTexts,
    original_dates: Late<LateDay>,
    own: DictionaryTexts,
    first_lines: Vec<u32>,
    /// Of entries of several lines: where their further lines begin and end in `more`.
    spans: BTreeMap<u32, [u32; 2]>,
    more: Vec<u32>,
}

/// A number of a document longer than this is none: nothing of it may be lost, but no cell of any length is copied either.
pub const LONGEST_NUMBER: usize = 100;

impl Entries {
    /// Adds an entry behind the others and gives its row.
    pub fn push(&mut self, entry: &NewEntry<'_>) -> u32 {
        let row = self.len();
        self.gstins.push(entry.gstin);
        self.dates.push(entry.date);
        self.kinds.push(entry.kind);
        let mut given = 0;
        for (sum, amount) in EntrySum::ALL.into_iter().zip(entry.amounts) {
            if let Some(amount) = amount {
                given |= sum.bit();
                self.amounts[sum as usize].put(row, amount);
            }
        }
        self.given.push(given);
        let mut marks = entry.marks;
        self.put_number(row, entry, &mut marks);
        self.marks.put(row, marks.0);
        self.postings.put(row, LateDay::of(entry.posting));
        self.names.put(row, entry.name);
        self.vouchers.put(row, beginning(entry.voucher, LONGEST_NUMBER));
        self.eligibility.put(row, entry.eligibility);
        self.originals.put(row, beginning(entry.original_number, LONGEST_NUMBER));
        self.original_dates.put(row, LateDay::of(entry.original_date));
        self.own.put(row, entry.own);
        self.first_lines.push(entry.lines.first().copied().unwrap_or(0));
        if let Some((_, more)) = entry.lines.split_first().filter(|(_, more)| !more.is_empty()) {
            let from = self.more.len() as u32;
            self.more.extend(more);
            self.spans.insert(row, [from, self.more.len() as u32]);
        }
        row
    }

    fn put_number(&mut self, row: u32, entry: &NewEntry<'_>, marks: &mut EntryMarks) {
        let number = beginning(entry.number, LONGEST_NUMBER);
        if number.len() < entry.number.len() {
            marks.add(Mark::Damaged);
        }
        self.numbers.put(row, number);
        match entry.compared.filter(|compared| *compared != number) {
            Some(compared) => {
                let compared = beginning(compared, LONGEST_NUMBER);
                self.compared.insert(row, compared[bare_number(compared)].into());
            }
            None => {
                // A number is at most so long that this fits.
                let bare = bare_number(number);
                self.around.put(row, [bare.start as u8, (number.len() - bare.end) as u8]);
            }
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> u32 {
        self.dates.len() as u32
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.dates.is_empty()
    }

    /// Adds entries of another list behind these.
    pub fn extend_from(&mut self, from: &Entries, rows: Range<u32>) {
        let rows = rows.start.min(from.len())..rows.end.min(from.len());
        let row = self.len();
        let of = rows.start as usize..rows.end as usize;
        self.gstins.extend_from(&from.gstins, of.clone());
        self.dates.extend_from_slice(&from.dates[of.clone()]);
        self.kinds.extend_from_slice(&from.kinds[of.clone()]);
        self.given.extend_from_slice(&from.given[of.clone()]);
        self.numbers.extend(row, &from.numbers, rows.clone());
        self.around.extend(row, &from.around, rows.clone());
        self.compared.extend(from.compared.range(rows.clone()).map(|(at, text)| (at - rows.start + row, text.clone())));
        self.postings.extend(row, &from.postings, rows.clone());
        for (own, there) in self.amounts.iter_mut().zip(&from.amounts) {
            own.extend(row, there, rows.clone());
        }
        self.marks.extend(row, &from.marks, rows.clone());
        self.names.extend(row, &from.names, rows.clone());
        self.vouchers.extend(row, &from.vouchers, rows.clone());
        self.eligibility.extend(row, &from.eligibility, rows.clone());
        self.originals.extend(row, &from.originals, rows.clone());
        self.original_dates.extend(row, &from.original_dates, rows.clone());
        self.own.extend(row, &from.own, rows.clone());
        self.first_lines.extend_from_slice(&from.first_lines[of]);
        for (&at, &[start, end]) in from.spans.range(rows.clone()) {
            let begin = self.more.len() as u32;
            self.more.extend_from_slice(&from.more[start as usize..end as usize]);
            self.spans.insert(at - rows.start + row, [begin, self.more.len() as u32]);
        }
    }

    /// Gives back memory that was taken for entries that did not come.
    pub fn shrink(&mut self) {
        self.gstins.shrink();
        self.dates.shrink_to_fit();
        self.kinds.shrink_to_fit();
        self.given.shrink_to_fit();
        self.numbers.shrink();
        self.around.shrink();
        self.postings.shrink();
        self.amounts.iter_mut().for_each(Late::shrink);
        self.marks.shrink();
        self.names.shrink();
        self.vouchers.shrink();
        self.eligibility.shrink();
        self.originals.shrink();
        self.original_dates.shrink();
        self.own.shrink();
        self.first_lines.shrink_to_fit();
        self.more.shrink_to_fit();
    }

    /// About how much memory they take.
    pub fn bytes(&self) -> usize {
        const A_SPAN: usize = 24;
        let fixed = self.dates.capacity() * 4 + self.kinds.capacity() + self.given.capacity();
        let lines = (self.first_lines.capacity() + self.more.capacity()) * 4 + self.spans.len() * A_SPAN;
        let late = self.around.bytes() + self.postings.bytes() + self.marks.bytes() + self.original_dates.bytes();
        let texts = self.gstins.bytes()
            + self.gstins.ids().len() * 4
            + self.numbers.bytes()
            + self.names.bytes()
            + self.vouchers.bytes()
            + self.eligibility.bytes()
            + self.originals.bytes()
            + self.own.bytes();
        fixed + lines + late + texts + self.amounts.iter().map(Late::bytes).sum::<usize>()
    }

    /// The suppliers' GSTINs, a dictionary.
    #[inline]
    pub fn gstins(&self) -> &TextColumn {
        &self.gstins
    }

    /// The supplier's GSTIN as it is in the register; nothing if there is none.
    pub fn gstin(&self, row: u32) -> &str {
        self.gstins.get(row)
    }

    /// The supplier's name.
    pub fn name(&self, row: u32) -> &str {
        self.names.get(row)
    }

    /// The number as it is in the register.
    #[inline]
    pub fn number(&self, row: u32) -> &str {
        self.numbers.get(row)
    }

    /// The number as it is compared: without a label in front and a date behind, digits as 0–9. Its case is not folded.
    #[inline]
    pub fn compared(&self, row: u32) -> &str {
        if !self.compared.is_empty()
            && let Some(compared) = self.compared.get(&row)
        {
            return compared;
        }
        let number = self.numbers.get(row);
        let [front, behind] = self.around.at(row);
        number.get(usize::from(front)..number.len() - usize::from(behind)).unwrap_or(number)
    }

    /// Whether its number has a label in front or a date behind.
    #[inline]
    pub fn has_label(&self, row: u32) -> bool {
        self.around.at(row) != [0, 0] || (!self.compared.is_empty() && self.compared.contains_key(&row))
    }

    /// The days of all documents; [`Day::NONE`] where there is none.
    pub fn dates(&self) -> &[Day] {
        &self.dates
    }

    /// The day of the document.
    #[inline]
    pub fn date(&self, row: u32) -> Day {
        self.dates.get(row as usize).copied().unwrap_or(Day::NONE)
    }

    /// The day on which it was entered.
    #[inline]
    pub fn posting(&self, row: u32) -> Day {
        self.postings.at(row).day()
    }

    /// The types of all entries.
    pub fn kinds(&self) -> &[EntryType] {
        &self.kinds
    }

    /// The type of an entry.
    #[inline]
    pub fn kind(&self, row: u32) -> EntryType {
        self.kinds.get(row as usize).copied().unwrap_or_default()
    }

    /// An amount; 0 where it is not given.
    #[inline]
    pub fn sum(&self, sum: EntrySum, row: u32) -> Paise {
        self.amounts[sum as usize].at(row)
    }

    /// IGST, CGST, SGST and cess of an entry; 0 where they are not given.
    #[inline]
    pub fn heads(&self, row: u32) -> Heads {
        let [igst, cgst, sgst, cess] = EntrySum::HEADS;
        [self.sum(igst, row), self.sum(cgst, row), self.sum(sgst, row), self.sum(cess, row)]
    }

    /// The amounts of the first entries; those of all behind them are 0.
    pub fn sums(&self, sum: EntrySum) -> &[Paise] {
        self.amounts[sum as usize].values()
    }

    /// Whether an amount is given.
    #[inline]
    pub fn is_given(&self, sum: EntrySum, row: u32) -> bool {
        self.given.get(row as usize).is_some_and(|given| given & sum.bit() != 0)
    }

    /// An amount, if it is given.
    #[inline]
    pub fn amount(&self, sum: EntrySum, row: u32) -> Option<Paise> {
        self.is_given(sum, row).then(|| self.sum(sum, row))
    }

    /// Whether at least one head of tax is given; then the others count as 0.
    #[inline]
    pub fn has_heads(&self, row: u32) -> bool {
        self.given.get(row as usize).is_some_and(|given| given & HEAD_BITS != 0)
    }

    /// The tax: the sum of its heads, or the total tax where only that is given.
    #[inline]
    pub fn tax(&self, row: u32) -> Option<Paise> {
        if self.has_heads(row) {
            Some(self.heads(row).into_iter().fold(0, Paise::saturating_add))
        } else {
            self.amount(EntrySum::TotalTax, row)
        }
    }

    /// What it adds to the credit by the books: its tax, of credit notes negative; 0 where no tax is given.
    pub fn credit(&self, row: u32) -> i128 {
        let tax = i128::from(self.tax(row).unwrap_or(0));
        if self.kind(row) == EntryType::CreditNote { -tax } else { tax }
    }

    /// Whether it is no entry but a line that was left out, kept for its number: it has no amounts, and no registration. Its name is
    /// why it was left out.
    pub fn is_line_left_out(&self, row: u32) -> bool {
        self.given.get(row as usize) == Some(&0) && self.own.get(row).is_empty()
    }

    /// Facts about an entry.
    #[inline]
    pub fn marks(&self, row: u32) -> EntryMarks {
        EntryMarks(self.marks.at(row))
    }

    /// Whether an entry has this mark.
    #[inline]
    pub fn has(&self, mark: Mark, row: u32) -> bool {
        self.marks(row).has(mark)
    }

    /// The number that the books gave it.
    pub fn voucher(&self, row: u32) -> &str {
        self.vouchers.get(row)
    }

    /// What its eligibility for credit is called.
    pub fn eligibility(&self, row: u32) -> &str {
        self.eligibility.get(row)
    }

    /// The number of the invoice to which a note belongs.
    pub fn original_number(&self, row: u32) -> &str {
        self.originals.get(row)
    }

    /// The day of the invoice to which a note belongs.
    pub fn original_date(&self, row: u32) -> Day {
        self.original_dates.at(row).day()
    }

    /// The recipient's own GSTIN, where it is not that of the book.
    pub fn own(&self, row: u32) -> &str {
        self.own.get(row)
    }

    /// The first of its lines.
    pub fn first_line(&self, row: u32) -> u32 {
        self.first_lines.get(row as usize).copied().unwrap_or(0)
    }

    /// All its lines.
    pub fn lines(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        let [from, to] = self.spans.get(&row).copied().unwrap_or_default();
        let first = self.first_lines.get(row as usize).copied();
        first.into_iter().chain(self.more[from as usize..to as usize].iter().copied())
    }

    /// Takes the words for notes the other way round: what was a credit note by its word is a debit note, and back.
    pub fn swap_notes(&mut self) {
        for row in 0..self.len() {
            if self.has(Mark::NoteWord, row) {
                let kind = &mut self.kinds[row as usize];
                *kind = match kind {
                    EntryType::CreditNote => EntryType::DebitNote,
                    EntryType::DebitNote => EntryType::CreditNote,
                    EntryType::Invoice => EntryType::Invoice,
                };
            }
        }
    }
}

#[cfg(test)]
mod tests;
