//! Reading an upload back: what stands on disk must say, record by record, what was to be said.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::{Layout, Line, Records, TAIL, Upload, opening};
use crate::book::{Answer, AnswerKind, Section};
use crate::disk::{self, Disk};
use crate::portal::keys::{self, Key};
use crate::portal::record::{KeyOrder, Values};
use crate::portal::{json, words};
use crate::values::{Progress, money};

/// Compares the file at a path with `count` lines of an upload beginning at `from`. The error says what is wrong.
pub fn compare(
    upload: &Upload,
    from: usize,
    count: usize,
    layout: Layout,
    disk: &dyn Disk,
    path: &Path,
    progress: &Progress,
) -> Result<(), String> {
    let mut file = BufReader::with_capacity(1 << 18, disk.open(path).map_err(failed)?);
    let mut sources = Records::new(upload, layout);
    let mut order: [KeyOrder; 8] = Default::default();
    let mut section: Option<Section> = None;
    let mut object = Vec::new();
    expect(&mut file, &upload.head())?;
    for (i, line) in upload.lines[from..from + count].iter().enumerate() {
        if section != Some(line.section) {
            expect(&mut file, if section.is_some() { b"]," } else { b"" })?;
            expect(&mut file, &opening(line.section))?;
            section = Some(line.section);
        } else {
            expect(&mut file, b",")?;
        }
        read_object(&mut file, &mut object).map_err(failed)?;
        let text = std::str::from_utf8(&object).map_err(|_| differs())?;
        let mut scanner = json::Scanner::new(text);
        let found =
            Values::scan(&mut scanner, line.section, &mut order[line.section as usize], &mut Default::default());
        let found = found.map_err(|_| differs())?;
        if !says(upload, line, &found, &sources.values(line)) {
            return Err(differs());
        }
        if i.is_multiple_of(4096) && !progress.reached((upload.lines.len() + from + i) as u64) {
            return Err(super::save::CANCELLED.into());
        }
    }
    expect(&mut file, TAIL)?;
    match file.fill_buf().map_err(failed)? {
        [] => Ok(()),
        _ => Err(differs()),
    }
}

fn differs() -> String {
    disk::differs().to_string()
}

fn failed(error: std::io::Error) -> String {
    format!("cannot be read back: {}", disk::words(&error))
}

fn expect(file: &mut impl Read, due: &[u8]) -> Result<(), String> {
    let mut found = vec![0; due.len()];
    match file.read_exact(&mut found) {
        Ok(()) if found == due => Ok(()),
        Err(e) if e.kind() != std::io::ErrorKind::UnexpectedEof => Err(failed(e)),
        _ => Err(differs()),
    }
}

/// Reads from a `{` to its `}`, which an upload's records never nest.
fn read_object(file: &mut impl BufRead, object: &mut Vec<u8>) -> std::io::Result<()> {
    object.clear();
    let (mut in_text, mut escaped) = (false, false);
    loop {
        let buffer = file.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let mut end = None;
        for (i, &b) in buffer.iter().enumerate() {
            match b {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'}' if !in_text => {
                    end = Some(i + 1);
                    break;
                }
                _ => {}
            }
        }
        let used = end.unwrap_or(buffer.len());
        object.extend_from_slice(&buffer[..used]);
        file.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// Whether a record that was read back echoes its source and says what it should.
fn says(upload: &Upload, line: &Line, found: &Values<'_>, source: &Values<'_>) -> bool {
    const ECHOED: [Key; 6] = [Key::Stin, Key::Number, Key::Kind, Key::Date, Key::Place, Key::Form];
    let echoed = ECHOED.into_iter().chain([Key::Period]).chain(keys::AMOUNTS);
    let originals = [Key::OriginalNumber, Key::OriginalDate].into_iter().filter(|_| line.section.is_amendment());
    let echoes = echoed.chain(originals).all(|key| found.text(key).trim() == source.text(key).trim());
    let letter = words::action_letter(line.said.action);
    let action =
        letter.map_or_else(|| found.text(Key::Action) == source.text(Key::Action), |l| found.text(Key::Action) == l);
    let remarks = found.text(Key::Remarks) == upload.texts.get(line.said.remarks);
    let answer = upload.answers.get(line.said.answer);
    let answered = found.text(Key::ItcAnswer) == words::answer_letter(answer).unwrap_or("");
    echoes && action && remarks && answered && heads(answer, found)
}

fn heads(answer: Answer, found: &Values<'_>) -> bool {
    keys::DECLARED.into_iter().zip(answer.heads).all(|(key, paise)| {
        let told = found.get(key).and_then(|v| money::parse(&v.text())).map(|a| a.paise);
        told == (answer.kind == AnswerKind::Part).then_some(paise)
    })
}
