//! Zips as the portal hands them out, and zips in such zips: the JSON in them, unpacked with bounds that no stated size can
//! move.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use serde::de::IgnoredAny;
use zip::ZipArchive;
use zip::result::ZipError;

use super::excel;
use super::what::{self, WrongFile};
use crate::values::last_part;
use crate::work::allowance::NO_ROOM;

/// An entry, and the archive as a whole, may unpack to this many times its packed size …
const MAX_RATIO: u64 = 200;
/// … or to this many bytes, whichever is more.
const SMALL: u64 = 64 << 20;
/// More entries than these no archive of the portal has, and each takes memory.
const MAX_ENTRIES: usize = 10_000;
/// The whole archive unpacked, in bytes.
const MAX_TOTAL: u64 = 4 << 30;
/// A file that is not called .json beside some that are is looked into up to this many bytes, and all such files up to
/// this many in all.
const MOST_UNKNOWN: u64 = 16 << 20;
const MOST_UNKNOWN_IN_ALL: u64 = 64 << 20;
/// A zip may hold zips; what these hold is not opened.
const DEEPEST: u32 = 1;

/// Whether the bytes begin as a zip does.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The unpacked entries of a zip.
#[derive(Debug, Default)]
pub struct Unpacked {
    /// Name and bytes of each JSON entry, in the zip's order; those of a zip within it come in its place.
    pub entries: Vec<(String, Vec<u8>)>,
    /// The other entries, where they are wanted as well.
    pub others: Vec<(String, Vec<u8>)>,
    /// Names of the other entries, where they are not wanted.
    pub skipped: Vec<String>,
}

/// Which entries of a zip are unpacked.
#[derive(Clone, Copy, Debug, Default)]
pub struct WantedEntries<'n> {
    /// Also those that are no JSON.
    pub others: bool,
    /// Only those of these names; none: all of them.
    pub only: Option<&'n [String]>,
}

impl WantedEntries<'_> {
    fn takes(&self, name: &str) -> bool {
        self.only.is_none_or(|only| only.iter().any(|wanted| wanted == name))
    }
}

/// Why a zip is not unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unpackable {
    /// It is damaged, encrypted, or unpacks to far too much.
    Damaged(String),
    /// It is a file of another kind.
    Wrong(WrongFile),
}

impl From<String> for Unpackable {
    fn from(why: String) -> Unpackable {
        Unpackable::Damaged(why)
    }
}

/// Unpacks the JSON of a zip: the entries called so, or where there are none, those that begin as JSON does.
pub fn unpack(bytes: &[u8]) -> Result<Unpacked, Unpackable> {
    unpack_with(bytes, WantedEntries::default(), 0)
}

/// The same of those entries that are wanted, and of files that are called otherwise and hold a download. There
/// is at least one.
pub fn unpack_wanted(bytes: &[u8], wanted: WantedEntries<'_>) -> Result<Unpacked, Unpackable> {
    unpack_with(bytes, wanted, MOST_UNKNOWN_IN_ALL)
}

fn unpack_with(bytes: &[u8], wanted: WantedEntries<'_>, unknown_room: u64) -> Result<Unpacked, Unpackable> {
    // Many entries are no way around the limit of one, nor are zips in a zip.
    let room = limit(bytes.len() as u64);
    let (unpacked, others) = (Unpacked::default(), Vec::new());
    let mut unpacking = Unpacking { wanted, room, unknown_room, entries: 0, unpacked, others, deep: None };
    unpacking.archive(bytes, "", 0)?;
    if unpacking.unpacked.entries.is_empty() && unpacking.unpacked.others.is_empty() {
        return Err(Unpackable::Wrong(unpacking.without_json()));
    }
    Ok(unpacking.unpacked)
}

struct Unpacking<'n> {
    wanted: WantedEntries<'n>,
    /// How many more bytes may be unpacked.
    room: u64,
    /// How many more bytes may be looked into of files that are not called .json beside some that are.
    unknown_room: u64,
    /// How many entries there were, those of zips in the zip too.
    entries: usize,
    unpacked: Unpacked,
    /// What an entry is, where it is a document.
    others: Vec<WrongFile>,
    /// A zip that lies too deep to be opened.
    deep: Option<String>,
}

/// What an entry is, from its name and its first bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    Json,
    /// Not called so, but begins as JSON does.
    PerhapsJson,
    Zip,
    /// Of an older Office program, such as a workbook.
    Office,
    Other,
}

type Zip<'b> = ZipArchive<Cursor<&'b [u8]>>;

fn opened(bytes: &[u8]) -> Result<Zip<'_>, Unpackable> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unpackable::Damaged("the zip is damaged: download it again".into()))
}

impl Unpacking<'_> {
    /// Unpacks what is in an archive; `within` names it, if it is in another one.
    fn archive(&mut self, bytes: &[u8], within: &str, depth: u32) -> Result<(), Unpackable> {
        let mut zip = opened(bytes)?;
        if let Some(wrong) = excel::of_zip(&mut zip) {
            if depth == 0 {
                return Err(Unpackable::Wrong(wrong));
            }
            self.others.push(wrong);
            let called = within.trim_end_matches(BEHIND).to_owned();
            if self.wanted.others {
                if self.wanted.takes(&called) {
                    self.unpacked.others.push((called, bytes.to_vec()));
                }
            } else {
                self.unpacked.skipped.push(called);
            }
            return Ok(());
        }
        self.entries = self.entries.saturating_add(zip.len());
        if self.entries > MAX_ENTRIES {
            return Err(format!("the zip holds more than {MAX_ENTRIES} files, which no file of the portal does").into());
        }
        if zip.has_duplicate_names() {
            // Only one of them could be read: the records of the other would be lost without a word.
            return Err("several files in the zip have the same name: pack it again with a name for each"
                .to_owned()
                .into());
        }
        let entries = (0..zip.len()).map(|place| kind(&mut zip, place)).collect::<Result<Vec<_>, _>>()?;
        let any_called_json = entries.iter().flatten().any(|(entry, _)| *entry == Entry::Json);
        for (place, (entry, name)) in entries.into_iter().enumerate().filter_map(|(place, found)| Some((place, found?)))
        {
            let called = format!("{within}{name}");
            match entry {
                Entry::Zip if depth < DEEPEST => {
                    if !self.may_be_within(&called) {
                        continue;
                    }
                    let inner = self.read(&mut zip, place, &name, bytes)?;
                    let before = self.found();
                    self.archive(&inner, &format!("{called}{BEHIND}"), depth + 1)?;
                    if self.found() == before {
                        self.unpacked.skipped.push(called);
                    }
                }
                Entry::Zip if !any_called_json && self.unpacked.entries.is_empty() => {
                    // It is not opened; but to say what it is helps, if it is a workbook.
                    let inner = self.read(&mut zip, place, &name, bytes)?;
                    match opened(&inner).ok().and_then(|mut zip| excel::of_zip(&mut zip)) {
                        Some(document) => self.others.push(document),
                        None => drop(self.deep.get_or_insert_with(|| called.clone())),
                    }
                    self.unpacked.skipped.push(called);
                }
                Entry::Json | Entry::PerhapsJson if entry == Entry::Json || !any_called_json => {
                    if self.wanted.takes(&called) {
                        let json = self.read(&mut zip, place, &name, bytes)?;
                        self.unpacked.entries.push((called, json));
                    }
                }
                Entry::PerhapsJson => match self.wanted.takes(&called).then(|| self.read_unknown(&mut zip, place)) {
                    None => {}
                    Some(Some(json)) => self.unpacked.entries.push((called, json)),
                    Some(None) => self.unpacked.skipped.push(called),
                },
                Entry::Office | Entry::Other if self.wanted.others => {
                    if self.wanted.takes(&called) {
                        let other = self.read(&mut zip, place, &name, bytes)?;
                        self.unpacked.others.push((called, other));
                    }
                }
                Entry::Office if !any_called_json && self.unpacked.entries.is_empty() => {
                    let office = self.read(&mut zip, place, &name, bytes)?;
                    self.others.push(excel::of_ole(&office));
                    self.unpacked.skipped.push(called);
                }
                _ => self.unpacked.skipped.push(called),
            }
        }
        Ok(())
    }

    /// How much was found so far.
    fn found(&self) -> usize {
        self.unpacked.entries.len() + self.unpacked.others.len() + self.unpacked.skipped.len()
    }

    /// Whether a zip in the zip is wanted, or something in it.
    fn may_be_within(&self, called: &str) -> bool {
        let within = |wanted: &String| {
            wanted.strip_prefix(called).is_some_and(|rest| rest.is_empty() || rest.starts_with(BEHIND))
        };
        self.wanted.only.is_none_or(|only| only.iter().any(within))
    }

    /// The bytes of an entry, within all bounds.
    fn read(&mut self, zip: &mut Zip<'_>, place: usize, name: &str, archive: &[u8]) -> Result<Vec<u8>, Unpackable> {
        let entry = zip.by_index(place).map_err(|e| cannot_read(place, &e))?;
        let packed = entry.compressed_size().min(archive.len() as u64);
        let mut content = Vec::new();
        read_limited(entry, limit(packed).min(self.room), &mut content)
            .map_err(|why| format!("\"{name}\" in the zip {why}"))?;
        self.room -= content.len() as u64;
        Ok(content)
    }

    /// The bytes of an entry that is not called .json beside some that are, if it holds a download. Nothing large is
    /// unpacked for it, and where it cannot be unpacked it is left out as every file is that is none of the portal's.
    fn read_unknown(&mut self, zip: &mut Zip<'_>, place: usize) -> Option<Vec<u8>> {
        let most = MOST_UNKNOWN.min(self.unknown_room).min(self.room);
        let entry = zip.by_index(place).ok()?;
        let mut content = Vec::new();
        let read = read_limited(entry, most, &mut content);
        // What goes beyond a limit was unpacked too, up to there.
        self.unknown_room -= if read.is_ok() { content.len() as u64 } else { most };
        let text = std::str::from_utf8(&content).ok().filter(|_| read.is_ok())?;
        // One that broke off would make the zip as a whole unreadable.
        let whole = serde_json::from_str::<IgnoredAny>(text.strip_prefix('\u{FEFF}').unwrap_or(text)).is_ok();
        if !whole || !what::is_surely_download(text) {
            return None;
        }
        self.room -= content.len() as u64;
        Some(content)
    }

    /// What to say of a zip without JSON: that it holds a workbook, if it does.
    fn without_json(self) -> WrongFile {
        let workbook = self
            .others
            .into_iter()
            .find(|wrong| matches!(wrong, WrongFile::Excel | WrongFile::OfficialWorkbook | WrongFile::Gstr2b));
        workbook.or(self.deep.map(WrongFile::ZipTooDeep)).unwrap_or(WrongFile::ZipWithoutJson(self.unpacked.skipped))
    }
}

/// What comes between the name of a zip and the name of what is in it.
pub const BEHIND: &str = " › ";

fn cannot_read(place: usize, error: &ZipError) -> Unpackable {
    let why = match error {
        ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => {
            "is packed with a password, or in a way that IMS Desk does not read: unpack the zip and open the JSON in it"
        }
        _ => "cannot be read, the zip is damaged: download it again",
    };
    Unpackable::Damaged(format!("file {} in the zip {why}", place + 1))
}

/// The name and the first bytes of an entry; none for a folder, and for what a Mac puts beside files.
fn beginning(zip: &mut Zip<'_>, place: usize) -> Result<Option<(String, Vec<u8>)>, Unpackable> {
    let entry = zip.by_index(place).map_err(|e| cannot_read(place, &e))?;
    let name = entry.name().map_or_else(|_| format!("file {}", place + 1), Cow::into_owned);
    let last = last_part(&name);
    if entry.is_dir() || name.starts_with("__MACOSX/") || last.starts_with("._") {
        return Ok(None);
    }
    let mut start = Vec::new();
    // What cannot be unpacked is found when it is read.
    let _ = entry.take(64).read_to_end(&mut start);
    Ok(Some((name, start)))
}

fn kind(zip: &mut Zip<'_>, place: usize) -> Result<Option<(Entry, String)>, Unpackable> {
    let Some((name, start)) = beginning(zip, place)? else { return Ok(None) };
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start);
    let entry = if is_zip(&start) {
        Entry::Zip
    } else if name.to_ascii_lowercase().ends_with(".json") {
        Entry::Json
    } else if text.trim_ascii_start().strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
    {
        Entry::PerhapsJson
    } else if excel::is_ole(&start) {
        Entry::Office
    } else {
        Entry::Other
    };
    Ok(Some((entry, name)))
}

/// What this many packed bytes may unpack to.
fn limit(packed: u64) -> u64 {
    packed.saturating_mul(MAX_RATIO).clamp(SMALL, MAX_TOTAL)
}

/// Reads to the end in blocks, reserving memory so that shortage is an error and not the end of the program.
pub fn read_limited(mut from: impl Read, limit: u64, content: &mut Vec<u8>) -> Result<(), String> {
    let mut block = vec![0; 1 << 16];
    loop {
        let n = from.read(&mut block).map_err(|_| "cannot be unpacked, the zip is damaged: download it again")?;
        if n == 0 {
            return Ok(());
        }
        if content.len() as u64 + n as u64 > limit {
            return Err("unpacks to far more than a file of the portal ever does, and was not opened".into());
        }
        content.try_reserve(n).map_err(|_| NO_ROOM)?;
        content.extend_from_slice(&block[..n]);
    }
}
