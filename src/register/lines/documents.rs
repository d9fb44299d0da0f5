//! What each document comes to: amounts that are added or counted once, signs and types, and documents that count for
//! nothing, as they were cancelled or reversed.

use std::collections::HashMap;

use crate::book::{Entries, EntryMarks, EntrySum, EntryType, Mark, NewEntry};
use crate::register::lines::adding::Adding;
use crate::register::lines::join::{Group, Joined, SheetLines, day_of, groups_of};
use crate::register::lines::left_out::LineLeftOut;
use crate::register::lines::total::UnderTotal;
use crate::register::written::held::flag;
use crate::register::written::kinds::{self, TypeWord};
use crate::values::{Day, Paise};
use crate::work::{Progress, parts};

/// How a register uses the words "credit note" and "debit note".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteWords {
    /// As the supplier does: a credit note is the supplier's.
    Theirs,
    /// As the books do: their own debit note is the supplier's credit note.
    Ours,
}

impl NotesBy {
    /// Whether matching may know better.
    pub fn is_open(self) -> bool {
        matches!(self, NotesBy::VoucherType | NotesBy::Nothing)
    }
}

/// What made known how a register uses the words for notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotesBy {
    /// The user, or a layout that is remembered.
    Set,
    /// Its debit notes are below 0.
    Signs,
    /// One of the two readings finds more that agrees with the portal.
    Matching,
    /// Its types are types of the books' vouchers. Matching may know better.
    VoucherType,
    /// Nothing. Matching may know better.
    Nothing,
}

/// What is set for the documents of a sheet.
#[derive(Clone, Debug, Default)]
pub(in crate::register) struct Set {
    pub(in crate::register) once: [Option<bool>; 7],
    pub(in crate::register) notes: Option<NoteWords>,
    /// The column of types names types of vouchers.
    pub(in crate::register) voucher_type: bool,
}

/// The documents of a sheet.
#[derive(Default)]
pub(in crate::register) struct Documents {
    pub(in crate::register) entries: Entries,
    pub(in crate::register) elsewhere: Entries,
    /// Further lines left out, by their places.
    pub(in crate::register) left_out: Vec<(u32, LineLeftOut)>,
    pub(in crate::register) once: [bool; 7],
    /// How the words for notes are used, where there are any.
    pub(in crate::register) notes: Option<(NoteWords, NotesBy)>,
    /// How many have a damaged number, a number from a number cell, a number from the own voucher.
    pub(in crate::register) damaged: usize,
    pub(in crate::register) number_cells: usize,
    pub(in crate::register) from_voucher: usize,
    /// How many have no type: invoices, and credit notes by their sign.
    pub(in crate::register) by_sign: usize,
    /// The sums of what was read.
    pub(in crate::register) sums: [i128; 7],
    /// The same of what is under the file's own total.
    pub(in crate::register) under: UnderTotal,
    /// On how many the first line has the whole amounts, and the lines below it are not added.
    pub(in crate::register) first_is_whole: usize,
    /// Which of these lack amounts whose formulas have no result.
    pub(in crate::register) lacking: [bool; 7],
    /// By the ids of texts of eligibility: whether they say that no credit is claimed.
    ineligible: Vec<bool>,
}

/// A document before it becomes an entry.
#[derive(Clone, Copy)]
struct Sums {
    amounts: [Option<Paise>; 7],
    kind: TypeWord,
    /// Its lines are alike.
    alike: bool,
    /// Which amounts are not known, as their formulas have no result.
    lacking: [bool; 7],
}

impl Sums {
    /// What the document comes to: its taxable value, or else its value, or its tax.
    fn whole(&self) -> Paise {
        let of = |sum: EntrySum| self.amounts[sum as usize].filter(|amount| *amount != 0);
        let heads = EntrySum::HEADS.iter().fold(0, |tax: Paise, &head| tax.saturating_add(of(head).unwrap_or(0)));
        let tax = if heads == 0 { of(EntrySum::TotalTax).unwrap_or(0) } else { heads };
        of(EntrySum::Taxable).or(of(EntrySum::Value)).unwrap_or(tax)
    }

    fn is_nothing(&self) -> bool {
        !self.lacks_any() && self.amounts.iter().flatten().all(|amount| *amount == 0)
    }

    fn lacks_any(&self) -> bool {
        self.lacking.contains(&true)
    }
}

/// Makes documents of lines that belong together; none if it was stopped.
pub(in crate::register) fn make(
    sheet: &SheetLines<'_>,
    joined: &Joined,
    set: &Set,
    progress: &Progress,
) -> Option<Documents> {
    let ineligible = sheet.lines.eligibility.texts().iter().map(|text| kinds::is_ineligible(text)).collect();
    let adding = Adding::of(sheet, &joined.groups);
    let mut documents = Documents { once: adding.once(&joined.groups, &set.once), ineligible, ..Documents::default() };
    documents.first_is_whole = joined.groups.iter().filter(|group| adding.has_whole_on_first(group)).count();
    let given = given(sheet);
    let sums = |group: &Group| sums(&adding, joined, group, &documents.once, given);
    let sums = parts::each(&joined.groups, progress, sums)?;
    let reversed = reversed(sheet, &joined.groups, &sums);
    documents.notes = notes(&joined.groups, &sums, set);
    let mut lines = Vec::new();
    for (step, ((group, sums), reversed)) in joined.groups.iter().zip(&sums).zip(reversed).enumerate() {
        if step % parts::BETWEEN_LOOKS == 0 && progress.cancelled() {
            return None;
        }
        lines.clear();
        lines.extend(group.lines());
        let why = if group.elsewhere {
            Some(LineLeftOut::OtherRecipient)
        } else if sums.is_nothing() {
            Some(LineLeftOut::Cancelled)
        } else {
            reversed.then_some(LineLeftOut::Reversed)
        };
        documents.left_out.extend(why.into_iter().flat_map(|why| lines.iter().map(move |&line| (line, why))));
        if let Some(total) = joined.total.as_ref().filter(|_| why.is_none() || group.elsewhere) {
            documents.under.add(total, &lines, group.elsewhere, &sums.amounts);
        }
        if why.is_none() || group.elsewhere && !sums.is_nothing() {
            documents.push(sheet, group, sums, &lines);
        }
    }
    documents.keep_left_out(sheet, joined);
    documents.entries.shrink();
    documents.elsewhere.shrink();
    Some(documents)
}

/// Which amounts are given: those that have a column; and every head where one has. Cess alone says nothing of the tax.
fn given(sheet: &SheetLines<'_>) -> [bool; 7] {
    let mut given = sheet.columns_given();
    let any = GST.iter().any(|&head| given[head as usize]);
    EntrySum::HEADS.iter().for_each(|&head| given[head as usize] = any);
    given
}

/// The heads of which one document has either the first or the other two.
const GST: [EntrySum; 3] = [EntrySum::Igst, EntrySum::Cgst, EntrySum::Sgst];

/// Whether the columns that there are say what the tax of a document is: where a column for its kind of supply, within the state
/// or beyond, may be missing, its tax is not known.
fn tax_is_known(amounts: &[Option<Paise>; 7], columns: &[bool; 7]) -> bool {
    let [igst, cgst, sgst] = GST.map(|head| columns[head as usize]);
    let [has_igst, has_cgst, has_sgst] = GST.map(|head| amounts[head as usize].is_some_and(|amount| amount != 0));
    match (has_igst, has_cgst || has_sgst) {
        (_, true) => cgst && sgst,
        (true, false) => igst,
        (false, false) => igst && cgst && sgst,
    }
}

fn sums(adding: &Adding<'_>, joined: &Joined, group: &Group, once: &[bool; 7], given: [bool; 7]) -> Sums {
    let lacking = EntrySum::ALL.map(|sum| group.lines().any(|line| adding.sheet.has_no_result(sum, line)));
    let amounts = EntrySum::ALL.map(|sum| {
        if !given[sum as usize] || lacking[sum as usize] {
            return None;
        }
        let mut heads = adding.of_heads(sum, group);
        if once[sum as usize] {
            // The amount of the document is on each of its lines, or on the first.
            let all: Vec<Paise> = heads.collect();
            return Some(all.iter().copied().find(|amount| *amount != 0).unwrap_or(0));
        }
        let first = heads.next().unwrap_or(0);
        Some(heads.fold(first, Paise::saturating_add))
    });
    let kind = group.heads.first().map_or(TypeWord::Invoice, |(head, _)| joined.kinds[*head as usize]);
    Sums { amounts, kind, alike: group.heads.len() > 1 && adding.are_alike(group), lacking }
}

/// How the register uses the words for notes, where it has any: what was set; else debit notes that are mostly below 0.
fn notes(groups: &[Group], sums: &[Sums], set: &Set) -> Option<(NoteWords, NotesBy)> {
    let (mut words, mut debits, mut below) = (0, 0, 0);
    for (_, sums) in groups.iter().zip(sums).filter(|(group, _)| !group.elsewhere) {
        words += usize::from(matches!(sums.kind, TypeWord::CreditWord | TypeWord::DebitWord));
        if sums.kind == TypeWord::DebitWord {
            debits += 1;
            below += usize::from(sums.whole() < 0);
        }
    }
    if words == 0 {
        return None;
    }
    Some(match set.notes {
        Some(notes) => (notes, NotesBy::Set),
        None if 2 * below > debits => (NoteWords::Ours, NotesBy::Signs),
        None if set.voucher_type => (NoteWords::Ours, NotesBy::VoucherType),
        None => (NoteWords::Theirs, NotesBy::Nothing),
    })
}

/// Documents and their reversals: two of one supplier and number with opposite amounts, neither typed as a note. Each takes
/// out one other, the nearest in date, then in line.
fn reversed(sheet: &SheetLines<'_>, groups: &[Group], sums: &[Sums]) -> Vec<bool> {
    let mut reversed = vec![false; groups.len()];
    let plain = |sums: &Sums| {
        matches!(sums.kind, TypeWord::Invoice | TypeWord::OtherWithoutTax) && !sums.is_nothing() && !sums.lacks_any()
    };
    if !sums.iter().any(|sums| plain(sums) && sums.whole() < 0) {
        return reversed;
    }
    let mut of_supplier = HashMap::<(u32, String), Vec<usize>>::new();
    for (place, group) in groups.iter().enumerate() {
        let Some((head, _)) = group.heads.first() else { continue };
        let number = number(sheet, *head as usize);
        if plain(&sums[place]) && !group.elsewhere && !number.is_empty() {
            let id = sheet.lines.gstin.ids().get(*head as usize).copied().unwrap_or(0);
            of_supplier.entry((id, groups_of(number))).or_default().push(place);
        }
    }
    let day = |place: usize| groups[place].heads.first().map_or(Day::NONE, |(head, _)| day_of(sheet, *head));
    let line = |place: usize| groups[place].heads.first().map_or(0, |(head, _)| *head);
    let opposite = |a: usize, b: usize| {
        let mut pairs = sums[a].amounts.iter().zip(&sums[b].amounts);
        pairs.all(|(a, b)| a.unwrap_or(0) == -b.unwrap_or(0))
    };
    for places in of_supplier.into_values().filter(|places| places.len() > 1) {
        let mut pairs = Vec::new();
        for &below in places.iter().filter(|&&place| sums[place].whole() < 0) {
            let others = places.iter().copied().filter(|&other| opposite(below, other));
            // Of very many that are alike the nearest lines are enough.
            pairs.extend(others.take(1_000).map(|other| {
                let days = i64::from(day(below).0).abs_diff(i64::from(day(other).0));
                (days, line(below).abs_diff(line(other)), line(below), below, other)
            }));
        }
        pairs.sort_unstable();
        for (.., below, other) in pairs {
            if !reversed[below] && !reversed[other] {
                (reversed[below], reversed[other]) = (true, true);
            }
        }
    }
    reversed
}

/// A line's number, or that of its voucher where it has none.
fn number<'s>(sheet: &'s SheetLines<'_>, line: usize) -> &'s str {
    if sheet.number_is_voucher(line) { sheet.lines.voucher.get(line) } else { sheet.lines.compared(line) }
}

impl Documents {
    fn push(&mut self, sheet: &SheetLines<'_>, group: &Group, sums: &Sums, places: &[u32]) {
        let lines = sheet.lines;
        let Some(&first) = places.first() else { return };
        let at = first as usize;
        let mut marks = EntryMarks::default();
        let any = |flag: u16| places.iter().any(|&line| lines.has(line as usize, flag));
        let from_voucher = sheet.number_is_voucher(at);
        for (has, mark) in [
            (lines.has(at, flag::DAMAGED), Mark::Damaged),
            (from_voucher, Mark::FromVoucher),
            (any(flag::REVERSE_CHARGE), Mark::ReverseCharge),
            (any(flag::IMPORT), Mark::Import),
            (sums.alike, Mark::LinesAlike),
        ] {
            if has {
                marks.add(mark);
            }
        }
        let eligibility = lines.eligibility.ids().get(at).copied().unwrap_or(0);
        if self.ineligible.get(eligibility as usize) == Some(&true) {
            marks.add(Mark::Ineligible);
        }
        let negative = sums.whole() < 0;
        let kind = self.kind(sums.kind, negative, &mut marks);
        let sign = |amount: Paise| if negative { amount.saturating_neg() } else { amount };
        let mut amounts = sums.amounts.map(|amount| amount.map(sign));
        let lacks_tax = EntrySum::HEADS.iter().any(|&head| sums.lacking[head as usize]);
        if lacks_tax || !tax_is_known(&amounts, &sheet.columns_given()) {
            EntrySum::HEADS.iter().for_each(|&head| amounts[head as usize] = None);
        }
        let numbers: Vec<u32> = places.iter().map(|&line| lines.line[line as usize]).collect();
        let own = lines.own.get(first);
        let own_is_recipient = sheet.recipient.is_none_or(|recipient| recipient.eq_ignore_ascii_case(own));
        let entry = NewEntry {
            gstin: lines.gstin.get(first),
            name: lines.name.get(first),
            number: if from_voucher { lines.voucher.get(at) } else { lines.number.get(at) },
            compared: lines.compared.get(&first).filter(|_| !from_voucher).map(|text| &**text),
            date: sheet.days.day(lines, 0, at),
            posting: sheet.days.day(lines, 1, at),
            kind,
            amounts,
            marks,
            voucher: lines.voucher.get(at),
            eligibility: lines.eligibility.get(first),
            original_number: lines.original.get(at),
            original_date: sheet.days.day(lines, 2, at),
            own: if own_is_recipient { "" } else { own },
            lines: &numbers,
        };
        if group.elsewhere {
            self.elsewhere.push(&entry);
            return;
        }
        self.damaged += usize::from(marks.has(Mark::Damaged));
        self.number_cells += usize::from(lines.has(at, flag::NUMBER_CELL));
        self.from_voucher += usize::from(from_voucher);
        self.by_sign += usize::from(marks.has(Mark::BySign));
        for (all, amount) in self.sums.iter_mut().zip(sums.amounts) {
            *all += i128::from(amount.unwrap_or(0));
        }
        self.lacking.iter_mut().zip(sums.lacking).for_each(|(any, lacks)| *any |= lacks);
        self.entries.push(&entry);
    }

    /// Keeps the numbers of lines that were left out although they may be documents: what is on them is not "not in the books".
    fn keep_left_out(&mut self, sheet: &SheetLines<'_>, joined: &Joined) {
        let lines = sheet.lines;
        let maybe = |why: LineLeftOut| {
            let is_document = matches!(why, LineLeftOut::Cancelled | LineLeftOut::Reversed | LineLeftOut::OtherVoucher);
            is_document || why.is_not_understood()
        };
        let mut all: Vec<(u32, LineLeftOut)> = joined.left_out.iter().chain(&self.left_out).copied().collect();
        all.retain(|(line, why)| maybe(*why) && !number(sheet, *line as usize).is_empty());
        all.sort_unstable();
        for (line, why) in all {
            let at = line as usize;
            let from_voucher = sheet.number_is_voucher(at);
            let marks = EntryMarks::default();
            let damaged = lines.has(at, flag::DAMAGED);
            self.elsewhere.push(&NewEntry {
                gstin: lines.gstin.get(line),
                name: why.words(),
                number: if from_voucher { lines.voucher.get(at) } else { lines.number.get(at) },
                compared: lines.compared.get(&line).filter(|_| !from_voucher).map(|text| &**text),
                date: sheet.days.day(lines, 0, at),
                posting: sheet.days.day(lines, 1, at),
                marks: if damaged { marks.with(Mark::Damaged) } else { marks },
                lines: &[lines.line[at]],
                ..NewEntry::default()
            });
        }
    }

    /// The type: that of its word; without a word, or of an invoice, a credit note where it sums below 0.
    fn kind(&self, word: TypeWord, negative: bool, marks: &mut EntryMarks) -> EntryType {
        let ours = self.notes.is_some_and(|(notes, _)| notes == NoteWords::Ours);
        match word {
            TypeWord::Return => EntryType::CreditNote,
            TypeWord::CreditWord | TypeWord::DebitWord => {
                marks.add(Mark::NoteWord);
                if (word == TypeWord::CreditWord) != ours { EntryType::CreditNote } else { EntryType::DebitNote }
            }
            _ if negative => {
                marks.add(Mark::BySign);
                EntryType::CreditNote
            }
            _ => EntryType::Invoice,
        }
    }
}
