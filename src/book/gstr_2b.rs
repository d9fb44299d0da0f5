//! GSTR-2B, the portal's statement, as it is held to be read beside a book. It is no download, no register, and decides nothing.

use std::sync::Arc;

use super::{Answer, Heads, Section};
use crate::values::{Day, Period};

/// A GSTR-2B of one recipient and one period, all its parts together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gstr2b {
    /// Whose it is.
    pub recipient: String,
    /// Its period; a quarter goes by its last month.
    pub period: Period,
    /// The day on which it was drawn up; [`Day::NONE`] where the file does not say.
    pub drawn_up: Day,
    /// Its files.
    pub files: Vec<Gstr2bFile>,
    /// Its documents, in the order of the files.
    pub documents: Vec<Gstr2bDocument>,
    /// The days on which suppliers filed GSTR-1, as far as it says: GSTIN, period, day; in that order, each once.
    pub filings: Vec<(Arc<str>, Period, Day)>,
    /// What was tolerated while reading, one line each.
    pub notes: Vec<String>,
}

/// One of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gstr2bFile {
    /// What it is called.
    pub name: String,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// Its length in bytes.
    pub bytes: u64,
}

/// What a book keeps of its GSTR-2B: which files it is, not what they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptGstr2b {
    /// Its period.
    pub period: Period,
    /// The day on which it was drawn up; [`Day::NONE`] where it does not say.
    pub drawn_up: Day,
    /// Its files.
    pub files: Vec<Gstr2bFile>,
}

impl KeptGstr2b {
    /// What is to be kept of one.
    pub fn of(statement: &Gstr2b) -> KeptGstr2b {
        KeptGstr2b { period: statement.period, drawn_up: statement.drawn_up, files: statement.files.clone() }
    }

    /// Whether these are its files, whatever they are called and wherever they are.
    pub fn is_of(&self, files: &[Gstr2bFile]) -> bool {
        let hashes = |files: &[Gstr2bFile]| {
            let mut hashes: Vec<[u8; 32]> = files.iter().map(|file| file.hash).collect();
            hashes.sort_unstable();
            hashes
        };
        self.files.len() == files.len() && hashes(&self.files) == hashes(files)
    }
}

/// One document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gstr2bDocument {
    /// The section of IMS to which it belongs; none for imports, ISD and what is not known.
    pub section: Option<Section>,
    /// The list in which it is, as the file spells it.
    pub list: Arc<str>,
    /// The name that this list is under where it is not among the documents of GSTR-2B, such as those rejected in IMS.
    pub listed_under: Option<Arc<str>>,
    /// Supplier's GSTIN, in capitals.
    pub supplier: Arc<str>,
    /// Supplier's name.
    pub name: Arc<str>,
    /// Document number.
    pub number: Box<str>,
    /// Document date.
    pub day: Day,
    /// The supplier's return period.
    pub period: Option<Period>,
    /// Taxable value, in paise.
    pub taxable: i64,
    /// IGST, CGST, SGST and cess, in paise.
    pub heads: Heads,
    /// Reverse charge.
    pub reverse_charge: bool,
    /// ITC is not available, by the file.
    pub unavailable: bool,
    /// Why: `P` place of supply, `C` time limit, or as the file has it.
    pub why_unavailable: Box<str>,
    /// What it says of the reduction of ITC, if it says anything.
    pub reduced: Option<Answer>,
    /// An amount that cannot be read, with its key, as it is written; empty where all can be. The other amounts are not to be used
    /// then.
    pub unreadable: Box<str>,
}

impl Gstr2bDocument {
    /// Whether it is an import or an ISD document, which are not in the eight sheets of IMS.
    pub fn is_import_or_isd(&self) -> bool {
        self.section.is_none()
    }
}

impl Gstr2b {
    /// The days on which a supplier filed GSTR-1, by period; the first is the newest.
    pub fn filings_of(&self, gstin: &str) -> Vec<(Period, Day)> {
        let gstin = gstin.trim().to_ascii_uppercase();
        let from = self.filings.partition_point(|(of, ..)| **of < *gstin);
        let own = self.filings.iter().skip(from).take_while(|(of, ..)| **of == *gstin);
        let mut days: Vec<(Period, Day)> = own.map(|&(_, period, day)| (period, day)).collect();
        days.reverse();
        days
    }
}
