//! What a match proposes for its records: Accept, Pending, or a look. Never Reject, and never a decision.

use crate::book::{Book, CreditUse, Filing, Mark, Returns, Section};
use crate::matching::agree::class::Class;
use crate::matching::context::Flag;
use crate::matching::result::{Found, Match, Matches};
use crate::matching::suggest::answer;
use crate::matching::suggest::pending;
use crate::values::Day;
use crate::work::parts;

pub use crate::book::Suggested;

/// A suggestion with its reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// What.
    pub what: Suggested,
    /// Why it is not more than that, or nothing.
    pub why: &'static str,
}

const NOTHING: Suggestion = Suggestion { what: Suggested::Nothing, why: "" };

fn look(why: &'static str) -> Suggestion {
    Suggestion { what: Suggested::Look, why }
}

/// Why a record of a supplier that has not filed is not accepted at once.
pub const NOT_FILED: &str = "not filed";

/// What is suggested for a record, and why: nothing once it has an action, or the user left it without one.
pub fn suggestion(book: &Book, matches: &Matches, section: Section, row: u32, day: Day) -> Suggestion {
    match book.sheet(section).is_open(row) {
        true => if_open(book, matches, section, row, day),
        false => NOTHING,
    }
}

/// What is suggested for a record as long as it has no action. So a decision changes no suggestion, of this record or another.
pub fn if_open(book: &Book, matches: &Matches, section: Section, row: u32, day: Day) -> Suggestion {
    if_open_by(book, matches, (section, row), (day, book.match_settings().returns))
}

/// The same if purchase returns reduced the credit so.
pub fn if_open_by(
    book: &Book,
    matches: &Matches,
    (section, row): (Section, u32),
    (day, returns): (Day, Returns),
) -> Suggestion {
    let found = matches.record(section, row);
    let sheet = book.sheet(section);
    if matches!(found.class, Class::None | Class::Superseded) || sheet.records().read_only(row) {
        return NOTHING;
    }
    let proposed = by_class(book, &found, section, row);
    if proposed.what == Suggested::Look {
        return proposed;
    }
    if let Some(why) = doubt(book, matches, &found, section, row) {
        return look(why);
    }
    if proposed.what == Suggested::Pending {
        return match not_pending(book, &found, section, row, day) {
            Some(why) => look(why),
            None => proposed,
        };
    }
    if section.is_credit_note() && sheet.records().itc_open(section, row) {
        let of = matches.of_record(section, row);
        match answer::proposed_by(book, &of, section, row, (day, returns)) {
            Some(answer) if answer.look => {
                return look("your return was booked in an earlier month: the credit is reduced already");
            }
            None => return look("no answer to \"ITC to be reduced?\" follows from the books"),
            Some(_) => {}
        }
    }
    proposed
}

/// What the table of classes says.
fn by_class(book: &Book, found: &Found, section: Section, row: u32) -> Suggestion {
    let accept = Suggestion { what: Suggested::Accept, why: "" };
    let note = section.is_credit_note();
    let has = |flag| found.flags.has(flag);
    // The user said that both are one document: of these that was all that was to be checked.
    let confirmed = has(Flag::Link) && !has(Flag::Changed);
    match found.class {
        Class::Exact | Class::Tolerance | Class::Written => accept,
        Class::Number if confirmed && !note => accept,
        Class::Several if confirmed && has(Flag::ByAmounts) && has(Flag::NearDates) => accept,
        Class::Several if has(Flag::ByAmounts) => look("found by the amounts alone"),
        Class::Several if has(Flag::NearDates) => accept,
        Class::Several => look("the dates differ by more days than you allow"),
        Class::Date if note => look("the date of a credit note differs"),
        Class::Date if has(Flag::AmountsWithin) && (has(Flag::SameNumber) || has(Flag::NearDates)) => accept,
        Class::Date => look("number and date differ"),
        Class::Amounts if !note && has(Flag::SameNumber) && has(Flag::TaxWithin) => accept,
        Class::Amounts => look("the amounts differ"),
        Class::Gross if credit_is_given_up(book, section, row) => accept,
        Class::Gross => look("booked with the tax inside: blocked, or not claimed?"),
        Class::Portal if note => look("not in the books"),
        Class::Portal => Suggestion { what: Suggested::Pending, why: "not in the books" },
        Class::Amended => look("the books have it as it was before the supplier amended it"),
        Class::Kind => look("the type of document differs"),
        Class::Branch => look("booked under another GSTIN of the supplier"),
        Class::Gstin => look("the supplier's GSTIN is missing or mistyped in the books"),
        Class::Number => look("the number differs"),
        Class::Twice => look("the supplier reported this document twice"),
        _ => NOTHING,
    }
}

/// Whether the user said that no credit is claimed on what is booked with the tax inside from this supplier.
pub fn credit_is_given_up(book: &Book, section: Section, row: u32) -> bool {
    let suppliers = &book.match_settings().suppliers;
    if suppliers.is_empty() {
        return false;
    }
    let supplier = book.sheet(section).records().suppliers.get(row).trim().to_ascii_uppercase();
    matches!(suppliers.get(&supplier), Some(CreditUse::Blocked | CreditUse::ExemptUse))
}

/// Why one looks instead, whatever the table says.
fn doubt(book: &Book, matches: &Matches, found: &Found, section: Section, row: u32) -> Option<&'static str> {
    let has = |flag| found.flags.has(flag);
    let sheet = book.sheet(section);
    if has(Flag::Tie) {
        return Some("another could as well take its place");
    }
    if sheet.has_rivals(row) {
        return Some("the same document is in these files with different values");
    }
    if has(Flag::Changed) {
        return Some("it changed since you linked it");
    }
    if has(Flag::ReportedBefore) {
        return Some("the supplier reported this document before: the credit is due once");
    }
    if sheet.records().days[row as usize] == Day::NONE {
        return Some("the portal's date is not understood: the year decides until when credit can be taken");
    }
    if has(Flag::TwoYears) {
        return Some("31 March lies between the two dates: the year decides until when credit can be taken");
    }
    if has(Flag::NoDate) {
        return Some("the books give no date: the year decides until when credit can be taken");
    }
    if has(Flag::PostingFitsSeveral) {
        return Some("the books give only the day of entry, and it fits several records");
    }
    if found.class.is_pair() {
        let entries = book.register().entries();
        let strange = |entry: u32| {
            if entries.has(Mark::ReverseCharge, entry) {
                Some("booked under reverse charge")
            } else if entries.tax(entry).is_none() {
                Some("the books give no tax")
            } else {
                None
            }
        };
        let why = match found.flags.has(Flag::Several) {
            true => matches.of_record(section, row).entries.into_iter().find_map(strange),
            false => strange(found.with),
        };
        if why.is_some() {
            return why;
        }
    }
    (sheet.records().filings[row as usize] == Filing::NotFiled && !book.match_settings().unfiled).then_some(NOT_FILED)
}

/// Why a record that is not in the books is not to be kept pending.
fn not_pending(book: &Book, found: &Found, section: Section, row: u32, day: Day) -> Option<&'static str> {
    let sheet = book.sheet(section);
    let register = book.register();
    let own = sheet.records().days[row as usize];
    let covered = |day: Day| register.parts().iter().any(|part| part.covers(day));
    if !matches!(section, Section::B2b | Section::B2bdn) {
        return Some("not in the books; amendments and e-commerce are never held back by that alone");
    }
    if sheet.records().filings[row as usize] == Filing::NotFiled {
        return Some(NOT_FILED);
    }
    if !register.is_complete() {
        return Some("not in the books, but the register may not be complete");
    }
    if own == Day::NONE || !covered(own) {
        return Some("not in the books, but the register does not cover its day");
    }
    if !covered(Day(own.0 + LATE_DAYS)) {
        return Some("not in the books, but it is of the last days that the register covers");
    }
    if found.flags.has(Flag::Doubtful) {
        return Some("not in the books, but it may be part of a sum");
    }
    if found.flags.has(Flag::BookedElsewhere) {
        return Some("booked under another registration of yours");
    }
    if found.flags.has(Flag::LineLeftOut) {
        return Some("a line of the register with this number was left out");
    }
    if found.flags.has(Flag::LostTie) {
        return Some("an entry that fits it as well went to another record");
    }
    if found.flags.has(Flag::Near) {
        return Some("not in the books, but something near is");
    }
    pending::is_lost(book, section, row, day).then_some("held now, this credit is lost")
}

/// What is of the last days that the register covers may still be booked.
const LATE_DAYS: i32 = 10;

/// Writes down what is suggested for every record.
pub fn all(book: &Book, matches: &mut Matches, day: Day) {
    let places = matches.places;
    let numbers: Vec<u32> = (0..places.len()).collect();
    let of_matches: &Matches = matches;
    let suggested = parts::in_parts(&numbers, |numbers| {
        let of = |&number: &u32| {
            let (section, row) = places.record(number);
            if_open(book, of_matches, section, row, day).what
        };
        numbers.iter().map(of).collect::<Vec<_>>()
    });
    for (found, what) in matches.records.iter_mut().zip(suggested.into_iter().flatten()) {
        found.suggested = what;
    }
}

/// What a match as a whole suggests: that of its records without a decision.
pub fn of_match(book: &Book, matches: &Matches, of: &Match, day: Day) -> Suggestion {
    let each = of.records.iter().map(|&(section, row)| suggestion(book, matches, section, row, day));
    each.max_by_key(|suggestion| suggestion.what).unwrap_or_default()
}
