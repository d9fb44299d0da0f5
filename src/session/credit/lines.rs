//! The lines of the tables on the page *Credit*, as the screen, the clipboard and a saved table have them.

use crate::rules::credit::{CreditFigure, FigureSet, HeadSums, Sum, change_called, total};
use crate::session::credit::CreditShown;
use crate::session::credit_words::{IF_NOTHING, WITH_YOURS};
use crate::values::{grouped, plural};
use crate::view::credit::{CreditRecords, NowAmong};

use CreditFigure::*;

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineLook {
    /// As it is.
    Plain,
    /// A sum, in the strong face, with a line above it.
    Sum,
    /// A part of the line above it, set in.
    Part,
    /// What waits, is Pending too late, given up, added or deducted: the mark of its bar comes before it.
    Waits,
    /// See above.
    TooLate,
    /// See above.
    GivenUp,
    /// See above.
    Added,
    /// See above.
    Deducted,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditLine {
    /// What it is.
    pub words: String,
    /// What else is to be said of it in small letters.
    pub hint: String,
    /// How many records it opens, and which.
    pub opens: Option<(u64, CreditRecords)>,
    /// The amounts.
    pub heads: HeadSums,
    /// Whether an amount above 0 has its sign.
    pub signed: bool,
    /// How it is drawn.
    pub look: LineLook,
}

impl CreditLine {
    pub(super) fn of(words: &str, heads: HeadSums, look: LineLook) -> CreditLine {
        CreditLine { words: words.to_owned(), hint: String::new(), opens: None, heads, signed: false, look }
    }

    fn counted(words: &str, sum: &Sum, which: CreditRecords, look: LineLook) -> CreditLine {
        let opens = (sum.records > 0).then_some((sum.records, which));
        CreditLine { opens, ..CreditLine::of(words, sum.heads, look) }
    }

    pub(super) fn signed(self) -> CreditLine {
        CreditLine { signed: true, ..self }
    }

    /// All heads together.
    pub fn total(&self) -> i128 {
        total(self.heads)
    }

    /// What it is below the line that it is a part of.
    pub fn short(&self) -> &str {
        let part = self.look == LineLook::Part;
        let begins =
            ["Pending, ", "Pending ", "Rejected "].into_iter().find_map(|begins| self.words.strip_prefix(begins));
        begins.filter(|_| part).unwrap_or(&self.words)
    }

    /// What the records that it opens are called as a filter.
    pub fn called(&self) -> String {
        format!("Credit · {}", self.words)
    }
}

/// Credit notes that are not deducted, by why.
const NOT_DEDUCTED: [(CreditFigure, &str); 4] =
    [(NotesKeptPending, "Pending"), (NotesNowRejected, "rejected"), (NotesInPart, "part"), (NotesNotReduced, "No")];

/// The same of amended credit notes.
const AMENDED_NOT_DEDUCTED: [(CreditFigure, &str); 4] = [
    (AmendedNotesKeptPending, "Pending"),
    (AmendedNotesNowRejected, "rejected"),
    (AmendedNotesInPart, "part"),
    (AmendedNotesNotReduced, "No"),
];

/// Credit notes that are, by how.
const NOTES_DEDUCTED: [(CreditFigure, &str); 2] = [(NotesDeducted, "in full"), (NotesDeductedInPart, "in part")];

/// The same of amended credit notes.
const AMENDED_DEDUCTED: [(CreditFigure, &str); 2] =
    [(AmendedNotesDeducted, "in full"), (AmendedNotesDeductedInPart, "in part")];

impl CreditShown {
    fn figure(&self, figure: CreditFigure, words: &str, look: LineLook) -> CreditLine {
        CreditLine::counted(words, &self.page.of(figure), CreditRecords::Figures(FigureSet::of(&[figure])), look)
    }

    fn together(&self, figures: &[CreditFigure], words: &str, look: LineLook) -> CreditLine {
        let which = CreditRecords::Figures(FigureSet::of(figures));
        CreditLine::counted(words, &self.page.all_of(figures), which, look)
    }

    /// Several figures as one line that says how many records are of each.
    fn by_kind(&self, kinds: &[(CreditFigure, &str)], words: &str, look: LineLook) -> CreditLine {
        let figures: Vec<CreditFigure> = kinds.iter().map(|kind| kind.0).collect();
        let counts = kinds.iter().map(|&(figure, name)| (self.page.of(figure).records, name));
        let counts: Vec<String> =
            counts.filter(|(n, _)| *n > 0).map(|(n, name)| format!("{name} {}", grouped(n))).collect();
        CreditLine { hint: format!("({})", counts.join(", ")), ..self.together(&figures, words, look) }
    }

    /// The parts of the change by their reasons; a part of nothing is left out.
    pub fn parts(&self) -> Vec<CreditLine> {
        let parts = [
            self.figure(Waits, Waits.words(), LineLook::Waits),
            self.figure(AmendmentsWait, AmendmentsWait.words(), LineLook::Waits),
            self.figure(WaitsLastReturn, WaitsLastReturn.words(), LineLook::Waits),
            self.figure(WaitsPast, WaitsPast.words(), LineLook::TooLate),
            self.figure(WaitsOver, WaitsOver.words(), LineLook::TooLate),
            CreditLine {
                hint: "(until GSTR-3B is filed you can change it)".to_owned(),
                ..self.figure(GivenUp, GivenUp.words(), LineLook::GivenUp)
            },
            self.figure(WasPending, WasPending.words(), LineLook::Added),
            self.figure(WasRejected, WasRejected.words(), LineLook::Added),
            self.figure(NegativeOut, NegativeOut.words(), LineLook::Added),
            self.by_kind(&NOT_DEDUCTED, "Added: credit notes not deducted", LineLook::Added),
            self.by_kind(&AMENDED_NOT_DEDUCTED, "Added: amended credit notes not deducted", LineLook::Added),
            self.figure(AmendmentsUp, AmendmentsUp.words(), LineLook::Added),
            self.figure(LowerAmendmentsWait, LowerAmendmentsWait.words(), LineLook::Added),
            self.by_kind(&NOTES_DEDUCTED, "Deducted: credit notes", LineLook::Deducted),
            self.by_kind(&AMENDED_DEDUCTED, "Deducted: amended credit notes", LineLook::Deducted),
            self.figure(NegativeIn, NegativeIn.words(), LineLook::Deducted),
            self.figure(AmendmentsDown, AmendmentsDown.words(), LineLook::Deducted),
        ];
        parts.into_iter().filter(|part| part.opens.is_some()).map(CreditLine::signed).collect()
    }

    /// The table of the figures: if nothing more is done, the parts of the change, with your decisions.
    pub fn figures(&self) -> Vec<CreditLine> {
        let figures = &self.page.figures;
        let mut lines = vec![CreditLine::of(IF_NOTHING, figures.as_it_stands, LineLook::Plain)];
        lines.extend(self.parts());
        lines.push(self.together(&CreditFigure::REASONS, change_called(self.quarterly), LineLook::Sum).signed());
        lines.push(CreditLine::of(WITH_YOURS, figures.after, LineLook::Sum));
        let past = [CountedPast, CountedOver].map(|figure| self.figure(figure, figure.words(), LineLook::Part));
        lines.extend(past.into_iter().filter(|line| line.opens.is_some()));
        if let Some(sum) = &self.page.not_claimable {
            let words = "of this not claimable by the register: 4(B)(1)";
            lines.push(CreditLine::counted(words, sum, CreditRecords::NotClaimable, LineLook::Part));
        }
        lines
    }

    /// What is beside the figures and in none of them.
    pub fn beside(&self) -> Vec<CreditLine> {
        let mut lines = vec![
            self.together(&[PendingNow, PendingBefore], "Pending, all", LineLook::Plain),
            self.figure(PendingNow, "Pending now", LineLook::Part),
            self.figure(PendingBefore, "Pending on the portal before", LineLook::Part),
        ];
        lines.extend(self.ages());
        lines.extend([
            self.together(&[RejectedNow, RejectedBefore], "Rejected, all", LineLook::Plain),
            self.figure(RejectedNow, "Rejected now", LineLook::Part),
            self.figure(RejectedBefore, "Rejected on the portal before", LineLook::Part),
            self.figure(NotFiled, NotFiled.words(), LineLook::Plain),
            self.figure(Next, Next.words(), LineLook::Plain),
            self.figure(ToCheck, ToCheck.words(), LineLook::Plain),
        ]);
        lines
    }

    /// What is Pending, by age.
    fn ages(&self) -> Vec<CreditLine> {
        let ages = CreditFigure::AGES.map(|age| self.figure(age, age.words(), LineLook::Part));
        ages.into_iter().filter(|line| line.opens.is_some()).collect()
    }

    /// What is accepted or counts so, by what it gives: these add up. Below what is accepted are its credit notes by answer, which are
    /// parts of it.
    pub fn accepted(&self) -> Vec<CreditLine> {
        let line = |look| move |figure: CreditFigure| self.figure(figure, figure.words(), look);
        let mut accepted = [AcceptedNow, AcceptedBefore].map(line(LineLook::Plain));
        for (line, none) in accepted.iter_mut().zip(&self.page.accepted_for_nothing) {
            line.hint = none.words();
        }
        let notes = [AnsweredFull, AnsweredPart, AnsweredNo, NotAnswered].map(line(LineLook::Part));
        let lines = accepted.into_iter().chain(notes).chain([line(LineLook::Plain)(Deemed)]);
        lines.filter(|line| line.opens.is_some()).collect()
    }

    /// The tax that rejected credit notes add to their suppliers.
    pub fn rejected_notes(&self) -> CreditLine {
        self.figure(RejectedNotes, "Tax added to suppliers by rejected credit notes", LineLook::Plain)
    }

    /// What is Pending and rejected now, and why that is more than what waits and is given up.
    pub fn now_among(&self) -> String {
        let parts = [
            (self.page.of(PendingNow).records, "Pending", &self.page.pending_now),
            (self.page.of(RejectedNow).records, "rejected", &self.page.rejected_now),
        ];
        let parts = parts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, what, of)| of_now(n, what, of));
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() { String::new() } else { format!("Now: {}.", parts.join("; ")) }
    }

    /// Whether any line has cess.
    pub fn has_cess(&self) -> bool {
        self.figures().iter().chain(&self.beside()).chain(&self.accepted()).any(|line| line.heads[3] != 0)
    }
}

/// `29 Pending, 2 of them credit notes, 1 not filed`.
fn of_now(n: u64, what: &str, among: &NowAmong) -> String {
    let kinds = [
        (among.notes, plural(among.notes, "a credit note", "credit notes")),
        (among.not_filed, "not filed"),
        (among.next, "of a later GSTR-2B"),
        (among.to_check, "to check"),
        (among.nothing, "that gave no credit before"),
    ];
    let mut words = format!("{} {what}", grouped(n));
    let mut of_them = " of them";
    for (count, kind) in kinds.into_iter().filter(|(count, _)| *count > 0) {
        words += &format!(", {}{of_them} {kind}", grouped(count));
        of_them = "";
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_now_says_what_of_it_does_not_wait() {
        let among = NowAmong { notes: 2, not_filed: 1, ..NowAmong::default() };
        assert_eq!(of_now(29, "Pending", &among), "29 Pending, 2 of them credit notes, 1 not filed");
        let one = NowAmong { notes: 1, ..NowAmong::default() };
        assert_eq!(of_now(9, "rejected", &one), "9 rejected, 1 of them a credit note");
        assert_eq!(of_now(3, "rejected", &NowAmong::default()), "3 rejected");
    }
}
