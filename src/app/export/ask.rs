//! Asks what is written as a workbook or on paper, and where.

use std::path::{Path, PathBuf};

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::expanded::expanded;
use crate::app::frame::parts::{PathField, choice, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::{ExportRequest, PickFor, Request, Requests};
use crate::app::theme::{Radios, check_box, space};
use crate::clients::words_of;
use crate::session::Session;
use crate::session::export::{ExportWhat, ToExport};
use crate::values::{clock, grouped};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// A workbook to look at.
    Workbook,
    /// A workbook to decide in.
    Decide,
    /// A page to print.
    Print,
    /// Letters to suppliers.
    Letters,
}

/// Asks what, with or without internal notes, and where.
#[derive(Clone, Debug)]
pub struct AskExport {
    kind: ExportKind,
    /// What can be chosen, and what that is called.
    choices: Vec<(ExportWhat, String)>,
    chosen: ExportWhat,
    notes: bool,
    /// Where.
    pub path: PathField,
    /// The folder and the first part of the name that are proposed.
    folder: PathBuf,
    client: String,
    /// What was proposed last: the user's own path is kept.
    proposed: PathBuf,
    /// Files are there, which are replaced only once that was asked.
    there: Option<PathBuf>,
    /// Why the last try failed.
    pub refused: Option<String>,
}

impl AskExport {
    /// Proposes a file in this folder.
    /// `clients`: how many of them are listed. None where there is nothing to be written.
    pub fn new(kind: ExportKind, open: Option<&Session>, clients: u64, folder: &Path) -> Option<AskExport> {
        let mut choices = open.map_or_else(Vec::new, |open| choices(kind, open));
        if kind == ExportKind::Workbook && clients > 0 {
            let name = format!("The clients as they are listed, a line each ({})", grouped(clients));
            choices.push((ExportWhat::Clients, name));
        }
        let chosen = choices.first()?.0;
        let client = open.and_then(|open| open.book().recipient.gstin()).unwrap_or("ims").to_owned();
        let mut ask = AskExport {
            kind,
            choices,
            chosen,
            notes: false,
            path: PathField::default(),
            folder: folder.to_owned(),
            client,
            proposed: PathBuf::new(),
            there: None,
            refused: None,
        };
        ask.propose();
        Some(ask)
    }

    fn propose(&mut self) {
        let (what, now) = (self.chosen.in_file_name(), clock::for_a_file_name(clock::now()));
        let name = match self.chosen {
            ExportWhat::Clients => format!("{what}_{now}"),
            _ => format!("{}_{what}_{now}", self.client),
        };
        let name = self.chosen.ending().map_or_else(|| name.clone(), |ending| format!("{name}.{ending}"));
        self.proposed = self.folder.join(name);
        self.path.set(&self.proposed);
    }

    /// Files are there already: whether they are replaced is asked.
    pub fn ask_to_replace(&mut self) {
        self.there = self.target();
    }

    /// The path, with the ending that such a file has.
    fn target(&self) -> Option<PathBuf> {
        let path = self.path.path().map(expanded)?;
        let Some(ending) = self.chosen.ending() else { return Some(path) };
        if path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending)) {
            return Some(path);
        }
        let mut name = path.into_os_string();
        name.push(format!(".{ending}"));
        Some(name.into())
    }

    /// Draws it. False when it is to be closed.
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let (title, words, button) = words(self.kind);
        head(ui, title);
        quiet(ui, words);
        ui.add_space(2.0 * space::STEP);
        let before = self.chosen;
        if self.choices.len() > 1 {
            let mut group = Radios::new(ui.ctx(), "what is saved");
            for (what, name) in &self.choices {
                if choice(ui, &mut group, self.chosen == *what, name) {
                    self.chosen = *what;
                }
            }
            ui.add_space(space::STEP);
        }
        if self.chosen.can_hold_notes() {
            check_box(ui, &mut self.notes, "Internal notes too");
            if self.notes {
                quiet(ui, "Who gets this file can read your internal notes.");
            }
            ui.add_space(space::STEP);
        }
        if before != self.chosen && self.path.path().as_deref() == Some(&self.proposed) {
            self.propose();
        }
        let (label, purpose) = match self.chosen.ending() {
            None => ("Folder", PickFor::SuppliersFolder),
            Some("html") => ("Path of the page", PickFor::Page),
            Some(_) => ("Path of the workbook", PickFor::Workbook),
        };
        // What is of the open client is shown; the folder of all clients may have the names of others.
        let covered = scene.covered && self.chosen == ExportWhat::Clients;
        let enter = self.path.show_covered(ui, label, covered, scene.browse(purpose), out);
        let asked = self.there.is_some() && self.there == self.target();
        if asked {
            let letters = self.chosen == ExportWhat::Letters;
            let what = if letters {
                "Files of these names are there already. Write the new ones in their place?"
            } else {
                "This file is there already. Write the new one in its place?"
            };
            refusal(ui, &Some(what.into()));
        }
        let places = [Some(self.proposed.clone()), self.target()].into_iter().flatten();
        let places: Vec<String> = places.map(|path| path.display().to_string()).collect();
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        refusal(ui, &self.refused.as_ref().map(|why| words_of(why, &places, covered)));
        let mut stays = true;
        foot(ui, |ui| {
            // A file that is there is replaced by a click alone.
            let go = match asked {
                true => confirm::dangerous(ui, "Replace"),
                false => confirm::main_if(ui, self.path.path().is_some(), button) || enter,
            };
            stays = !confirm::cancel(ui, "Cancel");
            let Some(path) = self.target().filter(|_| go) else { return };
            self.refused = None;
            let notes = self.notes && self.chosen.can_hold_notes();
            let to = ToExport { what: self.chosen, notes, path, replace: asked };
            out.push(Request::Export(Box::new(ExportRequest::Write(to))));
            stays = false;
        });
        stays
    }
}

fn words(kind: ExportKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        ExportKind::Workbook => (
            "Save as Excel workbook",
            "Numbers of documents and GSTINs stay text to the digit, amounts are numbers, dates are dates. A first sheet says what it is: of whom, files, filter, counts and sums.",
            "Save the workbook",
        ),
        ExportKind::Decide => (
            "Workbook to decide in",
            "For those who have only Excel: white cells may be changed, rows sorted, filtered and deleted. When it comes back, drop it on this window: you see what it changes before that is applied.",
            "Save the workbook",
        ),
        ExportKind::Print => (
            "Print",
            "A page that any browser shows and prints. It needs no network and holds no script.",
            "Write the page",
        ),
        ExportKind::Letters => (
            "To the supplier",
            "A page and a text for each supplier: what you rejected, what is not filed, and with a register what is missing on the portal. No file names another supplier, an internal note, a total of yours or a path.",
            "Write the letters",
        ),
    }
}

/// What can be chosen now.
fn choices(kind: ExportKind, open: &Session) -> Vec<(ExportWhat, String)> {
    let counted = |name: &str, n: u64| format!("{name} ({})", grouped(n));
    let records = open.records_to_export().into_iter();
    match kind {
        ExportKind::Workbook => {
            let of = |(of, n)| (ExportWhat::Records(of), counted(&open.records_in_words(of), n));
            let mut choices: Vec<_> = records.map(of).collect();
            choices.push((ExportWhat::Suppliers, "The suppliers, a line each".to_owned()));
            choices.push((ExportWhat::Credit, "The credit: the figures with their parts".to_owned()));
            if open.changed() > 0 {
                choices.push((ExportWhat::Review, counted("The review: what is to be uploaded", open.changed())));
            }
            if open.has_register() {
                choices.push((ExportWhat::Matches, "What matches with the register, and what does not".to_owned()));
            }
            choices
        }
        ExportKind::Decide => {
            let of = |(of, n)| (ExportWhat::Decide(of), counted(&open.records_in_words(of), n));
            records.map(of).collect()
        }
        ExportKind::Print => vec![
            (ExportWhat::Summary, "Summary for approval: one page to sign".to_owned()),
            (ExportWhat::Working, "Working paper: every decision, uploads, what was done".to_owned()),
        ],
        ExportKind::Letters => vec![(ExportWhat::Letters, String::new())],
    }
}
