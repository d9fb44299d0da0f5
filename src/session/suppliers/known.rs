//! What is known of a supplier from the downloads before, in three lines. It never decides anything.

use crate::session::Session;
use crate::view::suppliers::SupplierEntry;

/// What is known of a supplier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownSupplier {
    /// The months: `May to October 2026`; none if no other download of this client is known.
    pub months: Option<String>,
    /// What is known of them.
    pub lines: Vec<String>,
}

impl Session {
    /// What is known of a line from the downloads before.
    pub fn known_of(&self, _entry: SupplierEntry) -> KnownSupplier {
        KnownSupplier::default()
    }
}
