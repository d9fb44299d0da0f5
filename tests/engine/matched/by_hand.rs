//! Linking, confirming, parting, and a record beside its voucher.

use ims_desk::book::{Class, Field, LinkKind, Section};
use ims_desk::session::Session;
use ims_desk::session::matched::beside::SideBySide;
use ims_desk::session::matched::by_hand::ByHand;
use ims_desk::session::steps::in_words;
use ims_desk::view::selection::Select;

use super::{line, open, said, shown};

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
    assert!(beside.sentence.starts_with("IGST ₹ 900.00 and ₹ 720.00"), "{}", beside.sentence);
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
    assert_eq!((&*other.number, &*other.differs), ("ZZ/81", "amounts and number differ; not in IMS"));
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
    open.by_hand(ByHand::Link(B2B, 2, vec![1]));
    open.by_hand(ByHand::Link(B2B, 1, vec![1]));
    assert_eq!(said(&open), "Linked 1 record with 1 voucher. 1 other link lost what you linked here.");
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
