//! XML as it comes, token by token: the marks and texts of workbooks. Faults that a spreadsheet would not mind are not
//! minded; what is cut off is.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::refused::Refused;

/// A mark or a text may be this long: what is longer is no workbook.
const LONGEST: usize = 16 << 20;

/// Where bytes come from.
pub(super) trait Source {
    /// Adds more bytes at the end of the buffer. False if there are none.
    fn more(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Refused>;
}

/// Bytes that are all there.
impl Source for Option<Vec<u8>> {
    fn more(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Refused> {
        let Some(bytes) = self.take() else { return Ok(false) };
        if buffer.is_empty() {
            *buffer = bytes;
        } else {
            buffer.extend_from_slice(&bytes);
        }
        Ok(true)
    }
}

/// What comes next.
pub(super) enum Token<'x> {
    /// A mark that opens. An empty one (`<v/>`) opens, and closes with the next token.
    Open(Mark<'x>),
    /// One that closes: its name without prefix.
    Close(&'x [u8]),
    /// Text as written.
    Text(&'x [u8]),
    /// Text in which nothing is escaped.
    Plain(&'x [u8]),
}

/// A mark that opens.
#[derive(Clone, Copy)]
pub(super) struct Mark<'x> {
    /// Its name without prefix.
    pub name: &'x [u8],
    /// Its name as written.
    pub full: &'x [u8],
    rest: &'x [u8],
}

impl<'x> Mark<'x> {
    /// Its attributes: names as written, values as written.
    pub fn attributes(self) -> Attributes<'x> {
        Attributes { rest: self.rest }
    }

    /// The value of an attribute by its name without prefix.
    pub fn get(self, name: &str) -> Option<Cow<'x, str>> {
        self.attributes().find(|(found, _)| local(found) == name.as_bytes()).map(|(_, value)| unescaped(value))
    }

    /// Whether an attribute says yes.
    pub fn is(self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value == "1" || value == "true")
    }
}

pub(super) struct Attributes<'x> {
    rest: &'x [u8],
}

impl<'x> Iterator for Attributes<'x> {
    type Item = (&'x [u8], &'x [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_ascii_start();
        let equals = rest.iter().position(|&b| b == b'=')?;
        let name = rest[..equals].trim_ascii_end();
        let value = rest[equals + 1..].trim_ascii_start();
        let (&quote, value) = value.split_first()?;
        if quote != b'"' && quote != b'\'' {
            return None;
        }
        let end = value.iter().position(|&b| b == quote)?;
        self.rest = &value[end + 1..];
        Some((name, &value[..end]))
    }
}

/// Reads tokens.
pub(super) struct Xml<'s> {
    source: &'s mut dyn Source,
    buffer: Vec<u8>,
    at: usize,
    begun: bool,
    ended: bool,
    /// How many marks are open.
    pub depth: usize,
    /// An empty mark was opened and is to be closed.
    empty: Option<(usize, usize)>,
}

/// What is damaged.
fn cut_off() -> Refused {
    Refused::damaged("This file is damaged or cut off. Export it again.")
}

impl<'s> Xml<'s> {
    pub fn new(source: &'s mut dyn Source) -> Xml<'s> {
        Xml { source, buffer: Vec::new(), at: 0, begun: false, ended: false, depth: 0, empty: None }
    }

    /// Reads more. False if there is no more.
    fn more(&mut self) -> Result<bool, Refused> {
        if !self.ended && self.buffer.len() - self.at > LONGEST {
            return Err(cut_off());
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        let had = self.buffer.len();
        while !self.ended {
            // The last bytes may come together with the end.
            self.ended = !self.source.more(&mut self.buffer)?;
            // It takes three to see the mark of the encoding.
            if !self.begun && (self.buffer.len() >= 3 || self.ended) {
                self.begin()?;
            }
            if self.begun && self.buffer.len() - self.at > had {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes the mark of the encoding off. Workbooks are UTF-8, whatever else XML may be.
    fn begin(&mut self) -> Result<(), Refused> {
        self.begun = true;
        if self.buffer.starts_with(b"\xEF\xBB\xBF") {
            self.at = 3;
        }
        if self.buffer.starts_with(b"\xFF\xFE") || self.buffer.starts_with(b"\xFE\xFF") {
            return Err(Refused::damaged("This workbook is in UTF-16. Open it and save it as xlsx."));
        }
        Ok(())
    }

    /// The next token; none at the end.
    #[inline]
    pub fn next(&mut self) -> Result<Option<Token<'_>>, Refused> {
        if let Some((from, to)) = self.empty.take() {
            self.depth -= 1;
            return Ok(Some(Token::Close(&self.buffer[from..to])));
        }
        loop {
            let rest = &self.buffer[self.at..];
            if rest.first().is_some_and(|&b| b != b'<') {
                let Some(end) = memchr(b'<', rest) else {
                    if self.more()? {
                        continue;
                    }
                    // A text behind the last mark.
                    let from = std::mem::replace(&mut self.at, self.buffer.len());
                    return Ok(Some(Token::Text(&self.buffer[from..])));
                };
                let from = self.at;
                self.at += end;
                return Ok(Some(Token::Text(&self.buffer[from..from + end])));
            }
            // Long enough to see what it is.
            if rest.len() < 9 && self.more()? {
                continue;
            }
            let rest = &self.buffer[self.at..];
            if rest.is_empty() {
                return if self.depth == 0 { Ok(None) } else { Err(cut_off()) };
            }
            let (skipped, end) = match rest {
                [b'<', b'!', b'-', b'-', ..] => (4, &b"-->"[..]),
                [b'<', b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => (9, &b"]]>"[..]),
                [b'<', b'?', ..] => (2, &b"?>"[..]),
                [b'<', b'!', ..] => (2, &b">"[..]),
                _ => {
                    let Some(end) = end_of_mark(rest) else {
                        if self.more()? {
                            continue;
                        }
                        return Err(cut_off());
                    };
                    return self.mark(end).map(Some);
                }
            };
            let Some(length) = memmem::find(&rest[skipped..], end) else {
                if self.more()? {
                    continue;
                }
                return Err(cut_off());
            };
            let from = self.at + skipped;
            self.at = from + length + end.len();
            if skipped == 9 {
                return Ok(Some(Token::Plain(&self.buffer[from..from + length])));
            }
        }
    }

    /// The mark whose `>` is so far ahead.
    #[inline]
    fn mark(&mut self, end: usize) -> Result<Token<'_>, Refused> {
        let start = self.at + 1;
        let stop = self.at + end;
        self.at = stop + 1;
        let inside = &self.buffer[start..stop];
        if let Some(name) = inside.strip_prefix(b"/") {
            self.depth = self.depth.checked_sub(1).ok_or_else(cut_off)?;
            return Ok(Token::Close(local(name.trim_ascii_end())));
        }
        let (inside, empty) = match inside.strip_suffix(b"/") {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let length = inside.iter().position(|b| b.is_ascii_whitespace()).unwrap_or(inside.len());
        let full = &inside[..length];
        let name = local(full);
        self.depth += 1;
        if empty {
            self.empty = Some((start + length - name.len(), start + length));
        }
        Ok(Token::Open(Mark { name, full, rest: &inside[length..] }))
    }
}

/// Where the mark at the beginning ends: at the first `>` outside of quotes.
#[inline]
fn end_of_mark(rest: &[u8]) -> Option<usize> {
    let mut quote = 0;
    for (at, &b) in rest.iter().enumerate() {
        if quote != 0 {
            if b == quote {
                quote = 0;
            }
        } else if b == b'>' {
            return Some(at);
        } else if b == b'"' || b == b'\'' {
            quote = b;
        }
    }
    None
}

/// A name without its prefix.
#[inline]
pub(super) fn local(name: &[u8]) -> &[u8] {
    name.iter().position(|&b| b == b':').map_or(name, |colon| &name[colon + 1..])
}

/// Text as it is meant. An entity that XML does not know stays as it is.
#[inline]
pub(super) fn unescaped(raw: &[u8]) -> Cow<'_, str> {
    if memchr(b'&', raw).is_none() {
        return String::from_utf8_lossy(raw);
    }
    let raw = String::from_utf8_lossy(raw);
    let mut text = String::with_capacity(raw.len());
    let mut rest = &*raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        // No entity is long.
        let end = rest.as_bytes().iter().take(12).position(|&b| b == b';');
        match end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            Some((end, c)) => {
                text.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that come a few at a time.
    struct Drops<'b>(&'b [u8], usize);

    impl Source for Drops<'_> {
        fn more(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Refused> {
            let (now, later) = self.0.split_at(self.1.min(self.0.len()));
            buffer.extend_from_slice(now);
            self.0 = later;
            Ok(!now.is_empty())
        }
    }

    fn spelled(xml: &str, drop: usize) -> Result<String, Refused> {
        let mut source = Drops(xml.as_bytes(), drop);
        let mut xml = Xml::new(&mut source);
        let mut spelled = String::new();
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(mark) => {
                    spelled += &format!("<{}", String::from_utf8_lossy(mark.name));
                    for (name, value) in mark.attributes() {
                        spelled += &format!(" {}={}", String::from_utf8_lossy(name), unescaped(value));
                    }
                    spelled += ">";
                }
                Token::Close(name) => spelled += &format!("</{}>", String::from_utf8_lossy(name)),
                Token::Text(text) => spelled += &unescaped(text),
                Token::Plain(text) => spelled += &String::from_utf8_lossy(text),
            }
        }
        Ok(spelled)
    }

    #[test]
    fn tokens_are_the_same_however_the_bytes_come() {
        let xml = "\u{FEFF}<?xml version='1.0'?><!-- <no> --><x:a b=\"1>2\" r:c = 'd&amp;\"'><v/>5 &lt; &#x20b9;&nope; <![CDATA[<&]]></x:a >\n";
        let want = "<a b=1>2 r:c=d&\"><v></v>5 < ₹&nope; <&</a>\n";
        for drop in 1..20 {
            assert_eq!(spelled(xml, drop).as_deref(), Ok(want), "{drop}");
        }
    }

    #[test]
    fn what_is_cut_off_is_damaged() {
        let xml = "<a><b c=\"d\">text</b><!-- x --></a>";
        for end in 1..xml.len() {
            assert!(spelled(&xml[..end], 7).is_err(), "{}", &xml[..end]);
        }
        assert!(spelled("</a>", 7).is_err());
        assert!(spelled("", 7).is_ok());
    }

    #[test]
    fn a_part_of_a_few_bytes_is_read_to_its_end() {
        // Found by fuzzing: what came together with the end of a short part was looked at as the inside of a mark.
        for drop in 1..5 {
            for text in ["", ">", "a", "ab", "/>", "\u{FEFF}", "\u{FEFF}>"] {
                assert_eq!(spelled(text, drop).as_deref(), Ok(text.trim_start_matches('\u{FEFF}')), "{text:?} {drop}");
            }
            for cut in ["<", "<a", "<!", "<>", "\u{FEFF}<"] {
                assert!(spelled(cut, drop).is_err(), "{cut:?} {drop}");
            }
            assert_eq!(spelled("<a/>", drop).as_deref(), Ok("<a></a>"));
        }
    }
}
