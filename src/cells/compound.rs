//! The container of Office before 2007: streams in sectors, like a small disk.

use super::refused::Refused;

/// How such a file begins.
pub(super) const BEGINNING: [u8; 8] = *b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Sectors from here on are marks.
const LAST: u32 = 0xFFFF_FFFA;
/// Streams below this length are in the small sectors.
const SMALL: u32 = 4096;
const SMALL_SECTOR: usize = 64;

/// Such a file.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// The sectors that say which sector follows which.
    table: Vec<u32>,
    small_table: Vec<u8>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: u32,
}

fn damaged() -> Refused {
    Refused::damaged("This file is damaged or cut off. Export it again.")
}

/// A little-endian number of 32 bits at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..)?.first_chunk::<4>().copied()?))
}

/// A little-endian number of 16 bits at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..)?.first_chunk::<2>().copied()?))
}

impl<'b> Compound<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Compound<'b>, Refused> {
        Compound::opened(bytes).ok_or_else(damaged)?
    }

    fn opened(bytes: &'b [u8]) -> Option<Result<Compound<'b>, Refused>> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let empty = Vec::new;
        let mut file =
            Compound { bytes, sector, table: empty(), small_table: Vec::new(), small: Vec::new(), entries: Vec::new() };
        file.table = file.tables()?;
        let directory = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        let mut root = None;
        for entry in directory.chunks_exact(128) {
            let length = usize::from(u16_at(entry, 64)?).saturating_sub(2).min(64);
            let units: Vec<u16> =
                entry[..length].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            let entry_of = Entry {
                name: String::from_utf16_lossy(&units),
                start: u32_at(entry, 116)?,
                length: u32_at(entry, 120)?,
            };
            match entry[66] {
                2 => file.entries.push(entry_of),
                5 => root = Some(entry_of),
                _ => {}
            }
        }
        if let Some(root) = root {
            file.small_table = file.chain(u32_at(bytes, 60)?, usize::MAX).unwrap_or_default();
            file.small = file.chain(root.start, root.length as usize).unwrap_or_default();
        }
        Some(Ok(file))
    }

    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        // The last may be cut off behind what it holds.
        Some(&rest[..rest.len().min(self.sector)])
    }

    /// No chain is longer.
    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// The sectors of the table: the first 109 are in the head, the others in a chain.
    fn tables(&self) -> Option<Vec<u32>> {
        let mut table = Vec::new();
        let mut add = |number: u32| {
            if number < LAST {
                table.push(number);
            }
        };
        for place in 0..109 {
            add(u32_at(self.bytes, 76 + 4 * place)?);
        }
        let (mut more, mut steps) = (u32_at(self.bytes, 68)?, 0);
        while more < LAST {
            steps += 1;
            if steps > self.sectors() {
                return None;
            }
            let sector = self.sector(more)?;
            let last = self.sector / 4 - 1;
            for place in 0..last {
                add(u32_at(sector, 4 * place)?);
            }
            more = u32_at(sector, 4 * last)?;
        }
        Some(table)
    }

    fn after(&self, number: u32) -> Option<u32> {
        let each = self.sector / 4;
        let place = number as usize;
        u32_at(self.sector(*self.table.get(place / each)?)?, 4 * (place % each))
    }

    /// The bytes of a chain of sectors, at most this many.
    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let (mut number, mut steps) = (start, 0);
        while number < LAST && content.len() < length {
            steps += 1;
            if steps > self.sectors() {
                return None;
            }
            let sector = self.sector(number)?;
            content.try_reserve(sector.len()).ok()?;
            content.extend_from_slice(sector);
            number = self.after(number)?;
        }
        content.truncate(length);
        Some(content)
    }

    fn small_chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let (mut number, mut steps) = (start, 0);
        while number < LAST && content.len() < length {
            steps += 1;
            if steps > self.small.len() / SMALL_SECTOR + 1 {
                return None;
            }
            let from = (number as usize).checked_mul(SMALL_SECTOR)?;
            let rest = self.small.get(from..).filter(|rest| !rest.is_empty())?;
            content.extend_from_slice(&rest[..rest.len().min(SMALL_SECTOR)]);
            number = u32_at(&self.small_table, 4 * number as usize)?;
        }
        content.truncate(length);
        Some(content)
    }

    /// Whether there is a stream of this name.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A stream; none if there is none of this name.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let length = entry.length as usize;
        if length > self.bytes.len() {
            return Err(damaged());
        }
        let content = if entry.length < SMALL {
            self.small_chain(entry.start, length)
        } else {
            if Vec::<u8>::new().try_reserve_exact(length).is_err() {
                return Err(Refused::no_room());
            }
            self.chain(entry.start, length)
        };
        content.filter(|content| content.len() == length).map(Some).ok_or_else(damaged)
    }
}
