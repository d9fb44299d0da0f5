//! Frames: a line of length and checksum, then the JSON that they are of, then an end of line. A torn or damaged frame is
//! known by either, and a journal can be read in any editor.
//!
//! Where a frame is damaged, the next one is found again, as each is a line of its own. A single bit that flipped is put
//! right: of all the bits of a frame there is only one that makes it fit its checksum again.

use std::borrow::Cow;

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

/// A piece of a journal.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// The text of a whole frame, and where it ends.
    Text(Cow<'t, str>, usize),
    /// Bytes that cannot be read.
    Gap(&'t [u8]),
}

/// All pieces of some bytes. A frame of which one bit flipped is given as a text of its own.
pub fn pieces(bytes: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    let (mut at, mut tries) = (0, TRIES);
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        if let Some((text, length)) = first(rest) {
            at += length;
            return Some(Piece::Text(Cow::Borrowed(text), at));
        }
        let trying = tries > 0;
        let mended = if trying { mended(rest) } else { None };
        tries = tries.saturating_sub(1);
        if let Some((text, length)) = mended {
            at += length;
            return Some(Piece::Text(Cow::Owned(text), at));
        }
        // The next begins soon behind it, even if the end of the line is damaged too, else behind the end of some line.
        let soon = (1..if trying { MENDABLE } else { 1 }).filter(|&at| begins(rest, at));
        let mut ends = soon.chain(memchr::memchr_iter(b'\n', rest).map(|end| end + 1));
        let length = ends.find(|&end| is_line(&rest[end..])).unwrap_or(rest.len());
        at += length;
        Some(Piece::Gap(&rest[..length]))
    })
}

/// Whether a frame may begin there.
fn begins(bytes: &[u8], at: usize) -> bool {
    let space = |place: usize| bytes.get(at + place) == Some(&b' ');
    space(8) && space(25)
}

/// How long a frame is, as it says itself at its beginning.
pub fn claimed(bytes: &[u8]) -> Option<usize> {
    usize::try_from(number(bytes.get(..8)?)?).ok()?.checked_add(PREFIX + 1)
}

/// It is tried so often to put a bit right, and only in frames that are not longer: a journal of rubbish takes no time.
const TRIES: u32 = 8;
const MENDABLE: usize = 1 << 12;

/// The first frame of some bytes, with the one bit put right that keeps it from being whole; and its length.
fn mended(bytes: &[u8]) -> Option<(String, usize)> {
    let mut copy = bytes[..bytes.len().min(PREFIX + MENDABLE + 1)].to_vec();
    let claimed = copy.get(..8).and_then(number).map_or(0, |length| length as usize);
    let reach = if claimed <= MENDABLE && claimed + PREFIX < copy.len() { PREFIX + claimed + 1 } else { PREFIX };
    for at in 0..reach.min(copy.len()) {
        for bit in 0..8 {
            copy[at] ^= 1 << bit;
            if let Some((text, length)) = first(&copy) {
                return Some((text.to_owned(), length));
            }
            copy[at] ^= 1 << bit;
        }
    }
    None
}

/// Whether some bytes begin with a whole frame that is one line. Takes no longer than the line, whatever it claims.
fn is_line(bytes: &[u8]) -> bool {
    let length = bytes.get(..8).and_then(number).and_then(|length| usize::try_from(length).ok());
    let ends = length.and_then(|length| bytes.get(PREFIX..)?.get(length)) == Some(&b'\n');
    ends && memchr::memchr(b'\n', bytes).map(|end| end - PREFIX.min(end)) == length && first(bytes).is_some()
}

/// A number in base 16, written as [`frame`] writes it but for capitals.
fn number(digits: &[u8]) -> Option<u64> {
    let digits = digits.iter().all(u8::is_ascii_hexdigit).then(|| std::str::from_utf8(digits).ok())??;
    u64::from_str_radix(digits, 16).ok()
}

/// Whether some bytes are the beginning of a frame that was never written to its end.
pub fn is_begun(bytes: &[u8]) -> bool {
    let Some(prefix) = bytes.get(..PREFIX) else { return bytes.iter().all(|b| b.is_ascii_hexdigit() || *b == b' ') };
    number(&prefix[..8]).is_some_and(|length| ((bytes.len() - PREFIX) as u64) <= length)
}

fn first(bytes: &[u8]) -> Option<(&str, usize)> {
    let prefix = bytes.get(..PREFIX)?;
    let length = usize::try_from(number(&prefix[..8])?).ok()?;
    let sum = number(&prefix[9..25])?;
    let text = bytes.get(PREFIX..PREFIX.checked_add(length)?)?;
    let ends = prefix[8] == b' ' && prefix[25] == b' ' && bytes.get(PREFIX + length) == Some(&b'\n');
    let whole = ends && xxh3_64(text) == sum;
    Some((std::str::from_utf8(text).ok().filter(|_| whole)?, PREFIX + length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_that_is_torn_is_read_up_to_there() {
        let texts = ["{\"a\":1}", "", "रसीद", "{\"b\":2}"];
        let frames = texts.map(frame);
        let all = frames.concat();
        assert_eq!(left(&all), (texts.map(str::to_owned).to_vec(), 0));
        for cut in 0..all.len() {
            let (mut whole, mut end) = (0, 0);
            while end + frames[whole].len() <= cut {
                end += frames[whole].len();
                whole += 1;
            }
            for zeros in [0, 100] {
                let torn = [&all[..cut], &vec![0; zeros]].concat();
                let (read, lost) = left(&torn);
                assert_eq!(
                    (read.as_slice(), lost),
                    (&texts.map(str::to_owned)[..whole], torn.len() - end),
                    "cut at {cut}"
                );
            }
            assert_eq!(is_begun(&all[..cut]), whole == 0, "cut at {cut}");
        }
    }

    /// The texts that are left of some bytes, and how many bytes are not.
    fn left(bytes: &[u8]) -> (Vec<String>, usize) {
        let (mut texts, mut lost) = (Vec::new(), 0);
        for piece in pieces(bytes) {
            match piece {
                Piece::Text(text, _) => texts.push(text.into_owned()),
                Piece::Gap(bytes) => lost += bytes.len(),
            }
        }
        (texts, lost)
    }

    #[test]
    fn any_single_bit_that_fell_over_is_put_right() {
        let texts = ["{\"a\":1}", "", "रसीद", "{\"b\":2}"];
        let all: Vec<u8> = texts.iter().flat_map(|t| frame(t)).collect();
        for bit in 0..8 * all.len() {
            let mut changed = all.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(left(&changed), (texts.map(str::to_owned).to_vec(), 0), "bit {bit}");
        }
    }

    #[test]
    fn frames_behind_a_damaged_one_are_found_again() {
        let texts = ["{\"a\":1}", "{\"b\":22222222222222}", "{\"c\":3}"];
        let all: Vec<u8> = texts.iter().flat_map(|t| frame(t)).collect();
        let (from, to) = (frame(texts[0]).len(), frame(texts[0]).len() + frame(texts[1]).len());
        for at in from..to - 8 {
            let mut changed = all.clone();
            changed[at..at + 8].fill(b'x');
            let (texts, lost) = left(&changed);
            assert_eq!((texts[0].as_str(), texts[1].as_str(), lost), ("{\"a\":1}", "{\"c\":3}", to - from), "at {at}");
        }
        let (texts, _) = left(&all[from + 1..]);
        assert_eq!(texts, ["{\"c\":3}"], "a beginning that is cut off hides nothing");
    }

    #[test]
    fn signs_and_spaces_are_no_digits() {
        let mut framed = frame("{}");
        assert_eq!(&framed[..8], b"00000002");
        framed[0] = b'+';
        assert_eq!(first(&framed), None);
    }

    #[test]
    fn lines_that_claim_a_great_length_take_no_time() {
        let line = b"00ffffff 0000000000000000 x\n";
        let all: Vec<u8> = line.iter().copied().cycle().take(line.len() << 16).collect();
        assert_eq!(left(&all), (Vec::new(), all.len()));
    }
}
