//! What is shown of a sheet: filter, order, selection, sums and the texts of cells, over a small book of which every
//! record is known.

use crate::common;

use common::{Record, decided};
use ims_desk::book::{Action, Answer, Book, Field, Section};
use ims_desk::edit::Change;
use ims_desk::rules::{Findings, RuleId, Weight};
use ims_desk::view::selection::{Select, bitmap};
use ims_desk::view::{self, Counts, Filter, Selection, SortKey, Totals, cell};
use roaring::RoaringBitmap;

/// Number, supplier, name, day, value and taxable value, action.
type Line = (&'static str, &'static str, &'static str, &'static str, [&'static str; 2], &'static str);

const LINES: [Line; 5] = [
    ("INV/10", "29AAAAA0000A1ZY", "Himalaya Foods", "05-10-2026", ["1180.00", "1000.00"], "N"),
    ("INV/9", "24AAAAA0000A1Z8", "Aarav Steel", "01-10-2026", ["118000.50", "100000.50"], "A"),
    ("inv/0009", "07AAAAA0000A1Z4", "aarav steel", "02-10-2026", ["590.00", "500.00"], "P"),
    ("00211", "29AAAAA0000A1ZY", "Himalaya Foods", "31-10-2026", ["1180.00", "1000.00"], "R"),
    ("A-470", "19AAAAA0000A1ZZ", "Ébène Transport", "02-11-2026", ["99.00", "90.00"], "N"),
];

/// The lines as a section; the second supplier has not filed, the last type is not in our lists.
fn book_of(section: &str, empty: Record, number: &str, date: &str) -> Book {
    let record = |(i, (doc, supplier, name, day, [value, taxable], action)): (usize, &Line)| {
        let record = empty.clone().with(number, *doc).with("stin", *supplier).with("tradenm", *name).with(date, *day);
        let record = record
            .with("val", *value)
            .with("txval", *taxable)
            .with("action", *action)
            .with("iamt", 0)
            .with("camt", 90)
            .with("samt", "90.5");
        let record = record.with("inv_typ", if i == 4 { "XYZ" } else { "R" }).with("isRemarksBlocked", "Y");
        record.with("srcfilstatus", if i == 1 { "NF" } else { "F" }).with("rtnprd", "102026")
    };
    common::book_of(section, &LINES.iter().enumerate().map(record).collect::<Vec<_>>())
}

fn invoices() -> Book {
    book_of("b2b", common::invoice("1"), "inum", "idt")
}

fn credit_notes() -> Book {
    book_of("b2bcn", common::note("1").without("itcRedReqBlocked"), "nt_num", "nt_dt")
}

fn rows(book: &Book, filter: &Filter, keys: &[SortKey]) -> Vec<u32> {
    let findings = Findings::of(book, common::day("20-11-2026"));
    view::rows(book, &findings, Section::B2b, filter, keys)
}

fn found(book: &Book, text: &str) -> Vec<u32> {
    rows(book, &Filter { text: text.into(), ..Filter::default() }, &[])
}

fn sorted(book: &Book, keys: &[(Field, bool)]) -> Vec<u32> {
    let keys: Vec<SortKey> = keys.iter().map(|&(field, descending)| SortKey { field, descending }).collect();
    rows(book, &Filter::default(), &keys)
}

#[test]
fn a_filter_that_asks_nothing_shows_all_rows() {
    let filter = Filter { text: "  ".into(), ..Filter::default() };
    assert!(filter.is_empty());
    assert_eq!(rows(&invoices(), &filter, &[]), [0, 1, 2, 3, 4]);
}

#[test]
fn words_are_found_in_all_columns_in_either_case() {
    let mut book = invoices();
    decided(&mut book, Section::B2b, 3, Change::remarks("Never delivered"));
    decided(&mut book, Section::B2b, 0, Change::note("ask Meera"));
    for (text, expected) in [
        ("inv/", &[0, 1, 2][..]),
        ("AARAV", &[1, 2]),
        ("aarav inv/0009", &[2]),
        ("foods steel", &[]),
        ("29aaaaa", &[0, 3]),
        ("ébène", &[4]),
        ("ÉBÈNE", &[4]),
        ("delivered", &[3]),
        ("meera", &[0]),
        ("maharashtra", &[0, 1, 2, 3, 4]),
        ("october", &[0, 1, 2, 3, 4]),
        ("not filed", &[1]),
        ("pending", &[2]),
        ("xyz", &[4]),
        ("05-10", &[0]),
        ("-11-2026", &[4]),
        ("1180", &[0, 1, 3]),
        ("1,18,000.5", &[1]),
        ("1180.", &[0, 3]),
        ("₹590", &[2]),
        ("nowhere", &[]),
    ] {
        assert_eq!(found(&book, text), expected, "{text}");
    }
}

#[test]
fn actions_findings_changes_and_given_rows_filter_together() {
    let mut book = invoices();
    decided(&mut book, Section::B2b, 4, Change::action(Action::Accept));
    let none = Filter::default();
    let accepted = Filter { actions: vec![Action::Accept], ..none.clone() };
    assert_eq!(rows(&book, &accepted, &[]), [1, 4]);
    assert_eq!(rows(&book, &Filter { changed: true, ..none.clone() }, &[]), [4]);
    assert_eq!(rows(&book, &Filter { changed: true, ..accepted.clone() }, &[]), [4]);
    let unfiled = Filter { rule: Some(RuleId::A3), ..none.clone() };
    assert_eq!(rows(&book, &unfiled, &[]), [1]);
    // The type outside our lists warns too (F4), nothing blocks.
    assert_eq!(rows(&book, &Filter { weight: Some(Weight::Warns), ..none.clone() }, &[]), [1, 4]);
    assert_eq!(rows(&book, &Filter { weight: Some(Weight::Blocks), ..none.clone() }, &[]), [] as [u32; 0]);
    let only = Filter { only: Some(("the 3 refused".into(), RoaringBitmap::from([1, 3, 9]))), ..none };
    assert_eq!(rows(&book, &only, &[]), [1, 3]);
    assert_eq!(rows(&book, &Filter { text: "foods".into(), ..only }, &[]), [3]);
}

#[test]
fn a_view_knows_whether_commands_can_change_it() {
    let by = |field| [SortKey { field, descending: false }];
    let only = Filter { only: Some(("some".into(), RoaringBitmap::new())), ..Filter::default() };
    assert!(!view::reads_decisions(&only, &by(Field::Value)));
    assert!(view::reads_decisions(&only, &by(Field::Remarks)));
    assert!(view::reads_decisions(&only, &by(Field::DeclaredCess)));
    assert!(view::reads_decisions(&Filter { changed: true, ..Filter::default() }, &[]));
    assert!(view::reads_decisions(&Filter { text: "steel".into(), ..Filter::default() }, &[]));
}

#[test]
fn columns_sort_as_people_order_what_is_in_them() {
    let book = invoices();
    // Digits before letters, runs of digits as numbers, leading zeros and case aside.
    assert_eq!(sorted(&book, &[(Field::Number, false)]), [3, 4, 1, 2, 0]);
    assert_eq!(sorted(&book, &[(Field::Name, false)]), [1, 2, 0, 3, 4]);
    assert_eq!(sorted(&book, &[(Field::Value, false)]), [4, 2, 0, 3, 1]);
    assert_eq!(sorted(&book, &[(Field::Day, false)]), [1, 2, 0, 3, 4]);
    assert_eq!(sorted(&book, &[(Field::Action, false)]), [0, 4, 1, 3, 2]);
}

#[test]
fn equal_rows_keep_their_order_both_ways_and_further_keys_decide() {
    let book = invoices();
    assert_eq!(sorted(&book, &[(Field::Value, true)]), [1, 0, 3, 2, 4]);
    assert_eq!(sorted(&book, &[(Field::Value, true), (Field::Day, true)]), [1, 3, 0, 2, 4]);
    assert_eq!(sorted(&book, &[(Field::Name, false), (Field::Value, false)]), [2, 1, 0, 3, 4]);
}

#[test]
fn remarks_sort_by_their_text_and_declared_heads_by_amount() {
    let mut book = invoices();
    for (row, text) in [(0, "zebra"), (2, "Apple"), (3, "mango")] {
        decided(&mut book, Section::B2b, row, Change::remarks(text));
    }
    assert_eq!(sorted(&book, &[(Field::Remarks, false)]), [1, 4, 2, 3, 0]);
    for (row, igst) in [(1, 900), (4, 20)] {
        decided(&mut book, Section::B2b, row, Change::answer(Answer::part([igst, 0, 0, 0])));
    }
    assert_eq!(sorted(&book, &[(Field::DeclaredIgst, true)]), [1, 4, 0, 2, 3]);
}

#[test]
fn cells_say_what_the_screen_shows() {
    let mut book = credit_notes();
    let says = |book: &Book, row, field| cell(book, Section::B2bcn, row, field).into_owned();
    for (row, field, text) in [
        (1, Field::Value, "1,18,000.50"),
        (0, Field::Sgst, "90.50"),
        (0, Field::Day, "05-10-2026"),
        (0, Field::Place, "27 Maharashtra"),
        (0, Field::Period, "October 2026 (102026)"),
        (0, Field::Kind, "Regular"),
        (4, Field::Kind, "XYZ"),
        (1, Field::Filing, "GSTR-1 not filed"),
        (2, Field::Number, "inv/0009"),
        (0, Field::PendingBlocked, "no"),
        (0, Field::RemarksBlocked, "yes"),
        (0, Field::ItcBlocked, "not said"),
        (3, Field::Action, "Reject"),
        (0, Field::Answer, ""),
        (0, Field::DeclaredIgst, ""),
    ] {
        assert_eq!(says(&book, row, field), text, "{field:?}");
    }
    let part = Change { answer: Some(Answer::part([12_345_600, 0, 0, 0])), ..Change::action(Action::Accept) };
    decided(&mut book, Section::B2bcn, 0, part);
    decided(&mut book, Section::B2bcn, 1, Change::answer(Answer::FULL.by_default()));
    assert_eq!(says(&book, 0, Field::DeclaredIgst), "1,23,456.00");
    assert_eq!(says(&book, 0, Field::DeclaredCess), "0.00");
    assert_eq!(says(&book, 1, Field::Answer), "Yes, full (by default)");
    let old = view::cell::imported(&book, Section::B2bcn, 0, Field::Action);
    assert_eq!((&*old, &*says(&book, 0, Field::Action)), ("No action", "Accept"));
}

#[test]
fn sums_are_exact_and_credit_notes_count_negative() {
    let totals = Totals::of(&invoices(), Section::B2b, [1, 4].into_iter());
    assert_eq!((totals.rows, totals.amounts[..3].to_vec()), (2, vec![11_809_950, 10_009_050, 0]));
    let notes = Totals::of(&credit_notes(), Section::B2bcn, [1, 4].into_iter());
    assert_eq!(notes.amounts, totals.amounts.map(|sum| -sum));
    let mut both = totals;
    both.add(&notes);
    assert_eq!((both.rows, both.amounts), (4, [0; 6]));
}

#[test]
fn the_tax_is_the_sum_of_its_heads_in_its_cell_its_order_and_its_filter() {
    let heads = [[18_000, 0, 0, 0], [0, 5_000, 5_000, 0], [10_000, 10_000, 10_000, 500], [0; 4]];
    let record = |(i, heads): (usize, [i64; 4])| common::invoice(&format!("{i}")).heads(heads.map(|paise| paise / 100));
    let book = common::book_of("b2b", &heads.into_iter().enumerate().map(record).collect::<Vec<_>>());
    let tax = |row| cell(&book, Section::B2b, row, Field::Tax).into_owned();
    assert_eq!([tax(0), tax(1), tax(2), tax(3)], ["180.00", "100.00", "305.00", "0.00"]);
    assert_eq!(sorted(&book, &[(Field::Tax, false)]), [3, 1, 0, 2]);
    assert_eq!(sorted(&book, &[(Field::Tax, true)]), [2, 0, 1, 3]);
    let within = |from, to| {
        let columns = [(Field::Tax, view::ColumnFilter::Amounts(from, to))].into();
        rows(&book, &Filter { columns, ..Filter::default() }, &[])
    };
    assert_eq!(within(Some(10_000), Some(18_000)), [0, 1]);
    assert_eq!(within(None, Some(0)), [3]);
    assert_eq!(found(&book, "305"), [2], "the sum is found as well");
    let same = view::ColumnFilter::same_as(&book, Section::B2b, 2, Field::Tax);
    assert_eq!(same, view::ColumnFilter::Amounts(Some(30_500), Some(30_500)));
}

#[test]
fn sums_by_action_add_up_to_the_sums_of_all_rows() {
    let mut book = invoices();
    decided(&mut book, Section::B2b, 0, Change::action(Action::Reject));
    let rows: Vec<u32> = (0..5).collect();
    let by_action = view::ByAction::of(&book, Section::B2b, &rows, &ims_desk::work::Progress::default()).unwrap();
    let mut all = Totals::default();
    Action::CHOICES.iter().for_each(|&action| all.add(by_action.with(action)));
    assert_eq!(all, Totals::of(&book, Section::B2b, rows.into_iter()));
    assert_eq!(Action::CHOICES.map(|action| by_action.with(action).rows), [1, 2, 1, 1]);
    assert_eq!(by_action.with(Action::Accept).tax(), all.tax() / 5);
}

#[test]
fn actions_are_counted_over_the_sheet() {
    let mut book = invoices();
    decided(&mut book, Section::B2b, 0, Change::action(Action::Reject));
    let counts = Counts::of(book.sheet(Section::B2b));
    assert_eq!(Action::CHOICES.map(|action| counts.with(action)), [1, 2, 1, 1]);
    assert_eq!(counts.all(), 5);
}

const VIEW: [u32; 5] = [40, 10, 30, 20, 50];

fn selected(selection: &Selection) -> Vec<u32> {
    selection.rows.iter().collect()
}

#[test]
fn clicks_select_rows_and_ranges_in_the_order_of_the_view() {
    let mut s = Selection::default();
    s.click(10);
    s.shift_click(&VIEW, 20);
    assert_eq!((selected(&s), s.focus), (vec![10, 20, 30], Some(20)));
    // The anchor stays: the range turns about it.
    s.shift_click(&VIEW, 40);
    assert_eq!(selected(&s), [10, 40]);
    s.ctrl_click(50);
    s.ctrl_click(10);
    assert_eq!((selected(&s), s.focus), (vec![40, 50], Some(10)));
    s.click(30);
    assert_eq!(selected(&s), [30]);
}

#[test]
fn keys_move_the_focus_and_extend_the_range() {
    let mut s = Selection::default();
    assert_eq!(s.move_focus(&VIEW, 1, false), Some(0));
    assert_eq!(s.move_focus(&VIEW, 2, true), Some(2));
    assert_eq!((selected(&s), s.focus), (vec![10, 30, 40], Some(30)));
    assert_eq!(s.move_focus(&VIEW, -1, true), Some(1));
    assert_eq!(selected(&s), [10, 40]);
    assert_eq!(s.move_focus(&VIEW, i64::MAX, false), Some(4));
    assert_eq!((selected(&s), s.move_focus(&VIEW, 1, false)), (vec![50], Some(4)));
    assert_eq!(s.move_focus(&VIEW, i64::MIN, true), Some(0));
    assert_eq!(selected(&s), [10, 20, 30, 40, 50]);
    s.toggle_focus();
    assert_eq!((selected(&s), s.focus), (vec![10, 20, 30, 50], Some(40)));
    assert_eq!(Selection::default().move_focus(&[], 1, false), None);
    assert_eq!(Selection::default().move_focus(&VIEW, i64::MAX, false), Some(4));
}

#[test]
fn rows_that_the_view_does_not_show_stay_selected_and_are_counted_apart() {
    let mut s = Selection { rows: RoaringBitmap::from([10, 20, 60, 70]), ..Selection::default() };
    let visible = s.visible(&bitmap(&VIEW));
    assert_eq!(visible.iter().collect::<Vec<_>>(), [10, 20]);
    assert_eq!(s.hidden(&visible), 2);
    s.toggle_set(&bitmap(&VIEW));
    assert_eq!(selected(&s), [10, 20, 30, 40, 50, 60, 70]);
    s.toggle_set(&bitmap(&VIEW));
    assert_eq!(selected(&s), [60, 70]);
    s.click(30);
    s.invert_set(&bitmap(&VIEW));
    assert_eq!(selected(&s), [10, 20, 40, 50]);
    s.choose(bitmap(&VIEW));
    assert_eq!(s.visible(&bitmap(&VIEW)).len(), 5);
    s.clear();
    assert!(s.rows.is_empty());
    assert_eq!(s.focus, Some(30));
}

#[test]
fn once_the_user_chose_rows_an_arrow_goes_on_to_the_next_row() {
    let set = bitmap(&VIEW);
    let next = VIEW[VIEW.iter().position(|&row| row == 20).unwrap() + 1];
    for chosen in [Select::All, Select::AllOrNone, Select::TheOthers, Select::Focused] {
        let mut s = Selection::at(Some(10));
        s.leave_for(Some(20));
        s.select_in(&VIEW, &set, chosen);
        s.select_in(&VIEW, &set, Select::Move { by: 1, extend: false });
        assert_eq!(s.focus, Some(next), "{chosen:?}");
    }
    let mut s = Selection::at(Some(10));
    s.leave_for(Some(20));
    s.select_in(&VIEW, &set, Select::Move { by: 1, extend: false });
    assert_eq!(s.focus, Some(20), "it was not come to yet");
}
