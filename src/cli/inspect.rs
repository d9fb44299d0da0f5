//! `inspect`: the sections of portal files and every key seen, with counts, types and sample values.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use super::print::Lines;
use super::{Exit, Failure, load, not_onto, printed};
use crate::book::Book;
use crate::portal::inspect::{KeyReport, keys_of, keys_of_shown};
use crate::portal::{self, keys};
use crate::values::grouped;
use crate::work::Progress;

/// Options of `inspect`.
#[derive(clap::Args)]
pub struct InspectOptions {
    /// Portal files: .json or .zip; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Runs `inspect`. Each file is looked at by itself.
pub fn run(options: &InspectOptions) -> Result<Exit, Failure> {
    not_onto(&options.files)?;
    let mut out = BufWriter::new(io::stdout().lock());
    for input in load(&options.files)? {
        let book = portal::read(vec![input], &Progress::default())?;
        printed(tell(&book, &mut Lines(&mut out)))?;
    }
    printed(out.flush())?;
    Ok(Exit::Done)
}

fn tell(book: &Book, out: &mut Lines) -> io::Result<()> {
    for source in book.sources().list() {
        out.line(format_args!("{}  ({} bytes, {:?})", source.name, source.text.len(), source.kind))?;
        for (name, value) in &source.facts {
            let known = if keys::envelope(name).is_some() { "" } else { "   (not known)" };
            out.line(format_args!("  {name} = {value}{known}"))?;
        }
    }
    for sheet in book.sheets().iter().filter(|s| s.rows() > 0) {
        let texts = (0..sheet.rows()).map(|row| book.sources().text(sheet.records().span(row)));
        let key = keys::section_key(sheet.section);
        out.line("")?;
        out.line(format_args!("{key}  {} records", sheet.rows()))?;
        print(&keys_of(texts, sheet.section), out)?;
    }
    for other in book.others() {
        let what = match other.label {
            Some(label) => format!("{label}: shown only, decided on the portal, never written"),
            None => "section not known: shown only, never written".to_owned(),
        };
        out.line("")?;
        out.line(format_args!("{}  {} records   ({what})", other.key, other.spans.len()))?;
        print(&keys_of_shown(other.spans.iter().map(|s| book.sources().text(*s)), other.label.is_some()), out)?;
    }
    for note in book.notes() {
        out.line(format_args!("  note: {note}"))?;
    }
    out.line("")
}

fn print((keys, others): &(BTreeMap<String, KeyReport>, u64), out: &mut Lines) -> io::Result<()> {
    for (name, report) in keys {
        let kinds: Vec<String> = report.kinds.iter().map(|(kind, n)| format!("{n} {}", kind.to_lowercase())).collect();
        let meaning = match (&report.meaning, report.known) {
            (Some(meaning), _) if meaning != name => format!("   (read as {meaning})"),
            (_, true) => String::new(),
            (_, false) => "   (not known)".to_owned(),
        };
        let (kinds, samples) = (kinds.join(", "), report.samples.join(" · "));
        out.line(format_args!("  {name:<24} {:>9}  {kinds}  e.g. {samples}{meaning}", report.count))?;
    }
    if *others > 0 {
        out.line(format_args!("  and other keys {} more times", grouped(*others)))?;
    }
    Ok(())
}
