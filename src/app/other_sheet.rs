//! A section that this program does not know: its records are looked at, never decided on.

use std::collections::HashMap;

use egui::Ui;

use super::grid::{Grid, show_raw};
use crate::book::{Book, OtherSheet};
use crate::portal::record;

/// So many columns are shown: a record may have more keys than there is room for.
const MOST_COLUMNS: usize = 200;
/// The columns are those of so many first records.
const LOOKED_AT: usize = 200;

/// Draws the sheet. Its rows are read when they are on the screen.
pub fn show(ui: &mut Ui, grid: &mut Grid, book: &Book, sheet: &OtherSheet) {
    let headings = headings(ui, book, sheet);
    let mut read: HashMap<u32, Vec<String>> = HashMap::new();
    let mut cell = |row: u32, column: usize| {
        let texts = read.entry(row).or_insert_with(|| texts(book, sheet, row, &headings));
        texts.get(column).cloned().unwrap_or_default()
    };
    show_raw(ui, grid, &headings, sheet.spans.len() as u32, &mut cell);
}

/// The keys of the first records in the order in which they appear, found once.
fn headings(ui: &Ui, book: &Book, sheet: &OtherSheet) -> Vec<String> {
    let first = sheet.spans.first().map_or(0, |s| s.start);
    let id = egui::Id::unique("headings").with((&sheet.key, first, sheet.spans.len()));
    if let Some(found) = ui.ctx().data(|d| d.get_temp::<Vec<String>>(id)) {
        return found;
    }
    let mut found: Vec<String> = Vec::new();
    for span in sheet.spans.iter().take(LOOKED_AT) {
        for (name, _) in record::members(book.sources.text(*span)) {
            if found.len() < MOST_COLUMNS && !found.iter().any(|known| *known == name) {
                found.push(name.into_owned());
            }
        }
    }
    ui.ctx().data_mut(|d| d.insert_temp(id, found.clone()));
    found
}

fn texts(book: &Book, sheet: &OtherSheet, row: u32, headings: &[String]) -> Vec<String> {
    let Some(span) = sheet.spans.get(row as usize) else { return Vec::new() };
    let mut texts = vec![None; headings.len()];
    for (name, value) in record::members(book.sources.text(*span)) {
        let place = headings.iter().position(|heading| *heading == name);
        if let Some(text) = place.map(|place| &mut texts[place]).filter(|text| text.is_none()) {
            // What is no single value is shown as it stands.
            *text = Some(match value.raw.starts_with(['{', '[']) {
                true => value.raw.to_owned(),
                false => value.text().into_owned(),
            });
        }
    }
    texts.into_iter().map(Option::unwrap_or_default).collect()
}
