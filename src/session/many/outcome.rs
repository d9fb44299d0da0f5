//! What came of each of many files or uploads, and the list of it as a table.

use crate::exchange::cell::to_cell;
use crate::exchange::rows::Writer;
use crate::store::Recent;
use crate::values::counted;

/// What came of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// It was done.
    Done(String),
    /// It was left out, and why.
    LeftOut(String),
    /// It was tried and could not be done, and why.
    Failed(String),
}

impl Came {
    /// In a word.
    pub fn title(&self) -> &'static str {
        match self {
            Came::Done(_) => "Done",
            Came::LeftOut(_) => "Left out",
            Came::Failed(_) => "Failed",
        }
    }

    /// What was done, or why not.
    pub fn words(&self) -> &str {
        match self {
            Came::Done(words) | Came::LeftOut(words) | Came::Failed(words) => words,
        }
    }
}

/// Of which file, or of which client's upload, what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameOf {
    /// The file.
    pub name: String,
    /// The client, where that is known.
    pub gstin: Option<String>,
    /// What came of it.
    pub came: Came,
    /// What the list of clients is to remember of it.
    pub recent: Option<Recent>,
}

/// All of them: those that failed first, then those that were left out, then those that are done.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// One after the other.
    pub list: Vec<CameOf>,
    /// What else is to be said.
    pub notes: Vec<String>,
}

/// What is over the columns of its table.
pub(super) const HEADINGS: [&str; 4] = ["Result", "File", "Client", "What was done, or why not"];

impl Outcomes {
    /// Puts them in order.
    pub(super) fn of(mut list: Vec<CameOf>) -> Outcomes {
        list.sort_by_key(|of| match of.came {
            Came::Failed(_) => 0,
            Came::LeftOut(_) => 1,
            Came::Done(_) => 2,
        });
        Outcomes { list, notes: Vec::new() }
    }

    fn count(&self, title: &str) -> u64 {
        self.list.iter().filter(|of| of.came.title() == title).count() as u64
    }

    /// How many failed, were left out and are done, in words.
    pub fn in_words(&self) -> String {
        let (done, left, failed) = (self.count("Done"), self.count("Left out"), self.count("Failed"));
        let mut words = vec![format!("{done} done")];
        words.extend((left > 0).then(|| format!("{left} left out")));
        words.extend((failed > 0).then(|| format!("{failed} failed")));
        words.join(" · ")
    }

    /// How many there are, in words.
    pub fn files(&self) -> String {
        counted(self.list.len() as u64, "file", "files")
    }

    /// The list as a table (CSV) that a spreadsheet opens.
    pub fn table(&self) -> std::io::Result<Vec<u8>> {
        let mut writer = Writer(Vec::new());
        writer.row(HEADINGS)?;
        for of in &self.list {
            let gstin = of.gstin.as_deref().unwrap_or_default();
            let cells = [of.came.title(), &of.name, gstin, of.came.words()];
            writer.row(cells.map(to_cell))?;
        }
        Ok(writer.0)
    }
}
