//! The summary for approval: one page for the partner who signs.

use super::Letterhead;
use super::gathered::{Gathered, OfSupplier};
use super::html::{Page, PaperRow, numbers, row, sum_row, words};
use super::sums::{count, heads, signed};
use crate::book::{Book, Section};
use crate::rules::calendar;
use crate::rules::credit::{Credit, NowAndBefore, Sum, deemed, total};
use crate::values::{clock, counted, grouped, last_part, money, plural, state};

/// The page.
pub fn summary(book: &Book, of: &Letterhead) -> String {
    let all = Gathered::of(book, of.day);
    let mut page = Page::new("Summary for approval");
    head(&mut page, book, of, "Summary for approval");
    opening(&mut page, book, of, &all);
    itc(&mut page, &all);
    beside(&mut page, book, &all);
    decisions(&mut page, book, of, &all);
    notes(&mut page, &all);
    let (rejected, pending) = lines_each(all.rejected.len(), all.pending.len());
    suppliers(&mut page, "3  Rejected", (&all.rejected, rejected), &all.figures.rejected);
    suppliers(&mut page, "4  Pending", (&all.pending, pending), &all.figures.pending);
    signatures(&mut page);
    foot(&mut page, book, of);
    page.end()
}

/// The head of a page, with what it is.
pub(super) fn head(page: &mut Page, book: &Book, of: &Letterhead, what: &str) {
    let gstin = book.recipient.gstin().unwrap_or("GSTIN not named by the file");
    let name = if of.client.is_empty() { gstin } else { &of.client };
    let state = gstin.get(..2).and_then(|code| code.parse().ok()).and_then(state::name).unwrap_or("");
    let files = if book.facts.qrmp { "Quarterly (QRMP)" } else { "Monthly" };
    let under = [format!("GSTIN {gstin}"), state.to_owned(), files.to_owned()];
    let under: Vec<String> = under.into_iter().filter(|part| !part.is_empty()).collect();
    let closing = calendar::closing(book, of.day);
    let due = calendar::gstr_3b_due(book, closing).map_or_else(String::new, |day| format!(" · GSTR-3B due {day}"));
    let period = calendar::period_in_words(book, closing);
    page.head((name, &under.join(" · ")), (what, &format!("Invoice Management System · {period}{due}")));
}

/// What is to be done, and what it changes.
fn opening(page: &mut Page, book: &Book, of: &Letterhead, all: &Gathered) {
    let written: u64 = all.written.iter().sum();
    let closing = calendar::closing(book, of.day);
    let period = calendar::period_in_words(book, closing);
    let due = calendar::gstr_3b_due(book, closing).map_or_else(String::new, |day| format!(" (due {day})"));
    let drawn_up = calendar::gstr_2b_drawn_up(book, closing);
    let then = drawn_up.map_or_else(String::new, |day| format!("; after {day} also recompute GSTR-2B"));
    page.raw("<p>");
    if written == 0 {
        page.text("There is nothing to upload: the portal holds every decision.");
    } else {
        let are = plural(written, "is", "are");
        page.text(&format!(
            "{} {are} to be uploaded before GSTR-3B of {period} is filed{due}{then}. ",
            counted(written, "decision", "decisions")
        ));
    }
    let figures = &all.figures;
    let parts = [
        ("waits", &figures.waits),
        ("given up", &figures.given_up),
        ("added", &figures.added),
        ("deducted", &figures.deducted),
    ];
    let parts = parts.into_iter().filter(|(_, sum)| sum.heads != [0; 4]);
    let parts: Vec<String> = parts.map(|(name, sum)| format!("{name} {}", money::indian(sum.total().abs()))).collect();
    let change = total(figures.difference());
    if parts.is_empty() {
        page.text(" They do not change this month's credit.");
    } else {
        page.text(" This month's credit changes by ");
        page.element("b", "", &money::rupees(change));
        page.text(&format!(": {}.", parts.join(" · ")));
    }
    page.raw("</p>\n");
}

/// The figures with their parts.
fn itc(page: &mut Page, all: &Gathered) {
    let figures = &all.figures;
    let parts = [figures.waits, figures.given_up, figures.added, figures.deducted];
    let all_sums = parts.iter().map(|sum| sum.heads).chain([figures.as_it_stands, figures.after]);
    let cess = all_sums.into_iter().any(|sums| sums[3] != 0);
    let line = |name: String, records: Option<u64>, sums: [i128; 4], write: fn(i128) -> String, sum: bool| {
        let cells = [name, records.map_or_else(String::new, grouped)].into_iter().chain(heads(sums, cess, write));
        PaperRow { sum, ..row(cells) }
    };
    let of = |name: &str, sum: &Sum| {
        (sum.records > 0 && sum.heads != [0; 4])
            .then(|| line(name.to_owned(), Some(sum.records), sum.heads, signed, false))
    };
    let notes = all.notes.iter().fold(Sum::default(), |mut sum, figures| {
        sum.join(&figures.added);
        sum
    });
    let why =
        ["Pending", "rejected", "part", "No", "other"].iter().zip(&all.notes).filter(|(_, f)| f.added.records > 0);
    let why: Vec<String> = why.map(|(name, figures)| format!("{name} {}", grouped(figures.added.records))).collect();
    let moved = parts.iter().map(|sum| sum.records).sum();
    let mut rows = vec![line(
        "If nothing more is done (No action counts as accepted)".into(),
        None,
        figures.as_it_stands,
        money::indian,
        false,
    )];
    rows.extend(of("Waits: kept Pending", &figures.waits));
    rows.extend(of("Given up: rejected", &figures.given_up));
    rows.extend(of("Added: accepted now, and not counted before", &figures.added.without(&notes)));
    rows.extend(of(&format!("Added: credit notes not deducted: {}", why.join(", ")), &notes));
    rows.extend(of("Deducted: credit notes and lower amounts accepted", &figures.deducted));
    rows.push(line("Change".into(), Some(moved), figures.difference(), signed, true));
    rows.push(line("With your decisions".into(), None, figures.after, money::indian, true));
    page.element("h2", "", "1  ITC");
    let mut columns =
        vec![words("ITC in GSTR-2B, this file only, in rupees", if cess { 36 } else { 44 }), numbers("Records", 8)];
    columns.extend([numbers("IGST", 12), numbers("CGST", 12), numbers("SGST", 12)]);
    columns.extend(cess.then(|| numbers("Cess", 8)));
    columns.push(numbers("Total", 12));
    page.table(&columns, &rows, true);
}

/// What is in none of the figures, and until when what waits can be taken.
fn beside(page: &mut Page, book: &Book, all: &Gathered) {
    let figures = &all.figures;
    let of = |name: &str, sum: &Sum| {
        (sum.records > 0).then(|| format!("{name} {} ({})", money::rupees(sum.total()), grouped(sum.records)))
    };
    let mut parts: Vec<String> = [
        of("supplier's GSTR-1 not filed", &figures.not_filed),
        of("next GSTR-2B", &figures.next),
        of("amendments to check", &figures.to_check),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.push("imports, ISD and reverse charge".to_owned());
    let mut text = format!("Not in these figures: {}.", parts.join(" · "));
    if !all.last_returns.is_empty() {
        let last = all.last_returns.iter().map(|(period, (records, tax))| {
            format!(
                "GSTR-3B of {} for {} Pending ({})",
                calendar::period_in_words(book, *period),
                grouped(*records),
                money::rupees(*tax)
            )
        });
        text += &format!(" Last return for what waits: {}.", last.collect::<Vec<_>>().join(", "));
    }
    page.element("p", "small", &text);
}

/// Records by sheet and action.
fn decisions(page: &mut Page, book: &Book, of: &Letterhead, all: &Gathered) {
    page.element("h2", "", "2  Decisions");
    let columns = [
        words("Records", 40),
        numbers("In the file", 12),
        numbers("Accepted", 12),
        numbers("Rejected", 12),
        numbers("Pending", 12),
        numbers("No action", 12),
    ];
    let line = |name: String, choices: [u64; 4]| {
        let counts = std::iter::once(choices.iter().sum()).chain(choices);
        [name].into_iter().chain(counts.map(count)).collect::<Vec<_>>()
    };
    let mut sums = [0; 4];
    let mut rows = Vec::new();
    for &(section, choices) in &all.sheets {
        sums.iter_mut().zip(choices).for_each(|(sum, more)| *sum += more);
        rows.push(row(line(format!("{} {}", section.sheet_name(), described(section)), choices)));
    }
    rows.push(sum_row(line("All".into(), sums)));
    rows.push(row(line("now, in this JSON".into(), all.written)));
    rows.push(row(line("on the portal before, unchanged".into(), all.before)));
    page.table(&columns, &rows, true);
    let deemed = deemed(&Credit::new(book, of.day), |_, _| false);
    if deemed.records > 0 {
        let text = format!(
            "{} of the {} without action {} as accepted: {}. The others: GSTR-1 not filed, next GSTR-2B, or to be decided on the portal.",
            grouped(deemed.records),
            grouped(sums[3]),
            plural(deemed.records, "counts", "count"),
            money::rupees(deemed.credit()),
        );
        page.element("p", "small", &text);
    }
}

fn described(section: Section) -> String {
    section.describes().to_lowercase()
}

/// Accepted credit notes by their answer.
fn notes(page: &mut Page, all: &Gathered) {
    let names = ["Yes, full", "Yes, part", "No: already reversed, or never taken", "Not asked by the portal"];
    let list = names.into_iter().zip(&all.answers).filter(|(_, notes)| notes.records > 0);
    let line = |name: &str, records, tax, deducted| {
        [name.to_owned(), count(records), money::indian(tax), money::indian(deducted)]
    };
    let mut rows: Vec<PaperRow> =
        list.map(|(name, notes)| row(line(name, notes.records, notes.tax, notes.deducted))).collect();
    if rows.is_empty() && all.rejected_notes.0 == 0 {
        return;
    }
    if !rows.is_empty() {
        let sum = |of: fn(&super::gathered::NotesOfAnswer) -> i128| all.answers.iter().map(of).sum::<i128>();
        let records = all.answers.iter().map(|notes| notes.records).sum();
        rows.push(sum_row(line("All", records, sum(|notes| notes.tax), sum(|notes| notes.deducted))));
        page.raw("<div style=\"height:6px\"></div>");
        let columns = [
            words("Credit notes accepted: ITC to be reduced?", 52),
            numbers("Notes", 12),
            numbers("Tax", 18),
            numbers("Deducted", 18),
        ];
        page.table(&columns, &rows, true);
    }
    let (records, tax) = all.rejected_notes;
    if records > 0 {
        let (notes, add) =
            (counted(records, "credit note is", "credit notes are"), plural(records, "it adds", "they add"));
        page.element("p", "small", &format!("{notes} rejected: {add} {} to the supplier's tax.", money::rupees(tax)));
    }
}

/// How many lines two lists get, so that all is on one page.
fn lines_each(rejected: usize, pending: usize) -> (usize, usize) {
    const BOTH: usize = 19;
    const LEAST: usize = 7;
    let of_rejected = rejected.min(LEAST.max(BOTH.saturating_sub(pending)));
    (of_rejected, pending.min(BOTH - of_rejected.min(BOTH - LEAST)))
}

fn suppliers(page: &mut Page, title: &str, (list, shown): (&[OfSupplier], usize), sums: &NowAndBefore) {
    page.element("h2", "", title);
    if list.is_empty() {
        page.element("p", "small", "None.");
        return;
    }
    let columns = [
        words("Supplier", 22),
        words("Documents", 26),
        words("Reason", 24),
        numbers("Now", 5),
        numbers("Before", 6),
        numbers("All", 5),
        numbers("Tax", 12),
    ];
    let counts = |now, before, tax| [count(now), count(before), count(now + before), money::indian(tax)];
    let line =
        |s: &OfSupplier| row([name(s), documents(s), reasons(s)].into_iter().chain(counts(s.now, s.before, s.tax)));
    let (first, rest) = list.split_at(shown.min(list.len()));
    let mut rows: Vec<PaperRow> = first.iter().map(line).collect();
    if !rest.is_empty() {
        let sum = |of: fn(&OfSupplier) -> u64| rest.iter().map(of).sum::<u64>();
        let others = counted(rest.len() as u64, "other supplier", "other suppliers");
        let words = [others, "see the working paper".to_owned(), String::new()];
        let tax = rest.iter().map(|supplier| supplier.tax).sum();
        rows.push(row(words.into_iter().chain(counts(sum(|s| s.now), sum(|s| s.before), tax))));
    }
    let (now, before) = (&sums.now, &sums.before);
    let each = [("now", now), ("before", before)].into_iter().filter(|(_, sum)| sum.records > 0);
    let each: Vec<String> = each.map(|(name, sum)| format!("{name} {}", money::indian(sum.total()))).collect();
    let words = ["All".to_owned(), each.join(" · "), String::new()];
    rows.push(sum_row(words.into_iter().chain(counts(now.records, before.records, sums.all().total()))));
    page.table(&columns, &rows, true);
}

fn name(supplier: &OfSupplier) -> String {
    if supplier.name.is_empty() { supplier.gstin.clone() } else { supplier.name.clone() }
}

fn documents(supplier: &OfSupplier) -> String {
    let first = supplier.numbers.iter().take(2).cloned().collect::<Vec<_>>().join(", ");
    match supplier.numbers.len() {
        0..=2 => first,
        all => format!("{first} and {} more", grouped(all as u64 - 2)),
    }
}

fn reasons(supplier: &OfSupplier) -> String {
    let mut reasons: Vec<(&String, &u64)> = supplier.reasons.iter().collect();
    reasons.sort_by_key(|(_, records)| std::cmp::Reverse(**records));
    match reasons.as_slice() {
        [(one, _)] => (*one).clone(),
        several => {
            several.iter().map(|(reason, n)| format!("{reason} {}", grouped(**n))).collect::<Vec<_>>().join(", ")
        }
    }
}

fn signatures(page: &mut Page) {
    page.raw("<div class=\"sign\">");
    for place in ["Prepared by, date", "Approved: name, date", "Signature", "GSTR-3B filed: ARN, date"] {
        page.element("div", "", place);
    }
    page.raw("</div>\n");
}

/// The foot of a page: of which files, and when.
pub(super) fn foot(page: &mut Page, book: &Book, of: &Letterhead) {
    let mut files: Vec<&str> = book.files().map(|source| last_part(&source.name)).collect();
    let more = files.len().saturating_sub(3);
    files.truncate(3);
    let more = if more > 0 { format!(" and {} more", grouped(more as u64)) } else { String::new() };
    page.raw("<div class=\"foot\">");
    page.element("div", "", &format!("Portal file {}{more} · IMS Desk", files.join(", ")));
    page.element("div", "", &clock::in_full(of.now));
    page.raw("</div>\n");
}
