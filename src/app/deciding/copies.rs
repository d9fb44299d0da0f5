//! One document that is several times with different values: which copy counts (rule F1).

use egui::{Grid, ScrollArea, Ui};

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Radios, check_box, space};
use crate::book::{Field, Section};
use crate::portal::record;
use crate::session::Session;
use crate::values::grouped;
use crate::view;

/// The copies of one document, side by side.
#[derive(Clone, Debug)]
pub struct Copies {
    section: Section,
    copies: Vec<Copy>,
    /// Field by field, where they differ: title and the text of each copy.
    differences: Vec<(String, Vec<String>)>,
    /// The names in the portal's file of everything that differs.
    names: Vec<String>,
    /// How many documents of the book stand in both files of these copies.
    documents: u64,
    chosen: usize,
    for_all: bool,
}

#[derive(Clone, Debug)]
struct Copy {
    row: u32,
    source: usize,
    file: String,
    /// For every document that is in the same files: the copy in this one's.
    alike: Vec<(Section, u32)>,
}

impl Copies {
    /// The copies of a record; none if it has none.
    pub fn new(open: &Session, section: Section, row: u32) -> Option<Copies> {
        let sheet = open.book().sheet(section);
        let mut rows: Vec<u32> = sheet.rivals(row).collect();
        if rows.is_empty() {
            return None;
        }
        rows.push(row);
        rows.sort_unstable();
        let sources: Vec<usize> = rows.iter().map(|&row| source(open, section, row)).collect();
        let copies: Vec<Copy> = rows
            .iter()
            .zip(&sources)
            .map(|(&row, &source)| Copy { row, source, file: file(open, source), alike: alike(open, source, &sources) })
            .collect();
        let text = |row: u32| open.book().sources().text(sheet.records().span(row));
        let mut names: Vec<String> = Vec::new();
        for &other in &rows[1..] {
            names.extend(record::differences(text(rows[0]), text(other), section));
        }
        names.sort_unstable();
        names.dedup();
        let documents = copies.iter().map(|c| c.alike.len()).max().unwrap_or(0) as u64;
        let differences = differences(open, section, &rows);
        Some(Copies { section, copies, differences, names, documents, chosen: rows.len() - 1, for_all: false })
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Which copy counts?");
        quiet(
            ui,
            "The same document is here with different values. Decide which one counts first; undo brings the other back.",
        );
        ui.add_space(2.0 * space::STEP);
        ScrollArea::both().max_height(320.0).show(ui, |ui| self.table(ui));
        if !self.names.is_empty() {
            theme::label(
                ui,
                theme::caption(format!("In the portal's files they differ in: {}.", self.names.join(", "))),
            );
        }
        let chosen = &self.copies[self.chosen];
        let several_files = self.copies.iter().any(|c| c.source != chosen.source);
        if several_files && self.documents > 1 {
            let text = format!("The same for all {} documents: keep those of {}", grouped(self.documents), chosen.file);
            check_box(ui, &mut self.for_all, &text);
        }
        let keep = match self.for_all {
            true => chosen.alike.clone(),
            false => vec![(self.section, chosen.row)],
        };
        foot(ui, |ui| {
            let picked = confirm::main(ui, "Keep this copy");
            let cancel = confirm::cancel(ui, "Cancel");
            if picked {
                out.push(Request::Pick(keep));
            }
            !(picked || cancel)
        })
    }

    fn table(&mut self, ui: &mut Ui) {
        let mut group = Radios::new(ui.ctx(), "copies");
        Grid::new("copies").num_columns(self.copies.len() + 1).spacing([24.0, 4.0]).show(ui, |ui| {
            theme::label(ui, "");
            for (i, copy) in self.copies.iter().enumerate() {
                let name = format!("Copy {} · {}", i + 1, copy.file);
                if group.one(ui, self.chosen == i, &name) {
                    self.chosen = i;
                }
            }
            ui.end_row();
            for (title, texts) in &self.differences {
                theme::label(ui, egui::RichText::new(title).weak());
                for text in texts {
                    theme::label(ui, if text.is_empty() { "–" } else { text });
                }
                ui.end_row();
            }
        });
    }
}

fn source(open: &Session, section: Section, row: u32) -> usize {
    open.book().sources().index_of(open.book().sheet(section).records().span(row))
}

fn file(open: &Session, source: usize) -> String {
    let name = open.book().sources().list().get(source).map_or("", |s| s.name.as_str());
    std::path::Path::new(name).file_name().map_or_else(|| name.to_owned(), |n| n.to_string_lossy().into_owned())
}

/// For each document that is in all these sources: its copy in this one.
fn alike(open: &Session, wanted: usize, sources: &[usize]) -> Vec<(Section, u32)> {
    let mut found = Vec::new();
    for section in Section::ALL {
        let sheet = open.book().sheet(section);
        for group in sheet.copies().groups() {
            let rows: Vec<u32> = group.iter().copied().filter(|&row| sheet.in_force(row)).collect();
            let places: Vec<usize> = rows.iter().map(|&row| source(open, section, row)).collect();
            let same_files = sources.iter().all(|s| places.contains(s)) && rows.len() > 1;
            let here: Vec<u32> = rows.iter().zip(&places).filter(|(_, p)| **p == wanted).map(|(&row, _)| row).collect();
            if let (true, [row]) = (same_files, here.as_slice()) {
                found.push((section, *row));
            }
        }
    }
    found
}

fn differences(open: &Session, section: Section, rows: &[u32]) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for field in Field::columns(section).into_iter().filter(|&f| f != Field::Note && !f.is_derived()) {
        let texts: Vec<String> =
            rows.iter().map(|&row| view::cell::imported(open.book(), section, row, field).into_owned()).collect();
        if texts.iter().any(|t| *t != texts[0]) {
            found.push((field.title().to_owned(), texts));
        }
    }
    found
}
