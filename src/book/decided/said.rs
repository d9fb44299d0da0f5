//! What an upload says of a decision: the one function that delta, rules, writer and review share.

use crate::book::{Action, AnswerId, AnswerKind, Decision, Meanings, Section, TextId};

/// What an upload would say of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Said {
    /// The action.
    pub action: Action,
    /// The answer to "reduce ITC?", none where it does not apply. Never one marked "by default".
    pub answer: AnswerId,
    /// The remarks, none where they are not sent.
    pub remarks: TextId,
}

/// What an upload says of a decision on a record of this section (portal/README.md section 5; rules R3 and I2).
///
/// `itc_open`: whether the record takes an answer at all. Remarks go with Reject and Pending, and with an Accept that
/// answers "no" or "part". All else is kept for the user and not sent.
#[inline]
pub fn said(section: Section, itc_open: bool, decision: Decision, meanings: Meanings<'_>) -> Said {
    let mut said = Said { action: decision.action, ..Said::default() };
    match decision.action {
        Action::Reject | Action::Pending => said.remarks = decision.remarks,
        Action::Accept if itc_open && section.itc_block() != crate::book::ItcBlock::Never => {
            said.answer = meanings.plain(decision.answer);
            if matches!(meanings.answer(said.answer).kind, AnswerKind::Part | AnswerKind::No) {
                said.remarks = decision.remarks;
            }
        }
        _ => {}
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Answer, Answers, NewValues, Texts};

    #[test]
    fn remarks_and_answers_are_said_only_where_the_portal_takes_them() {
        let (mut texts, mut answers) = (Texts::default(), Answers::default());
        let remarks = texts.id("not ours");
        let (full, no) = (answers.id(Answer::FULL), answers.id(Answer::NO));
        let default = answers.id(Answer::FULL.by_default());
        let decide = |action, answer| Decision { action, answer, remarks, note: TextId::NONE };
        let new = NewValues::NONE;
        let say = |section, open, d| said(section, open, d, Meanings { texts: &texts, answers: &answers, new: &new });

        assert_eq!(
            say(Section::B2b, false, decide(Action::Reject, full)),
            Said { action: Action::Reject, remarks, ..Said::default() }
        );
        assert_eq!(
            say(Section::B2b, true, decide(Action::Accept, no)),
            Said { action: Action::Accept, ..Said::default() }
        );
        assert_eq!(
            say(Section::B2bcn, true, decide(Action::Accept, no)),
            Said { action: Action::Accept, answer: no, remarks }
        );
        assert_eq!(
            say(Section::B2bcn, true, decide(Action::Accept, default)),
            Said { action: Action::Accept, answer: full, ..Said::default() }
        );
        assert_eq!(
            say(Section::B2bcn, false, decide(Action::Accept, no)),
            Said { action: Action::Accept, ..Said::default() }
        );
        assert_eq!(
            say(Section::B2bcn, true, decide(Action::Pending, no)),
            Said { action: Action::Pending, remarks, ..Said::default() }
        );
        assert_eq!(say(Section::B2bcna, true, decide(Action::NoAction, no)), Said::default());
    }
}
