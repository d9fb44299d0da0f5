//! Books with a register, written down in a line for each record and each entry.

// Two programs of tests use it, each only in part.
#![allow(dead_code)]

use std::sync::Arc;

use ims_desk::book::{Book, Entries, EntryMarks, EntryType, Mark, NewEntry, ReadPart, Register, RegisterPart, Section};
use ims_desk::matching::{self, Class, Matches};
use ims_desk::portal::{self, Input};
use ims_desk::values::{Day, Paise, money};
use ims_desk::work::Progress;
use serde_json::{Map, Value, json};

/// The recipient of all books here.
pub const RECIPIENT: &str = "27AAAAA0000A1Z2";

/// The day of all examples: the GSTR-2B of June 2026 is being closed.
pub fn today() -> Day {
    Day::parse("16-07-2026").unwrap()
}

/// The suppliers of the examples by their short names; anything else is a GSTIN as it is, `-` none.
pub fn gstin(name: &str) -> &str {
    match name {
        "27Z" => "27ZZZZZ9999Z1Z8",
        "29Z" => "29ZZZZZ9999Z1Z4",
        "33Z" => "33ZZZZZ9999Z1ZF",
        "27T" => "27TESTA1234B1ZA",
        "24T" => "24TESTA1234B1ZG",
        "29T" => "29TESTA1234B1Z6",
        "24A" => "24AAAAA0000A1Z8",
        "33A" => "33AAAAA0000A1Z9",
        "07A" => "07AAAAA0000A1Z4",
        "-" => "",
        other => other,
    }
}

/// A line in words: supplier, number, date, amounts, then options `name=value`.
pub struct Line<'l> {
    words: Vec<&'l str>,
}

impl<'l> Line<'l> {
    /// Of a text.
    pub fn of(text: &'l str) -> Line<'l> {
        Line { words: text.split_whitespace().collect() }
    }

    fn option(&self, name: &str) -> Option<&'l str> {
        self.words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    fn has(&self, name: &str) -> bool {
        self.words.contains(&name)
    }

    /// Taxable value, if it is given, and the heads.
    fn amounts(&self) -> (Option<Paise>, [Paise; 4]) {
        let (taxable, tax) = self.words[3].split_once('/').unwrap();
        let paise = |text: &str| money::parse(text).unwrap().paise;
        let heads = match tax.split_once('+') {
            Some((central, state)) => [0, paise(central), paise(state), 0],
            None => [paise(tax), 0, 0, 0],
        };
        ((taxable != "-").then(|| paise(taxable)), heads)
    }
}

/// A download of these records: `b2b 27Z 88 10-06-2026 1000/90+90 period=072026`; the section may be left out.
pub fn download(records: &[&str]) -> String {
    let mut sections: Map<String, Value> = Map::new();
    for text in records {
        let (section, rest) = match text.split_once(' ') {
            Some((first, rest)) if first.starts_with("b2b") || first.starts_with("eco") => (first, rest),
            _ => ("b2b", *text),
        };
        sections.entry(section).or_insert_with(|| json!([])).as_array_mut().unwrap().push(record(section, rest));
    }
    sections.insert("rtin".into(), RECIPIENT.into());
    json!({ "imsDetails": sections }).to_string()
}

fn record(section: &str, text: &str) -> Value {
    let line = Line::of(text);
    let (taxable, heads) = line.amounts();
    let rupees = |paise: Paise| -> Value { serde_json::from_str(&money::plain(paise.into())).unwrap() };
    let note = section.starts_with("b2bdn") || section.starts_with("b2bcn");
    let date = line.words[2];
    let period = line.option("period").map_or_else(|| format!("{}{}", &date[3..5], &date[6..]), str::to_owned);
    let value = taxable.unwrap() + heads.iter().sum::<Paise>();
    let mut record = json!({
        "stin": gstin(line.words[0]), "tradenm": "A supplier", "inv_typ": "R", "val": rupees(value),
        "txval": rupees(taxable.unwrap()), "iamt": rupees(heads[0]), "camt": rupees(heads[1]), "samt": rupees(heads[2]),
        "cess": rupees(heads[3]), "pos": "27", "action": line.option("action").unwrap_or("N"), "srcform": "R1",
        "rtnprd": period, "srcfilstatus": if line.has("unfiled") { "Not Filed" } else { "Filed" },
        "ispendactblocked": if line.has("blocked") { "Y" } else { "N" }, "isRemarksBlocked": "N",
        "itcRedReqBlocked": if line.has("itc-blocked") { "Y" } else { "N" },
    });
    let mut put = |name: &str, note_name: &str, value: &str| {
        record[if note { note_name } else { name }] = value.into();
    };
    put("inum", "nt_num", line.words[1]);
    put("idt", "nt_dt", date);
    if let Some((number, date)) = line.option("amends").map(|of| of.split_once('@').unwrap()) {
        put("oinum", "ont_num", number);
        put("oidt", "ont_dt", date);
    }
    record
}

/// Adds an entry of a line: `27Z 88 10-06-2026 1000/90+90 voucher=V1`; its date may be `-`.
pub fn add(entries: &mut Entries, text: &str, at: u32) {
    let line = Line::of(text);
    let (taxable, heads) = line.amounts();
    let day = |text: &str| Day::parse(text).unwrap_or(Day::NONE);
    let [igst, cgst, sgst, cess] = heads.map(|head| (!line.has("no-tax")).then_some(head));
    let mut marks = EntryMarks::default();
    for (name, mark) in [
        ("rcm", Mark::ReverseCharge),
        ("import", Mark::Import),
        ("ineligible", Mark::Ineligible),
        ("damaged", Mark::Damaged),
    ] {
        if line.has(name) {
            marks.add(mark);
        }
    }
    let number = line.words[1].replace('_', " ");
    let lines: Vec<u32> =
        line.option("lines").map_or_else(|| vec![at], |all| all.split(',').map(|n| n.parse().unwrap()).collect());
    entries.push(&NewEntry {
        gstin: gstin(line.words[0]),
        name: line.option("name").unwrap_or("A supplier"),
        number: if number == "-" { "" } else { &number },
        date: day(line.words[2]),
        posting: line.option("posting").map_or(Day::NONE, day),
        kind: match line.option("type") {
            Some("credit") => EntryType::CreditNote,
            Some("debit") => EntryType::DebitNote,
            _ => EntryType::Invoice,
        },
        amounts: [
            taxable,
            igst,
            cgst,
            sgst,
            cess,
            None,
            line.option("value").map(|text| money::parse(text).unwrap().paise),
        ],
        marks,
        voucher: line.option("voucher").unwrap_or(""),
        lines: &lines,
        ..NewEntry::default()
    });
}

/// Entries of these lines.
pub fn entries(lines: &[&str]) -> Entries {
    let mut entries = Entries::default();
    (1..).zip(lines).for_each(|(at, line)| add(&mut entries, line, at));
    entries
}

/// A book of these records, with a register of these entries.
pub fn book(records: &[&str], lines: &[&str], complete: bool) -> Book {
    let mut book = read(&download(records));
    book.set_register(register(entries(lines), complete));
    book
}

/// A download as a book.
pub fn read(text: &str) -> Book {
    let input = Input { name: "download.json".into(), path: None, bytes: text.as_bytes().to_vec() };
    portal::read(vec![input], &Progress::default()).unwrap()
}

/// A register of June 2026.
pub fn register(entries: Entries, complete: bool) -> Register {
    let day = |text| Day::parse(text).unwrap();
    let part = RegisterPart {
        file: "Purchase.xlsx".into(),
        covers: Some((day("01-06-2026"), day("30-06-2026"))),
        complete: complete.then_some(true),
        ..RegisterPart::default()
    };
    Register::of(vec![ReadPart { part, entries: Arc::new(entries), ..ReadPart::default() }])
}

/// The matches of a book.
pub fn matches(book: &Book) -> Matches {
    matching::matches(book, today(), &Progress::default()).unwrap()
}

/// Every match in a line, such as `exact 1 = 1 A`: class, records, entries, what is suggested for the first record. Records and
/// entries count from 1, records in the order of the book.
pub fn in_lines(book: &Book, matches: &Matches) -> Vec<String> {
    let mut numbers = Vec::new();
    for section in Section::ALL {
        numbers.extend((0..book.sheet(section).rows()).map(|row| (section, row)));
    }
    let number = |record: &(Section, u32)| (numbers.iter().position(|other| other == record).unwrap() + 1).to_string();
    let line = |of: matching::Match| {
        let records: Vec<String> = of.records.iter().map(number).collect();
        let entries: Vec<String> = of.entries.iter().map(|entry| (entry + 1).to_string()).collect();
        let suggested = matching::suggest::suggestion::of_match(book, matches, &of, today()).what.letter();
        let suggested = if of.records.is_empty() || suggested.is_empty() { "-" } else { suggested };
        format!("{} {} = {} {suggested}", of.class.name(), records.join("+"), entries.join("+"))
    };
    matches.all().filter(|of| of.class != Class::None).map(line).collect()
}
