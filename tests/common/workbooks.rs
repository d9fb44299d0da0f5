//! Workbooks made for tests, byte by byte: the same cells as xlsx, xlsb, xls and ods.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    Text(String),
    Number(f64),
    /// A number that is shown as a day.
    Date(u32),
    Bool(bool),
    /// `#N/A`.
    Error,
}

/// A sheet: its cells by line and column, both from 0, in order.
#[derive(Clone, Debug)]
pub struct Made {
    pub name: String,
    pub hidden: bool,
    pub cells: Vec<((u32, u32), Held)>,
}

impl Made {
    pub fn of(name: &str, cells: Vec<((u32, u32), Held)>) -> Made {
        Made { name: name.into(), hidden: false, cells }
    }

    /// The cells of each line that has some.
    pub fn lines(&self) -> Vec<(u32, &[((u32, u32), Held)])> {
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

/// A record of xlsb.
fn record_b(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    let mut number = |mut n: u32| {
        while n > 127 {
            out.push(n as u8 | 128);
            n >>= 7;
        }
        out.push(n as u8);
    };
    number(kind.into());
    number(data.len() as u32);
    out.extend_from_slice(data);
}

fn long_text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u32).to_le_bytes().to_vec();
    out.extend(units.into_iter().flat_map(u16::to_le_bytes));
    out
}

pub fn xlsb(sheets: &[Made]) -> Vec<u8> {
    let mut items = Vec::new();
    let mut count = 0_u32;
    let mut written = Vec::new();
    for sheet in sheets {
        let mut out = Vec::new();
        record_b(&mut out, 129, &[]);
        // A false extent.
        record_b(&mut out, 148, &[0, 0, 0, 0, 0xFF, 0xFF, 0x0F, 0, 0, 0, 0, 0, 0xFF, 0x3F, 0, 0]);
        record_b(&mut out, 145, &[]);
        for (line, cells) in sheet.lines() {
            let mut row = line.to_le_bytes().to_vec();
            row.extend([0; 13]);
            record_b(&mut out, 0, &row);
            for ((_, column), held) in cells {
                let mut cell = column.to_le_bytes().to_vec();
                cell.extend([u8::from(matches!(held, Held::Date(_))), 0, 0, 0]);
                let kind = match held {
                    Held::Text(text) if column % 2 == 0 => {
                        cell.extend(long_text(text));
                        6
                    }
                    Held::Text(text) => {
                        let mut item = vec![0];
                        item.extend(long_text(text));
                        record_b(&mut items, 19, &item);
                        cell.extend(count.to_le_bytes());
                        count += 1;
                        7
                    }
                    Held::Number(number) if column % 2 == 0 => {
                        cell.extend(number.to_le_bytes());
                        cell.extend([0; 6]);
                        9
                    }
                    Held::Number(number) => {
                        cell.extend(number.to_le_bytes());
                        5
                    }
                    Held::Date(number) => {
                        cell.extend((number << 2 | 2).to_le_bytes());
                        2
                    }
                    Held::Bool(is) => {
                        cell.push(u8::from(*is));
                        4
                    }
                    Held::Error => {
                        cell.push(0x2A);
                        3
                    }
                };
                record_b(&mut out, kind, &cell);
            }
        }
        record_b(&mut out, 146, &[]);
        record_b(&mut out, 130, &[]);
        written.push((&*sheet.name, sheet.hidden, out));
    }
    let mut strings = Vec::new();
    record_b(&mut strings, 159, &count.to_le_bytes().repeat(2));
    strings.extend(items);
    record_b(&mut strings, 160, &[]);
    xlsb_of(&written, &strings)
}

/// A workbook around its sheets and shared texts.
pub fn xlsb_of(sheets: &[(&str, bool, Vec<u8>)], strings: &[u8]) -> Vec<u8> {
    let (mut workbook, mut relations) = (Vec::new(), String::new());
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    record_b(&mut workbook, 131, &[]);
    record_b(&mut workbook, 153, &[0; 12]);
    record_b(&mut workbook, 143, &[]);
    for (n, (name, hidden, out)) in sheets.iter().enumerate() {
        let mut data = u32::from(*hidden).to_le_bytes().to_vec();
        data.extend((n as u32 + 1).to_le_bytes());
        data.extend(long_text(&format!("r{n}")));
        data.extend(long_text(name));
        record_b(&mut workbook, 156, &data);
        relations += &format!(
            "<Relationship Id=\"r{n}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/s{n}.bin\"/>"
        );
        parts.push((format!("xl/worksheets/s{n}.bin"), out.clone()));
    }
    record_b(&mut workbook, 144, &[]);
    record_b(&mut workbook, 132, &[]);
    let mut styles = Vec::new();
    record_b(&mut styles, 278, &[]);
    record_b(&mut styles, 615, &1_u32.to_le_bytes());
    let mut format = 164_u16.to_le_bytes().to_vec();
    format.extend(long_text(DATE_CODE));
    record_b(&mut styles, 44, &format);
    record_b(&mut styles, 616, &[]);
    record_b(&mut styles, 617, &2_u32.to_le_bytes());
    for number in [0_u16, 164] {
        let mut style = vec![0, 0];
        style.extend(number.to_le_bytes());
        style.extend([0; 12]);
        record_b(&mut styles, 47, &style);
    }
    record_b(&mut styles, 618, &[]);
    record_b(&mut styles, 279, &[]);
    relations += "<Relationship Id=\"s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.bin\"/><Relationship Id=\"t\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.bin\"/>";
    let relations = format!("<Relationships>{relations}</Relationships>");
    parts.push(("_rels/.rels".into(), b"<Relationships><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>".to_vec()));
    parts.push(("xl/_rels/workbook.bin.rels".into(), relations.into_bytes()));
    parts.push(("xl/workbook.bin".into(), workbook));
    parts.push(("xl/sharedStrings.bin".into(), strings.to_vec()));
    parts.push(("xl/styles.bin".into(), styles));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    zip(&parts)
}

/// A record of xls.
pub fn record(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend((data.len() as u16).to_le_bytes());
    out.extend_from_slice(data);
}

/// A text of xls without its length: how wide its characters are, and the characters.
fn text_8(text: &str) -> Vec<u8> {
    if text.chars().all(|c| u32::from(c) < 256) {
        let mut out = vec![0];
        out.extend(text.chars().map(|c| c as u8));
        out
    } else {
        let mut out = vec![1];
        out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        out
    }
}

fn long_text_8(text: &str) -> Vec<u8> {
    let mut out = (text.encode_utf16().count() as u16).to_le_bytes().to_vec();
    out.extend(text_8(text));
    out
}

/// The shared texts, cut into records of so many bytes wherever that is.
fn shared_texts(out: &mut Vec<u8>, texts: &[&str], most: usize) {
    let mut kind = 0x00FC;
    let mut data = (texts.len() as u32).to_le_bytes().repeat(2);
    let mut end = |data: &mut Vec<u8>, out: &mut Vec<u8>| {
        record(out, kind, data);
        kind = 0x003C;
        data.clear();
    };
    for text in texts {
        let coded = long_text_8(text);
        if data.len() + 3 > most {
            end(&mut data, out);
        }
        data.extend_from_slice(&coded[..3]);
        let wide = coded[2] == 1;
        let each = if wide { 2 } else { 1 };
        for unit in coded[3..].chunks(each) {
            if data.len() + each > most {
                end(&mut data, out);
                data.push(coded[2]);
            }
            data.extend_from_slice(unit);
        }
    }
    end(&mut data, out);
}

/// A workbook of xls; its shared texts are in records of so many bytes.
pub fn xls(sheets: &[Made], most: usize) -> Vec<u8> {
    let bof = |kind: u8| [0, 6, kind, 0, 0xBB, 0x0D, 0xCC, 0x07, 0, 0, 0, 0, 6, 0, 0, 0];
    let mut texts = Vec::new();
    let mut written = Vec::new();
    for sheet in sheets {
        let mut out = Vec::new();
        record(&mut out, 0x0809, &bof(0x10));
        // A false extent.
        record(&mut out, 0x0200, &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
        for ((line, column), held) in &sheet.cells {
            let mut cell = (*line as u16).to_le_bytes().to_vec();
            cell.extend((*column as u16).to_le_bytes());
            cell.extend([u8::from(matches!(held, Held::Date(_))), 0]);
            match held {
                Held::Text(text) if column % 3 == 0 => {
                    cell.extend(long_text_8(text));
                    record(&mut out, 0x0204, &cell);
                }
                Held::Text(text) if column % 3 == 1 => {
                    cell.extend([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
                    cell.extend([0; 8]);
                    record(&mut out, 0x0006, &cell);
                    record(&mut out, 0x0207, &long_text_8(text));
                }
                Held::Text(text) => {
                    cell.extend((texts.len() as u32).to_le_bytes());
                    texts.push(&**text);
                    record(&mut out, 0x00FD, &cell);
                }
                Held::Number(number) if column % 2 == 0 => {
                    cell.extend(number.to_le_bytes());
                    cell.extend([0; 8]);
                    record(&mut out, 0x0006, &cell);
                }
                Held::Number(number) => {
                    cell.extend(number.to_le_bytes());
                    record(&mut out, 0x0203, &cell);
                }
                Held::Date(number) if column % 2 == 0 => {
                    cell.extend((number << 2 | 2).to_le_bytes());
                    record(&mut out, 0x027E, &cell);
                }
                Held::Date(number) => {
                    cell.extend((number << 2 | 2).to_le_bytes());
                    cell.extend((*column as u16).to_le_bytes());
                    record(&mut out, 0x00BD, &cell);
                }
                Held::Bool(is) => {
                    cell.extend([u8::from(*is), 0]);
                    record(&mut out, 0x0205, &cell);
                }
                Held::Error => {
                    cell.extend([0x2A, 1]);
                    record(&mut out, 0x0205, &cell);
                }
            }
        }
        record(&mut out, 0x000A, &[]);
        written.push(out);
    }
    let mut tail = Vec::new();
    record(&mut tail, 0x041E, &[&164_u16.to_le_bytes()[..], &long_text_8(DATE_CODE)].concat());
    for number in [0_u16, 164] {
        record(&mut tail, 0x00E0, &[&[0, 0][..], &number.to_le_bytes(), &[0; 16]].concat());
    }
    shared_texts(&mut tail, &texts, most);
    record(&mut tail, 0x000A, &[]);
    let mut stream = Vec::new();
    record(&mut stream, 0x0809, &bof(5));
    record(&mut stream, 0x0042, &1200_u16.to_le_bytes());
    let bound = |sheet: &Made, start: u32| {
        let mut data = start.to_le_bytes().to_vec();
        data.extend([u8::from(sheet.hidden), 0, sheet.name.encode_utf16().count() as u8]);
        data.extend(text_8(&sheet.name));
        data
    };
    let list: usize = sheets.iter().map(|sheet| 4 + bound(sheet, 0).len()).sum();
    let mut start = stream.len() + list + tail.len();
    for (sheet, out) in sheets.iter().zip(&written) {
        let data = bound(sheet, start as u32);
        record(&mut stream, 0x0085, &data);
        start += out.len();
    }
    stream.extend(tail);
    written.iter().for_each(|out| stream.extend(out));
    compound(&[("Workbook", &stream)])
}

/// Streams in the container of older Office files.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    let length = |bytes: &[u8]| bytes.len().max(4096).div_ceil(512);
    let content: usize = streams.iter().map(|(_, bytes)| length(bytes)).sum();
    let mut tables = 1;
    while 128 * tables < tables + 1 + content {
        tables += 1;
    }
    assert!(tables <= 109 && streams.len() < 4);
    let mut table = vec![0xFFFF_FFFD; tables];
    table.push(END);
    let mut directory = Vec::new();
    let mut entry = |name: &str, kind: u8, start: u32, size: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend((2 * name.len() as u16 + 2).to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([FREE, FREE, if kind == 5 { 1 } else { FREE }].into_iter().flat_map(u32::to_le_bytes));
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend((size as u64).to_le_bytes());
        directory.extend(entry);
    };
    entry("Root Entry", 5, END, 0);
    let mut body = Vec::new();
    for (name, bytes) in streams {
        let start = table.len() as u32;
        let sectors = length(bytes);
        entry(name, 2, start, bytes.len().max(4096));
        table.extend((1..sectors as u32).map(|n| start + n));
        table.push(END);
        body.extend_from_slice(bytes);
        body.resize(body.len().div_ceil(512) * 512, 0);
        body.resize((table.len() - tables - 1) * 512, 0);
    }
    directory.resize(512, 0);
    table.resize(128 * tables, FREE);
    let mut file = beginning().to_vec();
    file.resize(24, 0);
    file.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    file.resize(44, 0);
    file.extend([tables as u32, tables as u32, 0, 4096, END, 0, END, 0].into_iter().flat_map(u32::to_le_bytes));
    file.extend((0..109).map(|n| if n < tables as u32 { n } else { FREE }).flat_map(u32::to_le_bytes));
    file.extend(table.into_iter().flat_map(u32::to_le_bytes));
    file.extend(directory);
    file.extend(body);
    file
}

fn beginning() -> [u8; 8] {
    *b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
}
