//! The settings of matching: what others would change, worked out in the background before they are kept.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::book::{Book, Class, MatchSettings, Section, Suggested};
use crate::matching;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::matched::Matched;
use crate::session::result_line::ResultLine;
use crate::values::{grouped, records};
use crate::work::Progress;

/// What other settings would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// These settings.
    pub settings: MatchSettings,
    /// What they would change; none until it is worked out.
    pub changes: Option<SettingChanges>,
}

/// What other settings would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingChanges {
    /// How many records become of each class, the most first.
    pub become_of: Vec<(Class, u64)>,
    /// What is suggested then for how many records of the same class as before, where that is something else; the most first.
    pub suggested: Vec<(Suggested, u64)>,
}

/// The last change of the settings that the user made here.
pub struct ChangedSettings {
    /// The settings that do not count now.
    other: MatchSettings,
    /// The state of the log when it was made.
    at: u64,
    /// It was taken back.
    back: bool,
}

impl Preview {
    /// In words: `14 records become Matched, round-off`.
    pub fn words(&self) -> String {
        let Some(SettingChanges { become_of, suggested }) = &self.changes else { return "Matching…".to_owned() };
        let matches = match become_of.as_slice() {
            [] => "No match changes.".to_owned(),
            list => {
                let words = list.iter().enumerate().map(|(place, (class, n))| {
                    let verb = if *n == 1 { "becomes" } else { "become" };
                    match place {
                        0 => format!("{} {verb} {}", records(*n), class.title()),
                        _ => format!("{} {}", grouped(*n), class.title()),
                    }
                });
                words.collect::<Vec<_>>().join(", ") + "."
            }
        };
        if suggested.is_empty() {
            return matches;
        }
        let words = suggested.iter().map(|(what, n)| format!("{} {}", in_words(*what), grouped(*n)));
        format!("{matches} Suggested then: {}.", words.collect::<Vec<_>>().join(", "))
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

    /// The same as the user asked for it. It is no step of the log, as it belongs to all books of the recipient; undo takes it back all
    /// the same, until the next step.
    pub fn change_match_settings(&mut self, settings: MatchSettings) {
        let before = self.book.match_settings().clone();
        self.take_match_settings(settings);
        let now = self.book.match_settings();
        if before != *now {
            let words = before.differences(now);
            let words = if words.is_empty() { words } else { format!(": {words}") };
            self.matching.changed = Some(ChangedSettings { other: before, at: self.log.state(), back: false });
            self.say(ResultLine { undo: true, ..ResultLine::new(format!("Match settings changed{words}.")) });
        }
    }

    /// The settings to which undo leads, or redo: those before the last change, where no step came behind it.
    pub fn other_match_settings(&self, back: bool) -> Option<&MatchSettings> {
        let changed = self.matching.changed.as_ref()?;
        (changed.back != back && changed.at == self.log.state()).then_some(&changed.other)
    }

    /// Takes the last change back, or does it again, and says so; which settings count now has to be remembered.
    pub fn exchange_match_settings(&mut self) {
        let Some(mut changed) = self.matching.changed.take() else { return };
        let before = self.book.match_settings().clone();
        self.take_match_settings(std::mem::replace(&mut changed.other, before.clone()));
        let words = before.differences(self.book.match_settings());
        let words = if words.is_empty() { words } else { format!(", {words}") };
        let done = if changed.back { "Done again" } else { "Undone" };
        changed.back = !changed.back;
        self.matching.changed = Some(changed);
        self.say(ResultLine::new(format!("{done}: match settings{words}.")));
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
        self.matching.preview = Some(Preview { settings: settings.clone(), changes: None });
        self.look(Purpose::MatchSettings, move |book, _, progress| {
            let changes = Some(changes(book, &matched, &settings, progress)?);
            let preview = Preview { settings: settings.clone(), changes };
            Some(Box::new(move |open| {
                if open.matching.preview.as_ref().is_some_and(|wanted| wanted.settings == preview.settings) {
                    open.matching.preview = Some(preview);
                }
            }))
        });
    }
}

/// A suggestion.
fn in_words(what: Suggested) -> &'static str {
    match what {
        Suggested::Accept => "Accept",
        Suggested::Pending => "Pending",
        Suggested::Look => "Check",
        Suggested::Nothing => "nothing",
    }
}

/// What other settings would change.
fn changes(
    book: &Book,
    matched: &Arc<Matched>,
    settings: &MatchSettings,
    progress: &Progress,
) -> Option<SettingChanges> {
    let mut other = book.clone();
    other.set_match_settings(settings.clone());
    let new = matching::matches(&other, matched.day, progress)?;
    let (mut classes, mut suggested) = ([0; Class::ALL.len()], BTreeMap::<Suggested, u64>::new());
    for section in Section::ALL {
        let sheet = book.sheet(section);
        for row in 0..sheet.rows() {
            let (before, after) = (matched.matches.record(section, row), new.record(section, row));
            if before.class != after.class && after.class != Class::None {
                classes[after.class as usize] += 1;
            }
            let open = sheet.is_open(row) && sheet.in_force(row);
            if open && before.class == after.class && before.suggested != after.suggested {
                *suggested.entry(after.suggested).or_default() += 1;
            }
        }
    }
    let mut become_of: Vec<(Class, u64)> = Class::ALL.into_iter().zip(classes).filter(|one| one.1 > 0).collect();
    become_of.sort_by_key(|&(class, records)| (Reverse(records), class));
    let mut suggested: Vec<(Suggested, u64)> = suggested.into_iter().collect();
    suggested.sort_by_key(|&(what, records)| (Reverse(records), what));
    Some(SettingChanges { become_of, suggested })
}
