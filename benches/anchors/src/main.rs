//! How long others take to read a portal's file: `ims-desk-anchors WAY FILE`. Prints microseconds, and the most memory
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

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, way, file] = &args[..] else { panic!("usage: ims-desk-anchors WAY FILE") };
    let start = Instant::now();
    let bytes = std::fs::read(file).expect("the file can be read");
    match way.as_str() {
        "read" => tell(start, ()),
        "serde_json" => tell(start, serde_json::from_slice::<Download<'_>>(&bytes).expect("well formed")),
        "sonic-rs" => tell(start, sonic_rs::from_slice::<Download<'_>>(&bytes).expect("well formed")),
        other => panic!("{other} is none of the ways"),
    }
}

fn tell<T>(start: Instant, result: T) {
    let took = start.elapsed();
    println!("{} {} {}", took.as_micros(), memory::peak(), memory::now());
    // Freeing it all takes long and proves nothing.
    std::mem::forget(black_box(result));
}
