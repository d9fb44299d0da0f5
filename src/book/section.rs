//! The eight sections of IMS that can be decided on (portal/README.md section 2), and what there is once for each.

use std::ops::{Deref, DerefMut, Index, IndexMut};

/// A section: one kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Section {
    /// Invoices.
    B2b,
    /// Amended invoices.
    B2ba,
    /// Debit notes.
    B2bdn,
    /// Amended debit notes.
    B2bdna,
    /// Credit notes.
    B2bcn,
    /// Amended credit notes.
    B2bcna,
    /// Supplies through an e-commerce operator.
    Ecom,
    /// Amended supplies through an e-commerce operator.
    Ecoma,
}

/// Whether a section's records have a place for the answer to "reduce ITC?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItcBlock {
    /// Never.
    Never,
    /// On Accept, unless the record's flag blocks it.
    OnAccept,
    /// On Accept, and then required, unless the record's flag blocks it.
    Required,
}

use Section::*;

impl Section {
    /// All sections in the order of the portal's files.
    pub const ALL: [Section; 8] = [B2b, B2ba, B2bdn, B2bdna, B2bcn, B2bcna, Ecom, Ecoma];

    /// The name of its sheet, as in the official workbook.
    pub fn sheet_name(self) -> &'static str {
        ["B2B", "B2BA", "B2B-DN", "B2B-DNA", "B2B-CN", "B2B-CNA", "ECO", "ECOA"][self as usize]
    }

    /// What its records are, in words, plural.
    pub fn describes(self) -> &'static str {
        [
            "Invoices",
            "Amended invoices",
            "Debit notes",
            "Amended debit notes",
            "Credit notes",
            "Amended credit notes",
            "E-commerce",
            "Amended e-commerce",
        ][self as usize]
    }

    /// The section in which the originals of these amendments stand; `None` if this holds no amendments.
    #[inline]
    pub fn original(self) -> Option<Section> {
        match self {
            B2ba => Some(B2b),
            B2bdna => Some(B2bdn),
            B2bcna => Some(B2bcn),
            Ecoma => Some(Ecom),
            _ => None,
        }
    }

    /// The section of the amendments to these records.
    #[inline]
    pub fn amendment(self) -> Option<Section> {
        match self {
            B2b => Some(B2ba),
            B2bdn => Some(B2bdna),
            B2bcn => Some(B2bcna),
            Ecom => Some(Ecoma),
            _ => None,
        }
    }

    /// Whether its records are amendments.
    #[inline]
    pub fn is_amendment(self) -> bool {
        self.original().is_some()
    }

    /// Whether accepting its records lowers the credit.
    #[inline]
    pub fn is_credit_note(self) -> bool {
        matches!(self, B2bcn | B2bcna)
    }

    /// Whether its documents are notes (numbered and dated by other keys in the portal's files).
    pub fn is_note(self) -> bool {
        matches!(self, B2bdn | B2bdna | B2bcn | B2bcna)
    }

    /// Where it may carry an answer to "reduce ITC?".
    pub fn itc_block(self) -> ItcBlock {
        match self {
            B2b | B2bdn | Ecom => ItcBlock::Never,
            B2ba | B2bdna | Ecoma => ItcBlock::OnAccept,
            B2bcn | B2bcna => ItcBlock::Required,
        }
    }
}

/// Something for each section, in the order of [`Section::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BySection<T>(pub [T; 8]);

impl<T> BySection<T> {
    /// Makes it, section by section.
    pub fn of(make: impl FnMut(Section) -> T) -> BySection<T> {
        BySection(Section::ALL.map(make))
    }

    /// Each with its section.
    pub fn each(self) -> impl Iterator<Item = (Section, T)> {
        Section::ALL.into_iter().zip(self.0)
    }
}

impl<T> Index<Section> for BySection<T> {
    type Output = T;
    fn index(&self, section: Section) -> &T {
        &self.0[section as usize]
    }
}

impl<T> IndexMut<Section> for BySection<T> {
    fn index_mut(&mut self, section: Section) -> &mut T {
        &mut self.0[section as usize]
    }
}

impl<T> Deref for BySection<T> {
    type Target = [T; 8];
    fn deref(&self) -> &[T; 8] {
        &self.0
    }
}

impl<T> DerefMut for BySection<T> {
    fn deref_mut(&mut self) -> &mut [T; 8] {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_and_that_of_its_amendments_name_each_other() {
        for section in Section::ALL {
            let amends = Section::ALL.into_iter().find(|other| other.original() == Some(section));
            assert_eq!(section.amendment(), amends);
        }
    }
}
