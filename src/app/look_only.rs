//! A book that is open in another window can only be looked at here: that is said on top, and nothing looks as if it could
//! change anything. Once the other window is closed, this one can take the book over.

use std::path::{Path, PathBuf};

use egui::Ui;

use super::desk::Desk;
use super::files::absolute;
use super::keeping::{Keeping, is_free};
use super::open_book::OpenBook;
use super::opening::{from_copies, only_files};
use super::requests::{Request, Requests};
use super::result_line::ResultLine;
use super::theme::{self, plain_button, tokens};
use crate::portal;
use crate::store::Home;
use crate::store::journal;

/// Who has the book, and where it is kept.
pub struct LookOnly {
    /// Who holds it, in words.
    pub who: String,
    home: Home,
    folder: PathBuf,
    /// Nobody held it any more when this window last looked.
    free: bool,
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

/// Draws the line on top.
pub fn show(ui: &mut Ui, look: &LookOnly, out: &mut Requests) {
    let colour = tokens(ui).pending.colour;
    ui.horizontal_wrapped(|ui| {
        let (head, text) = if look.free {
            ("The other window is closed.", "Here you can only look until you take this over.".to_owned())
        } else {
            let text = format!("Here you can look; nothing can be changed. Open there: {}.", look.who);
            ("Open in another window.", text)
        };
        ui.label(theme::semibold(head).color(colour));
        ui.label(egui::RichText::new(text).color(colour));
        if look.free {
            if ui.add(plain_button("Take over")).on_hover_text("Go on here with all that was decided.").clicked() {
                out.push(Request::LookAgain);
            }
        } else if theme::link(ui, "Look again").on_hover_text("Show what was decided there since.").clicked() {
            out.push(Request::LookAgain);
        }
    });
}

impl Desk {
    /// Opens the book once more as it is kept now; where the other window is closed, this one takes it over.
    pub(super) fn look_again(&mut self) {
        let Some(look) = self.open.as_ref().and_then(|open| open.keeping.look_only()) else { return };
        let (home, folder) = (look.home.clone(), look.folder.clone());
        let sources = journal::head_in(&*home.disk, &folder).map(|head| head.sources).unwrap_or_default();
        let paths: Vec<PathBuf> = sources.iter().filter_map(|source| source.path.clone()).collect();
        let shown = paths.iter().map(|path| absolute(path).display().to_string()).collect();
        let own = home.clone();
        self.start_opening("Looking again".into(), shown, Ok(home), move |progress| match from_copies(&own, &folder) {
            Some(inputs) => portal::read(inputs, progress),
            None => only_files(&paths).and_then(|()| portal::open(&paths, progress)),
        });
        self.looks_again = true;
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
