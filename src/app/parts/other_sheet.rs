//! A section that is only shown, such as imports: its records are looked at, and decided on the portal.

use std::collections::HashMap;

use egui::{CentralPanel, Frame, Margin, Panel, RichText, Ui};

use crate::app::grid::{Grid, RawHeading, show_raw};
use crate::app::theme::{self, Hint, size, space, tokens};
use crate::book::field::AMOUNTS;
use crate::book::{Book, OtherSheet};
use crate::portal::other;
use crate::session::Session;
use crate::values::{grouped, money, records};

/// Draws the sheet in all the room there is. Its rows are read when they are on the screen.
pub fn draw(ui: &mut Ui, open: &Session, grid: &mut Grid, place: usize) {
    let Some(sheet) = open.book().others().get(place) else { return };
    let bar = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(12, 0));
    Panel::top("read-only").exact_size(space::BAR).frame(bar).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            ui.add(egui::Label::new(theme::semibold(sheet.title())).truncate());
            ui.add(
                egui::Label::new(format!("{} · Decide on the portal", records(sheet.spans.len() as u64))).truncate(),
            )
            .hint("Nothing can be decided here, and an upload never has these records.");
        });
    });
    CentralPanel::no_frame().show(ui, |ui| rows(ui, grid, open.book(), sheet));
}

fn rows(ui: &mut Ui, grid: &mut Grid, book: &Book, sheet: &OtherSheet) {
    let heading = |column: &crate::book::OtherColumn| RawHeading {
        title: column.title.clone(),
        is_amount: column.is_amount,
        width: if column.is_amount { 140.0 } else { 150.0 },
        funnel: false,
        gives_room: false,
    };
    let headings: Vec<RawHeading> = sheet.columns.iter().map(heading).collect();
    let mut read: HashMap<u32, Vec<String>> = HashMap::new();
    let mut cell = |row: u32, column: usize| {
        let texts = read.entry(row).or_insert_with(|| match sheet.spans.get(row as usize) {
            Some(span) => other::cells(book.sources().text(*span), sheet),
            None => Vec::new(),
        });
        texts.get(column).cloned().unwrap_or_default()
    };
    show_raw(ui, grid, &headings, sheet.spans.len() as u32, &mut cell);
}

/// How many rows it has and the sums of its amounts, for the bar at the foot.
pub fn sums(ui: &mut Ui, sheet: &OtherSheet) {
    let small = |text: String| RichText::new(text).font(theme::font(size::CAPTION));
    theme::label(ui, small(format!("{} rows", grouped(sheet.spans.len() as u64))));
    for (field, sum) in AMOUNTS.into_iter().zip(sheet.sums) {
        if sheet.columns.iter().any(|column| column.is_amount && column.title == field.title()) {
            theme::label(ui, small(format!("{} {}", field.title(), money::rupees(sum))).weak());
        }
    }
}
