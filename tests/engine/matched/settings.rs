//! Settings of matching: what they would change is known before they are kept.

use ims_desk::book::{Class, CreditUse, Field, MatchSettings, Returns, Section};

use super::{open, said, shown};

#[test]
fn what_other_settings_change_is_said_before_they_are_kept() {
    let mut open = open(
        &["29T A/1 08-06-2026 10000/1800", "29T A/2 08-06-2026 5000/900"],
        &["29T A/1 08-06-2026 10005/1803", "29T A/2 08-06-2026 5000/900"],
    );
    let match_of = |open: &_, row| shown(open, Section::B2b, row, Field::Match);
    assert_eq!(match_of(&open, 0), "Amounts differ");
    let wider = MatchSettings { tolerance: 10_00, ..open.book().match_settings().clone() };
    open.try_match_settings(wider.clone());
    let preview = open.preview().unwrap();
    let changes = preview.changes.as_ref().unwrap();
    assert_eq!(changes.become_of, [(Class::Tolerance, 1)]);
    assert_eq!(preview.words(), "1 record becomes Matched, round-off.");
    assert_eq!(match_of(&open, 0), "Amounts differ", "nothing changed yet");
    let steps = open.log().in_force();
    open.take_match_settings(wider);
    assert_eq!(match_of(&open, 0), "Round-off");
    assert!(open.preview().is_none());
    assert_eq!(open.log().in_force(), steps, "no step of undo");
    open.try_match_settings(MatchSettings { tolerance: 9_00, ..open.book().match_settings().clone() });
    assert_eq!(open.preview().unwrap().words(), "No match changes.");
}

#[test]
fn a_setting_that_only_changes_suggestions_says_so() {
    let mut open = open(
        &["29T A/1 08-06-2026 10000/1800 unfiled", "29T A/2 08-06-2026 5000/900"],
        &["29T A/1 08-06-2026 10000/1800", "29T A/2 08-06-2026 5000/900"],
    );
    open.try_match_settings(MatchSettings { unfiled: true, ..open.book().match_settings().clone() });
    assert_eq!(open.preview().unwrap().words(), "No match changes. Suggested then: Accept 1.");
}

#[test]
fn every_setting_that_is_changed_is_named() {
    let mut open = open(&["29T A/1 08-06-2026 10000/1800"], &["29T A/1 08-06-2026 10000/1800"]);
    let start = open.book().match_settings().clone();
    let suppliers = [("29TESTA1234B1Z6".to_owned(), CreditUse::Blocked)].into();
    for (settings, words) in [
        (MatchSettings { tolerance: 5_00, ..start.clone() }, "₹ 1.00 → ₹ 5.00"),
        (MatchSettings { same_year: false, ..start.clone() }, "same financial year only: off"),
        (MatchSettings { several_by_amounts: false, ..start.clone() }, "clubbed and split by amounts: off"),
        (MatchSettings { unfiled: true, ..start.clone() }, "Accept also where GSTR-1 is not filed: on"),
        (MatchSettings { suppliers, ..start.clone() }, "credit on 29TESTA1234B1Z6: Blocked (17(5))"),
        (
            MatchSettings { returns: Returns::WhenBooked, returns_asked: true, ..start.clone() },
            "purchase returns: when they are in the books",
        ),
        (
            MatchSettings { returns_asked: true, ..start.clone() },
            "purchase returns: when the supplier's note is in GSTR-2B",
        ),
    ] {
        open.change_match_settings(settings);
        assert_eq!(said(&open), format!("Match settings changed: {words}."));
        open.change_match_settings(start.clone());
    }
}
