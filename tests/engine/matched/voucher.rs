//! A voucher of the sheet *Register* in full: why it has its class, though it has no record.

use ims_desk::book::{Class, Section};
use ims_desk::session::matched::voucher::VoucherInFull;
use ims_desk::session::{Place, Session};
use ims_desk::view::selection::Select;

use super::{import, open};

fn marked(open: &mut Session, row: u32) -> VoucherInFull {
    open.show_place(Place::Register);
    open.select_vouchers(Select::Row(row));
    (**open.voucher_in_full().expect("the marked voucher")).clone()
}

#[test]
fn a_voucher_says_why_it_has_its_class_though_it_has_no_record() {
    let records = ["29T A/1 08-06-2026 10000/1800"];
    let lines = [
        "29T A/1 08-06-2026 10000/1800",
        "29T A/1 08-06-2026 10000/1800",
        "29T B/7 09-06-2026 500/90",
        "- C/8 09-06-2026 70/0",
    ];
    let mut open = open(&records, &lines);
    let matched = marked(&mut open, 0);
    assert_eq!((matched.class, &*matched.records), (Class::Exact, &[(Section::B2b, 0)][..]));
    assert!(!matched.fields.is_empty());
    let twice = marked(&mut open, 1);
    assert_eq!(twice.class, Class::Duplicate);
    assert_eq!(twice.sentence, "Booked twice: line 1 of Purchase.xlsx, A/1 of 08-06-2026.");
    let alone = marked(&mut open, 2);
    assert_eq!(alone.class, Class::Books);
    assert!(alone.sentence.starts_with("Not in IMS. Nearest: A/1 of 08-06-2026: "), "{}", alone.sentence);
    assert!(alone.records.is_empty() && alone.fields.is_empty());
    // Another register: nothing is said of a voucher of the one before.
    import(&mut open, &["29T B/7 09-06-2026 500/90", "29T A/2 08-06-2026 1/0"], &[0]);
    assert_eq!(marked(&mut open, 1).entry, 1);
    assert!(marked(&mut open, 0).sentence.starts_with("Not in IMS"));
}
