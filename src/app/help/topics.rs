//! Help: keys, what the actions mean, what happens when, error files, where the portal's pages are, version and licences.

use egui::{ScrollArea, Ui};

use crate::app::actions::UserAction;
use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, page_button};
use crate::app::help::shortcuts;
use crate::app::theme::{self, space, tokens};

/// The pages of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Keys,
    Actions,
    Dates,
    Errors,
    Portal,
    About,
}

const PAGES: [(Page, &str); 6] = [
    (Page::Keys, "Keyboard shortcuts"),
    (Page::Actions, "What the actions mean"),
    (Page::Dates, "The 14th and the 20th"),
    (Page::Errors, "Error files"),
    (Page::Portal, "Pages of the portal"),
    (Page::About, "Version and licences"),
];

/// The dialog.
#[derive(Clone, Debug)]
pub struct Help {
    page: Page,
}

/// A heading, and what is said under it.
type Topic = (&'static str, &'static str);

const ACTIONS: [Topic; 5] = [
    (
        "Accept",
        "You take the credit of an invoice or debit note: it goes into GSTR-2B and from there into table 4(A)(5) of GSTR-3B. \
         Accepting a credit note reduces your credit, as far as you answer \"ITC to be reduced?\" with Yes.",
    ),
    (
        "Reject",
        "You take no credit: the record stays out of GSTR-2B, and the supplier sees it with your remarks. A credit note that \
         you reject does not reduce your credit, and adds to the supplier's tax.",
    ),
    (
        "Pending",
        "You decide later: the record stays out of this GSTR-2B and is there again next month. It is accepted in time, or the \
         credit is lost. The portal does not allow it on every record; credit notes may be Pending for one period only.",
    ),
    (
        "No action",
        "You say nothing. When GSTR-2B is drawn up, the record counts as accepted (deemed accepted). A record whose supplier \
         has not filed GSTR-1 does not count yet, whatever you do.",
    ),
    (
        "ITC to be reduced?",
        "For credit notes, and for amendments that lower the tax: Yes, full if you took the credit; Yes, part if you took some \
         of it; No if you never took it or reversed it already. With No you declare that.",
    ),
];

const DATES: [Topic; 5] = [
    (
        "11th and 13th",
        "Suppliers file GSTR-1 by the 11th, or IFF and quarterly GSTR-1 by the 13th. A download from before has fewer records: \
         download again.",
    ),
    (
        "14th",
        "The portal draws up the draft of GSTR-2B with what it holds then. It is no deadline: you may still decide, upload, and \
         press Recompute GSTR-2B, until you file GSTR-3B. Without recomputing, what you change after the 14th does not reach GSTR-3B.",
    ),
    (
        "20th",
        "GSTR-3B is due, monthly; by the quarter on the 22nd or 24th, depending on the state. Once it is filed, the accepted and \
         rejected records leave the IMS, and what you decided is final.",
    ),
    (
        "By the quarter (QRMP)",
        "There is no GSTR-2B for the first two months of a quarter; the tax for these is paid with PMT-06 by the 25th.",
    ),
    ("Extended dates", "Due dates move now and then. Enter them in Return settings: all warnings follow."),
];

const ERRORS: [Topic; 4] = [
    (
        "The portal says Processed with Error",
        "Download the error file there (a JSON, a zip or the list on the page) and open it here, over the same client: with \
         Open, by dropping it on the window, or by pasting the list.",
    ),
    (
        "Portal errors",
        "The list at the right groups the errors by their code, with what to do about each. F8 goes from one to the next. \
         What is the same for many can be mended for all at once.",
    ),
    (
        "Upload again",
        "Generate JSON again and choose Only what the portal refused. Records that were processed need not be sent again.",
    ),
    (
        "Unclear?",
        "Download the IMS JSON again and open it here: What changed, and Did my upload take? say record by record what the \
         portal holds now.",
    ),
];

const PORTAL: [Topic; 5] = [
    ("Sign in", "https://www.gst.gov.in"),
    (
        "Download the JSON, upload yours, error files",
        "Services › Returns › Invoice Management System (IMS) Dashboard › Offline",
    ),
    ("GSTR-2B, and Recompute GSTR-2B", "Services › Returns › Returns Dashboard › the period › GSTR-2B › View"),
    ("GSTR-3B", "Services › Returns › Returns Dashboard › the period › GSTR-3B › Prepare online"),
    ("Help of the portal", "https://selfservice.gstsystem.in"),
];

const LICENCE: &str = "IMS Desk is open source, under the Apache licence 2.0 or the MIT licence, as you like. The fonts are under the \
     SIL Open Font License. The licences of all libraries inside are in LICENCES.txt beside the program.";

impl Help {
    /// The page that an action opens.
    pub fn at(action: UserAction) -> Help {
        let page = match action {
            UserAction::Help => Page::Actions,
            UserAction::About => Page::About,
            _ => Page::Keys,
        };
        Help { page }
    }

    /// Draws it. False when it is to be closed.
    pub fn show(&mut self, ui: &mut Ui) -> bool {
        const HEIGHT: f32 = 540.0;
        head(ui, "Help");
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 20.0;
            for (page, name) in PAGES {
                if page_button(ui, name, 0, self.page == page) {
                    self.page = page;
                }
            }
        });
        ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top() - 4.0, tokens(ui).line());
        ui.add_space(2.0 * space::STEP);
        let height = HEIGHT.min(ui.ctx().content_rect().height() - 250.0);
        let area = ScrollArea::vertical().id_salt(self.page as u8).max_height(height).min_scrolled_height(height);
        area.auto_shrink(false).show(ui, |ui| match self.page {
            Page::Keys => shortcuts::show(ui),
            Page::Actions => topics(ui, &ACTIONS),
            Page::Dates => topics(ui, &DATES),
            Page::Errors => topics(ui, &ERRORS),
            Page::Portal => topics(ui, &PORTAL),
            Page::About => about(ui),
        });
        foot(ui, |ui| !confirm::main(ui, "Close"))
    }
}

fn topics(ui: &mut Ui, topics: &[Topic]) {
    for (name, words) in topics {
        theme::label(ui, theme::semibold(*name));
        theme::sentence_to_copy(ui, *words);
        ui.add_space(2.0 * space::STEP);
    }
}

fn about(ui: &mut Ui) {
    theme::label(ui, theme::semibold(format!("IMS Desk {}", env!("CARGO_PKG_VERSION"))));
    theme::sentence(ui, "Nothing leaves this computer: there is no network in this program.");
    ui.add_space(2.0 * space::STEP);
    theme::sentence(ui, LICENCE);
    ui.add_space(2.0 * space::STEP);
    for (name, text) in [
        ("MIT licence", include_str!("../../../LICENSE-MIT")),
        ("Apache licence 2.0", include_str!("../../../LICENSE-APACHE")),
        ("SIL Open Font License, for the fonts", include_str!("../../../assets/fonts/OFL.txt")),
    ] {
        egui::CollapsingHeader::new(name).show(ui, |ui| theme::sentence_to_copy(ui, theme::caption(text)));
    }
}
