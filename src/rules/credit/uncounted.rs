//! Why a record is in none of the sums.

/// Why a record gives nothing to the GSTR-2B being closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncounted {
    /// The supplier has not filed.
    NotFiled,
    /// It cannot be said what the amendment changes.
    ToCheck,
    /// It belongs to a later GSTR-2B.
    Next,
}

impl Uncounted {
    /// In a word or two, for lists.
    pub fn name(self) -> &'static str {
        match self {
            Uncounted::NotFiled => "not filed",
            Uncounted::ToCheck => "to check",
            Uncounted::Next => "next GSTR-2B",
        }
    }
}
