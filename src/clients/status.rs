//! How far a client is, in a word: one function of its summary and of what is due.

use super::mark::ClientMark;
use super::summary::BookSummary;
use super::times::Times;
use crate::values::{Day, grouped};

/// How far a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The portal found errors, so many.
    Errors(u64),
    /// Nothing was decided yet.
    New,
    /// So many records are without an action.
    ToDecide(u64),
    /// All is decided; the review is to be looked at, or something blocks: so many records are changed.
    ToReview(u64),
    /// A JSON can be generated.
    Ready,
    /// The JSON was uploaded, or written for it; what the portal did with it is not known.
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

impl Status {
    /// That of a book.
    pub fn of(book: &BookSummary, mark: &ClientMark, times: &Times) -> Status {
        let after = |seconds: u64, day: Day| Day::in_india(seconds) > day;
        // What was uploaded for a GSTR-3B that is over is no longer waited for.
        let uploaded = book.uploaded.filter(|&when| after(when, times.due_before));
        let to_generate = book.changed > 0 && book.blocked + book.asks == 0 && book.reviewed;
        // A change before the draft is in it.
        let in_draft = uploaded.is_none_or(|when| !after(when, Day(times.drawn_up.0.saturating_sub(1))));
        if book.problem.is_some() {
            Status::Damaged
        } else if book.errors > 0 {
            Status::Errors(book.errors)
        } else if book.awaiting && !book.changed_since {
            Status::Uploaded
        } else if to_generate {
            Status::Ready
        } else if book.to_decide > 0 && book.changed == 0 && book.uploaded.is_none() && book.to_decide == book.records {
            Status::New
        } else if book.to_decide > 0 {
            Status::ToDecide(book.to_decide)
        } else if book.changed > 0 {
            Status::ToReview(book.changed)
        } else if uploaded.is_some() && !book.result_came {
            Status::Uploaded
        } else if !in_draft && !mark.is_recomputed(times.closing) {
            Status::Recompute
        } else {
            Status::Done
        }
    }

    /// In words: `To decide 145`.
    pub fn words(self) -> String {
        match self {
            Status::ToDecide(n) | Status::ToReview(n) | Status::Errors(n) => format!("{} {}", self.name(), grouped(n)),
            _ => self.name().to_owned(),
        }
    }

    /// Without the number.
    pub fn name(self) -> &'static str {
        match self {
            Status::Errors(_) => "Errors",
            Status::New => "New",
            Status::ToDecide(_) => "To decide",
            Status::ToReview(_) => "To review",
            Status::Ready => "Ready to generate",
            Status::Uploaded => "Uploaded, result awaited",
            Status::Recompute => "Recompute GSTR-2B",
            Status::Done => "Done",
            Status::Damaged => "Cannot be read",
            Status::Unread => "Not read yet",
        }
    }

    /// As scripts read it.
    pub fn code(self) -> &'static str {
        match self {
            Status::Errors(_) => "errors",
            Status::New => "new",
            Status::ToDecide(_) => "to-decide",
            Status::ToReview(_) => "to-review",
            Status::Ready => "ready",
            Status::Uploaded => "uploaded",
            Status::Recompute => "recompute",
            Status::Done => "done",
            Status::Damaged => "damaged",
            Status::Unread => "unread",
        }
    }

    /// What is to be done, for tooltips.
    pub fn help(self) -> &'static str {
        match self {
            Status::Errors(_) => "The portal refused records: open the client and mend them.",
            Status::New => "Nothing was decided yet.",
            Status::ToDecide(_) => "Records without an action: left alone they count as accepted.",
            Status::ToReview(_) => "All is decided: look at the review and generate the JSON.",
            Status::Ready => "The review was looked at since the last change, and nothing blocks: generate the JSON.",
            Status::Uploaded => {
                "Once the portal says Processed, download again to confirm. If it says Processed with Error, open the error file."
            }
            Status::Recompute => {
                "What you uploaded came after the draft GSTR-2B: press Recompute GSTR-2B on the portal, then say so here."
            }
            Status::Done => "Nothing is left to be done.",
            Status::Damaged => "What is kept of it cannot be read. Nothing was changed.",
            Status::Unread => "It is being looked at.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Facts;

    /// 16 November 2026, 12:00 in India, and so many days before.
    fn before(days: u64) -> u64 {
        1_794_292_200 + 6 * 86_400 - days * 86_400
    }

    fn status(change: impl FnOnce(&mut BookSummary)) -> Status {
        marked("", change)
    }

    fn marked(recomputed: &str, change: impl FnOnce(&mut BookSummary)) -> Status {
        let times = Times::of(None, &Facts::default(), Day::parse("16-11-2026").unwrap());
        let mut book = BookSummary { records: 10, ..BookSummary::default() };
        change(&mut book);
        let mark = ClientMark { recomputed: recomputed.into(), ..ClientMark::default() };
        Status::of(&book, &mark, &times)
    }

    #[test]
    fn a_client_goes_from_new_to_done() {
        assert_eq!(status(|b| b.to_decide = 10), Status::New);
        assert_eq!(status(|b| (b.to_decide, b.changed) = (6, 4)), Status::ToDecide(6));
        assert_eq!(status(|b| b.to_decide = 6), Status::ToDecide(6), "some were decided on the portal");
        assert_eq!(status(|b| b.changed = 10), Status::ToReview(10));
        assert_eq!(status(|b| (b.changed, b.reviewed) = (10, true)), Status::Ready);
        assert_eq!(status(|b| (b.changed, b.reviewed, b.awaiting) = (10, true, true)), Status::Uploaded);
        assert_eq!(status(|b| b.uploaded = Some(before(1))), Status::Uploaded);
        assert_eq!(status(|b| (b.uploaded, b.result_came) = (Some(before(1)), true)), Status::Recompute);
        assert_eq!(marked("102026", |b| (b.uploaded, b.result_came) = (Some(before(1)), true)), Status::Done);
        assert_eq!(status(|_| ()), Status::Done, "all was decided on the portal");
    }

    #[test]
    fn what_blocks_or_asks_is_not_ready() {
        assert_eq!(status(|b| (b.changed, b.reviewed, b.blocked) = (10, true, 1)), Status::ToReview(10));
        assert_eq!(status(|b| (b.changed, b.reviewed, b.asks) = (10, true, 1)), Status::ToReview(10));
    }

    #[test]
    fn what_was_changed_since_the_json_was_written_is_to_be_looked_at_again() {
        let since = |reviewed| move |b: &mut BookSummary| {
            (b.changed, b.awaiting, b.changed_since, b.reviewed) = (10, true, true, reviewed);
        };
        assert_eq!(status(since(false)), Status::ToReview(10));
        assert_eq!(status(since(true)), Status::Ready);
    }

    #[test]
    fn errors_come_before_all_and_what_was_uploaded_for_an_earlier_return_is_over() {
        assert_eq!(status(|b| (b.errors, b.to_decide) = (12, 3)), Status::Errors(12));
        assert_eq!(status(|b| b.uploaded = Some(before(30))), Status::Done);
        assert_eq!(status(|b| (b.uploaded, b.result_came) = (Some(before(5)), true)), Status::Done, "it is in the draft");
        assert_eq!(status(|b| b.problem = Some("damaged".into())), Status::Damaged);
    }

    #[test]
    fn a_status_says_how_many() {
        assert_eq!(Status::ToDecide(1_145).words(), "To decide 1,145");
        assert_eq!(Status::Errors(12).words(), "Errors 12");
        assert_eq!(Status::Ready.words(), "Ready to generate");
    }
}
