//! Bytes that mean harm, or were cut off: a sentence, no panic, no hang, and no memory for what is not there.

use std::time::{Duration, Instant};

use ims_desk::cells::{self, Why};
use ims_desk::work::Progress;
use proptest::prelude::*;

use super::{open, refused, words, workbook};
use crate::common::workbooks::{Held, Made, compound, ods, ods_of, record, xls, xlsb, xlsx, xlsx_of, xlsx_styles, zip};

fn some() -> Vec<Made> {
    let cell = |n: u32| {
        ((n / 5, n % 5), if n.is_multiple_of(2) { Held::Text(format!("text {n}")) } else { Held::Number(n.into()) })
    };
    vec![Made::of("One", (0..40).map(cell).collect()), Made::of("Two", (0..40).map(cell).collect())]
}

fn all_kinds() -> [Vec<u8>; 4] {
    [xlsx(&some()), xlsb(&some()), xls(&some(), 60), ods(&some())]
}

#[test]
fn what_is_cut_off_is_refused_with_a_sentence() {
    for bytes in all_kinds() {
        for part in 1..8 {
            let refused = open("a", &bytes[..bytes.len() * part / 8]).unwrap_err();
            assert_eq!(refused.why, Why::Damaged, "{refused}");
            assert!(refused.what.starts_with("This ") && refused.what.ends_with('.'), "{refused}");
        }
    }
}

#[test]
fn damage_in_the_middle_of_a_sheet_takes_nothing_of_the_file() {
    let cut = "<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>2";
    let bytes = xlsx_of(&[("S", false, cut.into())], "<sst/>", &xlsx_styles(&[]));
    assert_eq!(open("a", &bytes).unwrap_err().why, Why::Damaged);
    let mut bytes = xlsx(&some());
    // In the packed bytes of the first part.
    let at = bytes.windows(4).position(|four| four == b"PK\x03\x04").unwrap() + 80;
    bytes[at] ^= 0x55;
    assert_eq!(open("a", &bytes).unwrap_err().why, Why::Damaged);
}

#[test]
fn a_sheet_that_is_missing_is_damage() {
    let parts: [(&str, &[u8]); 2] = [
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"S\" r:id=\"k\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"k\" Type=\"x/worksheet\" Target=\"s.xml\"/></Relationships>",
        ),
    ];
    assert_eq!(refused("a", &zip(&parts)), "This file is damaged: it has no xl/s.xml. Export it again.");
}

#[test]
fn a_far_cell_and_a_false_extent_cost_nothing() {
    let far = "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData></worksheet>";
    let strings = "<sst count=\"1000000000000\" uniqueCount=\"999999999999\"/>";
    let read = workbook("a", &xlsx_of(&[("S", false, far.into())], strings, &xlsx_styles(&[])));
    assert_eq!(words(&read.sheets[0]), "1: A=#1\n1048576: XFD=#2\n");
    assert!(read.sheets[0].bytes() < 10_000);
    let made = vec![Made::of("S", vec![((0, 0), Held::Number(1.0)), ((65_535, 255), Held::Number(2.0))])];
    for bytes in [xls(&made, 8224), ods(&made), xlsb(&made)] {
        let read = workbook("a", &bytes);
        assert_eq!(words(&read.sheets[0]), "1: A=#1\n65536: IV=#2\n");
        assert!(read.sheets[0].bytes() < 10_000);
    }
    for place in ["XFE1", "AAAA1"] {
        let xml =
            format!("<worksheet><sheetData><row r=\"1\"><c r=\"{place}\"><v>1</v></c></row></sheetData></worksheet>");
        let bytes = xlsx_of(&[("S", false, xml)], "<sst/>", &xlsx_styles(&[]));
        assert!(refused("a", &bytes).contains("lies outside of what a sheet can hold"));
    }
}

#[test]
fn cells_of_ods_outside_of_rows_are_none() {
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
    let row = format!("<table:table-row>{cell}</table:table-row>");
    let bytes = ods_of(&format!("{cell}<table:table table:name=\"T\">{cell}{row}{cell}</table:table>"));
    assert_eq!(words(&workbook("a", &bytes).sheets[0]), "1: A=a\n");
}

#[test]
fn cells_that_are_closed_without_being_opened_are_none() {
    // Found by fuzzing: the value became a cell of line 0, above every row.
    let sheet = "<worksheet><sheetData><x><v>46187</v></c><row r=\"3\"><c><v>1</v></c><x></c><x><v>2</v></c></row><x><v>5</v></c></sheetData></worksheet>";
    let bytes = xlsx_of(&[("S", false, sheet.into())], "<sst/>", &xlsx_styles(&[]));
    assert_eq!(words(&workbook("a", &bytes).sheets[0]), "3: A=#1\n");
    // A row and a cell that one table leaves open do not go on in the next.
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>a</text:p>";
    let tables = format!(
        "<t><table:table table:name=\"S\"><table:table-row>{cell}</table:table><table:table table:name=\"T\"></table:table-cell></table:table-row><table:table-row>{cell}</table:table-cell></table:table-row></table:table></t>"
    );
    let read = workbook("a", &ods_of(&tables));
    assert_eq!(read.sheets.iter().map(words).collect::<Vec<_>>(), ["", "1: A=a\n"]);
}

#[test]
fn what_is_repeated_a_million_times_is_bounded() {
    let table = |rows: u32, columns: u32, text: &str| {
        ods_of(&format!(
            "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell table:number-columns-repeated=\"{columns}\" office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell></table:table-row></table:table>"
        ))
    };
    // A column of one value is what people have.
    let column = workbook("a", &table(1_000_000, 1, "Yes"));
    assert_eq!(column.sheets[0].rows(), 1_000_000);
    assert!(column.sheets[0].bytes() < 20_000_000);
    for bytes in [
        table(1_048_576, 16_384, "a"),
        table(1, 16_384, &"long".repeat(10_000)),
        table(2_000_000, 1, "a"),
        table(1, 1 << 31, "a"),
    ] {
        assert_eq!(open("a", &bytes).unwrap_err().why, Why::Damaged);
    }
}

#[test]
fn what_unpacks_to_far_too_much_is_refused() {
    let spaces = " ".repeat(80 << 20);
    let far = "This file unpacks to far more than a register ever does: refused.";
    let rows = format!("<!--{}-->", &spaces[..1 << 20]).repeat(80);
    let bomb = xlsx_of(
        &[("S", false, format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))],
        "<sst/>",
        &xlsx_styles(&[]),
    );
    assert_eq!(refused("a", &bomb), far);
    let bomb = zip(&[("a.csv", spaces.as_bytes())]);
    assert_eq!(refused("a", &bomb), far);
    // Nor is a zip in the zip a way around.
    let half = " ".repeat(50 << 20);
    let outer = zip(&[("1.zip", &zip(&[("a.csv", half.as_bytes())])), ("2.zip", &zip(&[("b.csv", half.as_bytes())]))]);
    assert!(open("a", &outer).is_err());
}

#[test]
fn chains_that_run_in_a_circle_end() {
    let mut bytes = xls(&some(), 8224);
    // The sector behind the last of the stream is its first again.
    let table = 512;
    for place in 0..128 {
        let at = table + 4 * place;
        if bytes[at..at + 4] == 0xFFFF_FFFE_u32.to_le_bytes() {
            bytes[at..at + 4].copy_from_slice(&2_u32.to_le_bytes());
        }
    }
    let _ = open("a", &bytes);
    let mut bytes = compound(&[("Workbook", &[0; 5000])]);
    // The directory goes on with itself.
    bytes[516..520].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(open("a", &bytes).unwrap_err().why, Why::Damaged);
}

#[test]
fn counts_in_xls_are_not_believed() {
    let mut stream = Vec::new();
    record(&mut stream, 0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    record(&mut stream, 0x00FC, &[0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 1, 0, 0, b'a', 0xFF, 0xFF, 1]);
    record(&mut stream, 0x000A, &[]);
    assert_eq!(open("a", &compound(&[("Workbook", &stream)])).unwrap().workbooks[0].sheets.len(), 0);
}

#[test]
fn pages_of_beginnings_are_read_in_one_walk() {
    let begun = Instant::now();
    let before = "<table><tr><td>a";
    for piece in [
        "<",
        "<a",
        "<a =\"",
        "<a ='>",
        "<a =\">\" ",
        "<!--",
        "<script>",
        "<td colspan=1000 rowspan=9>",
        "&",
        "</",
        "<table>",
        "\"",
        "<tr><td rowspan=9999999>",
    ] {
        let _ = open("a", (before.to_owned() + &piece.repeat(400_000 / piece.len())).as_bytes());
        let _ = open("a", ("a,b\n".to_owned() + &piece.repeat(400_000 / piece.len())).as_bytes());
    }
    // Each in a moment, where a walk for each beginning takes minutes.
    assert!(begun.elapsed() < Duration::from_secs(100));
}

#[test]
fn every_reader_stops_when_it_should() {
    let stopped = Progress::default();
    stopped.cancel();
    let page = format!("<table>{}</table>", "<tr><td>a</td></tr>".repeat(10_000)).into_bytes();
    for bytes in all_kinds().into_iter().chain([page, b"a,b\n".repeat(1 << 20)]) {
        assert_eq!(cells::read("a", bytes, &stopped).unwrap_err().why, Why::Stopped);
    }
}

/// Reads what may be anything, and walks over all of it.
fn walk(bytes: &[u8]) {
    let Ok(opened) = open("a", bytes) else { return };
    for sheet in opened.workbooks.iter().flat_map(|workbook| &workbook.sheets) {
        for row in sheet.iter() {
            let mut last = None;
            for cell in row.cells() {
                assert!(!cell.text.is_empty() && last.is_none_or(|last| last < cell.column));
                last = Some(cell.column);
            }
        }
        assert!(sheet.iter().map(|row| row.line()).is_sorted());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damage_anywhere_is_no_panic(kind in 0_usize..4, damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in prop::option::of(any::<prop::sample::Index>())) {
        let mut bytes = all_kinds()[kind].clone();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        walk(&bytes);
    }

    #[test]
    fn damage_in_unpacked_parts_is_no_panic(xml in "(<|</|>|\"| |row|c|v|r=|t=\"s\"|s=\"1\"|hidden|A1|B|9|-|is|f|&amp;|/>|sheetData){0,60}") {
        let whole = format!("<worksheet><sheetData>{xml}</sheetData></worksheet>");
        walk(&xlsx_of(&[("S", false, whole)], "<sst><si><t>a</t></si></sst>", &xlsx_styles(&[&xml])));
        walk(&ods_of(&xml.replace("row", "table:table-row").replace('c', "table:table-cell").replace("sheetData", "table:table")));
        walk(format!("<table>{}", xml.replace("row", "tr").replace('c', "td").replace('v', "colspan=3 rowspan=2")).as_bytes());
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), head in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<table>", b"\xFF\xFE", b"sep=,\n"])) {
        walk(&[head, &bytes].concat());
    }
}
