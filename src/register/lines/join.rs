//! LineColumns become entries: which lines are left out and why, which belong together, and what each document comes to.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_128_with_seed;

use crate::book::EntrySum;
use crate::book::register::entries::bare_number;
use crate::register::headings::columns::Columns;
use crate::register::headings::fields::RegisterField;
use crate::register::lines::arithmetic::Roles;
use crate::register::lines::cells::LineColumns;
use crate::register::lines::days::Days;
use crate::register::lines::left_out::LineLeftOut;
use crate::register::lines::total::TotalOfLines;
use crate::register::written::held::{EMPTY, flag};
use crate::register::written::kinds::{self, TypeWord};
use crate::register::written::text;
use crate::values::{Day, Paise, gstin};
use crate::work::{Progress, parts};

/// What is known of a sheet before its lines are joined.
pub(in crate::register) struct SheetLines<'s> {
    pub(in crate::register) lines: &'s LineColumns,
    pub(in crate::register) columns: &'s Columns,
    pub(in crate::register) roles: &'s Roles,
    pub(in crate::register) days: &'s Days,
    /// The recipient of the book.
    pub(in crate::register) recipient: Option<&'s str>,
    /// The type of note that the title names.
    pub(in crate::register) title: Option<TypeWord>,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Left(LineLeftOut),
    /// Part of a group; `true` if it has no number of its own and belongs to the line above.
    Group(u32, bool),
}

/// LineColumns of one document.
#[derive(Clone, Debug, Default)]
pub(in crate::register) struct Group {
    /// Its lines with a number, or the one line; each with the lines that belong to it.
    pub(in crate::register) heads: Vec<(u32, Vec<u32>)>,
    /// It belongs to another registration of the recipient.
    pub(in crate::register) elsewhere: bool,
}

impl Group {
    /// All its lines, in order.
    pub(in crate::register) fn lines(&self) -> impl Iterator<Item = u32> + '_ {
        self.heads.iter().flat_map(|(head, more)| std::iter::once(*head).chain(more.iter().copied()))
    }
}

/// LineColumns in groups, and those left out.
pub(in crate::register) struct Joined {
    pub(in crate::register) groups: Vec<Group>,
    /// LineColumns left out, by their places, in order.
    pub(in crate::register) left_out: Vec<(u32, LineLeftOut)>,
    /// The own GSTINs that were seen beside the recipient's.
    pub(in crate::register) others: bool,
    /// Some line is of the recipient itself, or no column says of whom it is.
    pub(in crate::register) own: bool,
    /// The last total of the file; none where there is none.
    pub(in crate::register) total: Option<TotalOfLines>,
    /// What a type of each line means.
    pub(in crate::register) kinds: Vec<TypeWord>,
}

/// Puts the lines into groups; none if it was stopped.
pub(in crate::register) fn join(sheet: &SheetLines<'_>, progress: &Progress) -> Option<Joined> {
    let all: Vec<u32> = (0..sheet.lines.len() as u32).collect();
    let kinds = sheet.kinds();
    let keys = parts::each(&all, progress, |&line| sheet.key(line as usize, kinds.of(sheet.lines, line as usize)))?;
    let mut joiner = Joiner::new(sheet, &kinds);
    for (line, key) in keys.into_iter().enumerate() {
        if line % parts::BETWEEN_LOOKS == 0 && progress.cancelled() {
            return None;
        }
        let fate = joiner.fate(line, key);
        joiner.keep(line, fate);
    }
    let total = joiner.total;
    let (groups, left_out, others, own) = (joiner.groups, joiner.left_out, joiner.others, joiner.own);
    let kinds = (0..sheet.lines.len()).map(|line| kinds.of(sheet.lines, line)).collect();
    Some(Joined { groups, left_out, others, own, total, kinds })
}

/// What the types of lines mean.
pub(in crate::register) struct Kinds {
    /// By the ids of the texts.
    of_text: Vec<TypeWord>,
    /// Where a line has no text.
    none: TypeWord,
}

impl Kinds {
    pub(in crate::register) fn of(&self, lines: &LineColumns, line: usize) -> TypeWord {
        let id = lines.kind.ids().get(line).copied().unwrap_or(0);
        if id == 0 { self.none } else { self.of_text.get(id as usize).copied().unwrap_or(self.none) }
    }
}

impl SheetLines<'_> {
    fn kinds(&self) -> Kinds {
        let column = self.columns.of(RegisterField::Type);
        let is_return =
            column.is_some_and(|column| text::words(&column.heading).ends_with(&["is".into(), "return".into()]));
        let kind = |text: &str| match is_return {
            true if kinds::is_yes(text) => TypeWord::Return,
            true => TypeWord::Invoice,
            false => kinds::of(text).0,
        };
        let of_text = self.lines.kind.texts().iter().map(|text| kind(text)).collect();
        let none = self.title.filter(|_| column.is_none()).unwrap_or(TypeWord::Invoice);
        Kinds { of_text, none }
    }

    /// Whether the number of a line is that of its own voucher.
    pub(in crate::register) fn number_is_voucher(&self, line: usize) -> bool {
        let lines = self.lines;
        let named = !lines.gstin.get(line as u32).is_empty() || self.has_date(line);
        lines.has(line, flag::NO_NUMBER)
            && !lines.has(line, flag::TOTAL)
            && named
            && !lines.voucher.get(line).is_empty()
    }

    fn has_date(&self, line: usize) -> bool {
        !self.lines.date[line].is_empty() || !self.lines.posting[line].is_empty()
    }

    /// What lines of one document have in common; none where a line has no number.
    fn key(&self, line: usize, kind: TypeWord) -> Option<u128> {
        let lines = self.lines;
        let voucher = lines.voucher.get(line);
        let number = match lines.has(line, flag::NO_NUMBER) {
            false => lines.compared(line),
            true if self.number_is_voucher(line) => voucher,
            true => return None,
        };
        let mut bytes = Vec::with_capacity(96);
        let mut text = |text: &str| {
            if text.is_ascii() {
                bytes.extend(text.bytes().map(|b| b.to_ascii_lowercase()));
            } else {
                bytes.extend(text.to_lowercase().bytes());
            }
            bytes.push(0xff);
        };
        text(&number[bare_number(number)]);
        text(lines.gstin.get(line as u32));
        text(lines.own.get(line as u32));
        text(voucher);
        bytes.extend(self.days.day(lines, 0, line).0.to_le_bytes());
        bytes.push(kind as u8);
        Some(xxh3_128_with_seed(&bytes, *SEED))
    }

    /// An amount of a line; none where its cells hold nothing.
    pub(in crate::register) fn amount(&self, sum: EntrySum, line: u32) -> Option<Paise> {
        let columns = &self.roles.of[sum as usize];
        let amounts = columns.iter().map(|&column| self.lines.amount(column, line as usize)).filter(|&v| v != EMPTY);
        amounts.fold(None, |sum: Option<Paise>, v| Some(sum.unwrap_or(0).saturating_add(v)))
    }

    /// Whether an amount of a line is a formula without a result: then it is not 0 but not known.
    pub(in crate::register) fn has_no_result(&self, sum: EntrySum, line: u32) -> bool {
        let (lines, line) = (self.lines, line as usize);
        lines.has(line, flag::NO_RESULT) && lines.amounts.has_no_result(line, &self.roles.of[sum as usize])
    }

    /// Which amounts have a column.
    pub(in crate::register) fn columns_given(&self) -> [bool; 7] {
        EntrySum::ALL.map(|sum| !self.roles.of[sum as usize].is_empty())
    }

    /// Whether a line has any tax.
    fn has_tax(&self, line: usize) -> bool {
        let taxes = [EntrySum::Igst, EntrySum::Cgst, EntrySum::Sgst, EntrySum::Cess, EntrySum::TotalTax];
        taxes.into_iter().any(|sum| self.amount(sum, line as u32).is_some_and(|tax| tax != 0))
    }
}

struct Joiner<'s> {
    sheet: &'s SheetLines<'s>,
    kinds: &'s Kinds,
    cancelled: Vec<bool>,
    groups: Vec<Group>,
    of_key: HashMap<u128, u32, AsItIs>,
    left_out: Vec<(u32, LineLeftOut)>,
    /// What became of the line above.
    above: Option<Fate>,
    /// Sums of all lines since the last total, and of all; and of all lines that are kept.
    since: Sums,
    all: Sums,
    kept: Sums,
    others: bool,
    own: bool,
    total: Option<TotalOfLines>,
    /// The place behind the last total, and how many groups are before it.
    after: usize,
    groups_before: usize,
}

/// Another one in every run, so that no file can be made of lines that all have one key.
static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));

/// Takes a key that is a hash already as it is.
type AsItIs = BuildHasherDefault<Itself>;

/// See [`AsItIs`].
#[derive(Clone, Copy, Default)]
struct Itself(u64);

impl Hasher for Itself {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = self.0.rotate_left(8) ^ u64::from(*b));
    }

    fn write_u128(&mut self, key: u128) {
        self.0 = key as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Sums of the columns of amounts.
#[derive(Clone, Default)]
struct Sums {
    sums: Vec<i128>,
    lines: usize,
}

impl Sums {
    fn add(&mut self, lines: &LineColumns, line: usize) {
        for (column, amount) in lines.amounts.of(line) {
            if column >= self.sums.len() {
                self.sums.resize(column + 1, 0);
            }
            self.sums[column] += i128::from(amount);
        }
        self.lines += 1;
    }

    /// Whether the amounts of a line are these sums; at least one of them is not 0.
    fn are(&self, lines: &LineColumns, line: usize) -> bool {
        let (mut any, mut same) = (false, true);
        for (column, amount) in lines.amounts.of(line) {
            any |= amount != 0;
            same &= self.sums.get(column).copied().unwrap_or(0) == i128::from(amount);
        }
        any && same
    }
}

impl<'s> Joiner<'s> {
    fn new(sheet: &'s SheetLines<'s>, kinds: &'s Kinds) -> Joiner<'s> {
        let status = sheet.columns.of(RegisterField::Status).map(|column| text::words(&column.heading));
        let says = status.is_some_and(|words| words.iter().any(|word| word == "cancelled"));
        let cancelled = sheet.lines.status.texts().iter().map(|text| kinds::is_cancelled(text, says)).collect();
        let of_key = HashMap::with_capacity_and_hasher(sheet.lines.len(), AsItIs::default());
        let own = !sheet.columns.has(RegisterField::Own);
        let (groups, left_out) = (Vec::new(), Vec::new());
        let (since, all, kept) = Default::default();
        Joiner {
            sheet,
            kinds,
            cancelled,
            groups,
            of_key,
            left_out,
            above: None,
            since,
            all,
            kept,
            others: false,
            own,
            total: None,
            after: 0,
            groups_before: 0,
        }
    }

    fn fate(&mut self, line: usize, key: Option<u128>) -> Fate {
        let (sheet, lines) = (self.sheet, self.sheet.lines);
        let has = |flag| lines.has(line, flag);
        if has(flag::HEADING) {
            return Fate::Left(LineLeftOut::Heading);
        }
        let supplier = lines.gstin.get(line as u32);
        if self.is_total(line, key.is_some(), supplier) {
            self.keep_total(line);
            return Fate::Left(LineLeftOut::Total);
        }
        let (date, amount) =
            (sheet.has_date(line) || has(flag::BAD_DATE), has(flag::AMOUNT | flag::BAD_AMOUNT | flag::ERROR));
        if self.is_title(line, supplier) {
            return Fate::Left(LineLeftOut::Blank);
        }
        let above = self.above.filter(|_| key.is_none() && supplier.is_empty() && !date);
        let is_item = has(flag::ITEM) && above.is_some();
        if key.is_none() && !date && !amount && !is_item {
            return Fate::Left(LineLeftOut::Blank);
        }
        self.since.add(lines, line);
        self.all.add(lines, line);
        let elsewhere = match self.recipient(line) {
            Ok(elsewhere) => elsewhere,
            Err(why) => return Fate::Left(why),
        };
        let not_understood = if has(flag::ERROR) {
            Some(LineLeftOut::ErrorCell)
        } else {
            has(flag::BAD_AMOUNT).then_some(LineLeftOut::Amount)
        };
        if let Some(why) = not_understood.or_else(|| self.no_purchase(line)) {
            return Fate::Left(why);
        }
        match above {
            Some(Fate::Left(why)) if amount || has(flag::ITEM) => return Fate::Left(why),
            Some(Fate::Group(group, _)) if amount || has(flag::ITEM) => return Fate::Group(group, true),
            _ => {}
        }
        if key.is_none() && !has(flag::AMOUNT) {
            return Fate::Left(LineLeftOut::NoNumberNoAmount);
        }
        let next = self.groups.len() as u32;
        let group = key.map_or(next, |key| *self.of_key.entry(key).or_insert(next));
        if group == next {
            self.groups.push(Group { heads: Vec::new(), elsewhere });
        }
        Fate::Group(group, false)
    }

    fn keep(&mut self, line: usize, fate: Fate) {
        match fate {
            Fate::Left(why) => self.left_out.push((line as u32, why)),
            Fate::Group(group, continued) => {
                self.kept.add(self.sheet.lines, line);
                let heads = &mut self.groups[group as usize].heads;
                match heads.last_mut().filter(|_| continued) {
                    Some((_, more)) => more.push(line as u32),
                    None => heads.push((line as u32, Vec::new())),
                }
            }
        }
        // A blank line, a total or a page's heading between does not part a document from its lines.
        if !matches!(fate, Fate::Left(LineLeftOut::Blank | LineLeftOut::Heading)) {
            self.above = Some(fate);
        }
        if fate == Fate::Left(LineLeftOut::Total) {
            (self.since, self.above) = (Sums::default(), None);
            (self.after, self.groups_before) = (line + 1, self.groups.len());
        }
    }

    /// A title or a name between the lines, as pages have: words alone, without a digit where the number is, without a date, a
    /// GSTIN and an amount that could be read.
    fn is_title(&self, line: usize, supplier: &str) -> bool {
        let (sheet, lines) = (self.sheet, self.sheet.lines);
        let words_alone = !lines.number.get(line).bytes().any(|b| b.is_ascii_digit());
        words_alone
            && !lines.has(line, flag::AMOUNT | flag::ITEM | flag::ERROR)
            && !sheet.has_date(line)
            && !gstin::well_formed(supplier)
    }

    /// A word for a total where there is no number; or sums of the lines above, with no number or how many they are in its place.
    fn is_total(&self, line: usize, named: bool, supplier: &str) -> bool {
        let lines = self.sheet.lines;
        let no_number = lines.has(line, flag::NO_NUMBER);
        if no_number && !named && lines.has(line, flag::TOTAL) {
            return !gstin::well_formed(supplier);
        }
        let no_supplier = supplier.is_empty() || lines.has(line, flag::SUPPLIER_ABOVE);
        if !no_supplier || lines.has(line, flag::ITEM) || no_number && named {
            return false;
        }
        let is_sum = |sums: &Sums, documents: usize| {
            let (least, counts) = match no_number {
                true => (2, true),
                false => (3, is_count(lines.number.get(line), &[sums.lines, documents])),
            };
            sums.lines >= least && counts && sums.are(lines, line)
        };
        is_sum(&self.since, self.groups.len() - self.groups_before) || is_sum(&self.all, self.groups.len())
    }

    /// Keeps a total of the file, to be compared with what was read.
    fn keep_total(&mut self, line: usize) {
        let lines = self.sheet.lines;
        if lines.has(line, flag::AMOUNT) && !lines.has(line, flag::BALANCE) {
            let mut columns = Vec::new();
            for (column, amount) in lines.amounts.of(line) {
                columns.resize(columns.len().max(column + 1), None);
                columns[column] = Some(i128::from(amount));
            }
            self.total = Some(TotalOfLines { line, since: self.after, columns, above: self.kept.sums.clone() });
        }
    }

    /// Whether a line belongs to another registration of the recipient. Error: it is left out.
    fn recipient(&mut self, line: usize) -> Result<bool, LineLeftOut> {
        let own = self.sheet.lines.own.get(line as u32);
        let recipient =
            self.sheet.recipient.filter(|recipient| !own.is_empty() && !own.eq_ignore_ascii_case(recipient));
        let Some(recipient) = recipient else {
            self.own = true;
            return Ok(false);
        };
        self.others = true;
        let same_pan = own.is_ascii() && own.len() == 15 && own.get(2..12) == recipient.get(2..12);
        if same_pan { Ok(true) } else { Err(LineLeftOut::OtherRecipient) }
    }

    /// LineLeftOut a line is of no purchase.
    fn no_purchase(&self, line: usize) -> Option<LineLeftOut> {
        let lines = self.sheet.lines;
        let status = lines.status.ids().get(line).copied().unwrap_or(0);
        if self.cancelled.get(status as usize).copied().unwrap_or(false) {
            return Some(LineLeftOut::Cancelled);
        }
        match self.kinds.of(lines, line) {
            TypeWord::Other => Some(LineLeftOut::OtherVoucher),
            TypeWord::OtherWithoutTax if !self.sheet.has_tax(line) => Some(LineLeftOut::OtherVoucher),
            _ => None,
        }
    }
}

/// Whether the number of a line only says how many are above it: "46", "46 Bills", "No. of bills: 46".
fn is_count(number: &str, counts: &[usize]) -> bool {
    let mut digits = number.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let only = digits.next().filter(|_| digits.next().is_none());
    only.and_then(|count| count.parse().ok()).is_some_and(|count| counts.contains(&count))
}

/// What a number is compared by where only its groups count (N1): letters in capitals, digits without zeros in front.
pub(in crate::register) fn groups_of(number: &str) -> String {
    let mut groups = String::with_capacity(number.len() + 4);
    let mut last = 0;
    for c in number[bare_number(number)].chars() {
        let kind = if c.is_ascii_digit() {
            1
        } else if c.is_alphanumeric() {
            2
        } else {
            0
        };
        if kind != last && kind != 0 {
            groups.push('\u{b7}');
        }
        match kind {
            1 if c == '0' && (kind != last || groups.ends_with('\u{b7}')) => {}
            0 => {}
            _ => groups.extend(c.to_uppercase()),
        }
        last = kind;
    }
    groups
}

/// A day for sorting and comparing: that of the document, else that of its entry.
pub(in crate::register) fn day_of(sheet: &SheetLines<'_>, line: u32) -> Day {
    let day = sheet.days.day(sheet.lines, 0, line as usize);
    if day == Day::NONE { sheet.days.day(sheet.lines, 1, line as usize) } else { day }
}
