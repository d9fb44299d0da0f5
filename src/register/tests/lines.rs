//! LineColumns left out, each for its reason, and lines that belong together.

use super::{RECIPIENT, all_lines_are_somewhere, entries, left_out, sheet, total_agrees};
use crate::book::Mark;
use crate::register::{LineLeftOut, RegisterQuestion};

const HEAD: &str = "Own GSTIN,Vch Type,Vch No,GSTIN,Party Name,Bill No,Bill Date,Status,HSN,Taxable,IGST\n";

fn register(lines: &[&str]) -> super::SheetReading {
    let read = sheet(&format!("{HEAD}{}\n", lines.join("\n")));
    all_lines_are_somewhere(&read);
    read
}

const GOOD: &str = ",Purchase,1,29ZZZZZ9999Z1Z4,Zed,A/1,03-06-2026,,,1000,180";

#[test]
fn every_reason_has_its_lines() {
    for (line, why) in [
        (",,,,Zed,,,,,,", LineLeftOut::Blank),
        (",,,,Grand Total,,,,,1000,180", LineLeftOut::Total),
        (",,,,Sub-total,,,,,5,6", LineLeftOut::Total),
        (",,,,Opening Balance,,01-06-2026,,,7,8", LineLeftOut::Total),
        (",,,,Carried forward,,,,,7,8", LineLeftOut::Total),
        (",,,,कुल,,,,,7,8", LineLeftOut::Total),
        (",,,,,Total,,,,7,8", LineLeftOut::Total),
        ("Own GSTIN,Vch Type,Vch No,GSTIN,Party Name,Bill No,Bill Date,Status,HSN,Taxable,IGST", LineLeftOut::Heading),
        ("1,2,3,4,5,6,7,8,9,10,11", LineLeftOut::Heading),
        ("29BBBBB0000B1Z5,Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,1000,180", LineLeftOut::OtherRecipient),
        (",Sales,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,1000,180", LineLeftOut::OtherVoucher),
        (",Purchase Order,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,1000,180", LineLeftOut::OtherVoucher),
        (",Payment,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,1000,", LineLeftOut::OtherVoucher),
        (",Journal,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,1000,0", LineLeftOut::OtherVoucher),
        (",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,Cancelled,,1000,180", LineLeftOut::Cancelled),
        (",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,0,0", LineLeftOut::Cancelled),
        (",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,,", LineLeftOut::Cancelled),
        (",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,\"1.000,00\",180", LineLeftOut::Amount),
        (",Purchase,,,Zed,,03-06-2026,,,,", LineLeftOut::NoNumberNoAmount),
    ] {
        let read = register(&[GOOD, line]);
        assert_eq!(left_out(&read), [format!("3 {}", why.key())], "{line}");
        assert_eq!(read.entries.len(), 1, "{line}");
    }
}

#[test]
fn what_has_tax_or_a_supplier_is_not_left_out() {
    for line in [
        ",Journal,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,1000,180",
        ",Payment,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,1000,180",
        ",Purchase,2,29TESTA1234B1Z6,Total Oil India,,03-06-2026,,,1000,180",
        ",Purchase,2,29ZZZZZ9999Z1Z4,Zed,TOTAL/7,03-06-2026,,,1000,180",
        ",Purchase,2,,Zed,,03-06-2026,,,1001,180",
        ",Anything,2,29ZZZZZ9999Z1Z4,Zed,A/2,,,,1000,180",
        ",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,no day,,,1000,180",
    ] {
        let read = register(&[GOOD, line]);
        assert_eq!((read.entries.len(), left_out(&read).len()), (2, 0), "{line}: {:?}", left_out(&read));
    }
}

#[test]
fn an_amount_line_that_is_the_sum_of_those_above_is_a_total_without_a_word() {
    let second = ",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,500,90";
    let read = register(&[GOOD, second, ",,,,,,,,,1500,270"]);
    assert_eq!((left_out(&read), total_agrees(&read)), (vec!["4 total".into()], Some(true)));
    let read = register(&[GOOD, second, ",,,,Grand total,,,,,1500,271"]);
    assert_eq!((left_out(&read), total_agrees(&read)), (vec!["4 total".into()], Some(false)));
    // The last of several totals is that of the whole file.
    let read =
        register(&[GOOD, ",,,,Total,,,,,1000,180", second, ",,,,Total,,,,,500,90", ",,,,Grand Total,,,,,1500,270"]);
    assert_eq!((read.entries.len(), total_agrees(&read)), (2, Some(true)));
    // One line alone has no total without a word for it: it may be a document's second line.
    let read = register(&[GOOD, ",,,,,,,,,1000,180"]);
    assert_eq!((left_out(&read).len(), read.entries.lines(0).count()), (0, 2));
}

#[test]
fn lines_of_another_registration_are_kept_apart() {
    let other = "29AAAAA0000A1ZY,Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,500,90";
    let mine = format!("{RECIPIENT}{GOOD}");
    let read = register(&[&mine, other]);
    assert_eq!((read.entries.len(), read.elsewhere.len()), (1, 1));
    assert_eq!((read.elsewhere.number(0), read.elsewhere.own(0)), ("A/2", "29AAAAA0000A1ZY"));
    assert_eq!(left_out(&read), ["3 other-recipient"]);
}

#[test]
fn a_register_of_another_recipient_is_a_stop() {
    let read = sheet(&format!("{HEAD}29AAAAA0000A1ZY{GOOD}\n"));
    assert_eq!((read.other_recipient.as_deref(), read.entries.len()), (Some("29AAAAA0000A1ZY"), 0));
    for label in [
        "GSTIN of recipient,29AAAAA0000A1ZY",
        "x,GSTIN of recipient: 29AAAAA0000A1ZY",
        "Company GSTIN,,29AAAAA0000A1ZY",
    ] {
        let read = sheet(&format!("{label}\n{HEAD}{GOOD}\n"));
        assert_eq!(read.other_recipient.as_deref(), Some("29AAAAA0000A1ZY"), "{label}");
    }
    let read = sheet(&format!("GSTIN of recipient,{RECIPIENT}\n{HEAD}{GOOD}\n"));
    assert_eq!((read.other_recipient, read.entries.len()), (None, 1));
}

#[test]
fn a_document_and_its_reversal_are_both_left_out() {
    let back = ",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A-0001,05-06-2026,,,-1000,-180";
    let again = ",Purchase,3,29ZZZZZ9999Z1Z4,Zed,A/1,06-06-2026,,,1000,180";
    let read = register(&[GOOD, back, again]);
    // The nearest in date goes with it.
    assert_eq!(left_out(&read), ["3 reversed", "4 reversed"]);
    assert_eq!(entries(&read).len(), 1);
    let note = ",Credit Note,2,29ZZZZZ9999Z1Z4,Zed,A/1,05-06-2026,,,-1000,-180";
    assert_eq!(register(&[GOOD, note]).entries.len(), 2);
    let less = ",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/1,05-06-2026,,,-1000,-179";
    assert_eq!(register(&[GOOD, less]).entries.len(), 2);
}

#[test]
fn a_line_without_number_date_and_supplier_belongs_to_the_one_above() {
    for (first, more, taxable, tax) in [
        (("1000", "180"), [("600", "108"), ("400", "72")], 1000_00, 180_00),
        (("", ""), [("600", "108"), ("400", "72")], 1000_00, 180_00),
        (("1000", "180"), [("600", "108"), ("300", "54")], 1900_00, 342_00),
        (("1000", ""), [("600", "108"), ("400", "72")], 1000_00, 180_00),
    ] {
        let first = format!(",Purchase,1,29ZZZZZ9999Z1Z4,Zed,A/1,03-06-2026,,,{},{}", first.0, first.1);
        let more = more.map(|(taxable, tax)| format!(",,,,,,,,8471,{taxable},{tax}"));
        let read = register(&[&first, &more[0], &more[1]]);
        assert_eq!(read.entries.len(), 1, "{first}");
        let sum = |sum| read.entries.amount(sum, 0);
        assert_eq!(
            (sum(crate::book::EntrySum::Taxable), sum(crate::book::EntrySum::Igst)),
            (Some(taxable), Some(tax)),
            "{first}"
        );
    }
    // What belongs to a line that is left out is left out with it.
    let read = register(&[GOOD, ",Sales,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,,", ",,,,,,,,8471,100,18"]);
    assert_eq!(left_out(&read), ["3 other-voucher", "4 other-voucher"]);
}

#[test]
fn the_own_voucher_is_the_number_where_there_is_none() {
    let read = register(&[GOOD, ",Purchase,P-7,29ZZZZZ9999Z1Z4,Zed,,04-06-2026,,,500,90"]);
    assert_eq!(read.entries.number(1), "P-7");
    assert!(read.entries.has(Mark::FromVoucher, 1) && !read.entries.has(Mark::FromVoucher, 0));
    assert!(read.notes.iter().any(|note| note.contains("own voucher")), "{:?}", read.notes);
}

#[test]
fn a_day_that_is_on_the_first_of_its_lines_is_that_of_the_others() {
    let head = "Date,Vch/Bill No,Account,GSTIN,Taxable,IGST\n";
    let read = sheet(&format!(
        "{head}01-06-2026,A/1,Zed,29ZZZZZ9999Z1Z4,1000,180\n,A/2,Zed,29ZZZZZ9999Z1Z4,500,90\n02-06-2026,A/3,Zed,29ZZZZZ9999Z1Z4,300,54\n,A/4,Zed,29ZZZZZ9999Z1Z4,100,18\n"
    ));
    let days: Vec<String> = (0..4).map(|row| read.entries.posting(row).to_string()).collect();
    assert_eq!(days, ["01-06-2026", "01-06-2026", "02-06-2026", "02-06-2026"]);
    // A register that says the day of each document has one without a day.
    let read = sheet(&format!(
        "{head}01-06-2026,A/1,Zed,29ZZZZZ9999Z1Z4,1000,180\n01-06-2026,A/2,Zed,29ZZZZZ9999Z1Z4,500,90\n,A/3,Zed,29ZZZZZ9999Z1Z4,300,54\n"
    ));
    assert_eq!(read.entries.posting(2), crate::values::Day::NONE);
}

#[test]
fn more_than_a_tenth_that_is_not_understood_is_asked_about() {
    let bad = ",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,abc,180";
    let read = register(&[GOOD, bad]);
    assert!(read.questions.contains(&RegisterQuestion::NotUnderstood(1, 2)), "{:?}", read.questions);
    let good: Vec<String> = (3..15).map(|n| GOOD.replace("A/1", &format!("A/{n}"))).collect();
    let mut lines: Vec<&str> = good.iter().map(String::as_str).collect();
    lines.push(bad);
    let read = register(&lines);
    assert!(!read.questions.iter().any(RegisterQuestion::stops), "{:?}", read.questions);
    let nothing = sheet(&format!("{HEAD}{bad}\n"));
    assert!(nothing.questions.contains(&RegisterQuestion::Empty));
}

#[test]
fn lines_that_are_left_out_keep_their_numbers() {
    let read = register(&[
        GOOD,
        ",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,\"5.00,00\",180",
        ",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/3,03-06-2026,Cancelled,,1000,180",
        ",,,,Carried Over,,,,,7,8",
        ",Sales,2,29ZZZZZ9999Z1Z4,Zed,,03-06-2026,,,1000,180",
    ]);
    let kept = |row: u32| {
        let lines = &read.elsewhere;
        assert!(lines.is_line_left_out(row));
        format!("{} {} {}", lines.first_line(row), lines.number(row), lines.name(row))
    };
    let kept: Vec<String> = (0..read.elsewhere.len()).map(kept).collect();
    assert_eq!(kept, ["3 A/2 an amount that is not understood", "4 A/3 cancelled", "6 2 not a purchase voucher"]);
    assert!(left_out(&read).contains(&"5 total".to_owned()));
}

#[test]
fn lines_of_a_bill_that_is_far_above_are_joined_to_it_and_named() {
    let head = "GSTIN,Bill No,Bill Date,Taxable,IGST\n";
    let lines = [
        "29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180",
        "29ZZZZZ9999Z1Z4,A/2,03-06-2026,1000,180",
        "29ZZZZZ9999Z1Z4,A/3,03-06-2026,1000,180",
        "29ZZZZZ9999Z1Z4,A/1,03-06-2026,500,90",
        ",Total,,3500,630",
    ];
    let read = sheet(&format!("{head}{}\n", lines.join("\n")));
    all_lines_are_somewhere(&read);
    assert_eq!((read.entries.len(), &read.joined), (3, &vec![5]), "line 5 belongs to line 2, three lines above");
    assert_eq!(read.joined.len(), read.lines - read.left_out.len() - read.entries.len() as usize);
}

/// A bill and the items below it, without number and date; `value` is that of the bill, on its first line.
fn bill(number: &str, items: &[i32], value: Option<i32>) -> String {
    let line = |(place, item): (usize, &i32)| {
        let (head, value) = match place {
            0 => (format!("05-06-2026,{number},29ZZZZZ9999Z1Z4"), value.map_or(String::new(), |v| v.to_string())),
            _ => (",,".to_owned(), String::new()),
        };
        format!("{head},{item},{},{value}\n", *item as f64 * 0.18)
    };
    items.iter().enumerate().map(line).collect()
}

fn taxable(bills: &[String], total: &str) -> (Vec<i64>, super::SheetReading) {
    let read = sheet(&format!("Date,Bill No,GSTIN,Taxable,IGST,Bill Amount\n{}{total}", bills.concat()));
    let amounts = (0..read.entries.len()).map(|row| read.entries.sum(crate::book::EntrySum::Taxable, row));
    (amounts.collect(), read)
}

#[test]
fn two_items_at_one_price_are_added_where_the_value_or_the_other_bills_say_so() {
    // The value of the bill is that of both.
    let (amounts, _) = taxable(&[bill("1", &[1500, 1500], Some(3540))], "");
    assert_eq!(amounts, [3000_00]);
    let (amounts, _) = taxable(&[bill("1", &[3000, 1000, 2000], Some(7080))], "");
    assert_eq!(amounts, [6000_00]);
    // Without a value the other bills of the sheet say it.
    let others = [bill("2", &[165, 4204, 1371], None), bill("3", &[2046, 4319], None), bill("4", &[300], None)];
    for odd in [&[1500, 1500][..], &[3000, 1000, 2000]] {
        let bills: Vec<String> = others.iter().cloned().chain([bill("1", odd, None)]).collect();
        let (amounts, read) = taxable(&bills, "");
        assert_eq!(amounts[3], i64::from(odd.iter().sum::<i32>()) * 100);
        assert!(!read.notes.iter().any(|note| note.contains("whole amount")), "{:?}", read.notes);
    }
    // One line below, of the same amount, is more likely a second item than all of the first.
    assert_eq!(taxable(&[bill("1", &[1500, 1500], None)], "").0, [3000_00]);
}

#[test]
fn where_the_first_line_has_the_whole_bill_what_is_below_it_is_not_added() {
    // The value says so, even of a bill whose lines below are rounded.
    let bills = [bill("1", &[1000, 600, 400], Some(1180)), bill("2", &[1500, 1500], Some(1770))];
    let (amounts, read) = taxable(&bills, ",,Total,2500,450,\n");
    assert_eq!((amounts, total_agrees(&read)), (vec![1000_00, 1500_00], Some(true)));
    assert!(read.notes.iter().any(|note| note.starts_with("2 bills have their whole amount")), "{:?}", read.notes);
    let (amounts, _) = taxable(&[bill("1", &[1000, 600, 399], Some(1180))], "");
    assert_eq!(amounts, [1000_00]);
    // So do bills of which two or more lines sum to the first one.
    let bills = [bill("1", &[1000, 600, 400], None), bill("2", &[1500, 1500], None)];
    assert_eq!(taxable(&bills, "").0, [1000_00, 1500_00]);
}

#[test]
fn the_files_total_is_compared_with_what_was_read_and_not_with_its_cells() {
    use crate::book::EntrySum::Taxable;
    // What was read of these is half of what their cells sum to.
    let bills = [bill("1", &[1000, 600, 400], Some(1180)), bill("2", &[1500, 1500], Some(1770))];
    for (total, agrees) in [(2500, true), (5000, false)] {
        let (_, read) = taxable(&bills, &format!(",,Total,{total},{},\n", f64::from(total) * 0.18));
        let line = read.total_line.clone().unwrap();
        assert_eq!((line.agrees, line.is_of_all(&read.sums)), (agrees, agrees), "{total}");
        assert_eq!(read.sums[Taxable as usize], 2500_00);
    }
    // A total of a page agrees with its lines, but it is not the figure beside it.
    let second = ",Purchase,2,29ZZZZZ9999Z1Z4,Zed,A/2,03-06-2026,,,500,90";
    let read = register(&[GOOD, ",,,,Total,,,,,1000,180", second, ",,,,Total,,,,,500,90"]);
    let line = read.total_line.clone().unwrap();
    assert_eq!((line.agrees, line.is_of_all(&read.sums)), (true, false));
}

#[test]
fn a_total_that_counts_the_bills_where_their_number_is_is_no_voucher() {
    let lines: String = (1..=4).map(|n| bill(&format!("A/{n}"), &[100 * n], None)).collect();
    for total in [",4 Bills,,1000,180,", "30-06-2026,4,,1000,180,", ",No. of bills: 4,,1000,180,"] {
        let (amounts, read) = taxable(std::slice::from_ref(&lines), &format!("{total}\n"));
        assert_eq!((amounts.len(), left_out(&read)), (4, vec!["6 total".to_owned()]), "{total}");
        assert_eq!(total_agrees(&read), Some(true));
    }
    // Another number, another amount, a supplier: a document.
    for other in ["30-06-2026,5,,1000,180,", "30-06-2026,4,,1001,180,", "30-06-2026,4,29ZZZZZ9999Z1Z4,1000,180,"] {
        assert_eq!(taxable(std::slice::from_ref(&lines), &format!("{other}\n")).0.len(), 5, "{other}");
    }
}

#[test]
fn a_supplier_that_is_named_once_is_that_of_the_lines_below_it() {
    let head = "GSTIN,Party,Bill Date,Bill No,Taxable,IGST\n";
    let first = "29ZZZZZ9999Z1Z4,Zed,03-06-2026,A/1,1000,180\n,,04-06-2026,A/2,500,90\n,,05-06-2026,A/3,300,54\n";
    let second = "29TESTA1234B1Z6,Test,06-06-2026,T/1,100,18\n,,07-06-2026,T/2,200,36\n";
    let read = sheet(&format!("{head}{first}{second}"));
    let suppliers: Vec<&str> = (0..5).map(|row| read.entries.gstin(row)).collect();
    let (zed, test) = ("29ZZZZZ9999Z1Z4", "29TESTA1234B1Z6");
    assert_eq!(suppliers, [zed, zed, zed, test, test]);
    assert_eq!(read.entries.name(2), "Zed");
    assert!(read.columns.iter().any(|column| column.field == super::RegisterField::Gstin && !column.sure));
    assert!(read.notes.iter().any(|note| note == "3 lines have the supplier of a line above"), "{:?}", read.notes);
    // A supplier without a GSTIN has its own lines; names that go on without GSTINs, or suppliers that come again, say nothing.
    let unknown = ",Local shop,08-06-2026,L/1,50,0\n,,09-06-2026,L/2,60,0\n";
    let read = sheet(&format!("{head}{first}{unknown}"));
    assert_eq!((read.entries.gstin(2), read.entries.gstin(3), read.entries.gstin(4)), (zed, "", ""));
    assert!(read.notes.iter().any(|note| note == "2 vouchers have no GSTIN"), "{:?}", read.notes);
    for other in ["29ZZZZZ9999Z1Z4,Zed,08-06-2026,A/9,50,9\n", "29ZZZZZ9999Z1Z4,,08-06-2026,A/9,50,9\n"] {
        assert_eq!(sheet(&format!("{head}{first}{other}")).entries.gstin(1), "", "{other}");
    }
}
