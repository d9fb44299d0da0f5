//! The registers of the specification's examples, as they are read.

use super::{entries, left_out, sheet, total_agrees};

const HEAD: &str = "GSTIN,Invoice No,Invoice Date,Taxable Value,IGST,CGST,SGST\n";

fn rows(lines: &str) -> Vec<String> {
    entries(&sheet(&format!("{HEAD}{lines}\n")))
}

#[test]
fn numbers_dates_and_amounts_are_read_as_the_examples_write_them() {
    for (line, entry) in [
        (
            "27ZZZZZ9999Z1Z8,INV/26-27/0891,14/06/2026,\"10,000.00\",,900.00,900.00",
            "inv 27ZZZZZ9999Z1Z8 INV/26-27/0891 14-06-2026 10000.00 0.00 900.00 900.00 0.00 ? ? @2",
        ),
        (
            "27zzzzz9999z1z8,inv-26-27-891 ,14-Jun-26,10000,,900,900",
            "inv 27ZZZZZ9999Z1Z8 inv-26-27-891 14-06-2026 10000.00 0.00 900.00 900.00 0.00 ? ? @2",
        ),
        (
            "27ZZZZZ9999Z1Z8,45.0,46187,10000,,900,900",
            "inv 27ZZZZZ9999Z1Z8 45.0 14-06-2026 10000.00 0.00 900.00 900.00 0.00 ? ? @2",
        ),
        (
            "29ZZZZZ9999Z1Z4,1.23457E+15,02-05-2026,5000,900,,",
            "inv 29ZZZZZ9999Z1Z4 1.23457E+15 02-05-2026 5000.00 900.00 0.00 0.00 0.00 ? ? @2",
        ),
        (",HO-210,11-06-2026,7000,1260,,", "inv  HO-210 11-06-2026 7000.00 1260.00 0.00 0.00 0.00 ? ? @2"),
        (
            "27TESTA1234B1ZA,CN/4,20-06-2026,-2000,,-180,-180",
            "cn 27TESTA1234B1ZA CN/4 20-06-2026 2000.00 0.00 180.00 180.00 0.00 ? ? @2",
        ),
    ] {
        assert_eq!(rows(line), [entry], "{line}");
    }
}

#[test]
fn a_line_for_each_rate_is_one_entry_and_the_total_is_left_out() {
    let read = sheet(&format!(
        "{HEAD}24AAAAA0000A1Z8,MX/5,09-06-2026,10000,1800,,\n24AAAAA0000A1Z8,MX/5,09-06-2026,5000,250,,\nGrand Total,,,15000,2050,,\n"
    ));
    assert_eq!(entries(&read), ["inv 24AAAAA0000A1Z8 MX/5 09-06-2026 15000.00 2050.00 0.00 0.00 0.00 ? ? @2+3"]);
    assert_eq!((left_out(&read), total_agrees(&read)), (vec!["4 total".to_owned()], Some(true)));
}

#[test]
fn two_vouchers_are_two_entries() {
    let head = "GSTIN,Invoice No,Invoice Date,Voucher No,Taxable Value,IGST\n";
    let read = sheet(&format!(
        "{head}24AAAAA0000A1Z8,MX/7,09-06-2026,P-1,2000,360\n24AAAAA0000A1Z8,MX/7,09-06-2026,P-9,2000,360\n"
    ));
    assert_eq!(
        entries(&read),
        [
            "inv 24AAAAA0000A1Z8 MX/7 09-06-2026 2000.00 360.00 0.00 0.00 0.00 ? ? @2",
            "inv 24AAAAA0000A1Z8 MX/7 09-06-2026 2000.00 360.00 0.00 0.00 0.00 ? ? @3",
        ]
    );
}

#[test]
fn ledgers_of_tally_are_taxes_and_purchases_are_none() {
    let read = sheet(
        "Date,GSTIN/UIN,Supplier Invoice No.,Supplier Invoice Date,Gross Total,Purchase Local GST 18%,Input CGST @ 9%,Input SGST @ 9%\n\
         12-06-2026,27TESTA1234B1ZA,KT/8,11-06-2026,11800,10000,900,900\n",
    );
    assert_eq!(entries(&read), ["inv 27TESTA1234B1ZA KT/8 11-06-2026 ? 0.00 900.00 900.00 0.00 ? 11800.00 @2"]);
    assert_eq!(read.entries.posting(0).to_string(), "12-06-2026");
}
