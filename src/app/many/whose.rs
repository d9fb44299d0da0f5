//! A purchase register, or a workbook to decide in, that was opened from the list of clients: of which client it is. That client
//! is then opened, and the file over it, where its columns are confirmed or its decisions shown as ever.

use crate::app::clients::{file_of, gstin_of, name_of};
use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet};
use crate::app::many::list;
use crate::app::requests::{ManyRequest, Requests};
use crate::app::theme::{Radios, space};
use crate::disk::paths::name_of as name_of_file;
use crate::session::many::ArrivingKind;
use egui::Ui;
use std::path::PathBuf;

/// Asks of which client a register or a workbook is.
#[derive(Clone, Debug)]
pub struct WhoseRegister {
    path: PathBuf,
    kind: ArrivingKind,
    /// Each client's GSTIN and what it is called; the one that is proposed comes first.
    clients: Vec<(String, String)>,
    chosen: Option<String>,
    /// Whom the register names, where that is none of the clients.
    stranger: Option<String>,
}

impl WhoseRegister {
    /// Asks, with the clients that there are; `named`: whose it is by what is in it, or by its name.
    pub fn new(
        (path, kind): (PathBuf, ArrivingKind),
        mut clients: Vec<(String, String)>,
        named: Option<String>,
    ) -> WhoseRegister {
        clients
            .sort_by_cached_key(|(gstin, title)| (Some(gstin) != named.as_ref(), title.to_lowercase(), gstin.clone()));
        let is_there = |named: &String| clients.iter().any(|(gstin, _)| gstin == named);
        let (chosen, stranger) = match named {
            Some(named) if is_there(&named) => (Some(named), None),
            named => (None, named),
        };
        WhoseRegister { path, kind, clients, chosen, stranger }
    }

    /// What such a file is called.
    pub fn is_called(kind: ArrivingKind) -> &'static str {
        match kind {
            ArrivingKind::Decisions => "This is a workbook to decide in",
            _ => "This is a purchase register",
        }
    }

    pub fn show(&mut self, ui: &mut Ui, covered: bool, out: &mut Requests) -> bool {
        let what = self.kind.words().to_lowercase();
        head(ui, &format!("Of which client is this {what}?"));
        quiet(ui, format!("{} It is opened with its client.", file_of(&name_of_file(&self.path), covered) + "."));
        if let Some(stranger) = self.stranger.as_deref().filter(|_| !covered) {
            quiet(ui, format!("It names {stranger}, of which there is no client here."));
        }
        ui.add_space(2.0 * space::STEP);
        let (clients, chosen) = (&self.clients, &mut self.chosen);
        let mut group = Radios::new(ui.ctx(), "clients of a register");
        list::all_lines(ui, "clients of a register", clients.len(), |ui, place| {
            let (gstin, title) = &clients[place];
            let words = match (name_of(title, covered), gstin_of(gstin, covered)) {
                (title, gstin) if title == gstin => gstin,
                (title, gstin) => format!("{title} · {gstin}"),
            };
            if group.one(ui, chosen.as_ref() == Some(gstin), &words) {
                *chosen = Some(gstin.clone());
            }
        });
        let mut stays = true;
        foot(ui, |ui| {
            let go = confirm::main_if(ui, self.chosen.is_some(), "Open its client");
            if let Some(gstin) = self.chosen.clone().filter(|_| go) {
                out.push(ManyRequest::OpenWith(gstin, vec![self.path.clone()]).into());
            }
            stays = !(go || confirm::cancel(ui, "Cancel"));
        });
        stays
    }
}
