//! The clients that are known, as lines to choose from: by name, GSTIN, period, and how each was left.

use egui::{Align, Layout, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, vec2};

use crate::app::frame::parts::search;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, space, tokens};
use crate::store::{LeftAt, Recent, Store};
use crate::values::{clock, grouped};

/// The height of a line.
const LINE: f32 = 54.0;
/// A list of more can be searched.
const FEW: usize = 5;

/// A client that can be opened.
pub struct Client<'a> {
    /// Its files and where it is kept.
    pub recent: &'a Recent,
    /// What the user calls it; often nothing.
    pub name: &'a str,
}

impl Client<'_> {
    /// The names of its files.
    pub fn files(&self) -> String {
        self.recent.paths.iter().map(|path| name_of(path)).collect::<Vec<_>>().join(", ")
    }

    /// What comes first on its line: its name, else its GSTIN, else its files.
    pub fn title(&self) -> String {
        match (&self.recent.gstin, self.name) {
            (Some(gstin), "") => gstin.clone(),
            (None, "") => self.files(),
            (_, name) => name.to_owned(),
        }
    }

    /// GSTIN and period, as far as they are not in the title.
    pub fn which(&self) -> String {
        let gstin = self.recent.gstin.as_deref().filter(|_| !self.name.is_empty());
        let period = Some(self.recent.period.as_str()).filter(|period| !period.is_empty());
        gstin.into_iter().chain(period).collect::<Vec<_>>().join(" · ")
    }

    /// Whether all words are in what is known of it.
    pub fn has(&self, wanted: &str) -> bool {
        let known = format!("{} {} {}", self.title(), self.which(), self.files()).to_lowercase();
        wanted.to_lowercase().split_whitespace().all(|word| known.contains(word))
    }
}

/// How it was left, in words: `12 to decide · 3 changed`.
pub fn state(left: LeftAt) -> String {
    let part = |n: u64, words: &str| (n > 0).then(|| format!("{} {words}", grouped(n)));
    let parts = [
        part(left.errors, if left.errors == 1 { "portal error" } else { "portal errors" }),
        part(left.to_decide, "to decide"),
        part(left.changed, "changed"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "nothing to decide".to_owned() } else { parts.join(" · ") }
}

/// All clients: those of the settings, the last one first, then others that are kept.
pub fn all<'a>(store: &'a Store, kept: &'a [Recent]) -> Vec<Client<'a>> {
    let settings = store.get();
    let name = |recent: &Recent| {
        recent.gstin.as_ref().and_then(|gstin| settings.books.get(gstin)).map_or("", |book| book.name.as_str())
    };
    settings.recent.iter().chain(kept).map(|recent| Client { recent, name: name(recent) }).collect()
}

/// Draws the list as high as there is room.
pub fn show(ui: &mut Ui, store: &Store, kept: &[Recent], wanted: &mut String, out: &mut Requests) {
    let clients = all(store, kept);
    ui.label(theme::heading(format!("Clients {}", grouped(clients.len() as u64))));
    if clients.len() > FEW {
        search(ui, "Find a client by name, GSTIN or period", wanted, ui.available_width());
    } else {
        wanted.clear();
    }
    ui.add_space(space::STEP);
    let found: Vec<&Client> = clients.iter().filter(|client| client.has(wanted)).collect();
    if found.is_empty() && !clients.is_empty() {
        ui.label(egui::RichText::new("No client found.").weak());
    }
    ui.spacing_mut().item_spacing.y = space::STEP;
    let now = clock::now();
    ScrollArea::vertical().id_salt("clients").auto_shrink([false, true]).show_rows(
        ui,
        LINE,
        found.len(),
        |ui, range| {
            for client in found.get(range).unwrap_or_default() {
                if line(ui, client, now) {
                    out.push(Request::OpenRecent(client.recent.clone()));
                }
            }
        },
    );
}

/// One client. True when it is clicked.
fn line(ui: &mut Ui, client: &Client, now: u64) -> bool {
    let t = tokens(ui);
    let recent = client.recent;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), egui::Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Open {}", client.files())));
    let fill = if response.hovered() { t.hover } else { t.background };
    ui.painter().rect(rect, space::RADIUS, fill, t.line(), egui::StrokeKind::Inside);
    if response.has_focus() {
        theme::paint_focus(ui.painter(), rect, space::RADIUS, t);
    }
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(10.0, 8.0))));
    let weak = |text: String| egui::RichText::new(text).weak();
    let pair = |ui: &mut Ui, left: egui::RichText, right: String| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                ui.label(weak(right));
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    ui.add(egui::Label::new(left).truncate());
                });
            });
        });
    };
    let when = if recent.when == 0 { String::new() } else { clock::for_people(recent.when, now) };
    pair(&mut ui, theme::semibold(client.title()), when);
    let which = if client.which().is_empty() { client.files() } else { client.which() };
    pair(&mut ui, weak(which), recent.left.map(state).unwrap_or_default());
    response.on_hover_text(recent.paths.join("\n")).clicked()
}

fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_found_by_name_gstin_period_and_file() {
        let recent = Recent {
            paths: vec!["/in/october.json".into()],
            gstin: Some("27AAAAA0000A1Z2".into()),
            period: "October 2026".into(),
            ..Recent::default()
        };
        let client = Client { recent: &recent, name: "Aarav Steel" };
        for wanted in ["", "aarav", "27aaaaa", "october 2026", "steel oct", "OCTOBER.json"] {
            assert!(client.has(wanted), "{wanted}");
        }
        assert!(!client.has("november"));
        assert_eq!((client.title(), client.which()), ("Aarav Steel".into(), "27AAAAA0000A1Z2 · October 2026".into()));
    }

    #[test]
    fn how_a_client_was_left_names_only_what_there_is() {
        assert_eq!(
            state(LeftAt { to_decide: 1_200, changed: 3, errors: 1 }),
            "1 portal error · 1,200 to decide · 3 changed"
        );
        assert_eq!(state(LeftAt::default()), "nothing to decide");
    }
}
