//! What a sample promises, read back with another JSON reader than ours.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::book::Section;
use crate::portal::keys;
use crate::values::{Day, Paise, Period, gstin, money};

/// What is embedded for "try with sample data".
const EMBEDDED: (u64, u64) = (240, 93);

fn bytes(rows: u64, seed: u64) -> Vec<u8> {
    let mut out = Vec::new();
    super::write(rows, seed, &mut out).expect("memory takes everything");
    out
}

/// A record with the helpers that the tests need.
struct Record {
    section: Section,
    fields: Value,
}

impl Record {
    fn text(&self, key: &str) -> &str {
        self.fields[key].as_str().unwrap_or_default()
    }

    fn amount(&self, key: &str) -> Paise {
        let amount = money::parse(&self.fields[key].to_string()).unwrap_or_else(|| panic!("{key} of {}", self.fields));
        assert!(amount.exact, "{key} of {}", self.fields);
        amount.paise
    }

    fn has(&self, key: &str) -> bool {
        self.fields.get(key).is_some()
    }

    fn key(&self, of_documents: &'static str, of_notes: &'static str) -> &'static str {
        if self.section.is_note() { of_notes } else { of_documents }
    }

    fn number(&self) -> &str {
        self.text(self.key("inum", "nt_num"))
    }

    fn date(&self) -> &str {
        self.text(self.key("idt", "nt_dt"))
    }

    /// What an amendment of this document would say of it.
    fn name(&self) -> [&str; 4] {
        [keys::section_key(self.section), self.text("stin"), self.number(), self.date()]
    }

    /// What this amendment says of its original; none for other records.
    fn name_of_original(&self) -> Option<[&str; 4]> {
        let (number, date) = (self.key("oinum", "ont_num"), self.key("oidt", "ont_dt"));
        let section = self.section.original()?;
        Some([keys::section_key(section), self.text("stin"), self.text(number), self.text(date)])
    }
}

/// Each amendment and its original; panics where there is none.
fn amendments(all: &[Record]) -> Vec<(&Record, &Record)> {
    let by_name: HashMap<_, _> = all.iter().map(|record| (record.name(), record)).collect();
    let original = |record| by_name.get(&record).copied().unwrap_or_else(|| panic!("no original {record:?}"));
    all.iter().filter_map(|record| Some((record, original(record.name_of_original()?)))).collect()
}

/// The records of a sample, in order; panics where its shape is wrong.
fn records(rows: u64, seed: u64) -> Vec<Record> {
    let root: Value = serde_json::from_slice(&bytes(rows, seed)).expect("well-formed JSON");
    let root = root.as_object().expect("an object");
    assert_eq!(root.keys().collect::<Vec<_>>(), ["imsDetails"]);
    let mut envelope = root["imsDetails"].as_object().expect("an envelope").clone();
    assert_eq!(envelope.remove("rtin"), Some(Value::from("27AAAAA0000A1Z2")));
    let mut records = Vec::new();
    for section in Section::ALL {
        let Some(list) = envelope.remove(keys::section_key(section)) else { continue };
        let list = list.as_array().expect("a list").clone();
        assert!(!list.is_empty(), "an empty section is left out");
        records.extend(list.into_iter().map(|fields| Record { section, fields }));
    }
    assert!(envelope.is_empty(), "unknown sections {:?}", envelope.keys());
    records
}

fn share(records: &[Record], test: impl Fn(&Record) -> bool) -> f64 {
    records.iter().filter(|r| test(r)).count() as f64 / records.len() as f64
}

#[test]
fn there_are_as_many_records_as_asked_for() {
    for rows in [0, 1, 2, 7, 19, 99, 100, 240, 1000, 1001] {
        assert_eq!(records(rows, 3).len() as u64, rows);
    }
    assert_eq!(bytes(0, 3), b"{\"imsDetails\":{\"rtin\":\"27AAAAA0000A1Z2\"}}\n");
    let present: HashSet<Section> = records(100, 3).iter().map(|r| r.section).collect();
    assert_eq!(present.len(), 8, "a hundred records reach every section");
}

#[test]
fn sections_stand_in_the_order_of_the_portal() {
    let text = String::from_utf8(bytes(1000, 3)).expect("UTF-8");
    let at = Section::ALL.map(|section| text.find(&format!("\"{}\":[", keys::section_key(section))).expect("there"));
    assert!(at.is_sorted());
}

#[test]
fn every_supplier_has_a_synthetic_gstin_that_fits_its_check_digit() {
    for record in records(5000, 3) {
        let gstin = record.text("stin");
        assert!(gstin::check_digit_fits(gstin), "{gstin}");
        assert!(gstin.as_bytes()[2..7].iter().all(|b| *b == gstin.as_bytes()[2]), "{gstin}");
        assert_ne!(gstin, super::RECIPIENT);
    }
}

#[test]
fn no_two_records_are_the_same_document() {
    for (rows, seed) in [(7, 1), (1000, 1), (1000, 2), (40_000, 3)] {
        let mut seen = HashSet::new();
        for record in records(rows, seed) {
            let number = record.number().to_lowercase();
            assert!((1..=16).contains(&number.len()), "{number}");
            let rest = ["stin", "rtnprd", "srcform"].map(|key| record.text(key).to_owned());
            assert!(seen.insert((record.section, number, record.date().to_owned(), rest)), "{}", record.fields);
        }
    }
}

#[test]
fn every_amendment_comes_after_its_original_in_the_same_file() {
    let all = records(5000, 3);
    let (mut down, mut equal, mut up) = (0, 0, 0);
    for (record, original) in amendments(&all) {
        assert_eq!(original.text("srcfilstatus"), "F");
        assert!(Day::parse(original.date()) <= Day::parse(record.date()), "{}", record.fields);
        assert!(Period::parse(original.text("rtnprd")) <= Period::parse(record.text("rtnprd")), "{}", record.fields);
        match record.amount("txval").cmp(&original.amount("txval")) {
            Ordering::Less => down += 1,
            Ordering::Equal => equal += 1,
            Ordering::Greater => up += 1,
        }
    }
    assert_eq!(down + equal + up, 8 * 5000 / 100);
    assert!(down > 80 && equal > 40 && up > 80, "{down} {equal} {up}");
}

#[test]
fn taxes_agree_with_each_other_and_with_the_states() {
    for record in records(5000, 3) {
        let [val, txval, iamt, camt, samt, cess] =
            ["val", "txval", "iamt", "camt", "samt", "cess"].map(|key| record.amount(key));
        assert_eq!(val, txval + iamt + camt + samt + cess, "{}", record.fields);
        assert_eq!(camt, samt);
        let home = record.text("stin").starts_with("27");
        assert!(if home { iamt == 0 } else { camt == 0 }, "{}", record.fields);
        assert!((1_000..=1_000_000_000).contains(&txval) && val <= 1_000_000_000, "{}", record.fields);
        assert!(!home || record.text("pos") == "27");
        let rate = (200 * (iamt + camt + samt) + txval) / (2 * txval);
        assert!([0, 5, 12, 18, 28].contains(&rate), "{rate} in {}", record.fields);
    }
}

#[test]
fn documents_are_of_twelve_months_and_reported_in_their_month_or_the_next() {
    let all = records(5000, 3);
    let mut months = HashSet::new();
    for record in &all {
        let date = Day::parse(record.date()).expect("a date");
        let period = Period::parse(record.text("rtnprd")).expect("a period");
        assert!(period == Period::of(date) || period == Period::of(date).plus(1), "{}", record.fields);
        months.insert((Period::of(date).year(), Period::of(date).month()));
    }
    let expected = (11..=12).map(|m| (2025, m)).chain((1..=10).map(|m| (2026, m)));
    assert_eq!(months, expected.collect());
}

#[test]
fn earlier_decisions_are_such_as_the_portal_would_have_taken() {
    for record in records(20_000, 3) {
        let blocked = |key| match record.text(key) {
            "Y" => true,
            "N" => false,
            other => panic!("{other} in {}", record.fields),
        };
        let (action, answer, remarks) = (record.text("action"), record.text("itcRedReq"), record.text("remarks"));
        assert!(["N", "A", "R", "P"].contains(&action));
        blocked("ispendactblocked");
        let has_block = record.section.is_amendment() || record.section.is_credit_note();
        assert_eq!(record.has("itcRedReqBlocked"), has_block);
        let open = has_block && !blocked("itcRedReqBlocked");
        // I1 and I2: answers stand where they must, and nowhere else.
        assert!(answer.is_empty() || action == "A" && open, "{}", record.fields);
        assert!(!(record.section.is_credit_note() && action == "A" && open && answer.is_empty()), "{}", record.fields);
        // R2, R4 and R5.
        assert!(remarks.is_empty() || !blocked("isRemarksBlocked"), "{}", record.fields);
        let declared = ["declIgst", "declCgst", "declSgst", "declCess"];
        let partly = declared.iter().any(|key| record.has(key));
        assert!(!remarks.is_empty() || !(partly || answer == "N"), "{}", record.fields);
        assert!(remarks.is_empty() || ["R", "P"].contains(&action) || partly || answer == "N", "{}", record.fields);
        assert!(remarks.is_ascii() && !remarks.contains(['<', '>', '"', '\\', '&', '\'', ';']));
        if partly {
            // I3, I4, I5 and I7.
            let heads = ["iamt", "camt", "samt", "cess"].map(|key| record.amount(key));
            let declared = declared.map(|key| record.amount(key));
            assert_eq!(answer, "Y");
            assert_eq!(declared[1], declared[2]);
            assert!(declared.iter().sum::<Paise>() > 0);
            if record.section == Section::B2bcn {
                assert!(declared.iter().zip(heads).all(|(part, head)| *part <= head) && declared != heads);
            }
        }
    }
}

#[test]
fn no_declared_part_is_more_than_the_amendment_changes() {
    let all = records(20_000, 3);
    let mut declared_parts = 0;
    for (record, original) in amendments(&all).into_iter().filter(|(record, _)| record.has("declIgst")) {
        for (declared, head) in [("declIgst", "iamt"), ("declCgst", "camt"), ("declSgst", "samt"), ("declCess", "cess")]
        {
            let change = original.amount(head) - record.amount(head);
            let fall = if record.section.is_credit_note() { -change } else { change };
            assert!(record.amount(declared) <= fall.max(0), "{}", record.fields);
        }
        declared_parts += 1;
    }
    assert!(declared_parts > 10, "{declared_parts}");
}

#[test]
fn the_mixture_is_like_life() {
    let all = records(10_000, 3);
    let is = |key: &'static str, value: &'static str| move |r: &Record| r.text(key) == value;
    let between = |what: &str, share: f64, from: f64, to: f64| assert!((from..=to).contains(&share), "{what}: {share}");
    between("credit notes", share(&all, |r| r.section == Section::B2bcn), 0.09, 0.11);
    between("amendments", share(&all, |r| r.section.is_amendment()), 0.05, 0.1);
    between("not filed", share(&all, is("srcfilstatus", "NF")), 0.15, 0.25);
    between("R1A", share(&all, is("srcform", "R1A")), 0.01, 0.06);
    between("no action", share(&all, is("action", "N")), 0.65, 0.85);
    between(
        "pending is over",
        share(&all, |r| r.text("action") == "P" && r.text("ispendactblocked") == "Y"),
        0.001,
        0.02,
    );
    between("place of supply", share(&all, is("pos", "27")), 0.95, 0.999);
    for key in ["ispendactblocked", "isRemarksBlocked", "itcRedReqBlocked", "itcRedReq"] {
        for value in ["Y", "N"] {
            assert!(all.iter().any(is(key, value)), "{key} {value}");
        }
    }
    assert!(all.iter().any(|r| r.has("declIgst")));

    let mut documents = HashMap::new();
    all.iter().for_each(|r| *documents.entry(r.text("stin")).or_insert(0) += 1);
    between("suppliers", documents.len() as f64 / 200.0, 0.9, 1.1);
    let mut sent: Vec<usize> = documents.into_values().collect();
    sent.sort_unstable_by(|a, b| b.cmp(a));
    between("the busiest tenth", sent[..20].iter().sum::<usize>() as f64 / 10_000.0, 0.45, 0.75);
}

#[test]
fn amounts_and_numbers_are_written_as_people_write_them() {
    let text = String::from_utf8(bytes(10_000, 3)).expect("UTF-8");
    let amounts: HashSet<usize> = text
        .split("\"txval\":")
        .skip(1)
        .filter_map(|rest| rest.split(',').next())
        .map(|amount| amount.split_once('.').map_or(0, |(_, decimals)| decimals.len()))
        .collect();
    assert_eq!(amounts, HashSet::from([0, 1, 2]));
    assert!(
        text.split("\"txval\":")
            .any(|rest| rest.split(',').next().is_some_and(|a| a.contains('.') && a.ends_with('0')))
    );

    let numbers: Vec<String> = records(10_000, 3).iter().map(|r| r.number().to_owned()).collect();
    let some = |what: &str, test: fn(&str) -> bool| assert!(numbers.iter().any(|n| test(n)), "{what}");
    some("INV/26-27/0001", |n| n.starts_with("INV/26-27/"));
    some("INV/25-26/0001", |n| n.starts_with("INV/25-26/"));
    some("GST-123", |n| n.starts_with("GST-"));
    some("0045", |n| n.starts_with('0') && n.len() == 4);
    some("sixteen digits", |n| n.len() == 16 && n.bytes().all(|b| b.is_ascii_digit()));
    some("lower case", |n| n.bytes().any(|b| b.is_ascii_lowercase()));
}

#[test]
fn a_record_is_about_450_bytes_long() {
    for seed in [1, 2, 3] {
        let mean = bytes(10_000, seed).len() / 10_000;
        assert!((430..=470).contains(&mean), "{mean}");
    }
}

#[test]
fn the_seed_settles_every_byte() {
    assert_eq!(bytes(1000, 7), bytes(1000, 7));
    assert_ne!(bytes(1000, 7), bytes(1000, 8));
    for seed in [0, u64::MAX] {
        assert_eq!(records(1000, seed).len(), 1000);
    }
}

/// Pins the bytes on every platform: the embedded file was written once.
#[test]
fn the_embedded_sample_is_what_the_generator_writes() {
    let (rows, seed) = EMBEDDED;
    let embedded = include_bytes!("../../../assets/sample.json");
    assert!(
        embedded[..] == bytes(rows, seed),
        "assets/sample.json is not `ims-desk sample --rows {rows} --seed {seed}`"
    );
}

#[test]
fn a_writer_that_fails_is_an_error() {
    let mut room = [0; 100];
    assert!(super::write(1000, 1, &mut &mut room[..]).is_err());
}
