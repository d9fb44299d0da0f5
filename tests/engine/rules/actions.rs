//! Rules about actions: A1 to A8.

use super::*;
use crate::common::{Record, SUPPLIER, book, book_of, day, invoice, note};
use ims_desk::book::Section::*;
use ims_desk::rules::RuleId::*;
use ims_desk::rules::actions::cancelled;
use ims_desk::values::Period;

fn pending(rule: RuleId, book: &Book, section: Section, row: u32, on: &str) -> Option<Weight> {
    finding_on(book, section, row, rule, day(on)).map(|f| f.weight)
}

#[test]
fn a1_pending_is_refused_where_the_portal_blocks_it() {
    let mut book = book_of("b2b", &[invoice("1").with("ispendactblocked", "Y"), invoice("2")]);
    let change = Change::action(Action::Pending);
    assert_eq!(refusal(&mut book, B2b, 0, &change), Some(A1));
    assert_eq!(refusal(&mut book, B2b, 1, &change), None);
    let due = "Pending is blocked by the portal on this record: accept or reject it. Left alone it counts as accepted.";
    assert_eq!(words(&mut book, B2b, 0, &change, A1), due);
    for action in [Action::Accept, Action::Reject] {
        assert_eq!(refusal(&mut book, B2b, 0, &Change::action(action)), None);
    }
}

#[test]
fn a1_holds_in_every_section() {
    for section in Section::ALL {
        let key = ims_desk::portal::keys::section_key(section);
        let record = if section.is_note() { note("1") } else { invoice("1") };
        let record = if section.is_amendment() { record.amends("0", "10-01-2026") } else { record };
        let mut book = book_of(key, &[record.with("ispendactblocked", "Y")]);
        assert_eq!(refusal(&mut book, section, 0, &Change::action(Action::Pending)), Some(A1), "{key}");
    }
}

#[test]
fn a1_blocks_a_pending_record_that_would_be_written_and_only_informs_of_others() {
    let mut book = book_of("b2b", &[invoice("1").with("action", "P").with("ispendactblocked", "Y")]);
    assert_eq!(weight(&book, B2b, 0, A1), Some(Weight::Info));
    assert_eq!(refusal(&mut book, B2b, 0, &Change::remarks("Late")), Some(A1));
    assert_eq!(refusal(&mut book, B2b, 0, &Change::note("ask Ravi")), None);
    decide(&mut book, B2b, 0, Change::remarks("Late"));
    assert_eq!(weight(&book, B2b, 0, A1), Some(Weight::Blocks));
}

#[test]
fn a2_asks_before_an_invoice_is_rejected_whose_credit_note_is_rejected_already() {
    let mut book = book(&[
        ("b2b", &[invoice("1"), invoice("2").heads([7, 0, 0, 0])]),
        ("b2bcn", &[note("3").heads([180, 0, 0, 0])]),
    ]);
    let reject = Change::action(Action::Reject);
    assert_eq!(questions(&mut book, B2b, 0, &reject), []);
    decide(&mut book, B2bcn, 0, reject.clone());
    assert_eq!(questions(&mut book, B2b, 0, &reject), [A2]);
    assert_eq!(questions(&mut book, B2b, 1, &reject), []);
    let due = "Rejecting both makes the supplier pay tax on a cancelled supply";
    assert!(words(&mut book, B2b, 0, &reject, A2).starts_with(due));
}

#[test]
fn a2_asks_before_any_credit_note_is_rejected() {
    let mut book = book(&[
        ("b2bcn", &[note("1")]),
        ("b2bcna", &[note("2").amends("0", "10-01-2026")]),
        ("b2bdn", &[note("3")]),
        ("b2b", &[invoice("4")]),
    ]);
    let reject = Change::action(Action::Reject);
    assert_eq!(questions(&mut book, B2bcn, 0, &reject), [A2]);
    assert_eq!(questions(&mut book, B2bcna, 0, &reject), [A2]);
    assert_eq!(questions(&mut book, B2bdn, 0, &reject), []);
    assert_eq!(questions(&mut book, B2b, 0, &reject), []);
    assert_eq!(questions(&mut book, B2bcn, 0, &Change::action(Action::Pending)), []);
    assert!(words(&mut book, B2bcn, 0, &reject, A2).starts_with("Your credit is not reduced;"));
}

#[test]
fn a2_asks_before_an_amendment_is_rejected_that_is_or_may_be_downward() {
    let amended = |tax| invoice("a").heads([tax, 0, 0, 0]).amends("1", "10-02-2026");
    let mut downward = book(&[("b2b", &[invoice("1")]), ("b2ba", &[amended(90)])]);
    let mut upward = book(&[("b2b", &[invoice("1")]), ("b2ba", &[amended(200)])]);
    let mut alone = book_of("b2ba", &[amended(200)]);
    let reject = Change::action(Action::Reject);
    assert_eq!(questions(&mut downward, B2ba, 0, &reject), [A2]);
    assert_eq!(questions(&mut upward, B2ba, 0, &reject), []);
    assert_eq!(questions(&mut alone, B2ba, 0, &reject), [A2]);
    assert!(words(&mut alone, B2ba, 0, &reject, A2).starts_with("You take no credit."));
}

#[test]
fn a2_asks_before_more_than_twenty_records_are_rejected_at_once() {
    let records: Vec<Record> = (0..21).map(|n| invoice(&n.to_string())).collect();
    let book = book_of("b2b", &records);
    let reject = Change::action(Action::Reject);
    let twenty = plan(&book, B2b, &(0..20).collect(), &reject, today());
    assert!(twenty.asks.is_empty() && twenty.allowed.len() == 20);
    let more = plan(&book, B2b, &(0..21).collect(), &reject, today());
    assert_eq!(more.asks.get(&A2).map(|rows| rows.len()), Some(21));
    let with_remarks = Change { remarks: Some("Never seen before".into()), ..reject.clone() };
    assert_eq!(plan(&book, B2b, &(0..21).collect(), &with_remarks, today()).asks, more.asks);
    assert_eq!(book.texts().find("Never seen before"), None, "asking writes nothing");
    let accept = plan(&book, B2b, &(0..21).collect(), &Change::action(Action::Accept), today());
    assert!(accept.asks.is_empty());
}

#[test]
fn a2_warns_of_rejecting_an_invoice_and_the_note_that_cancels_it() {
    let cancels = note("2").heads([180, 0, 0, 0]);
    let others = note("3").heads([181, 0, 0, 0]);
    let mut book = book(&[
        ("b2b", &[invoice("1")]),
        ("b2bcn", &[cancels.clone(), others, cancels.with("stin", "24AAAAA0000A1Z8")]),
    ]);
    let reject = Change::action(Action::Reject);
    let due = "Rejecting both makes the supplier pay tax on a cancelled supply";
    assert!(!words(&mut book, B2bcn, 0, &reject, A2).contains(due));
    act(&mut book, B2b, 0, Action::Reject);
    assert!(words(&mut book, B2bcn, 0, &reject, A2).contains(due));
    assert!(!words(&mut book, B2bcn, 1, &reject, A2).contains(due), "another tax");
    assert!(!words(&mut book, B2bcn, 2, &reject, A2).contains(due), "another supplier");
}

#[test]
fn a2_says_what_to_do_instead_of_rejecting_both() {
    let mut book = book(&[("b2b", &[invoice("1")]), ("b2bcn", &[note("2").heads([180, 0, 0, 0])])]);
    act(&mut book, B2b, 0, Action::Reject);
    let due = "Rejecting both makes the supplier pay tax on a cancelled supply. If you reject the invoice, accept its credit note \
               and answer No: no credit of yours moves, and the supplier's reduction stays.";
    let words = words(&mut book, B2bcn, 0, &Change::action(Action::Reject), A2);
    assert!(words.starts_with(due), "{words}");
}

#[test]
fn a2_pairs_invoices_with_notes_of_equal_tax_of_one_supplier() {
    let other = "24AAAAA0000A1Z8";
    let book = book(&[
        ("b2b", &[invoice("1"), invoice("2"), invoice("3").with("stin", other), invoice("4").heads([7, 0, 0, 0])]),
        (
            "b2bcn",
            &[
                note("5").heads([180, 0, 0, 0]),
                note("6").heads([7, 0, 0, 0]),
                note("7").heads([7, 0, 0, 0]),
                note("8").heads([9, 0, 0, 0]).with("stin", other),
            ],
        ),
    ]);
    let found = cancelled(&book, &(0..4).collect(), &(0..4).collect());
    // Of two notes of 7 no one knows which cancels invoice 4; the other supplier's are of other tax.
    assert_eq!(found.invoices.iter().collect::<Vec<_>>(), [0, 1]);
    assert_eq!(found.notes.iter().collect::<Vec<_>>(), [0]);
    let found = cancelled(&book, &[3].into_iter().collect(), &[2].into_iter().collect());
    assert_eq!((found.invoices.min(), found.notes.min()), (Some(3), Some(2)));
}

#[test]
fn a3_says_what_becomes_of_a_record_that_is_not_filed() {
    let book = book_of("b2b", &[invoice("1").with("srcfilstatus", "NF").with("action", "A")]);
    let message = finding_on(&book, B2b, 0, A3, today()).unwrap().message;
    let due = "this is provisional. If the supplier edits the record, it returns to No action; if the supplier deletes it, it is \
               removed. Only filed records enter GSTR-2B.";
    assert!(message.ends_with(due) && message.contains("GSTR-1 is not filed"), "{message}");
}

#[test]
fn a3_warns_on_accept_and_informs_otherwise_where_the_supplier_has_not_filed() {
    let mut book = book_of(
        "b2b",
        &[invoice("1").with("srcfilstatus", "Not Filed"), invoice("2"), invoice("3").without("srcfilstatus")],
    );
    for (action, due) in [
        (Action::NoAction, Weight::Info),
        (Action::Accept, Weight::Warns),
        (Action::Reject, Weight::Info),
        (Action::Pending, Weight::Info),
    ] {
        for row in 0..3 {
            act(&mut book, B2b, row, action);
        }
        assert_eq!(weight(&book, B2b, 0, A3), Some(due), "{action:?}");
        assert_eq!((weight(&book, B2b, 1, A3), weight(&book, B2b, 2, A3)), (None, None));
    }
}

/// An original of January and its amendment of February.
fn amended_later() -> Book {
    let original = invoice("1").with("idt", "10-01-2026").with("rtnprd", "012026");
    book(&[("b2b", &[original]), ("b2ba", &[invoice("a").amends("1", "10-01-2026").heads([90, 0, 0, 0])])])
}

#[test]
fn a4_warns_of_an_amendment_acted_on_before_its_original() {
    for original in Action::CHOICES {
        for amendment in Action::CHOICES {
            let mut book = amended_later();
            act(&mut book, B2b, 0, original);
            act(&mut book, B2ba, 0, amendment);
            let undecided = matches!(original, Action::NoAction | Action::Pending);
            let due = (undecided && amendment != Action::NoAction).then_some(Weight::Warns);
            assert_eq!(weight(&book, B2ba, 0, A4), due, "{original:?} {amendment:?}");
            assert_eq!(weight(&book, B2b, 0, A4), None);
        }
    }
}

#[test]
fn a4_leads_to_the_original() {
    let mut book = amended_later();
    act(&mut book, B2ba, 0, Action::Accept);
    let finding = finding_on(&book, B2ba, 0, A4, today()).unwrap();
    assert_eq!(finding.fix, Some(Fix::GoTo(B2b, 0)));
    let due = "Decide the original first. If original and amendment belong to different GSTR-2B periods, the portal does not \
               save an action on the amendment before the original is decided and that period's GSTR-3B is filed.";
    assert_eq!(finding.message, due);
}

#[test]
fn a4_informs_where_both_are_of_one_period() {
    let mut book = book(&[("b2bdn", &[note("1")]), ("b2bdna", &[note("a").amends("1", "10-02-2026")])]);
    act(&mut book, B2bdna, 0, Action::Accept);
    let finding = finding_on(&book, B2bdna, 0, A4, today()).unwrap();
    assert_eq!(finding.weight, Weight::Info);
    assert!(finding.message.contains("Only the amended record counts"));
    assert_eq!(finding.fix, Some(Fix::GoTo(B2bdn, 0)));
}

#[test]
fn a4_finds_originals_by_supplier_number_and_date() {
    let original = invoice("ab/1").with("idt", "10-01-2026").with("rtnprd", "012026");
    for (number, date, supplier, found) in [
        ("AB/1", "10-01-2026", SUPPLIER, true),
        ("AB/2", "10-01-2026", SUPPLIER, false),
        ("ab/1", "11-01-2026", SUPPLIER, false),
        ("ab/1", "10-01-2026", "24AAAAA0000A1Z8", false),
    ] {
        let amendment = invoice("x").amends(number, date).with("stin", supplier).with("action", "A");
        let book = book(&[("b2b", std::slice::from_ref(&original)), ("b2ba", &[amendment])]);
        assert_eq!(weight(&book, B2ba, 0, A4).is_some(), found, "{number} {date} {supplier}");
    }
}

#[test]
fn a5_limits_pending_credit_notes_to_one_period() {
    let book = book_of("b2bcn", &[note("1").with("action", "P").with("rtnprd", "102025").with("nt_dt", "05-10-2025")]);
    for (on, due) in [
        ("01-11-2025", Weight::Info),
        ("20-12-2025", Weight::Info),
        ("21-12-2025", Weight::Warns),
        ("01-06-2027", Weight::Warns),
    ] {
        assert_eq!(pending(A5, &book, B2bcn, 0, on), Some(due), "{on}");
        assert_eq!(pending(A6, &book, B2bcn, 0, on), None, "{on}");
    }
    let message = finding_on(&book, B2bcn, 0, A5, day("01-11-2025")).unwrap().message;
    assert!(message.contains("not before 20-12-2025"), "{message}");
}

#[test]
fn a5_begins_with_the_gstr_2b_of_october_2025() {
    let of = |period: &str, form: &str| {
        note("1").with("action", "P").with("rtnprd", period).with("srcform", form).with("nt_dt", "05-09-2025")
    };
    for (period, form, limited) in
        [("092025", "R1", false), ("102025", "R1", true), ("092025", "R1A", true), ("082025", "R1A", false)]
    {
        let book = book_of("b2bcn", &[of(period, form)]);
        assert_eq!(pending(A5, &book, B2bcn, 0, "01-11-2025").is_some(), limited, "{period} {form}");
    }
}

#[test]
fn a5_takes_the_month_of_the_document_where_the_period_names_no_year() {
    let book = book_of("b2bcn", &[note("1").with("action", "P").with("rtnprd", "11").with("nt_dt", "05-11-2025")]);
    assert_eq!(pending(A5, &book, B2bcn, 0, "20-01-2026"), Some(Weight::Info));
    assert_eq!(pending(A5, &book, B2bcn, 0, "21-01-2026"), Some(Weight::Warns));
}

#[test]
fn a5_gives_quarterly_filers_a_quarter() {
    let record = note("1").with("action", "P").with("rtnprd", "102025").with("nt_dt", "05-10-2025");
    let mut book = book_of("b2bcn", &[record]);
    book.facts.qrmp = true;
    // The period after October to December is January to March; Maharashtra files on the 22nd, Delhi on the 24th.
    for (recipient, last, past) in
        [("27AAAAA0000A1Z2", "22-04-2026", "23-04-2026"), ("07AAAAA0000A1Z4", "24-04-2026", "25-04-2026")]
    {
        book.recipient.content = Some(recipient.into());
        assert_eq!(pending(A5, &book, B2bcn, 0, last), Some(Weight::Info), "{recipient}");
        assert_eq!(pending(A5, &book, B2bcn, 0, past), Some(Weight::Warns), "{recipient}");
    }
}

#[test]
fn a5_only_informs_once_the_portal_blocks_pending() {
    let book =
        book_of("b2bcn", &[note("1").with("action", "P").with("rtnprd", "102025").with("ispendactblocked", "Y")]);
    assert_eq!(pending(A5, &book, B2bcn, 0, "01-06-2026"), Some(Weight::Info));
}

/// A pending amended credit note beside its original, which has this action.
fn amended_credit_note(before: i64, after: i64, original: &str) -> Book {
    let original = note("1").heads([0, before, before, 0]).with("action", original);
    let amendment =
        note("a").heads([0, after, after, 0]).amends("1", "10-02-2026").with("action", "P").with("rtnprd", "032026");
    book(&[("b2bcn", &[original]), ("b2bcna", &[amendment])])
}

#[test]
fn a5_limits_amended_credit_notes_that_go_up_or_whose_original_was_rejected() {
    let on = "01-04-2026";
    for (before, after, original, limited) in
        [(900, 1000, "A", true), (900, 800, "A", false), (900, 800, "R", true), (900, 1000, "N", true)]
    {
        let book = amended_credit_note(before, after, original);
        assert_eq!(pending(A5, &book, B2bcna, 0, on).is_some(), limited, "{before} {after} {original}");
    }
    let warned = pending(A5, &amended_credit_note(900, 1000, "A"), B2bcna, 0, "21-05-2026");
    assert_eq!(warned, Some(Weight::Warns));
}

/// A pending amended invoice beside its original of January, which has this action; the last GSTR-3B filed.
fn amended_invoice(before: i64, after: i64, original: &str, filed: (i32, u32)) -> Book {
    let original = invoice("1")
        .heads([before, 0, 0, 0])
        .with("action", original)
        .with("idt", "10-01-2026")
        .with("rtnprd", "012026");
    let amendment = invoice("a").heads([after, 0, 0, 0]).amends("1", "10-01-2026").with("action", "P");
    let mut book = book(&[("b2b", &[original]), ("b2ba", &[amendment])]);
    book.facts.last_3b = Period::new(filed.0, filed.1);
    book
}

#[test]
fn a5_limits_downward_amendments_of_invoices_accepted_and_filed() {
    let (filed, open) = ((2026, 1), (2025, 12));
    for (before, after, original, last, limited) in [
        (180, 90, "A", filed, true),
        (180, 90, "A", open, false),
        (180, 90, "R", filed, false),
        (180, 200, "A", filed, false),
    ] {
        let book = amended_invoice(before, after, original, last);
        let found = pending(A5, &book, B2ba, 0, "01-03-2026");
        assert_eq!(found, limited.then_some(Weight::Info), "{before} {after} {original} {last:?}");
        assert_eq!(pending(A5, &book, B2ba, 0, "21-04-2026"), limited.then_some(Weight::Warns));
    }
}

#[test]
fn a5_says_perhaps_where_the_original_is_not_in_the_book() {
    for (key, section, record) in [
        ("b2ba", B2ba, invoice("1")),
        ("b2bcna", B2bcna, note("1")),
        ("b2bdna", B2bdna, note("1")),
        ("ecoma", Ecoma, invoice("1")),
    ] {
        let book = book_of(key, &[record.amends("0", "10-01-2026").with("action", "P")]);
        let finding = finding_on(&book, section, 0, A5, day("01-01-2027")).unwrap();
        assert_eq!(finding.weight, Weight::Info, "{key}");
        assert!(finding.message.to_lowercase().contains("may be limited to one period"), "{}", finding.message);
    }
}

#[test]
fn a6_ends_pending_on_the_thirtieth_of_november_after_the_year() {
    let of = |date: &str| invoice("1").with("action", "P").with("idt", date);
    for (date, silent, info, warns, past) in [
        ("31-03-2026", "31-07-2026", "01-08-2026", "01-10-2026", "01-12-2026"),
        ("01-04-2026", "31-07-2027", "01-08-2027", "01-10-2027", "01-12-2027"),
    ] {
        let book = book_of("b2b", &[of(date)]);
        assert_eq!(pending(A6, &book, B2b, 0, silent), None);
        assert_eq!(pending(A6, &book, B2b, 0, info), Some(Weight::Info));
        assert_eq!(pending(A6, &book, B2b, 0, &info.replace("01-08", "30-09")), Some(Weight::Info));
        assert_eq!(pending(A6, &book, B2b, 0, warns), Some(Weight::Warns));
        assert_eq!(pending(A6, &book, B2b, 0, past), Some(Weight::Warns));
    }
    let book = book_of("b2b", &[of("10-02-2026")]);
    let message = |on| finding_on(&book, B2b, 0, A6, day(on)).unwrap().message;
    let due = "Last return for this credit: GSTR-3B of October 2026. Accept it before you file that return (due 20-11-2026), \
               or before the annual return for 2025-26 if that is filed first; later the credit is lost.";
    for on in ["01-08-2026", "01-10-2026", "20-11-2026"] {
        assert!(message(on).starts_with(due), "{}", message(on));
        assert!(message(on).ends_with("The end set by law is 30-11-2026 (section 16(4))."), "{}", message(on));
    }
    assert_eq!(
        message("29-11-2026"),
        "The last return for this credit, GSTR-3B of October 2026, was due on 20-11-2026. The credit comes only if that return is \
         still unfiled: accept, upload, recompute GSTR-2B and file by 30-11-2026, the end set by law (section 16(4))."
    );
    assert_eq!(
        message("01-12-2026"),
        "Too late: the time for credit of 2025-26 ended on 30-11-2026 by law (section 16(4))."
    );
}

#[test]
fn a6_says_too_late_once_the_last_return_is_filed() {
    let mut book = book_of("b2b", &[invoice("1").with("action", "P")]);
    let message = |book: &Book| finding_on(book, B2b, 0, A6, day("10-11-2026")).unwrap().message;
    book.facts.last_3b = Period::new(2026, 9);
    assert!(message(&book).starts_with("Last return for this credit"));
    book.facts.last_3b = Period::new(2026, 10);
    assert_eq!(message(&book), "Too late: the last return for credit of 2025-26 is filed.");
    // Who files by the quarter has July to September as the last one.
    book.facts.qrmp = true;
    book.facts.last_3b = Period::new(2026, 9);
    assert_eq!(message(&book), "Too late: the last return for credit of 2025-26 is filed.");
    book.facts.last_3b = Period::new(2026, 6);
    assert!(message(&book).starts_with("The last return for this credit, GSTR-3B of July–September 2026, was due on"));
}

#[test]
fn a6_counts_days_that_were_moved() {
    let mut book = book_of("b2b", &[invoice("1").with("action", "P")]);
    let moved = ims_desk::book::MovedDays { gstr_2b: None, gstr_3b: Some(day("25-11-2026")) };
    book.facts.moved.insert(Period::new(2026, 10).unwrap(), moved);
    let message = finding_on(&book, B2b, 0, A6, day("10-11-2026")).unwrap().message;
    assert!(message.contains("(due 25-11-2026)"), "{message}");
}

#[test]
fn a6_speaks_of_pending_records_only() {
    let mut book = book_of("b2b", &[invoice("1")]);
    for action in Action::CHOICES {
        act(&mut book, B2b, 0, action);
        assert_eq!(pending(A6, &book, B2b, 0, "01-11-2026").is_some(), action == Action::Pending, "{action:?}");
    }
}

#[test]
fn a6_counts_an_amendment_from_its_original() {
    let amendment =
        invoice("a").amends("1", "10-02-2026").with("idt", "10-05-2026").with("rtnprd", "052026").with("action", "P");
    let original = invoice("1").heads([90, 0, 0, 0]);
    let book = book(&[("b2b", &[original]), ("b2ba", &[amendment])]);
    assert_eq!(pending(A6, &book, B2ba, 0, "31-07-2026"), None);
    assert_eq!(pending(A6, &book, B2ba, 0, "01-10-2026"), Some(Weight::Warns));
}

#[test]
fn a6_names_the_last_usable_quarter_of_quarterly_filers() {
    let mut book = book_of("b2b", &[invoice("1").with("action", "P")]);
    book.facts.qrmp = true;
    let message = finding_on(&book, B2b, 0, A6, day("01-10-2026")).unwrap().message;
    let due = "Last return for this credit: GSTR-3B of July–September 2026. Accept it before you file that return (due \
               22-10-2026), or before the annual return for 2025-26 if that is filed first; later the credit is lost.";
    assert!(message.starts_with(due), "{message}");
}

#[test]
fn a8_warns_where_the_time_for_pending_is_over() {
    let records = [
        note("1").with("action", "P").with("ispendactblocked", "Y"),
        note("2").with("action", "P"),
        note("3").with("action", "N").with("ispendactblocked", "Y"),
    ];
    let mut book = book_of("b2bcn", &records);
    assert_eq!(weight(&book, B2bcn, 0, A8), Some(Weight::Warns));
    assert_eq!((weight(&book, B2bcn, 1, A8), weight(&book, B2bcn, 2, A8)), (None, None));
    let due = "The time for Pending is over. Accept or reject; otherwise it is deemed accepted, a credit note in full.";
    assert_eq!(finding_on(&book, B2bcn, 0, A8, today()).unwrap().message, due);
    accept(&mut book, B2bcn, 0, Answer::FULL);
    assert_eq!(weight(&book, B2bcn, 0, A8), None, "it was decided");
}

#[test]
fn one_of_many_cases_says_the_same_as_alone() {
    use ims_desk::rules::Case;
    use ims_desk::rules::actions::Rejected;
    let invoices: Vec<_> = (0..8).map(|n| invoice(&n.to_string()).heads([n % 3, 0, 0, 0])).collect();
    let notes: Vec<_> = (0..8).map(|n| note(&n.to_string()).heads([n % 4, 0, 0, 0])).collect();
    let mut book = book(&[("b2b", &invoices), ("b2bcn", &notes)]);
    let (today, mut both) = (day("01-03-2026"), 0);
    for turn in 0..16 {
        let section = if turn % 2 == 0 { B2b } else { B2bcn };
        decide(&mut book, section, turn / 2, Change::action(Action::Reject));
        let rejected = Rejected::default();
        for (section, row) in [B2b, B2bcn].into_iter().flat_map(|section| (0..8).map(move |row| (section, row))) {
            let alone = Case::standing(&book, section, row, today).findings();
            assert_eq!(Case::standing(&book, section, row, today).among(&rejected).findings(), alone);
            both += alone.iter().filter(|finding| finding.message.contains("of equal tax of this supplier")).count();
        }
    }
    assert!(both > 10, "{both}");
}
