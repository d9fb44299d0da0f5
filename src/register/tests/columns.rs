//! Headings, columns and what the arithmetic says of them.

use super::{Choices, RegisterField, columns_of, entries, field_of, refused, sheet, sheet_with};
use crate::register::{RegisterQuestion, SetField};

#[test]
fn the_heading_is_found_below_names_addresses_and_periods() {
    let read = sheet(
        "Demo Traders\n12 Some Road, Pune\nPurchase Register\n1-Jun-26 to 30-Jun-26\n\n\
         Date,Particulars,Voucher No.,Supplier Invoice No.,GSTIN/UIN,Gross Total,Input IGST 18%\n\
         03-06-2026,Zed,1,A/1,29ZZZZZ9999Z1Z4,1180,180\n",
    );
    assert_eq!((read.heading, entries(&read).len()), (6, 1));
    assert_eq!(columns_of(&read), "A:posting? B:name C:voucher D:number E:gstin F:value G:igst");
}

#[test]
fn two_lines_are_one_heading() {
    let read = sheet(
        "GSTIN of supplier,Trade name,Invoice,,,Taxable,Tax,,\n\
         ,,No,Date,Value,,IGST,CGST,SGST\n\
         29ZZZZZ9999Z1Z4,Zed,A/1,03-06-2026,1180,1000,180,,\n",
    );
    assert_eq!(read.heading, 2);
    assert_eq!(entries(&read), ["inv 29ZZZZZ9999Z1Z4 A/1 03-06-2026 1000.00 180.00 0.00 0.00 0.00 ? 1180.00 @3"]);
}

#[test]
fn a_row_of_data_is_no_second_line_of_a_heading() {
    let read = sheet("GSTIN,Bill No,Bill Date,Taxable,IGST\n29ZZZZZ9999Z1Z4,A,03-06-2026,1000,180\n");
    assert_eq!((read.heading, entries(&read).len()), (1, 1));
}

#[test]
fn taxes_rates_and_what_is_neither_are_known() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,CGST %,CGST,SGST Rate,SGST,CGST Payable,Availed ITC Integrated Tax,IGST RCM,Output IGST,Purchase GST 18%,TDS Payable\n\
         27ZZZZZ9999Z1Z8,A/1,03-06-2026,1000,9,90,9,90,5,90,1,2,1000,20\n\
         27ZZZZZ9999Z1Z8,A/2,03-06-2026,2000,9,180,9,180,5,180,1,2,2000,40\n",
    );
    assert_eq!(entries(&read)[0], "inv 27ZZZZZ9999Z1Z8 A/1 03-06-2026 1000.00 0.00 95.00 90.00 0.00 ? ? @2");
    let fields = ["E", "G", "J", "K", "L", "M", "N"].map(|letters| field_of(&read, letters));
    assert_eq!(fields, [Some(RegisterField::Rate), Some(RegisterField::Rate), None, None, None, None, None]);
}

#[test]
fn a_column_of_nothing_but_rates_is_a_rate_unless_they_are_that_tax_too() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,IGST,IGST Amt\n\
         29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,18,180\n29ZZZZZ9999Z1Z4,A/2,03-06-2026,200,5,10\n",
    );
    assert_eq!((field_of(&read, "E"), field_of(&read, "F")), (Some(RegisterField::Rate), Some(RegisterField::Igst)));
    assert!(entries(&read)[0].contains(" 1000.00 180.00 "));
    // Small bills: 18 is 18 % of 100.
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,IGST\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,100,18\n29ZZZZZ9999Z1Z4,A/2,03-06-2026,100,5\n",
    );
    assert!(entries(&read)[0].contains(" 100.00 18.00 "));
}

#[test]
fn the_total_of_a_head_counts_alone() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,Input CGST 9%,Input CGST 2.5%,Total CGST,SGST\n\
         27ZZZZZ9999Z1Z8,A/1,03-06-2026,1000,90,,90,90\n27ZZZZZ9999Z1Z8,A/2,03-06-2026,1200,90,5,95,95\n",
    );
    assert!(entries(&read)[1].contains(" 1200.00 0.00 95.00 95.00 "), "{:?}", entries(&read));
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,Input CGST 9%,Input CGST 2.5%,SGST\n\
         27ZZZZZ9999Z1Z8,A/1,03-06-2026,1000,90,,90\n27ZZZZZ9999Z1Z8,A/2,03-06-2026,1200,90,5,95\n",
    );
    assert!(entries(&read)[1].contains(" 1200.00 0.00 95.00 95.00 "), "{:?}", entries(&read));
}

#[test]
fn a_net_amount_is_the_taxable_value_or_the_value_as_the_arithmetic_says() {
    let lines = |net: [u32; 2]| {
        format!(
            "GSTIN,Bill No,Bill Date,Net Amount,IGST\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,{},180\n29ZZZZZ9999Z1Z4,A/2,03-06-2026,{},360\n",
            net[0], net[1]
        )
    };
    let taxable = sheet(&lines([1000, 2000]));
    assert_eq!(columns_of(&taxable), "A:gstin B:number C:date D:taxable E:igst");
    let value = sheet(&lines([1180, 2360]));
    assert_eq!(columns_of(&value), "A:gstin B:number C:date D:value E:igst");
    let neither = sheet(&lines([777, 3]));
    assert_eq!(columns_of(&neither), "A:gstin B:number C:date D:value? E:igst");
}

#[test]
fn a_purchase_ledger_that_names_a_head_is_what_the_arithmetic_says() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Gross Total,Purchase IGST 18%,Input IGST\n\
         29ZZZZZ9999Z1Z4,A/1,03-06-2026,1180,1000,180\n29ZZZZZ9999Z1Z4,A/2,03-06-2026,2360,2000,360\n",
    );
    assert!(entries(&read)[0].contains(" 1000.00 180.00 "), "{:?}", entries(&read));
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable Value,IGST on purchases 18%\n\
         29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180\n29ZZZZZ9999Z1Z4,A/2,03-06-2026,2000,360\n",
    );
    assert!(entries(&read)[0].contains(" 1000.00 180.00 "), "{:?}", entries(&read));
}

#[test]
fn a_date_alone_is_that_of_the_document_and_beside_a_voucher_that_of_posting() {
    let alone = sheet("Date,Bill No,GSTIN,Taxable,IGST\n03-06-2026,A/1,29ZZZZZ9999Z1Z4,1000,180\n");
    assert_eq!(field_of(&alone, "A"), Some(RegisterField::Date));
    let beside = sheet("Date,Vch No,Bill No,GSTIN,Taxable,IGST\n03-06-2026,1,A/1,29ZZZZZ9999Z1Z4,1000,180\n");
    assert_eq!(field_of(&beside, "A"), Some(RegisterField::Posting));
    assert_eq!(beside.entries.date(0), crate::values::Day::NONE);
}

#[test]
fn the_voucher_number_is_the_number_only_if_there_is_no_other() {
    let alone = sheet("Date,Vch No,GSTIN,Taxable,IGST\n03-06-2026,V/1,29ZZZZZ9999Z1Z4,1000,180\n");
    assert_eq!((field_of(&alone, "B"), alone.columns[1].sure), (Some(RegisterField::Number), false));
    let sap = sheet(
        "Document Number,Reference,Posting Date,Document Date,GSTIN,Taxable,IGST\n5100000001,A/1,04-06-2026,03-06-2026,29ZZZZZ9999Z1Z4,1000,180\n",
    );
    assert_eq!((field_of(&sap, "A"), field_of(&sap, "B")), (Some(RegisterField::Voucher), Some(RegisterField::Number)));
    let beside = sheet(
        "Vendor Invoice No,Document No,Document Date,GSTIN,Taxable,IGST\nA/1,51,03-06-2026,29ZZZZZ9999Z1Z4,1,0\n",
    );
    assert_eq!(
        (field_of(&beside, "A"), field_of(&beside, "B")),
        (Some(RegisterField::Number), Some(RegisterField::Voucher))
    );
}

#[test]
fn what_looks_like_a_field_but_holds_something_else_is_none() {
    let read = sheet(
        "Bill Date,Due Date,E-Way Bill No,Bill No,PO No,Supplier Type,GSTIN,Taxable,Discount Amount,IGST,IGST (FCY)\n\
         03-06-2026,03-07-2026,1234,A/1,P/1,Regular,29ZZZZZ9999Z1Z4,1000,0,180,2.5\n",
    );
    assert_eq!(columns_of(&read), "A:date D:number G:gstin H:taxable J:igst");
    assert!(read.notes.iter().any(|note| note.contains("FCY")), "{:?}", read.notes);
}

#[test]
fn a_heading_that_is_there_twice_counts_once() {
    let read = sheet("GSTIN,Bill No,Bill Date,Taxable,IGST,IGST\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180,180\n");
    assert!(entries(&read)[0].contains(" 1000.00 180.00 "));
    assert!(read.notes.iter().any(|note| note.contains("twice")));
}

#[test]
fn columns_of_the_portal_in_a_comparison_are_left_out_and_asked_about() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable as per books,IGST as per books,Taxable as per 2B,IGST as per 2B\n\
         29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180,999,179\n",
    );
    assert!(entries(&read)[0].contains(" 1000.00 180.00 "), "{:?}", entries(&read));
    assert!(matches!(&read.questions[0], RegisterQuestion::PortalColumns(columns) if columns.len() == 2));
    let why =
        refused("GSTIN,Bill No,Bill Date,Taxable as per 2B,IGST as per 2B\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180\n");
    assert!(why.contains("not your books"), "{why}");
}

#[test]
fn statements_of_the_portal_are_refused_by_name() {
    for (heading, name) in [
        (
            "GSTIN of supplier,Invoice number,Invoice Date,Taxable Value,Integrated Tax,GSTR-1/IFF/GSTR-5 Filing Date",
            "GSTR-2B",
        ),
        ("GSTIN of supplier,Invoice number,Invoice Date,Taxable Value,Integrated Tax,ITC Availability", "GSTR-2B"),
        ("GSTIN of supplier,Invoice number,Invoice Date,Taxable Value,Integrated Tax,IMS Status", "IMS"),
        ("GSTIN of supplier,Invoice number,Invoice Date,Taxable Value,Integrated Tax,Action taken", "IMS"),
        ("GSTIN of supplier,Invoice number,Invoice Date,Taxable Value,Integrated Tax,Source filing status", "IMS"),
        ("GSTIN of supplier,Invoice number,Invoice Date,Taxable Value,Integrated Tax,GSTR-2B Period", "GSTR-2B"),
    ] {
        let why = refused(&format!("{heading}\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180,x\n"));
        assert!(why.contains("not your books") && why.contains(name), "{heading}: {why}");
    }
}

#[test]
fn what_is_missing_is_named_with_the_headings_that_are_there() {
    let why = refused("GSTIN,Party Name,Bill Date,Taxable,IGST\n29ZZZZZ9999Z1Z4,Zed,03-06-2026,1000,180\n");
    assert!(why.contains("invoice number") && why.contains("Party Name"), "{why}");
    let why = refused("one,two,three\n1,2,3\n");
    assert!(
        why.starts_with("No line with an invoice number, a date and an amount was found in the first 60 lines of"),
        "{why}"
    );
}

#[test]
fn tallys_detailed_register_is_refused_with_what_to_do() {
    let why = refused(
        "Demo Traders\nDay Book\nDate,Particulars,Vch Type,Vch No.,Debit,Credit\n\
         03-06-2026,Zed Traders,Purchase,1,,1180\n,Purchase Local,,,1000,\n,Input CGST,,,90,\n,Input SGST,,,90,\n",
    );
    assert!(why.contains("detailed register") && why.contains("columnar"), "{why}");
}

#[test]
fn the_user_may_set_heading_columns_and_how_amounts_are_read() {
    let text = "Our list,x,y,z\nRef,Day,Whom,Base,Levy\nA/1,03-06-2026,29ZZZZZ9999Z1Z4,1000,180\n";
    let columns = [
        (RegisterField::Number, "Ref"),
        (RegisterField::Date, "b"),
        (RegisterField::Gstin, "Whom"),
        (RegisterField::Taxable, "D"),
        (RegisterField::Igst, "Levy"),
    ];
    let columns = columns.map(|(field, name)| (SetField(field), name.to_owned())).to_vec();
    let choices = Choices { heading: Some(2), columns, ..Choices::default() };
    let read = sheet_with(text, &choices);
    assert_eq!(entries(&read), ["inv 29ZZZZZ9999Z1Z4 A/1 03-06-2026 1000.00 180.00 0.00 0.00 0.00 ? ? @3"]);
}

#[test]
fn heads_of_tax_are_known_in_every_spelling() {
    let wanted = [
        "inv 27ZZZZZ9999Z1Z8 0045 14-06-2026 10000.00 0.00 900.00 900.00 0.00 ? ? @",
        "inv 29TESTA1234B1Z6 T/77 03-06-2026 12345.67 2222.22 0.00 0.00 0.00 ? ? @",
    ];
    let lines = "27ZZZZZ9999Z1Z8,MH,Invoice,0045,14-06-2026,10000,0,900,900,0\n29TESTA1234B1Z6,KA,Invoice,T/77,03-06-2026,12345.67,2222.22,0,0,0\n";
    for heading in [
        "Supplier,,Invoice,,,,Tax,,,\nGSTIN,State,Type,No,Date,Taxable Value,Integrated,Central,State/UT,Cess",
        "GSTIN,State,Type,Invoice No,Invoice Date,Taxable Value,Integrated,Central,State/UT,Cess",
        "GSTNO,State,Type,Invoice No,Date of Invoice,Taxable Value,Int. GST,Cent. GST,St. GST,Cess",
        "GST Reg. No,State,Type,Bill No,Dated,Taxable Value,I.G.S.T.,C.G.S.T.,S.G.S.T.,Cess",
        "Supplier GST Registration Number,State,Type,Ref No,Ref Date,Taxable Value,I G S T,C G S T,S G S T,Cess",
    ] {
        let read = sheet(&format!("{heading}\n{lines}"));
        let found = entries(&read);
        let same = found.iter().zip(wanted).all(|(found, wanted)| found.starts_with(wanted));
        assert!(found.len() == 2 && same, "{heading}: {found:?}");
    }
}

#[test]
fn amounts_under_headings_that_are_not_known_are_named() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,IGST,Levy,Remarks,Phone No\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180,5,x,98\n",
    );
    let notes: Vec<&String> = read.notes.iter().filter(|note| note.contains("not used")).collect();
    assert_eq!(notes, ["amounts that are not used: \"Levy\""]);
}

#[test]
fn a_tax_whose_column_may_be_missing_is_not_given() {
    let tax = |heads: &str, cells: &str| {
        let read =
            sheet(&format!("GSTIN,Bill No,Bill Date,Taxable,{heads}\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,{cells}\n"));
        read.entries.tax(0)
    };
    for (heads, cells, wanted) in [
        ("IGST,CGST,SGST", "0,0,0", Some(0)),
        ("IGST", "0", None),
        ("IGST", "180", Some(180_00)),
        ("IGST,Other tax", "0,180", None),
        ("CGST,SGST", "90,90", Some(180_00)),
        ("CGST,SGST", "0,0", None),
        ("CGST", "90", None),
        ("Cess", "12", None),
        ("Cess,Total Tax", "12,192", Some(192_00)),
    ] {
        assert_eq!(tax(heads, cells), wanted, "{heads} {cells}");
    }
}

#[test]
fn input_beside_a_head_of_tax_says_nothing_more() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,Integrated Tax Input,Input Central Tax,State Tax Input,Cess Input,Net Input\n\
         29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180,0,0,5,7\n27ZZZZZ9999Z1Z8,A/2,03-06-2026,1000,0,90,90,5,7\n",
    );
    assert_eq!(columns_of(&read), "A:gstin B:number C:date D:taxable E:igst F:cgst G:sgst H:cess");
    assert!(!read.questions.iter().any(|question| matches!(question, RegisterQuestion::NoTax(_))));
}

#[test]
fn a_sheet_without_a_tax_asks_whether_that_is_right() {
    let read = sheet(
        "GSTIN,Bill No,Bill Date,Taxable,Duty Int,Cess\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180,1\n\
         29ZZZZZ9999Z1Z4,A/2,03-06-2026,1000,180,1\n",
    );
    assert!(read.questions.contains(&RegisterQuestion::NoTax(vec!["Duty Int".into()])), "{:?}", read.questions);
    assert!(!read.questions.iter().any(RegisterQuestion::stops), "it may be right");
}

#[test]
fn a_column_that_is_only_called_name_is_the_supplier_where_no_other_is() {
    let read = sheet("Ref No|Date|GSTIN|Name|Amount|IGST\nA/1|03-06-2026|29ZZZZZ9999Z1Z4|Zed|1180|180\n");
    assert_eq!(field_of(&read, "D"), Some(RegisterField::Name));
    let read =
        sheet("Bill No,Bill Date,GSTIN,Supplier,Name,Taxable,IGST\nA/1,03-06-2026,29ZZZZZ9999Z1Z4,Zed,Pen,1000,180\n");
    assert_eq!((field_of(&read, "D"), field_of(&read, "E")), (Some(RegisterField::Name), None));
}
