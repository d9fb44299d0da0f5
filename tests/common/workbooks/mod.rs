//! Workbooks made for tests, byte by byte: the same cells as xlsx, xlsb, xls and ods.

mod bytes;

pub use bytes::{compound, record, xls, xlsb, xlsb_of};

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A number that is shown as a day.
    Date(u32),
    /// Yes or no.
    Bool(bool),
    /// `#N/A`.
    Error,
}

/// A cell by line and column, from 0.
pub type Placed = ((u32, u32), Held);

/// A sheet: its cells by line and column, both from 0, in order.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its name.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Its cells.
    pub cells: Vec<Placed>,
}

impl Made {
    /// A sheet that is seen.
    pub fn of(name: &str, cells: Vec<Placed>) -> Made {
        Made { name: name.into(), hidden: false, cells }
    }

    /// The cells of each line that has some.
    pub fn lines(&self) -> Vec<(u32, &[Placed])> {
        self.cells.chunk_by(|a, b| a.0.0 == b.0.0).map(|line| (line[0].0.0, line)).collect()
    }
}

/// A zip of these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A text as XML has it.
pub fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '&' => "&amp;".into(),
        '<' => "&lt;".into(),
        '>' => "&gt;".into(),
        '"' => "&quot;".into(),
        '\r' => "&#13;".into(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}

/// The letters of a column.
fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut letters = String::new();
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}

/// How days are shown.
const DATE_CODE: &str = "dd-mm-yyyy";

/// The parts of a workbook around its sheets.
pub fn xlsx_of(sheets: &[(&str, bool, String)], strings: &str, styles: &str) -> Vec<u8> {
    let mut parts: Vec<(String, String)> = Vec::new();
    let (mut list, mut relations) = (String::new(), String::new());
    for (n, (name, hidden, xml)) in sheets.iter().enumerate() {
        let state = if *hidden { " state=\"hidden\"" } else { "" };
        list += &format!("<sheet name=\"{}\" sheetId=\"{n}\"{state} r:id=\"r{n}\"/>", escaped(name));
        relations += &format!("<Relationship Id=\"r{n}\" Type=\"x/worksheet\" Target=\"worksheets/s{n}.xml\"/>");
        parts.push((format!("xl/worksheets/s{n}.xml"), xml.clone()));
    }
    relations += "<Relationship Id=\"s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"t\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>";
    let relations = relations
        .replace("\"x/worksheet", "\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet");
    parts.push(("_rels/.rels".into(), "<Relationships><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".into()));
    parts.push(("xl/_rels/workbook.xml.rels".into(), format!("<Relationships>{relations}</Relationships>")));
    let workbook = format!("<workbook xmlns:r=\"r\"><sheets>{list}</sheets></workbook>");
    parts.push(("xl/workbook.xml".into(), workbook));
    parts.push(("xl/sharedStrings.xml".into(), strings.into()));
    parts.push(("xl/styles.xml".into(), styles.into()));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, xml)| (&**name, xml.as_bytes())).collect();
    zip(&parts)
}

/// Styles of which the second shows days, and more with these format codes.
pub fn xlsx_styles(codes: &[&str]) -> String {
    let mut formats = format!("<numFmt numFmtId=\"164\" formatCode=\"{DATE_CODE}\"/>");
    let mut styles = "<xf numFmtId=\"0\"/><xf numFmtId=\"164\"/>".to_owned();
    for (n, code) in codes.iter().enumerate() {
        formats += &format!("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", 165 + n, escaped(code));
        styles += &format!("<xf numFmtId=\"{}\"/>", 165 + n);
    }
    format!(
        "<styleSheet><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>"
    )
}

/// A workbook of xlsx.
pub fn xlsx(sheets: &[Made]) -> Vec<u8> {
    let mut strings = String::new();
    let mut count = 0;
    let mut written = Vec::new();
    for sheet in sheets {
        let mut xml = "<worksheet><sheetData>".to_owned();
        for (line, cells) in sheet.lines() {
            xml += &format!("<row r=\"{}\">", line + 1);
            for ((_, column), held) in cells {
                let at = format!("{}{}", letters(*column), line + 1);
                xml += &match held {
                    // By turns in the cell, among the shared ones, and shared in runs.
                    Held::Text(text) if column % 3 == 0 => format!(
                        "<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                        escaped(text)
                    ),
                    Held::Text(text) => {
                        let middle = text.floor_char_boundary(text.len() / 2);
                        let run = |text| format!("<t xml:space=\"preserve\">{}</t>", escaped(text));
                        strings += &if column % 3 == 1 {
                            format!("<si>{}</si>", run(text))
                        } else {
                            format!("<si><r>{}</r><r>{}</r></si>", run(&text[..middle]), run(&text[middle..]))
                        };
                        count += 1;
                        format!("<c r=\"{at}\" t=\"s\"><v>{}</v></c>", count - 1)
                    }
                    Held::Number(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
                    Held::Date(number) => format!("<c r=\"{at}\" s=\"1\"><v>{number}</v></c>"),
                    Held::Bool(is) => format!("<c r=\"{at}\" t=\"b\"><v>{}</v></c>", u8::from(*is)),
                    Held::Error => format!("<c r=\"{at}\" t=\"e\"><v>#N/A</v></c>"),
                };
            }
            xml += "</row>";
        }
        xml += "</sheetData></worksheet>";
        written.push((&*sheet.name, sheet.hidden, xml));
    }
    xlsx_of(&written, &format!("<sst>{strings}</sst>"), &xlsx_styles(&[]))
}

/// A workbook of LibreOffice.
pub fn ods(sheets: &[Made]) -> Vec<u8> {
    let mut tables = String::new();
    for sheet in sheets {
        let style = if sheet.hidden { "hid" } else { "vis" };
        tables += &format!("<table:table table:name=\"{}\" table:style-name=\"{style}\">", escaped(&sheet.name));
        let mut next_line = 0;
        for (line, cells) in sheet.lines() {
            if line > next_line {
                tables += &format!(
                    "<table:table-row table:number-rows-repeated=\"{}\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
                    line - next_line
                );
            }
            tables += "<table:table-row>";
            let mut next = 0;
            for ((_, column), held) in cells {
                if *column > next {
                    tables += &format!("<table:table-cell table:number-columns-repeated=\"{}\"/>", column - next);
                }
                next = column + 1;
                tables += &match held {
                    Held::Text(text) => {
                        let text = escaped(text).replace(' ', "<text:s/>").replace('\t', "<text:tab/>");
                        format!("<table:table-cell office:value-type=\"string\" calcext:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
                    }
                    Held::Number(number) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\" calcext:value-type=\"float\"><text:p>{number}</text:p></table:table-cell>"),
                    Held::Date(number) => {
                        let day = ims_desk::cells::Dates::From1900.day(f64::from(*number)).unwrap();
                        let (y, m, d) = day.ymd();
                        format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{y}-{m:02}-{d:02}\" calcext:value-type=\"date\"><text:p>{d:02}-{m:02}-{y}</text:p></table:table-cell>")
                    }
                    Held::Bool(is) => format!("<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"{is}\" calcext:value-type=\"boolean\"><text:p>{is}</text:p></table:table-cell>"),
                    Held::Error => "<table:table-cell office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell>".into(),
                };
            }
            tables += "</table:table-row>";
            next_line = line + 1;
        }
        // As LibreOffice ends a sheet.
        tables += &format!(
            "<table:table-row table:number-rows-repeated=\"{}\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>",
            1_048_576 - next_line
        );
    }
    ods_of(&tables)
}

/// A workbook of LibreOffice around its tables.
pub fn ods_of(tables: &str) -> Vec<u8> {
    let style = |name: &str, display: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table\"><style:table-properties table:display=\"{display}\"/></style:style>"
        )
    };
    let styles = style("vis", "true") + &style("hid", "false");
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:calcext=\"c\" xmlns:style=\"s\"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ])
}
