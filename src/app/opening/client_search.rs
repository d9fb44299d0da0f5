//! What is found in all clients of one PAN.

use std::sync::Arc;

use egui::{Grid, ScrollArea, Ui};

use crate::app::clients::{amount_of, name_of};
use crate::app::frame::confirm;
use crate::app::frame::parts::{field, focus_once, foot, head, quiet};
use crate::app::requests::{ClientsRequest, Requests};
use crate::app::theme::{self, space};
use crate::session::pan_search::{PanHits, SearchedBook};
use crate::store::Recent;
use crate::values::{and_more, counted};

/// Asks what to look for, and shows what was found.
#[derive(Clone, Debug)]
pub struct ClientSearch {
    pan: String,
    text: String,
    /// What was looked for, where, and what was found.
    found: Option<(String, Arc<Vec<SearchedBook>>, Arc<PanHits>)>,
    covered: bool,
    focused: bool,
}

impl ClientSearch {
    /// Asks about the clients of a PAN.
    pub fn new(pan: String, covered: bool) -> ClientSearch {
        ClientSearch { pan, text: String::new(), found: None, covered, focused: false }
    }

    /// The same with what was found.
    pub fn found(mut self, text: String, books: Arc<Vec<SearchedBook>>, hits: PanHits) -> ClientSearch {
        self.text.clone_from(&text);
        self.found = Some((text, books, Arc::new(hits)));
        self.focused = false;
        self
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Search all registrations");
        quiet(
            ui,
            "In what suppliers reported and in the purchase registers of all clients of this PAN on this pen drive.",
        );
        ui.add_space(2.0 * space::STEP);
        let width = ui.available_width() - 16.0;
        let response = field(ui, "Supplier, number or amount", &mut self.text, width);
        focus_once(&response, &mut self.focused);
        if let Some((text, books, hits)) = self.found.clone() {
            ui.add_space(2.0 * space::STEP);
            if self.hits(ui, &text, &books, &hits, out) {
                return false;
            }
        }
        foot(ui, |ui| {
            let search = confirm::main_if(ui, !self.text.trim().is_empty(), "Search");
            let close = confirm::cancel(ui, "Close");
            if search {
                out.push(ClientsRequest::Search(self.pan.clone(), self.text.trim().to_owned()).into());
            }
            !search && !close
        })
    }

    /// What was found, book by book. True once one is opened.
    fn hits(&self, ui: &mut Ui, text: &str, books: &[SearchedBook], hits: &PanHits, out: &mut Requests) -> bool {
        let mut opened = false;
        let n = hits.hits.len() as u64 + hits.more;
        ui.label(theme::semibold(format!("{} of \"{text}\"", counted(n, "document", "documents"))));
        ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
            for (at, book) in books.iter().enumerate() {
                let of_book = || hits.hits.iter().filter(move |hit| hit.book == at);
                if of_book().next().is_none() {
                    continue;
                }
                let client = name_of(&book.client, self.covered);
                ui.label(theme::semibold(format!("{client} · {}", book.line.periods())));
                Grid::new(("hits", at)).num_columns(6).spacing([12.0, 2.0]).show(ui, |ui| {
                    for hit in of_book() {
                        let name = format!("Open {} in {client}", hit.number);
                        let link = theme::link(ui, &hit.number);
                        link.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &name));
                        if link.clicked() {
                            opened = true;
                            let recent = Recent {
                                paths: book.line.paths.clone(),
                                gstin: book.kept.gstin.clone(),
                                folder: Some(book.kept.folder.clone()),
                                ..Recent::default()
                            };
                            out.push(ClientsRequest::OpenAt(recent, hit.number.clone()).into());
                        }
                        ui.label(hit.sheet);
                        let (gstin, supplier) = &hit.supplier;
                        ui.label(if supplier.is_empty() { gstin } else { supplier });
                        ui.label(hit.day.to_string());
                        ui.label(amount_of(hit.amounts[0], self.covered));
                        ui.label(hit.action);
                        ui.end_row();
                    }
                });
            }
            for (at, why) in &hits.unread {
                let client = books.get(*at).map_or(String::new(), |book| name_of(&book.client, self.covered));
                quiet(ui, format!("{client}: {why}"));
            }
            if hits.more > 0 {
                quiet(ui, and_more(hits.more));
            }
        });
        opened
    }
}
