//! A scanner over JSON text that keeps every value's own spelling. It checks that the text is well-formed, and knows
//! nothing of what the text means. It never recurses, so no nesting can exhaust the stack.

use std::borrow::Cow;

/// Deeper nesting than this is refused; the portal's files nest five deep.
const MAX_DEPTH: u32 = 128;
/// Longer texts than this (bytes) are refused: no file of the portal has one, and every later step would pay for it.
const MAX_TEXT: usize = 1 << 20;

/// Why a text is not the JSON that is due at `at` (bytes from the start).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub at: usize,
    /// What is wrong, for people.
    pub what: String,
    /// Nothing is wrong: the job was stopped.
    pub stopped: bool,
}

/// The kinds of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum JsonKind {
    Null,
    Bool,
    Number,
    Text,
    Array,
    Object,
}

/// A value as it is in the text.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    /// What it is.
    pub kind: JsonKind,
    /// Its own spelling, quotes and brackets included.
    pub raw: &'a str,
    /// Whether escapes stand in a text.
    escaped: bool,
}

impl<'a> Value<'a> {
    /// Whether it means nothing: `null` or `""` (portal/README.md section 1).
    pub fn is_absent(self) -> bool {
        self.kind == JsonKind::Null || self.raw == "\"\""
    }

    /// The text of a text, number or boolean; a number's digits as they stand. Objects, arrays and null give nothing.
    pub fn text(self) -> Cow<'a, str> {
        match self.kind {
            JsonKind::Text => {
                let inside = self.raw.get(1..self.raw.len() - 1).unwrap_or("");
                if self.escaped { unescape(inside) } else { Cow::Borrowed(inside) }
            }
            JsonKind::Number | JsonKind::Bool => Cow::Borrowed(self.raw),
            _ => Cow::Borrowed(""),
        }
    }
}

/// The text behind the escapes of a key or text, given without its quotes. A lone half of a surrogate pair becomes U+FFFD.
pub fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.as_bytes().contains(&b'\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(i) = rest.find('\\') {
        out.push_str(&rest[..i]);
        let escape = rest.as_bytes().get(i + 1).copied().unwrap_or(b'\\');
        rest = rest.get(i + 2..).unwrap_or("");
        match escape {
            b'n' => out.push('\n'),
            b't' => out.push('\t'),
            b'r' => out.push('\r'),
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'u' => {
                let unit = hex4(rest);
                rest = rest.get(4..).unwrap_or("");
                out.push(match unit {
                    0xD800..0xDC00 => match rest.strip_prefix("\\u").map(hex4) {
                        Some(low @ 0xDC00..0xE000) => {
                            rest = rest.get(6..).unwrap_or("");
                            char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)).unwrap_or('\u{FFFD}')
                        }
                        _ => '\u{FFFD}',
                    },
                    unit => char::from_u32(unit).unwrap_or('\u{FFFD}'),
                });
            }
            other => out.push(other as char),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn hex4(text: &str) -> u32 {
    text.get(..4).and_then(|t| u32::from_str_radix(t, 16).ok()).unwrap_or(0xFFFD)
}

/// Reads through a JSON text from front to back.
#[derive(Clone)]
pub struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The next byte to read.
    pub at: usize,
}

type Scan<T> = Result<T, Fault>;

impl<'a> Scanner<'a> {
    /// A scanner at the start of a text.
    pub fn new(text: &'a str) -> Self {
        Scanner { text, bytes: text.as_bytes(), at: 0 }
    }

    /// How long the text is, in bytes.
    pub fn length(&self) -> usize {
        self.bytes.len()
    }

    /// A fault at a place.
    #[cold]
    pub fn fault<T>(&self, at: usize, what: impl Into<String>) -> Scan<T> {
        Err(Fault { at, what: what.into(), stopped: false })
    }

    /// Gives up, as the job was stopped.
    pub fn stop<T>(&self, at: usize) -> Scan<T> {
        Err(Fault { at, what: String::new(), stopped: true })
    }

    /// Skips white space and gives the next byte without reading it; 0 at the end.
    #[inline]
    pub fn peek(&mut self) -> u8 {
        while let Some(&b) = self.bytes.get(self.at) {
            if b > b' ' || !matches!(b, b' ' | b'\n' | b'\r' | b'\t') {
                return b;
            }
            self.at += 1;
        }
        0
    }

    #[cold]
    fn unexpected<T>(&self, due: &str) -> Scan<T> {
        match self.text.get(self.at..).and_then(|t| t.chars().next()) {
            None => self.fault(
                self.at,
                format!("the file ends where {due} should be, so a part is missing: download it again"),
            ),
            Some(c) => self.fault(self.at, format!("{c:?} where {due} should be")),
        }
    }

    /// Reads one byte of punctuation.
    #[inline]
    pub fn expect(&mut self, byte: u8, due: &str) -> Scan<()> {
        if self.peek() != byte {
            return self.unexpected(due);
        }
        self.at += 1;
        Ok(())
    }

    /// After `{` or a member: true if another key follows, false after reading the `}`. `first`: none was read yet.
    #[inline]
    pub fn more_members(&mut self, first: bool) -> Scan<bool> {
        self.more(first, b'}', "\",\" or \"}\"")
    }

    /// After `[` or an element: true if another element follows, false after reading the `]`.
    #[inline]
    pub fn more_elements(&mut self, first: bool) -> Scan<bool> {
        self.more(first, b']', "\",\" or \"]\"")
    }

    #[inline]
    fn more(&mut self, first: bool, close: u8, due: &str) -> Scan<bool> {
        match self.peek() {
            b if b == close => {
                self.at += 1;
                Ok(false)
            }
            _ if first => Ok(true),
            b',' => {
                self.at += 1;
                Ok(true)
            }
            _ => self.unexpected(due),
        }
    }

    /// Reads a key with its colon; the key's own spelling without the quotes.
    #[inline]
    pub fn key(&mut self) -> Scan<&'a str> {
        if self.peek() != b'"' {
            return self.unexpected("a key in quotes");
        }
        let start = self.at;
        self.string()?;
        let key = self.text.get(start + 1..self.at - 1).unwrap_or("");
        self.expect(b':', "\":\"")?;
        Ok(key)
    }

    /// Reads past these bytes if they come next.
    #[inline]
    pub fn eat(&mut self, due: &str) -> bool {
        let here = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(due.as_bytes()));
        if here {
            self.at += due.len();
        }
        here
    }

    /// What was read since a place.
    #[inline]
    pub fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or("")
    }

    /// Reads a value; objects and arrays as a whole.
    // Left to itself, the compiler inlines this and the next two in one build and not in another; it makes a fifth of the
    // time of opening and of writing.
    #[inline(always)]
    pub fn value(&mut self) -> Scan<Value<'a>> {
        let opens = self.peek();
        let start = self.at;
        let mut escaped = false;
        let kind = match opens {
            b'"' => {
                escaped = self.string()?;
                JsonKind::Text
            }
            b'{' | b'[' => {
                self.skip_composite()?;
                if opens == b'{' { JsonKind::Object } else { JsonKind::Array }
            }
            b't' | b'f' | b'n' => {
                self.word()?;
                if opens == b'n' { JsonKind::Null } else { JsonKind::Bool }
            }
            _ => {
                self.number()?;
                JsonKind::Number
            }
        };
        Ok(Value { kind, raw: self.since(start), escaped })
    }

    fn word(&mut self) -> Scan<()> {
        if ["true", "false", "null"].into_iter().any(|word| self.eat(word)) {
            Ok(())
        } else {
            self.unexpected("a value")
        }
    }

    /// Reads past an object or array that begins here.
    fn skip_composite(&mut self) -> Scan<()> {
        // One bit a level: set for an object.
        let mut levels: u128 = 0;
        let mut depth = 0;
        let mut first = true;
        loop {
            // Here a value is due.
            match self.peek() {
                open @ (b'{' | b'[') => {
                    if depth == MAX_DEPTH {
                        return self.fault(
                            self.at,
                            format!("nested deeper than {MAX_DEPTH} levels: no file of the portal is"),
                        );
                    }
                    levels = (levels << 1) | u128::from(open == b'{');
                    depth += 1;
                    self.at += 1;
                    first = true;
                }
                b'"' => drop(self.string()?),
                b't' | b'f' | b'n' => self.word()?,
                _ => self.number()?,
            }
            // Here a member, an element or the end of this level.
            loop {
                if depth == 0 {
                    return Ok(());
                }
                let object = levels & 1 == 1;
                let more = if object { self.more_members(first)? } else { self.more_elements(first)? };
                if more {
                    if object {
                        self.key()?;
                    }
                    first = false;
                    break;
                }
                levels >>= 1;
                depth -= 1;
                first = false;
            }
        }
    }

    /// Reads past a string that begins here, and tells whether escapes stand in it.
    #[inline(always)]
    fn string(&mut self) -> Scan<bool> {
        let start = self.at;
        let mut i = start + 1;
        let mut escaped = false;
        loop {
            // Eight bytes at a time, until one of them is a quote, a backslash or a control character.
            while let Some(chunk) = self.bytes.get(i..i + 8).and_then(|c| <[u8; 8]>::try_from(c).ok()) {
                let special = special_bytes(u64::from_le_bytes(chunk));
                if special != 0 {
                    i += special.trailing_zeros() as usize / 8;
                    break;
                }
                i += 8;
            }
            match self.bytes.get(i) {
                Some(b'"') => break,
                Some(b'\\') => {
                    i = self.escape(i)?;
                    escaped = true;
                }
                Some(c) if *c < 0x20 => {
                    return self.fault(i, "a text has a control character in it that is not escaped");
                }
                Some(_) => i += 1,
                None => {
                    return self.fault(
                        start,
                        "a text begins here and never ends, so a part of the file is missing: download it again",
                    );
                }
            }
        }
        if i - start > MAX_TEXT {
            return self.fault(start, "a text longer than 1 MB: no file of the portal has one");
        }
        self.at = i + 1;
        Ok(escaped)
    }

    /// Checks the escape at a backslash and gives the place behind it.
    fn escape(&self, at: usize) -> Scan<usize> {
        match self.bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
            Some(b'u') if self.bytes.get(at + 2..at + 6).is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit)) => {
                Ok(at + 6)
            }
            _ => self.fault(at, "an escape that JSON does not know"),
        }
    }

    /// Reads past a number that begins here.
    #[inline(always)]
    fn number(&mut self) -> Scan<()> {
        let start = self.at;
        let mut i = start;
        let digits = |mut i: usize| {
            while self.bytes.get(i).is_some_and(u8::is_ascii_digit) {
                i += 1;
            }
            i
        };
        i += usize::from(self.bytes.get(i) == Some(&b'-'));
        let whole = i;
        i = digits(i);
        let mut good = i > whole && (self.bytes[whole] != b'0' || i == whole + 1);
        if good && self.bytes.get(i) == Some(&b'.') {
            let end = digits(i + 1);
            good = end > i + 1;
            i = end;
        }
        if good && matches!(self.bytes.get(i), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.bytes.get(i + 1), Some(b'-' | b'+')));
            let end = digits(i + 1 + sign);
            good = end > i + 1 + sign;
            i = end;
        }
        if !good {
            return if i > whole {
                self.fault(start, "a number that JSON does not know")
            } else {
                self.unexpected("a value")
            };
        }
        self.at = i;
        Ok(())
    }
}

/// The high bit of each byte that is a quote, a backslash or below 0x20; the lowest such bit is exact.
#[inline]
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let zero_in = |w: u64| w.wrapping_sub(ONES) & !w & HIGHS;
    let below_space = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
    zero_in(word ^ (ONES * u64::from(b'"'))) | zero_in(word ^ (ONES * u64::from(b'\\'))) | below_space
}

/// All members of a record as they are, for showing it: name and value.
pub fn members(text: &str) -> Members<'_> {
    let mut scanner = Scanner::new(text);
    // An element that is no record has no members.
    let object = scanner.expect(b'{', "a record").is_ok();
    Members { scanner: object.then_some(scanner), first: true }
}

/// See [`members`]. One after the other: a record may have far more members than memory.
pub struct Members<'a> {
    /// None at the end.
    scanner: Option<Scanner<'a>>,
    first: bool,
}

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let scanner = self.scanner.as_mut()?;
        let mut member = || -> Result<Option<Self::Item>, Fault> {
            if !scanner.more_members(self.first)? {
                return Ok(None);
            }
            Ok(Some((unescape(scanner.key()?), scanner.value()?)))
        };
        // The text was read before and is well-formed.
        let member = member().unwrap_or(None);
        self.first = false;
        if member.is_none() {
            self.scanner = None;
        }
        member
    }
}

/// All elements of a list as they are, one after the other.
pub fn elements<'a>(list: Value<'a>) -> impl Iterator<Item = Value<'a>> {
    let mut scanner = Scanner::new(list.raw);
    let mut goes_on = scanner.expect(b'[', "a list").is_ok();
    let mut first = true;
    std::iter::from_fn(move || {
        // The list was read once before, as a whole.
        goes_on = goes_on && scanner.more_elements(first).unwrap_or(false);
        first = false;
        if goes_on { scanner.value().ok() } else { None }
    })
}

/// Line and column (both from 1, the column in characters) of a place in a text.
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..at.min(text.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |i| i + 1);
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let column = before[line_start..].iter().filter(|b| **b & 0xC0 != 0x80).count() + 1;
    (line, column)
}

/// Writes a text as a JSON text, quotes included.
pub fn write_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for b in text.bytes() {
        match b {
            b'"' | b'\\' => out.extend([b'\\', b]),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b'\t' => out.extend(b"\\t"),
            0..0x20 => out.extend(format!("\\u{b:04x}").bytes()),
            _ => out.push(b),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests;
