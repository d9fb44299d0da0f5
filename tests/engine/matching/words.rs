//! The sentences: why, and why not.

use ims_desk::matching::why::nearest::Among;
use ims_desk::matching::why::sentence::{Explainer, Explanation};

use super::given::{book, matches, today};

fn explained(records: &[&str], entries: &[&str]) -> Vec<Explanation> {
    let book = book(records, entries, false);
    let matches = matches(&book);
    let mut explainer = Explainer::new(&book, &matches, today());
    matches.all().map(|of| explainer.explain(&of)).collect()
}

fn said(record: &str, entry: &str) -> (String, Vec<&'static str>) {
    let first = explained(&[record], &[entry]).remove(0);
    (first.text, first.differs)
}

#[test]
fn each_class_has_its_sentence_with_both_values_the_portals_first() {
    for (record, entry, text, differs) in [
        (
            "27Z A/1 12-06-2026 1000/90+90",
            "27Z A-1 12-06-2026 1000/90+90",
            "Matched with line 1 of Purchase.xlsx: number, date, taxable value, CGST, SGST",
            &[][..],
        ),
        (
            "29T A/1 12-06-2026 1000/180",
            "29T A-1 - 1000/180 posting=28-06-2026",
            "Matched with line 1 of Purchase.xlsx: number, taxable value, IGST. The books give only the day of entry, 28-06-2026; \
             not compared",
            &[],
        ),
        (
            "29T T/77 03-06-2026 12345.67/2222.22",
            "29T T/77 03-06-2026 12345.67/2222",
            "Matched; IGST ₹ 2,222.22 and ₹ 2,222.00, within ₹ 1.00",
            &["amounts"],
        ),
        (
            "29Z INV/26-27/0001 02-05-2026 5000/900",
            "29Z 1 02-05-2026 5000/900",
            "INV/26-27/0001 and 1: the books leave out prefix and financial year. All else agrees",
            &["number"],
        ),
        (
            "29Z A/1 14-06-2026 5000/900",
            "29Z A/1 15-06-2026 5000/900",
            "14-06-2026 and 15-06-2026, 1 day apart",
            &["date"],
        ),
        (
            "29Z A/1 07-05-2026 5000/900",
            "29Z A/1 05-07-2026 5000/900",
            "07-05-2026 and 05-07-2026: day and month exchanged?",
            &["date"],
        ),
        (
            "29T R-31 08-06-2026 10000/1800",
            "29T R-31 08-06-2026 10000/1620",
            "IGST ₹ 1,800.00 and ₹ 1,620.00: the portal has ₹ 180.00 more tax. Accept and put ₹ 180.00 in 4(B)(2), or keep \
             Pending: ₹ 1,800.00 waits",
            &["amounts"],
        ),
        (
            "29T R-31 08-06-2026 10000/1800 blocked",
            "29T R-31 08-06-2026 10000/1620",
            "IGST ₹ 1,800.00 and ₹ 1,620.00: the portal has ₹ 180.00 more tax. Accept and put ₹ 180.00 in 4(B)(2)",
            &["amounts"],
        ),
        (
            "29T R-31 08-06-2026 10000/1620",
            "29T R-31 08-06-2026 10000/1800",
            "IGST ₹ 1,620.00 and ₹ 1,800.00: the portal has ₹ 180.00 less tax: Accept; ₹ 180.00 to be claimed from the supplier",
            &["amounts"],
        ),
        (
            "29T R-31 08-06-2026 10000/1800",
            "29T R-31 08-06-2026 10000/900+900",
            "IGST ₹ 1,800.00 and ₹ 0.00, CGST ₹ 0.00 and ₹ 900.00, SGST ₹ 0.00 and ₹ 900.00: the same tax under other heads. \
             Look at the place of supply",
            &["amounts"],
        ),
        (
            "29Z HO-1012 11-06-2026 7000/1260",
            "29Z HO-1021 11-06-2026 7000/1260",
            "HO-1012 and HO-1021: two characters exchanged",
            &["number"],
        ),
        (
            "29Z 5/2026 11-06-2026 7000/1260",
            "29Z 5/2027 11-06-2026 7000/1260",
            "5/2026 and 5/2027: the financial year differs. All else agrees",
            &["number"],
        ),
        (
            "29Z HO/210 11-06-2026 7000/1260",
            "- HO-210 12-06-2026 7000/1260",
            "The books give no GSTIN; all else agrees. 11-06-2026 and 12-06-2026, 1 day apart",
            &["supplier", "date"],
        ),
        (
            "b2bcn 24T CR/26-27/19 10-06-2026 5000/900",
            "24T PR/7 10-02-2026 5000/900 type=credit",
            "The supplier's note of 10-06-2026, 120 days after your PR/7, is the only one with these amounts. 10-06-2026 and \
             10-02-2026, 120 days apart",
            &["date", "number"],
        ),
    ] {
        assert_eq!(said(record, entry), (text.to_owned(), differs.to_vec()), "{record}; {entry}");
    }
}

#[test]
fn what_is_in_no_match_names_the_nearest_and_what_blocks_it() {
    let found = explained(
        &["29Z INV-118 12-06-2026 100000/18000", "29Z INV/119 01-06-2026 10/1.80"],
        &["29Z INV/119 01-06-2026 10/1.80", "29T X/5 01-06-2026 70/12.60"],
    );
    // The entry of the neighbour is matched, and it is named all the same.
    let record = found.iter().find(|one| matches!(one.nearest, Some((Among::Entries, _)))).unwrap();
    assert_eq!(
        record.text,
        "Not in books. Nearest: line 1 of Purchase.xlsx, INV/119 of 01-06-2026: amounts block it (IGST ₹ 18,000.00 and ₹ 1.80, \
         taxable value ₹ 1,00,000.00 and ₹ 10.00), and two more; it is matched with INV/119"
    );
    assert_eq!(record.nearest_blocks, Some("amounts"));
    let entry = found.last().unwrap();
    assert_eq!(entry.text, "Not in IMS. No record of this supplier: it may not have filed yet");
    let alone = explained(&["29Z INV-118 12-05-2026 100000/18000"], &[]).remove(0);
    assert_eq!(
        alone.text,
        "Not in books. The register covers 01-06-2026 to 30-06-2026; this document is of 12-05-2026. No entry of this supplier, by \
         GSTIN or PAN"
    );
}

#[test]
fn several_say_what_adds_up_to_what() {
    let found = explained(
        &["24A MX/6 09-06-2026 2000/360"],
        &["24A MX/6 09-06-2026 1200/216 voucher=P-1", "24A MX/6 15-06-2026 800/144 voucher=P-2"],
    );
    assert_eq!(
        found[0].text,
        "line 1 of Purchase.xlsx and line 2 of Purchase.xlsx add up to MX/6 of 09-06-2026. 09-06-2026 and 15-06-2026, 6 days apart"
    );
    assert_eq!(found[0].differs, ["date"]);
}

#[test]
fn sentences_have_their_articles_signs_and_words_for_what_is_left_out() {
    for (record, entry, part) in [
        (
            "b2bcn 27T CN/4 20-06-2026 2000/180+180",
            "27T CN/4 20-06-2026 2000/180+180",
            "On the portal it is a credit note, in the books an invoice",
        ),
        ("29Z 1001/A 02-05-2026 5000/900", "29Z 1001 02-05-2026 5000/900", "the books leave out suffix"),
        ("29Z VD-1001 02-05-2026 5000/900", "29Z 1001 02-05-2026 5000/900", "the books leave out prefix"),
        (
            "b2bcn 29Z CN/5 05-06-2026 10000/1800",
            "29Z CN/5 05-06-2026 11800/0 type=credit",
            "the books took no credit back",
        ),
        ("29Z A/1001 07-05-2026 5000/900", "33Z B/77 01-01-2024 7/1 type=debit", "nothing of it agrees"),
    ] {
        let (text, _) = said(record, entry);
        assert!(text.contains(part), "{part}: {text}");
        assert!(!text.contains("?."), "{text}");
    }
    let (text, _) = said("29Z A/1 07-05-2026 5000/900", "29Z A/1 05-07-2026 5000.50/900");
    assert!(text.contains("exchanged? taxable value"), "{text}");
}

#[test]
fn the_nearest_of_very_many_is_found_by_its_number_its_amounts_and_its_day() {
    let many = (0..1_200).map(|n| format!("29Z SER/{} 03-04-2026 {}/{}", 10_000 + 13 * n, 50_000 + n, 9_000 + n));
    for (near, differs) in [
        ("29Z TARGET/777 25-03-2024 99/17.82", "amounts"),
        ("29Z OTHER/5 14-06-2026 1234/222.12", "date"),
        ("33Z TARGET/777 14-06-2026 1234/222.12", "supplier"),
    ] {
        let entries: Vec<String> = many.clone().chain([near.to_owned()]).collect();
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        let records = ["29Z TARGET/777 28-06-2026 1234/222.12"];
        let (short, long) = (explained(&records, &entries[1_200..]), explained(&records, &entries));
        let of = |all: &[Explanation]| {
            let first = all.iter().find(|one| matches!(one.nearest, Some((Among::Entries, _)))).unwrap();
            (first.nearest.as_ref().unwrap().1.blocking, first.nearest_blocks)
        };
        assert_eq!(of(&short), of(&long), "{near}");
        assert_eq!(of(&long).1, Some(differs), "{near}");
    }
}

#[test]
fn a_return_that_is_booked_under_the_same_number_is_named_with_its_amount() {
    let record = ["29T A/1 08-06-2026 10000/1800"];
    let with = |returned: &str| explained(&record, &["29T A/1 08-06-2026 10000/1800", returned]).remove(0).text;
    let matched = "Matched with line 1 of Purchase.xlsx: number, date, taxable value, IGST";
    let said = format!(
        "{matched}. A return is booked under the same number: taxable value ₹ 10,000.00, tax ₹ 1,800.00, line 2 of Purchase.xlsx"
    );
    assert_eq!(with("29T A/1 20-06-2026 10000/1800 type=credit"), said);
    for other in [
        "29T A/2 20-06-2026 10000/1800 type=credit",
        "24A A/1 20-06-2026 10000/1800 type=credit",
        "29T A/1 20-05-2025 10000/1800 type=credit",
        "29T A/1 20-06-2026 500/90",
    ] {
        assert_eq!(with(other), matched, "{other}");
    }
    let noted = ["29T A/1 08-06-2026 10000/1800", "b2bcn 29T A/1 20-06-2026 10000/1800"];
    let lines = ["29T A/1 08-06-2026 10000/1800", "29T A/1 20-06-2026 10000/1800 type=credit"];
    assert_eq!(explained(&noted, &lines)[0].text, matched, "the portal has the return too");
}
