//! What is found in all clients of one PAN.

use std::sync::Arc;

use egui::{Align, Label, Layout, RichText, Role, ScrollArea, Ui, WidgetInfo, vec2};

use crate::app::clients::{amount_of, name_of};
use crate::app::frame::confirm;
use crate::app::frame::parts::{field, focus_once, foot, head, quiet};
use crate::app::frame::scene::Scene;
use crate::app::requests::{ClientsRequest, Requests};
use crate::app::theme::{self, space};
use crate::session::pan_search::{PanHit, PanHits, SearchedBook};
use crate::store::Recent;
use crate::values::{and_more, counted, records};

/// The height of a line of what was found.
const LINE: f32 = 24.0;

/// What of what was found is covered: with Cover, all but the open client.
#[derive(Clone, Copy)]
pub struct Covered<'s> {
    on: bool,
    open: Option<&'s str>,
}

impl<'s> Covered<'s> {
    /// On the screen.
    pub fn of(scene: &Scene<'s>) -> Covered<'s> {
        let open = scene.open.and_then(|open| open.book().recipient.gstin());
        Covered { on: scene.covered, open }
    }

    /// Whether a PAN is that of covered clients alone.
    fn covers_pan(self, pan: &str) -> bool {
        self.on && self.open.and_then(|gstin| gstin.get(2..12)) != Some(pan)
    }

    fn covers(self, book: &SearchedBook) -> bool {
        self.on && (self.open.is_none() || book.kept.gstin.as_deref() != self.open)
    }
}

/// Asks what to look for, and shows what was found.
#[derive(Clone, Debug)]
pub struct ClientSearch {
    pan: String,
    text: String,
    /// What was looked for, where, and what was found.
    found: Option<(String, Arc<Vec<SearchedBook>>, Arc<PanHits>)>,
    focused: bool,
}

impl ClientSearch {
    /// Asks about the clients of a PAN.
    pub fn new(pan: String) -> ClientSearch {
        ClientSearch { pan, text: String::new(), found: None, focused: false }
    }

    /// The same with what was found.
    pub fn found(mut self, text: String, books: Arc<Vec<SearchedBook>>, hits: PanHits) -> ClientSearch {
        self.text.clone_from(&text);
        self.found = Some((text, books, Arc::new(hits)));
        self.focused = false;
        self
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, covered: Covered<'_>, out: &mut Requests) -> bool {
        head(ui, "Search all registrations");
        let pan = if covered.covers_pan(&self.pan) { "this PAN".to_owned() } else { format!("PAN {}", self.pan) };
        quiet(
            ui,
            format!(
                "In what suppliers reported and in the purchase registers of all clients of {pan} that are kept here."
            ),
        );
        ui.add_space(2.0 * space::STEP);
        let width = ui.available_width() - 16.0;
        let response = field(ui, "Supplier, number or amount", &mut self.text, width);
        focus_once(&response, &mut self.focused);
        if let Some((text, books, hits)) = self.found.clone() {
            ui.add_space(2.0 * space::STEP);
            theme::label(ui, theme::semibold(found_in_words(&hits, &text)));
            if hits_of(ui, (&books, &hits), covered, out) {
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
}

/// How many records and vouchers a text was found in: a bill may be among both.
fn found_in_words(hits: &PanHits, text: &str) -> String {
    let vouchers = || counted(hits.vouchers, "voucher", "vouchers");
    let found = match (hits.records, hits.vouchers) {
        (0, 0) => return format!("No record or voucher has \"{text}\"."),
        (0, _) => vouchers(),
        (found, 0) => records(found),
        (found, _) => format!("{} and {}", records(found), vouchers()),
    };
    format!("{found} of \"{text}\"")
}

/// A line of what was found.
#[derive(Clone, Copy)]
enum FoundLine<'a> {
    Book(&'a SearchedBook),
    Hit(&'a SearchedBook, &'a PanHit),
    Unread(&'a SearchedBook, &'a str),
    More(u64),
}

/// What was found, book by book, then what could not be looked through.
fn lines_of<'a>(books: &'a [SearchedBook], hits: &'a PanHits) -> Vec<FoundLine<'a>> {
    let mut lines = Vec::new();
    let mut last = None;
    for hit in &hits.hits {
        let Some(book) = books.get(hit.book) else { continue };
        if last.replace(hit.book) != Some(hit.book) {
            lines.push(FoundLine::Book(book));
        }
        lines.push(FoundLine::Hit(book, hit));
    }
    let unread = hits.unread.iter().filter_map(|(at, why)| Some(FoundLine::Unread(books.get(*at)?, why)));
    lines.extend(unread.chain((hits.more > 0).then_some(FoundLine::More(hits.more))));
    lines
}

/// Shows what was found; only what is on the screen is drawn. True once one is opened.
fn hits_of(ui: &mut Ui, (books, hits): (&[SearchedBook], &PanHits), covered: Covered<'_>, out: &mut Requests) -> bool {
    let lines = lines_of(books, hits);
    let mut opened = false;
    let area = ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]);
    area.show_rows(ui, LINE, lines.len(), |ui, shown| {
        for line in &lines[shown] {
            let of = |book: &SearchedBook| format!("{} · {}", book.called(covered.covers(book)), book.line.periods());
            let width = ui.available_width();
            in_column(ui, width, |ui| match *line {
                FoundLine::Book(book) => drop(theme::label(ui, theme::semibold(of(book)))),
                FoundLine::Hit(book, hit) if hit_line(ui, book, hit, covered.covers(book)) => {
                    opened = true;
                    out.push(ClientsRequest::OpenAt(recent_of(book), hit.number.clone()).into());
                }
                FoundLine::Hit(..) => {}
                // Why it cannot be read names its files.
                FoundLine::Unread(book, _) if covered.covers(book) => {
                    quiet(ui, format!("{}: it cannot be read", of(book)))
                }
                FoundLine::Unread(book, why) => {
                    ui.add(Label::new(RichText::new(format!("{}: {why}", of(book))).weak()).truncate());
                }
                FoundLine::More(more) => quiet(ui, and_more(more)),
            });
        }
    });
    opened
}

/// The place of the amount among the texts of a line.
const AMOUNT: usize = 3;

/// One document; whether it is to be opened.
fn hit_line(ui: &mut Ui, book: &SearchedBook, hit: &PanHit, covered: bool) -> bool {
    let name = format!("Open {} in {}", hit.number, book.called(covered));
    let link = in_column(ui, 130.0, |ui| theme::link(ui, &hit.number));
    link.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
    let (gstin, supplier) = &hit.supplier;
    let supplier = name_of(if supplier.is_empty() { gstin } else { supplier }, covered);
    let texts = [
        (74.0, hit.sheet.to_owned()),
        (230.0, supplier),
        (80.0, hit.day.to_string()),
        (110.0, amount_of(hit.amounts[0], covered)),
        (80.0, hit.action.to_owned()),
    ];
    for (place, (width, text)) in texts.into_iter().enumerate() {
        in_column(ui, width, |ui| match place {
            AMOUNT => ui.with_layout(Layout::right_to_left(Align::Center), |ui| theme::label(ui, text)).inner,
            _ => ui.add(Label::new(text).truncate()),
        });
    }
    link.clicked()
}

/// Something in a column of this width.
fn in_column<R>(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let column = ui.allocate_ui_with_layout(vec2(width, LINE), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(vec2(width, LINE));
        content(ui)
    });
    column.inner
}

/// What opens the download in which something was found.
fn recent_of(book: &SearchedBook) -> Recent {
    Recent {
        paths: book.line.paths.clone(),
        gstin: book.kept.gstin.clone(),
        folder: Some(book.kept.folder.clone()),
        ..Recent::default()
    }
}
