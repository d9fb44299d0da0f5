//! Walking through what is to be checked, over all sheets.

use ims_desk::book::{Action, Section};
use ims_desk::session::{Place, Session};
use ims_desk::view::{BuiltIn, Filter};

use super::{act, open, said, without_register};

const B2B: Section = Section::B2b;
const CN: Section = Section::B2bcn;

fn doubtful() -> Session {
    open(
        &[
            "29T A/1 08-06-2026 10000/1800",
            "29T A/3 08-06-2026 5000/900",
            "29T A/50 08-06-2026 600/108",
            "b2bcn 27T CN/4 20-06-2026 2000/180+180",
        ],
        &["29T A/1 08-06-2026 10000/1800", "29T A/3 08-06-2026 4000/720"],
    )
}

fn at(open: &Session) -> (Place, Option<u32>) {
    (open.place(), open.section().and_then(|section| open.view(section).selection.focus))
}

#[test]
fn the_walk_goes_over_all_sheets_and_around_in_both_directions() {
    let mut open = doubtful();
    assert_eq!(open.to_check(), 3);
    let mut steps = |step| {
        open.walk_to_check(step);
        at(&open)
    };
    let (b, c) = (Place::Sheet(B2B), Place::Sheet(CN));
    assert_eq!([1, 1, 1, 1].map(&mut steps), [(b, Some(1)), (b, Some(2)), (c, Some(0)), (b, Some(1))]);
    assert_eq!([-1, -1, -1].map(&mut steps), [(c, Some(0)), (b, Some(2)), (b, Some(1))]);
}

#[test]
fn what_is_decided_on_the_way_is_not_met_again_and_none_is_skipped_in_a_view_that_it_leaves() {
    let mut open = doubtful();
    open.set_filter(B2B, Filter { which: Some(BuiltIn::ToCheck), ..Filter::default() });
    open.walk_to_check(1);
    assert_eq!(at(&open).1, Some(1));
    act(&mut open, B2B, 1, Action::Accept);
    assert_eq!(at(&open).1, Some(1), "it stays while it is marked");
    open.walk_to_check(1);
    assert_eq!(at(&open), (Place::Sheet(B2B), Some(2)));
    act(&mut open, B2B, 2, Action::Pending);
    open.walk_to_check(1);
    assert_eq!(at(&open), (Place::Sheet(CN), Some(0)));
    act(&mut open, CN, 0, Action::Reject);
    open.walk_to_check(1);
    assert_eq!(said(&open), "Nothing is left to check against the register.");
}

#[test]
fn what_a_filter_hides_is_shown_where_nothing_else_is_left() {
    let mut open = doubtful();
    act(&mut open, CN, 0, Action::Pending);
    open.set_filter(B2B, Filter { which: Some(BuiltIn::SuggestedAccept), ..Filter::default() });
    open.walk_to_check(1);
    assert_eq!(at(&open), (Place::Sheet(B2B), Some(1)));
    assert!(open.view(B2B).filter.is_empty());
}

#[test]
fn without_a_register_the_walk_says_so() {
    let mut open = without_register(&["29T A/1 08-06-2026 10000/1800"]);
    open.walk_to_check(1);
    assert_eq!(said(&open), "Import a purchase register first: there is nothing to check against.");
}
