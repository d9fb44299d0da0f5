//! The table that gives a pair its class.

use crate::matching::agree::fields::{AmountLevel, DateLevel, SupplierLevel};
use crate::matching::agree::number::NumberLevel;

pub use crate::book::Class;
use Class::*;

/// How far one record and one entry agree.
#[derive(Clone, Copy, Debug)]
pub struct Agreement {
    /// Their suppliers.
    pub supplier: SupplierLevel,
    /// Whether their types are the same.
    pub same_kind: bool,
    /// Their numbers.
    pub number: NumberLevel,
    /// Their days.
    pub date: DateLevel,
    /// Their amounts.
    pub amounts: AmountLevel,
    /// The entry's tax is all 0, and its taxable value or value is the record's value.
    pub gross: bool,
    /// The record is an amendment, and the entry has its number and day or those of its original.
    pub amended: bool,
}

/// The class of a pair: the first row of the table that fits. The rows that need a pair to be alone are not in it.
pub fn of_pair(a: &Agreement) -> Class {
    let by_number = a.supplier == SupplierLevel::Same;
    let (same_number, agrees) = (a.number.is_same(), a.number.agrees());
    let within = a.amounts <= AmountLevel::Within;
    let equal = a.amounts == AmountLevel::Equal;
    let near = a.date <= DateLevel::Near;
    let in_year = a.date <= DateLevel::Year;
    // Where the number is only written alike, one of the others must agree better.
    let in_time = (same_number && in_year) || (agrees && near);
    if by_number && a.same_kind {
        if same_number && a.date == DateLevel::Same && equal {
            return Exact;
        }
        if same_number && a.date == DateLevel::Same && within {
            return Tolerance;
        }
        if agrees && a.date == DateLevel::Same && within {
            return Written;
        }
        let of_date = if same_number {
            (in_year && within) || (a.date == DateLevel::Slip && equal)
        } else {
            agrees && ((near && within) || (in_year && equal))
        };
        if of_date {
            return Date;
        }
        if a.amended {
            return Amended;
        }
        if a.gross && agrees && in_year {
            return Gross;
        }
        if in_time && !within {
            return Amounts;
        }
    }
    if by_number && !a.same_kind && in_time && within {
        return Kind;
    }
    if a.supplier == SupplierLevel::Pan && a.same_kind && agrees && near && within {
        return Branch;
    }
    if a.supplier == SupplierLevel::Mistyped && a.same_kind && same_number && near && within {
        return Gstin;
    }
    if by_number && a.same_kind && a.number.is_near() && near && within {
        return Number;
    }
    None
}

/// The class of two that the user put together though no row of the table fits: that of the first field that differs, in the
/// order type, supplier, amounts, date, number. A number that is not N0 to N2 is never of the class of dates.
pub fn of_difference(a: &Agreement) -> Class {
    if !a.same_kind {
        Kind
    } else if a.supplier == SupplierLevel::Pan {
        Branch
    } else if a.supplier != SupplierLevel::Same {
        Gstin
    } else if a.amounts > AmountLevel::Within {
        Amounts
    } else if a.number > NumberLevel::Written {
        Number
    } else {
        Date
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_have_their_names_and_places() {
        for (class, place) in Class::ALL.into_iter().zip(0..) {
            assert_eq!((class as u8, Class::parse(class.name())), (place, Some(class)));
        }
    }

    #[test]
    fn the_first_row_that_fits_gives_the_class() {
        use AmountLevel::{Differs, Equal, Within};
        let all = Agreement {
            supplier: SupplierLevel::Same,
            same_kind: true,
            number: NumberLevel::Same,
            date: DateLevel::Same,
            amounts: Equal,
            gross: false,
            amended: false,
        };
        let written = Agreement { number: NumberLevel::Written, ..all };
        for (agreement, class) in [
            (all, Exact),
            (Agreement { amounts: Within, ..all }, Tolerance),
            (Agreement { amounts: Within, ..written }, Written),
            (Agreement { date: DateLevel::Year, amounts: Within, ..all }, Date),
            (Agreement { date: DateLevel::Slip, ..all }, Date),
            (Agreement { date: DateLevel::Slip, amounts: Within, ..all }, None),
            (Agreement { date: DateLevel::Near, amounts: Within, ..written }, Date),
            (Agreement { date: DateLevel::Year, ..written }, Date),
            (Agreement { date: DateLevel::Year, amounts: Within, ..written }, None),
            (Agreement { amended: true, amounts: Differs, ..all }, Amended),
            (Agreement { amended: true, ..all }, Exact),
            (Agreement { gross: true, amounts: Differs, ..written }, Gross),
            (Agreement { amounts: Differs, date: DateLevel::Year, ..all }, Amounts),
            (Agreement { amounts: Differs, date: DateLevel::Year, ..written }, None),
            (Agreement { amounts: Differs, date: DateLevel::Near, ..written }, Amounts),
            (Agreement { same_kind: false, date: DateLevel::Year, ..all }, Kind),
            (Agreement { same_kind: false, amounts: Differs, ..all }, None),
            (Agreement { supplier: SupplierLevel::Pan, date: DateLevel::Near, ..written }, Branch),
            (Agreement { supplier: SupplierLevel::Pan, date: DateLevel::Year, ..all }, None),
            (Agreement { supplier: SupplierLevel::Mistyped, ..all }, Gstin),
            (Agreement { supplier: SupplierLevel::Mistyped, ..written }, None),
            (Agreement { number: NumberLevel::Ending, date: DateLevel::Near, amounts: Within, ..all }, Number),
            (Agreement { number: NumberLevel::Slip, ..all }, None),
            (Agreement { number: NumberLevel::Neighbour, ..all }, None),
            (Agreement { supplier: SupplierLevel::Other, ..all }, None),
        ] {
            assert_eq!(of_pair(&agreement), class, "{agreement:?}");
        }
    }
}
