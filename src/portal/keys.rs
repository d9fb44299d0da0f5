//! The portal's names in one table: sections, record keys and their aliases (portal/README.md sections 2 and 3).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::book::{Amount, Field, ItcSpelling, Section};

/// A key of a record that this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // see `name`
pub enum Key {
    Stin,
    TradeName,
    Number,
    Date,
    OriginalNumber,
    OriginalDate,
    Kind,
    Value,
    Taxable,
    Igst,
    Cgst,
    Sgst,
    Cess,
    Place,
    Action,
    Form,
    Period,
    Filing,
    PendingBlocked,
    /// The old name of the flag, which some read as blocked and some as allowed: it says nothing.
    OldPending,
    RemarksBlocked,
    ItcBlocked,
    ItcAnswer,
    DeclaredIgst,
    DeclaredCgst,
    DeclaredSgst,
    DeclaredCess,
    Remarks,
    Hash,
    ItcAvailability,
    ErrorMessage,
    ErrorCode,
    Recipient,
}

use Key::*;

/// All keys in order.
pub const ALL: [Key; COUNT] = {
    let mut all = [Stin; COUNT];
    let mut i = 0;
    while i < COUNT {
        all[i] = TABLE[i].0;
        i += 1;
    }
    all
};

/// How many keys there are.
pub const COUNT: usize = Recipient as usize + 1;

/// The six amounts of a document, in the order of the book's columns.
pub const AMOUNTS: [Key; 6] = {
    let (mut keys, mut place) = ([Value; 6], 0);
    while place < keys.len() {
        keys[place] = match Amount::ALL[place] {
            Amount::Value => Value,
            Amount::Taxable => Taxable,
            Amount::Igst => Igst,
            Amount::Cgst => Cgst,
            Amount::Sgst => Sgst,
            Amount::Cess => Cess,
        };
        place += 1;
    }
    keys
};
/// The declared heads of a partial answer.
pub const DECLARED: [Key; 4] = [DeclaredIgst, DeclaredCgst, DeclaredSgst, DeclaredCess];

/// Each key's name for documents, its name for notes where that differs, and the field of the book that it fills.
const TABLE: [(Key, &str, &str, Option<Field>); COUNT] = [
    (Stin, "stin", "", Some(Field::Supplier)),
    (TradeName, "tradenm", "", Some(Field::Name)),
    (Number, "inum", "nt_num", Some(Field::Number)),
    (Date, "idt", "nt_dt", Some(Field::Day)),
    (OriginalNumber, "oinum", "ont_num", Some(Field::OriginalNumber)),
    (OriginalDate, "oidt", "ont_dt", Some(Field::OriginalDay)),
    (Kind, "inv_typ", "", Some(Field::Kind)),
    (Value, "val", "", Some(Field::Value)),
    (Taxable, "txval", "", Some(Field::Taxable)),
    (Igst, "iamt", "", Some(Field::Igst)),
    (Cgst, "camt", "", Some(Field::Cgst)),
    (Sgst, "samt", "", Some(Field::Sgst)),
    (Cess, "cess", "", Some(Field::Cess)),
    (Place, "pos", "", Some(Field::Place)),
    (Action, "action", "", Some(Field::Action)),
    (Form, "srcform", "", Some(Field::Form)),
    (Period, "rtnprd", "", Some(Field::Period)),
    (Filing, "srcfilstatus", "", Some(Field::Filing)),
    (PendingBlocked, "ispendactblocked", "", Some(Field::PendingBlocked)),
    (OldPending, "ispendactnallwd", "", None),
    (RemarksBlocked, "isRemarksBlocked", "", Some(Field::RemarksBlocked)),
    (ItcBlocked, "itcRedReqBlocked", "", Some(Field::ItcBlocked)),
    (ItcAnswer, "itcRedReq", "", Some(Field::Answer)),
    (DeclaredIgst, "declIgst", "", Some(Field::DeclaredIgst)),
    (DeclaredCgst, "declCgst", "", Some(Field::DeclaredCgst)),
    (DeclaredSgst, "declSgst", "", Some(Field::DeclaredSgst)),
    (DeclaredCess, "declCess", "", Some(Field::DeclaredCess)),
    (Remarks, "remarks", "", Some(Field::Remarks)),
    (Hash, "hash", "", None),
    (ItcAvailability, "ItcAvailabilityCheck", "", None),
    (ErrorMessage, "error_msg", "", None),
    (ErrorCode, "error_cd", "", None),
    (Recipient, "rtin", "", None),
];

/// Other official names of a key.
const ALIASES: [(Key, &str); 4] =
    [(Form, "rtnTyp"), (Period, "sRtnPrd"), (ItcBlocked, "isItcRedReqBlocked"), (Recipient, "rcvgstin")];

impl Key {
    /// The key's name in the records of a section.
    pub fn name(self, section: Section) -> &'static str {
        let (_, document, note, _) = TABLE[self as usize];
        if section.is_note() && !note.is_empty() { note } else { document }
    }

    /// The name that an upload gives an ITC key where the download spelled it in snake_case.
    pub fn snake_name(self) -> &'static str {
        match self {
            ItcAnswer => "itc_red_req",
            DeclaredIgst => "decl_igst",
            DeclaredCgst => "decl_cgst",
            DeclaredSgst => "decl_sgst",
            DeclaredCess => "decl_cess",
            other => TABLE[other as usize].1,
        }
    }

    /// The field of the book that it fills.
    pub fn field(self) -> Option<Field> {
        TABLE[self as usize].3
    }
}

/// The name of a field in the records of a section: for scripts that read the findings.
pub fn field_name(field: Field, section: Section) -> &'static str {
    let known = TABLE.iter().find(|(_, _, _, f)| *f == Some(field)).map(|(key, ..)| key.name(section));
    known.unwrap_or(if field == Field::Note { "note" } else { "record" })
}

/// How a key was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// By an alias or another spelling.
    Alias,
    /// By its own name.
    Exact,
}

/// Lower case without `_` and `-`: names that are equal so mean the same key.
pub fn normal(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// The key that a name in a record of this section means.
pub fn key(name: &str, section: Section) -> Option<(Key, Match)> {
    if let Some((key, ..)) = TABLE.iter().find(|(key, ..)| key.name(section) == name) {
        return Some((*key, Match::Exact));
    }
    // Files may be made of nothing but names that are not known, so that they have to be looked up quickly.
    static BY_NORMAL: LazyLock<HashMap<String, Key>> = LazyLock::new(|| {
        let names = TABLE.iter().flat_map(|(key, document, note, _)| [(*key, *document), (*key, *note)]);
        let mut keys = HashMap::new();
        for (key, name) in names.chain(ALIASES).filter(|(_, name)| !name.is_empty()) {
            keys.entry(normal(name)).or_insert(key);
        }
        keys
    });
    // No name is longer, however many `_` are in it that count for nothing.
    const LONGEST: usize = 100;
    let known = if name.len() > LONGEST { None } else { BY_NORMAL.get(&normal(name)) };
    known.map(|key| (*key, Match::Alias))
}

/// Which of the two spellings of an ITC key a name is.
pub fn itc_spelling(name: &str) -> ItcSpelling {
    let is = |spelled: fn(Key) -> &'static str| DECLARED.into_iter().chain([ItcAnswer]).any(|key| spelled(key) == name);
    ItcSpelling { snake: is(Key::snake_name), camel: is(|key| key.name(Section::B2bcn)) }
}

/// The key of a section.
pub fn section_key(section: Section) -> &'static str {
    ["b2b", "b2ba", "b2bdn", "b2bdna", "b2bcn", "b2bcna", "ecom", "ecoma"][section as usize]
}

/// The section that a key means: its own, an alias, or another spelling.
pub fn section(name: &str) -> Option<Section> {
    let wanted = normal(name);
    let alias = match wanted.as_str() {
        "dn" => "b2bdn",
        "dna" => "b2bdna",
        "cn" => "b2bcn",
        "cna" => "b2bcna",
        "eco" => "ecom",
        "ecoa" => "ecoma",
        other => other,
    };
    Section::ALL.into_iter().find(|s| section_key(*s) == alias)
}

/// How deep wrappers may be nested.
pub(super) const DEEPEST: u32 = 8;

/// What a key of a file's envelope holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelope {
    /// The downloaded records.
    Download,
    /// Records with the portal's errors.
    Errors,
    /// An API's error report.
    ErrorReport,
    /// Why an API gives no answer: an error of the file as a whole.
    Refusal,
    /// What wraps the body of an API answer; one may hold another.
    Data,
    /// The records of an upload.
    Upload,
    /// The recipient's GSTIN.
    Recipient,
}

/// What a key of the root or of an envelope means, sections apart.
pub fn envelope(name: &str) -> Option<Envelope> {
    Some(match normal(name).as_str() {
        "imsdetails" => Envelope::Download,
        "imsdetailserr" => Envelope::Errors,
        "errorreport" => Envelope::ErrorReport,
        "error" => Envelope::Refusal,
        "data" | "result" => Envelope::Data,
        "invdata" => Envelope::Upload,
        "rtin" | "gstin" | "rcvgstin" => Envelope::Recipient,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_keys() {
        for (i, (key, ..)) in TABLE.iter().enumerate() {
            assert_eq!(*key as usize, i);
        }
    }

    #[test]
    fn keys_are_known_by_name_alias_and_spelling() {
        assert_eq!(key("inum", Section::B2b), Some((Number, Match::Exact)));
        assert_eq!(key("nt_num", Section::B2bcn), Some((Number, Match::Exact)));
        assert_eq!(key("inum", Section::B2bcn), Some((Number, Match::Alias)));
        assert_eq!(key("NT-NUM", Section::B2bcn), Some((Number, Match::Alias)));
        assert_eq!(key("itc_red_req", Section::B2ba), Some((ItcAnswer, Match::Alias)));
        assert_eq!(key("isItcRedReqBlocked", Section::B2ba), Some((ItcBlocked, Match::Alias)));
        assert_eq!(key("srtnprd", Section::B2b), Some((Period, Match::Alias)));
        assert_eq!(key("unheard_of", Section::B2b), None);
        assert_eq!(key("", Section::B2b), None);
    }

    #[test]
    fn sections_are_known_by_key_alias_and_spelling() {
        for s in Section::ALL {
            assert_eq!(section(section_key(s)), Some(s));
        }
        assert_eq!(section("CN"), Some(Section::B2bcn));
        assert_eq!(section("b2b_cna"), Some(Section::B2bcna));
        assert_eq!(section("eco"), Some(Section::Ecom));
        assert_eq!(section("impg"), None);
    }
}
