//! Reading GSTR-2B, the portal's JSON (portal/README.md section 9): tolerant as with downloads, within the memory that a file of its
//! length may take. It is opened beside a book and nothing else.

mod document;
mod parts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::archive;
use super::decode::{GstinOfAnother, Input, ReadError, decode_text, error, fault, load_all, wrong_file};
use super::json::{JsonKind, Scanner, Value, elements, members};
use super::keys::{self, normal};
use super::what::{self, What, WrongFile};
use crate::book::{Gstr2b, Gstr2bDocument, Gstr2bFile, Section};
use crate::disk::hash;
use crate::values::{Day, Period, gstin};
use crate::work::Progress;
use crate::work::allowance::{Allowance, NO_ROOM};
use document::Found;
use parts::{Gstr2bPart, JoinedGstr2b};

/// Reads the files of one GSTR-2B: JSON, or zips of them.
pub fn open(paths: &[PathBuf], progress: &Progress) -> Result<Gstr2b, ReadError> {
    read(load_all(paths, progress)?, progress)
}

/// The same of files that were loaded.
pub fn read(inputs: Vec<Input>, progress: &Progress) -> Result<Gstr2b, ReadError> {
    let mut files = Vec::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    let (mut seen, mut entries) = (BTreeSet::new(), BTreeSet::new());
    for input in inputs {
        let hash = hash::of(input.bytes.as_slice()).map_err(|_| error(&input.name, NO_ROOM))?;
        // The same part twice counts once.
        if !seen.insert(hash) {
            continue;
        }
        files.push(Gstr2bFile { name: input.name.clone(), hash, bytes: input.bytes.len() as u64 });
        for part in unpacked(input)? {
            let hash = hash::of(part.bytes.as_slice()).map_err(|_| error(&part.name, NO_ROOM))?;
            if entries.insert(hash) {
                texts.push(text_of(part)?);
            }
        }
    }
    let allowance = Allowance::of(texts.iter().map(|(_, text)| text.len() as u64).sum());
    let first = texts.first().map_or_else(String::new, |(name, _)| name.clone());
    if !allowance.is_there() {
        return Err(error(&first, NO_ROOM));
    }
    let mut reading = Reading::new(allowance.bytes(), progress);
    for (name, text) in &texts {
        reading.file(name, text)?;
    }
    reading.end(&first, files)
}

/// What is in a file: the entries of a zip, or itself.
fn unpacked(input: Input) -> Result<Vec<Input>, ReadError> {
    match what::of_bytes(&input.bytes) {
        Some(What::Zip) => {
            let unpacked = archive::unpack(&input.bytes).map_err(|refused| match refused {
                archive::Unpackable::Damaged(why) => error(&input.name, why),
                archive::Unpackable::Wrong(wrong) => refused_as(&input.name, &wrong),
            })?;
            let named = |(entry, bytes)| Input {
                name: format!("{}{}{entry}", input.name, archive::BEHIND),
                path: input.path.clone(),
                bytes,
            };
            Ok(unpacked.entries.into_iter().map(named).collect())
        }
        Some(What::Wrong(wrong)) => Err(refused_as(&input.name, &wrong)),
        _ => Ok(vec![input]),
    }
}

/// What is said of a file that is no GSTR-2B as JSON.
fn refused_as(name: &str, wrong: &WrongFile) -> ReadError {
    let what = match wrong {
        WrongFile::Gstr2b | WrongFile::Excel | WrongFile::OfficialWorkbook => {
            "This is an Excel file. On the portal, download GSTR-2B as JSON and open that.".to_owned()
        }
        wrong => format!("This is no GSTR-2B of the portal (JSON). {wrong}"),
    };
    ReadError { wrong: Some(wrong.clone()), ..error(name, what) }
}

fn text_of(input: Input) -> Result<(String, String), ReadError> {
    let name = input.name.clone();
    let text = decode_text(input)?;
    let found = what::of_text(&text);
    if found == What::Wrong(WrongFile::Gstr2b) {
        return Ok((name, text));
    }
    // One that is damaged says where: what it is cannot be seen until it is whole.
    let json = text.trim_start_matches('\u{FEFF}');
    if json.trim_start().starts_with(['{', '[']) {
        Scanner::new(json).value().map_err(|f| fault(&name, json, f))?;
    }
    match found {
        What::Wrong(wrong) => Err(refused_as(&name, &wrong)),
        _ => Err(error(&name, "This is no GSTR-2B of the portal (JSON): it has no \"docdata\".")),
    }
}

/// A text, each once: suppliers and the names of lists are on very many documents.
#[derive(Default)]
struct Shared(BTreeSet<Arc<str>>);

impl Shared {
    fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(there) = self.0.get(text) {
            return there.clone();
        }
        let new: Arc<str> = text.into();
        self.0.insert(new.clone());
        new
    }
}

struct Reading<'p> {
    progress: &'p Progress,
    room: u64,
    shared: Shared,
    recipient: Option<String>,
    period: Option<Period>,
    /// What was read of each file; the last is being read.
    parts: Vec<Gstr2bPart>,
    part: Gstr2bPart,
}

/// What all documents of a supplier have in common.
#[derive(Clone, Default)]
struct OfSupplier {
    supplier: Arc<str>,
    name: Arc<str>,
    period: Option<Period>,
    /// `C` or `D` where the supplier's element says it for all its notes.
    kind: String,
}

/// Where a list is.
#[derive(Clone)]
struct Place {
    list: Arc<str>,
    listed_under: Option<Arc<str>>,
    of: ListOf,
}

/// What a list has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListOf {
    Invoices {
        amended: bool,
        ecom: bool,
    },
    Notes {
        amended: bool,
    },
    /// ISD documents and imports: in no sheet of IMS.
    Elsewhere,
    /// Not known: its documents say.
    Unknown,
}

impl ListOf {
    fn named(name: &str) -> ListOf {
        match normal(name).as_str() {
            "b2b" => ListOf::Invoices { amended: false, ecom: false },
            "b2ba" => ListOf::Invoices { amended: true, ecom: false },
            "ecom" | "eco" => ListOf::Invoices { amended: false, ecom: true },
            "ecoma" | "ecoa" => ListOf::Invoices { amended: true, ecom: true },
            "cdnr" => ListOf::Notes { amended: false },
            "cdnra" => ListOf::Notes { amended: true },
            "isd" | "isda" | "impg" | "impga" | "impgsez" | "impgasez" | "impgseza" => ListOf::Elsewhere,
            _ => ListOf::Unknown,
        }
    }
}

/// How many documents each list of the summary by supplier counts.
fn counted_by_supplier(summary: Value<'_>) -> Result<BTreeMap<String, u64>, ReadError> {
    let mut counted = BTreeMap::new();
    for (list, suppliers) in members(summary.raw) {
        let of_list = counted.entry(normal(&list)).or_insert(0u64);
        each_of(suppliers, |supplier| {
            let counts = members(supplier.raw).filter(|(key, _)| normal(key) == "ttldocs");
            counts.for_each(|(_, count)| *of_list = of_list.saturating_add(count.text().trim().parse().unwrap_or(0)));
            Ok(())
        })?;
    }
    Ok(counted)
}

/// About how much memory a document takes beside its number.
const KEPT: u64 = 300;

impl<'p> Reading<'p> {
    fn new(room: u64, progress: &'p Progress) -> Reading<'p> {
        Reading {
            progress,
            room,
            shared: Shared::default(),
            recipient: None,
            period: None,
            parts: Vec::new(),
            part: Gstr2bPart::default(),
        }
    }

    fn file(&mut self, name: &str, text: &str) -> Result<(), ReadError> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let root = Scanner::new(text).value().map_err(|f| fault(name, text, f))?;
        let wrapped = members(root.raw).find(|(key, value)| normal(key) == "data" && value.kind == JsonKind::Object);
        let data = wrapped.map_or(root, |(_, data)| data);
        self.part.name = name.to_owned();
        self.head(name, root)?;
        self.head(name, data)?;
        for (key, value) in members(data.raw) {
            match normal(&key).as_str() {
                "docdata" => self.container(None, value, 0)?,
                "itcsumm" => {}
                "cpsumm" => self.part.counted = counted_by_supplier(value)?,
                _ if value.kind == JsonKind::Object && ListOf::named(&key) == ListOf::Unknown => {
                    let under = self.shared.of(&key);
                    self.container(Some(under), value, 0)?;
                }
                _ if matches!(value.kind, JsonKind::Array | JsonKind::Object) => self.list(&key, None, value)?,
                _ => {}
            }
        }
        self.parts.push(std::mem::take(&mut self.part));
        if self.progress.cancelled() {
            return Err(ReadError::cancelled());
        }
        Ok(())
    }

    /// Whose it is, of which period, and when it was drawn up; all parts must agree.
    fn head(&mut self, name: &str, object: Value<'_>) -> Result<(), ReadError> {
        for (key, value) in members(object.raw).filter(|(_, value)| !value.is_absent()) {
            let text = value.text();
            let text = text.trim();
            match normal(&key).as_str() {
                "gstin" | "rtin" if gstin::well_formed(&text.to_ascii_uppercase()) => {
                    let own = text.to_ascii_uppercase();
                    let same = self.recipient.get_or_insert_with(|| own.clone());
                    if *same != own {
                        return Err(error(name, format!("This part is of {own}, the others are of {same}.")));
                    }
                }
                "rtnprd" | "retperiod" | "retprd" => {
                    let Some(own) = Period::parse(text) else { continue };
                    let same = *self.period.get_or_insert(own);
                    if same != own {
                        return Err(error(name, format!("This part is of {own}, the others are of {same}.")));
                    }
                }
                "gendt" => {
                    let known = self.part.drawn_up;
                    self.part.drawn_up = Day::parse(text).map_or(known, |day| day.max(known));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The lists in an object; `under`: its name where it is not that of the documents.
    fn container(&mut self, under: Option<Arc<str>>, object: Value<'_>, depth: u32) -> Result<(), ReadError> {
        for (key, value) in members(object.raw) {
            match value.kind {
                JsonKind::Array => self.list(&key, under.clone(), value)?,
                JsonKind::Object if ListOf::named(&key) != ListOf::Unknown => self.list(&key, under.clone(), value)?,
                JsonKind::Object if depth < keys::DEEPEST => {
                    let under = self.shared.of(&key);
                    self.container(Some(under), value, depth + 1)?;
                }
                // A list of documents that is none is not passed over in silence.
                _ => self.part.skipped += u64::from(!value.is_absent() && ListOf::named(&key) != ListOf::Unknown),
            }
        }
        Ok(())
    }

    fn list(&mut self, key: &str, under: Option<Arc<str>>, list: Value<'_>) -> Result<(), ReadError> {
        let of = ListOf::named(key);
        let name = self.shared.of(key);
        // A list under a name that is not known is listed under that name.
        let listed_under = if of == ListOf::Unknown { under.or(Some(name.clone())) } else { under };
        let place = Place { list: name, listed_under, of };
        each_of(list, |element| match element.kind {
            JsonKind::Object => self.supplier(&place, element),
            _ => {
                self.part.skipped += 1;
                Ok(())
            }
        })
    }

    /// What one supplier has in a list; of imports the element is the document itself.
    fn supplier(&mut self, place: &Place, element: Value<'_>) -> Result<(), ReadError> {
        let mut common = OfSupplier::default();
        // A key of documents was there, though without a list.
        let (mut filed, mut lists, mut said) = (Day::NONE, Vec::new(), false);
        for (key, value) in members(element.raw) {
            let text = || value.text();
            match normal(&key).as_str() {
                "ctin" | "stin" => common.supplier = self.shared.of(&text().trim().to_ascii_uppercase()),
                "trdnm" | "tradenm" => common.name = self.shared.of(text().trim()),
                "supfildt" => filed = Day::parse(text().trim()).unwrap_or(Day::NONE),
                "supprd" => common.period = Period::parse(text().trim()),
                "typ" => text().trim().clone_into(&mut common.kind),
                "inv" | "nt" | "doclist" | "boe" if matches!(value.kind, JsonKind::Array | JsonKind::Object) => {
                    lists.push((key, value));
                }
                "inv" | "nt" | "doclist" | "boe" if value.is_absent() => said = true,
                "inv" | "nt" | "doclist" | "boe" => (said, self.part.skipped) = (true, self.part.skipped + 1),
                _ => {}
            }
        }
        if let (Some(period), true) = (common.period, filed != Day::NONE && !common.supplier.is_empty()) {
            self.part.filings.push((common.supplier.clone(), period, filed));
        }
        if lists.is_empty() {
            // Of imports, and where documents are not put together by supplier, the element is the document itself. Sums of
            // suppliers have none.
            let own = place.of == ListOf::Elsewhere
                || (place.of != ListOf::Unknown && !Found::of(element).number.trim().is_empty());
            if own {
                return self.document(place, &common, "", element);
            }
            // What has no documents in a list of documents is not passed over in silence.
            let passed_over = !said && members(element.raw).next().is_some();
            self.part.skipped += u64::from(place.of != ListOf::Unknown && passed_over);
            return Ok(());
        }
        for (key, list) in lists {
            each_of(list, |document| match document.kind {
                JsonKind::Object => self.document(place, &common, &normal(&key), document),
                _ => {
                    self.part.skipped += 1;
                    Ok(())
                }
            })?;
        }
        Ok(())
    }

    fn document(&mut self, place: &Place, common: &OfSupplier, list: &str, object: Value<'_>) -> Result<(), ReadError> {
        let found = Found::of(object);
        let (heads, taxable, differs) = found.amounts();
        self.part.differing += u64::from(differs);
        let day = Day::parse(found.day.trim()).unwrap_or(Day::NONE);
        let number: Box<str> = found.number.trim().into();
        let taken = KEPT + number.len() as u64;
        let Some(room) = self.room.checked_sub(taken) else {
            return Err(error(
                &place.list,
                "this file has far more documents than its length allows for, and was not opened",
            ));
        };
        self.room = room;
        self.part.documents.push(Gstr2bDocument {
            section: section(place.of, list, &found, &common.kind),
            list: place.list.clone(),
            listed_under: place.listed_under.clone(),
            supplier: common.supplier.clone(),
            name: common.name.clone(),
            number,
            day,
            period: common.period,
            taxable,
            heads,
            reverse_charge: found.reverse_charge.trim().eq_ignore_ascii_case("Y"),
            unavailable: found.available.trim().eq_ignore_ascii_case("N"),
            why_unavailable: found.why.trim().into(),
            reduced: found.reduced(),
            unreadable: found.unreadable().into(),
        });
        if self.part.documents.len().is_multiple_of(4096) && self.progress.cancelled() {
            return Err(ReadError::cancelled());
        }
        Ok(())
    }

    fn end(self, first: &str, files: Vec<Gstr2bFile>) -> Result<Gstr2b, ReadError> {
        let missing = |what: &str| error(first, format!("This GSTR-2B does not say {what}: download it again."));
        let recipient = self.recipient.ok_or_else(|| missing("whose it is (gstin)"))?;
        let period = self.period.ok_or_else(|| missing("of which period it is (rtnprd)"))?;
        let JoinedGstr2b { drawn_up, documents, filings, notes } = parts::join(self.parts);
        Ok(Gstr2b { recipient, period, drawn_up, files, documents, filings, notes })
    }
}

/// Each element of a list; what is alone and not in a list is a list of one.
fn each_of<'a>(list: Value<'a>, mut take: impl FnMut(Value<'a>) -> Result<(), ReadError>) -> Result<(), ReadError> {
    if list.kind == JsonKind::Object {
        return take(list);
    }
    elements(list).try_for_each(take)
}

/// The section of IMS that a document belongs to.
fn section(of: ListOf, list: &str, found: &Found<'_>, common: &str) -> Option<Section> {
    let amends = !found.original.trim().is_empty();
    let of = match (of, list) {
        (ListOf::Unknown, "inv") => ListOf::Invoices { amended: amends, ecom: false },
        (ListOf::Unknown, "nt") => ListOf::Notes { amended: amends },
        (of, _) => of,
    };
    let kind = if found.kind.trim().is_empty() { common } else { found.kind.trim() };
    let debit = kind.eq_ignore_ascii_case("D");
    match of {
        ListOf::Invoices { amended: false, ecom: false } => Some(Section::B2b),
        ListOf::Invoices { amended: true, ecom: false } => Some(Section::B2ba),
        ListOf::Invoices { amended: false, ecom: true } => Some(Section::Ecom),
        ListOf::Invoices { amended: true, ecom: true } => Some(Section::Ecoma),
        ListOf::Notes { amended: false } if debit => Some(Section::B2bdn),
        ListOf::Notes { amended: true } if debit => Some(Section::B2bdna),
        ListOf::Notes { amended: false } => Some(Section::B2bcn),
        ListOf::Notes { amended: true } => Some(Section::B2bcna),
        ListOf::Elsewhere | ListOf::Unknown => None,
    }
}

/// What is said where a GSTR-2B is not of this recipient.
pub fn of_another(found: &Gstr2b, recipient: Option<&str>, name: &str) -> Option<ReadError> {
    let own = recipient.filter(|own| !own.eq_ignore_ascii_case(&found.recipient))?;
    let what = format!("This GSTR-2B is of {}, the records here are of {own}.", found.recipient);
    Some(ReadError { whose: Some(Box::new(GstinOfAnother(found.recipient.clone()))), ..wrong_file_with(name, what) })
}

fn wrong_file_with(name: &str, what: String) -> ReadError {
    ReadError { what, ..wrong_file(name, WrongFile::Gstr2b) }
}
