//! Frames: a line of length and checksum, then the JSON that they are of, then an end of line. A torn or damaged frame is
//! known by either, and a journal can be read in any editor.

use xxhash_rust::xxh3::xxh3_64;

/// Length (8 digits) and checksum (16 digits) in base 16, each followed by a space.
const PREFIX: usize = 8 + 1 + 16 + 1;

/// Puts a frame around a text.
pub fn frame(text: &str) -> Vec<u8> {
    let mut framed = format!("{:08x} {:016x} ", text.len(), xxh3_64(text.as_bytes())).into_bytes();
    framed.extend_from_slice(text.as_bytes());
    framed.push(b'\n');
    framed
}

/// The texts of the frames at the beginning of some bytes, up to the first that is torn or damaged, each with the place
/// where its frame ends.
pub fn frames(bytes: &[u8]) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (text, length) = first(bytes.get(at..)?)?;
        at += length;
        Some((text, at))
    })
}

fn first(bytes: &[u8]) -> Option<(&str, usize)> {
    let prefix = std::str::from_utf8(bytes.get(..PREFIX)?).ok()?;
    let length = usize::from_str_radix(prefix.get(..8)?, 16).ok()?;
    let sum = u64::from_str_radix(prefix.get(9..25)?, 16).ok()?;
    let text = bytes.get(PREFIX..PREFIX.checked_add(length)?)?;
    let ends =
        prefix.as_bytes()[8] == b' ' && prefix.as_bytes()[25] == b' ' && bytes.get(PREFIX + length) == Some(&b'\n');
    let whole = ends && xxh3_64(text) == sum;
    Some((std::str::from_utf8(text).ok().filter(|_| whole)?, PREFIX + length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_or_changed_byte_ends_the_frames_before_it() {
        let texts = ["{\"a\":1}", "", "रसीद", "{\"b\":2}"];
        let all: Vec<u8> = texts.iter().flat_map(|t| frame(t)).collect();
        let ends: Vec<usize> = frames(&all).map(|(_, end)| end).collect();
        assert_eq!(frames(&all).map(|(t, _)| t).collect::<Vec<_>>(), texts);
        assert_eq!(ends.last(), Some(&all.len()));
        for cut in 0..all.len() {
            let whole = ends.iter().filter(|&&end| end <= cut).count();
            assert_eq!(frames(&all[..cut]).count(), whole, "cut at {cut}");
            let mut changed = all.clone();
            changed[cut] ^= 0x20;
            let before = frames(&changed).map(|(t, _)| t).collect::<Vec<_>>();
            // Lengths and checksums may be spelled with capitals; nothing else may differ unseen.
            assert!(before == texts || before.len() == whole, "changed at {cut}");
            assert_eq!(before[..before.len().min(whole)], texts[..before.len().min(whole)]);
        }
    }
}
