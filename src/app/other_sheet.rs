//! A section that this program does not know: its records are looked at, never decided on.

use std::collections::HashMap;

use egui::Ui;

use super::grid::{Grid, show_raw};
use crate::book::{Book, OtherSheet};
use crate::portal::record;

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
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    ui.ctx().data_mut(|d| d.insert_temp(id, found.clone()));
    found
}

fn texts(book: &Book, sheet: &OtherSheet, row: u32, headings: &[String]) -> Vec<String> {
    let Some(span) = sheet.spans.get(row as usize) else { return Vec::new() };
    let members = record::members(book.sources.text(*span));
    let text = |heading: &String| match members.iter().find(|(name, _)| name == heading) {
        // What is no single value is shown as it stands.
        Some((_, value)) if value.raw.starts_with(['{', '[']) => value.raw.to_owned(),
        Some((_, value)) => value.text().into_owned(),
        None => String::new(),
    };
    headings.iter().map(text).collect()
}
