//! Draws the banner of the dates that are near.

use crate::app::requests::{Line, Request, Requests};
use crate::app::theme::{self, tokens};
use crate::book::Section;
use crate::session::{Place, Session};
use crate::values::grouped;
use crate::view::{BuiltIn, Filter};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let Some(said) = open.banner().said() else { return };
    let colour = tokens(ui).pending.colour;
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::semibold(&said.head).color(colour));
        ui.label(egui::RichText::new(&said.text).color(colour));
        if said.undecided {
            show_them(ui, open, out);
        }
        if theme::link(ui, "Hide this").on_hover_text("Until this client is opened again.").clicked() {
            out.push(Request::Dismiss(Line::Banner));
        }
    });
}

/// Links to exactly the records that are counted: those of the sheet on the screen, or of the first that has any, and where
/// several have some a link to each with its count.
fn show_them(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let sheets = &open.banner().sheets;
    let here = sheets.iter().find(|(section, _)| Some(*section) == open.section()).or(sheets.first());
    let mut show = |section: Section| {
        out.push(Request::Show(Place::Sheet(section)));
        out.push(Request::Filter(Filter { which: Some(BuiltIn::Deemed), ..Filter::default() }));
    };
    if let Some(&(section, _)) = here
        && theme::link(ui, "Show them").clicked()
    {
        show(section);
    }
    for &(section, count) in sheets.iter().filter(|_| sheets.len() > 1) {
        if theme::link(ui, &format!("{} {}", section.sheet_name(), grouped(count))).clicked() {
            show(section);
        }
    }
}
