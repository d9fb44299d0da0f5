//! What dialogs may look at.

use crate::app::requests::PickFor;
use crate::session::Session;
use crate::store::Store;

/// What dialogs may look at.
pub struct Scene<'a> {
    /// The book, if one is open.
    pub open: Option<&'a Session>,
    /// The settings.
    pub store: &'a Store,
    /// What is known of the system's file dialogs.
    pub file_dialogs: FileDialogs,
    /// Whether other clients are covered.
    pub covered: bool,
}

impl Scene<'_> {
    /// Whether a path can be picked in the system's dialog, and for what.
    pub fn browse(&self, purpose: PickFor) -> Browse {
        match self.file_dialogs {
            FileDialogs::There => Browse::For(purpose),
            FileDialogs::Missing => Browse::Missing { reads: purpose.reads() },
            FileDialogs::Unused => Browse::No,
        }
    }
}

/// What is known of the system's file dialogs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileDialogs {
    /// They are there, as far as is known.
    There,
    /// One was asked for since the program was started, and none came.
    Missing,
    /// They are not used.
    Unused,
}

/// How a path is picked beside typing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browse {
    /// In the system's dialog.
    For(PickFor),
    /// There is no such dialog, which is said.
    Missing {
        /// Whether what is named is read, so that it can be dropped on the window.
        reads: bool,
    },
    /// It is only typed.
    No,
}
