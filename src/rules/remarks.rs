//! Rules about remarks: R1–R5 of rules/README.md.

use super::{Case, Fix, Weight, Words};
use crate::book::{Action, AnswerKind, Field, TextId};
use crate::values::grouped;

/// The portal takes this many Unicode characters.
pub const LIMIT: usize = 250;

/// What people write most when they accept without reducing all of the credit (rule R4).
pub const TEMPLATES: [&str; 4] = [
    "Blocked credit, already reversed in Table 4(B)(1) of GSTR-3B of …",
    NOT_AVAILED,
    "ITC already reversed in GSTR-3B of …",
    "ITC availed in part",
];

/// What people write most when they reject.
pub const REJECTED: [&str; 5] =
    ["Goods not received", "Not our invoice", "Wrong GSTIN", "Rate or value differs", "Duplicate"];

/// What people write most when they keep a record Pending.
pub const PENDING: [&str; 3] = ["Goods not received", "Rate or value differs", "Invoice not received"];

/// What people write most on records with this action.
pub fn templates(action: Action) -> &'static [&'static str] {
    match action {
        Action::Accept => &TEMPLATES,
        Action::Pending => &PENDING,
        Action::Reject | Action::NoAction | Action::Other => &REJECTED,
    }
}

/// Whether remarks are sent with this action wherever the record takes some.
pub fn are_sent_with(action: Action) -> bool {
    matches!(action, Action::Reject | Action::Pending)
}

/// What becomes of the remarks of `kept` records, of `all` that get some, whose action sends none.
pub fn kept(kept: u64, all: u64) -> String {
    let which = match (kept, all) {
        (_, 1) => "This record is".to_owned(),
        (1, _) => "1 of them is".to_owned(),
        _ => format!("{} of them are", grouped(kept)),
    };
    format!(
        "{which} not rejected or Pending: the remarks are kept here. They are sent only with Reject or Pending, or with an Accept answered \
         No or part."
    )
}

/// Why there is nothing to reduce where the invoice itself is rejected (rule A2).
pub const NOT_AVAILED: &str = "ITC not availed";

fn words(message: impl Into<String>) -> Words {
    Words::new(Field::Remarks, message)
}

fn text<'a>(case: &Case<'a>) -> &'a str {
    case.meanings.text(case.decision.remarks)
}

/// Remarks as they are kept: control characters and line breaks become a space (rule R5), the ends are trimmed.
pub fn cleaned(text: &str) -> String {
    text.replace("\r\n", " ")
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// R1: longer than the portal takes.
pub(super) fn r1(case: &Case) -> Option<Weight> {
    let text = text(case);
    (text.len() > LIMIT && text.chars().count() > LIMIT).then_some(Weight::Blocks)
}

pub(super) fn r1_words(case: &Case) -> Words {
    words(format!("Remarks may have {LIMIT} characters; these have {}.", text(case).chars().count()))
}

/// R2: remarks that are given, or would be sent, on a record for which the portal blocks them.
pub(super) fn r2(case: &Case) -> Option<Weight> {
    if !case.sheet.records().remarks_blocked(case.row) {
        return None;
    }
    let own = case.given.remarks || case.decision.remarks != case.sheet.baseline(case.row).remarks;
    let there = case.said().remarks != TextId::NONE || (own && case.decision.remarks != TextId::NONE);
    there.then_some(Weight::Blocks)
}

pub(super) fn r2_words(case: &Case) -> Words {
    words(if case.several {
        "Remarks are blocked by the portal on these records; with them it may refuse the whole file."
    } else {
        "Remarks are blocked by the portal on this record; with them it may refuse the whole file."
    })
    .fix(Fix::ClearRemarks)
}

/// R3: remarks that the action does not send.
pub(super) fn r3(case: &Case) -> Option<Weight> {
    let kept = case.decision.remarks != TextId::NONE && case.said().remarks == TextId::NONE;
    (kept && case.decision.action != Action::Other).then_some(Weight::Info)
}

pub(super) fn r3_words(case: &Case) -> Words {
    words(if case.decision.action == Action::Accept {
        "Remarks are kept here and not sent: an Accept sends them only with the answer No or part."
    } else {
        "Remarks are kept here and not sent: No action sends none."
    })
}

/// R4: remarks missing where the portal may ask for them.
pub(super) fn r4(case: &Case) -> Option<Weight> {
    let reduced = matches!(case.said_answer().kind, AnswerKind::No | AnswerKind::Part);
    (reduced && case.said().remarks == TextId::NONE && !case.sheet.records().remarks_blocked(case.row))
        .then_some(Weight::Asks)
}

pub(super) fn r4_words(_: &Case) -> Words {
    words("The portal may ask for remarks with the answer No or part, and may refuse the record without them. Save without?")
        .fix(Fix::AskRemarks)
}

/// R5: characters that the portal may refuse.
pub(super) fn r5(case: &Case) -> Option<Weight> {
    if case.decision.remarks == TextId::NONE {
        return None;
    }
    any_doubtful(text(case)).then_some(Weight::Warns)
}

/// Whether R1 or R5 may speak of remarks, by their text alone.
pub(super) fn worth_asking(text: &str) -> bool {
    text.len() > LIMIT || any_doubtful(text)
}

fn any_doubtful(text: &str) -> bool {
    const DOUBTFUL: [bool; 256] = {
        let (mut table, mut byte) = ([false; 256], 0);
        while byte < table.len() {
            table[byte] = doubtful(byte as u8 as char);
            byte += 1;
        }
        table
    };
    // Every byte of a character that is not ASCII is none either. To look at all of them is quicker than to stop at one.
    text.bytes().fold(false, |found, byte| found | DOUBTFUL[byte as usize])
}

const fn doubtful(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_control() || matches!(c, '<' | '>' | '"' | '\\' | '&' | '\'' | ';')
}

/// The characters of a text that the portal may refuse, each once, the first ten of them.
pub fn doubtful_characters(text: &str) -> String {
    let mut found: Vec<char> = text.chars().filter(|c| doubtful(*c)).collect();
    found.sort_unstable();
    found.dedup();
    found.iter().take(10).map(|c| c.to_string()).collect::<Vec<_>>().join(" ")
}

pub(super) fn r5_words(case: &Case) -> Words {
    words(format!("The portal may refuse these characters in remarks: {}", doubtful_characters(text(case))))
}

#[cfg(test)]
mod tests {
    #[test]
    fn line_breaks_and_control_characters_become_spaces() {
        assert_eq!(super::cleaned(" a\r\nb\tc\u{7}d\u{2028}e₹ "), "a b c d e₹");
    }
}
