//! Records that were read apart from the book, on another core, and then join it. They come with texts of their own, so
//! that no one waits for a common list; in the book each text gets the id that it would have got there.

use super::columns::TextColumn;
use super::{Answers, Decision, Records, Section, Texts};

/// Records of one section and the texts that they use. After joining it is empty and can be filled again.
#[derive(Default)]
pub struct Part {
    /// The records.
    pub records: Records,
    /// Their remarks.
    pub texts: Texts,
    /// Their answers.
    pub answers: Answers,
    ids: Ids,
}

/// The ids in the book of the texts and imported decisions here, as far as a record asked for them.
#[derive(Default)]
struct Ids {
    suppliers: Vec<u32>,
    names: Vec<u32>,
    periods: Vec<u32>,
    baselines: Vec<Option<u32>>,
}

impl Part {
    /// Moves the records behind those of a book, always the same one.
    pub fn join(&mut self, section: Section, records: &mut Records, texts: &mut Texts, answers: &mut Answers) {
        let join = |column: &mut TextColumn, from: &mut TextColumn, ids: &mut Vec<u32>| column.append(from, ids);
        let Ids { suppliers, names, periods, baselines } = &mut self.ids;
        join(&mut records.suppliers, &mut self.records.suppliers, suppliers);
        join(&mut records.names, &mut self.records.names, names);
        join(&mut records.periods, &mut self.records.periods, periods);
        records.baselines.append(&mut self.records.baselines, baselines, |there| Decision {
            remarks: texts.id(self.texts.get(there.remarks)),
            answer: answers.id(self.answers.get(there.answer)),
            ..there
        });
        records.append_rest(section, &mut self.records);
        // What is kept for the next records must not grow with the file.
        const MOST: usize = 1 << 20;
        if self.texts.bytes() + self.answers.bytes() > MOST {
            *self = Part::default();
        }
    }

    /// Drops the records that cannot be read but for the first of them, this many; gives how many stay and how many go.
    pub fn keep_unreadable(&mut self, section: Section, most: u64) -> (u64, u64) {
        let unreadable = |row: &u32| self.records.read_only(*row);
        let all = (0..self.records.len()).filter(unreadable).count() as u64;
        let kept = all.min(most);
        if kept < all {
            let mut seen = 0;
            let keep: Vec<bool> = (0..self.records.len())
                .map(|row| {
                    seen += u64::from(unreadable(&row));
                    seen <= kept || !unreadable(&row)
                })
                .collect();
            self.records.retain(section, &keep);
        }
        (kept, all - kept)
    }
}
