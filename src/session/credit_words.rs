//! The credit in words: what a step changed, and the parts of the difference.

use crate::rules::credit::{Figures, HeadSums, IfDecided, PARTS, Sum, minus, total};
use crate::values::{counted, grouped, money, plural};

/// What is over every figure: the totals here are not the whole GSTR-2B.
pub const LABEL: &str = "ITC in GSTR-2B (this file only)";
/// What the portal gives as it is.
pub const IF_NOTHING: &str = "If nothing more is done";
/// What it gives with the decisions made here.
pub const WITH_YOURS: &str = "With your decisions";

/// What a step did to the credit, as a whole and in parts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepParts {
    /// Head by head.
    pub change: HeadSums,
    /// All heads of the parts, in the order of [`PARTS`].
    pub parts: [i128; PARTS.len()],
    /// What rises although its last return is past, what although the time set by law is over, and what as a credit note is Pending
    /// longer than it may be.
    pub late: [i128; 3],
    /// What amendments give more that were not decided: how many, and all heads of them.
    pub by_amendments: (u64, i128),
}

impl StepParts {
    /// Of the figures of a step.
    pub fn of(figures: &Figures) -> StepParts {
        StepParts {
            change: figures.difference(),
            parts: figures.parts().map(|sum| sum.total()),
            late: [figures.counted_past.total(), figures.counted_over.total(), figures.notes_over.total()],
            by_amendments: (figures.by_amendments.records, figures.by_amendments.total()),
        }
    }

    /// Between the figures of all records before and after it. Sums of all records tell the parts only where none of them became
    /// smaller: what was rejected and waits now left one part for another. Then it is the change as a whole alone.
    pub fn between(before: &StepParts, after: &Figures) -> StepParts {
        let now = StepParts::of_all(after);
        let change = minus(now.change, before.change);
        let grew = |(was, is): (&i128, &i128)| is == was || (is.abs() > was.abs() && is.signum() * was.signum() >= 0);
        let all_grew = before.parts.iter().zip(&now.parts).chain(before.late.iter().zip(&now.late)).all(grew);
        if !all_grew {
            return StepParts { change, ..StepParts::default() };
        }
        StepParts {
            change,
            parts: std::array::from_fn(|i| now.parts[i] - before.parts[i]),
            late: std::array::from_fn(|i| now.late[i] - before.late[i]),
            ..StepParts::default()
        }
    }

    /// Of all records as they are now, to be compared with what they are later.
    pub fn of_all(figures: &Figures) -> StepParts {
        StepParts { change: figures.after, ..StepParts::of(figures) }
    }

    /// Whether anything of it waits, in time or not.
    fn waits(&self) -> bool {
        self.parts[..4].iter().any(|&paise| paise < 0)
    }
}

/// What a step did, in a sentence: what only waits is not said to be a fall.
pub fn of_step(step: &StepParts) -> String {
    let mut said = if step.waits() {
        let parts = PARTS.into_iter().zip(step.parts).filter(|(_, paise)| *paise != 0);
        let parts: Vec<String> = parts.map(|(name, paise)| format!("{} {name}", money::rupees(paise.abs()))).collect();
        format!("{}.", parts.join(", "))
    } else {
        sentence(step.change)
    };
    for words in late(step) {
        said += &format!(" {words}");
    }
    said + &amendments(step.by_amendments, "now")
}

/// What of a rise is not sure to come as it comes late, a sentence each: of what was done, or would be.
pub fn late(step: &StepParts) -> Vec<String> {
    let late = [
        "comes only if its last return is still unfiled",
        "is past the time set by law",
        "may be deducted all the same: credit notes may be Pending for one period only, and that may be over",
    ];
    let said = step.late.into_iter().zip(late).filter(|(paise, _)| *paise > 0).map(|(paise, words)| {
        let paise_in_words = money::rupees(paise);
        // Something else may fall by more at the same time, such as the original of an amendment that counts now.
        match paise <= total(step.change) {
            true => format!("{paise_in_words} of it {words}."),
            false => format!("{paise_in_words} of the rise {words}."),
        }
    });
    said.collect()
}

/// What a change would do, in a sentence.
pub fn if_decided(decided: &IfDecided) -> String {
    let by_amendments = (decided.by_amendments.records, decided.by_amendments.total());
    sentence(decided.change) + &amendments(by_amendments, "then")
}

/// That amendments count otherwise which were not decided, behind a sentence; nothing where none does.
fn amendments((records, by): (u64, i128), when: &str) -> String {
    if records == 0 {
        return String::new();
    }
    let (are, more) = (counted(records, "amendment", "amendments"), if by < 0 { "less" } else { "more" });
    format!(
        " This includes {are} not decided here: {} {more} {when}, as {} differently.",
        money::rupees(by.abs()),
        plural(records, "its original counts", "their originals count")
    )
}

/// What keeping documents Pending does that are no credit notes.
pub fn of_waiting(change: HeadSums) -> String {
    let mut step = StepParts { change, ..StepParts::default() };
    step.parts[0] = total(change);
    of_step(&step)
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

/// What changes the credit by so much, as a sentence.
pub fn sentence(change: HeadSums) -> String {
    let words = moves(change);
    format!("C{}.", &words[1..])
}

/// The parts of the difference; a part of 0 is left out.
pub fn parts(figures: &Figures) -> Vec<String> {
    named(figures).into_iter().map(|(_, words)| words).collect()
}

/// The same, each with its name.
fn named(figures: &Figures) -> Vec<(&'static str, String)> {
    let parts = PARTS.into_iter().zip(figures.parts()).filter(|(_, sum)| sum.heads != [0; 4]);
    parts.map(|(name, sum)| (name, format!("{name} {}", money::rupees(sum.total().abs())))).collect()
}

/// The difference and its parts in full, for tooltips and the review.
pub fn parts_in_full(figures: &Figures) -> String {
    in_full(figures, true)
}

/// The same where [`late`] says beside it what may be deducted all the same.
pub fn parts_beside_late(figures: &Figures) -> String {
    in_full(figures, false)
}

fn in_full(figures: &Figures, with_late: bool) -> String {
    let notes = &figures.notes_pending;
    let with_notes = |(name, words): (&str, String)| match name {
        "added" if notes.heads != [0; 4] => format!(
            "{words} (of this {}: {} kept Pending, not deducted this month{})",
            money::rupees(notes.total()),
            counted(notes.records, "credit note", "credit notes"),
            match figures.notes_over {
                Sum { records: 0, .. } => String::new(),
                _ if !with_late => String::new(),
                over =>
                    format!("; {} of it may be deducted all the same, Pending too long", money::rupees(over.total())),
            }
        ),
        _ => words,
    };
    named(figures).into_iter().map(with_notes).collect::<Vec<_>>().join(" · ")
}

/// What is beside the figures and is in none of them.
pub fn beside(figures: &Figures) -> Vec<String> {
    let line = |name: &str, sum: &Sum| {
        (sum.records > 0).then(|| format!("{name} {}: {}", grouped(sum.records), money::rupees(sum.total())))
    };
    let not_filed = |figures: &Figures| {
        let pending = figures.pending_not_filed.records;
        let among = if pending > 0 { format!(" ({} of them Pending)", grouped(pending)) } else { String::new() };
        line("Supplier's GSTR-1 not filed", &figures.not_filed).map(|line| line + &among)
    };
    let lines = [
        line("Pending", &figures.pending.all()),
        line("Rejected", &figures.rejected.all()),
        not_filed(figures),
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
        let mut late = Figures { after: [-500, 0, 0, 0], ..Figures::default() };
        late.waits.add([-500, 0, 0, 0]);
        late.waits_past.add([-500, 0, 0, 0]);
        assert_eq!(of_step(&StepParts::of(&late)), "₹ 5.00 Pending too late.", "its last return is past");
        assert_eq!(parts(&late), ["Pending too late ₹ 5.00"]);
        let mut accepted = Figures { after: [500, 0, 0, 0], ..Figures::default() };
        accepted.counted_past.add([500, 0, 0, 0]);
        let said = "Credit rises by ₹ 5.00. ₹ 5.00 of it comes only if its last return is still unfiled.";
        assert_eq!(of_step(&StepParts::of(&accepted)), said);
        let mut rejected = Figures { after: [-500, 0, 0, 0], ..Figures::default() };
        rejected.given_up.add([-500, 0, 0, 0]);
        assert_eq!(of_step(&StepParts::of(&rejected)), "Credit falls by ₹ 5.00.");
        // A rejected original, whose amendment counts in full now.
        let mut instead = Figures::default();
        instead.given_up.add([-500, 0, 0, 0]);
        instead.added.add([500, 0, 0, 0]);
        instead.counted_past.add([500, 0, 0, 0]);
        let said = "Credit does not change. ₹ 5.00 of the rise comes only if its last return is still unfiled.";
        assert_eq!(of_step(&StepParts::of(&instead)), said);
    }

    #[test]
    fn of_a_large_step_parts_are_named_only_where_none_became_smaller() {
        let figures = |waits: i64, given_up: i64| {
            let mut figures = Figures::default();
            figures.waits.add([waits, 0, 0, 0]);
            figures.given_up.add([given_up, 0, 0, 0]);
            figures.after[0] = i128::from(waits + given_up);
            figures
        };
        let step = |before: &Figures, after: &Figures| of_step(&StepParts::between(&StepParts::of_all(before), after));
        let (none, pending, rejected) = (Figures::default(), figures(-900, 0), figures(0, -900));
        assert_eq!(step(&none, &pending), "₹ 9.00 waits.");
        assert_eq!(step(&rejected, &pending), "Credit does not change.", "it was given up and waits now");
        assert_eq!(step(&pending, &none), "Credit rises by ₹ 9.00.", "it does not wait any more");
        assert_eq!(step(&figures(-900, -500), &figures(-400, -700)), "Credit rises by ₹ 3.00.");
        assert_eq!(step(&figures(-900, -500), &figures(-1_000, -700)), "₹ 1.00 waits, ₹ 2.00 given up.");
    }

    #[test]
    fn parts_of_nothing_are_left_out() {
        let mut figures = Figures::default();
        figures.waits.add([-100, 0, 0, 0]);
        figures.added.add([300, 0, 0, 0]);
        figures.notes_pending.add([300, 0, 0, 0]);
        figures.deducted.add([-200, 0, 0, 0]);
        assert_eq!(parts(&figures), ["waits ₹ 1.00", "added ₹ 3.00", "deducted ₹ 2.00"]);
        assert_eq!(
            parts_in_full(&figures),
            "waits ₹ 1.00 · added ₹ 3.00 (of this ₹ 3.00: 1 credit note kept Pending, not deducted this month) · \
             deducted ₹ 2.00"
        );
        let without = parts_in_full(&figures);
        figures.notes_over.add([300, 0, 0, 0]);
        assert!(parts_in_full(&figures).contains("may be deducted all the same"));
        assert_eq!(parts_beside_late(&figures), without, "it is said once");
    }
}
