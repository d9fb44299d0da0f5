//! The numbers of a review, worked out by hand from the table "What an action does to the credit" of the rules.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::*;
use crate::book::{Action, Answer, Book, Report, Stated};
use crate::edit::{Change, Command};
use crate::portal::{self, Input};
use crate::session::Session;
use crate::session::files::opening::Judged;
use crate::store::journal::WroteUpload;
use crate::values::{Day, Period};
use crate::work::Progress;
use crate::work::wake::Wake;

const ONE: &str = "29AAAAA0000A1ZY";
const TWO: &str = "24AAAAA0000A1Z8";

/// A filed invoice or note of October 2026 with these amounts of IGST, CGST and SGST.
fn record(supplier: &str, number: &str, taxes: [u32; 3], more: &str) -> String {
    let [igst, cgst, sgst] = taxes;
    let (number_key, date_key) = if number.starts_with('C') { ("nt_num", "nt_dt") } else { ("inum", "idt") };
    let status = if more.contains("srcfilstatus") { "" } else { r#""srcfilstatus":"F","# };
    let period = if more.contains("rtnprd") { "" } else { r#""rtnprd":"102026","# };
    format!(
        r#"{{"stin":"{supplier}","{number_key}":"{number}","inv_typ":"R","{date_key}":"08-10-2026","val":1000,"txval":900,"iamt":{igst},"camt":{cgst},"samt":{sgst},"cess":0,"pos":"27",{status}{period}"srcform":"R1"{more}}}"#
    )
}

fn book(sections: &[(&str, Vec<String>)]) -> Book {
    let body: Vec<String> =
        sections.iter().map(|(key, records)| format!("\"{key}\":[{}]", records.join(","))).collect();
    let bytes = format!(r#"{{"imsDetails":{{"rtin":"27AAAAA0000A1Z2",{}}}}}"#, body.join(",")).into_bytes();
    portal::read(vec![Input { name: "test".into(), path: None, bytes }], &Progress::default()).unwrap()
}

fn decide(book: &mut Book, section: Section, row: u32, action: Action, answer: Option<Answer>) {
    let change = Change { answer, ..Change::action(action) };
    Command::decide(section, [row].into_iter().collect(), change).apply(book);
}

fn open(mut book: Book) -> Session {
    book.facts.closing = Period::new(2026, 11);
    let wake = Wake::default();
    Session::new(
        Judged::as_of(Day::today(), book, &BTreeMap::new(), Err("a test".into()), &wake, &Progress::default()),
        &wake,
    )
}

/// Six invoices, two amendments, three credit notes; all but I5 and I6 are decided.
fn fixture() -> Session {
    let later = |number: &str| format!(r#","rtnprd":"112026","oinum":"{number}","oidt":"08-10-2026""#);
    let mut book = book(&[
        (
            "b2b",
            vec![
                record(ONE, "I1", [180, 0, 0], ""),
                record(TWO, "I2", [0, 90, 90], ""),
                record(ONE, "I3", [50, 0, 0], r#","srcfilstatus":"NF""#),
                record(ONE, "I4", [20, 0, 0], r#","ispendactblocked":"Y""#),
                record(ONE, "I5", [10, 0, 0], ""),
                record(ONE, "I6", [100, 0, 0], r#","action":"P""#),
            ],
        ),
        ("b2ba", vec![record(TWO, "A1", [70, 0, 0], &later("I0")), record(ONE, "A2", [60, 0, 0], &later("I6"))]),
        (
            "b2bcn",
            vec![
                record(ONE, "C1", [0, 900, 900], ""),
                record(TWO, "C2", [100, 0, 0], ""),
                record(TWO, "C3", [30, 0, 0], ""),
            ],
        ),
    ]);
    use Action::{Accept, Pending, Reject};
    for (row, action) in [(0, Accept), (1, Reject), (2, Accept), (3, Pending)] {
        decide(&mut book, Section::B2b, row, action, None);
    }
    decide(&mut book, Section::B2ba, 0, Accept, None);
    decide(&mut book, Section::B2ba, 1, Accept, None);
    decide(&mut book, Section::B2bcn, 0, Accept, Some(Answer::FULL.by_default()));
    decide(&mut book, Section::B2bcn, 1, Accept, Some(Answer::part([4_000, 0, 0, 0])));
    decide(&mut book, Section::B2bcn, 2, Accept, None);
    open(book)
}

fn counted(open: &Session) -> Review {
    let mut counting = Counting::default();
    loop {
        if let Some(review) = counting.go_on(open, Duration::ZERO) {
            return review;
        }
    }
}

fn rows(listed: &Listed) -> Vec<(Section, Vec<u32>)> {
    listed.rows.iter().map(|(section, rows)| (*section, rows.iter().collect())).collect()
}

#[test]
fn sheets_and_actions_add_up_with_their_tax() {
    let open = fixture();
    let review = counted(&open);
    let sums = |f: &Figures| {
        let sums = [f.accepted, f.rejected.all(), f.pending.all(), f.no_action, f.not_filed];
        sums.map(|sum| (sum.records, sum.total()))
    };
    let none = (0, 0);
    let sheets: Vec<_> = review.sheets.iter().map(|s| (s.section, sums(&s.written))).collect();
    assert_eq!(
        sheets,
        [
            (Section::B2b, [(2, 18_000), (1, 18_000), (1, 2_000), none, (1, 5_000)]),
            // Of one the original is missing, of the other it is Pending: they count nothing.
            (Section::B2ba, [(2, 0), none, none, none, none]),
            // All of C1, the declared 40 of C2, and C3, which no one answered, in full.
            (Section::B2bcn, [(3, -180_000 - 4_000 - 3_000), none, none, none, none]),
        ]
    );
    assert_eq!(sums(&review.written)[..3], [(7, 18_000 - 187_000), (1, 18_000), (1, 2_000)]);
    assert_eq!((review.records, review.others), (9, 2));
}

#[test]
fn the_change_is_that_of_the_bar_with_its_parts() {
    let open = fixture();
    let figures = open.figures();
    assert_eq!(figures.as_it_stands, [18_000 + 2_000 + 1_000 - 13_000, 9_000 - 90_000, 9_000 - 90_000, 0]);
    assert_eq!(figures.difference(), [6_000 - 2_000, -9_000, -9_000, 0]);
    assert_eq!((figures.waits.total(), figures.given_up.total(), figures.added.total()), (-2_000, -18_000, 6_000));
    let by_supplier: i128 = counted(&open).suppliers.iter().map(|s| s.change).sum();
    assert_eq!(by_supplier, total(figures.difference()));
}

#[test]
fn what_is_taken_by_default_or_does_not_count_is_listed_apart_with_its_tax() {
    let review = counted(&fixture());
    assert_eq!((rows(&review.by_default), review.by_default.tax), (vec![(Section::B2bcn, vec![0])], 180_000));
    assert_eq!((rows(&review.not_filed), review.not_filed.tax), (vec![(Section::B2b, vec![2])], 5_000));
    assert_eq!((rows(&review.no_original), review.no_original.tax), (vec![(Section::B2ba, vec![0])], 7_000));
    assert_eq!((rows(&review.open_original), review.open_original.tax), (vec![(Section::B2ba, vec![1])], 6_000));
}

#[test]
fn what_blocks_and_what_the_portal_may_refuse_stand_apart() {
    let mut open = fixture();
    let review = counted(&open);
    let of = |groups: &[FindingGroup]| groups.iter().map(|g| (g.finding.rule, rows(&g.listed))).collect::<Vec<_>>();
    let in_one = |rule, section, row| (rule, vec![(section, vec![row])]);
    assert_eq!(of(&review.blocks), [in_one(RuleId::A1, Section::B2b, 3), in_one(RuleId::I1, Section::B2bcn, 2)]);
    assert_eq!(review.blocked(), 2);
    // A2 amends what is pending and of another period; C2 says "part" without remarks.
    let may = of(&review.may_be_refused);
    assert_eq!(may, [in_one(RuleId::A4, Section::B2ba, 1), in_one(RuleId::R4, Section::B2bcn, 1)]);
    let [changing] = review.refusals.as_slice() else { unreachable!("{:?}", review.refusals) };
    assert!(changing.words.contains("IMSSAV0010"));
    assert_eq!(rows(&changing.listed), [(Section::B2b, vec![2])]);

    open.wrote(WroteUpload { name: "upload.json".into(), ..WroteUpload::default() });
    let words: Vec<String> = counted(&open).refusals.into_iter().map(|r| r.words).collect();
    assert!(words.iter().any(|w| w.contains("upload.json") && w.contains("IMSSAV0015")), "{words:?}");
}

#[test]
fn what_a_rule_says_of_records_of_several_sheets_is_one_line() {
    let blocked = r#","ispendactblocked":"Y","action":"P""#;
    let mut book = book(&[
        ("b2b", vec![record(ONE, "I1", [180, 0, 0], blocked), record(ONE, "I2", [180, 0, 0], "")]),
        ("b2bdn", vec![record(ONE, "C1", [180, 0, 0], blocked)]),
    ]);
    for section in [Section::B2b, Section::B2bdn] {
        Command::decide(section, [0].into_iter().collect(), Change::remarks("why")).apply(&mut book);
    }
    let review = counted(&open(book));
    let groups: Vec<_> = [&review.blocks, &review.may_be_refused, &review.warns].into_iter().flatten().collect();
    let blocks: Vec<_> = groups.iter().filter(|group| group.finding.rule == RuleId::A1).collect();
    let [one] = blocks.as_slice() else { unreachable!("{groups:?}") };
    assert_eq!(rows(&one.listed), [(Section::B2b, vec![0]), (Section::B2bdn, vec![0])]);
    let (scope, numbers) = one.listed.in_one_scope();
    assert_eq!((scope, numbers.len()), (Scope::All, 2), "the link opens exactly these");
}

#[test]
fn of_copies_with_other_values_it_is_known_how_many_are_in_no_figure() {
    let copies = [record(ONE, "I1", [180, 0, 0], ""), record(ONE, "I1", [90, 0, 0], "")];
    let mut book = book(&[("b2b", [copies.to_vec(), vec![record(ONE, "I2", [180, 0, 0], "")]].concat())]);
    decide(&mut book, Section::B2b, 2, Action::Reject, None);
    let review = counted(&open(book));
    assert_eq!((review.records, review.others, review.uncounted_copies), (1, 2, 1));
}

#[test]
fn a_record_that_the_portal_refused_before_is_shown_with_what_to_do() {
    let errors = r#"{"imsDetailsErr":{"rtin":"27AAAAA0000A1Z2","b2b":[REC]}}"#;
    let mistaken = record(ONE, "I1", [180, 0, 0], r#","error_cd":"IMSSAV0010","error_msg":"Action differs""#);
    let download = r#"{"imsDetails":{"rtin":"27AAAAA0000A1Z2","b2b":[REC]}}"#;
    let plain = record(ONE, "I1", [180, 0, 0], "");
    let input = |name: &str, text: String| Input { name: name.into(), path: None, bytes: text.into_bytes() };
    let files =
        vec![input("download", download.replace("REC", &plain)), input("errors", errors.replace("REC", &mistaken))];
    let mut book = portal::read(files, &Progress::default()).unwrap();
    decide(&mut book, Section::B2b, 0, Action::Reject, None);
    let review = counted(&open(book));
    let [before] = review.refusals.as_slice() else { unreachable!("{:?}", review.refusals) };
    assert!(
        before
            .words
            .contains("\u{201c}IMSSAV0010 Action differs\u{201d}. The record changed on the portal: download again.")
    );
    assert_eq!(rows(&before.listed), [(Section::B2b, vec![0])]);
}

#[test]
fn what_failed_and_was_not_changed_since_is_listed_apart() {
    let download = r#"{"imsDetails":{"rtin":"27AAAAA0000A1Z2","b2b":[REC]}}"#;
    let text = download.replace("REC", &record(ONE, "I1", [180, 0, 0], ""));
    let input = Input { name: "download".into(), path: None, bytes: text.into_bytes() };
    let mut book = portal::read(vec![input], &Progress::default()).unwrap();
    decide(&mut book, Section::B2b, 0, Action::Accept, None);
    let said = vec![(Section::B2b, 0, book.said(Section::B2b, 0))];
    Command::Uploaded { name: "first.json".into(), said }.apply(&mut book);
    let stated = Stated { number: "I1".into(), ..Stated::default() };
    let report = Report { stated, code: "IMSSAV0015".into(), message: "Busy".into() };
    Command::Errors { file: "errors.json".into(), reports: vec![report] }.apply(&mut book);
    let review = counted(&open(book));
    let [again] = review.refusals.as_slice() else { unreachable!("{:?}", review.refusals) };
    assert!(again.words.starts_with("Refused by the portal, and nothing was changed since: \u{201c}IMSSAV0015 Busy"));
    assert_eq!((review.records, rows(&again.listed)), (1, vec![(Section::B2b, vec![0])]));
    assert!(review.warns.is_empty(), "it is said once");
}

#[test]
fn suppliers_add_up_over_the_sheets_and_are_ordered_and_searched() {
    let review = counted(&fixture());
    let of = |gstin: &str| review.suppliers.iter().find(|s| s.gstin == gstin).unwrap();
    let (one, two) = (of(ONE), of(TWO));
    assert_eq!((one.by_action, one.change, one.uncounted), ([4, 0, 1, 0], -2_000, 2));
    assert_eq!((two.by_action, two.change, two.uncounted), ([3, 1, 0, 0], -18_000 + 6_000, 1));
    assert_eq!(review.suppliers.len(), 2);
    let gstins = |text, by, descending| {
        let places = ordered(&review.suppliers, text, by, descending);
        places.into_iter().map(|p| review.suppliers[p as usize].gstin.clone()).collect::<Vec<_>>()
    };
    assert_eq!(gstins("", By::Change, true), [TWO, ONE], "the biggest change first, though it is a fall");
    assert_eq!(gstins("", By::Change, false), [ONE, TWO]);
    assert_eq!(gstins("", By::Records, true), [ONE, TWO]);
    assert_eq!(gstins("24aaa", By::Name, false), [TWO]);
}

#[test]
fn suppliers_that_are_equal_are_in_the_order_of_their_names_whichever_way_the_others_go() {
    let named = |name: &str, change| SupplierReview { name: name.into(), change, ..SupplierReview::default() };
    let list = [named("Zarvo", 0), named("Aarav", 0), named("Mundrex", -500), named("Korimbal", 0)];
    let names = |by, descending| {
        let places = ordered(&list, "", by, descending);
        places.into_iter().map(|place| list[place as usize].name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(names(By::Change, true), ["Mundrex", "Aarav", "Korimbal", "Zarvo"]);
    assert_eq!(names(By::Change, false), ["Aarav", "Korimbal", "Zarvo", "Mundrex"]);
    assert_eq!(names(By::Records, true), ["Aarav", "Korimbal", "Mundrex", "Zarvo"]);
    assert_eq!(names(By::Name, true), ["Zarvo", "Mundrex", "Korimbal", "Aarav"]);
}

#[test]
fn every_credit_note_that_is_accepted_is_counted_also_one_that_the_portal_does_not_ask_about() {
    let blocked = record(ONE, "C2", [100, 0, 0], r#","itcRedReqBlocked":"Y""#);
    let notes = vec![record(ONE, "C1", [100, 0, 0], ""), blocked, record(ONE, "C3", [100, 0, 0], "")];
    let mut book = book(&[("b2bcn", notes)]);
    decide(&mut book, Section::B2bcn, 0, Action::Accept, Some(Answer::FULL));
    decide(&mut book, Section::B2bcn, 1, Action::Accept, None);
    decide(&mut book, Section::B2bcn, 2, Action::Accept, None);
    let review = counted(&open(book));
    assert_eq!((review.notes.records(), review.answers, review.need_no_answer), (3, [1, 0, 0], 1));
    assert_eq!(review.notes.records(), review.written.accepted.records, "as in the table above it");
    assert_eq!(review.blocked(), 1, "the one without an answer that is asked about");
}

#[test]
fn amendments_of_several_sheets_whose_originals_are_not_decided_are_one_line() {
    let of = |number: &str| format!(r#","rtnprd":"112026","oinum":"{number}","oidt":"08-10-2026""#);
    let mut book = book(&[
        ("b2b", vec![record(ONE, "I1", [180, 0, 0], r#","action":"P""#)]),
        ("b2ba", vec![record(ONE, "A1", [90, 0, 0], &of("I1"))]),
        ("ecom", vec![record(ONE, "I2", [180, 0, 0], r#","action":"P""#)]),
        ("ecoma", vec![record(ONE, "A2", [90, 0, 0], &of("I2"))]),
    ]);
    for section in [Section::B2ba, Section::Ecoma] {
        decide(&mut book, section, 0, Action::Accept, None);
    }
    let review = counted(&open(book));
    let first: Vec<_> = review.may_be_refused.iter().filter(|group| group.finding.rule == RuleId::A4).collect();
    let [one] = first.as_slice() else { unreachable!("{:?}", review.may_be_refused) };
    assert_eq!(rows(&one.listed), [(Section::B2ba, vec![0]), (Section::Ecoma, vec![0])]);
    assert!(review.sheets.iter().all(|sheet| sheet.accepted_uncounted == 1), "none of it counts yet");
}

#[test]
fn a_long_delta_is_gone_through_in_slices_and_each_record_met_once() {
    let records = (0..1_000).map(|i| record(ONE, &format!("I{i}"), [1, 0, 0], "")).collect();
    let mut book = book(&[("b2b", records)]);
    (0..1_000).for_each(|row| decide(&mut book, Section::B2b, row, Action::Accept, None));
    let open = open(book);
    let (mut walk, mut met, mut slices) = (Walk::default(), Vec::new(), 1);
    while !walk.go_on(&open, Duration::ZERO, |_, row| met.push(row)) {
        slices += 1;
    }
    assert_eq!(met, (0..1_000).collect::<Vec<_>>());
    assert_eq!((walk.done, slices), (1_000, 4));
}

#[test]
#[ignore = "measures time"]
fn no_slice_of_a_million_changes_holds_the_window_up() {
    let mut text = Vec::new();
    portal::sample::write(1_000_000, 1, &mut text).unwrap();
    let input = Input { name: "sample".into(), path: None, bytes: text };
    let mut book = portal::read(vec![input], &Progress::default()).unwrap();
    for section in Section::ALL {
        let rows = book.sheet(section).rows();
        let other = |action| if action == Action::Accept { Action::Reject } else { Action::Accept };
        (0..rows).for_each(|row| {
            let action = other(book.sheet(section).decision(row).action);
            decide(&mut book, section, row, action, None);
        });
    }
    let open = open(book);
    let (mut counting, mut longest, start) = (Counting::default(), Duration::ZERO, Instant::now());
    let mut slices = 0;
    let review = loop {
        let slice = Instant::now();
        let ended = counting.go_on(&open, SLICE);
        let took = slice.elapsed();
        slices += 1;
        if ended.is_some() {
            println!("the last slice {took:?}");
        }
        longest = longest.max(took);
        if let Some(review) = ended {
            break review;
        }
    };
    println!("{} records, {slices} slices, longest {longest:?}, all {:?}", review.records, start.elapsed());
    let sort = Instant::now();
    let found = ordered(&review.suppliers, "", By::Name, false).len();
    println!("{found} suppliers ordered by name in {:?}", sort.elapsed());
    assert!(longest < Duration::from_millis(16));
}
