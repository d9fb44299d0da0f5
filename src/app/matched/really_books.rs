//! What is asked before all of a class is accepted: whether a register really is the books, if nearly all of it is the portal's own
//! list to the letter; and what the answer No of credit notes declares.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{declares, foot, head};
use crate::app::requests::{MatchRequest, Requests};
use crate::app::theme;
use crate::book::Class;
use crate::session::Session;
use crate::session::matched::accept::REALLY_BOOKS;
use crate::values::counted;

/// Asks before all of a class is accepted.
#[derive(Clone, Debug)]
pub struct ReallyBooks {
    class: Class,
    /// Whether the register may be the portal's own list.
    asks_for_books: bool,
    /// How many credit notes take the answer No from the books.
    declared: u64,
}

impl ReallyBooks {
    /// Asks.
    pub fn new(open: &Session, class: Class) -> ReallyBooks {
        ReallyBooks { class, asks_for_books: open.asks_for_books(class), declared: open.declares_with(class) }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, if self.asks_for_books { REALLY_BOOKS } else { "Accept with these answers of the books?" });
        if self.asks_for_books {
            theme::label(
                ui,
                "More than 99 % of the vouchers have the portal's numbers and names to the letter. Matched with a list from the \
                 portal, everything agrees, whatever was bought.",
            );
        }
        if self.declared > 0 {
            let take = counted(self.declared, "credit note takes", "credit notes take");
            theme::label(ui, format!("{take} the answer No from the books: no credit is reduced."));
            declares(ui, true);
        }
        let yes = if self.asks_for_books { "Yes, it is from our books" } else { "Accept them" };
        foot(ui, |ui| {
            let go_on = confirm::main(ui, yes);
            let cancel = confirm::cancel(ui, "Cancel");
            if go_on {
                out.push(MatchRequest::TakeAnswered(self.class).into());
            }
            !go_on && !cancel
        })
    }
}
