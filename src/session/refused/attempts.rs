//! What became of a record on the portal: which uploads said it and what came back, the oldest first.

use crate::book::{Said, Section};
use crate::edit::Command;
use crate::edit::merge::took_by;
use crate::session::Session;
use std::ops::Range;

/// Attempts, errors and what newer downloads said, in turn; attempts stand out.
pub fn lines(open: &Session, section: Section, row: u32) -> Vec<(String, bool)> {
    let mut lines = Vec::new();
    let mut attempts = 0;
    let sheet = open.book.sheet(section);
    let mut versions: Vec<u32> = std::iter::successors(Some(row), |&row| sheet.older(row)).collect();
    versions.reverse();
    for version in versions {
        of_version(open, section, version, &mut attempts, &mut lines);
        // Of each version that was uploaded, what the download after it said.
        let newer = sheet.newer(version).filter(|_| sheet.last_said(version).is_some());
        if let Some(took) = newer.map(|newer| took_by(&open.book, section, version, newer)) {
            lines.push((format!("Newer download: {}", took.title()), false));
        }
    }
    if sheet.gone().contains(row) {
        lines.push(("Newer download: gone from the portal".to_owned(), false));
    }
    lines
}

/// The same of one version of a record.
fn of_version(open: &Session, section: Section, row: u32, attempts: &mut usize, lines: &mut Vec<(String, bool)>) {
    // Errors that were read with the download came before all that was done here.
    let first = open.log.steps().iter().find_map(|step| step.effect.errors.came());
    tell(lines, open, 0..first.unwrap_or(usize::MAX), section, row);
    for (_, step) in open.log.history(section, row) {
        match (&step.command, step.effect.errors.came()) {
            (Command::Uploaded { name, .. }, _) => {
                *attempts += 1;
                let said = said(open, name, section, row);
                lines.push((format!("Attempt {attempts}: {name}{said}"), true));
            }
            (Command::Errors { reports, .. }, Some(from)) => {
                tell(lines, open, from..from + reports.len(), section, row);
            }
            _ => {}
        }
    }
    if let Some(upload) = open.awaited().filter(|upload| find(&upload.said, section, row).is_some()) {
        let said = said(open, &upload.name, section, row);
        let words =
            format!("Attempt {}: {}{said} · not confirmed yet that it was uploaded", *attempts + 1, upload.name);
        lines.push((words, true));
    }
}

/// Tells those of a record's errors that stand at these places. A newer download may have taken them to a later version.
fn tell(lines: &mut Vec<(String, bool)>, open: &Session, places: Range<usize>, section: Section, row: u32) {
    let sheet = open.book.sheet(section);
    let versions = std::iter::successors(Some(row), |&row| sheet.newer(row));
    let ever = versions.flat_map(|row| open.book.errors().ever_on(section, row));
    for (_, error) in ever.filter(|(place, _)| places.contains(place)) {
        let several = if error.records.len() > 1 { " (the error report fits several records)" } else { "" };
        let words = [&*error.code, &*error.message].map(str::trim).join(" ");
        lines.push((format!("Refused: {}{several}", words.trim()), false));
    }
}

/// What an upload said of a record, in words.
fn said(open: &Session, name: &str, section: Section, row: u32) -> String {
    let upload = open.uploads.iter().rev().find(|upload| upload.name == name);
    let Some(said) = upload.and_then(|upload| find(&upload.said, section, row)) else { return String::new() };
    let answer = open.book.answers().get(said.answer).name();
    let answer = if answer.is_empty() { String::new() } else { format!(", ITC to be reduced? {answer}") };
    format!(" · {}{answer}", said.action.name())
}

/// Uploads are kept in the order of sheets and rows.
fn find(said: &[(Section, u32, Said)], section: Section, row: u32) -> Option<Said> {
    let place = said.binary_search_by_key(&(section, row), |&(section, row, _)| (section, row)).ok()?;
    Some(said[place].2)
}
