//! The portal's words for actions, types, forms and statuses, read tolerantly (portal/README.md section 3).

use crate::book::{Action, Answer, AnswerKind, DocumentKind, Filing, Flag, Form};

/// A word in lower case without spaces, `_` and `-`, made without touching the heap: every record has eight of them.
struct Plain {
    bytes: [u8; 24],
    len: usize,
}

impl Plain {
    fn of(text: &str) -> Plain {
        let mut plain = Plain { bytes: [0; 24], len: 0 };
        for b in text.bytes().filter(|b| !b.is_ascii_whitespace() && !matches!(b, b'_' | b'-')) {
            let Some(slot) = plain.bytes.get_mut(plain.len).filter(|_| b.is_ascii()) else {
                // Longer than every word that we know, or in another script: not one of ours.
                return Plain { bytes: [b'?'; 24], len: 1 };
            };
            *slot = b.to_ascii_lowercase();
            plain.len += 1;
        }
        plain
    }

    fn word(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// The action that a letter or a word means; none for what is not in our list.
pub fn action(text: &str) -> Option<Action> {
    Some(match Plain::of(text).word() {
        b"a" | b"accept" | b"accepted" => Action::Accept,
        b"r" | b"reject" | b"rejected" => Action::Reject,
        b"p" | b"pending" | b"keeppending" => Action::Pending,
        b"n" | b"noaction" | b"noactiontaken" | b"none" => Action::NoAction,
        _ => return None,
    })
}

/// The letter of an action in the portal's files; none for one that only the portal knows.
pub fn action_letter(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => Some("N"),
        Action::Accept => Some("A"),
        Action::Reject => Some("R"),
        Action::Pending => Some("P"),
        Action::Other => None,
    }
}

/// The letter of an answer to "reduce ITC?"; none where it is not answered.
pub fn answer_letter(answer: Answer) -> Option<&'static str> {
    match answer.kind {
        AnswerKind::None => None,
        AnswerKind::Full | AnswerKind::Part => Some("Y"),
        AnswerKind::No => Some("N"),
    }
}

/// Yes or no, however it is spelled.
pub fn yes_no(text: &str) -> Option<bool> {
    match Plain::of(text).word() {
        b"y" | b"yes" | b"true" | b"1" => Some(true),
        b"n" | b"no" | b"false" | b"0" => Some(false),
        _ => None,
    }
}

/// What a flag says.
pub fn flag(text: &str) -> Flag {
    match yes_no(text) {
        None => Flag::Unknown,
        Some(true) => Flag::Blocked,
        Some(false) => Flag::Open,
    }
}

/// The type of a document.
pub fn kind(text: &str) -> DocumentKind {
    match Plain::of(text).word() {
        b"r" => DocumentKind::Regular,
        b"de" => DocumentKind::DeemedExport,
        b"sewp" | b"sezwp" => DocumentKind::SezWithPayment,
        b"sewop" | b"sezwop" => DocumentKind::SezWithoutPayment,
        b"cbw" => DocumentKind::CustomsBonded,
        _ => DocumentKind::Other,
    }
}

/// The return in which the supplier reported.
pub fn form(text: &str) -> Form {
    match Plain::of(text).word() {
        b"r1" => Form::R1,
        b"r1a" => Form::R1a,
        b"r5" => Form::R5,
        _ => Form::Other,
    }
}

/// A form as a table or report tells it: what it means, and its text; none where there is no text.
pub fn stated_form(text: &str) -> Option<(Form, String)> {
    let text = text.trim();
    (!text.is_empty()).then(|| (form(text), text.to_owned()))
}

/// The code of a form in the portal's files; nothing for one that is not in our list.
pub fn form_code(form: Form) -> &'static str {
    match form {
        Form::R1 => "R1",
        Form::R1a => "R1A",
        Form::R5 => "R5",
        Form::Other => "",
    }
}

/// Whether the supplier has filed.
pub fn filing(text: &str) -> Filing {
    match Plain::of(text).word() {
        b"f" | b"filed" | b"y" => Filing::Filed,
        b"nf" | b"n" | b"notfiled" | b"saved" | b"s" | b"u" => Filing::NotFiled,
        _ => Filing::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_filing_status_is_understood() {
        for text in ["F", "Filed", "FILED", "Y"] {
            assert_eq!(filing(text), Filing::Filed, "{text}");
        }
        for text in ["NF", "N", "Not Filed", "NotFiled", "SAVED", "S", "U"] {
            assert_eq!(filing(text), Filing::NotFiled, "{text}");
        }
        assert_eq!(filing("perhaps"), Filing::Other);
    }

    #[test]
    fn a_flag_says_yes_no_or_nothing() {
        assert_eq!(flag("Y"), Flag::Blocked);
        assert_eq!(flag("0"), Flag::Open);
        assert_eq!(flag("maybe"), Flag::Unknown);
    }

    #[test]
    fn actions_are_read_as_letters_and_words() {
        for (text, a) in [
            ("A", Action::Accept),
            ("accepted", Action::Accept),
            ("No Action", Action::NoAction),
            ("Rejected", Action::Reject),
            ("p", Action::Pending),
        ] {
            assert_eq!(action(text), Some(a));
        }
        assert_eq!(action("X"), None);
    }
}
