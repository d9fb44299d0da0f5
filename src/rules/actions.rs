//! Rules about actions: A1–A8 of rules/README.md.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use roaring::RoaringBitmap;

use super::itc::falls;
use super::{Case, Fix, Weight, Words, calendar};
use crate::book::{Action, Amount, Book, Field, Filing, Flag, Heads, Records, Section};
use crate::values::day::financial_year;
use crate::values::{Day, Period};

/// More rejections at once than this are asked about (rule A2).
pub const MANY_REJECTIONS: u64 = 20;

fn words(message: impl Into<String>) -> Words {
    Words::new(Field::Action, message)
}

/// A1: Pending on a record for which the portal blocks it.
pub(super) fn a1(case: &Case) -> Option<Weight> {
    (case.decision.action == Action::Pending && case.sheet.records().pending_blocked(case.row))
        .then_some(Weight::Blocks)
}

pub(super) fn a1_words(case: &Case) -> Words {
    words(if case.several {
        "Pending is blocked by the portal on these records: accept or reject them. Left alone they count as accepted."
    } else {
        "Pending is blocked by the portal on this record: accept or reject it. Left alone it counts as accepted."
    })
}

/// A2: rejecting a credit note, or an amendment that is or may be downward. Rejecting many at once is seen where the
/// change is planned.
pub(super) fn a2(case: &Case) -> Option<Weight> {
    (case.decision.action == Action::Reject && (case.section.is_credit_note() || may_be_downward(case)))
        .then_some(Weight::Asks)
}

/// An amendment of which a head, the tax or the taxable value falls, or whose original is not in the book.
fn may_be_downward(case: &Case) -> bool {
    case.section.is_amendment() && falls(case).is_none_or(|falls| falls.iter().any(|&f| f > 0))
}

pub(super) fn a2_words(case: &Case) -> Words {
    // Looking for the other record means looking at a whole sheet: only for what would be written.
    let both = match case.section {
        _ if !case.written() => None,
        Section::B2bcn | Section::B2bcna => Some((Section::B2b, "an invoice")),
        Section::B2b => Some((Section::B2bcn, "a credit note")),
        _ => None,
    };
    match both {
        Some((other, _)) if case.several && rejected_as_well(case, other) => words(BOTH_REJECTED),
        Some((other, what)) if rejected_as_well(case, other) => {
            words(format!("{BOTH_REJECTED} ({what} of equal tax of this supplier is rejected as well.)"))
        }
        _ => words(rejection(case.section)),
    }
}

/// What rejecting an invoice and the note that cancels it means, for questions (rule A2).
pub const BOTH_REJECTED: &str = "Rejecting both makes the supplier pay tax on a cancelled supply. If you reject the invoice, \
    accept its credit note and answer No: no credit of yours moves, and the supplier's reduction stays.";

/// What rejecting a record of a section means, for questions (rule A2).
pub fn rejection(section: Section) -> &'static str {
    if section.is_credit_note() {
        "Your credit is not reduced; once you file GSTR-3B the tax is added to the supplier's next one. Reject only a note \
         that is not yours or is wrong; if you never took the credit, accept and answer No."
    } else {
        "You take no credit. You can change this until your GSTR-3B is filed; after that only if the supplier reports it \
         again, unchanged, in GSTR-1A or the amendment table."
    }
}

/// A record's supplier and tax: what an invoice and the note that cancels it have in common.
type Tax<'b> = (&'b str, Heads);

fn tax_of(book: &Book, section: Section, row: u32) -> Tax<'_> {
    let records = book.sheet(section).records();
    (records.suppliers.get(row), records.heads(row))
}

/// The rejected records of a section.
fn rejected(book: &Book, section: Section) -> impl Iterator<Item = u32> {
    let actions = book.sheet(section).actions();
    (0..).zip(actions).filter(|&(_, action)| *action == Action::Reject).map(|(row, _)| row)
}

fn rejected_as_well(case: &Case, other: Section) -> bool {
    let tax = tax_of(case.book, case.section, case.row);
    match case.rejected {
        Some(known) => known.of(case.book, other).contains(&hash(tax)),
        None => {
            let alike = Alike(Some(vec![tax.1]));
            let has = |row: u32| alike.has(case.book, other, row) && tax_of(case.book, other, row) == tax;
            rejected(case.book, other).any(has)
        }
    }
}

/// The tax of a few records: of a hundred thousand others nearly all differ in it, and of these nothing else is looked at.
pub struct Alike(Option<Vec<Heads>>);

impl Alike {
    /// Of more than that nothing is known: the others are looked at as they are.
    const FEW: u64 = 100;

    /// Those that may be like one of these records.
    pub fn to(book: &Book, section: Section, rows: &RoaringBitmap) -> Alike {
        let records = book.sheet(section).records();
        Alike((rows.len() <= Alike::FEW).then(|| rows.iter().map(|row| records.heads(row)).collect()))
    }

    /// Whether a record may have the supplier and tax of one of them.
    pub fn has(&self, book: &Book, section: Section, row: u32) -> bool {
        let amounts = &book.sheet(section).records().amounts;
        // Head by head: mostly the first one differs.
        let same =
            |heads: &Heads| Amount::HEADS.iter().zip(heads).all(|(&h, tax)| amounts[h as usize][row as usize] == *tax);
        self.0.as_ref().is_none_or(|few| few.iter().any(same))
    }
}

fn hash(tax: Tax<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    tax.hash(&mut hasher);
    hasher.finish()
}

/// Supplier and tax of all rejected invoices and notes, looked for once for many cases (rule A2).
#[derive(Debug, Default)]
pub struct Rejected {
    invoices: OnceLock<HashSet<u64>>,
    notes: OnceLock<HashSet<u64>>,
}

impl Rejected {
    fn of(&self, book: &Book, section: Section) -> &HashSet<u64> {
        let known = if section == Section::B2b { &self.invoices } else { &self.notes };
        known.get_or_init(|| rejected(book, section).map(|row| hash(tax_of(book, section, row))).collect())
    }
}

/// Invoices that are, or are about to be, rejected, and the credit notes of equal tax of their suppliers (rule A2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cancelled {
    /// Rows of the invoices.
    pub invoices: RoaringBitmap,
    /// Rows of the notes; never more than invoices of that supplier and tax.
    pub notes: RoaringBitmap,
}

/// Finds which of these invoices and notes belong together. Where a supplier has more such notes than invoices it is not
/// known which of them cancels an invoice: then none is named.
pub fn cancelled(book: &Book, invoices: &RoaringBitmap, notes: &RoaringBitmap) -> Cancelled {
    let mut pairs: HashMap<Tax<'_>, [Vec<u32>; 2]> = HashMap::new();
    let sides = [(0, Section::B2b, invoices), (1, Section::B2bcn, notes)];
    let [(few, few_of, few_rows), (many, many_of, many_rows)] =
        if invoices.len() > notes.len() { [sides[1], sides[0]] } else { sides };
    for row in few_rows {
        pairs.entry(tax_of(book, few_of, row)).or_default()[few].push(row);
    }
    let alike = Alike::to(book, few_of, few_rows);
    for row in many_rows.iter().filter(|&row| alike.has(book, many_of, row)) {
        if let Some(pair) = pairs.get_mut(&tax_of(book, many_of, row)) {
            pair[many].push(row);
        }
    }
    let mut cancelled = Cancelled::default();
    for [invoices, notes] in pairs.into_values().filter(|[invoices, notes]| invoices.len() >= notes.len()) {
        if !notes.is_empty() {
            cancelled.invoices.extend(invoices);
            cancelled.notes.extend(notes);
        }
    }
    cancelled
}

/// Which records of a section, that one change would reject, rule A2 asks about because of the change as a whole: all of them
/// where the change rejects many, and invoices whose credit note of equal tax is rejected as well. `many` counts what the
/// change rejects in all sections, `notes` are the credit notes that it rejects.
pub fn asked_as_a_whole(
    book: &Book,
    section: Section,
    rejected: &RoaringBitmap,
    many: u64,
    notes: &RoaringBitmap,
) -> RoaringBitmap {
    match section {
        _ if many > MANY_REJECTIONS => rejected.clone(),
        Section::B2b if !rejected.is_empty() => rejected_with_their_notes(book, rejected, notes),
        _ => RoaringBitmap::new(),
    }
}

/// Which of these invoices, about to be rejected, have a rejected credit note of equal tax of their supplier (rule A2).
/// Asked of a whole change at once, as it looks at all credit notes.
fn rejected_with_their_notes(book: &Book, invoices: &RoaringBitmap, more_notes: &RoaringBitmap) -> RoaringBitmap {
    let alike = Alike::to(book, Section::B2b, invoices);
    let notes = rejected(book, Section::B2bcn).chain(more_notes).filter(|&row| alike.has(book, Section::B2bcn, row));
    let notes: HashSet<Tax<'_>> = notes.map(|row| tax_of(book, Section::B2bcn, row)).collect();
    if notes.is_empty() {
        return RoaringBitmap::new();
    }
    invoices.iter().filter(|&row| notes.contains(&tax_of(book, Section::B2b, row))).collect()
}

/// A3: the supplier has not filed, so whatever is decided is provisional.
pub(super) fn a3(case: &Case) -> Option<Weight> {
    provisional(case.sheet.records().filings[case.row as usize], case.decision.action)
}

/// Rule A3 of any record: it speaks of most rows, so a whole sheet is asked without a [`Case`].
#[inline]
pub(super) fn provisional(filing: Filing, action: Action) -> Option<Weight> {
    let weight = if action == Action::Accept { Weight::Warns } else { Weight::Info };
    (filing == Filing::NotFiled).then_some(weight)
}

pub(super) fn a3_words(_: &Case) -> Words {
    words(
        "The supplier's GSTR-1 is not filed: this is provisional. If the supplier edits the record, it returns to No action; if \
         the supplier deletes it, it is removed. Only filed records enter GSTR-2B.",
    )
}

/// A4: an amendment acted on while its original is undecided or pending.
pub(super) fn a4(case: &Case) -> Option<Weight> {
    let (section, original) = case.original()?;
    if matches!(case.decision.action, Action::NoAction | Action::Other) {
        return None;
    }
    let undecided = matches!(case.book.sheet(section).actions()[original as usize], Action::NoAction | Action::Pending);
    undecided.then(|| if same_period(case, section, original) { Weight::Info } else { Weight::Warns })
}

fn same_period(case: &Case, section: Section, original: u32) -> bool {
    let own = calendar::gstr_2b_period(case.book, case.section, case.row);
    own.is_some() && own == calendar::gstr_2b_period(case.book, section, original)
}

pub(super) fn a4_words(case: &Case) -> Words {
    let Some((section, original)) = case.original() else { return words("") };
    let words = if same_period(case, section, original) {
        words("Only the amended record counts: its original is of the same GSTR-2B period.")
    } else {
        words(
            "Decide the original first. If original and amendment belong to different GSTR-2B periods, the portal does not save \
             an action on the amendment before the original is decided and that period's GSTR-3B is filed.",
        )
    };
    words.fix(Fix::GoTo(section, original))
}

/// How long a record may stay pending.
enum Pending {
    /// One period (rule A5): until this day at the earliest.
    OnePeriod(Day),
    /// Perhaps one period: the original, or whether its GSTR-3B is filed, is not known.
    PerhapsOnePeriod,
    /// Until section 16(4) ends (rule A6).
    UntilCreditEnds,
}

fn pending_limit(case: &Case) -> Option<Pending> {
    // Rule A5 speaks of no other, so their period, which may be unknown, does not matter.
    if !case.section.is_amendment() && case.section != Section::B2bcn {
        return Some(Pending::UntilCreditEnds);
    }
    let period = calendar::gstr_2b_period(case.book, case.section, case.row)?;
    if Some(period) < calendar::pending_limited_from() {
        return Some(Pending::UntilCreditEnds);
    }
    let one_period = || calendar::one_period_pending_ends(case.book, period).map(Pending::OnePeriod);
    match (case.section, falls(case)) {
        (Section::B2bcn, _) => one_period(),
        (section, None) if section.is_amendment() => Some(Pending::PerhapsOnePeriod),
        // Of an amended credit note the credit falls when it goes up.
        (Section::B2bcna, Some(falls))
            if falls.iter().any(|&f| f > 0) || original_action(case) == Some(Action::Reject) =>
        {
            one_period()
        }
        (section, Some(falls))
            if section.is_amendment() && !section.is_credit_note() && falls.iter().any(|&f| f > 0) =>
        {
            match (original_action(case), original_3b_filed(case)) {
                (Some(Action::Accept), Some(true)) => one_period(),
                (Some(Action::Accept), None) => Some(Pending::PerhapsOnePeriod),
                _ => Some(Pending::UntilCreditEnds),
            }
        }
        _ => Some(Pending::UntilCreditEnds),
    }
}

/// The last day on which a record may be Pending that may be so for one period only (rule A5); none of any other.
pub fn one_period_ends(book: &Book, section: Section, row: u32, day: Day) -> Option<Day> {
    match pending_limit(&Case::standing(book, section, row, day))? {
        Pending::OnePeriod(last) => Some(last),
        Pending::PerhapsOnePeriod | Pending::UntilCreditEnds => None,
    }
}

fn original_action(case: &Case) -> Option<Action> {
    case.original().map(|(section, row)| case.book.sheet(section).actions()[row as usize])
}

/// Whether the recipient's GSTR-3B of the original's period is filed; none if no one has said.
fn original_3b_filed(case: &Case) -> Option<bool> {
    let (section, row) = case.original()?;
    let period: Period = calendar::gstr_2b_period(case.book, section, row)?;
    case.book.facts.last_3b.map(|last| last >= period)
}

/// A5: Pending for one tax period only.
pub(super) fn a5(case: &Case) -> Option<Weight> {
    if case.decision.action != Action::Pending {
        return None;
    }
    match pending_limit(case)? {
        Pending::OnePeriod(last) => {
            let allowed = case.sheet.records().pending_flags[case.row as usize] != Flag::Blocked;
            Some(if case.day > last && allowed { Weight::Warns } else { Weight::Info })
        }
        Pending::PerhapsOnePeriod => Some(Weight::Info),
        Pending::UntilCreditEnds => None,
    }
}

pub(super) fn a5_words(case: &Case) -> Words {
    let counts = if case.several { "the records count" } else { "the record counts" };
    words(match pending_limit(case) {
        // Of several each may have a last day of its own.
        Some(Pending::OnePeriod(last)) if case.day > last && case.several => {
            "Pending is for one tax period only, and that may be over: accept or reject them.".to_owned()
        }
        Some(Pending::OnePeriod(last)) if case.day > last => {
            format!(
                "Pending is for one tax period only, and that may be over: its last day was {last} or a later one. Accept or reject it."
            )
        }
        Some(Pending::OnePeriod(last)) => {
            format!(
                "Pending is for one tax period only. Its last day is not before {last}; after it {counts} as accepted."
            )
        }
        _ if case.original().is_none() => {
            "Pending may be limited to one period: the original is not in these files.".to_owned()
        }
        _ => "Pending may be limited to one period: whether GSTR-3B of the original's period is filed is not known."
            .to_owned(),
    })
}

/// The days of the documents that count for section 16(4): of an amendment, its original's.
pub(super) fn credit_days(section: Section, records: &Records) -> &[Day] {
    if section.is_amendment() { &records.original_days } else { &records.days }
}

/// The last day of the documents whose credit is about to end, or has ended, on a day: in a year's month `from` that begins
/// for those whose credit ends in its November.
pub(super) fn credit_ends_soon(today: Day, from: u32) -> Day {
    let (year, month, _) = today.ymd();
    Day::new(if month < from { year - 1 } else { year }, 3, 31).unwrap_or(today)
}

/// The months from which on rule A6 informs, and warns.
pub(super) const A6_INFORMS: u32 = 8;
const A6_WARNS: u32 = 10;

/// A6: every other record may stay pending until section 16(4).
pub(super) fn a6(case: &Case) -> Option<Weight> {
    if case.decision.action != Action::Pending || !matches!(pending_limit(case)?, Pending::UntilCreditEnds) {
        return None;
    }
    let document = credit_days(case.section, case.sheet.records())[case.row as usize];
    let by = |month| document != Day::NONE && document <= credit_ends_soon(case.day, month);
    if by(A6_WARNS) { Some(Weight::Warns) } else { by(A6_INFORMS).then_some(Weight::Info) }
}

pub(super) fn a6_words(case: &Case) -> Words {
    let document = credit_days(case.section, case.sheet.records())[case.row as usize];
    let Some((end, last)) =
        calendar::section_16_4_ends(document).zip(calendar::last_return_for_credit(case.book, document))
    else {
        return words("");
    };
    let year = financial_year(document.financial_year_end());
    let it = if case.several { "them" } else { "it" };
    if calendar::last_return_is_filed(case.book, document) {
        return words(format!("Too late: the last return for credit of {year} is filed."));
    }
    if case.day > end {
        return words(format!("Too late: the time for credit of {year} ended on {end} by law (section 16(4))."));
    }
    let period = calendar::period_in_words(case.book, last);
    let due = calendar::gstr_3b_due(case.book, last);
    if let Some(due) = due.filter(|due| case.day > *due) {
        return words(format!(
            "The last return for this credit, GSTR-3B of {period}, was due on {due}. The credit comes only if that return is \
             still unfiled: accept, upload, recompute GSTR-2B and file by {end}, the end set by law (section 16(4))."
        ));
    }
    let due = due.map_or_else(String::new, |due| format!(" (due {due})"));
    words(format!(
        "Last return for this credit: GSTR-3B of {period}. Accept {it} before you file that return{due}, or before the annual \
         return for {year} if that is filed first; later the credit is lost. The end set by law is {end} (section 16(4))."
    ))
}

/// A8: the portal holds the record as Pending and now blocks it.
pub(super) fn a8(case: &Case) -> Option<Weight> {
    let held = case.sheet.baseline(case.row).action == Action::Pending;
    let open = matches!(case.decision.action, Action::Pending | Action::NoAction);
    (held && open && case.sheet.records().pending_blocked(case.row)).then_some(Weight::Warns)
}

pub(super) fn a8_words(case: &Case) -> Words {
    let it_is = if case.several { "they are" } else { "it is" };
    words(format!(
        "The time for Pending is over. Accept or reject; otherwise {it_is} {}, a credit note in full.",
        calendar::NO_ACTION_MEANS
    ))
}
