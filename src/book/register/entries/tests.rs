//! Entries: columns give back what was put in, and identities hold.

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn some() -> Entries {
    let mut entries = Entries::default();
    let first = NewEntry {
        gstin: "27ZZZZZ9999Z1Z8",
        name: "Zed Traders",
        number: "Inv No. 0045 dt 05.10.26",
        date: day("05-10-2026"),
        amounts: [Some(1_000_00), Some(0), Some(90_00), Some(90_00), None, None, None],
        lines: &[7],
        ..NewEntry::default()
    };
    entries.push(&first);
    entries.push(&NewEntry {
        gstin: "29ZZZZZ9999Z1Z4",
        number: "१२३",
        compared: Some("123"),
        posting: day("07-10-2026"),
        kind: EntryType::CreditNote,
        amounts: [None, None, None, None, None, Some(18_00), Some(118_00)],
        marks: EntryMarks::default().with(Mark::NoteWord).with(Mark::Ineligible),
        voucher: "V-9",
        eligibility: "No",
        original_number: "A/1",
        original_date: day("01-10-2026"),
        own: "24AAAAA0000A1Z8",
        lines: &[8, 10, 12],
        ..NewEntry::default()
    });
    entries.push(&NewEntry { lines: &[13], marks: EntryMarks::default(), ..first });
    entries
}

#[test]
fn columns_give_back_what_was_put_in() {
    let entries = some();
    assert_eq!(entries.len(), 3);
    assert_eq!((entries.number(0), entries.compared(0)), ("Inv No. 0045 dt 05.10.26", "0045"));
    assert_eq!((entries.number(1), entries.compared(1)), ("१२३", "123"));
    assert_eq!((entries.gstin(1), entries.name(1), entries.voucher(1)), ("29ZZZZZ9999Z1Z4", "", "V-9"));
    assert_eq!((entries.date(1), entries.posting(1), entries.posting(0)), (Day::NONE, day("07-10-2026"), Day::NONE));
    assert_eq!((entries.amount(EntrySum::Igst, 0), entries.amount(EntrySum::Cess, 0)), (Some(0), None));
    assert_eq!((entries.tax(0), entries.tax(1)), (Some(180_00), Some(18_00)));
    assert!(entries.has(Mark::Ineligible, 1) && !entries.has(Mark::Ineligible, 2));
    assert_eq!((entries.eligibility(1), entries.original_number(1), entries.own(1)), ("No", "A/1", "24AAAAA0000A1Z8"));
    assert_eq!(entries.original_date(1), day("01-10-2026"));
    assert_eq!(entries.lines(1).collect::<Vec<_>>(), [8, 10, 12]);
    assert_eq!(entries.lines(2).collect::<Vec<_>>(), [13]);
}

#[test]
fn a_part_of_a_list_is_the_same_behind_another() {
    let from = some();
    let mut list = Entries::default();
    list.extend_from(&from, 1..3);
    list.extend_from(&from, 0..3);
    assert_eq!(list.len(), 5);
    for (here, there) in [(0, 1), (1, 2), (2, 0), (3, 1), (4, 2)] {
        assert_eq!((list.gstin(here), list.number(here)), (from.gstin(there), from.number(there)));
        assert_eq!((list.compared(here), list.content(here)), (from.compared(there), from.content(there)));
        assert_eq!((list.posting(here), list.marks(here)), (from.posting(there), from.marks(there)));
        assert_eq!((list.name(here), list.voucher(here)), (from.name(there), from.voucher(there)));
        assert!(list.lines(here).eq(from.lines(there)));
    }
}

#[test]
fn equal_entries_have_identities_of_their_own_in_their_order() {
    let entries = some();
    let all = entries.identities();
    assert!(all[0] != all[2] && all[0] != all[1]);
    assert_eq!(all, (0..3).map(|row| entries.identity(row)).collect::<Vec<_>>());
    assert_eq!(entries.content(0), entries.content(2));
}

#[test]
fn case_and_spaces_of_a_number_are_not_part_of_its_identity_but_the_type_is() {
    let mut entries = Entries::default();
    let entry = NewEntry { gstin: "27ZZZZZ9999Z1Z8", number: "Ab/1", ..NewEntry::default() };
    entries.push(&entry);
    let mut other = Entries::default();
    other.push(&NewEntry { number: " aB/1 ", amounts: [Some(5); 7], ..entry });
    assert_eq!(entries.identity(0), other.identity(0));
    assert_ne!(entries.content(0), other.content(0));
    let mut note = Entries::default();
    note.push(&NewEntry { kind: EntryType::DebitNote, marks: EntryMarks::default().with(Mark::NoteWord), ..entry });
    assert_ne!(entries.identity(0), note.identity(0));
    note.swap_notes();
    assert_eq!(note.kind(0), EntryType::CreditNote);
}

#[test]
fn a_text_that_is_too_long_for_a_number_is_cut_and_marked() {
    let mut entries = Entries::default();
    let row = entries.push(&NewEntry { number: &"₹9".repeat(5_000), ..NewEntry::default() });
    assert!(entries.number(row).len() <= LONGEST_NUMBER && entries.has(Mark::Damaged, row));
}

#[test]
fn an_entry_of_an_ordinary_register_takes_less_than_110_bytes() {
    let mut entries = Entries::default();
    for n in 0..100_000u32 {
        let (number, voucher) = (format!("INV/26-27/{n:06}"), format!("P-{n}"));
        let date = Day(20_000 + (n % 300) as i32);
        let amounts = [Some(i64::from(n) * 100), Some(0), Some(9), Some(9), Some(0), None, Some(118)];
        let gstin = ["27ZZZZZ9999Z1Z8", "29ZZZZZ9999Z1Z4"][n as usize % 2];
        let name = "Zed Traders";
        let entry = NewEntry {
            gstin,
            name,
            number: &number,
            voucher: &voucher,
            date,
            posting: date,
            amounts,
            ..NewEntry::default()
        };
        entries.push(&NewEntry { lines: &[n + 1], ..entry });
    }
    entries.shrink();
    assert!(entries.bytes() < 110 * 100_000, "{} bytes an entry", entries.bytes() / 100_000);
}

proptest::proptest! {
    /// An entry says still what it said, with a value or a tax in all beside it, or 0 where nothing was; and no more once an amount
    /// that it had is something else.
    #[test]
    fn an_amount_more_is_no_change_and_any_other_amount_is(
        amounts in proptest::array::uniform7(proptest::option::of(0i64..500)),
        tax in proptest::option::of(0i64..500),
        value in proptest::option::of(0i64..500),
        filled in proptest::array::uniform5(proptest::bool::ANY),
        other in (0usize..7, 1i64..500),
    ) {
        let one = |amounts: [Option<i64>; 7]| {
            let mut entries = Entries::default();
            entries.push(&NewEntry { number: "1", amounts, ..NewEntry::default() });
            entries
        };
        let content = one(amounts).content(0);
        let mut more = amounts;
        for (amount, filled) in more.iter_mut().zip(filled) {
            *amount = amount.or(filled.then_some(0));
        }
        if amounts[1..5].iter().any(Option::is_some) {
            more[5] = more[5].or(tax);
        }
        if amounts[0].is_some() {
            more[6] = more[6].or(value);
        }
        proptest::prop_assert!(one(more).still_says(0, content));
        let (place, by) = other;
        if let Some(amount) = amounts[place] {
            let mut changed = more;
            changed[place] = Some(amount + by);
            proptest::prop_assert!(!one(changed).still_says(0, content));
        }
    }
}
