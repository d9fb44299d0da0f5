//! Linking, confirming, parting, and a record beside its voucher.

use ims_desk::book::{Action, Class, Field, LinkKind, Section};
use ims_desk::session::Session;
use ims_desk::session::matched::beside::SideBySide;
use ims_desk::session::matched::by_hand::ByHand;
use ims_desk::session::steps::in_words;
use ims_desk::view::selection::Select;

use proptest::prelude::*;

use super::{act, import, line, open, said, shown};

const B2B: Section = Section::B2b;

fn pairs() -> Session {
    open(
        &["29T A/1 08-06-2026 10000/1800", "29T A/3 08-06-2026 5000/900", "29T Q-9 08-06-2026 700/126"],
        &[
            "29T A/1 08-06-2026 10000/1800",
            "29T A/3 08-06-2026 4000/720 voucher=PV-7",
            "29T ZZ/81 09-06-2026 710/127.80",
        ],
    )
}

fn focused(open: &mut Session, row: u32) -> SideBySide {
    open.select(B2B, Select::Row(row));
    (**open.beside().expect("a record beside its voucher")).clone()
}

#[test]
fn a_record_and_its_voucher_stand_side_by_side_with_what_differs() {
    let mut open = pairs();
    let beside = focused(&mut open, 1);
    assert_eq!(beside.class, Class::Amounts);
    // Both values are below it.
    let sentence = "The portal has ₹ 180.00 more tax than your register. Supplier, number and date are equal.";
    assert_eq!(beside.sentence, sentence);
    assert_eq!(beside.where_booked, ["line 2 of Purchase.xlsx, voucher PV-7"]);
    let fields: Vec<_> =
        beside.fields.iter().map(|field| (field.name, &*field.portal, &*field.books, field.agrees)).collect();
    assert_eq!(
        fields,
        [
            ("Number", "A/3", "A/3", Some(true)),
            ("Date", "08-06-2026", "08-06-2026", Some(true)),
            ("Taxable", "5,000.00", "4,000.00", Some(false)),
            ("IGST", "900.00", "720.00", Some(false)),
            ("CGST", "0.00", "0.00", Some(true)),
            ("SGST", "0.00", "0.00", Some(true)),
            ("Value", "5,900.00", "", None),
        ]
    );
    let others: Vec<_> = beside.others.iter().map(|other| (&*other.number, &*other.differs)).collect();
    assert_eq!(others[0], ("A/1", "amounts and number differ; already matched with A/1"));
}

#[test]
fn what_is_in_no_match_names_the_nearest_and_what_blocks_it_and_can_be_linked() {
    let mut open = pairs();
    let beside = focused(&mut open, 2);
    assert_eq!(beside.class, Class::Portal);
    assert!(beside.sentence.contains("Nearest: line 3 of Purchase.xlsx, ZZ/81"), "{}", beside.sentence);
    assert!(beside.sentence.contains("block"), "{}", beside.sentence);
    let other = &beside.others[0];
    assert_eq!((&*other.number, &*other.differs), ("ZZ/81", "amounts, date and number differ; not in IMS"));
    open.by_hand(ByHand::Link(B2B, 2, vec![other.entry]));
    assert_eq!(said(&open), "Linked 1 record with 1 voucher.");
    assert_eq!(line(&open, B2B, 2), "Amounts differ | ZZ/81 | −1.80 | Check");
    let beside = focused(&mut open, 2);
    assert_eq!(beside.link, Some(LinkKind::Linked));
    open.by_hand(ByHand::UndoLink(B2B, 2));
    assert_eq!(shown(&open, B2B, 2, Field::Match), "Not in books");
    open.undo();
    assert_eq!(shown(&open, B2B, 2, Field::Register), "ZZ/81");
    open.undo();
    assert_eq!(shown(&open, B2B, 2, Field::Match), "Not in books");
}

#[test]
fn a_voucher_that_is_linked_elsewhere_is_freed_and_that_is_said() {
    let mut open = pairs();
    act(&mut open, B2B, 1, Action::Accept);
    open.by_hand(ByHand::Link(B2B, 2, vec![1]));
    let freed = "Linked 1 record with 1 voucher. A/3 is now Not in books; its decision Accept stays.";
    assert_eq!(said(&open), freed);
    assert_eq!(shown(&open, B2B, 1, Field::Match), "Not in books", "as was said");
    open.by_hand(ByHand::Link(B2B, 1, vec![1]));
    let freed = "1 other link lost what you linked here. Q-9 is now Not in books.";
    assert_eq!(said(&open), format!("Linked 1 record with 1 voucher. {freed}"));
    assert_eq!(shown(&open, B2B, 2, Field::Match), "Not in books");
    assert_eq!(shown(&open, B2B, 1, Field::Register), "A/3");
}

#[test]
fn a_match_is_confirmed_as_it_is_and_not_the_same_lets_the_next_take_its_place() {
    let mut open = pairs();
    open.by_hand(ByHand::Confirm(vec![(B2B, 0), (B2B, 1), (B2B, 1), (B2B, 2)]));
    assert_eq!(said(&open), "Confirmed 2 matches.");
    open.by_hand(ByHand::Confirm(vec![(B2B, 0)]));
    assert_eq!(said(&open), "There is no match to confirm.", "it is confirmed already");
    assert_eq!(focused(&mut open, 0).link, Some(LinkKind::Confirmed));
    assert_eq!(shown(&open, B2B, 1, Field::Match), "Amounts differ");
    assert!(!focused(&mut open, 0).can_confirm());
    open.by_hand(ByHand::NotTheSame(B2B, 0));
    assert_eq!(shown(&open, B2B, 0, Field::Match), "Not in books");
    assert_eq!(focused(&mut open, 0).not_the_same, 1);
    open.by_hand(ByHand::UndoNotTheSame(B2B, 0));
    assert_eq!(shown(&open, B2B, 0, Field::Match), "Matched");
    open.by_hand(ByHand::UndoLink(B2B, 0));
    assert_eq!(said(&open), "This record is not linked.");
}

#[test]
fn the_history_names_the_record_of_a_link_that_comes_or_goes() {
    let mut open = pairs();
    let last = |open: &Session| in_words(open.book(), open.log().steps().last().unwrap());
    let supplier = "A supplier";
    for (what, words) in [
        (ByHand::Link(B2B, 2, vec![2]), format!("Linked: Q-9 · {supplier}")),
        (ByHand::UndoLink(B2B, 2), format!("Link undone: Q-9 · {supplier}")),
        (ByHand::Confirm(vec![(B2B, 0)]), format!("Match confirmed: A/1 · {supplier}")),
        (ByHand::NotTheSame(B2B, 1), format!("Marked as not the same: A/3 · {supplier}")),
        (ByHand::UndoNotTheSame(B2B, 1), format!("\"Not the same\" undone: A/3 · {supplier}")),
    ] {
        open.by_hand(what);
        assert_eq!(last(&open), words);
    }
    open.undo();
    assert_eq!(said(&open), format!("Undone: \"Not the same\" undone: A/3 · {supplier}."));
}

#[test]
fn a_link_that_something_changed_in_is_confirmed_again_as_it_is_now() {
    let mut open = pairs();
    open.by_hand(ByHand::Confirm(vec![(B2B, 0)]));
    import(&mut open, &["29T A/1 08-06-2026 9000/1620"], &[0]);
    let beside = focused(&mut open, 0);
    assert!(beside.changed_since && beside.can_confirm());
    open.by_hand(ByHand::Confirm(vec![(B2B, 0)]));
    assert_eq!(said(&open), "Confirmed 1 match.");
    let beside = focused(&mut open, 0);
    assert!(!beside.changed_since && !beside.can_confirm() && beside.link.is_some());
    open.undo();
    assert!(focused(&mut open, 0).changed_since, "the mark is back");
    open.redo();
    assert!(!focused(&mut open, 0).changed_since);
}

#[test]
fn a_link_that_waits_is_named_on_its_record_and_can_be_undone() {
    let mut open = pairs();
    open.by_hand(ByHand::Confirm(vec![(B2B, 0)]));
    assert!(!focused(&mut open, 0).link_waits);
    import(&mut open, &["29T A/3 08-06-2026 4000/720"], &[0]);
    let beside = focused(&mut open, 0);
    assert_eq!((beside.class, beside.link_waits, beside.link), (Class::Portal, true, None));
    open.by_hand(ByHand::UndoLink(B2B, 0));
    assert!(!focused(&mut open, 0).link_waits && open.book().links().is_empty());
}

#[test]
fn one_record_is_linked_with_two_vouchers_one_after_the_other() {
    let mut open = open(
        &["29T A/1 08-06-2026 10000/1800", "29T Q-9 08-06-2026 700/126"],
        &["29T P/71 01-06-2026 6000/1080", "29T R/45 03-06-2026 4100/738", "29T S/2 03-06-2026 10/1.80"],
    );
    open.by_hand(ByHand::Link(B2B, 0, vec![0]));
    open.by_hand(ByHand::LinkToo(B2B, 0, 1));
    assert_eq!(said(&open), "Linked 1 record with 2 vouchers.");
    assert_eq!(shown(&open, B2B, 0, Field::Register), "2 vouchers");
    assert_eq!(focused(&mut open, 0).vouchers, 2);
    // A plain link takes their place, and says so.
    open.by_hand(ByHand::Link(B2B, 0, vec![2]));
    assert_eq!(said(&open), "Linked 1 record with 1 voucher. It is no longer linked with P/71 and R/45.");
    open.undo();
    open.by_hand(ByHand::UndoLink(B2B, 0));
    assert!(open.book().links().is_empty());
}

#[test]
fn what_the_user_parted_is_named_as_that() {
    let mut open = pairs();
    open.by_hand(ByHand::NotTheSame(B2B, 0));
    let beside = focused(&mut open, 0);
    let nearest = "Nearest: line 1 of Purchase.xlsx, A/1 of 08-06-2026: you marked it as not the same";
    assert!(beside.sentence.contains(nearest), "{}", beside.sentence);
    let parted = beside.others.iter().find(|other| other.number == "A/1").unwrap();
    assert_eq!(parted.differs, "you marked it as not the same; all agrees; not in IMS");
    let other = beside.others.iter().find(|other| other.number == "A/3").unwrap();
    assert!(!other.differs.contains("you marked"), "{}", other.differs);
}

#[test]
fn beside_a_voucher_is_all_that_differs_and_whose_it_is() {
    let mut open = open(
        &["29T A/1 08-06-2026 10000/1800"],
        &["29T B/7 08-06-2026 10000/1800", "29T A/1 11-06-2026 10000/1800", "24A A/1 - 10000/1800 name=Tailors"],
    );
    open.by_hand(ByHand::Link(B2B, 0, vec![0]));
    let beside = focused(&mut open, 0);
    let of = |entry| beside.others.iter().find(|other| other.entry == entry).map(|other| &*other.differs).unwrap();
    assert_eq!(of(1), "date differs; not in IMS", "within the days that are let pass, and yet it differs");
    assert_eq!(of(2), "supplier differs; of Tailors, 24AAAAA0000A1Z8; no date given; not in IMS");
}

proptest! {
    /// What a link says of the records that it freed is what the table shows of them.
    #[test]
    fn what_a_link_says_of_others_is_true(row in 0u32..3, entry in 0u32..3, before in proptest::option::of((0u32..3, 0u32..3))) {
        let mut open = pairs();
        if let Some((row, entry)) = before {
            open.by_hand(ByHand::Link(B2B, row, vec![entry]));
        }
        let class = |open: &Session, row| open.matches().unwrap().matches.record(B2B, row).class;
        let was = [0, 1, 2].map(|row| class(&open, row));
        open.by_hand(ByHand::Link(B2B, row, vec![entry]));
        for (other, number) in (0..).zip(["A/1", "A/3", "Q-9"]).filter(|(other, _)| *other != row) {
            let now = class(&open, other);
            if now != was[other as usize] && was[other as usize] != Class::Portal {
                prop_assert!(said(&open).contains(&format!("{number} is now {}.", now.title())), "{}", said(&open));
            }
        }
    }
}
