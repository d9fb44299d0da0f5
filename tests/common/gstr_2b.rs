//! GSTR-2B as the portal writes it, of records of a download.

use super::{RECIPIENT, Record};
use serde_json::{Map, Value, json};

/// A document: its list, its supplier with the return period, and itself.
#[derive(Clone, Debug)]
pub struct Document {
    pub list: &'static str,
    pub supplier: String,
    pub period: String,
    pub value: Value,
}

impl Document {
    /// The document that a record of a section of the download becomes.
    pub fn of(key: &str, record: &Record) -> Document {
        let text = |name: &str| record.0.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
        let amount = |name: &str| record.0.get(name).cloned().unwrap_or(json!(0));
        let (list, kind) = match key {
            "b2b" => ("b2b", "R"),
            "b2ba" => ("b2ba", "R"),
            "ecom" => ("ecom", "R"),
            "ecoma" => ("ecoma", "R"),
            "b2bdn" => ("cdnr", "D"),
            "b2bdna" => ("cdnra", "D"),
            "b2bcn" => ("cdnr", "C"),
            _ => ("cdnra", "C"),
        };
        let note = list.starts_with("cdn");
        let (number, day) = if note { ("nt_num", "nt_dt") } else { ("inum", "idt") };
        let mut value = json!({
            (if note { "ntnum" } else { "inum" }): text(number), "dt": text(day), "val": amount("val"), "pos": "27", "rev": "N",
            "itcavl": "Y", "rsn": "", "typ": kind, "diffprcnt": 1, "txval": amount("txval"), "igst": amount("iamt"),
            "cgst": amount("camt"), "sgst": amount("samt"), "cess": amount("cess"),
        });
        for (own, original) in [("oinum", "oinum"), ("oidt", "oidt"), ("ontnum", "ont_num"), ("ontdt", "ont_dt")] {
            if let Some(text) = record.0.get(original) {
                value[own] = text.clone();
            }
        }
        Document { list, supplier: text("stin"), period: text("rtnprd"), value }
    }

    /// The same with another value under a key.
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Document {
        self.value[key] = value.into();
        self
    }
}

/// The lists of these documents.
pub fn lists(documents: &[Document]) -> Map<String, Value> {
    let mut lists = Map::new();
    for document in documents {
        let list = lists.entry(document.list).or_insert_with(|| json!([]));
        let inside = if document.list.starts_with("cdn") { "nt" } else { "inv" };
        list.as_array_mut().unwrap().push(json!({
            "ctin": document.supplier, "trdnm": "Supplier", "supfildt": "10-11-2026", "supprd": document.period,
            inside: [document.value],
        }));
    }
    lists
}

/// The summary by supplier of these documents.
fn summary(documents: &[Document]) -> Map<String, Value> {
    let mut lists = Map::new();
    for document in documents {
        let list = lists.entry(document.list).or_insert_with(|| json!([]));
        list.as_array_mut().unwrap().push(json!({"ctin": document.supplier, "ttldocs": 1, "igst": 1}));
    }
    lists
}

/// The whole file, of October 2026.
pub fn statement(documents: &[Document]) -> Value {
    json!({
        "chksum": "x",
        "data": {
            "gstin": RECIPIENT, "rtnprd": "102026", "version": "1.0", "gendt": "14-11-2026",
            "itcsumm": {"itcavl": {"nonrevsup": {"b2b": {"igst": 1}}}},
            "cpsumm": summary(documents),
            "docdata": lists(documents),
        },
    })
}
