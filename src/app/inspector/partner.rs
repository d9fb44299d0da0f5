//! What a record belongs to: its original, its amendments, other copies of the same document, and itself as it was before a
//! newer download.

use std::path::Path;

use egui::{Id, Ui};

use super::super::theme::{self, Hint, Radios, space};
use super::fields;
use crate::app::requests::{Request, Requests};
use crate::book::Section;
use crate::session::Session;
use crate::values::money;

/// A record that belongs to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Where it is.
    pub section: Section,
    /// Where it is.
    pub row: u32,
    /// What it is to the other: `Original`, `Amendment`, `Copy`, `Before`.
    pub is: &'static str,
    /// The file of a copy.
    file: String,
}

/// The records that belong to one.
fn of(open: &Session, section: Section, row: u32) -> Vec<Partner> {
    let sheet = open.book().sheet(section);
    let partner = |section, row, is| Partner { section, row, is, file: String::new() };
    // A newer download brings most records as they were.
    let older = sheet.older(row).filter(|&older| fields::differ(open, (section, row), (section, older, "Before")));
    let mut found: Vec<Partner> = older.map(|older| partner(section, older, "Before")).into_iter().collect();
    if let (Some(section), Some(row)) = (section.original(), sheet.original(row)) {
        found.push(partner(section, row, "Original"));
    }
    if let Some(amendments) = section.amendment() {
        found.extend(sheet.amendments(row).map(|row| partner(amendments, row, "Amendment")));
    }
    found.retain(|p| p.is == "Before" || open.book().sheet(p.section).in_force(p.row));
    for copy in sheet.rivals(row) {
        let source = open.book().sources().index_of(sheet.records().span(copy));
        let name = open.book().sources().list().get(source).map_or("", |s| s.name.as_str());
        let file = Path::new(name).file_name().map_or_else(|| name.to_owned(), |n| n.to_string_lossy().into_owned());
        found.push(Partner { file, ..partner(section, copy, "Copy") });
    }
    found
}

/// Names what belongs to a record, with links that go there. Gives the one that is beside it: the first, or the one
/// that the user chose.
pub fn choose(ui: &mut Ui, open: &Session, section: Section, row: u32, out: &mut Requests) -> Option<Partner> {
    let partners = of(open, section, row);
    let id = Id::unique("partner").with((section, row));
    let mut chosen = ui.data(|d| d.get_temp::<usize>(id)).unwrap_or(0).min(partners.len().saturating_sub(1));
    let mut group = Radios::new(ui.ctx(), "partner beside it");
    for (i, partner) in partners.iter().enumerate() {
        ui.push_id(i, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                let number = open.book().sheet(partner.section).records().numbers.get(partner.row);
                if partner.is == "Before" {
                    let words = "Before the newer download";
                    if partners.len() == 1 {
                        theme::label(ui, theme::semibold(words));
                    } else if group.one(ui, chosen == i, words) {
                        chosen = i;
                        ui.data_mut(|d| d.insert_temp(id, i));
                    }
                    return;
                }
                let place = match partner.file.as_str() {
                    "" => format!("{number} in {}", partner.section.sheet_name()),
                    file => format!("{number} of {file}"),
                };
                if partners.len() == 1 {
                    theme::label(ui, theme::semibold(partner.is));
                } else if group.one(ui, chosen == i, &format!("{} {}", partner.is, i + 1)) {
                    chosen = i;
                    ui.data_mut(|d| d.insert_temp(id, i));
                }
                if theme::link(ui, &place).hint("Go to that record").clicked() {
                    out.push(Request::Reveal(partner.section, partner.row));
                }
            });
        });
    }
    let beside = partners.into_iter().nth(chosen)?;
    if matches!(beside.is, "Original" | "Amendment") {
        theme::label(ui, theme::caption(difference(open, (section, row), &beside)));
    }
    ui.add_space(space::STEP);
    Some(beside)
}

/// By how much the amendment changes the tax of the document.
fn difference(open: &Session, this: (Section, u32), partner: &Partner) -> String {
    let tax = |(section, row): (Section, u32)| {
        let heads = open.book().sheet(section).records().heads(row);
        heads.into_iter().map(i128::from).sum::<i128>()
    };
    let (here, there) = (tax(this), tax((partner.section, partner.row)));
    let change = if partner.is == "Original" { here - there } else { there - here };
    match change {
        0 => "The amendment leaves the tax of the document as it was.".to_owned(),
        up if up > 0 => format!("The amendment raises the tax of the document by {}.", money::rupees(up)),
        down => format!("The amendment lowers the tax of the document by {}.", money::rupees(-down)),
    }
}
