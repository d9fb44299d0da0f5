//! The upload: the delta of a book as the portal reads it (portal/README.md section 5).
//!
//! Every value that an upload echoes is copied out of the record's own text, so nothing is ever reformatted.

mod save;
mod verify;

use std::borrow::Cow;
use std::sync::Arc;

pub use save::{PART_LIMIT, Prepared, WriteError, Written, part_path};

use super::json::{JsonKind, Value, write_text};
use super::keys::{self, Key};
use super::record::{KeyOrder, Values};
use super::words;
use crate::book::{Answer, AnswerKind, Answers, Book, BySection, Flag, Said, Section, Sources, Span, Texts};

/// How an upload is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileLayout {
    /// Repeat filing status and flags after the period, as older files do.
    pub flags: bool,
    /// Several numbered files, each under [`PART_LIMIT`].
    pub parts: bool,
}

/// One record to be written.
#[derive(Clone, Copy, Debug)]
pub struct RecordLine {
    /// The section.
    pub section: Section,
    /// The row in its sheet.
    pub row: u32,
    /// What is said of it.
    pub said: Said,
    span: Span,
    /// What was imported says the same remarks, or answer: then its own spelling is repeated.
    same_remarks: bool,
    same_answer: bool,
    pending: Flag,
}

/// An upload about to be written: a copy of all it needs, so that a background job can write it while the book goes on.
pub struct Upload {
    /// The recipient's GSTIN.
    pub recipient: String,
    /// The records, by section and in the order in which they were read.
    pub lines: Vec<RecordLine>,
    sources: Arc<Sources>,
    texts: Texts,
    answers: Answers,
    snake_case: bool,
}

impl Upload {
    /// The upload of these rows of a book; those who ask have seen to it that they are in the delta and nothing blocks them.
    pub fn new(book: &Book, recipient: &str, rows: impl Iterator<Item = (Section, u32)>) -> Upload {
        let line = |(section, row)| {
            let sheet = book.sheet(section);
            let (said, baseline) = (book.said(section, row), sheet.baseline(row));
            RecordLine {
                section,
                row,
                said,
                span: sheet.records().span(row),
                same_remarks: said.remarks == baseline.remarks,
                same_answer: said.answer == book.answers().plain(baseline.answer),
                pending: sheet.records().pending_flags[row as usize],
            }
        };
        Upload {
            recipient: recipient.to_owned(),
            lines: rows.map(line).collect(),
            sources: book.sources().clone(),
            texts: book.texts().clone(),
            answers: book.answers().clone(),
            snake_case: book.itc_spelling().is_snake_case(),
        }
    }

    fn head(&self) -> Vec<u8> {
        format!("{{\"rtin\":\"{}\",\"reqtyp\":\"SAVE\",\"invdata\":{{", self.recipient).into_bytes()
    }
}

/// What is behind the last record.
const TAIL: &[u8] = b"]}}";

/// What is before a record: a comma, or the opening of its section's list behind the end of the one before.
fn before(previous: Option<Section>, section: Section) -> Cow<'static, str> {
    match previous {
        Some(same) if same == section => ",".into(),
        Some(_) => format!("],\"{}\":[", keys::section_key(section)).into(),
        None => format!("\"{}\":[", keys::section_key(section)).into(),
    }
}

/// Writes records one after the other.
struct Records<'u> {
    upload: &'u Upload,
    flags: bool,
    orders: BySection<KeyOrder>,
}

impl<'u> Records<'u> {
    fn new(upload: &'u Upload, layout: FileLayout) -> Self {
        Records { upload, flags: layout.flags, orders: Default::default() }
    }

    fn values(&mut self, line: &RecordLine) -> Values<'u> {
        let text = self.upload.sources.text(line.span);
        let order = &mut self.orders[line.section];
        let mut scanner = super::json::Scanner::new(text);
        Values::scan(&mut scanner, line.section, order, &mut Default::default())
            .unwrap_or_else(|_| Values::of("{}", line.section))
    }

    /// Appends one record.
    fn write(&mut self, line: &RecordLine, out: &mut Vec<u8>) {
        let values = self.values(line);
        let mut o = Object { out, section: line.section, first: true };
        for key in [Key::Stin, Key::Number, Key::Kind, Key::Date] {
            o.text(key, values.get(key));
        }
        o.amount(Key::Value, values.get(Key::Value));
        match words::action_letter(line.said.action) {
            Some(letter) => o.plain(Key::Action, letter),
            None => o.text(Key::Action, values.get(Key::Action)),
        }
        o.text(Key::Place, values.get(Key::Place));
        for key in &keys::AMOUNTS[1..] {
            o.amount(*key, values.get(*key));
        }
        self.remarks(line, &values, &mut o);
        o.text(Key::Form, values.get(Key::Form));
        o.text(Key::Period, values.get(Key::Period));
        if self.flags {
            repeat_flags(line, &values, &mut o);
        }
        if line.section.is_amendment() {
            o.text(Key::OriginalNumber, values.get(Key::OriginalNumber));
            o.text(Key::OriginalDate, values.get(Key::OriginalDate));
        }
        self.answer(line, &values, &mut o);
        out.push(b'}');
    }

    fn remarks(&self, line: &RecordLine, values: &Values<'_>, o: &mut Object<'_>) {
        let text = self.upload.texts.get(line.said.remarks);
        if text.is_empty() {
            return;
        }
        match values.get(Key::Remarks) {
            imported @ Some(_) if line.same_remarks => o.text(Key::Remarks, imported),
            _ => {
                o.name(Key::Remarks.name(line.section));
                write_text(o.out, text);
            }
        }
    }

    fn answer(&self, line: &RecordLine, values: &Values<'_>, o: &mut Object<'_>) {
        let answer: Answer = self.upload.answers.get(line.said.answer);
        let Some(letter) = words::answer_letter(answer) else { return };
        let name = |key: Key| if self.upload.snake_case { key.snake_name() } else { key.name(line.section) };
        o.name(name(Key::ItcAnswer));
        o.raw(&format!("\"{letter}\""));
        if answer.kind != AnswerKind::Part {
            return;
        }
        for (key, paise) in keys::DECLARED.into_iter().zip(answer.heads) {
            o.name(name(key));
            match values.get(key) {
                Some(imported) if line.same_answer => o.raw(imported.text().trim()),
                _ => o.raw(&shortest(paise)),
            }
        }
    }
}

/// An amount of ours as a JSON number without idle zeros.
fn shortest(paise: i64) -> String {
    let text = crate::values::money::plain(paise.into());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn repeat_flags(line: &RecordLine, values: &Values<'_>, o: &mut Object<'_>) {
    if let Some(status) = values.get(Key::Filing) {
        o.text(Key::Filing, Some(status));
    }
    match (values.get(Key::PendingBlocked), line.pending) {
        (Some(flag), _) => o.name_and_raw(Key::PendingBlocked, flag.raw),
        (None, Flag::Unknown) => {}
        (None, flag) => o.plain(Key::PendingBlocked, if flag == Flag::Blocked { "Y" } else { "N" }),
    }
    if let Some(flag) = values.get(Key::RemarksBlocked) {
        o.name_and_raw(Key::RemarksBlocked, flag.raw);
    }
}

/// An object in the making: names and values, the closing bracket left to the caller.
struct Object<'o> {
    out: &'o mut Vec<u8>,
    section: Section,
    first: bool,
}

impl Object<'_> {
    fn name(&mut self, name: &str) {
        self.out.push(if self.first { b'{' } else { b',' });
        self.first = false;
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn raw(&mut self, raw: &str) {
        self.out.extend_from_slice(raw.as_bytes());
    }

    fn name_and_raw(&mut self, key: Key, raw: &str) {
        self.name(key.name(self.section));
        self.raw(raw);
    }

    /// A letter of ours, quoted.
    fn plain(&mut self, key: Key, letter: &str) {
        self.name(key.name(self.section));
        self.out.push(b'"');
        self.raw(letter);
        self.out.push(b'"');
    }

    /// A text of the record in its own spelling, quoted even if it came as a number. Absent stays absent.
    fn text(&mut self, key: Key, value: Option<Value<'_>>) {
        match value {
            None => {}
            Some(value) if value.kind == JsonKind::Text => self.name_and_raw(key, value.raw),
            Some(value) => {
                let text = value.text();
                self.plain(key, &text);
            }
        }
    }

    /// An amount of the record in its own digits, unquoted even if it came as text.
    fn amount(&mut self, key: Key, value: Option<Value<'_>>) {
        if let Some(text) = amount_text(value) {
            self.name_and_raw(key, text.trim());
        }
    }
}

/// Whether an amount that the download lacks goes out as 0. It is not known whether the portal wants it so; what is not in
/// the download it never saw from us, so by default it stays absent (portal/README.md section 1).
const ABSENT_AS_ZERO: bool = false;

/// What an upload says of an amount.
fn amount_text(value: Option<Value<'_>>) -> Option<Cow<'_, str>> {
    value.map(Value::text).or_else(|| ABSENT_AS_ZERO.then(|| "0".into()))
}

#[cfg(test)]
mod tests {
    use super::shortest;

    #[test]
    fn amounts_of_ours_are_written_without_idle_zeros() {
        for (paise, text) in
            [(0, "0"), (85_000, "850"), (85_050, "850.5"), (85_005, "850.05"), (-100, "-1"), (1_000_000, "10000")]
        {
            assert_eq!(shortest(paise), text);
        }
    }
}
