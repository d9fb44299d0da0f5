//! The question whether a register really is the books: nearly all of it is the portal's own list to the letter.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head};
use crate::app::requests::{MatchRequest, Requests};
use crate::book::Class;
use crate::session::matched::accept::REALLY_BOOKS;

/// Asks before all of a class is accepted.
#[derive(Clone, Debug)]
pub struct ReallyBooks {
    class: Class,
}

impl ReallyBooks {
    /// Asks.
    pub fn new(class: Class) -> ReallyBooks {
        ReallyBooks { class }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, REALLY_BOOKS);
        ui.label(
            "More than 99 % of the vouchers have the portal's numbers and names to the letter. Matched with a list from the \
             portal, everything agrees, whatever was bought.",
        );
        foot(ui, |ui| {
            let go_on = confirm::main(ui, "Yes, it is from our books");
            let cancel = confirm::cancel(ui, "Cancel");
            if go_on {
                out.push(MatchRequest::TakeFromBooks(self.class).into());
            }
            !go_on && !cancel
        })
    }
}
