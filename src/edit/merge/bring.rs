//! Bringing a newer download into a book. Its records become rows, and what was decided is carried where it still holds;
//! what comes in force and what goes out of it is turned around by undo and redo.

use roaring::RoaringBitmap;

use super::compare::{Fate, SheetComparison, compare};
use super::kind::{Kind, Version};
use crate::book::{BesideSheets, Book, BySection, Decision, ErrorsChange, ItcSpelling, OtherSheet, Section, Sheet};
use crate::edit::effect::{Effect, SheetEffect};

/// What a merge turns around in one sheet, beside which rows are in force.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// Rows that change between gone from the portal and not.
    gone: RoaringBitmap,
    /// The rows of the old and the new version of a record.
    versions: Vec<(u32, u32)>,
    /// How many records the download changed, brought or took away.
    changed: u64,
    /// Whether it is in force.
    done: bool,
}

impl Turn {
    /// How many records differ from what was known of them.
    pub fn changed(&self) -> u64 {
        self.changed
    }

    /// The rows that change between gone from the portal and not.
    pub fn gone(&self) -> &RoaringBitmap {
        &self.gone
    }

    /// Turns these rows of a sheet, and the rest, around.
    pub fn swap(&mut self, sheet: &mut Sheet, rows: &RoaringBitmap) {
        sheet.turn_rows(rows, &self.gone);
        self.done = !self.done;
        self.versions.iter().for_each(|&(old, new)| sheet.link_versions(old, new, self.done));
    }
}

/// Makes the records of a newer download rows of the past, the first of them at least at `from`, and gives what has to be
/// turned around for them to count. Of the old rows `mine` the decision is taken over although the kind says otherwise.
pub fn bring(book: &mut Book, later: &Book, from: BySection<u32>, mine: &[(Section, RoaringBitmap)]) -> Effect {
    let comparison = compare(book, later);
    let notes = notes(book, later, &comparison.sheets);
    let (base, files) = book.add_files(later);
    let (mut sheets, mut follow) = (Vec::new(), Vec::new());
    for (section, comparison) in Section::ALL.into_iter().zip(&*comparison.sheets) {
        book.skip_rows(section, from[section]);
        let mine = mine.iter().filter(|m| m.0 == section).fold(RoaringBitmap::new(), |all, m| all | &m.1);
        let (rows, turn) = (RoaringBitmap::new(), Turn::default());
        let mut brought = Brought { section, later, base, mine, rows, turn, follow: Vec::new() };
        comparison.fates.iter().for_each(|&fate| brought.bring(book, fate));
        follow.extend(brought.follow.iter().map(|&(old, new)| (section, old, new)));
        if !brought.rows.is_empty() {
            sheets.push(SheetEffect::turned(section, brought.rows, brought.turn));
        }
    }
    let beside = BesideSheets {
        others: others(book, later, base),
        notes,
        itc_spelling: book.itc_spelling().with(later.itc_spelling()),
        recipient: book.recipient.content.clone().or_else(|| later.recipient.content.clone()),
        files,
    };
    let errors = ErrorsChange::follow(follow);
    Effect { sheets, errors, beside: Some(Box::new(beside)), ..Effect::default() }
}

/// What was tolerated while reading either, and what could not be merged.
fn notes(book: &Book, later: &Book, sheets: &BySection<SheetComparison>) -> Vec<String> {
    let mut notes = book.notes().to_vec();
    notes.extend(later.notes().iter().cloned());
    let (here, there) = (book.itc_spelling(), later.itc_spelling());
    if here.with(there).is_mixed() && !here.is_mixed() && !there.is_mixed() {
        notes.push(format!("these files: {}", ItcSpelling::MIXED));
    }
    for (section, sheet) in Section::ALL.into_iter().zip(&**sheets) {
        for (old, new) in &sheet.unclear {
            let at = new.first().map(|&row| (later, row)).or(old.first().map(|&row| (book, row)));
            notes.extend(at.map(|(book, row)| {
                let records = book.sheet(section).records();
                let (supplier, number) = (records.suppliers.get(row), records.numbers.get(row));
                format!("{} {number} of {supplier} is there several times: it was left as it is", section.sheet_name())
            }));
        }
    }
    notes
}

/// The sections that are only shown: the later ones in place of those before. One that is not there any more
/// stays: whether this download ought to have it no one knows.
fn others(book: &Book, later: &Book, base: u64) -> Vec<OtherSheet> {
    let mut all = book.others().to_vec();
    for sheet in later.others().iter().map(|sheet| sheet.moved(base)) {
        match all.iter_mut().find(|other| other.key == sheet.key) {
            Some(other) => *other = sheet,
            None => all.push(sheet),
        }
    }
    all
}

/// One sheet on its way into a book.
struct Brought<'l> {
    section: Section,
    later: &'l Book,
    /// Where the text of the later files begins.
    base: u64,
    mine: RoaringBitmap,
    rows: RoaringBitmap,
    turn: Turn,
    /// The rows of the old and the new version of records whose errors still hold.
    follow: Vec<(u32, u32)>,
}

impl Brought<'_> {
    fn bring(&mut self, book: &mut Book, Fate { kind, old, new }: Fate) {
        let section = self.section;
        self.turn.changed += u64::from(kind.is_change());
        match (old, new) {
            (Some(old), None) => {
                self.rows.insert(old);
                self.turn.gone.insert(old);
            }
            (None, Some(new)) => drop(self.rows.insert(book.add_record(section, self.later, new, self.base))),
            (Some(old), Some(new)) => {
                let was_gone = book.sheet(section).gone().contains(old);
                if was_gone {
                    self.turn.gone.insert(old);
                }
                let same = book.portal_text(section, old) == self.later.portal_text(section, new);
                if same && matches!(kind, Kind::Unchanged | Kind::Back) {
                    // The row itself stays, or comes back.
                    if was_gone {
                        self.rows.insert(old);
                    }
                    return;
                }
                let row = book.add_record(section, self.later, new, self.base);
                let holds = holds(book, section, kind, old, self.mine.contains(old));
                let decision = carried(book, section, kind, old, row, holds);
                let sheet = book.sheet_mut(section);
                sheet.lend_flags(old, row);
                sheet.carry_decision(row, decision, holds && sheet.chosen().contains(old));
                self.turn.versions.push((old, row));
                if keeps_errors(kind) && book.errors().is_refused(section, old) {
                    self.follow.push((old, row));
                }
                self.rows.insert(row);
                if !was_gone {
                    self.rows.insert(old);
                }
            }
            (None, None) => {}
        }
    }
}

/// Whether what the portal found wrong with a record holds for its new version: the document is as it was, the decision goes over
/// to it, and the portal has not taken it.
fn keeps_errors(kind: Kind) -> bool {
    matches!(kind, Kind::NotTaken | Kind::Unchanged | Kind::Updated | Kind::Back)
}

/// Whether something was decided on the old version of a record that holds for the new one.
fn holds(book: &Book, section: Section, kind: Kind, old: u32, mine: bool) -> bool {
    let holds = match kind {
        Kind::Unchanged | Kind::Updated | Kind::Back | Kind::Confirmed | Kind::DecidedSince | Kind::NotTaken => true,
        Kind::Changed | Kind::Conflict => mine,
        Kind::Elsewhere | Kind::New | Kind::Gone | Kind::Unclear => false,
    };
    holds && Version { book, section, row: old }.is_decided()
}

/// The decision on the new version of a record: what the user decided, where it still holds; else what was
/// imported. The internal note is the user's own and goes with the record.
fn carried(book: &Book, section: Section, kind: Kind, old: u32, new: u32, holds: bool) -> Decision {
    let older = Version { book, section, row: old };
    let newer = Version { row: new, ..older };
    let (decision, imported) = (older.decision(), newer.baseline());
    if !holds {
        return Decision { note: decision.note, ..imported };
    }
    if kind != Kind::Confirmed {
        return decision;
    }
    // What the portal holds is no change, though it spells it in its own way.
    let same_answer = older.meaning(decision.answer) == newer.meaning(imported.answer);
    let same_remarks = book.text(decision.remarks).trim() == book.text(imported.remarks).trim();
    Decision {
        answer: if same_answer { imported.answer } else { decision.answer },
        remarks: if same_remarks { imported.remarks } else { decision.remarks },
        ..decision
    }
}
