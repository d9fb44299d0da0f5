//! The list of clients: carrying out what is asked of it, the client before, and Cover.

use std::sync::Arc;
use std::time::Duration;

use egui::{Context, Ui};

use crate::app::actions::UserAction;
use crate::app::clients::board::Board;
use crate::app::desk::Desk;
use crate::app::desk::tasks::{BROKE, SearchingPan, Task};
use crate::app::dialogs::{BookFacts, ClientSearch, Dialog};
use crate::app::requests::{After, ClientsRequest, OnceOpen, OpenWhat, Requests, ToOpen};
use crate::book::Facts;
use crate::clients::{Client, ClientMark, ClientRow, name_of};
use crate::session::pan_search::{SearchedBook, search_pan};
use crate::store::{BookFacts as KeptFacts, Recent};
use crate::work::Progress;
use crate::work::job::{Job, State};

/// Whether other clients are covered, and since when nothing was done.
#[derive(Default)]
pub struct Cover {
    /// Initials and no amounts.
    pub on: bool,
    /// In seconds since the start.
    since: f64,
}

impl Desk {
    /// Draws the list of clients; until there is one, the start.
    pub(crate) fn draw_clients(&mut self, ui: &mut Ui, out: &mut Requests) {
        let focused = ui.input(|input| input.events.contains(&egui::Event::WindowFocused(true)));
        if focused {
            self.clients.check_again();
        }
        self.clients.look(&self.store, self.clock.day(), &self.wake);
        if !self.clients.any() {
            return self.start.show(ui, &self.store, out);
        }
        // What is due changes at midnight.
        ui.ctx().request_repaint_after(self.clock.rests());
        let yields = self.dialog.is_some() || self.task.is_some();
        let board = Board { desk: &self.clients, store: &self.store, covered: self.cover.on, yields };
        let (start, store) = (&mut self.start, &self.store);
        board.show(ui, &mut self.board, |ui, out| start.broke_before(ui, store, out), out);
    }

    /// Covers the clients once nothing was done for as long as the user chose.
    pub(crate) fn cover_after_a_while(&mut self, ctx: &Context) {
        let Some(minutes) = self.store.get().cover_after else { return };
        let (now, anything) = ctx.input(|input| (input.time, !input.events.is_empty()));
        if anything {
            self.cover.since = now;
        }
        let left = f64::from(minutes) * 60.0 - (now - self.cover.since);
        match Duration::try_from_secs_f64(left) {
            Ok(left) if !left.is_zero() => ctx.request_repaint_after(left),
            _ => self.cover.on = true,
        }
    }

    /// Covers and uncovers while a dialog, a job or a menu has the keys, too: who looks over the shoulder does not wait.
    pub(crate) fn cover_by_key(&mut self, ctx: &Context) {
        let pressed = |keys| ctx.input_mut(|input| input.consume_shortcut(keys));
        if UserAction::Cover.keys().iter().any(pressed) {
            self.cover.on = !self.cover.on;
        }
    }

    /// Carries out a key or command for the list of clients.
    pub(crate) fn act_on_clients(&mut self, action: UserAction) {
        match action {
            UserAction::Cover => self.cover.on = !self.cover.on,
            UserAction::ReadClients => self.clients.read_again(&self.store),
            _ => {}
        }
    }

    /// Carries out what is asked of the list of clients.
    pub(crate) fn on_clients(&mut self, wanted: ClientsRequest) {
        match wanted {
            ClientsRequest::Order(_) | ClientsRequest::Mark(_) | ClientsRequest::Tick(_) | ClientsRequest::Fold(_) => {
                self.clients.look_as(&wanted)
            }
            ClientsRequest::Open(row) => {
                if let Some(recent) = self.clients.recent(row) {
                    self.ask_before(After::Open(ToOpen::of(OpenWhat::Recent(recent))));
                }
            }
            ClientsRequest::OpenAt(recent, find) => {
                let find = Some(find).filter(|find| !find.is_empty());
                let once_open = OnceOpen { find, ..OnceOpen::default() };
                self.ask_before(After::Open(ToOpen { what: OpenWhat::Recent(recent), once_open }));
            }
            ClientsRequest::Hide(row, hidden) => {
                let words = if hidden { "Hidden. Nothing was moved or deleted." } else { "Back in the list." };
                self.mark_client(row, words, |mark| mark.hidden = hidden);
            }
            ClientsRequest::Recomputed(row, recomputed) => {
                let closing = self.clients.line(row).map(|(client, _)| client.times.closing);
                let said = closing.filter(|_| recomputed).map_or_else(String::new, |period| period.portal());
                let words = if recomputed { "Noted: GSTR-2B was recomputed." } else { "Noted: not recomputed." };
                self.mark_client(row, words, |mark| mark.recomputed = said);
            }
            ClientsRequest::AskFacts(row) => {
                let asked = self.clients.line(row).and_then(|(client, _)| {
                    let gstin = client.gstin.clone()?;
                    let known = self.store.get().books.get(&gstin).map(KeptFacts::facts).unwrap_or_default();
                    Some(BookFacts::of_client(gstin, &client.name, known, client.times.closing))
                });
                self.dialog = asked.map(Dialog::BookFacts);
            }
            ClientsRequest::Facts(gstin, name, facts) => self.keep_client_facts(gstin, &name, &facts),
            ClientsRequest::AskSearch(pan) => {
                self.dialog = Some(Dialog::ClientSearch(Box::new(ClientSearch::new(pan))));
            }
            ClientsRequest::Search(pan, text) => self.search_clients(pan, text),
        }
    }

    fn mark_client(&mut self, row: ClientRow, words: &str, change: impl FnOnce(&mut ClientMark)) {
        let home = self.store.home();
        let done = home.and_then(|home| self.clients.mark(&home, row, change));
        self.clients.say(done.map_or_else(|why| why, |()| words.to_owned()));
    }

    fn keep_client_facts(&mut self, gstin: String, name: &str, facts: &Facts) {
        let kept = KeptFacts::of(name, facts);
        self.store.change(|settings| drop(settings.books.insert(gstin, kept)));
    }

    /// Opens the client that was open before the one that is open, or the last one.
    pub(crate) fn open_the_client_before(&mut self) {
        let here = self.open.as_deref().map(|open| {
            let place = open.keeping().place();
            let folder = place.and_then(|(home, folder)| folder.strip_prefix(&home.folder).ok());
            let folder = folder.map(|folder| folder.to_string_lossy().replace('\\', "/"));
            (folder, open.book().recipient.gstin().map(str::to_owned))
        });
        let is_here = |recent: &&Recent| {
            here.as_ref().is_some_and(|(folder, gstin)| {
                (folder.is_some() && recent.folder == *folder) || (gstin.is_some() && recent.gstin == *gstin)
            })
        };
        let before = self.store.get().recent.iter().find(|recent| !is_here(recent)).cloned();
        match (before, &mut self.open) {
            (Some(recent), _) => self.ask_before(After::Open(ToOpen::of(OpenWhat::Recent(recent)))),
            (None, Some(open)) => {
                open.say(crate::session::result_line::ResultLine::new("No other client was open before."))
            }
            (None, None) => self.clients.say("No client was open before."),
        }
    }

    /// Asks what to look for in all clients of the PAN of the open or marked client.
    pub(crate) fn ask_search_of_pan(&mut self) {
        let gstin = match &self.open {
            Some(open) => open.book().recipient.gstin().map(str::to_owned),
            None => {
                let row = self.clients.focus().and_then(|at| self.clients.shown().get(at).copied());
                row.and_then(|row| match row {
                    ClientRow::Pan(at) => self.clients.all().list().get(at).and_then(|client| client.gstin.clone()),
                    row => self.clients.line(row).and_then(|(client, _)| client.gstin.clone()),
                })
            }
        };
        match gstin.as_deref().and_then(|gstin| gstin.get(2..12)) {
            Some(pan) => self.on_clients(ClientsRequest::AskSearch(pan.to_owned())),
            None => self.tell("Search all registrations", "The GSTIN of this client is not known.".into()),
        }
    }

    fn search_clients(&mut self, pan: String, text: String) {
        let Ok(home) = self.store.home() else { return };
        if let Some(open) = &mut self.open {
            // What was just decided is found as well.
            open.may_be_left();
            self.clients.left(open.client_summary());
        }
        let all = self.clients.all();
        let several = all.of_pan(&pan).count() > 1;
        let name = |client: &Client, covered: bool| match several {
            true => all.name_below(client, covered),
            false => name_of(&client.title(), covered),
        };
        let called = |client| (client, [false, true].map(|covered| name(client, covered)));
        let books = Arc::new(SearchedBook::of(all.of_pan(&pan).map(called)));
        let (searched, wanted) = (books.clone(), text.clone());
        let work = move |progress: &Progress| search_pan(&home, &searched, &wanted, progress);
        let job = Job::start(
            &self.wake,
            format!("Searching {}", crate::values::counted(books.len() as u64, "download", "downloads")),
            work,
        );
        let dialog = ClientSearch::new(pan);
        self.task = Some(Task::SearchPan(Box::new(SearchingPan { job, dialog, text, books })));
    }

    /// Looks whether a search over clients has ended.
    pub(crate) fn poll_search(&mut self, mut searching: Box<SearchingPan>) {
        match searching.job.poll() {
            State::Running => self.task = Some(Task::SearchPan(searching)),
            State::Done(Some(hits)) if !searching.job.cancelled() => {
                let SearchingPan { dialog, text, books, .. } = *searching;
                self.dialog = Some(Dialog::ClientSearch(Box::new(dialog.found(text, books, hits))));
            }
            State::Done(_) => {}
            State::Died => self.tell("This cannot be searched", BROKE.into()),
        }
    }
}
