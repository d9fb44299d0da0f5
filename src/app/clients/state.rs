//! What the window knows of the clients: their summaries, which are shown, and where the mark is.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::requests::ClientsRequest;
use crate::clients::{
    self, BookSummary, CheckedBook, Client, ClientCheck, ClientFile, ClientFilter, ClientLine, ClientMark, ClientOrder,
    ClientRow, Clients, KnownBook, KnownClients,
};
use crate::store::{BookFacts, Home, Recent, Store};
use crate::values::wording::{and_more, counted};
use crate::values::{Day, grouped};
use crate::work::wake::Wake;

/// All that is known of the clients.
pub struct ClientDesk {
    books: Vec<KnownBook>,
    marks: BTreeMap<String, ClientMark>,
    /// Names and return settings, as the list was last made with them.
    facts: BTreeMap<String, BookFacts>,
    day: Day,
    all: Clients,
    order: ClientOrder,
    shown: Vec<ClientRow>,
    /// The client or download that is marked, by its key.
    focus: Option<String>,
    /// Where that is in the lines on the screen.
    focus_at: Option<usize>,
    check: Option<ClientCheck>,
    checked: bool,
    /// The list was on the screen: what takes time comes after that.
    seen: bool,
    /// The clients that are ticked, by their keys.
    ticked: BTreeSet<String>,
    /// What could not be done, or was.
    said: Option<String>,
    /// Why the data folder cannot be read, since it was looked at last.
    unreadable: Option<String>,
    /// How often the list was made again.
    revision: u64,
}

impl ClientDesk {
    /// Those of which there are summaries, which may have been read already, or that the settings know.
    pub fn with(read: Option<ClientFile>, store: &Store, day: Day) -> ClientDesk {
        let load = || store.home().map(|home| clients::load(&home)).unwrap_or_default();
        let file = read.unwrap_or_else(load);
        let summed = file.books.into_iter().map(|summary| KnownBook { summary, kept: true, ..KnownBook::default() });
        let mut desk = ClientDesk {
            books: summed.collect(),
            marks: file.marks,
            facts: store.get().books.clone(),
            day,
            all: Clients::default(),
            order: ClientOrder::default(),
            shown: Vec::new(),
            focus: None,
            focus_at: None,
            check: None,
            checked: false,
            seen: false,
            ticked: BTreeSet::new(),
            said: None,
            unreadable: None,
            revision: 0,
        };
        store.get().recent.iter().for_each(|recent| desk.add_unread(recent));
        desk.list();
        desk
    }

    /// A download that the settings know and of which there is no summary.
    fn add_unread(&mut self, recent: &Recent) {
        let folder = recent.folder.clone().unwrap_or_default();
        let same = |book: &KnownBook| match &recent.folder {
            Some(folder) => book.summary.folder == *folder,
            None => book.summary.folder.is_empty() && book.summary.paths == recent.paths,
        };
        if recent.paths.is_empty() || self.books.iter().any(same) {
            return;
        }
        let summary =
            BookSummary { folder, gstin: recent.gstin.clone(), paths: recent.paths.clone(), ..BookSummary::default() };
        self.books.push(KnownBook { summary, kept: recent.folder.is_some(), checked: true, unread: true });
    }

    /// Makes the list again of what is known.
    fn list(&mut self) {
        let known = KnownClients { books: &self.books, facts: &self.facts, marks: &self.marks, day: self.day };
        self.all = Clients::of(&known);
        self.revision += 1;
        self.show();
    }

    fn show(&mut self) {
        if self.order.filter == ClientFilter::Hidden && self.all.count(ClientFilter::Hidden) == 0 {
            self.order.filter = ClientFilter::All;
        }
        self.shown = self.all.shown(&self.order);
        self.focus_at = self.focus.as_deref().and_then(|focus| self.place_of(focus));
        if self.focus_at.is_none() {
            let first = self.shown.iter().position(|row| !matches!(row, ClientRow::Pan(_)));
            self.focus = first.and_then(|at| self.key(self.shown[at]));
            self.focus_at = first;
        }
    }

    /// Marks the line that is meant by what is typed: Enter opens it.
    fn mark_best(&mut self) {
        if let Some(best) = self.all.best(&self.order, &self.shown, self.focus_at) {
            self.focus = self.key(self.shown[best]);
            self.focus_at = self.focus.is_some().then_some(best);
        }
    }

    /// Whether there is a client at all, hidden ones too.
    pub fn any(&self) -> bool {
        !self.all.list().is_empty()
    }

    /// All of them.
    pub fn all(&self) -> &Clients {
        &self.all
    }

    /// Another one says that something in them may have changed.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// In which order, and which of them.
    pub fn order(&self) -> &ClientOrder {
        &self.order
    }

    /// The lines on the screen.
    pub fn shown(&self) -> &[ClientRow] {
        &self.shown
    }

    /// The day by which they are.
    pub fn day(&self) -> Day {
        self.day
    }

    /// What is to be said.
    pub fn said(&self) -> Option<&str> {
        self.said.as_deref().or(self.unreadable.as_deref())
    }

    /// Says something until the next thing is done.
    pub fn say(&mut self, words: impl Into<String>) {
        self.said = Some(words.into());
    }

    /// Whether the summaries are being checked.
    pub fn checks(&self) -> bool {
        self.check.is_some() || !self.seen
    }

    /// The place of the marked line.
    pub fn focus(&self) -> Option<usize> {
        self.focus_at
    }

    /// What names the marked line whatever else is shown.
    pub fn focus_key(&self) -> Option<&str> {
        self.focus.as_deref()
    }

    fn place_of(&self, key: &str) -> Option<usize> {
        self.shown.iter().position(|&row| self.key(row).as_deref() == Some(key))
    }

    /// What names a line whatever else is shown.
    fn key(&self, row: ClientRow) -> Option<String> {
        let list = self.all.list();
        let of = |line: &ClientLine| line.folder.clone().unwrap_or_else(|| line.paths.join("\n"));
        Some(match row {
            ClientRow::Pan(at) => format!("pan {}", list.get(at)?.pan()?),
            ClientRow::Client(at, _) => list.get(at)?.key(),
            ClientRow::Older(at, older) => format!("older {}", of(list.get(at)?.older.get(older)?)),
        })
    }

    /// Whether a client is ticked: only what is ready can be.
    pub fn is_ticked(&self, client: &Client) -> bool {
        ClientFilter::Ready.passes(client) && self.ticked.contains(&client.key())
    }

    /// Those of them that are ready.
    pub fn ready(&self) -> impl Iterator<Item = &Client> {
        self.to_generate().filter(|client| ClientFilter::Ready.passes(client))
    }

    /// The clients of which a JSON is to be generated: those that are ticked, else all; hidden ones are never among them.
    pub fn to_generate(&self) -> impl Iterator<Item = &Client> {
        let any = self.all.list().iter().any(|client| !client.mark.hidden && self.is_ticked(client));
        self.all.list().iter().filter(move |client| !client.mark.hidden && (!any || self.is_ticked(client)))
    }

    /// The client of a line, and the download that it shows.
    pub fn line(&self, row: ClientRow) -> Option<(&Client, &ClientLine)> {
        match row {
            ClientRow::Pan(_) => None,
            ClientRow::Client(at, _) => self.all.list().get(at).map(|client| (client, &client.current)),
            ClientRow::Older(at, older) => self.all.list().get(at).and_then(|c| Some((c, c.older.get(older)?))),
        }
    }

    /// What opens the download of a line.
    pub fn recent(&self, row: ClientRow) -> Option<Recent> {
        self.line(row).map(|(client, line)| recent_of(client, line))
    }

    /// What opens the current download of a recipient.
    pub fn recent_of(&self, gstin: &str) -> Option<Recent> {
        let client = self.all.list().iter().find(|client| client.gstin.as_deref() == Some(gstin))?;
        Some(recent_of(client, &client.current))
    }

    /// Looks again with the names and return settings of the settings, on this day; checks once.
    pub fn look(&mut self, store: &Store, day: Day, wake: &Wake) {
        if self.facts != store.get().books || self.day != day {
            (self.facts, self.day) = (store.get().books.clone(), day);
            self.checked = false;
            self.list();
        }
        if !std::mem::replace(&mut self.seen, true) {
            wake.now();
        } else if !self.checked
            && let Ok(home) = store.home()
        {
            self.checked = true;
            let had = self.books.iter().any(|book| book.kept);
            self.check = Some(ClientCheck::start(wake, home, day, self.facts.clone(), had));
        }
        self.take_found();
    }

    fn take_found(&mut self) {
        let Some(check) = &mut self.check else { return };
        let ended = check.ended();
        let found = check.found();
        if ended {
            self.check = None;
        }
        if found.is_empty() {
            return;
        }
        found.into_iter().for_each(|found| self.take_checked(found));
        self.list();
    }

    fn take_checked(&mut self, found: CheckedBook) {
        match found {
            CheckedBook::Same(folder, mark) => {
                self.take_mark(&folder, mark);
                if let Some(book) = self.books.iter_mut().find(|book| book.summary.folder == folder) {
                    book.checked = true;
                }
            }
            CheckedBook::Renewed(summary, mark) => {
                self.take_mark(&summary.folder, mark);
                self.take(*summary);
            }
            CheckedBook::Unreadable(why) => {
                // Its clients are there once it is plugged in again.
                self.books.iter_mut().for_each(|book| book.checked &= !book.kept);
                self.unreadable = Some(format!("The pen drive cannot be read: {why}. This is as it was before."));
            }
            CheckedBook::All(folders) => {
                self.unreadable = None;
                let there: BTreeSet<String> = folders.into_iter().collect();
                let not_there = |book: &mut KnownBook| book.kept && !there.contains(&book.summary.folder);
                let gone: Vec<KnownBook> = self.books.extract_if(.., not_there).collect();
                self.say_what_is_gone(&gone, &there);
            }
        }
    }

    /// Names the clients of which nothing is left in the data folder: nothing here deletes one.
    fn say_what_is_gone(&mut self, gone: &[KnownBook], there: &BTreeSet<String>) {
        let left: BTreeSet<&str> = there.iter().map(|folder| clients::client_folder(folder)).collect();
        let gone = gone.iter().filter(|book| !book.unread).map(|book| clients::client_folder(&book.summary.folder));
        let gone: Vec<&str> =
            gone.filter(|client| !left.contains(client)).collect::<BTreeSet<_>>().into_iter().collect();
        if gone.is_empty() {
            return;
        }
        let mut names = gone.iter().take(3).map(|client| client.to_string()).collect::<Vec<_>>();
        names.extend((gone.len() > 3).then(|| and_more(grouped(gone.len() as u64 - 3))));
        let folders = counted(gone.len() as u64, "client is", "clients are");
        self.say(format!(
            "{folders} no longer in the data folder: {}. IMS Desk deletes none: look in the recycle bin, or in a copy of the folder.",
            names.join(", ")
        ));
    }

    fn take_mark(&mut self, folder: &str, mark: ClientMark) {
        self.marks.insert(clients::client_folder(folder).to_owned(), mark);
    }

    /// Takes the summary of a book that was left or looked at.
    fn take(&mut self, summary: BookSummary) {
        let known = KnownBook { kept: true, checked: true, unread: false, summary };
        match self.books.iter_mut().find(|book| book.summary.folder == known.summary.folder) {
            Some(book) => *book = known,
            None => self.books.push(known),
        }
    }

    /// The open book is about to be left: its line is as it is now, and is marked.
    pub fn left(&mut self, summary: Option<BookSummary>) {
        let Some(summary) = summary else { return };
        // What was typed to find a client before may hide this one.
        self.order.text = String::new();
        self.focus = summary.gstin.clone().or_else(|| Some(summary.folder.clone()));
        self.take(summary);
        self.list();
    }

    /// No book is open any more: what the settings know is taken in, and all is checked again.
    pub fn look_again(&mut self, store: &Store) {
        (self.order.text, self.said) = (String::new(), None);
        self.take_written(store);
    }

    /// The user asks for it: all is read and checked again, whatever is on its way.
    pub fn read_again(&mut self, store: &Store) {
        self.check = None;
        self.take_written(store);
        self.say("The data folder is read again.");
    }

    /// Something was done to many clients: what was written of them is shown, and all is checked again, at once if the list is on
    /// the screen.
    pub fn take_written(&mut self, store: &Store) {
        let written = store.home().map(|home| clients::load(&home)).unwrap_or_default();
        for summary in written.books {
            // A book that could not be read, or was not, may be whole now though its journal is the same.
            let known = |book: &KnownBook| {
                book.summary.folder == summary.folder
                    && book.summary.journal == summary.journal
                    && !book.unread
                    && book.summary.problem.is_none()
            };
            if !self.books.iter().any(known) {
                self.take(summary);
            }
        }
        store.get().recent.iter().for_each(|recent| self.add_unread(recent));
        self.checked = false;
        self.list();
    }

    /// Another window may have changed something meanwhile: all is checked again.
    pub fn check_again(&mut self) {
        if self.check.is_none() {
            self.checked = false;
        }
    }

    /// A book is opened: nothing is checked meanwhile.
    pub fn stop(&mut self) {
        (self.check, self.checked) = (None, false);
    }

    /// Does what only changes how the list is looked at.
    pub fn look_as(&mut self, wanted: &ClientsRequest) {
        match wanted {
            ClientsRequest::Order(order) => {
                let typed = order.text != self.order.text && !order.text.trim().is_empty();
                self.order.clone_from(order);
                self.show();
                if typed {
                    self.mark_best();
                }
            }
            ClientsRequest::Mark(place) => {
                self.focus = self.shown.get(*place).and_then(|&row| self.key(row));
                self.focus_at = self.focus.is_some().then_some(*place);
                self.said = None;
            }
            ClientsRequest::Tick(row) => {
                let ClientRow::Client(at, _) = row else { return };
                let Some(client) = self.all.list().get(*at) else { return };
                let (key, able) = (client.key(), ClientFilter::Ready.passes(client));
                if !able {
                    // Its name may be covered.
                    let why = format!("This client is not ready: {}", client.current.status.words());
                    self.said = Some(why);
                } else if !self.ticked.remove(&key) {
                    self.ticked.insert(key);
                }
            }
            ClientsRequest::Fold(row) => self.fold(*row),
            _ => {}
        }
    }

    fn fold(&mut self, row: ClientRow) {
        match row {
            ClientRow::Pan(at) => {
                let pan = self.all.list().get(at).and_then(Client::pan).map(str::to_owned);
                if let Some(pan) = pan
                    && !self.order.folded.remove(&pan)
                {
                    self.order.folded.insert(pan);
                }
            }
            ClientRow::Client(at, _) | ClientRow::Older(at, _) => {
                let key = self.all.list().get(at).map(Client::key).unwrap_or_default();
                if !self.order.unfolded.remove(&key) {
                    self.order.unfolded.insert(key);
                }
            }
        }
        self.show();
    }

    /// Changes what is said of the client of a line, and keeps it. The error says why it cannot be.
    pub fn mark(&mut self, home: &Home, row: ClientRow, change: impl FnOnce(&mut ClientMark)) -> Result<(), String> {
        let Some((client, line)) = self.line(row) else { return Ok(()) };
        let folder = line.folder.clone().ok_or("It is kept nowhere, so nothing can be noted of it.")?;
        let lines = std::iter::once(&client.current).chain(&client.older);
        let opened =
            lines.filter_map(|line| line.folder.as_ref()).any(|folder| home.is_open(&home.folder.join(folder)));
        if opened {
            // Its name may be covered.
            return Err("This client is open in another window: close it there first.".to_owned());
        }
        let mut mark = client.mark.clone();
        change(&mut mark);
        clients::keep_mark(home, clients::client_folder(&folder), &mark)
            .map_err(|e| format!("This cannot be noted: {}.", crate::disk::words(&e)))?;
        self.take_mark(&folder, mark);
        self.list();
        Ok(())
    }
}

/// What opens a download.
pub(super) fn recent_of(client: &Client, line: &ClientLine) -> Recent {
    Recent { paths: line.paths.clone(), gstin: client.gstin.clone(), folder: line.folder.clone(), ..Recent::default() }
}
