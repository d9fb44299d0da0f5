//! How decisions came about, and what was done day by day: what the working paper says of the log.

use crate::book::{BySection, Section};
use crate::edit::{Command, Step};
use crate::exchange::paper::PastUpload;
use crate::session::Session;
use crate::session::deciding::travel::runs;
use crate::values::{last_part, records};

/// By which step each record got its decision: 0 for none, else the place of its words, from 1.
pub(super) struct HowDecided {
    of: BySection<Vec<u32>>,
    words: Vec<String>,
}

impl HowDecided {
    /// Of the steps in force.
    pub fn of(open: &Session) -> HowDecided {
        let mut how = HowDecided {
            of: BySection::of(|section| vec![0; open.book.sheet(section).rows() as usize]),
            words: Vec::new(),
        };
        let steps = open.log.steps().get(..open.log.in_force()).unwrap_or_default();
        for step in steps.iter().filter(|step| step.command.decides()) {
            how.words.push(in_words(step));
            let place = how.words.len() as u32;
            for sheet in &step.effect.sheets {
                for row in &sheet.rows {
                    if let Some(of) = how.of[sheet.section].get_mut(row as usize) {
                        *of = place;
                    }
                }
            }
        }
        how
    }

    /// The words for a record; none where no step of this book decided on it.
    pub fn words(&self, section: Section, row: u32) -> Option<&str> {
        let place = self.of[section].get(row as usize).copied().unwrap_or(0).checked_sub(1)?;
        self.words.get(place as usize).map(String::as_str)
    }
}

fn in_words(step: &Step) -> String {
    match (&step.command, step.effect.records()) {
        (Command::Table { .. }, _) => step.command.words_for_one(1),
        (_, 0 | 1) => "by hand".to_owned(),
        (_, many) => format!("in bulk, {}", records(many)),
    }
}

impl Session {
    /// The uploads that were written, file by file.
    pub(super) fn past_uploads(&self) -> Vec<PastUpload> {
        let of = |upload: &crate::store::journal::WroteUpload| {
            let (at, name) = (upload.when, upload.name.clone());
            let files = upload.files.iter().map(move |file| PastUpload {
                at,
                // A path is for this computer alone.
                name: if file.path.is_empty() { name.clone() } else { last_part(&file.path).to_owned() },
                records: file.records,
                sha256: file.sha256.clone(),
            });
            files.collect::<Vec<_>>()
        };
        self.uploads.iter().flat_map(of).collect()
    }

    /// What was done and is in force, oldest first; single decisions of one kind in a row are one line.
    pub(super) fn history_in_words(&self) -> Vec<(u64, String)> {
        let steps = self.log.steps().get(..self.log.in_force()).unwrap_or_default();
        let line = |run: crate::session::deciding::travel::Run| {
            let words = if run.count() > 1 { run.words(steps) } else { steps[run.first].words() };
            (steps[run.last].when, words)
        };
        runs(steps, steps.len()).into_iter().map(line).collect()
    }
}
