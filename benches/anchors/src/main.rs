//! How long others take to read a portal's file or a register: `ims-desk-anchors WAY FILE`. Prints microseconds, and the most memory
//! and the memory afterwards in bytes.

#[path = "../../src/memory.rs"]
mod memory;

use std::borrow::Cow;
use std::hint::black_box;
use std::time::Instant;

use serde::Deserialize;

/// A download, texts borrowed from the file where they can be: the least that a parser has to do.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Download<'a> {
    #[serde(borrow, rename = "imsDetails")]
    details: Details<'a>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Details<'a> {
    rtin: Cow<'a, str>,
    #[serde(borrow, default)]
    b2b: Vec<Record<'a>>,
    #[serde(borrow, default)]
    b2ba: Vec<Record<'a>>,
    #[serde(borrow, default)]
    b2bdn: Vec<Record<'a>>,
    #[serde(borrow, default)]
    b2bdna: Vec<Record<'a>>,
    #[serde(borrow, default)]
    b2bcn: Vec<Record<'a>>,
    #[serde(borrow, default)]
    b2bcna: Vec<Record<'a>>,
    #[serde(borrow, default)]
    ecom: Vec<Record<'a>>,
    #[serde(borrow, default)]
    ecoma: Vec<Record<'a>>,
}

/// A record of any section; amounts as binary fractions, as scripts have them.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Record<'a> {
    #[serde(borrow)]
    stin: Cow<'a, str>,
    #[serde(borrow, rename = "tradenm")]
    name: Cow<'a, str>,
    #[serde(borrow, alias = "inum", alias = "nt_num")]
    number: Cow<'a, str>,
    #[serde(borrow, default)]
    inv_typ: Cow<'a, str>,
    #[serde(borrow)]
    action: Cow<'a, str>,
    #[serde(borrow)]
    srcform: Cow<'a, str>,
    #[serde(borrow)]
    rtnprd: Cow<'a, str>,
    #[serde(borrow)]
    srcfilstatus: Cow<'a, str>,
    #[serde(borrow, alias = "idt", alias = "nt_dt")]
    date: Cow<'a, str>,
    #[serde(borrow, default, alias = "oinum", alias = "ont_num")]
    original_number: Cow<'a, str>,
    #[serde(borrow, default, alias = "oidt", alias = "ont_dt")]
    original_date: Cow<'a, str>,
    #[serde(borrow)]
    pos: Cow<'a, str>,
    val: f64,
    txval: f64,
    iamt: f64,
    camt: f64,
    samt: f64,
    cess: f64,
    #[serde(borrow, rename = "ispendactblocked")]
    pending_blocked: Cow<'a, str>,
    #[serde(borrow, rename = "isRemarksBlocked")]
    remarks_blocked: Cow<'a, str>,
    #[serde(borrow, rename = "ItcAvailabilityCheck")]
    itc_availability: Cow<'a, str>,
    #[serde(borrow, default, rename = "itcRedReqBlocked")]
    itc_blocked: Cow<'a, str>,
    #[serde(borrow, default, rename = "itcRedReq")]
    itc: Cow<'a, str>,
    #[serde(default, rename = "declIgst")]
    igst: f64,
    #[serde(default, rename = "declCgst")]
    cgst: f64,
    #[serde(default, rename = "declSgst")]
    sgst: f64,
    #[serde(default, rename = "declCess")]
    declared_cess: f64,
    #[serde(borrow)]
    remarks: Cow<'a, str>,
    #[serde(borrow)]
    hash: Cow<'a, str>,
}

/// Walks over the fields of a CSV file.
fn csv(bytes: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let (mut record, mut texts) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).expect("well formed") {
        texts += record.iter().map(str::len).sum::<usize>();
    }
    texts
}

/// Walks over the cells of the first sheet of a workbook.
fn calamine(bytes: &[u8]) -> usize {
    use calamine::{DataRef, Reader};
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("well formed");
    let name = workbook.sheet_names()[0].clone();
    let mut cells = workbook.worksheet_cells_reader(&name).expect("well formed");
    let mut texts = 0;
    while let Some(cell) = cells.next_cell().expect("well formed") {
        texts += match cell.get_value() {
            DataRef::SharedString(text) => text.len(),
            DataRef::String(text) => text.len(),
            _ => 8,
        };
    }
    texts
}

/// Writes a CSV file as a workbook beside it: what looks like a number is one.
fn make_xlsx(file: &str, bytes: &[u8]) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    for (line, record) in reader.records().enumerate() {
        for (column, text) in record.expect("well formed").iter().enumerate() {
            let (line, column) = (line as u32, column as u16);
            let written = match text.parse::<f64>() {
                Ok(number) => sheet.write_number(line, column, number),
                Err(_) => sheet.write_string(line, column, text),
            };
            written.expect("a sheet holds it");
        }
    }
    workbook.save(std::path::Path::new(file).with_extension("xlsx")).expect("the folder can be written to");
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, way, file] = &args[..] else { panic!("usage: ims-desk-anchors WAY FILE") };
    let start = Instant::now();
    let bytes = std::fs::read(file).expect("the file can be read");
    match way.as_str() {
        "read" => tell(start, ()),
        "serde_json" => tell(start, serde_json::from_slice::<Download<'_>>(&bytes).expect("well formed")),
        "sonic-rs" => tell(start, sonic_rs::from_slice::<Download<'_>>(&bytes).expect("well formed")),
        "csv" => tell(start, csv(&bytes)),
        "calamine" => tell(start, calamine(&bytes)),
        "make-xlsx" => make_xlsx(file, &bytes),
        other => panic!("{other} is none of the ways"),
    }
}

fn tell<T>(start: Instant, result: T) {
    let took = start.elapsed();
    println!("{} {} {}", took.as_micros(), memory::peak(), memory::now());
    // Freeing it all takes long and proves nothing.
    std::mem::forget(black_box(result));
}
