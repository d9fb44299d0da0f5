//! What `match` prints for people: what was read, the classes with counts and sums, the first of each that is not exact.

use std::io;

use super::Outcome;
use super::source::Source;
use crate::cli::in_line;
use crate::cli::print::Lines;
use crate::matching::suggest::{figures, offer, suggestion};
use crate::matching::why::sentence::Explainer;
use crate::matching::{Class, Match, Suggested};
use crate::portal::keys;
use crate::register::NoteWords;
use crate::values::{counted, grouped, money};

/// How many matches of a class are printed one by one.
const FIRST: usize = 10;

impl Outcome {
    /// Prints the report.
    pub(super) fn text(&self, out: &mut Lines) -> io::Result<()> {
        out.line(format_args!("Recipient: {}", self.book.recipient.gstin().unwrap_or("not named by the file")))?;
        for source in &self.sources {
            self.source(source, out)?;
        }
        out.line("")?;
        let figures = figures::of(&self.book, &self.matches, self.today);
        let counts = self.matches.record_counts();
        for ((class, count), tax) in Class::ALL.into_iter().zip(counts).zip(figures.tax).filter(|one| one.0.1 > 0) {
            let unit = if class > Class::Portal { "vouchers" } else { "records" };
            let (count, tax) = (grouped(count), money::indian(tax));
            out.line(format_args!("{count:>12} {unit:<8}  {:<10}  tax {tax:>18}  {}", class.name(), class.title()))?;
        }
        if figures.not_claimable > 0 {
            let tax: i128 = figures.not_claimable_heads.iter().sum();
            out.line(format_args!(
                "Not claimable by the books, 4(B)(1): {}, tax {}",
                crate::values::records(figures.not_claimable),
                money::rupees(tax)
            ))?;
        }
        if figures.rounded > 0 {
            let (more, less) = (money::rupees(figures.portal_more), money::rupees(figures.portal_less));
            out.line(format_args!(
                "Round-off: {}, the portal has {more} more and {less} less",
                counted(figures.rounded, "match", "matches")
            ))?;
        }
        let offered = offer::of_class(&self.book, &self.matches, Class::Exact, self.today, |_, _| true);
        let left: Vec<String> = offered.left().map(|(left, n)| format!("{} {}", grouped(n), left.words())).collect();
        let left = if left.is_empty() { String::new() } else { format!("; left: {}", left.join(", ")) };
        out.line(format_args!("Accept all exact: {}{left}", grouped(offered.records.len() as u64)))?;
        self.first_of_each(out)
    }

    fn source(&self, source: &Source, out: &mut Lines) -> io::Result<()> {
        let sheet = &source.sheet;
        let name = sheet.name.as_ref().map_or_else(String::new, |name| format!(", {name}"));
        let covers = sheet.covers.map_or_else(String::new, |(from, to)| format!(", covers {from} to {to}"));
        let notes = match source.notes() {
            Some(NoteWords::Ours) => ", debit notes: ours",
            Some(NoteWords::Theirs) => ", debit notes: theirs",
            None => "",
        };
        let lines = grouped(sheet.lines as u64);
        out.line(format_args!(
            "{}{name}: heading in line {}, {lines} lines, {} vouchers{covers}{notes}",
            in_line(&source.file),
            sheet.heading,
            grouped(source.entries as u64)
        ))?;
        for column in &sheet.columns {
            let sure = if column.sure { "" } else { " (guessed)" };
            let heading = in_line(&column.heading);
            out.line(format_args!("  {:<3} {heading}: {}{sure}", column.letters(), column.field.name()))?;
        }
        match sheet.total_line.as_ref().map(|total| total.agrees) {
            Some(true) => out.line("  the file's own total agrees")?,
            Some(false) => out.line("  the file's own total does not agree with what was read")?,
            None => {}
        }
        for note in &sheet.notes {
            out.line(format_args!("  {}", in_line(note)))?;
        }
        Ok(())
    }

    fn first_of_each(&self, out: &mut Lines) -> io::Result<()> {
        let mut explainer = Explainer::new(&self.book, &self.matches, self.today);
        let (mut last, mut printed, counts) = (Class::Exact, 0, self.matches.counts());
        for of in self.matches.all().filter(|of| of.class != Class::Exact) {
            if of.class != last {
                out.line("")?;
                out.line(format_args!("{} ({})", of.class.title(), of.class.name()))?;
                (last, printed) = (of.class, 0);
            }
            printed += 1;
            if printed <= FIRST {
                let text = explainer.explain(&of).text;
                out.line(format_args!("  {}{}: {}", self.named(&of), self.suggested(&of), in_line(&text)))?;
            } else if printed == FIRST + 1 {
                let more = counts[of.class as usize] - FIRST as u64;
                out.line(format_args!("  and {} more", grouped(more)))?;
            }
        }
        Ok(())
    }

    /// The records of a match; its entries where it has none.
    fn named(&self, of: &Match) -> String {
        let (book, entries) = (&self.book, self.book.register().entries());
        let record = |&(section, row): &(crate::book::Section, u32)| {
            let records = book.sheet(section).records();
            let (supplier, number) = (records.suppliers.get(row), records.numbers.get(row));
            format!("{} {} {}", keys::section_key(section), in_line(supplier), in_line(number))
        };
        let entry = |&entry: &u32| {
            let lines: Vec<String> = entries.lines(entry).map(|line| line.to_string()).collect();
            format!("line {} {} {}", lines.join("+"), in_line(entries.gstin(entry)), in_line(entries.number(entry)))
        };
        let names: Vec<String> = match of.records.is_empty() {
            false => of.records.iter().map(record).collect(),
            true => of.entries.iter().map(entry).collect(),
        };
        names.join(", ")
    }

    fn suggested(&self, of: &Match) -> &'static str {
        match suggestion::of_match(&self.book, &self.matches, of, self.today).what {
            Suggested::Nothing => "",
            Suggested::Accept => " [Accept]",
            Suggested::Pending => " [Pending]",
            Suggested::Look => " [Check]",
        }
    }
}
