//! A book that is open in another window can only be looked at here: that is said on top, and nothing looks as if it could
//! change anything. Once the other window is closed, this one can take the book over.

use crate::store::Home;
use std::path::{Path, PathBuf};

/// Who has the book, and where it is kept.
pub struct LookOnly {
    /// Who holds it, in words.
    pub who: String,
    home: Home,
    folder: PathBuf,
    /// It was held by none when this window last looked.
    pub free: bool,
}

impl LookOnly {
    /// Another window holds the book of this folder.
    pub fn new(who: String, home: Home, folder: PathBuf) -> LookOnly {
        LookOnly { who, home, folder, free: false }
    }

    /// Where the book is kept.
    pub fn place(&self) -> (&Home, &Path) {
        (&self.home, &self.folder)
    }
}
