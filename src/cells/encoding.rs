//! From bytes to text: UTF-8, UTF-16 by its mark or its zero bytes, else Windows-1252.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::refused::{Note, Refused};
use crate::work::Progress;
use crate::work::allowance::NO_ROOM;

/// The text of a file, without its mark, and what was tolerated.
pub(super) fn decode(bytes: Vec<u8>, progress: &Progress) -> Result<(String, Vec<Note>), Refused> {
    if let Some(encoding) = utf_16(&bytes) {
        let bytes = bytes.strip_prefix(b"\xFF\xFE").or(bytes.strip_prefix(b"\xFE\xFF")).unwrap_or(&bytes);
        return Ok((converted(encoding, bytes, progress)?, Vec::new()));
    }
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        // Rare, and moving is quick.
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    let broken = match String::from_utf8(bytes) {
        Ok(text) => return Ok((text, Vec::new())),
        Err(broken) => broken,
    };
    let bytes = broken.as_bytes();
    let (mut damaged, mut whole) = (0, 0);
    for (place, chunk) in bytes.utf8_chunks().enumerate() {
        if place % 4096 == 0 && progress.cancelled() {
            return Err(Refused::stopped());
        }
        damaged += u64::from(!chunk.invalid().is_empty());
        // Windows-1252 has no reason to look like UTF-8.
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
    }
    if whole > damaged {
        return Ok((String::from_utf8_lossy(bytes).into_owned(), vec![Note::DamagedCharacters(damaged)]));
    }
    Ok((converted(WINDOWS_1252, bytes, progress)?, vec![Note::Windows1252]))
}

/// Which UTF-16 some bytes are: by the mark at their beginning, or as every second byte is 0 in the text of tables.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    // Hindi names have no zero bytes, but digits, separators and line ends do.
    if odd > pairs / 5 && even == 0 {
        Some(UTF_16LE)
    } else if even > pairs / 5 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn converted(encoding: &'static Encoding, bytes: &[u8], progress: &Progress) -> Result<String, Refused> {
    const BLOCK: usize = 1 << 20;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut blocks = bytes.chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        if progress.cancelled() {
            return Err(Refused::stopped());
        }
        let most = decoder.max_utf8_buffer_length(block.len()).unwrap_or(usize::MAX);
        text.try_reserve(most).map_err(|_| Refused::damaged(NO_ROOM))?;
        // There is room for all of it.
        let _ = decoder.decode_to_string(block, &mut text, blocks.peek().is_none());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> (String, Vec<Note>) {
        decode(bytes.to_vec(), &Progress::default()).unwrap()
    }

    #[test]
    fn utf_16_is_seen_with_and_without_its_mark() {
        let text = "Bill No,Amount\nA/1,₹ 5.00\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [&little, &big, &[b"\xFF\xFE", &little[..]].concat(), &[b"\xFE\xFF", &big[..]].concat()] {
            assert_eq!(text_of(bytes), (text.to_owned(), vec![]));
        }
    }

    #[test]
    fn other_text_is_utf_8_or_windows_1252() {
        assert_eq!(text_of("\u{FEFF}बिल".as_bytes()), ("बिल".to_owned(), vec![]));
        assert_eq!(text_of(b"Caf\xE9 \x80"), ("Café €".to_owned(), vec![Note::Windows1252]));
        let cut = "बिल बिल".as_bytes();
        assert_eq!(text_of(&cut[..cut.len() - 1]), ("बिल बि\u{FFFD}".to_owned(), vec![Note::DamagedCharacters(1)]));
        assert_eq!(text_of(b""), (String::new(), vec![]));
    }
}
