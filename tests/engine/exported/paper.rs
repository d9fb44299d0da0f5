//! Pages to print and letters to suppliers.

use ims_desk::book::{Action, Field, Section};
use ims_desk::edit::Change;
use ims_desk::exchange::paper::{
    AgainstRegister, CountedTax, Letterhead, Missing, Working, summary, to_suppliers, working,
};
use ims_desk::rules::credit::{Figures, total};
use ims_desk::values::{grouped, money};
use ims_desk::view;
use proptest::prelude::*;

use super::{a_book, records, sampled};
use crate::common::{SUPPLIER, book, book_of, day, decided, invoice, note};
use crate::matching::given;

fn letterhead() -> Letterhead {
    Letterhead { client: "Demo <Traders>".into(), day: day("11-11-2026"), now: 1_794_421_798, gstr_2b: None }
}

fn is_by_itself(html: &str) {
    for never in ["<script", "http:", "https:", " src=", " href=", "url(", "@import", "<img", "<link"] {
        assert!(!html.contains(never), "{never}");
    }
}

/// The cells of the first row of a page whose first cell says this.
fn row_of(html: &str, title: &str) -> Option<Vec<String>> {
    let from = html.find(&format!(">{title}</td>"))?;
    let row = &html[from..from + html[from..].find("</tr>")?];
    // Behind the last cell there is nothing.
    let cells: Vec<&str> = row.split("</td>").collect();
    let cells = cells[..cells.len() - 1].iter();
    Some(cells.map(|cell| cell.rsplit('>').next().unwrap().trim().to_owned()).collect())
}

#[test]
fn now_means_the_same_all_over_the_summary_and_new_remarks_alone_are_no_new_decision() {
    let rejected = invoice("1").with("action", "R").with("remarks", "a");
    let mut book = book_of("b2b", &[rejected, invoice("2")]);
    let remarks = |text: &str| Change { remarks: Some(text.into()), ..Change::action(Action::Reject) };
    decided(&mut book, Section::B2b, 0, remarks("b"));
    decided(&mut book, Section::B2b, 1, remarks("c"));
    let html = summary(&book, &letterhead(), None);
    let counts = |title: &str| row_of(&html, title).unwrap()[1..].join(" ");
    assert!(html.contains("2 decisions are to be uploaded"));
    assert_eq!(counts("now"), "1 – 1 – –");
    assert_eq!(counts("on the portal before"), "1 – 1 – –");
    assert_eq!(counts("of these only remarks or answer changed"), "1 – 1 – –");
    let of_supplier = html.split("3  Rejected").nth(1).unwrap();
    let last = of_supplier.split("</table>").next().unwrap().rsplit("<tr").next().unwrap();
    let cells: Vec<&str> = last.split("</td>").filter_map(|cell| cell.rsplit('>').next()).map(str::trim).collect();
    assert_eq!(cells[2..5], ["1", "1", "2"], "now, before, all: {last}");
    let untouched = summary(&book_of("b2b", &[invoice("1")]), &letterhead(), None);
    assert_eq!(row_of(&untouched, "of these only remarks or answer changed"), None);
}

#[test]
fn the_summary_says_that_the_effect_of_an_amendment_to_check_is_not_known() {
    let amendment = invoice("2").with("oinum", "1").with("oidt", "01-06-2026");
    let html = |invoices: &[_]| {
        summary(&book(&[("b2b", invoices), ("b2ba", std::slice::from_ref(&amendment))]), &letterhead(), None)
    };
    let alone = html(&[invoice("9").with("srcfilstatus", "Not Filed")]);
    let words = "1 of the 2 without action counts as accepted. Of these 1 is an amendment to check, of which the effect is not known.";
    assert!(alone.contains(words), "{alone}");
    let both = html(&[invoice("9")]);
    assert!(
        both.contains(
            "2 of the 2 without action count as accepted: ₹\u{a0}180.00. Of these 1 is an amendment to check"
        ),
        "{both}"
    );
}

#[test]
fn the_summary_says_what_is_decided_and_what_that_changes() {
    let notes = [note("CN/1"), note("CN/2"), note("CN/3").with("stin", "27AAAAA0000A1Z2")];
    let mut book = book(&[("b2b", &[invoice("1"), invoice("2"), invoice("0045")]), ("b2bcn", &notes)]);
    decided(
        &mut book,
        Section::B2b,
        0,
        Change { remarks: Some("Not <ours>".into()), ..Change::action(Action::Reject) },
    );
    decided(&mut book, Section::B2b, 1, Change::action(Action::Pending));
    decided(&mut book, Section::B2bcn, 0, Change::action(Action::Reject));
    decided(&mut book, Section::B2bcn, 1, Change::action(Action::Accept));
    decided(&mut book, Section::B2bcn, 1, Change::answer(ims_desk::book::Answer::NO));
    let html = summary(&book, &letterhead(), None);
    is_by_itself(&html);
    let figures = Figures::of(&book, letterhead().day);
    for wanted in [
        "Demo &lt;Traders&gt;",
        "Maharashtra · Monthly",
        "4 decisions are to be uploaded before GSTR-3B of October 2026 is filed (due 20-11-2026); after 14-11-2026",
        &format!("<b>{}</b>", money::rupees(total(figures.difference())).replace(' ', "\u{a0}")),
        &money::indian(total(figures.as_it_stands)),
        &money::indian(total(figures.after)),
        "Pending in its last return",
        "Added: credit notes not deducted: rejected 1, No 1",
        "1 credit note is rejected: it adds ₹\u{a0}1,800.00 to the supplier&#39;s tax.",
        "Not &lt;ours&gt;",
        "No: already reversed, or never taken",
        "Prepared by, date",
        "Portal file download.json",
    ] {
        assert!(html.contains(wanted), "{wanted}\n{html}");
    }
    assert!(!html.contains("₹ "), "a figure stays in the line of its sign");
}

#[test]
fn the_summary_does_not_say_that_what_is_past_its_last_return_waits() {
    let mut book = book_of("b2b", &[invoice("1")]);
    decided(&mut book, Section::B2b, 0, Change::action(Action::Pending));
    let html = summary(&book, &Letterhead { day: day("29-11-2026"), ..letterhead() }, None);
    assert_eq!(row_of(&html, "Pending too late").unwrap()[1], "1");
    assert!(html.contains(": Pending too late 180.00."), "{html}");
    assert!(!html.to_lowercase().contains("waits"), "{html}");
}

#[test]
fn the_summary_does_not_say_that_an_amendment_was_accepted_as_its_original_is_pending() {
    let records: [(_, &[_]); 2] = [
        ("b2b", &[invoice("1").with("rtnprd", "012026")]),
        ("b2ba", &[invoice("1a").amends("1", "10-02-2026").heads([80, 0, 0, 0])]),
    ];
    let mut book = book(&records);
    decided(&mut book, Section::B2b, 0, Change::action(Action::Pending));
    let html = summary(&book, &Letterhead { day: day("10-03-2026"), ..letterhead() }, None);
    assert_eq!(row_of(&html, "Added: lower amendments, original Pending").unwrap()[1], "1");
    assert_eq!(row_of(&html, "Added: counts now, and did not before"), None);
}

#[test]
fn what_is_said_above_takes_room_from_the_lists_so_that_the_summary_stays_on_one_page() {
    let of_supplier = |n: u32| invoice(&n.to_string()).with("stin", format!("27AAAAA{n:04}A1Z2"));
    let mut book = book_of("b2b", &(0..60).map(of_supplier).collect::<Vec<_>>());
    (0..60).for_each(|row| decided(&mut book, Section::B2b, row, Change::action(Action::Reject)));
    let rows =
        |gstr_2b: Option<String>| summary(&book, &Letterhead { gstr_2b, ..letterhead() }, None).matches("<tr").count();
    // About 13 lines.
    let (short, long) = (rows(None), rows(Some("word ".repeat(300))));
    assert!(long + 8 <= short, "{long} of {short}");
    let closer = |words: usize| {
        let gstr_2b = Some("word ".repeat(words));
        summary(&book, &Letterhead { gstr_2b, ..letterhead() }, None).contains("<body class=\"close\">")
    };
    assert!(closer(600) && !closer(0), "the rows stand closer where that is not enough");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_summary_counts_every_record_once_and_its_parts_sum_up(recipe in a_book()) {
        let book = recipe.book();
        let html = summary(&book, &letterhead(), None);
        is_by_itself(&html);
        let figures = Figures::of(&book, letterhead().day);
        let parts = [figures.waits, figures.given_up, figures.added, figures.deducted];
        let moved: u64 = parts.iter().map(|part| part.records).sum();
        let row = |title: &str| row_of(&html, title).unwrap_or_else(|| panic!("{title}"));
        let change = row("Change");
        prop_assert_eq!(&change[1], &grouped(moved));
        let all = records(&book).len() as u64;
        prop_assert_eq!(&row("All")[1], &grouped(all));
        // Now and before are those of the lists of rejected and Pending below.
        let count = |records: u64| if records == 0 { "–".to_owned() } else { grouped(records) };
        let (now, before) = (row("now"), row("on the portal before"));
        for (place, of) in [(3, &figures.rejected), (4, &figures.pending)] {
            prop_assert_eq!(&now[place], &count(of.now.records));
            prop_assert_eq!(&before[place], &count(of.before.records));
        }
    }

    #[test]
    fn a_letter_speaks_of_one_supplier_and_of_nothing_that_is_yours(
        seed in 0..200u64,
        actions in proptest::collection::vec(0..4usize, 60),
    ) {
        let mut book = sampled(60, seed);
        let records = records(&book);
        for (&(section, row), &action) in records.iter().zip(&actions) {
            let change = Change {
                remarks: Some("Rate or value differs".into()),
                note: Some("secret note of ours".into()),
                ..Change::action(Action::CHOICES[action])
            };
            decided(&mut book, section, row, change);
        }
        let letters = to_suppliers(&book, &letterhead(), &[]);
        let of = |(section, row): (Section, u32), field| view::cell(&book, section, row, field).trim().to_owned();
        let rejected = |&&(section, row): &&(Section, u32)| book.sheet(section).decision(row).action == Action::Reject;
        prop_assert!(records.iter().filter(rejected).count() == 0 || !letters.is_empty());
        let figures = Figures::of(&book, letterhead().day);
        for letter in &letters {
            is_by_itself(&letter.html);
            let own: Vec<(Section, u32)> =
                records.iter().copied().filter(|&record| of(record, Field::Supplier) == letter.file).collect();
            prop_assert!(!own.is_empty());
            let own_name = of(own[0], Field::Name);
            let amounts: Vec<String> =
                own.iter().flat_map(|&record| [of(record, Field::Tax), of(record, Field::Taxable)]).collect();
            for page in [&letter.html, &letter.text] {
                for &record in records.iter().filter(|record| !own.contains(record)) {
                    let (gstin, name) = (of(record, Field::Supplier), of(record, Field::Name));
                    prop_assert!(!page.contains(&gstin) || gstin == "27AAAAA0000A1Z2", "{gstin}");
                    prop_assert!(name.is_empty() || own_name.contains(&name) || !page.contains(&name), "{name}");
                }
                for never in ["secret note", "meera", "made-up", "/home", ".json"] {
                    prop_assert!(!page.contains(never), "{never}");
                }
                for sum in [total(figures.after), total(figures.as_it_stands), total(figures.difference()), figures.rejected.all().total()] {
                    let sum = money::indian(sum);
                    let alone = |page: &str| page.match_indices(&sum).any(|(at, _)| !page[..at].ends_with(|c: char| c.is_ascii_digit() || c == ','));
                    prop_assert!(amounts.contains(&sum) || !alone(page), "{sum}");
                }
            }
            // What it has to say is there.
            for &record in own.iter().filter(rejected) {
                prop_assert!(letter.text.contains(&of(record, Field::Number)));
            }
        }
    }
}

#[test]
fn a_remark_that_names_another_supplier_stays_here() {
    let mut book = book_of("b2b", &[invoice("1"), invoice("2")]);
    let remarks = |text: &str| Change { remarks: Some(text.into()), ..Change::action(Action::Reject) };
    decided(&mut book, Section::B2b, 0, remarks("belongs to 33AAAAA0000A1Z9, not us"));
    decided(&mut book, Section::B2b, 1, remarks(&format!("twice from {SUPPLIER}")));
    let letters = to_suppliers(&book, &letterhead(), &[]);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].file, SUPPLIER);
    assert!(!letters[0].text.contains("33AAAAA"), "{}", letters[0].text);
    assert!(letters[0].text.contains("please ask us"));
    assert!(letters[0].text.contains("twice from"));
}

#[test]
fn a_remark_that_names_a_different_supplier_by_name_or_a_path_stays_here() {
    let remarks = [
        "cheaper at BETA AND SONS, see mail",
        r"scan in C:\Users\meera\x.pdf",
        "scan in /home/meera/x",
        r"scan on \\server\bills",
        "Beta sent it",
        "Rs 500/- too much, bill A/1 of 5/11/2026",
    ];
    let mut invoices: Vec<_> =
        (1..=remarks.len()).map(|number| invoice(&number.to_string()).with("tradenm", "Beta Traders")).collect();
    invoices.push(invoice("99").with("stin", "33AAAAA0000A1Z9").with("tradenm", "Beta and Sons"));
    let mut book = book_of("b2b", &invoices);
    for (row, text) in (0..).zip(remarks) {
        let change = Change { remarks: Some(text.into()), ..Change::action(Action::Reject) };
        decided(&mut book, Section::B2b, row, change);
    }
    let letters = to_suppliers(&book, &letterhead(), &[]);
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    for page in [&letter.text, &letter.html] {
        for never in ["SONS", "meera", "server", "/home"] {
            assert!(!page.contains(never), "{never}: {page}");
        }
        assert_eq!(page.matches("please ask us").count(), 4);
        assert!(page.contains("Beta sent it") && page.contains("Rs 500/- too much"));
    }
}

#[test]
fn letters_ask_for_what_can_be_done_before_a_return_is_filed() {
    let not_filed = |record: crate::common::Record| record.with("srcfilstatus", "Not Filed");
    let mut book = book(&[
        ("b2b", &[not_filed(invoice("1")), not_filed(invoice("2")), invoice("3")]),
        ("b2bcn", &[not_filed(note("4")), not_filed(note("5"))]),
    ]);
    for (section, row) in [(Section::B2b, 0), (Section::B2b, 2), (Section::B2bcn, 0)] {
        decided(&mut book, section, row, Change::action(Action::Reject));
    }
    let letters = to_suppliers(&book, &letterhead(), &[]);
    let text = &letters[0].text;
    let part = |title: &str| text.split(&format!("\n{title}\n")).nth(1).unwrap().split("\n\n").next().unwrap();
    let numbers = |title: &str| {
        let lines = part(title).lines().filter_map(|line| line.strip_prefix("- "));
        lines.map(|line| line.split(',').next().unwrap()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(numbers("To be rejected"), "3");
    assert!(part("To be rejected").contains("GSTR-1A"));
    assert_eq!(numbers("To be rejected, not filed"), "1 4");
    let words = part("To be rejected, not filed");
    assert!(words.contains("is not filed") && words.contains("before you file it") && !words.contains("GSTR-1A"));
    assert_eq!(numbers("Not filed"), "2");
    assert!(part("Not filed").contains("cannot take the credit"));
    assert_eq!(numbers("Credit notes not filed"), "5");
    assert!(!part("Credit notes not filed").contains("take the credit"));
}

#[test]
fn a_letter_says_that_something_is_rejected_only_where_the_portal_holds_that() {
    let on_portal = |number: &str| invoice(number).with("action", "R");
    let not_filed = |record: crate::common::Record| record.with("srcfilstatus", "Not Filed");
    let invoices = [
        on_portal("1"),
        invoice("2"),
        invoice("3"),
        not_filed(on_portal("4")),
        not_filed(invoice("5")),
        on_portal("6"),
    ];
    let mut book = book_of("b2b", &invoices);
    for row in [1, 2, 4] {
        decided(&mut book, Section::B2b, row, Change::action(Action::Reject));
    }
    // It is rejected there still, and is not to be: nothing is asked of the supplier.
    decided(&mut book, Section::B2b, 5, Change::action(Action::Accept));
    let part = |book: &_, title: &str| {
        let text = to_suppliers(book, &letterhead(), &[])[0].text.clone();
        let part = text.split(&format!("\n{title}\n")).nth(1).map(|part| part.split("\n\n").next().unwrap().to_owned());
        let part = part.unwrap_or_default();
        let lines = part.lines().filter_map(|line| line.strip_prefix("- "));
        let numbers: Vec<String> = lines.map(|line| line.split(',').next().unwrap().to_owned()).collect();
        (numbers.join(" "), part)
    };
    assert_eq!(part(&book, "Rejected").0, "1");
    assert_eq!(part(&book, "Rejected, not filed").0, "4");
    for (title, numbers) in [("To be rejected", "2 3"), ("To be rejected, not filed", "5")] {
        let (found, words) = part(&book, title);
        assert_eq!(found, numbers);
        assert!(words.contains("are going to reject") && !words.contains("We rejected"), "{words}");
    }
    // Once it was uploaded the portal holds it.
    let said = [1, 2].map(|row| (Section::B2b, row, book.said(Section::B2b, row))).to_vec();
    ims_desk::edit::Command::Uploaded { name: "upload".into(), said }.apply(&mut book);
    assert_eq!(part(&book, "Rejected").0, "1 2 3");
    assert_eq!(part(&book, "To be rejected").0, "");
}

#[test]
fn letters_have_no_name_that_windows_keeps_for_devices() {
    let of = |gstin: &str| invoice("1").with("stin", gstin).with("srcfilstatus", "Not Filed");
    let book = book_of("b2b", &["con", "nul", "com1", "LPT9", "supplier", "com10", "contact"].map(of));
    let letters = to_suppliers(&book, &letterhead(), &[]);
    let mut names: Vec<String> = letters.into_iter().map(|letter| letter.file.to_lowercase()).collect();
    names.sort();
    let expected = ["com10", "contact", "supplier", "supplier-com1", "supplier-con", "supplier-lpt9", "supplier-nul"];
    assert_eq!(names, expected);
}

#[test]
fn letters_say_what_is_missing_and_have_names_that_every_disk_can_hold() {
    let odd = invoice("2").with("stin", "../../etc").with("srcfilstatus", "Not Filed");
    let book = book_of("b2b", &[invoice("1").with("srcfilstatus", "Not Filed"), odd]);
    let missing = Missing { gstin: SUPPLIER.into(), number: "M-7".into(), day: day("05-06-2026"), tax: 18_000 };
    let letters = to_suppliers(&book, &letterhead(), &[missing]);
    assert_eq!(letters.iter().map(|letter| letter.file.as_str()).collect::<Vec<_>>(), ["ETC", SUPPLIER]);
    assert!(
        letters[1].text.contains("Missing on the portal") && letters[1].text.contains("- M-7, 05-06-2026, tax 180.00")
    );
    assert!(letters[1].text.contains("Not filed"));
}

#[test]
fn the_working_paper_has_every_decision_and_notes_only_for_those_who_ask() {
    let mut book = book_of("b2b", &[invoice("1"), invoice("2")]);
    let change = Change { note: Some("ask Meera".into()), ..Change::action(Action::Pending) };
    decided(&mut book, Section::B2b, 1, change);
    let page =
        |notes| working(&book, &letterhead(), &Working { notes, ..Working::default() }, &|_, _| "by hand".into());
    let (without, with) = (page(false), page(true));
    is_by_itself(&with);
    assert!(with.contains("ask Meera") && !without.contains("ask Meera"));
    assert!(without.contains(">2</td>") && !without.contains(">1</td>"));
    assert!(without.contains("by hand") && without.contains("\u{2212}180.00"));
}

#[test]
fn the_working_paper_says_what_the_portal_holds_once_it_was_uploaded() {
    let mut book = book_of("b2b", &[invoice("1"), invoice("2")]);
    for row in 0..2 {
        decided(&mut book, Section::B2b, row, Change::action(Action::Reject));
    }
    let said = vec![(Section::B2b, 1, book.said(Section::B2b, 1))];
    ims_desk::edit::Command::Uploaded { name: "upload".into(), said }.apply(&mut book);
    let page = working(&book, &letterhead(), &Working::default(), &|_, _| "by hand".into());
    let of = |number: &str| row_of(&page, number).unwrap();
    assert_eq!(of("1")[6..8], ["Reject", "No action"]);
    assert_eq!(of("2")[6..8], ["Reject", "Reject"]);
}

#[test]
fn the_register_against_ims_counts_every_record_that_is_compared_once() {
    let records = [
        "27Z A/1 10-06-2026 1000/90+90",
        "27Z A/2 11-06-2026 2000/180+180",
        "27Z A/9 12-06-2026 500/45+45",
        "b2bcn 27Z CN/4 15-06-2026 200/18+18",
    ];
    let vouchers = [
        "27Z A/1 10-06-2026 1000/90+90 ineligible",
        "27Z A/2 11-06-2026 1900/171+171",
        "27Z ZZ/81 14-06-2026 300/27+27",
        "27Z CN/4 15-06-2026 200/18+18 type=credit",
    ];
    let book = given::book(&records, &vouchers, true);
    let matches = given::matches(&book);
    let day = day("10-07-2026");
    let against = AgainstRegister::of(&book, &matches, day);
    let number = |of: CountedTax| (of.number, of.tax);
    assert_eq!(number(against.agree), (2, 180_00 - 36_00), "credit notes as minus, as on the screen");
    assert_eq!(number(against.differ), (1, 360_00));
    assert_eq!(number(against.not_in_books), (1, 90_00));
    assert_eq!(number(against.not_in_ims), (1, 54_00));
    assert_eq!((against.replaced, against.aside), (0, 0));
    assert_eq!((against.not_claimable.records, against.not_claimable.total()), (1, 180_00));
    assert_eq!(against.files, ["Purchase.xlsx"]);
    let html = summary(&book, &Letterhead { day, ..letterhead() }, Some(&against));
    is_by_itself(&html);
    for wanted in ["Matched, fully or but for one thing", "Not in IMS (vouchers)", "4(B)(1)", "register Purchase.xlsx"]
    {
        assert!(html.contains(wanted), "{wanted}");
    }
    let missing = Missing::of(&book, &matches);
    assert_eq!(missing.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(), ["ZZ/81"]);
}

#[test]
fn the_suppliers_who_have_not_filed_are_named_with_all_that_waits_for_their_return() {
    let not_filed = |number, stin: &str, name: &str| {
        invoice(number).with("srcfilstatus", "NF").with("stin", stin).with("tradenm", name)
    };
    let mut book = book_of(
        "b2b",
        &[
            not_filed("1", SUPPLIER, "Korimbal Facility").heads([900, 0, 0, 0]),
            not_filed("2", "24AAAAA0000A1Z8", "Zintoba Packaging").heads([100, 0, 0, 0]),
            not_filed("3", "24AAAAA0000A1Z8", "Zintoba Packaging").heads([50, 0, 0, 0]),
        ],
    );
    decided(&mut book, Section::B2b, 1, Change::action(Action::Pending));
    let html = summary(&book, &letterhead(), None);
    assert!(html.contains("most of Korimbal Facility 900.00, Zintoba Packaging 150.00"), "undecided ones count too");
}

#[test]
fn no_reason_is_cut_on_the_summary() {
    let reason = |n: usize| {
        format!(
            "Goods of lot {n} came short by two cartons; {} the end of {n}",
            "see the note of the gate and ".repeat(5)
        )
    };
    let of = |n: usize| {
        let supplier = format!("27AAAAA{n:04}A1Z{}", n % 10);
        let record = invoice(&format!("N/{n}")).with("stin", supplier).with("action", "R").with("remarks", reason(n));
        record.with("tradenm", format!("Supplier {n}")).with("txval", 1_000 * (100 - n as i64))
    };
    for many in [1, 3, 60] {
        let invoices: Vec<_> = (0..many).map(of).collect();
        let html = summary(&book_of("b2b", &invoices), &letterhead(), None);
        let list = html.split("3  Rejected").nth(1).unwrap();
        let shown = (0..many).filter(|&n| list.contains(&format!("Supplier {n}<"))).count();
        let whole = (0..many).filter(|&n| list.contains(&format!("the end of {n}<"))).count();
        assert!(shown == whole && shown > 0 && (shown == many) == (many < 5), "{many}: {shown} with {whole} reasons");
        assert!(!html.contains('…') && !html.contains("ellipsis"));
        // What is not there is counted.
        let others = format!("{} other suppliers", many - shown);
        assert_eq!(list.contains(&others), shown < many - 1, "{others}");
    }
}

#[test]
fn many_reasons_of_one_supplier_are_named_until_there_is_no_room_and_then_counted() {
    let invoices: Vec<_> = (0..40)
        .map(|n| invoice(&format!("N/{n}")).with("action", "P").with("remarks", format!("Reason of its own, no. {n}")))
        .collect();
    let html = summary(&book_of("b2b", &invoices), &letterhead(), None);
    let list = html.split("4  Pending").nth(1).unwrap();
    let named = list.matches("Reason of its own").count() as u64;
    assert!((2..10).contains(&named), "{named}");
    assert!(list.contains(&format!(", and {} more: see the working paper", 40 - named)), "{list}");
}

#[test]
fn the_summary_is_as_long_as_a_page_however_many_suppliers_there_are() {
    let of = |i: u32| {
        let gstin = format!("27AAAAA{:04}A1Z{}", i % 9_000, i % 10);
        invoice(&format!("N/{i}")).with("stin", gstin).with("action", if i.is_multiple_of(2) { "R" } else { "P" })
    };
    for many in [0, 3, 30, 400] {
        let invoices: Vec<_> = (0..many).map(of).collect();
        let html = summary(&book_of("b2b", &invoices), &letterhead(), None);
        let lines = html.matches("<tr").count();
        assert!(lines <= 56, "{many}: {lines} lines of tables");
        assert_eq!(many > 30, html.contains("other suppliers"), "{many}");
    }
}
