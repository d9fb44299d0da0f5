//! A book with a register in a session: what is shown of its matches, what is done by hand, what one button accepts.

mod accept;
mod by_hand;
mod chosen;
mod columns;
mod credit;
mod figures;
mod properties;
mod settings;
mod voucher;
mod walk;

use std::collections::BTreeMap;
use std::sync::Arc;

use ims_desk::book::{Action, Field, ReadPart, RegisterPart, Section};
use ims_desk::edit::{Change, Command};
use ims_desk::session::Session;
use ims_desk::session::deciding::decide::{Decide, decide};
use ims_desk::session::files::opening::Judged;
use ims_desk::session::result_line::ResultLine;
use ims_desk::values::Day;
use ims_desk::view::cell;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;

use crate::matching::given::{download, entries, read, today};

/// A session on these records, without a register.
pub fn without_register(records: &[&str]) -> Session {
    let wake = Wake::default();
    let book = read(&download(records));
    let progress = Progress::default();
    Session::new(Judged::as_of(today(), book, &BTreeMap::new(), Err("a test".into()), &wake, &progress), &wake)
}

/// A part of the register for June 2026 with these entries.
pub fn part(file: &str, lines: &[&str], complete: bool) -> ReadPart {
    let day = |text| Day::parse(text).unwrap();
    let covers = Some((day("01-06-2026"), day("30-06-2026")));
    let part =
        RegisterPart { file: file.into(), covers, complete: complete.then_some(true), ..RegisterPart::default() };
    ReadPart { part, entries: Arc::new(entries(lines)), ..ReadPart::default() }
}

/// Imports a part, in place of those.
pub fn import(open: &mut Session, lines: &[&str], replaces: &[u32]) {
    let parts = vec![part("Purchase.xlsx", lines, false)];
    open.apply_and_say(Command::ImportRegister { parts, replaces: replaces.to_vec() }, ResultLine::default());
}

/// A session on these records with a register of these entries.
pub fn open(records: &[&str], lines: &[&str]) -> Session {
    let mut open = without_register(records);
    import(&mut open, lines, &[]);
    assert!(open.matches_are_current());
    open
}

/// What is in a cell.
pub fn shown(open: &Session, section: Section, row: u32, field: Field) -> String {
    cell(open.book(), section, row, field).into_owned()
}

/// Match, number in the register, tax difference and suggestion of a record.
pub fn line(open: &Session, section: Section, row: u32) -> String {
    let fields = [Field::Match, Field::Register, Field::TaxDifference, Field::Suggested];
    fields.map(|field| shown(open, section, row, field)).join(" | ")
}

/// The user gives a record an action.
pub fn act(open: &mut Session, section: Section, row: u32, action: Action) {
    let mut wanted = Decide::row(section, row, Change::action(action));
    wanted.confirmed = true;
    decide(open, wanted, false);
}

/// The action of a record.
pub fn action(open: &Session, section: Section, row: u32) -> Action {
    open.book().sheet(section).actions()[row as usize]
}

/// What the last action said.
pub fn said(open: &Session) -> &str {
    open.result().map_or("", |line| &line.text)
}
