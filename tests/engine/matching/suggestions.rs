//! What is suggested, with which answer, and what *Accept all exact* would do.

use ims_desk::book::{
    AnswerKind, Book, CreditUse, Link, LinkKind, LinkedEntry, LinkedRecord, Links, MatchSettings, ReadPart, Register,
    Returns, Section,
};
use ims_desk::matching::suggest::offer::{self, Left};
use ims_desk::matching::suggest::{answer, figures, suggestion};
use ims_desk::matching::{Class, Suggested};
use std::sync::Arc;

use super::given::{book, entries, in_lines, matches, register, today};

fn lines(book: &Book) -> Vec<String> {
    in_lines(book, &matches(book))
}

fn why(book: &Book, section: Section, row: u32) -> (Suggested, &'static str) {
    let suggestion = suggestion::suggestion(book, &matches(book), section, row, today());
    (suggestion.what, suggestion.why)
}

const INVOICE: &str = "27Z A/1 12-06-2026 1000/90+90";

#[test]
fn what_is_to_be_looked_at_is_never_accepted() {
    for (records, entries, wanted) in [
        (vec![&*format!("{INVOICE} unfiled")], vec![INVOICE], "exact 1 = 1 look"),
        (vec![INVOICE], vec!["27Z A/1 12-06-2026 1000/90+90 rcm"], "exact 1 = 1 look"),
        (vec![INVOICE], vec!["27Z A/1 12-06-2026 1000/0 no-tax"], "tolerance 1 = 1 look"),
        (vec![INVOICE], vec!["27Z A/1 - 1000/90+90"], "date 1 = 1 look"),
        (vec![INVOICE], vec!["27Z A/1 - 1000/90+90 posting=20-06-2026"], "exact 1 = 1 A"),
        (vec![&*format!("{INVOICE} action=P")], vec![INVOICE], "exact 1 = 1 -"),
        (vec!["27Z A/1 31-03-2026 1000/90+90"], vec!["27Z A/1 - 1000/90+90 posting=02-04-2026"], "exact 1 = 1 A"),
        (
            vec!["b2bcn 27Z A/1 12-06-2026 1000/90+90"],
            vec!["27Z A/1 14-06-2026 1000/90+90 type=credit"],
            "date 1 = 1 look",
        ),
        (vec![INVOICE], vec!["27Z A/1 12-06-2026 1001.50/90+90"], "amounts 1 = 1 A"),
        (vec![INVOICE], vec!["27Z X/1 12-06-2026 1001.50/90+90"], "portal 1 =  look"),
    ] {
        let book = book(&records, &entries, false);
        assert_eq!(lines(&book)[0], wanted, "{entries:?}");
    }
}

#[test]
fn the_setting_accepts_also_where_the_supplier_has_not_filed() {
    let mut book = book(&[&format!("{INVOICE} unfiled")], &[INVOICE], false);
    assert_eq!(why(&book, Section::B2b, 0), (Suggested::Look, suggestion::NOT_FILED));
    book.set_match_settings(MatchSettings { unfiled: true, ..book.match_settings().clone() });
    assert_eq!(why(&book, Section::B2b, 0).0, Suggested::Accept);
}

#[test]
fn pending_is_suggested_only_where_nothing_is_near_and_nothing_is_lost() {
    for (record, entry, what) in [
        ("33A N/1 10-06-2026 500/90", "24A K/1 01-06-2026 100/18", Suggested::Pending),
        ("33A N/1 20-06-2026 500/90", "24A K/1 01-06-2026 100/18", Suggested::Pending),
        // Of the last ten days.
        ("33A N/1 21-06-2026 500/90", "24A K/1 01-06-2026 100/18", Suggested::Look),
        ("33A N/1 10-06-2026 500/90 blocked", "24A K/1 01-06-2026 100/18", Suggested::Look),
        ("33A N/1 10-06-2026 500/90 unfiled", "24A K/1 01-06-2026 100/18", Suggested::Look),
        ("ecom 33A N/1 10-06-2026 500/90", "24A K/1 01-06-2026 100/18", Suggested::Look),
        ("b2bcn 33A N/1 10-06-2026 500/90", "24A K/1 01-06-2026 100/18", Suggested::Look),
        // Near by number, and by amounts.
        ("33A N/1001 10-06-2026 500/90", "33A N/1002 28-06-2026 900/162", Suggested::Look),
        ("33A N/1001 10-06-2026 500/90", "33A X/7 12-06-2026 500.50/90", Suggested::Look),
        ("33A N/1001 10-06-2026 500/90", "33A X/7 28-06-2026 500.50/90", Suggested::Pending),
    ] {
        let book = book(&[record], &[entry], true);
        let section = Section::ALL.into_iter().find(|section| book.sheet(*section).rows() > 0).unwrap();
        assert_eq!(why(&book, section, 0).0, what, "{record}; {entry}: {}", why(&book, section, 0).1);
    }
}

#[test]
fn an_invoice_whose_credit_would_be_lost_is_not_held_back() {
    let mut book = book(&["33A N/1 10-06-2026 500/90"], &["24A K/1 01-06-2026 100/18"], true);
    assert_eq!(why(&book, Section::B2b, 0).0, Suggested::Pending);
    book.facts.last_3b = ims_desk::values::Period::new(2027, 10);
    assert_eq!(why(&book, Section::B2b, 0), (Suggested::Look, "held now, this credit is lost"));
}

#[test]
fn what_is_booked_under_another_registration_is_not_held_back() {
    let mut book = book(&["33A N/1 10-06-2026 500/90"], &["24A K/1 01-06-2026 100/18"], true);
    let part = book.register().clone().take(0).unwrap();
    let elsewhere = Arc::new(entries(&["33A N-1 10-06-2026 500/90"]));
    book.set_register(Register::of(vec![ReadPart { elsewhere, ..part }]));
    assert_eq!(why(&book, Section::B2b, 0), (Suggested::Look, "booked under another registration of yours"));
}

fn answered(entry: &str) -> (String, Suggested, String) {
    answered_by(entry, Returns::InGstr2b)
}

fn answered_by(entry: &str, returns: Returns) -> (String, Suggested, String) {
    let mut book = book(&["b2bcn 27T CN/4 20-06-2026 2000/180+180"], &[entry], false);
    book.set_match_settings(MatchSettings { returns, ..book.match_settings().clone() });
    let matches = matches(&book);
    let of = matches.of_record(Section::B2bcn, 0);
    let proposed = answer::proposed(&book, &of, Section::B2bcn, 0, today());
    let suggested = matches.record(Section::B2bcn, 0).suggested;
    match proposed {
        None => ("none".into(), suggested, String::new()),
        Some(proposed) => {
            let heads = match proposed.answer.kind {
                AnswerKind::Part => format!(" {:?}", proposed.answer.heads),
                _ => String::new(),
            };
            (format!("{}{heads}", proposed.answer.name()), suggested, proposed.remark)
        }
    }
}

#[test]
fn the_answer_for_a_credit_note_follows_from_the_books() {
    let full = |entry: &str| answered(entry);
    assert_eq!(
        full("27T CN/4 20-06-2026 2000/180+180 type=credit"),
        ("Yes, full".into(), Suggested::Accept, String::new())
    );
    assert_eq!(full("27T CN/4 20-06-2026 2000.50/180.40+180 type=credit").0, "Yes, full");
    assert_eq!(
        full("27T CN/4 20-06-2026 1000/90+90 type=credit"),
        ("Yes, part [0, 9000, 9000, 0]".into(), Suggested::Look, "ITC availed in part".into())
    );
    // More in the books than on the portal, or heads of which the portal wants both alike.
    assert_eq!(full("27T CN/4 20-06-2026 3000/270+270 type=credit").0, "none");
    assert_eq!(full("27T CN/4 20-06-2026 1000/90+60 type=credit").0, "none");
    assert_eq!(
        full("27T CN/4 20-06-2026 2000/180+180 type=credit posting=28-05-2026"),
        ("No".into(), Suggested::Look, "ITC already reversed in GSTR-3B of May 2026".into())
    );
    assert_eq!(
        full("27T CN/4 20-06-2026 2000/180+180 type=credit ineligible"),
        ("No".into(), Suggested::Accept, "ITC not availed".into())
    );
    let (answer, suggested, remark) =
        full("27T CN/4 20-06-2026 2000/180+180 type=credit ineligible posting=28-05-2026");
    assert_eq!((answer.as_str(), suggested), ("No", Suggested::Look));
    assert_eq!(remark, "Blocked credit, already reversed in Table 4(B)(1) of GSTR-3B of May 2026");
    // Booked as an invoice there is no answer.
    assert_eq!(full("27T CN/4 20-06-2026 2000/180+180").0, "none");
    let booked = answered_by("27T CN/4 20-06-2026 2000/180+180 type=credit", Returns::WhenBooked);
    assert_eq!((booked.0.as_str(), booked.1), ("No", Suggested::Look));
}

#[test]
fn two_that_fit_alike_are_a_tie_and_both_are_named() {
    let book = book(
        &["29Z 12 10-06-2026 1000/180"],
        &["29Z INV-12 10-06-2026 1000/180", "29Z GST-12 10-06-2026 1000/180"],
        false,
    );
    assert_eq!(lines(&book), ["written 1 = 2 look", "books  = 1 -"]);
    assert_eq!(matches(&book).tie(Section::B2b, 0), (None, Some(0)));
}

#[test]
fn a_number_that_names_several_records_is_matched_with_all_of_them() {
    let records = ["27Z 101 10-06-2026 1000/90+90", "27Z 102 11-06-2026 500/45+45", "27Z 103 11-06-2026 700/63+63"];
    for number in ["101,102", "101_&_102", "101_and_102", "Bills_101+102"] {
        let book = book(&records, &[&format!("27Z {number} 12-06-2026 1500/135+135")], false);
        assert_eq!(lines(&book), ["several 1+2 = 1 A", "portal 3 =  look"], "{number}");
    }
}

#[test]
fn where_several_sets_sum_up_none_is_taken() {
    let records = ["27Z 7 10-06-2026 1000/90+90"];
    let of_number = [
        "27Z 7 10-06-2026 500/45+45 voucher=A",
        "27Z 7 11-06-2026 500/45+45 voucher=B",
        "27Z 7 12-06-2026 500/45+45 voucher=C",
    ];
    let found = lines(&book(&records, &of_number, false));
    assert_eq!(found[0], "amounts 1 = 1 look");
    let by_amounts = ["27Z X/1 10-06-2026 500/45+45", "27Z Y/2 11-06-2026 500/45+45", "27Z Z/3 12-06-2026 500/45+45"];
    assert_eq!(lines(&book(&records, &by_amounts, false))[0], "portal 1 =  look");
    assert_eq!(lines(&book(&records, &by_amounts[..2], false))[0], "several 1 = 1+2 look");
}

#[test]
fn a_day_of_entry_that_fits_several_records_is_looked_at() {
    let records = ["27Z INV/26-27/7 10-06-2026 1000/90+90", "27Z 7 12-06-2026 1000/90+90 period=072026"];
    let book = book(&records, &["27Z 7 - 1000/90+90 posting=20-06-2026"], false);
    assert_eq!(lines(&book), ["exact 2 = 1 look", "portal 1 =  look"]);
}

fn link(book: &mut Book, record: (Section, u32), entry: u32) {
    let records = Box::new([LinkedRecord::of(book, record.0, record.1)]);
    let entries = Box::new([LinkedEntry::of(book.register().entries(), entry)]);
    let mut links = book.links().clone();
    links.links.push(Link { kind: LinkKind::Linked, records, entries });
    book.set_links(links);
}

#[test]
fn links_come_first_whatever_their_fields_say() {
    let records = ["27Z A/1 12-06-2026 1000/90+90", "29Z B/7 13-06-2026 800/144"];
    let mut book = book(&records, &["27Z A/1 12-06-2026 1000/90+90", "33A Q/9 01-05-2026 10/1.80"], false);
    assert_eq!(lines(&book), ["exact 1 = 1 A", "portal 2 =  look", "books  = 2 -"]);
    link(&mut book, (Section::B2b, 1), 1);
    assert_eq!(lines(&book), ["exact 1 = 1 A", "gstin 2 = 2 look"]);
    // A link may take what would be paired otherwise.
    book.set_links(Links::default());
    link(&mut book, (Section::B2b, 1), 0);
    assert_eq!(lines(&book), ["branch 2 = 1 look", "portal 1 =  look", "books  = 2 -"]);
}

#[test]
fn what_changed_since_it_was_linked_is_looked_at() {
    let mut book = book(&[INVOICE], &[INVOICE], false);
    link(&mut book, (Section::B2b, 0), 0);
    assert_eq!(lines(&book), ["exact 1 = 1 A"]);
    book.set_register(register(entries(&["27Z A/1 12-06-2026 1000.40/90+90"]), false));
    assert_eq!(lines(&book), ["tolerance 1 = 1 look"]);
    // Gone, the link is suspended.
    book.set_register(register(entries(&["27Z A/2 12-06-2026 1000/90+90"]), false));
    assert_eq!(lines(&book), ["portal 1 =  look", "books  = 1 -"]);
}

#[test]
fn what_is_marked_apart_is_not_paired_and_the_next_best_takes_its_place() {
    let mut book = book(&[INVOICE], &[INVOICE, "27Z A/1 13-06-2026 1000/90+90 voucher=V2"], false);
    assert_eq!(lines(&book), ["exact 1 = 1 A", "duplicate  = 2 -"]);
    let apart = (LinkedRecord::of(&book, Section::B2b, 0), LinkedEntry::of(book.register().entries(), 0));
    book.set_links(Links { aparts: vec![apart], ..Links::default() });
    assert_eq!(lines(&book), ["date 1 = 2 A", "duplicate  = 1 -"]);
}

#[test]
fn booked_with_the_tax_inside_is_accepted_once_the_user_says_that_no_credit_is_claimed() {
    let mut book = book(&["29T H/12 08-06-2026 10000/1800"], &["29T H/12 08-06-2026 11800/0"], false);
    assert_eq!(why(&book, Section::B2b, 0).0, Suggested::Look);
    assert_eq!(figures::of(&book, &matches(&book), today()).not_claimable, 0);
    let suppliers = [("29TESTA1234B1Z6".to_owned(), CreditUse::Blocked)].into_iter().collect();
    book.set_match_settings(MatchSettings { suppliers, ..book.match_settings().clone() });
    assert_eq!(why(&book, Section::B2b, 0).0, Suggested::Accept);
    let figures = figures::of(&book, &matches(&book), today());
    assert_eq!((figures.not_claimable, figures.not_claimable_heads), (1, [180_000, 0, 0, 0]));
}

#[test]
fn the_offer_has_what_can_be_accepted_and_says_what_it_leaves() {
    let records = [
        "27Z A/1 12-06-2026 1000/90+90",
        "27Z A/2 12-06-2026 1000/90+90 unfiled",
        "27Z A/3 12-06-2026 1000/90+90 action=P",
        "27Z A/4 12-06-2026 1000/90+90",
        "27Z A/5 31-03-2026 1000/90+90",
        "b2ba 27Z A/6 12-06-2026 1000/90+90 amends=B/6@10-05-2026",
        "b2bcn 27Z C/7 12-06-2026 1000/90+90",
    ];
    let entries: Vec<String> = records
        .iter()
        .map(|record| {
            let credit = if record.starts_with("b2bcn") { " type=credit" } else { "" };
            let plain = record.trim_start_matches("b2bcn ").trim_start_matches("b2ba ");
            format!("{}{credit}", plain.split_whitespace().take(4).collect::<Vec<_>>().join(" "))
        })
        .collect();
    let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    let book = book(&records, &entries, false);
    let matches = matches(&book);
    let offered =
        offer::of_class(&book, &matches, Class::Exact, today(), |section, row| (section, row) != (Section::B2b, 3));
    let rows: Vec<(Section, u32)> = offered.records.iter().map(|one| (one.section, one.row)).collect();
    assert_eq!(rows, [(Section::B2b, 0), (Section::B2b, 4), (Section::B2bcn, 0)]);
    assert_eq!(offered.records[2].answer.as_ref().map(|answer| answer.0.kind), Some(AnswerKind::Full));
    let left: Vec<(Left, u64)> = offered.left().collect();
    assert_eq!(left, [(Left::Hidden, 1), (Left::NotFiled, 1), (Left::Decided, 1), (Left::AsksFirst, 1)]);
}

#[test]
fn a_list_that_is_the_portals_to_the_letter_is_suspected() {
    let records: Vec<String> = (0..60).map(|n| format!("27Z A/{n} 12-06-2026 1000/90+90")).collect();
    let lines: Vec<&str> = records.iter().map(String::as_str).collect();
    // Here a word takes the place of the name, which has a blank on the portal.
    let of = |name: &str| {
        let mut book = book(&lines, &lines, false);
        let mut list = ims_desk::book::Entries::default();
        for (at, line) in (1..).zip(&lines) {
            super::given::add(&mut list, &format!("{line}{name}"), at);
        }
        book.set_register(register(list, false));
        offer::looks_like_the_portal(&book, &matches(&book))
    };
    assert!(of(""));
    assert!(!of(" name=Zenith"));
}

/// The lines of a complete register's matches.
fn complete(records: &[&str], entries: &[&str]) -> Vec<String> {
    let book = book(records, entries, true);
    in_lines(&book, &matches(&book))
}

#[test]
fn a_number_that_a_spreadsheet_took_for_a_day_is_never_only_written_differently() {
    for (record, entry) in [
        ("27Z 6-5 03-06-2026 10000/900+900", "27Z 05-06-2026 03-06-2026 10000/900+900 damaged"),
        ("27Z 5-6 03-06-2026 10000/900+900", "27Z 05-06-2026 03-06-2026 10000/900+900 damaged"),
        ("27Z 5/2026 03-06-2026 10000/900+900", "27Z 01-05-2026 03-06-2026 10000/900+900 damaged"),
        ("27Z MAR-5 03-06-2026 10000/900+900", "27Z 05-03-2026 03-06-2026 10000/900+900 damaged"),
    ] {
        assert_eq!(complete(&[record], &[entry])[0], "number 1 = 1 look", "{record}");
    }
}

#[test]
fn what_may_be_in_the_books_after_all_is_not_held_back() {
    const OTHER: &str = "24A K/1 01-06-2026 100/18";
    for (records, entries) in [
        // Two fit one entry equally well: neither is accepted, neither is held back.
        (vec!["29Z A/12 02-06-2026 500/90", "29Z B/12 02-06-2026 500/90"], vec!["29Z 12 02-06-2026 500/90"]),
        (
            vec!["29Z HO/210 11-06-2026 7000/1260", "27Z HO/210 11-06-2026 7000/1260"],
            vec!["33Z HO/210 11-06-2026 7000/1260"],
        ),
        (
            vec!["29Z HO/210 11-06-2026 7000/1260", "33Z HO/210 11-06-2026 7000/1260"],
            vec!["- HO/210 11-06-2026 7000/1260"],
        ),
        // A number that names it among others, though the sum differs.
        (vec!["29Z 5 05-06-2026 100/18", "29Z 6 05-06-2026 200/36"], vec!["29Z 5,6 05-06-2026 310/54"]),
        // The same number, other amounts: under another GSTIN of the PAN, without one, of another type.
        (vec!["29Z HO/7 05-06-2026 100/18"], vec!["33Z HO/7 28-06-2026 900/162"]),
        (vec!["29Z HO/7 05-06-2026 100/18"], vec!["- HO/7 28-06-2026 900/162"]),
        (vec!["29Z HO/7 05-06-2026 100/18"], vec!["29Z HO/7 28-06-2026 900/162 type=debit"]),
    ] {
        let entries: Vec<&str> = entries.into_iter().chain([OTHER]).collect();
        let lines = complete(&records, &entries);
        let of_records = lines.iter().take(records.len());
        assert!(of_records.clone().all(|line| line.ends_with(" look")), "{records:?} {entries:?}: {lines:?}");
    }
    // Another supplier's number says nothing.
    assert_eq!(complete(&["29Z HO/7 05-06-2026 100/18"], &["27T HO/7 05-06-2026 100/18"])[0], "portal 1 =  P");
}

#[test]
fn a_line_that_was_left_out_keeps_its_document_from_being_held_back_and_is_named() {
    let mut book = book(&["29Z 1001 02-06-2026 500/90"], &["24A K/1 01-06-2026 100/18"], true);
    assert_eq!(why(&book, Section::B2b, 0).0, Suggested::Pending);
    let part = book.register().clone().take(0).unwrap();
    let elsewhere = Arc::new(entries(&["29Z 1001 02-06-2026 -/0 no-tax name=cancelled"]));
    book.set_register(Register::of(vec![ReadPart { elsewhere, ..part }]));
    assert_eq!(why(&book, Section::B2b, 0), (Suggested::Look, "a line of the register with this number was left out"));
    let matches = matches(&book);
    let mut explainer = ims_desk::matching::why::sentence::Explainer::new(&book, &matches, today());
    let text = explainer.explain(&matches.of_record(Section::B2b, 0)).text;
    assert!(text.contains("Line 1 of Purchase.xlsx has this number and was left out: cancelled"), "{text}");
}

#[test]
fn a_record_whose_date_is_not_understood_is_looked_at() {
    let book = book(&["29Z RO/7 31-02-2026 7000/1260 period=022026"], &["29Z RO/7 11-06-2026 7000/1260"], false);
    assert_eq!(why(&book, Section::B2b, 0).0, Suggested::Look, "{:?}", lines(&book));
}

#[test]
fn the_tax_is_inside_only_where_the_taxable_value_says_so() {
    // A tax column that is not known: taxable and value are both given.
    assert_eq!(
        complete(&["29T H/12 08-06-2026 10000/1800"], &["29T H/12 08-06-2026 10000/0 value=11800"])[0],
        "amounts 1 = 1 look"
    );
    assert_eq!(
        complete(&["29T H/12 08-06-2026 10000/1800"], &["29T H/12 08-06-2026 -/0 value=11800"])[0],
        "gross 1 = 1 look"
    );
}
