//! What the summary shows beside the figures: records by sheet, credit notes by answer, suppliers of what is rejected and
//! Pending.

use std::collections::BTreeMap;

use crate::book::{Action, AnswerKind, Book, Filing, Section};
use crate::rules::calendar;
use crate::rules::credit::{Credit, CreditFigure, Figures, Side, Standing, Sum};
use crate::values::{Day, Period};

/// Records by action, in the order of [`Action::CHOICES`].
pub(super) type ByChoice = [u64; 4];

/// Accepted credit notes of one answer.
#[derive(Clone, Copy, Default)]
pub(super) struct NotesOfAnswer {
    pub records: u64,
    pub tax: i128,
    pub deducted: i128,
}

/// What a supplier has of one action.
#[derive(Clone, Default)]
pub(super) struct OfSupplier {
    pub name: String,
    pub gstin: String,
    pub numbers: Vec<String>,
    pub reasons: BTreeMap<String, u64>,
    pub now: u64,
    pub before: u64,
    pub tax: i128,
}

/// All that is counted, in one walk over the book.
#[derive(Default)]
pub(super) struct Gathered {
    pub figures: Figures,
    /// What moves the credit, by its reason.
    reasons: BTreeMap<CreditFigure, Sum>,
    /// The figures of credit notes alone.
    notes: Figures,
    pub sheets: Vec<(Section, ByChoice)>,
    /// How many an upload would name.
    pub written: u64,
    /// Of the records that the figures count: actions decided here.
    pub now: ByChoice,
    /// Actions that the portal holds already.
    pub before: ByChoice,
    /// Those of which an upload would say nothing new but remarks or an answer.
    pub only_words: ByChoice,
    /// Accepted credit notes: full, part, No, and those that were not asked.
    pub answers: [NotesOfAnswer; 4],
    pub rejected: Vec<OfSupplier>,
    pub pending: Vec<OfSupplier>,
    /// What is not filed; credit notes are not in it.
    pub not_filed: Vec<OfSupplier>,
    /// Credit notes among what is rejected now, as the figures count them.
    pub rejected_in_notes: Sum,
    /// The same of what is Pending now.
    pub pending_in_notes: Sum,
    /// Rejected credit notes and their tax.
    pub rejected_notes: (u64, i128),
    /// Of what is Pending and in the figures: the last return for its credit, how many, and their tax.
    pub last_returns: BTreeMap<Period, (u64, i128)>,
}

fn place(action: Action) -> Option<usize> {
    Action::CHOICES.iter().position(|&choice| choice == action)
}

impl Gathered {
    /// Of a book on a day.
    pub fn of(book: &Book, day: Day) -> Gathered {
        let credit = Credit::new(book, day);
        let mut all = Gathered::default();
        let (mut rejected, mut pending, mut not_filed) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for section in Section::ALL {
            let sheet = book.sheet(section);
            let mut choices = [0; 4];
            for row in (0..sheet.rows()).filter(|&row| sheet.in_force(row)) {
                let action = sheet.actions()[row as usize];
                let written = book.in_delta(section, row);
                all.written += u64::from(written);
                if let Some(place) = place(action) {
                    choices[place] += 1;
                }
                if let Some(standing) = credit.standing(section, row) {
                    all.figures.add_standing(&standing);
                    all.count(&standing, written);
                    all.reason(&standing);
                }
                if section.is_credit_note() {
                    all.note(book, &credit, section, row);
                }
                if !credit.counts(section, row) {
                    continue;
                }
                if !section.is_credit_note() && sheet.records().filings[row as usize] == Filing::NotFiled {
                    add(&mut not_filed, book, &credit, section, row, |one| one.not_filed);
                }
                match action {
                    Action::Reject => add(&mut rejected, book, &credit, section, row, |one| one.rejected.all()),
                    Action::Pending => {
                        add(&mut pending, book, &credit, section, row, |one| one.pending.all());
                        all.last_return(book, &credit, section, row);
                    }
                    _ => {}
                }
            }
            if choices != [0; 4] || sheet.rows() > 0 {
                all.sheets.push((section, choices));
            }
        }
        all.rejected_in_notes = all.notes.rejected.now;
        all.pending_in_notes = all.notes.pending.now;
        all.rejected = largest_first(rejected);
        all.pending = largest_first(pending);
        all.not_filed = largest_first(not_filed);
        all
    }

    /// Counts what is decided now and what was before, as the figures do.
    fn count(&mut self, standing: &Standing, written: bool) {
        let Some(place) = place(standing.action) else { return };
        let same = standing.action == standing.before;
        self.now[place] += u64::from(!same);
        self.before[place] += u64::from(same && standing.action != Action::NoAction);
        self.only_words[place] += u64::from(same && written);
    }

    fn reason(&mut self, standing: &Standing) {
        if let Some(reason) = standing.reason() {
            self.reasons.entry(reason).or_default().add(standing.moved());
        }
    }

    /// What moves the credit by these reasons.
    pub fn moved_by(&self, reasons: &[CreditFigure]) -> Sum {
        let mut all = Sum::default();
        reasons.iter().filter_map(|reason| self.reasons.get(reason)).for_each(|sum| all.join(sum));
        all
    }

    fn note(&mut self, book: &Book, credit: &Credit, section: Section, row: u32) {
        let said = book.said(section, row);
        let answer = book.answers().get(said.answer).kind;
        self.notes.add(credit, section, row);
        if !credit.counts(section, row) {
            return;
        }
        let tax: i128 = credit.own(section, row).iter().map(|&head| -i128::from(head)).sum();
        match said.action {
            Action::Accept => {
                let place = match answer {
                    AnswerKind::Full => 0,
                    AnswerKind::Part => 1,
                    AnswerKind::No => 2,
                    AnswerKind::None => 3,
                };
                let notes = &mut self.answers[place];
                notes.records += 1;
                notes.tax += tax;
                notes.deducted -=
                    credit.value(Side::Yours, section, row).iter().map(|&head| i128::from(head)).sum::<i128>();
            }
            Action::Reject => {
                self.rejected_notes.0 += 1;
                self.rejected_notes.1 += tax;
            }
            _ => {}
        }
    }

    fn last_return(&mut self, book: &Book, credit: &Credit, section: Section, row: u32) {
        let day = calendar::credit_document_day(book, section, row);
        if section.is_credit_note() {
            return;
        }
        if let Some(period) = calendar::last_return_for_credit(book, day) {
            let (records, tax) = self.last_returns.entry(period).or_default();
            *records += 1;
            *tax += credit.own(section, row).iter().map(|&head| i128::from(head)).sum::<i128>();
        }
    }
}

/// Adds a record to its supplier, as the figure counts it that the list is beside.
fn add(
    list: &mut BTreeMap<String, OfSupplier>,
    book: &Book,
    credit: &Credit,
    section: Section,
    row: u32,
    figure: impl Fn(&Figures) -> Sum,
) {
    let records = book.sheet(section).records();
    let gstin = records.suppliers.get(row).trim().to_ascii_uppercase();
    let supplier = list.entry(gstin.clone()).or_insert_with(|| OfSupplier {
        name: records.names.get(row).trim().to_owned(),
        gstin,
        ..OfSupplier::default()
    });
    let mut one = Figures::default();
    one.add(credit, section, row);
    let before = one.rejected.before.records + one.pending.before.records;
    supplier.before += before;
    supplier.now += one.rejected.now.records + one.pending.now.records;
    supplier.tax += figure(&one).total();
    supplier.numbers.push(records.numbers.get(row).to_owned());
    let decision = book.sheet(section).decision(row);
    let reason = match (book.text(decision.remarks).trim(), before > 0, decision.action) {
        ("", true, Action::Reject) => "rejected earlier, no remark",
        ("", true, _) => "Pending earlier, no remark",
        ("", false, _) => "no remark",
        (remarks, _, _) => remarks,
    };
    *supplier.reasons.entry(reason.to_owned()).or_default() += 1;
}

fn largest_first(list: BTreeMap<String, OfSupplier>) -> Vec<OfSupplier> {
    let mut list: Vec<OfSupplier> = list.into_values().collect();
    list.sort_by_key(|supplier| std::cmp::Reverse(supplier.tax.abs()));
    list
}
