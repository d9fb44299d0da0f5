//! The screen of all clients: what can be done over it, the field in which one types, the list, and what is ready.

use egui::{Align, Frame, Id, Key, Layout, Margin, Modifiers, Panel, Popup, RichText, TextEdit, Ui, vec2};

use super::state::ClientDesk;
use super::table::BoardTable;
use crate::app::actions::UserAction;
use crate::app::frame::action::{NO_CLIENT, button, button_called, item};
use crate::app::keyboard::tab;
use crate::app::requests::{ClientsRequest, ManyRequest, Request, Requests, ToShow};
use crate::app::theme::{self, Hint, main_button, menu_item, plain_button, size, space, tokens};
use crate::clients::{ClientFilter, ClientOrder, ClientTimes};
use crate::store::Store;
use crate::values::{counted, grouped};

/// The page of the portal from which one downloads.
const PORTAL: &str = "https://www.gst.gov.in/";
/// How wide the field is in which one types.
const FIND: f32 = 250.0;
/// No name is found by more characters; what is pasted by mistake may have millions.
const MOST: usize = 200;

/// What the board shows beside its list.
pub struct Board<'a> {
    /// The clients.
    pub desk: &'a ClientDesk,
    /// The settings.
    pub store: &'a Store,
    /// Initials and no amounts.
    pub covered: bool,
    /// A dialog or a job has the keys.
    pub yields: bool,
}

/// The field in which one types.
fn find_box() -> Id {
    Id::unique("find a client")
}

impl Board<'_> {
    /// Draws it.
    pub fn show(
        &self,
        ui: &mut Ui,
        table: &mut BoardTable,
        broke: impl FnOnce(&mut Ui, &mut Requests),
        out: &mut Requests,
    ) {
        let t = tokens(ui);
        let bar = Frame::new().fill(t.panel).inner_margin(Margin::symmetric(8, 0));
        Panel::top("clients top bar").exact_size(space::BAR).frame(bar).show(ui, |ui| self.top(ui, out));
        let plain = Frame::new().fill(t.background).inner_margin(Margin::symmetric(8, 0));
        Panel::top("clients find").exact_size(space::BAR).frame(plain).show(ui, |ui| self.find(ui, table, out));
        broke(ui, out);
        Panel::bottom("clients status").exact_size(space::STATUS_BAR).frame(bar).show(ui, |ui| self.status(ui, out));
        Panel::bottom("clients ready").exact_size(space::BOTTOM_BAR).frame(bar).show(ui, |ui| self.ready(ui, out));
        table.show(ui, self.desk, self.covered, out);
    }

    fn top(&self, ui: &mut Ui, out: &mut Requests) {
        ui.horizontal_centered(|ui| {
            ui.add_space(space::STEP);
            theme::label(ui, theme::heading("Clients"));
            ui.add_space(space::STEP);
            tab::from_the_right(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                menu(ui, out);
                button(ui, NO_CLIENT, UserAction::Commands, out);
                let cover = if self.covered { "Uncover" } else { UserAction::Cover.name() };
                button_called(ui, NO_CLIENT, (UserAction::Cover, cover), out);
                button_called(ui, NO_CLIENT, (UserAction::Open, "Open files or a folder…"), out);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    self.dates(ui);
                });
            });
        });
    }

    /// How many there are, and what is due for who files by the month: as much of it as there is room for, what is due last of all.
    fn dates(&self, ui: &mut Ui) {
        let times = ClientTimes::of(None, &Default::default(), self.desk.day());
        let parts = [
            format!("{} kept here", grouped(self.desk.all().count(ClientFilter::All))),
            times.closing.to_string(),
            format!("GSTR-2B {}", day_and_month(times.drawn_up)),
            format!("GSTR-3B due {}", day_and_month(times.due)),
        ];
        let wide = |text: &str| theme::text_width(ui.painter(), text, theme::font(size::BODY));
        let some = |from: usize| parts[from..].join(" · ");
        let fits = |from: &usize| wide(&some(*from)) <= ui.available_width();
        let from = (0..parts.len()).find(fits).unwrap_or(parts.len() - 1);
        let response = ui.add(egui::Label::new(RichText::new(some(from)).weak()).truncate());
        if from > 0 {
            response.hint(some(0));
        }
    }

    fn find(&self, ui: &mut Ui, table: &mut BoardTable, out: &mut Requests) {
        let order = self.desk.order();
        self.keys(ui, table, out);
        ui.horizontal_centered(|ui| {
            let mut text = order.text.clone();
            let edit = TextEdit::singleline(&mut text)
                .id(find_box())
                .hint_text("Find a client: type")
                .char_limit(MOST)
                .desired_width(FIND - 2.0 * ui.spacing().button_padding.x)
                .min_size(vec2(0.0, space::BUTTON))
                .align(egui::Align2::LEFT_CENTER);
            let response = ui.add(edit);
            ui.accesskit_node_builder(response.id, |node| node.set_label("Find a client"));
            if response.changed() {
                out.push(ClientsRequest::Order(ClientOrder { text, ..order.clone() }).into());
            }
            // Whatever is typed is for it, unless another control was chosen.
            if !self.yields && !table.menu_is_open() && ui.memory(|memory| memory.focused().is_none()) {
                response.request_focus();
            }
            ui.separator();
            let hints = "Enter opens · Ctrl W comes back · Ctrl Tab the one before";
            for filter in ClientFilter::ALL {
                self.filter(ui, filter, out);
            }
            let wide = theme::text_width(ui.painter(), hints, theme::font(size::SMALL));
            if wide < ui.available_width() {
                tab::from_the_right(ui, |ui| {
                    theme::label(ui, RichText::new(hints).font(theme::font(size::SMALL)).weak());
                });
            }
        });
    }

    fn filter(&self, ui: &mut Ui, filter: ClientFilter, out: &mut Requests) {
        let (order, all) = (self.desk.order(), self.desk.all());
        let chosen = order.filter == filter;
        // Which filters there are does not change with every letter that is typed.
        if all.count(filter) == 0 && !chosen && filter != ClientFilter::All {
            return;
        }
        let count = all.found(filter, &order.text).count() as u64;
        let words = format!("{} {}", filter.name(), grouped(count));
        let response = ui.add(plain_button(&words).switched_on(chosen));
        if response.clicked() {
            let filter = if chosen { ClientFilter::All } else { filter };
            out.push(ClientsRequest::Order(ClientOrder { filter, ..order.clone() }).into());
        }
    }

    /// The keys of the list go to it whatever has the keyboard, but for a control that is pressed by Enter.
    fn keys(&self, ui: &Ui, table: &mut BoardTable, out: &mut Requests) {
        if self.yields || table.menu_is_open() || Popup::is_any_open(ui.ctx()) {
            return;
        }
        let typing = ui.memory(|memory| memory.focused().is_none_or(|id| id == find_box()));
        for key in [Key::ArrowUp, Key::ArrowDown, Key::PageUp, Key::PageDown, Key::Enter] {
            let ours = typing || key != Key::Enter;
            if ours && ui.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
                table.key(self.desk, key, out);
            }
        }
        // In what is typed they move the cursor.
        if typing && self.desk.order().text.is_empty() {
            for key in [Key::Home, Key::End] {
                if ui.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
                    table.key(self.desk, key, out);
                }
            }
        }
        // The space bar types; with Ctrl it ticks.
        if typing && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Space)) {
            table.key(self.desk, Key::Space, out);
        }
        if crate::app::keyboard::keys::menu_key(ui) {
            table.open_menu(self.desk);
        }
        if typing && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            out.push(ClientsRequest::Order(ClientOrder { text: String::new(), ..self.desk.order().clone() }).into());
        }
    }

    /// What is ready, and what should be downloaded again.
    fn ready(&self, ui: &mut Ui, out: &mut Requests) {
        tab::from_the_right(ui, |ui| {
            ui.add_space(space::STEP);
            self.generate(ui, out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| self.ready_in_words(ui, out));
        });
    }

    /// The main button: the JSON of all that are ready.
    fn generate(&self, ui: &mut Ui, out: &mut Requests) {
        let ready = self.desk.ready().count();
        let words = format!("Generate JSON for {}…", grouped(ready as u64));
        let none = "No client is ready: decide, then look at the review of the client.";
        let button = ui.add_enabled(ready > 0, main_button(&words)).disabled_hint(none);
        if button.hint(UserAction::GenerateReady.words()).clicked() {
            let folders = self.desk.to_generate().filter_map(|client| client.current.folder.clone());
            out.push(ManyRequest::Ready(folders.collect()).into());
        }
    }

    fn ready_in_words(&self, ui: &mut Ui, out: &mut Requests) {
        let t = tokens(ui);
        let listed = || self.desk.all().list().iter().filter(|client| !client.mark.hidden);
        ui.horizontal_centered(|ui| {
            ui.add_space(space::STEP);
            if let Some(said) = self.desk.said() {
                ui.add(egui::Label::new(said).truncate());
                return;
            }
            let ready: Vec<_> = self.desk.ready().collect();
            theme::label(ui, theme::semibold(format!("{} ready", grouped(ready.len() as u64))));
            if !ready.is_empty() {
                let changed: u64 = ready.iter().map(|client| client.current.changed).sum();
                let words = format!(
                    "{}; none blocks, each was reviewed",
                    counted(changed, "changed record", "changed records")
                );
                theme::label(ui, RichText::new(words).weak());
            }
            let early = listed().filter(|client| client.current.too_early.is_some()).count() as u64;
            if early > 0 {
                ui.separator();
                let words = format!("{} downloaded before the 11th or 13th:", grouped(early));
                theme::label(ui, RichText::new(words).color(t.pending.colour));
                if theme::link(ui, "download again").clicked() {
                    out.push(Request::ShowOutside(ToShow::Page(PORTAL)));
                }
            }
        });
    }

    fn status(&self, ui: &mut Ui, out: &mut Requests) {
        let small = |text: String| RichText::new(text).font(theme::font(size::CAPTION));
        let (all, order) = (self.desk.all(), self.desk.order());
        let list = || all.found(ClientFilter::All, &order.text).map(|client| &client.current);
        ui.horizontal_centered(|ui| {
            ui.add_space(space::STEP);
            ui.spacing_mut().item_spacing.x = 14.0;
            let clients = counted(all.count(ClientFilter::All), "client", "clients");
            let found = list().count() as u64;
            let some = !order.text.trim().is_empty();
            theme::label(ui, small(if some { format!("{} of {clients}", grouped(found)) } else { clients }));
            for (name, sum) in [
                ("Records", list().map(|line| line.records).sum::<u64>()),
                ("To decide", list().map(|line| line.to_decide).sum()),
                ("Changed", list().map(|line| line.changed).sum()),
                ("Portal errors", list().map(|line| line.errors).sum()),
            ] {
                theme::label(ui, small(format!("{name} {}", grouped(sum))));
            }
            tab::from_the_right(ui, |ui| {
                ui.add_space(space::STEP);
                theme::label(ui, small(self.kept()).weak());
                if self.desk.checks() {
                    theme::label(ui, small("Checking…".to_owned()).weak()).hint("What is muted was not looked at yet.");
                }
                let hidden = all.found(ClientFilter::Hidden, &order.text).count() as u64;
                let shown = order.filter == ClientFilter::Hidden;
                if hidden > 0 || shown {
                    let words =
                        if shown { "Back to the list".to_owned() } else { format!("Hidden {}", grouped(hidden)) };
                    if theme::link(ui, &words).clicked() {
                        let filter = if shown { ClientFilter::All } else { ClientFilter::Hidden };
                        out.push(ClientsRequest::Order(ClientOrder { filter, ..order.clone() }).into());
                    }
                }
            });
        });
    }

    fn kept(&self) -> String {
        let kept = self.store.problem().unwrap_or_else(|| "All is saved".to_owned());
        format!("Today {} · {kept}", self.desk.day())
    }
}

fn day_and_month(day: crate::values::Day) -> String {
    day.to_string().chars().take(5).collect()
}

/// What of the menu there is without an open client.
const MENU: [UserAction; 12] = [
    UserAction::Open,
    UserAction::GenerateReady,
    UserAction::SaveWorkbook,
    UserAction::ClientBefore,
    UserAction::SearchPan,
    UserAction::ReadClients,
    UserAction::Cover,
    UserAction::Settings,
    UserAction::KeepElsewhere,
    UserAction::Help,
    UserAction::Shortcuts,
    UserAction::About,
];

fn menu(ui: &mut Ui, out: &mut Requests) {
    let response = ui.add(plain_button("Menu"));
    Popup::menu(&response).accessible_name("Menu").width(240.0).show(|ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            for action in MENU {
                item(ui, NO_CLIENT, action, out);
            }
            if ui.add(menu_item("Try with sample data")).clicked() {
                out.push(Request::OpenSample);
                ui.close();
            }
        });
    });
}
