//! What a journal tells: events, each the JSON of one frame. No old values: those are found again by replaying.

use std::sync::Arc;

use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

use super::linked::{SpelledGstr2b, SpelledLink, SpelledPart, aparts, links};
use super::reports::SpelledReport;
use super::spelling::{SpelledChange, SpelledRows, SpelledSaid, SpelledSheet, grouped, said_groups};
use crate::book::{Book, BySection, Class, Said, Section, SourceId};
use crate::edit::merge::Later;
use crate::edit::{Change, Command, RowsOfClass};

/// One thing that was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A command was carried out.
    Do(Command),
    /// Undone or redone until this many steps were in force.
    InForce(usize),
    /// The user named the recipient.
    Recipient(String),
    /// An upload was written.
    Wrote(WroteUpload),
    /// The question whether the last upload was uploaded was answered.
    Answered,
    /// The review was looked at: what was done before it, undone steps included, was seen as one.
    Reviewed,
    /// With which class of match records were decided.
    DecidedWith(Vec<RowsOfClass>),
}

/// An upload that was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WroteUpload {
    /// Its name, for people.
    pub name: String,
    /// When: seconds since 1970.
    pub when: u64,
    /// Its files.
    pub files: Vec<WroteFile>,
    /// What it says of each record.
    pub said: Vec<(Section, u32, Said)>,
}

/// One file of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WroteFile {
    /// Where it was written.
    pub path: String,
    /// Its SHA-256 in base 16.
    pub sha256: String,
    /// Records in it.
    pub records: u64,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Event {
    /// The event as the JSON of a frame; the book knows the texts.
    pub fn to_json(&self, book: &Book) -> String {
        let spelled = match self {
            // As every version of the program writes it and reads it, where it is one sheet.
            Event::Do(Command::Decide { rows, change }) => match rows.as_slice() {
                [(section, rows)] => Spelled::Decide {
                    sheet: SpelledSheet(*section),
                    rows: SpelledRows::of(rows),
                    change: change.into(),
                },
                rows => Spelled::DecideSheets { rows: sheets(rows), change: change.into() },
            },
            Event::Do(Command::Restore { rows }) => Spelled::Restore { rows: sheets(rows) },
            Event::Do(Command::Table { what, rows }) => Spelled::Table {
                what: what.clone(),
                groups: grouped(rows.iter().map(|(s, row, change)| (*s, *row, SpelledChange::from(&**change)))),
            },
            Event::Do(Command::Pick { keep }) => Spelled::Pick {
                keep: grouped(keep.iter().map(|&(s, row)| (s, row, ()))).into_iter().map(|g| (g.0, g.1)).collect(),
            },
            Event::Do(Command::Uploaded { name, said }) => {
                Spelled::Uploaded { name: name.clone(), said: said_groups(book, said) }
            }
            Event::Do(Command::Errors { file, reports }) => {
                Spelled::Errors { file: file.clone(), reports: reports.iter().map(SpelledReport::from).collect() }
            }
            Event::Do(Command::Dismiss { marks }) => Spelled::Dismiss { marks: SpelledRows::of(marks) },
            Event::Do(Command::Merge { later, from, mine }) => {
                Spelled::Merge { files: later.files.clone(), from: from.0, mine: sheets(mine) }
            }
            Event::Do(Command::ImportRegister { parts, replaces }) => Spelled::ImportRegister {
                parts: parts.iter().map(|part| SpelledPart::from(&part.part)).collect(),
                replaces: replaces.clone(),
            },
            Event::Do(Command::RemoveRegister { parts }) => Spelled::RemoveRegister { parts: parts.clone() },
            Event::Do(Command::RegisterComplete(complete)) => Spelled::RegisterComplete { complete: *complete },
            Event::Do(Command::Link { links }) => Spelled::Link(links.iter().map(Into::into).collect()),
            Event::Do(Command::Apart { pairs }) => Spelled::Apart(pairs.iter().map(Into::into).collect()),
            Event::Do(Command::Unlink { links, aparts }) => Spelled::Unlink {
                links: links.iter().map(Into::into).collect(),
                aparts: aparts.iter().map(Into::into).collect(),
            },
            Event::Do(Command::KeepGstr2b { kept }) => Spelled::KeepGstr2b { kept: kept.as_ref().map(Into::into) },
            Event::InForce(steps) => Spelled::InForce(*steps),
            Event::Recipient(gstin) => Spelled::Recipient(gstin.clone()),
            Event::Wrote(upload) => Spelled::Wrote {
                name: upload.name.clone(),
                when: upload.when,
                files: upload.files.clone(),
                said: said_groups(book, &upload.said),
            },
            Event::Answered => Spelled::Answered,
            Event::Reviewed => Spelled::Reviewed,
            Event::DecidedWith(known) => Spelled::DecidedWith(
                known
                    .iter()
                    .map(|(section, rows, class)| {
                        (SpelledSheet(*section), SpelledRows::of(rows), class.name().to_owned())
                    })
                    .collect(),
            ),
        };
        // Plain data with names for keys: there is nothing that cannot be written.
        serde_json::to_string(&spelled).unwrap_or_default()
    }

    /// The same of a step, with when it was done (seconds since 1970; 0: not known): one more member of what tells the step,
    /// which programs that do not know it pass over.
    pub fn to_json_at(&self, when: u64, book: &Book) -> String {
        let mut json = self.to_json(book);
        if when > 0 && matches!(self, Event::Do(_)) && json.ends_with("}}") {
            json.truncate(json.len() - 2);
            json += &format!("{AT}{when}}}}}");
        }
        json
    }

    /// Reads an event. None: it is no event of this version, or speaks of rows that the book has not; the book is as it was
    /// then. Else the book has the texts and answers of what was said. Memory is taken only for rows that the book has.
    pub fn from_json(text: &str, book: &mut Book) -> Option<Event> {
        let spelled = serde_json::from_str(text).ok()?;
        let mut room = Room::of(book);
        Some(match spelled {
            Spelled::Decide { sheet, rows, change } => {
                Event::Do(Command::decide(sheet.0, room.rows(sheet, &rows)?, change.into()))
            }
            Spelled::DecideSheets { rows, change } => {
                let rows = once_each(room.sheets(&rows)?)?;
                Event::Do(Command::Decide { rows, change: change.into() })
            }
            Spelled::Restore { rows } => Event::Do(Command::Restore { rows: room.sheets(&rows)? }),
            Spelled::Table { what, groups } => {
                let mut all = Vec::new();
                for (sheet, rows, change) in groups {
                    let rows = room.rows(sheet, &rows)?;
                    // All rows share it, so it takes no more memory than the event itself.
                    let change = Arc::new(Change::from(change));
                    all.extend(rows.into_iter().map(|row| (sheet.0, row, change.clone())));
                }
                Event::Do(Command::Table { what, rows: all })
            }
            Spelled::Pick { keep } => {
                let mut all = Vec::new();
                for (sheet, rows) in keep {
                    all.extend(room.rows(sheet, &rows)?.into_iter().map(|row| (sheet.0, row)));
                }
                Event::Do(Command::Pick { keep: all })
            }
            Spelled::Uploaded { name, said } => {
                let known = said.into_iter().map(|(sheet, rows, said)| Some((sheet, room.rows(sheet, &rows)?, said)));
                Event::Do(Command::Uploaded { name, said: in_book(book, known.collect::<Option<_>>()?) })
            }
            Spelled::Errors { file, reports } => {
                Event::Do(Command::Errors { file, reports: reports.into_iter().map(Into::into).collect() })
            }
            Spelled::Dismiss { marks } => Event::Do(Command::Dismiss { marks: marks.below(book.errors().marks())? }),
            Spelled::Merge { files, from, mine } => {
                // How far it may skip rows is known once the newer download is: see `Resumed::replay`.
                let behind = from.iter().zip(*book.rows_given()).all(|(&from, rows)| from >= rows);
                let later = Later::named(files);
                behind.then_some(Event::Do(Command::Merge {
                    later,
                    from: BySection(from),
                    mine: room.sheets(&mine)?,
                }))?
            }
            Spelled::ImportRegister { parts, replaces } => {
                let parts = parts.into_iter().map(SpelledPart::part).collect::<Option<Vec<_>>>()?;
                Event::Do(Command::ImportRegister { parts, replaces: room.parts(replaces)? })
            }
            Spelled::RemoveRegister { parts } => Event::Do(Command::RemoveRegister { parts: room.parts(parts)? }),
            Spelled::RegisterComplete { complete } => Event::Do(Command::RegisterComplete(complete)),
            Spelled::Link(spelled) => Event::Do(Command::Link { links: links(&spelled)? }),
            Spelled::Apart(spelled) => Event::Do(Command::Apart { pairs: aparts(&spelled)? }),
            Spelled::Unlink { links: spelled, aparts: pairs } => {
                Event::Do(Command::Unlink { links: links(&spelled)?, aparts: aparts(&pairs)? })
            }
            Spelled::KeepGstr2b { kept } => {
                let kept = match kept {
                    Some(kept) => Some(kept.kept()?),
                    None => None,
                };
                Event::Do(Command::KeepGstr2b { kept })
            }
            Spelled::InForce(steps) => Event::InForce(steps),
            Spelled::Recipient(gstin) => Event::Recipient(gstin),
            Spelled::Wrote { name, when, files, said } => {
                let known = said.into_iter().map(|(sheet, rows, said)| {
                    // Rows of a merge that was taken back and forgotten are not there again: no one can upload them.
                    let rows = rows.clipped(room.given[sheet.0]);
                    room.take(sheet, rows.len())?;
                    Some((sheet, rows, said))
                });
                let known = known.collect::<Option<_>>()?;
                Event::Wrote(WroteUpload { name, when, files, said: in_book(book, known) })
            }
            Spelled::Answered => Event::Answered,
            Spelled::Reviewed => Event::Reviewed,
            Spelled::DecidedWith(known) => {
                let known = known.into_iter().map(|(sheet, rows, class)| {
                    // Rows of a merge that was taken back and forgotten are not there again.
                    let rows = rows.clipped(room.given[sheet.0]);
                    room.take(sheet, rows.len())?;
                    Some((sheet.0, rows, Class::parse(&class).filter(|class| *class != Class::None)?))
                });
                Event::DecidedWith(known.collect::<Option<_>>()?)
            }
        })
    }
}

/// What was said of each row, in ids of the book.
fn in_book(book: &mut Book, said: Vec<(SpelledSheet, RoaringBitmap, SpelledSaid)>) -> Vec<(Section, u32, Said)> {
    let mut all = Vec::new();
    for (sheet, rows, said) in said {
        let said = said.in_book(book);
        all.extend(rows.into_iter().map(|row| (sheet.0, row, said)));
    }
    all
}

fn sheets(rows: &[(Section, RoaringBitmap)]) -> Vec<(SpelledSheet, SpelledRows)> {
    rows.iter().map(|(section, rows)| (SpelledSheet(*section), SpelledRows::of(rows))).collect()
}

/// Rows of sheets, if each sheet is named once: undo would mix up the values of one that is named twice.
fn once_each(rows: Vec<(Section, RoaringBitmap)>) -> Option<Vec<(Section, RoaringBitmap)>> {
    let twice = |(place, (section, _)): (usize, &(Section, _))| rows[..place].iter().any(|(other, _)| other == section);
    (!rows.iter().enumerate().any(twice)).then_some(rows)
}

/// How much an event may say of a book: a few bytes can claim a great many rows, again and again.
struct Room {
    /// The rows of each sheet.
    given: BySection<u32>,
    /// How often rows may still be named.
    left: BySection<u64>,
    /// How many parts the purchase register has.
    parts: usize,
}

impl Room {
    fn of(book: &Book) -> Room {
        let given = book.rows_given();
        // A table may name a row twice.
        let left = BySection(given.map(|rows| 2 * u64::from(rows)));
        Room { given, left, parts: book.register().parts().len() }
    }

    /// Places of parts of the register, each of which there is.
    fn parts(&self, places: Vec<u32>) -> Option<Vec<u32>> {
        let known = places.len() <= self.parts && places.iter().all(|&place| (place as usize) < self.parts);
        known.then_some(places)
    }

    fn take(&mut self, sheet: SpelledSheet, rows: u64) -> Option<()> {
        let left = &mut self.left[sheet.0];
        *left = left.checked_sub(rows)?;
        Some(())
    }

    fn rows(&mut self, sheet: SpelledSheet, rows: &SpelledRows) -> Option<RoaringBitmap> {
        let rows = rows.below(self.given[sheet.0])?;
        self.take(sheet, rows.len())?;
        Some(rows)
    }

    fn sheets(&mut self, sheets: &[(SpelledSheet, SpelledRows)]) -> Option<Vec<(Section, RoaringBitmap)>> {
        sheets.iter().map(|(sheet, rows)| Some((sheet.0, self.rows(*sheet, rows)?))).collect()
    }
}

/// Before the time at the end of what tells a step.
const AT: &str = ",\"at\":";

/// When the step was done of which this text tells; 0 where it does not say so.
pub fn done_at(text: &str) -> u64 {
    let digits = text.strip_suffix("}}").map_or("", |text| text.rsplit_once(AT).map_or("", |(_, digits)| digits));
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().unwrap_or(0) } else { 0 }
}

/// The files of the newer download that an event merges; none if it is of another kind.
pub fn merged_files(text: &str) -> Option<Vec<SourceId>> {
    // A journal may be long, and few of its events are merges.
    let merge = text.starts_with("{\"merge\"").then(|| serde_json::from_str(text).ok())?;
    if let Some(Spelled::Merge { files, .. }) = merge { Some(files) } else { None }
}

/// An event as it is spelled on disk.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Spelled {
    Decide { sheet: SpelledSheet, rows: SpelledRows, change: SpelledChange },
    DecideSheets { rows: Vec<(SpelledSheet, SpelledRows)>, change: SpelledChange },
    Restore { rows: Vec<(SpelledSheet, SpelledRows)> },
    Table { what: String, groups: Vec<(SpelledSheet, SpelledRows, SpelledChange)> },
    Pick { keep: Vec<(SpelledSheet, SpelledRows)> },
    Uploaded { name: String, said: Vec<(SpelledSheet, SpelledRows, SpelledSaid)> },
    Errors { file: String, reports: Vec<SpelledReport> },
    Dismiss { marks: SpelledRows },
    Merge { files: Vec<SourceId>, from: [u32; 8], mine: Vec<(SpelledSheet, SpelledRows)> },
    ImportRegister { parts: Vec<SpelledPart>, replaces: Vec<u32> },
    RemoveRegister { parts: Vec<u32> },
    RegisterComplete { complete: bool },
    Link(Vec<SpelledLink>),
    Apart(Vec<SpelledLink>),
    Unlink { links: Vec<SpelledLink>, aparts: Vec<SpelledLink> },
    KeepGstr2b { kept: Option<SpelledGstr2b> },
    InForce(usize),
    Recipient(String),
    Wrote { name: String, when: u64, files: Vec<WroteFile>, said: Vec<(SpelledSheet, SpelledRows, SpelledSaid)> },
    Answered,
    Reviewed,
    DecidedWith(Vec<(SpelledSheet, SpelledRows, String)>),
}

#[cfg(test)]
mod tests {
    use super::done_at;

    #[test]
    fn a_time_is_not_taken_from_what_a_user_wrote() {
        assert_eq!(done_at(r#"{"restore":{"rows":[],"at":1795464005}}"#), 1_795_464_005);
        for text in [
            r#"{"restore":{"rows":[]}}"#,
            r#"{"decide":{"change":{"remarks":"x,\"at\":7}}"}}}"#,
            r#"{"decide":{"change":{"note":"7","at":7}}}"#,
            r#"{"in-force":7}"#,
            r#"{"restore":{"rows":[],"at":-1}}"#,
            r#"{"restore":{"rows":[],"at":99999999999999999999999}}"#,
        ] {
            assert_eq!(done_at(text), 0, "{text}");
        }
    }
}
