//! What the summary says of the purchase register: how many records agree with it, and what of the credit it says cannot be
//! claimed.

use std::collections::HashSet;

use crate::book::{Book, Class, MatchMark, Section};
use crate::matching::Matches;
use crate::matching::suggest::figures;
use crate::rules::credit::{Credit, Side, Sum};
use crate::values::{Day, last_part};

/// How many, and their tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountedTax {
    /// Records, or vouchers.
    pub number: u64,
    /// Their tax, of credit notes negative.
    pub tax: i128,
}

impl CountedTax {
    fn add(&mut self, tax: i128) {
        self.number += 1;
        self.tax += tax;
    }
}

/// The register against the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgainstRegister {
    /// Records that agree, fully or but for one thing.
    pub agree: CountedTax,
    /// Records of which something differs.
    pub differ: CountedTax,
    /// Records that are not in the books, as *Match* counts them.
    pub not_in_books: CountedTax,
    /// Records that the supplier reported before: no voucher is left for the second.
    pub twice: CountedTax,
    /// Vouchers that are not in IMS.
    pub not_in_ims: CountedTax,
    /// Records that are replaced by an amendment, and not compared.
    pub replaced: u64,
    /// Vouchers that are not compared: booked twice, on the portal before, not expected in IMS.
    pub aside: u64,
    /// Of the credit with the decisions: what the register says cannot be claimed.
    pub not_claimable: Sum,
    /// The names of the register's files.
    pub files: Vec<String>,
}

impl AgainstRegister {
    /// Counts.
    pub fn of(book: &Book, matches: &Matches, day: Day) -> AgainstRegister {
        let credit = Credit::new(book, day);
        let mut all = AgainstRegister::default();
        for section in Section::ALL {
            let sheet = book.sheet(section);
            for row in (0..sheet.rows()).filter(|&row| sheet.in_force(row)) {
                let class = matches.record(section, row).class;
                let tax = figures::signed_tax(book, section, row);
                match (class, class.mark()) {
                    (Class::None, _) => continue,
                    (Class::Superseded, _) => all.replaced += 1,
                    (_, MatchMark::Equal | MatchMark::Nearly) => all.agree.add(tax),
                    (_, MatchMark::OnlyPortal) => all.not_in_books.add(tax),
                    (_, MatchMark::Twice) => all.twice.add(tax),
                    _ => all.differ.add(tax),
                }
                let given = credit.value(Side::Yours, section, row);
                if figures::counts_as_not_claimable(section, given)
                    && figures::is_not_claimable(book, &matches.of_record(section, row))
                {
                    all.not_claimable.add(given);
                }
            }
        }
        let entries = book.register().entries();
        for entry in 0..entries.len() {
            match matches.entry(entry).class {
                Class::Books => all.not_in_ims.add(entries.credit(entry)),
                Class::Earlier | Class::Duplicate | Class::Outside => all.aside += 1,
                _ => {}
            }
        }
        let mut seen = HashSet::new();
        let names = book.register().parts().iter().map(|part| last_part(&part.file).to_owned());
        all.files = names.filter(|name| seen.insert(name.clone())).collect();
        all
    }
}
