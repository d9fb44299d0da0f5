//! The uploads of all clients that are ready, before they are written; and why the others are not.

use crate::app::clients::{amount_of, words_of};
use crate::app::frame::confirm;
use crate::app::frame::expanded::expanded;
use crate::app::frame::parts::{PathField, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::many::list;
use crate::app::requests::{ManyRequest, PickFor, Requests};
use crate::app::theme::{self, Check, space, tokens};
use crate::portal::sample;
use crate::session::many::{ReadyUploads, UploadLine};
use crate::values::{counted, grouped, money, records};
use egui::{RichText, Ui};
use std::path::Path;

const NAME: f32 = 300.0;
/// The columns of numbers, each with its width.
const COLUMNS: [(&str, f32); 7] = [
    ("Accepted", 76.0),
    ("Rejected", 76.0),
    ("Pending", 76.0),
    ("No action", 80.0),
    ("By default", 84.0),
    ("From register", 104.0),
    ("ITC change", 130.0),
];

/// The uploads of many clients.
#[derive(Clone, Debug)]
pub struct GenerateMany {
    uploads: ReadyUploads,
    /// Where they go.
    pub path: PathField,
    /// Why the last try failed.
    pub refused: Option<String>,
}

/// One line of the list.
#[derive(Clone, Copy)]
enum Row {
    Headings,
    NotReady(u64),
    Client(usize),
}

impl GenerateMany {
    /// Shows these, and proposes a folder.
    pub fn new(uploads: ReadyUploads, folder: &Path) -> GenerateMany {
        GenerateMany { uploads, path: PathField::new(folder), refused: None }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, "Generate JSON for all that are ready");
        quiet(
            ui,
            "Ready: something to upload, nothing blocks or asks, and its review was looked at since its last change. Each \
             file is written, read back and compared; a table of all is written beside them.",
        );
        ui.add_space(2.0 * space::STEP);
        let rows = self.rows();
        list::lines(ui, "ready uploads", rows.len(), |ui, place| match rows[place] {
            Row::Headings => headings(ui),
            Row::NotReady(n) => list::heading(ui, &format!("Not ready ({})", grouped(n))),
            Row::Client(at) => line(ui, &mut self.uploads.lines[at], scene.covered),
        });
        ui.add_space(2.0 * space::STEP);
        let browse = scene.browse(PickFor::ManyFolder);
        let enter = self.path.show_covered(ui, "Folder for the JSON files", scene.covered, browse, out);
        if self.uploads.lines.iter().any(|line| line.ticked && sample::is_made_up(&line.gstin)) {
            theme::label(ui, theme::semibold(sample::DO_NOT_UPLOAD_THESE).color(tokens(ui).reject.colour));
        }
        refusal(ui, &self.refused);
        let (clients, in_all) = self.uploads.ticked();
        let mut stays = true;
        foot(ui, |ui| {
            let able = clients > 0 && self.path.path().is_some();
            let name = format!("Generate JSON for {}", grouped(clients));
            let go = confirm::main_if(ui, able, &name) || (enter && able);
            let cancel = confirm::cancel(ui, "Cancel");
            quiet(ui, format!("{}, {}", counted(clients, "client", "clients"), records(in_all)));
            if let Some(path) = self.path.path().map(expanded).filter(|_| go) {
                out.push(ManyRequest::Write(self.uploads.clone(), path).into());
                stays = false;
            }
            stays &= !cancel;
        });
        stays
    }

    fn rows(&self) -> Vec<Row> {
        let (ready, others): (Vec<usize>, Vec<usize>) =
            (0..self.uploads.lines.len()).partition(|&at| self.uploads.lines[at].why_not.is_none());
        let mut rows = vec![Row::Headings];
        rows.extend(ready.into_iter().map(Row::Client));
        if !others.is_empty() {
            rows.push(Row::NotReady(others.len() as u64));
        }
        rows.extend(others.into_iter().map(Row::Client));
        rows
    }
}

fn headings(ui: &mut Ui) {
    ui.spacing_mut().item_spacing.x = list::GAP;
    ui.add_space(space::CHECK + list::GAP);
    list::cell(ui, NAME, theme::semibold("Client"));
    for (heading, width) in COLUMNS {
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        ui.allocate_ui_with_layout(egui::vec2(width, ui.available_height()), layout, |ui| {
            ui.set_min_width(width);
            theme::label(ui, theme::semibold(heading));
        });
    }
}

fn line(ui: &mut Ui, line: &mut UploadLine, covered: bool) {
    let t = tokens(ui);
    ui.spacing_mut().item_spacing.x = list::GAP;
    let called = list::client(&line.name, &line.gstin, covered);
    let ready = line.why_not.is_none();
    ui.add_enabled_ui(ready, |ui| {
        if theme::tick(ui, Check::from(line.ticked), &called).clicked() {
            line.ticked = !line.ticked;
        }
    });
    list::cell(ui, NAME, RichText::new(called));
    if let Some(why) = &line.why_not {
        let room = ui.available_width();
        return list::cell(ui, room, list::coloured(&words_of(why, &[], covered), t.muted));
    }
    let figures = &line.figures;
    let counts = [
        figures.accepted,
        figures.rejected,
        figures.pending,
        figures.no_action,
        figures.by_default,
        figures.from_register,
    ];
    for (count, (_, width)) in counts.into_iter().zip(COLUMNS) {
        let text = if count == 0 { "–".to_owned() } else { grouped(count) };
        list::number(ui, width, &text);
    }
    let change = if covered { amount_of(figures.change, true) } else { money::signed(figures.change) };
    list::number(ui, COLUMNS[6].1, &change);
}
