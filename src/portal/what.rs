//! What a file is, by its content alone: for the command line, the window and whatever else opens files. A file that
//! was picked by mistake is recognised before anything else and refused by name, with what to do instead
//! (portal/README.md section 1).

use std::fmt;

use super::excel;
use super::json::{Fault, Scanner, unescape};
use super::keys::{self, DEEPEST, Envelope};
use crate::book::SourceKind;
use crate::values::and_more;

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A file of the portal, or one that is read as such to say what is wrong with it.
    Portal(SourceKind),
    /// A zip: what is in it decides.
    Zip,
    /// Something else.
    Wrong(WrongFile),
}

/// A file that is opened by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongFile {
    /// An upload, made here or by the official tool.
    Upload,
    /// A workbook, such as the portal's list of records.
    Excel,
    /// The workbook of the portal's own offline tool.
    OfficialWorkbook,
    /// GSTR-2B, as JSON or as a workbook.
    Gstr2b,
    /// What the customers of a taxpayer did with his GSTR-1.
    SuppliersView,
    /// The taxpayer's own GSTR-1.
    OwnGstr1,
    /// A zip without JSON, with the names of what it holds.
    ZipWithoutJson(Vec<String>),
    /// A zip without JSON but for what may be in a zip that is in a zip in it; the name of that.
    ZipTooDeep(String),
    /// Files of several recipients.
    SeveralRecipients,
    /// A table of decisions, as this program saves it.
    Decisions,
    /// Another table of text, such as a purchase register.
    Table,
    /// Something else: what it is.
    Other(&'static str),
}

/// Where the right file is.
const INSTEAD: &str = "On the portal, download the JSON under IMS Dashboard > Offline and open that.";
/// What is said of a text that is not JSON at all.
pub(super) const NO_JSON: &str = "this is text, not the portal's JSON. On the portal, download the JSON under IMS Dashboard > \
                                  Offline and open that. A purchase register is opened in its client.";
/// The most names of what a zip holds that are listed.
const NAMES: usize = 10;

impl fmt::Display for WrongFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WrongFile::Upload => {
                write!(f, "This is a file made for uploading; open the download it was made from.")
            }
            WrongFile::Excel => write!(
                f,
                "This is an Excel file, such as the portal's Excel list. {INSTEAD} A purchase register is imported into an open client."
            ),
            WrongFile::OfficialWorkbook => write!(
                f,
                "This is the workbook of the portal's own offline tool (Excel). Decisions in it are not read. {INSTEAD}"
            ),
            WrongFile::Gstr2b => write!(
                f,
                "This is GSTR-2B, the statement drawn up from IMS. Decisions are made in IMS: download the JSON under IMS Dashboard > Offline and open that."
            ),
            WrongFile::SuppliersView => write!(
                f,
                "This is the supplier's view: what your customers did with your GSTR-1. For your purchases, download the JSON under IMS Dashboard > Offline."
            ),
            WrongFile::OwnGstr1 => write!(
                f,
                "This is your GSTR-1: what you sold. For your purchases, download the JSON under IMS Dashboard > Offline."
            ),
            WrongFile::ZipWithoutJson(names) if names.is_empty() => {
                write!(f, "This zip holds no JSON: it is empty. {INSTEAD}")
            }
            WrongFile::ZipWithoutJson(names) => {
                let listed: Vec<String> = names.iter().take(NAMES).map(|name| format!("\"{name}\"")).collect();
                let more = names.len().saturating_sub(NAMES);
                let more = if more > 0 { format!(" {}", and_more(more)) } else { String::new() };
                write!(f, "This zip holds no JSON, but {}{more}. {INSTEAD}", listed.join(", "))
            }
            WrongFile::ZipTooDeep(name) => write!(
                f,
                "This zip holds no JSON that can be reached: \"{name}\" is a zip in a zip in it. Take that out and open it by itself."
            ),
            WrongFile::SeveralRecipients => {
                write!(f, "These files are of several recipients: open the files of one recipient at a time.")
            }
            WrongFile::Decisions => {
                write!(f, "This is a table of decisions. Open the download that it decides on first, then the table.")
            }
            WrongFile::Table => write!(
                f,
                "This looks like a table, such as a purchase register. {INSTEAD} A purchase register is imported into an open client."
            ),
            WrongFile::Other(what) => write!(f, "This is {what}. {INSTEAD}"),
        }
    }
}

/// What a file is.
pub fn what(bytes: &[u8]) -> What {
    of_bytes(bytes).unwrap_or_else(|| str::from_utf8(bytes).map_or(What::Portal(SourceKind::Download), of_text))
}

/// How files begin that are no text, and what they are. Workbooks and zips are looked into.
const BEGINNINGS: [(&[u8], &str); 11] = [
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!\x1A\x07", "a RAR archive. If it holds the JSON, unpack it first"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive. If it holds the JSON, unpack it first"),
    (b"\x1F\x8B", "a gzip archive. If it holds the JSON, unpack it first"),
    (b"MZ", "a program"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text document"),
];

/// What a file is that is no text; none for one that is.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<What> {
    if super::archive::is_zip(bytes) {
        return Some(What::Zip);
    }
    if excel::is_ole(bytes) {
        return Some(What::Wrong(excel::of_ole(bytes)));
    }
    if let Some(wrong) =
        beginning_of_wide(bytes).and_then(|start| of_table(start.trim_start_matches('\u{FEFF}').trim_start()))
    {
        return Some(What::Wrong(wrong));
    }
    let found = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning));
    found.map(|(_, what)| What::Wrong(WrongFile::Other(what)))
}

/// The beginning of a text of UTF-16, as spreadsheets save "Unicode text"; none for other files.
fn beginning_of_wide(bytes: &[u8]) -> Option<String> {
    const HEAD: usize = 1 << 14;
    let unit = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => u16::from_le_bytes,
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = bytes.chunks_exact(2).take(HEAD).map(|pair| unit([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

/// What a text is that begins as a table does; none for one that does not.
fn of_table(start: &str) -> Option<WrongFile> {
    if start.starts_with(['{', '[', '<']) {
        None
    } else if is_decisions(start) {
        Some(WrongFile::Decisions)
    } else {
        is_table(start).then_some(WrongFile::Table)
    }
}

/// What a file of text is.
pub(super) fn of_text(text: &str) -> What {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let start = text.trim_start();
    if start.starts_with('{') {
        let mut seen = Seen::default();
        // Where it breaks off, what was seen before it counts.
        let _ = seen.look(&mut Scanner::new(text), 0);
        return seen.verdict();
    }
    if start.starts_with('[') {
        let mut seen = Seen::default();
        let _ = seen.look_in_list(&mut Scanner::new(text), 0);
        // Records in a bare list are read as a download, which says what is wrong with them.
        return match seen.verdict() {
            What::Wrong(wrong) => What::Wrong(wrong),
            _ => What::Portal(SourceKind::Download),
        };
    }
    if excel::is_xml(start) {
        return What::Wrong(WrongFile::Excel);
    }
    if let Some(table) = of_table(start) {
        return What::Wrong(table);
    }
    if is_page(start) {
        return What::Wrong(WrongFile::Other(PAGE));
    }
    What::Portal(SourceKind::Download)
}

/// Whether a text, of which only the beginning may be there, is surely a download.
pub(super) fn is_surely_download(text: &str) -> bool {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut seen = Seen::default();
    let _ = seen.look(&mut Scanner::new(text), 0);
    seen.download
}

const PAGE: &str = "a web page, not the portal's file: the portal may have ended the session";

fn is_page(start: &str) -> bool {
    let head = start.get(..start.floor_char_boundary(64)).unwrap_or("").to_ascii_lowercase();
    ["<!doctype html", "<html"].iter().any(|tag| head.starts_with(tag))
}

/// The headings without which a table is none of decisions.
const NEEDED: [&str; 4] = ["section", "stin", "number", "action"];

/// The first line of a table, with its headings, and what comes between them.
fn head(start: &str) -> (&str, Vec<char>) {
    // The headings of a table are short; a text without lines may be anything.
    const LONGEST: usize = 1 << 16;
    let start = &start[..start.floor_char_boundary(LONGEST)];
    let mut lines = start.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("");
    let named = first.trim_matches('"').to_ascii_lowercase();
    match named.strip_prefix("sep=") {
        Some(separator) => (lines.next().unwrap_or(""), separator.chars().take(1).collect()),
        None => (first, vec![',', ';', '\t']),
    }
}

fn headings(head: &str, separator: char) -> impl Iterator<Item = String> {
    let heading = |cell: &str| cell.trim().trim_matches(['"', '\'']).trim().to_ascii_lowercase();
    head.split(separator).map(heading)
}

/// Whether a text begins as a table of decisions does, whatever separates its cells.
fn is_decisions(start: &str) -> bool {
    let (head, separators) = head(start);
    separators.into_iter().any(|separator| {
        let headings: Vec<String> = headings(head, separator).map(|heading| keys::normal(&heading)).collect();
        NEEDED.iter().all(|needed| headings.iter().any(|heading| heading == needed))
    })
}

/// Whether a text begins as some table does: with several headings, each a name.
fn is_table(start: &str) -> bool {
    let (head, separators) = head(start);
    let is_name = |heading: &String| {
        heading.chars().any(char::is_alphabetic) && !heading.contains(['{', '}', '[', ']', '<', '>'])
    };
    separators.into_iter().any(|separator| {
        let headings: Vec<String> = headings(head, separator).filter(|heading| !heading.is_empty()).collect();
        headings.len() > 2 && headings.iter().all(is_name)
    })
}

/// What the keys of a file's root say, and those of what it wraps. One with records of its own is a download, whatever
/// errors stand beside them; what is not well-formed is found when it is read.
#[derive(Default)]
struct Seen {
    download: bool,
    errors: bool,
    /// An API says why it gives no answer.
    refusal: bool,
    upload: bool,
    gstr_2b: bool,
    supplier: bool,
    /// The period of a GSTR-1, and elements that name a customer.
    fp: bool,
    ctin: bool,
    /// A section that holds nothing: it may be one of a download.
    empty: bool,
}

impl Seen {
    fn verdict(&self) -> What {
        match self {
            Seen { download: true, .. } => What::Portal(SourceKind::Download),
            Seen { upload: true, .. } => What::Wrong(WrongFile::Upload),
            Seen { gstr_2b: true, .. } => What::Wrong(WrongFile::Gstr2b),
            Seen { supplier: true, .. } => What::Wrong(WrongFile::SuppliersView),
            Seen { fp: true, ctin: true, .. } | Seen { fp: true, empty: true, .. } => What::Wrong(WrongFile::OwnGstr1),
            Seen { errors: true, empty: false, .. } | Seen { refusal: true, empty: false, fp: false, .. } => {
                What::Portal(SourceKind::Errors)
            }
            _ => What::Portal(SourceKind::Download),
        }
    }

    /// Whether nothing that follows can change the verdict.
    fn is_sure(&self) -> bool {
        self.download || self.upload || self.gstr_2b || self.supplier || (self.fp && self.ctin)
    }

    /// Looks at the keys of an object, and of one in which all is wrapped.
    fn look(&mut self, scanner: &mut Scanner<'_>, depth: u32) -> Result<(), Fault> {
        scanner.expect(b'{', "")?;
        let mut first = true;
        while !self.is_sure() && scanner.more_members(first)? {
            first = false;
            let key = unescape(scanner.key()?);
            let opens = scanner.peek();
            match keys::envelope(&key) {
                Some(Envelope::Download) if opens == b'{' && depth < DEEPEST => {
                    let (mut inside, mut ahead) = (Seen::default(), scanner.clone());
                    let _ = inside.look(&mut ahead, depth + 1);
                    let wrong = inside.supplier && !inside.download;
                    (self.supplier, self.download) = (self.supplier || wrong, self.download || !wrong);
                }
                Some(Envelope::Download) => self.download = true,
                Some(Envelope::Refusal) if opens == b'{' => {
                    self.refusal = true;
                    scanner.value()?;
                }
                Some(Envelope::Upload) if opens == b'{' => self.upload = true,
                Some(Envelope::Errors | Envelope::ErrorReport) => {
                    self.errors = true;
                    scanner.value()?;
                }
                Some(Envelope::Data) if opens == b'{' && depth < DEEPEST => self.look(scanner, depth + 1)?,
                Some(Envelope::Data) if opens == b'[' && depth < DEEPEST => self.look_in_list(scanner, depth + 1)?,
                _ => self.member(&key, opens, scanner)?,
            }
        }
        Ok(())
    }

    /// Looks at the objects of a list in which all is wrapped.
    fn look_in_list(&mut self, scanner: &mut Scanner<'_>, depth: u32) -> Result<(), Fault> {
        scanner.expect(b'[', "")?;
        let mut first = true;
        while !self.is_sure() && scanner.more_elements(first)? {
            first = false;
            match scanner.peek() {
                b'{' => self.look(scanner, depth)?,
                _ => drop(scanner.value()?),
            }
        }
        Ok(())
    }

    fn member(&mut self, key: &str, opens: u8, scanner: &mut Scanner<'_>) -> Result<(), Fault> {
        let name = keys::normal(key);
        let is_section = keys::section(key).is_some();
        match if opens == b'[' { names_customer(scanner) } else { None } {
            Some(true) => self.ctin = true,
            Some(false) => self.download |= is_section,
            None => self.empty |= is_section,
        }
        if self.is_sure() {
            return Ok(());
        }
        let value = scanner.value()?;
        let is_there = !value.is_absent();
        match name.as_str() {
            "docdata" => self.gstr_2b |= is_there,
            "gstr1" | "gstr1a" if is_there => {
                let acts = ignoring_case(value.raw.as_bytes(), b"imsactn");
                self.supplier |= acts;
                (self.fp, self.ctin) = (self.fp || !acts, self.ctin || !acts);
            }
            "fp" => self.fp |= is_there,
            _ => {}
        }
        Ok(())
    }
}

/// Whether the first element that says so of the list at the scanner names a customer, as those of GSTR-1 and GSTR-2B do;
/// none where there is no object among the first. The scanner stays where it is.
fn names_customer(scanner: &Scanner<'_>) -> Option<bool> {
    /// How many elements are looked at: some may be empty.
    const MOST: usize = 100;
    let mut ahead = scanner.clone();
    ahead.expect(b'[', "").ok()?;
    let (mut first, mut found) = (true, None);
    for _ in 0..MOST {
        if !ahead.more_elements(first).unwrap_or(false) {
            break;
        }
        first = false;
        if ahead.peek() == b'{' {
            let named = element_names(&ahead);
            if named.is_some() {
                return named;
            }
            found = Some(false);
        }
        if ahead.value().is_err() {
            break;
        }
    }
    found
}

/// Whether an object names a customer: some where it names one, or a supplier.
fn element_names(scanner: &Scanner<'_>) -> Option<bool> {
    let mut ahead = scanner.clone();
    ahead.expect(b'{', "").ok()?;
    let (mut first, mut customer) = (true, None);
    while let Ok(true) = ahead.more_members(first) {
        first = false;
        let Ok(key) = ahead.key() else { break };
        match keys::normal(&unescape(key)).as_str() {
            "ctin" => customer = Some(true),
            // A record of IMS names its supplier, whatever else.
            "stin" => return Some(false),
            _ => {}
        }
        if ahead.value().is_err() {
            break;
        }
    }
    customer
}

fn ignoring_case(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted))
}
