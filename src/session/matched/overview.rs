//! The overview of all matches: each class with its records, their tax on both sides and what is suggested, counted in the
//! background whenever the book or what is in view has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{AnswerKind, Book, Class, Field, Filing, Returns, Scope, Section, Suggested};
use crate::matching::suggest::figures::{self, Figures};
use crate::matching::suggest::offer::{self, Left};
use crate::matching::suggest::{answer, suggestion};
use crate::matching::{Flag, Matches};
use crate::rules::credit::Credit;
use crate::session::background::Purpose;
use crate::session::matched::Matched;
use crate::session::matched::accept::waits;
use crate::session::{Place, Session};
use crate::values::{Day, Texts};
use crate::view::{BuiltIn, ColumnFilter, Filter};
use crate::work::{Progress, parts};

/// Books of at most this many records are counted at once.
const AT_ONCE: u64 = 4_000;

/// The matches of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfClass {
    /// Records in force, or entries where they are alone.
    pub records: u64,
    /// The tax of the records, of credit notes negative.
    pub portal: i128,
    /// The tax of the entries, each once; of credit notes negative.
    pub books: i128,
    /// Records without an action for which Accept is suggested.
    pub accept: u64,
    /// The same of Pending.
    pub pending: u64,
    /// Records without an action to look at.
    pub check: u64,
    /// Records without an action whose supplier has not filed: nothing to do.
    pub not_filed: u64,
    /// Records with an action.
    pub decided: u64,
    /// How many records the button of this class would decide.
    pub offered: u64,
    /// Their tax, of credit notes negative.
    pub offered_tax: i128,
    /// How many of them are not claimable by the books, and their tax.
    pub not_claimable: (u64, i128),
    /// Credit notes among them that take the answer No from the books: the user declares something with it.
    pub declared: u64,
    /// How many it leaves, in the order of [`Left::ALL`].
    pub left: [u64; Left::ALL.len()],
    /// Of those: how many are counted as to check, as not filed, and as suggested Accept or Pending.
    left_counted: [[u64; 3]; Left::ALL.len()],
    /// Records without an action for which nothing is suggested: another one counts in their place.
    pub no_suggestion: u64,
}

impl OfClass {
    fn join(&mut self, other: &OfClass) {
        let OfClass { records, portal, books, accept, pending, check, not_filed, decided, .. } = *other;
        (self.records, self.portal, self.books) = (self.records + records, self.portal + portal, self.books + books);
        (self.accept, self.pending, self.check) = (self.accept + accept, self.pending + pending, self.check + check);
        (self.not_filed, self.decided) = (self.not_filed + not_filed, self.decided + decided);
        (self.offered, self.offered_tax) = (self.offered + other.offered, self.offered_tax + other.offered_tax);
        self.not_claimable.0 += other.not_claimable.0;
        self.not_claimable.1 += other.not_claimable.1;
        self.declared += other.declared;
        self.no_suggestion += other.no_suggestion;
        self.left.iter_mut().zip(other.left).for_each(|(sum, more)| *sum += more);
        let both = self.left_counted.iter_mut().flatten().zip(other.left_counted.iter().flatten());
        both.for_each(|(sum, more)| *sum += more);
    }

    /// By how much the tax of the records is more than that of the vouchers.
    pub fn difference(&self) -> i128 {
        self.portal - self.books
    }

    /// Of what the button leaves for a reason: how many are counted as to check, as not filed, and as suggested Accept or Pending.
    pub fn counted_of(&self, left: Left) -> [u64; 3] {
        self.left_counted[left as usize]
    }

    /// What the button leaves, reason by reason; reasons of none are left out.
    pub fn left(&self) -> impl Iterator<Item = (Left, u64)> + '_ {
        Left::ALL.into_iter().zip(self.left).filter(|(_, records)| *records > 0)
    }
}

/// The overview.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    classes: [OfClass; Class::ALL.len()],
    /// What cannot be claimed, and what differences were let pass.
    pub figures: Figures,
    /// Nearly all vouchers are the portal's records to the letter.
    pub like_the_portal: bool,
    /// How many vouchers the register has.
    pub vouchers: u64,
    /// The credit notes without an action that reduce the credit, if returns do so when the supplier's note is in GSTR-2B.
    pub returns: ReturnedNotes,
}

/// Credit notes of which the answer depends on when purchase returns reduce the credit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReturnedNotes {
    /// How many.
    pub notes: u64,
    /// By how much they reduce it.
    pub tax: i128,
    /// For how many of them Accept is suggested then; of the others the answer alone depends on it.
    pub suggested: u64,
}

impl ReturnedNotes {
    fn add(&mut self, book: &Book, matches: &Matches, (section, row): (Section, u32), day: Day) {
        let sheet = book.sheet(section);
        if !section.is_credit_note() || !sheet.in_force(row) || !sheet.is_open(row) {
            return;
        }
        let of = matches.of_record(section, row);
        let proposed = answer::proposed_by(book, &of, section, row, (day, Returns::InGstr2b));
        let Some(answer) = proposed.filter(|proposed| !proposed.look).map(|proposed| proposed.answer) else { return };
        let heads = match answer.kind {
            AnswerKind::Full => sheet.records().heads(row),
            AnswerKind::Part => answer.heads,
            AnswerKind::None | AnswerKind::No => return,
        };
        let suggestion = suggestion::if_open_by(book, matches, (section, row), (day, Returns::InGstr2b));
        self.notes += 1;
        self.suggested += u64::from(suggestion.what == Suggested::Accept);
        self.tax += heads.into_iter().map(i128::from).sum::<i128>();
    }
}

/// Of what an overview is.
#[derive(Clone)]
pub struct Of {
    inputs: u64,
    revision: u64,
    in_view: InView,
}

impl PartialEq for Of {
    fn eq(&self, other: &Of) -> bool {
        let same_views = self.in_view.0.iter().zip(&other.in_view.0).all(|(a, b)| Arc::ptr_eq(a, b));
        (self.inputs, self.revision) == (other.inputs, other.revision) && same_views
    }
}

/// What is in view of all sheets together and of each, in the order of [`Scope::EACH`]. A record that the filter of one of the
/// two hides is not acted on unseen.
#[derive(Clone)]
pub struct InView(Vec<Arc<RoaringBitmap>>);

impl InView {
    /// Whether a record is in view.
    pub fn has(&self, section: Section, row: u32) -> bool {
        let shows = |scope: Scope| self.0[scope.place()].contains(scope.number(section, row));
        shows(Scope::from(section)) && shows(Scope::All)
    }
}

impl Overview {
    /// One class.
    pub fn of_class(&self, class: Class) -> &OfClass {
        &self.classes[(class as usize).min(Class::ALL.len() - 1)]
    }

    /// All records together.
    pub fn all_records(&self) -> OfClass {
        let mut all = OfClass::default();
        Class::ALL.into_iter().filter(|class| *class <= Class::Portal).for_each(|class| all.join(self.of_class(class)));
        all
    }

    /// The differences of all pairs: what is on one side alone has none.
    pub fn difference(&self) -> i128 {
        let pairs = Class::ALL.into_iter().filter(|class| class.is_pair());
        pairs.map(|class| self.of_class(class).difference()).sum()
    }

    /// How many records the buttons leave because a filter hides them.
    pub fn hidden(&self) -> u64 {
        self.all_records().left[Left::Hidden as usize]
    }

    /// How many records are to be checked.
    pub fn to_check(&self) -> u64 {
        self.classes.iter().map(|class| class.check).sum()
    }

    /// Counts; none if it was stopped on the way.
    pub fn of(book: &Book, matches: &Matches, day: Day, in_view: &InView, progress: &Progress) -> Option<Overview> {
        let credit = Credit::new(book, day);
        let mut overview = Overview { vouchers: book.register().entries().len().into(), ..Overview::default() };
        for section in Section::ALL {
            let rows: Vec<u32> = (0..book.sheet(section).rows()).collect();
            let counted = parts::in_parts(&rows, |part| {
                let mut classes = [OfClass::default(); Class::ALL.len()];
                let mut returns = ReturnedNotes::default();
                for block in part.chunks(parts::BETWEEN_LOOKS).take_while(|_| !progress.cancelled()) {
                    for &row in block {
                        add(&mut classes, (book, &credit), matches, (section, row), day, in_view);
                        returns.add(book, matches, (section, row), day);
                    }
                }
                (classes, returns)
            });
            for (part, returns) in counted {
                overview.returns.notes += returns.notes;
                overview.returns.suggested += returns.suggested;
                overview.returns.tax += returns.tax;
                overview.classes.iter_mut().zip(&part).for_each(|(sum, more)| sum.join(more));
            }
            if progress.cancelled() {
                return None;
            }
        }
        let entries = book.register().entries();
        for entry in 0..entries.len() {
            let class = matches.entry(entry).class;
            if class > Class::Portal && class != Class::None {
                let of = &mut overview.classes[class as usize];
                of.records += 1;
                of.books += entries.credit(entry);
            }
        }
        overview.figures = figures::of_until(book, matches, day, progress)?;
        let exact = overview.of_class(Class::Exact).records;
        overview.like_the_portal = exact * 100 > overview.vouchers * 99 && offer::looks_like_the_portal(book, matches);
        Some(overview)
    }
}

fn add(
    classes: &mut [OfClass],
    (book, credit): (&Book, &Credit),
    matches: &Matches,
    (section, row): (Section, u32),
    day: Day,
    in_view: &InView,
) {
    let (sheet, found) = (book.sheet(section), matches.record(section, row));
    if found.class == Class::None || !sheet.in_force(row) {
        return;
    }
    let of = &mut classes[found.class as usize];
    let tax = figures::signed_tax(book, section, row);
    of.records += 1;
    of.portal += tax;
    let entries = book.register().entries();
    let several = found.flags.has(Flag::Several).then(|| matches.of_record(section, row));
    match &several {
        // Each entry counts once, with the first record of its match.
        Some(several) if several.records.first() != Some(&(section, row)) => {}
        _ => {
            let pair = matches.pair_of(&found);
            let own = several.iter().flat_map(|several| several.entries.iter().copied()).chain(pair);
            of.books += own.map(|entry| entries.credit(entry)).sum::<i128>();
        }
    }
    let open = sheet.is_open(row);
    let not_filed = sheet.records().filings[row as usize] == Filing::NotFiled
        && book.match_columns().is_some_and(|columns| columns.not_filed(section, row));
    let mut counted_as = None;
    match found.suggested {
        _ if !open => of.decided += 1,
        Suggested::Accept => (of.accept, counted_as) = (of.accept + 1, Some(2)),
        Suggested::Pending => (of.pending, counted_as) = (of.pending + 1, Some(2)),
        Suggested::Look => counted_as = Some(usize::from(not_filed)),
        Suggested::Nothing => of.no_suggestion += 1,
    }
    of.check += u64::from(counted_as == Some(0));
    of.not_filed += u64::from(counted_as == Some(1));
    let leave = |of: &mut OfClass, left: Left| {
        of.left[left as usize] += 1;
        counted_as.into_iter().for_each(|place| of.left_counted[left as usize][place] += 1);
    };
    match offer::one(book, matches, section, row, day, &|section, row| in_view.has(section, row)) {
        Ok(_) if waits(book, section, row) => leave(of, Left::SetAside),
        Ok(offered) => {
            of.declared += u64::from(offered.declares());
            of.offered += 1;
            of.offered_tax += tax;
            let one = || several.unwrap_or_else(|| matches.of_record(section, row));
            let given = credit.if_accepted(section, row);
            if figures::counts_as_not_claimable(section, given) && figures::is_not_claimable(book, &one()) {
                of.not_claimable.0 += 1;
                of.not_claimable.1 += given.into_iter().map(i128::from).sum::<i128>();
            }
        }
        Err(left) => leave(of, left),
    }
}

impl Session {
    /// The overview of the matches, once it is counted; of a large book as of before, until it is counted again.
    pub fn overview(&self) -> Option<&Arc<Overview>> {
        self.matching.overview.as_ref()
    }

    /// Shows the records of classes in the table of all sheets; of those only what is in a view, if one is named.
    pub fn show_classes(&mut self, classes: &[Class], which: Option<BuiltIn>) {
        let names: BTreeSet<&str> = classes.iter().map(|class| class.short()).collect();
        let values = Texts::of_sorted(names);
        let chosen = ColumnFilter::Chosen { values, except: false, of: 0 };
        let filter = Filter { which, columns: BTreeMap::from([(Field::Match, chosen)]), ..Filter::default() };
        self.follow_link(Scope::All, filter);
    }

    /// The filters that hide records, each with its sheet: `Amounts differ on B2B`.
    pub fn filters_in_words(&self) -> String {
        let words = |scope: Scope| {
            let parts: Vec<String> = self.view(scope).filter.parts().into_iter().map(|(text, _)| text).collect();
            (!parts.is_empty()).then(|| format!("{} on {}", parts.join(", "), scope.name()))
        };
        Scope::EACH.into_iter().filter_map(words).collect::<Vec<_>>().join("; ")
    }

    /// Shows all rows of every sheet again.
    pub fn show_all_rows(&mut self) {
        for scope in Scope::EACH {
            if !self.view(scope).filter.is_empty() {
                self.set_filter(scope, Filter::default());
            }
        }
    }

    /// What is in view now.
    pub(in crate::session) fn shown_everywhere(&self) -> InView {
        InView(Scope::EACH.into_iter().map(|scope| self.view(scope).set.clone()).collect())
    }

    /// Counts the overview again where it is on the screen and something in it has changed.
    pub(in crate::session) fn renew_overview(&mut self) {
        if self.place != Place::Match || !self.matches_are_current() {
            return;
        }
        let Some(matched) = self.matching.newest.clone() else { return };
        let of = Of { inputs: matched.inputs, revision: self.revision, in_view: self.shown_everywhere() };
        if self.matching.overviewed.as_ref() == Some(&of) {
            return;
        }
        let in_view = of.in_view.clone();
        self.matching.overviewed = Some(of);
        let rows: u64 = self.book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum();
        self.look_within(AT_ONCE, rows, Purpose::Overview, move |book, _, progress| {
            let Matched { matches, day, .. } = &*matched;
            let overview = Overview::of(book, matches, *day, &in_view, progress)?;
            Some(Box::new(move |open| open.matching.overview = Some(Arc::new(overview))))
        });
    }
}
