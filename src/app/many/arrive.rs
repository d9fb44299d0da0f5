//! Files that were opened together: what would happen to each, before anything does.

use crate::app::clients::{file_of, words_of};
use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::many::list;
use crate::app::requests::{ManyRequest, Requests};
use crate::app::theme::{self, Check, check_box, space, tokens};
use crate::session::many::{Arrivals, ArrivingFile, ArrivingKind, Outlook};
use crate::values::counted;
use egui::{ComboBox, Ui};

const NAME: f32 = 250.0;
const KIND: f32 = 140.0;
const CLIENT: f32 = 220.0;

/// The summary of many files.
#[derive(Clone, Debug)]
pub struct ArriveMany {
    arrivals: Arrivals,
    /// How many files there are: a zip among others is one, whatever is in it, and a folder that is left out is none.
    files: u64,
    /// Why the last try failed.
    pub refused: Option<String>,
}

/// One line of the list.
#[derive(Clone, Copy)]
enum Row {
    Heading(&'static str),
    File(usize),
    /// Whether an upload was uploaded before the file was made.
    Asked(usize),
}

impl ArriveMany {
    /// Shows these.
    pub fn new(arrivals: Arrivals) -> ArriveMany {
        let paths = arrivals.paths();
        let files = match paths.len() {
            1 => arrivals.files.len(),
            _ => paths.iter().filter(|path| !path.is_dir()).count(),
        } as u64;
        ArriveMany { arrivals, files, refused: None }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, &format!("Open {}", counted(self.files, "file", "files")));
        quiet(ui, format!("{} Nothing happens before you confirm.", self.sums()));
        ui.add_space(2.0 * space::STEP);
        let rows = self.rows();
        list::lines(ui, "arriving files", rows.len(), |ui, place| match rows[place] {
            Row::Heading(text) => list::heading(ui, text),
            Row::File(at) => self.line(ui, at, scene.covered),
            Row::Asked(at) => self.asked(ui, at, scene.covered),
        });
        refusal(ui, &self.refused);
        let going = self.arrivals.going();
        let mut stays = true;
        foot(ui, |ui| {
            let go = confirm::main_if(ui, going > 0, &format!("Import {}", counted(going, "file", "files")));
            if go {
                out.push(ManyRequest::TakeIn(self.arrivals.clone()).into());
            }
            stays = !(go || confirm::cancel(ui, "Cancel"));
        });
        stays
    }

    /// What would happen, in sum.
    fn sums(&self) -> String {
        let count = |which: &dyn Fn(&ArrivingFile) -> bool| {
            self.arrivals.files.iter().filter(|file| which(file)).count() as u64
        };
        let kind = |kind: ArrivingKind| count(&|file| file.kind == kind && !file.is_left_out());
        let new = count(&|file| matches!(file.outlook, Outlook::NewClient(_)));
        let sums = [
            (new, "new client", "new clients"),
            (kind(ArrivingKind::Download) - new, "newer download", "newer downloads"),
            (kind(ArrivingKind::Errors), "error file", "error files"),
            (kind(ArrivingKind::Register), "purchase register", "purchase registers"),
            (kind(ArrivingKind::Decisions), "workbook to decide in", "workbooks to decide in"),
        ];
        let mut words: Vec<String> =
            sums.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)).collect();
        let left = count(&|file| file.is_left_out());
        words.extend((left > 0).then(|| format!("{left} left out")));
        words.join(" · ") + "."
    }

    fn rows(&self) -> Vec<Row> {
        let files = &self.arrivals.files;
        let (mut whose, mut goes, mut left) = (Vec::new(), Vec::new(), Vec::new());
        for (at, file) in files.iter().enumerate() {
            let rows = match file {
                file if file.is_left_out() => &mut left,
                file if file.asks_whose() => &mut whose,
                _ => &mut goes,
            };
            rows.push(Row::File(at));
            if file.ticked && file.answered().is_some() {
                rows.push(Row::Asked(at));
            }
        }
        let headed = |text, rows: Vec<Row>| (!rows.is_empty()).then(|| [vec![Row::Heading(text)], rows].concat());
        let all = [headed("Say whose these are", whose), headed("To be imported", goes), headed("Left out", left)];
        all.into_iter().flatten().flatten().collect()
    }

    fn line(&mut self, ui: &mut Ui, at: usize, covered: bool) {
        let t = tokens(ui);
        let clients = &self.arrivals.clients;
        let file = &mut self.arrivals.files[at];
        let able = !file.is_left_out();
        ui.spacing_mut().item_spacing.x = list::GAP;
        let called = file_of(&file.name, covered);
        ui.add_enabled_ui(able, |ui| {
            if theme::tick(ui, Check::from(file.ticked), &called).clicked() {
                file.ticked = !file.ticked;
            }
        });
        list::file_cell(ui, NAME, &called);
        list::cell(ui, KIND, list::coloured(file.kind.words(), t.muted));
        if file.asks_whose() {
            choose(ui, file, clients, (covered, &called));
        } else {
            let gstin = file.whose().unwrap_or("–");
            let name = clients.iter().find(|(other, _)| other == gstin).map_or("", |(_, name)| name.as_str());
            list::cell(ui, CLIENT, list::client(name, gstin, covered));
        }
        let colour = match file.warning {
            _ if !able => t.muted,
            Some(_) => t.pending.colour,
            None => t.text,
        };
        let room = ui.available_width();
        let words = words_of(&file.words(), &[&file.name], covered);
        list::cell(ui, room, list::coloured(&words, colour));
    }

    fn asked(&mut self, ui: &mut Ui, at: usize, covered: bool) {
        ui.add_space(space::CHECK + list::GAP);
        if let Some(asked) = self.arrivals.files[at].asked() {
            let words = format!("{} was uploaded before this file was made", file_of(&asked.name, covered));
            check_box(ui, &mut asked.uploaded, &words);
        }
    }
}

/// Asks whose a file is.
fn choose(ui: &mut Ui, file: &mut ArrivingFile, clients: &[(String, String)], (covered, called): (bool, &str)) {
    let words = |(gstin, name): &(String, String)| list::client(name, gstin, covered);
    let chosen = clients.iter().find(|(gstin, _)| file.given.as_ref() == Some(gstin));
    let text = chosen.map_or_else(|| "Choose client…".to_owned(), words);
    let shown = ComboBox::from_id_salt(&file.name).selected_text(text).width(CLIENT).truncate().show_ui(ui, |ui| {
        for client in clients {
            let is_it = file.given.as_ref() == Some(&client.0);
            if ui.selectable_label(is_it, words(client)).clicked() {
                file.given = Some(client.0.clone());
            }
        }
    });
    ui.accesskit_node_builder(shown.response.id, |node| node.set_label(format!("Client of {called}")));
}
