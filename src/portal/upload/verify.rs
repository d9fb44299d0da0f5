//! Reading an upload back: what is on disk must say, record by record, what was to be said.

use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::Path;
use std::{mem, thread};

use super::save::FilePart;
use super::{FileLayout, RecordLine, Records, TAIL, Upload, amount_text, before};
use crate::book::{Answer, AnswerKind, BySection, Section};
use crate::disk::{self, Disk};
use crate::portal::json::Scanner;
use crate::portal::keys::{self, Key};
use crate::portal::record::{KeyOrder, Values};
use crate::portal::words;
use crate::values::money;
use crate::work::Progress;
use crate::work::parts::{self, no_thread};

/// Compares the file at a path with a part of an upload. The error says what is wrong. While some records are compared on
/// all cores, the next ones are read.
pub fn compare(
    upload: &Upload,
    part: &FilePart,
    layout: FileLayout,
    disk: &dyn Disk,
    path: &Path,
    progress: &Progress,
) -> Result<(), String> {
    let mut file = BufReader::with_capacity(1 << 18, disk.open(path).map_err(failed)?);
    expect(&mut file, &upload.head())?;
    let (mut read, mut compared) = (Comparer::one_a_core(upload, layout), Comparer::one_a_core(upload, layout));
    let mut blocks = part.blocks.iter();
    let mut next = part.from;
    let mut goes_on = true;
    while goes_on {
        let right = thread::scope(|scope| {
            let start = |comparer| thread::Builder::new().spawn_scoped(scope, move || Comparer::is_right(comparer));
            let threads =
                compared.iter_mut().map(start).collect::<Result<Vec<_>, _>>().map_err(|why| failed(no_thread(why)))?;
            goes_on = false;
            for comparer in &mut read {
                let (records, bytes) = blocks.next().copied().unwrap_or_default();
                comparer.previous = (next > part.from).then(|| upload.lines[next - 1].section);
                comparer.lines = &upload.lines[next..next + records];
                comparer.bytes.resize(bytes, 0);
                read_exact(&mut file, &mut comparer.bytes)?;
                next += records;
                goes_on |= records > 0;
            }
            Ok::<bool, String>(threads.into_iter().all(|thread| thread.join().unwrap_or(false)))
        })?;
        if !right {
            return Err(differs());
        }
        if !progress.reached((upload.lines.len() + next) as u64) {
            return Err(super::save::CANCELLED.into());
        }
        mem::swap(&mut read, &mut compared);
    }
    expect(&mut file, TAIL)?;
    match file.fill_buf().map_err(failed)? {
        [] => Ok(()),
        _ => Err(differs()),
    }
}

/// Compares records that were read back with what they should say.
struct Comparer<'u> {
    sources: Records<'u>,
    order: BySection<KeyOrder>,
    lines: &'u [RecordLine],
    /// The section of the record before them.
    previous: Option<Section>,
    bytes: Vec<u8>,
}

impl<'u> Comparer<'u> {
    fn one_a_core(upload: &'u Upload, layout: FileLayout) -> Vec<Self> {
        let cores = parts::cores();
        let one = |_| Comparer {
            sources: Records::new(upload, layout),
            order: Default::default(),
            lines: &[],
            previous: None,
            bytes: Vec::new(),
        };
        (0..cores).map(one).collect()
    }

    fn is_right(&mut self) -> bool {
        let Ok(text) = str::from_utf8(&self.bytes) else { return false };
        let mut scanner = Scanner::new(text);
        for line in self.lines {
            if !scanner.eat(&before(self.previous, line.section)) {
                return false;
            }
            self.previous = Some(line.section);
            let order = &mut self.order[line.section];
            let found = Values::scan(&mut scanner, line.section, order, &mut Default::default());
            if !found.is_ok_and(|found| says(self.sources.upload, line, &found, &self.sources.values(line))) {
                return false;
            }
        }
        scanner.at == text.len()
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
    read_exact(file, &mut found)?;
    if found == due { Ok(()) } else { Err(differs()) }
}

fn read_exact(file: &mut impl Read, bytes: &mut [u8]) -> Result<(), String> {
    file.read_exact(bytes).map_err(|e| if e.kind() == ErrorKind::UnexpectedEof { differs() } else { failed(e) })
}

/// Whether a record that was read back echoes its source and says what it should.
fn says(upload: &Upload, line: &RecordLine, found: &Values<'_>, source: &Values<'_>) -> bool {
    const ECHOED: [Key; 7] = [Key::Stin, Key::Number, Key::Kind, Key::Date, Key::Place, Key::Form, Key::Period];
    let originals = [Key::OriginalNumber, Key::OriginalDate].into_iter().filter(|_| line.section.is_amendment());
    let texts = ECHOED.into_iter().chain(originals).all(|key| found.text(key).trim() == source.text(key).trim());
    let same_amount = |key| match (amount_text(found.get(key)), amount_text(source.get(key))) {
        (Some(found), Some(source)) => found.trim() == source.trim(),
        (found, source) => found.is_none() && source.is_none(),
    };
    let echoes = texts && keys::AMOUNTS.into_iter().all(same_amount);
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
        let stated = found.get(key).and_then(|v| money::parse(&v.text())).map(|a| a.paise);
        stated == (answer.kind == AnswerKind::Part).then_some(paise)
    })
}
