//! The list of clients: which there are, in which order, and what of it is shown.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::name_of;
use super::line::{Client, ClientLine, KnownBook};
use super::mark::{ClientMark, client_folder};
use super::status::ClientStatus;
use super::times::ClientTimes;
use crate::book::Facts;
use crate::store::BookFacts;
use crate::values::Day;

/// What is known of the books and of their recipients.
pub struct KnownClients<'a> {
    /// The books.
    pub books: &'a [KnownBook],
    /// Names and return settings, by GSTIN.
    pub facts: &'a BTreeMap<String, BookFacts>,
    /// What the user said of clients, by the first part of their folders.
    pub marks: &'a BTreeMap<String, ClientMark>,
    /// The day.
    pub day: Day,
}

/// Which clients are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // see `name`
pub enum ClientFilter {
    #[default]
    All,
    New,
    ToDecide,
    ToReview,
    Ready,
    Written,
    Uploaded,
    Errors,
    Recompute,
    Done,
    Hidden,
}

impl ClientFilter {
    /// All, in the order of the buttons; hidden clients have a button of their own.
    pub const ALL: [ClientFilter; 10] = [
        ClientFilter::All,
        ClientFilter::New,
        ClientFilter::ToDecide,
        ClientFilter::ToReview,
        ClientFilter::Ready,
        ClientFilter::Written,
        ClientFilter::Uploaded,
        ClientFilter::Errors,
        ClientFilter::Recompute,
        ClientFilter::Done,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            ClientFilter::All => "All",
            ClientFilter::New => "New",
            ClientFilter::ToDecide => "To decide",
            ClientFilter::ToReview => "To review",
            ClientFilter::Ready => "Ready",
            ClientFilter::Written => "JSON written",
            ClientFilter::Uploaded => "Uploaded",
            ClientFilter::Errors => "Errors",
            ClientFilter::Recompute => "Recompute",
            ClientFilter::Done => "Done",
            ClientFilter::Hidden => "Hidden",
        }
    }

    /// Whether a client passes.
    pub fn passes(self, client: &Client) -> bool {
        if client.mark.hidden != (self == ClientFilter::Hidden) {
            return false;
        }
        let status = client.current.status;
        match self {
            ClientFilter::All | ClientFilter::Hidden => true,
            ClientFilter::New => status == ClientStatus::New,
            // Left alone what is without an action counts as accepted, whatever else the line says.
            ClientFilter::ToDecide => {
                let left = client.current.to_decide > 0 && status != ClientStatus::New;
                left || matches!(status, ClientStatus::ToDecide(_))
            }
            ClientFilter::ToReview => matches!(status, ClientStatus::ToReview(_)),
            ClientFilter::Ready => status == ClientStatus::Ready,
            ClientFilter::Written => status == ClientStatus::Written,
            ClientFilter::Uploaded => status == ClientStatus::Uploaded,
            ClientFilter::Errors => matches!(status, ClientStatus::Errors(_) | ClientStatus::Damaged),
            ClientFilter::Recompute => status == ClientStatus::Recompute,
            ClientFilter::Done => status == ClientStatus::Done,
        }
    }
}

/// A column of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // see `name`
pub enum ClientColumn {
    #[default]
    Client,
    Gstin,
    Return,
    Downloaded,
    Records,
    ToDecide,
    ToAnswer,
    Changed,
    Status,
    WithDecisions,
    Change,
    Due,
}

impl ClientColumn {
    /// All, from left to right.
    pub const ALL: [ClientColumn; 12] = [
        ClientColumn::Client,
        ClientColumn::Gstin,
        ClientColumn::Return,
        ClientColumn::Downloaded,
        ClientColumn::Records,
        ClientColumn::ToDecide,
        ClientColumn::ToAnswer,
        ClientColumn::Changed,
        ClientColumn::Status,
        ClientColumn::WithDecisions,
        ClientColumn::Change,
        ClientColumn::Due,
    ];

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            ClientColumn::Client => "Client",
            ClientColumn::Gstin => "GSTIN",
            ClientColumn::Return => "Return",
            ClientColumn::Downloaded => "Downloaded",
            ClientColumn::Records => "Records",
            ClientColumn::ToDecide => "To decide",
            ClientColumn::ToAnswer => "CN to answer",
            ClientColumn::Changed => "Changed",
            ClientColumn::Status => "Status",
            ClientColumn::WithDecisions => "With your decisions",
            ClientColumn::Change => "Change",
            ClientColumn::Due => "Due",
        }
    }

    fn compare(self, a: &Client, b: &Client) -> std::cmp::Ordering {
        let (x, y) = (&a.current, &b.current);
        let credit = |line: &ClientLine| line.credit.unwrap_or_default();
        match self {
            // The order that they have before.
            ClientColumn::Client => std::cmp::Ordering::Equal,
            ClientColumn::Gstin => a.gstin.cmp(&b.gstin),
            ClientColumn::Return => a.files_by().cmp(b.files_by()),
            ClientColumn::Downloaded => x.downloaded.cmp(&y.downloaded),
            ClientColumn::Records => x.records.cmp(&y.records),
            ClientColumn::ToDecide => x.to_decide.cmp(&y.to_decide),
            ClientColumn::ToAnswer => x.to_answer.cmp(&y.to_answer),
            ClientColumn::Changed => x.changed.cmp(&y.changed),
            ClientColumn::Status => x.status.cmp(&y.status),
            ClientColumn::WithDecisions => credit(x).0.cmp(&credit(y).0),
            ClientColumn::Change => credit(x).1.cmp(&credit(y).1),
            ClientColumn::Due => a.times.next().0.cmp(&b.times.next().0),
        }
    }
}

/// In which order, and which of the clients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientOrder {
    /// The words that are looked for.
    pub text: String,
    /// Which status.
    pub filter: ClientFilter,
    /// The column by which they are sorted.
    pub column: ClientColumn,
    /// The largest first.
    pub descending: bool,
    /// The PANs of which only the sum is shown.
    pub folded: BTreeSet<String>,
    /// The clients of which older downloads are shown, by their keys.
    pub unfolded: BTreeSet<String>,
}

/// One line on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientRow {
    /// The clients of one PAN; the place of the first of them.
    Pan(usize),
    /// A client; whether it is below its PAN.
    Client(usize, bool),
    /// An older download of a client.
    Older(usize, usize),
}

/// All clients.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clients {
    list: Vec<Client>,
    /// The PANs of several registrations: what each is called, which is the name that all of them share, else the PAN.
    pans: BTreeMap<String, String>,
}

impl Clients {
    /// The clients of all books that are known.
    pub fn of(known: &KnownClients) -> Clients {
        let mut by_recipient: BTreeMap<(Option<&str>, &str), Vec<&KnownBook>> = BTreeMap::new();
        for book in known.books {
            let gstin = book.summary.gstin.as_deref();
            // A book whose recipient is not known is a client of its own.
            let own = if gstin.is_some() { "" } else { &book.summary.folder };
            let own = if own.is_empty() && gstin.is_none() {
                book.summary.paths.first().map_or("", String::as_str)
            } else {
                own
            };
            by_recipient.entry((gstin, own)).or_default().push(book);
        }
        // Most have the same return settings, and the calendar says the same of all of one state.
        let mut days: Vec<((Facts, Option<String>), ClientTimes)> = Vec::new();
        let client = |((gstin, _), books): ((Option<&str>, &str), Vec<&KnownBook>)| {
            let facts = gstin.and_then(|gstin| known.facts.get(gstin));
            let name = facts.map_or("", |facts| facts.name.as_str());
            let mark = books.iter().find_map(|book| known.marks.get(client_folder(&book.summary.folder)));
            let state = gstin.and_then(|gstin| gstin.get(..2)).map(str::to_owned);
            let key = (facts.map(BookFacts::facts).unwrap_or_default(), state);
            let times = days.iter().find(|(of, _)| *of == key).map(|(_, times)| *times).unwrap_or_else(|| {
                let times = ClientTimes::of(gstin, &key.0, known.day);
                days.push((key, times));
                times
            });
            Client::of(books, name, &mark.cloned().unwrap_or_default(), times)
        };
        let list: Vec<Client> = by_recipient.into_iter().filter_map(client).collect();
        let mut of_pan: BTreeMap<&str, Vec<&Client>> = BTreeMap::new();
        for client in &list {
            of_pan.entry(client.pan().unwrap_or_default()).or_default().push(client);
        }
        let several = of_pan.into_iter().filter(|(pan, together)| !pan.is_empty() && together.len() > 1);
        let called = |(pan, together): (&str, Vec<&Client>)| {
            // A name that was given to one of them is that one's.
            let first = together.first().map_or("", |client| client.name.as_str());
            let shared = !first.is_empty() && together.iter().all(|client| client.name == first);
            (pan.to_owned(), if shared { first.to_owned() } else { pan.to_owned() })
        };
        let pans = several.map(called).collect();
        Clients { list, pans }
    }

    /// All of them, by their places.
    pub fn list(&self) -> &[Client] {
        &self.list
    }

    /// Those that pass a filter and have what is looked for.
    pub fn found(&self, filter: ClientFilter, text: &str) -> impl Iterator<Item = &Client> {
        let words = words_of(text);
        self.list.iter().filter(move |client| filter.passes(client) && client.has(&words))
    }

    /// How many pass a filter.
    pub fn count(&self, filter: ClientFilter) -> u64 {
        self.found(filter, "").count() as u64
    }

    /// Those of one PAN.
    pub fn of_pan<'a>(&'a self, pan: &'a str) -> impl Iterator<Item = &'a Client> {
        self.list.iter().filter(move |client| client.pan() == Some(pan))
    }

    /// The lines to show: those of one PAN together, where the first of them belongs.
    pub fn shown(&self, order: &ClientOrder) -> Vec<ClientRow> {
        let words = words_of(&order.text);
        let passes = |client: &Client| order.filter.passes(client) && client.has(&words);
        let mut places: Vec<usize> = (0..self.list.len()).filter(|&at| passes(&self.list[at])).collect();
        let name = |client: &Client| {
            let together = client.pan().and_then(|pan| self.pans.get(pan));
            (together.cloned().unwrap_or_else(|| client.title()).to_lowercase(), client.gstin.clone())
        };
        places.sort_by_cached_key(|&at| name(&self.list[at]));
        if order.column == ClientColumn::Client && order.descending {
            places.reverse();
        } else if order.column != ClientColumn::Client {
            places.sort_by(|&a, &b| {
                let by = order.column.compare(&self.list[a], &self.list[b]);
                if order.descending { by.reverse() } else { by }
            });
        }
        let mut of_pan: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &at in &places {
            if let Some(pan) = self.list[at].pan() {
                of_pan.entry(pan).or_default().push(at);
            }
        }
        let mut shown = Vec::new();
        for at in places {
            match self.list[at].pan().and_then(|pan| of_pan.get_mut(pan).map(|together| (pan, together))) {
                Some((pan, together)) if together.len() > 1 => {
                    let together = std::mem::take(together);
                    shown.push(ClientRow::Pan(at));
                    if !order.folded.contains(pan) {
                        together.into_iter().for_each(|at| self.push(at, true, order, &mut shown));
                    }
                }
                Some((_, together)) if together.is_empty() => {}
                _ => self.push(at, false, order, &mut shown),
            }
        }
        shown
    }

    fn push(&self, at: usize, below: bool, order: &ClientOrder, shown: &mut Vec<ClientRow>) {
        shown.push(ClientRow::Client(at, below));
        if order.unfolded.contains(&self.list[at].key()) {
            shown.extend((0..self.list[at].older.len()).map(|older| ClientRow::Older(at, older)));
        }
    }

    /// The line that fits best what is typed, the first of several; a PAN is there for the clients that are folded below it. A line that is
    /// marked already stays where it fits as well.
    pub fn best(&self, order: &ClientOrder, shown: &[ClientRow], marked: Option<usize>) -> Option<usize> {
        let words = words_of(&order.text);
        let text = words.join(" ");
        let found = |client: &&Client| order.filter.passes(client) && client.has(&words);
        let fit = |row: &ClientRow| match *row {
            ClientRow::Client(at, _) => self.list.get(at).map(|client| client.fit(&text)),
            ClientRow::Pan(at) => {
                let pan = self.list.get(at).and_then(Client::pan).filter(|pan| order.folded.contains(*pan))?;
                self.of_pan(pan).filter(found).map(|client| client.fit(&text)).min()
            }
            ClientRow::Older(..) => None,
        };
        let fits: Vec<Option<u8>> = shown.iter().map(fit).collect();
        let best = fits.iter().flatten().min()?;
        let is_best = |at: &usize| fits.get(*at).is_some_and(|fit| fit.as_ref() == Some(best));
        marked.filter(is_best).or_else(|| (0..fits.len()).find(is_best))
    }

    /// What the clients of one PAN are called together: the name that all of them share, else the PAN.
    pub fn name_of_pan<'a>(&'a self, pan: &'a str) -> &'a str {
        self.pans.get(pan).map_or(pan, String::as_str)
    }

    /// What is counted of the current downloads of each PAN of several registrations, in sum.
    pub fn sums_of_pans<'a>(&'a self, of_line: impl Fn(&ClientLine) -> u64 + 'a) -> impl Iterator<Item = u64> + 'a {
        let sum = move |pan| self.of_pan(pan).map(|client| of_line(&client.current)).sum();
        self.pans.keys().map(move |pan| sum(pan.as_str()))
    }

    /// Whether a client is one of several registrations of its PAN.
    pub fn is_below(&self, client: &Client) -> bool {
        client.pan().is_some_and(|pan| self.pans.contains_key(pan))
    }

    /// What a client is called below its PAN: its state, which is no secret, or a name of its own.
    pub fn name_below(&self, client: &Client, covered: bool) -> String {
        let pan = client.pan().unwrap_or_default();
        let own = !client.name.is_empty() && client.name != self.name_of_pan(pan);
        let state = client.state().filter(|_| !own);
        state.unwrap_or_else(|| name_of(&client.title(), covered))
    }
}

/// What is looked for: each word by itself.
fn words_of(text: &str) -> Vec<String> {
    text.to_lowercase().split_whitespace().map(str::to_owned).collect()
}
