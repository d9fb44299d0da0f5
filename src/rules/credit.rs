//! What an action does to the credit: the table at the end of rules.md. Amounts in paise, credit notes negative.

use super::calendar;
use crate::book::{Action, Answer, AnswerKind, Book, Decision, Filing, Heads, Section};

/// A sum of IGST, CGST, SGST and cess, in paise.
pub type HeadSums = [i128; 4];

/// What a decision does to the credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// So much, head by head.
    Counted(Heads),
    /// So much once the supplier has filed; nothing until then.
    Provisional(Heads),
    /// An amendment whose original is not in this book, or is pending: counted apart, never guessed.
    Apart(Heads),
}

impl Effect {
    /// The heads, of whatever kind.
    pub fn heads(self) -> Heads {
        match self {
            Effect::Counted(heads) | Effect::Provisional(heads) | Effect::Apart(heads) => heads,
        }
    }
}

/// What a decision on a record does to the credit.
pub fn effect(book: &Book, section: Section, row: u32, decision: Decision) -> Effect {
    let not_filed = book.sheet(section).records.filings[row as usize] == Filing::NotFiled;
    let undecided = decision.action == Action::NoAction;
    if not_filed && undecided {
        // A record that is not filed is not deemed accepted.
        return Effect::Counted([0; 4]);
    }
    let taken = matches!(decision.action, Action::Accept | Action::NoAction);
    let (heads, apart) = if taken { accepted(book, section, row, decision) } else { ([0; 4], false) };
    match (apart, not_filed) {
        (true, _) => Effect::Apart(heads),
        (_, true) => Effect::Provisional(heads),
        _ => Effect::Counted(heads),
    }
}

/// The effect of accepting, or of being deemed accepted, and whether it is counted apart.
fn accepted(book: &Book, section: Section, row: u32, decision: Decision) -> (Heads, bool) {
    let sheet = book.sheet(section);
    let sign = if section.is_credit_note() { -1 } else { 1 };
    let own = sheet.records.heads(row).map(|h| sign * h);
    let answer = answer(book, section, row, decision);
    let Some(original_section) = section.original() else {
        let replaced =
            section.amendment().is_some_and(|a| sheet.amendments(row).any(|r| replaces(book, a, r, section, row)));
        return (if replaced { [0; 4] } else { limited(own, answer) }, false);
    };
    let Some(original) = sheet.original(row) else { return (own, true) };
    if replaces(book, section, row, original_section, original) {
        return (limited(own, answer), false);
    }
    match book.sheet(original_section).actions[original as usize] {
        Action::Reject => (limited(own, answer), false),
        Action::Accept | Action::NoAction => {
            let before = book.sheet(original_section).records.heads(original);
            let difference = std::array::from_fn(|i| own[i] - sign * before[i]);
            (limited(difference, answer), false)
        }
        Action::Pending | Action::Other => (own, true),
    }
}

/// Whether an amendment and its original are of one GSTR-2B period: then the amendment stands in its place.
fn replaces(book: &Book, section: Section, row: u32, original_section: Section, original: u32) -> bool {
    let period = calendar::gstr_2b_period(book, section, row);
    period.is_some() && period == calendar::gstr_2b_period(book, original_section, original)
}

/// The answer that counts: none where the record takes none, or is only deemed accepted.
fn answer(book: &Book, section: Section, row: u32, decision: Decision) -> Answer {
    let open = decision.action == Action::Accept && book.sheet(section).records.itc_open(section, row);
    if open { book.answers.get(decision.answer) } else { Answer::default() }
}

/// A fall is limited to what is declared; a rise is not.
fn limited(heads: Heads, answer: Answer) -> Heads {
    match answer.kind {
        AnswerKind::None | AnswerKind::Full => heads,
        AnswerKind::No => heads.map(|h| h.max(0)),
        AnswerKind::Part => std::array::from_fn(|i| if heads[i] < 0 { -answer.heads[i] } else { heads[i] }),
    }
}

/// Effects added up by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// What counts.
    pub counted: HeadSums,
    /// What counts once suppliers have filed.
    pub provisional: HeadSums,
    /// Amendments whose originals are not in this book.
    pub apart: HeadSums,
}

impl Effects {
    /// Adds one record's effect.
    pub fn add(&mut self, effect: Effect) {
        let sums = match effect {
            Effect::Counted(_) => &mut self.counted,
            Effect::Provisional(_) => &mut self.provisional,
            Effect::Apart(_) => &mut self.apart,
        };
        for (sum, head) in sums.iter_mut().zip(effect.heads()) {
            *sum += i128::from(head);
        }
    }
}

/// What would be deemed accepted when GSTR-2B is drawn up: undecided records of suppliers who have filed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deemed {
    /// How many records.
    pub records: u64,
    /// Credit gained, in paise.
    pub gained: i128,
    /// Credit lost through credit notes and downward amendments, in paise, not negative.
    pub lost: i128,
    /// Records among them with findings that warn or more.
    pub with_findings: u64,
    /// Their tax, gained or lost, in paise.
    pub tax_with_findings: i128,
    /// Undecided records that can only be decided on the portal.
    pub on_the_portal: u64,
}

impl Deemed {
    /// Nothing but what can only be decided on the portal, as its section is not known.
    pub fn on_the_portal(book: &Book) -> Deemed {
        Deemed { on_the_portal: book.others.iter().map(|o| o.spans.len() as u64).sum(), ..Deemed::default() }
    }

    /// Adds a record, if it would be deemed accepted. `doubtful` says whether a record has findings that warn or more.
    pub fn add(&mut self, book: &Book, section: Section, row: u32, doubtful: impl Fn(Section, u32) -> bool) {
        let sheet = book.sheet(section);
        let filed = sheet.records.filings[row as usize] != Filing::NotFiled;
        if sheet.actions[row as usize] != Action::NoAction || !filed || !sheet.in_force(row) {
            return;
        }
        if sheet.records.read_only(row) {
            self.on_the_portal += 1;
            return;
        }
        let tax: i128 = effect(book, section, row, sheet.decision(row)).heads().iter().map(|h| i128::from(*h)).sum();
        self.records += 1;
        self.gained += tax.max(0);
        self.lost += (-tax).max(0);
        if doubtful(section, row) {
            self.with_findings += 1;
            self.tax_with_findings += tax.abs();
        }
    }

    /// Adds what was added up of other records.
    pub fn join(&mut self, other: &Deemed) {
        self.records += other.records;
        self.gained += other.gained;
        self.lost += other.lost;
        self.with_findings += other.with_findings;
        self.tax_with_findings += other.tax_with_findings;
        self.on_the_portal += other.on_the_portal;
    }
}

/// Adds up what would be deemed accepted in a whole book.
pub fn deemed(book: &Book, doubtful: impl Fn(Section, u32) -> bool) -> Deemed {
    let mut deemed = Deemed::on_the_portal(book);
    for section in Section::ALL {
        (0..book.sheet(section).rows()).for_each(|row| deemed.add(book, section, row, &doubtful));
    }
    deemed
}
