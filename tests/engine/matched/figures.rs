//! One figure under one name: on the page *Match*, beside its button and on paper.

use ims_desk::book::{Action, Class, Section};
use ims_desk::exchange::paper::AgainstRegister;
use ims_desk::matching::suggest::offer::Left;
use ims_desk::session::Place;

use super::{act, open};
use crate::matching::given::today;

#[test]
fn what_is_not_in_the_books_is_the_same_on_paper_as_on_the_page() {
    let mut open = open(
        &[
            "24A MX/8 09-06-2026 2000/360",
            "24A MX/8 09-06-2026 2000/360 period=072026",
            "24A MX/9 10-06-2026 500/90",
            "24A MX/1 10-06-2026 700/126",
        ],
        &["24A MX/8 09-06-2026 2000/360", "24A MX/1 10-06-2026 700/126"],
    );
    open.show_place(Place::Match);
    let overview = open.overview().unwrap();
    let against = AgainstRegister::of(open.book(), &open.matches().unwrap().matches, today());
    for (class, on_paper) in [(Class::Portal, against.not_in_books), (Class::Twice, against.twice)] {
        let on_page = overview.of_class(class);
        assert_eq!((on_page.records, on_page.portal), (on_paper.number, on_paper.tax), "{}", class.title());
        assert_eq!(on_paper.number, 1, "{}", class.title());
    }
}

#[test]
fn the_command_line_counts_the_records_of_the_page_where_one_voucher_has_several() {
    let mut open = open(
        &["27Z 101 10-06-2026 1000/90+90", "27Z 102 11-06-2026 500/45+45", "27Z 103 11-06-2026 700/63+63"],
        &["27Z 101,102 12-06-2026 1500/135+135", "24A ZZ/1 11-06-2026 700/126"],
    );
    open.show_place(Place::Match);
    let (overview, matched) = (open.overview().unwrap(), open.matches().unwrap());
    let (matches, counts) = (matched.matches.counts(), matched.matches.record_counts());
    let several = Class::Several as usize;
    assert_eq!((matches[several], counts[several]), (1, 2));
    for class in Class::ALL.into_iter().filter(|class| *class != Class::None) {
        assert_eq!(counts[class as usize], overview.of_class(class).records, "{}", class.title());
    }
}

#[test]
fn what_is_left_to_check_and_what_is_counted_so_differ_only_by_what_is_said_of_the_other_reasons() {
    let lines = [
        "29T A/1 08-06-2026 10000/1800",
        "29T A/2 08-06-2026 2000/360",
        "29T A/3 08-06-2026 3000/540",
        "29T A/4 08-06-2026 4000/720",
    ];
    let records = [
        format!("{} unfiled action=A", lines[0]),
        format!("{} unfiled", lines[1]),
        format!("{} unfiled", lines[2]),
        format!("{} action=A", lines[3]),
    ];
    let mut open = open(&records.each_ref().map(String::as_str), &lines);
    for row in [0, 3] {
        act(&mut open, Section::B2b, row, Action::NoAction);
    }
    open.show_place(Place::Match);
    let exact = *open.overview().unwrap().of_class(Class::Exact);
    let left = |why| exact.left().find(|left| left.0 == why).map_or(0, |left| left.1);
    assert_eq!((exact.not_filed, left(Left::NotFiled), left(Left::Decided)), (2, 2, 2));
    let counted = |place: usize| Left::ALL.map(|why| exact.counted_of(why)[place]).iter().sum::<u64>();
    assert_eq!((counted(0), counted(1)), (exact.check, exact.not_filed));
}
