//! The working paper: every record that is decided, with remarks and how it came about; uploads; what was done, day by day.

use super::Letterhead;
use super::html::{Page, PaperRow, exact, numbers, row, sum_row, words};
use super::summary::{foot, head};
use crate::book::{Action, AnswerKind, Book, Field, Section};
use crate::exchange::workbook::on_portal;
use crate::rules::credit::{Credit, Figures, total};
use crate::values::{clock, grouped, hex, money};
use crate::view;

/// An upload that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastUpload {
    /// When, in seconds since 1970.
    pub at: u64,
    /// The file's name.
    pub name: String,
    /// How many records it has.
    pub records: u64,
    /// Its SHA-256 in base 16.
    pub sha256: String,
}

/// What the working paper says beside the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Working {
    /// Whether internal notes are printed.
    pub notes: bool,
    /// The uploads, in their order.
    pub uploads: Vec<PastUpload>,
    /// What was done: when, in seconds since 1970, and in words.
    pub history: Vec<(u64, String)>,
}

/// The page. `how` says of a record how its decision came about: by hand, in bulk, by the register.
pub fn working(book: &Book, of: &Letterhead, with: &Working, how: &dyn Fn(Section, u32) -> String) -> String {
    let mut page = Page::new("Working paper");
    page.raw("<style>@page{size:A4 landscape}body{max-width:273mm}</style>");
    head(&mut page, book, of, "Working paper");
    let credit = Credit::new(book, of.day);
    let mut none = true;
    for section in Section::ALL {
        let sheet = book.sheet(section);
        // What an amendment changes may depend on what is decided on its original.
        let moves = |row: u32| change(&credit, section, row) != 0;
        let decided = |row: &u32| sheet.in_force(*row) && (is_decided(book, section, *row, with.notes) || moves(*row));
        let rows: Vec<u32> = (0..sheet.rows()).filter(decided).collect();
        if !rows.is_empty() {
            none = false;
            records(&mut page, book, &credit, section, &rows, (with, how));
        }
    }
    if none {
        page.element("p", "", "Nothing is decided.");
    }
    files(&mut page, book);
    uploads(&mut page, with);
    history(&mut page, with);
    foot(&mut page, book, of);
    page.end()
}

/// Whether a record has an action, or anything else was decided on it.
fn is_decided(book: &Book, section: Section, row: u32, notes: bool) -> bool {
    let (decision, baseline) = (book.sheet(section).decision(row), book.sheet(section).baseline(row));
    decision.action != Action::NoAction
        || !decision.same_saying(baseline)
        || (notes && !book.text(decision.note).is_empty())
}

fn records(
    page: &mut Page,
    book: &Book,
    credit: &Credit<'_>,
    section: Section,
    rows: &[u32],
    (with, how): (&Working, &dyn Fn(Section, u32) -> String),
) {
    page.element(
        "h2",
        "",
        &format!("{} {} ({})", section.sheet_name(), section.describes(), grouped(rows.len() as u64)),
    );
    let mut columns = vec![
        exact("Number", 11),
        exact("Date", 6),
        words("Supplier", 15),
        exact("GSTIN", 10),
        numbers("Taxable", 9),
        numbers("Tax", 8),
        words("Decision", 8),
        words("On the portal", 7),
        words("Remarks", if with.notes { 11 } else { 17 }),
    ];
    if with.notes {
        columns.push(words("Internal note", 9));
    }
    columns.extend([words("How", 9), numbers("ITC change", 8)]);
    let mut sums = [0_i128; 3];
    let mut list: Vec<PaperRow> = Vec::with_capacity(rows.len() + 1);
    for &at in rows {
        let text = |field| view::cell(book, section, at, field).into_owned();
        let change = change(credit, section, at);
        let amount = |field| view::amount(book, section, at, field).map_or(0, i128::from);
        sums = [sums[0] + amount(Field::Taxable), sums[1] + amount(Field::Tax), sums[2] + change];
        let mut cells = vec![
            text(Field::Number),
            text(Field::Day),
            text(Field::Name),
            text(Field::Supplier),
            text(Field::Taxable),
            text(Field::Tax),
            decision(book, section, at),
            on_portal(book, section, at).into_owned(),
            text(Field::Remarks),
        ];
        if with.notes {
            cells.push(text(Field::Note));
        }
        cells.extend([how(section, at), money::indian(change)]);
        list.push(row(cells));
    }
    let mut last = vec!["All".to_owned(), String::new(), String::new(), String::new()];
    last.extend([money::indian(sums[0]), money::indian(sums[1])]);
    last.extend(std::iter::repeat_n(String::new(), columns.len() - 7));
    last.push(money::indian(sums[2]));
    list.push(sum_row(last));
    page.table(&columns, &list);
}

/// What a record changes in this month's credit.
fn change(credit: &Credit<'_>, section: Section, at: u32) -> i128 {
    let mut figures = Figures::default();
    figures.add(credit, section, at);
    total(figures.difference())
}

/// The action, and with Accept the answer and what is declared.
fn decision(book: &Book, section: Section, at: u32) -> String {
    let said = book.said(section, at);
    let answer = book.answers().get(said.answer);
    let action = view::cell(book, section, at, Field::Action);
    match answer.kind {
        AnswerKind::None => action.into_owned(),
        AnswerKind::Part => {
            let declared: i128 = answer.heads.iter().map(|&head| i128::from(head)).sum();
            format!("{action}; {} {}", answer.name(), money::indian(declared))
        }
        AnswerKind::Full | AnswerKind::No => format!("{action}; {}", answer.name()),
    }
}

fn files(page: &mut Page, book: &Book) {
    page.element("h2", "", "Portal files");
    let line =
        |source: &crate::book::Source| row([crate::values::last_part(&source.name).to_owned(), hex(&source.hash)]);
    page.table(&[words("File", 45), exact("SHA-256", 55)], &book.files().map(line).collect::<Vec<_>>());
}

fn uploads(page: &mut Page, with: &Working) {
    if with.uploads.is_empty() {
        return;
    }
    // Whether one was uploaded is not known of each.
    page.element("h2", "", "JSON files written for upload");
    let line = |upload: &PastUpload| {
        row([clock::in_full(upload.at), upload.name.clone(), grouped(upload.records), upload.sha256.clone()])
    };
    let columns = [exact("When", 14), words("File", 30), numbers("Records", 8), exact("SHA-256", 48)];
    page.table(&columns, &with.uploads.iter().map(line).collect::<Vec<_>>());
}

/// What was done, day by day: the first line of a day names it.
fn history(page: &mut Page, with: &Working) {
    if with.history.is_empty() {
        return;
    }
    page.element("h2", "", "What was done");
    let mut before = String::new();
    let mut rows = Vec::with_capacity(with.history.len());
    for (at, what) in &with.history {
        let when = if *at == 0 { "day not known".to_owned() } else { clock::in_full(*at) };
        let (day, time) = when.rsplit_once(' ').filter(|_| *at > 0).unwrap_or((&when, ""));
        let shown = if day == before { String::new() } else { day.to_owned() };
        before = day.to_owned();
        rows.push(row([shown, time.to_owned(), what.clone()]));
    }
    page.table(&[exact("Day", 10), exact("Time", 6), words("What", 84)], &rows);
}
