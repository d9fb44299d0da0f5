//! How far one record and one entry agree, field by field. Plain values alone: no book.

use crate::book::{EntryType, Heads, MatchSettings, Section};
use crate::matching::agree::number::{self, Number, NumberLevel};
use crate::matching::agree::years;
use crate::values::{Day, Paise, gstin};

/// What the records of a section are, as entries are called. An e-commerce operator's are invoices.
#[inline]
pub fn kind_of(section: Section) -> EntryType {
    match section {
        Section::B2b | Section::B2ba | Section::Ecom | Section::Ecoma => EntryType::Invoice,
        Section::B2bdn | Section::B2bdna => EntryType::DebitNote,
        Section::B2bcn | Section::B2bcna => EntryType::CreditNote,
    }
}

/// The amounts of a document, each given or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// The taxable value.
    pub taxable: Option<Paise>,
    /// The value of the document.
    pub value: Option<Paise>,
    /// IGST, CGST, SGST and cess.
    pub heads: Option<Heads>,
    /// The tax: the sum of the heads, or a total that is given alone.
    pub tax: Option<Paise>,
}

impl Amounts {
    /// Of these heads.
    #[inline]
    pub fn of_heads(taxable: Option<Paise>, heads: Heads, value: Option<Paise>) -> Amounts {
        let tax = heads.iter().fold(0, |sum: Paise, &head| sum.saturating_add(head));
        Amounts { taxable, value, heads: Some(heads), tax: Some(tax) }
    }

    /// The tax, 0 where none is given.
    #[inline]
    pub fn tax_or_zero(&self) -> Paise {
        self.tax.unwrap_or(0)
    }
}

/// What may differ between a record and an entry that agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tolerances {
    /// Paise on the taxable value and on each head.
    pub amount: Paise,
    /// Hundredths of a per cent of the portal's figure; whichever of the two is more.
    pub percent: u32,
    /// Days between the two documents.
    pub days: i32,
    /// Whether both must lie in one financial year.
    pub same_year: bool,
}

impl Default for Tolerances {
    fn default() -> Self {
        Tolerances::of(&MatchSettings::default())
    }
}

impl Tolerances {
    /// As the settings say.
    pub fn of(settings: &MatchSettings) -> Tolerances {
        let days = i32::try_from(settings.days).unwrap_or(i32::MAX);
        Tolerances { amount: settings.tolerance, percent: settings.per_cent, days, same_year: settings.same_year }
    }

    /// Whether an entry's amount is within tolerance of the portal's.
    pub(in crate::matching) fn lets_pass(&self, portal: Paise, books: Paise) -> bool {
        let apart = portal.abs_diff(books);
        apart <= self.amount.unsigned_abs()
            || u128::from(apart) * 10_000 <= u128::from(portal.unsigned_abs()) * u128::from(self.percent)
    }
}

/// How well amounts agree, best first: A0, A1, A2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum AmountLevel {
    /// A0: to the paisa.
    Equal,
    /// A1: each within tolerance.
    Within,
    /// A2: not.
    Differs,
}

/// How well the amounts of an entry agree with those of the portal.
#[inline]
pub fn amounts(portal: &Amounts, books: &Amounts, tolerances: &Tolerances) -> AmountLevel {
    use AmountLevel::*;
    let one = |portal: Paise, books: Paise| match portal == books {
        true => Equal,
        false if tolerances.lets_pass(portal, books) => Within,
        false => Differs,
    };
    let mut level = match (portal.heads, books.heads) {
        (Some(a), Some(b)) => (0..4).map(|head| one(a[head], b[head])).max().unwrap_or(Equal),
        _ => match (portal.tax, books.tax) {
            (Some(a), Some(b)) => one(a, b),
            // Without any tax nothing agrees to the paisa.
            _ => Within,
        },
    };
    level = level.max(match (portal.taxable, books.taxable) {
        (Some(a), Some(b)) => one(a, b),
        _ => match (portal.value, books.value) {
            (Some(a), Some(b)) => one(a, b),
            _ if books.tax.is_none() => Differs, // nothing was compared
            _ => Equal,
        },
    });
    level
}

/// By how much two documents differ in tax.
pub fn tax_apart(a: &Amounts, b: &Amounts) -> u64 {
    a.tax_or_zero().abs_diff(b.tax_or_zero())
}

/// By how much they differ in taxable value, or in value where that is compared.
pub fn taxable_apart(a: &Amounts, b: &Amounts) -> u64 {
    match ((a.taxable, b.taxable), (a.value, b.value)) {
        ((Some(a), Some(b)), _) | (_, (Some(a), Some(b))) => a.abs_diff(b),
        _ => 0,
    }
}

/// How well dates agree, best first: D0 to D4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum DateLevel {
    /// D0: the same day, or not compared.
    Same,
    /// D1: within days.
    Near,
    /// D2: in one financial year, or no date given.
    Year,
    /// D3: another financial year, but a slip of the pen.
    Slip,
    /// D4: else.
    Other,
}

/// What comparing two dates came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// How well they agree.
    pub level: DateLevel,
    /// How many days lie between them; 0 where they are not compared.
    pub days: u32,
    /// The entry has only the day on which it was entered, and that fits.
    pub only_posting: bool,
    /// They are compared, and 31 March lies between them.
    pub two_years: bool,
}

/// This many days after the document it may be entered.
pub const ENTERED_WITHIN: i32 = 180;

/// Whether an entry with only a posting date may be of a document of this day.
pub fn entered_after(day: Day, posting: Day) -> bool {
    day != Day::NONE && posting != Day::NONE && (0..=ENTERED_WITHIN).contains(&(posting.0.saturating_sub(day.0)))
}

/// How well a record's day agrees with an entry's: that of its document, else that on which it was entered.
#[inline]
pub fn dates(record: Day, document: Day, posting: Day, tolerances: &Tolerances) -> Dates {
    let mut dates = Dates { level: DateLevel::Same, days: 0, only_posting: false, two_years: false };
    if record == document && record != Day::NONE {
        return dates;
    }
    if document == Day::NONE && entered_after(record, posting) {
        dates.only_posting = true;
        return dates;
    }
    let entry = if document == Day::NONE { posting } else { document };
    if record == Day::NONE || entry == Day::NONE {
        dates.level = DateLevel::Year;
        return dates;
    }
    dates.days = record.0.abs_diff(entry.0);
    dates.two_years = record.financial_year_end() != entry.financial_year_end();
    dates.level = if dates.days <= tolerances.days.unsigned_abs() {
        DateLevel::Near
    } else if !dates.two_years || !tolerances.same_year {
        DateLevel::Year
    } else if slip_of_date(record, entry) {
        DateLevel::Slip
    } else {
        DateLevel::Other
    };
    dates
}

/// Whether the dates are D0 or D1: the same as asking [`dates`], and quicker.
#[inline]
pub fn are_near(record: Day, document: Day, posting: Day, tolerances: &Tolerances) -> bool {
    if document == Day::NONE && entered_after(record, posting) {
        return true;
    }
    let entry = if document == Day::NONE { posting } else { document };
    record != Day::NONE && entry != Day::NONE && record.0.abs_diff(entry.0) <= tolerances.days.unsigned_abs()
}

/// Only the year differs, by one; or day and month are exchanged.
fn slip_of_date(a: Day, b: Day) -> bool {
    let ((ya, ma, da), (yb, mb, db)) = (a.ymd(), b.ymd());
    ((ma, da) == (mb, db) && ya.abs_diff(yb) == 1) || is_exchanged(a, b)
}

/// Whether day and month are exchanged.
pub fn is_exchanged(a: Day, b: Day) -> bool {
    let ((ya, ma, da), (yb, mb, db)) = (a.ymd(), b.ymd());
    ya == yb && ma == db && da == mb && ma != da
}

/// How well suppliers agree, best first: S0 to S2, or another supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum SupplierLevel {
    /// S0: the same GSTIN.
    Same,
    /// S1: another GSTIN of the same PAN.
    Pan,
    /// S2: the entry's is missing or mistyped.
    Mistyped,
    /// Never a pair.
    Other,
}

/// How well a record's GSTIN agrees with an entry's; both trimmed and in capitals.
pub fn suppliers(record: &str, entry: &str) -> SupplierLevel {
    if record == entry {
        SupplierLevel::Same
    } else if !gstin::well_formed(entry) || (!gstin::check_digit_fits(entry) && one_slip(record, entry)) {
        SupplierLevel::Mistyped
    } else if gstin::well_formed(record) && record[2..12] == entry[2..12] {
        SupplierLevel::Pan
    } else {
        SupplierLevel::Other
    }
}

/// One character changed, or two neighbours exchanged.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let differ: Vec<usize> = (0..a.len()).filter(|&i| a[i] != b[i]).take(3).collect();
    match differ.as_slice() {
        [_] => true,
        &[i, j] => j == i + 1 && a[i] == b[j] && a[j] == b[i],
        _ => false,
    }
}

/// How well a record's number agrees with an entry's, which may have a label: with it, or without it.
pub fn numbers(record: &Number, record_day: Day, entry: &Number, raw: Option<&Number>, entry_day: Day) -> NumberLevel {
    let years = years::of_days(record_day, entry_day);
    let level = number::level(record, entry, &years);
    raw.map_or(level, |raw| level.min(number::level(record, raw, &years)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn dates_agree_as_the_list_says() {
        let level = |a: &str, b: &str| dates(day(a), day(b), Day::NONE, &Tolerances::default()).level;
        for (a, b, wanted) in [
            ("14-06-2026", "14-06-2026", DateLevel::Same),
            ("14-06-2026", "24-06-2026", DateLevel::Near),
            ("31-03-2026", "01-04-2026", DateLevel::Near),
            ("14-06-2026", "25-06-2026", DateLevel::Year),
            ("07-05-2026", "05-07-2026", DateLevel::Year),
            ("05-05-2026", "05-05-2025", DateLevel::Slip),
            ("05-02-2026", "02-05-2026", DateLevel::Slip),
            ("05-05-2026", "06-05-2025", DateLevel::Other),
        ] {
            assert_eq!(level(a, b), wanted, "{a} {b}");
        }
        let any = Tolerances { same_year: false, ..Tolerances::default() };
        assert_eq!(dates(day("05-05-2026"), day("06-05-2025"), Day::NONE, &any).level, DateLevel::Year);
        assert!(dates(day("31-03-2026"), day("01-04-2026"), Day::NONE, &any).two_years);
    }

    #[test]
    fn a_posting_date_is_not_compared_while_it_can_be_of_the_document() {
        let level = |posting: &str| dates(day("10-06-2026"), Day::NONE, day(posting), &Tolerances::default());
        for (posting, wanted) in
            [("10-06-2026", DateLevel::Same), ("07-12-2026", DateLevel::Same), ("08-12-2026", DateLevel::Year)]
        {
            assert_eq!(level(posting).level, wanted, "{posting}");
        }
        assert!(level("07-12-2026").only_posting && !level("08-12-2026").only_posting);
        assert_eq!(level("09-06-2026").level, DateLevel::Near);
        assert_eq!(dates(day("10-06-2026"), Day::NONE, Day::NONE, &Tolerances::default()).level, DateLevel::Year);
    }

    #[test]
    fn amounts_agree_head_by_head() {
        let portal = Amounts::of_heads(Some(1_234_567), [222_222, 0, 0, 0], Some(1_456_789));
        let books = |taxable, igst| Amounts::of_heads(Some(taxable), [igst, 0, 0, 0], None);
        let level = |books: &Amounts| amounts(&portal, books, &Tolerances::default());
        assert_eq!(level(&books(1_234_567, 222_222)), AmountLevel::Equal);
        assert_eq!(level(&books(1_234_600, 222_200)), AmountLevel::Within);
        assert_eq!(level(&books(1_234_567, 222_323)), AmountLevel::Differs);
        let heads = Amounts::of_heads(Some(1_234_567), [0, 111_111, 111_111, 0], None);
        assert_eq!(level(&heads), AmountLevel::Differs);
        let total = Amounts { heads: None, ..books(1_234_567, 222_222) };
        assert_eq!(level(&total), AmountLevel::Equal);
        let no_tax = Amounts { heads: None, tax: None, ..books(1_234_567, 0) };
        assert_eq!(level(&no_tax), AmountLevel::Within);
        let value = Amounts { taxable: None, value: Some(1_456_789), ..books(0, 222_222) };
        assert_eq!(level(&value), AmountLevel::Equal);
        let percent = Tolerances { percent: 100, ..Tolerances::default() };
        assert_eq!(amounts(&portal, &books(1_234_567, 224_000), &percent), AmountLevel::Within);
    }

    #[test]
    fn suppliers_agree_by_gstin_then_pan_then_a_slip() {
        for (record, entry, wanted) in [
            ("29ZZZZZ9999Z1Z4", "29ZZZZZ9999Z1Z4", SupplierLevel::Same),
            ("29ZZZZZ9999Z1Z4", "33ZZZZZ9999Z1ZF", SupplierLevel::Pan),
            ("29ZZZZZ9999Z1Z4", "", SupplierLevel::Mistyped),
            ("29ZZZZZ9999Z1Z4", "29ZZZZZ9999Z1Z5", SupplierLevel::Mistyped),
            ("29ZZZZZ9999Z1Z4", "92ZZZZZ9999Z1Z4", SupplierLevel::Mistyped),
            ("29ZZZZZ9999Z1Z4", "27TESTA1234B1ZA", SupplierLevel::Other),
        ] {
            assert_eq!(suppliers(record, entry), wanted, "{entry}");
        }
    }
}
