//! A search over all clients of one PAN: for a supplier, a number or an amount, in what suppliers reported and in what the
//! registers have. "Reported to 27…, booked in 29…?" Each book is read from its copies on the drive, on a worker; none is opened
//! to be worked on, and nothing is written.

use std::path::Path;

use crate::book::{Amount, Book, Entries, EntrySum, Section};
use crate::clients::{Client, ClientLine, KeptBook, read_again};
use crate::rules::Findings;
use crate::session::register::fetch;
use crate::store::Home;
use crate::values::{Day, money};
use crate::view::{self, Filter};
use crate::work::Progress;

/// No more hits are shown of one book.
const MOST: usize = 200;

/// A book that is looked through.
#[derive(Clone, Debug)]
pub struct SearchedBook {
    /// The book.
    pub kept: KeptBook,
    /// What its client is called below the PAN: `27 Maharashtra`; and the same covered.
    pub client: [String; 2],
    /// The download that it is.
    pub line: ClientLine,
}

impl SearchedBook {
    /// What its client is called.
    pub fn called(&self, covered: bool) -> &str {
        &self.client[usize::from(covered)]
    }

    /// All downloads of clients that are kept.
    pub fn of<'c>(clients: impl Iterator<Item = (&'c Client, [String; 2])>) -> Vec<SearchedBook> {
        let each = |(client, name): (&'c Client, [String; 2])| {
            let lines = std::iter::once(&client.current).chain(&client.older);
            lines.filter_map(move |line| {
                let kept = KeptBook { folder: line.folder.clone()?, gstin: client.gstin.clone() };
                Some(SearchedBook { kept, client: name.clone(), line: line.clone() })
            })
        };
        clients.flat_map(each).collect()
    }
}

/// A document that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct PanHit {
    /// In which of the books.
    pub book: usize,
    /// `B2B`, or `Register` for a voucher.
    pub sheet: &'static str,
    /// Its supplier's GSTIN and name.
    pub supplier: (String, String),
    /// Its number.
    pub number: String,
    /// Its day.
    pub day: Day,
    /// Its value and its tax in paise, as far as they are known.
    pub amounts: [i128; 2],
    /// What was decided on it; nothing for a voucher.
    pub action: &'static str,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PanHits {
    /// What was found, book by book, the oldest first.
    pub hits: Vec<PanHit>,
    /// How many were found and are not among them.
    pub more: u64,
    /// How many records were found, those that are not among the hits included.
    pub records: u64,
    /// The same of vouchers.
    pub vouchers: u64,
    /// Books that could not be read, and why.
    pub unread: Vec<(usize, String)>,
}

/// Looks through books for words. Every word has to be in some column of a record, as when one finds in an open book.
pub fn search_pan(home: &Home, books: &[SearchedBook], text: &str, progress: &Progress) -> Option<PanHits> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut found = PanHits::default();
    if words.is_empty() {
        return Some(found);
    }
    for (at, searched) in books.iter().enumerate() {
        // Not said before the book is read: reading has its own ends.
        progress.expect((books.len() - at) as u64);
        if progress.cancelled() {
            return None;
        }
        match read_again(home, &searched.kept, &progress.within()) {
            // It was being read when the user stopped it.
            Err(_) if progress.cancelled() => return None,
            Err(why) => found.unread.push((at, why)),
            Ok((book, _)) => {
                let before = found.hits.len();
                records(&book, at, text, &mut found);
                let of_records = found.hits.len();
                vouchers((home, &searched.kept.path(home)), &book, at, (&words, progress), &mut found);
                found.records += (of_records - before) as u64;
                found.vouchers += (found.hits.len() - of_records) as u64;
                found.hits[before..].sort_by_key(|hit| hit.day);
                found.more += found.hits.len().saturating_sub(before + MOST) as u64;
                found.hits.truncate(before + MOST);
            }
        }
        progress.advance(1);
    }
    Some(found)
}

fn records(book: &Book, at: usize, text: &str, found: &mut PanHits) {
    let filter = Filter { text: text.to_owned(), ..Filter::default() };
    for section in Section::ALL {
        let sheet = book.sheet(section);
        let records = sheet.records();
        for row in view::rows(book, &Findings::default(), section, &filter, &[]) {
            let tax = Amount::HEADS.into_iter().map(|head| i128::from(records.amount(row, head))).sum();
            found.hits.push(PanHit {
                book: at,
                sheet: section.sheet_name(),
                supplier: (records.suppliers.get(row).to_owned(), records.names.get(row).to_owned()),
                number: records.numbers.get(row).to_owned(),
                day: records.days[row as usize],
                amounts: [records.amount(row, Amount::Value).into(), tax],
                action: sheet.actions()[row as usize].name(),
            });
        }
    }
}

fn vouchers(
    (home, folder): (&Home, &Path),
    book: &Book,
    at: usize,
    (words, progress): (&[String], &Progress),
    found: &mut PanHits,
) {
    let parts = book.register().parts();
    if parts.is_empty() {
        return;
    }
    let fetched = fetch::from_copies((home, folder), parts, book.recipient.gstin(), &progress.within());
    found.unread.extend(fetched.not_here.into_values().map(|why| (at, why)));
    for part in &fetched.parts {
        let entries: &Entries = &part.entries;
        let rows = (0..entries.len()).filter(|&row| words.iter().all(|word| has(entries, row, word)));
        found.hits.extend(rows.map(|row| PanHit {
            book: at,
            sheet: "Register",
            supplier: (entries.gstin(row).to_owned(), entries.name(row).to_owned()),
            number: entries.number(row).to_owned(),
            day: entries.date(row),
            amounts: [entries.sum(EntrySum::Value, row).into(), entries.tax(row).unwrap_or_default().into()],
            action: "",
        }));
    }
}

/// Whether a voucher has a word: in a text, or as the beginning of an amount.
fn has(entries: &Entries, row: u32, word: &str) -> bool {
    let texts = [entries.gstin(row), entries.name(row), entries.number(row)];
    let digits = word.replace(',', "");
    let amount = || {
        let is_number = digits.chars().all(|c| c.is_ascii_digit() || c == '.') && !digits.is_empty();
        let begins = |sum: EntrySum| money::plain(entries.sum(sum, row).into()).starts_with(&digits);
        is_number && EntrySum::ALL.into_iter().any(begins)
    };
    texts.iter().any(|text| text.to_lowercase().contains(word)) || amount()
}
