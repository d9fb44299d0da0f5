//! The credit in words: what a step changed, and the parts of the difference.

use crate::rules::credit::{Figures, HeadSums, Sum, minus, total};
use crate::values::{counted, grouped, money};

/// What is over every figure: the totals here are not the whole GSTR-2B.
pub const LABEL: &str = "ITC in GSTR-2B (this file only)";
/// What the portal gives as it is.
pub const IF_NOTHING: &str = "If nothing more is done";
/// What it gives with the decisions made here.
pub const WITH_YOURS: &str = "With your decisions";
/// The difference.
pub const CHANGE: &str = "Change this month";

/// What a step did to the credit, as a whole and in parts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepParts {
    /// Head by head.
    pub change: HeadSums,
    /// All heads of the parts: what waits, is given up, added and deducted.
    pub parts: [i128; 4],
}

impl StepParts {
    /// Of the figures of a step.
    pub fn of(figures: &Figures) -> StepParts {
        let parts = [&figures.waits, &figures.given_up, &figures.added, &figures.deducted];
        StepParts { change: figures.difference(), parts: parts.map(|sum| sum.total()) }
    }

    /// Between the figures of all records before and after it.
    pub fn between(before: &StepParts, after: &Figures) -> StepParts {
        let now = StepParts::of_all(after);
        StepParts {
            change: minus(now.change, before.change),
            parts: std::array::from_fn(|i| now.parts[i] - before.parts[i]),
        }
    }

    /// Of all records as they are now, to be compared with what they are later.
    pub fn of_all(figures: &Figures) -> StepParts {
        StepParts { change: figures.after, ..StepParts::of(figures) }
    }
}

/// What a step did, in a sentence: what only waits is not said to be a fall.
pub fn of_step(step: &StepParts) -> String {
    if step.parts[0] >= 0 {
        return sentence(step.change);
    }
    let names = ["waits", "given up", "added", "deducted"];
    let parts = names.into_iter().zip(step.parts).filter(|(_, paise)| *paise != 0);
    let parts: Vec<String> = parts.map(|(name, paise)| format!("{} {name}", money::rupees(paise.abs()))).collect();
    format!("{}.", parts.join(", "))
}

/// What changes the credit by so much: `credit falls by ₹ 1,800.00`.
pub fn moves(change: HeadSums) -> String {
    match total(change) {
        0 if change == [0; 4] => "credit does not change".to_owned(),
        0 => "credit moves between the heads of tax".to_owned(),
        by if by < 0 => format!("credit falls by {}", money::rupees(-by)),
        by => format!("credit rises by {}", money::rupees(by)),
    }
}

/// The same as a sentence.
pub fn sentence(change: HeadSums) -> String {
    let words = moves(change);
    format!("C{}.", &words[1..])
}

/// The parts of the difference; a part of 0 is left out.
pub fn parts(figures: &Figures) -> Vec<String> {
    let part =
        |name: &str, sum: &Sum| (sum.heads != [0; 4]).then(|| format!("{name} {}", money::rupees(sum.total().abs())));
    let parts = [
        part("waits", &figures.waits),
        part("given up", &figures.given_up),
        part("added", &figures.added),
        part("deducted", &figures.deducted),
    ];
    parts.into_iter().flatten().collect()
}

/// The difference and its parts in full, for tooltips and the review.
pub fn parts_in_full(figures: &Figures) -> String {
    let mut words = parts(figures).join(" · ");
    let notes = &figures.notes_pending;
    if notes.heads != [0; 4] {
        words += &format!(
            " (of this {}: {} kept Pending, not deducted this month)",
            money::rupees(notes.total()),
            counted(notes.records, "credit note", "credit notes"),
        );
    }
    words
}

/// What is beside the figures and is in none of them.
pub fn beside(figures: &Figures) -> Vec<String> {
    let line = |name: &str, sum: &Sum| {
        (sum.records > 0).then(|| format!("{name} {}: {}", grouped(sum.records), money::rupees(sum.total())))
    };
    let lines = [
        line("Pending", &figures.pending.all()),
        line("Rejected", &figures.rejected.all()),
        line("Supplier's GSTR-1 not filed", &figures.not_filed),
        line("Amendments to check", &figures.to_check),
        line("Next GSTR-2B", &figures.next),
    ];
    let mut lines: Vec<String> = lines.into_iter().flatten().collect();
    if !lines.is_empty() {
        lines.insert(0, "Not in these figures:".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_said_with_its_direction() {
        assert_eq!(moves([-180_000, 0, 0, 0]), "credit falls by ₹ 1,800.00");
        assert_eq!(sentence([0, 50, 50, 0]), "Credit rises by ₹ 1.00.");
        assert_eq!(sentence([0; 4]), "Credit does not change.");
        assert_eq!(sentence([5, -5, 0, 0]), "Credit moves between the heads of tax.");
    }

    #[test]
    fn what_waits_is_not_said_to_be_a_fall() {
        let mut figures = Figures::default();
        figures.waits.add([-54_000, 0, 0, 0]);
        figures.after = [-54_000, 0, 0, 0];
        assert_eq!(of_step(&StepParts::of(&figures)), "₹ 540.00 waits.");
        figures.added.add([10_000, 0, 0, 0]);
        figures.after = [-44_000, 0, 0, 0];
        assert_eq!(of_step(&StepParts::of(&figures)), "₹ 540.00 waits, ₹ 100.00 added.");
        let mut rejected = Figures { after: [-500, 0, 0, 0], ..Figures::default() };
        rejected.given_up.add([-500, 0, 0, 0]);
        assert_eq!(of_step(&StepParts::of(&rejected)), "Credit falls by ₹ 5.00.");
    }

    #[test]
    fn parts_of_nothing_are_left_out() {
        let mut figures = Figures::default();
        figures.waits.add([-100, 0, 0, 0]);
        figures.added.add([300, 0, 0, 0]);
        figures.notes_pending.add([300, 0, 0, 0]);
        assert_eq!(parts(&figures), ["waits ₹ 1.00", "added ₹ 3.00"]);
        assert_eq!(
            parts_in_full(&figures),
            "waits ₹ 1.00 · added ₹ 3.00 (of this ₹ 3.00: 1 credit note kept Pending, not deducted this month)"
        );
    }
}
