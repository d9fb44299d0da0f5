//! One client as the list shows it: its current download, and the older ones below.

use super::mark::ClientMark;
use super::status::ClientStatus;
use super::summary::BookSummary;
use super::times::ClientTimes;
use crate::values::{Period, state};

/// A book that is known: its summary, or as much as is known of one that was not looked at yet.
#[derive(Clone, Debug, Default)]
pub struct KnownBook {
    /// What is known of it.
    pub summary: BookSummary,
    /// It is kept in the data folder.
    pub kept: bool,
    /// Its summary is of its journal as it is now, as far as that was looked at.
    pub checked: bool,
    /// It was never looked at.
    pub unread: bool,
}

/// One download of a client.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientLine {
    /// Its folder in the data folder; none if it is kept nowhere.
    pub folder: Option<String>,
    /// Where its files were read from.
    pub paths: Vec<String>,
    /// Whose it is.
    pub gstin: Option<String>,
    /// How far it is.
    pub status: ClientStatus,
    /// Whether its figures are as its journal is now.
    pub checked: bool,
    /// When it was downloaded: seconds since 1970, 0 where that is not known.
    pub downloaded: u64,
    /// Why it should be downloaded again: `before the 11th`.
    pub too_early: Option<&'static str>,
    /// The first and last month of its records.
    pub months: Option<(Period, Period)>,
    /// Its records.
    pub records: u64,
    /// Those without an action.
    pub to_decide: u64,
    /// Credit notes to answer.
    pub to_answer: u64,
    /// Changed and not uploaded.
    pub changed: u64,
    /// Blocked among these.
    pub blocked: u64,
    /// Errors of the portal that are not answered.
    pub errors: u64,
    /// It was not said whether the last JSON was uploaded.
    pub awaiting: bool,
    /// The ITC in the GSTR-2B being closed with the decisions made here, and what they change; none where there is no GSTR-2B yet.
    pub credit: Option<(i128, i128)>,
    /// Why it cannot be read.
    pub problem: Option<String>,
}

impl ClientLine {
    /// That of a book.
    pub fn of(book: &KnownBook, mark: &ClientMark, times: &ClientTimes) -> ClientLine {
        let summary = &book.summary;
        let [before, after] = summary.credit(times.closing, times.quarterly);
        let status = if book.unread { ClientStatus::Unread } else { ClientStatus::of(summary, mark, times) };
        let known = !book.unread && summary.problem.is_none() && times.pmt_06.is_none();
        ClientLine {
            folder: book.kept.then(|| summary.folder.clone()),
            paths: summary.paths.clone(),
            gstin: summary.gstin.clone(),
            status,
            checked: book.checked,
            downloaded: summary.downloaded,
            too_early: times.too_early(summary.downloaded),
            months: summary.months(),
            records: summary.records,
            to_decide: summary.to_decide,
            to_answer: summary.to_answer,
            changed: summary.changed,
            blocked: summary.blocked,
            errors: summary.errors,
            awaiting: summary.awaiting,
            credit: known.then_some((after, after.saturating_sub(before))),
            problem: summary.problem.clone(),
        }
    }

    /// The months of its records: `October 2026`, `April 2026 to October 2026`.
    pub fn periods(&self) -> String {
        match self.months {
            Some((first, last)) if first == last => last.to_string(),
            Some((first, last)) => format!("{first} to {last}"),
            None => String::new(),
        }
    }

    /// The names of its files.
    pub fn files(&self) -> String {
        self.paths.iter().map(|path| crate::values::last_part(path)).collect::<Vec<_>>().join(", ")
    }

    /// The part of its records that is decided, from 0 to 1.
    pub fn decided(&self) -> f32 {
        if self.records == 0 {
            1.0
        } else {
            (self.records - self.to_decide.min(self.records)) as f32 / self.records as f32
        }
    }
}

/// One client.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// The recipient; none where the files do not name it.
    pub gstin: Option<String>,
    /// What the user calls it; often nothing.
    pub name: String,
    /// What is due, and by which calendar.
    pub times: ClientTimes,
    /// What the user said of it.
    pub mark: ClientMark,
    /// The download with the last return period, of several the one with the newest source.
    pub current: ClientLine,
    /// The others, the newest first.
    pub older: Vec<ClientLine>,
}

impl Client {
    /// The client of these books, of which there is at least one.
    pub fn of(mut books: Vec<&KnownBook>, name: &str, mark: &ClientMark, times: ClientTimes) -> Option<Client> {
        let last = |book: &&KnownBook| book.summary.months().map(|(_, last)| last);
        let latest = books.iter().filter_map(last).max();
        let newest = |book: &&KnownBook| {
            let summary = &book.summary;
            (is_latest(last(book), latest), summary.downloaded, last(book), summary.folder.clone())
        };
        books.sort_by_cached_key(|book| std::cmp::Reverse(newest(book)));
        let mut lines = books.into_iter().map(|book| ClientLine::of(book, mark, &times));
        let current = lines.next()?;
        let older = lines.collect();
        Some(Client { gstin: current.gstin.clone(), name: name.to_owned(), times, mark: mark.clone(), current, older })
    }

    /// What it is known by, whatever is downloaded.
    pub fn key(&self) -> String {
        let line = || self.current.folder.clone().unwrap_or_else(|| self.current.paths.join("\n"));
        self.gstin.clone().unwrap_or_else(line)
    }

    /// The PAN in its GSTIN.
    pub fn pan(&self) -> Option<&str> {
        self.gstin.as_deref().and_then(pan_of)
    }

    /// `27 Maharashtra`.
    pub fn state(&self) -> Option<String> {
        let code = self.gstin.as_deref()?.get(..2)?;
        Some(state::code(code).and_then(state::name).map_or_else(|| code.to_owned(), |name| format!("{code} {name}")))
    }

    /// `Monthly` or `QRMP`.
    pub fn files_by(&self) -> &'static str {
        if self.times.quarterly { "QRMP" } else { "Monthly" }
    }

    /// What comes first on its line: its name, else its GSTIN, else its files.
    pub fn title(&self) -> String {
        match (&self.gstin, self.name.as_str()) {
            (Some(gstin), "") => gstin.clone(),
            (None, "") => self.current.files(),
            (_, name) => name.to_owned(),
        }
    }

    /// What of its older downloads is open still: errors, or a JSON of which it was not said whether it was uploaded.
    pub fn left_open(&self) -> Option<String> {
        let errors: u64 = self.older.iter().map(|line| line.errors).sum();
        let awaiting = self.older.iter().filter(|line| line.awaiting).count() as u64;
        let damaged = self.older.iter().filter(|line| line.problem.is_some()).count() as u64;
        let part = |n: u64, one: &str, many: &str| (n > 0).then(|| crate::values::counted(n, one, many));
        let parts = [
            part(errors, "portal error", "portal errors"),
            part(awaiting, "JSON not confirmed as uploaded", "JSON files not confirmed as uploaded"),
            part(damaged, "download that cannot be read", "downloads that cannot be read"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("Older downloads: {}", parts.join(", ")))
    }

    /// How well it fits what is typed, in lower case: 0 where its name begins with it, 1 where words of its name, its GSTIN or its state
    /// begin so, 2 where it is elsewhere.
    pub fn fit(&self, text: &str) -> u8 {
        let title = self.title().to_lowercase();
        if title.starts_with(text) {
            return 0;
        }
        let known = [title, self.gstin.clone().unwrap_or_default(), self.state().unwrap_or_default()];
        let known = known.join(" ").to_lowercase();
        let begins = |word: &str| known.split(|c: char| !c.is_alphanumeric()).any(|of| of.starts_with(word));
        if text.split_whitespace().all(begins) { 1 } else { 2 }
    }

    /// Whether all words are in what is known of it.
    pub fn has(&self, words: &[String]) -> bool {
        if words.is_empty() {
            return true;
        }
        let lines = std::iter::once(&self.current).chain(&self.older);
        let files: Vec<String> = lines.map(ClientLine::files).collect();
        let known = [
            self.name.clone(),
            self.gstin.clone().unwrap_or_default(),
            self.state().unwrap_or_default(),
            self.files_by().to_owned(),
            self.current.periods(),
            self.current.status.words(),
            files.join(" "),
        ];
        let known = known.join(" ").to_lowercase();
        words.iter().all(|word| known.contains(word.as_str()))
    }
}

/// Whether a download goes before those with an earlier last return period (`latest` is that of all), whatever the dates of their
/// files say: a copy of last month's file has a new date. One of which the periods are not known is judged by its date alone.
pub fn is_latest(last: Option<Period>, latest: Option<Period>) -> bool {
    last.is_none() || last == latest
}

/// The PAN in a GSTIN.
pub(super) fn pan_of(gstin: &str) -> Option<&str> {
    gstin.get(2..12).filter(|_| gstin.len() == 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(folder: &str, last: &str, downloaded: u64) -> KnownBook {
        let periods = Some([last.to_owned(), last.to_owned()]);
        let summary = BookSummary { folder: folder.into(), periods, downloaded, ..BookSummary::default() };
        KnownBook { summary, kept: true, ..KnownBook::default() }
    }

    fn current(books: &[KnownBook]) -> Option<String> {
        let day = crate::values::Day::new(2026, 11, 1).unwrap();
        let times = ClientTimes::of(None, &Default::default(), day);
        Client::of(books.iter().collect(), "", &ClientMark::default(), times)?.current.folder
    }

    #[test]
    fn a_copy_of_last_months_file_is_not_the_current_download_though_its_date_is_new() {
        let (october, november) = (book("a", "102026", 9), book("b", "112026", 5));
        assert_eq!(current(&[october.clone(), november.clone()]).as_deref(), Some("b"));
        let later = book("c", "112026", 7);
        assert_eq!(current(&[later, october, november]).as_deref(), Some("c"), "of one period the newest counts");
        let unknown =
            KnownBook { summary: BookSummary { periods: None, ..book("d", "", 8).summary }, ..book("", "", 0) };
        assert_eq!(current(&[unknown, book("b", "112026", 5)]).as_deref(), Some("d"), "by its date alone");
    }
}
