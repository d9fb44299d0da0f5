//! Matching with the purchase register, in the background: again whenever something that it reads has changed. What it came to
//! is shown until the next result is there; without a register nothing is matched.

pub mod accept;
pub mod answers;
pub mod beside;
pub mod by_hand;
pub mod overview;
pub mod settings;
pub mod sought;
pub mod voucher;
pub mod walk;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use parking_lot::Mutex;
use roaring::RoaringBitmap;

use crate::book::{Apart, Book, BySection, Class, Entries, Facts, Link, Links, MatchColumns, Scope, Section};
use crate::edit::{Command, DecidedWith, Log, RowsOfClass};
use crate::matching::{self, Matches, columns};
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::matched::overview::Overview;
use crate::session::matched::settings::{ChangedSettings, Preview};
use crate::session::matched::walk::Walked;
use crate::session::result_line::{LeftOut, ResultLine};
use crate::store::journal::Event;
use crate::values::{Day, grouped};
use crate::view;
use crate::view::selection::bitmap;
use crate::work::{Progress, parts};

/// Books and registers of at most this many documents together are matched at once: that takes less than a frame.
const AT_ONCE: u64 = 4_000;

/// Of fewer vouchers all may well be of suppliers who reported nothing.
const DOUBTED: u32 = 10;

/// What matching came to.
pub struct Matched {
    /// The matches.
    pub matches: Matches,
    /// Of which state of what matching reads they are.
    pub inputs: u64,
    /// The day by which they suggest.
    pub day: Day,
    /// The entries that were matched.
    pub(in crate::session) entries: Arc<Entries>,
    /// What the user had linked and parted.
    links: Links,
}

impl Matched {
    /// Whether these are the vouchers of a book as it is.
    pub(in crate::session) fn is_of(&self, book: &Book) -> bool {
        Arc::ptr_eq(&self.entries, &book.register().shared())
    }
}

/// How a book is matched.
#[derive(Default)]
pub struct Matching {
    /// Changes whenever something does that matching reads.
    inputs: u64,
    /// By which day and facts it was matched last.
    of: Option<(Day, Facts)>,
    newest: Option<Arc<Matched>>,
    /// Since then nothing changed but what the user linked or parted.
    only_by_hand: bool,
    base: Base,
    overview: Option<Arc<Overview>>,
    /// The overview that is or will be counted is of these.
    overviewed: Option<overview::Of>,
    beside: Option<Arc<beside::SideBySide>>,
    voucher: Option<Arc<voucher::VoucherInFull>>,
    preview: Option<Preview>,
    /// The last change of the settings.
    changed: Option<ChangedSettings>,
    walked: Option<Walked>,
    /// A step of very many records, for a job.
    to_apply: Option<(Command, ResultLine)>,
    /// Of which vouchers the user said that they really are the books.
    really_books: Option<Arc<Entries>>,
    /// Records from which a link took vouchers just now: what they are without them is said once it is known.
    freed: Vec<(Section, u32)>,
    /// The record for which the user looks for a voucher.
    sought_for: Option<(Section, u32)>,
}

/// No class is known.
const UNKNOWN: u8 = DecidedWith::UNKNOWN;

impl Matching {
    /// How a book is matched that was just opened: what its records were decided with is known from before.
    pub fn of(book: &Book, log: &Log) -> Matching {
        let matching = Matching::default();
        let known = log.decided_with();
        matching.base.set(BySection::of(|section| known.classes(section, book.sheet(section).rows())));
        matching
    }
}

/// The class of each record while it was last without an action; [`UNKNOWN`] where it was not matched then.
type Classes = BySection<Vec<u8>>;

/// These, of which a match that runs takes those that hold when it ends.
#[derive(Clone, Default)]
struct Base(Arc<Mutex<Arc<Classes>>>);

impl Base {
    fn now(&self) -> Arc<Classes> {
        self.0.lock().clone()
    }

    fn is(&self, classes: &Arc<Classes>) -> bool {
        Arc::ptr_eq(&self.0.lock(), classes)
    }

    fn change(&self, change: impl FnOnce(&mut Classes)) {
        change(Arc::make_mut(&mut self.0.lock()));
    }

    fn set(&self, classes: Classes) {
        let before = std::mem::replace(&mut *self.0.lock(), Arc::new(classes));
        parts::forget(before);
    }
}

/// Of the decided records of these rows, what they were decided with, as far as that is known and was not written down before.
fn to_write(book: &Book, known: &DecidedWith, classes: &Classes) -> Vec<RowsOfClass> {
    let new = |section: Section| {
        let (sheet, before) = (book.sheet(section), known.classes(section, book.sheet(section).rows()));
        let rows = (0..).zip(&classes[section]).zip(before).filter(move |&((row, &class), before)| {
            class != before && class != UNKNOWN && !sheet.is_open(row) && sheet.in_force(row)
        });
        let of_class = rows.filter_map(|((row, &class), _)| Some((row, *Class::ALL.get(usize::from(class))?)));
        by_class(section, of_class).collect::<Vec<_>>()
    };
    Section::ALL.into_iter().flat_map(new).collect()
}

/// Rows of a sheet with the classes of their matches, class by class; those that take no part in matching are left out.
fn by_class(section: Section, rows: impl Iterator<Item = (u32, Class)>) -> impl Iterator<Item = RowsOfClass> {
    let mut of_class = BTreeMap::<Class, Vec<u32>>::new();
    for (row, class) in rows.filter(|(_, class)| *class != Class::None) {
        of_class.entry(class).or_default().push(row);
    }
    of_class.into_iter().map(move |(class, rows)| (section, bitmap(&rows), class))
}

/// Marks the decided records that were of another class when they were decided; gives the classes as they are to be known from
/// now on: of the others, those that they have now.
fn mark_changed(book: &Book, base: &Classes, columns: &mut MatchColumns) -> Classes {
    let mut classes = Classes::clone(base);
    let changed = BySection::of(|section| {
        let sheet = book.sheet(section);
        let classes = &mut classes[section];
        classes.resize(sheet.rows() as usize, UNKNOWN);
        let changed = parts::in_stretches(classes, |from, stretch| {
            let mut changed = Vec::new();
            for (row, base) in (from as u32..).zip(stretch.iter_mut()) {
                let class = columns.class(section, row) as u8;
                let open = sheet.is_open(row);
                if open || *base == UNKNOWN || *base == Class::None as u8 {
                    *base = class;
                } else if *base != class && sheet.in_force(row) {
                    changed.push(row);
                }
            }
            changed
        });
        bitmap(&parts::joined(changed))
    });
    columns.set_changed(changed);
    classes
}

/// What a step changes of what matching reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::session) enum Concern {
    /// Nothing, but it decides.
    Decides,
    /// The user changed matches by hand.
    ByHand,
    /// Something else that it reads, and no decision.
    Inputs,
    /// It decides, and changes what matching reads.
    DecidesInputs,
    /// Nothing.
    Nothing,
}

impl Concern {
    /// Of two steps together.
    pub(in crate::session) fn with(self, other: Concern) -> Concern {
        match (self, other) {
            (Concern::Nothing, one) | (one, Concern::Nothing) => one,
            (one, other) if one == other => one,
            // Of what was changed by hand and otherwise it is not known which.
            (Concern::Decides, Concern::ByHand) | (Concern::ByHand, Concern::Decides) => Concern::ByHand,
            _ => Concern::DecidesInputs,
        }
    }

    /// Of a command that touched these sections.
    pub(in crate::session) fn of(command: &Command, mut touched: impl Iterator<Item = Section>) -> Concern {
        match command {
            Command::Link { .. } | Command::Apart { .. } | Command::Unlink { .. } => Concern::ByHand,
            Command::ImportRegister { .. }
            | Command::RemoveRegister { .. }
            | Command::RegisterComplete(_)
            | Command::Merge { .. } => Concern::Inputs,
            command if command.picks() => Concern::DecidesInputs,
            // An amendment that is rejected does not replace its original any more.
            command if command.decides() && touched.any(Section::is_amendment) => Concern::DecidesInputs,
            command if command.decides() => Concern::Decides,
            _ => Concern::Nothing,
        }
    }
}

/// The matches after the user linked or parted records and entries, and nothing else changed.
fn after_links(before: &Matched, book: &Book, progress: &Progress) -> Option<Matches> {
    let (old, new) = (&before.links, book.links());
    // How records and entries were when they were linked counts too: a link that is confirmed again has no mark any more.
    let all = |links: &Links| -> HashSet<Link> { links.links.iter().cloned().collect() };
    let of_pair = |(record, entry): &Apart| (record.key(), entry.identity);
    let pairs = |links: &Links| -> HashSet<_> { links.aparts.iter().map(of_pair).collect() };
    let ((old_links, old_pairs), (new_links, new_pairs)) = ((all(old), pairs(old)), (all(new), pairs(new)));
    let gone = |link: &&Link| !new_links.contains(*link);
    let come = |link: &&Link| !old_links.contains(*link);
    let parted = |pair: &&Apart| !new_pairs.contains(&of_pair(pair));
    let together = |pair: &&Apart| !old_pairs.contains(&of_pair(pair));
    let changed = Links {
        links: old.links.iter().filter(gone).chain(new.links.iter().filter(come)).cloned().collect(),
        aparts: old.aparts.iter().filter(parted).chain(new.aparts.iter().filter(together)).copied().collect(),
    };
    let found = changed.find(book);
    let mut records: Vec<(Section, u32)> = found.links.iter().flat_map(|link| link.records.iter().copied()).collect();
    let mut entries: Vec<u32> = found.links.iter().flat_map(|link| link.entries.iter().copied()).collect();
    records.extend(found.aparts.iter().map(|apart| apart.0));
    entries.extend(found.aparts.iter().map(|apart| apart.1));
    before.matches.clone().renewed_until(book, before.day, &records, &entries, progress)
}

impl Session {
    /// What matching came to last; none without a register, and before it came to anything.
    pub fn matches(&self) -> Option<&Arc<Matched>> {
        self.matching.newest.as_ref()
    }

    /// Whether that is so of the book and the register as they are.
    pub fn matches_are_current(&self) -> bool {
        let newest = self.matching.newest.as_ref();
        newest.is_some_and(|newest| newest.inputs == self.matching.inputs && newest.day == self.day)
    }

    /// Whether it is being matched.
    pub fn is_matching(&self) -> bool {
        self.background.runs_for(Purpose::Match)
    }

    /// Matches again, as something changed that matching reads.
    pub(in crate::session) fn match_again(&mut self) {
        self.match_from(false);
    }

    /// The same; `by_hand`: only what the user linked or parted changed, so that only the suppliers of that are matched again.
    fn match_from(&mut self, by_hand: bool) {
        self.matching.only_by_hand &= by_hand;
        self.matching.inputs += 1;
        self.matching.of = Some((self.day, self.book.facts.clone()));
        (self.matching.overview, self.matching.overviewed) = (None, None);
        if self.book.register().entries().is_empty() {
            self.forget_matches();
            return;
        }
        let (inputs, day) = (self.matching.inputs, self.day);
        let before = self.matching.newest.clone().filter(|before| self.matching.only_by_hand && before.day == day);
        let documents: u64 = self.book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum::<u64>()
            + u64::from(self.book.register().entries().len());
        let (base, known) = (self.matching.base.clone(), self.log.decided_with().clone());
        self.look_within(AT_ONCE, documents, Purpose::Match, move |book, _, progress| {
            let matches = match &before {
                Some(before) => after_links(before, book, progress)?,
                None => matching::matches(book, day, progress)?,
            };
            let mut columns = columns::of(book, &matches, day, progress)?;
            let (entries, links) = (book.register().shared(), book.links().clone());
            let before = base.now();
            let classes = mark_changed(book, &before, &mut columns);
            let new = to_write(book, &known, &classes);
            let matched = Matched { matches, inputs, day, entries, links };
            Some(Box::new(move |open| open.take_matches(matched, columns, (&before, classes, new))))
        });
    }

    /// Matches again if another day or other facts are judged by.
    pub(in crate::session) fn match_by_day(&mut self) {
        let same = self.matching.of.as_ref().is_some_and(|(day, facts)| *day == self.day && *facts == self.book.facts);
        if !same && self.has_register() {
            self.match_again();
        }
    }

    /// What was matched is not of the book any more, from a step on that changes what matching reads: nothing may be asked of it
    /// while the rest of the session follows the step.
    pub(in crate::session) fn outdate_matches(&mut self, concern: Concern) {
        if !matches!(concern, Concern::Decides | Concern::Nothing) {
            self.matching.inputs += 1;
        }
    }

    /// Matches again where a step concerns it; these rows were touched.
    pub(in crate::session) fn matches_follow(&mut self, concern: Concern, touched: &[(Section, RoaringBitmap)]) {
        // Of what comes with a register or a download the user decided nothing.
        if !matches!(concern, Concern::Inputs | Concern::Nothing) {
            self.settle(touched, concern == Concern::ByHand);
        }
        match concern {
            Concern::ByHand => self.match_from(true),
            Concern::Inputs | Concern::DecidesInputs => self.match_again(),
            Concern::Decides | Concern::Nothing => {}
        }
    }

    /// Nothing is matched any more.
    fn forget_matches(&mut self) {
        self.background.end(Purpose::Match);
        (self.matching.newest, self.matching.beside, self.matching.voucher) = (None, None, None);
        let shown = self.book.match_columns().is_some();
        if shown {
            self.book_mut().set_match_columns(None);
            self.revision += 1;
        }
        for scope in Scope::EACH {
            let view = self.view(scope);
            let (mut filter, mut sort) = (view.filter.clone(), view.sort.clone());
            if !view::reads_matches(&filter, &sort) {
                continue;
            }
            if !self.has_register() {
                sort.retain(|key| !key.field.is_matched());
                filter.forget_register();
            }
            let view = self.view_mut(scope);
            // Where nothing is otherwise than before, a row that was decided just now stays under the mark.
            if shown || filter != view.filter || sort != view.sort {
                view.sort = sort;
                self.set_filter(scope, filter);
            }
        }
        if shown {
            self.refresh();
        }
    }

    /// Shows what matching came to.
    fn take_matches(
        &mut self,
        matched: Matched,
        mut columns: MatchColumns,
        (base, mut classes, mut new): (&Arc<Classes>, Classes, Vec<RowsOfClass>),
    ) {
        if matched.inputs != self.matching.inputs {
            return;
        }
        if !self.matching.base.is(base) {
            // The user decided meanwhile.
            classes = mark_changed(&self.book, &self.matching.base.now(), &mut columns);
            new = to_write(&self.book, self.log.decided_with(), &classes);
        }
        self.matching.base.set(classes);
        self.write_decided_with(new);
        let shown = self.book.match_columns().cloned();
        self.book_mut().set_match_columns(Some(Arc::new(columns)));
        let known = self.matching.newest.as_ref().is_some_and(|newest| newest.is_of(&self.book));
        let before = self.matching.newest.replace(Arc::new(matched));
        if !known {
            self.doubt_register();
            self.say_decided_and_changed(shown.as_deref());
        }
        self.say_what_is_freed();
        // A million matches take longer to forget than a frame.
        parts::forget((before, shown));
        self.matching.only_by_hand = true;
        self.matching.beside = None;
        self.revision += 1;
        for scope in Scope::EACH {
            let view = self.view(scope);
            // A row that was decided just now stays under the mark, as keys go on with it; the view is made again once the mark leaves.
            if view::reads_matches(&view.filter, &view.sort) && view.stays.is_none() {
                self.rebuild(scope);
            }
        }
        self.refresh();
    }

    /// Names the decided records whose match the register that just came in or went has changed. `before`: the columns before it.
    fn say_decided_and_changed(&mut self, before: Option<&MatchColumns>) {
        let step = self.log.steps()[..self.log.in_force()].last();
        let of_register =
            |command: &Command| matches!(command, Command::ImportRegister { .. } | Command::RemoveRegister { .. });
        let Some(columns) = self.book.match_columns().filter(|_| step.is_some_and(|step| of_register(&step.command)))
        else {
            return;
        };
        let mut rows = RoaringBitmap::new();
        for section in Section::ALL {
            let known = before.map(|before| before.changed(section).clone()).unwrap_or_default();
            rows |= Scope::All.numbers(section, &(columns.changed(section) - known));
        }
        // What is said belongs to that step: to no other, and to none that was taken back.
        if let Some(line) = self.result.as_mut().filter(|line| line.undo && !rows.is_empty()) {
            let why = "the match is a different one now; the decision stays as it is".to_owned();
            // Where the register came in part by part it is said once.
            if let Some(at) = line.left_out.iter().position(|left| left.why == why) {
                rows |= line.left_out.remove(at).rows;
            }
            line.left_out.push(LeftOut { scope: Scope::All, rows, why, called: "decided" });
        }
    }

    /// Says so where a register just came in of which no voucher agrees with any record: it may be that of a different client.
    fn doubt_register(&mut self) {
        let Some(matched) = self.matching.newest.clone() else { return };
        let imported = self.log.steps()[..self.log.in_force()].last();
        let vouchers = self.book.register().entries().len();
        let alone = |class| matches!(class, Class::Books | Class::Outside | Class::Duplicate | Class::None);
        if vouchers < DOUBTED
            || !imported.is_some_and(|step| matches!(step.command, Command::ImportRegister { .. }))
            || !(0..vouchers).all(|entry| alone(matched.matches.entry(entry).class))
        {
            return;
        }
        let words = format!(
            "None of the {} vouchers agrees with a record. Is this the purchase register of this client?",
            grouped(u64::from(vouchers))
        );
        match &mut self.result {
            Some(line) if line.undo => line.remark = Some(words),
            _ => self.result = Some(ResultLine { undo: true, ..ResultLine::with_remark(String::new(), words) }),
        }
    }

    /// The user looked at these records just now: what they were before does not count. `by_hand`: matches are to follow.
    fn settle(&mut self, touched: &[(Section, RoaringBitmap)], by_hand: bool) {
        let columns = self.book.match_columns().cloned();
        let class = |section, row| match &columns {
            Some(columns) if !by_hand => columns.class(section, row) as u8,
            _ => UNKNOWN,
        };
        let mut listed = false;
        self.matching.base.change(|classes| {
            for (section, rows) in touched {
                for row in rows {
                    listed |= columns.as_ref().is_some_and(|columns| columns.is_changed(*section, row));
                    if let Some(base) = classes[*section].get_mut(row as usize) {
                        *base = class(*section, row);
                    }
                }
            }
        });
        let Some(columns) = columns else { return };
        if listed {
            let mut columns = MatchColumns::clone(&columns);
            touched.iter().for_each(|(section, rows)| columns.unchanged_now(*section, rows));
            self.book_mut().set_match_columns(Some(Arc::new(columns)));
        }
        if !by_hand {
            let known = touched.iter().flat_map(|(section, rows)| {
                let decided = rows.iter().filter(|&row| !self.book.sheet(*section).is_open(row));
                by_class(*section, decided.map(|row| (row, columns.class(*section, row))))
            });
            self.write_decided_with(known.collect());
        }
    }

    /// Keeps with what records were decided: after a restart their matches are compared with that.
    fn write_decided_with(&mut self, known: Vec<RowsOfClass>) {
        if !known.is_empty() {
            self.log.know_decided_with(&known);
            self.keeping.tell(&Event::DecidedWith(known), &self.book);
        }
    }
}
