//! How parts of the purchase register, links and apart marks are spelled on disk: by hashes of files and by the identities of
//! documents, never by lines or rows. Entries are not: they are read from the register's file again.

use serde::{Deserialize, Serialize};

use crate::book::{
    Apart, Gstr2bFile, KeptGstr2b, Link, LinkKind, LinkedEntry, LinkedRecord, ReadPart, RegisterPart, Section,
};
use crate::values::{Day, Period};

/// No layout is longer.
const LONGEST_LAYOUT: usize = 1 << 20;

/// A part of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpelledPart {
    file: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    sheet: String,
    sha256: String,
    bytes: u64,
    layout: String,
    /// In base 16: not all readers of JSON have so large numbers.
    headings: String,
    /// From and to, as `yyyy-mm-dd`.
    #[serde(skip_serializing_if = "Option::is_none")]
    covers: Option<[String; 2]>,
    complete: bool,
    /// The user said that it is not. (An earlier version wrote nothing of what the user did not say.)
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    incomplete: bool,
    entries: u32,
    elsewhere: u32,
}

impl From<&RegisterPart> for SpelledPart {
    fn from(part: &RegisterPart) -> Self {
        let iso = |day: Day| {
            let (y, m, d) = day.ymd();
            format!("{y:04}-{m:02}-{d:02}")
        };
        SpelledPart {
            file: part.file.clone(),
            sheet: part.sheet.clone(),
            sha256: crate::values::hex(&part.hash),
            bytes: part.bytes,
            layout: part.layout.clone(),
            headings: format!("{:016x}", part.headings),
            covers: part.covers.map(|(from, to)| [iso(from), iso(to)]),
            complete: part.complete == Some(true),
            incomplete: part.complete == Some(false),
            entries: part.entries,
            elsewhere: part.elsewhere,
        }
    }
}

impl SpelledPart {
    /// The part, without its entries: its file has to be read again. None: it cannot be read.
    pub fn part(self) -> Option<ReadPart> {
        if self.layout.len() > LONGEST_LAYOUT {
            return None;
        }
        let covers = match self.covers {
            Some([from, to]) => Some((Day::parse_iso(&from)?, Day::parse_iso(&to)?)),
            None => None,
        };
        let part = RegisterPart {
            hash: from_hex(&self.sha256)?,
            headings: u64::from_str_radix(&self.headings, 16).ok()?,
            file: self.file,
            sheet: self.sheet,
            bytes: self.bytes,
            layout: self.layout,
            covers,
            complete: if self.complete || self.incomplete { Some(self.complete) } else { None },
            missing: true,
            entries: self.entries,
            elsewhere: self.elsewhere,
        };
        Some(ReadPart { part, ..ReadPart::default() })
    }
}

/// The GSTR-2B that is kept: its files by their hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpelledGstr2b {
    /// `MMYYYY`.
    period: String,
    /// `yyyy-mm-dd`; nothing where it is not known.
    drawn_up: String,
    files: Vec<SpelledGstr2bFile>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct SpelledGstr2bFile {
    name: String,
    sha256: String,
    bytes: u64,
}

impl From<&KeptGstr2b> for SpelledGstr2b {
    fn from(kept: &KeptGstr2b) -> Self {
        let (y, m, d) = kept.drawn_up.ymd();
        let drawn_up = if kept.drawn_up == Day::NONE { String::new() } else { format!("{y:04}-{m:02}-{d:02}") };
        let file = |file: &Gstr2bFile| SpelledGstr2bFile {
            name: file.name.clone(),
            sha256: crate::values::hex(&file.hash),
            bytes: file.bytes,
        };
        SpelledGstr2b { period: kept.period.portal(), drawn_up, files: kept.files.iter().map(file).collect() }
    }
}

impl SpelledGstr2b {
    /// What is kept. None: it cannot be read.
    pub fn kept(self) -> Option<KeptGstr2b> {
        let file = |file: SpelledGstr2bFile| {
            Some(Gstr2bFile { hash: from_hex(&file.sha256)?, name: file.name, bytes: file.bytes })
        };
        Some(KeptGstr2b {
            period: Period::parse(&self.period)?,
            drawn_up: Day::parse_iso(&self.drawn_up).unwrap_or(Day::NONE),
            files: self.files.into_iter().map(file).collect::<Option<_>>()?,
        })
    }
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let bytes = text.as_bytes();
    if bytes.len() != 64 || !bytes.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(bytes.chunks(2)) {
        let digit = |b: u8| char::from(b).to_digit(16).unwrap_or(0) as u8;
        *byte = digit(pair[0]) << 4 | digit(pair[1]);
    }
    Some(hash)
}

/// A link, or a pair that is apart: records, `/`, entries. As text it is about as long as in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpelledLink(String);

/// Marks a link that is a match which was confirmed.
const CONFIRMED: &str = "c:";

impl From<&Link> for SpelledLink {
    fn from(link: &Link) -> Self {
        let records: Vec<String> = link.records.iter().map(record).collect();
        let entries: Vec<String> = link.entries.iter().map(entry).collect();
        let kind = if link.kind == LinkKind::Confirmed { CONFIRMED } else { "" };
        SpelledLink(format!("{kind}{}/{}", records.join(","), entries.join(",")))
    }
}

impl From<&Apart> for SpelledLink {
    fn from((own, other): &Apart) -> Self {
        SpelledLink(format!("{}/{}", record(own), entry(other)))
    }
}

fn record(record: &LinkedRecord) -> String {
    let section = record.section as u8;
    format!("{section}{:08x}{:032x}{:08x}{:016x}", record.ordinal, record.identity, record.supplier, record.text)
}

fn entry(entry: &LinkedEntry) -> String {
    format!("{:032x}{:08x}{:016x}", entry.identity, entry.supplier, entry.content)
}

/// Numbers of fixed width in base 16, one behind the other.
struct Digits<'t>(&'t str);

impl Digits<'_> {
    fn number(&mut self, width: usize) -> Option<u128> {
        let (digits, rest) = self.0.split_at_checked(width)?;
        self.0 = rest;
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u128::from_str_radix(digits, 16).ok())?
    }
}

impl SpelledLink {
    /// The link; none if it cannot be read.
    pub fn link(&self) -> Option<Link> {
        let (kind, text) = match self.0.strip_prefix(CONFIRMED) {
            Some(text) => (LinkKind::Confirmed, text),
            None => (LinkKind::Linked, self.0.as_str()),
        };
        let (records, entries) = text.split_once('/')?;
        let records = records.split(',').map(to_record).collect::<Option<Box<[_]>>>()?;
        let entries = entries.split(',').map(to_entry).collect::<Option<Box<[_]>>>()?;
        Some(Link { kind, records, entries })
    }

    /// The pair; none if it cannot be read.
    pub fn apart(&self) -> Option<Apart> {
        let (record, entry) = self.0.split_once('/')?;
        Some((to_record(record)?, to_entry(entry)?))
    }
}

fn to_record(text: &str) -> Option<LinkedRecord> {
    let mut digits = Digits(text);
    let record = LinkedRecord {
        section: Section::ALL.get(digits.number(1)? as usize).copied()?,
        ordinal: digits.number(8)? as u32,
        identity: digits.number(32)?,
        supplier: digits.number(8)? as u32,
        text: digits.number(16)? as u64,
    };
    digits.0.is_empty().then_some(record)
}

fn to_entry(text: &str) -> Option<LinkedEntry> {
    let mut digits = Digits(text);
    let entry = LinkedEntry {
        identity: digits.number(32)?,
        supplier: digits.number(8)? as u32,
        content: digits.number(16)? as u64,
    };
    digits.0.is_empty().then_some(entry)
}

/// Links of an event or a snapshot; none if one cannot be read.
pub fn links(spelled: &[SpelledLink]) -> Option<Vec<Link>> {
    spelled.iter().map(SpelledLink::link).collect()
}

/// Apart marks of an event or a snapshot; none if one cannot be read.
pub fn aparts(spelled: &[SpelledLink]) -> Option<Vec<Apart>> {
    spelled.iter().map(SpelledLink::apart).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn links_come_back_as_they_were(
            records in prop::collection::vec((0usize..8, any::<u128>(), any::<u32>(), any::<u32>(), any::<u64>()), 1..4),
            entries in prop::collection::vec((any::<u128>(), any::<u32>(), any::<u64>()), 1..4),
            confirmed in any::<bool>(),
        ) {
            let record = |&(section, identity, ordinal, supplier, text): &(usize, u128, u32, u32, u64)| {
                LinkedRecord { section: Section::ALL[section], supplier, identity, ordinal, text }
            };
            let entry = |&(identity, supplier, content): &(u128, u32, u64)| LinkedEntry { supplier, identity, content };
            let kind = if confirmed { LinkKind::Confirmed } else { LinkKind::Linked };
            let link = Link { kind, records: records.iter().map(record).collect(), entries: entries.iter().map(entry).collect() };
            prop_assert_eq!(SpelledLink::from(&link).link(), Some(link.clone()));
            let apart = (link.records[0], link.entries[0]);
            prop_assert_eq!(SpelledLink::from(&apart).apart(), Some(apart));
        }
        #[test]
        fn no_text_makes_it_panic(text in "[c:0-9a-f,/é]{0,160}") {
            let spelled = SpelledLink(text);
            _ = (spelled.link(), spelled.apart());
        }
    }

    #[test]
    fn what_is_no_link_is_not_read() {
        let good = format!("0{}/{}", "0".repeat(64), "0".repeat(56));
        assert!(SpelledLink(good.clone()).link().is_some());
        for bad in [
            String::new(),
            "/".into(),
            good.replace('/', ""),
            format!("9{}", &good[1..]),
            format!("{good}0"),
            good.replace('/', ",/"),
        ] {
            assert_eq!(SpelledLink(bad.clone()).link(), None, "{bad}");
        }
    }

    #[test]
    fn a_part_comes_back_without_its_entries() {
        let day = |text| Day::parse(text).unwrap();
        let part = RegisterPart {
            file: "Purchase.xlsx".into(),
            sheet: "June".into(),
            hash: [7; 32],
            bytes: 1234,
            layout: "{}".into(),
            headings: u64::MAX,
            covers: Some((day("01-06-2026"), day("30-06-2026"))),
            complete: Some(true),
            missing: false,
            entries: 9,
            elsewhere: 1,
        };
        let again = SpelledPart::from(&part).part().unwrap();
        assert_eq!(again.part, RegisterPart { missing: true, ..part.clone() });
        for complete in [None, Some(false), Some(true)] {
            let part = RegisterPart { complete, ..part.clone() };
            let text = serde_json::to_string(&SpelledPart::from(&part)).unwrap();
            let again = serde_json::from_str::<SpelledPart>(&text).unwrap().part().unwrap();
            assert_eq!(again.part.complete, complete, "{text}");
        }
        for broken in [
            SpelledPart { sha256: "07".into(), ..SpelledPart::from(&part) },
            SpelledPart { layout: " ".repeat(LONGEST_LAYOUT + 1), ..SpelledPart::from(&part) },
            SpelledPart { covers: Some(["x".into(), "y".into()]), ..SpelledPart::from(&part) },
        ] {
            assert_eq!(broken.part(), None);
        }
    }
}
