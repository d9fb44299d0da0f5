//! A book beside the GSTR-2B that came of it: which records came out as decided, which did not and why, and what is in GSTR-2B and
//! not in IMS (rules/README.md, "Beside GSTR-2B"). It decides nothing, and what is not known is said to be so.

mod namesake;
mod results;
mod words;

use std::collections::{HashMap, HashSet};

use super::credit::{Credit, HeadSums, Held, Side, Sum, add};
use crate::book::{Action, Answer, AnswerKind, Book, BySection, Filing, Gstr2b, Gstr2bDocument, Heads, Section};
use crate::rules::calendar;
use crate::values::{Day, Period, counted};
use crate::work::Progress;

use namesake::Namesakes;
pub use results::{NotInIms, TieResult};
pub use words::{sentence, which_document};

/// A record beside its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tied {
    /// The record.
    pub section: Section,
    /// See above.
    pub row: u32,
    /// What became of it.
    pub result: TieResult,
    /// The place of its document; none where it is not in GSTR-2B.
    pub document: Option<u32>,
    /// Why, or what to do; nothing where it is as decided.
    pub why: &'static str,
    /// Where ITC is reduced otherwise: what is declared here, and what GSTR-2B has.
    pub declared: Option<(Heads, Heads)>,
}

/// What came of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TieOut {
    /// Every record that is compared, in the order of sheets and rows.
    pub tied: Vec<Tied>,
    /// Sums of the records' own tax, in the order of [`TieResult::ALL`].
    pub results: [Sum; 10],
    /// Documents without a record, by reason, in the order of [`NotInIms::ALL`].
    pub not_in_ims: [Sum; 10],
    /// Their places.
    pub alone: Vec<(NotInIms, u32)>,
    /// 4(A)(5) as the file gives it: what of it counts, counted as the page counts.
    pub of_file: HeadSums,
    /// Amendments of the file of which it cannot be said what they change; they are not in that.
    pub of_file_to_check: Sum,
    /// Documents that would count and of which an amount cannot be read; they are not in that.
    pub of_file_unreadable: u64,
    /// Documents in it of which GSTR-2B does not give the answer to "ITC to be reduced?": they count as decided.
    pub of_file_not_said: u64,
    /// "With your decisions", for the period of the file.
    pub of_page: HeadSums,
}

impl TieOut {
    /// How many records are compared.
    pub fn records(&self) -> u64 {
        self.results.iter().map(|sum| sum.records).sum()
    }

    /// How many of them are as decided.
    pub fn as_decided(&self) -> u64 {
        self.results[TieResult::AsDecided as usize].records
    }

    /// What 4(A)(5) as the file gives it is without, and what of it is not known; nothing where it is whole.
    pub fn of_file_lacks(&self) -> Vec<String> {
        let documents = |n: u64| counted(n, "document", "documents");
        let lacks = [
            (self.of_file_unreadable > 0)
                .then(|| format!("without {}, which cannot be read", documents(self.of_file_unreadable))),
            (self.of_file_to_check.records > 0).then(|| {
                let n = counted(self.of_file_to_check.records, "amendment", "amendments");
                format!("without {n} whose original is Pending or not in these files")
            }),
            (self.of_file_not_said > 0).then(|| {
                let n = documents(self.of_file_not_said);
                format!("GSTR-2B does not give the answer to ITC to be reduced of {n}: counted as decided")
            }),
        ];
        lacks.into_iter().flatten().collect()
    }

    /// The documents without a record of this reason, in the order of the file.
    pub fn documents<'f>(&self, file: &'f Gstr2b, of: NotInIms) -> impl Iterator<Item = &'f Gstr2bDocument> {
        let places = self.alone.iter().filter(move |(why, _)| *why == of);
        places.filter_map(|&(_, place)| file.documents.get(place as usize))
    }

    /// How many are to be looked into.
    pub fn to_look_into(&self) -> u64 {
        let clear = TieResult::ALL.into_iter().filter(|result| result.is_clear());
        self.records() - clear.map(|result| self.results[result as usize].records).sum::<u64>()
    }
}

/// What is to be done with it.
const NOT_UPLOADED: &str = "decided here and not uploaded yet: upload, then recompute GSTR-2B";

/// No document.
const NONE: u32 = u32::MAX;

/// What makes a record and a document the same: supplier, kind, number, date.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key<'k> {
    supplier: &'k str,
    kind: (u8, bool),
    number: &'k str,
    day: Day,
}

/// Invoice, debit note or credit note, and whether amended. The portal's lists of operators are invoices as well.
fn kind(section: Section) -> (u8, bool) {
    let of = match section {
        Section::B2b | Section::B2ba | Section::Ecom | Section::Ecoma => 0,
        Section::B2bdn | Section::B2bdna => 1,
        Section::B2bcn | Section::B2bcna => 2,
    };
    (of, section.is_amendment())
}

/// A record, and the documents that may be it.
struct Candidate {
    section: Section,
    row: u32,
    group: u32,
    expected: bool,
}

/// Compares; none if it was stopped on the way.
pub fn tie_out(book: &Book, file: &Gstr2b, progress: &Progress) -> Option<TieOut> {
    let credit = Credit::closing(book, calendar::closed_with(book, file.period));
    let numbers: Vec<String> = file.documents.iter().map(|document| document.number.to_lowercase()).collect();
    let (mut keys, mut groups): (HashMap<Key, u32>, Vec<Vec<u32>>) = Default::default();
    for (place, document) in (0u32..).zip(&file.documents) {
        if place % 4096 == 0 && progress.cancelled() {
            return None;
        }
        let Some(section) = document.section else { continue };
        let number = numbers[place as usize].as_str();
        let key = Key { supplier: &document.supplier, kind: kind(section), number, day: document.day };
        let group = *keys.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() as u32 - 1
        });
        groups[group as usize].push(place);
    }
    let mut comparing = Comparing {
        book,
        file,
        credit,
        taken: vec![false; file.documents.len()],
        filed: filed(file),
        namesakes: Namesakes::of(file, &[]),
        with_namesake: HashSet::new(),
        tie: TieOut::default(),
    };
    let mut found = BySection::of(|section| vec![NONE; book.sheet(section).rows() as usize]);
    let mut open = comparing.candidates(&keys, progress)?;
    // Of several records with one key: that of the document's own list first, then the one with its tax, then one that is expected.
    for round in 0..8 {
        let (list, tax, expected) = (round & 4 == 0, round & 2 == 0, round & 1 == 0);
        open.retain(|candidate| match comparing.find(candidate, &groups, (list, tax, expected)) {
            Some(place) => {
                found[candidate.section][candidate.row as usize] = place;
                false
            }
            None => true,
        });
        if progress.cancelled() {
            return None;
        }
    }
    comparing.namesakes = Namesakes::of(file, &comparing.taken);
    for section in Section::ALL {
        for (row, &place) in (0u32..).zip(&found[section]) {
            if row % 4096 == 0 && progress.cancelled() {
                return None;
            }
            comparing.judge(section, row, (place != NONE).then_some(place));
        }
    }
    comparing.alone();
    comparing.sums(progress)?;
    Some(comparing.tie)
}

/// For each supplier the periods of which the file has documents.
fn filed(file: &Gstr2b) -> HashMap<&str, Vec<Period>> {
    let mut filed: HashMap<&str, Vec<Period>> = HashMap::new();
    for document in &file.documents {
        let periods = filed.entry(&document.supplier).or_default();
        if let Some(period) = document.period.filter(|period| !periods.contains(period)) {
            periods.push(period);
        }
    }
    filed
}

struct Comparing<'a> {
    book: &'a Book,
    file: &'a Gstr2b,
    credit: Credit<'a>,
    taken: Vec<bool>,
    filed: HashMap<&'a str, Vec<Period>>,
    namesakes: Namesakes<'a>,
    /// The documents that have the number of a record which is missing.
    with_namesake: HashSet<u32>,
    tie: TieOut,
}

impl Comparing<'_> {
    /// The records for which there may be a document.
    fn candidates(&self, keys: &HashMap<Key, u32>, progress: &Progress) -> Option<Vec<Candidate>> {
        let mut open = Vec::new();
        for section in Section::ALL {
            let records = self.book.sheet(section).records();
            for row in 0..records.len() {
                if row % 4096 == 0 && progress.cancelled() {
                    return None;
                }
                let supplier = records.suppliers.get(row).trim().to_ascii_uppercase();
                let (number, day) = (records.numbers.folded(row), records.days[row as usize]);
                let group = keys.get(&Key { supplier: &supplier, kind: kind(section), number, day });
                let Some(&group) = group.filter(|_| self.credit.counts(section, row)) else { continue };
                let expected = self.credit.held(Side::Yours, section, row).takes() && !self.credit.next(section, row);
                open.push(Candidate { section, row, group, expected });
            }
        }
        Some(open)
    }

    /// Finds a record its document: one of its own list, one with the same tax, where that is asked; a record that is expected, or
    /// any.
    fn find(&mut self, of: &Candidate, groups: &[Vec<u32>], (list, tax, expected): (bool, bool, bool)) -> Option<u32> {
        if expected && !of.expected {
            return None;
        }
        let own = self.book.sheet(of.section).records().heads(of.row);
        let document = |place: &u32| &self.file.documents[*place as usize];
        let fits = |place: &&u32| {
            !self.taken[**place as usize]
                && (!list || document(place).section == Some(of.section))
                && (!tax || document(place).heads == own)
        };
        // What is among the documents comes before what is listed apart.
        let found = groups[of.group as usize]
            .iter()
            .filter(fits)
            .min_by_key(|place| document(place).listed_under.is_some())
            .copied()?;
        self.taken[found as usize] = true;
        Some(found)
    }

    /// Says what became of a record.
    fn judge(&mut self, section: Section, row: u32, found: Option<u32>) {
        if !self.credit.counts(section, row) {
            return;
        }
        let here = found.filter(|&place| self.file.documents[place as usize].listed_under.is_none());
        if let Some((result, mut why)) = self.result(section, row, found, here) {
            if result == TieResult::Missing && found.is_none() {
                why = self.namesake(section, row).unwrap_or(why);
            }
            self.tie.results[result as usize].add(self.credit.own(section, row));
            let declared = (result == TieResult::ReducedOtherwise).then(|| self.declared(section, row, here)).flatten();
            self.tie.tied.push(Tied { section, row, result, document: found, why, declared });
        }
    }

    /// That the number of a record which is missing is there with another date, or as another kind of document.
    fn namesake(&mut self, section: Section, row: u32) -> Option<&'static str> {
        let records = self.book.sheet(section).records();
        let supplier = records.suppliers.get(row).trim().to_ascii_uppercase();
        let of = (section, records.days[row as usize]);
        let (place, why) = self.namesakes.take(&supplier, records.numbers.folded(row), of)?;
        self.with_namesake.insert(place);
        Some(why)
    }

    /// What became of a record; none where it is not of this GSTR-2B and not in it.
    fn result(
        &self,
        section: Section,
        row: u32,
        found: Option<u32>,
        here: Option<u32>,
    ) -> Option<(TieResult, &'static str)> {
        let held = self.credit.held(Side::Yours, section, row);
        let later = self.credit.next(section, row);
        let Some(here) = here else {
            return match held.action() {
                _ if later => None,
                Action::Reject | Action::Pending => Some((TieResult::AsDecided, "")),
                _ => Some(self.missing(section, row, found.is_some())),
            };
        };
        let document = &self.file.documents[here as usize];
        if !document.unreadable.is_empty() {
            return Some((TieResult::CannotBeRead, "an amount of its document cannot be read: download GSTR-2B again"));
        }
        if matches!(held.action(), Action::Reject | Action::Pending) {
            // It came out as the portal holds it: what was decided since is only here.
            if self.credit.held(Side::Portal, section, row).takes() {
                return Some((TieResult::NotUploaded, NOT_UPLOADED));
            }
            return Some((
                TieResult::Against,
                "decided after GSTR-2B was drawn up, or the upload did not take: recompute GSTR-2B",
            ));
        }
        if document.reverse_charge {
            return Some((TieResult::ReverseCharge, "GSTR-2B has it with reverse charge: it is not in 4(A)(5)"));
        }
        if let Some(why) = self.not_expected(section, row) {
            return Some((TieResult::NotExpected, why));
        }
        if document.heads != self.book.sheet(section).records().heads(row) {
            return Some((
                TieResult::OtherAmounts,
                "the supplier changed it, or the download is older: download again",
            ));
        }
        if document.unavailable {
            return Some((TieResult::OtherAmounts, "GSTR-2B has it without ITC: place of supply or time limit"));
        }
        let heads = self.credit.own(section, row);
        if let Some(reduced) = document.reduced
            && self.gives(section, row, heads, reduced) != self.gives(section, row, heads, held.answer())
        {
            let before = self.credit.held(Side::Portal, section, row);
            if before != held
                && self.gives(section, row, heads, reduced) == self.gives(section, row, heads, before.answer())
            {
                return Some((TieResult::NotUploaded, NOT_UPLOADED));
            }
            return Some((TieResult::ReducedOtherwise, "the answer of GSTR-2B is not yours: recompute GSTR-2B"));
        }
        Some((TieResult::AsDecided, ""))
    }

    /// Why a record that is there was not expected to be.
    fn not_expected(&self, section: Section, row: u32) -> Option<&'static str> {
        if !self.credit.filed(section, row) {
            return Some("not filed by this download: the supplier filed since, download again");
        }
        if self.credit.next(section, row) {
            return Some("of a later GSTR-2B by this download: GSTR-2B has it already");
        }
        self.credit.is_replaced(section, row).then_some("its amendment of the same period counts in its place")
    }

    /// What a record gives with this tax and this answer; of an amendment of which it cannot be said what it changes, all of it.
    fn gives(&self, section: Section, row: u32, heads: Heads, answer: Answer) -> Heads {
        let amends = section.is_amendment().then(|| self.credit.changes_to(section, row, heads, answer)).flatten();
        amends.unwrap_or_else(|| Held::answered(answer).limited(heads))
    }

    /// What is declared of a record here, and in GSTR-2B.
    fn declared(&self, section: Section, row: u32, here: Option<u32>) -> Option<(Heads, Heads)> {
        let own = self.book.sheet(section).records().heads(row);
        let reduced = self.file.documents.get(here? as usize)?.reduced?;
        let yours = self.credit.held(Side::Yours, section, row).answer();
        Some((declared(yours, own), declared(reduced, own)))
    }

    /// Why an expected record is not there.
    fn missing(&self, section: Section, row: u32, apart: bool) -> (TieResult, &'static str) {
        if self.credit.is_replaced(section, row) {
            return (TieResult::AsDecided, "");
        }
        let records = self.book.sheet(section).records();
        if records.filings[row as usize] == Filing::NotFiled {
            return (TieResult::WaitsForGstr1, "GSTR-1 was not filed by the cut-off: next GSTR-2B");
        }
        let before = self.credit.held(Side::Portal, section, row).action();
        if matches!(before, Action::Reject | Action::Pending) {
            return (TieResult::NotUploaded, NOT_UPLOADED);
        }
        if apart {
            return (TieResult::Missing, "decided or changed after GSTR-2B was drawn up: recompute GSTR-2B");
        }
        let supplier = records.suppliers.get(row).trim().to_ascii_uppercase();
        let period = records.period(row);
        let filed_others = self.filed.get(supplier.as_str()).zip(period);
        match filed_others {
            Some((periods, period)) if !periods.is_empty() && !periods.contains(&period) => (
                TieResult::Missing,
                "nothing of this return of the supplier is in it: perhaps filed late, next GSTR-2B",
            ),
            _ => (TieResult::Missing, "not known why: ask the supplier, or download again"),
        }
    }

    /// Documents without a record.
    fn alone(&mut self) {
        for (place, document) in (0u32..).zip(&self.file.documents) {
            if !self.taken[place as usize] {
                let differs = self.with_namesake.contains(&place);
                let why = if differs { NotInIms::DateOrKindDiffers } else { NotInIms::of(document) };
                // Of what cannot be read there is no sum.
                let known = document.unreadable.is_empty();
                self.tie.not_in_ims[why as usize].add(if known { signed(document) } else { [0; 4] });
                self.tie.alone.push((why, place));
            }
        }
    }

    /// 4(A)(5) by the file, and by the page.
    fn sums(&mut self, progress: &Progress) -> Option<()> {
        let record_of: HashMap<u32, (Section, u32)> =
            self.tie.tied.iter().filter_map(|tied| Some((tied.document?, (tied.section, tied.row)))).collect();
        for (place, document) in (0u32..).zip(&self.file.documents) {
            let counts = document.section.is_some() && document.listed_under.is_none();
            if !counts || document.unavailable || document.reverse_charge {
                continue;
            }
            if !document.unreadable.is_empty() {
                self.tie.of_file_unreadable += 1;
                continue;
            }
            self.count(document, record_of.get(&place).copied());
        }
        for section in Section::ALL {
            for row in 0..self.book.sheet(section).rows() {
                if row % 4096 == 0 && progress.cancelled() {
                    return None;
                }
                add(&mut self.tie.of_page, self.credit.value(Side::Yours, section, row));
            }
        }
        Some(())
    }
}

impl Comparing<'_> {
    /// Adds what a document gives to 4(A)(5).
    fn count(&mut self, document: &Gstr2bDocument, record: Option<(Section, u32)>) {
        let heads = signed(document);
        let yours = record.map(|(section, row)| self.credit.held(Side::Yours, section, row).answer());
        let yours = yours.unwrap_or_default();
        let (note, amendment) = document.section.map_or((false, false), |of| (of.is_credit_note(), of.is_amendment()));
        // What the file does not say is not known: it counts as it was decided.
        let asked = note || (amendment && yours.kind != AnswerKind::None);
        self.tie.of_file_not_said += u64::from(asked && document.reduced.is_none());
        let answer = document.reduced.unwrap_or(yours);
        if !amendment {
            add(&mut self.tie.of_file, Held::answered(answer).limited(heads));
            return;
        }
        match record.and_then(|(section, row)| self.credit.changes_to(section, row, heads, answer)) {
            Some(change) => add(&mut self.tie.of_file, change),
            None => self.tie.of_file_to_check.add(heads),
        }
    }
}

/// A document's tax; of credit notes negative.
fn signed(document: &Gstr2bDocument) -> Heads {
    match document.section.is_some_and(Section::is_credit_note) {
        true => document.heads.map(|head| -head),
        false => document.heads,
    }
}

/// What an answer takes of a credit note of this tax.
fn declared(answer: Answer, own: Heads) -> Heads {
    match answer.kind {
        AnswerKind::None | AnswerKind::Full => own,
        AnswerKind::No => [0; 4],
        AnswerKind::Part => answer.heads,
    }
}
