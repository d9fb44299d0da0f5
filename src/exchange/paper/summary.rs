//! The summary for approval: one page for the partner who signs.

use super::Letterhead;
use super::against::{AgainstRegister, CountedTax};
use super::fit;
use super::gathered::{Gathered, NotesOfAnswer};
use super::html::{Page, PaperRow, exact, numbers, row, sum_row, words};
use super::sums::{count, heads, signed};
use super::suppliers::SuppliersOnPaper;
use crate::book::{Book, Class, Section};
use crate::rules::calendar;
use crate::rules::credit::{Credit, CreditFigure, Deemed, PARTS, Sum, counted_past, deemed, total, waiting};
use crate::values::{clock, counted, grouped, last_part, money, plural, state};

/// The page; `register`: what the purchase register says, where there is one.
pub fn summary(book: &Book, of: &Letterhead, register: Option<&AgainstRegister>) -> String {
    let all = Gathered::of(book, of.day);
    let mut page = Page::new("Summary for approval");
    head(&mut page, book, of, "Summary for approval");
    let mut lines = opening(&mut page, book, of, &all);
    lines += itc(&mut page, &all, register);
    lines += beside(&mut page, book, of, &all);
    lines += decisions(&mut page, book, of, &all);
    lines += notes_and_register(&mut page, &all, register);
    let foot = foot_words(book, register);
    // What is longer than usual above and below takes from the lists.
    lines +=
        fit::beside(&of.client, 330.0, 17.0).saturating_sub(1) * 2 + fit::beside(&foot, 90.0, 8.0).saturating_sub(1);
    let (rejected, pending) = (SuppliersOnPaper::of(&all.rejected), SuppliersOnPaper::of(&all.pending));
    let (room, close) = room_each(rejected.height(), pending.height(), 4 * lines);
    if close {
        page.stand_closer();
    }
    rejected.write(&mut page, "3  Rejected", room.0, (&all.figures.rejected, &all.rejected_in_notes));
    pending.write(&mut page, "4  Pending", room.1, (&all.figures.pending, &all.pending_in_notes));
    signatures(&mut page);
    write_foot(&mut page, of, &foot);
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

/// What is to be done, and what it changes; returned is how many lines that takes more than usual.
fn opening(page: &mut Page, book: &Book, of: &Letterhead, all: &Gathered) -> usize {
    let written = all.written;
    let closing = calendar::closing(book, of.day);
    let period = calendar::period_in_words(book, closing);
    let due = calendar::gstr_3b_due(book, closing).map_or_else(String::new, |day| format!(" (due {day})"));
    let drawn_up = calendar::gstr_2b_drawn_up(book, closing);
    let then = drawn_up.map_or_else(String::new, |day| format!("; after {day} also recompute GSTR-2B"));
    let to_upload = if written == 0 {
        "There is nothing to upload: the portal holds every decision.".to_owned()
    } else {
        let are = plural(written, "is", "are");
        format!(
            "{} {are} to be uploaded before GSTR-3B of {period} is filed{due}{then}.",
            counted(written, "decision", "decisions")
        )
    };
    let figures = &all.figures;
    let parts = PARTS.into_iter().zip(figures.parts()).filter(|(_, sum)| sum.heads != [0; 4]);
    let parts: Vec<String> = parts.map(|(name, sum)| format!("{name} {}", money::indian(sum.total().abs()))).collect();
    let (changes, by, parts) = if parts.is_empty() {
        (" They do not change this month's credit.", String::new(), String::new())
    } else {
        let change = money::rupees(total(figures.difference()));
        (" This month's credit changes by ", change, format!(": {}.", parts.join(" · ")))
    };
    let more = [waiting(book, of.day, figures), counted_past(book, of.day, figures)];
    let more: String = more.iter().flatten().chain(&of.gstr_2b).map(|words| format!(" {words}")).collect();
    page.raw("<p>");
    page.text(&to_upload);
    page.text(changes);
    if !by.is_empty() {
        page.bold(&by);
    }
    page.text(&parts);
    page.raw("</p>\n");
    let mut lines = fit::beside(&[&to_upload, changes, &by, &parts].concat(), 0.0, 10.0);
    // What it hangs on is apart from what it is.
    if !more.is_empty() {
        page.element("p", "", more.trim());
        lines += fit::beside(&more, 0.0, 10.0);
    }
    lines.saturating_sub(USUAL_OPENING)
}

/// How many lines the opening takes that are not counted, and how many of small letters.
const USUAL_OPENING: usize = 2;
const USUAL_SMALL: usize = 1;

/// A paragraph in small letters; returned is how many lines it takes more than usual.
fn small(page: &mut Page, text: &str) -> usize {
    page.element("p", "small", text);
    fit::beside(text, 0.0, 8.0).saturating_sub(USUAL_SMALL)
}

/// Credit notes that are not deducted, with the amended ones, and why.
const NOT_DEDUCTED: [(&str, [CreditFigure; 4]); 2] = [
    (
        "credit notes",
        [
            CreditFigure::NotesKeptPending,
            CreditFigure::NotesNowRejected,
            CreditFigure::NotesInPart,
            CreditFigure::NotesNotReduced,
        ],
    ),
    (
        "amended credit notes",
        [
            CreditFigure::AmendedNotesKeptPending,
            CreditFigure::AmendedNotesNowRejected,
            CreditFigure::AmendedNotesInPart,
            CreditFigure::AmendedNotesNotReduced,
        ],
    ),
];
const WHY_NOT: [&str; 4] = ["Pending", "rejected", "part", "No"];

/// What is deducted.
const DEDUCTED: [CreditFigure; 6] = [
    CreditFigure::NotesDeducted,
    CreditFigure::NotesDeductedInPart,
    CreditFigure::AmendedNotesDeducted,
    CreditFigure::AmendedNotesDeductedInPart,
    CreditFigure::NegativeIn,
    CreditFigure::AmendmentsDown,
];

/// The figures with their parts.
fn itc(page: &mut Page, all: &Gathered, register: Option<&AgainstRegister>) -> usize {
    let figures = &all.figures;
    let parts = figures.parts();
    let all_sums = parts.iter().map(|sum| sum.heads).chain([figures.as_it_stands, figures.after]);
    let cess = all_sums.into_iter().any(|sums| sums[3] != 0);
    let line = |name: String, records: Option<u64>, sums: [i128; 4], write: fn(i128) -> String, sum: bool| {
        let cells = [name, records.map_or_else(String::new, grouped)].into_iter().chain(heads(sums, cess, write));
        PaperRow { sum, ..row(cells) }
    };
    let of = |name: &str, reasons: &[CreditFigure]| {
        let sum = all.moved_by(reasons);
        (sum.records > 0 && sum.heads != [0; 4])
            .then(|| line(name.to_owned(), Some(sum.records), sum.heads, signed, false))
    };
    let of_reason = |reason: CreditFigure| of(reason.words(), &[reason]);
    let not_deducted = |(what, reasons): (&str, [CreditFigure; 4])| {
        let why = reasons.into_iter().zip(WHY_NOT).map(|(reason, name)| (all.moved_by(&[reason]).records, name));
        let why = why.filter(|(records, _)| *records > 0).map(|(records, name)| format!("{name} {}", grouped(records)));
        of(&format!("Added: {what} not deducted: {}", why.collect::<Vec<_>>().join(", ")), &reasons)
    };
    let moved = parts.iter().map(|sum| sum.records).sum();
    let mut rows = vec![line(
        if cess { "If nothing more is done" } else { "If nothing more is done (No action counts as accepted)" }.into(),
        None,
        figures.as_it_stands,
        money::indian,
        false,
    )];
    rows.extend(CreditFigure::WAITING.into_iter().filter_map(of_reason));
    rows.extend(of_reason(CreditFigure::GivenUp));
    let accepted = [CreditFigure::WasPending, CreditFigure::WasRejected];
    rows.extend(of("Added: counts now, and did not before", &accepted));
    rows.extend(of_reason(CreditFigure::NegativeOut));
    rows.extend(NOT_DEDUCTED.into_iter().filter_map(not_deducted));
    let amendments = [CreditFigure::AmendmentsUp, CreditFigure::LowerAmendmentsWait];
    rows.extend(amendments.into_iter().filter_map(of_reason));
    rows.extend(of("Deducted: credit notes and lower amounts accepted", &DEDUCTED));
    rows.push(line("Change".into(), Some(moved), figures.difference(), signed, true));
    rows.push(line("With your decisions: 4(A)(5) of GSTR-3B".into(), None, figures.after, money::indian, true));
    let not_claimable = register.map(|register| register.not_claimable).filter(|sum| sum.records > 0);
    rows.extend(not_claimable.map(|sum| {
        let name = "of this not claimable by the register: 4(B)(1)".to_owned();
        line(name, Some(sum.records), sum.heads, money::indian, false)
    }));
    page.element("h2", "", "1  ITC");
    let first = if cess { 34 } else { 44 };
    let mut columns = vec![words("ITC in GSTR-2B, this file only, in rupees", first), numbers("Records", 8)];
    columns.extend([numbers("IGST", 12), numbers("CGST", 12), numbers("SGST", 12)]);
    columns.extend(cess.then(|| numbers("Cess", 10)));
    columns.push(numbers("Total", 12));
    page.table(&columns, &rows);
    rows.iter().map(|row| fit::in_column(row.cells.first().map_or("", |name| name), first)).sum()
}

/// What is in none of the figures, and until when what waits can be taken.
fn beside(page: &mut Page, book: &Book, of: &Letterhead, all: &Gathered) -> usize {
    let figures = &all.figures;
    let sum_of = |name: &str, sum: &Sum| {
        (sum.records > 0).then(|| format!("{name} {} ({})", money::rupees(sum.total()), grouped(sum.records)))
    };
    let mut parts: Vec<String> = [
        sum_of("supplier's GSTR-1 not filed", &figures.not_filed).map(|words| words + &not_filed_most(all)),
        sum_of("next GSTR-2B", &figures.next),
        sum_of("amendments to check", &figures.to_check),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.push("imports, ISD and reverse charge".to_owned());
    let mut text = format!("Not in these figures: {}.", parts.join(" · "));
    if !all.last_returns.is_empty() {
        let last = all.last_returns.iter().map(|(period, (records, tax))| {
            let past = calendar::gstr_3b_due(book, *period).is_some_and(|due| of.day > due);
            format!(
                "GSTR-3B of {}{} for {} Pending (tax on the documents {})",
                calendar::period_in_words(book, *period),
                if past { ", which is past," } else { "" },
                grouped(*records),
                money::rupees(*tax)
            )
        });
        text += &format!(" Last return for what is Pending: {}.", last.collect::<Vec<_>>().join(", "));
    }
    small(page, &text)
}

/// The suppliers of whom most is not filed.
fn not_filed_most(all: &Gathered) -> String {
    let most: Vec<String> =
        all.not_filed.iter().take(3).map(|of| format!("{} {}", of.name, money::indian(of.tax))).collect();
    if most.is_empty() { String::new() } else { format!(", most of {}", most.join(", ")) }
}

/// Records by sheet and action.
fn decisions(page: &mut Page, book: &Book, of: &Letterhead, all: &Gathered) -> usize {
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
    rows.push(row(line("now".into(), all.now)));
    rows.push(row(line("on the portal before".into(), all.before)));
    if all.only_words != [0; 4] {
        rows.push(row(line("of these only remarks or answer changed".into(), all.only_words)));
    }
    page.table(&columns, &rows);
    let deemed = deemed(&Credit::new(book, of.day), |_, _| false);
    let said = if deemed.records > 0 { small(page, &counts_as_accepted(&deemed, sums[3])) } else { 0 };
    rows.len() + said
}

/// How many of the records without action count as accepted, and what they give; of amendments to check that is not known.
fn counts_as_accepted(deemed: &Deemed, without_action: u64) -> String {
    let count = plural(deemed.records, "counts", "count");
    let mut text =
        format!("{} of the {} without action {count} as accepted", grouped(deemed.records), grouped(without_action));
    if deemed.records > deemed.to_check {
        text += &format!(": {}", money::rupees(deemed.credit()));
    }
    text += ". ";
    if deemed.to_check > 0 {
        let amendments = counted(deemed.to_check, "is an amendment", "are amendments");
        text += &format!("Of these {amendments} to check, of which the effect is not known. ");
    }
    text + "The others: GSTR-1 not filed, next GSTR-2B, or to be decided on the portal."
}

fn described(section: Section) -> String {
    section.describes().to_lowercase()
}

/// Accepted credit notes by their answer, and beside them how the register agrees.
fn notes_and_register(page: &mut Page, all: &Gathered, register: Option<&AgainstRegister>) -> usize {
    let notes = notes(all);
    let against = register.map(against);
    let lines = notes.len().max(against.as_ref().map_or(0, Vec::len));
    if lines > 0 {
        let columns = [
            exact("Credit notes accepted: ITC to be reduced?", 46),
            numbers("Notes", 14),
            numbers("Tax", 20),
            numbers("Deducted", 20),
        ];
        let of_register = [exact("Register against IMS", 50), numbers("Number", 20), numbers("Tax", 30)];
        page.raw("<div class=\"two\">");
        for (columns, rows) in [(&columns[..], notes), (&of_register[..], against.unwrap_or_default())] {
            if !rows.is_empty() {
                page.raw("<div>");
                page.table(columns, &rows);
                page.raw("</div>");
            }
        }
        page.raw("</div>\n");
    }
    let mut said = Vec::new();
    let (records, tax) = all.rejected_notes;
    if records > 0 {
        let (notes, add) =
            (counted(records, "credit note is", "credit notes are"), plural(records, "it adds", "they add"));
        said.push(format!("{notes} rejected: {add} {} to the supplier's tax.", money::rupees(tax)));
    }
    let (replaced, aside) = register.map_or((0, 0), |register| (register.replaced, register.aside));
    if replaced > 0 {
        said.push(format!(
            "{} replaced by an amendment and not compared.",
            counted(replaced, "record is", "records are")
        ));
    }
    if aside > 0 {
        let vouchers = counted(aside, "voucher is", "vouchers are");
        said.push(format!("{vouchers} not compared: booked twice, on the portal before, or not expected in IMS."));
    }
    lines + if said.is_empty() { 0 } else { small(page, &said.join(" ")) }
}

fn notes(all: &Gathered) -> Vec<PaperRow> {
    let names = ["Yes, full", "Yes, part", "No: already reversed, or never taken", "Not asked by the portal"];
    let list = names.into_iter().zip(&all.answers).filter(|(_, notes)| notes.records > 0);
    let line = |name: &str, records, tax, deducted| {
        [name.to_owned(), count(records), money::indian(tax), money::indian(deducted)]
    };
    let mut rows: Vec<PaperRow> =
        list.map(|(name, notes)| row(line(name, notes.records, notes.tax, notes.deducted))).collect();
    if !rows.is_empty() {
        let sum = |of: fn(&NotesOfAnswer) -> i128| all.answers.iter().map(of).sum::<i128>();
        let records = all.answers.iter().map(|notes| notes.records).sum();
        rows.push(sum_row(line("All", records, sum(|notes| notes.tax), sum(|notes| notes.deducted))));
    }
    rows
}

fn against(register: &AgainstRegister) -> Vec<PaperRow> {
    let line = |name: &str, of: CountedTax| [name.to_owned(), count(of.number), money::indian(of.tax)];
    let mut rows = vec![
        row(line("Matched, fully or but for one thing", register.agree)),
        row(line("Something differs", register.differ)),
        row(line(Class::Portal.title(), register.not_in_books)),
    ];
    if register.twice.number > 0 {
        rows.push(row(line(Class::Twice.title(), register.twice)));
    }
    rows.push(sum_row(line("Not in IMS (vouchers)", register.not_in_ims)));
    rows
}

/// How much the lists of rejected and Pending suppliers get, in quarters of a line, so that all is on one page: `above` is what the
/// tables before them take. And whether the rows stand closer, as little is left for the lists.
fn room_each(rejected: usize, pending: usize, above: usize) -> ((usize, usize), bool) {
    /// This many lines of tables fit on a page, beside the headings and what is said between; and this many that stand closer.
    const PAGE: usize = 4 * 40;
    const CLOSE: usize = 4 * 44;
    const LEAST: usize = 4 * 3;
    let left = PAGE.saturating_sub(above);
    let close = left < 4 * LEAST && rejected + pending > left;
    let both = if close { CLOSE.saturating_sub(above) } else { left }.max(2 * LEAST);
    let of_rejected = rejected.min((both * 2 / 5).max(both.saturating_sub(pending)));
    ((of_rejected, pending.min(both - of_rejected)), close)
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
    write_foot(page, of, &foot_words(book, None));
}

fn foot_words(book: &Book, register: Option<&AgainstRegister>) -> String {
    let files: Vec<&str> = book.files().map(|source| last_part(&source.name)).collect();
    let register = register.map(|register| register.files.iter().map(String::as_str).collect::<Vec<_>>());
    let register = register.filter(|files| !files.is_empty());
    let register = register.map_or_else(String::new, |files| format!(" · register {}", first_of(&files)));
    format!("Portal file {}{register} · IMS Desk", first_of(&files))
}

fn write_foot(page: &mut Page, of: &Letterhead, words: &str) {
    page.raw("<div class=\"foot\">");
    page.element("div", "", words);
    page.element("div", "", &clock::in_full(of.now));
    page.raw("</div>\n");
}

/// Three names, and how many more there are.
fn first_of(names: &[&str]) -> String {
    let first = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(3) {
        0 => first,
        more => format!("{first} and {} more", grouped(more as u64)),
    }
}
