//! What xlsx, xls, xlsb and ods say of cells beyond their texts: digits, formats, days, what is hidden.

use ims_desk::cells::{Dates, Kind, Sheet, Side};
use ims_desk::values::Day;

use super::{notes, refused, words, workbook};
use crate::common::workbooks::{Held, Made, ods, ods_of, xls, xlsb, xlsx, xlsx_of, xlsx_styles, zip};

/// A workbook of one sheet with these rows.
fn rows(xml: &str) -> Vec<u8> {
    let strings = "<sst count=\"1000000000000\" uniqueCount=\"1000000000000\"><si><t>shared</t></si><si><r><t>Ru</t></r><rPh><t>no</t></rPh><r><t>ns</t></r></si><si><t/></si></sst>";
    let sheet = format!(
        "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{xml}</sheetData><extLst><x:ext><row r=\"1\"><c r=\"A1\"><v>9</v></c></row></x:ext></extLst></worksheet>"
    );
    let styles = xlsx_styles(&["0000", "0.00\" Dr\"", "#,##0.00\" Dr\";#,##0.00\" Cr\"", "0.00"]);
    xlsx_of(&[("S", false, sheet)], strings, &styles)
}

fn sheet(xml: &str) -> Sheet {
    workbook("a.xlsx", &rows(xml)).sheets.remove(0)
}

#[test]
fn no_digit_of_a_number_is_lost() {
    let sheet = sheet(
        "<row r=\"1\"><c r=\"A1\"><v>12345678901234567890</v></c><c r=\"B1\"><v>1.2345600000000001</v></c><c r=\"C1\"><v>1E+15</v></c><c r=\"D1\"><v>abc</v></c></row>",
    );
    assert_eq!(words(&sheet), "1: A=#12345678901234567890, B=#1.2345600000000001, C=#1E+15, D=abc\n");
}

#[test]
fn cells_are_where_they_say_or_behind_the_one_before() {
    let sheet = sheet(
        "<row><c><v>1</v></c><c r=\"D1\"><v>2</v></c><c><v>3</v></c></row><row r=\"7\"><c r=\"C7\"><v>5</v></c><c r=\"A7\"><v>4</v></c><c r=\"C7\"><v>6</v></c></row><row><c r=\"B9\"><v>7</v></c></row><row r=\"3\"><c><v>8</v></c></row><row/>",
    );
    assert_eq!(words(&sheet), "1: A=#1, D=#2, E=#3\n3: A=#8\n7: A=#4, C=#6\n9: B=#7\n");
}

#[test]
fn texts_come_shared_in_runs_in_the_cell_and_from_formulas() {
    let sheet = sheet(
        "<row r=\"1\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"inlineStr\"><is><r><t>in</t></r><r><t>line &amp;_x000D_</t></r></is></c><c t=\"str\"><f>A1</f><v>result</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c><c t=\"d\"><v>2026-06-14T00:00:00</v></c></row>",
    );
    assert_eq!(
        words(&sheet),
        "1: A=shared, B=Runs, D=inline &\r, E=result, F=?TRUE, G=!#REF!, H=@2026-06-14T00:00:00\n"
    );
    assert!(refused("a.xlsx", &rows("<row><c t=\"s\"><v>3</v></c></row>")).contains("the text of a cell is missing"));
}

#[test]
fn prefixes_and_strict_names_change_nothing() {
    let parts: [(&str, &[u8]); 4] = [
        ("_rels/.rels", b"<p:Relationships><p:Relationship Id='1' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='/XL\\Book.xml'/></p:Relationships>"),
        ("xl\\book.xml", b"<x:workbook><x:workbookPr date1904='true'/><x:sheets><x:sheet name='A &amp; B' r:id='k'/></x:sheets></x:workbook>"),
        ("xl/_rels/Book.xml.rels", b"<Relationships><Relationship Id='k' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet' Target='../sheet.xml'/></Relationships>"),
        ("sheet.xml", b"<x:worksheet><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"),
    ];
    let read = workbook("a.xlsx", &zip(&parts));
    assert_eq!(read.dates, Dates::From1904);
    assert_eq!(read.sheets[0].name.as_deref(), Some("A & B"));
    assert_eq!(words(&read.sheets[0]), "1: A=#5\n");
}

#[test]
fn formats_say_days_zeros_debit_and_credit() {
    let sheet = sheet(
        "<row r=\"1\"><c s=\"1\"><v>46187.5</v></c><c s=\"2\"><v>45</v></c><c s=\"3\"><v>500</v></c><c s=\"4\"><v>-500</v></c><c s=\"5\"><v>-1</v></c><c s=\"99\"><v>2</v></c></row>",
    );
    let row = sheet.row(0).unwrap();
    let cells: Vec<_> = row.cells().collect();
    assert_eq!(cells[0].kind, Kind::Date(Day::parse_iso("2026-06-14").unwrap()));
    assert_eq!(cells[1].format.zeros, 4);
    assert_eq!((cells[2].side(), cells[2].side_is_its_minus()), (Some(Side::Debit), false));
    assert_eq!((cells[3].side(), cells[3].side_is_its_minus()), (Some(Side::Credit), true));
    assert_eq!((cells[4].side(), cells[4].format.zeros, cells[5].side()), (None, 0, None));
}

#[test]
fn what_is_hidden_is_read_and_noted() {
    let xml = "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\"/></cols><sheetData><row r=\"1\"><c><v>1</v></c></row><row r=\"2\" hidden=\"1\"><c><v>2</v></c></row><row r=\"3\" hidden=\"1\"/></sheetData></worksheet>";
    let bytes = xlsx_of(&[("Old", true, xml.into())], "<sst/>", &xlsx_styles(&[]));
    let read = workbook("a.xlsx", &bytes);
    assert_eq!(notes(&read), ["the sheet Old is hidden", "Old: 1 row is hidden", "Old: 2 columns are hidden"]);
    let sheet = &read.sheets[0];
    assert!(sheet.hidden && sheet.hidden_columns == [(1, 2)]);
    assert_eq!(sheet.iter().map(|row| (row.line(), row.hidden())).collect::<Vec<_>>(), [(1, false), (2, true)]);
    let mut made = Made::of("Old", vec![((0, 0), Held::Number(1.0))]);
    made.hidden = true;
    for bytes in [xls(&[made.clone()], 8224), xlsb(&[made.clone()]), ods(&[made])] {
        assert_eq!(notes(&workbook("a", &bytes)), ["the sheet Old is hidden"]);
    }
}

#[test]
fn formulas_without_a_stored_result_are_noted() {
    let read = workbook(
        "a.xlsx",
        &rows(
            "<row><c><f>1+1</f></c><c><f>1+1</f><v/></c><c t=\"str\"><f>\"\"</f><v></v></c><c><f>2</f><v>2</v></c></row>",
        ),
    );
    assert_eq!(words(&read.sheets[0]), "1: D=#2\n");
    assert_eq!(notes(&read), ["S: 2 formulas have no stored result; open the workbook and save it once"]);
    let without: Vec<u16> = read.sheets[0].row(0).unwrap().no_results().collect();
    assert_eq!(without, [0, 1]);
    // Cells that do not come from the left are put in order with the others.
    let mixed = "<row r=\"1\"><c r=\"C1\"><v>3</v></c><c r=\"B1\"><f>1</f></c><c r=\"A1\"><v>1</v></c></row>";
    let read = workbook("a.xlsx", &rows(mixed));
    assert_eq!(words(&read.sheets[0]), "1: A=#1, C=#3\n");
    assert_eq!(read.sheets[0].row(0).unwrap().no_results().collect::<Vec<_>>(), [1]);
}

#[test]
fn numbers_of_ods_are_as_written_and_as_shown() {
    let cell = |value: &str, shown: &str| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{shown}</text:p></table:table-cell>"
        )
    };
    let tables = format!(
        "<table:table table:name=\"T\"><table:table-row>{}{}{}</table:table-row></table:table>",
        cell("45", "0045"),
        cell("-500", "500.00 Cr"),
        cell("1234.5", "1,234.50"),
    );
    let read = workbook("a.ods", &ods_of(&tables));
    let row = read.sheets[0].row(0).unwrap();
    let cells: Vec<_> = row.cells().collect();
    assert_eq!((cells[0].format.zeros, &*cells[0].text), (4, "45"));
    assert_eq!((cells[1].side(), cells[1].side_is_its_minus()), (Some(Side::Credit), true));
    assert_eq!((&*cells[2].text, cells[2].side()), ("1234.5", None));
}

#[test]
fn what_ods_repeats_is_there_as_often() {
    let tables = "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"string\"><text:p>a</text:p><text:p>b<text:s text:c=\"2\"/>c</text:p><office:annotation><text:p>note</text:p></office:annotation></table:table-cell></table:table-row><table:table-row><table:covered-table-cell table:number-columns-repeated=\"3\"/><table:table-cell office:value-type=\"string\"><text:p>d</text:p></table:table-cell></table:table-row></table:table>";
    let read = workbook("a.ods", &ods_of(tables));
    let ab = "A=a\nb  c, B=a\nb  c";
    assert_eq!(words(&read.sheets[0]), format!("1: {ab}\n2: {ab}\n3: {ab}\n4: D=d\n"));
}

#[test]
fn a_workbook_without_strings_and_styles_is_read() {
    let parts: [(&str, &[u8]); 3] = [
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"S\" r:id=\"k\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"k\" Type=\"x/worksheet\" Target=\"s.xml\"/></Relationships>",
        ),
        ("xl/s.xml", b"<worksheet><sheetData/></worksheet>"),
    ];
    assert_eq!(workbook("a.xlsx", &zip(&parts)).sheets[0].rows(), 0);
    assert_eq!(workbook("a.xlsx", &xlsx(&[])).sheets.len(), 0);
}
