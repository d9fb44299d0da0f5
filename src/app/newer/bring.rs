//! A newer download was opened over an open book: what it would change, and whether to bring it in.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Layout, Ui, vec2};

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Radios, check_box, plain_button, size, space, tokens};
use crate::disk::paths::name_of;
use crate::edit::merge::Kind;
use crate::session::Session;
use crate::session::newer::{Bring, Newer, NewerRequest};
use crate::store::Recent;
use crate::values::clock;
use crate::values::{counted, grouped};

/// Asks whether to bring a newer download in.
#[derive(Clone, Debug)]
pub struct BringNewer {
    bring: Bring,
    name: String,
    /// What is open.
    into: String,
    /// The upload that no one has said was uploaded.
    upload: Option<String>,
    /// Decisions that earlier downloads set aside and that still wait.
    waiting: u64,
    /// Why nothing can be imported here: a different window has the client.
    look_only: Option<String>,
}

impl BringNewer {
    /// Asks for this one.
    pub fn new(open: &Session, newer: Arc<Newer>) -> BringNewer {
        let names = newer.paths.iter().map(|path| name_of(path));
        let name = names.collect::<Vec<_>>().join(", ");
        let upload = newer.if_uploaded.as_ref().and(open.awaited()).map(|upload| upload.name.clone());
        let uploaded = newer.if_uploaded.as_ref().is_some_and(|(_, holds)| *holds);
        let bring = Bring { newer, uploaded, mine: false };
        let waiting = open.changes().lists.to_pick();
        BringNewer { bring, name, into: open.file_names(), upload, waiting, look_only: open.look_only() }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, if self.bring.newer.older.is_some() { "An older download?" } else { "A newer download" });
        theme::sentence(ui, theme::semibold(&self.name));
        let steps = if self.bring.uploaded && self.upload.is_some() {
            "Two steps, which can be undone: the upload is marked, then the download is brought in."
        } else {
            "It is one step, which can be undone."
        };
        quiet(ui, format!("Compared with what is open ({}). {steps}", self.into));
        self.warnings(ui);
        if let Some(upload) = &self.upload {
            ui.add_space(2.0 * space::STEP);
            let words = format!("{upload} was uploaded before this download was made");
            check_box(ui, &mut self.bring.uploaded, &words);
        }
        ui.add_space(2.0 * space::STEP);
        self.counts(ui);
        self.conflicts(ui);
        let mut stays = true;
        foot(ui, |ui| {
            // What may be the wrong file no key imports.
            let bring = match (self.look_only.is_some(), self.bring.newer.is_doubtful()) {
                (true, _) => false,
                (_, true) => ui.add(plain_button("Import this download")).clicked(),
                (_, false) => confirm::main(ui, "Import this download"),
            };
            let alone = ui.add(plain_button("Open it separately")).clicked();
            if bring {
                out.push(NewerRequest::Bring(self.bring.clone()).into());
            } else if alone {
                out.push(Request::OpenAlone(self.bring.newer.paths.clone()));
            }
            let cancel = match self.look_only.is_some() || self.bring.newer.is_doubtful() {
                true => confirm::main(ui, "Cancel"),
                false => confirm::cancel(ui, "Cancel"),
            };
            stays = !(bring || alone || cancel);
        });
        stays
    }

    fn warnings(&self, ui: &mut Ui) {
        let mut words = Vec::new();
        if let Some(why) = &self.look_only {
            words.push(format!("{why} Until then nothing is imported."));
        }
        if let Some(older) = self.bring.newer.older {
            words.push(format!("{} Import only what was downloaded later.", older.in_words()));
        }
        if self.bring.newer.is_apart() {
            words.push(
                "It has no record in common with what is open, whose records would all count as gone. It may be one part of a \
                 download in several: then open all parts at once, chosen together or dropped together. It may be of other \
                 months: then open it separately."
                    .to_owned(),
            );
        }
        let emptied: Vec<&str> = self.bring.newer.emptied.iter().map(|section| section.sheet_name()).collect();
        if !emptied.is_empty() {
            words.push(format!(
                "It has no records in {}. If it is only a part of a download, these are not gone from the portal: open all parts at once, \
                 chosen together or dropped together.",
                emptied.join(", ")
            ));
        }
        for words in words {
            ui.add_space(2.0 * space::STEP);
            theme::notice(ui, &tokens(ui).pending, |ui| theme::label(ui, words));
        }
    }

    fn counts(&self, ui: &mut Ui) {
        let outcome = self.bring.outcome();
        for kind in Kind::ALL {
            let count = outcome.count(kind);
            let (what, means) = kind.in_two();
            let means = match (kind, outcome.set_aside) {
                (Kind::Changed, 0) => "no decision is set aside".to_owned(),
                (Kind::Changed, n) => format!("{} set aside", counted(n, "decision is", "decisions are")),
                _ => means.to_owned(),
            };
            if count > 0 {
                line(ui, count, what, &means);
            }
        }
        if self.waiting > 0 {
            line(ui, self.waiting, "Set aside by an earlier download", "still waiting for you");
        }
    }

    fn conflicts(&mut self, ui: &mut Ui) {
        let count = self.bring.outcome().count(Kind::Conflict);
        if count == 0 {
            return;
        }
        ui.add_space(3.0 * space::STEP);
        theme::label(
            ui,
            theme::semibold(match count {
                1 => "For the record that was decided differently elsewhere".to_owned(),
                n => format!("For the {} records that were decided differently elsewhere", grouped(n)),
            }),
        );
        let choices = [(false, "keep the portal's action, and I pick one by one"), (true, "keep what I decided here")];
        let mut group = Radios::new(ui.ctx(), "decided differently");
        for (mine, words) in choices {
            if group.one(ui, self.bring.mine == mine, words) {
                self.bring.mine = mine;
            }
        }
    }
}

/// How many records are of a kind, and what that means.
fn line(ui: &mut Ui, count: u64, what: &str, means: &str) {
    const COUNT: f32 = 64.0;
    let t = tokens(ui);
    let means = if means.is_empty() { String::new() } else { format!(" · {means}") };
    let mut words = LayoutJob::default();
    words.append(what, 0.0, TextFormat::simple(theme::font(size::BODY), t.text));
    words.append(&means, 0.0, TextFormat::simple(theme::font(size::BODY), t.muted));
    ui.horizontal_top(|ui| {
        let layout = Layout::top_down(Align::Max);
        ui.allocate_ui_with_layout(vec2(COUNT, 0.0), layout, |ui| theme::label(ui, theme::semibold(grouped(count))));
        theme::sentence(ui, words);
    });
}

/// Asks whether a download that was opened by itself belongs to work that was begun on an earlier one.
#[derive(Clone, Debug)]
pub struct EarlierWork {
    /// The earlier book.
    pub earlier: Recent,
    /// The newer download: what is open now.
    pub newer: Vec<std::path::PathBuf>,
}

impl EarlierWork {
    /// Asks for these.
    pub fn new(earlier: Recent, newer: Vec<std::path::PathBuf>) -> EarlierWork {
        EarlierWork { earlier, newer }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "There is work on this client already");
        let names: Vec<String> = self.earlier.paths.iter().map(|path| name_of(path.as_ref())).collect();
        let when = clock::for_people(self.earlier.when, clock::now());
        let here: Vec<String> = self.newer.iter().map(|path| name_of(path)).collect();
        theme::sentence(
            ui,
            format!(
                "You decided on {} of this client, opened last {when}. What you decided there can go on with {}: you see first \
                 what would change.",
                names.join(", "),
                here.join(", ")
            ),
        );
        let mut stays = true;
        foot(ui, |ui| {
            let go_on = confirm::main(ui, "Go on with that work");
            if go_on {
                out.push(Request::GoOnEarlier(self.earlier.clone(), self.newer.clone()));
            }
            stays = !(go_on || confirm::cancel(ui, "Start with this one only"));
        });
        stays
    }
}
