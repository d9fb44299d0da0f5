//! The register comes into the book, as one step that can be undone; and goes again.

use crate::book::{ReadPart, RegisterPart};
use crate::edit::register_parts::{Difference, difference};
use crate::edit::{Command, Log};
use crate::register::{LineLeftOut, RegisterLayout};
use crate::session::Session;
use crate::session::heavy_steps::Rework;
use crate::session::register::import::RegisterImport;
use crate::session::result_line::ResultLine;
use crate::store::copies::Original;
use crate::values::{counted, grouped};

/// A register that the user has confirmed, or that was confirmed before.
pub struct ToImport {
    /// The command.
    command: Command,
    /// Its files, of which copies are kept.
    pub originals: Vec<Original>,
    /// Its layouts, which are remembered.
    pub layouts: Vec<RegisterLayout>,
    /// Of one that was read as was confirmed before, without asking: what is said of that.
    known: Option<String>,
}

impl RegisterImport {
    /// What is imported. `known`: the user was not asked.
    pub fn take(self, known: bool) -> ToImport {
        let replaces = self.replacing().into_iter().filter(|(.., replaces)| *replaces == Some(true));
        let replaces: Vec<u32> = replaces.map(|(place, ..)| place).collect();
        let (covers, complete) = (self.covers(), self.complete);
        let known = known.then(|| self.read_without_asking());
        let mut originals: Vec<Original> = Vec::new();
        let mut layouts: Vec<RegisterLayout> = Vec::new();
        let (mut parts, mut left) = (Vec::new(), Vec::new());
        let sources = self.sources.clone();
        let workbooks: Vec<String> = (0..self.sheets.len()).map(|place| self.workbook(place).name.clone()).collect();
        for (sheet, workbook) in self.sheets.into_iter().zip(workbooks) {
            let Ok(mut reading) = sheet.reading else { continue };
            let source = &sources[sheet.at[0]];
            reading.ticked = sheet.ticked;
            let layout = reading.remember();
            if !sheet.ticked {
                left.push(layout);
                continue;
            }
            reading.covers = covers;
            let heading = sheet.choices.and_then(|choices| choices.heading);
            let file = crate::register::RegisterFile { name: workbook, ..source.file.clone() };
            let mut part = reading.part(&file, complete);
            // Read again, it is to be the same, wherever the heading would be looked for.
            let mut own = layout.clone();
            own.choices.heading = heading;
            part.part.layout = own.to_json();
            parts.push(part);
            layouts.push(layout);
            if originals.iter().all(|other| other.hash != source.file.hash) {
                originals.push(source.original());
            }
        }
        // Of two sheets with the same headings, one ticked and one not, the first says how such sheets are read.
        left.retain(|layout| layouts.iter().all(|taken| taken.hash() != layout.hash()));
        layouts.extend(left);
        if !self.remembers {
            layouts.clear();
        }
        ToImport { command: Command::ImportRegister { parts, replaces }, originals, layouts, known }
    }
}

impl RegisterImport {
    /// What is said of it where the user did not see how it was read: also what was left out, as no line disappears without a word.
    fn read_without_asking(&self) -> String {
        let of = |why: LineLeftOut| self.taken().map(|(_, reading)| reading.left_out_for(why)).sum::<usize>();
        let quiet = |why: &LineLeftOut| matches!(why, LineLeftOut::Blank | LineLeftOut::Total | LineLeftOut::Heading);
        let left: Vec<(LineLeftOut, usize)> = LineLeftOut::ALL
            .into_iter()
            .filter(|why| !quiet(why))
            .map(|why| (why, of(why)))
            .filter(|(_, lines)| *lines > 0)
            .collect();
        let mut words = " Read as you confirmed such a sheet before.".to_owned();
        if !left.is_empty() {
            let all: u64 = left.iter().map(|(_, lines)| *lines as u64).sum();
            let each = match left.as_slice() {
                [(why, _)] => why.words().to_owned(),
                several => {
                    let each = several.iter().map(|(why, lines)| format!("{} {}", grouped(*lines as u64), why.words()));
                    each.collect::<Vec<_>>().join(", ")
                }
            };
            words += &format!(" {} left out: {each}.", counted(all, "line", "lines"));
        }
        words
    }
}

impl ToImport {
    /// The command alone.
    pub fn command(self) -> Command {
        self.command
    }

    /// Carrying it out is long work. The log is that of the book.
    pub fn work(self) -> Rework {
        Rework::Register(Box::new((self.command, self.known)))
    }
}

/// What is said of an import behind the words of its step.
pub(in crate::session) fn words(book: &crate::book::Book, command: &Command, known: Option<&str>) -> String {
    let Command::ImportRegister { parts, replaces } = command else { return String::new() };
    let mut words = String::new();
    if !replaces.is_empty() {
        // Beside parts that stay, these counts are not of the vouchers that were imported.
        let alone = replaces.len() == book.register().parts().len();
        words += if alone { "" } else { " In the whole register:" };
        words += &in_words(&difference(book, parts, replaces));
    }
    if let Some(covers) = covers_in_words(parts) {
        words += &format!(" It covers {covers}.");
    }
    words + known.unwrap_or_default()
}

/// The place that the first of the parts of an import takes.
pub(in crate::session) fn first_place(book: &crate::book::Book, command: &Command) -> u32 {
    let end = book.register().parts().len() as u32;
    match command {
        Command::ImportRegister { replaces, .. } => replaces.iter().copied().min().unwrap_or(end),
        _ => end,
    }
}

fn covers_in_words(parts: &[ReadPart]) -> Option<String> {
    let (from, to) = parts.first()?.part.covers?;
    Some(format!("{from} to {to}"))
}

/// What a newer register says otherwise, in a sentence.
fn in_words(difference: &Difference) -> String {
    let Difference { same, changed, new, gone, links_changed, links_suspended, decided } = *difference;
    let counts = [(same, "as before"), (changed, "changed"), (new, "new"), (gone, "gone")];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", grouped(*count as u64)))
        .collect();
    let mut words = format!(" {}.", counts.join(", "));
    let links = [
        (links_changed, "to vouchers that changed", "stays and is marked", "stay and are marked"),
        (links_suspended, "to vouchers that are gone", "waits until they are back", "wait until they are back"),
    ];
    for (count, what, one, many) in links.into_iter().filter(|(count, ..)| *count > 0) {
        let does = if count == 1 { one } else { many };
        words += &format!(" {} {what} {does}.", counted(count as u64, "link", "links"));
    }
    if decided > 0 {
        words += &format!(" Decisions on {} of them stay as they are.", crate::values::records(decided as u64));
    }
    words
}

impl Session {
    /// Removes parts of the register, by their places.
    pub fn removing_register(&self, parts: Vec<u32>) -> Rework {
        Rework::Apply(Box::new((Command::RemoveRegister { parts }, ResultLine::default())))
    }

    /// Keeps what the user says: whether all parts of the register hold all that was bought.
    pub fn say_register_complete(&mut self, complete: bool) {
        self.apply_and_say(Command::RegisterComplete(complete), ResultLine::default());
    }

    /// The parts of the register.
    pub fn register_parts(&self) -> &[RegisterPart] {
        self.book.register().parts()
    }
}

/// Steps that carry more vouchers are done on a job.
const AT_ONCE: u32 = 20_000;

/// Whether a step between two states of a log carries many vouchers.
pub(in crate::session) fn crosses_many(log: &Log, (from, to): (usize, usize), vouchers: u32) -> bool {
    let steps = log.steps().get(from..to.min(log.steps().len())).unwrap_or_default();
    steps.iter().any(|step| match &step.command {
        Command::ImportRegister { parts, .. } => {
            vouchers.saturating_add(parts.iter().map(|part| part.part.entries).sum()) > AT_ONCE
        }
        Command::RemoveRegister { .. } => vouchers > AT_ONCE,
        _ => false,
    })
}
