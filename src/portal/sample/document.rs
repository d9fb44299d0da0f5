//! One document of a sample: its amounts, its flags and what was decided about it before.

use super::party::{self, Party};
use super::{Dice, HOME_STATE, Pair};
use crate::book::Section;
use crate::values::{Day, Period};

/// 1 November 2025: documents are of the year that begins here.
const FIRST_DAY: i32 = 20_393;
const DAYS: u64 = 365;

const REJECTED: [&str; 4] = [
    "Not our purchase",
    "Duplicate of an earlier document",
    "Billed to the wrong GSTIN, please amend",
    "Rate differs from the purchase order",
];
const PENDING: [&str; 4] = [
    "Goods not received yet",
    "Waiting for approval of the site",
    "Original document not received",
    "Quantity short, under discussion with the supplier",
];
const NOT_REDUCED: [&str; 2] = ["ITC not availed", "ITC already reversed in GSTR-3B of that month"];
const REDUCED_IN_PART: &str = "ITC availed in part";

/// Taxable value and taxes in paise.
#[derive(Clone, Copy)]
pub(super) struct Amounts {
    pub(super) taxable: u64,
    pub(super) igst: u64,
    /// CGST, and as much SGST.
    pub(super) cgst: u64,
    pub(super) cess: u64,
}

impl Amounts {
    fn of(taxable: u64, rate: u64, cess: u64, home: bool) -> Amounts {
        let half_up = |hundredths: u64| (hundredths + 50) / 100;
        let igst = if home { 0 } else { half_up(taxable * rate) };
        let cgst = if home { half_up(taxable * rate / 2) } else { 0 };
        Amounts { taxable, igst, cgst, cess: half_up(taxable * cess) }
    }

    pub(super) fn tax(&self) -> u64 {
        self.igst + 2 * self.cgst + self.cess
    }

    /// What is left of each head after this is taken away.
    fn beyond(&self, other: &Amounts) -> Amounts {
        Amounts {
            taxable: self.taxable.saturating_sub(other.taxable),
            igst: self.igst.saturating_sub(other.igst),
            cgst: self.cgst.saturating_sub(other.cgst),
            cess: self.cess.saturating_sub(other.cess),
        }
    }

    fn part(&self, percent: u64) -> Amounts {
        let part = |paise: u64| paise * percent / 100;
        Amounts { taxable: part(self.taxable), igst: part(self.igst), cgst: part(self.cgst), cess: part(self.cess) }
    }
}

/// What an accepted record says about the reduction of ITC.
#[derive(Clone, Copy)]
pub(super) enum SampleAnswer {
    None,
    Full,
    Part(Amounts),
    No,
}

impl SampleAnswer {
    /// Some of each head; "no" where that comes to nothing.
    fn in_part(of: &Amounts, dice: &mut Dice) -> SampleAnswer {
        let part = of.part(30 + dice.below(60));
        if part.tax() > 0 { SampleAnswer::Part(part) } else { SampleAnswer::No }
    }
}

/// A record before it is written.
#[derive(Clone, Copy)]
pub(super) struct Document<'a> {
    pub(super) party: &'a Party,
    pub(super) serial: u64,
    /// The day its number was given: numbers carry the year.
    pub(super) numbered: Day,
    /// An amendment under a number of its own.
    pub(super) renumbered: bool,
    pub(super) date: Day,
    pub(super) period: Period,
    pub(super) form: &'static str,
    pub(super) filed: bool,
    pub(super) inv_typ: &'static str,
    pub(super) amounts: Amounts,
    rate: u64,
    cess_rate: u64,
    pub(super) pos: u64,
    /// Amounts with two decimals always, rather than with as many as they need.
    pub(super) padded: bool,
    pub(super) pending_blocked: bool,
    pub(super) remarks_blocked: bool,
    pub(super) itc_blocked: bool,
    pub(super) action: &'static str,
    pub(super) answer: SampleAnswer,
    pub(super) remarks: &'static str,
    pub(super) hash: [u64; 4],
}

impl<'a> Document<'a> {
    /// The document at this slot of a base section, where they lie by party and in the order of their numbers.
    pub(super) fn new(pair: &Pair<'a>, slot: u64) -> Document<'a> {
        let dice = &mut Dice::of(pair.seed, pair.kind.base as u64, slot);
        let (party, slots) = party::at(pair.parties, slot, pair.documents);
        let serial = slot - slots.start;
        let day = (u128::from(serial) * u128::from(DAYS) + u128::from(dice.below(DAYS)))
            / u128::from(slots.end - slots.start);
        let date = Day(FIRST_DAY + day as i32);
        // An original was filed, and in time, before it was amended.
        let amended = pair.is_amended(slot);
        let period = Period::of(date).plus(i32::from(!amended && dice.percent(20)));
        let home = party.state == HOME_STATE;
        let inv_typ = match dice.below(100) {
            0 => "DE",
            1 | 2 if !home => "SEWP",
            3 if !home => "SEWOP",
            _ => "R",
        };
        let rate = if inv_typ == "SEWOP" { 0 } else { dice.pick(&[18, 18, 18, 18, 18, 12, 12, 5, 5, 28]) };
        let cess_rate = if rate == 28 && dice.percent(20) { 12 } else { 0 };
        let mut document = Document {
            party,
            serial: serial + 1 + party.nature % 700,
            numbered: date,
            renumbered: false,
            date,
            period,
            form: if !amended && dice.percent(3) { "R1A" } else { "R1" },
            filed: amended || in_time(party, period),
            inv_typ: if pair.kind.base == Section::Ecom { "" } else { inv_typ },
            amounts: Amounts::of(taxable_value(dice), rate, cess_rate, home),
            rate,
            cess_rate,
            pos: if home || dice.percent(96) { HOME_STATE } else { dice.pick(&[21, 30, 97]) },
            padded: dice.percent(50),
            pending_blocked: false,
            remarks_blocked: false,
            itc_blocked: pair.kind.base.is_credit_note() && dice.percent(10),
            action: "N",
            answer: SampleAnswer::None,
            remarks: "",
            hash: [0; 4],
        };
        let answer = match dice.below(10) {
            _ if !pair.kind.base.is_credit_note() => SampleAnswer::None,
            0..=4 => SampleAnswer::Full,
            5..=6 => SampleAnswer::No,
            _ => SampleAnswer::in_part(&document.amounts, dice),
        };
        document.decide(if amended { [55, 5, 8] } else { [12, 4, 6] }, answer, dice);
        document
    }

    /// The amendment of this document, the `place`-th of its section: its amounts the same, up or down.
    pub(super) fn amended(&self, pair: &Pair, place: u64) -> Document<'a> {
        let dice = &mut Dice::of(pair.seed, pair.kind.amended as u64, place);
        let mut document = self.at_a_later_time(dice);
        let percent = match dice.below(5) {
            0 => 100,
            1 | 2 => 60 + dice.below(40),
            _ => 101 + dice.below(40),
        };
        // Within the bounds of all taxable values.
        let taxable = (self.amounts.taxable * percent / 100).clamp(1_000, 650_000_000);
        document.amounts = Amounts::of(taxable, self.rate, self.cess_rate, self.party.state == HOME_STATE);

        let is_credit_note = pair.kind.base.is_credit_note();
        let (before, after) = (&self.amounts, &document.amounts);
        let fall = if is_credit_note { after.beyond(before) } else { before.beyond(after) };
        let answer = match dice.below(3) {
            _ if fall.tax() == 0 && is_credit_note => SampleAnswer::No,
            _ if fall.tax() == 0 => SampleAnswer::None,
            0 => SampleAnswer::No,
            _ => SampleAnswer::in_part(&fall, dice),
        };
        // The portal asks where something can be reduced, and at times where nothing can.
        document.itc_blocked = dice.percent(if fall.tax() > 0 { 10 } else { 60 });
        // The portal wants a decision on the original first.
        let likely = match self.action {
            "A" => [40, 5, 10],
            "N" => [10, 0, 0],
            _ => [0, 0, 0],
        };
        document.decide(likely, answer, dice);
        document
    }

    /// The same document reported again: in the same month through GSTR-1A, in the next, or later under a new date and
    /// number.
    fn at_a_later_time(&self, dice: &mut Dice) -> Document<'a> {
        let mut document = *self;
        let date = Day(self.date.0 + 20 + dice.below(70) as i32);
        match dice.below(10) {
            0 => document.form = "R1A",
            1..=5 if date.0 < FIRST_DAY + DAYS as i32 => {
                document.renumbered = true;
                document.date = date;
                document.period = Period::of(date).plus(i32::from(dice.percent(20)));
            }
            _ => document.period = self.period.plus(1),
        }
        document.filed = in_time(document.party, document.period);
        document
    }

    /// Settles flags and what was done before: accepted, rejected or pending, each with its chance in a hundred. `answer`
    /// is what an accepted one says.
    fn decide(&mut self, [accepted, rejected, pending]: [u64; 3], answer: SampleAnswer, dice: &mut Dice) {
        self.pending_blocked = dice.percent(8);
        self.remarks_blocked = dice.percent(5);
        self.hash = std::array::from_fn(|_| dice.next());
        let roll = dice.below(100);
        (self.action, self.answer) = if roll < accepted {
            ("A", if self.itc_blocked { SampleAnswer::None } else { answer })
        } else if roll < accepted + rejected {
            ("R", SampleAnswer::None)
        } else if roll < accepted + rejected + pending {
            ("P", SampleAnswer::None)
        } else {
            ("N", SampleAnswer::None)
        };
        // These answers want remarks, so the portal cannot have blocked them.
        let needed = matches!(self.answer, SampleAnswer::Part(_) | SampleAnswer::No);
        self.remarks_blocked &= !needed;
        self.remarks = match (self.action, self.answer) {
            (_, SampleAnswer::Part(_)) => REDUCED_IN_PART,
            (_, SampleAnswer::No) => dice.pick(&NOT_REDUCED),
            _ if self.remarks_blocked || dice.percent(30) => "",
            ("R", _) => dice.pick(&REJECTED),
            ("P", _) => dice.pick(&PENDING),
            _ => "",
        };
    }
}

/// A supplier that is late is late with all of a period; each is late in every fifth.
fn in_time(party: &Party, period: Period) -> bool {
    !(party.nature % 5 + u64::from(period.month())).is_multiple_of(5)
}

/// From ten rupees to six and a half million; half of them in whole rupees.
fn taxable_value(dice: &mut Dice) -> u64 {
    let (from, to) = match dice.below(100) {
        0..=2 => (10, 100),
        3..=14 => (100, 1_000),
        15..=44 => (1_000, 10_000),
        45..=76 => (10_000, 100_000),
        77..=94 => (100_000, 1_000_000),
        _ => (1_000_000, 6_500_000),
    };
    let rupees = from + dice.below(to - from);
    let paise = match dice.below(10) {
        0..=4 => 0,
        5..=6 => dice.below(10) * 10,
        _ => dice.below(100),
    };
    rupees * 100 + paise
}
