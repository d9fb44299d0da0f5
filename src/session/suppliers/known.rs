//! What is known of a supplier from the downloads before, in three lines: from summaries that are written when a download is left
//! or uploaded, so that no other book is opened. It never decides anything.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use crate::book::{Action, Book, Section, TextId};
use crate::edit::{Command, Log};
use crate::rules::calendar;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::store::Home;
use crate::store::supplier_summary::{SupplierMonth, SupplierSummary};
use crate::values::{Period, clock, counted, grouped, short};
use crate::view::suppliers::{SupplierEntry, SupplierLine, SupplierNumbers};
use crate::work::Progress;

/// What is known of a supplier, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownSupplier {
    /// The months: `May to September 2026`; none if no other download of this client is known.
    pub months: Option<String>,
    /// What is known of them.
    pub lines: Vec<String>,
}

/// What the summaries of other downloads of the recipient say of the suppliers of this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherDownloads {
    /// The periods that they were for, in order, one for each download.
    periods: Vec<Period>,
    /// By GSTIN.
    suppliers: HashMap<String, OfSupplier>,
}

/// What they say of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OfSupplier {
    accepted: u64,
    rejected: u64,
    pending: u64,
    /// In how many downloads it is, and in how many of them not all is filed.
    downloads: u64,
    not_filed: u64,
    /// Remarks used, those of the latest period first.
    remarks: Vec<String>,
}

/// More remarks than this are not shown.
const REMARKS: usize = 3;

impl OtherDownloads {
    /// Reads the summaries of the books of a recipient up to a period, but for one book's own: of each period the newest, as a
    /// month that was downloaded twice is one month. None if it was stopped on the way.
    pub fn read(
        home: &Home,
        gstin: &str,
        own: &Path,
        until: Period,
        wanted: impl Fn(&str) -> bool,
        progress: &Progress,
    ) -> Option<OtherDownloads> {
        let folders = home.books_of(gstin).into_iter().filter(|folder| folder != own);
        let mut summaries: Vec<(Period, SupplierSummary)> = folders
            .take_while(|_| !progress.cancelled())
            .filter_map(|folder| SupplierSummary::load(&*home.disk, &folder))
            .filter_map(|summary| Some((summary.period()?, summary)))
            .filter(|(period, _)| *period <= until)
            .collect();
        summaries.sort_by_key(|(period, summary)| std::cmp::Reverse((*period, summary.when)));
        summaries.dedup_by_key(|(period, _)| *period);
        let mut all = OtherDownloads::default();
        for (period, summary) in summaries {
            all.periods.insert(0, period);
            for (gstin, month) in summary.suppliers.into_iter().filter(|(gstin, _)| wanted(gstin)) {
                all.suppliers.entry(gstin).or_default().add(month);
            }
        }
        if progress.cancelled() { None } else { Some(all) }
    }

    /// The months that they are of: `September 2026`, `May to September 2026`.
    fn months(&self) -> Option<String> {
        let (first, last) = (*self.periods.first()?, *self.periods.last()?);
        let in_words = |period: Period| format!("{} {}", period.month_name(), period.year());
        Some(match (first == last, first.year() == last.year()) {
            (true, _) => in_words(last),
            (false, true) => format!("{} to {}", first.month_name(), in_words(last)),
            (false, false) => format!("{} to {}", in_words(first), in_words(last)),
        })
    }

    /// What is known of suppliers together. `now`: what this download says of them.
    pub fn of(&self, gstins: &[String], now: &SupplierLine) -> KnownSupplier {
        let Some(months) = self.months() else { return KnownSupplier::default() };
        let mut all = OfSupplier::default();
        gstins.iter().filter_map(|gstin| self.suppliers.get(gstin)).for_each(|of| all.join(of));
        if all.downloads == 0 {
            return KnownSupplier { months: Some(months), lines: vec!["Not in these downloads".into()] };
        }
        let mut lines = vec![format!(
            "{} accepted, {} Pending, {} rejected",
            grouped(all.accepted),
            grouped(all.pending),
            grouped(all.rejected)
        )];
        let (downloads, not_filed) = (all.downloads + 1, all.not_filed + u64::from(now.not_filed > 0));
        lines.push(match not_filed {
            0 => format!("GSTR-1 filed in all {} with this one", counted(downloads, "download", "downloads")),
            n => format!("GSTR-1 not filed in {} of {} downloads, this one included", grouped(n), grouped(downloads)),
        });
        if !all.remarks.is_empty() {
            let used: Vec<String> = all.remarks.iter().map(|text| format!("“{}”", short(text, 60))).collect();
            lines.push(format!("Remarks last used: {}", used.join(", ")));
        }
        KnownSupplier { months: Some(months), lines }
    }
}

impl OfSupplier {
    fn add(&mut self, month: SupplierMonth) {
        self.accepted += u64::from(month.accepted);
        self.rejected += u64::from(month.rejected);
        self.pending += u64::from(month.pending);
        self.downloads += 1;
        self.not_filed += u64::from(month.not_filed > 0);
        self.remember(&month.remarks);
    }

    fn remember(&mut self, remarks: &str) {
        if !remarks.is_empty() && self.remarks.len() < REMARKS && !self.remarks.iter().any(|known| known == remarks) {
            self.remarks.push(remarks.to_owned());
        }
    }

    fn join(&mut self, other: &OfSupplier) {
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.pending += other.pending;
        // Of several GSTINs of one PAN: the downloads of the one that is in most.
        self.downloads = self.downloads.max(other.downloads);
        self.not_filed = self.not_filed.max(other.not_filed);
        other.remarks.iter().for_each(|remarks| self.remember(remarks));
    }
}

/// What became of each supplier's records in a book.
pub fn summary(book: &Book, log: &Log, period: Period, when: u64) -> SupplierSummary {
    let numbers = SupplierNumbers::of(book);
    let counted = numbers.gather(book, &Progress::default(), |counts: &mut [u32; 5], section, row| {
        let sheet = book.sheet(section);
        let filing = sheet.records().filings[row as usize];
        let place = match sheet.actions()[row as usize] {
            Action::Accept => Some(0),
            Action::Reject => Some(1),
            Action::Pending => Some(2),
            Action::NoAction | Action::Other => None,
        };
        place.into_iter().for_each(|place| counts[place] += 1);
        counts[3] += u32::from(filing == crate::book::Filing::NotFiled);
        counts[4] += 1;
    });
    let remarks = remarks_used(book, log, &numbers);
    let mut suppliers = BTreeMap::new();
    for (supplier, &[accepted, rejected, pending, not_filed, all]) in counted.unwrap_or_default().iter() {
        if all > 0 {
            let remarks = remarks.get(&supplier).map_or(String::new(), |&id| book.text(id).to_owned());
            let month = SupplierMonth { accepted, rejected, pending, not_filed, remarks };
            suppliers.insert(numbers.gstin(book, supplier).into_owned(), month);
        }
    }
    SupplierSummary::new(period, when, suppliers)
}

/// The last GSTR-2B period of the records of a book: the month that its download was for, whenever it is looked at.
fn last_period(book: &Book) -> Option<Period> {
    let rows = |section: Section| (0..book.sheet(section).rows()).map(move |row| (section, row));
    let records = Section::ALL.into_iter().flat_map(rows);
    records.filter_map(|(section, row)| calendar::gstr_2b_period(book, section, row)).max()
}

/// The remarks that each supplier's records got last and still have; where none were written here, those that the portal holds.
fn remarks_used(book: &Book, log: &Log, numbers: &SupplierNumbers) -> HashMap<u32, TextId> {
    let mut used = HashMap::new();
    let mut take = |section: Section, row: u32| {
        let sheet = book.sheet(section);
        let id = if row < sheet.rows() { sheet.remarks()[row as usize] } else { TextId::NONE };
        if id != TextId::NONE && sheet.in_force(row) {
            used.entry(numbers.of_row(book, section, row)).or_insert(id);
        }
    };
    for step in log.steps()[..log.in_force()].iter().rev() {
        match &step.command {
            Command::Decide { rows, change } if change.remarks.is_some() => {
                for (section, rows) in rows {
                    rows.iter().for_each(|row| take(*section, row));
                }
            }
            Command::Table { rows, .. } => {
                let written = rows.iter().filter(|(_, _, change)| change.remarks.is_some());
                written.for_each(|(section, row, _)| take(*section, *row));
            }
            _ => {}
        }
    }
    for section in Section::ALL {
        let remarks = book.sheet(section).remarks();
        let rows = (0..remarks.len() as u32).rev().filter(|&row| remarks[row as usize] != TextId::NONE);
        rows.for_each(|row| take(section, row));
    }
    used
}

impl Session {
    /// Writes what became of each supplier's records, where the book is kept. What cannot be written is only not known later.
    pub(in crate::session) fn keep_supplier_summary(&self) {
        let Some((home, folder)) = self.keeping.folder() else { return };
        if self.book.sheets().iter().all(|sheet| sheet.rows() == 0) {
            return;
        }
        let period = last_period(&self.book).unwrap_or_else(|| calendar::closing(&self.book, self.day));
        let _ = summary(&self.book, &self.log, period, clock::now()).keep(&*home.disk, folder);
    }

    /// Reads what is known from other downloads, once, on a thread: a pen drive may be slow.
    pub(in crate::session) fn look_at_other_downloads(&mut self) {
        let place = self.keeping.place().map(|(home, folder)| (home.clone(), folder.to_owned()));
        let (Some((home, folder)), Some(gstin)) = (place, self.book.recipient.gstin().map(str::to_owned)) else {
            return;
        };
        if self.suppliers.others.is_some() || self.background.runs_for(Purpose::OtherDownloads) {
            return;
        }
        let closing = calendar::closing(&self.book, self.day);
        self.background.add(Purpose::OtherDownloads, move |book, _, progress| {
            let mine = Section::ALL.into_iter().flat_map(|section| book.sheet(section).records().suppliers.texts());
            let mine: BTreeSet<String> = mine.map(|text| text.trim().to_ascii_uppercase()).collect();
            let until = last_period(book).unwrap_or(closing);
            let others = OtherDownloads::read(&home, &gstin, &folder, until, |gstin| mine.contains(gstin), progress)?;
            Some(Box::new(move |open: &mut Session| open.suppliers.others = Some(Arc::new(others))))
        });
        self.background.send(&self.book, &self.findings);
    }

    /// What is known of a line from the downloads before.
    pub fn known_of(&self, entry: SupplierEntry) -> KnownSupplier {
        let Some(others) = &self.suppliers.others else { return KnownSupplier::default() };
        let sheet = &self.suppliers;
        let suppliers = sheet.list.suppliers(entry);
        let gstins: Vec<String> =
            suppliers.iter().map(|&supplier| sheet.numbers.gstin(&self.book, supplier).into_owned()).collect();
        others.of(&gstins, &sheet.line(entry))
    }
}
