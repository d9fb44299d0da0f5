//! A book that is open in another window can only be looked at here: that is said on top, and nothing looks as if it could
//! change anything. Once the other window is closed, this one can take the book over.

use crate::session::keeping::{Keeping, is_free};
use crate::session::open_book::OpenBook;
use crate::session::result_line::ResultLine;
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

impl OpenBook {
    /// Why nothing can be changed here; none if it can.
    pub fn look_only(&self) -> Option<String> {
        let look = self.keeping.look_only()?;
        Some(if look.free {
            "The other window is closed: take this over to decide here.".to_owned()
        } else {
            format!("Open in another window ({}): here you can only look.", look.who)
        })
    }

    /// Looks whether the other window has let go.
    pub fn see_who_holds_it(&mut self) {
        if let Keeping::LookOnly(look) = &mut self.keeping {
            look.free = is_free(&look.home, &look.folder);
        }
    }
}

/// What is said once a book that could only be looked at is opened again.
pub fn seen_again(open: &OpenBook) -> ResultLine {
    match &open.keeping {
        Keeping::LookOnly(_) => {
            ResultLine::new("Still open in another window. What was decided there until now is shown.")
        }
        Keeping::InMemory(why) | Keeping::Unread { why, .. } => {
            ResultLine::bad(format!("It is not kept as you go: {why}."))
        }
        Keeping::Journal(_) => ResultLine::new("Taken over: what you decide here is kept from now on."),
    }
}
