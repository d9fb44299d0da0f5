//! Why a workbook is not read, in a sentence that says what to do.

use super::statement;
use crate::cells::Workbook;
use crate::register::headings::heading::{self, NoHeading};
use crate::register::headings::heads;
use crate::register::written::text;

/// Why a workbook is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The user stopped it.
    Stopped,
    /// Why, in one or two sentences: no heading and no column that is set would change it.
    Refused(String),
    /// Why, in one or two sentences: the user may say which line is the heading, or which column is what.
    Unclear(String),
    /// The same, where no line looks like a heading at all.
    NoTable(String),
}

/// The headings that there are, for a message.
pub(super) fn headings_found<'h>(headings: impl Iterator<Item = &'h str>) -> String {
    let all: Vec<&str> = headings.take(40).collect();
    format!("The headings found: {}.", all.join(", "))
}

/// Why nothing of a workbook is read.
#[derive(Default)]
pub(super) struct Nothing {
    /// A sheet is a statement of this name.
    pub(super) statement: Option<&'static str>,
    /// A sheet is Tally's detailed register.
    pub(super) detailed: bool,
    missing: Option<(Vec<&'static str>, Vec<String>)>,
    portal_only: bool,
}

impl Nothing {
    /// A sheet has no heading, for this reason.
    pub(super) fn nearest(&mut self, none: Option<NoHeading>) {
        if let Some(NoHeading::Missing(missing, headings)) = none {
            self.statement = self.statement.or_else(|| statement::by_texts(&headings));
            let portal = headings.iter().any(|heading| heads::is_of_portal(&text::words(heading)));
            self.portal_only |= portal;
            if self.missing.as_ref().is_none_or(|(fewer, _)| missing.len() < fewer.len()) {
                self.missing = Some((missing, headings));
            }
        }
    }

    /// All of it in a sentence. `heading`: the line that was set as the heading.
    pub(super) fn unread(self, workbook: &Workbook, heading: Option<u32>) -> Unread {
        if let Some(name) = self.statement {
            return Unread::Refused(statement::words(name));
        }
        if self.portal_only {
            return Unread::Refused(statement::words("a comparison with GSTR-2B"));
        }
        if self.detailed {
            return Unread::Refused(statement::DETAILED.to_owned());
        }
        match (self.missing, heading) {
            (Some((missing, headings)), _) => {
                let found = headings_found(headings.iter().map(String::as_str));
                let missing = missing.join(" and for ");
                Unread::Unclear(format!("No column for {missing} was found in {}. {found}", workbook.name))
            }
            (None, Some(line)) => Unread::Unclear(format!(
                "Line {line} of {} is no heading: it has no invoice number, no date or no amount.",
                workbook.name
            )),
            (None, None) => Unread::NoTable(format!(
                "No line with an invoice number, a date and an amount was found in the first {} lines of {}.",
                heading::FIRST_LINES,
                workbook.name
            )),
        }
    }
}
