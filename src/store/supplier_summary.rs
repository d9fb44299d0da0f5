//! What became of each supplier's records in one book, in a small file of its own: so that what is known of a supplier from the
//! months before is there without opening the books of these months. It is derived: a book that has none, or one that cannot be
//! read, is only not known.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::disk::{Disk, twice};
use crate::values::Period;

/// The name of the file in a book's folder.
const SUMMARY: &str = "suppliers";
/// The version of this format.
const FORMAT: u32 = 1;

/// What became of each supplier's records in one book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupplierSummary {
    format: u32,
    /// The GSTR-2B period that it was for, as the portal writes it.
    period: String,
    /// When it was written, in seconds since 1970.
    pub when: u64,
    /// By GSTIN.
    pub suppliers: BTreeMap<String, SupplierMonth>,
}

/// What became of one supplier's records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupplierMonth {
    /// How many were accepted.
    #[serde(rename = "a", skip_serializing_if = "is_none")]
    pub accepted: u32,
    /// How many were rejected.
    #[serde(rename = "r", skip_serializing_if = "is_none")]
    pub rejected: u32,
    /// How many were Pending.
    #[serde(rename = "p", skip_serializing_if = "is_none")]
    pub pending: u32,
    /// Of how many its GSTR-1 was not filed.
    #[serde(rename = "n", skip_serializing_if = "is_none")]
    pub not_filed: u32,
    /// The remarks that were used last.
    #[serde(rename = "m", skip_serializing_if = "String::is_empty")]
    pub remarks: String,
}

fn is_none(count: &u32) -> bool {
    *count == 0
}

impl SupplierSummary {
    /// For the GSTR-2B of a period.
    pub fn new(period: Period, when: u64, suppliers: BTreeMap<String, SupplierMonth>) -> SupplierSummary {
        SupplierSummary { format: FORMAT, period: period.portal(), when, suppliers }
    }

    /// The period that it was for.
    pub fn period(&self) -> Option<Period> {
        Period::parse(&self.period)
    }

    /// Keeps it in a book's folder: two files take turns, so that the one before it stays whole.
    pub fn keep(&self, disk: &dyn Disk, folder: &Path) -> io::Result<()> {
        // The same again would only wear the pen drive.
        let same = |kept: &SupplierSummary| (&kept.period, &kept.suppliers) == (&self.period, &self.suppliers);
        if SupplierSummary::load(disk, folder).as_ref().is_some_and(same) {
            return Ok(());
        }
        let text = serde_json::to_vec(self).map_err(io::Error::other)?;
        twice::store(disk, &folder.join(SUMMARY), &text)
    }

    /// That of a book's folder; none if it has none that is understood.
    pub fn load(disk: &dyn Disk, folder: &Path) -> Option<SupplierSummary> {
        let kept = twice::load(disk, &folder.join(SUMMARY)).ok()??;
        let summary: SupplierSummary = serde_json::from_slice(&kept.content).ok()?;
        (summary.format == FORMAT && summary.period().is_some()).then_some(summary)
    }
}
