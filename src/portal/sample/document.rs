//! One document of a sample: its amounts, its flags and what was decided about it before.

use super::party::Party;
use super::{Dice};
use crate::values::{Day, Period};

const REJECTED: [&str; 4] =
    ["Not our purchase", "Duplicate of an earlier document", "Billed to the wrong GSTIN, please amend", "Rate differs from the purchase order"];
const PENDING: [&str; 4] =
    ["Goods not received yet", "Waiting for approval of the site", "Original document not received", "Quantity short, under discussion with the supplier"];
const NOT_REDUCED: [&str; 2] = ["ITC not availed", "ITC already reversed in GSTR-3B of that month"];
const REDUCED_IN_PART: &str = "ITC availed in part";

/// Taxable value and taxes in paise.
#[derive(Clone, Copy, Default, PartialEq)]
struct Amounts {
    taxable: u64,
    igst: u64,
    /// CGST, and as much SGST.
    half: u64,
    cess: u64,
}

impl Amounts {
    fn of(taxable: u64, rate: u64, cess: u64, home: bool) -> Amounts {
        let (igst, half) = if home { (0, (taxable * rate + 100) / 200) } else { ((taxable * rate + 50) / 100, 0) };
        Amounts { taxable, igst, half, cess: (taxable * cess + 50) / 100 }
    }

    fn tax(&self) -> u64 {
        self.igst + 2 * self.half + self.cess
    }

    /// By how much these are below `more`, head by head.
    fn short_of(&self, more: &Amounts) -> Amounts {
        Amounts {
            taxable: 0,
            igst: more.igst.saturating_sub(self.igst),
            half: more.half.saturating_sub(self.half),
            cess: more.cess.saturating_sub(self.cess),
        }
    }

    fn part(&self, percent: u64) -> Amounts {
        Amounts { taxable: 0, igst: self.igst * percent / 100, half: self.half * percent / 100, cess: self.cess * percent / 100 }
    }
}

/// What an accepted record says about the reduction of ITC.
#[derive(Clone, Copy)]
enum Answer {
    None,
    Full,
    Part(Amounts),
    No,
}

#[derive(Clone, Copy)]
struct Document<'a> {
    party: &'a Party,
    serial: u64,
    /// The day its number was given: numbers carry the year.
    numbered: Day,
    revised: bool,
    date: Day,
    period: Period,
    form: &'static str,
    filed: bool,
    inv_typ: &'static str,
    rate: u64,
    cess_rate: u64,
    amounts: Amounts,
    pos: u64,
    /// Amounts with two decimals always, rather than with as many as they need.
    padded: bool,
    pending_blocked: bool,
    remarks_blocked: bool,
    itc_blocked: bool,
    action: &'static str,
    answer: Answer,
    remarks: &'static str,
    hash: [u64; 4],
}

/// From ten rupees to six and a half million; half of them without paise.
fn taxable_value(dice: &mut Dice) -> u64 {
    let from = match dice.below(100) {
        0..=2 => 10,
        3..=14 => 100,
        15..=44 => 1_000,
        45..=76 => 10_000,
        77..=94 => 100_000,
        _ => 1_000_000,
    };
    let rupees = from + dice.below(if from == 1_000_000 { 5_500_000 } else { from * 9 });
    let paise = match dice.below(10) {
        0..=4 => 0,
        5..=6 => dice.below(10) * 10,
        _ => dice.below(100),
    };
    rupees * 100 + paise
}

impl Document<'_> {
    /// Settles flags and what was done to it before: accepted, rejected or pending, each with its chance in a hundred.
    /// `answer` is what an accepted one says.
    fn decide(&mut self, dice: &mut Dice, [accepted, rejected, pending]: [u64; 3], answer: Answer) {
        self.pending_blocked = dice.percent(8);
        self.remarks_blocked = dice.percent(5);
        self.hash = [(); 4].map(|()| dice.next());
        let roll = dice.below(100);
        (self.action, self.answer, self.remarks) = if roll < accepted {
            match answer {
                _ if self.itc_blocked => ("A", Answer::None, ""),
                Answer::Part(_) => ("A", answer, REDUCED_IN_PART),
                Answer::No => ("A", answer, dice.pick(&NOT_REDUCED)),
                Answer::None | Answer::Full => ("A", answer, ""),
            }
        } else if roll < accepted + rejected {
            ("R", Answer::None, dice.pick(&REJECTED))
        } else if roll < accepted + rejected + pending {
            ("P", Answer::None, dice.pick(&PENDING))
        } else {
            ("N", Answer::None, "")
        };
        match self.answer {
            // Such an answer needs its remarks.
            Answer::Part(_) | Answer::No => self.remarks_blocked = false,
            _ if self.remarks_blocked || dice.percent(30) => self.remarks = "",
            _ => {}
        }
    }
}

impl Answer {
    /// Some of each head; "no" where that comes to nothing.
    fn in_part(dice: &mut Dice, of: &Amounts) -> Answer {
        let part = of.part(30 + dice.below(60));
        if part.tax() > 0 { Answer::Part(part) } else { Answer::No }
    }
}

