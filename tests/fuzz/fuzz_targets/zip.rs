//! Zips. Any bytes are refused or give entries; of one that is packed here every `.json` file comes out as it went in, in its
//! order, and of one that was damaged since either what went in or nothing.

#![cfg_attr(fuzzing, no_main)]

use std::io::{Cursor, Write};

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::portal::archive::{WantedEntries, is_zip, unpack, unpack_wanted};
use ims_desk_fuzz::book::read;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if is_zip(bytes) {
        let unpacked = unpack_wanted(bytes, WantedEntries::default());
        // Whatever the entries hold, all of them or none become a book.
        if let (Ok(unpacked), Ok(book)) = (unpacked, read(&[("download.zip", bytes)])) {
            assert_eq!(book.sources().list().len(), unpacked.entries.len());
        }
    } else if let Ok(packed) = Packed::arbitrary(&mut Unstructured::new(bytes)) {
        packed.comes_out();
    }
});

/// Files to be packed, and what happens to the zip: at most two bytes are changed, and it may be cut off.
#[derive(Arbitrary, Debug)]
struct Packed {
    files: Vec<(u8, Vec<u8>, bool)>,
    damage: [Option<(u16, u8)>; 2],
    cut: Option<u16>,
}

impl Packed {
    fn names(&self) -> Vec<String> {
        let name = |(n, (kind, ..)): (usize, &(u8, Vec<u8>, bool))| match kind % 6 {
            0 => format!("{n}.txt"),
            1 => format!("folder/{n}.JSON"),
            2 => format!("रसीद {n}.json"),
            3 => format!("folder {n}/"),
            _ => format!("{n}.json"),
        };
        self.files.iter().enumerate().map(name).collect()
    }

    fn comes_out(&self) {
        // A zip in the zip is unpacked as well, or refused as a whole.
        if self.files.iter().any(|file| is_zip(&file.1)) {
            return;
        }
        let names = self.names();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, (_, content, packed)) in names.iter().zip(&self.files) {
            let method = if *packed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
            let options = SimpleFileOptions::default().compression_method(method);
            if name.ends_with('/') {
                zip.add_directory(name.as_str(), options).unwrap();
            } else {
                zip.start_file(name.as_str(), options).unwrap();
                zip.write_all(content).unwrap();
            }
        }
        let mut bytes = zip.finish().unwrap().into_inner();
        let is_json = |name: &str| name.to_lowercase().ends_with(".json");
        let packed = names.iter().zip(&self.files).filter(|(name, _)| is_json(name));
        let packed: Vec<(&str, &[u8])> = packed.map(|(name, file)| (name.as_str(), file.1.as_slice())).collect();
        let whole = bytes.clone();
        for (at, change) in self.damage.into_iter().flatten() {
            let at = at as usize % bytes.len();
            bytes[at] ^= change;
        }
        if let Some(cut) = self.cut {
            bytes.truncate(cut as usize);
        }
        match unpack(&bytes) {
            // Without a file that is called so, what begins as JSON does is taken for it.
            Ok(found) if bytes == whole && !packed.is_empty() => {
                let found: Vec<(&str, &[u8])> = found.entries.iter().map(|(n, c)| (n.as_str(), c.as_slice())).collect();
                assert_eq!(found, packed);
            }
            Err(why) => assert!(bytes != whole || packed.is_empty(), "{why:?}"),
            Ok(found) => {
                for (name, content) in found.entries {
                    // A name is not guarded by a checksum, a content is.
                    let known = self.files.iter().any(|(_, packed, _)| *packed == content);
                    assert!(known, "{name} holds {content:?}, which was never packed");
                }
            }
        }
    }
}
