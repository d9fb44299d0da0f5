//! A purchase register that belongs to a sample: nine tenths of it agree, and the rest has all that people's books have. What is
//! right is known and can be written beside it.

use std::io::{Result, Write};

use super::document::{Amounts, Document};
use super::text::number_of;
use super::{Dice, FLUSH, Figures, Pair, RECIPIENT};
use crate::book::Section;
use crate::portal::keys;
use crate::values::{Day, gstin};

/// For the dice of the register; sections and parties have the numbers below.
const REGISTER: u64 = 9;

const HEADING: &str = "Document Type,GSTIN of Supplier,Supplier Name,Invoice No,Invoice Date,Voucher No,Posting Date,Taxable Value,\
    Integrated Tax,Central Tax,State/UT Tax,Cess,Invoice Value,Reverse Charge,Eligibility for ITC\n";
/// The heading comes again, as a printed register has it on every page.
const A_PAGE: u64 = 50_000;

/// How a document is in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Booked {
    Exactly,
    /// With other separators and letters.
    Spelled,
    RoundedToRupees,
    ByBareNumber,
    OnAnotherDay,
    WithLessTax,
    WithASlip,
    WithLetterO,
    AsAnotherType,
    AtAnotherBranch,
    WithoutGstin,
    WithAWrongGstin,
    InTwoVouchers,
    WithTheTaxInside,
    Not,
    Twice,
    ByTheDayOfEntry,
    /// A line for each rate.
    InTwoLines,
}

use Booked::*;

/// How many of a thousand documents are booked otherwise than exactly.
const SHARES: [(Booked, u64); 17] = [
    (Spelled, 20),
    (RoundedToRupees, 14),
    (ByBareNumber, 10),
    (OnAnotherDay, 12),
    (WithLessTax, 10),
    (WithASlip, 5),
    (WithLetterO, 3),
    (AsAnotherType, 3),
    (AtAnotherBranch, 4),
    (WithoutGstin, 2),
    (WithAWrongGstin, 2),
    (InTwoVouchers, 8),
    (WithTheTaxInside, 3),
    (Not, 10),
    (Twice, 4),
    (ByTheDayOfEntry, 3),
    (InTwoLines, 5),
];

impl Booked {
    fn of(dice: &mut Dice) -> Booked {
        let mut roll = dice.below(1_000);
        for (booked, share) in SHARES {
            if roll < share {
                return booked;
            }
            roll -= share;
        }
        Exactly
    }

    /// The class that its match ought to have.
    fn class(self) -> &'static str {
        match self {
            Exactly | Spelled | Twice | ByTheDayOfEntry | InTwoLines => "exact",
            RoundedToRupees => "tolerance",
            ByBareNumber => "written",
            OnAnotherDay => "date",
            WithLessTax => "amounts",
            WithASlip | WithLetterO => "number",
            AsAnotherType => "kind",
            AtAnotherBranch => "branch",
            WithoutGstin | WithAWrongGstin => "gstin",
            InTwoVouchers => "several",
            WithTheTaxInside => "gross",
            Not => "portal",
        }
    }
}

/// Writes the register of the sample of these rows and seed, and, where it is wanted, which lines belong to which record; the
/// same bytes for the same rows and seed.
pub fn write(rows: u64, seed: u64, out: &mut impl Write, truth: Option<&mut dyn Write>) -> Result<()> {
    let figures = Figures::of(rows, seed);
    let mut book = Book { buffer: Vec::with_capacity(FLUSH + 4096), out, line: 1, voucher: 0, total: Amounts::ZERO };
    let mut right = Truth { buffer: Vec::new(), out: truth };
    right.buffer.extend_from_slice(b"section,row,stin,number,date,class,lines\n");
    book.put_text("Purchase Register\n");
    book.put_text(&format!("GSTIN of recipient,{RECIPIENT}\n"));
    book.put_text("From 01-11-2025 to 31-10-2026\n");
    book.put_text(HEADING);
    for pair in figures.pairs() {
        let amendments: Vec<u64> = rows_of(pair.amendments, seed);
        for (row, slot) in (0..).zip(super::shuffled(pair.documents, seed)) {
            let document = Document::new(&pair, slot);
            let dice = &mut Dice::of(seed, REGISTER + pair.kind.base as u64, slot);
            let booked = if pair.is_amended(slot) { Exactly } else { Booked::of(dice) };
            let lines = book.put_document(&pair, &document, booked, dice);
            right.put(&pair, pair.kind.base, row, &document, booked.class(), &lines);
            if pair.is_amended(slot) {
                let place = slot / pair.stride();
                let amended = document.amended(&pair, place);
                right.put(&pair, pair.kind.amended, amendments[place as usize], &amended, "amended", &lines);
            }
            book.put_others(&pair, &document, dice);
            book.flush(FLUSH)?;
            right.flush(FLUSH)?;
        }
    }
    book.put_total();
    book.flush(0)?;
    book.out.flush()?;
    right.flush(0)
}

/// The row of each amendment in its section.
fn rows_of(count: u64, seed: u64) -> Vec<u64> {
    let mut rows = vec![0; count as usize];
    for (row, place) in (0..).zip(super::shuffled(count, seed)) {
        rows[place as usize] = row;
    }
    rows
}

/// The register that is being written.
struct Book<'a, W: Write> {
    buffer: Vec<u8>,
    out: &'a mut W,
    /// The next line.
    line: u64,
    voucher: u64,
    total: Amounts,
}

/// What a line says.
struct Line<'l> {
    kind: &'l str,
    gstin: &'l str,
    name: &'l str,
    number: &'l str,
    date: Option<Day>,
    posting: Day,
    amounts: Amounts,
    value: u64,
    reverse_charge: bool,
    negative: bool,
}

impl<W: Write> Book<'_, W> {
    fn put_text(&mut self, text: &str) {
        self.line += text.matches('\n').count() as u64;
        self.buffer.extend_from_slice(text.as_bytes());
    }

    /// Puts a line and gives its number.
    fn put(&mut self, line: &Line<'_>) -> u64 {
        if self.line.is_multiple_of(A_PAGE) {
            self.put_text(HEADING);
        }
        let at = self.line;
        let sign = if line.negative { "-" } else { "" };
        let amount = |paise: u64| format!("{sign}{}.{:02}", paise / 100, paise % 100);
        let date = line.date.map_or_else(String::new, |date| date.to_string());
        let Amounts { taxable, igst, cgst, cess } = line.amounts;
        let text = format!(
            "{},{},{},{},{date},P-{},{},{},{},{},{},{},{},{},\n",
            line.kind,
            line.gstin,
            line.name,
            line.number,
            self.voucher,
            line.posting,
            amount(taxable),
            amount(igst),
            amount(cgst),
            amount(cgst),
            amount(cess),
            amount(line.value),
            if line.reverse_charge { "Y" } else { "N" },
        );
        self.put_text(&text);
        if line.negative {
            self.total.take_away(&line.amounts)
        } else {
            self.total.add(&line.amounts)
        }
        at
    }

    /// Puts a document as it is booked, and gives its lines: those of each voucher that is right, one behind the other.
    fn put_document(&mut self, pair: &Pair, document: &Document, booked: Booked, dice: &mut Dice) -> Vec<u64> {
        if booked == Not {
            return Vec::new();
        }
        self.voucher += 1;
        let (number, name) = (number_of(pair.kind, document), document.party.name().concat());
        let number = match booked {
            Spelled => number.replace('/', "-").to_lowercase(),
            ByBareNumber => bare(&number),
            WithASlip => with_a_slip(&number, dice),
            WithLetterO => number.replacen('0', "O", 1),
            _ => number,
        };
        let gstin = match booked {
            WithoutGstin => String::new(),
            WithAWrongGstin => wrong(&document.party.gstin),
            AtAnotherBranch => at_another_branch(&document.party.gstin),
            _ => document.party.gstin.clone(),
        };
        let date = match booked {
            OnAnotherDay => Day(document.date.0 + 1 + dice.below(6) as i32),
            _ => document.date,
        };
        let amounts = match booked {
            RoundedToRupees => document.amounts.in_rupees(),
            WithLessTax => document.amounts.with_less_tax(),
            WithTheTaxInside => Amounts { taxable: document.amounts.value(), ..Amounts::ZERO },
            _ => document.amounts,
        };
        let kind = kind_of(pair, booked == AsAnotherType);
        let line = Line {
            kind,
            gstin: &gstin,
            name: &name,
            number: &number,
            date: (booked != ByTheDayOfEntry).then_some(date),
            posting: Day(date.0 + dice.below(20) as i32),
            amounts,
            value: amounts.value(),
            reverse_charge: false,
            negative: false,
        };
        match booked {
            Twice => {
                let first = self.put(&line);
                self.voucher += 1;
                self.put(&line);
                vec![first]
            }
            InTwoVouchers | InTwoLines => {
                let (one, other) = amounts.split();
                let first = self.put(&Line { amounts: one, value: one.value(), ..line });
                self.voucher += u64::from(booked == InTwoVouchers);
                vec![first, self.put(&Line { amounts: other, value: other.value(), ..line })]
            }
            _ => vec![self.put(&line)],
        }
    }

    /// Puts what is only in the books: other documents of the supplier, those under reverse charge, and what was reversed.
    fn put_others(&mut self, pair: &Pair, document: &Document, dice: &mut Dice) {
        let roll = dice.below(1_000);
        if roll >= 14 {
            return;
        }
        self.voucher += 1;
        let number = format!("ZB/{}", self.voucher);
        let name = document.party.name().concat();
        let amounts = Amounts { taxable: 10_000 + dice.below(900_000), ..Amounts::ZERO };
        let tax = amounts.taxable * 18 / 100;
        let amounts = if document.amounts.cgst > 0 {
            Amounts { cgst: tax / 2, ..amounts }
        } else {
            Amounts { igst: tax, ..amounts }
        };
        let line = Line {
            kind: kind_of(pair, false),
            gstin: &document.party.gstin,
            name: &name,
            number: &number,
            date: Some(document.date),
            posting: document.date,
            amounts,
            value: amounts.value(),
            reverse_charge: (10..12).contains(&roll),
            negative: false,
        };
        self.put(&line);
        if roll >= 12 {
            self.put(&Line { negative: true, ..line });
            self.put_text("\n");
        }
    }

    fn put_total(&mut self) {
        let Amounts { taxable, igst, cgst, cess } = self.total;
        let amount = |paise: u64| format!("{}.{:02}", paise / 100, paise % 100);
        let (central, all) = (amount(cgst), amount(self.total.value()));
        let text = format!(
            "Grand Total,,,,,,,{},{},{central},{central},{},{all},,\n",
            amount(taxable),
            amount(igst),
            amount(cess)
        );
        self.put_text(&text);
    }

    fn flush(&mut self, from: usize) -> Result<()> {
        if self.buffer.len() >= from {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }
}

/// Which lines belong to which record.
struct Truth<'a> {
    buffer: Vec<u8>,
    out: Option<&'a mut dyn Write>,
}

impl Truth<'_> {
    fn put(&mut self, pair: &Pair, section: Section, row: u64, document: &Document, class: &str, lines: &[u64]) {
        if self.out.is_none() {
            return;
        }
        let number = number_of(pair.kind, document);
        let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
        let line = format!(
            "{},{row},{},{number},{},{class},{}\n",
            keys::section_key(section),
            document.party.gstin,
            document.date,
            lines.join(";")
        );
        self.buffer.extend_from_slice(line.as_bytes());
    }

    fn flush(&mut self, from: usize) -> Result<()> {
        if let Some(out) = &mut self.out
            && self.buffer.len() >= from
        {
            out.write_all(&self.buffer)?;
            out.flush()?;
            self.buffer.clear();
        }
        Ok(())
    }
}

fn kind_of(pair: &Pair, wrong: bool) -> &'static str {
    match (pair.kind.base, wrong) {
        (Section::B2bdn, false) => "Debit Note",
        (Section::B2bcn, false) => "Purchase Return",
        (Section::B2b | Section::Ecom, true) => "Purchase Return",
        _ => "Invoice",
    }
}

/// The last run of digits, without zeros in front.
fn bare(number: &str) -> String {
    let digits = number.rsplit(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty()).unwrap_or(number);
    let bare = digits.trim_start_matches('0');
    if bare.is_empty() { digits.to_owned() } else { bare.to_owned() }
}

/// Two neighbouring letters exchanged, where the number has two that differ. Digits stay: with two of them exchanged it may be the
/// number of another document.
fn with_a_slip(number: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = number.chars().collect();
    let differ =
        |&i: &usize| letters[i - 1] != letters[i] && letters[i - 1].is_alphabetic() && letters[i].is_alphabetic();
    let places: Vec<usize> = (1..letters.len()).filter(differ).collect();
    if let Some(&at) = places.get(dice.below(places.len().max(1) as u64) as usize) {
        letters.swap(at - 1, at);
    }
    letters.into_iter().collect()
}

/// Another check digit.
fn wrong(of: &str) -> String {
    let last = of.bytes().last().unwrap_or(b'0');
    let other = if last == b'9' { b'A' } else { b'9' };
    format!("{}{}", &of[..of.len() - 1], char::from(other))
}

/// The same PAN in another state.
fn at_another_branch(of: &str) -> String {
    let state = if of.starts_with("30") { "22" } else { "30" };
    let first = format!("{state}{}", &of[2..14]);
    let check = char::from(gstin::check_digit(&first));
    format!("{first}{check}")
}
