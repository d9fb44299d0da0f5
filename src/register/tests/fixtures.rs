//! Registers as programs write them: each is read without any option.

use super::{all_lines_are_somewhere, columns_of, entries, left_out, sheet, total_agrees};
use crate::register::SheetReading;

fn check(text: &str, layout: Option<&str>, heading: u32, columns: &str, wanted: &[&str], out: &[&str]) -> SheetReading {
    let read = sheet(text);
    assert_eq!((read.layout, read.heading), (layout, heading));
    assert_eq!(columns_of(&read), columns);
    assert_eq!(entries(&read), wanted);
    assert_eq!(left_out(&read), out);
    all_lines_are_somewhere(&read);
    read
}

#[test]
fn the_official_template() {
    check(
        include_str!("../../../tests/registers/official-2b.csv"),
        Some("official-2b"),
        5,
        "A:gstin B:name C:type D:rcm E:number F:date G:taxable H:igst I:cgst J:sgst K:cess",
        &[
            "inv 27ZZZZZ9999Z1Z8 INV/26-27/0891 14-06-2026 10000.00 0.00 900.00 900.00 0.00 ? ? @6",
            "inv 29TESTA1234B1Z6 T/77 03-06-2026 12345.67 2222.22 0.00 0.00 0.00 ? ? @7",
            "cn 27TESTA1234B1ZA CN/4 20-06-2026 2000.00 0.00 180.00 180.00 0.00 ? ? @8",
            "dn 24TESTA1234B1ZG DN/9 21-06-2026 500.00 90.00 0.00 0.00 0.00 ? ? @9",
        ],
        &[],
    );
}

#[test]
fn tally_with_letterhead_and_ledgers() {
    let read = check(
        include_str!("../../../tests/registers/tally.csv"),
        Some("tally-purchases"),
        7,
        "A:posting? B:name C:type D:voucher E:number F:date G:gstin H:item I:value K:cgst L:sgst M:igst",
        &[
            "inv 27TESTA1234B1ZA KT/8 11-06-2026 ? 0.00 900.00 900.00 0.00 ? 11800.00 @8",
            "inv 29TESTA1234B1Z6 T/77 03-06-2026 ? 2222.22 0.00 0.00 0.00 ? 14567.89 @9",
            "inv 27ZZZZZ9999Z1Z8 0045 14-06-2026 ? 0.00 62.50 62.50 0.00 ? 2625.00 @10",
        ],
        &["11 total"],
    );
    assert_eq!(total_agrees(&read), Some(true));
    assert_eq!(read.entries.posting(0).to_string(), "12-06-2026");
}

#[test]
fn busy_with_the_day_on_the_first_of_its_lines() {
    let read = check(
        include_str!("../../../tests/registers/busy.csv"),
        Some("busy"),
        4,
        "A:posting? B:number? C:name D:gstin E:taxable F:cgst G:sgst H:igst I:value",
        &[
            "inv 27ZZZZZ9999Z1Z8 INV/26-27/0891  10000.00 900.00 900.00 0.00 0.00 ? 11800.00 @5",
            "inv 27TESTA1234B1ZA KT/8  5000.00 450.00 450.00 0.00 0.00 ? 5900.00 @6",
            "inv 29TESTA1234B1Z6 T/77  12345.67 0.00 0.00 2222.22 0.00 ? 14567.89 @7",
            "inv 29ZZZZZ9999Z1Z4 VD-1001  5000.00 0.00 0.00 900.00 0.00 ? 5900.00 @8",
        ]
        .map(|line| {
            // Amounts are named in the order taxable, IGST, CGST, SGST.
            let mut words: Vec<&str> = line.split(' ').collect();
            let [cgst, sgst, igst] = [words[5], words[6], words[7]];
            (words[5], words[6], words[7]) = (igst, cgst, sgst);
            words.join(" ")
        })
        .each_ref()
        .map(String::as_str),
        &["9 total"],
    );
    let days: Vec<String> = (0..4).map(|row| read.entries.posting(row).to_string()).collect();
    assert_eq!(days, ["14-06-2026", "14-06-2026", "15-06-2026", "15-06-2026"]);
    assert_eq!(total_agrees(&read), Some(true));
}

#[test]
fn a_line_for_each_rate() {
    check(
        include_str!("../../../tests/registers/by-rate.csv"),
        None,
        1,
        "A:gstin B:number C:date D:value E:rate F:taxable G:igst H:cgst I:sgst",
        &[
            "inv 24AAAAA0000A1Z8 MX/5 09-06-2026 15000.00 2050.00 0.00 0.00 0.00 ? 17050.00 @2+3",
            "inv 27ZZZZZ9999Z1Z8 QK/0551 01-06-2026 8000.00 0.00 720.00 720.00 0.00 ? 9440.00 @4",
            "inv 24TESTA1234B1ZG S/40 12-06-2026 10000.00 1690.00 0.00 0.00 0.00 ? 11690.00 @5+6+7",
        ],
        &[],
    );
}

#[test]
fn erpnext() {
    check(
        include_str!("../../../tests/registers/erpnext.csv"),
        Some("erpnext"),
        1,
        "A:voucher B:name D:posting E:gstin F:number G:date H:taxable I:igst J:cgst K:sgst L:tax M:value",
        &[
            "inv 29TESTA1234B1Z6 T/77 03-06-2026 12345.67 2222.22 0.00 0.00 0.00 2222.22 14567.89 @2",
            "inv 27ZZZZZ9999Z1Z8 INV/26-27/0891 14-06-2026 10000.00 0.00 900.00 900.00 0.00 1800.00 11800.00 @3",
            "cn 27TESTA1234B1ZA CN/4 20-06-2026 2000.00 0.00 180.00 180.00 0.00 360.00 2360.00 @4",
        ],
        &[],
    );
}

#[test]
fn zoho() {
    check(
        include_str!("../../../tests/registers/zoho.csv"),
        Some("zoho"),
        1,
        "A:date C:voucher D:number E:status F:name H:gstin I:item J:taxable K:rate L:cgst M:rate N:sgst O:rate P:igst S:value",
        &[
            "inv 27ZZZZZ9999Z1Z8 INV/26-27/0891 14-06-2026 10000.00 0.00 900.00 900.00 0.00 ? 11800.00 @2+3",
            "inv 29TESTA1234B1Z6 T/77 03-06-2026 12345.67 2222.22 0.00 0.00 0.00 ? 14567.89 @4",
        ],
        &["5 cancelled"],
    );
}

#[test]
fn marg_with_the_bills_total_as_net_amount() {
    check(
        include_str!("../../../tests/registers/marg.csv"),
        Some("marg"),
        3,
        "A:date B:number C:name D:gstin E:taxable F:cgst G:sgst H:igst I:value",
        &[
            "inv 27ZZZZZ9999Z1Z8 INV/26-27/0891 14-06-2026 10000.00 0.00 900.00 900.00 0.00 ? 11800.00 @4+5",
            "inv 29TESTA1234B1Z6 T/77 03-06-2026 12345.67 2222.22 0.00 0.00 0.00 ? 14568.00 @6",
            "inv 29ZZZZZ9999Z1Z4 VD-1001 02-06-2026 5000.00 900.00 0.00 0.00 0.00 ? 5900.00 @7",
        ],
        &[],
    );
}

#[test]
fn gstr_2_sections() {
    check(
        include_str!("../../../tests/registers/gstr-2-cdnr.csv"),
        Some("gstr-2-csv"),
        1,
        "A:gstin B:number C:date D:original_number E:original_date G:type J:value K:rate L:taxable M:igst N:cgst O:sgst P:cess Q:eligibility",
        &[
            "cn 27TESTA1234B1ZA CN/4 20-06-2026 2000.00 0.00 180.00 180.00 0.00 ? 2360.00 @2",
            "dn 24TESTA1234B1ZG DN/9 21-06-2026 800.00 105.00 0.00 0.00 0.00 ? 905.00 @3+4",
        ],
        &[],
    );
}

#[test]
fn a_list_of_sap() {
    check(
        include_str!("../../../tests/registers/sap.csv"),
        Some("sap"),
        1,
        "A:voucher B:type C:posting D:date E:number? F:name G:gstin H:taxable I:igst J:cgst K:sgst L:value",
        &[
            "inv 27ZZZZZ9999Z1Z8 INV/26-27/0891 14-06-2026 10000.00 0.00 900.00 900.00 0.00 ? 11800.00 @2",
            "cn 29TESTA1234B1Z6 CR-9 03-06-2026 1000.00 180.00 0.00 0.00 0.00 ? 1180.00 @3",
        ],
        &[],
    );
}
