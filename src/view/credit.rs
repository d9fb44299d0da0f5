//! The page *Credit*: all its figures in one walk over a book, and the records behind each of them. Both ask
//! [`Credit::standing`], so that a figure counts what it opens.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use crate::book::scope::with_rows;
use crate::book::{Action, Book, BySection, Heads, Section};
use crate::rules::credit::{Credit, CreditFigure, FigureSet, Figures, KindSums, OrdinaryRecords, Standing, Sum};
use crate::rules::{actions, calendar};
use crate::values::rows::bitmap;
use crate::values::{Day, Period, grouped};
use crate::view::suppliers::SupplierNumbers;
use crate::work::{Progress, parts};

/// Why the credit of a document does not come in this GSTR-2B. A document is in the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotComing {
    /// The supplier's GSTR-1 is not filed, whatever was decided.
    NotFiled,
    /// It is kept Pending.
    Pending,
    /// It is rejected.
    Rejected,
}

impl NotComing {
    /// All, in the order of the bars.
    pub const ALL: [NotComing; 3] = [NotComing::NotFiled, NotComing::Pending, NotComing::Rejected];

    /// On the screen.
    pub fn words(self) -> &'static str {
        match self {
            NotComing::NotFiled => "GSTR-1 not filed",
            NotComing::Pending => "Pending",
            NotComing::Rejected => "Rejected",
        }
    }

    /// For scripts.
    pub fn key(self) -> &'static str {
        match self {
            NotComing::NotFiled => "not_filed",
            NotComing::Pending => "pending",
            NotComing::Rejected => "rejected",
        }
    }

    /// Of a record.
    fn of(section: Section, standing: &Standing) -> Option<NotComing> {
        // What is of a later GSTR-2B is not due in this one.
        let due = !standing.figures.has(CreditFigure::Next);
        let filed = !standing.figures.has(CreditFigure::NotFiled);
        if due { NotComing::of_due(section, filed, standing.action) } else { None }
    }

    /// Of a record of this GSTR-2B. Credit notes take credit, so what is held of them is none that does not come.
    fn of_due(section: Section, filed: bool, action: Action) -> Option<NotComing> {
        match action {
            _ if section.is_credit_note() => None,
            _ if !filed => Some(NotComing::NotFiled),
            Action::Pending => Some(NotComing::Pending),
            Action::Reject => Some(NotComing::Rejected),
            _ => None,
        }
    }
}

/// The credit of a supplier that does not come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplierNotComing {
    /// Its number.
    pub supplier: u32,
    /// Records and tax, in the order of [`NotComing::ALL`].
    pub parts: [Sum; 3],
    /// Its first record that is counted here.
    first: Option<(Section, u32)>,
}

impl SupplierNotComing {
    /// All parts together.
    pub fn total(&self) -> i128 {
        self.parts.iter().map(Sum::total).sum()
    }

    /// All its records.
    pub fn records(&self) -> u64 {
        self.parts.iter().map(|sum| sum.records).sum()
    }

    /// Its name, as that record has it.
    pub fn name<'b>(&self, book: &'b Book) -> &'b str {
        self.first.map_or("", |(section, row)| book.sheet(section).records().names.get(row).trim())
    }
}

/// All figures of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreditPage {
    /// The figures that are everywhere.
    pub figures: Figures,
    sums: Vec<Sum>,
    /// Pending documents that are no credit notes, by the last return in which their credit can be taken.
    pub last_returns: BTreeMap<Option<Period>, Sum>,
    /// Pending credit notes that may be so for one period only, by its last day.
    pub notes_until: BTreeMap<Day, Sum>,
    /// Suppliers whose credit does not come, the most first.
    pub not_coming: Vec<SupplierNotComing>,
    /// What of the credit the register calls not claimable; none without a register.
    pub not_claimable: Option<Sum>,
    /// What is Pending now, by why it does not wait.
    pub pending_now: NowAmong,
    /// What is rejected now, by why it is not given up.
    pub rejected_now: NowAmong,
    /// What of the accepted gives nothing yet: of those accepted now, and before on the portal.
    pub accepted_for_nothing: [ForNothing; 2],
}

/// Accepted records that give no credit in this GSTR-2B, by why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ForNothing {
    /// Not filed.
    pub not_filed: u64,
    /// Of a later GSTR-2B.
    pub next: u64,
}

impl ForNothing {
    /// Adds records that all are as this one.
    fn add(&mut self, standing: &Standing, records: u64) {
        match () {
            () if standing.figures.has(CreditFigure::NotFiled) => self.not_filed += records,
            () if standing.figures.has(CreditFigure::Next) => self.next += records,
            () => {}
        }
    }

    fn join(&mut self, other: &ForNothing) {
        (self.not_filed, self.next) = (self.not_filed + other.not_filed, self.next + other.next);
    }

    /// `(3 of these not filed: 0 yet)`; nothing where there are none.
    pub fn words(&self) -> String {
        let parts = [(self.not_filed, "not filed"), (self.next, "of a later GSTR-2B")];
        let parts = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{} {why}", grouped(n)));
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() { String::new() } else { format!("(of these {}: 0 yet)", parts.join(", ")) }
    }
}

/// Records that were given an action here and are in none of the falls, by why; credit notes are counted in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NowAmong {
    /// Credit notes.
    pub notes: u64,
    /// Not filed.
    pub not_filed: u64,
    /// Of a later GSTR-2B.
    pub next: u64,
    /// Amendments of which it cannot be said what they change.
    pub to_check: u64,
    /// What gave nothing before.
    pub nothing: u64,
}

impl NowAmong {
    /// Adds records that all are as this one.
    fn add(&mut self, note: bool, standing: &Standing, falls: FigureSet, records: u64) {
        let has = |figure| standing.figures.has(figure);
        let of = match () {
            () if note => &mut self.notes,
            () if standing.figures.meets(falls) => return,
            () if has(CreditFigure::NotFiled) => &mut self.not_filed,
            () if has(CreditFigure::Next) => &mut self.next,
            () if has(CreditFigure::ToCheck) => &mut self.to_check,
            () => &mut self.nothing,
        };
        *of += records;
    }

    fn join(&mut self, other: &NowAmong) {
        self.notes += other.notes;
        self.not_filed += other.not_filed;
        self.next += other.next;
        self.to_check += other.to_check;
        self.nothing += other.nothing;
    }
}

/// Which records a figure of the page opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditRecords {
    /// Those in any of these figures.
    Figures(FigureSet),
    /// Pending ones with this last return.
    LastReturn(Option<Period>),
    /// Credit notes that may stay Pending for one period, where that ends on one of these days: the first, and the last.
    NotesUntil(Day, Day),
    /// Those of a supplier that do not come, all or of one reason.
    NotComing(u32, Option<NotComing>),
    /// Those that the register calls not claimable.
    NotClaimable,
}

/// Whether the register calls a record not claimable.
pub type NotClaimable<'a> = dyn Fn(Section, u32) -> bool + Sync + 'a;

/// Credit that does not come: supplier, row, and why.
type RowsNotComing = Vec<(u32, u32, NotComing)>;

/// What one part of the walk counts.
#[derive(Default)]
struct Walked {
    figures: Figures,
    sums: Vec<Sum>,
    /// What has nothing to be weighed, by its own tax.
    kinds: KindSums,
    last_returns: BTreeMap<Option<Period>, Sum>,
    notes_until: BTreeMap<Day, Sum>,
    not_claimable: Sum,
    pending_now: NowAmong,
    rejected_now: NowAmong,
    accepted_for_nothing: [ForNothing; 2],
    not_coming: RowsNotComing,
}

impl Walked {
    fn new() -> Walked {
        Walked { sums: vec![Sum::default(); CreditFigure::COUNT], ..Walked::default() }
    }

    /// Adds what has nothing to be weighed to the figures it is in.
    fn add_kinds(&mut self, note: bool) {
        for (kind, own) in std::mem::take(&mut self.kinds).each() {
            let one = kind.one();
            self.figures.add_kind(kind, &one, &own);
            for figure in one.figures.each() {
                let heads = kind.times(figure.of(&one).map(i128::from), &own);
                self.sums[figure as usize].join(&Sum { heads, ..own });
            }
            self.add_now(note, &one, own.records);
        }
    }

    /// Adds records that are all as this one to what is Pending now, or rejected.
    fn add_now(&mut self, note: bool, standing: &Standing, records: u64) {
        if standing.figures.has(CreditFigure::PendingNow) {
            self.pending_now.add(note, standing, FigureSet::of(&CreditFigure::WAITING), records);
        } else if standing.figures.has(CreditFigure::RejectedNow) {
            self.rejected_now.add(note, standing, FigureSet::of(&[CreditFigure::GivenUp]), records);
        } else if standing.figures.has(CreditFigure::AcceptedNow) {
            self.accepted_for_nothing[0].add(standing, records);
        } else if standing.figures.has(CreditFigure::AcceptedBefore) {
            self.accepted_for_nothing[1].add(standing, records);
        }
    }
}

/// What is Pending.
const PENDING: FigureSet = FigureSet::of(&[CreditFigure::PendingNow, CreditFigure::PendingBefore]);

/// How the records of a book are walked over.
pub struct CreditWalk<'a> {
    book: &'a Book,
    credit: Credit<'a>,
    day: Day,
    numbers: &'a SupplierNumbers,
    not_claimable: Option<&'a NotClaimable<'a>>,
}

impl<'a> CreditWalk<'a> {
    /// Over a book on a day, with the numbers of its suppliers.
    pub fn new(
        book: &'a Book,
        day: Day,
        numbers: &'a SupplierNumbers,
        not_claimable: Option<&'a NotClaimable<'a>>,
    ) -> CreditWalk<'a> {
        CreditWalk { book, credit: Credit::new(book, day), day, numbers, not_claimable }
    }

    /// All figures of the page; none if it was stopped on the way.
    pub fn page(&self, progress: &Progress) -> Option<CreditPage> {
        let mut page = CreditPage {
            sums: vec![Sum::default(); CreditFigure::COUNT],
            not_claimable: self.not_claimable.is_some().then(Sum::default),
            ..CreditPage::default()
        };
        let mut not_coming = Vec::new();
        for section in Section::ALL {
            let rows: Vec<u32> = (0..self.book.sheet(section).rows()).collect();
            let ordinary = OrdinaryRecords::new(self.credit, section);
            let walked = parts::in_parts(&rows, |part| {
                let mut walked = Walked::new();
                for block in part.chunks(parts::BETWEEN_LOOKS).take_while(|_| !progress.cancelled()) {
                    block.iter().for_each(|&row| self.add(&mut walked, &ordinary, section, row));
                }
                walked.add_kinds(section.is_credit_note());
                walked
            });
            if progress.cancelled() {
                return None;
            }
            for part in walked {
                page.figures.join(&part.figures);
                page.sums.iter_mut().zip(&part.sums).for_each(|(sum, more)| sum.join(more));
                part.last_returns.iter().for_each(|(&last, sum)| page.last_returns.entry(last).or_default().join(sum));
                part.notes_until.iter().for_each(|(&day, sum)| page.notes_until.entry(day).or_default().join(sum));
                page.not_claimable.iter_mut().for_each(|sum| sum.join(&part.not_claimable));
                page.pending_now.join(&part.pending_now);
                page.rejected_now.join(&part.rejected_now);
                let for_nothing = page.accepted_for_nothing.iter_mut().zip(&part.accepted_for_nothing);
                for_nothing.for_each(|(all, more)| all.join(more));
                not_coming.push((section, part.not_coming));
            }
        }
        page.not_coming = self.by_supplier(&not_coming, progress)?;
        Some(page)
    }

    /// What does not come, supplier by supplier, the most first; none if it was stopped on the way.
    fn by_supplier(
        &self,
        not_coming: &[(Section, RowsNotComing)],
        progress: &Progress,
    ) -> Option<Vec<SupplierNotComing>> {
        // Each core adds up its share of the suppliers over all rows, so that nothing need be joined.
        let rows: usize = not_coming.iter().map(|(_, rows)| rows.len()).sum();
        let cores = if rows < parts::SHORT { 1 } else { parts::cores() as u32 };
        let stripes = parts::of_tasks((0..cores).collect(), |stripe| {
            // For each supplier of this share: one more than its place in the list; 0 for one that is not there.
            let mut places = vec![0_u32; (self.numbers.count() / cores + 1) as usize];
            let mut list: Vec<SupplierNotComing> = Vec::new();
            let blocks = not_coming
                .iter()
                .flat_map(|(section, rows)| rows.chunks(parts::BETWEEN_LOOKS).map(move |block| (*section, block)));
            for (section, block) in blocks.take_while(|_| !progress.cancelled()) {
                for &(supplier, row, why) in block.iter().filter(|(supplier, ..)| supplier % cores == stripe) {
                    let Some(place) = places.get_mut((supplier / cores) as usize) else { continue };
                    if *place == 0 {
                        let first = Some((section, row));
                        list.push(SupplierNotComing { supplier, first, ..SupplierNotComing::default() });
                        *place = list.len() as u32;
                    }
                    list[*place as usize - 1].parts[why as usize].add(self.credit.own(section, row));
                }
            }
            list
        });
        let mut all = parts::joined(stripes);
        all.sort_by_cached_key(|supplier| (std::cmp::Reverse(supplier.total()), supplier.supplier));
        if progress.cancelled() { None } else { Some(all) }
    }

    fn add(&self, walked: &mut Walked, ordinary: &OrdinaryRecords, section: Section, row: u32) {
        let own = ordinary.own(row);
        let known = ordinary.get(row);
        if let Some((of, kind)) = known.and_then(|of| Some((of, ordinary.kind(row, of, own)?))) {
            walked.kinds.add(kind, own);
            if let Some(why) = NotComing::of_due(section, of.filed, of.yours) {
                walked.not_coming.push((self.numbers.of_row(self.book, section, row), row, why));
                if of.yours == Action::Pending {
                    walked.last_returns.entry(self.last_return_of(section, row)).or_default().add(own);
                }
            }
            let given = of.given(own).1;
            if self.is_not_claimable(section, row, given) {
                walked.not_claimable.add(given);
            }
            return;
        }
        let Some(standing) = ordinary.standing(row) else { return };
        walked.figures.add_standing(&standing);
        for figure in standing.figures.each() {
            walked.sums[figure as usize].add(figure.of(&standing));
        }
        walked.add_now(section.is_credit_note(), &standing, 1);
        if let Some(last) = self.last_return(section, row, &standing) {
            walked.last_returns.entry(last).or_default().add(standing.own);
        }
        if let Some(until) = self.note_until(section, row, &standing) {
            walked.notes_until.entry(until).or_default().add(standing.own);
        }
        if let Some(why) = NotComing::of(section, &standing) {
            walked.not_coming.push((self.numbers.of_row(self.book, section, row), row, why));
        }
        if self.is_not_claimable(section, row, standing.after) {
            walked.not_claimable.add(standing.after);
        }
    }

    /// The last day on which a credit note may be Pending that may be so for one period only.
    fn note_until(&self, section: Section, row: u32, standing: &Standing) -> Option<Day> {
        if !section.is_credit_note() || !standing.figures.meets(PENDING) {
            return None;
        }
        actions::one_period_ends(self.book, section, row, self.day)
    }

    /// The last return for the credit of a Pending document; that of a credit note is not lost.
    fn last_return(&self, section: Section, row: u32, standing: &Standing) -> Option<Option<Period>> {
        if section.is_credit_note() || !standing.figures.meets(PENDING) {
            return None;
        }
        Some(self.last_return_of(section, row))
    }

    fn last_return_of(&self, section: Section, row: u32) -> Option<Period> {
        calendar::last_return_for_credit(self.book, calendar::credit_document_day(self.book, section, row))
    }

    /// Whether a record is in "of this not claimable by the register": it gives credit that the books do not claim.
    fn is_not_claimable(&self, section: Section, row: u32, given: Heads) -> bool {
        self.not_claimable
            .is_some_and(|not_claimable| given != [0; 4] && !section.is_credit_note() && not_claimable(section, row))
    }

    /// The records behind a figure, sheet by sheet; none if it was stopped on the way.
    pub fn records(&self, which: CreditRecords, progress: &Progress) -> Option<Vec<(Section, RoaringBitmap)>> {
        let mut found = BySection::<RoaringBitmap>::default();
        for section in Section::ALL {
            let rows: Vec<u32> = (0..self.book.sheet(section).rows()).collect();
            let parts = parts::in_parts(&rows, |part| {
                let mut found = Vec::new();
                for block in part.chunks(parts::BETWEEN_LOOKS).take_while(|_| !progress.cancelled()) {
                    found.extend(block.iter().copied().filter(|&row| self.is_among(which, section, row)));
                }
                found
            });
            if progress.cancelled() {
                return None;
            }
            found[section] = bitmap(&parts::joined(parts));
        }
        Some(with_rows(found))
    }

    fn is_among(&self, which: CreditRecords, section: Section, row: u32) -> bool {
        if let CreditRecords::NotComing(supplier, _) = which
            && self.numbers.of_row(self.book, section, row) != supplier
        {
            return false;
        }
        let Some(standing) = self.credit.standing(section, row) else { return false };
        match which {
            CreditRecords::Figures(figures) => standing.figures.meets(figures),
            CreditRecords::LastReturn(last) => self.last_return(section, row, &standing) == Some(last),
            CreditRecords::NotesUntil(first, last) => {
                self.note_until(section, row, &standing).is_some_and(|day| (first..=last).contains(&day))
            }
            CreditRecords::NotComing(_, why) => {
                NotComing::of(section, &standing).is_some_and(|of| why.is_none_or(|why| why == of))
            }
            CreditRecords::NotClaimable => self.is_not_claimable(section, row, standing.after),
        }
    }
}

impl CreditPage {
    /// One figure.
    pub fn of(&self, figure: CreditFigure) -> Sum {
        self.sums.get(figure as usize).copied().unwrap_or_default()
    }

    /// Figures together of which a record is in one at most.
    pub fn all_of(&self, figures: &[CreditFigure]) -> Sum {
        let mut all = Sum::default();
        figures.iter().for_each(|&figure| all.join(&self.of(figure)));
        all
    }
}
