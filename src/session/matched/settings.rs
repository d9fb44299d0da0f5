//! The settings of matching: what others would change, worked out in the background before they are kept.

use std::sync::Arc;

use crate::book::{Book, Class, MatchSettings, Section};
use crate::matching;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::matched::Matched;
use crate::values::{grouped, records};
use crate::work::Progress;

/// What other settings would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// These settings.
    pub settings: MatchSettings,
    /// How many records become of each class; none until it is worked out.
    pub become_of: Option<Vec<(Class, u64)>>,
}

impl Preview {
    /// In words: `14 records become Matched, round-off`.
    pub fn words(&self) -> String {
        match &self.become_of {
            None => "Matching…".to_owned(),
            Some(list) if list.is_empty() => "No match changes.".to_owned(),
            Some(list) => {
                let words = list.iter().enumerate().map(|(place, (class, n))| {
                    let verb = if *n == 1 { "becomes" } else { "become" };
                    match place {
                        0 => format!("{} {verb} {}", records(*n), class.title()),
                        _ => format!("{} {}", grouped(*n), class.title()),
                    }
                });
                words.collect::<Vec<_>>().join(", ") + "."
            }
        }
    }
}

impl Session {
    /// Matches by other settings from now on. No decision and no link changes.
    pub fn take_match_settings(&mut self, settings: MatchSettings) {
        let settings = settings.within_limits();
        if *self.book.match_settings() == settings {
            return;
        }
        self.book_mut().set_match_settings(settings);
        self.forget_preview();
        if self.has_register() {
            self.match_again();
        }
    }

    /// What other settings would change, if it was asked.
    pub fn preview(&self) -> Option<&Preview> {
        self.matching.preview.as_ref()
    }

    /// No other settings are tried any more.
    pub fn forget_preview(&mut self) {
        self.background.end(Purpose::MatchSettings);
        self.matching.preview = None;
    }

    /// Works out what other settings would change.
    pub fn try_match_settings(&mut self, settings: MatchSettings) {
        let settings = settings.within_limits();
        if self.matching.preview.as_ref().is_some_and(|preview| preview.settings == settings) {
            return;
        }
        let Some(matched) = self.matching.newest.clone().filter(|_| self.matches_are_current()) else { return };
        self.matching.preview = Some(Preview { settings: settings.clone(), become_of: None });
        self.look(Purpose::MatchSettings, move |book, _, progress| {
            let become_of = Some(changes(book, &matched, &settings, progress)?);
            let preview = Preview { settings: settings.clone(), become_of };
            Some(Box::new(move |open| {
                if open.matching.preview.as_ref().is_some_and(|wanted| wanted.settings == preview.settings) {
                    open.matching.preview = Some(preview);
                }
            }))
        });
    }
}

/// How many records become of each class, the most first.
fn changes(
    book: &Book,
    matched: &Arc<Matched>,
    settings: &MatchSettings,
    progress: &Progress,
) -> Option<Vec<(Class, u64)>> {
    let mut other = book.clone();
    other.set_match_settings(settings.clone());
    let new = matching::matches(&other, matched.day, progress)?;
    let mut counts = [0; Class::ALL.len()];
    for section in Section::ALL {
        for row in 0..book.sheet(section).rows() {
            let (before, after) = (matched.matches.record(section, row).class, new.record(section, row).class);
            if before != after && after != Class::None {
                counts[after as usize] += 1;
            }
        }
    }
    let mut list: Vec<(Class, u64)> = Class::ALL.into_iter().zip(counts).filter(|one| one.1 > 0).collect();
    list.sort_by_key(|&(class, records)| (std::cmp::Reverse(records), class));
    Some(list)
}
