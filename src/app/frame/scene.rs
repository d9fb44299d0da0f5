//! What dialogs may look at.

use crate::session::Session;
use crate::store::Store;

/// What dialogs may look at.
pub struct Scene<'a> {
    /// The book, if one is open.
    pub open: Option<&'a Session>,
    /// The settings.
    pub store: &'a Store,
    /// Whether the system has file dialogs, as far as is known.
    pub native: bool,
    /// Whether other clients are covered.
    pub covered: bool,
}
