//! Sections that are only shown: records as they stand in the file, never decided on here and never written.

use super::{Amount, Span};

/// A section that is only shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSheet {
    /// The portal's key of the section.
    pub key: String,
    /// What people call its records; none for a section that this program does not know.
    pub label: Option<&'static str>,
    /// Where its records stand, each once.
    pub spans: Vec<Span>,
    /// How many more the files have: where there are too many they are only counted.
    pub only_counted: u64,
    /// A column for each key, in the order in which they were met.
    pub columns: Vec<OtherColumn>,
    /// The sums of the amounts, in the order of [`Amount`].
    pub sums: [i128; 6],
}

/// A column of such a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherColumn {
    /// The portal's key.
    pub key: String,
    /// Its name for people: the key itself where it is not known.
    pub title: String,
    /// Whether it holds money.
    pub is_amount: bool,
}

impl OtherSheet {
    /// What the sheet is called.
    pub fn title(&self) -> String {
        self.label.map_or_else(|| self.key.to_uppercase(), str::to_owned)
    }

    /// The sum of an amount over all its records, in paise.
    pub fn sum(&self, amount: Amount) -> i128 {
        self.sums[amount as usize]
    }

    /// The same sheet in a book in which the files begin at `base`.
    pub fn moved(&self, base: u64) -> OtherSheet {
        let spans = self.spans.iter().map(|span| Span { start: span.start + base, ..*span }).collect();
        OtherSheet { spans, ..self.clone() }
    }
}
