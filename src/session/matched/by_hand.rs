//! What the user says of records and vouchers: that they belong together, or that they are not the same. None of it changes a
//! decision; each is one step that can be undone.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::book::{Action, Apart, Class, Link, LinkKind, LinkedEntry, LinkedRecord, Links, Section};
use crate::edit::Command;
use crate::matching::Flag;
use crate::session::Session;
use crate::session::result_line::ResultLine;
use crate::values::{counted, grouped};

/// What to do by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByHand {
    /// Links a record with vouchers, whatever their fields.
    Link(Section, u32, Vec<u32>),
    /// Links the records and vouchers of a record's match with one more voucher.
    LinkToo(Section, u32, u32),
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
            Ok((command, line)) => {
                let freed = self.freed_by(&command);
                self.apply_and_say(command, line);
                self.matching.freed = freed;
                self.say_what_is_freed();
            }
            Err(why) => self.say(ResultLine::refused(why)),
        }
    }

    /// The records that have to do without vouchers with which they were matched so far, as others are linked with these.
    fn freed_by(&self, command: &Command) -> Vec<(Section, u32)> {
        let (Some(matched), Command::Link { links }) = (&self.matching.newest, command) else { return Vec::new() };
        let new = Links { links: links.clone(), aparts: Vec::new() }.find(&self.book);
        let mut freed = BTreeSet::new();
        for link in &new.links {
            let before = link.entries.iter().flat_map(|&entry| matched.matches.of_entry(entry).records);
            freed.extend(before.filter(|record| !link.records.contains(record)));
        }
        freed.into_iter().collect()
    }

    /// Says what became of the records that a link freed, once they are matched again: as long as the line says what the link did.
    pub(super) fn say_what_is_freed(&mut self) {
        if self.matching.freed.is_empty() || !self.matches_are_current() {
            return;
        }
        let freed = std::mem::take(&mut self.matching.freed);
        let of_link = self.log.steps()[..self.log.in_force()].last();
        if !of_link.is_some_and(|step| matches!(step.command, Command::Link { .. })) {
            return;
        }
        let words = self.freed_in_words(&freed);
        if let Some(line) = self.result.as_mut().filter(|line| line.undo) {
            line.text += &words;
        }
    }

    /// What freed records are now: `A/1 is now Not in books; its decision Accept stays.`
    fn freed_in_words(&self, freed: &[(Section, u32)]) -> String {
        let Some(matched) = &self.matching.newest else { return String::new() };
        let class = |&(section, row): &(Section, u32)| matched.matches.record(section, row).class;
        if let &[(section, row)] = freed {
            let sheet = self.book.sheet(section);
            let (number, class) = (sheet.records().numbers.get(row), class(&freed[0]).title());
            let stays = match sheet.actions()[row as usize] {
                Action::NoAction => String::new(),
                action => format!("; its decision {} stays", action.name()),
            };
            return format!(" {number} is now {class}{stays}.");
        }
        let mut classes = BTreeMap::<Class, u64>::new();
        freed.iter().for_each(|record| *classes.entry(class(record)).or_default() += 1);
        let each: Vec<String> = classes.iter().map(|(class, n)| format!("{} {}", class.title(), grouped(*n))).collect();
        format!(" {} are now without it: {}.", counted(freed.len() as u64, "record", "records"), each.join(", "))
    }

    /// What a link by hand undoes of others: that the record is not linked any more with what it was, and how many others lose something.
    fn undone_by(&self, link: &Link, own: (Section, u32)) -> String {
        let others = self.book.links().links.iter().filter(|other| shares(other, link));
        let of_own =
            |other: &&Link| other.records.iter().any(|record| link.records.iter().any(|r| r.key() == record.key()));
        let (mine, others): (Vec<&Link>, Vec<&Link>) = others.partition(of_own);
        let mut words = String::new();
        let kept = |entry: &LinkedEntry| link.entries.iter().any(|new| new.identity == entry.identity);
        if mine.iter().any(|link| !link.entries.iter().all(kept)) {
            let entries = self.book.register().entries();
            let matched = self.matching.newest.as_ref();
            let before = matched.map(|matched| matched.matches.of_record(own.0, own.1).entries).unwrap_or_default();
            let lost = before.into_iter().filter(|&row| !kept(&LinkedEntry::of(entries, row)));
            let lost: Vec<String> = lost.map(|row| entries.number(row).to_owned()).collect();
            let with = if lost.is_empty() { "what it was linked with".to_owned() } else { lost.join(" and ") };
            words += &format!(" It is no longer linked with {with}.");
        }
        if !others.is_empty() {
            let others = counted(others.len() as u64, "other link", "other links");
            words += &format!(" {others} lost what you linked here.");
        }
        words
    }

    fn command_of(&self, what: &ByHand) -> Result<(Command, ResultLine), String> {
        let entries = self.book.register().entries();
        let record = |&(section, row): &(Section, u32)| LinkedRecord::of(&self.book, section, row);
        let entry = |&row: &u32| LinkedEntry::of(entries, row);
        let linked = |own, records: Box<[LinkedRecord]>, entries: Box<[LinkedEntry]>| {
            let link = Link { kind: LinkKind::Linked, records, entries };
            let words = self.undone_by(&link, own);
            (Command::Link { links: vec![link] }, ResultLine::new(words))
        };
        match what {
            ByHand::Link(section, row, rows) => {
                let own = (*section, *row);
                Ok(linked(own, [record(&own)].into(), rows.iter().map(entry).collect()))
            }
            ByHand::LinkToo(section, row, more) => {
                let matches = self.matching.newest.as_ref().ok_or("There is no match.")?;
                let of = matches.matches.of_record(*section, *row);
                let entries = of.entries.iter().chain([more]).map(entry).collect();
                Ok(linked((*section, *row), of.records.iter().map(record).collect(), entries))
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
                    // What the user linked is confirmed by that, as long as nothing of it changes.
                    if of.entries.is_empty() || of.flags.has(Flag::Link) && !of.flags.has(Flag::Changed) {
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
