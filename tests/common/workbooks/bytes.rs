//! Those of records of bytes: xlsb and xls.

use super::{DATE_CODE, Held, Made, zip};

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

/// A workbook of xlsb.
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

/// The shared texts, cut into records of this many bytes wherever that is.
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

/// A workbook of xls; its shared texts are in records of this many bytes.
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
