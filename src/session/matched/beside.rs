//! A record and its voucher side by side: why they are a match or why there is none, what agrees and what differs with both
//! values, and other vouchers with which the record can be linked.

use std::sync::Arc;

use crate::book::{
    Amount, Answer, AnswerKind, Apart, Book, Class, EntrySum, LinkKind, LinkedRecord, MatchColumns, Section, Suggested,
};
use crate::matching::agree::fields::AmountLevel;
use crate::matching::suggest::answer;
use crate::matching::suggest::suggestion;
use crate::matching::why::nearest::{Nearest, Seeker, YOU_PARTED};
use crate::matching::why::sentence::Explainer;
use crate::matching::why::ways::Way;
use crate::matching::why::words::{self, Fields};
use crate::matching::{Flag, Matches};
use crate::session::Session;
use crate::session::background::Purpose;
use crate::values::{Day, Paise, counted, money};
use crate::work::Progress;

/// Books of at most this many documents are looked through at once.
const AT_ONCE: u64 = 2_000;
/// This many other vouchers are proposed.
const OTHERS: usize = 4;

/// A field on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideField {
    /// Its name.
    pub name: &'static str,
    /// What the portal says.
    pub portal: String,
    /// What the register says; nothing where it does not say it.
    pub books: String,
    /// Whether they agree; none where one of them says nothing.
    pub agrees: Option<bool>,
}

/// A voucher with which the record could be linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherVoucher {
    /// Its row.
    pub entry: u32,
    /// `line 231 of Purchase.xlsx, AAP/576 of 12-10-2026`.
    pub name: String,
    /// Its number as booked.
    pub number: String,
    /// Its tax, if the register gives it.
    pub tax: Option<Paise>,
    /// What differs, and what it is matched with.
    pub differs: String,
}

/// A record beside its voucher.
#[derive(Clone, Debug)]
pub struct SideBySide {
    /// The record's section.
    pub section: Section,
    /// Its row.
    pub row: u32,
    /// The class of its match.
    pub class: Class,
    /// Why, or why not.
    pub sentence: String,
    /// What can be done where the tax differs, each way with its money.
    pub ways: Vec<Way>,
    /// The fields on both sides; none where there is no voucher.
    pub fields: Vec<BesideField>,
    /// Where the vouchers are.
    pub where_booked: Vec<String>,
    /// How many vouchers it is with.
    pub vouchers: usize,
    /// What is suggested while it has no action.
    pub suggested: Suggested,
    /// Why it is not more than that, or nothing.
    pub why: &'static str,
    /// The answer to "ITC to be reduced?" that the books propose.
    pub answer: Option<Answer>,
    /// The user linked or confirmed it.
    pub link: Option<LinkKind>,
    /// The user linked it, and not all that was linked is here: the link waits.
    pub link_waits: bool,
    /// A record or a voucher changed since.
    pub changed_since: bool,
    /// With how many vouchers it was marked as not the same.
    pub not_the_same: usize,
    /// Others with which it could be linked, nearest first.
    pub others: Vec<OtherVoucher>,
    inputs: u64,
    day: Day,
}

impl Session {
    /// The focused record beside its voucher, once that is known.
    pub fn beside(&self) -> Option<&Arc<SideBySide>> {
        let beside = self.matching.beside.as_ref()?;
        let scope = self.scope()?;
        let focus = self.view(scope).selection.focus.map(|number| scope.record(number));
        (focus == Some((beside.section, beside.row))).then_some(beside)
    }

    /// Finds it again where the focus or the matches are others.
    pub(in crate::session) fn renew_beside(&mut self, focus: Option<(Section, u32)>) {
        let Some(matched) = self.matching.newest.clone().filter(|_| self.matches_are_current()) else { return };
        let Some((section, row)) = focus else { return };
        let known = |beside: &Arc<SideBySide>| {
            (beside.section, beside.row, beside.inputs, beside.day) == (section, row, matched.inputs, matched.day)
        };
        if self.matching.beside.as_ref().is_some_and(known) {
            return;
        }
        let documents = self.book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum::<u64>()
            + u64::from(self.book.register().entries().len());
        self.look_within(AT_ONCE, documents, Purpose::Beside, move |book, _, progress| {
            let beside = SideBySide::of(book, &matched.matches, matched.day, (section, row), progress);
            let beside = SideBySide { inputs: matched.inputs, ..beside };
            if progress.cancelled() {
                return None;
            }
            Some(Box::new(move |open| open.matching.beside = Some(Arc::new(beside))))
        });
    }
}

impl SideBySide {
    /// Of a record of a book that was matched.
    pub fn of(book: &Book, matches: &Matches, day: Day, record: (Section, u32), progress: &Progress) -> SideBySide {
        let (section, row) = record;
        let of = matches.of_record(section, row);
        let mut explainer = Explainer::until(book, matches, day, progress).for_side_by_side();
        let (sentence, ways) = match of.class {
            Class::None => ("It takes no part in matching: it has no supplier or no number.".to_owned(), Vec::new()),
            _ => {
                let explained = explainer.explain(&of);
                (said(explained.text), explained.ways)
            }
        };
        let proposed = suggestion::if_open(book, matches, section, row, day);
        let answer = answer::proposed(book, &of, section, row, day);
        let key = LinkedRecord::of(book, section, row).key();
        let links = book.links();
        let own = links.links.iter().find(|link| link.records.iter().any(|record| record.key() == key));
        let linked = of.flags.has(Flag::Link);
        let marked = |apart: &&Apart| apart.0.key() == key;
        let entries = book.register().entries();
        let booked = |entry: u32| match entries.voucher(entry) {
            "" => words::line(book, entry),
            voucher => format!("{}, voucher {voucher}", words::line(book, entry)),
        };
        let candidates = match of.class {
            Class::None => Vec::new(),
            _ => explainer.seeker().candidates(section, row, &of.entries, OTHERS),
        };
        let seeker = explainer.seeker();
        let others = candidates.iter().map(|near| other(book, matches, seeker, record, near)).collect();
        SideBySide {
            section,
            row,
            class: of.class,
            sentence,
            ways,
            fields: fields(book, &of.records, &of.entries),
            where_booked: of.entries.iter().map(|&entry| booked(entry)).collect(),
            vouchers: of.entries.len(),
            suggested: proposed.what,
            why: proposed.why,
            answer: answer.map(|proposed| proposed.answer),
            link: own.map(|link| link.kind).filter(|_| linked),
            link_waits: own.is_some() && !linked,
            changed_since: of.flags.has(Flag::Changed),
            not_the_same: links.aparts.iter().filter(marked).count(),
            others,
            inputs: 0,
            day,
        }
    }

    /// Whether the vouchers are of a match that could be confirmed; of a link, where something changed since.
    pub fn can_confirm(&self) -> bool {
        self.vouchers > 0 && (self.link.is_none() || self.changed_since)
    }

    /// Whether there is a link to undo: one that works, or one that waits.
    pub fn can_undo_link(&self) -> bool {
        self.link.is_some() || self.link_waits
    }
}

/// The sentence with its end.
pub(super) fn said(sentence: String) -> String {
    let end = if sentence.ends_with('?') { "" } else { "." };
    sentence + end
}

/// What the books propose to answer to "ITC to be reduced?", in words; none where the record has that answer.
pub fn books_answer(book: &Book, beside: &SideBySide) -> Option<String> {
    let proposed = beside.answer?;
    let own = book.answers().get(book.sheet(beside.section).answers()[beside.row as usize]);
    if (own.kind, own.heads) == (proposed.kind, proposed.heads) {
        return None;
    }
    Some(match proposed.kind {
        AnswerKind::Part => {
            let tax: Paise = proposed.heads.iter().sum();
            format!("{}: {}", proposed.name(), money::rupees(tax.into()))
        }
        _ => proposed.name().to_owned(),
    })
}

fn other(book: &Book, matches: &Matches, seeker: &Seeker<'_>, record: (Section, u32), near: &Nearest) -> OtherVoucher {
    let entries = book.register().entries();
    let mut differs = differences(book, seeker, record, near);
    if seeker.is_apart(record, near.id) {
        differs = format!("{YOU_PARTED}; {differs}");
    }
    let of = matches.of_entry(near.id);
    match of.records.first() {
        Some(&(section, row)) => {
            differs += &format!("; already matched with {}", book.sheet(section).records().numbers.get(row));
        }
        None if of.class == Class::Books => differs += "; not in IMS",
        None => differs += &format!("; {}", of.class.title().to_lowercase()),
    }
    OtherVoucher {
        entry: near.id,
        name: words::line_in_words(book, near.id),
        number: entries.number(near.id).to_owned(),
        tax: entries.tax(near.id),
        differs,
    }
}

/// What of a voucher differs from a record: all of it is named, and of another supplier who that is.
fn differences(book: &Book, seeker: &Seeker<'_>, (section, row): (Section, u32), near: &Nearest) -> String {
    let record = seeker.record_at(section, row);
    let entry = seeker.entry(near.id);
    let fields = Fields::of(book, section, row, near.id, &record, &entry, &near.compared);
    let mut differing: Vec<String> = fields.differing().into_iter().map(str::to_owned).collect();
    let entries = book.register().entries();
    // What the books do not give does not differ.
    let no_date = entries.date(near.id) == Day::NONE && entries.posting(near.id) == Day::NONE;
    let no_tax = entries.tax(near.id).is_none() && near.compared.agreement.amounts <= AmountLevel::Within;
    differing.retain(|field| !(no_date && field == "date" || no_tax && field == "amounts"));
    let mut said = Vec::new();
    if !differing.is_empty() {
        let one = differing.len() == 1 && !differing[0].ends_with('s');
        said.push(format!("{} {}", words::and(&differing), if one { "differs" } else { "differ" }));
    }
    if differing.iter().any(|field| field == "supplier") {
        let of = [entries.name(near.id).trim(), fields.entry_gstin].into_iter().filter(|text| !text.is_empty());
        let of = of.collect::<Vec<_>>().join(", ");
        said.push(if of.is_empty() { "no supplier given".to_owned() } else { format!("of {of}") });
    }
    said.extend(no_date.then(|| "no date given".to_owned()));
    said.extend(no_tax.then(|| "no tax given".to_owned()));
    if said.is_empty() { "all agrees".to_owned() } else { said.join("; ") }
}

/// The fields of records and entries, sums where there are several.
pub(super) fn fields(book: &Book, records: &[(Section, u32)], rows: &[u32]) -> Vec<BesideField> {
    let (Some(&(section, row)), Some(&entry)) = (records.first(), rows.first()) else { return Vec::new() };
    let (entries, sheet) = (book.register().entries(), book.sheet(section).records());
    let mut fields = Vec::new();
    let several = |n: usize, one: String, word: (&str, &str)| match n {
        1 => one,
        n => counted(n as u64, word.0, word.1),
    };
    let mut text = |name, portal: String, books: String, agrees: Option<bool>| {
        fields.push(BesideField { name, portal, books, agrees });
    };
    let alone = records.len() == 1 && rows.len() == 1;
    let gstin = entries.gstin(entry).trim();
    if !gstin.eq_ignore_ascii_case(sheet.suppliers.get(row).trim()) {
        text("GSTIN", sheet.suppliers.get(row).to_owned(), gstin.to_owned(), Some(false));
    }
    let kind = crate::matching::agree::fields::kind_of(section);
    if kind != entries.kind(entry) {
        text("Type", kind.name().to_owned(), entries.kind(entry).name().to_owned(), Some(false));
    }
    let (mine, theirs) = (sheet.numbers.get(row).to_owned(), entries.number(entry).to_owned());
    let same = alone.then(|| mine.trim().eq_ignore_ascii_case(theirs.trim()));
    text(
        "Number",
        several(records.len(), mine, ("record", "records")),
        several(rows.len(), theirs, ("voucher", "vouchers")),
        same,
    );
    let (own, booked) = (sheet.days[row as usize], entries.date(entry));
    let compared = alone && own != Day::NONE && booked != Day::NONE;
    let date = |day: Day| if day == Day::NONE || !alone { String::new() } else { day.to_string() };
    text("Date", date(own), date(booked), compared.then_some(own == booked));
    for (name, amount, sum) in [
        ("Taxable", Amount::Taxable, EntrySum::Taxable),
        ("IGST", Amount::Igst, EntrySum::Igst),
        ("CGST", Amount::Cgst, EntrySum::Cgst),
        ("SGST", Amount::Sgst, EntrySum::Sgst),
        ("Cess", Amount::Cess, EntrySum::Cess),
        ("Value", Amount::Value, EntrySum::Value),
    ] {
        let portal: Paise = records.iter().map(|&(s, row)| book.sheet(s).records().amount(row, amount)).sum();
        let heads = EntrySum::HEADS.contains(&sum) && rows.iter().all(|&row| entries.has_heads(row));
        let given = |row: &u32| if heads { Some(entries.sum(sum, *row)) } else { entries.amount(sum, *row) };
        let books: Option<Paise> = rows.iter().map(given).sum();
        if name == "Cess" && portal == 0 && books.unwrap_or(0) == 0 {
            continue;
        }
        let shown = |amount: Paise| money::indian(amount.into());
        text(name, shown(portal), books.map(shown).unwrap_or_default(), books.map(|books| books == portal));
    }
    if !rows.iter().all(|&row| entries.has_heads(row)) {
        let portal: Paise = records.iter().flat_map(|&(s, row)| book.sheet(s).records().heads(row)).sum();
        let books: Option<Paise> = rows.iter().map(|&row| entries.tax(row)).sum();
        let shown = |amount: Paise| money::indian(amount.into());
        text("Tax", shown(portal), books.map(shown).unwrap_or_default(), books.map(|books| books == portal));
    }
    fields
}

/// What the screen says of a voucher beside a record's number: nothing where there is none.
pub fn voucher_is_like(columns: &MatchColumns, book: &Book, section: Section, row: u32) -> bool {
    columns.number(section, row).is_some_and(|number| number == book.sheet(section).records().numbers.get(row))
}
