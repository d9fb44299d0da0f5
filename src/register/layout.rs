//! Layouts: which column of a sheet means what, and how its amounts and words for notes are read; known by its headings.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::cells::letters;
use crate::register::headings::columns::Heading;
use crate::register::headings::fields::RegisterField;
use crate::register::lines::documents::NoteWords;
use crate::register::written::kinds::TypeWord;

/// What is set for a sheet, by the user or by a layout. What is not set is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// The line of the heading, or the upper of its two lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<u32>,
    /// Fields with the headings of their columns, or the letters of these; behind a `$` it is letters.
    pub columns: Vec<(SetField, String)>,
    /// No column but these, and those that are read again, is used.
    pub only_these: bool,
    /// Columns that another one took the field from: what they are is found out.
    #[serde(skip)]
    pub read_again: Vec<u16>,
    /// Amounts that are on every line of a document and count once, or that are added.
    pub once: Vec<(SetField, bool)>,
    /// How the words for notes are used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<SetNotes>,
    /// Whether the month comes before the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month_first: Option<bool>,
    /// Whether amounts below 0 are purchases where nearly all are below 0; else they are credit notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minus: Option<bool>,
    /// Whether date cells have day and month exchanged where they look so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchanged: Option<bool>,
}

/// A field by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub struct SetField(pub RegisterField);

impl From<SetField> for &'static str {
    fn from(field: SetField) -> Self {
        field.0.key()
    }
}

impl TryFrom<String> for SetField {
    type Error = String;
    fn try_from(key: String) -> Result<Self, String> {
        RegisterField::of_key(&key).map(SetField).ok_or_else(|| format!("no field {key}"))
    }
}

/// How the words for notes are used, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // see `NoteWords`
pub enum SetNotes {
    Theirs,
    Ours,
}

impl From<SetNotes> for NoteWords {
    fn from(notes: SetNotes) -> NoteWords {
        if notes == SetNotes::Ours { NoteWords::Ours } else { NoteWords::Theirs }
    }
}

impl From<NoteWords> for SetNotes {
    fn from(notes: NoteWords) -> SetNotes {
        if notes == NoteWords::Ours { SetNotes::Ours } else { SetNotes::Theirs }
    }
}

/// A layout that is remembered: a sheet's headings, and what was confirmed of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegisterLayout {
    /// Its headings in order, as words.
    pub headings: Vec<String>,
    /// The kind of sheet: what its title names (`credit note`, `debit note`, `return`), or nothing.
    pub kind: String,
    /// What is set.
    pub choices: Choices,
    /// Whether such a sheet is read unless the user says otherwise.
    pub ticked: bool,
}

/// How well a layout fits a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LayoutFit {
    /// At least four fifths of its headings are there: a proposal.
    Mostly,
    /// It has the same headings in the same order.
    Same,
}

impl Choices {
    /// Gives a column a field, or none. Another column loses a field of which there is only one, and is read again: what it is beside
    /// the new one is found out as if only the new one had been set.
    pub fn set_column(&mut self, column: u16, field: Option<RegisterField>) {
        let letters = format!("{LETTERS}{}", letters(column));
        let loses = |other: RegisterField| field.is_some_and(|field| other == field && !field.has_several_columns());
        self.read_again.retain(|other| *other != column);
        for (other, name) in std::mem::take(&mut self.columns) {
            match name.strip_prefix(LETTERS).and_then(of_letters) {
                _ if name == letters => {}
                Some(loser) if loses(other.0) => self.read_again.push(loser),
                _ if loses(other.0) => {}
                _ => self.columns.push((other, name)),
            }
        }
        self.columns.extend(field.map(|field| (SetField(field), letters)));
    }

    /// The field of a column that was set by its letters.
    pub fn column(&self, column: u16) -> Option<RegisterField> {
        let letters = format!("{LETTERS}{}", letters(column));
        self.columns.iter().find(|(_, name)| *name == letters).map(|(field, _)| field.0)
    }

    /// What of it is true of every file with these headings. Signs and exchanged dates are not: the next file may hold credit notes, or
    /// dates that no spreadsheet read. They are asked of each.
    pub(super) fn for_any_file(&self) -> Choices {
        Choices { minus: None, exchanged: None, ..self.clone() }
    }

    /// Says whether an amount counts once, or is added over the lines of a document.
    pub fn set_once(&mut self, field: RegisterField, once: bool) {
        self.once.retain(|(other, _)| other.0 != field);
        self.once.push((SetField(field), once));
    }
}

impl RegisterLayout {
    /// The layout as JSON.
    pub fn to_json(&self) -> String {
        // Plain data with names for keys: there is nothing that cannot be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a layout. None: it is none, or longer than any layout is.
    pub fn from_json(json: &str) -> Option<RegisterLayout> {
        const LONGEST: usize = 1 << 20;
        (json.len() <= LONGEST && json.starts_with('{')).then(|| serde_json::from_str(json).ok()).flatten()
    }

    /// A hash of headings and kind: equal for sheets of one layout.
    pub fn hash(&self) -> u64 {
        hash(&self.headings, &self.kind)
    }

    pub(super) fn fit(&self, headings: &[String], kind: &str) -> Option<LayoutFit> {
        if self.kind != kind || self.headings.is_empty() {
            return None;
        }
        if self.headings == headings {
            return Some(LayoutFit::Same);
        }
        let there = self.headings.iter().filter(|heading| headings.contains(heading)).count();
        (5 * there >= 4 * self.headings.len()).then_some(LayoutFit::Mostly)
    }
}

/// See [`RegisterLayout::hash`].
pub(super) fn hash(headings: &[String], kind: &str) -> u64 {
    xxh3_64(format!("{kind}\n{}", headings.join("\n")).as_bytes())
}

/// The headings of a sheet as a layout has them.
pub(super) fn spelled(headings: &[Heading]) -> Vec<String> {
    headings.iter().map(|heading| heading.words.join(" ")).collect()
}

/// The kind of a sheet by its title.
pub(super) fn kind_of(title: Option<TypeWord>) -> &'static str {
    match title {
        Some(TypeWord::Return) => "return",
        Some(TypeWord::CreditWord) => "credit note",
        Some(TypeWord::DebitWord) => "debit note",
        _ => "",
    }
}

/// The columns of those that choices name which are there.
pub(super) fn resolve_some(choices: &Choices, headings: &[Heading]) -> Vec<(RegisterField, u16)> {
    let one = |column: &(SetField, String)| {
        let one = Choices { columns: vec![column.clone()], ..Choices::default() };
        resolve(&one, headings).ok()
    };
    choices.columns.iter().filter_map(one).flatten().collect()
}

/// The layout among those that are remembered which fits a sheet best.
pub(super) fn best<'l>(
    layouts: &'l [RegisterLayout],
    headings: &[String],
    kind: &str,
) -> Option<(LayoutFit, &'l RegisterLayout)> {
    let fits = layouts.iter().filter_map(|layout| Some((layout.fit(headings, kind)?, layout)));
    fits.max_by_key(|(fit, _)| *fit)
}

/// The columns that choices name: by the words of their headings, else by their letters. Error: there is none.
pub(super) fn resolve(choices: &Choices, headings: &[Heading]) -> Result<Vec<(RegisterField, u16)>, String> {
    let column = |(field, name): &(SetField, String)| {
        // Letters, whatever headings there are.
        if let Some(column) = name.strip_prefix(LETTERS).and_then(of_letters) {
            return Ok((field.0, column));
        }
        let words = crate::register::written::text::words(name);
        let named =
            headings.iter().find(|h| !words.is_empty() && (h.words == words || h.lower.as_ref() == Some(&words)));
        let found = named.map(|heading| heading.column).or_else(|| of_letters(name));
        found.map(|column| (field.0, column)).ok_or_else(|| format!("there is no column \"{name}\""))
    };
    choices.columns.iter().map(column).collect()
}

/// Before the letters of a column, where they are not to be taken for a heading.
pub(super) const LETTERS: char = '$';

/// The column of letters: A is 0, AA is 26.
fn of_letters(name: &str) -> Option<u16> {
    let name = name.trim();
    if name.is_empty() || name.len() > 3 || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let number = name.bytes().fold(0u32, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    u16::try_from(number - 1).ok().filter(|column| *column < 16_384)
}

/// A layout that programs and the portal make: known by headings that it has.
struct BuiltIn {
    name: &'static str,
    /// Headings as words; all of them are there. `a|b` is a choice.
    headings: &'static [&'static str],
    kind: Option<&'static str>,
}

/// The first that fits is taken.
const BUILT_IN: [BuiltIn; 12] = [
    BuiltIn {
        name: "gstr-2-csv",
        headings: &["gstin of supplier", "eligibility for itc", "availed itc integrated tax"],
        kind: None,
    },
    BuiltIn {
        name: "official-2b",
        headings: &[
            "gstin of supplier eco|gstin of supplier",
            "document type|document type invoice credit note debit note",
            "document number",
            "document date",
            "taxable value",
        ],
        kind: None,
    },
    BuiltIn {
        name: "official-2b-old",
        headings: &[
            "gstin of supplier",
            "trade legal name|trade name",
            "document number|invoice number",
            "total tax",
            "taxable value",
        ],
        kind: None,
    },
    BuiltIn {
        name: "zoho",
        headings: &["bill date", "bill number|bill #", "vendor name", "gst treatment|gst identification number gstin"],
        kind: None,
    },
    BuiltIn {
        name: "erpnext-itemised",
        headings: &["item code", "invoice", "supplier gstin", "supplier invoice no|bill no"],
        kind: None,
    },
    BuiltIn {
        name: "erpnext",
        headings: &["invoice|voucher no", "supplier|supplier name", "bill no", "bill date", "net total", "grand total"],
        kind: None,
    },
    BuiltIn { name: "sap", headings: &["document number", "posting date", "reference", "document date"], kind: None },
    BuiltIn {
        name: "tally-debit-notes",
        headings: &["date", "particulars", "voucher type|vch type", "voucher no|vch no"],
        kind: Some("debit note"),
    },
    BuiltIn {
        name: "tally-credit-notes",
        headings: &["date", "particulars", "voucher type|vch type", "voucher no|vch no"],
        kind: Some("credit note"),
    },
    BuiltIn {
        name: "tally-purchases",
        headings: &["date", "particulars", "voucher no|vch no|supplier invoice no", "gross total|value|gstin uin"],
        kind: Some(""),
    },
    BuiltIn { name: "busy", headings: &["date", "vch bill no", "account|particulars|party"], kind: None },
    BuiltIn {
        name: "marg",
        headings: &[
            "bill no|document number",
            "net amount",
            "taxable|taxable value|taxable amount|taxable amt",
            "party name|trade legal name",
        ],
        kind: None,
    },
];

/// The name of the layout that programs and the portal make.
pub(super) fn built_in(headings: &[String], kind: &str) -> Option<&'static str> {
    let has = |wanted: &&str| wanted.split('|').any(|wanted| headings.iter().any(|heading| heading == wanted));
    let fits = |layout: &&BuiltIn| layout.kind.is_none_or(|own| own == kind) && layout.headings.iter().all(&has);
    BUILT_IN.iter().find(fits).map(|layout| layout.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_come_back_as_they_were_kept() {
        let choices = Choices {
            heading: Some(5),
            columns: vec![
                (SetField(RegisterField::Number), "E".into()),
                (SetField(RegisterField::Igst), "Input IGST".into()),
            ],
            only_these: true,
            read_again: Vec::new(),
            once: vec![(SetField(RegisterField::Value), true)],
            notes: Some(SetNotes::Ours),
            month_first: Some(false),
            minus: Some(true),
            exchanged: Some(false),
        };
        let layout = RegisterLayout {
            headings: vec!["date".into(), "bill no".into()],
            kind: "debit note".into(),
            choices,
            ticked: true,
        };
        assert_eq!(RegisterLayout::from_json(&layout.to_json()), Some(layout.clone()));
        assert_eq!(RegisterLayout::from_json("{}"), Some(RegisterLayout::default()));
        for broken in ["", "[]", "{\"choices\":{\"columns\":[[\"nothing\",\"A\"]]}}", "null"] {
            assert_eq!(RegisterLayout::from_json(broken), None, "{broken}");
        }
        assert_eq!(layout.fit(&layout.headings, "debit note"), Some(LayoutFit::Same));
        assert_eq!(layout.fit(&layout.headings, ""), None);
        let more = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
        let ten = RegisterLayout { headings: more(10), ..RegisterLayout::default() };
        assert_eq!(
            (ten.fit(&more(8), ""), ten.fit(&more(7), ""), ten.fit(&more(12), "")),
            (Some(LayoutFit::Mostly), None, Some(LayoutFit::Mostly))
        );
    }

    #[test]
    fn columns_have_letters() {
        for (letters, column) in [
            ("A", Some(0)),
            ("z", Some(25)),
            ("AA", Some(26)),
            ("XFD", Some(16_383)),
            ("XFE", None),
            ("", None),
            ("A1", None),
        ] {
            assert_eq!(of_letters(letters), column, "{letters}");
        }
    }
}
