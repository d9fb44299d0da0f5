//! What the user says of records and vouchers: that they belong together, or that they are not the same. None of it changes a
//! decision; each is one step that can be undone.

use std::collections::{BTreeSet, HashSet};

use crate::book::{Apart, Link, LinkKind, LinkedEntry, LinkedRecord, Section};
use crate::edit::Command;
use crate::matching::Flag;
use crate::session::Session;
use crate::session::result_line::ResultLine;
use crate::values::{counted, records};

/// What to do by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByHand {
    /// Links a record with vouchers, whatever their fields.
    Link(Section, u32, Vec<u32>),
    /// Makes the matches of records links, as they are.
    Confirm(Vec<(Section, u32)>),
    /// A record and the vouchers of its match are not the same.
    NotTheSame(Section, u32),
    /// The link of a record goes.
    UndoLink(Section, u32),
    /// The marks "not the same" of a record go.
    UndoNotTheSame(Section, u32),
}

impl Session {
    /// Does something by hand, and says what became of it.
    pub fn by_hand(&mut self, what: ByHand) {
        if !self.matches_are_current() {
            return self.say(ResultLine::refused("The register is being matched. Try again when that is done."));
        }
        match self.command_of(&what) {
            Ok((command, line)) => self.apply_and_say(command, line),
            Err(why) => self.say(ResultLine::refused(why)),
        }
    }

    /// That a link takes vouchers from records with which they were matched so far, if it does.
    fn freed_by_link(&self, own: (Section, u32), entries: &[u32]) -> String {
        let Some(matched) = &self.matching.newest else { return String::new() };
        let matches = entries.iter().map(|&entry| matched.matches.of_entry(entry));
        let others = matches.filter(|of| !of.flags.has(Flag::Link)).flat_map(|of| of.records);
        let others: BTreeSet<(Section, u32)> = others.filter(|&record| record != own).collect();
        match others.first() {
            None => String::new(),
            Some(&(section, row)) if others.len() == 1 => {
                let number = self.book.sheet(section).records().numbers.get(row);
                format!(" It was matched with {number}, which is matched again without it.")
            }
            Some(_) => format!(" {} are matched again without it.", records(others.len() as u64)),
        }
    }

    fn command_of(&self, what: &ByHand) -> Result<(Command, ResultLine), String> {
        let entries = self.book.register().entries();
        let record = |&(section, row): &(Section, u32)| LinkedRecord::of(&self.book, section, row);
        let entry = |&row: &u32| LinkedEntry::of(entries, row);
        match what {
            ByHand::Link(section, row, rows) => {
                let entries: Box<[LinkedEntry]> = rows.iter().map(entry).collect();
                let link = Link { kind: LinkKind::Linked, records: [record(&(*section, *row))].into(), entries };
                let freed = self.book.links().links.iter().filter(|other| shares(other, &link)).count() as u64;
                let mut words = self.freed_by_link((*section, *row), rows);
                if freed > 0 {
                    words += &format!(" {} lost what you linked here.", counted(freed, "other link", "other links"));
                }
                Ok((Command::Link { links: vec![link] }, ResultLine::new(words)))
            }
            ByHand::Confirm(records) => {
                let matches = self.matching.newest.as_ref().ok_or("There is no match to confirm.")?;
                let (mut links, mut seen) = (Vec::new(), HashSet::new());
                for &(section, row) in records {
                    if seen.contains(&(section, row)) {
                        continue;
                    }
                    let of = matches.matches.of_record(section, row);
                    seen.extend(of.records.iter().copied());
                    // What the user linked is confirmed by that.
                    if of.entries.is_empty() || of.flags.has(Flag::Link) {
                        continue;
                    }
                    links.push(Link {
                        kind: LinkKind::Confirmed,
                        records: of.records.iter().map(record).collect(),
                        entries: of.entries.iter().map(entry).collect(),
                    });
                }
                if links.is_empty() {
                    return Err("There is no match to confirm.".into());
                }
                Ok((Command::Link { links }, ResultLine::default()))
            }
            ByHand::NotTheSame(section, row) => {
                let matches = self.matching.newest.as_ref().ok_or("There is no match.")?;
                let of = matches.matches.of_record(*section, *row);
                let own = record(&(*section, *row));
                let pairs: Vec<Apart> = of.entries.iter().map(|row| (own, entry(row))).collect();
                if pairs.is_empty() {
                    return Err("This record is with no voucher.".into());
                }
                Ok((Command::Apart { pairs }, ResultLine::default()))
            }
            ByHand::UndoLink(section, row) => {
                let key = record(&(*section, *row)).key();
                let links = self.book.links().links.iter();
                let own: Vec<Link> =
                    links.filter(|link| link.records.iter().any(|r| r.key() == key)).cloned().collect();
                match own.is_empty() {
                    true => Err("This record is not linked.".into()),
                    false => Ok((Command::Unlink { links: own, aparts: Vec::new() }, ResultLine::default())),
                }
            }
            ByHand::UndoNotTheSame(section, row) => {
                let key = record(&(*section, *row)).key();
                let aparts: Vec<Apart> =
                    self.book.links().aparts.iter().filter(|apart| apart.0.key() == key).copied().collect();
                match aparts.is_empty() {
                    true => Err("This record is marked with no voucher as not the same.".into()),
                    false => Ok((Command::Unlink { links: Vec::new(), aparts }, ResultLine::default())),
                }
            }
        }
    }
}

/// Whether two links share a record or an entry.
fn shares(a: &Link, b: &Link) -> bool {
    a.records.iter().any(|record| b.records.iter().any(|other| other.key() == record.key()))
        || a.entries.iter().any(|entry| b.entries.iter().any(|other| other.identity == entry.identity))
}
