//! Going back to the list of clients, and how each was left.

use crate::app::clients::name_of;
use crate::app::desk::Desk;
use crate::app::dialogs::{Dialog, Message};
use crate::app::grid::Grids;
use crate::book::{Action, Section};
use crate::clients::Client;
use crate::store::LeftAt;
use crate::values::Period;
use egui::{Context, Key, Modifiers};
use std::path::PathBuf;

impl Desk {
    /// Puts the book down and shows the clients.
    pub(crate) fn leave(&mut self) {
        self.note_how_it_is_left();
        if let Some(open) = &mut self.open {
            self.clients.left(open.put_down());
        }
        (self.open, self.dialog, self.grids) = (None, None, Grids::default());
        (self.menu, self.funnel, self.heading_menu) = (None, None, None);
        self.clients.look_again(&self.store);
    }

    /// Keeps for the list of clients how the open book is now.
    pub(crate) fn note_how_it_is_left(&mut self) {
        let Some(open) = self.open.as_deref().filter(|open| open.look_only().is_none()) else { return };
        let folder = open.keeping().place().and_then(|(home, folder)| folder.strip_prefix(&home.folder).ok());
        let folder = folder.map(|folder| folder.to_string_lossy().replace('\\', "/"));
        let paths = open.book().files().filter_map(|source| source.path.as_deref());
        let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
        let left = LeftAt {
            to_decide: Section::ALL.into_iter().map(|section| open.with_action(section, Action::NoAction)).sum(),
            changed: open.changed(),
            errors: open.triage().groups.places().len() as u64,
        };
        let periods = |section: Section| open.book().sheet(section).records().periods.texts();
        let latest = Section::ALL.into_iter().flat_map(periods).filter_map(|text| Period::parse(text.trim())).max();
        let period = latest.map_or_else(String::new, |period| period.to_string());
        self.store.left(folder.as_deref(), &paths, period, left);
    }

    /// Says that files are of another client than the open one; offers to open that client with them, if it is in the list.
    pub(crate) fn is_of_another(&mut self, (title, why): (&str, String), gstin: &str, paths: Vec<PathBuf>) {
        let clients = self.clients.all().list();
        let client = clients.iter().find(|client| client.gstin.as_deref() == Some(gstin)).map(Client::title);
        let file = paths.first().map_or_else(String::new, |path| path.display().to_string());
        let message = match client.filter(|_| !paths.is_empty()) {
            Some(client) => {
                let called = name_of(&client, self.cover.on);
                let opens = format!("Open {called}");
                let words = format!("That is your client {called}.");
                Message::new(title, vec![why, words]).opens(opens, gstin.to_owned(), paths)
            }
            None => Message::new(title, vec![why]),
        };
        self.dialog = Some(Dialog::Message(message.about(file)));
    }

    /// Ctrl+W while a dialog is open goes nowhere, and says so.
    pub(crate) fn says_what_is_open(&mut self, ctx: &Context) {
        let asked = ctx.input(|input| input.modifiers == Modifiers::COMMAND && input.key_pressed(Key::W));
        if let (Some(_), Some(open), true) = (&self.dialog, &mut self.open, asked) {
            let words = "Close this dialog first (Esc): then Ctrl W goes to the clients.";
            open.say(crate::session::result_line::ResultLine::bad(words));
        }
    }
}
