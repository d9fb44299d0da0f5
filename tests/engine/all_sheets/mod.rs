//! The table of all sheets: whatever is filtered, sorted, selected, decided and taken back there, it is as if the same were
//! done sheet by sheet on a plain list of records.

mod model;

use crate::common;

use std::collections::{BTreeMap, BTreeSet};

use model::{Model, Pick};

use common::{Record, book, day, invoice, note};
use ims_desk::book::{Action, Amount, Answer, Book, Field, Scope, Section};
use ims_desk::edit::Change;
use ims_desk::rules::{ALL_IDS, Findings, Weight};
use ims_desk::session::Session;
use ims_desk::session::deciding::decide::{Decide, Decided, decide, restore};
use ims_desk::session::files::opening::Judged;
use ims_desk::values::Day;
use ims_desk::view::selection::Select;
use ims_desk::view::{self, BuiltIn, ColumnFilter, Filter, SortKey};
use ims_desk::work::{Progress, wake::Wake};
use proptest::prelude::*;

/// A record: its section and its row there.
type Rec = (Section, u32);

fn today() -> Day {
    day("20-03-2026")
}

/// Records of six sections, of several suppliers, of every kind that the rules treat on its own.
fn download() -> Book {
    let other = |record: Record| record.with("stin", "24AAAAA0000A1Z8").with("tradenm", "aarav Steel");
    let named = |record: Record| record.with("tradenm", "Himalaya Foods");
    let b2b = [
        named(invoice("a10")),
        other(invoice("a9").with("val", 90)).with("srcfilstatus", "NF"),
        named(invoice("a9").with("action", "R").with("remarks", "not ours")),
        invoice("b/1").with("action", "P").with("ispendactblocked", "Y"),
        other(invoice("b/1").heads([0, 900, 900, 0])),
        invoice("b/77").with("val", "unreadable"),
        invoice("b/2"),
        invoice("b/2").with("txval", 3),
    ];
    let b2ba = [
        named(invoice("a3").amends("a10", "10-02-2026").with("idt", "12-02-2026")),
        other(invoice("b/4").amends("a9", "10-02-2026").with("action", "A").with("itcRedReq", "Y")),
    ];
    let b2bdn = [named(note("a2").with("isRemarksBlocked", "Y")), other(note("b/9"))];
    let b2bcn = [
        named(note("a1")),
        other(note("a9").heads([0, 900, 900, 0])),
        note("b/3").with("action", "A").with("itcRedReq", "N").with("remarks", "ITC not availed"),
        note("b/8").with("itcRedReqBlocked", "Y"),
    ];
    let b2bcna = [note("a7").amends("a1", "10-02-2026"), other(note("b/5").amends("zz", "10-02-2026"))];
    let ecom = [named(invoice("a12").with("action", "P")), other(invoice("b/6").with("nt", 1))];
    book(&[("b2b", &b2b), ("b2ba", &b2ba), ("b2bdn", &b2bdn), ("b2bcn", &b2bcn), ("b2bcna", &b2bcna), ("ecom", &ecom)])
}

fn session(book: Book) -> Session {
    let wake = Wake::default();
    let judged = Judged::as_of(today(), book, &BTreeMap::new(), Err("a test".into()), &wake, &Progress::default());
    let mut open = Session::new(judged, &wake);
    open.show_place(Scope::All.into());
    open
}

#[derive(Clone, Debug)]
enum Step {
    Filter(Box<Filter>),
    Only(Vec<(usize, u32)>),
    Sort(Vec<SortKey>),
    Select(Pick, usize),
    Decide(Change),
    Restore,
    Undo,
    Redo,
}

fn filter() -> impl Strategy<Value = Filter> {
    let chosen = |values: &[&str], except| ColumnFilter::Chosen { values: values.iter().collect(), except, of: 0 };
    let columns = vec![
        (Field::Sheet, chosen(&["B2B", "B2B-CN"], false)),
        (Field::Sheet, chosen(&["B2B"], true)),
        (Field::Sheet, ColumnFilter::StartsWith("b2b-".into())),
        (Field::Name, ColumnFilter::Contains("AARAV".into())),
        (Field::Name, ColumnFilter::Blank),
        (Field::Number, ColumnFilter::Listed(["a9", "b/1"].into())),
        (Field::Number, ColumnFilter::StartsWith("B/".into())),
        (Field::OriginalNumber, ColumnFilter::NotBlank),
        (Field::OriginalNumber, ColumnFilter::Blank),
        (Field::Value, ColumnFilter::Amounts(Some(10_000), None)),
        (Field::OriginalDay, ColumnFilter::Days(Day::new(2026, 2, 1), None)),
        (Field::Answer, ColumnFilter::Blank),
        (Field::Remarks, ColumnFilter::NotBlank),
    ];
    let columns = prop::collection::vec(prop::sample::select(columns), 0..3);
    let actions = prop::sample::subsequence(Action::CHOICES.to_vec(), 0..=3);
    let text = prop::sample::select(vec!["", "", "", "aarav", "9", "not"]);
    let which = prop::sample::select(vec![None, None, None, Some(BuiltIn::NotFiled), Some(BuiltIn::ToAnswer)]);
    (columns, actions, text, prop::bool::weighted(0.2), which).prop_map(|(columns, actions, text, changed, which)| {
        Filter {
            text: text.into(),
            actions,
            changed,
            which,
            columns: columns.into_iter().collect(),
            ..Filter::default()
        }
    })
}

fn change() -> impl Strategy<Value = Change> {
    let accept = Change { answer_if_missing: Some(Answer::FULL), ..Change::action(Action::Accept) };
    prop::sample::select(vec![
        accept,
        Change::action(Action::Reject),
        Change::action(Action::Pending),
        Change::action(Action::NoAction),
        Change::remarks("not ours"),
        Change::remarks(""),
        Change::note("ask Meera"),
        Change { action: Some(Action::Accept), ..Change::answer(Answer::NO) },
    ])
}

fn step() -> impl Strategy<Value = Step> {
    let fields = [
        Field::Sheet,
        Field::Action,
        Field::Value,
        Field::Tax,
        Field::Number,
        Field::OriginalNumber,
        Field::Name,
        Field::Supplier,
        Field::Day,
        Field::Answer,
        Field::Remarks,
    ];
    let key = (prop::sample::select(fields.to_vec()), any::<bool>())
        .prop_map(|(field, descending)| SortKey { field, descending });
    let picks =
        [Pick::Row, Pick::Also, Pick::Also, Pick::UpTo, Pick::All, Pick::AllOrNone, Pick::TheOthers, Pick::Nothing];
    prop_oneof![
        3 => filter().prop_map(|filter| Step::Filter(Box::new(filter))),
        1 => prop::collection::vec((0..8usize, 0..9u32), 0..9).prop_map(Step::Only),
        2 => prop::collection::vec(key, 0..3).prop_map(Step::Sort),
        6 => (prop::sample::select(picks.to_vec()), 0..40usize).prop_map(|(pick, nth)| Step::Select(pick, nth)),
        6 => change().prop_map(Step::Decide),
        1 => Just(Step::Restore),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ]
}

fn do_it(open: &mut Session, model: &mut Model, step: Step) {
    match step {
        Step::Filter(filter) => {
            open.set_filter(Scope::All, (*filter).clone());
            (model.filter, model.only) = (*filter, None);
            model.filtered();
        }
        Step::Only(records) => {
            let records: BTreeSet<Rec> =
                records.into_iter().map(|(section, row)| (Section::ALL[section], row)).collect();
            let of = |section: Section| records.iter().filter(|(of, _)| *of == section).map(|(_, row)| *row).collect();
            open.show_all_of("some".into(), &Section::ALL.map(|section| (section, of(section))));
            (model.filter, model.only) = (Filter::default(), Some(records));
            model.linked();
        }
        Step::Sort(keys) => {
            open.set_sort(Scope::All, keys.clone());
            model.sort = keys;
            model.filtered();
        }
        Step::Select(pick, nth) => {
            let rows = &open.view(Scope::All).rows;
            let row = rows.get(nth % rows.len().max(1)).copied();
            let select = match (pick, row) {
                (Pick::Row, Some(row)) => Some(Select::Row(row)),
                (Pick::Also, Some(row)) => Some(Select::AlsoRow(row)),
                (Pick::UpTo, Some(row)) => Some(Select::UpTo(row)),
                (Pick::All, _) => Some(Select::All),
                (Pick::AllOrNone, _) => Some(Select::AllOrNone),
                (Pick::TheOthers, _) => Some(Select::TheOthers),
                (Pick::Nothing, _) => Some(Select::Nothing),
                (_, None) => None,
            };
            select.into_iter().for_each(|select| open.select(Scope::All, select));
            model.select(pick, nth);
        }
        Step::Decide(change) => {
            let before = open.log().in_force();
            let wanted = Decide { confirmed: true, ..Decide::targets(open, Scope::All, change.clone()) };
            assert!(matches!(decide(open, wanted, false), Decided::Done));
            let refused = model.decide(&change);
            let left_out = &open.result().unwrap().left_out;
            assert!(left_out.iter().all(|group| group.scope == Scope::All && !group.why.is_empty()));
            let listed = left_out.iter().flat_map(|group| group.rows.iter()).map(|row| Scope::All.record(row));
            assert_eq!(listed.collect::<BTreeSet<Rec>>(), refused, "what is refused is listed");
            assert!(open.log().in_force() <= before + 1, "however many sheets, it is one step");
        }
        Step::Restore => {
            let rows = open.targets().rows.clone();
            restore(open, Scope::All, &rows, 0);
            model.restore();
        }
        Step::Undo => {
            open.undo();
            model.turn(true);
        }
        Step::Redo => {
            open.redo();
            model.turn(false);
        }
    }
}

/// That the rules say of each record what they say of a book that was never judged before.
fn same_verdicts(open: &Session, plain: &Book) {
    let (kept, afresh) = (open.findings(), Findings::of(plain, today()));
    for section in Section::ALL {
        for row in 0..plain.sheet(section).rows() {
            assert_eq!(kept.worst(section, row), afresh.worst(section, row), "{section:?} {row}");
            for rule in ALL_IDS {
                assert_eq!(kept.has(section, row, rule), afresh.has(section, row, rule), "{section:?} {row} {rule:?}");
            }
        }
        for weight in [Weight::Info, Weight::Warns, Weight::Asks, Weight::Blocks] {
            assert_eq!(kept.count(section, weight), afresh.count(section, weight), "{section:?} {weight:?}");
        }
    }
}

/// That both are alike in everything that can be seen.
fn same(open: &Session, model: &Model) {
    let record = |number: u32| Scope::All.record(number);
    let view = open.view(Scope::All);
    assert_eq!(view.rows.iter().map(|&number| record(number)).collect::<Vec<Rec>>(), model.view, "rows");
    assert_eq!(view.set.iter().collect::<BTreeSet<u32>>(), view.rows.iter().copied().collect(), "the same as a set");
    let selected: BTreeSet<Rec> = view.selection.rows.iter().map(record).collect();
    assert_eq!(selected, model.selected, "selection");
    assert_eq!(open.focused(), model.focus, "focus");
    assert_eq!(Scope::All.by_sheet(&open.targets().rows), model.targets(), "what an action is for");
    let (book, plain) = (open.book(), &model.book);
    same_verdicts(open, plain);
    let (mut counts, mut changed) = ([0u32; 5], BTreeSet::new());
    for section in Section::ALL {
        for row in 0..plain.sheet(section).rows() {
            let said = |book: &Book| {
                let decision = book.sheet(section).decision(row);
                let texts = [decision.remarks, decision.note].map(|text| book.text(text).to_owned());
                (decision.action, book.answers().get(decision.answer), texts)
            };
            assert_eq!(said(book), said(plain), "{section:?} {row}");
            if plain.sheet(section).in_force(row) {
                counts[plain.sheet(section).actions()[row as usize] as usize] += 1;
            }
            if plain.in_delta(section, row) {
                changed.insert((section, row));
            }
        }
    }
    let counted = Action::CHOICES.map(|action| view.counts.with(action));
    assert_eq!(counted, Action::CHOICES.map(|action| counts[action as usize]), "how many have each action");
    assert_eq!(view.changed.iter().map(record).collect::<BTreeSet<Rec>>(), changed, "what is changed");
    let sum = |amount: Amount, rows: &[Rec]| {
        let of = |&(section, row): &Rec| {
            let paise = i128::from(plain.sheet(section).records().amount(row, amount));
            if section.is_credit_note() { -paise } else { paise }
        };
        rows.iter().map(of).sum::<i128>()
    };
    assert_eq!(view.sums.amounts[0], sum(Amount::ALL[0], &model.view), "sums");
    if let (Some((by_action, ..)), true) = (&view.by_action, model.selected.is_empty()) {
        for action in Action::CHOICES {
            let with = |(section, row): &&Rec| plain.sheet(*section).actions()[*row as usize] == action;
            let rows: Vec<Rec> = model.view.iter().filter(with).copied().collect();
            assert_eq!(by_action.with(action).amounts[1], sum(Amount::ALL[1], &rows), "sums by action");
        }
    }
}

/// The values of a funnel are those of the cells, each with how often.
fn values_are_those_of_the_cells(open: &Session) {
    let filter = Filter { columns: BTreeMap::new(), ..open.view(Scope::All).filter.clone() };
    let rows = view::rows(open.book(), open.findings(), Scope::All, &filter, &[]);
    let text = |number: u32, field| {
        let (section, row) = Scope::All.record(number);
        view::cell(open.book(), section, row, field).into_owned()
    };
    for field in Field::columns(Scope::All).into_iter().filter(|field| !field.is_amount() && !field.is_day()) {
        let mut counted = BTreeMap::<String, u32>::new();
        rows.iter().for_each(|&number| *counted.entry(text(number, field)).or_default() += 1);
        let values = view::distinct(open.book(), open.findings(), Scope::All, &filter, field);
        let listed: Vec<(String, u32)> = values.iter().map(|value| (text(value.row, field), value.count)).collect();
        let known: BTreeMap<String, u32> = listed.iter().cloned().collect();
        assert_eq!((listed.len(), &known), (counted.len(), &counted), "{field:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_in_the_table_of_all_sheets_is_as_if_done_sheet_by_sheet(
        steps in prop::collection::vec(step(), 1..24),
    ) {
        let (mut open, mut model) = (session(download()), Model::new(download()));
        same(&open, &model);
        for step in steps {
            do_it(&mut open, &mut model, step.clone());
            same(&open, &model);
        }
        values_are_those_of_the_cells(&open);
    }
}

#[test]
fn what_is_looked_for_is_found_in_the_table_of_all_sheets_where_each_sheet_has_it() {
    let mut open = session(download());
    open.look_for("aarav".into());
    let found = |scope: Scope| open.search().hits(scope).unwrap().clone();
    let by_sheet: Vec<_> = Section::ALL.map(|section| (section, found(section.into()))).into_iter().collect();
    let by_sheet: Vec<_> = by_sheet.into_iter().filter(|(_, rows)| !rows.is_empty()).collect();
    assert!(by_sheet.len() > 3, "{by_sheet:?}");
    assert_eq!(Scope::All.by_sheet(&found(Scope::All)), by_sheet);
    assert_eq!(open.search().shown(), Some(by_sheet.iter().map(|(_, rows)| rows.len()).sum::<u64>()));
    open.next_hit(1);
    let first = open.focused().unwrap();
    open.next_hit(-1);
    open.next_hit(1);
    assert_eq!(open.focused(), Some(first), "there and back");
}

#[test]
fn many_rejections_are_many_wherever_they_are() {
    let numbers: Vec<String> = (0..15).map(|n| format!("{n}")).collect();
    let invoices: Vec<Record> = numbers.iter().map(|number| invoice(number)).collect();
    let notes: Vec<Record> = numbers.iter().map(|number| note(number)).collect();
    let mut asked = Vec::new();
    for sections in [vec![("b2b", &invoices[..])], vec![("b2b", &invoices[..]), ("b2bdn", &notes[..])]] {
        let mut open = session(book(&sections));
        open.select(Scope::All, Select::All);
        let wanted = Decide::targets(&open, Scope::All, Change::action(Action::Reject));
        asked.push(matches!(decide(&mut open, wanted, false), Decided::Ask(_)));
    }
    assert_eq!(asked, [false, true], "fifteen are few, and twice as many are many");
}

#[test]
fn the_records_of_a_supplier_are_shown_of_all_sheets() {
    let mut open = session(download());
    open.show_place(Scope::from(Section::B2b).into());
    open.show_all_of_supplier("24AAAAA0000A1Z8");
    assert_eq!(open.scope(), Some(Scope::All));
    let book = open.book();
    let shown: Vec<Rec> = open.view(Scope::All).rows.iter().map(|&number| Scope::All.record(number)).collect();
    let of_supplier = |section: Section| {
        let sheet = book.sheet(section);
        let own = move |row: &u32| sheet.records().suppliers.get(*row) == "24AAAAA0000A1Z8" && sheet.in_force(*row);
        (0..sheet.rows()).filter(own).map(move |row| (section, row))
    };
    assert_eq!(shown, Section::ALL.into_iter().flat_map(of_supplier).collect::<Vec<Rec>>());
    assert!(shown.len() > 4);
}
