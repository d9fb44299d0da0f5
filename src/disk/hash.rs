//! SHA-256 of what passes by, so that no file has to fit into memory for it.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

/// Passes on what is written, and hashes it.
pub struct Hashing<W> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Hashing<W> {
    /// Nothing has passed yet.
    pub fn new(out: W) -> Hashing<W> {
        Hashing { out, hash: Sha256::new() }
    }

    /// The hash of all that passed.
    pub fn finish(self) -> [u8; 32] {
        self.hash.finalize().into()
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.out.write(bytes)?;
        self.hash.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The hash of all that can be read.
pub fn of(mut from: impl Read) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut block = vec![0; 1 << 17];
    loop {
        match from.read(&mut block) {
            Ok(0) => return Ok(hash.finalize().into()),
            Ok(n) => hash.update(&block[..n]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}
