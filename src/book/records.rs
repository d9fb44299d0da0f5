//! What the portal said of the documents of one section, as columns. Nothing here changes after reading.

use super::Baselines;
use super::columns::{ArenaColumn, TextColumn, retain};
use super::{Decision, Field, ItcBlock, Section, Span};
use crate::values::{Day, Paise, Period};

/// Type of document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)] // see `name`
pub enum DocumentKind {
    #[default]
    Absent,
    Regular,
    DeemedExport,
    SezWithPayment,
    SezWithoutPayment,
    CustomsBonded,
    Other,
}

impl DocumentKind {
    /// The type in words; nothing for one that is absent or not in our list.
    pub fn name(self) -> &'static str {
        match self {
            DocumentKind::Absent | DocumentKind::Other => "",
            DocumentKind::Regular => "Regular",
            DocumentKind::DeemedExport => "Deemed export",
            DocumentKind::SezWithPayment => "SEZ with payment",
            DocumentKind::SezWithoutPayment => "SEZ without payment",
            DocumentKind::CustomsBonded => "Customs bonded warehouse",
        }
    }
}

/// The return in which the supplier reported the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)] // see `name`
pub enum Form {
    R1,
    R1a,
    R5,
    #[default]
    Other,
}

impl Form {
    /// The form in words; nothing for one that is not in our list.
    pub fn name(self) -> &'static str {
        match self {
            Form::R1 => "GSTR-1/IFF",
            Form::R1a => "GSTR-1A",
            Form::R5 => "GSTR-5",
            Form::Other => "",
        }
    }
}

/// Whether the supplier has filed that return.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Filing {
    /// The file does not say.
    #[default]
    Absent,
    /// Filed.
    Filed,
    /// Not filed: all about the record is provisional.
    NotFiled,
    /// A word that is not in our list.
    Other,
}

impl Filing {
    /// The status in words; nothing for one that is absent or not in our list. It is of GSTR-1 alone, and no file has the day.
    pub fn name(self) -> &'static str {
        match self {
            Filing::Absent | Filing::Other => "",
            Filing::Filed => "GSTR-1 filed",
            Filing::NotFiled => "GSTR-1 not filed",
        }
    }
}

/// What a record's flag says of one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Flag {
    /// The file does not say.
    #[default]
    Unknown,
    /// Not blocked.
    Open,
    /// Blocked by the portal.
    Blocked,
}

/// Facts about how a record was read, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u8);

/// One of [`Traits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Trait {
    /// Cannot be read in full: read-only (rule F8); the reason is under [`Field::Record`] in the odd values.
    ReadOnly = 1,
    /// The document number came as a JSON number (rule F3).
    NumberWasNumber = 2,
    /// Some value is outside our lists (rule F4): see [`Records::odd`].
    Odd = 4,
    /// It is known from an error file alone.
    FromErrorFile = 8,
}

impl Traits {
    /// Whether it has this trait.
    pub fn has(self, t: Trait) -> bool {
        self.0 & t as u8 != 0
    }

    /// Gives it this trait.
    pub fn add(&mut self, t: Trait) {
        self.0 |= t as u8;
    }
}

/// Is in the column of places for a place that is not two digits.
pub const PLACE_UNKNOWN: u8 = u8::MAX;

/// The six amounts of a document, as places in an array: their order is said here and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Amount {
    Value,
    Taxable,
    Igst,
    Cgst,
    Sgst,
    Cess,
}

impl Amount {
    /// All, in their order.
    pub const ALL: [Amount; 6] =
        [Amount::Value, Amount::Taxable, Amount::Igst, Amount::Cgst, Amount::Sgst, Amount::Cess];
    /// The four heads of the tax among them.
    pub const HEADS: [Amount; 4] = [Amount::Igst, Amount::Cgst, Amount::Sgst, Amount::Cess];
}

/// Why a record is read-only whose document number found no room.
const NO_ROOM: &str = "the document numbers of this sheet are longer than 4 GB";

/// One record on its way into the columns.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the fields of `Records`, one by one
pub struct NewRecord<'a> {
    pub span: Span,
    pub supplier: &'a str,
    pub name: &'a str,
    pub number: &'a str,
    pub day: Day,
    pub kind: DocumentKind,
    pub amounts: [Paise; 6],
    pub place: u8,
    pub form: Form,
    pub period: &'a str,
    pub filing: Filing,
    pub pending: Flag,
    pub remarks: Flag,
    pub itc: Flag,
    pub original_number: &'a str,
    pub original_day: Day,
    pub baseline: Decision,
    pub traits: Traits,
    /// Values outside our lists, as they came.
    pub odd: Vec<(Field, String)>,
}

/// The records of one section, a column a field. Amounts in paise.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
#[allow(missing_docs)] // the columns are named after the fields
pub struct Records {
    pub(super) starts: Vec<u64>,
    pub(super) lens: Vec<u32>,
    pub suppliers: TextColumn,
    pub names: TextColumn,
    pub numbers: ArenaColumn,
    pub days: Vec<Day>,
    pub kinds: Vec<DocumentKind>,
    /// In the order of [`Amount`].
    pub amounts: [Vec<Paise>; 6],
    pub places: Vec<u8>,
    pub forms: Vec<Form>,
    pub periods: TextColumn,
    /// What each text of these is as a period: it is asked of every record again and again.
    period_of: Vec<Option<Period>>,
    pub filings: Vec<Filing>,
    pub pending_flags: Vec<Flag>,
    pub remarks_flags: Vec<Flag>,
    pub itc_flags: Vec<Flag>,
    /// Empty but in sections of amendments.
    pub original_numbers: ArenaColumn,
    /// Empty but in sections of amendments.
    pub original_days: Vec<Day>,
    /// The imported decisions.
    pub baselines: Baselines,
    pub traits: Vec<Traits>,
    odd: OddTexts,
}

impl Records {
    /// How many there are.
    pub fn len(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Adds a record of this section and gives its row.
    pub fn push(&mut self, section: Section, new: NewRecord<'_>) -> u32 {
        let row = self.len();
        let mut traits = new.traits;
        self.starts.push(new.span.start);
        self.lens.push(new.span.len);
        self.suppliers.push(new.supplier);
        self.names.push(new.name);
        let mut fits = self.numbers.push(new.number);
        self.days.push(new.day);
        self.kinds.push(new.kind);
        for (column, amount) in self.amounts.iter_mut().zip(new.amounts) {
            column.push(amount);
        }
        self.places.push(new.place);
        self.forms.push(new.form);
        self.periods.push(new.period);
        self.read_periods();
        self.filings.push(new.filing);
        self.pending_flags.push(new.pending);
        self.remarks_flags.push(new.remarks);
        self.itc_flags.push(new.itc);
        if section.is_amendment() {
            fits &= self.original_numbers.push(new.original_number);
            self.original_days.push(new.original_day);
        }
        self.baselines.push(new.baseline);
        if !fits {
            traits.add(Trait::ReadOnly);
            self.odd.push(row, Field::Record, NO_ROOM);
        }
        self.traits.push(traits);
        for (field, text) in new.odd {
            self.odd.push(row, field, &text);
        }
        row
    }

    /// Reads the texts of periods that came since.
    fn read_periods(&mut self) {
        let new = self.periods.texts().iter().skip(self.period_of.len());
        self.period_of.extend(new.map(|text| Period::parse(text.trim())));
    }

    /// The return period that the file gives, where it can be read.
    #[inline]
    pub fn period(&self, row: u32) -> Option<Period> {
        let id = self.periods.ids()[row as usize];
        self.period_of.get(id as usize).copied().flatten()
    }

    /// What each text of a return period is as a period, by its number in the column.
    pub fn period_texts(&self) -> &[Option<Period>] {
        &self.period_of
    }

    /// Moves all that records of this section hold behind these, but for the columns with dictionaries.
    pub(super) fn append_rest(&mut self, section: Section, from: &mut Records) {
        let base = self.len();
        self.starts.append(&mut from.starts);
        self.lens.append(&mut from.lens);
        let mut without_room = self.numbers.append(&mut from.numbers);
        self.days.append(&mut from.days);
        self.kinds.append(&mut from.kinds);
        self.amounts.iter_mut().zip(&mut from.amounts).for_each(|(column, from)| column.append(from));
        self.places.append(&mut from.places);
        self.read_periods();
        self.forms.append(&mut from.forms);
        self.filings.append(&mut from.filings);
        self.pending_flags.append(&mut from.pending_flags);
        self.remarks_flags.append(&mut from.remarks_flags);
        self.itc_flags.append(&mut from.itc_flags);
        if section.is_amendment() {
            without_room.append(&mut self.original_numbers.append(&mut from.original_numbers));
            self.original_days.append(&mut from.original_days);
        }
        self.traits.append(&mut from.traits);
        self.odd.append(base, std::mem::take(&mut from.odd));
        for row in without_room {
            self.traits[row as usize].add(Trait::ReadOnly);
            self.odd.add_missing(row, Field::Record, NO_ROOM);
        }
    }

    /// Where the record is in the sources.
    pub fn span(&self, row: u32) -> Span {
        Span { start: self.starts[row as usize], len: self.lens[row as usize] }
    }

    /// A value outside our lists as it came, or under [`Field::Record`] why the record is read-only.
    pub fn odd(&self, row: u32, field: Field) -> Option<&str> {
        if !self.traits[row as usize].has(Trait::Odd) && !self.read_only(row) {
            return None;
        }
        self.odd.get(row, field)
    }

    /// The fields of a record whose values are outside our lists.
    pub fn odd_fields(&self, row: u32) -> Vec<Field> {
        const FIELDS: [Field; 9] = [
            Field::Action,
            Field::Day,
            Field::OriginalDay,
            Field::Place,
            Field::Kind,
            Field::Form,
            Field::Filing,
            Field::Answer,
            Field::Period,
        ];
        FIELDS.into_iter().filter(|&f| self.odd(row, f).is_some()).collect()
    }

    /// The field that makes a record read-only, where it is one field.
    pub fn unreadable_field(&self, row: u32) -> Option<Field> {
        Field::columns(Section::B2bcna).into_iter().find(|&field| self.odd.get(row, field).is_some())
    }

    /// Whether it cannot be decided on, as it cannot be read in full (rule F8).
    #[inline]
    pub fn read_only(&self, row: u32) -> bool {
        self.traits[row as usize].has(Trait::ReadOnly)
    }

    /// One amount of a record, in paise.
    #[inline]
    pub fn amount(&self, row: u32, amount: Amount) -> Paise {
        self.amounts[amount as usize][row as usize]
    }

    /// IGST, CGST, SGST and cess of a record.
    #[inline]
    pub fn heads(&self, row: u32) -> super::Heads {
        let [igst, cgst, sgst, cess] = Amount::HEADS;
        [self.amount(row, igst), self.amount(row, cgst), self.amount(row, sgst), self.amount(row, cess)]
    }

    /// Whether the portal blocks Pending. Where the file does not say, it is allowed (portal/README.md section 3).
    pub fn pending_blocked(&self, row: u32) -> bool {
        self.pending_flags[row as usize] == Flag::Blocked
    }

    /// Whether the portal blocks remarks. Where the file does not say, they are allowed.
    pub fn remarks_blocked(&self, row: u32) -> bool {
        self.remarks_flags[row as usize] == Flag::Blocked
    }

    /// Whether the record takes an answer to "reduce ITC?": never in some sections, else unless the flag blocks it.
    #[inline]
    pub fn itc_open(&self, section: Section, row: u32) -> bool {
        section.itc_block() != ItcBlock::Never && self.itc_flags[row as usize] != Flag::Blocked
    }

    /// Drops the rows marked false.
    pub(super) fn retain(&mut self, section: Section, keep: &[bool]) {
        retain(&mut self.starts, keep);
        retain(&mut self.lens, keep);
        self.suppliers.retain(keep);
        self.names.retain(keep);
        self.numbers.retain(keep);
        retain(&mut self.days, keep);
        retain(&mut self.kinds, keep);
        self.amounts.iter_mut().for_each(|column| retain(column, keep));
        retain(&mut self.places, keep);
        retain(&mut self.forms, keep);
        self.periods.retain(keep);
        retain(&mut self.filings, keep);
        retain(&mut self.pending_flags, keep);
        retain(&mut self.remarks_flags, keep);
        retain(&mut self.itc_flags, keep);
        if section.is_amendment() {
            self.original_numbers.retain(keep);
            retain(&mut self.original_days, keep);
        }
        self.baselines.retain(keep);
        retain(&mut self.traits, keep);
        self.odd.retain(keep);
    }

    /// About how much memory they take, and the book's columns beside them.
    pub(crate) fn bytes(&self) -> usize {
        // The columns of this section and of its sheet, and what finding partners takes for a while.
        const A_ROW: usize = 128;
        let repeated = self.suppliers.bytes() + self.names.bytes() + self.periods.bytes();
        let numbers = self.numbers.bytes() + self.original_numbers.bytes();
        A_ROW * self.starts.len() + repeated + numbers + self.odd.bytes()
    }
}

/// Values outside our lists, by row and field: few rows have any, and hostile files have little else.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
struct OddTexts {
    /// In ascending order, a row once for each of its fields.
    rows: Vec<u32>,
    fields: Vec<Field>,
    texts: TextColumn,
}

impl OddTexts {
    /// Adds a text to the last row; a later one of the same field counts.
    fn push(&mut self, row: u32, field: Field, text: &str) {
        match self.place(row, field) {
            Some(place) => self.texts.set(place, text),
            None => {
                self.rows.push(row);
                self.fields.push(field);
                self.texts.push(text);
            }
        }
    }

    /// Gives a text to any row that has none for this field.
    fn add_missing(&mut self, row: u32, field: Field, text: &str) {
        if self.place(row, field).is_none() {
            let place = self.rows.partition_point(|&other| other < row);
            self.rows.insert(place, row);
            self.fields.insert(place, field);
            self.texts.insert(place, text);
        }
    }

    fn place(&self, row: u32, field: Field) -> Option<usize> {
        let first = match self.rows.last() {
            Some(&last) if last < row => return None,
            _ => self.rows.partition_point(|&other| other < row),
        };
        let of_row = self.rows[first..].iter().take_while(|&&other| other == row);
        of_row.zip(&self.fields[first..]).position(|(_, &other)| other == field).map(|place| first + place)
    }

    fn get(&self, row: u32, field: Field) -> Option<&str> {
        self.place(row, field).map(|place| self.texts.get(place as u32))
    }

    /// Adds the texts of rows that come behind these, the first of them at `base`.
    fn append(&mut self, base: u32, mut from: OddTexts) {
        self.rows.extend(from.rows.iter().map(|row| base + row));
        self.fields.append(&mut from.fields);
        self.texts.append(&mut from.texts, &mut Vec::new());
    }

    fn retain(&mut self, keep: &[bool]) {
        let kept: Vec<bool> = self.rows.iter().map(|&row| keep.get(row as usize).copied().unwrap_or(false)).collect();
        let (mut new_rows, mut next) = (Vec::with_capacity(keep.len()), 0);
        for &stays in keep {
            new_rows.push(next);
            next += u32::from(stays);
        }
        retain(&mut self.rows, &kept);
        self.rows.iter_mut().for_each(|row| *row = new_rows[*row as usize]);
        retain(&mut self.fields, &kept);
        self.texts.retain(&kept);
    }

    fn bytes(&self) -> usize {
        const A_TEXT: usize = 16;
        A_TEXT * self.rows.len() + self.texts.bytes()
    }
}
