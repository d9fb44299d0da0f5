//! The parts of a zipped workbook, unpacked with bounds that no stated size can move.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use zip::ZipArchive;
use zip::result::ZipError;

use super::refused::Refused;
use super::xml::Source;
use crate::work::Progress;

/// A file may unpack to this many times its size …
const MAX_RATIO: u64 = 200;
/// … or to this many bytes, whichever is more …
const SMALL: u64 = 64 << 20;
/// … but never to more than this.
const MAX_TOTAL: u64 = 4 << 30;
/// No workbook has more parts, and each takes memory.
const MAX_ENTRIES: usize = 10_000;
/// So much is unpacked at once.
const BLOCK: usize = 1 << 18;
/// This many unpacked blocks wait for their reader.
const WAITING: usize = 4;

/// How many bytes a file of this many may unpack to.
pub(super) fn room(packed: usize) -> u64 {
    (packed as u64).saturating_mul(MAX_RATIO).clamp(SMALL, MAX_TOTAL)
}

/// A zip whose parts are read by name.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// The place of each part, by its name in small letters.
    places: HashMap<String, usize>,
    /// How many more bytes may be unpacked.
    room: u64,
    /// The length of the zip.
    length: usize,
}

impl<'b> Package<'b> {
    /// Opens a zip; `room` says how much may be unpacked.
    pub fn open(bytes: &'b [u8], room: u64) -> Result<Package<'b>, Refused> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
        if zip.len() > MAX_ENTRIES {
            return Err(Refused::damaged(format!("This file holds more than {MAX_ENTRIES} parts: refused.")));
        }
        let mut places = HashMap::new();
        for (place, name) in zip.file_names().enumerate() {
            if let Ok(name) = name {
                places.insert(folded(&name), place);
            }
        }
        Ok(Package { zip, places, room, length: bytes.len() })
    }

    /// The names of all entries in their order.
    pub fn names(&self) -> Vec<String> {
        let name = |(place, name): (usize, zip::result::ZipResult<_>)| match name {
            Ok(name) => std::borrow::Cow::<str>::into_owned(name),
            Err(_) => format!("entry {}", place + 1),
        };
        self.zip.file_names().enumerate().map(name).collect()
    }

    /// Whether it has a part.
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(&folded(name))
    }

    /// How many bytes may still be unpacked.
    pub fn room(&self) -> u64 {
        self.room
    }

    /// Takes the room that was used elsewhere.
    pub fn leave(&mut self, room: u64) {
        self.room = room;
    }

    /// How many bytes a part unpacks to, if the zip is to be believed; for showing progress only.
    pub fn stated(&mut self, name: &str) -> u64 {
        let place = self.places.get(&folded(name)).copied();
        let size = place.and_then(|place| self.zip.by_index_raw(place).ok()).map_or(0, |entry| entry.size());
        size.min(self.room)
    }

    /// All of a part; none if there is no such part.
    pub fn part(&mut self, name: &str, progress: &Progress) -> Result<Option<Vec<u8>>, Refused> {
        match self.places.get(&folded(name)).copied() {
            Some(place) => self.entry(place, progress).map(Some),
            None => Ok(None),
        }
    }

    /// All of an entry by its place.
    pub fn entry(&mut self, place: usize, progress: &Progress) -> Result<Vec<u8>, Refused> {
        let mut content = Vec::new();
        self.unpack(place, |block| {
            if progress.cancelled() {
                return Err(Refused::stopped());
            }
            content.try_reserve(block.len()).map_err(|_| Refused::no_room())?;
            content.extend_from_slice(&block);
            Ok(block)
        })?;
        Ok(content)
    }

    /// Unpacks an entry block by block. What is handed back is used for a next block.
    fn unpack(
        &mut self,
        place: usize,
        mut take: impl FnMut(Vec<u8>) -> Result<Vec<u8>, Refused>,
    ) -> Result<(), Refused> {
        let mut entry = self.zip.by_index(place).map_err(|e| damaged(&e))?;
        let packed = usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX).min(self.length);
        let mut of_entry = room(packed);
        let mut block = vec![0; BLOCK];
        loop {
            // What comes back may be short.
            block.resize(BLOCK, 0);
            let mut filled = 0;
            while filled < block.len() {
                match entry.read(&mut block[filled..]) {
                    Ok(0) => break,
                    Ok(n) => filled += n,
                    Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(_) => return Err(Refused::damaged("This file is damaged. Export it again.")),
                }
            }
            if filled == 0 {
                return Ok(());
            }
            let (all, one) = (self.room.checked_sub(filled as u64), of_entry.checked_sub(filled as u64));
            let (Some(all), Some(one)) = (all, one) else {
                return Err(Refused::damaged("This file unpacks to far more than a register ever does: refused."));
            };
            (self.room, of_entry) = (all, one);
            block.truncate(filled);
            block = take(block)?;
        }
    }

    /// Reads a part while it is unpacked on another thread. `read` must read to the end, or fail.
    pub fn stream<T>(
        &mut self,
        name: &str,
        progress: &Progress,
        read: impl FnOnce(&mut dyn Source) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let Some(place) = self.places.get(&folded(name)).copied() else {
            return Err(Refused::damaged(format!("This file is damaged: it has no {name}. Export it again.")));
        };
        let mut read = Some(read);
        let done = thread::scope(|scope| {
            let (to_read, blocks) = sync_channel(WAITING);
            let (back, used) = channel();
            let package = &mut *self;
            let unpacking = move || package.send(place, progress, &to_read, &used);
            let thread = thread::Builder::new().spawn_scoped(scope, unpacking).ok()?;
            let result = read.take()?(&mut Blocks { blocks, back });
            // Without its reader the other ends by itself.
            let unpacked = thread.join().unwrap_or_else(|broke| std::panic::resume_unwind(broke));
            // Where unpacking ended early, the reader could only find that.
            Some(unpacked.and(result))
        });
        match (done, read) {
            (Some(done), _) => done,
            // There is no thread to be had.
            (None, Some(read)) => read(&mut Some(self.entry(place, progress)?)),
            (None, None) => Err(Refused::stopped()),
        }
    }

    fn send(
        &mut self,
        place: usize,
        progress: &Progress,
        to_read: &SyncSender<Vec<u8>>,
        used: &Receiver<Vec<u8>>,
    ) -> Result<(), Refused> {
        let mut gone = false;
        let unpacked = self.unpack(place, |block| {
            if !progress.advance(block.len() as u64) {
                return Err(Refused::stopped());
            }
            if to_read.send(block).is_err() {
                gone = true;
                return Err(Refused::stopped());
            }
            Ok(used.try_recv().unwrap_or_default())
        });
        // The reader found a fault and says which.
        if gone { Ok(()) } else { unpacked }
    }
}

/// Blocks that come from another thread.
struct Blocks {
    blocks: Receiver<Vec<u8>>,
    back: Sender<Vec<u8>>,
}

impl Source for Blocks {
    fn more(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Refused> {
        // It ends, or its sender has a reason that counts before all that is found here.
        let Ok(block) = self.blocks.recv() else { return Ok(false) };
        buffer.try_reserve(block.len()).map_err(|_| Refused::no_room())?;
        buffer.extend_from_slice(&block);
        let _ = self.back.send(block);
        Ok(true)
    }
}

fn folded(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn damaged(error: &ZipError) -> Refused {
    match error {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => Refused::password(),
        _ => Refused::damaged("This file is damaged or cut off. Export it again."),
    }
}
