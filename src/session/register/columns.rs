//! The columns of the sheet *Register*: what a voucher shows in each, and how vouchers are put in order by it.

use std::borrow::Cow;

use crate::book::{Book, EntrySum};
use crate::matching::{Class, Matches};
use crate::values::{Day, Paise, money};
use crate::view::{ColumnFilter, natural};

/// A column of the sheet *Register*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // see `title`
pub enum VoucherColumn {
    Match,
    Number,
    Supplier,
    Gstin,
    Date,
    Posted,
    Type,
    Taxable,
    Tax,
    Igst,
    Cgst,
    Sgst,
    Cess,
    Value,
    Voucher,
    From,
}

use VoucherColumn::*;

impl VoucherColumn {
    /// All, as they stand.
    pub const ALL: [VoucherColumn; 16] = [
        Match, Number, Supplier, Gstin, Date, Posted, Type, Taxable, Tax, Igst, Cgst, Sgst, Cess, Value, Voucher, From,
    ];

    /// Those that are amounts.
    pub const AMOUNTS: [VoucherColumn; 7] = [Taxable, Tax, Igst, Cgst, Sgst, Cess, Value];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Match => "Match",
            Number => "Number",
            Supplier => "Supplier",
            Gstin => "GSTIN",
            Date => "Date",
            Posted => "Posted",
            Type => "Type",
            Taxable => "Taxable",
            Tax => "Tax",
            Igst => "IGST",
            Cgst => "CGST",
            Sgst => "SGST",
            Cess => "Cess",
            Value => "Value",
            Voucher => "Own voucher",
            From => "From",
        }
    }

    /// Whether it is an amount.
    pub fn is_amount(self) -> bool {
        VoucherColumn::AMOUNTS.contains(&self)
    }

    /// Whether it is a day.
    pub fn is_day(self) -> bool {
        matches!(self, Date | Posted)
    }

    /// Whether it depends on the matches.
    pub fn reads_matches(self) -> bool {
        self == Match
    }

    fn sum(self) -> Option<EntrySum> {
        Some(match self {
            Taxable => EntrySum::Taxable,
            Igst => EntrySum::Igst,
            Cgst => EntrySum::Cgst,
            Sgst => EntrySum::Sgst,
            Cess => EntrySum::Cess,
            Value => EntrySum::Value,
            _ => return None,
        })
    }
}

/// The vouchers of a book, with what they are matched with where that is known.
#[derive(Clone, Copy)]
pub struct Vouchers<'a> {
    /// The book.
    pub book: &'a Book,
    /// The matches.
    pub matches: Option<&'a Matches>,
}

impl<'a> Vouchers<'a> {
    /// The class of a voucher's match; none while it is not known.
    pub fn class(&self, row: u32) -> Option<Class> {
        self.matches.map(|matches| matches.entry(row).class)
    }

    /// An amount of a voucher, if it is given.
    pub fn amount(&self, row: u32, column: VoucherColumn) -> Option<Paise> {
        let entries = self.book.register().entries();
        match column {
            Tax => entries.tax(row),
            column => entries.amount(column.sum()?, row),
        }
    }

    /// What a cell shows.
    pub fn text(&self, row: u32, column: VoucherColumn) -> Cow<'a, str> {
        let entries = self.book.register().entries();
        let day = |day: Day| if day == Day::NONE { Cow::Borrowed("") } else { day.to_string().into() };
        match column {
            Match => self.class(row).map_or("", Class::short).into(),
            Number => entries.number(row).into(),
            Supplier => entries.name(row).into(),
            Gstin => entries.gstin(row).into(),
            Date => day(entries.date(row)),
            Posted => day(entries.posting(row)),
            Type => entries.kind(row).name().into(),
            Voucher => entries.voucher(row).into(),
            From => self.place(row).into(),
            amount => self.amount(row, amount).map_or("".into(), |paise| money::indian(paise.into()).into()),
        }
    }

    /// The text by which a voucher is filtered in a column: of where it is, the file and sheet.
    pub fn filtered_text(&self, row: u32, column: VoucherColumn) -> Cow<'a, str> {
        match column {
            From => {
                let register = self.book.register();
                register.parts().get(register.part_of(row)).map(|part| part.name()).unwrap_or_default().into()
            }
            column => self.text(row, column),
        }
    }

    /// What says of a voucher whether it passes the filter of a column.
    pub fn keeper(self, column: VoucherColumn, filter: &'a ColumnFilter) -> Box<dyn Fn(u32) -> bool + 'a> {
        let within = |from: Option<i64>, to: Option<i64>| from.unwrap_or(i64::MIN)..=to.unwrap_or(i64::MAX);
        match filter {
            ColumnFilter::Amounts(from, to) => {
                let wanted = within(*from, *to);
                Box::new(move |row| self.amount(row, column).is_some_and(|amount| wanted.contains(&amount)))
            }
            ColumnFilter::Days(from, to) => {
                let wanted = within(from.map(|day| day.0.into()), to.map(|day| day.0.into()));
                let day = move |row| match column {
                    Posted => self.book.register().entries().posting(row),
                    _ => self.book.register().entries().date(row),
                };
                Box::new(move |row| day(row) != Day::NONE && wanted.contains(&day(row).0.into()))
            }
            filter => {
                let passes = filter.of_many();
                Box::new(move |row| passes(&self.filtered_text(row, column)))
            }
        }
    }

    /// Where a voucher is in the register: `Purchase.xlsx, June, line 214`.
    fn place(&self, row: u32) -> String {
        let register = self.book.register();
        let lines: Vec<String> = register.entries().lines(row).map(|line| line.to_string()).collect();
        let part = register.parts().get(register.part_of(row)).map(|part| part.name()).unwrap_or_default();
        let word = if lines.len() == 1 { "line" } else { "lines" };
        format!("{part}, {word} {}", lines.join("+"))
    }

    /// Puts rows in order by a column. Equal ones keep theirs.
    pub fn sort(&self, rows: &mut [u32], column: VoucherColumn, down: bool) {
        let entries = self.book.register().entries();
        match column {
            Match => order(rows, down, |row| self.class(row)),
            Number => order(rows, down, |row| natural(&entries.number(row).to_ascii_uppercase())),
            Voucher => order(rows, down, |row| natural(&entries.voucher(row).to_ascii_uppercase())),
            Date => order(rows, down, |row| entries.date(row)),
            Posted => order(rows, down, |row| entries.posting(row)),
            Type => order(rows, down, |row| entries.kind(row)),
            From => order(rows, down, |row| (self.book.register().part_of(row), entries.lines(row).next())),
            Supplier | Gstin => order(rows, down, |row| self.text(row, column).to_uppercase()),
            amount => order(rows, down, |row| self.amount(row, amount)),
        }
    }
}

fn order<K: Ord>(rows: &mut [u32], down: bool, key: impl Fn(u32) -> K) {
    let mut keyed: Vec<(K, u32)> = rows.iter().map(|&row| (key(row), row)).collect();
    keyed.sort_by(|a, b| {
        let order = a.0.cmp(&b.0);
        if down { order.reverse() } else { order }
    });
    rows.iter_mut().zip(keyed).for_each(|(row, (_, sorted))| *row = sorted);
}
