//! What would be deemed accepted when GSTR-2B is drawn up: records without action of suppliers who have filed.

use super::{Credit, Side};
use crate::book::{Action, Book, Filing, Section};

/// What would be deemed accepted in the GSTR-2B being closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deemed {
    /// How many records.
    pub records: u64,
    /// Credit gained, in paise.
    pub gained: i128,
    /// Credit lost through credit notes and downward amendments, in paise, not negative.
    pub lost: i128,
    /// Records among them with findings that warn or more.
    pub with_findings: u64,
    /// Their tax, gained or lost, in paise.
    pub tax_with_findings: i128,
    /// Amendments among them of which it cannot be said what they change.
    pub to_check: u64,
    /// Records without action that can only be decided on the portal.
    pub on_the_portal: u64,
}

impl Deemed {
    /// Nothing but what can only be decided on the portal, as its section is not known.
    pub fn on_the_portal(book: &Book) -> Deemed {
        Deemed { on_the_portal: book.others().iter().map(|o| o.spans.len() as u64).sum(), ..Deemed::default() }
    }

    /// Adds a record, if it would be deemed accepted. `doubtful` says whether a record has findings that warn or more.
    pub fn add(&mut self, credit: &Credit, section: Section, row: u32, doubtful: impl Fn(Section, u32) -> bool) {
        let sheet = credit.book.sheet(section);
        let undecided = sheet.actions()[row as usize] == Action::NoAction;
        if undecided && sheet.records().read_only(row) && sheet.in_force(row) {
            self.on_the_portal += u64::from(sheet.records().filings[row as usize] != Filing::NotFiled);
            return;
        }
        if !credit.deemed(section, row) {
            return;
        }
        let tax: i128 = credit.value(Side::Yours, section, row).iter().map(|&head| i128::from(head)).sum();
        self.records += 1;
        self.gained += tax.max(0);
        self.lost += (-tax).max(0);
        self.to_check += u64::from(credit.is_to_check(section, row));
        if doubtful(section, row) {
            self.with_findings += 1;
            self.tax_with_findings += tax.abs();
        }
    }

    /// What they add to the credit, less what credit notes take, in paise.
    pub fn credit(&self) -> i128 {
        self.gained - self.lost
    }

    /// Adds what was added up of other records.
    pub fn join(&mut self, other: &Deemed) {
        self.records += other.records;
        self.gained += other.gained;
        self.lost += other.lost;
        self.with_findings += other.with_findings;
        self.tax_with_findings += other.tax_with_findings;
        self.to_check += other.to_check;
        self.on_the_portal += other.on_the_portal;
    }
}

/// Adds up what would be deemed accepted in a whole book.
pub fn deemed(credit: &Credit, doubtful: impl Fn(Section, u32) -> bool) -> Deemed {
    let mut deemed = Deemed::on_the_portal(credit.book);
    for section in Section::ALL {
        (0..credit.book.sheet(section).rows()).for_each(|row| deemed.add(credit, section, row, &doubtful));
    }
    deemed
}
