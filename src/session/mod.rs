//! One open book without a window: the book with its log and findings, how it is looked at, what an action would act on,
//! deciding with its questions as data, work in the background, and how it is kept. Only its own functions change it.

pub mod background;
pub mod banner;
pub mod copying;
pub mod counts;
pub mod credit;
pub mod credit_words;
pub mod deciding;
pub mod export;
pub mod files;
pub mod heavy_steps;
pub mod judging;
pub mod keeping;
pub mod look;
pub mod many;
pub mod matched;
pub mod newer;
pub mod pan_search;
pub mod reading;
pub mod refused;
pub mod register;
pub mod result_line;
pub mod review;
pub mod route;
pub mod showing;
pub mod steps;
pub mod suppliers;
use crate::book::{Action, Book, Scope, Section};
use crate::edit::Log;
use crate::exchange::copied::Copied;
use crate::rules::Finding;
use crate::session::background::{Background, Purpose};
use crate::session::banner::Banner;
use crate::session::counts::Tally;
use crate::session::credit::CreditDesk;
use crate::session::credit_words::StepParts;
use crate::session::deciding::targets::Targets;
use crate::session::files::opening::Judged;
use crate::session::judging::Judgement;
use crate::session::keeping::journal::Keeping;
use crate::session::matched::Matching;
use crate::session::newer::Changes;
use crate::session::refused::Groups;
use crate::session::refused::Triage;
use crate::session::register::RegisterDesk;
use crate::session::result_line::{CreditMove, ResultLine};
use crate::session::suppliers::SupplierSheet;
use crate::store::journal::WroteUpload;
use crate::store::layout::Layout;
use crate::values::Day;
use crate::view::selection::bitmap;
use crate::view::{self, ByAction, Counts, Filter, Selection, Totals};
use crate::work::wake::Wake;
use showing::lent::Lent;
use showing::search::Search;
pub use showing::sheet_view::{Place, RightSide, Scroll, SheetView};
use showing::values::ValuesShown;
use std::path::PathBuf;
use std::sync::Arc;

/// The book that is open.
pub struct Session {
    /// To write to it, [`Session::book_mut`].
    book: Arc<Book>,
    /// What was done to it.
    log: Log,
    /// What the rules say of it.
    findings: Judgement,
    /// What looks through it in the background.
    background: Background<Session>,
    /// The day by which they judge.
    day: Day,
    /// The day by which they are being judged.
    day_to_come: Day,
    /// When the newest download in the book was made, as far as the disk knows.
    downloaded: Option<Day>,
    /// The sheet on the screen.
    place: Place,
    /// The sheet of suppliers.
    suppliers: SupplierSheet,
    /// The page *Credit*.
    credit: CreditDesk,
    /// All sheets together and each of them, in the order of [`Scope::EACH`].
    views: Vec<SheetView>,
    /// What a link filtered.
    lent: Option<Lent>,
    /// What is shown at the right.
    side: RightSide,
    /// What an action would act on.
    targets: Targets,
    /// The sheet and the revision of which that is.
    targets_of: Option<(Scope, u64)>,
    /// What the user calls the recipient; often nothing.
    name: String,
    /// That time presses, if it does.
    banner: Banner,
    /// What is looked for in all columns.
    search: Search,
    /// What is counted over the whole book; of a large one as of before, until it is counted again.
    tally: Tally,
    /// The revision that is or will be counted.
    tallied: u64,
    /// What the last step did to the credit.
    moved: CreditMove,
    /// What the rules say of the focused record, in words.
    inspected: Vec<Finding>,
    /// Where the focused record is in the view, if that shows it.
    focus_place: Option<usize>,
    /// The values of a column: what a funnel asked for last.
    values: ValuesShown,
    /// Rows that stay where they are do so while the pointer is busy: what is below it must not change between two clicks.
    rows_held: bool,
    /// The sums in the status bar: over the selection, else over the view.
    totals: Totals,
    /// What the last action did.
    result: Option<ResultLine>,
    /// What was copied, until it is on the clipboard.
    copied: Option<Copied>,
    /// Whether the notes on reading were read.
    notes_seen: bool,
    /// What the portal refused.
    triage: Triage,
    /// What newer downloads changed.
    changes: Changes,
    /// How it is matched with the register.
    matching: Matching,
    /// How it is kept.
    keeping: Keeping,
    /// The uploads that were written, the last one last.
    uploads: Vec<WroteUpload>,
    /// Whether it is still to be said whether the last of them was uploaded.
    awaiting: bool,
    /// Changes whenever something in the book, its findings or the day does.
    revision: u64,
    /// The state of the log that was last written to a file.
    written: u64,
    /// Files that were read beside the book's own: they are never written over.
    read: Vec<PathBuf>,
    /// The purchase register: how its vouchers are looked at, and where its files are.
    register: RegisterDesk,
}

/// What would be acted on is counted in the background if it is more rows than that.
const TARGETS_AT_ONCE: u64 = 10_000;

impl Session {
    /// Puts a book on the desk.
    pub fn new(judged: Judged, wake: &Wake) -> Session {
        let Judged { book, came_back, keeping, findings, day, name, downloaded, .. } = judged;
        let view = |scope: Scope| {
            let rows = view::rows(&book, &findings, scope, &Filter::default(), &[]);
            let changed: Vec<_> = scope.sections().iter().map(|&s| (s, book.delta(s).collect())).collect();
            SheetView {
                filter: Filter::default(),
                sort: Vec::new(),
                selection: Selection::at(rows.first().copied()),
                set: Arc::new(bitmap(&rows)),
                sums: Totals::of_list(&book, scope, &rows),
                rows: Arc::new(rows),
                goal: None,
                filtered_again: false,
                stays: None,
                follows: false,
                begins: false,
                layout: Layout::default(),
                columns_seen: Vec::new(),
                scroll: None,
                counts: Counts::sum(&scope.sections().iter().map(|&s| Counts::of(book.sheet(s))).collect::<Vec<_>>()),
                changed: scope.together(changed.iter().map(|(section, rows)| (*section, rows))),
                by_action: None,
            }
        };
        let views: Vec<SheetView> = Scope::EACH.into_iter().map(view).collect();
        let first = Section::ALL.into_iter().find(|&s| !views[Scope::from(s).place()].rows.is_empty());
        let place = match first {
            Some(section) => Place::Sheet(section),
            None if !book.others().is_empty() => Place::Other(0),
            None => Place::Sheet(Section::B2b),
        };
        let matching = Matching::of(&book, &came_back.log);
        let mut open = Session {
            side: RightSide::default(),
            written: came_back.log.state(),
            read: Vec::new(),
            log: came_back.log,
            triage: Triage::default(),
            changes: Changes::default(),
            matching,
            keeping,
            uploads: in_order(came_back.uploads),
            awaiting: came_back.awaiting,
            targets: Targets::default(),
            targets_of: None,
            lent: None,
            tally: Tally::default(),
            tallied: 0,
            moved: CreditMove::Silent,
            banner: Banner::default(),
            search: Search::default(),
            name,
            inspected: Vec::new(),
            focus_place: None,
            rows_held: false,
            values: ValuesShown::default(),
            totals: Totals::default(),
            result: None,
            copied: None,
            notes_seen: book.notes().is_empty(),
            revision: 1,
            background: Background::new(wake),
            register: RegisterDesk::new(wake),
            book: Arc::new(book),
            findings: findings.into(),
            day,
            day_to_come: day,
            downloaded,
            suppliers: SupplierSheet::default(),
            credit: CreditDesk::default(),
            place,
            views,
        };
        open.refresh();
        open.match_again();
        open
    }

    /// Looks at the book as another opening of the same book was looked at: rows have the same numbers in both.
    pub fn look_as(&mut self, before: Session) {
        for (scope, was) in Scope::EACH.into_iter().zip(before.views) {
            let there =
                scope.sections().iter().map(|&s| (s, (0..self.book.sheet(s).rows()).collect())).collect::<Vec<_>>();
            let there = scope.together(there.iter().map(|(section, rows)| (*section, rows)));
            let view = self.view_mut(scope);
            (view.filter, view.sort, view.selection, view.layout) = (was.filter, was.sort, was.selection, was.layout);
            view.selection.rows &= there;
            self.rebuild(scope);
        }
        if matches!(before.place, Place::All | Place::Sheet(_)) {
            self.place = before.place;
        }
        self.lent = before.lent;
        (self.banner.dismissed, self.notes_seen) = (before.banner.dismissed, before.notes_seen);
        self.refresh();
    }

    /// Derives what depends on sheet, view and selection: targets and sums. Cheap while little is selected.
    pub fn refresh(&mut self) {
        self.leave_link();
        self.let_rows_go();
        if self.tallied != self.revision {
            self.tallied = self.revision;
            self.triage.groups = Groups::of(&self.book);
            self.renew_changes();
            self.renew_vouchers();
            let day = self.day;
            self.look(Purpose::Counts, move |book, findings, progress| {
                let tally = Tally::of(book, findings, day, progress)?;
                Some(Box::new(move |open| open.take_tally(tally)))
            });
            self.look_again(false);
        }
        self.renew_suppliers();
        self.renew_credit();
        self.place_hits();
        self.renew_overview();
        self.renew_voucher_in_full();
        let Some(scope) = self.scope() else {
            (self.targets, self.totals) = (Targets::default(), Totals::default());
            return;
        };
        let view = self.view(scope);
        let focus = view.selection.focus;
        let record = focus.map(|number| scope.record(number));
        let mut inspected = record.map_or_else(Vec::new, |(s, row)| self.findings.in_words(&self.book, s, row));
        inspected.sort_by_key(|finding| std::cmp::Reverse(finding.weight));
        self.focus_place = focus.and_then(|focus| view.rows.iter().position(|&row| row == focus));
        self.inspected = inspected;
        self.renew_targets(scope);
        self.add_up_by_action(scope);
        self.renew_beside(record);
    }

    /// Counts what an action would act on, and adds it up. Of very many rows that is known a moment later; keys wait for it. What
    /// was counted of the same rows holds until then.
    fn renew_targets(&mut self, scope: Scope) {
        let (day, books) = (self.day, self.books_as_matched());
        let view = self.view(scope);
        let targets = Targets::uncounted(&view.set, &view.selection);
        let whole = view.selection.rows.is_empty() || targets.rows.is_empty() || targets.count() == view.set.len();
        let sums = whole.then_some(view.sums);
        let count = targets.count();
        let of = Some((scope, self.revision));
        let same = self.targets.are_counted() && self.targets_of == of && self.targets.rows == targets.rows;
        if same {
            self.targets.hidden = targets.hidden;
        } else {
            (self.targets, self.targets_of) = (targets.clone(), of);
        }
        self.totals = sums.unwrap_or(self.totals);
        self.look_within(TARGETS_AT_ONCE, count, Purpose::Targets, move |book, _, progress| {
            let targets = targets.clone().counted_until(book, scope, day, &books, progress)?;
            let totals = match sums {
                Some(sums) => sums,
                None => Totals::of(book, scope, targets.rows.iter()),
            };
            Some(Box::new(move |open| (open.targets, open.totals) = (targets, totals)))
        });
    }

    /// Adds up the rows of a view by action while nothing is selected, as then the details show it.
    fn add_up_by_action(&mut self, scope: Scope) {
        let (view, revision) = (self.view(scope), self.revision);
        let rows = view.rows.clone();
        let known = |(_, of, shown): &(ByAction, u64, Arc<Vec<u32>>)| *of == revision && Arc::ptr_eq(shown, &rows);
        let known = view.by_action.as_ref().is_some_and(known);
        if known || !view.selection.rows.is_empty() || self.background.runs_for(Purpose::Sums) {
            return;
        }
        self.look(Purpose::Sums, move |book, _, progress| {
            let sums = ByAction::of(book, scope, &rows, progress)?;
            let rows = rows.clone();
            Some(Box::new(move |open| {
                open.view_mut(scope).by_action = Some((sums, revision, rows));
                // Those on the screen by now may be others.
                open.scope().into_iter().for_each(|scope| open.add_up_by_action(scope));
            }))
        });
    }

    /// Takes what was counted over the whole book.
    fn take_tally(&mut self, tally: Tally) {
        let undecided = Section::ALL.map(|section| self.with_action(section, Action::NoAction));
        self.banner.renew(&self.book, self.downloaded, self.day, &tally, undecided);
        if let Some(ResultLine { credit, .. }) = &mut self.result
            && let CreditMove::Awaited(before) = *credit
        {
            *credit = CreditMove::By(StepParts::between(&before, &tally.figures));
        }
        self.tally = tally;
    }
}

/// The records of each upload in the order of sheets and rows, so that one can be found.
fn in_order(mut uploads: Vec<WroteUpload>) -> Vec<WroteUpload> {
    uploads.iter_mut().for_each(|upload| upload.said.sort_unstable_by_key(|&(section, row, _)| (section, row)));
    uploads
}
