//! `inspect`: the sections of portal files and every key seen, with counts, types and sample values.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use super::{Exit, Failure, load};
use crate::portal::inspect::{KeyReport, keys_of};
use crate::portal::{self, keys};
use crate::values::{Progress, grouped};

/// Options of `inspect`.
#[derive(clap::Args)]
pub struct Options {
    /// Portal files: .json or .zip; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Runs `inspect`. Each file is looked at by itself.
pub fn run(options: &Options) -> Result<Exit, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    for input in load(&options.files)? {
        let book = portal::read(vec![input], &Progress::default())?;
        for source in book.sources.list() {
            writeln!(out, "{}  ({} bytes, {:?})", source.name, source.text.len(), source.kind)?;
            for (name, value) in &source.facts {
                let known = if keys::envelope(name).is_some() { "" } else { "   (not known)" };
                writeln!(out, "  {name} = {value}{known}")?;
            }
        }
        for sheet in book.sheets.iter().filter(|s| s.rows() > 0) {
            let texts = (0..sheet.rows()).map(|row| book.sources.text(sheet.records.span(row)));
            let key = keys::section_key(sheet.section);
            writeln!(out, "\n{key}  {} records", sheet.rows())?;
            print(&keys_of(texts, Some(sheet.section)), &mut out)?;
        }
        for other in &book.others {
            writeln!(
                out,
                "\n{}  {} records   (section not known: shown read-only, never written)",
                other.key,
                other.spans.len()
            )?;
            print(&keys_of(other.spans.iter().map(|s| book.sources.text(*s)), None), &mut out)?;
        }
        for note in &book.notes {
            writeln!(out, "  note: {note}")?;
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn print((keys, others): &(BTreeMap<String, KeyReport>, u64), out: &mut dyn Write) -> io::Result<()> {
    for (name, report) in keys {
        let kinds: Vec<String> = report.kinds.iter().map(|(kind, n)| format!("{n} {}", kind.to_lowercase())).collect();
        let meaning = match (&report.meaning, report.known) {
            (Some(meaning), _) if meaning != name => format!("   (read as {meaning})"),
            (_, true) => String::new(),
            (_, false) => "   (not known)".to_owned(),
        };
        writeln!(
            out,
            "  {name:<24} {:>9}  {}  e.g. {}{meaning}",
            report.count,
            kinds.join(", "),
            report.samples.join(" · ")
        )?;
    }
    if *others > 0 {
        writeln!(out, "  and other keys {} more times", grouped(*others))?;
    }
    Ok(())
}
