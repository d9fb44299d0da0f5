//! The review record by record: what each was and what it becomes.

use std::time::Duration;

use egui::Ui;

use crate::app::frame::parts::search;
use crate::app::grid::{List, ListCell, ListClick, ListColumn, ListData};
use crate::app::theme::{self, space};
use crate::book::{Action, Field, Section};

use crate::rules::credit::{Credit, Uncounted, change_called, total};
use crate::session::Session;
use crate::session::review::{SLICE, Walk};
use crate::values::{money, records};
use crate::view;

/// The list of records.
#[derive(Clone, Debug, Default)]
pub struct RecordList {
    text: String,
    found: Found,
    list: List,
}

/// What a search has found so far.
#[derive(Clone, Debug, Default)]
struct Found {
    walk: Walk,
    rows: Vec<(Section, u32)>,
    ended: bool,
}

const fn column(title: &'static str, width: f32, right: bool) -> ListColumn {
    ListColumn { title, width, right, sorts: false }
}

fn columns(quarterly: bool) -> [ListColumn; 8] {
    [
        column("Sheet", 70.0, false),
        column("Number", 132.0, false),
        column("Supplier", 0.0, false),
        column("Was", 76.0, false),
        column("Becomes", 104.0, false),
        column("Answer, remarks", 140.0, false),
        column(change_called(quarterly), 152.0, true),
        column("", 86.0, false),
    ]
}

impl RecordList {
    /// Searches for a text.
    pub fn find(&mut self, text: String) {
        *self = RecordList { text, ..RecordList::default() };
    }

    /// Draws the list; gives the record that was clicked.
    pub fn show(&mut self, ui: &mut Ui, height: f32, open: &Session) -> Option<(Section, u32)> {
        let wanted = self.text.trim().to_lowercase();
        if !wanted.is_empty() && !self.found.ended {
            self.search(ui, open, &wanted);
        }
        let rows = if wanted.is_empty() { open.changed() } else { self.found.rows.len() as u64 };
        ui.horizontal(|ui| {
            let mut text = self.text.clone();
            if search(ui, "Find a number, supplier or GSTIN", &mut text, 280.0) {
                self.find(text);
            }
            let words = match (wanted.is_empty(), self.found.ended) {
                (true, _) => "A click goes to the record.".to_owned(),
                (false, true) => format!("{} found. A click goes to the record.", records(rows)),
                (false, false) => format!("{} found. Searching…", records(rows)),
            };
            theme::label(ui, theme::caption(words));
        });
        let at = |place: u64| match wanted.is_empty() {
            true => nth(open, place),
            false => self.found.rows.get(place as usize).copied(),
        };
        let data =
            ListData { name: "Records to be written", columns: &columns(open.book().facts.qrmp), sorted: None, rows };
        let mut cell = |place: u64, column: usize| {
            at(place).map_or_else(|| ListCell::Text(String::new()), |(section, row)| cell(open, section, row, column))
        };
        match self.list.show(ui, height - space::BUTTON - 4.0, &data, &mut cell)? {
            ListClick::Row(place) => at(place),
            ListClick::Heading(_) => None,
        }
    }

    fn search(&mut self, ui: &Ui, open: &Session, wanted: &str) {
        let Found { walk, rows, ended } = &mut self.found;
        *ended = walk.go_on(open, SLICE, |section, row| {
            let records = open.book().sheet(section).records();
            let has = |text: &str| text.to_lowercase().contains(wanted);
            if records.numbers.folded(row).contains(wanted)
                || has(records.suppliers.get(row))
                || has(records.names.get(row))
            {
                rows.push((section, row));
            }
        });
        if !*ended {
            ui.ctx().request_repaint_after(Duration::ZERO);
        }
    }
}

/// The record at a place of the delta.
fn nth(open: &Session, mut place: u64) -> Option<(Section, u32)> {
    for section in Section::ALL {
        let changed = &open.view(section).changed;
        if place < changed.len() {
            return changed.select(place as u32).map(|row| (section, row));
        }
        place -= changed.len();
    }
    None
}

fn cell(open: &Session, section: Section, row: u32, column: usize) -> ListCell {
    let book = open.book();
    let sheet = book.sheet(section);
    match column {
        0 => ListCell::Quiet(section.sheet_name().to_owned()),
        1 => ListCell::Text(sheet.records().numbers.get(row).to_owned()),
        2 => match sheet.records().names.get(row) {
            "" => ListCell::Quiet(sheet.records().suppliers.get(row).to_owned()),
            name => ListCell::Text(name.to_owned()),
        },
        3 => ListCell::Quiet(match book.held_by_portal(section, row).action {
            Action::Other => view::cell::imported(book, section, row, Field::Action).into_owned(),
            action => action.name().to_owned(),
        }),
        4 => {
            let action = book.said(section, row).action;
            ListCell::Chip(action.name().to_owned(), action)
        }
        5 => ListCell::Text(answer_and_remarks(open, section, row)),
        column => change(open, section, row, column == 6),
    }
}

/// What is said beside the action.
fn answer_and_remarks(open: &Session, section: Section, row: u32) -> String {
    let book = open.book();
    let said = book.said(section, row);
    // The answer that is knows whether a default gave it; what is said does not.
    let answer = match said.answer != Default::default() {
        true => view::cell(book, section, row, Field::Answer),
        false => "".into(),
    };
    let remarks = book.text(said.remarks);
    let both = if answer.is_empty() || remarks.is_empty() { "" } else { " · " };
    format!("{answer}{both}{remarks}")
}

/// What the record changes, or why it does not count.
fn change(open: &Session, section: Section, row: u32, amount: bool) -> ListCell {
    let credit = Credit::new(open.book(), open.day());
    match amount {
        true => ListCell::Text(money::rupees(total(credit.change_by(section, row)))),
        false => ListCell::Quiet(credit.uncounted(section, row).map_or("", Uncounted::name).into()),
    }
}
