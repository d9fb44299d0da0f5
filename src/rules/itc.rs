//! Rules about the answer to "ITC to be reduced?": I1–I8 of rules/README.md.

use super::{Case, Fix, Weight, Words};
use crate::book::{Action, Answer, AnswerKind, Field, Flag, HEADS, Heads, ItcBlock, Section, field};
use crate::values::{Paise, money};

/// What the answer No declares; said wherever it can be given.
pub const NO_DECLARES: &str = "You declare that this credit was never taken or is already reversed. If that is wrong, tax and \
    interest fall on you (section 50(3)) and the supplier loses his reduction (section 34(2)).";

/// What the portal does with the answer Yes; said wherever it can be given.
pub const YES_DEDUCTS: &str = "The portal deducts it in Table 4(A)(5) by itself: do not enter it again in 4(B).";

fn words(message: impl Into<String>) -> Words {
    Words::new(Field::Answer, message)
}

/// By how much the recipient's credit falls with an amendment, head by head, if its original is in the book; negative
/// where it rises. Direction is read only from the original, never guessed.
pub fn falls(case: &Case) -> Option<Heads> {
    let (section, original) = case.original()?;
    let before = case.book.sheet(section).records().heads(original);
    let after = case.sheet.records().heads(case.row);
    let sign = if case.section.is_credit_note() { 1 } else { -1 };
    Some(std::array::from_fn(|i| sign * (after[i] - before[i])))
}

/// The most that may be declared on an amendment: the fall, or the whole document where the original was rejected.
fn most(case: &Case) -> Option<Heads> {
    let (section, original) = case.original()?;
    if case.book.sheet(section).actions()[original as usize] == Action::Reject {
        return Some(case.sheet.records().heads(case.row));
    }
    falls(case).map(|falls| falls.map(|f| f.max(0)))
}

/// The declared heads if "part" would be said, or is being given.
fn part(case: &Case) -> Option<Heads> {
    let answer = case.answer();
    let counts = case.given.answer || case.said().answer != Default::default();
    (answer.kind == AnswerKind::Part && counts).then_some(answer.heads)
}

fn first_head(mut wrong: impl FnMut(usize) -> bool) -> Option<usize> {
    (0..4).find(|&i| wrong(i))
}

/// I1: an accepted credit note without an answer.
pub(super) fn i1(case: &Case) -> Option<Weight> {
    let due =
        case.decision.action == Action::Accept && case.section.itc_block() == ItcBlock::Required && case.itc_open();
    (due && case.answer().kind == AnswerKind::None).then_some(Weight::Blocks)
}

pub(super) fn i1_words(_: &Case) -> Words {
    words("Answer \"ITC to be reduced?\": the portal refuses an accepted credit note without it (IMSSAV0054).")
        .fix(Fix::AskAnswer)
}

/// I2: an answer given where the record takes none. One that is from before is set aside and no finding.
pub(super) fn i2(case: &Case) -> Option<Weight> {
    let given = case.given.answer && case.answer().kind != AnswerKind::None;
    (given && (case.decision.action != Action::Accept || !case.itc_open())).then_some(Weight::Blocks)
}

pub(super) fn i2_words(case: &Case) -> Words {
    let message = if case.section.itc_block() == ItcBlock::Never {
        "Records of this sheet take no answer to \"ITC to be reduced?\"."
    } else if !case.itc_open() && case.several {
        "The answer to \"ITC to be reduced?\" is blocked by the portal on these records; with one it may refuse the \
         whole file."
    } else if !case.itc_open() {
        "The answer to \"ITC to be reduced?\" is blocked by the portal on this record; with one it may refuse the \
         whole file."
    } else {
        "\"ITC to be reduced?\" is answered only with Accept."
    };
    words(message).fix(Fix::ClearAnswer)
}

/// I3: a declared head below 0, or on a credit note above the document's own.
pub(super) fn i3(case: &Case) -> Option<Weight> {
    i3_head(case).map(|_| Weight::Blocks)
}

fn i3_head(case: &Case) -> Option<usize> {
    let declared = part(case)?;
    let own = case.sheet.records().heads(case.row);
    first_head(|i| declared[i] < 0 || (case.section == Section::B2bcn && declared[i] > own[i]))
}

pub(super) fn i3_words(case: &Case) -> Words {
    if case.several {
        return words("A declared amount is below 0, or above the document's own.");
    }
    let head = i3_head(case).unwrap_or(0);
    let own = case.sheet.records().heads(case.row)[head];
    let message = match part(case) {
        Some(declared) if declared[head] < 0 => format!("Declared {} is below 0.", HEADS[head]),
        _ => format!("Declared {} is above the document's own {}.", HEADS[head], money::rupees(own.into())),
    };
    Words::new(field::DECLARED[head], message)
}

/// I4: CGST and SGST declared differently, unless each is the document's own.
pub(super) fn i4(case: &Case) -> Option<Weight> {
    let declared = part(case)?;
    let own = case.sheet.records().heads(case.row);
    (declared[1] != declared[2] && (declared[1], declared[2]) != (own[1], own[2])).then_some(Weight::Blocks)
}

pub(super) fn i4_words(_: &Case) -> Words {
    Words::new(
        Field::DeclaredCgst,
        "Declared CGST and SGST differ: the portal wants them equal, unless each is the document's own.",
    )
}

/// I5: "part" that means "no" or "all".
pub(super) fn i5(case: &Case) -> Option<Weight> {
    i5_means(case).map(|_| Weight::Warns)
}

fn i5_means(case: &Case) -> Option<Answer> {
    let declared = part(case)?;
    if declared == [0; 4] {
        return Some(Answer::NO);
    }
    (case.section == Section::B2bcn && declared == case.sheet.records().heads(case.row)).then_some(Answer::FULL)
}

pub(super) fn i5_words(case: &Case) -> Words {
    let means = i5_means(case).unwrap_or(Answer::NO);
    let message = if means == Answer::NO {
        "\"Part\" with nothing declared means \"No\"."
    } else {
        "\"Part\" of all that the document has means \"Yes, full\"."
    };
    words(message).fix(Fix::Answer(means))
}

/// I6: more than two decimals.
pub(super) fn i6(case: &Case) -> Option<Weight> {
    (part(case).is_some() && case.answer().inexact).then_some(Weight::Blocks)
}

pub(super) fn i6_words(_: &Case) -> Words {
    Words::new(Field::DeclaredIgst, TOO_FINE)
}

/// Said of "part" without any amount, wherever it is read: a forgotten amount declares nothing, but a 0 is an amount.
pub const NO_AMOUNT: &str = "The answer is \"part\", but no amount is declared: fill in what is reduced of IGST, CGST, SGST or cess, or 0 for nothing.";

/// What rule I6 says wherever an amount is read.
pub const TOO_FINE: &str = "A declared amount has more than two decimals.";

/// I7: more declared on an amendment than can fall.
pub(super) fn i7(case: &Case) -> Option<Weight> {
    let declared = part(case).filter(|_| case.section.is_amendment())?;
    match most(case) {
        None => Some(Weight::Info),
        Some(most) => first_head(|i| declared[i] > most[i]).map(|_| Weight::Asks),
    }
}

pub(super) fn i7_words(case: &Case) -> Words {
    let (Some(declared), Some(most)) = (part(case), most(case)) else {
        return words("The most that can fall is the difference to the original, which is not in these files.");
    };
    if case.several {
        return words("A declared amount is above the difference to the original. Declare it all the same?");
    }
    let head = first_head(|i| declared[i] > most[i]).unwrap_or(0);
    let most: Paise = most[head];
    Words::new(
        field::DECLARED[head],
        format!(
            "Declared {} is above the difference to the original, {}. Declare it all the same?",
            HEADS[head],
            money::rupees(most.into())
        ),
    )
}

/// I8: an accepted amendment for which the portal offers a reduction, not answered.
pub(super) fn i8(case: &Case) -> Option<Weight> {
    let offered = case.section.itc_block() == ItcBlock::OnAccept
        && case.sheet.records().itc_flags[case.row as usize] == Flag::Open;
    let open = case.decision.action == Action::Accept && case.answer().kind == AnswerKind::None;
    (offered && open).then_some(Weight::Asks)
}

pub(super) fn i8_words(_: &Case) -> Words {
    words("The portal offers a reduction here. Did the amendment lower the tax, and had you taken the credit?")
        .fix(Fix::AskAnswer)
}
