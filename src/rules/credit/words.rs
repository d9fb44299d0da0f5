//! What is to be said beside a figure of the credit, so that what only waits is not read as a loss, and what is lost is not said to wait.

use super::{Counted, Credit, CreditTime, CreditTimes, Figures, Side, Sum};
use crate::book::{Action, AnswerKind, Book, Section};
use crate::rules::{actions, calendar};
use crate::values::{Day, Period, counted, money};

/// The time of one GSTR-2B: a quarter for who files by the quarter.
pub fn this_time(quarterly: bool) -> &'static str {
    if quarterly { "this quarter" } else { "this month" }
}

/// What the difference between the figures is called.
pub fn change_called(quarterly: bool) -> &'static str {
    if quarterly { "Change this quarter" } else { "Change this month" }
}

/// What of the credit waits and what of that is not lost, a sentence each; nothing where nothing waits.
pub fn waiting(book: &Book, day: Day, figures: &Figures) -> Vec<String> {
    let Figures { waits, waits_last_return, waits_past, waits_over, .. } = figures;
    let in_time = figures.waits_in_time();
    let of = |sum: &Sum| money::rupees(-sum.total());
    let closing = calendar::closing(book, day);
    let mut said = Vec::new();
    if in_time.records > 0 && in_time.records == waits.records {
        said.push(format!("What waits is not lost: {} comes with the GSTR-2B in which you accept it.", of(&in_time)));
    } else if in_time.records > 0 {
        said.push(format!(
            "Of what waits {} is not lost: it comes with the GSTR-2B in which you accept it.",
            of(&in_time)
        ));
    }
    if waits_last_return.records > 0 {
        let period = calendar::period_in_words(book, closing);
        let due = calendar::gstr_3b_due(book, closing).map_or_else(String::new, |due| format!(" (due {due})"));
        said.push(format!(
            "{} is lost unless you accept it before you file GSTR-3B of {period}{due}: that is its last return.",
            of(waits_last_return)
        ));
    }
    if waits_past.records > 0 {
        said.push(format!("{} {}.", of(waits_past), only_if_unfiled(book, day)));
    }
    if waits_over.records > 0 {
        said.push(format!("{} is lost: the time to take it is over.", of(waits_over)));
    }
    said
}

/// What of "With your decisions" comes after its last return, or without credit notes that are Pending longer than they may be;
/// nothing where all of it is in time.
pub fn counted_past(book: &Book, day: Day, figures: &Figures) -> Vec<String> {
    let mut said = Vec::new();
    if figures.counted_past.records > 0 {
        said.push(format!(
            "Of the figure with your decisions {} {}.",
            money::rupees(figures.counted_past.total()),
            only_if_unfiled(book, day)
        ));
    }
    if figures.counted_over.records > 0 {
        said.push(format!(
            "Of the figure with your decisions {} is past the time set by law: GSTR-2B may give no ITC for it.",
            money::rupees(figures.counted_over.total())
        ));
    }
    if figures.pending_over.records > 0 {
        said.push(format!(
            "The figure with your decisions is without {} that suppliers filed and that are Pending longer than may be: {} may be \
             deducted all the same.",
            counted(figures.pending_over.records, "credit note", "credit notes"),
            money::rupees(-figures.pending_over.total())
        ));
    }
    said
}

/// That several amendments which count are of one document, if there are any: what a later one changes of an earlier one is not in
/// the file, so each counts against the original.
pub fn amended_again(book: &Book, day: Day) -> Option<String> {
    let credit = Credit::new(book, day);
    let (mut amendments, mut first) = (0, None);
    for section in Section::ALL {
        let Some(of) = section.amendment() else { continue };
        let sheet = book.sheet(section);
        for again in sheet.amended().chunk_by(|a, b| a.0 == b.0) {
            let count = again.iter().filter(|&&(_, by)| credit.comes(of, by)).count() as u64;
            if count > 1 {
                amendments += count;
                first = first.or(again.first().map(|&(row, _)| sheet.records().numbers.get(row)));
            }
        }
    }
    let words = counted(amendments, "amendment is", "amendments are");
    first.map(|number| {
        format!(
            "{words} of documents that were amended more than once, such as {number}: each counts by its difference to the \
             original, which may be too much. Check them on the portal."
        )
    })
}

/// What of the credit of one record is to be known: that it waits and until when, that a rejection can be changed, that it comes
/// once it is filed. Nothing of a record that counts as it is.
pub fn of_record(book: &Book, day: Day, section: Section, row: u32) -> Option<String> {
    let credit = Credit::new(book, day);
    if !credit.counts(section, row) {
        return None;
    }
    let action = book.sheet(section).actions()[row as usize];
    let closing = calendar::closing(book, day);
    let return_of = |period: Period| {
        let due = calendar::gstr_3b_due(book, period).map_or_else(String::new, |due| format!(" (due {due})"));
        format!("GSTR-3B of {}{due}", calendar::period_in_words(book, period))
    };
    let own: i128 = credit.own(section, row).iter().map(|&head| i128::from(head)).sum();
    if section.is_credit_note() && own <= 0 || own < 0 {
        return of_deduction(&credit, (section, row), -own, day, &return_of(closing));
    }
    let tax = money::rupees(own);
    let last = calendar::last_return_for_credit(book, calendar::credit_document_day(book, section, row));
    match action {
        Action::Pending => Some(match (credit.time(section, row), last) {
            (CreditTime::InTime, Some(last)) => format!(
                "Its credit of {tax} waits: it comes with the GSTR-2B in which you accept it, until {}.",
                return_of(last)
            ),
            (CreditTime::InTime, None) => {
                format!("Its credit of {tax} waits: it comes with the GSTR-2B in which you accept it.")
            }
            (CreditTime::LastReturn, _) => {
                format!("Its credit of {tax} is lost unless you accept it before you file {}.", return_of(closing))
            }
            (CreditTime::Past, _) => format!("Its credit of {tax} {}.", only_if_unfiled(book, day)),
            (CreditTime::Over, _) => format!("Its credit of {tax} is lost: the time to take it is over."),
        }),
        Action::Reject => Some(match credit.time(section, row) {
            CreditTime::InTime | CreditTime::LastReturn => {
                let instead = instead_of_it(&credit, (section, row));
                format!("Rejected: no credit.{instead} You can change it until you file {}.", return_of(closing))
            }
            CreditTime::Past => {
                format!("Rejected: no credit. Accepted instead, its credit of {tax} {}.", only_if_unfiled(book, day))
            }
            CreditTime::Over => "Rejected: no credit. The time to take it is over.".to_owned(),
        }),
        _ if !credit.filed(section, row) => Some(format!("Its credit of {tax} comes once the supplier files GSTR-1.")),
        _ => None,
    }
}

/// The same of a record that takes credit away: a credit note, or an amendment to less. `tax` is in paise; `this_return` the GSTR-3B of
/// the period that is being closed.
fn of_deduction(
    credit: &Credit,
    (section, row): (Section, u32),
    tax: i128,
    day: Day,
    this_return: &str,
) -> Option<String> {
    let sheet = credit.book.sheet(section);
    let answer = credit.book.answers().get(sheet.decision(row).answer);
    match sheet.actions()[row as usize] {
        Action::Pending => {
            let when = match actions::one_period_ends(credit.book, section, row, day) {
                Some(last) if day > last => " It may be so for one tax period only, and that may be over.",
                Some(_) => " It may be so for one tax period only; then it counts as accepted.",
                None => "",
            };
            Some(format!("Pending: not deducted in this GSTR-2B.{when}"))
        }
        Action::Reject => {
            let instead = instead_of_it(credit, (section, row));
            Some(format!("Rejected: nothing is deducted.{instead} You can change it until you file {this_return}."))
        }
        action if !credit.filed(section, row) => Some(match (action, answer.kind) {
            (Action::Accept, AnswerKind::No | AnswerKind::Part) => {
                "What its answer leaves to deduct is deducted once the supplier files GSTR-1.".to_owned()
            }
            _ => format!("Its tax of {} is deducted once the supplier files GSTR-1.", money::rupees(tax)),
        }),
        _ => None,
    }
}

/// That an amendment of a rejected record counts without it, behind a sentence; nothing where none does.
fn instead_of_it(credit: &Credit, (section, row): (Section, u32)) -> &'static str {
    let in_full = |(of, by): (Section, u32)| {
        let against = matches!(credit.counted(of, by), Counted::Against(..));
        against && credit.comes(of, by) && credit.held(Side::Yours, of, by).takes()
    };
    match credit.amendments(section, row).any(in_full) {
        true => " Its amendment counts with all of its own tax instead.",
        false => "",
    }
}

/// On what it depends whether credit past its last return comes.
fn only_if_unfiled(book: &Book, day: Day) -> String {
    match CreditTimes::new(book, day, calendar::closing(book, day)).of_past(book) {
        Some((last, ends)) => format!(
            "comes only if GSTR-3B of {} is still unfiled (by law until {ends})",
            calendar::period_in_words(book, last)
        ),
        None => "comes only if its last return is still unfiled".to_owned(),
    }
}
