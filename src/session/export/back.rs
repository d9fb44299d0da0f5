//! A workbook to decide in that came back: what it would change, what is refused, and where this computer decided something else
//! in the meantime. Nothing is changed before the user has seen it.

use crate::book::{Book, Field};
use crate::cells::Workbook;
use crate::exchange::given::{self, Against, Differing, Returned, White};
use crate::exchange::refusals::Refusals;
use crate::exchange::resolve::{self, Consent, Entry};
use crate::session::deciding::paste::{PasteChanges, differs};
use crate::values::{Day, money};
use crate::view;
use crate::work::Progress;

/// What came back.
#[derive(Clone, Debug)]
pub struct TakenBack {
    /// The file's name.
    pub name: String,
    /// What is changed without a question, and what is refused; without what is to be picked.
    pub certain: PasteChanges,
    /// What is changed if every question is answered with yes, where that is more.
    pub confirmed: Option<PasteChanges>,
    /// Records on which something else was decided here in the meantime.
    pub picks: Vec<PickOne>,
    /// Rows that say what was given out, or what is decided here.
    pub unchanged: u64,
    /// What was tolerated.
    pub notes: Vec<String>,
    /// What the rows change, before any rule is asked.
    entries: Vec<Entry>,
    refused: Refusals,
}

/// A record of which this computer's decision or that of the workbook is to be picked.
#[derive(Clone, Debug)]
pub struct PickOne {
    /// Both.
    pub differing: Differing,
    /// Its number.
    pub number: String,
    /// Its supplier.
    pub supplier: String,
    /// Whether that of the workbook is taken.
    pub theirs: bool,
    /// Why that cannot be taken.
    pub refused: Option<String>,
}

/// Reads what came back for a book. The error says why nothing of it can be taken.
pub fn taken_back(
    book: &Book,
    workbook: &Workbook,
    name: String,
    day: Day,
    progress: &Progress,
) -> Result<TakenBack, String> {
    let Returned { mut entries, differing, refused, notes, mut unchanged } =
        given::read(book, workbook, Against::Given, progress).map_err(|why| format!("{name}: {why}."))?;
    let before = entries.len();
    entries.retain_mut(|entry| differs(book, entry));
    unchanged += (before - entries.len()) as u64;
    let mut back = TakenBack {
        name,
        certain: PasteChanges::default(),
        confirmed: None,
        picks: differing.into_iter().map(|differing| PickOne::new(book, differing)).collect(),
        unchanged,
        notes,
        entries,
        refused,
    };
    let all = judged(book, back.with(|_| true), Refusals::default(), &Consent::to_all(), day);
    for pick in &mut back.picks {
        let of = (pick.differing.section, pick.differing.row);
        pick.refused = all.refused.iter().find(|refused| refused.records.contains(&of)).map(|one| one.reason.clone());
    }
    back.certain = back.chosen(book, day, false);
    let confirmed = back.chosen(book, day, true);
    back.confirmed = (confirmed.changes.len() > back.certain.changes.len()).then_some(confirmed);
    Ok(back)
}

impl PickOne {
    fn new(book: &Book, differing: Differing) -> PickOne {
        let text = |field| view::cell(book, differing.section, differing.row, field).into_owned();
        let (number, name, gstin) = (text(Field::Number), text(Field::Name), text(Field::Supplier));
        let supplier = if name.trim().is_empty() { gstin } else { name };
        PickOne { differing, number, supplier, theirs: false, refused: None }
    }
}

impl TakenBack {
    fn with(&self, picked: impl Fn(&PickOne) -> bool) -> Vec<Entry> {
        let theirs = self.picks.iter().filter(|pick| picked(pick)).map(|PickOne { differing, .. }| Entry {
            line: differing.line,
            section: differing.section,
            row: differing.row,
            change: differing.change.clone(),
        });
        self.entries.iter().cloned().chain(theirs).collect()
    }

    /// What is changed with what is picked, as the rules let it; `confirmed`: with yes to every question.
    pub fn chosen(&self, book: &Book, day: Day, confirmed: bool) -> PasteChanges {
        let consent = if confirmed { Consent::to_all() } else { Consent::default() };
        judged(book, self.with(|pick| pick.theirs), self.refused.clone(), &consent, day)
    }

    /// How many of the workbook's decisions are picked.
    pub fn picked(&self) -> u64 {
        self.picks.iter().filter(|pick| pick.theirs).count() as u64
    }

    /// Picks the decisions of the workbook where they can be taken, or none of them.
    pub fn pick_all(&mut self, theirs: bool) {
        self.picks.iter_mut().for_each(|pick| pick.theirs = theirs && pick.refused.is_none());
    }
}

fn judged(book: &Book, entries: Vec<Entry>, mut refused: Refusals, consent: &Consent, day: Day) -> PasteChanges {
    let changes = resolve::judge(book, entries, consent, day, &mut refused);
    PasteChanges { changes, refused: refused.in_order() }
}

/// White cells in one line: `Reject · remarks "Not ours"`.
pub fn in_words(white: &White) -> String {
    let mut words = vec![white.action.clone()];
    if !white.answer.is_empty() {
        let heads: Vec<String> =
            white.heads.iter().flatten().filter(|head| **head != 0).map(|&head| money::indian(head.into())).collect();
        let heads = if heads.is_empty() { String::new() } else { format!(" {}", heads.join(" + ")) };
        words.push(format!("ITC to be reduced: {}{heads}", white.answer));
    }
    for (name, text) in [("remarks", &white.remarks), ("note", &white.note)] {
        if !text.is_empty() {
            words.push(format!("{name} \"{text}\""));
        }
    }
    words.join(" · ")
}
