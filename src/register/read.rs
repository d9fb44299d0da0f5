//! From the cells of a workbook to what it says was bought: one pure function, which command line and window both show.

use super::covers;
use super::layout::{self, Choices, LayoutFit, RegisterLayout};
use super::questions::{self, RegisterQuestion};
use super::sheets;
use super::statement;
use super::unread::{Nothing, Unread, headings_found};
use crate::book::{Entries, EntrySum};
use crate::cells::{FileKind, Sheet, Workbook, letters};
use crate::register::headings::columns::{self, Columns, Role};
use crate::register::headings::fields::RegisterField;
use crate::register::headings::heading::{self, FoundHeading};
use crate::register::headings::sample::Sample;
use crate::register::lines::arithmetic::{self, Signs};
use crate::register::lines::cells::{LineReader, Used};
use crate::register::lines::days::Days;
use crate::register::lines::documents::{self, NoteWords, NotesBy};
use crate::register::lines::join;
use crate::register::lines::left_out::LineLeftOut;
use crate::register::lines::suppliers;
use crate::register::written::held::flag;
use crate::register::written::kinds;
use crate::values::Day;
use crate::work::Progress;

/// What is asked of a workbook.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// The recipient of the book; none if it is not known.
    pub recipient: Option<&'a str>,
    /// The day to judge by.
    pub today: Day,
    /// The sheets to read, by their names; none for those that are proposed.
    pub sheets: &'a [String],
    /// What is set for every sheet.
    pub choices: &'a Choices,
    /// What is set for single sheets, by their names; nothing of `choices` counts for these.
    pub of_sheets: &'a [(String, Choices)],
    /// Layouts that are remembered.
    pub layouts: &'a [RegisterLayout],
    /// What the register covers, where it was said.
    pub covers: Option<(Day, Day)>,
}

/// What a workbook says was bought.
#[derive(Default)]
pub struct RegisterReading {
    /// The file's name.
    pub file: String,
    /// What the file is.
    pub kind: Option<FileKind>,
    /// Its sheets that have a heading.
    pub sheets: Vec<SheetReading>,
    /// What was tolerated in the file as a whole.
    pub notes: Vec<String>,
}

/// What one sheet says was bought.
#[derive(Default)]
pub struct SheetReading {
    /// Its name; none of a text file.
    pub name: Option<String>,
    /// Whether it is taken.
    pub ticked: bool,
    /// LineLeftOut it is not, where the sheet itself says so.
    pub unticked: Option<String>,
    /// It is not taken, and every entry of it is in sheets that are.
    pub repeats: bool,
    /// The layout that was recognised: the name of one that is built in, `remembered`, or none.
    pub layout: Option<&'static str>,
    /// The line of the heading; of two the lower.
    pub heading: u32,
    /// Its headings as a layout keeps them, and what is above: see [`SheetReading::remember`].
    pub headings: Vec<String>,
    /// The kind of the sheet by its title.
    pub kind: &'static str,
    /// Every column that has a field.
    pub columns: Vec<ColumnReading>,
    /// Amounts that are on each line of a document and count once, in the order of [`EntrySum::ALL`].
    pub once: [bool; 7],
    /// How its words for notes are used, and what made that known; none where it has no such word.
    pub notes_words: Option<(NoteWords, NotesBy)>,
    /// The month comes before the day.
    pub month_first: bool,
    /// Nearly all amounts are below 0, and that may mean two things: whether they are read as purchases.
    pub minus: Option<bool>,
    /// Date cells seem to have day and month exchanged: whether they are read exchanged back.
    pub exchanged: Option<bool>,
    /// What it covers, as was said or as is proposed.
    pub covers: Option<(Day, Day)>,
    /// How many lines below the heading hold something.
    pub lines: usize,
    /// The entries.
    pub entries: Entries,
    /// Entries of other registrations of the recipient.
    pub elsewhere: Entries,
    /// The lines that are no part of an entry.
    pub left_out: Vec<(u32, LineLeftOut)>,
    /// The lines that belong to the entry of a line above them, which need not be the next one: they have its supplier and number,
    /// or no number.
    pub joined: Vec<u32>,
    /// The file's own total, the last one; none where it has none.
    pub total_line: Option<TotalLine>,
    /// The sums of what was read, in the order of [`EntrySum::ALL`].
    pub sums: [i128; 7],
    /// Which amounts are given.
    pub given: [bool; 7],
    /// Which sums lack amounts whose formulas have no result: they are not known.
    pub lacking: [bool; 7],
    /// It is a register of this other recipient: nothing of it is taken.
    pub other_recipient: Option<String>,
    /// What was tolerated, one line each.
    pub notes: Vec<String>,
    /// What the user should look at before it is taken.
    pub questions: Vec<RegisterQuestion>,
}

/// The total that a file itself has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalLine {
    /// Its line.
    pub line: u32,
    /// Whether it agrees with what was read of the lines that it sums.
    pub agrees: bool,
    /// What it says of each of [`EntrySum::ALL`]; none where its cells are empty.
    pub says: [Option<i128>; 7],
}

impl TotalLine {
    /// Whether it says these sums of all that was read, and not those of a part, or of cells that are on several lines of a document.
    pub fn is_of_all(&self, sums: &[i128; 7]) -> bool {
        self.says.iter().zip(sums).all(|(said, sum)| said.is_none_or(|said| said == *sum))
    }
}

/// A column that has a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnReading {
    /// Its place; A is 0.
    pub column: u16,
    /// Its heading as it is in the sheet.
    pub heading: String,
    /// Its field.
    pub field: RegisterField,
    /// Its heading and values leave no doubt.
    pub sure: bool,
}

impl ColumnReading {
    /// Its letters.
    pub fn letters(&self) -> String {
        letters(self.column)
    }
}

/// Reads a workbook.
pub fn read(workbook: &Workbook, ask: &Ask<'_>, progress: &Progress) -> Result<RegisterReading, Unread> {
    if let Some(name) = statement::by_sheets(workbook) {
        return Err(Unread::Refused(statement::words(name)));
    }
    let mut reading = RegisterReading {
        file: workbook.name.clone(),
        kind: Some(workbook.kind),
        notes: workbook.notes.iter().map(ToString::to_string).collect(),
        sheets: Vec::new(),
    };
    let mut open = Vec::new();
    let mut why = Nothing::default();
    for sheet in wanted(workbook, ask.sheets)? {
        let choices = choices(ask, sheet);
        match find(sheet, choices, ask.layouts) {
            Ok(found) => match statement_of(&found, choices) {
                Some(name) => why.statement = why.statement.or(Some(name)),
                None => open.push((sheet, found, choices)),
            },
            Err(Some(refused)) => return Err(Unread::Unclear(refused)),
            Err(None) if statement::is_detailed_register(sheet) => why.detailed = true,
            Err(None) => why.nearest(heading::find(sheet, choices.heading, &|_| Default::default()).err()),
        }
    }
    if open.is_empty() {
        return Err(why.unread(workbook, ask.choices.heading));
    }
    // Bytes were counted so far.
    progress.expect_as_much(open.iter().map(|(sheet, ..)| sheet.rows() as u64).sum());
    for (sheet, found, choices) in open {
        let read = OneSheet { workbook, sheet, found: &found, choices, ask }.read(progress);
        reading.sheets.push(read.ok_or(Unread::Stopped)??);
    }
    if let Some(name) = why.statement {
        reading.notes.push(format!("a sheet is left out: it is what the portal says ({name}), not your books"));
    }
    sheets::tick(&mut reading.sheets, workbook, ask);
    Ok(reading)
}

/// The sheets to look at: those that the user named, else all that hold something.
fn wanted<'w>(workbook: &'w Workbook, names: &[String]) -> Result<Vec<&'w Sheet>, Unread> {
    if names.is_empty() || workbook.kind == FileKind::Text {
        return Ok(workbook.sheets.iter().filter(|sheet| sheet.rows() > 0).collect());
    }
    let named = |name: &String| {
        let same =
            |sheet: &&Sheet| sheet.name.as_deref().is_some_and(|own| own.trim().eq_ignore_ascii_case(name.trim()));
        let there = || workbook.sheets.iter().filter_map(|s| s.name.as_deref()).collect::<Vec<_>>().join(", ");
        workbook.sheets.iter().find(same).ok_or_else(|| {
            Unread::Refused(format!("There is no sheet \"{name}\" in {}, but {}.", workbook.name, there()))
        })
    };
    names.iter().map(named).collect()
}

fn choices<'a>(ask: &'a Ask<'_>, sheet: &Sheet) -> &'a Choices {
    let name = sheet.name.as_deref().unwrap_or("");
    ask.of_sheets.iter().find(|(own, _)| own == name).map_or(ask.choices, |(_, choices)| choices)
}

/// The heading of a sheet. Error: none, or why what the user chose is not there.
fn find(sheet: &Sheet, choices: &Choices, layouts: &[RegisterLayout]) -> Result<FoundHeading, Option<String>> {
    let set = |headings: &[columns::Heading]| {
        if *choices != Choices::default() {
            return (layout::resolve(choices, headings).unwrap_or_default(), false);
        }
        // The kind is known once the heading is.
        let spelled = layout::spelled(headings);
        let known =
            layouts.iter().filter_map(|layout| layout::best(std::slice::from_ref(layout), &spelled, &layout.kind));
        let best = known.max_by_key(|(fit, _)| *fit);
        let columns = best.map(|(_, layout)| layout::resolve_some(&layout.choices, headings));
        (columns.unwrap_or_default(), best.is_some_and(|(fit, _)| fit == LayoutFit::Same))
    };
    let found = heading::find(sheet, choices.heading, &set).map_err(|_| None)?;
    match layout::resolve(choices, &found.headings) {
        Ok(_) => Ok(found),
        Err(missing) => {
            Err(Some(format!("{missing}. {}", headings_found(found.headings.iter().map(|h| h.shown.as_str())))))
        }
    }
}

/// Whether a sheet is a statement: by its headings, or because all its amounts are what the portal says.
fn statement_of(found: &FoundHeading, choices: &Choices) -> Option<&'static str> {
    if choices.only_these {
        return None;
    }
    statement::by_headings(&found.headings)
}

/// A sheet while it is read.
struct OneSheet<'a> {
    workbook: &'a Workbook,
    sheet: &'a Sheet,
    found: &'a FoundHeading,
    choices: &'a Choices,
    ask: &'a Ask<'a>,
}

impl OneSheet<'_> {
    /// None if it was stopped.
    fn read(&self, progress: &Progress) -> Option<Result<SheetReading, Unread>> {
        let found = self.found;
        let title = self.sheet.name.as_deref().and_then(kinds::of_title).or(found.above.notes);
        let (headings, kind) = (layout::spelled(&found.headings), layout::kind_of(title));
        let (remembered, fit) = self.remembered(&headings, kind);
        let of_layout = remembered.map(|layout| layout.choices.for_any_file());
        let choices = of_layout.as_ref().unwrap_or(self.choices);
        let mut columns = match self.columns(choices, fit) {
            Ok(columns) => columns,
            Err(refused) => return Some(Err(refused)),
        };
        let used = Used::of(&columns);
        let reader =
            LineReader { used: &used, headings: &found.headings, file: self.workbook.kind, dates: self.sheet.dates };
        let mut lines = reader.read(self.sheet, found.below, progress)?;
        let suppliers_above = suppliers::fill(&mut lines, &mut columns);
        let signs = Signs { minus: choices.minus, notes: title.is_some() };
        let roles = arithmetic::settle(&mut columns, &used, &mut lines, signs, progress)?;
        // What looked like a tax may be a rate by its values.
        if let Some(why) = self.incomplete(&columns) {
            return Some(Err(why));
        }
        let days = Days::of(&lines, choices.month_first, choices.exchanged == Some(true));
        let mut reading = SheetReading {
            name: self.sheet.name.clone(),
            layout: if remembered.is_some() { Some("remembered") } else { layout::built_in(&headings, kind) },
            heading: found.line,
            headings,
            kind,
            month_first: days.month_first[0] || days.month_first[1],
            minus: roles.minus,
            exchanged: (days.seem_exchanged > 0).then_some(choices.exchanged == Some(true)),
            lines: lines.len(),
            given: EntrySum::ALL.map(|sum| !roles.of[sum as usize].is_empty()),
            ..SheetReading::default()
        };
        reading.columns = readings(&columns, &used, &days);
        if let Some(other) = self.other_recipient() {
            reading.other_recipient = Some(other);
            return Some(Ok(reading));
        }
        let sheet = join::SheetLines {
            lines: &lines,
            columns: &columns,
            roles: &roles,
            days: &days,
            recipient: self.ask.recipient,
            title,
        };
        let joined = join::join(&sheet, progress)?;
        if joined.others && !joined.own {
            reading.other_recipient =
                lines.own.texts().iter().find(|text| !text.is_empty()).map(|text| text.to_string());
            return Some(Ok(reading));
        }
        let set = self.set(choices, &columns);
        let documents = documents::make(&sheet, &joined, &set, progress)?;
        let mut left_out = joined.left_out;
        left_out.extend(&documents.left_out);
        left_out.sort_unstable();
        let mut is_out = vec![false; lines.len()];
        left_out.iter().for_each(|(place, _)| is_out[*place as usize] = true);
        let added = joined.groups.iter().flat_map(|group| group.lines().skip(1)).filter(|&line| !is_out[line as usize]);
        reading.joined = added.map(|place| lines.line[place as usize]).collect();
        reading.joined.sort_unstable();
        reading.left_out = left_out.into_iter().map(|(place, why)| (lines.line[place as usize], why)).collect();
        reading.total_line = joined.total.map(|total| TotalLine {
            line: lines.line[total.line],
            agrees: total.agrees(&documents.under, &documents.once, &roles),
            says: total.says(&roles),
        });
        reading.once = documents.once;
        reading.notes_words = documents.notes;
        (reading.sums, reading.lacking) = (documents.sums, documents.lacking);
        let stated = covers::stated(&found.above.texts, reading.month_first);
        let proposed = covers::of(&documents.entries, stated, self.ask.today);
        reading.covers = self.ask.covers.or(proposed.covers);
        let bad_dates = (0..lines.len()).filter(|&line| days.is_bad(&lines, line) && !is_out[line]).count();
        let no_result = (0..lines.len()).filter(|&line| lines.has(line, flag::NO_RESULT) && !is_out[line]).count();
        let facts = questions::SheetFacts {
            columns: &columns,
            reversed: &roles.reversed,
            documents: &documents,
            filled_dates: days.filled_up(),
            suppliers_above,
            bad_dates,
            no_result,
            choices,
            days: &days,
            outside: proposed.outside.filter(|_| self.ask.covers.is_none()),
            proposed: fit == Some(LayoutFit::Mostly),
            known: reading.layout.is_some() || !self.choices.columns.is_empty(),
        };
        (reading.notes, reading.questions) = questions::of(&reading, &facts);
        reading.entries = documents.entries;
        reading.elsewhere = documents.elsewhere;
        Some(Ok(reading))
    }

    /// The layout that is remembered for these headings, unless the user set columns.
    fn remembered(&self, headings: &[String], kind: &str) -> (Option<&RegisterLayout>, Option<LayoutFit>) {
        if *self.choices != Choices::default() {
            return (None, None);
        }
        let best = layout::best(self.ask.layouts, headings, kind);
        (best.map(|(_, layout)| layout), best.map(|(fit, _)| fit))
    }

    fn columns(&self, choices: &Choices, fit: Option<LayoutFit>) -> Result<Columns, Unread> {
        let headings = &self.found.headings;
        let set = match layout::resolve(choices, headings) {
            Ok(set) => set,
            // Of a layout that fits mostly some headings are not there.
            Err(_) if fit.is_some() => layout::resolve_some(choices, headings),
            Err(missing) => return Err(Unread::Unclear(missing)),
        };
        let rows = (self.found.below..).map_while(|place| self.sheet.row(place));
        let sample = Sample::of(rows, self.sheet.dates);
        let mut columns = columns::choose(headings, &set, Some(&sample));
        if choices.only_these && fit != Some(LayoutFit::Mostly) {
            let is_set = |column: u16| set.iter().any(|(_, other)| *other == column);
            columns.list.retain(|chosen| is_set(chosen.column) || choices.read_again.contains(&chosen.column));
        }
        match self.incomplete(&columns) {
            Some(why) => Err(why),
            None => Ok(columns),
        }
    }

    /// Why the columns are not enough for a register, if they are not.
    fn incomplete(&self, columns: &Columns) -> Option<Unread> {
        let missing = columns.missing();
        if missing.is_empty() {
            return None;
        }
        let of_portal = columns.list.iter().any(|chosen| chosen.role == Role::Field(RegisterField::Portal));
        let found = headings_found(self.found.headings.iter().map(|h| h.shown.as_str()));
        Some(if of_portal {
            Unread::Refused(statement::words("a comparison with GSTR-2B"))
        } else {
            Unread::Unclear(format!(
                "No column for {} was found in {}. {found}",
                missing.join(" and for "),
                self.workbook.name
            ))
        })
    }

    /// The recipient that the register names, where it is not that of the book.
    fn other_recipient(&self) -> Option<String> {
        let named = self.found.above.recipient.as_ref()?;
        let other = self.ask.recipient.is_some_and(|recipient| !recipient.eq_ignore_ascii_case(named));
        other.then(|| named.clone())
    }

    fn set(&self, choices: &Choices, columns: &Columns) -> documents::Set {
        let mut set = documents::Set { notes: choices.notes.map(NoteWords::from), ..documents::Set::default() };
        for (field, once) in &choices.once {
            if let Some(sum) = arithmetic::sum_of(field.0) {
                set.once[sum as usize] = Some(*once);
            }
        }
        let heading =
            columns.of(RegisterField::Type).map(|column| crate::register::written::text::words(&column.heading));
        let of_voucher = |word: &String| word == "voucher" || word == "vch";
        set.voucher_type = heading.is_some_and(|words| words.iter().any(of_voucher));
        set
    }
}

/// The columns of dates, in the order of [`Days`].
const DATES: [RegisterField; 3] = [RegisterField::Date, RegisterField::Posting, RegisterField::OriginalDate];

/// What the columns are. One that looked like an amount and is none is not used, and is not remembered as anything else.
fn readings(columns: &Columns, used: &Used, days: &Days) -> Vec<ColumnReading> {
    let guessed = |field| DATES.into_iter().zip(days.guessed).any(|(date, guessed)| guessed && date == field);
    let reading = |(place, chosen): (usize, &columns::Chosen)| match chosen.role {
        Role::Field(RegisterField::Item) if used.amounts.contains(&place) => None,
        Role::Field(field) => {
            let sure = chosen.sure && !guessed(field);
            Some(ColumnReading { column: chosen.column, heading: chosen.heading.clone(), field, sure })
        }
        Role::Either | Role::HeadOrTaxable(_) => None,
    };
    columns.list.iter().enumerate().filter_map(reading).collect()
}
