//! Which record is meant by what is stated of it: the one look-up behind tables, pasted rows and error files.

use crate::common;

use common::{SUPPLIER, book, book_of, invoice};
use ims_desk::book::Section::{B2b, B2ba};
use ims_desk::book::{Book, Section, Stated, lookup};
use ims_desk::edit::Command;
use ims_desk::portal::words::stated_form;

fn found(book: &Book, stated: &Stated) -> Vec<(Section, u32)> {
    lookup::find(book, &[stated]).remove(0).to_vec()
}

fn number(number: &str) -> Stated {
    Stated { number: number.into(), ..Stated::default() }
}

#[test]
fn numbers_and_suppliers_are_trimmed_and_compared_without_regard_to_capitals() {
    let book = book_of("b2b", &[invoice("inv/1"), invoice("0045"), invoice("45")]);
    let stated = Stated { supplier: format!(" {} ", SUPPLIER.to_lowercase()), ..number(" INV/1 ") };
    assert_eq!(found(&book, &stated), [(B2b, 0)]);
    assert_eq!(found(&book, &number("45")), [(B2b, 2)], "leading zeros count");
    assert_eq!(found(&book, &Stated { supplier: "24AAAAA0000A1Z8".into(), ..number("45") }), []);
    assert_eq!(found(&book, &number("")), []);
}

#[test]
fn what_is_not_stated_is_left_open_and_what_is_stated_must_agree() {
    let records = [
        invoice("1"),
        invoice("1").with("idt", "11-02-2026"),
        invoice("1").with("rtnprd", "012026"),
        invoice("1").with("srcform", "R1A"),
        invoice("1").with("srcform", "R9"),
        invoice("1").without("srcform"),
    ];
    let book = book_of("b2b", &records);
    let rows = |stated: Stated| -> Vec<u32> { found(&book, &stated).into_iter().map(|(_, row)| row).collect() };
    assert_eq!(rows(number("1")), [0, 1, 2, 3, 4, 5]);
    for date in ["11-02-2026", "2026-02-11"] {
        assert_eq!(rows(Stated { date: date.into(), ..number("1") }), [1]);
    }
    assert_eq!(rows(Stated { date: "someday".into(), ..number("1") }), [0; 0]);
    assert_eq!(rows(Stated { period: "012026".into(), ..number("1") }), [2]);
    assert_eq!(rows(Stated { form: stated_form("r1a"), ..number("1") }), [3]);
    assert_eq!(rows(Stated { form: stated_form("R9"), ..number("1") }), [4]);
    assert_eq!(rows(Stated { form: stated_form("R8"), ..number("1") }), [0; 0]);
}

#[test]
fn a_date_that_is_none_is_compared_as_it_is_written() {
    let book = book_of("b2b", &[invoice("1").with("idt", "2026-02-11"), invoice("1").with("idt", "soon")]);
    assert_eq!(found(&book, &Stated { date: "2026-02-11".into(), ..number("1") }), [(B2b, 0)]);
    assert_eq!(found(&book, &Stated { date: "SOON".into(), ..number("1") }), [(B2b, 1)]);
}

#[test]
fn amendments_are_kept_apart_by_their_originals() {
    let amended = |number: &str, date: &str| invoice("1").amends(number, date);
    let amendments = [amended("X-1", "01-01-2026"), amended("x-2", "01-01-2026"), amended("X-2", "02-01-2026")];
    let book = book(&[("b2b", &[invoice("1")]), ("b2ba", &amendments)]);
    let stated = |number: &str, date: &str| Stated {
        number: "1".into(),
        section: Some(B2ba),
        original_number: number.into(),
        original_date: date.into(),
        ..Stated::default()
    };
    assert_eq!(found(&book, &stated("X-1", "")), [(B2ba, 0)]);
    assert_eq!(found(&book, &stated("X-2", "")), [(B2ba, 1), (B2ba, 2)]);
    assert_eq!(found(&book, &stated("X-2", "02-01-2026")), [(B2ba, 2)]);
    assert_eq!(found(&book, &number("1")).len(), 4, "in all sheets if none is told");
}

#[test]
fn a_copy_that_was_set_aside_is_not_meant() {
    let mut book = book_of("b2b", &[invoice("1"), invoice("1").with("val", 5)]);
    assert_eq!(found(&book, &number("1")).len(), 2);
    Command::Pick { keep: vec![(B2b, 1)] }.apply(&mut book);
    assert_eq!(found(&book, &number("1")), [(B2b, 1)]);
}
