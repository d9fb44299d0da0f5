//! What became of a record between two downloads, judged from three things: what the portal held when the old one was made
//! (or what was uploaded since), what it holds now, and what the user decided.

use crate::book::{Action, Amount, Answer, AnswerId, AnswerKind, Book, Decision, Field, Records, Said, Section};

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The supplier changed the document: a decision on it is set aside.
    Changed,
    /// Acted on elsewhere, and decided otherwise here: what the portal holds counts, the decision is set aside until
    /// someone picks it.
    Conflict,
    /// Several records of one identity: left alone.
    Unclear,
    /// Uploaded, and the portal still holds what it held before: the decision stays, to be uploaded again.
    NotTaken,
    /// The portal now holds what was decided.
    Confirmed,
    /// The portal holds what was uploaded, and the decision has changed since: it stays, to be uploaded.
    DecidedSince,
    /// Acted on elsewhere, and nothing decided here.
    Elsewhere,
    /// Not on the portal any more; kept with its decision.
    Gone,
    /// Was gone and is there again as it was: its decision counts again.
    Back,
    /// Not there before.
    New,
    /// The supplier has filed since, or a flag or a name differs: the decision stays.
    Updated,
    /// As it was: the decision stays.
    Unchanged,
}

impl Kind {
    /// All kinds: what someone should look at comes first.
    pub const ALL: [Kind; 12] = [
        Kind::Changed,
        Kind::Conflict,
        Kind::Unclear,
        Kind::NotTaken,
        Kind::Confirmed,
        Kind::DecidedSince,
        Kind::Elsewhere,
        Kind::Gone,
        Kind::Back,
        Kind::New,
        Kind::Updated,
        Kind::Unchanged,
    ];

    /// The kind in one word, for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Changed => "changed",
            Kind::Conflict => "conflict",
            Kind::Unclear => "unclear",
            Kind::NotTaken => "not-taken",
            Kind::Confirmed => "confirmed",
            Kind::DecidedSince => "decided-since",
            Kind::Elsewhere => "elsewhere",
            Kind::Gone => "gone",
            Kind::Back => "back",
            Kind::New => "new",
            Kind::Updated => "updated",
            Kind::Unchanged => "unchanged",
        }
    }

    /// What it is, in words that also go on behind a number of records. It has no other name anywhere on the screen.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Changed => "Changed by the supplier",
            Kind::Conflict => "Decided differently elsewhere",
            Kind::Unclear => "Several records of one document",
            Kind::NotTaken => "Not taken by the portal",
            Kind::Confirmed => "Confirmed by the portal",
            Kind::DecidedSince => "Decided differently since the upload",
            Kind::Elsewhere => "Acted on elsewhere",
            Kind::Gone => "Gone from the portal",
            Kind::Back => "On the portal again",
            Kind::New => "New",
            Kind::Updated => "With a new filing status, flag or name",
            Kind::Unchanged => "Unchanged",
        }
    }

    /// What that means; nothing where the title says all.
    pub fn meaning(self) -> &'static str {
        match self {
            Kind::Changed => "what you decided is set aside",
            Kind::Conflict => "set aside, the portal's action counts until you pick",
            Kind::Unclear => "left alone",
            Kind::NotTaken => "uploaded; your decision stays: upload it again",
            Kind::Confirmed => "it holds what you decided",
            Kind::New => "",
            Kind::DecidedSince => "the portal holds what you uploaded",
            Kind::Elsewhere => "the portal's action counts",
            Kind::Gone => "kept, with what you decided",
            Kind::Back => "your decision counts again",
            Kind::Updated | Kind::Unchanged => "what you decided stays",
        }
    }

    /// Title and meaning.
    pub fn in_two(self) -> (&'static str, &'static str) {
        (self.title(), self.meaning())
    }
}

impl Kind {
    /// Whether a record of this kind differs from what was known of it. What is unclear was not compared.
    pub fn is_change(self) -> bool {
        !matches!(self, Kind::Unchanged | Kind::NotTaken | Kind::Unclear)
    }
}

/// A record as it is in a book.
#[derive(Clone, Copy)]
pub struct Version<'b> {
    /// The book.
    pub book: &'b Book,
    /// The section.
    pub section: Section,
    /// The row.
    pub row: u32,
}

/// What the portal holds of a record, or an upload says of it, with nothing in the ids of one book.
#[derive(PartialEq)]
struct Held<'b> {
    action: Action,
    /// An action that this program does not know, as it came.
    unknown: &'b str,
    answer: Answer,
    remarks: &'b str,
}

impl<'b> Version<'b> {
    fn records(self) -> &'b Records {
        self.book.sheet(self.section).records()
    }

    /// The record as the portal wrote it.
    pub fn text(self) -> &'b str {
        self.book.portal_text(self.section, self.row)
    }

    /// What was decided on it.
    pub fn decision(self) -> Decision {
        self.book.sheet(self.section).decision(self.row)
    }

    /// What was imported.
    pub fn baseline(self) -> Decision {
        self.book.sheet(self.section).baseline(self.row)
    }

    /// Whether the user decided something on it: chose its action, even the one that was imported, or gave what was not imported;
    /// or an upload said something of it.
    pub fn is_decided(self) -> bool {
        let sheet = self.book.sheet(self.section);
        let said = sheet.last_said(self.row).is_some();
        said || sheet.chosen().contains(self.row) || !self.decision().same_saying(self.baseline())
    }

    /// A decision with all of it, sent or not.
    fn whole(self, decision: Decision) -> Held<'b> {
        self.held(Said { action: decision.action, answer: decision.answer, remarks: decision.remarks })
    }

    fn held(self, said: Said) -> Held<'b> {
        let (book, records) = (self.book, self.records());
        let unknown =
            if said.action == Action::Other { records.odd(self.row, Field::Action).unwrap_or("") } else { "" };
        Held {
            action: said.action,
            unknown,
            answer: self.meaning(said.answer),
            remarks: book.text(said.remarks).trim(),
        }
    }

    /// What an answer means on this record, no matter who gave it: the portal gives the whole tax as amounts where an upload says
    /// "yes", and a part of nothing is a "no" (rule I5).
    pub fn meaning(self, answer: AnswerId) -> Answer {
        let answer = self.book.answers().get(self.book.answers().plain(answer));
        match answer.kind {
            AnswerKind::Part if answer.inexact => answer,
            AnswerKind::Part if answer.heads == [0; 4] => Answer::NO,
            AnswerKind::Part if answer.heads == self.records().heads(self.row) => Answer::FULL,
            _ => answer,
        }
    }

    fn imported(self) -> Held<'b> {
        self.held(self.book.said_if(self.section, self.row, self.baseline()))
    }

    /// What was imported to the letter, said or not.
    fn same_import(self, other: Version<'_>) -> bool {
        let parts = |v: Version<'b>| {
            let decision = v.baseline();
            (decision.action, v.book.answers().get(decision.answer), v.book.text(decision.remarks))
        };
        let theirs = other.baseline();
        let theirs = (theirs.action, other.book.answers().get(theirs.answer), other.book.text(theirs.remarks));
        parts(self) == theirs && theirs.0 != Action::Other
    }
}

/// Whether the portal holds on the new version what is decided on the old one.
pub fn agree(old: Version<'_>, new: Version<'_>) -> bool {
    old.held(old.book.said(old.section, old.row)) == new.imported()
}

/// Whether a decision on the old version is set aside where the supplier changed the document and this is decided on the new one: it
/// is not the same. Remarks that no upload sends count too, as they were typed. No action that the user chose is never the same:
/// where nothing is decided on the new one, it would look as if it never was.
pub fn sets_aside(old: Version<'_>, new: Version<'_>, now: Decision) -> bool {
    let left = old.book.sheet(old.section).is_left_without_action(old.row);
    old.is_decided() && (left || old.whole(old.decision()) != new.whole(now))
}

/// What became of a record of which this is the old and this the new version.
pub fn kind(old: Version<'_>, new: Version<'_>) -> Kind {
    if document_differs(old, new) {
        return Kind::Changed;
    }
    let now = new.imported();
    let as_imported = now == old.imported() || old.same_import(new);
    let uploaded = old.book.sheet(old.section).last_said(old.row);
    match uploaded {
        Some(said) if old.held(said) == now && agree(old, new) => Kind::Confirmed,
        Some(said) if old.held(said) == now => Kind::DecidedSince,
        None if as_imported && notices_differ(old, new) => Kind::Updated,
        None if as_imported => Kind::Unchanged,
        _ if agree(old, new) => Kind::Confirmed,
        Some(_) if as_imported => Kind::NotTaken,
        _ if old.is_decided() => Kind::Conflict,
        _ => Kind::Elsewhere,
    }
}

/// Whether the document itself differs: what the supplier reported, its identity apart.
fn document_differs(old: Version<'_>, new: Version<'_>) -> bool {
    let (a, b, i, j) = (old.records(), new.records(), old.row as usize, new.row as usize);
    // What cannot be read in full can only be compared letter by letter.
    if a.read_only(old.row) || b.read_only(new.row) {
        return old.text() != new.text();
    }
    let odd = |field| a.odd(old.row, field) != b.odd(new.row, field);
    Amount::ALL.into_iter().any(|amount| a.amount(old.row, amount) != b.amount(new.row, amount))
        || a.kinds[i] != b.kinds[j]
        || a.places[i] != b.places[j]
        || odd(Field::Kind)
        || odd(Field::Place)
}

/// Whether what is around the document differs: filing status, flags, the supplier's name.
fn notices_differ(old: Version<'_>, new: Version<'_>) -> bool {
    let (a, b, i, j) = (old.records(), new.records(), old.row as usize, new.row as usize);
    a.filings[i] != b.filings[j]
        || a.odd(old.row, Field::Filing) != b.odd(new.row, Field::Filing)
        || a.pending_flags[i] != b.pending_flags[j]
        || a.remarks_flags[i] != b.remarks_flags[j]
        || a.itc_flags[i] != b.itc_flags[j]
        || a.names.get(old.row).trim() != b.names.get(new.row).trim()
}
