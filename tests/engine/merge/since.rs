//! What is said of a newer download once the user went on: every upload has its answer, and no sentence asks for what was done.

use super::*;
use ims_desk::book::BySection;
use ims_desk::session::newer::{Lists, WhatChanged};
use ims_desk::work::Progress;

fn took_of(work: &Work, number: &str) -> Option<Took> {
    let sheet = work.book.sheet(B2b);
    let there = |row: &u32| sheet.in_force(*row) || sheet.gone().contains(*row);
    let row = (0..sheet.rows()).filter(there).find(|&row| sheet.records().numbers.get(row) == number).unwrap();
    took(&work.book, B2b, row)
}

fn lists(work: &Work) -> Lists {
    Lists::of_log(&work.book, &work.log, &BySection::default(), &Progress::default()).unwrap()
}

fn groups(work: &Work, of_upload: bool) -> Vec<(WhatChanged, usize)> {
    lists(work).groups(of_upload).iter().map(|group| (group.what, group.records.len())).collect()
}

#[test]
fn every_record_that_was_uploaded_is_in_one_group_whatever_later_downloads_made_of_it() {
    let mut work = Work::invoices(&["1", "2", "3", "4"].map(invoice));
    ["1", "2", "3"].iter().for_each(|number| work.decide(B2b, number, reject()));
    work.upload();
    let held = |number: &str| invoice(number).with("action", "R").with("remarks", "Not ours");
    // All took; then the first is gone, and the supplier files the second once more under a different name.
    work.merge_invoices(&[held("1"), held("2"), held("3"), invoice("4")]);
    assert_eq!(took_of(&work, "1"), Some(Took::Confirmed));
    work.merge_invoices(&[held("2").with("tradenm", "Asha"), held("3"), invoice("4")]);
    assert_eq!(took_of(&work, "1"), Some(Took::Different), "confirmed, then gone");
    assert_eq!(took_of(&work, "2"), Some(Took::Confirmed));
    work.decide(B2b, "4", reject());
    work.upload();
    assert_eq!(took_of(&work, "4"), Some(Took::Unknown), "no download came since");
    let all = groups(&work, true);
    assert_eq!(all.iter().map(|group| group.1).sum::<usize>(), 4, "{all:?}");
}

#[test]
fn what_was_not_taken_is_not_asked_for_again_once_it_is_uploaded_or_given_up() {
    let mut work = Work::invoices(&["1", "2"].map(invoice));
    ["1", "2"].iter().for_each(|number| work.decide(B2b, number, reject()));
    work.upload();
    work.merge_invoices(&["1", "2"].map(invoice));
    let says = |work: &Work, number| in_words(&work.book, B2b, work.row(B2b, number), Kind::NotTaken).1;
    assert_eq!(says(&work, "1"), Kind::NotTaken.meaning());
    let row = work.row(B2b, "2");
    work.do_it(Command::Restore { rows: vec![(B2b, rows(&[row]))] });
    work.upload();
    assert_eq!(says(&work, "1"), "you have uploaded the record again since");
    assert_eq!(says(&work, "2"), "you have given your decision up since");
    assert_eq!((took_of(&work, "1"), took_of(&work, "2")), (Some(Took::Unknown), Some(Took::NotThere)));
}

#[test]
fn the_list_counts_what_the_question_before_it_counted() {
    let mut work = Work::invoices(&["1", "2", "3"].map(invoice));
    let dearer = |number: &str| invoice(number).heads([90, 0, 0, 0]);
    work.merge_invoices(&[dearer("1"), invoice("2")]);
    // The first was changed before; the second is changed now, the third is there again with a different name.
    let later = book(&[("b2b", &[dearer("1"), dearer("2"), invoice("3").with("tradenm", "Asha")])]);
    let asked = compare(&work.book, &later);
    work.merge(later);
    let listed = groups(&work, false);
    for kind in [Kind::Changed, Kind::Back, Kind::Updated, Kind::New, Kind::Gone] {
        let count = listed.iter().find(|group| group.0 == WhatChanged::Kind(kind)).map_or(0, |group| group.1);
        assert_eq!(asked.count(kind), count as u64, "{kind:?}: {listed:?}");
    }
    assert!(listed.contains(&(WhatChanged::Earlier(Kind::Changed), 1)), "{listed:?}");
    // To the letter as it was, too.
    work.merge_invoices(&[dearer("1"), dearer("2")]);
    work.merge_invoices(&[dearer("1"), dearer("2"), invoice("3").with("tradenm", "Asha")]);
    assert!(groups(&work, false).contains(&(WhatChanged::Kind(Kind::Back), 1)));
}
