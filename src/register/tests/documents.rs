//! Types, signs, amounts that count once, dates: what documents come to.

use super::{Choices, RegisterField, columns_of, entries, sheet, sheet_with};
use crate::book::{EntrySum, EntryType, Mark};
use crate::register::{NoteWords, NotesBy, RegisterQuestion, SetField, SetNotes};

fn notes(heading: &str, lines: &[(&str, i32)]) -> super::SheetReading {
    let line = |(n, (kind, amount)): (usize, &(&str, i32))| {
        format!("{kind},29ZZZZZ9999Z1Z4,N/{n},03-06-2026,{},{}\n", amount * 100, amount * 18)
    };
    let lines: String = lines.iter().enumerate().map(line).collect();
    sheet(&format!("{heading},GSTIN,Bill No,Bill Date,Taxable,IGST\n{lines}"))
}

#[test]
fn words_for_notes_are_the_suppliers_or_the_books() {
    use EntryType::{CreditNote, DebitNote, Invoice};
    use NoteWords::{Ours, Theirs};
    let all = [("Invoice", 9), ("Credit Note", 2), ("Debit Note", 3), ("Purchase Return", 4)];
    let below = [("Invoice", 9), ("Credit Note", 2), ("Debit Note", -3), ("Purchase Return", -4)];
    for (heading, lines, words, kinds) in [
        ("Document Type", all, (Theirs, NotesBy::Nothing), [Invoice, CreditNote, DebitNote, CreditNote]),
        ("Voucher Type", all, (Ours, NotesBy::VoucherType), [Invoice, DebitNote, CreditNote, CreditNote]),
        ("Document Type", below, (Ours, NotesBy::Signs), [Invoice, DebitNote, CreditNote, CreditNote]),
    ] {
        let read = notes(heading, &lines);
        assert_eq!((read.notes_words, read.entries.kinds()), (Some(words), &kinds[..]), "{heading}");
        let amounts: Vec<i64> = (0..4).map(|row| read.entries.sum(EntrySum::Taxable, row)).collect();
        assert_eq!(amounts, [900_00, 200_00, 300_00, 400_00]);
        let marks: Vec<bool> = (0..4).map(|row| read.entries.has(Mark::NoteWord, row)).collect();
        assert_eq!(marks, [false, true, true, false]);
    }
    let choices = Choices { notes: Some(SetNotes::Theirs), ..Choices::default() };
    let read = sheet_with(
        "Voucher Type,GSTIN,Bill No,Bill Date,Taxable\nDebit Note,29ZZZZZ9999Z1Z4,1,03-06-2026,-5\n",
        &choices,
    );
    assert_eq!((read.notes_words, read.entries.kind(0)), (Some((Theirs, NotesBy::Set)), DebitNote));
}

#[test]
fn without_a_type_the_sign_or_the_title_says_what_it_is() {
    let head = "GSTIN,Bill No,Bill Date,Taxable,IGST\n";
    let lines = "29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180\n29ZZZZZ9999Z1Z4,A/2,03-06-2026,-100,-18\n";
    let read = sheet(&format!("{head}{lines}"));
    assert_eq!(read.entries.kinds(), [EntryType::Invoice, EntryType::CreditNote]);
    assert!(read.notes.contains(&"no type: 1 invoice, 1 credit note by their sign".to_owned()), "{:?}", read.notes);
    let read = sheet(&format!("Purchase Return Register\n{head}{lines}"));
    assert_eq!(read.entries.kinds(), [EntryType::CreditNote, EntryType::CreditNote]);
    let read = sheet(&format!("Debit Note Register\n{head}{lines}"));
    assert_eq!(read.notes_words.map(|(words, _)| words), Some(NoteWords::Theirs));
}

#[test]
fn is_return_says_yes_or_no() {
    let read = notes("Is Return", &[("No", 9), ("Yes", 2), ("0", 3), ("1", 4)]);
    use EntryType::{CreditNote, Invoice};
    assert_eq!(read.entries.kinds(), [Invoice, CreditNote, Invoice, CreditNote]);
}

#[test]
fn an_amount_that_is_on_each_line_of_a_document_counts_once() {
    let head = "GSTIN,Bill No,Bill Date,Bill Value,Taxable,IGST\n";
    let lines = "29ZZZZZ9999Z1Z4,A/1,03-06-2026,1600,1000,180\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1600,400,20\n\
                 29ZZZZZ9999Z1Z4,A/2,03-06-2026,118,100,18\n";
    let read = sheet(&format!("{head}{lines}"));
    assert_eq!(entries(&read)[0], "inv 29ZZZZZ9999Z1Z4 A/1 03-06-2026 1400.00 200.00 0.00 0.00 0.00 ? 1600.00 @2+3");
    assert!(read.once[EntrySum::Value as usize] && !read.once[EntrySum::Taxable as usize]);
    let choices = Choices { once: vec![(SetField(super::RegisterField::Value), false)], ..Choices::default() };
    assert!(entries(&sheet_with(&format!("{head}{lines}"), &choices))[0].contains("3200.00"));
}

#[test]
fn lines_that_are_alike_are_added_and_marked() {
    let head = "GSTIN,Bill No,Bill Date,Taxable,IGST\n";
    let line = "29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180\n";
    let read = sheet(&format!("{head}{line}{line}"));
    assert_eq!(read.entries.sum(EntrySum::Taxable, 0), 2000_00);
    assert!(read.entries.has(Mark::LinesAlike, 0));
}

#[test]
fn signs_are_reversed_only_where_nearly_all_invoices_are_below_0() {
    let register = |below: usize| {
        let line = |n: usize| {
            let sign = if n < below { "-" } else { "" };
            format!("Invoice,29ZZZZZ9999Z1Z4,A/{n},03-06-2026,{sign}1000,{sign}180\n")
        };
        let lines: String = (0..20).map(line).collect();
        sheet(&format!("Document Type,GSTIN,Bill No,Bill Date,Taxable,IGST\n{lines}"))
    };
    let read = register(18);
    assert_eq!(read.entries.kinds().iter().filter(|kind| **kind == EntryType::Invoice).count(), 18);
    assert!(read.notes.iter().any(|note| note.contains("reversed")), "{:?}", read.notes);
    let read = register(17);
    assert_eq!(read.entries.kinds().iter().filter(|kind| **kind == EntryType::CreditNote).count(), 17);
}

#[test]
fn debit_and_credit_say_the_sign_by_what_most_lines_have() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,IGST\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000 Dr,180 Dr\n\
         29ZZZZZ9999Z1Z4,A/2,03-06-2026,500 Dr,90 Dr\n29ZZZZZ9999Z1Z4,A/3,03-06-2026,100 Cr,18 Cr\n",
    );
    assert_eq!(read.entries.kinds(), [EntryType::Invoice, EntryType::Invoice, EntryType::CreditNote]);
}

#[test]
fn the_month_comes_first_only_where_the_dates_say_so() {
    let read = |dates: [&str; 2]| {
        let lines: String =
            dates.iter().zip(1..).map(|(day, n)| format!("29ZZZZZ9999Z1Z4,A/{n},{day},1000,180\n")).collect();
        sheet(&format!("GSTIN,Bill No,Bill Date,Taxable,IGST\n{lines}"))
    };
    let american = read(["06/14/2026", "06/07/2026"]);
    assert_eq!((american.month_first, american.entries.date(1).to_string()), (true, "07-06-2026".into()));
    let indian = read(["06/07/2026", "07/06/2026"]);
    assert_eq!((indian.month_first, indian.entries.date(1).to_string()), (false, "07-06-2026".into()));
}

#[test]
fn dates_with_slashes_that_can_be_read_two_ways_are_guessed_until_one_says_the_order() {
    let sure = |dates: [&str; 2], month_first| {
        let lines: String =
            dates.iter().zip(1..).map(|(day, n)| format!("29ZZZZZ9999Z1Z4,A/{n},{day},1000,180\n")).collect();
        let choices = Choices { month_first, ..Choices::default() };
        let read = sheet_with(&format!("GSTIN,Bill No,Bill Date,Taxable,IGST\n{lines}"), &choices);
        let date = read.columns.iter().find(|column| column.field == RegisterField::Date).unwrap();
        assert_eq!(date.sure, !read.notes.iter().any(|note| note.contains("two ways")), "{:?}", read.notes);
        date.sure
    };
    assert!(!sure(["03/04/2026", "06/07/2026"], None));
    assert!(sure(["03/04/2026", "14/07/2026"], None), "one date says the order");
    assert!(sure(["03/04/2026", "06/14/2026"], None), "and so does this one");
    assert!(sure(["03/03/2026", "06/06/2026"], None), "the same either way");
    assert!(sure(["03-04-2026", "06-07-2026"], None), "as everyone here writes them");
    assert!(sure(["03/04/2026", "06/07/2026"], Some(false)), "the user said so");
}

#[test]
fn reverse_charge_eligibility_and_imports_are_noted() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,IGST,Reverse Charge,Eligibility for ITC,Port Code,Original Invoice No,Original Invoice Date\n\
         29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180,Y,Inputs,,,\n29ZZZZZ9999Z1Z4,A/2,03-06-2026,1000,180,N,Ineligible,INBOM4,X/1,01-05-2026\n",
    );
    let marks = |row| [Mark::ReverseCharge, Mark::Ineligible, Mark::Import].map(|mark| read.entries.has(mark, row));
    assert_eq!((marks(0), marks(1)), ([true, false, false], [false, true, true]));
    assert_eq!((read.entries.eligibility(0), read.entries.original_number(1)), ("Inputs", "X/1"));
    assert_eq!(read.entries.original_date(1).to_string(), "01-05-2026");
}

#[test]
fn a_total_tax_alone_is_the_tax() {
    let read = sheet("GSTIN,Bill No,Bill Date,Taxable Value,Total Tax\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180\n");
    assert_eq!(columns_of(&read), "A:gstin B:number C:date D:taxable E:tax");
    assert_eq!((read.entries.tax(0), read.entries.has_heads(0)), (Some(180_00), false));
}

#[test]
fn debit_and_credit_are_one_side_for_all_taxes_of_a_document() {
    let invoices: String = (1..6)
        .map(|n| format!("{n}-Jun-26,Purchase,A/{n},27ZZZZZ9999Z1Z8,11800 Cr,10000 Dr,900 Dr,,900 Dr,\n"))
        .collect();
    // The columns of 14 % have nothing but what is on the return.
    let back = "21-Jun-26,Debit Note,CN/4,27TESTA1234B1ZA,3500 Dr,3000 Cr,180 Cr,70 Cr,180 Cr,70 Cr\n";
    let head = "Bill Date,Vch Type,Bill No,GSTIN,Gross Total,Taxable,CGST 9%,CGST 14%,SGST 9%,SGST 14%";
    let read = sheet(&format!("{head}\n{invoices}{back}"));
    let found = entries(&read);
    assert_eq!(found[0], "inv 27ZZZZZ9999Z1Z8 A/1 01-06-2026 10000.00 0.00 900.00 900.00 0.00 ? 11800.00 @2");
    assert_eq!(found[5], "cn 27TESTA1234B1ZA CN/4 21-06-2026 3000.00 0.00 250.00 250.00 0.00 ? 3500.00 @7");
    // More returns than invoices: what is typed as an invoice says which side is positive.
    let more: String = (1..9).map(|n| back.replace("CN/4", &format!("CN/{n}"))).collect();
    let read = sheet(&format!("{head}\n{more}{}", invoices.lines().next().unwrap()));
    assert_eq!(read.entries.kind(8), EntryType::Invoice, "{:?}", entries(&read));
}

#[test]
fn the_files_total_may_be_of_what_counts_once_or_of_all_lines() {
    let register = |total: &str| {
        sheet(&format!(
            "Bill Date,Bill No.,Party Name,GSTIN No.,Taxable Amt,CGST Amt,SGST Amt,IGST Amt,Net Amount\n\
             14-06-2026,1,Z,27ZZZZZ9999Z1Z8,6000,540,540,0,11800\n14-06-2026,1,Z,27ZZZZZ9999Z1Z8,4000,360,360,0,11800\n\
             03-06-2026,2,Z,27ZZZZZ9999Z1Z8,100,9,9,0,118\n,,TOTAL :,,10100,909,909,0,{total}\n"
        ))
    };
    for (total, agrees) in [("", true), ("11918", true), ("23718", true), ("11919", false)] {
        assert_eq!(super::total_agrees(&register(total)), Some(agrees), "{total}");
    }
}

/// Lines with or without a type, each with its taxable value, IGST and cess.
fn below(typed: bool, lines: &[[i32; 3]], choices: &Choices) -> super::SheetReading {
    let line = |(n, [taxable, igst, cess]): (usize, &[i32; 3])| {
        let kind = if typed { "Invoice," } else { "" };
        format!("{kind}29ZZZZZ9999Z1Z4,A/{n},03-06-2026,{taxable},{igst},{cess}\n")
    };
    let lines: String = lines.iter().enumerate().map(line).collect();
    let kind = if typed { "Document Type," } else { "" };
    sheet_with(&format!("{kind}GSTIN,Bill No,Bill Date,Taxable,IGST,Cess\n{lines}"), choices)
}

#[test]
fn purchases_written_as_minus_are_asked_about_where_they_may_be_credit_notes() {
    use EntryType::{CreditNote, Invoice};
    let minus = |count: usize| vec![[-1000, -180, 0]; count];
    for (typed, lines, asked, kind) in [
        // Many lines that are typed as invoices say it themselves.
        (true, minus(20), None, Invoice),
        (true, minus(15), Some(true), Invoice),
        (false, minus(30), Some(true), Invoice),
        (false, minus(12), Some(false), CreditNote),
        // Of a few lines a minus is a minus.
        (true, minus(9), None, CreditNote),
        (false, minus(9), None, CreditNote),
        (false, [minus(3), vec![[1000, 180, 0]; 30]].concat(), None, CreditNote),
    ] {
        let read = below(typed, &lines, &Choices::default());
        let asks = read.questions.iter().find(|question| matches!(question, RegisterQuestion::Minus(_)));
        assert_eq!(asks, asked.map(RegisterQuestion::Minus).as_ref(), "{typed} {}", lines.len());
        assert_eq!((read.entries.kind(0), read.entries.sum(EntrySum::Igst, 0)), (kind, 180_00), "{typed}");
        assert_eq!(asks.is_some(), read.questions.iter().any(RegisterQuestion::stops));
        // The answer counts, and read as it was confirmed the sheet says the same.
        for (purchases, kind) in asked.iter().flat_map(|_| [(true, Invoice), (false, CreditNote)]) {
            let choices = Choices { minus: Some(purchases), ..Choices::default() };
            let answered = below(typed, &lines, &choices);
            assert!(!answered.questions.iter().any(RegisterQuestion::stops), "{:?}", answered.questions);
            assert_eq!(answered.entries.kind(0), kind);
            let again = below(typed, &lines, &answered.remember().choices);
            assert_eq!(entries(&again), entries(&answered));
        }
    }
    // The title says that these are returns.
    let returns = "GSTIN,Bill No,Bill Date,Taxable,IGST\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,-1000,-180\n";
    let read = sheet(&format!("Purchase Return Register\n{returns}"));
    assert!(!read.questions.iter().any(RegisterQuestion::stops), "{:?}", read.questions);
}

#[test]
fn a_column_with_few_values_goes_with_the_others_of_its_lines() {
    let mut lines = vec![[-1000, -180, 0]; 30];
    (lines[3], lines[7]) = ([-1000, -180, -50], [-1000, -180, -60]);
    let read = below(true, &lines, &Choices::default());
    assert_eq!((read.entries.kind(3), read.entries.sum(EntrySum::Cess, 3)), (EntryType::Invoice, 50_00));
    // One that has the other sign beside them is right already.
    (lines[3][2], lines[7][2]) = (50, 60);
    let read = below(true, &lines, &Choices::default());
    assert_eq!(read.entries.sum(EntrySum::Cess, 3), 50_00);
    // A few values below 0 do not turn a column of which the others are above.
    let lines: Vec<[i32; 3]> = (0..30).map(|n| [1000, 180, if n == 3 { -50 } else { 0 }]).collect();
    let read = below(true, &lines, &Choices::default());
    assert_eq!(read.entries.sum(EntrySum::Cess, 3), -50_00);
}

#[test]
fn dates_that_say_no_order_are_read_day_first_with_a_note() {
    let lines: String =
        (0..24).map(|n| format!("29ZZZZZ9999Z1Z4,A/{n},{:02}/{:02}/2026,1000,180\n", n % 6 + 1, n % 12 + 1)).collect();
    let text = format!("GSTIN,Bill No,Bill Date,Taxable,IGST\n{lines}");
    let read = sheet(&text);
    assert!(!read.questions.iter().any(RegisterQuestion::stops), "{:?}", read.questions);
    let note = "none of 24 dates has a day above 12: they are read with the day first";
    assert!(read.notes.iter().any(|of| of == note), "{:?}", read.notes);
    assert_eq!(read.entries.date(1).to_string(), "02-02-2026");
    let choices = Choices { month_first: Some(true), ..Choices::default() };
    let answered = sheet_with(&text, &choices);
    assert!(!answered.notes.iter().any(|of| of == note));
    assert_eq!(answered.entries.date(8).to_string(), "09-03-2026");
}
