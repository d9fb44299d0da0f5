//! How far a client is, in a word: one function of its summary and of what is due.

use super::mark::ClientMark;
use super::summary::BookSummary;
use super::times::ClientTimes;
use crate::values::{Day, grouped};

/// How far a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClientStatus {
    /// The portal found errors: how many.
    Errors(u64),
    /// Nothing was decided yet.
    New,
    /// Records are without an action: how many.
    ToDecide(u64),
    /// All is decided; the review is to be looked at, or something blocks: how many records are changed.
    ToReview(u64),
    /// A JSON can be generated.
    Ready,
    /// A JSON was written, and the user did not say yet whether it was uploaded.
    Written,
    /// The JSON was uploaded; what the portal did with it is not known.
    Uploaded,
    /// The portal took what was uploaded after GSTR-2B was drawn up: it has to be recomputed.
    Recompute,
    /// Nothing is left to be done.
    Done,
    /// The book cannot be read.
    Damaged,
    /// It was not looked at yet.
    Unread,
}

/// Why no JSON of a book is to be generated without looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReady {
    /// It cannot be read.
    Unreadable,
    /// The portal found this number of errors that are not answered.
    Errors(u64),
    /// The JSON is written already, and it was not said whether it was uploaded.
    Written,
    /// There is nothing to upload.
    Nothing,
    /// This number of records block it.
    Blocked(u64),
    /// Something is asked before it is written.
    Asks,
    /// Its review was not looked at since its last change.
    NotReviewed,
}

impl BookSummary {
    /// Why it is not ready to generate; none if it is. The list of clients and the dialog of all that are ready go by this.
    pub fn not_ready(&self) -> Option<NotReady> {
        if self.problem.is_some() {
            Some(NotReady::Unreadable)
        } else if self.errors > 0 {
            Some(NotReady::Errors(self.errors))
        } else if self.awaiting && !self.changed_since {
            Some(NotReady::Written)
        } else if self.changed == 0 {
            Some(NotReady::Nothing)
        } else if self.blocked > 0 {
            Some(NotReady::Blocked(self.blocked))
        } else if self.asks > 0 {
            Some(NotReady::Asks)
        } else {
            (!self.reviewed).then_some(NotReady::NotReviewed)
        }
    }
}

impl ClientStatus {
    /// That of a book.
    pub fn of(book: &BookSummary, mark: &ClientMark, times: &ClientTimes) -> ClientStatus {
        let after = |seconds: u64, day: Day| Day::in_india(seconds) > day;
        // What was uploaded for a GSTR-3B that is over is no longer waited for.
        let uploaded = book.uploaded.filter(|&when| after(when, times.due_before));
        let not_ready = book.not_ready();
        // A change before the draft is in it.
        let in_draft = uploaded.is_none_or(|when| !after(when, Day(times.drawn_up.0.saturating_sub(1))));
        match not_ready {
            None => return ClientStatus::Ready,
            Some(NotReady::Unreadable) => return ClientStatus::Damaged,
            Some(NotReady::Errors(errors)) => return ClientStatus::Errors(errors),
            Some(NotReady::Written) => return ClientStatus::Written,
            Some(NotReady::Nothing | NotReady::Blocked(_) | NotReady::Asks | NotReady::NotReviewed) => {}
        }
        if book.to_decide > 0 && book.changed == 0 && book.uploaded.is_none() && book.to_decide == book.records {
            ClientStatus::New
        } else if book.to_decide > 0 {
            ClientStatus::ToDecide(book.to_decide)
        } else if book.changed > 0 {
            ClientStatus::ToReview(book.changed)
        } else if uploaded.is_some() && !book.result_came {
            ClientStatus::Uploaded
        } else if !in_draft && !mark.is_recomputed(times.closing) {
            ClientStatus::Recompute
        } else {
            ClientStatus::Done
        }
    }

    /// In words: `To decide 145`.
    pub fn words(self) -> String {
        match self {
            ClientStatus::ToDecide(n) | ClientStatus::ToReview(n) | ClientStatus::Errors(n) => {
                format!("{} {}", self.name(), grouped(n))
            }
            _ => self.name().to_owned(),
        }
    }

    /// Without the number.
    pub fn name(self) -> &'static str {
        match self {
            ClientStatus::Errors(_) => "Errors",
            ClientStatus::New => "New",
            ClientStatus::ToDecide(_) => "To decide",
            ClientStatus::ToReview(_) => "To review",
            ClientStatus::Ready => "Ready to generate",
            ClientStatus::Written => "JSON written: uploaded?",
            ClientStatus::Uploaded => "Uploaded, result awaited",
            ClientStatus::Recompute => "Recompute GSTR-2B",
            ClientStatus::Done => "Done",
            ClientStatus::Damaged => "Cannot be read",
            ClientStatus::Unread => "Not read yet",
        }
    }

    /// As scripts read it.
    pub fn code(self) -> &'static str {
        match self {
            ClientStatus::Errors(_) => "errors",
            ClientStatus::New => "new",
            ClientStatus::ToDecide(_) => "to-decide",
            ClientStatus::ToReview(_) => "to-review",
            ClientStatus::Ready => "ready",
            ClientStatus::Written => "written",
            ClientStatus::Uploaded => "uploaded",
            ClientStatus::Recompute => "recompute",
            ClientStatus::Done => "done",
            ClientStatus::Damaged => "damaged",
            ClientStatus::Unread => "unread",
        }
    }

    /// What is to be done, for tooltips.
    pub fn help(self) -> &'static str {
        match self {
            ClientStatus::Errors(_) => "The portal refused records: open the client and mend them.",
            ClientStatus::New => "Nothing was decided yet.",
            ClientStatus::ToDecide(_) => "Records without an action: left alone they count as accepted.",
            ClientStatus::ToReview(_) => "All is decided: look at the review and generate the JSON.",
            ClientStatus::Ready => {
                "The review was looked at since the last change, and nothing blocks: generate the JSON."
            }
            ClientStatus::Written => "Upload the JSON on the portal, then open the client: it asks whether you did.",
            ClientStatus::Uploaded => {
                "Once the portal says Processed, download again to confirm. If it says Processed with Error, open the error file."
            }
            ClientStatus::Recompute => {
                "What you uploaded came after the draft GSTR-2B: press Recompute GSTR-2B on the portal, then say so here."
            }
            ClientStatus::Done => "Nothing is left to be done.",
            ClientStatus::Damaged => "What is kept of it cannot be read. Nothing was changed.",
            ClientStatus::Unread => "It is being looked at.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Facts;

    /// 16 November 2026, 12:00 in India, and a number of days before.
    fn before(days: u64) -> u64 {
        1_794_292_200 + 6 * 86_400 - days * 86_400
    }

    fn status(change: impl FnOnce(&mut BookSummary)) -> ClientStatus {
        marked("", change)
    }

    fn marked(recomputed: &str, change: impl FnOnce(&mut BookSummary)) -> ClientStatus {
        let times = ClientTimes::of(None, &Facts::default(), Day::parse("16-11-2026").unwrap());
        let mut book = BookSummary { records: 10, ..BookSummary::default() };
        change(&mut book);
        let mark = ClientMark { recomputed: recomputed.into(), ..ClientMark::default() };
        ClientStatus::of(&book, &mark, &times)
    }

    #[test]
    fn a_client_goes_from_new_to_done() {
        assert_eq!(status(|b| b.to_decide = 10), ClientStatus::New);
        assert_eq!(status(|b| (b.to_decide, b.changed) = (6, 4)), ClientStatus::ToDecide(6));
        assert_eq!(status(|b| b.to_decide = 6), ClientStatus::ToDecide(6), "some were decided on the portal");
        assert_eq!(status(|b| b.changed = 10), ClientStatus::ToReview(10));
        assert_eq!(status(|b| (b.changed, b.reviewed) = (10, true)), ClientStatus::Ready);
        assert_eq!(status(|b| (b.changed, b.reviewed, b.awaiting) = (10, true, true)), ClientStatus::Written);
        assert_eq!(status(|b| b.uploaded = Some(before(1))), ClientStatus::Uploaded);
        assert_eq!(status(|b| (b.uploaded, b.result_came) = (Some(before(1)), true)), ClientStatus::Recompute);
        assert_eq!(marked("102026", |b| (b.uploaded, b.result_came) = (Some(before(1)), true)), ClientStatus::Done);
        assert_eq!(status(|_| ()), ClientStatus::Done, "all was decided on the portal");
    }

    #[test]
    fn portal_errors_that_are_not_answered_are_not_ready() {
        let book = BookSummary { changed: 10, reviewed: true, errors: 1, ..BookSummary::default() };
        assert_eq!(book.not_ready(), Some(NotReady::Errors(1)));
        assert_eq!(BookSummary { errors: 0, ..book }.not_ready(), None);
    }

    #[test]
    fn what_blocks_or_asks_is_not_ready() {
        assert_eq!(status(|b| (b.changed, b.reviewed, b.blocked) = (10, true, 1)), ClientStatus::ToReview(10));
        assert_eq!(status(|b| (b.changed, b.reviewed, b.asks) = (10, true, 1)), ClientStatus::ToReview(10));
    }

    #[test]
    fn what_was_changed_since_the_json_was_written_is_to_be_looked_at_again() {
        let since = |reviewed| {
            move |b: &mut BookSummary| {
                (b.changed, b.awaiting, b.changed_since, b.reviewed) = (10, true, true, reviewed);
            }
        };
        assert_eq!(status(since(false)), ClientStatus::ToReview(10));
        assert_eq!(status(since(true)), ClientStatus::Ready);
    }

    #[test]
    fn errors_come_before_all_and_what_was_uploaded_for_an_earlier_return_is_over() {
        assert_eq!(status(|b| (b.errors, b.to_decide) = (12, 3)), ClientStatus::Errors(12));
        assert_eq!(status(|b| b.uploaded = Some(before(30))), ClientStatus::Done);
        assert_eq!(
            status(|b| (b.uploaded, b.result_came) = (Some(before(5)), true)),
            ClientStatus::Done,
            "it is in the draft"
        );
        assert_eq!(status(|b| b.problem = Some("damaged".into())), ClientStatus::Damaged);
    }

    #[test]
    fn a_status_says_how_many() {
        assert_eq!(ClientStatus::ToDecide(1_145).words(), "To decide 1,145");
        assert_eq!(ClientStatus::Errors(12).words(), "Errors 12");
        assert_eq!(ClientStatus::Ready.words(), "Ready to generate");
    }
}
