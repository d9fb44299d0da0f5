//! Examples of records and entries with the class, reason and suggestion that they must have.

use super::given::{book, in_lines, matches};

/// Records, entries, whether the register is complete, and the matches.
type Example = (&'static str, &'static [&'static str], &'static [&'static str], bool, &'static [&'static str]);

#[rustfmt::skip]
const EXAMPLES: &[Example] = &[
    ("1", &["27Z INV/26-27/0891 14-06-2026 10000/900+900"], &["27Z INV/26-27/0891 14-06-2026 10000/900+900"], false, &["exact 1 = 1 A"]),
    ("2", &["27Z INV/26-27/0891 14-06-2026 10000/900+900"], &["27zzzzz9999z1z8 inv-26-27-891 14-06-2026 10000/900+900"], false, &["exact 1 = 1 A"]),
    ("3", &["27Z 0045 14-06-2026 10000/900+900"], &["27Z 45 14-06-2026 10000/900+900"], false, &["exact 1 = 1 A"]),
    ("4", &["29T T/77 03-06-2026 12345.67/2222.22"], &["29T T/77 03-06-2026 12346/2222"], false, &["tolerance 1 = 1 A"]),
    ("5", &["29T T/77 03-06-2026 12345.67/2222.22"], &["29T T/77 03-06-2026 12345.67/2223.23"], false, &["amounts 1 = 1 look"]),
    ("6", &["29Z INV/26-27/0001 02-05-2026 5000/900"], &["29Z 1 02-05-2026 5000/900"], false, &["written 1 = 1 A"]),
    ("7", &["29Z VD-1001 02-05-2026 5000/900"], &["29Z 1001 02-05-2026 5000/900"], false, &["written 1 = 1 A"]),
    ("8", &["29Z GST-123 02-05-2026 5000/900"], &["29Z INV-123 02-05-2026 5000/900"], false, &["number 1 = 1 look"]),
    ("9", &["29Z GO10/5 02-05-2026 5000/900"], &["29Z G010/5 04-05-2026 5000/900"], false, &["number 1 = 1 look"]),
    ("10", &["29Z 1234567890123456 02-05-2026 5000/900"], &["29Z 1.23457E+15 02-05-2026 5000/900"], false, &["number 1 = 1 look"]),
    ("11", &["27Z QK/0551 01-06-2026 8000/720+720", "27Z QK/0536 02-06-2026 8000/720+720"],
        &["27Z QK-536 15-06-2026 8000/720+720", "27Z QK-551 14-06-2026 8000/720+720"], false, &["date 1 = 2 A", "date 2 = 1 A"]),
    ("12", &["27Z 88 10-06-2026 1000/90+90", "27Z 88 10-06-2026 1001.8/90+90 period=072026"],
        &["27Z 88 10-06-2026 1000.90/90+90 voucher=V1", "27Z 88 10-06-2026 1002.60/90+90 voucher=V2"], false,
        &["tolerance 1 = 1 A", "tolerance 2 = 2 A"]),
    ("13", &["24T S/9 31-03-2026 4000/720"], &["24T S/9 01-04-2026 4000/720"], false, &["date 1 = 1 look"]),
    ("14", &["24T S/9 07-05-2026 4000/720"], &["24T S/9 05-07-2026 4000/720"], false, &["date 1 = 1 A"]),
    ("15", &["24T 12 05-05-2026 4000/720"], &["24T 12 05-05-2025 6000/1080"], false, &["portal 1 =  look", "books  = 1 -"]),
    ("16", &["29T R-31 08-06-2026 10000/1800"], &["29T R-31 08-06-2026 9000/1620"], false, &["amounts 1 = 1 look"]),
    ("17", &["29T R-31 08-06-2026 10000/1800"], &["29T R-31 08-06-2026 10000/900+900"], false, &["amounts 1 = 1 look"]),
    ("18", &["b2bcn 27T CN/4 20-06-2026 2000/180+180"], &["27T CN/4 20-06-2026 2000/180+180 type=credit"], false, &["exact 1 = 1 A"]),
    ("20", &["b2bcn 27T CN/4 20-06-2026 2000/180+180"], &["27T CN/4 20-06-2026 2000/180+180"], false, &["kind 1 = 1 look"]),
    ("21", &["29Z HO/210 11-06-2026 7000/1260"], &["33Z HO/210 12-06-2026 7000/1260"], false, &["branch 1 = 1 look"]),
    ("22", &["29Z HO/210 11-06-2026 7000/1260"], &["- HO-210 11-06-2026 7000/1260"], false, &["gstin 1 = 1 look"]),
    ("23", &["29Z HO/210 11-06-2026 7000/1260"], &["29ZZZZZ9999Z1Z5 HO-210 11-06-2026 7000/1260"], false, &["gstin 1 = 1 look"]),
    ("24", &["24A MX/5 09-06-2026 15000/2050"], &["24A MX/5 09-06-2026 15000/2050 lines=1,2"], false, &["exact 1 = 1 A"]),
    ("25", &["24A MX/6 09-06-2026 2000/360"],
        &["24A MX/6 09-06-2026 1200/216 voucher=P-1", "24A MX/6 15-06-2026 800/144 voucher=P-2"], false, &["several 1 = 1+2 A"]),
    ("26", &["24A MX/7 09-06-2026 2000/360"],
        &["24A MX/7 09-06-2026 2000/360 voucher=P-1", "24A MX/7 09-06-2026 2000/360 voucher=P-9"], false,
        &["exact 1 = 1 A", "duplicate  = 2 -"]),
    ("27", &["24A MX/8 09-05-2026 2000/360", "24A MX/8 09-05-2026 2000/360 period=062026"], &["24A MX/8 09-05-2026 2000/360"], false,
        &["exact 1 = 1 A", "twice 2 =  look"]),
    ("28", &["24T S/40 12-05-2026 9000/1620", "b2ba 24T S/40 12-05-2026 8000/1440 amends=S/40@12-05-2026 period=062026"],
        &["24T S/40 12-05-2026 9000/1620"], false, &["amended 2 = 1 look", "superseded 1 =  -"]),
    ("29", &["33A N/1 10-06-2026 500/90", "33A N/2 10-05-2026 700/126"], &["24A K/1 01-06-2026 100/18", "24A K/2 30-06-2026 100/18"],
        true, &["portal 1 =  P", "portal 2 =  look", "books  = 1 -", "books  = 2 -"]),
    ("29, not complete", &["33A N/1 10-06-2026 500/90", "33A N/2 10-05-2026 700/126"],
        &["24A K/1 01-06-2026 100/18", "24A K/2 30-06-2026 100/18"], false,
        &["portal 1 =  look", "portal 2 =  look", "books  = 1 -", "books  = 2 -"]),
    ("30", &["07A RC/3 10-06-2026 500/90"], &["07A RC/3 10-06-2026 500/90 rcm", "07A RC/4 11-06-2026 600/108 rcm"], false,
        &["exact 1 = 1 look", "outside  = 2 -"]),
    ("31", &["24A MX/9 09-05-2026 2000/360", "24A MX/9 09-05-2026 2000/360 period=062026"],
        &["24A MX/9 09-05-2026 2000/360 voucher=P-3", "24A MX/9 09-05-2026 2000/360 voucher=P-7"], false,
        &["exact 1 = 1 A", "exact 2 = 2 look"]),
    ("32", &["29T H/12 08-06-2026 10000/1800"], &["29T H/12 08-06-2026 11800/0", "29T H/15 09-06-2026 5900/0"], false,
        &["gross 1 = 1 look", "books  = 2 -"]),
    ("33", &["29Z 1003 10-06-2026 5000/900"], &["29Z 1004 10-06-2026 5000/900"], true, &["portal 1 =  look", "books  = 1 -"]),
    ("34", &["b2bcn 24T CR/26-27/19 10-06-2026 5000/900"], &["24T PR/7 10-02-2026 5000/900 type=credit"], false, &["number 1 = 1 look"]),
    ("35", &["27T KT/8 11-06-2026 10000/900+900"], &["27T KT/8 11-06-2026 -/900+900 value=11800 posting=12-06-2026"], false,
        &["exact 1 = 1 A"]),
];

/// Where one row of the table of classes ends and another begins.
#[rustfmt::skip]
const BORDERS: &[Example] = &[
    ("taxable 1.00 apart", &["29T T/1 03-06-2026 1000/180"], &["29T T/1 03-06-2026 1001/180"], false, &["tolerance 1 = 1 A"]),
    ("taxable 1.01 apart, tax agrees", &["29T T/1 03-06-2026 1000/180"], &["29T T/1 03-06-2026 1001.01/180"], false,
        &["amounts 1 = 1 A"]),
    ("the same where the number is written differently", &["29T T-1 03-06-2026 1000/180"], &["29T 1 03-06-2026 1001.01/180"], false,
        &["amounts 1 = 1 look"]),
    ("written differently, 10 days apart", &["29Z VD-1001 02-05-2026 5000/900"], &["29Z 1001 12-05-2026 5000/900"], false,
        &["date 1 = 1 A"]),
    ("written differently, 11 days apart", &["29Z VD-1001 02-05-2026 5000/900"], &["29Z 1001 13-05-2026 5000/900"], false,
        &["date 1 = 1 look"]),
    ("the same, and rounded", &["29Z VD-1001 02-05-2026 5000/900"], &["29Z 1001 13-05-2026 5000.50/900"], false,
        &["portal 1 =  look", "books  = 1 -"]),
    ("written differently, over the turn of the year", &["29Z VD-1001 31-03-2026 5000/900"], &["29Z 1001 02-04-2026 5000/900"], false,
        &["date 1 = 1 look"]),
    ("the wrong year", &["24T S/9 07-05-2026 4000/720"], &["24T S/9 07-05-2025 4000/720"], false, &["date 1 = 1 look"]),
    ("the wrong year, and rounded", &["24T S/9 07-05-2026 4000/720"], &["24T S/9 07-05-2025 4000.50/720"], false,
        &["portal 1 =  look", "books  = 1 -"]),
    ("months apart in one year", &["24T S/9 05-04-2026 4000/720"], &["24T S/9 30-06-2026 4000.50/720"], false, &["date 1 = 1 A"]),
    ("a slip", &["29T AB-1012 08-06-2026 10000/1800"], &["29T AB-1092 08-06-2026 10000/1800"], false, &["number 1 = 1 look"]),
    ("a slip, a day apart", &["29T AB-1012 08-06-2026 10000/1800"], &["29T AB-1092 09-06-2026 10000/1800"], false,
        &["portal 1 =  look", "books  = 1 -"]),
    ("a slip, 9 apart", &["29T AB-1012 08-06-2026 10000/1800"], &["29T AB-1021 08-06-2026 10000/1800"], false,
        &["number 1 = 1 look"]),
    ("7 apart in a series", &["29T AB-1012 08-06-2026 10000/1800"], &["29T AB-1019 08-06-2026 10000/1800"], false,
        &["portal 1 =  look", "books  = 1 -"]),
    ("10 apart in a series", &["29T AB-1012 08-06-2026 10000/1800"], &["29T AB-1022 08-06-2026 10000/1800"], false,
        &["number 1 = 1 look"]),
    ("four digits at the end", &["29Z ABC/89123 02-05-2026 5000/900"], &["29Z 9123 07-05-2026 5000.50/900"], false,
        &["number 1 = 1 look"]),
    ("three digits at the end, and not alone", &["29Z ABC/8123 02-05-2026 5000/900", "29Z XY/77 02-05-2026 5000/900"],
        &["29Z 123 02-05-2026 5000/900"], false, &["portal 1 =  look", "portal 2 =  look", "books  = 1 -"]),
    ("another number without tax", &["29Z GST-123 02-05-2026 5000/0"], &["29Z INV-123 02-05-2026 5000/0"], false,
        &["portal 1 =  look", "books  = 1 -"]),
    ("another type, written differently, 18 days apart", &["b2bcn 29Z VD-1001 02-05-2026 5000/900"],
        &["29Z 1001 20-05-2026 5000/900"], false, &["portal 1 =  look", "books  = 1 -"]),
    ("another type, the number itself, 18 days apart", &["b2bcn 29Z VD-1001 02-05-2026 5000/900"],
        &["29Z VD-1001 20-05-2026 5000/900"], false, &["kind 1 = 1 look"]),
    ("another registration, written differently", &["29Z VD-1001 11-06-2026 7000/1260"], &["33Z 1001 12-06-2026 7000/1260"], false,
        &["branch 1 = 1 look"]),
    ("another registration, 11 days apart", &["29Z VD-1001 11-06-2026 7000/1260"], &["33Z VD-1001 22-06-2026 7000/1260"], false,
        &["portal 1 =  look", "books  = 1 -"]),
    ("no GSTIN, written differently", &["29Z VD-1001 11-06-2026 7000/1260"], &["- 1001 11-06-2026 7000/1260"], false,
        &["portal 1 =  look", "outside  = 1 -"]),
    ("tax inside, written differently, weeks apart", &["29T H-12 08-06-2026 10000/1800"], &["29T 12 30-06-2026 11800/0"], false,
        &["gross 1 = 1 look"]),
    ("nearly the tax inside", &["29T H-12 08-06-2026 10000/1800"], &["29T H-12 08-06-2026 11801.01/0"], false,
        &["amounts 1 = 1 look"]),
    ("two that sum to it but for a rupee", &["24A MX/6 09-06-2026 2000/360"],
        &["24A MX/6 09-06-2026 1200/216 voucher=P-1", "24A MX/6 09-06-2026 801/144 voucher=P-2"], false, &["several 1 = 1+2 A"]),
    ("two that sum to it, one weeks later", &["24A MX/6 09-06-2026 2000/360"],
        &["24A MX/6 09-06-2026 1200/216 voucher=P-1", "24A MX/6 30-06-2026 800/144 voucher=P-2"], false, &["several 1 = 1+2 look"]),
    ("our return 180 days before", &["b2bcn 24T CR/19 10-06-2026 5000/900"], &["24T PR/7 12-12-2025 5000/900 type=credit"], false,
        &["number 1 = 1 look"]),
    ("our return 181 days before", &["b2bcn 24T CR/19 10-06-2026 5000/900"], &["24T PR/7 11-12-2025 5000/900 type=credit"], false,
        &["portal 1 =  look", "books  = 1 -"]),
    ("posted 180 days later", &["29T P/1 01-01-2026 1000/180"], &["29T P/1 - 1000/180 posting=30-06-2026"], false,
        &["exact 1 = 1 A"]),
    ("no tax given", &["29T P/1 01-06-2026 1000/180"], &["29T P/1 01-06-2026 1000/0 no-tax"], false, &["tolerance 1 = 1 look"]),
    ("an amendment that the books have", &["b2ba 24T S/40A 12-05-2026 8000/1440 amends=S/40@10-05-2026 period=062026"],
        &["24T S/40A 12-05-2026 8000/1440"], false, &["exact 1 = 1 A"]),
    ("an amendment that the books have under the first number, which is the same without a letter",
        &["b2ba 24T S/40A 12-05-2026 8000/1440 amends=S/40@10-05-2026 period=062026"], &["24T S/40 10-05-2026 8000/1440"], false,
        &["date 1 = 1 A"]),
    ("an amendment that the books have under the first number, which is another",
        &["b2ba 24T S/77 12-05-2026 8000/1440 amends=S/40@10-05-2026 period=062026"], &["24T S/40 10-05-2026 8000/1440"], false,
        &["amended 1 = 1 look"]),
];

#[test]
fn the_examples_of_the_specification_are_matched_as_it_says() {
    check(EXAMPLES);
}

#[test]
fn at_the_borders_of_the_table_the_right_row_is_taken() {
    check(BORDERS);
}

fn check(examples: &[Example]) {
    let mut wrong = Vec::new();
    for (name, records, entries, complete, wanted) in examples {
        let book = book(records, entries, *complete);
        let found = in_lines(&book, &matches(&book));
        if found != *wanted {
            wrong.push(format!("{name}: {found:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
