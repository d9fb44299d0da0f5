//! What the columns and views of a register show, and when.

use ims_desk::book::{Action, Class, Field, Scope, Section};
use ims_desk::edit::Command;
use ims_desk::session::Place;
use ims_desk::session::heavy_steps::Rework;
use ims_desk::session::register::columns::VoucherColumn;
use ims_desk::session::register::list::{VoucherFilter, only};
use ims_desk::session::result_line::ResultLine;
use ims_desk::session::showing::values::FilteredColumn;
use ims_desk::store::layout::Layout;
use ims_desk::values::Day;
use ims_desk::view::distinct::DistinctValue;
use ims_desk::view::selection::Select;
use ims_desk::view::{BuiltIn, ColumnFilter, Filter, SortKey};
use std::collections::BTreeMap;

use super::{act, import, line, open, shown, without_register};

const B2B: Section = Section::B2b;

/// Exact, round-off, differing amounts, not in the books; and two vouchers for one record.
fn five() -> ims_desk::session::Session {
    open(
        &[
            "29T A/1 08-06-2026 10000/1800",
            "29T A/2 08-06-2026 12345.67/2222.22",
            "29T A/3 08-06-2026 10000/1800",
            "29T A/40 08-06-2026 300/54",
            "24A MX/6 09-06-2026 2000/360",
        ],
        &[
            "29T A/1 08-06-2026 10000/1800",
            "29T a-2 08-06-2026 12346/2222",
            "29T A/3 08-06-2026 9000/1620",
            "24A MX/6 09-06-2026 1200/216 voucher=P-1",
            "24A MX/6 15-06-2026 800/144 voucher=P-2",
        ],
    )
}

#[test]
fn each_record_shows_its_match_its_voucher_the_difference_and_the_suggestion() {
    let open = five();
    let lines: Vec<String> = (0..5).map(|row| line(&open, B2B, row)).collect();
    assert_eq!(
        lines,
        [
            "Matched | A/1 | 0.00 | Accept?",
            "Round-off | a-2 | 0.22 | Accept?",
            "Amounts differ | A/3 | 180.00 | Check",
            "Not in books |  |  | Check",
            "Clubbed / split | 2 vouchers | 0.00 | Accept?",
        ]
    );
}

#[test]
fn without_a_register_nothing_is_matched_and_no_column_or_view_is_there() {
    let mut open = without_register(&["29T A/1 08-06-2026 10000/1800"]);
    let layout = Layout::default();
    assert!(open.matches().is_none() && open.book().match_columns().is_none());
    assert!(!layout.shown(open.book(), B2B).into_iter().any(Field::is_matched));
    assert_eq!(line(&open, B2B, 0), " |  |  | ");
    import(&mut open, &["29T A/1 08-06-2026 10000/1800"], &[]);
    assert_eq!(layout.shown(open.book(), B2B).into_iter().filter(|field| field.is_matched()).count(), 4);
    assert_eq!(open.in_view(B2B, BuiltIn::SuggestedAccept), 1);

    // A filter and an order by what goes away go with it.
    let columns = BTreeMap::from([(
        Field::Match,
        ColumnFilter::Chosen { values: ["Not in books"].into(), except: false, of: 2 },
    )]);
    open.set_filter(B2B, Filter { columns, ..Filter::default() });
    open.set_sort(B2B, vec![SortKey { field: Field::Match, descending: true }]);
    assert!(open.view(B2B).rows.is_empty());
    open.apply_and_say(Command::RemoveRegister { parts: vec![0] }, ResultLine::default());
    assert!(open.matches().is_none() && open.book().match_columns().is_none());
    assert!(open.view(B2B).filter.is_empty() && open.view(B2B).sort.is_empty());
    assert_eq!(open.view(B2B).rows.len(), 1);
    assert_eq!(open.in_view(B2B, BuiltIn::SuggestedAccept), 0);
    open.undo();
    assert_eq!(line(&open, B2B, 0), "Matched | A/1 | 0.00 | Accept?");
}

#[test]
fn a_suggestion_goes_with_a_decision_and_comes_back_with_its_undo() {
    let mut open = five();
    let before = open.matches().unwrap().inputs;
    act(&mut open, B2B, 0, Action::Pending);
    assert_eq!(line(&open, B2B, 0), "Matched | A/1 | 0.00 | ");
    assert_eq!(open.in_view(B2B, BuiltIn::SuggestedAccept), 2);
    open.undo();
    assert_eq!(line(&open, B2B, 0), "Matched | A/1 | 0.00 | Accept?");
    assert_eq!(open.matches().unwrap().inputs, before, "a decision on an invoice matches nothing again");
}

#[test]
fn an_amendment_that_is_decided_stays_under_the_mark_although_all_is_matched_again() {
    let records = [
        "24T S/40 12-06-2026 9000/1620",
        "b2ba 24T S/41 12-06-2026 8000/1440 amends=S/40@12-06-2026",
        "b2ba 24T S/42 13-06-2026 8000/1440 amends=S/39@13-06-2026",
    ];
    for lines in [&["24T S/40 12-06-2026 9000/1620"][..], &[]] {
        let mut open = without_register(&records);
        if !lines.is_empty() {
            import(&mut open, lines, &[]);
        }
        let filter = Filter { text: "S/4".into(), actions: vec![Action::NoAction], ..Filter::default() };
        open.show_place(Place::Sheet(Section::B2ba));
        open.set_filter(Section::B2ba, filter);
        open.focus(Section::B2ba, 0);
        act(&mut open, Section::B2ba, 0, Action::Reject);
        let view = open.view(Section::B2ba);
        assert_eq!((&view.rows[..], view.selection.focus), (&[0, 1][..], Some(0)), "with {lines:?}");
        open.focus(Section::B2ba, 1);
        assert_eq!(open.view(Section::B2ba).rows[..], [1], "it goes once the mark has left it");
    }
}

#[test]
fn an_amendment_that_is_rejected_frees_its_original() {
    let mut open = open(
        &["24T S/40 12-06-2026 9000/1620", "b2ba 24T S/41 12-06-2026 8000/1440 amends=S/40@12-06-2026"],
        &["24T S/40 12-06-2026 9000/1620"],
    );
    assert_eq!(shown(&open, B2B, 0, Field::Match), "Superseded");
    act(&mut open, Section::B2ba, 0, Action::Reject);
    assert_eq!(shown(&open, B2B, 0, Field::Match), "Matched");
    open.undo();
    assert_eq!(shown(&open, B2B, 0, Field::Match), "Superseded");
}

#[test]
fn rows_are_sorted_filtered_and_found_by_what_the_register_says() {
    let mut open = five();
    let mut sorted = |field, descending| {
        open.set_sort(B2B, vec![SortKey { field, descending }]);
        open.view(B2B).rows.to_vec()
    };
    assert_eq!(sorted(Field::Match, false), [0, 1, 4, 2, 3]);
    assert_eq!(sorted(Field::TaxDifference, true), [2, 1, 0, 4, 3]);
    assert_eq!(sorted(Field::Register, false), [3, 4, 1, 0, 2], "those without a number first");
    assert_eq!(sorted(Field::Suggested, false), [0, 1, 4, 2, 3]);
    let mut filtered = |field, filter| {
        open.set_sort(B2B, Vec::new());
        open.set_filter(B2B, Filter { columns: BTreeMap::from([(field, filter)]), ..Filter::default() });
        open.view(B2B).rows.to_vec()
    };
    let chosen = |value: &str| ColumnFilter::Chosen { values: [value].into(), except: false, of: 4 };
    assert_eq!(filtered(Field::Match, chosen("Round-off")), [1]);
    assert_eq!(filtered(Field::Suggested, chosen("Check")), [2, 3]);
    assert_eq!(filtered(Field::Register, ColumnFilter::Contains("A-".into())), [1]);
    assert_eq!(filtered(Field::Register, ColumnFilter::Blank), [3]);
    assert_eq!(filtered(Field::TaxDifference, ColumnFilter::Amounts(Some(1), None)), [1, 2]);
    open.set_filter(B2B, Filter { text: "round".into(), ..Filter::default() });
    assert_eq!(open.view(B2B).rows.to_vec(), [1]);
    open.set_filter(B2B, Filter { text: "a-2".into(), ..Filter::default() });
    assert_eq!(open.view(B2B).rows.to_vec(), [1], "by the number as booked");
}

#[test]
fn a_funnel_counts_the_values_of_match() {
    let mut open = five();
    open.find_values(FilteredColumn::Record(B2B.into(), Field::Match));
    let values: Vec<(String, u32)> = open
        .values()
        .unwrap()
        .list
        .iter()
        .map(|value| (shown(&open, B2B, value.row, Field::Match), value.count))
        .collect();
    let wanted = ["Matched", "Round-off", "Clubbed / split", "Amounts differ", "Not in books"];
    assert_eq!(values, wanted.map(|class| (class.to_owned(), 1)));
}

#[test]
fn a_view_that_asks_for_suggestions_follows_decisions_and_matches() {
    let mut open = five();
    open.set_filter(B2B, Filter { which: Some(BuiltIn::SuggestedAccept), ..Filter::default() });
    assert_eq!(open.view(B2B).rows.to_vec(), [0, 1, 4]);
    act(&mut open, B2B, 0, Action::Accept);
    assert_eq!(open.view(B2B).rows.to_vec(), [0, 1, 4], "it stays while it is marked");
    open.select(B2B, Select::Row(1));
    assert_eq!(open.view(B2B).rows.to_vec(), [1, 4]);
    import(&mut open, &["29T A/2 08-06-2026 99/22"], &[0]);
    assert_eq!(open.view(B2B).rows.to_vec(), [] as [u32; 0]);
}

#[test]
fn each_view_of_the_register_has_what_it_is_called_after() {
    let mut open = open(
        &[
            "29T A/1 08-06-2026 10000/1800",
            "29T A/3 08-06-2026 10000/1800",
            "29T A/40 08-06-2026 300/54",
            "24A MX/7 09-06-2026 2000/360",
            "27Z U/1 09-06-2026 100/9+9 unfiled",
        ],
        &[
            "29T A/1 08-06-2026 10000/1800",
            "29T A/3 08-06-2026 9000/1620",
            "24A MX/7 09-06-2026 2000/360 voucher=P-1",
            "24A MX/7 09-06-2026 2000/360 voucher=P-9",
            "27Z U/1 09-06-2026 100/9+9",
        ],
    );
    let mut rows = |which| {
        open.set_filter(B2B, Filter { which: Some(which), ..Filter::default() });
        let rows = open.view(B2B).rows.to_vec();
        assert_eq!(open.in_view(B2B, which), rows.len() as u64);
        rows
    };
    assert_eq!(rows(BuiltIn::SuggestedAccept), [0, 3]);
    assert_eq!(rows(BuiltIn::SuggestedPending), [] as [u32; 0]);
    assert_eq!(rows(BuiltIn::ToCheck), [1, 2], "not filed is nothing to check");
    assert_eq!(rows(BuiltIn::NotInBooks), [2]);
    assert_eq!(rows(BuiltIn::AmountsDiffer), [1]);
    assert_eq!(rows(BuiltIn::BookedTwice), [3]);
    assert_eq!(rows(BuiltIn::MatchChanged), [] as [u32; 0]);
    assert_eq!(shown(&open, B2B, 4, Field::Suggested), "Not filed");
}

#[test]
fn a_decided_record_whose_match_has_changed_is_listed_until_it_is_decided_again() {
    let mut open = five();
    act(&mut open, B2B, 0, Action::Accept);
    let listed = |open: &ims_desk::session::Session| {
        (0..5).filter(|&row| open.book().match_columns().unwrap().is_changed(B2B, row)).collect::<Vec<u32>>()
    };
    assert_eq!(listed(&open), [] as [u32; 0]);
    import(&mut open, &["29T A/1 08-06-2026 9000/1620", "29T A/3 08-06-2026 10000/1800"], &[0]);
    assert_eq!(listed(&open), [0], "A/3 is not decided");
    assert_eq!(ims_desk::book::Action::Accept, super::action(&open, B2B, 0), "and nothing was decided");
    open.undo();
    assert_eq!(listed(&open), [] as [u32; 0], "the register is as it was");
    open.redo();
    assert_eq!(listed(&open), [0]);
    act(&mut open, B2B, 0, Action::Pending);
    assert_eq!(listed(&open), [] as [u32; 0]);
}

#[test]
fn each_value_of_a_column_of_vouchers_counts_those_that_it_filters_to() {
    let mut open = five();
    let texts = VoucherColumn::ALL.into_iter().filter(|column| !column.is_amount() && !column.is_day());
    for column in texts {
        for other in [VoucherFilter::default(), VoucherFilter::of(VoucherColumn::Type, "invoice")] {
            open.filter_vouchers(other.clone());
            let shown = open.register_view().list.rows.len() as u32;
            let of = FilteredColumn::Voucher(column);
            open.find_values(of);
            let values = open.values().unwrap().clone();
            let counts: Vec<u32> = values.list.iter().map(|value| value.count).collect();
            assert_eq!(counts.iter().sum::<u32>(), shown, "{column:?}");
            for value in &values.list {
                let text = open.text_in(of, value.row).into_owned();
                open.filter_vouchers(other.with(column, Some(only(&text))));
                assert_eq!(open.register_view().list.rows.len() as u32, value.count, "{column:?}: {text}");
                assert!(open.register_view().list.rows.contains(&value.row));
            }
        }
    }
}

#[test]
fn what_is_copied_and_pasted_has_the_order_of_the_screen() {
    let mut open = five();
    let columns = |open: &ims_desk::session::Session| open.view(B2B).columns(open.book(), B2B.into());
    let usual = columns(&open);
    let (first, last) = (usual[2], usual[usual.len() - 1]);
    // As a narrow window draws them: without some, and the last one in front.
    let seen: Vec<Field> = usual[..2].iter().copied().chain([last, first]).collect();
    open.see_columns(B2B, &seen);
    let now = columns(&open);
    assert_eq!(now.iter().filter(|field| seen.contains(field)).copied().collect::<Vec<_>>(), seen);
    let sorted = |mut fields: Vec<Field>| {
        fields.sort();
        fields
    };
    assert_eq!(sorted(now), sorted(usual), "none is lost and none comes twice");
}

#[test]
fn vouchers_are_filtered_by_ranges_parts_of_texts_and_blanks() {
    let mut open = five();
    let mut rows = |column, filter| {
        open.filter_vouchers(VoucherFilter::default().with(column, Some(filter)));
        open.register_view().list.rows.clone()
    };
    use ColumnFilter::*;
    assert_eq!(rows(VoucherColumn::Taxable, Amounts(Some(900_000), Some(1_000_000))), [0, 2]);
    assert_eq!(rows(VoucherColumn::Date, Days(Day::new(2026, 6, 9), None)), [3, 4]);
    assert_eq!(rows(VoucherColumn::Number, StartsWith("mx".into())), [3, 4]);
    assert_eq!(rows(VoucherColumn::Number, Contains("-2".into())), [1]);
    assert_eq!(rows(VoucherColumn::Voucher, Blank), [0, 1, 2]);
    assert_eq!(rows(VoucherColumn::Voucher, NotBlank), [3, 4]);
    assert_eq!(rows(VoucherColumn::Number, Listed(["mx/6"].into())), [3, 4]);
    assert_eq!(rows(VoucherColumn::Posted, Blank), [0, 1, 2, 3, 4]);
    assert_eq!(rows(VoucherColumn::From, Contains("purchase".into())), [0, 1, 2, 3, 4]);
}

#[test]
fn what_is_searched_among_the_values_is_found_by_any_part_of_them() {
    let mut open = five();
    for column in [FilteredColumn::Voucher(VoucherColumn::Number), FilteredColumn::Record(B2B.into(), Field::Number)] {
        open.find_values(column);
        let values = open.values().unwrap().clone();
        for text in ["mx", "A", "", "none"] {
            open.search_values(text.to_owned());
            let (of, found) = open.values_found().unwrap();
            assert_eq!(of, text);
            let has =
                |value: &DistinctValue| open.text_in(column, value.row).to_lowercase().contains(&text.to_lowercase());
            let wanted: Vec<u32> = (0..).zip(&values.list).filter(|(_, value)| has(value)).map(|(at, _)| at).collect();
            assert_eq!(**found, wanted, "{column:?} {text}");
        }
    }
}

#[test]
fn a_filter_that_a_link_set_goes_with_the_page() {
    let mut open = five();
    let own = Filter { text: "a".into(), ..Filter::default() };
    open.set_filter(Scope::All, own.clone());
    let shown = |open: &ims_desk::session::Session| open.view(Scope::All).filter.clone();
    open.show_classes(&[Class::Amounts], None);
    assert!(open.shows_a_link() && shown(&open) != own);
    // A link within what a link shows.
    open.show_classes(&[Class::Exact], None);
    open.show_place(Place::Match);
    assert!(!open.shows_a_link());
    assert_eq!(shown(&open), own, "as the user had it");
    // What the user filters himself stays.
    open.show_classes(&[Class::Amounts], None);
    open.set_filter(Scope::All, Filter { text: "b".into(), ..Filter::default() });
    assert!(!open.shows_a_link());
    open.show_place(Place::Match);
    assert_eq!(shown(&open).text, "b");
    // The same of vouchers, and by Esc.
    open.follow_link_to_vouchers(VoucherFilter::of(VoucherColumn::Match, Class::Books.title()));
    assert!(open.shows_a_link() && open.register_view().list.rows.is_empty());
    open.end_link();
    assert_eq!(open.register_view().filter, VoucherFilter::default());
    open.follow_link_to_vouchers(VoucherFilter::of(VoucherColumn::Match, Class::Books.title()));
    open.show_place(Place::All);
    assert_eq!(open.register_view().filter, VoucherFilter::default());
}

#[test]
fn a_newer_register_names_the_decided_records_whose_match_it_changes() {
    let mut open = five();
    act(&mut open, B2B, 0, Action::Accept);
    let parts =
        vec![super::part("Purchase.xlsx", &["29T A/1 08-06-2026 9000/1620", "29T A/3 08-06-2026 10000/1800"], false)];
    let import = Rework::Register(Box::new((Command::ImportRegister { parts, replaces: vec![0] }, None)));
    open.take_reworked(import.carry_out(ims_desk::book::Book::clone(open.book()), open.log().clone(), open.day()));
    let named = |open: &ims_desk::session::Session| {
        open.result().map(|line| line.left_out.iter().map(|of| (of.words(), of.why.clone())).collect::<Vec<_>>())
    };
    let wanted = ("1 decided".to_owned(), "the match is a different one now; the decision stays as it is".to_owned());
    assert_eq!(named(&open), Some(vec![wanted]));
    open.undo();
    assert_eq!(named(&open), Some(vec![]), "what was taken back touches none");
}
