//! Letters to suppliers: what is not filed, rejected, or missing on the portal. Each is of one supplier alone: it holds no
//! internal note, no total of the recipient, no path, and nothing of any other supplier.

use std::collections::{BTreeMap, BTreeSet};

use super::Letterhead;
use super::html::{Page, exact, numbers, row, words};
use super::private::{OtherSuppliers, key};
use crate::book::{Action, Book, Class, Field, Filing, Section};
use crate::disk::is_device;
use crate::matching::Matches;
use crate::values::{Day, gstin, money, short};
use crate::view;

/// A document in the register that the portal does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The supplier's GSTIN.
    pub gstin: String,
    /// The document's number.
    pub number: String,
    /// Its day.
    pub day: Day,
    /// Its tax.
    pub tax: i128,
}

impl Missing {
    /// The vouchers that are not in IMS although they are expected there, of suppliers with a GSTIN.
    pub fn of(book: &Book, matches: &Matches) -> Vec<Missing> {
        let entries = book.register().entries();
        let missing =
            |&entry: &u32| matches.entry(entry).class == Class::Books && gstin::well_formed(&key(entries.gstin(entry)));
        let one = |entry: u32| Missing {
            gstin: entries.gstin(entry).to_owned(),
            number: entries.number(entry).to_owned(),
            day: entries.date(entry),
            tax: entries.tax(entry).unwrap_or(0).into(),
        };
        (0..entries.len()).filter(missing).map(one).collect()
    }
}

/// What goes to one supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSupplier {
    /// The name of the files, without their ending: the GSTIN.
    pub file: String,
    /// The page.
    pub html: String,
    /// The same for mail and messengers.
    pub text: String,
}

/// A document of which a letter speaks.
struct Line {
    number: String,
    date: String,
    kind: String,
    taxable: String,
    tax: String,
    reason: String,
}

/// What a letter says, by why it is said.
#[derive(Default)]
struct Letter {
    name: String,
    lines: BTreeMap<LetterPart, Vec<Line>>,
}

/// Why a letter speaks of a document, in the order of the letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LetterPart {
    Rejected,
    RejectedNotFiled,
    ToReject,
    ToRejectNotFiled,
    NotFiled,
    NotesNotFiled,
    Missing,
}

impl LetterPart {
    /// Why a letter speaks of a record; none where it does not.
    fn of(book: &Book, section: Section, row: u32) -> Option<LetterPart> {
        let sheet = book.sheet(section);
        let rejected = sheet.actions()[row as usize] == Action::Reject;
        let not_filed = sheet.records().filings[row as usize] == Filing::NotFiled;
        // What is decided here may not be uploaded yet.
        let on_portal = book.held_by_portal(section, row).action == Action::Reject;
        match (rejected, on_portal, not_filed) {
            (true, true, false) => Some(LetterPart::Rejected),
            (true, true, true) => Some(LetterPart::RejectedNotFiled),
            (true, false, false) => Some(LetterPart::ToReject),
            (true, false, true) => Some(LetterPart::ToRejectNotFiled),
            (false, _, true) if section.is_credit_note() => Some(LetterPart::NotesNotFiled),
            (false, _, true) => Some(LetterPart::NotFiled),
            (false, _, false) => None,
        }
    }

    /// The heading, and what is asked of the supplier.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            LetterPart::Rejected => (
                "Rejected",
                "We rejected these documents in IMS. Please correct or cancel them in your GSTR-1A, or in the amendment table of your next GSTR-1.",
            ),
            LetterPart::RejectedNotFiled => (
                "Rejected, not filed",
                "We rejected these documents in IMS. They are saved in a return of yours that is not filed: please correct or delete them there before you file it.",
            ),
            LetterPart::ToReject => (
                "To be rejected",
                "We are going to reject these documents in IMS. Please look at them, and correct or cancel them in your GSTR-1A, or in the amendment table of your next GSTR-1.",
            ),
            LetterPart::ToRejectNotFiled => (
                "To be rejected, not filed",
                "We are going to reject these documents in IMS. They are saved in a return of yours that is not filed: please correct or delete them there before you file it.",
            ),
            LetterPart::NotFiled => (
                "Not filed",
                "These documents are saved in a return of yours that is not filed. We cannot take the credit until it is.",
            ),
            LetterPart::NotesNotFiled => (
                "Credit notes not filed",
                "These credit notes are saved in a return of yours that is not filed. Please file it: until then they are not in our GSTR-2B.",
            ),
            LetterPart::Missing => (
                "Missing on the portal",
                "These documents are in our books, and we do not find them in our IMS. Please report them, or send us a copy of your entry.",
            ),
        }
    }
}

/// In the place of a remark that is not for this supplier.
const ASK_US: &str = "please ask us";
/// From when a letter speaks.
const AS_OF: &str = "As it was on the portal when we last downloaded it: what you filed since is not in it.";

/// A letter for each supplier of whom something is to be said.
pub fn to_suppliers(book: &Book, of: &Letterhead, missing: &[Missing]) -> Vec<ToSupplier> {
    let mut letters: BTreeMap<String, Letter> = BTreeMap::new();
    for section in Section::ALL {
        let sheet = book.sheet(section);
        for at in (0..sheet.rows()).filter(|&at| sheet.in_force(at)) {
            let records = sheet.records();
            let Some(part) = LetterPart::of(book, section, at) else { continue };
            let letter = letters.entry(key(records.suppliers.get(at))).or_default();
            if letter.name.is_empty() {
                letter.name = records.names.get(at).trim().to_owned();
            }
            letter.lines.entry(part).or_default().push(line(book, section, at));
        }
    }
    for entry in missing {
        let letter = letters.entry(key(&entry.gstin)).or_default();
        letter.lines.entry(LetterPart::Missing).or_default().push(Line {
            number: entry.number.clone(),
            date: if entry.day == Day::NONE { String::new() } else { entry.day.to_string() },
            kind: String::new(),
            taxable: String::new(),
            tax: money::indian(entry.tax),
            reason: String::new(),
        });
    }
    let own = book.recipient.gstin().unwrap_or("").to_owned();
    let (others, mut names) = (OtherSuppliers::of(book), BTreeSet::new());
    let letters = letters.into_iter().map(|(gstin, mut letter)| {
        letter.keep_to_itself(&gstin, &others);
        ToSupplier {
            file: file_name(&gstin, &mut names),
            html: letter.html(&gstin, &own, of),
            text: letter.text(&gstin, &own, of),
        }
    });
    letters.collect()
}

fn line(book: &Book, section: Section, at: u32) -> Line {
    let text = |field| view::cell(book, section, at, field).into_owned();
    let reason = book.text(book.said(section, at).remarks).to_owned();
    Line {
        number: text(Field::Number),
        date: text(Field::Day),
        kind: section.describes().trim_end_matches('s').to_owned(),
        taxable: text(Field::Taxable),
        tax: text(Field::Tax),
        reason,
    }
}

/// A name of a file that every disk can hold, unlike all others there, also where large and small letters are the same.
fn file_name(gstin: &str, names: &mut BTreeSet<String>) -> String {
    let plain: String = gstin.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let plain = match plain.as_str() {
        "" => "supplier".to_owned(),
        device if is_device(device) => format!("supplier-{device}"),
        _ => plain,
    };
    let mut name = plain.clone();
    let mut number = 2;
    while !names.insert(name.to_ascii_lowercase()) {
        name = format!("{plain}-{number}");
        number += 1;
    }
    name
}

impl Letter {
    /// A remark that speaks of a different supplier, or of where files are, stays here.
    fn keep_to_itself(&mut self, own: &str, others: &OtherSuppliers) {
        for line in self.lines.values_mut().flatten() {
            if others.stays_here(&line.reason, own) {
                line.reason = ASK_US.to_owned();
            }
        }
    }

    fn parts(&self) -> impl Iterator<Item = ((&'static str, &'static str), &[Line])> {
        self.lines.iter().map(|(why, lines)| (why.words(), lines.as_slice()))
    }

    fn html(&self, gstin: &str, recipient: &str, of: &Letterhead) -> String {
        let mut page = Page::new("Documents to check");
        // A letter has room.
        page.raw("<style>body{font-size:13px}th,td{font-size:11.5px;padding-top:3px;padding-bottom:3px}h2{font-size:14px}</style>");
        let from = if of.client.is_empty() { recipient } else { &of.client };
        let to = if self.name.is_empty() { gstin } else { &self.name };
        page.head((from, &format!("GSTIN {recipient}")), ("Documents to check", &of.day.to_string()));
        page.element("p", "", &format!("To {to}, GSTIN {gstin}"));
        page.element("p", "", AS_OF);
        for ((title, what), lines) in self.parts() {
            page.element("h2", "", title);
            page.element("p", "", what);
            let columns = [
                exact("Number", 18),
                exact("Date", 10),
                words("Document", 18),
                numbers("Taxable value", 14),
                numbers("Tax", 13),
                words("Reason", 27),
            ];
            let cells = |line: &Line| {
                [&line.number, &line.date, &line.kind, &line.taxable, &line.tax, &line.reason].map(String::clone)
            };
            page.table(&columns, &lines.iter().map(|line| row(cells(line))).collect::<Vec<_>>());
        }
        page.end()
    }

    fn text(&self, gstin: &str, recipient: &str, of: &Letterhead) -> String {
        let from = if of.client.is_empty() { String::new() } else { format!("{}, ", flat(&of.client)) };
        let to = if self.name.is_empty() { String::new() } else { format!("{}, ", flat(&self.name)) };
        let mut text = format!("From {from}GSTIN {recipient}\nTo {to}GSTIN {}\n{}\n{AS_OF}\n", flat(gstin), of.day);
        for ((title, what), lines) in self.parts() {
            text += &format!("\n{title}\n{what}\n");
            for line in lines {
                let parts = [
                    line.number.clone(),
                    line.date.clone(),
                    line.kind.clone(),
                    if line.taxable.is_empty() { String::new() } else { format!("taxable {}", line.taxable) },
                    if line.tax.is_empty() { String::new() } else { format!("tax {}", line.tax) },
                    line.reason.clone(),
                ];
                let parts: Vec<String> = parts.iter().map(|part| flat(part)).filter(|part| !part.is_empty()).collect();
                text += &format!("- {}\n", parts.join(", "));
            }
        }
        text
    }
}

/// A text in one line, without what moves a cursor.
fn flat(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    short(text.trim(), 1_000).into_owned()
}
