//! What the portal is known, or reported, to refuse (rules/README.md; the known errors of portal/README.md): said before the upload.

use std::collections::BTreeMap;

use crate::book::{Book, Section};
use crate::rules::{RuleId, refused};
use crate::session::Session;
use crate::session::review::{Listed, Review};
use crate::values::grouped;

/// Something that the portal is known to refuse.
#[derive(Clone, Debug, Default)]
pub struct KnownRefusal {
    /// What, why and what to do.
    pub words: String,
    /// The records; none where it is about the file.
    pub listed: Listed,
}

/// This many different errors of the portal are said apart.
const MOST: usize = 20;
/// A record of an upload has about this many bytes: 20,000 make some 6 MB.
const BYTES_A_RECORD: u64 = 300;
/// Related interfaces of the portal refuse larger bodies.
const LARGE: u64 = 4_000_000;

/// Whether the portal is known to refuse, or may refuse, a record of which this rule speaks; with words to add where the
/// rule's own do not say so.
pub fn of_rule(rule: RuleId) -> Option<&'static str> {
    match rule {
        RuleId::A1 => Some(" With one such record the portal is reported to refuse the whole file."),
        RuleId::R2 | RuleId::I1 | RuleId::R4 | RuleId::R5 | RuleId::A4 => Some(""),
        _ => None,
    }
}

/// What is found record by record, beside the rules.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// Records on which an error file tells an error, by what it says.
    by_words: BTreeMap<String, Listed>,
}

impl Earlier {
    /// Looks whether the portal refused a record before.
    pub fn look_at(&mut self, book: &Book, section: Section, row: u32) {
        if book.errors().list().is_empty() {
            return;
        }
        let standing = book.errors_of(section, row);
        for (_, error) in book.errors().ever_on(section, row) {
            let when = match standing.contains(&error) {
                true => "Refused by the portal, and nothing was changed since:",
                false => "Refused by the portal before:",
            };
            let words = in_words(when, &error.code, &error.message, refused::hint(error));
            if self.by_words.len() < MOST || self.by_words.contains_key(&words) {
                self.by_words.entry(words).or_default().add(section, row, 0);
            }
        }
    }
}

/// When it was refused, what the portal wrote in quotes, and what to do.
fn in_words(when: &str, code: &str, message: &str, hint: &str) -> String {
    let portal = [code, message].map(str::trim);
    let portal = portal.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    let hint = hint.trim();
    let gap = if hint.is_empty() { "" } else { " " };
    format!("{when} \u{201c}{portal}\u{201d}.{gap}{hint}")
}

/// What the rules do not say.
pub fn beside_the_rules(review: &Review, earlier: Earlier, open: &Session) -> Vec<KnownRefusal> {
    let mut found = Vec::new();
    if !review.not_filed.rows.is_empty() {
        let words = "The suppliers' GSTR-1 is not filed and they may still change these: then the portal refuses your action \
                     (IMSSAV0010). Upload soon after the download.";
        found.push(KnownRefusal { words: words.into(), listed: review.not_filed.clone() });
    }
    for (words, listed) in earlier.by_words {
        found.push(KnownRefusal { words, listed });
    }
    if let Some(generated) = open.awaited() {
        let words = format!(
            "While the portal still works on {}, it refuses another file (IMSSAV0015): wait until that one is processed.",
            generated.name
        );
        found.push(KnownRefusal { words, listed: Listed::default() });
    }
    let bytes = review.records * BYTES_A_RECORD;
    if bytes > LARGE {
        let words = format!(
            "{} records make about {} MB. Related interfaces of the portal refuse more than 4 to 5 MB: numbered parts are \
             offered when it is written.",
            grouped(review.records),
            bytes / 1_000_000
        );
        found.push(KnownRefusal { words, listed: Listed::default() });
    }
    found
}
